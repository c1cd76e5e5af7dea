"""The exact number of cases without reading them: that of ``reach``, whoever asks, whatever was done to the cases."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from zhichan.kernel.access.public import ANYONE, Actor, Role, reading
from zhichan.kernel.casework import tallying
from zhichan.kernel.casework.public import Case, Participant, number_of, tallies
from zhichan.kernel.ground.public import Region, kernel

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
PROCEDURES, STAGES = ("loan", "petition"), ("begun", "done")
SHARED = ("clerk@/t/", "clerk@/t/a/", "head@/t/", "unit:x", "anyone")
OWN = ("user:1", "user:2", "party:A", "code:c")
ACTORS = (
    Actor("user:1", DAY, (Role("clerk", "/t/"),)),
    Actor("user:2", DAY, (Role("clerk", "/t/a/"), Role("head", "/t/", "x"))),
    Actor("user:3", DAY, (), extra=frozenset({"party:A"})),
    Actor("code:c", DAY, (), extra=frozenset({"code:c"})),
    Actor("user:9", DAY),
    Actor(ANYONE, DAY),
)


def drawn(draw: random.Random) -> dict[str, Any]:
    """Who may see a case: any of the shared and of the single ones, now and then barred or public for some days."""
    return {
        "readers": draw.sample(SHARED, draw.randint(0, 3)) + draw.sample(OWN, draw.randint(0, 2)),
        "barred": draw.sample((*SHARED[:3], *OWN), 1) if draw.random() < 0.2 else [],
        "public": draw.random() < 0.2,
        "public_from": draw.choice((None, date(2026, 3, 2), date(2026, 3, 3))),
        "public_until": draw.choice((None, date(2026, 3, 2), date(2026, 3, 3))),
        "stage": draw.choice(STAGES),
    }


def made(draw: random.Random, regions: list[Region]) -> Case:
    """A case, and among its participants whoever it names singly."""
    found = drawn(draw)
    case = Case.objects.create(
        procedure=draw.choice(PROCEDURES), edition="", number=f"T-{uuid.uuid4().hex[:12]}", title="案",
        region=draw.choice(regions), opened_at=datetime(2026, 3, 1, tzinfo=UTC), **found,
    )  # fmt: skip
    listed(case)
    return case


def listed(case: Case) -> None:
    """The participants that a case's readers name."""
    case.participants.all().delete()
    Participant.objects.bulk_create(
        Participant(case=case, part="party", name="某", principal=each) for each in case.readers if each in OWN
    )


def agreed(regions: list[Region]) -> int:
    """Compare every number with the rows; the largest of them."""
    most = 0
    for actor in ACTORS:
        with reading(actor):
            stand = Counter(Case.objects.values_list("procedure", "region", "stage"))
            told = tallies(actor)
            assert {(one.procedure, one.region, one.stage): one.cases for one in told} == stand, actor
            assert len(told) == len(stand)
            assert tallies(actor, procedure="loan") == [one for one in told if one.procedure == "loan"]
        for procedure in PROCEDURES:
            with reading(actor):
                rows = Case.objects.filter(procedure=procedure)
                assert number_of(actor, procedure) == rows.count(), actor
                for stage in STAGES:
                    assert number_of(actor, procedure, stage=stage) == rows.filter(stage=stage).count()
                for region in regions:
                    inside = rows.filter(region__path__startswith=region.path).count()
                    assert number_of(actor, procedure, below=region.path) == inside
                    assert number_of(actor, procedure, at=region.pk) == rows.filter(region=region).count()
                most = max(most, rows.count())
    return most


@pytest.fixture
def regions() -> list[Region]:
    """A city and its county."""
    with kernel():
        city = Region.objects.create(slug="t", name="甲市", kind="city", path="/t/")
        return [city, Region.objects.create(slug="t-a", name="乙县", kind="county", parent=city, path="/t/a/")]


@pytest.mark.parametrize("seed", range(3))
def test_the_number_told_is_that_of_the_rows_whoever_asks(
    seed: int, regions: list[Region], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(seed)
    with kernel():
        cases = [made(draw, regions) for _ in range(60)]
    assert agreed(regions) > 10
    with kernel():
        for case in draw.sample(cases, 25):
            for name, value in drawn(draw).items():
                setattr(case, name, value)
            case.region = draw.choice(regions)
            case.save()
            listed(case)
        Case.objects.filter(pk__in=[case.pk for case in draw.sample(cases, 10)]).update(stage="done", public=True)
        gone = draw.sample(cases, 5)
        Participant.objects.filter(case__in=gone).delete()
        Case.objects.filter(pk__in=[case.pk for case in gone]).delete()
    agreed(regions)
    monkeypatch.setattr(tallying, "MOST", 0)
    with kernel():
        assert tallying.fold() > 0
        assert tallying.fold() == 0
    agreed(regions)


def test_an_act_that_changes_nothing_counted_adds_nothing(regions: list[Region]) -> None:
    with kernel():
        case = made(random.Random(1), regions)
        before = rows()
        case.facts, case.version = {"a": 1}, 2
        case.save()
        assert rows() == before


def rows() -> int:
    """Rows of the tally."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM casework_tally")
        return int(cursor.fetchone()[0])
