"""A rejected row is kept as it came, whatever stood in it: it is no public right, and no reader sees it."""

from django.db import migrations

FORWARD = """
REVOKE SELECT ON registry_rejection FROM zhichan_reader;
COMMENT ON TABLE registry_rejection IS 'zhichan: kernel only';
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_entries")]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
