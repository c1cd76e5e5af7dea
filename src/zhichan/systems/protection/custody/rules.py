"""Rules of custody: quantities add up, keepers are known, goods go as their list allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhichan.kernel.catalogue.rulebook import Context, Reason, Text, derive, guard, listed

PERMITTED = frozenset({"licensed_incineration", "hazardous_disposal"})
"""Methods that need a permit of the environment authority."""


def _no(code: str, zh: str, en: str, place: str = "", clause: str = "") -> list[Reason]:
    return [Reason(f"custody.{code}", Text(zh, en), place, clause)]


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


# --- lists --------------------------------------------------------------------------------------------------------


@guard
def items_are_counted(context: Context) -> list[Reason]:
    """Every line has a name, a unit, a seal of its own and a whole number of pieces."""
    lines = listed(context.given["items"])
    words = all(each.get(key) for each in lines for key in ("name", "unit", "seal"))
    if not lines or not words or not all(_count(each.get("quantity")) for each in lines):
        return _no("incomplete", "每项物品须有名称、单位、封条号和正整数数量",
                   "each line needs a name, a unit, a seal and a whole number", "items")  # fmt: skip
    seals = [each["seal"] for each in lines]
    if len(set(seals)) == len(seals):
        return []
    return _no("seal-twice", "封条号重复", "a seal is used twice", "items")


def _is_person(value: Any) -> bool:
    people = listed(value)
    return len(people) == 1 and bool(people[0].get("name")) and bool(people[0].get("user"))


@guard
def keeper_is_known(context: Context) -> list[Reason]:
    """One keeper, by name and account."""
    if _is_person(context.given["keeper"]):
        return []
    clause = "行政强制法第二十六条"
    return _no("keeper", "须写明一名保管人及其账号", "name one keeper with the account", "keeper", clause)


@derive
def goods_of_the_list(context: Context) -> list[dict[str, Any]]:
    """Goods of their own for each line."""
    facts = context.facts
    return [
        {
            "region": context.region[0], "title": each["name"], "list": context.number, "name": each["name"],
            "source_case": facts["source_case"], "unit": each["unit"], "seized": each["quantity"],
            "seal": each["seal"], "place": facts["place"], "keeper": facts["keeper"],
        }
        for each in listed(facts["items"])
    ]  # fmt: skip


@guard
def nothing_is_left(context: Context) -> list[Reason]:
    """A list closes when all its goods have gone."""
    left = [
        each["number"] for each in context.cases("goods", context.day)
        if each["facts"]["list"] == context.number and each["stage"] != "gone"
    ]  # fmt: skip
    if not left:
        return []
    numbers = "、".join(left)
    return _no("still-kept", f"还有物品在库：{numbers}", f"goods still kept: {numbers}")


# --- goods --------------------------------------------------------------------------------------------------------


def _entry(context: Context, zh: str, en: str, **more: Any) -> list[dict[str, Any]]:
    one = {"day": context.day.isoformat(), "what": {"zh": zh, "en": en}, "by": context.actor, **more}
    return [*listed(context.facts.get("chain")), one]


def _name(people: Any) -> str:
    return str(listed(people)[0]["name"])


@derive
def all_of_it(context: Context) -> int:
    """What was seized is kept."""
    return int(context.given["seized"])


@derive
def taken_in(context: Context) -> list[dict[str, Any]]:
    """The chain begins with the seizure."""
    given = context.given
    return _entry(context, "查扣入库", "seized and taken in", quantity=given["seized"], left=given["seized"],
                  to=_name(given["keeper"]), place=given["place"], seal=given["seal"])  # fmt: skip


@guard
def taker_is_someone_else(context: Context) -> list[Reason]:
    """One person gives and another takes."""
    if not _is_person(context.given["taker"]):
        return _no("taker", "须写明一名接收人及其账号", "name one taker with the account", "taker")
    if f"user:{listed(context.given['taker'])[0]['user']}" != context.actor:
        return []
    return _no("same-person", "接收人不能是移交人本人", "the taker is somebody else", "taker")


@guard
def count_agrees(context: Context) -> list[Reason]:
    """What is taken over is what was kept; otherwise it goes back until the difference is found."""
    left, counted = context.facts["left"], context.given["counted"]
    if counted == left:
        return []
    return _no(
        "count", f"清点{counted}，账面{left}，不得接收", f"{counted} counted, {left} on the book: not to be taken over",
        "counted", "行政强制法第二十六条",
    )  # fmt: skip


@derive
def new_keeper(context: Context) -> Any:
    """Who took over."""
    return context.facts["taker"]


@derive
def new_place(context: Context) -> str:
    """Where it was moved."""
    return str(context.facts["to_place"])


@derive
def new_seal(context: Context) -> str:
    """The seal that is on it now."""
    return str(context.given["seal"])


@derive
def nobody(context: Context) -> None:
    """There is no taker any more."""


@derive
def moved(context: Context) -> list[dict[str, Any]]:
    """One keeper gave and another counted and took."""
    facts = context.facts
    return _entry(context, f"移交（{facts['why']}）", "handed over", quantity=facts["left"], left=facts["left"],
                  to=_name(facts["taker"]), place=facts["to_place"], seal=context.given["seal"])  # fmt: skip


@derive
def not_moved(context: Context) -> list[dict[str, Any]]:
    """The keeper took it back."""
    facts = context.facts
    return _entry(context, f"交接不成，收回（{context.given['why']}）", "taken back", quantity=facts["left"],
                  left=facts["left"], to=_name(facts["keeper"]), place=facts["place"], seal=facts["seal"])  # fmt: skip


@guard
def so_many_are_left(context: Context) -> list[Reason]:
    """Nothing leaves that is not there."""
    left, quantity = context.facts["left"], context.given["quantity"]
    if _count(quantity) and quantity <= left:
        return []
    return _no("too-many", f"数量应为1至{left}的整数", f"a whole number from 1 to {left}", "quantity")


def _list_is(context: Context, stage: str) -> bool:
    found = context.linked(context.facts["list"])
    return found is not None and found["stage"] == stage


@guard
def list_is_lifted(context: Context) -> list[Reason]:
    """Goods go back once the seizure was lifted."""
    if _list_is(context, "lifted"):
        return []
    return _no("not-lifted", "查封扣押尚未解除", "the seizure has not been lifted", "", "行政强制法第二十八条")


@guard
def list_is_referred(context: Context) -> list[Reason]:
    """Goods follow a case that was referred."""
    if _list_is(context, "referred"):
        return []
    return _no("not-referred", "清单没有随案移送", "the list was not referred")


def _out(context: Context, zh: str, en: str, to: str) -> list[dict[str, Any]]:
    quantity = context.given["quantity"]
    return _entry(context, zh, en, quantity=-quantity, left=context.facts["left"] - quantity, to=to,
                  place=context.facts["place"], seal=context.given.get("seal", context.facts["seal"]))  # fmt: skip


@derive
def rest(context: Context) -> int:
    """What is left."""
    return int(context.facts["left"] - context.given["quantity"])


@derive
def sampled(context: Context) -> list[dict[str, Any]]:
    """A sample that is used up."""
    return _out(context, "抽样送检", "sample used up", str(context.given["why"]))


@derive
def given_back(context: Context) -> list[dict[str, Any]]:
    """Back to the party."""
    return _out(context, "退还", "given back", str(context.given["receiver"]))


@derive
def surrendered(context: Context) -> list[dict[str, Any]]:
    """To the authority that took over the case."""
    return _out(context, "随案移交", "surrendered with the case", str(context.given["receiver"]))


@derive
def destroyed(context: Context) -> list[dict[str, Any]]:
    """Destroyed, by the number of its record."""
    return _out(context, "销毁", "destroyed", str(context.given["destruction"]))


@derive
def if_nothing_is_left(context: Context) -> list[dict[str, Any]]:
    """Goods are gone with their last piece."""
    return [] if context.facts["left"] else [{}]


# --- destruction --------------------------------------------------------------------------------------------------


def _goods(context: Context) -> dict[str, Mapping[str, Any]]:
    return {each["number"]: each for each in context.cases("goods", context.day)}


def _planned_elsewhere(context: Context) -> dict[str, int]:
    found: dict[str, int] = {}
    for case in context.cases("destruction", context.day):
        if case["stage"] in {"planned", "approved"} and case["number"] != context.number:
            for each in listed(case["facts"]["goods"]):
                found[each["number"]] = found.get(each["number"], 0) + each["quantity"]
    return found


def _may_be_destroyed(context: Context, lines: Sequence[Mapping[str, Any]]) -> list[Reason]:
    known, taken = _goods(context), _planned_elsewhere(context)
    reasons = []
    for number, each in enumerate(lines, start=1):
        place, name, quantity = f"goods[{number}]", str(each.get("number")), each.get("quantity")
        one = known.get(name)
        if one is None:
            reasons += _no("no-goods", f"没有编号为“{name}”的物品", f"there are no goods {name!r}", place)
            continue
        source = context.linked(one["facts"]["list"]) or {"stage": ""}
        free = one["facts"]["left"] - taken.get(name, 0)
        if one["stage"] != "kept" or source["stage"] != "confiscated":
            reasons += _no("not-confiscated", f"“{name}”不在库或未被没收", f"{name} is not kept or confiscated", place,
                           "行政处罚法第七十四条")  # fmt: skip
        elif not _count(quantity) or quantity > free:
            reasons += _no("too-many", f"“{name}”可销毁数量为{free}", f"{free} of {name} may be destroyed", place)
    names = [each.get("number") for each in lines]
    if not lines or len(set(names)) < len(names):
        reasons += _no("lines", "须逐项列明物品，且不重复", "name each of the goods, and each once", "goods")
    return reasons


@guard
def goods_may_be_destroyed(context: Context) -> list[Reason]:
    """Only what was confiscated, is still there, and stands in no other plan."""
    return _may_be_destroyed(context, listed(context.given["goods"]))


@guard
def goods_may_still_be_destroyed(context: Context) -> list[Reason]:
    """It is so on the day itself, too."""
    return _may_be_destroyed(context, listed(context.facts["goods"]))


@guard
def permit_is_named(context: Context) -> list[Reason]:
    """Burning and hazardous waste need the plant's permit."""
    if context.given["method"] not in PERMITTED or context.given.get("permit"):
        return []
    return _no("permit", "该销毁方式须写明环保许可证号", "this method needs an environmental permit", "permit")


