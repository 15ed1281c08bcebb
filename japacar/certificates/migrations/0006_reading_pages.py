from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certificates", "0005_code_search")]

    operations = [
        migrations.AddField(model_name="reading", name="pages", field=models.JSONField(blank=True, default=list)),
    ]
