"""Attempts to sign in, and second factors. Neither is for readers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0001_grants_and_walls")]

    operations = [
        migrations.CreateModel(
            name="Failure",
            fields=[
                ("who", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("times", models.PositiveIntegerField()),
                ("last", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Factor",
            fields=[
                ("user_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("secret", models.CharField(max_length=64)),
                ("step", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(
            "CALL zhichan_kernel_only(ARRAY['access_failure', 'access_factor'])", migrations.RunSQL.noop
        ),
    ]
