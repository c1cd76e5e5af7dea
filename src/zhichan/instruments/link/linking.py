"""The linker: candidates for many names at once, what speaks for each, and the choice among them."""

from __future__ import annotations

import gc
import hashlib
import json
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Hamming

from zhichan.instruments.clock import Words

from .comparing import WORDS, Level
from .grouping import numbered, spread
from .model import Decision, Ground, Link, Name, Names, Organisation, valid_code
from .naming import NOWHERE, Places, fold, parse
from .near import Near, near
from .register import EVER, Register, uncollected
from .weighing import OFFSETS, Floats, Integers, Model, choose, of_json

ACCEPT: Final = 0.95
"""From here a link stands without review."""
REVIEW: Final = 0.05
"""Below here there is no link."""
_WORTH_FORKING: Final = 50_000
"""So many names that nobody is registered under are worth processes of their own."""
_LINES: Final = 65_536
"""So many records are weighed at once: their columns fit into a processor's cache."""
_HOUSE: Final = "0123456789号"


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


@dataclass(slots=True)
class _Written:
    """Each different text among the names: the aliases that it is written as or near, and the texts of the names."""

    of: Integers
    """Of each name, which text it is."""
    texts: list[str]
    starts: Integers
    counts: Integers
    alias: Integers
    level: Integers
    region: Integers
    form: Integers
    heads: dict[int, str]
    parsed: NDArray[np.bool_]
    """Whether a text was taken apart, so that it has no head unless it is in ``heads``."""


