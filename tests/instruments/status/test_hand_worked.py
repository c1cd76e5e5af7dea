"""Histories worked by hand, as their users would ask: owners, lenders, officers, competitors.

Every expected day was worked out on paper from the clause named beside it, not by the program. A patent filed on day
F with a term of n years ends on the same day n years later (期满终止日); a fee falls due on the anniversary.
"""

from __future__ import annotations

from datetime import date

import pytest
from histories import EVERY_YEAR, History, ask, day

from zhichan.instruments.clock import Calendar
from zhichan.instruments.status import Coverage, StatusError, check, chinese_law, deadlines, status


def utility():
    """A utility model filed 2012-03-15 (a Thursday), granted 2012-10-10."""
    history = History()
    history("filed", "2012-03-15", called="filing", holder="甲公司")
    history("granted", "2012-10-10", called="grant")
    return history


def invention():
    history = History()
    history("filed", "2010-06-01", known="2011-12-07", called="filing", holder="甲公司")
    history("published", "2011-12-07")
    history("examination_requested", "2011-12-07")
    history("granted", "2013-05-22", called="grant")
    return history


def mark():
    history = History()
    history("filed", "2008-11-20", called="filing", holder="乙社")
    history("published", "2009-10-13")
    history("registered", "2010-01-14", called="grant")
    return history


# Patents: term and grant


def test_01_an_application_is_pending_until_the_day_of_the_announcement_of_grant():
    assert ask(invention(), "invention", "2013-05-21").state == "pending"
    assert ask(invention(), "invention", "2013-05-22").state == "in_force"


def test_02_before_the_filing_day_there_is_no_right():
    found = ask(utility(), "utility", "2012-03-14")
    assert (found.state, found.code) == ("never", "never_not_filed")


def test_03_a_utility_model_ends_ten_years_after_filing():
    assert ask(utility(), "utility", "2022-03-14").state == "in_force"
    found = ask(utility(), "utility", "2022-03-15")
    assert (found.state, found.code, found.since) == ("ended", "ended_expired", day("2022-03-15"))


def test_04_an_invention_ends_twenty_years_after_filing_not_after_priority():
    history = History()
    history("filed", "2004-02-29", called="filing", priority=date(2003, 3, 1))
    history("granted", "2007-01-10")
    assert ask(history, "invention", "2024-02-28").state == "in_force"
    assert ask(history, "invention", "2024-02-29").since == day("2024-02-29")


@pytest.mark.parametrize(("filed", "last"), [("2021-05-31", "2031-05-30"), ("2021-06-01", "2036-05-31")])
def test_05_a_design_filed_before_june_2021_has_ten_years_and_later_fifteen(filed, last):
    history = History()
    history("filed", filed)
    history("granted", "2021-12-01")
    assert ask(history, "design", last).state == "in_force"
    end = date.fromordinal(day(last).toordinal() + 1)
    found = ask(history, "design", end.isoformat())
    assert (found.code, found.since) == ("ended_expired", end)


def test_06_the_reasons_name_clause_and_the_day_that_chose_it():
    found = ask(utility(), "utility", "2015-01-01")
    said = " ".join(reason.zh for reason in found.reasons)
    assert "专利法第四十二条第一款" in said
    assert "按2012年3月15日适用" in said
    assert found.label.zh == "有效"


def test_07_an_invention_of_the_first_years_had_fifteen_years_or_twenty_by_the_transition():
    old, younger = History(), History()
    old("filed", "1986-12-11")
    old("granted", "1990-01-01")
    younger("filed", "1986-12-12")
    younger("granted", "1990-01-01")
    assert ask(old, "invention", "2001-12-11").since == day("2001-12-11")
    assert ask(younger, "invention", "2001-12-12").state == "in_force"
    assert ask(younger, "invention", "2006-12-12").since == day("2006-12-12")


def test_08_a_compensated_term_ends_when_the_extension_says():
    history = invention()
    history("term_extended", "2025-01-10", until=date(2030, 9, 9))
    assert ask(history, "invention", "2030-06-01").state == "in_force"
    assert ask(history, "invention", "2030-09-09").since == day("2030-09-09")
    assert ask(history, "invention", "2030-06-01", known="2030-06-01").conditions[0].number == 21


# Patents: annual fees


