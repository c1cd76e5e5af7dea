"""M04: matters are chased by clocks, the light cannot be typed, reports are made of records, the public sees changes."""

from __future__ import annotations

import pytest

from zhichan.kernel.casework.public import examples_of, run_example

FOLDER = "management/supervision"


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(each.stem for each in examples_of(FOLDER)))
def test_worked_cases_come_out_as_written(name: str) -> None:
    assert run_example(next(each for each in examples_of(FOLDER) if each.stem == name)) == []
