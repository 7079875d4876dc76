from django.db import migrations

from govops.kernel.records import sql


class Migration(migrations.Migration):
    dependencies = [("records", "0002_conversation")]
    operations = [migrations.RunSQL(sql.FORWARD, sql.REVERSE)]
