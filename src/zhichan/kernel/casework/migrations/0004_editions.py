"""Editions of procedures under which something was done. What is already there is kept with its next act."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_followed_rights")]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("procedure", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=200)),
                ("file", models.CharField(max_length=300)),
                ("declaration", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL("CALL zhichan_kernel_only(ARRAY['casework_edition'])", migrations.RunSQL.noop),
    ]
