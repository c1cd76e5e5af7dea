"""Terms in hours run on instants; bad input is refused with a code and a sentence, and nothing is computed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from zhichan.instruments.clock import (
    CHINA,
    Calendar,
    ClockError,
    Extension,
    Pause,
    Term,
    Version,
    Words,
    choose,
    day_of,
    due,
    latest,
    remaining,
    resume,
)

CN = Calendar(announced=frozenset({2026}))
MORNING = datetime(2026, 9, 30, 10, 20, tzinfo=CHINA)
REPORT = Term(24, "hour", clause="程序规定第三十六条")


def test_twenty_four_hours_run_from_the_instant_through_a_holiday() -> None:
    result = due(start=MORNING, term=REPORT, calendar=CN, event=Words("采取紧急措施", "the urgent measure"))
    assert result.instant == datetime(2026, 10, 1, 2, 20, tzinfo=UTC)
    assert result.instant.tzinfo is UTC
    assert (result.day, result.firm) == (date(2026, 10, 1), True)
    assert result.steps[0].zh == ("起算：采取紧急措施，2026年9月30日（周三）10:20；自2026年9月30日（周三）10:20起算，期限 24 小时。")
    assert result.passed(by=MORNING + timedelta(hours=24)) is False
    assert result.passed(by=MORNING + timedelta(hours=24, seconds=1)) is True


def test_the_hour_of_the_event_is_left_out_where_the_rule_says_so() -> None:
    result = due(start=MORNING, term=Term(24, "hour", hour_start="next_hour"), calendar=CN)
    assert result.instant == datetime(2026, 10, 1, 11, 0, tzinfo=CHINA)
    assert "起算之时不计入" in result.steps[0].zh


def test_overlapping_pauses_in_hours_are_taken_out_once() -> None:
    pauses = [Pause(MORNING + timedelta(hours=2), MORNING + timedelta(hours=6), opened_by="甲", closed_by="乙"),
              Pause(MORNING + timedelta(hours=4), MORNING + timedelta(hours=8), opened_by="丙", closed_by="丁")]
    result = due(start=MORNING, term=REPORT, calendar=CN, pauses=pauses)
    assert result.instant == MORNING + timedelta(hours=30)
    assert [step.code for step in result.steps] == ["start", "pause", "pause", "merged", "due"]


def test_pauses_in_hours_that_touch_are_one() -> None:
    hour = timedelta(hours=1)
    pauses = [Pause(MORNING + 2 * hour, MORNING + 4 * hour), Pause(MORNING + 4 * hour, MORNING + 5 * hour)]
    result = due(start=MORNING, term=REPORT, calendar=CN, pauses=pauses)
    assert result.instant == MORNING + 27 * hour
    assert result.steps[-2].zh == "停算期间重叠或相接，合并为 1 段，重叠的时间只扣一次。"


def test_an_open_pause_in_hours_is_undetermined_and_provisional_as_of_an_instant() -> None:
    pauses = [Pause(MORNING + timedelta(hours=2)),
              Pause(MORNING + timedelta(hours=5), MORNING + timedelta(hours=9))]
    assert due(start=MORNING, term=REPORT, calendar=CN, pauses=pauses).instant is None
    known = due(start=MORNING, term=REPORT, calendar=CN, pauses=pauses, as_of=MORNING + timedelta(hours=3))
    assert (known.instant, known.provisional) == (MORNING + timedelta(hours=29), True)


def test_hours_extend_in_time_or_late() -> None:
    in_time = due(start=MORNING, term=REPORT, calendar=CN,
                  extensions=[Extension(12, "hour", MORNING + timedelta(hours=24), "局长")])
    assert (in_time.instant, in_time.late) == (MORNING + timedelta(hours=36), ())
    late = due(start=MORNING, term=REPORT, calendar=CN,
               extensions=[Extension(12, "hour", MORNING + timedelta(hours=25), "局长")])
    assert (late.instant, late.continues_until) == (MORNING + timedelta(hours=24), MORNING + timedelta(hours=36))
    assert [step.code for step in late.steps] == ["start", "late_extension", "due"]


def test_hours_resume_with_the_time_that_was_left() -> None:
    left = remaining(start=MORNING, term=REPORT, as_of=MORNING + timedelta(hours=10), calendar=CN)
    assert left.left == timedelta(hours=14)
    again = MORNING + timedelta(days=3)
    assert resume(left=left, after=again, calendar=CN).instant == again + timedelta(hours=14)


def test_an_instant_belongs_to_its_legal_day_in_china() -> None:
    late_evening = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
    assert day_of(moment=late_evening) == date(2026, 3, 3)
    assert due(start=late_evening, term=Term(1, "day"), calendar=CN).day == date(2026, 3, 4)


START = date(2026, 3, 2)
NAIVE = datetime(2026, 3, 2, 10, 0)  # noqa: DTZ001 - the refusal of naive instants is what is tested.


def ran_out() -> Any:
    left = remaining(start=START, term=Term(5, "day"), as_of=date(2026, 4, 1), calendar=CN)
    return resume(left=left, after=date(2026, 5, 1), calendar=CN)


@pytest.mark.parametrize(("code", "call"), [
    ("negative_term", lambda: Term(-1, "day")),
    ("negative_term", lambda: Extension(-1, "day", START, "局长")),
    ("hour_term_rolls", lambda: Term(24, "hour", roll="statutory")),
    ("hour_term_counts_day", lambda: Term(24, "hour", start="counted")),
    ("pause_backwards", lambda: Pause(date(2026, 3, 5), date(2026, 3, 4))),
    ("pause_mixed", lambda: Pause(date(2026, 3, 5), MORNING)),
    ("naive_instant", lambda: Pause(NAIVE)),
    ("naive_instant", lambda: due(start=NAIVE, term=Term(5, "day"), calendar=CN)),
    ("day_for_hours", lambda: due(start=START, term=REPORT, calendar=CN)),
    ("two_open_pauses", lambda: due(start=START, term=Term(5, "day"), calendar=CN,
                                    pauses=[Pause(START), Pause(START)])),
    ("extension_before_start", lambda: due(start=START, term=Term(5, "day"), calendar=CN,
                                           extensions=[Extension(5, "day", date(2026, 3, 1), "局长")])),
    ("extension_before_start", lambda: due(start=MORNING, term=REPORT, calendar=CN, extensions=[
        Extension(5, "hour", MORNING - timedelta(hours=1), "局长")])),
    ("hours_in_days", lambda: due(start=START, term=Term(5, "day"), calendar=CN,
                                  extensions=[Extension(5, "hour", START, "局长")])),
    ("hours_in_days", lambda: latest(before=START, term=REPORT, calendar=CN, clear=True,
                                     event=Words("听证", "hearing"))),
    ("days_in_hours", lambda: due(start=MORNING, term=REPORT, calendar=CN,
                                  extensions=[Extension(5, "day", MORNING, "局长")])),
    ("term_too_long", lambda: due(start=START, term=Term(9000, "year"), calendar=CN)),
    ("term_too_long", lambda: due(start=START, term=Term(10**9, "day"), calendar=CN)),
    ("term_too_long", lambda: due(start=START, term=Term(10**7, "working_day"), calendar=CN)),
    ("nothing_left", ran_out),
    ("no_working_day", lambda: CN.add_working_days(after=START, count=0)),
    ("day_off_and_worked", lambda: Calendar(holidays=frozenset({date(2026, 3, 7)}),
                                            workdays=frozenset({date(2026, 3, 7)}))),
    ("workday_not_rest_day", lambda: Calendar(workdays=frozenset({START}))),
])
def test_bad_input_is_refused_with_its_code(code: str, call: Callable[[], Any]) -> None:
    with pytest.raises(ClockError) as refused:
        call()
    assert refused.value.code == code
    assert refused.value.words.zh
    assert refused.value.words.en


OLD = Version("old", date(2020, 1, 1), date(2026, 1, 1), 1, title=Words("旧规", "the old rule"))
NEW = Version("new", date(2026, 1, 1), None, 2, title=Words("新规", "the new rule"))


@pytest.mark.parametrize(("code", "call"), [
    ("day_missing", lambda: choose(versions=[OLD, NEW], by="step", days={"act": START})),
    ("day_missing", lambda: choose(versions=[OLD, NEW], by="lighter", days={"act": START})),
    ("no_version", lambda: choose(versions=[NEW], by="act", days={"act": date(2025, 12, 31)})),
    ("versions_overlap", lambda: choose(versions=[NEW, NEW], by="act", days={"act": START})),
    ("severity_missing", lambda: choose(versions=[OLD, NEW], by="lighter",
                                        days={"act": date(2025, 6, 1), "decision": START})),
])
def test_a_version_is_never_guessed(code: str, call: Callable[[], Any]) -> None:
    with pytest.raises(ClockError) as refused:
        call()
    assert refused.value.code == code


def test_step_and_act_choose_by_their_own_day_and_upper_bounds_are_exclusive() -> None:
    passed = {"act": date(2025, 12, 31), "step": date(2026, 1, 1), "decision": date(2026, 2, 1)}
    by_act, why_act = choose(versions=[OLD, NEW], by="act", days=passed)
    by_step, why_step = choose(versions=[OLD, NEW], by="step", days=passed)
    assert (by_act.value, by_step.value) == (1, 2)
    assert "行为时" in why_act.zh
    assert "步骤实施时" in why_step.zh


def test_nothing_is_chosen_where_one_version_covers_act_and_decision() -> None:
    version, reason = choose(versions=[OLD, NEW], by="lighter", days={"act": START, "decision": date(2026, 5, 1)})
    assert version is NEW
    assert reason.considered == ("new",)
