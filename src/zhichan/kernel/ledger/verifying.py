"""Whether the ledger is whole: positions, digests, seals, consumers. It reads everything once and changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from zhichan.instruments.merkle import root as merkle_root
from zhichan.kernel.ground.public import Reason, Text, kernel
from zhichan.kernel.ledger.erasing import ERASE
from zhichan.kernel.ledger.events import canonical, envelope_digest
from zhichan.kernel.ledger.models import Consumer, Event, Outbox, Payload, Position, Seal

MOST_FAULTS = 100
CHUNK = 2000


@dataclass(slots=True)
class Verdict:
    """What was looked at (counts by name) and what is wrong; sound when ``faults`` is empty."""

    counts: dict[str, int] = field(default_factory=dict)
    faults: list[Reason] = field(default_factory=list)

    def fault(self, code: str, zh: str, en: str, place: str = "") -> None:
        """Note a fault; after a hundred no more are kept."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Reason(code, Text(zh, en), place))


def verify() -> Verdict:
    """Check the whole ledger; see ``Verdict``."""
    found = Verdict()
    with kernel():
        _positions(found)
        _events(found)
        _seals(found)
        last = found.counts["positions"]
        for consumer in Consumer.objects.filter(position__gt=last):
            found.fault(
                "ledger.consumer-ahead",
                f"“{consumer.name}”读到的位置{consumer.position}超过账末{last}",
                f"{consumer.name} has read up to {consumer.position}, past the end {last}",
                consumer.name,
            )
    return found


def _positions(found: Verdict) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(max(position), 0), coalesce(min(position), 1) FROM ledger_position")
        count, last, first = cursor.fetchone()
    found.counts["positions"] = last
    if count != last or first != 1:
        found.fault("ledger.gap", f"位置不连续：{count}个，至{last}", f"positions have gaps: {count} up to {last}")
    lost = Event.objects.exclude(Exists(Position.objects.filter(event=OuterRef("pk")))).exclude(
        Exists(Outbox.objects.filter(event=OuterRef("pk")))
    )
    for event in lost[:MOST_FAULTS]:
        found.fault(
            "ledger.lost", f"事件{event.pk}没有位置，也不在待编列中", f"event {event.pk} has no place", str(event.pk)
        )


def _events(found: Verdict) -> None:
    erasers: set[Any] = set()
    events = parts = 0
    for event, own in _with_parts():
        events += 1
        digests = {}
        for part in own:
            parts += 1
            digest = bytes(part.digest)
            digests[part.field_class] = digest.hex()
            place = f"{event.pk}/{part.field_class}"
            if part.content is None:
                erasers.add(part.erased_by)
            elif hashlib.sha256(bytes(part.salt) + canonical(part.content)).digest() != digest:
                found.fault("ledger.content", f"内容与摘要不符：{place}", f"the content differs: {place}", place)
        if envelope_digest(event, digests) != bytes(event.digest):
            found.fault(
                "ledger.envelope", f"事件与摘要不符：{event.pk}", f"the event differs: {event.pk}", str(event.pk)
            )
    found.counts |= {"events": events, "parts": parts}
    missing = erasers - set(Event.objects.filter(pk__in=erasers, verb=ERASE).values_list("pk", flat=True))
    for each in sorted(map(str, missing)):
        found.fault("ledger.eraser", f"{each}不是删除事件", f"{each} is no erasing event", each)


def _with_parts() -> Iterator[tuple[Event, list[Payload]]]:
    after = None
    while True:
        rows = Event.objects.order_by("pk") if after is None else Event.objects.order_by("pk").filter(pk__gt=after)
        chunk = list(rows[:CHUNK])
        if not chunk:
            return
        parts = Payload.objects.filter(event_id__in=[each.pk for each in chunk]).order_by("event_id", "field_class")
        by_event = {key: list(group) for key, group in groupby(parts, key=lambda part: part.event_id)}
        for event in chunk:
            yield event, by_event.get(event.pk, [])
        after = chunk[-1].pk


def _seals(found: Verdict) -> None:
    previous, last = b"", 0
    seals = 0
    for each in Seal.objects.order_by("last"):
        seals += 1
        place = f"{each.first}-{each.last}"
        if each.first != last + 1 or bytes(each.previous) != previous:
            found.fault("ledger.chain", f"封印{place}与前一封印不衔接", f"seal {place} does not follow", place)
        digests = Position.objects.filter(position__range=(each.first, each.last)).order_by("position")
        leaves = [bytes(each.previous), *map(bytes, digests.values_list("event__digest", flat=True))]
        algorithm: Any = each.algorithm
        if merkle_root(leaves, algorithm=algorithm) != bytes(each.root):
            found.fault("ledger.seal", f"封印{place}与事件不符", f"seal {place} differs from its events", place)
        previous, last = bytes(each.root), each.last
    found.counts["seals"] = seals
