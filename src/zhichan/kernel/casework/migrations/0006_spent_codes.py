"""One-time codes that were used: digests, in a table without a time, an order or a reference to anything."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_tallies")]

    operations = [
        migrations.CreateModel(
            name="Spent",
            fields=[("digest", models.CharField(max_length=64, primary_key=True, serialize=False))],
        ),
        migrations.RunSQL("CALL zhichan_kernel_only(ARRAY['casework_spent'])", migrations.RunSQL.noop),
    ]
