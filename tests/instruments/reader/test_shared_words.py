"""Words that a list shares: told once, they belong to the name of each thing of it."""

from __future__ import annotations

import pytest
import sentencing

from zhichan.instruments.reader import read


def told(text: str) -> list[str]:
    """Name, value and unit of each goal that the sentence gives."""
    goals = sentencing.told(sentencing.Said("", "K", text))
    return [f"{t.indicator} {t.value:g}{t.unit or ''}" for t in goals]


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        (
            "每个街区每年至少添置1台轮椅、4张长凳。",
            ["每个街区每年至少添置轮椅 1台", "每个街区每年添置长凳 4张"],
        ),
        ("新建高标准果园10万亩、补建15万亩。", ["新建高标准果园 10万亩", "补建高标准果园 15万亩"]),
        ("茶室新增桌椅40套、灯具15盏。", ["茶室新增桌椅 40套", "灯具 15盏"]),
        ("为各类摊主解决仓位60万个。", ["解决仓位 60万个"]),
        ("在办证提速方面制定新办法30项以上。", ["制定新办法 30项"]),
        ("夜市摊主实现增长60%以上。", ["夜市摊主增长 60%"]),
        ("竹材占全部建材消费总量的比重要达到9.5%。", ["竹材占全部建材消费总量的比重 9.5%"]),
        ("江北镇、江南镇PM2.5浓度分别下降20%、15%。", ["江北镇PM2.5浓度下降 20%", "江南镇PM2.5浓度下降 15%"]),
        ("村民设立合作社覆盖率翻一番,达到50%。", ["村民设立合作社覆盖率 1番", "村民设立合作社覆盖率 50%"]),
        ("实现办事指南“100%网上公开、100%双语发布”。", ["办事指南网上公开 100%", "办事指南双语发布 100%"]),
        ("形成2个产值超50亿元和若干个超20亿元的产业。", ["产值超50亿元的产业 2个"]),
        ("每个县力争引进过5亿元、过10亿元项目3个。", ["每个县力争引进过5亿元、过10亿元项目 3个"]),
    ],
)
def test_words_shared_by_a_list_are_told_with_each_of_it(text, goals):
    assert told(text) == goals


def test_names_told_in_turn_serve_the_next_year_too():
    text = "书店数、剧场数和人均读书年数分别达到90家、9家和3.5年;2028年分别达到98家、12家和4年。"
    assert told(text)[3:] == ["书店数 98家", "剧场数 12家", "人均读书年数 4年"]


def test_a_long_list_is_summed_up_by_the_word_behind_it():
    text = "发展藜麦、亳菊、甜荞、苦荞、莜麦、燕麦、杂豆等特色种养业,实现产值60亿元。"
    assert told(text) == ["特色种养业产值 60亿元"]


def test_a_part_told_between_measure_and_number_shares_the_measure_with_the_next():
    text = "学生近视矫正率小学达到65%、初中达到60%、高中达到55%。"
    names = ["小学学生近视矫正率 65%", "初中学生近视矫正率 60%", "高中学生近视矫正率 55%"]
    assert told(text) == names


def test_those_of_a_size_are_of_the_things_before():
    assert told("集聚50家左右货运中介,年运费超10亿元的2家。")[1] == "年运费超10亿元的货运中介 2家"


@pytest.mark.parametrize("text", ["继续提高到40%以上。", "力争同比增长9%左右。"])
def test_a_number_whose_words_name_nothing_is_a_question_and_no_goal(text):
    reading = read(sentencing.FRAME.format(**{**sentencing.PLAIN, "K": text}), glossary=())
    assert not [t for t in reading.targets if t.quote and text.startswith(t.quote)]
    assert [o.code for o in reading.open].count("number_nameless") == 1


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("以丘陵缓坡为重点实施果改茶面积12万亩。", ["实施果改茶面积 12万亩"]),
        ("东川全市将新建绿道10公里。", ["新建绿道 10公里"]),
        ("大将军故里景区接待人次突破20万人次。", ["大将军故里景区接待人次 20万人次"]),
        ("形成年产值超5亿元的药材种植、加工企业10家。", ["年产值超5亿元的药材种植、加工企业 10家"]),
        ("五年新获批自主研制2类兽药12个以上。", ["新获批自主研制2类兽药 12个"]),
        ("打造4星级酒店3家。", ["4星级酒店 3家"]),
        ("肉鸽年出栏200万只、存栏120万只。", ["肉鸽年出栏 200万只", "肉鸽存栏 120万只"]),
    ],
)
def test_a_name_is_rid_of_who_and_keeps_its_own_numbers(text, goals):
    assert told(text) == goals
