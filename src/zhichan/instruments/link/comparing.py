"""How two names agree: one of a few levels, the same whichever name comes first."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from rapidfuzz.distance import OSA, Indel

from zhichan.instruments.clock import Words

from .naming import Parts, beginnings, english_trade, reading, readings
from .words import LOOK_ALIKES


class Level(IntEnum):
    """How two names agree, the strongest first."""

    FLAT = 0
    PERSON = 1
    CORE = 2
    LOOSE = 3
    EDIT_ALIKE = 4
    EDIT_OTHER = 5
    BRAND_ALIKE = 6
    BRAND_OTHER = 7
    SHORT_ALIKE = 8
    SHORT_OTHER = 9
    TRADE_SHORTER = 10
    TRADE_MISSING = 11
    TRADE_OTHER = 12
    LATIN_NEAR = 13
    PINYIN_TRADE = 14
    PINYIN_PARTLY = 15
    PINYIN_BARE = 16
    PINYIN_OTHER = 17
    CODE = 18
    NOTHING = 19


WORDS: Final[dict[Level, Words]] = {
    Level.FLAT: Words("名称一致", "the names agree"),
    Level.PERSON: Words("姓名一致，可能重名", "the person's name agrees; others may share it"),
    Level.CORE: Words("字号和行业一致", "brand and trade agree"),
    Level.LOOSE: Words(
        "去掉疑似地名后字号和行业一致", "brand and trade agree once what looks like a region is left out"
    ),
    Level.EDIT_ALIKE: Words(
        "字号以外差一个形近或音近字", "one sign outside the brand differs and looks or sounds alike"
    ),
    Level.EDIT_OTHER: Words("字号以外差一个字", "one sign outside the brand differs"),
    Level.BRAND_ALIKE: Words(
        "字号差一个形近或音近字", "one sign of the brand differs and looks or sounds alike"
    ),
    Level.BRAND_OTHER: Words("字号差一个字", "one sign of the brand differs"),
    Level.SHORT_ALIKE: Words(
        "两字字号差一个形近或音近字，多为另一家",
        "one of the two signs of the brand differs, if alike: mostly another firm",
    ),
    Level.SHORT_OTHER: Words(
        "两字字号差一个字，应为另一家", "one of the two signs of the brand differs: another firm"
    ),
    Level.TRADE_SHORTER: Words("字号一致，行业用语有省略", "the brand agrees, the trade is shortened"),
    Level.TRADE_MISSING: Words("字号一致，未写行业", "the brand agrees, no trade is written"),
    Level.TRADE_OTHER: Words("字号一致，行业不同", "the brand agrees, the trade differs"),
    Level.LATIN_NEAR: Words("外文名称相差一两个字母", "the foreign names differ in a letter or two"),
    Level.PINYIN_TRADE: Words(
        "字号拼音一致，行业译名相符", "the brand's reading agrees and so does the trade translated"
    ),
    Level.PINYIN_PARTLY: Words(
        "字号拼音一致，行业译名部分相符", "the brand's reading agrees, the trade translated in part"
    ),
    Level.PINYIN_BARE: Words("仅字号拼音一致", "the brand's reading agrees, no more is known"),
    Level.PINYIN_OTHER: Words(
        "字号拼音一致，行业译名不符", "the brand's reading agrees, the trade translated does not"
    ),
    Level.CODE: Words("名称不相近，仅代码一致", "the names are not alike, the codes agree"),
    Level.NOTHING: Words("名称不相近", "the names are not alike"),
}

_ALIKE: Final[dict[str, set[str]]] = {}
for _group in LOOK_ALIKES:
    for _sign in _group:
        _ALIKE.setdefault(_sign, set()).update(_group)
_COUNTING: Final = frozenset("一二三四五六七八九十甲乙丙丁0123456789东西南北")


def alike(one: str, other: str) -> bool:
    """Whether two signs look or sound alike."""
    return other in _ALIKE.get(one, ()) or (
        one > "\u3400" and other > "\u3400" and reading(one) == reading(other)
    )


def compare(one: Parts, other: Parts) -> Level:
    """How two names agree. Symmetric."""
    if one.latin != other.latin:
        han, latin = (other, one) if one.latin else (one, other)
        return _translated(latin.body, han)
    if one.flat == other.flat:
        return Level.PERSON if one.person and other.person else Level.FLAT
    if one.latin:
        if one.body == other.body:
            return Level.FLAT
        shorter = min(len(one.body), len(other.body))
        return (
            Level.LATIN_NEAR
            if shorter >= 8 and OSA.distance(one.body, other.body, score_cutoff=2) <= 2
            else Level.NOTHING
        )
    if bool(one.head) != bool(other.head) or (one.person and other.person):
        return Level.NOTHING
    if (one.core == other.core and len(one.core) >= 2) or one.body == other.body:
        return Level.CORE
    if (one.loose and one.loose == other.core) or (other.loose and other.loose == one.core):
        return Level.LOOSE
    edited = _edited(one, other)
    if edited != Level.NOTHING:
        return edited
    return _traded(one, other)


def _edited(one: Parts, other: Parts) -> Level:
    a, b = one.body, other.body
    if abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < 3 or OSA.distance(a, b, score_cutoff=1) > 1:
        return Level.NOTHING
    at = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    substituted = len(a) == len(b) and a[at + 1 :] == b[at + 1 :]
    if substituted and a[at] in _COUNTING and b[at] in _COUNTING:
        return Level.NOTHING
    close = substituted and alike(a[at], b[at])
    # Doubling and dropping a doubled sign, and swapping, are slips of the keyboard.
    if not substituted:
        longer = max(a, b, key=len)
        close = len(a) == len(b) or longer[at : at + 1] == longer[at - 1 : at]
    # The slip may have hidden the region or the trade of one side: the side that shows more of them tells the place.
    whole = max(one, other, key=lambda parts: (len(parts.body) - len(parts.brand), parts.flat))
    start = whole.body.find(whole.brand)
    length = len(whole.brand)
    if not (start >= 0 and start <= at < start + length + (0 if substituted else 1)):
        return Level.EDIT_ALIKE if close else Level.EDIT_OTHER
    if length <= 2 or whole.head:
        return Level.SHORT_ALIKE if close else Level.SHORT_OTHER
    return Level.BRAND_ALIKE if close else Level.BRAND_OTHER


def _traded(one: Parts, other: Parts) -> Level:
    if one.head or other.head or len(one.brand) < 2 or len(other.brand) < 2:
        return Level.NOTHING
    return traded(one.trade, other.trade) if one.brand == other.brand else continued(one.core, other.core)


def traded(one: str, other: str) -> Level:
    """How the trades of two names of one brand agree."""
    if not one or not other:
        return Level.TRADE_MISSING
    return Level.TRADE_SHORTER if one in other or other in one else Level.TRADE_OTHER


def continued(one: str, other: str) -> Level:
    """Whether of two names with brands apart one begins with the other, which then has a trade in its brand."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if not long.startswith(short):
        return Level.NOTHING
    return Level.TRADE_SHORTER if len(short) >= 4 else Level.TRADE_MISSING


def _translated(latin: str, han: Parts) -> Level:
    """How a foreign name's body agrees with a Chinese name by reading and gloss, wherever the brand stands in it."""
    if han.person or han.head or len(han.brand) < 2:
        return Level.NOTHING
    ends = [
        at + len(known)
        for brand in beginnings(han.brand, han.trade)
        for known in readings(brand)
        if len(known) >= 4 and (at := latin.find(known)) >= 0
    ]
    if not ends:
        return Level.NOTHING
    rest, gloss = latin[max(ends) :], english_trade(han.trade)
    return rendered(Indel.normalized_similarity(rest, gloss)) if rest and gloss else Level.PINYIN_BARE


def rendered(share: float) -> Level:
    """How far what follows a brand's reading is the trade translated, by how alike the two are (0 to 1)."""
    return (
        Level.PINYIN_TRADE if share >= 0.85 else Level.PINYIN_PARTLY if share >= 0.55 else Level.PINYIN_OTHER
    )
