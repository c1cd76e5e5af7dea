"""One live registered pledge on a right, whoever tries and however many try at once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections

from zhichan.kernel.access.public import Actor, Role, system_actor
from zhichan.kernel.acts.public import Act, perform, resolve
from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.kernel.ledger.public import append
from zhichan.kernel.registry import dossiers
from zhichan.kernel.registry.public import Load, Manifest, Pledge, Pledged, load_parts, provenance

from .conftest import DAY, IMPORT, NOW, A, B, firm, patent, take

CLERK = Actor("user:1", DAY, (Role("clerk", "/city/"),))


def pledge(key: str, *rights: str, on: str = "2025-03-03", party: str = A, **more: Any) -> int:
    """Enter a pledge as the import process does for the demonstration: through the rows."""
    facts = {
        "key": key, "registered_on": on, "lender": "示例银行", "party": party, "region": "east",
        "rights": [{"right": right, "amount_fen": 100_00} for right in rights], **more}
    return int(_allowed("registry:pledge", facts)["load"])


def release(key: str, on: str) -> None:
    _allowed("registry:release", {"key": key, "released_on": on})


def _allowed(verb: str, facts: dict[str, Any]) -> Any:
    """As a case's act hands it on."""
    with kernel():
        act = Act(CLERK, verb, None, facts, NOW, False, cause="pledge_loan:record_registration")
        result = resolve(verb)(act)
        append(act.events)
        return result


def live() -> list[tuple[str, str, str | None]]:
    with kernel():
        return [
            (one.pledge_key, one.right_key, one.released_on.isoformat() if one.released_on else None)
            for one in Pledged.objects.current().order_by("key")]


@pytest.fixture
def rights(city: None) -> None:
    take([("patent", [patent("P1"), patent("P2")])], name="patents")
    take([("mark", [{
        "key": "M1", "kind": "ordinary", "name": "示例", "nice": 9, "filed_on": "2012-03-01",
        "registered_on": "2013-03-01", "holdings": [{"party": A, "region": "east", "since": "2012-03-01"}]}])], name="marks")


