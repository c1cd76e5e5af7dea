"""One file read by several processes says what reading alone says: records, rows, positions, counts, refusals."""

from __future__ import annotations

import json
import os
import pickle
import random
import signal
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from zhichan.doors.feeds import books, jsons, reading, values
from zhichan.doors.feeds import shares as module
from zhichan.doors.feeds.containers import members
from zhichan.doors.feeds.formats import detect
from zhichan.doors.feeds.keeping import Keeper, World
from zhichan.doors.feeds.reading import Reading, Report
from zhichan.kernel.ground.refusal import Refusal

from .given import DATA, SAMPLES
from .test_fuzz import damaged, repacked

SHARED = sorted(
    path.name
    for path in SAMPLES.iterdir()
    if path.suffix not in {".xls", ".txt"} and path.name != "web_page.xls"
)
CUTS = (40, 200, 700, 3_000)


class Here:
    """Readers that are no processes; all that goes to them and back is pickled all the same."""

    asked = 0

    def __init__(self, count: int, keeper: Keeper | None) -> None:
        self.keeper = pickle.loads(pickle.dumps(keeper))

    def read(self, carried: Any, pieces: Iterable[Any]) -> Iterator[tuple[Any, module.Share]]:
        Here.asked += 1
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
    goes_on_behind_each_share(path)


def goes_on_behind_each_share(path: Path) -> None:
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


def book(path: Path) -> Path:
    """Sheets with heads of their own, a preamble, blank and repeated rows, faults, notes, and one that is hidden."""
    head = ["序号", "申请号", "申请日", "专利名称", "专利权人"]
    good = [[n, f"20211000{n:04}.{values.check_digit(f'20211000{n:04}')}", f"2021-01-{n % 28 + 1:02}", f"阀门{n}", "甲厂;乙厂"]
            for n in range(1, 40)]  # fmt: skip
    good[7][2], good[11][1], good[30] = "2021-13-45", "2.02110000001E+12", [*good[30], "", "", "更多"]
    lists = {
        "说明": [["此表由甲处填报"], [], ["单位：件"]],
        "专利": [["某市专利明细"], [], head, *good[:12], [], head, *good[12:], ["合计", 39]],
        "隐藏": [head, *good[:2]],
        "商标": [["Publication Number", "Publication Date", "Title", "Priority Data", "IPC", "Applicants", "Inventors"],
                *[[f"US2015{n:07}", "31.12.2015", f"VALVE {n}", "", "F16K 1/00;F16K 3/00", "A;B", ""] for n in range(9)]],
        "空": [],
        "表头": [head],
    }  # fmt: skip
    with xlsxwriter.Workbook(path) as made:
        for name, rows in lists.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name == "隐藏":
                sheet.hide()
            if name == "专利":
                sheet.merge_range(5, 4, 7, 4, "合并厂")
    return path


@pytest.fixture
def portions(here: pytest.MonkeyPatch) -> Callable[[int], None]:
    """How many rows come at a time; of a sheet with more than these the readers are given the rows."""

    def size(count: int) -> None:
        here.setattr(books, "PORTION", count)
        here.setattr(books, "LARGER", count + 1)

    here.setattr(module, "FEW", 0)
    here.setattr(reading, "LOOKED_AT", 2)
    return size


@pytest.mark.parametrize("name", ["made.xlsx", "web_page.xls", "sheet_2003.xls", *(["pizza_small.xls"] if DATA.exists() else [])])
def test_a_spreadsheet_is_read_by_portions_as_it_is_alone(
    name: str, tmp_path: Path, portions: Callable[[int], None]
) -> None:
    path = book(tmp_path / name) if name == "made.xlsx" else SAMPLES / name
    path = path if path.exists() else DATA / "espacenet_export" / name
    alone = told(path, 1)
    assert alone[0], alone
    asked = Here.asked
    for count in (1, 2, 3, 7, 20, 500):
        portions(count)
        assert told(path, 2) == alone, count
    assert Here.asked > asked or name != "made.xlsx"


def test_a_spreadsheet_goes_on_behind_each_portion(tmp_path: Path, portions: Callable[[int], None]) -> None:
    portions(4)
    goes_on_behind_each_share(book(tmp_path / "made.xlsx"))


