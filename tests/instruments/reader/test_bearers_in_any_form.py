"""The same duties told in many outward forms: who bears what does not depend on the form."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import Reading, read

HEAD = "渠州市河岸整治实施方案（2023—2025年）\n为做好河岸整治工作，制定本方案。\n"
AIM = "一、总体目标\n到2025年，绿道里程达到300公里。\n"
TASKS = HEAD + AIM + "二、重点任务\n"
END = "三、保障措施\n（一）加强领导。市绿道办统筹推进。\n"
CN = "一二三四五六七八九"

Duty = tuple[str, str, list[str], list[str]]
DUTIES: list[Duty] = [
    ("整治河岸堆场", "清理北岸堆场，三年内全部搬迁", ["市水务局"], ["市住房城乡建设局", "市公安局"]),
    ("建设沿江绿道", "贯通步道与骑行道，补种乔木", ["市园林局"], ["市自然资源和规划局", "渠州高新区管委会"]),
    (
        "推广节水器具",
        "在学校、医院、机关推广节水器具",
        ["市机关事务管理局"],
        ["市教育局", "各县（市、区）人民政府"],
    ),
    ("开展巡河活动", "组织志愿者每周巡河", ["团市委"], ["市文明办", "国网渠州供电公司", "各镇（街道）"]),
]


def told(names: list[str]) -> str:
    return "、".join(names)


def borne(found: Reading) -> list[tuple[str, list[str], list[str], list[str]]]:
    return [
        (t.title, t.lead, t.cooperating, t.responsible)
        for t in found.tasks
        if t.lead or t.cooperating or t.responsible
    ]


def numbered(form: str) -> str:
    """The duties as items of one form with the fields n, title, text, lead and others."""
    return "".join(
        form.format(n=n + 1, cn=CN[n], title=title, text=text, lead=told(lead), others=told(others))
        for n, (title, text, lead, others) in enumerate(DUTIES)
    )


LED = [(title, lead, others, []) for title, _, lead, others in DUTIES]
SHARED = [(title, lead, [], others) for title, _, lead, others in DUTIES]
ALIKE = [(title, [], [], lead + others) for title, _, lead, others in DUTIES]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + "一、主要目标\n" + numbered("{n}．{title}。{text}。\n牵头单位：{lead}\n责任单位：{others}\n") + END, SHARED),
        (HEAD + AIM + "二、实施步骤\n" + numbered("（{cn}）{title}。{text}。（责任单位：{lead}、{others}）\n") + END, ALIKE),
        (TASKS + "（一）抓好四项工作。" + numbered("{title}（{lead}、{others}）；")[:-1] + "。\n" + END, ALIKE),
        (TASKS + numbered("{n}．{title}。{text}。（{lead}、{others}分工负责）\n") + END, ALIKE),
        (TASKS + numbered("{n}．{title}。{text}。\n牵头单位　{lead}\n配合单位　{others}\n") + END, LED),
        (TASKS + numbered("{n}．{title}。{text}。\n【牵头单位】{lead}\n【配合单位】{others}\n") + END, LED),
        (TASKS + numbered("{n}．{title}。{text}。——{lead}、{others}\n") + END, ALIKE),
        (TASKS + numbered("{n}．{title}。{text}。\n{lead}、{others}\n") + END, ALIKE),
        (TASKS + numbered("{n}．{title}。{text}。\n由{lead}牵头负责，{others}配合。\n") + END, LED),
        (TASKS + numbered("{n}．{title}。{text}。此项工作由{lead}牵头，{others}参与。\n") + END, LED),
        (TASKS + numbered("（{cn}）{title}。由{lead}会同{others}{text}。\n") + END, LED),
        (TASKS + numbered("（{cn}）{title}。{lead}牵头并协调{others}等部门{text}。\n") + END, LED),
        (TASKS + numbered("（{cn}）{title}。由{lead}牵头，{others}配合，{text}。\n") + END, LED),
        (TASKS + numbered("**（{cn}）{title}**\n{text}。（责任单位：{lead}、{others}）\n") + END, ALIKE),
    ],
    ids=[
        "labels_under_goals", "brackets_under_steps", "a_bracket_each_clause", "by_division", "labels_and_a_gap",
        "framed_labels", "a_dash", "a_line_of_their_own", "a_sentence_of_its_own", "the_last_sentence", "together_with",
        "leads_and_coordinates", "within_the_sentence", "headings_in_bold",
    ],
)  # fmt: skip
def test_who_bears_an_item_is_read_in_every_form(text, expected):
    assert borne(read(text, glossary=())) == expected


def test_rows_told_one_cell_a_line_keep_their_running_numbers():
    cells = "".join(f"{n + 1}\n{t}，{x}。\n{told(a)}\n{told(b)}\n" for n, (t, x, a, b) in enumerate(DUTIES))
    found = read("渠州市2023年工作任务分解表\n序号\n工作任务\n牵头单位\n配合单位\n" + cells, glossary=())
    assert borne(found) == LED


@pytest.mark.parametrize("names", ["办公室", "法规科、财务科", "局办公室、政策法规处", "各科室"])
def test_the_sections_of_an_office_bear_the_items_of_its_own_plan(names):
    items = "".join(f"{n}．{what}。逐项核对。（{names}）\n" for n, what in ((1, "清点器材"), (2, "更新台账")))
    found = read(f"渠州市水务局2023年工作要点\n一、主要任务\n{items}", glossary=())
    assert borne(found) == [(t, [], [], names.split("、")) for t in ("清点器材", "更新台账")]


def test_rows_that_lost_their_cells_end_with_who_bears_them():
    rows = "".join(f"{n + 1} {t}，{x}. {told(a + b)}\n" for n, (t, x, a, b) in enumerate(DUTIES))
    found = read(
        "渠州市2023年工作任务分解表\n序号 工作任务 责任单位\n一、河岸工作（4项）\n" + rows, glossary=()
    )
    assert borne(found) == ALIKE


@pytest.mark.parametrize(
    ("bracket", "names"),
    [
        ("市水务局、市园林局等和各有关县级人民政府负责", ["市水务局", "市园林局", "各有关县级人民政府"]),
        ("市水务局、市妇联等和各县级人民政府负责", ["市水务局", "市妇联", "各县级人民政府"]),
        ("市水务局、市园林局、相关区", ["市水务局", "市园林局", "相关区"]),
        ("市水务局、竹河区", ["市水务局", "竹河区"]),
        ("市水务局、市园林局、渠州长江中支", ["市水务局", "市园林局", "渠州长江中支"]),
        ("水利部、海关总署负责", ["水利部", "海关总署"]),
        ("责任单位：省水利厅、省林业局等省级有关单位", ["省水利厅", "省林业局"]),
        ("责任单位：市水务局，各市、县〔市、区〕政府", ["市水务局", "各市、县〔市、区〕政府"]),
        ("省水利厅，各市、县、自治县政府", ["省水利厅", "各市、县、自治县政府"]),
        ("省水利厅，有关州、市人民政府", ["省水利厅", "有关州、市人民政府"]),
        ("县水务局，各街道、镇", ["县水务局", "各街道、镇"]),
        ("责任单位：各镇、县水务局", ["各镇", "县水务局"]),
        ("责任单位：各县、市直各部门", ["各县", "市直各部门"]),
        ("市水务局，东滩、竹河区政府", ["市水务局", "东滩区政府", "竹河区政府"]),
        ("市水务局，东滩、竹河、南塘区", ["市水务局", "东滩区", "竹河区", "南塘区"]),
        ("责任单位：省水利厅，渠州、芦湾等市政府", ["省水利厅", "渠州市政府", "芦湾市政府"]),
        ("市水务局、东港、西港海关", ["市水务局", "东港海关", "西港海关"]),
        ("市水务局，高新、经开区管委会", ["市水务局", "高新区管委会", "经开区管委会"]),
        ("责任单位：市水务局、电信、移动、竹河区政府", ["市水务局", "电信", "移动", "竹河区政府"]),
        ("责任单位：公安、竹河区政府", ["公安", "竹河区政府"]),
        ("责任单位：竹河区、南塘区政府", ["竹河区政府", "南塘区政府"]),
        (
            "责任单位：市水务局、竹河区、芦湾市、和静县人民政府，北岸片区、开发（度假）区、沙洲经济区管委会",
            [
                "市水务局", "竹河区人民政府", "芦湾市人民政府", "和静县人民政府",
                "北岸片区管委会", "开发（度假）区管委会", "沙洲经济区管委会",
            ],
        ),
        ("市水务局、竹河区、市园林局，南塘区人民政府", ["市水务局", "竹河区", "市园林局", "南塘区人民政府"]),
        ("市水务局、竹河新区、南塘区人民政府", ["市水务局", "竹河新区", "南塘区人民政府"]),
        ("各区、南塘县人民政府", ["各区", "南塘县人民政府"]),
        ("市级分工方案：市水务局、园林局，各区政府负责", ["市水务局", "市园林局", "各区政府"]),
        ("市局河道处、法规处、机关党委，各区局", ["市局河道处", "市局法规处", "市局机关党委", "各区局"]),
        ("市局河道处、市园林局、各处室", ["市局河道处", "市园林局", "各处室"]),
        ("市水务局、河道处、法规处", ["市水务局", "河道处", "法规处"]),
        ("局办公室、法规科、河道科", ["局办公室", "法规科", "河道科"]),
        ("市级：市水务局、市园林局；区级：各区水务局", ["市水务局", "市园林局", "各区水务局"]),
        ("按进度推进，责任单位：市水务局", ["市水务局"]),
        ("6月底前完成，市水务局负责；责任单位：市园林局", ["市园林局", "市水务局"]),
        ("市水务局、市园林局等行业主管部门按职责分工负责", ["市水务局", "市园林局"]),
        (
            "市水务局、市直各单位、中省驻市单位、垂管部门",
            ["市水务局", "市直各单位", "中省驻市单位", "垂管部门"],
        ),
        ("省水利厅、中央在渠单位、领导小组各成员单位", ["省水利厅", "中央在渠单位", "领导小组各成员单位"]),
        ("责任单位：市水务局（周大海）、市园林局（林芳局长，555-1234）", ["市水务局", "市园林局"]),
        ("责任单位：市水务局（河长办）、市科技局（高企科）", ["市水务局（河长办）", "市科技局（高企科）"]),
        (
            "省水利厅，各市、县〔区〕水务局、园林局",
            ["省水利厅", "各市、县〔区〕水务局", "各市、县〔区〕园林局"],
        ),
        ("省水利厅，各市、县教育局", ["省水利厅", "各市、县教育局"]),
        ("责任单位：各县、市教育局", ["各县", "市教育局"]),
        (
            "州水务局、州园林局等州级有关部门（单位）、各县（市）人民政府",
            ["州水务局", "州园林局", "各县（市）人民政府"],
        ),
        ("州级有关部门（单位）、各县（市）人民政府", ["州级有关部门（单位）", "各县（市）人民政府"]),
        (
            "水利部、财政部等和有关地方人民政府及节水示范基地按职责分工负责",
            ["水利部", "财政部", "有关地方人民政府", "节水示范基地"],
        ),
        ("责任单位：县水务局、各镇〈场〉", ["县水务局", "各镇〈场〉"]),
        ("市水务局、和平控股公司", ["市水务局", "和平控股公司"]),
        ("责任单位：市水务局，同时补齐登记手续", ["市水务局"]),
        ("责任单位：市水务局，电信、移动公司，渠州日报社", ["市水务局", "电信", "移动公司", "渠州日报社"]),
        ("治水专班牵头单位按职责分工负责", ["治水专班牵头单位"]),
        ("责任单位：市水务局、治水专班牵头单位", ["市水务局", "治水专班牵头单位"]),
        ("市水务局、市96700热线中心、市120急救中心", ["市水务局", "市96700热线中心", "市120急救中心"]),
        ("责任单位：市水务局、3个中心", ["市水务局"]),
        ("市水务局、高新区、市经开区管委会", ["市水务局", "高新区管委会", "市经开区管委会"]),
        ("市水务局，各园区、高新区管委会", ["市水务局", "各园区", "高新区管委会"]),
        ("市水务局、同川区政府、和县政府负责", ["市水务局", "同川区政府", "和县政府"]),
        ("市水务局、市园林局及各县政府负责", ["市水务局", "市园林局", "各县政府"]),
        ("“967”热线办、市水务局", ["“967”热线办", "市水务局"]),
        ("市水务局、市园林局负责，加粗的为牵头单位", ["市水务局", "市园林局"]),
        ("责任单位：市文旅局（文物）、市公安局（江北分局）", ["市文旅局（文物）", "市公安局（江北分局）"]),
    ],
)
def test_every_name_of_a_bracket_is_told(bracket, names):
    found = read(f"{TASKS}（一）清点器材。逐项核对器材。（{bracket}）\n{END}", glossary=())
    assert borne(found) == [("清点器材", [], [], names)]


@pytest.mark.parametrize(
    ("remark", "helps"),
    [("排在第一位的为牵头单位，下同", False), ("列首位的为牵头单位，其他为配合单位", True)],
)
def test_the_others_beside_the_first_keep_the_role_that_the_text_gives_them(remark, helps):
    found = read(f"{TASKS}（一）清点器材。逐项核对。（市水务局、市园林局负责，{remark}）\n{END}", glossary=())
    rest = ["市园林局"]
    assert borne(found) == [("清点器材", ["市水务局"], rest if helps else [], [] if helps else rest)]


@pytest.mark.parametrize(
    ("remark", "role"),
    [
        ("括号内为牵头处室，其他处室按职责分工负责，下同", "lead"),
        ("括号中的单位为牵头单位，下同", "lead"),
        ("括号内为配合单位", "helping"),
        ("括号内为经办人电话", "responsible"),
    ],
)
def test_what_a_remark_says_of_the_bodies_in_brackets_holds_for_all_of_them(remark, role):
    items = (
        f"（一）清点器材。逐项核对。（市水务局，周大海，5551234）（{remark}）补齐护栏。（市园林局，林芳，5554321）\n"
        "（二）补种乔木。清点枯树，补齐名牌。\n（市园林局，何川，5550000）组织学校认养乔木。（市教育局，孟平，5551111）\n"
    )
    names = {"清点器材": "市水务局", "补齐护栏": "市园林局", "补种乔木": "市园林局", "组织学校认养乔木": "市教育局"}
    found = read(f"{TASKS}{items}{END}", glossary=()).tasks
    told = [t.lead if role == "lead" else t.cooperating if role == "helping" else t.responsible for t in found]
    assert [t.lead + t.cooperating + t.responsible for t in found if t.units_span] == [[n] for n in names.values()]
    assert [one for one in told if one] == [[n] for n in names.values()]
    assert not any("括号" in t.title for t in found)


@pytest.mark.parametrize(
    "text",
    [
        "站内物资由市水务局统一调配。", "定期会同邻市开展演练。", "报市水务局备案。", "建立市水务局牵头、市园林局参与的机制。",
        "购置器材（站点内由市水务局管理）。", "发挥流域联防指挥部的牵头作用。", "市水务局负责人逐站走访。",
        "在渠州大学设立器材学院，负责全市轮训。", "支持渠州大学、市水务局牵头组建联盟。", "推动市档案馆、市图书馆共同负责造册。",
        "积极研究推动器材中心和信息网络优化布局。", "建成一批示范学院（渠州大学、渠州学院）。",
    ],
)  # fmt: skip
def test_bodies_of_a_sentence_that_gives_them_no_duty_bear_nothing(text):
    assert borne(read(f"{TASKS}（一）清点器材。{text}\n{END}", glossary=())) == []


@pytest.mark.parametrize(
    ("text", "title", "lead", "helping"),
    [
        ("由市水务局牵头，市园林局、市财政局，渠州大学配合，修订巡河守则，印发各站", "修订巡河守则",
         ["市水务局"], ["市园林局", "市财政局", "渠州大学"]),
        ("此项工作由市水务局牵头负责，补种乔木，清理堆场", "补种乔木", ["市水务局"], []),
        ("市水务局会同市园林局绘制绿道图，公布入口", "绘制绿道图", ["市水务局"], ["市园林局"]),
    ],
)  # fmt: skip
def test_an_item_that_opens_with_its_bearers_is_called_after_what_they_do(text, title, lead, helping):
    found = read(f"{TASKS}1．{text}。\n2．巡河。每周巡河。\n{END}", glossary=())
    assert borne(found) == [(title, lead, helping, [])]


def test_a_name_that_the_end_of_a_line_cuts_is_whole():
    text = (
        "1．修订巡河守则。逐站走访，听取看护人的意见，补上夜间与汛期的条目，印成手册\n发到各站。\n"
        "　　责任单位：市水务局、市人力资源和社会保障局、市自然资源和规划局、市统\n计局\n"
        "2．补种沿江乔木。清点枯死的树木，按原样补种，挂上名牌，请附近学校的学生认\n养照看。\n"
        "　　牵头单位：市园林局；配合单位：市教育局、市卫生健康委、市文\n旅局、各镇（街道）\n"
    )
    assert borne(read(f"{TASKS}{text}{END}", glossary=())) == [
        ("修订巡河守则", [], [], ["市水务局", "市人力资源和社会保障局", "市自然资源和规划局", "市统计局"]),
        ("补种沿江乔木", ["市园林局"], ["市教育局", "市卫生健康委", "市文旅局", "各镇（街道）"], []),
    ]


def test_the_end_of_a_bracket_that_comes_again_and_again_is_no_head_of_pages():
    items = "".join(
        f"{n}．{what}。清点器材，更换损坏的护栏，补齐缺少的名牌。（责任单位：市水务局，渠州\n园林管护中心）\n"
        for n, what in enumerate(("整修北岸", "整修南岸", "整修东滩", "整修西滩"), 1)
    )
    names = ["市水务局", "渠州园林管护中心"]
    told = borne(read(f"{TASKS}{items}{END}", glossary=()))
    assert told == [(what, [], [], names) for what in ("整修北岸", "整修南岸", "整修东滩", "整修西滩")]


def test_a_line_from_the_midst_of_a_list_of_bodies_is_no_head_of_pages():
    bodies = "（责任单位：市水务局、市人力资源和社\n会保障局、市财政局、市园林局、市教育局、市卫生健康\n委、各区政府）"
    works = ("整修北岸", "整修南岸", "整修东滩", "整修西滩")
    items = "".join(f"{n}．{what}。清点器材，更换损坏的护栏，补齐缺少的名牌。{bodies}\n" for n, what in enumerate(works, 1))
    told = borne(read(f"{TASKS}{items}{END}", glossary=()))
    names = ["市水务局", "市人力资源和社会保障局", "市财政局", "市园林局", "市教育局", "市卫生健康委", "各区政府"]
    assert told == [(what, [], [], names) for what in works]


@pytest.mark.parametrize(
    "text",
    [
        "市水务局要清点；市园林局要补种；市财政局要拨款。",
        "市水务局要清点，市园林局应补种；市财政局负责拨款。",
    ],
)
def test_each_clause_of_a_sentence_names_who_has_to_act(text):
    found = read(f"{TASKS}（一）清点器材。{text}\n{END}", glossary=())
    assert borne(found) == [("清点器材", [], [], ["市水务局", "市园林局", "市财政局"])]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("在东滩建设两处驿站，通过认养方式，招募志愿者。", "在东滩建设两处驿站"),
        ("在保护河岸的前提下，开放两处驿站。", "开放两处驿站"),
        ("为钓友提供遮阳设施，并设置标牌。", "为钓友提供遮阳设施"),
        ("为方便钓友，沿线设置标牌。", "沿线设置标牌"),
    ],
)
def test_a_title_is_the_first_clause_in_which_something_is_done(text, title):
    body = f"清理堆场。（市水务局负责）{text}（市园林局负责）"
    found = read(f"{TASKS}（一）河岸整治。{body}\n{END}", glossary=())
    assert [t.title for t in found.tasks if t.responsible == ["市园林局"]] == [title]


@pytest.mark.parametrize("aside", ["试行", "含本科", "另有用处", "附教室", "以实际为准"])
def test_other_words_in_brackets_bear_nothing(aside):
    found = read(
        f"渠州市水务局2023年工作要点\n一、主要任务\n1．清点器材。逐项核对。（{aside}）\n", glossary=()
    )
    assert borne(found) == []


def test_what_all_offices_responsible_are_told_to_do_is_borne_by_none():
    text = (
        TASKS
        + "（一）清点器材。市水务局逐项核对器材。\n三、工作要求\n（一）抓紧部署。各责任单位要制定计划。\n"
    )
    assert borne(read(text, glossary=())) == []


TITLE = "渠州市2023年工作任务分解表\n"
LEADERS = [(title, lead) for title, _, lead, _ in DUTIES]


@pytest.mark.parametrize(
    ("head", "rows", "expected"),
    [
        ("序号\n重点任务\n联系人\n牵头单位\n配合单位\n", "{n}\n{title}\n周宁\n{lead}\n{others}\n", LED),
        ("序号\t工作事项\t主要内容\t牵头单位\t配合单位\t市水务局内牵头处室\n",
         "{n}\t{title}\t{text}。\t{lead}\t{others}\t堤防处\n", LED),
        ("工作任务 | 具体要求 | 建议责任单位（市级部门）\n", "{title} | {text}。 | {lead}、{others}\n", ALIKE),
        ("| 序号 |\n项目名称 |\n2023年建设内容 |\n牵头单位 |\n责任单位 |\n|\n",
         "{n} |\n{title} |\n{text}。 |\n{lead} |\n{others} |\n|\n", SHARED),
        ("任务\n责任分工\n", "{title}\n{lead}牵头，{others}配合。\n", LED),
        ("", "{n}\n|\n{title}，{text}。\n|\n{lead}\n|\n周宁\n|\n2023年底前\n|\n", None),
    ],
    ids=["a_column_of_names", "inner_offices", "a_bracket_in_the_head", "bars_at_the_end", "two_columns", "no_head"],
)  # fmt: skip
def test_each_column_of_a_table_of_duties_has_the_role_its_head_gives_it(head, rows, expected):
    found = borne(read(TITLE + head + numbered(rows), glossary=()))
    assert found == (expected or [(title, [], [], lead) for title, _, lead, _ in DUTIES])


def test_running_numbers_begin_again_in_each_group_of_a_table():
    groups = ""
    for g in (0, 2):
        groups += f"{CN[g // 2]}、第{g // 2 + 1}组事项\n"
        for n, (title, _, lead, others) in enumerate(DUTIES[g : g + 2]):
            groups += f"{n + 1}\n{title}\n{told(lead)}\n{told(others)}\n"
    found = read(TITLE + "序号\n工作任务\n牵头单位\n配合单位\n" + groups, glossary=())
    assert borne(found) == LED
    assert [t.path[-1] for t in found.tasks] == ["一、第1组事项"] * 2 + ["二、第2组事项"] * 2


def test_groups_stand_before_running_numbers_that_the_head_does_not_name():
    rows = "".join(
        ("岸上\n|\n" if n % 2 == 0 else "") + f"{n + 1}\n|\n{t}，{x}。\n|\n{told(a)}\n|\n年底前\n|\n"
        for n, (t, x, a, _) in enumerate(DUTIES)
    )
    found = read(TITLE + "工作领域\n|\n具体要求\n|\n责任单位\n|\n时限要求\n|\n" + rows, glossary=())
    assert borne(found) == [(title, [], [], lead) for title, lead in LEADERS]


def test_groups_head_rows_that_have_no_numbers():
    rows = "".join(
        ("" if n % 2 else f"{CN[n // 2]}、第{n // 2 + 1}组事项\n") + f"{t}，{x}。\n{told(a)}\n{told(b)}\n"
        for n, (t, x, a, b) in enumerate(DUTIES)
    )
    found = read(TITLE + "任务类别\n工作任务\n牵头单位\n配合单位\n" + rows, glossary=())
    assert borne(found) == LED


def test_a_list_of_projects_gives_its_duties_and_its_goals_and_no_goal_of_its_numbers():
    rows = (
        "1\n栈道工程\n栈道长度达到30公里\n2023—2024年\n市园林局\n市财政局\n渠州高新区管委会\n"
        "2\n驿站工程\n新建驿站12处\n2023—2025年\n市水务局\n市教育局\n"
        "3\n泵站工程\n改造泵站5座\n2024—2025年\n市水务局\n市农业农村局\n东滩县政府\n"
    )
    found = read(
        TASKS
        + END
        + "附表\n重点项目表\n序号\n项目名称\n建设内容及目标\n实施期限\n牵头单位\n责任单位\n"
        + rows,
        glossary=(),
    )
    assert borne(found) == [
        ("栈道工程", ["市园林局"], [], ["市财政局", "渠州高新区管委会"]),
        ("驿站工程", ["市水务局"], [], ["市教育局"]),
        ("泵站工程", ["市水务局"], [], ["市农业农村局", "东滩县政府"]),
    ]
    assert sorted((t.value, t.unit) for t in found.targets) == [
        (5, "座"),
        (12, "处"),
        (30, "公里"),
        (300, "公里"),
    ]


def test_rows_without_a_head_end_with_cells_of_bodies():
    rows = "".join(f"{n + 1}\t{t}，{x}。\t{told(a)}\t{told(b)}\n" for n, (t, x, a, b) in enumerate(DUTIES))
    found = read(TASKS + END + "附件\n任务分工表\n" + rows, glossary=())
    assert borne(found) == ALIKE


def test_sentences_that_slipped_into_the_column_of_bodies_are_no_bodies():
    text = "清理北岸堆场，搬迁旧码头，补种乔木，养护步道，设置驿站，开放观景台，公布水质。"
    rows = f"1\t整治河岸\t市水务局\n2\t建设绿道\t{text}\n3\t改造泵站\t市财政局\n"
    found = read(TITLE + "序号\t工作任务\t责任单位\n" + rows, glossary=())
    assert [t.responsible for t in found.tasks if t.responsible] == [["市水务局"], ["市财政局"]]


def test_short_lines_that_name_no_bearer_are_no_table():
    lines = "工作任务\n工作要求\n1\n清点器材。\n2\n核对台账。\n3\n更新图纸。\n"
    assert borne(read(TITLE + lines, glossary=())) == []


SECURED = "（一）备足石料。向邻县采购。（市水务局负责）\n（二）配齐船只。租用渡船。（市园林局负责）\n"


@pytest.mark.parametrize(
    ("title", "works"),
    [
        ("强化石料供应保障", True),
        ("保障措施", False),
        ("强化组织保障", False),
        ("加强协调配合，强化资金保障", False),
    ],
)
def test_a_section_called_after_what_it_secures_holds_tasks_where_its_items_are_borne(title, works):
    found = read(f"{TASKS}（一）清点器材。逐项核对。（市水务局负责）\n三、{title}\n{SECURED}", glossary=())
    (first, *rest), aside = found.tasks, found.measures
    assert first.title == "清点器材"
    assert [t.title for t in (rest if works else aside)] == ["备足石料", "配齐船只"]


def test_numbers_of_items_may_have_three_digits():
    items = "".join(
        f"{n}.{what}。（责任单位：市水务局）\n" for n, what in ((125, "清点器材"), (126, "更新台账"))
    )
    found = read(f"渠州市2023年工作任务分解表\n一、河岸工作\n{items}", glossary=())
    assert [t.title for t in found.tasks] == ["清点器材", "更新台账"]


def test_the_work_of_an_item_may_be_given_out_in_its_last_sentence_by_groups_of_bodies():
    text = "逐项核对。此项工作由市水务局、市园林局，各镇、区政府负责。"
    found = read(f"{TASKS}（一）清点器材。{text}\n{END}", glossary=())
    assert borne(found) == [("清点器材", [], [], ["市水务局", "市园林局", "各镇、区政府"])]


def test_names_at_once_behind_each_other_in_a_cell_are_told_apart():
    rows = "1\t清点器材\t省水利厅省发改委\n2\t更新台账\t省林业局省财政厅省审计厅\n"
    found = read("渠州省2023年工作任务分解表\n序号\t工作任务\t责任单位\n" + rows, glossary=())
    assert [t.responsible for t in found.tasks] == [
        ["省水利厅", "省发改委"],
        ["省林业局", "省财政厅", "省审计厅"],
    ]


def test_a_row_that_kept_its_cells_stands_among_rows_that_lost_them():
    rows = "1\n清点器材\n市水务局\n2\t更新台账\t市园林局\n3\n绘制图纸\n市财政局\n"
    found = read(TITLE + "序号\n工作任务\n责任单位\n" + rows, glossary=())
    assert [(t.title, t.responsible) for t in found.tasks] == [
        ("清点器材", ["市水务局"]),
        ("更新台账", ["市园林局"]),
        ("绘制图纸", ["市财政局"]),
    ]


def test_a_head_in_one_line_stands_above_groups_and_cells_one_a_line():
    rows = ""
    for g in (0, 2):
        rows += f"{CN[g // 2]}\t第{g // 2 + 1}组事项\n"
        rows += "".join(
            f"{n + 1}\n{t}\n{x}，沿线逐段落实，按月通报进展情况。\n{told(a)}\n"
            for n, (t, x, a, _) in enumerate(DUTIES[g : g + 2])
        )
    found = read(TITLE + "序号\t重点任务\t具体工作\t责任单位\t完成时限\n" + rows, glossary=())
    assert borne(found) == [(title, [], [], lead) for title, lead in LEADERS]


def test_the_longest_cell_of_offices_is_whole():
    long = "市机关事务管理局牵头，市教育局、市卫生健康委、各县（市、区）人民政府配合"
    found = read(
        f"{TITLE}任务\n责任分工\n清点器材\n{long}\n更新台账\n市水务局负责\n绘制图纸\n市财政局负责\n",
        glossary=(),
    )
    assert [t.title for t in found.tasks] == ["清点器材", "更新台账", "绘制图纸"]


def test_the_only_body_of_an_item_is_the_first_where_the_first_leads():
    items = "（二）更新台账。逐项更新。（市园林局负责）\n"
    remark = "（市水务局、市财政局负责，排在第一位的为牵头单位，下同）"
    found = read(f"{TASKS}（一）清点器材。逐项核对。{remark}\n{items}{END}", glossary=())
    assert borne(found) == [
        ("清点器材", ["市水务局"], [], ["市财政局"]),
        ("更新台账", ["市园林局"], [], []),
    ]


def test_the_head_of_a_column_says_more_than_the_words_of_a_cell():
    rows = (
        "1\t清点器材\t市水务局、市园林局按职责分工负责\t市财政局\n2\t更新台账\t市教育局负责\t市公安局配合\n"
    )
    found = read(f"{TITLE}序号\t工作任务\t牵头单位\t责任主体与配合单位\n{rows}", glossary=())
    assert borne(found) == [
        ("清点器材", ["市水务局", "市园林局"], [], ["市财政局"]),
        ("更新台账", ["市教育局"], ["市公安局"], []),
    ]


def test_bodies_at_the_ends_of_rows_have_the_role_of_the_only_head():
    rows = "".join(f"{n + 1} {t}，{x}. {told(a)}\n" for n, (t, x, a, _) in enumerate(DUTIES))
    found = read(
        "渠州市2023年工作任务分解表\n序号 工作任务 牵头责任单位\n一、河岸工作（4项）\n" + rows, glossary=()
    )
    assert borne(found) == [(title, lead, [], []) for title, lead in LEADERS]


@pytest.mark.parametrize("strange", ["城投排水中片", "国投渠州公交总场（调度室）"])
def test_one_name_of_an_unknown_kind_among_bodies_does_not_lose_the_bracket(strange):
    text = TASKS + f"1.整治河岸堆场。清理北岸堆场。（市水务局、市公安局、{strange}、各区政府）\n" + END
    assert borne(read(text, glossary=())) == [
        ("整治河岸堆场", [], [], ["市水务局", "市公安局", strange, "各区政府"])
    ]


@pytest.mark.parametrize(
    "inside", ["市水务局、清淤疏浚", "堆场、码头、市水务局", "沿江步道贯通、市园林局、驿站配套齐全"]
)
def test_a_bracket_of_things_with_a_body_among_them_bears_nothing(inside):
    text = TASKS + f"1.整治河岸堆场。清理北岸堆场（{inside}）。\n" + END
    assert borne(read(text, glossary=())) == []


def test_offices_named_by_their_fields_share_their_last_word():
    found = read(f"{TASKS}（一）清点器材。水利、园林、交通等部门要逐项核对器材。\n{END}", glossary=())
    assert borne(found) == [("清点器材", [], [], ["水利部门", "园林部门", "交通部门"])]


@pytest.mark.parametrize(
    ("bracket", "names"),
    [
        ("市水务局、和林格尔县人民政府", ["市水务局", "和林格尔县人民政府"]),
        ("市水务局、和平区政府、和顺县政府", ["市水务局", "和平区政府", "和顺县政府"]),
        ("市水务局、市公安局，和市林业局", ["市水务局", "市公安局", "市林业局"]),
        ("市水务局、和川经开区管委会、人行和川县支行", ["市水务局", "和川经开区管委会", "人行和川县支行"]),
        ("市水务局和南塘县支行", ["市水务局", "南塘县支行"]),
        ("市水务局，和各区政府", ["市水务局", "各区政府"]),
    ],
)
def test_a_place_whose_name_begins_with_he_keeps_it(bracket, names):
    text = (
        TASKS
        + f"（一）整治河岸。清理堆场。（{bracket}负责）\n（二）建设绿道。贯通步道。（市园林局负责）\n"
        + END
    )
    assert borne(read(text, glossary=()))[0][3] == names


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("各镇、各有关部门", ["各镇", "各有关部门"]),
        ("各水务、园林部门", ["各水务部门", "各园林部门"]),
    ],
)
def test_only_offices_told_by_their_trade_share_the_word_behind_the_last(named, told):
    found = read(
        f"渠州市河岸整治方案（2023—2025年）\n一、主要任务\n（一）整治河岸。{named}负责逐段核对。\n", glossary=()
    )
    assert [t.responsible for t in found.tasks] == [told]
