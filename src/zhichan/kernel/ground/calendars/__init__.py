"""The working calendar from dated files: one a year and region, facts only; importable without Django.

A file is TOML: ``year``, ``announced`` (whether the yearly notice of the State Council is in it), ``notices``
(document numbers), ``published``, ``mark`` (``S`` seen, ``K`` known), an optional ``region`` path, and
``[[holiday]]`` tables with ``name``, ``first``, ``last`` (days off, both included) and ``makeup`` (rest days worked
instead). A holiday may begin in December of the year before or end in January of the year after, as the notices
have it.

A regional file (``region = "/gx/"``) lays days over every region below that path. Folders of the installation
(``ZHICHAN_CALENDARS``) may add files or replace shipped ones of the same year and region. A missing or unannounced
year never blocks: the clock computes with what is known and calls the date provisional (DECISIONS 8).
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from zhichan.instruments.clock import Calendar, ClockError
from zhichan.kernel.ground.refusal import Reason, Refusal, Text

SHIPPED: Final = Path(__file__).parent
"""The folder of the files that come with the platform."""

OWN: Final = "ZHICHAN_CALENDARS"

_KEYS: Final[Mapping[str, type]] = {
    "year": int, "announced": bool, "notices": list, "published": date, "mark": str, "region": str, "holiday": list,
}
_NEEDED: Final = ("year", "announced", "notices", "mark", "holiday")
_HOLIDAY_KEYS: Final[Mapping[str, type]] = {"name": dict, "first": date, "last": date, "makeup": list}
_HOLIDAY_NEEDED: Final = ("name", "first", "last")
_LONGEST: Final = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """Days off from ``first`` to ``last``, both included, and the rest days that are worked for them."""

    name: Text
    first: date
    last: date
    makeup: tuple[date, ...]

    def days(self) -> tuple[date, ...]:
        """Return each day off."""
        return tuple(self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What one file says: a year of a region ('' is the whole country), its holidays and where they come from."""

    year: int
    region: str
    announced: bool
    notices: tuple[str, ...]
    published: date | None
    mark: str
    holidays: tuple[Holiday, ...]
    file: str


def own() -> tuple[Path, ...]:
    """The installation's own folders, the last of which prevails."""
    return tuple(Path(name) for name in os.environ.get(OWN, "").split(os.pathsep) if name)


def edition() -> str:
    """A digest of every file that is read, so that days computed under others can be told."""
    found = hashlib.sha256()
    for folder in (SHIPPED, *own()):
        for path in sorted(folder.glob("*.toml")):
            found.update(path.read_bytes() + b"\0")
    return found.hexdigest()


def calendar(region_path: str = "", *, folders: tuple[Path, ...] | None = None) -> Calendar:
    """Return the calendar of a region (its path, ``/hs/cd/``; '' is the whole country).

    ``folders`` are the installation's, unless others are given. The result is kept; call :func:`forget` after a file
    has changed.
    Raises :class:`Refusal` (codes ``calendar.…``) for a faulty file, all faults at once.
    """
    return _calendar(_regions(region_path), own() if folders is None else folders)


def years(region_path: str = "", *, folders: tuple[Path, ...] | None = None) -> tuple[Year, ...]:
    """Return the files that make up a region's calendar, by year, country before region. Raises as calendar()."""
    wanted = _regions(region_path)
    return tuple(year for year in _files(own() if folders is None else folders) if year.region in wanted)


def forget() -> None:
    """Read the files anew at the next call: an administrator has loaded a notice."""
    _calendar.cache_clear()
    _files.cache_clear()


def _regions(region_path: str) -> tuple[str, ...]:
    """Return '' and each path above and including the region's own, widest first."""
    parts = [part for part in region_path.split("/") if part]
    return ("", *("/" + "/".join(parts[: number + 1]) + "/" for number in range(len(parts))))


@cache
def _calendar(regions: tuple[str, ...], folders: tuple[Path, ...]) -> Calendar:
    result = Calendar()
    for region in regions:
        found = [year for year in _files(folders) if year.region == region]
        if not found:
            continue
        try:
            result = result.overlaid(
                holidays=[day for year in found for holiday in year.holidays for day in holiday.days()],
                workdays=[day for year in found for holiday in year.holidays for day in holiday.makeup],
                announced=[year.year for year in found if year.announced], name=region or "cn")
        except ClockError as error:
            raise Refusal.one(f"calendar.{error.code}", error.words.zh, error.words.en,
                              place=", ".join(year.file for year in found)) from error
    return result


