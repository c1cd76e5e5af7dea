"""Tables of duties that lost their borders: parted by blanks within names, run together, or drawn across columns."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import read

PLAN = "云溪市护林防火工作方案\n一、总体要求\n守护山林安全。\n二、任务分工\n护林防火任务分工表\n{}\n三、工作要求\n加强宣传。\n"
HEAD = "序号 重点任务 牵头单位 配合单位 完成时限"
LAST = "3 清理林下枯枝 青石林场管理处 市林业局 2024年6月"
TOLD = [
    ("修建瞭望塔", ["市林业局"], ["市财政局", "市气象局"]),
    ("配备巡护队伍", ["市应急管理局"], ["各镇（街道）"]),
    ("清理林下枯枝", ["青石林场管理处"], ["市林业局"]),
]


def told(table: str, plan: str = PLAN) -> list[tuple[str, list[str], list[str]]]:
    found = read(plan.format(table), glossary=()).tasks
    return [(t.title, t.lead, t.cooperating + t.responsible) for t in found if t.lead or t.responsible]


@pytest.mark.parametrize(
    "table",
    [
        # names of bodies broken where the lines of a page ended, in one line
        f"{HEAD} 1 修建瞭望塔 市 林业局 市财政局、市气 象局 2023年 2 配备巡护队伍 市应急 管理局 各镇（街道） 每年 {LAST}",
        # the head told again and the mark of a page
        f"{HEAD} 1 修建瞭望塔 市 林业局 市财政局、市气 象局 2023年 1、 {HEAD} 2 配备巡护队伍 市应急 管理局 各镇（街道） 每年 {LAST}",
        # nothing between the cells
        """序号重点任务牵头单位配合单位完成时限
1修建瞭望塔。市林业局市财政局、市气象局2023年
2配备巡护队伍。市应急管理局各镇（街道）每年
3清理林下枯枝。青石林场管理处市林业局2024年6月""",
        # drawn line by line across the columns
        """序号 重点任务 牵头单位 配合单位 完成时限
1 修建瞭 市林业局 市财政局、 2023年
望塔 市气象局
2 配备巡 市应急管 各镇（街 每年
护队伍 理局 道）
3 清理林 青石林场 市林业局 2024年
下枯枝 管理处 6月""",
    ],
)
def test_rows_are_told_by_what_their_columns_hold(table):
    assert told(table) == TOLD


def test_groups_between_the_rows_are_their_paths():
    table = (
        "序号 重点任务 牵头单位 配合单位 （一）设施 1 修建瞭望塔 市 林业局 市财政局、市气 象局 （二）队伍 2 配备巡护队伍 市应急 管理局 "
        "各镇（街道） 3 清理林下枯枝 青石林场管理处 市林业局"
    )
    assert told(table) == TOLD
    paths = [t.path for t in read(PLAN.format(table), glossary=()).tasks if t.lead]
    assert [path[-1] for path in paths] == ["（一）设施", "（二）队伍", "（二）队伍"]


@pytest.mark.parametrize(
    "text",
    [
        "序号 姓名 职务 1 张山 组长 2 李思 副组长 3 王武 成员",
        "序号 镇街 瞭望塔（座） 1 东岭镇 4 2 西岭镇 5 3 南岭镇 6",
        "序号 重点任务 牵头单位 1 修建瞭望塔 2 配备巡护队伍 3 清理林下枯枝",
        "表中序号 1 为重点任务，由各单位自行确定，2 为一般任务，3 为其他任务。",
        "序号 重点任务 联系电话 1 修建瞭望塔 5550101 2 配备巡护队伍 5550102 3 清理林下枯枝 5550103",
        "按序号填写重点任务、牵头单位、配合单位，1 式两份，2 月底前报送，3 月汇总。",
    ],
)
def test_other_tables_and_sentences_name_no_bearers(text):
    assert told(text) == []


def test_a_bracket_within_a_bracket_is_one():
    text = PLAN.format(
        "1.修建瞭望塔（[牵头单位：市林业局；配合单位：市财政局、市气象局]）\n2.配备巡护队伍（〔责任单位：市应急管理局〕）"
    )
    assert told(text, "{}") == [
        ("修建瞭望塔", ["市林业局"], ["市财政局", "市气象局"]),
        ("配备巡护队伍", [], ["市应急管理局"]),
    ]


def test_what_an_unknown_head_before_the_measures_names_is_what_is_to_be_done():
    rows = "1 瞭望行动 修建瞭望塔。 市 林业局 2 巡护行动 配备巡护队伍。 市应急 管理局 3 清理行动 清理枯枝。 市水 利局"
    table = f"序号 行动 主要措施 牵头单位 {rows}"
    assert [t[0] for t in told(table)] == ["瞭望行动", "巡护行动", "清理行动"]


DUTIES = ["负责建设市、区（县）瞭望塔，报送月报；维护道路", "负责配备巡护队伍", "负责清理枯枝"]


def test_an_annex_of_duties_is_read_where_nothing_else_tells_tasks():
    lines = "\n".join(f"{unit}：{text}。" for unit, text in zip(["市林业局", "市应急管理局", "市水利局"], DUTIES, strict=True))
    found = told(f"附件：护林防火领导小组成员单位职责\n{lines}", "云溪市护林防火部门职责\n为守护山林安全，明确职责如下。\n{}\n")
    assert found == [
        ("建设市、区（县）瞭望塔，报送月报", [], ["市林业局"]),
        ("配备巡护队伍", [], ["市应急管理局"]),
        ("清理枯枝", [], ["市水利局"]),
    ]


@pytest.mark.parametrize("gap", [" ", "　"])
def test_headings_that_name_a_unit_before_a_gap_are_its_duties(gap):
    text = "云溪市护林防火责任清单\n一、党委部门\n1.市委宣传部{0}开展防火宣传；办好专栏。\n二、政府部门\n1.市林业局{0}修建瞭望塔。\n2.市应急管理局{0}配备队伍。\n"
    assert told(gap, text) == [
        ("开展防火宣传", [], ["市委宣传部"]),
        ("修建瞭望塔", [], ["市林业局"]),
        ("配备队伍", [], ["市应急管理局"]),
    ]
