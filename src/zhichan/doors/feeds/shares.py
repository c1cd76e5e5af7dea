"""One large file read by several processes: its shares are cut where records seem to end, and each is proven.

Where a share ends is guessed (after an end tag, a balanced brace, a line with its quotation marks closed), because to
know it would cost what reading costs. But each share is read from its first byte, and whether it ended with a whole
record its reader knows. So the first share begins rightly, and each that follows one which ended whole. When one did
not, or anything in it was not whole, what was read of it and behind it is dropped and reading goes on alone from its
first byte. Counts, positions, order and refusals are those of reading alone; a test holds this for every cut. The rows
of a spreadsheet need no guess: they come in portions from the process that opens it.

The processes are started when a member is large enough, and end with the reading.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import pickle
import re
import struct
import subprocess
import sys
import threading
import traceback
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from queue import SimpleQueue
from typing import Any, BinaryIO, TypeVar, cast

from zhichan.doors.feeds import books, jsons, tables, texts, trees, xmls
from zhichan.doors.feeds.containers import Member, kind
from zhichan.doors.feeds.faults import refuse
from zhichan.doors.feeds.formats import Format
from zhichan.doors.feeds.keeping import Keeper, No, packed
from zhichan.doors.feeds.reading import (
    Plan,
    Reading,
    Report,
    Start,
    Taken,
    headed,
    json_taken,
    made,
    table_taken,
    xml_taken,
)
from zhichan.doors.feeds.records import Position, Record
from zhichan.kernel.ground import processors
from zhichan.kernel.ground.refusal import Reason, Refusal

LEAST = 8 << 20  # bytes of a member that is worth more than one process
PACKED = 5  # times as large is what was packed, where nothing says how large
SHARE = 1 << 20  # bytes
MOST_SHARE = 32 << 20  # without an end of a record within, the rest is read alone
MOST_SHARE_OF_LINES = 4 << 20  # rows are short: where no line can end one, a quotation mark too many stands before
MOST_LOOKS = 20_000  # for an end
MOST_LINES = 1_000  # looked at for one
FEW = 4_000  # rows of a sheet that are not worth more than one process
MOST = 8  # processes
AHEAD = 2  # shares that a process is given at a time
# Encodings in which no byte of an end tag, a quotation mark or a line's end is half of a character.
_CUT_BY_BYTES = frozenset({"utf-8", "gb18030"})
_FIRST = re.compile(rb"\s*(\[)?\s*(?=\{)")
_JSON_MARKS = (b"{", b"}", b"[", b"]", b'"', b'\\"')
# A firm that one record brings is known to the next: what is learnt must not depend on who reads first.
_LEARNS = frozenset({"qcc_company"})


@dataclass(slots=True)
class Share:
    """What came of a share: what was counted, and the rows of its records in their order.

    A row has its source, key, position, and its fields, packed. ``whole`` is False when reading alone must go on here.
    """

    report: Report = field(default_factory=Report)
    rows: list[tuple[str, str, str, bytes]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    not_kept: Counter[str] = field(default_factory=Counter)
    whole: bool = True
    _placed: list[tuple[str, str, int, str, bytes]] = field(default_factory=list)
    _not_placed: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)

    def take(self, given: Iterable[Taken], keeper: Keeper | None) -> None:
        """Build the records and, with a ``keeper``, their rows."""
        for taken in given:
            for record in made(taken, self.report):
                if keeper is not None:
                    self.keep(record, keeper)
            self.report.reached = 0, taken.position
        if keeper is not None:
            self.not_kept, keeper.not_kept = keeper.not_kept, Counter()

    def keep(self, record: Record, keeper: Keeper) -> None:
        """Add the rows of a record, or why it has none."""
        number, place = record.position.record, record.position.place
        try:
            for source, key, row in keeper.rows(record):
                self._placed.append((source, key, number, place, packed(row)))
        except No as no:
            self._not_placed.append((number, place, no.reason.as_json()))

    def settle(self, member: str, before: int) -> None:
        """Say the positions of rows, now that the number of records before the share is known."""
        self.rows = [
            (source, key, f"{member}#{before + number}{place}", body)
            for source, key, number, place, body in self._placed
        ]
        self.refused = [
            {"at": f"{member}#{before + number}{place}", **reason} for number, place, reason in self._not_placed
        ]


@dataclass(frozen=True, slots=True)
class _Carried:
    """What the readers of a member's shares must know of it."""

    name: str
    found: Format
    encoding: str
    skip: int = 0
    mark: str = ""
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A share as it is given to a reader: its first byte and line, and its bytes; ``last`` has the member's end."""

    offset: int
    line: int
    body: bytes
    last: bool = False


