"""A copy with misread digits, or with synonyms that a machine put in, reads as what it was made of."""

import pytest

from zhichan.instruments.reader import read
from zhichan.instruments.reader.clean import fold
from zhichan.instruments.reader.restored import WORDS, restored

PLAN = """白石县知识产权发展“十五五”规划

一、发展基础
截至2025年底，全县有效商标注册量1250件。

二、主要目标
到2030年，有效发明专利拥有量达到300件，商标注册总量超过2000件，维权援助服务覆盖率提升至95%，质押登记金额突破1.6亿元。

三、主要任务
（一）激励创新创造。培育示范单位10家，新增植物新品种权不少于5件。（责任部门：县市场监管局、县财政局、县教育局）
（二）强化知识产权保护。国家级工作站达到2个左右。（责任部门：县检察院、各乡镇政府）
"""
SPUN = """白石县常识产权成长“十五五”规划

一、发展基础
停止2025年年末，全县有用商标注册量1250件。

二、首要方针
到2030年，有用发现专利具有量到达300件，商标注册总量跨越2000件，维权支援办事笼盖率晋升至95%，质押挂号金额冲破1.6亿元。

三、首要使命
（一）激励立异缔造。哺育树模单元10家，新增动物新品种权很多于5件。（义务部分：县市场羁系局、县财务局、县教诲局）
（二）强化知识产权掩护。国度级事情站到达2个摆布。（义务部分：县查察院、各乡镇当局）
"""


def _told(text):
    plan = read(text, glossary=())
    goals = [(t.value, t.unit, t.year, t.comparator) for t in plan.targets]
    return goals, [(len(t.lead), len(t.cooperating), len(t.responsible)) for t in plan.tasks]


def test_a_plan_with_synonyms_put_in_is_read_as_the_plan_and_told_in_its_own_words():
    goals, bearers = _told(SPUN)
    assert (goals, bearers) == _told(PLAN)
    assert len(goals) == 7
    assert bearers == [(0, 0, 3), (0, 0, 2)]
    told = read(SPUN, glossary=())
    assert told.targets[0].indicator == "有用发现专利具有量"
    assert told.tasks[1].responsible == ["县查察院", "各乡镇当局"]


def test_a_number_with_letters_is_read_and_the_officer_is_asked_to_look():
    plan = read(PLAN.replace("300件", "3O0件"), glossary=())
    assert plan.targets[0].value == 300
    assert [(o.code, o.quotes) for o in plan.open if o.code == "number_restored"] == [
        ("number_restored", ["，有效发明专利拥有量达到3O0件"])
    ]


def test_single_words_of_the_kind_are_left_alone():
    text = "将国度与掩护写入演出剧目，晋升两名教师，立异求变"
    assert restored(text) == text


def test_words_put_in_and_put_back_are_of_one_length():
    assert all(len(was) == len(put) for put, was in WORDS.items())


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [
        ("达到l.6件", "达到1.6件"),
        ("稳定在4OO件以上", "稳定在400件以上"),
        ("覆盖率l00%", "覆盖率100%"),
        ("到2O28年", "到2028年"),
        ("累计l2亿无以上", "累计12亿元以上"),
        ("登记量(件)  l2  200", "登记量(件)  12  200"),
        ("示范企业(家)  O  2", "示范企业(家)  0  2"),
        ("发展O2O模式3种", "发展O2O模式3种"),
        ("达到ISO9001标准", "达到ISO9001标准"),
        ("申请PCT专利10件", "申请PCT专利10件"),
        ("IPv6用户", "IPv6用户"),
        ("CO2排放下降", "CO2排放下降"),
        ("3亿无人机产业", "3亿无人机产业"),
        ("l类商品", "l类商品"),
    ],
)
def test_digits_that_a_scanner_took_for_letters(scanned, meant):
    assert restored(scanned) == meant


@pytest.mark.parametrize(
    ("put", "stood"),
    [
        ("冲破9件", "突破9件"),
        ("贷款余额跨越3亿元", "贷款余额超过3亿元"),
        ("费率不跨越3%", "费率不超过3%"),
        ("总数不下40个", "总数至少40个"),
        ("周期不长于10个月", "周期不超过10个月"),
        ("办结率98%之上", "办结率98%以上"),
        ("培训1200人次之上", "培训1200人次以上"),
        ("回收率75%前后", "回收率75%左右"),
        ("成交量达成14件，", "成交量达到14件，"),
        ("达标率由65%提到90%。", "达标率由65%升至90%。"),
        ("2026岁末前", "2026年末前"),
        ("义务单元：县林业局", "责任单位：县林业局"),
        ("（县林业局带头，县水务局配合）", "（县林业局牵头，县水务局配合）"),
        ("（县林业局领衔，县财政局协作；县水务局卖力）", "（县林业局牵头，县财政局配合；县水务局负责）"),
        ("序号 任务 领头机构 合作单元", "序号 任务 牵头单位 配合单位"),
        ("（县财政局承担）", "（县财政局承担）"),
        ("（县林业局、县财政局按照职责分担负责）", "（县林业局、县财政局按照职责分工负责）"),
        ("明确职责分担，压实责任", "明确职责分担，压实责任"),
        ("项目由县内企业承担", "项目由县内企业承担"),
        ("平均每年增长8%", "每年增长8%"),
        ("合格率大于或等于96%", "合格率不得低于96%"),
        ("结案率95%以上水平", "结案率95%以上"),
        ("登记量站上2万件", "登记量突破2万件"),
        ("居高不下3年", "居高不下3年"),
        ("达成14项合作协议", "达成14项合作协议"),
        ("会议提到3个问题", "会议提到3个问题"),
        ("5月前后", "5月前后"),
        ("在3个基地之上再建", "在3个基地之上再建"),
        ("突破重围，跨越山海", "突破重围，跨越山海"),
        ("主要组成部分：甲", "主要组成部分：甲"),
        ("县委带头，党员跟上", "县委带头，党员跟上"),
        ("由县林业局带头建设", "由县林业局带头建设"),
        ("（与县林业局合作）", "（与县林业局合作）"),
        ("县林业局与高校合作，推动合作", "县林业局与高校合作，推动合作"),
    ],
)
def test_words_of_degree_and_of_roles_are_put_back_by_their_place(put, stood):
    text = restored(fold(put))
    assert len(text) == len(put)
    assert text.replace("\u200b", "") == fold(stood)
