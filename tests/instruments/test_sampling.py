"""A judged sample says no more of the whole than it can."""

from __future__ import annotations

from itertools import combinations
from math import comb

import pytest

from zhichan.instruments.sampling import drawn, limits, recall


def chance(whole: int, there: int, judged: int, counts: range) -> float:
    """The same by counting: of all samples, those with such a number."""
    ways = sum(comb(there, count) * comb(whole - there, judged - count) for count in counts if count <= judged)
    return ways / comb(whole, judged)


@pytest.mark.parametrize(("whole", "judged", "found"), [(1000, 50, 0), (1000, 50, 5), (40, 10, 10), (200, 60, 31)])
def test_limits_are_the_numbers_under_which_what_was_found_is_not_too_rare(whole: int, judged: int, found: int) -> None:
    low, high = limits(whole=whole, judged=judged, found=found)
    agree = [
        there for there in range(found, whole - (judged - found) + 1)
        if chance(whole, there, judged, range(found, judged + 1)) > 0.025
        and chance(whole, there, judged, range(found + 1)) > 0.025
    ]  # fmt: skip
    assert (low, high) == (agree[0], agree[-1])


def test_the_truth_lies_within_the_limits_in_nineteen_samples_of_twenty_at_least() -> None:
    whole, wanted = list(range(14)), set(range(5))
    samples = list(combinations(whole, 6))
    held = 0
    for sample in samples:
        low, high = limits(whole=len(whole), judged=6, found=len(wanted & set(sample)))
        held += low <= len(wanted) <= high
    assert held / len(samples) >= 0.95


def test_what_was_judged_whole_has_no_doubt_and_what_was_not_judged_has_nothing_else() -> None:
    assert limits(whole=12, judged=12, found=7) == (7, 7)
    assert limits(whole=12, judged=0, found=0) == (0, 12)
    with pytest.raises(ValueError, match="5"):
        limits(whole=4, judged=5, found=0)


def test_recall_stands_between_its_limits_and_is_sure_where_all_was_judged() -> None:
    sure = recall(picked=(4, 4, 3), left=(6, 6, 1))
    assert (sure.estimate, sure.low, sure.high) == (0.75, 0.75, 0.75)
    found = recall(picked=(200, 40, 36), left=(5000, 100, 1))
    assert found.estimate == pytest.approx(180 / 230)
    assert found.low < 180 / 230 < found.high
    (few, many), (less, more) = (
        limits(whole=whole, judged=judged, found=wanted, risk=0.025)
        for whole, judged, wanted in ((200, 40, 36), (5000, 100, 1))
    )
    assert (found.low, found.high) == (few / (few + more), many / (many + less))
    nothing = recall(picked=(0, 0, 0), left=(10, 10, 0))
    assert nothing.estimate is None
    unjudged = recall(picked=(10, 0, 0), left=(10, 10, 1))
    assert (unjudged.estimate, unjudged.low) == (None, 0.0)


def test_a_draw_is_repeated_by_whoever_has_the_seed_and_the_keys() -> None:
    keys = [f"patent:{number}" for number in range(100)]
    first = drawn(keys, number=10, seed="a")
    assert first == drawn(reversed(keys), number=10, seed="a")
    assert first != drawn(keys, number=10, seed="b")
    assert len(set(first)) == 10
    assert drawn(keys[:3], number=10, seed="a") == drawn(keys[:3], number=3, seed="a")
