"""The pages of those who keep the house, and what the public finds beside its cases: every state clean, none too wide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.doors.conftest import City
from tests.doors.test_journey import Walk, violations, walk
from tests.doors.test_loads import loaded, sent
from tests.doors.test_one_folder import GARDEN, PLOT, Cast, ask, garden, people
from tests.doors.test_pledge_pages import keep

from zhichan.kernel.access.public import grant

__all__ = ["garden", "people", "walk"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
GROWN = PLOT.replace("working_days = 5", "working_days = 10")
PLAIN = (
    "/desk/", "/desk/rehearsal/", "/desk/retention/", "/desk/loads/", "/desk/loads/new/", "/desk/identity/", "/desk/classes/",
    "/desk/feeds/", "/desk/plans/", "/desk/cascade/", "/desk/drafts/", "/desk/delegations/", "/desk/factor/", "/desk/registers/",
    "/desk/permissions/", "/open-data/", "/search/", "/search/?q=(", "/plans/", "/mine/", "/apply/", "/follow/",
)  # fmt: skip
ROLES = ("administrator", "archivist", "data-officer", "keeper", "gardener", "statistician")


@dataclass
class House:
    """Someone with every role of keeping, and where what they loaded is shown."""

    people: Cast
    session: str
    preview: str
    load: str


@pytest.fixture
def house(people: Cast, city: City, settings: Any, tmp_path: Path) -> House:
    """Made before the browser's driver takes this thread: two plots past their term, one draft, a load, a preview."""
    settings.ZHICHAN_UPLOADS, settings.ZHICHAN_OPEN_DATA = tmp_path / "uploads", tmp_path / "open"
    settings.ZHICHAN_INDEX = tmp_path / "index"
    user = get_user_model().objects.create(username="all", first_name="都管（演示）", last_name="All (demo)", password="!")
    for role in ROLES:
        grant(user_id=user.pk, role=role, region=city.city, since=date(2020, 1, 1), instrument="test")
    client = Client()
    client.force_login(user)
    for name in ("甲", "乙"):
        address = ask(people, name, phone="139-0000", title=f"{name}号地")
        people.gardener.post(f"{address}acts/give/", {"do": "do"})
    ask(people, "丙", title="名字很长的一块社区菜园地块：东岸县知识产权服务中心旁边第三排第五垄")
    client.post(f"{GARDEN}new/ask/", {"region": "/linjiang/east/", "name": "半个名字", "do": "draft"})
    done = loaded(client, sent(client))
    people.on("2025-10-31")
    return House(people, client.cookies["sessionid"].value, sent(client), done)


def look(page: Any, walk: Walk, name: str, width: int) -> list[str]:
    """What is wrong with the page as it stands, once it does: a click waits for the next page's words, not for its style."""
    page.wait_for_load_state()
    keep(page, f"keeping-{width}-{name}")
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*violations(page), *([f"{wide} px wide"] if wide > width else [])]


def states(page: Any, walk: Walk, house: House, width: int) -> dict[str, list[str]]:
    """Each state of each page, and what is wrong with it."""
    wrong: dict[str, list[str]] = {}

    def note(name: str) -> None:
        if faults := look(page, walk, name, width):
            wrong[name] = faults

    for path in (*PLAIN, house.preview, house.load):
        answer = page.goto(f"{walk.address}{path}")
        assert answer.status in {200, 422}, (path, answer.status)
        note(path.strip("/").replace("/", "_").replace("?", "-")[:40] or "home")
    page.goto(f"{walk.address}/desk/retention/")
    page.locator("button[value=destroy]").click()
    note("retention-none-chosen")
    page.locator("input[name=due]").first.check()
    page.locator("button[value=hold]").click()
    note("retention-outcome")
    for name, text in (("changed", GROWN), ("same", PLOT), ("broken", PLOT.replace('to = "given"', 'to = "givn"'))):
        page.goto(f"{walk.address}/desk/rehearsal/")
        page.select_option("[name=procedure]", "garden_plot")
        file = {"name": "garden_plot.procedure.toml", "mimeType": "text/plain", "buffer": text.encode()}
        page.set_input_files("[name=file]", file)
        page.locator("main button.primary").click()
        note(f"rehearsal-{name}")
    page.goto(f"{walk.address}/desk/factor/")
    page.fill("[name=code]", "000000")
    page.locator("main button.primary").click()
    note("factor-wrong")
    return wrong


def opened(walk: Walk, house: House, *, width: int, scheme: str, language: str) -> Any:
    # The browser's own cast began another day.
    house.people.on("2025-10-31")
    walk.cookies = [
        {"name": "sessionid", "value": house.session, "url": walk.address},
        {"name": "django_language", "value": language, "url": walk.address},
    ]
    return walk.page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)


def test_every_state_is_clean_and_fits_a_phone_in_english_in_the_dark(house: House, walk: Walk) -> None:
    page = opened(walk, house, width=390, scheme="dark", language="en")
    assert states(page, walk, house, 390) == {}


@pytest.mark.soak
@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(1440, "light", "zh-hans"), (390, "light", "zh-hans"), (1440, "dark", "en")]
)
def test_every_state_is_clean_and_fits_in_the_other_looks(
    house: House, walk: Walk, width: int, scheme: str, language: str
) -> None:
    page = opened(walk, house, width=width, scheme=scheme, language=language)
    assert states(page, walk, house, width) == {}
