"""What is reminded of is a source and a key of 64 signs; a wider column rewrites no row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0003_reminders_and_use")]

    operations = [
        migrations.AlterField("notice", "subject_id", models.CharField(max_length=100)),
        migrations.AlterField("stop", "subject_id", models.CharField(blank=True, max_length=100)),
        migrations.AlterField("reminder", "right", models.CharField(max_length=100)),
    ]
