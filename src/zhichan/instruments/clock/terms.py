"""What a clock is told: the term of the rule, the pauses with their papers, the extensions with their approvers."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime
from typing import Literal

from zhichan.instruments.clock.words import ClockError, Said, Unit, instant_of

Roll = Literal["none", "statutory", "rest_day"]
"""What happens when the last day is a day off.

``none``: nothing. ``statutory``: it moves to the first day after the announced holiday (法定节假日; 市场监督管理
行政处罚程序规定 art. 80, 令121 art. 45), a plain weekend does not move it. ``rest_day``: it moves to the next working
day, weekends included (法定休假日; 行政复议法 art. 88). DECISIONS 8: ``statutory`` for an authority's duties,
``rest_day`` for a party's rights, both switchable by rule.
"""

Kind = Literal["statutory", "promised", "targeted"]
"""法定时限, 承诺时限 or 目标时限. Only the first decides legality (PROCEDURES A)."""

Bounds = Literal["[]", "[)", "(]", "()"]
"""Which end days of a pause are taken out of the term: ``[`` or ``]`` takes the day out, ``(`` or ``)`` counts it."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term as its clause states it.

    ``length`` and ``unit``: 15 working days, 90 days, 3 months, 24 hours. ``roll``: see :data:`Roll`.
    ``start``: the day of the event is not counted (``excluded``, 民法典 art. 201, 程序规定 art. 80) or is day one
    (``counted``). ``hour_start``: an hour term runs from the very ``instant``, which is the safe reading, or from the
    ``next_hour``, where the rule does not count the hour in which the event falls. ``pause_bounds``: see
    :data:`Bounds`; V11 takes both end days out. ``clause`` carries the length, ``counting_clause`` the exclusion of
    the start day and ``roll_clause`` the roll-over; each is shown with its step.

    Raises :class:`ClockError`: ``negative_term``, or ``hour_term_rolls`` since the roll-over speaks of last *days*.
    """

    length: int
    unit: Unit
    _: KW_ONLY
    roll: Roll = "none"
    start: Literal["excluded", "counted"] = "excluded"
    hour_start: Literal["instant", "next_hour"] = "instant"
    pause_bounds: Bounds = "[]"
    kind: Kind = "statutory"
    clause: str = ""
    counting_clause: str = ""
    roll_clause: str = ""

    def __post_init__(self) -> None:
        """Refuse a term that no clause can mean."""
        if self.length < 0:
            raise ClockError("negative_term", "期限不能为负数。", "A term cannot be negative.")
        if self.unit == "hour" and self.roll != "none":
            raise ClockError("hour_term_rolls", "以小时计的期限不顺延。", "A term in hours does not roll over.")
        if self.unit == "hour" and self.start == "counted":
            raise ClockError("hour_term_counts_day", "以小时计的期限不以日起算。",
                             "A term in hours does not count its start day.")


@dataclass(frozen=True, slots=True)
class Pause:
    """An interval that is taken out of a term (扣除、中止), with the papers that opened and closed it.

    ``since`` and ``until`` are days (instants for a term in hours); ``until`` None is still open. Whether the end
    days count is the term's ``pause_bounds``. Raises :class:`ClockError` ``pause_backwards``, ``pause_mixed`` (a day
    and an instant) or ``naive_instant``.
    """

    since: date | datetime
    until: date | datetime | None = None
    _: KW_ONLY
    opened_by: Said = ""
    closed_by: Said = ""
    clause: str = ""

    def __post_init__(self) -> None:
        """Refuse a pause that ends before it begins."""
        for moment in (self.since, self.until):
            if isinstance(moment, datetime):
                instant_of(moment=moment)
        if self.until is None:
            return
        if isinstance(self.since, datetime) != isinstance(self.until, datetime):
            raise ClockError("pause_mixed", "停算的起止须同为日期或同为时刻。",
                             "A pause begins and ends with days, or with instants, not with one of each.")
        if self.until < self.since:
            raise ClockError("pause_backwards", "停算的结束早于开始。", "The pause ends before it begins.")


@dataclass(frozen=True, slots=True)
class Extension:
    """A decision that lengthens a term: by how much, decided when (day, or instant), by whom, under which clause.

    Who may extend and how often is the declaration's matter and a guard of the act; the clock only asks whether the
    decision came in time (PROCEDURES C 6).
    """

    length: int
    unit: Unit
    decided_on: date | datetime
    by: Said
    clause: str = ""

    def __post_init__(self) -> None:
        """Refuse an extension that would shorten."""
        if self.length < 0:
            raise ClockError("negative_term", "期限不能为负数。", "A term cannot be negative.")
