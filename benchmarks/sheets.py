"""Large spreadsheets, xlsx and xls, made of given rows: what the benchmark of feeds reads.

No program that writes xls is among what the project needs, so the few records of its format that cells of text want are
written here, as Excel writes them: every text once in a table of texts, every cell with its number.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import xlsxwriter

MOST_ROWS = 65_000  # of one sheet of xls
_RECORD = 8_224  # bytes of one record
_SECTOR = 4_096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NAME = "Workbook"


def xlsx(path: Path, head: Sequence[Sequence[Any]], rows: Iterable[Sequence[Any]]) -> None:
    """One sheet with all rows below the head."""
    options = {"strings_to_numbers": False, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("Sheet1")
        for number, row in enumerate(chain(head, rows)):
            for column, value in enumerate(row):
                if value != "":
                    sheet.write(number, column, value)


def xls(path: Path, head: Sequence[Sequence[Any]], rows: Iterable[Sequence[Any]]) -> None:
    """As many sheets as the rows need, each with the head; all cells are texts."""
    texts: dict[str, int] = {}
    sheets = [_sheet(part, texts) for part in _parts(head, rows)]
    total = sum(count for count, _ in sheets)
    globals_ = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6)), _record(0x0042, b"\xb0\x04")]
    names = [f"Sheet{number}".encode() for number in range(1, len(sheets) + 1)]
    table = b"".join(_texts(texts, total))
    offset = sum(map(len, globals_)) + sum(4 + 8 + len(name) for name in names) + len(table) + 4
    for name, (_, body) in zip(names, sheets, strict=True):
        globals_.append(_record(0x0085, struct.pack("<IHBB", offset, 0, len(name), 0) + name))
        offset += len(body)
    path.write_bytes(_compound(b"".join([*globals_, table, _record(0x000A, b""), *(body for _, body in sheets)])))


def _parts(head: Sequence[Sequence[Any]], rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    part = list(head)
    for row in rows:
        if len(part) == MOST_ROWS:
            yield part
            part = list(head)
        part.append(row)
    yield part


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _sheet(rows: Sequence[Sequence[Any]], texts: dict[str, int]) -> tuple[int, bytes]:
    """How many cells a sheet has, and its records."""
    width = max(map(len, rows))
    made = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6)),
            _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))]  # fmt: skip
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value != "":
                kept = texts.setdefault(str(value)[:4_000], len(texts))
                made.append(struct.pack("<HHHHHI", 0x00FD, 10, number, column, 0, kept))
    return len(made) - 2, b"".join([*made, _record(0x000A, b"")])


def _texts(texts: Iterable[str], total: int) -> Iterator[bytes]:
    """The table of texts; a text never goes over the end of a record."""
    given = list(texts)
    kind, body = 0x00FC, bytearray(struct.pack("<II", total, len(given)))
    for text in given:
        narrow = all(each <= "\xff" for each in text)
        packed = text.encode("latin-1" if narrow else "utf-16-le")
        one = struct.pack("<HB", len(packed) // (1 if narrow else 2), not narrow) + packed
        if len(body) + len(one) > _RECORD:
            yield _record(kind, bytes(body))
            kind, body = 0x003C, bytearray()
        body += one
    yield _record(kind, bytes(body))


def _compound(stream: bytes) -> bytes:
    """A compound file (version 4) with this one stream."""
    sectors = -(-len(stream) // _SECTOR)
    each = _SECTOR // 4
    tables = -(-(sectors + 2) // (each - 1))
    first = tables + 2  # sectors of the stream lie behind the tables, the directory and a place for small streams
    chained = [_FAT] * tables + [_END] * 2 + list(range(first + 1, first + sectors)) + [_END]
    chained += [_FREE] * (tables * each - len(chained))
    listed = list(range(tables)) + [_FREE] * (109 - tables)
    mark = bytes.fromhex("d0cf11e0a1b11ae1")
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII", mark, b"", 0x3E, 4, 0xFFFE, 12, 6, b"", 1, tables, tables, 0, 4_096, _END, 0, _END, 0
    ) + struct.pack("<109I", *listed)
    entries = _entry("Root Entry", 5, 1, tables + 1, _SECTOR) + _entry(_NAME, 2, _FREE, first, len(stream))
    empty = _entry("", 0, _FREE, 0, 0)
    directory = entries + empty * ((_SECTOR - len(entries)) // len(empty))
    fat = struct.pack(f"<{len(chained)}I", *chained)
    before = [head.ljust(_SECTOR, b"\0"), fat, directory, b"\0" * _SECTOR]
    return b"".join([*before, stream.ljust(sectors * _SECTOR, b"\0")])


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    told = (name.encode("utf-16-le") + b"\0\0") if name else b""
    return struct.pack(
        "<64sHBBIII16sIQQIQ", told, len(told), kind, 1, _FREE, _FREE, child, b"", 0, 0, 0, start, size
    )
