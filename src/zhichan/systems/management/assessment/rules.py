"""Rules of assessment: a scheme that is data, a sheet that opens to its inputs, objections that are answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhichan.instruments import grade as grading
from zhichan.kernel.catalogue.rulebook import Context, Reason, Text, derive, guard, listed

SAID = {
    "number": ("“{}”的数值应为整数或小数文本", "{!r}: a whole number or decimal text"),
    "weights": ("权重应为正数，且合计为100", "weights are positive and add up to 100"),
    "twice": ("“{}”重复", "{!r} is used twice"),
    "rule": ("“{}”的计分办法不完整", "{!r}: the rule cannot be reckoned"),
    "steps": ("“{}”的分档不正确", "{!r}: the steps are not in order"),
    "range": ("“{}”的数值超出范围", "{!r}: out of range"),
    "unknown": ("方案中没有“{}”", "the scheme has no {!r}"),
}


def _no(code: str, zh: str, en: str, place: str = "") -> list[Reason]:
    return [Reason(f"assessment.{code}", Text(zh, en), place)]


def _reason(wrong: grading.SchemeError, place: str) -> list[Reason]:
    zh, en = SAID[wrong.code]
    return _no(wrong.code, zh.format(wrong.key), en.format(wrong.key), place)


# --- schemes ------------------------------------------------------------------------------------------------------


@guard
def scheme_is_sound(context: Context) -> list[Reason]:
    """Weights add up, every rule can be reckoned, and every measure named is one that is declared."""
    scheme, year = context.given["scheme"], context.whole["year"]
    if not isinstance(year, int) or not 1990 <= year <= context.day.year + 1:
        return _no("year", "年度不正确", "this is no year to be assessed", "year")
    try:
        grading.check(scheme)
    except grading.SchemeError as wrong:
        return _reason(wrong, "scheme")
    return [
        reason
        for item in scheme["items"]
        if item["rule"] != "points" and _value(context, item, context.region[0], year) is None
        for reason in _no("measure", f"“{item['title']}”没有可用的指标", f"{item['key']} names no measure", "scheme")
    ]


@guard
def no_other_scheme_of_the_year(context: Context) -> list[Reason]:
    """A year has one scheme."""
    others = [
        each["number"] for each in context.cases("assessment_scheme", context.day)
        if each["stage"] == "adopted" and each["facts"]["year"] == context.facts["year"]
    ]  # fmt: skip
    if not others:
        return []
    return _no("year-taken", f"该年度已有方案{others[0]}", f"the year has the scheme {others[0]}", "year")


# --- opening ------------------------------------------------------------------------------------------------------


def _scheme(context: Context) -> Mapping[str, Any]:
    return (context.linked(str(context.given["scheme_no"])) or {"facts": {}})["facts"]


@guard
def scheme_is_adopted(context: Context) -> list[Reason]:
    """Nobody is assessed by a draft."""
    found = context.linked(str(context.given["scheme_no"]))
    if found is not None and (found["procedure"], found["stage"]) == ("assessment_scheme", "adopted"):
        return []
    return _no("no-scheme", "没有这份已审定的方案", "there is no such scheme in force", "scheme_no")


@guard
def one_unit_is_assessed(context: Context) -> list[Reason]:
    """The unit is one on record, so that it sees its score and can object."""
    units = listed(context.given["assessed"])
    if len(units) == 1 and units[0].get("unit") in context.units():
        return []
    return _no("unit", "须指明一个被考核单位", "name the one unit that is assessed", "assessed")


@derive
def scheme_kept(context: Context) -> Any:
    """The scheme as it was adopted."""
    return _scheme(context)["scheme"]


@derive
def year_kept(context: Context) -> int:
    """The year it is for."""
    return int(_scheme(context)["year"])


# --- scoring ------------------------------------------------------------------------------------------------------


def _value(
    context: Context, item: Mapping[str, Any], area: str, year: int, position: int | None = None
) -> Mapping[str, Any] | None:
    return context.value(str(item.get("measure")), region=area, year=year, position=position)


def _keys(rows: Any) -> list[str]:
    return [str(each.get("key")) for each in listed(rows)]


def _sheet(context: Context, facts: Mapping[str, Any], positions: Mapping[str, int] | None = None) -> dict[str, Any]:
    """The sheet by the kept scheme; with ``positions`` each measure is read as of its own ledger position."""
    scheme = facts["scheme"]
    given = {str(each["key"]): each for each in listed(facts.get("given"))}
    inputs: dict[str, Any] = {}
    sources: dict[str, Mapping[str, Any]] = {}
    for item in scheme["items"]:
        key = item["key"]
        if item["rule"] == "points":
            inputs[key] = given[key]["points"] if key in given else None
            sources[key] = {"source": str(given.get(key, {}).get("evidence", ""))}
            continue
        told = _value(context, item, facts["area"], facts["year"], (positions or {}).get(key)) or {}
        inputs[key] = told.get("number")
        named = ("measure", "region", "on", "since", "until", "unit", "position", "edition", "reason")
        sources[key] = {**{name: told[name] for name in named if name in told}, "source": _said(told)}
    for key in given:
        if key not in inputs or "measure" in sources[key]:
            raise grading.SchemeError("unknown", f"no points are given for {key}", key)
    sheet = grading.score(
        scheme, inputs=inputs, bonuses=_keys(facts.get("bonuses")), vetoes=_keys(facts.get("vetoes"))
    )
    return {**sheet, "lines": [{**line, **sources[line["key"]]} for line in sheet["lines"]]}


def _said(told: Mapping[str, Any]) -> str:
    when = told.get("on") or f"{told.get('since')}–{told.get('until')}"
    return f"{told.get('measure')} · {told.get('region')} · {when} · #{told.get('position')}"


@guard
def evidence_is_named(context: Context) -> list[Reason]:
    """Points, bonuses and vetoes that people enter rest on something."""
    return [
        reason
        for place in ("given", "bonuses", "vetoes")
        for number, each in enumerate(listed(context.given.get(place)), start=1)
        if not each.get("key") or not each.get("evidence")
        for reason in _no("evidence", "须写明项目和依据", "name the item and what it rests on", f"{place}[{number}]")
    ]


@guard
def can_be_scored(context: Context) -> list[Reason]:
    """Whatever is entered belongs to the scheme and keeps within it."""
    if context.given.keys() and any(not _is_rows(context.given.get(each)) for each in ("given", "bonuses", "vetoes")):
        return _no("rows", "应为逐项列表", "a list of items is needed", "given")
    try:
        _sheet(context, context.whole)
    except grading.SchemeError as wrong:
        return _reason(wrong, "given")
    return []


def _is_rows(value: Any) -> bool:
    return value is None or (isinstance(value, list) and len(listed(value)) == len(value))


@derive
def lines(context: Context) -> list[dict[str, Any]]:
    """Each item with its formula, its input, and where that comes from."""
    return list(_sheet(context, context.whole)["lines"])


@derive
def total(context: Context) -> Any:
    """The total as text; none while an input is missing."""
    return _sheet(context, context.whole)["total"]


@derive
def grade(context: Context) -> Any:
    """The grade of the total."""
    return _sheet(context, context.whole)["grade"]


def _result(sheet: Mapping[str, Any]) -> dict[str, Any]:
    return {name: sheet[name] for name in ("earned", "bonus", "bonuses", "vetoes", "missing")}


@derive
def result(context: Context) -> dict[str, Any]:
    """What was earned, which bonuses and vetoes counted, what is missing."""
    return _result(_sheet(context, context.whole))


@guard
def total_is_known(context: Context) -> list[Reason]:
    """No unit is told a score from which something is missing."""
    missing = context.facts["result"]["missing"]
    if not missing:
        return []
    keys = "、".join(missing)
    return _no("missing", f"缺少数值，不能出分：{keys}", f"without these there is no score: {keys}", "given")


# --- objections ---------------------------------------------------------------------------------------------------


@guard
def item_is_in_the_sheet(context: Context) -> list[Reason]:
    """An objection names what it is about: an item, a bonus or a veto."""
    scheme = context.facts["scheme"]
    if context.given["item"] in {each["key"] for part in ("items", "bonuses", "vetoes") for each in scheme[part]}:
        return []
    return _no("no-item", "评分方案中没有这一项", "the scheme has no such item", "item")


@derive
def with_the_objection(context: Context) -> list[dict[str, Any]]:
    """The objections with one more; the evidence by its digest."""
    given = context.given
    one = {
        "day": context.day.isoformat(), "item": given["item"], "grounds": given["grounds"],
        "evidence": given.get("evidence", ""), "before": context.facts["total"],
    }  # fmt: skip
    return [*listed(context.facts.get("objections")), one]


@guard
def decision_can_be_carried_out(context: Context) -> list[Reason]:
    """Other points are for an item that people judge, and only where the objection is upheld."""
    points = context.given.get("points")
    if points is None:
        return []
    item = next((each for each in context.facts["scheme"]["items"] if each["key"] == context.facts["item"]), None)
    if not context.given["upheld"] or item is None or item["rule"] != "points":
        return _no("points", "只有采纳对评价项目的申诉才能改定得分", "points change for a judged item alone", "points")
    try:
        _sheet(context, _decided(context))
    except grading.SchemeError as wrong:
        return _reason(wrong, "points")
    return []


def _decided(context: Context) -> dict[str, Any]:
    """The facts as a decision leaves them."""
    facts, given = context.facts, context.given
    if given.get("points") is None:
        return dict(facts)
    kept = [each for each in listed(facts.get("given")) if each["key"] != facts["item"]]
    return {**facts, "given": [*kept, {"key": facts["item"], "points": given["points"], "evidence": given["answer"]}]}


def _after(context: Context) -> Mapping[str, Any]:
    """The sheet after the decision: read anew where the objection is upheld, else as it was."""
    facts = context.facts
    if context.given["upheld"]:
        return _sheet(context, _decided(context))
    return {**facts["result"], "lines": facts["lines"], "total": facts["total"], "grade": facts["grade"]}


@derive
def given_as_decided(context: Context) -> list[Mapping[str, Any]]:
    """The points given, with those that the decision sets."""
    return listed(_decided(context).get("given"))


@derive
def lines_as_decided(context: Context) -> list[dict[str, Any]]:
    """The sheet's lines after the decision."""
    return list(_after(context)["lines"])


