"""Tables whose cells kept their places: each column is read by its role, whatever stands empty or is grouped."""

from __future__ import annotations

import time

import pytest

from zhichan.instruments.reader import Reading, read

HEAD = "松浦市水利强市建设实施方案（2026—2028年）\n为推进水利强市建设，制定本方案。\n一、总体要求\n坚持系统治理。\n二、重点任务\n建设节水城市。\n"
LIST = "水利工作任务清单"


def reading(*rows: str, title: str = "附件 主要指标表") -> Reading:
    return read(HEAD + title + "\n" + "\n".join(row.replace("|", "\t") for row in rows) + "\n", glossary=())


def goals(found: Reading) -> list[tuple[str, float, str | None, int | None]]:
    return [(t.indicator, t.value, t.unit, t.year) for t in found.targets]


def answered_for(found: Reading) -> list[tuple[str, list[str]]]:
    return [(t.indicator, t.units) for t in found.targets]


def duties(found: Reading) -> list[tuple[str, list[str], list[str], list[str]]]:
    return [(t.title, t.lead, t.cooperating, t.responsible) for t in found.tasks]


def test_a_table_of_figures_with_bearers_gives_goals_and_who_answers_for_them() -> None:
    found = reading(
        "序号|领域|工作指标|2028年目标值|责任单位",
        "1|供水|新建村镇水厂|15座以上|市水务局",
        "2|供水|管网漏损率|8%以内|市水务局、市住建局",
        "3||每年培训巡河员|600人次|市总工会",
    )
    assert goals(found) == [
        ("新建村镇水厂", 15, "座", 2028),
        ("管网漏损率", 8, "%", 2028),
        ("每年培训巡河员", 600, "人次", 2028),
    ]
    assert answered_for(found) == [
        ("新建村镇水厂", ["市水务局"]),
        ("管网漏损率", ["市水务局", "市住建局"]),
        ("每年培训巡河员", ["市总工会"]),
    ]
    assert duties(found) == []


def test_rows_of_work_keep_their_bearers_and_their_figures() -> None:
    found = reading("序号|重点任务|2028年目标|责任单位", "1|新建村镇水厂|15座以上|市水务局", "2|整治渠系|36公里|市农业农村局")
    assert goals(found) == [("新建村镇水厂", 15, "座", 2028), ("整治渠系", 36, "公里", 2028)]
    assert duties(found) == [("新建村镇水厂", [], [], ["市水务局"]), ("整治渠系", [], [], ["市农业农村局"])]


def test_an_empty_cell_moves_nothing_in_a_table_of_duties() -> None:
    found = reading(
        "序号|重点工作|具体路径|完成时限|牵头单位|配合单位",
        "1|强化水源保护|划定保护区，新建隔离防护网40公里。|6月|市水务局|/",
        "2|强化水源保护|建立巡查台账。|12月||市环保局",
        "3|推进灌区改造|改造渠系120公里，更新闸门35座。|9月|市农业农村局|市财政局、市水务局",
        title="2026年水利工作任务清单",
    )
    assert duties(found) == [
        ("划定保护区", ["市水务局"], [], []),
        ("建立巡查台账", [], ["市环保局"], []),
        ("改造渠系120公里", ["市农业农村局"], ["市财政局", "市水务局"], []),
    ]
    assert [(t.value, t.year) for t in found.targets] == [(40, 2026), (120, 2026), (35, 2026)]


def test_a_head_of_two_rows_names_the_columns_under_its_groups() -> None:
    found = reading(
        "类别|指标|单位|现状||目标||性质",
        "|||2024年|2025年|2026年|2028年|",
        "安全|水库除险加固率|%|60|70|80|98|约束性",
        "|山塘整治|处|-|20|35|90|预期性",
    )
    assert goals(found) == [
        ("水库除险加固率", 80, "%", 2026),
        ("水库除险加固率", 98, "%", 2028),
        ("山塘整治", 35, "处", 2026),
        ("山塘整治", 90, "处", 2028),
    ]
    assert {(a.indicator, a.year, a.value) for a in found.actuals} == {
        ("水库除险加固率", 2024, 60), ("水库除险加固率", 2025, 70), ("山塘整治", 2025, 20)
    }  # fmt: skip


