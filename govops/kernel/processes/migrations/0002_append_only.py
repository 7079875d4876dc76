from django.db import migrations

from govops.kernel.processes import sql


class Migration(migrations.Migration):
    dependencies = [("processes", "0001_initial")]
    operations = [migrations.RunSQL(sql.FORWARD, sql.REVERSE)]
