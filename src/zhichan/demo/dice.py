"""Chance that falls the same on every machine and in every version of Python.

Only ``Random.random`` with an integer seed is promised never to change, so everything is made from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


class Dice:
    """A stream of chance named by its seed and purpose; streams do not disturb one another."""

    def __init__(self, *purpose: object) -> None:
        mark = hashlib.sha256("/".join(map(str, purpose)).encode()).digest()
        self._next = Random(int.from_bytes(mark[:8], "big")).random  # noqa: S311 - no secret is made

    def below(self, bound: int) -> int:
        """A whole number from 0 to ``bound`` - 1."""
        return int(self._next() * bound)

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self._next() * (high - low + 1))

    def chance(self, share: float) -> bool:
        """True in ``share`` of all throws."""
        return self._next() < share

    def pick(self, things: Sequence[Thing]) -> Thing:
        """One of ``things``."""
        return things[int(self._next() * len(things))]

    def weighted(self, things: Sequence[Thing], weights: Sequence[int]) -> Thing:
        """One of ``things``, by whole-number ``weights``."""
        mark = int(self._next() * sum(weights))
        for thing, bound in zip(things, accumulate(weights), strict=True):
            if mark < bound:
                return thing
        raise ValueError("weights are all zero")

    def day(self, first: date, last: date) -> date:
        """A day from ``first`` to ``last``, both included, never after the 28th, so that it has anniversaries."""
        chosen = first + timedelta(days=int(self._next() * ((last - first).days + 1)))
        return chosen if chosen.day <= 28 else chosen.replace(day=28)

    def shuffled(self, things: Sequence[Thing]) -> list[Thing]:
        """The same things in another order."""
        rest = list(things)
        for index in range(len(rest) - 1, 0, -1):
            other = int(self._next() * (index + 1))
            rest[index], rest[other] = rest[other], rest[index]
        return rest


def shares(total: int, weights: Sequence[int]) -> list[int]:
    """Split ``total`` into whole parts by ``weights``; the largest remainders get what is left over."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    left = sorted(range(len(weights)), key=lambda index: (-(total * weights[index] % whole), index))
    for index in left[: total - sum(parts)]:
        parts[index] += 1
    return parts