def test_goals_in_words_stand_in_the_column_of_goals_alone() -> None:
    found = reading(
        "序号|所在地市|主攻方向（3个以内）|现状基础（150字以内）|发展目标（150字以内）|代表企业",
        "1|临溪县|节水装备|现有节水企业46家，2024年产值达12亿元，占全市的三成以上。|到2028年，建成节水装备园2个，引进龙头企业5家。|溪源公司",
        "2|东岭县|智慧灌溉|已建成示范灌区3处，覆盖面积1.5万亩，服务农户8000户以上。|到2027年，智慧灌区达到9处，灌溉水利用系数稳步提高。|东岭灌溉公司",
        title="附件 优势领域发展路径表",
    )
    assert [(t.value, t.year, t.scope) for t in found.targets] == [
        (2, 2028, "临溪县"), (5, 2028, "临溪县"), (9, 2027, "东岭县")
    ]  # fmt: skip


def test_a_term_of_several_years_in_a_head_is_due_at_its_end() -> None:
    found = reading("指标名称|单位|2026—2028年目标", "新增节水企业|家|30", "新建雨量站|个|120")
    assert goals(found) == [("新增节水企业", 30, "家", 2028), ("新建雨量站", 120, "个", 2028)]


@pytest.mark.parametrize(
    "rows",
    [
        ["序号|评分项目|评分标准|分值|得分", "1|水质达标|达标率每低1个百分点扣2分|20|", "2|河道保洁|每缺1处扣1分|15|"],
        ["序号|项目名称|建设单位|总投资（亿元）|建设内容", "1|甲河治理|甲公司|3.5|治理河道12公里", "2|乙库扩容|乙公司|8|新增库容900万方"],
    ],
    ids=["a sheet of points", "a list of projects"],
)  # fmt: skip
def test_points_and_money_are_no_goals(rows: list[str]) -> None:
    found = reading(*rows, title="附件 清单")
    assert not [t for t in found.targets if t.cell is not None]
    assert not {t.value for t in found.targets} & {20, 15, 3.5, 8, 1}


def test_rows_of_parts_take_the_name_of_the_row_above() -> None:
    found = reading(
        "指标|单位|2028年",
        "年度节水量|万立方米|500",
        "其中：工业|万立方米|300",
        "其中：再生水利用量|万立方米|80",
    )
    assert [name for name, *_ in goals(found)] == ["年度节水量", "工业年度节水量", "再生水利用量"]


def test_a_stranger_among_the_bodies_of_a_cell_takes_none_of_them_away() -> None:
    bodies = "市水务局、市财政局、市城管局、市司法局、市园林局，两港三湾（东港区政府、西湾区政府）"
    found = reading(
        "序号|重点任务|责任单位|配合单位", f"1|疏浚内港。|市交通局|{bodies}", "2|修复岸线。|市水务局|/"
    )
    assert found.tasks[1].cooperating[:5] == ["市水务局", "市财政局", "市城管局", "市司法局", "市园林局"]


def test_a_column_of_standards_gives_each_row_its_figures() -> None:
    found = reading(
        "一级指标|二级指标|考核标准|指标含义|数据来源",
        "供水|1.管网漏损率|较上年下降，力争2027年不高于9%。|漏损水量占供水总量的比例，按100%折算。|月报",
        "供水|2.水质合格率|2026年达到98%，2028年达到99%。|抽检合格样品占全部样品的比例。|抽检",
        "服务|3.报修到场率|≥95%|一小时内到场次数占报修次数的比例。|系统",
        title="附件 供水质量指标体系",
    )
    assert [(t.indicator, t.value, t.year) for t in found.targets] == [
        ("管网漏损率", 9, 2027), ("水质合格率", 98, 2026), ("水质合格率", 99, 2028), ("报修到场率", 95, 2028)
    ]  # fmt: skip


def test_rows_of_one_table_with_the_same_goal_each_have_it() -> None:
    found = reading(
        "序号|重点领域|工作内容|责任单位",
        "1|山区|推广节水灌溉，培育节水企业5家。|市水务局",
        "2|湖区|推广智能闸门，培育节水企业5家。|市农业农村局",
    )
    assert [(t.indicator, t.value) for t in found.targets] == [("节水企业", 5), ("节水企业", 5)]