@dataclass(frozen=True, slots=True)
class _Rows:
    """A portion of a sheet's rows as it is given to a reader; the first ``taken`` of them were taken before."""

    portion: books.Portion
    taken: int


def processes() -> int:
    """How many processes may read: one for each processor that this one may use."""
    return min(MOST, processors.allowed())


def shares(reading: Reading, *, keeper: Keeper | None = None, most: int | None = None) -> Iterator[Share]:
    """Read a file with up to ``most`` processes (one for each processor); ``reading.report`` grows meanwhile.

    With a ``keeper`` the shares have the rows of its records.
    """
    wanted = processes() if most is None else most
    with contextlib.closing(_Readers(wanted, keeper)) as readers:
        for number, member, found in reading.members():
            start = None
            if wanted > 1 and reading.whole_file(number) and (keeper is None or found.build not in _LEARNS):
                if found.carrier == "table" and kind(member.head()) in {"xls", "zip"}:
                    yield from _book(reading, number, member, found, readers, keeper)
                    continue
                begun = _begun(reading, member, found)
                if begun is not None:
                    start = yield from _shared(reading, number, member, *begun, readers)
                    if start is None:
                        continue
            for record in reading.member(number, member, found, start):
                if keeper is not None:
                    share = Share()
                    share.keep(record, keeper)
                    share.settle(member.name, 0)
                    share.not_kept, keeper.not_kept = keeper.not_kept, Counter()
                    yield share


# -- where shares end -------------------------------------------------------------------------------------------


def _begun(reading: Reading, member: Member, found: Format) -> tuple[_Carried, Start] | None:
    """What readers must know of a member and where its first share begins; None when it is to be read alone."""
    if (member.size or reading.path.stat().st_size * PACKED) < LEAST or found.carrier not in _ENDS:
        return None
    head = member.head()
    encoding, skip = texts.encoding(head)
    if encoding not in _CUT_BY_BYTES or kind(head) in {"xls", "zip"}:
        return None
    if found.carrier == "json":
        first = _FIRST.match(head, skip)
        if encoding != "utf-8" or first is None:
            return None
        return _Carried(member.name, found, encoding, skip), Start(first.end() if first[1] else skip)
    if found.carrier != "table":
        # The entries of this scheme lie within each other.
        return None if found.id == "cpc_scheme" else (_Carried(member.name, found, encoding, skip), Start(skip))
    if (mark := tables.mark_of(head, encoding, skip)) is None:
        return None
    rows = tables.Ahead(tables.delimited(member, encoding, skip, mark))
    account = trees.Account()
    plan = headed(rows, found, account, "", reading.columns)
    first_row = next(rows, None) if plan else None
    if first_row is None or first_row.fault is not None:
        return None
    reading.report.accounts.setdefault(found.id, trees.Account()).add(account)
    start = Start(first_row.offset or 0, first_row.number, 0, plan, encoding, mark)
    return _Carried(member.name, found, encoding, skip, mark, plan), start


def _after_tag(buffer: bytes, names: Sequence[str]) -> int:
    best = 0
    for name in names:
        end = name.encode() + b">"
        at = buffer.rfind(end, best)
        for _ in range(MOST_LOOKS):
            if at < 0:
                break
            opened = buffer.rfind(b"<", 0, at)
            if buffer[opened + 1 : opened + 2] == b"/" and buffer[opened + 2 : at].rpartition(b":")[2] == b"":
                best = max(best, at + len(end))
                break
            at = buffer.rfind(end, best, at)
    return best


