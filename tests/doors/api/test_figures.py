"""Measures, targets and what everyone shares, through the API."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from tests.doors.conftest import DAY, City

from zhichan.doors.api import figures
from zhichan.kernel.access.public import reading, system_actor
from zhichan.kernel.measures.public import value

from .conftest import PLAN, People, api_of
from .test_cases import refused


@pytest.mark.usefixtures("patents")
class TestMeasures:
    def test_a_value_is_the_kernels_with_definition_formula_and_rows(self, people: People) -> None:
        found = people.nobody.get("/measures/toy_patents/value", {"region": "east", "on": "2025-09-30"}).json()
        assert found["number"] == {"value": "2", "exact": "2", "state": "known", "reason": None}
        assert (found["title"], found["unit"], found["definition"]["en"]) == (
            {"zh": "玩具指标", "en": "Toy measure"}, "件", "Toy invention patents in force.")  # fmt: skip
        with reading(system_actor("test", day=DAY)):
            assert value(measure="toy_patents", region="east", on=DAY).fraction == 2
        group = people.nobody.client.get(found["href_rows"]).json()["groups"][0]
        assert [row["key"] for row in group["items"]] == ["P0", "P1"]
        assert (group["count"], group["amount"]["value"], group["closed"]["count"]) == (2, "2", 0)

    def test_rows_closed_to_the_viewer_are_told_as_count_and_sum(self, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
        kept = figures.rows
        monkeypatch.setattr(
            figures, "rows",
            lambda **asked: [replace(each, rows=each.rows[:1], closed=1, closed_amount=Fraction(1)) for each in kept(**asked)])
        group = people.nobody.get("/measures/toy_patents/rows", {"region": "east"}).json()["groups"][0]
        assert group["closed"]["text"] == {
            "zh": "另有1条、合计1件未对您开放", "en": "1 more rows, sum 1 件, are closed to you"}

    def test_rows_come_in_pages_that_sum_to_the_number(self, people: People) -> None:
        keys = [
            people.nobody.get("/measures/toy_patents/rows", {"page": page, "size": 2}).json()["groups"][0]["items"]
            for page in (1, 2)
        ]
        assert [row["key"] for page in keys for row in page] == ["P0", "P1", "P3"]

    def test_a_series_shows_each_year_in_its_state(self, people: People) -> None:
        found = people.nobody.get("/measures/toy_patents/series", {"first": 2023, "last": 2025}).json()
        assert [(each["period"]["on"], each["number"]["value"]) for each in found["values"]] == [
            ("2023-12-31", "4"), ("2024-12-31", "3"), ("2025-09-30", "3")]

    @pytest.mark.parametrize(
        ("rest", "query", "status", "code"),
        [
            ("value", {"since": "2025-01-01"}, 422, "measure.period"), ("value", {"year": 2020, "on": "2020-01-01"}, 422, "measure.period"),
            ("value", {"since": "2025-01-01", "until": "2025-01-01"}, 422, "measure.period"),
            ("value", {"since": "2024-01-01", "until": "2025-01-01"}, 422, "measure.needs-day"),
            ("value", {"on": "1949-01-01"}, 422, "query.wrong"), ("value", {"region": "atlantis"}, 422, "region.unknown"),
            ("series", {"first": 2025, "last": 2024}, 422, "measure.series"), ("series", {"first": 1960, "last": 2024}, 422, "measure.series"),
            ("rows", {"position": -1}, 422, "query.wrong"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_answered_is_refused(self, people: People, rest: str, query: Any, status: int, code: str) -> None:
        assert refused(people.nobody.get(f"/measures/toy_patents/{rest}", query)) == (status, code)

    def test_an_undeclared_measure_is_not_there(self, people: People) -> None:
        for rest in ("", "/value", "/rows", "/series"):
            assert refused(people.nobody.get(f"/measures/no_such{rest}")) == (404, "acts.not-there")

    def test_the_definition_stands_with_its_edition_and_source(self, people: People) -> None:
        found = people.nobody.get("/measures/toy_patents").json()
        (edition,) = found["editions"]
        assert (found["needs"], edition["basis"]["text"], edition["edition"]) == ("day", "某办法第二条", found["edition"])
        assert edition["computation"]["each"]["source"] == "patent"


@pytest.mark.usefixtures("promised")
class TestTargets:
    def test_a_scorecard_tells_the_course_of_each_target_and_their_tally(self, people: People, city: City) -> None:
        leader = api_of("leader", "leader", city.city)
        found = leader.get(f"/plans/{PLAN}/scorecard").json()
        assert [(each["item"], each["course"]["state"], each["course"]["number"]["value"]) for each in found["items"]] == [
            ("t0", "achieved", "3"), ("t1", "behind", "3")]
        assert {state: times for state, times in found["tally"].items() if times} == {"achieved": 1, "behind": 1}
        behind = leader.get("/targets", {"state": "behind", "plan": PLAN}).json()
        assert [each["item"] for each in behind["items"]] == ["t1"]
        one = leader.get("/targets/00000000-0000-0000-0000-000000000001").json()
        assert [each["version"] for each in one["versions"]] == [1]

    def test_a_plan_that_is_not_open_is_not_there(self, people: People) -> None:
        for api in (people.clerk, people.nobody):
            assert api.get("/targets").json()["count"] == 0
            assert refused(api.get(f"/plans/{PLAN}/scorecard")) == (404, "acts.not-there")
            assert refused(api.get("/targets/00000000-0000-0000-0000-000000000001")) == (404, "acts.not-there")


class TestShared:
    def test_regions_and_units_are_found_below_a_region(self, people: People) -> None:
        assert [each["slug"] for each in people.nobody.get("/regions", {"under": "linjiang", "kind": "county"}).json()["items"]] == ["east", "west"]
        assert [each["slug"] for each in people.nobody.get("/regions/linjiang").json()["parts"]] == ["east", "west"]
        assert people.nobody.get("/units", {"region": "/linjiang/"}).json()["count"] == 3
        assert people.nobody.get("/units", {"region": "east"}).json()["count"] == 0
        assert refused(people.nobody.get("/regions/atlantis")) == (404, "acts.not-there")

    def test_the_glossary_answers_a_word_of_either_language(self, people: People) -> None:
        chinese, english = (people.nobody.get("/glossary", {"q": words}).json()["count"] for words in ("專利", "Patent"))
        assert chinese > 0
        assert english > 0

    def test_the_catalogue_shows_each_declaration_in_full(self, people: People) -> None:
        systems = {each["id"]: each for each in people.nobody.get("/catalogue").json()["systems"]}
        assert [(each["kind"], each["slug"]) for each in systems["T01"]["declarations"]] == [
            ("measure", "toy_patents"), ("procedure", "loan"), ("register", "notice"), ("register", "station")]
        loan = people.nobody.get("/catalogue/procedure/management/toy/loan").json()
        assert loan["editions"][0]["declared"]["acts"]["lend"]["clause"] == "某规定第三条"
        assert refused(people.nobody.get("/catalogue/procedure/no/such")) == (404, "acts.not-there")
        assert refused(people.nobody.get("/catalogue/dream/loan")) == (404, "acts.not-there")

    def test_acts_of_the_kernel_are_not_open_through_the_api(self, people: People) -> None:
        assert refused(people.clerk.post("/cases/target/promise", {})) == (404, "acts.not-there")
