"""Entries of declared registers: validated data, searched by slots, kept exclusive by claims.

A register needs no table of its own. An entry holds from ``since`` to ``until`` (exclusive) in law and was
registered when its act was performed; a correction keeps what it corrects in the ledger and counts the version.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from zhichan.kernel.access.public import PARTY, Actor, readers_for
from zhichan.kernel.acts.public import Act, register_reaches_of, register_verbs_of
from zhichan.kernel.catalogue.given import check_given
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.catalogue.shapes import FieldShape, Register
from zhichan.kernel.ground.public import Party, Refusal, Region, Unit, next_number
from zhichan.kernel.ledger.public import Audience, erasing
from zhichan.kernel.registry import apart
from zhichan.kernel.registry.models import Claim, Entry, Slot
from zhichan.kernel.registry.papers import files_told, papers_of, with_papers
from zhichan.kernel.registry.records import is_known
from zhichan.kernel.registry.sources import SOURCES

PUBLIC, SUBJECT = "public", "subject"
OPENING = ("region", "since", "until", "synthetic", "parent")
"""Facts every entry takes beside its fields: region path, the days from and until which it holds, and the case
whose act entered it."""


def register() -> None:
    """Register the verbs of declared registers: ``<register>:enter``, ``:correct``, ``:end``, ``:read``."""
    register_verbs_of(_handler)
    register_reaches_of(_reach)


def exists(field: FieldShape, reference: str) -> bool:
    """Whether the region, unit, party, right or entry that a field refers to is there.

    Regions are named by path, units by slug, parties by code, rights as ``<source>:<key>``, entries by number.
    """
    if field.type == "region":
        return bool(Region.objects.filter(path=reference).exists())
    if field.type == "unit":
        return bool(Unit.objects.filter(slug=reference).exists())
    if field.type == "party":
        return bool(Party.objects.filter(code=reference).exists())
    if field.type == "entry":
        return Entry.objects.filter(register=field.register_, number=reference).exists()
    source, _, key = reference.partition(":")
    return source in SOURCES and is_known(source=source, key=key)


def _handler(verb: str) -> Any:
    slug, _, name = verb.partition(":")
    return {"enter": enter, "correct": correct, "end": end}.get(name) if slug in current().registers else None


def _reach(verb: str) -> Any:
    slug, _, name = verb.partition(":")
    if name != "read" or slug not in current().registers:
        return None

    def entries(_: Actor) -> QuerySet[Entry]:
        return Entry.objects.filter(register=slug)

    return entries


def _declared(verb: str) -> Register:
    return current().registers[verb.partition(":")[0]]


def enter(act: Act) -> Mapping[str, Any]:
    """Open an entry. ``facts``: the register's fields and ``OPENING``. Refuses what is exclusive and taken."""
    register_ = _declared(act.verb)
    region = Region.objects.filter(path=str(act.facts.get("region") or "")).first()
    if region is None:
        raise Refusal.one(
            "registry.region",
            "没有指明地区，或者没有这个地区",
            "no region was given, or there is none such",
            place="region",
        )
    act.require(region.path)
    given = {name: value for name, value in act.facts.items() if name not in OPENING}
    data, files = _checked(register_, given, held=act.papers, whole=True)
    entry = Entry(
        id=uuid.uuid4(),
        register=register_.slug,
        edition=register_.edition,
        region=region,
        version=1,
        number=next_number(register_.slug, year=act.day.year, width=5),
        since=_day(act, "since") or act.day,
        until=_day(act, "until"),
        opened_at=act.at,
        synthetic=bool(act.facts.get("synthetic", region.synthetic)),
    )
    if entry.until is not None and entry.until <= entry.since:
        raise Refusal.one(
            "registry.dates", "截止日必须晚于起始日", "the end must be later than the start", place="until"
        )
    content = {"region": region.path, "parent": act.facts.get("parent")}
    return _kept(act, register_, entry, content, changes=data, files=files, insert=True)


