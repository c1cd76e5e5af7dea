"""Parts of the index filled beside each other, each by a process of its own that reads its share of the rights.

Nothing of Django is met before the new process has set it up.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ProcessPoolExecutor
from itertools import takewhile
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple


class Share(NamedTuple):
    """Rights of one source by their row numbers, from `low` up to before `high`."""

    source: str
    low: int
    high: int


def fill(parts: Mapping[Path, Sequence[Share]], known: AbstractSet[str], *, processes: int) -> None:
    """Fill each part with its shares, so many at a time; what fails in one is raised here.

    The processes read the database of this one in transactions of their own.
    """
    from django.db import connection

    given = {name: value for name, value in connection.settings_dict.items() if name != "TEST"}
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        for filled in [
            pool.submit(_filled, part, shares, frozenset(known), given, os.getpid()) for part, shares in parts.items()
        ]:
            filled.result()


def _filled(
    part: Path, shares: Sequence[Share], known: frozenset[str], database: Mapping[str, Any], parent: int
) -> None:
    import django

    django.setup()
    from django.db import connection

    from zhichan.kernel.ground.public import kernel
    from zhichan.kernel.registry.searching import index
    from zhichan.kernel.registry.searching.documents import documents

    connection.settings_dict.update(database)
    with kernel():
        every = (one for share in shares for one in documents(share.source, within=(share.low, share.high)))
        # Whoever wanted it may have been killed.
        index.fill(part, takewhile(lambda _: os.getppid() == parent, every), known)
    connection.close()
