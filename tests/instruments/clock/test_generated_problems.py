"""2 000 generated problems agree with a reference that counts day by day and knows nothing of the instrument.

The reference imports nothing of ours: problems are plain tuples and dates. It keeps no intervals, merges nothing,
and walks from one day to the next asking of each whether it is worked and whether a pause takes it out.
"""

import random
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from zhichan.instruments.clock import Calendar, Extension, Pause, Term, due, remaining, resume

DAY = timedelta(days=1)
YEARS = (2025, 2026)


@dataclass(frozen=True)
class Problem:
    """A term with everything that may happen to it, in plain values."""

    start: date
    length: int
    unit: str
    roll: str
    counted: bool
    bounds: str
    pauses: tuple[tuple[date, date | None], ...]
    extensions: tuple[tuple[int, str, date], ...]
    as_of: date | None
    off: frozenset[date]
    worked: frozenset[date]
    announced: frozenset[int]


@dataclass(frozen=True)
class Answer:
    """What the reference found."""

    day: date | None
    provisional: bool
    late: int
    continues: date | None


# --- The reference ---------------------------------------------------------------------------------------------


def is_worked(problem: Problem, day: date) -> bool:
    if day in problem.worked:
        return True
    return day.weekday() not in (5, 6) and day not in problem.off


def is_off(problem: Problem, day: date) -> bool:
    return day in problem.off if problem.roll == "statutory" else not is_worked(problem, day)


def is_taken_out(problem: Problem, day: date, as_of: date | None) -> bool | None:
    """True or False; None when an open pause that nothing closes takes the day and all later ones."""
    taken = False
    for since, until in problem.pauses:
        begins = since if problem.bounds[0] == "[" else since + DAY
        if until is None:
            if as_of is None:
                if day >= begins:
                    return None
            elif begins <= day <= max(begins, as_of):
                taken = True
        else:
            ends = until if problem.bounds[1] == "]" else until - DAY
            if begins <= day <= ends:
                taken = True
    return taken


