"""A line or a page that ends within a name does not cut the name; what it spans stays the raw text."""

from __future__ import annotations

import pytest
import sentencing

from zhichan.instruments.reader import read


@pytest.mark.parametrize(
    ("goals", "expected"),
    [
        (
            "到2027年，万人发明专\n利拥有量达到20件，商标注册\n量达到5万件。",
            ["万人发明专利拥有量", "商标注册量"],
        ),
        (
            "到2027年，全市发\n— 3 —\n明专利拥有量达到8000件，质押融\n资额达到5亿元。",
            ["发明专利拥有量", "质押融资额"],
        ),
        ("创造质量提高，培育示范企\n业60家，明显增强。", ["示范企业"]),
        (
            "到2027年，\n发明专利拥有量达到8000件；\n商标注册量达到5万件。",
            ["发明专利拥有量", "商标注册量"],
        ),
    ],
)
def test_a_name_that_a_line_break_cuts_is_whole(goals, expected):
    text = sentencing.FRAME.format(**{**sentencing.PLAIN, "G": goals})
    targets = read(text, glossary=()).targets
    assert [t.indicator for t in targets] == expected
    assert all(t.quote == text[t.span[0] : t.span[1]] for t in targets)
