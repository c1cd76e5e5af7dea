"""Numbers of rights, offices, organisations and persons: their form, what they say, and their check characters.

Application numbers follow ZC 0006-2003 (12 digits and a check digit since 2003-10-01, 8 digits and a check digit
before), publication numbers and kind codes ZC 0007 and ZC 0008, unified social credit codes GB 32100-2015 with the
organisation code of GB 11714-1997 inside, identity numbers of persons GB 11643-1999, office codes WIPO ST.3 (a
subset). Pure; one :class:`NumberError` for a number that cannot be right.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from zhichan.instruments.clock import Words

PatentKind = Literal["invention", "utility", "design"]

_KINDS: Final[dict[str, tuple[PatentKind, bool]]] = {
    "1": ("invention", False), "2": ("utility", False), "3": ("design", False),
    "8": ("invention", True), "9": ("utility", True),
}
_OLD_DIGITS = 8
_NEW_DIGITS = 12
_LAST_YEAR_OF_OLD_FORM = 2003
_CREDIT_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_IDENTITY_LENGTH = 18
_FIRST_BIRTH = 1880
_ORGANISATION_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)


class NumberError(ValueError):
    """A number that cannot be right: ``code`` is stable, ``words`` the sentence, ``place`` the character from 0."""

    def __init__(self, code: str, zh: str, en: str, place: int | None = None) -> None:
        self.code = code
        self.words = Words(zh, en)
        self.place = place
        super().__init__(f"{code}: {en}")


@dataclass(frozen=True, slots=True)
class ApplicationNumber:
    """A Chinese patent application number; ``digits`` without check digit, ``year`` of filing in four digits."""

    digits: str
    check: str
    year: int
    kind: PatentKind
    pct: bool

    def __str__(self) -> str:
        return f"{self.digits}.{self.check}"


@dataclass(frozen=True, slots=True)
class KindCode:
    """What a kind code stands for, and in which years it was given (``until`` exclusive)."""

    code: str
    kind: PatentKind
    words: Words
    since: date
    until: date | None
    granted: bool


@dataclass(frozen=True, slots=True)
class PublicationNumber:
    """A Chinese publication or announcement number; ``kind_code`` empty when the source gives none."""

    number: str
    kind_code: str
    kind: PatentKind

    def __str__(self) -> str:
        return f"CN{self.number}{self.kind_code}"


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A unified social credit code: registering authority, kind, six digits of region, organisation code.

    ``organisation_check`` says whether the organisation code's own check character is right as well; GB 32100 does
    not make the whole code wrong when it is not.
    """

    text: str
    authority: str
    kind: str
    region: str
    organisation: str
    organisation_check: bool


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in folded if not character.isspace())


def check_digit(*, digits: str) -> str:
    """Return the check digit of 8 or 12 digits: weights 2 to 9 in turn, sum modulo 11, ten written X (ZC 0006)."""
    if not (digits.isascii() and digits.isdigit() and len(digits) in {_OLD_DIGITS, _NEW_DIGITS}):
        raise NumberError("application_form", "申请号主体应为8位或12位数字。",
                          "The body of an application number has 8 or 12 digits.")
    rest = sum(int(digit) * (2 + place % 8) for place, digit in enumerate(digits)) % 11
    return "X" if rest == 10 else str(rest)


def application(*, text: str) -> ApplicationNumber:
    """Read an application number, or a patent number (ZL), in any usual form: ``CN201510163325.6``, ``ZL852012340``.

    Raises :class:`NumberError`: ``application_form``, ``application_kind``, ``application_year``,
    ``application_check``.
    """
    bare = _bare(text)
    for prefix in ("ZL", "CN"):
        bare = bare.removeprefix(prefix)
    body, dot, check = bare.partition(".")
    if not dot:
        body, check = bare[:-1], bare[-1:]
    if len(check) != 1 or check not in "0123456789X" or len(body) not in {_OLD_DIGITS, _NEW_DIGITS}:
        raise NumberError("application_form", "申请号应为8位或12位数字加一位校验位。",
                          "An application number has 8 or 12 digits and a check digit.")
    right = check_digit(digits=body)
    new = len(body) == _NEW_DIGITS
    year = int(body[:4]) if new else 1900 + int(body[:2]) if int(body[:2]) >= 85 else 2000 + int(body[:2])
    kind = _KINDS.get(body[4 if new else 2])
    if kind is None:
        raise NumberError("application_kind", "申请号中的种类号应为1、2、3、8或9。",
                          "The kind in an application number is 1, 2, 3, 8 or 9.", 4 if new else 2)
    if not (year >= _LAST_YEAR_OF_OLD_FORM if new else 1985 <= year <= _LAST_YEAR_OF_OLD_FORM):
        raise NumberError("application_year", f"{year}年不用这种申请号。",
                          f"Application numbers of {year} do not have this form.", 0)
    if check != right:
        raise NumberError("application_check", f"校验位应为{right}，实为{check}。",
                          f"The check digit should be {right}, not {check}.", len(body))
    return ApplicationNumber(digits=body, check=check, year=year, kind=kind[0], pct=kind[1])