def test_09_a_lapse_announced_a_year_later_ends_the_right_on_the_day_the_fee_fell_due():
    history = utility()
    history("lapsed", "2015-03-15", known="2016-05-04", called="lapse")
    assert ask(history, "utility", "2015-03-14").state == "in_force"
    found = ask(history, "utility", "2015-03-15")
    assert (found.code, found.since) == ("ended_lapsed", day("2015-03-15"))


def test_10_before_the_lapse_was_announced_the_record_did_not_know_of_it():
    history = utility()
    history("lapsed", "2015-03-15", known="2016-05-04")
    # 6 months of grace end on 2015-09-15; the announcement may follow until 2016-03-15.
    assert ask(history, "utility", "2015-04-01", known="2015-04-01").code == "in_force_grace"
    assert ask(history, "utility", "2015-04-01", known="2015-12-01").state == "undetermined"
    assert ask(history, "utility", "2015-04-01", known="2016-04-01").state == "in_force"
    assert ask(history, "utility", "2015-04-01", known="2016-05-04").state == "ended"


def test_11_in_the_grace_period_the_right_is_in_force_on_condition_of_payment():
    found = ask(utility(), "utility", "2015-06-01", known="2015-06-01")
    assert found.code == "in_force_grace"
    assert [(each.number, each.due, each.limit) for each in found.conditions] == [
        (4, day("2015-03-15"), day("2015-09-15"))]
    assert found.next_change == day("2015-09-16")


def test_12_a_fee_paid_within_the_grace_period_keeps_the_right():
    history = utility()
    history("fee_paid", "2015-09-15", year=4)
    found = ask(history, "utility", "2015-12-01", known="2015-12-01")
    assert (found.state, found.code) == ("in_force", "in_force")


def test_13_a_fee_not_shown_paid_leaves_the_status_open_and_names_the_receipt():
    found = ask(utility(), "utility", "2015-12-01", known="2015-12-01")
    assert found.state == "undetermined"
    assert [each.zh for each in found.settle] == ["第4年度年费是否缴纳不明；可由此确定：第4年度年费的缴费凭证或登记簿副本。"]
    assert {branch.state for branch in found.derivation} == {"in_force", "ended"}


def test_14_where_all_payments_are_recorded_their_absence_ends_the_right():
    history = utility()
    history("fee_paid", "2013-03-01", year=2)
    history("fee_paid", "2014-03-01", year=3)
    complete = Coverage(fees=day("2016-01-01"))
    assert ask(history, "utility", "2015-03-14", known="2015-12-01", coverage=complete).state == "in_force"
    found = ask(history, "utility", "2015-03-15", known="2015-12-01", coverage=complete)
    assert (found.code, found.since) == ("ended_lapsed", day("2015-03-15"))


def test_15_no_fee_is_due_on_an_anniversary_before_the_grant():
    history = invention()
    for year in range(4, 9):
        history("fee_paid", f"{2008 + year}-12-01", year=year)
    complete = Coverage(fees=day("2018-01-01"))
    # Granted in year 3 (2012-06-01 to 2013-05-31): the first fee after it is that of year 4, due 2013-06-01.
    assert ask(history, "invention", "2013-06-01", known="2014-01-01", coverage=complete).state == "in_force"


def test_16_the_last_day_of_grace_on_a_sunday_moves_to_monday():
    history = History()
    history("filed", "2012-03-30")
    history("granted", "2012-11-01")
    # 2015-03-30 + 6 months = 2015-09-30, a Wednesday; 2016-09-30 a Friday; 2018-09-30 a Sunday, and 1 to 7
    # October 2018 were off: the last day was Monday the 8th.
    autumn = Calendar(holidays=frozenset(date(2018, 10, each) for each in range(1, 8)),
                      announced=frozenset(range(2000, 2100)))
    history("fee_paid", "2018-10-08", year=7)
    assert ask(history, "utility", "2018-12-01", known="2018-12-01", calendar=autumn).state == "in_force"
    complete = Coverage(fees=day("2019-01-01"))
    for year in range(2, 7):
        history("fee_paid", f"{2011 + year}-01-05", year=year)
    assert ask(history, "utility", "2018-12-01", calendar=autumn, coverage=complete).state == "in_force"
    assert ask(history, "utility", "2018-12-01", coverage=complete, known="2018-12-01").state == "undetermined"


