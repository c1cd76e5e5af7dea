"""Rules of families and plans abroad: deadlines as worked calculations, a map of markets and rights, fees as loaded."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhichan.instruments.clock import Calendar
from zhichan.instruments.status import FITS, Filing, RouteDeadline, routes
from zhichan.kernel.catalogue.rulebook import Context, Reason, Text, amount, derive, guard, is_day, listed

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
    return [_row(each) for each in _found(context, context.whole, steps)]


def _found(
    context: Context, whole: Mapping[str, Any], steps: Sequence[Mapping[str, Any]], *, offices: Sequence[str] = (),
) -> tuple[RouteDeadline, ...]:
    return routes(
        kind=whole["kind"], first_filed=date.fromisoformat(str(whole["first_filed_on"])), on=context.day,
        offices=offices or _offices(whole.get("offices")), calendars=_calendars(context),
        filings=[
            Filing(step["route"], date.fromisoformat(step["day"]), step["office"],
                   registered=date.fromisoformat(step["registered"]) if step["registered"] else None,
                   entered=step["entered"])
            for step in steps])


def _calendars(context: Context) -> dict[str, Calendar]:
    """The working days of offices, as entered year by year; a list that cannot be read counts as none."""
    found: dict[str, Calendar] = {}
    for each in reversed(context.entries("office_closure")):
        before = found.get(each["office"], Calendar())
        try:
            found[each["office"]] = before.overlaid(
                holidays=_days(each.get("closed")), workdays=_days(each.get("open")), announced=[int(each["year"])])
        except ValueError:
            continue
    return found


def _days(value: Any) -> list[date]:
    return [date.fromisoformat(each) for each in _offices(value)]


def _row(one: RouteDeadline) -> dict[str, Any]:
    state = ("settled", "已办", "met") if one.settled else ("missed", "已过", "missed") if one.missed else (
        "open", "未到", "open")
    return {
        "code": one.code, "state_code": state[0], "route": one.title.zh, "route_en": one.title.en, "office": one.office,
        "from": one.base.isoformat(), "due": one.due.day.isoformat() if one.due.day else "",
        "late": one.late.day.isoformat() if one.late is not None and one.late.day else "", "state": state[1],
        "state_en": state[2], "clause": one.clause.zh, "clause_en": one.clause.en,
        "worked": "；".join(step.zh + (f"（{step.clause}）" if step.code == "roll" else "") for step in one.due.steps),
        "worked_en": "; ".join(
            step.en + (f" ({step.clause})" if step.code == "roll" else "") for step in one.due.steps),
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
    found = _found(context, context.whole, with_pct(context))
    return min(one.due.day for one in found if one.code == "national_phase" and one.due.day).isoformat()


@derive
def with_phase(context: Context) -> list[Mapping[str, Any]]:
    """The steps with the entry into this office's phase."""
    return [*_steps(context), _step(context, "pct", entered=True)]


@derive
def deadlines_after_phase(context: Context) -> list[dict[str, Any]]:
    """The deadlines with the entry into this office's phase."""
    return _shown(context, with_phase(context))


# --- plans: the map of markets and rights -------------------------------------------------------------------------

KINDS = {
    "invention": Text("发明", "invention"), "utility": Text("实用新型", "utility model"),
    "design": Text("外观设计", "design"), "mark": Text("商标", "trade mark"),
}  # fmt: skip
ROUTES = {
    "paris": Text("巴黎公约", "Paris"), "pct": Text("PCT", "PCT"), "phase": Text("PCT国家阶段", "PCT national phase"),
    "madrid": Text("马德里", "Madrid"), "hague": Text("海牙", "Hague"),
}  # fmt: skip
STATES = {
    "held": Text("有权", "held"), "filed": Text("在途", "filed"), "open": Text("可补", "open"),
    "gap": Text("空缺", "gap"),
}  # fmt: skip
LEFT = ("paris", "pct", "madrid", "hague", "national_phase")
ANEW = Text(
    "没有可用的优先权；可另行申请，他人在先的申请优先",
    "no priority is left; a new filing stands behind those that others filed before it",
)
TOO_LATE = Text(
    "没有可用的优先权；已公开的一般不再具备新颖性，须逐案判断",
    "no priority is left; what is public is as a rule no longer new: to be judged case by case",
)