def test_a_place_in_a_row_is_its_own_and_an_undated_repetition_is_no_second_goal() -> None:
    found = reading(
        "序号|所在县区|发展目标",
        "1|临溪县|到2027年，建成节水装备园2个，培育龙头企业5家，带动就业3000人。",
        "2|东岭县|到2027年，建成节水装备园2个，培育龙头企业5家，带动就业3000人。",
        title="附件 发展路径表",
    )
    assert [(t.value, t.scope) for t in found.targets if t.value == 5] == [(5, "临溪县"), (5, "东岭县")]


def test_rows_of_years_are_read_across() -> None:
    found = reading(
        "项目|节水量（万方）|新建泵站（座）", "2025年基数|300|4", "2027年目标|450|9", "2028年目标|500|12"
    )
    assert goals(found) == [
        ("节水量", 450, "万方", 2027),
        ("节水量", 500, "万方", 2028),
        ("新建泵站", 9, "座", 2027),
        ("新建泵站", 12, "座", 2028),
    ]
    assert {(t.baseline_year, t.baseline_value) for t in found.targets} == {(2025, 300), (2025, 4)}


def test_quarters_beside_the_year_and_weights_are_no_goals_of_their_own() -> None:
    found = reading(
        "指标|单位|权重（%）|全年目标|一季度|二季度|三季度|四季度|牵头单位",
        "新增节水企业|家|12|40|8|10|10|12|市水务局",
        "管网改造长度|公里|20|60|10|20|20|10|市住建局",
        title="2026年季度目标分解表",
    )
    assert goals(found) == [("新增节水企业", 40, "家", 2026), ("管网改造长度", 60, "公里", 2026)]


def test_a_head_that_lost_its_empty_cells_spreads_its_years_in_equal_shares() -> None:
    found = reading(
        "地区|节水量（万方）|水质达标率（%，五年累计）",
        "2025年|2028年目标|2025年|2028年目标",
        "临溪县|30|45|91|98",
        "东岭县|20|28|88|96",
    )
    assert [(t.indicator, t.value, t.unit, t.year, t.scope) for t in found.targets] == [
        ("节水量", 45, "万方", 2028, "临溪县"),
        ("水质达标率（五年累计）", 98, "%", 2028, "临溪县"),
        ("节水量", 28, "万方", 2028, "东岭县"),
        ("水质达标率（五年累计）", 96, "%", 2028, "东岭县"),
    ]


@pytest.mark.parametrize(
    ("over", "under"),
    [
        ("序号|重点事项|责任分工||办结时限", "||牵头单位|配合单位"),
        ("序号|重点事项|责任分工|办结时限", "||牵头单位|配合单位"),
        ("序号|重点事项|责任单位||办结时限", "||牵头|配合|"),
        ("序号|重点事项|办结时限|责任分工", "|||牵头单位|配合单位"),
    ],
)
def test_bodies_of_two_roles_stand_under_one_head(over: str, under: str) -> None:
    rows = [
        "1|清理河道淤泥|市水务局|市财政局、市环保局|2027年6月",
        "2|新建亲水步道|市住建局|市林业局|2028年底前",
    ]
    if over.endswith("责任分工"):
        rows = ["|".join([*(c := row.split("|"))[:2], c[4], *c[2:4]]) for row in rows]
    found = reading(over, under, *rows, title=LIST)
    assert duties(found) == [
        ("清理河道淤泥", ["市水务局"], ["市财政局", "市环保局"], []),
        ("新建亲水步道", ["市住建局"], ["市林业局"], []),
    ]
    assert [t.due for t in found.tasks] == ["2027年6月", "2028年底前"]


@pytest.mark.parametrize("under", ["|||2025年|2026年|2028年|", "|||2025年|2026年|2028年"])
def test_of_years_under_past_and_goal_the_first_one_is_the_past(under: str) -> None:
    found = reading(
        "序号|指标|单位|现状值|目标值|责任单位",
        under,
        "1|亲水步道|公里|36|48|70|市住建局",
        "2|雨量站|座|12|15|21|市水务局",
    )
    assert goals(found) == [
        ("亲水步道", 48, "公里", 2026),
        ("亲水步道", 70, "公里", 2028),
        ("雨量站", 15, "座", 2026),
        ("雨量站", 21, "座", 2028),
    ]