@guard
def witness_is_from_outside(context: Context) -> list[Reason]:
    """Somebody watches who keeps none of the goods and does not carry it out."""
    keepers = {
        _name(one["facts"]["keeper"]) for number, one in _goods(context).items()
        if number in {each["number"] for each in listed(context.facts["goods"])}
    }  # fmt: skip
    people = listed(context.given["witnesses"])
    if not people or not all(each.get("name") and each.get("unit") for each in people):
        return _no("witness", "须写明见证人姓名和单位", "name each witness and where from", "witnesses")
    if all(each["name"] in keepers or each["unit"] == context.facts["plant"] for each in people):
        return _no("witness-inside", "至少一名见证人须不是保管人，也不属承担单位",
                   "one witness at least neither keeps the goods nor works for the plant", "witnesses")  # fmt: skip
    return []


@derive
def what_is_destroyed(context: Context) -> list[dict[str, Any]]:
    """Each of the goods by name, quantity and list."""
    known = _goods(context)
    return [
        {"number": each["number"], "quantity": each["quantity"], "case": known[each["number"]]["id"],
         "name": known[each["number"]]["facts"]["name"], "list": known[each["number"]]["facts"]["list"]}
        for each in listed(context.facts["goods"])
    ]  # fmt: skip


@derive
def goods_to_destroy(context: Context) -> list[dict[str, Any]]:
    """Each of the goods leaves the store."""
    return [
        {"case": each["case"], "quantity": each["quantity"], "destruction": context.number}
        for each in listed(context.facts["destroyed"])
    ]


