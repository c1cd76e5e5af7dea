"""Saved searches through the API: what the pages do, for programs, with the same permissions and refusals."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.doors.conftest import City
from tests.following import follow

from zhichan.kernel.access.public import system_actor
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.registry.public import Manifest, load_parts
from zhichan.kernel.registry.searching.public import everything
from zhichan.kernel.selections.public import Corpus, Selection

from .conftest import Api, People, api_of

pytestmark = pytest.mark.django_db
DAY, AT = date(2025, 9, 30), datetime(2025, 9, 30, 4, tzinfo=UTC)
CODE = "TEST00000000000001"
QUESTION = {"title": "石墨烯跟踪", "q": "石墨烯", "chosen": {"kind": ["patent:invention"]}}


@dataclass
class Shelf:
    analyst: Api
    leader: Api
    stranger: Api
    nobody: Api


def load(*rights: tuple[str, str]) -> None:
    held = [{"party": CODE, "region": "east", "since": "2020-03-01"}]
    rows = [
        {"key": key, "kind": "invention", "title": title, "filed_on": "2020-03-01", "holdings": held}
        for key, title in rights
    ]  # fmt: skip
    importer = system_actor("import", day=DAY)
    load_parts([("patent", rows)], Manifest(format="test", name="rights", synthetic=True), actor=importer, at=AT)


@pytest.fixture
def shelf(people: People, city: City, settings: Any, tmp_path: Path) -> Shelf:
    settings.ZHICHAN_INDEX, settings.ZHICHAN_EXPORTS = tmp_path / "index", tmp_path / "exports"
    firm = {"key": CODE, "kind": "firm", "name": "电池厂", "region": "east", "established_on": "2001-01-01"}
    load_parts(
        [("firm", [firm])], Manifest(format="test", name="firms", synthetic=True),
        actor=system_actor("import", day=DAY), at=AT,
    )  # fmt: skip
    load(("P1", "石墨烯电池"), ("P2", "石墨烯薄膜"), ("P3", "茶杯"))
    everything()
    follow(AT)
    return Shelf(
        api_of("analyst", "theme-analyst", city.city), api_of("lead", "leader", city.city), people.stranger,
        people.nobody,
    )  # fmt: skip


def saved(shelf: Shelf, **more: Any) -> str:
    answer = shelf.analyst.post("/selections", {**QUESTION, **more})
    assert answer.status_code == 201, answer.content.decode()
    assert answer["Location"] == f"/api/selections/{answer.json()['result']['selection']}"
    return f"/selections/{answer.json()['result']['selection']}"


def keys(answer: Any) -> list[str]:
    return [f"{one['source']}:{one['key']}" for one in answer.json()["items"]]


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_search_is_made_of_a_question_once_however_often_it_is_sent(shelf: Shelf) -> None:
    tried = shelf.analyst.post("/selections?preview=true", QUESTION).json()
    assert (tried["preview"], tried["result"]["count"]) == (True, 2)
    assert shelf.analyst.get("/selections").json()["count"] == 0
    first, again = (shelf.analyst.post("/selections", QUESTION, Idempotency_Key="k1") for _ in range(2))
    assert (first.status_code, again.status_code, again.json()["repeated"]) == (201, 200, True)
    [one] = shelf.analyst.get("/selections").json()["items"]
    assert one["question"] == {"text": "石墨烯", "chosen": {"kind": ["patent:invention"]}, "plain": []}
    assert (one["title"], one["own"], one["count"], one["as_of"], one["over"]) == ("石墨烯跟踪", True, 2, "2025-09-30", False)
    assert shelf.analyst.get(f"/selections/{one['id']}").json() == {**one, "corrections": []}


def test_members_have_their_reasons_and_what_came_and_went_since_a_version_is_told(shelf: Shelf) -> None:
    place = saved(shelf)
    members = shelf.analyst.get(f"{place}/members", {"size": 1})
    assert (members.json()["count"], keys(members), members.json()["items"][0]["title"]) == (2, ["patent:P1"], "石墨烯电池")
    assert members.json()["items"][0]["came"] == {"code": "found", "text": {"zh": "符合检索式", "en": "matches the question"}}
    assert keys(shelf.analyst.client.get(members.json()["next"])) == ["patent:P2"]
    version = shelf.analyst.get(place).json()["version"]
    load(("P4", "石墨烯线"), ("P1", "铜电池"))
    follow(AT)
    told = shelf.analyst.get(f"{place}/changes", {"since": version}).json()
    said = {one["key"]: (one["came"]["code"], one["went"] and one["went"]["code"]) for one in told["items"]}
    assert (told["count"], said) == (2, {"P4": ("found", None), "P1": ("found", "lost")})
    assert {one["version_out"] for one in told["items"]} == {None, version + 1}
    assert shelf.analyst.get(f"{place}/changes", {"since": version + 1}).json()["count"] == 0


def test_a_right_is_corrected_by_hand_with_its_reason(shelf: Shelf) -> None:
    place = saved(shelf)
    given = {"source": "patent", "key": "P3", "into": True, "reason": "杯壁含涂层"}
    assert shelf.analyst.post(f"{place}/correct", given).status_code == 200
    assert keys(shelf.analyst.get(f"{place}/members")) == ["patent:P1", "patent:P2", "patent:P3"]
    assert shelf.analyst.get(place).json()["corrections"] == [
        {"source": "patent", "key": "P3", "title": "茶杯", "into": True, "reason": "杯壁含涂层", "on": "2025-09-30"}]
    assert shelf.analyst.post(f"{place}/correct", {**given, "into": None}).status_code == 200
    assert keys(shelf.analyst.get(f"{place}/members")) == ["patent:P1", "patent:P2"]


def test_nobody_else_finds_it_until_it_is_shared_and_then_only_reads(shelf: Shelf) -> None:
    place = saved(shelf)
    acts: dict[str, dict[str, Any]] = {
        "correct": {"source": "patent", "key": "P1", "into": False, "reason": "x"}, "share": {"roles": []},
        "freeze": {"title": "x"}, "close": {},
    }  # fmt: skip
    reads = ("", "/members", "/changes", "/rights.csv", "/rights.parquet")
    for other in (shelf.leader, shelf.stranger, shelf.nobody):
        assert other.get("/selections").json()["items"] == []
        assert {other.get(f"{place}{each}").status_code for each in reads} == {404}
    assert shelf.analyst.post(f"{place}/share", {"roles": ["leader"]}).status_code == 200
    assert [one["own"] for one in shelf.leader.get("/selections").json()["items"]] == [False]
    assert keys(shelf.leader.get(f"{place}/members")) == ["patent:P1", "patent:P2"]
    before = shelf.analyst.get(place).content
    for other in (shelf.leader, shelf.stranger, shelf.nobody):
        for verb, facts in acts.items():
            assert other.post(f"{place}/{verb}", facts).status_code == 404
    assert shelf.analyst.get(place).content == before
    assert shelf.analyst.post(f"{place}/share", {"roles": []}).status_code == 200
    assert shelf.leader.get(place).status_code == 404


def test_only_an_office_may_share_it_or_open_a_corpus_to_all(shelf: Shelf) -> None:
    answer = shelf.stranger.post("/selections", QUESTION)
    place = f"/selections/{answer.json()['result']['selection']}"
    for verb, facts in (("share", {"roles": ["leader"]}), ("freeze", {"title": "x", "public": True})):
        refused = shelf.stranger.post(f"{place}/{verb}", facts)
        assert (refused.status_code, refused.json()["code"]) == (403, "acts.forbidden")
    assert shelf.nobody.post("/selections", QUESTION).status_code == 401
    with kernel():
        assert (Selection.objects.count(), Corpus.objects.count()) == (1, 0)


def test_a_corpus_is_listed_cited_and_taken_away_by_its_digest(shelf: Shelf) -> None:
    place = saved(shelf)
    made = shelf.analyst.post(f"{place}/freeze", {"title": "语料", "public": True})
    inside = shelf.analyst.post(f"{place}/freeze", {"title": "内部"})
    assert (made.status_code, inside.status_code) == (201, 201)
    load(("P4", "石墨烯线"))
    follow(AT)
    there = made["Location"].removeprefix("/api")
    one = shelf.nobody.get(there).json()
    listed = shelf.nobody.get(f"{there}/members").content
    assert (one["title"], one["count"], one["public"], one["sha256"]) == ("语料", 2, True, hashlib.sha256(listed).hexdigest())
    assert [line.split("\t")[0] for line in listed.decode().splitlines()] == ["patent:P1", "patent:P2"]
    assert [each["title"] for each in shelf.nobody.get("/corpora").json()["items"]] == ["语料"]
    assert shelf.analyst.get("/corpora").json()["count"] == 2
    for path in ("", "/members"):
        assert shelf.nobody.get(inside["Location"].removeprefix("/api") + path).status_code == 404


def test_all_members_are_taken_away_as_files_that_can_be_resumed(shelf: Shelf) -> None:
    place = saved(shelf)
    whole = shelf.analyst.get(f"{place}/rights.csv")
    text = body(whole)
    assert [row["编号"] for row in csv.DictReader(io.StringIO(text.decode("utf-8-sig")))] == ["P1", "P2"]
    part = shelf.analyst.get(f"{place}/rights.csv", Range="bytes=5-")
    assert (part.status_code, body(part)) == (206, text[5:])
    for kind in ("xlsx", "parquet", "csv-metadata.json"):
        assert body(shelf.analyst.get(f"{place}/rights.{kind}"))
    assert shelf.analyst.get(f"{place}/rights.exe").status_code == 404


def test_a_sample_is_drawn_and_judged_and_recall_and_false_alarms_are_told_to_whoever_sees_it(shelf: Shelf) -> None:
    place = saved(shelf)
    shelf.analyst.post(f"{place}/share", {"roles": ["theme-analyst", "leader"]})
    none = shelf.leader.get(f"{place}/quality").json()
    assert none == {"alarms": None, "sample": None, "recall": None, "judged": []}
    assert shelf.analyst.post(f"{place}/draw", {"frame": "石墨烯 OR 茶杯", "inside": 2, "outside": 1}).status_code == 200
    drawn = shelf.leader.get(f"{place}/quality").json()["sample"]
    assert (sorted(drawn["picked"]), drawn["left"], len(drawn["waiting"])) == (["patent:P1", "patent:P2"], ["patent:P3"], 3)
    assert (drawn["before"], drawn["closed"]) == (0, 0)
    for key, fits in (("P1", True), ("P2", False), ("P3", True)):
        given = {"source": "patent", "key": key, "fits": fits, "reason": "读过"}
        assert shelf.analyst.post(f"{place}/judge", given).status_code == 200
        assert shelf.leader.post(f"{place}/judge", given).status_code == 403
        assert shelf.stranger.post(f"{place}/judge", given).status_code == 404
    told = shelf.leader.get(f"{place}/quality").json()
    assert told["recall"] == {"estimate": 0.5, "low": 0.5, "high": 0.5, "confidence": 0.95}
    assert told["alarms"] == {"judged": 2, "false": 1, "members": 2, "rate": 0.5}
    assert [(one["key"], one["fits"]) for one in told["judged"]] == [("P1", True), ("P2", False), ("P3", True)]
    assert shelf.stranger.get(f"{place}/quality").status_code == 404


def test_a_watch_on_names_is_given_to_a_firm(shelf: Shelf) -> None:
    wrong = shelf.analyst.post("/selections", {"title": "监测", "q": "清泉", "names": True})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "selection.names")
    made = shelf.analyst.post("/selections", {"title": "监测", "q": 'ALIKE="清泉"', "names": True}).json()["result"]
    place = f"/selections/{made['selection']}"
    assert shelf.analyst.get(place).json()["question"]["names"] is True
    assert shelf.analyst.post(f"{place}/share", {"roles": [], "parties": [CODE]}).status_code == 200
    unknown = shelf.analyst.post(f"{place}/share", {"roles": [], "parties": ["NONE"]})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "selection.parties")


def test_a_stopped_search_is_gone(shelf: Shelf) -> None:
    place = saved(shelf)
    assert shelf.analyst.post(f"{place}/close").status_code == 200
    assert shelf.analyst.get(place).status_code == 404
    assert shelf.analyst.get("/selections").json()["count"] == 0


@pytest.mark.parametrize(
    ("path", "given", "status", "code"),
    [
        ("/selections", {"q": "石墨烯"}, 422, "query.missing"),
        ("/selections", {"title": "x", "q": "("}, 422, "query.open"),
        ("/selections", {"title": "x", "q": "石", "chosen": {"colour": ["red"]}}, 422, "search.facet"),
        ("/selections", {"title": "x", "chosen": ["kind"]}, 422, "query.wrong"),
        ("/selections", {"title": 7}, 422, "query.wrong"),
        ("/selections", {"title": "x", "owner": "user:1"}, 422, "query.wrong"),
        ("{place}/correct", {"source": "patent", "key": "NONE", "into": True, "reason": "x"}, 422, "selection.key"),
        ("{place}/correct", {"source": "patent", "key": "P1", "into": True, "reason": " "}, 422, "selection.reason"),
        ("{place}/correct", {"source": "patent", "key": "P1", "into": "in", "reason": "x"}, 422, "query.wrong"),
        ("{place}/share", {"roles": ["king"]}, 422, "selection.roles"),
        ("{place}/share", {"roles": "leader"}, 422, "query.wrong"),
        ("{place}/freeze", {"title": ""}, 422, "selection.title"),
        ("{place}/close", {"really": True}, 422, "query.wrong"),
        ("/selections/00000000-0000-0000-0000-000000000000/close", {}, 404, "acts.not-there"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_changed(
    shelf: Shelf, path: str, given: dict[str, Any], status: int, code: str
) -> None:
    place = saved(shelf)
    before = shelf.analyst.get(place).content
    refused = shelf.analyst.post(path.format(place=place), given)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert shelf.analyst.get("/selections").json()["count"] == 1
    assert (shelf.analyst.get(place).content, shelf.analyst.get("/corpora").json()["count"]) == (before, 0)
