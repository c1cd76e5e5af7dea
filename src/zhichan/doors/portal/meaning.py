"""The search by meaning, and what the search holds and how fast it answers here."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import ceil, inf
from threading import Lock

from zhichan.doors.look.parts import Cell, Column, Figure, Row, State, Table
from zhichan.doors.portal import searching
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.ground.public import Refusal, Text
from zhichan.kernel.registry.searching import public as index

LONGEST = 4000
NEAREST = 20
KEPT, ENOUGH = 2000, 20
"""So many of the last searches are kept in mind; of fewer than these nothing is said."""
PROMISE = 0.5
"""Seconds within which ninety-five of a hundred searches answer: the platform's promise at the published size."""

KEPT_PROMISE = State("ok", Text("达到承诺", "as promised"))
BROKEN_PROMISE = State("late", Text("未达到承诺", "slower than promised"))


@dataclass(frozen=True)
class Meaning:
    """A text, and the rights that say most nearly the same; ``most`` is how many are listed at most."""

    text: str
    hits: Sequence[searching.Hit]
    most: int = NEAREST


def by_meaning(actor: Actor, text: str) -> Meaning:
    """The rights nearest to a text, each with the words both have."""
    text = text.strip()[:LONGEST]
    if not text:
        return Meaning("", ())
    with reading(actor):
        synonyms = index.synonyms(on=actor.day)
        found = {one.key: one for one in index.meaning(text, synonyms=synonyms, size=NEAREST)}
        hits = searching.hits_of(index.known(list(found)), index.understood(""), actor)
    return Meaning(text, [replace(hit, shared=found[hit.key].words) for hit in hits])


# --- how fast ---------------------------------------------------------------------------------------------------

_last: deque[float] = deque(maxlen=KEPT)
_lock = Lock()


@dataclass
class Timing:
    """One search; ``counts`` says whether it is kept in mind."""

    counts: bool


@contextmanager
def timed(text: str) -> Iterator[Timing]:
    """Keep in mind how long a search took, from the question to the page, whether it found anything or not.

    Without a text nothing was asked; what is refused (a text that cannot be read, an index still being made) was not
    searched for. Neither counts. A search that breaks was never answered, and counts as slower than any other.
    """
    one, took = Timing(bool(text.strip())), inf
    begun = time.perf_counter()
    try:
        yield one
        took = time.perf_counter() - begun
    except Refusal:
        one.counts = False
        raise
    finally:
        if one.counts:
            with _lock:
                _last.append(took)


def measured() -> tuple[int, float, float] | None:
    """How many searches are in mind, and within which seconds half of them, and 95 of 100, answered.

    Infinite where so many were never answered.
    """
    with _lock:
        found = sorted(_last)
    if len(found) < ENOUGH:
        return None
    return len(found), found[ceil(0.5 * len(found)) - 1], found[ceil(0.95 * len(found)) - 1]


def unanswered() -> int:
    """How many of the searches in mind broke."""
    with _lock:
        return _last.count(inf)


def forget() -> None:
    """Begin anew."""
    with _lock:
        _last.clear()


@dataclass(frozen=True)
class About:
    """What the search holds, and how fast it answered of late."""

    count: int
    table: Table
    speed: State
    figures: Sequence[Text]


def about(actor: Actor) -> About:
    """What is in the index, by kind, and how fast this installation answered its last searches."""
    found = index.search(index.understood(""), day=actor.day, size=0, facets=("kind",))
    rows = [
        Row([Cell(Text(*index.KINDS.get(kind, (kind, kind)))), Cell(Figure(count))], key=kind)
        for kind, count in found.facets["kind"]
    ]
    table = Table(
        Text("库中的权利", "Rights in the index"),
        [Column(Text("类型", "Kind")), Column(Text("件数", "Rights"), numeric=True)], rows,
        Text("库里还没有权利。", "No right is in the index yet."), quiet=True,
    )  # fmt: skip
    times = measured()
    if times is None:
        waits = Text("检索次数不足，尚无统计", "too few searches so far to tell")
        return About(found.count, table, State("unknown", waits), ())
    (number, half, most), failed = times, unanswered()
    kept = most <= PROMISE
    return About(
        found.count, table,
        KEPT_PROMISE if kept else BROKEN_PROMISE,
        [
            _measure(number, half, most),
            *([Text(f"其中{failed}次出错，未得到结果，按超时计", f"{failed} of them broke and count as too slow")]
              if failed else []),
            Text("空白的、无法读懂的和索引未建成时的检索不计",
                 "what is blank, cannot be read or comes before the index is made is not counted"),
            Text(f"承诺：在此规模下95%的检索在{PROMISE * 1000:.0f}毫秒内返回",
                 f"promised: at this size 95% of searches answer within {PROMISE * 1000:.0f} ms"),
        ],
    )  # fmt: skip


def _measure(number: int, half: float, most: float) -> Text:
    """The times as one line; where too many searches broke, no time can be said."""
    if most == inf:
        return Text(
            f"最近{number}次检索：未得到结果的超过5%", f"last {number} searches: more than 5% were never answered"
        )
    return Text(
        f"最近{number}次检索：半数在{half * 1000:.0f}毫秒内，95%在{most * 1000:.0f}毫秒内返回整页",
        f"last {number} searches: half within {half * 1000:.0f} ms, 95% within {most * 1000:.0f} ms, as pages",
    )
