"""Views of saved searches."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from zhichan.doors.look import files
from zhichan.doors.look.frame import actor, now
from zhichan.doors.look.parts import Crumb, Problem
from zhichan.doors.portal import opening
from zhichan.doors.portal.management.views import TEMPLATE
from zhichan.doors.portal.saved import pages
from zhichan.doors.portal.views import personal, public
from zhichan.kernel.access.public import ANYONE, Actor
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.ground.public import Refusal, Text

SAVED = Text("保存的检索", "Saved searches")


@personal
def selections(request: HttpRequest) -> HttpResponse:
    """One's own and shared searches; a search is saved from here."""
    someone = actor(request)
    if someone.name == ANYONE:
        return redirect(f"{reverse('desk:personas')}?{urlencode({'next': request.get_full_path()})}")
    wrong: list[Problem] = []
    if request.method == "POST":
        try:
            made = pages.save(someone, request.POST, at=now())
        except Refusal as refusal:
            wrong = [Problem.of(reason) for reason in refusal.reasons]
        else:
            return redirect("portal:selection", selection=made)
    card = pages.overview(someone, request.POST if wrong else request.GET, key=uuid4().hex, problems=wrong)
    return render(request, TEMPLATE, {"card": card, "crumbs": [Crumb(SAVED)]}, status=422 if wrong else 200)


@personal
def selection(request: HttpRequest, selection: UUID) -> HttpResponse:
    """One saved search; a POST corrects, shares, freezes or closes it."""
    someone = actor(request)
    wrong: list[Problem] = []
    if request.method == "POST":
        try:
            return redirect(pages.act(someone, selection, request.POST, at=now()))
        except Refusal as refusal:
            if NOT_THERE in refusal.reasons:
                raise
            wrong = [Problem.of(reason) for reason in refusal.reasons]
    card = pages.one(someone, selection, request.GET, key=uuid4().hex, problems=wrong)
    crumbs = [Crumb(SAVED, reverse("portal:selections")), Crumb(card.title)]
    return render(request, TEMPLATE, {"card": card, "crumbs": crumbs}, status=422 if wrong else 200)


@personal
def taken(request: HttpRequest, selection: UUID, kind: str) -> HttpResponseBase:
    """The members of a saved search as a file."""
    someone = actor(request)
    return opening.taken(request, someone, kind, lambda: pages.result(someone, selection))


@public
def corpus(request: HttpRequest, anyone: Actor, corpus: UUID) -> HttpResponse:
    """A frozen corpus, with how to cite it."""
    someone = actor(request)
    card = pages.corpus(someone, corpus)
    return render(request, TEMPLATE, {"card": card, "crumbs": [Crumb(card.title)]})


@public
def members(request: HttpRequest, anyone: Actor, corpus: UUID) -> HttpResponse:
    """The members of a corpus, the bytes over which its digest is taken."""
    body = pages.members_of(actor(request), corpus)
    return files.download(body, f"corpus-{corpus}.tsv", media="text/tab-separated-values; charset=utf-8")
