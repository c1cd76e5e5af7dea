"""Columns of tables that tell no goals: what stands today, what a measure means, what a project costs."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import Reading, read

PLAN = (
    "渠州市绿道建设实施方案（2023—2025年）\n一、总体目标\n到2025年，绿道里程达到300公里。\n二、重点任务\n"
    "（一）清点器材。逐项核对器材。（市水务局负责）\n（二）分片推进。按片区组织。\n{}"
)


def goals(found: Reading) -> list[tuple[float | None, str | None]]:
    return sorted((t.value, t.unit) for t in found.targets if t.value is not None)


@pytest.mark.parametrize(
    "table",
    [
        "绿道路径表\n片区\t定位\t现状基础\t牵引项目\n东滩\t亲水\t累计建成驿站40处\t栈道\n西渡\t健步\t集聚商户60家\t桥廊\n",
        "重点项目清单\n序号\t企业名称\t项目名称\t总投资（亿元）\t区县\n1\t甲公司\t年产5万台水泵项目\t20\t东滩县\n2\t乙公司\t管材基地\t3.5\t西渡区\n",
        "重点项目清单\n序号\n企业名称\n项目名称\n总投资（亿元）\n区县\n1\n甲公司\n年产5万台水泵项目\n20\n东滩县\n2\n乙公司\n管材基地\n3.5\n西渡区\n",
        "考核表\n事项\t评分口径\t指标含义\t数据来源\n巡河\t按月通报\t巡河率=次数/应巡数*100%，每段抽查10次\t抽查台账20份\n种树\t按季通报\t成活率=活株/株数*100%\t抽查30株\n",
    ],
    ids=["what_stands", "projects_in_rows", "projects_one_cell_a_line", "meanings"],
)  # fmt: skip
def test_columns_of_states_costs_and_meanings_tell_no_goals(table):
    assert goals(read(PLAN.format(table), glossary=())) == [(300, "公里")]


def test_the_column_of_aims_beside_what_stands_is_read():
    table = (
        "绿道路径表\n片区\t现状基础\t发展目标\n"
        "东滩\t累计建成驿站40处\t到2025年，新建驿站12处\n西渡\t集聚商户60家\t到2025年，植树700株\n"
    )
    assert goals(read(PLAN.format(table), glossary=())) == [(12, "处"), (300, "公里"), (700, "株")]


def test_an_aim_that_a_paragraph_tells_below_a_list_of_projects_is_read():
    table = "重点项目清单\n序号\t企业名称\t项目名称\t总投资（亿元）\n1\t甲公司\t水泵项目\t20\n2\t乙公司\t管材基地\t3.5\n"
    after = "三、建好驿站\n到2024年，新建驿站15处，沿线栈道全部贯通。\n"
    assert (15, "处") in goals(read(PLAN.format(table + after), glossary=()))


PROJECTS = [
    ["序号", "项目名称", "建设内容及规模", "匡算投资（万元）", "建设年限", "牵头单位"],
    ["1", "环湖栈道", "栈道长9公里，驿站4座", "7200", "2023—2024", "市水务局"],
    ["2", "亲水公园", "占地26亩，植树3000株", "1850", "2024—2025", "市林业局、市住建局"],
    ["3", "巡河平台", "接入摄像头160个", "940", "2023—2025", "市大数据局"],
    ["合计", "—", "—", "9990", "—", "—"],
]


def laid(rows: list[list[str]], *, between: str, title: str = "绿道建设重大项目表\n") -> str:
    return PLAN.format(title + "\n".join(between.join(row) for row in rows) + "\n")


@pytest.mark.parametrize("between", ["\t", "|", "\n", "   "])
@pytest.mark.parametrize("columns", [(0, 1, 2, 3, 4, 5), (0, 1, 2, 4, 5), (0, 1, 3, 4), (1, 2, 3, 5)])
def test_a_list_of_projects_tells_no_goals_and_no_tasks(between, columns):
    found = read(laid([[row[n] for n in columns] for row in PROJECTS], between=between), glossary=())
    assert goals(found) == [(300, "公里")]
    assert [t.title for t in found.tasks if t.responsible or t.lead] == ["清点器材"]


@pytest.mark.parametrize("between", ["\t", "|"])
def test_the_column_of_aims_of_a_list_of_projects_is_read(between):
    aims = ["建设目标", "到2025年，日接待游客4000人次", "到2025年，绿化率达到60%", "", ""]
    rows = [[*row[:2], aim, row[3], row[4]] for row, aim in zip(PROJECTS, aims, strict=True)]
    assert goals(read(laid(rows, between=between), glossary=())) == [(60, "%"), (300, "公里"), (4000, "人次")]
