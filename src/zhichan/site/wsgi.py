"""The web application, as granian and any other WSGI server take it."""

from __future__ import annotations

import os

from django.core.checks.urls import check_url_config
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhichan.site.settings")


def _open() -> WSGIHandler:
    from zhichan.site import lifeline, opening

    lifeline.watch()
    opening.set_up()
    opening.check()
    # A page that cannot be imported ends the start, instead of answering every request with a fault.
    check_url_config(None)
    return WSGIHandler()


application = _open()
