"""Many rows into a table in one statement with one value: a placeholder for each value takes seconds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any


def inserting(table: str, names: Sequence[str]) -> str:
    """The statement; its one value is ``recordset`` of the same names."""
    listed = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM json_populate_recordset(NULL::"{table}", %s::json)'


def recordset(names: Sequence[str], rows: Iterable[Sequence[Any]], *, raw: str = "") -> str:
    """Rows as one JSON text that PostgreSQL reads back as they are; the values of ``raw`` are JSON text already."""

    def told(name: str, value: Any) -> str:
        return str(value) if name == raw else json.dumps(value, default=_plain, ensure_ascii=False)

    lines = [[f'"{name}": {told(name, value)}' for name, value in zip(names, row, strict=True)] for row in rows]
    joined = (", ".join(line) for line in lines)
    return f"[{', '.join(f'{{{line}}}' for line in joined)}]"


def _plain(value: Any) -> str:
    """As PostgreSQL reads it back, to the last microsecond, decimal and byte."""
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    return value.isoformat() if isinstance(value, date) else str(value)
