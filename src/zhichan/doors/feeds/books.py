"""Spreadsheets, opened in a process of their own: a damaged or hostile one can end only that.

A reader of spreadsheets holds a sheet as one dense block, so that a file of five kilobytes with two cells far
apart asks for more memory than any machine has, and a damaged index can send it round in circles. The process has
limits of memory and of processor time; when it ends, the file is refused. It is asked for rows in portions, keeps
the book open between detection and reading, and goes when nobody asks for a minute.

The module is the process too: run as a script it answers requests on its standard input.
"""

from __future__ import annotations

import atexit
import marshal
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast

MEMORY, MOST_MEMORY = 768 << 20, 4 << 30
TIMES = 40  # the memory that is allowed for each byte of the file, up to the most
SECONDS = 30  # of processor time, and two more for each mebibyte
PORTION = 500  # rows at first, when often no more than the head is wanted
LARGER = 2_000
IDLE = 60  # seconds
KEPT = 2  # processes
MOST_MERGES = 20_000

Cells = list[list[str]]


class Broken(Exception):
    """The book, or one sheet of it, cannot be read."""


class Hidden(Broken):
    """A sheet that is hidden: lists to choose from, earlier states; nobody who looks at the book sees it."""


# -- what the process does --------------------------------------------------------------------------------------


def cell(value: Any) -> str:
    """A spreadsheet's value as text: whole numbers without ``.0``, days in ISO form."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value) if isinstance(value, (int, timedelta)) else ""


def _merged(sheet: Any) -> dict[int, list[tuple[int, str]]]:
    """Row → (column, value) for the cells that a merge left empty."""
    ranges = sheet.merged_cell_ranges or ()
    wanted: dict[int, set[int]] = {}
    for (row, column), _high in ranges:
        wanted.setdefault(row, set()).add(column)
    if not wanted or len(ranges) > MOST_MERGES:
        return {}
    last = max(wanted)
    found: dict[tuple[int, int], str] = {}
    for number, values in enumerate(sheet.iter_rows()):
        if number > last:
            break
        for column in wanted.get(number, ()):
            if column < len(values):
                found[number, column] = cell(values[column])
    filled: dict[int, list[tuple[int, str]]] = {}
    for (top, left), (bottom, right) in ranges:
        value = found.get((top, left), "")
        if value and bottom - top < 100_000 and right - left < 200:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    if (row, column) != (top, left):
                        filled.setdefault(row, []).append((column, value))
    return filled


class _Book:
    """The open book: its sheets, and how far the one in hand was read."""

    def __init__(self, path: str) -> None:
        from python_calamine import CalamineWorkbook, SheetVisibleEnum

        self._book = CalamineWorkbook.from_path(path)
        told = {each.name: each.visible == SheetVisibleEnum.Visible for each in self._book.sheets_metadata}
        self.names = list(self._book.sheet_names)
        self.shown = [told.get(name, True) for name in self.names]
        self._sheets: dict[int, tuple[Any, dict[int, list[tuple[int, str]]]]] = {}
        self._rows: Iterator[list[Any]] = iter(())
        self._at = (-1, 0)

    def portion(self, sheet: int, start: int, count: int) -> Cells:
        """Up to ``count`` rows of a sheet from row ``start`` on, counted from 0."""
        if sheet not in self._sheets:
            found = self._book.get_sheet_by_name(self.names[sheet])
            self._sheets = {sheet: (found, _merged(found))}
        held, merged = self._sheets[sheet]
        if self._at != (sheet, start):
            self._rows = held.iter_rows()
            for _ in range(start):
                next(self._rows, None)
        made: Cells = []
        for number, values in zip(range(start, start + count), self._rows, strict=False):
            cells = [value if type(value) is str else cell(value) for value in values]
            for column, kept in merged.get(number, ()):
                if column < len(cells) and not cells[column]:
                    cells[column] = kept
            made.append(cells)
        self._at = (sheet, start + len(made))
        return made


def _limit(path: str) -> None:
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    size = Path(path).stat().st_size
    more = SECONDS + 2 * (size >> 20)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + more, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (min(MEMORY + TIMES * size, MOST_MEMORY), resource.RLIM_INFINITY))


def serve(given: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more, or none for a while."""
    import select

    book: _Book | None = None
    while select.select([given], [], [], IDLE)[0] and (asked := _received(given)) is not None:
        try:
            if asked[0] == "open":
                book = None
                _limit(asked[1])
                book = _Book(asked[1])
                _send(answers, ("ok", list(zip(book.names, book.shown, strict=True))))
            elif asked[0] == "close" or book is None:
                book = None
                _send(answers, ("ok", None))
            else:
                made = book.portion(*asked[1:])
                _send(answers, ("ok", len(made), marshal.dumps(made)))
        except BaseException as error:  # noqa: BLE001
            # The reader is Rust: what a damaged file does may also surface as its panic, a BaseException.
            _send(answers, ("broken", f"{type(error).__name__}: {error}"[:80]))


