"""Rights, related facts, holdings and loads, and the rule that a version can only be closed, once.

``opened_by``, ``closed_by``, party and region columns carry no foreign-key trigger: they are filled by one
set-based statement from rows just joined, nothing they point at can be deleted, and a trigger for each of ten
million rows would double the time of a load.
"""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

VERSIONS = (
    "registry_patent",
    "registry_mark",
    "registry_gi_product",
    "registry_work",
    "registry_firm",
    "registry_enforcement",
    "registry_pledge",
    "registry_pledged",
    "registry_deal",
    "registry_training",
    "registry_recognition",
    "registry_statistic",
)
FIXED = ("registry_load", "registry_rejection", "registry_holding")

WALLS = (
    """
CREATE FUNCTION zhichan_version_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.closed_by IS NULL AND NEW.closed_by IS NOT NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a version of % can only be closed, once', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
"""
    + "".join(
        f"""
CALL zhichan_open(ARRAY['{table}']);
REVOKE UPDATE, DELETE ON {table} FROM zhichan_kernel;
GRANT UPDATE (closed_by) ON {table} TO zhichan_kernel;
CREATE TRIGGER guard BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION zhichan_version_guard();
CREATE TRIGGER guard_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION zhichan_refuse();
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION zhichan_refuse();
"""
        for table in VERSIONS
    )
    + "".join(
        f"""
CALL zhichan_open(ARRAY['{table}']);
CALL zhichan_append_only(ARRAY['{table}']);
"""
        for table in FIXED
    )
    + """
GRANT USAGE ON SEQUENCE registry_load_id_seq TO zhichan_kernel;
"""
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ground", "0001_regions_parties_papers"),
        ("access", "0001_grants_and_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Load",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("file", "File"),
                            ("act", "Act"),
                            ("rollback", "Rollback"),
                            ("demo", "Demo"),
                        ],
                        max_length=10,
                    ),
                ),
                ("format", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("origin", models.CharField(blank=True, max_length=200)),
                ("counts", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "undoes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="registry.load",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Rejection",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=20)),
                ("line", models.BigIntegerField()),
                ("code", models.CharField(max_length=40)),
                ("zh", models.TextField()),
                ("en", models.TextField()),
                ("place", models.CharField(max_length=60)),
                ("row", models.JSONField()),
                (
                    "load",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rejections",
                        to="registry.load",
                    ),
                ),
            ],
            options={
                "ordering": ["load", "source", "line"],
            },
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("right_kind", models.CharField(max_length=10)),
                ("right_id", models.BigIntegerField()),
                ("rank", models.SmallIntegerField(default=1)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ground.party",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ground.region",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["right_id", "right_kind"], name="registry_holding_right")],
            },
        ),
        migrations.CreateModel(
            name="GIProduct",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("name", models.TextField()),
                ("recognised_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("end_reason", models.CharField(default="", max_length=20)),
                ("area_ha", models.BigIntegerField(null=True)),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ground.region",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_column="closed_by",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_column="opened_by",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
            ],
            options={
                "db_table": "registry_gi_product",
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["closed_by"],
                        name="giproduct_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["key"],
                        name="giproduct_history",
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="giproduct_restores",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)),
                        fields=("key",),
                        name="registry_giproduct_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Firm",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("kind", models.CharField(max_length=12)),
                ("name", models.TextField()),
                ("industry", models.CharField(default="", max_length=40)),
                ("size", models.CharField(default="", max_length=10)),
                ("established_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ground.party",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ground.region",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_column="closed_by",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_column="opened_by",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["closed_by"],
                        name="firm_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)), fields=["key"], name="firm_history"
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="firm_restores",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)), fields=("key",), name="registry_firm_current"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Enforcement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("track", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=24)),
                ("right_kind", models.CharField(max_length=12)),
                ("filed_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
                ("outcome", models.CharField(default="", max_length=20)),
                ("penalty_fen", models.BigIntegerField(null=True)),
                ("typical", models.CharField(default="", max_length=80)),
                ("typical_on", models.DateField(null=True)),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ground.region",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_column="closed_by",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_column="opened_by",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["closed_by"],
                        name="enforcement_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["key"],
                        name="enforcement_history",
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="enforcement_restores",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)),
                        fields=("key",),
                        name="registry_enforcement_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Deal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("kind", models.CharField(max_length=12)),
                ("right_kind", models.CharField(max_length=10)),
                ("right_key", models.TextField()),
                ("recorded_on", models.DateField()),
                ("amount_fen", models.BigIntegerField(null=True)),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ground.party",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ground.region",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_column="closed_by",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_column="opened_by",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["closed_by"],
                        name="deal_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)), fields=["key"], name="deal_history"
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="deal_restores",
                    ),
                    models.Index(fields=["right_kind", "right_key"], name="deal_right"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)), fields=("key",), name="registry_deal_current"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("kind", models.CharField(max_length=20)),
                ("name", models.TextField()),
                ("nice", models.SmallIntegerField()),
                ("filed_on", models.DateField()),
                ("registered_on", models.DateField(null=True)),
                ("renewed_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("end_reason", models.CharField(default="", max_length=20)),
                ("field", models.CharField(default="", max_length=40)),
                ("well_known_on", models.DateField(null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_column="closed_by",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_column="opened_by",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["closed_by"],
                        name="mark_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)), fields=["key"], name="mark_history"
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="mark_restores",
                    ),
                    models.Index(fields=["kind", "registered_on"], name="mark_kind_registered"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)), fields=("key",), name="registry_mark_current"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Patent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("kind", models.CharField(max_length=10)),
                ("title", models.TextField()),
                ("filed_on", models.DateField()),
                ("granted_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("end_reason", models.CharField(default="", max_length=20)),
                ("ipc", models.CharField(default="", max_length=20)),
                ("field", models.CharField(default="", max_length=40)),
                ("agency", models.CharField(default="", max_length=80)),
                ("sei", models.BooleanField(default=False)),
                ("overseas_family_on", models.DateField(null=True)),
                ("award", models.CharField(default="", max_length=80)),
                ("award_on", models.DateField(null=True)),
                (
                    "overseas_family",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.RawSQL("overseas_family_on IS NOT NULL", ()),
                        output_field=models.BooleanField(),
                    ),
                ),
                (
                    "sei_since",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.RawSQL(
                            "CASE WHEN granted_on IS NOT NULL AND sei AND (ended_on IS NULL OR ended_on > granted_on) THEN granted_on END",
                            (),
                        ),
                        null=True,
                        output_field=models.DateField(null=True),
                    ),
                ),
                (
                    "family_since",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.RawSQL(
                            "CASE WHEN granted_on IS NOT NULL AND overseas_family_on IS NOT NULL AND (ended_on IS NULL OR ended_on > greatest(granted_on, overseas_family_on)) THEN greatest(granted_on, overseas_family_on) END",
                            (),
                        ),
                        null=True,
                        output_field=models.DateField(null=True),
                    ),
                ),
                (
                    "aged_since",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.RawSQL(
                            "CASE WHEN granted_on IS NOT NULL AND true AND (ended_on IS NULL OR ended_on > greatest(granted_on, (filed_on + interval '10 years 1 day')::date)) THEN greatest(granted_on, (filed_on + interval '10 years 1 day')::date) END",
                            (),
                        ),
                        null=True,
                        output_field=models.DateField(null=True),
                    ),
                ),
                (
                    "award_since",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.RawSQL(
                            "CASE WHEN granted_on IS NOT NULL AND award_on IS NOT NULL AND (ended_on IS NULL OR ended_on > greatest(granted_on, award_on)) THEN greatest(granted_on, award_on) END",
                            (),
                        ),
                        null=True,
                        output_field=models.DateField(null=True),
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_column="closed_by",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_column="opened_by",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["closed_by"],
                        name="patent_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["key"],
                        name="patent_history",
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="patent_restores",
                    ),
                    models.Index(fields=["kind", "granted_on"], name="patent_kind_granted"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)),
                        fields=("key",),
                        name="registry_patent_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pledge",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("kind", models.CharField(max_length=10)),
                ("registered_on", models.DateField()),
                ("released_on", models.DateField(null=True)),
                ("amount_fen", models.BigIntegerField()),
                ("lender", models.CharField(default="", max_length=80)),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_column="closed_by",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_column="opened_by",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ground.party",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ground.region",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["closed_by"],
                        name="pledge_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["key"],
                        name="pledge_history",
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="pledge_restores",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)),
                        fields=("key",),
                        name="registry_pledge_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pledged",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("pledge_key", models.TextField()),
                ("right_kind", models.CharField(max_length=10)),
                ("right_key", models.TextField()),
                ("registered_on", models.DateField()),
                ("released_on", models.DateField(null=True)),
                ("amount_fen", models.BigIntegerField()),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_column="closed_by",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_column="opened_by",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ground.region",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["closed_by"],
                        name="pledged_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["key"],
                        name="pledged_history",
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="pledged_restores",
                    ),
                    models.Index(fields=["right_kind", "right_key"], name="pledged_right"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)),
                        fields=("key",),
                        name="registry_pledged_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recognition",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("kind", models.CharField(max_length=30)),
                ("name", models.TextField()),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("clause", models.CharField(default="", max_length=120)),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_column="closed_by",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_column="opened_by",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ground.party",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ground.region",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["closed_by"],
                        name="recognition_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["key"],
                        name="recognition_history",
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="recognition_restores",
                    ),
                    models.Index(fields=["kind", "since"], name="recognition_kind_since"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)),
                        fields=("key",),
                        name="registry_recognition_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Statistic",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("name", models.CharField(max_length=40)),
                ("year", models.SmallIntegerField()),
                ("vintage", models.SmallIntegerField()),
                ("value", models.BigIntegerField()),
                ("scale", models.BigIntegerField(default=1)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_column="closed_by",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_column="opened_by",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ground.region",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["closed_by"],
                        name="statistic_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["key"],
                        name="statistic_history",
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="statistic_restores",
                    ),
                    models.Index(fields=["name", "region", "year"], name="statistic_name_region"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)),
                        fields=("key",),
                        name="registry_statistic_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("topic", models.TextField()),
                ("held_on", models.DateField()),
                ("sessions", models.IntegerField()),
                ("person_times", models.IntegerField()),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_column="closed_by",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_column="opened_by",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ground.region",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["closed_by"],
                        name="training_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["key"],
                        name="training_history",
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="training_restores",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)),
                        fields=("key",),
                        name="registry_training_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Work",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("kind", models.CharField(max_length=20)),
                ("title", models.TextField()),
                ("registered_on", models.DateField()),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_column="closed_by",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_column="opened_by",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["closed_by"],
                        name="work_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)), fields=["key"], name="work_history"
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="work_restores",
                    ),
                    models.Index(fields=["registered_on"], name="work_registered"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)), fields=("key",), name="registry_work_current"
                    )
                ],
            },
        ),
        migrations.RunSQL(WALLS, migrations.RunSQL.noop),
    ]
