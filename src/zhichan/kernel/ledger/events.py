"""Appending events and reading them back in order."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Max
from uuid6 import uuid7

from zhichan.instruments.merkle import Algorithm
from zhichan.instruments.merkle import root as merkle_root
from zhichan.kernel.ground.recordsets import inserting, recordset
from zhichan.kernel.ground.roles import kernel
from zhichan.kernel.ledger.models import Consumer, Event, Position, Seal

LOCK_SEQUENCER = 0x5A_0001  # advisory lock numbers of this project begin with 0x5A
LOCK_SEALER = 0x5A_0002
BATCH = 500


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may see a row: principals in ``readers`` unless in ``barred``; everyone while public."""

    readers: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    public: bool = False
    public_from: date | None = None
    public_until: date | None = None

    @classmethod
    def of(cls, row: Any) -> Audience:
        """The audience that the columns of a protected row say."""
        return cls(tuple(row.readers), tuple(row.barred), row.public, row.public_from, row.public_until)

    def columns(self) -> dict[str, Any]:
        """The columns of a protected row."""
        return {
            "readers": list(self.readers),
            "barred": list(self.barred),
            "public": self.public,
            "public_from": self.public_from,
            "public_until": self.public_until,
        }


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to be appended; ``content`` maps a field class to its JSON-ready mapping.

    ``audiences`` names the audience of field classes that have another than the event's. ``id`` is a UUIDv7
    chosen beforehand, by an act that must name its event elsewhere.
    """

    verb: str
    subject_kind: str
    subject_id: str
    at: datetime
    actor: str
    content: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    on_behalf: str = ""
    cause: str = ""
    unit: str = ""
    reason: str = ""
    subject_version: int = 0
    audience: Audience = Audience()
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    id: UUID | None = None


def canonical(value: Any) -> bytes:
    """Canonical JSON bytes: sorted keys, no spaces, UTF-8 (what digests are taken over)."""
    return json.dumps(
        value, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()


def _as_kept(text: str) -> float | int:
    """A number as PostgreSQL's jsonb gives it back: large ones written out, no negative zero."""
    number = float(text)
    return int(Decimal(text)) if abs(number) >= 1e16 else number + 0.0


Statement = tuple[str, Sequence[Any]]


def append(events: Iterable[NewEvent], *, along: Sequence[Statement] = ()) -> list[UUID]:
    """Append ``events`` in the caller's transaction and return their ids.

    ``along`` are statements of the act that go before them in the same trip.
    Raises ``TransactionManagementError`` outside a transaction: an event never stands alone.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("events are appended inside the act's transaction")
    rows: list[Event] = []
    parts: list[list[Any]] = []
    for new in events:
        identity = new.id or uuid7()
        digests = {}
        for field_class, content in new.content.items():
            # Through JSON once, so that the digest is taken over exactly what is stored.
            stored = canonical(json.loads(canonical(content), parse_float=_as_kept))
            salt = secrets.token_bytes(16)
            digest = hashlib.sha256(salt + stored).digest()
            digests[field_class] = digest.hex()
            seen_by = new.audiences.get(field_class, new.audience).columns()
            parts.append([identity, field_class, salt, digest, stored.decode(), *(seen_by[name] for name in AUDIENCE)])
        row = Event(
            id=identity,
            at=new.at,
            actor=new.actor,
            on_behalf=new.on_behalf,
            cause=new.cause,
            unit=new.unit,
            verb=new.verb,
            subject_kind=new.subject_kind,
            subject_id=new.subject_id,
            subject_version=new.subject_version,
            reason=new.reason,
            digest=b"",
            **new.audience.columns(),
        )
        row.digest = envelope_digest(row, digests)
        rows.append(row)
    statements = [*along, *([(_putting if len(rows) < MANY else _putting_many)(rows, parts)] if rows else [])]
    if statements:
        with connection.cursor() as cursor:
            cursor.execute(
                "; ".join(sql for sql, _ in statements), [value for _, given in statements for value in given]
            )
    return [row.id for row in rows]


MANY = 100
"""From so many events on they are put in as one text."""
AUDIENCE = ("readers", "barred", "public", "public_from", "public_until")
ENVELOPE = (
    "id", "at", "actor", "on_behalf", "cause", "unit", "verb", "subject_kind", "subject_id", "subject_version",
    "reason", "digest", *AUDIENCE,
)  # fmt: skip
PART = ("event_id", "field_class", "salt", "digest", "content", *AUDIENCE)
TYPED = {"readers": "%s::text[]", "barred": "%s::text[]", "content": "%s::jsonb"}


def _putting(rows: Sequence[Event], parts: Sequence[Sequence[Any]]) -> Statement:
    """The statement that inserts envelopes, payload parts and the outbox's rows."""
    payload = f", payload AS (INSERT INTO ledger_payload ({', '.join(PART)}) VALUES {_places(PART, len(parts))})"
    sql = (
        f"WITH envelope AS (INSERT INTO ledger_event ({', '.join(ENVELOPE)})"
        f" VALUES {_places(ENVELOPE, len(rows))}){payload if parts else ''}"
        f" INSERT INTO ledger_outbox (event_id) VALUES {', '.join(['(%s)'] * len(rows))}"
    )
    return sql, [
        *(getattr(row, name) for row in rows for name in ENVELOPE),
        *(value for part in parts for value in part),
        *(row.id for row in rows),
    ]


