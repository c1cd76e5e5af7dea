"""What `zhichan systems` says comes from fresh results of the proof runner, and from nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zhichan.doors.console import main
from zhichan.kernel.catalogue.points import Result, as_document, read_results, sources_digest, states
from zhichan.site import places

NOW = "a" * 64


def result(
    point: str, test: str, *, passed: bool = True, fails_without: bool = True, sources: str = NOW
) -> Result:
    return Result(
        point=point,
        test=test,
        without="x",
        passed=passed,
        fails_without=fails_without,
        why="",
        sources=sources,
        commit="c",
        at="2026-01-01T00:00:00+00:00",
    )


def test_a_point_is_shown_when_all_its_tests_show_it() -> None:
    found = states(results=[result("M02.1", "t1"), result("M02.1", "t2")], sources=NOW)
    assert found["M02.1"] == ("shown", ("t1", "t2"))
    assert found["M02.2"] == ("not run", ())
    assert len(found) == 365


@pytest.mark.parametrize(
    "second",
    [
        result("M02.1", "t2", passed=False, fails_without=False),
        result("M02.1", "t2", fails_without=False),
    ],
)
def test_one_test_that_shows_nothing_leaves_the_point_unshown(second: Result) -> None:
    assert states(results=[result("M02.1", "t1"), second], sources=NOW)["M02.1"][0] == "not shown"


def test_a_result_of_other_sources_does_not_count() -> None:
    assert states(results=[result("M02.1", "t1", sources="b" * 64)], sources=NOW)["M02.1"] == ("not run", ())


def test_results_are_read_as_they_were_written(tmp_path: Path) -> None:
    written = (result("M02.1", "t1"), result("M02.2", "t2", passed=False))
    (tmp_path / "points.json").write_text(json.dumps(as_document(results=written)), encoding="utf-8")
    assert read_results(path=tmp_path / "points.json") == written


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"results": [{"point": "M02.1"}]}', '{"results": 3}'])
def test_a_file_that_is_not_ours_holds_no_results(tmp_path: Path, text: str) -> None:
    (tmp_path / "points.json").write_text(text, encoding="utf-8")
    assert read_results(path=tmp_path / "points.json") == ()


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHICHAN_BUILD", str(tmp_path))
    monkeypatch.setattr("zhichan.kernel.catalogue.points.sources_digest", lambda *, checkout: NOW)
    return tmp_path


def test_without_results_every_row_says_not_run(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["systems"]) == 0
    rows = capsys.readouterr().out.splitlines()[:108]
    assert [row[:3] for row in rows[:2]] == ["M01", "M02"]
    assert all(row.endswith("  not run") for row in rows)


def test_rows_and_json_say_what_the_results_say(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results = [
        result("M01.1", "tests/a.py::t"),
        result("M01.2", "tests/a.py::u", fails_without=False),
        result("M02.1", "tests/b.py::v", sources="b" * 64),
    ]
    (built / "points.json").write_text(json.dumps(as_document(results=results)), encoding="utf-8")
    assert main(["systems"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[0].endswith("  ①✔ ②– ③not run ④not run  2 tests")
    assert rows[1].endswith("  not run")
    assert main(["systems", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert len(document) == 108
    assert document[0] == {
        "id": "M01",
        "name": "政策文本入库与任务分解",
        "name_en": "Policy-document ingestion and work-breakdown",
        "points": [
            {"n": 1, "shown": True, "by": ["tests/a.py::t"]},
            {"n": 2, "shown": False, "by": ["tests/a.py::u"]},
            {"n": 3, "shown": None, "by": []},
            {"n": 4, "shown": None, "by": []},
        ],
    }


def test_the_digest_is_that_of_this_checkout() -> None:
    assert len(sources_digest(checkout=places.CHECKOUT)) == 64
