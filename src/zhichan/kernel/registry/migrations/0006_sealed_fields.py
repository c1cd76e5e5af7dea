"""Fields of entries under an audience of their own. No declared register had such fields before, so none are moved."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_one_live_pledge")]

    operations = [
        migrations.CreateModel(
            name="SealedField",
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
                ("field", models.CharField(max_length=64)),
                ("value", models.JSONField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sealed", to="registry.entry"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "field"), name="registry_sealed_once")
                ],
            },
        ),
        migrations.RunSQL("CALL zhichan_protect(ARRAY['registry_sealedfield'])", migrations.RunSQL.noop),
    ]