def test_a_head_told_in_both_of_its_rows_is_one() -> None:
    found = reading(
        "一级指标|二级指标|单位|现状值|目标值|目标值",
        "一级指标|二级指标|单位|2025年|2027年|2028年",
        "供水|新建水厂|座|3|5|8",
        "供水|更换管网|公里|20|40|60",
    )
    assert goals(found) == [
        ("新建水厂", 5, "座", 2027),
        ("新建水厂", 8, "座", 2028),
        ("更换管网", 40, "公里", 2027),
        ("更换管网", 60, "公里", 2028),
    ]


def test_heads_told_again_in_each_column_of_both_rows_are_told_once() -> None:
    found = reading(
        "序号|指标名称|单位|2025年|目标值|目标值|属性",
        "序号|指标名称|单位|基期值|2027年|2028年|属性",
        "1|新建水厂|座|3|5|8|预期性",
        "2|管网漏损率|\\%|12|9|8|约束性",
    )
    assert goals(found) == [
        ("新建水厂", 5, "座", 2027),
        ("新建水厂", 8, "座", 2028),
        ("管网漏损率", 9, "%", 2027),
        ("管网漏损率", 8, "%", 2028),
    ]


def test_a_task_merged_downwards_holds_for_the_rows_of_its_details() -> None:
    found = reading(
        "重点任务|工作举措|牵头单位|配合单位",
        "一、守护水源|1.划定水源保护区，设立界桩|市水务局|市环保局",
        "|2.清理保护区内码头|市交通局|市公安局",
        "二、普及节水|3.开展节水宣传，编印读本|市教育局|市水务局",
        title=LIST,
    )
    assert duties(found) == [
        ("划定水源保护区", ["市水务局"], ["市环保局"], []),
        ("清理保护区内码头", ["市交通局"], ["市公安局"], []),
        ("普及节水", ["市教育局"], ["市水务局"], []),
    ]
    assert [t.path[-1] for t in found.tasks] == ["一、守护水源", "一、守护水源", "水利工作任务清单"]


def test_a_table_of_an_annex_without_numbers_is_read_once() -> None:
    found = reading(
        "任务名称|主要内容|责任单位",
        "办好水日活动|围绕主题开展宣传，发布年报|市水务局、市委宣传部",
        "推进节水校园|开展试点创建，编写读本|市教育局",
        title="附件\n宣传任务分解表",
    )
    assert duties(found)[1:] == [
        ("办好水日活动", [], [], ["市水务局", "市委宣传部"]),
        ("推进节水校园", [], [], ["市教育局"]),
    ]


def test_headings_between_rows_and_a_second_table_below_do_not_run_together() -> None:
    found = reading(
        "指标|2025年实绩|2028年目标|属性",
        "一、供水指标",
        "新增水厂（座）|3|9|预期性",
        "二、排水指标",
        "污水处理率（%）|91|98|约束性",
        "三、工作安排",
        "序号|工作事项|上半年|下半年|责任单位",
        "1|引进节水企业|完成选址|引进6家|市水务局",
        "2|举办培训|制定方案|举办11场|市总工会、市水务局",
    )
    assert goals(found) == [
        ("新增水厂", 9, "座", 2028),
        ("污水处理率", 98, "%", 2028),
        ("引进节水企业", 6, "家", 2028),
        ("举办培训", 11, "场", 2028),
    ]
    assert [d[3] for d in duties(found)] == [["市水务局"], ["市总工会", "市水务局"]]


def test_what_is_spent_and_lists_of_names_are_no_goals() -> None:
    spent = reading(
        "项目|2026年|2027年|2028年", "水厂建设|80|50|40", "管网维护|60|60|20", title="表2 资金安排表"
    )
    named = reading(
        "序号|企业名称|所属行业|所在地",
        "1|甲泵业公司|泵业|临溪县",
        "2|乙阀门公司|阀门|东岭县",
        title="重点企业名单",
    )
    assert spent.targets == []
    assert named.targets == []


