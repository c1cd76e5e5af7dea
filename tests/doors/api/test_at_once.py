"""Several at once: one outcome under one key, one winner on one version, and an exact count of requests."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import kernel

from .conftest import EAST, Api, People, lend

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(number: int, api: Api, ask: Callable[[Api, int], Any]) -> list[Any]:
    """Each thread has a client and a connection of its own, in the same session."""
    start, answers = threading.Barrier(number), []

    def one(n: int) -> None:
        client = Client()
        client.cookies = api.client.cookies
        start.wait(20)
        answers.append(ask(Api(client), n))
        connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_the_same_key_sent_at_once_opens_one_case(people: People) -> None:
    answers = at_once(
        4, people.clerk,
        lambda api, _: api.post("/cases/loan/lend", {"region": EAST, "book": "论语"}, Idempotency_Key="one"))
    assert Counter(each.status_code for each in answers) == {201: 1, 200: 3}
    assert len({each.json()["result"]["case"] for each in answers}) == 1
    with kernel():
        assert Case.objects.count() == 1


def test_of_two_who_saw_the_same_version_one_acts_and_one_is_told_to_look_again(people: People) -> None:
    case = lend(people.clerk)
    tag = people.clerk.get(f"/cases/loan/{case}")["ETag"]
    answers = at_once(
        4, people.clerk, lambda api, n: api.post(f"/cases/loan/{case}/count", {"pages": n + 1}, If_Match=tag))
    assert Counter(each.status_code for each in answers) == {200: 1, 412: 3}
    with kernel():
        assert Case.objects.get().version == 2


def test_requests_at_once_are_counted_one_by_one(
    people: People, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock:
        @staticmethod
        def now() -> datetime:
            return datetime(2025, 9, 30, 4, tzinfo=UTC)

    monkeypatch.setattr("zhichan.doors.api.door.timezone", Clock)
    settings.ZHICHAN_API_PER_MINUTE = {"actor": 5, "address": 10**6}
    answers = at_once(8, people.clerk, lambda api, _: api.get("/me"))
    assert Counter(each.status_code for each in answers) == {200: 5, 429: 3}
    left = [each["RateLimit-Remaining"] for each in answers if each.status_code == 200]
    assert sorted(left) == ["0", "1", "2", "3", "4"]
