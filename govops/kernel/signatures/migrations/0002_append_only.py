from django.db import migrations

from govops.kernel.signatures import sql


class Migration(migrations.Migration):
    dependencies = [("signatures", "0001_initial")]
    operations = [migrations.RunSQL(sql.FORWARD, sql.REVERSE)]