def test_17_a_restoration_makes_the_right_unbroken():
    history = utility()
    history("lapsed", "2015-03-15", known="2016-05-04", called="lapse")
    history("restored", "2016-08-10", of="lapse")
    for on in ("2015-03-15", "2015-12-31", "2016-08-09", "2016-09-01"):
        assert ask(history, "utility", on).state == "in_force"
    assert ask(history, "utility", "2015-12-31", known="2016-06-01").state == "ended"


def test_18_a_second_lapse_after_a_restoration_ends_it_again():
    history = utility()
    history("lapsed", "2015-03-15", known="2016-02-03")
    history("restored", "2016-03-10")
    history("lapsed", "2017-03-15", known="2018-02-07")
    assert ask(history, "utility", "2017-03-14").state == "in_force"
    assert ask(history, "utility", "2017-03-15").since == day("2017-03-15")


def test_19_a_late_payment_without_a_decision_on_restoration_leaves_it_open():
    history = utility()
    history("fee_paid", "2015-10-20", year=4)
    found = ask(history, "utility", "2015-12-01")
    assert found.state == "undetermined"
    assert "恢复权利的决定" in found.settle[0].zh
    assert ask(history, "utility", "2015-03-14").state == "in_force"


def test_20_a_fee_paid_in_time_and_a_lapse_for_the_same_fee_exclude_each_other():
    history = utility()
    history("fee_paid", "2015-03-01", year=4, called="receipt")
    history("lapsed", "2015-03-15", known="2016-05-04", called="lapse")
    found = ask(history, "utility", "2018-01-01")
    assert found.state == "undetermined"
    assert "lapse、receipt" in found.settle[0].zh
    assert ask(history, "utility", "2015-03-14").state == "in_force"
    assert ask(history, "utility", "2022-03-15").state == "ended"


# Patents: other ends, corrections


def test_21_an_invalidation_in_whole_takes_the_right_back_to_its_beginning_once_known():
    history = invention()
    history("invalidated", "2019-08-08", called="decision")
    assert ask(history, "invention", "2016-01-01", known="2019-08-07").state == "in_force"
    found = ask(history, "invention", "2016-01-01", known="2019-08-08")
    assert (found.state, found.code) == ("never", "never_annulled")
    assert "专利法第四十七条第一款" in found.reasons[-2].zh
    assert ask(history, "invention", "2012-01-01").state == "pending"


def test_22_an_invalidation_set_aside_by_the_court_has_no_effect():
    history = invention()
    history("invalidated", "2019-08-08", called="decision")
    history("set_aside", "2020-11-30", of="decision")
    assert ask(history, "invention", "2020-01-01").state == "in_force"
    assert ask(history, "invention", "2020-01-01", known="2020-11-29").state == "never"


def test_23_a_partial_invalidation_leaves_the_rest_in_force():
    history = invention()
    history("partly_invalidated", "2019-08-08")
    found = ask(history, "invention", "2021-01-01")
    assert found.state == "in_force"
    assert any("部分无效" in reason.zh for reason in found.reasons)


def test_24_a_utility_model_given_up_for_the_invention_ends_on_its_day():
    history = utility()
    history("abandoned", "2014-07-02")
    assert ask(history, "utility", "2014-07-01").state == "in_force"
    assert ask(history, "utility", "2014-07-02").code == "ended_abandoned"


@pytest.mark.parametrize(("kind", "code"), [
    ("withdrawn", "never_withdrawn"), ("refused", "never_refused"), ("rejected", "never_rejected"),
    ("deemed_abandoned", "never_deemed_abandoned")])
def test_25_an_application_that_fails_never_becomes_a_right(kind, code):
    history = History()
    history("filed", "2018-01-02")
    history("examination_requested", "2018-09-01")
    history(kind, "2020-02-20")
    assert ask(history, "invention", "2020-02-19").state == "pending"
    found = ask(history, "invention", "2020-02-20")
    assert (found.state, found.code) == ("never", code)


def test_26_a_withdrawn_application_that_was_granted_all_the_same_is_open():
    history = invention()
    history("withdrawn", "2012-09-05", called="withdrawal")
    assert ask(history, "invention", "2012-09-04").state == "pending"
    assert ask(history, "invention", "2012-10-01").state == "undetermined"
    found = ask(history, "invention", "2015-01-01")
    assert {branch.state for branch in found.derivation} == {"never", "in_force"}
    history("restored", "2012-11-01", of="withdrawal")
    assert ask(history, "invention", "2015-01-01").state == "in_force"


