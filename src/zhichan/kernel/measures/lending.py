"""What rules of casework are told of a measure: the number, and all that is needed to open or to repeat it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from zhichan.kernel.casework.public import register_values
from zhichan.kernel.ground.public import Refusal, Region
from zhichan.kernel.measures.asking import value
from zhichan.kernel.measures.values import needs


def register() -> None:
    """Let the rules of procedures ask for values of measures."""
    register_values(lent)


def lent(measure: str, *, region: str, year: int, position: int | None = None) -> Mapping[str, Any] | None:
    """A measure in a region (path) for a year, a stock on its last day; None when there is no such measure or region.

    ``number`` is an exact fraction as text, None with its ``reason`` (zh, en) where there is none; ``position`` the
    ledger position up to which rows were counted, ``edition`` that of the definition: with both the same number comes
    again. Only figures that are open to everyone are told. A position of nought is that of an empty ledger.
    """
    found = Region.objects.filter(path=region).first()
    try:
        flow = needs(measure) != "day"
    except Refusal:
        return None
    if found is None:
        return None
    first, after, last = date(year, 1, 1), date(year + 1, 1, 1), date(year, 12, 31)
    try:
        if flow:
            told = value(measure=measure, region=found, since=first, until=after, position=position)
        else:
            told = value(measure=measure, region=found, on=last, position=position)
    except Refusal as refusal:
        return {
            "measure": measure, "region": found.slug, "number": None, "reason": refusal.reasons[0].text.as_json(),
            "position": position or 0, "edition": "",
        }  # fmt: skip
    number = told.number
    period = {"since": first.isoformat(), "until": after.isoformat()} if flow else {"on": last.isoformat()}
    return {
        "measure": measure, "title": told.title.as_json(), "unit": told.unit, "region": found.slug, **period,
        "number": str(number) if isinstance(number, Fraction) else None,
        **({} if isinstance(number, Fraction) else {"reason": number.reason.as_json()}),
        "position": told.position, "edition": told.edition,
    }  # fmt: skip
