"""Running declared procedures: from an act's declaration to a changed case and its event."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from zhichan.kernel.access.public import Actor, readers_for, reading
from zhichan.kernel.acts.public import NOT_THERE, Act, register_reaches_of, register_verbs_of
from zhichan.kernel.casework.models import Assignment, Case
from zhichan.kernel.catalogue.given import check_given
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.catalogue.rulebook import Context
from zhichan.kernel.catalogue.shapes import Act as ActShape
from zhichan.kernel.catalogue.shapes import Procedure
from zhichan.kernel.ground.public import (
    Reason,
    Refusal,
    Region,
    Text,
    Unit,
    keep_paper,
    kernel,
    next_number,
    paper_bytes,
)
from zhichan.kernel.ledger.public import Audience, Event, Payload
from zhichan.kernel.registry.public import exists


def register() -> None:
    """Register the declared verbs of procedures with the acts room."""
    register_verbs_of(_handler)
    register_reaches_of(_reach)


def _declared(verb: str) -> tuple[Procedure, ActShape] | None:
    stem, _, name = verb.partition(":")
    procedure = current().procedure(stem)
    act = procedure.acts.get(name) if procedure else None
    return (procedure, act) if procedure and act else None


def _handler(verb: str) -> Any:
    return run if _declared(verb) else None


def _reach(verb: str) -> Any:
    stem, _, name = verb.partition(":")
    if name != "read" or current().procedure(stem) is None:
        return None

    def cases(_: Actor) -> QuerySet[Case]:
        return Case.objects.filter(procedure=stem)

    return cases


def merge(state: Any, patch: Any) -> Any:
    """RFC 7396 JSON merge patch: null removes a key, objects merge, everything else replaces."""
    if not isinstance(patch, Mapping):
        return patch
    merged = dict(state) if isinstance(state, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge(merged.get(key), value)
    return merged


def inverse(state: Any, patch: Mapping[str, Any]) -> dict[str, Any]:
    """The merge patch that undoes ``patch`` on ``state`` (what the event keeps as *before*)."""
    before: dict[str, Any] = {}
    for key, value in patch.items():
        old = state.get(key) if isinstance(state, Mapping) else None
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            before[key] = inverse(old, value)
        else:
            before[key] = old
    return before


def run(act: Act) -> Mapping[str, Any]:
    """Perform a declared act: open or lock the case, check stage, facts and guards, fold, and hand on."""
    declared = _declared(act.verb)
    if declared is None:
        raise Refusal.one(
            "acts.unknown-verb",
            f"没有名为“{act.verb}”的办理动作",
            f"there is no verb {act.verb!r}",
            place="verb",
        )
    procedure, shape = declared
    opening = not shape.sources
    given = {name: value for name, value in act.facts.items() if not (opening and name in OPENING)}
    # A file comes as bytes and is kept within the act, so that a refused act leaves none behind.
    given = {
        name: keep_paper(value).sha256 if isinstance(value, bytes) else value for name, value in given.items()
    }
    case = (
        _opened(act, procedure)
        if opening
        else act.reached(Case.objects.filter(procedure=procedure.slug), pk=act.target)
    )
    act.require(case.region.path)
    reasons: list[Reason] = []
    if not opening and case.stage not in shape.sources:
        reasons.append(_wrong_stage(procedure, shape, case.stage))
    given, wrong = check_given(fields=procedure.fields, needs=shape.needs, given=given, exists=exists)
    reasons.extend(wrong)
    if reasons:
        raise Refusal.of(reasons)

    def rule(name: str) -> Any:
        return current().rule(folder=procedure.folder, name=name)(
            Context(
                facts=case.facts,
                given=given,
                day=act.day,
                region=(case.region.path, case.region.name),
                number=case.number,
                paper=paper_bytes,
                units=lambda: units_below(case.region),
            )
        )

    for guard in shape.guards:
        reasons.extend(rule(guard))
    if reasons:
        raise Refusal.of(reasons)
    patch = {fact: rule(name) for fact, name in shape.derive.items()} if shape.derive else given
    before = {"facts": inverse(case.facts, patch), "stage": case.stage}
    case.facts = merge(case.facts, patch)
    case.title = str(case.facts.get("title") or case.title)[:300]
    case.stage = shape.to or case.stage
    case.version += 1
    case.closed_at = act.at if procedure.stages[case.stage].last else None
    _set_audience(case, procedure)
    case.save()
    act.event(
        subject_kind="case",
        subject_id=str(case.pk),
        version=case.version,
        audience=audience_of(case),
        reason=str(given.get("reason") or ""),
        content={
            "patch": patch,
            "stage": case.stage,
            "before": before,
            "edition": procedure.edition,
            "given": given,
            "clause": shape.clause or "",
            **(_envelope(case) if opening else {}),
        },
    )
    handed = [
        act.hand_on(hand_on.verb, None, {**facts, "parent": str(case.pk)})
        for hand_on in shape.hands_on
        for facts in rule(hand_on.facts)
    ]
    return {
        "case": str(case.pk),
        "number": case.number,
        "stage": case.stage,
        "version": case.version,
        "handed": handed,
    }


def paper_of(actor: Actor, case_id: uuid.UUID, fact: str) -> bytes:
    """The bytes of the paper a case holds as ``fact``, for an actor who may read the case; refuses otherwise."""
    with reading(actor):
        digest = Case.objects.filter(pk=case_id).values_list(f"facts__{fact}", flat=True).first()
    if not isinstance(digest, str):
        raise Refusal(NOT_THERE)
    with kernel():
        return paper_bytes(digest)


def _wrong_stage(procedure: Procedure, shape: ActShape, stage: str) -> Reason:
    here = procedure.stages[stage].title
    there = [procedure.stages[name].title for name in shape.sources]
    return Reason(
        "casework.stage",
        Text(
            f"目前处于“{here.zh}”，只有在“{'”或“'.join(each.zh for each in there)}”时才能“{shape.title.zh}”",
            f"the case is {here.en!r}; {shape.title.en!r} is possible only when it is "
            f"{' or '.join(repr(each.en) for each in there)}",
        ),
        "stage",
    )


def units_below(region: Region) -> dict[str, str]:
    """Slug and name of every unit in ``region`` and below it."""
    return dict(Unit.objects.filter(region__path__startswith=region.path).values_list("slug", "name"))


OPENING = ("region", "title", "parent", "key", "units", "synthetic")
"""Facts every opening act takes: region path, title, parent case, key among siblings, assigned units."""


def _opened(act: Act, procedure: Procedure) -> Case:
    parent = None
    if act.facts.get("parent"):
        parent = act.reached(Case.objects.all(), pk=act.facts["parent"])
    path = str(act.facts.get("region") or (parent.region.path if parent else ""))
    region = Region.objects.filter(path=path).first()
    if region is None:
        raise Refusal.one(
            "casework.region",
            "没有指明地区，或者没有这个地区",
            "no region was given, or there is none such",
            place="region",
        )
    # Asked again by ``run``; here it keeps strangers from taking a number.
    act.require(region.path)
    case = Case(
        id=uuid.uuid4(),
        procedure=procedure.slug,
        edition=procedure.edition,
        region=region,
        parent=parent,
        number=next_number(procedure.number, year=act.day.year),
        title=str(act.facts.get("title") or procedure.title.zh)[:300],
        key=str(act.facts.get("key") or ""),
        stage="",
        opened_at=act.at,
        synthetic=bool(act.facts.get("synthetic", parent.synthetic if parent else region.synthetic)),
    )
    _set_audience(case, procedure)
    case.save(force_insert=True)
    for rank, given in enumerate(act.facts.get("units") or []):
        assign(
            case,
            role=given["role"],
            as_written=given["as_written"],
            slug=given.get("unit"),
            rank=rank,
            since=act.day,
        )
    if act.facts.get("units"):
        _set_audience(case, procedure)
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


def _set_audience(case: Case, procedure: Procedure) -> None:
    readers = readers_for(procedure.audience, case.region.path)
    if procedure.assigned:
        slugs = case.assignments.filter(unit__isnull=False).values_list("unit__slug", flat=True)
        readers += [f"unit:{slug}" for slug in sorted(set(slugs))]
    case.readers = readers
    case.public = case.stage in procedure.public
    case.assignments.update(readers=case.readers, barred=case.barred, public=case.public)


def audience_of(case: Case) -> Audience:
    """The audience of a case, for its events and assignments."""
    return Audience(tuple(case.readers), tuple(case.barred), case.public, case.public_from, case.public_until)


def _envelope(case: Case) -> dict[str, Any]:
    """What an opening event keeps of the case beside its facts, so that the fold needs nothing else."""
    return {
        "opened": {
            "procedure": case.procedure,
            "number": case.number,
            "title": case.title,
            "region": case.region.path,
            "parent": str(case.parent_id) if case.parent_id else None,
            "key": case.key,
            "synthetic": case.synthetic,
            "units": list(case.assignments.order_by("rank").values("role", "as_written", "unit__slug")),
        }
    }


def fold(events: Iterable[tuple[Event, Payload]]) -> dict[str, Any]:
    """The state a case must have after ``events``: ``{facts, stage, version}``."""
    state: dict[str, Any] = {"facts": {}, "stage": "", "version": 0}
    for event, payload in events:
        content = payload.content or {}
        state = {
            "facts": merge(state["facts"], content.get("patch", {})),
            "stage": content.get("stage", state["stage"]),
            "version": event.subject_version,
        }
    return state
