from django.db import migrations

from govops.kernel.calendar import sql


class Migration(migrations.Migration):
    dependencies = [("calendar", "0001_initial")]
    operations = [migrations.RunSQL(sql.FORWARD, sql.REVERSE)]
