"""The brand in a company's name (字号): what is left beside region, trade and legal form."""

from __future__ import annotations

from collections.abc import Sequence

from zhichan.instruments import link as linker
from zhichan.kernel.registry.linking import places


def brands(names: Sequence[str]) -> dict[str, str]:
    """Name → its brand; where none can be told apart, its brand and trade, or the whole name."""
    regions = places()
    found = {}
    for name in dict.fromkeys(names):
        parts = linker.parse(linker.fold_one(name), regions)
        found[name] = parts.brand or parts.core or name
    return found
