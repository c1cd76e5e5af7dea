"""A small synthetic city with its people, for pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connections
from django.test import Client

from zhichan.kernel.access.public import grant
from zhichan.kernel.ground.public import Region, Unit, kernel
from zhichan.site.setup import BROWSERS

DAY = date(2025, 9, 30)

PLAN = """临江市知识产权强市建设实施方案（2023—2027年）

为做好全市知识产权工作，制定本方案。

一、工作目标

到2027年，每万人口发明专利拥有量达到6件，有效注册商标总量达到3万件，年度专利权质押融资登记金额年均增长15%以上。

二、重点任务

（一）提高专利质量

支持企业和高校联合申请发明专利，每年组织专利导航项目不少于5个。（牵头单位：市市场监督管理局；配合单位：市科技局）

（二）做强地理标志

到2027年，地理标志商标达到12件。指导产地建立标准和标识管理制度。（责任单位：市农业农村局）

三、保障措施

（一）加强统筹

建立会商机制，每半年通报进展。
"""


@dataclass
class City:
    """The city and its counties."""

    city: Region
    east: Region
    west: Region


@pytest.fixture
def city(db: None) -> City:
    """临江市 with two counties and three offices."""
    with kernel():
        top = Region.objects.create(
            slug="linjiang", name="临江市", name_en="Linjiang", kind="city", path="/linjiang/", synthetic=True
        )
        east, west = (
            Region.objects.create(
                slug=slug,
                name=name,
                name_en=english,
                kind="county",
                parent=top,
                path=f"/linjiang/{slug}/",
                rank=rank,
                synthetic=True,
            )
            for rank, (slug, name, english) in enumerate(
                (("east", "东岸县", "Dong'an County"), ("west", "西岭县", "Xiling County"))
            )
        )
        for slug, name in (("market", "市市场监督管理局"), ("science", "市科技局"), ("farm", "市农业农村局")):
            Unit.objects.create(
                slug=slug, name=name, name_en=slug, region=top, kind="department", synthetic=True
            )
    return City(top, east, west)


def person(name: str, role: str | None = None, region: Region | None = None) -> Any:
    """A made-up person, with a role."""
    user = get_user_model().objects.create(
        username=name, first_name=f"{name}（演示）", last_name=f"{name} (demo)", password="!"
    )
    if role and region:
        grant(user_id=user.pk, role=role, region=region, since=date(2020, 1, 1), instrument="test")
    return user


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A real browser. While its driver's loop runs, Django keeps other connections for this thread than before."""
    playwright = pytest.importorskip("playwright.sync_api")
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine")
    # The browser's driver runs a loop in this thread.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    arguments = ["--disable-background-networking", "--disable-component-update"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()
        # Those, too, are closed before the test's database goes: the next browser's test would find them dead.
        connections.close_all()


@dataclass
class Cast:
    """Clients signed in as the standing cast."""

    planner: Client
    leader: Client
    county: Client
    stranger: Client
    nobody: Client


@pytest.fixture
def cast(city: City, settings: Any) -> Cast:
    """Planner, leader, county officer, a stranger with an account, and someone without one."""
    settings.ZHICHAN_AS_OF = DAY

    def client(name: str, role: str | None = None, region: Region | None = None) -> Client:
        made = Client()
        made.force_login(person(name, role, region))
        return made

    return Cast(
        client("planner", "plan-officer", city.city),
        client("leader", "leader", city.city),
        client("county", "county-officer", city.east),
        client("stranger"),
        Client(),
    )
