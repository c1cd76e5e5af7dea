"""Whose a number is: of each name of a list, of the last thing of two, of those whose sum is told."""

from __future__ import annotations

import pytest
import sentencing


def told(text: str, *, place: str = "K") -> list[str]:
    """Name, value and unit of each goal that the sentence gives."""
    goals = sentencing.told(sentencing.Said("", place, text))
    return [f"{t.indicator} {t.value:g}{t.unit or ''}" for t in goals]


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        (
            "门票、餐饮消费总量均比2021年减少30%以上。",
            ["门票消费总量比2021年减少 30%", "餐饮消费总量比2021年减少 30%"],
        ),
        ("咨询接听量、回访办结量突破70万次。", ["咨询接听量 70万次", "回访办结量 70万次"]),
        ("饲料销售额、兽药批发额增长8%以上。", ["饲料销售额增长 8%", "兽药批发额增长 8%"]),
        (
            "力争展会成交额、海淘零售额、夜市营业额三项指标增长9%。",
            ["展会成交额增长 9%", "海淘零售额增长 9%", "夜市营业额增长 9%"],
        ),
        ("使民宿、酒店床位数都在2020年基础上翻一番。", ["民宿床位数 1番", "酒店床位数 1番"]),
        ("古曲、新曲剧目数量都在2020年基础上翻一番。", ["古曲剧目数量 1番", "新曲剧目数量 1番"]),
    ],
)
def test_one_number_behind_a_list_of_measures_is_told_of_each(text, goals):
    assert told(text) == goals


@pytest.mark.parametrize(
    "text",
    ["生猪出栏量和家禽出栏量合计达到900万头。", "剧场座位数、影院座位数总计达到5万个。"],
)
def test_a_sum_of_several_is_one_goal(text):
    assert len(told(text)) == 1


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("建成20个以上邻里食堂和30个以上养老驿站。", ["邻里食堂 20个", "养老驿站 30个"]),
        ("改造40座左右旧桥和60座左右涵洞。", ["改造旧桥 40座", "涵洞 60座"]),
    ],
)
def test_words_of_degree_behind_a_number_do_not_hide_the_second_thing(text, goals):
    assert told(text) == goals


def test_those_whose_sum_is_told_are_no_goals_themselves():
    assert told("3个渔港和5个锚地吞吐量总和达到60万吨。") == ["渔港和锚地吞吐量 60万吨"]


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("培育8条超20亿元食用菌产业链。", ["超20亿元食用菌产业链 8条"]),
        ("新增3家以上年纳税达300万元的酒庄。", ["新增年纳税达300万元的酒庄 3家"]),
    ],
)
def test_a_size_behind_the_number_belongs_to_the_thing(text, goals):
    assert told(text) == goals


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("建成区路灯亮灯率达98%。", ["建成区路灯亮灯率 98%"]),
        ("新建成托育点5个以上。", ["新建成托育点 5个"]),
        ("景区游客密度控制在每平方公里2-3万人。", ["景区游客密度 2万人"]),
        ("民房(包括院落和附房)加固时间压缩至20天以内。", ["民房加固时间 20天"]),
        ("市级及以上剧院上座率达到60%。", ["市级及以上剧院上座率 60%"]),
        (
            "花卉、盆景占农业产值比重分别提高到18%和25%。",
            ["花卉占农业产值比重 18%", "盆景占农业产值比重 25%"],
        ),
        ("制造业、物流业标杆单位分别新增10家、5家。", ["制造业标杆单位 10家", "物流业标杆单位 5家"]),
    ],
)
def test_a_name_keeps_the_words_that_are_its_own(text, goals):
    assert told(text) == goals
