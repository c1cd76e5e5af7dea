"""Personal tokens, and the counting of requests."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("access", "0001_grants_and_walls")]

    operations = [
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("user_id", models.BigIntegerField(db_index=True)),
                ("name", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("writes", models.BooleanField(default=False)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("pk", models.CompositePrimaryKey("who", "minute", blank=True, editable=False, primary_key=True, serialize=False)),
                ("who", models.CharField(max_length=64)),
                ("minute", models.BigIntegerField()),
                ("times", models.PositiveIntegerField(default=0)),
            ],
            options={"indexes": [models.Index(fields=["minute"], name="api_asked_minute")]},
        ),
        # Counts of the running minute need not survive a crash, and are written at every request.
        migrations.RunSQL("ALTER TABLE api_asked SET UNLOGGED", migrations.RunSQL.noop),
        migrations.RunSQL("CALL zhichan_kernel_only(ARRAY['api_token', 'api_asked'])", migrations.RunSQL.noop),
    ]
