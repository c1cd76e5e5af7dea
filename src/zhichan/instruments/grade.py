"""Scores from a scheme that is data: items with weights and thresholds, bonuses under a cap, vetoes, grades.

A scheme is ``{"places", "items", "bonuses", "bonus_cap", "vetoes", "grades"}``. Numbers are whole numbers or decimal
text and are reckoned exactly; a total is rounded once, half up, to ``places`` decimals. An item has ``key``, ``title``,
``weight`` and one ``rule``:

* ``linear``: ``from`` earns nothing, ``to`` the whole weight, in between in proportion (``to`` may be the smaller one);
* ``steps``: ``[[threshold, per cent of the weight], …]``, the highest threshold reached counts;
* ``points``: what assessors gave, from 0 to the weight.

A bonus has ``key``, ``title``, ``points``; all of them together earn at most ``bonus_cap``. A veto has ``key``,
``title`` and ``cap``, the most that a total can be while it holds. ``grades`` are ``[[least total, name], …]``. What is
not known is never nought: without one of its inputs a sheet has no total, and says which are missing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

__all__ = ["SchemeError", "check", "score"]

RULES = ("linear", "steps", "points")


class SchemeError(ValueError):
    """What is wrong with a scheme or a number: ``code`` (``number``, ``weights``, ``twice``, ``rule``, ``steps``,
    ``range``, ``unknown``) and ``key``, the item, bonus or veto it is about, or empty.
    """

    def __init__(self, code: str, sentence: str, key: str = "") -> None:
        self.code, self.key = code, key
        super().__init__(sentence)


def number(value: Any, key: str = "") -> Fraction:
    """Return a whole number or decimal text exactly; a binary fraction is none. Raises :class:`SchemeError`."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, int | str) or len(str(value)) > 40:
        raise SchemeError("number", f"{value!r} is neither a whole number nor decimal text", key)
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError) as wrong:
        raise SchemeError("number", f"{value!r} is no number", key) from wrong


def check(scheme: Mapping[str, Any]) -> None:
    """Raise :class:`SchemeError` unless weights add up to 100 and every rule can be reckoned."""
    try:
        keys = [str(each["key"]) for part in ("items", "bonuses", "vetoes") for each in scheme[part]]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise SchemeError("twice", f"{twice[0]} is used twice", twice[0])
        weights = [number(each["weight"], each["key"]) for each in scheme["items"]]
        if sum(weights) != 100 or any(weight <= 0 for weight in weights):
            raise SchemeError("weights", f"weights are positive and add up to 100, not {sum(weights)}")
        for each in scheme["items"]:
            _check_rule(each)
        for each in scheme["bonuses"]:
            if number(each["points"], each["key"]) <= 0:
                raise SchemeError("range", "a bonus is positive", each["key"])
        if number(scheme["bonus_cap"]) < 0:
            raise SchemeError("range", "the cap of bonuses is not negative")
        for each in scheme["vetoes"]:
            if not 0 <= number(each["cap"], each["key"]) < 100:
                raise SchemeError("range", "a veto caps below 100", each["key"])
        least = [number(bound) for bound, _ in scheme["grades"]]
        if least != sorted(least, reverse=True) or len(set(least)) != len(least):
            raise SchemeError("steps", "grades go down")
        if isinstance(scheme["places"], bool) or scheme["places"] not in range(7):
            raise SchemeError("range", "a total has from 0 to 6 decimals")
    except (KeyError, TypeError, AttributeError) as broken:
        raise SchemeError("rule", f"the scheme lacks something: {broken}") from broken
    except ValueError as broken:
        if isinstance(broken, SchemeError):
            raise
        raise SchemeError("steps", f"the scheme is broken: {broken}") from broken


def _check_rule(item: Mapping[str, Any]) -> None:
    key, rule = item["key"], item["rule"]
    if rule not in RULES:
        raise SchemeError("rule", f"there is no rule {rule!r}", key)
    if rule == "linear" and number(item["from"], key) == number(item["to"], key):
        raise SchemeError("range", "from and to are the same", key)
    if rule == "steps":
        steps = [(number(bound, key), number(share, key)) for bound, share in item["steps"]]
        bounds = [bound for bound, _ in steps]
        if not steps or len(set(bounds)) != len(bounds) or any(not 0 <= share <= 100 for _, share in steps):
            raise SchemeError("steps", "steps have thresholds of their own, and shares from 0 to 100", key)


