"""What stands in a name: region, brand, trade and legal form; and what stands in an address: a region."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from opencc import OpenCC
from pypinyin import Style, lazy_pinyin
from pypinyin import pinyin as pinyin_of
from rapidfuzz.distance import OSA

from .words import (
    BRANCH_ENDINGS,
    FORMS,
    FUZZY_FORMS,
    LATIN_FORMS,
    PROVINCES,
    PUBLIC,
    SCHOOL_PARTS,
    SCHOOLS,
    SURNAMES,
    TRADES,
)

NOWHERE: Final = -1
_ENDING: Final = re.compile(
    r"(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|[\u4e00-\u9fff]{1,4}族自治[州县]|自治[州县]|地区|新区|省|市|区|县|盟|旗)\Z"
)
_STREET: Final = re.compile(r"[东西南北中前后一二三四五六七八九十环]{0,2}(?:路|街|大道|大街|巷|弄|胡同)")
_KINDS: Final = frozenset("省市区县旗盟州")
_GUESSED: Final = re.compile(r"[\u4e00-\u9fff]{2}[省市县区](?=[\u4e00-\u9fff]{2})")
_KEPT_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_BRACKETS: Final = str.maketrans("[]{}〔〕【】「」『』〈〉《》﹝﹞", "()" * 9)
_LONGEST_TRADE: Final = max(map(len, TRADES))
_TRADE_LENGTHS: Final = {
    last: tuple(sorted({len(trade) for trade in TRADES if trade[-1] == last}, reverse=True))
    for last in {trade[-1] for trade in TRADES}
}
_PARTNERSHIPS: Final = frozenset({"普通合伙", "特殊普通合伙", "有限合伙"})
_FORMS_BY_LENGTH: Final = sorted({len(form) for form in FORMS}, reverse=True)
_FORM_SET: Final = frozenset(FORMS)
_PART_SIGNS: Final = frozenset(ending[-1] for ending in (*BRANCH_ENDINGS, *SCHOOL_PARTS)) | {"部", "室", "科"}
_FORM_SIGNS: Final = frozenset("有限公司")


class Parts(NamedTuple):
    """A folded name and what stands in it; everything empty where it has none."""

    flat: str
    """The name without spaces, brackets and marks, in simplified characters and small letters."""
    body: str
    """``flat`` without its legal form."""
    core: str
    """Brand and trade."""
    brand: str
    trade: str
    form: str
    place: int
    """The region it begins with or has in brackets: an index into :class:`Places`, or ``NOWHERE``."""
    loose: str
    """The core when what looks like an unknown region is left out; else empty."""
    head: str
    """Of a branch, school or hospital: the name of what it is part of; else empty."""
    latin: bool
    person: bool
    """Whether it has the shape of a person's name."""


@dataclass(frozen=True, slots=True)
class Place:
    """A region: ``parent`` is a code; provinces have none."""

    code: str
    name: str
    parent: str = ""


