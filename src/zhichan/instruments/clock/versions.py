"""Which version of a rule applies: by acceptance, by step, by act, or the lighter of act and decision (从旧兼从轻).

PROCEDURES.md section B and DECISIONS 20: procedure follows the rule in force when the step is taken, substance the
rule at the day of the act, unless the rule in force at the decision is lighter (行政处罚法 art. 37).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from typing import Final, Generic, Literal, TypeVar

from zhichan.instruments.clock.words import ClockError, Words, day_en, day_zh

By = Literal["accepted", "step", "act", "lighter"]
"""What chooses the version. ``lighter`` needs the days ``act`` and ``decision``, the others the day of their name."""

T_co = TypeVar("T_co", covariant=True)

_DAYS: Final[dict[str, Words]] = {
    "accepted": Words("受理日", "day of acceptance"),
    "step": Words("步骤实施日", "day of the step"),
    "act": Words("行为日", "day of the act"),
    "decision": Words("决定日", "day of the decision"),
}
_PRINCIPLES: Final[dict[str, Words]] = {
    "accepted": Words("适用受理时施行的规定", "the rule in force at acceptance applies"),
    "step": Words("程序适用步骤实施时施行的规定", "procedure follows the rule in force at the step"),
    "act": Words("实体适用行为时施行的规定", "substance follows the rule in force at the act"),
}
LIGHTER_CLAUSE: Final = "行政处罚法第三十七条"
"""The clause of 从旧兼从轻."""


@dataclass(frozen=True, slots=True)
class Version(Generic[T_co]):
    """One dated version of a rule or number.

    In force from ``since`` to the day before ``until`` (None: still in force). ``value`` is what the version says.
    ``severity`` is needed for ``lighter`` only: the heaviest sanction first, then further comparisons in order, in
    one unit through all versions (the branch of the rule that the facts meet); 0 is *no violation*.
    """

    id: str
    since: date
    until: date | None
    value: T_co
    _: KW_ONLY
    title: Words
    clause: str = ""
    severity: tuple[int, ...] | None = None

    def in_force(self, day: date) -> bool:
        """Return whether this version is in force on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Choice:
    """Why a version was chosen: a sentence in two languages, all versions looked at, and the days that decided."""

    zh: str
    en: str
    by: By
    considered: tuple[str, ...]
    days: tuple[tuple[str, date], ...]
    clause: str = ""


def choose(*, versions: Sequence[Version[T_co]], by: By, days: Mapping[str, date]) -> tuple[Version[T_co], Choice]:
    """Return the version that applies and the reason, to be stored in the event (DECISIONS 20).

    ``days`` maps ``accepted``, ``step``, ``act`` or ``decision`` to a day; the day of a continuing act is the day it
    ended (行政处罚法 art. 36). With ``lighter`` the rule at the act's day applies unless the rule at the decision is
    strictly lighter; equal severity keeps the old one.

    Raises :class:`ClockError`: ``day_missing``; ``no_version`` where none is in force (a repeal is declared as a
    version of severity 0, so that a rule never vanishes because its file was not loaded); ``versions_overlap``;
    ``severity_missing`` where versions differ but cannot be compared.
    """
    if by != "lighter":
        day = _day(days, by)
        version = _in_force(versions, day)
        name, principle = _DAYS[by], _PRINCIPLES[by]
        return version, Choice(
            f"{name.zh}{day_zh(day)}，施行的是{version.title.zh}；{principle.zh}。",
            f"On the {name.en}, {day_en(day)}, {version.title.en} was in force; {principle.en}.",
            by, (version.id,), ((by, day),))
    act, decision = _day(days, "act"), _day(days, "decision")
    old, new = _in_force(versions, act), _in_force(versions, decision)
    passed = (("act", act), ("decision", decision))
    head_zh = f"行为日{day_zh(act)}施行的是{old.title.zh}，决定日{day_zh(decision)}施行的是{new.title.zh}"
    head_en = (f"On the day of the act, {day_en(act)}, {old.title.en} was in force, on the day of the decision, "
               f"{day_en(decision)}, {new.title.en}")
    if old is new:
        return old, Choice(f"行为日{day_zh(act)}与决定日{day_zh(decision)}施行的均为{old.title.zh}，不发生新旧选择。",
                           f"{old.title.en} was in force on the day of the act, {day_en(act)}, and on the day of the "
                           f"decision, {day_en(decision)}; there is nothing to choose.",
                           by, (old.id,), passed, LIGHTER_CLAUSE)
    if old.severity is None or new.severity is None or len(old.severity) != len(new.severity):
        raise ClockError("severity_missing", f"{old.title.zh}与{new.title.zh}的处罚轻重未载明或不可比，不能选择。",
                         f"The severity of {old.title.en} and {new.title.en} is not stated or not comparable.")
    lighter = new.severity < old.severity
    mark = "<" if lighter else "=" if new.severity == old.severity else ">"
    numbers = f"{_numbers(new.severity)} {mark} {_numbers(old.severity)}"
    if lighter:
        return new, Choice(f"{head_zh}；新规定处罚较轻（{numbers}），从轻适用新规定。",
                           f"{head_en}; the new rule is lighter ({numbers}), so it applies.",
                           by, (old.id, new.id), passed, LIGHTER_CLAUSE)
    return old, Choice(f"{head_zh}；新规定处罚不轻于旧规定（{numbers}），从旧适用行为时的规定。",
                       f"{head_en}; the new rule is not lighter ({numbers}), so the rule at the act applies.",
                       by, (old.id, new.id), passed, LIGHTER_CLAUSE)


def _numbers(severity: tuple[int, ...]) -> str:
    return " / ".join(str(number) for number in severity)


def _day(days: Mapping[str, date], name: str) -> date:
    if name not in days:
        raise ClockError("day_missing", f"缺少{_DAYS[name].zh}，不能选择规定版本。",
                         f"The {_DAYS[name].en} is missing, so no version can be chosen.")
    return days[name]


def _in_force(versions: Sequence[Version[T_co]], day: date) -> Version[T_co]:
    found = [version for version in versions if version.in_force(day)]
    if not found:
        raise ClockError("no_version", f"{day_zh(day)}没有施行的规定版本。",
                         f"No version is in force on {day_en(day)}.")
    if len(found) > 1:
        raise ClockError("versions_overlap", f"{day_zh(day)}有多个版本同时施行：{'、'.join(v.id for v in found)}。",
                         f"Several versions are in force on {day_en(day)}: {', '.join(v.id for v in found)}.")
    return found[0]
