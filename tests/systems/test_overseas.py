"""Families abroad (C15): deadlines of every route, worked out, through ``perform`` and worked examples."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from tests.doors.conftest import City, city, person

from zhichan.kernel.access.public import Actor, Role
from zhichan.kernel.acts.public import perform
from zhichan.kernel.casework.public import Case
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Refusal, kernel
from zhichan.kernel.registry.public import Entry

__all__ = ["city"]

DAY = date(2025, 9, 30)
NOW = datetime(2025, 9, 30, 2, tzinfo=UTC)
OFFICER = Actor("user:941", DAY, (Role("overseas-officer", "/linjiang/"),))


def opened(**more: Any) -> str:
    facts = {
        "region": "/linjiang/", "title": "数控转台", "kind": "invention", "first_filed_on": "2024-12-15",
        "applicant": "甲精密机械有限公司", "offices": "US,EP", **more}
    return str(perform(actor=OFFICER, verb="overseas_family:open", facts=facts, at=NOW).result["case"])


def rows(case: str) -> dict[tuple[str, str], dict[str, Any]]:
    with kernel():
        return {(one["code"], one["office"]): one for one in Case.objects.get(pk=case).facts["deadlines"]}


@pytest.mark.point("C15.1", without="creation/overseas/rules.py#deadlines_after_pct")
@pytest.mark.usefixtures("city")
def test_the_deadlines_of_a_family_are_computed_by_each_route_with_their_working() -> None:
    case = opened()
    assert {key: one["due"] for key, one in rows(case).items()} == {
        ("paris", ""): "2025-12-15", ("pct", ""): "2025-12-15"}
    facts = {"filed_on": "2025-09-01", "secrecy_reviewed": True}
    perform(actor=OFFICER, verb="overseas_family:file_pct", target=case, facts=facts, at=NOW)
    found = rows(case)
    assert {key: one["due"] for key, one in found.items() if key[0] == "national_phase"} == {
        ("national_phase", "EP"): "2027-07-15", ("national_phase", "US"): "2027-06-15"}
    assert (found["pct", ""]["state_code"], found["paris", ""]["state_code"]) == ("settled", "open")
    assert found["national_phase", "EP"]["worked"]
    assert found["national_phase", "US"]["clause_en"] == "PCT arts. 22(1), 39(1)"


@pytest.mark.usefixtures("city")
def test_madrid_and_hague_families_have_their_own_terms() -> None:
    assert rows(opened(kind="mark", first_filed_on="2025-08-31"))["madrid", ""]["due"] == "2026-02-28"
    assert rows(opened(kind="design", first_filed_on="2025-08-31"))["hague", ""]["due"] == "2026-02-28"


def test_the_officer_sees_the_table_on_the_case_page(city: City, settings: Any) -> None:
    settings.ZHICHAN_AS_OF = DAY
    case = opened()
    officer = Client()
    officer.force_login(person("overseas", "overseas-officer", city.city))
    shown = officer.get(f"/desk/cases/overseas_family/{case}/").content.decode()
    assert "按巴黎公约向外申请并要求优先权" in shown
    assert "2025-12-15" in shown or "2025年12月15日" in shown


EXPORTS = [
    {"market": "DE", "product": "刀塔", "amount": 800_000, "kinds": "mark,invention"},
    {"market": "US", "product": "数控转台", "amount": 1_200_000, "kinds": "invention,mark"},
    {"market": "US", "product": "刀塔", "amount": 300_000, "kinds": "invention"},
    {"market": "JP", "product": "数控转台", "amount": 90_000, "kinds": "发明"},
]


def entered(register: str, **facts: Any) -> None:
    perform(actor=OFFICER, verb=f"{register}:enter", facts={"region": "/linjiang/", **facts}, at=NOW)


def planned(**more: Any) -> str:
    facts = {
        "region": "/linjiang/", "title": "甲公司海外布局", "applicant": "甲精密机械有限公司", "exports": EXPORTS, **more}
    return str(perform(actor=OFFICER, verb="overseas_plan:open", facts=facts, at=NOW).result["case"])


def facts_of(case: str) -> dict[str, Any]:
    with kernel():
        return dict(Case.objects.get(pk=case).facts)


@pytest.mark.point("C15.2", without="creation/overseas/rules.py#gap_map")
@pytest.mark.usefixtures("city")
def test_an_export_list_yields_a_map_of_markets_and_rights_with_what_is_still_open() -> None:
    family = opened()
    perform(actor=OFFICER, verb="overseas_family:file_pct", target=family, at=NOW,
            facts={"filed_on": "2025-09-01", "secrecy_reviewed": True})
    perform(actor=OFFICER, verb="overseas_family:file", target=family, at=NOW, facts={
        "route": "paris", "office": "JP", "filed_on": "2025-09-02", "secrecy_reviewed": True})
    opened(applicant="乙精密机械有限公司", kind="mark", first_filed_on="2025-09-01")
    entered("overseas_office", office="EM", kind="mark", markets="DE, FR", source="示例名单 2025-01-01")
    plan = facts_of(planned(held=[{"market": "EM", "kind": "mark", "number": "EM-1", "until": "2030-05-01"}]))
    with kernel():
        number = Case.objects.get(pk=family).number
    assert [(row["market"], row["kind"], row["amount"], row["state_code"], row["until"], row["family"])
            for row in plan["gap_map"]] == [
        ("US", "invention", 1_500_000, "open", "2027-06-15", number),
        ("US", "mark", 1_200_000, "gap", "", ""),
        ("DE", "invention", 800_000, "open", "2027-06-15", number),
        ("DE", "mark", 800_000, "held", "2030-05-01", ""),
        ("JP", "invention", 90_000, "filed", "", number),
    ]  # fmt: skip
    assert (plan["gaps"], plan["exposed"]) == (1, 120_000_000)
    assert plan["gap_map"][0]["basis"]["zh"] == "按巴黎公约向外申请并要求优先权 至2025-12-15；进入国家（地区）阶段 US 至2027-06-15"


@pytest.mark.usefixtures("city")
def test_what_is_no_longer_open_is_a_gap_and_a_settled_family_opens_nothing() -> None:
    opened(first_filed_on="2024-07-29")
    settled = opened(first_filed_on="2025-09-01")
    perform(actor=OFFICER, verb="overseas_family:conclude", target=settled, facts={"reason": "不再布局"}, at=NOW)
    plan = facts_of(planned())
    assert {row["state_code"] for row in plan["gap_map"]} == {"gap"}
    assert "新颖性" in plan["gap_map"][0]["basis"]["zh"]
    # Fourteen months after its first filing the priority of an international filing can still be restored.
    opened(first_filed_on="2024-07-30")
    assert {(row["state_code"], row["until"], row["basis"]["en"]) for row in facts_of(planned())["gap_map"]
            if row["kind"] == "invention"} == {
        ("open", "2025-09-30", "international (PCT) filing with priority until 2025-09-30 (with restoration of priority)")}


@pytest.mark.point("C15.3", without="creation/overseas/rules.py#costs")
@pytest.mark.usefixtures("city")
def test_costs_are_estimated_office_by_office_from_loaded_tariffs_with_their_days() -> None:
    tariff = {"office": "US", "route": "phase", "kind": "invention", "currency": "USD", "tariff_on": "2025-01-19"}
    entered("overseas_tariff", **tariff, item="基本费", amount=350, per="filing", instrument="示例费率表 第一条")
    entered("overseas_tariff", **tariff, item="超项费", amount="0.05", per="claim", included=20, instrument="示例费率表 第二条")
    entered("overseas_rate", currency="USD", hundred="710.55", quoted_on="2025-09-29", source="示例中间价")
    case = planned()
    perform(actor=OFFICER, verb="overseas_plan:estimate", target=case, at=NOW, facts={"steps": [
        {"office": "US", "kind": "invention", "route": "phase", "claims": 23},
        {"office": "EP", "kind": "invention", "route": "phase", "claims": 12}]})
    found = facts_of(case)
    # 350 dollars are 2 486.925 yuan, three claims at five cents 1.065825: halves and more go up.
    assert [(row["office"], row["item"], row.get("count"), row.get("price"), row.get("yuan"), row.get("tariff_on"))
            for row in found["costs"]] == [
        ("US", "基本费", 1, "USD 350", "2486.93", "2025-01-19"),
        ("US", "超项费", 3, "USD 0.05", "1.07", "2025-01-19"),
        ("EP", {"zh": "未装载该局此途径的费率", "en": "no tariff of this office for this route is loaded"}, None, None, None, None),
    ]  # fmt: skip
    assert found["costs"][0]["source"] == "示例费率表 第一条"
    assert found["costs"][0]["rate"] == "710.55/100 (2025-09-29, 示例中间价)"
    assert [(row["office"], row["yuan"]) for row in found["by_office"]] == [("US", "2488.00"), ("EP", "0.00")]
    assert (found["total"], found["missing"], found["priced_on"]) == (248_800, 1, "2025-09-30")


TARIFF = {
    "office": "US", "route": "paris", "kind": "mark", "item": "申请费", "currency": "CNY", "per": "filing",
    "tariff_on": "2025-01-19", "instrument": "示例费率表"}
STEP = {"office": "US", "kind": "mark", "route": "paris", "classes": 4}


def estimated(case: str, *, day: date = DAY) -> dict[str, Any]:
    at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    actor = Actor(OFFICER.name, day, OFFICER.roles)
    perform(actor=actor, verb="overseas_plan:estimate", target=case, at=at, facts={"steps": [STEP]})
    return facts_of(case)


@pytest.mark.usefixtures("city")
def test_the_next_tariff_is_entered_beside_the_one_in_force_and_each_is_reckoned_with_in_its_time() -> None:
    entered("overseas_tariff", **{**TARIFF, "tariff_on": "2025-10-01"}, amount=400)
    entered("overseas_tariff", **TARIFF, amount=350)
    entered("overseas_tariff", **{**TARIFF, "tariff_on": "2024-01-01"}, amount=300)
    with pytest.raises(Refusal) as twice:
        entered("overseas_tariff", **TARIFF, amount=360)
    assert twice.value.codes == ("registry.taken",)
    case = planned()
    assert estimated(case)["total"] == 35_000
    found = estimated(case, day=date(2025, 10, 1))
    assert [(row["price"], row["tariff_on"]) for row in found["costs"]] == [("CNY 400", "2025-10-01")]


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("wrong", [{"amount": -350}, {"amount": 400, "per": "class", "included": -1}])
def test_a_tariff_below_nothing_is_not_entered(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        entered("overseas_tariff", **{**TARIFF, **wrong})
    assert refused.value.codes == ("given.wrong",)
    with kernel():
        assert Entry.objects.filter(register="overseas_tariff").count() == 0


@pytest.mark.usefixtures("city")
def test_no_estimate_is_made_with_half_a_class() -> None:
    entered("overseas_tariff", **{**TARIFF, "amount": 400, "per": "class", "included": 2.5})
    case = planned()
    before = facts_of(case)
    with pytest.raises(Refusal) as refused:
        estimated(case)
    assert refused.value.codes == ("overseas.tariff",)
    assert facts_of(case) == before


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(("outcome", "state", "gaps"), [
    ("", "gap", 1), ("refused", "gap", 1), ("withdrawn", "gap", 1), ("given_up", "gap", 1), ("protected", "held", 0)])
def test_a_concluded_family_is_a_gap_unless_it_was_granted(outcome: str, state: str, gaps: int) -> None:
    family = opened(kind="mark", first_filed_on="2025-08-31")
    perform(actor=OFFICER, verb="overseas_family:file", target=family, at=NOW, facts={
        "route": "paris", "office": "US", "filed_on": "2025-09-02"})
    exports = [{"market": "US", "amount": 1, "kinds": "mark"}]
    assert [row["state_code"] for row in facts_of(planned(exports=exports))["gap_map"]] == ["filed"]
    facts = {"reason": "了结", **({"outcome": outcome} if outcome else {})}
    perform(actor=OFFICER, verb="overseas_family:conclude", target=family, facts=facts, at=NOW)
    plan = facts_of(planned(exports=exports))
    assert ([row["state_code"] for row in plan["gap_map"]], plan["gaps"]) == ([state], gaps)


def test_no_clause_of_the_plan_speaks_for_a_city() -> None:
    clauses = [each.clause or "" for each in current().procedures["overseas_plan"].before]
    assert clauses == ["法律未作规定；由承办机关自行选择：先估算后定稿"]


@pytest.mark.usefixtures("city")
def test_a_currency_without_a_rate_and_a_fee_without_its_number_are_said_to_be_missing() -> None:
    tariff = {"office": "JP", "route": "paris", "kind": "mark", "tariff_on": "2025-01-01", "instrument": "示例费率表"}
    entered("overseas_tariff", **tariff, item="申请费", amount=3400, currency="JPY", per="filing")
    entered("overseas_tariff", **tariff, item="每类", amount=100, currency="CNY", per="class")
    case = planned()
    perform(actor=OFFICER, verb="overseas_plan:estimate", target=case, at=NOW, facts={"steps": [
        {"office": "JP", "kind": "mark", "route": "paris"}]})
    assert [row["rate"]["en"] for row in facts_of(case)["costs"]] == [
        "the number is not given", "no rate of this currency is loaded"]
    perform(actor=OFFICER, verb="overseas_plan:estimate", target=case, at=NOW, facts={"steps": [
        {"office": "JP", "kind": "mark", "route": "paris", "classes": 2}]})
    found = facts_of(case)
    assert ([row.get("yuan") for row in found["costs"]], found["missing"]) == (["200.00", None], 1)


@pytest.mark.usefixtures("city")
def test_a_last_day_on_which_the_office_is_shut_moves_to_its_next_working_day() -> None:
    # Thirty months from 26 June 2025 end on 26 December 2027, a Sunday; the 27th is a day off of the office.
    entered("office_closure", office="US", year=2027, closed="2027-12-27", source="示例公告 2026-11-01")
    entered("office_closure", office="EP", year=2028, closed="某日", source="看不懂的清单")
    case = opened(first_filed_on="2025-06-26", offices="US,JP,EP")
    perform(actor=OFFICER, verb="overseas_family:file_pct", target=case, at=NOW,
            facts={"filed_on": "2025-09-01", "secrecy_reviewed": True})
    found = rows(case)
    assert {office: one["due"] for (code, office), one in found.items() if code == "national_phase"} == {
        "US": "2027-12-28", "JP": "2027-12-26", "EP": "2028-01-26"}
    assert "巴黎公约第四条C(3)" in found["national_phase", "US"]["worked"]


def test_the_officer_sees_map_and_estimate_on_the_page_of_the_plan(city: City, settings: Any) -> None:
    settings.ZHICHAN_AS_OF = DAY
    case = planned()
    perform(actor=OFFICER, verb="overseas_plan:estimate", target=case, at=NOW, facts={"steps": [
        {"office": "EP", "kind": "invention", "route": "phase", "claims": 12}]})
    officer = Client()
    officer.force_login(person("overseas", "overseas-officer", city.city))
    shown = officer.get(f"/desk/cases/overseas_plan/{case}/").content.decode()
    for words in ("市场与权利对照（空缺图）", "空缺", "未装载该局此途径的费率", "费用取价日", "按受理局合计"):
        assert words in shown
    english = officer.get(f"/desk/cases/overseas_plan/{case}/", headers={"accept-language": "en"}).content.decode()
    assert "no tariff of this office for this route is loaded" in english or "未装载该局此途径的费率" in english