class Places:
    """Regions by the names they are written with. Levels are counted from the top: province, city, county."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Index ``places``; a parent that is not among them makes its child a top."""
        found = sorted(places, key=lambda place: place.code)
        self.codes = [place.code for place in found]
        self.names = [place.name for place in found]
        self.index = {code: at for at, code in enumerate(self.codes)}
        self.parents = [self.index.get(place.parent, NOWHERE) for place in found]
        self.above = [self._above(at) for at in range(len(found))]
        self.written = [fold_one(name) for name in self.names]
        self.named: dict[str, list[int]] = {}
        for at, written in enumerate(self.written):
            stem = _ENDING.sub("", written)
            for each in {written, stem if len(stem) >= 2 else written}:
                if len(each) >= 2:
                    self.named.setdefault(each, []).append(at)
        self.top = {name: self._highest(ats) for name, ats in self.named.items()}
        lengths: dict[str, set[int]] = {}
        for name in self.named:
            lengths.setdefault(name[:2], set()).add(len(name))
        self.lengths = {first: tuple(sorted(each, reverse=True)) for first, each in lengths.items()}
        self.readings: dict[str, int] = {}
        for name, ats in self.named.items():
            reading = pinyin(_ENDING.sub("", name)) if len(_ENDING.sub("", name)) >= 2 else pinyin(name)
            known = self.readings.get(reading, NOWHERE)
            best = self._highest(ats)
            if known == NOWHERE or (best != NOWHERE and len(self.above[best]) < len(self.above[known])):
                self.readings[reading] = best

    @classmethod
    def provinces(cls) -> Places:
        """The 34 regions of the first level alone (GB/T 2260), for when no table is loaded."""
        return cls(Place(f"{code}0000", name) for code, name in PROVINCES.items())

    def _above(self, at: int) -> tuple[int, ...]:
        found = [at]
        while (at := self.parents[at]) != NOWHERE and at not in found:
            found.append(at)
        return tuple(reversed(found))

    def _highest(self, ats: Sequence[int]) -> int:
        """The one of the highest level; nowhere when two of that level share the name."""
        level = min(len(self.above[at]) for at in ats)
        top = [at for at in ats if len(self.above[at]) == level]
        return top[0] if len(top) == 1 else NOWHERE

    def prefix(self, text: str, start: int = 0, within: int = NOWHERE) -> tuple[int, int]:
        """The longest region name at ``start``: where it ends (``start`` if none) and which it is."""
        for length in self.lengths.get(text[start : start + 2], ()):
            name = text[start : start + length]
            ats = self.named.get(name)
            if ats is None or len(name) < length:
                continue
            if within != NOWHERE:
                inside = [at for at in ats if within in self.above[at]]
                if inside:
                    return start + length, self._highest(inside)
                if len(ats) > 1:
                    continue
            return start + length, self.top[name]
        return start, NOWHERE

    def of_address(self, address: str) -> int:
        """The deepest region an address begins with, after a postcode; ``NOWHERE`` when it names none."""
        text = address.lstrip(" 0123456789中国")
        at, found, renamed = 0, NOWHERE, False
        for _ in range(4):
            end, place = self.prefix(text, at, found)
            if end == at:
                break
            stem = place == NOWHERE or text[at:end] != self.written[place]
            if stem and _STREET.match(text, end):
                # A street is called after a region that it need not lie in.
                break
            # What was a county is a city now, or the other way about.
            at = end + 1 if stem and text[end : end + 1] in _KINDS else end
            # A street may be called after a city elsewhere: only what lies inside is deeper, or beside a former name.
            if place != NOWHERE and (found == NOWHERE or found in self.above[place]):
                found, renamed = place, at > end
            elif place != NOWHERE and renamed and self.parents[place] == self.parents[found]:
                found = place
        return found


@lru_cache(maxsize=1)
def _table() -> dict[int, str | None]:
    """Signs to signs: traditional to simplified one by one, marks and spaces away, brackets to one kind."""
    signs = [chr(code) for code in range(0x3400, 0xA000)]
    turned = OpenCC("t2s").convert("\n".join(signs)).split("\n")
    # 乾 is simplified to 干 in some words and stays in others; as a brand it stays.
    table: dict[int, str | None] = {
        ord(sign): other
        for sign, other in zip(signs, turned, strict=True)
        if sign not in {other, "乾"} and len(other) == 1
    }
    for code in [*range(0x21), *range(0x7F, 0x3400), *range(0xA000, 0x10000)]:
        kind = unicodedata.category(chr(code))
        if kind[0] in "PSZC" and chr(code) != "\n":
            table[code] = None
    for sign in "!\"#$%&'*+,-./:;<=>?@\\^_`|~":
        table[ord(sign)] = None
    for code, other in _BRACKETS.items():
        table[code] = chr(other)
    return table


_GONE, _TOGETHER = 0, 0xFFFF


