"""Rules of double-random inspection: lists that are frozen first, a seed that nobody chose, two inspectors each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhichan.instruments import draw as drawing
from zhichan.kernel.catalogue.rulebook import Context, Reason, Text, derive, guard, listed

TWO = 2
"""Inspectors to a firm (行政处罚法第四十二条: no fewer than two, with the qualification to enforce)."""
IN_ORDER = frozenset({"none_found", "no_such_business"})
OVER = frozenset({"shown", "closed"})
SAID = {
    "lists": ("名录中没有可抽查的对象", "there is nobody to draw from"),
    "twice": ("名录中有重复：{}", "{} is listed twice"),
    "rate": ("等级{}没有有效的抽查比例（0至100的整数）", "there is no rate from 0 to 100 for the grade {}"),
    "people": ("可派往{}的检查人员不足两名", "fewer than two inspectors may go to {}"),
    "seed": ("缺少种子", "there is no seed"),
}


def _no(code: str, zh: str, en: str, place: str = "", clause: str = "") -> list[Reason]:
    return [Reason(f"inspection.{code}", Text(zh, en), place, clause)]


# --- freezing -----------------------------------------------------------------------------------------------------


def _firms(context: Context) -> list[Mapping[str, Any]]:
    return [each for each in context.below("inspected_firm") if each["field"] == context.given["field"]]


def _staff(context: Context) -> list[Mapping[str, Any]]:
    day = context.day.isoformat()
    return [each for each in context.below("inspector") if each["certificate_until"] > day]


def _lists(context: Context) -> dict[str, Any]:
    firms, staff = _firms(context), _staff(context)
    rates = {each["grade"]: each["per_cent"] for each in reversed(context.entries("inspection_rate"))}
    grades = {each["grade"] for each in firms}
    codes = {each["code"] for each in firms}
    return {
        "objects": [{"id": each["code"], "stratum": each["grade"]} for each in firms],
        "people": [each["number"] for each in staff],
        "barred": [
            [tie["code"], each["number"]]
            for each in staff for tie in listed(each.get("ties")) if tie.get("code") in codes
        ],
        "rates": {grade: rate for grade, rate in rates.items() if grade in grades},
        "pair": TWO,
    }  # fmt: skip


def _reason(wrong: drawing.DrawError, place: str) -> list[Reason]:
    zh, en = SAID[wrong.code]
    return _no(wrong.code, zh.format(wrong.name), en.format(wrong.name), place)


@guard
def seed_is_still_unknown(context: Context) -> list[Reason]:
    """The lists are frozen before the day on which the seed comes out, so that nobody fits one to the other."""
    if context.given["seed_day"] > context.day.isoformat():
        return []
    return _no(
        "seed-known", "种子产生日必须晚于冻结日", "the seed has to be known later than the lists", "seed_day"
    )


@guard
def lists_can_be_drawn(context: Context) -> list[Reason]:
    """Every firm has a rate and at least two inspectors who may go there."""
    try:
        drawing.check(_lists(context))
    except drawing.DrawError as wrong:
        return _reason(wrong, "field")
    return []


@derive
def frozen_lists(context: Context) -> dict[str, Any]:
    """The lists as they stood, without names: firms by code, inspectors by number."""
    return _lists(context)


@derive
def frozen_firms(context: Context) -> dict[str, Any]:
    """Code of each firm on the list → its name and region."""
    return {each["code"]: {"name": each["name"], "region": each["region"]} for each in _firms(context)}


@derive
def frozen_staff(context: Context) -> dict[str, Any]:
    """Number of each inspector on the list → name, account and certificate."""
    return {
        each["number"]: {key: each[key] for key in ("name", "user", "certificate")} for each in _staff(context)
    }


@derive
def lists_digest(context: Context) -> str:
    """What binds the office to its lists from this moment on."""
    return drawing.digest(_lists(context))


@derive
def counts(context: Context) -> list[dict[str, Any]]:
    """How many of each grade are listed and how many will be drawn."""
    lists = _lists(context)
    grades = [each["stratum"] for each in lists["objects"]]
    return [
        {
            "grade": grade.upper(), "listed": grades.count(grade), "per_cent": rate,
            "drawn": -(-grades.count(grade) * rate // 100),
        }
        for grade, rate in sorted(lists["rates"].items())
    ]  # fmt: skip


# --- drawing ------------------------------------------------------------------------------------------------------


@guard
def seed_day_has_come(context: Context) -> list[Reason]:
    """The seed is not entered before the day on which its source brings it out."""
    if context.day.isoformat() >= context.facts["seed_day"]:
        return []
    return _no("seed-too-early", "种子产生日还没有到", "the day of the seed has not come yet", "seed")


@derive
def drawn(context: Context) -> list[dict[str, Any]]:
    """The firms drawn, each with its two inspectors."""
    return drawing.draw(context.facts["lists"], seed=str(context.given["seed"]))


def _item(context: Context, one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "inspectors": [{**context.facts["staff"][number], "number": number} for number in one["people"]],
    }


@derive
def inspections(context: Context) -> list[dict[str, Any]]:
    """One inspection for each firm drawn, in its own region."""
    firms = context.facts["firms"]
    return [
        {
            "region": firms[one["object"]]["region"], "title": firms[one["object"]]["name"], "key": one["object"],
            "code": one["object"], "firm": firms[one["object"]]["name"], "draw": context.number, **_item(context, one),
        }
        for one in context.facts["drawn"]
    ]  # fmt: skip


# --- recusal ------------------------------------------------------------------------------------------------------


@guard
def inspector_was_drawn(context: Context) -> list[Reason]:
    """Only who was drawn for a firm is replaced there, and only before the inspection."""
    given = context.given
    pair = next((one["people"] for one in context.facts["drawn"] if one["object"] == given["firm"]), [])
    if given["inspector"] not in pair:
        return _no("not-drawn", "该检查人员没有被抽派到该对象", "this inspector was not drawn for it", "inspector")
    if _inspection(context, given["firm"])["stage"] == "assigned":
        return []
    return _no("begun", "检查已经进行", "the inspection has been made", "firm")


@guard
def somebody_is_left(context: Context) -> list[Reason]:
    """After the recusal two inspectors may still go."""
    try:
        _anew(context)
    except drawing.DrawError as wrong:
        return _reason(wrong, "inspector")
    return []


def _late(context: Context) -> list[list[str]]:
    return [*context.facts.get("recusals", []), [context.given["firm"], context.given["inspector"]]]


def _anew(context: Context) -> list[dict[str, Any]]:
    facts = context.facts
    return drawing.draw(facts["lists"], seed=facts["seed"], recusals=_late(context))


@derive
def recusals(context: Context) -> list[list[str]]:
    """The pairs of firm and inspector found after the draw."""
    return _late(context)


@derive
def drawn_anew(context: Context) -> list[dict[str, Any]]:
    """The draw with the next in order for the firm, and everyone else as before."""
    return _anew(context)


def _inspection(context: Context, code: str) -> Mapping[str, Any]:
    return next(
        each for each in context.cases("inspection", context.day)
        if each["parent"] == context.number and each["facts"]["code"] == code
    )  # fmt: skip


@derive
def reassigned(context: Context) -> list[dict[str, Any]]:
    """The inspection whose pair changed, with who goes and who must stay away."""
    code, staff = context.given["firm"], context.facts["staff"]
    one = next(each for each in context.facts["drawn"] if each["object"] == code)
    gone = [{**staff[number], "number": number} for where, number in context.facts["recusals"] if where == code]
    return [{"case": _inspection(context, code)["id"], "recused": gone, **_item(context, one)}]


# --- publishing ---------------------------------------------------------------------------------------------------


@guard
def inspections_are_over(context: Context) -> list[Reason]:
    """The names of firms come out only when none of them is still to be inspected."""
    waiting = [
        each["number"] for each in context.cases("inspection", context.day)
        if each["parent"] == context.number and each["stage"] not in OVER
    ]  # fmt: skip
    if not waiting:
        return []
    numbers = "、".join(waiting)
    return _no("still-open", f"还有检查没有公开结果：{numbers}", f"results not published yet: {numbers}")


@derive
def record(context: Context) -> dict[str, Any]:
    """All that an outsider needs to draw again."""
    facts = context.facts
    seed = {"source": facts["seed_source"], "day": facts["seed_day"], "value": facts["seed"]}
    return drawing.record(facts["lists"], seed=seed, recusals=facts.get("recusals", []))


@guard
def result_is_in_order(context: Context) -> list[Reason]:
    """A good result is shown without a term."""
    if context.facts["result"] in IN_ORDER:
        return []
    return _no("negative", "不良结果请用“公开不良检查结果”", "a negative result is published with its term", "result")


@guard
def result_is_negative(context: Context) -> list[Reason]:
    """A negative result is shown for its term."""
    if context.facts["result"] not in IN_ORDER:
        return []
    return _no("not-negative", "没有不良结果", "the result is not negative", "result")


@derive
def public_result(context: Context) -> list[dict[str, Any]]:
    """What everyone sees of an inspection: no inspector, no finding in words."""
    facts = context.facts
    shown = {name: facts[name] for name in ("draw", "code", "firm", "checked_on", "result")}
    return [{**shown, "region": context.region[0]}]


@derive
def result_to_end(context: Context) -> list[dict[str, Any]]:
    """The entry that is no longer shown."""
    facts = context.facts
    return [
        {"entry": each["id"], "until": context.day.isoformat(), "reason": "公开期满"}
        for each in context.entries("inspection_result")
        if (each["draw"], each["code"]) == (facts["draw"], facts["code"])
    ]
