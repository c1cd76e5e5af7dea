"""One mistake at a time in every shipped procedure: the proof of its rules, the checker or a worked example notices."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from zhichan.kernel.casework.public import noticed_by
from zhichan.kernel.catalogue.public import current, prove, tally, use

GOAL = 0.95
"""Of all mistakes, and of all that are not merely one role more (there are many of those, and they are easy)."""


@pytest.fixture
def _catalogue_restored() -> Iterator[None]:
    before = current()
    yield
    use(before)


@pytest.mark.soak
@pytest.mark.django_db
@pytest.mark.usefixtures("_catalogue_restored")
@pytest.mark.parametrize("slug", sorted(current().procedures))
def test_mistakes_in_a_procedure_are_noticed(slug: str, record_property: Callable[[str, object], None]) -> None:
    result = tally(
        current().procedures[slug],
        {"proof": lambda changed: not prove(changed).sound, "examples": lambda changed: bool(noticed_by(changed))},
    )
    survivors = [(each.operator, each.place) for each in result.survivors]
    roles, noticed_roles = result.by_operator.get("widen a role", (0, 0))
    others = result.made - roles
    rate = (result.noticed - noticed_roles) / others if others else 1.0
    record_property("kill_rate", result.rate)
    record_property("kill_rate_without_roles", rate)
    record_property("by_operator", dict(result.by_operator))
    record_property("survivors", survivors)
    record_property("alike", [(operator, place, why.en) for operator, place, why in result.alike])
    assert min(result.rate, rate) >= GOAL, survivors
