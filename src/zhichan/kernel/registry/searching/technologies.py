"""WIPO's 35 fields of technology, to which the IPC symbols of a patent lead by the table that was loaded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhichan.instruments.classes import Concordance
from zhichan.kernel.registry import classifying
from zhichan.kernel.registry.models import Edition


def concordance() -> Concordance | None:
    """The latest edition of the table; None where none is loaded."""
    kept = Edition.objects.filter(table="wipo35", withdrawn="").order_by("-since").first()
    return classifying.concordance(kept) if kept is not None else None


def fields_of(row: Mapping[str, Any], table: Concordance) -> list[str]:
    """The fields to which any of a patent's symbols leads, by their numbers."""
    return sorted({hit.target for hit in table.of(classifying.symbols(row))}, key=lambda number: number.zfill(2))
