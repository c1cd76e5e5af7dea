"""Views of the management pages: take the request apart, ask a builder or perform one act, show a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from zhichan.doors.desk.management import annotating
from zhichan.doors.desk.management import chains as sheets
from zhichan.doors.desk.management import division as dividing
from zhichan.doors.desk.management import revision as revising
from zhichan.doors.desk.management import supervision as matters
from zhichan.doors.desk.views import desk, filed, new_key, page, problems
from zhichan.doors.look import files
from zhichan.doors.look.frame import actor, now
from zhichan.doors.look.letters import KINDS, Letter, made
from zhichan.doors.look.parts import Problem
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.ground.public import Refusal, Text

TEMPLATE = "desk/management/page.html"
SUPERVISION = Text("督办", "Supervision")
CIRCULARS = Text("通报", "Reports")
REVISION = Text("规划调整", "Revision")


@desk
@require_GET
def supervision(request: HttpRequest) -> HttpResponse:
    """The board of matters, also as a file."""
    card = matters.board(actor(request), request.GET)
    return filed(request, card.listed, "supervision") or page(request, TEMPLATE, card)


@desk
@require_GET
def matter(request: HttpRequest, case: UUID) -> HttpResponse:
    """One matter with its reports."""
    card = matters.matter(actor(request), case, at=now())
    return page(request, TEMPLATE, card, (SUPERVISION, reverse("desk:supervision")), (card.title, ""))


@desk
@require_GET
def evidence(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """The evidence of one report."""
    return files.download(*matters.evidence(actor(request), case, number))


@desk
@require_GET
def circulars(request: HttpRequest) -> HttpResponse:
    """Reports made of the records."""
    return page(request, TEMPLATE, matters.circulars(actor(request)))


@desk
@require_GET
def circular(request: HttpRequest, case: UUID) -> HttpResponse:
    """One report, its sentences with what they rest on."""
    card = matters.circular(actor(request), case, request.GET, at=now())
    return page(request, TEMPLATE, card, (CIRCULARS, reverse("desk:circulars")), (card.title, ""))


@desk
@require_GET
def circular_file(request: HttpRequest, case: UUID, kind: str) -> HttpResponse:
    """One report as a Word or PDF file."""
    found = matters.found_circular(actor(request), case)
    return document(matters.circular_letter(found, base=request.build_absolute_uri("/")[:-1]), found.number, kind)


def document(letter: Letter, name: str, kind: str) -> HttpResponse:
    """An official document as Word or PDF."""
    if kind not in KINDS:
        raise Refusal(NOT_THERE)
    return files.download(made(kind, letter), f"{name}.{kind}", media=KINDS[kind])


@desk
@require_GET
def revisions(request: HttpRequest) -> HttpResponse:
    """Revisions of plans."""
    return page(request, TEMPLATE, revising.revisions(actor(request), request.GET))


@desk
@require_http_methods(["GET", "POST"])
def revision_try(request: HttpRequest) -> HttpResponse:
    """What a changed target would move; a POST proposes it. What was left empty leaves the address."""
    found: Sequence[Problem] = ()
    asked = {name: str(value) for name, value in request.GET.items()}
    filled = {name: value for name, value in asked.items() if not revising.is_left_empty(name, value)}
    if request.method == "GET" and filled != asked:
        return redirect(f"{request.path}?{urlencode(filled)}")
    if request.method == "POST":
        try:
            case = revising.propose(
                actor(request), request.POST, at=now(), key=request.POST.get("key") or None
            )
            return redirect("desk:case", procedure="revision", case=case)
        except Refusal as refusal:
            if refusal.codes == (NOT_THERE.code,):
                raise
            found = problems(refusal)
    given = request.POST if found else request.GET
    card = revising.trial(actor(request), given, key=new_key(), problems=found)
    trail = ((REVISION, reverse("desk:revision")), (card.title, ""))
    return page(request, TEMPLATE, card, *trail, status=422 if card.problems else 200)


@desk
@require_GET
def revision_effects(request: HttpRequest, case: UUID) -> HttpResponse:
    """What a proposed revision would move, for whoever decides on it."""
    card = revising.effects(actor(request), case)
    return page(request, TEMPLATE, card, (REVISION, reverse("desk:revision")), (card.title, ""))


@desk
@require_GET
def revision_as_of(request: HttpRequest) -> HttpResponse:
    """Both versions of a plan's targets, as of a day."""
    card = revising.as_of(actor(request), request.GET)
    return page(request, TEMPLATE, card, (REVISION, reverse("desk:revision")), (card.title, ""))


@desk
@require_GET
def evaluation(request: HttpRequest) -> HttpResponse:
    """Where a plan stands, with the test used for each target."""
    return page(request, TEMPLATE, revising.evaluation(actor(request), request.GET))


@desk
@require_GET
def evaluation_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The evaluation as a Word or PDF file."""
    return document(revising.evaluation_letter(actor(request), request.GET), "evaluation", kind)


@desk
@require_GET
def chains(request: HttpRequest) -> HttpResponse:
    """The sheets of industry chains."""
    return page(request, TEMPLATE, sheets.page(actor(request), request.GET))


@desk
@require_GET
def plan_division(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Who does what in a plan, as the table that plans annex."""
    return files.download(*dividing.division_document(actor(request), plan), media=KINDS["docx"])


@desk
@require_http_methods(["GET", "POST"])
def plan_explanation(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Where a plan and its explanation contradict each other; a POST brings the explanation."""
    words = request.POST.get("words", "")
    take, shown = partial(dividing.explain, words=words), partial(dividing.explanation, words=words)
    return _beside(request, plan, take=take, shown=shown, place="desk:plan-explanation")


@desk
@require_http_methods(["GET", "POST"])
def plan_annotation(request: HttpRequest, plan: UUID) -> HttpResponse:
    """How an annotation compares with what was read; a POST takes one in."""
    return _beside(request, plan, take=annotating.take_in, shown=annotating.annotation, place="desk:plan-annotation")


def _beside(
    request: HttpRequest, plan: UUID, *, take: Callable[..., object], shown: Callable[..., Any], place: str
) -> HttpResponse:
    """A page that holds something beside a plan; a POST brings its file, and what is wrong with it is shown."""
    found: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            file = request.FILES.get("file")
            take(actor(request), plan, file, at=now(), key=request.POST.get("key") or None)
            return redirect(place, plan=plan)
        except Refusal as refusal:
            if refusal.codes == (NOT_THERE.code,):
                raise
            found = problems(refusal)
    card = shown(actor(request), plan, key=new_key(), problems=found)
    own = reverse("desk:plan", kwargs={"plan": plan})
    trail = ((Text("规划", "Plans"), reverse("desk:plans")), (card.about, own), (card.title, ""))
    return page(request, TEMPLATE, card, *trail, status=422 if found else 200)


@desk
@require_GET
def serving(request: HttpRequest) -> HttpResponse:
    """Which county target serves which city target."""
    card = dividing.serving(actor(request), request.GET)
    return filed(request, card.listed, "serving") or page(request, TEMPLATE, card)
