"""Two readings of a plan compared, task by task and target by target. Pure: it sees readings alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

Reading = Mapping[str, Any]
Item = Mapping[str, Any]

TASK_PARTS = ("title", "lead", "cooperating", "responsible", "due", "quote")
TARGET_PARTS = (
    "indicator",
    "scope",
    "comparator",
    "value",
    "value_max",
    "unit",
    "year",
    "kind",
    "attribute",
    "baseline",
)
ALIKE = 0.6


@dataclass(frozen=True)
class Difference:
    """What became of one task or target: ``before`` is None when it was added, ``after`` when it was removed."""

    kind: Literal["added", "removed", "changed", "same"]
    of: Literal["task", "target"]
    before: Item | None
    after: Item | None
    parts: tuple[str, ...] = ()


def differences(before: Reading, after: Reading) -> list[Difference]:
    """Every task and target of both readings once, in the order of the later document; removed ones last.

    An item is taken for another's successor when its headings and title (or indicator and scope) are equal;
    of the rest, when its words are alike to 0.6 by ``SequenceMatcher.ratio``, best first.
    """
    found = [
        *_compare("target", before["targets"], after["targets"], TARGET_PARTS, _target_key, _target_words),
        *_compare("task", _tasks(before), _tasks(after), TASK_PARTS, _task_key, _task_words),
    ]
    return sorted(
        found, key=lambda one: (one.after is None, (one.after or one.before or {}).get("span", [0])[0])
    )


def _tasks(reading: Reading) -> list[Item]:
    return [*reading["tasks"], *reading["measures"]]


def _task_key(item: Item) -> tuple[Any, ...]:
    return (tuple(item["path"]), item["title"])


def _task_words(item: Item) -> str:
    return str(item.get("quote") or item["title"])


def _target_key(item: Item) -> tuple[Any, ...]:
    return (item["canonical"] or item["indicator"], item["scope"], item["year"])


def _target_words(item: Item) -> str:
    return f"{item['scope'] or ''}{item['indicator']}"


def _compare(
    of: Literal["task", "target"],
    before: Sequence[Item],
    after: Sequence[Item],
    parts: tuple[str, ...],
    key: Callable[[Item], tuple[Any, ...]],
    words: Callable[[Item], str],
) -> Iterator[Difference]:
    left: list[Item | None] = list(before)
    right: list[Item | None] = list(after)
    pairs: list[tuple[int, int]] = []

    def alike(old: Item, new: Item) -> bool:
        return key(old) == key(new)

    def equal(old: Item, new: Item) -> bool:
        return alike(old, new) and words(old) == words(new)

    for same in (equal, alike):
        for j, new in enumerate(right):
            i = next(
                (i for i, old in enumerate(left) if old is not None and new is not None and same(old, new)),
                None,
            )
            if i is not None:
                pairs.append((i, j))
                left[i] = right[j] = None
    matcher = SequenceMatcher(autojunk=False)
    scores = []
    for j, new in enumerate(right):
        if new is None:
            continue
        matcher.set_seq2(words(new))
        for i, old in enumerate(left):
            if old is None:
                continue
            matcher.set_seq1(words(old))
            if (
                matcher.real_quick_ratio() >= ALIKE
                and matcher.quick_ratio() >= ALIKE
                and (score := matcher.ratio()) >= ALIKE
            ):
                scores.append((-score, i, j))
    for _, i, j in sorted(scores):
        if left[i] is not None and right[j] is not None:
            pairs.append((i, j))
            left[i] = right[j] = None
    for i, j in pairs:
        old, new = before[i], after[j]
        changed = tuple(part for part in parts if _plain(old.get(part)) != _plain(new.get(part)))
        yield Difference("changed" if changed else "same", of, old, new, changed)
    yield from (Difference("removed", of, old, None) for old in left if old is not None)
    yield from (Difference("added", of, None, new) for new in right if new is not None)


def _plain(value: Any) -> Any:
    """A value without what only its writing differs by."""
    if isinstance(value, str):
        return "".join(value.split())
    return value or None
