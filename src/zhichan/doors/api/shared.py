"""What cases and entries share: regions asked for, filters by the kinds of fields, timelines, papers, acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse

from zhichan.doors.api import errors
from zhichan.doors.api.operations import Call, answered, changed
from zhichan.doors.api.shapes import (
    FLAG,
    INSTANT,
    TEXT,
    UUID,
    WHOLE,
    WORDS,
    Day,
    Fields,
    Flag,
    Number,
    Schema,
    many,
    or_null,
    parameter,
    shape,
)
from zhichan.doors.look import files
from zhichan.doors.look.frame import now
from zhichan.kernel.access.public import ANYONE, Actor
from zhichan.kernel.acts.public import perform
from zhichan.kernel.catalogue.shapes import FieldShape
from zhichan.kernel.ground.public import Refusal, Region, Text, kernel, paper_bytes, to_fen
from zhichan.kernel.ledger.public import Event, Payload

LONGEST_FILTER = 400
REGION_ASKED = Text("地区（标识或路径），含其下各地区", "region (slug or path), with all below it")


def region_path(given: str) -> str:
    """The path of the region with this slug or path; inside a reading context."""
    field = "path" if given.startswith("/") else "slug"
    path = Region.objects.filter(**{field: given}).values_list("path", flat=True).first()
    if path is None:
        raise Refusal.one(
            "region.unknown", f"没有“{given}”这个地区", f"there is no region {given!r}", place="region")
    return str(path)


# --- filters ----------------------------------------------------------------------------------------------------

RANGES = frozenset({"number", "year", "money", "day"})
EQUALS = frozenset({"text", "words", "flag", "choice", "region", "unit", "party", "right", "entry"})


def filters(fields: Fields, prefix: str, chosen: Callable[[FieldShape], bool]) -> dict[str, Any]:
    """A parameter for each field that can be asked for: a value, or the two ends of a range (the upper one exclusive).

    A field that only some roles may read is never a filter: its answers would tell it.
    """
    found: dict[str, Any] = {}
    for number, (name, field) in enumerate(fields.items()):
        if field.readers or not chosen(field):
            continue
        title = Text(field.title.zh, field.title.en)
        if field.type in RANGES:
            kind: Any = Day if field.type == "day" else Number
            found[f"f{number}_from"] = parameter(
                kind, Text(f"{title.zh}不小于", f"{title.en} at least"), name=f"{prefix}.{name}.from")
            found[f"f{number}_until"] = parameter(
                kind, Text(f"{title.zh}小于", f"{title.en} less than"), name=f"{prefix}.{name}.until")
        elif field.type == "flag":
            found[f"f{number}"] = parameter(Flag, title, name=f"{prefix}.{name}")
        elif field.type == "choice":
            found[f"f{number}"] = parameter(one_of(list(field.choices)), title, name=f"{prefix}.{name}")
        elif field.type in EQUALS:
            found[f"f{number}"] = parameter(str, title, name=f"{prefix}.{name}", max_length=LONGEST_FILTER)
    return found


def one_of(names: Sequence[str]) -> Any:
    """The type of one of these names."""
    return Literal[tuple(names)]


def asked(fields: Fields, query: Mapping[str, Any]) -> dict[str, Any]:
    """What was asked of which field: a value, or a pair (from, until)."""
    found: dict[str, Any] = {}
    for number, (name, field) in enumerate(fields.items()):
        if (value := query.get(f"f{number}")) is not None:
            found[name] = value
        low, high = query.get(f"f{number}_from"), query.get(f"f{number}_until")
        if low is not None or high is not None:
            found[name] = (_stored(field, low, name), _stored(field, high, name))
    return found


def _stored(field: FieldShape, value: Any, name: str) -> Any:
    if value is None:
        return None
    if field.type == "money":
        try:
            return to_fen(value)
        except Refusal as refusal:
            raise Refusal.one(
                "query.wrong", refusal.reasons[0].text.zh, refusal.reasons[0].text.en, place=name) from refusal
    return value


# --- timelines --------------------------------------------------------------------------------------------------

HAPPENED = shape({
    "event": UUID, "at": INSTANT, "verb": TEXT, "title": WORDS, "version": WHOLE, "actor": or_null(TEXT),
    "on_behalf": or_null(TEXT), "reason": TEXT, "clause": TEXT, "erased": FLAG, "content": {"type": "object"},
})  # fmt: skip
TIMELINE = many(HAPPENED)


def timeline(
    actor: Actor, kind: str, identity: Any, *, title: Callable[[str], Text],
    content: Callable[[Mapping[str, Any]], Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """The events of a subject that the viewer may see, oldest first; inside a reading context.

    What was erased is said to be. Who acted is told to whoever has an account.
    """
    events = list(Event.objects.filter(subject_kind=kind, subject_id=str(identity)).order_by("subject_version", "id"))
    parts: dict[Any, Any] = {}
    sealed: dict[Any, dict[str, Any]] = {}
    for part in Payload.objects.filter(event_id__in=[each.pk for each in events]):
        if part.field_class == "ordinary":
            parts[part.event_id] = part.content
        else:
            # A part under seal is here only because the viewer may see it.
            for key in ("patch", "data", "before"):
                sealed.setdefault(part.event_id, {}).setdefault(key, {}).update((part.content or {}).get(key) or {})
    for event, more in sealed.items():
        if (found := parts.get(event)) is not None:
            joined = {key: {**(found.get(key) or {}), **values} for key, values in more.items() if values}
            parts[event] = {**found, **joined}
    named = actor.name != ANYONE
    return [
        {
            "event": str(each.pk), "at": each.at, "verb": each.verb, "title": title(each.verb).as_json(),
            "version": each.subject_version, "actor": each.actor if named else None,
            "on_behalf": (each.on_behalf or None) if named else None, "reason": _reason(each, parts.get(each.pk) or {}),
            "clause": str((parts.get(each.pk) or {}).get("clause") or ""),
            "erased": each.pk in parts and parts[each.pk] is None, "content": content(parts.get(each.pk) or {}),
        }
        for each in events
    ]  # fmt: skip


def _reason(event: Event, content: Mapping[str, Any]) -> str:
    """Why it was done, as the content says that may be erased, or an old envelope."""
    return str(event.reason or content.get("reason") or (content.get("given") or {}).get("reason") or "")


# --- acts -------------------------------------------------------------------------------------------------------

OUTCOME = shape({
    "verb": TEXT, "preview": FLAG, "repeated": FLAG, "result": {"type": "object"}, "events": many(UUID),
})  # fmt: skip


def act(
    call: Call, verb: str, *, target: Any, facts: Mapping[str, Any], created: str = "",
) -> HttpResponse:
    """Perform, preview or repeat an act. ``If-Match`` is judged on the locked row, in the act's transaction.

    ``created`` is the address of what an act opens, with a name of the outcome's result in braces.
    """
    with transaction.atomic():
        outcome = perform(
            actor=call.actor, verb=verb, target=target, facts=facts, at=now(), preview=call.query["preview"],
            key=call.key)
        expected = call.expected
        if expected is not None and not outcome.repeated and outcome.result.get("version") != expected + 1:
            raise changed()
    made = created and not outcome.preview and not outcome.repeated
    response = answered(call, {
        "verb": outcome.verb, "preview": outcome.preview, "repeated": outcome.repeated,
        "result": dict(outcome.result), "events": [str(each) for each in outcome.events],
    }, status=201 if made else 200)  # fmt: skip
    # What went into a box is nowhere to be found yet.
    if made and outcome.result.get("case", "") is not None:
        response["Location"] = created.format_map(outcome.result)
    return response


def refuse_unknown(given: Mapping[str, Any], known: set[str]) -> None:
    """Refuse facts that nobody has declared, before anything else is asked."""
    if unknown := sorted(set(given) - known):
        raise Refusal.of(
            errors.reason("given.unknown", f"不认识的内容“{name}”", f"unknown fact {name!r}", name) for name in unknown)


def text_fact(given: Mapping[str, Any], name: str, *, longest: int = LONGEST_FILTER) -> None:
    """Refuse a fact that is there and is no text, or too long."""
    value = given.get(name)
    if value is not None and not (isinstance(value, str) and len(value) <= longest):
        raise Refusal.one(
            "given.wrong", f"“{name}”应当是不超过{longest}字的文字",
            f"{name} must be text of at most {longest} characters", place=name)  # fmt: skip


def paper(digest: Any, filename: str) -> HttpResponse:
    """A stored file as a download; never shown in the browser, whatever it claims to be."""
    if not isinstance(digest, str):
        raise errors.NOTHING_THERE
    with kernel():
        content = paper_bytes(digest)
    return files.download(content, filename)


def ordered(found: QuerySet[Any], sort: str, columns: Mapping[str, str]) -> QuerySet[Any]:
    """In the order asked for; rows that tie stand in the order of their ids."""
    name = sort.removeprefix("-")
    return found.order_by(f"-{columns[name]}" if sort.startswith("-") else columns[name], "pk")


def sortable(columns: Mapping[str, str]) -> Any:
    """The type of a ``sort`` parameter: a name, or a name with a minus before it."""
    return one_of([each for name in columns for each in (name, f"-{name}")])


def year_end(year: int) -> date:
    """The day after a year's last."""
    return date(year, 12, 31) + timedelta(days=1)


def facts_schema(properties: Schema, required: Sequence[str]) -> Schema:
    """The schema of a body of facts."""
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    if required:
        schema["required"] = list(required)
    return schema