@lru_cache(maxsize=1)
def _signs() -> NDArray[np.uint16]:
    """For each UTF-16 unit the one it is folded to: ``_GONE``, or ``_TOGETHER`` where its neighbours matter."""
    found = np.full(0x10000, _TOGETHER, np.uint16)
    for code in [*range(0xD800), *range(0xE000, 0x10000)]:
        sign = chr(code)
        whole = unicodedata.normalize("NFKC", sign)
        joins = (
            code == 0x03A3 or 0x1100 <= code < 0x1200 or 0xA960 <= code < 0xA980 or 0xD7B0 <= code < 0xD800
        )
        if joins or any(unicodedata.category(each)[0] == "M" for each in (sign, *whole)):
            continue
        folded = whole.translate(_table()).lower()
        if not folded:
            found[code] = _GONE
        elif len(folded) == 1 and ord(folded) < _TOGETHER:
            found[code] = ord(folded)
    return found


def fold(texts: Sequence[str]) -> list[str]:
    """NFKC, simplified, small letters, without spaces and marks; round brackets stay. One to one, in order."""
    joined = "\n".join(texts)
    if joined.count("\n") != len(texts) - 1:
        return [fold_one(text) for text in texts]
    units = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), np.uint16)
    folded = _signs()[units]
    together = np.flatnonzero(folded == _TOGETHER)
    folded[together] = _GONE
    found: list[str] = folded[folded != _GONE].tobytes().decode("utf-16-le", "surrogatepass").split("\n")
    if len(together):
        # Few names have signs that are written together with their neighbours.
        for at in np.unique(np.searchsorted(np.flatnonzero(units == ord("\n")), together)).tolist():
            found[at] = fold_one(texts[at])
    return found


def fold_one(text: str) -> str:
    """:func:`fold` of one text."""
    return unicodedata.normalize("NFKC", text).translate(_table()).lower().replace("\n", "")


@lru_cache(maxsize=50_000)
def reading(sign: str) -> str:
    """The usual reading of one character, without tone."""
    return str(lazy_pinyin(sign, style=Style.NORMAL)[0])


@lru_cache(maxsize=50_000)
def _readings(sign: str) -> tuple[str, ...]:
    found = pinyin_of(sign, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys([reading(sign), *found]))[:3]


@lru_cache(maxsize=50_000)
def readings(text: str) -> frozenset[str]:
    """The joined readings of a text whose characters may be read in several ways, at most 27."""
    signs = [_readings(sign) for sign in text]
    if all(len(several) == 1 for several in signs):
        return frozenset(["".join(several[0] for several in signs)])
    found = {""}
    for several in signs:
        found = {each + one for each in found for one in (several if len(found) <= 9 else several[:1])}
    return frozenset(found)


def pinyin(text: str) -> str:
    """The usual readings of the characters of a text, joined."""
    return "".join(map(reading, text))


def _form(text: str) -> int:
    """How long the legal form at the end is; a longer one with one slip goes before a short one without."""
    exact = 0
    for length in _FORMS_BY_LENGTH:
        if text[-length:] in _FORM_SET and len(text) > length:
            exact = length
            break
    if exact >= 4 or (exact and text[-1] != "司"):
        return exact
    # Only the end of a name that is nearly a form is worth the comparison.
    if not (_FORM_SIGNS & set(text[-3:])):
        return exact
    for form in FUZZY_FORMS:
        lengths = [
            length
            for length in (len(form), len(form) + 1, len(form) - 1)
            if len(text) > length + 1 and OSA.distance(text[-length:], form, score_cutoff=1) <= 1
        ]
        if lengths:
            # Two signs changed over are all there; else the reading that begins as the form does.
            swapped = next((length for length in lengths if sorted(text[-length:]) == sorted(form)), 0)
            return swapped or next((length for length in lengths if text[-length] == form[0]), lengths[0])
    return exact


def _trade(text: str) -> int:
    """How long the trade words at the end are, leaving two signs at least."""
    end = len(text)
    while end > 3:
        for length in _TRADE_LENGTHS.get(text[end - 1], ()):
            if length <= end - 2 and text[end - length : end] in TRADES:
                end -= length
                break
        else:
            break
    return len(text) - end


