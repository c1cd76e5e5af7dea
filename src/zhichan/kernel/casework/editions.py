"""Editions of procedures: which one a running case stands under, what a new one would change, what an old one said.

A new edition says in ``running`` what becomes of cases that run under an earlier one: they ``move`` to it with their
next act, or ``stay``. A case whose stage the new edition does not know stays in any case. Every edition under which
something was done is kept, so that it can be explained for as long as the case is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.casework import clocks
from zhichan.kernel.casework.models import Case, Edition
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.catalogue.shapes import Procedure
from zhichan.kernel.ground.calendars import calendar as calendar_of
from zhichan.kernel.ground.public import Refusal, Text, kernel
from zhichan.kernel.ledger.public import Event, Payload


def keep(procedure: Procedure, *, at: datetime) -> None:
    """Keep an edition before anything is done under it. Call as the kernel role, within the act."""
    if Edition.objects.filter(pk=procedure.edition).exists():
        return
    Edition.objects.bulk_create(
        [
            Edition(
                digest=procedure.edition, procedure=procedure.slug, name=procedure.name, file=procedure.file,
                declaration=procedure.model_dump_json(by_alias=True), at=at,
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def edition(digest: str) -> Procedure | None:
    """A kept edition of a procedure by its digest; None when none is kept."""
    found = next((each for each in current().procedures.values() if each.edition == digest), None)
    return found or _kept(digest)


def knows(slug: str, act: str) -> bool:
    """Whether a kept edition of a procedure has an act of this name."""
    with kernel():
        digests = list(Edition.objects.filter(procedure=slug).values_list("digest", flat=True))
    found = (_kept(each) for each in digests)
    return any(each is not None and act in each.acts for each in found)


def _kept(digest: str) -> Procedure | None:
    try:
        return _read(digest)
    except LookupError:
        return None


@lru_cache(maxsize=256)
def _read(digest: str) -> Procedure:
    """What the digest stands for, which never changes: read once a process. One that is not kept yet is asked again."""
    with kernel():
        row = Edition.objects.filter(pk=digest).first()
    if row is None:
        raise LookupError(digest)
    found = Procedure.model_validate_json(row.declaration)
    found.place(name=row.name, file=row.file)
    return found


def procedure_of(case: Case) -> Procedure:
    """The edition under which the next act on a case is done."""
    newest = current().procedures[case.procedure]
    if case.edition == newest.edition or (newest.running == "move" and case.stage in newest.stages):
        return newest
    return _kept(case.edition) or newest


# --- before a new edition is taken into use ---------------------------------------------------------------------


REHEARSE = "catalogue:rehearse"
"""Whoever holds a role with this verb is shown what a new edition would change; it tells of cases by their numbers."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new edition would change for one running case: it moves or not, its last days, what can be done."""

    number: str
    moves: bool
    reason: Text
    due: tuple[tuple[str, str, str], ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How many running cases a new edition concerns, and each that it would change or leave behind."""

    cases: int
    moving: int
    staying: int
    differences: tuple[Difference, ...]


def rehearse(*, new: Procedure, as_of: date) -> Rehearsal:
    """What would become of every open case if ``new`` were in use from a day on. Changes nothing."""
    count = moving = 0
    found: list[Difference] = []
    with kernel():
        for case in Case.objects.filter(procedure=new.slug, closed_at=None).select_related("region").order_by("number"):
            count += 1
            one = _difference(case, procedure_of(case), new, as_of)
            moving += one.moves
            if one.due or one.gained or one.lost or not one.moves:
                found.append(one)
    return Rehearsal(count, moving, count - moving, tuple(found))


def _difference(case: Case, old: Procedure, new: Procedure, as_of: date) -> Difference:
    known = case.stage in new.stages
    moves = known and new.running == "move"
    if not known:
        reason = Text(f"新版没有阶段“{case.stage}”", f"the new edition has no stage {case.stage!r}")
    elif not moves:
        reason = Text("新版规定在办案件沿用旧版", "by the new edition running cases stay")
    else:
        reason = Text("下一次办理起适用新版", "the new edition applies from the next act")
    if not moves:
        return Difference(case.number, False, reason, (), (), ())
    before, after = _due(case, old, as_of), _due(case, new, as_of)
    changed = tuple(
        (name, before.get(name, ""), after.get(name, ""))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    )
    could, can = _open(case, old), _open(case, new)
    return Difference(case.number, True, reason, changed, tuple(sorted(can - could)), tuple(sorted(could - can)))


def _due(case: Case, procedure: Procedure, as_of: date) -> dict[str, str]:
    try:
        runs = clocks.running(
            procedure=procedure, course=case.course, facts=case.facts, calendar=calendar_of(case.region.path),
            as_of=as_of, explain=False,
        )  # fmt: skip
    except (Refusal, KeyError):
        # An act of the course that the edition no longer knows: nothing can be computed from it.
        return {"": "?"}
    return {f"{run.name}{run.key and '/' + run.key}": str(run.due.day) for run in runs if run.open}


def _open(case: Case, procedure: Procedure) -> set[str]:
    return {name for name, act in procedure.acts.items() if case.stage in act.sources}


# --- after it ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Decided:
    """One act as it was under the edition then in use: its title, its clause, and the last days it began."""

    edition: str
    at: datetime
    act: Text
    clause: str
    stage: Text
    clocks: Sequence[dict[str, Any]]


def decided(actor: Actor, case: Case) -> Iterator[Decided]:
    """Every act on a case under the edition of its time, for whoever may read the case. Erased parts tell no clause."""
    with reading(actor):
        if not Case.objects.filter(pk=case.pk).exists():
            raise Refusal(NOT_THERE)
        events = list(
            Event.objects.filter(subject_kind="case", subject_id=str(case.pk)).order_by("subject_version", "id")
        )
        parts = dict(
            Payload.objects.filter(event__in=events, field_class="ordinary").values_list("event_id", "content")
        )
    for event in events:
        content = parts.get(event.pk) or {}
        declared = edition(str(content.get("edition") or ""))
        act = declared.acts.get(event.verb.partition(":")[2]) if declared is not None else None
        if declared is None or act is None:
            continue
        stage = declared.stages[content["stage"]].title
        yield Decided(
            declared.edition, event.at, Text(act.title.zh, act.title.en), str(content.get("clause") or ""),
            Text(stage.zh, stage.en), content.get("clocks", []),
        )  # fmt: skip
