"""A reading that was broken off goes on where it was: the rest comes once, and nothing is counted twice."""

from __future__ import annotations

import gzip
import json
import pickle
import zipfile
from pathlib import Path
from typing import Any

import pytest

from zhichan.doors.feeds import reading as module
from zhichan.doors.feeds.reading import Reading, Report

from .given import SAMPLES
from .test_shares import book

ROW = "CN202110000001.6,2021-01-04,CN112900001A,2021-06-01,一种虚构阀门,临江虚构阀门厂,虚构省临江市,F16K1/00,一种阀门"
HEADER = "申请号,申请日,公开（公告）号,公开（公告）日,名称,申请（专利权）人,地址,分类号,主权项"


def broken_off(path: Path) -> tuple[list[dict[str, Any]], Report, list[tuple[int, bytes]]]:
    """All records, the last report, and the report as it stood after each source record with the records until then."""
    kept: list[tuple[int, bytes]] = []
    found: list[dict[str, Any]] = []
    reading = Reading(path, progress=lambda report: kept.append((len(found), pickle.dumps(report.whole()))))
    for record in reading.records():
        found.append(record.as_json())  # noqa: PERF401  The progress looks at it meanwhile.
    return found, reading.report, kept


def goes_on_everywhere(path: Path) -> int:
    found, report, kept = broken_off(path)
    for taken, state in kept:
        reading = Reading(path)
        reading.take_up(pickle.loads(state))
        assert [record.as_json() for record in reading.records()] == found[taken:]
        assert json.dumps(reading.report.as_json(), sort_keys=True) == json.dumps(report.as_json(), sort_keys=True)
    return len(kept)


@pytest.fixture(autouse=True)
def _told_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TOLD_EVERY", 1)


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_each_format_goes_on_after_each_record(name: str) -> None:
    assert goes_on_everywhere(SAMPLES / name) > 0


def test_archives_packed_files_and_long_tables_go_on_too(tmp_path: Path) -> None:
    table = "\n".join(["preamble,,,,,,,,", HEADER, *[ROW] * 3, ROW + ",extra", ROW.replace("001.6", "001.7"), *[ROW] * 3])
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(table.encode()))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("a.csv", table)
        packed.writestr("b.txt", "hello")
        for name in ("us_ice_two.xml", "espacenet_bare_cr.csv", "google.jsonl"):
            packed.writestr(name, (SAMPLES / name).read_bytes())
    assert goes_on_everywhere(tmp_path / "a.csv.gz") == 8
    assert goes_on_everywhere(tmp_path / "a.zip") > 11


def test_a_workbook_with_notes_and_several_heads_goes_on_after_each_record(tmp_path: Path) -> None:
    assert goes_on_everywhere(book(tmp_path / "a.xlsx")) == 50