def _count(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _kind(said: Any) -> str:
    """A kind of right by its name here, or by its Chinese one."""
    return next((kind for kind, title in KINDS.items() if title.zh == said), str(said or ""))


def _kinds(row: Mapping[str, Any]) -> list[str]:
    said = row.get("kinds")
    return [_kind(each) for each in _offices(",".join(map(str, said)) if isinstance(said, list) else said)]


def _intended(context: Context) -> list[dict[str, Any]]:
    return [{**step, "kind": _kind(step["kind"])} for step in listed(context.whole.get("steps"))]


def _lines(context: Context, name: str, wrong: Callable[[Mapping[str, Any]], Text | None]) -> list[Reason]:
    """What is wrong with the lines of a list that were given, each by its number."""
    given = context.given.get(name)
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(row, Mapping) for row in given):
        return _no("lines", "应当一行一项，写成“名称=值”", "one item a line is expected, as name=value", name)
    said = [(number, wrong(row)) for number, row in enumerate(given, start=1)]
    return [
        Reason("overseas.line", Text(f"第{number}行：{text.zh}", f"line {number}: {text.en}"), name)
        for number, text in said if text is not None
    ]  # fmt: skip


def _no_market(row: Mapping[str, Any], name: str = "market") -> Text | None:
    if not CODE.match(str(row.get(name) or "")):
        return Text(f"{name}应为两位大写代码", f"{name} is two capital letters")
    return Text("中国不是境外市场", "China is no market abroad") if row[name] == "CN" else None


def _no_export(row: Mapping[str, Any]) -> Text | None:
    kinds = _kinds(row)
    if not kinds or set(kinds) - set(KINDS):
        return Text(
            "kinds应为发明、实用新型、外观设计、商标中的几项", "kinds are some of invention, utility, design, mark"
        )
    if _count(row.get("amount")) is None:
        return Text("amount应为不带小数的元数", "amount is a whole number of yuan")
    return _no_market(row)


def _no_right(row: Mapping[str, Any]) -> Text | None:
    if _kind(row.get("kind")) not in KINDS:
        return Text("kind应为发明、实用新型、外观设计或商标", "kind is invention, utility, design or mark")
    if not row.get("number"):
        return Text("缺少号码number", "the number is missing")
    if row.get("until") and not is_day(row["until"]):
        return Text("until应为日期，例如2030-05-01", "until is a day such as 2030-05-01")
    return _no_market(row)


def _no_step(row: Mapping[str, Any]) -> Text | None:
    route, kind = str(row.get("route")), _kind(row.get("kind"))
    if kind not in KINDS or route not in ROUTES or kind not in FITS["pct" if route == "phase" else route]:
        return Text("该途径不适用于这类权利", "this route is not for this kind of right")
    if any(name in row and _count(row[name]) is None for name in UNITS.values()):
        return Text("类数、项数应为整数", "classes, claims and designs are whole numbers")
    return _no_market(row, "office")


@guard
def exports_are_read(context: Context) -> list[Reason]:
    """Each export has a market, an amount and the rights it needs."""
    return _lines(context, "exports", _no_export)


@guard
def held_is_read(context: Context) -> list[Reason]:
    """Each right held abroad has a market, a kind and a number."""
    return _lines(context, "held", _no_right)


@guard
def steps_are_read(context: Context) -> list[Reason]:
    """Each filing intended has an office and a route that is for its kind of right."""
    return _lines(context, "steps", _no_step)


def _granting(context: Context) -> Callable[[str, str], list[str]]:
    """Which offices grant a kind of right for a market: its own, then the regional ones that say so."""
    regional = [
        (each["office"], each["kind"], frozenset(_offices(each["markets"])))
        for each in context.entries("overseas_office")
    ]

    def offices(market: str, kind: str) -> list[str]:
        covering = {office for office, its, markets in regional if its == kind and market in markets}
        return [market, *sorted(covering - {market})]

    return offices


