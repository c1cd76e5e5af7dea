"""Values as sources write them: days, numbers, names, amounts, classification symbols."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from operator import mul

from zhichan.doors.feeds.faults import Unreadable
from zhichan.doors.feeds.records import Document

_UNSEEN = re.compile(r"[\u200b\ufeff]+")  # spaces of no width, which str.split leaves
_NOTHING = frozenset({
    *("", "-", "--", "—", "无", "n/a", "null", "none", "/", "0001-01-01", "00000000", "0"),
    *("na", "nan", "nat", "<na>", "#n/a", "#value!", "#ref!", "暂无", "——", "\\n"),  # as programs write what is missing
})
_YMD = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?=\D|$)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_DMY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)")
_CHINESE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日?\Z"
)
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s.-]+([A-Za-z]{3})[a-z]*\.?[\s,.-]+(\d{4}|\d{2})(?!\d)")
_NAMED_FIRST = re.compile(r"([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_SERIAL = re.compile(r"\d{4,5}(?:\.\d+)?\Z")
_MILLISECONDS = re.compile(r"-?\d{11,13}\Z")
_EXCEL_START = date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1600, 2200


def plain(text: str) -> str:
    """Full-width letters and digits made narrow, other forms of space made one space, ends trimmed."""
    if not text:
        return text
    return _short(text) if len(text) <= 24 else _narrow(text)


@lru_cache(maxsize=16_384)
def _short(text: str) -> str:
    """Codes, kinds and days come again and again."""
    return _narrow(text)


def _narrow(text: str) -> str:
    return tidy(text if text.isascii() else unicodedata.normalize("NFKC", text))


def tidy(text: str) -> str:
    """Ends trimmed and runs of space made one; characters stay as they are (names, titles)."""
    if text.isprintable() and "  " not in text:  # Then no other space is in it.
        return text.strip()
    if not text.isascii() and ("\u200b" in text or "\ufeff" in text):
        text = _UNSEEN.sub(" ", text)
    return " ".join(text.split())


def said(text: str) -> bool:
    """Whether the source says anything (``-``, ``无``, zero dates and the like say nothing)."""
    return text.strip().lower() not in _NOTHING


def _real(year: int, month: int, day: int, text: str, place: str) -> date:
    try:
        if not FIRST_YEAR <= year < LAST_YEAR:
            raise ValueError
        return date(year, month, day)
    except ValueError:
        raise Unreadable("day", f"“{text}”不是日期", f"{text!r} is not a day", place) from None


def day(text: str, *, order: str = "dmy", latest: date | None = None, place: str = "") -> date | None:
    """Read a day; None when nothing is said; ``Unreadable`` when something else than a day is said.

    ``order`` (dmy or mdy) decides 03/04/2001. A two-digit year is the latest that does not lie after ``latest``;
    without it, up to 30 means 20xx. Five digits are an Excel serial number; eleven to thirteen, milliseconds.
    """
    if not text:
        return None
    return _day(text, order, latest, place)


@lru_cache(maxsize=16_384)
def _day(text: str, order: str, latest: date | None, place: str) -> date | None:
    """Days come again and again, as those of one week's gazette do; what is refused is not kept."""
    given = plain(text)
    if not said(given):
        return None
    if found := _YMD.match(given):
        return _real(int(found[1]), int(found[2]), int(found[3]), given, place)
    if (found := _COMPACT.match(given)) and not _MILLISECONDS.match(given):
        return _real(int(found[1]), int(found[2]), int(found[3]), given, place)
    if found := _DMY.match(given):
        first, second = int(found[1]), int(found[2])
        if order == "mdy" or (second > 12 >= first):
            first, second = second, first
        return _real(_century(found[3], latest), second, first, given, place)
    if (found := _CHINESE.match(given)) is not None:
        month, last = _numeral(found[2]), _numeral(found[3])
        return _real(int(found[1].translate(_DIGITS)), month, last, given, place)
    if (found := _NAMED.match(given)) and found[2].lower() in _MONTHS:
        return _real(_century(found[3], latest), _MONTHS.index(found[2].lower()) + 1, int(found[1]), given, place)
    if (found := _NAMED_FIRST.match(given)) and found[1].lower() in _MONTHS:
        return _real(int(found[3]), _MONTHS.index(found[1].lower()) + 1, int(found[2]), given, place)
    if _SERIAL.match(given):
        serial = int(float(given))
        if 3000 < serial < 90_000:
            return _EXCEL_START + timedelta(days=serial)
    if _MILLISECONDS.match(given):
        # Offices stamp midnight of their own zone; half a day later lies within the same day for all of them.
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(given), hours=12)).date()
    raise Unreadable("day", f"“{given[:40]}”不是日期", f"{given[:40]!r} is not a day", place)


def _century(text: str, latest: date | None) -> int:
    """The year of four digits, or of two: the latest that does not lie after ``latest``."""
    year = int(text)
    if len(text) == 4:
        return year
    year += 2000
    over = date(year, 1, 1) > latest if latest else year > 2030
    return year - 100 if over else year


