"""What changed between two versions of a plan, by target and by task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from .conflicts import base, core, figure, likeness
from .model import Json, Reading, Target, Task, plain

Change = Literal["same", "changed", "added", "removed"]
ALIKE = 0.5
SAME_TEXT = 0.7
"""The share of neighbouring characters that texts of one task have in common."""
SHORTEST_TEXT = 8
"""Shorter texts are alike by chance."""


@dataclass(frozen=True)
class TargetChange:
    """A goal in the old and the new version; ``fields`` tells what differs as (old, new)."""

    change: Change
    old: Target | None
    new: Target | None
    fields: dict[str, tuple[object, object]] = field(default_factory=dict)

    def as_json(self) -> Json:
        return {
            "change": self.change,
            "old": self.old.as_json() if self.old else None,
            "new": self.new.as_json() if self.new else None,
            "fields": {k: list(v) for k, v in self.fields.items()},
        }


@dataclass(frozen=True)
class TaskChange:
    """A task in the old and the new version; ``fields`` tells what differs as (old, new)."""

    change: Change
    old: Task | None
    new: Task | None
    fields: dict[str, tuple[object, object]] = field(default_factory=dict)

    def as_json(self) -> Json:
        return {
            "change": self.change,
            "old": self.old.as_json() if self.old else None,
            "new": self.new.as_json() if self.new else None,
            "fields": {k: list(v) for k, v in self.fields.items()},
        }


@dataclass(frozen=True)
class Difference:
    """All targets and tasks of two versions, each as same, changed, added or removed."""

    targets: tuple[TargetChange, ...]
    tasks: tuple[TaskChange, ...]

    def as_json(self) -> Json:
        return {"targets": [c.as_json() for c in self.targets], "tasks": [c.as_json() for c in self.tasks]}


def diff(old: Reading, new: Reading) -> Difference:
    """Matches targets by indicator and scope, tasks by title and place, and tells what changed in each pair.

    A task that only got another title is known by its text.
    """
    targets: list[TargetChange] = []
    for a, b in _pairs([_target_key(t) for t in old.targets], [_target_key(t) for t in new.targets]):
        x = old.targets[a] if a is not None else None
        y = new.targets[b] if b is not None else None
        told = _target_fields(x, y) if x and y else {}
        targets.append(TargetChange(_change(x, y, told), x, y, told))
    tasks: list[TaskChange] = []
    before, after = old.tasks + old.measures, new.tasks + new.measures
    pairs = _pairs([_task_key(t) for t in before], [_task_key(t) for t in after])
    for a, b in _by_text(pairs, before, after):
        p = before[a] if a is not None else None
        q = after[b] if b is not None else None
        told = _task_fields(p, q) if p and q else {}
        tasks.append(TaskChange(_change(p, q, told), p, q, told))
    return Difference(tuple(targets), tuple(tasks))


Key = tuple[str, tuple[object, ...]]


def _target_key(target: Target) -> Key:
    growth = target.kind in ("growth_rate_per_year", "growth_total", "reduction")
    return core(target.indicator), (target.scope, growth, base(target)[1].endswith("元"), target.year)


def _task_key(task: Task) -> Key:
    return task.title, tuple(task.path[-2:])


def _pairs(old: Sequence[Key], new: Sequence[Key]) -> list[tuple[int | None, int | None]]:
    """Pairs by likeness of names, the surest first; what stays alone is added or removed. In the order of ``new``."""
    scored: list[tuple[float, int, int]] = []
    for i, (name, other) in enumerate(old):
        for j, (name2, other2) in enumerate(new):
            like = 1.0 if name == name2 else likeness(name, name2)
            if like >= ALIKE:
                common = sum(1 for x, y in zip(other, other2, strict=False) if x == y) / max(1, len(other))
                scored.append((like + common, -i, -j))
    scored.sort(reverse=True)
    left: dict[int, int] = {}
    right: dict[int, int] = {}
    for _, i, j in scored:
        if -i not in left and -j not in right:
            left[-i], right[-j] = -j, -i
    out: list[tuple[int | None, int | None]] = [(right.get(j), j) for j in range(len(new))]
    out += [(i, None) for i in range(len(old)) if i not in left]
    return out


def _by_text(
    pairs: list[tuple[int | None, int | None]], old: Sequence[Task], new: Sequence[Task]
) -> list[tuple[int | None, int | None]]:
    """Pairs among tasks that stayed alone those whose texts are nearly the same, the likest first."""
    gone = [a for a, b in pairs if a is not None and b is None]
    came = [b for a, b in pairs if a is None and b is not None]
    texts = {(0, a): _twos(old[a]) for a in gone} | {(1, b): _twos(new[b]) for b in came}
    scored = sorted(
        (
            (like, -a, -b)
            for a in gone
            for b in came
            if (like := _alike(texts[0, a], texts[1, b])) >= SAME_TEXT
        ),
        reverse=True,
    )
    left: dict[int, int] = {}
    right: dict[int, int] = {}
    for _, a, b in scored:
        if -a not in left and -b not in right:
            left[-a], right[-b] = -b, -a
    found = [(right.get(b, a) if a is None and b is not None else a, b) for a, b in pairs]
    return [(a, b) for a, b in found if b is not None or a not in left]


def _twos(task: Task) -> set[str]:
    """Each two neighbouring characters of a task's text, without its bearers."""
    text = "".join((task.quote.replace(task.quote_units, "") if task.quote_units else task.quote).split())
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _alike(one: set[str], other: set[str]) -> float:
    if min(len(one), len(other)) < SHORTEST_TEXT:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))


def _change(old: object, new: object, told: dict[str, tuple[object, object]]) -> Change:
    if old is None:
        return "added"
    if new is None:
        return "removed"
    return "changed" if told else "same"


def _target_fields(old: Target, new: Target) -> dict[str, tuple[object, object]]:
    out: dict[str, tuple[object, object]] = {}
    if base(old) != base(new) or old.value_max != new.value_max:
        out["value"] = (figure(old), figure(new))
    for name in ("year", "comparator", "kind", "attribute", "scope"):
        a, b = getattr(old, name), getattr(new, name)
        if a != b:
            out[name] = (a, b)
    if (old.baseline_year, old.baseline_value) != (new.baseline_year, new.baseline_value):
        out["baseline"] = (_baseline(old), _baseline(new))
    return out


def _baseline(target: Target) -> str | None:
    if target.baseline_value is None:
        return None
    year = f"（{target.baseline_year}）" if target.baseline_year is not None else ""
    return f"{plain(target.baseline_value)}{year}"


def _task_fields(old: Task, new: Task) -> dict[str, tuple[object, object]]:
    out: dict[str, tuple[object, object]] = {}
    for name in ("lead", "cooperating", "responsible"):
        a, b = getattr(old, name), getattr(new, name)
        if set(a) != set(b):
            out[name] = (a, b)
    if old.due != new.due:
        out["due"] = (old.due, new.due)
    if old.title != new.title:
        out["title"] = (old.title, new.title)
    if "".join(old.quote.split()) != "".join(new.quote.split()):
        out["text"] = (old.quote, new.quote)
    return out
