"""Synonyms of the search: a table that a data officer loads, with its source, in the edition in force on a day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from django.db import connection

from zhichan.instruments.query import atoms
from zhichan.kernel.registry.models import ClassNode

TABLE = "synonyms"
_PARTED = re.compile(r"[;；]")


def synonyms(*, on: date, plain: Sequence[str] = ()) -> Mapping[str, Sequence[str]]:
    """Words with the other names of the same thing, but for the words that are to be taken as they stand.

    Empty where no table is loaded. What a row says holds from each of its words to the others. Run inside a reading
    context.
    """
    with connection.cursor() as cursor:
        # Asked at each question, so written out: the same as `classifying.edition`.
        cursor.execute(
            "SELECT id, sha256 FROM registry_edition WHERE \"table\" = %s AND since <= %s AND withdrawn = ''"
            " ORDER BY since DESC LIMIT 1",
            [TABLE, on],
        )
        kept = cursor.fetchone()
    if kept is None:
        return {}
    table = _table(*kept)
    left = {tuple(atoms(word)) for word in plain}
    return {word: others for word, others in table.items() if tuple(atoms(word)) not in left} if left else table


@lru_cache(maxsize=4)
def _table(kept: int, sha256: str) -> Mapping[str, Sequence[str]]:
    """The rows of an edition, which never change."""
    found: dict[str, dict[str, None]] = {}
    for code, others in ClassNode.objects.filter(edition_id=kept).order_by("row").values_list("code", "zh"):
        row = list(dict.fromkeys(word.strip() for word in (code, *_PARTED.split(others)) if atoms(word)))
        for word in row:
            found.setdefault(word, {}).update(dict.fromkeys(one for one in row if one != word))
    return {word: tuple(others) for word, others in found.items() if others}
