"""Views of the data desk: take the request apart, ask a builder or perform one act, show a page."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from zhichan.doors.desk.identity import classes as class_pages
from zhichan.doors.desk.identity import conditions, reading
from zhichan.doors.desk.identity import queue as names
from zhichan.doors.desk.views import desk, new_key, page, problems
from zhichan.doors.look import files
from zhichan.doors.look.frame import actor, now
from zhichan.doors.look.parts import Problem
from zhichan.instruments.classes import TEMPLATES
from zhichan.kernel.acts.public import NOT_THERE, perform
from zhichan.kernel.ground.public import Refusal, Text

TEMPLATE = "desk/identity/page.html"
NAMES = Text("名称核对", "Names")
CLASSES = Text("分类表", "Classifications")
ACTS = ("link", "refuse-link", "unlink")


@desk
@require_http_methods(["GET", "POST"])
def queue(request: HttpRequest) -> HttpResponse:
    """The review queue, and the linking of names that came since."""
    if request.method == "POST":
        perform(actor=actor(request), verb="registry:match", at=now(), key=request.POST.get("key") or None)
        return redirect("desk:identity")
    return page(request, TEMPLATE, names.queue(actor(request), request.GET, key=new_key()))


@desk
@require_http_methods(["GET", "POST"])
def name(request: HttpRequest, link: int) -> HttpResponse:
    """One name, and the decision on it."""
    trail = ((NAMES, reverse("desk:identity")), (str(link), ""))
    if request.method == "GET":
        return page(request, TEMPLATE, names.name(actor(request), link, key=new_key()), *trail)
    given = request.POST
    if given.get("do") not in ACTS:
        raise Refusal(NOT_THERE)
    facts = {key: given[key].strip() for key in ("party", "reason") if given.get(key, "").strip()}
    try:
        perform(
            actor=actor(request), verb=f"registry:{given['do']}", target=link, facts=facts, at=now(),
            key=given.get("key") or None)
    except Refusal as refusal:
        card = names.name(
            actor(request), link, key=new_key(), given=given.dict(), problems=tuple(problems(refusal)))
        return page(request, TEMPLATE, card, *trail, status=422)
    return redirect("desk:name", link=link)


@desk
@require_GET
def classes(request: HttpRequest) -> HttpResponse:
    """Every table, loaded or not."""
    return page(request, TEMPLATE, class_pages.overview(actor(request)))


@desk
@require_http_methods(["GET", "POST"])
def class_table(request: HttpRequest, table: str) -> HttpResponse:
    """One table: look-up, editions, and a new one."""
    someone = actor(request)
    if request.method == "GET":
        card = class_pages.table(someone, table, request.GET, key=new_key())
        return page(request, TEMPLATE, card, (CLASSES, reverse("desk:classes")), (card.title, ""))
    given = request.POST.dict()
    checked: dict[str, int] | None = None
    wrong: tuple[Problem, ...] = ()
    try:
        checked = _done(request, table, given)
    except Refusal as refusal:
        if NOT_THERE in refusal.reasons:
            raise
        wrong = tuple(problems(refusal))
    if checked is None and not wrong:
        return redirect("desk:class-table", table=table)
    card = class_pages.table(someone, table, given, key=new_key(), problems=wrong, checked=checked)
    trail = ((CLASSES, reverse("desk:classes")), (card.title, ""))
    return page(request, TEMPLATE, card, *trail, status=422 if wrong else 200)


def _done(request: HttpRequest, table: str, given: dict[str, str]) -> dict[str, int] | None:
    """Load, withdraw, or only check; what a check found."""
    someone, key = actor(request), given.get("key") or None
    if table not in TEMPLATES:
        raise Refusal(NOT_THERE)
    if given.get("do") == "withdraw":
        perform(actor=someone, verb=class_pages.WITHDRAW, target=given.get("target"), at=now(), key=key,
                facts={"reason": given.get("reason", "")})
        return None
    if given.get("do") == "classify":
        perform(actor=someone, verb=class_pages.CLASSIFY, at=now(), key=key)
        return None
    file = request.FILES.get("file")
    if file is None or not class_pages.may(someone, class_pages.ADOPT):
        # Whoever may not load is refused before a byte of the file is looked at.
        facts: dict[str, object] = {"table": table, "rows": ()}
    else:
        if file.size is None or file.size > reading.LARGEST:
            raise Refusal.one("classes.file", "文件过大", "the file is too large", place="file")
        content = file.read()
        facts = {
            **{name: given.get(name, "") for name in ("edition", "since", "origin", "licence")}, "table": table,
            "rows": reading.rows(content), "name": file.name, "sha256": hashlib.sha256(content).hexdigest(),
            "leave_out": bool(given.get("leave_out"))}
    only = given.get("do") != "adopt"
    done = perform(actor=someone, verb=class_pages.ADOPT, facts=facts, at=now(), preview=only)
    return dict(done.result) if only else None


@desk
@require_GET
def high_value(request: HttpRequest, key: str) -> HttpResponse:
    """Whether a patent is of high value, condition by condition."""
    card = conditions.high_value(actor(request), key)
    return page(request, TEMPLATE, card, (CLASSES, reverse("desk:classes")), (key, ""))


@desk
@require_GET
def class_template(request: HttpRequest, table: str) -> HttpResponseBase:
    """An empty table to be filled."""
    if table not in TEMPLATES:
        raise Refusal(NOT_THERE)
    return files.exported("csv", table, [column.title.zh for column in TEMPLATES[table].columns], ())
