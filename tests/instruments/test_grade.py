"""A score follows from a scheme that is data: exact to the last digit, and never made of what is not known."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.instruments import grade

SCHEME: dict[str, Any] = {
    "places": 2,
    "items": [
        {"key": "stock", "title": "拥有量", "weight": 30, "rule": "linear", "from": 10, "to": "19.1"},
        {"key": "late", "title": "逾期率", "weight": 20, "rule": "linear", "from": 30, "to": 0},
        {"key": "loans", "title": "质押", "weight": "25.5", "rule": "steps", "steps": [[0, 0], [100, 60], [500, 100]]},
        {"key": "work", "title": "工作评价", "weight": "24.5", "rule": "points"},
    ],
    "bonuses": [{"key": "pilot", "title": "试点", "points": 2}, {"key": "award", "title": "表彰", "points": 2}],
    "bonus_cap": 3,
    "vetoes": [{"key": "fraud", "title": "数据造假", "cap": 0}, {"key": "incident", "title": "重大事件", "cap": "59.9"}],
    "grades": [[90, "优秀"], [60, "合格"], [0, "不合格"]],
}
INPUTS = {"stock": "16.5", "late": 12, "loans": 100, "work": "20.25"}


def test_a_score_is_worked_out_exactly_and_rounded_once() -> None:
    sheet = grade.score(SCHEME, inputs=INPUTS, bonuses=["pilot", "award"])
    assert {line["key"]: line["points"] for line in sheet["lines"]} == {
        "stock": str(30 * Fraction(65, 91)), "late": "12", "loans": "153/10", "work": "81/4",
    }  # fmt: skip
    # 21.428571… + 12 + 15.3 + 20.25 = 68.978571…, and 3 of the 4 points of bonus.
    assert (sheet["total"], sheet["grade"], sheet["bonus"]) == ("71.98", "合格", "3")


def test_a_veto_caps_the_total_and_the_lowest_cap_counts() -> None:
    assert grade.score(SCHEME, inputs=INPUTS, vetoes=["incident"])["total"] == "59.90"
    struck = grade.score(SCHEME, inputs=INPUTS, vetoes=["fraud", "incident"])
    assert (struck["total"], struck["grade"]) == ("0.00", "不合格")


def test_what_is_not_known_is_not_nought() -> None:
    sheet = grade.score(SCHEME, inputs={**INPUTS, "loans": None})
    assert (sheet["total"], sheet["grade"], sheet["missing"]) == (None, None, ["loans"])
    del sheet["lines"]
    assert sheet["earned"] == str(30 * Fraction(65, 91) + 12 + Fraction(81, 4))


def test_beyond_its_bounds_an_item_earns_nothing_or_its_whole_weight() -> None:
    for low, high in (("stock", "late"), ("late", "stock")):
        sheet = grade.score(SCHEME, inputs={**INPUTS, low: -1000, high: 1000})
        points = {line["key"]: line["points"] for line in sheet["lines"]}
        assert points["stock"] == ("0" if low == "stock" else "30")
        assert points["late"] == ("20" if low == "late" else "0")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"items": [{**SCHEME["items"][0], "weight": 99}]}, "weights"),
        ({"items": [{**SCHEME["items"][3], "weight": 100, "rule": "guess"}]}, "rule"),
        ({"items": [{**SCHEME["items"][0], "weight": 100, "to": 10}]}, "range"),
        ({"items": [{**SCHEME["items"][2], "weight": 100, "steps": [[0, 101]]}]}, "steps"),
        ({"items": [{**SCHEME["items"][2], "weight": 100, "steps": [[0]]}]}, "steps"),
        ({"items": [{**SCHEME["items"][3], "weight": 50.5}, {**SCHEME["items"][2], "weight": 49.5}]}, "number"),
        ({"vetoes": [{"key": "work", "title": "x", "cap": 0}]}, "twice"),
        ({"vetoes": [{"key": "v", "title": "x", "cap": 100}]}, "range"),
        ({"bonuses": [{"key": "b", "title": "x", "points": 0}]}, "range"),
        ({"grades": [[60, "b"], [90, "a"]]}, "steps"),
        ({"places": 7}, "range"),
        ({"bonus_cap": None}, "number"),
        ({"items": None}, "rule"),
    ],
)
def test_a_scheme_that_cannot_be_reckoned_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(grade.SchemeError) as refused:
        grade.check({**SCHEME, **change})
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"inputs": {**INPUTS, "other": 1}}, "unknown"),
        ({"inputs": {**INPUTS, "work": 25}}, "range"),
        ({"inputs": {**INPUTS, "stock": 1.5}}, "number"),
        ({"inputs": INPUTS, "vetoes": ["x"]}, "unknown"),
        ({"inputs": INPUTS, "bonuses": ["fraud"]}, "unknown"),
    ],
)
def test_a_number_that_does_not_belong_is_refused(more: dict[str, Any], code: str) -> None:
    with pytest.raises(grade.SchemeError) as refused:
        grade.score(SCHEME, **more)
    assert refused.value.code == code


@given(st.fractions(-100, 100), st.fractions(-100, 100), st.fractions(0, 600), st.fractions(0, Fraction(49, 2)))
def test_a_total_lies_between_nought_and_a_hundred_with_its_bonus(
    stock: Fraction, late: Fraction, loans: Fraction, work: Fraction
) -> None:
    sheet = grade.score(SCHEME, inputs={"stock": stock, "late": late, "loans": loans, "work": work}, bonuses=["pilot"])
    earned = sum(Fraction(line["points"]) for line in sheet["lines"])
    assert 0 <= earned <= 100
    assert abs(Fraction(sheet["total"]) - earned - 2) <= Fraction(1, 200)
