"""Events: appended whole, never changed, read in a gap-free order."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from zhichan.kernel.ground.public import kernel
from zhichan.kernel.ledger import events
from zhichan.kernel.ledger.models import Consumer, Seal
from zhichan.kernel.ledger.public import (
    Audience,
    Event,
    NewEvent,
    Payload,
    Position,
    append,
    catch_up,
    consume,
    seal,
    sequence,
)
from zhichan.kernel.ledger.verifying import verify

AT = datetime(2025, 9, 30, 8, tzinfo=UTC)
DAY = date(2025, 9, 30)


def event(number: int = 1) -> NewEvent:
    """An event about subject ``number``."""
    return NewEvent("test:done", "thing", str(number), AT, "user:1", {"ordinary": {"n": number}})


@pytest.mark.django_db
def test_an_event_cannot_be_changed_deleted_or_truncated() -> None:
    with kernel():
        [identity] = append([event()])
    for statement in (
        "UPDATE ledger_event SET reason = 'x'",
        "DELETE FROM ledger_event",
        "TRUNCATE ledger_event CASCADE",
        "UPDATE ledger_payload SET content = '{}'::jsonb",
        "DELETE FROM ledger_payload",
    ):
        with pytest.raises(ProgrammingError), kernel(), connection.cursor() as cursor:
            cursor.execute(statement)
    with kernel():
        assert Event.objects.get(pk=identity).reason == ""
        assert Payload.objects.get(event_id=identity).content == {"n": 1}


@pytest.mark.django_db
def test_a_payload_part_can_be_erased_and_the_envelope_digest_still_holds() -> None:
    with kernel():
        first, by = append([event(1), event(2)])
        before = bytes(Event.objects.get(pk=first).digest)
        Payload.objects.filter(event_id=first).update(content=None, erased_by=by)
        part = Payload.objects.get(event_id=first)
        row = Event.objects.get(pk=first)
        assert part.content is None
        assert events.envelope_digest(row, {"ordinary": bytes(part.digest).hex()}) == before


@pytest.mark.django_db
def test_a_part_is_not_erased_by_an_event_that_is_not_there() -> None:
    with kernel():
        [first] = append([event(1)])
    with pytest.raises(IntegrityError), kernel(), connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE; UPDATE ledger_payload SET content = NULL, erased_by = gen_random_uuid()")
    with kernel():
        assert Payload.objects.get(event_id=first).content == {"n": 1}


@pytest.mark.django_db
@pytest.mark.parametrize("also", ["readers = '{anyone}'", "barred = '{x}'", "public = true", "public_from = '2025-01-01'"])
def test_erasing_a_part_changes_nothing_else_of_it(also: str) -> None:
    with kernel():
        first, by = append([event(1), event(2)])
    with pytest.raises(ProgrammingError), kernel(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE ledger_payload SET content = NULL, erased_by = %s, {also} WHERE event_id = %s", [by, first])
    with kernel():
        part = Payload.objects.get(event_id=first)
        assert (part.content, part.readers, part.barred, part.public) == ({"n": 1}, [], [], False)


@pytest.mark.django_db
def test_a_part_erased_by_an_event_of_another_kind_is_a_fault() -> None:
    with kernel():
        first, other = append([event(1), event(2)])
        Payload.objects.filter(event_id=first).update(content=None, erased_by=other)
    assert [each.code for each in verify().faults] == ["ledger.eraser"]


@pytest.mark.django_db
def test_positions_are_gap_free_and_given_once() -> None:
    with kernel():
        ids = append([event(n) for n in range(5)])
    assert sequence() == 5
    assert sequence() == 0
    with kernel():
        placed = list(
            Position.objects.filter(event_id__in=ids).order_by("position").values_list("position", "event_id")
        )
    assert [identity for _, identity in placed] == ids
    assert [position for position, _ in placed] == list(range(placed[0][0], placed[0][0] + 5))


@pytest.mark.django_db
def test_a_consumer_sees_every_event_once_even_when_it_failed_in_between() -> None:
    seen: list[str] = []

    def handle(_: int, each: Event) -> None:
        if each.subject_id == "3" and "failed" not in seen:
            seen.append("failed")
            raise RuntimeError("stumbled")
        seen.append(each.subject_id)

    consume("test-consumer", handle, verbs=["test:done"])
    try:
        with kernel():
            append([event(n) for n in (1, 2, 3)])
        sequence()
        with pytest.raises(RuntimeError):
            catch_up("test-consumer")
        catch_up("test-consumer")
        # The first round was rolled back with its position, so 1 and 2 are handled again: idempotent by position.
        assert seen == ["1", "2", "failed", "1", "2", "3"]
        assert catch_up("test-consumer") == 0
        with kernel():
            assert Consumer.objects.get(pk="test-consumer").position == Position.objects.latest("position").position
    finally:
        events._consumers.pop("test-consumer")


@pytest.mark.django_db
def test_seals_chain_and_an_empty_ledger_is_not_sealed() -> None:
    with kernel():
        append([event(1), event(2)])
    sequence()
    first = seal(at=AT)
    assert first is not None
    assert seal(at=AT) is None
    with kernel():
        append([event(3)])
    sequence()
    second = seal(at=AT)
    assert second is not None
    assert (second.first, bytes(second.previous)) == (
        first.last + 1,
        bytes(first.root),
    )
    with kernel():
        assert Seal.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_no_event_is_lost_or_doubled_when_transactions_commit_out_of_order() -> None:
    """Writers that commit late are placed late; a reader by UUIDv7 would have passed them by."""
    late_may_commit, late_has_written = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic(), kernel():
            append([event(100)])
            late_has_written.set()
            late_may_commit.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    late_has_written.wait(10)
    with kernel():
        append([event(200)])
    sequence()
    with kernel():
        early = list(Position.objects.values_list("event__subject_id", flat=True))
    late_may_commit.set()
    thread.join()
    sequence()
    with kernel():
        both = list(Position.objects.order_by("position").values_list("position", "event__subject_id"))
    assert early == ["200"]
    assert both == [(1, "200"), (2, "100")]


@pytest.mark.django_db
def test_an_event_told_in_another_zone_verifies_as_it_comes_back() -> None:
    """Doors tell instants in Shanghai's time; the database gives them back in its own."""
    with kernel():
        for zone in (UTC, timezone(timedelta(hours=8)), timezone(-timedelta(hours=5, minutes=30))):
            append([NewEvent("test:happened", "thing", "1", datetime(2025, 9, 30, 9, 0, 1, 5, tzinfo=zone), "user:1")])
    sequence()
    assert verify().faults == []


