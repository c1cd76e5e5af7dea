"""A part is erased only by an event that is in the ledger when the act commits, and nothing else of it changes."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION zhichan_payload_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.content IS NOT NULL AND NEW.content IS NULL AND NEW.erased_by IS NOT NULL
     AND to_jsonb(OLD) - 'content' - 'erased_by' = to_jsonb(NEW) - 'content' - 'erased_by' THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND zhichan_ends_publicity(to_jsonb(OLD), to_jsonb(NEW)) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a payload can only be erased by an act' USING ERRCODE = 'insufficient_privilege';
END $$;
ALTER TABLE ledger_payload ADD CONSTRAINT ledger_payload_erased_by_event
  FOREIGN KEY (erased_by) REFERENCES ledger_event (id) DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_publicity_ends")]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
