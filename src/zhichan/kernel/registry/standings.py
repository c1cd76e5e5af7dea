"""Status of the rights on record: asked for any day, and kept as of today for lists.

The events of a right are the dates of its row and its legal events; ``instruments.status`` derives the status and
says why. A consumer notes which rights a load touched; ``settle`` derives what waits and what time may have changed,
in batches, so that a load of a million rights holds nobody up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from zhichan.instruments.status import (
    Coverage,
    Deadline,
    RightKind,
    State,
    Status,
    StatusError,
    deadlines,
    standing,
    status,
)
from zhichan.instruments.status import Event as Happened
from zhichan.kernel.acts.public import SHANGHAI
from zhichan.kernel.ground.public import Refusal, kernel
from zhichan.kernel.ledger.public import Event, consume
from zhichan.kernel.registry.models import Load
from zhichan.kernel.registry.sources import EVERY, RIGHTS, SOURCES

CONSUMER = "standings"
BATCH = 500
LOCK = 0x5A_0300  # advisory lock numbers of this project begin with 0x5A

# The columns of a row that are dated events, with the event's kind.
_DATED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "patent": (("filed_on", "filed"), ("published_on", "published"), ("granted_on", "granted"),
               ("pct_entered_on", "entered")),
    "mark": (("filed_on", "filed"), ("published_on", "published"), ("registered_on", "registered"),
             ("renewed_on", "renewed")),
    "gi_product": (("recognised_on", "registered"),),
    "work": (("finished_on", "created"), ("registered_on", "registered")),
    "software": (("finished_on", "created"), ("registered_on", "registered")),
    "variety": (("filed_on", "filed"), ("granted_on", "granted")),
}
_ENDS: Mapping[str, str] = {
    "unpaid_fee": "lapsed", "expired": "expired", "invalidated": "invalidated", "abandoned": "abandoned",
    "deemed_abandoned": "deemed_abandoned", "withdrawn": "withdrawn", "rejected": "refused", "surrendered": "abandoned",
    "cancelled_non_use": "cancelled", "revoked": "revoked",
}
_KINDS: Mapping[str, RightKind] = {
    "invention": "invention", "utility": "utility", "design": "design", "pct": "pct", "ordinary": "mark",
    "gi_collective": "gi_mark", "gi_certification": "gi_mark",
}
_ENDING = frozenset(_ENDS.values())


@dataclass(frozen=True, slots=True)
class History:
    """What is on record of one right: its kind in law, its events, how far its source speaks, and its office."""

    kind: RightKind
    events: tuple[Happened, ...]
    coverage: Coverage
    office: str = ""

    @property
    def foreign(self) -> bool:
        """Whether another country's law decides; an international application counts as ours."""
        return self.office not in {"", "CN", "WO"}

    def status(self, *, on: date) -> Status:
        """The status on a day, with its derivation."""
        return status(events=self.events, kind=self.kind, on=on, coverage=self.coverage)

    def deadlines(self, *, on: date) -> tuple[Deadline, ...]:
        """The deadlines on a day as worked calculations."""
        return deadlines(kind=self.kind, events=self.events, on=on, coverage=self.coverage)


def register() -> None:
    """Follow the registry's loads."""
    consume(CONSUMER, take, verbs=["registry:loaded"])


def histories(right: str, keys: Sequence[str], *, burdens: bool = True) -> dict[str, History]:
    """The events on record of rights of one source, by key; unknown keys are left out. Run inside a reading context.

    Without ``burdens`` the pledges, licences and assignments that are records of their own are left out: they change
    no state.
    """
    if right not in RIGHTS:
        raise Refusal.one(
            "registry.unknown-right", f"没有名为“{right}”的权利种类", f"there is no right {right!r}", place="source")
    source = SOURCES[right]
    days = [name for name, _ in _DATED[right]]
    own = "version.kind" if "kind" in source.columns and right in {"patent", "mark"} else f"'{right}'"
    office = "version.office" if "office" in source.details else "''"
    ended = "version.ended_on, version.end_reason" if "ended_on" in source.columns else "NULL::date, ''"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT version.key, {own}, {office}, load.at, load.as_of, {ended},"
            f" {', '.join('version.' + name for name in days)}"
            f" FROM {source.table} AS version JOIN registry_load AS load ON load.id = version.opened_by"
            " WHERE version.key = ANY(%s) AND version.closed_by IS NULL", [list(keys)])
        rows = cursor.fetchall()
        told = _told(cursor, right, [row[0] for row in rows], burdens)
    found = {}
    for key, kind, place, at, as_of, ended_on, reason, *dated in rows:
        known = at.astimezone(SHANGHAI).date()
        events = told.get(key, [])
        said = {event.kind for event in events}
        for (_, name), day in zip(_DATED[right], dated, strict=True):
            if day is not None and name not in said:
                events.append(Happened(name, day, max(known, day), id=name))  # type: ignore[arg-type]
        if ended_on is not None and not said & _ENDING:
            name = _ENDS.get(reason, "expired")
            events.append(Happened(name, ended_on, max(known, ended_on), id="end"))  # type: ignore[arg-type]
        found[key] = History(_KINDS.get(kind, kind), tuple(events), Coverage(register=as_of), place)
    return found


