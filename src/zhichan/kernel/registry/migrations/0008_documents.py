"""Patent documents of which no filing is known, and patents found by the number of a publication."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


WALLS = """
CALL zhichan_open(ARRAY['registry_document']);
REVOKE UPDATE, DELETE ON registry_document FROM zhichan_kernel;
GRANT UPDATE (closed_by) ON registry_document TO zhichan_kernel;
CREATE TRIGGER guard BEFORE UPDATE ON registry_document FOR EACH ROW EXECUTE FUNCTION zhichan_version_guard();
CREATE TRIGGER guard_delete BEFORE DELETE ON registry_document FOR EACH ROW EXECUTE FUNCTION zhichan_refuse();
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON registry_document EXECUTE FUNCTION zhichan_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0007_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="PatentDocument",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("restores", models.BigIntegerField(null=True)),
                ("stated", models.BigIntegerField(null=True)),
                ("withheld", models.BigIntegerField(db_default=0, default=0)),
                ("office", models.CharField(default="", max_length=4)),
                ("title", models.TextField(default="")),
                ("published_on", models.DateField(null=True)),
                ("publication_no", models.TextField(db_default="", default="")),
                ("application_no", models.TextField(db_default="", default="")),
                ("kind", models.TextField(db_default="", default="")),
                ("granted_on", models.DateField(null=True)),
                ("status", models.TextField(db_default="", default="")),
                (
                    "holders",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), db_default=[], default=list, size=None
                    ),
                ),
                (
                    "inventors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), db_default=[], default=list, size=None
                    ),
                ),
                (
                    "ipcs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), db_default=[], default=list, size=None
                    ),
                ),
                (
                    "cpcs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), db_default=[], default=list, size=None
                    ),
                ),
                ("family", models.TextField(db_default="", default="")),
                ("area", models.TextField(db_default="", default="")),
                ("abstract", models.TextField(db_default="", default="")),
            ],
            options={
                "db_table": "registry_document",
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="patent",
            index=models.Index(
                condition=models.Q(("closed_by", None), models.Q(("publication_no", ""), _negated=True)),
                fields=["publication_no"],
                name="patent_publication",
            ),
        ),
        migrations.AddField(
            model_name="patentdocument",
            name="closed_by",
            field=models.ForeignKey(
                db_column="closed_by",
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.load",
            ),
        ),
        migrations.AddField(
            model_name="patentdocument",
            name="opened_by",
            field=models.ForeignKey(
                db_column="opened_by",
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.load",
            ),
        ),
        migrations.AddIndex(
            model_name="patentdocument",
            index=models.Index(
                condition=models.Q(("closed_by__isnull", False)),
                fields=["closed_by"],
                name="patentdocument_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="patentdocument",
            index=models.Index(
                condition=models.Q(("closed_by__isnull", False)),
                fields=["key"],
                name="patentdocument_history",
            ),
        ),
        migrations.AddIndex(
            model_name="patentdocument",
            index=models.Index(
                condition=models.Q(("restores__isnull", False)),
                fields=["restores"],
                name="patentdocument_restores",
            ),
        ),
        migrations.AddConstraint(
            model_name="patentdocument",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_by", None)),
                fields=("key",),
                name="registry_patentdocument_current",
            ),
        ),
        migrations.RunSQL(WALLS, migrations.RunSQL.noop),
    ]
