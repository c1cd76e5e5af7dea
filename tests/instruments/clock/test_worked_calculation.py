"""Each due date is shown as a calculation that anyone can check on a wall calendar, in both languages."""

from datetime import date

from zhichan.instruments.clock import Calendar, Extension, Pause, Term, Words, due, latest, remaining, resume
from zhichan.kernel.ground.calendars import calendar

CN = calendar()
FILED = Words("立案", "filing of the case")
ART_64 = "市场监督管理行政处罚程序规定第六十四条"
ART_80 = "市场监督管理行政处罚程序规定第八十条"
HANDLING = Term(90, "day", roll="statutory", clause=ART_64, counting_clause=ART_80, roll_clause=ART_80)


def test_start_pauses_with_their_papers_and_the_merged_days_are_said() -> None:
    pauses = [
        Pause(date(2026, 8, 5), date(2026, 8, 20), opened_by="中止调查决定书", closed_by="恢复调查通知书",
              clause="程序规定第四十六条"),
        Pause(date(2026, 8, 1), date(2026, 8, 12), opened_by="听证通知书", closed_by="听证报告"),
        Pause(date(2026, 1, 1), date(2026, 1, 3), opened_by="旧函", closed_by="旧复函"),
    ]
    result = due(start=date(2026, 6, 1), term=HANDLING, calendar=CN, pauses=pauses, event=FILED)
    assert [(step.code, step.zh, step.clause) for step in result.steps] == [
        ("start", "起算：立案，2026年6月1日（周一）；当日不计入，自2026年6月2日（周二）起算。", ART_80),
        ("term", "法定时限：90 日；不计停算届满于2026年8月30日（周日）。", ART_64),
        ("pause", "停算：2026年1月1日（周四）至2026年1月3日（周六），由“旧函”开始、由“旧复函”结束；不影响本期限。", ""),
        ("pause", ("停算：2026年8月1日（周六）至2026年8月12日（周三），由“听证通知书”开始、由“听证报告”结束；"
                   "扣除2026-08-01至2026-08-12中的 12 日。"), ""),
        ("pause", ("停算：2026年8月5日（周三）至2026年8月20日（周四），由“中止调查决定书”开始、由“恢复调查通知书”结束；"
                   "扣除2026-08-05至2026-08-20中的 16 日。"), "程序规定第四十六条"),
        ("merged", "停算合计 20 日（2026-08-01至2026-08-20），重叠的日子只扣一次，扣除后届满于2026年9月19日（周六）。", ""),
        ("due", "届满：2026年9月19日（周六）。", ""),
    ]
    assert result.steps[0].en == ("Start: filing of the case, 2026-06-01 (Monday); that day is not counted, counting "
                                  "begins on 2026-06-02 (Tuesday).")
    assert result.steps[5].en == ("Pauses take out 20 days in all (2026-08-01 to 2026-08-20), overlapping days once; "
                                  "with that the term ends on 2026-09-19 (Saturday).")


def test_working_days_name_the_days_off_and_the_make_up_days_they_crossed() -> None:
    result = due(start=date(2026, 9, 28), term=Term(15, "working_day"), calendar=CN)
    assert result.steps[1].zh == ("法定时限：15 个工作日；周末不计；其间放假不计：2026-10-01至2026-10-02、2026-10-05至2026-10-07；"
                                  "调休上班计入：2026-10-10；不计停算届满于2026年10月23日（周五）。")
    assert "make-up working days that count: 2026-10-10" in result.steps[1].en


def test_roll_over_is_said_with_its_clause() -> None:
    result = due(start=date(2026, 9, 4), term=Term(30, "day", roll="statutory", roll_clause=ART_80), calendar=CN)
    roll = result.steps[-2]
    assert (roll.code, roll.day, roll.clause) == ("roll", date(2026, 10, 8), ART_80)
    assert roll.zh == "届满日2026年10月4日（周日）为法定节假日，顺延至2026年10月8日（周四）。"
    assert roll.en == "The last day 2026-10-04 (Sunday) is a statutory holiday; it moves to 2026-10-08 (Thursday)."


