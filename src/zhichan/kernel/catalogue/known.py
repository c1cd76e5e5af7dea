"""What later rooms tell the catalogue by name, so that it can check references without importing them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
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


@dataclass(frozen=True, slots=True)
class Listed:
    """A source told by its columns alone."""

    columns: Mapping[str, str]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_sources: dict[str, Countable] = {}
_verbs: set[str] = set()


def register_source(
    name: str, columns: Mapping[str, str], choices: Mapping[str, tuple[str, ...]] | None = None
) -> None:
    """Tell the catalogue of a source that measures and selections may name; telling it again replaces it."""
    _sources[name] = Listed(columns, choices or {})


def register_verb(*names: str) -> None:
    """Tell the catalogue of verbs that roles may be given beside the acts of declared procedures."""
    _verbs.update(names)


def sources() -> Mapping[str, Countable]:
    """The sources told so far."""
    return MappingProxyType(dict(_sources))


def verbs() -> frozenset[str]:
    """The verbs told so far."""
    return frozenset(_verbs)