@pytest.mark.usefixtures("rights")
class TestOnePledge:
    def test_a_mixed_pledge_is_one_amount_over_several_rights(self) -> None:
        pledge("ZY1", "patent:P1", "mark:M1")
        with kernel():
            [head] = Pledge.objects.current().select_related("region")
        assert (head.kind, head.amount_fen, head.region.slug) == ("mixed", 200_00, "east")
        assert live() == [("ZY1", "P1", None), ("ZY1", "M1", None)]

    def test_a_right_already_pledged_is_refused_and_nothing_of_the_second_stays(self) -> None:
        pledge("ZY1", "patent:P1")
        with kernel():
            loads = Load.objects.count()
        with pytest.raises(Refusal) as refused:
            pledge("ZY2", "patent:P2", "patent:P1", on="2025-04-01")
        assert refused.value.codes == ("registry.already-pledged",)
        assert "patent:P1" in refused.value.reasons[0].text.zh
        assert live() == [("ZY1", "P1", None)]
        with kernel():
            assert (Load.objects.count(), Pledge.objects.count()) == (loads, 1)

    def test_once_discharged_the_right_is_free_from_that_day_and_not_before(self) -> None:
        pledge("ZY1", "patent:P1")
        release("ZY1", "2025-06-30")
        with pytest.raises(Refusal):
            pledge("ZY2", "patent:P1", on="2025-06-29")
        pledge("ZY2", "patent:P1", on="2025-06-30")
        assert live() == [("ZY1", "P1", "2025-06-30"), ("ZY2", "P1", None)]

    def test_a_discharge_is_the_source_of_its_day_alone(self) -> None:
        load = pledge("ZY1", "patent:P1")
        release("ZY1", "2025-06-30")
        with kernel():
            found = {name: one.load for name, one in provenance(source="pledge", key="ZY1").items()}
        assert found.pop("released_on") > load
        assert set(found.values()) == {load}

    def test_a_registration_that_a_file_brought_before_is_taken_as_it_is_and_another_of_its_number_refused(self) -> None:
        load = pledge("ZY1", "patent:P1")
        with kernel():
            loads = Load.objects.count()
        facts = {
            "key": "ZY1", "registered_on": "2025-03-03", "lender": "示例银行", "party": A, "region": "east",
            "rights": [{"right": "patent:P1", "amount_fen": 100_00}]}
        assert _allowed("registry:pledge", facts) == {"load": None, "pledge": "ZY1"}
        for change in (
            {"registered_on": "2025-03-04"}, {"lender": "另一银行"}, {"party": B},
            {"rights": [{"right": "patent:P2", "amount_fen": 100_00}]},
            {"rights": [{"right": "patent:P1", "amount_fen": 100_01}]},
        ):
            with pytest.raises(Refusal) as refused:
                _allowed("registry:pledge", facts | change)
            assert refused.value.codes == ("registry.known",)
        with kernel():
            assert (Load.objects.count(), load > 0) == (loads, True)

    def test_a_discharge_is_entered_once_and_not_before_the_registration(self) -> None:
        pledge("ZY1", "patent:P1")
        with pytest.raises(Refusal) as early:
            release("ZY1", "2025-03-02")
        release("ZY1", "2025-06-30")
        with pytest.raises(Refusal) as twice:
            release("ZY1", "2025-07-01")
        assert (early.value.codes, twice.value.codes) == (("registry.dates",), ("registry.ended",))

    def test_a_file_keeps_its_other_rows_and_says_why_one_was_not_taken(self) -> None:
        pledge("ZY1", "patent:P1")
        row = {"pledge_key": "ZY9", "right_kind": "patent", "registered_on": "2025-05-01", "amount_fen": 1, "region": "east"}
        done = take([("pledged", [
            {**row, "key": "ZY9/1", "right_key": "P1"}, {**row, "key": "ZY9/2", "right_key": "P2"},
            {**row, "key": "ZY9/3", "right_key": "P2"}])], name="a file of pledges")
        assert done.counts["pledged"]["accepted"] == 1
        assert done.counts["pledged"]["rejected"] == 2

    def test_a_rollback_that_would_leave_two_pledges_is_refused(self) -> None:
        pledge("ZY1", "patent:P1")
        with kernel():
            last = Load.objects.order_by("-id").first()
        release("ZY1", "2025-06-30")
        with kernel():
            released = Load.objects.order_by("-id").first()
        pledge("ZY2", "patent:P1", on="2025-07-01")
        assert last is not None
        assert released is not None
        with pytest.raises(Refusal) as refused:
            perform(actor=IMPORT, verb="registry:rollback", target=released.pk, facts={"reason": "误登"}, at=NOW)
        assert refused.value.codes == ("registry.already-pledged",)
        assert live() == [("ZY1", "P1", "2025-06-30"), ("ZY2", "P1", None)]

    def test_the_database_itself_refuses_a_second_live_pledge(self) -> None:
        pledge("ZY1", "patent:P1")
        with pytest.raises(DatabaseError) as refused, kernel(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO registry_pledged (key, digest, opened_by, pledge_key, right_kind, right_key, registered_on,"
                " amount_fen, region_id) SELECT 'X', 'x', opened_by, 'X', right_kind, right_key, registered_on + 9, 1,"
                " region_id FROM registry_pledged LIMIT 1")
        assert refused.value.__cause__.sqlstate == "23P01"  # type: ignore[union-attr]

    def test_without_a_role_or_a_case_nobody_enters_a_pledge(self) -> None:
        facts = {"key": "Z", "region": "east", "rights": [], "registered_on": "2025-01-01"}
        with pytest.raises(Refusal) as refused:
            perform(actor=CLERK, verb="registry:pledge", facts=facts, at=NOW)
        assert refused.value.codes == ("acts.forbidden",)

    def test_what_is_known_of_a_right_comes_with_its_source_and_day(self) -> None:
        pledge("ZY1", "patent:P1")
        with kernel():
            found = dossiers.right("patent:P1", DAY)
            holder = dossiers.party(A, DAY)
            assert dossiers.right("patent:none", DAY) is None
            assert dossiers.party("none", DAY) is None
        assert found is not None
        assert holder is not None
        assert (found["source"], found["as_of"], found["in_force"]) == ("patents", "2025-09-30", True)
        assert [(one["key"], one["lender"], one["source"]) for one in found["pledges"]] == [
            ("ZY1", "示例银行", "registry:pledge ZY1")]
        assert [one["name"] for one in found["holders"]] == ["甲公司"]
        assert (holder["rights"], [one["key"] for one in holder["pledges"]]) == ({"in_force": 3, "pledged": 1}, ["ZY1"])
        assert found["loaded"] == ["mark", "patent", "pledge"]


@pytest.fixture
def committed(transactional_db: None) -> None:
    with kernel():
        Region.objects.create(slug="east", name="东县", name_en="East", kind="county", path="/east/")
    actor = system_actor("import", day=DAY)
    at = datetime(2025, 9, 30, 4, tzinfo=UTC)
    load_parts([("firm", [firm(A, "甲公司"), firm(B, "乙公司")])], Manifest(format="t", name="firms"), actor=actor, at=at)
    load_parts([("patent", [patent("P1")])], Manifest(format="t", name="patents"), actor=actor, at=at)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("committed")
def test_of_two_pledges_entered_at_once_one_stands() -> None:
    gate, outcomes = threading.Barrier(2), []

    def enter(key: str) -> None:
        try:
            gate.wait(timeout=20)
            pledge(key, "patent:P1")
            outcomes.append("entered")
        except Refusal as refusal:
            outcomes.append(refusal.codes[0])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=enter, args=(key,)) for key in ("ZY1", "ZY2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["entered", "registry.already-pledged"]
    assert len(live()) == 1
