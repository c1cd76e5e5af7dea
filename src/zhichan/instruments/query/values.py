"""Values as searchers write them: days, numbers, symbols of classifications, document numbers."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from .atoms import fold

_DAY = re.compile(r"(\d{4})(?:(\d{2})(?:(\d{2}))?|[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?|年)?")
_CLASS = re.compile(r"([a-hy])(?:(\d{2})(?:([a-z])(?:(\d{1,4})(?:[/-](\d{0,6}))?)?)?)?")


def period(text: str) -> tuple[date, date] | None:
    """The first and last day of a year, a month or a day: 2020, 202003, 2020-3, 2020年3月1日, 20200301."""
    match = _DAY.fullmatch(fold(text).replace(" ", ""))
    if match is None:
        return None
    year, month, day = int(match[1]), match[2] or match[4], match[3] or match[5]
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, int(month), 1), date(year, int(month), monthrange(year, int(month))[1])
        return date(year, int(month), int(day)), date(year, int(month), int(day))
    except ValueError:
        return None


def number(text: str) -> int | None:
    """A whole number."""
    plain = fold(text).replace(",", "").strip()
    return int(plain) if re.fullmatch(r"-?\d{1,18}", plain) else None


def symbol(text: str) -> str:
    """A symbol in normal form: upper case, no spaces, `H01M10/0525`; of another shape, as it stands.

    A zero-padded main group (`H01M0010052500`, WIPO ST.8) comes out as people write it.
    """
    plain = re.sub(r"\s+", "", fold(text))
    padded = re.fullmatch(r"([a-hy]\d{2}[a-z])(\d{4})(\d{6})", plain)
    if padded:
        return f"{padded[1]}{int(padded[2])}/{padded[3].rstrip('0').ljust(2, '0')}".upper()
    match = _CLASS.fullmatch(plain)
    if match is None or match[4] is None:
        return plain.upper()
    head = f"{match[1]}{match[2]}{match[3]}{int(match[4])}"
    return (f"{head}/{match[5]}" if match[5] else head).upper()


def lineage(text: str) -> list[str]:
    """A symbol and those above it: H, H01, H01M, H01M10, H01M10/0525; of another shape, parts at its dots or dashes."""
    plain = symbol(text)
    match = _CLASS.fullmatch(plain.casefold())
    if match is None:
        cuts = [at.start() for at in re.finditer(r"[-./]", plain) if at.start()]
        return [*(plain[:cut] for cut in cuts), plain]
    found = [match[1]]
    for part in (match[2], match[3], str(int(match[4])) if match[4] else None):
        if part:
            found.append(found[-1] + part)
    if match[5]:
        found.append(f"{found[-1]}/{match[5]}")
    return [one.upper() for one in found]


def identifier(text: str) -> str:
    """A document number or code without spaces and punctuation, upper case: `CN 2020-1.5` is `CN202015`."""
    return re.sub(r"[\W_]+", "", fold(text)).upper()
