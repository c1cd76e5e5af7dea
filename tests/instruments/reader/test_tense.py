"""What is so already is no goal, however long ago the text has said that it speaks of it."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import read
from zhichan.instruments.reader.tense import reached, spoken

HEAD = "衡川市标准化促进办法实施方案\n一、主要任务\n（一）夯实工作基础\n"


def goals(text):
    return [t.value for t in read(text, glossary=()).targets]


@pytest.mark.parametrize(
    "sentence",
    [
        "目前，我市标准化试点有17个。计量检定站8座。",
        "近三年来，消防站点布局不断优化，微型消防站21个。",
        "截止上月末，全市共登记民宿320家，床位5400张。",
        "我市古籍修复工作成效显著，修复古籍130册。",
        "已开放体育场馆46处，日均接待1.2万人次。",
        "去年，全县菌菇交易额8.4亿元，比前年多1.1亿元。",
        "现有气象观测站63个。",
        "全市乡村书屋藏书居全省第3位，藏书270万册。",
    ],
)
def test_what_is_so_already_is_no_goal(sentence):
    assert goals(HEAD + sentence + "\n") == []


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("目前，我市标准化试点有17个，到2027年增加到40个。", 40.0),
        ("改造现有气象观测站63个。", 63.0),
        ("对已建成的村史馆统一管理。新建村史馆9处。", 9.0),
        ("针对目前短板。打造样板码头6座。", 6.0),
        ("去年以来游客增多。今后每年举办庙会12场。", 12.0),
        ("截至目前尚无专馆，拟建设陶瓷专馆2座。", 2.0),
    ],
)
def test_what_shall_be_stays_a_goal_beside_it(sentence, value):
    assert goals(HEAD + sentence + "\n") == [value]


def test_a_report_between_headings_gives_no_goals():
    text = (
        "关于全市渡口整治情况的汇报\n2024年3月6日\n一、整治推进有力\n"
        "（一）设施全面改观。截至2023年底，撤并了渡口31处，更新渡船54艘。岸线监控点达260个，码头护栏总长19公里。\n"
        "（二）服务持续优化。2023年，渡运乘客达88万人次，较上年增长12%。船员培训累计2300人次，持证率达98%。\n"
        "二、下一步打算\n到2026年，更新渡船100艘，智慧渡口达到40处。\n"
    )
    assert goals(text) == [100.0, 40.0]


def test_the_time_of_a_stretch_holds_for_its_silent_sentences():
    text = "截至4月，登记船员90人。持证率95%。\n完成检修30次。"
    assert reached(text, 0, len(text), headed=True) == frozenset({0, text.index("持证率")})


def test_a_growth_between_years_before_the_text_is_reached():
    sentence = "渡口从2015年的80处到2021年的45处"
    assert (spoken(sentence, now=2023), spoken(sentence, now=2020)) == (-1, 1)


def test_what_is_striven_for_is_not_past_whatever_day_the_page_bears():
    text = "发布日期：2021-05-12\n衡川市“十二五”民宿发展方案\n一、主要任务\n力争民宿床位达到6200张。争取到2015年培育民宿集群7个。\n"
    assert goals(text) == [6200.0, 7.0]


def test_what_the_plan_of_a_report_says_clearly_is_aimed_at():
    text = (
        "本报讯（记者 林岚）日前，衡川市印发《民宿集群培育行动计划》。去年全市接待游客140万人次。\n"
        "《行动计划》明确，打造民宿集群7个。\n"
    )
    assert goals(text) == [7.0]


def test_a_paragraph_headed_by_the_year_that_is_over_tells_what_was():
    text = "（一）渡口整治\n去年：整治扎实推进。改造渡口13处，船员持证率提高到97%。\n今年：改造渡口21处。\n"
    assert goals(HEAD + text) == [21.0]


def test_last_year_as_a_measure_of_comparison_says_nothing_of_time():
    assert goals(HEAD + "渡运乘客比去年增长6%以上。\n") == [6.0]


def test_what_a_plan_that_has_come_out_says_is_aimed_at_in_a_text_without_headings():
    text = (
        "市文旅局编成《衡川市民宿提质行动计划（2025—2027年）》，日前已正式印发。"
        "《行动计划》明确，培育民宿集群7个，民宿床位达到9000张。\n"
    )
    assert goals(text * 2)[:2] == [7.0, 9000.0]


def test_data_that_are_reckoned_are_no_forecast():
    assert goals(HEAD + "到2027年，遥感数据服务测算产值突破60亿元。\n") == [60.0]


def test_a_summing_up_tells_what_was_done_until_a_heading_turns_ahead():
    text = (
        "衡川市2025年渡口管理工作总结\n一、主要工作\n改造渡口13处，更新渡船54艘。开展演练24场，持证率达到97%。\n"
        "二、2026年工作打算\n改造渡口21处，持证率力争达到99%。\n"
    )
    assert goals(text) == [21.0, 99.0]


def test_what_is_only_so_much_is_a_state():
    assert goals(HEAD + "渡口夜航设施仍然薄弱，夜航码头仅有5座。建设夜航码头16座。\n") == [16.0]


def test_what_there_is_before_a_growth_does_not_make_a_state_of_the_sentence():
    text = "书店由现有的7家增至12家以上，每个镇至少建立1个书屋，朗读员达到10人。\n"
    assert goals(HEAD + text) == [12.0, 1.0, 10.0]


def test_what_happened_at_a_meeting_is_over():
    assert goals("我县召开读书推进会\n会上，5家书店作交流发言，为首批9个书屋授牌。\n") == []


def test_how_a_place_stood_in_a_year_is_over_though_the_paper_has_no_date():
    text = (
        "衡川市人民政府关于推进样板民宿的实施意见\n一、发展目标\n2021年，全市民宿2300家，其中完成改造的占31%。"
        "到2023年，民宿改造率达到60%；到2025年，达到80%。\n二、主要任务\n（一）夯实基础\n健全机制。\n"
    )
    assert goals(text) == [60.0, 80.0]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("要坚持共管，目前全市9个部门已建立会商机制，12个镇全部设立渡口办；坚持共享，新建渡口6处。", [6.0]),
        ("要坚持严管，2019年以来全市共查处案件410件；坚持共享，新建渡口6处。", [6.0]),
        ("目前渡口已有30处，到2027年达到45处。", [45.0]),
        ("2019年以来渡运乘客增长较快，力争2027年新建渡口6处。", [6.0]),
        ("到2027年，补齐目前短板，新建渡口6处，持证率达到98%。", [6.0, 98.0]),
        ("要补齐短板，目前夜航刚刚起步，建成夜航码头16座。", [16.0]),
        ("目前全市已有渡口30处；力争渡口服务满意度达到95%以上。", [95.0]),
    ],
)
def test_what_there_is_so_far_is_no_goal_though_a_general_part_tells_it(sentence, values):
    assert goals(f"衡川市渡口提质实施方案\n一、总体要求\n{sentence}\n二、主要任务\n（一）健全机制\n加强协同。\n") == values


@pytest.mark.parametrize("heading", ["形势要求", "形势与要求", "形势分析"])
def test_what_a_part_on_the_situation_tells_is_no_goal(heading):
    text = (
        f"衡川市渡口提质实施方案\n一、总体要求\n（一）{heading}。全省渡口评价每年开展1次。市民来电中，反映等船久、船票贵的分别占31.5%、22%。\n"
        "（二）主要目标。到2027年，渡口达到45处。\n二、主要任务\n（一）健全机制\n加强协同。\n"
    )
    assert goals(text) == [45.0]
