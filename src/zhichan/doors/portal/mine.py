"""What someone who acts for a firm has here: the firm, what it is told, its cases, what was not sent, its rights."""

from __future__ import annotations

from django.urls import reverse

from zhichan.doors.desk.derived.cases import address, stage_of
from zhichan.doors.desk.derived.fields import words
from zhichan.doors.desk.derived.people import notices
from zhichan.doors.look.parts import Cell, Column, Fact, Row, Table
from zhichan.doors.look.words import SHANGHAI
from zhichan.doors.portal import cards, own, searching
from zhichan.kernel.access.public import ANYONE, Actor, reading
from zhichan.kernel.acts.public import NOT_THERE, drafts
from zhichan.kernel.casework.public import Case, clocks_of
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Party, Refusal, Text
from zhichan.kernel.registry.public import EVERY, Held

MOST_CASES, MOST_RIGHTS, MOST_TOLD = 200, 500, 30


def mine(actor: Actor) -> cards.Mine:
    """The page of whoever signed in; a page that is not there for those who did not."""
    if actor.name == ANYONE:
        raise Refusal(NOT_THERE)
    held, total = own.rights(actor, limit=MOST_RIGHTS)
    return cards.Mine(
        [_firm(one) for one in own.firms(actor)],
        _cases(actor),
        _undone(actor),
        _rights(actor, held),
        total - len(held),
        notices(actor, MOST_TOLD, unseen=False),
    )


def _firm(party: Party) -> Fact:
    region = Text(party.region.name, party.region.name_en)
    return Fact(
        Text(party.name, party.name), str(party.code), note=Text(f"登记于{region.zh}", f"registered in {region.en}")
    )


def _cases(actor: Actor) -> Table:
    """The cases in which they have a part, those still running and the newest first, each with its next day."""
    principals = [actor.name, *(f"party:{code}" for code in actor.parties)]
    with reading(actor):
        found = list(
            Case.objects.filter(participants__principal__in=principals)
            .select_related("region")
            .order_by("closed_at", "-opened_at", "number")
            .distinct()[:MOST_CASES]
        )
    found.sort(key=lambda one: (one.closed_at is not None, -one.opened_at.timestamp()))
    rows = []
    for case in found:
        procedure = current().procedure(case.procedure)
        if procedure is None:
            continue
        runs = clocks_of(case, as_of=actor.day) if procedure.clocks and case.course else []
        due = min((one.due.day for one in runs if one.open and one.due.day is not None), default=None)
        about = words(procedure.title)
        rows.append(
            Row(
                [
                    Cell(case.number, address(case), Text(case.title, case.title) if case.title != about.zh else None),
                    Cell(about),
                    Cell(stage_of(procedure, case.stage)),
                    Cell(case.opened_at.astimezone(SHANGHAI).date()),
                    Cell(due),
                ]
            )
        )
    labels = (
        Text("编号", "Number"), Text("事项", "Case"), Text("到哪一步", "Where it stands"), Text("收到", "Received"),
        Text("下一个期限", "Next last day"),
    )  # fmt: skip
    return Table(
        Text("办理中和办过的事", "Cases"), [Column(label) for label in labels], rows, quiet=True,
        empty=Text(
            "还没有事项。在“办事”里提交后会列在这里。",
            "No case yet. What is applied for under “Apply” will stand here.",
        ),
    )  # fmt: skip


def _undone(actor: Actor) -> list[cards.Entry]:
    """Forms of the portal that were kept and not sent."""
    found = []
    for one in drafts(actor=actor):
        slug, _, name = one.verb.partition(":")
        procedure = current().procedure(slug)
        act = procedure.acts.get(name) if procedure else None
        if procedure is None or act is None or act.sources:
            continue
        at = one.at.astimezone(SHANGHAI)
        found.append(
            cards.Entry(
                words(act.title),
                Text(f"{at:%Y年%m月%d日 %H:%M}保存", f"saved {at:%Y-%m-%d %H:%M}"),
                f"{reverse('portal:apply-form', kwargs={'procedure': slug, 'act': name})}?draft={one.id}",
            )
        )
    return found


def _rights(actor: Actor, held: list[Held]) -> Table:
    """The rights in the names of those they act for."""
    with reading(actor):
        law = searching.in_law(((one.source, one.key) for one in held), on=actor.day)
    rows = [
        Row(
            [
                Cell(one.title, reverse("portal:record", kwargs={"source": one.source, "row": one.key})),
                Cell(Text(EVERY[one.source].zh, EVERY[one.source].en.rstrip("s"))),
                Cell(one.key),
                Cell(searching.state(one.since, one.until, law.get((one.source, one.key), ""), on=actor.day)),
                Cell(one.since),
                Cell(one.until),
            ]
        )
        for one in held
    ]
    labels = (
        Text("名称", "Name"), Text("种类", "Kind"), Text("号码", "Number"), Text("情况", "State"),
        Text("授权或登记", "Granted or registered"), Text("终止", "Ended"),
    )  # fmt: skip
    return Table(
        Text("名下的权利", "Rights in the firm's name"), [Column(label) for label in labels], rows, quiet=True,
        empty=Text(
            "名下没有登记的权利。权利人名称与本单位对应后会列在这里。",
            "No right stands in this name. Rights whose holder is linked to the party will stand here.",
        ),
    )  # fmt: skip