def correct(act: Act) -> Mapping[str, Any]:
    """Change fields of an entry that holds; ``facts``: the fields and a ``reason``.

    A field that is given as nothing is taken away, unless the register requires it.
    """
    register_ = _declared(act.verb)
    entry: Entry = act.reached(Entry.objects.filter(register=register_.slug), pk=act.target)
    act.require(entry.region.path)
    reason = _reason(act)
    given = {name: value for name, value in act.facts.items() if name != "reason"}
    held = apart.whole(entry)
    changes, files = _checked(register_, given, held=act.papers | papers_of(register_.fields, held), whole=False)
    before = {name: held.get(name) for name in changes}
    entry.version += 1
    return _kept(act, register_, entry, {}, changes=changes, before=before, files=files, reason=reason)


def end(act: Act) -> Mapping[str, Any]:
    """End an entry on a day (``facts``: ``until``, ``reason``); it stays in the register as a past one."""
    register_ = _declared(act.verb)
    entry: Entry = act.reached(Entry.objects.filter(register=register_.slug), pk=act.target)
    act.require(entry.region.path)
    reason, until = _reason(act), _day(act, "until") or act.day
    if entry.until is not None and entry.until <= until:
        raise Refusal.one(
            "registry.ended",
            f"该条目已于{entry.until}终止",
            f"the entry already ended on {entry.until}",
            place="until",
        )
    if until < entry.since:
        raise Refusal.one("registry.dates", "终止日早于起始日", "the end is before the start", place="until")
    before, entry.until = entry.until, until
    entry.version += 1
    if register_.public_until_end:
        # To the day itself: an end may be known before it comes.
        entry.public_until = until
        erasing.close_events(kind=register_.slug, subject_id=str(entry.pk), day=until)
    return _kept(act, register_, entry, {"until": until, "before": {"until": before}}, reason=reason)


def _checked(
    register_: Register, given: Mapping[str, Any], *, held: Iterable[str], whole: bool
) -> tuple[dict[str, Any], dict[str, str]]:
    kept, names, refused = with_papers(fields=register_.fields, given=given, held=held)
    required = {name for name, field in register_.fields.items() if field.required and (whole or name in kept)}
    needs = sorted(required - {reason.place for reason in refused}, key=list(register_.fields).index)
    stored, wrong = check_given(fields=register_.fields, needs=needs, given=kept, exists=exists)
    reasons = [*refused, *wrong]
    if reasons:
        raise Refusal.of(reasons)
    return (stored if whole else {**{name: None for name in kept if name not in stored}, **stored}), names


def _reason(act: Act) -> str:
    reason = str(act.facts.get("reason") or "").strip()
    if not reason:
        raise Refusal.one("registry.no-reason", "请写明理由", "give a reason", place="reason")
    return reason


def _day(act: Act, name: str) -> date | None:
    value = act.facts.get(name)
    if value in (None, ""):
        return None
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as wrong:
        raise Refusal.one(
            "registry.day", "应当是日期，例如2026-03-12", "must be a day such as 2026-03-12", place=name
        ) from wrong


def _kept(
    act: Act,
    register_: Register,
    entry: Entry,
    content: Mapping[str, Any],
    *,
    changes: Mapping[str, Any] | None = None,
    before: Mapping[str, Any] | None = None,
    files: Mapping[str, str] | None = None,
    reason: str = "",
    insert: bool = False,
) -> Mapping[str, Any]:
    changed = changes or {}
    sealed = {name: value for name, value in changed.items() if apart.is_apart(register_, name)}
    told = {name: value for name, value in changed.items() if name not in sealed}
    entry.data = {name: value for name, value in {**entry.data, **told}.items() if value is not None}
    entry.readers = _readers(register_, entry)
    entry.public = PUBLIC in register_.audience
    entry.save(force_insert=insert)
    apart.keep(register_, entry, sealed)
    Slot.objects.filter(entry=entry).delete()
    Slot.objects.bulk_create(
        _slot(entry, name, field)
        for name, field in register_.fields.items()
        if field.searched and not field.readers and name in entry.data
    )
    _claim(register_, entry)
    act.event(
        subject_kind=register_.slug,
        subject_id=str(entry.pk),
        version=entry.version,
        reason=reason,
        content={
            **content,
            **({"data": told} if changes is not None else {}),
            **({"before": {name: before[name] for name in told}} if before is not None else {}),
            **files_told(files or {}, told),
            "number": entry.number,
            "edition": register_.edition,
        },
        audience=Audience.of(entry),
        sealed=apart.payloads(register_, entry, sealed, before or {}, files or {}),
    )
    return {"entry": str(entry.pk), "number": entry.number, "version": entry.version}


