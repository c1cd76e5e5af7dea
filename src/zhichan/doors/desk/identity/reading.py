"""A table as a file: delimited text or a spreadsheet, taken apart into rows of heading and text."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Iterator, Mapping

import python_calamine

from zhichan.kernel.ground.public import Refusal, Text

LARGEST = 64 << 20
MOST_ROWS = 500_000
csv.field_size_limit(1 << 20)


def _no(said: Text) -> Refusal:
    return Refusal.one("classes.file", said.zh, said.en, place="file")


def rows(content: bytes) -> Iterator[Mapping[str, str]]:
    """The rows of a CSV (UTF-8 or GB18030, also gzipped) or XLSX file, the first row as headings.

    Raises ``Refusal`` ``classes.file`` for one that is too large or cannot be read.
    """
    if content[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
                content = packed.read(LARGEST + 1)
        except (OSError, EOFError) as broken:
            raise _no(Text("压缩文件已损坏", "the compressed file is broken")) from broken
    if len(content) > LARGEST:
        raise _no(Text(f"文件超过{LARGEST >> 20}MB", f"the file is larger than {LARGEST >> 20} MB"))
    return _numbered(_book(content) if content[:4] == b"PK\x03\x04" else _text(content))


def _numbered(found: Iterator[Mapping[str, str]]) -> Iterator[Mapping[str, str]]:
    for number, row in enumerate(found, start=1):
        if number > MOST_ROWS:
            raise _no(Text(f"超过{MOST_ROWS}行", f"more than {MOST_ROWS} rows"))
        yield row


def _text(content: bytes) -> Iterator[Mapping[str, str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError as broken:
            raise _no(Text("文件既不是UTF-8也不是GB18030编码", "the file is neither UTF-8 nor GB18030")) from broken
    if "\x00" in text:
        raise _no(Text("这不是表格文件", "this is no table"))
    first = text.partition("\n")[0]
    separator = max(",\t;", key=first.count)
    try:
        for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=separator):
            yield {name: value for name, value in row.items() if isinstance(name, str) and isinstance(value, str)}
    except csv.Error as broken:
        raise _no(Text("表格的引号或分隔符有误", "quotation marks or separators of the table are wrong")) from broken


def _book(content: bytes) -> Iterator[Mapping[str, str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > 4 * LARGEST:
                raise _no(Text("解压后过大", "too large once unpacked"))
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0).to_python()
    except (zipfile.BadZipFile, python_calamine.CalamineError, OSError, IndexError) as broken:
        raise _no(Text("工作簿无法读取", "the workbook cannot be read")) from broken
    if not sheet:
        return
    headings = [_cell(value) for value in sheet[0]]
    for row in sheet[1:]:
        yield {name: _cell(value) for name, value in zip(headings, row, strict=False) if name}


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
