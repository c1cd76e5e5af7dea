"""Grants, and the functions by which every later migration opens or protects its tables.

``zhichan_open(table)``     readable by both roles, written by the kernel role (reference data, public rights);
``zhichan_protect(table)``  row-level security by readers/barred/public for the reader role;
``zhichan_follow(child, reference, parent)`` a child row is seen by whoever sees its parent row;
``zhichan_kernel_only(table)`` nothing for the reader role;
``zhichan_append_only(table)`` insert only: update, delete and truncate are refused by trigger as well.
"""

import datetime as dt

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION zhichan_principals() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(nullif(current_setting('zhichan.principals', true), ''), '{}')::text[] $$;

CREATE FUNCTION zhichan_day() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(nullif(current_setting('zhichan.day', true), '')::date, '-infinity'::date) $$;

CREATE PROCEDURE zhichan_open(tables text[]) LANGUAGE plpgsql AS $$
DECLARE one text;
BEGIN
  FOREACH one IN ARRAY tables LOOP
    EXECUTE format('GRANT SELECT ON %I TO zhichan_reader', one);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO zhichan_kernel', one);
    EXECUTE format('COMMENT ON TABLE %I IS %L', one, 'zhichan: open');
  END LOOP;
END $$;

CREATE PROCEDURE zhichan_kernel_only(tables text[]) LANGUAGE plpgsql AS $$
DECLARE one text;
BEGIN
  FOREACH one IN ARRAY tables LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO zhichan_kernel', one);
    EXECUTE format('COMMENT ON TABLE %I IS %L', one, 'zhichan: kernel only');
  END LOOP;
END $$;

CREATE PROCEDURE zhichan_protect(tables text[]) LANGUAGE plpgsql AS $$
DECLARE one text;
BEGIN
  FOREACH one IN ARRAY tables LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    EXECUTE format($p$CREATE POLICY reader_sees ON %I FOR SELECT TO zhichan_reader USING (
      (readers && (SELECT zhichan_principals())
        OR public AND coalesce(public_from <= (SELECT zhichan_day()), true)
                  AND coalesce(public_until > (SELECT zhichan_day()), true))
      AND NOT barred && (SELECT zhichan_principals()))$p$, one);
    EXECUTE format('CREATE POLICY kernel_all ON %I TO zhichan_kernel USING (true) WITH CHECK (true)', one);
    EXECUTE format('GRANT SELECT ON %I TO zhichan_reader', one);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO zhichan_kernel', one);
    EXECUTE format('COMMENT ON TABLE %I IS %L', one, 'zhichan: protected');
  END LOOP;
END $$;

CREATE PROCEDURE zhichan_follow(child text, reference text, parent text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', child);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', child);
  EXECUTE format('CREATE POLICY reader_sees ON %I FOR SELECT TO zhichan_reader
    USING (EXISTS (SELECT FROM %I AS parent WHERE parent.id = %I.%I))', child, parent, child, reference);
  EXECUTE format('CREATE POLICY kernel_all ON %I TO zhichan_kernel USING (true) WITH CHECK (true)', child);
  EXECUTE format('GRANT SELECT ON %I TO zhichan_reader', child);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO zhichan_kernel', child);
  EXECUTE format('COMMENT ON TABLE %I IS %L', child, 'zhichan: follows ' || parent);
END $$;

CREATE FUNCTION zhichan_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE PROCEDURE zhichan_append_only(tables text[]) LANGUAGE plpgsql AS $$
DECLARE one text;
BEGIN
  FOREACH one IN ARRAY tables LOOP
    EXECUTE format('REVOKE UPDATE, DELETE ON %I FROM zhichan_kernel', one);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION zhichan_refuse()', one);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I EXECUTE FUNCTION zhichan_refuse()', one);
  END LOOP;
END $$;

CALL zhichan_open(ARRAY['ground_region', 'ground_unit', 'ground_party']);
CALL zhichan_kernel_only(ARRAY['ground_paper', 'ground_counter', 'access_grant', 'access_delegation', 'ledger_outbox', 'ledger_consumer']);
CALL zhichan_open(ARRAY['ledger_position', 'ledger_seal']);
CALL zhichan_protect(ARRAY['ledger_event', 'ledger_payload']);
CALL zhichan_append_only(ARRAY['ledger_event', 'ledger_position', 'ledger_seal']);

-- A payload part may only be erased: its content becomes null and the erasing event is named.
CREATE FUNCTION zhichan_payload_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.content IS NOT NULL AND NEW.content IS NULL AND NEW.erased_by IS NOT NULL
     AND (NEW.event_id, NEW.field_class, NEW.salt, NEW.digest)
       = (OLD.event_id, OLD.field_class, OLD.salt, OLD.digest) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a payload can only be erased by an act' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON ledger_payload
  FOR EACH ROW EXECUTE FUNCTION zhichan_payload_guard();
CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON ledger_payload EXECUTE FUNCTION zhichan_refuse();
REVOKE DELETE ON ledger_payload FROM zhichan_kernel;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ground", "0001_regions_parties_papers"),
        ("ledger", "0001_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("user_id", models.BigIntegerField()),
                ("role", models.CharField(max_length=40)),
                ("since", models.DateField(default=dt.date(2000, 1, 1))),
                ("until", models.DateField(null=True)),
                ("instrument", models.CharField(blank=True, max_length=200)),
                (
                    "region",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="ground.region"),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="ground.unit"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["user_id", "since"], name="access_grant_user")]},
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("user_id", models.BigIntegerField()),
                ("deputy_id", models.BigIntegerField()),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("reason", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["deputy_id", "since"], name="access_delegation_deputy")]
            },
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