def test_27_a_correction_replaces_the_day_from_when_it_was_known():
    history = utility()
    history("lapsed", "2016-03-15", known="2017-02-01", called="lapse")
    history("corrected", "2015-03-15", known="2018-06-01", of="lapse")
    assert ask(history, "utility", "2015-12-01", known="2018-05-31").state == "in_force"
    assert ask(history, "utility", "2015-12-01", known="2018-06-01").since == day("2015-03-15")


def test_28_a_retracted_lapse_never_was():
    history = utility()
    history("lapsed", "2016-03-15", known="2017-02-01", called="lapse")
    history("retracted", "2017-05-01", of="lapse")
    assert ask(history, "utility", "2018-01-01").state == "in_force"
    # Without payments on record the fee due 2017-03-15 is presumed paid from 2018-03-15 on.
    assert ask(history, "utility", "2018-01-01", known="2018-03-15").state == "in_force"
    assert ask(history, "utility", "2017-03-01", known="2017-03-01").state == "ended"


def test_29_two_days_of_grant_leave_only_the_time_between_them_open():
    history = utility()
    history("granted", "2012-12-05", called="grant again")
    assert ask(history, "utility", "2012-10-09").state == "pending"
    found = ask(history, "utility", "2012-11-01")
    assert found.state == "undetermined"
    assert "grant、grant again" in found.settle[0].zh
    assert ask(history, "utility", "2012-12-05").state == "in_force"


def test_30_a_grant_not_on_record_is_inferred_from_what_presupposes_it():
    history = History()
    history("filed", "2012-03-15")
    history("lapsed", "2015-03-15", known="2016-05-04")
    assert ask(history, "utility", "2012-06-01").state == "undetermined"
    assert ask(history, "utility", "2015-03-15").state == "ended"


def test_31_without_the_filing_day_the_right_is_open_until_it_must_be_over():
    history = History()
    history("granted", "2012-10-10")
    assert ask(history, "utility", "2012-10-09").state == "undetermined"
    found = ask(history, "utility", "2015-01-01")
    assert found.state == "undetermined"
    assert "申请日" in found.settle[0].zh
    assert ask(history, "utility", "2022-10-10").state == "ended"


def test_32_an_event_whose_day_is_not_told_is_open_between_its_bounds():
    history = utility()
    history("abandoned", None, known="2016-08-01", called="waiver")
    assert ask(history, "utility", "2012-10-09").state == "pending"
    assert ask(history, "utility", "2014-01-01").state == "undetermined"
    assert ask(history, "utility", "2016-08-01").state == "ended"


def test_33_a_pledge_registered_after_a_known_end_contradicts_it():
    history = utility()
    history("abandoned", "2014-07-02", called="waiver")
    history("pledged", "2015-05-05", called="pledge", party="银行")
    found = ask(history, "utility", "2015-06-01")
    assert found.state == "undetermined"
    assert "pledge、waiver" in found.settle[0].zh


def test_34_an_examination_never_requested_as_far_as_the_record_says_is_open_after_three_years():
    history = History()
    history("filed", "2015-01-05", called="filing", priority="2014-02-10")
    assert ask(history, "invention", "2017-02-10").state == "pending"
    found = ask(history, "invention", "2017-02-11")
    assert found.state == "undetermined"
    assert "实质审查" in found.settle[0].zh


def test_35_a_pct_application_not_brought_into_the_national_phase_has_no_effect_after_32_months():
    history = History()
    history("filed", "2016-03-01", priority="2015-03-02")
    # 32 months from 2015-03-02: 2017-11-02, a Thursday; announcements may follow for six months.
    assert ask(history, "pct", "2017-11-02").state == "pending"
    assert ask(history, "pct", "2017-11-03", known="2017-11-03").state == "undetermined"
    assert ask(history, "pct", "2017-11-03").code == "never_not_entered"
    history("entered", "2017-09-01", as_="invention")
    history("examination_requested", "2017-09-01")
    assert ask(history, "pct", "2018-06-01").state == "pending"
    history("granted", "2019-04-05")
    assert ask(history, "pct", "2036-02-29").state == "in_force"
    assert ask(history, "pct", "2036-03-01").code == "ended_expired"


# Trade marks


