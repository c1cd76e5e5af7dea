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


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("每年至少开行5列夜间动车。", ["每年开行夜间动车 5列"]),
        ("茶旅业争取6家以上老茶号获省级认定。", ["老茶号获省级认定 6家"]),
        ("东川打算在全市范围内完成90家旧旅社消防改造。", ["旧旅社消防改造 90家"]),
        ("带动配套作坊120家联合采购。", ["带动配套作坊 120家"]),
        ("绿色示范食堂10个食堂以上。", ["绿色示范食堂 10个"]),
        ("引进耐旱耐寒花苗2-3种进行试种。", ["耐旱耐寒花苗 2种"]),
    ],
)
def test_a_classifier_counts_the_noun_behind_it_unless_that_is_what_is_done(text, goals):
    assert told(text) == goals


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("丝织品70%以上按出口要求包装。", ["丝织品按出口要求包装 70%"]),
        ("独居老人100%上门走访。", ["独居老人上门走访 100%"]),
        ("旅店入住率80%以上。", ["旅店入住率 80%"]),
    ],
)
def test_a_share_says_of_whom_what_is_so(text, goals):
    assert told(text) == goals


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("缆车准点率达到95%(江北区、江南区达到99%)。", ["缆车准点率 95%", "江北区、江南区缆车准点率 99%"]),
        ("电动三轮车占比超过90%,手推车达到40%。", ["电动三轮车占比 90%", "电动手推车占比 40%"]),
        ("家庭药箱配备率,山区达到60%,平原达到80%。", ["山区家庭药箱配备率 60%", "平原家庭药箱配备率 80%"]),
    ],
)
def test_a_part_with_a_number_of_its_own_has_the_measure_of_the_whole(text, goals):
    assert told(text) == goals


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        (
            "夜校报名率达到60%。每年增加2个百分点。2028年达到75%。",
            ["夜校报名率 60%", "夜校报名率每年增加 2个百分点", "夜校报名率 75%"],
        ),
        ("护林员人数比上年增加,力争每万人口达到4名。", ["每万人口护林员 4名"]),
        (
            "剧团实现演出收入年均增长7%,总额突破30亿元。",
            ["剧团实现演出收入年均增长 7%", "剧团演出收入总额 30亿元"],
        ),
        ("推进印染、电镀行业废水管控,削减比例不低于15%。", ["印染、电镀行业废水削减比例 15%"]),
        ("发展藜麦、荞麦种植,实现产值60亿元。", ["藜麦、荞麦种植产值 60亿元"]),
        ("将审图时间压缩一半以上,由目前平均16天减至7天。", ["审图时间压缩 50%", "审图时间 7天"]),
        (
            "每年新增省级书院3家和市级书院9家,总数达到20家和70家。",
            ["每年新增省级书院 3家", "市级书院 9家", "省级书院总数 20家", "市级书院总数 70家"],
        ),
        (
            "猪、牛、羊存栏分别达到30万头、20万头、10万头。",
            ["猪存栏 30万头", "牛存栏 20万头", "羊存栏 10万头"],
        ),
    ],
)
def test_words_that_name_nothing_take_the_subject_told_before(text, goals):
    assert told(text) == goals


def test_things_of_several_sizes_are_told_once_behind_the_last():
    assert told("培育2家市值过百亿、5家市值过五十亿的种业公司。") == [
        "市值过百亿的种业公司 2家",
        "市值过五十亿的种业公司 5家",
    ]
    assert told("打造3个以上超百万件、1个超千万件的冷链项目。")[0] == "超百万件的冷链项目 3个"


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        (
            "夜班公交线路增加到12条，图书流通量达到60万册；到2029年，上述两项指标分别达到20条和90万册。",
            ["夜班公交线路 12条", "图书流通量 60万册", "夜班公交线路 20条", "图书流通量 90万册"],
        ),
        ("河湖水质达标率年均提高2个百分点，期满达到90%。", ["河湖水质达标率年均提高 2个百分点", "河湖水质达标率 90%"]),
        ("库存清点率2028年6月底前达到95%。", ["库存清点率 95%"]),
        ("林地面积、草地面积双双达到30万亩。", ["林地面积 30万亩", "草地面积 30万亩"]),
        ("回访率较2024年提高4个百分点，达到80%。", ["回访率较2024年提高 4个百分点", "回访率 80%"]),
    ],
)
def test_words_that_point_back_and_words_of_time_are_no_names(text, goals):
    assert told(text) == goals


@pytest.mark.parametrize(
    ("text", "goals"),
    [("新建3场2台)分别负责。", ["新建 3场", "新建 2台"]), ("3“2)分别负责。", []), ("★0”3“2)分别负责。", [])],
)
def test_numbers_left_over_before_what_is_told_in_turn_do_not_stop_the_reading(text, goals):
    assert told(text + "排演新戏6部。") == [*goals, "排演新戏 6部"]