@pytest.mark.django_db
def test_many_events_are_kept_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {
        "words": '引号"、反斜线\\、换行\n、{s}、%s、𠮷', "numbers": [0.1, -0.0, 1e16, 10**30, 12345678.123456789],
        "nothing": None, "list": [{"a": True}],
    }  # fmt: skip
    seen_by = Audience(("user:1", 'unit:"x",{y}'), ("user:2",), public=True, public_from=DAY, public_until=None)
    at = datetime(2025, 9, 30, 9, 0, 1, 5, tzinfo=timezone(timedelta(hours=8)))

    def made() -> list[NewEvent]:
        return [
            NewEvent(
                "test:happened", "thing", str(number), at, "user:1", {"ordinary": told, "sealed": {"n": number}},
                on_behalf="user:3", cause="test:cause", unit="a,b", reason="理由", subject_version=number,
                audience=seen_by, audiences={"sealed": Audience(("user:9",))},
            )
            for number in range(3)
        ]  # fmt: skip

    with kernel():
        few = append(made())
        monkeypatch.setattr(events, "MANY", 1)
        many = append(made())
        kept = {one.pk: one for one in Event.objects.filter(pk__in=[*few, *many])}
        for one, other in zip(few, many, strict=True):
            for name in {*events.ENVELOPE} - {"id", "digest"}:
                assert getattr(kept[one], name) == getattr(kept[other], name), name
            parts = [list(Payload.objects.filter(event_id=each).order_by("field_class")) for each in (one, other)]
            assert len(parts[0]) == len(parts[1]) == 2
            for part, again in zip(*parts, strict=True):
                for name in {*events.PART} - {"event_id", "salt", "digest"}:
                    assert getattr(part, name) == getattr(again, name), name
    sequence()
    assert verify().faults == []
    with kernel():
        places = dict(Position.objects.values_list("event_id", "position"))
    assert [places[one] for one in [*few, *many]] == sorted(places.values())
