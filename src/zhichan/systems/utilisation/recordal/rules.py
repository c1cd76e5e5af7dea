"""Rules of recordal: a contract agrees with title, and the state is the national office's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhichan.kernel.catalogue.rulebook import Context, Reason, Text, derive, guard, lasting

# How the office's events and the registry's own deals name the three kinds of contract.
EVENTS = {"assignment": "transferred", "licence": "licensed", "pledge": "pledged"}
LEAST_COMPARED = 5
"""With fewer deals of the same kind no price is called odd."""
TIMES = 10
"""A price more than so many times the middle one, or less than its part, is odd."""


def _no(code: str, zh: str, en: str, place: str, clause: str = "") -> Reason:
    return Reason(f"recordal.{code}", Text(zh, en), place, clause)


@guard
def title_agrees(context: Context) -> list[Reason]:
    """The giver holds the right on the contract's day, it is in force, and nothing stands in the way."""
    given = context.given
    right = context.right(str(given["right"]))
    if right is None:
        return [_no("unknown", "登记库中没有这项权利", "the right is not in the registry", "right")]
    day, reasons = str(given["contract_on"]), []
    if day > context.day.isoformat():
        reasons.append(
            _no("future", "合同日期还没有到", "the contract's day has not come yet", "contract_on")
        )
    holders = lasting(right["holders"], day)
    if given["giver"] not in {one["party"] for one in holders}:
        names = "、".join(str(one["name"]) for one in holders) or "——"
        reasons.append(
            _no(
                "holder",
                f"合同日的权利人是{names}，不是让与人",
                f"on that day the right was held by {names}",
                "giver",
                "专利法第十条",
            )
        )
    elif len(holders) > 1 and given["kind"] in {"assignment", "pledge"}:
        reasons.append(
            _no(
                "co-owners",
                "权利为共有，须经全体共有人同意，请附共有人同意书后由共有人共同提出",
                "the right is held jointly; all of its holders must agree",
                "giver",
                "专利法第十四条",
            )
        )
    if not right["in_force"]:
        reasons.append(_no("ended", "权利不在有效状态", "the right is not in force", "right"))
    pledged = lasting(right["pledges"], day, since="registered_on", until="released_on")
    if pledged and given["kind"] in {"assignment", "pledge"}:
        reasons.append(
            _no(
                "pledged",
                f"权利已质押给{pledged[0]['lender']}，未经质权人同意不得处分",
                f"the right is pledged to {pledged[0]['lender']}; without its consent it cannot be disposed of",
                "right",
                "民法典第四百四十四条",
            )
        )
    return reasons


FLAGS = {
    "related": Text("关联关系", "related parties"), "price": Text("价款异常", "odd price"),
    "quick": Text("短期内再次转让", "passed on quickly"), "not_compared": Text("价款未比较", "price not compared"),
}  # fmt: skip


def _flag(code: str, why: Text) -> dict[str, Any]:
    return {"flag": code, "title": FLAGS[code].as_json(), "why": why.as_json()}


def _related(giver: Mapping[str, Any] | None, taker: Mapping[str, Any] | None) -> Text | None:
    """Why two parties look related: one of them is the other, its branch, or at the same address."""
    if giver is None or taker is None:
        return None
    if giver["code"] == taker["code"]:
        return Text("双方为同一主体", "both sides are the same body")
    for one, other in ((giver, taker), (taker, giver)):
        if one["name"] in other.get("branches", ()) or one["name"].startswith(other["name"]):
            return Text(f"{one['name']}是{other['name']}的分支", f"{one['name']} is a branch of {other['name']}")
    if giver.get("address") and giver.get("address") == taker.get("address"):
        address = giver["address"]
        return Text(f"双方登记地址相同（{address}）", f"both sides are registered at the same address ({address})")
    return None


