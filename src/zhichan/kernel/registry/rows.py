"""Rows on their way in: typing, checking and hashing, one row at a time, without a database.

A row is a mapping from field names to values or to their text (ISO days, decimal digits, ``true``/``false``).
Beside the source's own columns it has ``key`` (text, for every source), ``region`` (a region's slug) or
``holdings`` (a sequence of mappings ``party, region, rank?, since, until?, name?, address?, country?``), and
``party`` (a code) where the source names a party. A holder without a code has a name instead, and a region only
where its address is in a known one; then holdings may begin on no later day than the right's. ``stated`` names the
fields that the input itself stated; without it, those that are not empty. Unknown fields are errors.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any

from zhichan.instruments.status.numbers import is_identity
from zhichan.kernel.ground.public import Reason, Text
from zhichan.kernel.registry.sources import Source

LONGEST_KEY = 64  # what the ledger holds of a subject
LONGEST_TEXT = 400
LONGEST_LONG = 2_000_000
MOST_TEXTS = 2_000
FIRST_DAY = date(1800, 1, 1)
LAST_DAY = date(2200, 1, 1)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
_WHOLE = re.compile(r"-?[0-9]{1,18}\Z")

_HOLDER = frozenset({"party", "region", "rank", "since", "until", "name", "address", "country"})

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Holder:
    """One holding of a row, checked; ``region`` is the region's id, ``party`` the party's code."""

    party: str | None
    region: int | None
    rank: int
    since: date
    until: date | None
    name: str = ""
    address: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A row that was understood: values in the order of ``Source.loaded``, its digest, and what it stated as bits."""

    key: str
    digest: bytes
    values: tuple[Any, ...]
    party: str | None
    region: int | None
    holdings: tuple[Holder, ...]
    stated: int = 0


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
        day = value if isinstance(value, date) else _iso(str(value))
    except (TypeError, ValueError):
        raise _no("day", f"“{value}”不是日期（年-月-日）", f"{value!r} is not a day (YYYY-MM-DD)", place) from None
    if not FIRST_DAY <= day < LAST_DAY:
        raise _no("day-range", f"日期{day}超出可能的范围", f"the day {day} is out of any possible range", place)
    return day