_FIRST: Final = date(1985, 9, 10)
_AFTER_OPPOSITION: Final = date(1993, 1, 1)
_CODES_OF_2010: Final = date(2010, 4, 7)


def _code(code: str, kind: PatentKind, zh: str, en: str, since: date, until: date | None = None, *,
          granted: bool = True) -> KindCode:
    return KindCode(code, kind, Words(zh, en), since, until, granted)


KIND_CODES: Final[tuple[KindCode, ...]] = (
    _code("A", "invention", "发明专利申请公布", "invention application published", _FIRST, granted=False),
    _code("A8", "invention", "发明专利申请公布扉页更正", "front page of application corrected", _FIRST, granted=False),
    _code("A9", "invention", "发明专利申请公布全文更正", "application corrected in full", _FIRST, granted=False),
    _code("B", "invention", "发明专利申请审定公告", "examined invention application", _FIRST, _AFTER_OPPOSITION,
          granted=False),
    _code("C", "invention", "发明专利授权公告", "invention granted", _AFTER_OPPOSITION, _CODES_OF_2010),
    _code("B", "invention", "发明专利授权公告", "invention granted", _CODES_OF_2010),
    _code("B8", "invention", "发明专利授权公告扉页更正", "front page of invention corrected", _CODES_OF_2010),
    _code("B9", "invention", "发明专利授权公告全文更正", "invention corrected in full", _CODES_OF_2010),
    *(_code(f"C{number}", "invention", "发明专利权部分无效宣告公告", "invention invalidated in part", _CODES_OF_2010)
      for number in range(1, 8)),
    _code("U", "utility", "实用新型专利申请公告", "utility model application", _FIRST, _AFTER_OPPOSITION,
          granted=False),
    _code("Y", "utility", "实用新型专利授权公告", "utility model granted", _AFTER_OPPOSITION, _CODES_OF_2010),
    _code("U", "utility", "实用新型专利授权公告", "utility model granted", _CODES_OF_2010),
    _code("U8", "utility", "实用新型专利授权公告扉页更正", "front page of utility model corrected", _CODES_OF_2010),
    _code("U9", "utility", "实用新型专利授权公告全文更正", "utility model corrected in full", _CODES_OF_2010),
    *(_code(f"Y{number}", "utility", "实用新型专利权部分无效宣告公告", "utility model invalidated in part",
            _CODES_OF_2010) for number in range(1, 8)),
    _code("S", "design", "外观设计专利申请公告", "design application", _FIRST, _AFTER_OPPOSITION, granted=False),
    _code("D", "design", "外观设计专利授权公告", "design granted", _AFTER_OPPOSITION, _CODES_OF_2010),
    _code("S", "design", "外观设计专利授权公告", "design granted", _CODES_OF_2010),
    *(_code(f"S{number}", "design", "外观设计专利权部分无效宣告公告", "design invalidated in part", _CODES_OF_2010)
      for number in range(1, 8)),
    _code("S8", "design", "外观设计专利授权公告扉页更正", "front page of design corrected", _CODES_OF_2010),
    _code("S9", "design", "外观设计专利授权公告全文更正", "design corrected in full", _CODES_OF_2010),
)
"""Chinese kind codes by period. Uncertain at the edges: sources print today's letters for older documents as well."""

_FIRST_DIGITS: Final[dict[str, PatentKind]] = {"1": "invention", "2": "utility", "3": "design"}


def kind_code(*, code: str, on: date | None = None) -> KindCode:
    """Return what a kind code stands for on a day, by default today's meaning. Raises ``kind_code``."""
    found = [each for each in KIND_CODES if each.code == _bare(code)]
    if on is not None:
        found = [each for each in found if each.since <= on and (each.until is None or on < each.until)]
    if not found:
        raise NumberError("kind_code", f"没有文献种类代码 {code}。", f"There is no kind code {code}.")
    return found[-1]


