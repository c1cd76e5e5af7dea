"""Rows on their way in: typing, checking and hashing, one row at a time, without a database.

A row is a mapping from field names to values or to their text (ISO days, decimal digits, ``true``/``false``).
Beside the source's own columns it has ``key`` (text, for every source), ``region`` (a region's slug) or
``holdings`` (a sequence of mappings ``party, region, rank?, since, until?``), and ``party`` (a code) where the
source names a party. Unknown fields are errors.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from zhichan.kernel.ground.public import Reason, Text
from zhichan.kernel.registry.sources import Source

LONGEST_KEY = 64  # what the ledger holds of a subject
LONGEST_TEXT = 400
FIRST_DAY = date(1800, 1, 1)
LAST_DAY = date(2200, 1, 1)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
_WHOLE = re.compile(r"-?[0-9]{1,18}\Z")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Holder:
    """One holding of a row, checked; ``region`` is the region's id, ``party`` the party's code."""

    party: str
    region: int
    rank: int
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Checked:
    """A row that was understood: plain values in the order of ``Source.loaded``, and its digest."""

    key: str
    digest: bytes
    values: tuple[Any, ...]
    party: str | None
    region: int | None
    holdings: tuple[Holder, ...]


class Unreadable(Exception):
    """One row cannot be taken; ``reason.place`` names the field."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.code)


def _no(code: str, zh: str, en: str, place: str) -> Unreadable:
    return Unreadable(Reason(f"registry.{code}", Text(zh, en), place))


def _day(value: Any, place: str) -> date:
    if isinstance(value, datetime):
        raise _no("day", "应为日期，不含时刻", "a day is expected, without a time", place)
    try:
        found = _ISO.match(str(value))
        day = value if isinstance(value, date) else date(*map(int, found.groups() if found else ()))
    except (TypeError, ValueError):
        raise _no("day", f"“{value}”不是日期（年-月-日）", f"{value!r} is not a day (YYYY-MM-DD)", place) from None
    if not FIRST_DAY <= day < LAST_DAY:
        raise _no("day-range", f"日期{day}超出可能的范围", f"the day {day} is out of any possible range", place)
    return day


def _whole(value: Any, place: str) -> int:
    if isinstance(value, bool) or not (isinstance(value, int) or (isinstance(value, str) and _WHOLE.match(value))):
        raise _no("number", f"“{value}”不是整数", f"{value!r} is not a whole number", place)
    return int(value)


def _flag(value: Any, place: str) -> bool:
    if isinstance(value, bool):
        return value
    known = {"true": True, "false": False, "1": True, "0": False, "是": True, "否": False}
    if (found := known.get(str(value).lower())) is None:
        raise _no("flag", f"“{value}”不是“是”或“否”", f"{value!r} is neither true nor false", place)
    return found


def _text(value: Any, place: str, longest: int = LONGEST_TEXT) -> str:
    if not isinstance(value, str):
        raise _no("text", "应为文字", "text is expected", place)
    if _CONTROL.search(value):
        raise _no("control", "文字中有控制字符", "the text contains control characters", place)
    if len(value) > longest:
        raise _no("long", f"文字超过{longest}个字", f"the text is longer than {longest} characters", place)
    return value


