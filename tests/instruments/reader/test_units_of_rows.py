"""Units of tables: in brackets beside a note, or lost and told by the same figure in the text."""

import pytest

from zhichan.instruments.reader import read

PLAN = """临江市知识产权发展规划(2021—2025年)
一、发展基础
{past}
二、发展目标
表1 主要指标

{table}

三、主要任务
(一)优化服务。做好公共服务。(责任单位:市科技局)
"""


def goals(row: str, *others: str, past: str = "全市稳步发展。", parting: str = "\n\n") -> dict[str, str | None]:
    rows = ["序号|指标|2020年|2025年", *(f"{n}|{each}" for n, each in enumerate((row, *others), 1))]
    cells = parting.join(cell for each in rows for cell in each.split("|"))
    return {t.indicator: t.unit for t in read(PLAN.format(past=past, table=cells), glossary=()).targets}


@pytest.mark.parametrize(
    ("told", "name", "unit"),
    [
        ("质押金额(五年累计,亿元)", "质押金额(五年累计)", "亿元"),
        ("质押金额(亿元,五年累计)", "质押金额(五年累计)", "亿元"),
        ("质押金额（累计，亿元）", "质押金额（累计）", "亿元"),
        ("质押金额(单位:亿元)", "质押金额", "亿元"),
        ("质押金额(亿元)", "质押金额", "亿元"),
        ("调解案件(含诉前、件)", "调解案件(含诉前)", "件"),
        ("纠纷情况(结案率,%)", "纠纷情况(结案率)", "%"),
        ("服务站(县、乡)", "服务站(县、乡)", None),
        ("国际注册量(马德里)", "国际注册量(马德里)", None),
        ("示范单位(市、县、区)", "示范单位(市、县、区)", None),
    ],
)
def test_a_unit_stands_in_brackets_before_or_behind_a_note(told, name, unit):
    assert goals(f"{told}|15|50", "有效商标(件)|100|200", "服务网点(个)|3|9")[name] == unit


PAST = "2020年,全市有效商标10.8万件,专利质押融资额累计61.3亿元,服务网点3个,培训人员4万人次。"


@pytest.mark.parametrize(
    ("row", "unit"),
    [
        ("有效商标量|10.8|20", "万件"),
        ("知识产权质押融资额(五年累计)|61.3|120", "亿元"),
        ("公共服务网点|3|9", "个"),
        ("有效商标量|10.9|20", None),
        ("版权登记量|10.8|20", None),
        ("维权援助工作站|3|9", None),
        ("高层次人员|4|9", None),
        ("知识产权质押融资额|60|120", None),
    ],
)
def test_a_lost_unit_is_told_by_the_same_figure_of_a_like_name(row, unit):
    found = goals(row, "结案率(%)|80|95", "服务机构(家)|5|9", past=PAST)
    assert found[row.partition("|")[0]] == unit
