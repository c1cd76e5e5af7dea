"""``python -m benchmarks.peers ROUNDS``: acts a second of each peer, as JSON.

``ZHICHAN_DATABASE`` in the environment names the database.
"""

from __future__ import annotations

import json
import os
import sys

from benchmarks.timing import timed


def main() -> None:
    """Make the peers' tables, time each engine, print what came of it."""
    name = os.environ["ZHICHAN_DATABASE"]
    from zhichan.site import testing

    # Importing it forgot which database the process above uses.
    os.environ.update(ZHICHAN_DATABASE=name, DJANGO_SETTINGS_MODULE="benchmarks.peers.settings")
    assert testing
    import django
    from django.apps import apps
    from django.db import connection

    django.setup()
    there = connection.introspection.table_names()
    with connection.schema_editor() as editor:
        for label in ("viewflow", "peers"):
            for model in apps.get_app_config(label).get_models():
                if model._meta.db_table not in there:
                    editor.create_model(model)
    from benchmarks.peers import engines

    made = {"django-fsm-2": lambda: engines.fsm, "SpiffWorkflow": engines.spiff, "viewflow": engines.viewflow}
    print(json.dumps({each: timed(make(), int(sys.argv[1])) for each, make in made.items()}))


if __name__ == "__main__":
    main()
