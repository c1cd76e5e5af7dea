"""A name that says nothing alone has its owner: what the clause, the item or the plan before it speaks of."""

from __future__ import annotations

import pytest
import sentencing

from zhichan.instruments.reader import read


def named(text: str) -> list[str]:
    return [t.indicator for t in sentencing.told(sentencing.Said("", "K", text))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("建设松浦版权交易中心，入驻机构40家。", "松浦版权交易中心入驻机构"),
        ("建设松浦版权交易中心，进驻商户40家，撮合交易900笔。", "松浦版权交易中心撮合交易"),
        ("上线“浦知通”小程序，年访问量达到9万次。", "“浦知通”小程序年访问量"),
        ("加强灯塔博物馆服务能力建设，建设灯塔咨询热线，群众满意率达到97%。", "灯塔咨询热线群众满意率"),
        ("引导印刷协会签订正版使用公约，签约企业300家。", "正版使用公约签约企业"),
        ("推广海缆质押保险联动模式，参保企业达到70家。", "海缆质押保险参保企业"),
        ("组建海外维权服务团队2支，吸纳律师和公证员16名。", "海外维权服务团队律师和公证员"),
        ("开展渔汛期专项行动，出动执法人员700人次。", "渔汛期专项行动出动执法人员"),
        ("扩大版权质押风险补偿资金池规模，资金池由1000万元扩充到3000万元。", "版权质押风险补偿资金池"),
        ("“澜海蟹黄”综合产值突破5亿元，带动农户900户。", "“澜海蟹黄”带动农户"),
        ("发放版权质押贷款3亿元，平均利率降到4%以内。", "版权质押贷款平均利率"),
        ("2025年新建守塔站5个，以后每年新增6个。", "新建守塔站每年新增"),
        ("版权保护基地达到12个，省级示范点4个。", "版权省级示范点"),
        ("全年版权登记量不低于900件，其中文化企业占比超过60%。", "版权登记文化企业占比"),
    ],
)
def test_what_belongs_to_a_thing_is_told_with_the_thing(text, name):
    assert named(text)[-1] == name


def test_the_heading_owns_what_opens_its_item():
    plan = (
        "松浦市知识产权强市建设行动计划（2024—2027年）\n一、总体目标\n创新环境持续优化。\n二、重点任务\n"
        "1.举办外观设计大赛。征集作品不少于90件。\n2.发展版权保险。投保企业累计80家、提供风险保障2亿元。\n"
    )
    assert [t.indicator for t in read(plan, glossary=()).targets] == [
        "外观设计大赛征集作品",
        "版权保险投保企业累计",
        "版权保险提供风险保障",
    ]


def test_names_that_any_plan_could_tell_have_the_field_of_the_plan():
    assert named("广泛宣传，志愿者达到300人；发布典型案例12件。") == [
        "知识产权志愿者",
        "发布知识产权典型案例",
    ]
    assert named("健全“行业+司法”调解模式，调解成功率达到70%。") == ["知识产权纠纷调解成功率"]
    other = sentencing.FRAME.replace("知识产权", "质量").format(
        **{**sentencing.PLAIN, "K": "广泛宣传，志愿者达到300人。"}
    )
    assert [t.indicator for t in read(other, glossary=()).targets] == ["志愿者"]


def test_nothing_is_owned_by_a_thing_of_another_kind_or_by_one_told_before_another():
    assert named("建设灯塔博物馆，签约企业300家。")[-1] == "签约企业"
    assert named("建设版权交易中心，举办守塔人技能提升培训30场，入驻机构40家。")[-1] == "入驻机构"
    assert named("建设版权交易中心；入驻机构40家。")[-1] == "入驻机构"


def test_where_a_thing_stands_and_what_is_done_are_no_owners():
    assert named("在商务楼宇布设服务站，2025年新建服务站5个。") == ["新建服务站"]
    assert named("引导船厂建立研发机构，研发机构覆盖率达到60%。") == ["研发机构覆盖率"]
    assert named("严厉打击非法采砂，下架率达到90%。") == ["非法采砂下架率"]


def test_the_owner_is_told_among_the_reasons():
    told = sentencing.told(sentencing.Said("", "K", "建设松浦版权交易中心，入驻机构40家。"))
    assert ("of_owner", "松浦版权交易中心") in [(w.rule, w.words) for w in told[0].why]
