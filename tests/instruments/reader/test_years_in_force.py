"""Which year is in force at each place of a text: told, called by what it is (今年, 届时), or the plan's."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import read


def years(text: str) -> list[tuple[float, int | None]]:
    return [(t.value, t.year) for t in read(text, glossary=()).targets]


def aims(
    *sentences: str, title: str = "云溪市管网改造行动方案（2024—2026年）", date: str = "2024年3月5日"
) -> str:
    """A plan with tasks, each sentence a task of its own."""
    marks = "一二三四五"
    lines = [f"（{marks[n]}）做好相关工作。{s}" for n, s in enumerate(sentences)]
    return f"{title}\n一、总体要求\n坚持系统治理。\n二、重点任务\n" + "\n".join(lines) + f"\n{date}\n"


PRESS = "云溪晚报讯（记者 甲某）记者从市水务局获悉，《云溪市节水方案（2024—2026年）》近日印发。"


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("今年，全市新建泵站6座，并改造管网3公里。", [(6, 2024), (3, 2024)]),
        ("我市今年将清淤河道42公里；整治内涝点9处。", [(42, 2024), (9, 2024)]),
        ("年底前完成泵站改造4座。其余泵站13座随管网改造。", [(4, 2024), (13, 2026)]),
        ("今年改造管网90公里，明年再改造110公里。", [(90, 2024), (110, 2025)]),
        ("用三年时间，改造管网30公里。", [(30, 2026)]),
        ("未来两年，改造管网20公里。", [(20, 2026)]),
        (
            "2025年6月底前，完成泵站改造4座；完善制度，2026年漏损率降至8%，再生水利用率达到25%。",
            [(4, 2025), (8, 2026), (25, 2026)],
        ),
    ],
)
def test_a_year_is_known_by_what_it_is_called(sentence, told):
    assert years(aims(sentence)) == told


@pytest.mark.parametrize(
    "sentence",
    [
        "今年以来，全市已建成泵站6座。",
        "今年上半年，全市建成泵站6座。",
        "与今年相比，漏损率下降2%。",
        "去年，全市建成泵站6座。",
    ],
)
def test_what_was_this_year_is_no_goal_of_this_year(sentence):
    assert (6, 2024) not in years(aims(sentence))


def test_by_then_is_the_year_that_was_told_last():
    text = (
        PRESS + "方案提出，到2026年，全市节水水平明显提高，管网更加完善。\n"
        "截至2023年底，全市管网漏损率为11%，再生水利用率为18%。\n"
        "届时，管网漏损率将降到8%以内，再生水利用率达到30%以上，建成节水型小区40个。\n"
    )
    assert years(text) == [(8, 2026), (30, 2026), (40, 2026)]


def test_a_day_in_a_report_is_no_due_year():
    text = PRESS + "2024年3月2日，市水务局召开会议，要求到2026年新建泵站6座。\n"
    assert years(text) == [(6, 2026)]
    assert years(aims("2024年3月2日，市政府作出部署，改造管网3公里。")) == [(3, 2026)]


@pytest.mark.parametrize(
    ("head", "period"),
    [
        ("云溪县2025年下半年水务工作安排", (2025, 2025)),
        ("2023年工作总结和2024年工作打算", (2024, 2024)),
        ("云溪市水务局2022年工作情况及2023年工作思路", (2023, 2023)),
        ("云溪市民政局关于分解下达2024年重点工作的通知", (2024, 2024)),
        ("云溪市2024年民生实事责任清单", (2024, 2024)),
        ("云溪办发〔2021〕7号 云溪市政府办公室关于下达2022年造林任务的通知 各县区", (2022, 2022)),
        ("云溪市供水发展规划（2023—2027年）", (2023, 2027)),
        ("云溪市2023年至2025年供水行动计划", (2023, 2025)),
        ("云溪市供水试点方案（2023年7月—2026年6月）", (2023, 2026)),
    ],
)
def test_the_head_tells_of_which_years_a_plan_is(head, period):
    reading = read(
        f"{head}\n一、重点任务\n（一）抓好供水。新建泵站6座。\n（二）抓好节水。改造管网3公里。\n", glossary=()
    )
    assert (reading.period_start, reading.period_end) == period
    assert [t.year for t in reading.targets] == [period[1]] * 2


@pytest.mark.parametrize(
    "head",
    [
        "云溪市供水三年行动方案",
        "云溪市2035年供水愿景",
        "项目 2024年完成 2025年计划",
        "根据《云溪市2021年造林计划》，制定本方案。",
        "云政发〔2021〕7号",
        "2021年度云溪市水资源公报",
    ],
)
def test_a_year_in_the_head_is_not_always_that_of_the_plan(head):
    reading = read(
        f"{head}\n一、重点任务\n（一）抓好供水。新建泵站6座。\n（二）抓好节水。改造管网3公里。\n", glossary=()
    )
    assert reading.period_start is None


def test_what_a_review_of_the_year_before_tells_is_no_goal():
    text = (
        "2023年工作总结和2024年工作打算\n一、2023年工作总结\n全年新建泵站8座，改造管网60公里。\n"
        "二、2024年工作打算\n（一）抓好供水。新建泵站6座。\n（二）抓好节水。改造管网3公里。\n"
    )
    assert years(text) == [(6, 2024), (3, 2024)]


LEAD = "云溪市林业局印发油茶产业规划，提出发展目标。到2027年，油茶产业体系更加健全，品牌更加响亮"


@pytest.mark.parametrize(
    "lines",
    [
        "。\n一是基地扩大。油茶种植面积达到45万亩。\n二是加工提升。培育加工企业26家。\n",
        "，做到以下几点：\n1.油茶种植面积达到45万亩。\n2.培育加工企业26家。\n",
        "。\n——基地扩大。油茶种植面积达到45万亩。\n——加工提升。培育加工企业26家。\n",
        "：\n（1）油茶种植面积达到45万亩；\n（2）培育加工企业26家。\n",
        "，良种普遍\n推广，油茶种植面积达到45万亩，\n培育加工企业26家。\n",
    ],
)
def test_a_lead_gives_its_year_to_the_list_below_it(lines):
    assert years(LEAD + lines) == [(45, 2027), (26, 2027)]


def test_a_lead_gives_no_year_to_what_is_no_list():
    text = LEAD + "。到2035年，产业全面成熟。\n该市油茶种植面积达到45万亩，培育加工企业26家。\n"
    assert all(year is None for _, year in years(text))


def test_a_year_of_one_part_is_no_lead():
    text = "云溪市民政局发布通知，支持社区食堂建设，其中2024年拨付资金。\n具体目标是，新建社区食堂30个，服务老人2万名。\n"
    assert (30, 2024) not in years(text)


def test_a_sentence_that_goes_on_keeps_the_year_of_a_task():
    told = years(
        aims(
            "到2025年，布设监测点500个。同时，建成预警平台3个。其中，县级平台2个。",
            "2025年6月底前，完成泵站改造4座。同时，改造管网7公里。",
        )
    )
    assert told == [(500, 2025), (3, 2025), (2, 2025), (4, 2025), (7, 2026)]


@pytest.mark.parametrize(
    "text",
    [
        "我县把造林作为今后的大事。2022年，我县将深入推进造林工作。\n一、抓重点。\n新造油松林3万亩，管护林地12万亩。\n",
        "一、目标\n2022年，林地管护到位。\n二、任务\n（一）抓造林。按目录（2018年本）新造油松林3万亩。\n（二）抓管护。管护林地12万亩。\n",
        "县里开了林业会，2022年造林目标是：新造油松林3万亩。\n严防山火，全年管护林地12万亩。\n",
    ],
)
def test_the_only_year_of_a_text_is_that_of_all_its_tasks(text):
    assert years(text) == [(3, 2022), (12, 2022)]


def test_a_level_by_a_deadline_is_shared_and_a_deed_is_not():
    told = years(
        aims(
            "强化管护，2025年前林地面积扩大到6万亩，林业产值达到8亿元。",
            "强化造林，2025年底前完成苗圃改造4座，新建泵站5座。",
        )
    )
    assert told == [(6, 2025), (8, 2025), (4, 2025), (5, 2026)]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "选聘护林员30名，巡护里程达到900公里；推进林区建设，2025年底前完成验收。",
            [(30, 2026), (900, 2026)],
        ),
        ("新建泵站5座；改造管网3公里；购置水车8辆，2025年底前全部完成。", [(5, 2025), (3, 2025), (8, 2025)]),
        ("新建泵站5座，改造管网3公里，2025年底前完成。", [(5, 2025), (3, 2025)]),
        ("新建泵站5座；改造管网3公里，2025年6月底前完成。", [(5, 2026), (3, 2025)]),
    ],
)
def test_a_year_at_the_end_is_that_of_its_own_part_unless_all_is_done_by_then(sentence, told):
    assert years(aims(sentence)) == told


def test_a_part_of_what_is_done_by_a_day_has_its_year():
    text = "云溪县林业工作意见\n一、任务\n（一）抓管护。2025年底前在全县建成管护网，对林场分类建档，其中，标准化林场达到30个以上。\n"
    assert years(text) == [(30, 2025)]


def test_what_one_year_is_only_spoken_of_for_is_not_the_year_of_all():
    text = (
        "云溪县林业局2月3日消息，继续在全县选乡镇。2022年，各乡镇继续实行林长制。\n目标是新造油松林3万亩。\n"
    )
    assert years(text) == [(3, None)]


def test_a_report_aims_at_the_year_that_begins_and_tells_what_the_last_one_brought():
    text = (
        "县里开会听了一年的账。\n2018年，全县林业产值达到8亿元，管护林地12万亩。\n"
        "2019年全县林业发展的主要预期目标是：新造油松林3万亩，培育苗木90万株。\n力争林业产值达到9亿元。\n"
    )
    assert years(text) == [(3, 2019), (90, 2019), (9, 2019)]


def test_stages_told_by_their_years_make_the_period():
    text = (
        "云溪市供水改革实施方案\n一、工作目标\n第一阶段（2023—2024年）：建成泵站6座。\n第二阶段（2025—2027年）：建成泵站15座。\n"
        "二、重点任务\n（一）抓改造。改造管网300公里。\n"
    )
    assert years(text) == [(6, 2024), (15, 2027), (300, 2027)]
    assert (read(text, glossary=()).period_start, read(text, glossary=()).period_end) == (2023, 2027)


@pytest.mark.parametrize(
    "text",
    [
        "云溪市交通局2025年推进会上提出，今年新建公路300公里，养护桥梁20座。\n",
        "云交发〔2025〕3号\n关于做好公路工作的意见\n今年新建公路300公里，养护桥梁20座。\n",
        "今年新建公路300公里，养护桥梁20座。\n（云溪晚报2025年2月3日）\n",
    ],
)
def test_this_year_is_the_one_in_which_the_text_is_written(text):
    assert years(text) == [(300, 2025), (20, 2025)]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("2024、2025、2026年分别新建泵站5座、8座、10座。", [(5, 2024), (8, 2025), (10, 2026)]),
        ("到2025、2026年，漏损率分别降到9%和8%。", [(9, 2025), (8, 2026)]),
        ("锚定“十五五”期间争先的目标，2025年新建泵站7座。", [(7, 2025)]),
        ("到“十五五”中期，泵站达到12座。", [(12, 2028)]),
        ("衔接“十五五”规划，新建泵站7座。", [(7, 2026)]),
    ],
)
def test_years_in_a_row_share_one_word_and_a_plan_spoken_of_is_no_year(sentence, told):
    assert years(aims(sentence)) == told
    assert {t.comparator for t in read(aims(sentence), glossary=()).targets} <= {">=", "<="}


def test_a_page_is_dated_later_than_what_it_tells():
    text = "今后几年云溪县油松林要添新绿\n发布时间：2019-05-11\n云溪县印发林业计划。未来3年，新造油松林3万亩。到2013年，管护林地12万亩。\n"
    assert (3, 2022) not in years(text)
    assert (12, 2013) in years(text)


def test_a_state_has_the_year_as_of_which_it_is_told():
    text = (
        "云溪县“十四五”供水规划\n一、发展基础\n截至2020年底，全县有泵站198座，管网长度达到60公里，比2015年末翻了两番多。\n"
        "二、发展目标\n到2025年，泵站达到220座。\n"
    )
    reading = read(text, glossary=())
    assert [(a.value, a.year) for a in reading.actuals][:2] == [(198, 2020), (60, 2020)]
    assert years(text) == [(220, 2025)]


@pytest.mark.parametrize(
    ("opening", "year"),
    [
        ("今年是“十五五”开局之年。今年的主要目标是：", 2026),
        ("今年是育林大会战之年，也是“十二五”规划承前启后之年。今年全县林业的目标是，", 2013),
        ("今年是“十四五”收官之年，全县林业的目标是：", 2025),
        ("明年要多栽树。2016年，全县计划修建林道80公里，", 2016),
    ],
)
def test_a_year_is_known_by_its_place_in_the_five_years(opening, year):
    assert {y for _, y in years(f"{opening}新造油松林3万亩，管护林地12万亩。\n")} == {year}


def test_a_text_without_its_date_is_of_the_first_year_of_its_plan():
    text = "云溪县造林行动方案（2021—2026年）\n今年开始栽种，到2026年新造油松林30万亩，其中今年新造4万亩。\n"
    assert years(text) == [(30, 2026), (4, 2021)]


def test_a_year_of_the_date_of_the_plan_is_no_state():
    text = aims("推进泵站建设，2024、2025、2026年分别新建泵站5座、8座、10座，实现全覆盖。")
    assert years(text) == [(5, 2024), (8, 2025), (10, 2026)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "（二）林业目标\n到2026年，山常青、水常清，林农日子更有奔头。林业产值为13亿元，林场数为90家，每万亩林地管护员数为26人。\n",
            [13, 90, 26],
        ),
        (
            "“十一五”期间，建设苗圃7处左右；培育护林员340名；乡镇林站要备足种苗、工具和肥料，按季节抓好栽种，雨季前补齐缺株。\n",
            [7, 340],
        ),
    ],
)
def test_a_short_part_with_goals_is_read(text, values):
    reading = read(text, glossary=())
    assert reading.is_plan
    assert [t.value for t in reading.targets] == values


@pytest.mark.parametrize(
    "text",
    [
        "“十一五”期间，建成了10个林业品牌，培育林下产品累计100个，取得显著成效，受到各方好评，产品远销省内外多个地方，乡亲们都说好。\n",
        "“十二五”期间，在县委领导下，全县林业品牌数量稳步提高，有林业品牌10个，林下产品100个，产品远销省内外多个地方，乡亲们都说好。\n",
    ],
)
def test_a_short_part_with_results_is_no_plan(text):
    assert not read(text, glossary=()).is_plan


def test_results_of_a_year_under_review_are_of_that_year():
    text = (
        "云溪县2024年林业工作总结\n一、主要做法及成效\n（一）抓造林。截至12月底，全县新造油松林3万亩，有苗圃61处。\n"
        "二、下步打算\n2025年，力争新造油松林5万亩。\n"
    )
    reading = read(text, glossary=())
    assert {(a.value, a.year) for a in reading.actuals} == {(3, 2024), (61, 2024)}
    assert years(text) == [(5, 2025)]


def test_growth_and_yields_of_a_plan_for_one_year_are_by_the_year():
    text = "云溪县2025年林业工作要点\n一、主要目标\n林业产值达到9亿元，增长8%，林果总产12万吨，苗圃保有量达到40处。\n二、主要任务\n（一）抓造林。造林3万亩。\n"
    kinds = {t.value: t.kind for t in read(text, glossary=()).targets}
    assert kinds[9] == kinds[12] == "annual_flow"
    assert kinds[8] == "growth_rate_per_year"
    assert kinds[40] == "level"


def test_a_plan_that_came_out_tells_its_years_to_a_report_without_them():
    text = (
        "云溪县的山要更绿。\n《云溪县油松方案（2011—2014年）》近日发布，计划新造油松林3万亩。（记者甲某）\n"
    )
    assert years(text) == [(3, 2014)]


def test_what_a_stage_builds_is_a_goal_of_its_last_year():
    text = (
        "云溪市供水行动方案\n一、总体目标\n用三年时间，改造老旧管网300公里。\n二、实施步骤\n"
        "（一）启动阶段（2024年）。改造老旧管网80公里。\n（二）推进阶段（2025—2026年）。改造老旧管网220公里，漏损率降至8%。\n"
    )
    assert years(text) == [(300, 2026), (80, 2024), (220, 2026), (8, 2026)]


def test_a_look_beyond_the_plan_does_not_outlast_its_sentence():
    text = (
        "云溪市供水发展规划（2021—2025年）\n一、发展目标\n"
        "到2025年，供水普及率达到98%；到2035年，供水普及率达到100%。漏损率降至8%，新建泵站40座。\n"
        "——水厂。2023年建成水厂2座，规划期内共建成水厂5座。\n"
    )
    assert years(text) == [(98, 2025), (100, 2035), (8, 2025), (40, 2025), (2, 2023), (5, 2025)]


def test_a_part_done_earlier_is_not_the_year_of_the_whole():
    told = years(aims("建成平台6个，2025年底前建成2个。", "制定标准7项，出台指引5个，2025年6月底前完成。"))
    assert told == [(6, 2026), (2, 2025), (7, 2025), (5, 2025)]


def test_last_year_is_the_year_before_the_text_was_written():
    text = (
        "云溪晚报讯（记者甲某）2022年1月8日，市水务局召开会议。\n去年，全市完成改造9处，建成泵站16座。\n"
        "今年还将新建泵站20座。\n"
    )
    reading = read(text, glossary=())
    assert [(a.value, a.year) for a in reading.actuals] == [(9, 2021), (16, 2021)]
    assert [(t.value, t.year) for t in reading.targets] == [(20, 2022)]


def test_a_thing_built_within_years_is_no_place_that_has_it():
    assert years(aims("三年内新建泵站30座，今年先建成水厂4座。")) == [(30, 2026), (4, 2024)]


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("苇州市落实《海绵城市纲要（2021—2035年）》2024年工作要点", 2024),
        ("苇州市“十四五”排水规划2023年度推进计划", 2023),
        ("苇州市“十四五”排水规划", 2025),
        ("苇州市排水攻坚三年行动计划（2024—2026年）", 2026),
    ],
)
def test_a_plan_of_one_year_carries_out_a_longer_one(title, year):
    text = (
        f"{title}\n为做好排水工作，制定本计划。\n一、主要任务\n1.疏通管网。疏通管网90公里。（市水务局负责）\n"
    )
    assert years(text) == [(90, year)]


def test_a_year_of_one_goal_ends_with_its_item():
    text = (
        "云岭市蜂业发展规划（2021—2025年）\n一、发展目标\n（一）具体目标\n到2025年：\n1．蜂蜜。产量突破900吨，2022年底前检测站达标率达到80%、"
        "2023年底前达到95%。\n2．蜂种。育种场达到12家。\n3．加工。加工企业达到30家。\n二、重点任务\n（一）推进育种。健全机制。\n"
    )
    assert [(t.value, t.year) for t in read(text, glossary=()).targets] == [
        (900.0, 2025),
        (80.0, 2022),
        (95.0, 2023),
        (12.0, 2025),
        (30.0, 2025),
    ]


def test_each_part_of_a_paragraph_begins_with_the_year_of_the_paragraph():
    text = (
        "云岭市蜂业发展规划（2021—2025年）\n一、重点任务\n（一）保护蜜源。一是划定蜜源地，补植林木300亩。二是推进认证，"
        "2022年完成蜂蜜地理标志注册。三是强化巡护，巡护队伍达到15支。\n（二）推进育种。健全机制。\n"
    )
    assert [(t.value, t.year) for t in read(text, glossary=()).targets] == [(300.0, 2025), (15.0, 2025)]


def test_the_term_of_a_vision_that_is_carried_out_is_not_the_term_of_the_plan():
    text = (
        "云岭省人民政府关于印发《〈蜂业强国建设纲要（2020—2035年）〉云岭省实施方案》的通知\n"
        "《蜂业强国建设纲要（2020—2035年）》云岭省实施方案\n一、发展目标\n到2026年，养蜂户达到4万户。到2030年，蜂产业产值达到90亿元。\n"
        "二、重点任务\n（一）推进育种。建设育种场25家。\n（二）优化服务。健全网络。\n"
    )
    reading = read(text, glossary=())
    assert reading.period_end != 2035
    assert [(t.value, t.year) for t in reading.targets][:2] == [(4.0, 2026), (90.0, 2030)]
    assert reading.targets[2].year != 2035


def test_what_was_granted_before_a_plan_was_written_is_no_year_of_its_tasks():
    text = (
        "云岭市蜂蜜地理标志示范区建设方案\n云政办〔2023〕9号\n2022年11月，省局批准我市筹建蜂蜜地理标志示范区，筹建期三年。为做好筹建工作，制定本方案。\n"
        "一、建设目标\n到2025年底，蜂业产值达到12亿元。\n二、重点任务\n（一）健全标准。制定标准8项。\n（二）保护蜜源。补植林木300亩。\n2023年2月6日\n"
    )
    assert years(text) == [(12, 2025), (8, 2025), (300, 2025)]


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("2022年11月，我市入选蜂业试点城市，试点期为三年", 2025),
        ("2023年1月，我市获批蜂业试点，试点时间2年", 2024),
    ],
)
def test_a_trial_ends_as_many_years_after_it_began_as_it_lasts(begins, ends):
    text = (
        f"云岭市蜂业创新试点工作方案\n云政办〔2023〕9号\n{begins}。为做好试点工作，制定本方案。\n一、重点任务\n"
        "（一）健全标准。制定标准8项。\n（二）保护蜜源。补植林木300亩。\n2023年2月6日\n"
    )
    assert years(text) == [(8, ends), (300, ends)]


@pytest.mark.parametrize(
    "preface",
    [
        "为抓住2025年第六届蜂业博览会机遇，推动蜂业发展，制定本方案。",
        "2025年3月，我市入选蜂业试点城市。现就有关工作制定本方案。",
        "2025年3月，省局确定我市为蜂业示范城市。为高标准做好示范工作，根据有关规定，制定本方案。",
        "2025年，我市启动蜂业普查。各地要高度重视。",
        "根据全省蜂业会议精神，落实2025年蜂业大会要求，提出如下方案。",
    ],
)
def test_a_year_told_in_the_preface_by_the_way_leads_nothing_in(preface):
    text = (
        f"云岭市蜂业高质量发展行动方案（2024—2026年）\n{preface}\n一、主要任务\n（一）健全标准。制定标准8项。\n"
        "（二）保护蜜源。补植林木300亩。\n2024年7月6日\n"
    )
    assert years(text) == [(8, 2026), (300, 2026)]


def test_a_second_plan_in_the_same_file_has_its_own_term():
    plan = "一、发展目标\n蜂农达到{0}户。\n二、主要任务\n（一）健全标准。制定标准{1}项。\n（二）保护蜜源。健全机制。\n"
    text = (
        "云岭市蜂业发展方案（2021—2023年）\n"
        + plan.format(800, 6)
        + "\n云岭市蜜源保护行动方案（2024—2026年）\n"
        + plan.format(950, 9)
    )
    assert years(text) == [(800, 2023), (6, 2023), (950, 2026), (9, 2026)]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "蜂农户数在2023年2136户的基础上翻一番，突破4300户；合格率由61%提升至85%。",
            [(1, 2026), (4300, 2026), (85, 2026)],
        ),
        ("2024年下半年完成普查；2025年起每年新建育种场15家、蜂场20家。", [(15, 2026), (20, 2026)]),
        ("入驻平台企业累计1200家，线上对接需求2000项。", [(1200, 2026), (2000, 2026)]),
        ("持证技师只有19人，有蜂场的村仅占16%。", []),
        ("省里提出到2025年蜂业普查覆盖率超过49%。", []),
        ("逾期未改的4个街道须说明缘由。", []),
    ],
)
def test_what_a_goal_sets_out_from_and_what_is_complained_of(sentence, told):
    text = f"云岭市蜂业发展方案（2024—2026年）\n一、总体要求\n坚持保护。\n二、重点任务\n（一）健全体系。{sentence}\n（二）优化服务。健全网络。\n"
    text += "（三）加强管理。落实全市蜂业标准，服务全市蜂农。\n2024年3月1日\n"
    assert years(text) == told


def test_a_timetable_of_years_gives_the_goals_of_each_year():
    text = (
        "云岭市蜂业发展方案（2024—2026年）\n一、重点任务\n（一）健全体系。健全机制。\n二、进度安排\n2024年：完成普查，组建专班4个。\n"
        "2025年：新增蜂场8家，开展培训500人次。\n2026年：总结验收。\n三、保障措施\n加强领导。\n"
    )
    assert years(text) == [(8, 2025), (500, 2025)]


def test_the_year_of_a_deed_without_a_number_ends_at_the_semicolon():
    text = (
        "云岭市蜂业发展方案（2024—2026年）\n一、重点任务\n（一）打造品牌。2024年完成商标注册；每年参加展会不少于5场；新增用标户40家。\n"
        "（二）优化服务。健全网络。\n"
    )
    assert years(text) == [(5, 2026), (40, 2026)]


def test_the_year_a_number_is_so_many_times_of_dates_nothing():
    text = (
        "云岭市蜂业发展规划（2021—2025年）\n一、发展基础\n2020年，蜂蜜产量7400吨，是2015年的2.8倍；截至2020年底，蜂农3700户，育种场43家。\n"
        "二、发展目标\n到2025年，蜂蜜产量达到9000吨。\n三、重点任务\n（一）推进育种。健全机制。\n"
    )
    told = read(text, glossary=())
    assert [(a.value, a.year) for a in told.actuals if a.unit in ("吨", "户", "家")] == [
        (7400, 2020),
        (3700, 2020),
        (43, 2020),
    ]
    assert years(text) == [(9000, 2025)]


def test_an_annex_of_one_year_gives_it_to_what_stands_below_its_title():
    text = (
        "云岭市蜂业创新发展工作方案\n一、发展目标\n到2027年，蜂农达到9000户。\n二、重点任务\n（一）健全标准。制定标准8项。\n"
        + "（二）优化服务。健全服务网络，完善服务机制，提升服务能力。\n" * 60
        + "附件1\n蜂业创新发展2025年工作任务清单\n（一）强化育种。新建育种场15家。\n（二）拓展市场。参展20场。\n"
    )
    assert years(text) == [(9000, 2027), (8, 2027), (15, 2025), (20, 2025)]


def test_a_year_at_the_head_of_what_somebody_said_governs_what_follows():
    text = (
        "云岭区召开蜂业工作会议\n3月26日，云岭区召开蜂业工作会议。甲区长提出，2025年全区要有新的突破，力争培育省级示范蜂场3家；"
        "市级示范蜂场7家，县级示范蜂场20家。\n"
    )
    assert years(text) == [(3, 2025), (7, 2025), (20, 2025)]


YEAR_OF_GOALS = (
    "云溪区林业攻坚行动方案\n一、行动目标\n{}\n二、攻坚任务\n（一）抓造林。新造油松林3万亩。（区林业局）\n"
)


@pytest.mark.parametrize(
    ("goals", "period"),
    [
        ("2024年，林地面积达到9万亩，管护率达到95%。", 2024),
        ("2023年全区造林6万亩，同比增长9%。2024年，力争林地面积突破9万亩。", 2024),
        ("2024年，林地面积达到9万亩。到2026年，林地面积达到12万亩。", None),
        ("2024年，林地面积达到9万亩。2025年，林地面积达到10万亩。", None),
        ("2024年6月底前完成普查，林地面积达到9万亩。", None),
        ("林地面积达到9万亩，管护率达到95%。", None),
    ],
)
def test_the_one_year_of_the_goals_is_that_of_the_plan(goals, period):
    reading = read(YEAR_OF_GOALS.format(goals), glossary=())
    assert (reading.period_start, reading.period_end) == (period, period) or period is None
    assert period is None or [t.year for t in reading.targets if t.value == 3] == [period]
    assert period is not None or reading.period_start is None
    assert 6 not in [t.value for t in reading.targets]


def test_how_long_a_paper_is_in_force_is_no_year_of_its_goals():
    text = "云溪区林业若干措施\n一、抓造林\n新造油松林3万亩。（区林业局）\n二、抓管护\n管护林地12万亩。（区林业局）\n本措施自2023年7月1日起施行，有效期至2025年12月31日。\n"
    assert read(text, glossary=()).period_end is None


def test_a_state_reached_in_a_year_is_told_for_the_rest_of_its_sentence():
    text = (
        "云溪市林业强市建设纲要（2021—2035年）\n一、任务\n（一）抓管护。强化管护，2025年实现乡镇全覆盖，站点总数达40个，专员不少于60名。\n"
        "（二）抓造林。强化造林，2025年底前出台办法，新造油松林3万亩。\n"
    )
    assert years(text) == [(40, 2025), (60, 2025), (3, 2035)]


def test_where_no_other_year_is_told_a_deed_gives_its_year_to_its_sentence():
    text = "云溪区林业若干措施\n一、抓管护\n健全网络，2024年底前实现管护网应接尽接，推广巡护仪60台。管护林地12万亩。（区林业局）\n"
    assert years(text) == [(60, 2024), (12, None)]


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("从现在起，力争用5年左右的时间，", 2012),
        ("力争用5年左右的时间，", 2010),
        ("自现在起，用三年时间，", 2010),
    ],
)
def test_so_many_years_from_now_begin_with_the_document(words, year):
    text = (
        "云溪省林业发展意见\n云溪省林业厅\n2007年3月1日\n一、发展基础\n面积稳步扩大。\n二、主要目标\n"
        f"{words}新建林场9个。到2010年，林业产值达到80亿元。\n三、任务\n抓好落实。\n"
    )
    assert (9, year) in years(text)


@pytest.mark.parametrize(
    ("preface", "year"),
    [
        ("为做强林业，力争到2026年林业产值达到30亿元，制定如下措施。", 2026),
        ("为做强林业，争取到2026年林业产值达到30亿元，结合我区实际，制定本措施。", 2026),
        ("为落实省里到2026年林业产值达到30亿元的部署，制定如下措施。", None),
        ("省里提出力争到2026年林业产值达到30亿元。现制定如下措施。", None),
        ("为做强林业，制定如下措施。", None),
    ],
)
def test_what_the_preface_sets_out_for_is_the_year_of_a_paper_without_goals(preface, year):
    text = f"云溪区林业十条措施\n{preface}\n一、抓造林\n新造油松林3万亩。（区林业局）\n二、抓管护\n到2025年，管护林地达到12万亩。（区林业局）\n"
    told = years(text)
    assert (3, year) in told
    assert (12, 2025) in told


def test_years_of_headings_and_deadlines_are_read_in_any_script_and_width():
    text = (
        "雲溪區林業工作方案\n一、２０２３年工作總結\n新造油松林8萬畝。\n二、２０２４年工作安排\n（一）抓造林\n新造油松林3萬畝。（區林業局）\n"
        "（二）抓管護\n管護林地12萬畝。（責任單位：區林業局；完成時限：２０２５年６月）\n"
    )
    assert years(text) == [(3, 2024), (12, 2025)]


def test_what_a_zone_was_chosen_for_in_a_year_is_no_year_of_its_tasks():
    text = (
        "云溪高新技术产业开发区管网改造试点实施方案\n2022年12月，云溪高新技术产业开发区被省水务厅确定为管网改造试点园区，制定本方案。\n"
        "一、试点目标\n到2025年底，改造管网90公里。\n二、主要任务\n（一）抓改造。新建泵站6座。\n（二）抓管护。培训管护员80名。\n"
    )
    assert years(text) == [(90, 2025), (6, 2025), (80, 2025)]


def test_a_plan_with_a_far_end_and_nearer_figures_leaves_a_task_without_a_year():
    text = (
        "云溪市供水发展纲要（2022—2035年）\n一、发展目标\n到2025年，新建泵站{}座，改造管网90公里。到2035年，供水体系更加完善。\n"
        "二、重点任务\n（一）抓节水。改造水表箱300个。\n（二）抓宣传。落实“八五”普法规划。全年培训管护员80名。\n"
    )
    assert years(text.format(6)) == [(6, 2025), (90, 2025), (300, None), (80, None)]
    assert years(text.format(6).replace("2035", "2028")) == [(6, 2025), (90, 2025), (300, 2028), (80, 2028)]


def test_a_five_year_plan_of_something_else_gives_no_year_to_the_next_sentence():
    assert years(aims("落实“八五”普法规划，完善决策程序。全年培训管护员80名。")) == [(80, 2026)]


LED = "云溪市管网创建示范城市方案\n一、重要意义\n意义重大。\n二、创建目标\n用两年左右时间，到2026年6月，管网水平明显提高。\n{}\n三、主要任务\n做好工作。\n"


@pytest.mark.parametrize(
    ("items", "told"),
    [
        # A year behind a number of its own item is that item's alone.
        (
            "——设施更加完善。更新率年均提高5%以上，到2025年底泵站突破20座。|——管理更加有力。漏损率降至8%。",
            [2026, 2025, 2026],
        ),
        (
            "——设施更加完善。更新率年均提高5%以上，到2026年泵站突破20座。|——管理更加有力。漏损率降至8%。",
            [2026, 2026, 2026],
        ),
        # One that heads its sentence goes on.
        ("到2025年，泵站达到20座。|——管理更加有力。漏损率降至8%。", [2025, 2025]),
    ],
)
def test_a_year_told_by_the_way_in_one_item_is_not_that_of_the_next(items, told):
    assert [year for _, year in years(LED.format(items.replace("|", "\n")))] == told


UNDATED = """云溪市山泉水源保护提升方案
一、工作基础
{stood}共有水源地9处。
二、工作目标
到2026年，水源地达标率达到95%，保护志愿者达到600名。
三、主要任务
（一）加强巡护。组建巡护队伍12支。2022年，全市水源志愿队20支，巡护里程700公里。
{end}
"""


@pytest.mark.parametrize(
    ("stood", "end", "over"),
    [
        ("截至2022年底，", "", True),
        ("", "本方案自2023年5月1日起施行。", True),
        ("", "", False),
        ("截至2026年底，", "", False),
    ],
)
def test_what_was_before_a_plan_without_a_date_was_written_is_no_goal(stood, end, over):
    told = years(UNDATED.format(stood=stood, end=end))
    assert (95, 2026) in told
    assert ((20, 2022) not in told) is over
