"""A sign is read from its line: the words before a number, its unit, the words behind it, and what speaks against it."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader.context import Told
from zhichan.instruments.reader.quantities import quantities
from zhichan.instruments.reader.signs import Number, any_of, signs

SEATS = signs(r"""
- 只设 〈[个张]≤9〉 座位|
  长凳 ! 力争|座位旁
t 借用 〈〉
m …花园.* 〈.*米〉 宽…
- 门廊 〈-〉
""")


def seen(text: str, *, kind: str = "task") -> bool:
    q = quantities(text)[0]
    pre, post = text[: q.start].rpartition(",")[2], text[q.end :].partition(",")[0]
    return any_of(SEATS, Number(text, 0, len(text), q, pre, post, kind, Told()))


@pytest.mark.parametrize("text", ["只设8个座位", "廊下只设8张长凳", "借用40张椅子", "园内借用7间屋"])
def test_a_sign_is_seen(text):
    assert seen(text)


@pytest.mark.parametrize(
    "text",
    ["只设10个座位", "只设8家座位", "只设8个茶座", "力争只设8个座位", "只设8个座位旁", "只设新8个座位"],
)
def test_each_part_of_a_sign_must_be_there(text):
    assert not seen(text)


def test_a_sign_may_hold_in_some_sections_only():
    assert not seen("借用40张椅子", kind="goal")
    assert seen("花园,小径4米,宽", kind="measure") is False
    assert seen("花园小径4米宽", kind="measure")
    assert not seen("花园小径4米宽")


def test_three_points_let_a_sign_see_the_whole_sentence():
    assert seen("花园,小径4米宽", kind="measure")


def test_no_unit_is_told_by_a_dash():
    assert seen("门廊12")
    assert not seen("门廊12座")


def test_a_line_that_is_no_sign_is_refused():
    with pytest.raises(ValueError, match="没有数"):
        signs("- 没有数")


def test_a_part_of_a_hundred_without_a_number_is_no_quantity():
    assert quantities("比例达到百分之点") == []
    assert quantities("比例达到百分之六")[0].value == 6
