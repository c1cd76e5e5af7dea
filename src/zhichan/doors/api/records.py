"""Operations on the registry's records: rights and related facts, filtered, counted exactly, with their origins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Case as Switch
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.http import HttpResponse
from pydantic import Field

from zhichan.doors.api import errors
from zhichan.doors.api.operations import Call, Operation, answered, paged
from zhichan.doors.api.shapes import (
    ANY_OBJECT,
    DAY,
    FLAG,
    INSTANT,
    TEXT,
    WHOLE,
    WORDS,
    Asked,
    Day,
    Flag,
    many,
    or_null,
    pages,
    parameter,
    question,
    shape,
)
from zhichan.doors.api.shared import LONGEST_FILTER, REGION_ASKED, one_of, ordered, region_path, sortable
from zhichan.doors.look import typed
from zhichan.doors.look.columns import label
from zhichan.doors.look.frame import today
from zhichan.instruments.status import Status, StatusError
from zhichan.kernel.access.public import reading
from zhichan.kernel.ground.public import Party, Refusal, Text
from zhichan.kernel.registry.public import (
    RIGHTS,
    SOURCES,
    Holding,
    Known,
    Origin,
    Source,
    Standing,
    history,
    model_of,
    provenance,
    status_of,
    untold,
)

TAG = "records"
NAMES = ("title", "name", "topic")
"""Columns that a record is called by; the first that a source has."""
STATES = ("in_force", "pending", "ended", "never", "undetermined")
ROW = {
    "key": TEXT, "source": TEXT, "version": WHOLE, "region": or_null(TEXT), "party": or_null(TEXT),
    "state": or_null(TEXT), "data": ANY_OBJECT,
}  # fmt: skip
VERSION = shape({
    "version": WHOLE, "opened_by": WHOLE, "opened_at": INSTANT, "origin": TEXT, "closed_by": or_null(WHOLE),
    "data": ANY_OBJECT,
})  # fmt: skip
ORIGIN = shape({
    "load": WHOLE, "name": TEXT, "source": TEXT, "licence": TEXT, "as_of": or_null(DAY), "at": INSTANT,
    "confirmed_at": or_null(INSTANT),
})  # fmt: skip
STATUS = shape({
    "on": DAY, "state": TEXT, "code": TEXT, "label": WORDS, "since": or_null(DAY), "next_change": or_null(DAY),
    "provisional": FLAG, "settle": many(WORDS),
})  # fmt: skip


def operations() -> list[Operation]:
    """A list and a detail for every source of the registry."""
    made = []
    for name, source in SOURCES.items():
        said = Text(source.zh, source.en)
        made += [
            Operation(
                method="GET", path=f"/records/{name}", name=f"records.{name}.list", tag=TAG,
                title=Text(f"{said.zh}：列表", f"{said.en}: list"), query=_question(source),
                text=Text("登记的记录，按字段、地区、权利人查找；条数准确。",
                          "The records as known now, by field, region and holder; the count is exact."),
                run=lambda call, source=source: _list(call, source),  # type: ignore[misc]
                answers={200: pages(shape(ROW))},
            ),
            Operation(
                # A key may hold a slash, so it is asked for and is no part of the address.
                method="GET", path=f"/records/{name}/one", name=f"records.{name}.detail", tag=TAG,
                title=Text(f"{said.zh}：详情、各版本与来源", f"{said.en}: detail, versions and origins"),
                query=question(f"{name}Key", Asked, key=(str, Field(title="编号 · number", max_length=LONGEST_FILTER))),
                run=lambda call, source=source: _detail(call, source),  # type: ignore[misc]
                answers={200: shape({
                    **ROW, "withdrawn": FLAG, "versions": many(VERSION), "status": or_null(STATUS),
                    "origins": {"type": "object", "additionalProperties": ORIGIN}})},
            ),
        ]  # fmt: skip
    return made


def _named(source: Source) -> str | None:
    return next((name for name in NAMES if name in source.columns), None)


def _sorted_by(source: Source) -> dict[str, str]:
    return {"key": "key", **{name: name for name in source.plain if source.columns[name] in {"day", "int", "fen"}}}


def _question(source: Source) -> type[Asked]:
    found: dict[str, Any] = {}
    for number, name in enumerate(source.plain):
        kind, title = source.columns[name], label(name)
        if name in source.choices:
            found[f"c{number}"] = parameter(one_of(list(source.choices[name])), title, name=f"data.{name}")
        elif kind == "text":
            found[f"c{number}"] = parameter(str, title, name=f"data.{name}", max_length=LONGEST_FILTER)
        elif kind == "flag":
            found[f"c{number}"] = parameter(Flag, title, name=f"data.{name}")
        else:
            wanted: Any = Day if kind == "day" else int
            bounds = {"day": {}, "int": {"ge": 1 - 2**31, "le": 2**31 - 1}, "fen": {"ge": 0, "le": 2**53}}[kind]
            found[f"c{number}_from"] = parameter(
                wanted, Text(f"{title.zh}不小于", f"{title.en} at least"), name=f"data.{name}.from", **bounds)
            found[f"c{number}_until"] = parameter(
                wanted, Text(f"{title.zh}小于", f"{title.en} less than"), name=f"data.{name}.until", **bounds)
    if _named(source):
        found["q"] = parameter(str, Text("名称中的字", "words of the name"), min_length=1, max_length=100)
    if source.name in RIGHTS:
        found["state"] = parameter(one_of(STATES), Text("当前法律状态", "legal state today"))
    if source.party != "no" or source.region == "holding":
        found["party"] = parameter(
            str, Text("权利人或单位的统一社会信用代码", "credit code of the holder or party"), max_length=40)
    return question(
        f"{source.name}Records",
        key=parameter(str, Text("编号", "number"), max_length=LONGEST_FILTER),
        region=parameter(str, REGION_ASKED, max_length=LONGEST_FILTER),
        sort=parameter(sortable(_sorted_by(source)), Text("排序，减号为倒序", "order; a minus reverses it")),
        **found,
    )


def _is_public(call: Call) -> bool:
    """Whether the caller sees only what the licences of the sources give to everyone."""
    return not call.actor.roles


def _found(call: Call, source: Source) -> QuerySet[Any]:
    """The current records asked for; inside a reading context."""
    query = call.query
    found: QuerySet[Any] = QuerySet(model_of(source.name)).filter(closed_by=None)
    used: set[str] = set()

    def narrow(name: str, /, **condition: Any) -> None:
        nonlocal found
        used.add(name)
        found = found.filter(**condition)

    for number, name in enumerate(source.plain):
        if (value := query.get(f"c{number}")) is not None:
            narrow(name, **{name: value})
        if (low := query.get(f"c{number}_from")) is not None:
            narrow(name, **{f"{name}__gte": low})
        if (high := query.get(f"c{number}_until")) is not None:
            narrow(name, **{f"{name}__lt": high})
    if source.name == "firm" and _is_public(call):
        # A row of this source goes by the party's code, which of a natural person may be that of an identity card.
        found = found.exclude(kind=Party.Kind.PERSON)
    called = _named(source)
    if called and query.get("q"):
        used.add(called)
        found = found.filter(typed.holds(called, query["q"]))
    if query["key"]:
        found = found.filter(key=query["key"])
    if query.get("state"):
        found = found.filter(Exists(Standing.objects.filter(
            right_kind=source.name, right_key=OuterRef("key"), state=query["state"])))  # fmt: skip
    found = _of_whom(call, source, found, used)
    if used and _is_public(call):
        # An answer to a question about what is withheld would tell it.
        found = found.alias(hidden=F("withheld").bitand(source.mask(used))).filter(hidden=0)
    return ordered(found, query["sort"] or "key", _sorted_by(source))


def _of_whom(call: Call, source: Source, found: QuerySet[Any], used: set[str]) -> QuerySet[Any]:
    region, party = call.query["region"], call.query.get("party")
    path = region_path(region) if region else ""
    if source.region == "holding":
        if path or party:
            used.add("holdings")
            held = _held(source)
            held = held.filter(region__path__startswith=path, rank=1) if path else held
            held = _coded(call, held, party) if party else held
            found = found.filter(Exists(held))
        return found
    if path:
        used.add("region")
        found = found.filter(region__path__startswith=path)
    if party and source.party != "no":
        used.add("party")
        found = _coded(call, found, party)
    return found


def _coded(call: Call, found: QuerySet[Any], party: str) -> QuerySet[Any]:
    """Rows of a party; what the public asks for by the code of a natural person is not found."""
    found = found.filter(party__code=party)
    return found.exclude(party__kind=Party.Kind.PERSON) if _is_public(call) else found


def _held(source: Source) -> QuerySet[Holding]:
    """Who holds the record of the outer query today."""
    day = today()
    return Holding.objects.filter(
        Q(until=None) | Q(until__gt=day), right_kind=source.name, right_id=OuterRef("pk"), since__lte=day)


def _list(call: Call, source: Source) -> HttpResponse:
    with reading(call.actor):
        found = _found(call, source).annotate(**_beside(call, source)).values(
            "pk", "key", "withheld", "at_region", "at_party", "at_state", *source.plain)  # fmt: skip
        return answered(call, paged(call, found, lambda row: _row(call, source, row)))


def _beside(call: Call, source: Source) -> dict[str, Any]:
    """Region, party and legal state of each row, from where the source has them."""
    code: Any = F("party__code")
    if _is_public(call):
        code = Switch(When(~Q(party__kind=Party.Kind.PERSON), then=code))
    if source.region == "holding":
        first = _held(source).filter(rank=1).order_by("since")
        region = Subquery(first.values("region__slug")[:1])
        party = Subquery(first.annotate(code=code).values("code")[:1])
    else:
        region = F("region__slug")  # type: ignore[assignment]
        party = code if source.party != "no" else Subquery(_none())
    state = Standing.objects.filter(right_kind=source.name, right_key=OuterRef("key")).exclude(state="")
    if _is_public(call):
        # A legal event that a licence withholds is not told by what follows from it.
        events: QuerySet[Any] = QuerySet(model_of("event"))
        events = events.filter(right_kind=source.name, right_key=OuterRef("right_key"), closed_by=None)
        state = state.exclude(Exists(events.exclude(withheld=0)))
    return {
        "at_region": region, "at_party": party,
        "at_state": Subquery(state.values("state")[:1]) if source.name in RIGHTS else Subquery(_none()),
    }  # fmt: skip


def _none() -> QuerySet[Any, Any]:
    return Standing.objects.none().values("state")


def _row(call: Call, source: Source, row: Mapping[str, Any]) -> dict[str, Any]:
    hidden = source.named(row["withheld"]) if _is_public(call) else frozenset()
    return {
        "key": row["key"], "source": source.name, "version": row["pk"],
        "region": None if {"holdings", "region"} & hidden else row["at_region"],
        "party": None if {"holdings", "party"} & hidden else row["at_party"],
        "state": None if hidden else row["at_state"],
        "data": {name: row[name] for name in source.plain if name not in hidden and row[name] not in {None, ""}},
    }  # fmt: skip


# --- one record -------------------------------------------------------------------------------------------------


def _detail(call: Call, source: Source) -> HttpResponse:
    key = str(call.query["key"])
    with reading(call.actor):
        versions = history(source=source.name, key=key)
        if not versions:
            raise errors.NOTHING_THERE
        people = _people(call, versions)
        if source.name == "firm" and key in people:
            raise errors.NOTHING_THERE
        origins = provenance(source=source.name, key=key, known=versions)
        now = next((each for each in versions if each.closed_by is None), versions[-1])
        hidden = now.withheld if _is_public(call) else frozenset()
        closed = _is_public(call) and source.name in RIGHTS and bool(untold({source.name: [key]}))
        status = None if now.closed_by is not None or hidden or closed else _status(source, key, today())
    row = _data(call, now, people)
    holders = [each for each in row.get("holdings", []) if each.get("rank") == 1]
    last = holders[-1] if holders else {}
    return answered(call, {
        "key": key, "source": source.name, "version": now.version,
        "region": row.get("region") or last.get("region"), "party": row.get("party") or last.get("party"),
        "state": status["state"] if status else None, "data": row, "withdrawn": now.closed_by is not None,
        "versions": [
            {"version": each.version, "opened_by": each.opened_by, "opened_at": each.opened_at, "origin": each.origin,
             "closed_by": each.closed_by, "data": _data(call, each, people)}
            for each in versions
        ],
        "status": status,
        "origins": {name: _origin(each) for name, each in origins.items() if each.open or not _is_public(call)},
    }, version=now.version)  # fmt: skip


def _people(call: Call, versions: Sequence[Known]) -> frozenset[str]:
    """The codes in versions of a record that the public does not see: those of natural persons."""
    if not _is_public(call):
        return frozenset()
    codes = {one.row["key"] for one in versions} | {one.row.get("party") for one in versions}
    codes |= {held.get("party") for one in versions for held in one.row.get("holdings", ())}
    found = Party.objects.filter(code__in=codes - {None}, kind=Party.Kind.PERSON)
    return frozenset(found.values_list("code", flat=True))


def _data(call: Call, known: Known, people: frozenset[str]) -> dict[str, Any]:
    row = known.public() if _is_public(call) else known.row
    data = {name: value for name, value in row.items() if name != "key" and value not in (None, "", [])}
    if data.get("party") in people:
        del data["party"]
    if people and "holdings" in data:
        data["holdings"] = [one | {"party": None} if one["party"] in people else one for one in data["holdings"]]
    return data


def _origin(origin: Origin) -> dict[str, Any]:
    return {
        "load": origin.load, "name": origin.name, "source": origin.source, "licence": origin.licence,
        "as_of": origin.as_of, "at": origin.at, "confirmed_at": origin.confirmed_at,
    }  # fmt: skip


def _status(source: Source, key: str, day: date) -> dict[str, Any] | None:
    """The legal status today with what would settle an open one; None for what is no right or cannot be derived."""
    if source.name not in RIGHTS:
        return None
    try:
        found: Status = status_of(source.name, key, on=day)
    except (StatusError, Refusal):
        return None
    return {
        "on": found.on, "state": found.state, "code": found.code,
        "label": {"zh": found.label.zh, "en": found.label.en}, "since": found.since, "next_change": found.next_change,
        "provisional": found.provisional,
        "settle": [{"zh": each.zh, "en": each.en} for each in found.settle],
    }  # fmt: skip