def test_36_a_mark_is_in_force_ten_years_from_registration():
    assert ask(mark(), "mark", "2010-01-13").state == "pending"
    assert ask(mark(), "mark", "2010-01-14").state == "in_force"
    assert ask(mark(), "mark", "2020-01-13").state == "in_force"


def test_37_a_mark_not_renewed_ends_with_its_term_once_the_six_months_have_passed():
    found = ask(mark(), "mark", "2020-01-14")
    assert (found.code, found.since) == ("ended_not_renewed", day("2020-01-14"))
    during = ask(mark(), "mark", "2020-03-01", known="2020-07-13")
    assert during.code == "in_force_grace"
    assert during.conditions[0].limit == day("2020-07-13")
    assert ask(mark(), "mark", "2020-03-01", known="2020-07-14").state == "undetermined"


def test_38_a_renewal_in_the_last_year_or_the_grace_period_continues_the_term():
    for renewed in ("2019-02-01", "2020-07-13"):
        history = mark()
        history("renewed", renewed)
        assert ask(history, "mark", "2020-01-14").state == "in_force"
        assert ask(history, "mark", "2030-01-13").state == "in_force"
        assert ask(history, "mark", "2030-01-14").since == day("2030-01-14")


def test_39_a_later_renewal_proves_the_earlier_one():
    history = mark()
    history("renewed", "2029-12-01")
    assert ask(history, "mark", "2025-01-01").state == "in_force"


def test_40_a_mark_cancelled_for_non_use_ends_on_the_day_of_the_announcement():
    history = mark()
    history("cancelled", "2016-09-06")
    assert ask(history, "mark", "2016-09-05").state == "in_force"
    found = ask(history, "mark", "2016-09-06")
    assert found.code == "ended_cancelled"
    assert "第五十五条" in found.reasons[-2].zh


def test_41_an_invalidated_mark_never_was():
    history = mark()
    history("invalidated", "2017-04-01")
    assert ask(history, "gi_mark", "2012-01-01").code == "never_annulled"


def test_42_a_renewal_and_an_expiry_of_the_same_term_exclude_each_other():
    history = mark()
    history("renewed", "2020-03-01", called="renewal")
    history("expired", "2020-01-14", known="2021-01-10", called="removal")
    found = ask(history, "mark", "2022-01-01")
    assert found.state == "undetermined"
    assert "removal、renewal" in found.settle[0].zh


# Others


def test_43_a_gi_product_has_no_term():
    history = History()
    history("registered", "2006-05-01")
    assert ask(history, "gi_product", "2070-01-01").state == "in_force"
    history("revoked", "2024-10-01")
    assert ask(history, "gi_product", "2024-09-30").state == "in_force"
    assert ask(history, "gi_product", "2024-10-01").code == "ended_revoked"


def test_44_software_of_a_firm_is_protected_through_the_fiftieth_year_after_publication():
    history = History()
    history("created", "2009-04-05", author="legal")
    history("published", "2010-06-07")
    assert ask(history, "software", "2009-04-04").state == "never"
    assert ask(history, "software", "2060-12-31").state == "in_force"
    assert ask(history, "software", "2061-01-01").since == day("2061-01-01")


def test_45_a_persons_work_lasts_fifty_years_after_death_and_is_open_while_death_is_not_known():
    history = History()
    history("created", "1960-05-05", author="natural")
    assert ask(history, "work", "2010-12-31").state == "in_force"
    assert ask(history, "work", "2011-01-01").state == "undetermined"
    history("author_died", "1980-02-02")
    assert ask(history, "work", "2030-12-31").state == "in_force"
    assert ask(history, "work", "2031-01-01").state == "ended"


def test_46_a_plant_variety_lasts_by_its_group_and_the_day_of_grant():
    old, new = History(), History()
    old("filed", "2008-01-01")
    old("granted", "2010-05-01", plants="other")
    assert ask(old, "variety", "2025-04-30").state == "in_force"
    assert ask(old, "variety", "2025-05-01").state == "ended"
    new("filed", "2023-01-01")
    new("granted", "2025-06-01")
    assert ask(new, "variety", "2045-05-31").state == "in_force"
    found = ask(new, "variety", "2045-06-01")
    assert found.state == "undetermined"
    assert "植物类别" in found.settle[0].zh
    assert ask(new, "variety", "2050-06-01").state == "ended"


