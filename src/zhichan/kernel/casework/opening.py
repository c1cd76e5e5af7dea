"""Opening a case: its region, number and units, and who may see it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from zhichan.kernel.access.public import readers_for
from zhichan.kernel.acts.public import (
    Act,
)
from zhichan.kernel.casework import parts
from zhichan.kernel.casework.models import Assignment, Case
from zhichan.kernel.casework.permitting import permit
from zhichan.kernel.casework.sealing import sealed_audience
from zhichan.kernel.catalogue.shapes import Act as ActShape
from zhichan.kernel.catalogue.shapes import Procedure
from zhichan.kernel.ground.public import (
    Refusal,
    Region,
    Unit,
    next_number,
)
from zhichan.kernel.ledger.public import Audience

OPENING = ("region", "title", "parent", "key", "units", "synthetic")
"""Facts every opening act takes: region path, title, parent case, key among siblings, assigned units."""


def opened(act: Act, procedure: Procedure, shape: ActShape, *, numbered: bool = True) -> Case:
    """A new case with its number, region and units, for whoever may open it there. Its row is written with its act.

    One that goes into a box is not ``numbered``: it becomes a case when the box is opened.
    """
    if act.nameless and not act.cause and "synthetic" in act.facts:
        raise Refusal.one(
            "casework.nameless", "不记名填报是否为演示数据，不由填报人说明",
            "whoever does a nameless act does not say whether it is synthetic", place="synthetic",
        )  # fmt: skip
    parent = None
    if act.facts.get("parent"):
        pk = str(act.facts["parent"])
        parent = act.once_for_all(("parent", pk), lambda: act.reached(Case.objects.all(), pk=pk))
    path = str(act.facts.get("region") or (parent.region.path if parent else ""))
    region = act.once_for_all(("region", path), lambda: Region.objects.filter(path=path).first())
    if region is None:
        raise Refusal.one(
            "casework.region",
            "没有指明地区，或者没有这个地区",
            "no region was given, or there is none such",
            place="region",
        )
    # Asked again by ``run``; here it keeps strangers from taking a number.
    permit(act, procedure, shape, region.path, {})
    case = Case(
        id=uuid.uuid4(),
        procedure=procedure.slug,
        edition=procedure.edition,
        region=region,
        parent=parent,
        number=next_number(procedure.number, year=act.day.year) if numbered else "",
        title=str(act.facts.get("title") or procedure.title.zh)[:300],
        key=str(act.facts.get("key") or ""),
        stage="",
        opened_at=act.at,
        synthetic=bool(act.facts.get("synthetic", parent.synthetic if parent else region.synthetic)),
    )
    _say(case, procedure, {}, begun=True)
    for rank, given in enumerate((act.facts.get("units") or []) if numbered else []):
        assign(
            case,
            role=given["role"],
            as_written=given["as_written"],
            slug=given.get("unit"),
            rank=rank,
            since=act.day,
        )
    if act.facts.get("units"):
        set_audience(case, procedure, {})
    return case


def assign(case: Case, *, role: str, as_written: str, slug: str | None, rank: int, since: date) -> Assignment:
    """Give a unit a part in a case; ``slug`` is None when the words could not be resolved to a unit."""
    unit = Unit.objects.get(slug=slug) if slug else None
    return Assignment.objects.create(
        case=case,
        role=role,
        as_written=as_written[:120],
        unit=unit,
        rank=rank,
        since=since,
        **audience_of(case).columns(),
    )


def set_audience(
    case: Case, procedure: Procedure, facts: Mapping[str, Any], *, anew: bool = False, apart: bool = False
) -> None:
    """Say who may see a case and, where that has changed or is to be said ``anew``, its assignments and sealed facts.

    Who sees a sealed fact follows from facts, so that it is always said of a case that has some (``apart``).
    """
    before = (case.readers, case.barred, case.public)
    _say(case, procedure, facts)
    moved = anew or (case.readers, case.barred, case.public) != before
    if apart or (moved and not case._state.adding):
        for each in case.sealed.all():
            if each.field in procedure.fields:
                audience = sealed_audience(case, procedure, each.field, facts)
                case.sealed.filter(pk=each.pk).update(**audience.columns())
    if moved:
        case.assignments.update(readers=case.readers, barred=case.barred, public=case.public)


def _say(case: Case, procedure: Procedure, facts: Mapping[str, Any], *, begun: bool = False) -> None:
    readers = readers_for(procedure.audience, case.region.path) + parts.readers(procedure, facts)
    # Nobody has a part yet in a case that has only just ``begun``.
    if procedure.assigned and not begun:
        slugs = case.assignments.filter(unit__isnull=False).values_list("unit__slug", flat=True)
        readers += [f"unit:{slug}" for slug in sorted(set(slugs))]
    case.readers = readers
    case.barred = parts.barred(procedure, facts)
    case.public = case.stage in procedure.public


def audience_of(case: Case) -> Audience:
    """The audience of a case, for its events and assignments."""
    return Audience.of(case)


def opening_envelope(case: Case, *, assigned: bool) -> dict[str, Any]:
    """What an opening event keeps of the case beside its facts, so that the fold needs nothing else.

    ``assigned`` says whether units were given a part in it.
    """
    assignments = case.assignments.order_by("rank").values("role", "as_written", "unit__slug") if assigned else ()
    return {
        "opened": {
            "procedure": case.procedure,
            "number": case.number,
            "title": case.title,
            "region": case.region.path,
            "parent": str(case.parent_id) if case.parent_id else None,
            "key": case.key,
            "synthetic": case.synthetic,
            "units": list(assignments),
        }
    }
