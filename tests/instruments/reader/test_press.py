"""Reports of the press, read on real ones before: what was done is past, a goal is what the report calls so."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import read

REPORT = (
    "松浦：到2027年数字经济占比要超40%\n"
    "本报讯（记者 林岚）松浦市日前出台《松浦市数字经济发展行动方案（2025—2027年）》。\n"
    "近年来，松浦数字经济发展势头良好。据市数据局统计，2024年全市数字经济规模达1200亿元，同比增长11%，集聚数据企业310家。"
    "累计建成数字化车间96个，占全省12%。\n"
    "方案提出，到2027年，数字经济规模突破2000亿元，占地区生产总值比重达到40%。数据企业达到500家，建成数字化车间200个。\n"
    "松浦高新区综合实力跻身全省86个园区前10位。2024年开展数字化诊断450家。\n"
)


def told(text: str) -> list[tuple[str, float, str | None, int | None]]:
    return [(t.indicator, t.value, t.unit, t.year) for t in read(text, glossary=()).targets]


def test_a_report_gives_what_it_calls_a_goal_and_neither_results_nor_headlines():
    assert told(REPORT) == [
        ("数字经济规模", 2000.0, "亿元", 2027),
        ("数字经济规模占地区生产总值比重", 40.0, "%", 2027),
        ("数据企业", 500.0, "家", 2027),
        ("数字化车间", 200.0, "个", 2027),
    ]


def test_results_of_a_report_are_figures_of_the_past_with_their_year():
    past = {(a.indicator, a.value): a.year for a in read(REPORT, glossary=()).actuals}
    assert any(value == 1200.0 and year == 2024 for (_, value), year in past.items())
    assert {value for _, value in past} >= {1200.0, 310.0, 96.0, 450.0}


@pytest.mark.parametrize(
    "sentence",
    [
        "截至2024年10月底，全市每万人口有效发明专利拥有量达到12.6件，提前完成规划提出的每万人口有效发明专利拥有量达到12件的目标。",
        "据介绍，2024年全市技术合同成交额达到86亿元，顺利完成年度目标任务，较上年提高9个百分点。",
        "去年以来，全市办结专利侵权纠纷65件，调处电商案件1300件，罚没款80万元。",
    ],
)
def test_a_goal_that_was_reached_is_none(sentence):
    assert told(f"本报讯（记者 林岚）{sentence}\n") == []


def test_a_list_of_goals_says_once_that_it_is_aimed_at():
    text = (
        "中新社松浦9月2日电 松浦市最新发布的行动纲要提出以下目标：\n"
        "到2027年，知识产权保护更加严格，社会满意度保持较高水平。具体指标方面，版权产业增加值占GDP比重达到6%，"
        "知识产权使用费年进出口总额达到4亿元。\n"
        "到2035年，综合竞争力跻身全国前列。\n"
    )
    assert [(t[1], t[3]) for t in told(text)] == [(6.0, 2027), (4.0, 2027)]