def test_the_rows_of_a_made_book_are_those_that_were_written(tmp_path: Path) -> None:
    rows, _, _, report = told(book(tmp_path / "made.xlsx"), 2)
    assert len(rows) == 39 - 2 + 9
    assert [each["at"] for each in json.loads(report)["rejections"]] == [
        "made.xlsx#8 (专利:11)", "made.xlsx#12 (专利:15)", "made.xlsx#40 (专利:45)", "made.xlsx#41 (隐藏:1)",
    ]  # fmt: skip


def test_a_sheet_that_breaks_within_its_rows_is_told_at_the_same_place(
    tmp_path: Path, portions: Callable[[int], None], here: pytest.MonkeyPatch
) -> None:
    given = books.portions

    def broken(path: Path) -> Iterator[books.Portion]:
        for portion in given(path):
            if portion.sheet != "专利" or portion.start + portion.count <= 20:
                yield portion
            elif portion.start <= 20:
                yield books.Portion(portion.sheet, portion.start, why=books.Broken("x"))

    here.setattr(books, "portions", broken)
    path = book(tmp_path / "made.xlsx")
    for count in (1, 5, 9):
        portions(count)
        alone = told(path, 1)
        assert "feeds.sheet" in alone[3]
        assert told(path, 2) == alone


def test_a_book_that_ends_its_process_is_refused_by_many_as_alone(
    tmp_path: Path, portions: Callable[[int], None], here: pytest.MonkeyPatch
) -> None:
    given, path = books.portions, book(tmp_path / "made.xlsx")

    def ended(path: Path) -> Iterator[books.Portion]:
        yield from (portion for portion, _ in zip(given(path), range(4), strict=False))
        raise books.Broken("it asks for more memory")

    portions(5)
    assert told(path, 2)[0]
    here.setattr(books, "portions", ended)
    assert told(path, 2)[3] == told(path, 1)[3] == ("feeds.workbook",)


def test_a_damaged_workbook_is_read_by_portions_as_it_is_alone(
    tmp_path: Path, portions: Callable[[int], None]
) -> None:
    given = (book(tmp_path / "made.xlsx").read_bytes(),)
    path = tmp_path / "damaged.xlsx"
    read = 0
    for number in range(40):
        rng = random.Random(number)
        path.write_bytes(repacked(rng, given))
        portions(rng.choice((2, 5, 11)))
        alone = told(path, 1)
        assert told(path, 2)[3] == alone[3], number
        read += isinstance(alone[3], str)
    assert read > 10


@pytest.mark.thorough
def test_processes_read_the_rows_of_a_spreadsheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FEW", 0)
    monkeypatch.setattr(reading, "LOOKED_AT", 2)
    monkeypatch.setattr(books, "PORTION", 4)
    monkeypatch.setattr(books, "LARGER", 6)
    path = book(tmp_path / "made.xlsx")
    begun: list[int] = []
    start = module._Reader.__init__
    monkeypatch.setattr(module._Reader, "__init__", lambda self: (begun.append(1), start(self))[1])
    alone = told(path, 1)
    assert not begun
    assert told(path, 2) == alone
    assert len(begun) == 2, "the readers of one sheet read the next"


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


class Counted(bytes):
    """Bytes that tell how many of them were counted, and how often a line's end was looked for."""

    passed = looks = 0

    def count(self, what: Any, start: Any = 0, end: Any = None) -> int:
        self.passed += (len(self) if end is None else end) - start
        return super().count(what, start, len(self) if end is None else end)

    def rfind(self, what: Any, start: Any = 0, end: Any = None) -> int:
        self.looks += what == b"\n"
        return super().rfind(what, start, len(self) if end is None else end)


def test_one_free_inch_mark_costs_a_few_looks_and_no_second_count() -> None:
    """Behind it every line seems to end within a cell: each is looked at once, and not for long."""
    body = Counted(b'x,5" screen,y\n' + b'"a","b","c"\n' * 20_000)
    assert module._after_line(body, ()) == 0
    assert body.looks <= module.MOST_LINES <= 1_000
    assert body.passed <= 2 * len(body)
    short = Counted(b'"a","b"\nx,5" screen,y\n' + b'"a","b","c"\n' * 300)
    assert module._after_line(short, ()) == len(b'"a","b"\n')
    assert short.passed <= 2 * len(short)


