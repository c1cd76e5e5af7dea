"""Units as plans write them and as measures count: 1.9万件 is 19000件, 6亿元 is 60000万元."""

from __future__ import annotations

from decimal import Decimal

_FACTORS = {"万": Decimal(10**4), "亿": Decimal(10**8)}
_SIMPLE = str.maketrans("萬億項項個戶億", "万亿项项个户亿")


def plain_unit(unit: str | None) -> tuple[Decimal, str]:
    """The factor and the rest of a written unit: ``万件`` is (10000, 件); a rate such as 件/万人 stays whole."""
    text = (unit or "").translate(_SIMPLE).strip()
    factor = Decimal(1)
    while len(text) > 1 and text[0] in _FACTORS:
        factor *= _FACTORS[text[0]]
        text = text[1:]
    return factor, text


def converted(value: Decimal, *, written: str | None, unit: str) -> tuple[Decimal, str]:
    """``value`` as written in ``unit`` of a measure (empty: none), and the unit it is then in.

    Without a measure, or where its unit counts something else, 万 and 亿 are multiplied out.
    """
    factor, base = plain_unit(written)
    if not unit:
        return value * factor, base
    own_factor, own = plain_unit(unit)
    if base == own and base:
        return value * factor / own_factor, unit
    if base == "%" or own == "%":
        return value, base or unit
    return value * factor, unit


_COUNTED = {
    **dict.fromkeys(("人", "名", "位", "人次"), "persons"),
    **dict.fromkeys(("次", "场", "场次", "期", "批", "批次", "班", "班次", "届"), "events"),
}
_NOT_COUNTED = {
    **dict.fromkeys(("元", "美元"), "money"),
    **dict.fromkeys(("%", "％", "‰", "百分点", "个百分点", "分"), "rates"),
    **dict.fromkeys(("天", "日", "工作日", "个工作日", "小时", "月", "个月", "年"), "time"),
}


def alike(written: str | None, unit: str) -> bool:
    """Whether a number in a written unit can be held against a measure's: 家 and 个 can, 场次 and 人次 cannot.

    A number without a unit, or a measure without one, says nothing against it; a rate (件/万人) goes by its first part.
    """
    ours, theirs = (plain_unit(each)[1].partition("/")[0] for each in (written, unit))
    if not ours or not theirs or _NOT_COUNTED.get(ours) != _NOT_COUNTED.get(theirs):
        return not ours or not theirs
    one, other = _COUNTED.get(ours), _COUNTED.get(theirs)
    return one is None or other is None or one == other


def written(value: Decimal | None, value_max: Decimal | None, unit: str | None) -> str:
    """How the plan wrote it: ``8-10家``; a dash where there is no number."""
    if value is None:
        return "-"
    ends = f"{value.normalize():f}" + (f"-{value_max.normalize():f}" if value_max is not None else "")
    return ends + (unit or "")