class Reader:
    """Checks rows of one source; built once a load, so that a row costs microseconds.

    ``limits`` gives the longest text or the greatest number each column of the table can hold; ``regions``
    maps slugs to ids. ``within`` limits the regions a row may name, None means all.
    """

    def __init__(
        self, source: Source, *, limits: Mapping[str, int], regions: Mapping[str, int], within: frozenset[int] | None,
    ) -> None:
        self._source = source
        self._regions = regions
        self._within = within
        self._fields = [(name, self._field(name, limits.get(name, LONGEST_TEXT))) for name in source.loaded]
        extra = {"holdings"} if source.region == "holding" else {"region"}
        if source.party != "no":
            extra.add("party")
        self._known = frozenset({"key", *source.loaded, *extra})
        place = {name: index for index, name in enumerate(source.loaded)}
        self._order = [(place[low], place[high], low, high) for low, high in source.order]

    def _field(self, name: str, limit: int) -> Callable[[Any], Any]:
        kind = self._source.columns[name]
        required = name in self._source.required
        choices = frozenset(self._source.choices.get(name, ()))
        empty: Any = {"text": "", "flag": False}.get(kind)

        def take(value: Any) -> Any:
            if value is None or value == "":
                if required:
                    raise _no("missing", "缺少必填项", "a required value is missing", name)
                return empty
            if kind == "text":
                value = _text(value, name, limit)
                if choices and value not in choices:
                    raise _no(
                        "choice", f"“{value}”不在许可的取值之中", f"{value!r} is not one of the permitted values", name)
                return value
            if kind == "day":
                return _day(value, name)
            if kind == "flag":
                return _flag(value, name)
            value = _whole(value, name)
            if abs(value) > limit:
                raise _no(
                    "number-range", f"{value}超出可存储的范围", f"{value} is out of the range that can be stored", name)
            if kind == "fen" and value < 0:
                raise _no("negative", "金额不能为负", "an amount cannot be negative", name)
            return value

        return take

    def read(self, row: Row) -> Checked:
        """Return ``row`` checked; raise ``Unreadable`` with the first reason against it."""
        if unknown := next((name for name in row if name not in self._known), None):
            raise _no("unknown-field", f"没有名为“{unknown}”的字段", f"there is no field {unknown!r}", str(unknown))
        if not row.get("key"):
            raise _no("missing", "缺少编号", "the key is missing", "key")
        key = _text(row["key"], "key", LONGEST_KEY)
        values = tuple([take(row.get(name)) for name, take in self._fields])
        for low, high, low_name, high_name in self._order:
            if values[low] is not None and values[high] is not None and values[high] < values[low]:
                raise _no("order", f"{high_name}早于{low_name}", f"{high_name} is before {low_name}", high_name)
        party = row.get("party") or None
        if party is not None:
            party = _text(party, "party", 18)
        elif self._source.party == "required":
            raise _no("missing", "缺少当事单位", "the party is missing", "party")
        region_slug = row.get("region")
        region: int | None = None
        holdings: tuple[Holder, ...] = ()
        if self._source.region == "column":
            region = self._region(region_slug, "region")
        else:
            holdings = self._holdings(row.get("holdings") or ())
        digest = hashlib.blake2b(
            repr((key, values, party, region_slug, [
                (one.party, slug, one.rank, one.since, one.until)
                for one, slug in sorted(
                    zip(holdings, (str(each["region"]) for each in row.get("holdings") or ()), strict=True),
                    key=lambda pair: (pair[0].rank, pair[0].since, pair[0].party))
            ])).encode(), digest_size=16,
        ).digest()
        return Checked(key, digest, values, party, region, holdings)

    def _region(self, slug: Any, place: str) -> int:
        region = self._regions.get(slug) if isinstance(slug, str) else None
        if region is None:
            raise _no("region", f"没有代号为“{slug}”的地区", f"there is no region {slug!r}", place)
        if self._within is not None and region not in self._within:
            raise _no("outside", "该地区不在本次导入的范围内", "the region is outside the scope of this load", place)
        return region

    def _holdings(self, given: Iterable[Mapping[str, Any]]) -> tuple[Holder, ...]:
        found: list[Holder] = []
        for number, one in enumerate(given, start=1):
            place = f"holdings[{number}]"
            if unknown := set(one) - {"party", "region", "rank", "since", "until"}:
                name = min(unknown)
                raise _no("unknown-field", f"没有名为“{name}”的字段", f"there is no field {name!r}", place)
            if not one.get("party") or not one.get("since"):
                raise _no("missing", "权利人缺少代码或起始日", "a holder lacks its code or its first day", place)
            since = _day(one["since"], place)
            until = _day(one["until"], place) if one.get("until") else None
            if until is not None and until <= since:
                raise _no("order", "持有的终止日不晚于起始日", "a holding ends no later than it begins", place)
            rank = _whole(one.get("rank") or 1, place)
            if not 1 <= rank <= 99:
                raise _no("rank", "权利人顺位应为1至99", "a holder's rank is 1 to 99", place)
            found.append(Holder(
                _text(one["party"], place, 18), self._region(one.get("region"), place), rank, since, until))
        by_rank: dict[int, list[Holder]] = {}
        for holder in found:
            by_rank.setdefault(holder.rank, []).append(holder)
        if 1 not in by_rank:
            raise _no("holder", "没有第一权利人", "there is no first-named holder", "holdings")
        for same in by_rank.values():
            same.sort(key=lambda holder: holder.since)
            for earlier, later in pairwise(same):
                if earlier.until is None or earlier.until > later.since:
                    raise _no(
                        "overlap", "同一顺位的持有期间重叠", "two holdings of one rank overlap in time", "holdings")
        return tuple(found)
