"""A firm's IP manager in a real browser: signs in, applies with what the city holds, follows, gets a letter, sees its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connections
from tests.demo.test_lending import FIRMS, make_small_city
from tests.doors.conftest import Cast
from tests.doors.test_journey import Walk, violations, walk
from tests.doors.test_pledge_pages import keep

from zhichan.demo.lending import lend
from zhichan.kernel.access.public import actor_of, system_actor
from zhichan.kernel.acts.public import perform
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.ledger.public import step

__all__ = ["walk"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
PHONE = {"width": 390, "height": 844}
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
AT = datetime(2025, 9, 30, 3, tzinfo=UTC)


@dataclass
class Firm:
    """The manager's account, and the firm's running loan."""

    user: int
    running: str


@pytest.fixture
def firm(cast: Cast, settings: Any) -> Firm:
    """An installation with accounts, made before the browser's driver takes this thread; whoever keeps the machine enters whom the account acts for."""
    settings.ZHICHAN_DEMO = False
    make_small_city()
    lend()
    user = get_user_model().objects.create_user("yu", password="an-honest-pass", first_name="余知（演示）", last_name="Yu (demo)")
    console = system_actor("console", day=AT.date())
    facts = {"code": FIRMS[0], "instrument": "授权书1号"}
    perform(actor=console, verb="access:represent", target=str(user.pk), facts=facts, at=AT)
    while step():
        pass
    with kernel():
        running = Case.objects.get(procedure="pledge_loan", stage="lent", participants__principal=f"party:{FIRMS[0]}")
    return Firm(int(user.pk), str(running.pk))


@pytest.fixture(autouse=True)
def _connections_closed(firm: Firm, walk: Walk) -> Iterator[None]:
    yield
    connections.close_all()


def signed_in(walk: Walk, **options: Any) -> Any:
    """A page of the manager, who gave account and password."""
    walk.cookies = []
    page = walk.page(bypass_csp=True, **options)
    page.goto(f"{walk.address}/mine/")
    page.fill("input[name=username]", "yu")
    page.fill("input[name=password]", "an-honest-pass")
    page.click("button.primary")
    page.wait_for_url("**/mine/")
    return page


def test_what_the_firm_has_stands_on_one_page_and_its_letters_come_with_its_case(walk: Walk, firm: Firm) -> None:
    page = signed_in(walk)
    keep(page, "mine-1440")
    said = page.inner_text("main")
    assert "示例0号有限公司" in said
    assert FIRMS[0] in said
    assert page.get_by_role("region", name="名下的权利").locator("tbody tr").count() == 2
    assert page.get_by_role("link", name="示例装置").get_attribute("href") == "/records/patent/P0/"
    cases = page.get_by_role("region", name="办理中和办过的事")
    assert "知识产权质押融资" in cases.inner_text()
    assert "贷后监测" in cases.inner_text()
    assert violations(page) == []

    cases.get_by_role("link").first.click()
    page.wait_for_url(f"**/{firm.running}/")
    assert "还款计划书" in page.inner_text("main")
    letter = page.locator("ul.files li", has_text="还款计划书").locator("a", has_text="Word")
    answer = page.request.get(f"{walk.address}{letter.get_attribute('href')}")
    assert (answer.status, answer.body()[:2]) == (200, b"PK")
    assert violations(page) == []
    page.goto(f"{walk.address}/desk/")
    assert "登记放款" in page.inner_text("main"), "the firm is told of the draw-down"
    assert walk.problems == []


