"""All that a question finds, counted: kinds by standing, years, regions, holders, classes, and the newest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhichan.kernel.registry.searching.asking import search, understood
from zhichan.kernel.registry.searching.fields import STANDINGS

COUNTED = ("kind", "year", "area", "party", "class", "section", "nice", "field", "wipo35")
NEWEST = 5


@dataclass(frozen=True, slots=True)
class Profile:
    """Exact counts of what a question finds; each is the count of the question narrowed in that way.

    `counts` maps a facet to its values with their counts, most first (years newest first); `standings` a standing to
    the counts by kind; `newest` are keys of the last filed.
    """

    question: str
    count: int
    counts: Mapping[str, Sequence[tuple[str, int]]]
    standings: Mapping[str, Mapping[str, int]]
    newest: Sequence[str]


def profile(question: str, *, day: date, readers: Sequence[str] = ("*",)) -> Profile:
    """Count what a question of the search language finds; four questions to the index, whatever is found."""
    query = understood(question)
    found = search(query, day=day, sort="newest", size=NEWEST, facets=COUNTED, readers=readers)
    standings = {
        standing: dict(
            search(
                understood(narrowed(question, f"LS={standing}")), day=day, size=0, facets=("kind",), readers=readers
            ).facets["kind"]
        )
        for standing in STANDINGS
    }
    return Profile(question, found.count, found.facets, standings, found.keys)


def narrowed(question: str, further: str) -> str:
    """A question that must also find something further."""
    return f"({question}) {further}" if question else further
