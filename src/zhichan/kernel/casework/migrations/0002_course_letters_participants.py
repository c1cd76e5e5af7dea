"""What was done and sent in a case, who takes part in it, and facts under seal."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

AUDIENCE = [
    (
        "readers",
        django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
    ),
    (
        "barred",
        django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
    ),
    ("public", models.BooleanField(default=False)),
    ("public_from", models.DateField(null=True)),
    ("public_until", models.DateField(null=True)),
]


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_cases")]

    operations = [
        migrations.AddField("case", "course", models.JSONField(default=list)),
        migrations.AddField("case", "letters", models.JSONField(default=list)),
        migrations.AddField("case", "expires_on", models.DateField(null=True)),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["expires_on", "id"],
                name="casework_case_expires",
                condition=models.Q(expires_on__isnull=False),
            ),
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("part", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=200)),
                ("principal", models.CharField(blank=True, max_length=120)),
                ("rank", models.PositiveSmallIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "ordering": ["case_id", "part", "rank"],
                "indexes": [models.Index(fields=["principal", "part"], name="casework_participant_who")],
            },
        ),
        migrations.CreateModel(
            name="Sealed",
            fields=[
                *AUDIENCE,
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("field", models.CharField(max_length=64)),
                ("value", models.JSONField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sealed",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["case", "field"], name="casework_sealed_once")
                ],
            },
        ),
        migrations.RunSQL(
            "CALL zhichan_follow('casework_participant', 'case_id', 'casework_case');"
            "CALL zhichan_protect(ARRAY['casework_sealed'])",
            migrations.RunSQL.noop,
        ),
    ]
