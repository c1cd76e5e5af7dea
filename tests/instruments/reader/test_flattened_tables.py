"""Tables that a web copy ran into one line are read by the shape that their rows repeat."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import Reading, read

PLAN = (
    "苇州市公共图书馆服务提升行动计划（2025—2027年） 为提升公共图书馆服务，制定本计划。 一、总体要求 坚持公益，完善网络。 二、行动目标 "
    "到2027年，服务网络更加健全。 {} 三、主要任务 （一）优化布局。完善馆舍。（市文旅局） （二）提升服务。延长开放。（市文旅局、市教育局） "
    "四、保障措施 （一）加强领导。 （二）落实经费。"
)


def reading(table: str) -> Reading:
    return read(PLAN.format(table), glossary=())


@pytest.mark.parametrize("sort", [True, False])
def test_places_and_their_numbers_in_one_line_are_goals_of_each_place(sort):
    rows = [("河东区", "12", "340"), ("湖西县", "8", "215"), ("苇南县", "5", "190"), ("高新区", "-", "75")]
    head = "各县（市、区）2027年目标 地区 新增分馆（个） 年接待读者（万人次）" + (" 属性" if sort else "")
    table = " ".join([head, *(" ".join(r) + (" 预期性" if sort else "") for r in rows)])
    told = {(t.scope, t.value, t.unit) for t in reading(table).targets}
    assert told == {
        ("河东区", 12, "个"),
        ("河东区", 340, "万人次"),
        ("湖西县", 8, "个"),
        ("湖西县", 215, "万人次"),
        ("苇南县", 5, "个"),
        ("苇南县", 190, "万人次"),
        ("高新区", 75, "万人次"),
    }


def test_rows_whose_number_follows_the_last_cell_of_the_row_before_are_told_apart():
    table = (
        "重点任务清单序号\t任务\t牵头单位\t配合单位\t完成时限1\t建成总分馆系统。\t市文旅局\t市财政局\t2025年6月2\t布设自助图书馆30座。\t"
        "市文旅局\t市城管局、市住建局\t2026年12月3\t开展阅读推广。\t市教育局\t\t持续推进4\t培训馆员。\t市人社局\t市文旅局\t2027年"
    )
    told = reading(table)
    assert [(t.title, t.lead, t.cooperating) for t in told.tasks if t.lead] == [
        ("建成总分馆系统", ["市文旅局"], ["市财政局"]),
        ("布设自助图书馆30座", ["市文旅局"], ["市城管局", "市住建局"]),
        ("开展阅读推广", ["市教育局"], []),
        ("培训馆员", ["市人社局"], ["市文旅局"]),
    ]
    assert [(t.value, t.unit) for t in told.targets] == [(30, "座")]


@pytest.mark.parametrize(
    "words",
    [
        "联系电话 市文旅局 6601 6602 市教育局 6701 6702 市财政局 6801 6802",
        "地区 河东区 2027 湖西县 2027 苇南县 2027",
        "附图 1 2 图例 3 4 比例 5 6",
    ],
)
def test_words_and_numbers_without_a_head_of_as_many_columns_are_no_table(words):
    assert reading(words).targets == []


def test_bodies_told_one_after_the_other_with_their_duties_are_tasks_of_each():
    told = read(
        PLAN.format("")
        + " 五、职责分工市文旅局：统筹图书馆建设，负责督促落实。市教育局：推动校园阅读，做好馆校合作。市财政局：落实经费保障，加强绩效评价。"
        "市住建局：预留馆舍用地，配合竣工验收。",
        glossary=(),
    )
    bearers = {u for t in [*told.tasks, *told.measures] for u in (*t.lead, *t.responsible)}
    assert {"市文旅局", "市教育局", "市财政局", "市住建局"} <= bearers


def test_the_number_of_a_row_is_no_digit_of_the_value_before_it():
    told = reading(
        "主要指标表序号指标2024年2026年2027年1人均藏书（册）0.8 1.1 1.32流通人次（万人次）210 260 3003延时开放率（%）45 60 754数字资源（TB）12 20 28"
    )
    values = [(t.indicator, t.year, t.value) for t in told.targets if t.year == 2027]
    assert values == [
        ("人均藏书", 2027, 1.3),
        ("流通人次", 2027, 300),
        ("延时开放率", 2027, 75),
        ("数字资源", 2027, 28),
    ]


@pytest.mark.parametrize(
    "table",
    [
        (
            "任务分工表序号工作任务牵头单位责任单位完成时限1改造县级馆4座市文旅局市财政局、市住建局2026年6月2建设农家书屋120家市新闻出版局各县（市、区）人民政府"
            "长期推进3编目地方文献市教育局市文旅局2027年12月"
        ),
        (
            "任务分工表序号工作任务责任分工完成时限1改造县级馆4座牵头：市文旅局；配合：市财政局、市住建局2026年6月2建设农家书屋120家牵头：市新闻出版局；"
            "配合：各县（市、区）人民政府长期推进3编目地方文献牵头：市教育局；配合：市文旅局2027年12月"
        ),
    ],
)
def test_rows_of_duties_without_any_border_are_told_apart_by_their_bodies(table):
    told = reading(table).tasks
    assert [(t.lead, t.cooperating or t.responsible) for t in told if t.lead] == [
        (["市文旅局"], ["市财政局", "市住建局"]),
        (["市新闻出版局"], ["各县（市、区）人民政府"]),
        (["市教育局"], ["市文旅局"]),
    ]


MIXED = (
    "附件任务分解表序号任务名称任务内容责任单位时间节点在城区和乡镇布设流动书车，推动服务1流动服务市文旅局，各县区2027年底点覆盖全部行政村二十个以上"
    "会同学校开展研学阅读，打造精品线市教育局、市文旅2研学阅读路15条，惠及学生局，市妇联2026年底8万人次引入社会力量办馆，鼓励捐"
    "市民政局、市3社会合作赠图书20万册财政局持续推进整合档案、方志资源，建设地方文献4文献整理库6个，数字化率市档案馆，市史志2027年底达到70%"
    "开展馆员轮训，五年培训馆员900市人社局、市文5队伍建设人次，引进专业人才旅局，各县区持续推进40名"
    "推进馆舍适老化改造，配备大字读市残联、市卫健6适老服务本3000册，设立听书角25处委，各县区2026年底开展送书上门服务每季度不少于一次完善读者意见"
    "市文旅局、市12345热7评价改进收集机制，按期答复率95%，公开办理结果线办持续推进"
)


def test_cells_whose_lines_ran_into_each_other_are_open_and_give_no_goal():
    told = read(PLAN.format("") + " " + MIXED, glossary=())
    assert told.targets == []
    assert [o.code for o in told.open if "fused" in o.code] == ["table_fused"]


def test_rows_of_one_line_that_follow_each_other_are_no_jumble():
    rows = (
        "附件任务分解表序号任务名称任务内容责任单位时间节点1流动服务布设流动书车12辆，推动服务点覆盖全部行政村，开展巡回借阅和流动展览活动市文旅局2027年底"
        "2研学阅读会同学校开展研学阅读，打造精品线路15条，惠及学生8万人次，编写读本市教育局2026年底3社会合作引入社会力量办馆，"
        "鼓励捐赠图书20万册，建立志愿服务队伍和激励办法市民政局持续推进4文献整理整合档案和方志资源，建设地方文献库6个，"
        "做好抢救修复和数字化加工，向社会开放查询市史志办公室2027年底5队伍建设开展馆员轮训，培训馆员900人次，引进专业人才，完善职称评聘办法，健全激励机制市人社局持续推进"
    )
    told = read(PLAN.format("") + " " + rows, glossary=())
    assert {t.value for t in told.targets} >= {12, 15, 6, 900}


@pytest.mark.parametrize("broken", ["竹材和\n家具", "茶叶及\n茶具", "陶瓷、\n玻璃", "竹材家具"])
def test_the_first_name_of_a_table_that_broke_in_two_is_no_head(broken):
    cells = ["产业链", "有效发明专利(件)", "专利导航项目", "优势企业(家)", "属性", *broken.split("\n")]
    cells += ["410", "4", "13", "预期性", "电子元件", "330", "3", "11", "预期性", "渔具", "90", "-", "6", "预期性"]
    table = "\n重点产业链指标\n" + "\n".join(cells) + "\n"
    told = {(t.scope.rpartition(":")[2], t.indicator, t.value) for t in reading(table).targets if t.scope}
    name = broken.replace("\n", "")
    assert {(name, "有效发明专利", 410), (name, "专利导航项目", 4), (name, "优势企业", 13)} <= told
    assert {("渔具", "有效发明专利", 90), ("渔具", "优势企业", 6)} <= told
    assert len(told) == 8


LINES = "深入推进全民阅读，完善设施网络，延长开放时间，丰富馆藏资源，加强馆员培训，引导社会力量参与，提升服务效能。"
PLACES = ("河东县", "湖西区", "苇南县", "石桥区", "青溪县", "临江区", "白塔县", "北港区")


def wrapped(text: str, width: int) -> str:
    """The text as a page draws it, each end of a line a space, but none within a number."""
    out, size = "", 0
    for c, following in zip(text, text[1:] + " ", strict=True):
        out, size = out + c, size + 1
        if size >= width and not (c.isdigit() and following.isdigit()):
            out, size = out + " " * (c != " " and following != " "), 0
    return out


@pytest.mark.parametrize("width", range(24, 40))
def test_spaces_for_the_ends_of_lines_leave_the_borders_of_a_table(width):
    rows = [(place, 900 + 37 * n, 3 + n % 3 if n % 5 != 1 else "-", 2 + n % 2) for n, place in enumerate(PLACES)]
    table = LINES * 20 + " 2027年各区目标 地区 新增分馆（个） 阅读站（座） 书店（家） "
    table += " ".join(f"{place} {a} {b} {c}" for place, a, b, c in rows) + " "
    found = read(wrapped(PLAN.replace(" ", "").format(table + LINES * 20), width), glossary=()).targets
    units = ("个", "座", "家")
    gold = {(place, float(v), u) for place, *values in rows for v, u in zip(values, units, strict=True) if v != "-"}
    assert {(t.scope, t.value, t.unit) for t in found} == gold


GROWN = ["鲜茶产量", "茶园面积", "加工车间", "品牌门店", "出口茶叶", "茶农合作社", "质检批次", "电商店铺", "制茶师", "观光茶园"]
TEA = (
    "芦川市茶业发展规划（2026—2030年）\n一、发展目标\n到2030年，建成茶业强市，主要指标见下表。\n序号\n指标名称\n单位\n2025年\n2028年\n2030年\n"
    + "".join(f"{n}\n{name}\n个\n{n + 1}\n{n * 7 + 3}\n{n * 9 + 5}\n" for n, name in enumerate(GROWN, 1))
    + "二、重点任务\n"
    + "".join(f"（{'一二三四五六'[n]}）推进{w}提升。围绕{w}开展摸底，建立台账，逐项落实。（市农业农村局）\n" for n, w in enumerate(GROWN[:6]))
)


@pytest.mark.parametrize("ends", ["{}", "{}\n\x0c", "\x0c{}"])
def test_numbers_of_pages_among_cells_shift_no_row(ends):
    sound = read(TEA, glossary=())
    lines, out = TEA.split("\n"), []
    for n, line in enumerate(lines, 1):
        out += [line, ends.format(n // 18)] if n % 18 == 0 else [line]
    found = read("\n".join(out).replace("\x0c\n", "\x0c"), glossary=())
    assert len(sound.targets) == 20
    assert [(t.indicator, t.value, t.year) for t in found.targets] == [(t.indicator, t.value, t.year) for t in sound.targets]
    assert [t.responsible for t in found.tasks] == [["市农业农村局"]] * 6


def test_a_column_of_notes_may_say_that_there_are_none():
    rows = {"凯山市": ["2", "45", "22", "香炉茶"], "雷山县": ["1", "82", "46", "绿茶"], "麻水县": ["3", "30", "21", "-"]}
    rows |= {"剑白县": ["2", "29", "20", "-"], "锦平县": ["2", "28", "19", "红茶"]}
    heads = ["县（市）", "新增茶园（个）", "茶企总数（家）", "综合产值（亿元）", "备注"]
    table = "\n".join(heads + [cell for name, cells in rows.items() for cell in (name, *cells)])
    plan = "清江州茶业工作方案（2024—2026年）\n一、重点任务\n（一）改造茶园。推广生态种植，更新老茶树。（州农业农村局）\n"
    found = read(f"{plan}附表\n各县（市）茶业目标分解表（2024—2026年）\n{table}\n", glossary=()).targets
    assert [(t.scope, t.value) for t in found] == [(n, float(c)) for n, cells in rows.items() for c in cells[:3]]
