"""The linker: an index of the register, candidates for a name, and the choice among them."""

from __future__ import annotations

import gc
import hashlib
import json
import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Hamming

from zhichan.instruments.clock import Words

from .comparing import WORDS, Level, compare, translated
from .model import Decision, Ground, Link, Name, Names, Organisation, valid_code
from .naming import NOWHERE, Parts, Places, fold, parse, readings
from .weighing import OFFSETS, Floats, Integers, Model, choose, of_json, scores

ACCEPT: Final = 0.95
"""From here a link stands without review."""
REVIEW: Final = 0.05
"""Below here there is no link."""
_CROWD: Final = 60
# Each process copies the pages of the index that it touches, which costs it a second or two.
_WORTH_FORKING: Final = 250_000
_WORTH_PARSING_APART: Final = 50_000
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_CURRENT, _FORMER, _FOREIGN, _SHORT = range(4)
_KINDS: Final = {"former": _FORMER, "foreign": _FOREIGN, "short": _SHORT}
_EVER: Final = (0, 4_000_000)
_UNREAD: Final = Parts("", "", "", "", "", "", NOWHERE, "", "", False, False)


@lru_cache(maxsize=1)
def fitted() -> Model:
    """The model that comes with the project."""
    return of_json(json.loads(files(__package__).joinpath("fitted.json").read_text(encoding="utf-8")))


@dataclass(slots=True)
class Found:
    """What was found for many names, by column: indices into ``Linker.organisations``, -1 for none."""

    best: Integers
    probability: Floats
    second: Integers
    second_probability: Floats
    head: Integers
    head_probability: Floats


@dataclass(slots=True)
class Pairs:
    """Candidate pairs, sorted by record: ``fields`` are the values that the weights are looked up by."""

    record: Integers
    organisation: Integers
    fields: NDArray[np.int32]
    level: Integers


def deletions(texts: Sequence[str]) -> tuple[NDArray[np.uint64], Integers]:
    """Hashes of every text and of every text with one sign left out, and which text each is of."""
    if not texts:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    width = max(map(len, texts))
    signs = np.array(texts, dtype=f"<U{width}").view(np.uint32).reshape(len(texts), width).astype(np.uint64)
    lengths = np.array([len(text) for text in texts])
    with np.errstate(over="ignore"):
        mixed = (signs + np.uint64(1)) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(29)
        mixed[signs == 0] = 0
        powers = np.cumprod(np.full(width + 1, _BASE, np.uint64))
        here = mixed * powers[:width]
        before = np.zeros((len(texts), width + 1), np.uint64)
        np.cumsum(here, axis=1, out=before[:, 1:])
        moved = mixed[:, 1:] * powers[: width - 1] if width > 1 else np.zeros((len(texts), 0), np.uint64)
        after = np.zeros((len(texts), width + 1), np.uint64)
        after[:, : width - 1] = np.cumsum(moved[:, ::-1], axis=1)[:, ::-1]
        whole = before[:, width]
        shorter = before[:, :width] + after[:, :width]
    mask = np.arange(width)[None, :] < lengths[:, None]
    rows = np.broadcast_to(np.arange(len(texts))[:, None], mask.shape)
    return np.concatenate([whole, shorter[mask]]), np.concatenate([np.arange(len(texts)), rows[mask]])


