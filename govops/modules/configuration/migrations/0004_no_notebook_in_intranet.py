from django.db import migrations

from govops.modules.configuration import sql


class Migration(migrations.Migration):
    dependencies = [("configuration", "0003_registers_of_items")]
    operations = [migrations.RunSQL(sql.FORWARD, sql.REVERSE)]
