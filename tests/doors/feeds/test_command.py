"""`zhichan load`: what it prints and how it ends."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from zhichan.doors.console import main
from zhichan.doors.console.commands import load as command
from zhichan.doors.feeds.formats import all_formats

from .given import SAMPLES, Reading


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = main(["load", *words])
    return status, capsys.readouterr().out


def test_a_dry_run_reports_counts_fields_reasons_and_positions(capsys: pytest.CaptureFixture[str]) -> None:
    status, out = run(capsys, str(SAMPLES / "wide.csv"), "--dry-run", "--json", "--records", "1")
    report = json.loads(out)
    assert status == 0
    assert [(each["format"], each["proof"]) for each in report["formats"]] == [("commercial_wide", "fields")]
    assert (
        report["read"],
        report["accepted"],
        report["updated"],
        report["unchanged"],
        report["rejected"],
    ) == (2, 1, 0, 0, 1)
    assert report["load"] is None
    [rejection] = report["rejections"]
    assert (rejection["at"], rejection["code"], rejection["place"]) == (
        "wide.csv#2 (row 3)",
        "feeds.day",
        "filed_on",
    )
    assert {each["field"]: each["to"] for each in report["fields"]["commercial_wide"]["mapped"]}[
        "申请号"
    ] == "application_no"
    unmapped = {each["field"]: each for each in report["fields"]["commercial_wide"]["unmapped"]}
    assert (unmapped["自定义列"]["reason"], unmapped["自定义列"]["count"]) == ("unknown", 2)
    assert unmapped["序号"]["text"]["zh"] == "行号"
    assert report["shown"][0]["publication_no"] == "CN112900001A"


def test_a_dry_run_in_words_labels_what_is_not_proven(capsys: pytest.CaptureFixture[str]) -> None:
    status, out = run(capsys, str(SAMPLES / "wide.csv"), "--dry-run")
    assert status == 0
    assert "尚未用真实文件验证" in out
    assert "读入 read 2  接受 accepted 1" in out
    assert "申请号 → application_no" in out


def test_several_files_are_several_reports(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, str(SAMPLES / "google.csv"), str(SAMPLES / "variety.csv"), "--dry-run", "--json")
    assert [each["file"] for each in json.loads(out)] == ["google.csv", "variety.csv"]


def test_an_unknown_file_is_refused_with_status_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "x.html"
    path.write_text("<html/>")
    status, out = run(capsys, str(path), "--dry-run", "--json")
    assert (status, json.loads(out)["code"]) == (1, "feeds.unknown-xml")


def test_without_a_file_the_command_is_called_wrongly(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys)[0] == 2


def test_the_formats_are_listed_with_their_proof(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, "--formats", "--json")
    assert {each["format"] for each in json.loads(out)} == set(all_formats())


def test_reading_on_goes_through_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, str(SAMPLES / "citations.txt"), "--dry-run", "--json", "--after", "0:3:")
    assert json.loads(out)["read"] == 2


@pytest.mark.usefixtures("db")
def test_loading_and_taking_back_go_through_the_command(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    from zhichan.kernel.ground.public import Region, kernel

    @contextmanager
    def opened() -> Iterator[None]:
        yield

    monkeypatch.setattr(command, "opened", opened)
    with kernel():
        Region.objects.create(
            slug="hc", name="横川市", name_en="Hengchuan", kind="city", path="/hc/", synthetic=True
        )
    path = tmp_path / "firm.json"
    path.write_text(
        json.dumps(
            {
                "Name": "横川虚构茶厂",
                "CreditCode": "TEST00000000000002",
                "EconKind": "有限责任公司",
                "StartDate": "2010-02-03",
                "Address": "横川市一号",
            }
        ),
        "utf-8",
    )
    status, out = run(capsys, str(path), "--json")
    report = json.loads(out)
    assert (status, report["accepted"], report["sources"]["firm"]["accepted"]) == (0, 1, 1)
    status, out = run(capsys, str(path), "--json")
    assert (status, json.loads(out)["unchanged"]) == (0, 1)
    status, out = run(capsys, "--rollback", str(report["load"]), "--json")
    assert (status, json.loads(out)["counts"]["firm"]) == (0, {"closed": 1, "restored": 0})
    status, out = run(capsys, "--rollback", str(report["load"]), "--json")
    assert (status, json.loads(out)["code"]) == (1, "registry.already-rolled-back")


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("name", "head", "record", "tail"),
    [
        (
            "big.xml",
            "<exchange-documents>",
            '<exchange-document country="CN" doc-number="{n}" kind="A"><bibliographic-data>'
            "<invention-title>虚构{n}</invention-title></bibliographic-data><abstract>"
            + "字" * 300
            + "</abstract></exchange-document>\n",
            "</exchange-documents>",
        ),
        (
            "big.csv",
            "申请号,名称,申请日,申请（专利权）人\n",
            "CN202110000001.6,虚构{n},2021-01-04,横川虚构阀门厂" + "长" * 300 + "\n",
            "",
        ),
        (
            "big.json",
            "[",
            '{{"regNo": "{n}", "intCls": 30, "tmName": "' + "字" * 300 + '"}},',
            '{"regNo": "0", "intCls": 1}]',
        ),
        ("big.txt", "", "[{n}]甲某. 虚构" + "长" * 300 + "[P]. 广东：CN{n:09}A,2018-08-28.\n\n", ""),
    ],
)
def test_memory_does_not_grow_with_the_file(
    tmp_path: Path, name: str, head: str, record: str, tail: str
) -> None:
    peaks = []
    for count in (1_500, 4_500):
        path = tmp_path / f"{count}-{name}"
        with path.open("w", encoding="utf-8") as stream:
            stream.write(head)
            stream.writelines(record.format(n=number) for number in range(1, count + 1))
            stream.write(tail)
        reading = Reading(path)
        tracemalloc.start()
        for _ in reading.records():
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert reading.report.accepted >= count
    assert peaks[1] < 1.3 * peaks[0] + 1_000_000, peaks


def test_a_file_of_which_nothing_is_taken_ends_with_status_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "申请号,名称,申请日,申请（专利权）人\nCN202110000001.6,虚构,昨天,某厂\n", encoding="utf-8"
    )
    assert run(capsys, str(path), "--dry-run")[0] == 1
