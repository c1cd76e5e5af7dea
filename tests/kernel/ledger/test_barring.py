"""Who is barred from a subject no longer sees what was recorded of it; the database lets nothing else change."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import Error, connection, transaction

from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.ledger.public import Audience, Event, NewEvent, Payload, append, erasing

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def event(db: None) -> None:
    """What two people may see."""
    audience = Audience(("user:1", "user:2"), ("user:9",))
    with kernel():
        append(
            [NewEvent(verb="toy:make", subject_kind="toy", subject_id="a", subject_version=1, at=AT, actor="user:1",
                      audience=audience, content={"ordinary": {"patch": {"weight": 3}}})]
        )  # fmt: skip


def seen(number: int) -> tuple[int, int]:
    actor = Actor(f"user:{number}", AT.date())
    with reading(actor):
        return Event.objects.count(), Payload.objects.count()


@pytest.mark.usefixtures("event")
def test_whoever_is_barred_later_sees_nothing_of_before_and_everyone_else_as_much_as_ever() -> None:
    assert (seen(1), seen(2)) == ((1, 1), (1, 1))
    with kernel():
        assert erasing.bar_events(kind="toy", subject_id="a", barred=["user:2"]) == 1
        assert erasing.bar_events(kind="toy", subject_id="a", barred=["user:2"]) == 0
        assert erasing.bar_events(kind="toy", subject_id="b", barred=["user:1"]) == 0
    assert (seen(1), seen(2)) == ((1, 1), (0, 0))
    with kernel():
        assert Event.objects.get().barred == ["user:9", "user:2"]


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize("change", ["barred = '{}'", "barred = '{user:2}'"], ids=["to nobody", "to another"])
@pytest.mark.parametrize("table", ["ledger_event", "ledger_payload"])
def test_nobody_is_let_in_again(table: str, change: str) -> None:
    with pytest.raises(Error), transaction.atomic(), kernel(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {change}")
    assert (seen(9), seen(1)) == ((0, 0), (1, 1))
