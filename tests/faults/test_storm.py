"""A storm of acts and loads with processes killed at random: state = fold of ledger, cells = contributions = batch."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Count

from zhichan.kernel.acts.public import perform
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.inbox.models import Notice
from zhichan.kernel.ledger import events
from zhichan.kernel.ledger.public import Position, catch_up, sequence
from zhichan.kernel.registry.public import Entry, Load

from .conftest import AT, IMPORT, House

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


class Storm:
    """Acts, each under a key, killed now and then and repeated until acknowledged; what was acknowledged is kept."""

    def __init__(self, house: House, killing: Any, chance: random.Random, *, killed_share: float) -> None:
        self.house, self.killing, self.chance, self.killed_share = house, killing, chance, killed_share
        self.counts: dict[str, int | None] = {}
        self.finished: set[str] = set()
        self.badges = self.kills = self.steps = 0
        self.loads: list[int] = []

    def survive(self, work: Callable[[], Any]) -> Any:
        """Do ``work``; perhaps first in a process that is killed somewhere in it."""
        if self.chance.random() < self.killed_share and self.killing.before_statement(self.chance.randint(1, 24), work):
            self.kills += 1
        return work()

    def step(self) -> None:
        """One random act or load, or a round of the worker."""
        self.steps += 1
        number, key = self.steps, f"step{self.steps}"
        open_cases = sorted(set(self.counts) - self.finished)
        what = self.chance.choices(
            ("write", "amend", "finish", "badge", "load", "rollback", "erase", "work"), (3, 8, 1, 1, 2, 1, 1, 6)
        )[0]  # fmt: skip
        if what == "write":
            self.counts[self.survive(lambda: self.house.write(f"第{number}人", key=key))] = None
        elif what == "amend" and open_cases:
            case = self.chance.choice(open_cases)
            self.survive(lambda: self.house.amend(case, number, key=key))
            self.counts[case] = number
        elif what == "finish" and open_cases:
            case = self.chance.choice(open_cases)
            self.survive(lambda: self.house.finish(case, key=key))
            self.finished.add(case)
        elif what == "badge":
            self.survive(lambda: self.house.badge(f"第{number}人", number, key=key))
            self.badges += 1
        elif what == "load":
            ended = {"ended_on": "2020-01-01"} if self.chance.random() < 0.4 else {}
            region = self.chance.choice(("east", "west"))
            prefix, count = self.chance.choice("ABC"), self.chance.randint(1, 8)
            work = lambda: self.house.patents(count, prefix=prefix, region=region, **ended)
            self.loads.append(self.survive(work))
        elif what == "rollback" and self.loads:
            load = self.loads.pop(self.chance.randrange(len(self.loads)))
            self.survive(lambda: perform(
                actor=IMPORT, verb="registry:rollback", target=load, facts={"reason": "误装"}, at=AT, key=key
            ))  # fmt: skip
        elif what == "erase" and open_cases:
            case = self.chance.choice(open_cases)
            with kernel():
                has_name = "name" in Case.objects.get(pk=case).facts
            if has_name:
                self.house.erase(f"case:{case}", "name")
        elif what == "work":
            self.survive(self.house.settle)

    def end(self) -> None:
        """Everything agrees, and everything acknowledged is there exactly once."""
        self.house.settle()
        self.house.agrees()
        with kernel():
            known = {str(case.pk): case for case in Case.objects.filter(procedure="report")}
            assert set(known) == set(self.counts)
            assert {key: case.facts.get("count") for key, case in known.items()} == self.counts
            assert {key for key, case in known.items() if case.stage == "done"} == self.finished
            assert Entry.objects.count() == self.badges
            assert not Notice.objects.values("position", "recipient", "topic").annotate(n=Count("id")).filter(n__gt=1)
            told = set(Notice.objects.values_list("position", flat=True))
            by_unit = Position.objects.filter(event__subject_kind="case", event__verb__startswith="report:")
            assert told == set(by_unit.values_list("position", flat=True))
            consumed = set(events.Consumer.objects.values_list("position", flat=True))
            assert consumed == {Position.objects.latest("position").position}
            assert Load.objects.count() >= len(self.loads)


def test_a_storm_with_kills_everywhere_loses_nothing_acknowledged(house: House, killing: Any) -> None:
    storm = Storm(house, killing, random.Random(20250930), killed_share=0.6)
    for _ in range(60):
        storm.step()
    storm.end()
    assert storm.kills > 10


@pytest.mark.soak
def test_a_storm_of_ten_thousand(house: House, killing: Any) -> None:
    storm = Storm(house, killing, random.Random(4), killed_share=0.1)
    for number in range(10_000):
        storm.step()
        if number % 1000 == 999:
            storm.end()
    assert storm.kills > 300


@pytest.mark.parametrize("what", ["sequence", "measures", "inbox"])
def test_a_worker_killed_in_any_consumer_goes_on_where_it_was(house: House, killing: Any, what: str) -> None:
    """Killed at spread statements of one consumer's work over the same backlog, then left alone."""
    house.settle()
    case = house.write("王某")
    house.amend(case, 1)
    house.patents(6)
    house.patents(2, ended_on="2020-01-01")
    if what != "sequence":
        sequence()

    def work() -> None:
        sequence() if what == "sequence" else catch_up(what)

    statement = killed = 0
    chance = random.Random(len(what))
    # Each kill rolls the round back, so the backlog stays the same until the worker comes through.
    while killed < 14:
        statement += chance.randint(1, {"sequence": 1, "measures": 20}.get(what, 3))
        if not killing.before_statement(statement, work):
            break
        killed += 1
    assert killed > 2
    house.settle()
    house.agrees()
    with kernel():
        assert Notice.objects.filter(subject_id=case).count() == 2
