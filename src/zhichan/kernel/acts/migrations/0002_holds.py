"""Holds, under which nothing of a subject may be destroyed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("acts", "0001_done")]

    operations = [
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=64)),
                ("subject_id", models.CharField(max_length=64)),
                ("reason", models.TextField()),
                ("instrument", models.TextField()),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("released_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "subject_id"),
                        condition=models.Q(("released_at", None)),
                        name="acts_hold_once",
                    )
                ],
            },
        ),
        migrations.RunSQL("CALL zhichan_kernel_only(ARRAY['acts_hold'])", migrations.RunSQL.noop),
    ]