def _after_brace(buffer: bytes, _: Sequence[str]) -> int:
    """Behind the last brace before which braces, brackets and quotation marks are closed."""
    end = len(buffer)
    counted = [buffer.count(mark) for mark in _JSON_MARKS]
    for _look in range(MOST_LOOKS):
        at = buffer.rfind(b"}", 0, end)
        if at < 0:
            return 0
        counted = [has - buffer.count(mark, at + 1, end) for has, mark in zip(counted, _JSON_MARKS, strict=True)]
        opened, closed, listed, unlisted, quotes, escaped = counted
        if opened == closed and listed == unlisted and (quotes - escaped) % 2 == 0:
            return at + 1
        counted[1] -= 1
        end = at
    return 0


def _after_line(buffer: bytes, _: Sequence[str]) -> int:
    """Behind the last line before which quotation marks are closed."""
    # A carriage return at the very end may be half of a line's end.
    end = len(buffer) - buffer.endswith(b"\r")
    quotes = buffer.count(b'"', 0, end)
    for _look in range(MOST_LINES):
        at = buffer.rfind(b"\n", 0, end)
        if at < 0:
            at = buffer.rfind(b"\r", 0, end)
        if at <= 0:
            return 0
        quotes -= buffer.count(b'"', at, end)
        if quotes % 2 == 0:
            return at + 1
        end = buffer.rfind(b'"', 0, at)
        quotes -= 1
    return 0


def _pieces(member: Member, carried: _Carried, start: Start) -> Iterator[_Piece]:
    """The shares of a member one behind the other; where no end is found, an empty one is the last."""
    ends, names = _ENDS[carried.found.carrier], carried.found.records
    most = MOST_SHARE_OF_LINES if carried.mark else MOST_SHARE
    offset, line, buffer, wanted = start.offset, start.line, b"", SHARE
    for chunk in member.chunks(offset):
        buffer += chunk
        while len(buffer) >= wanted:
            end = ends(buffer[:wanted], names)
            if not end:
                wanted *= 2
                if wanted > most:
                    yield _Piece(offset, line, b"")
                    return
                continue
            yield _Piece(offset, line, buffer[:end])
            line += _lines(buffer[:end]) if carried.mark else 0
            offset, buffer, wanted = offset + end, buffer[end:], SHARE
    if buffer:
        yield _Piece(offset, line, buffer, last=True)


def _lines(body: bytes) -> int:
    return body.count(b"\n") + body.count(b"\r") - body.count(b"\r\n")


# -- what a reader does -----------------------------------------------------------------------------------------


def read(carried: _Carried, piece: _Piece | _Rows, keeper: Keeper | None) -> Share:
    """Read one share; its positions begin at 1. ``whole`` when it was, from its first byte to its last."""
    share = Share()
    account = share.report.accounts[carried.found.id] = trees.Account()
    if isinstance(piece, _Rows):
        rows = itertools.islice(tables.portion_rows(piece.portion), piece.taken, None)
        share.take(table_taken(rows, cast(Plan, carried.plan), carried.name, account), keeper)
        return share
    if not piece.body:
        share.whole = False
        return share
    state = _Reached()
    share.take(_TAKEN[carried.found.carrier](carried, piece, account, state), keeper)
    # At the member's end a record that is not whole is what reading alone would find too, save for its restarts.
    share.whole = state.sound and (piece.last or state.ended == len(piece.body))
    return share


@dataclass(slots=True)
class _Reached:
    """Whether all records of a share were whole, and the byte at which the last ended."""

    sound: bool = True
    ended: int = 0


def _xml(carried: _Carried, piece: _Piece, account: trees.Account, state: _Reached) -> Iterator[Taken]:
    def told(cuts: Iterator[xmls.Cut | bytes]) -> Iterator[xmls.Cut | bytes]:
        for each in cuts:
            if isinstance(each, xmls.Cut):
                state.sound = state.sound and each.fault is None
                state.ended = each.offset + len(each.body) - piece.offset
            yield each

    cuts = xmls.cut(iter((piece.body,)), carried.found.records, start=piece.offset)
    return xml_taken(told(cuts), carried.name, carried.found, account, carried.encoding)


def _json(carried: _Carried, piece: _Piece, account: trees.Account, state: _Reached) -> Iterator[Taken]:
    def told(cuts: Iterator[jsons.Cut]) -> Iterator[jsons.Cut]:
        for each in cuts:
            state.sound = state.sound and each.fault is None
            yield each
        state.ended = len(piece.body)  # What is left over behind a value is a fault of its own.

    cuts = jsons.records(iter((piece.body,)), carried.encoding, start=piece.offset - carried.skip)
    return json_taken(told(cuts), carried.name, carried.found, account, carried.encoding, carried.skip)


