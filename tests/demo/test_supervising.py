"""The demo city's supervision is done by acts, once, and shows every light that a visitor should see."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from zhichan.demo.adopting import adopt_plan
from zhichan.demo.loading import make_people, make_places
from zhichan.demo.supervising import supervise
from zhichan.kernel.access.public import ANYONE, Actor, Role, reading
from zhichan.kernel.acts.public import SHANGHAI, reach
from zhichan.kernel.casework.public import Case, standing_of, tick
from zhichan.kernel.ground.public import kernel

AS_OF = date(2025, 9, 30)
PUBLIC = Actor(ANYONE, AS_OF)
PLANNER = Actor("user:1", AS_OF, (Role("plan-officer", "/shili/hengchuan/"),))
OFFICE = Actor("user:0", AS_OF, (Role("supervision-officer", "/"),))


@pytest.mark.django_db
def test_matters_bulletins_and_a_consultation_are_there_once() -> None:
    make_places()
    make_people()
    adopt_plan()
    assert supervise() is True
    assert supervise() is False
    with kernel():
        tick(at=datetime(2025, 9, 30, 12, tzinfo=SHANGHAI))
    with reading(PUBLIC):
        bulletins = list(reach(PUBLIC, "circular:read").order_by("number"))
        [consultation] = reach(PUBLIC, "consultation:read")
        comments = list(reach(PUBLIC, "comment:read").filter(facts__consultation=consultation.number))
    assert [one.stage for one in bulletins] == ["published", "published"]
    with reading(PLANNER):
        reports = sorted(reach(PLANNER, "circular:read").exclude(stage="published").values_list("facts__kind", "stage"))
        rules = reach(PLANNER, "chain_rule:read").count()
        budgets = reach(PLANNER, "allocation:read").count()
    assert reports == [("half_year", "issued"), ("quarterly", "issued")]
    assert (rules, budgets) == (9, 2)
    changes = [(one["before"], one["after"]) for one in bulletins[1].facts["statement"]["changes"]]
    assert {("waiting", "green"), ("waiting", "yellow"), ("waiting", "closed")} <= set(changes)
    assert (consultation.stage, len(comments), {one.stage for one in comments}) == ("open", 2, {"answered"})
    with kernel():
        matters = list(Case.objects.filter(procedure="supervision").select_related("region").order_by("number"))
        lights = {found.light for one in matters if (found := standing_of(one, as_of=AS_OF)) is not None}
    assert len(matters) >= 3
    assert {"green", "yellow", "closed"} <= lights
