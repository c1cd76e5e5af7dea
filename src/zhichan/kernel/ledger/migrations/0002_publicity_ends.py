"""Publicity can end: of an event and its payload parts ``public_until`` alone may change, and only to earlier."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION zhichan_ends_publicity(before jsonb, after jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT before - 'public_until' = after - 'public_until'
     AND (before ->> 'public')::boolean
     AND coalesce((after ->> 'public_until')::date < coalesce((before ->> 'public_until')::date, 'infinity'), false)
$$;

CREATE OR REPLACE FUNCTION zhichan_payload_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.content IS NOT NULL AND NEW.content IS NULL AND NEW.erased_by IS NOT NULL
     AND (NEW.event_id, NEW.field_class, NEW.salt, NEW.digest)
       = (OLD.event_id, OLD.field_class, OLD.salt, OLD.digest) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND zhichan_ends_publicity(to_jsonb(OLD), to_jsonb(NEW)) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a payload can only be erased by an act' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION zhichan_event_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND zhichan_ends_publicity(to_jsonb(OLD), to_jsonb(NEW)) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'table ledger_event is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER append_only ON ledger_event;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_event
  FOR EACH ROW EXECUTE FUNCTION zhichan_event_guard();
GRANT UPDATE (public_until) ON ledger_event TO zhichan_kernel;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_events"),
        ("access", "0001_grants_and_walls"),
    ]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
