"""One file read by several processes says what reading alone says: records, rows, positions, counts, refusals."""

from __future__ import annotations

import json
import os
import pickle
import random
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from zhichan.doors.feeds import shares as module
from zhichan.doors.feeds.containers import members
from zhichan.doors.feeds.formats import detect
from zhichan.doors.feeds.keeping import Keeper, World
from zhichan.doors.feeds.reading import Reading, Report
from zhichan.kernel.ground.refusal import Refusal

from .given import SAMPLES
from .test_fuzz import damaged

SHARED = sorted(
    path.name
    for path in SAMPLES.iterdir()
    if path.suffix not in {".xls", ".txt"} and path.name != "web_page.xls"
)
CUTS = (40, 200, 700, 3_000)


class Here:
    """Readers that are no processes; all that goes to them and back is pickled all the same."""

    def __init__(self, count: int, keeper: Keeper | None) -> None:
        self.keeper = pickle.loads(pickle.dumps(keeper))

    def read(self, carried: Any, pieces: Iterable[Any]) -> Iterator[tuple[Any, module.Share]]:
        carried = pickle.loads(pickle.dumps(carried))
        for piece in pieces:
            asked = pickle.loads(pickle.dumps(piece))
            yield piece, module._share(pickle.dumps(module._answer(carried, asked, self.keeper)))

    def close(self) -> None:
        pass


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(module, "LEAST", 0)
    monkeypatch.setattr(module, "_Readers", Here)
    return monkeypatch


def long(name: str) -> bytes:
    """A sample with its records several times over."""
    content = (SAMPLES / name).read_bytes()
    if name.endswith(".csv"):
        mark = b"\n" if b"\n" in content else b"\r"
        lines = content.rstrip(b"\r\n").split(mark)
        return mark.join([*lines[:-1], *[lines[-1]] * 9]) + mark
    if name.endswith(".json"):
        found = json.loads(content)
        return json.dumps(found * 6 if isinstance(found, list) else found, ensure_ascii=False, indent=1).encode()
    return content * 5


def told(path: Path, most: int) -> tuple[list[Any], list[dict[str, Any]], dict[str, int], Any]:
    """Rows, what was refused and not kept, and the report, or the refusal that ended it."""
    rows: list[Any] = []
    refused: list[dict[str, Any]] = []
    not_kept: dict[str, int] = {}
    reading = Reading(path)
    try:
        for share in module.shares(reading, keeper=Keeper(World()), most=most):
            rows += share.rows
            refused += share.refused
            for name, count in share.not_kept.items():
                not_kept[name] = not_kept.get(name, 0) + count
    except Refusal as refusal:
        return rows, refused, not_kept, refusal.codes
    return rows, refused, not_kept, json.dumps(reading.report.as_json(), sort_keys=True)


