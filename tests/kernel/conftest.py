"""A system of one folder, declared by the test that needs it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest


@pytest.fixture
def declare(lay_over: Callable[..., Path]) -> Callable[..., Path]:
    """Put files into ``management/toy`` and use that catalogue, and no other, until the test ends."""
    return partial(lay_over, alone=True)
