from django.db import migrations

from govops.kernel.audit import sql


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(sql.FORWARD, sql.REVERSE)]