def publication(*, text: str) -> PublicationNumber:
    """Read a Chinese publication number: ``CN104751825A``, ``CN1712522``, ``CN85100001A``.

    Seven digits (1989 to 2007) and nine digits (since) begin with the kind, eight digits (1985 to 1988) have it
    third. Raises :class:`NumberError`: ``publication_form``, ``publication_kind`` where the kind code contradicts
    the number, ``kind_code``.
    """
    bare = _bare(text).removeprefix("CN")
    digits = bare.rstrip("ABCDSUY0123456789") or bare
    number = ""
    for character in bare:
        if not (character.isascii() and character.isdigit()):
            break
        number += character
    code = bare[len(number):]
    if len(number) not in {7, 8, 9} or digits != bare or (not code.isalnum() and code):
        raise NumberError("publication_form", "公开（公告）号应为7至9位数字加文献种类代码。",
                          "A publication number has 7 to 9 digits and a kind code.")
    if len(number) == 8 and not "85" <= number[:2] <= "88":
        raise NumberError("publication_form", "8位公开（公告）号只用于1985至1988年。",
                          "Publication numbers of 8 digits were given from 1985 to 1988 only.", 0)
    place = 2 if len(number) == 8 else 0
    kind = _FIRST_DIGITS.get(number[place])
    if kind is None:
        raise NumberError("publication_form", "公开（公告）号的种类号应为1、2或3。",
                          "The kind in a publication number is 1, 2 or 3.", place)
    if code and kind_code(code=code).kind != kind:
        raise NumberError("publication_kind", f"种类代码{code}与号码不符。",
                          f"The kind code {code} contradicts the number.", len(number))
    return PublicationNumber(number=number, kind_code=code, kind=kind)


def credit_check(*, body: str) -> str:
    """Return the check character of the first 17 characters of a unified social credit code (GB 32100-2015)."""
    if len(body) != len(_CREDIT_WEIGHTS):
        raise NumberError("credit_form", "统一社会信用代码主体应为17位。",
                          "The body of a credit code has 17 characters.")
    total = 0
    for place, (character, weight) in enumerate(zip(body, _CREDIT_WEIGHTS, strict=True)):
        value = _CREDIT_ALPHABET.find(character)
        if value < 0:
            raise NumberError("credit_character", f"统一社会信用代码中不用字符“{character}”。",
                              f"Credit codes do not use the character {character!r}.", place)
        total += value * weight
    return _CREDIT_ALPHABET[-total % 31]


def organisation_check(*, body: str) -> str:
    """Return the check character of the eight characters of an organisation code (GB 11714-1997)."""
    if len(body) != len(_ORGANISATION_WEIGHTS) or any(each not in _ORGANISATION_ALPHABET for each in body):
        raise NumberError("organisation_form", "组织机构代码本体应为8位数字或大写字母。",
                          "The body of an organisation code has 8 digits or capital letters.")
    total = sum(_ORGANISATION_ALPHABET.index(each) * weight
                for each, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def credit_code(*, text: str) -> CreditCode:
    """Read a unified social credit code. Raises ``credit_form``, ``credit_character`` or ``credit_check``."""
    bare = _bare(text)
    if len(bare) != len(_CREDIT_WEIGHTS) + 1:
        raise NumberError("credit_form", f"统一社会信用代码应为18位，实为{len(bare)}位。",
                          f"A credit code has 18 characters, not {len(bare)}.")
    right = credit_check(body=bare[:-1])
    region = bare[2:8]
    if not region.isdigit():
        raise NumberError("credit_form", "统一社会信用代码第3至8位应为数字。",
                          "Characters 3 to 8 of a credit code are digits.", 2)
    if bare[-1] != right:
        raise NumberError("credit_check", f"校验字符应为{right}，实为{bare[-1]}。",
                          f"The check character should be {right}, not {bare[-1]}.", len(bare) - 1)
    return CreditCode(text=bare, authority=bare[0], kind=bare[1], region=region, organisation=bare[8:17],
                      organisation_check=organisation_check(body=bare[8:16]) == bare[16])


def is_identity(*, text: str) -> bool:
    """Whether a text is a person's identity number: a birthday and a check character that fit (GB 11643-1999)."""
    if len(text) != _IDENTITY_LENGTH or not (text[:17].isascii() and text[:17].isdigit()):
        return False
    try:
        born = date.fromisoformat(f"{text[6:10]}-{text[10:12]}-{text[12:14]}")
    except ValueError:
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(text[:17]))
    return born.year >= _FIRST_BIRTH and "10X98765432"[total % 11] == text[17].upper()


