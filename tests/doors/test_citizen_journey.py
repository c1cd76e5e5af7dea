"""A citizen, without an account: search, a right, its holder, its technology, and the figures as a file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.doors.conftest import Cast, City
from tests.doors.test_journey import Walk, violations, walk
from tests.doors.test_profile_pages import MAKER, load, rights

__all__ = ["walk"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]


@pytest.fixture
def shelf(city: City, settings: Any, tmp_path: Path, cast: Cast) -> None:
    """Made before the browser starts: under its loop this thread has another connection."""
    settings.ZHICHAN_INDEX = tmp_path / "index"
    load(rights(12))


def clean(page: Any) -> None:
    """Nothing is hidden from anyone, and nothing runs out of a phone."""
    assert violations(page, rules="") == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", [1440, 390])
def test_from_a_search_to_a_right_its_firm_its_technology_and_a_file(shelf: None, walk: Walk, width: int) -> None:
    walk.cookies = [{"name": "django_language", "value": "zh-hans", "url": walk.address}]
    page = walk.page(viewport={"width": width, "height": 900}, bypass_csp=True, accept_downloads=True)
    page.goto(f"{walk.address}/search/")
    page.fill("#q", "电池3")
    page.click(".search-box button")
    page.click(".hits a")
    page.wait_for_url(re.compile(r"/records/patent/"))
    clean(page)

    page.click("table a:has-text('临江电池厂')")
    page.wait_for_url(f"**/firms/{MAKER}/")
    clean(page)
    with page.expect_navigation():
        page.click(".row-sum td:last-child a")
    assert "共 15 条" in page.locator("[role=status]").inner_text()
    page.go_back()

    page.click("table a:has-text('H 电学')")
    page.wait_for_url("**/technologies/ipc/H/")
    page.click("table a:has-text('H01')")
    page.wait_for_url("**/technologies/ipc/H01/")
    clean(page)
    page.fill("#inside", "电池3")
    page.click(".within button")
    assert "共 1 条" in page.locator("[role=status]").inner_text()
    page.go_back()
    with page.expect_download() as got:
        page.click("a:text-is('CSV')")
    assert "临江电池厂" in Path(got.value.path()).read_text("utf-8-sig")
    assert walk.problems == []


def test_marks_alike_are_found_from_the_box(shelf: None, walk: Walk) -> None:
    walk.cookies = [{"name": "django_language", "value": "zh-hans", "url": walk.address}]
    page = walk.page(bypass_csp=True)
    page.goto(f"{walk.address}/search/")
    page.click("summary:has-text('查近似商标')")
    page.fill("#alike-mark", "三茶1")
    page.click(".alike-box button")
    assert page.locator(".hits li").first.locator(".alike").inner_text() == "近似：读音相近（shan cha）"
    clean(page)
    assert walk.problems == []
