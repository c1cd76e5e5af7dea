"""Operations of a declared register: its entries, their history and papers; entering, correcting and ending them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse

from zhichan.doors.api import bodies, errors
from zhichan.doors.api.operations import Call, Operation, answered, paged
from zhichan.doors.api.shapes import (
    ANY_OBJECT,
    DAY,
    FLAG,
    INSTANT,
    NAMELESS,
    REGION,
    TEXT,
    UUID,
    WHOLE,
    Asked,
    Day,
    files_decoded,
    given_schema,
    has_paper,
    hidden,
    or_null,
    pages,
    parameter,
    question,
    region_shown,
    shape,
    shown,
)
from zhichan.doors.api.shared import (
    EQUALS,
    LONGEST_FILTER,
    OUTCOME,
    RANGES,
    REGION_ASKED,
    TIMELINE,
    act,
    asked,
    facts_schema,
    filters,
    ordered,
    paper,
    refuse_unknown,
    region_path,
    sortable,
    text_fact,
    timeline,
)
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import reach
from zhichan.kernel.catalogue.shapes import FieldShape, Register
from zhichan.kernel.ground.public import Refusal, Text
from zhichan.kernel.registry.public import Entry, file_names, searched, whole

COLUMNS = {"number": "number", "since": "since", "until": "until", "opened_at": "opened_at"}
LONGEST_REASON = 2_000
VERBS: Mapping[str, Text] = {
    "enter": Text("登记", "enter"), "correct": Text("更正", "correct"), "end": Text("终止", "end"),
}  # fmt: skip
ENTRY = {
    "id": UUID, "number": TEXT, "register": TEXT, "region": REGION, "data": ANY_OBJECT, "since": DAY,
    "until": or_null(DAY), "opened_at": INSTANT, "version": WHOLE, "synthetic": FLAG,
}  # fmt: skip
REASON = {"type": "string", "title": "理由 · reason", "minLength": 1, "maxLength": LONGEST_REASON}


def operations(register: Register, tag: str) -> list[Operation]:
    """Everything that can be asked of a register and done to it."""
    base, said = f"/registers/{register.slug}", register.slug
    what = Text(register.title.zh, register.title.en)
    properties = {name: given_schema(field) for name, field in register.fields.items()}
    required = [name for name, field in register.fields.items() if field.required]
    bodies_of = {
        "enter": facts_schema({
            **properties,
            "region": {"type": "string", "title": "地区路径 · region path", "maxLength": LONGEST_FILTER},
            "since": {**DAY, "title": "起始日 · holds from"}, "until": {**DAY, "title": "截止日（不含） · holds until"},
        }, ["region", *required]),
        "correct": facts_schema({
            **{name: each if name in required else or_null(each) for name, each in properties.items()},
            "reason": REASON,
        }, ["reason"]),
        "end": facts_schema({"until": {**DAY, "title": "终止日 · ends on"}, "reason": REASON}, ["reason"]),
    }  # fmt: skip
    one = f"{base}/{{uuid:entry}}"
    made = [
        Operation(
            method="GET", path=base, name=f"register.{said}.list", tag=tag,
            title=Text(f"{what.zh}：列表", f"{what.en}: list"),
            text=Text("您可见的条目，可按检索项、地区和生效日查找。",
                      "The entries open to you, by searched field, region and the day on which they hold."),
            query=_question(register), run=lambda call: _list(call, register), answers={200: pages(shape(ENTRY))},
        ),
        Operation(
            method="GET", path=one, name=f"register.{said}.detail", tag=tag, parts={"entry": UUID}, versioned=True,
            title=Text(f"{what.zh}：详情与历史", f"{what.en}: detail and history"),
            run=lambda call: _detail(call, register), answers={200: shape({**ENTRY, "history": TIMELINE})},
        ),
    ]  # fmt: skip
    papers = [name for name, field in register.fields.items() if field.type == "paper"]
    if papers:
        made.append(Operation(
            method="GET", path=f"{one}/papers/{{paper}}", name=f"register.{said}.paper", tag=tag,
            parts={"entry": UUID, "paper": {"type": "string", "enum": papers}},
            title=Text(f"{what.zh}：文件", f"{what.en}: file"), run=lambda call: _paper(call, register),
            media="application/octet-stream", answers={200: {"type": "string", "format": "binary"}},
        ))  # fmt: skip
    for verb, title in VERBS.items():
        entering = verb == "enter"
        made.append(Operation(
            method="POST", path=f"{base}/enter" if entering else f"{one}/{verb}", name=f"register.{said}.{verb}",
            tag=tag, parts={} if entering else {"entry": UUID},
            title=Text(f"{what.zh}：{title.zh}", f"{what.en}: {title.en}"), body=bodies_of[verb],
            largest=bodies.LARGE if has_paper(register.fields) and verb != "end" else bodies.SMALL,
            previews=True, keyed=True, versioned=not entering,
            answers={200: OUTCOME, **({201: OUTCOME} if entering else {})}, run=_act(register, verb),
        ))  # fmt: skip
    return made


def _is_searched(field: FieldShape) -> bool:
    return field.searched and field.type in RANGES | EQUALS


def _question(register: Register) -> type[Asked]:
    return question(
        f"{register.slug}Entries",
        region=parameter(str, REGION_ASKED, max_length=LONGEST_FILTER),
        number=parameter(str, Text("编号", "number"), max_length=80),
        on=parameter(Day, Text("在这一天有效", "holding on this day")),
        sort=parameter(sortable(COLUMNS), Text("排序，减号为倒序", "order; a minus reverses it")),
        **filters(register.fields, "data", _is_searched),
    )


def _slot(field: FieldShape, value: Any) -> Any:
    """A value as the register keeps it for searching: flags are text there."""
    return str(value) if field.type == "flag" else value


def _list(call: Call, register: Register) -> HttpResponse:
    query = call.query
    wanted = {name: _slot(register.fields[name], value) for name, value in asked(register.fields, query).items()}
    with reading(call.actor):
        found = searched(call.actor, register.slug, **wanted).select_related("region")
        if query["region"]:
            found = found.filter(region__path__startswith=region_path(query["region"]))
        if query["number"]:
            found = found.filter(number=query["number"])
        if query["on"]:
            found = found.filter(Q(since__lte=query["on"]), Q(until=None) | Q(until__gt=query["on"]))
        found = ordered(found, query["sort"] or "-opened_at", COLUMNS).prefetch_related("sealed")
        return answered(call, paged(call, found, lambda entry: _entry(call.actor, register, entry)))


def _entry(
    actor: Actor, register: Register, entry: Entry, called: Mapping[str, str] = NAMELESS
) -> dict[str, Any]:
    return {
        "id": str(entry.pk), "number": entry.number, "register": entry.register, "region": region_shown(entry.region),
        "data": shown(
            register.fields, whole(entry), without=hidden(register.fields, actor, entry.region.path), called=called,
            papers=f"{reverse('api:door')}registers/{register.slug}/{entry.pk}/papers/"),
        "since": entry.since, "until": entry.until, "opened_at": entry.opened_at, "version": entry.version,
        "synthetic": entry.synthetic,
    }  # fmt: skip


def _one(call: Call, register: Register) -> Entry:
    entries: QuerySet[Entry] = reach(call.actor, f"{register.slug}:read")
    found = entries.select_related("region").filter(pk=call.path["entry"]).first()
    if found is None:
        raise errors.NOTHING_THERE
    return found


def _detail(call: Call, register: Register) -> HttpResponse:
    with reading(call.actor):
        entry = _one(call, register)
        unseen = hidden(register.fields, call.actor, entry.region.path)
        papers = f"{reverse('api:door')}registers/{register.slug}/{entry.pk}/papers/"

        def title(verb: str) -> Text:
            return VERBS.get(verb.partition(":")[2], Text(verb, verb))

        def content(part: Mapping[str, Any]) -> Mapping[str, Any]:
            before = part.get("before") or {}
            said: dict[str, Any] = {
                "data": shown(register.fields, part.get("data") or {}, without=unseen, papers=papers),
                "before": shown(register.fields, before, without=unseen, papers=papers),
            }
            return said | ({"until": part["until"]} if "until" in part else {})

        return answered(call, {
            **_entry(call.actor, register, entry, file_names(register.slug, str(entry.pk))),
            "history": timeline(call.actor, register.slug, entry.pk, title=title, content=content),
        }, version=entry.version)  # fmt: skip


def _paper(call: Call, register: Register) -> HttpResponse:
    name = call.path["paper"]
    field = register.fields.get(name)
    if field is None or field.type != "paper":
        raise errors.NOTHING_THERE
    with reading(call.actor):
        entry = _one(call, register)
        if name in hidden(register.fields, call.actor, entry.region.path):
            raise errors.NOTHING_THERE
        digest = whole(entry).get(name)
    return paper(digest, f"{entry.number}-{name}")


def _act(register: Register, verb: str) -> Any:
    known = {
        "enter": {*register.fields, "region", "since", "until"},
        "correct": {*register.fields, "reason"},
        "end": {"until", "reason"},
    }[verb]

    def run(call: Call) -> HttpResponse:
        refuse_unknown(call.body, known)
        if verb == "enter":
            text_fact(call.body, "region")
        else:
            text_fact(call.body, "reason", longest=LONGEST_REASON)
        if verb == "correct" and not set(call.body) - {"reason"}:
            raise Refusal.one("given.missing", "没有要更正的内容", "nothing to correct was given", place="body")
        return act(
            call, f"{register.slug}:{verb}", target=None if verb == "enter" else call.path["entry"],
            facts=files_decoded(register.fields, call.body),
            created=f"{reverse('api:door')}registers/{register.slug}/{{entry}}" if verb == "enter" else "",
        )  # fmt: skip

    return run
