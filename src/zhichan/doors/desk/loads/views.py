"""Views of the loads: take the request apart, ask a builder or perform one act, show a page."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from zhichan.doors.desk.loads import builders
from zhichan.doors.desk.views import desk, new_key, page, problems
from zhichan.doors.look import files
from zhichan.doors.look.frame import actor, now, today
from zhichan.doors.look.parts import Problem
from zhichan.kernel.ground.public import Refusal, Text

TEMPLATE = "desk/identity/page.html"
PROGRESS = "desk/loads/progress.html"
LOADS = Text("数据装载", "Loads")


@desk
@require_GET
def loads(request: HttpRequest) -> HttpResponse:
    """Every load, newest first."""
    return page(request, TEMPLATE, builders.loads(actor(request), request.GET))


@desk
@require_GET
def feeds(request: HttpRequest) -> HttpResponse:
    """How far each feed has come."""
    return page(request, TEMPLATE, builders.feeds(actor(request), on=today()))


@desk
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Upload a file; nothing is loaded yet."""
    trail = ((LOADS, reverse("desk:loads")), (Text("上传", "Upload"), ""))
    someone = actor(request)
    if request.method == "GET":
        return page(
            request, TEMPLATE, builders.upload_form(someone, key=new_key(), given=request.GET), *trail
        )
    given = request.POST
    try:
        token = builders.keep(someone, request.FILES.get("file"), given)
    except Refusal as refusal:
        card = builders.upload_form(someone, key=new_key(), given=given, problems=problems(refusal))
        return page(request, TEMPLATE, card, *trail, status=422)
    return redirect("desk:load-preview", token=token)


@desk
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """What loading would do; change format and columns; load."""
    trail = ((LOADS, reverse("desk:loads")), (Text("预览", "Preview"), ""))
    someone = actor(request)
    given = request.POST
    found: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            if given.get("do") == "drop":
                builders.drop_file(someone, token)
                return redirect("desk:loads")
            if given.get("do") == "load":
                number = builders.load_file(someone, token, at=now())
                return redirect("desk:load", load=number) if number else redirect("desk:load-preview", token=token)
            builders.mend(someone, token, given)
            return redirect("desk:load-preview", token=token)
        except Refusal as refusal:
            found = problems(refusal)
    elif (work := builders.under_way(someone, token)) is not None:
        if not work.ended:
            return page(request, PROGRESS, builders.progress(someone, token, work), *trail)
        if work.load is not None:
            return _elsewhere(request, reverse("desk:load", kwargs={"load": work.load}))
        if request.headers.get("HX-Request"):
            return _elsewhere(request, request.path)
    card = builders.preview(someone, token, key=new_key(), problems=found)
    return page(request, TEMPLATE, card, *trail, status=422 if found else 200)


def _elsewhere(request: HttpRequest, address: str) -> HttpResponse:
    """Another page; a part that asks again and again is told to leave the whole page."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


@desk
@require_http_methods(["GET", "POST"])
def load(request: HttpRequest, load: int) -> HttpResponse:
    """One load, and taking it back."""
    trail = ((LOADS, reverse("desk:loads")), (str(load), ""))
    someone = actor(request)
    found: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            done = builders.take_back(someone, load, request.POST, at=now())
            return redirect("desk:load", load=done)
        except Refusal as refusal:
            if refusal.codes == ("acts.not-there",):
                raise
            found = problems(refusal)
    card = builders.load(someone, load, key=new_key(), given=request.POST, problems=found)
    return page(request, TEMPLATE, card, *trail, status=422 if found else 200)


@desk
@require_GET
def rejected(request: HttpRequest, load: int) -> HttpResponseBase:
    """The rejected rows as a table, to be mended and uploaded again."""
    return files.exported("csv", f"load-{load}-rejected", *builders.rejected_rows(actor(request), load))
