from django.db import migrations, models

import japacar.kernel.clock


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(name="reading", options={"ordering": ("-created_at",)}),
        migrations.AddField(
            model_name="reading",
            name="dealer_ref",
            field=models.CharField(db_index=True, default="", max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reading",
            name="source",
            field=models.CharField(
                choices=[("file", "Official file"), ("code", "2D code"), ("ai", "Read by AI"), ("hand", "Typed by hand")],
                default="file",
                max_length=4,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reading",
            name="kind",
            field=models.CharField(
                choices=[("inspection_certificate", "Vehicle inspection certificate")],
                default="inspection_certificate",
                max_length=32,
            ),
            preserve_default=False,
        ),
        migrations.AddField(model_name="reading", name="fields", field=models.JSONField(default=dict)),
        migrations.AddField(model_name="reading", name="findings", field=models.JSONField(default=list)),
        migrations.AddField(
            model_name="reading", name="sha256", field=models.CharField(default="", max_length=64), preserve_default=False
        ),
        migrations.AddField(
            model_name="reading", name="file_ref", field=models.CharField(blank=True, default="", max_length=80), preserve_default=False
        ),
        migrations.AddField(
            model_name="reading", name="by_ref", field=models.CharField(default="", max_length=80), preserve_default=False
        ),
        migrations.AddField(
            model_name="reading", name="created_at", field=models.DateTimeField(default=japacar.kernel.clock.now)
        ),
    ]
