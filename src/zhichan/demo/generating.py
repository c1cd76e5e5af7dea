"""The demo city as a sequence of loads: its stock, an update, a bad file, its rollback, and corrections.

``size`` is a number of cities: each whole one is a replica with figures, names and keys of its own, so that
every count is multiplied and only one replica is held at a time; a fraction thins one out. Statistics are
not multiplied.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from zhichan.demo import figures, records, rights
from zhichan.demo.dice import Dice
from zhichan.demo.firms import Firms
from zhichan.demo.places import AREAS

SEED = 20251
BEFORE_UPDATE = date(2025, 6, 30)
Row = dict[str, Any]
Part = tuple[str, Iterable[Row]]

# Of each source: the day on which a row comes to be, days that may still lie ahead, and what goes with a day.
_BIRTH = {
    "patent": "filed_on", "mark": "filed_on", "gi_product": "recognised_on", "work": "registered_on",
    "firm": "established_on", "enforcement": "filed_on", "pledge": "registered_on", "pledged": "registered_on",
    "deal": "recorded_on", "training": "held_on", "recognition": "since", "statistic": "since",
}
_AHEAD = {"recognition": {"until"}, "statistic": {"until"}}
_WITH: dict[str, Row] = {
    "ended_on": {"end_reason": ""}, "closed_on": {"outcome": "", "penalty_fen": None}, "award_on": {"award": ""},
    "typical_on": {"typical": ""},
}
_LAST = ("renewed_on",)
"""Columns that come as every day on which it happened, of which the last that is known counts."""


@dataclass(frozen=True, slots=True)
class Step:
    """One load of the demo, or the rollback of the step before (``undo``)."""

    name: str
    parts: tuple[Part, ...] = field(default=(), compare=False)
    undo: bool = False


class City:
    """One replica: its firms and rights, made when first asked for."""

    def __init__(self, *, seed: int, replica: int) -> None:
        self.seed, self.replica = seed, replica
        self.firms = Firms(seed=seed, replica=replica)
        self._inventions: rights.Inventions | None = None
        self._marks: rights.Marks | None = None

    @property
    def inventions(self) -> rights.Inventions:
        """Its inventions."""
        if self._inventions is None:
            self._inventions = rights.Inventions(self.seed, self.replica, self.firms)
        return self._inventions

    @property
    def marks(self) -> rights.Marks:
        """Its trade marks."""
        if self._marks is None:
            self._marks = rights.Marks(self.seed, self.replica, self.firms)
        return self._marks

    def rows(self, source: str) -> Iterable[Row]:
        """Rows of a source with everything that happens until ``figures.LAST_DAY``."""
        seeded = {"seed": self.seed, "replica": self.replica}
        prefix = self.firms.prefix
        make: dict[str, Callable[[], Iterable[Row]]] = {
            "firm": self.firms.rows,
            "statistic": lambda: records.statistics(prefix=prefix) if self.replica == 0 else (),
            "patent": lambda: (one.row() for group in (
                self.inventions.all, rights.pct(self.firms, **seeded),
                rights.models_and_designs(self.firms, **seeded)) for one in group),
            "mark": lambda: (one.row() for one in self.marks.all),
            "gi_product": lambda: records.gi_products(prefix=prefix, **seeded),
            "work": lambda: records.works(self.firms, **seeded),
            "pledge": lambda: records.pledges(self.marks, self.inventions, **seeded)[0],
            "pledged": lambda: records.pledges(self.marks, self.inventions, **seeded)[1],
            "deal": lambda: records.deals(self.inventions, **seeded),
            "enforcement": lambda: records.enforcement(prefix=prefix, **seeded),
            "training": lambda: records.trainings(prefix=prefix, **seeded),
            "recognition": lambda: records.recognitions(self.firms, **seeded),
        }
        return make[source]()


@lru_cache(maxsize=1)
def _city(seed: int, replica: int) -> City:
    return City(seed=seed, replica=replica)


def known(source: str, row: Row, day: date) -> Row | None:
    """``row`` as it was known at the end of ``day``; None when it had not come to be."""
    if row[_BIRTH[source]] > day:
        return None
    changed: Row = {
        name: None for name, value in row.items()
        if isinstance(value, date) and value > day and name not in _AHEAD.get(source, ())
    }
    changed |= {
        name: max((one for one in row[name] if one <= day), default=None) for name in _LAST if name in row
    }
    extra = {name: value for ended in changed for name, value in _WITH.get(ended, {}).items() if name in row}
    if "holdings" in row:
        holdings = [
            one if one["until"] is None or one["until"] <= day else one | {"until": None}
            for one in row["holdings"] if one["since"] <= day
        ]
        return {**row, **changed, **extra, "holdings": holdings}
    return {**row, **changed, **extra}


def _kept(source: str, row: Row, share: float) -> bool:
    if share >= 1 or source in {"firm", "statistic"}:
        return True
    mark = hashlib.sha256(str(row.get("pledge_key", row["key"])).encode()).digest()
    return int.from_bytes(mark[:4], "big") < share * 2**32


def _slip(source: str, row: Row, number: int) -> Row:
    """The row with a clerical error in one of some hundreds: a letter more, a wrong class, a wrong address."""
    if source == "patent" and number % 401 == 7:
        return row | {"title": row["title"] + "（误）"}
    if source == "mark" and number % 499 == 11:
        return row | {"nice": row["nice"] % 45 + 1}
    if source == "mark" and number % 997 == 13 and len(row["holdings"]) == 1:
        [held] = row["holdings"]
        return row | {"holdings": [held | {"region": AREAS[(AREAS.index(held["region"]) + 3) % len(AREAS)]}]}
    if source == "firm" and number % 613 == 17:
        return row | {"name": row["name"] + "（原）"}
    return row


def _rows(source: str, *, size: float, seed: int) -> Iterator[tuple[int, Row]]:
    """Numbered rows of a source over all replicas."""
    number = 0
    replica = 0
    left = size
    while left > 0:
        for row in _city(seed, replica).rows(source):
            number += 1
            if _kept(source, row, left):
                yield number, row
        replica += 1
        left = round(left - 1, 9)


def _stock(source: str, *, size: float, seed: int, day: date) -> Iterator[Row]:
    for number, row in _rows(source, size=size, seed=seed):
        if (then := known(source, row, day)) is not None:
            yield _slip(source, then, number)


def _update(source: str, *, size: float, seed: int, before: date, day: date) -> Iterator[Row]:
    for _, row in _rows(source, size=size, seed=seed):
        now = known(source, row, day)
        if now is not None and now != known(source, row, before):
            yield now


def _bad(source: str, *, size: float, seed: int, day: date) -> Iterator[Row]:
    """A file whose columns slipped: right keys with wrong facts, and rights that do not exist."""
    dice = Dice(seed, "bad")
    for number, row in _rows(source, size=min(size, 1), seed=seed):
        if number % 53 == 5 and (now := known(source, row, day)) is not None:
            held = [one | {"region": dice.pick(AREAS)} for one in now["holdings"]]
            yield now | {"title": "标题错位", "ended_on": None, "end_reason": "", "holdings": held}
        elif number % 211 == 9 and (now := known(source, row, day)) is not None:
            yield now | {"key": "CW" + str(now["key"])}


def _corrections(source: str, *, size: float, seed: int, day: date) -> Iterator[Row]:
    for number, row in _rows(source, size=size, seed=seed):
        now = known(source, row, day)
        if now is not None and _slip(source, now, number) != now:
            yield now


def generate(*, size: float = 1.0, seed: int = SEED, through: date = figures.AS_OF) -> Iterator[Step]:
    """The loads of the demo in their order, rows streamed, with what was known by the end of ``through``.

    The same arguments give the same rows on every machine. ``through`` is at most ``figures.LAST_DAY``.
    """
    if size <= 0:
        raise ValueError("size must be greater than 0")
    before = min(BEFORE_UPDATE, through)

    def parts(make: Callable[..., Iterator[Row]], names: Iterable[str], **more: date) -> tuple[Part, ...]:
        return tuple((name, make(name, size=size, seed=seed, **more)) for name in names)

    everything = (
        "statistic", "firm", "patent", "mark", "gi_product", "work", "pledge", "pledged", "deal", "enforcement",
        "training", "recognition",
    )
    yield Step("权利与事实存量", parts(_stock, everything, day=before))
    yield Step("季度更新", parts(_update, everything, before=before, day=through))
    yield Step("错位的文件", parts(_bad, ("patent",), day=through))
    yield Step("回退错位的文件", undo=True)
    yield Step("更正误录", parts(_corrections, ("firm", "patent", "mark"), day=through))


def digest(*, size: float = 1.0, seed: int = SEED, through: date = figures.AS_OF) -> str:
    """SHA-256 over every generated row as canonical JSON, one a line, each step headed by its name."""
    mark = hashlib.sha256()
    for step in generate(size=size, seed=seed, through=through):
        mark.update(f"# {step.name}\n".encode())
        for source, rows in step.parts:
            for row in rows:
                line = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
                mark.update(f"{source} {line}\n".encode())
    return mark.hexdigest()
