"""The dated law: every figure with its clause, no gap, no overlap, only unconfirmed figures configurable."""

from __future__ import annotations

from itertools import groupby, pairwise

import pytest
from histories import History, day

from zhichan.instruments.status import StatusError, chinese_law, read_law, status

ONE = """
[[version]]
parameter = "utility.term"
value = 10
unit = "year"
since = 1993-01-01
by = "filed"
clause = "条"
clause_en = "art."
mark = "K"
"""


def test_every_version_names_its_clause_in_both_languages():
    for version in chinese_law().versions:
        assert version.clause.zh
        assert version.clause.en
        assert version.mark == "K?" or not version.configurable


def test_versions_of_a_parameter_follow_each_other_without_gap():
    ordered = sorted(chinese_law().versions, key=lambda version: (version.parameter, version.since))
    for _, group in groupby(ordered, key=lambda version: version.parameter):
        versions = list(group)
        for former, latter in pairwise(versions):
            assert former.until == latter.since
        assert versions[-1].until is None


def test_what_is_not_confirmed_is_listed():
    unsure = {version.id for version in chinese_law().unsure()}
    assert "mark.opposition@2027-01-01" in unsure
    assert "variety.term_woody@2025-06-01" in unsure
    assert "utility.term@1993-01-01" not in unsure


@pytest.mark.parametrize(("text", "code"), [
    (ONE + ONE, "law_overlap"), (ONE.replace('unit = "year"', 'measure = "year"'), "law_form"),
    (ONE.replace('mark = "K"\n', ""), "law_form"),
])
def test_law_that_contradicts_itself_or_is_not_in_form_is_refused(text, code):
    with pytest.raises(StatusError) as refused:
        read_law(text)
    assert refused.value.code == code


@pytest.mark.parametrize(("values", "code"), [
    ({"no.such": 1}, "law_unknown"), ({"utility.term@1993-01-01": 12}, "law_settled"),
    ({"pct.entry_late": -1}, "law_value"),
])
def test_a_configuration_that_cannot_be_is_refused_and_changes_nothing(values, code):
    before = chinese_law().versions
    with pytest.raises(StatusError) as refused:
        chinese_law().configured(values)
    assert refused.value.code == code
    assert chinese_law().versions == before


def test_law_not_loaded_for_a_day_leaves_the_status_open():
    history = History()
    history("filed", "1992-05-05")
    history("granted", "1993-05-05")
    found = status(events=history.events, kind="utility", on=day("1995-01-01"), law=read_law(ONE))
    assert found.state == "undetermined"
    assert "法律参数" in found.settle[0].zh


def test_a_record_that_contradicts_itself_in_too_many_ways_is_refused():
    history = History()
    history("filed", "2000-01-01")
    history("granted", "2001-01-01")
    for number in range(9):
        name = history("abandoned", "2003-01-01", called=f"waiver {number}")
        history("corrected", f"2004-01-{number + 1:02}", known="2012-01-01", of=name)
        history("corrected", f"2019-01-{number + 1:02}", known="2012-01-01", of=name)
    with pytest.raises(StatusError) as refused:
        status(events=history.events, kind="invention", on=day("2013-01-01"))
    assert refused.value.code == "too_contradictory"


def test_a_kind_of_right_that_is_none_is_refused():
    with pytest.raises(StatusError) as refused:
        status(events=(), kind="domain name", on=day("2013-01-01"))
    assert refused.value.code == "right_kind"
