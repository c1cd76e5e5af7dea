"""From events to facts: what the record says by a day, after corrections and retractions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from zhichan.instruments.clock import Words
from zhichan.instruments.status.laws import StatusError
from zhichan.instruments.status.model import EVENT_KINDS, Event, RightKind

HIDDEN_GRANT: Final = "?granted"
"""The id of a grant that is not on record but must have happened, since something is that presupposes it."""

_CREATED: Final = frozenset({"work", "software"})
_POINTING: Final = frozenset({"corrected", "retracted"})


@dataclass(frozen=True, slots=True)
class Fact:
    """An event as last corrected: ``root`` is the id of the event, ``ids`` it and the corrections applied."""

    kind: str
    day: date | None
    known_on: date
    root: str
    ids: tuple[str, ...]
    of: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def latest(self) -> date:
        """The day, or the last day it can have happened."""
        return self.known_on if self.day is None else self.day


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of one right under some answers to open questions."""

    items: tuple[Fact, ...]
    answers: Mapping[str, str] = field(default_factory=dict)

    def of(self, *kinds: str) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.items if fact.kind in kinds)

    def without(self, roots: Collection[str]) -> Facts:
        return replace(self, items=tuple(fact for fact in self.items if fact.root not in roots))

    def plus(self, fact: Fact) -> Facts:
        return replace(self, items=(*self.items, fact))

    def dated(self, root: str, day: date) -> Facts:
        return replace(self, items=tuple(
            replace(fact, day=day) if fact.root == root else fact for fact in self.items))

    def undated(self, kind: str, day: date, *, known_on: date = date.min) -> Facts:
        return replace(self, items=tuple(
            replace(fact, day=None, known_on=max(fact.known_on, known_on)) if (fact.kind, fact.day) == (kind, day)
            else fact for fact in self.items))

    def answered(self, question: str, answer: str) -> Facts:
        return replace(self, answers={**self.answers, question: answer})


@dataclass(frozen=True, slots=True)
class Record:
    """What is known by a day: ``facts``, corrections that contradict each other (root → correction id → what the
    fact would be, None for retracted), corrections that point at nothing, and remarks.
    """

    facts: tuple[Fact, ...]
    disputed: Mapping[str, Mapping[str, Fact | None]]
    dangling: tuple[Event, ...]
    notes: tuple[Words, ...]


def parse_day(value: object) -> date | None:
    """Return a day given as date or ISO text, None for anything else."""
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return None


def resolve(*, events: Iterable[Event], kind: RightKind, known_by: date) -> Record:
    """Return the facts known by a day. Raises :class:`StatusError` ``event_twice`` for an id used twice."""
    known = [event for event in events if event.known_on <= known_by]
    by_id: dict[str, Event] = {}
    for event in known:
        if event.id in by_id or not event.id:
            raise StatusError("event_twice", f"事件编号 {event.id} 重复或为空。",
                              f"Event id {event.id!r} is empty or used twice.")
        by_id[event.id] = event
    pointing: dict[str, list[Event]] = {}
    dangling: list[Event] = []
    notes: list[Words] = []
    extra: list[Event] = []
    for event in known:
        if event.kind not in _POINTING:
            continue
        root = _root(event, by_id)
        if root is not None:
            pointing.setdefault(root, []).append(event)
        elif event.kind == "corrected" and event.data.get("kind") in EVENT_KINDS:
            extra.append(event)
        elif event.kind == "corrected":
            dangling.append(event)
        else:
            notes.append(Words(f"撤回记录 {event.id} 所指事件不在记录中。",
                               f"Retraction {event.id} points at an event that is not on record."))
    facts: list[Fact] = []
    disputed: dict[str, Mapping[str, Fact | None]] = {}
    for event in known:
        if event.kind in _POINTING:
            continue
        fact = Fact(_canonical(event.kind, kind), event.day, event.known_on, event.id, (event.id,),
                    _target(event.of, by_id), event.data)
        found = _corrected(fact, pointing.get(event.id, ()), kind)
        distinct = {_content(each) for each in found.values()}
        if len(distinct) > 1:
            disputed[event.id] = found
        elif (only := next(iter(found.values()))) is not None:
            facts.append(only)
    facts.extend(Fact(_canonical(str(event.data["kind"]), kind), event.day, event.known_on, event.id, (event.id,),
                      "", event.data) for event in extra)
    for fact in facts:
        if fact.kind == "fee_paid" and not isinstance(fact.data.get("year"), int):
            notes.append(Words(f"缴费 {fact.root} 未说明年度，不能归属。",
                               f"Payment {fact.root} does not say for which year, so it proves none."))
        if fact.kind == "term_extended" and parse_day(fact.data.get("until")) is None:
            notes.append(Words(f"延长 {fact.root} 未说明新的届满日，未计入。",
                               f"Extension {fact.root} does not say until when and was left out of account."))
    return Record(tuple(facts), disputed, tuple(dangling), tuple(notes))


def _canonical(kind: str, right: RightKind) -> str:
    return "granted" if kind == "registered" and right not in _CREATED else kind


def _root(event: Event, by_id: Mapping[str, Event]) -> str | None:
    seen = set()
    at: Event | None = event
    while at is not None and at.kind in _POINTING:
        if at.id in seen:
            return None
        seen.add(at.id)
        at = by_id.get(at.of)
    return None if at is None else at.id


def _target(of: str, by_id: Mapping[str, Event]) -> str:
    found = by_id.get(of)
    return of if found is None else _root(found, by_id) or of


def _content(fact: Fact | None) -> object:
    return None if fact is None else (fact.kind, fact.day, tuple(sorted((k, str(v)) for k, v in fact.data.items())))


def _corrected(fact: Fact, corrections: Sequence[Event], right: RightKind) -> dict[str, Fact | None]:
    """Apply corrections in the order they became known; the last day's give one result each."""
    ordered = sorted(corrections, key=lambda event: (event.known_on, event.id))
    if not ordered:
        return {fact.root: fact}
    last = ordered[-1].known_on
    for event in ordered:
        if event.known_on < last and event.kind == "corrected":
            fact = _apply(fact, event, right)
    return {event.id: None if event.kind == "retracted" else _apply(fact, event, right)
            for event in ordered if event.known_on == last}


def _apply(fact: Fact, event: Event, right: RightKind) -> Fact:
    data = {**fact.data, **event.data}
    kind = _canonical(str(data.pop("kind")), right) if data.get("kind") in EVENT_KINDS else fact.kind
    return replace(fact, kind=kind, day=event.day or fact.day, data=data, ids=(*fact.ids, event.id))
