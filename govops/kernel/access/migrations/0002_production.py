from django.db import migrations

from govops.kernel.access import sql


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [migrations.RunSQL(sql.FORWARD, sql.REVERSE)]