@cache
def _files(folders: tuple[Path, ...]) -> tuple[Year, ...]:
    """Read every file; a later folder replaces the same year and region of an earlier one."""
    found: dict[tuple[str, int], Year] = {}
    reasons: list[Reason] = []
    for folder in (SHIPPED, *folders):
        here: dict[tuple[str, int], Year] = {}
        for path in sorted(folder.glob("*.toml")):
            try:
                year = _read(path)
            except Refusal as refusal:
                reasons.extend(refusal.reasons)
                continue
            if (year.region, year.year) in here:
                reasons.append(_reason("twice", f"{year.year}年在同一文件夹中有两个文件。",
                                       f"Two files of one folder give the year {year.year}.", path.name))
            here[(year.region, year.year)] = year
        found.update(here)
    if reasons:
        raise Refusal.of(reasons)
    return tuple(sorted(found.values(), key=lambda year: (year.year, year.region)))


def _read(path: Path) -> Year:
    """Return one file, or refuse it with every fault found."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(_reason("unreadable", f"日历文件无法读取：{error}", f"The calendar file is unreadable: {error}",
                              path.name)) from error
    faults = list(_faults(data, _KEYS, _NEEDED, path.name))
    if not faults:
        for number, table in enumerate(data["holiday"], start=1):
            faults.extend(_faults(table, _HOLIDAY_KEYS, _HOLIDAY_NEEDED, f"{path.name} holiday {number}"))
    if not faults:
        faults.extend(_day_faults(data, path.name))
    if faults:
        raise Refusal.of(faults)
    return Year(
        year=data["year"], region=_regions(data.get("region", ""))[-1], announced=data["announced"],
        notices=tuple(data["notices"]), published=data.get("published"), mark=data["mark"], file=path.name,
        holidays=tuple(Holiday(name=Text(table["name"]["zh"], table["name"]["en"]), first=table["first"],
                               last=table["last"], makeup=tuple(table.get("makeup", ()))) for table in data["holiday"]))


def _faults(table: Mapping[str, Any], keys: Mapping[str, type], needed: Iterable[str], place: str) -> Iterable[Reason]:
    for key in table.keys() - keys.keys():
        yield _reason("unknown_key", f"未知的键“{key}”。", f"Unknown key “{key}”.", place)
    for key in needed:
        if key not in table:
            yield _reason("missing_key", f"缺少键“{key}”。", f"The key “{key}” is missing.", place)
    for key, kind in keys.items():
        # An exact type, because TOML's true would pass as the year 1 and an instant as a day.
        if key in table and type(table[key]) is not kind:
            yield _reason("wrong_type", f"“{key}”的类型不对。", f"“{key}” has the wrong type.", place)


def _day_faults(data: Mapping[str, Any], file: str) -> Iterable[Reason]:
    year = data["year"]
    if not date.min.year < year < date.max.year:
        yield _reason("year", f"年份 {year} 不可用。", f"The year {year} cannot be used.", file)
        return
    earliest, latest = date(year - 1, 12, 1), date(year + 1, 1, 31)
    for number, table in enumerate(data["holiday"], start=1):
        place = f"{file} holiday {number}"
        if set(table["name"]) != {"zh", "en"}:
            yield _reason("name", "名称须有 zh 和 en。", "The name needs zh and en.", place)
        if not 0 <= (table["last"] - table["first"]).days < _LONGEST:
            yield _reason("backwards", "放假的起止日期不对。", "The days off end before they begin or last too long.",
                          place)
        days = [table["first"], table["last"], *table.get("makeup", ())]
        if any(type(day) is not date or not earliest <= day <= latest for day in days):
            yield _reason("outside", f"日期不在{year}年前后。", f"A day lies outside the year {year}.", place)


def _reason(code: str, zh: str, en: str, place: str) -> Reason:
    return Reason(f"calendar.{code}", Text(zh, en), place)