def test_month_end_is_said_when_the_month_has_no_such_day() -> None:
    result = due(start=date(2026, 1, 31), term=Term(3, "month"), calendar=CN)
    assert "该月没有对应日，以月末日为最后一日" in result.steps[1].zh
    assert "该月没有对应日" not in due(start=date(2026, 1, 30), term=Term(3, "month"), calendar=CN).steps[1].zh


def test_an_extension_on_the_last_day_is_in_time_and_names_its_approver() -> None:
    extension = Extension(30, "day", date(2026, 5, 31), "部门负责人", clause=ART_64)
    result = due(start=date(2026, 3, 2), term=HANDLING, calendar=CN, extensions=[extension])
    assert (result.day, result.late, result.continues_until) == (date(2026, 6, 30), (), None)
    step = result.steps[2]
    assert (step.code, step.clause) == ("extension", ART_64)
    assert step.zh == ("延长 30 日：部门负责人于2026年5月31日（周日）决定，不晚于届满日2026年5月31日（周日），"
                       "延至2026年6月30日（周二）。")


def test_an_extension_one_day_late_is_recorded_as_overdue_and_does_not_move_the_day() -> None:
    extension = Extension(30, "day", date(2026, 6, 1), "部门负责人", clause=ART_64)
    result = due(start=date(2026, 3, 2), term=HANDLING, calendar=CN, extensions=[extension])
    assert (result.day, result.late, result.continues_until) == (date(2026, 5, 31), (extension,), date(2026, 6, 30))
    assert result.passed(by=date(2026, 6, 1)) is True
    assert result.passed(by=date(2026, 5, 31)) is False
    step = result.steps[2]
    assert step.code == "late_extension"
    assert "记为逾期并注明逾期延长，不视为按期" in step.zh
    assert "not as on time" in step.en


def test_an_extension_decided_on_the_rolled_last_day_is_in_time() -> None:
    term = Term(30, "day", roll="statutory")
    extension = Extension(10, "day", date(2026, 10, 8), "部门负责人")
    result = due(start=date(2026, 9, 4), term=term, calendar=CN, extensions=[extension])
    assert (result.day, result.late) == (date(2026, 10, 14), ()), "it counts from the last day before roll-over"


def test_an_open_pause_leaves_the_day_undetermined_and_gives_a_provisional_one_as_of_a_day() -> None:
    pauses = [Pause(date(2026, 3, 12), opened_by="中止决定书")]
    term = Term(30, "day")
    unknown = due(start=date(2026, 3, 2), term=term, calendar=CN, pauses=pauses)
    assert (unknown.day, unknown.provisional, unknown.open_pause, unknown.firm) == (None, True, True, False)
    assert unknown.passed(by=date(2030, 1, 1)) is None
    assert unknown.steps[-1].zh == "届满日：未定。"
    known = due(start=date(2026, 3, 2), term=term, calendar=CN, pauses=pauses, as_of=date(2026, 3, 21))
    assert (known.day, known.provisional, known.firm) == (date(2026, 4, 11), True, False)
    assert known.steps[-2].zh == ("停算尚未结束，届满日未定；假设于2026年3月21日（周六）结束，则为2026年4月11日（周六）（暂定）。")


def test_a_pause_that_opens_after_the_term_has_run_out_leaves_the_day_firm() -> None:
    result = due(start=date(2026, 3, 2), term=Term(5, "day"), calendar=CN, pauses=[Pause(date(2026, 3, 8))])
    assert (result.day, result.firm) == (date(2026, 3, 7), True)


