"""Who may open a corpus follows the sharing of its selection; nothing else of a corpus is ever changed."""

from django.db import migrations

FORWARD = """
GRANT UPDATE (readers) ON selections_corpus TO zhichan_kernel;
ALTER TABLE selections_corpus NO FORCE ROW LEVEL SECURITY;
ALTER TABLE selections_selection NO FORCE ROW LEVEL SECURITY;
UPDATE selections_corpus SET readers = selection.readers FROM selections_selection AS selection
 WHERE selection.id = selections_corpus.selection_id AND NOT selections_corpus.public;
ALTER TABLE selections_corpus FORCE ROW LEVEL SECURITY;
ALTER TABLE selections_selection FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):

    dependencies = [("selections", "0001_saved_searches")]

    operations = [
        migrations.RunSQL(FORWARD, "REVOKE UPDATE (readers) ON selections_corpus FROM zhichan_kernel"),
    ]