def _wanted(context: Context) -> list[tuple[str, str, list[Mapping[str, Any]]]]:
    """Markets and kinds of right with the exports that need them, the greatest exports first."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in listed(context.whole.get("exports")):
        for kind in dict.fromkeys(_kinds(row)):
            found.setdefault((row["market"], kind), []).append(row)
    order = list(KINDS)
    ranked = sorted(found, key=lambda pair: (-_sum(found[pair]), pair[0], order.index(pair[1])))
    return [(market, kind, found[market, kind]) for market, kind in ranked]


def _sum(rows: Sequence[Mapping[str, Any]]) -> int:
    return sum(_count(row["amount"]) or 0 for row in rows)


def _families(context: Context) -> list[Mapping[str, Any]]:
    return [
        each for each in context.cases("overseas_family", context.day)
        if each["facts"]["applicant"].strip() == context.whole["applicant"].strip()
    ]  # fmt: skip


def _standing(
    context: Context, kind: str, offices: Sequence[str], families: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """How a kind of right stands in a market: held, filed, still open by which routes and until when, or a gap.

    A family that is concluded holds what it filed when its conclusion says so; else it stands for nothing.
    """
    day = context.day.isoformat()
    for row in listed(context.whole.get("held")):
        until = str(row.get("until") or "")
        if _kind(row["kind"]) == kind and row["market"] in offices and (not until or until >= day):
            return _said("held", Text(f"{row['market']} {row['number']}", f"{row['market']} {row['number']}"), until)
    own = [
        each for each in families
        if each["facts"]["kind"] == kind
        and (each["stage"] != "concluded" or each["facts"].get("outcome") == "protected")
    ]  # fmt: skip
    own.sort(key=lambda each: each["stage"] != "concluded")
    for each in own:
        for step in each["facts"]["filings"]:
            if step["office"] in offices:
                by = ROUTES["phase" if step["entered"] else step["route"]]
                where = f"{step['office']} {step['day']}"
                state = "held" if each["stage"] == "concluded" else "filed"
                return _said(state, Text(f"{by.zh} {where}", f"{by.en} {where}"), family=each["number"])
    left: list[tuple[str, str, Text]] = []
    for each in own:
        if each["stage"] == "concluded":
            continue
        # A filing by Paris elsewhere leaves Paris open here.
        steps = [step for step in each["facts"]["filings"] if step["route"] != "paris"]
        for one in _found(context, each["facts"], steps, offices=offices):
            if one.code in LEFT and not one.settled and not one.missed:
                until, way = _way(one, day)
                left.append((until, each["number"], way))
    if left:
        last, family = max((until, number) for until, number, _ in left)
        ways = Text("；".join(way.zh for _, _, way in left), "; ".join(way.en for _, _, way in left))
        return _said("open", ways, last, family)
    return _said("gap", ANEW if kind == "mark" else TOO_LATE)


def _way(one: RouteDeadline, day: str) -> tuple[str, Text]:
    """Until when a route is open, in words; past its last day while the priority can be restored."""
    until = one.due.day.isoformat() if one.due.day else ""
    restored = until < day and one.late is not None and one.late.day is not None
    if restored and one.late is not None:
        until = str(one.late.day)
    title = Text(" ".join(filter(None, (one.title.zh, one.office))), " ".join(filter(None, (one.title.en, one.office))))
    return until, Text(
        f"{title.zh} 至{until}{'（须请求恢复优先权）' if restored else ''}",
        f"{title.en} until {until}{' (with restoration of priority)' if restored else ''}",
    )


def _said(state: str, basis: Text, until: str = "", family: str = "") -> dict[str, Any]:
    return {
        "state_code": state, "state": STATES[state].as_json(), "basis": basis.as_json(), "until": until,
        "family": family,
    }  # fmt: skip


@derive
def gap_map(context: Context) -> list[dict[str, Any]]:
    """Each market and kind of right that the exports need, and how it stands."""
    granting, families = _granting(context), _families(context)
    return [
        {
            "market": market, "kind": kind, "right": KINDS[kind].as_json(), "amount": _sum(rows),
            "products": "、".join(dict.fromkeys(str(row["product"]) for row in rows if row.get("product"))),
            **_standing(context, kind, granting(market, kind), families),
        }
        for market, kind, rows in _wanted(context)
    ]  # fmt: skip


@derive
def gaps(context: Context) -> int:
    """How many rights are missing."""
    return sum(row["state_code"] == "gap" for row in gap_map(context))


@amount
def exposed(context: Context) -> int:
    """The exports a year, in 分, that go where a right they need is missing."""
    missing = {(row["market"], row["kind"]) for row in gap_map(context) if row["state_code"] == "gap"}
    rows = listed(context.whole.get("exports"))
    return 100 * _sum([row for row in rows if any((row["market"], kind) in missing for kind in _kinds(row))])


# --- plans: what filing costs -------------------------------------------------------------------------------------

UNITS = {"class": "classes", "claim": "claims", "design": "designs"}
NO_TARIFF = Text("未装载该局此途径的费率", "no tariff of this office for this route is loaded")
NO_RATE = Text("未装载该币种汇率", "no rate of this currency is loaded")
NO_COUNT = Text("未给出数量", "the number is not given")


def _tariffs(context: Context) -> list[Mapping[str, Any]]:
    """The tariffs that have begun, the latest last; of those of one day the nearest region's."""
    begun = [
        each for each in reversed(context.entries("overseas_tariff")) if each["tariff_on"] <= context.day.isoformat()
    ]
    return sorted(begun, key=lambda each: str(each["tariff_on"]))


