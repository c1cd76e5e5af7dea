"""What changed between two versions of a plan, by target and by task."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from .clean import squeeze
from .conflicts import base, core, figure, likeness, shortened
from .model import Json, Reading, Target, Task, plain

Change = Literal["same", "changed", "added", "removed", "split", "merged"]
Period = tuple[int | None, int | None]
Couples = Sequence[tuple[Task | None, Task | None]]
"""Tasks of the old version, each with what stands for it in the new."""
ALIKE = 0.5
SAME_TEXT = 0.7
"""The share of neighbouring characters that texts of one task have in common."""
SHORTEST_TEXT = 8
"""Shorter texts are alike by chance."""
FEWEST_RENAMED = 2
"""Tasks of which one alone may have got another bearer, where more tell of another name."""
ROLES = ("lead", "cooperating", "responsible")
NUMBERED = re.compile(
    r"第[一二三四五六七八九十百\d]+[章节编条]|[(]?[一二三四五六七八九十百\d]+[)、.]|专栏\d+"
)


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
    """A task in the old and the new version; ``fields`` tells what differs as (old, new).

    A task that was ``split`` off is new, and ``of`` the old one whose words it has; one that was ``merged`` is gone,
    and its words are those ``of`` a new one.
    """

    change: Change
    old: Task | None
    new: Task | None
    fields: dict[str, tuple[object, object]] = field(default_factory=dict)
    of: Task | None = None

    def as_json(self) -> Json:
        return {
            "change": self.change,
            "old": self.old.as_json() if self.old else None,
            "new": self.new.as_json() if self.new else None,
            "fields": {k: list(v) for k, v in self.fields.items()},
            "of": self.of.as_json() if self.of else None,
        }


@dataclass(frozen=True)
class Renamed:
    """A bearer that has another name wherever it stood in the old version, and in how many tasks."""

    old: str
    new: str
    tasks: int

    def as_json(self) -> Json:
        return {"old": self.old, "new": self.new, "tasks": self.tasks}


@dataclass(frozen=True)
class Difference:
    """All targets and tasks of two versions, each with what became of it; what changed throughout is told once.

    ``period`` is told where it differs, as (old, new); the goals that have their year of it alone are then the same.
    """

    targets: tuple[TargetChange, ...]
    tasks: tuple[TaskChange, ...]
    renamed: tuple[Renamed, ...] = ()
    period: tuple[Period, Period] | None = None

    def as_json(self) -> Json:
        return {
            "targets": [c.as_json() for c in self.targets],
            "tasks": [c.as_json() for c in self.tasks],
            "renamed": [c.as_json() for c in self.renamed],
            "period": [list(one) for one in self.period] if self.period else None,
        }


def diff(old: Reading, new: Reading) -> Difference:
    """Matches targets by indicator and scope, tasks by title and place, and tells what changed in each pair.

    A task that only got another title is known by its text, and so is one that was taken apart or put to another.
    Marks in another width, other white space and other numbers of headings are no change.
    """
    was, now = (old.period_start, old.period_end), (new.period_start, new.period_end)
    targets: list[TargetChange] = []
    for a, b in _pairs([_target_key(t) for t in old.targets], [_target_key(t) for t in new.targets]):
        x = old.targets[a] if a is not None else None
        y = new.targets[b] if b is not None else None
        told = _target_fields(x, y) if x and y else {}
        if x and y and x.year_inferred and y.year_inferred and told.get("year") == (was[1], now[1]):
            del told["year"]
        targets.append(TargetChange(_change(x, y, told), x, y, told))
    before, after = old.tasks + old.measures, new.tasks + new.measures
    pairs = _by_text(_pairs([_task_key(t) for t in before], [_task_key(t) for t in after]), before, after)
    couples = [(before[a] if a is not None else None, after[b] if b is not None else None) for a, b in pairs]
    renamed = _renamed(couples)
    return Difference(
        tuple(targets), tuple(_task_changes(couples, renamed)), renamed, None if was == now else (was, now)
    )


def _task_changes(couples: Couples, renamed: Sequence[Renamed]) -> list[TaskChange]:
    names = {one.old: one.new for one in renamed}
    sections = {_section(new) for _, new in couples if new is not None}
    found: list[TaskChange] = []
    for old, new in couples:
        told = _task_fields(old, new, names) if old and new else {}
        if old and new and _section(old) != _section(new) and _section(old) in sections:
            told["path"] = (_section(old), _section(new))
        of = _held_by(old, new, couples)
        change = _change(old, new, told) if of is None else "split" if old is None else "merged"
        found.append(TaskChange(change, old, new, told, of))
    return found


def _section(task: Task) -> str:
    """The heading that a task stands below, without its number."""
    path = [squeeze(each) for each in task.path]
    if path and path[-1].endswith(squeeze(task.title)):
        del path[-1]
    return NUMBERED.sub("", path[-1], count=1) if path else ""


def _held_by(old: Task | None, new: Task | None, couples: Couples) -> Task | None:
    """The task of the other version that has most of the words of one that stands in one version alone.

    What stands for that task in this version has not.
    """
    alone = new if old is None else old if new is None else None
    if alone is None:
        return None
    words = _twos(alone)
    best: tuple[float, Task | None] = (0.0, None)
    for one, other in couples:
        there, here = (one, other) if old is None else (other, one)
        share = _share(words, _twos(there)) if there is not None else 0.0
        left = _share(words, _twos(here)) if here is not None else 0.0
        if share >= SAME_TEXT and left < ALIKE and share > best[0]:
            best = (share, there)
    return best[1]


def _renamed(couples: Couples) -> tuple[Renamed, ...]:
    """Bearers that one of a like name, who bore nothing before, stands for in each of their tasks, whatever their part.

    A name unlike the old one tells of another office, to which the tasks were handed.
    """
    replaced: dict[str, list[set[str]]] = {}
    first = {name for old, _ in couples if old is not None for name in _bearers(old)}
    for old, new in couples:
        for role in ROLES if old and new else ():
            a, b = (set(map(squeeze, getattr(one, role))) for one in (old, new))
            for name in a:
                replaced.setdefault(name, []).append(set() if name in b else b - a - first)
    found = []
    for name, each in replaced.items():
        common = set.intersection(*each)
        if len(each) >= FEWEST_RENAMED and len(common) == 1 and shortened(name, *common):
            found.append(Renamed(name, common.pop(), len(each)))
    return tuple(found)


def _bearers(task: Task) -> Iterable[str]:
    return (squeeze(name) for role in ROLES for name in getattr(task, role))


Key = tuple[str, tuple[object, ...]]


def _target_key(target: Target) -> Key:
    growth = target.kind in ("growth_rate_per_year", "growth_total", "reduction")
    return core(target.indicator), (target.scope, growth, base(target)[1].endswith("元"), target.year)


def _task_key(task: Task) -> Key:
    return squeeze(task.title), tuple(squeeze(each) for each in task.path[-2:])


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
    """Pairs among tasks that stayed alone those of whose texts one is nearly all in the other, the likest first."""
    gone = [a for a, b in pairs if a is not None and b is None]
    came = [b for a, b in pairs if a is None and b is not None]
    texts = {(0, a): _twos(old[a]) for a in gone} | {(1, b): _twos(new[b]) for b in came}
    scored = sorted(
        (
            (_alike(texts[0, a], texts[1, b]), -a, -b)
            for a in gone
            for b in came
            if max(_share(texts[0, a], texts[1, b]), _share(texts[1, b], texts[0, a])) >= SAME_TEXT
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
    text = squeeze(task.quote.replace(task.quote_units, "") if task.quote_units else task.quote)
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _alike(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _share(one: set[str], other: set[str]) -> float:
    """How much of the one text is in the other."""
    return len(one & other) / len(one) if len(one) >= SHORTEST_TEXT else 0.0


def _change(old: object, new: object, told: dict[str, tuple[object, object]]) -> Change:
    if old is None:
        return "added"
    if new is None:
        return "removed"
    return "changed" if told else "same"


def _target_fields(old: Target, new: Target) -> dict[str, tuple[object, object]]:
    out: dict[str, tuple[object, object]] = {}
    if core(old.indicator) != core(new.indicator) and squeeze(old.quote) != squeeze(new.quote):
        out["indicator"] = (old.indicator, new.indicator)
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


def _task_fields(old: Task, new: Task, names: Mapping[str, str]) -> dict[str, tuple[object, object]]:
    """What differs but for the names that bearers have now."""
    out: dict[str, tuple[object, object]] = {}
    for name in ROLES:
        a, b = getattr(old, name), getattr(new, name)
        if {names.get(squeeze(each), squeeze(each)) for each in a} != set(map(squeeze, b)):
            out[name] = (a, b)
    if squeeze(old.due or "") != squeeze(new.due or ""):
        out["due"] = (old.due, new.due)
    if squeeze(old.title) != squeeze(new.title):
        out["title"] = (old.title, new.title)
    text = squeeze(old.quote)
    for name, other in names.items():
        text = text.replace(name, other)
    if text != squeeze(new.quote):
        out["text"] = (old.quote, new.quote)
    return out
