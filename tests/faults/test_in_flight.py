"""Many acts in flight in processes of their own, killed between any two steps: each acknowledged act is there once."""

from __future__ import annotations

import mmap
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count

from zhichan.kernel.acts.models import Done
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Refusal, kernel
from zhichan.kernel.inbox.models import Notice
from zhichan.kernel.ledger import events
from zhichan.kernel.ledger.public import Event, Position, step
from zhichan.kernel.registry.public import Entry

from .conftest import House

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]
ACTS = 5
"""Acts of a group: a case is written, amended and finished, a case that all share is amended, a badge is entered."""


class Flight:
    """Workers that act at once, each a process; one is killed now and then, and begins its group again under its keys."""

    def __init__(self, house: House, folder: Path, *, workers: int, groups: int) -> None:
        self.house, self.workers, self.groups = house, workers, groups
        self.shared = house.write("众人", key="shared")
        self.acknowledged = folder / "acknowledged"
        # What processes share: whether each is inside an act, how many groups it has done, and when to stop.
        self.inside, self.done, self.stop = mmap.mmap(-1, workers), mmap.mmap(-1, workers), mmap.mmap(-1, 1)
        self.flying: list[int] = []
        self.left = (0, 0)
        self.before = _by_verb()

    @property
    def total(self) -> int:
        """Groups of all workers."""
        return self.workers * self.groups

    def group(self, worker: int, number: int) -> Iterator[tuple[str, Callable[[], Any]]]:
        """The acts of a group, each with its key."""
        name, house = f"{worker}.{number}", self.house
        held: list[str] = []
        yield f"{name}.write", lambda: held.append(house.write(name, key=f"{name}.write"))
        yield f"{name}.amend", lambda: house.amend(held[0], number, key=f"{name}.amend")
        yield f"{name}.shared", lambda: house.amend(self.shared, worker * 1000 + number, key=f"{name}.shared")
        yield f"{name}.finish", lambda: house.finish(held[0], key=f"{name}.finish")
        yield f"{name}.badge", lambda: house.badge(name, worker * 1000 + number, key=f"{name}.badge")

    def run(self, kills: list[tuple[int, int]], worker_kills: list[int]) -> None:
        """Act until all is done; ``kills`` are (act of the group, statement), ``worker_kills`` statements of the worker."""
        connection.close()
        waiting, rounds = list(kills), list(worker_kills)
        flying = {self._fork(self._act, worker, _next(waiting)): worker for worker in range(self.workers)}
        sequencer = self._fork(self._work, _next(rounds))
        while flying:
            for pid, worker in list(flying.items()):
                if (killed := _ended(pid)) is None:
                    continue
                del flying[pid]
                if killed:
                    self.flying.append(sum(self.inside[:]))
                    self.inside[worker] = 0
                    flying[self._fork(self._act, worker, _next(waiting))] = worker
            if _ended(sequencer):
                sequencer = self._fork(self._work, _next(rounds))
            time.sleep(0.002)
        self.stop[0] = 1
        while _ended(sequencer) is None:
            time.sleep(0.01)
        self.left = (len(waiting), len(rounds))

    def _act(self, worker: int, kill: tuple[int, int] | None) -> None:
        """Go on with the first group that is not done, until killed in this act at this statement."""
        file = os.open(self.acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        while self.done[worker] < self.groups:
            for position, (key, work) in enumerate(self.group(worker, self.done[worker])):
                if kill is not None and position == kill[0]:
                    _count_down(kill[1])
                self.inside[worker] = 1
                work()
                self.inside[worker] = 0
                connection.execute_wrappers.clear()
                os.write(file, f"{key}\n".encode())
            self.done[worker] += 1

    def _work(self, kill: int | None) -> None:
        """What the background worker does, until told to stop."""
        if kill is not None:
            _count_down(kill)
        while not self.stop[0]:
            if not step():
                time.sleep(0.02)

    @staticmethod
    def _fork(work: Callable[..., None], *given: Any) -> int:
        child = os.fork()
        if child:
            return child
        # Whatever happens, the child must never return into the test runner.
        try:
            work(*given)
            os._exit(0)
        except BaseException:  # noqa: BLE001  # A child must not unwind into pytest, whatever was raised.
            os._exit(70)

    def agrees(self) -> None:
        """Everything acknowledged is there, once; state = fold; nobody was told twice."""
        self.house.settle()
        self.house.agrees(batched=False)
        keys = {key for worker in range(self.workers) for number in range(self.groups)
                for key, _ in self.group(worker, number)}  # fmt: skip
        told = set(self.acknowledged.read_text().split())
        with kernel():
            done = dict(Done.objects.values_list("key", "outcome"))
            assert told == keys == {key for key in done if "." in key}
            assert None not in done.values()
            own = Case.objects.filter(facts__name__regex=r"^\d+\.\d+$")
            assert own.count() == self.total
            assert set(own.values_list("stage", "version")) == {("done", 3)}
            assert Case.objects.get(pk=self.shared).version == 1 + self.total
            assert Entry.objects.filter(data__name__regex=r"^\d+\.\d+$").count() == self.total
            assert not Notice.objects.values("position", "recipient", "topic").annotate(n=Count("id")).filter(n__gt=1)
            places = list(Position.objects.order_by("position").values_list("position", flat=True))
            assert places == list(range(1, len(places) + 1))
            assert set(events.Consumer.objects.values_list("position", flat=True)) == {places[-1]}
        acted = {verb: count - self.before.get(verb, 0) for verb, count in _by_verb().items()}
        assert {verb: count for verb, count in acted.items() if count} == {
            "report:write": self.total, "report:amend": 2 * self.total, "report:finish": self.total,
            "badge:enter": self.total,
        }  # fmt: skip


def _by_verb() -> dict[str, int]:
    with kernel():
        return dict(Event.objects.values_list("verb").annotate(n=Count("id")))


def _next(waiting: list[Any]) -> Any:
    return waiting.pop(0) if waiting else None


def _ended(pid: int) -> bool | None:
    """None while it runs, else whether it was killed; a child that failed otherwise fails the test."""
    found, status = os.waitpid(pid, os.WNOHANG)
    if not found:
        return None
    if os.WIFSIGNALED(status):
        return True
    if os.WEXITSTATUS(status):
        raise AssertionError("a process failed before it could be killed")
    return False


def _count_down(statement: int) -> None:
    left = statement

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(wrapper)


def statements(house: House, work: Callable[[], Any]) -> int:
    """How many statements an act is made of."""
    count = 0

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        work()
    return count


def fly(house: House, folder: Path, *, workers: int, groups: int, every: int) -> Flight:
    """Kill at every ``every``-th statement of each of the five acts, and of the worker, while all are acting."""
    case = house.write("量")
    lengths = (
        statements(house, lambda: house.write("量", key="m1")), statements(house, lambda: house.amend(case, 1, key="m2")),
        statements(house, lambda: house.amend(case, 2, key="m3")), statements(house, lambda: house.finish(case, key="m4")),
        statements(house, lambda: house.badge("量", 999_999, key="m5")),
    )  # fmt: skip
    kills = [(act, at) for act, length in enumerate(lengths) for at in range(1, length + 1, every)]
    flight = Flight(house, folder, workers=workers, groups=groups)
    flight.run(kills, list(range(1, 80, every)))
    assert flight.left[0] == 0, "the acts were done before everyone had been killed"
    assert len(flight.flying) == len(kills)
    return flight


def test_acts_of_many_at_once_survive_kills_between_their_steps(house: House, tmp_path: Path) -> None:
    flight = fly(house, tmp_path, workers=3, groups=5, every=17)
    flight.agrees()
    assert max(flight.flying) > 1


@pytest.mark.soak
def test_five_hundred_acts_survive_a_kill_between_each_two_steps(
    house: House, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    flight = fly(house, tmp_path, workers=20, groups=12, every=1)
    flight.agrees()
    # Acts that were inside ``perform`` in other processes when one was killed.
    record_property("acts", flight.total * ACTS)
    record_property("kills", len(flight.flying))
    record_property("in flight at a kill, mean and most", (sum(flight.flying) / len(flight.flying), max(flight.flying)))
    print(f"{flight.total * ACTS} acts, {len(flight.flying)} kills, in flight at a kill: most {max(flight.flying)},"
          f" mean {sum(flight.flying) / len(flight.flying):.1f}")  # fmt: skip
    assert max(flight.flying) > 8


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Do all at the same moment; each one's outcome or refusal codes."""
    start, answers = threading.Barrier(len(works)), []

    def one(work: Callable[[], Any]) -> None:
        start.wait(10)
        try:
            answers.append(work())
        except Refusal as refusal:
            answers.append(refusal.codes)
        connection.close()

    threads = [threading.Thread(target=one, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_two_officers_who_end_a_case_at_once_one_does_and_one_is_refused(house: House) -> None:
    for _ in range(5):
        case = house.write()
        answers = at_once(*(partial(house.finish, case, key=f"{case}/{officer}") for officer in (1, 2)))
        refused = [each for each in answers if isinstance(each, tuple)]
        assert refused == [("casework.stage",)]
        with kernel():
            assert Case.objects.get(pk=case).version == 2
    house.settle()
    house.agrees(batched=False)


def test_the_same_key_sent_by_many_at_once_is_one_act_and_one_answer(house: House) -> None:
    answers = at_once(*[lambda: house.write("王某", key="same")] * 6)
    assert len(set(answers)) == 1
    with kernel():
        assert (Case.objects.count(), Done.objects.count()) == (1, 1)
    house.settle()
    house.agrees(batched=False)
