"""A synthetic city, always labelled as synthetic: 衡川市 (Hengchuan) and its seven areas.

It stands beside the kernel and knows no measure: its figures are in ``figures``, and tests count them with
plain SQL. ``generate`` needs neither Django nor a database.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from zhichan.demo.figures import AS_OF, LAST_DAY
from zhichan.demo.generating import SEED, Step, digest, generate
from zhichan.demo.places import AREAS, CITY, OFFICES, PERSONAS, PLACES

__all__ = [
    "AREAS", "AS_OF", "CITY", "LAST_DAY", "OFFICES", "PERSONAS", "PLACES", "SEED", "Step", "digest", "follow",
    "generate", "load",
]


def load(
    *, size: float = 1.0, seed: int = SEED, through: date = AS_OF, progress: Callable[[str, int], None] | None = None,
) -> bool:
    """Load the demo city into the database; see ``loading.load``."""
    from zhichan.demo import loading

    return loading.load(size=size, seed=seed, through=through, progress=progress)


def follow() -> bool:
    """Save searches in the demo city; see ``following.follow``. What was loaded has been followed by then."""
    from zhichan.demo import following

    return following.follow()
