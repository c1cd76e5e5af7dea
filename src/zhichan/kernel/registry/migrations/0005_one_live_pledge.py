"""A right is under one live pledge at a time.

The embedded server has no btree_gist, so the right is a point on the number line (its hash) beside the days, and one
range-only exclusion compares both. A version that was closed holds nothing.
"""

from django.db import migrations

FORWARD = """
ALTER TABLE registry_pledged ADD CONSTRAINT registry_pledged_once EXCLUDE USING gist (
  int8range(hashtextextended(right_kind || ':' || right_key, 0) >> 1,
            hashtextextended(right_kind || ':' || right_key, 0) >> 1, '[]') WITH &&,
  daterange(registered_on, released_on) WITH &&
) WHERE (closed_by IS NULL);
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_real_records")]

    operations = [
        migrations.RunSQL(FORWARD, "ALTER TABLE registry_pledged DROP CONSTRAINT registry_pledged_once"),
    ]
