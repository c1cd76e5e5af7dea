"""`zhichan measure` answers with the number and its rows, or says why not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

import pytest

from zhichan.doors.console import frame
from zhichan.doors.console.commands import measure
from zhichan.kernel.access.public import system_actor
from zhichan.kernel.ground.public import Region, kernel
from zhichan.kernel.registry.public import Manifest, load_parts

AT = datetime(2022, 6, 1, 2, 0, tzinfo=UTC)
FIRM = "TEST00000000000001"


def take(*parts: tuple[str, Iterable[Mapping[str, Any]]]) -> None:
    load_parts(parts, Manifest(format="test", name="test", whole=True), actor=system_actor("import", day=AT.date()), at=AT)


@pytest.fixture(autouse=True)
def _city(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "opened", nullcontext)
    with kernel():
        Region.objects.create(slug="city", name="明川市", name_en="Mingchuan", kind="city", path="/city/", synthetic=True)
    holdings = [{"party": FIRM, "region": "city", "since": "2015-01-01"}]
    take(("firm", [{"key": FIRM, "kind": "firm", "name": "甲", "region": "city", "established_on": "2001-01-01"}]),
         ("patent", [{"key": f"P{n}", "kind": "invention", "title": "装置", "filed_on": f"{2016 + n}-03-01",
                      "granted_on": f"{2018 + n}-03-01", "holdings": holdings} for n in range(3)]),
         ("statistic", [{"key": "p", "name": "resident_population", "region": "city", "year": 2019, "vintage": 2019,
                         "value": 70_000, "scale": 1, "since": "2020-01-01", "until": "2021-01-01"}]))


def ask(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    status = frame.main(["measure", *words, "--json"])
    out = capsys.readouterr().out
    return status, json.loads(out) if out else None


def test_a_stock_on_a_day_comes_with_its_rows(capsys: pytest.CaptureFixture[str]) -> None:
    status, found = ask(capsys, "invention_patents_in_force", "--region", "明川市", "--on", "2019-12-31", "--rows")
    assert status == 0
    assert {key: found[key] for key in ("measure", "region", "on", "value", "unit", "kind", "synthetic")} == {
        "measure": "invention_patents_in_force", "region": "city", "on": "2019-12-31", "value": 2, "unit": "件",
        "kind": "stock", "synthetic": True}
    assert [(row["key"], row["amount"]) for row in found["rows"]] == [("P0", 1), ("P1", 1)]
    assert sum(row["amount"] for row in found["rows"]) == found["value"]


def test_a_ratio_comes_with_its_parts_and_its_exact_value(capsys: pytest.CaptureFixture[str]) -> None:
    status, found = ask(capsys, "invention_patents_per_10k", "--region", "city", "--on", "2020-12-31")
    assert (status, found["exact"], [part["value"] for part in found["parts"]]) == (0, "3/7", [3, 70_000])
    assert found["value"] == pytest.approx(3 / 7)
    assert found["formula"]["zh"] == "有效发明专利总量（3件）÷ 常住人口（70000人） × 10000 = 0.43件/万人"


def test_a_year_and_its_first_and_last_day_are_one_question(capsys: pytest.CaptureFixture[str]) -> None:
    _, year = ask(capsys, "invention_patent_grants", "--region", "city", "--year", "2019")
    _, span = ask(capsys, "invention_patent_grants", "--region", "city", "--from", "2019-01-01", "--to", "2019-12-31")
    assert year == span
    assert (year["from"], year["to"], year["value"], year["kind"]) == ("2019-01-01", "2019-12-31", 1, "flow")


def test_what_is_not_known_has_a_reason_and_no_value(capsys: pytest.CaptureFixture[str]) -> None:
    status, found = ask(capsys, "trademarks_in_force", "--region", "city", "--on", "2020-12-31")
    assert (status, found["value"], found["reason"]["kind"]) == (0, None, "NotKnown")


@pytest.mark.parametrize(("words", "code"), [
    (("invention_patent_grants", "--region", "city", "--on", "2020-12-31"), "measure.needs-period"),
    (("invention_patents_in_force", "--region", "city", "--year", "2020"), "measure.needs-day"),
    (("no_such_measure", "--region", "city", "--year", "2020"), "measure.unknown"),
    (("invention_patent_grants", "--region", "nowhere", "--year", "2020"), "region.unknown"),
])
def test_a_question_without_an_answer_is_refused(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: str,
) -> None:
    status, found = ask(capsys, *words)
    assert (status, found["code"]) == (1, code)
    assert found["text"]["zh"]
    assert found["text"]["en"]


@pytest.mark.parametrize("words", [
    ("invention_patent_grants", "--region", "city"),
    ("invention_patent_grants", "--region", "city", "--year", "2020", "--on", "2020-12-31"),
    ("invention_patent_grants", "--region", "city", "--from", "2020-01-01"),
    ("invention_patent_grants", "--region", "city", "--from", "2020-12-31", "--to", "2020-01-01"),
    ("invention_patent_grants", "--region", "city", "--on", "2020-02-30"),
    ("invention_patent_grants", "--year", "2020"),
])
def test_wrong_usage_ends_with_two(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert frame.main(["measure", *words]) == 2
    assert "usage" in capsys.readouterr().err


def test_words_are_printed_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert frame.main(["measure", "invention_patents_in_force", "--region", "city", "--on", "2020-12-31", "--rows"]) == 0
    out = capsys.readouterr().out
    assert "截至2020-12-31在册的记录逐条相加 = 3件" in out
    assert "records in force on 2020-12-31, added up = 3 件" in out
    assert "合成数据" in out
    assert out.count("装置") == 3
