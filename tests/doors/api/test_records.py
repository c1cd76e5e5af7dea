"""Rights and related records, and acts on targets and values, through the API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.doors.conftest import DAY, City

from zhichan.kernel.access.public import system_actor
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.ledger.public import catch_up, sequence
from zhichan.kernel.measures.public import Reported, Target
from zhichan.kernel.registry.public import SOURCES, Manifest, load_parts, settle

from .conftest import PLAN, People, api_of
from .test_cases import refused

LATER = datetime(2025, 9, 30, 5, tzinfo=UTC)
TARGET = "00000000-0000-0000-0000-0000000000bb"


def keys(api: Any, path: str, **query: Any) -> list[str]:
    found = api.get(path, {"sort": "key", **query}).json()
    assert found["count"] == len(found["items"])
    return [each["key"] for each in found["items"]]


@pytest.mark.usefixtures("patents")
class TestRecords:
    def test_every_source_has_its_list(self, people: People) -> None:
        for source in SOURCES:
            assert people.nobody.get(f"/records/{source}").status_code == 200, source

    def test_records_are_narrowed_by_field_range_region_party_and_words(self, people: People) -> None:
        path = "/records/patent"
        assert keys(people.nobody, path) == ["P0", "P1", "P2", "P3"]
        assert keys(people.nobody, path, **{"data.kind": "utility"}) == []
        assert keys(people.nobody, path, **{"data.ended_on.from": "2024-06-01", "data.ended_on.until": "2024-06-02"}) == ["P2"]
        assert keys(people.nobody, path, region="east") == ["P0", "P1", "P2"]
        assert keys(people.nobody, path, region="/linjiang/") == ["P0", "P1", "P2", "P3"]
        assert keys(people.nobody, path, party="TEST00000000000002") == ["P3"]
        assert keys(people.nobody, path, q="专利1") == ["P1"]
        assert keys(people.nobody, path, q="專利1") == ["P1"], "traditional input is folded"
        # A column that is called like an argument of ours.
        assert keys(people.nobody, "/records/firm", **{"data.name": "west"}) == ["TEST00000000000002"]

    def test_pages_have_the_exact_count_and_follow_each_other(self, people: People) -> None:
        first = people.nobody.get("/records/patent", {"size": 3, "sort": "-key"}).json()
        assert (first["count"], [each["key"] for each in first["items"]]) == (4, ["P3", "P2", "P1"])
        assert [each["key"] for each in people.nobody.client.get(first["next"]).json()["items"]] == ["P0"]

    def test_a_row_tells_its_holder_region_and_legal_state(self, people: People) -> None:
        sequence()
        catch_up("standings")
        settle(on=DAY)
        (row,) = people.nobody.get("/records/patent", {"key": "P2"}).json()["items"]
        # An end without its reason leaves the legal state open.
        assert (row["party"], row["region"], row["state"]) == ("TEST00000000000001", "east", "undetermined")
        assert row["data"]["title"] == "专利2"
        assert "P2" in keys(people.nobody, "/records/patent", state="undetermined")
        assert keys(people.nobody, "/records/patent", state="never") == []

    def test_a_record_has_its_versions_its_origins_and_its_status(self, people: People) -> None:
        row = {"key": "P0", "kind": "invention", "title": "专利0改", "filed_on": "2010-01-01", "granted_on": "2012-01-01",
               "holdings": [{"party": "TEST00000000000001", "region": "east", "rank": 1, "since": "2010-01-01", "until": None}]}
        load_parts([("patent", [row])], Manifest(format="test", name="second"), actor=system_actor("import", day=DAY), at=LATER)
        found = people.nobody.get("/records/patent/one", {"key": "P0"}).json()
        assert [(each["data"]["title"], each["closed_by"] is None) for each in found["versions"]] == [
            ("专利0", False), ("专利0改", True)]
        assert (found["origins"]["title"]["name"], found["origins"]["title"]["load"]) == (
            "second", found["versions"][1]["opened_by"])
        assert (found["party"], found["region"], found["withdrawn"]) == ("TEST00000000000001", "east", False)
        assert found["status"]["on"] == "2025-09-30"
        assert found["status"]["state"] == found["state"]

    def test_what_a_licence_withholds_is_neither_shown_nor_found_by_the_public(self, people: People) -> None:
        row = {"key": "P9", "kind": "invention", "title": "不公开", "filed_on": "2010-01-01", "granted_on": "2012-01-01",
               "holdings": [{"party": "TEST00000000000001", "region": "east", "rank": 1, "since": "2010-01-01", "until": None}]}
        load_parts(
            [("patent", [row])], Manifest(format="test", name="closed", withheld=("patent.title",)),
            actor=system_actor("import", day=DAY), at=LATER)  # fmt: skip
        assert keys(people.nobody, "/records/patent", q="不公开") == []
        assert keys(people.stranger, "/records/patent", q="不公开") == []
        assert keys(people.clerk, "/records/patent", q="不公开") == ["P9"]
        for api, seen in ((people.nobody, False), (people.clerk, True)):
            (listed,) = api.get("/records/patent", {"key": "P9"}).json()["items"]
            one = api.get("/records/patent/one", {"key": "P9"}).json()
            assert ["title" in part["data"] for part in (listed, one, *one["versions"])] == [seen] * 3
            assert ("title" in one["origins"]) is seen

    def test_the_code_of_a_natural_person_is_neither_told_nor_found_by_the_public(self, people: People) -> None:
        code, held = "TEST00000000000009", {"region": "east", "rank": 1, "since": "2010-01-01", "until": None}
        one = {"key": code, "kind": "person", "name": "示例个人", "region": "east", "established_on": "2001-01-01"}
        row = {"key": "P8", "kind": "invention", "title": "专利8", "filed_on": "2010-01-01", "holdings": [{"party": code, **held}]}
        load_parts(
            [("firm", [one]), ("patent", [row])], Manifest(format="test", name="person"),
            actor=system_actor("import", day=DAY), at=LATER)  # fmt: skip
        for api, told in ((people.nobody, False), (people.stranger, False), (people.clerk, True)):
            listed = api.get("/records/patent", {"key": "P8"})
            single = api.get("/records/patent/one", {"key": "P8"})
            assert [code in answer.content.decode() for answer in (listed, single)] == [told] * 2
            assert listed.json()["items"][0]["region"] == "east"
            assert keys(api, "/records/patent", party=code) == (["P8"] if told else [])
            assert (code in keys(api, "/records/firm")) is told
            assert api.get("/records/firm/one", {"key": code}).status_code == (200 if told else 404)
        assert "TEST00000000000001" in people.nobody.get("/records/patent/one", {"key": "P0"}).content.decode()

    @pytest.mark.parametrize(
        ("path", "query", "status", "code"),
        [
            ("/records/dream", {}, 404, "acts.not-there"), ("/records/patent/one", {"key": "none"}, 404, "acts.not-there"),
            ("/records/patent/one", {}, 422, "query.missing"), ("/records/patent", {"colour": "red"}, 422, "query.unknown"),
            ("/records/patent", {"data.kind": "dream"}, 422, "query.wrong"), ("/records/patent", {"region": "atlantis"}, 422, "region.unknown"),
            ("/records/patent", {"sort": "title"}, 422, "query.wrong"), ("/records/mark", {"data.nice.from": 2**31}, 422, "query.wrong"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_answered_is_refused(self, people: People, path: str, query: Any, status: int, code: str) -> None:
        assert refused(people.nobody.get(path, query)) == (status, code)


@pytest.fixture
def open_target(patents: None, city: City) -> None:
    """A target that no rows measure, open to the city's plan officer and leader."""
    with kernel():
        Target.objects.create(
            key=TARGET, version=1, plan=PLAN, item="t9", indicator="满意度", measure="", region=city.city, kind="level",
            comparator=">=", direction="higher", value=10, unit="分", written="10分", due_year=2027, start_year=2023,
            baseline_year=2022, baseline_value=2, baseline_source="年报", at=LATER, by="test",
            readers=["leader@/linjiang/", "plan-officer@/linjiang/"])  # fmt: skip