def _send(stream: BinaryIO, message: tuple[Any, ...]) -> None:
    body = marshal.dumps(message)
    stream.write(struct.pack("<Q", len(body)) + body)
    stream.flush()


def _received(stream: BinaryIO) -> Any:
    head = _exactly(stream, 8)
    body = _exactly(stream, struct.unpack("<Q", head)[0]) if head else b""
    return marshal.loads(body) if body else None  # noqa: S302  Both ends are this module.


def _exactly(stream: BinaryIO, size: int) -> bytes:
    """So many bytes, or none when the stream ends before."""
    held = bytearray()
    while len(held) < size:
        piece = stream.read(size - len(held))
        if not piece:
            return b""
        held += piece
    return bytes(held)


# -- what asks it -----------------------------------------------------------------------------------------------


Key = tuple[str, int, int, int]


class _Reader:
    """One process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        self._given = cast(BinaryIO, self._process.stdin)
        self._answers = cast(BinaryIO, self._process.stdout)
        self.book: Key | None = None
        self.names: list[tuple[str, bool]] = []

    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, *message: Any) -> Sequence[Any]:
        """What it answers; ``Broken`` when it says that there is no answer, or ends."""
        try:
            _send(self._given, message)
            answer = _received(self._answers)
        except OSError:
            answer = None
        if answer is None:
            self.end()
            raise Broken("it asks for more memory or time than any use of it does")
        if answer[0] != "ok":
            raise Broken(answer[1])
        return cast(Sequence[Any], answer[1:])

    def open(self, path: Path, book: Key) -> None:
        """Open a book unless it is open."""
        if self.book != book:
            self.book = None
            [self.names] = self.ask("open", str(path))
            self.book = book

    def close(self) -> None:
        """Let go of the book."""
        self.book = None
        self.ask("close")

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._given.close()
        self._answers.close()


_idle: dict[int, list[_Reader]] = {}  # by the process they are of: those of a fork's parent are not ours
_lock = threading.Lock()


def _ready(book: Key) -> _Reader | None:
    """A process that waits, that which has the book open before others."""
    with _lock:
        waiting = _idle.setdefault(os.getpid(), [])
        waiting.sort(key=lambda each: each.book != book)
        while waiting:
            one = waiting.pop(0)
            if one.alive():
                return one
            one.end()
    return None


def _given_back(one: _Reader) -> None:
    with _lock:
        waiting = _idle.setdefault(os.getpid(), [])
        if one.alive() and len(waiting) < KEPT:
            waiting.append(one)
            return
    one.end()


@atexit.register
def close() -> None:
    """End the processes that wait."""
    for one in _idle.pop(os.getpid(), ()):
        one.end()


def _opened(path: Path, book: Key) -> _Reader:
    one = _ready(book)
    if one is not None:
        try:
            one.open(path, book)
        except Broken:
            if one.alive():
                _given_back(one)
                raise
            # It may have gone because nobody had asked it for a while.
        else:
            return one
    one = _Reader()
    try:
        one.open(path, book)
    except Broken:
        _given_back(one)
        raise
    return one


@dataclass(frozen=True, slots=True)
class Portion:
    """``count`` rows of a sheet behind ``start`` others, packed; ``why`` when they are not read (hidden, damaged)."""

    sheet: str
    start: int
    count: int = 0
    packed: bytes = b""
    why: Broken | None = None


def cells(packed: bytes) -> Cells:
    """The rows of a portion."""
    return cast(Cells, marshal.loads(packed))  # noqa: S302  It was packed by this module.


def portions(path: Path) -> Iterator[Portion]:
    """The rows of every sheet, a portion at a time.

    ``Broken`` is raised when the book cannot be opened, or ends its process.
    """
    state = path.stat()
    one = _opened(path, (str(path), state.st_mtime_ns, state.st_size, state.st_ino))
    try:
        for number, (name, shown) in enumerate(one.names):
            if not shown:
                yield Portion(name, 0, why=Hidden())
                continue
            start = 0
            while True:
                try:
                    count, packed = one.ask("rows", number, start, LARGER if start else PORTION)
                except Broken as broken:
                    if not one.alive():
                        raise
                    yield Portion(name, start, why=broken)
                    break
                if not count:
                    break
                yield Portion(name, start, count, packed)
                start += count
        one.close()
    finally:
        _given_back(one)


if __name__ == "__main__":
    serve(open(0, "rb", buffering=0), open(1, "wb"))  # noqa: SIM115
