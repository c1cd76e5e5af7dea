"""What is linked, and what a link says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from zhichan.instruments.clock import Words
from zhichan.instruments.status.numbers import NumberError, credit_code

Relation = Literal["same", "part"]
Decision = Literal["accept", "review", "reject"]
AliasKind = Literal["former", "foreign", "short"]


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name: the days it held, both included, where known."""

    text: str
    kind: AliasKind = "former"
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """One of the register. ``region`` is a place's code.

    ``agents`` and ``partners`` are those of its earlier records; ``since`` the day from which it has its name.
    """

    id: str
    name: str
    aliases: tuple[Alias, ...] = ()
    code: str = ""
    region: str = ""
    person: bool = False
    since: date | None = None
    agents: frozenset[str] = frozenset()
    partners: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written on a record."""

    id: str
    text: str
    address: str = ""
    code: str = ""
    agent: str = ""
    partners: tuple[str, ...] = ()
    day: date | None = None


@dataclass(slots=True)
class Names:
    """Many names by column, for a million of them; an empty column says nothing is known."""

    text: Sequence[str]
    address: Sequence[str] = ()
    code: Sequence[str] = ()
    agent: Sequence[str] = ()
    partners: Sequence[tuple[str, ...]] = ()
    day: Sequence[date | None] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason: what was compared, in words, and its weight in natural log-odds (above 0 speaks for the link)."""

    what: str
    words: Words
    weight: float


@dataclass(frozen=True, slots=True)
class Link:
    """A fact to be stored and, if wrong, withdrawn by its ``id``: this name, as of this edition, means that one.

    ``relation`` is ``part`` when the name is a branch, school or hospital without an entry of its own.
    ``runner_up`` is the next best organisation with its probability.
    """

    id: str
    name: str
    organisation: str
    relation: Relation
    probability: float
    decision: Decision
    reason: Words
    edition: str
    runner_up: tuple[str, float] | None = None
    grounds: tuple[Ground, ...] = field(default=())


def valid_code(code: str) -> bool:
    """Whether a text is a unified social credit code as it is written, with its check character (GB 32100-2015)."""
    try:
        return credit_code(text=code).text == code
    except NumberError:
        return False
