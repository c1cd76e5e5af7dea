"""The page of a file that the worker has in hand, in a real browser: clean, on a phone too, and it moves on by itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.doors.conftest import City, person
from tests.doors.test_journey import Walk, violations, walk
from tests.doors.test_load_work import sent
from tests.doors.test_pledge_pages import keep

from zhichan.doors.desk.loads import work
from zhichan.doors.look.frame import now

__all__ = ["walk"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def given(city: City, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """An officer's session and the address of a large upload, made before the browser's driver takes this thread."""
    settings.ZHICHAN_UPLOADS = tmp_path / "uploads"
    monkeypatch.setattr(work, "SMALL", 100)
    client = Client()
    client.force_login(person("data", "data-officer", city.city))
    return client.cookies["sessionid"].value, sent(client)


def test_the_waiting_page_is_clean_and_gives_way_to_the_preview_without_being_asked(
    given: tuple[str, str], walk: Walk
) -> None:
    session, address = given
    for width, language in ((1440, "zh-hans"), (390, "en")):
        walk.cookies = [
            {"name": "sessionid", "value": session, "url": walk.address},
            {"name": "django_language", "value": language, "url": walk.address},
        ]
        page = walk.page(viewport={"width": width, "height": 900}, bypass_csp=True)
        page.goto(f"{walk.address}{address}")
        page.wait_for_selector("#progress")
        keep(page, f"loads-waiting-{width}")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    work.step(at=now())
    page.wait_for_selector("text=The first records", timeout=60_000)
    assert page.locator("#progress").count() == 0
    assert walk.problems == []