def _table(carried: _Carried, piece: _Piece, account: trees.Account, state: _Reached) -> Iterator[Taken]:
    lines = tables.Lines(
        texts.lines(iter((piece.body,)), longest=tables.LONGEST_LINE), carried.encoding, piece.line - 1
    )

    def told(rows: Iterator[tables.Row]) -> Iterator[tables.Row]:
        for each in rows:
            state.sound = state.sound and each.fault is None
            yield each
        if not lines.open and lines.number == piece.line - 1 + _lines(piece.body):
            state.ended = len(piece.body)

    rows = told(tables.parsed(lines, carried.mark, piece.offset))
    return table_taken(rows, cast(Plan, carried.plan), carried.name, account)


_Cutter = Callable[[_Carried, _Piece, trees.Account, _Reached], Iterator[Taken]]
_TAKEN: dict[str, _Cutter] = {"xml": _xml, "solr": _xml, "json": _json, "table": _table}
_ENDS: dict[str, Callable[[bytes, Sequence[str]], int]] = {
    "xml": _after_tag, "solr": _after_tag, "json": _after_brace, "table": _after_line,
}  # fmt: skip


def serve(given: BinaryIO, answers: BinaryIO) -> None:
    """Answer until there is nothing more to read."""
    keeper: Keeper | None = None
    carried: _Carried | None = None
    waiting: SimpleQueue[bytes | None] = SimpleQueue()
    # What comes next is taken in while a share is read: who sends it must not wait for that.
    threading.Thread(target=_take_in, args=(given, waiting), daemon=True).start()
    while (body := waiting.get()) is not None:
        asked = pickle.loads(body)  # noqa: S301  Both ends are this module.
        if isinstance(asked, Keeper):
            keeper = asked
        elif isinstance(asked, _Carried):
            carried = asked
        else:
            send(answers, _answer(cast(_Carried, carried), asked, keeper))


def _take_in(given: BinaryIO, waiting: SimpleQueue[bytes | None]) -> None:
    while (body := received(given)) is not None:
        waiting.put(body)
    waiting.put(None)


def _answer(carried: _Carried, piece: _Piece | _Rows, keeper: Keeper | None) -> Share | tuple[Reason, ...] | str:
    try:
        return read(carried, piece, keeper)
    except Refusal as refusal:
        return refusal.reasons
    except Exception:  # noqa: BLE001  It is raised where the reading was asked for.
        return traceback.format_exc()


def send(stream: BinaryIO, message: object) -> None:
    """A message with its length before it."""
    body = pickle.dumps(message, protocol=5)
    stream.write(struct.pack("<Q", len(body)))
    stream.write(body)
    stream.flush()