OFFICES: Final = MappingProxyType({code: Words(zh, en) for code, zh, en in (
    ("AP", "非洲地区知识产权组织", "ARIPO"), ("AR", "阿根廷", "Argentina"), ("AT", "奥地利", "Austria"),
    ("AU", "澳大利亚", "Australia"), ("BE", "比利时", "Belgium"), ("BR", "巴西", "Brazil"),
    ("BX", "比荷卢知识产权组织", "Benelux Office"), ("CA", "加拿大", "Canada"), ("CH", "瑞士", "Switzerland"),
    ("CL", "智利", "Chile"), ("CN", "中国", "China"), ("CZ", "捷克", "Czechia"), ("DE", "德国", "Germany"),
    ("DK", "丹麦", "Denmark"), ("EA", "欧亚专利组织", "Eurasian Patent Organization"), ("EG", "埃及", "Egypt"),
    ("EM", "欧盟知识产权局", "European Union IP Office"), ("EP", "欧洲专利局", "European Patent Office"),
    ("ES", "西班牙", "Spain"), ("FI", "芬兰", "Finland"), ("FR", "法国", "France"), ("GB", "英国", "United Kingdom"),
    ("GC", "海湾合作委员会专利局", "GCC Patent Office"), ("HK", "香港", "Hong Kong"), ("HU", "匈牙利", "Hungary"),
    ("IB", "世界知识产权组织国际局", "International Bureau of WIPO"), ("ID", "印度尼西亚", "Indonesia"),
    ("IE", "爱尔兰", "Ireland"), ("IL", "以色列", "Israel"), ("IN", "印度", "India"), ("IT", "意大利", "Italy"),
    ("JP", "日本", "Japan"), ("KE", "肯尼亚", "Kenya"), ("KH", "柬埔寨", "Cambodia"),
    ("KR", "韩国", "Republic of Korea"), ("KZ", "哈萨克斯坦", "Kazakhstan"), ("LA", "老挝", "Lao PDR"),
    ("LU", "卢森堡", "Luxembourg"), ("MA", "摩洛哥", "Morocco"), ("MN", "蒙古", "Mongolia"), ("MO", "澳门", "Macao"),
    ("MX", "墨西哥", "Mexico"), ("MY", "马来西亚", "Malaysia"), ("NG", "尼日利亚", "Nigeria"),
    ("NL", "荷兰", "Netherlands"), ("NO", "挪威", "Norway"), ("NZ", "新西兰", "New Zealand"),
    ("OA", "非洲知识产权组织", "OAPI"), ("PH", "菲律宾", "Philippines"), ("PK", "巴基斯坦", "Pakistan"),
    ("PL", "波兰", "Poland"), ("PT", "葡萄牙", "Portugal"), ("QZ", "欧盟植物品种局", "Community Plant Variety Office"),
    ("RO", "罗马尼亚", "Romania"), ("RU", "俄罗斯", "Russian Federation"), ("SA", "沙特阿拉伯", "Saudi Arabia"),
    ("SE", "瑞典", "Sweden"), ("SG", "新加坡", "Singapore"), ("TH", "泰国", "Thailand"), ("TR", "土耳其", "Türkiye"),
    ("TW", "台湾", "Taiwan, Province of China"), ("UA", "乌克兰", "Ukraine"),
    ("US", "美国", "United States of America"), ("UZ", "乌兹别克斯坦", "Uzbekistan"), ("VN", "越南", "Viet Nam"),
    ("WO", "世界知识产权组织", "WIPO"), ("XN", "北欧专利局", "Nordic Patent Institute"),
    ("XX", "未知", "unknown"), ("ZA", "南非", "South Africa"))})
"""Offices and countries by WIPO ST.3 code: those the city's rights meet, not the whole standard."""


def office(*, code: str) -> Words | None:
    """Return the name of an office or country by its ST.3 code, None when it is not among :data:`OFFICES`."""
    return OFFICES.get(_bare(code))