def _readers(register_: Register, entry: Entry) -> list[str]:
    """Roles of the audience in the entry's region, and with ``subject`` the parties that its open fields name."""
    roles = [role for role in register_.audience if role not in {PUBLIC, SUBJECT}]
    parties = {entry.data.get(name) for name, field in register_.fields.items() if field.type == "party"} - {None}
    named = sorted(f"{PARTY}{code}" for code in parties) if SUBJECT in register_.audience else []
    return readers_for(roles, entry.region.path) + named


def _slot(entry: Entry, name: str, field: FieldShape) -> Slot:
    value = entry.data[name]
    slot = Slot(entry=entry, register=entry.register, field=name)
    if field.type in {"number", "year", "money"}:
        slot.number = value
    elif field.type == "day":
        slot.day = date.fromisoformat(value)
    else:
        slot.text = str(value["zh"] if field.type == "words" else value)[:400]
    return slot


def _claim(register_: Register, entry: Entry) -> None:
    """Hold what is exclusive: the database refuses a second claim on the same key for an overlapping time."""
    Claim.objects.filter(entry=entry).delete()
    held = apart.whole(entry)
    for number, exclusive in enumerate(register_.exclusive):
        key = [str(held.get(name, "")) for name in exclusive.fields]
        since = held.get(exclusive.since or "") or entry.since
        until = held.get(exclusive.until or "") or entry.until
        scope = f"{register_.slug}#{number}"
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO registry_claim (entry_id, scope, key, place, during)"
                    " VALUES (%s, %s, %s, int8range(%s, %s, '[]'), daterange(%s::date, %s::date, '[)'))",
                    [entry.pk, scope, key, *(2 * [place(scope, key)]), since, until],
                )
        except DatabaseError as taken:
            if getattr(taken.__cause__, "sqlstate", "") != "23P01":
                raise
            titles = [register_.fields[name].title for name in exclusive.fields]
            raise Refusal.one(
                "registry.taken",
                f"“{'、'.join(title.zh for title in titles)}”在这段时间已有登记，不能重复",
                f"{', '.join(title.en for title in titles)}: already registered for this time",
                place=exclusive.fields[0],
            ) from taken


def place(scope: str, key: list[str]) -> int:
    """A point on the number line for a key, so that a range-only exclusion can compare keys (no btree_gist here)."""
    digest = hashlib.sha256("\x1f".join([scope, *key]).encode()).digest()
    # One less than the largest, so that the closed range [n, n] has a next value.
    return int.from_bytes(digest[:8], "big", signed=True) >> 1


def searched(actor: Actor, slug: str, /, **fields: Any) -> QuerySet[Entry]:
    """Entries of a register whose searched fields equal a value, or lie within a pair ``(from, until)``."""
    register_ = current().registers[slug]
    found = Entry.objects.filter(register=slug)
    for name, value in fields.items():
        kind = register_.fields[name].type
        column = "number" if kind in {"number", "year", "money"} else "day" if kind == "day" else "text"
        slots = Slot.objects.filter(entry_id=OuterRef("pk"), register=slug, field=name)
        if isinstance(value, tuple):
            low, high = value
            if low is not None:
                slots = slots.filter(**{f"{column}__gte": low})
            if high is not None:
                slots = slots.filter(**{f"{column}__lt": high})
        else:
            slots = slots.filter(**{column: value})
        found = found.filter(Exists(slots))
    return found
