"""Deadlines of a right as worked calculations: fees with grace and surcharge, priority, opposition, renewal, entry.

Each deadline is computed by the clock under the version of law that its day chooses. A last day on a day off moves
to the next working day (专利法实施细则 rule 5; 商标法实施条例 art. 12), which the calendar must announce to be firm.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from zhichan.instruments.clock import Calendar, Due, Term, Words, add_months, due
from zhichan.instruments.status.asking import standing
from zhichan.instruments.status.engine import MARKS, PATENTS, earliest_priority, fee_days, renewals
from zhichan.instruments.status.laws import Law, StatusError, Version, chinese_law
from zhichan.instruments.status.model import Coverage, Event, RightKind
from zhichan.instruments.status.record import Fact, Facts, resolve

Code = Literal["annual_fee", "examination_request", "priority", "pct_entry", "opposition", "renewal", "layout_filing"]

_MONTHS: Final = 12
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Surcharge:
    """What is added when a late fee is paid from ``first`` to ``last``: percent of the full annual fee."""

    first: date
    last: date
    percent: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline: ``opens`` (first day the step can be taken), ``due`` and ``late`` as worked calculations.

    ``late`` is the end of a grace period, None where there is none. ``settled`` is the event by which it was met,
    ``missed`` whether its last day (``late`` if any) had passed on the day asked, unmet.
    """

    code: Code
    title: Words
    number: int
    opens: date | None
    due: Due
    late: Due | None
    surcharges: tuple[Surcharge, ...]
    settled: str
    missed: bool
    clause: Words


_TITLES: Final[dict[str, Words]] = {
    "annual_fee": Words("第{n}年度年费", "annual fee of year {n}"),
    "examination_request": Words("请求实质审查", "request for substantive examination"),
    "priority": Words("向外申请或在后申请要求优先权", "claim of priority for a later or foreign filing"),
    "pct_entry": Words("进入中国国家阶段", "entry into the national phase in China"),
    "opposition": Words("对初步审定公告的商标提出异议", "opposition to the published mark"),
    "renewal": Words("第{n}次续展", "renewal {n}"),
    "layout_filing": Words("首次商业利用后申请登记", "application after first commercial exploitation"),
}


@dataclass(frozen=True, slots=True)
class _Desk:
    law: Law
    calendar: Calendar
    on: date
    ended: date | None

    def over(self, day: date) -> bool:
        """Whether the right was over before that day, so that nothing falls due on it any more."""
        return self.ended is not None and self.ended < day

    def last(self, start: date, version: Version, *, event: Words, months: int | None = None) -> Due:
        length = months if months is not None else version.value * (_MONTHS if version.unit == "year" else 1)
        return due(start=start, term=Term(length, "month", roll="rest_day", clause=version.clause.zh),
                   calendar=self.calendar, event=event)

    def deadline(self, code: Code, version: Version, ends: Due, *, number: int = 0, late: Due | None = None,
                 opens: date | None = None, surcharges: tuple[Surcharge, ...] = (), settled: str = "") -> Deadline:
        form = _TITLES[code]
        last = late or ends
        return Deadline(code=code, title=Words(form.zh.format(n=number), form.en.format(n=number)), number=number,
                        opens=opens, due=ends, late=late, surcharges=surcharges, settled=settled,
                        missed=not settled and last.passed(by=self.on) is True, clause=version.clause)


def deadlines(*, kind: RightKind, events: Iterable[Event], on: date, known_by: date | None = None,
              law: Law | None = None, calendar: Calendar | None = None,
              coverage: Coverage | None = None) -> tuple[Deadline, ...]:
    """Return every deadline of a right that the record gives rise to, in order of their last days.

    Past ones are given too, with what met them or that they were missed; fees and renewals go one beyond ``on``, and
    not beyond the day on which the right is over for certain. Of facts recorded with several days the one known last
    counts. ``coverage`` says how far silence of the record counts for that.
    """
    given = tuple(events)
    by = known_by or max([on, *(event.known_on for event in given)])
    facts = Facts(resolve(events=given, kind=kind, known_by=by).facts)
    desk = _Desk(law=law or chinese_law(), calendar=calendar or Calendar(), on=on,
                 ended=_ended(kind, given, on, known_by, law, coverage))
    found = [*_of_filing(desk, kind, facts), *_of_patent(desk, kind, facts), *_of_mark(desk, kind, facts)]
    if kind == "layout" and (exploited := _last(facts, "exploited")) is not None and exploited.day is not None:
        version = desk.law.at("layout.filing_window", exploited.day)
        if version is not None:
            ends = desk.last(exploited.day, version, event=Words("首次商业利用日", "The first commercial exploitation"))
            filed = _last(facts, "filed")
            found.append(desk.deadline("layout_filing", version, ends, settled=_in_time(filed, ends)))
    return tuple(sorted(found, key=lambda each: (each.due.day or date.max, each.code, each.number)))


def _ended(kind: RightKind, events: tuple[Event, ...], on: date, known_by: date | None, law: Law | None,
           coverage: Coverage | None) -> date | None:
    """The day since which the right is over for certain on ``on``; the first of all days where it never came to be."""
    try:
        found = standing(kind=kind, events=events, on=on, known_by=known_by, law=law, coverage=coverage)
    except StatusError:
        return None
    if found.code == "never_annulled":
        return date.min
    return (found.since or on) if found.state in ("ended", "never") and found.code != "never_not_filed" else None


