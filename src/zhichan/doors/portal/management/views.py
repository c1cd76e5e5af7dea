"""Views of the public management pages."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhichan.doors.look.parts import Crumb
from zhichan.doors.portal.management import progress as published
from zhichan.doors.portal.views import public
from zhichan.kernel.access.public import Actor
from zhichan.kernel.ground.public import Text

TEMPLATE = "portal/management/page.html"
PROGRESS = Text("任务进展", "Tasks")


@public
def progress(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """The latest bulletin, and all before it."""
    return render(request, TEMPLATE, {"card": published.bulletins(anyone), "feed": True})


@public
def bulletin(request: HttpRequest, anyone: Actor, case: UUID) -> HttpResponse:
    """One bulletin with what changed since."""
    card = published.bulletin(anyone, case)
    crumbs = [Crumb(PROGRESS, reverse("portal:progress")), Crumb(card.title)]
    return render(request, TEMPLATE, {"card": card, "crumbs": crumbs})


@public
def progress_feed(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """The bulletins as a feed."""
    base = f"{request.scheme}://{request.get_host()}"
    return HttpResponse(published.feed(anyone, base=base), content_type="application/atom+xml; charset=utf-8")
