"""How many cases there are for whom; and the indexes by which lists of cases are read in their order."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F

AUDIENCE = [
    (
        "readers",
        django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
    ),
    (
        "barred",
        django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
    ),
    ("public", models.BooleanField(default=False)),
    ("public_from", models.DateField(null=True)),
    ("public_until", models.DateField(null=True)),
]

# Inserts and deletions are counted by statement, so that a load of a million rows adds a few; an update that changes
# none of what is counted adds nothing.
FORWARD = """
CREATE FUNCTION casework_shared(readers text[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT coalesce(array_agg(DISTINCT one ORDER BY one), '{}') FROM unnest(readers) AS one
   WHERE one NOT LIKE 'user:%' AND one NOT LIKE 'party:%' AND one NOT LIKE 'code:%' $$;

CREATE FUNCTION casework_tally_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO casework_tally (procedure, region_id, stage, readers, barred, public, public_from, public_until, cases)
    SELECT procedure, region_id, stage, casework_shared(readers), barred, public, public_from, public_until,
           CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END
    FROM changed GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
  RETURN NULL;
END $$;

CREATE FUNCTION casework_tally_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO casework_tally (procedure, region_id, stage, readers, barred, public, public_from, public_until, cases)
    VALUES (OLD.procedure, OLD.region_id, OLD.stage, casework_shared(OLD.readers), OLD.barred, OLD.public,
            OLD.public_from, OLD.public_until, -1),
           (NEW.procedure, NEW.region_id, NEW.stage, casework_shared(NEW.readers), NEW.barred, NEW.public,
            NEW.public_from, NEW.public_until, 1);
  RETURN NULL;
END $$;

ALTER TABLE casework_case NO FORCE ROW LEVEL SECURITY;
INSERT INTO casework_tally (procedure, region_id, stage, readers, barred, public, public_from, public_until, cases)
  SELECT procedure, region_id, stage, casework_shared(readers), barred, public, public_from, public_until, count(*)
  FROM casework_case GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
ALTER TABLE casework_case FORCE ROW LEVEL SECURITY;
CALL zhichan_protect(ARRAY['casework_tally']);

CREATE TRIGGER tally_opened AFTER INSERT ON casework_case REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION casework_tally_rows();
CREATE TRIGGER tally_gone AFTER DELETE ON casework_case REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION casework_tally_rows();
CREATE TRIGGER tally_moved AFTER UPDATE ON casework_case FOR EACH ROW
  WHEN ((OLD.procedure, OLD.region_id, OLD.stage, OLD.readers, OLD.barred, OLD.public, OLD.public_from, OLD.public_until)
    IS DISTINCT FROM
    (NEW.procedure, NEW.region_id, NEW.stage, NEW.readers, NEW.barred, NEW.public, NEW.public_from, NEW.public_until))
  EXECUTE FUNCTION casework_tally_moved();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_editions")]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                *AUDIENCE,
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("procedure", models.CharField(max_length=60)),
                ("stage", models.CharField(max_length=40)),
                ("cases", models.BigIntegerField()),
                (
                    "region",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ground.region"),
                ),
            ],
            options={"indexes": [models.Index(fields=["procedure", "region", "stage"], name="casework_tally_scope")]},
        ),
        migrations.RemoveIndex("case", "casework_case_scope"),
        migrations.AddIndex(
            "case",
            models.Index(fields=["procedure", "region", "stage", "due_on", "number"], name="casework_case_scope"),
        ),
        migrations.AddIndex(
            "case", models.Index(fields=["procedure", "due_on", "number"], name="casework_case_due")
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                F("procedure"), F("opened_at").desc(nulls_last=True), F("number").desc(), name="casework_case_opened"
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["procedure", "due_on", "number"], name="casework_case_public", condition=models.Q(public=True)
            ),
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
