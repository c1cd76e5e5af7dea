"""What a judged sample says of the whole: exact limits of a number, and how much of what is wanted a set holds.

A set is drawn without replacement, so the number found follows the hypergeometric distribution; the limits are those
numbers in the whole under which what was found would not be rarer than allowed (exact, never narrower than promised;
Buonaccorsi, The American Statistician 41 (1987), 215-218). Recall is estimated from two judged samples, one of what was
picked and one of what was left, as librarians have measured searches since Blair and Maron (Communications of the ACM
28 (1985), 289-299). Pure: standard library alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import exp, lgamma

__all__ = ["RISK", "Recall", "Share", "drawn", "limits", "recall", "share"]

RISK = 0.05
"""How often the limits may miss the truth."""


@dataclass(frozen=True, slots=True)
class Share:
    """``found`` of ``judged``, drawn from ``whole``; ``low`` and ``high`` are limits of the number in the whole."""

    whole: int
    judged: int
    found: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Recall:
    """The share of what is wanted that was picked: the estimate between its limits, each from 0 to 1.

    ``estimate`` is None where the samples found nothing that is wanted, neither inside nor outside.
    """

    estimate: float | None
    low: float
    high: float
    inside: Share
    outside: Share


def drawn(keys: Iterable[str], *, number: int, seed: str) -> list[str]:
    """The first ``number`` of the keys in the order of SHA-256 over seed and key: whoever has both draws the same."""
    ranked = sorted(set(keys), key=lambda key: (hashlib.sha256(f"{seed}\0{key}".encode()).digest(), key))
    return ranked[:number]


def limits(*, whole: int, judged: int, found: int, risk: float = RISK) -> tuple[int, int]:
    """The least and the greatest number in the whole that agree with what was found; half the risk on each side.

    :raises ValueError: when the numbers contradict each other.
    """
    if not 0 <= found <= judged <= whole or not 0 < risk < 1:
        raise ValueError((whole, judged, found, risk))
    least, most = found, whole - (judged - found)
    if judged == 0:
        return 0, whole
    # Both tails fall or rise with the number in the whole, so that each limit is found by halving.
    low = _first(least, most, lambda there: _tail(whole, there, judged, range(found, judged + 1)) > risk / 2)
    high = _first(
        0, most - least, lambda less: _tail(whole, most - less, judged, range(found + 1)) > risk / 2
    )  # fmt: skip
    return low, most - high


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The first number from which a condition holds that, once it holds, holds on; ``high`` holds."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _tail(whole: int, there: int, judged: int, counts: range) -> float:
    """The chance that the number found is one of ``counts``."""
    base = _choose(whole, judged)
    return sum(
        exp(_choose(there, count) + _choose(whole - there, judged - count) - base)
        for count in counts
        if 0 <= count <= there and 0 <= judged - count <= whole - there
    )


def _choose(of: int, count: int) -> float:
    """The logarithm of the number of ways to choose."""
    return lgamma(of + 1) - lgamma(count + 1) - lgamma(of - count + 1)


def share(*, whole: int, judged: int, found: int, risk: float = RISK) -> Share:
    """What a judged sample says of the number in the whole."""
    return Share(whole, judged, found, *limits(whole=whole, judged=judged, found=found, risk=risk))


def recall(*, picked: tuple[int, int, int], left: tuple[int, int, int], risk: float = RISK) -> Recall:
    """How much of what is wanted was picked, from (number in all, number judged, number wanted) of either side.

    The limits of either side are taken at half the risk, so that both hold together, and with them what follows.
    """
    inside, outside = (
        share(whole=whole, judged=judged, found=found, risk=risk / 2) for whole, judged, found in (picked, left)
    )
    have, missed = (one.whole * one.found / one.judged if one.judged else 0.0 for one in (inside, outside))
    judged = (not inside.whole or inside.judged) and (not outside.whole or outside.judged)
    return Recall(
        have / (have + missed) if judged and have + missed else None,
        inside.low / (inside.low + outside.high) if inside.low else 0.0,
        inside.high / (inside.high + outside.low) if inside.high + outside.low else 1.0,
        inside, outside,
    )  # fmt: skip
