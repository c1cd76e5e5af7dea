"""Views of the desk: take the request apart, ask a builder or perform one act, show a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhichan.doors.desk import builders, signing
from zhichan.doors.desk import design as sheet
from zhichan.doors.look import files, tables
from zhichan.doors.look.frame import actor, now, today
from zhichan.doors.look.letters import KINDS
from zhichan.doors.look.parts import Crumb, Problem, Table
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.ground.public import Refusal, Text

PLANS = Text("规划", "Plans")


def desk(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A desk page: behind the login, never cached, 404 for what is not there or not open.

    A refusal that the view does not answer itself is shown with its reasons.
    """

    @wraps(view)
    def guarded(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        if not request.user.is_authenticated and request.headers.get("HX-Request"):
            # A script that puts one part of a page in place has no use for the page on which one signs in.
            return HttpResponse(status=401)
        return signed_in(request, **parts)

    @login_required
    def signed_in(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        try:
            response = view(request, **parts)
        except Refusal as refusal:
            if refusal.codes == ("acts.not-there",):
                raise Http404(refusal.reasons[0].text.zh) from refusal
            response = render(request, "desk/refused.html", {"problems": problems(refusal)}, status=422)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return guarded


def page(
    request: HttpRequest,
    template: str,
    card: Any,
    *crumbs: tuple[Text | str, str],
    status: int = 200,
) -> HttpResponse:
    """Show a card; the last crumb is the page itself."""
    trail = [Crumb(label, href) for label, href in crumbs]
    return render(request, template, {"card": card, "crumbs": trail}, status=status)


def problems(refusal: Refusal) -> Sequence[Problem]:
    """A refusal's reasons as the page shows them."""
    return [Problem.of(reason) for reason in refusal.reasons]


def filed(request: HttpRequest, table: Table | None, name: str) -> Any:
    """The whole of a table as the file that was asked for; None when a page was."""
    kind = request.GET.get("export", "")
    if table is None or kind not in files.KINDS:
        return None
    return files.exported(kind, f"{name}-{today()}", tables.heads(table), list(tables.lines(table)))


def new_key() -> str:
    """A key that makes sending a form twice harmless."""
    return uuid4().hex


def within(request: HttpRequest, address: str, otherwise: str) -> str:
    """The address if it is ours, else the other."""
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if address and safe else otherwise


def came_from(request: HttpRequest, otherwise: str) -> str:
    """The page of ours from which this one was opened, for the way back."""
    given = within(request, request.META.get("HTTP_REFERER", ""), "")
    parts = urlsplit(given)
    address = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return address if address and parts.path != request.path else otherwise


@require_http_methods(["GET", "POST"])
def personas(request: HttpRequest) -> HttpResponse:
    """The demonstration's way in: be one of its made-up people. Elsewhere: account and password."""
    ahead = within(request, request.POST.get("next") or request.GET.get("next", ""), reverse("desk:home"))
    if not builders.is_demo():
        return signing.sign_in(request, ahead)
    if request.method == "POST":
        user = builders.persona_user(request.POST.get("persona", ""))
        if user is None:
            raise Http404
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        return redirect(ahead)
    return render(request, "desk/personas.html", {"personas": builders.personas(), "next": ahead})


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    logout(request)
    return redirect("portal:home")


@desk
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me."""
    return page(request, "desk/home.html", builders.home(actor(request)))


@desk
@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """Plans one may see."""
    card = builders.plans(actor(request))
    return filed(request, builders.plans_table(card), "plans") or page(request, "desk/plans.html", card)


@desk
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Upload a plan and have it read."""
    trail = ((PLANS, reverse("desk:plans")), (Text("上传", "Upload"), ""))
    if request.method == "GET":
        return page(request, "desk/upload.html", builders.upload_form(actor(request), key=new_key()), *trail)
    chosen = request.POST.get("example", "")
    try:
        plan = builders.upload(
            actor(request),
            file=builders.example(chosen) if chosen else request.FILES.get("file"),
            words="" if chosen else request.POST.get("words", ""),
            follows=request.POST.get("follows", ""),
            at=now(),
            key=request.POST.get("key") or None,
        )
    except Refusal as refusal:
        card = builders.upload_form(
            actor(request),
            key=new_key(),
            problems=problems(refusal),
            follows=request.POST.get("follows", ""),
            words=request.POST.get("words", ""),
        )
        return page(request, "desk/upload.html", card, *trail, status=422)
    return redirect("desk:plan", plan=plan)


def review(request: HttpRequest, plan: UUID, **parts: Any) -> HttpResponse:
    """The review page, also after a refusal; for a script that puts one item in place no more than that item."""
    status = parts.pop("status", 200)
    only = _item_of(request.headers.get("HX-Target", ""))
    card = builders.review(
        actor(request), plan, show=request.GET.get("show", ""), key=new_key(), only=only, asked=request.GET, **parts
    )
    answer = page(
        request, "desk/review.html", card, (PLANS, reverse("desk:plans")), (card.title, ""), status=status
    )
    # Going back in the browser shows what it kept, which must not be one item for the whole page.
    patch_vary_headers(answer, ("HX-Target",))
    return answer


def _item_of(target: str) -> str:
    kind, _, item = target.partition("-")
    return item if kind == "item" else ""


@desk
@require_GET
def plan(request: HttpRequest, plan: UUID) -> HttpResponse:
    """A plan's document beside what was read in it; with ``?annotation`` the decisions on it, as a file."""
    if "annotation" in request.GET:
        name, made = builders.annotation_of(actor(request), plan)
        answer = JsonResponse(made, json_dumps_params={"ensure_ascii": False, "indent": 1})
        answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        return answer
    return review(request, plan, edit=request.GET.get("edit", ""))


def sent(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A form on a plan's page; who comes without it, as after signing in again, is led to the plan."""

    @wraps(view)
    def led(request: HttpRequest, plan: UUID, **parts: Any) -> HttpResponse:
        if request.method != "POST":
            return redirect("desk:plan", plan=plan)
        return view(request, plan=plan, **parts)

    return led


def _to_item(request: HttpRequest, plan: UUID, item: str) -> HttpResponse:
    """Back to an item, of a list in pages to the page on which it stands."""
    page_of_it = f"?item={item}" if request.POST.get("paged") else ""
    return HttpResponseRedirect(
        f"{reverse('desk:plan', kwargs={'plan': plan})}{page_of_it}#item-{item}", status=303
    )


@desk
@sent
def decide(request: HttpRequest, plan: UUID, item: str) -> HttpResponse:
    """Confirm, correct or reject one item."""
    try:
        builders.decide(
            actor(request), plan, item, request.POST, at=now(), key=request.POST.get("key") or None
        )
    except Refusal as refusal:
        edit = item if request.POST.get("decision") == "correct" else ""
        return review(
            request, plan, edit=edit, wrong=(item, problems(refusal)), given=request.POST, status=422
        )
    return _to_item(request, plan, item)


@desk
@sent
def add(request: HttpRequest, plan: UUID, kind: str) -> HttpResponse:
    """Add a goal or a task that was not read."""
    try:
        item = builders.add(
            actor(request), plan, kind, request.POST, at=now(), key=request.POST.get("key") or None
        )
    except Refusal as refusal:
        if refusal.codes == (NOT_THERE.code,):
            raise
        return review(request, plan, adding=(kind, request.POST, problems(refusal)), status=422)
    return _to_item(request, plan, item)


@desk
@sent
def decide_rest(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Confirm everything that was read without doubt and is undecided.

    The items come in one field: a form has no more than some thousands of them.
    """
    items = " ".join(request.POST.getlist("items")).split()
    builders.decide_rest(actor(request), plan, items, at=now(), key=request.POST.get("key") or None)
    return redirect("desk:plan", plan=plan)


@desk
@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Show what adoption will make, then make it."""
    found: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            builders.adopt(
                actor(request),
                plan,
                seen=request.POST.get("seen"),
                at=now(),
                key=request.POST.get("key") or None,
            )
            return redirect(f"{reverse('desk:scorecard')}?plan={plan}")
        except Refusal as refusal:
            found = problems(refusal)
    card = builders.adoption(
        actor(request), plan, at=now(), key=new_key(), problems=found, given=request.GET
    )
    if card.adopted and not found:
        return redirect(f"{reverse('desk:scorecard')}?plan={plan}")
    here = reverse("desk:plan", kwargs={"plan": plan})
    return page(
        request,
        "desk/adopt.html",
        card,
        (PLANS, reverse("desk:plans")),
        (card.title, here),
        (Text("采用", "Adopt"), ""),
        status=422 if found else 200,
    )


@desk
@sent
def withdraw(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Take a plan back before it is adopted."""
    try:
        builders.withdraw(
            actor(request),
            plan,
            reason=request.POST.get("reason", ""),
            at=now(),
            key=request.POST.get("key") or None,
        )
    except Refusal as refusal:
        return review(request, plan, refused=problems(refusal), status=422)
    return redirect("desk:plans")


@desk
@require_GET
def diff(request: HttpRequest, plan: UUID, before: UUID) -> HttpResponse:
    """Two versions of a plan, task by task."""
    card = builders.diff(actor(request), plan, before, show=request.GET.get("show", ""))
    trail = ((PLANS, reverse("desk:plans")), (card.title, card.back), (Text("版本对比", "Versions compared"), ""))
    return filed(request, builders.diff_table(card), "comparison") or page(request, "desk/diff.html", card, *trail)


@desk
@require_GET
def diff_file(request: HttpRequest, plan: UUID, before: UUID) -> HttpResponse:
    """Two versions side by side as a Word file."""
    made = builders.diff_document(actor(request), plan, before, show=request.GET.get("show", ""))
    return files.download(*made, media=KINDS["docx"])


@desk
@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """Tasks with their units."""
    card = builders.tasks(actor(request), request.GET)
    return filed(request, card.table, "tasks") or page(request, "desk/tasks.html", card)


@desk
@require_GET
def scorecard(request: HttpRequest) -> HttpResponse:
    """Where we stand against the plan."""
    card = builders.scorecard(actor(request), request.GET, door="desk")
    return filed(request, builders.scorecard_table(card), "scorecard") or page(
        request, "desk/scorecard.html", card
    )


@desk
@require_GET
def drill(request: HttpRequest, measure: str) -> HttpResponse:
    """One number, opened to its rows."""
    kind = request.GET.get("export", "")
    if kind in files.KINDS:
        heads, lines = builders.drill_lines(actor(request), measure, request.GET)
        return files.exported(kind, f"{measure}-{today()}", heads, lines)  # type: ignore[return-value]
    back = came_from(request, reverse("desk:scorecard"))
    card = builders.drill(actor(request), measure, request.GET, door="desk", back=back)
    return page(
        request,
        "desk/drill.html",
        card,
        (Text("记分卡", "Scorecard"), reverse("desk:scorecard")),
        (card.title, ""),
    )


@desk
@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    """Series by region and period, in views that agree."""
    card = builders.statistics(actor(request), request.GET, door="desk")
    return filed(request, card.table, "statistics") or page(request, "desk/statistics.html", card)


@desk
@require_GET
def cascade(request: HttpRequest) -> HttpResponse:
    """City targets split over the regions below, with the check of their sums."""
    card = builders.cascade(actor(request), request.GET)
    return filed(request, builders.cascade_table(card), "cascade") or page(request, "desk/cascade.html", card)


@desk
@require_http_methods(["GET", "POST"])
def what_if(request: HttpRequest, target: UUID) -> HttpResponse:
    """Another split of the same total on trial; a POST takes it over, with a reason."""
    found: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            builders.reallocate(actor(request), str(target), request.POST, at=now())
            return redirect("desk:what-if", target=target)
        except Refusal as refusal:
            found = problems(refusal)
    given = request.POST if found else request.GET
    card = builders.what_if(
        actor(request), str(target), given, given.getlist("hold"), form_key=new_key(), problems=found
    )
    return page(
        request,
        "desk/what_if.html",
        card,
        (Text("目标分解", "Cascade"), reverse("desk:cascade")),
        (card.name, ""),
        status=422 if card.problems else 200,
    )


@desk
@require_GET
def targets(request: HttpRequest) -> HttpResponse:
    """The register of targets."""
    card = builders.targets(actor(request), request.GET)
    return filed(request, card.table, "targets") or page(request, "desk/targets.html", card)


@desk
@require_http_methods(["GET", "POST"])
def target(request: HttpRequest, target: UUID) -> HttpResponse:
    """One target with its versions; new baselines and reported values are entered here."""
    found: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            builders.change_target(actor(request), str(target), request.POST, at=now())
            return redirect("desk:target", target=target)
        except Refusal as refusal:
            found = problems(refusal)
    keys = {form: new_key() for form in ("rows", "baseline", "report")}
    card = builders.target(
        actor(request), str(target), keys=keys, given=request.POST if found else None, problems=found
    )
    return page(
        request,
        "desk/target.html",
        card,
        (Text("目标登记册", "Targets"), reverse("desk:targets")),
        (card.name, ""),
        status=422 if found else 200,
    )


@desk
@require_GET
def record(request: HttpRequest, source: str, row: str) -> HttpResponse:
    """One record and where it counts."""
    card = builders.record(actor(request), source, row)
    return page(request, "desk/record.html", card, (card.kind, ""), (card.title, ""))


@desk
@require_GET
def design(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return page(request, "desk/design.html", sheet.sheet())
