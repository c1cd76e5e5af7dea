"""Whoever is barred from a subject (recusal) no longer sees what was recorded before: ``barred`` alone may grow."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION zhichan_bars_more(before jsonb, after jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT before - 'barred' = after - 'barred' AND (after -> 'barred') @> (before -> 'barred')
$$;

CREATE OR REPLACE FUNCTION zhichan_payload_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.content IS NOT NULL AND NEW.content IS NULL AND NEW.erased_by IS NOT NULL
     AND to_jsonb(OLD) - 'content' - 'erased_by' = to_jsonb(NEW) - 'content' - 'erased_by' THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND (zhichan_ends_publicity(to_jsonb(OLD), to_jsonb(NEW))
                           OR zhichan_bars_more(to_jsonb(OLD), to_jsonb(NEW))) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a payload can only be erased by an act' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE FUNCTION zhichan_event_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (zhichan_ends_publicity(to_jsonb(OLD), to_jsonb(NEW))
                           OR zhichan_bars_more(to_jsonb(OLD), to_jsonb(NEW))) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'table ledger_event is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
GRANT UPDATE (barred) ON ledger_event TO zhichan_kernel;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_erasers_are_events")]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
