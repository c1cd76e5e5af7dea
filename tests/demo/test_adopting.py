"""The demo city's plan is adopted by the same acts that an officer performs, and only once."""

from __future__ import annotations

from datetime import date

import pytest

from zhichan.demo.adopting import adopt_county_plans, adopt_plan
from zhichan.demo.loading import make_people, make_places
from zhichan.doors.desk.builders.targets import chosen_plan, plans_of
from zhichan.doors.desk.management.division import serving
from zhichan.kernel.access.public import ANYONE, Actor, reading
from zhichan.kernel.acts.public import reach
from zhichan.kernel.ledger.public import Event
from zhichan.kernel.measures.public import targets

PUBLIC = Actor(ANYONE, date(2025, 9, 30))


@pytest.mark.django_db
def test_the_plan_is_adopted_once_and_public_with_its_targets_and_tasks() -> None:
    make_places()
    make_people()
    assert adopt_plan() is True
    assert adopt_plan() is False
    with reading(PUBLIC):
        [plan] = reach(PUBLIC, "plan:read")
        tasks = list(reach(PUBLIC, "task:read").filter(parent=plan))
        verbs = sorted(set(Event.objects.filter(subject_kind="case").values_list("verb", flat=True)))
    assert (plan.number, plan.stage) == ("GH-2021-0001", "adopted")
    read = plan.facts["reading"]
    assert len(tasks) == len(read["tasks"]) + len(read["measures"])
    assert len(targets(plan=str(plan.pk), actor=PUBLIC)) == len(read["targets"])
    # What stood before adoption is not public; what adoption made is.
    assert verbs == ["plan:adopt", "task:assign"]


@pytest.mark.django_db
def test_plans_of_counties_stand_below_the_city_s_and_never_instead_of_it() -> None:
    make_places()
    make_people()
    adopt_plan()
    assert adopt_county_plans() is True
    assert adopt_county_plans() is False
    plans = plans_of(PUBLIC)
    assert [one.region.slug for one in plans] == ["qingping", "shiqiao", "yunxi", "hengchuan"]
    assert chosen_plan(plans, {}) is plans[-1]
    assert chosen_plan(plans, {"plan": str(plans[0].pk)}) is plans[0]
    assert not any(one.facts["reading"]["open"] for one in plans[:3])
    page = serving(PUBLIC, {})
    told = {one.label.zh: one.value for one in page.facts}
    assert (told["下级规划"], told["无对应的下级目标"]) == (3, 10)
    stands = {(str(row.cells[0].value), str(row.cells[4].value)): row.cells[-1].value for row in page.sections[0].table.rows}
    grants, marks = "年度发明专利授权量", "有效注册商标总量"
    assert {name: stands[grants, name].word.zh for name in ("云溪区", "石桥县", "青屏县")} == dict.fromkeys(
        ("云溪区", "石桥县", "青屏县"), "支撑")  # fmt: skip
    assert (stands[marks, "石桥县"].word.zh, stands[grants, "合计"].word.zh) == ("口径不同", "合计差117")
