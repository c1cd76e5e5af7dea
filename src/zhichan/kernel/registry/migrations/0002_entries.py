"""Entries of declared registers, with slots for what is searched and claims for what is exclusive."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ground", "0001_regions_parties_papers"),
        ("registry", "0001_rights"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "readers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "barred",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("public", models.BooleanField(default=False)),
                ("public_from", models.DateField(null=True)),
                ("public_until", models.DateField(null=True)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("register", models.CharField(max_length=64)),
                ("edition", models.CharField(max_length=12)),
                ("number", models.CharField(max_length=80, unique=True)),
                ("data", models.JSONField(default=dict)),
                ("version", models.BigIntegerField(default=1)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("synthetic", models.BooleanField(default=False)),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ground.region"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("scope", models.CharField(max_length=80)),
                ("key", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("place", django.contrib.postgres.fields.ranges.BigIntegerRangeField()),
                ("during", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="registry.entry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("register", models.CharField(max_length=64)),
                ("field", models.CharField(max_length=64)),
                ("text", models.CharField(max_length=400, null=True)),
                ("number", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ("day", models.DateField(null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="slots", to="registry.entry"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["register", "region", "since"], name="registry_entry_scope"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("place", "&&"), ("during", "&&")], name="registry_claim_once"
            ),
        ),
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(fields=["register", "field", "text"], name="registry_slot_text"),
        ),
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(fields=["register", "field", "number"], name="registry_slot_number"),
        ),
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(fields=["register", "field", "day"], name="registry_slot_day"),
        ),
        migrations.RunSQL(
            "CALL zhichan_protect(ARRAY['registry_entry']);"
            " CALL zhichan_follow('registry_slot', 'entry_id', 'registry_entry');"
            " CALL zhichan_kernel_only(ARRAY['registry_claim'])",
            migrations.RunSQL.noop,
        ),
    ]
