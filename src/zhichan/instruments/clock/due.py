"""When a term ends: a pure function of events, the term in force and the calendar, with its worked calculation.

The counting rules are those of 市场监督管理行政处罚程序规定 art. 80, 令121 art. 45, 行政处罚法 art. 85, 行政复议法
art. 88 and 民法典 arts. 201–203; PROCEDURES.md section C lists them. Nothing is stored and no time is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from zhichan.instruments.clock import hours, worked
from zhichan.instruments.clock.calendars import Calendar, add_days, add_months
from zhichan.instruments.clock.spans import Span, Walk, days_in, merge, span_of
from zhichan.instruments.clock.terms import Extension, Kind, Pause, Term
from zhichan.instruments.clock.words import (
    ClockError,
    Step,
    Unit,
    Words,
    day_of,
    instant_of,
)

EVENT: Final = Words("起算事件", "the starting event")
"""The name of the starting event when the caller gives none."""

RESUMPTION: Final = Words("恢复计算", "Resumption")
"""The name of the resumption when the caller gives none."""

_DAY = timedelta(days=1)
_MONTHS: Final[dict[Unit, int]] = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class Due:
    """When a term ends.

    ``day``: the last day in law, in Asia/Shanghai; None while an open pause leaves it undetermined and no ``as_of``
    was given. ``instant``: the end of a term in hours, UTC. ``nominal``: the last day before it rolled over.
    ``provisional``: the day may still move, because a year's notice is not loaded or a pause is open; a legal
    consequence waits until it is ``firm``. ``late``: extensions decided after the term had run out; they do not
    move ``day``, and ``continues_until`` is where work continues with them. ``steps``: the worked calculation.
    """

    day: date | None
    instant: datetime | None
    nominal: date | None
    provisional: bool
    open_pause: bool
    late: tuple[Extension, ...]
    continues_until: date | datetime | None
    kind: Kind
    steps: tuple[Step, ...]

    @property
    def firm(self) -> bool:
        """Whether a legal consequence may follow: the day is known and nothing announced can move it."""
        return self.day is not None and not self.provisional

    def passed(self, *, by: date | datetime) -> bool | None:
        """Return whether the term had run out at ``by`` (its last day still belongs to it); None if not determined."""
        if self.instant is not None:
            return instant_of(moment=by) > self.instant
        return None if self.day is None else day_of(moment=by) > self.day


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a term that is still to run: working days, days, months or years."""

    length: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of a term at the end of day ``as_of`` (at the instant, for a term in hours).

    ``parts``: what is still to be counted, in order; a month or year that has begun is given in days; extensions
    granted in time follow. ``left``: the same for a term in hours. ``days``: calendar days until ``due.day``,
    negative once it has passed, None if it is not determined. ``rolling``: nothing is left to count and only the
    roll-over over a day off keeps the term alive.
    """

    term: Term
    as_of: date | datetime
    parts: tuple[Part, ...]
    left: timedelta | None
    days: int | None
    rolling: bool
    due: Due


@dataclass(frozen=True, slots=True)
class _Days:
    """A term in days, ready to be walked: where counting begins and the phases that follow one another."""

    term: Term
    after: date
    origin: date
    parts: tuple[Part, ...]

    def ends(self, walk: Walk) -> tuple[date | None, ...]:
        """Return the last day of each phase around the pauses of the walk, None from an open pause on."""
        ends: list[date | None] = []
        at: date | None = self.after
        for number, part in enumerate(self.parts):
            if at is not None:
                at = walk.phase(after=at, length=part.length, unit=part.unit, origin=self.origin if number == 0 else at)
            ends.append(at)
        return tuple(ends)


@dataclass(frozen=True, slots=True)
class _Granted:
    """Extensions sorted by whether they came in time, each with the end it met and the end it gave."""

    base: date | None
    in_time: tuple[tuple[Extension, date | None, date | None], ...]
    late: tuple[tuple[Extension, date, date | None], ...]


def due(
    *,
    start: date | datetime,
    term: Term,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
    event: Words = EVENT,
    restarted_from: Sequence[date | datetime] = (),
    as_of: date | datetime | None = None,
    explain: bool = True,
) -> Due:
    """Return when a term ends and how that was worked out.

    ``start`` is the day (or instant) of the event that begins it; to restart (C-6: 令121 art. 35) pass the later
    event and name the earlier ones in ``restarted_from``, so that the calculation says so. ``pauses`` may overlap
    and come in any order; those outside the term have no effect (C-4). A suspended term resumes with what is left
    of it (C-5). ``extensions`` count from the last day before roll-over, each from where the one before it ended;
    one decided after the term had run out is late and does not move ``day``. ``as_of`` gives an open pause a
    provisional end. ``explain=False`` leaves the steps out, for computing many.

    Raises :class:`ClockError`: ``extension_before_start``, ``hours_in_days``, ``days_in_hours``, ``day_for_hours``,
    ``naive_instant``, ``term_too_long``, ``two_open_pauses``.
    """
    if sum(pause.until is None for pause in pauses) > 1:
        raise ClockError("two_open_pauses", "同一期限不能有两个未结束的停算。",
                         "A term cannot have two open pauses: the papers do not say which of them holds it.")
    if term.unit == "hour":
        return _due_in_hours(start=start, term=term, pauses=pauses, extensions=extensions, event=event,
                             restarted_from=restarted_from, as_of=as_of, explain=explain)
    first = day_of(moment=start)
    ordered = sorted(extensions, key=lambda extension: day_of(moment=extension.decided_on))
    if ordered and day_of(moment=ordered[0].decided_on) < first:
        raise ClockError("extension_before_start", "延长决定早于期限起算，属于此前的期限。",
                         "An extension was decided before the term began; it belongs to an earlier run.")
    days = _Days(term=term, after=first if term.start == "excluded" else add_days(day=first, count=-1), origin=first,
                 parts=(Part(term.length, term.unit),))
    walk = Walk(calendar=calendar, spans=merge(pauses=pauses, bounds=term.pause_bounds))
    # Where nothing was extended and nothing is to be told, the walk below is the only one.
    granted = _grant(days, ordered, walk) if ordered or explain else _Granted(base=None, in_time=(), late=())
    if granted.in_time:
        days = replace(days, parts=(*days.parts, *(Part(each.length, each.unit) for each, _, _ in granted.in_time)))
    assumed = None if as_of is None else merge(pauses=pauses, bounds=term.pause_bounds, as_of=day_of(moment=as_of))
    result = _settle(days, walk, assumed=assumed, late=granted.late)
    if not explain:
        return result
    head = [worked.start_step(event=event, start=first, term=term)]
    if restarted_from:
        head.append(worked.restart_step(earlier=restarted_from, start=first))
    return replace(result, steps=(*head, *_body(days, walk, pauses, granted, result),
                                  *_tail(days, walk, result, as_of)))


def _grant(days: _Days, ordered: Sequence[Extension], walk: Walk) -> _Granted:
    """Sort extensions into those decided while the term ran and those decided after it had run out."""
    base = end = days.ends(walk)[-1]
    in_time: list[tuple[Extension, date | None, date | None]] = []
    late: list[tuple[Extension, date, date | None]] = []
    for extension in ordered:
        expiry = None if end is None else walk.roll(day=end, mode=days.term.roll)
        longer = None if end is None else walk.phase(after=end, length=extension.length, unit=extension.unit)
        if end is None:
            days_in(origin=days.origin, length=extension.length, unit=extension.unit)
        if late:
            late.append((extension, late[0][1], longer))
        elif expiry is not None and day_of(moment=extension.decided_on) > expiry:
            late.append((extension, expiry, longer))
        else:
            in_time.append((extension, expiry, longer))
        end = longer
    return _Granted(base=base, in_time=tuple(in_time), late=tuple(late))


def _settle(days: _Days, walk: Walk, *, assumed: tuple[Span, ...] | None = None, rolling: bool = False,
            late: Sequence[tuple[Extension, date, date | None]] = ()) -> Due:
    """Walk the phases, roll the last day over and say what is provisional about it; without steps.

    ``assumed``: the pauses with an open one closed as of a day, for the provisional date it leaves.
    ``rolling``: nothing is left to walk and the last day was a day off, so the next day that is not comes next.
    """
    walk.asked.clear()
    nominal, day = _end(days, walk)
    if rolling:
        day = walk.free(after=days.after, mode=days.term.roll)
        walk.asked.append((days.after, day or days.after))
    open_pause = day is None
    if open_pause and assumed is not None:
        walk.asked.clear()
        nominal, day = _end(days, Walk(calendar=walk.calendar, spans=assumed, asked=walk.asked))
    continues = late[-1][2] if late else None
    return Due(day=day, instant=None, nominal=nominal, provisional=open_pause or walk.unannounced() is not None,
               open_pause=open_pause, late=tuple(each for each, _, _ in late),
               continues_until=None if continues is None
               else Walk(calendar=walk.calendar, spans=walk.spans).roll(day=continues, mode=days.term.roll),
               kind=days.term.kind, steps=())


def _end(days: _Days, walk: Walk) -> tuple[date | None, date | None]:
    nominal = (days.after, *days.ends(walk))[-1]
    return nominal, None if nominal is None else walk.roll(day=nominal, mode=days.term.roll)


def _body(days: _Days, walk: Walk, pauses: Sequence[Pause], granted: _Granted, result: Due) -> list[Step]:
    """Say the term, each pause, the pauses together and each extension in time."""
    term, plain = days.term, Walk(calendar=walk.calendar, spans=())
    unpaused = plain.phase(after=days.after, length=term.length, unit=term.unit, origin=days.origin)
    if unpaused is None:
        raise AssertionError("a walk without pauses cannot be stopped by one")
    months = _MONTHS.get(term.unit)
    clamped = months is not None and add_months(day=days.origin, count=term.length * months).day != days.origin.day
    steps = [worked.term_step(term=term, after=days.after, end=unpaused, calendar=walk.calendar, clamped=clamped)]
    through = max((day for day in (result.day, result.nominal) if day is not None), default=None)
    working = term.unit == "working_day"
    single = 0
    for pause in sorted(pauses, key=_pause_order):
        span = _clipped(span_of(pause=pause, bounds=term.pause_bounds), after=days.after, through=through)
        taken = _taken(span, walk.calendar, working=working)
        single += taken
        steps.append(worked.pause_step(pause=pause, span=span, taken=taken, working=working))
    clipped = (_clipped(span, after=days.after, through=through) for span in walk.spans)
    spans = [(span.first, span.last) for span in clipped if span is not None and span.last is not None]
    taken = sum(_taken(Span(*span), walk.calendar, working=working) for span in spans)
    if taken:
        steps.append(worked.merged_step(spans=spans, taken=taken, working=working, overlap=single > taken,
                                        end=granted.base))
    steps.extend(worked.extension_step(extension=extension, expiry=expiry, end=end)
                 for extension, expiry, end in granted.in_time)
    return steps


def _pause_order(pause: Pause) -> tuple[date, date, str, str]:
    until = date.max if pause.until is None else day_of(moment=pause.until)
    return day_of(moment=pause.since), until, str(pause.opened_by), str(pause.closed_by)


def _tail(days: _Days, walk: Walk, result: Due, as_of: date | datetime | None) -> list[Step]:
    """Say the roll-over, late extensions, what is open or provisional, and the result."""
    steps: list[Step] = []
    if result.nominal is not None and result.nominal != result.day:
        steps.append(worked.roll_step(nominal=result.nominal, day=result.day, mode=days.term.roll,
                                      clause=days.term.roll_clause))
    if result.late and result.day is not None:
        steps.extend(worked.late_step(extension=extension, expiry=result.day, end=result.continues_until)
                     for extension in result.late)
    if result.open_pause:
        steps.append(worked.open_step(as_of=as_of, day=result.day))
    if (year := walk.unannounced()) is not None:
        steps.append(worked.provisional_step(year=year, calendar=walk.calendar, day=result.day))
    steps.append(worked.due_step(moment=result.day, provisional=result.provisional))
    return steps


def _clipped(span: Span | None, *, after: date, through: date | None) -> Span | None:
    """Return the part of a span that touches a term running after ``after`` through ``through``."""
    if span is None or (span.last is not None and span.last <= after) or (through is not None and span.first > through):
        return None
    return Span(max(span.first, after + _DAY), span.last)


def _taken(span: Span | None, calendar: Calendar, *, working: bool) -> int:
    if span is None or span.last is None:
        return 0
    if working:
        return calendar.working_days(after=span.first - _DAY, through=span.last)
    return (span.last - span.first).days + 1


def remaining(
    *,
    start: date | datetime,
    term: Term,
    as_of: date | datetime,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> Remaining:
    """Return what is left of a term at the end of ``as_of``: what a suspension keeps and a resumption gives back.

    Paused days through ``as_of`` are not counted; extensions that came in time are. Raises as :func:`due`.
    """
    result = due(start=start, term=term, calendar=calendar, pauses=pauses, extensions=extensions, as_of=as_of)
    if term.unit == "hour":
        late = set(result.late)
        timeline = hours.Timeline.of(start=start, term=term, pauses=pauses)
        total = hours.total(term=term, extensions=[each for each in extensions if each not in late])
        left = max(timedelta(0), total - timeline.run(until=instant_of(moment=as_of)))
        return Remaining(term=term, as_of=as_of, parts=(), left=left, rolling=False, due=result,
                         days=None if result.day is None else (result.day - day_of(moment=as_of)).days)
    first, day = day_of(moment=start), day_of(moment=as_of)
    in_time = [each for each in sorted(extensions, key=lambda each: day_of(moment=each.decided_on))
               if each not in result.late]
    walk = Walk(calendar=calendar, spans=merge(pauses=pauses, bounds=term.pause_bounds))
    at = first if term.start == "excluded" else add_days(day=first, count=-1)
    origin = first
    parts: list[Part] = []
    for part in (Part(term.length, term.unit), *(Part(each.length, each.unit) for each in in_time)):
        if parts:
            parts.append(part)
            continue
        working = part.unit == "working_day"
        whole = days_in(origin=origin, length=part.length, unit=part.unit)
        counted = walk.count(after=at, through=day, working=working)
        if counted < whole:
            parts.append(Part(whole - counted, "working_day" if working else "day"))
        elif (end := walk.advance(after=at, count=whole, working=working)) is not None:
            at = origin = end
    passed = result.day is not None and not result.open_pause and day >= result.day
    return Remaining(term=term, as_of=as_of, parts=tuple(parts), left=None, rolling=not parts and not passed,
                     days=None if result.day is None else (result.day - day).days, due=result)


def resume(
    *,
    left: Remaining,
    after: date | datetime,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    event: Words = RESUMPTION,
) -> Due:
    """Return when a suspended term ends: what was ``left`` runs on after ``after``; it does not start anew (C-5).

    ``after`` is the last day taken out (the instant of resumption, for a term in hours); ``pauses`` are later ones.
    Raises :class:`ClockError` ``nothing_left`` when the term had run out before it was suspended.
    """
    if left.left is not None:
        return _resume_hours(left=left, after=instant_of(moment=after), pauses=pauses, event=event)
    day = day_of(moment=after)
    days = _Days(term=replace(left.term, start="excluded"), after=day, origin=day, parts=left.parts)
    walk = Walk(calendar=calendar, spans=merge(pauses=pauses, bounds=left.term.pause_bounds))
    if not left.parts and not left.rolling:
        raise ClockError("nothing_left", "期限在停算前已届满，没有剩余时间。",
                         "The term had run out before it was suspended; nothing is left of it.")
    result = _settle(days, walk, rolling=left.rolling)
    begin = worked.resume_step(event=event, after=day, parts=[(part.length, part.unit) for part in left.parts])
    return replace(result, steps=(begin, *_tail(days, walk, result, None)))


def latest(*, before: date, term: Term, calendar: Calendar, clear: bool, event: Words) -> Due:
    """Return the last day on which a notice can be given that must come at least ``term`` before an event.

    For notices such as 口审通知 (≥3 working days before, 令81 art. 26) and 听证通知 (≥7 working days before). The day
    of the notice does not count. ``clear`` decides what the clauses leave open: True keeps the whole term free
    between notice and event, False lets the event fall on the term's last day. Never rolls: rolling would shorten
    the notice. Raises :class:`ClockError` ``hours_in_days`` or ``term_too_long``.
    """
    last = before - _DAY if clear else before
    if term.unit == "working_day":
        day = last if term.length == 0 else add_days(
            day=calendar.add_working_days(after=last + _DAY, count=-term.length), count=-1)
        asked = (day + _DAY, last)
    else:
        day = _last_fitting(last, lambda start: start + timedelta(days=days_in(
            origin=start, length=term.length, unit=term.unit)), term)
        asked = None
    missing = None if asked is None else calendar.first_unannounced(first=min(asked), last=max(asked))
    steps = [worked.notice_step(event=event, before=before, term=term, clear=clear, day=day)]
    if missing is not None:
        steps.append(worked.provisional_step(year=missing, calendar=calendar, day=day))
    return Due(day=day, instant=None, nominal=day, provisional=missing is not None, open_pause=False, late=(),
               continues_until=None, kind=term.kind, steps=tuple(steps))


def _last_fitting(last: date, end_of: Callable[[date], date], term: Term) -> date:
    """Return the last day whose term ends on or before ``last``; month ends make this a short search."""
    months = _MONTHS.get(term.unit)
    day = (add_days(day=last, count=-days_in(origin=last, length=term.length, unit=term.unit)) if months is None
           else add_months(day=last, count=-term.length * months))
    while end_of(day + _DAY) <= last:
        day += _DAY
    return day


def _due_in_hours(
    *, start: date | datetime, term: Term, pauses: Sequence[Pause], extensions: Sequence[Extension], event: Words,
    restarted_from: Sequence[date | datetime], as_of: date | datetime | None, explain: bool,
) -> Due:
    timeline = hours.Timeline.of(start=start, term=term, pauses=pauses)
    ordered = sorted(extensions, key=lambda extension: instant_of(moment=extension.decided_on))
    if ordered and instant_of(moment=ordered[0].decided_on) < instant_of(moment=start):
        raise ClockError("extension_before_start", "延长决定早于期限起算，属于此前的期限。",
                         "An extension was decided before the term began; it belongs to an earlier run.")
    total = hours.total(term=term, extensions=())
    in_time: list[tuple[Extension, datetime | None, datetime | None]] = []
    late: list[Extension] = []
    for extension in ordered:
        expiry = timeline.end(total=total)
        longer = total + hours.duration(length=extension.length, unit=extension.unit)
        if late or (expiry is not None and instant_of(moment=extension.decided_on) > expiry):
            late.append(extension)
            continue
        in_time.append((extension, expiry, timeline.end(total=longer)))
        total = longer
    end = timeline.end(total=total)
    open_pause = end is None
    if open_pause and as_of is not None:
        end = hours.Timeline.of(start=start, term=term, pauses=pauses, as_of=instant_of(moment=as_of)).end(total=total)
    continues = timeline.end(total=total + hours.total(term=replace(term, length=0), extensions=late)) if late else None
    steps: tuple[Step, ...] = ()
    if explain:
        lines = [timeline.start_step(event=event, term=term)]
        if restarted_from:
            lines.append(worked.restart_step(earlier=restarted_from, start=day_of(moment=start)))
        lines += timeline.pause_steps()
        lines += [worked.extension_step(extension=each, expiry=expiry, end=to) for each, expiry, to in in_time]
        if end is not None:
            lines += [worked.late_step(extension=each, expiry=end, end=continues) for each in late]
        if open_pause:
            lines.append(worked.open_step(as_of=as_of, day=end))
        lines.append(worked.due_step(moment=end, provisional=open_pause))
        steps = tuple(lines)
    day = None if end is None else day_of(moment=end)
    return Due(day=day, instant=None if end is None else end.astimezone(UTC), nominal=day, provisional=open_pause,
               open_pause=open_pause, late=tuple(late), continues_until=continues, kind=term.kind, steps=steps)


def _resume_hours(*, left: Remaining, after: datetime, pauses: Sequence[Pause], event: Words) -> Due:
    if left.left is None or left.left <= timedelta(0):
        raise ClockError("nothing_left", "期限在停算前已届满，没有剩余时间。",
                         "The term had run out before it was suspended; nothing is left of it.")
    timeline = hours.Timeline.of(start=after, term=replace(left.term, hour_start="instant"), pauses=pauses)
    end = timeline.end(total=left.left)
    begin = worked.resume_hours_step(event=event, after=after, left=left.left)
    day = None if end is None else day_of(moment=end)
    return Due(day=day, instant=None if end is None else end.astimezone(UTC), nominal=day, provisional=end is None,
               open_pause=end is None, late=(), continues_until=None, kind=left.term.kind,
               steps=(begin, *timeline.pause_steps(), worked.due_step(moment=end, provisional=end is None)))
