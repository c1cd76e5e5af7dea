"""What a party holds: the rights that stand in its name on a day, for lists and forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from zhichan.kernel.registry.sources import HOLDING_TABLE, SOURCES

NO_DAY = "NULL::date"
_SHOWN: Mapping[str, tuple[str, str, str]] = {
    "patent": ("title", "granted_on", "ended_on"),
    "mark": ("name", "registered_on", "ended_on"),
    "work": ("title", "registered_on", NO_DAY),
    "software": ("title", "registered_on", NO_DAY),
    "variety": ("name", "granted_on", "ended_on"),
}
"""Of each kind of right that has holders: what it is called by, and from and to when it counts as in force."""


@dataclass(frozen=True, slots=True)
class Held:
    """A right in someone's name: its kind and key, what it is called, and from when to when it counts as in force.

    ``since`` is None before grant or registration; ``address`` is the holder's, as the register gives it.
    """

    source: str
    key: str
    title: str
    since: date | None
    until: date | None
    address: str = ""

    @property
    def right(self) -> str:
        """The right as cases name it."""
        return f"{self.source}:{self.key}"

    def in_force(self, day: date) -> bool:
        """Whether its dates say that it is in force."""
        return self.since is not None and self.since <= day and (self.until is None or self.until > day)


def held_by(*, codes: Sequence[str], on: date, limit: int = 200) -> tuple[list[Held], int]:
    """The rights that the parties of these codes hold on a day, those in force and the newest first, and how many.

    ``limit`` bounds the list, not the count. Run inside a reading context.
    """
    if not codes:
        return [], 0
    parts: list[str] = []
    values: list[Any] = []
    for source, columns in _SHOWN.items():
        title, since, until = (one if one == NO_DAY else f"version.{one}" for one in columns)
        parts.append(
            f"SELECT DISTINCT ON (version.key) '{source}' AS source, version.key, {title} AS title, {since} AS since,"
            f" {until} AS until, held.address AS address"
            f" FROM {HOLDING_TABLE} AS held JOIN ground_party AS party ON party.id = held.party_id"
            f" JOIN {SOURCES[source].table} AS version ON version.id = held.right_id AND version.closed_by IS NULL"
            f" WHERE held.right_kind = '{source}' AND party.code = ANY(%s) AND held.since <= %s"
            " AND (held.until IS NULL OR held.until > %s) ORDER BY version.key, held.rank"
        )
        values += [list(codes), on, on]
    whole = " UNION ALL ".join(f"({part})" for part in parts)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source, key, title, since, until, coalesce(address, ''), count(*) OVER () FROM"
            f" ({whole}) AS found ORDER BY (since IS NOT NULL AND since <= %s AND (until IS NULL OR until > %s)) DESC,"
            " since DESC NULLS LAST, source, key LIMIT %s",
            [*values, on, on, limit],
        )
        rows = cursor.fetchall()
    return [Held(*row[:-1]) for row in rows], int(rows[0][-1]) if rows else 0

