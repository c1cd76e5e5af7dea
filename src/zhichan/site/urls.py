"""Addresses: each door brings its own, this page only says where a door stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def alive(request: HttpRequest) -> HttpResponse:
    """Answers that the web process serves; it asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("alive", alive, name="alive"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/", include("zhichan.doors.api.urls")),
    path("", include("zhichan.doors.desk.urls")),
    path("", include("zhichan.doors.portal.urls")),
]
