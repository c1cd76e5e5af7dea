"""What waits: asked of the cases each time, never stored, so that it cannot be out of date."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q

from zhichan.kernel.access.public import ANYONE, Actor, reading
from zhichan.kernel.casework.public import Case, Participant
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Text


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case in which the actor can do something now; ``steps`` are the acts, by name and title."""

    case: UUID
    number: str
    title: str
    procedure: str
    procedure_title: Text
    stage: Text
    region: Text
    steps: tuple[tuple[str, Text], ...]
    due_on: date | None
    since: datetime


def waiting(*, actor: Actor, limit: int = 50) -> tuple[list[Waiting], int]:
    """Cases that wait for the actor, the most urgent first, and their exact number."""
    return _ask(actor, mine=True, limit=limit)


def waiting_for_others(*, actor: Actor, limit: int = 50) -> tuple[list[Waiting], int]:
    """Open cases that concern the actor in which only others can do something, and their exact number.

    A case concerns those who take part in it, and whose role its procedure names; that it is public makes it nobody's.
    """
    return _ask(actor, mine=False, limit=limit)


def owed(*, actor: Actor, limit: int = 200) -> tuple[list[Waiting], int]:
    """Open cases in which a unit of the actor's has a part, whoever acts next, and their exact number."""
    last = [Q(procedure=slug, stage=name) for slug, one in current().procedures.items()
            for name, stage in one.stages.items() if stage.last]  # fmt: skip
    closed = Q(pk__in=[])
    for each in last:
        closed |= each
    with reading(actor):
        found = Case.objects.filter(assignments__unit__slug__in=actor.units).exclude(closed).distinct()
        total = found.count()
        chosen = list(
            found.select_related("region").order_by(F("due_on").asc(nulls_last=True), "opened_at", "number")[
                :limit
            ]
        )
    return [_card(case, actor, _steps(case)) for case in chosen], total


def _steps(case: Case) -> dict[str, tuple[frozenset[str], Text]]:
    acts = current().procedures[case.procedure].acts.items()
    return {
        name: (frozenset(act.roles), Text(act.title.zh, act.title.en))
        for name, act in acts if case.stage in act.sources
    }  # fmt: skip


def _ask(actor: Actor, *, mine: bool, limit: int) -> tuple[list[Waiting], int]:
    open_, own = Q(pk__in=[]), Q(pk__in=[])
    mine_in = Participant.objects.filter(principal__in=sorted(actor.principals - {ANYONE}))
    steps: dict[tuple[str, str], dict[str, tuple[frozenset[str], Text]]] = {}
    for slug, procedure in current().procedures.items():
        # What can be done at any time, such as withdrawing, is nothing that waits to be done.
        standing = {one.act for one in procedure.always}
        for name, act in procedure.acts.items():
            for stage in act.sources if name not in standing and not act.at_will else ():
                if procedure.stages[stage].last:
                    continue
                steps.setdefault((slug, stage), {})[name] = (
                    frozenset(act.roles),
                    Text(act.title.zh, act.title.en),
                )
    roles = {role.name for role in actor.roles}
    concerned = {
        slug for slug, one in current().procedures.items()
        if roles & {*one.audience, *(name for act in one.acts.values() for name in act.roles)}
    }  # fmt: skip
    for (slug, stage), acts in steps.items():
        here = Q(procedure=slug, stage=stage)
        open_ |= here if slug in concerned else here & Q(pk__in=mine_in.values("case"))
        named = {name for roles, _ in acts.values() for name in roles}
        for role in actor.roles:
            if role.name in named:
                own |= here & Q(region__path__startswith=role.path)
        if parts := named & set(current().procedures[slug].parts):
            own |= here & Q(pk__in=mine_in.filter(part__in=parts).values("case"))
    with reading(actor):
        found = Case.objects.filter(own) if mine else Case.objects.filter(open_).exclude(own)
        total = found.count()
        chosen = list(
            found.select_related("region").order_by(F("due_on").asc(nulls_last=True), "opened_at")[:limit]
        )
        parts_in: dict[UUID, set[str]] = {}
        for identity, part in mine_in.filter(case__in=[case.pk for case in chosen]).values_list("case_id", "part"):
            parts_in.setdefault(identity, set()).add(part)
    return [
        _card(case, actor, steps[case.procedure, case.stage], parts_in.get(case.pk, set())) for case in chosen
    ], total


def _card(
    case: Case, actor: Actor, acts: dict[str, tuple[frozenset[str], Text]], parts: AbstractSet[str] = frozenset()
) -> Waiting:
    procedure = current().procedures[case.procedure]
    title, stage = procedure.title, procedure.stages[case.stage].title
    return Waiting(
        case=case.pk,
        number=case.number,
        title=case.title,
        procedure=case.procedure,
        procedure_title=Text(title.zh, title.en),
        stage=Text(stage.zh, stage.en),
        region=Text(case.region.name, case.region.name_en),
        steps=tuple(
            (name, text) for name, (roles, text) in acts.items() if roles & parts or actor.held(roles, case.region.path)
        ),
        due_on=case.due_on,
        since=case.opened_at,
    )
