"""The look at a template counts against the day on which it was due; yearly duties that are still open give way to those."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("change", "0004_impact_remembered"), ("norms", "0001_initial")]

    operations = [
        migrations.AddField("standardchange", "was_due", models.DateField("当次应评审日期", null=True, editable=False)),
        migrations.RunSQL(
            "DELETE FROM norms_dutyperiod_responsible WHERE dutyperiod_id IN (SELECT id FROM norms_dutyperiod "
            "WHERE obligation = 'N2§9.7-templates' AND state = 'due' AND last - first > 31)",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "DELETE FROM norms_dutyperiod WHERE obligation = 'N2§9.7-templates' AND state = 'due' AND last - first > 31",
            migrations.RunSQL.noop,
        ),
    ]  # fmt: skip
