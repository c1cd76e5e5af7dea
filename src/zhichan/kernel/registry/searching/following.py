"""The index follows the database: what a load opened or closed is made anew, in the order of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import chain
from pathlib import Path

from django.db import connection

from zhichan.kernel.ground.public import Refusal, generations, kernel, processors
from zhichan.kernel.ledger.public import Event, Position, consume, hold
from zhichan.kernel.registry.models import Edition
from zhichan.kernel.registry.searching import index
from zhichan.kernel.registry.searching.beside import Share
from zhichan.kernel.registry.searching.beside import fill as filled
from zhichan.kernel.registry.searching.documents import Document, documents, last
from zhichan.kernel.registry.sources import ANNEXES, RIGHTS, SOURCES

CONSUMER = "registry:search"
TABLES = ("registry:adopt-table", "registry:withdraw-table")
MANY = 100_000
"""Rights that are worth several processes."""
DRAWN = 3000
"""Rights of each source of which is learnt what is common."""
FEW, OUTGROWN = 10_000, 10
"""An index that holds more than a few, so many times what it was made of, is made anew when the house is opened."""
_TELLS = {"nice": "mark", "wipo35": "patent"}


def register() -> None:
    """Let the index follow the ledger."""
    consume(CONSUMER, follow, verbs=["registry:loaded", *TABLES])


def follow(position: int, event: Event) -> None:
    """Bring the rights that a load touched up to date. Done again it does the same: documents come from the rows.

    The Nice table says to which similar groups marks belong, WIPO's to which fields patents do: with another edition
    of one, these are made anew.
    """
    if event.verb in TABLES:
        told = Edition.objects.filter(pk=event.subject_id).values_list("table", flat=True)
        for source in (_TELLS[table] for table in told if table in _TELLS):
            index.replace([], documents(source))
        return
    load = int(event.subject_id)
    gone: list[str] = []
    fresh: list[tuple[str, list[int]]] = []
    with connection.cursor() as cursor:
        for source in RIGHTS:
            # Closed versions take their document out; a newer version of the key puts it in again.
            cursor.execute(
                f"SELECT id, key, closed_by IS NULL FROM {SOURCES[source].table}"
                " WHERE opened_by = %(load)s OR closed_by = %(load)s OR key IN ("
                + " UNION ".join(
                    f"SELECT right_key FROM {ANNEXES[annex].table} WHERE right_kind = %(source)s"
                    " AND (opened_by = %(load)s OR closed_by = %(load)s)"
                    for annex in ("text", "family")
                ) + ")",
                {"load": load, "source": source},
            )
            rows = cursor.fetchall()
            gone += [f"{source}:{key}" for _, key, _ in rows]
            keys = sorted({key for _, key, _ in rows})
            cursor.execute(
                f"SELECT id FROM {SOURCES[source].table} WHERE closed_by IS NULL AND key = ANY(%s)",
                [keys],
            )
            fresh.append((source, [row[0] for row in cursor.fetchall()]))
    if gone:
        index.replace(sorted(set(gone)), _these(fresh))


def _these(chosen: list[tuple[str, list[int]]]) -> Iterator[Document]:
    for source, ids in chosen:
        yield from documents(source, ids=ids)


def everything(*, processes: int | None = None) -> int:
    """Make the whole index anew from the database; how many documents it holds.

    What the ledger brings meanwhile waits, and is then brought into the new index. Many rights are read by several
    `processes` (one for each processor, four at most), each of which fills a part; few are not worth their start.
    """
    # Other processes see only what is committed.
    alone = connection.in_atomic_block
    with kernel(), hold(CONSUMER):
        # Who else wants to make one waits for the hold, so that no living maker loses its folder.
        generations.sweep(index.folder())
        ends = {source: last(source) + 1 for source in RIGHTS}
        beside = processes or (min(processors.allowed(), 4) if sum(ends.values()) > MANY and not alone else 1)
        of, sample = _ledger(), chain.from_iterable(_drawn(source, end) for source, end in ends.items())
        if beside == 1:
            return index.rebuild((one for source in RIGHTS for one in documents(source)), of=of, sample=sample)

        def fill(place: Path, known: AbstractSet[str]) -> int:
            parts = {
                place / f"part{number}": [
                    Share(source, number * end // beside, (number + 1) * end // beside) for source, end in ends.items()
                ]
                for number in range(beside)
            }
            filled(parts, known, processes=beside)
            count = index.join(place, list(parts))
            index.settle(place)
            return count

        return index.anew(fill, of=of, sample=sample)


def _drawn(source: str, end: int) -> Iterator[Document]:
    """Rights of a source, evenly drawn by their row numbers."""
    return documents(source, ids=range(1, end, max(1, end // DRAWN)))


def stale() -> bool:
    """Whether there is no index, one made in another way or from another database, or one that has outgrown itself.

    An index learns what is common in texts when it is made: one made of few rights, or none, is slower than it need be.
    """
    said = index.standing()
    with kernel():
        if (said.get("edition"), said.get("of")) != (index.edition(), _ledger()):
            return True
    try:
        there = index.searcher().num_docs
    except Refusal:
        return True
    return there > max(FEW, OUTGROWN * int(said.get("documents", 0)))


def _ledger() -> str:
    """What tells this ledger from every other: the identity of its first event."""
    first = Position.objects.order_by("position").values_list("event_id", flat=True).first()
    return str(first or "")