def test_47_a_layout_design_runs_from_exploitation_and_never_beyond_fifteen_years_of_creation():
    history = History()
    history("created", "2001-01-10")
    history("exploited", "2011-05-01")
    history("filed", "2012-04-01")
    history("registered", "2012-12-01")
    # Ten years from exploitation would be 2021-05-01; fifteen from creation are 2016-01-10.
    assert ask(history, "layout", "2016-01-09").state == "in_force"
    assert ask(history, "layout", "2016-01-10").since == day("2016-01-10")


# Holder, burdens, coverage, coming changes


def test_48_a_lender_sees_the_holder_and_the_burdens_of_the_day():
    history = utility()
    history("transferred", "2014-02-02", from_="甲公司", to="丙公司")
    history("pledged", "2015-01-01", called="pledge", party="银行")
    history("released", "2016-01-01", of="pledge")
    history("licensed", "2014-05-05", party="丁公司", until=date(2015, 12, 31))
    history("preserved", "2015-06-01", party="法院")
    assert ask(history, "utility", "2014-02-01").holder.name == "甲公司"
    found = ask(history, "utility", "2015-07-01")
    assert found.holder.name == "丙公司"
    assert [(each.kind, each.certain) for each in found.burdens] == [
        ("pledge", True), ("licence", True), ("preservation", False)]
    assert [each.kind for each in ask(history, "utility", "2016-01-01").burdens] == ["preservation"]


def test_49_a_broken_chain_of_title_leaves_the_holder_open():
    history = utility()
    history("transferred", "2014-02-02", from_="戊公司", to="丙公司")
    found = ask(history, "utility", "2015-01-01").holder
    assert found.name is None
    assert "转让链不连续" in found.open.zh


def test_50_beyond_the_end_of_a_record_nothing_is_certain():
    found = ask(utility(), "utility", "2016-01-01", coverage=Coverage(register=day("2015-12-31")))
    assert found.state == "undetermined"
    assert ask(utility(), "utility", "2015-12-31", known="2016-12-31",
               coverage=Coverage(register=day("2017-01-01"))).state == "in_force"


def test_51_the_next_change_by_time_alone_is_the_day_the_answer_turns():
    # From the day of grant the next thing time does is to let the first fee fall due.
    assert ask(utility(), "utility", "2012-10-10", known="2012-10-10").next_change == day("2013-03-15")
    # Asked long after, only the term matters.
    assert ask(utility(), "utility", "2012-10-10").next_change == day("2022-03-15")
    assert ask(mark(), "mark", "2011-01-01").next_change == day("2020-01-14")


def test_52_an_unconfirmed_figure_is_configured_and_a_settled_one_is_not():
    law = chinese_law().configured({"patent.fee_announcement": 0})
    # With no allowance for the announcement, silence speaks as soon as the grace period is over.
    assert ask(utility(), "utility", "2015-12-01", known="2015-12-01", law=law).state == "in_force"
    with pytest.raises(StatusError) as refused:
        chinese_law().configured({"utility.term@1993-01-01": 12})
    assert refused.value.code == "law_settled"


def test_53_a_limit_that_an_unannounced_holiday_may_move_makes_the_answer_provisional():
    history = utility()
    history("fee_paid", "2015-09-16", year=4)
    found = status(events=history.events, kind="utility", on=day("2015-12-01"), known_by=day("2015-12-01"),
                   calendar=Calendar())
    assert found.provisional
    assert not ask(history, "utility", "2015-12-01", known="2015-12-01").provisional


def test_54_the_day_recorded_for_expiry_and_the_one_computed_are_weighed_only_between_them():
    history = utility()
    history("expired", "2020-03-15", known="2020-04-01")
    assert ask(history, "utility", "2020-03-14").state == "in_force"
    found = ask(history, "utility", "2021-01-01")
    assert found.state == "undetermined"
    assert "届满日" in found.settle[0].zh
    assert ask(history, "utility", "2022-03-15").state == "ended"


def test_55_contradicting_corrections_of_one_day_are_open_and_a_third_settles_them():
    history = utility()
    history("abandoned", "2014-07-02", called="waiver")
    history("corrected", "2016-07-02", known="2017-01-01", of="waiver")
    history("corrected", "2018-07-02", known="2017-01-01", of="waiver")
    assert ask(history, "utility", "2016-07-01").state == "in_force"
    assert ask(history, "utility", "2017-07-01").state == "undetermined"
    assert ask(history, "utility", "2018-07-02").state == "ended"
    history("corrected", "2018-07-02", known="2017-02-01", of="waiver")
    assert ask(history, "utility", "2017-07-01").state == "in_force"


