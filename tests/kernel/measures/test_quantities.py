"""Units of goals beside those of measures."""

from __future__ import annotations

import pytest

from zhichan.kernel.measures.quantities import alike


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("件", "件"), ("万件", "件"), ("個", "个"), ("个", "家"), ("亿元", "万元"), ("名", "人"), ("人", "人次"),
        ("件", "件/万人"), ("场次", "期"), ("%", "分"), ("个", "期"), (None, "件"), ("件", ""),
    ],
)  # fmt: skip
def test_units_that_count_the_same_are_alike(written: str | None, unit: str) -> None:
    assert alike(written, unit)


@pytest.mark.parametrize(
    ("written", "unit"),
    [("场次", "人次"), ("笔", "万元"), ("件", "%"), ("万元", "家"), ("个月", "件"), ("人次", "期"), ("%", "件/万人")],
)
def test_units_that_count_something_else_are_not(written: str, unit: str) -> None:
    assert not alike(written, unit)
