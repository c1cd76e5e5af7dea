"""A plan of filings abroad in a real browser: the map, the estimate, and the form in which an export list is written."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.doors.conftest import Cast, City, person
from tests.doors.test_journey import Walk, violations, walk
from tests.systems.test_overseas import NOW, OFFICER, entered, opened, planned

from zhichan.kernel.acts.public import perform

__all__ = ["walk"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
PHONE = {"width": 390, "height": 844}
HELD = [{"market": "EM", "kind": "mark", "number": "EM-1", "until": "2030-05-01"}]
TARIFF = {"office": "US", "route": "phase", "kind": "invention", "currency": "USD", "tariff_on": "2025-01-19"}


@dataclass
class Plan:
    """A plan that was costed, and the session of the officer."""

    case: str
    session: str

    def page(self, walk: Walk, **options: Any) -> Any:
        """A page for the officer."""
        walk.cookies = [{"name": "sessionid", "value": self.session, "url": walk.address}]
        return walk.page(bypass_csp=True, **options)


@pytest.fixture
def plan(cast: Cast, city: City) -> Plan:
    """Made before the browser's driver takes this thread."""
    family = opened()
    perform(actor=OFFICER, verb="overseas_family:file_pct", target=family, at=NOW,
            facts={"filed_on": "2025-09-01", "secrecy_reviewed": True})
    entered("overseas_office", office="EM", kind="mark", markets="DE, FR", source="示例名单 2025-01-01")
    entered("overseas_tariff", **TARIFF, item="基本费", amount=350, per="filing", instrument="示例费率表 第一条")
    entered("overseas_rate", currency="USD", hundred="710.55", quoted_on="2025-09-29", source="示例中间价")
    case = planned(held=HELD)
    perform(actor=OFFICER, verb="overseas_plan:estimate", target=case, at=NOW, facts={"steps": [
        {"office": "US", "kind": "invention", "route": "phase", "claims": 23},
        {"office": "EP", "kind": "invention", "route": "phase", "claims": 12}]})
    officer = Client()
    officer.force_login(person("overseas", "overseas-officer", city.city))
    return Plan(case, officer.cookies["sessionid"].value)


def keep(page: Any, name: str) -> None:
    """A picture for whoever asks for one."""
    if folder := os.environ.get("ZHICHAN_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_the_officer_reads_the_map_and_writes_another_list_by_lines(plan: Plan, walk: Walk) -> None:
    page = plan.page(walk)
    page.goto(f"{walk.address}/desk/cases/overseas_plan/{plan.case}/")
    shown = page.get_by_role("region", name="市场与权利对照（空缺图）").first.inner_text()
    assert all(word in shown for word in ("可补", "有权", "空缺", "2027年6月15日"))
    costs = page.get_by_role("region", name="费用估算").first.inner_text()
    assert all(word in costs for word in ("USD 350", "2486.93", "未装载该局此途径的费率", "示例费率表 第一条"))
    keep(page, "plan-1440")
    assert violations(page) == []
    page.goto(f"{walk.address}/desk/cases/overseas_plan/{plan.case}/acts/redraw/")
    assert "market=市场；product=产品" in page.locator("main").inner_text()
    page.fill("[name=exports]", "market=US; product=数控转台; amount=1200000; kinds=发明、商标\nmarket=CN; amount=1; kinds=商标")
    keep(page, "redraw-1440")
    assert violations(page) == []
    page.locator("main form button.primary").first.click()
    page.get_by_text("第2行：中国不是境外市场").first.wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_same_on_a_phone_in_both_languages(plan: Plan, walk: Walk, language: str) -> None:
    page = plan.page(walk, viewport=PHONE)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": walk.address}])
    page.goto(f"{walk.address}/desk/cases/overseas_plan/{plan.case}/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    keep(page, f"plan-390-{language}")
    assert violations(page) == []
    walk.problems.clear()
