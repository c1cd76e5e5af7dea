"""The acceptance points of all systems are there, each in both languages."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from zhichan.kernel.catalogue.points import entries

SHARED = Path(os.environ.get("ZHICHAN_SHARED") or Path(__file__).parents[3] / "shared")
MARKS = "①②③④⑤⑥⑦⑧⑨"


def test_there_are_108_systems_with_365_points() -> None:
    assert len(entries()) == 108
    assert sum(len(entry.points) for entry in entries().values()) == 365


def test_chains_and_priorities_are_those_of_the_programme() -> None:
    assert Counter(entry.chain for entry in entries().values()) == {
        "management": 23,
        "creation": 17,
        "utilisation": 23,
        "protection": 28,
        "service": 17,
    }
    assert Counter(entry.priority for entry in entries().values()) == {1: 39, 2: 43, 3: 26}


def test_ids_run_on_within_a_chain() -> None:
    numbers: dict[str, list[int]] = {}
    for key in entries():
        numbers.setdefault(key[0], []).append(int(key[1:]))
    assert numbers == {
        "M": list(range(1, 24)),
        "C": list(range(1, 18)),
        "U": list(range(1, 24)),
        "P": list(range(1, 29)),
        "S": list(range(1, 18)),
    }


def test_no_two_points_of_a_system_say_the_same() -> None:
    for key, entry in entries().items():
        for language in ("zh", "en"):
            words = [getattr(point, language) for point in entry.points]
            assert len(words) == len(set(words)), key


@pytest.mark.skipif(
    not (SHARED / "SYSTEMS.md").is_file(), reason="the shared folder is not beside the checkout"
)
def test_each_system_has_as_many_points_as_it_was_given() -> None:
    given = {}
    for line in (SHARED / "SYSTEMS.md").read_text(encoding="utf-8").splitlines():
        if found := re.match(r"\| ([MCUPS]\d\d) \|.*?\| (①.*?) \|", line):
            marks = [mark for mark in found[2] if mark in MARKS]
            given[found[1]] = max(marks, key=MARKS.index)
    assert {key: MARKS[len(entry.points) - 1] for key, entry in entries().items()} == given
