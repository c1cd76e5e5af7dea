"""A loan on the desk in a real browser: what waits, the pack as a table, the alert with what to do, a payment, the letter."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.demo.test_lending import make_small_city
from tests.doors.test_axe import found
from tests.doors.test_journey import Walk, walk

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


@pytest.fixture
def loans(walk: Walk) -> list[Case]:
    """The demo's loans, told to their lender; whoever walks is the bank's officer."""
    make_small_city()
    lend()
    while step():
        pass
    sign_in(walk, "bank")
    with kernel():
        return list(Case.objects.filter(procedure="pledge_loan").order_by("number"))


def sign_in(walk: Walk, name: str) -> None:
    client = Client()
    client.force_login(get_user_model().objects.get(username=name))
    walk.cookies = [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": walk.address}]


def test_a_loan_officer_reads_the_alert_opens_the_pack_and_enters_a_payment(walk: Walk, loans: list[Case]) -> None:
    running = loans[0]
    page = walk.page(bypass_csp=True)
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
    assert found(page) == []
    page.goto(f"{walk.address}/desk/cases/pledge_loan/{running.pk}/acts/repay/")
    page.fill("[name=paid_on]", "2025-09-30")
    if page.locator("[name=principal]").count() and not page.locator("[name=principal]").is_visible():
        page.locator("details summary").first.click()
    page.fill("[name=principal]", "100000")
    keep(page, "repay")
    assert found(page) == []
    page.get_by_role("button", name="登记还款").click()
    page.wait_for_url(f"**/{running.pk}/**")
    with kernel():
        assert Case.objects.get(pk=running.pk).facts["outstanding"] == 40_000_000
    assert walk.problems == []


def test_the_same_on_a_phone_and_in_english_and_nothing_for_another_office(walk: Walk, loans: list[Case]) -> None:
    page = walk.page(bypass_csp=True, viewport=PHONE, locale="en-GB")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": walk.address}])
    page.goto(f"{walk.address}/desk/cases/pledge_loan/{loans[0].pk}/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    keep(page, "case-390")
    assert found(page) == []
    page.goto(f"{walk.address}/desk/cases/pledge_loan/")
    keep(page, "list-390")
    assert found(page) == []
    sign_in(walk, "liaison")
    other = walk.page()
    assert other.goto(f"{walk.address}/desk/cases/pledge_loan/{loans[0].pk}/").status == 404
    walk.problems.clear()


def test_the_pack_comes_as_a_word_document(walk: Walk, loans: list[Case]) -> None:
    page = walk.page()
    page.goto(f"{walk.address}/desk/cases/pledge_loan/{loans[0].pk}/")
    letter = page.locator("ul.files a[href$='as.docx']").first
    answer = page.request.get(f"{walk.address}{letter.get_attribute('href')}")
    assert answer.status == 200
    assert answer.body()[:2] == b"PK"