def test_56_a_correction_of_an_event_not_on_record_is_open_from_its_day():
    history = utility()
    history("corrected", "2014-01-01", of="lost")
    assert ask(history, "utility", "2013-12-31").state == "in_force"
    assert ask(history, "utility", "2014-01-01").state == "undetermined"


def test_57_where_nothing_is_known_nothing_is_said():
    found = ask(History(), "mark", "2020-01-01")
    assert (found.state, found.holder.name) == ("undetermined", None)
    early = ask(invention(), "invention", "2011-01-01", known="2011-12-06")
    assert early.state == "undetermined"


def test_58_a_grant_that_precedes_its_filing_leaves_open_which_day_is_wrong():
    history = History()
    history("filed", "2014-01-01", called="filing")
    history("granted", "2012-10-10", known="2014-06-01", called="grant")
    assert ask(history, "utility", "2014-03-01").state == "undetermined"
    assert ask(history, "utility", "2030-01-01").state == "ended"


def test_61_an_event_without_a_day_known_before_another_of_its_kind_came_is_not_that_one():
    history = utility()
    history("granted", None, known="2012-09-01", called="grant heard of")
    # Known by September, it cannot be the grant of October: either may be right.
    assert ask(history, "utility", "2012-09-15").state == "undetermined"
    assert ask(history, "utility", "2012-10-10").state == "in_force"
    again = utility()
    again("granted", None, known="2012-11-01", called="grant heard of")
    assert ask(again, "utility", "2012-10-09").state == "pending"


@pytest.mark.parametrize("wrong", [
    lambda history: history("granted", "2012-10-10", called="grant"),
    lambda history: history("published", "2012-10-10", called="filing"),
])
def test_59_an_id_used_twice_is_refused(wrong):
    history = utility()
    wrong(history)
    with pytest.raises(StatusError) as refused:
        status(events=history.events, kind="utility", on=day("2015-01-01"))
    assert refused.value.code == "event_twice"


def test_60_the_checker_and_the_deadlines_take_the_same_events():
    history = utility()
    found = status(events=history.events, kind="utility", on=day("2015-01-01"), calendar=EVERY_YEAR)
    assert check(found, events=history.events, calendar=EVERY_YEAR) == ()
    assert deadlines(kind="utility", events=history.events, on=day("2015-01-01"))


def test_62_a_detail_told_in_two_ways_is_open_and_one_told_twice_is_not():
    history = History()
    history("filed", "2001-03-01", plants="woody")
    history("granted", "2003-03-01", plants="other")
    # Fifteen years if it is an herb, twenty if it is a tree.
    assert ask(history, "variety", "2018-02-28").state == "in_force"
    assert ask(history, "variety", "2018-03-01").state == "undetermined"
    assert ask(history, "variety", "2023-03-01").state == "ended"
    agreed = History()
    agreed("filed", "2001-03-01", plants="woody")
    agreed("granted", "2003-03-01", plants="moss")
    assert ask(agreed, "variety", "2018-03-01").state == "in_force"


def test_63_a_wrong_filing_day_told_twice_is_wrong_twice():
    history = History()
    history("filed", "2014-01-01", called="filing")
    history("filed", "2014-01-01", called="filing again")
    history("granted", "2012-10-10", known="2014-06-01", called="grant")
    assert ask(history, "utility", "2014-03-01").state == "undetermined"
    assert ask(history, "utility", "2030-01-01").state == "ended"


def test_64_of_several_priorities_the_earliest_counts_and_one_later_than_the_filing_is_none():
    history = History()
    history("filed", "2010-06-01", called="filing", priority=date(2009, 9, 15))
    history("filed", "2010-06-01", called="filing again", priority=date(2009, 7, 15))
    # Three years from the earliest priority: 2012-07-15 was a Sunday.
    assert ask(history, "invention", "2012-07-16").state == "pending"
    assert ask(history, "invention", "2012-07-17").state == "undetermined"
    late = History()
    late("filed", "2010-06-01", priority=date(2011, 1, 1))
    assert ask(late, "invention", "2013-06-03").state == "pending"
    assert ask(late, "invention", "2013-06-04").state == "undetermined"
