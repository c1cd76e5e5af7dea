"""Headings that ran into their text end where the headings beside them say."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import read
from zhichan.instruments.reader.outline import VERB
from zhichan.instruments.reader.run_on import cuts


@pytest.mark.parametrize(
    ("clauses", "heads"),
    [
        # The same word at the end.
        (
            ["绿道连网工程新增绿道45公里", "口袋公园工程在老城区见缝插绿", "林荫停车工程每个街道不少于2处"],
            ["绿道连网工程", "口袋公园工程", "林荫停车工程"],
        ),
        # A verb, of two the second.
        (
            ["育苗基地提升开展良种选育", "森林防火保障建设瞭望塔6座", "古树名木保护制定名录"],
            ["育苗基地提升", "森林防火保障", "古树名木保护"],
        ),
        # What begins a sentence, where most are told by a verb.
        (
            [
                "做优苗木产业培育龙头企业",
                "做精花卉产业实施订单种植",
                "做活林下经济每年扶持农户300户",
                "做强林业品牌推进认证",
            ],
            ["做优苗木产业", "做精花卉产业", "做活林下经济", "做强林业品牌"],
        ),
        # Behind what headings end with, and before the manner in which something is done.
        (
            [
                "建强苗圃产业载体支持合作社建圃",
                "打造良种创新平台高水平建设种质资源库",
                "加强护林人才培养和科普宣传实施护林员轮训",
            ],
            ["建强苗圃产业载体", "打造良种创新平台", "加强护林人才培养和科普宣传"],
        ),
        # What begins as a sentence may be one as a heading where the others are headings.
        (
            ["完善防火体系加强队伍训练", "推进湿地保护培育优势鸟种", "健全巡护网络推动视频监控进林区"],
            ["完善防火体系", "推进湿地保护", "健全巡护网络"],
        ),
    ],
)
def test_headings_of_one_list_end_alike(clauses, heads):
    assert [c[:n] for c, n in zip(clauses, cuts(clauses, VERB), strict=True)] == heads


@pytest.mark.parametrize(
    "clauses",
    [
        ["2026年底前制定绿化条例实施细则", "2027年底前建立古树名木数据库", "近年来推进的试点开展评估"],
        ["支持企业建设苗圃", "引导社会资本开展认养", "鼓励高校推进育种"],
        ["完成造林2万亩", "抚育森林5万亩", "修复湿地800亩"],
    ],
)
def test_sentences_of_a_list_are_not_cut(clauses):
    assert cuts(clauses, VERB) == [0, 0, 0]


def test_a_list_that_counts_on_below_the_next_heading_is_one():
    told = read(
        "槐泽市国土绿化行动方案（2026—2028年）为推进国土绿化，制定本方案。一、总体目标到2028年，城市绿化水平明显提升。"
        "二、重点任务（一）扩绿1.完善造林体系开展荒山造林，建设苗圃。（市林业局）2.推进绿道建设支持各区连网，种植行道树。（市住建局）"
        "（二）护绿3.强化森林防火加强巡护，组建队伍。（市应急局）4.健全虫害防治机制完善监测，及时处置。（市林业局）"
        "三、保障措施（一）加强领导。（二）强化考核。",
        glossary=(),
    )
    assert [t.title for t in told.tasks if t.responsible] == [
        "完善造林体系",
        "推进绿道建设",
        "强化森林防火",
        "健全虫害防治机制",
    ]


def test_bearers_in_a_text_of_one_line_stand_with_the_heading_alone():
    told = read(
        "槐泽市国土绿化行动方案（2026—2028年）为推进国土绿化，制定本方案。一、总体目标到2028年，城市绿化水平明显提升。"
        "二、重点任务（一）绿道连网工程新增绿道45公里，串联公园12个。责任单位：市林业局、市住建局（二）口袋公园工程在老城区"
        "见缝插绿，新建口袋公园30个。责任单位：市城管局（三）林荫停车工程每个街道不少于2处，种植乔木4000株。责任单位：市公安局"
        "三、保障措施（一）加强领导。（二）强化考核。",
        glossary=(),
    )
    assert [(t.title, t.responsible) for t in told.tasks if t.responsible] == [
        ("绿道连网工程", ["市林业局", "市住建局"]),
        ("口袋公园工程", ["市城管局"]),
        ("林荫停车工程", ["市公安局"]),
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        # 工程建设, 高质量发展 and 体系建设 are one word: no stop is lost between.
        ("持续推进工程建设领域专利导航，组织评议60项。", "持续推进工程建设领域专利导航"),
        ("落实全市商标高质量发展推进会议清单，逐项销号。", "落实全市商标高质量发展推进会议清单"),
        ("开展商标信用体系建设试点工作，覆盖企业90家。", "开展商标信用体系建设试点工作"),
        ("完善商标监管机制加强市场巡查和线索移交，办案60件。", "完善商标监管机制"),
        ("健全品牌服务网络组织专家走访企业，覆盖90家。", "健全品牌服务网络"),
    ],
)
def test_a_heading_ends_before_a_second_verb_that_is_none_of_its_nouns(text, title):
    plan = read(f"松浦市商标工作方案（2025—2027年）\n一、工作任务\n1.{text}（市市场监管局牵头，市商务局配合）\n", glossary=())
    assert title in [task.title for task in plan.tasks]


@pytest.mark.parametrize("leader", ["......", "……", "····"])
@pytest.mark.parametrize("breaks", ["", "\n"], ids=["one_line", "lines"])
def test_a_table_of_contents_within_a_line_is_none_of_the_plan_s_headings(leader, breaks):
    contents = (
        f"目 录第一章 规划背景{leader}1 第二章 主要任务{leader}3 第一节 夯实创造根基{leader}3 第 二节 构筑保护高地{leader}5 "
        f"第三章 组织实施{leader}8"
    )
    text = breaks.join(
        (
            "第一章 规划背景", "槐泽市专利工作稳步推进。", "第二章 主要任务", "第一节 夯实创造根基",
            "一、培育高价值专利。建设专利培育中心15家。", "二、推进商标战略。建设商标品牌指导站30个。",
            "第二节 构筑保护高地", "一、强化行政保护。开展专项行动4次。",
            "第三章 组织实施", "第一节 加强组织领导。建立会商机制。",
        )
    )  # fmt: skip
    opening = "为加快建设知识产权强市，全面落实各项决策部署，编制本规划。"
    title = "槐泽市“十四五”知识产权规划"
    told = read(f"{title}{contents}{opening}{breaks}{text}", glossary=())
    assert told.title == title
    assert [one.title for one in told.tasks] == ["培育高价值专利", "推进商标战略", "强化行政保护"]
    assert [one.value for one in told.targets] == [15, 30, 4]
