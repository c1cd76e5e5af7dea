"""Whatever a rule makes of a case has a title in both languages, so that no page tells it by the name of the code."""

from __future__ import annotations

import pytest

from zhichan.kernel.catalogue.public import current


@pytest.mark.parametrize("slug", sorted(current().procedures))
def test_every_fact_that_a_rule_makes_is_declared(slug: str) -> None:
    procedure = current().procedures[slug]
    made = {name for act in procedure.acts.values() for name in act.derive}
    assert made - {"title"} - set(procedure.fields) == set()
