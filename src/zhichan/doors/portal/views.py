"""Views of the portal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from zhichan.doors.api import limits
from zhichan.doors.desk import builders as desk
from zhichan.doors.desk.derived import forms
from zhichan.doors.desk.views import filed
from zhichan.doors.look import files, letters
from zhichan.doors.look.frame import actor, now, today
from zhichan.doors.look.parts import Crumb, Problem
from zhichan.doors.portal import applying, builders, opening, searching
from zhichan.doors.portal import meaning as by_meaning
from zhichan.doors.portal import mine as own_page
from zhichan.doors.portal.pages import rights
from zhichan.kernel.access.public import ANYONE, Actor
from zhichan.kernel.acts.public import NOT_THERE, is_nameless
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Refusal, Text
from zhichan.kernel.registry.public import RIGHTS

APPLY, FOLLOW, SEARCH = Text("办事", "Apply"), Text("查进度", "Follow a case"), Text("检索", "Search")
SOON = "3"
"""Seconds after which a browser asks again for what is still being made."""
UNDONE, FOLLOWED = "zhichan-undone", "zhichan-followed"
"""What a session keeps: forms that are not done, and the case being followed (its code's digest alone)."""


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A public page: whoever asks is anyone; what is not there, not open or not a question is 404, in words.

    What is being made is 503.
    """

    @wraps(view)
    @require_GET
    def open_to_all(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        try:
            return view(request, Actor(name=ANYONE, day=today()), **parts)
        except Refusal as refusal:
            if refusal.codes == ("acts.not-there",):
                raise Http404(refusal.reasons[0].text.zh) from refusal
            found = [Problem.of(reason) for reason in refusal.reasons]
            status = 503 if refusal.codes == ("search.unready",) else 404
            return render(request, "portal/refused.html", {"problems": found}, status=status)

    return open_to_all


@public
def home(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """The doors in plain words."""
    return render(request, "portal/home.html", {"card": builders.home(anyone)})


@public
def scorecard(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """Where the plan stands."""
    card = desk.scorecard(anyone, request.GET, door="portal")
    return filed(request, desk.scorecard_table(card), "scorecard") or render(
        request, "portal/scorecard.html", {"card": card}
    )


@public
def drill(request: HttpRequest, anyone: Actor, measure: str) -> HttpResponse:
    """A public number, opened."""
    kind = request.GET.get("export", "")
    if kind in files.KINDS:
        heads, lines = desk.drill_lines(anyone, measure, request.GET)
        return files.exported(kind, f"{measure}-{today()}", heads, lines)  # type: ignore[return-value]
    card = desk.drill(anyone, measure, request.GET, door="portal", back=reverse("portal:statistics"))
    crumbs = [Crumb(Text("统计", "Statistics"), reverse("portal:statistics")), Crumb(card.title)]
    return render(request, "portal/drill.html", {"card": card, "crumbs": crumbs})


@public
def statistics(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """Series by region and period."""
    card = desk.statistics(anyone, request.GET, door="portal")
    return filed(request, card.table, "statistics") or render(request, "portal/statistics.html", {"card": card})


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


@public
def search(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """One box for all rights."""
    with by_meaning.timed(request.GET.get("q", "")) as timing:
        card = searching.page(anyone, request.GET)
        refused = card.wrong or (card.refused and card.asked)
        timing.counts = timing.counts and not refused
        status = 503 if card.unready else 422
        response = render(request, "portal/search.html", {"card": card}, status=status if refused else 200)
        if refused and card.unready:
            response["Refresh"] = response["Retry-After"] = SOON
        return response


@public
def meaning(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """The rights that say most nearly what a text says."""
    text = request.GET.get("text", "")
    with by_meaning.timed(text):
        card = by_meaning.by_meaning(anyone, text)
        crumbs = [Crumb(SEARCH, reverse("portal:search")), Crumb(Text("按意思找", "By meaning"))]
        return render(request, "portal/meaning.html", {"card": card, "crumbs": crumbs})


@public
def about_search(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """How many rights can be searched, and how fast searches were answered."""
    crumbs = [Crumb(SEARCH, reverse("portal:search")), Crumb(Text("规模和速度", "Size and speed"))]
    return render(request, "portal/about_search.html", {"card": by_meaning.about(anyone), "crumbs": crumbs})


@public
def search_export(request: HttpRequest, anyone: Actor, kind: str) -> HttpResponseBase:
    """The whole result of a search as a file."""
    _count(request, "export")
    return opening.taken(request, anyone, kind, lambda: searching.result(anyone, request.GET))


@public
def similar(request: HttpRequest, anyone: Actor, source: str, row: str) -> HttpResponse:
    """Rights that say much the same as one."""
    if source not in RIGHTS:
        raise Refusal(NOT_THERE)
    card = searching.like(anyone, source, row)
    crumbs = [Crumb(Text("检索", "Search"), reverse("portal:search")), Crumb(Text("相似的权利", "Similar rights"))]
    return render(request, "portal/similar.html", {"card": card, "crumbs": crumbs})


@public
def open_data(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """The rights as files, with their schema, checksums and licences."""
    return render(request, "portal/open_data.html", {"card": opening.page()})


@public
def open_file(request: HttpRequest, anyone: Actor, name: str) -> HttpResponseBase:
    """One file of the present edition; a part of it where a part is asked for."""
    return opening.file(name, request.headers.get("Range", ""), request.headers.get("If-Range", ""))


@public
def record(request: HttpRequest, anyone: Actor, source: str, row: str) -> HttpResponse:
    """A right: its status, particulars, life and origin."""
    if source not in RIGHTS:
        raise Refusal(NOT_THERE)
    card = desk.record(anyone, source, row, door="portal")
    tables, ways = rights.around(anyone, actor(request), source, row, card.row)
    card = replace(card, tables=[*tables, *card.tables])
    crumbs = [Crumb(Text("检索", "Search"), reverse("portal:search")), Crumb(card.title)]
    return render(request, "portal/record.html", {"card": card, "crumbs": crumbs, "ways": ways})


# --- applying and following without an account --------------------------------------------------------------


def personal(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of someone's own application: kept by no cache; too many tries and what cannot be are said in words."""

    @wraps(view)
    @require_http_methods(["GET", "POST"])
    def own(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        try:
            response = view(request, **parts)
        except limits.TooMany as many:
            response = _refused(request, many, 429)
            response["Retry-After"] = str(many.left.seconds)
        except Refusal as refusal:
            if refusal.codes == ("acts.not-there",):
                raise Http404(refusal.reasons[0].text.zh) from refusal
            response = _refused(request, refusal, 422)
        response["Cache-Control"] = "private, no-store"
        return response

    return own


def _refused(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    found = [Problem.of(reason) for reason in refusal.reasons]
    return render(request, "portal/not_done.html", {"problems": found}, status=status)


def _count(request: HttpRequest, kind: str) -> None:
    limits.take(kind, limits.address_of(request), at=timezone.now())


@public
def apply(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """What can be applied for without an account."""
    crumbs = [Crumb(APPLY)]
    return render(request, "portal/apply.html", {"card": applying.menu(), "crumbs": crumbs})


def _form(request: HttpRequest, card: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    crumbs = [Crumb(APPLY, reverse("portal:apply")), Crumb(card.title)]
    return render(request, "portal/form.html", {"card": card, "crumbs": crumbs, **more}, status=status)


@personal
def apply_form(request: HttpRequest, procedure: str, act: str) -> HttpResponse:
    """Apply: the form, a draft of it, what would happen, and the receipt."""
    someone, place = actor(request), f"{procedure}:{act}"
    if request.method == "GET":
        job = applying.job(someone, procedure, act)
        return _form(request, _begun(request, someone, job, place), seed=uuid4().hex)
    seed = request.POST.get("seed") or uuid4().hex
    code = applying.code_from(seed)
    job = applying.job(someone, procedure, act, code=code)
    wish = request.POST.get("do", "do")
    if wish == "draft" and someone.name == ANYONE and not is_nameless(place):
        request.session[UNDONE] = {
            **request.session.get(UNDONE, {}),
            place: applying.kept(job, request.POST, at=now()),
        }
        return redirect(job.address)
    # Whoever tries codes out does not get more tries by looking first.
    if is_nameless(place):
        limits.try_nameless(limits.address_of(request), at=timezone.now())
    elif wish == "do":
        _count(request, "apply")
    said = forms.answer(job, someone, request.POST, request.FILES, at=now(), key=uuid4().hex)
    if said.saved is not None:
        return redirect(f"{job.address}?{urlencode({'draft': said.saved})}")
    if said.outcome is None:
        return _form(request, said.card, seed=seed, status=422 if said.refused else 200)
    if is_nameless(place):
        limits.done_nameless(at=timezone.now())
    _drop(request, place)
    card = applying.receipt(current().procedures[procedure], act, said.outcome, code=code, day=today())
    crumbs = [Crumb(APPLY, reverse("portal:apply")), Crumb(Text("回执", "Receipt"))]
    return render(request, "portal/receipt.html", {"card": card, "crumbs": crumbs}, status=201)


def _begun(request: HttpRequest, someone: Actor, job: forms.Job, place: str) -> Any:
    """The form as it is first shown, or as its draft left it."""
    kept = request.session.get(UNDONE, {}).get(place) if someone.name == ANYONE else None
    if kept is None:
        return forms.blank(job, someone, key=uuid4().hex, draft=request.GET.get("draft", ""))
    facts = {name: value for name, value in kept["facts"].items() if name in job.all}
    return replace(forms.show(job, facts, key=uuid4().hex), saved=datetime.fromisoformat(kept["at"]))


def _drop(request: HttpRequest, place: str) -> None:
    undone = request.session.get(UNDONE, {})
    if place in undone:
        request.session[UNDONE] = {name: kept for name, kept in undone.items() if name != place}


@personal
def mine(request: HttpRequest) -> HttpResponse:
    """What someone who signed in has here."""
    someone = actor(request)
    if someone.name == ANYONE:
        return redirect(f"{reverse('desk:personas')}?{urlencode({'next': request.path})}")
    crumbs = [Crumb(Text("我的", "Mine"))]
    return render(request, "portal/mine.html", {"card": own_page.mine(someone), "crumbs": crumbs})


@personal
def follow(request: HttpRequest) -> HttpResponse:
    """Follow a case by its number and its code."""
    crumbs = [Crumb(FOLLOW)]
    if request.method == "GET":
        return render(request, "portal/follow.html", {"fields": applying.follow_fields({}), "crumbs": crumbs})
    _count(request, "follow")
    pair = applying.found(request.POST.get("number", ""), request.POST.get("code", ""), day=today())
    if pair is None:
        refusal = applying.wrong_pair()
        return render(request, "portal/follow.html", {
            "fields": applying.follow_fields({"number": request.POST.get("number", "")}),
            "problems": [Problem.of(reason) for reason in refusal.reasons], "crumbs": crumbs}, status=422)  # fmt: skip
    request.session[FOLLOWED] = [str(pair[0]), pair[1]]
    return redirect("portal:follow-case")


def following(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A page of the followed case; the number and the code are asked for where none is followed."""

    @personal
    @wraps(view)
    def own(request: HttpRequest, **parts: Any) -> HttpResponse:
        case, digest = request.session.get(FOLLOWED) or ("", "")
        if not digest:
            return redirect("portal:follow")
        return view(request, applying.holder(digest, day=today()), UUID(case), **parts)

    return own


@following
def follow_case(request: HttpRequest, holder: Actor, case: UUID) -> HttpResponse:
    """Where the case stands."""
    if request.method == "POST":
        request.session.pop(FOLLOWED, None)
        return redirect("portal:follow")
    card = applying.status(holder, case)
    crumbs = [Crumb(FOLLOW, reverse("portal:follow")), Crumb(card.number)]
    done = "done" in request.GET
    return render(request, "portal/status.html", {"card": card, "crumbs": crumbs, "done": done})


@following
def follow_act(request: HttpRequest, holder: Actor, case: UUID, act: str) -> HttpResponse:
    """Something that a party can do to its case."""
    job = applying.act_job(holder, case, act)
    if request.method == "GET":
        card = forms.blank(job, holder, key=uuid4().hex, draft=request.GET.get("draft", ""))
        return _form(request, card)
    said = forms.answer(job, holder, request.POST, request.FILES, at=now(), key=uuid4().hex)
    if said.saved is not None:
        return redirect(f"{job.address}?{urlencode({'draft': said.saved})}")
    if said.outcome is None:
        return _form(request, said.card, status=422 if said.refused else 200)
    return redirect(f"{job.back}?done")


@following
def follow_letter(request: HttpRequest, holder: Actor, case: UUID, letter: str, kind: str) -> HttpResponse:
    """A letter that was served on whoever follows the case."""
    if kind not in letters.KINDS:
        raise Http404
    content, name = applying.letter(holder, case, letter, kind)
    return files.download(content, name, media=letters.KINDS[kind])
