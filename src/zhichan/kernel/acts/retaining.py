"""Keeping for as long as a clause says, and destroying after that: never before the day, under a hold, or while open.

``target`` is ``<kind>:<id>`` as for erasing. Destroying erases (the ledger keeps digests and seals hold), with the
rule, its clause and its last day in the event. A hold keeps everything of a subject until it is released, also from
erasure.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from zhichan.kernel.access.public import Actor
from zhichan.kernel.acts.erasing import find_for, is_held, refuse_held, said
from zhichan.kernel.acts.models import Hold
from zhichan.kernel.acts.performing import NOT_THERE, Act, register_verb
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.catalogue.shapes import Procedure, Register, Retention, Span
from zhichan.kernel.ground.public import Paper, Refusal, Region, Text, kernel
from zhichan.kernel.ledger.public import Audience, erasing

HOLD, RELEASE = "retention:hold", "retention:release"


def register() -> None:
    """Register the verbs."""
    register_verb(erasing.DESTROY, destroy)
    register_verb(HOLD, hold)
    register_verb(RELEASE, release)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is kept by a rule: whose, which facts, since and until which day, and what stands against it."""

    kind: str
    id: str
    number: str
    declared: str
    rule: str
    fields: tuple[str, ...]
    papers: tuple[str, ...]
    since: date
    until: date
    clause: str
    held: bool

    @property
    def target(self) -> str:
        """What acts on it take."""
        return f"{self.kind}:{self.id}"


def due(*, actor: Actor, on: date, limit: int = 500) -> list[Due]:
    """What may be destroyed on a day, where the actor holds a role for it: the longest due first, those held too."""
    allowed = current().roles_for(erasing.DESTROY)
    found: list[Due] = []
    with kernel():
        regions = [each.pk for each in Region.objects.all() if actor.held(allowed, each.path)]
        for kind, declared in _declared():
            holder = erasing.holder_of(kind) if regions else None
            closed = holder.closed(declared.slug, regions=regions) if holder is not None else iter(())
            while batch := list(islice(closed, erasing.BATCH)):
                known = _known(kind, batch)
                found.extend(
                    one for identity, held in batch for rule in declared.retention
                    if (one := _kept(kind, identity, held, declared, rule, known)) is not None and one.until < on
                )  # fmt: skip
    return sorted(found, key=lambda one: (one.until, one.number, one.rule))[:limit]


def destroy(act: Act) -> Mapping[str, Any]:
    """Destroy what the ``rule`` of a subject's declaration no longer keeps. ``facts``: ``rule``, ``instrument``."""
    kind, subject_id, _, held = find_for(act)
    instrument = said(act, "instrument")
    name = str(act.facts.get("rule") or "")
    declared = _declaration(kind, held.declared)
    if declared is None or name not in declared.retention:
        raise Refusal.one("retention.rule", "没有这条保管规定", "there is no such rule of keeping", place="rule")
    rule = declared.retention[name]
    if held.open and rule.after != "entered":
        raise Refusal.one(
            "retention.open", "尚未办结，不得销毁", "it is still under way and must be kept", place="rule"
        )
    refuse_held(kind, subject_id)
    kept = _kept(kind, subject_id, held, declared, name, _known(kind, [(subject_id, held)]))
    if kept is None:
        raise Refusal.one(
            "retention.not-begun", "保管期限尚未起算，或者已经没有这些内容",
            "the term has not begun, or nothing of it is left", place="rule",
        )  # fmt: skip
    if act.day <= kept.until:
        raise Refusal.one(
            "retention.too-early", f"保管至{kept.until}，期满后才能销毁",
            f"it is to be kept until {kept.until}", place="rule", clause=kept.clause,
        )  # fmt: skip
    reason = Text(f"保管期限已于{kept.until}届满（{kept.clause}）", f"kept until {kept.until} ({kept.clause})")
    done = act.hand_on(erasing.ERASE, act.target, {
        "fields": list(kept.fields), "papers": list(kept.papers), "reason": reason.zh, "instrument": instrument,
        "retention": {
            "rule": name, "clause": kept.clause, "since": kept.since.isoformat(), "until": kept.until.isoformat(),
        },
    })  # fmt: skip
    return {**done, "rule": name, "clause": kept.clause, "until": kept.until.isoformat()}


