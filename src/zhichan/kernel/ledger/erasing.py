"""Erasing facts from the ledger without breaking a seal, and ending publicity (DECISIONS 7).

An envelope and the salted digests of its payload parts stay for ever. Where a part holds a fact that must go,
the whole part goes (null, with the erasing event named), and what else it held stands from then on in the
erasing event, under the part's own audience: ``legible`` reads it there, so a fold still gives the state.

The rooms that keep folded state say how it loses facts by ``register_holder``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Q, QuerySet

from zhichan.kernel.ground.public import Paper
from zhichan.kernel.ledger.events import Audience, canonical
from zhichan.kernel.ledger.models import Event, Payload

ERASE = "ledger:erase"
TAKE_DOWN = "ledger:take-down"
DESTROY = "retention:destroy"
KEPT = "kept"
BATCH = 500
"""Subjects that are read together."""
_NEVER_FACTS = frozenset({"stage", "edition", "clause", "clocks", "fields", "copies", "papers", "retention"})
_MAPS_OF_FACTS = frozenset({"facts", "given", "stated", "data", "row"})

Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class Held:
    """What a room holds of a subject: region path, version, audience, and the names of its facts.

    ``number`` is what people call it by, ``declared`` the declaration it belongs to, ``open`` whether it is still under
    way, ``days`` the last day in law of each event by name, ``papers`` the digests of papers that are no facts.
    """

    path: str
    version: int
    fields: Names
    audience: Audience
    number: str = ""
    declared: str = ""
    open: bool = False
    days: Mapping[str, str] = field(default_factory=dict)
    papers: tuple[str, ...] = ()


class Holder(Protocol):
    """A room's folded state, as far as erasing needs it. Everything is called as the kernel role, within an act."""

    def find(self, subject_id: str) -> Held | None:
        """Lock the subject and say what is held of it; None when there is none."""

    def erase(self, subject_id: str, names: Names) -> list[dict[str, Any]]:
        """Drop the named facts; return the copies outside this state, each ``{kind, …}``."""

    def take_down(self, subject_id: str, day: date) -> list[dict[str, Any]]:
        """End publicity with ``day`` (exclusive); return what had been public."""

    def closed(self, declared: str, *, regions: Collection[int]) -> Iterator[tuple[str, Held]]:
        """The subjects of a declaration in these regions (keys) that are no longer under way, the oldest first.

        Each is its id and what is held of it, read in batches and not locked.
        """


_holders: list[Callable[[str], Holder | None]] = []


def register_holder(resolve: Callable[[str], Holder | None]) -> None:
    """Register who holds the folded state of a subject kind; ``resolve`` gives None for kinds of other rooms."""
    _holders.append(resolve)


def holder_of(kind: str) -> Holder | None:
    """The holder of a subject kind, None when nobody's facts can be erased there."""
    return next((found for resolve in _holders if (found := resolve(kind)) is not None), None)


# What is left of a part ---------------------------------------------------------------------------------


