"""The exact number of cases an actor may see, without reading a million of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from zhichan.kernel.access.public import Actor

LOCK_FOLDING = 0x5A_0005
PERSONAL = ("user:", "party:", "code:")
MOST = 256
"""Additions that may wait before they are folded."""
COLUMNS = "procedure, region_id, stage, readers, barred, public, public_from, public_until"
# What single people, parties and holders of codes see for themselves is in no tally that they see.
OWN_CASES = """casework_case WHERE {scope}
       AND id IN (SELECT case_id FROM casework_participant WHERE principal = ANY (%s::text[]))
       AND NOT (casework_shared(readers) && (SELECT zhichan_principals())
                OR public AND coalesce(public_from <= (SELECT zhichan_day()), true)
                          AND coalesce(public_until > (SELECT zhichan_day()), true))"""


def number_of(
    actor: Actor, procedure: str, *, stage: str | None = None, below: str | None = None, at: int | None = None
) -> int:
    """How many cases of a procedure the actor may see: exactly those of ``reach``; ask inside ``reading(actor)``.

    ``stage`` narrows to one stage, ``below`` to a region's path and everything under it, ``at`` to one region's key.
    """
    asked = {
        "procedure = %s": procedure, "stage = %s": stage, "region_id = %s": at,
        "region_id IN (SELECT id FROM ground_region WHERE starts_with(path, %s))": below,
    }  # fmt: skip
    scope = " AND ".join(term for term, value in asked.items() if value is not None)
    given = [value for value in asked.values() if value is not None]
    mine = [each for each in actor.principals if each.startswith(PERSONAL)]
    own = f" + (SELECT count(*) FROM {OWN_CASES.format(scope=scope)})" if mine else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT coalesce(sum(cases), 0) FROM casework_tally WHERE {scope}){own}",
            [*given, *([*given, mine] if mine else [])],
        )
        return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Tallied:
    """How many cases of a procedure the actor may see at a stage in a region (its key)."""

    procedure: str
    region: int
    stage: str
    cases: int


def tallies(actor: Actor, *, procedure: str = "") -> list[Tallied]:
    """Where the cases stand that the actor may see, of one procedure or of all: exactly those of ``reach``.

    Ask inside ``reading(actor)``.
    """
    scope = "procedure = %s" if procedure else "true"
    given: list[Any] = [procedure] if procedure else []
    mine = [each for each in actor.principals if each.startswith(PERSONAL)]
    own = f" UNION ALL SELECT procedure, region_id, stage, 1 FROM {OWN_CASES.format(scope=scope)}" if mine else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT procedure, region_id, stage, sum(cases) FROM"
            f" (SELECT procedure, region_id, stage, cases FROM casework_tally WHERE {scope}{own}) AS one"
            " GROUP BY 1, 2, 3 HAVING sum(cases) > 0 ORDER BY 1, 2, 3",
            [*given, *([*given, mine] if mine else [])],
        )
        return [Tallied(slug, region, stage, int(cases)) for slug, region, stage, cases in cursor.fetchall()]


def fold() -> int:
    """Sum up what was added since the last time; returns how many rows that saved. Call as the kernel role.

    One folds at a time; what is added meanwhile is left for the next.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK_FOLDING])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(f"SELECT count(*) - count(DISTINCT ({COLUMNS})) FROM casework_tally")
        (waiting,) = cursor.fetchone()
        if waiting <= MOST:
            return 0
        cursor.execute(
            f"WITH old AS (DELETE FROM casework_tally RETURNING {COLUMNS}, cases)"
            f" INSERT INTO casework_tally ({COLUMNS}, cases) SELECT {COLUMNS}, sum(cases) FROM old"
            f" GROUP BY {COLUMNS} HAVING sum(cases) <> 0"
        )
        return int(waiting)
