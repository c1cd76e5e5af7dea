"""Views of the public management pages."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from zhichan.doors.api import limits
from zhichan.doors.look.frame import now, today
from zhichan.doors.look.parts import Crumb, Problem
from zhichan.doors.portal.management import consultation as asking
from zhichan.doors.portal.management import progress as published
from zhichan.doors.portal.views import personal, public
from zhichan.kernel.access.public import ANYONE, Actor
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.ground.public import Refusal, Text

TEMPLATE = "portal/management/page.html"
PROGRESS = Text("任务进展", "Tasks")
CONSULTATIONS = Text("征求意见", "Consultations")


@public
def progress(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """The latest bulletin, and all before it."""
    return render(request, TEMPLATE, {"card": published.bulletins(anyone, request.GET), "feed": True})


@public
def bulletin(request: HttpRequest, anyone: Actor, case: UUID) -> HttpResponse:
    """One bulletin with what changed since."""
    card = published.bulletin(anyone, case, request.GET)
    crumbs = [Crumb(PROGRESS, reverse("portal:progress")), Crumb(card.title)]
    return render(request, TEMPLATE, {"card": card, "crumbs": crumbs})


@public
def progress_feed(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """The bulletins as a feed."""
    base = f"{request.scheme}://{request.get_host()}"
    return HttpResponse(published.feed(anyone, base=base), content_type="application/atom+xml; charset=utf-8")


@public
def consultations(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """Everything laid open for comment."""
    return render(request, TEMPLATE, {"card": asking.consultations(anyone)})


@personal
def consultation(request: HttpRequest, case: UUID) -> HttpResponse:
    """A draft clause by clause; a POST is a comment on one of them."""
    anyone = Actor(name=ANYONE, day=today())
    found: list[Problem] = []
    if request.method == "POST":
        limits.take("apply", limits.address_of(request), at=timezone.now())
        try:
            number = asking.comment(anyone, case, request.POST, at=now(), key=request.POST.get("key") or None)
            return redirect(f"{reverse('portal:consultation', kwargs={'case': case})}?received={number}#top")
        except Refusal as refusal:
            if refusal.codes == (NOT_THERE.code,):
                raise
            found = [Problem.of(reason) for reason in refusal.reasons]
    card = asking.consultation(
        anyone,
        case,
        key=uuid4().hex,
        given=request.POST if found else request.GET,
        problems=found,
        thanks=request.GET.get("received", "")[:40],
    )
    crumbs = [Crumb(CONSULTATIONS, reverse("portal:consultations")), Crumb(card.title)]
    template = "portal/management/consultation.html"
    return render(request, template, {"card": card, "crumbs": crumbs}, status=422 if found else 200)
