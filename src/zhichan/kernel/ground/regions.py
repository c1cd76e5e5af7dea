"""Questions about regions: which one is meant, and its parts."""

from __future__ import annotations

from datetime import date

from zhichan.kernel.ground.models import Region
from zhichan.kernel.ground.refusal import Refusal


def region(slug_or_name: str) -> Region:
    """Return the region with this slug or name; refuse an unknown or ambiguous one."""
    found: list[Region] = list(Region.objects.filter(slug=slug_or_name)) or list(
        Region.objects.filter(name=slug_or_name)[:2]
    )
    if len(found) != 1:
        raise Refusal.one(
            "region.unknown" if not found else "region.ambiguous",
            f"没有名为“{slug_or_name}”的地区" if not found else f"有多个名为“{slug_or_name}”的地区",
            f"no region called {slug_or_name!r}"
            if not found
            else f"more than one region called {slug_or_name!r}",
            place="region",
        )
    return found[0]


def parts(root: Region, *, on: date) -> list[Region]:
    """The direct parts of ``root`` in force on ``on``, which add up to it, in their customary order."""
    return list(Region.objects.on(on).filter(parent=root).order_by("rank", "path"))
