"""The demo city's plan is adopted by the same acts that an officer performs, and only once."""

from __future__ import annotations

from datetime import date

import pytest

from zhichan.demo.adopting import adopt_plan
from zhichan.demo.loading import make_people, make_places
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
