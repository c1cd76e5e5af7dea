"""A person searches, saves what was found and freezes it, in a real browser; every page of the way is for everyone."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.doors.conftest import City, person
from tests.doors.test_derived import Browser, browser, people, toy
from tests.doors.test_journey import violations
from tests.doors.test_saved_searches import CODE, load
from tests.following import follow

from zhichan.kernel.access.public import grant, system_actor
from zhichan.kernel.acts.public import perform
from zhichan.kernel.inbox.public import remind_all
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
    return [*problems, *(f"{name}: {one}" for one in violations(page))]


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
    follow(AT)
    page, problems = browser.page(browser.people.head, bypass_csp=True), []
    page.goto(f"{browser.address}/search/?q=单层碳")
    assert page.locator("ol.hits > li").count() == 3
    problems += shown(page, "search")
    page.set_viewport_size({"width": 390, "height": 900})
    page.get_by_role("link", name="筛选").click()
    page.wait_for_function("document.querySelector('.facets').getBoundingClientRect().top < window.innerHeight")
    page.set_viewport_size({"width": 1440, "height": 900})
    assert page.get_by_role("link", name="筛选").count() == 0
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
    follow(AT)
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


def test_a_watch_is_kept_and_judged_and_what_it_tells_is_opened_and_of_use(
    browser: Browser, city: City, settings: Any, tmp_path: Path
) -> None:
    settings.ZHICHAN_INDEX, settings.ZHICHAN_AS_OF = tmp_path / "index", DAY
    importer = system_actor("import", day=DAY)
    officer, manager = Client(), Client()
    watcher = person("watcher", "watch-officer", city.city)
    officer.force_login(watcher)
    grant(user_id=watcher.pk, role="push-officer", region=city.city, since=DAY, instrument="test")
    acting = person("yu")
    manager.force_login(acting)
    firm = {"key": CODE, "kind": "firm", "name": "清泉水厂", "region": "east", "established_on": "2001-01-01"}
    held = [{"party": CODE, "region": "east", "since": "2015-11-01"}]
    own = {"key": "P1", "kind": "invention", "title": "净水装置", "filed_on": "2015-11-01", "granted_on": "2018-01-01", "holdings": held}

    def take(*parts: tuple[str, list[dict[str, Any]]]) -> None:
        load_parts(parts, Manifest(format="test", name="test", synthetic=True), actor=importer, at=AT)
        follow(AT)
        remind_all(at=AT)
        follow(AT)

    take(("firm", [firm]), ("patent", [own]))
    console, paper = system_actor("console", day=DAY), {"code": CODE, "instrument": "授权书1号"}
    perform(actor=console, verb="access:represent", target=str(acting.pk), facts=paper, at=AT)
    everything()
    page, problems = browser.page(officer, bypass_csp=True), []
    page.goto(f'{browser.address}/selections/?q=ALIKE="清泉"')
    page.locator("form input[name=title]").fill("清泉监测")
    page.locator("form select[name=names]").select_option("yes")
    problems += shown(page, "watch-save")
    page.get_by_role("button", name="保存并跟踪").click()
    page.wait_for_selector("h1:has-text('清泉监测')")
    watch = page.url
    page.locator("form input[name=parties]").fill(CODE)
    page.get_by_role("button", name="共享", exact=True).click()
    filed = {"kind": "ordinary", "nice": 32, "filed_on": "2025-03-01", "published_on": "2025-09-26",
             "holdings": [{"name": "某人", "since": "2025-03-01"}]}  # fmt: skip
    take(
        ("mark", [{"key": "M1", "name": "青泉", **filed}, {"key": "M2", "name": "清泉山", **filed}]),
        ("firm", [{**firm, "key": "NEW1", "name": "广州青泉商贸有限公司"}]),
    )
    page.goto(watch)
    assert "企业名称近似" in page.inner_text("main")
    for right, fits in (("mark:M1", "yes"), ("firm:NEW1", "no")):
        form = page.locator("form", has=page.get_by_role("button", name="判断", exact=True))
        form.locator("input[name=right]").fill(right)
        form.locator("select[name=fits]").select_option(fits)
        form.locator("input[name=reason]").fill("看过商品")
        form.get_by_role("button", name="判断", exact=True).click()
        page.wait_for_selector(f"td:has-text('看过商品') >> nth={0 if fits == 'yes' else 1}")
    form = page.locator("form", has=page.get_by_role("button", name="抽样", exact=True))
    form.locator("input[name=frame]").fill("KIND=商标")
    form.get_by_role("button", name="抽样", exact=True).click()
    page.wait_for_selector("h2:has-text('抽样')")
    assert "误报率 50.0%" in re.sub(r"\s+", " ", page.inner_text("main"))
    problems += shown(page, "watch")
    mine = browser.page(manager, bypass_csp=True)
    mine.goto(f"{browser.address}/mine/")
    text = mine.inner_text("main")
    assert "近似商标“青泉”可以异议：2025年12月26日前" in text
    assert "“净水装置”第11年度年费即将到期" in text
    problems += shown(mine, "mine")
    mine.get_by_role("link", name="“净水装置”").first.click()
    mine.wait_for_selector("h1:has-text('净水装置')")
    mine.goto(f"{browser.address}/mine/")
    mine.get_by_role("button", name="有用").first.click()
    mine.wait_for_url("**/mine/")
    page.goto(f"{browser.address}/desk/pushes/")
    assert "年费提醒" in page.inner_text("main")
    problems += shown(page, "pushes")
    for name, path in (
        ("nothing", "/search/?q=没有这个词"), ("meaning", "/search/meaning/?text=净化水的装置"), ("about", "/search/about/"),
    ):  # fmt: skip
        page.goto(f"{browser.address}{path}")
        problems += shown(page, name)
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": browser.address}])
    mine.context.add_cookies([{"name": "django_language", "value": "en", "url": browser.address}])
    for window, name, path in (
        (page, "watch-en", watch.removeprefix(browser.address)), (mine, "mine-en", "/mine/"), (page, "pushes-en", "/desk/pushes/"),
        (page, "meaning-en", "/search/meaning/?text=净化水的装置"), (page, "about-en", "/search/about/"),
    ):  # fmt: skip
        window.goto(f"{browser.address}{path}")
        problems += shown(window, name)
    assert problems == []
    assert browser.problems == []
