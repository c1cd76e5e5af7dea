"""Views of the management pages: take the request apart, ask a builder or perform one act, show a page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from zhichan.doors.desk.management import supervision as matters
from zhichan.doors.desk.views import desk, page
from zhichan.doors.look.frame import actor
from zhichan.doors.look.letters import KINDS, pdf, word
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.ground.public import Refusal, Text

TEMPLATE = "desk/management/page.html"
SUPERVISION = Text("督办", "Supervision")
CIRCULARS = Text("通报", "Reports")
BINARY = "application/octet-stream"


def download(content: bytes, name: str, kind: str = BINARY) -> HttpResponse:
    """A file to be kept, never to be opened in our own name."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@desk
@require_GET
def supervision(request: HttpRequest) -> HttpResponse:
    """The board of matters."""
    return page(request, TEMPLATE, matters.board(actor(request), request.GET))


@desk
@require_GET
def matter(request: HttpRequest, case: UUID) -> HttpResponse:
    """One matter with its reports."""
    card = matters.matter(actor(request), case)
    return page(request, TEMPLATE, card, (SUPERVISION, reverse("desk:supervision")), (card.title, ""))


@desk
@require_GET
def evidence(request: HttpRequest, case: UUID, number: int) -> HttpResponse:
    """The evidence of one report."""
    return download(*matters.evidence(actor(request), case, number))


@desk
@require_GET
def circulars(request: HttpRequest) -> HttpResponse:
    """Reports made of the records."""
    return page(request, TEMPLATE, matters.circulars(actor(request)))


@desk
@require_GET
def circular(request: HttpRequest, case: UUID) -> HttpResponse:
    """One report, its sentences with what they rest on."""
    card = matters.circular(actor(request), case)
    return page(request, TEMPLATE, card, (CIRCULARS, reverse("desk:circulars")), (card.title, ""))


@desk
@require_GET
def circular_file(request: HttpRequest, case: UUID, kind: str) -> HttpResponse:
    """One report as a Word or PDF file."""
    if kind not in KINDS:
        raise Refusal(NOT_THERE)
    found = matters.found_circular(actor(request), case)
    letter = matters.letter(found)
    return download(word(letter) if kind == "docx" else pdf(letter), f"{found.number}.{kind}", KINDS[kind])