def test_a_later_pause_comes_back_when_an_open_one_before_it_is_thought_closed() -> None:
    pauses = [Pause(date(2026, 3, 5)), Pause(date(2026, 3, 10), date(2026, 3, 19))]
    result = due(start=date(2026, 3, 2), term=Term(10, "day"), calendar=CN, pauses=pauses, as_of=date(2026, 3, 6))
    assert result.day == date(2026, 3, 24)


def test_a_term_that_would_roll_into_a_suspension_ends_after_it() -> None:
    # The last day is 4 October, in the holiday; the case is suspended from the 5th to the 20th.
    term = Term(30, "day", roll="statutory")
    pause = Pause(date(2026, 10, 5), date(2026, 10, 20))
    whole = due(start=date(2026, 9, 4), term=term, calendar=CN, pauses=[pause])
    assert whole.day == date(2026, 10, 21)
    left = remaining(start=date(2026, 9, 4), term=term, as_of=date(2026, 10, 4), calendar=CN)
    assert (left.parts, left.rolling, left.days) == ((), True, 4)
    resumed = resume(left=left, after=date(2026, 10, 20), calendar=CN)
    assert resumed.day == date(2026, 10, 21)
    assert "仅余顺延" in resumed.steps[0].zh


def test_a_resumption_that_only_rolls_is_provisional_where_the_year_is_not_announced() -> None:
    # The last day is Sunday 27 December 2026; the suspension from the 28th holds it until the next year.
    term = Term(10, "day", roll="rest_day")
    left = remaining(start=date(2026, 12, 17), term=term, as_of=date(2026, 12, 27), calendar=CN)
    assert (left.parts, left.rolling) == ((), True)
    resumed = resume(left=left, after=date(2026, 12, 31), calendar=CN)
    assert (resumed.day, resumed.firm) == (date(2027, 1, 4), False)


def test_pauses_that_touch_are_said_as_one_stretch_without_overlap() -> None:
    pauses = [Pause(date(2026, 3, 5), date(2026, 3, 9)), Pause(date(2026, 3, 10), date(2026, 3, 12))]
    result = due(start=date(2026, 3, 2), term=Term(30, "day"), calendar=CN, pauses=pauses)
    assert result.steps[-2].zh == "停算合计 8 日（2026-03-05至2026-03-12），扣除后届满于2026年4月9日（周四）。"


def test_dates_in_a_year_without_notice_are_provisional_and_say_so() -> None:
    result = due(start=date(2026, 12, 21), term=Term(10, "working_day"), calendar=CN)
    assert (result.day, result.provisional, result.firm) == (date(2027, 1, 5), True, False)
    assert result.steps[-2].code == "provisional"
    assert result.steps[-2].zh == ("2027年放假安排未载入（已公布至2026年12月31日（周四）），按已知的法定节假日计算，本日期为暂定，"
                                   "载入后重算。")
    loaded = CN.overlaid(announced=[2027])
    again = due(start=date(2026, 12, 21), term=Term(10, "working_day"), calendar=loaded)
    assert (again.day, again.firm) == (date(2027, 1, 5), True)


def test_calendar_days_are_provisional_only_where_the_roll_over_asks_an_unannounced_year() -> None:
    plain = due(start=date(2026, 12, 1), term=Term(60, "day"), calendar=CN)
    rolling = due(start=date(2026, 12, 1), term=Term(60, "day", roll="statutory"), calendar=CN)
    assert plain.day == rolling.day == date(2027, 1, 30)
    assert (plain.firm, rolling.firm) == (True, False)


def test_years_before_the_first_file_are_provisional_too() -> None:
    assert due(start=date(2019, 9, 27), term=Term(5, "working_day"), calendar=CN).provisional


def test_pause_bounds_decide_whether_the_end_days_count() -> None:
    found = {}
    for bounds in ("[]", "[)", "(]", "()"):
        term = Term(30, "day", pause_bounds=bounds)  # type: ignore[arg-type]
        found[bounds] = due(start=date(2026, 3, 2), term=term, calendar=CN,
                            pauses=[Pause(date(2026, 3, 5), date(2026, 3, 12))]).day
    assert found == {"[]": date(2026, 4, 9), "[)": date(2026, 4, 8), "(]": date(2026, 4, 8), "()": date(2026, 4, 7)}


