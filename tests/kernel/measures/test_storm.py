"""A storm of changed rights: what was counted load by load is what a derivation of everything anew gives."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def storm(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The storm of the benchmark, which is no package that tests can import."""
    place = Path(__file__).parents[3] / "benchmarks" / "storm.py"
    found = importlib.util.spec_from_file_location("storm_of_the_benchmark", place)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    monkeypatch.setitem(sys.modules, found.name, module)
    found.loader.exec_module(module)
    return module.storm


def test_after_a_small_storm_every_contribution_is_what_a_derivation_anew_gives(storm: Any) -> None:
    told = storm(rights=300, changes=900, singles=5)
    assert (told["storm_changes"], told["differences"]) == (900, {})
    assert told["contributions_compared"] > 300


@pytest.mark.soak
def test_after_a_storm_of_a_hundred_thousand_changes_too(storm: Any) -> None:
    told = storm(rights=100_000, changes=100_000, singles=50)
    assert (told["storm_changes"], told["differences"]) == (100_000, {})
