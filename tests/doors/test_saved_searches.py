"""Saved searches as their owner, a colleague and a passer-by meet them."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.doors.conftest import Cast
from tests.following import follow

from zhichan.kernel.access.public import system_actor
from zhichan.kernel.registry.public import Manifest, load_parts
from zhichan.kernel.registry.searching.public import everything

DAY, AT = date(2025, 9, 30), datetime(2025, 9, 30, 4, tzinfo=UTC)
CODE = "TEST00000000000001"


def load(*rights: tuple[str, str]) -> None:
    held = [{"party": CODE, "region": "east", "since": "2020-03-01"}]
    rows = [
        {"key": key, "kind": "invention", "title": title, "filed_on": "2020-03-01", "holdings": held}
        for key, title in rights
    ]  # fmt: skip
    load_parts(
        [("patent", rows)], Manifest(format="test", name="rights", synthetic=True),
        actor=system_actor("import", day=DAY), at=AT,
    )  # fmt: skip


@pytest.fixture
def shelf(cast: Cast, settings: Any, tmp_path: Path) -> Cast:
    settings.ZHICHAN_INDEX, settings.ZHICHAN_EXPORTS = tmp_path / "index", tmp_path / "exports"
    firm = {"key": CODE, "kind": "firm", "name": "电池厂", "region": "east", "established_on": "2001-01-01"}
    load_parts(
        [("firm", [firm])], Manifest(format="test", name="firms", synthetic=True),
        actor=system_actor("import", day=DAY), at=AT,
    )  # fmt: skip
    load(("P1", "石墨烯电池"), ("P2", "石墨烯薄膜"), ("P3", "茶杯"))
    everything()
    follow(AT)
    return cast


def html(answer: Any) -> str:
    return unescape(answer.content.decode())


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html(answer)))


def saved(someone: Client) -> str:
    offered = re.search(r'class="save" href="([^"]+)"', html(someone.get("/search/?q=石墨烯")))
    assert offered
    form = html(someone.get(offered[1]))
    key = re.search(r'name="key" value="([^"]+)"', form)
    assert key
    assert 'name="q" value="石墨烯"' in form
    answer = someone.post("/selections/", {"q": "石墨烯", "title": "石墨烯跟踪", "key": key[1]})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_a_result_is_saved_followed_and_told_of_with_the_reason_and_one_step_stops_it(shelf: Cast) -> None:
    place = saved(shelf.leader)
    assert "共2件" in words(shelf.leader.get(place))
    load(("P4", "石墨烯线"), ("P1", "铜电池"))
    follow(AT)
    page = words(shelf.leader.get(place))
    assert "新增 石墨烯线 P4 符合检索式" in page
    assert "减少 铜电池 P1 不再符合检索式" in page
    home = html(shelf.leader.get("/desk/"))
    assert "“石墨烯跟踪”新增1件，减少1件" in home
    assert "因为您保存了这个检索" in home
    leads = re.search(r'href="(/desk/notices/\d+/)">“石墨烯跟踪”', home)
    assert leads
    assert shelf.leader.get(leads[1])["Location"] == place
    stop = re.search(r'name="stop" value="(subject-\d+)"', home)
    assert stop
    shelf.leader.post("/desk/notices/", {"stop": stop[1]})
    load(("P5", "石墨烯带"))
    follow(AT)
    assert "石墨烯跟踪" not in html(shelf.leader.get("/desk/"))
    assert "共3件" in words(shelf.leader.get(place))


def test_others_see_nothing_of_it_until_it_is_shared_with_their_role(shelf: Cast) -> None:
    place = saved(shelf.leader)
    for other in (shelf.planner, shelf.stranger, shelf.nobody):
        assert other.get(place).status_code == 404
        assert other.get(f"{place}rights.csv").status_code == 404
        assert other.post(place, {"do": "close"}).status_code == 404
    assert "石墨烯跟踪" not in words(shelf.planner.get("/selections/"))
    assert shelf.nobody.get("/selections/").status_code == 302
    shelf.leader.post(place, {"do": "share", "roles": ["plan-officer"]})
    assert "石墨烯跟踪" in words(shelf.planner.get("/selections/"))
    assert "共2件" in words(shelf.planner.get(place))
    assert "停用这个检索" not in words(shelf.planner.get(place))
    assert shelf.stranger.get(place).status_code == 404


def test_its_members_are_taken_away_whole(shelf: Cast) -> None:
    place = saved(shelf.leader)
    answer = shelf.leader.get(f"{place}rights.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert [row["编号"] for row in csv.DictReader(io.StringIO(text))] == ["P1", "P2"]
    part = shelf.leader.get(f"{place}rights.csv", headers={"Range": "bytes=10-", "If-Range": answer["ETag"]})
    assert part.status_code == 206
    assert b"".join(part.streaming_content) == text.encode("utf-8-sig")[10:]
    assert shelf.leader.get(f"{place}rights.exe").status_code == 404


def test_a_right_is_taken_in_by_hand_with_the_reason_beside_it(shelf: Cast) -> None:
    place = saved(shelf.leader)
    wrong = shelf.leader.post(place, {"do": "correct", "right": "patent:P3", "into": "in", "reason": ""})
    assert (wrong.status_code, "请填写理由" in words(wrong)) == (422, True)
    shelf.leader.post(place, {"do": "correct", "right": "patent:P3", "into": "in", "reason": "杯壁含涂层"})
    page = words(shelf.leader.get(place))
    assert "共3件" in page
    assert "手工收入 杯壁含涂层" in page


def test_a_corpus_is_open_to_all_when_its_owner_says_so_and_its_digest_is_that_of_its_list(shelf: Cast) -> None:
    place = saved(shelf.leader)
    there = shelf.leader.post(place, {"do": "freeze", "title": "石墨烯语料", "public": "yes"})["Location"]
    load(("P4", "石墨烯线"))
    follow(AT)
    page = words(shelf.nobody.get(there))
    listed = shelf.nobody.get(f"{there}members.tsv").content
    assert f"sha256:{hashlib.sha256(listed).hexdigest()}" in page
    assert [line.split("\t")[0] for line in listed.decode().splitlines()] == ["patent:P1", "patent:P2"]
    inside = shelf.leader.post(place, {"do": "freeze", "title": "内部", "public": "no"})["Location"]
    assert shelf.nobody.get(inside).status_code == 404
    assert shelf.leader.get(inside).status_code == 200


def test_a_stopped_search_is_gone_and_its_corpora_stay(shelf: Cast) -> None:
    place = saved(shelf.leader)
    there = shelf.leader.post(place, {"do": "freeze", "title": "语料", "public": "no"})["Location"]
    assert shelf.leader.post(place, {"do": "close"})["Location"] == "/selections/"
    assert shelf.leader.get(place).status_code == 404
    assert shelf.leader.get(there).status_code == 200


def test_the_pages_are_there_in_english(shelf: Cast) -> None:
    place = saved(shelf.leader)
    shelf.leader.cookies["django_language"] = "en"
    assert "What came and went" in words(shelf.leader.get(place))
    assert "Saved searches" in words(shelf.leader.get("/selections/"))
