"""What the city promises the public of its search: every kind, by word and by meaning, exact, open and fast."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.doors.conftest import City, person
from tests.doors.pages import html, words

from zhichan.doors.feeds import publishing
from zhichan.doors.portal import meaning
from zhichan.kernel.access.public import actor_of, system_actor
from zhichan.kernel.acts.public import perform
from zhichan.kernel.ledger.public import step
from zhichan.kernel.registry.public import Manifest, load_parts
from zhichan.kernel.registry.searching.public import everything

pytestmark = pytest.mark.django_db
DAY, AT = date(2025, 9, 30), datetime(2025, 9, 30, 4, tzinfo=UTC)
CODE = "TEST00000000000001"
DATA = "management/rights_database/system.toml#roles.data-officer"
HELD = [{"party": CODE, "region": "east", "since": "2020-03-01"}]


@pytest.fixture
def public(city: City, settings: Any, tmp_path: Path) -> Client:
    """One right of each kind about tea, one patent about something else, and a reader without an account."""
    settings.ZHICHAN_INDEX, settings.ZHICHAN_AS_OF = tmp_path / "index", DAY
    settings.ZHICHAN_EXPORTS, settings.ZHICHAN_OPEN_DATA = tmp_path / "exports", tmp_path / "open"
    firm = {"key": CODE, "kind": "firm", "name": "示例厂", "region": "east", "established_on": "2001-01-01"}
    load_parts(
        [
            ("firm", [firm]),
            ("patent", [{"key": "P2", "kind": "utility", "title": "电池隔膜", "filed_on": "2020-03-01", "holdings": HELD}]),
            ("mark", [{"key": "M1", "kind": "ordinary", "name": "临江茶", "nice": 30, "filed_on": "2020-03-01", "holdings": HELD}]),
            ("gi_product", [{"key": "G1", "name": "临江茶叶", "region": "west", "recognised_on": "2010-01-01"}]),
            ("work", [{"key": "W1", "kind": "artistic", "title": "采茶图", "registered_on": "2020-03-01", "holdings": HELD}]),
            ("variety", [{"key": "V1", "name": "早茶1号", "species": "茶组", "filed_on": "2020-03-01", "holdings": HELD}]),
        ],
        Manifest(format="test", name="rights", synthetic=True, licence="CC BY 4.0"),
        actor=system_actor("import", day=DAY), at=AT,
    )  # fmt: skip
    everything()
    meaning.forget()
    return Client()


def enter(city: City) -> None:
    """A data officer enters a patent by hand."""
    officer = actor_of(person("data", "data-officer", city.city).pk, day=DAY)
    row = {"key": "P1", "kind": "invention", "title": "一种茶叶烘干装置", "filed_on": "2021-03-01", "holdings": HELD}
    perform(actor=officer, verb="registry:enter", facts={"source": "patent", "row": row}, at=AT)
    while step():
        pass


@pytest.mark.point("S04.1", without=DATA)
def test_every_kind_is_found_in_one_box_by_word_and_by_meaning_without_an_account(public: Client, city: City) -> None:
    enter(city)
    page = words(public.get("/search/", {"q": "茶"})).replace(" ", "")
    for title in ("一种茶叶烘干装置", "临江茶", "临江茶叶", "采茶图", "早茶1号"):
        assert title in page
    assert "电池隔膜" not in page
    officer = actor_of(person("tables", "data-officer", city.city).pk, day=DAY)
    perform(
        actor=officer, verb="registry:adopt-table", at=AT,
        facts={"table": "synonyms", "rows": [{"词": "干燥", "同义词": "烘干"}], "edition": "1", "since": "2020-01-01",
               "origin": "city"},
    )  # fmt: skip
    assert "共 0 条" in words(public.get("/search/", {"q": '"把叶子干燥的机器设备"'}))
    found = words(public.get("/search/meaning/", {"text": "想找把茶叶干燥的机器设备"}))
    assert "一种茶叶烘干装置" in found
    assert "共有： 茶叶 烘干" in found or "共有： 烘干 茶叶" in found
    assert "电池隔膜" not in found


@pytest.mark.point("S04.2", without=DATA)
def test_a_count_is_exact_and_a_list_by_meaning_says_that_it_is_none(public: Client, city: City) -> None:
    assert "共 4 条" in words(public.get("/search/", {"q": "茶"}))
    enter(city)
    assert "共 5 条" in words(public.get("/search/", {"q": "茶"}))
    assert public.get("/api/search", {"q": "茶"}).json()["count"] == 5
    listed = words(public.get("/search/meaning/", {"text": "茶叶的烘干"}))
    assert "最多列 20 件；按相近程度排列，不是命中总数" in listed
    assert "共 " not in listed.partition("共有")[0]


@pytest.mark.point("S04.3", without=DATA)
def test_what_is_downloaded_in_bulk_has_its_licence_and_its_schema(public: Client, city: City) -> None:
    enter(city)
    publishing.publish(at=AT, day=DAY)
    page = html(public.get("/open-data/"))
    assert 'href="/open-data/patent.csv"' in page
    assert "CC BY 4.0" in page
    text = b"".join(public.get("/open-data/patent.csv").streaming_content).decode()
    rows = {row["key"]: row for row in csv.DictReader(io.StringIO(text))}
    assert (sorted(rows), rows["P2"]["licence"]) == (["P1", "P2"], "CC BY 4.0")
    said = json.loads(b"".join(public.get("/open-data/patent.csv-metadata.json").streaming_content))
    assert [one["name"] for one in said["tableSchema"]["columns"]] == list(rows["P1"])


@pytest.mark.point("S04.4", without=DATA)
def test_the_size_of_the_corpus_and_the_measured_speed_are_published(public: Client, city: City) -> None:
    enter(city)
    before = words(public.get("/search/about/"))
    assert "共 6 件权利" in before
    assert "检索次数不足，尚无统计" in before
    for number in range(meaning.ENOUGH):
        public.get("/search/", {"q": "茶", "page": number})
    after = words(public.get("/search/about/"))
    assert f"最近{meaning.ENOUGH}次检索：半数在" in after
    assert "承诺：在此规模下95%的检索在500毫秒内返回" in after
    found = meaning.measured()
    assert found is not None
    assert (found[0], found[1] <= found[2]) == (meaning.ENOUGH, True)


def test_what_is_slower_than_promised_is_said_to_be(public: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for seconds, said in ((0.1, "达到承诺"), (0.6, "未达到承诺")):
        meaning.forget()
        times = iter([moment for number in range(meaning.ENOUGH) for moment in (number, number + seconds)])
        monkeypatch.setattr("zhichan.doors.portal.meaning.time.perf_counter", lambda times=times: next(times))
        for _ in range(meaning.ENOUGH):
            with meaning.timed("茶"):
                pass
        monkeypatch.undo()
        page = words(public.get("/search/about/"))
        assert f" {said} " in page
        assert f"95%在{seconds * 1000:.0f}毫秒内" in page


def test_what_is_no_search_is_not_counted_among_the_searches(public: Client) -> None:
    for _ in range(meaning.ENOUGH):
        public.get("/search/")
        public.get("/search/", {"q": " "})
        public.get("/search/meaning/")
        assert public.get("/search/", {"q": "((("}).status_code == 422
    assert meaning.measured() is None
    public.get("/search/about/")
    for _ in range(meaning.ENOUGH):
        public.get("/search/meaning/", {"text": "茶"})
    found = meaning.measured()
    assert found is not None
    assert (found[0], meaning.unanswered()) == (meaning.ENOUGH, 0)


def test_a_search_that_breaks_counts_as_slower_than_promised(
    public: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    public.raise_request_exception = False
    for _ in range(meaning.ENOUGH):
        assert public.get("/search/", {"q": "茶"}).status_code == 200
    with monkeypatch.context() as broken:
        broken.setattr("zhichan.doors.portal.searching.page", lambda *_: 1 / 0)
        assert public.get("/search/", {"q": "茶"}).status_code == 500
        assert "其中1次出错" in words(public.get("/search/about/"))
        assert public.get("/search/", {"q": "茶"}).status_code == 500
    page = words(public.get("/search/about/"))
    assert " 未达到承诺 " in page
    assert f"最近{meaning.ENOUGH + 2}次检索：未得到结果的超过5%" in page
    assert "其中2次出错，未得到结果，按超时计" in page


def test_an_empty_result_has_no_empty_column_beside_it(public: Client) -> None:
    page = html(public.get("/search/", {"q": "没有这个词"}))
    assert "没有符合的权利" in page
    assert '<aside class="facets"' not in page
    assert '<aside class="facets"' in html(public.get("/search/", {"q": "茶"}))


def test_nothing_said_by_meaning_breaks_it_and_it_is_there_in_english(public: Client) -> None:
    for text in ("", " ", "(((", "\x00茶", "x" * 5000, "NOT AND", "🎋", "的"):
        assert public.get("/search/meaning/", {"text": text}).status_code == 200
    public.cookies["django_language"] = "en"
    assert "Search by meaning" in words(public.get("/search/meaning/", {"text": "茶叶"}))
    assert "Size and speed of the search" in words(public.get("/search/about/"))
