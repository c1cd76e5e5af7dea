"""Values of measures for rules: the measures room stands above this one, and lends them by name at start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Lender(Protocol):
    """Who knows a measure in a region (path) for a year, perhaps as of a ledger position."""

    def __call__(
        self, measure: str, *, region: str, year: int, position: int | None = None
    ) -> Mapping[str, Any] | None:
        """The number with its source, as ``measures.lending`` says; None when there is no such measure."""


_lenders: list[Lender] = []


def register_values(lender: Lender) -> None:
    """Say who knows; a later room does so from its ``AppConfig.ready``."""
    _lenders[:] = [lender]


def value_of(
    measure: str, *, region: str, year: int, position: int | None = None
) -> Mapping[str, Any] | None:
    """What a rule is told of a measure; None when nobody knows it."""
    return _lenders[0](measure, region=region, year=year, position=position) if _lenders else None
