"""What fails in a worker's thread is logged, and the thread goes on: a rule's mistake stops no legal clock."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import DataError, OperationalError

from zhichan.doors.desk.loads import work
from zhichan.doors.feeds import publishing
from zhichan.kernel.casework import public as casework
from zhichan.kernel.inbox import public as inbox
from zhichan.kernel.registry import public as registry
from zhichan.kernel.selections import public as selections
from zhichan.site import opening


class Rounds:
    """A thread's work with nothing behind it: what was done, what fails of it, and the end after some rounds."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: list[str] = []
        self.faults: dict[str, Exception] = {}
        self.stop = threading.Event()
        self.rounds = 0
        self.state = "as it was"
        monkeypatch.setattr("django.db.connection.close", lambda: None)
        for name, room, face in (
            ("calendars", opening, "follow_calendars"), ("expiries", casework, "tick"),
            ("standings", registry, "settle"), ("searches", selections, "settle"), ("reminders", inbox, "remind_all"),
            ("loads", work, "step"), ("publish", publishing, "publish"),
        ):  # fmt: skip
            monkeypatch.setattr(room, face, self.does(name))
        monkeypatch.setattr(inbox, "reminder_state", lambda **_: self.state)
        monkeypatch.setattr(publishing, "stale", lambda **_: True)
        monkeypatch.setattr(self.stop, "wait", self.waits)

    def does(self, name: str) -> Any:
        def step(**_: Any) -> None:
            self.done.append(name)
            if name in self.faults:
                raise self.faults[name]

        return step

    def waits(self, _: float) -> bool:
        self.rounds += 1
        if self.rounds == 3:
            self.stop.set()
        return True


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> Rounds:
    return Rounds(monkeypatch)


@pytest.mark.parametrize("fault", [ArithmeticError("a rule"), DataError("too long"), OperationalError("gone")])
@pytest.mark.parametrize("name", ["calendars", "expiries", "standings", "searches"])
def test_whatever_fails_in_one_step_every_other_is_done_at_each_round(
    rounds: Rounds, name: str, fault: Exception
) -> None:
    rounds.faults[name] = fault
    opening.run_expiries(rounds.stop)
    steps = ["calendars", "expiries", "standings", "searches"]
    assert rounds.done == [*steps, "reminders", *steps, *steps]


@pytest.mark.parametrize(("fault", "times"), [(ArithmeticError("a rule"), 1), (DataError("too long"), 1),
                                              (OperationalError("gone"), 3)])  # fmt: skip
def test_reminders_that_fail_are_asked_again_when_something_changed_or_the_database_was_away(
    rounds: Rounds, fault: Exception, times: int
) -> None:
    rounds.faults["reminders"] = fault
    opening.run_expiries(rounds.stop)
    assert rounds.done.count("reminders") == times
    assert rounds.done.count("expiries") == 3


@pytest.mark.parametrize("fault", [ValueError("unreadable"), OSError("full"), OperationalError("gone")])
@pytest.mark.parametrize(("name", "run"), [("loads", opening.run_loads), ("publish", opening.run_publishing)])
def test_loads_and_open_data_go_on_after_whatever_fails(
    rounds: Rounds, name: str, run: Any, fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    rounds.faults[name] = fault
    run(rounds.stop)
    assert rounds.done == [name] * 3
    assert len(caplog.records) == 3
