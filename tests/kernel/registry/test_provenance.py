"""Each field of a record says which load it came from, on what terms, and when it was last said again."""

from __future__ import annotations

from datetime import date

import pytest

from zhichan.kernel.ground.public import kernel
from zhichan.kernel.registry.public import annexed, provenance, record, rollback

from .conftest import IMPORT, NOW, A, patent, state, take

pytestmark = pytest.mark.usefixtures("city")


def said(key: str = "P1") -> dict:
    with kernel():
        return provenance(source="patent", key=key)


def test_each_field_names_the_load_that_stated_it_last() -> None:
    first = take([("patent", [patent()])], name="grants", origin="office", licence="open", as_of=date(2020, 1, 31))
    row = patent(agency="某代理所", claims=9, ipcs=["F16K1/00", "F16K3/00"])
    second = take([("patent", [row | {"stated": ["agency", "claims", "ipcs"]}])], name="details", feed="monthly")
    found = said()
    assert {name: one.load for name, one in found.items()} == {
        "kind": first.load, "title": first.load, "filed_on": first.load, "granted_on": first.load,
        "holdings": first.load, "agency": second.load, "claims": second.load, "ipcs": second.load}
    assert (found["title"].name, found["title"].source, found["title"].licence, found["title"].as_of) == (
        "grants", "office", "open", date(2020, 1, 31))
    assert (found["claims"].feed, found["claims"].at, found["claims"].confirmed_by) == ("monthly", NOW, None)


def test_a_load_that_says_the_same_again_confirms_and_makes_no_version() -> None:
    first = take([("patent", [patent(), patent("P2")])])
    before = state()
    again = take([("patent", [patent() | {"stated": ["title"]}])], as_of=date(2025, 8, 31))
    assert again.counts["patent"]["unchanged"] == 1
    assert state() == before
    found = said()
    assert (found["title"].load, found["title"].confirmed_by, found["title"].confirmed_as_of) == (
        first.load, again.load, date(2025, 8, 31))
    assert found["filed_on"].confirmed_by is None
    assert said("P2")["title"].confirmed_by is None


def test_a_confirmation_taken_back_no_longer_counts() -> None:
    take([("patent", [patent()])])
    again = take([("patent", [patent()])])
    rollback(again.load, reason="wrong file", actor=IMPORT, at=NOW)
    assert said()["title"].confirmed_by is None


def test_after_a_rollback_fields_come_from_the_load_that_is_valid_again() -> None:
    first = take([("patent", [patent()])])
    second = take([("patent", [patent(title="另一种装置")])])
    assert said()["title"].load == second.load
    rollback(second.load, reason="wrong", actor=IMPORT, at=NOW)
    assert said()["title"].load == first.load
    third = take([("patent", [patent(agency="某代理所") | {"stated": ["agency"]}])])
    assert (said()["title"].load, said()["agency"].load) == (first.load, third.load)


def test_a_field_that_changed_comes_from_the_load_that_changed_it_even_when_it_did_not_say_so() -> None:
    take([("patent", [patent()])])
    second = take([("patent", [patent(title="另一种装置") | {"stated": ["agency"]}])])
    assert said()["title"].load == second.load


def test_what_a_licence_withholds_stays_withheld_until_another_source_states_it() -> None:
    take([("patent", [patent(agency="某代理所", claims=9)])], withheld=("patent.agency", "patent.claims"))
    with kernel():
        assert record(source="patent", key="P1").withheld == {"agency", "claims"}
    take([("patent", [patent(agency="某代理所", claims=9, pages=20) | {"stated": ["pages", "claims"]}])])
    with kernel():
        known = record(source="patent", key="P1")
    assert known.withheld == {"agency"}
    assert ("agency" in known.row, "agency" in known.public(), known.public()["claims"]) == (True, False, 9)
    assert (said()["agency"].open, said()["claims"].open) == (False, True)


def test_a_holder_without_a_code_is_kept_with_name_and_address() -> None:
    held = [{"name": "无代码厂", "address": "东县一号", "region": "east", "since": "2012-03-01"},
            {"name": "Foreign Works", "country": "DE", "rank": 2, "since": "2012-03-01"}]
    done = take([("patent", [patent(holdings=held)])])
    assert done.counts["patent"]["accepted"] == 1
    with kernel():
        assert record(source="patent", key="P1").row["holdings"] == [
            {"party": None, "region": "east", "rank": 1, "since": date(2012, 3, 1), "until": None, "name": "无代码厂",
             "address": "东县一号"},
            {"party": None, "region": None, "rank": 2, "since": date(2012, 3, 1), "until": None,
             "name": "Foreign Works", "country": "DE"}]


def test_a_right_whose_holders_place_is_not_known_counts_nowhere_and_is_nobodys() -> None:
    held = [{"name": "无代码厂", "since": "2012-03-01"}]
    done = take([("patent", [patent(holdings=held)])], within="/city/east/")
    assert (done.counts["patent"]["accepted"], done.counts["patent"]["rejected"]) == (1, 0)
    again = take([("patent", [patent(holdings=held, claims=3)])], within="/city/west/")
    assert again.counts["patent"]["updated"] == 1


def test_annexes_belong_to_rights_that_are_known_and_within_the_scope() -> None:
    take([("patent", [patent("P1"), patent("P2", party=A, region="west")])])
    rows = [{"key": f"e{key}", "right_kind": "patent", "right_key": key, "kind": "granted", "day": "2014-05-07"}
            for key in ("P1", "P2", "P9")]
    done = take([("event", rows)], within="/city/east/")
    assert (done.counts["event"]["accepted"], done.counts["event"]["rejected"]) == (1, 2)
    with kernel():
        [event] = annexed("event", right="patent", key="P1")
        assert annexed("event", right="patent", key="P2") == []
    assert (event.row["kind"], event.row["day"], event.opened_by) == ("granted", date(2014, 5, 7), done.load)


def test_annexes_go_with_their_load_and_come_back() -> None:
    take([("patent", [patent("P1")])])
    row = {"key": "t1", "right_kind": "patent", "right_key": "P1", "part": "abstract", "body": "甲"}
    take([("text", [row])])
    second = take([("text", [row | {"body": "乙"}])])
    rollback(second.load, reason="wrong", actor=IMPORT, at=NOW)
    with kernel():
        assert [one.row["body"] for one in annexed("text", right="patent", key="P1")] == ["甲"]