def _told(cursor: Any, right: str, keys: list[str], burdens: bool) -> dict[str, list[Happened]]:
    """The legal events of rights that have a neutral kind."""
    cursor.execute(
        "SELECT event.right_key, event.key, event.kind, coalesce(event.effective_on, CASE WHEN event.kind NOT IN"
        " ('lapsed', 'expired') THEN event.day END), event.day, event.year, event.until, event.party,"
        " event.counterparty, event.concerns, load.at, load.name FROM registry_event AS event"
        " JOIN registry_load AS load ON load.id = event.opened_by WHERE event.right_kind = %s"
        " AND event.right_key = ANY(%s) AND event.closed_by IS NULL AND event.kind <> '' ORDER BY event.id",
        [right, keys])
    rows = cursor.fetchall()
    found = _burdens(cursor, right, keys) if burdens else {}
    for key, own, kind, effective, told, year, until, party, counterparty, concerns, at, source in rows:
        # A lapse is announced months after its day: the day of the announcement is when it was known, not the end.
        known = told or at.astimezone(SHANGHAI).date()
        day = effective
        data = {name: value for name, value in (
            ("year", year), ("until", until), ("party", counterparty or party),
            ("to", counterparty if kind == "transferred" else None),
            ("from", party if kind == "transferred" else None)) if value not in (None, "")}
        found.setdefault(key, []).append(Happened(
            kind, day, max(known, day) if day else known, id=own, source=source, of=concerns, data=data))
    return found


def _burdens(cursor: Any, right: str, keys: list[str]) -> dict[str, list[Happened]]:
    """Pledges, licences and assignments of rights that are records of their own."""
    cursor.execute(
        "SELECT pledged.right_key, pledged.pledge_key, pledged.registered_on, pledged.released_on, load.at, load.name"
        " FROM registry_pledged AS pledged JOIN registry_load AS load ON load.id = pledged.opened_by"
        " WHERE pledged.right_kind = %s AND pledged.right_key = ANY(%s) AND pledged.closed_by IS NULL"
        " ORDER BY pledged.id", [right, keys])
    found: dict[str, list[Happened]] = {}
    for key, pledge, day, released, at, source in cursor.fetchall():
        known, listed = at.astimezone(SHANGHAI).date(), found.setdefault(key, [])
        listed.append(Happened("pledged", day, max(known, day), id=f"pledge {pledge}", source=source))
        if released is not None:
            listed.append(Happened("released", released, max(known, released), id=f"release {pledge}", source=source,
                                   of=f"pledge {pledge}"))
    cursor.execute(
        "SELECT deal.right_key, deal.key, deal.kind, deal.recorded_on, party.name, load.at, load.name"
        " FROM registry_deal AS deal JOIN registry_load AS load ON load.id = deal.opened_by"
        " LEFT JOIN ground_party AS party ON party.id = deal.party_id"
        " WHERE deal.right_kind = %s AND deal.right_key = ANY(%s) AND deal.closed_by IS NULL"
        " AND deal.kind IN ('assignment', 'licence') ORDER BY deal.id", [right, keys])
    for key, own, kind, day, party, at, source in cursor.fetchall():
        known = at.astimezone(SHANGHAI).date()
        name, role = ("transferred", "to") if kind == "assignment" else ("licensed", "party")
        found.setdefault(key, []).append(Happened(
            name, day, max(known, day), id=f"deal {own}", source=source,  # type: ignore[arg-type]
            data={role: party} if party else {}))
    return found


def history_of(right: str, key: str) -> History:
    """The events on record of one right; refuses one that is not known. Run inside a reading context."""
    found = histories(right, [key])
    if key not in found:
        raise Refusal.one(
            "registry.unknown-record", f"没有编号为“{key}”的记录", f"there is no record {key!r}", place="key")
    if found[key].foreign:
        raise Refusal.one(
            "registry.foreign-law", "外国权利依其本国法律，平台不推定其状态",
            "a foreign right follows the law of its own country; its status is not derived here", place="office")
    return found[key]


def status_of(right: str, key: str, *, on: date) -> Status:
    """The status of one right on a day, with its derivation. Run inside a reading context."""
    return history_of(right, key).status(on=on)