@derive
def flags(context: Context) -> list[dict[str, Any]]:
    """What a person should look at: related parties, an odd price, the same right passed on quickly.

    A price that could not be compared for want of deals is said to be so: no flag must mean that it was.
    """
    given = context.given
    right = context.right(str(given["right"])) or {}
    found: list[dict[str, Any]] = []
    if related := _related(context.party(str(given["giver"])), context.party(str(given["taker"]))):
        found.append(_flag("related", related))
    if given.get("price") not in (None, ""):
        found += _priced(int(given["price"]), right.get("prices", ()))
    earlier = [
        one
        for one in right.get("deals", ())
        if one["kind"] == given["kind"] and one["recorded_on"] <= str(given["contract_on"])
    ]
    if (
        earlier
        and given["kind"] == "assignment"
        and _days(earlier[-1]["recorded_on"], str(given["contract_on"])) < 180
    ):
        day = earlier[-1]["recorded_on"]
        found.append(_flag("quick", Text(f"{day}刚转让过", f"it was assigned on {day}")))
    return found


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _priced(price: int, others: Sequence[int]) -> list[dict[str, Any]]:
    """Why a price, in 分, is odd among those of deals in rights of the same kind; or that there are too few to say."""
    ordered = sorted(others)
    many = len(ordered)
    if price == 0:
        return [_flag("price", Text("价款为零", "the price is nothing"))]
    if many < LEAST_COMPARED:
        return [_flag("not_compared", Text(
            f"五年内有价款的同类权利交易只有{many}笔，不足{LEAST_COMPARED}笔",
            f"deals in such rights with a price in five years: {many}, fewer than {LEAST_COMPARED}"))]  # fmt: skip
    middle = ordered[many // 2]
    yuan = f"{middle / 100:.2f}"
    if price > TIMES * middle:
        return [_flag("price", Text(
            f"价款超过同类{many}笔中位数{yuan}元的{TIMES}倍",
            f"more than {TIMES} times the middle one of {many}, {yuan} yuan"))]  # fmt: skip
    if price * TIMES < middle:
        return [_flag("price", Text(
            f"价款不足同类{many}笔中位数{yuan}元的十分之一",
            f"less than a tenth of the middle one of {many}, {yuan} yuan"))]  # fmt: skip
    return []


def _recorded(context: Context) -> Mapping[str, Any] | None:
    """What the office recorded of this contract: an event or deal of its kind on or after the contract's day."""
    facts = context.facts
    right = context.right(str(facts["right"]))
    if right is None:
        return None
    taker = context.party(str(facts["taker"])) or {}
    kind, since = str(facts["kind"]), str(facts["contract_on"])
    deals = [
        one
        for one in right["deals"]
        if one["kind"] == kind and one["recorded_on"] >= since and one["to"] in {"", taker.get("name")}
    ]
    pledges = [one for one in right["pledges"] if kind == "pledge" and one["registered_on"] >= since]
    events = [
        one
        for one in right["events"]
        if one["kind"] == EVENTS[kind]
        and (one["day"] or "") >= since
        and one.get("to", "") in {"", taker.get("name")}
    ]
    found = [
        *({"day": one["recorded_on"], "source": one["source"]} for one in deals),
        *({"day": one["registered_on"], "source": one["source"]} for one in pledges),
        *({"day": one["day"], "source": one["source"]} for one in events),
    ]
    return min(found, key=lambda one: str(one["day"]), default=None)


@guard
def office_has_recorded(context: Context) -> list[Reason]:
    """Nothing is called recorded before the office's own data say so."""
    if _recorded(context) is not None:
        return []
    return [
        _no(
            "not-mirrored",
            "主管局数据中还没有这笔备案",
            "the office's data do not show this recordal yet",
            "right",
        )
    ]


@guard
def office_has_not_recorded(context: Context) -> list[Reason]:
    """What the office has recorded is not noted as declined."""
    if _recorded(context) is None:
        return []
    return [_no("mirrored", "主管局数据中已有这笔备案", "the office's data show this recordal", "right")]


@derive
def office_record(context: Context) -> dict[str, Any]:
    """The day on which the office recorded it and the load that says so."""
    return dict(_recorded(context) or {})
