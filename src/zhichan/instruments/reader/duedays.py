"""The last day that a plan's words can mean for what is due: 2022年底, 到2023年, 2024年12月底前."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from .clean import squeeze

GOES_ON = re.compile("长期|持续|常态|每年|每月|每季|逐年|以来|以后|起|开始|启动")
WHEN = re.compile(
    r"(?P<year>20\d\d)(?:年|[-./]|$)"
    r"(?:(?P<month>1[0-2]|0?[1-9])(?:月|[-./]|$)(?:(?P<day>[12]\d|3[01]|0?[1-9])(?:日|号|$))?"
    r"|(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度)?"
)
PARTS = re.compile("月|半年|季度")
QUARTERS = {each: n for n, pair in enumerate(("一1", "二2", "三3", "四4"), start=1) for each in pair}


def last_day(words: str) -> date | None:
    """The last day of the latest year, part of a year or day that is told.

    None where no year is told, or where the work goes on. A part of a year that stands without its year may be of the
    latest one: then that year's last day.
    """
    told = squeeze(words)
    found = list(WHEN.finditer(told))
    if not found or GOES_ON.search(told):
        return None
    parted = sum(bool(PARTS.search(each.group())) for each in found)
    if parted < len(PARTS.findall(told)):
        return date(max(int(each["year"]) for each in found), 12, 31)
    return max(map(_ends, found))


def _ends(found: re.Match[str]) -> date:
    year, month = int(found["year"]), 12
    if found["month"]:
        month = int(found["month"])
    elif found["half"]:
        month = 6 if found["half"] == "上" else 12
    elif found["quarter"]:
        month = 3 * QUARTERS[found["quarter"]]
    longest = monthrange(year, month)[1]
    return date(year, month, min(int(found["day"] or longest), longest))
