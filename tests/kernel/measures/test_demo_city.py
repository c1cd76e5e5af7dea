"""The demo city's figures come out of the measures, and a snapshot gives the same contributions by DuckDB."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from zhichan import demo
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.measures.public import batch, refresh, rounded, rows, snapshot, value
from zhichan.kernel.measures.values import needs

SHARED = Path(os.environ.get("ZHICHAN_SHARED") or Path(__file__).parents[4] / "shared")
CITY = "hengchuan"
STOCKS: dict[str, tuple[float, float]] = {
    "invention_patents_in_force": (176, 488), "trademarks_in_force": (5449, 21626), "well_known_trademarks": (17, 22),
    "gi_trademarks": (14, 30), "gi_products": (5, 7), "gi_total": (19, 37),
}
IN_2020: dict[str, float] = {
    "invention_patents_per_10k": 1.91, "high_value_invention_patents_per_10k": 0.5, "copyright_registrations": 562,
    "ip_pledge_amount": 5060, "ip_advantage_demo_enterprises": 7, "ip_three_projects_selected": 13,
    "ip_dual_creation_bases": 2, "ip_pilot_schools": 6,
}


@pytest.fixture(scope="module", autouse=True)
def _hengchuan(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The whole city, loaded and counted once for this file and taken back after it."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            demo.load()
            refresh()
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


pytestmark = pytest.mark.django_db


def at(slug: str, year: int, *, since: int | None = None) -> float:
    flow = needs(slug) == "period"
    period = {"since": date(since or year, 1, 1), "until": date(year + 1, 1, 1)} if flow else {"on": date(year, 12, 31)}
    return float(rounded(value(measure=slug, region=CITY, **period).fraction, places=2))


def test_stocks_at_the_end_of_two_plans() -> None:
    assert {slug: (at(slug, 2015), at(slug, 2020)) for slug in STOCKS} == STOCKS
    assert {slug: at(slug, 2020) for slug in IN_2020} == IN_2020
    assert at("invention_patents_per_10k", 2015) == 0.71


def test_flows_within_a_year_and_within_a_plan() -> None:
    assert (at("invention_patent_grants", 2020), at("pct_applications", 2020)) == (78, 6)
    assert at("pct_applications", 2020, since=2016) == 20
    assert (at("trademark_pledge_amount", 2020, since=2016), at("patent_pledge_amount", 2020, since=2016)) == (4900, 160)
    assert at("ip_training_sessions", 2020, since=2016) > 40


def test_what_a_sample_plan_states_of_its_past_comes_out() -> None:
    found = sorted((SHARED / "gold").glob("003_*.json"))
    if not found:
        pytest.skip("the sample plans are not at hand")
    compared = 0
    for one in json.loads(found[0].read_text(encoding="utf-8"))["actuals"]:
        slug, kind = one["canonical"], one.get("kind")
        if kind not in {None, "cumulative"} or slug in {"ip_leading_group_members", "ip_typical_cases"}:
            continue
        since = (one.get("period") or [None])[0]
        got = at(slug, one["year"], since=since)
        assert got > one["value"] if one.get("comparator") == ">" else got == one["value"], one["quote"]
        compared += 1
    assert compared == 29


def test_the_counties_add_up_to_the_city_row_by_row() -> None:
    [whole] = rows(measure="trademarks_in_force", region=CITY, on=date(2020, 12, 31), limit=5)
    parts = [
        rows(measure="trademarks_in_force", region=region, on=date(2020, 12, 31), limit=1)[0]
        for region in ("yunxi", "jiang-an", "shiqiao", "chenghu", "nanpu", "qingping", "gaoxin")]
    assert whole.amount == sum(part.amount for part in parts) == 21626
    assert whole.total == sum(part.total for part in parts)


def test_a_snapshot_gives_every_contribution_of_every_measure(tmp_path: Path) -> None:
    derived = batch(of=snapshot(folder=tmp_path))
    assert sum(len(found) for found in derived.values()) > 100_000
    with kernel(), connection.cursor() as cursor:
        for slug, found in derived.items():
            cursor.execute(
                "SELECT region_id, day, sum(amount)::bigint, row_id FROM measures_contribution AS c"
                " JOIN measures_definition AS d ON d.id = definition_id WHERE slug = %s"
                " GROUP BY region_id, day, row_id HAVING sum(amount) <> 0", [slug])
            assert sorted(cursor.fetchall()) == found, slug
