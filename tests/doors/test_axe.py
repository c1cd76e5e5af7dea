"""Pages for everyone: what axe finds, in every state of every page; large text, few colours, little room, no motion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import translation
from tests.doors import samples
from tests.doors.test_applying import FORM, apply, follow, told
from tests.doors.test_derived import LOAN, Browser, ask, browser, enter, people, toy
from tests.doors.test_journey import violations

__all__ = ["browser", "people", "toy"]  # Fixtures of the toy house.
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]


def static_page(page: Any, browser: Browser, name: str, language: str) -> None:
    """Show a page's sample with the site's own styles, without asking the site for it."""
    template, context = samples.PAGES[name]
    with translation.override(language):
        html = render_to_string(template, {**context, "LANGUAGE_CODE": language})
    page.route("**/sample/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(f"{browser.address}/sample/")
    page.unroute("**/sample/")


@pytest.mark.soak
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_every_state_of_every_page_is_clean(browser: Browser, theme: str, width: int) -> None:
    page = browser.page(browser.people.clerk, color_scheme=theme, viewport={"width": width, "height": 900}, bypass_csp=True)
    problems = {}
    for name in samples.PAGES:
        static_page(page, browser, name, "en" if width == 390 else "zh-hans")
        if one := violations(page):
            problems[name] = one
    assert problems == {}


def test_states_that_a_day_brings_are_clean(browser: Browser) -> None:
    page = browser.page(browser.people.clerk, bypass_csp=True)
    problems = {}
    for name in ("home-empty", "review-failed", "upload-wrong", "adopt-refused", "statistics", "target", "scorecard-0", "plans-0"):
        static_page(page, browser, name, "zh-hans")
        if one := violations(page):
            problems[name] = one
    assert problems == {}


@pytest.fixture
def places(browser: Browser) -> dict[str, str]:
    """Something to see for each part of an address."""
    case = ask(browser.people.clerk, units_lead="east-library")
    entry = enter(browser.people.clerk)
    return {
        "procedure": "loan", "case": case.rstrip("/").rpartition("/")[2], "act": "lend", "register": "station",
        "entry": entry.rstrip("/").rpartition("/")[2], "system": "T01", "measure": "toy_patents",
    }  # fmt: skip


def addresses(places: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every named page of desk and portal that can be addressed with what is there, by its name."""
    for pattern in get_resolver().url_patterns:
        space = getattr(pattern, "namespace", None) or getattr(pattern, "app_name", None)
        if space not in {"desk", "portal"}:
            continue
        for one in pattern.url_patterns:
            if not isinstance(one, URLPattern) or not one.name:
                continue
            parts = dict.fromkeys(one.pattern.converters)
            given = {**places, **({"act": "ask"} if one.name in {"case-open", "apply-form"} else {})}
            if set(parts) <= set(given):
                route = re.sub(r"<(?:\w+:)?(\w+)>", lambda part, given=given: given[part[1]], str(one.pattern))
                yield f"{space}:{one.name}", f"/{route}"


@pytest.mark.soak
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_named_page_is_clean(browser: Browser, places: dict[str, str], theme: str) -> None:
    page = browser.page(browser.people.clerk, color_scheme=theme, bypass_csp=True)
    problems, seen = {}, set()
    for name, address in addresses(places):
        answer = page.request.get(f"{browser.address}{address}", max_redirects=0)
        if answer.status not in {200, 422} or "text/html" not in answer.headers.get("content-type", ""):
            continue
        seen.add(name)
        page.goto(f"{browser.address}{address}")
        if one := violations(page):
            problems[name] = one
    assert problems == {}
    assert {
        "desk:home", "desk:cases", "desk:case-list", "desk:case", "desk:case-open", "desk:case-act", "desk:registers", "desk:register",
        "desk:entry", "desk:reference", "desk:reference-system", "desk:permissions", "desk:design", "desk:statistics",
        "portal:home", "portal:apply", "portal:apply-form", "portal:follow", "portal:statistics",
    } <= seen  # fmt: skip


def test_applying_and_following_are_clean_on_a_phone_in_the_dark(browser: Browser) -> None:
    visitor = Client()
    number, code = told(apply(visitor))
    follow(visitor, number, code)
    session = {"name": "sessionid", "value": visitor.cookies["sessionid"].value, "url": browser.address}
    context = browser.driver.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark", bypass_csp=True)
    context.add_cookies([session])
    page, problems = context.new_page(), {}
    for path in ("/apply/", FORM, "/follow/", "/follow/case/", "/follow/case/acts/mark/"):
        page.goto(f"{browser.address}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        if one := violations(page):
            problems[path] = one
    page.goto(f"{browser.address}/follow/")
    page.fill("#input-number", number)
    page.fill("#input-code", "x")
    page.get_by_role("button", name="查询").click()
    page.wait_for_selector("#problems")
    if one := violations(page):
        problems["wrong"] = one
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{browser.address}{FORM}")
    page.fill("#input-readers", "沈书禾（演示）")
    for button, shown in (("提交", "#problems"), ("先核对", "#outcome"), ("提交", "#code")):
        page.get_by_role("button", name=button, exact=True).click()
        page.wait_for_selector(shown)
        if one := violations(page):
            problems[shown] = one
        if shown == "#problems":
            page.select_option("#input-region", "/linjiang/east/")
            page.fill("#input-book", "论语")
    assert problems == {}


def test_the_design_page_holds_in_little_room_large_text_few_colours_and_without_motion(browser: Browser) -> None:
    page = browser.page(
        browser.people.clerk, viewport={"width": 390, "height": 844}, forced_colors="active", reduced_motion="reduce",
        bypass_csp=True)  # fmt: skip
    page.goto(f"{browser.address}/desk/design/")
    for size in ("100%", "200%"):
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, size
    page.evaluate("document.documentElement.style.fontSize = ''")
    table = page.get_by_role("region", name="十五列的表")
    assert table.evaluate("it => it.scrollWidth > it.clientWidth")
    table.focus()
    assert table.evaluate("it => document.activeElement === it"), "it is scrolled by keys"
    table.evaluate("it => { it.scrollLeft = 400 }")
    first = table.locator("tbody th").nth(1)
    assert round(first.evaluate("it => it.getBoundingClientRect().left")) == round(
        table.evaluate("it => it.getBoundingClientRect().left")), "the first column stays"  # fmt: skip
    moving = "Array.from(document.querySelectorAll('*')).filter(it => parseFloat(getComputedStyle(it).transitionDuration) > 0).length"
    assert page.evaluate(moving) == 0
    assert page.evaluate("getComputedStyle(document.querySelector('.bar-now')).fill") != "none"
    assert violations(page) == []
    marks = page.locator(".chart-mark")
    assert marks.count() == 7
    marks.first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "2019：23,480", "a chart is walked through by keys"
    data = page.locator(".chart-data").first
    assert data.locator("tbody tr").count() == 8
    assert data.evaluate("it => it.scrollHeight <= it.clientHeight"), "the last years are not hidden below the first"


def test_a_list_prints_on_sheets_of_its_own_make(browser: Browser) -> None:
    for number in range(3):
        ask(browser.people.clerk, f"论语{number}")
    page = browser.page(browser.people.clerk)
    page.goto(f"{browser.address}{LOAN}")
    page.emulate_media(media="print")
    for hidden in (".nav", ".filters", ".exports", ".batch"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("tbody tr").count() == 3