def _charged(tariffs: Sequence[Mapping[str, Any]], step: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The tariff of each fee of a filing: of several the last."""
    wanted = (step.get("office"), step.get("route"), _kind(step.get("kind")))
    return {each["item"]: each for each in tariffs if (each["office"], each["route"], each["kind"]) == wanted}


@guard
def tariffs_are_sound(context: Context) -> list[Reason]:
    """No fee that is reckoned with is below nothing, nor includes a part of a class or claim."""
    tariffs = _tariffs(context)
    charged = [
        each for step in listed(context.given.get("steps")) if isinstance(step, Mapping)
        for each in _charged(tariffs, step).values()
    ]  # fmt: skip
    odd = {
        each["number"]: each for each in charged
        if each["amount"] < 0 or _count(each.get("included") or 0) is None
    }  # fmt: skip
    return [
        Reason("overseas.tariff", Text(
            f"费率{number}（{each['item']}）的单价为负，或者起点不是整数，请先更正",
            f"tariff {number} ({each['item']}) is below nothing, or includes no whole number: to be corrected first",
        ), "steps")
        for number, each in odd.items()
    ]  # fmt: skip


def _priced(context: Context) -> list[dict[str, Any]]:
    """Every fee of the filings intended, each with its tariff's and its rate's day; what is not loaded is said."""
    tariffs = _tariffs(context)
    rates = {each["currency"]: each for each in reversed(context.entries("overseas_rate"))}
    found = []
    for step in _intended(context):
        kind, route = KINDS[step["kind"]], ROUTES[step["route"]]
        filing = Text(f"{kind.zh}，{route.zh}", f"{kind.en}, {route.en}")
        head = {"office": step["office"], "filing": filing.as_json()}
        own = _charged(tariffs, step)
        if not own:
            found.append({**head, "item": NO_TARIFF.as_json(), "fen": None})
        fees = [_fee(step, own[item], rates) for item in sorted(own)]
        found += [{**head, **fee} for fee in fees if fee is not None]
    return found


def _fee(
    step: Mapping[str, Any], tariff: Mapping[str, Any], rates: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any] | None:
    """One fee of a filing; None when as many as there are cost nothing beyond."""
    number: int | None = 1
    if tariff["per"] in UNITS:
        given = _count(step.get(UNITS[tariff["per"]]))
        number = None if given is None else max(0, given - int(tariff.get("included") or 0))
    price = Decimal(str(tariff["amount"]))
    row = {
        "item": tariff["item"], "count": number, "price": f"{tariff['currency']} {price}",
        "tariff_on": tariff["tariff_on"], "source": tariff["instrument"], "fen": None,
    }  # fmt: skip
    if number is None:
        return {**row, "rate": NO_COUNT.as_json()}
    if number == 0:
        return None
    if tariff["currency"] == "CNY":
        hundred, quoted = 10_000, ""
    elif rate := rates.get(tariff["currency"]):
        hundred, quoted = rate["hundred"], f"{_yuan(rate['hundred'])}/100 ({rate['quoted_on']}, {rate['source']})"
    else:
        return {**row, "rate": NO_RATE.as_json()}
    # 分 for a hundred units, times units, over a hundred; halves go up.
    fen = int((price * number * hundred / 100).quantize(Decimal(1), ROUND_HALF_UP))
    return {**row, "fen": fen, "yuan": _yuan(fen), "rate": quoted}


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


@derive
def costs(context: Context) -> list[dict[str, Any]]:
    """The fees of the filings intended, office by office."""
    return _priced(context)


@derive
def by_office(context: Context) -> list[dict[str, Any]]:
    """What each office charges in all, and what could not be reckoned."""
    rows = _priced(context)
    found = []
    for office in dict.fromkeys(row["office"] for row in rows):
        own = [row["fen"] for row in rows if row["office"] == office]
        left = own.count(None)
        note = Text(f"另有{left}项未能估算", f"{left} more could not be estimated").as_json() if left else ""
        found.append({"office": office, "yuan": _yuan(sum(fen for fen in own if fen is not None)), "note": note})
    return found


@amount
def total(context: Context) -> int:
    """In 分, what could be reckoned."""
    return sum(row["fen"] or 0 for row in _priced(context))


@derive
def missing(context: Context) -> int:
    """How many fees could not be reckoned."""
    return sum(row["fen"] is None for row in _priced(context))


@derive
def priced_on(context: Context) -> str:
    """The day whose tariffs and rates were used."""
    return context.day.isoformat()
