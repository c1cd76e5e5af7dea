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


def test_a_unit_and_a_heading_that_a_line_break_cuts_are_whole():
    text = (
        "青禾市优化营商环境任务清单\n一、打造政策环境\n（一）土地（牵头部门：市自规局）\n1.推进\n“拿地即开工”\n改革。"
        "审批时间压缩至4.5 个工\n作日。新建标准厂房1.5 万\n平方米以上。\n（二）纳税（牵头部门：市税务局；目标位置：全省前5）\n"
        "2.优化办税。推行\n“非接触”办税。\n二、保障措施\n“十五五”期间，加强领导。\n"
    )
    told = read(text, glossary=())
    assert [(t.value, t.unit) for t in told.targets] == [(4.5, "个工作日"), (1.5, "万平方米")]
    assert [(k.title, k.lead) for k in told.tasks if k.lead] == [("土地", ["市自规局"]), ("纳税", ["市税务局"])]
    assert [k.title for k in told.tasks if not k.lead] == ["推进“拿地即开工”改革", "优化办税"]
