"""Company names that are newly known and like the marks a watch asks for.

A name is compared by its brand (字号): what stands in it beside region, trade and legal form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from zhichan.kernel.ground.public import Refusal
from zhichan.kernel.registry.public import brands
from zhichan.kernel.registry.searching import public as index

FIRM = "firm:"


def watched(question: Mapping[str, Any]) -> bool:
    """Whether company names belong to the question.

    :raises Refusal: selection.names, when it asks for names and names no mark they could be like.
    """
    if not question.get("names"):
        return False
    if not index.likenesses(index.understood(question["text"]).node):
        raise Refusal.one(
            "selection.names", '监测企业名称须在检索式中写明近似的商标，如：近似="清泉"',
            'to watch company names the query names a mark, such as ALIKE="qingquan"', place="names",
        )  # fmt: skip
    return True


def named(question: Mapping[str, Any], *, after: int, there: Sequence[str] = ()) -> set[str]:
    """The firms whose names are alike: those that a load after ``after`` named for the first time, or anew, and of
    those already ``there`` the ones that are still called so. Within an act.
    """
    with connection.cursor() as cursor:
        # The name of a natural person is no trade name; a correction of something else names nobody anew.
        cursor.execute(
            "SELECT one.key, one.name FROM registry_firm AS one WHERE one.closed_by IS NULL AND one.kind <> 'person'"
            " AND (one.key = ANY(%s) OR one.opened_by > %s AND NOT EXISTS (SELECT FROM registry_firm AS earlier"
            " WHERE earlier.key = one.key AND earlier.name = one.name AND earlier.opened_by <= %s)) ORDER BY one.key",
            [[key.removeprefix(FIRM) for key in there], after, after],
        )
        rows = cursor.fetchall()
    if not rows:
        return set()
    node = index.understood(question["text"]).node
    lengths = {len(text) for text in index.likenesses(node)}
    called = brands([name for _, name in rows])

    def is_like(name: str) -> bool:
        return any(index.likeness_of(node, one) is not None for one in _heard(called[name], lengths))

    return {f"{FIRM}{key}" for key, name in rows if is_like(name)}


def _heard(brand: str, lengths: Iterable[int]) -> list[str]:
    """What of a brand may be heard as the mark: all of it, its first and its last signs.

    A place that we do not know stands before the brand as if it were a part of it, a trade behind it.
    """
    return list(dict.fromkeys([brand, *(cut for length in lengths for cut in (brand[-length:], brand[:length]))]))
