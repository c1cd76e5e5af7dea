"""Hundreds of acts begun and not ended, whole processes of them killed between any two steps: each acknowledged act once.

In flight means: its transaction is open in the database and has done its first step, and nobody was told of it yet.
"""

from __future__ import annotations

import mmap
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count

from zhichan.kernel.acts.models import Done
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.inbox.models import Notice
from zhichan.kernel.ledger import events
from zhichan.kernel.ledger.public import Event, Position, step
from zhichan.kernel.registry.public import Entry

from .conftest import House

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]
KINDS = ("write", "amend", "shared", "finish", "badge")
FLYING, HELD, TOLD = 1, 2, 3
"""An act has begun; it is held before a step of its own; somebody was told that it was done."""
PATIENCE = 120.0


class Storm:
    """Waves of acts, each a thread with a connection of its own; ``processes`` of ``threads`` act at once."""

    def __init__(self, house: House, folder: Path, *, processes: int, threads: int) -> None:
        self.house, self.processes, self.threads = house, processes, threads
        self.size = processes * threads
        self.shared = house.write("众人", key="shared")
        self.acknowledged = folder / "acknowledged"
        self.acknowledged.touch()
        self.steps = {kind: self._steps(kind) for kind in KINDS}
        self.stop = mmap.mmap(-1, 1)
        self.keys: list[str] = []
        self.in_flight: list[int] = []
        self.open: list[int] = []
        self.struck: set[tuple[str, int]] = set()
        self.killed_acts = self.killed_workers = self.waves = 0

    @property
    def wanted(self) -> set[tuple[str, int]]:
        """Every place between two steps of every kind of act, the one before its end included."""
        return {(kind, at) for kind, steps in self.steps.items() for at in range(2, steps + 2)}

    def _steps(self, kind: str) -> int:
        """How many statements an act of a kind is made of."""
        case = self.house.write("量", key=f"measured.{kind}")
        count = 0

        def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            self._act(kind, f"measuring.{kind}", case, 900_000 + KINDS.index(kind))
        return count

    def _act(self, kind: str, key: str, case: str, number: int) -> None:
        if kind == "write":
            self.house.write(key, key=key)
        elif kind == "badge":
            self.house.badge(key, number, key=key)
        elif kind == "finish":
            self.house.finish(case, key=key)
        else:
            self.house.amend(self.shared if kind == "shared" else case, number, key=key)

    def wave(self, draw: random.Random) -> None:
        """Begin all acts, hold each between two steps, kill some processes, let the others go on, do the lost ones."""
        self.waves += 1
        plan = []
        for number in range(self.size):
            kind = KINDS[number % len(KINDS)]
            left = sorted({at for one, at in self.wanted - self.struck if one == kind}) or [2]
            at = draw.choice(left) if draw.random() < 0.7 else draw.randint(2, self.steps[kind] + 1)
            case = self.house.write("量", key=f"{self.waves}.{number}.case") if kind in {"amend", "finish"} else ""
            plan.append((kind, at, f"{self.waves}.{number}.act", case, self.waves * 10_000 + number))
        self.keys += [key for _, _, key, _, _ in plan]
        state = mmap.mmap(-1, self.size)
        gate, opener = os.pipe()
        connection.close()
        children = [
            _forked(lambda process=process: self._fly(process, plan, state, gate, opener))
            for process in range(self.processes)
        ]
        worker = _forked(lambda: self._work(draw.randint(1, 40)))
        os.close(gate)
        self._wait_until_all_fly(state)
        held = [number for number in range(self.size) if state[number] == HELD]
        self.in_flight.append(sum(each in {FLYING, HELD} for each in state[:]))
        self.open.append(_transactions())
        struck = self._strike(plan, held, children, draw)
        # Those that are left go on when the last writer of the pipe is gone.
        os.close(opener)
        for process, child in enumerate(children):
            _, status = os.waitpid(child, 0)
            if process not in struck and status:
                raise AssertionError("a process failed before it could be killed")
        self.stop[0] = 1
        _, status = os.waitpid(worker, 0)
        self.killed_workers += os.WIFSIGNALED(status)
        self.stop[0] = 0
        told = set(self.acknowledged.read_text().split())
        for kind, _, key, case, number in plan:
            if key not in told:
                self._act(kind, key, case, number)
                self._tell(key)

    def _strike(self, plan: list[Any], held: list[int], children: list[int], draw: random.Random) -> set[int]:
        """Kill the processes that hold acts where none was struck yet, and one more; which ones."""
        new = {number // self.threads for number in held if plan[number][:2] not in self.struck}
        struck = set(draw.sample(sorted(new), min(len(new), max(1, self.processes // 3))) or [0])
        for process in struck:
            os.kill(children[process], signal.SIGKILL)
        lost = [number for number in held if number // self.threads in struck]
        self.struck |= {plan[number][:2] for number in lost}
        self.killed_acts += len(struck) * self.threads
        return struck

    def _wait_until_all_fly(self, state: mmap.mmap) -> None:
        until = time.monotonic() + PATIENCE
        while 0 in state[:]:
            if time.monotonic() > until:
                raise AssertionError(f"{sum(each > 0 for each in state[:])} of {self.size} acts began")
            time.sleep(0.02)
        # Those that wait for another's lock never come to the place where they would be held.
        settled, before = 0, b""
        while settled < 10:
            settled, before = (settled + 1, before) if state[:] == before else (0, state[:])
            time.sleep(0.03)

    def _fly(self, process: int, plan: list[Any], state: mmap.mmap, gate: int, opener: int) -> None:
        os.close(opener)
        failed: list[BaseException] = []

        def one(number: int) -> None:
            kind, at, key, case, amount = plan[number]
            try:
                _hold(at, lambda: self._held(number, state, gate), lambda: _set(state, number, FLYING))
                self._act(kind, key, case, amount)
                state[number] = TOLD
                self._tell(key)
            except BaseException as fault:  # noqa: BLE001  # A thread's fault must fail the process.
                failed.append(fault)
            finally:
                connection.close()

        threads = [
            threading.Thread(target=one, args=(number,))
            for number in range(process * self.threads, (process + 1) * self.threads)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failed:
            raise failed[0]

    @staticmethod
    def _held(number: int, state: mmap.mmap, gate: int) -> None:
        state[number] = HELD
        os.read(gate, 1)

    def _tell(self, key: str) -> None:
        file = os.open(self.acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(file, f"{key}\n".encode())
        os.close(file)

    def _work(self, kill: int) -> None:
        """What the background worker does, killed at a statement of its own, or until told to stop."""
        _count_down(kill)
        while not self.stop[0]:
            if not step():
                time.sleep(0.02)

    def agrees(self) -> None:
        """Everything acknowledged is there, once; state = fold = recomputation; nobody was told twice."""
        self.house.settle()
        self.house.agrees(batched=False)
        assert sorted(self.acknowledged.read_text().split()) == sorted(self.keys)
        each = self.waves * self.size // len(KINDS)
        with kernel():
            done = dict(Done.objects.filter(key__endswith=".act").values_list("key", "outcome"))
            assert set(done) == set(self.keys)
            assert None not in done.values()
            assert Case.objects.filter(facts__name__endswith=".act").count() == each
            assert Case.objects.get(pk=self.shared).version == 2 + each
            assert Entry.objects.filter(data__name__endswith=".act").count() == each
            assert not Notice.objects.values("position", "recipient", "topic").annotate(n=Count("id")).filter(n__gt=1)
            places = list(Position.objects.order_by("position").values_list("position", flat=True))
            assert places == list(range(1, len(places) + 1))
            assert len(places) == Event.objects.count()
            assert set(events.Consumer.objects.values_list("position", flat=True)) == {places[-1]}


def _set(state: mmap.mmap, number: int, value: int) -> None:
    state[number] = value


def _hold(at: int, held: Callable[[], None], begun: Callable[[], None]) -> None:
    """Hold the thread's next act before its ``at``-th statement, or before its end where it has no such."""
    sent = 0
    end = connection.commit

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal sent
        sent += 1
        if sent == at:
            held()
        answer = execute(sql, params, many, context)
        if sent == 1:
            begun()
        return answer

    def commit() -> None:
        nonlocal sent
        if sent < at:
            sent = at
            held()
        end()

    connection.execute_wrappers.append(note)
    connection.commit = commit


def _transactions() -> int:
    """How many transactions are open in this database, by the server's own account."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL"
            " AND pid <> pg_backend_pid()"
        )
        found = int(cursor.fetchone()[0])
    connection.close()
    return found


def _forked(work: Callable[[], None]) -> int:
    child = os.fork()
    if child:
        return child
    # Whatever happens, the child must never return into the test runner.
    try:
        work()
        os._exit(0)
    except BaseException:  # noqa: BLE001  # A child must not unwind into pytest, whatever was raised.
        os._exit(70)


def _count_down(statement: int) -> None:
    left = statement

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(note)


def test_acts_begun_together_survive_the_kill_of_a_process_of_them(house: House, tmp_path: Path) -> None:
    storm, draw = Storm(house, tmp_path, processes=4, threads=5), random.Random(8)
    for _ in range(2):
        storm.wave(draw)
    storm.agrees()
    assert storm.in_flight == [20, 20]
    assert min(storm.open) >= 20
    assert storm.killed_acts >= 10


@pytest.mark.soak
def test_five_hundred_in_flight_survive_kills_between_each_two_steps(
    house: House, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    storm, draw = Storm(house, tmp_path, processes=25, threads=20), random.Random(20261122)
    while storm.wanted - storm.struck:
        storm.wave(draw)
        assert storm.waves < 40, f"never struck: {sorted(storm.wanted - storm.struck)}"
    storm.agrees()
    record_property("acts", len(storm.keys))
    record_property("in flight at the kills", storm.in_flight)
    record_property("transactions open at the kills", storm.open)
    record_property("acts killed", storm.killed_acts)
    record_property("places struck", len(storm.struck))
    record_property("workers killed", storm.killed_workers)
    print(f"{len(storm.keys)} acts in {storm.waves} waves, in flight at each kill {min(storm.in_flight)} or more, open"
          f" transactions {min(storm.open)} or more, {storm.killed_acts} acts and {storm.killed_workers} workers killed"
          f" at {len(storm.struck)} places")  # fmt: skip
    assert min(storm.in_flight) >= 500
    assert min(storm.open) >= 500
