"""Kill -9 between any two steps of an act or of a consumer: nothing or everything."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from zhichan.kernel.access.public import Actor
from zhichan.kernel.acts.models import Done
from zhichan.kernel.acts.performing import _handlers
from zhichan.kernel.acts.public import Act, perform, register_verb
from zhichan.kernel.ground.public import Region, kernel
from zhichan.kernel.ledger import events
from zhichan.kernel.ledger.public import Audience, Event, Position, append, catch_up, consume, sequence

AT = datetime(2025, 9, 30, 1, tzinfo=UTC)
CLERK = Actor("user:1", date(2025, 9, 30))

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def founding() -> Any:
    """A verb of three writes: two regions and an event."""

    def handler(act: Act) -> dict[str, Any]:
        for slug in ("one", "two"):
            Region.objects.create(slug=slug, name=slug, name_en=slug, kind="city", path=f"/{slug}/")
        act.event(subject_kind="region", subject_id="one", content={"made": 2}, audience=Audience())
        return {"made": 2}

    register_verb("test:found", handler)
    yield lambda: perform(actor=CLERK, verb="test:found", at=AT, key="once")
    _handlers.pop("test:found")


def counts() -> tuple[int, int, int]:
    """Regions, events and done requests."""
    with kernel():
        return Region.objects.count(), Event.objects.count(), Done.objects.count()


def test_an_act_killed_before_any_of_its_statements_leaves_nothing(killing: Any, founding: Any) -> None:
    statement = 1
    while killing.before_statement(statement, founding):
        assert counts() == (0, 0, 0), statement
        statement += 1
    assert statement > 6
    assert counts() == (2, 1, 1)


def test_an_act_killed_after_its_commit_is_done_and_its_retry_does_nothing_more(
    killing: Any, founding: Any
) -> None:
    assert killing.after_commit(founding)
    assert counts() == (2, 1, 1)
    assert founding().repeated
    assert counts() == (2, 1, 1)


def test_a_worker_killed_anywhere_loses_no_event_and_handles_none_twice(killing: Any, founding: Any) -> None:
    def handle(position: int, event: Event) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO ground_region (slug, name, name_en, kind, path, rank, since, synthetic)"
                " VALUES (%s, %s, '', 'town', %s, 0, '2000-01-01', true)",
                [f"p{position}", "处理", f"/p{position}/"],
            )

    consume("test-killed", handle, verbs=["test:found", "test:more"])
    try:
        founding()
        with kernel():
            append([events.NewEvent("test:more", "thing", str(number), AT, "user:1") for number in range(3)])

        def work() -> None:
            sequence()
            catch_up("test-killed")

        statement = 1
        while killing.before_statement(statement, work):
            statement += 1
        work()
        with kernel():
            places = sorted(Position.objects.values_list("position", flat=True))
            handled = sorted(Region.objects.filter(kind="town").values_list("slug", flat=True))
        assert places == [1, 2, 3, 4]
        assert handled == ["p1", "p2", "p3", "p4"]
    finally:
        events._consumers.pop("test-killed")
