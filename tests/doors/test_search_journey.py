"""A person searches, saves what was found and freezes it, in a real browser; every page of the way is for everyone."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.doors.test_axe import found
from tests.doors.test_derived import Browser, browser, people, toy
from tests.doors.test_saved_searches import CODE, follow, load

from zhichan.kernel.access.public import system_actor
from zhichan.kernel.acts.public import perform
from zhichan.kernel.registry.public import Manifest, load_parts
from zhichan.kernel.registry.searching.public import everything

from .test_saved_searches import AT

__all__ = ["browser", "people", "toy"]  # Fixtures of the toy house.
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
DAY = date(2025, 9, 30)


def shown(page: Any, name: str) -> list[str]:
    """What is wrong with the page as it stands, small and large; pictures go where `PICTURES` says."""
    problems = []
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            problems.append(f"{name} is wider than {width}")
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    return [*problems, *(f"{name}: {one}" for one in found(page))]


def test_searching_saving_and_freezing_are_clean_from_the_box_to_the_citation(
    browser: Browser, settings: Any, tmp_path: Path
) -> None:
    settings.ZHICHAN_INDEX, settings.ZHICHAN_EXPORTS = tmp_path / "index", tmp_path / "exports"
    importer = system_actor("import", day=DAY)
    firm = {"key": CODE, "kind": "firm", "name": "电池厂", "region": "east", "established_on": "2001-01-01"}
    load_parts([("firm", [firm])], Manifest(format="test", name="firms", synthetic=True), actor=importer, at=AT)
    load(("P1", "石墨烯电池"), ("P2", "石墨烯电池隔膜"), ("P3", "一种石墨烯薄膜"), ("P4", "茶杯"))
    perform(
        actor=importer, verb="registry:adopt-table", at=AT,
        facts={
            "table": "synonyms", "rows": [{"词": "单层碳", "同义词": "石墨烯"}], "edition": "1", "since": "2020-01-01",
            "origin": "city",
        },
    )  # fmt: skip
    everything()
    follow()
    page, problems = browser.page(browser.people.head, bypass_csp=True), []
    page.goto(f"{browser.address}/search/?q=单层碳")
    assert page.locator("ol.hits > li").count() == 3
    problems += shown(page, "search")
    page.get_by_role("link", name="相似的权利").first.click()
    page.wait_for_selector("h1:has-text('相似的权利')")
    problems += shown(page, "similar")
    page.goto(f"{browser.address}/search/?q=石墨烯&families=1")
    assert "共 3 族" in page.locator(".found-head").inner_text()
    page.get_by_role("link", name="保存并跟踪").click()
    page.get_by_label("名称").fill("石墨烯跟踪")
    problems += shown(page, "save")
    page.get_by_role("button", name="保存并跟踪").click()
    page.wait_for_selector("h1:has-text('石墨烯跟踪')")
    load(("P5", "石墨烯线"), ("P1", "铜电池"))
    follow()
    page.reload()
    problems += shown(page, "selection")
    page.goto(f"{browser.address}/selections/")
    problems += shown(page, "selections")
    page.get_by_role("link", name="石墨烯跟踪").click()
    page.locator("form", has=page.get_by_role("button", name="冻结")).locator("input[name=title]").fill("石墨烯语料")
    page.get_by_role("button", name="冻结").click()
    page.wait_for_selector("h1:has-text('石墨烯语料')")
    problems += shown(page, "corpus")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": browser.address}])
    for name, path in (("search-en", "/search/?q=石墨烯"), ("selections-en", "/selections/?q=石墨烯"), ("open-en", "/open-data/")):
        page.goto(f"{browser.address}{path}")
        problems += shown(page, name)
    assert problems == []
    assert browser.problems == []
