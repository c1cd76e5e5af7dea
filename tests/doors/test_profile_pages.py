"""Pages of firms, regions and technologies: every number is what the search finds with the question it leads to."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.doors.conftest import City

from zhichan.kernel.access.public import system_actor
from zhichan.kernel.acts.public import perform
from zhichan.kernel.ledger.public import step
from zhichan.kernel.registry.public import Manifest, load_parts
from zhichan.kernel.registry.searching.public import everything

DAY = date(2025, 9, 30)
MAKER, GROWER, SOMEONE = "TEST00000000000001", "TEST00000000000002", "TEST00000000000003"
PAGES = (
    f"/firms/{MAKER}/", "/regions/linjiang/", "/regions/east/", "/technologies/", "/technologies/ipc/H01M/",
    "/technologies/ipc/H/", "/technologies/field/%E7%94%B5%E6%B1%A0/", "/technologies/nice/30/",
)  # fmt: skip


def held(code: str, region: str, since: str = "2015-01-01") -> list[dict[str, Any]]:
    return [{"party": code, "region": region, "since": since}]


def patent(number: int, **more: Any) -> dict[str, Any]:
    return {
        "key": f"CN2020{number:07}", "kind": "invention", "title": f"电池{number}", "filed_on": "2020-03-01",
        "granted_on": "2022-03-01", "ipc": "H01M10/0525", "field": "电池", "holdings": held(MAKER, "east"), **more,
    }  # fmt: skip


def rights(count: int) -> list[tuple[str, list[dict[str, Any]]]]:
    firms = [
        {"key": MAKER, "kind": "firm", "name": "临江电池厂", "region": "east", "established_on": "2001-01-01"},
        {"key": GROWER, "kind": "firm", "name": "西岭茶叶合作社", "region": "west", "established_on": "2011-01-01"},
        {"key": SOMEONE, "kind": "person", "name": "某人（演示）", "region": "west", "established_on": "1990-01-01"},
    ]
    patents = [patent(number) for number in range(count)]
    patents += [
        patent(900, ipc="H02K1/00", granted_on=None, filed_on="2024-05-06"),
        patent(901, ended_on="2023-01-01", end_reason="unpaid_fee"),
        patent(902, holdings=held(SOMEONE, "west"), filed_on="2018-05-06"),
    ]
    marks = [
        {
            "key": f"T{number}", "kind": "ordinary", "name": f"山茶{number}", "nice": 30, "filed_on": "2015-01-01",
            "registered_on": "2016-01-01", "holdings": held(GROWER, "west"),
        }
        for number in range(3)
    ]
    marks.append({**marks[0], "key": "T9", "name": "电池牌", "nice": 9, "holdings": held(MAKER, "east")})
    return [
        ("firm", firms), ("patent", patents), ("mark", marks),
        ("pledge", [{
            "key": "Y1", "party": MAKER, "region": "east", "kind": "patent", "registered_on": "2024-01-02",
            "amount_fen": 100_000_00, "lender": "示例银行",
        }]),
        ("recognition", [{
            "key": "R1", "party": MAKER, "region": "east", "kind": "national_advantage", "name": "优势企业",
            "since": "2022-01-01", "until": "2025-01-01",
        }]),
    ]  # fmt: skip


@pytest.fixture
def shelf(city: City, settings: Any, tmp_path: Path) -> Client:
    settings.ZHICHAN_INDEX, settings.ZHICHAN_AS_OF = tmp_path / "index", DAY
    load(rights(12))
    return Client()


def load(parts: list[tuple[str, list[dict[str, Any]]]]) -> None:
    load_parts(
        parts, Manifest(format="test", name="rights", synthetic=True), actor=system_actor("import", day=DAY),
        at=datetime(2025, 9, 30, 4, tzinfo=UTC),
    )  # fmt: skip
    everything()


def html(answer: Any) -> str:
    return unescape(answer.content.decode())


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html(answer)))


def test_every_number_leads_to_a_search_that_finds_as_many(shelf: Client) -> None:
    links: dict[str, str] = {}
    for page in PAGES:
        answer = shelf.get(page)
        assert answer.status_code == 200
        found = re.findall(
            r'<a class="opens" href="(/search/[^"]+)"><data class="number" value="(\d+)">', html(answer)
        )
        assert len(set(found)) >= 5, page
        links |= dict(found)
    for href, count in links.items():
        assert f"共 {count} 条" in words(shelf.get(href)), href


def test_a_firm_shows_its_rights_pledges_honours_and_where_it_is(shelf: Client) -> None:
    page = words(shelf.get(f"/firms/{MAKER}/"))
    assert "临江电池厂" in page
    assert "名下在册权利15件" in page
    assert "示例银行" in page
    assert "优势企业" in page
    links = html(shelf.get(f"/firms/{MAKER}/"))
    for href in ("/regions/east/", "/technologies/ipc/H/", "/technologies/nice/9/"):
        assert f'href="{href}"' in links


def test_a_firm_keeps_the_names_it_bore(shelf: Client) -> None:
    load([("firm", [{
        "key": MAKER, "kind": "firm", "name": "临江新能源厂", "region": "east", "established_on": "2001-01-01",
    }])])  # fmt: skip
    page = words(shelf.get(f"/firms/{MAKER}/"))
    assert "用过的名称" in page
    assert "临江电池厂" in page


def test_a_person_has_no_page(shelf: Client) -> None:
    assert shelf.get(f"/firms/{SOMEONE}/").status_code == 404
    assert f"/firms/{SOMEONE}/" not in html(shelf.get("/technologies/ipc/H01M/"))
    assert shelf.get("/firms/TEST00000000000009/").status_code == 404


def test_a_region_has_those_below_it_within_its_count(shelf: Client) -> None:
    city, east, west = (words(shelf.get(f"/regions/{slug}/")) for slug in ("linjiang", "east", "west"))
    assert "临江市在册权利19件" in city
    assert "东岸县在册权利15件" in east
    assert "西岭县在册权利4件" in west
    assert 'href="/regions/east/"' in html(shelf.get("/regions/linjiang/"))
    assert shelf.get("/regions/")["Location"] == "/regions/linjiang/"
    assert shelf.get("/regions/nowhere/").status_code == 404


def test_a_class_leads_down_and_up(shelf: Client) -> None:
    section = html(shelf.get("/technologies/ipc/H/"))
    assert 'href="/technologies/ipc/H01/"' in section
    assert 'href="/technologies/ipc/H02/"' in section
    group = html(shelf.get("/technologies/ipc/H01M10/0525/"))
    assert 'href="/technologies/ipc/H01M10/"' in group
    assert "在册权利14件" in group


def test_what_is_no_class_is_not_there(shelf: Client) -> None:
    for place in ("ipc/14-02", "ipc/Z99Z", "nice/46", "nice/x", "other/H", "field/%22", "field/nothing"):
        assert shelf.get(f"/technologies/{place}/").status_code == 404, place


def test_one_searches_inside_a_page(shelf: Client) -> None:
    answer = shelf.get("/search/within/", {"within": f'PAC="{MAKER}"', "q": "牌 OR 电池3"}, follow=True)
    assert "共 2 条" in words(answer)
    assert shelf.get("/search/within/", {"within": "", "q": "茶"})["Location"] == "/search/?q=%E8%8C%B6"


def test_a_page_is_a_file_a_feed_and_an_answer_to_a_program(shelf: Client) -> None:
    for page in PAGES:
        _told_in_every_way(shelf, page)


def _told_in_every_way(shelf: Client, page: str) -> None:
    content = shelf.get(page, {"as": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(content).decode().removeprefix("\ufeff"))))
    assert set(rows[0]) == {"统计", "值", "名称", "件数"}
    feed = ElementTree.fromstring(shelf.get(page, {"as": "atom"}).content)
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert 0 < len(entries) <= 5
    address = re.search(r'<a href="(/api/profiles/[^"]+)">JSON', html(shelf.get(page)))
    assert address
    body = shelf.get(address[1]).json()
    assert body["count"] == sum(int(row["件数"]) for row in rows if row["统计"] == "类型")
    assert len(body["newest"]) == len(entries)
    assert body["count"] == sum(sum(kinds.values()) for kinds in body["standings"].values())


def test_a_page_asks_as_much_of_the_database_for_many_rights_as_for_few(shelf: Client) -> None:
    def asked(page: str) -> int:
        shelf.get(page)
        with CaptureQueriesContext(connections["default"]) as caught:
            assert shelf.get(page).status_code == 200
        return len(caught)

    few = {page: asked(page) for page in PAGES}
    load(rights(60))
    many = {page: asked(page) for page in PAGES}
    assert many == few
    assert max(few.values()) <= 60, few


def test_a_page_is_in_english_too(shelf: Client, settings: Any) -> None:
    shelf.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for page in PAGES:
        text = words(shelf.get(page))
        assert "rights on record" in text, page
        assert "Rights by kind and standing" in text, page


def test_while_the_index_is_being_made_the_pages_say_so(city: City, settings: Any, tmp_path: Path) -> None:
    settings.ZHICHAN_INDEX, settings.ZHICHAN_AS_OF = tmp_path / "index", DAY
    answer = Client().get("/technologies/")
    assert answer.status_code == 503
    assert "索引正在建立" in words(answer)


def test_wipo_fields_are_there_once_their_table_is_loaded(shelf: Client) -> None:
    assert shelf.get("/technologies/wipo35/1/").status_code == 404
    perform(
        actor=system_actor("import", day=DAY), verb="registry:adopt-table", at=datetime(2025, 9, 30, 4, tzinfo=UTC),
        facts={"table": "wipo35", "edition": "示例", "origin": "测试", "since": "2020-01-01", "rows": [
            {"field_no": "1", "field_zh": "电机与电能", "field_en": "Electrical energy", "ipc_subclass": "H01M"},
            {"field_no": "2", "field_zh": "电机", "field_en": "Machines", "ipc_subclass": "H02K"},
        ]},
    )  # fmt: skip
    while step():
        pass
    overview = html(shelf.get("/technologies/"))
    assert 'href="/technologies/wipo35/1/">电机与电能' in overview
    assert "在册权利14件" in words(shelf.get("/technologies/wipo35/1/"))
    assert "在册权利1件" in words(shelf.get("/technologies/wipo35/2/"))
    assert shelf.get("/technologies/wipo35/36/").status_code == 404
