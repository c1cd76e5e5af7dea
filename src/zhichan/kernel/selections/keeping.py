"""How a selection finds its members: the question asked for everyone and for its owner, corrections laid over it.

What is open to all is told to whoever sees the selection. What only the owner may see is found with the owner's
principals and told to the owner alone, and again only while the index would still give it to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import F, Max, QuerySet

from zhichan.kernel.access.public import Actor, actor_of, reading
from zhichan.kernel.ground.public import Text, kernel
from zhichan.kernel.ledger.public import followed, position_of
from zhichan.kernel.registry.public import SOURCES, Load
from zhichan.kernel.registry.searching import public as index
from zhichan.kernel.selections.models import Corpus, Member, Selection
from zhichan.kernel.selections.watching import FIRM, named, watched

MOST = 100_000
"""Members that are kept of one selection; a wider question is to be narrowed."""
REASONS: Mapping[str, Text] = {
    "found": Text("符合检索式", "matches the question"),
    "named": Text("企业名称近似", "a company name alike"),
    "by_hand": Text("手工收入", "taken in by hand"),
    "lost": Text("不再符合检索式", "matches the question no more"),
    "withdrawn": Text("记录已撤下", "its record was taken back"),
    "left_out": Text("手工剔除", "left out by hand"),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """What a refreshing changed: how many rights open to all came and went, and those of the owner alone."""

    came: int
    went: int
    came_sealed: int
    went_sealed: int


def asked(question: Mapping[str, Any], *, day: date, readers: Sequence[str]) -> set[str]:
    """The keys that a question finds for someone. Run inside a reading context."""
    return set(index.keys(
        index.understood(question["text"]), day=day, chosen=question["chosen"], readers=readers,
        synonyms=index.synonyms(on=day, plain=question["plain"]),
    ))  # fmt: skip


def readers_of(actor: Actor) -> list[str]:
    """The readers by whom a document is found for an actor."""
    return ["*", *sorted(actor.principals)]


def owner_of(selection: Selection, *, day: date) -> Actor:
    """The owner with the grants of a day."""
    kind, _, number = selection.owner.partition(":")
    return actor_of(int(number), day=day) if kind == "user" and number.isdigit() else Actor(selection.owner, day)


def refresh(selection: Selection, *, at: datetime, day: date) -> Changed:
    """Bring the members of a locked selection up to the index. Within an act."""
    owner = owner_of(selection, day=day)
    firms = _firms(selection)
    # Asked before the index is: what it follows meanwhile is looked for again.
    load, generation = followed_load(), str(index.standing().get("generation", ""))
    with reading(owner):
        public = asked(selection.question, day=day, readers=["*"])
        own = asked(selection.question, day=day, readers=readers_of(owner)) - public
    by_hand = {key for key, one in selection.corrections.items() if one["into"]}
    left_out = set(selection.corrections) - by_hand
    held = sorted(known(by_hand))
    open_to_all = public | firms | index.visible(held)
    mine = own | index.visible(held, readers=readers_of(owner))
    now = {key: key not in open_to_all for key in (open_to_all | mine) - left_out}
    selection.day, selection.load, selection.index = day, load, generation
    selection.over = len(now) > MOST
    if selection.over:
        selection.save(update_fields=["day", "load", "index", "over"])
        return Changed(0, 0, 0, 0)
    there = dict(selection.members.filter(until=None).values_list("key", "sealed"))
    # What was sealed and is open now, or the other way, leaves and enters: its members are of another audience.
    gone = {key for key, sealed in there.items() if now.get(key) is not sealed}
    fresh = {key for key, sealed in now.items() if there.get(key) is not sealed}
    # The first version is what was found when it was saved, nothing too: later ones are what came and went since.
    if gone or fresh or not selection.version:
        selection.version = F("version") + 1
    selection.save(update_fields=["day", "load", "index", "over", "version"])
    selection.refresh_from_db(fields=["version"])
    standing = known(gone | fresh)
    for went in ("withdrawn", "left_out", "lost"):
        keys = [key for key in gone if _went(key, standing, left_out) == went]
        selection.members.filter(until=None, key__in=keys).update(
            until=at, change_out=selection.version, went=went, load_out=load
        )
    Member.objects.bulk_create([
        Member(
            selection=selection, key=key, since=at, change_in=selection.version, load=standing.get(key, 0),
            came=_came(key, found=public | own, firms=firms), sealed=now[key],
            readers=[selection.owner] if now[key] else selection.readers,
        )
        for key in sorted(fresh)
    ], batch_size=2000)  # fmt: skip
    return Changed(
        sum(not now[key] for key in fresh), sum(not there[key] for key in gone),
        sum(now[key] for key in fresh), sum(there[key] for key in gone),
    )  # fmt: skip


def _firms(selection: Selection) -> set[str]:
    """Firms whose names belong to a selection."""
    if not watched(selection.question):
        return set()
    there = selection.members.filter(until=None, key__startswith=FIRM).values_list("key", flat=True)
    return named(selection.question, after=selection.load, there=list(there))


def _came(key: str, *, found: set[str], firms: set[str]) -> str:
    if key in found:
        return "found"
    return "named" if key in firms else "by_hand"


def _went(key: str, standing: Mapping[str, int], left_out: set[str]) -> str:
    if key not in standing:
        return "withdrawn"
    return "left_out" if key in left_out else "lost"


def open_to_all(keys: Iterable[str]) -> set[str]:
    """Those of the keys that are open to all now: what the index shows anyone, and firms, which it does not hold."""
    asked_for = sorted(keys)
    return index.visible(asked_for) | set(known(key for key in asked_for if key.startswith(FIRM)))


def known(keys: Iterable[str]) -> dict[str, int]:
    """The load that opened the current version of each right that has one."""
    return _current("opened_by", keys)


def versions(keys: Iterable[str]) -> dict[str, int]:
    """The current version of each right that has one."""
    return _current("id", keys)


def _current(column: str, keys: Iterable[str]) -> dict[str, int]:
    """A column of the current version of each right; one statement for each source."""
    by_source: dict[str, list[str]] = {}
    for key in keys:
        source, _, own = key.partition(":")
        if source in SOURCES:
            by_source.setdefault(source, []).append(own)
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for source, keys_of in by_source.items():
            cursor.execute(
                f"SELECT key, {column} FROM {SOURCES[source].table} WHERE key = ANY(%s) AND closed_by IS NULL",
                [keys_of],
            )
            found |= {f"{source}:{key}": int(value) for key, value in cursor.fetchall()}
    return found


def at_load() -> int:
    """The last load."""
    with kernel():
        return int(Load.objects.aggregate(last=Max("id"))["last"] or 0)


def followed_load() -> int:
    """The last load that the index has followed: a later one may bring what it does not find yet."""
    with kernel():
        there = followed(index.CONSUMER)
        for load in Load.objects.order_by("-pk").values_list("pk", flat=True).iterator(chunk_size=20):
            place = position_of(subject_kind="load", subject_id=str(load))
            if place is not None and place <= there:
                return int(load)
        return 0


def due(*, day: date) -> list[Selection]:
    """Selections that a load, a day or a new index may have changed; none while the index has yet to follow a load."""
    with kernel():
        load = at_load()
        if load:
            there = position_of(subject_kind="load", subject_id=str(load))
            if there is None or there > followed(index.CONSUMER):
                return []
        generation = str(index.standing().get("generation", ""))
        if not generation:
            return []
        return list(
            Selection.objects.filter(closed_at=None).exclude(load=load, index=generation, day__gte=day).order_by("pk")
        )


def members(actor: Actor, selection: Selection) -> QuerySet[Member]:
    """The members that an actor may see now, by key. Evaluate inside ``reading(actor)``."""
    found = Member.objects.filter(selection=selection, until=None)
    sealed = list(found.filter(sealed=True).values_list("key", flat=True))
    if sealed:
        seen = index.visible(sealed, readers=readers_of(actor))
        found = found.exclude(key__in=[key for key in sealed if key not in seen])
    return found.order_by("key")


def changes(actor: Actor, selection: Selection, *, since: int = 0) -> QuerySet[Member]:
    """What came or went after a version of the selection, newest first, without what is closed to the actor.

    Evaluate inside ``reading(actor)``. What was of the owner alone is told by number in the event and never listed.
    """
    found = Member.objects.filter(selection=selection, sealed=False)
    return (found.filter(change_in__gt=since) | found.filter(change_out__gt=since)).order_by("-id")


def frozen(corpus: Corpus) -> list[tuple[str, int]]:
    """The rights of a corpus with the version each then had."""
    lines = (line.rpartition("\t") for line in corpus.members.splitlines())
    return [(key, int(version)) for key, _, version in lines]
