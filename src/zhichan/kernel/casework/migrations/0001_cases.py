"""Cases, assignments and the counters of their numbers."""

import uuid

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
    initial = True

    dependencies = [("access", "0001_grants_and_walls"), ("ground", "0001_regions_parties_papers")]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                *AUDIENCE,
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("procedure", models.CharField(max_length=60)),
                ("edition", models.CharField(max_length=64)),
                ("number", models.CharField(max_length=40, unique=True)),
                ("title", models.CharField(max_length=300)),
                ("stage", models.CharField(max_length=40)),
                ("key", models.CharField(blank=True, max_length=60)),
                ("facts", models.JSONField(default=dict)),
                ("version", models.BigIntegerField(default=0)),
                ("due_on", models.DateField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("synthetic", models.BooleanField(default=False)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="casework.case",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="ground.region"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["procedure", "region", "stage"], name="casework_case_scope"),
                    models.Index(fields=["parent", "key"], name="casework_case_parent"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                *AUDIENCE,
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "Lead"),
                            ("cooperating", "Cooperating"),
                            ("responsible", "Responsible"),
                        ],
                        max_length=12,
                    ),
                ),
                ("as_written", models.CharField(max_length=120)),
                ("rank", models.PositiveSmallIntegerField(default=0)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="casework.case",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="ground.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["case_id", "rank"],
                "indexes": [models.Index(fields=["unit", "role"], name="casework_assignment_unit")],
            },
        ),
        migrations.RunSQL(
            "CALL zhichan_protect(ARRAY['casework_case', 'casework_assignment'])",
            migrations.RunSQL.noop,
        ),
    ]
