"""Deadlines of a family abroad, each day worked out by hand from its treaty."""

from __future__ import annotations

from datetime import date

import pytest

from zhichan.instruments.clock import Calendar
from zhichan.instruments.status import FITS, Filing, StatusError, chinese_law, routes

FIRST = date(2023, 8, 31)
ON = date(2024, 1, 1)


def lasts(kind, *filings, on=ON, first=FIRST, **more):
    return {(each.code, each.office): each.due.day for each in routes(
        kind=kind, first_filed=first, on=on, filings=filings, **more)}


def test_an_invention_has_twelve_months_for_paris_and_for_pct():
    assert lasts("invention") == {("paris", ""): date(2024, 8, 31), ("pct", ""): date(2024, 8, 31)}


@pytest.mark.parametrize(("kind", "route"), [("design", "hague"), ("mark", "madrid")])
def test_a_design_and_a_mark_have_six_months_also_where_the_month_is_shorter(kind, route):
    # Six months from 31 August end on 29 February in a leap year.
    assert lasts(kind) == {("paris", ""): date(2024, 2, 29), (route, ""): date(2024, 2, 29)}


def test_a_pct_priority_can_be_restored_for_two_months_more():
    found = next(each for each in routes(kind="invention", first_filed=FIRST, on=date(2024, 10, 1)) if each.code == "pct")
    assert (found.late.day, found.missed) == (date(2024, 10, 31), False)
    late = next(each for each in routes(kind="invention", first_filed=FIRST, on=date(2024, 11, 1)) if each.code == "pct")
    assert late.missed


def test_the_national_phase_runs_from_the_priority_not_from_the_international_filing():
    found = lasts("invention", Filing("pct", date(2024, 8, 1)), offices=("US", "EP", "IN"))
    assert found["national_phase", "US"] == date(2026, 2, 28)
    assert found["national_phase", "EP"] == found["national_phase", "IN"] == date(2026, 3, 31)
    assert found["pct_demand", ""] == date(2025, 6, 30)
    assert ("national_phase", "") in lasts("invention", Filing("pct", date(2024, 8, 1)))


def test_what_was_done_in_time_is_settled_and_what_was_not_is_missed():
    filings = (Filing("pct", date(2024, 8, 1)), Filing("pct", date(2026, 2, 1), "US", entered=True))
    found = {(each.code, each.office): each for each in routes(
        kind="invention", first_filed=FIRST, on=date(2026, 4, 1), filings=filings, offices=("US", "EP"))}
    assert (found["pct", ""].settled, found["pct", ""].missed) == (date(2024, 8, 1), False)
    assert found["national_phase", "US"].settled == date(2026, 2, 1)
    assert (found["national_phase", "EP"].settled, found["national_phase", "EP"].missed) == (None, True)
    assert found["paris", ""].missed
    late = routes(kind="mark", first_filed=FIRST, on=ON, filings=(Filing("madrid", date(2024, 3, 1)),))
    assert next(each for each in late if each.code == "madrid").settled is None


def test_a_madrid_registration_depends_for_five_years_and_is_renewed_after_ten():
    filing = Filing("madrid", date(2024, 2, 1), registered=date(2024, 5, 6))
    found = {each.code: each for each in routes(kind="mark", first_filed=FIRST, on=ON, filings=(filing,))}
    assert found["madrid_dependency"].due.day == date(2029, 5, 6)
    assert (found["madrid_renewal"].due.day, found["madrid_renewal"].late.day) == (date(2034, 5, 6), date(2034, 11, 6))


def test_a_hague_registration_is_renewed_after_five_years_and_before_china_joined_there_is_none():
    filing = Filing("hague", date(2024, 2, 1), registered=date(2024, 2, 1))
    found = {each.code: each for each in routes(kind="design", first_filed=FIRST, on=ON, filings=(filing,))}
    assert (found["hague_renewal"].due.day, found["hague_renewal"].late.day) == (date(2029, 2, 1), date(2029, 8, 1))
    assert set(lasts("design", first=date(2022, 5, 4))) == {("paris", "")}


def test_a_route_for_another_kind_of_right_and_a_step_before_the_first_are_refused():
    for kind, filing, code in (
        ("mark", Filing("pct", ON), "route_kind"), ("invention", Filing("hague", ON), "route_kind"),
        ("invention", Filing("paris", date(2023, 8, 30), "US"), "route_day"),
    ):
        with pytest.raises(StatusError) as refused:
            routes(kind=kind, first_filed=FIRST, on=ON, filings=(filing,))
        assert refused.value.code == code


def test_every_deadline_is_a_worked_calculation_with_its_clause():
    for kind in FITS["paris"]:
        filings = [Filing(route, ON, registered=ON) for route, kinds in FITS.items() if kind in kinds and route != "pct"]
        filings += [Filing("pct", ON)] if kind in FITS["pct"] else []
        for each in routes(kind=kind, first_filed=FIRST, on=ON, filings=filings):
            assert each.due.steps
            assert each.clause.en
            assert each.title.en


def test_an_office_s_own_term_can_be_configured():
    law = chinese_law().configured({"route.national_phase.IN": 34})
    assert lasts("invention", Filing("pct", ON), offices=("IN",), law=law)["national_phase", "IN"] == date(2026, 6, 30)


def test_a_last_day_moves_only_for_an_office_whose_days_off_of_that_year_are_known():
    # Thirty months from 26 June 2025 end on Sunday, 26 December 2027; the Monday is a day off.
    known = Calendar(holidays=frozenset({date(2027, 12, 27)}), announced=frozenset({2027}))
    found = lasts("invention", Filing("pct", date(2026, 6, 1)), first=date(2025, 6, 26), on=date(2026, 7, 1),
                  offices=("US", "JP"), calendars={"US": known, "EP": known})
    assert found["national_phase", "US"] == date(2027, 12, 28)
    assert found["national_phase", "JP"] == date(2027, 12, 26)
    assert found["paris", ""] == date(2026, 6, 26)


def test_a_last_day_does_not_move_into_a_year_whose_days_off_are_not_known():
    shut = Calendar(holidays=frozenset({date(2027, 12, 31)}), announced=frozenset({2027}))
    found = lasts("invention", Filing("pct", date(2026, 6, 1)), first=date(2025, 6, 30), on=date(2026, 7, 1),
                  offices=("US",), calendars={"US": shut})
    assert found["national_phase", "US"] == date(2027, 12, 30)
    late = lasts("invention", Filing("pct", date(2026, 6, 1)), first=date(2025, 7, 1), on=date(2026, 7, 2),
                 offices=("US",), calendars={"US": Calendar(announced=frozenset({2027}))})
    assert late["national_phase", "US"] == date(2028, 1, 1)
