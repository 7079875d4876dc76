from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sheets", "0002_import_runs")]

    operations = [
        migrations.AddField(model_name="importrun", name="lines", field=models.JSONField(default=dict)),
    ]
