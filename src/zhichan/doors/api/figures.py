"""Operations on measures, targets and plans: values with their rows, series, definitions; how a plan stands."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from pydantic import Field

from zhichan.doors.api import errors
from zhichan.doors.api.operations import Call, Operation, answered, paged
from zhichan.doors.api.shapes import (
    ANY_OBJECT,
    DAY,
    FLAG,
    INSTANT,
    REGION,
    TEXT,
    UUID,
    WHOLE,
    WORDS,
    Asked,
    Day,
    PageNumber,
    Size,
    both,
    line,
    many,
    or_null,
    pages,
    parameter,
    question,
    region_shown,
    shape,
)
from zhichan.doors.api.shared import (
    LONGEST_FILTER,
    OUTCOME,
    act,
    facts_schema,
    one_of,
    refuse_unknown,
    region_path,
    text_fact,
    year_end,
)
from zhichan.doors.look import typed
from zhichan.doors.look.frame import end_of, home_region, today
from zhichan.kernel.access.public import reading
from zhichan.kernel.catalogue.public import Catalogue, Measure, current
from zhichan.kernel.ground.public import Refusal, Region, Text
from zhichan.kernel.measures.public import (
    Course,
    NotAssigned,
    NotComputable,
    NotKnown,
    Number,
    Period,
    Rows,
    Target,
    Value,
    courses,
    explain,
    needs,
    rows,
    series,
    shown,
    tally,
    targets,
    versions,
)

TAG = "measures"
LONGEST_SERIES = 30
STATES = ("on_course", "behind", "achieved", "missed", "not_computable", "not_assigned")
NO_NUMBER: Mapping[type, str] = {
    NotAssigned: "not_assigned", NotKnown: "not_known", NotComputable: "not_computable"}  # fmt: skip

FIGURE = shape({
    "value": or_null({"type": "string", "description": "十进制，六位小数以内 · decimal, up to six places"}),
    "exact": or_null({"type": "string", "description": "精确的分数 · the exact fraction"}),
    "state": {"type": "string", "enum": ["known", *NO_NUMBER.values()]}, "reason": or_null(WORDS),
})  # fmt: skip
PERIOD = shape({"on": or_null(DAY), "since": or_null(DAY), "until": or_null(DAY)})
PART = shape({"role": TEXT, "measure": TEXT, "title": WORDS, "unit": TEXT, "period": PERIOD, "number": FIGURE})
VALUE = {
    "measure": TEXT, "title": WORDS, "region": TEXT, "region_name": WORDS, "period": PERIOD, "number": FIGURE,
    "unit": TEXT, "kind": TEXT, "parts": many(PART), "edition": TEXT, "position": WHOLE, "source": TEXT,
    "synthetic": FLAG,
}  # fmt: skip
BASIS = shape({"text": TEXT, "mark": TEXT, "since": or_null(DAY), "until": or_null(DAY)})
ROW = shape({"source": TEXT, "id": WHOLE, "key": TEXT, "region": TEXT, "amount": FIGURE, "label": ANY_OBJECT})
ROWS = shape({
    "measure": TEXT, "title": WORDS, "unit": TEXT, "source": TEXT, "columns": many(TEXT), "count": WHOLE,
    "amount": FIGURE, "closed": shape({"count": WHOLE, "amount": FIGURE, "text": or_null(WORDS)}), "items": many(ROW),
})  # fmt: skip
MEASURE = {
    "slug": TEXT, "name": TEXT, "title": WORDS, "unit": TEXT, "direction": TEXT, "kind": TEXT, "mode": TEXT,
    "needs": {"type": "string", "enum": ["day", "period", "either"]}, "edition": TEXT,
}  # fmt: skip
DEFINED = shape({
    "edition": TEXT, "since": or_null(DAY), "until": or_null(DAY), "definition": WORDS, "basis": BASIS,
    "aggregation": TEXT, "computation": or_null(ANY_OBJECT), "parts": many(TEXT),
})  # fmt: skip
TARGET = {
    "key": UUID, "version": WHOLE, "plan": TEXT, "item": TEXT, "indicator": TEXT, "measure": or_null(TEXT),
    "region": or_null(REGION), "scope": TEXT, "units": many(TEXT), "kind": TEXT, "comparator": TEXT,
    "direction": TEXT, "value": or_null(TEXT), "value_max": or_null(TEXT), "unit": TEXT, "written": TEXT,
    "due_year": or_null(WHOLE), "baseline_year": or_null(WHOLE), "baseline_value": or_null(TEXT), "attribute": TEXT,
    "quote": TEXT, "at": INSTANT, "reason": TEXT,
}  # fmt: skip
COURSE = shape({
    "state": {"type": "string", "enum": list(STATES)}, "word": WORDS, "reason": WORDS, "number": FIGURE,
    "period": or_null(PERIOD), "expected": or_null(FIGURE), "baseline": or_null(FIGURE),
    "baseline_year": or_null(WHOLE), "share": or_null(FIGURE),
    "line": many(shape({"year": WHOLE, "value": FIGURE})), "measured": or_null(shape(VALUE)),
})  # fmt: skip

DECIMAL = {
    "description": "十进制数 · a decimal",
    "anyOf": [{"type": "string", "pattern": r"^-?[0-9]{1,14}(\.[0-9]{1,6})?$"}, {"type": "number"}],
}  # fmt: skip
YEAR = {"type": "integer", "minimum": 1949, "maximum": 2200}
CHANGES_SHAPE = {
    **{name: or_null(DECIMAL) for name in ("baseline_value", "value", "value_max")},
    **{name: or_null(YEAR) for name in ("baseline_year", "due_year", "start_year")},
    "baseline_source": {"type": "string", "maxLength": 300},
    "comparator": {"type": "string", "enum": [">=", "<=", "=", "~", "range"]},
    "attribute": {"type": "string", "maxLength": 30},
}
"""What the API changes of a target; what belongs together (shares of regions, yearly values) stays with the desk."""


IN_FORCE = parameter(Day, Text("按该日终了时有效的版本，默认现行版本", "in the version in force at that day's end"))
"""Which version of a target is judged; ``as_of`` says on which figures."""


def operations(catalogue: Catalogue) -> list[Operation]:
    """Operations on measures and targets. All measures answer alike, so they share operations, listed by name."""
    made = [
        Operation(
            method="GET", path="/measures", name="measures.list", tag=TAG, title=Text("指标目录", "Measures"),
            query=question("Measures", q=parameter(
                str, Text("名称中的字", "words of the title"), min_length=1, max_length=100)),
            run=_list, answers={200: pages(shape(MEASURE))},
        ),
        Operation(
            method="GET", path="/targets", name="targets.list", tag=TAG,
            title=Text("目标及其进度", "Targets and their course"), query=_targets_question("Targets", plan=True),
            run=lambda call: _targets(call, call.query["plan"]),
            answers={200: pages(shape({**TARGET, "course": COURSE}))},
        ),
        Operation(
            method="GET", path="/targets/{uuid:target}", name="targets.detail", tag=TAG, parts={"target": UUID},
            title=Text("一个目标的各版本与进度", "One target with its versions and course"),
            query=question(
                "TargetAsOf", Asked, as_of=parameter(Day, Text("截至日", "as of")), in_force=IN_FORCE),
            run=_target, answers={200: shape({**TARGET, "course": COURSE, "versions": many(shape(TARGET))})},
        ),
        Operation(
            method="POST", path="/targets/{uuid:target}/rebase", name="targets.rebase", tag=TAG, parts={"target": UUID},
            title=Text("更改目标", "Change a target"),
            text=Text("生成新版本，旧版和理由保留；baseline为rows时取记录得出的基期值。",
                      "Makes a new version; the old one and the reason are kept. baseline rows: what rows give."),
            body=facts_schema({
                "reason": {"type": "string", "minLength": 1, "maxLength": 2000},
                "baseline": {"type": "string", "enum": ["rows"]},
                "changes": {"type": "object", "additionalProperties": False, "properties": CHANGES_SHAPE},
            }, ["reason"]),
            previews=True, keyed=True, versioned=True, run=_rebase, answers={200: OUTCOME},
        ),
        Operation(
            method="POST", path="/values", name="values.report", tag=TAG,
            title=Text("填报数值", "Report a value"),
            text=Text("目标（target），或指标和地区（measure、region）二者取一；同日再报的取代先报的，两者都保留。",
                      "Of a target, or of a measure in a region; a later one of a day takes its place, both are kept."),
            body=facts_schema({
                "target": UUID, "measure": {"type": "string", "maxLength": 64},
                "region": {"type": "string", "maxLength": LONGEST_FILTER}, "day": DAY, "value": DECIMAL,
                "unit": {"type": "string", "maxLength": 30},
                "source": {"type": "string", "minLength": 1, "maxLength": 300},
            }, ["day", "value", "source"]),
            previews=True, keyed=True, run=_report, answers={200: OUTCOME},
        ),
        Operation(
            method="GET", path="/plans/{uuid:plan}/scorecard", name="plans.scorecard", tag=TAG, parts={"plan": UUID},
            title=Text("规划记分卡", "Scorecard of a plan"),
            text=Text("已采用规划的各项目标进度，附合计。",
                      "How each target of an adopted plan stands, with the tally."),
            query=_targets_question("Scorecard", plan=False), run=_scorecard,
            answers={200: {**pages(shape({**TARGET, "course": COURSE}))} | _with_tally()},
        ),
    ]  # fmt: skip
    if not catalogue.measures:
        return made
    slugs = list(catalogue.measures)
    parts = {"measure": {
        "type": "string", "enum": slugs,
        "x-titles": {slug: both(each.title) for slug, each in catalogue.measures.items()},
        "description": "\n".join(f"- `{slug}` {line(each.title)}" for slug, each in catalogue.measures.items()),
    }}  # fmt: skip
    region = parameter(str, Text("地区（标识或路径），默认全域", "region (slug or path); default: the whole"),
                       max_length=LONGEST_FILTER)  # fmt: skip
    period = {
        "region": region,
        "on": parameter(Day, Text("截至某日（存量）", "on a day (stock)")),
        "since": parameter(Day, Text("起始日（流量）", "first day (flow)")),
        "until": parameter(Day, Text("截止日，不含（流量）", "the day after the last (flow)")),
        "year": parameter(int, Text("年份", "year"), ge=1950, le=2198),
        "position": parameter(int, Text("账本位置", "ledger position"), ge=0, le=2**62),
    }
    return [
        *made,
        Operation(
            method="GET", path="/measures/{measure}", name="measures.definition", tag=TAG, parts=parts,
            title=Text("指标口径", "Definition of a measure"),
            run=_definition, answers={200: shape({**MEASURE, "editions": many(DEFINED)})},
        ),
        Operation(
            method="GET", path="/measures/{measure}/value", name="measures.value", tag=TAG, parts=parts,
            title=Text("指标数值", "Value of a measure"),
            text=Text("存量给日期，流量给年份或起止日期；都不给则为今天或今年以来。",
                      "A stock takes a day, a flow a year or two days; without any, today or this year so far."),
            query=question("ValueAsked", Asked, **{k: v for k, v in period.items() if k != "position"}), run=_value,
            answers={200: shape({
                **VALUE, "definition": WORDS, "basis": BASIS, "formula": WORDS, "href_rows": TEXT})},
        ),
        Operation(
            method="GET", path="/measures/{measure}/rows", name="measures.rows", tag=TAG, parts=parts,
            title=Text("数值背后的记录", "Rows behind a value"),
            text=Text("每个计数指标一组；未对您开放的记录只说条数和合计。",
                      "One group for each counted measure; of rows closed to you only their count and sum are told."),
            query=question("RowsAsked", Asked, **period, page=(PageNumber, Field(default=1, title="页 · page")),
                           size=(Size, Field(default=50, title="每页条数 · items a page"))),
            run=_rows, answers={200: shape({"page": WHOLE, "size": WHOLE, "groups": many(ROWS)})},
        ),
        Operation(
            method="GET", path="/measures/{measure}/series", name="measures.series", tag=TAG, parts=parts,
            title=Text("指标历年数值", "Values of a measure by year"),
            query=question(
                "SeriesAsked", Asked, region=region,
                first=parameter(int, Text("起始年份", "first year"), ge=1960, le=2190),
                last=parameter(int, Text("截止年份", "last year"), ge=1960, le=2190)),
            run=_series, answers={200: shape({"measure": TEXT, "region": TEXT, "values": many(shape(VALUE))})},
        ),
    ]  # fmt: skip


def _with_tally() -> dict[str, Any]:
    paged_ = pages(shape({**TARGET, "course": COURSE}))
    states = {state: {"type": "integer"} for state in STATES}
    tallied = {"type": "object", "additionalProperties": False, "properties": states, "required": list(STATES)}
    return {
        "properties": {**paged_["properties"], "plan": UUID, "as_of": DAY, "tally": tallied},
        "required": [*paged_["required"], "plan", "as_of", "tally"],
    }


# --- numbers ----------------------------------------------------------------------------------------------------


def _figure(number: Number) -> dict[str, Any]:
    if isinstance(number, Fraction):
        return {"value": shown(number, places=6), "exact": str(number), "state": "known", "reason": None}
    return {"value": None, "exact": None, "state": NO_NUMBER[type(number)], "reason": number.reason.as_json()}


def _fraction(number: Fraction | None) -> dict[str, Any] | None:
    return _figure(number) if number is not None else None


def _period(period: Period) -> dict[str, Any]:
    return {"on": period.on, "since": period.since, "until": period.until}


def _value_shown(found: Value) -> dict[str, Any]:
    return {
        "measure": found.measure, "title": found.title.as_json(), "region": found.region,
        "region_name": found.region_name.as_json(), "period": _period(found.period), "number": _figure(found.number),
        "unit": found.unit, "kind": found.kind, "edition": found.edition, "position": found.position,
        "source": found.source, "synthetic": found.synthetic,
        "parts": [
            {"role": part.role, "measure": part.measure, "title": part.title.as_json(), "unit": part.unit,
             "period": _period(part.period), "number": _figure(part.number)}
            for part in found.parts
        ],
    }  # fmt: skip


# --- measures ---------------------------------------------------------------------------------------------------


def _measure_shown(measure: Measure) -> dict[str, Any]:
    return {
        "slug": measure.slug, "name": measure.name, "title": both(measure.title), "unit": measure.unit,
        "direction": measure.direction, "kind": measure.kind, "mode": measure.mode, "needs": needs(measure.slug),
        "edition": measure.edition,
    }  # fmt: skip


def _list(call: Call) -> HttpResponse:
    words = call.query["q"]
    wanted = typed.forms(words or "")
    found = [
        each for each in current().measures.values()
        if not words
        or words == each.slug
        or any(form in each.title.zh or form.lower() in each.title.en.lower() for form in wanted)
    ]  # fmt: skip
    return answered(call, paged(call, sorted(found, key=lambda each: each.name), _measure_shown))


def _declared(call: Call) -> str:
    slug = str(call.path["measure"])
    if slug not in current().measures:
        raise errors.NOTHING_THERE
    return slug


def _definition(call: Call) -> HttpResponse:
    slug = _declared(call)
    editions = current().editions[slug]
    return answered(call, {
        **_measure_shown(current().measures[slug]),
        "editions": [
            {
                "edition": each.edition, "since": each.since, "until": each.until, "definition": both(each.definition),
                "basis": {
                    "text": each.source.clause or each.source.reference or "", "mark": each.source.mark,
                    "since": each.source.since, "until": each.source.until},
                "aggregation": each.aggregation, "parts": list(each.parts),
                "computation": {
                    type(each.computation).__name__.lower(): each.computation.model_dump(mode="json", by_alias=True)
                } if each.computation else None,
            }
            for each in editions
        ],
    })  # fmt: skip


def _region(call: Call) -> Region:
    given = call.query["region"]
    if not given:
        home = home_region()
        if home is None:
            raise Refusal.one("region.unknown", "尚未设定地区", "no region has been set up", place="region")
        return home
    with reading(call.actor):
        return Region.objects.get(path=region_path(given))


def _when(call: Call, slug: str) -> dict[str, date]:
    """The period asked for, in the form the measure needs."""
    query, day = call.query, today()
    given = [name for name in ("on", "since", "until", "year") if query[name] is not None]
    if given == ["on"]:
        return {"on": query["on"]}
    if given == ["since", "until"]:
        if query["until"] <= query["since"]:
            raise Refusal.one(
                "measure.period", "截止日必须晚于起始日", "the end must be later than the start", place="until")
        return {"since": query["since"], "until": query["until"]}
    wanted = needs(slug)
    if given == ["year"]:
        year = query["year"]
        last = year_end(year)
        return {"on": last - timedelta(days=1)} if wanted == "day" else {"since": date(year, 1, 1), "until": last}
    if given:
        raise Refusal.one(
            "measure.period", "请给出一个日期，或者起止两个日期，或者年份", "give a day, or two days, or a year",
            place=given[0])  # fmt: skip
    if wanted == "period":
        return {"since": date(day.year, 1, 1), "until": day + timedelta(days=1)}
    return {"on": day}


def _value(call: Call) -> HttpResponse:
    slug = _declared(call)
    told = explain(measure=slug, region=_region(call), actor=call.actor, **_when(call, slug))
    address = f"{call.request.path.removesuffix('value')}rows"
    asked = call.request.GET.urlencode()
    return answered(call, {
        **_value_shown(told.value), "definition": told.definition.as_json(), "formula": told.formula.as_json(),
        "basis": {
            "text": told.basis.text, "mark": told.basis.mark, "since": told.basis.since, "until": told.basis.until},
        "href_rows": f"{address}?{asked}" if asked else address,
    })  # fmt: skip


def _rows(call: Call) -> HttpResponse:
    slug, page, size = _declared(call), call.query["page"], call.query["size"]
    found = rows(
        measure=slug, region=_region(call), actor=call.actor, limit=size, offset=(page - 1) * size,
        position=call.query["position"], **_when(call, slug))
    return answered(call, {"page": page, "size": size, "groups": [_group(each) for each in found]})


def _group(found: Rows) -> dict[str, Any]:
    closed = None
    if found.closed:
        amount = shown(found.closed_amount)
        closed = {
            "zh": f"另有{found.closed}条、合计{amount}{found.unit}未对您开放",
            "en": f"{found.closed} more rows, sum {amount} {found.unit}, are closed to you",
        }
    return {
        "measure": found.measure, "title": found.title.as_json(), "unit": found.unit, "source": found.source,
        "columns": list(found.columns), "count": found.total, "amount": _figure(found.amount),
        "closed": {"count": found.closed, "amount": _figure(found.closed_amount), "text": closed},
        "items": [
            {"source": row.source, "id": row.id, "key": row.key, "region": row.region, "amount": _figure(row.amount),
             "label": dict(row.label)}
            for row in found.rows
        ],
    }  # fmt: skip


def _series(call: Call) -> HttpResponse:
    slug, day = _declared(call), today()
    last = call.query["last"] or day.year
    first = call.query["first"] or last - 4
    if not first <= last or last - first >= LONGEST_SERIES:
        raise Refusal.one(
            "measure.series", f"请给出先后两个年份，不超过{LONGEST_SERIES}年",
            f"give a first and a last year, no more than {LONGEST_SERIES} years", place="first")  # fmt: skip
    region = _region(call)
    until = day + timedelta(days=1) if last == day.year else None
    found = series(measure=slug, region=region, years=range(first, last + 1), actor=call.actor, until=until)
    return answered(call, {"measure": slug, "region": region.slug, "values": [_value_shown(each) for each in found]})


# --- targets ----------------------------------------------------------------------------------------------------


def _targets_question(name: str, *, plan: bool) -> type[Asked]:
    more: dict[str, Any] = {"plan": parameter(uuid.UUID, Text("规划", "plan"))} if plan else {}
    return question(
        name, **more,
        region=parameter(str, Text("地区（标识或路径），含其下各地区", "region (slug or path), with all below it"),
                         max_length=LONGEST_FILTER),
        measure=parameter(str, Text("指标", "measure"), max_length=64),
        state=parameter(one_of(STATES), Text("进度", "course")),
        as_of=parameter(Day, Text("截至日", "as of")), in_force=IN_FORCE,
    )  # fmt: skip


def _version_of(call: Call) -> datetime | None:
    day = call.query["in_force"]
    return end_of(day) if day is not None else None


def _judged(call: Call, plan: Any) -> list[Course]:
    query = call.query
    region = None
    if query["region"]:
        with reading(call.actor):
            region = Region.objects.get(path=region_path(query["region"]))
    found = targets(
        plan=str(plan) if plan else None, region=region, measure=query["measure"], actor=call.actor,
        at=_version_of(call),
    )  # fmt: skip
    judged = courses(found, as_of=query["as_of"] or today(), actor=call.actor)
    return [each for each in judged if query["state"] in {None, each.state}]


def _targets(call: Call, plan: Any) -> HttpResponse:
    return answered(call, paged(call, _judged(call, plan), _course_shown))


def _scorecard(call: Call) -> HttpResponse:
    plan = call.path["plan"]
    if not targets(plan=str(plan), actor=call.actor, at=_version_of(call)):
        raise errors.NOTHING_THERE
    judged = _judged(call, plan)
    counted = tally(judged)
    return answered(call, {
        **paged(call, judged, _course_shown), "plan": str(plan), "as_of": call.query["as_of"] or today(),
        "tally": {state: counted.get(state, 0) for state in STATES},  # type: ignore[call-overload]
    })  # fmt: skip


def _target(call: Call) -> HttpResponse:
    found = targets(keys=[call.path["target"]], actor=call.actor, at=_version_of(call))
    if not found:
        raise errors.NOTHING_THERE
    judged: Sequence[Course] = courses(found, as_of=call.query["as_of"] or today(), actor=call.actor)
    return answered(call, {
        **_course_shown(judged[0]),
        "versions": [_target_shown(each) for each in versions(key=call.path["target"], actor=call.actor)],
    }, version=found[0].version)  # fmt: skip


def _course_shown(course: Course) -> dict[str, Any]:
    return {
        **_target_shown(course.target),
        "course": {
            "state": course.state, "word": course.word.as_json(), "reason": course.reason.as_json(),
            "number": _figure(course.number), "period": _period(course.period) if course.period else None,
            "expected": _fraction(course.expected), "baseline": _fraction(course.baseline),
            "baseline_year": course.baseline_year, "share": _fraction(course.share),
            "line": [{"year": year, "value": _figure(value)} for year, value in course.line],
            "measured": _value_shown(course.measured) if course.measured else None,
        },
    }  # fmt: skip


def _target_shown(target: Target) -> dict[str, Any]:
    def number(value: Any) -> str | None:
        return None if value is None else shown(value, places=6)

    return {
        "key": str(target.key), "version": target.version, "plan": target.plan, "item": target.item,
        "indicator": target.indicator, "measure": target.measure or None,
        "region": region_shown(target.region) if target.region else None, "scope": target.scope,
        "units": target.units, "kind": target.kind, "comparator": target.comparator, "direction": target.direction,
        "value": number(target.value), "value_max": number(target.value_max), "unit": target.unit,
        "written": target.written, "due_year": target.due_year, "baseline_year": target.baseline_year,
        "baseline_value": number(target.baseline_value), "attribute": target.attribute, "quote": target.quote,
        "at": target.at, "reason": target.reason,
    }  # fmt: skip


# --- acts -------------------------------------------------------------------------------------------------------


def _wrong(name: str, zh: str, en: str) -> Refusal:
    return Refusal.one("given.wrong", f"“{name}”{zh}", f"{name} {en}", place=name)


def _number(given: Mapping[str, Any], name: str) -> None:
    value = given.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float | str)):
        raise _wrong(name, "应当是数字", "must be a number")


def _rebase(call: Call) -> HttpResponse:
    refuse_unknown(call.body, {"reason", "baseline", "changes"})
    text_fact(call.body, "reason", longest=2000)
    if call.body.get("baseline") not in {None, "rows"}:
        raise _wrong("baseline", "只能是rows", "can only be rows")
    changes = call.body.get("changes")
    if changes is not None and not isinstance(changes, dict):
        raise _wrong("changes", "应当是一个对象", "must be an object")
    refuse_unknown(changes or {}, set(CHANGES_SHAPE))
    for name, value in (changes or {}).items():
        if name.endswith("_year"):
            if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
                raise _wrong(name, "应当是年份", "must be a year")
        elif name in {"baseline_source", "comparator", "attribute"}:
            if value is None:
                raise _wrong(name, "不能为空", "must not be null")
            text_fact(changes or {}, name, longest=300 if name == "baseline_source" else 30)
        else:
            _number(changes or {}, name)
    return act(call, "target:rebase", target=str(call.path["target"]), facts=call.body)


def _report(call: Call) -> HttpResponse:
    refuse_unknown(call.body, {"target", "measure", "region", "day", "value", "unit", "source"})
    for name, longest in (("measure", 64), ("region", LONGEST_FILTER), ("day", 10), ("unit", 30), ("source", 300)):
        text_fact(call.body, name, longest=longest)
    _number(call.body, "value")
    given = call.body.get("target")
    if given is not None:
        try:
            uuid.UUID(given)
        except (TypeError, ValueError, AttributeError) as wrong:
            raise _wrong("target", "应当是UUID", "must be a UUID") from wrong
    return act(call, "value:report", target=None, facts=call.body)
