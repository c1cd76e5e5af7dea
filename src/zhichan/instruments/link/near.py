"""Candidates for names that no organisation is registered under as they stand: who shares something with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz.distance import OSA, Indel
from rapidfuzz.process import cpdist

from .comparing import Level, compare, continued, rendered, traded
from .grouping import CROWD
from .naming import NOWHERE, Parts, beginnings, english_trade, parse
from .register import Register, edited
from .weighing import Integers

_ELSEWHERE = -2
"""The number of a legal form that no name of the register has."""


@dataclass(slots=True)
class Near:
    """Candidate pairs of a text's place and an alias, sorted by text, one for each organisation.

    ``region`` is the one written in the text where the alias has none of it; ``forms`` the legal forms of the texts
    as the register numbers them; ``heads`` what a text is part of, where it is.
    """

    row: Integers
    alias: Integers
    level: Integers
    region: Integers
    forms: Integers
    heads: dict[int, str]


@dataclass(slots=True)
class _Found:
    """Candidate pairs as they are come upon."""

    row: list[Integers] = field(default_factory=list)
    alias: list[Integers] = field(default_factory=list)
    level: list[Integers] = field(default_factory=list)
    region: list[Integers] = field(default_factory=list)

    def add(
        self, row: Integers, alias: Integers, level: Integers | Level, region: Integers | int = NOWHERE
    ) -> None:
        self.row.append(row)
        self.alias.append(alias)
        self.level.append(np.full(len(row), int(level)) if isinstance(level, Level) else level)
        self.region.append(np.full(len(row), region) if isinstance(region, int) else region)


def near(register: Register, texts: Sequence[str]) -> Near:
    """Candidates for folded names, none of which is written as an alias is."""
    parts = [parse(text, register.places) for text in texts]
    place = np.array([one.place for one in parts], np.int64)
    found = _Found()
    latin = np.array([at for at, one in enumerate(parts) if one.latin], np.int64)
    bodies = register.flat.of([parts[at].body for at in latin.tolist()])
    which, alias = register.flat.runs(bodies)
    found.add(
        latin[which], alias, np.where(register.person[alias], Level.PERSON, Level.FLAT).astype(np.int64)
    )
    known = set(latin[bodies >= 0].tolist())
    _translated(register, [at for at in latin.tolist() if at not in known], parts, found)
    named = [at for at, one in enumerate(parts) if not (one.latin or one.head or one.person)]
    _cored(register, named, parts, place, found)
    _branded(register, named, parts, place, found)
    _edited(
        register, [at for at, one in enumerate(parts) if at not in known and edited(one)], parts, place, found
    )
    return Near(
        *_strongest(register, found),
        np.array([register.forms.get(one.form, _ELSEWHERE) for one in parts], np.int64),
        {at: one.head for at, one in enumerate(parts) if one.head},
    )


def _strongest(register: Register, found: _Found) -> tuple[Integers, Integers, Integers, Integers]:
    """One pair for each text and organisation: the strongest agreement, and the current name before others."""
    row, alias = np.concatenate(found.row), np.concatenate(found.alias)
    level, region = np.concatenate(found.level), np.concatenate(found.region)
    whose = row * len(register.organisations) + register.owner[alias]
    order = np.lexsort(((level * 4 + register.kind[alias]) * len(register.owner) + alias, whose))
    whose = whose[order]
    order = order[np.append(True, whose[1:] != whose[:-1])] if len(whose) else order
    return row[order], alias[order], level[order], region[order]


def _cored(register: Register, named: list[int], parts: list[Parts], place: Integers, found: _Found) -> None:
    """Brand and trade agree, maybe once what looks like a region is left out."""
    whole = [at for at in named if len(parts[at].core) >= 2]
    loose = [at for at in named if parts[at].loose]
    for level, of, cores in (
        (Level.CORE, whole, [parts[at].core for at in whole]),
        (Level.LOOSE, loose, [parts[at].loose for at in loose]),
    ):
        rows = np.array(of, np.int64)
        which, alias = register.core.runs(register.core.of(cores))
        found.add(rows[which], alias, level, place[rows[which]])


def _branded(
    register: Register, named: list[int], parts: list[Parts], place: Integers, found: _Found
) -> None:
    """The brand agrees, or one name begins with the other; of a crowd, who is of the city in the name."""
    asked = [
        (at, start)
        for at in named
        if len(parts[at].brand) >= 2
        for start in beginnings(parts[at].brand, parts[at].trade)
    ]
    rows = np.array([at for at, _ in asked], np.int64)
    groups = register.brand.of([start for _, start in asked])
    whole = np.array([start == parts[at].brand for at, start in asked], np.bool_)
    which, alias = register.brand.runs_within(groups, register.city[place[rows]])
    row = rows[which]
    same = whole[which] & (register.brand_of[alias] == groups[which])
    trades = dict(register.trades)
    trade = np.array([trades.setdefault(one.trade, len(trades)) for one in parts], np.int64)
    words = list(trades)
    level = np.empty(len(row), np.int64)
    level[same] = _each(
        trade[row[same]], register.trade[alias[same]], lambda mine, its: traded(words[mine], words[its])
    )
    cores, their = [one.core for one in parts], register.parts
    level[~same] = [
        continued(cores[mine], their[its].core)
        for mine, its in zip(row[~same].tolist(), alias[~same].tolist(), strict=True)
    ]
    kept = level != Level.NOTHING
    row, alias, level = row[kept], alias[kept], level[kept]
    found.add(row, alias, level, place[row])


def _each(mine: Integers, its: Integers, judged: Callable[[int, int], int]) -> Integers:
    """What is judged of each pair, asked once for all that are alike."""
    pairs, where = np.unique(mine << 32 | its, return_inverse=True)
    return np.array([judged(pair >> 32, pair & 0xFFFFFFFF) for pair in pairs.tolist()], np.int64)[where]


def _translated(register: Register, rows: list[int], parts: list[Parts], found: _Found) -> None:
    """Foreign names that begin with the reading of a brand, maybe after that of a region."""
    regions = register.places.readings
    known = register.reading.ids
    asked: list[tuple[int, int, int, int, int]] = []  # text, where the brand starts and ends, region, reading
    for row in rows:
        body = parts[row].body
        starts = [(0, NOWHERE)]
        starts += [
            (length, regions[body[:length]])
            for length in range(3, min(20, len(body) - 3))
            if body[:length] in regions
        ]
        for start, region in starts:
            # Most beginnings are no reading's: only lengths that some reading has after them are looked up.
            for length in register.read_lengths.get(body[start : start + 4], ()):
                reading = known.get(body[start : start + length])
                if reading is not None:
                    asked.append((row, start, start + length, region, reading))
    if not asked:
        return
    row, start, end, region, reading = np.array(asked, np.int64).T
    which, alias = register.reading.runs(reading, most=CROWD)
    # A brand with a longer reading leaves less to be told of the trade.
    order = np.lexsort((end[which], alias, start[which], row[which]))
    which, alias = which[order], alias[order]
    last = np.ones(len(which), np.bool_)
    last[:-1] = (
        (row[which[1:]] != row[which[:-1]])
        | (start[which[1:]] != start[which[:-1]])
        | (alias[1:] != alias[:-1])
    )
    which, alias = which[last], alias[last]
    rests: dict[str, int] = {}
    rest = np.array(
        [rests.setdefault(parts[at].body[until:], len(rests)) for at, _, until, _, _ in asked], np.int64
    )[which]
    after, glosses = list(rests), [english_trade(trade) for trade in register.trades]
    pairs, where = np.unique(rest << 32 | register.trade[alias], return_inverse=True)
    mine = [after[pair >> 32] for pair in pairs.tolist()]
    its = [glosses[pair & 0xFFFFFFFF] for pair in pairs.tolist()]
    share = cpdist(mine, its, scorer=Indel.normalized_similarity, dtype=np.float64)
    level = np.array(
        [
            rendered(each) if one and other else Level.PINYIN_BARE
            for one, other, each in zip(mine, its, share.tolist(), strict=True)
        ],
        np.int64,
    )[where]
    found.add(row[which], alias, level, region[which])


def _edited(register: Register, rows: list[int], parts: list[Parts], place: Integers, found: _Found) -> None:
    """Names one edit away; of long foreign names two."""
    bodies = [parts[at].body for at in rows]
    text, alias = register.edits.near(bodies)
    row = np.array(rows, np.int64)[text]
    pairs = [
        (bodies[at], register.parts[its].body) for at, its in zip(text.tolist(), alias.tolist(), strict=True)
    ]
    # The distance settles most pairs; what an edit means is for a closer look.
    edits = cpdist(
        [one for one, _ in pairs],
        [other for _, other in pairs],
        scorer=OSA.distance,
        score_cutoff=2,
        dtype=np.uint8,
    )
    latin = np.array([one.latin for one in parts], np.bool_)[row]
    close = np.flatnonzero(edits <= np.where(latin, 2, 1))
    row, alias = row[close], alias[close]
    level = np.array(
        [
            compare(parts[at], register.parts[its])
            for at, its in zip(row.tolist(), alias.tolist(), strict=True)
        ],
        np.int64,
    )
    kept = level != Level.NOTHING
    row, alias, level = row[kept], alias[kept], level[kept]
    found.add(row, alias, level, place[row])