def test_rows_without_an_end_are_soon_left_to_reading_alone() -> None:
    member = next(iter(members(SAMPLES / "lens_list.csv")))
    carried = module._Carried("a.csv", detect(member), "utf-8", mark=",")
    looked: list[int] = []

    class Long:
        def chunks(self, offset: int = 0) -> Iterator[bytes]:
            yield b'x,5" screen,y\n'
            for _ in range(64):
                looked.append(1)
                yield b'"a","b","c"\n' * (1 << 15)

    pieces = list(module._pieces(Long(), carried, module.Start(0, 1)))  # type: ignore[arg-type]
    assert [(piece.offset, piece.line, piece.body) for piece in pieces] == [(0, 1, b"")]
    assert len(looked) * 12 * (1 << 15) < 2 * (4 << 20)


def test_no_share_ends_between_the_halves_of_a_lines_end(tmp_path: Path, here: pytest.MonkeyPatch) -> None:
    assert module._after_line(b"a,b\r\n", ()) == 5
    assert module._after_line(b"a,b\r", ()) == 0
    assert module._after_line(b"a,b\rc,d\r", ()) == 4
    path = tmp_path / "cnipr_biblio.csv"
    path.write_bytes((SAMPLES / path.name).read_bytes().replace(b"\n", b"\r\n") * 3)
    alone = told(path, 1)
    for size in range(100, 200):
        here.setattr(module, "SHARE", size)
        assert told(path, 2) == alone, size


def test_positions_count_the_bytes_that_are_there_where_some_are_damaged() -> None:
    first, second = b'{"a": "\xe4\xb8"}\n', b'{"a": "\xff\xfe\xe4\xb8\xad"}\n'
    content = first + second + b'{"a": 1}\n'
    for size in (1, 3, 100):
        chunks = [content[at : at + size] for at in range(0, len(content), size)]
        found = list(jsons.records(iter(chunks), "utf-8"))
        assert [(each.offset, each.value, each.broken) for each in found] == [
            (0, {"a": "\ufffd"}, True),
            (len(first), {"a": "\ufffd\ufffd中"}, True),
            (len(first + second), {"a": "1"}, False),
        ]
    for encoding, body in (("gb18030", b'{"a": "\x81"}'), ("big5hkscs", b'{"a": "\xff\xa4\xa4"}')):
        found = list(jsons.records(iter((body + b"\n{}",)), encoding))
        assert [(each.offset, each.broken) for each in found] == [(0, True), (len(body) + 1, False)]


def test_damaged_json_is_read_at_the_same_bytes_by_many_as_alone(tmp_path: Path, here: pytest.MonkeyPatch) -> None:
    here.setattr(module, "SHARE", 20_000)
    path = tmp_path / "google.jsonl"
    content = (SAMPLES / path.name).read_bytes()
    sound = content * (1 + (80 << 10) // len(content))
    path.write_bytes(sound + content.replace(b'": "', b'": "\xff\xff') * 9)
    reached = []
    for most in (1, 2):
        reading = Reading(path)
        begun = [module._begun(reading, member, found) for _, member, found in Reading(path).members()]
        assert begun[0] is not None, "the file is read alone"
        list(module.shares(reading, keeper=Keeper(World()), most=most))
        reached.append(reading.report.reached)
    assert reached[0] == reached[1]
    assert reached[0] is not None
    last = content.rstrip().rfind(b"\n") + 1
    assert reached[0][1].offset == path.stat().st_size - len(content[last:].replace(b'": "', b'": "\xff\xff'))


def test_a_reader_takes_no_module_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = tmp_path / "ran"
    (tmp_path / "lxml.py").write_text(f"open({str(ran)!r}, 'w')", "utf-8")
    monkeypatch.chdir(tmp_path)
    reader = module._Reader()
    reader.ask(Keeper(World()))
    member = next(iter(members(SAMPLES / "lens_list.csv")))
    reader.ask(module._Carried("a", detect(member), "utf-8"))
    reader.ask(module._Piece(0, 1, b""))
    try:
        assert not module._share(reader.answer()).whole
    finally:
        reader.end()
    assert not ran.exists()
