"""What rules are told of a measure: exact, with edition and position, and a reason where there is no number."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from zhichan.kernel.access.public import system_actor
from zhichan.kernel.acts.public import SHANGHAI
from zhichan.kernel.casework.values import value_of
from zhichan.kernel.ground.public import Region, kernel
from zhichan.kernel.measures.public import refresh
from zhichan.kernel.registry.public import Manifest, load_parts

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
FIRM = "TEST00000000000001"


def take(*parts: tuple[str, list[dict[str, object]]]) -> None:
    load_parts(list(parts), Manifest(format="test", name="test"), actor=system_actor("import", day=DAY), at=AT)
    refresh()


def patent(key: str) -> dict[str, object]:
    return {
        "key": key, "kind": "invention", "title": "装置", "filed_on": "2020-01-01", "granted_on": "2025-05-01",
        "holdings": [{"party": FIRM, "region": "lent", "since": "2020-01-01"}]}


@pytest.fixture
def town(db: None) -> None:
    with kernel():
        Region.objects.create(slug="lent", name="借县", kind="county", path="/lent/")
    take(("firm", [{"key": FIRM, "kind": "firm", "name": "甲", "region": "lent", "established_on": "2001-01-01"}]),
         ("patent", [patent("L1"), patent("L2")]))


@pytest.mark.usefixtures("town")
def test_a_stock_is_lent_on_the_years_last_day_and_a_flow_for_the_year() -> None:
    with kernel():
        stock = value_of("invention_patents_in_force", region="/lent/", year=2025)
        flow = value_of("invention_patent_grants", region="/lent/", year=2024)
    assert stock is not None
    assert flow is not None
    assert (stock["number"], stock["on"], stock["region"]) == ("2", "2025-12-31", "lent")
    assert (flow["number"], flow["since"], flow["until"]) == ("0", "2024-01-01", "2025-01-01")
    assert stock["edition"]


@pytest.mark.usefixtures("town")
def test_the_same_position_gives_the_same_number_after_more_was_loaded() -> None:
    with kernel():
        before = value_of("invention_patents_in_force", region="/lent/", year=2025)
    assert before is not None
    take(("patent", [patent("L3")]))
    with kernel():
        now = value_of("invention_patents_in_force", region="/lent/", year=2025)
        then = value_of("invention_patents_in_force", region="/lent/", year=2025, position=before["position"])
    assert now is not None
    assert (now["number"], then) == ("3", before)


@pytest.mark.usefixtures("town")
def test_what_is_not_known_has_a_reason_and_what_does_not_exist_is_none() -> None:
    with kernel():
        told = value_of("trademarks_in_force", region="/lent/", year=2025)
        assert value_of("no_such_measure", region="/lent/", year=2025) is None
        assert value_of("invention_patents_in_force", region="/nowhere/", year=2025) is None
        early = value_of("invention_patents_in_force", region="/lent/", year=1970)
    assert told is not None
    assert (told["number"], told["reason"]["en"]) == (None, "no records of this kind have been loaded")
    assert early is not None
    assert (early["number"], early["edition"]) == (None, "")