def score(
    scheme: Mapping[str, Any], *, inputs: Mapping[str, Any], bonuses: Collection[str] = (), vetoes: Collection[str] = ()
) -> dict[str, Any]:
    """Return the sheet: ``lines`` (each with ``key``, ``weight``, ``input``, ``points``, ``formula``), ``earned``,
    ``bonus``, ``vetoes``, ``total`` as text or None, ``grade`` and ``missing``.

    ``inputs`` are by key of item, None where not known; ``bonuses`` and ``vetoes`` the keys of those that hold. Points
    are exact fractions as text (``"27/4"``), totals are rounded. Raises :class:`SchemeError`.
    """
    check(scheme)
    known = {part: {each["key"]: each for each in scheme[part]} for part in ("items", "bonuses", "vetoes")}
    for part, given in (("items", inputs), ("bonuses", bonuses), ("vetoes", vetoes)):
        for key in given:
            if key not in known[part]:
                raise SchemeError("unknown", f"the scheme has no {key!r}", str(key))
    lines = [_line(item, inputs.get(key)) for key, item in known["items"].items()]
    missing = [line["key"] for line in lines if line["points"] is None]
    earned = sum((Fraction(line["points"]) for line in lines if line["points"] is not None), Fraction(0))
    held = [known["bonuses"][key] for key in known["bonuses"] if key in set(bonuses)]
    bonus = min(sum((number(each["points"]) for each in held), Fraction(0)), number(scheme["bonus_cap"]))
    struck = [known["vetoes"][key] for key in known["vetoes"] if key in set(vetoes)]
    total = min([earned + bonus, *(number(each["cap"]) for each in struck)])
    shown = _rounded(total, scheme["places"])
    return {
        "lines": lines, "earned": str(earned), "bonus": str(bonus), "bonuses": [each["key"] for each in held],
        "vetoes": [each["key"] for each in struck], "missing": missing, "total": None if missing else shown,
        "grade": None if missing else next(
            (name for bound, name in scheme["grades"] if Fraction(shown) >= number(bound)), None),
    }  # fmt: skip


def _line(item: Mapping[str, Any], given: Any) -> dict[str, Any]:
    key, weight, rule = item["key"], number(item["weight"]), item["rule"]
    line = {"key": key, "title": item["title"], "weight": str(weight), "rule": rule}
    if given is None:
        return {**line, "input": None, "points": None, "formula": _formula(item)}
    value = number(given, key)
    if rule == "linear":
        low, high = number(item["from"]), number(item["to"])
        share = max(Fraction(0), min(Fraction(1), (value - low) / (high - low)))
    elif rule == "steps":
        reached = [(number(bound), number(part)) for bound, part in item["steps"] if value >= number(bound)]
        share = max(reached)[1] / 100 if reached else Fraction(0)
    else:
        if not 0 <= value <= weight:
            raise SchemeError("range", f"points for {key} go from 0 to {weight}", key)
        share = value / weight
    return {**line, "input": str(value), "points": str(weight * share), "formula": _formula(item)}


def _formula(item: Mapping[str, Any]) -> str:
    weight = item["weight"]
    if item["rule"] == "linear":
        return f"{weight} × min(1, max(0, (x − {item['from']}) ÷ ({item['to']} − {item['from']})))"
    if item["rule"] == "steps":
        return f"{weight} × " + " · ".join(f"x ≥ {bound}: {share} %" for bound, share in item["steps"])
    return f"x, 0 ≤ x ≤ {weight}"


def _rounded(value: Fraction, places: int) -> str:
    """Half up, away from nought, to so many decimals; all of them shown."""
    scaled = abs(value) * 10**places
    whole = (scaled + Fraction(1, 2)).__floor__()
    sign = "-" if value < 0 and whole else ""
    digits = str(whole).rjust(places + 1, "0")
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
