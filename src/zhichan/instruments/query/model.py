"""What a query says, as a tree; what can be searched; what is wrong with a query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal["text", "code", "class", "day", "number", "choice", "as_written"]


@dataclass(frozen=True, slots=True)
class Field:
    """Something that can be searched by name.

    `kind`: `text` words in a row; `code` a whole number or identifier, punctuation aside; `class` a symbol of a
    hierarchy, which takes in what lies under it; `day`, `number` values and ranges; `choice` one of a few values;
    `as_written` a text that is taken as it stands.
    `names`: how it is written before `=`, in any case; the first is the usual one.
    """

    slug: str
    names: tuple[str, ...]
    zh: str
    en: str
    kind: Kind = "text"
    choices: Mapping[str, str] = field(default_factory=dict)
    """What may be written for a `choice`, folded, and the value it stands for."""


@dataclass(frozen=True, slots=True)
class Word:
    """Atoms in a row; `within` a field's slug, or "" for any text; `open` where more letters may follow the last."""

    atoms: tuple[str, ...]
    within: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Two words in one field with at most `distance` atoms between them, in this order when `ordered`."""

    first: Word
    second: Word
    distance: int
    ordered: bool


@dataclass(frozen=True, slots=True)
class Code:
    """A value of a `code`, `class`, `choice` or `as_written` field, normal form; `open` where more may follow."""

    within: str
    value: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """Values of a `day` or `number` field from `low` to `high`, both taken in; `None` where there is no bound."""

    within: str
    low: date | int | None
    high: date | int | None


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty query."""


@dataclass(frozen=True, slots=True)
class Not:
    """What the part does not find."""

    part: Node


@dataclass(frozen=True, slots=True)
class All:
    """What every part finds; two parts at least."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """What at least one part finds; two parts at least."""

    parts: tuple[Node, ...]


Node = Word | Near | Code | Between | Everything | Not | All | Any


@dataclass(frozen=True, slots=True)
class Query:
    """A query understood: the text as given, the tree, and remarks that are no errors (code, zh, en)."""

    text: str
    node: Node
    remarks: tuple[tuple[str, str, str], ...] = ()

    def words(self) -> list[Word]:
        """The words looked for (not those that must be absent), in the order written: for highlighting."""
        return list(_words(self.node))


def _words(node: Node) -> Iterator[Word]:
    if isinstance(node, Word):
        yield node
    elif isinstance(node, Near):
        yield node.first
        yield node.second
    elif isinstance(node, All | Any):
        for part in node.parts:
            yield from _words(part)


class QueryError(ValueError):
    """A query that cannot be read: where (characters of the text as given), why, and what might have been meant."""

    def __init__(self, code: str, zh: str, en: str, *, place: int, length: int = 1, suggestion: str = "") -> None:
        super().__init__(en)
        self.code, self.zh, self.en = code, zh, en
        self.place, self.length, self.suggestion = place, length, suggestion
