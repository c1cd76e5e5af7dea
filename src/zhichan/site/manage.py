"""Django's management commands with the database at hand: `python -m zhichan.site.manage makemigrations`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the management command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhichan.site.settings")
    import django
    from django.core.management import execute_from_command_line

    from zhichan.site import database

    with database.available():
        django.setup()
        database.make()
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
