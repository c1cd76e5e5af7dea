"""The rights on which cases rest, so that what happens to one finds its cases at once."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_course_letters_participants")]

    operations = [
        migrations.CreateModel(
            name="Watched",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("act", models.CharField(max_length=64)),
                ("right", models.TextField()),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="watched", to="casework.case")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["case", "act", "right"], name="casework_watched_once")
                ],
                "indexes": [models.Index(fields=["right"], name="casework_watched_right")],
            },
        ),
        migrations.RunSQL(
            "CALL zhichan_follow('casework_watched', 'case_id', 'casework_case')", migrations.RunSQL.noop
        ),
    ]
