"""The subject of an event may be a source and a key of 64 signs; a wider column rewrites no row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_barred_later")]

    operations = [migrations.AlterField("event", "subject_id", models.CharField(max_length=100))]
