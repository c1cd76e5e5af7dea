"""What later rooms tell the catalogue by name, so that it can check references without importing them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Countable(Protocol):
    """What the checker asks of a rights source; the registry's sources have this form."""

    @property
    def columns(self) -> Mapping[str, str]:
        """Column → type (text, day, int, fen, flag)."""
        ...

    @property
    def choices(self) -> Mapping[str, tuple[str, ...]]:
        """Column → the values it can have."""
        ...


_verbs: set[str] = set()


def register_verb(*names: str) -> None:
    """Tell the catalogue of verbs that roles may be given beside the acts of declared procedures."""
    _verbs.update(names)


def verbs() -> frozenset[str]:
    """The verbs told so far."""
    return frozenset(_verbs)
