"""The web application, as granian and any other WSGI server take it."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhichan.site.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
