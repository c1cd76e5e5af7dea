"""A load takes what changed, keeps apart what is broken, and is one act with one event."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from zhichan.kernel.ground.public import Party, Refusal, kernel
from zhichan.kernel.ledger.public import Event, Payload
from zhichan.kernel.registry.public import Load, Rejection, history, record

from .conftest import A, B, firm, patent, state, take, versions

pytestmark = pytest.mark.usefixtures("city")


def test_a_load_counts_new_changed_and_unchanged_rows() -> None:
    first = take([("patent", [patent("P1"), patent("P2")])])
    assert first.counts == {"patent": {"read": 2, "accepted": 2, "updated": 0, "unchanged": 0, "rejected": 0}}
    second = take([("patent", [patent("P1"), patent("P2", ended_on="2019-05-07"), patent("P3")])])
    assert second.counts == {"patent": {"read": 3, "accepted": 1, "updated": 1, "unchanged": 1, "rejected": 0}}
    with kernel():
        old, new = history(source="patent", key="P2")
        assert (old.opened_by, old.closed_by, old.row["ended_on"]) == (first.load, second.load, None)
        assert (new.opened_by, new.closed_by, new.row["ended_on"]) == (second.load, None, date(2019, 5, 7))


def test_the_same_load_twice_changes_no_version() -> None:
    rows = [patent("P1"), patent("P2", party=B, region="west")]
    take([("patent", rows)])
    before, count = state(), versions()
    again = take([("patent", reversed(rows))])
    assert again.counts["patent"] == {"read": 2, "accepted": 0, "updated": 0, "unchanged": 2, "rejected": 0}
    assert (state(), versions()) == (before, count)


def test_text_and_values_give_the_same_version() -> None:
    take([("patent", [patent("P1", sei="true", filed_on="2012-03-01")])])
    again = take([("patent", [patent("P1", sei=True, filed_on=date(2012, 3, 1))])])
    assert again.counts["patent"]["unchanged"] == 1


def test_a_load_is_one_act_with_one_event_naming_hash_and_counts() -> None:
    done = take([("patent", [patent()])], name="grants.csv", sha256="ab" * 32)
    with kernel():
        [event] = Event.objects.filter(subject_kind="load", subject_id=str(done.load))
        content = Payload.objects.get(event=event).content
        kept = Load.objects.get(id=done.load)
    assert (event.verb, event.actor) == ("registry:loaded", "import")
    assert content == {
        "kind": "file", "format": "test", "name": "grants.csv", "sha256": "ab" * 32, "counts": done.counts}
    assert (kept.name, kept.sha256, kept.counts) == ("grants.csv", "ab" * 32, done.counts)


@pytest.mark.parametrize(("row", "code", "place"), [
    (patent(key=""), "registry.missing", "key"),
    (patent(title=None), "registry.missing", "title"),
    (patent(filed_on="2012-02-30"), "registry.day", "filed_on"),
    (patent(filed_on="12/03/01"), "registry.day", "filed_on"),
    (patent(granted_on="2300-01-01"), "registry.day-range", "granted_on"),
    (patent(granted_on="2011-05-07"), "registry.order", "granted_on"),
    (patent(kind="plant"), "registry.choice", "kind"),
    (patent(colour="red"), "registry.unknown-field", "colour"),
    (patent(region="north"), "registry.region", "holdings[1]"),
    (patent(party="NOBODY"), "registry.party", "party"),
    (patent(holdings=[]), "registry.holder", "holdings"),
    (patent(sei="perhaps"), "registry.flag", "sei"),
    (patent(title="a\x00b"), "registry.control", "title"),
    (patent(agency="x" * 81), "registry.long", "agency"),
    (patent(key="k" * 65), "registry.long", "key"),
    (patent(holdings=[
        {"party": A, "region": "east", "since": "2012-03-01", "until": "2015-01-01"},
        {"party": B, "region": "west", "since": "2014-12-31"},
    ]), "registry.overlap", "holdings"),
    (patent(holdings=[{"party": A, "region": "east", "since": "2012-03-01", "until": "2012-03-01"}]),
     "registry.order", "holdings[1]"),
])
def test_a_broken_row_is_kept_apart_with_its_reason_and_position(row: dict, code: str, place: str) -> None:
    done = take([("patent", [patent("good"), row, patent("better")])])
    assert done.counts["patent"] == {"read": 3, "accepted": 2, "updated": 0, "unchanged": 0, "rejected": 1}
    with kernel():
        [rejected] = Rejection.objects.filter(load_id=done.load)
    assert (rejected.source, rejected.line, rejected.code, rejected.place) == ("patent", 2, code, place)
    assert rejected.zh
    assert rejected.en
    assert set(state()["patent"]) == {"good", "better"}


def test_a_number_out_of_range_is_rejected_before_the_database_sees_it() -> None:
    mark = {"key": "M1", "kind": "ordinary", "name": "山", "nice": 40_000, "filed_on": "2015-01-01",
            "holdings": [{"party": A, "region": "east", "since": "2015-01-01"}]}
    done = take([("mark", [mark, mark | {"key": "M2", "nice": "5x"}, mark | {"key": "M3", "nice": "5"}])])
    assert done.counts["mark"]["rejected"] == 2
    assert set(state()["mark"]) == {"M3"}


def test_of_a_repeated_key_the_first_row_counts() -> None:
    done = take([("patent", [patent("P1"), patent("P1", title="另一种")])])
    assert done.counts["patent"]["rejected"] == 1
    with kernel():
        [rejected] = Rejection.objects.filter(load_id=done.load)
        assert (rejected.line, rejected.code) == (2, "registry.repeated")
        assert record(source="patent", key="P1").row["title"] == "一种测试装置"


def test_a_whole_load_is_refused_with_every_reason_and_leaves_nothing() -> None:
    before, count = state(), versions()
    with kernel():
        loads, events = Load.objects.count(), Event.objects.count()
    with pytest.raises(Refusal) as refused:
        take([("patent", [patent("P1"), patent("P2", filed_on="x"), patent("P3", party="NOBODY")])], whole=True)
    assert [(reason.code, reason.place) for reason in refused.value.reasons] == [
        ("registry.day", "patent:2:filed_on"), ("registry.party", "patent:3:party")]
    assert (state(), versions()) == (before, count)
    with kernel():
        assert (Load.objects.count(), Event.objects.count()) == (loads, events)


def test_rows_outside_the_scope_of_a_load_are_rejected() -> None:
    done = take([("patent", [patent("P1"), patent("P2", region="west")])], within="/city/east/")
    with kernel():
        assert [(one.line, one.code) for one in Rejection.objects.filter(load_id=done.load)] == [
            (2, "registry.outside")]


def test_an_unknown_source_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        take([("plants", [])])
    assert refused.value.codes == ("registry.unknown-source",)


def test_a_firm_load_gives_its_party_an_identity_and_keeps_its_name() -> None:
    take([("firm", [firm(A, "甲公司（已更名）", "west")])])
    with kernel():
        party = Party.objects.get(code=A)
        assert (party.name, party.region.slug, party.synthetic) == ("甲公司（已更名）", "west", True)


def test_a_patent_meets_each_criterion_of_high_value_from_its_own_day() -> None:
    take([("patent", [
        patent("sei", sei=True),
        patent("family-before", overseas_family_on="2013-01-01"),
        patent("family-after", overseas_family_on="2016-01-01"),
        patent("family-too-late", overseas_family_on="2016-01-01", ended_on="2015-01-01"),
        patent("awarded", award="测试奖", award_on="2020-06-30"),
        patent("ended-young", ended_on="2022-03-01"),
        patent("just-aged", ended_on="2022-03-03"),
        patent("never-granted", granted_on=None, sei=True, overseas_family_on="2016-01-01"),
    ])])
    with kernel(), connection.cursor() as cursor:
        cursor.execute("SELECT key, sei_since, family_since, aged_since, award_since FROM registry_patent")
        found = {key: days for key, *days in cursor.fetchall()}
    grant, aged = date(2014, 5, 7), date(2022, 3, 2)
    assert found == {
        "sei": [grant, None, aged, None],
        "family-before": [None, grant, aged, None],
        "family-after": [None, date(2016, 1, 1), aged, None],
        "family-too-late": [None, None, None, None],
        "awarded": [None, None, aged, date(2020, 6, 30)],
        "ended-young": [None, None, None, None],
        "just-aged": [None, None, aged, None],
        "never-granted": [None, None, None, None],
    }


def test_batches_do_not_show_in_the_result(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [patent(f"P{number}") for number in range(7)]
    take([("patent", rows)])
    whole = state()
    monkeypatch.setattr("zhichan.kernel.registry.bulk.BATCH", 3)
    again = take([("patent", iter(rows))])
    assert again.counts["patent"]["unchanged"] == 7
    assert state() == whole


def test_a_person_s_identity_number_is_no_organisation_s_code_and_is_not_kept_with_the_refused_row() -> None:
    """The number is the specimen of the standard; it belongs to nobody."""
    before = state()
    done = take([("firm", [firm("11010519491231002X", "某某经营部", address="身份证11010519491231002X")])])
    assert (done.counts["firm"]["accepted"], done.counts["firm"]["rejected"]) == (0, 1)
    assert state() == before
    with kernel():
        [rejected] = Rejection.objects.filter(load_id=done.load)
        assert (rejected.code, rejected.row["key"], rejected.row["address"]) == (
            "registry.person-code", "110105************", "身份证110105************")
        assert not Party.objects.filter(code="11010519491231002X").exists()
