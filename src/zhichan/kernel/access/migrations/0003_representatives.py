"""Who acts for a party. Not for readers: whose manager somebody is, only the kernel asks."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0002_sign_in"), ("ground", "0001_regions_parties_papers")]

    operations = [
        migrations.CreateModel(
            name="Representative",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("user_id", models.BigIntegerField()),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("instrument", models.CharField(max_length=200)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ground.party"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["user_id", "since"], name="access_representative_user")]},
        ),
        migrations.RunSQL("CALL zhichan_kernel_only(ARRAY['access_representative'])", migrations.RunSQL.noop),
    ]