def test_it_applies_with_what_the_city_holds_keeps_a_draft_and_is_told_of_the_approval(walk: Walk, firm: Firm) -> None:
    page = signed_in(walk)
    page.get_by_role("link", name="办一件新的事").click()
    page.get_by_role("link", name="申请质押融资").click()
    page.wait_for_url("**/apply/pledge_loan/apply/")
    if page.get_by_role("button", name="下一步").count():
        raise AssertionError("the whole form stands on a desk")
    assert page.input_value("[name=borrowers]") == "示例0号有限公司"
    assert page.input_value("[name=borrowers_code]") == FIRMS[0]
    assert page.input_value("[name=region]") == "/shili/hengchuan/yunxi/"
    assert page.locator("fieldset.picks label").all_inner_texts() == ["示例装置（专利 P0）", "示例（商标 M0）"]
    assert page.locator("select[name=lenders] option").all_inner_texts() == ["示例农村商业银行"]
    page.get_by_label("示例装置（专利 P0）").check()
    page.fill("[name=amount]", "300000")
    keep(page, "firm-form-1440")
    assert violations(page) == []
    page.get_by_role("button", name="先存着").click()
    page.wait_for_url("**?draft=*")

    page.goto(f"{walk.address}/mine/")
    page.locator("section", has_text="没填完的").get_by_role("link", name="申请质押融资").click()
    assert page.get_by_label("示例装置（专利 P0）").is_checked()
    assert page.input_value("[name=amount]") == "300000"

    page.fill("[name=months]", "12")
    page.set_input_files("[name=statements]", {"name": "报表.txt", "mimeType": "text/plain", "buffer": "表".encode()})
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_selector("#wrong-statements")
    assert "PDF" in page.inner_text("#wrong-statements")
    assert violations(page) == []
    page.set_input_files("[name=statements]", {"name": "b.pdf", "mimeType": "application/pdf", "buffer": PDF + b" " * 10485760})
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_selector("#wrong-statements:has-text('10MB')")
    page.set_input_files("[name=statements]", {"name": "报表.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_selector("dd.number")
    number = page.locator("dd.number").first.inner_text()
    assert violations(page) == []

    case = told_of_approval(number)
    page.goto(f"{walk.address}/mine/")
    row = page.get_by_role("row", name=number)
    assert "已审批" in row.inner_text()
    assert page.locator("section", has_text="没填完的").count() == 0
    row.get_by_role("link", name=number).click()
    page.wait_for_url(f"**/{case}/")
    assert "报表.pdf" in page.inner_text("main")
    assert page.locator(".possible a").all_inner_texts() == ["撤回申请", "登记已申请质押登记"]
    keep(page, "firm-case-1440")
    page.goto(f"{walk.address}/desk/")
    assert "审批" in page.inner_text("main")
    assert [words for words in walk.problems if "422" not in words] == []


def told_of_approval(number: str) -> str:
    """The bank examines, values and approves; the consumers tell of it. The case's identity."""
    users = {user.username: user.pk for user in get_user_model().objects.filter(username__in=["bank", "bank-risk"])}

    def does(who: str, verb: str, **facts: Any) -> None:
        perform(actor=actor_of(users[who], day=AT.date()), verb=f"pledge_loan:{verb}", target=case, facts=facts, at=AT)

    with kernel():
        case = str(Case.objects.get(number=number).pk)
    does("bank", "examine")
    does("bank", "value", valuer="示例资产评估事务所", valued_on="2025-09-30", valuations=[{"right": "patent:P0", "value": 600000}])
    does("bank-risk", "approve", credit="300000", rate="3.45", method="bullet", day_count="actual_360")
    while step():
        pass
    return case


def test_another_firm_sees_none_of_it_and_the_manager_no_longer_after_leaving(walk: Walk, firm: Firm) -> None:
    page = signed_in(walk)
    assert page.goto(f"{walk.address}/desk/cases/pledge_loan/{firm.running}/").status == 200
    console = system_actor("console", day=AT.date())
    facts = {"code": FIRMS[0], "reason": "离职"}
    perform(actor=console, verb="access:stop-representing", target=str(firm.user), facts=facts, at=AT)
    assert page.goto(f"{walk.address}/desk/cases/pledge_loan/{firm.running}/").status == 404
    page.goto(f"{walk.address}/mine/")
    said = page.inner_text("main")
    assert "您的账号没有代表任何单位" in said
    assert "示例装置" not in said


def test_on_a_phone_in_english_and_in_the_dark_it_fits_and_is_clean(walk: Walk, firm: Firm) -> None:
    page = signed_in(walk, viewport=PHONE, is_mobile=True, has_touch=True, color_scheme="dark")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": walk.address}])
    for path in ("/mine/", "/apply/pledge_loan/apply/", f"/desk/cases/pledge_loan/{firm.running}/", "/desk/"):
        page.goto(f"{walk.address}{path}")
        keep(page, f"firm-390{path.replace('/', '-')[:20]}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert violations(page) == [], path
