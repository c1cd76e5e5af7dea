"""Long tables: the page and the order asked for, and, where one is whole in memory, its rows for a file. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from zhichan.doors.look.parts import GAPS, Cell, Figure, Pages, Row, State, Table
from zhichan.doors.look.words import amount, exact, say
from zhichan.kernel.ground.refusal import Text

PAGE = 50
PINNED = frozenset({"sum", "closed", "group"})
"""Rows that keep their place, whatever the order."""
UNSAID = frozenset({"", "≥", "="})
"""Marks of a goal that its number alone says as well: it stays one to reckon with."""


def question(given: Mapping[str, str], **changed: str) -> str:
    """The same question with something else in it, from its first page; what is empty is left out."""
    kept = {name: text for name, text in given.items() if name not in {"page", "export"}} | changed
    asked = urlencode({name: text for name, text in kept.items() if text})
    return f"?{asked}" if asked else ""


def page_of(given: Mapping[str, str], total: int | None = None) -> int:
    """The page asked for, from 1; never past the last of ``total`` rows."""
    text = given.get("page", "1")
    page = max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 8 else 1
    return page if total is None else min(page, max(1, -(-total // PAGE)))


def sliced(rows: Any, given: Mapping[str, str], total: int) -> Any:
    """Of ``total`` rows, a sequence or a query, those of the page asked for."""
    first = (page_of(given, total) - 1) * PAGE
    return rows[first : first + PAGE]


def pages(given: Mapping[str, str], total: int) -> Pages | None:
    """Where one is among ``total`` rows, and the ways to the pages before and after; None for a single page."""
    page = page_of(given, total)
    first = (page - 1) * PAGE
    if total <= PAGE:
        return None
    return Pages(
        first + 1,
        min(first + PAGE, total),
        total,
        question(given, page=str(page - 1)) if page > 1 else "",
        question(given, page=str(page + 1)) if first + PAGE < total else "",
    )


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
    return replace(table, rows=sliced(table.rows, given, total), pages=pages(given, total))


def plain(cell: Cell) -> Any:
    """A cell's value as a file has it: a number, a day, or words in the reader's language."""
    value = cell.value
    if isinstance(value, Figure):
        if isinstance(value.value, Fraction):
            return int(value.value) if value.value.denominator == 1 else exact(value.value).normalize()
        if isinstance(value.value, Decimal) and value.value.is_finite():
            # As people write it: 1800, not 1800.000000.
            return int(value.value) if value.value == value.value.to_integral_value() else value.value.normalize()
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
    return [_told(cell) for cell in row.cells]


def _told(cell: Cell) -> Any:
    """A cell as a file has it: a range, an upper bound and a gap are told as the page tells them."""
    one = cell.value
    if isinstance(one, Figure) and one.value is None:
        return say(GAPS[one.gap or "unknown"])
    if isinstance(one, Figure) and one.value is not None and one.mark not in UNSAID:
        return f"{one.mark}{amount(one.value, one.unit, one.places)}"
    return plain(cell)
