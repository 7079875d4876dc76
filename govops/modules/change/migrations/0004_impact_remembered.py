"""A change says when its impact was computed and how much it was; those with items had it computed whenever they were saved."""

from django.db import migrations, models

_REMEMBER = """
UPDATE change_changerequest AS one
   SET impact_at = coalesce(one.scheduled_at, one.created_at),
       impact_words = '除所列 ' || cardinality(one.items) || ' 项外，' ||
           CASE WHEN found.number > 0 THEN '另有 ' || found.number || ' 项受影响' ELSE '没有其他配置项受影响' END
  FROM (SELECT record.id, count(felt.id) AS number
          FROM change_changerequest AS record
          LEFT JOIN configuration_affected AS felt
            ON felt.register = 'change_request' AND felt.record_id = record.id AND felt.origin <> 'excluded'
         GROUP BY record.id) AS found
 WHERE found.id = one.id AND cardinality(one.items) > 0
"""


class Migration(migrations.Migration):
    dependencies = [("change", "0003_board_meetings"), ("configuration", "0002_affected")]

    operations = [
        migrations.AddField(
            "changerequest", "impact_words", models.CharField("影响分析", max_length=100, blank=True, editable=False, default=""),
            preserve_default=False,
        ),
        migrations.AddField("changerequest", "impact_at", models.DateTimeField("影响分析时间", null=True, editable=False)),
        migrations.RunSQL(_REMEMBER, migrations.RunSQL.noop, elidable=True),
    ]  # fmt: skip
