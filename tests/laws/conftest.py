"""A city, its neighbours, and people with whatever roles a draw gives them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zhichan.kernel.ground.public import Region, Unit, kernel

DAY = date(2026, 3, 31)


@pytest.fixture
def regions(db: None, settings: Any) -> dict[str, Region]:
    """A city with two counties, another city, and a unit of the first."""
    settings.ZHICHAN_AS_OF = DAY
    settings.ZHICHAN_API_PER_MINUTE = {"actor": 10**6, "address": 10**6, "nameless-tries": 10**6}
    with kernel():
        made: dict[str, Region] = {}
        for slug, parent in (("law-city", None), ("law-east", "law-city"), ("law-west", "law-city"), ("law-other", None)):
            above = made[parent] if parent else None
            made[slug] = Region.objects.create(
                slug=slug, name=slug, name_en=slug, kind="county" if above else "city", parent=above,
                path=f"{above.path if above else '/'}{slug}/", synthetic=True,
            )  # fmt: skip
        for slug in ("law-market", "law-science"):
            Unit.objects.create(
                slug=slug, name=slug, name_en=slug, region=made["law-city"], kind="department", synthetic=True
            )
    return made
