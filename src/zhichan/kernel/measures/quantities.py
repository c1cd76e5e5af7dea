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


def written(value: Decimal | None, value_max: Decimal | None, unit: str | None) -> str:
    """How the plan wrote it: ``8-10家``; a dash where there is no number."""
    if value is None:
        return "-"
    ends = f"{value.normalize():f}" + (f"-{value_max.normalize():f}" if value_max is not None else "")
    return ends + (unit or "")
