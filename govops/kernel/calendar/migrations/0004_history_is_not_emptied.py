from django.db import migrations

from govops.kernel.calendar import sql


class Migration(migrations.Migration):
    dependencies = [("calendar", "0003_when_clocks_started")]
    operations = [migrations.RunSQL(sql.HISTORY, sql.HISTORY_REVERSE)]