def test_a_table_of_one_cell_a_line_with_whole_rows_is_read_by_its_columns() -> None:
    heads = ["序号", "工作任务", "主要内容", "牵头单位", "配合单位"]
    rows = [
        ["1", "修订办法", "出台全市节水奖补和水价新办法。", "市水务局", "市财政局"],
        ["2", "培育企业", "培育节水企业4家", "市科技局、东湖经开区", "市水务局"],
        ["3", "巡查河道", "各镇街每月巡查河道两次并公布结果。", "市水务局", "各镇街"],
        ["4", "清淤疏浚", "制定主要河道清淤疏浚实施细则。", "市水务局", "市财政局"],
        ["5", "公布水价", "定期公布全市居民生活用水价格。", "市水务局", "市发改委"],
    ]
    found = read(
        HEAD + "附件 任务分解表\n" + "\n".join(cell for row in [heads, *rows] for cell in row) + "\n",
        glossary=(),
    )
    assert [(t.title, t.lead, t.cooperating) for t in found.tasks if t.lead] == [
        ("修订办法", ["市水务局"], ["市财政局"]),
        ("培育企业", ["市科技局", "东湖经开区"], ["市水务局"]),
        ("巡查河道", ["市水务局"], ["各镇街"]),
        ("清淤疏浚", ["市水务局"], ["市财政局"]),
        ("公布水价", ["市水务局"], ["市发改委"]),
    ]


def test_a_number_told_in_ten_thousands_keeps_the_unit_of_its_column() -> None:
    found = reading(
        "指标|单位|2025年基期值|2028年目标值|年均增长", "节水器具|件|-|3万|-", "雨量站|座|100|200|〔累计〕"
    )
    assert goals(found) == [("节水器具", 3, "万件", 2028), ("雨量站", 200, "座", 2028)]


def test_what_explains_a_task_beside_its_figures_is_no_name() -> None:
    found = reading(
        "序号|任务|主要内容|2027年|2028年|牵头单位",
        "1|节水改造|围绕四类园区开展管网普查和节水改造|2个|3个|市水务局",
        "2|巡河培训|组织各镇街巡河员开展安全和技能培训|500人次|600人次|市总工会",
    )
    assert goals(found) == [
        ("节水改造", 2, "个", 2027), ("节水改造", 3, "个", 2028), ("巡河培训", 500, "人次", 2027), ("巡河培训", 600, "人次", 2028)
    ]  # fmt: skip
    assert [d[:2] for d in duties(found)] == [("节水改造", ["市水务局"]), ("巡河培训", ["市总工会"])]