def hold(act: Act) -> Mapping[str, Any]:
    """Keep everything of a subject, whatever is due (a lawsuit, an audit). ``facts``: ``reason``, ``instrument``."""
    kind, subject_id, _, held = find_for(act)
    reason, instrument = said(act, "reason"), said(act, "instrument")
    if is_held(kind, subject_id):
        raise Refusal.one("retention.held", "已经暂停销毁", "it is held already")
    made = Hold.objects.create(
        kind=kind, subject_id=subject_id, reason=reason, instrument=instrument, at=act.at, by=act.actor.name
    )
    _tell(act, kind, subject_id, held, {"held": True, "instrument": instrument}, reason)
    return {"hold": made.pk}


def release(act: Act) -> Mapping[str, Any]:
    """End a hold. ``facts``: ``reason``."""
    kind, subject_id, _, held = find_for(act)
    reason = said(act, "reason")
    if not Hold.objects.filter(kind=kind, subject_id=subject_id, released_at=None).update(released_at=act.at):
        raise Refusal(NOT_THERE)
    _tell(act, kind, subject_id, held, {"held": False}, reason)
    return {"released": True}


def _declared() -> Iterator[tuple[str, Procedure | Register]]:
    catalogue = current()
    for procedure in catalogue.procedures.values():
        if procedure.retention:
            yield "case", procedure
    for register_ in catalogue.registers.values():
        if register_.retention:
            yield register_.slug, register_


def _declaration(kind: str, declared: str) -> Procedure | Register | None:
    return current().procedure(declared) if kind == "case" else current().registers.get(declared)


@dataclass(frozen=True, slots=True)
class _Known:
    """Of some subjects: which papers that they name are kept, and which of them are held."""

    papers: frozenset[str]
    held: frozenset[str]


def _known(kind: str, subjects: Iterable[tuple[str, erasing.Held]]) -> _Known:
    known = dict(subjects)
    papers = {each for held in known.values() for each in held.papers}
    holds = Hold.objects.filter(kind=kind, subject_id__in=known, released_at=None)
    return _Known(
        frozenset(Paper.objects.filter(sha256__in=papers).values_list("sha256", flat=True)),
        frozenset(holds.values_list("subject_id", flat=True)),
    )


def _kept(
    kind: str, identity: str, held: erasing.Held, declared: Procedure | Register, name: str, known: _Known
) -> Due | None:
    """What a rule keeps of a subject; None while its term has not begun, or when nothing is left."""
    rule: Retention = declared.retention[name]
    day = held.days.get(rule.after)
    fields = sorted(held.fields & set(rule.what)) if rule.what else sorted(held.fields)
    papers = () if rule.what else tuple(each for each in held.papers if each in known.papers)
    if day is None or not (fields or papers) or (held.open and rule.after != "entered"):
        return None
    since = date.fromisoformat(day)
    span = next(
        (each for each in rule.term if each.since <= since and (each.until is None or since < each.until)), None
    )
    if span is None:
        return None
    more = () if rule.what or not fields else ("reason", "title")
    return Due(
        kind, identity, held.number, held.declared, name, tuple(dict.fromkeys((*fields, *more))), papers, since,
        _last(since, span), span.clause, identity in known.held,
    )  # fmt: skip


def _last(since: date, span: Span) -> date:
    """The last day on which it is kept; a month that is too short ends it with its last day."""
    unit, length = span.length
    if unit == "days":
        return since + timedelta(days=length)
    year, month = divmod(since.year * 12 + since.month - 1 + length, 12)
    return date(year, month + 1, min(since.day, calendar.monthrange(year, month + 1)[1]))


def _tell(
    act: Act, kind: str, subject_id: str, held: erasing.Held, content: Mapping[str, Any], reason: str
) -> None:
    audience = Audience(held.audience.readers, held.audience.barred)
    act.event(
        subject_kind=kind, subject_id=subject_id, version=held.version, content=content, reason=reason,
        audience=audience,
    )  # fmt: skip
