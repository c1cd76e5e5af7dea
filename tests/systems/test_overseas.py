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
from zhichan.kernel.ground.public import kernel

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
