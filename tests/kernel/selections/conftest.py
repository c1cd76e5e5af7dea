"""The registry's small city, its search index, and people with and without a saved search."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.kernel.registry.conftest import make_city

from zhichan.kernel.registry.searching.public import everything


@pytest.fixture
def shelf(db: None, settings: Any, tmp_path: Path) -> None:
    settings.ZHICHAN_INDEX = tmp_path / "index"
    make_city()
    everything()
