"""The status of every right on record follows its events, by day, and is kept for lists."""

from __future__ import annotations

from datetime import date

import pytest

from zhichan.kernel.ground.public import Refusal, kernel
from zhichan.kernel.ledger.public import catch_up, sequence
from zhichan.kernel.registry.public import (
    Standing,
    history_of,
    rollback,
    settle,
    states_on,
    status_of,
)

from .conftest import DAY, IMPORT, NOW, firm, patent, take

pytestmark = pytest.mark.usefixtures("city")


def settled(on: date = DAY) -> dict[str, tuple[str, str]]:
    sequence()
    catch_up("standings")
    settle(on=on)
    with kernel():
        return {one.right_key: (one.state, one.code) for one in Standing.objects.all()}


def lapse(key: str = "P1", **more: object) -> dict:
    return {"key": f"lapse {key}", "right_kind": "patent", "right_key": key, "kind": "lapsed", **more}


def test_rights_of_a_load_wait_and_are_then_settled() -> None:
    take([("patent", [patent(ended_on="2019-03-01", end_reason="unpaid_fee"), patent("P2", granted_on=None)])])
    sequence()
    catch_up("standings")
    with kernel():
        assert list(Standing.objects.values_list("state", flat=True)) == ["", ""]
    assert settle(on=DAY) == 2
    with kernel():
        kept = Standing.objects.get(right_key="P1")
        assert (kept.state, kept.code, kept.since, kept.on) == ("ended", "ended_lapsed", date(2019, 3, 1), DAY)
    assert settle(on=DAY) == 0


def test_a_legal_event_changes_the_standing_and_a_rollback_changes_it_back() -> None:
    take([("patent", [patent()])])
    before = settled()
    done = take([("event", [lapse(day="2019-11-08", effective_on="2019-03-01")])])
    assert settled() == {"P1": ("ended", "ended_lapsed")}
    rollback(done.load, reason="wrong", actor=IMPORT, at=NOW)
    assert settled() == before


def test_a_right_that_is_no_longer_known_has_no_standing() -> None:
    done = take([("patent", [patent()])])
    assert set(settled()) == {"P1"}
    rollback(done.load, reason="wrong", actor=IMPORT, at=NOW)
    assert settled() == {}


def test_the_announcement_of_a_lapse_is_not_its_day() -> None:
    take([("patent", [patent()]), ("event", [lapse(day="2019-11-08")])])
    with kernel():
        states = [status_of("patent", "P1", on=day).state for day in (date(2019, 6, 1), DAY)]
    assert states == ["undetermined", "ended"]


def test_time_alone_brings_a_right_up_again() -> None:
    take([("patent", [patent(kind="design", filed_on="2014-03-01", granted_on="2014-09-10")])])
    settled(date(2015, 1, 1))
    with kernel():
        again = Standing.objects.get().again
    assert again is not None
    assert settle(on=again) == 1
    with kernel():
        assert Standing.objects.get().on == again


def test_how_rights_stand_is_told_as_kept_and_derived_where_they_wait_or_for_an_earlier_day() -> None:
    take([("patent", [
        patent(ended_on="2019-03-01", end_reason="unpaid_fee"), patent("P2", filed_on="2025-03-01", granted_on=None),
        patent("US1", office="US"),
    ])])  # fmt: skip
    keys, told = ["P1", "P2", "US1", "P9"], {"P1": "ended", "P2": "pending", "US1": "undetermined"}
    sequence()
    catch_up("standings")
    with kernel():
        assert states_on("patent", keys, on=DAY) == told
    settle(on=DAY)
    with kernel():
        assert states_on("patent", keys, on=DAY) == told
        assert states_on("patent", ["P1"], on=date(2018, 1, 1)) == {"P1": status_of("patent", "P1", on=date(2018, 1, 1)).state}
        again = Standing.objects.get(right_key="P2").again
        assert again is not None
        # What was kept is not told beyond the day on which time could change it.
        Standing.objects.filter(right_key="P2").update(state="in_force")
        assert states_on("patent", ["P2"], on=DAY) == {"P2": "in_force"}
        assert states_on("patent", ["P2"], on=again) == {"P2": status_of("patent", "P2", on=again).state}


def test_a_status_comes_with_its_derivation_and_its_deadlines() -> None:
    take([("patent", [patent(ended_on="2019-03-01", end_reason="unpaid_fee")])])
    with kernel():
        found = status_of("patent", "P1", on=date(2018, 1, 1))
        due = history_of("patent", "P1").deadlines(on=date(2016, 1, 1))
    assert found.derivation[0].steps
    assert {each.code for each in due} >= {"annual_fee", "priority"}


def test_pledges_on_record_burden_the_right() -> None:
    pledge = {"key": "Z1", "kind": "patent", "party": "TEST00000000000001", "region": "east", "amount_fen": 100,
              "registered_on": "2020-01-01"}
    part = {"key": "Z1-P1", "pledge_key": "Z1", "right_kind": "patent", "right_key": "P1", "region": "east",
            "registered_on": "2020-01-01", "amount_fen": 100}
    take([("firm", [firm("TEST00000000000009", "丁公司")]), ("patent", [patent()]), ("pledge", [pledge]),
          ("pledged", [part])])
    with kernel():
        assert [each.kind for each in status_of("patent", "P1", on=DAY).burdens] == ["pledge"]
        assert status_of("patent", "P1", on=date(2019, 1, 1)).burdens == ()


def test_the_law_of_another_country_is_not_guessed() -> None:
    take([("patent", [patent("US1", office="US")])])
    assert settled() == {"US1": ("undetermined", "foreign_law")}
    with kernel(), pytest.raises(Refusal) as refused:
        status_of("patent", "US1", on=DAY)
    assert refused.value.codes == ("registry.foreign-law",)