def _numeral(text: str) -> int:
    """十二 and 二十四 as numbers; 0 when it is none."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(text.translate(_DIGITS)) if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 0
    return 10 * int(tens.translate(_DIGITS) or 1) + int(ones.translate(_DIGITS) or 0)


_PART_DAY = re.compile(r"(\d{4})[-./]?(\d{2})?[-./]?(\d{2})?\Z")


@lru_cache(maxsize=16_384)
def part_day(text: str) -> str:
    """ISO text of a day that may lack its day or month: ``19831100`` → ``1983-11``; '' when nothing can be told."""
    if not text:
        return ""
    given = plain(text)
    if found := _PART_DAY.match(given):
        year, month, last = found[1], found[2] or "00", found[3] or "00"
        if not 1 <= int(month) <= 12:
            return year if year != "0000" else ""
        return f"{year}-{month}-{last}" if 1 <= int(last) <= 31 else f"{year}-{month}"
    try:
        found_day = day(given)
    except Unreadable:
        return ""
    return found_day.isoformat() if found_day else ""


def whole(text: str, place: str = "") -> int | None:
    """Read a count; None when nothing is said. Spreadsheets write 12 as ``12.0``."""
    if not text:
        return None
    if len(text) <= 15 and text.isascii() and text.isdecimal():
        return int(text)
    given = plain(text).replace(",", "")
    if given in {"", "-"}:
        return None
    if given.isdecimal() and len(given) <= 15:
        return int(given)
    if not _WHOLE.fullmatch(given):
        raise Unreadable("number", f"“{given[:40]}”不是整数", f"{given[:40]!r} is not a whole number", place)
    return int(given.partition(".")[0])


_WHOLE = re.compile(r"-?\d{1,15}(?:\.0+)?")
_UNITS = {"亿": 10**8, "万": 10**4, "": 1}


def fen(text: str, *, unit: str = "") -> int | None:
    """Read an amount of money such as ``1000万人民币`` as 分; ``unit`` is what a bare number counts (万 …).

    None when nothing is said or the currency is not the yuan.
    """
    given = plain(text).replace(",", "")
    if not said(given):
        return None
    found = re.fullmatch(
        r"(?:人民币|¥|￥|RMB|CNY)?\s*(\d{1,15}(?:\.\d{1,8})?)\s*(亿|万)?\s*(?:元|人民币|元人民币|RMB|CNY|元整)?",
        given,
    )
    if not found:
        return None
    try:
        yuan = Decimal(found[1]) * _UNITS[found[2] or unit]
    except InvalidOperation:
        return None
    return int(yuan * 100)


_BAR = re.compile(r"\s\|\s")
_SEPARATORS = str.maketrans("；\n\r", ";;;")
_COMMAS = str.maketrans(",，、", ";;;")
_LONGEST_NOTHING = max(map(len, _NOTHING))


def many(text: str, *, comma: bool = False) -> tuple[str, ...]:
    """Several values of one cell: ``;``, ``;;``, `` | ``, line breaks (and commas when ``comma``); doubles dropped."""
    if not text:
        return ()
    plain_text = text.isascii()
    lines = "\n" in text or "\r" in text
    if not (comma or lines or ";" in text or "|" in text or (not plain_text and "；" in text)):
        kept = tidy(text)
        return (kept,) if len(kept) > _LONGEST_NOTHING or kept.lower() not in _NOTHING else ()
    if lines or not plain_text:
        text = text.translate(_SEPARATORS)
    if "|" in text:
        text = _BAR.sub(";", text)
    if comma:
        text = text.translate(_COMMAS)
    even = text.isprintable() and "  " not in text
    kept_ones: dict[str, None] = {}
    for part in text.split(";"):
        kept = part.strip() if even else tidy(part)
        if kept and (len(kept) > _LONGEST_NOTHING or kept.lower() not in _NOTHING):
            kept_ones[kept] = None
    return tuple(kept_ones)


_CN = re.compile(
    r"(?:(?:申请|专利)号码?:?\s*)?(?:CN\W{0,2})?(?:ZL\W{0,2})?\s*(\d{8}|\d{12})"
    r"(?:\s*[.。]?\s*([\dXx])|[\s-]*[A-DSUY]\d?)?(?:\s*\([\u4e00-\u9fff]{1,8}\))?\Z"
)
_GROUPED = re.compile(r"(?<=\d)[ ·．•](?=\d)|(?<=[LN])[：:]")
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


def check_digit(digits: str) -> str:
    """The check digit of a Chinese application number of 8 or 12 digits, ``X`` for ten."""
    rest = sum(map(mul, map(int, digits), _WEIGHTS)) % 11
    return "X" if rest == 10 else str(rest)


@lru_cache(maxsize=1_024)
def cn_application(text: str) -> tuple[str, bool] | None:
    """``CN201510163325.6`` and its other forms as ``("201510163325.6", True)``; None when it is no such number.

    Others write it without check digit and with a kind behind it, ``CN 201510163325 A``, or as that of a patent,
    ``ZL 2015 1 0163325.6``. The flag says whether the check digit is right; a number without one gets it and counts as
    right.
    """
    written = plain(text).upper()
    found = _CN.match(written) or _CN.match(_GROUPED.sub("", written))
    if not found:
        return None
    digits, given = found[1], found[2]
    if given is None and len(digits) == 8 and not 85 <= int(digits[:2]) <= 99 and not digits.startswith("0"):
        return None
    right = check_digit(digits)
    return f"{digits}.{given or right}", given in {None, right}


def cn_kind(number: str) -> tuple[str, bool]:
    """Kind of right and whether it came through the PCT, from a normalised Chinese application number."""
    digits = number.partition(".")[0]
    letter = digits[4] if len(digits) == 12 else digits[2] if len(digits) == 8 else ""
    kinds = {"1": "invention", "2": "utility", "3": "design", "8": "invention", "9": "utility"}
    return kinds.get(letter, ""), letter in {"8", "9"}


_PUBLICATION = re.compile(
    r"([A-Z]{2})[\s/-]*([A-Z]{0,4}\d[\dA-Z/ .-]*?)(?:\s*\(([A-Z]\d?)\)|(?<=\d)[\s-]*([A-Z]\d?))?\**\Z"
)


_SIMPLE = re.compile(r"([A-Z]{2}) ?([0-9]{5,13})(?: ?([A-Z][0-9]?)| ?\(([A-Z][0-9]?)\))?\Z")  # as most are written
_GAPS = str.maketrans("", "", " \t\n\r\f\v/.-")
_DAY_BEHIND = re.compile(r"\s*\(\d{4}-\d{2}-\d{2}\)\Z")


@lru_cache(maxsize=16_384)
def publication(text: str) -> Document | None:
    """``KR20990000001 (U)``, ``US 2013/0101709 A1``, ``CN104751825A`` as country, number, kind; None if none.

    A star behind the number (a corrected Korean publication) is passed over.
    """
    if simple := _SIMPLE.match(text):
        return Document(simple[1], simple[2], simple[3] or simple[4] or "")
    given = plain(text)
    if given[:2] == "mx":  # PATENTSCOPE writes Mexican numbers as ``mxMX/a/2008/013315``.
        given = (given[2:] if given[2:4] == "MX" else f"MX{given[2:]}").replace("/", "")
    given = given.upper()
    if given.endswith(")"):
        given = _DAY_BEHIND.sub("", given)
    if not 4 <= len(given) <= 40 or not (found := _PUBLICATION.match(given)):
        return None
    number = found[2].translate(_GAPS)
    return (
        Document(found[1], number, found[3] or found[4] or "") if sum(map(str.isdigit, number)) >= 2 else None
    )


def cn_publication_kind(number: str, kind: str) -> str:
    """Kind of right of a Chinese publication by its kind code, or by the first digit of its number."""
    by_code = {
        "A": "invention",
        "B": "invention",
        "C": "invention",
        "U": "utility",
        "Y": "utility",
        "D": "design",
        "S": "design",
    }
    if kind and kind[0] in by_code:
        return by_code[kind[0]]
    return (
        {"1": "invention", "2": "utility", "3": "design"}.get(number[:1], "") if len(number) in {7, 9} else ""
    )


_IPC = re.compile(r"([A-H])\s*(\d{2})\s*([A-Z])(?:[\s-]*(\d{1,4})\s*/\s*(\d{1,7}))?")
_IPC_PADDED = re.compile(r"([A-H]\d{2}[A-Z])(\d{4})(\d{2,6})\Z")


@lru_cache(maxsize=65_536)
def symbol(text: str) -> str:
    """An IPC or CPC symbol without padding, edition and level: ``A61K   9/16  20060101A I…`` → ``A61K9/16``."""
    given = plain(text).upper()
    given = re.sub(r"^\d{1,2}(?=[A-H]\s?\d{2})", "", given)
    if padded := _IPC_PADDED.match(given):
        return f"{padded[1]}{int(padded[2])}/{padded[3]}"
    if not (found := _IPC.match(given)):
        return ""
    head = f"{found[1]}{found[2]}{found[3]}"
    return f"{head}{int(found[4])}/{found[5]}" if found[4] else head


def symbols(texts: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """The symbols of all texts, in order, each once."""
    return tuple(dict.fromkeys(found for text in texts if (found := symbol(text))))


def agency(text: str) -> tuple[str, str]:
    """Name and code of a Chinese patent agency: ``北京集佳知识产权代理有限公司 11227``."""
    given = tidy(text)
    found = re.match(r"(.+?)[\s(（]*(\d{5})[)）]?\Z", given)
    return (found[1], found[2]) if found else (given, "")


_POSTCODE = re.compile(r"(\d{6})\s*(.+)\Z")


def addressed(text: str) -> tuple[str, str]:
    """Postcode and address of ``226634 江苏省南通市…``."""
    given = tidy(text)
    found = _POSTCODE.match(given) if given else None
    return (found[1], found[2]) if found else ("", given)
