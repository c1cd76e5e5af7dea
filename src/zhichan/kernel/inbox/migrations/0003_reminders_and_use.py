"""What was reminded of, once each; and which notices were opened and of use."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("inbox", "0002_what_is_said")]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=160)),
                ("right", models.CharField(max_length=64)),
                ("mark", models.CharField(max_length=80)),
                ("recipient", models.CharField(max_length=120)),
                ("due", models.DateField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("right", "name", "mark", "recipient"), name="inbox_reminder_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Opened",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("actor", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("notice", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="inbox.notice")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("actor", "notice"), name="inbox_opened_once")],
            },
        ),
        migrations.RunSQL(
            "CALL zhichan_kernel_only(ARRAY['inbox_reminder', 'inbox_opened'])", migrations.RunSQL.noop
        ),
    ]
