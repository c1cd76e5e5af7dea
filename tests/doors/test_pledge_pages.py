"""A loan on the desk in a real browser: what waits, the pack as a table, the alert with what to do, a payment, the letter."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.demo.test_lending import make_small_city
from tests.doors.conftest import Cast
from tests.doors.test_journey import Walk, violations, walk

from zhichan.demo.lending import lend
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.ledger.public import step

__all__ = ["walk"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
PHONE = {"width": 390, "height": 844}


def keep(page: Any, name: str) -> None:
    """A picture for whoever asks for one."""
    if folder := os.environ.get("ZHICHAN_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@dataclass
class Loans:
    """The demo's loans, told to their lender, and the sessions of who may look at them."""

    running: str
    sessions: dict[str, str]

    def page(self, walk: Walk, name: str, **options: Any) -> Any:
        """A page for one of the demo's people."""
        walk.cookies = [{"name": "sessionid", "value": self.sessions[name], "url": walk.address}]
        return walk.page(**options)


@pytest.fixture
def loans(cast: Cast) -> Loans:
    """Made before the browser's driver takes this thread, which then asks the database no more."""
    make_small_city()
    lend()
    while step():
        pass
    sessions = {}
    for name in ("bank", "liaison"):
        client = Client()
        client.force_login(get_user_model().objects.get(username=name))
        sessions[name] = client.cookies["sessionid"].value
    with kernel():
        first = Case.objects.filter(procedure="pledge_loan").order_by("number").first()
    assert first is not None
    return Loans(str(first.pk), sessions)


def test_a_loan_officer_reads_the_alert_opens_the_pack_and_enters_a_payment(loans: Loans, walk: Walk) -> None:
    page = loans.page(walk, "bank", bypass_csp=True)
    page.goto(f"{walk.address}/desk/")
    assert page.get_by_text("被请求宣告无效。请：重新评估质物价值").count() == 1
    keep(page, "home")
    page.get_by_role("link", name="质物发生变动").first.click()
    page.wait_for_url("**/desk/cases/pledge_loan/**")
    for heading in ("尽职调查", "评估", "还款计划", "还款记录", "质物提示记录"):
        assert page.get_by_role("heading", name=heading, exact=False).count() >= 1
    pack = page.get_by_role("region", name="尽职调查").first
    assert pack.get_by_role("columnheader").all_inner_texts() == ["对象", "事项", "查得", "来源", "数据日期"]
    assert "未掌握" in pack.inner_text()
    keep(page, "case-1440")
    assert violations(page) == []
    page.goto(f"{walk.address}/desk/cases/pledge_loan/{loans.running}/acts/repay/")
    page.fill("[name=paid_on]", "2025-09-30")
    if page.locator("[name=principal]").count() and not page.locator("[name=principal]").is_visible():
        page.locator("details summary").first.click()
    page.fill("[name=principal]", "100000")
    keep(page, "repay")
    assert violations(page) == []
    page.get_by_role("button", name="登记还款").click()
    page.wait_for_url(f"**/{loans.running}/**")
    assert page.locator("dt", has_text="本金余额").locator("xpath=following-sibling::dd[1]").inner_text().startswith("400,000")
    assert walk.problems == []


def test_the_same_on_a_phone_and_in_english_and_nothing_for_another_office(loans: Loans, walk: Walk) -> None:
    page = loans.page(walk, "bank", bypass_csp=True, viewport=PHONE, locale="en-GB")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": walk.address}])
    page.goto(f"{walk.address}/desk/cases/pledge_loan/{loans.running}/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    keep(page, "case-390")
    assert violations(page) == []
    page.goto(f"{walk.address}/desk/cases/pledge_loan/")
    keep(page, "list-390")
    assert violations(page) == []
    other = loans.page(walk, "liaison")
    assert other.goto(f"{walk.address}/desk/cases/pledge_loan/{loans.running}/").status == 404
    walk.problems.clear()


def test_the_pack_comes_as_a_word_document(loans: Loans, walk: Walk) -> None:
    page = loans.page(walk, "bank")
    page.goto(f"{walk.address}/desk/cases/pledge_loan/{loans.running}/")
    letter = page.locator("ul.files a[href$='as.docx']").first
    answer = page.request.get(f"{walk.address}{letter.get_attribute('href')}")
    assert answer.status == 200
    assert answer.body()[:2] == b"PK"
