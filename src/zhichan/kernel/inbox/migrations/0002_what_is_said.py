"""What an act has to tell, beside that it was done."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0001_notices")]

    operations = [
        migrations.AddField("notice", "said_zh", models.TextField(default="")),
        migrations.AddField("notice", "said_en", models.TextField(default="")),
    ]
