"""What real records hold: more fields, annexes of a right, what each load stated, standings kept for lists."""

import django.contrib.postgres.fields
import django.db.models.deletion
import zhichan.kernel.registry.models
from django.db import migrations, models


VERSIONS = (
    "registry_software",
    "registry_variety",
    "registry_event",
    "registry_text",
    "registry_citation",
    "registry_family",
    "registry_certificate",
    "registry_credit",
    "registry_event_code",
)
WALLS = (
    "".join(
        f"""
CALL {"zhichan_kernel_only" if table == "registry_credit" else "zhichan_open"}(ARRAY['{table}']);
REVOKE UPDATE, DELETE ON {table} FROM zhichan_kernel;
GRANT UPDATE (closed_by) ON {table} TO zhichan_kernel;
CREATE TRIGGER guard BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION zhichan_version_guard();
CREATE TRIGGER guard_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION zhichan_refuse();
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION zhichan_refuse();
"""
        for table in VERSIONS
    )
    + """
CALL zhichan_open(ARRAY['registry_confirmation']);
CALL zhichan_append_only(ARRAY['registry_confirmation']);
CALL zhichan_open(ARRAY['registry_standing']);
"""
)


class Migration(migrations.Migration):
    dependencies = [
        ("ground", "0001_regions_parties_papers"),
        ("registry", "0003_rejections_are_closed"),
    ]

    operations = [
        migrations.AddField(
            model_name="deal",
            name="stated",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="deal",
            name="withheld",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="enforcement",
            name="stated",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="enforcement",
            name="withheld",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="firm",
            name="address",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="firm",
            name="branches",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="firm",
            name="capital_fen",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="firm",
            name="category",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="firm",
            name="office",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="firm",
            name="register_no",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="firm",
            name="stated",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="firm",
            name="status",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="firm",
            name="withheld",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="giproduct",
            name="stated",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="giproduct",
            name="withheld",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="holding",
            name="address",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="holding",
            name="country",
            field=models.CharField(db_default="", default="", max_length=3),
        ),
        migrations.AddField(
            model_name="holding",
            name="name",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="load",
            name="as_of",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="load",
            name="feed",
            field=models.CharField(default="", max_length=80),
        ),
        migrations.AddField(
            model_name="load",
            name="licence",
            field=models.CharField(default="", max_length=200),
        ),
        migrations.AddField(
            model_name="load",
            name="report",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="mark",
            name="agency",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="mark",
            name="application_no",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="mark",
            name="classes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="mark",
            name="expires_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="mark",
            name="goods",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="mark",
            name="image",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="mark",
            name="office",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="mark",
            name="published_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="mark",
            name="registration_no",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="mark",
            name="stated",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="mark",
            name="status",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="mark",
            name="status_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="mark",
            name="withheld",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="patent",
            name="agents",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="patent",
            name="claims",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="patent",
            name="cpcs",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="patent",
            name="family",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="patent",
            name="grant_no",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="patent",
            name="inventors",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="patent",
            name="ipcs",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="patent",
            name="locarnos",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="patent",
            name="office",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="patent",
            name="pages",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="patent",
            name="pct_application",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="patent",
            name="pct_entered_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="patent",
            name="pct_publication",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="patent",
            name="priorities",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="patent",
            name="priority_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="patent",
            name="publication_no",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="patent",
            name="published_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="patent",
            name="stated",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="patent",
            name="status",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="patent",
            name="status_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="patent",
            name="title_en",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="patent",
            name="withheld",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="pledge",
            name="stated",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="pledge",
            name="withheld",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="pledged",
            name="stated",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="pledged",
            name="withheld",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="recognition",
            name="stated",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="recognition",
            name="withheld",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="statistic",
            name="stated",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="statistic",
            name="withheld",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="training",
            name="stated",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="training",
            name="withheld",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="work",
            name="category",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="work",
            name="finished_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="work",
            name="published_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="work",
            name="stated",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="work",
            name="withheld",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name="holding",
            name="party",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ground.party",
            ),
        ),
        migrations.AlterField(
            model_name="holding",
            name="region",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ground.region",
            ),
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("right_kind", models.CharField(max_length=10)),
                ("right_key", models.TextField()),
                ("on", models.DateField(null=True)),
                ("state", models.CharField(default="", max_length=12)),
                ("code", models.CharField(default="", max_length=40)),
                ("since", models.DateField(null=True)),
                ("again", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "")), fields=["id"], name="registry_standing_waiting"
                    ),
                    models.Index(fields=["again"], name="registry_standing_again"),
                    models.Index(fields=["right_kind", "state"], name="registry_standing_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("right_key", "right_kind"), name="registry_standing_right"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("stated", models.BigIntegerField(null=True)),
                ("withheld", models.BigIntegerField(db_default=0, default=0)),
                ("kind", models.CharField(default="", max_length=40)),
                ("name", models.TextField()),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("number", models.TextField(db_default="", default="")),
                ("party_name", models.TextField(db_default="", default="")),
                ("party_code", models.TextField(db_default="", default="")),
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
                        name="certificate_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["key"],
                        name="certificate_history",
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="certificate_restores",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)),
                        fields=("key",),
                        name="registry_certificate_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("stated", models.BigIntegerField(null=True)),
                ("withheld", models.BigIntegerField(db_default=0, default=0)),
                ("right_kind", models.CharField(max_length=10)),
                ("right_key", models.TextField()),
                ("citing", models.TextField(default="")),
                ("cited", models.TextField(default="")),
                ("phase", models.CharField(default="", max_length=40)),
                ("category", models.CharField(default="", max_length=20)),
                ("literature", models.TextField(db_default="", default="")),
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
                        name="citation_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["key"],
                        name="citation_history",
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="citation_restores",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by", None)),
                        fields=["right_key", "right_kind"],
                        name="citation_right",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)),
                        fields=("key",),
                        name="registry_citation_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=20)),
                ("stated", models.BigIntegerField()),
                ("block", models.BigIntegerField()),
                ("versions", zhichan.kernel.registry.models.MultiRange()),
                (
                    "load",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.load",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["source", "block"], name="registry_confirmation_block")],
            },
        ),
        migrations.CreateModel(
            name="Credit",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("stated", models.BigIntegerField(null=True)),
                ("withheld", models.BigIntegerField(db_default=0, default=0)),
                ("kind", models.CharField(max_length=20)),
                ("party_code", models.CharField(default="", max_length=18)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("amount_fen", models.BigIntegerField(null=True)),
                ("number", models.TextField(db_default="", default="")),
                ("party_name", models.TextField(db_default="", default="")),
                ("reason", models.TextField(db_default="", default="")),
                ("result", models.TextField(db_default="", default="")),
                ("office", models.TextField(db_default="", default="")),
                ("lifted", models.TextField(db_default="", default="")),
                ("published_on", models.DateField(null=True)),
                ("status", models.TextField(db_default="", default="")),
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
                        name="credit_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["key"],
                        name="credit_history",
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="credit_restores",
                    ),
                    models.Index(fields=["party_code"], name="credit_party"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)),
                        fields=("key",),
                        name="registry_credit_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EventCode",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("stated", models.BigIntegerField(null=True)),
                ("withheld", models.BigIntegerField(db_default=0, default=0)),
                ("authority", models.CharField(max_length=4)),
                ("code", models.CharField(max_length=40)),
                ("influence", models.CharField(default="", max_length=1)),
                ("class_code", models.CharField(default="", max_length=4)),
                ("text", models.TextField(db_default="", default="")),
                ("original", models.TextField(db_default="", default="")),
                ("class_text", models.TextField(db_default="", default="")),
                ("created_on", models.DateField(null=True)),
                ("changed_on", models.DateField(null=True)),
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
                "db_table": "registry_event_code",
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["closed_by"],
                        name="eventcode_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["key"],
                        name="eventcode_history",
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="eventcode_restores",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)),
                        fields=("key",),
                        name="registry_eventcode_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FamilyMember",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("stated", models.BigIntegerField(null=True)),
                ("withheld", models.BigIntegerField(db_default=0, default=0)),
                ("right_kind", models.CharField(max_length=10)),
                ("right_key", models.TextField()),
                ("member", models.TextField()),
                ("scheme", models.CharField(default="", max_length=20)),
                ("published_on", models.DateField(null=True)),
                ("application", models.TextField(db_default="", default="")),
                ("family", models.TextField(db_default="", default="")),
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
                "db_table": "registry_family",
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["closed_by"],
                        name="familymember_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["key"],
                        name="familymember_history",
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="familymember_restores",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by", None)),
                        fields=["right_key", "right_kind"],
                        name="familymember_right",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)),
                        fields=("key",),
                        name="registry_familymember_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("stated", models.BigIntegerField(null=True)),
                ("withheld", models.BigIntegerField(db_default=0, default=0)),
                ("right_kind", models.CharField(max_length=10)),
                ("right_key", models.TextField()),
                ("kind", models.CharField(default="", max_length=24)),
                ("code", models.CharField(default="", max_length=40)),
                ("text", models.TextField(default="")),
                ("day", models.DateField(null=True)),
                ("effective_on", models.DateField(null=True)),
                ("influence", models.CharField(default="", max_length=1)),
                ("authority", models.TextField(db_default="", default="")),
                ("year", models.SmallIntegerField(null=True)),
                ("until", models.DateField(null=True)),
                ("party", models.TextField(db_default="", default="")),
                ("counterparty", models.TextField(db_default="", default="")),
                ("concerns", models.TextField(db_default="", default="")),
                ("document", models.TextField(db_default="", default="")),
                ("detail", models.TextField(db_default="", default="")),
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
                "db_table": "registry_event",
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["closed_by"],
                        name="legalevent_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["key"],
                        name="legalevent_history",
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="legalevent_restores",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by", None)),
                        fields=["right_key", "right_kind"],
                        name="legalevent_right",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)),
                        fields=("key",),
                        name="registry_legalevent_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RightText",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("stated", models.BigIntegerField(null=True)),
                ("withheld", models.BigIntegerField(db_default=0, default=0)),
                ("right_kind", models.CharField(max_length=10)),
                ("right_key", models.TextField()),
                ("part", models.CharField(max_length=12)),
                ("language", models.CharField(default="", max_length=8)),
                ("body", models.TextField(db_default="", default="")),
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
                "db_table": "registry_text",
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["closed_by"],
                        name="righttext_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["key"],
                        name="righttext_history",
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="righttext_restores",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by", None)),
                        fields=["right_key", "right_kind"],
                        name="righttext_right",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)),
                        fields=("key",),
                        name="registry_righttext_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Software",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("stated", models.BigIntegerField(null=True)),
                ("withheld", models.BigIntegerField(db_default=0, default=0)),
                ("title", models.TextField()),
                ("registered_on", models.DateField()),
                ("short_title", models.TextField(db_default="", default="")),
                ("version", models.TextField(db_default="", default="")),
                ("category", models.TextField(db_default="", default="")),
                ("finished_on", models.DateField(null=True)),
                ("published_on", models.DateField(null=True)),
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
                        name="software_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["key"],
                        name="software_history",
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="software_restores",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)),
                        fields=("key",),
                        name="registry_software_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Variety",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("stated", models.BigIntegerField(null=True)),
                ("withheld", models.BigIntegerField(db_default=0, default=0)),
                ("name", models.TextField()),
                ("filed_on", models.DateField()),
                ("granted_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("end_reason", models.CharField(default="", max_length=20)),
                ("species", models.TextField(db_default="", default="")),
                ("right_no", models.TextField(db_default="", default="")),
                ("notice_no", models.TextField(db_default="", default="")),
                ("noticed_on", models.DateField(null=True)),
                ("notice", models.TextField(db_default="", default="")),
                (
                    "breeders",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), db_default=[], default=list, size=None
                    ),
                ),
                ("agency", models.TextField(db_default="", default="")),
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
                        name="variety_closed",
                    ),
                    models.Index(
                        condition=models.Q(("closed_by__isnull", False)),
                        fields=["key"],
                        name="variety_history",
                    ),
                    models.Index(
                        condition=models.Q(("restores__isnull", False)),
                        fields=["restores"],
                        name="variety_restores",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_by", None)),
                        fields=("key",),
                        name="registry_variety_current",
                    )
                ],
            },
        ),
        migrations.RunSQL(WALLS, migrations.RunSQL.noop),
    ]
