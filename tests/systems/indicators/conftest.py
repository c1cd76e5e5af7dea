"""A city of seven areas, its officers, and the plan whose targets the tests promise."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.plans import adopt

from zhichan.kernel.access.public import Actor, Role, system_actor
from zhichan.kernel.acts.public import perform
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Region, kernel
from zhichan.kernel.measures.public import Target, refresh, target, targets
from zhichan.kernel.registry.public import Manifest, load_parts

SHARED = Path(os.environ.get("ZHICHAN_SHARED") or Path(__file__).parents[4] / "shared")
AT = datetime(2022, 6, 1, 2, 0, tzinfo=UTC)
DAY = date(2022, 6, 1)
PLANNER = Actor("user:1", DAY, (Role("plan-officer", "/mc/"),))
COUNTY = Actor("user:2", DAY, (Role("county-officer", "/mc/a1/"),))
CITIZEN = Actor("anyone", DAY)
PLAN = "00000000-0000-4000-8000-000000000001"
IMPORT = system_actor("import", day=DAY)
AREAS = ("东原县", "西原县", "南山县", "北河县", "中湖区", "上岭县", "高新区")


def make_city(name: str = "明川市", areas: Iterable[str] = AREAS) -> None:
    with kernel():
        city = Region.objects.create(slug="mc", name=name, name_en="Mingchuan", kind="city", path="/mc/")
        for rank, area in enumerate(areas, start=1):
            Region.objects.create(
                slug=f"a{rank}", name=area, name_en=f"Area {rank}", kind="zone" if area.endswith("高新区") else "county",
                parent=city, path=f"/mc/a{rank}/", rank=rank)
        Case.objects.create(
            id=PLAN, procedure="plan", edition="-", number="GH-2020-0001", title="规划", stage="adopted", region=city,
            opened_at=AT, readers=["plan-officer@/mc/"], public=True)
    take(("firm", [{"key": f"TEST{n:014}", "kind": "firm", "name": f"甲{n}", "region": f"a{n}", "established_on": "2001-01-01"}
                   for n in range(1, 8)]))


def make_city_of(plan: Mapping[str, Any]) -> None:
    """The city that an annotated plan is of, with the counties of its sheets."""
    cells = [one for one in plan["targets"] if (one.get("cell") or {}).get("table", "").startswith("各县")]
    make_city(plan["region"]["name"] or "某市", list(dict.fromkeys(one["scope"] for one in cells)) or AREAS)


def adopt_sample(number: str) -> tuple[str, list[Target], Mapping[str, Any]]:
    """Take a sample plan from its file to the register: its case, what it promises, and what was read."""
    make_city_of(gold(number))
    [file] = sorted((SHARED / "seeds").glob(f"{number}_*.txt"))
    case, read = adopt(file.read_bytes(), officer=PLANNER, at=AT, path="/mc/", name=file.name)
    return case, targets(plan=case), read


def take(*parts: tuple[str, Iterable[Mapping[str, Any]]]) -> None:
    load_parts(parts, Manifest(format="test", name="test", whole=True), actor=IMPORT, at=AT)
    refresh()


def patents(area: int, count: int, **more: Any) -> list[dict[str, Any]]:
    row = {"kind": "invention", "filed_on": "2018-03-01", "granted_on": "2021-03-01"} | more
    return [
        {"key": f"{area}-{n}-{row['granted_on']}", "title": "装置", **row,
         "holdings": [{"party": f"TEST{area:014}", "region": f"a{area}", "since": row["filed_on"]}]}
        for n in range(count)
    ]


def promise(item: Mapping[str, Any], *, plan: str = PLAN, period: Mapping[str, Any] | None = None) -> Target | None:
    """Promise one item of a reading; None when it was not entered."""
    whole = {"comparator": ">=", "kind": "level", "scope": "全市", "year": 2025, "unit": "件"} | dict(item)
    done = perform(actor=PLANNER, verb="target:promise", at=AT, facts={
        "item": whole.get("id", ""), "region": "/mc/", "parent": plan, "target": whole,
        "period": period or {"start": 2021, "end": 2025}})
    return target(key=done.result["target"], actor=PLANNER) if done.result["target"] else None


def gold(number: str) -> dict[str, Any]:
    """The annotation of one of the five sample plans; skips where they are not at hand."""
    found = sorted((SHARED / "gold").glob(f"{number}_*.json"))
    if not found:
        pytest.skip("the sample plans are not at hand")
    return json.loads(found[0].read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@pytest.fixture
def city(db: None) -> None:
    make_city()
