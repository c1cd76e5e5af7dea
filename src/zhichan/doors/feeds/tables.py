"""Tables: delimited text and spreadsheets as rows of text, and their columns by declared names."""

from __future__ import annotations

import codecs
import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple, cast

from zhichan.doors.feeds import books, markup, texts
from zhichan.doors.feeds.containers import LARGEST_BOOK, Member, kind
from zhichan.doors.feeds.faults import Unreadable, refuse
from zhichan.kernel.ground.refusal import Refusal

LONGEST_LINE = 8 << 20
LONGEST_ROW = 8 << 20  # characters of one row: an unclosed quotation mark must not swallow the file
MOST_LINES = 20_000  # of one row
MOST_RESTARTS = 50
DEEPEST_HEADER = 40  # rows that may stand before the header
csv.field_size_limit(LONGEST_ROW)


class Row(NamedTuple):
    """One row: its line or spreadsheet row from 1, its sheet, its cells as text, and what was repaired."""

    number: int
    cells: tuple[str, ...]
    sheet: str = ""
    offset: int | None = None
    notes: tuple[str, ...] = ()
    fault: Unreadable | None = None


def bare(name: str) -> str:
    """A column's name for comparison: without width, case, space and punctuation; traditional characters folded."""
    if not name:  # A damaged book has rows of sixty thousand empty cells.
        return name
    plain = unicodedata.normalize("NFKC", name)
    plain = plain if plain.isascii() else _simplified(plain[:200])
    return re.sub(r"[\W_]+", "", plain.lower().replace("#", "number sign"))


@lru_cache(maxsize=4_096)
def _simplified(name: str) -> str:
    return cast(str, _turned().convert(name))


@cache
def _turned() -> Any:
    # The instrument that folds names takes half a second to be ready, which is long beside a small file.
    from opencc import OpenCC

    return OpenCC("t2s")


# -- delimited text ---------------------------------------------------------------------------------------------


class Lines:
    """Decoded lines for ``csv.reader``, remembering where the row in hand begins and what was repaired."""

    def __init__(self, source: Iterator[tuple[int, bytes]], encoding: str, number: int = 0) -> None:
        self._source = source
        self._encoding = encoding
        self._again: list[tuple[int, int, str, str]] = []
        self.number = number
        self.held: list[tuple[int, int, str, str]] = []
        self.size = 0
        self.open = False  # whether the end came within a row
        self.formulas = False  # whether the row has a text written as a formula: ``="0012"``

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        if self._again:
            kept = self._again.pop(0)
        else:
            try:
                offset, raw = next(self._source)
            except StopIteration:
                self.open = self.open or bool(self.held)
                raise
            self.number += 1
            text, note = texts.decoded(raw, self._encoding)
            if "\x00" in text:
                text, note = text.replace("\x00", ""), note or "broken"
            kept = (self.number, offset, text, note)
        self.held.append(kept)
        self.formulas = '="' in kept[2] or (self.formulas and len(self.held) > 1)
        self.size += len(kept[2])
        if self.size > LONGEST_ROW or len(self.held) > MOST_LINES:
            raise OverflowError
        return kept[2] + "\n"

    def begin(self) -> None:
        self.held = []
        self.size = 0

    def back(self) -> None:
        """Give back all lines of the row in hand except its first."""
        self._again = self.held[1:] + self._again
        self.begin()


_MARKS = (",", "\t", ";", "|")