@pytest.mark.parametrize("name", SHARED)
def test_a_file_cut_anywhere_is_read_as_it_is_alone(
    name: str, tmp_path: Path, here: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    path.write_bytes(long(name))
    alone = told(path, 1)
    for size in CUTS:
        here.setattr(module, "SHARE", size)
        assert told(path, 2) == alone, size


@pytest.mark.parametrize(
    "name", ["lens_list.csv", "espacenet_bare_cr.csv", "google.jsonl", "docdb_prefix.xml", "us_ice_two.xml"]
)
def test_a_damaged_file_is_read_as_it_is_alone(name: str, tmp_path: Path, here: pytest.MonkeyPatch) -> None:
    path = tmp_path / name
    given = (long(name),)
    shared = 0
    for number in range(60):
        rng = random.Random(number)
        path.write_bytes(damaged(rng, given))
        here.setattr(module, "SHARE", rng.choice(CUTS))
        alone = told(path, 1)
        if isinstance(alone[3], tuple):
            # A refusal comes at the same place, save that a share is taken whole or not at all.
            assert told(path, 2)[3] == alone[3], number
            continue
        assert told(path, 2) == alone, number
        shared += 1
    assert shared > 20


def _shares(path: Path) -> int:
    """How many shares are cut of a file that are found whole."""
    reading = Reading(path)
    return sum(1 for _ in module.shares(reading, keeper=None, most=2))


def test_shares_end_between_records_where_the_text_looks_like_an_end(
    tmp_path: Path, here: pytest.MonkeyPatch
) -> None:
    here.setattr(module, "SHARE", 300)
    head, row, *_ = (SAMPLES / "lens_list.csv").read_text("utf-8").splitlines()
    path = tmp_path / "a.csv"
    title = 'one ""quoted""\nand, broken\n'
    cells = row.split(",")
    path.write_text("\n".join([head, *[",".join([f'"{title * 3}"', *cells[1:]])] * 30]) + "\n", "utf-8")
    assert told(path, 2) == told(path, 1)
    assert _shares(path) > 5
    path = tmp_path / "a.json"
    given = json.loads((SAMPLES / "cnipr_api.json").read_text("utf-8"))
    for each in given:
        each["nested"] = [{"}, {": '"}, {"'}, {"a": "\\"}] * 5
    path.write_text(json.dumps(given * 12), "utf-8")
    assert told(path, 2) == told(path, 1)
    assert _shares(path) > 5


def test_a_record_that_is_not_whole_sends_reading_on_alone_from_its_share(
    tmp_path: Path, here: pytest.MonkeyPatch
) -> None:
    here.setattr(module, "SHARE", 700)
    content = long("lens_list.csv").splitlines(keepends=True)
    content[6] = b'"' + content[6]
    path = tmp_path / "a.csv"
    path.write_bytes(b"".join(content))
    assert told(path, 2) == told(path, 1)


def test_progress_is_told_and_the_token_goes_on_behind_each_share(
    tmp_path: Path, here: pytest.MonkeyPatch
) -> None:
    here.setattr(module, "SHARE", 300)
    path = tmp_path / "lens.csv"
    path.write_bytes(long("lens_list.csv"))
    kept: list[tuple[int, bytes]] = []
    reading = Reading(path)
    rows: list[Any] = []

    def progress(report: Report) -> None:
        kept.append((len(rows), pickle.dumps(report.whole())))

    reading.progress = progress
    for share in module.shares(reading, keeper=Keeper(World()), most=2):
        rows += share.rows
    assert len(kept) >= 3
    for taken, state in kept:
        later = Reading(path)
        later.take_up(pickle.loads(state))
        rest = [row for share in module.shares(later, keeper=Keeper(World()), most=2) for row in share.rows]
        assert rows[taken:] == rest
        assert later.report.as_json() == reading.report.as_json()


@pytest.mark.thorough
def test_processes_read_what_reading_alone_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEAST", 0)
    monkeypatch.setattr(module, "SHARE", 2_000)
    path = tmp_path / "lens.csv"
    path.write_bytes(long("lens_list.csv"))
    assert told(path, 2) == told(path, 1)
    path = tmp_path / "docdb.xml"
    path.write_bytes(long("docdb_prefix.xml") + b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>")
    assert told(path, 2)[3] == told(path, 1)[3] == ("feeds.entity",)


@pytest.mark.thorough
def test_a_process_that_dies_takes_its_file_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEAST", 0)
    monkeypatch.setattr(module, "SHARE", 700)
    path = tmp_path / "lens.csv"
    path.write_bytes(long("lens_list.csv"))
    begun: list[int] = []
    ask = module._Reader.ask

    def asked(self: module._Reader, message: object) -> None:
        ask(self, message)
        if self._process.pid not in begun:
            begun.append(self._process.pid)
            os.kill(self._process.pid, signal.SIGKILL)

    monkeypatch.setattr(module._Reader, "ask", asked)
    with pytest.raises(Refusal) as refused:
        list(module.shares(Reading(path), keeper=Keeper(World()), most=2))
    assert refused.value.codes == ("feeds.reader-ended",)


def test_small_files_previews_and_what_must_be_read_in_turn_are_read_alone(tmp_path: Path) -> None:
    path = SAMPLES / "lens_list.csv"
    member = next(iter(members(path)))
    assert module._begun(Reading(path), member, detect(member)) is None
    assert not Reading(path, most=3).whole_file(0)


def test_what_lies_within_each_other_is_not_shared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "LEAST", 0)
    path = tmp_path / "scheme.xml"
    item = "<classification-item><classification-symbol>A01B</classification-symbol></classification-item>"
    path.write_text(f"<class-scheme>{item}</class-scheme>", "utf-8")
    member = next(iter(members(path)))
    assert module._begun(Reading(path), member, detect(member)) is None
