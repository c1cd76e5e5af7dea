"""Views of the derived pages: take the request apart, ask a builder or perform one act, show a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhichan.doors.desk.derived import casefile, caseforms, forms, people
from zhichan.doors.desk.derived import cases as casework
from zhichan.doors.desk.derived import reference as written
from zhichan.doors.desk.derived import registers as registry
from zhichan.doors.desk.views import desk, new_key, page, within
from zhichan.doors.look import files, letters
from zhichan.doors.look.frame import actor, now
from zhichan.kernel.acts.public import Outcome, perform
from zhichan.kernel.ground.public import Reason, Refusal, Text
from zhichan.kernel.inbox.public import see

CASES, REGISTERS = Text("办理", "Cases"), Text("登记", "Registers")
REFERENCE, ME = Text("参考", "Reference"), Text("工作台", "Desk")


def _form(
    request: HttpRequest, job: forms.Job, *trail: tuple[Any, str], after: Callable[[Outcome], str]
) -> HttpResponse:
    """The form of an act, shown or sent."""
    crumbs = (*trail, (job.title, ""))
    if request.method == "GET":
        card = forms.blank(job, actor(request), key=new_key(), draft=request.GET.get("draft", ""))
        return page(request, "desk/form.html", card, *crumbs)
    said = forms.answer(job, actor(request), request.POST, request.FILES, at=now(), key=new_key())
    if said.saved is not None:
        joint = "&" if "?" in job.address else "?"
        return redirect(f"{job.address}{joint}{urlencode({'draft': said.saved})}")
    if said.outcome is not None:
        return redirect(after(said.outcome))
    return page(request, "desk/form.html", said.card, *crumbs, status=422 if said.refused else 200)


# --- cases --------------------------------------------------------------------------------------------------


@desk
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """The procedures that concern me."""
    return page(request, "desk/index.html", casework.index(actor(request)))


@desk
@require_GET
def case_list(request: HttpRequest, procedure: str) -> HttpResponse:
    """The cases of a procedure."""
    card = casework.cases(actor(request), procedure, request.GET)
    return page(request, "desk/listing.html", card, (CASES, reverse("desk:cases")), (card.title, ""))


@desk
@require_GET
def case_export(request: HttpRequest, procedure: str, kind: str) -> Any:
    """The whole list as a file."""
    if kind not in files.KINDS:
        raise Http404
    return casework.export(actor(request), procedure, request.GET, kind)


@desk
@require_POST
def case_batch(request: HttpRequest, procedure: str) -> HttpResponse:
    """One act on many cases."""
    card = caseforms.batch(actor(request), procedure, request.POST, request.FILES, at=now(), key=new_key())
    back = reverse("desk:case-list", kwargs={"procedure": procedure})
    status = 422 if card.form.problems else 200
    return page(
        request,
        "desk/batch.html",
        card,
        (CASES, reverse("desk:cases")),
        (casework.kind(procedure), back),
        (card.title, ""),
        status=status,
    )


@desk
@require_http_methods(["GET", "POST"])
def case_open(request: HttpRequest, procedure: str, act: str) -> HttpResponse:
    """Open a case."""
    job = caseforms.open_job(actor(request), procedure, act, request.GET)
    back = reverse("desk:case-list", kwargs={"procedure": procedure})

    def after(outcome: Outcome) -> str:
        if outcome.result["case"] is None:
            # What went into a box is no case yet.
            return back
        made = reverse("desk:case", kwargs={"procedure": procedure, "case": outcome.result["case"]})
        return f"{made}?done={act}"

    return _form(request, job, (CASES, reverse("desk:cases")), (job.about, back), after=after)


@desk
@require_GET
def case(request: HttpRequest, procedure: str, case: UUID) -> HttpResponse:
    """One case."""
    card = casefile.detail(
        actor(request),
        procedure,
        case,
        at=now(),
        done=request.GET.get("done", ""),
        printing="print" in request.GET,
    )
    return page(
        request,
        "desk/detail.html",
        card,
        (CASES, reverse("desk:cases")),
        (card.kind, card.kind_href),
        (card.number, ""),
    )


@desk
@require_http_methods(["GET", "POST"])
def case_act(request: HttpRequest, procedure: str, case: UUID, act: str) -> HttpResponse:
    """Do something to a case."""
    job = caseforms.act_job(actor(request), procedure, case, act)
    return _form(
        request,
        job,
        (CASES, reverse("desk:cases")),
        (job.crumb, job.back),
        after=lambda _: f"{job.back}?done={act}",
    )


@desk
@require_GET
def case_paper(request: HttpRequest, procedure: str, case: UUID, field: str) -> HttpResponse:
    """A paper of a case."""
    return files.download(*casefile.paper(actor(request), procedure, case, field))


@desk
@require_GET
def case_letter(request: HttpRequest, procedure: str, case: UUID, letter: str) -> HttpResponse:
    """The kept copy of a letter of a case."""
    return files.download(*casefile.letter(actor(request), procedure, case, letter))


@desk
@require_GET
def case_letter_as(request: HttpRequest, procedure: str, case: UUID, letter: str, kind: str) -> HttpResponse:
    """A letter as a document that can be printed and sealed."""
    if kind not in letters.KINDS:
        raise Http404
    return files.download(*casefile.letter_as(actor(request), procedure, case, letter, kind))


# --- registers ----------------------------------------------------------------------------------------------


@desk
@require_GET
def registers(request: HttpRequest) -> HttpResponse:
    """The registers that concern me."""
    return page(request, "desk/index.html", registry.index(actor(request)))


@desk
@require_GET
def register(request: HttpRequest, register: str) -> HttpResponse:
    """The entries of a register."""
    card = registry.entries(actor(request), register, request.GET)
    return page(request, "desk/listing.html", card, (REGISTERS, reverse("desk:registers")), (card.title, ""))


@desk
@require_GET
def register_export(request: HttpRequest, register: str, kind: str) -> Any:
    """The whole list as a file."""
    if kind not in files.KINDS:
        raise Http404
    return registry.export(actor(request), register, request.GET, kind)


@desk
@require_http_methods(["GET", "POST"])
def entry_new(request: HttpRequest, register: str) -> HttpResponse:
    """Enter something."""
    job = registry.enter_job(actor(request), register)

    def after(outcome: Outcome) -> str:
        return (
            reverse("desk:entry", kwargs={"register": register, "entry": outcome.result["entry"]})
            + "?done=enter"
        )

    return _form(request, job, (REGISTERS, reverse("desk:registers")), after=after)


@desk
@require_GET
def entry(request: HttpRequest, register: str, entry: UUID) -> HttpResponse:
    """One entry."""
    card = registry.detail(
        actor(request), register, entry, done=request.GET.get("done", ""), printing="print" in request.GET
    )
    return page(
        request,
        "desk/detail.html",
        card,
        (REGISTERS, reverse("desk:registers")),
        (card.kind, card.kind_href),
        (card.number, ""),
    )


def _change(request: HttpRequest, register: str, entry: UUID, verb: str) -> HttpResponse:
    job = registry.change_job(actor(request), register, entry, verb)
    return _form(
        request,
        job,
        (REGISTERS, reverse("desk:registers")),
        (job.crumb, job.back),
        after=lambda _: f"{job.back}?done={verb}",
    )


@desk
@require_http_methods(["GET", "POST"])
def entry_correct(request: HttpRequest, register: str, entry: UUID) -> HttpResponse:
    """Correct an entry."""
    return _change(request, register, entry, "correct")


@desk
@require_http_methods(["GET", "POST"])
def entry_end(request: HttpRequest, register: str, entry: UUID) -> HttpResponse:
    """End an entry."""
    return _change(request, register, entry, "end")


@desk
@require_GET
def entry_paper(request: HttpRequest, register: str, entry: UUID, field: str) -> HttpResponse:
    """A paper of an entry."""
    return files.download(*registry.paper(actor(request), register, entry, field))


# --- oneself ------------------------------------------------------------------------------------------------


@desk
@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    """What I have begun."""
    title = Text("草稿", "Drafts")
    return page(
        request, "desk/drafts.html", people.drafts(actor(request)), (ME, reverse("desk:home")), (title, "")
    )


@desk
@require_POST
def draft_discard(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Throw a draft away."""
    people.discard(actor(request), draft)
    return redirect(within(request, request.POST.get("next", ""), reverse("desk:drafts")))