# --- stocktake ----------------------------------------------------------------------------------------------------


@guard
def counts_are_numbers(context: Context) -> list[Reason]:
    """Each number once, with a whole quantity."""
    lines = listed(context.given["counted"])
    names = [each.get("number") for each in lines]
    fine = all(_count(each.get("quantity")) or each.get("quantity") == 0 for each in lines)
    if lines and fine and len(set(names)) == len(names):
        return []
    return _no("counts", "每项物品写一次，数量为整数", "each of the goods once, with a whole number", "counted")


@derive
def differences(context: Context) -> list[dict[str, Any]]:
    """Where the count and the book differ, in either direction; nothing is put right by itself."""
    book = {
        number: int(one["facts"]["left"]) for number, one in _goods(context).items()
        if one["stage"] != "gone" and one["facts"]["place"] == context.given["place"]
    }  # fmt: skip
    counted = {str(each["number"]): int(each["quantity"]) for each in listed(context.given["counted"])}
    return [
        {"number": number, "book": book.get(number, 0), "counted": counted.get(number, 0), "why": ""}
        for number in sorted({*book, *counted})
        if book.get(number, 0) != counted.get(number, 0)
    ]


@derive
def lists(context: Context) -> list[dict[str, Any]]:
    """Every list of the region: what was seized is what is kept and what has gone, and its stage allows it."""
    goods = list(_goods(context).values())
    return [_reconciled(each, [one for one in goods if one["facts"]["list"] == each["number"]])
            for each in context.cases("seizure", context.day)]  # fmt: skip


def _reconciled(one: Mapping[str, Any], goods: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    seized = sum(int(each["quantity"]) for each in listed(one["facts"]["items"]))
    kept = sum(int(each["facts"]["left"]) for each in goods)
    gone = -sum(min(int(step["quantity"]), 0) for each in goods for step in listed(each["facts"]["chain"]))
    return {
        "list": one["number"], "source_case": one["facts"]["source_case"], "stage": one["stage"], "seized": seized,
        "kept": kept, "gone": gone, "agrees": seized == kept + gone and (one["stage"] != "closed" or kept == 0),
    }  # fmt: skip


@guard
def there_is_such_a_difference(context: Context) -> list[Reason]:
    """Only a difference is explained."""
    if context.given["number"] in {each["number"] for each in context.facts["differences"]}:
        return []
    return _no("no-difference", "该物品没有差异", "there is no difference in these goods", "number")


@derive
def explained(context: Context) -> list[dict[str, Any]]:
    """The differences with one more explanation."""
    given = context.given
    return [{**each, "why": given["why"]} if each["number"] == given["number"] else dict(each)
            for each in context.facts["differences"]]  # fmt: skip


@guard
def stock_reconciles(context: Context) -> list[Reason]:
    """A head accepts no difference that nobody explained, and no list that does not add up."""
    reasons: list[Reason] = []
    if open_ := "、".join(each["number"] for each in context.facts["differences"] if not each["why"]):
        reasons += _no("unexplained", f"差异没有说明：{open_}", f"differences without an explanation: {open_}")
    if wrong := "、".join(each["list"] for each in context.facts["lists"] if not each["agrees"]):
        reasons += _no("lists", f"清单与在库、出库数不符：{wrong}", f"lists that do not add up: {wrong}")
    return reasons
