"""Made-up Zipfian records and questions over them, the same for each engine, and each part makeable by itself.

Words of two to four characters are drawn by rank from a made-up vocabulary, 70 to 120 words a text, with kind, region,
holder and filing day. Records come in parts of :data:`PART`, each from a seed of its own, so that a build which was
broken off goes on where it was.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, islice, zip_longest
from typing import Any, NamedTuple

SEED, PART, QUESTIONS = 20_251_122, 10_000, 200
KINDS = ("patent:invention", "patent:utility", "patent:design", "mark:ordinary", "work")
REGIONS = tuple(f"/city/area{n}/" for n in range(12))


class Record(NamedTuple):
    """One right: `filed` is a day as YYYYMMDD."""

    number: int
    title: str
    abstract: str
    kind: str
    region: str
    holder: str
    filed: int

    @property
    def source(self) -> str:
        """The source that its kind belongs to."""
        return self.kind.partition(":")[0]

    @property
    def own(self) -> str:
        """Its key in its source."""
        return f"R{self.number:08}"

    @property
    def key(self) -> str:
        """Its key among all rights."""
        return f"{self.source}:{self.own}"


@cache
def vocabulary() -> list[str]:
    """20 000 words of two to four characters from 3 000 characters, commonest first."""
    from zhichan.instruments.query import fold

    chance = random.Random(SEED)
    # Only characters that folding leaves alone, so that engines that do not fold are asked the same.
    letters = [letter for point in range(0x4E00, 0x9FA0, 5) if fold(letter := chr(point)) == letter][:3000]
    drawn = ("".join(chance.choices(letters, k=chance.choice((2, 2, 2, 3, 4)))) for _ in range(20_000))
    return list(dict.fromkeys(drawn))


def part(number: int) -> Iterator[Record]:
    """The records of one part."""
    words, chance = vocabulary(), random.Random(f"{SEED} {number}")
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(words))))
    total, draw = weights[-1], chance.random
    for place in range(number * PART, (number + 1) * PART):
        drawn = [words[bisect(weights, draw() * total)] for _ in range(70 + int(draw() * 51))]
        yield Record(
            place, "".join(drawn[:6]), "".join(drawn[6:]), chance.choices(KINDS, (5, 5, 2, 8, 1))[0],
            chance.choice(REGIONS), f"{words[int(chance.paretovariate(0.9)) % 5000]}有限公司",
            chance.randint(2005, 2024) * 10_000 + chance.randint(1, 12) * 100 + chance.randint(1, 28),
        )  # fmt: skip


def records(low: int, high: int) -> Iterator[Record]:
    """Records from number `low`, a part's first, up to before `high`."""
    for number in range(low // PART, -(-high // PART)):
        yield from islice(part(number), high - number * PART)


def questions() -> dict[str, list[dict[str, Any]]]:
    """Questions by class: each has words, and perhaps a field, facets or filters."""
    chance, words = random.Random(SEED + 1), vocabulary()

    def drawn(least: int, most: int) -> list[str]:
        ranks = [int(20 * chance.paretovariate(0.7)) for _ in range(chance.randint(least, most))]
        return [words[min(len(words) - 1, rank)] for rank in ranks]

    def filters() -> dict[str, Any]:
        low = chance.randint(2005, 2020)
        return {"years": (low, low + 4), "kind": chance.choice(KINDS[:4]), "region": chance.choice(REGIONS)}

    return {
        "words": [{"words": drawn(2, 4)} for _ in range(QUESTIONS)],
        "filtered": [{"words": drawn(1, 2), **filters()} for _ in range(QUESTIONS)],
        "faceted": [{"words": drawn(1, 2), "facets": True} for _ in range(QUESTIONS)],
        "phrase": [{"words": ["".join(drawn(2, 2))]} for _ in range(QUESTIONS)],
        "fielded": [{"words": drawn(1, 2), "field": "title"} for _ in range(QUESTIONS)],
    }


def written(question: dict[str, Any]) -> str:
    """A question in the language of the search, but for kind and region, which are chosen beside it."""
    field = "TI=" if question.get("field") else ""
    text = " ".join(f'{field}"{word}"' for word in question["words"])
    if "years" in question:
        low, high = question["years"]
        text += f" AD=[{low} to {high}]"
    return text


def pairs(text: str) -> str:
    """A made-up text as index terms: each character with the next, the last alone.

    The texts hold nothing but characters that fold to themselves, so that this is what the product's own terms are;
    the first thousand are compared with them.
    """
    return " ".join(map("".join, zip_longest(text, text[1:], fillvalue="")))