def _last(facts: Facts, *kinds: str) -> Fact | None:
    return max(facts.of(*kinds), key=lambda fact: (fact.known_on, fact.root), default=None)


def _in_time(fact: Fact | None, ends: Due) -> str:
    return fact.root if fact is not None and fact.day is not None and ends.passed(by=fact.day) is False else ""


def _of_filing(desk: _Desk, kind: RightKind, facts: Facts) -> list[Deadline]:
    filed = _last(facts, "filed")
    if filed is None or filed.day is None:
        return []
    found: list[Deadline] = []
    first = earliest_priority(facts, filed.day)
    base = first or filed.day
    event = Words("优先权日", "The priority date") if first else Words("申请日", "The filing")
    name = "mark" if kind in MARKS else "invention" if kind == "pct" else kind
    if first is None and (version := desk.law.at(f"{name}.priority", filed.day)) is not None:
        found.append(desk.deadline("priority", version, desk.last(filed.day, version, event=event)))
    if kind == "invention" and (version := desk.law.at("invention.examination", filed.day)) is not None:
        ends = desk.last(base, version, event=event)
        asked = _last(facts, "examination_requested")
        found.append(desk.deadline("examination_request", version, ends, settled=asked.root if asked else ""))
    if kind == "pct":
        usual, extended = desk.law.at("pct.entry", filed.day), desk.law.at("pct.entry_late", filed.day)
        if usual is not None and extended is not None:
            ends, late = desk.last(base, usual, event=event), desk.last(base, extended, event=event)
            found.append(desk.deadline("pct_entry", usual, ends, late=late,
                                       settled=_in_time(_last(facts, "entered"), late)))
    return found


def _of_patent(desk: _Desk, kind: RightKind, facts: Facts) -> list[Deadline]:
    filed, granted = _last(facts, "filed"), _last(facts, "granted")
    if kind not in PATENTS or filed is None or granted is None or filed.day is None or granted.day is None:
        return []
    entered = _last(facts, "entered")
    sought = str(entered.data.get("as", "invention")) if entered and kind == "pct" else kind
    term = desk.law.at(f"{sought}.term", filed.day)
    if term is None:
        return []
    found: list[Deadline] = []
    for year, day in fee_days(filed.day, granted.day, add_months(day=filed.day, count=term.value * _MONTHS)):
        if desk.over(day):
            break
        grace, percent = desk.law.at("patent.fee_grace", day), desk.law.at("patent.fee_surcharge", day)
        if grace is None:
            continue
        event = Words("上一年度期满日", "The end of the patent year before")
        ends, late = desk.last(day, grace, event=event, months=0), desk.last(day, grace, event=event)
        paid = next((fact for fact in facts.of("fee_paid") if fact.data.get("year") == year
                     and late.passed(by=fact.latest) is False), None)
        found.append(desk.deadline(
            "annual_fee", grace, ends, number=year, late=late, settled=paid.root if paid else "",
            surcharges=() if percent is None else _surcharges(day, grace.value, percent.value, late)))
        if day > desk.on:
            break
    return found


def _surcharges(day: date, months: int, percent: int, late: Due) -> tuple[Surcharge, ...]:
    """Five percent for each full month: nothing in the first month, 5 % in the second, …, 25 % in the sixth."""
    found = []
    for month in range(months):
        first = add_months(day=day, count=month) + _DAY
        last = add_months(day=day, count=month + 1)
        if month == months - 1 and late.day is not None:
            last = late.day
        found.append(Surcharge(first, last, month * percent))
    return tuple(found)


def _of_mark(desk: _Desk, kind: RightKind, facts: Facts) -> list[Deadline]:
    if kind not in MARKS:
        return []
    found: list[Deadline] = []
    published = _last(facts, "published")
    if published is not None and published.day is not None:
        version = desk.law.at("mark.opposition", published.day)
        if version is not None:
            event = Words("初步审定公告日", "The publication after preliminary examination")
            found.append(desk.deadline("opposition", version, desk.last(published.day, version, event=event)))
    begun = _last(facts, "granted")
    if begun is None or begun.day is None:
        return found
    term, number, made = begun.day, 0, renewals(facts, begun.day, 10)
    while number == 0 or term <= desk.on:
        length = desk.law.at("mark.term", term)
        if length is None:
            break
        term, number = add_months(day=term, count=length.value * _MONTHS), number + 1
        if desk.over(term):
            break
        opens, grace = desk.law.at("mark.renewal_opens", term), desk.law.at("mark.renewal_grace", term)
        if opens is None or grace is None:
            break
        # The term's last day is the one before: a mark registered on 14 January is valid through 13 January.
        last = term - _DAY
        event = Words("有效期满日", "The last day of the term")
        ends, late = desk.last(last, grace, event=event, months=0), desk.last(last, grace, event=event)
        renewed = made.get(number)
        found.append(desk.deadline("renewal", grace, ends, number=number, late=late,
                                   opens=add_months(day=term, count=-opens.value),
                                   settled=renewed.root if renewed else ""))
    return found
