"""The clauses' own examples (PROCEDURES I2, V1–V13) and the counting rules (C-1…C-6, B1, B2) come out as written."""

from dataclasses import dataclass
from datetime import date

from zhichan.instruments.clock import (
    Calendar,
    Extension,
    Pause,
    Term,
    Version,
    Words,
    choose,
    due,
    remaining,
    resume,
)
from zhichan.kernel.ground.calendars import calendar

CN = calendar()
HEARING_ASKED = Term(5, "working_day", clause="行政处罚法第六十四条")


def days(length: int, roll: str = "statutory") -> Term:
    return Term(length, "day", roll=roll)  # type: ignore[arg-type]


def test_v1_verification_of_a_lead_crosses_national_day_and_counts_the_make_up_saturday() -> None:
    term = Term(15, "working_day", clause="市场监督管理行政处罚程序规定第十八条")
    assert due(start=date(2026, 9, 28), term=term, calendar=CN).day == date(2026, 10, 23)
    without_make_up = Calendar(holidays=CN.holidays, announced=CN.announced)
    assert due(start=date(2026, 9, 28), term=term, calendar=without_make_up).day == date(2026, 10, 26)


def test_v2_ninety_days_end_on_a_sunday_unless_the_weekend_switch_is_on() -> None:
    assert due(start=date(2026, 3, 2), term=days(90), calendar=CN).day == date(2026, 5, 31)
    assert due(start=date(2026, 3, 2), term=days(90, "rest_day"), calendar=CN).day == date(2026, 6, 1)


def test_v3_three_months_from_the_thirty_first_end_on_the_last_day_of_april() -> None:
    term = Term(3, "month", roll="statutory", clause="专利纠纷行政裁决和调解办法第三十七条")
    assert due(start=date(2026, 1, 31), term=term, calendar=CN).day == date(2026, 4, 30)


def test_v4_publication_of_a_penalty_skips_spring_festival_and_counts_both_make_up_days() -> None:
    assert due(start=date(2026, 2, 6), term=Term(20, "working_day"), calendar=CN).day == date(2026, 3, 12)


def test_v5_asking_for_a_hearing_skips_labour_day_and_counts_the_make_up_saturday() -> None:
    assert due(start=date(2026, 4, 30), term=HEARING_ASKED, calendar=CN).day == date(2026, 5, 11)


def test_v6_a_complaint_is_accepted_or_rejected_in_seven_working_days() -> None:
    assert due(start=date(2026, 4, 17), term=Term(7, "working_day"), calendar=CN).day == date(2026, 4, 28)


def test_v7_mediation_ends_sixty_days_after_acceptance_on_a_saturday() -> None:
    assert due(start=date(2026, 4, 28), term=days(60), calendar=CN).day == date(2026, 6, 27)
    assert due(start=date(2026, 4, 28), term=days(60, "rest_day"), calendar=CN).day == date(2026, 6, 29)


def test_v8_acceptance_of_an_adjudication_and_its_extension() -> None:
    term = Term(5, "working_day", clause="专利纠纷行政裁决和调解办法第二十条")
    start = date(2026, 9, 18)
    assert due(start=start, term=term, calendar=CN).day == date(2026, 9, 24)
    extended = due(start=start, term=term, calendar=CN,
                   extensions=[Extension(5, "working_day", date(2026, 9, 24), "部门负责人")])
    assert (extended.day, extended.late) == (date(2026, 10, 9), ())


def test_v9_credit_repair_is_accepted_then_decided() -> None:
    accepted = due(start=date(2026, 5, 20), term=Term(2, "working_day"), calendar=CN).day
    assert accepted == date(2026, 5, 22)
    assert due(start=accepted, term=Term(7, "working_day"), calendar=CN).day == date(2026, 6, 2)


def test_v10_judicial_confirmation_rolls_over_the_whole_national_day_block() -> None:
    result = due(start=date(2026, 9, 4), term=days(30), calendar=CN)
    assert (result.nominal, result.day) == (date(2026, 10, 4), date(2026, 10, 8))