@derive
def total_as_decided(context: Context) -> Any:
    """The total after the decision."""
    return _after(context)["total"]


@derive
def grade_as_decided(context: Context) -> Any:
    """The grade after the decision."""
    return _after(context)["grade"]


@derive
def result_as_decided(context: Context) -> dict[str, Any]:
    """What was earned after the decision."""
    return _result(_after(context))


@derive
def with_the_decision(context: Context) -> list[dict[str, Any]]:
    """The objections, the last with its answer and the total that follows."""
    *earlier, last = listed(context.facts["objections"])
    told = {
        "decided_on": context.day.isoformat(), "upheld": context.given["upheld"], "answer": context.given["answer"],
        "after": _after(context)["total"],
    }  # fmt: skip
    return [*(dict(each) for each in earlier), {**last, **told}]


# --- reckoning again ----------------------------------------------------------------------------------------------


def _unlike(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> list[str]:
    return [
        one["key"] for one, other in zip(old, new, strict=True)
        if any(one.get(name) != other.get(name) for name in ("input", "points", "edition"))
    ]  # fmt: skip


@derive
def replayed(context: Context) -> list[dict[str, Any]]:
    """The sheet reckoned once more by the kept scheme from the rows as they stood; what came out otherwise is named."""
    facts = context.facts
    positions = {each["key"]: each["position"] for each in facts["lines"] if "position" in each}
    sheet = _sheet(context, facts, positions)
    unlike = _unlike(facts["lines"], sheet["lines"])
    one = {
        "day": context.day.isoformat(), "total": sheet["total"], "unlike": unlike,
        "agrees": not unlike and sheet["total"] == facts.get("total"),
    }  # fmt: skip
    return [*listed(facts.get("replays")), one]