def _only_trade(text: str) -> bool:
    """Whether nothing but trade words is left, so that what stands before is a brand."""
    end = len(text)
    while end:
        for length in _TRADE_LENGTHS.get(text[end - 1], ()):
            if length <= end and text[end - length : end] in TRADES:
                end -= length
                break
        else:
            return False
    return True


def _head(text: str) -> str:
    if text[-1:] not in _PART_SIGNS and "附属" not in text:
        return ""
    for ending in BRANCH_ENDINGS:
        if text.endswith(ending):
            for sign in ("公司", "厂", "集团", "银行", "事务所", "合作社"):
                at = text.rfind(sign, 0, len(text) - len(ending))
                if at > 0:
                    return text[: at + len(sign)]
            return ""
    if not text.endswith(FORMS):
        for school in SCHOOLS:
            at = text.find(school, 1)
            end = at + len(school)
            if at > 0 and end < len(text) and (text.endswith(SCHOOL_PARTS) or text[end:].startswith("附属")):
                return text[:end]
    return ""


def parse(folded: str, places: Places) -> Parts:
    """What stands in a folded name."""
    if not _HAN.search(folded):
        return _latin(folded.replace("(", "").replace(")", ""))
    place = NOWHERE
    text = folded
    suffix = ""
    if "(" in text:
        for inside in _KEPT_BRACKETS.findall(text):
            end, at = places.prefix(inside)
            if inside in _PARTNERSHIPS:
                text, suffix = text.replace(f"({inside})", ""), inside
            elif inside and end == len(inside):
                place, text = at, text.replace(f"({inside})", "")
        text = text.replace("(", "").replace(")", "")
        flat = folded.replace("(", "").replace(")", "")
    else:
        flat = text
    head = _head(flat)
    if head or (not suffix and text.endswith(PUBLIC)):
        # The region is part of the name of a public body, and a branch is named as one whole.
        return Parts(flat, flat, flat, flat, "", "", places.prefix(flat)[1], "", head, False, False)
    length = _form(text)
    form = text[len(text) - length :] + suffix
    stem = text[: len(text) - length] if length else text
    body = flat[: len(flat) - length - len(suffix)] if flat.endswith(form) and form else stem
    start = 0
    for _ in range(3):
        end, at = places.prefix(stem, start, place if start else NOWHERE)
        if end == start or len(stem) - end < 2 or _only_trade(stem[end:]):
            break
        start, place = end, at if at != NOWHERE or start == 0 else place
    core = stem[start:]
    loose = ""
    if start == 0 and (guess := _GUESSED.match(core)):
        loose = core[guess.end() :]
    length = _trade(core)
    brand, trade = core[: len(core) - length], core[len(core) - length :]
    person = not form and 2 <= len(flat) <= 4 and flat[0] in SURNAMES
    return Parts(flat, body, core, brand, trade, form, place, loose, head, False, person)


def _latin(flat: str) -> Parts:
    for form in LATIN_FORMS:
        if flat.endswith(form) and len(flat) > len(form) + 2:
            body = flat[: -len(form)]
            return Parts(flat, body, body, "", "", form, NOWHERE, "", "", True, False)
    return Parts(flat, flat, flat, "", "", "", NOWHERE, "", "", True, False)


def beginnings(brand: str, trade: str) -> tuple[str, ...]:
    """A brand, and where no trade is known the beginnings that may be the brand alone."""
    return (brand,) if trade or len(brand) < 4 else (brand, brand[:2], brand[:3])


@lru_cache(maxsize=50_000)
def english_trade(trade: str) -> str:
    """The English gloss of a run of trade words, joined; empty when one of them has none."""
    found, at = "", 0
    while at < len(trade):
        for length in range(min(_LONGEST_TRADE, len(trade) - at), 1, -1):
            if gloss := TRADES.get(trade[at : at + length]):
                found += gloss
                at += length
                break
        else:
            return ""
    return found