def received(stream: BinaryIO) -> bytes | None:
    """One message, None when the stream ends before."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    body = stream.read(size := struct.unpack("<Q", head)[0])
    return body if len(body) == size else None


# -- what asks them ---------------------------------------------------------------------------------------------


class _Reader:
    """One process."""

    def __init__(self) -> None:
        self.begun = False
        self._process = subprocess.Popen(
            # Without -P modules that lie in the current folder, which may be anyone's, would be taken first.
            [sys.executable, "-P", "-c", _SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self._given, self._answers = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)

    def ask(self, message: object) -> None:
        # One that has ended says so when its answer is awaited.
        with contextlib.suppress(BrokenPipeError):
            send(self._given, message)

    def answer(self) -> bytes:
        body = received(self._answers)
        if body is None:
            raise refuse(
                "reader-ended",
                "读取文件的进程意外终止",
                "the process that read the file ended unexpectedly",
            )
        return body

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._given, self._answers):
            with contextlib.suppress(BrokenPipeError):
                stream.close()


_SERVE = "import sys; from zhichan.doors.feeds.shares import serve; serve(sys.stdin.buffer, sys.stdout.buffer)"


Given = TypeVar("Given", _Piece, _Rows)


class _Readers:
    """Processes that read shares in turn; each has its next share before it has read the last."""

    def __init__(self, count: int, keeper: Keeper | None) -> None:
        self._count, self._keeper = count, keeper
        self._all: list[_Reader] = []

    def read(self, carried: _Carried, pieces: Iterable[Given]) -> Iterator[tuple[Given, Share]]:
        """Each share with what came of it, in their order."""
        under_way: deque[tuple[_Reader, Given]] = deque()
        while len(self._all) < self._count:  # All of them before the first is told anything: it is slow to begin.
            self._all.append(_Reader())
        for reader in self._all:
            if self._keeper is not None and not reader.begun:
                reader.ask(self._keeper)
            reader.begun = True
            reader.ask(carried)
        for piece, reader in zip(pieces, itertools.cycle(self._all), strict=False):
            before = None
            if len(under_way) == AHEAD * self._count:
                before = under_way.popleft()[1], reader.answer()
            reader.ask(piece)
            under_way.append((reader, piece))
            if before:
                yield before[0], _share(before[1])
        while under_way:
            reader, piece = under_way.popleft()
            yield piece, _share(reader.answer())

    def close(self) -> None:
        """End them all; those that a later member needs are started anew."""
        while self._all:
            self._all.pop().end()


def _share(body: bytes) -> Share:
    found: Any = pickle.loads(body)  # noqa: S301  Both ends are this module.
    if isinstance(found, Share):
        return found
    if isinstance(found, tuple):
        raise Refusal(*found)
    raise RuntimeError(found)


def _shared(
    reading: Reading, number: int, member: Member, carried: _Carried, start: Start, readers: _Readers
) -> Generator[Share, None, Start | None]:
    """The shares of a member; where reading alone is to go on, None when there is nothing more."""
    for piece, share in readers.read(carried, _pieces(member, carried, start)):
        if not share.whole:
            readers.close()
            return replace(start, offset=piece.offset, line=piece.line, record=_before(reading, number))
        yield _counted(reading, number, member, share)
        if reading.progress is not None:
            reading.progress(reading.report)
    return None


def _before(reading: Reading, number: int) -> int:
    """How many source records of a member have been counted."""
    reached = reading.report.reached
    return reached[1].record if reached and reached[0] == number else 0


def _counted(reading: Reading, number: int, member: Member, share: Share) -> Share:
    """The share, counted behind what is."""
    before = _before(reading, number)
    reading.report.add(share.report, number)
    share.settle(member.name, before)
    return share


def _book(
    reading: Reading, number: int, member: Member, found: Format, readers: _Readers, keeper: Keeper | None
) -> Iterator[Share]:
    """The shares of a spreadsheet, sheet for sheet; one of few rows is read here."""
    account = reading.report.accounts.setdefault(found.id, trees.Account())
    for sheet, portions in itertools.groupby(tables.portions(member), key=attrgetter("sheet")):
        looked: list[books.Portion] = []
        rows = tables.Ahead(row for portion in _noted(portions, looked) for row in tables.portion_rows(portion))
        plan = headed(rows, found, account, sheet, reading.columns)
        if plan is None:
            share = Share()
            share.take(
                (
                    Taken(Position(member.name, record, row.offset, row.number, row.sheet), None, None, row.fault)
                    for record, row in enumerate(rows.faults, start=1)
                ),
                keeper,
            )
            yield _counted(reading, number, member, share)
            continue
        carried = _Carried(member.name, found, "", plan=plan)
        begin = next((row.number - 1 for row in rows.look(1)), sys.maxsize)
        while sum(portion.count for portion in looked) < FEW and (portion := next(portions, None)) is not None:
            looked.append(portion)
        following = next(portions, None)
        more = () if following is None else (following,)
        pieces = (
            _Rows(portion, max(0, begin - portion.start)) for portion in itertools.chain(looked, more, portions)
        )
        alone = ((piece, read(carried, piece, keeper)) for piece in pieces)
        for _, share in readers.read(carried, pieces) if more else alone:
            yield _counted(reading, number, member, share)
            if reading.progress is not None:
                reading.progress(reading.report)


def _noted(portions: Iterable[books.Portion], looked: list[books.Portion]) -> Iterator[books.Portion]:
    for portion in portions:
        looked.append(portion)
        yield portion
