"""Custody of seized goods (P24): a chain for each of the goods, destruction with method and witness, lists that add up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from zhichan.kernel.access.public import Actor, Role
from zhichan.kernel.acts.public import SHANGHAI, perform
from zhichan.kernel.casework.public import Case, fold
from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.kernel.ledger.public import Event, Payload

DAY = date(2026, 3, 2)
FOLDER = "protection/custody"
ITEMS = [
    {"name": "假冒手表", "quantity": 20, "unit": "块", "seal": "F-1"},
    {"name": "假冒商标标识", "quantity": 500, "unit": "张", "seal": "F-2"},
]


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)


def officer(user: int, day: date = DAY) -> Actor:
    return Actor(f"user:{user}", day, (Role("enforcement-officer", "/town/"),))


def head(day: date = DAY) -> Actor:
    return Actor("user:9801", day, (Role("enforcement-head", "/town/"),))


@pytest.fixture
def town(db: None) -> None:
    with kernel():
        Region.objects.create(slug="town", name="示例市", kind="city", path="/town/", synthetic=True)


def step(verb: str, who: Actor, target: str | None = None, **facts: Any) -> Mapping[str, Any]:
    more = {} if target else {"region": "/town/"}
    return perform(actor=who, verb=verb, target=target, facts={**more, **facts}, at=at(who.day)).result


def refused(verb: str, who: Actor, target: str | None = None, **facts: Any) -> tuple[str, ...]:
    with kernel():
        before = Event.objects.count()
    with pytest.raises(Refusal) as found:
        step(verb, who, target, **facts)
    with kernel():
        assert Event.objects.count() == before
    return found.value.codes


def seized(items: Any = ITEMS, source: str = "EXAMPLE-A1") -> tuple[str, list[str]]:
    """A list and the goods of its lines."""
    done = step("seizure:seize", officer(9811), source_case=source, owner="示例商行", decision_no="示例扣字1号",
                seized_on=DAY.isoformat(), items=items, place="一号库",
                keeper=[{"name": "保管员一", "user": 9811}])  # fmt: skip
    return str(done["case"]), [str(each["case"]) for each in done["handed"]]


def facts(case: str) -> Mapping[str, Any]:
    with kernel():
        return dict(Case.objects.get(pk=case).facts)


def number(case: str) -> str:
    with kernel():
        return str(Case.objects.get(pk=case).number)


@pytest.mark.usefixtures("town")
@pytest.mark.point("P24.1", without=f"{FOLDER}/goods.procedure.toml#acts.receive.guards")
def test_each_of_the_goods_has_a_chain_without_a_gap_from_keeper_to_keeper() -> None:
    _, (watches, labels) = seized()
    one, two = officer(9811), officer(9812)
    taker = {"taker": [{"name": "保管员二", "user": 9812}], "to_place": "二号库", "why": "集中保管"}
    assert refused("goods:hand_over", two, watches, **taker) == ("acts.forbidden",)
    step("goods:hand_over", one, watches, **taker)
    assert refused("goods:receive", one, watches, counted=20, seal="F-3") == ("acts.forbidden",)
    assert refused("goods:receive", two, watches, counted=19, seal="F-3") == ("custody.count",)
    step("goods:receive", two, watches, counted=20, seal="F-3")
    step("goods:sample", two, watches, quantity=2, why="送检", seal="F-4")
    chain = [(each["what"]["en"], each["quantity"], each["left"], each["to"], each["place"], each["seal"], each["by"])
             for each in facts(watches)["chain"]]  # fmt: skip
    assert chain == [
        ("seized and taken in", 20, 20, "保管员一", "一号库", "F-1", "user:9811"),
        ("handed over", 20, 20, "保管员二", "二号库", "F-3", "user:9812"),
        ("sample used up", -2, 18, "送检", "二号库", "F-4", "user:9812"),
    ]
    assert [each["left"] for each in facts(labels)["chain"]] == [500]
    # The chain is what the ledger says, act by act.
    with kernel():
        events = Event.objects.filter(subject_kind="case", subject_id=watches).order_by("subject_version")
        pairs = [(event, Payload.objects.get(event_id=event.pk)) for event in events]
        assert fold(pairs)["facts"] == Case.objects.get(pk=watches).facts


def plan(*lines: tuple[str, int], **more: Any) -> str:
    goods = [{"number": number(each), "quantity": quantity} for each, quantity in lines]
    facts = {"goods": goods, "method": "shredding", "plant": "示例再生公司", **more}
    return str(step("destruction:plan", officer(9811), **facts)["case"])


@pytest.mark.usefixtures("town")
@pytest.mark.point("P24.2", without=f"{FOLDER}/destruction.procedure.toml#acts.carry_out.guards")
def test_a_destruction_has_its_method_and_a_witness_and_takes_all_of_its_goods_or_none() -> None:
    listing, (watches, labels) = seized()
    line = [{"number": number(watches), "quantity": 20}]
    burn = {"goods": line, "method": "licensed_incineration", "plant": "示例电厂"}
    assert refused("destruction:plan", officer(9811), **burn, permit="EX-1") == ("custody.not-confiscated",)
    step("seizure:confiscate", head(), listing, decision_no="示例罚字1号")
    assert refused("destruction:plan", officer(9811), **burn) == ("custody.permit",)
    assert refused("destruction:plan", officer(9811), **{**burn, "method": "open_fire"}) == ("given.wrong",)
    case = plan((watches, 20), (labels, 300))
    step("destruction:approve", head(), case)
    done = {"destroyed_on": DAY.isoformat(), "record": "照片与笔录".encode()}
    keeper = [{"name": "保管员一", "unit": "市局"}]
    hired = [{"name": "甲", "unit": "示例再生公司"}]
    for nobody in (keeper, hired):
        assert refused("destruction:carry_out", officer(9811), case, **done, witnesses=nobody) == (
            "custody.witness-inside",)
    # Labels are being moved: nothing of the plan is destroyed, the watches neither.
    step("goods:hand_over", officer(9811), labels, taker=[{"name": "保管员二", "user": 9812}], to_place="二号库", why="移库")
    notary = [{"name": "乙", "unit": "公证处"}]
    assert refused("destruction:carry_out", officer(9811), case, **done, witnesses=notary) == ("custody.not-confiscated",)
    step("goods:take_back", officer(9811), labels, why="改期")
    step("destruction:carry_out", officer(9811), case, **done, witnesses=notary)
    told = facts(case)
    assert (told["method"], told["witnesses"], len(told["record"])) == ("shredding", notary, 64)
    assert [(each["name"], each["quantity"]) for each in told["destroyed"]] == [("假冒手表", 20), ("假冒商标标识", 300)]
    assert facts(watches)["chain"][-1]["to"] == facts(labels)["chain"][-1]["to"] == number(case)
    assert (facts(watches)["left"], facts(labels)["left"]) == (0, 200)


@pytest.mark.usefixtures("town")
@pytest.mark.point("P24.3", without=f"{FOLDER}/stocktake.procedure.toml#acts.accept.guards")
def test_the_stock_reconciles_with_lists_and_cases_and_no_difference_passes_unexplained() -> None:
    listing, (watches, labels) = seized()
    other, (bags,) = seized([{"name": "假冒箱包", "quantity": 7, "unit": "个", "seal": "F-5"}], "EXAMPLE-A2")
    step("seizure:confiscate", head(), listing, decision_no="示例罚字1号")
    case = plan((watches, 20))
    step("destruction:approve", head(), case)
    step("destruction:carry_out", officer(9811), case, destroyed_on=DAY.isoformat(), record="照片".encode(),
         witnesses=[{"name": "乙", "unit": "公证处"}])  # fmt: skip
    step("seizure:lift", head(), other, reason="无需扣押")
    step("goods:give_back", officer(9811), bags, quantity=3, receiver="示例商行")
    counted = [{"number": number(labels), "quantity": 499}, {"number": number(bags), "quantity": 4}]
    stock = str(step("stocktake:count", officer(9811), place="一号库", counted=counted)["case"])
    told = facts(stock)
    assert told["differences"] == [{"number": number(labels), "book": 500, "counted": 499, "why": ""}]
    assert [(each["source_case"], each["stage"], each["seized"], each["kept"], each["gone"], each["agrees"])
            for each in told["lists"]] == [
        ("EXAMPLE-A1", "confiscated", 520, 500, 20, True), ("EXAMPLE-A2", "lifted", 7, 4, 3, True),
    ]  # fmt: skip
    assert refused("stocktake:accept", head(), stock) == ("custody.unexplained",)
    step("stocktake:explain", officer(9811), stock, number=number(labels), why="粘连一张，复点为五百张")
    step("stocktake:accept", head(), stock)
    assert refused("seizure:close", officer(9811), listing) == ("custody.still-kept",)


@pytest.mark.usefixtures("town")
def test_a_list_that_does_not_add_up_is_not_accepted() -> None:
    seized()
    with kernel():
        broken = Case.objects.get(procedure="goods", title="假冒手表")
        broken.facts = {**broken.facts, "left": 19}
        broken.save()
    counted = [{"number": each, "quantity": left} for each, left in _book()]
    stock = str(step("stocktake:count", officer(9811), place="一号库", counted=counted)["case"])
    assert facts(stock)["differences"] == []
    assert refused("stocktake:accept", head(), stock) == ("custody.lists",)


def _book() -> list[tuple[str, int]]:
    with kernel():
        return [(each.number, each.facts["left"]) for each in Case.objects.filter(procedure="goods")]


@pytest.mark.usefixtures("town")
def test_goods_come_into_custody_and_leave_it_by_what_hands_them_on_alone() -> None:
    _, (watches, _) = seized()
    everything = Actor("user:9811", DAY, (Role("enforcement-officer", "/town/"), Role("enforcement-head", "/town/")))
    assert refused("goods:take_in", everything, name="x") == ("acts.forbidden",)
    assert refused("goods:destroy", everything, watches, quantity=1, destruction="XH-1") == ("acts.forbidden",)
    assert refused("goods:clear", everything, watches) == ("acts.forbidden",)
