"""Views of the portal."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from zhichan.doors.desk import builders as desk
from zhichan.doors.look.frame import today
from zhichan.doors.look.parts import Crumb, Problem
from zhichan.doors.portal import builders
from zhichan.kernel.access.public import ANYONE, Actor
from zhichan.kernel.ground.public import Refusal, Text


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A public page: whoever asks is anyone; what is not there, not open or not a question is 404, in words."""

    @wraps(view)
    @require_GET
    def open_to_all(request: HttpRequest, **parts: Any) -> HttpResponse:
        try:
            return view(request, Actor(name=ANYONE, day=today()), **parts)
        except Refusal as refusal:
            if refusal.codes == ("acts.not-there",):
                raise Http404(refusal.reasons[0].text.zh) from refusal
            found = [Problem.of(reason) for reason in refusal.reasons]
            return render(request, "portal/refused.html", {"problems": found}, status=404)

    return open_to_all


@public
def home(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """The doors in plain words."""
    return render(request, "portal/home.html", {"card": builders.home(anyone)})


@public
def scorecard(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """Where the plan stands."""
    return render(
        request, "portal/scorecard.html", {"card": desk.scorecard(anyone, request.GET, door="portal")}
    )


@public
def drill(request: HttpRequest, anyone: Actor, measure: str) -> HttpResponse:
    """A public number, opened."""
    card = desk.drill(anyone, measure, request.GET, door="portal", back=reverse("portal:statistics"))
    crumbs = [Crumb(Text("统计", "Statistics"), reverse("portal:statistics")), Crumb(card.title)]
    return render(request, "portal/drill.html", {"card": card, "crumbs": crumbs})


@public
def statistics(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """Series by region and period."""
    return render(
        request, "portal/statistics.html", {"card": desk.statistics(anyone, request.GET, door="portal")}
    )


@public
def plans(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """Adopted plans."""
    return render(request, "portal/plans.html", {"card": builders.plans(anyone)})


@public
def plan(request: HttpRequest, anyone: Actor, plan: UUID) -> HttpResponse:
    """The text of an adopted plan."""
    card = builders.plan(anyone, plan)
    crumbs = [Crumb(Text("规划", "Plans"), reverse("portal:plans")), Crumb(card.title)]
    return render(request, "portal/plan.html", {"card": card, "crumbs": crumbs})
