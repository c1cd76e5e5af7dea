"""How figures, dates and sentences are written in the reader's language."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from zhichan.kernel.ground.refusal import Text

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = (
    Text("周一", "Mon"),
    Text("周二", "Tue"),
    Text("周三", "Wed"),
    Text("周四", "Thu"),
    Text("周五", "Fri"),
    Text("周六", "Sat"),
    Text("周日", "Sun"),
)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

UNITS = {
    "件": "items",
    "件/万人": "per 10,000 people",
    "万元": "10,000 yuan",
    "亿元": "100 million yuan",
    "元": "yuan",
    "%": "%",
    "人": "people",
    "人次": "attendances",
    "家": "firms",
    "个": "",
    "项": "",
    "次": "times",
    "所": "schools",
    "场": "sessions",
    "名": "people",
    "万件": "10,000 items",
    "亩": "mu",
    "万人": "10,000 people",
    "家/所": "institutions",
    "例": "cases",
    "分": "points",
    "期": "sessions",
    "天": "days",
    "小时": "hours",
    "分钟": "minutes",
    "户": "households",
    "家次": "visits",
    "种": "kinds",
    "条": "",
    "处": "places",
}
IN_YUAN = {"亿元": 10**8, "万元": 10**4}
COUNTED = re.compile(
    rf"(?<=[0-9])( ?)({'|'.join(sorted(map(re.escape, UNITS.keys() - IN_YUAN), key=len, reverse=True))})"
    r"(?![\u3400-\u9fff])"
)
"""A number's unit, but for sums in units of money, which are multiplied out or stay as they are."""

SUMS = ((Text("亿", " billion"), 10**8, 10**9), (Text("万", " million"), 10**4, 10**6))
"""By which sums of money are told, and how much each is in Chinese and in English."""
LONG_SUM = 10**5
"""Yuan from which a sum is told so."""
YUAN = "元"
WIDEST = 20
"""The power of ten beyond which a number is told as it is: decimals reckon exactly to 28 figures."""
SUM = r"([0-9]{6,18}(?:\.[0-9]{0,8}[1-9])?)"
TO = Text("至", "–")
"""What stands between the ends of a range."""
TOLD = re.compile(rf"(?<![0-9.,–—])(?<![0-9][-~～{TO.zh}])(?:{SUM}–)?{SUM}(?= ?(?:{YUAN}|yuan))")
"""Yuan in a sentence, or from where to where they reach."""
SUM_IN = rf"([0-9]{{1,12}}(?:\.[0-9]{{1,8}})?) ?({'|'.join(IN_YUAN)})"
MONEY = re.compile(rf"(?<![0-9.,–—-])(?:{SUM_IN}?[–—-])?{SUM_IN}(?![\u3400-\u9fff]|[–—-][0-9])")
"""A sum in a unit of money, or from where to where one reaches; part of a longer number is none."""
REACHES = re.compile(rf"(?<=[0-9{YUAN}]) ?[~～{TO.zh}] ?(?=[0-9])")
QUOTED = re.compile("(“[^”]*”)")
"""What is quoted stays as it was written."""

COUNTS = "|".join(sorted(map(re.escape, {*UNITS, *UNITS.values()} - {"", YUAN, "yuan"}), key=len, reverse=True))
LARGE = re.compile(
    r"(?<![0-9A-Za-z.,〔-])(?<!\bin )[0-9]{4,12}(?=(?:\.[0-9]+)?(?:[–—][0-9.]+)? ?"
    rf"(?:{COUNTS})(?![A-Za-z\u3400-\u9fff]))"
)
"""A large number of things in a sentence: it has its unit behind it, which years and numbers of papers do not."""

ONE_OF = re.compile(r"(?<![0-9.,])1$")
"""What stands before the unit of a single thing."""

WRITTEN_DAY = re.compile(r"(?<![0-9A-Za-z/_-])[12][0-9]{3}-[0-9]{2}-[0-9]{2}(?![0-9A-Za-z/_-])")
"""A day as programs write it, inside a sentence."""


def unit_text(unit: str) -> Text:
    """A unit in both languages; an unknown one as it is."""
    return Text(unit, UNITS.get(unit, unit))


def time_left(today: date, due: date, working_days: int) -> Text:
    """How long there is until a day that is not past."""
    if due == today:
        return Text("今天到期", "due today")
    if not working_days:
        days = (due - today).days
        return Text(f"还有{days}天，都不是工作日", f"{days} day{'s' * (days > 1)} left, none a working day")
    return Text(f"还有{working_days}个工作日", f"{working_days} working day{'s' * (working_days > 1)} left")


def late_by(due: date, today: date, working_days: int) -> Text:
    """How long a day has been past."""
    if not working_days:
        days = (today - due).days
        return Text(f"已逾期{days}天", f"{days} day{'s' * (days > 1)} late")
    return Text(f"已逾期{working_days}个工作日", f"{working_days} working day{'s' * (working_days > 1)} late")


def english() -> bool:
    """Whether the page is being written in English."""
    return (get_language() or "").startswith("en")


def say(value: Any) -> Any:
    """A text in the reader's language; anything else as it is."""
    if isinstance(value, Text):
        # Rooms below write a figure with its unit as the measure names it, which is Chinese, and a day as programs do.
        return WRITTEN_DAY.sub(_day_in_words, round_sums(value.en if english() else value.zh))
    return value


