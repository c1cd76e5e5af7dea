import datetime as dt
import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name="Region",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("slug", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=80)),
                ("kind", models.CharField(choices=[("province", "Province"), ("city", "City"), ("county", "County"), ("town", "Town"), ("zone", "Zone")], max_length=10)),
                ("code", models.CharField(blank=True, max_length=12, null=True)),
                ("path", models.CharField(max_length=200, unique=True)),
                ("rank", models.PositiveSmallIntegerField(default=0)),
                ("since", models.DateField(default=dt.date(1949, 10, 1))),
                ("until", models.DateField(null=True)),
                ("synthetic", models.BooleanField(default=False)),
                ("parent", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="children", to="ground.region")),
            ],
            options={
                "ordering": ["path"],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("firm", "Firm"), ("university", "University"), ("institute", "Institute"), ("person", "Person"), ("office", "Office")], max_length=12)),
                ("name", models.CharField(max_length=120)),
                ("code", models.CharField(max_length=18, null=True, unique=True)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("synthetic", models.BooleanField(default=False)),
                ("region", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="parties", to="ground.region")),
            ],
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(blank=True, max_length=120)),
                ("kind", models.CharField(max_length=20)),
                ("since", models.DateField(default=dt.date(1949, 10, 1))),
                ("until", models.DateField(null=True)),
                ("synthetic", models.BooleanField(default=False)),
                ("region", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="units", to="ground.region")),
            ],
            options={
                "ordering": ["region__path", "name"],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("size", models.BigIntegerField()),
                ("media_type", models.CharField(max_length=80)),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("pk", models.CompositePrimaryKey(
                    "series", "year", blank=True, editable=False, primary_key=True, serialize=False)),
                ("series", models.CharField(max_length=64)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddIndex(
            model_name="region",
            index=models.Index(fields=["parent", "rank"], name="ground_region_parent"),
        ),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(fields=["region", "kind"], name="ground_party_region"),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(fields=("region", "name", "since"), name="ground_unit_name"),
        ),
    ]
