"""A firm: its rights, what it bears and was honoured with, and what it was called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from zhichan.doors.look import columns
from zhichan.doors.look.parts import Cell, Column, Fact, Row, Table
from zhichan.doors.portal.pages import linked, profiles
from zhichan.doors.portal.pages.cards import Profile
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.ground.public import Party, Refusal, Text
from zhichan.kernel.registry.public import SOURCES, history
from zhichan.kernel.registry.searching import public as index

KIND = Text("权利人", "Holder")
TOLD = ("industry", "size", "established_on", "ended_on", "address", "register_no")


def question_of(code: str) -> str:
    """The search that finds a holder's rights."""
    return f'PAC="{code}"'


def party_of(actor: Actor, code: str) -> Party:
    """A firm or institution; persons have no page.

    :raises Refusal: acts.not-there.
    """
    with reading(actor):
        firms = Party.objects.select_related("region").exclude(kind=Party.Kind.PERSON)
        found: Party | None = firms.filter(code=code).first()
    if found is None:
        raise Refusal(NOT_THERE)
    return found


def firm(actor: Actor, viewer: Actor, code: str) -> Profile:
    """The page of a firm; ``viewer`` is who looks, and decides which cases are linked."""
    party = party_of(actor, code)
    counted = index.profile(question_of(code), day=actor.day)
    with reading(actor):
        versions = [one.public() for one in history(source="firm", key=code)]
        names = _names(party, versions)
        tables = [_pledges(code), _honours(code)]
    row = versions[-1] if versions else {}
    region = Text(party.region.name, party.region.name_en)
    kind = columns.VALUES.get(party.kind) or KIND
    facts = [
        Fact(Text("统一社会信用代码", "Credit code"), code),
        Fact(Text("所在地区", "Region"), region, reverse("portal:region", kwargs={"slug": party.region.slug})),
        *(
            Fact(columns.label(name), columns.shown("firm", name, row[name]))
            for name in TOLD
            if row.get(name) not in (None, "")
        ),
        *([Fact(Text("用过的名称", "Names borne"), "、".join(names))] if names else []),
    ]
    ranks = [profiles.classes_below(counted, "", {}), profiles.fields(counted), profiles.nice(counted)]
    return Profile(
        party.name, kind,
        Text(f"{region.zh}的{kind.zh}，名下在册权利{counted.count:,}件。",
             f"A {kind.en} in {region.en} with {counted.count:,} rights on record."),
        counted, profiles.at(counted.question), facts, (), profiles.kinds_of(counted),
        profiles.trend_of(counted), [one for one in ranks if one], profiles.newest(counted, actor),
        [*(one for one in tables if one), *linked.tables(viewer, parties=[code])],
        profiles.addresses("firm", code=code),
    )  # fmt: skip


def _names(party: Party, versions: Sequence[dict[str, Any]]) -> list[str]:
    """The other names under which the register knew it, the oldest first."""
    told = dict.fromkeys(str(one["name"]) for one in versions if one.get("name"))
    return [name for name in told if name != party.name]


def _pledges(code: str) -> Table | None:
    found = linked.open_rows("pledge", order="registered_on", party__code=code)
    if not found:
        return None
    return Table(
        Text("质押登记", "Pledges registered"),
        [Column(columns.label(name)) for name in ("key", "kind", "registered_on", "released_on", "lender")],
        [
            Row([
                Cell(one.key), Cell(columns.shown("pledge", "kind", one.kind)), Cell(one.registered_on),
                Cell(one.released_on or Text("未解除", "not released")), Cell(one.lender),
            ])
            for one in found
        ],
        quiet=True,
    )  # fmt: skip


def _honours(code: str) -> Table | None:
    found = linked.open_rows("recognition", order="since", party__code=code)
    if not found:
        return None
    return Table(
        Text(SOURCES["recognition"].zh, SOURCES["recognition"].en.capitalize()),
        [Column(columns.label(name)) for name in ("name", "kind", "since", "until", "clause")],
        [
            Row([
                Cell(one.name), Cell(columns.shown("recognition", "kind", one.kind)), Cell(one.since),
                Cell(one.until), Cell(one.clause),
            ])
            for one in found
        ],
        quiet=True,
    )  # fmt: skip

