"""The language of plans, one construct a test: how a goal, a number, a year and a unit are told."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import Term, read

GOALS = "测试市数字经济发展规划(2021—2025年)\n一、总体要求\n推进发展,完善体系,加强建设,提升能力,组织实施。\n二、发展目标\n{}\n三、主要任务\n(一)推进建设。{}\n"


def targets(goals: str, tasks: str = "健全机制。"):
    return [
        (t.indicator, t.value, t.value_max, t.unit, t.year, t.comparator, t.kind)
        for t in read(GOALS.format(goals, tasks), glossary=()).targets
    ]


def one(goals: str):
    found = targets(goals)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2025年,数字经济增加值突破1.9万亿元。", ("数字经济增加值", 1.9, None, "万亿元", 2025, ">=", "level")),
        ("到2025年,示范企业达到120多家。", ("示范企业", 120.0, None, "家", 2025, ">=", "level")),
        ("到2025年,企业投诉率控制在3%以内。", ("企业投诉率", 3.0, None, "%", 2025, "<=", "share")),
        ("到2025年,平均等候时间不超过10分钟。", ("平均等候时间", 10.0, None, "分钟", 2025, "<=", "level")),
        ("到2025年,单位产值能耗下降13.5%左右。", ("单位产值能耗下降", 13.5, None, "%", 2025, "~", "reduction")),
        ("到2025年,培育龙头企业8-10家。", ("龙头企业", 8.0, 10.0, "家", 2025, "range", "count_new")),
        ("到2025年,技术合同成交额翻一番。", ("技术合同成交额", 1.0, None, "番", 2025, ">=", "growth_total")),
        ("到2025年,三分之一以上的规上企业建立研发机构。", ("规上企业建立研发机构", 33.3333, None, "%", 2025, ">=", "share")),
        ("到2025年,一半以上的乡镇建成服务站点。", ("乡镇建成服务站点", 50.0, None, "%", 2025, ">=", "share")),
        ("到2025年,研发投入年均增长12%以上。", ("研发投入年均增长", 12.0, None, "%", 2025, ">=", "growth_rate_per_year")),
        ("到2025年,每年举办专场活动20场以上。", ("每年举办专场活动", 20.0, None, "场", 2025, ">=", "annual_flow")),
        ("“十四五”末,注册商标达到2,300件。", ("注册商标", 2300.0, None, "件", 2025, ">=", "level")),
    ],
)  # fmt: skip
def test_a_goal_is_read_with_value_unit_year_comparator_and_kind(text, expected):
    assert one(text) == expected


def test_several_due_years_in_one_sentence_make_several_goals():
    found = targets("到2023年,示范园区达到5个;到2025年,达到12个。")
    assert [(t[0], t[1], t[4]) for t in found] == [("示范园区", 5.0, 2023), ("示范园区", 12.0, 2025)]


def test_years_and_numbers_in_the_same_order_belong_together():
    found = targets("设备上云率2023年、2024年、2025年分别达到30%、45%、60%。")
    assert [(t[1], t[4]) for t in found] == [(30.0, 2023), (45.0, 2024), (60.0, 2025)]


def test_names_and_numbers_in_the_same_order_belong_together():
    found = targets("到2025年,亩均产值、亩均税收分别达到400万元和25万元。")
    assert [(t[0], t[1], t[3]) for t in found] == [("亩均产值", 400.0, "万元"), ("亩均税收", 25.0, "万元")]


def test_one_number_for_several_names_counts_for_each():
    found = targets("到2025年,污水集中处理率和固废处置利用率均达到95%以上。")
    assert [(t[0], t[1]) for t in found] == [("污水集中处理率", 95.0), ("固废处置利用率", 95.0)]


def test_a_verb_is_shared_by_the_items_of_a_list():
    found = targets("到2025年,培育示范学校100所、示范企业500家、示范社区30个。")
    assert [(t[0], t[1], t[6]) for t in found] == [
        ("示范学校", 100.0, "count_new"),
        ("示范企业", 500.0, "count_new"),
        ("示范社区", 30.0, "count_new"),
    ]


def test_an_object_is_shared_by_the_levels_before_it():
    found = targets("到2025年,建成国家级3个、省级10个、市级20个创新平台。")
    assert [t[0] for t in found] == ["国家级创新平台", "省级创新平台", "市级创新平台"]


def test_a_bare_head_takes_its_modifier_from_the_clause_before():
    found = targets("到2025年,商标质押贷款额年均增加12%以上,贷款额累计突破7亿元。")
    assert found[1][0] == "商标质押贷款额累计"


def test_growth_told_after_a_level_belongs_to_the_same_subject():
    found = targets("到2025年,软件业务收入达到800亿元,年均增长15%。")
    assert found[1][0] == "软件业务收入年均增长"


def test_from_to_gives_a_baseline_and_a_goal():
    reading = read(GOALS.format("本地配套率由2020年的45%提高到2025年的60%。", "健全机制。"), glossary=())
    goal = reading.targets[0]
    assert (goal.indicator, goal.value, goal.baseline_value, goal.baseline_year, goal.year) == (
        "本地配套率",
        60.0,
        45.0,
        2020,
        2025,
    )


@pytest.mark.parametrize(
    "text",
    [
        "对首次上市的企业一次性奖励100万元。",
        "按设备投资额的8%给予补助,最高2000万元。",
        "收到申请后5个工作日内办结。",
        "年营业收入2000万元以上的企业可以申报。",
        "咨询电话0571-8812345。",
        "依据《关于推进2023年重点工作的通知》(发改〔2023〕15号)办理。",
        "领导小组由19个部门组成,提出6项重点任务。",
        "严格执行GB/T 29490-2013标准,对接5G网络和12345热线。",
        "推进“1+3”体系和“百日攻坚”行动。",
        "每半年召开1次联席会议。",
        "经办机构地址为人民路101号213室。",
    ],
)
def test_what_only_looks_like_a_goal_is_left_alone(text):
    assert targets("优化结构。", text) == []


def test_history_is_kept_apart_from_goals():
    text = "测试县科技规划(2021—2025年)\n一、发展基础\n“十三五”期间,专利申请量由120件增长到480件。2020年,高新技术企业达到35家。\n二、主要目标\n到2025年,高新技术企业达到80家。\n三、主要任务\n(一)加强建设。完善机制,推进落实。\n"
    reading = read(text, glossary=())
    assert [(t.indicator, t.value, t.baseline_value) for t in reading.targets] == [
        ("高新技术企业", 80.0, 35.0)
    ]
    assert [(a.indicator, a.value) for a in reading.actuals] == [
        ("专利申请量", 120.0),
        ("专利申请量", 480.0),
        ("高新技术企业", 35.0),
    ]


def test_a_goal_told_with_praise_and_again_bare_is_one_goal():
    text = GOALS.format("到2025年,打造带动力强、辨识度高的示范园区12个。", "示范园区数达到12个。")
    assert [len(t.restated) for t in read(text, glossary=()).targets] == [1]


def test_a_goal_told_twice_is_one_goal():
    reading = read(GOALS.format("到2025年,示范园区达到12个。", "建设示范园区12个。"), glossary=())
    assert len(reading.targets) == 1
    assert len(reading.targets[0].restated) == 1


def test_two_numbers_for_one_goal_are_a_contradiction():
    reading = read(
        GOALS.format("到2025年,示范园区数量达到12个。", "到2025年,示范园区数量达到15个。"), glossary=()
    )
    assert [o.code for o in reading.conflicts] == ["conflict_value"]
    assert reading.targets[0].conflict_with == [reading.targets[1].id]


def test_the_slug_of_the_glossary_is_given_only_when_the_name_fits():
    terms = (Term("trademarks_in_force", ("有效注册商标总量", "有效注册商标"), "件", "stock"),)
    reading = read(
        GOALS.format("到2025年,有效注册商标达到5万件,商标代理机构达到30家。", "健全机制。"), glossary=terms
    )
    assert [t.canonical for t in reading.targets] == ["trademarks_in_force", None]


TASKS = "测试市营商环境工作方案(2023—2025年)\n一、工作目标\n提升服务能力,完善体系,加强建设。\n二、主要任务\n(一)优化服务。推进办事便利。{}\n(二)加强监管。组织实施抽查。\n"


def roles(bracket: str):
    task = read(TASKS.format(bracket), glossary=()).tasks[0]
    return task.lead, task.cooperating, task.responsible


@pytest.mark.parametrize(
    ("bracket", "expected"),
    [
        ("(牵头单位:市教育局;配合单位:市财政局、人社局)", (["市教育局"], ["市财政局", "市人社局"], [])),
        ("(市教育局牵头,市财政局、人社局配合)", (["市教育局"], ["市财政局", "市人社局"], [])),
        ("[责任单位:市公安局、司法局,各县(市、区)人民政府]", ([], [], ["市公安局", "市司法局", "各县(市、区)人民政府"])),
        ("(市教育局、市财政局按职责分工负责)", ([], [], ["市教育局", "市财政局"])),
        ("(市教育局会同市财政局负责)", (["市教育局"], ["市财政局"], [])),
        ("(市市场监督管理局(知识产权局)负责)", ([], [], ["市市场监督管理局(知识产权局)"])),
        ("(市委组织部、宣传部,团市委、市妇联负责)", ([], [], ["市委组织部", "市委宣传部", "团市委", "市妇联"])),
        ("(市工业和信息化局、住房和城乡建设局、高新区管委会负责)", ([], [], ["市工业和信息化局", "市住房和城乡建设局", "高新区管委会"])),
        ("(市法院、检察院、海关,广安海关,人行测试支行负责)", ([], [], ["市法院", "市检察院", "海关", "广安海关", "人行测试支行"])),
        ("(责任单位:市教育局、市财政局等部门,各区人民政府)", ([], [], ["市教育局", "市财政局", "各区人民政府"])),
        ("(市教育局牵头、各县市区配合)", (["市教育局"], ["各县市区"], [])),
        ("\n牵头单位:市教育局\n配合单位:市财政局、市人社局\n完成时限:2024年6月底", (["市教育局"], ["市财政局", "市人社局"], [])),
        ("责任单位:市教育局、市财政局。", ([], [], ["市教育局", "市财政局"])),
        ("(牵头单位:市教育局 责任单位:市财政局)", (["市教育局"], [], ["市财政局"])),
        ("(市教育局、市财政局)", ([], [], ["市教育局", "市财政局"])),
    ],
)  # fmt: skip
def test_a_bracket_of_units_is_read_with_its_roles(bracket, expected):
    assert roles(bracket) == expected


@pytest.mark.parametrize(
    "bracket", ["(含高新区)", "(以下简称中心)", "(试点单位为主)", "(2023—2025年)", "(基地)", "(见附件)"]
)
def test_a_bracket_that_holds_no_units_assigns_nothing(bracket):
    assert roles(bracket) == ([], [], [])


def test_a_deadline_in_the_bracket_is_the_due_date_and_no_unit():
    task = read(TASKS.format("(市教育局牵头,2024年12月底前完成)"), glossary=()).tasks[0]
    assert (task.lead, task.cooperating, task.responsible, task.due) == (
        ["市教育局"],
        [],
        [],
        "2024年12月底前",
    )


def test_the_first_named_leads_where_the_text_says_so():
    text = TASKS.format("(责任单位:市教育局、市财政局)") + "注:责任单位中排在第一位的为牵头单位。\n"
    task = read(text, glossary=()).tasks[0]
    assert (task.lead, task.cooperating, task.responsible) == (["市教育局"], [], ["市财政局"])


def test_a_remark_in_one_bracket_orders_that_bracket_alone():
    text = TASKS.format("开展检查(市教育局、市财政局,列第一位的为牵头单位)。") + "(二)畅通渠道\n畅通咨询渠道,公开办事指南。(市公安局、市司法局负责)\n"
    found = [(t.lead, t.cooperating, t.responsible) for t in read(text, glossary=()).tasks if t.lead or t.responsible]
    assert found == [(["市教育局"], [], ["市财政局"]), ([], [], ["市公安局", "市司法局"])]


def test_several_brackets_in_one_item_make_several_tasks():
    text = TASKS.format("建设一站式大厅(市教育局负责)。压缩办理时限(市财政局牵头,市公安局配合)。")
    tasks = read(text, glossary=()).tasks
    assert [t.responsible or t.lead for t in tasks[:2]] == [["市教育局"], ["市财政局"]]


def test_a_list_of_duties_by_unit_makes_one_task_a_unit():
    text = (
        TASKS.format("")
        + "三、职责分工\n市教育局:开展宣传教育。\n市财政局:保障经费投入。\n市公安局:打击违法犯罪。\n市司法局指导调解工作。\n"
    )
    tasks = [t for t in read(text, glossary=()).tasks if t.responsible]
    assert [t.responsible for t in tasks] == [["市教育局"], ["市财政局"], ["市公安局"], ["市司法局"]]
    assert tasks[0].title == "开展宣传教育"


def test_units_that_are_subjects_of_a_sentence_carry_it():
    text = TASKS.format("市教育局、市财政局要建立会商机制。")
    assert read(text, glossary=()).tasks[0].responsible == ["市教育局", "市财政局"]


def test_the_bracket_after_several_items_belongs_to_their_parent():
    text = (
        "测试市工作方案(2023—2025年)\n一、工作目标\n提升能力,完善体系。\n二、主要任务\n"
        "(一)优化服务\n1.推进便利。完善机制。\n2.加强监督。组织实施。\n(责任单位:市教育局)\n"
        "(二)加强监管\n1.健全制度。推进建设。\n2.提升能力。落实责任。\n(责任单位:市财政局)\n"
    )  # fmt: skip
    assigned = [(t.title, t.responsible) for t in read(text, glossary=()).tasks if t.responsible]
    assert assigned == [("优化服务", ["市教育局"]), ("加强监管", ["市财政局"])]


@pytest.mark.parametrize(
    "body",
    [
        "第一章 总则\n第一条 推进建设。完善机制。(市教育局负责)\n第二章 任务\n第二条 加强保护。组织实施。(市财政局负责)\n",
        "一、任务\n(一)推进建设。完善机制。(市教育局负责)\n(二)加强保护。组织实施。(市财政局负责)\n",
        "一、任务\n1.推进建设。完善机制。(市教育局负责)\n2.加强保护。组织实施。(市财政局负责)\n",
        "一、任务\n(1)推进建设。完善机制。(市教育局负责)\n(2)加强保护。组织实施。(市财政局负责)\n",
        "一、任务\n①推进建设。完善机制。(市教育局负责)\n②加强保护。组织实施。(市财政局负责)\n",
        "一、任务\n1.1推进建设。完善机制。(市教育局负责)\n1.2加强保护。组织实施。(市财政局负责)\n",
        "一、任务\n——推进建设。完善机制。(市教育局负责)\n——加强保护。组织实施。(市财政局负责)\n",
        "一、任务\n任务一:推进建设\n完善机制。(市教育局负责)\n任务二:加强保护\n组织实施。(市财政局负责)\n",
        "一是任务\n(1)推进建设。完善机制。(市教育局负责)\n(二)加强保护。组织实施。(市财政局负责)\n",
    ],
)
def test_every_numbering_style_gives_the_same_tasks(body):
    tasks = [t for t in read("测试市提升能力工作方案\n" + body, glossary=()).tasks if t.responsible]
    assert [(t.title, t.responsible) for t in tasks] == [
        ("推进建设", ["市教育局"]),
        ("加强保护", ["市财政局"]),
    ]


@pytest.mark.parametrize(
    ("text", "name", "value", "unit"),
    [
        ("到2025年,引进青年人才二十名。", "青年人才", 20.0, "名"),
        ("到2025年,建成社区书房四个。", "社区书房", 4.0, "个"),
        ("到2025年,服务企业一百二十家以上。", "服务企业", 120.0, "家"),
        ("到2025年,办事材料下降两成。", "办事材料下降", 20.0, "%"),
        ("到2025年,数字素养达标人口占比三成以上。", "数字素养达标人口占比", 30.0, "%"),
        ("到2025年,参保率提高十个百分点。", "参保率提高", 10.0, "个百分点"),
        ("到2025年,普惠贷款占比过半。", "普惠贷款占比", 50.0, "%"),
        ("到2025年,孕产妇死亡率控制在8/10万以下。", "孕产妇死亡率", 8.0, "/10万"),
        ("到2025年,更新监测设备30台(套)。", "更新监测设备", 30.0, "台(套)"),
        ("到2025年,加工业产值与农业产值比达到3.2:1。", "加工业产值与农业产值比", 3.2, ":1"),
    ],
)
def test_numbers_in_characters_and_rarer_units_are_read(text, name, value, unit):
    told = one(text)
    assert (told[0], told[1], told[3]) == (name, value, unit)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("到2025年,投诉48小时内处理率达到95%。", "投诉48小时内处理率", 95.0),
        ("到2025年,急救车15分钟到达率不低于90%。", "急救车15分钟到达率", 90.0),
        ("到2025年,每千人口3岁以下婴幼儿托位数达到4.5个。", "每千人口3岁以下婴幼儿托位数", 4.5),
        ("到2025年,年营收超5000万元的企业达到12家。", "年营收超5000万元的企业", 12.0),
        ("到2025年,5G基站行政村覆盖率达到100%。", "5G基站行政村覆盖率", 100.0),
        ("到2025年,R&D经费投入强度达到2.8%。", "R&D经费投入强度", 2.8),
        ("到2025年,“小巨人”企业达到20家。", "“小巨人”企业", 20.0),
    ],
)
def test_a_number_or_mark_inside_a_name_does_not_cut_it(text, name, value):
    told = one(text)
    assert told[:2] == (name, value)


@pytest.mark.parametrize(
    "text",
    [
        "加快总投资25亿元的产业园建设。",
        "项目达产后年产值12亿元、带动就业3000人。",
        "消除56人以上大班额。",
        "五年投入20亿元。",
    ],
)
def test_what_a_project_costs_or_yields_is_no_goal(text):
    assert targets("完善体系。", text) == []


def test_a_rank_is_at_most_and_its_name_has_no_front():
    assert one("到2025年,营商环境评价进入全省前3位。")[:6] == ("营商环境评价", 3.0, None, "位", 2025, "<=")


def test_numbers_that_follow_the_names_of_the_clause_before_belong_to_them():
    found = targets("2023年茶园达到6万亩,茶叶产值达18亿元;2025年分别达到8万亩和30亿元。")
    assert [(t[0], t[1], t[4]) for t in found] == [
        ("茶园", 6.0, 2023), ("茶叶产值", 18.0, 2023), ("茶园", 8.0, 2025), ("茶叶产值", 30.0, 2025)
    ]  # fmt: skip


@pytest.mark.parametrize("hole", ["××%", "×家", "□□个", "xx家", "__%", "20××年"])
def test_a_blotted_figure_is_always_open_and_never_filled(hole):
    reading = read(GOALS.format(f"到2025年,专利产业化率达到{hole}。", "健全机制。"), glossary=())
    assert [o.quotes for o in reading.open if o.code == "blank"] == [[hole]]
    assert reading.targets == []


def test_a_goal_by_a_blotted_year_has_none():
    assert one("到202×年,毛入园率达到100%。")[:5] == ("毛入园率", 100.0, None, "%", None)


def test_roles_across_a_semicolon_are_as_the_text_explains_them():
    text = "测试县教育行动计划\n(注:括号内分号前为牵头单位,分号后为配合单位。)\n一、主要任务\n1.扩充学位。新建学校,完善设施。(县教育局;县财政局、各街道办事处)\n2.配强队伍。加强培训,推进交流。(县教育局;县人社局)"
    task = read(text, glossary=()).tasks[0]
    assert (task.lead, task.cooperating, task.responsible) == (["县教育局"], ["县财政局", "各街道办事处"], [])


def test_a_cell_that_tells_roles_itself_is_read_by_them():
    text = "测试市工作要点\n一、重点任务清单\n序号\n重点任务\n责任分工\n完成时限\n1\n完成改造\n牵头:市工信局;配合:市发改委\n2025年10月\n2\n新增车辆300辆\n牵头:市公安局\n2025年12月\n二、工作要求\n加强组织,推进落实。"
    tasks = read(text, glossary=()).tasks
    assert [(t.title, t.lead, t.cooperating) for t in tasks[:2]] == [
        ("完成改造", ["市工信局"], ["市发改委"]), ("新增车辆300辆", ["市公安局"], [])
    ]  # fmt: skip


def test_a_year_and_a_date_in_characters_are_read():
    text = "测试市人民政府办公室\n测政办发〔2024〕3号\n测试市质量工作方案\n一、工作目标\n到二〇二六年,商标注册量达到500件。\n二、重点任务\n(一)推进建设。完善服务。\n测试市人民政府办公室\n二〇二四年三月十五日\n"
    reading = read(text, glossary=())
    assert [(t.value, t.year) for t in reading.targets] == [(500.0, 2026)]
    assert reading.date == "2024-03-15"


@pytest.mark.parametrize(
    ("aims", "year"),
    [
        ("到2025年,公办学位达到500个。到2027年,优质学校占比达到60%。", 2027),
        ("到2024年,公办学位达到500个;到2026年,公办学位达到900个,优质学校占比达到60%。", 2026),
        ("到2025年,公办学位达到500个,优质学校占比达到60%。到2027年,公办学位达到900个。", None),
        ("到2025年,公办学位达到500个。到2035年,公办学位达到900个,优质学校占比达到60%。", 2025),
        ("到2025年,公办学位达到500个。到2035年,建成教育强区。", 2025),
        ("办学条件不断改善。", None),
    ],
)
def test_a_task_without_a_year_is_due_in_the_last_for_which_most_goals_are_told(aims, year):
    text = f"测试区教育行动计划\n一、发展目标\n{aims}\n二、主要任务\n(一)扩充学位。新建学校8所。"
    told = [t for t in read(text, glossary=()).targets if t.indicator == "新建学校"]
    assert [(t.year, t.year_inferred) for t in told] == [(year, True)]


@pytest.mark.parametrize(("last", "year"), [(2027, 2027), (2035, 2025)])
def test_a_year_told_in_a_task_outlasts_its_sentence_where_the_end_of_the_plan_is_far(last, year):
    text = f"测试区教育纲要(2021—{last}年)\n一、主要任务\n(一)扩充学位。到2025年,公办学位达到500个。推进集团办学,优质学校达到8所。"
    told = {t.indicator: t.year for t in read(text, glossary=()).targets}
    assert told == {"公办学位": 2025, "优质学校": year}
