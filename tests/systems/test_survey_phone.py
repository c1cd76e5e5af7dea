"""M15 on a phone: the answer's form in a real browser, by keyboard and as a screen reader hears it."""

from __future__ import annotations

import pytest
from tests.doors.conftest import City, cast, chromium, city
from tests.doors.test_journey import Walk, violations, walk
from tests.systems.test_survey import CODES, FOLDER, LATER, opened

from zhichan.kernel.casework.public import Case, tick
from zhichan.kernel.ground.public import kernel

__all__ = ["cast", "chromium", "city", "walk"]

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
QUESTIONS = ("law", "enforcement", "service", "publicity")


@pytest.fixture
def number(city: City) -> str:
    """The number of a survey that is open."""
    return opened()[1]


@pytest.mark.point("M15.4", without=f"{FOLDER}/answer.procedure.toml#acts.answer.who")
@pytest.mark.parametrize(("language", "onward", "send"), [("zh-hans", "下一步", "提交"), ("en", "Next", "Send")])
def test_it_is_answered_on_a_phone_by_keys_and_each_step_is_clean(
    number: str, walk: Walk, language: str, onward: str, send: str
) -> None:
    walk.cookies = [{"name": "django_language", "value": language, "url": walk.address}]
    page = walk.page(viewport={"width": 390, "height": 844}, bypass_csp=True, has_touch=True)
    page.goto(f"{walk.address}/apply/answer/answer/")
    given = {"region": None, "survey": number, "code": CODES["公众"][0], **dict.fromkeys(QUESTIONS, "fair")}
    for name, value in given.items():
        control = page.get_by_label(page.inner_text(f"label[for=input-{name}]"), exact=True)
        assert page.locator(".form > .field:visible").count() == 1, name
        assert control.get_attribute("id") == f"input-{name}", "a screen reader says the question with its choices"
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
        assert violations(page) == [], name
        if name in QUESTIONS:
            control.select_option(value)
        elif value is not None:
            control.fill(value)
        page.get_by_role("button", name=onward, exact=True).press("Enter")
    assert violations(page) == []
    page.get_by_role("button", name=send, exact=True).press("Enter")
    page.wait_for_selector("#boxed")
    assert violations(page) == []
    tick(at=LATER)
    with kernel():
        assert Case.objects.get(procedure="answer").facts["answers"] == dict.fromkeys(QUESTIONS, "fair")
    assert walk.problems == []
