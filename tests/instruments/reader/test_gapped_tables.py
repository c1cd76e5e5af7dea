"""Tables in running text whose cells are still parted by a space: read as the tables they were.

Cold, before: none of the tables of duties below was read, those of figures gave the wrong columns for goals.
"""

from __future__ import annotations

import re

import pytest

from zhichan.instruments.reader import Reading, read
from zhichan.instruments.reader.clean import clean

FRAME = (
    "松浦市知识产权强市建设规划（2023—2027年）\n为推进我市知识产权强市建设，制定本规划。\n一、总体要求\n（一）指导思想。坚持以创新为引领，"
    "全面加强知识产权保护，完善工作体系，提升治理能力。\n（二）主要目标。到2027年，知识产权创造质量明显提升，保护体系更加健全，运用效益"
    "持续显现，服务能力显著增强。\n二、重点任务\n（一）推进源头保护。完善快速预审机制，健全服务网络，推动创新主体提升管理水平。\n"
    "（二）强化转化运用。建设运营平台，推动专利转化，培育专利密集型产业，支持企业上市融资。\n三、保障措施\n（一）加强组织领导。压实责任，"
    "抓好落实，形成合力。\n（二）强化资金保障。统筹各类资金，优化支出结构，提高使用效益。\n{}\n"
)
DUTIES = """附件
松浦市知识产权强市建设重点任务分工表
序号|工程名称|重点任务|牵头单位|配合单位|完成时限
1|固本工程|建设专利预审服务窗口|市知识产权局|市科技局、市工信局|2025年6月
2|固本工程|推行专利申请前评估制度|市教育局|市知识产权局、各高校|2026年12月
3|活水工程|开展专利开放许可对接|市科技局、市知识产权局|市工商联|持续推进
4|活水工程|搭建知识产权质押融资直通车|市地方金融局|人民银行松浦市分行|2024年12月"""
BY_DUTY = """附件
松浦市知识产权强市建设责任清单
行动|任务|牵头单位|责任单位
固本行动|建设专利预审服务窗口|市知识产权局|市科技局、市工信局
固本行动|推行专利申请前评估制度|市教育局|市知识产权局、市科技局
活水行动|开展专利开放许可对接|市科技局、市知识产权局|市工商联
活水行动|搭建知识产权质押融资直通车|市地方金融局|市财政局"""
INDICATORS = """附件
松浦市知识产权强市建设主要指标
类别|序号|指标|单位|2022年基数|2027年目标
创造|1|有效发明专利拥有量|件|1200|2600
创造|2|海外发明专利授权量|件|45|90
运用|3|知识产权质押融资额|亿元|3.5|12
保护|4|侵权案件按期办结率|%|90|98"""
YEARLY = """附件
松浦市知识产权主要指标年度分解表
序号|指标名称|2022年基数|2024年6月|2027年6月
1|有效发明专利拥有量（件）|1200|1900|2600
2|海外发明专利授权量（件）|45|70|90
3|侵权案件按期办结率（%）|—|95|98"""
BY_PLACE = """附件
各县（市、区）主要目标分解表（2027年）
县（市、区）|有效发明专利拥有量（件）|质押融资金额（亿元）|新增用标主体（家）
东桥县|450|6|13
西屏市|1600|16.5|12
临江区|200|8|10
柳湾区|520|4.5|20"""
GROUPED = """附件
松浦市知识产权强市建设任务分工表
序号|重点任务|具体举措|牵头单位|配合单位
（一）强化创造
1|完善资助政策|修订专利资助办法，突出质量导向。|市知识产权局|市财政局、市科技局
2|培育高价值专利|组建一批培育中心。|市科技局|市教育局
（二）促进运用
3|推进开放许可|按季组织供需对接。|市知识产权局、市科技局|市工商联
4|发展质押融资|优化登记服务。|市地方金融局|人民银行松浦市分行、市财政局"""
TABLES = (DUTIES, BY_DUTY, INDICATORS, YEARLY, BY_PLACE, GROUPED)


def told(reading: Reading) -> list[tuple[object, ...]]:
    goals = [(t.indicator, t.value, t.unit, t.year, t.scope, t.baseline_value) for t in reading.targets]
    return goals + [
        (t.title, tuple(t.lead), tuple(t.cooperating), tuple(t.responsible))
        for t in reading.tasks
        if t.lead or t.cooperating or t.responsible
    ]


def flattened(table: str, joint: str) -> str:
    return joint.join(FRAME.format(table.replace("|", " ")).strip().split("\n"))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("joint", [" ", "　　"])
def test_a_flattened_table_says_what_the_table_said(table: str, joint: str) -> None:
    whole = told(read(FRAME.format(table), glossary=()))
    assert len(whole) >= 4
    assert told(read(flattened(table, joint), glossary=())) == whole


@pytest.mark.parametrize("table", [DUTIES, YEARLY, BY_PLACE])
def test_rows_that_run_into_each_other_are_parted_by_what_their_cells_are(table: str) -> None:
    assert told(read(flattened(table, ""), glossary=())) == told(read(FRAME.format(table), glossary=()))


