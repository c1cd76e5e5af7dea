"""The demo city is loaded by acts, can be taken up again after an interruption, and never meets real data."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from zhichan import demo
from zhichan.kernel.access.public import Grant, actor_of
from zhichan.kernel.ground.public import Refusal, Region, Unit, kernel
from zhichan.kernel.ledger.public import Event
from zhichan.kernel.registry.public import SOURCES, Load, Manifest, load_parts

pytestmark = pytest.mark.django_db
SMALL = 0.03


def current() -> dict[str, set[tuple[str, str]]]:
    found = {}
    with kernel(), connection.cursor() as cursor:
        for source in SOURCES.values():
            cursor.execute(f"SELECT key, encode(digest, 'hex') FROM {source.table} WHERE closed_by IS NULL")
            found[source.name] = set(cursor.fetchall())
    return {name: rows for name, rows in found.items() if rows}


def loads() -> list[str]:
    with kernel():
        return list(Load.objects.order_by("id").values_list("name", flat=True))


STEPS = ["权利与事实存量", "季度更新", "错位的文件", "回退错位的文件", "更正误录"]


def test_each_step_is_one_load_with_one_event_by_the_demo() -> None:
    assert demo.load(size=SMALL) is True
    assert loads() == STEPS
    with kernel():
        events = list(Event.objects.filter(verb="registry:loaded").order_by("id").values_list("actor", "subject_id"))
        assert events == [("demo", str(each)) for each in Load.objects.order_by("id").values_list("id", flat=True)]


def test_loading_again_does_nothing() -> None:
    demo.load(size=SMALL)
    before = current()
    assert demo.load(size=SMALL) is False
    assert (current(), loads()) == (before, STEPS)


@pytest.mark.parametrize("after", range(1, 5))
def test_an_interrupted_load_is_taken_up_where_it_stopped(after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhichan.demo import loading

    done = 0
    take, undo = loading.load_parts, loading.rollback

    def counted(work: Any) -> Any:
        def run(*arguments: Any, **named: Any) -> Any:
            nonlocal done
            if done == after:
                raise KeyboardInterrupt
            done += 1
            return work(*arguments, **named)
        return run

    monkeypatch.setattr(loading, "load_parts", counted(take))
    monkeypatch.setattr(loading, "rollback", counted(undo))
    with pytest.raises(KeyboardInterrupt):
        demo.load(size=SMALL)
    assert loads() == STEPS[:after]
    monkeypatch.undo()
    assert demo.load(size=SMALL) is True
    assert loads() == STEPS
    whole = {}
    for step in demo.generate(size=SMALL):
        for source, rows in step.parts:
            if step.name != "错位的文件":
                whole.setdefault(source, set()).update(row["key"] for row in rows)
    there = {source: {key for key, _ in rows} for source, rows in current().items()}
    assert there == {source: keys for source, keys in whole.items() if keys}


def test_progress_is_told_as_rows_are_read() -> None:
    told: list[tuple[str, int]] = []
    demo.load(size=SMALL, progress=lambda source, count: told.append((source, count)))
    assert told[:2] == [("statistic", 168), ("firm", 3023)]


def test_a_second_demo_of_another_size_is_refused() -> None:
    demo.load(size=SMALL)
    before = current()
    with pytest.raises(Refusal) as refused:
        demo.load(size=0.02)
    assert refused.value.codes == ("demo.other",)
    assert (current(), loads()) == (before, STEPS)


def test_the_demo_never_mixes_with_a_real_region_of_the_same_name() -> None:
    with kernel():
        Region.objects.create(slug="hengchuan", name="衡川市", name_en="Hengchuan", kind="city", path="/hengchuan/")
    with pytest.raises(Refusal) as refused:
        demo.load(size=SMALL)
    assert refused.value.codes == ("demo.real",)
    with kernel():
        assert list(Region.objects.values_list("slug", flat=True)) == ["hengchuan"]
    assert loads() == []


def test_regions_and_offices_are_dated_and_marked() -> None:
    demo.load(size=SMALL)
    with kernel():
        areas = Region.objects.filter(parent__slug="hengchuan").order_by("rank")
        assert [area.slug for area in areas] == list(demo.AREAS)
        assert [area.path for area in areas][:2] == ["/shili/hengchuan/yunxi/", "/shili/hengchuan/jiang-an/"]
        assert Region.objects.get(slug="gaoxin").code is None
        day = date(2018, 1, 1)
        names = set(Unit.objects.on(day).filter(region__slug="hengchuan").values_list("name", flat=True))
        later = set(Unit.objects.on(date(2025, 1, 1)).filter(region__slug="hengchuan").values_list("name", flat=True))
        assert "市工商行政管理局" in names - later
        assert "市市场监督管理局（知识产权局）" in later - names
        assert not Unit.objects.filter(synthetic=False).exists()


def test_personas_hold_dated_roles_and_cannot_log_in_by_password() -> None:
    demo.load(size=SMALL)
    users = get_user_model().objects.all()
    assert {user.username for user in users} == {
        "plan", "statistician", "county", "liaison", "leader", "administrator", "bank", "bank-risk", "pledge", "fund",
        "finance", "supervision", "supervision-head", "data", "overseas", "adjudicator", "adjudication-head",
        "superior", "mediation", "mediation-head", "enforcement", "enforcement-head", "inspection", "inspection-head",
        "cooperation", "assessment", "assessment-head", "survey", "themes", "watch", "archivist", "firm", "stranger"}
    assert not any(user.has_usable_password() for user in users)
    county = users.get(username="county").pk

    def paths(day: date) -> set[tuple[str, str]]:
        return {(role.name, role.path) for role in actor_of(county, day=day).roles}

    assert paths(date(2023, 6, 30)) == {("county-officer", "/shili/hengchuan/chenghu/")}
    assert paths(date(2023, 7, 1)) == {("county-officer", "/shili/hengchuan/qingping/")}
    stranger = users.get(username="stranger").pk
    with kernel():
        assert not Grant.objects.filter(user_id=stranger).exists()


def test_loads_of_others_stand_beside_the_demo() -> None:
    from zhichan.kernel.access.public import system_actor

    demo.load(size=SMALL)
    actor = system_actor("import", day=demo.AS_OF)
    with kernel():
        at = Load.objects.first().at
    done = load_parts(
        [("training", [{"key": "X1", "topic": "t", "held_on": "2025-01-01", "sessions": 1, "person_times": 3,
                        "region": "qingping"}])], Manifest(format="csv", name="x"), actor=actor, at=at)
    assert done.counts["training"]["accepted"] == 1
    assert demo.load(size=SMALL) is False