def states_on(right: str, keys: Sequence[str], *, on: date) -> dict[str, State]:
    """How rights of one source stand in law on a day, by key; unknown keys are left out.

    What was kept holds until the first day on which time could change it; what waits, or is asked for an earlier day,
    is derived. A few statements, however many keys. Run inside a reading context.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT right_key, state FROM registry_standing WHERE right_kind = %s AND right_key = ANY(%s)"
            ' AND state <> \'\' AND "on" <= %s AND (again IS NULL OR again > %s)', [right, list(keys), on, on])
        found: dict[str, State] = dict(cursor.fetchall())
    left = [key for key in keys if key not in found]
    if left:
        found |= {key: _derived(known, on)[0] for key, known in histories(right, left, burdens=False).items()}
    return found


def untold(rights: Mapping[str, Sequence[str]]) -> set[tuple[str, str]]:
    """Those of the rights, by source and key, whose status in law would tell the public what a licence withholds.

    That is a day of the right's own row, why it ended, or a legal event. One statement; run inside a reading context.
    """
    event = EVERY["event"]
    told = event.mask(["kind", "code", "day", "effective_on", "until", "year"])
    parts, given = [], list[Any]()
    for right, keys in rights.items():
        source = SOURCES[right]
        own = source.mask([*(name for name in source.loaded if source.kind(name) == "day"), "end_reason"])
        parts += [
            f"SELECT %s, key FROM {source.table} WHERE key = ANY(%s) AND closed_by IS NULL AND withheld & %s <> 0",
            (
                f"SELECT right_kind, right_key FROM {event.table} WHERE right_kind = %s AND right_key = ANY(%s)"
                " AND closed_by IS NULL AND kind <> '' AND withheld & %s <> 0"
            ),
        ]
        given += [right, list(keys), own, right, list(keys), told]
    if not parts:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts), given)
        return set(cursor.fetchall())


def deadlines_for(right: str, keys: Sequence[str], *, on: date) -> dict[str, tuple[Deadline, ...]]:
    """The deadlines of rights of one source, by key; a right whose law or record gives none has none.

    A few statements, however many keys. Run inside a reading context.
    """
    found: dict[str, tuple[Deadline, ...]] = {}
    for key, known in histories(right, keys).items():
        try:
            found[key] = () if known.foreign else known.deadlines(on=on)
        except StatusError:
            # A record that contradicts itself beyond following has no deadlines, as it has no status.
            found[key] = ()
    return found


def take(_at: int, event: Event) -> None:
    """Note the rights that a load touched; those of which nothing is left are forgotten."""
    load = int(event.subject_id)
    counts = Load.objects.get(id=load).counts
    with connection.cursor() as cursor:
        _lock(cursor)
        for source in (EVERY[name] for name in counts if name in EVERY):
            if source.name in RIGHTS:
                touched = f"SELECT DISTINCT '{source.name}', key FROM {source.table}"
            elif source.name == "event":
                touched = "SELECT DISTINCT right_kind, right_key FROM registry_event"
            else:
                continue
            cursor.execute(
                "INSERT INTO registry_standing (right_kind, right_key, state, code)"
                f" SELECT *, '', '' FROM ({touched} WHERE opened_by = %(load)s OR closed_by = %(load)s) AS touched"
                " ON CONFLICT (right_key, right_kind) DO UPDATE SET state = '', code = '', since = NULL,"
                ' again = NULL, "on" = NULL', {"load": load})


def settle(*, on: date, most: int = 10_000) -> int:
    """Derive the status on ``on`` of up to ``most`` rights that wait or whose day has come; return how many.

    One process settles at a time; another returns 0 at once.
    """
    done = 0
    while done < most:
        with kernel(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                return done
            batch = _waiting(cursor, on, min(BATCH, most - done))
            for right in RIGHTS:
                _settle(cursor, right, [key for kind, key in batch if kind == right], on)
        if not batch:
            return done
        done += len(batch)
    return done


def _lock(cursor: Any) -> None:
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _waiting(cursor: Any, on: date, most: int) -> list[tuple[str, str]]:
    cursor.execute("SELECT right_kind, right_key FROM registry_standing WHERE state = '' ORDER BY id LIMIT %s", [most])
    found = cursor.fetchall()
    if len(found) < most:
        cursor.execute(
            "SELECT right_kind, right_key FROM registry_standing WHERE again <= %s AND state <> ''"
            " ORDER BY again, id LIMIT %s", [on, most - len(found)])
        found += cursor.fetchall()
    return list(found)


def _settle(cursor: Any, right: str, keys: list[str], on: date) -> None:
    if not keys:
        return
    known = histories(right, keys)
    gone = [key for key in keys if key not in known]
    if gone:
        cursor.execute(
            "DELETE FROM registry_standing WHERE right_kind = %s AND right_key = ANY(%s)", [right, gone])
    rows = [(key, *_derived(each, on)) for key, each in known.items()]
    cursor.execute(
        'UPDATE registry_standing AS kept SET "on" = %s, state = new.state, code = new.code, since = new.since,'
        " again = new.again FROM unnest(%s::text[], %s::text[], %s::text[], %s::date[], %s::date[])"
        " AS new (key, state, code, since, again) WHERE kept.right_kind = %s AND kept.right_key = new.key",
        [on, *(list(column) for column in zip(*rows, strict=True)), right] if rows
        else [on, [], [], [], [], [], right])


def _derived(known: History, on: date) -> tuple[State, str, date | None, date | None]:
    if known.foreign:
        return "undetermined", "foreign_law", None, None
    try:
        found = standing(events=known.events, kind=known.kind, on=on, coverage=known.coverage)
    except StatusError as error:
        # A record that contradicts itself beyond following has no status; the reason's code says so.
        return "undetermined", error.code[:40], None, None
    return found.state, found.code, found.since, found.next_change
