"""Requests already done."""

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
        migrations.RunSQL("CALL zhichan_kernel_only(ARRAY['acts_done'])", migrations.RunSQL.noop),
    ]
