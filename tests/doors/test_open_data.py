"""Open data: the files are whole, described, checked by digest, and hold nothing that a licence withholds."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.test import Client
from tests.doors.conftest import City

from zhichan.doors.feeds import publishing
from zhichan.kernel.access.public import system_actor
from zhichan.kernel.registry.public import RIGHTS, Manifest, load_parts
from zhichan.kernel.registry.searching.public import everything

DAY, AT = date(2025, 9, 30), datetime(2025, 9, 30, 4, tzinfo=UTC)
CODE = "TEST00000000000001"


def load(*parts: tuple[str, list[dict[str, Any]]], **manifest: Any) -> None:
    load_parts(
        parts,
        Manifest(format="test", name="rights", synthetic=True, **manifest),
        actor=system_actor("import", day=DAY),
        at=AT,
    )


def patent(key: str, **more: Any) -> dict[str, Any]:
    held = [{"party": CODE, "region": "east", "since": "2020-03-01"}]
    return {
        "key": key, "kind": "invention", "title": '电池，"新"', "filed_on": "2020-03-01", "holdings": held,
        "inventors": ["张三", "李四"], "claims": 7, **more,
    }  # fmt: skip


@pytest.fixture
def offered(city: City, settings: Any, tmp_path: Path) -> Client:
    settings.ZHICHAN_OPEN_DATA, settings.ZHICHAN_AS_OF = tmp_path / "open", DAY
    load(
        (
            "firm",
            [
                {
                    "key": CODE,
                    "kind": "firm",
                    "name": "电池厂",
                    "region": "east",
                    "established_on": "2001-01-01",
                }
            ],
        )
    )
    load(("patent", [patent("P1")]), licence="CC BY 4.0", as_of=date(2025, 8, 31))
    load(("patent", [patent("P2")]), licence="internal", withheld=("patent.inventors", "patent.holdings"))
    publishing.publish(at=AT, day=DAY)
    return Client()


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_csv_and_parquet_hold_the_same_rows_with_origin_and_without_what_is_withheld(offered: Client) -> None:
    lines = list(csv.DictReader(io.StringIO(body(offered.get("/open-data/patent.csv")).decode())))
    table = pq.read_table(io.BytesIO(body(offered.get("/open-data/patent.parquet")))).to_pylist()
    assert [(row["key"], row["title"], row["claims"]) for row in lines] == [
        ("P1", '电池，"新"', "7"), ("P2", '电池，"新"', "7"),
    ]  # fmt: skip
    assert [(row["inventors"], row["holders"], row["holder_regions"]) for row in table] == [
        (["张三", "李四"], ["电池厂"], ["east"]), (None, [], []),
    ]  # fmt: skip
    assert [(row["licence"], row["as_of"]) for row in table] == [
        ("CC BY 4.0", date(2025, 8, 31)),
        ("internal", None),
    ]
    assert [row["inventors"] for row in lines] == ["张三|李四", ""]
    assert [row["filed_on"] for row in table] == [date(2020, 3, 1)] * 2


def test_each_file_is_described_and_has_the_digest_that_the_page_shows(offered: Client) -> None:
    page = unescape(offered.get("/open-data/").content.decode())
    links = re.findall(r'href="(/open-data/[a-z_]+\.[a-z.-]+)"', page)
    assert len(links) == 3 * len(RIGHTS)
    for link in links:
        assert hashlib.sha256(body(offered.get(link))).hexdigest() in page
    described = json.loads(body(offered.get("/open-data/patent.csv-metadata.json")))
    header = body(offered.get("/open-data/patent.csv")).decode().splitlines()[0].split(",")
    assert [column["name"] for column in described["tableSchema"]["columns"]] == header
    assert all(
        column["titles"]["zh"] and column["titles"]["en"] for column in described["tableSchema"]["columns"]
    )
    assert "CC BY 4.0" in page


def test_a_broken_download_is_resumed(offered: Client) -> None:
    whole = body(offered.get("/open-data/patent.csv"))
    rest = offered.get("/open-data/patent.csv", headers={"Range": "bytes=100-"})
    assert (rest.status_code, rest["Content-Range"]) == (206, f"bytes 100-{len(whole) - 1}/{len(whole)}")
    assert whole[:100] + body(rest) == whole
    assert offered.get("/open-data/patent.csv", headers={"Range": "bytes=9999999-"}).status_code == 416


def test_the_example_of_the_page_runs_as_it_stands(
    offered: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.ZHICHAN_INDEX, settings.ZHICHAN_EXPORTS = tmp_path / "index", tmp_path / "exports"
    everything()
    page = unescape(offered.get("/open-data/").content.decode())
    example = re.search(r'<pre class="query" id="example">(.*?)</pre>', page, re.DOTALL)
    assert example

    def opened(address: str) -> io.BytesIO:
        host, _, path = address.removeprefix("http://").partition("/")
        assert host == "testserver"
        answer: Any = offered.get(f"/{path}")
        assert answer.status_code == 200, path
        return io.BytesIO(body(answer) if answer.streaming else answer.content)

    monkeypatch.setattr("urllib.request.urlopen", opened)
    exec(example[1], {})
    assert capsys.readouterr().out == "2 2 2\n"


@pytest.mark.parametrize("name", ["manifest.json", "..%2f..%2fcurrent", "credit.csv", "firm.csv", "current"])
def test_nothing_else_can_be_fetched(offered: Client, name: str) -> None:
    assert offered.get(f"/open-data/{name}").status_code == 404


def test_an_edition_is_made_anew_after_a_load_and_for_each_day_and_no_half_is_offered(
    offered: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not publishing.stale(day=DAY)
    assert publishing.stale(day=date(2025, 10, 1))
    load(("patent", [patent("P3")]))
    assert publishing.stale(day=DAY)
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "digest_of", lambda file: 1 / 0)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                publishing.publish(at=AT, day=DAY)
    assert sum(1 for one in publishing.folder().iterdir() if one.is_dir()) == 2, "each failure left a folder"
    before = publishing.current()
    assert before is not None
    assert next(one.rows for one in before.files if one.name == "patent.csv") == 2
    after = publishing.publish(at=AT, day=DAY)
    assert next(one.rows for one in after.files if one.name == "patent.csv") == 3
    assert [one.name for one in publishing.folder().iterdir() if one.is_dir()] == [after.folder.name]


def test_before_the_first_edition_the_page_says_so(city: City, settings: Any, tmp_path: Path) -> None:
    settings.ZHICHAN_OPEN_DATA, settings.ZHICHAN_AS_OF = tmp_path / "none", DAY
    answer = Client().get("/open-data/")
    assert "文件正在生成" in answer.content.decode()


def test_the_code_of_a_natural_person_is_in_no_file(offered: Client) -> None:
    someone = "TEST00000000000009"
    one = {"key": someone, "kind": "person", "name": "示例个人", "region": "east", "established_on": "2001-01-01"}
    held = [{"party": someone, "region": "east", "since": "2020-03-01"}]
    load(("firm", [one]), ("patent", [patent("P3", holdings=held)]))
    edition = publishing.publish(at=AT, day=DAY)
    assert not [file.name for file in edition.files if someone.encode() in (edition.folder / file.name).read_bytes()]
    table = pq.read_table(edition.folder / "patent.parquet").to_pylist()
    codes = {row["key"]: (row["holders"], row["holder_codes"]) for row in table}
    assert (codes["P1"], codes["P3"]) == ((["电池厂"], [CODE]), (["示例个人"], [""]))
