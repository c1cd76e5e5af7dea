"""The public search as a citizen meets it: one box, exact counts, what was understood, what went wrong."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.doors.conftest import City
from tests.doors.pages import html, words

from zhichan.kernel.access.public import system_actor
from zhichan.kernel.registry.public import Manifest, load_parts, rollback
from zhichan.kernel.registry.searching.public import everything

DAY = date(2025, 9, 30)
CODE = "TEST00000000000001"


def patent(number: int, title: str, **more: Any) -> dict[str, Any]:
    return {
        "key": f"CN2020{number:07}", "kind": "invention", "title": title, "filed_on": "2020-03-01",
        "granted_on": "2022-03-01", "ipc": "H01M10/0525",
        "holdings": [{"party": CODE, "region": "east", "since": "2020-03-01"}], **more,
    }  # fmt: skip


@pytest.fixture
def shelf(city: City, settings: Any, tmp_path: Path) -> Client:
    """Thirty patents, one of them licensed with its inventor withheld, and a geographical indication."""
    settings.ZHICHAN_INDEX, settings.ZHICHAN_AS_OF = tmp_path / "index", DAY
    importer, at = system_actor("import", day=DAY), datetime(2025, 9, 30, 4, tzinfo=UTC)
    firm = {
        "key": CODE,
        "kind": "firm",
        "name": "临江电池厂",
        "region": "east",
        "established_on": "2001-01-01",
    }
    patents = [patent(n, f"一种石墨烯电池{n}") for n in range(28)]
    patents.append(patent(28, "=危险的标题", granted_on=None, ipc="A23F3/06", filed_on="2021-05-06"))
    load_parts(
        [
            ("firm", [firm]),
            ("patent", patents),
            ("gi_product", [{"key": "G1", "name": "临江茶叶", "region": "west", "recognised_on": "2010-01-01"}]),
            ("text", [{
                "key": "T1", "right_kind": "patent", "right_key": patents[28]["key"], "part": "abstract", "language": "zh",
                "body": "本发明公开了一种热泵，用于茶叶的烘干。",
            }]),
        ],
        Manifest(format="test", name="rights", synthetic=True), actor=importer, at=at,
    )  # fmt: skip
    load_parts(
        [("patent", [patent(29, "热泵", inventors=["不公开的人"], filed_on="2019-01-01")])],
        Manifest(format="test", name="closed", synthetic=True, withheld=("patent.inventors",)), actor=importer, at=at,
    )  # fmt: skip
    everything()
    return Client()


def test_one_box_finds_every_kind_with_the_exact_count_and_the_passage(shelf: Client) -> None:
    answer = shelf.get("/search/?q=茶叶")
    page = html(answer)
    assert "共 2 条" in words(answer)
    assert "临江<mark>茶叶</mark>" in page
    assert "用于<mark>茶叶</mark>的烘干" in page
    assert "地理标志产品" in page
    assert shelf.get("/search/?q=茶葉").content.count(b"<mark>") == answer.content.count(b"<mark>")


def test_a_facet_narrows_by_its_own_count(shelf: Client) -> None:
    page = html(shelf.get("/search/?q="))
    assert "共 31 条" in re.sub(r"<[^>]+>", "", page)
    links = re.findall(
        r'<a href="(/search/\?[^"]+)"[^>]*><span class="facet-name">([^<]+)</span><span class="facet-count">(\d+)<',
        page,
    )
    assert ("发明专利", "30") in {(name, count) for _, name, count in links}
    assert len(links) >= 8
    for href, _, count in links:
        assert f"共 {count} 条" in words(shelf.get(href)), href


def test_pages_hold_twenty_and_say_where_one_is(shelf: Client) -> None:
    first, second = (shelf.get(f"/search/?q=石墨烯&sort=oldest&page={n}") for n in (1, 2))
    assert (html(first).count("<h3>"), html(second).count("<h3>")) == (20, 8)
    assert "第 21 至 28 行，共 28 行" in words(second)


def test_a_page_of_twenty_costs_as_many_statements_as_a_page_of_one(
    shelf: Client,
) -> None:
    shelf.get("/search/?q=石墨烯")
    with CaptureQueriesContext(connection) as one:
        assert html(shelf.get("/search/?q=AN=CN20200000003")).count("<h3>") == 1
    for question in ("石墨烯", "H01M"):
        with CaptureQueriesContext(connection) as twenty:
            shelf.get("/search/", {"q": question})
        assert len(twenty) <= len(one) + 1, [each["sql"] for each in twenty]
    with CaptureQueriesContext(connection) as told:
        assert len(shelf.get("/api/search", {"q": "石墨烯"}).json()["items"]) == 20
    assert sum("registry_patent" in each["sql"] for each in told) == 1


def test_a_query_that_cannot_be_read_shows_where_and_what_may_be_meant(shelf: Client) -> None:
    answer = shelf.get("/search/", {"q": "石墨烯 AND TT=电池"})
    page = html(answer)
    assert answer.status_code == 422
    assert "没有“TT”这个检索字段" in page
    assert "石墨烯 AND <mark>TT</mark>=电池" in page
    suggestion = re.search(r'<a class="query" href="([^"]+)">石墨烯 AND TI=电池</a>', page)
    assert suggestion
    assert "共 28 条" in words(shelf.get(suggestion[1]))


def test_what_was_understood_stands_as_chips_that_can_be_taken_off(shelf: Client) -> None:
    page = html(shelf.get("/search/", {"q": "石墨烯 IPC=A23F"}))
    assert "共 0 条" in re.sub(r"<[^>]+>", "", page)
    without = re.search(r'<span class="query">IPC="A23F"</span><a href="([^"]+)"', page)
    assert without
    assert "共 28 条" in words(shelf.get(without[1]))


def test_the_whole_result_is_exported_and_no_cell_is_a_formula(shelf: Client) -> None:
    answer = shelf.get("/search/rights.csv", {"q": "KIND=发明"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 31
    assert rows[0][:3] == ["类型", "号码", "名称"]
    assert [
        "发明专利",
        "CN20200000028",
        "'=危险的标题",
        "临江电池厂",
        "2021-05-06",
        "",
        "",
        "A23F3/06",
    ] in rows
    refused = shelf.get("/search/rights.csv", {"q": "("})
    assert refused.status_code == 404


def test_a_record_opens_and_hides_what_its_licence_withholds(shelf: Client) -> None:
    href = re.search(r'<h3><a href="(/records/patent/[^"]+)"', html(shelf.get("/search/?q=TI=热泵")))
    assert href
    page = shelf.get(href[1])
    assert "热泵（CN20200000029）" in words(page)
    assert "不公开的人" not in html(page)
    assert "共 0 条" in words(shelf.get("/search/?q=不公开的人"))
    assert [
        shelf.get(f"/records/{there}/").status_code for there in ("patent/NONE", "credit/X", "firm/" + CODE)
    ] == [404] * 3


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=%22", "page=x", "page=99999", "sort=none", "year=x", "kind=none&kind=%00", "q=" + "(" * 300],
)
def test_no_question_breaks_it(shelf: Client, query: str) -> None:
    assert shelf.get(f"/search/?{query}").status_code in (200, 422)


def test_before_there_is_an_index_the_page_says_so(city: City, settings: Any, tmp_path: Path) -> None:
    settings.ZHICHAN_INDEX, settings.ZHICHAN_AS_OF = tmp_path / "none", DAY
    answer = Client().get("/search/?q=茶")
    assert (answer.status_code, "检索索引正在建立" in words(answer)) == (422, True)


def test_everything_is_there_in_english(shelf: Client) -> None:
    shelf.cookies["django_language"] = "en"
    page = words(shelf.get("/search/?q=茶叶"))
    assert "2 rights" in page
    assert "GI products" in page


def test_the_first_page_of_the_portal_has_the_box(shelf: Client) -> None:
    assert 'action="/search/" role="search"' in html(shelf.get("/"))


def test_programs_ask_the_same_question(shelf: Client) -> None:
    answer = shelf.get("/api/search", {"q": "石墨烯", "kind": "patent:invention"}).json()
    assert (answer["count"], len(answer["items"]), answer["understood"]) == (28, 20, '"石墨烯"')
    assert answer["items"][0].keys() == {"source", "key", "title"}
    assert {"value": "H", "count": 28} in answer["facets"]["section"]
    refused = shelf.get("/api/search", {"q": "("})
    assert refused.status_code == 422
    assert "query.open" in refused.content.decode()


def test_a_key_with_a_slash_has_a_page(shelf: Client) -> None:
    load_parts(
        [("patent", [patent(30, "斜线", key="WO2020/123456")])],
        Manifest(format="test", name="slash", synthetic=True),
        actor=system_actor("import", day=DAY), at=datetime(2025, 9, 30, 4, tzinfo=UTC),
    )  # fmt: skip
    everything()
    href = re.search(r'<h3><a href="(/records/patent/[^"]+)"', html(shelf.get("/search/?q=斜线")))
    assert href
    assert "斜线（WO2020/123456）" in words(shelf.get(href[1]))


def test_a_right_that_has_just_gone_breaks_no_page(shelf: Client) -> None:
    """Between a rollback and the next step of the index."""
    loaded = load_parts(
        [("patent", [patent(31, "昙花")])], Manifest(format="test", name="brief", synthetic=True),
        actor=system_actor("import", day=DAY), at=datetime(2025, 9, 30, 4, tzinfo=UTC),
    )  # fmt: skip
    everything()
    rollback(
        loaded.load,
        reason="test",
        actor=system_actor("import", day=DAY),
        at=datetime(2025, 9, 30, 4, tzinfo=UTC),
    )
    answer = shelf.get("/search/?q=昙花")
    assert (answer.status_code, html(answer).count("<h3>")) == (200, 0)
    assert shelf.get("/api/search", {"q": "昙花"}).json()["items"] == []
    assert b"".join(shelf.get("/search/rights.csv", {"q": "昙花"}).streaming_content).count(b"\n") == 1
