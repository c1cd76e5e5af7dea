"""Sentences of a worked calculation in two languages, and the one way in which the clock says no."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final, Literal

CHINA: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Legal time of mainland China. It has had no summer time since 1991, so a fixed offset is exact for our dates."""

Unit = Literal["working_day", "day", "month", "year", "hour"]
"""What a term is counted in. ``day`` is a calendar day."""

_WEEKDAYS_ZH: Final = "一二三四五六日"
_WEEKDAYS_EN: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_UNITS_ZH: Final[dict[str, str]] = {
    "working_day": "个工作日", "day": "日", "month": "个月", "year": "年", "hour": "小时",
}
_UNITS_EN: Final[dict[str, str]] = {
    "working_day": "working day", "day": "day", "month": "month", "year": "year", "hour": "hour",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in Simplified Chinese (``zh``, first) and English (``en``)."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh


Said = str | Words
"""A name as it is told: the same in both languages, or in each its own."""


def paper_words(paper: Said) -> Words:
    """A paper in quotation marks, or that none is on record."""
    if not str(paper):
        return Words("（未载明文书）", "(no paper recorded)")
    words = paper if isinstance(paper, Words) else Words(paper, paper)
    return Words(f"“{words.zh}”", f"“{words.en}”")


def approver_words(approver: Said) -> Words:
    """Who approved, or that nobody is on record."""
    if not str(approver):
        return Words("（未载明批准人）", "(no approver recorded)")
    return approver if isinstance(approver, Words) else Words(approver, approver)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a worked calculation.

    ``code`` is stable (``start``, ``restart``, ``term``, ``pause``, ``merged``, ``extension``, ``late_extension``,
    ``roll``, ``open_pause``, ``provisional``, ``due``); ``day`` is the day the line arrives at, where it has one;
    ``clause`` is the rule that the line applies, empty when the declaration named none.
    """

    code: str
    zh: str
    en: str
    day: date | None = None
    clause: str = ""


class ClockError(ValueError):
    """Bad input to the clock: ``code`` is stable, ``words`` is the sentence for people. Nothing was computed."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        self.code = code
        self.words = Words(zh, en)
        super().__init__(f"{code}: {en}")


def day_of(*, moment: date | datetime) -> date:
    """Return the legal day (Asia/Shanghai) of a moment; a plain date is returned as it is.

    Raises :class:`ClockError` ``naive_instant`` for an instant without time zone: a day guessed from it could be
    wrong by one.
    """
    if isinstance(moment, datetime):
        return instant_of(moment=moment).astimezone(CHINA).date()
    return moment


def instant_of(*, moment: date | datetime) -> datetime:
    """Return an aware instant as it is; refuse a plain date (``day_for_hours``) or a naive one (``naive_instant``)."""
    if not isinstance(moment, datetime):
        raise ClockError("day_for_hours", "以小时计的期限须给出时刻，不能只给日期。",
                         "A term in hours needs an instant, not a day.")
    if moment.tzinfo is None:
        raise ClockError("naive_instant", "时刻缺少时区。", "The instant has no time zone.")
    return moment


def day_zh(day: date) -> str:
    """Return ``2026年3月12日（周四）``."""
    return f"{day.year}年{day.month}月{day.day}日（周{_WEEKDAYS_ZH[day.weekday()]}）"


def day_en(day: date) -> str:
    """Return ``2026-03-12 (Thursday)``."""
    return f"{day.isoformat()} ({_WEEKDAYS_EN[day.weekday()]})"


def moment_zh(moment: date | datetime) -> str:
    """Return a day, or an instant with its legal time, in Chinese."""
    if isinstance(moment, datetime):
        local = moment.astimezone(CHINA)
        return f"{day_zh(local.date())}{local:%H:%M:%S}" if local.second else f"{day_zh(local.date())}{local:%H:%M}"
    return day_zh(moment)


def moment_en(moment: date | datetime) -> str:
    """Return a day, or an instant with its legal time, in English."""
    if isinstance(moment, datetime):
        local = moment.astimezone(CHINA)
        return f"{day_en(local.date())} {local:%H:%M:%S}" if local.second else f"{day_en(local.date())} {local:%H:%M}"
    return day_en(moment)


def length_zh(length: int, unit: Unit) -> str:
    """Return ``15 个工作日``."""
    return f"{length} {_UNITS_ZH[unit]}"


def length_en(length: int, unit: Unit) -> str:
    """Return ``15 working days``."""
    return f"{length} {_UNITS_EN[unit]}{'' if length == 1 else 's'}"


def ranges(days: Iterable[date]) -> tuple[tuple[date, date], ...]:
    """Return sorted days as runs ``(first, last)`` of consecutive days."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and (day - runs[-1][1]).days == 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return tuple(runs)


def ranges_text(days: Sequence[date], *, to: str, comma: str) -> str:
    """Return consecutive days as runs of ISO dates, joined by the words of one language."""
    return comma.join(
        first.isoformat() if first == last else f"{first.isoformat()}{to}{last.isoformat()}"
        for first, last in ranges(days)
    )