@dataclass(slots=True)
class _Columns:
    """What else is known of each name, by column; an empty one says nothing is known."""

    placed: Integers
    day: Integers
    agent: Integers
    coded: NDArray[np.bool_]
    partnered: NDArray[np.bool_]


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
        self.register = Register(organisations, self.places, processes=processes)
        self.organisations = self.register.organisations

    # -- candidates ----------------------------------------------------------------------------------------------

    def _written(
        self, names: Names, processes: int, meanwhile: Callable[[], _Columns]
    ) -> tuple[_Written, _Columns]:
        """The candidates of each different text; other processes look for those that need it ``meanwhile``."""
        register = self.register
        raw, of = numbered(names.text)
        folded, same = numbered(fold(list(raw)))
        texts = list(folded)
        # Most names are written as an alias is: nothing else about them needs to be worked out.
        groups = register.flat.of(
            [text.replace("(", "").replace(")", "") if "(" in text or ")" in text else text for text in texts]
        )
        open_texts = np.flatnonzero(groups < 0)
        with _nearing(register, [texts[at] for at in open_texts.tolist()], processes) as found:
            columns = meanwhile()
            # Of each text a run of pairs: first those of the texts as they stand, then the others.
            _, alias = register.flat.runs(groups)
            counts = register.flat.sizes(groups)
            starts = np.cumsum(counts) - counts
            level = np.where(register.person[alias], int(Level.PERSON), int(Level.FLAT))
            form = np.full(len(texts), register.no_form)
            heads: dict[int, str] = {}
            blocks = [(alias, level, np.full(len(alias), NOWHERE))]
            placed, first = len(alias), 0
            for each in found:
                here = open_texts[first : first + len(each.forms)]
                first += len(here)
                form[here] = each.forms
                counts[here] = np.bincount(each.row, minlength=len(here))
                starts[here] = placed + np.cumsum(counts[here]) - counts[here]
                heads.update((int(here[at]), head) for at, head in each.heads.items())
                blocks.append((each.alias, each.level, each.region))
                placed += len(each.alias)
        alias, level, region = (np.concatenate(column) for column in zip(*blocks, strict=True))
        return (
            _Written(same[of], texts, starts, counts, alias, level, region, form, heads, groups < 0),
            columns,
        )

    def _columns(self, names: Names) -> _Columns:
        register = self.register
        count = len(names.text)
        placed = np.full(count, NOWHERE, np.int64)
        if len(names.address):
            # A house number is no region: without it many addresses are one.
            short = [text.rstrip(_HOUSE) for text in names.address]
            cache = {text: self.places.of_address(text) for text in set(short)}
            placed = np.fromiter(map(cache.__getitem__, short), np.int64, count)
        day = np.zeros(count, np.int64)
        if len(names.day):
            days = {each: each.toordinal() if each else 0 for each in set(names.day)}
            day = np.fromiter(map(days.__getitem__, names.day), np.int64, count)
        agent = np.full(count, NOWHERE, np.int64)
        if len(names.agent):
            # An agency that nobody is known to use is one all the same.
            agents = {each: register.agents.get(each, len(register.agents)) for each in set(names.agent)} | {
                "": NOWHERE
            }
            agent = np.fromiter(map(agents.__getitem__, names.agent), np.int64, count)
        none = np.zeros(count, np.bool_)
        return _Columns(
            placed, day, agent,
            np.fromiter(map(bool, names.code), np.bool_, count) if len(names.code) else none,
            np.fromiter(map(bool, names.partners), np.bool_, count) if len(names.partners) else none,
        )  # fmt: skip

    def pairs(self, names: Names) -> Pairs:
        """Every candidate pair of the names, one for each organisation, with the values of its fields."""
        written, columns = self._written(names, 1, lambda: self._columns(names))
        record, alias, level, fields = self._weighed(names, written, columns, 0, len(names.text))
        stacked = np.stack([fields[name] + OFFSETS[name] for name in OFFSETS], axis=1).astype(np.int32)
        return Pairs(record, self.register.owner[alias], stacked, level)

    def _weighed(
        self, names: Names, written: _Written, columns: _Columns, start: int, end: int
    ) -> tuple[Integers, Integers, Integers, dict[str, Integers]]:
        """Candidate pairs of the names from ``start`` to ``end``, sorted, and the values of their fields."""
        of = written.of[start:end]
        record, pair = spread(written.starts[of], written.counts[of])
        record += start
        alias, level, region = written.alias[pair], written.level[pair], written.region[pair]
        coded = np.zeros(len(record), np.int64)
        if columns.coded[start:end].any():
            record, alias, level, region, coded = self._by_code(
                names, columns, start, end, (record, alias, level, region)
            )
        return (
            record,
            alias,
            level,
            self._fields(names, written, columns, (record, alias, level, region), coded),
        )

    def _by_code(
        self,
        names: Names,
        columns: _Columns,
        start: int,
        end: int,
        pairs: tuple[Integers, Integers, Integers, Integers],
    ) -> tuple[Integers, Integers, Integers, Integers, Integers]:
        """Pairs with what their codes say (0 nothing, 1 equal, 2 one sign off); good codes that differ part them."""
        register = self.register
        record, alias, level, region = pairs
        codes = {
            at: names.code[at].strip().upper()
            for at in (start + np.flatnonzero(columns.coded[start:end])).tolist()
        }
        coded = np.zeros(len(record), np.int64)
        keep = np.ones(len(record), bool)
        met: set[tuple[int, int]] = set()
        good: dict[str, bool] = {}
        written = np.flatnonzero(columns.coded[record])
        owners = register.owner[alias[written]]
        for at, which, own in zip(written.tolist(), record[written].tolist(), owners.tolist(), strict=True):
            mine, theirs = codes[which], self.organisations[own].code
            if not theirs:
                continue
            if mine == theirs:
                coded[at] = 1
                met.add((which, own))
                continue
            if mine not in good:
                good[mine] = valid_code(mine)
            if good[mine]:
                keep[at] = False
            elif len(mine) == len(theirs) and Hamming.distance(mine, theirs) == 1:
                coded[at] = 2
        extra = [
            (at, int(register.current[own]))
            for at, code in codes.items()
            if (own := register.coded.get(code, NOWHERE)) != NOWHERE and (at, own) not in met
        ]
        added = np.array(extra, np.int64).reshape(-1, 2)
        none = np.full(len(added), NOWHERE)
        record = np.append(record[keep], added[:, 0])
        order = np.argsort(record, kind="stable")
        return (
            record[order],
            np.append(alias[keep], added[:, 1])[order],
            np.append(level[keep], np.full(len(added), int(Level.CODE)))[order],
            np.append(region[keep], none)[order],
            np.append(coded[keep], np.ones(len(added), np.int64))[order],
        )

    def _fields(
        self,
        names: Names,
        written: _Written,
        columns: _Columns,
        pairs: tuple[Integers, Integers, Integers, Integers],
        coded: Integers,
    ) -> dict[str, Integers]:
        register = self.register
        record, alias, level, region = pairs
        owner = register.owner[alias]
        home = register.region[owner]
        named, formed = np.zeros(len(record), np.int64), np.zeros(len(record), np.int64)
        # Where the names agree as they stand, so do their regions and forms.
        part = np.flatnonzero(level > Level.PERSON)
        if len(part):
            mine, its, there = region[part], register.place[alias[part]], home[part]
            place = np.where(its == NOWHERE, there, its)
            fits = self._inside(mine, place) | self._inside(place, mine)
            named[part] = np.select(
                [(mine == NOWHERE) & (its == NOWHERE), mine == NOWHERE, (its != NOWHERE) & fits, fits],
                [1, 2, 3, 4],
                5,
            )
            form, its_form = written.form[written.of[record[part]]], register.form[alias[part]]
            none = register.no_form
            formed[part] = np.select([form == its_form, (form == none) | (its_form == none)], [1, 2], 3)
        group = np.minimum(np.digitize(level, (Level.LOOSE, Level.TRADE_SHORTER)), 2)
        return {
            "address": level * 5 + self._nearness(columns.placed[record], home),
            "region": level * 6 + named,
            "form": formed * 3 + group,
            "alias": register.kind[alias],
            "dated": self._dated(columns.day[record], record, alias, level),
            "code": coded,
            "agent": self._agent(columns.agent[record], owner),
            "partner": self._partner(names, columns, record, owner),
            "common": register.common[alias] + group,
        }

    def _dated(self, days: Integers, record: Integers, alias: Integers, level: Integers) -> Integers:
        since, until = self.register.since[alias], self.register.until[alias]
        known = (days != 0) & ((since != EVER[0]) | (until != EVER[1]))
        dated: Integers = np.where(days < since, 1, np.where(days > until, 2, 3)) * known
        # Where several had just this name, whoever had it on the day is meant rather than those who did not.
        flat = np.flatnonzero(level == Level.FLAT)
        if len(flat):
            which = record[flat] - record[0]
            several = (np.bincount(which)[which] > 1) & (np.bincount(which, dated[flat] == 3)[which] > 0)
            flat = flat[several]
            dated[flat] = np.where(dated[flat] == 3, 5, np.where(dated[flat] > 0, 4, 0))
        return dated

    def _agent(self, agent: Integers, owner: Integers) -> Integers:
        uses = self.register.uses
        found = np.zeros(len(agent), np.int64)
        asked = np.flatnonzero((agent != NOWHERE) & self.register.uses_any[owner])
        if len(asked):
            wanted = owner[asked] << 32 | agent[asked]
            at = np.minimum(np.searchsorted(uses, wanted), len(uses) - 1)
            found[asked] = np.where(uses[at] == wanted, 1, 2)
        return found

    def _partner(self, names: Names, columns: _Columns, record: Integers, owner: Integers) -> Integers:
        found = np.zeros(len(record), np.int64)
        asked = np.flatnonzero(columns.partnered[record])
        for at, which, own in zip(asked.tolist(), record[asked].tolist(), owner[asked].tolist(), strict=True):
            if not self.organisations[own].partners.isdisjoint(names.partners[which]):
                found[at] = 1
        return found

    def _nearness(self, one: Integers, other: Integers) -> Integers:
        """0 unknown, 1 the same or one in the other below city level, 2 the same city, 3 the same province, 4 apart."""
        ladder = self.register.ladder
        found = np.full(len(one), 4)
        for rung, nearness in ((0, 3), (1, 2), (2, 1)):
            its = ladder[rung][one]
            found[(its == ladder[rung][other]) & (its != NOWHERE)] = nearness
        found[one == other] = 1
        found[(one == NOWHERE) | (other == NOWHERE)] = 0
        return found

    def _inside(self, one: Integers, other: Integers) -> NDArray[np.bool_]:
        """Whether ``other`` is ``one`` or above it."""
        ladder = self.register.ladder
        above = (ladder[0][one] == other) | (ladder[1][one] == other) | (ladder[2][one] == other)
        found: NDArray[np.bool_] = above & (other != NOWHERE) & (one != NOWHERE)
        return found

    # -- choice --------------------------------------------------------------------------------------------------

    def find(self, names: Names, *, processes: int = 1) -> Found:
        """The best organisation for every name, by column; several processes share the index by forking."""
        with uncollected():
            found, written = self._best(names, processes)
            head = np.full(len(names.text), NOWHERE, np.int64)
            head_probability = np.zeros(len(names.text))
            unsure = np.flatnonzero((found[0] == NOWHERE) | (found[1] < ACCEPT))
            texts = written.of[unsure]
            plain = np.unique(texts[~written.parsed[texts]]).tolist()
            heads = written.heads | {
                at: one for at in plain if (one := parse(written.texts[at], self.places).head)
            }
            rows = [at for at, text in zip(unsure.tolist(), texts.tolist(), strict=True) if text in heads]
            if rows:
                # The address, code and agent are the branch's own and say nothing of its head.
                of = written.of
                (best, probability, *_), _ = self._best(
                    Names(
                        [heads[int(of[at])] for at in rows],
                        day=[names.day[at] for at in rows] if len(names.day) else (),
                    ),
                    processes,
                )
                head[rows] = best
                head_probability[rows] = probability * (1 - found[1][rows])
            return Found(*found, head, head_probability)

    def _best(
        self, names: Names, processes: int
    ) -> tuple[tuple[Integers, Floats, Integers, Floats], _Written]:
        written, columns = self._written(names, processes, lambda: self._columns(names))
        count = len(names.text)
        found = (
            np.full(count, NOWHERE, np.int64),
            np.zeros(count),
            np.full(count, NOWHERE, np.int64),
            np.zeros(count),
        )

        def weigh(start: int) -> None:
            self._choose(names, written, columns, start, min(start + _LINES, count), found)

        starts = range(0, count, _LINES)
        if processes == 1 or len(starts) == 1:
            for start in starts:
                weigh(start)
        else:
            with ThreadPoolExecutor(processes) as several:
                list(several.map(weigh, starts))
        return found, written

    def _choose(
        self, names: Names, written: _Written, columns: _Columns, start: int, end: int,
        found: tuple[Integers, Floats, Integers, Floats],
    ) -> None:  # fmt: skip
        model = self.model or fitted()
        record, alias, _, fields = self._weighed(names, written, columns, start, end)
        if not len(record):
            return
        weights = np.array(model.weights)
        log_odds = np.zeros(len(record))
        for name, values in fields.items():
            log_odds += weights[values + OFFSETS[name]]
        firsts = np.flatnonzero(np.append(True, record[1:] != record[:-1]))
        raw = choose(firsts, log_odds)
        owner = self.register.owner[alias]
        best, probability, second, runner = found
        counts = np.diff(np.append(firsts, len(raw)))
        alone = firsts[counts == 1]
        best[record[alone]] = owner[alone]
        probability[record[alone]] = model.calibrated(raw[alone])
        rivals = np.flatnonzero(np.repeat(counts, counts) > 1)
        if len(rivals):
            order = rivals[np.lexsort((owner[rivals], -np.round(raw[rivals], 12), record[rivals]))]
            at = np.cumsum(counts[counts > 1]) - counts[counts > 1]
            first, next_ = order[at], order[at + 1]
            records = record[first]
            best[records], second[records] = owner[first], owner[next_]
            probability[records] = model.calibrated(raw[first])
            runner[records] = np.minimum(raw[next_], 1 - raw[first])

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
        at = self.register.index[organisation]
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
_forked: list[tuple[Register, list[str]]] = []


@contextmanager
def _nearing(register: Register, texts: list[str], processes: int) -> Iterator[Iterable[Near]]:
    """Candidates for texts, in order, slice by slice; other processes work until they are asked for."""
    if processes == 1 or len(texts) < _WORTH_FORKING:
        yield (near(register, texts) for _ in range(1))
        return
    cuts = np.linspace(0, len(texts), 4 * processes + 1).astype(int).tolist()
    _forked.append((register, texts))
    # Frozen, the index is not walked by the children's collectors, which would copy every page of it.
    gc.freeze()
    try:
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            yield pool.imap(_near_slice, pairwise(cuts))
    finally:
        _forked.pop()
        gc.unfreeze()


def _near_slice(cut: tuple[int, int]) -> Near:
    gc.disable()
    register, texts = _forked[-1]
    return near(register, texts[cut[0] : cut[1]])


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
