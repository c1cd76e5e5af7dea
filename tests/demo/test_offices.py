"""Every office of the catalogue has somebody in the demo, and something on the desk on the first day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from zhichan.demo.following import follow
from zhichan.demo.loading import make_people, make_places
from zhichan.demo.offices import work
from zhichan.demo.places import PERSONAS
from zhichan.kernel.access.public import Actor, actor_of, reading, system_actor
from zhichan.kernel.acts.public import perform, reach
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.registry.public import Manifest, load_parts
from zhichan.kernel.selections.public import quality

AS_OF = date(2025, 9, 30)
MACHINES = {"courier"}
"""Roles of accounts that no person has."""


def someone(name: str) -> Actor:
    return actor_of(get_user_model().objects.get(username=name).pk, day=AS_OF)


def test_every_role_of_the_catalogue_has_somebody_but_those_of_machines() -> None:
    held = {role for persona in PERSONAS for role, *_ in persona.roles}
    named = set(current().roles) | set(current().role_titles)
    assert named - held == MACHINES
    assert held <= named


@pytest.mark.django_db
def test_the_offices_have_work_once_and_each_sees_its_own() -> None:
    make_places()
    make_people()
    assert work() is True
    assert work() is False
    expected = {
        "enforcement": ("seizure", "held"), "mediation": ("mediation", "asked"),
        "inspection": ("inspection_draw", "frozen"), "assessment-head": ("assessment_scheme", "adopted"),
        "survey": ("survey", "planned"),
    }  # fmt: skip
    for name, (procedure, stage) in expected.items():
        who = someone(name)
        with reading(who):
            assert [one.stage for one in reach(who, f"{procedure}:read")] == [stage], name
    stranger = someone("stranger")
    with reading(stranger):
        assert not reach(stranger, "seizure:read").exists()


@pytest.mark.django_db
def test_a_theme_is_judged_and_a_watch_guards_the_firms_mark(settings: Any, tmp_path: Path) -> None:
    settings.ZHICHAN_INDEX = tmp_path / "index"
    make_places()
    make_people()
    code, day = "YANSHI000000000001", date(2025, 1, 2)
    held = [{"party": code, "region": "yunxi", "since": "2020-01-01"}]
    titles = ("锂电池", "石墨烯电池", "储能装置", "茶杯")
    load_parts(
        [
            ("firm", [{"key": code, "kind": "firm", "name": "示例公司", "region": "yunxi", "established_on": "2001-01-01"}]),
            ("patent", [{"key": f"P{number}", "kind": "invention", "title": title, "filed_on": "2020-01-01", "holdings": held}
                        for number, title in enumerate(titles)]),
            ("mark", [{"key": "M1", "kind": "ordinary", "name": "示例山泉", "nice": 32, "filed_on": "2020-01-01", "holdings": held}]),
        ],
        Manifest(format="test", name="test", synthetic=True), actor=system_actor("import", day=day),
        at=datetime(2025, 1, 2, tzinfo=UTC),
    )  # fmt: skip
    firm = get_user_model().objects.get(username="firm").pk
    perform(actor=system_actor("console", day=day), verb="access:represent", target=str(firm),
            facts={"code": code, "instrument": "演示"}, at=datetime(2025, 1, 2, tzinfo=UTC))  # fmt: skip
    assert follow() is True
    assert follow() is False
    leader, manager = someone("leader"), someone("firm")
    with reading(leader):
        [theme] = reach(leader, "selection:read")
        found = quality(theme)
    assert (theme.title, found.recall is not None and found.recall.estimate) == ("新能源电池专题", 1.0)
    with reading(manager):
        [watch] = reach(manager, "selection:read")
    assert (watch.title, watch.question["names"]) == ("“示例山泉”监测", True)
