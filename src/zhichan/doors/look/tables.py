"""Tables that are whole in memory: put in the order asked for, cut into pages, written to a file. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from zhichan.doors.look.parts import Cell, Figure, Pages, Row, State, Table
from zhichan.doors.look.words import exact, say
from zhichan.kernel.ground.refusal import Text

PAGE = 50
PINNED = frozenset({"sum", "closed", "group"})
"""Rows that keep their place, whatever the order."""


def question(given: Mapping[str, str], **changed: str) -> str:
    """The same question with something else in it, from its first page; what is empty is left out."""
    kept = {name: text for name, text in given.items() if name not in {"page", "export"}} | changed
    return f"?{urlencode({name: text for name, text in kept.items() if text})}"


def arranged(table: Table, given: Mapping[str, str]) -> Table:
    """The table in the order that ``sort`` asks for (a column's number, a minus before it for the reverse).

    What has no value stands last; rows that tie keep their order; every heading leads to its own order.
    """
    text = given.get("sort", "")
    down, number = text.startswith("-"), text.removeprefix("-")
    place = int(number) if number.isascii() and number.isdigit() and len(number) < 3 else -1
    rows = list(table.rows)
    if 0 <= place < len(table.columns):
        free = [row for row in rows if row.kind not in PINNED and len(row.cells) > place]
        known = [row for row in free if _key(row.cells[place]) is not None]
        known.sort(key=lambda row: _key(row.cells[place]) or ("", 0, ""), reverse=down)
        unknown = [row for row in free if _key(row.cells[place]) is None]
        waiting = iter([*known, *unknown])
        moved = {id(row) for row in free}
        rows = [next(waiting) if id(row) in moved else row for row in rows]
    columns = []
    for number_, column in enumerate(table.columns):
        mine = number_ == place
        turned = f"-{number_}" if mine and not down else str(number_)
        columns.append(
            replace(
                column,
                href=question(given, sort=turned),
                order=("descending" if down else "ascending") if mine else "",
            )
        )
    return replace(table, columns=columns, rows=rows)


def _key(cell: Cell) -> tuple[str, Any, str] | None:
    """By what a cell is ordered: numbers, then days, then words; None for nothing."""
    value = plain(cell)
    if value is None or value == "":
        return None
    if isinstance(value, int | Decimal | Fraction | float):
        return ("0", value, "")
    if isinstance(value, date):
        return ("1", value.toordinal(), "")
    return ("2", 0, str(value))


def cut(table: Table, given: Mapping[str, str]) -> Table:
    """The page asked for, with the exact count; a table of one page stays as it is."""
    total = len(table.rows)
    if total <= PAGE:
        return table
    text = given.get("page", "1")
    page = max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 8 else 1
    page = min(page, -(-total // PAGE))
    first = (page - 1) * PAGE
    return replace(
        table,
        rows=table.rows[first : first + PAGE],
        pages=Pages(
            first + 1,
            min(first + PAGE, total),
            total,
            question(given, sort=given.get("sort", "")) + f"&page={page - 1}" if page > 1 else "",
            question(given, sort=given.get("sort", "")) + f"&page={page + 1}" if first + PAGE < total else "",
        ),
    )


def plain(cell: Cell) -> Any:
    """A cell's value as a file has it: a number, a day, or words in the reader's language."""
    value = cell.value
    if isinstance(value, Figure):
        if isinstance(value.value, Fraction):
            return int(value.value) if value.value.denominator == 1 else exact(value.value).normalize()
        return value.value
    if isinstance(value, State):
        return say(value.word)
    if isinstance(value, Text):
        return say(value)
    if isinstance(value, tuple):
        return None
    return value if isinstance(value, int | date | str) else None


def heads(table: Table) -> list[str]:
    """The headings as a file has them, with their units."""
    return [
        f"{say(column.label)}（{say(column.unit)}）" if column.unit else str(say(column.label))
        for column in table.columns
    ]


def lines(table: Table) -> Iterator[Sequence[Any]]:
    """The rows as a file has them."""
    for row in table.rows:
        yield _line(row)


def _line(row: Row) -> list[Any]:
    return [plain(cell) for cell in row.cells]