def versions() -> tuple[int, int]:
    with kernel():
        return Target.objects.count(), Reported.objects.count()


@pytest.mark.usefixtures("open_target")
class TestActs:
    def test_a_target_is_changed_in_a_new_version_with_its_reason(self, people: People, city: City) -> None:
        planner = api_of("planner", "plan-officer", city.city)
        body = {"reason": "统计口径调整", "changes": {"value": "12", "due_year": 2028}}
        tried = planner.send("POST", f"/targets/{TARGET}/rebase?preview=true", body)
        assert (tried.status_code, versions()) == (200, (1, 0))
        done = planner.post(f"/targets/{TARGET}/rebase", body)
        assert done.json()["result"]["version"] == 2
        found = planner.get(f"/targets/{TARGET}").json()
        assert (found["value"], found["due_year"], found["reason"]) == ("12", 2028, "统计口径调整")
        assert [each["version"] for each in found["versions"]] == [2, 1] or [each["version"] for each in found["versions"]] == [1, 2]

    def test_a_value_is_reported_for_a_target_and_counts(self, people: People, city: City) -> None:
        planner = api_of("planner", "plan-officer", city.city)
        body = {"target": TARGET, "day": "2025-06-30", "value": "7.5", "source": "年报第3页"}
        assert planner.post("/values", body).status_code == 200
        with kernel():
            kept = Reported.objects.get()
        assert (str(kept.target), kept.value, kept.source) == (TARGET, 7.5, "年报第3页")

    @pytest.mark.parametrize(
        ("path", "body", "code"),
        [
            (f"/targets/{TARGET}/rebase", {"reason": "x", "changes": {"value": [1]}}, "given.wrong"),
            (f"/targets/{TARGET}/rebase", {"reason": "x", "changes": {"units": ["a"]}}, "given.unknown"),
            (f"/targets/{TARGET}/rebase", {"reason": "x", "changes": []}, "given.wrong"),
            (f"/targets/{TARGET}/rebase", {"reason": "x", "changes": {"due_year": "soon"}}, "given.wrong"),
            (f"/targets/{TARGET}/rebase", {"reason": "x", "baseline": "dream"}, "given.wrong"),
            (f"/targets/{TARGET}/rebase", {"changes": {"value": 5}}, "target.no-reason"),
            ("/values", {"target": "x", "day": "2025-06-30", "value": 1, "source": "x"}, "given.wrong"),
            ("/values", {"measure": 7, "region": "east", "day": "2025-06-30", "value": 1, "source": "x"}, "given.wrong"),
            ("/values", {"measure": "toy_patents", "region": "east", "day": "2025-06-30", "value": 1, "source": "x"}, "value.computed"),
            ("/values", {"measure": "x", "region": "east", "day": "2025-06-30", "value": {}, "source": "x"}, "given.wrong"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_refused_and_nothing_changes(
        self, people: People, city: City, path: str, body: Any, code: str
    ) -> None:
        planner, before = api_of("planner", "plan-officer", city.city), versions()
        assert refused(planner.post(path, body)) == (422, code)
        assert versions() == before

    def test_whoever_may_not_changes_nothing(self, people: People, city: City) -> None:
        before = versions()
        assert refused(api_of("leader", "leader", city.city).post(
            f"/targets/{TARGET}/rebase", {"reason": "x", "changes": {"value": 1}})) == (403, "acts.forbidden")  # fmt: skip
        for api in (people.clerk, people.nobody):
            assert refused(api.post(f"/targets/{TARGET}/rebase", {"reason": "x", "changes": {"value": 1}})) == (
                404, "acts.not-there")
            assert api.post("/values", {"measure": "free", "region": "east", "day": "2025-06-30", "value": 1, "source": "x"}
                            ).status_code in {401, 403}
        assert versions() == before
