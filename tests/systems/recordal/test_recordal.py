"""Contracts are checked against title, the state is the office's own, and odd deals are flagged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from zhichan.kernel.access.public import Actor, Role, system_actor
from zhichan.kernel.acts.public import SHANGHAI, perform
from zhichan.kernel.casework.public import Case
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.kernel.registry.public import Manifest, load_parts

A, B, C = "EXAMPLE00000000001", "EXAMPLE00000000002", "EXAMPLE00000000003"
DAY = date(2026, 3, 2)
PLACE = "utilisation/recordal/recordal.procedure.toml"


@pytest.fixture
def city(db: None) -> None:
    with kernel():
        Region.objects.create(slug="town", name="示例市", name_en="Town", kind="city", path="/town/", synthetic=True)
    firms = [
        {"key": A, "kind": "firm", "name": "甲光学有限公司", "region": "town", "established_on": "2001-01-01",
         "branches": ["甲光学有限公司二分厂"]},
        {"key": B, "kind": "firm", "name": "甲光学有限公司二分厂", "region": "town", "established_on": "2001-01-01"},
        {"key": C, "kind": "firm", "name": "丙机械有限公司", "region": "town", "established_on": "2001-01-01"},
    ]
    take([("firm", firms), ("patent", [patent("P1"), patent("P2", holders=(A, C))])])


def take(parts: list[tuple[str, list[dict[str, Any]]]]) -> None:
    load_parts(parts, Manifest(format="test", name="office data"), actor=system_actor("import", day=DAY),
               at=datetime(2026, 3, 1, 9, tzinfo=SHANGHAI))


def patent(key: str, holders: tuple[str, ...] = (A,)) -> dict[str, Any]:
    return {
        "key": key, "kind": "invention", "title": "一种镜头", "filed_on": "2018-03-01", "granted_on": "2021-03-01",
        "holdings": [{"party": each, "region": "town", "rank": rank, "since": "2018-03-01"}
                     for rank, each in enumerate(holders, 1)]}


def act(name: str, day: date = DAY, target: Any = None, role: str = "recordal-officer", **facts: Any) -> Any:
    officer = Actor(name="user:1", day=day, roles=(Role(role, "/town/", ""),))
    more = {} if target else {"region": "/town/"}
    return perform(actor=officer, verb=f"recordal:{name}", target=target, facts={**more, **facts},
                   at=datetime.combine(day, datetime.min.time().replace(hour=10), SHANGHAI))


def check(**more: Any) -> Any:
    return act("check", **{"kind": "assignment", "right": "patent:P1", "giver": A, "taker": C,
                           "contract_on": "2026-03-01", **more})


def refused(run: Callable[[], Any]) -> tuple[str, ...]:
    with kernel():
        before = Case.objects.count()
    with pytest.raises(Refusal) as found:
        run()
    with kernel():
        assert Case.objects.count() == before
    return found.value.codes


def facts(case: Any) -> dict[str, Any]:
    with kernel():
        return dict(Case.objects.get(pk=case.result["case"]).facts)


@pytest.mark.usefixtures("city")
@pytest.mark.point("U19.1", without=f"{PLACE}#acts.check.guards")
def test_contract_data_are_checked_against_title() -> None:
    assert refused(lambda: check(giver=C, taker=A)) == ("recordal.holder",)
    assert refused(lambda: check(right="patent:P2")) == ("recordal.co-owners",)
    pledge = {"key": "Z1", "kind": "patent", "party": A, "region": "town", "amount_fen": 100, "lender": "示例银行",
              "registered_on": "2025-01-01"}
    part = {"key": "Z1-P1", "pledge_key": "Z1", "right_kind": "patent", "right_key": "P1", "region": "town",
            "registered_on": "2025-01-01", "amount_fen": 100}
    take([("pledge", [pledge]), ("pledged", [part])])
    assert refused(check) == ("recordal.pledged",)
    assert check(kind="licence").result["case"]


@pytest.mark.usefixtures("city")
@pytest.mark.point("U19.2", without=f"{PLACE}#acts.mirror.guards")
def test_the_state_is_that_of_the_offices_data_and_no_earlier() -> None:
    case = check()
    number = case.result["case"]
    assert refused(lambda: act("mirror", DAY + timedelta(days=9), number)) == ("recordal.not-mirrored",)
    event = {"key": "e1", "right_kind": "patent", "right_key": "P1", "kind": "transferred", "code": "TR01",
             "day": "2026-03-09", "counterparty": "丙机械有限公司"}
    take([("event", [event])])
    act("mirror", DAY + timedelta(days=9), number)
    with kernel():
        assert Case.objects.get(pk=number).stage == "recorded"
    assert facts(case)["office_record"] == {"day": "2026-03-09", "source": "office data"}


@pytest.mark.usefixtures("city")
@pytest.mark.point("U19.3", without=f"{PLACE}#acts.check.derive")
def test_related_parties_and_odd_prices_are_flagged() -> None:
    deals = [{"key": f"D{number}", "kind": "licence", "right_kind": "patent", "right_key": "P2", "region": "town",
              "recorded_on": "2025-06-01", "amount_fen": 1_000_000 + number} for number in range(5)]
    take([("deal", deals)])

    def flags(**more: Any) -> list[str]:
        return [each["flag"] for each in facts(check(**more))["flags"]]

    assert flags(price="12000") == []
    assert flags(taker=B, price="12000") == ["related"]
    assert flags(price="200000") == ["price"]
    assert flags(price="900") == ["price"]
    assert flags(taker=B, price="0") == ["related", "price"]


@pytest.mark.usefixtures("city")
def test_with_few_deals_no_price_is_called_odd_and_it_is_said_that_none_was_compared() -> None:
    [flag] = facts(check(price="99999999"))["flags"]
    assert (flag["flag"], flag["title"]["en"]) == ("not_compared", "price not compared")
    assert flag["why"] == {
        "zh": "五年内有价款的同类权利交易只有0笔，不足5笔", "en": "deals in such rights with a price in five years: 0, fewer than 5"}


@pytest.mark.usefixtures("city")
def test_a_right_passed_on_within_half_a_year_is_flagged() -> None:
    deal = {"key": "D1", "kind": "assignment", "right_kind": "patent", "right_key": "P1", "region": "town", "party": A,
            "recorded_on": "2026-01-05"}
    take([("deal", [deal])])
    assert [each["flag"] for each in facts(check())["flags"]] == ["quick"]


def test_the_system_is_declared() -> None:
    assert current().procedures["recordal"].title.en == "Recordal of a contract"
