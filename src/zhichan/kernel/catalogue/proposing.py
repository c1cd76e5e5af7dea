"""A new edition of a procedure before it is in use: read and checked beside everything that is declared now."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from zhichan.kernel.catalogue import files as reading
from zhichan.kernel.catalogue.checks import check
from zhichan.kernel.catalogue.known import Countable
from zhichan.kernel.catalogue.loading import Catalogue, read
from zhichan.kernel.catalogue.shapes import Procedure
from zhichan.kernel.ground.refusal import Refusal


def proposed(*, beside: Catalogue, slug: str, text: bytes, sources: Mapping[str, Countable]) -> Procedure:
    """The procedure that ``text`` declares in the place of ``slug``; nothing is taken into use.

    Raises ``Refusal`` with one reason for each problem, its place being file and line, as ``catalogue check`` tells it.
    """
    old = beside.procedure(slug)
    if old is None:
        raise Refusal.one(
            "catalogue.nothing-declared",
            f"没有名为“{slug}”的事项",
            f"there is no procedure {slug!r}",
            place="procedure",
        )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / old.file
        place.parent.mkdir(parents=True)
        place.write_bytes(text)
        roots = (*beside.roots, Path(folder))
        problems = [one for one in check(roots=roots, sources=sources) if one.file == old.file]
        if problems:
            raise Refusal.of(one.as_reason() for one in problems)
        shaped, _ = read(found=reading.collect(roots=roots), without=beside.removed)
    return next(one for _, one in shaped if isinstance(one, Procedure) and one.slug == slug)
