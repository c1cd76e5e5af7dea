"""Boxes: who may put something in and what is in them, both readable only with the key that is in no table."""

from django.db import migrations, models
from django.db.models.deletion import CASCADE


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_spent_codes")]

    operations = [
        migrations.CreateModel(
            name="Box",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=CASCADE, primary_key=True, related_name="box", serialize=False, to="casework.case"
                    ),
                ),
                ("salt", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Admitted",
            fields=[
                ("pk", models.CompositePrimaryKey("box_id", "mark", blank=True, editable=False, primary_key=True, serialize=False)),
                ("mark", models.CharField(max_length=64)),
                ("said", models.JSONField()),
                ("box", models.ForeignKey(on_delete=CASCADE, related_name="admitted", to="casework.box")),
            ],
        ),
        migrations.CreateModel(
            name="Boxed",
            fields=[
                ("pk", models.CompositePrimaryKey("box_id", "mark", blank=True, editable=False, primary_key=True, serialize=False)),
                ("mark", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("box", models.ForeignKey(on_delete=CASCADE, related_name="boxed", to="casework.box")),
            ],
        ),
        migrations.RunSQL(
            "CALL zhichan_kernel_only(ARRAY['casework_box', 'casework_admitted', 'casework_boxed'])",
            migrations.RunSQL.noop,
        ),
    ]  # fmt: skip