V11_PAUSES = (
    Pause(date(2026, 6, 20), date(2026, 7, 9), opened_by="鉴定委托书", closed_by="鉴定结果告知书"),
    Pause(date(2026, 8, 1), date(2026, 8, 12), opened_by="听证通知书", closed_by="听证报告"),
    Pause(date(2026, 8, 5), date(2026, 8, 20), opened_by="中止调查决定书", closed_by="恢复调查通知书"),
)


def test_v11_case_handling_takes_out_appraisal_hearing_and_suspension_once() -> None:
    assert due(start=date(2026, 6, 1), term=days(90), calendar=CN, pauses=V11_PAUSES).day == date(2026, 10, 9)


def test_v12_a_listing_may_be_lifted_early_after_one_year_and_ends_after_three() -> None:
    listed = date(2026, 3, 10)
    early = due(start=listed, term=Term(1, "year"), calendar=CN)
    removal = due(start=listed, term=Term(3, "year"), calendar=CN)
    assert (early.day, removal.day) == (date(2027, 3, 10), date(2029, 3, 10))
    assert early.firm, "a term in years that does not roll asks no calendar, so an unannounced year leaves it firm"
    assert removal.firm


@dataclass(frozen=True)
class Cap:
    """The heaviest fine in yuan, by whether there is unlawful income."""

    with_income: int
    without_income: int


OLD_MARK_RULE = Version(
    "order17", date(2019, 12, 1), date(2027, 1, 1), Cap(30_000, 10_000), severity=(30_000,),
    title=Words("规范商标申请注册行为若干规定第十二条", "order 17 art. 12"))
NEW_MARK_RULE = Version(
    "trademark-2026-54", date(2027, 1, 1), None, Cap(100_000, 100_000), severity=(100_000,),
    title=Words("商标法（2026）第五十四条", "Trademark Law (2026) art. 54"))


def test_v13_the_old_rule_applies_to_an_old_act_because_the_new_one_is_heavier() -> None:
    passed = {"act": date(2026, 11, 10), "decision": date(2027, 2, 10)}
    version, reason = choose(versions=[OLD_MARK_RULE, NEW_MARK_RULE], by="lighter", days=passed)
    assert version.value == Cap(30_000, 10_000)
    assert reason.considered == ("order17", "trademark-2026-54")
    assert "从旧" in reason.zh
    assert "100000 > 30000" in reason.zh
    assert "not lighter" in reason.en


def test_v13_the_new_rule_applies_when_it_is_lighter() -> None:
    lighter = Version("new", date(2027, 1, 1), None, Cap(20_000, 5_000), severity=(20_000,),
                      title=Words("新规定", "the new rule"))
    passed = {"act": date(2026, 11, 10), "decision": date(2027, 2, 10)}
    version, reason = choose(versions=[OLD_MARK_RULE, lighter], by="lighter", days=passed)
    assert version.id == "new"
    assert reason.clause == "行政处罚法第三十七条"
    assert "从轻" in reason.zh


def test_b1_an_act_before_and_a_decision_after_the_switch_show_both_versions_and_the_choice() -> None:
    # Infringement: both laws allow five times the turnover, so neither is lighter and the old one stays.
    old = Version("trademark-2019", date(2019, 11, 1), date(2027, 1, 1), "art. 60", severity=(5, 250_000),
                  title=Words("商标法（2019）", "Trademark Law (2019)"))
    new = Version("trademark-2026", date(2027, 1, 1), None, "art. 74", severity=(5, 250_000),
                  title=Words("商标法（2026）", "Trademark Law (2026)"))
    passed = {"act": date(2026, 11, 20), "decision": date(2027, 2, 1)}
    version, reason = choose(versions=[new, old], by="lighter", days=passed)
    assert version is old
    assert reason.considered == ("trademark-2019", "trademark-2026")
    assert reason.days == (("act", date(2026, 11, 20)), ("decision", date(2027, 2, 1)))
    assert reason.zh == ("行为日2026年11月20日（周五）施行的是商标法（2019），决定日2027年2月1日（周一）施行的是商标法（2026）；"
                         "新规定处罚不轻于旧规定（5 / 250000 = 5 / 250000），从旧适用行为时的规定。")


