"""Requests already done, and drafts of acts."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("access", "0001_grants_and_walls")]

    operations = [
        migrations.CreateModel(
            name="Done",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("actor", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=80)),
                ("request", models.CharField(max_length=64)),
                ("outcome", models.JSONField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("actor", "key"), name="acts_done_once")],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("actor", models.CharField(max_length=80)),
                ("verb", models.CharField(max_length=80)),
                ("target", models.CharField(blank=True, max_length=64)),
                ("facts", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["actor", "verb", "target"], name="acts_draft_author")]},
        ),
        migrations.RunSQL(
            "CALL zhichan_kernel_only(ARRAY['acts_done', 'acts_draft'])", migrations.RunSQL.noop
        ),
    ]