def _day_in_words(found: re.Match[str]) -> str:
    """The day that was found, or the figures as they stand where they are none."""
    try:
        return day(date.fromisoformat(found[0]), weekday=False)
    except ValueError:
        return found[0]


def round_sums(sentence: str) -> str:
    """A sentence with its long sums of yuan as people tell them: 25亿元 for 2500000000元; in English with its units.

    Large numbers of things have their thousands apart, as in tables.
    """
    parts = QUOTED.split(sentence)
    told = [TOLD.sub(_sum_in_words, _in_english(each) if english() else each) for each in parts[::2]]
    parts[::2] = [LARGE.sub(lambda found: f"{int(found[0]):,}", each) for each in told]
    return "".join(parts)


def _in_english(sentence: str) -> str:
    said = MONEY.sub(_multiplied, REACHES.sub(TO.en, sentence))
    return COUNTED.sub(_unit_in_english, said)


def _unit_in_english(found: re.Match[str]) -> str:
    unit = UNITS[found[2]]
    if ONE_OF.search(found.string, 0, found.start()) and unit.isalpha():
        unit = {"people": "person"}.get(unit, unit.removesuffix("s"))
    return f" {unit}"


def _multiplied(found: re.Match[str]) -> str:
    low, of_low, high, unit = found.groups()
    ends = [(low, of_low or unit)] * bool(low) + [(high, unit)]
    return "–".join(f"{(Decimal(each) * IN_YUAN[word]).normalize():f}" for each, word in ends) + " yuan"


def _sum_in_words(found: re.Match[str]) -> str:
    told = [_told(Decimal(each)) for each in found.groups() if each]
    return "–".join(map("".join, told)) if all(word for _, word in told) else found[0]


def _told(yuan: Decimal) -> tuple[str, str]:
    """A sum in the largest of ``SUMS`` that tells it exactly with two decimals; else as it is."""
    if yuan.adjusted() > WIDEST:
        return f"{yuan:f}", ""
    for word, chinese, western in SUMS:
        size = western if english() else chinese
        if abs(yuan) >= max(size, LONG_SUM) and not yuan * 100 % size:
            return f"{(yuan / size).normalize():f}", str(say(word))
    return f"{yuan:f}", ""


def choose(chinese: str, english_form: str, **parts: Any) -> str:
    """The sentence in the reader's language with its parts filled in.

    The English form may have a singular and a plural, ``"{n} row|{n} rows"``, chosen by ``n``.
    """
    form = chinese
    if english():
        one, bar, many = english_form.partition("|")
        form = many if bar and parts.get("n") != 1 else one
    return form.format(**{name: write(part) for name, part in parts.items()}) if parts else form


def write(value: Any) -> Any:
    """A value inside a sentence: numbers and days as on the page."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | Decimal | Fraction | float):
        return number(value)
    if isinstance(value, date):
        return day(value)
    return say(value)


def exact(value: float | Decimal | Fraction) -> Decimal:
    """The number as a decimal of at most 12 places, rounded half up."""
    if isinstance(value, Fraction):
        scaled, rest = divmod(value.numerator * 10**12, value.denominator)
        return Decimal(scaled + (2 * rest >= value.denominator)).scaleb(-12)
    return Decimal(str(value))


def number(value: float | Decimal | Fraction, places: int | None = None) -> str:
    """A number with thousands separated; at most two decimals unless ``places`` says how many."""
    decimal = exact(value)
    if decimal.adjusted() > WIDEST:
        text = f"{decimal:,f}"
    elif places is None:
        decimal = decimal.quantize(Decimal("0.01"), ROUND_HALF_UP)
        text = f"{decimal:,f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{decimal.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    return text.replace("-", "\N{MINUS SIGN}")


def amount(value: float | Decimal | Fraction, unit: Text | None, places: int | None = None) -> str:
    """A number of a unit: a long sum of yuan as people tell it, but for accounts, which give its ``places``."""
    if unit is None or unit.zh != YUAN or places is not None:
        return number(value, places)
    told, word = _told(exact(value))
    return number(Decimal(told)) + word


TYPED = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,8})?)(\w)")


def typed(text: str, unit: str) -> str:
    """A number as it was typed, in figures: without thousands' marks and blanks, and 1.2亿 of yuan multiplied out."""
    plain = "".join(text.split()).replace(",", "").replace("\N{FULLWIDTH COMMA}", "")
    found = TYPED.fullmatch(plain.removesuffix(YUAN)) if unit == YUAN else None
    sizes = {word.zh: size for word, size, _ in SUMS}
    return f"{(Decimal(found[1]) * sizes[found[2]]).normalize():f}" if found and found[2] in sizes else plain


def day(value: date | datetime | None, weekday: bool = True) -> str:
    """A day as 2026年3月12日（周四） or Thu 12 March 2026; an instant also has its time in Shanghai."""
    if value is None:
        return ""
    time = ""
    if isinstance(value, datetime):
        value = value.astimezone(SHANGHAI)
        time = f" {value:%H:%M}"
    name = WEEKDAYS[value.weekday()]
    before, after = (f"{name.en} ", f"（{name.zh}）") if weekday else ("", "")
    return str(
        say(
            Text(
                f"{value.year}年{value.month}月{value.day}日{after}{time}",
                f"{before}{value.day} {MONTHS[value.month - 1]} {value.year}{time}",
            )
        )
    )