def test_a_paused_day_lengthens_a_term_in_months_by_one() -> None:
    pause = Pause(date(2026, 2, 10), date(2026, 2, 19))
    assert due(start=date(2026, 1, 31), term=Term(3, "month"), calendar=CN, pauses=[pause]).day == date(2026, 5, 10)


def test_months_then_days_extend_one_after_the_other() -> None:
    # 专利行政执法办法 art. 36: one month from filing, lengthened by fifteen days.
    result = due(start=date(2026, 3, 2), term=Term(1, "month"), calendar=CN,
                 extensions=[Extension(15, "day", date(2026, 3, 30), "部门负责人")])
    assert result.day == date(2026, 4, 17)


def test_remaining_gives_what_is_left_and_what_follows_by_extension() -> None:
    left = remaining(start=date(2026, 9, 18), term=Term(5, "working_day"), as_of=date(2026, 9, 21), calendar=CN,
                     extensions=[Extension(1, "month", date(2026, 9, 20), "部门负责人")])
    assert [(part.length, part.unit) for part in left.parts] == [(3, "working_day"), (1, "month")]
    assert (left.due.day, left.days) == (date(2026, 10, 24), 33)


def test_remaining_days_are_negative_once_a_term_has_passed() -> None:
    left = remaining(start=date(2026, 3, 2), term=Term(5, "day"), as_of=date(2026, 3, 10), calendar=CN)
    assert (left.parts, left.rolling, left.days) == ((), False, -3)


def test_the_three_kinds_of_limit_keep_their_names() -> None:
    kinds = {kind: due(start=date(2026, 3, 2), term=Term(5, "day", kind=kind), calendar=CN)  # type: ignore[arg-type]
             for kind in ("statutory", "promised", "targeted")}
    assert {kind: result.steps[1].zh[:4] for kind, result in kinds.items()} == {
        "statutory": "法定时限", "promised": "承诺时限", "targeted": "目标时限"}
    assert [result.kind for result in kinds.values()] == ["statutory", "promised", "targeted"]


def test_a_notice_before_a_hearing_has_a_last_day() -> None:
    term = Term(7, "working_day", clause="市场监督管理行政处罚听证办法")
    hearing = Words("听证", "the hearing")
    apart = latest(before=date(2026, 5, 13), term=term, calendar=CN, clear=False, event=hearing)
    clear = latest(before=date(2026, 5, 13), term=term, calendar=CN, clear=True, event=hearing)
    assert (apart.day, clear.day) == (date(2026, 5, 5), date(2026, 4, 29))
    assert apart.steps[0].zh == ("听证为2026年5月13日（周三）；相隔须满 7 个工作日，通知当日不计，最迟于2026年5月5日（周二）通知。")
    assert latest(before=date(2026, 3, 31), term=Term(1, "month"), calendar=CN, clear=False,
                  event=hearing).day == date(2026, 2, 28)
    assert latest(before=date(2027, 1, 8), term=term, calendar=CN, clear=False, event=hearing).provisional


def test_steps_can_be_left_out_without_changing_the_answer() -> None:
    full = due(start=date(2026, 3, 2), term=HANDLING, calendar=CN)
    short = due(start=date(2026, 3, 2), term=HANDLING, calendar=CN, explain=False)
    assert (short.day, short.provisional, short.steps) == (full.day, full.provisional, ())


def test_an_empty_calendar_blocks_nothing_and_is_provisional() -> None:
    result = due(start=date(2026, 9, 28), term=Term(15, "working_day"), calendar=Calendar())
    assert (result.day, result.firm) == (date(2026, 10, 19), False)
    assert "尚无已公布年份" in result.steps[-2].zh
