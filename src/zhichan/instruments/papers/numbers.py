"""Automatic numbers as Word and browsers show them (ECMA-376 part 1, 17.18.59; CSS Counter Styles 3)."""

from __future__ import annotations

CHINESE = "〇一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
FULL = str.maketrans("0123456789", "".join(chr(0xFF10 + n) for n in range(10)))
DECIMAL = frozenset({"decimal", "decimalHalfWidth", "arabicAlpha", "ordinal", "cardinalText", "ordinalText"})


def chinese(
    number: int, *, digits: str = CHINESE, units: str = "十百千万", zero: str = "零", ten: bool = True
) -> str:
    """A number in Chinese words, up to 99 999; ``ten``: 十一 rather than 一十一."""
    if number <= 0 or number > 99_999:
        return digits[0] if number == 0 else str(number)
    if number >= 10_000:
        rest = number % 10_000
        out = digits[number // 10_000] + units[3]
        if rest:
            out += (zero if rest < 1000 else "") + chinese(
                rest, digits=digits, units=units, zero=zero, ten=False
            )
        return out
    out = ""
    pending = False
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit = number // power % 10
        if not digit:
            pending = bool(out)
            continue
        if pending:
            out += zero
            pending = False
        out += unit if ten and power == 10 and digit == 1 and not out else digits[digit] + unit
    return out


def roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    out = ""
    for value, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
        (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        while number >= value:
            out += sign
            number -= value
    return out


def letters(number: int) -> str:
    """A … Z, AA, BB … as Word counts."""
    return chr(65 + (number - 1) % 26) * min((number - 1) // 26 + 1, 30) if number > 0 else str(number)


def _enclosed(number: int, first: int, last: int) -> str:
    return chr(first + number - 1) if 0 < number <= last else str(number)


def written(number: int, form: str) -> str:
    """A number in a format of Word; a format that is not known is written in digits."""
    if form in DECIMAL:
        return str(number)
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{number:02d}"
    if form in {"decimalFullWidth", "decimalFullWidth2"}:
        return str(number).translate(FULL)
    if form in {"upperRoman", "lowerRoman"}:
        return roman(number) if form == "upperRoman" else roman(number).lower()
    if form in {"upperLetter", "lowerLetter"}:
        return letters(number) if form == "upperLetter" else letters(number).lower()
    if form in {
        "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
        "japaneseCounting", "koreanDigital2",
    }:  # fmt: skip
        return chinese(number)
    if form in {"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"}:
        return "".join(CHINESE[int(each)] for each in str(abs(number)))
    if form == "chineseLegalSimplified":
        return chinese(number, digits=LEGAL, units="拾佰仟万", ten=False)
    if form in {"ideographLegalTraditional", "japaneseLegal"}:
        return chinese(number, digits=LEGAL_TRADITIONAL, units="拾佰仟萬", ten=False)
    if form == "ideographTraditional":
        return STEMS[number - 1] if 0 < number <= 10 else str(number)
    if form == "ideographZodiac":
        return BRANCHES[number - 1] if 0 < number <= 12 else str(number)
    if form == "ideographZodiacTraditional":
        return STEMS[(number - 1) % 10] + BRANCHES[(number - 1) % 12] if 0 < number <= 60 else str(number)
    if form in {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}:
        return _enclosed(number, 0x2460, 20)
    if form == "decimalEnclosedParen":
        return _enclosed(number, 0x2474, 20)
    if form == "decimalEnclosedFullstop":
        return _enclosed(number, 0x2488, 20)
    if form == "ideographEnclosedCircle":
        return _enclosed(number, 0x3280, 10)
    if form == "ideographParenthesis":
        return _enclosed(number, 0x3220, 10)
    if form == "numberInDash":
        return f"- {number} -"
    return str(number)
