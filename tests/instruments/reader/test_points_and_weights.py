"""Tables of points and weights tell no goals, in whatever form they stand."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import read

HEAD = "柳滨市河湖保护行动计划（2024—2026年）\n\n一、工作目标\n\n到2026年，河道管护率达到98%。\n\n附件\n\n河湖保护工作考核评分表\n"
ROWS = [
    ["序号", "考核内容", "分值", "评分标准"],
    ["1", "河道管护率", "30", "完成目标得满分，每低1个百分点扣2分"],
    ["2", "清淤河道长度", "25", "每少1公里扣1分，扣完为止"],
    ["3", "巡查次数", "15", "达到80%得5分，不足60%不得分"],
]
WEIGHTS = [["指标", "权重"], ["河道管护率", "40%"], ["清淤河道长度", "35%"], ["巡查次数", "25%"]]


@pytest.mark.parametrize(
    "table",
    [
        ROWS,
        [
            [cell + "分" if n == 2 and row[0] != "序号" else cell for n, cell in enumerate(row)]
            for row in ROWS
        ],
        WEIGHTS,
    ],
)
@pytest.mark.parametrize("between", ["\t", "  ", "|", "\n"], ids=["tabs", "gaps", "strokes", "stacked"])
def test_points_and_weights_are_no_goals(table: list[list[str]], between: str) -> None:
    text = HEAD + "\n".join(between.join(row) for row in table) + "\n"
    found = read(text, glossary=())
    assert [(one.indicator, one.value, one.unit, one.year) for one in found.targets] == [
        ("河道管护率", 98.0, "%", 2026)
    ]
    assert [one for one in found.open if one.conflict] == []
    assert [(one.indicator, one.value) for one in found.actuals] == []


@pytest.mark.parametrize("between", ["\t", "  "], ids=["tabs", "gaps"])
def test_goals_beside_their_weights_are_read(between: str) -> None:
    rows = [
        ["指标", "权重", "2026年目标"],
        ["绿化堤防长度（公里）", "60%", "45"],
        ["巡查次数（次）", "40%", "5200"],
    ]
    found = read(HEAD + "\n".join(between.join(row) for row in rows) + "\n", glossary=())
    assert [(one.indicator, one.value, one.unit) for one in found.targets[1:]] == [
        ("绿化堤防长度", 45.0, "公里"),
        ("巡查次数", 5200.0, "次"),
    ]
