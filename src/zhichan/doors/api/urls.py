"""One address for all: what stands below it follows the catalogue in use."""

from __future__ import annotations

from django.urls import re_path

from zhichan.doors.api.door import door

app_name = "api"
urlpatterns = [
    re_path(r"^$", door, name="door"),
    re_path(r"^(?P<rest>[\s\S]+)$", door, name="operation"),
]
