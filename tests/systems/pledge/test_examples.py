"""The worked cases of loans, subsidies and the pool come out as they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhichan.kernel.casework.public import run_example

EXAMPLES = Path(__file__).parents[3] / "src/zhichan/systems/utilisation/pledge/examples"


@pytest.mark.django_db
@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_the_worked_example_comes_out_as_it_says(path: Path) -> None:
    assert run_example(path) == []
