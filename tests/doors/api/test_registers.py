"""Registers through the API: entered, searched, corrected, ended, with their history; each allowed and refused."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from zhichan.kernel.ground.public import kernel
from zhichan.kernel.ledger.public import Event
from zhichan.kernel.registry.public import Entry

from .conftest import EAST, Api, People, enter
from .test_cases import refused


def names(api: Api, **query: Any) -> list[str]:
    answer = api.get("/registers/station", query)
    assert answer.status_code == 200, answer.content.decode()
    return sorted(each["data"]["name"] for each in answer.json()["items"])


def snapshot() -> tuple[int, int]:
    with kernel():
        return Entry.objects.count(), Event.objects.count()


def test_entries_are_found_by_searched_fields_ranges_region_and_day(people: People) -> None:
    enter(people.clerk, "东站", "101", opened_on="2025-01-01", budget="10.50", active=True)
    enter(people.clerk, "河站", "102", opened_on="2025-06-01", budget="99", active=False, since="2025-06-01", until="2025-08-01")
    for query, found in (
        ({"data.name": "东站"}, ["东站"]), ({"data.budget.from": "10.50", "data.budget.until": "10.51"}, ["东站"]),
        ({"data.opened_on.from": "2025-06-01"}, ["河站"]), ({"data.active": "true"}, ["东站"]), ({"on": "2025-07-01"}, ["河站"]),
        ({"on": "2025-09-30"}, ["东站"]), ({"region": "west"}, []), ({"number": "station-2025-00002"}, ["河站"]),
        ({"sort": "-number", "size": 1}, ["河站"]),
    ):  # fmt: skip
        assert names(people.head, **query) == found, query
    assert refused(people.head.get("/registers/station", {"data.room": "101"})) == (422, "query.unknown")


def test_a_correction_and_an_end_stand_in_the_history(people: People) -> None:
    entry = enter(people.clerk, budget="10.50")
    tag = people.clerk.get(f"/registers/station/{entry}")["ETag"]
    corrected = people.clerk.post(
        f"/registers/station/{entry}/correct", {"budget": "12", "reason": "笔误"}, If_Match=tag)
    assert corrected.status_code == 200
    assert refused(people.clerk.post(f"/registers/station/{entry}/end", {"reason": "撤销"}, If_Match=tag)) == (412, "api.changed")
    ended = people.clerk.post(f"/registers/station/{entry}/end", {"until": "2025-09-30", "reason": "撤销"})
    assert ended.status_code == 200
    found = people.head.get(f"/registers/station/{entry}").json()
    assert (found["data"]["budget"], found["until"], found["version"]) == ("12.00", "2025-09-30", 3)
    assert [(each["verb"], each["reason"], each["content"]) for each in found["history"][1:]] == [
        ("station:correct", "笔误", {"data": {"budget": "12.00"}, "before": {"budget": "10.50"}}),
        ("station:end", "撤销", {"data": {}, "before": {"until": None}, "until": "2025-09-30"}),
    ]
    assert refused(people.clerk.post(f"/registers/station/{entry}/end", {"reason": "再撤"})) == (409, "registry.ended")


@pytest.mark.parametrize(
    ("facts", "status", "code", "place"),
    [
        ({"room": "101"}, 409, "registry.taken", "room"), ({"name": None}, 422, "given.missing", "name"),
        ({"colour": 1}, 422, "given.unknown", "colour"), ({"since": "soon"}, 422, "registry.day", "since"),
        ({"budget": "1.234"}, 422, "given.wrong", "budget"), ({"region": "/nowhere/"}, 422, "registry.region", "region"),
        ({"budget": "9" * 40}, 422, "given.wrong", "budget"), ({"plate": "?"}, 422, "given.wrong", "plate"),
    ],
)  # fmt: skip
def test_what_cannot_be_entered_is_refused_and_nothing_is_left(
    people: People, facts: Any, status: int, code: str, place: str
) -> None:
    enter(people.clerk)
    before = snapshot()
    answer = people.clerk.post("/registers/station/enter", {"region": EAST, "name": "河站", "room": "102", **facts})
    assert refused(answer) == (status, code)
    assert answer.json()["place"] == place
    assert snapshot() == before


def test_null_takes_a_field_away_and_a_required_one_stays(people: People) -> None:
    entry = enter(people.clerk, budget="10.50")
    path = f"/registers/station/{entry}"
    assert people.clerk.post(f"{path}/correct", {"budget": None, "reason": "误填"}).status_code == 200
    found = people.clerk.get(path).json()
    assert "budget" not in found["data"]
    assert found["history"][1]["content"] == {"data": {"budget": None}, "before": {"budget": "10.50"}}
    assert refused(people.clerk.post(f"{path}/correct", {"name": None, "reason": "误填"})) == (422, "given.missing")
    assert people.clerk.get(path).json()["version"] == 2


def test_a_field_for_some_stands_apart_in_list_detail_and_history(people: People, toy: None, lay_over: Any) -> None:
    from tests.doors.toys import STATION

    sealed = 'title = { zh = "铭牌", en = "plate" }\ntype = "paper"'
    assert sealed in STATION
    lay_over({"station.register.toml": STATION.replace(sealed, sealed + '\nreaders = ["head"]')})
    entry = enter(people.clerk, plate=base64.b64encode(b"\x89PNG plate").decode())
    path = f"/registers/station/{entry}"
    for api, seen in ((people.head, True), (people.clerk, False)):
        found = api.get(path).json()
        assert ("plate" in found["data"]) is seen
        assert ("plate" in found["history"][0]["content"]["data"]) is seen
        assert ("plate" in api.get("/registers/station").json()["items"][0]["data"]) is seen
        assert (api.get(f"{path}/papers/plate").status_code == 200) is seen


def test_a_correction_needs_a_reason_and_something_to_correct(people: People) -> None:
    entry = enter(people.clerk)
    path = f"/registers/station/{entry}/correct"
    assert refused(people.clerk.post(path, {"name": "新名"})) == (422, "registry.no-reason")
    assert refused(people.clerk.post(path, {"reason": "笔误"})) == (422, "given.missing")


def test_who_may_not_write_or_see_is_refused(people: People) -> None:
    entry = enter(people.clerk)
    before = snapshot()
    for rest, body in (("correct", {"name": "x", "reason": "y"}), ("end", {"reason": "y"})):
        path = f"/registers/station/{entry}/{rest}"
        assert refused(people.head.post(path, body)) == (403, "acts.forbidden")
        assert refused(people.neighbour.post(path, body)) == (404, "acts.not-there")
        assert refused(people.nobody.post(path, body)) == (404, "acts.not-there")
    assert refused(people.neighbour.get(f"/registers/station/{entry}")) == (404, "acts.not-there")
    assert (names(people.neighbour), names(people.nobody), names(people.head)) == ([], [], ["东站"])
    assert snapshot() == before


def test_a_public_register_is_read_by_everyone(people: People, toy: None, lay_over: Any) -> None:
    from .conftest import SYSTEM

    lay_over({"system.toml": SYSTEM.replace('"loan:read", ', '"loan:read", "notice:enter", ', 1)})
    made = people.clerk.post("/registers/notice/enter", {"region": EAST, "words": {"zh": "闭馆"}})
    assert made.status_code == 201, made.content.decode()
    assert people.nobody.get("/registers/notice").json()["items"][0]["data"]["words"] == {"zh": "闭馆"}


def test_a_plate_comes_back_to_readers_only(people: People) -> None:
    entry = enter(people.clerk, plate=base64.b64encode(b"\x89PNG plate").decode())
    path = f"/registers/station/{entry}/papers/plate"
    assert people.head.get(path).content == b"\x89PNG plate"
    assert refused(people.neighbour.get(path)) == (404, "acts.not-there")
    assert refused(people.clerk.get(f"/registers/station/{entry}/papers/name")) == (404, "acts.not-there")
