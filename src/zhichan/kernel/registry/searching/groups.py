"""Similar groups of marks: what their goods and services belong to in the Nice table that was loaded.

Goods are told by name alone, so a name that the table does not have belongs to no known group: such a mark is marked as
not known within its class, and is never taken for one that has nothing in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.db import connection

_BETWEEN = re.compile(r"[；;，,、。\n]")
_ASIDE = re.compile(r"[（(][^（()）]*[)）]")
_GROUP_LENGTH = 4


def goods_of(text: str) -> list[str]:
    """The goods and services that a mark's text lists, without remarks in brackets."""
    return list(dict.fromkeys(name for one in _BETWEEN.split(_ASIDE.sub("", text)) if (name := one.strip())))


def table(goods: Iterable[str]) -> Mapping[str, list[str]]:
    """The similar groups of the goods in these texts, by name, from the latest edition of the Nice table.

    Empty where none is loaded.
    """
    names = sorted({name for text in goods for name in goods_of(text)})
    found: dict[str, list[str]] = {}
    if names:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT node.zh, node.parent FROM registry_class AS node WHERE node.edition_id ="
                " (SELECT id FROM registry_edition WHERE \"table\" = 'nice' AND withdrawn = ''"
                " ORDER BY since DESC LIMIT 1)"
                " AND node.zh = ANY(%s) AND length(node.parent) = %s ORDER BY node.zh, node.parent",
                [names, _GROUP_LENGTH],
            )
            for name, group in cursor.fetchall():
                found.setdefault(str(name), []).append(str(group))
    return found


def groups_of(goods: str, nice: int, known: Mapping[str, list[str]]) -> list[str]:
    """The groups of a mark's goods; ``30?`` where some of them, or all, are in none that is known."""
    names = goods_of(goods)
    groups = {group for name in names for group in known.get(name, ())}
    if not names or any(name not in known for name in names):
        groups.add(f"{nice:02}?")
    return sorted(groups)