def same_day_later(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month > 12:
            year, month = year + 1, 1
    number = day.day
    while number > monthrange(year, month)[1]:
        number -= 1
    return date(year, month, number)


def how_many(origin: date, length: int, unit: str) -> int:
    if unit in ("month", "year"):
        return (same_day_later(origin, length * (12 if unit == "year" else 1)) - origin).days
    return length


def walk(problem: Problem, after: date, count: int, unit: str, as_of: date | None, asked: set[date]) -> date | None:
    day = after
    while count:
        day += DAY
        taken = is_taken_out(problem, day, as_of)
        if taken is None:
            return None
        if taken:
            continue
        if unit == "working_day":
            asked.add(day)
            if not is_worked(problem, day):
                continue
        count -= 1
    return day


def rolled(problem: Problem, day: date, as_of: date | None, asked: set[date]) -> date | None:
    if problem.roll == "none":
        return day
    asked.add(day)
    if not is_off(problem, day):
        return day
    while True:
        day += DAY
        taken = is_taken_out(problem, day, as_of)
        if taken is None:
            return None
        asked.add(day)
        if not taken and not is_off(problem, day):
            return day


def run(problem: Problem, phases: list[tuple[int, str]], as_of: date | None,
        asked: set[date]) -> tuple[date | None, date | None]:
    origin = problem.start
    day: date | None = problem.start - DAY if problem.counted else problem.start
    for number, (length, unit) in enumerate(phases):
        if day is None:
            return None, None
        count = how_many(origin if number == 0 else day, length, unit)
        day = walk(problem, day, count, unit, as_of, asked)
    return day, None if day is None else rolled(problem, day, as_of, asked)


def solve(problem: Problem) -> Answer:
    phases = [(problem.length, problem.unit)]
    late: list[tuple[int, str]] = []
    for length, unit, decided in sorted(problem.extensions, key=lambda extension: extension[2]):
        _, expiry = run(problem, phases, None, set())
        if late or (expiry is not None and decided > expiry):
            late.append((length, unit))
        else:
            phases.append((length, unit))
    asked: set[date] = set()
    _, day = run(problem, phases, None, asked)
    is_open = day is None
    if is_open and problem.as_of is not None:
        asked = set()
        _, day = run(problem, phases, problem.as_of, asked)
    continues = run(problem, phases + late, None, set())[1] if late else None
    unknown = any(each.year not in problem.announced for each in asked)
    return Answer(day, is_open or unknown, len(late), continues)


# --- The problems ----------------------------------------------------------------------------------------------


def some_days(draw: random.Random, count: int, first: date, span: int) -> list[date]:
    return [first + draw.randrange(span) * DAY for _ in range(count)]


def problem(draw: random.Random) -> Problem:
    start = date(2025, 1, 1) + draw.randrange(640) * DAY
    off: set[date] = set()
    for first in some_days(draw, draw.randrange(25), date(2025, 1, 1), 1000):
        off.update(first + number * DAY for number in range(draw.randint(1, 9)))
    worked = {day for day in some_days(draw, draw.randrange(30), date(2025, 1, 1), 1000)
              if day.weekday() in (5, 6) and day not in off}
    unit = draw.choice(("working_day", "day", "month", "year"))
    length = draw.randint(0, {"working_day": 60, "day": 120, "month": 12, "year": 2}[unit])
    pauses: list[tuple[date, date | None]] = [
        (since, since + draw.randrange(40) * DAY)
        for since in some_days(draw, draw.choice((0, 0, 1, 2, 3, 5)), start - 20 * DAY, 160)]
    if draw.random() < 0.2:
        pauses.append((start + draw.randrange(200) * DAY, None))
    draw.shuffle(pauses)
    extensions = tuple(
        (draw.randint(0, 40) if kind in ("day", "working_day") else draw.randint(0, 3), kind,
         start + draw.randrange(260) * DAY)
        for kind in draw.choices(("working_day", "day", "month"), k=draw.choice((0, 0, 1, 2))))
    return Problem(
        start=start, length=length, unit=unit, roll=draw.choice(("none", "statutory", "rest_day")),
        counted=length > 0 and draw.random() < 0.15, bounds=draw.choice(("[]", "[]", "[)", "(]", "()")),
        pauses=tuple(pauses), extensions=extensions,
        as_of=start + draw.randrange(300) * DAY if draw.random() < 0.5 else None,
        off=frozenset(off), worked=frozenset(worked), announced=frozenset(draw.sample(YEARS, draw.randint(1, 2))))


def asked_of_us(given: Problem) -> tuple[Term, Calendar, list[Pause], list[Extension]]:
    term = Term(given.length, given.unit, roll=given.roll,  # type: ignore[arg-type]
                start="counted" if given.counted else "excluded", pause_bounds=given.bounds)  # type: ignore[arg-type]
    return (term, Calendar(holidays=given.off, workdays=given.worked, announced=given.announced),
            [Pause(since, until) for since, until in given.pauses],
            [Extension(length, unit, decided, "Head")  # type: ignore[arg-type]
             for length, unit, decided in given.extensions])


BLOCKS = 20
PER_BLOCK = 100


@pytest.mark.parametrize("block", range(BLOCKS))
def test_generated_problems_come_out_as_counted_day_by_day(block: int) -> None:
    draw = random.Random(f"clock {block}")
    for _ in range(PER_BLOCK):
        given = problem(draw)
        term, working_calendar, pauses, extensions = asked_of_us(given)
        result = due(start=given.start, term=term, calendar=working_calendar, pauses=pauses, extensions=extensions,
                     as_of=given.as_of)
        found = Answer(result.day, result.provisional, len(result.late), result.continues_until)  # type: ignore[arg-type]
        assert found == solve(given), given
        assert result == due(start=given.start, term=term, calendar=working_calendar, pauses=pauses[::-1],
                             extensions=extensions[::-1] if len({e.decided_on for e in extensions}) > 1
                             else extensions, as_of=given.as_of)


def test_the_generated_problems_reach_every_corner() -> None:
    seen: set[str] = set()
    for block in range(BLOCKS):
        draw = random.Random(f"clock {block}")
        for _ in range(PER_BLOCK):
            given = problem(draw)
            answer = solve(given)
            term, working_calendar, pauses, extensions = asked_of_us(given)
            result = due(start=given.start, term=term, calendar=working_calendar, pauses=pauses,
                         extensions=extensions, as_of=given.as_of)
            seen.update(step.code for step in result.steps)
            seen.add("undetermined" if answer.day is None else "determined")
            seen.add("firm" if result.firm else "not firm")
    assert seen == {"start", "term", "pause", "merged", "extension", "late_extension", "roll", "open_pause",
                    "provisional", "due", "undetermined", "determined", "firm", "not firm"}


@pytest.mark.parametrize("block", range(4))
def test_a_suspension_at_any_day_resumes_to_the_day_that_was_counted_day_by_day(block: int) -> None:
    draw = random.Random(f"resume {block}")
    done = 0
    while done < PER_BLOCK:
        given = problem(draw)
        stop = given.start + draw.randrange(100) * DAY
        again = stop + draw.randrange(60) * DAY
        earlier = tuple((since, until) for since, until in given.pauses if until is not None and until <= stop)
        extensions = tuple(each for each in given.extensions if each[2] <= stop)
        given = Problem(**{**given.__dict__, "pauses": earlier, "extensions": extensions, "bounds": "[]",
                           "as_of": None})
        term, working_calendar, pauses, granted = asked_of_us(given)
        left = remaining(start=given.start, term=term, as_of=stop, calendar=working_calendar, pauses=pauses,
                         extensions=granted)
        if not left.parts and not left.rolling:
            continue
        done += 1
        whole = Problem(**{**given.__dict__, "pauses": (*earlier, (stop + DAY, again))}) if again > stop else given
        assert resume(left=left, after=again, calendar=working_calendar).day == solve(whole).day, (whole, stop)