def _putting_many(rows: Sequence[Event], parts: Sequence[Sequence[Any]]) -> Statement:
    """The statement that does so for many: with three values, because a placeholder for each takes seconds."""
    sql = (
        f"WITH envelope AS ({inserting('ledger_event', ENVELOPE)}), payload AS ({inserting('ledger_payload', PART)})"
        " INSERT INTO ledger_outbox (event_id) SELECT unnest(%s::uuid[])"
    )
    return sql, [
        recordset(ENVELOPE, ([getattr(row, name) for name in ENVELOPE] for row in rows)),
        recordset(PART, parts, raw="content"),
        [row.id for row in rows],
    ]


def _places(names: Sequence[str], count: int) -> str:
    return ", ".join([f"({', '.join(TYPED.get(name, '%s') for name in names)})"] * count)


def envelope_digest(event: Event, parts: Mapping[str, str]) -> bytes:
    """SHA-256 over the canonical envelope and the hex digests of the payload parts."""
    envelope = {
        "id": str(event.id),
        # Whatever zone it was told in, the database gives it back in this one.
        "at": event.at.astimezone(UTC).isoformat(),
        "actor": event.actor,
        "on_behalf": event.on_behalf,
        "cause": event.cause,
        "unit": event.unit,
        "verb": event.verb,
        "subject": [event.subject_kind, event.subject_id],
        "version": event.subject_version,
        "reason": event.reason,
        "parts": dict(sorted(parts.items())),
    }
    return hashlib.sha256(canonical(envelope)).digest()


def sequence() -> int:
    """Give positions to committed events without one; return how many. One runs at a time, others return 0.

    Reading by sequence number or UUIDv7 instead would lose events of slow transactions; the outbox cannot:
    a row becomes visible when its transaction commits and is then placed after everything placed before.
    """
    with kernel(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK_SEQUENCER])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(
            "WITH taken AS (DELETE FROM ledger_outbox WHERE id IN"
            " (SELECT id FROM ledger_outbox ORDER BY id LIMIT %s) RETURNING id, event_id)"
            " INSERT INTO ledger_position (position, event_id)"
            " SELECT (SELECT coalesce(max(position), 0) FROM ledger_position) + row_number() OVER (ORDER BY id),"
            " event_id FROM taken",
            [BATCH * 10],
        )
        return int(cursor.rowcount)


def position_of(*, subject_kind: str, subject_id: str) -> int | None:
    """The highest position of the events of a subject; None when none has one yet. Run as the kernel."""
    found = Position.objects.filter(event__subject_kind=subject_kind, event__subject_id=subject_id)
    last = found.aggregate(last=Max("position"))["last"]
    return None if last is None else int(last)


def followed(name: str) -> int:
    """The position up to which a consumer has read. Run as the kernel."""
    return int(Consumer.objects.filter(name=name).values_list("position", flat=True).first() or 0)


Handle = Callable[[int, Event], None]
_consumers: dict[str, tuple[frozenset[str] | None, Handle]] = {}


def consume(name: str, handle: Handle, *, verbs: Iterable[str] | None = None) -> None:
    """Register a consumer; ``handle(position, event)`` runs in the transaction that advances its position.

    So it happens exactly once for what it writes to the same database. ``verbs`` limits what it is shown.
    """
    _consumers[name] = (frozenset(verbs) if verbs is not None else None, handle)


def catch_up(name: str | None = None) -> int:
    """Let consumers (or the named one) read everything that has a position; return how many events were handled."""
    handled = 0
    for each in [name] if name else list(_consumers):
        while batch := _advance(each):
            handled += batch
    return handled


def _advance(name: str) -> int:
    verbs, handle = _consumers[name]
    with kernel():
        state = Consumer.objects.select_for_update(skip_locked=True).filter(name=name).first()
        if state is None:
            # Another process holds it, or it has never run: make the row once and take it next time.
            if not _begun(name):
                return 0
            state = Consumer.objects.select_for_update().get(name=name)
        places = list(
            Position.objects.filter(position__gt=state.position)
            .select_related("event")
            .order_by("position")[:BATCH]
        )
        for place in places:
            if verbs is None or place.event.verb in verbs:
                handle(place.position, place.event)
        if places:
            state.position = places[-1].position
            state.save(update_fields=["position"])
        return len(places)


def _begun(name: str) -> bool:
    """Give a consumer its row; whether it had none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_consumer (name, position) VALUES (%s, 0) ON CONFLICT DO NOTHING", [name]
        )
        return bool(cursor.rowcount > 0)


@contextmanager
def hold(name: str) -> Iterator[None]:
    """Keep a consumer where it is until the block ends: for making anew what it keeps up to date."""
    with kernel():
        _begun(name)
        Consumer.objects.select_for_update().get(name=name)
        yield


def step() -> int:
    """One round of the worker: sequence, then consumers. Returns how much was done."""
    return sequence() + catch_up()


def run_consumers(stop: threading.Event, *, pause: float = 0.2) -> None:
    """Run ``step`` until ``stop`` is set; sleeps ``pause`` seconds when nothing was to do."""
    while not stop.is_set():
        if not step():
            stop.wait(pause)
        else:
            time.sleep(0)


def seal(*, at: datetime, algorithm: Algorithm = "sha256") -> Seal | None:
    """Seal the positions after the last seal; return the seal, or None when there is nothing new."""
    with kernel(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_SEALER])
        before = Seal.objects.order_by("-last").first()
        first = before.last + 1 if before else 1
        places = list(
            Position.objects.filter(position__gte=first)
            .order_by("position")
            .values_list("position", "event__digest")
        )
        if not places:
            return None
        previous = bytes(before.root) if before else b""
        leaves = [previous, *(bytes(digest) for _, digest in places)]
        return Seal.objects.create(
            first=first,
            last=places[-1][0],
            algorithm=algorithm,
            previous=previous,
            root=merkle_root(leaves, algorithm=algorithm),
            at=at,
        )
