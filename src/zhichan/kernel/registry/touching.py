"""What an event of the ledger says has happened to rights, so that whoever rests on them can be told."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from zhichan.kernel.acts.public import SHANGHAI
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ledger.public import Event, Payload
from zhichan.kernel.registry import records
from zhichan.kernel.registry.models import LegalEvent, Load, Mark, Patent

SINGLE = {"registry:lapse": "lapse", "registry:transfer": "transfer", "registry:correct": "correction"}
TABLES = {"patent": Patent, "mark": Mark}


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened to ``right`` (``patent:<key>``), from which day (ISO), and in what words of the record.

    ``what``: ``lapse``, ``restored``, ``transfer``, ``correction``, the kind of a legal event, or the name of a
    register in which the right was entered.
    """

    right: str
    what: str
    on: str
    told: str


def happenings(event: Event, *, watched: Collection[str] | None = None) -> Iterator[Happening]:
    """Everything an event says of rights; of a load, only what it says of those in ``watched``."""
    day = event.at.astimezone(SHANGHAI).date().isoformat()
    if event.verb == "registry:loaded":
        yield from _loaded(int(event.subject_id), day, watched or ())
        return
    slug, _, name = event.verb.partition(":")
    register = current().registers.get(slug)
    if register is None and event.verb not in SINGLE and event.subject_kind != "event":
        return
    payload = Payload.objects.filter(event_id=event.pk, field_class="ordinary").first()
    content: dict[str, Any] = (payload.content or {}) if payload is not None else {}
    if register is not None and name == "enter":
        data = content.get("data", {})
        for field, shape in register.fields.items():
            if shape.type == "right" and data.get(field):
                yield Happening(str(data[field]), slug, str(data.get("happened_on") or day), register.title.zh)
    elif event.subject_kind in TABLES and event.verb in SINGLE:
        right = f"{event.subject_kind}:{event.subject_id}"
        if event.verb == "registry:transfer":
            yield Happening(right, "transfer", str(content["holder"]["since"]), str(content["holder"]["party"]))
        else:
            yield from _changed(right, SINGLE[event.verb], content.get("changes", {}), day)


def _changed(right: str, what: str, changes: dict[str, Any], day: str) -> Iterator[Happening]:
    if "ended_on" in changes:
        ended = changes["ended_on"]
        why = str(changes.get("end_reason") or "")
        yield Happening(right, "lapse" if ended else "restored", str(ended or day), why)
    elif what == "correction":
        yield Happening(right, "transfer" if "holdings" in changes else "correction", day, "、".join(sorted(changes)))


def _loaded(load: int, day: str, watched: Collection[str]) -> Iterator[Happening]:
    """Of a file, a rollback or the demonstration: what is otherwise than it was. Single facts told it themselves."""
    if not watched or Load.objects.filter(pk=load, kind=Load.Kind.ACT).exclude(format="event").exists():
        return
    for kind, model in TABLES.items():
        keys = [right.partition(":")[2] for right in watched if right.startswith(f"{kind}:")]
        for key in model.objects.filter(opened_by=load, key__in=keys).order_by("key").values_list("key", flat=True):
            yield from _compared(kind, key, load, day)
    of = {right.partition(":")[2] for right in watched}
    events = LegalEvent.objects.filter(opened_by=load, right_key__in=of).order_by("right_kind", "right_key", "key")
    for one in events:
        right = f"{one.right_kind}:{one.right_key}"
        if right in watched:
            yield Happening(right, one.kind or "legal-event", (one.day.isoformat() if one.day else day), one.text)


def _compared(kind: str, key: str, load: int, day: str) -> Iterator[Happening]:
    versions = records.history(source=kind, key=key)
    place = next((number for number, one in enumerate(versions) if one.opened_by == load), 0)
    if place == 0:
        return
    before, after = versions[place - 1].row, versions[place].row
    if before["ended_on"] != after["ended_on"]:
        ended = after["ended_on"]
        yield Happening(
            f"{kind}:{key}", "lapse" if ended else "restored", ended.isoformat() if ended else day,
            str(after["end_reason"] or ""),
        )  # fmt: skip
    holders = [[(one["party"], one["rank"], one["until"]) for one in row["holdings"]] for row in (before, after)]
    if holders[0] != holders[1]:
        now = after["holdings"][-1]
        yield Happening(f"{kind}:{key}", "transfer", now["since"].isoformat(), str(now["party"] or ""))
