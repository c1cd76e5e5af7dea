"""A table as a file, whatever carries it, as rows of heading and text."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

from zhichan.doors.feeds import tables
from zhichan.doors.feeds.containers import Member, unpacked
from zhichan.kernel.ground.public import Refusal

LARGEST = 64 << 20
MOST_ROWS = 500_000


def rows(content: bytes) -> Iterator[Mapping[str, str]]:
    """The rows of the first table of a file, its first row as headings.

    Raises ``Refusal``, ``classes.file`` or as the feeds do, for a file that cannot be read or is too long.
    """
    for member in unpacked(Member("file", len(content), lambda: io.BytesIO(content), seekable=True)):
        yield from _rows(member)
        return


def _rows(member: Member) -> Iterator[Mapping[str, str]]:
    found = tables.rows(member)
    first = next(found, None)
    if first is None:
        return
    headings = _sound(first)
    for number, row in enumerate(found, start=1):
        if row.sheet != first.sheet:
            return
        if number > MOST_ROWS:
            raise Refusal.one("classes.file", f"超过{MOST_ROWS}行", f"more than {MOST_ROWS} rows", place="file")
        if row.cells or row.fault:
            yield {name: value for name, value in zip(headings, _sound(row), strict=False) if name}


def _sound(row: tables.Row) -> tuple[str, ...]:
    if row.fault is not None:
        raise Refusal.of([row.fault.reason])
    if "broken" in row.notes:
        raise Refusal.one(
            "classes.file", "文件既不是UTF-8也不是GB18030编码", "the file is neither UTF-8 nor GB18030", place="file"
        )
    return row.cells
