"""The data officer's pages in a real browser: accessible, fit for a phone, and decided with a click."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.doors.conftest import Cast, City, person
from tests.doors.test_identity_pages import IMPORT, NOW, TABLE, D, E, load, patent, take
from tests.doors.test_journey import AXE, Walk, violations, walk

from zhichan.kernel.acts.public import perform
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.registry.public import Link

__all__ = ["walk"]

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
PHONE = {"width": 390, "height": 844}


@dataclass
class Officer:
    """A data officer's session, and the name that waits."""

    session: str
    link: int


@pytest.fixture
def officer(cast: Cast, city: City) -> Officer:
    """Made before the browser starts: under its loop this thread has another connection."""
    made = Client()
    made.force_login(person("data", "data-officer", city.city))
    take(("firm", [
        {"key": code, "kind": "firm", "name": f"{place}晨曦精密机械有限公司", "region": region, "established_on": "2001-01-01"}
        for code, place, region in ((D, "东岸", "east"), (E, "西岭", "west"))]))
    take(("patent", [patent("N1", "晨曦精密机械有限公司"), patent("CN1", ipc="H01M10/05")]))
    perform(actor=IMPORT, verb="registry:match", at=NOW)
    load(made, TABLE.encode())
    with kernel():
        link = Link.objects.get(name="晨曦精密机械有限公司").pk
    return Officer(made.cookies["sessionid"].value, int(link))


def page_of(walk: Walk, officer: Officer, **options: Any) -> Any:
    walk.cookies = [{"name": "sessionid", "value": officer.session, "url": walk.address}]
    return walk.page(**options)


def test_a_doubt_is_decided_by_the_mouse_and_the_right_has_its_holder(officer: Officer, walk: Walk) -> None:
    page = page_of(walk, officer)
    page.goto(f"{walk.address}/desk/identity/")
    page.click("a:text-is('晨曦精密机械有限公司')")
    page.fill("form:has(input[value=link]) [name=party]", E)
    page.fill("form:has(input[value=link]) [name=reason]", "核对了营业执照")
    page.click("form:has(input[value=link]) button.primary")
    page.wait_for_selector("text=撤销关联")
    assert E in page.inner_text("main")
    page.goto(f"{walk.address}/desk/records/patent/N1/")
    assert "西岭晨曦精密机械有限公司" in page.inner_text("main")
    assert walk.problems == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_data_desk_passes_the_accessibility_rules_and_fits_a_phone(
    officer: Officer, walk: Walk, language: str,
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci")
    page = page_of(walk, officer, bypass_csp=True)
    page.context.add_cookies([{"name": "django_language", "value": "zh-hans" if language == "zh" else "en",
                               "url": walk.address}])
    shots = os.environ.get("ZHICHAN_SHOTS", "")
    for number, address in enumerate((
        "/desk/identity/", f"/desk/identity/{officer.link}/", "/desk/identity/?state=refused", "/desk/classes/",
        "/desk/classes/ipc/", "/desk/classes/ipc/?at=H01M", "/desk/classes/ipc/?q=电池", "/desk/classes/ipc_sei/",
        "/desk/high-value/CN1/",
    )):
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(walk.address + address)
        found = violations(page)
        if shots:
            page.screenshot(path=Path(shots) / f"{language}-{number}-wide.png", full_page=True)
        assert found == [], address
        page.set_viewport_size(PHONE)
        if shots:
            page.screenshot(path=Path(shots) / f"{language}-{number}-phone.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
