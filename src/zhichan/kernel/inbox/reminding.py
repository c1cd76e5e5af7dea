"""Reminders: declared selections that tell are asked each day, and each of their answers is told once, with why.

Holders are told of the rights of parties that somebody acts for, watchers of the marks in their saved searches for
marks alike. A test answers for as long as something is worth telling, so that days on which nothing ran lose nothing.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.db.models import Max

from zhichan.instruments.status import Deadline
from zhichan.kernel.access.public import ANYONE, PARTY, Actor, Representative, reading, system_actor
from zhichan.kernel.acts.public import NOT_THERE, SHANGHAI, Act, perform, register_verb
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.catalogue.rulebook import Candidate, Hit
from zhichan.kernel.catalogue.shapes import Selection as Declared
from zhichan.kernel.ground.public import Refusal, Text, kernel
from zhichan.kernel.inbox.models import Notice, Reminder
from zhichan.kernel.ledger.public import Audience, Event, Payload, consume
from zhichan.kernel.registry.public import HOLDING_TABLE, SOURCES, Load, deadlines_for
from zhichan.kernel.registry.searching import public as index
from zhichan.kernel.selections.public import Member, Selection

CONSUMER = "inbox:reminders"
REMINDER = "reminders"
REMIND = "inbox:remind"
BATCH = 500


def register() -> None:
    """Register the verb, and follow what it tells."""
    register_verb(REMIND, remind)
    consume(CONSUMER, tell, verbs=[REMIND])


@dataclass(frozen=True, slots=True)
class _Asked:
    """A right of which a selection is asked: who is told, and the saved search it is in."""

    key: str
    recipients: frozenset[str]
    watch: str


def state(*, on: date) -> str:
    """What changes when there may be something new to remind of: the day, what is known, whom it concerns.

    Whom a saved search is shared with changes no row's number, so it is read itself.
    """
    with kernel():
        load, member, acting = (
            kind.objects.aggregate(last=Max("id"))["last"] for kind in (Load, Member, Representative)
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT md5(string_agg(id || ' ' || array_to_string(readers, ' '), ',' ORDER BY id))"
                f" FROM {Selection._meta.db_table} WHERE closed_at IS NULL"
            )
            [shared] = cursor.fetchone()
    return f"{on} {current().digest} {load} {member} {acting} {shared}"


@contextmanager
def _apart(what: str) -> Iterator[None]:
    """What fails here is written to the log and keeps nobody else waiting; a database that is away ends the round."""
    try:
        yield
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logging.getLogger("zhichan.worker").exception("not reminded: %s", what)


def remind_all(*, at: datetime) -> int:
    """Ask every selection that tells, and tell what was not told yet; how many reminders there were.

    What cannot be asked or told is logged, the others are told all the same.
    """
    day = at.astimezone(SHANGHAI).date()
    told = 0
    for declared in current().selections.values():
        if declared.tells is None:
            continue
        asked: list[_Asked] = []
        with _apart(declared.name), kernel():
            asked = list(_held(declared.of, day) if declared.tells == "holders" else _watched(declared.of))
        for start in range(0, len(asked), BATCH):
            with _apart(f"{declared.name} from {asked[start].key}"):
                told += _told(declared, asked[start : start + BATCH], at=at, day=day)
    return told


def _held(source: str, day: date) -> Iterator[_Asked]:
    """The rights of a source held by parties that somebody acts for."""
    codes = list(Representative.objects.on(day).values_list("party__code", flat=True).distinct())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT version.key, array_agg(DISTINCT party.code) FROM {HOLDING_TABLE} AS held"
            " JOIN ground_party AS party ON party.id = held.party_id"
            f" JOIN {SOURCES[source].table} AS version ON version.id = held.right_id AND version.closed_by IS NULL"
            " WHERE held.right_kind = %s AND party.code = ANY(%s) AND held.since <= %s"
            " AND (held.until IS NULL OR held.until > %s) GROUP BY version.key ORDER BY version.key",
            [source, codes, day, day],
        )
        for key, holders in cursor.fetchall():
            yield _Asked(key, frozenset(f"{PARTY}{code}" for code in holders), "")


def _watched(source: str) -> Iterator[_Asked]:
    """The marks of a source in open saved searches for marks alike."""
    watches = []
    for one in Selection.objects.filter(closed_at=None).order_by("opened_at", "pk"):
        # A query that a later release does not understand any more is nobody else's loss.
        with _apart(f"watch {one.pk}"):
            if index.likenesses(index.understood(one.question["text"]).node):
                watches.append(one)
    there = Member.objects.filter(until=None, sealed=False, key__startswith=f"{source}:", selection__in=watches)
    keys: defaultdict[Any, list[str]] = defaultdict(list)
    for selection, key in there.order_by("key").values_list("selection", "key"):
        keys[selection].append(key.partition(":")[2])
    for watch in watches:
        for key in keys[watch.pk]:
            yield _Asked(key, frozenset(watch.readers), watch.title)


def _told(declared: Declared, asked: Sequence[_Asked], *, at: datetime, day: date) -> int:
    keys = sorted({one.key for one in asked})
    with reading(Actor(ANYONE, day)):
        rows = {key: known.public() for _, key, known in index.known([f"{declared.of}:{key}" for key in keys])}
        ends = deadlines_for(declared.of, list(rows), on=day)
    rule = current().rule(folder=declared.folder, name=str(declared.test))
    hits: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in asked:
        if one.key not in rows:
            continue
        row, right = rows[one.key], f"{declared.of}:{one.key}"
        candidate = Candidate(
            right=right, title=str(row.get("title") or row.get("name") or one.key), row=row, day=day, watch=one.watch,
            deadlines=[_deadline(each) for each in ends.get(one.key, ())],
        )  # fmt: skip
        with _apart(f"{declared.name} of {right}"):
            for said in [_said(right, hit) for hit in rule(candidate)]:
                for recipient in one.recipients:
                    hits[recipient].append(said)
    with kernel():
        known = set(
            Reminder.objects.filter(name=declared.name, right__in=[f"{declared.of}:{key}" for key in keys])
            .values_list("recipient", "right", "mark")
        )  # fmt: skip
    told = 0
    for recipient in sorted(hits):
        fresh = [one for one in hits[recipient] if (recipient, one["right"], one["mark"]) not in known]
        if fresh:
            facts = {"name": declared.name, "recipient": recipient, "hits": fresh}
            with _apart(f"{recipient} of {declared.name}"):
                done = perform(actor=system_actor(REMINDER, day=day), verb=REMIND, facts=facts, at=at)
                told += int(done.result["told"])
    return told


def _deadline(one: Deadline) -> Mapping[str, Any]:
    return {
        "code": one.code, "number": one.number, "title": Text(one.title.zh, one.title.en), "opens": one.opens,
        "clause": Text(one.clause.zh, one.clause.en), "due": one.due.day, "late": one.late.day if one.late else None,
        "steps": [Text(step.zh, step.en) for step in one.due.steps],
        "provisional": one.due.provisional, "settled": bool(one.settled), "missed": one.missed,
    }  # fmt: skip


def _said(right: str, hit: Hit) -> dict[str, Any]:
    return {
        "right": right, "mark": hit.mark, "title": hit.title.as_json(), "said": hit.said.as_json(),
        "due": hit.due.isoformat() if hit.due else None,
    }  # fmt: skip


def remind(act: Act) -> Mapping[str, Any]:
    """Tell a recipient what a selection found of rights, each once. ``facts``: ``name``, ``recipient``, ``hits``."""
    if act.actor.name != system_actor(REMINDER, day=act.day).name:
        raise Refusal(NOT_THERE)
    name, recipient = str(act.facts["name"]), str(act.facts["recipient"])
    reason = current().selections[name].reason
    told = 0
    for hit in act.facts["hits"]:
        # Two workers at once: whoever makes the row tells.
        _, new = Reminder.objects.get_or_create(
            name=name, right=hit["right"], mark=hit["mark"], recipient=recipient,
            defaults={"due": hit["due"], "at": act.at},
        )  # fmt: skip
        if new:
            told += 1
            act.event(
                subject_kind="reminder", subject_id=hit["right"],
                content={**hit, "name": name, "recipient": recipient, "reason": {"zh": reason.zh, "en": reason.en}},
                audience=Audience((recipient,)),
            )  # fmt: skip
    return {"told": told}


def tell(position: int, event: Event) -> None:
    """Write the notice of one reminder; nothing where its content was erased."""
    part = Payload.objects.filter(event_id=event.pk, field_class="ordinary").first()
    said = part.content if part is not None else None
    if not said:
        return
    Notice.objects.bulk_create([Notice(
        position=position, recipient=said["recipient"], topic=f"remind:{said['name'].rpartition('/')[2]}"[:80],
        subject_kind="reminder", subject_id=event.subject_id, at=event.at, readers=[said["recipient"]],
        title_zh=said["title"]["zh"][:300], title_en=said["title"]["en"][:300],
        reason_zh=said["reason"]["zh"][:200], reason_en=said["reason"]["en"][:200],
        said_zh=said["said"]["zh"], said_en=said["said"]["en"],
    )], ignore_conflicts=True)  # fmt: skip
