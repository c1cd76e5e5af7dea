"""Marks alike, as someone about to file a mark looks for them: in the box, in a query and from a program."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.doors.conftest import City

from zhichan.kernel.access.public import system_actor
from zhichan.kernel.registry.public import Manifest, load_parts
from zhichan.kernel.registry.searching.public import everything

DAY = date(2025, 9, 30)
CODE = "TEST00000000000001"


@pytest.fixture
def shelf(city: City, settings: Any, tmp_path: Path) -> Client:
    settings.ZHICHAN_INDEX, settings.ZHICHAN_AS_OF = tmp_path / "index", DAY
    firm = {"key": CODE, "kind": "firm", "name": "清泉茶厂", "region": "east", "established_on": "2001-01-01"}
    names = (("T1", "清泉", 30), ("T2", "青泉", 32), ("T3", "QingQuan", 32), ("T4", "天地人", 30))
    marks = [
        {
            "key": key, "kind": "ordinary", "name": name, "nice": nice, "filed_on": "2015-01-01",
            "registered_on": "2016-01-01", "holdings": [{"party": CODE, "region": "east", "since": "2015-01-01"}],
        }
        for key, name, nice in names
    ]  # fmt: skip
    load_parts(
        [("firm", [firm]), ("mark", marks)], Manifest(format="test", name="marks", synthetic=True),
        actor=system_actor("import", day=DAY), at=datetime(2025, 9, 30, 4, tzinfo=UTC),
    )  # fmt: skip
    everything()
    return Client()


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())))


def test_the_box_leads_to_the_marks_alike_each_with_why(shelf: Client) -> None:
    assert 'name="mark"' in shelf.get("/search/").content.decode()
    answer = shelf.get("/search/alike/", {"mark": ' 清"泉 ', "classes": "32、30 和 32，99"}, follow=True)
    page = words(answer)
    assert "共 1 条" not in page
    assert answer.request["QUERY_STRING"].count("NICE")
    answer = shelf.get("/search/alike/", {"mark": "清泉", "classes": "32、30 和 32，99"}, follow=True)
    page = words(answer)
    assert "共 3 条" in page
    assert "近似：文字相同" in page
    assert "近似：读音相同（qing quan）" in page
    assert "近似：拼音相同（qingquan）" in page
    assert page.index("文字相同") < page.index("读音相同（qing quan）") < page.index("拼音相同（qingquan）")
    assert "天地人" not in page
    only = words(shelf.get("/search/alike/", {"mark": "清泉", "classes": "30"}, follow=True))
    assert "共 1 条" in only


def test_similar_groups_are_asked_for_with_what_is_in_no_known_group(shelf: Client) -> None:
    page = words(shelf.get("/search/alike/", {"mark": "清泉", "classes": "3201"}, follow=True))
    assert "共 2 条" in page
    assert 'SG="32?"' in page


def test_an_empty_box_leads_to_the_search(shelf: Client) -> None:
    answer = shelf.get("/search/alike/", {"mark": ' "" ', "classes": "30"})
    assert (answer.status_code, answer["Location"]) == (302, "/search/?")


def test_what_is_alike_is_said_in_english_too(shelf: Client, settings: Any) -> None:
    shelf.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = words(shelf.get("/search/", {"q": "ALIKE=清泉"}))
    assert "Alike: the same sound (qing quan)" in page


def test_a_program_gets_the_score_and_the_reasons(shelf: Client) -> None:
    body = shelf.get("/api/search", {"q": "近似=清泉 NCL=32"}).json()
    assert [(one["key"], one["alike"]["score"]) for one in body["items"]] == [("T2", 90), ("T3", 78)]
    assert body["items"][0]["alike"]["reasons"] == [{
        "code": "sound", "text": {"zh": "读音相同（qing quan）", "en": "the same sound (qing quan)"}, "score": 90,
    }]  # fmt: skip
    plain = shelf.get("/api/search", {"q": "清泉"}).json()
    assert plain["count"] == 4
    assert all(set(one) == {"source", "key", "title"} for one in plain["items"])
