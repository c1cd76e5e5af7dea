"""Notices, who has seen them and who has stopped them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_grants_and_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
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
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("position", models.BigIntegerField()),
                ("recipient", models.CharField(max_length=120)),
                ("topic", models.CharField(max_length=80)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.CharField(max_length=64)),
                ("title_zh", models.CharField(max_length=300)),
                ("title_en", models.CharField(max_length=300)),
                ("reason_zh", models.CharField(max_length=200)),
                ("reason_en", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["recipient", "-position"], name="inbox_notice_recipient")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("position", "recipient", "topic"), name="inbox_notice_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("actor", models.CharField(max_length=80)),
                ("topic", models.CharField(blank=True, max_length=80)),
                ("subject_kind", models.CharField(blank=True, max_length=40)),
                ("subject_id", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("actor", "topic", "subject_kind", "subject_id"), name="inbox_stop_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Seen",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("actor", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("notice", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="inbox.notice")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("actor", "notice"), name="inbox_seen_once")],
            },
        ),
        migrations.RunSQL(
            "CALL zhichan_protect(ARRAY['inbox_notice']);"
            " CALL zhichan_kernel_only(ARRAY['inbox_seen', 'inbox_stop'])",
            migrations.RunSQL.noop,
        ),
    ]
