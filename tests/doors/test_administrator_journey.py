"""An administrator adds a system with nothing but what the tutorial says; officer, leader and citizen then use it in a browser."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from tests.docs.test_tutorial import COMMAND, FILE, FOLDER, PAGE
from tests.doors.conftest import Cast, City, person
from tests.doors.test_journey import Walk, violations, walk
from tests.doors.test_pledge_pages import keep

from zhichan.doors.console import main
from zhichan.kernel.catalogue.loading import OVERLAY, installed_roots
from zhichan.kernel.catalogue.public import current, load, use
from zhichan.kernel.ledger.public import step

__all__ = ["walk"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]


def run(command: list[str]) -> str:
    """Do a command of the console; what it prints."""
    with redirect_stdout(StringIO()) as printed:
        assert main(command) == 0
    return printed.getvalue()


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The commands and files of the tutorial, begun with `catalogue new`, and the house started with them."""
    text = PAGE.read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    [folder] = FOLDER.findall(text)
    root, _, place = folder.partition("/")
    Path(root).mkdir()
    named = ["--id", "C90", "--zh", "品牌指导站", "--en", "stations"]
    begun = (["new", place, *named, "--overlay", root], ["check", "--overlay", root])
    said = [run(["catalogue", *command]) for command in begun]
    # The register and the page that `new` begins with give way to those of the tutorial.
    for example in ("guidance.register.toml", "desk.page.toml"):
        (Path(folder) / example).unlink()
    for name, content in FILE.findall(text):
        (Path(root) / name).write_text(content, encoding="utf-8")
    [check] = (shlex.split(each) for each in COMMAND.findall(text))
    said.append(run(check))
    monkeypatch.setenv(OVERLAY, root)
    before = current()
    use(load(roots=installed_roots()))
    yield said
    use(before)


@pytest.fixture
def people(cast: Cast, city: City, added: list[str]) -> dict[str, Client]:
    """The administrator, the county's officer, a leader; made before the browser's driver takes this thread."""
    administrator = Client()
    administrator.force_login(person("house", "administrator", city.city))
    return {"administrator": administrator, "county": cast.county, "leader": cast.leader}


@pytest.fixture
def as_(people: dict[str, Client], walk: Walk) -> Iterator[Callable[..., Any]]:
    """Opens a page for one of them."""

    def opened(name: str = "", **options: Any) -> Any:
        session = people[name].cookies["sessionid"].value if name else ""
        walk.cookies = [{"name": "sessionid", "value": session, "url": walk.address}] if name else []
        return walk.page(bypass_csp=True, **options)

    yield opened
    connections.close_all()


def enter(page: Any, walk: Walk) -> None:
    """Enter a station through the lists of the desk."""
    page.goto(f"{walk.address}/desk/registers/")
    page.get_by_role("link", name="指导站", exact=True).click()
    page.get_by_role("link", name="登记").last.click()
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_selector("#wrong-name")
    assert violations(page) == []
    page.select_option("[name=region]", "/linjiang/east/")
    page.fill("[name=name]", "东街指导站")
    page.fill("[name=address]", "东街1号")
    page.fill("[name=budget]", "50000")
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_selector(".done")
    assert violations(page) == []
    page.goto(f"{walk.address}/desk/registers/station/")
    row = page.locator("tbody tr", has_text="东街指导站")
    assert "50,000" in row.inner_text()


def test_what_was_declared_is_kept_done_listed_told_and_reached_by_programs(
    walk: Walk, as_: Callable[..., Any], added: list[str]
) -> None:
    assert all("问题 0 处" in said for said in added[1:])
    page = as_("county")
    enter(page, walk)

    page.goto(f"{walk.address}/desk/cases/")
    page.get_by_role("link", name="走访企业", exact=True).first.click()
    page.get_by_role("link", name="安排走访").click()
    suggested = page.locator("datalist#list-station option")
    assert suggested.inner_text() == "东街指导站"
    number = suggested.get_attribute("value")
    page.select_option("[name=region]", "/linjiang/east/")
    page.fill("[name=station]", number)
    page.fill("[name=firm]", "某茶业有限公司")
    keep(page, "administrator-form")
    page.get_by_role("button", name="安排走访").click()
    page.wait_for_selector(".done")
    case = page.url.partition("?")[0]
    assert "东街指导站" in page.inner_text("main")
    page.goto(f"{walk.address}/desk/")
    assert "走访企业 ZF-2025-0001" in page.inner_text("main")

    page.get_by_role("link", name="记录走访").first.click()
    page.fill("[name=visited_on]", "2025-10-07")
    page.fill("[name=advice]", "尽早注册")
    page.get_by_role("button", name="记录走访").click()
    page.wait_for_selector("#wrong-visited_on")
    assert "走访日期还没有到" in page.inner_text("#wrong-visited_on")
    assert violations(page) == []
    page.fill("[name=visited_on]", "2025-09-29")
    page.get_by_role("button", name="记录走访").click()
    page.wait_for_selector(".done")
    assert "已走访" in page.inner_text("main")
    keep(page, "administrator-case")
    assert violations(page) == []

    page.goto(f"{walk.address}/desk/cases/visit/?f.firm=茶业")
    assert page.locator("tbody tr").count() == 1
    sheet = page.request.get(f"{walk.address}/desk/cases/visit/export.csv").body().decode("utf-8-sig")
    assert sheet.splitlines()[0].startswith("编号,")
    assert "某茶业有限公司" in sheet.splitlines()[1]
    listed = page.request.get(f"{walk.address}/api/cases/visit").json()
    assert [(one["number"], one["stage"]["name"]) for one in listed["items"]] == [("ZF-2025-0001", "done")]
    document = page.request.get(f"{walk.address}/api/openapi.json").json()
    assert {"/registers/station", "/cases/visit", "/cases/visit/plan"} <= set(document["paths"])

    leader = as_("leader")
    leader.goto(case)
    assert "某茶业有限公司" in leader.inner_text("main")
    assert leader.locator(".possible a").count() == 0
    assert as_().request.get(f"{walk.address}/api/registers/station").json()["count"] == 1
    assert as_().request.get(f"{walk.address}/api/cases/visit").json()["count"] == 0
    assert [words for words in walk.problems if "422" not in words] == []


def test_the_administrator_sees_who_may_do_it_and_what_it_says_and_on_a_phone_in_english_it_fits(
    walk: Walk, as_: Callable[..., Any]
) -> None:
    page = as_("administrator")
    page.goto(f"{walk.address}/desk/permissions/")
    row = page.locator("tr", has_text="安排走访")
    assert "县区岗" in row.inner_text()
    page.goto(f"{walk.address}/desk/reference/C90/")
    said = page.inner_text("main")
    for told in ("品牌指导站", "走访企业", "记录走访", "不得重复"):
        assert told in said
    assert violations(page) == []
    phone = as_("county", viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, color_scheme="dark")
    phone.context.add_cookies([{"name": "django_language", "value": "en", "url": walk.address}])
    for path in ("/desk/registers/station/", "/desk/cases/visit/", "/desk/cases/visit/new/plan/", "/desk/reference/C90/"):
        phone.goto(f"{walk.address}{path}")
        keep(phone, f"administrator-390{path.replace('/', '-')}")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert violations(phone) == [], path
    while step():
        pass
