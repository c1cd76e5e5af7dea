"""Runs of three and four characters that many texts have: as index terms of their own they spare looking at places.

A word is a row of pairs of characters at places that follow each other. Where all of its pairs are common, looking
through their places is what a search spends its time on; the commonest such words are few, so they are learnt from a
sample and kept as terms. A run that was not learnt is merely looked up by its pairs: what is found is the same.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from .atoms import stands_alone


def learnt(rows: Iterable[Sequence[str]], *, least: int) -> frozenset[str]:
    """The runs that at least so many rows have, each a row of :func:`grams`.

    A run that many rows have begins and ends with shorter ones that as many have: only of those are longer ones made.
    """
    pairs = [[term if len(term) == 2 and stands_alone(term[0]) else "" for term in row] for row in rows]
    threes = _longer(pairs, least)
    fours = _longer(threes, least)
    return frozenset(run for row in (*_kept(threes, least), *_kept(fours, least)) for run in row if run)


def runs(row: Sequence[str], known: AbstractSet[str]) -> list[str]:
    """The known runs of a row of :func:`grams`, each as often as it stands there."""
    found: list[str] = []
    before = ""
    for first, second in itertools.pairwise(row):
        letter = second[1:]
        three = first + letter
        if len(letter) != 1 or three not in known:
            before = ""
            continue
        found.append(three)
        if before and (four := before + letter) in known:
            found.append(four)
        before = three
    return found


def _kept(rows: Iterable[Sequence[str]], least: int) -> list[list[str]]:
    """The rows with nothing in the place of what fewer rows have."""
    rows = list(rows)
    counted = Counter(run for row in rows for run in set(row))
    return [[run if counted[run] >= least else "" for run in row] for row in rows]


def _longer(rows: Iterable[Sequence[str]], least: int) -> list[list[str]]:
    """At each place what stands there and the last character of what follows, where both are common."""
    return [
        [first + second[-1] if first and second else "" for first, second in itertools.pairwise(row)]
        for row in _kept(rows, least)
    ]
