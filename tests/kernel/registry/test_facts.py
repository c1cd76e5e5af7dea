"""A single fact is a load of one row: acts and bulk give the same registry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from zhichan.kernel.access.public import Actor, Role
from zhichan.kernel.acts.public import perform
from zhichan.kernel.ground.public import Party, Refusal, kernel
from zhichan.kernel.ledger.public import Event
from zhichan.kernel.registry.models import Rejection
from zhichan.kernel.registry.public import Load, Manifest, provenance, record

from .conftest import DAY, IMPORT, NOW, A, B, C, firm, patent, state, take, versions

pytestmark = pytest.mark.usefixtures("city")


def act(verb: str, *, actor: Actor = IMPORT, preview: bool = False, **facts: Any) -> Any:
    return perform(actor=actor, verb=f"registry:{verb}", facts=facts, at=NOW, preview=preview)


ROWS: list[tuple[str, dict[str, Any]]] = [
    ("patent", patent("P1", ended_on="2019-05-07", end_reason="unpaid_fee")),
    ("patent", patent("P2", holdings=[
        {"party": A, "region": "east", "since": "2012-03-01", "until": "2018-01-01"},
        {"party": B, "region": "west", "since": "2018-01-01"},
        {"party": C, "region": "east", "rank": 2, "since": "2012-03-01"},
    ])),
    ("mark", {"key": "M1", "kind": "gi_certification", "name": "测试茶", "nice": 30, "filed_on": "2015-01-01",
              "registered_on": "2016-02-01", "holdings": [{"party": A, "region": "east", "since": "2015-01-01"}]}),
    ("gi_product", {"key": "G1", "name": "测试茶", "recognised_on": "2012-08-01", "region": "west", "area_ha": 900}),
    ("work", {"key": "W1", "kind": "artistic", "title": "图案", "registered_on": "2018-03-01",
              "holdings": [{"party": C, "region": "east", "since": "2018-03-01"}]}),
    ("enforcement", {"key": "E1", "track": "administrative", "kind": "fake_patent", "right_kind": "patent",
                     "filed_on": "2018-03-01", "closed_on": "2018-05-01", "outcome": "penalty", "penalty_fen": 500_000,
                     "region": "west"}),
    ("pledge", {"key": "L1", "kind": "patent", "registered_on": "2019-03-01", "amount_fen": 16_000_000, "party": A,
                "region": "east"}),
    ("pledged", {"key": "L1/1", "pledge_key": "L1", "right_kind": "patent", "right_key": "P2",
                 "registered_on": "2019-03-01", "amount_fen": 16_000_000, "region": "east"}),
    ("deal", {"key": "D1", "kind": "assignment", "right_kind": "patent", "right_key": "P2",
              "recorded_on": "2018-01-01", "party": B, "region": "west"}),
    ("training", {"key": "T1", "topic": "专利信息检索", "held_on": "2017-05-09", "sessions": 1, "person_times": 80,
                  "region": "city"}),
    ("recognition", {"key": "R1", "kind": "pilot_school", "name": "测试学校", "since": "2018-01-01", "region": "east"}),
    ("statistic", {"key": "S1", "name": "resident_population", "year": 2019, "vintage": 1, "value": 410_000, "scale": 1,
                   "since": "2020-01-01", "until": "2021-01-01", "region": "east"}),
]


def test_loading_by_copy_equals_the_acts() -> None:
    """Both seed an empty registry; the second starts from a rolled-back first."""
    empty = state()
    bulk = take([(source, [row]) for source, row in ROWS])
    loaded = state()
    perform(actor=IMPORT, verb="registry:rollback", target=bulk.load, facts={"reason": "x"}, at=NOW)
    assert state() == empty
    for source, row in ROWS:
        act("enter", source=source, row=row)
    assert state() == loaded


def test_facts_entered_one_by_one_equal_the_file_that_has_them_all() -> None:
    take([("patent", [patent("P1"), patent("P2")])])
    act("lapse", source="patent", key="P1", ended_on="2019-05-07", end_reason="unpaid_fee")
    act("transfer", source="patent", key="P2", party=B, region="west", since="2018-01-01")
    act("correct", source="patent", key="P2", changes={"title": "另一种装置"}, reason="笔误")
    entered = state()
    file = take([("patent", [
        patent("P1", ended_on="2019-05-07", end_reason="unpaid_fee"),
        patent("P2", title="另一种装置", holdings=[
            {"party": A, "region": "east", "since": "2012-03-01", "until": "2018-01-01"},
            {"party": B, "region": "west", "since": "2018-01-01"},
        ]),
    ])])
    assert file.counts["patent"] == {"read": 2, "accepted": 0, "updated": 0, "unchanged": 2, "rejected": 0}
    assert state() == entered


def test_a_lapse_is_one_load_with_an_event_on_the_record_and_one_for_consumers() -> None:
    take([("patent", [patent("P1")])])
    done = act("lapse", source="patent", key="P1", ended_on="2019-05-07", end_reason="unpaid_fee")
    with kernel():
        events = [(event.verb, event.subject_kind, event.subject_id) for event in
                  Event.objects.filter(id__in=done.events).order_by("id")]
        assert Load.objects.get(id=done.result["load"]).kind == "act"
        assert record(source="patent", key="P1").row["ended_on"] == date(2019, 5, 7)
    assert sorted(events) == [
        ("registry:lapse", "patent", "P1"), ("registry:loaded", "load", str(done.result["load"]))]


def test_a_preview_leaves_no_trace() -> None:
    take([("patent", [patent("P1")])])
    before, count = state(), versions()
    act("lapse", source="patent", key="P1", ended_on="2019-05-07", end_reason="unpaid_fee", preview=True)
    assert (state(), versions()) == (before, count)


@pytest.mark.parametrize(("verb", "facts", "changed"), [
    ("correct", {"changes": {"title": "另一种装置", "claims": 8}, "reason": "笔误"}, {"title", "claims"}),
    ("lapse", {"ended_on": "2019-05-07", "end_reason": "unpaid_fee"}, {"ended_on", "end_reason"}),
    ("transfer", {"party": B, "region": "west", "since": "2018-01-01"}, {"holdings"}),
])
def test_a_single_fact_is_the_source_of_what_it_changed_and_of_nothing_else(
    verb: str, facts: dict[str, Any], changed: set[str],
) -> None:
    first = take([("patent", [patent("P1", claims=9, agency="某代理所")])], licence="open")
    done = act(verb, source="patent", key="P1", **facts)
    with kernel():
        origins = {name: one.load for name, one in provenance(source="patent", key="P1").items()}
    assert origins == {
        **dict.fromkeys(("kind", "title", "filed_on", "granted_on", "agency", "claims", "holdings"), first.load),
        **dict.fromkeys(changed, done.result["load"])}


def test_a_correction_does_not_open_what_a_licence_keeps_from_the_public() -> None:
    take([("patent", [patent("P1", claims=9, agency="某代理所")])], withheld=("patent.claims", "patent.agency"))
    act("lapse", source="patent", key="P1", ended_on="2019-05-07", end_reason="unpaid_fee")
    act("correct", source="patent", key="P1", changes={"claims": 8}, reason="笔误")
    with kernel():
        known = record(source="patent", key="P1")
    assert known.withheld == {"agency"}
    assert ("agency" in known.public(), known.public()["claims"]) == (False, 8)


@pytest.mark.parametrize(("verb", "facts", "missing"), [
    ("lapse", {}, ["source", "key", "ended_on", "end_reason"]),
    ("lapse", {"source": "patent", "key": "P1", "ended_on": "2019-05-07"}, ["end_reason"]),
    ("transfer", {"source": "patent", "key": "P1", "party": ""}, ["party", "region", "since"]),
    ("enter", {"row": None}, ["source", "row"]),
    ("enter", {"source": "patent", "row": "P1"}, ["row"]),
    ("correct", {"reason": "x"}, ["source", "key", "changes"]),
    ("correct", {"reason": "x", "source": "patent", "key": "P1", "changes": ["title"]}, ["changes"]),
    ("load", {}, ["manifest", "parts"]),
    ("rollback", {"reason": "x"}, ["load"]),
])
def test_a_missing_fact_is_a_refusal_that_names_it(verb: str, facts: dict[str, Any], missing: list[str]) -> None:
    take([("patent", [patent("P1")])])
    before, count = state(), versions()
    with pytest.raises(Refusal) as refused:
        act(verb, **facts)
    assert [reason.place for reason in refused.value.reasons] == missing
    assert (state(), versions()) == (before, count)


@pytest.mark.parametrize(("verb", "facts", "code"), [
    ("enter", {"source": "patent", "row": patent("P1")}, "registry.known"),
    ("enter", {"source": "patent", "row": patent("P2", party="NOBODY")}, "registry.party"),
    ("correct", {"source": "patent", "key": "P1", "changes": {"title": "x"}}, "registry.no-reason"),
    ("correct", {"source": "patent", "key": "P1", "changes": {"key": "P7"}, "reason": "x"}, "registry.key"),
    ("correct", {"source": "patent", "key": "P7", "changes": {"title": "x"}, "reason": "x"}, "registry.unknown-record"),
    ("lapse", {"source": "patent", "key": "P1", "ended_on": "2011-01-01", "end_reason": "unpaid_fee"}, "registry.order"),
    ("lapse", {"source": "patent", "key": "P0", "ended_on": "2021-01-01", "end_reason": "unpaid_fee"}, "registry.ended"),
    ("enter", {"source": "patent", "row": patent("P2", stated=7)}, "registry.unknown-field"),
    ("correct", {"source": "patent", "key": "P1", "changes": {"title": "x", "stated": ["pages"]}, "reason": "x"},
     "registry.unknown-field"),
    ("transfer", {"source": "patent", "key": "P1", "party": B, "region": "west", "since": "2012-03-01"},
     "registry.transfer-day"),
    ("transfer", {"source": "patent", "key": "P1", "party": B, "region": "north", "since": "2018-03-01"},
     "registry.region"),
])
def test_a_refused_fact_changes_nothing(verb: str, facts: dict[str, Any], code: str) -> None:
    take([("patent", [patent("P1"), patent("P0", ended_on="2019-05-07")])])
    before, count = state(), versions()
    with pytest.raises(Refusal) as refused:
        act(verb, **facts)
    assert refused.value.codes == (code,)
    assert (state(), versions()) == (before, count)


@pytest.mark.parametrize("actor", [
    Actor("user:1", DAY), Actor("user:1", DAY, (Role("leader", "/city/"),)), Actor("anyone", DAY)])
@pytest.mark.parametrize("verb", ["lapse", "load", "rollback"])
def test_who_has_no_role_for_it_cannot_touch_the_registry(actor: Actor, verb: str) -> None:
    done = take([("patent", [patent("P1")])])
    before, count = state(), versions()
    facts = {
        "lapse": {"source": "patent", "key": "P1", "ended_on": "2019-05-07", "end_reason": "unpaid_fee"},
        "rollback": {"reason": "x"}, "load": {},
    }[verb]
    if verb == "load":
        facts = {"manifest": Manifest(format="t", name="t", within="/city/"), "parts": []}
    with pytest.raises(Refusal) as refused:
        perform(actor=actor, verb=f"registry:{verb}", target=done.load, facts=facts, at=NOW)
    assert refused.value.codes == ("acts.forbidden",)
    assert (state(), versions()) == (before, count)


OFFICERS = """
id = "T01"
title = { zh = "玩具", en = "Toy" }
chain = "management"
owner = { zh = "测试", en = "tests" }
[roles]
keeper = ["registry:load", "registry:enter", "registry:correct"]
"""
EAST = Actor("user:5", DAY, (Role("keeper", "/city/east/"),))
CITY = Actor("user:6", DAY, (Role("keeper", "/city/"),))
MOVED = {"holdings": [{"party": A, "region": "west", "since": "2012-03-01"}]}
PAST = {"holdings": [{"party": B, "region": "west", "since": "2012-03-01", "until": "2020-01-01"},
                     {"party": A, "region": "east", "since": "2020-01-01"}]}


@pytest.fixture
def officers(declare: Callable[[dict[str, str]], None]) -> None:
    declare({"system.toml": OFFICERS})


@pytest.mark.usefixtures("officers")
@pytest.mark.parametrize(("verb", "facts"), [
    ("correct", {"source": "patent", "key": "P1", "changes": MOVED, "reason": "x"}),
    ("correct", {"source": "patent", "key": "P1", "changes": PAST, "reason": "x"}),
    ("correct", {"source": "patent", "key": "P2", "changes": {"title": "x"}, "reason": "x"}),
    ("correct", {"source": "training", "key": "T1", "changes": {"region": "west"}, "reason": "x"}),
    ("enter", {"source": "patent", "row": patent("P3", **PAST)}),
    ("enter", {"source": "patent", "row": patent("P3", region="west")}),
])
def test_an_officer_enters_nothing_that_counts_in_another_county(verb: str, facts: dict[str, Any]) -> None:
    take([("patent", [patent("P1"), patent("P2", party=B, region="west")]), ("training", [
        {"key": "T1", "topic": "x", "held_on": "2017-05-09", "sessions": 1, "person_times": 8, "region": "east"}])])
    before, count = state(), versions()
    with pytest.raises(Refusal) as refused:
        act(verb, actor=EAST, **facts)
    assert refused.value.codes == ("acts.forbidden",)
    assert (state(), versions()) == (before, count)
    act(verb, actor=CITY, **facts)
    assert versions() == count + 1


@pytest.mark.usefixtures("officers")
@pytest.mark.parametrize(("source", "row"), [
    ("patent", patent("P2")),
    ("firm", firm(B, "丁公司")),
    ("training", {"key": "T1", "topic": "x", "held_on": "2017-05-09", "sessions": 1, "person_times": 8,
                  "region": "east"}),
])
def test_a_countys_load_does_not_replace_another_countys_record(source: str, row: dict[str, Any]) -> None:
    take([("patent", [patent("P1"), patent("P2", party=B, region="west")]), ("training", [
        {"key": "T1", "topic": "x", "held_on": "2017-05-09", "sessions": 1, "person_times": 9, "region": "west"}])])
    before = state()
    facts = {"parts": [(source, [row])]}
    done = act("load", actor=EAST, manifest=Manifest(format="t", name="t", within="/city/east/"), **facts)
    assert (done.result["counts"][source]["rejected"], state()) == (1, before)
    with kernel():
        assert [each.code for each in Rejection.objects.filter(load_id=done.result["load"])] == ["registry.outside"]
        assert Party.objects.get(code=B).name == "乙公司"
    whole = act("load", actor=CITY, manifest=Manifest(format="t", name="t", within="/city/"), **facts)
    assert whole.result["counts"][source]["updated"] == 1


@pytest.mark.usefixtures("officers")
def test_a_county_loads_its_own_records_again() -> None:
    take([("patent", [patent("P1", holdings=PAST["holdings"]), patent("P2")])])
    manifest = Manifest(format="t", name="t", within="/city/east/")
    done = act("load", actor=EAST, manifest=manifest, parts=[("patent", [patent("P2", title="新"), patent("P3")])])
    counts = done.result["counts"]["patent"]
    assert (counts["accepted"], counts["updated"], counts["rejected"]) == (1, 1, 0)
