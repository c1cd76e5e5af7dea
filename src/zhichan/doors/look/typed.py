"""What people ask of a list.

Words are taken as they were typed and, where they are traditional or full-width, in simplified form.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from zhichan.doors.look.words import SHANGHAI
from zhichan.instruments.query import fold


def forms(text: str) -> tuple[str, ...]:
    """The text as it was typed, and folded (simplified, half-width, small letters) where that is another."""
    plain = text.strip()
    return tuple(dict.fromkeys((plain, fold(plain))))


def holds(column: str, text: str) -> Q:
    """Whether a column holds the text in one of its forms, whatever the case of its letters."""
    return reduce(or_, (Q(**{f"{column}__icontains": form}) for form in forms(text)))


def days_between(column: str, since: date | None, until: date | None) -> Q:
    """An instant's column on or after a day and before another, in Asia/Shanghai."""
    found = Q()
    if since is not None:
        found &= Q(**{f"{column}__gte": datetime.combine(since, time(), SHANGHAI)})
    if until is not None:
        found &= Q(**{f"{column}__lt": datetime.combine(until, time(), SHANGHAI)})
    return found


def stored(value: Any) -> Any:
    """A range's end as JSON holds it: days as text, numbers as numbers."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
