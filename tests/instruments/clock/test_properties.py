"""What must hold for every term, pause, extension and calendar."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, permutations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from zhichan.instruments.clock import (
    Bounds,
    Calendar,
    Extension,
    Pause,
    Term,
    due,
    latest,
    merge,
    remaining,
    resume,
)
from zhichan.instruments.clock.words import Words

DAY = timedelta(days=1)
START = date(2026, 3, 2)

near = st.integers(-30, 200).map(lambda number: START + number * DAY)
lengths = st.integers(0, 60)
rolls = st.sampled_from(("none", "statutory", "rest_day"))
bounds = st.sampled_from(("[]", "[)", "(]", "()"))


@st.composite
def pauses_drawn(draw: st.DrawFn) -> Pause:
    since = draw(near)
    return Pause(since, since + draw(st.integers(0, 25)) * DAY)


@st.composite
def calendars_drawn(draw: st.DrawFn) -> Calendar:
    off = draw(st.frozensets(near, max_size=15))
    worked = draw(st.frozensets(near, max_size=8))
    return Calendar(holidays=off, announced=frozenset({2026}),
                    workdays=frozenset(day for day in worked if day.weekday() > 4 and day not in off))


@st.composite
def terms_drawn(draw: st.DrawFn) -> Term:
    unit = draw(st.sampled_from(("working_day", "day", "month")))
    length = draw(st.integers(0, 4 if unit == "month" else 60))
    return Term(length, unit, roll=draw(rolls), pause_bounds=draw(bounds))


many = st.lists(pauses_drawn(), max_size=4)


@given(many, bounds)
def test_merging_twice_changes_nothing(pauses: list[Pause], ends: Bounds) -> None:
    once = merge(pauses=pauses, bounds=ends)
    assert merge(pauses=[Pause(span.first, span.last) for span in once]) == once


@given(many, bounds)
def test_merging_does_not_depend_on_the_order(pauses: list[Pause], ends: Bounds) -> None:
    assert {merge(pauses=order, bounds=ends) for order in permutations(pauses)} == {merge(pauses=pauses, bounds=ends)}


@given(many, bounds)
def test_merged_spans_cover_exactly_the_days_of_the_pauses(pauses: list[Pause], ends: Bounds) -> None:
    days = set()
    for pause in pauses:
        assert pause.until is not None
        day = pause.since + (ends[0] == "(") * DAY
        while day <= pause.until - (ends[1] == ")") * DAY:
            days.add(day)
            day += DAY
    spans = merge(pauses=pauses, bounds=ends)
    assert {day for first, last in spans for day in (first + number * DAY for number in range((last - first).days + 1))
            if last is not None} == days
    assert all((after.first - before.last).days > 1 for before, after in pairwise(spans)
               if before.last is not None)


@given(terms_drawn(), calendars_drawn(), st.integers(0, 60), st.integers(1, 60), many)
def test_resuming_keeps_the_remaining_time(term: Term, calendar: Calendar, stop: int, length: int,
                                           pauses: list[Pause]) -> None:
    term = Term(term.length, term.unit, roll=term.roll)
    last = START + stop * DAY
    earlier = [pause for pause in pauses if pause.until is not None and pause.until <= last]
    before = remaining(start=START, term=term, as_of=last, calendar=calendar, pauses=earlier)
    suspension = Pause(last + DAY, last + length * DAY)
    after = remaining(start=START, term=term, as_of=last + length * DAY, calendar=calendar,
                      pauses=[*earlier, suspension])
    assert after.parts == before.parts
    if before.parts or before.rolling:
        resumed = resume(left=before, after=last + length * DAY, calendar=calendar)
        whole = due(start=START, term=term, calendar=calendar, pauses=[*earlier, suspension])
        assert resumed.day == whole.day
        assert whole.provisional or not resumed.provisional


@given(terms_drawn(), calendars_drawn(), many)
def test_a_longer_term_never_ends_earlier(term: Term, calendar: Calendar, pauses: list[Pause]) -> None:
    longer = Term(term.length + 1, term.unit, roll=term.roll, pause_bounds=term.pause_bounds)
    one = due(start=START, term=term, calendar=calendar, pauses=pauses).day
    two = due(start=START, term=longer, calendar=calendar, pauses=pauses).day
    assert one is not None
    assert two is not None
    assert two >= one


@given(terms_drawn(), calendars_drawn(), many, pauses_drawn())
def test_one_more_pause_never_ends_a_term_earlier(term: Term, calendar: Calendar, pauses: list[Pause],
                                                  more: Pause) -> None:
    without = due(start=START, term=term, calendar=calendar, pauses=pauses).day
    paused = due(start=START, term=term, calendar=calendar, pauses=[*pauses, more]).day
    assert without is not None
    assert paused is not None
    assert paused >= without


@given(terms_drawn(), calendars_drawn(), many, near)
def test_one_more_holiday_never_ends_a_term_earlier(term: Term, calendar: Calendar, pauses: list[Pause],
                                                    holiday: date) -> None:
    without = due(start=START, term=term, calendar=calendar, pauses=pauses).day
    with_it = due(start=START, term=term, calendar=calendar.overlaid(holidays=[holiday]), pauses=pauses).day
    assert without is not None
    assert with_it is not None
    assert with_it >= without


@given(terms_drawn(), calendars_drawn(), st.integers(0, 20), st.integers(0, 5))
def test_an_extension_in_time_is_never_earlier_and_a_late_one_never_moves_the_day(
        term: Term, calendar: Calendar, length: int, late_by: int) -> None:
    plain = due(start=START, term=term, calendar=calendar).day
    assert plain is not None
    in_time = due(start=START, term=term, calendar=calendar, extensions=[Extension(length, "day", plain, "Head")])
    late = due(start=START, term=term, calendar=calendar,
               extensions=[Extension(length, "day", plain + (1 + late_by) * DAY, "Head")])
    assert in_time.day is not None
    assert in_time.day >= plain
    assert in_time.late == ()
    assert (late.day, len(late.late)) == (plain, 1)


@given(calendars_drawn(), near, st.integers(-60, 60).filter(bool))
def test_adding_working_days_is_the_inverse_of_counting_them(calendar: Calendar, day: date, count: int) -> None:
    found = calendar.add_working_days(after=day, count=count)
    assert calendar.is_working(found)
    if count > 0:
        assert calendar.working_days(after=day, through=found) == count
    else:
        assert calendar.working_days(after=found - DAY, through=day - DAY) == -count


@given(calendars_drawn(), near, st.integers(0, 400))
def test_counting_working_days_equals_looking_at_each_day(calendar: Calendar, day: date, length: int) -> None:
    last = day + length * DAY
    looked = sum(calendar.is_working(day + number * DAY) for number in range(1, length + 1))
    assert calendar.working_days(after=day, through=last) == looked


@given(terms_drawn(), calendars_drawn(), st.booleans())
def test_the_latest_day_for_a_notice_is_in_time_and_the_next_day_is_not(term: Term, calendar: Calendar,
                                                                         clear: bool) -> None:
    hearing = date(2026, 7, 15)
    plain = Term(term.length, term.unit)
    day = latest(before=hearing, term=plain, calendar=calendar, clear=clear, event=Words("听证", "hearing")).day
    assert day is not None
    for notice, fits in ((day, True), (day + DAY, False)):
        end = due(start=notice, term=plain, calendar=calendar).day
        assert end is not None
        assert (end < hearing if clear else end <= hearing) is fits


@settings(max_examples=200)
@example(length=0, drawn=[(-1, 2)], stop=0)
@given(st.integers(0, 72), st.lists(st.tuples(st.integers(-10, 80), st.integers(0, 30)), max_size=4),
       st.integers(0, 60))
def test_hours_equal_a_walk_from_hour_to_hour(length: int, drawn: list[tuple[int, int]], stop: int) -> None:
    start = datetime(2026, 3, 2, 1, 20, tzinfo=UTC)
    hour = timedelta(hours=1)
    pauses = [Pause(start + since * hour, start + (since + span) * hour) for since, span in drawn]
    now, left = start, length
    while left:
        if not any(pause.since <= now < pause.until for pause in pauses):  # type: ignore[operator]
            left -= 1
        now += hour
    result = due(start=start, term=Term(length, "hour"), calendar=Calendar(), pauses=pauses)
    assert result.instant == now
    at = start + stop * hour
    kept = remaining(start=start, term=Term(length, "hour"), as_of=at, calendar=Calendar(), pauses=pauses).left
    assert kept == max(0, length - sum(not any(pause.since <= start + number * hour < pause.until  # type: ignore[operator]
                                               for pause in pauses) for number in range(stop))) * hour
