"""What people type into a search box: taken as it is and, where it is traditional or full-width, in simplified form."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q

from zhichan.instruments.query import fold


def forms(text: str) -> tuple[str, ...]:
    """The text as it was typed, and folded (simplified, half-width, small letters) where that is another."""
    plain = text.strip()
    return tuple(dict.fromkeys((plain, fold(plain))))


def holds(column: str, text: str) -> Q:
    """Whether a column holds the text in one of its forms, whatever the case of its letters."""
    return reduce(or_, (Q(**{f"{column}__icontains": form}) for form in forms(text)))