@pytest.mark.parametrize("table", [DUTIES, BY_DUTY, YEARLY, BY_PLACE])
@pytest.mark.parametrize("share", [0.2, 0.35, 0.5, 0.65, 0.8])
def test_a_page_mark_within_a_table_parts_nothing(table: str, share: float) -> None:
    text = flattened(table, " ")
    at = text.index("附件") + int(len(table) * share)
    marked = text[:200] + " — 1 — " + text[200:at] + " — 2 — " + text[at:]
    assert told(read(marked, glossary=())) == told(read(FRAME.format(table), glossary=()))


def dumped(table: str) -> str:
    """As a sharing site tells it: a space where a line of the page ended, and a number before each slice."""
    whole = "".join(FRAME.format(table.replace("|", " ")).strip().split("\n"))
    lines, at = [], 0
    while at < len(whole):
        end = at + 26
        while whole[end - 1 : end].isdigit() and whole[end : end + 1].isdigit():
            end -= 1
        lines.append(whole[at:end])
        at = end
    told = " ".join(lines)
    return "\n".join(f"{n}、{told[a : a + 300]}" for n, a in enumerate(range(0, len(told), 300), 1))


@pytest.mark.parametrize("table", [DUTIES, INDICATORS, YEARLY])
def test_the_ends_of_the_lines_of_a_page_may_be_borders_of_cells_or_not(table: str) -> None:
    assert told(read(dumped(table), glossary=())) == told(read(FRAME.format(table), glossary=()))


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_space_within_the_name_of_a_row_parts_no_cells_where_units_are_told(cut: int) -> None:
    torn = re.sub(rf"(?m)(\|\d\|.{{{cut}}})(?=[一-龥]{{2}})", r"\1 ", INDICATORS)
    assert torn != INDICATORS
    assert told(read(flattened(torn, " "), glossary=())) == told(read(flattened(INDICATORS, " "), glossary=()))


@pytest.mark.parametrize(
    "text",
    [
        "附件 主要目标分解表 地区 有效发明专利拥有量（件） 质押融资金额（亿元） 东桥县 4 5 0 1 2 西屏市 1 6 0 0 7 临江区 2 0 0 8 柳湾区 5 2 0 9",
        "附件 主要目标分解表 地区 有效发明专利拥有量（件） 质押融资金额（亿元） 东桥县 450 西屏市 1600 7 临江区 200 柳湾区 9",
        "附件 序号 重点任务 牵头单位 配合单位 1 建设窗口 由各地自定 无需他人 3 推行评估 另行通知 按年确定",
        "附件 责任单位 完成时限 工作要求 各单位要高度重视 认真组织 加强协调 按时完成 及时报送 不得延误 确保实效 不断提高",
        "附件 联系人 电话 单位 张三 12 市知识产权局 李四 34 市科技局",
        "附件 指标 单位 2022年 2027年 有效发明专利拥有量 件 商标 件 地理标志 个 融资额 亿元",
    ],
)
def test_pieces_that_do_not_fit_the_head_give_no_goal_and_no_bearer(text: str) -> None:
    reading = read(" ".join(FRAME.format(text).strip().split("\n")), glossary=())
    assert not reading.targets
    assert not [t for t in reading.tasks if t.lead or t.cooperating or t.responsible]


def test_the_quote_of_a_goal_is_its_row() -> None:
    text = flattened(BY_PLACE, " ")
    for goal in read(text, glossary=()).targets:
        assert text[slice(*goal.span)] == goal.quote
        assert re.fullmatch(r"\S+ [\d.]+ [\d.]+ [\d.]+", goal.quote.strip())


def test_what_stands_behind_a_place_keeps_its_borders() -> None:
    view = clean(flattened(DUTIES, " "))
    behind = view.behind(40)
    assert view.ruled
    assert {p + 40 for p in behind.ruled} == view.ruled
    assert all(behind.flat[p] == "|" for p in behind.ruled)


@pytest.mark.parametrize(
    "words",
    [
        "工作任务 联系单位 清理河道 周一 修缮步道 周二 种植花木 周三 更换路灯 周四",
        "名单 单位 张明 市水务局 李华 市住建局 王强 市城管局 赵敏 市林业局",
        "重点任务 责任单位 清理河道 市水务局",
        "任务 市水务局 清理河道 市住建局 修缮步道 市城管局 更换路灯",
    ],
)
def test_two_columns_are_a_table_of_duties_only_under_heads_that_say_so(words):
    text = f"临溪市滨水绿道建设方案\n一、总体要求\n完善绿道网络,改善滨水环境。\n二、有关事项\n{words}\n三、保障措施\n加强领导。\n"
    assert not [t.title for t in read(text, glossary=()).tasks if t.title in words]


def test_what_grew_between_two_years_is_no_goal_beside_a_title_that_ends_as_a_head_does():
    rows = " ".join(f"{n} {name}（公里） {n * 3} {n * 5} {n * 2} 预期性" for n, name in enumerate(("绿道", "步道", "骑道"), 1))
    table = f"专栏1 “十四五”绿道建设主要指标　　序号 指标 2020年 2025年 累计增加值 属性　　{rows}　　"
    text = f"临溪市“十四五”绿道建设规划　　一、主要目标　　绿道更加完善，网络更加健全，{'环境更加优美，' * 30}。　　{table}二、任务　　加强领导。"
    assert [(t.indicator, t.value) for t in read(text, glossary=()).targets] == [("绿道", 5), ("步道", 10), ("骑道", 15)]
