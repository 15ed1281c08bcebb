from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0007_hold_consent_papers'),
    ]

    operations = [
        migrations.AddField(
            model_name='dealer',
            name='resumed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
