"""What excerpts from pages of the net bring with them: sounds in brackets, blanks, years told at the head or last."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import read

FRAME = (
    "松浦市知识产权强市建设行动计划（2024—2027年）\n一、发展基础\n取得进展。\n二、总体目标\n{G}\n三、重点任务\n"
    "（一）推进协同创新。{K}\n四、保障措施\n（一）加强组织领导。明确责任。\n"
)


def _told(text):
    return [(t.indicator, t.value, t.unit, t.year) for t in read(text, glossary=()).targets]


def test_the_sound_of_a_character_in_brackets_is_left_out_of_names_and_units():
    text = (
        "到2025年(nian),規(guī)模以上工業(yè)(yè)企業(yè)數(shù)量達(dá)到1200家(jiā),培(péi)育"
        "專精特新“小巨人”企業(yè)50家(jiā),技術(shù)合同成交額(é)突破300億(yì)元(yuán)。"
    )
    assert _told(text) == [
        ("規模以上工業企業數量", 1200, "家", 2025),
        ("專精特新“小巨人”企業", 50, "家", 2025),
        ("技術合同成交額", 300, "億元", 2025),
    ]
    for target in read(text, glossary=()).targets:
        assert text[slice(*target.span)] == target.quote


def test_a_word_of_latin_letters_in_brackets_is_no_sound():
    text = FRAME.format(G="到2027年，政务客户端(app)注册用户达到80万户。", K="健全机制。")
    assert _told(text) == [("政务客户端(app)注册用户", 80, "万户", 2027)]


@pytest.mark.parametrize(
    ("goal", "blank"),
    [
        ("到2027年，高新技术企业达到××家。", "××家"),
        ("到2027年，示范企业达到   家。", "家"),
        ("到2027年，覆盖率达到　　%以上。", "%"),
        ("到2027年，满意率达到___%。", "___%"),
        ("到2027年，质押额达到（  ）亿元。", "（  ）亿元"),
        ("到2027年，示范企业达到…家。", "…家"),
    ],
)
def test_a_number_left_blank_is_open_and_no_goal(goal, blank):
    reading = read(FRAME.format(G=goal, K="健全机制。"), glossary=())
    assert [o.quotes for o in reading.open if o.code == "blank"] == [[blank]]
    assert not reading.targets


def test_the_year_of_a_heading_holds_for_what_it_heads():
    text = "三、2025年工作安排\n主要预期目标是：地区生产总值增长6%，城镇新增就业3.5万人。\n（一）培育主体。新增示范企业60家。"
    assert {year for *_, year in _told(text)} == {2025}


def test_the_year_at_the_head_of_a_line_holds_for_the_line():
    text = FRAME.format(
        G="加快发展。",
        K="健全机制。\n（二）年度计划\n2025年：新建工作站5个，培训500人次。\n2026年：新建工作站8个，培训600人次。",
    )
    assert [(value, year) for _, value, _, year in _told(text)] == [
        (5, 2025),
        (500, 2025),
        (8, 2026),
        (600, 2026),
    ]


def test_a_due_year_told_last_holds_for_all_before_it():
    text = FRAME.format(G="加快发展。", K="制定地方标准2项，出台指引5个，2026年6月底前完成。")
    assert [(value, year) for _, value, _, year in _told(text)] == [(2, 2026), (5, 2026)]


def test_units_and_the_time_by_which_they_act_stand_in_one_bracket():
    text = FRAME.format(G="加快发展。", K="培育示范企业20家。〔市科技局、市财政局；完成时限：2026年12月〕")
    reading = read(text, glossary=())
    assert [(t.responsible, t.due) for t in reading.tasks] == [(["市科技局", "市财政局"], "2026年12月")]
    assert [(t.value, t.year) for t in reading.targets] == [(20, 2026)]


def test_a_year_told_of_one_task_is_not_that_of_the_others():
    text = "松浦市质量提升方案\n一、主要任务\n（一）强化品牌。到2024年授权企业达到30家。\n（二）强化标准。培育标准领跑者企业6家。"
    assert [(value, year) for _, value, _, year in _told(text)] == [(30, 2024), (6, None)]


def test_who_signs_is_the_issuer_and_not_the_source_of_the_page():
    text = (
        "关于印发咸山区营商环境实施方案的通知\n来源：咸山区人民政府办公室 发布日期：2019-03-15\n各乡镇人民政府：\n"
        "现将《咸山区营商环境实施方案》印发给你们，请认真组织实施。\n咸山区人民政府\n2019年3月9日\n咸山区营商环境实施方案\n"
        "一、总体目标\n到2020年，企业满意度达到90%。\n二、主要任务\n（一）优化环境。健全制度，加强服务，完善机制。\n"
    )
    reading = read(text, glossary=())
    assert (reading.issuer, reading.date) == ("咸山区人民政府", "2019-03-09")


def test_a_level_of_its_own_is_not_glued_behind_that_of_its_neighbour():
    text = FRAME.format(G="到2027年，建成市级综合服务窗口1个、县级窗口6个。", K="健全机制。")
    assert [name for name, *_ in _told(text)] == ["市级综合服务窗口", "县级窗口"]
