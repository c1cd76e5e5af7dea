"""A register by column: every name of every organisation taken apart, and what leads from a text to the names."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from typing import Final

import numpy as np

from .grouping import Edits, Groups, numbered
from .model import Organisation
from .naming import NOWHERE, Parts, Places, beginnings, fold, parse, readings

CURRENT, FORMER, FOREIGN, SHORT = range(4)
EVER: Final = (0, 4_000_000)
_KINDS: Final = {"former": FORMER, "foreign": FOREIGN, "short": SHORT}
_READ: Final = range(4, 25)
"""How long the reading of a brand is that is looked for in a foreign name."""
_WORTH_PARSING_APART: Final = 50_000
# What a forked process finds in the memory it was given; empty when none is at work.
_parsing: list[tuple[list[str], Places]] = []


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the cycle collector, which would walk millions of new objects again and again in vain."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def edited(parts: Parts) -> bool:
    """Whether names one edit away are looked for: a person's name is too short for it, and so is a very short body."""
    return not parts.person and 3 <= len(parts.body) <= 40


class Register:
    """Organisations in the order of their ids, and their names by column; a name is known by its place there."""

    def __init__(self, organisations: Iterable[Organisation], places: Places, *, processes: int = 1) -> None:
        """Index the register; several processes take its names apart. Raises ``ValueError`` for an id given twice."""
        self.places = places
        self.organisations = sorted(organisations, key=lambda one: one.id)
        self.index = {one.id: at for at, one in enumerate(self.organisations)}
        if len(self.index) != len(self.organisations):
            raise ValueError("two organisations share an id")
        texts = [
            text for one in self.organisations for text in (one.name, *(alias.text for alias in one.aliases))
        ]
        with uncollected(), _apart(texts, places, processes) as parts:
            # What follows needs no parts: other processes take the names apart meanwhile.
            self._describe_places()
            self._describe_names()
            self._describe_habits()
            self.parts = list(parts)
            self._mark_people()
            with ThreadPoolExecutor(1) as aside:
                # Hashing and sorting millions of edits leaves the interpreter free for the rest.
                of = [at for at, one in enumerate(self.parts) if edited(one)]
                edits = aside.submit(Edits, [self.parts[at].body for at in of], np.array(of, np.int64))
                self._index_words()
                self._index_readings()
                self.edits = edits.result()

    def _describe_places(self) -> None:
        above = [self.places.above[at][:3] for at in range(len(self.places.above))]
        self.ladder = np.full((3, len(above) + 1), NOWHERE)
        for at, ladder in enumerate(above):
            self.ladder[: len(ladder), at] = ladder
        cities: dict[tuple[int, ...], int] = {}
        self.city = np.array([cities.setdefault(one[:2], len(cities)) for one in above] + [NOWHERE], np.int64)
        index = self.places.index
        self.region = np.array([index.get(one.region, NOWHERE) for one in self.organisations], np.int64)

    def _describe_names(self) -> None:
        owner: list[int] = []
        kind: list[int] = []
        since: list[int] = []
        until: list[int] = []
        self.coded: dict[str, int] = {}
        for at, one in enumerate(self.organisations):
            if one.code:
                self.coded.setdefault(one.code, at)
            owner.append(at)
            kind.append(CURRENT)
            since.append(one.since.toordinal() if one.since else EVER[0])
            until.append(EVER[1])
            for alias in one.aliases:
                owner.append(at)
                kind.append(_KINDS[alias.kind])
                since.append(alias.since.toordinal() if alias.since else EVER[0])
                until.append(alias.until.toordinal() if alias.until else EVER[1])
        self.owner, self.kind = np.array(owner, np.int64), np.array(kind, np.int64)
        self.since, self.until = np.array(since, np.int64), np.array(until, np.int64)
        self.current = np.flatnonzero(self.kind == CURRENT)

    def _describe_habits(self) -> None:
        """The agencies that organisations use, as sorted pairs of organisation and agency."""
        self.agents: dict[str, int] = {}
        known = self.agents.setdefault
        pairs = [
            at << 32 | known(agent, len(self.agents))
            for at, one in enumerate(self.organisations)
            for agent in sorted(one.agents)
        ]
        self.uses = np.sort(np.array(pairs, np.int64))
        self.uses_any = np.zeros(len(self.organisations), np.bool_)
        self.uses_any[self.uses >> 32] = True

    def _mark_people(self) -> None:
        people = np.array([one.person for one in self.organisations], np.bool_)
        self.person = people[self.owner]
        looks = np.array([one.person for one in self.parts], np.bool_)
        for at in np.flatnonzero(self.person != looks).tolist():
            # Whoever is registered as a person is one, whatever the name looks like.
            self.parts[at] = self.parts[at]._replace(person=not looks[at])

    def _index_words(self) -> None:
        parts = self.parts
        flat, body, core, brand, trade, form, place, _, heads, latin, person = (
            zip(*parts, strict=True) if parts else [()] * len(Parts._fields)
        )
        every = np.arange(len(parts))
        self.place = np.array(place, np.int64)
        self.forms, self.form = numbered(form)
        self.no_form = self.forms.setdefault("", len(self.forms))
        self.trades, self.trade = numbered(trade)
        western, people = np.array(latin, np.bool_), np.array(person, np.bool_)
        foreign = np.flatnonzero(western & ~people)
        self.flat = Groups([*flat, *(body[at] for at in foreign.tolist())], np.concatenate([every, foreign]))
        # Of two names of one organisation that are written alike the current one goes before others.
        self.flat.once(self.owner, self.kind)
        self.named = np.flatnonzero(~(western | people | np.fromiter(map(bool, heads), np.bool_, len(parts))))
        named = self.named.tolist()
        self.core = Groups([core[at] for at in named], self.named)
        length = np.fromiter(map(len, brand), np.int64, len(parts))
        longer = [at for at in named if not trade[at] and len(brand[at]) >= 4]
        members = np.concatenate([self.named, *[np.array(longer, np.int64)] * 2])
        self.brand = Groups(
            [*(brand[at] for at in named), *(brand[at][:start] for start in (2, 3) for at in longer)],
            members,
            within=self.city[self.region[self.owner[members]]],
        )
        self.brand_of = self.brand.of(brand)
        # Members of a group rise, and so do their owners: each change is one more who shares the core.
        owners = self.owner[self.core.members]
        fresh = np.append(True, owners[1:] != owners[:-1])[: len(owners)]
        fresh[self.core.starts[:-1]] = True
        shared = np.append(np.add.reduceat(fresh.astype(np.int64), self.core.starts[:-1]), 1)
        self.common = (
            np.digitize(shared[self.core.of(core)], (2, 4, 11, 31)) * 4 + np.digitize(length, (3, 4, 6))
        ) * 3

    def _index_readings(self) -> None:
        """The brands of the firms by how they are read."""
        firms = self.named[(self.kind[self.named] != SHORT) & (self.form[self.named] != self.no_form)]
        parts = [self.parts[at] for at in firms.tolist()]
        spoken = [at for at, one in enumerate(parts) if 2 <= len(one.brand) <= 6]
        # Brands are read once, apart those without a trade, whose beginning may be the brand alone: a folded name has
        # no question mark.
        brands = Groups(
            [parts[at].brand + ("" if parts[at].trade else "?") for at in spoken],
            firms[np.array(spoken, np.int64)],
        )
        keys: list[str] = []
        group: list[int] = []
        for brand, at in brands.ids.items():
            starts = beginnings(brand[:-1], "") if brand[-1] == "?" else (brand,)
            found = {each for start in starts for each in readings(start) if len(each) in _READ}
            keys += found
            group += [at] * len(found)
        which, members = brands.runs(np.array(group, np.int64))
        self.reading = Groups([keys[at] for at in which.tolist()], members)
        lengths: dict[str, set[int]] = {}
        for read in self.reading.ids:
            lengths.setdefault(read[:4], set()).add(len(read))
        self.read_lengths = {first: tuple(sorted(each)) for first, each in lengths.items()}


@contextmanager
def _apart(texts: list[str], places: Places, processes: int) -> Iterator[Iterable[Parts]]:
    """What stands in each of the names of a register; other processes work until it is asked for."""
    if processes == 1 or len(texts) < _WORTH_PARSING_APART:
        yield (parse(text, places) for text in fold(texts))
        return
    cuts = np.linspace(0, len(texts), 4 * processes + 1).astype(int).tolist()
    _parsing.append((texts, places))
    try:
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            slices = pool.imap(_columns_of_slice, pairwise(cuts))
            yield (
                parts
                for each in slices
                for parts in map(
                    Parts._make,
                    zip(*(one.split("\n") if isinstance(one, str) else one for one in each), strict=True),
                )
            )
    finally:
        _parsing.pop()


def _columns_of_slice(cut: tuple[int, int]) -> list[str | tuple[object, ...]]:
    # A column of texts travels as one text: millions of small ones cost more than taking the names apart.
    gc.disable()
    texts, places = _parsing[-1]
    read = zip(*(parse(text, places) for text in fold(texts[cut[0] : cut[1]])), strict=True)
    return ["\n".join(each) if isinstance(each[0], str) else each for each in read]
