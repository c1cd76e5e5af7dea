"""Reads the bank of sentences of neighbouring kinds and scores the reader on them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import judging
import sentencing

BANK = Path(__file__).parent / "neighbours.txt"
KINDS = {
    "L": "level",
    "N": "count_new",
    "C": "cumulative",
    "F": "annual_flow",
    "S": "share",
    "G": "growth_total",
    "Y": "growth_rate_per_year",
    "R": "reduction",
}


@dataclass(frozen=True)
class Goal:
    name: str
    comparator: str
    low: float
    high: float
    unit: str
    year: int
    sure: bool
    kind: str


@dataclass
class Sentence:
    about: str
    place: str
    text: str
    goals: list[Goal] = field(default_factory=list)


def bank() -> list[Sentence]:
    out: list[Sentence] = []
    about = ""
    for line in BANK.read_text(encoding="utf-8").split("\n"):
        if line.startswith("## "):
            about = line[3:]
        elif line[:2] in ("G ", "K ", "B "):
            out.append(Sentence(about, line[0], line[2:]))
        elif line and not line.startswith("#"):
            name, amount, year, kind = (part.strip() for part in line.split("|"))
            told = re.match(r"([<~]?)([\d.]+)(?:-([\d.]+))?\s*(.*)$", amount)
            assert told is not None, line
            degree = {"<": "<=", "~": "~", "": "range" if told[3] else ">="}[told[1]]
            out[-1].goals.append(
                Goal(
                    name,
                    degree,
                    float(told[2]),
                    float(told[3] or 0),
                    told[4],
                    2027 if year == "~" else 2000 + int(year),
                    year != "~",
                    KINDS[kind],
                )
            )
    return out


def judged(sentence: Sentence) -> Counter[str]:
    """Counts of a sentence: gold, told, hits, and of the hits those of the right kind and comparator."""
    said = sentencing.Said(sentence.about, sentence.place, sentence.text)
    left = sentencing.told(said)
    count = Counter(gold=len(sentence.goals), told=len(left))
    for goal in sentence.goals:
        found = [
            (judging.like(goal.name, t.indicator), n)
            for n, t in enumerate(left)
            if abs(t.value - goal.low) < 1e-3
            and (t.value_max or 0) == goal.high
            and judging.plain(t.unit or "") == judging.plain(goal.unit)
            and (t.year == goal.year or (t.year is None and not goal.sure))
        ]
        if found and max(found)[0] >= 0.5:
            target = left.pop(max(found)[1])
            count["hits"] += 1
            count["kind"] += target.kind == goal.kind
            count["comparator"] += target.comparator == goal.comparator
    return count