@desk
@require_POST
def notices(request: HttpRequest) -> HttpResponse:
    """Take note of what I was told, say that it was of use, or stop being told."""
    stop, used = request.POST.get("stop", ""), request.POST.get("use", "")
    if used:
        if not used.isdigit():
            raise Http404
        perform(actor=actor(request), verb="inbox:use", target=int(used), at=now())
    elif stop:
        what, _, notice = stop.partition("-")
        if not notice.isdigit():
            raise Http404
        perform(actor=actor(request), verb="inbox:stop", target=int(notice), facts={"what": what}, at=now())
    else:
        see(
            actor=actor(request),
            ids=[int(one) for one in request.POST.getlist("seen") if one.isdigit()],
            at=now(),
        )
    return redirect(within(request, request.POST.get("next", ""), f"{reverse('desk:home')}#notices"))


@desk
@require_GET
def notice(request: HttpRequest, notice: int) -> HttpResponse:
    """Open what a notice is about."""
    return redirect(people.about(actor(request), notice, at=now()))


@desk
@require_http_methods(["GET", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """Who stands in for me, and for whom I stand in."""
    given: Any = None
    reasons: Sequence[Reason] = ()
    if request.method == "POST":
        try:
            people.delegate(actor(request), request.POST, at=now(), key=request.POST.get("key") or None)
            return redirect("desk:delegations")
        except Refusal as refusal:
            given, reasons = request.POST, refusal.reasons
    card = people.delegations(actor(request), key=new_key(), given=given, reasons=reasons)
    return page(
        request,
        "desk/delegations.html",
        card,
        (ME, reverse("desk:home")),
        (Text("代理", "Standing in"), ""),
        status=422 if reasons else 200,
    )


@desk
@require_POST
def delegation_end(request: HttpRequest, delegation: int) -> HttpResponse:
    """Take a delegation back."""
    people.take_back(actor(request), delegation, at=now())
    return redirect("desk:delegations")


# --- reference ----------------------------------------------------------------------------------------------


@desk
@require_GET
def permissions(request: HttpRequest) -> HttpResponse:
    """Who may do what."""
    card = people.permissions(actor(request))
    return page(
        request, "desk/permissions.html", card, (ME, reverse("desk:home")), (Text("权限", "Permissions"), "")
    )


@desk
@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """The catalogue."""
    return page(
        request, "desk/reference.html", written.reference(), (ME, reverse("desk:home")), (REFERENCE, "")
    )


@desk
@require_GET
def reference_system(request: HttpRequest, system: str) -> HttpResponse:
    """One system of the catalogue."""
    card = written.system(system)
    return page(
        request, "desk/reference.html", card, (REFERENCE, reverse("desk:reference")), (card.title, "")
    )
