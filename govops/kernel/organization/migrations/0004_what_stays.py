from django.db import migrations

from govops.kernel.organization import sql


class Migration(migrations.Migration):
    dependencies = [("organization", "0003_edition")]
    operations = [migrations.RunSQL(sql.FORWARD, sql.REVERSE)]
