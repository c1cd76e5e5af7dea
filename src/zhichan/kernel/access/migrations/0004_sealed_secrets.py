"""Secrets of devices are sealed; codes for the day on which a device is lost, as digests."""

from typing import Any

from django.db import migrations, models


def seal(apps: Any, schema_editor: Any) -> None:
    """Seal what lies open."""
    from zhichan.kernel.access.keeping import sealed

    factors = apps.get_model("access", "Factor").objects.using(schema_editor.connection.alias)
    for factor in factors.all():
        factors.filter(pk=factor.pk).update(secret=sealed(factor.secret))


class Migration(migrations.Migration):
    dependencies = [("access", "0003_representatives")]

    operations = [
        migrations.AlterField("factor", "secret", models.TextField()),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("user_id", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["user_id", "digest"], name="access_recovery_once")]
            },
        ),
        migrations.RunSQL("CALL zhichan_kernel_only(ARRAY['access_recovery'])", migrations.RunSQL.noop),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
