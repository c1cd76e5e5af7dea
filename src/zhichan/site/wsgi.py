"""The web application, as granian and any other WSGI server take it."""

from __future__ import annotations

import os

from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhichan.site.settings")


def _open() -> WSGIHandler:
    from zhichan.site import lifeline, opening

    lifeline.watch()
    opening.set_up()
    opening.check()
    return WSGIHandler()


application = _open()
