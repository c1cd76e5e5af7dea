"""Rules of families abroad: which steps are possible, and every deadline as a worked calculation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhichan.instruments.status import FITS, Filing, RouteDeadline, routes
from zhichan.kernel.catalogue.rulebook import Context, Reason, Text, derive, guard

CODE = re.compile(r"[A-Z]{2}\Z")
SECRECY = "专利法第十九条；专利法实施细则第八条、第九条"


def _no(code: str, zh: str, en: str, place: str, clause: str = "") -> list[Reason]:
    return [Reason(f"overseas.{code}", Text(zh, en), place, clause)]


def _offices(value: Any) -> list[str]:
    return [part.strip() for part in re.split("[,，、;；]", str(value or "")) if part.strip()]


def _steps(context: Context) -> list[Mapping[str, Any]]:
    return list(context.facts.get("filings") or [])


# --- guards -----------------------------------------------------------------------------------------------------


@guard
def not_in_the_future(context: Context) -> list[Reason]:
    """A first filing is on record only once it was made."""
    if str(context.given["first_filed_on"]) <= context.day.isoformat():
        return []
    return _no("future", "首次申请日还没有到", "the day of the first filing has not come yet", "first_filed_on")


@guard
def offices_are_codes(context: Context) -> list[Reason]:
    """Offices are named by two letters (WIPO ST.3)."""
    odd = [each for each in _offices(context.given.get("offices")) if not CODE.match(each)]
    if not odd:
        return []
    return _no("office", f"“{odd[0][:20]}”不是两位代码", f"{odd[0][:20]!r} is no two-letter code", "offices")


@guard
def step_is_possible(context: Context) -> list[Reason]:
    """The route is for this kind of right, the day is possible, and a technical invention was reviewed for secrecy."""
    route, kind = str(context.given["route"]), str(context.facts["kind"])
    office = str(context.given.get("office") or "")
    found = [*_dated(context), *_reviewed(context)]
    if kind not in FITS[route]:
        found += _no("route", "该途径不适用于这类权利", "this route is not for this kind of right", "route")
    if route == "paris" and not CODE.match(office):
        found += _no("office", "按巴黎公约申请须写明受理局", "a Paris filing names its office", "office")
    if context.given.get("registered_on") and route == "paris":
        found += _no("registered", "巴黎公约途径没有国际注册", "by Paris there is no international registration",
                     "registered_on")
    return found


@guard
def pct_is_possible(context: Context) -> list[Reason]:
    """PCT is for inventions and utility models."""
    found = [*_dated(context), *_reviewed(context)]
    if context.facts["kind"] not in FITS["pct"]:
        found += _no("route", "PCT途径只适用于发明和实用新型", "PCT is for inventions and utility models", "filed_on")
    return found


@guard
def phase_is_possible(context: Context) -> list[Reason]:
    """A national phase has an office, is entered once, and not before the international filing."""
    office = str(context.given["office"])
    found = _dated(context)
    if not CODE.match(office):
        found += _no("office", f"“{office[:20]}”不是两位代码", f"{office[:20]!r} is no two-letter code", "office")
    if any(step.get("entered") and step["office"] == office for step in _steps(context)):
        found += _no("twice", f"已登记进入{office}", f"entry at {office} is recorded already", "office")
    filed = min(step["day"] for step in _steps(context) if step["route"] == "pct")
    if str(context.given["filed_on"]) < filed:
        found += _no("order", "早于国际申请日", "before the international filing", "filed_on")
    return found


def _dated(context: Context) -> list[Reason]:
    day = str(context.given["filed_on"])
    if day > context.day.isoformat():
        return _no("future", "提交日还没有到", "the day of the step has not come yet", "filed_on")
    if day < str(context.facts["first_filed_on"]):
        return _no("order", "早于首次申请日", "before the first filing", "filed_on", "巴黎公约第四条A")
    return []


def _reviewed(context: Context) -> list[Reason]:
    if context.facts["kind"] in FITS["pct"] and context.given.get("secrecy_reviewed") is not True:
        return _no("secrecy", "在中国完成的发明或实用新型向外申请前须经保密审查",
                   "an invention made in China is reviewed for secrecy before it is filed abroad", "secrecy_reviewed",
                   SECRECY)
    return []


# --- what follows -----------------------------------------------------------------------------------------------


def _shown(context: Context, steps: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [_row(each) for each in _found(context.whole, steps, context.day)]


def _found(whole: Mapping[str, Any], steps: Sequence[Mapping[str, Any]], on: date) -> tuple[RouteDeadline, ...]:
    return routes(
        kind=whole["kind"], first_filed=date.fromisoformat(str(whole["first_filed_on"])), on=on,
        offices=_offices(whole.get("offices")),
        filings=[
            Filing(step["route"], date.fromisoformat(step["day"]), step["office"],
                   registered=date.fromisoformat(step["registered"]) if step["registered"] else None,
                   entered=step["entered"])
            for step in steps])


def _row(one: RouteDeadline) -> dict[str, Any]:
    state = ("settled", "已办", "met") if one.settled else ("missed", "已过", "missed") if one.missed else (
        "open", "未到", "open")
    return {
        "code": one.code, "state_code": state[0], "route": one.title.zh, "route_en": one.title.en, "office": one.office,
        "from": one.base.isoformat(), "due": one.due.day.isoformat() if one.due.day else "",
        "late": one.late.day.isoformat() if one.late is not None and one.late.day else "", "state": state[1],
        "state_en": state[2], "clause": one.clause.zh, "clause_en": one.clause.en,
        "worked": "；".join(step.zh for step in one.due.steps),
        "worked_en": "; ".join(step.en for step in one.due.steps),
    }


def _step(context: Context, route: str, *, entered: bool = False) -> dict[str, Any]:
    return {
        "route": route, "office": str(context.given.get("office") or ""), "day": str(context.given["filed_on"]),
        "registered": str(context.given.get("registered_on") or ""), "entered": entered,
    }


@derive
def no_steps(context: Context) -> list[dict[str, Any]]:
    """A family begins without steps abroad."""
    return []


@derive
def deadlines(context: Context) -> list[dict[str, Any]]:
    """Every deadline of the family as it begins."""
    return _shown(context, [])


@derive
def with_filing(context: Context) -> list[Mapping[str, Any]]:
    """The steps with this filing."""
    return [*_steps(context), _step(context, str(context.given["route"]))]


@derive
def deadlines_after_filing(context: Context) -> list[dict[str, Any]]:
    """The deadlines with this filing."""
    return _shown(context, with_filing(context))


@derive
def with_pct(context: Context) -> list[Mapping[str, Any]]:
    """The steps with the international filing."""
    return [*_steps(context), _step(context, "pct")]


@derive
def deadlines_after_pct(context: Context) -> list[dict[str, Any]]:
    """The deadlines with the international filing."""
    return _shown(context, with_pct(context))


@derive
def phase_until(context: Context) -> str:
    """The first last day on which a national phase can be entered: of the offices aimed at, else the treaty's."""
    found = _found(context.whole, with_pct(context), context.day)
    return min(one.due.day for one in found if one.code == "national_phase" and one.due.day).isoformat()


@derive
def with_phase(context: Context) -> list[Mapping[str, Any]]:
    """The steps with the entry into this office's phase."""
    return [*_steps(context), _step(context, "pct", entered=True)]


@derive
def deadlines_after_phase(context: Context) -> list[dict[str, Any]]:
    """The deadlines with the entry into this office's phase."""
    return _shown(context, with_phase(context))