def test_b2_a_complaint_follows_the_order_in_force_on_the_day_it_was_received() -> None:
    versions = [
        Version("order20", date(2020, 1, 1), date(2026, 4, 15), Term(45, "working_day"),
                title=Words("市场监管总局令第20号", "SAMR order 20")),
        Version("order121", date(2026, 4, 15), None, days(60), title=Words("市场监管总局令第121号", "SAMR order 121")),
    ]
    before, _ = choose(versions=versions, by="accepted", days={"accepted": date(2026, 4, 14)})
    after, reason = choose(versions=versions, by="accepted", days={"accepted": date(2026, 4, 15)})
    assert (before.id, before.value.length, before.value.unit) == ("order20", 45, "working_day")
    assert (after.id, after.value.length, after.value.unit) == ("order121", 60, "day")
    assert reason.zh == "受理日2026年4月15日（周三），施行的是市场监管总局令第121号；适用受理时施行的规定。"


def test_c1_the_day_of_the_event_is_not_counted() -> None:
    assert due(start=date(2026, 3, 2), term=days(1), calendar=CN).day == date(2026, 3, 3)
    counted = Term(1, "day", start="counted")
    assert due(start=date(2026, 3, 2), term=counted, calendar=CN).day == date(2026, 3, 2)


def test_c2_a_term_that_ends_in_the_national_day_block_rolls_to_the_first_day_after_it() -> None:
    for last in range(1, 8):
        assert due(start=date(2026, 9, last), term=days(30), calendar=CN).day == date(2026, 10, 8)
    assert due(start=date(2026, 8, 31), term=days(30), calendar=CN).day == date(2026, 9, 30)


def test_c3_a_make_up_saturday_is_a_working_day() -> None:
    assert due(start=date(2026, 10, 9), term=Term(1, "working_day"), calendar=CN).day == date(2026, 10, 10)
    assert due(start=date(2026, 10, 16), term=Term(1, "working_day"), calendar=CN).day == date(2026, 10, 19)


def test_c4_an_appraisal_inside_a_suspension_is_not_taken_out_twice() -> None:
    suspension = Pause(date(2026, 4, 1), date(2026, 4, 30))
    appraisal = Pause(date(2026, 4, 10), date(2026, 4, 20))
    alone = due(start=date(2026, 3, 2), term=days(60), calendar=CN, pauses=[suspension])
    nested = due(start=date(2026, 3, 2), term=days(60), calendar=CN, pauses=[appraisal, suspension])
    assert alone.day == nested.day == date(2026, 5, 31)


def test_c5_a_suspended_case_resumes_with_the_time_that_was_left() -> None:
    start, term = date(2026, 3, 2), days(90)
    left = remaining(start=start, term=term, as_of=date(2026, 3, 31), calendar=CN,
                     pauses=[Pause(date(2026, 4, 1))])
    assert [(part.length, part.unit) for part in left.parts] == [(61, "day")]
    resumed = resume(left=left, after=date(2026, 5, 31), calendar=CN)
    whole = due(start=start, term=term, calendar=CN, pauses=[Pause(date(2026, 4, 1), date(2026, 5, 31))])
    assert resumed.day == whole.day == date(2026, 7, 31)
    assert resumed.day != due(start=date(2026, 5, 31), term=term, calendar=CN).day


def test_c6_a_supplementary_report_restarts_the_clock_from_the_last_report() -> None:
    first, last = date(2026, 4, 20), date(2026, 5, 6)
    result = due(start=last, term=Term(15, "working_day"), calendar=CN, restarted_from=[first])
    assert result.day == date(2026, 5, 26)
    assert [step.code for step in result.steps] == ["start", "restart", "term", "due"]
    assert "2026年4月20日（周一）" in result.steps[1].zh