@pytest.mark.parametrize("line", ["工作任务\t甲\n一、子目\n", "工作任务\t甲\t乙\n"])
def test_heads_told_again_and_again_without_rows_take_little_time(line: str) -> None:
    begun = time.process_time()
    read(HEAD + line * (30000 // len(line)), glossary=())
    assert time.process_time() - begun < 20


def test_a_table_that_ends_a_text_of_one_line_is_no_fault():
    text = (
        "云溪市茶叶方案（2024—2026年） 一、目标 到2026年，茶园达到12万亩。 二、任务 （一）建设茶园。新建茶园3万亩。（市农业农村局） "
        "（二）培育企业。培育企业20家。（市工信局） 三、资金安排 表1 资金安排 单位：万元 项目\t2024年\t2025年\t2026年 "
        "茶园\t80\t50\t50 企业\t60\t60\t0 合计\t140\t110\t50 "
    )
    told = read(text, glossary=()).targets
    assert [(t.value, t.unit) for t in told[:3]] == [(12, "万亩"), (3, "万亩"), (20, "家")]


def test_rows_that_lost_the_cell_they_share_with_the_row_above_keep_their_bearers():
    rows = (
        "工作任务 | 具体要求 | 责任部门 |\n"
        "一、做好水情公开。 | 1.公布各库水位。 | 水文科 |\n"
        "2.公布泵站启停情况。 | 各科室 | |\n"
        "3.更新水情地图。 | 信息科牵头,各科室配合 | |\n"
        "二、改进公开方式。 | 4.每周发布水情图解。 | 办公室 |\n"
        "5.开设水情问答。 | 办公室、各科室 | |\n"
    )
    told = read("2024年水情公开工作任务分解表\n" + rows, glossary=()).tasks
    assert [t.lead + t.responsible for t in told if t.lead or t.responsible] == [
        ["水文科"],
        ["各科室"],
        ["信息科"],
        ["办公室"],
        ["办公室", "各科室"],
    ]


def test_a_name_told_of_several_groups_is_told_with_its_group_and_a_group_alone_names_its_row() -> None:
    found = reading(
        "行业|指标|2025年|2028年",
        "渔业|企业数（家）|30|50",
        "渔业|产值（亿元）|3|≥5",
        "航运|企业数（家）|10|20",
        "航运|产值（亿元）|2|≥4",
        "航运|货运量年均增速|—|增长≥6%",
        "港口吞吐量（万吨）||200|380-400",
    )
    assert [(t.indicator, t.comparator, t.value, t.value_max) for t in found.targets] == [
        ("渔业企业数", ">=", 50, None),
        ("渔业产值", ">=", 5, None),
        ("航运企业数", ">=", 20, None),
        ("航运产值", ">=", 4, None),
        ("货运量年均增速", ">=", 6, None),
        ("港口吞吐量", "range", 380, 400),
    ]


def test_a_table_of_places_right_below_one_of_indicators_is_a_table_of_its_own() -> None:
    found = reading(
        "指标|2024年|2027年",
        "商标（件）|3|5",
        "专利（件）|4|6",
        "县区|商标（件）|专利（件）",
        "甲县|1|2",
        "乙县|2|3",
    )
    assert not [t for t in found.targets if t.indicator in ("甲县", "乙县", "县区")]
    assert {(t.scope, t.indicator, t.value) for t in found.targets} >= {
        ("甲县", "商标", 1),
        ("乙县", "专利", 3),
    }


TAGGED = """<table border="1">
<tr><th rowspan="2">序号</th><th rowspan="2">灌区</th><th colspan='2'>灌溉面积(万亩)</th><th rowspan=2>责任单位</th></tr>
<tr><th>2026年</th><th>2028年</th></tr>
<tr><td>1</td><td>东干<br/>灌区</td><td>12</td><td>15</td><td rowspan="2"><p>市水务局</p></td></tr>
<tr><td>2</td><td>西干灌区</td><td>7</td><td>9</td></tr>
<tr><td>3</td><td>南干灌区</td><td></td><td>4</td><td>市农业农村局</td></tr>
</table>"""


@pytest.mark.parametrize(
    "table",
    [
        TAGGED,
        TAGGED.replace("\n", ""),
        TAGGED.replace("><", ">\n  <"),
        TAGGED.replace("</tr>", "").replace("</td>", "").replace("</th>", "").upper(),
    ],
    ids=["a row a line", "one line", "a tag a line", "without ends"],
)
def test_a_table_kept_with_its_tags_has_its_cells_where_their_spans_put_them(table: str) -> None:
    found = read(HEAD + "灌区面积目标表\n" + table + "\n三、保障措施\n加强领导。\n", glossary=())
    assert [(t.scope, t.value, t.unit, t.year) for t in found.targets] == [
        ("东干灌区", 12, "万亩", 2026),
        ("东干灌区", 15, "万亩", 2028),
        ("西干灌区", 7, "万亩", 2026),
        ("西干灌区", 9, "万亩", 2028),
        ("南干灌区", 4, "万亩", 2028),
    ]
    assert [t.units for t in found.targets if t.scope != "西干灌区"] == [["市水务局"]] * 2 + [["市农业农村局"]]


def test_a_break_within_a_cell_between_bars_ends_no_row() -> None:
    rows = [
        "|序号|指标|2028年|单位|",
        "|---|---|---|---|",
        "|1|管网<br>漏损率|8以内|%|",
        "|2|新建水厂|15|座|",
    ]
    found = read(HEAD + "主要指标表\n" + "\n".join(rows) + "\n", glossary=())
    assert goals(found) == [("管网漏损率", 8, "%", 2028), ("新建水厂", 15, "座", 2028)]


ACROSS = """水利强市主要指标
{first}
{names}
计量单位
座
公里
%
2026年完成数
12
340
88.5
同比增长(%)
4.1
6.2
1.0
2028年目标数
15
360
92
责任单位
市水务局
市农业农村局
市住建局
三、保障措施
"""
NAMES = "新建水厂\n改造渠系\n自来水普及率"


@pytest.mark.parametrize("blank", ["", "\n"], ids=["lines", "empty lines between"])
@pytest.mark.parametrize(
    ("first", "names"), [("指标名称", NAMES), ("绩效指标", NAMES), ("序号", "1\n2\n3\n指标\n" + NAMES)], ids=["names", "of what was done", "numbers"]
)
def test_a_table_told_column_by_column_is_turned_into_its_rows(first: str, names: str, blank: str) -> None:
    table = ACROSS.format(first=first, names=names).replace("\n", "\n" + blank)
    found = read(HEAD + table, glossary=())
    assert goals(found) == [
        ("新建水厂", 15, "座", 2028),
        ("改造渠系", 360, "公里", 2028),
        ("自来水普及率", 92, "%", 2028),
    ]
    assert [(a.indicator, a.value, a.year) for a in found.actuals] == [
        ("新建水厂", 12, 2026),
        ("改造渠系", 340, 2026),
        ("自来水普及率", 88.5, 2026),
    ]
    assert answered_for(found) == [
        ("新建水厂", ["市水务局"]),
        ("改造渠系", ["市农业农村局"]),
        ("自来水普及率", ["市住建局"]),
    ]


def test_a_column_that_lost_a_cell_is_told_of_no_row() -> None:
    table = ACROSS.format(first="指标名称", names=NAMES).replace("360\n", "")
    found = read(HEAD + table, glossary=())
    assert goals(found) == []
    assert "row_width" in {o.code for o in found.open}


def test_a_row_of_the_whole_above_its_places_leaves_them_readable() -> None:
    found = reading("县区|新建水厂（座）|改造渠系（公里）", "2028年目标值|15|360", "东山县|9|200", "西河县|6|160")
    assert [(t.scope, t.value) for t in found.targets][-4:] == [
        ("东山县", 9),
        ("东山县", 200),
        ("西河县", 6),
        ("西河县", 160),
    ]


def test_a_cell_said_to_go_over_more_rows_than_there_are_moves_no_other() -> None:
    cells = [["领域", "指标", "2026年", "2028年", "单位"], ["供水", "新建水厂", "12", "15", "座"], ["漏损率", "9", "8", "%"]]
    cells += [["灌溉", "改造渠系", "340", "360", "公里"], ["配套泵站", "30", "45", "座"]]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    table = table.replace("<td>供水", "<td rowspan=3>供水").replace("<td>灌溉", '<td rowspan="2">灌溉')
    found = read(HEAD + f"主要指标表\n<table>{table}</table>", glossary=())
    assert [(t.indicator, t.value, t.unit) for t in found.targets if t.year == 2028] == [
        ("新建水厂", 15, "座"),
        ("漏损率", 8, "%"),
        ("改造渠系", 360, "公里"),
        ("配套泵站", 45, "座"),
    ]


def test_a_bar_on_a_line_of_its_own_is_no_row() -> None:
    rows = ["| 指标 | 2026年 | 2028年 |", "| 新建水厂（座） | 12 | 15", "|", "| 改造渠系（公里） | 340 | 360 |"]
    found = read(HEAD + "主要指标表\n" + "\n".join(rows) + "\n", glossary=())
    assert [t.value for t in found.targets] == [12, 15, 340, 360]


GROUPED = ("供水|新建水厂|座|6|12|15", "管网漏损率|%|11|9|8", "灌溉|改造渠系|公里|300|340|360", "配套泵站|座|20|30|45")
WITH_GROUPS = [
    ("新建水厂", 12, "座", 2027),
    ("新建水厂", 15, "座", 2028),
    ("管网漏损率", 9, "%", 2027),
    ("管网漏损率", 8, "%", 2028),
    ("改造渠系", 340, "公里", 2027),
    ("改造渠系", 360, "公里", 2028),
    ("配套泵站", 30, "座", 2027),
    ("配套泵站", 45, "座", 2028),
]


@pytest.mark.parametrize("rule", ["", "---|---|---|---|---|---"])
@pytest.mark.parametrize(
    "head", [["领域|指标|单位|2025年基数|2027年|2028年"], ["领域|指标|单位|现状|目标", "2025年|2027年|2028年"]]
)
@pytest.mark.parametrize("ended", [False, True])
def test_rows_that_lost_the_cell_of_their_group_keep_their_columns(head: list[str], rule: str, ended: bool) -> None:
    rows = [row + "|" * (5 - row.count("|")) * ended for row in GROUPED]
    table = "\n".join([head[0], *[rule] * bool(rule), *head[1:], *rows])
    found = read(HEAD + "主要指标表\n" + table + "\n", glossary=())
    assert goals(found) == WITH_GROUPS


def test_rows_that_lost_the_group_behind_their_number_keep_their_bearers() -> None:
    found = reading(
        "序号|领域|重点任务|牵头单位|配合单位|完成时限",
        "1|供水|新建村镇水厂，改造老旧水厂|市水务局|市住建局|6月底",
        "2|培训巡河员，配齐装备|市水务局|市财政局、市总工会|9月底",
        "3|灌溉|改造渠系，更新闸门|市农业农村局|市水务局|12月底",
        title="2026年水利工作任务清单",
    )
    assert [told[1:] for told in duties(found)] == [
        (["市水务局"], ["市住建局"], []),
        (["市水务局"], ["市财政局", "市总工会"], []),
        (["市农业农村局"], ["市水务局"], []),
    ]


def test_a_second_row_of_heads_that_name_their_columns_needs_nothing_over_it() -> None:
    found = reading(
        "产品名称|实施县区|规模|品牌|效益",
        "种植面积（万亩）|地理标志（件）|商标（件）|年产值（亿元）",
        "山塘莲子|东山县|12|2|40|6",
        "石坝茶油|西河县、南湾县|30|1|25|11",
        "柳港银鱼|南湾县|—|1|18|4.5",
        title="附件 2028年主要目标",
    )
    assert goals(found) == [
        (name, value, unit, 2028)
        for figures in ((12, 2, 40, 6), (30, 1, 25, 11), (0, 1, 18, 4.5))
        for (name, unit), value in zip(
            (("种植面积", "万亩"), ("地理标志", "件"), ("商标", "件"), ("年产值", "亿元")), figures, strict=True
        )
        if value
    ]


@pytest.mark.parametrize("total", ["合计|合计|90|120", "合计||90|120", "合计|90|120"])
def test_a_row_of_totals_among_numbered_rows_has_no_number(total: str) -> None:
    rows = ("序号|县区|2025年基数|2028年目标", "1|东山县|40|55", "2|西河县|20|30", "3|南湾县|30|35", total)
    found = reading(*rows, title="各县区新建水厂目标（单位：座）")
    assert [(t.scope, t.value) for t in found.targets] == [("东山县", 55), ("西河县", 30), ("南湾县", 35), ("全市", 120)]


@pytest.mark.parametrize("first", ["", "\t"])
def test_rows_parted_by_empty_lines_are_one_where_they_broke_over_lines(first: str) -> None:
    rows = ["领域\t指标\t单位\n2025年基数\t2027年\t2028年", f"{first}供水\t新建水厂\t座\t6\t12\t15"]
    rows += ["\t管网漏损率\t%\t11\t9\n8", "灌溉\t改造渠\n系\t公里\t300\t340\t360", "\t配套泵站\t座\t20\t30\t45"]
    found = read(HEAD + "主要指标表\n\n" + "\n\n".join(rows) + "\n\n三、保障措施\n加强监督。\n", glossary=())
    assert goals(found) == WITH_GROUPS
    assert all(t.quote.endswith(f"{t.value:g}") or t.year == 2027 for t in found.targets)


def lined_up(rows: list[list[str]], wide: int) -> str:
    """Rows of cells filled up with blanks to the width of their columns, where Chinese characters are so wide."""
    measured = [[sum(wide if char > "\u2e80" else 1 for char in cell) for cell in row] for row in rows]
    widths = [max(sizes) + 1 for sizes in zip(*measured, strict=True)]
    return "\n".join(
        "".join(cell + " " * (width - size) for cell, size, width in zip(row, sizes, widths, strict=True)).rstrip()
        for row, sizes in zip(rows, measured, strict=True)
    )


@pytest.mark.parametrize("wide", [1, 2])
@pytest.mark.parametrize("over", [[], ["", "", "", "现状", "目标", ""]])
@pytest.mark.parametrize("margin", ["", "   "])
def test_cells_that_blanks_line_up_stand_in_their_columns(wide: int, over: list[str], margin: str) -> None:
    head = ["领域", "指标", "单位", "2025年", "2027年", "2028年"]
    first = [["领域", "指标", "单位", *over[3:]], ["", "", "", *head[3:]]] if over else [head]
    rows = [row.split("|") for row in GROUPED]
    rows = [row if len(row) == len(head) else ["", *row] for row in rows]
    table = lined_up([*first, *rows], wide)
    text = HEAD + "主要指标表\n\n" + "\n".join(margin + line for line in table.split("\n")) + "\n\n三、保障措施\n"
    assert goals(read(text, glossary=())) == WITH_GROUPS
