"""Rules of revising a plan: what may be changed, in which words, and what follows when it is carried out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from zhichan.kernel.catalogue.rulebook import Context, Reason, Text, derive, guard, listed

NUMBERS = frozenset({"value", "value_max"})
CHANGEABLE = NUMBERS | {"due_year"}
YEARS = range(2000, 2101)
LARGEST, SMALLEST = 15, 6
"""Digits before and after the point that a goal may have."""


def _no(code: str, zh: str, en: str, place: str) -> list[Reason]:
    return [Reason(f"revision.{code}", Text(zh, en), place)]


@guard
def changes_are_sound(context: Context) -> list[Reason]:
    """Each change names a target of the register, says at least one new value, and each value is of its kind."""
    given = context.given["changes"]
    changes = listed(given)
    if not changes or len(changes) != len(given):
        return _no("no-change", "没有写明要调整哪些目标", "say which targets are to be changed", "changes")
    keys = [str(each.get("target") or "") for each in changes]
    reasons: list[Reason] = []
    if "" in keys or len(set(keys)) != len(keys):
        reasons += _no(
            "target", "每项调整对应一个目标，且不重复", "one change for each target, and each once", "changes"
        )
    for number, each in enumerate(changes, start=1):
        reasons += _wrong(each.get("changes"), f"changes[{number}]")
    for number, each in enumerate(listed(context.given.get("tasks")), start=1):
        if not each.get("task") or not str(each.get("due") or "").strip():
            reasons += _no(
                "task",
                f"第{number}项任务没有写明新期限",
                f"task {number} has no new date",
                f"tasks[{number}]",
            )
    return reasons


def _wrong(changes: Any, place: str) -> list[Reason]:
    if not isinstance(changes, Mapping) or not changes or set(changes) - CHANGEABLE:
        return _no(
            "field", "只能调整目标值或到期年份", "only the value or the due year can be changed", place
        )
    reasons: list[Reason] = []
    for name, value in changes.items():
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            number = Decimal("NaN")
        sensible = number.is_finite() and -SMALLEST < number.adjusted() < LARGEST
        if not sensible or (name == "due_year" and number not in YEARS):
            reasons += _no(
                "number", f"“{value}”不是可用的数值", f"{value!r} is no number that can be used", place
            )
    return reasons


@derive
def heading(context: Context) -> str:
    """What the case is called: by the plan's name, where it is on record."""
    number = str(context.given["plan"])
    found = context.linked(number)
    name = str(found["facts"].get("title") or "") if found is not None else ""
    return f"{f'《{name}》' if name else number}的调整（{len(context.given['changes'])}项目标）"


@derive
def today(context: Context) -> str:
    """The day of the act."""
    return context.day.isoformat()


@derive
def new_versions(context: Context) -> list[dict[str, Any]]:
    """One ``target:rebase`` for each change, with the grounds and the number of the revision."""
    reason = f"{context.number}：{context.facts['grounds']}"
    return [
        {
            "target": each["target"], "reason": reason,
            "changes": {
                name: int(Decimal(str(value))) if name == "due_year" else str(value)
                for name, value in each["changes"].items()
            },
        }
        for each in context.facts["changes"]
    ]  # fmt: skip


@derive
def new_dates(context: Context) -> list[dict[str, Any]]:
    """One ``task:reschedule`` for each task that gets another date."""
    return [
        {
            "task": each["task"],
            "due": str(each["due"]),
            "reason": f"{context.number}：{context.facts['grounds']}",
        }
        for each in listed(context.facts.get("tasks"))
    ]
