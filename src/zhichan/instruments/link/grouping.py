"""Arrays in the place of dictionaries of lists: numbers by the text they share, and texts one edit apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .weighing import Integers

Hashes = NDArray[np.uint64]
CROWD: Final = 60
"""From so many on, those who share something are too many to be looked at for that alone."""
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)


def spread(starts: Integers, counts: Integers) -> tuple[Integers, Integers]:
    """Runs laid end to end: which run each member is of, and where the member stands."""
    which = np.repeat(np.arange(len(counts)), counts)
    return which, np.arange(len(which)) + np.repeat(starts - (np.cumsum(counts) - counts), counts)


def numbered(keys: Sequence[str]) -> tuple[dict[str, int], Integers]:
    """Each different key with a number, in the order in which they come, and the number of each."""
    ids = {key: at for at, key in enumerate(dict.fromkeys(keys))}
    return ids, np.fromiter(map(ids.__getitem__, keys), np.int64, len(keys))


class Groups:
    """Numbers by the text they share, rising within each text, or by ``within`` first."""

    __slots__ = ("_inner", "ids", "members", "starts")

    def __init__(self, keys: Sequence[str], members: Integers, *, within: Integers | None = None) -> None:
        """Group ``members`` by ``keys``, one to one."""
        self.ids, group = numbered(keys)
        order = np.lexsort((members, group) if within is None else (members, within, group))
        self.members = members[order]
        self.starts = np.concatenate(([0], np.cumsum(np.bincount(group, minlength=len(self.ids)))))
        self._inner = group[order] << 32 | (within[order] + 1 if within is not None else 0)

    def once(self, owner: Integers, rank: Integers) -> None:
        """Of several members of a group that have one owner, keep the one of the lowest rank."""
        group = np.repeat(np.arange(len(self.ids)), np.diff(self.starts))
        members = self.members
        order = np.lexsort((members, rank[members], owner[members], group))
        members, group = members[order], group[order]
        owners = owner[members]
        fresh = np.ones(len(members), np.bool_)
        fresh[1:] = (group[1:] != group[:-1]) | (owners[1:] != owners[:-1])
        self.members = members[fresh]
        sizes = np.bincount(group[fresh], minlength=len(self.ids))
        self.starts = np.concatenate(([0], np.cumsum(sizes)))

    def of(self, keys: Sequence[str]) -> Integers:
        """The group of each key, -1 for none."""
        return np.fromiter(map(self.ids.get, keys, repeat(-1)), np.int64, len(keys))

    def sizes(self, groups: Integers) -> Integers:
        """How many there are in each group; none in group -1."""
        return np.where(groups < 0, 0, self.starts[groups + 1] - self.starts[groups])

    def runs(self, groups: Integers, *, most: int | None = None) -> tuple[Integers, Integers]:
        """Which of ``groups`` each member is of, and the member; of each group the first ``most`` alone."""
        sizes = self.sizes(groups)
        which, at = spread(self.starts[groups], sizes if most is None else np.minimum(sizes, most))
        return which, self.members[at]

    def runs_within(self, groups: Integers, within: Integers) -> tuple[Integers, Integers]:
        """:meth:`runs`, but of a crowd only those ``within``, at most as many as are none; -1 is within nothing."""
        sizes = self.sizes(groups)
        starts = self.starts[groups]
        crowds = np.flatnonzero(sizes > CROWD)
        if len(crowds):
            wanted = groups[crowds] << 32 | within[crowds] + 1
            starts[crowds] = np.searchsorted(self._inner, wanted)
            inside = np.searchsorted(self._inner, wanted, "right") - starts[crowds]
            sizes[crowds] = np.where(within[crowds] < 0, 0, np.minimum(inside, CROWD))
        which, at = spread(starts, sizes)
        return which, self.members[at]


def deletions(texts: Sequence[str]) -> tuple[Hashes, Integers]:
    """Hashes of every text and of every text with one sign left out, and which text each is of."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    hashes: list[Hashes] = [np.zeros(0, np.uint64)]
    which: list[Integers] = [np.zeros(0, np.int64)]
    for length in np.unique(lengths).tolist():
        rows = np.flatnonzero(lengths == length)
        joined = "".join([texts[row] for row in rows.tolist()]).encode("utf-32-le", "surrogatepass")
        signs = np.frombuffer(joined, np.uint32).reshape(len(rows), length).astype(np.uint64)
        with np.errstate(over="ignore"):
            mixed = (signs + np.uint64(1)) * np.uint64(0xBF58476D1CE4E5B9)
            mixed ^= mixed >> np.uint64(29)
            powers = np.cumprod(np.full(length + 1, _BASE, np.uint64))
            before = np.zeros((len(rows), length + 1), np.uint64)
            np.cumsum(mixed * powers[:length], axis=1, out=before[:, 1:])
            shorter = before[:, :length].copy()
            if length > 1:
                after = mixed[:, 1:] * powers[: length - 1]
                shorter[:, :-1] += np.cumsum(after[:, ::-1], axis=1)[:, ::-1]
        hashes += [before[:, length], shorter.ravel()]
        which += [rows, np.repeat(rows, length)]
    return np.concatenate(hashes), np.concatenate(which)


class Edits:
    """Which of many texts may be one edit from a given one: those that agree once a sign of each is left out."""

    __slots__ = ("_low", "_met", "_packed", "_shift")

    def __init__(self, texts: Sequence[str], numbers: Integers) -> None:
        """Index ``texts``, each by its number."""
        hashes, which = deletions(texts)
        self._low = np.uint64((1 << int(numbers.max(initial=1)).bit_length()) - 1)
        packed = hashes & ~self._low | numbers[which].astype(np.uint64)
        packed.sort()
        self._packed = packed[np.append(True, packed[1:] != packed[:-1])] if len(packed) else packed
        # Most of what is asked for is not there: a table of the first bits says so without a search.
        bits = min(26, max(8, (16 * len(packed)).bit_length()))
        self._shift = np.uint64(64 - bits)
        self._met = np.zeros(1 << bits, np.bool_)
        self._met[packed >> self._shift] = True

    def near(self, texts: Sequence[str]) -> tuple[Integers, Integers]:
        """Pairs of a text's place and an indexed number that may be one edit apart, in order and each once."""
        hashes, which = deletions(texts)
        met = self._met[hashes >> self._shift]
        hashes, which = hashes[met] & ~self._low, which[met]
        order = np.argsort(hashes)
        hashes, which = hashes[order], which[order]
        left = np.searchsorted(self._packed, hashes)
        right = np.searchsorted(self._packed, hashes | self._low, "right")
        query, at = spread(left, np.minimum(right - left, CROWD))
        number = (self._packed[at] & self._low).astype(np.int64)
        span = int(self._low) + 1
        paired = np.unique(which[query] * span + number)
        return paired // span, paired % span
