"""Reports of the press, read on real ones before: what was done is past, a goal is what the report calls so."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import read
from zhichan.instruments.reader.clean import clean
from zhichan.instruments.reader.press import plan_begins

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


def test_the_state_as_of_a_day_holds_until_something_is_aimed_at():
    text = (
        "截至2024年6月底，松浦市有效发明专利拥有量达到5600件。每万人口拥有量达到14件，商标有效注册量突破6万件。"
        "质押融资金额达到22亿元，企业专利占比过半。力争到2027年，有效发明专利拥有量达到8000件。\n"
    )
    assert told(text) == [("有效发明专利拥有量", 8000.0, "件", 2027)]


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        (
            "松浦市计划到2027年培育知识产权强企60家。近三年来，该市知识产权工作成效明显，有效发明专利达到3200件，商标注册量突破2万件。\n",
            ("知识产权强企", 60.0, "家", 2027),
        ),
        (
            "松浦市数字产业快速发展，2024年产值达到310亿元。该市的目标是，到2027年数字产业产值突破600亿元，朝着区域数字高地迈进。\n",
            ("数字产业产值", 600.0, "亿元", 2027),
        ),
    ],
)
def test_one_sentence_that_plans_makes_a_short_report_readable(text, goal):
    reading = read(text, glossary=())
    assert reading.is_plan
    assert told(text) == [goal]


def test_a_list_of_goals_broken_over_lines_keeps_its_year():
    text = (
        "松浦市知识产权事业发展计划\n二、目标\n"
        "“九五”期间的奋斗目标是：专利申请量达到3000件；注册商标达到5000件。\n"
        "2005年的奋斗目标是：专利申请量达到6000件；\n注册商标达到9000件；\n著名商标达到80件。\n"
        "三、任务\n（一）加强宣传。健全机制，完善体系，推进普及。\n"
    )
    assert [(t[1], t[3]) for t in told(text)] == [
        (3000.0, 2000),
        (5000.0, 2000),
        (6000.0, 2005),
        (9000.0, 2005),
        (80.0, 2005),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "据测算，未来三年需新增专业服务人员3000人。",
        "根据师生比要求预测，未来三年全市约需新增专任教师800人。",
    ],
)
def test_what_will_be_needed_is_no_goal(sentence):
    text = f"松浦市服务业发展行动方案（2025—2027年）\n一、主要任务\n（一）壮大队伍。{sentence}加强培训，完善机制，提升能力。\n"
    assert told(text) == []


def test_a_record_of_questions_and_answers_tells_results():
    text = (
        "松浦市召开发布会介绍科技服务业\n"
        "林岚:2024年全市科技服务业营收达到300亿元，集聚机构420家，从业人员1.8万人，助推产业提质增效。\n"
        "主持人:感谢介绍，下面请各位提问，提问前请通报所在的媒体，谢谢大家的关注和支持。\n"
        "林岚:技术经理人队伍不断壮大，为光伏、储能等行业的260家企业提供了检测服务，出具报告1800余份。\n"
        "主持人:请继续回答，时间还有一些，请媒体朋友抓紧提问，我们再安排两个问题，谢谢。\n"
        "林岚:下一步，力争到2027年科技服务业营收突破500亿元，把服务延伸到更多的园区和企业。\n"
    )
    assert told(text) == [("科技服务业营收", 500.0, "亿元", 2027)]


def test_what_there_is_already_is_past_though_it_surpasses_a_figure():
    text = (
        "松浦市培育地理标志助力乡村振兴\n"
        "近日，从市知识产权局获悉，松浦市地理标志工作再上台阶。全市现有地理标志证明商标36件，用标企业210家，年产值突破45亿元。\n"
        "该局表示，力争到2027年新增地理标志证明商标10件，用标企业突破300家。去年该市开展专项行动12次。\n"
    )
    assert [(t[1], t[3]) for t in told(text)] == [(10.0, 2027), (300.0, 2027)]


def test_figures_of_a_text_that_aims_at_nothing_are_results():
    text = (
        "说明变化的数字有：每百名员工持有专利39件，贷款余额突破14亿元。差错申请比重降至2.4%；"
        "截至2026年，备案合同达180份，已带来订单6亿元。\n"
    )
    assert told(text) == []
    assert {a.value for a in read(text, glossary=()).actuals} == {39.0, 14.0, 2.4, 180.0, 6.0}


def test_bare_deeds_without_any_result_are_goals():
    assert told("培育知识产权优势企业24家，推出导航报告8份。\n") == [
        ("知识产权优势企业", 24.0, "家", None),
        ("推出导航报告", 8.0, "份", None),
    ]


def test_the_main_contents_of_an_explanation_that_stands_alone_are_read():
    text = (
        "《松浦市“十五五”知识产权规划》解读\n\n一、编制背景\n\n“十四五”期间，发明专利拥有量从2600件增长到7200件，增长了1.8倍。\n\n"
        "二、主要内容\n\n《规划》提出了2030年的主要目标：作品登记量达到2.6万件，海外专利授权量达到1400件。\n"
    )
    assert told(text) == [("作品登记量", 2.6, "万件", 2030), ("海外专利授权量", 1400.0, "件", 2030)]


@pytest.mark.parametrize(
    "opening", ["《松浦市“十五五”水利规划》解读\n\n", "《松浦市“十五五”水利规划》\n政策解读\n\n"]
)
def test_the_main_contents_of_an_explanation_behind_its_plan_are_set_against_it(opening):
    text = (
        "松浦市“十五五”水利规划\n\n一、发展目标\n\n到2030年，灌溉面积达到40万亩，自来水普及率达到96%。\n\n"
        "二、主要任务\n\n（一）改造灌区。（市水务局）\n\n（二）延伸管网。（市住建局）\n\n"
        + opening
        + "一、编制背景\n\n"
        "2025年底，自来水普及率为91%。\n\n二、主要内容\n\n《规划》提出，到2030年，灌溉面积达到42万亩，自来水普及率达到96%。\n"
    )
    found = read(text, glossary=())
    assert [(t.part, t.value, len(t.restated)) for t in found.targets] == [
        ("plan", 40.0, 0), ("plan", 96.0, 1), ("explanation", 42.0, 0),
    ]  # fmt: skip
    assert [one.quotes for one in found.open if one.conflict] == [
        ["灌溉面积达到40万亩", "灌溉面积达到42万亩"]
    ]


@pytest.mark.parametrize("heading", ["一、起草过程", "一、主要内容"])
def test_what_only_an_explanation_behind_a_plan_tells_is_no_goal_of_it(heading):
    text = (
        "松浦市“十五五”水利规划\n一、发展目标\n到2030年，灌溉面积达到40万亩，自来水普及率达到96%。\n"
        "二、主要任务\n（一）改造灌区。（市水务局）\n（二）延伸管网。（市住建局）\n"
        f"《松浦市“十五五”水利规划》起草说明\n{heading}\n市水务局组织座谈会11场，发放问卷800份，走访灌区26个。"
        "全文5章，其中节水3条、供水4条。\n"
    )
    assert [t.value for t in read(text, glossary=()).targets] == [40.0, 96.0]


def test_the_year_of_a_heading_of_goals_holds_for_its_items():
    text = (
        "各县市知识产权局：\n现将2026年松州专利商标重点事项部署如下：\n一、2026年专利商标目标任务\n"
        "（一）专利申请量完成2400件，其中发明专利申请量为310件。\n（二）办理侵权纠纷案件24件。\n"
        "二、2026年专利商标工作要点\n（一）加强领导，认真落实部署。\n"
    )
    assert [(value, year) for _, value, _, year in told(text)] == [
        (2400.0, 2026),
        (310.0, 2026),
        (24.0, 2026),
    ]


def test_a_sheet_of_points_has_no_goals_and_says_so():
    text = (
        "松浦市知识产权强县评价指标。（一）创造（30分）1.每万人口作品登记量（15分）。达到全市平均水平的1.3倍，得15分；1倍以上，得9分。"
        "2.专利授权量（15分）。年度授权量240件以上，15分；120件以上，8分。（二）保护（30分）3.办案数量达到18件以上，16分。4.结案率94%以上，14分。\n"
    )
    read_ = read(text, glossary=())
    assert read_.targets == []
    assert "score_sheet" in [o.code for o in read_.open]


def test_what_stands_before_a_semicolon_may_be_a_result_and_what_follows_a_goal():
    text = (
        "本报讯（记者 林岚）松浦市日前出台《松浦市知识产权行动方案（2025—2027年）》。\n"
        "今年前三季度，全市商标注册量同比增长28%；四季度，计划再新增商标900件。\n"
        "该市力争3年内引进知识产权服务机构40家。\n"
    )
    assert [(name, value) for name, value, _, _ in told(text)] == [
        ("再新增商标", 900.0),
        ("知识产权服务机构", 40.0),
    ]


SCALE = (
    "1.作品登记增长10%以上的得10分，每低1个百分点扣1分。\n2.商标注册增长5%的得8分，每低1个百分点扣0.5分。\n"
    "3.建立工作机制的得5分，未建立的不得分。\n4.办理侵权案件20件以上得10分，每少1件扣0.5分。\n"
    "5.培育示范企业5家以上的得6分，每少1家扣1分。\n6.开展宣传活动4次得4分，每少1次扣1分。\n"
)


@pytest.mark.parametrize("before", ["附件：各县区工作考核评分表\n", "（四）按下列标准考核评分。\n"])
def test_a_plan_with_a_sheet_of_points_in_it_keeps_its_goals(before):
    text = (
        "松浦市知识产权强市建设行动方案（2024—2027年）\n一、奋斗愿景\n"
        "到2027年，作品登记量达到5000件，地理标志用标企业达到200家。\n二、重点举措\n"
        "（一）强化创造。坚持质量优先，完善培育机制，优化服务供给。（市市场监管局牵头，市科技局配合）\n"
        "（二）强化运用。质押融资额达到30亿元。（市金融办牵头）\n"
        "（三）强化服务。完善公共服务体系，推动服务资源向县区延伸，方便企业和群众就近办理。（市市场监管局负责）\n"
        "三、保障措施\n（一）加强领导。健全议事协调机制，明确责任分工，形成工作合力。\n"
        "（二）加强投入。统筹各类资金，引导社会资本参与。\n（三）加强宣传。讲好故事，营造氛围。\n"
    )
    assert [(name, value) for name, value, _, _ in told(text + before + SCALE)] == [
        ("作品登记量", 5000.0), ("地理标志用标企业", 200.0), ("质押融资额", 30.0),
    ]  # fmt: skip


def test_deeds_of_the_next_paragraph_go_on_with_what_was_aimed_at_and_rates_do_not():
    text = (
        "云溪晚报讯（记者甲某）据介绍，该县拟新建泵站约50座。\n"
        "上游，新建小泵站6座，改造大泵站14座；下游，新建泵站30座。\n"
        "目前全区漏损率为11%，供水普及率为97%。\n"
        "果园灌溉率达84%，建有水窖900口。\n"
    )
    assert [t.value for t in read(text, glossary=()).targets] == [50, 6, 14, 30]


def test_a_report_of_a_meeting_tells_results_before_it_asks_for_more():
    text = (
        "云溪县开会看水情。\n会议认为，上半年，全县新增用水户2800户，新增节水户64户。\n"
        "会议提出，力争年内新增节水户200户。\n"
    )
    assert [t.value for t in read(text, glossary=()).targets] == [200]


def test_a_goal_that_is_a_heading_of_its_own_is_read():
    text = (
        "云溪县水务局2022年目标任务\n一、业务目标\n1.供水普及率达到97%以上。\n2.新建泵站6座。\n3.改造管网30公里，新建水厂2座。\n"
        "二、其他工作\n1.新建水窖90口。\n"
    )
    assert [t.value for t in read(text, glossary=()).targets] == [97, 6, 30, 2, 90]


def test_what_happened_at_a_meeting_is_no_goal_of_the_press():
    text = (
        "本报讯（记者 甲某）3月6日，全市蜂业推进会召开。会议强调，要抓好三方面工作，实施“百场千户”工程。会上，7家蜂场作交流发言，"
        "为首批15个示范蜂场授牌，4家银行与9家蜂场签订协议。会上提出，到2027年全市蜂农达到5万户。\n"
    )
    assert [(t.value, t.unit) for t in read(text, glossary=()).targets] == [(5.0, "万户")]


@pytest.mark.parametrize(
    ("listed", "above"),
    [
        ("附件：1.松浦市水利发展规划（草案）\n2.起草说明\n", "附件1\n松浦市水利发展规划\n（草案）\n"),
        ("附件：1.松浦市水利发展规划（草案）2.起草说明\n", "附件1\n"),
        ("附件：1.松浦市水利发展规划（草案）  2.《松浦市水利发展规划（草案）》编制说明\n", ""),
        ("附件1：松浦市水利发展规划（草案）\n附件2：编制说明\n", "附件1：\n松浦市水利发展规划\n"),
        ("附件：《松浦市水利发展规划（草案）》起草说明\n", "松浦市水利发展规划（草案）\n"),
        (
            "附件：\n1.松浦市水利发展规划.docx\n2.起草说明.docx\n3.意见反馈表.docx\n",
            "松浦市水利发展规划（草案）\n",
        ),
    ],
)
def test_a_list_of_annexes_that_names_an_explanation_makes_none_of_the_plan(listed, above):
    notice = "松浦市水务局关于征求《松浦市水利发展规划（草案）》意见的公告\n为了完善规划，现公开听取意见。\n"
    behind = "附件2\n关于《松浦市水利发展规划（草案）》的起草说明\n一、起草背景\n2025年底，全市有泵站31座。\n二、主要内容\n全文5章。\n"
    found = read(f"{notice}{listed}{above}{PLAN_BEHIND.partition(chr(10))[2]}{behind}", glossary=())
    assert [t.value for t in found.targets] == [40.0, 96.0, 12.0, 300.0]
    assert [t.responsible for t in found.tasks] == [["市水务局"], ["市住建局"]]


PLAN_BEHIND = (
    "松浦市“十五五”水利规划\n一、发展目标\n到2030年，灌溉面积达到40万亩，自来水普及率达到96%。\n"
    "二、主要任务\n（一）改造灌区。新建泵站12座。（市水务局）\n（二）延伸管网。铺设管道300公里。（市住建局）\n"
)


@pytest.mark.parametrize(
    "front",
    [
        (
            "《松浦市“十五五”水利规划》政策解读\n一、编制背景\n2025年底，全市有泵站31座，群众用水还不方便，为此编制了这个规划。\n"
            "二、主要内容\n《规划》提出，到2030年，灌溉面积达到42万亩。共5章，17项举措。\n"
        ),
        (
            "关于《松浦市“十五五”水利规划（草案）》的起草说明\n起草过程\n先后走访灌区26个，召开座谈会11场，收到意见83条，采纳57条。\n"
            "主要内容\n新建泵站14座，铺设管道330公里，灌溉面积达到42万亩。\n附件：松浦市“十五五”水利规划\n"
        ),
        "松浦市发布水利规划\n近日，市政府印发《松浦市“十五五”水利规划》。记者获悉，到2030年，全市灌溉面积达到42万亩，新建泵站14座。\n",
        (
            "水利规划来了\n日前，市政府出台《松浦市“十五五”水利规划》，灌溉面积将达到42万亩，新建泵站14座，受到了各县群众的欢迎。\n"
            "《规划》全文如下：\n"
        ),
        (
            "《松浦市“十五五”水利规划》问答政策问答\n问：为什么编制？\n答：全市有泵站31座，不够用，还要再建33座，所以编制。\n问：目标是什么？\n"
            "答：到2030年，灌溉面积达到42万亩。\n松浦市人民政府关于印发松浦市“十五五”水利规划的通知\n松政发〔2026〕3号\n各县人民政府：\n"
            "现将《松浦市“十五五”水利规划》印发给你们，请认真组织实施。\n"
        ),
    ],
)
def test_a_plan_behind_what_explains_or_reports_it_is_read_alone(front):
    found = read(front + PLAN_BEHIND, glossary=())
    assert [(t.value, t.year) for t in found.targets] == [
        (40.0, 2030),
        (96.0, 2030),
        (12.0, 2030),
        (300.0, 2030),
    ]
    assert [t.responsible for t in found.tasks] == [["市水务局"], ["市住建局"]]
    assert found.title == "松浦市“十五五”水利规划"
    assert [part["part"] for part in found.parts] == ["explanation", "plan"]
    for target in found.targets:
        assert (front + PLAN_BEHIND)[slice(*target.span)] == target.quote


@pytest.mark.parametrize(
    "front",
    [
        "首页\n政策文件\n政策解读\n新闻发布\n",
        (
            "政策解读\n松浦市人民政府关于印发松浦市“十五五”水利规划的通知\n松政发〔2026〕3号\n各县人民政府：\n"
            "现将《松浦市“十五五”水利规划》印发给你们，请认真组织实施，执行中的问题请告知市水务局，电话照旧。\n"
        ),
        "松浦市人民政府公告\n近日，市政府研究了《松浦市“十五五”水利规划》，同意实施，请各县抓好落实，有关事项由市水务局负责解释。\n",
        "《国家节水行动》\n《松浦市“十五五”发展纲要》\n",
        "政策图解\n国家已经印发《“十五五”节水规划》，对各地的工作提出了明确的要求，我市要抓好落实，为此编制规划，具体如下。\n",
    ],
)
def test_pages_and_notices_before_a_plan_are_no_explanation(front):
    assert plan_begins(clean(front + PLAN_BEHIND).flat) == 0


@pytest.mark.parametrize(
    "behind",
    [
        "",
        "相关链接：\n松浦市“十五五”水利规划\n上一篇：灌区改造。\n下一篇：河长巡河。\n",
        "附件：松浦市“十五五”水利规划\n",
    ],
)
def test_what_only_explains_a_plan_stays_as_it_is(behind):
    text = (
        "《松浦市“十五五”水利规划》解读\n一、编制背景\n2025年底，自来水普及率为91%，为此编制了这个规划，走访了灌区26个。\n"
        "二、主要内容\n《规划》提出，到2030年，灌溉面积达到42万亩，自来水普及率达到96%。\n" + behind
    )
    assert [(t.value, t.year) for t in read(text, glossary=()).targets] == [(42.0, 2030), (96.0, 2030)]
