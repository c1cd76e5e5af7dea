"""Facts given to an act or an entry, checked against the declared fields. Pure: needs no Django.

What is right in shape is returned as it is stored (JSON-ready): days as ISO text, money as integer 分, bilingual
words as ``{"zh", "en"}``. Whether a named region, unit, party, right or entry exists is asked of ``exists``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from zhichan.kernel.catalogue.shapes import FieldShape
from zhichan.kernel.ground.money import to_fen, to_yuan
from zhichan.kernel.ground.refusal import Reason, Refusal, Text

EMPTY: tuple[Any, ...] = (None, "", [])
LONGEST_TEXT = 20_000
LARGEST_NUMBER = 10**15
REFERENCES = frozenset({"region", "unit", "party", "right", "entry"})

Exists = Callable[[FieldShape, str], bool]


class _WrongError(ValueError):
    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(en)


def check_given(
    *,
    fields: Mapping[str, FieldShape],
    needs: Iterable[str],
    given: Mapping[str, Any],
    exists: Exists,
) -> tuple[dict[str, Any], list[Reason]]:
    """Return the facts as stored, and a reason for each that is missing, not declared, or of the wrong kind."""
    reasons = [
        Reason("given.unknown", Text(f"不认识的内容“{name}”", f"unknown fact {name!r}"), name)
        for name in given
        if name not in fields
    ]
    for name in needs:
        if given.get(name) in EMPTY:
            title = fields[name].title
            reasons.append(Reason("given.missing", Text(f"缺少“{title.zh}”", f"{title.en} is missing"), name))
    stored: dict[str, Any] = {}
    for name, value in given.items():
        field = fields.get(name)
        if field is None or value in EMPTY:
            continue
        try:
            stored[name] = _bounded(field, _stored(field, value, exists))
        except _WrongError as wrong:
            zh, en = field.title.zh, field.title.en
            reasons.append(Reason("given.wrong", Text(f"“{zh}”{wrong.zh}", f"{en} {wrong.en}"), name))
    return stored, reasons


def _stored(field: FieldShape, value: Any, exists: Exists) -> Any:
    kind = field.type
    if isinstance(value, bytes):
        raise _WrongError("不应当是文件", "must not be a file")
    if kind == "data":
        return value
    if kind == "choice":
        if not isinstance(value, str) or value not in field.choices:
            raise _WrongError(
                f"只能是：{'、'.join(each.zh for each in field.choices.values())}",
                f"must be one of {', '.join(each.en for each in field.choices.values())}",
            )
        return value
    if kind == "flag":
        if not isinstance(value, bool):
            raise _WrongError("只能是“是”或“否”", "must be yes or no")
        return value
    if kind == "number":
        return _number(value)
    if kind == "year":
        return _year(value)
    if kind == "money":
        try:
            return to_fen(Decimal(str(value)))
        except (InvalidOperation, Refusal) as reason:
            raise _WrongError(
                "应当是金额（元，最多两位小数）", "must be an amount in yuan with at most two decimals"
            ) from reason
    if kind == "day":
        return _day(value)
    if kind == "words":
        if not isinstance(value, Mapping) or not {"zh"} <= set(value) <= {"zh", "en"}:
            raise _WrongError(
                "应当有中文，可以另有英文", "must have Chinese words, and may have English ones"
            )
        return {language: _text(words) for language, words in value.items()}
    text = _text(value)
    if kind in REFERENCES and not exists(field, text):
        raise _WrongError(f"没有“{text}”这一项", f"names {text!r}, which does not exist")
    return text


def _bounded(field: FieldShape, stored: Any) -> Any:
    """What is stored of a fact, within the declared bounds; those of an amount are in yuan."""
    if field.least is None and field.most is None:
        return stored
    value = to_yuan(stored) if field.type == "money" else Decimal(str(stored))
    if field.least is not None and value < Decimal(str(field.least)):
        raise _WrongError(f"不能小于{field.least}", f"must be at least {field.least}")
    if field.most is not None and value > Decimal(str(field.most)):
        raise _WrongError(f"不能大于{field.most}", f"must be at most {field.most}")
    return stored


def _number(value: Any) -> int | float:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST_NUMBER:
        return value
    try:
        number = Decimal(str(value).strip()) if isinstance(value, str | Decimal) else None
    except InvalidOperation:
        number = None
    # The exponent is asked first: an int made of 1e999999999 would take the machine down.
    if number is None or not number.is_finite() or number.adjusted() > 15 or abs(number) > LARGEST_NUMBER:
        raise _WrongError("应当是绝对值不超过10¹⁵的数字", "must be a number of at most 10¹⁵ either way")
    return int(number) if number == number.to_integral_value() else float(number)


def _year(value: Any) -> int:
    text = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not re.fullmatch(r"(19|20|21)[0-9]{2}", text, re.ASCII):
        raise _WrongError("应当是四位数的年份，例如2026", "must be a year of four digits, such as 2026")
    return int(text)


def _day(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()[:10]
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError as wrong:
        raise _WrongError("应当是日期，例如2026-03-12", "must be a day such as 2026-03-12") from wrong


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _WrongError("应当是文字", "must be text")
    if "\x00" in value:
        raise _WrongError("含有不能保存的字符", "holds a character that cannot be stored")
    if len(value) > LONGEST_TEXT:
        raise _WrongError(f"超过{LONGEST_TEXT}字", f"is longer than {LONGEST_TEXT} characters")
    return value
