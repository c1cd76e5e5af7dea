"""Whether what people are told is opened and of use, by kind, for those whose office it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from zhichan.doors.desk.management.cards import Page, Section
from zhichan.doors.desk.views import desk, page
from zhichan.doors.look.frame import actor, today
from zhichan.doors.look.parts import Cell, Column, Row, Table
from zhichan.kernel.ground.public import Text
from zhichan.kernel.inbox.public import Use, measured

TEMPLATE = "desk/management/page.html"
SPAN = timedelta(days=365)
TITLE = Text("推送效果", "What notices came to")


@desk
@require_GET
def pushes(request: HttpRequest) -> HttpResponse:
    """What was told in a year, what was opened, what was of use."""
    until = today() + timedelta(days=1)
    found = measured(actor=actor(request), since=until - SPAN, until=until)
    return page(request, TEMPLATE, Page(
        title=TITLE, tabs=(),
        about=Text(
            "近一年的通知：打开指点开了所说的事项，有用由收到的人自己点选。只计条数，不看是谁。",
            "Notices of the last year. Opened: what it is about was opened; of use: whoever got it said so. Notices are"
            " counted, never people.",
        ),
        sections=[Section(Text("按种类", "By kind"), table=_table(found))],
    ), (TITLE, ""))  # fmt: skip


def _table(found: Sequence[Use]) -> Table:
    return Table(
        Text("按种类", "By kind"),
        [
            Column(Text("种类", "Kind")), Column(Text("发出", "Told"), numeric=True),
            Column(Text("打开", "Opened"), numeric=True), Column(Text("打开率", "Share"), numeric=True),
            Column(Text("有用", "Of use"), numeric=True), Column(Text("有用率", "Share"), numeric=True),
        ],
        [
            Row([
                Cell(one.title), Cell(one.told), Cell(one.opened), Cell(_share(one.opened, one.told)), Cell(one.used),
                Cell(_share(one.used, one.told)),
            ], key=one.topic)
            for one in found
        ],
        Text("近一年还没有发出通知。", "Nothing was told in the last year."), quiet=True,
    )  # fmt: skip


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else ""
