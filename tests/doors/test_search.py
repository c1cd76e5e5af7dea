"""The public search as a citizen meets it: one box, exact counts, what was understood, what went wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook
from tests.doors.conftest import City
from tests.doors.pages import html, words

from zhichan.doors.feeds import exporting, publishing
from zhichan.kernel.access.public import system_actor
from zhichan.kernel.acts.public import perform
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
    settings.ZHICHAN_EXPORTS = tmp_path / "exports"
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


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_the_whole_result_is_exported_and_no_cell_is_a_formula(shelf: Client) -> None:
    answer = shelf.get("/search/rights.csv", {"q": "KIND=发明"})
    rows = list(csv.DictReader(io.StringIO(body(answer).decode("utf-8-sig"))))
    assert len(rows) == 30
    assert {row["授权或登记日"] for row in rows} == {"2022-03-01", ""}
    [odd] = [row for row in rows if row["编号"] == "CN20200000028"]
    assert (odd["名称"], odd["权利人"], odd["分类"], odd["申请日"]) == ("'=危险的标题", "临江电池厂", "A23F3/06", "2021-05-06")
    assert {row["来源"] for row in rows} == {"rights", "closed"}
    assert shelf.get("/search/rights.csv", {"q": "("}).status_code == 404
    assert shelf.get("/search/rights.exe", {"q": ""}).status_code == 404


def test_three_kinds_of_file_hold_the_same_and_describe_themselves(shelf: Client) -> None:
    asked = {"q": "茶叶 OR 热泵"}
    lines = list(csv.DictReader(io.StringIO(body(shelf.get("/search/rights.csv", asked)).decode("utf-8-sig"))))
    table = pq.read_table(io.BytesIO(body(shelf.get("/search/rights.parquet", asked))))
    book = CalamineWorkbook.from_filelike(io.BytesIO(body(shelf.get("/search/rights.xlsx", asked))))
    said = json.loads(body(shelf.get("/search/rights.csv-metadata.json", asked)))
    keys = ["CN20200000028", "CN20200000029", "G1"]
    assert sorted(row["编号"] for row in lines) == keys
    assert sorted(row["key"] for row in table.to_pylist()) == keys
    sheet, notes = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert sorted(row[0] for row in sheet[1:]) == keys
    assert [column["name"] for column in said["tableSchema"]["columns"]] == table.schema.names
    assert [line[0] for line in notes if line[3]] == table.schema.names
    assert [column["titles"]["zh"] for column in said["tableSchema"]["columns"]] == list(lines[0])
    assert (said["dc:extent"], said["dc:date"]) == (3, "2025-09-30")
    assert table.schema.metadata[b"title"].decode().startswith("检索结果：茶叶 OR 热泵")


def test_a_whole_result_is_resumed_where_it_broke_and_begun_anew_when_it_has_changed(shelf: Client) -> None:
    whole = shelf.get("/search/rights.csv", {"q": "石墨烯"})
    tag, begun = whole["ETag"], body(whole)
    rest = shelf.get("/search/rights.csv", {"q": "石墨烯"}, headers={"Range": "bytes=300-", "If-Range": tag})
    assert (rest.status_code, begun[:300] + body(rest)) == (206, begun)
    load_parts(
        [("patent", [patent(40, "石墨烯电池又一")])], Manifest(format="test", name="more", synthetic=True),
        actor=system_actor("import", day=DAY), at=datetime(2025, 9, 30, 4, tzinfo=UTC),
    )  # fmt: skip
    everything()
    anew = shelf.get("/search/rights.csv", {"q": "石墨烯"}, headers={"Range": "bytes=300-", "If-Range": tag})
    assert (anew.status_code, body(anew).count(b"\n")) == (200, 30)


def test_files_are_kept_by_number_and_size_and_one_that_goes_meanwhile_is_made_again(
    shelf: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = body(shelf.get("/search/rights.csv?q=电池"))
    place = exporting.folder()
    old = place / ("0" * 64 + ".csv")
    for name, size in ((old.name, 4000), (".half", 10), (".writing", 10)):
        (place / name).write_bytes(b"x" * size)
    os.utime(old, (1000, 1000))
    os.utime(place / ".half", (1000, 1000))
    monkeypatch.setattr(exporting, "KEPT_BYTES", 3000)
    assert body(shelf.get("/search/rights.csv?q=茶")) != first
    assert {one.name for one in place.iterdir() if one.name in (old.name, ".half", ".writing")} == {".writing"}
    digest = publishing.digest_of
    gone: list[Path] = []

    def removed_once(file: Path) -> str:
        if not gone:
            gone.append(file)
            file.unlink()
        return digest(file)

    monkeypatch.setattr(publishing, "digest_of", removed_once)
    assert body(shelf.get("/search/rights.csv?q=电池")) == first
    assert len(gone) == 1


def test_synonyms_are_shown_and_can_be_taken_off(shelf: Client) -> None:
    perform(
        actor=system_actor("import", day=DAY), verb="registry:adopt-table", at=datetime(2025, 9, 30, 4, tzinfo=UTC),
        facts={
            "table": "synonyms", "rows": [{"词": "单层碳", "同义词": "石墨烯；graphene"}], "edition": "1",
            "since": "2020-01-01", "origin": "city",
        },
    )  # fmt: skip
    page = html(shelf.get("/search/?q=單層碳"))
    assert "共 28 条" in re.sub(r"<[^>]+>", "", page)
    assert "<mark>石墨烯</mark>" in page
    off = re.search(r'单层碳 → 石墨烯、graphene</span><a href="([^"]+)"', page)
    assert off
    plain = html(shelf.get(off[1]))
    assert "共 0 条" in re.sub(r"<[^>]+>", "", plain)
    again = re.search(r'不按同义词检索：<a class="query" href="([^"]+)">单层碳</a>', plain)
    assert again
    assert "共 28 条" in words(shelf.get(again[1]))
    assert body(shelf.get("/search/rights.csv", {"q": "单层碳"})).count(b"\n") == 29
    assert shelf.get("/api/search", {"q": "单层碳"}).json()["count"] == 28
    assert shelf.get("/api/search", {"q": "单层碳", "plain": "单层碳"}).json()["count"] == 0


def test_a_family_stands_as_one_row_that_says_how_many_match(shelf: Client) -> None:
    load_parts(
        [("patent", [patent(n, f"光伏组件{n}", family="F1" if n < 53 else "F2") for n in range(50, 54)])],
        Manifest(format="test", name="families", synthetic=True),
        actor=system_actor("import", day=DAY), at=datetime(2025, 9, 30, 4, tzinfo=UTC),
    )  # fmt: skip
    everything()
    page = shelf.get("/search/?q=光伏&families=1")
    assert ("共 2 族" in words(page), html(page).count("<h3>")) == (True, 2)
    assert "同族共 3 件符合" in words(page)
    answer = shelf.get("/api/search", {"q": "光伏", "families": "true"}).json()
    assert (answer["count"], sorted(item["members"] for item in answer["items"])) == (2, [1, 3])


def test_similar_rights_say_what_they_share(shelf: Client) -> None:
    href = re.search(r'<a href="(/similar/patent/CN20200000003/)"', html(shelf.get("/search/?q=石墨烯电池")))
    assert href
    page = words(shelf.get(href[1]))
    assert "一种石墨烯电池3" in page
    assert "共有：" in page
    assert html(shelf.get(href[1])).count("<h3>") == 10
    assert shelf.get("/similar/patent/NONE/").status_code == 404
    assert shelf.get("/similar/credit/X/").status_code == 404
    answer = shelf.get("/api/search/similar", {"source": "patent", "key": "CN20200000003"}).json()
    assert len(answer["items"]) == 10
    assert "电池" in "".join(answer["items"][0]["words"])
    assert shelf.get("/api/search/similar", {"source": "patent", "key": "NONE"}).status_code == 404


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


def test_before_there_is_an_index_the_page_says_so_and_asks_again_by_itself(city: City, settings: Any, tmp_path: Path) -> None:
    settings.ZHICHAN_INDEX, settings.ZHICHAN_AS_OF = tmp_path / "none", DAY
    answer = Client().get("/search/?q=茶")
    assert (answer.status_code, "检索索引正在建立" in words(answer)) == (503, True)
    assert (answer["Refresh"], answer["Retry-After"], 'role="alert"' in html(answer)) == ("3", "3", False)
    assert Client().get("/search/").status_code == 200


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
    uncounted = shelf.get("/api/search", {"q": "石墨烯", "kind": "patent:invention", "facets": "false"}).json()
    assert uncounted == {**answer, "facets": {}}
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
