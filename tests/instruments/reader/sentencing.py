"""Reads the bank of sentences and asks the reader about each in a small plan of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import judging

from zhichan.instruments.reader import Target, read

BANK = Path(__file__).parent / "sentences.txt"
FRAME = (
    "松浦市知识产权强市建设行动计划（2024—2027年）\n一、发展基础\n{B}\n二、总体目标\n{G}\n三、重点任务\n"
    "（一）推进协同创新。{K}\n（二）完善工作机制。健全制度，加强建设，提升能力，组织落实。\n四、保障措施\n（一）加强组织领导。{M}\n"
)
PLAIN = {"B": "近年来，工作取得进展。", "G": "创新环境持续优化。", "K": "健全机制。", "M": "明确责任。"}


@dataclass
class Said:
    construct: str
    place: str
    text: str
    expected: list[tuple[str, ...]] = field(default_factory=list)


def bank() -> list[Said]:
    out: list[Said] = []
    construct = ""
    for line in BANK.read_text(encoding="utf-8").split("\n"):
        if line.startswith("## "):
            construct = line[3:]
        elif line[:2] in ("G ", "K ", "B ", "M "):
            out.append(Said(construct, line[0], line[2:]))
        elif line and not line.startswith("#"):
            out[-1].expected.append(tuple(p.strip() for p in line.split("|")))
    return out


def told(said: Said) -> list[Target]:
    return list(read(FRAME.format(**{**PLAIN, said.place: said.text}), glossary=()).targets)


def same(expected: tuple[str, ...], t: Target) -> list[str]:
    """Which parts of the expectation the target does not meet; ``name`` alone decides whether they are a pair."""
    name, comparator, value, unit, year, kind = expected
    low, _, high = value.partition("-")
    wrong = []
    if abs(t.value - float(low)) > 1e-3 or (t.value_max or 0) != float(high or 0) or (t.unit or "") != unit:
        return ["value"]
    if judging.like(name, t.indicator) < 0.5:
        return ["name"]
    if t.comparator != comparator:
        wrong.append("comparator")
    if str(t.year) != year.lstrip("~") or ("~" in year) != t.year_inferred:
        wrong.append("year")
    if t.kind != kind:
        wrong.append("kind")
    return wrong


def judged(said: Said) -> tuple[list[str], list[str], list[str]]:
    """Missed, invented and wrong in part."""
    left = told(said)
    missed, partly = [], []
    for e in said.expected:
        found = next((t for t in left if not {"value", "name"} & set(same(e, t))), None)
        if found is None:
            missed.append(" | ".join(e))
            continue
        left.remove(found)
        partly += [
            f"{w}: {' | '.join(e)} <- {found.indicator} {found.comparator} {found.year}{'~' if found.year_inferred else ''} {found.kind}"
            for w in same(e, found)
        ]
    return (
        missed,
        [
            f"{t.indicator} | {t.comparator} | {t.value:g}{t.value_max or ''} | {t.unit} | {t.year} | {t.kind}"
            for t in left
        ],
        partly,
    )
