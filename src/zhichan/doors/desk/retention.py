"""The list of what is no longer to be kept: destroyed, held or released one by one, each with its own outcome."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhichan.doors.desk.derived.fields import words
from zhichan.doors.desk.views import desk, new_key
from zhichan.doors.look.frame import actor, now, today
from zhichan.doors.look.parts import Cell, Column, Field, Row, State, Table
from zhichan.kernel.access.public import Actor
from zhichan.kernel.acts.public import perform, retaining
from zhichan.kernel.catalogue.public import Procedure, Register, current
from zhichan.kernel.ground.public import Refusal, Text

VERBS = {"destroy": "retention:destroy", "hold": "retention:hold", "release": "retention:release"}
DONE = {
    "destroy": Text("已销毁", "destroyed"),
    "hold": Text("已暂停销毁", "held"),
    "release": Text("已解除暂停", "released"),
}
COLUMNS = (
    Column(Text("编号", "Number")), Column(Text("事项", "What")), Column(Text("内容", "Content")),
    Column(Text("保管至", "Kept until")), Column(Text("依据", "Clause")), Column(Text("状态", "State")),
)  # fmt: skip
DUE, HELD = State("attention", Text("可销毁", "may go")), State("unknown", Text("暂停销毁", "held"))


@desk
@require_http_methods(["GET", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    """What is due; and what becomes of what was chosen."""
    person = actor(request)
    if not {role.name for role in person.roles} & current().roles_for(VERBS["destroy"]):
        raise Http404
    outcomes: Sequence[Row] = ()
    wish = request.POST.get("do", "")
    if request.method == "POST" and wish in VERBS:
        outcomes = [_act(person, wish, chosen, request) for chosen in dict.fromkeys(request.POST.getlist("due"))]
    card = {
        "due": _due(person), "key": new_key(), "chosen": bool(outcomes),
        "empty": request.method == "POST" and not outcomes,
        "outcomes": Table(
            Text("逐件结果", "One by one"), (COLUMNS[0], Column(Text("结果", "Outcome"))), outcomes, quiet=True
        ),
        "fields": [
            Field("instrument", Text("依据的文书", "The paper it rests on"), ""),
            Field("reason", Text("理由（暂停或解除时填写）", "Reason (to hold or release)"), ""),
        ],
    }  # fmt: skip
    return render(request, "desk/retention.html", {"card": card})


def _act(person: Actor, wish: str, chosen: str, request: HttpRequest) -> Row:
    """One of what was chosen, ``<kind>:<id>|<rule>|<number>``: done, or refused with its reasons."""
    target, _, rest = chosen.partition("|")
    rule, _, number = rest.partition("|")
    facts = {name: request.POST.get(name, "").strip()[:2000] for name in ("instrument", "reason")}
    key = request.POST.get("key", "")
    try:
        perform(
            actor=person, verb=VERBS[wish], target=target, facts={**facts, "rule": rule}, at=now(),
            key=hashlib.sha256(f"{key}/{wish}/{chosen}".encode()).hexdigest() if key else None,
        )  # fmt: skip
    except Refusal as refusal:
        reasons = [reason.text for reason in refusal.reasons]
        told = Text("；".join(each.zh for each in reasons), "; ".join(each.en for each in reasons))
        return Row([Cell(number), Cell(State("refused", Text("没有办成", "not done")), note=told)])
    return Row([Cell(number), Cell(State("ok", DONE[wish]))])


def _due(person: Actor) -> Table:
    rows = []
    for one in retaining.due(actor=person, on=today()):
        declared = current().procedure(one.declared) if one.kind == "case" else current().registers.get(one.declared)
        if declared is None:
            continue
        rows.append(
            Row(
                [
                    Cell(one.number, href=_address(person, one)), Cell(words(declared.title)),
                    Cell(_content(declared, one)), Cell(one.until), Cell(one.clause), Cell(HELD if one.held else DUE),
                ],
                key=f"{one.target}|{one.rule}|{one.number}",
            )
        )
    empty = Text(
        "没有到期的内容。保管期限届满后会列在这里。", "Nothing is due. What need not be kept any longer comes here."
    )
    return Table(Text("已过保管期限", "Past its term"), COLUMNS, rows, empty=empty, pick="due")


def _content(declared: Procedure | Register, one: retaining.Due) -> Text:
    if not declared.retention[one.rule].what:
        return Text("全部内容", "everything")
    titles = [declared.fields[name].title for name in one.fields if name in declared.fields]
    return Text("、".join(each.zh for each in titles), ", ".join(each.en for each in titles))


def _address(person: Actor, one: retaining.Due) -> str:
    """Where it is shown, for whoever may read more than the list."""
    if not {role.name for role in person.roles} & current().roles_for(f"{one.declared}:read"):
        return ""
    if one.kind == "case":
        return reverse("desk:case", kwargs={"procedure": one.declared, "case": UUID(one.id)})
    return reverse("desk:entry", kwargs={"register": one.declared, "entry": UUID(one.id)})
