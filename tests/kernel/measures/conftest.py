"""A small city of three counties whose registry the tests fill, and the declared measures that count it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from zhichan.kernel.access.public import system_actor
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Region, kernel
from zhichan.kernel.measures.public import refresh
from zhichan.kernel.registry.public import Manifest, load_parts

NOW = datetime(2025, 9, 30, 4, 0, tzinfo=UTC)
IMPORT = system_actor("import", day=date(2025, 9, 30))
PLAN = "00000000-0000-4000-8000-000000000001"
"""The case of the city's plan."""
FIRMS = {"east": "TEST00000000000001", "west": "TEST00000000000002", "north": "TEST00000000000003"}

Rows = Iterable[Mapping[str, Any]]


def take(*parts: tuple[str, Rows], name: str = "test") -> int:
    """Load rows as one act and count them; the load's id."""
    done = load_parts(parts, Manifest(format="test", name=name, whole=True), actor=IMPORT, at=NOW)
    refresh()
    return done.load


def held(region: str, since: str, until: str | None = None, *, rank: int = 1) -> dict[str, Any]:
    return {"party": FIRMS[region], "region": region, "rank": rank, "since": since, "until": until}


def patent(key: str, region: str = "east", **more: Any) -> dict[str, Any]:
    row = {"key": key, "kind": "invention", "title": key, "filed_on": "2010-01-01", "granted_on": "2012-01-01"} | more
    return {"holdings": [held(region, str(row["filed_on"]))]} | row


def mark(key: str, region: str = "east", **more: Any) -> dict[str, Any]:
    row = {"key": key, "kind": "ordinary", "name": key, "nice": 30, "filed_on": "2013-01-01",
           "registered_on": "2014-01-01"} | more
    return {"holdings": [held(region, str(row["filed_on"]))]} | row


def pledge(key: str, region: str = "east", **more: Any) -> dict[str, Any]:
    return {"key": key, "party": FIRMS[region], "region": region, "kind": "patent", "registered_on": "2017-01-01",
            "amount_fen": 100_000_000} | more


def people(region: str, year: int, value: int) -> dict[str, Any]:
    return {"key": f"{region}/{year}", "name": "resident_population", "region": region, "year": year, "vintage": year,
            "value": value, "scale": 1, "since": f"{year + 1}-01-01", "until": f"{year + 2}-01-01"}


@pytest.fixture
def city(db: None) -> None:
    with kernel():
        root = Region.objects.create(slug="city", name="示例市", name_en="City", kind="city", path="/city/")
        for rank, slug in enumerate(FIRMS):
            Region.objects.create(
                slug=slug, name=f"{slug}县", name_en=slug, kind="county", parent=root, path=f"/city/{slug}/", rank=rank)
        Case.objects.create(
            id=PLAN, procedure="plan", edition="-", number="GH-2020-0001", title="规划", stage="adopted", region=root,
            opened_at=NOW, readers=["plan-officer@/city/"], public=True)
    take(("firm", [
        {"key": code, "kind": "firm", "name": region, "region": region, "established_on": "2001-01-01"}
        for region, code in FIRMS.items()]))