class Linker:
    """Links names to the organisations it was given. Their order does not matter."""

    def __init__(
        self,
        organisations: Iterable[Organisation],
        *,
        places: Places | None = None,
        model: Model | None = None,
        processes: int = 1,
    ) -> None:
        """Index the register; several processes take its names apart. Raises ``ValueError`` for an id given twice."""
        self.places = places or Places.provinces()
        self.model = model
        self.organisations = sorted(organisations, key=lambda one: one.id)
        self.index = {one.id: at for at, one in enumerate(self.organisations)}
        if len(self.index) != len(self.organisations):
            raise ValueError("two organisations share an id")
        self._index_places()
        with _uncollected():
            self._index_names(processes)

    def _index_places(self) -> None:
        above = self.places.above
        self._ladder = np.full((len(above) + 1, 3), NOWHERE)
        for at, ladder in enumerate(above):
            self._ladder[at, : min(3, len(ladder))] = ladder[:3]
        self._region = np.array(
            [self.places.index.get(one.region, NOWHERE) for one in self.organisations], np.int64
        )

    def _index_names(self, processes: int) -> None:
        texts: list[str] = []
        owner: list[int] = []
        kind: list[int] = []
        since: list[int] = []
        until: list[int] = []
        for at, one in enumerate(self.organisations):
            texts.append(one.name)
            owner.append(at)
            kind.append(_CURRENT)
            since.append(one.since.toordinal() if one.since else _EVER[0])
            until.append(_EVER[1])
            for alias in one.aliases:
                texts.append(alias.text)
                owner.append(at)
                kind.append(_KINDS[alias.kind])
                since.append(alias.since.toordinal() if alias.since else _EVER[0])
                until.append(alias.until.toordinal() if alias.until else _EVER[1])
        self._parts = _apart(texts, self.places, processes)
        self._owner = np.array(owner, np.int64)
        self._kind = np.array(kind, np.int64)
        self._since = np.array(since, np.int64)
        self._until = np.array(until, np.int64)
        self._place = np.array([parts.place for parts in self._parts], np.int64)
        people = [one.person for one in self.organisations]
        # Whoever is registered as a person is one, whatever the name looks like.
        self._parts = [
            parts if parts.person == people[owner[at]] else parts._replace(person=people[owner[at]])
            for at, parts in enumerate(self._parts)
        ]
        # Sorting half a million hashes leaves the interpreter free for the loop below.
        with ThreadPoolExecutor(1) as aside:
            edits = aside.submit(self._edits)
            self._index_words(kind)
            self._hashes, self._hashed = edits.result()
        sizes = {core: len({owner[at] for at in ats}) for core, ats in self._core.items()}
        self._common = np.array([sizes.get(parts.core, 1) for parts in self._parts], np.int64)
        self._length = np.array([len(parts.brand) for parts in self._parts], np.int64)
        self._codes: dict[str, int] = {}
        for at, one in enumerate(self.organisations):
            if one.code:
                self._codes.setdefault(one.code, at)
        self._current = np.searchsorted(self._owner, np.arange(len(self.organisations)))

    def _edits(self) -> tuple[NDArray[np.uint64], Integers]:
        """Sorted hashes of the names' bodies with and without each sign, and which name each is of."""
        of = [at for at, parts in enumerate(self._parts) if not parts.person and 3 <= len(parts.body) <= 40]
        hashes, row = deletions([self._parts[at].body for at in of])
        order = np.argsort(hashes, kind="stable")
        return hashes[order], np.array(of, np.int64)[row[order]]

    def _index_words(self, kind: Sequence[int]) -> None:
        self._flat: dict[str, list[int]] = {}
        self._core: dict[str, list[int]] = {}
        self._brand: dict[str, list[int]] = {}
        self._reading: dict[str, list[int]] = {}
        for at, parts in enumerate(self._parts):
            self._flat.setdefault(parts.flat, []).append(at)
            if parts.person:
                continue
            if parts.latin:
                if parts.body != parts.flat:
                    self._flat.setdefault(parts.body, []).append(at)
            elif not parts.head:
                self._core.setdefault(parts.core, []).append(at)
                self._brand.setdefault(parts.brand, []).append(at)
                if not parts.trade and len(parts.brand) >= 4:
                    self._brand.setdefault(parts.brand[:2], []).append(at)
                    self._brand.setdefault(parts.brand[:3], []).append(at)
                if kind[at] != _SHORT and 2 <= len(parts.brand) <= 6 and parts.form:
                    lengths = (
                        {len(parts.brand)}
                        if parts.trade or len(parts.brand) < 4
                        else {2, 3, len(parts.brand)}
                    )
                    for read in {read for length in lengths for read in readings(parts.brand[:length])}:
                        self._reading.setdefault(read, []).append(at)
        lengths_of: dict[str, set[int]] = {}
        for read in self._reading:
            if 4 <= len(read) <= 24:
                lengths_of.setdefault(read[:4], set()).add(len(read))
        self._read_lengths = {first: tuple(sorted(each)) for first, each in lengths_of.items()}

    # -- candidates ----------------------------------------------------------------------------------------------

    def _near(self, parts: Parts) -> list[tuple[int, Level, int]]:
        """Aliases that share something with a name that no alias has as it stands, how they agree, and its region."""
        found: list[tuple[int, Level, int]] = []
        if parts.latin:
            return self._translated(parts)
        if parts.head or parts.person:
            return found
        seen: set[int] = set()
        for keyed in (self._core.get(parts.core, ()), self._core.get(parts.loose, ()) if parts.loose else ()):
            for at in keyed:
                if at not in seen:
                    seen.add(at)
                    found.append((at, compare(parts, self._parts[at]), parts.place))
        beginnings = (
            [parts.brand]
            if parts.trade or len(parts.brand) < 4
            else [parts.brand, parts.brand[:2], parts.brand[:3]]
        )
        for beginning in beginnings:
            shared = self._brand.get(beginning, ())
            if len(shared) > _CROWD:
                # A brand that so many share says nothing alone: only those of the city in the name are looked at.
                shared = [at for at in shared if self._compatible(parts.place, at)][:_CROWD]
            for at in shared:
                if at not in seen:
                    seen.add(at)
                    found.append((at, compare(parts, self._parts[at]), parts.place))
        return found

    def _compatible(self, place: int, alias: int) -> bool:
        region = int(self._region[self._owner[alias]])
        return (
            NOWHERE not in {place, region} and self.places.above[place][:2] == self.places.above[region][:2]
        )

    def _translated(self, parts: Parts) -> list[tuple[int, Level, int]]:
        body = parts.body
        starts = [(0, NOWHERE)]
        starts += [
            (length, self.places.readings[body[:length]])
            for length in range(3, min(20, len(body) - 3))
            if body[:length] in self.places.readings
        ]
        found: list[tuple[int, Level, int]] = []
        for start, place in starts:
            # Most beginnings are no reading's: only lengths that some reading has after them are looked up.
            for length in self._read_lengths.get(body[start : start + 4], ()):
                found += [
                    (at, translated(body, self._parts[at], start=start), place)
                    for at in self._reading.get(body[start : start + length], ())[:_CROWD]
                ]
        return found

    def _edited(self, rows: list[int], parts: list[Parts]) -> tuple[list[int], list[int], list[int]]:
        """Which of the names (by row) are one edit from which aliases, and how."""
        hashes, which = deletions([parts[row].body for row in rows])
        left = np.searchsorted(self._hashes, hashes, "left")
        right = np.searchsorted(self._hashes, hashes, "right")
        counts = np.minimum(right - left, _CROWD)
        total = int(counts.sum())
        if not total:
            return [], [], []
        offset = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
        alias = self._hashed[np.repeat(left, counts) + offset]
        paired = np.unique(np.repeat(which, counts) * len(self._parts) + alias)
        kept: tuple[list[int], list[int], list[int]] = ([], [], [])
        for row, at in zip(
            (paired // len(self._parts)).tolist(), (paired % len(self._parts)).tolist(), strict=True
        ):
            level = compare(parts[rows[row]], self._parts[at])
            if level != Level.NOTHING:
                kept[0].append(rows[row])
                kept[1].append(at)
                kept[2].append(int(level))
        return kept

    def pairs(self, names: Names) -> Pairs:
        """Every candidate pair of the names, one for each organisation, with the values of its fields."""
        count = len(names.text)
        addresses = names.address
        placed = np.full(count, NOWHERE, np.int64)
        if len(addresses):
            # A house number is no region: without it many addresses are one.
            short = [text.rstrip("0123456789号") for text in addresses]
            cache = {text: self.places.of_address(text) for text in set(short)}
            placed = np.array([cache[text] for text in short], np.int64)
        unique: dict[str, int] = {}
        of = np.array([unique.setdefault(text, len(unique)) for text in names.text], np.int64)
        row: list[int] = []
        alias: list[int] = []
        level: list[int] = []
        region: list[int] = []
        open_rows: list[int] = []
        parts: list[Parts] = []
        for at, text in enumerate(fold(list(unique))):
            # Most names are written as an alias is: nothing else about them needs to be worked out.
            hits = self._flat.get(
                text.replace("(", "").replace(")", "") if "(" in text or ")" in text else text
            )
            one = _UNREAD if hits is not None else parse(text, self.places)
            parts.append(one)
            if hits is None and one.latin:
                hits = self._flat.get(one.body)
            if hits is not None:
                for hit in hits:
                    row.append(at)
                    alias.append(hit)
                    level.append(1 if self._parts[hit].person else 0)
                    region.append(NOWHERE)
            else:
                near = self._near(one)
                for hit, how, place in near:
                    if how is not Level.NOTHING:
                        row.append(at)
                        alias.append(hit)
                        level.append(int(how))
                        region.append(place)
                if not one.person and 3 <= len(one.body) <= 40:
                    open_rows.append(at)
        edited = self._edited(open_rows, parts)
        row += edited[0]
        alias += edited[1]
        level += edited[2]
        region += [parts[each].place for each in edited[0]]
        return self._finish(names, of, placed, parts, (row, alias, level, region))

    def _finish(
        self,
        names: Names,
        of: Integers,
        placed: Integers,
        parts: list[Parts],
        found: tuple[list[int], list[int], list[int], list[int]],
    ) -> Pairs:
        row, alias, level, region = (np.array(each, np.int64) for each in found)
        # One pair for each name and organisation: the strongest agreement, and the current name before others.
        owner = self._owner[alias]
        order = np.lexsort((alias, self._kind[alias], level, owner, row))
        row, alias, level, region, owner = row[order], alias[order], level[order], region[order], owner[order]
        # Two former names, or a former and a current one, may be written alike: the days decide below.
        fresh = np.ones(len(row), bool)
        fresh[1:] = (row[1:] != row[:-1]) | (owner[1:] != owner[:-1])
        row, alias, level, region = row[fresh], alias[fresh], level[fresh], region[fresh]
        starts = np.searchsorted(row, np.arange(len(parts) + 1))
        counts = (starts[1:] - starts[:-1])[of]
        record = np.repeat(np.arange(len(of)), counts)
        within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        pair = np.repeat(starts[:-1][of], counts) + within
        alias, level, region = alias[pair], level[pair], region[pair]
        record, alias, level, region, coded = self._by_code(names, record, alias, level, region)
        forms = {
            form: at for at, form in enumerate(dict.fromkeys(one.form for one in [*parts, *self._parts]))
        }
        fields = self._fields(
            names,
            record,
            alias,
            level,
            region,
            coded,
            placed,
            np.array([forms[one.form] for one in parts], np.int64)[of[record]],
            np.array([forms[one.form] for one in self._parts], np.int64)[alias],
            forms.get("", NOWHERE),
        )
        return Pairs(record, self._owner[alias], fields, level)

    def _by_code(
        self, names: Names, record: Integers, alias: Integers, level: Integers, region: Integers
    ) -> tuple[Integers, Integers, Integers, Integers, Integers]:
        """Pairs with what their codes say (0 nothing, 1 equal, 2 one sign off); good codes that differ part them."""
        coded = np.zeros(len(record), np.int64)
        if not len(names.code):
            return record, alias, level, region, coded
        written = {at: code for at, code in enumerate(names.code) if code}
        if not written:
            return record, alias, level, region, coded
        codes = {at: code.strip().upper() for at, code in written.items()}
        good = {code: valid_code(code) for code in set(codes.values())}
        has = np.zeros(len(names.text), bool)
        has[list(codes)] = True
        keep = np.ones(len(record), bool)
        owners = self._owner[alias]
        met: set[tuple[int, int]] = set()
        for at in np.flatnonzero(has[record]).tolist():
            mine, theirs = codes[int(record[at])], self.organisations[int(owners[at])].code
            if not theirs:
                continue
            if mine == theirs:
                coded[at] = 1
                met.add((int(record[at]), int(owners[at])))
            elif good[mine]:
                keep[at] = False
            elif len(mine) == len(theirs) and Hamming.distance(mine, theirs) == 1:
                coded[at] = 2
        extra = [
            (at, int(self._current[owner]))
            for at, code in codes.items()
            if (owner := self._codes.get(code, NOWHERE)) != NOWHERE and (at, owner) not in met
        ]
        record = np.append(record[keep], np.array([at for at, _ in extra], np.int64))
        alias = np.append(alias[keep], np.array([hit for _, hit in extra], np.int64))
        level = np.append(level[keep], np.full(len(extra), int(Level.CODE), np.int64))
        region = np.append(region[keep], np.full(len(extra), NOWHERE, np.int64))
        coded = np.append(coded[keep], np.ones(len(extra), np.int64))
        order = np.argsort(record, kind="stable")
        return record[order], alias[order], level[order], region[order], coded[order]

    def _fields(
        self,
        names: Names,
        record: Integers,
        alias: Integers,
        level: Integers,
        region: Integers,
        coded: Integers,
        placed: Integers,
        form: Integers,
        its_form: Integers,
        no_form: int,
    ) -> NDArray[np.int32]:
        owner = self._owner[alias]
        home = self._region[owner]
        address = self._nearness(placed[record], home)
        its = self._place[alias]
        lacks, its_lacks = region == NOWHERE, its == NOWHERE
        written = np.where(its_lacks, home, its)
        fits = self._inside(region, written) | self._inside(written, region)
        named = np.select(
            [level <= Level.PERSON, lacks & its_lacks, lacks, ~its_lacks & fits, fits], [0, 1, 2, 3, 4], 5
        )
        formed = np.select(
            [level <= Level.PERSON, form == its_form, (form == no_form) | (its_form == no_form)], [0, 1, 2], 3
        )
        group = np.select([level <= Level.CORE, level <= Level.SHORT_OTHER], [0, 1], 2)
        kind = self._kind[alias]
        if len(names.day):
            days = np.array([each.toordinal() if each else 0 for each in names.day], np.int64)[record]
            dated = np.select(
                [
                    (days == 0) | ((self._since[alias] == _EVER[0]) & (self._until[alias] == _EVER[1])),
                    days < self._since[alias],
                    days > self._until[alias],
                ],
                [0, 1, 2],
                3,
            )
            # Where several had just this name, whoever had it on the day is meant rather than those who did not.
            flat = level == Level.FLAT
            holders = np.bincount(record[flat & (dated == 3)], minlength=len(names.text))
            several = (
                flat
                & (np.bincount(record[flat], minlength=len(names.text))[record] > 1)
                & (holders[record] > 0)
            )
            dated = np.where(several & (dated == 3), 5, np.where(several & np.isin(dated, (1, 2)), 4, dated))
        else:
            dated = np.zeros(len(record), np.int64)
        agent = np.zeros(len(record), np.int64)
        if len(names.agent):
            for at, (which, own) in enumerate(zip(record.tolist(), owner.tolist(), strict=True)):
                if said := names.agent[which]:
                    known = self.organisations[own].agents
                    if known:
                        agent[at] = 1 if said in known else 2
        partner = np.zeros(len(record), np.int64)
        if len(names.partners):
            some = {at for at, said in enumerate(names.partners) if said}
            for at, which in enumerate(record.tolist()):
                if which in some and not self.organisations[int(owner[at])].partners.isdisjoint(
                    names.partners[which]
                ):
                    partner[at] = 1
        many = np.digitize(self._common[alias], (2, 4, 11, 31))
        length = np.digitize(self._length[alias], (3, 4, 6))
        columns = {
            "address": level * 5 + address,
            "region": level * 6 + named,
            "form": formed * 3 + group,
            "alias": kind,
            "dated": dated,
            "code": coded,
            "agent": agent,
            "partner": partner,
            "common": (many * 4 + length) * 3 + group,
        }
        return np.stack([columns[name] + OFFSETS[name] for name in OFFSETS], axis=1).astype(np.int32)

    def _nearness(self, one: Integers, other: Integers) -> Integers:
        """0 unknown, 1 the same or one in the other below city level, 2 the same city, 3 the same province, 4 apart."""
        a, b = self._ladder[one], self._ladder[other]
        same = (a == b) & (a != NOWHERE)
        found: Integers = np.select(
            [(one == NOWHERE) | (other == NOWHERE), same[:, 2] | (one == other), same[:, 1], same[:, 0]],
            [0, 1, 2, 3],
            4,
        ).astype(np.int64)
        return found

    def _inside(self, one: Integers, other: Integers) -> NDArray[np.bool_]:
        """Whether ``other`` is ``one`` or above it."""
        found: NDArray[np.bool_] = (
            (self._ladder[one] == other[:, None]).any(axis=1) & (other != NOWHERE) & (one != NOWHERE)
        )
        return found

    # -- choice --------------------------------------------------------------------------------------------------

    def find(self, names: Names, *, processes: int = 1) -> Found:
        """The best organisation for every name, by column; several processes share the index by forking."""
        count = len(names.text)
        if processes == 1 or count < _WORTH_FORKING:
            with _uncollected():
                return self._find(names)
        cuts = np.linspace(0, count, processes + 1).astype(int)
        _forked.append((self, names))
        # Frozen, the index is not walked by the children's collectors, which would copy every page of it.
        gc.freeze()
        try:
            with multiprocessing.get_context("fork").Pool(processes) as pool:
                found = pool.map(_of_slice, pairwise(cuts.tolist()), chunksize=1)
        finally:
            _forked.pop()
            gc.unfreeze()
        return Found(*(np.concatenate([getattr(each, name) for each in found]) for name in Found.__slots__))

    def _find(self, names: Names) -> Found:
        best, probability, second, second_probability = self._best(names)
        head = np.full(len(names.text), NOWHERE, np.int64)
        head_probability = np.zeros(len(names.text))
        unsure = np.flatnonzero((best == NOWHERE) | (probability < ACCEPT)).tolist()
        unknown = fold([names.text[at] for at in unsure])
        heads = {at: parse(text, self.places).head for at, text in zip(unsure, unknown, strict=True)}
        rows = [at for at, text in heads.items() if text]
        if rows:
            # The address, code and agent are the branch's own and say nothing of its head.
            found = self._best(
                Names(
                    [heads[at] for at in rows], day=[names.day[at] for at in rows] if len(names.day) else ()
                )
            )
            head[rows] = found[0]
            head_probability[rows] = found[1] * (1 - probability[rows])
        return Found(best, probability, second, second_probability, head, head_probability)

    def _best(self, names: Names) -> tuple[Integers, Floats, Integers, Floats]:
        model = self.model or fitted()
        pairs = self.pairs(names)
        count = len(names.text)
        best = np.full(count, NOWHERE, np.int64)
        second = np.full(count, NOWHERE, np.int64)
        probability, runner = np.zeros(count), np.zeros(count)
        if len(pairs.record):
            starts = np.flatnonzero(np.diff(pairs.record, prepend=-1))
            raw = choose(starts, scores(pairs.fields, np.array(model.weights)))
            order = np.lexsort((pairs.organisation, -np.round(raw, 12), pairs.record))
            firsts = order[starts]
            records = pairs.record[firsts]
            best[records] = pairs.organisation[firsts]
            probability[records] = model.calibrated(raw[firsts])
            several = np.diff(np.append(starts, len(raw))) > 1
            seconds = order[starts[several] + 1]
            second[records[several]] = pairs.organisation[seconds]
            runner[records[several]] = np.minimum(raw[seconds], 1 - raw[firsts][several])
        return best, probability, second, runner

    def link(self, names: Sequence[Name]) -> list[Link]:
        """A link for every name that may have one, in the order of the names; below ``REVIEW`` there is none."""
        edition = (self.model or fitted()).edition
        found = self.find(columns(names))
        links: list[Link] = []
        for at, name in enumerate(names):
            same, part = float(found.probability[at]), float(found.head_probability[at])
            if max(same, part) < REVIEW:
                continue
            whole = same >= part
            probability = same if whole else part
            organisation = self.organisations[int(found.best[at] if whole else found.head[at])]
            grounds = self.explain(name, organisation.id) if whole else ()
            reason = (
                _reason(grounds)
                if whole
                else Words(
                    "名称是其分支或所属机构，未单独登记",
                    "the name is a branch or part of it without an entry of its own",
                )
            )
            runner = int(found.second[at])
            links.append(
                Link(
                    identify(name.id, organisation.id, "same" if whole else "part", edition),
                    name.id,
                    organisation.id,
                    "same" if whole else "part",
                    probability,
                    decide(probability),
                    reason,
                    edition,
                    (self.organisations[runner].id, float(found.second_probability[at]))
                    if whole and runner != NOWHERE
                    else None,
                    grounds,
                )
            )
        return links

    def explain(self, name: Name, organisation: str) -> tuple[Ground, ...]:
        """What speaks for and against a name meaning an organisation, weighed; the choice among rivals comes on top.

        Raises ``KeyError`` when the organisation is not in the register. A pair that shares nothing has one ground.
        """
        at = self.index[organisation]
        pairs = self.pairs(columns([name]))
        weights = (self.model or fitted()).weights
        for row in np.flatnonzero(pairs.organisation == at).tolist():
            values = dict(zip(OFFSETS, (int(value) for value in pairs.fields[row]), strict=True))
            return tuple(
                _grounds(
                    Level(int(pairs.level[row])),
                    {key: value - OFFSETS[key] for key, value in values.items()},
                    values,
                    weights,
                )
            )
        mine, theirs = name.code.strip().upper(), self.organisations[at].code
        if mine and theirs and mine != theirs and valid_code(mine):
            return (
                Ground(
                    "code",
                    Words("统一社会信用代码不同，不是同一主体", "the codes differ: another body"),
                    float("-inf"),
                ),
            )
        return (Ground("name", WORDS[Level.NOTHING], float("-inf")),)


# What a forked process finds in the memory it was given; empty outside of ``find``.
_forked: list[tuple[Linker, Names]] = []
# The same while a register's names are taken apart.
_parsing: list[tuple[list[str], Places]] = []


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the cycle collector, which would walk millions of new objects again and again in vain."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _of_slice(cut: tuple[int, int]) -> Found:
    linker, names = _forked[-1]
    gc.disable()
    start, end = cut
    return linker._find(  # noqa: SLF001 — the same class, in another process
        replace(names, **{key: getattr(names, key)[start:end] for key in Names.__slots__})
    )


def _apart(texts: list[str], places: Places, processes: int) -> list[Parts]:
    """What stands in each of the names of a register."""
    if processes == 1 or len(texts) < _WORTH_PARSING_APART:
        return [parse(text, places) for text in fold(texts)]
    cuts = np.linspace(0, len(texts), 4 * processes + 1).astype(int).tolist()
    _parsing.append((texts, places))
    try:
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            found: list[Parts] = []
            for each in pool.imap(_columns_of_slice, pairwise(cuts)):
                read = [one.split("\n") if isinstance(one, str) else one for one in each]
                found += map(Parts._make, zip(*read, strict=True))
            return found
    finally:
        _parsing.pop()


def _columns_of_slice(cut: tuple[int, int]) -> list[str | tuple[object, ...]]:
    # A column of texts travels as one text: millions of small ones cost more than taking the names apart.
    gc.disable()
    texts, places = _parsing[-1]
    read = zip(*(parse(text, places) for text in fold(texts[cut[0] : cut[1]])), strict=True)
    return ["\n".join(each) if isinstance(each[0], str) else each for each in read]


def columns(names: Sequence[Name]) -> Names:
    """Names by column."""
    return Names(
        [one.text for one in names],
        [one.address for one in names],
        [one.code for one in names],
        [one.agent for one in names],
        [one.partners for one in names],
        [one.day for one in names],
    )


def decide(probability: float) -> Decision:
    """What becomes of a link: it stands, waits for a person, or is none."""
    return "accept" if probability >= ACCEPT else "review" if probability >= REVIEW else "reject"


def risk(probability: float, stake: float, *, wrong: float = 3.0, missed: float = 1.0) -> float:
    """The expected cost of leaving a link to the machine, which takes the cheaper of a wrong link and a missed one."""
    return min((1 - probability) * wrong, probability * missed) * stake


def identify(name: str, organisation: str, relation: str, edition: str) -> str:
    """The id of a link: the same claim has the same id, so that withdrawing it is exact."""
    return hashlib.sha256(f"{name}\x1f{organisation}\x1f{relation}\x1f{edition}".encode()).hexdigest()[:32]


_FIELD_WORDS: Final[dict[str, dict[int, Words]]] = {
    "address": {
        1: Words("地址在其所在区县", "the address lies in its county or names no other"),
        2: Words("地址与其同市", "the address lies in its city"),
        3: Words("地址与其同省不同市", "the address lies in its province, in another city"),
        4: Words("地址在外省", "the address lies in another province"),
    },
    "region": {
        2: Words("名称未写地名", "no region is written in the name"),
        3: Words("名称中的地名相符", "the regions in the names fit"),
        4: Words("名称中的地名与登记地相符", "the region in the name fits where it is registered"),
        5: Words("名称中的地名不符", "the region in the name does not fit"),
    },
    "form": {
        2: Words("一方未写组织形式", "one side has no legal form"),
        3: Words("组织形式不同", "the legal forms differ"),
    },
    "alias": {
        1: Words("与曾用名比对", "it is a former name"),
        2: Words("与外文名比对", "it is a foreign name"),
        3: Words("与简称比对", "it is a short name"),
    },
    "dated": {
        1: Words("日期早于该名称启用", "the day lies before the name was taken"),
        2: Words("日期晚于该名称停用", "the day lies after the name was given up"),
        3: Words("日期在该名称使用期内", "the day lies in the time of the name"),
        4: Words("该日另有主体使用此名称", "on that day another had the name"),
        5: Words("该日使用此名称的是它", "of those who had the name, it had it on that day"),
    },
    "code": {
        1: Words("统一社会信用代码一致", "the codes agree"),
        2: Words("代码差一位", "the codes differ in one sign and the written one is not valid"),
    },
    "agent": {
        1: Words("代理机构是其惯用机构", "the agency is one it uses"),
        2: Words("代理机构不是其惯用机构", "the agency is not one it is known to use"),
    },
    "partner": {1: Words("共同申请人相符", "a co-applicant is one of its earlier ones")},
}


def _grounds(
    level: Level, values: dict[str, int], at: dict[str, int], weights: Sequence[float]
) -> Iterable[Ground]:
    group = 3
    yield Ground("name", WORDS[level], weights[at["common"]])
    for what, modulus in (
        ("address", 5),
        ("region", 6),
        ("form", 0),
        ("alias", 0),
        ("dated", 0),
        ("code", 0),
        ("agent", 0),
        ("partner", 0),
    ):
        value = (
            values[what] % modulus if modulus else values[what] // group if what == "form" else values[what]
        )
        words = _FIELD_WORDS[what].get(value, Words("", ""))
        yield Ground(what, words, weights[at[what]])


def _reason(grounds: Sequence[Ground]) -> Words:
    said = [ground.words for ground in grounds if ground.words.zh]
    return Words("；".join(words.zh for words in said), "; ".join(words.en for words in said))
