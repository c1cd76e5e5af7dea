"""Editions of classifications, of the tables between them, and of lists: read by everyone, filled by an act."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_documents")]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("table", models.CharField(max_length=24)),
                ("edition", models.CharField(max_length=80)),
                ("since", models.DateField()),
                ("origin", models.CharField(max_length=200)),
                ("licence", models.CharField(db_default="", default="", max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("rows", models.IntegerField()),
                ("remarks", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                ("by", models.TextField()),
                ("withdrawn", models.TextField(db_default="", default="")),
            ],
            options={
                "constraints": [models.UniqueConstraint(condition=models.Q(("withdrawn", "")), fields=("table", "since"), name="registry_edition_once")],
            },
        ),
        migrations.CreateModel(
            name="ClassNode",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=40)),
                ("parent", models.CharField(db_default="", default="", max_length=40)),
                ("zh", models.TextField(db_default="", default="")),
                ("en", models.TextField(db_default="", default="")),
                ("note", models.TextField(db_default="", default="")),
                ("day", models.DateField(null=True)),
                ("row", models.IntegerField()),
                ("edition", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="nodes", to="registry.edition")),
            ],
            options={
                "db_table": "registry_class",
                "indexes": [models.Index(fields=["edition", "code"], name="registry_class_code"), models.Index(fields=["edition", "parent", "row"], name="registry_class_parent")],
            },
        ),
        migrations.CreateModel(
            name="Pairing",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=40)),
                ("target", models.CharField(max_length=40)),
                ("exact", models.BooleanField(default=False)),
                ("included", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ("excluded", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ("note", models.TextField(db_default="", default="")),
                ("row", models.IntegerField()),
                ("edition", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="pairings", to="registry.edition")),
            ],
            options={
                "indexes": [models.Index(fields=["edition", "source"], name="registry_pairing_source"), models.Index(fields=["edition", "target"], name="registry_pairing_target")],
            },
        ),
        migrations.RunSQL(
            "CALL zhichan_open(ARRAY['registry_edition', 'registry_class', 'registry_pairing'])",
            migrations.RunSQL.noop),
    ]
