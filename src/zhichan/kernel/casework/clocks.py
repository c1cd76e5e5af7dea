"""The clocks of a case: pure functions of its course, its facts, the declaration and the calendar.

Nothing here is stored; ``Case.due_on`` and ``Case.expires_on`` are only indexes over what these functions say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from zhichan.instruments import clock as legal
from zhichan.kernel.casework.course import Entry, day_of, in_order, names_of
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.catalogue.shapes import Clock, Condition, Extension, Known, Procedure, Range, Span, Where
from zhichan.kernel.ground.refusal import Refusal, Text

UNITS: Mapping[str, legal.Unit] = {
    "working_days": "working_day", "days": "day", "months": "month", "hours": "hour",
}  # fmt: skip
FORFEIT = "forfeit"
ROLL_CLAUSE = "民法典第二百零三条"
COUNTING_CLAUSE = "民法典第二百零一条"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The edition of a term that applies, with its clause, how sure the figure is, and why this edition."""

    clause: str
    since: date
    until: date | None
    mark: str
    reason: Text

    def as_json(self) -> dict[str, Any]:
        """What an event keeps of the choice."""
        return {
            "clause": self.clause, "since": self.since.isoformat(), "mark": self.mark,
            "until": self.until.isoformat() if self.until else None, "reason": self.reason.as_json(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """One run of a clock.

    ``kind``: statutory, promised or targeted; only the first decides legality. ``started`` and ``stopped_on`` are days
    in law, ``started_by`` and ``stopped_by`` the acts; ``begun_at`` the version of the case that began it. ``key`` is
    the value by which separate terms run (a recipient), empty for none. ``due`` has the worked calculation.
    ``overdue`` says whether it ended (or, still open, stands) after its last day; a right that was forfeited has
    stopped on its last day and is not overdue. ``paused_days`` are its pauses, both days included. ``late`` are
    extensions decided too late to move the last day; ``awaits`` the role or part whose move it is.
    """

    name: str
    title: Text
    kind: legal.Kind
    key: str
    awaits: str
    started: date
    started_by: str
    begun_at: int
    due: legal.Due
    paused: bool
    paused_days: tuple[tuple[date, date | None], ...]
    stopped_on: date | None
    stopped_by: str
    ended_at: int | None
    overdue: bool
    extended: tuple[legal.Extension, ...]
    late: tuple[legal.Extension, ...]
    chosen: Chosen
    consequence: str

    @property
    def open(self) -> bool:
        """Whether it still runs."""
        return self.stopped_on is None

    @property
    def identity(self) -> tuple[str, str, int]:
        """What tells this run from all others of the case."""
        return (self.name, self.key, self.begun_at)

    def passed(self, day: date) -> bool:
        """Whether a legal consequence may follow on ``day``: it has run out, and nothing can still move that."""
        return self.due.firm and bool(self.due.passed(by=day))

    def as_json(self) -> dict[str, Any]:
        """What outcomes and events say of it."""
        return {
            "clock": self.name, "key": self.key, "title": self.title.as_json(), "kind": self.kind,
            "awaits": self.awaits, "started": self.started.isoformat(),
            "due": self.due.day.isoformat() if self.due.day else None, "provisional": self.due.provisional,
            "paused": self.paused, "stopped": self.stopped_on.isoformat() if self.stopped_on else None,
            "overdue": self.overdue, "late_extensions": len(self.late), "chosen": self.chosen.as_json(),
        }  # fmt: skip


@dataclass(slots=True)
class _Run:
    start: Entry
    begun: Entry
    restarted: list[Entry]
    stop: Entry | None = None


def running(
    *,
    procedure: Procedure,
    course: Sequence[Entry],
    facts: Mapping[str, Any],
    calendar: legal.Calendar,
    as_of: date,
    explain: bool = True,
    only: Iterable[str] | None = None,
) -> list[Running]:
    """Every run of every clock (or of those in ``only``) up to the day in law ``as_of``, in order of declaration.

    Raises ``Refusal`` when no edition of a term was in force, or the papers contradict each other.
    """
    wanted = set(procedure.clocks if only is None else only)
    last = as_of.isoformat()
    known = [each for each in in_order(course) if each["day"] <= last]
    named = [(each, names_of(each)) for each in known]
    happened = frozenset[str]().union(*(names for _, names in named))
    found: list[Running] = []
    for name, clock in procedure.clocks.items():
        if name not in wanted or happened.isdisjoint(clock.starts):
            continue
        for key, run in _runs(clock, named):
            try:
                found.append(
                    _shown(procedure, name, clock, key, run, known, facts, calendar, as_of, explain=explain)
                )
            except legal.ClockError as error:
                raise Refusal.one(
                    f"clock.{error.code}", error.words.zh, error.words.en, place=name
                ) from error
    return found


def _runs(clock: Clock, course: Sequence[tuple[Entry, frozenset[str]]]) -> Iterable[tuple[str, _Run]]:
    keys = [""]
    if clock.per is not None:
        starts = (each for each, names in course if not names.isdisjoint(clock.starts))
        keys = list(dict.fromkeys(_key(clock, each) for each in starts))
    for key in keys:
        current: _Run | None = None
        for entry, names in course:
            if clock.per is not None and _key(clock, entry) not in {key, ""}:
                continue
            if current is not None and (not names.isdisjoint(clock.stops) or _expires(clock, entry)):
                current.stop = entry
                yield key, current
                current = None
            if current is not None and not names.isdisjoint(clock.restarts):
                current.restarted.append(current.start)
                current.start = entry
            elif current is None and not names.isdisjoint(clock.starts):
                current = _Run(entry, entry, [])
        if current is not None:
            yield key, current


def _key(clock: Clock, entry: Entry) -> str:
    return "" if clock.per is None else str(entry.get("given", {}).get(clock.per) or "")


def _expires(clock: Clock, entry: Entry) -> bool:
    return bool(entry["act"] == clock.overdue)


def _shown(
    procedure: Procedure,
    name: str,
    clock: Clock,
    key: str,
    run: _Run,
    course: Sequence[Entry],
    facts: Mapping[str, Any],
    calendar: legal.Calendar,
    as_of: date,
    *,
    explain: bool,
) -> Running:
    stopped = day_of(run.stop) if run.stop else None
    until = stopped or as_of
    spans = next((each.term for each in clock.variants if holds(each.when, facts)), clock.term)
    span, reason = _choose(procedure, clock, spans, run, course, facts, until)
    unit, length = span.length
    hours = unit == "hours"
    roll: legal.Roll = "none" if hours else ("rest_day" if clock.roll else "statutory")
    term = legal.Term(
        length, UNITS[unit], roll=roll, kind=clock.duty, clause=span.clause,
        counting_clause="" if hours else COUNTING_CLAUSE, roll_clause="" if roll == "none" else ROLL_CLAUSE,
    )  # fmt: skip
    pauses, open_pause = _pauses(procedure, clock, run, course, hours=hours)
    granted = _extensions(clock, run, course, key, hours=hours)
    act = procedure.acts[run.start["act"]].title
    agreed = facts.get(clock.until or "")
    due = _agreed(clock, date.fromisoformat(str(agreed)), span.clause) if agreed else legal.due(
        start=_moment(run.start, hours=hours),
        term=term,
        calendar=calendar,
        pauses=pauses,
        extensions=granted,
        event=legal.Words(act.zh, act.en),
        restarted_from=[_moment(each, hours=hours) for each in run.restarted],
        as_of=until if explain and not hours else None,
        explain=explain,
    )
    ended: date | datetime = _moment(run.stop, hours=hours) if run.stop else as_of
    if hours and not run.stop:
        ended = datetime.combine(as_of, time(23, 59, 59), legal.CHINA)
    title = clock.title
    expired = run.stop is not None and _expires(clock, run.stop)
    forfeited = (
        clock.overdue == FORFEIT and run.stop is None and due.firm and due.day is not None
        and bool(due.passed(by=ended))
    )  # fmt: skip
    return Running(
        name=name,
        title=Text(title.zh, title.en) if title else Text(name, name),
        kind=clock.duty,
        key=key,
        awaits=clock.awaits or "",
        started=day_of(run.start),
        started_by=str(run.start["act"]),
        begun_at=int(run.begun["v"]),
        due=due,
        paused=open_pause and run.stop is None,
        paused_days=tuple((legal_day(each.since), legal_day(each.until) if each.until else None) for each in pauses),
        stopped_on=due.day if forfeited else stopped,
        stopped_by=str(run.stop["act"]) if run.stop else "",
        ended_at=int(run.stop["v"]) if run.stop else None,
        overdue=not forfeited and (expired or (not due.open_pause and bool(due.passed(by=ended)))),
        extended=tuple(each for each in granted if each not in due.late),
        late=due.late,
        chosen=Chosen(
            clause=span.clause, since=span.since, until=span.until, mark=span.mark or "", reason=reason
        ),
        consequence=clock.overdue,
    )


def _agreed(clock: Clock, day: date, clause: str) -> legal.Due:
    """A last day that the case itself names: nothing is counted."""
    step = legal.Step("due", f"届满日由本件确定：{day}", f"the case itself names the last day: {day}", day, clause)
    return legal.Due(
        day=day, instant=None, nominal=day, provisional=False, open_pause=False, late=(), continues_until=None,
        kind=clock.duty, steps=(step,),
    )  # fmt: skip


def legal_day(moment: date | datetime) -> date:
    """The day in China of a day or an instant."""
    return moment.astimezone(legal.CHINA).date() if isinstance(moment, datetime) else moment


def _moment(entry: Entry, *, hours: bool) -> date | datetime:
    return datetime.fromisoformat(entry["at"]) if hours else day_of(entry)


def _choose(
    procedure: Procedure,
    clock: Clock,
    spans: Sequence[Span],
    run: _Run,
    course: Sequence[Entry],
    facts: Mapping[str, Any],
    until: date,
) -> tuple[Span, Text]:
    accepted = next((each for each in course if procedure.accepted in names_of(each)), course[0])
    days = {"accepted": day_of(accepted), "step": day_of(run.start), "decision": until}
    judged = facts.get(clock.judged_on or "")
    if judged:
        days["act"] = date.fromisoformat(str(judged))
    versions = [
        legal.Version(
            id=f"{span.clause}@{span.since}", since=span.since, until=span.until, value=span,
            title=legal.Words(span.clause, span.clause), clause=span.clause, severity=span.severity,
        )
        for span in spans
    ]  # fmt: skip
    version, choice = legal.choose(versions=versions, by=clock.chosen, days=days)
    return version.value, Text(choice.zh, choice.en)


def _pauses(
    procedure: Procedure, clock: Clock, run: _Run, course: Sequence[Entry], *, hours: bool
) -> tuple[list[legal.Pause], bool]:
    """The pauses of a run with their papers, and whether one is open.

    Of several open ones only the earliest is told: until one closes they stop the clock as one. A pause that closed
    before the run began, or opened after it had ended, is none of its own.
    """
    closed: list[legal.Pause] = []
    still_open: list[legal.Pause] = []
    last = run.stop["day"] if run.stop is not None else None
    for pause in clock.pauses:
        opened: dict[str, Entry] = {}
        for entry in course:
            whose = "" if pause.per is None else str(entry.get("given", {}).get(pause.per) or "")
            if entry["act"] == pause.from_:
                opened.setdefault(whose, entry)
            elif entry["act"] in pause.ends and whose in opened:
                opening = opened.pop(whose)
                if entry["day"] >= run.start["day"] and (last is None or opening["day"] <= last):
                    closed.append(
                        legal.Pause(
                            _moment(opening, hours=hours), _moment(entry, hours=hours),
                            opened_by=_paper(procedure, pause.papers, opening),
                            closed_by=_paper(procedure, pause.papers, entry), clause=pause.clause or "",
                        )
                    )  # fmt: skip
        still_open.extend(
            legal.Pause(
                _moment(opening, hours=hours), opened_by=_paper(procedure, pause.papers, opening),
                clause=pause.clause or "",
            )
            for opening in opened.values()
            if last is None or opening["day"] <= last
        )  # fmt: skip
    still_open.sort(key=lambda each: each.since.isoformat())
    return [*closed, *still_open[:1]], bool(still_open)


def _paper(procedure: Procedure, papers: Sequence[str], entry: Entry) -> legal.Words:
    given = entry.get("given", {})
    named = [str(given[name]) for name in papers if given.get(name)]
    act = procedure.acts[entry["act"]].title
    return legal.Words("、".join([act.zh, *named]), ", ".join([act.en, *named]))


def _extensions(
    clock: Clock, run: _Run, course: Sequence[Entry], key: str, *, hours: bool
) -> list[legal.Extension]:
    first = (run.begun["day"], run.begun["v"])
    last = (run.stop["day"], run.stop["v"]) if run.stop else None
    found: list[legal.Extension] = []
    for entry in course:
        place = (entry["day"], entry["v"])
        if place < first or (last is not None and place > last) or _key(clock, entry) not in {key, ""}:
            continue
        for extension in clock.extensions:
            if extension.act == entry["act"]:
                span = in_force(extension.term, day_of(entry))
                unit, length = span.length
                found.append(
                    legal.Extension(
                        granted_length(extension, entry.get("given", {}), length), UNITS[unit],
                        _moment(entry, hours=hours), _approver(extension), span.clause,
                    )
                )  # fmt: skip
    return found


def _approver(extension: Extension) -> legal.Words:
    """Who extends, by the title of the role; the person stands in the event."""
    title = current().role_title(extension.by)
    return legal.Words(title.zh, title.en)


def granted_length(extension: Extension, given: Mapping[str, Any], longest: int) -> int:
    """The length granted: what the act's fact says, else the longest that the clause allows."""
    value = given.get(extension.granted or "")
    return longest if value is None else int(value)


def in_force(spans: Sequence[Span], day: date) -> Span:
    """The span in force on a day; raises ``Refusal`` when there is none."""
    for span in spans:
        if span.since <= day and (span.until is None or day < span.until):
            return span
    raise Refusal.one(
        "clock.no_version", f"{day}没有施行的规定", f"no rule is in force on {day}", clause=spans[0].clause
    )


def holds(where: Where, facts: Mapping[str, Any]) -> bool:
    """Whether a case's facts are as in ``where``."""
    return all(_is(condition, facts.get(name)) for name, condition in where.items())


def _is(condition: Condition, value: Any) -> bool:
    if isinstance(condition, Known):
        return (value is not None) == condition.known
    if isinstance(condition, Range):
        if value is None:
            return False
        low, high = condition.from_, condition.until
        value = date.fromisoformat(str(value)) if isinstance(low or high, date) else value
        return (low is None or value >= low) and (high is None or value < high)
    if isinstance(condition, tuple):
        return any(_is(each, value) for each in condition)
    return bool(value == (condition.isoformat() if isinstance(condition, date) else condition))


def due_on(procedure: Procedure, runs: Iterable[Running]) -> date | None:
    """The earliest last day of an open statutory clock that is someone's duty; None when there is none.

    A case in which no statutory clock was ever started goes by what was promised or targeted, less the clocks that
    only remind of others.
    """
    known = list(runs)
    binding = [run for run in known if run.kind == "statutory"] or [
        run for run in known if not reminds(run, procedure=procedure)
    ]
    return min(
        (
            run.due.day
            for run in binding
            if run.open and run.consequence != FORFEIT and run.due.day is not None
        ),
        default=None,
    )


def reminds(run: Running, *, procedure: Procedure) -> bool:
    """Whether a clock only reminds of another: of one that awaits somebody and starts with the same acts.

    It awaits nobody itself, and the act at its end leaves the case at its stage.
    """
    clocks, act = procedure.clocks, procedure.acts.get(run.consequence)
    if run.awaits or act is None or act.to is not None:
        return False
    return any(other.awaits and other.starts == clocks[run.name].starts for other in clocks.values())


def expires_on(procedure: Procedure, runs: Iterable[Running]) -> date | None:
    """The earliest last day after which the clock itself acts; None when there is none."""
    return min(
        (
            run.due.day
            for run in runs
            if run.open and run.consequence in procedure.acts and not run.due.open_pause and run.due.day
        ),
        default=None,
    )


def scheduled(run: Running) -> datetime | None:
    """The instant at which an open run has run out for certain: the first after its last day; None while unsure."""
    if not run.open or not run.due.firm or run.due.day is None:
        return None
    if run.due.instant is not None:
        return run.due.instant + timedelta(microseconds=1)
    return datetime.combine(run.due.day + timedelta(days=1), time(), legal.CHINA)


def disturbed(
    *, procedure: Procedure, before: Sequence[Running], after: Sequence[Running], course: Sequence[Entry]
) -> list[dict[str, Any]]:
    """Acts already done that a moved last day calls into question, each with the clock and what changed.

    Nothing is undone: someone has to look at them. ``before`` and ``after`` are the runs without and with the late
    fact, ``course`` what had been done before it was entered.
    """
    found: list[dict[str, Any]] = []
    now = {run.identity: run for run in after}
    by_version = {each["v"]: each for each in course}
    for old in before:
        new = now.get(old.identity)
        moved = new is None or new.due.day != old.due.day or new.started != old.started
        if not moved:
            continue
        words: dict[int, Text] = {}
        if old.ended_at is not None and old.ended_at in by_version:
            stop = by_version[old.ended_at]
            if stop["act"] == old.consequence and (new is None or not new.passed(day_of(stop))):
                words[old.ended_at] = Text(
                    "到期办理时，期限现已不在该日届满", "done on expiry, but the term no longer ends then"
                )
            elif new is not None and new.overdue != old.overdue:
                words[old.ended_at] = (
                    Text("原为按期，现为逾期", "was in time, is now late") if new.overdue
                    else Text("原为逾期，现为按期", "was late, is now in time")
                )  # fmt: skip
        for entry in course:
            act = procedure.acts.get(entry["act"])
            day = day_of(entry)
            if act is None or new is None or entry["v"] <= old.begun_at:
                continue
            if old.name in act.waits and new.due.day is not None and day <= new.due.day and (
                old.due.day is None or day > old.due.day
            ):  # fmt: skip
                longer = Text("办理时期限现尚未届满", "the term it had to wait for now runs longer")
                words.setdefault(entry["v"], longer)
            if old.name in act.within and new.passed(day) and not old.passed(day):
                words.setdefault(entry["v"], Text("办理时期限现已届满", "the term it had to keep had now run out"))
        for extension in (each for each in course if _extends(procedure, old.name, each)):
            if new is not None and len(new.late) != len(old.late) and extension["v"] > old.begun_at:
                timely = Text("延长决定是否及时有变", "whether the extension came in time has changed")
                words.setdefault(extension["v"], timely)
        found.extend(
            {
                "act": by_version[version]["act"], "version": version, "day": by_version[version]["day"],
                "clock": old.name, "due_before": _iso(old.due.day),
                "due_now": _iso(new.due.day if new else None), "text": text.as_json(),
            }
            for version, text in sorted(words.items())
        )  # fmt: skip
    return found


def _extends(procedure: Procedure, name: str, entry: Entry) -> bool:
    return any(each.act == entry["act"] for each in procedure.clocks[name].extensions)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
