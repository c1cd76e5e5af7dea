"""What the API lists is what ``reach`` gives, for anyone, and both are what the declarations say."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from tests.doors.conftest import City, person

from zhichan.doors.look.frame import today
from zhichan.kernel.access.public import Actor, actor_of, grant, reading
from zhichan.kernel.acts.public import reach
from zhichan.kernel.ground.public import Unit, kernel

from .conftest import Api, Client, People

READERS = {"clerk", "head"}


def listed(api: Api, path: str, **query: Any) -> tuple[int, set[str]]:
    found, page, count = set(), 1, 0
    while True:
        answer = api.get(path, {**query, "page": page, "size": 7}).json()
        found |= {each["id"] for each in answer["items"]}
        count = answer["count"]
        if answer["next"] is None:
            return count, found
        page += 1


def reached(actor: Actor, verb: str, **lookup: Any) -> set[str]:
    with reading(actor):
        return {str(pk) for pk in reach(actor, verb).filter(**lookup).values_list("pk", flat=True)}


@pytest.mark.parametrize("seed", [1, 2])
def test_random_people_find_through_the_api_what_reach_gives_and_nothing_else(
    people: People, city: City, seed: int
) -> None:
    dice = random.Random(seed)
    regions, slugs = [city.east, city.west], ["market", "science", "farm"]
    with kernel():
        units_by_slug = {each.slug: each for each in Unit.objects.all()}
    cases: dict[str, tuple[str, bool, str]] = {}
    entries: dict[str, str] = {}
    for number in range(12):
        region, returned, unit = dice.choice(regions), dice.random() < 0.3, dice.choice([*slugs, ""])
        clerk = people.clerk if region == city.east else people.neighbour
        units = [{"role": "lead", "as_written": unit, "unit": unit}] if unit else []
        case = clerk.post("/cases/loan/lend", {"region": region.path, "book": f"书{number}", "units": units}).json()["result"]["case"]
        if returned:
            assert clerk.post(f"/cases/loan/{case}/return", {}).status_code == 200
        cases[case] = (region.path, returned, unit)
        entered = clerk.post("/registers/station/enter", {"region": region.path, "name": "站", "room": f"{seed}-{number}"})
        entries[entered.json()["result"]["entry"]] = region.path
    for number in range(6):
        user = person(f"random-{number}")
        for _ in range(dice.randint(0, 2)):
            role, region = dice.choice(["clerk", "head", "liaison"]), dice.choice([city.city, *regions])
            unit = dice.choice([*slugs, None])
            grant(
                user_id=user.pk, role=role, region=region, unit=units_by_slug.get(unit),
                since=date(2020, 1, 1), until=dice.choice([None, None, date(2025, 1, 1)]), instrument="test")
        actor = actor_of(user.pk, day=today())
        client = Client()
        client.force_login(user)
        _agree(Api(client), actor, cases, entries)
    _agree(people.nobody, actor_of(None, day=today()), cases, entries)


def _agree(api: Api, actor: Actor, cases: dict[str, tuple[str, bool, str]], entries: dict[str, str]) -> None:
    def reads(path: str) -> bool:
        return any(role.name in READERS and path.startswith(role.path) for role in actor.roles)

    wanted = {
        case for case, (path, returned, unit) in cases.items()
        if returned or reads(path) or (unit and unit in actor.units)
    }  # fmt: skip
    assert listed(api, "/cases/loan") == (len(wanted), wanted)
    assert reached(actor, "loan:read") == wanted
    for query, lookup in (({"stage": "lent"}, {"stage": "lent"}), ({"region": "east"}, {"region__slug": "east"})):
        assert listed(api, "/cases/loan", **query)[1] == reached(actor, "loan:read", **lookup)
    for case in cases:
        expected = 200 if case in wanted else 404
        assert api.get(f"/cases/loan/{case}").status_code == expected
        assert api.get(f"/cases/loan/{case}/acts").status_code == expected
    open_entries = {entry for entry, path in entries.items() if reads(path)}
    assert listed(api, "/registers/station") == (len(open_entries), open_entries)
    assert reached(actor, "station:read") == open_entries
    for entry in entries:
        assert api.get(f"/registers/station/{entry}").status_code == (200 if entry in open_entries else 404)