def delimiter(sample: str) -> str:
    """The delimiter with which the sample has a known header; else the one that its lines agree on most."""
    kept = [line + "\n" for line in sample.splitlines()[:60] if line.strip()]
    for mark in _MARKS:
        given = (Row(number, tuple(cells)) for number, cells in enumerate(_cells(kept, mark), start=1))
        if find_header(given):
            return mark
    counts = {
        mark: sorted(line.count(mark) for line in kept)[len(kept) // 2] if kept else 0 for mark in _MARKS
    }
    return max(_MARKS, key=lambda mark: counts[mark])


def _cells(given: list[str], mark: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(given, delimiter=mark)
    except csv.Error:
        return


def delimited(member: Member, encoding: str, skip: int, mark: str) -> Iterator[Row]:
    """Rows of delimited text. A row that cannot be read is a fault of its own."""
    chunks = skipped(member.chunks(), skip)
    if encoding.startswith("utf-16"):
        chunks, encoding = texts.transcoded(chunks, encoding), "utf-8"
    return parsed(Lines(texts.lines(chunks, longest=LONGEST_LINE), encoding), mark, skip)


def delimited_from(member: Member, encoding: str, mark: str, offset: int, line: int) -> Iterator[Row]:
    """The same from a row on that begins at a byte and in a line, not of UTF-16."""
    chunks = member.chunks(offset)
    return parsed(Lines(texts.lines(chunks, longest=LONGEST_LINE), encoding, line - 1), mark, offset)


def parsed(source: Lines, mark: str, skip: int) -> Iterator[Row]:
    """Rows of lines that begin at the byte ``skip``."""
    restarts = 0
    while True:
        reader = csv.reader(source, delimiter=mark, strict=False)
        try:
            while True:
                source.begin()
                cells = next(reader)
                if source.formulas:
                    cells = [text[2:-1] if text[:2] == '="' and text[-1:] == '"' else text for text in cells]
                first = source.held[0]
                if len(source.held) == 1:
                    notes: tuple[str, ...] = (first[3],) if first[3] else ()
                else:
                    notes = tuple(sorted({line[3] for line in source.held if line[3]}))
                yield Row(first[0], tuple(cells), "", first[1] + skip, notes)
        except StopIteration:
            return
        except (OverflowError, csv.Error) as error:
            first = source.held[0] if source.held else (source.number, 0, "", "")
            yield Row(
                first[0],
                (),
                "",
                first[1] + skip,
                fault=Unreadable(
                    "row",
                    "引号未闭合或行过长，该行无法读取",
                    "an unclosed quotation mark or an overlong row",
                    str(error)[:60],
                ),
            )
            restarts += 1
            if restarts > MOST_RESTARTS:
                yield Row(
                    first[0],
                    (),
                    "",
                    first[1] + skip,
                    fault=Unreadable(
                        "rows", "无法读取的行过多，其余未读", "too many unreadable rows; the rest is not read"
                    ),
                )
                return
            source.back()


def skipped(chunks: Iterator[bytes], skip: int) -> Iterator[bytes]:
    """The bytes after the first ``skip``."""
    for chunk in chunks:
        yield chunk[skip:]
        skip = max(0, skip - len(chunk))


# -- spreadsheets -----------------------------------------------------------------------------------------------


def spreadsheet(member: Member) -> Iterator[Row]:
    """Rows of every sheet of an xls, xlsx, xlsb or ods; a merged cell's value stands in each of its cells."""
    for portion in portions(member):
        yield from portion_rows(portion)


def portions(member: Member) -> Iterator[books.Portion]:
    """The rows of every sheet of a spreadsheet, a portion at a time; refuse one that cannot be opened."""
    with member.on_disk(LARGEST_BOOK) as path:
        try:
            yield from books.portions(path)
        except books.Broken as broken:
            raise _unopened(member, str(broken)) from None


def portion_rows(portion: books.Portion) -> Iterator[Row]:
    """The rows of a portion, or why it has none."""
    name = portion.sheet
    if isinstance(portion.why, books.Hidden):
        yield Row(1, (), name, fault=Unreadable(
            "sheet-hidden",
            f"工作表“{name}”是隐藏的，未读取；需要读取请先取消隐藏",
            f"the sheet {name!r} is hidden and not read: show it if it is to be read",
        ))
    elif portion.why is not None:
        yield Row(portion.start + 1, (), name, fault=Unreadable(
            "sheet",
            f"工作表“{name}”无法读取",
            f"the sheet {name!r} cannot be read",
            str(portion.why),
        ))
    else:
        for number, cells in enumerate(books.cells(portion.packed), start=portion.start + 1):
            yield Row(number, tuple(cells), name)


_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WRITTEN = (
    *(name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document")),
    *(b"word/document.xml", b"ppt/presentation.xml"),
)


def _unopened(member: Member, why: str) -> Refusal:
    """Why a spreadsheet could not be opened, as far as its streams tell."""
    body = member.whole(LARGEST_BOOK)
    if _LOCKED in body or "password" in why.lower():
        return refuse(
            "locked",
            "电子表格设有密码，请取消密码后再上传",
            "the spreadsheet is locked by a password: take it off first",
            member.name,
        )
    if any(mark in body for mark in _WRITTEN):
        return refuse(
            "unknown-document",
            "这是文字文档或演示文稿，不是电子表格",
            "this is a text document or a presentation, not a spreadsheet",
            member.name,
        )
    return refuse("workbook", "电子表格已损坏或有密码", "the spreadsheet is damaged or locked", why)


def rows(member: Member) -> Iterator[Row]:
    """Rows of a member, whatever carries them."""
    head = member.head()
    if kind(head) in {"xls", "zip"}:
        yield from spreadsheet(member)
        return
    encoding, skip = texts.encoding(head)
    mark = mark_of(head, encoding, skip)
    if mark is None:
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        given = (decoder.decode(piece) for piece in skipped(member.chunks(), skip))
        for sheet, number, cells in markup.rows(given):
            yield Row(number, cells, sheet)
        return
    yield from delimited(member, encoding, skip, mark)


def mark_of(head: bytes, encoding: str, skip: int) -> str | None:
    """The delimiter of a table that begins with ``head``; None when it is markup."""
    text, _ = texts.decoded(head[skip:], encoding)
    return None if markup.is_table(text) else delimiter(re.sub(r"\r\n?", "\n", text))


# -- columns ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Table:
    """A declared table."""

    id: str
    zh: str
    en: str
    family: str
    record: str
    proof: str
    signature: frozenset[str]
    any: frozenset[str]
    own: Mapping[str, str]
    leave: Mapping[str, str]
    comma: frozenset[str]
    order: str
    taxonomy: bool


@cache
def _declared() -> dict[str, Any]:
    return tomllib.loads((files("zhichan.doors.feeds") / "declared" / "columns.toml").read_text("utf-8"))


@cache
def names(record: str) -> Mapping[str, str]:
    """Bare column name → neutral field."""
    found: dict[str, str] = {}
    for neutral, given in _declared()["columns"][record].items():
        for name in given:
            found.setdefault(bare(name), neutral)
    return found


def fields(record: str) -> tuple[str, ...]:
    """The neutral fields that a column of this kind of record may be given."""
    return tuple(_declared()["columns"][record])


@cache
def declared_tables() -> tuple[Table, ...]:
    """All declared tables, in their order."""
    found = []
    for given in _declared()["table"]:
        own = {bare(name): neutral for neutral, listed in given.get("own", {}).items() for name in listed}
        leave = {bare(name): reason for name, reason in given.get("leave", {}).items()}
        found.append(
            Table(
                given["id"],
                given["title"]["zh"],
                given["title"]["en"],
                given["family"],
                given["record"],
                given["proof"],
                frozenset(bare(name) for name in given["signature"]),
                frozenset(bare(name) for name in given.get("any", ())),
                own,
                leave,
                frozenset(given.get("comma", ())),
                given.get("order", "dmy"),
                bool(given.get("taxonomy")),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Header:
    """A header row that was recognised: for each column its name, neutral field ('' = not mapped) and reason."""

    table: Table
    row: int
    sheet: str
    columns: tuple[tuple[str, str, str], ...]
    cells: tuple[str, ...] = field(repr=False)

    def given(self, columns: Mapping[str, str]) -> Header:
        """The header with the neutral fields that a person gave to columns which were not known."""
        if not columns:
            return self
        return replace(self, columns=tuple(
            (name, columns.get(bare(name), ""), "" if columns.get(bare(name)) else reason) if reason == "unknown"
            else (name, target, reason)
            for name, target, reason in self.columns
        ))


_NUMBERS = frozenset({"application_no", "publication_no", "patent_no", "grant_no"})
_IDENTITY = _NUMBERS | {"title"}


_NAMELY = frozenset({"名称", "姓名", "名字", "单位名称"})  # under the name of a group they are the group's own
_ABOUT = re.compile(r"(?:基本)?(?:信息|情况|资料)$")


def _meaning(child: str, parent: str, told: Mapping[str, str]) -> tuple[str, str]:
    """A column's name and neutral field by its own name and that of the group above it: 权利人 over 名称."""
    group = _ABOUT.sub("", parent)
    if not child:
        return parent, told.get(bare(parent)) or told.get(bare(group), "")
    if group and group != child:
        if neutral := told.get(bare(group + child)):
            return f"{parent} {child}", neutral
        if child in _NAMELY and (neutral := told.get(bare(group))):
            return f"{parent} {child}", neutral
    return child, told.get(bare(child), "")


def _sorted(table: Table, cells: Sequence[str], above: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
    told = {**names(table.record), **table.own}
    found = []
    for index, given in enumerate(cells):
        name, neutral = _meaning(given.strip(), above[index].strip() if index < len(above) else "", told)
        key = bare(given.strip() or name)
        if not key:
            found.append(("", "", ""))
        elif key in table.leave:
            found.append((name, "", table.leave[key]))
        elif neutral:
            found.append((name, neutral, ""))
        elif table.taxonomy:
            found.append((name, "taxonomy", ""))
        else:
            found.append((name, "", "unknown"))
    return tuple(found)


def deepened(header: Header, row: Row) -> Header | None:
    """The header with the row below it, when that belongs to it: groups above, the columns' names below.

    A cell merged over both rows stands in both; where nothing tells of merges, the cell below is blank. No record
    has cells that repeat its header's, or that are all names of columns.
    """
    if row.fault is not None:
        return None
    said = [index for index, text in enumerate(row.cells) if text.strip()]
    top = [text.strip() for text in header.cells] + [""] * (len(row.cells) - len(header.cells))
    same = [index for index in said if row.cells[index].strip() == top[index]]
    lower = [index for index in said if index not in same]
    told = {**names(header.table.record), **header.table.own, **header.table.leave}
    groups: list[str] = []
    for text in top:  # A group's name stands over its first column, or, merged, over each.
        groups.append(text or (groups[-1] if groups else ""))
    unmerged = not same and len(lower) >= 2 and all(
        _meaning(row.cells[index].strip(), groups[index], told)[1] for index in lower
    )
    if not lower or not (len(same) >= 2 or unmerged):
        return None
    cells = [row.cells[index] if index in said else "" for index in range(len(top))]
    above = [groups[index] if index in lower else top[index] for index in range(len(top))]
    return Header(header.table, row.number, header.sheet, _sorted(header.table, cells, above), row.cells)


class Ahead:
    """Rows that can be looked at before they are taken; ``faults`` are those taken that could not be read."""

    def __init__(self, given: Iterable[Row]) -> None:
        self._given = iter(given)
        self._kept: list[Row] = []
        self.faults: list[Row] = []

    def __iter__(self) -> Ahead:
        return self

    def __next__(self) -> Row:
        row = self._kept.pop(0) if self._kept else next(self._given)
        if row.fault is not None:
            self.faults.append(row)
        return row

    def look(self, number: int) -> list[Row]:
        """The next rows, as many as there are."""
        while len(self._kept) < number and (row := next(self._given, None)) is not None:
            self._kept.append(row)
        return self._kept[:number]


TOTALS = frozenset("合总小共本 \u3000TtGgSs")  # what a total begins with, if anything
_TOTAL = re.compile(r"(?:本页)?[合总小共]\s*计[:：]?|(?:grand |sub)?total:?", re.IGNORECASE)
_SUM = re.compile(r"\s*[-+]?[\d,.，．]*\s*[%％\w]?\s*")


def total(cells: Sequence[str]) -> bool:
    """Whether a row calls itself a total and has nothing but sums beside that word; a firm may be called so."""
    return _TOTAL.fullmatch(cells[0].strip()) is not None and all(map(_SUM.fullmatch, cells[1:]))


_SLASHED = re.compile(r"\s*(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})(?!\d)")


def order(header: Header, rows: Iterable[Row]) -> str:
    """How the rows write days: mdy where some can be read in that order only and none in the other alone."""
    told = [index for index, (_, target, _) in enumerate(header.columns) if target.endswith("_on")]
    american = False
    for row in rows:
        for index in told:
            if index < len(row.cells) and (found := _SLASHED.match(row.cells[index])):
                if int(found[1]) > 12:
                    return header.table.order
                american = american or int(found[2]) > 12
    return "mdy" if american else header.table.order


def header(
    cells: Sequence[str],
    above: Sequence[str] = (),
    *,
    number: int = 1,
    sheet: str = "",
    only: Table | None = None,
) -> Header | None:
    """The declared table whose header this row is, None when it is none.

    A table with all columns of its signature (and one of ``any``) wins, the longest signature first; else a row with
    at least three known columns, among them a number, or a title if half of the columns are known, is a general
    patent table.
    """
    present = {bare(each) for each in cells} - {""}
    if len(present) < 2:
        return None
    best: Table | None = None
    for table in [only] if only else declared_tables():
        if (
            table.signature
            and table.signature <= present
            and (not table.any or table.any & present)
            and (best is None or len(table.signature) + bool(table.any) > len(best.signature) + bool(best.any))
        ):
            best = table
    if best is None:
        general = only or next(table for table in declared_tables() if not table.signature)
        known = names(general.record)
        fields = {known.get(name) or general.own.get(name) for name in present} - {None}
        if (
            len(fields) < 3
            or not fields & _IDENTITY
            or not (fields & _NUMBERS or 2 * len(fields) >= len(present))
        ):
            return None
        best = general
    return Header(best, number, sheet, _sorted(best, cells, above), tuple(cells))


def find_header(given: Iterable[Row], only: Table | None = None) -> tuple[Header, list[Row]] | None:
    """The header among the first rows, and the rows before it."""
    before: list[Row] = []
    above: tuple[str, ...] = ()
    for row in given:
        if len(before) >= DEEPEST_HEADER:
            return None
        if (
            row.fault is None
            and (found := header(row.cells, above, number=row.number, sheet=row.sheet, only=only)) is not None
        ):
            return found, before
        if any(row.cells):
            # Where the header stands in several rows, a column's name is the lowest that is written.
            width = max(len(above), len(row.cells))
            above = tuple(
                (
                    row.cells[i]
                    if i < len(row.cells) and row.cells[i].strip()
                    else above[i]
                    if i < len(above)
                    else ""
                )
                for i in range(width)
            )
        before.append(row)
    return None
