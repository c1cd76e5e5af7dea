"""Addresses: each door brings its own, this page only says where a door stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from zhichan.site import places


def alive(request: HttpRequest) -> HttpResponse:
    """Answers that the web process serves; it asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("alive", alive, name="alive"),
    path("i18n/", include("django.conf.urls.i18n")),
]
for door, prefix in (("look", ""), ("api", "api/"), ("desk", ""), ("portal", "")):
    if (places.PACKAGE / "doors" / door / "urls.py").exists():
        urlpatterns.append(path(prefix, include(f"zhichan.doors.{door}.urls")))
