"""From the symbols on a record to the classes of another scheme, each with the row that leads there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from zhichan.instruments.classes.reading import Pair
from zhichan.instruments.classes.symbols import above as by_notation


@dataclass(frozen=True, slots=True)
class Hit:
    """``symbol`` of the record leads to ``target`` by a row of the table, which stands at ``via``: itself or above."""

    symbol: str
    target: str
    via: str
    row: int


class Concordance:
    """The rows of one table between two classifications."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        """Index ``pairs`` by the symbol they lead from."""
        self._by_source: dict[str, list[Pair]] = {}
        for pair in pairs:
            self._by_source.setdefault(pair.source, []).append(pair)

    def of(self, symbols: Iterable[str], *, above: Callable[[str], Iterable[str]] | None = None) -> tuple[Hit, ...]:
        """Return where symbols lead, in their order; a row for a class serves those below it unless it is ``exact``.

        ``above`` gives the classes above a symbol (the tree of the edition in force); without it, those that the
        notation shows. A target reached by several rows is given once, by the nearest of the first symbol.
        """
        found: dict[str, Hit] = {}
        for symbol in symbols:
            for via in (symbol, *(above or (lambda code: by_notation(code, "ipc")))(symbol)):
                for pair in self._by_source.get(via, ()):
                    if pair.target not in found and not (pair.exact and via != symbol) and _within(symbol, pair):
                        found[pair.target] = Hit(symbol, pair.target, via, pair.row)
        return tuple(found.values())


def _within(symbol: str, pair: Pair) -> bool:
    """Whether the main group of a symbol is one that the row is for; a bare subclass is in no group."""
    if not pair.included and not pair.excluded:
        return True
    group = symbol[4:].partition("/")[0]
    if not group:
        return not pair.included
    return (not pair.included or int(group) in pair.included) and int(group) not in pair.excluded
