"""Names linked to parties. A name may be a person's: no reader sees them, the desk asks through the room."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ground", "0001_regions_parties_papers"), ("registry", "0006_sealed_fields")]

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("address", models.TextField(db_default="", default="")),
                ("relation", models.CharField(max_length=8)),
                ("probability", models.FloatField()),
                ("second_probability", models.FloatField(null=True)),
                ("reason_zh", models.TextField()),
                ("reason_en", models.TextField()),
                ("edition", models.CharField(max_length=120)),
                ("state", models.CharField(choices=[("waiting", "Waiting"), ("standing", "Standing"), ("refused", "Refused"), ("withdrawn", "Withdrawn")], max_length=10)),
                ("rights", models.IntegerField()),
                ("stake", models.BigIntegerField()),
                ("cost", models.FloatField()),
                ("decided_by", models.TextField(db_default="", default="")),
                ("decided_at", models.DateTimeField()),
                ("why", models.TextField(db_default="", default="")),
                ("party", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ground.party")),
                ("second", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ground.party")),
            ],
        ),
        migrations.CreateModel(
            name="Linked",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("right_kind", models.CharField(max_length=10)),
                ("right_key", models.TextField()),
                ("rank", models.SmallIntegerField()),
                ("since", models.DateField()),
                ("placed", models.BooleanField()),
                ("link", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="holdings", to="registry.link")),
            ],
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(fields=["state", "-cost", "id"], name="registry_link_queue"),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(fields=("name", "address"), name="registry_link_name"),
        ),
        migrations.AddConstraint(
            model_name="linked",
            constraint=models.UniqueConstraint(fields=("right_kind", "right_key", "rank", "since", "link"), name="registry_linked_once"),
        ),
        migrations.RunSQL(
            "CALL zhichan_kernel_only(ARRAY['registry_link', 'registry_linked'])", migrations.RunSQL.noop),
    ]
