"""Compares a reading with gold: targets by value, unit, year and name; units by task and role."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from zhichan.instruments.reader import Reading

FACTORS = (("万亿", 1e12), ("亿", 1e8), ("万", 1e4))


@dataclass(frozen=True)
class GoldTarget:
    name: str
    low: float
    high: float | None
    unit: str
    year: int | None
    sure: bool


@dataclass(frozen=True)
class GoldTask:
    title: str
    units: dict[str, str]


@dataclass(frozen=True)
class Score:
    hits: int
    gold: int
    told: int
    missed: tuple[str, ...]
    extra: tuple[str, ...]
    roles: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.hits / (self.gold + self.told) if self.gold + self.told else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.hits + other.hits, self.gold + other.gold, self.told + other.told,
            self.missed + other.missed, self.extra + other.extra, self.roles + other.roles,
        )  # fmt: skip


def load(path: Path) -> tuple[list[GoldTarget], list[GoldTask]]:
    targets, tasks = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("T "):
            name, value, unit, year = (part.strip() for part in line[2:].split("|"))
            low, _, high = value.partition("-")
            targets.append(
                GoldTarget(
                    name,
                    float(low),
                    float(high) if high else None,
                    unit,
                    int(year.strip("~")) if year.strip("~") else None,
                    "~" not in year,
                )
            )
        elif line.startswith("K "):
            title, *roles = (part.strip() for part in line[2:].split("|"))
            units = {
                plain(unit): role
                for role, names in zip(("lead", "cooperating", "responsible"), roles, strict=True)
                for unit in re.split(r"、(?![^(（〈]*[)）〉])", names)
                if unit
            }
            tasks.append(GoldTask(title, units))
    return targets, tasks


def plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def grams(text: str) -> set[str]:
    bare = re.sub(r"[^\w%]", "", plain(text))
    return {bare[i : i + 2] for i in range(len(bare) - 1)} or {bare}


def like(a: str, b: str) -> float:
    x, y = grams(a), grams(b)
    return len(x & y) / len(x | y)


def amount(value: float | None, unit: str) -> tuple[float | None, str]:
    unit = plain(unit)
    for word, factor in FACTORS:
        if unit.startswith(word):
            return (None if value is None else value * factor), unit[len(word) :]
    return value, unit


def judge_targets(gold: list[GoldTarget], reading: Reading) -> Score:
    left = list(reading.targets)
    missed = []
    for g in sorted(gold, key=lambda g: -len(g.name)):
        best = None
        for t in left:
            value, unit = amount(t.value, t.unit or "")
            wanted, name = amount(g.low, g.unit)
            if value is None or wanted is None or abs(value - wanted) > max(0.05, 1e-6 * wanted):
                continue
            if name and unit != name:
                continue
            if (t.value_max or None) != g.high:
                continue
            if t.year != g.year and (g.sure or t.year is not None):
                continue
            score = like(t.indicator, g.name)
            if score >= 0.5 and (best is None or score > best[0]):
                best = (score, t)
        if best is None:
            missed.append(f"{g.name} {g.low:g}{g.unit} {g.year}")
        else:
            left.remove(best[1])
    extra = tuple(f"{t.indicator} {t.value:g}{t.unit} {t.year} «{t.quote}»" for t in left)
    return Score(len(gold) - len(missed), len(gold), len(reading.targets), tuple(missed), extra)


def judge_tasks(gold: list[GoldTask], reading: Reading) -> Score:
    told = [
        (task.title, task.path[-1] if task.path else "", plain(unit), role)
        for task in reading.tasks
        for role in ("lead", "cooperating", "responsible")
        for unit in getattr(task, role)
    ]
    left = list(told)
    missed, hits, roles, count = [], 0, 0, 0
    for g in gold:
        for unit, role in g.units.items():
            count += 1
            found = next(
                (x for x in left if x[2] == unit and max(like(g.title, x[0]), like(g.title, x[1])) >= 0.5),
                None,
            )
            if found is None:
                missed.append(f"{g.title} -> {unit}")
                continue
            left.remove(found)
            hits += 1
            roles += found[3] == role
    extra = tuple(f"{x[0]} -> {x[2]}" for x in left)
    return Score(hits, count, len(told), tuple(missed), extra, roles)