def dropped(facts: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """A mapping of facts without the named ones."""
    return {name: value for name, value in facts.items() if name not in names}


def entry_without(entry: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """An entry of a course without the named facts it was given."""
    return {**entry, "given": dropped(entry["given"], names)} if "given" in entry else dict(entry)


def letter_without(letter: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """A letter's record without the named facts it states; the letter itself is a paper."""
    return {**letter, "stated": dropped(letter["stated"], names)} if "stated" in letter else dict(letter)


def without(content: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """The content of a payload part without the named facts, its shape kept."""
    kept: dict[str, Any] = {}
    for key, value in content.items():
        if key == KEPT and isinstance(value, list):
            kept[key] = [{**each, "content": without(each["content"], names)} for each in value]
        elif key == "letters" and isinstance(value, list):
            kept[key] = [letter_without(each, names) for each in value]
        elif key == "entry":
            kept[key] = entry_without(value, names)
        elif key == "reason" and key in names:
            continue
        elif key in _NEVER_FACTS or not isinstance(value, Mapping):
            kept[key] = value
        else:
            kept[key] = {
                name: dropped(inner, names) if name in _MAPS_OF_FACTS and isinstance(inner, Mapping) else inner
                for name, inner in dropped(value, names).items()
            }
    return kept


def names_in(content: Mapping[str, Any]) -> set[str]:
    """The names of facts that a part holds as its patch or data."""
    found: set[str] = set()
    for each in content.get(KEPT, ()):
        found |= names_in(each["content"])
    for key in ("patch", "data", "given"):
        if isinstance(content.get(key), Mapping):
            found |= set(content[key])
    return found | ({"reason"} & set(content))


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure removed: the parts, what else they held by audience, and papers of which nothing is left."""

    parts: list[tuple[UUID, str]]
    kept: list[tuple[Audience, list[dict[str, Any]]]]
    papers: list[str]


def names_of_classes(*, kind: str, subject_id: str, classes: Iterable[str]) -> set[str]:
    """The names of the facts that stand in these field classes of a subject's events."""
    found: set[str] = set()
    for part in _parts(kind, subject_id).filter(field_class__in=list(classes)):
        found |= names_in(part.content or {})
    return found


def erase_parts(
    *, kind: str, subject_id: str, names: Names, papers: Iterable[str] = (), by: UUID
) -> Erased:
    """Empty every part of the subject's events that holds one of the named facts; ``by`` is the erasing event.

    Papers that the facts named go with their bytes, unless another subject's events name them too; ``papers``
    names further ones of this subject (the kept copies of letters).
    """
    parts: list[tuple[UUID, str]] = []
    kept: dict[Audience, list[dict[str, Any]]] = {}
    gone: set[str] = set(papers)
    for part in _parts(kind, subject_id):
        content = part.content or {}
        left = without(content, names)
        if left == content:
            continue
        gone |= _digests(content) - _digests(left)
        parts.append((part.event_id, part.field_class))
        if any(left.values()):
            left_over = {"event": str(part.event_id), "part": part.field_class, "content": left}
            kept.setdefault(Audience.of(part), []).append(left_over)
        Payload.objects.filter(event_id=part.event_id, field_class=part.field_class).update(
            content=None, erased_by=by
        )
    return Erased(parts, list(kept.items()), _forget(kind, subject_id, gone))


def _parts(kind: str, subject_id: str) -> Any:
    return Payload.objects.filter(
        event__subject_kind=kind, event__subject_id=subject_id, content__isnull=False
    ).order_by("event_id", "field_class")


def _digests(value: Any) -> set[str]:
    """Every text that could be a paper's digest."""
    if isinstance(value, str):
        return {value} if len(value) == 64 and not value.strip("0123456789abcdef") else set()
    each = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return {found for one in each for found in _digests(one)}


def _forget(kind: str, subject_id: str, digests: Iterable[str]) -> list[str]:
    gone = []
    for digest in sorted(digests):
        elsewhere = Payload.objects.filter(content__isnull=False).extra(
            where=["ledger_payload.content::text LIKE %s"], params=[f"%{digest}%"]
        )
        if elsewhere.exclude(Q(event__subject_kind=kind) & Q(event__subject_id=subject_id)).exists():
            continue
        if Paper.objects.filter(sha256=digest).delete()[0]:
            gone.append(digest)
    return gone


def legible(pairs: Iterable[tuple[Event, Payload]]) -> Iterator[tuple[Event, Payload]]:
    """The same events and parts, an erased part's content replaced by what is kept of it. Nothing is saved.

    Raises nothing: of a part of which nothing was kept, the content stays null.
    """
    for event, part in pairs:
        if part.content is None and part.erased_by is not None:
            part.content = _left_of(part)
        yield event, part


def _left_of(part: Payload) -> dict[str, Any] | None:
    if part.erased_by is None:
        return None
    wanted = (str(part.event_id), part.field_class)
    for each in Payload.objects.filter(event_id=part.erased_by, field_class__startswith=KEPT):
        content = each.content if each.content is not None else _left_of(each)
        for one in (content or {}).get(KEPT, ()):
            if (one["event"], one["part"]) == wanted:
                found: dict[str, Any] = one["content"]
                return found
    return None


# Publicity ----------------------------------------------------------------------------------------------


def close_events(*, kind: str, subject_id: str, day: date) -> int:
    """End the publicity of a subject's events with ``day`` (exclusive); return how many events were public."""
    open_ones = Q(public=True) & (Q(public_until=None) | Q(public_until__gt=day))
    events = Event.objects.filter(open_ones, subject_kind=kind, subject_id=subject_id)
    found = list(events.values_list("pk", flat=True))
    Payload.objects.filter(open_ones, event__subject_kind=kind, event__subject_id=subject_id).update(public_until=day)
    Event.objects.filter(pk__in=found).update(public_until=day)
    return len(found)


def bar_events(*, kind: str, subject_id: str, barred: Sequence[str]) -> int:
    """Bar principals from everything recorded of a subject so far; return how many events that changed."""
    if not barred:
        return 0
    _bar(Payload.objects.filter(event__subject_kind=kind, event__subject_id=subject_id), barred)
    return _bar(Event.objects.filter(subject_kind=kind, subject_id=subject_id), barred)


def _bar(rows: QuerySet[Any], barred: Sequence[str]) -> int:
    """A statement for each list of those barred before, of which a subject has few, however many rows it has."""
    left = rows.exclude(barred__contains=list(barred))
    return sum(
        left.filter(barred=list(before)).update(
            barred=[*before, *(each for each in barred if each not in before)])
        for before in {tuple(each) for each in left.values_list("barred", flat=True)}
    )


# Telling the journal ------------------------------------------------------------------------------------

_told: list[Callable[[UUID], None]] = []


def when_erased(tell: Callable[[UUID], None]) -> None:
    """Register what is told of each committed erasure or take-down by the id of its event."""
    _told.append(tell)


def tell_erased(event_id: UUID) -> None:
    """Tell everyone registered; called when the act has committed."""
    for tell in _told:
        tell(event_id)


def plain(value: Any) -> Any:
    """A JSON-ready copy of ``value``, as the ledger stores it."""
    return json.loads(canonical(value))


def instruction(event: Event, content: Mapping[str, Any]) -> dict[str, Any]:
    """What must be repeated after a backup older than this event was restored; it names facts and holds none."""
    names: Sequence[str] = content.get("fields", ())
    return {
        "event": str(event.pk), "verb": event.verb, "kind": event.subject_kind, "id": event.subject_id,
        "at": event.at.isoformat(), "actor": event.actor, "reason": event.reason,
        "instrument": content.get("instrument", ""), "fields": list(names), "papers": list(content.get("papers", ())),
    }  # fmt: skip