@lru_cache(maxsize=16_384)
def _iso(text: str) -> date:
    """The day of an ISO text: days come again and again. ``TypeError`` or ``ValueError`` when it is none."""
    found = _ISO.match(text)
    return date(*map(int, found.groups() if found else ()))


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
    if not value.isprintable() and _CONTROL.search(value):
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
        self._fields = {
            name: (index, 1 << source.bit(name), self._field(name, limits.get(name, LONGEST_TEXT)))
            for index, name in enumerate(source.loaded)}
        self._empty: list[Any] = [{"text": "", "long": "", "flag": False, "list": ()}.get(source.kind(name))
                       for name in source.loaded]
        self._plain = len(source.plain)
        self._required = [(name, self._fields[name][0]) for name in source.required]
        extra = {"holding": {"holdings"}, "column": {"region"}, "none": set[str]()}[source.region] | {"stated"}
        if source.party != "no":
            extra.add("party")
        self._known = frozenset({"key", *source.loaded, *extra})
        place = {name: index for index, name in enumerate(source.loaded)}
        self._order = [(place[low], place[high], low, high) for low, high in source.order]

    def _field(self, name: str, limit: int) -> Callable[[Any], Any]:
        kind = self._source.kind(name)
        choices = frozenset(self._source.choices.get(name, ()))

        def text(value: Any) -> str:
            value = _text(value, name, limit)
            if choices and value not in choices:
                raise _no(
                    "choice", f"“{value}”不在许可的取值之中", f"{value!r} is not one of the permitted values", name)
            return str(value)

        def long(value: Any) -> str:
            return _text(value, name, LONGEST_LONG)

        def texts(value: Any) -> tuple[str, ...]:
            if isinstance(value, str) or not isinstance(value, Iterable):
                raise _no("list", "应为若干文字", "several texts are expected", name)
            found = tuple(_text(each, name) for each in value)
            if len(found) > MOST_TEXTS:
                raise _no("long", f"超过{MOST_TEXTS}项", f"there are more than {MOST_TEXTS} of them", name)
            return found

        def number(value: Any) -> int:
            value = _whole(value, name)
            if abs(value) > limit:
                raise _no(
                    "number-range", f"{value}超出可存储的范围", f"{value} is out of the range that can be stored", name)
            if kind == "fen" and value < 0:
                raise _no("negative", "金额不能为负", "an amount cannot be negative", name)
            return int(value)

        plain: dict[str, Callable[[Any], Any]] = {
            "text": text, "long": long, "list": texts, "int": number, "fen": number,
            "day": lambda value: _day(value, name), "flag": lambda value: _flag(value, name)}
        return plain[kind]

    def read(self, row: Row) -> Checked:
        """Return ``row`` checked; raise ``Unreadable`` with the first reason against it."""
        source, fields = self._source, self._fields
        values = list(self._empty)
        stated = 0
        for name, value in row.items():
            field = fields.get(name)
            if field is None:
                if name not in self._known:
                    raise _no("unknown-field", f"没有名为“{name}”的字段", f"there is no field {name!r}", str(name))
            elif value is not None and value not in ("", [], ()):
                index, bit, take = field
                values[index] = take(value)
                stated |= bit
        if not row.get("key"):
            raise _no("missing", "缺少编号", "the key is missing", "key")
        key = _text(row["key"], "key", LONGEST_KEY)
        if source.name == "firm" and row.get("kind") != "person" and is_identity(text=key):
            raise _no("person-code", "这是公民身份号码，不能作为单位代码",
                      "this is a person's identity number and no code of an organisation", "key")
        for name, index in self._required:
            if values[index] is None or values[index] == "":
                raise _no("missing", "缺少必填项", "a required value is missing", name)
        for low, high, low_name, high_name in self._order:
            if values[low] is not None and values[high] is not None and values[high] < values[low]:
                raise _no("order", f"{high_name}早于{low_name}", f"{high_name} is before {low_name}", high_name)
        # Of an annex, ``party`` is a plain field: a name, not a code.
        party = (row.get("party") or None) if source.party != "no" else None
        if party is not None:
            party = _text(party, "party", 18)
        elif source.party == "required":
            raise _no("missing", "缺少当事单位", "the party is missing", "party")
        region: int | None = None
        holdings: tuple[Holder, ...] = ()
        if source.region == "column":
            region = self._region(row.get("region"), "region")
        elif source.region == "holding":
            holdings = self._holdings(row.get("holdings") or ())
        if "stated" in row:
            stated = source.mask(row["stated"])
        else:
            stated |= source.mask(source.fields[len(fields):]) & (~(1 << 61) if party is None else -1)
        return Checked(
            key, self._digest(key, values, party, row, holdings), tuple(values), party, region, holdings, stated)

    def _digest(
        self, key: str, values: list[Any], party: str | None, row: Row, holdings: tuple[Holder, ...],
    ) -> bytes:
        """What the row says, as a digest. Fields that came later are added only where filled.

        So a record that is loaded again stays the same after its source has learned a new field.
        """
        named = list(zip(holdings, (str(each.get("region")) for each in row.get("holdings") or ()), strict=True))
        if len(named) > 1:
            named.sort(key=lambda pair: (pair[0].rank, pair[0].since, pair[0].party or "", pair[0].name))
        held = [(one.party, slug, one.rank, one.since, one.until) for one, slug in named]
        content: list[Any] = [key, tuple(values[:self._plain]), party, row.get("region"), held]
        more = [(index, value) for index, value in enumerate(values[self._plain:])
                if value is not None and value not in ("", (), False)]
        called = [(number, one.name, one.address, one.country) for number, (one, _) in enumerate(named)
                  if one.name or one.address or one.country]
        if more or called:
            content += [more, called]
        return hashlib.blake2b(repr(tuple(content)).encode(), digest_size=16).digest()

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
            if unknown := set(one) - _HOLDER:
                name = min(unknown)
                raise _no("unknown-field", f"没有名为“{name}”的字段", f"there is no field {name!r}", place)
            called = _text(one.get("name") or "", place)
            if not (one.get("party") or called) or not one.get("since"):
                raise _no("missing", "权利人缺少代码（或名称）或起始日",
                          "a holder lacks its code (or name) or its first day", place)
            since = _day(one["since"], place)
            until = _day(one["until"], place) if one.get("until") else None
            if until is not None and until <= since:
                raise _no("order", "持有的终止日不晚于起始日", "a holding ends no later than it begins", place)
            rank = _whole(one.get("rank") or 1, place)
            if not 1 <= rank <= 99:
                raise _no("rank", "权利人顺位应为1至99", "a holder's rank is 1 to 99", place)
            party = _text(one["party"], place, 18) if one.get("party") else None
            # Only of a holder without a code may the region be open: such a right counts nowhere and is nobody's.
            region = None if party is None and not one.get("region") else self._region(one.get("region"), place)
            found.append(Holder(
                party, region, rank, since, until, called, _text(one.get("address") or "", place),
                _text(one.get("country") or "", place, 3)))
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
