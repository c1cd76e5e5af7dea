"""Every worked case of every system found comes out as it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhichan.kernel.casework.public import examples_of, run_example
from zhichan.kernel.catalogue.public import current

CASES = [path for folder in sorted(current().folders) for path in examples_of(folder)]


@pytest.mark.django_db
@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.parent.name}/{path.stem}")
def test_the_worked_case_comes_out_as_it_says(path: Path) -> None:
    assert run_example(path) == []
