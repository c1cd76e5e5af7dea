"""How often something speaks with the database: a measure that no busy machine changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection


def counted(work: Callable[[], Any]) -> list[str]:
    """The statements that work sends, one text for those that travel together."""
    sent: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        work()
    return sent
