"""Tables of duties as other places lay them out: more columns, narrow cells, merged groups, bodies in front."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import Reading, read

HEAD = (
    "临江市知识产权强市建设行动方案(2026—2028年)\n一、总体要求\n到2028年,全市发明专利拥有量达到900件。\n"
    "二、组织实施\n加强组织领导,压实各方责任,确保取得实效。\n附件\n重点任务分工表\n"
)


def reading(table: str) -> Reading:
    return read(HEAD + table, glossary=())


def told(table: str) -> list[tuple[str, list[str], str | None]]:
    tasks = [t for t in reading(table).tasks if t.responsible]
    return [(t.title, t.responsible, t.due) for t in tasks]


STEPS = [
    ["工作任务", "任务目标", "落实举措", "执行部门(单位)", "完成时间"],
    ["完善制度体系", "健全政策", "推动修订专利条例,完善配套细则。", "市司法局、市市场监管局", "2026年6月"],
    ["推进运用转化", "扩大规模", "开展专利密集型产业培育。", "市工信局", "2026年12月"],
    ["加强保护", "提升效能", "建立快速维权机制,覆盖重点产业。", "市市场监管局、市中级法院", "2026年10月"],
]
SHAPES = [
    ["序号", "工作重点", "工作内容", "具体任务", "成果形式", "责任部门"],
    [
        "1",
        "强化保护",
        "加强行政执法",
        "组织专项行动,查处侵权案件",
        "形成行动总结",
        "省市场监管厅、公安厅",
    ],
    ["2", "强化保护", "完善司法保护", "推进审判机制改革,设立巡回法庭", "出台指导意见", "省法院、检察院"],
    ["3", "促进运用", "推动专利转化", "开展供需对接,建设转化平台", "举办对接活动", "省科技厅、教育厅"],
]


@pytest.mark.parametrize("cell", ["\t", "\n"])
def test_a_table_of_aims_and_steps_charges_those_who_carry_them_out(cell: str) -> None:
    assert told("\n".join(cell.join(row) for row in STEPS) + "\n") == [
        ("健全政策", ["市司法局", "市市场监管局"], "2026年6月"),
        ("扩大规模", ["市工信局"], "2026年12月"),
        ("提升效能", ["市市场监管局", "市中级法院"], "2026年10月"),
    ]


@pytest.mark.parametrize("cell", ["\t", "\n", " "])
def test_a_column_of_results_is_neither_duty_nor_bearer(cell: str) -> None:
    assert told("\n".join(cell.join(row) for row in SHAPES) + "\n") == [
        ("加强行政执法", ["省市场监管厅", "省公安厅"], None),
        ("完善司法保护", ["省法院", "省检察院"], None),
        ("推动专利转化", ["省科技厅", "省教育厅"], None),
    ]


def test_narrow_cells_that_broke_over_lines_are_put_together() -> None:
    table = (
        "序号 工作重点 工作内容 具体任务 成果形式 责任部门\n"
        "1\n强化知识产权行\n政保护\n加强重点领域执法,加\n大查处力度\n组织开展专项行动,查\n处侵权假冒案件\n形成行动总结\n"
        "省市场监管厅、公安\n厅、农业农村厅\n"
        "2\n完善司法保护\n推进审判机制改革,健\n全多元化解机制\n设立巡回法庭,优化繁\n简分流\n出台指导意见\n省法院、检察院\n"
        "3\n促进转化运用\n推动高校专利转化\n建设转化平台,举办供\n需对接活动\n省科技厅、教育厅\n"
    )
    found = [t for t in reading(table).tasks if t.responsible]
    assert [(t.path[-1], t.title, t.responsible) for t in found] == [
        (
            "强化知识产权行政保护",
            "加强重点领域执法,加大查处力度",
            ["省市场监管厅", "省公安厅", "省农业农村厅"],
        ),
        ("完善司法保护", "推进审判机制改革,健全多元化解机制", ["省法院", "省检察院"]),
        ("促进转化运用", "推动高校专利转化", ["省科技厅", "省教育厅"]),
    ]


def test_cells_of_a_page_of_which_some_share_a_line_and_some_broke_are_put_together() -> None:
    dated = (
        "序号\n工作领\n域\n重点任务 牵头单位 配合单位\n完成时\n限\n"
        "1\n供水\n更换老旧管网,改造泵\n站 12 座\n市水务局 市财政局、市住建局 3 月底\n"
        "2\n普查窨井,建立窨井台\n账\n市城管局\n市公安局、市自然资源和\n规划局\n9 月底\n"
        "3 排水\n清淤城区河道,修复堤\n岸\n市水务局 市农业农村局 每季度\n"
        "4\n修建雨水花园,接通断\n头管\n市园林局 市财政局、市住建局 12 月底\n"
    )
    assert [(t.title, t.lead, t.cooperating, t.due) for t in reading(dated).tasks if t.lead] == [
        ("更换老旧管网", ["市水务局"], ["市财政局", "市住建局"], "3月底"),
        ("普查窨井", ["市城管局"], ["市公安局", "市自然资源和规划局"], "9月底"),
        ("清淤城区河道", ["市水务局"], ["市农业农村局"], "每季度"),
        ("修建雨水花园", ["市园林局"], ["市财政局", "市住建局"], "12月底"),
    ]
    grouped = (
        "行动 序号 任务 牵头单位 配合单位\n清水进城行\n动\n1\n更换老旧管网\n市水务局 市财政局\n"
        "2 普查窨井\n市委宣传部（市新\n闻办）\n市城管局、市公安局\n安全排水行\n动\n3 清淤河道 市水务局 市农业农村局\n"
        "4 修建雨水花园 市园林局 市住建局、市自然资源和\n规划局\n5 接通断头管 市住建局 市财政局\n"
    )
    found = [t for t in reading(grouped).tasks if t.lead]
    assert [(t.title, t.lead, t.cooperating) for t in found] == [
        ("更换老旧管网", ["市水务局"], ["市财政局"]),
        ("普查窨井", ["市委宣传部（市新闻办）"], ["市城管局", "市公安局"]),
        ("清淤河道", ["市水务局"], ["市农业农村局"]),
        ("修建雨水花园", ["市园林局"], ["市住建局", "市自然资源和规划局"]),
        ("接通断头管", ["市住建局"], ["市财政局"]),
    ]
    assert found[0].path[-1] == found[1].path[-1] == "清水进城行动"
    assert found[2].path[-1] == found[4].path[-1] == "安全排水行动"


def test_a_group_told_in_its_first_row_alone_makes_no_table_of_figures() -> None:
    table = (
        "序号\n类别\n重点任务\n责任单位\n1\n创造\n培育高价值专利组合\n市市场监管局\n2\n推动高校专利分级管理\n市教育局\n"
        "3\n保护\n开展专项执法行动\n市市场监管局、市公安局\n4\n建设维权援助网络\n市知识产权局\n"
    )
    found = reading(table)
    assert [(t.title, t.responsible) for t in found.tasks if t.responsible] == [
        ("培育高价值专利组合", ["市市场监管局"]),
        ("推动高校专利分级管理", ["市教育局"]),
        ("开展专项执法行动", ["市市场监管局", "市公安局"]),
        ("建设维权援助网络", ["市知识产权局"]),
    ]
    assert found.open == []
    assert [t.indicator for t in found.targets] == ["发明专利拥有量"]


def test_bodies_and_their_duties_in_turn_are_a_table() -> None:
    table = "责任单位\n工作任务\n市市场监管局\n培育高价值专利组合\n市教育局\n推动高校专利分级管理\n市公安局\n打击侵权假冒犯罪\n"
    assert told(table) == [
        ("培育高价值专利组合", ["市市场监管局"], None),
        ("推动高校专利分级管理", ["市教育局"], None),
        ("打击侵权假冒犯罪", ["市公安局"], None),
    ]


@pytest.mark.parametrize(
    ("cell", "responsible"),
    [
        (
            "市信用办、知识产\n权局、工商局、食品药\n品监管局",
            ["市信用办", "市知识产权局", "市工商局", "市食品药品监管局"],
        ),
        ("市司法局、市教\n育局", ["市司法局", "市教育局"]),
    ],
)
def test_a_name_of_a_body_that_broke_over_lines_is_one(cell: str, responsible: list[str]) -> None:
    table = f"序号\n重点任务\n责任单位\n完成时限\n1\n培育高价值专利组合\n{cell}\n2026年\n2\n建设维权网络\n市知识产权局\n2027年\n"
    assert told(table)[0][1] == responsible


TORN = (
    "序\n号\n重点任务 具体措施\n牵头单\n位\n责任单位\n"
    "1 完善制\n度体系\n修订绿道管护办法，制定巡查\n规程。\n市林业\n局\n市水务局、市财政局\n"
    "2\n建设骑行\n网络\n贯通滨江步道，增设驿站。\n市文旅\n局\n市交通局\n"
    "3 普及护绿\n知识\n开展志愿巡护。\n市教育局 市总工会、各街道办\n"
)
INTERLEAVED = (
    "牵头单 完成\n重点任务 具体措施 责任单位\n位 时限\n修订绿道管护办法，制定巡查 市水务局、 2027\n1 完善制度 市林业局\n规程 市财政局 年底\n"
    "贯通滨江步道， 市交通\n2 建设网络 市文旅局 长期\n增设驿站 局\n3 普及知识 开展巡护 市教育局 市总工会 长期\n"
)
BEHIND = "三、组织保障\n（一）加强宣传。办好绿道节。（责任单位：市文旅局）\n"


@pytest.mark.parametrize("table", [TORN, INTERLEAVED])
def test_a_table_of_duties_whose_cells_are_torn_is_told_as_open_wherever_it_stands(table: str) -> None:
    found = read(HEAD.replace("附件\n", "") + table + BEHIND, glossary=())
    assert "table_fused" in [o.code for o in found.open]
    assert [(t.title, t.responsible) for t in (*found.tasks, *found.measures) if t.responsible] == [
        ("加强宣传", ["市文旅局"])
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "重点任务责任单位\n（一）整治河岸。（责任单位：市水务局）\n（二）养护步道。（责任单位：市林业局）\n（三）增设驿站。（责任单位：市文旅局）\n",
        "工作任务牵头单位\n任务一：整治河岸，牵头单位：市水务局\n任务二：养护步道，牵头单位：市林业局\n任务三：增设驿站，牵头单位：市文旅局\n",
        "重点任务和责任单位如下。\n市水务局整治河岸。\n市林业局养护步道。\n市文旅局增设驿站。\n市教育局办班。\n市总工会巡护。\n",
        "责任单位工作任务\n各单位要认真落实。\n",
        "".join("\n".join(row) + "\n" for row in STEPS),
        "".join("\t".join(row) + "\n" for row in SHAPES),
        "".join(" ".join(row) + "\n" for row in SHAPES),
    ],
)
def test_what_is_read_or_no_table_is_not_told_for_a_torn_one(lines: str) -> None:
    assert "table_fused" not in [o.code for o in reading(lines).open]


CARE = [
    ["1", "修订绿道管护办法，明确沿线各镇街的管护责任，建立巡查、清扫、维修三本台账，按月通报管护情况",
     "市林业局", "市水务局、市财政局、各区政府", "2026年12月"],
    ["2", "建设绿道驿站，配套饮水、充电、急救等便民设施，引导沿线村集体参与日常经营", "市林业局", "市住建局、市供销社", "2027年6月"],
    ["3", "开展护河巡查，组建志愿者队伍，推行河段长制，公布巡查结果，接受市民监督和评议", "市水务局", "市公安局", "持续推进"],
    ["4", "举办绿道骑行赛，培育体育旅游品牌，带动沿线餐饮住宿消费，办好春秋两季赛事", "市体育局", "市文旅局", "长期坚持"],
]  # fmt: skip
CARED = [
    ("修订绿道管护办法", ["市林业局"], ["市水务局", "市财政局", "各区政府"], "2026年12月"),
    ("建设绿道驿站", ["市林业局"], ["市住建局", "市供销社"], "2027年6月"),
    ("开展护河巡查", ["市水务局"], ["市公安局"], "持续推进"),
    ("举办绿道骑行赛", ["市体育局"], ["市文旅局"], "长期坚持"),
]
ONE_ROW = ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"]
TWO_ROWS = [["序号", "重点任务", "责任分工", "完成时限"], ["牵头单位", "配合单位"]]


@pytest.mark.parametrize("gap", [" ", "   ", "　", "\n"])
@pytest.mark.parametrize("head", [[ONE_ROW], TWO_ROWS])
def test_long_rows_whose_cells_gaps_part_are_rows(gap: str, head: list[list[str]]) -> None:
    lines = "".join(gap.join(cells) + "\n" for cells in (*head, *CARE))
    found = reading(lines)
    assert [(t.title, t.lead, t.cooperating, t.due) for t in found.tasks if t.lead] == CARED


@pytest.mark.parametrize("gap", [" ", "　"])
def test_rows_without_numbers_whose_cells_gaps_part_are_rows(gap: str) -> None:
    names = ["管护", "驿站", "巡查", "赛事"]
    rows = [[name, *row[1:4]] for name, row in zip(names, CARE, strict=True)]
    lines = "".join(gap.join(cells) + "\n" for cells in (["任务", "主要内容", "牵头单位", "责任单位"], *rows))
    found = [(t.title, t.lead, t.responsible) for t in reading(lines).tasks if t.lead]
    assert found == [(name, lead, helping) for name, (_, lead, helping, _) in zip(names, CARED, strict=True)]


def torn(gap: str, *, centred: bool) -> str:
    """The rows as lines of a page on which each column has its width, and every line the pieces of several columns."""
    out = []
    for row in CARE:
        parts = [
            [c[n : n + w] for n in range(0, len(c), w)] for c, w in zip(row, (2, 14, 4, 7, 5), strict=True)
        ]
        high = max(map(len, parts))
        parts = [[""] * ((high - len(p)) // 2 if centred else 0) + p for p in parts]
        out += [gap.join(p[n] for p in parts if n < len(p) and p[n]) for n in range(high)]
    return "\n".join(out) + "\n"


@pytest.mark.parametrize("gap", [" ", "", "   "])
@pytest.mark.parametrize("centred", [False, True])
@pytest.mark.parametrize("head", ["序号 重点任务 牵头单位 配合单位 完成时限", "序号 重点任务 责任分工 完成时限\n牵头单位 配合单位",
                                  "责任分工\n序号 重点任务 完成时限\n牵头单位 配合单位"])  # fmt: skip
def test_rows_of_which_the_lines_mix_the_pieces_are_read_or_told_as_open_once(
    head: str, centred: bool, gap: str
) -> None:
    found = reading(f"{head}\n{torn(gap, centred=centred)}")
    if gap and not centred and head.endswith("配合单位 完成时限"):
        assert [(t.title, t.lead, t.cooperating, t.due) for t in found.tasks if t.lead] == CARED
        return
    assert [o.code for o in found.open] == ["table_fused"]
    assert not [t for t in found.tasks if t.lead or t.cooperating or t.responsible]


WORK = [
    (
        "提升创造",
        [("建库", "建设专利库2个。", "市市场监管局、市科技局"), ("育标", "培育商标500件。", "市农业农村局")],
    ),
    (
        "加强保护",
        [("执法", "查处案件60件。", "市市场监管局"), ("办案", "推进繁简分流。", "市法院、市检察院")],
    ),
    ("优化服务", [("设点", "设立网点4个。", "市教育局、市图书馆"), ("育人", "培训300人次。", "市人社局")]),
]
SORTS = {
    "words": (["序号", "任务名称", "工作内容", "责任单位"], lambda name, text, who: [name, text, who]),
    "plain": (["序号", "工作任务", "责任单位"], lambda name, text, who: [f"{name}。{text}", who]),
    "noted": (
        ["序号", "重点任务", "目标要求", "责任单位", "备注"],
        lambda name, text, who: [name, text, who, "/"],
    ),
}


@pytest.mark.parametrize("sort", [*SORTS])
@pytest.mark.parametrize("mark", ["（{}）", "{}、", "第{}章 ", ""])
@pytest.mark.parametrize("again", ["once", "head", "number", "both", "under"])
@pytest.mark.parametrize("cell", ["\n", "\n\n", "\t"])
def test_tables_of_duties_go_on_below_the_headings_of_chapters(sort, mark, again, cell):
    heads, made = SORTS[sort]
    lines = [cell.join(heads)] if again == "under" else []
    number = 0
    for n, (title, rows) in enumerate(WORK):
        lines.append(mark.format("一二三"[n]) + title)
        if again in ("head", "both") or (again != "under" and not n):
            lines.append(cell.join(heads))
        number = 0 if again in ("number", "both") else number
        for row in rows:
            number += 1
            lines.append(cell.join([str(number), *made(*row)]))
    found = reading("\n".join(lines) + "\n三、工作要求\n各单位要抓好落实。\n")
    rows = [row for _, rows in WORK for row in rows]
    assert [(t.title, t.responsible) for t in found.tasks if t.responsible] == [
        (name, who.split("、")) for name, _, who in rows
    ]


def test_what_follows_a_table_is_no_row_of_it():
    heads, made = SORTS["words"]
    rows = [row for _, rows in WORK for row in rows][:4]
    table = "\n".join("\n".join([str(n), *made(*row)]) for n, row in enumerate(rows, 1))
    for behind in (
        "联系方式\n1\n张三\n市市场监管局\n电话\n",
        "2026年指标\n序号\n指标\n单位\n数值\n1\n专利\n件\n20\n",
        "附件2\n5\n",
        "（二）加强领导，压实责任，确保各项任务落地见效。\n5\n",
    ):
        found = reading("\n".join(heads) + "\n" + table + "\n" + behind)
        assert [t.title for t in found.tasks if t.responsible] == [name for name, *_ in rows]


def test_the_number_of_a_row_below_a_heading_is_no_page():
    heads = ["序号", "工作任务", "责任单位"]
    text = "\n".join(
        ["（一）提升创造质量", *heads, "1", "建库。建设专利库2个，完善分级管理制度。", "市科技局"]
    )
    text += (
        "\n（二）促进转化运用\n2\n扩面。质押融资惠及企业90家，投放资金3亿元。\n市金融办\n3\n"
        "育标。推进标准研制。\n市市场监管局\n"
    )
    assert [(t.title, t.responsible) for t in reading(text).tasks if t.responsible] == [
        ("建库", ["市科技局"]),
        ("扩面", ["市金融办"]),
        ("育标", ["市市场监管局"]),
    ]


@pytest.mark.parametrize("mark", ["（{}）", "{}、", "第{}章 "])
def test_cells_of_bodies_are_no_lines_of_prose_that_break_off(mark):
    heads = ["重点任务", "责任单位"]
    lines: list[str] = []
    whole = [
        (
            "创造",
            [
                ("建设专利库", "市市场监管局、市科技局、市工业和信息化局"),
                ("育商标", "市农业农村局、各县人民政府"),
            ],
        ),
        (
            "运用",
            [("扩融资", "市地方金融管理局、人民银行临江市分行"), ("建平台", "市发展和改革委员会、市国资委")],
        ),
        (
            "保护",
            [("抓执法", "市文化和旅游局、市公安局、市司法局"), ("办案件", "市中级人民法院、市人民检察院")],
        ),
        (
            "服务",
            [("设网点", "市教育局、市图书馆、临江理工学院"), ("育人才", "市人力资源和社会保障局、市财政局")],
        ),
    ]
    for n, (title, rows) in enumerate(whole):
        lines += [mark.format("一二三四"[n]) + title, *([] if n else heads)]
        lines += [cell for row in rows for cell in row]
    found = reading("\n".join(lines) + "\n三、工作要求\n各单位要抓好落实。\n")
    assert [(t.title, t.responsible) for t in found.tasks if t.responsible] == [
        (name, who.split("、")) for _, rows in whole for name, who in rows
    ]


@pytest.mark.parametrize("numbers", ["一|二|三|四", "（1）|（2）|（3）|（4）", "01|02|03|04", "1.|2.|3.|4."])
def test_rows_of_lines_count_in_any_figures(numbers):
    heads, made = SORTS["words"]
    rows = [row for _, rows in WORK for row in rows][:4]
    lines = [
        cell for number, row in zip(numbers.split("|"), rows, strict=True) for cell in (number, *made(*row))
    ]
    found = reading("\n".join([*heads, *lines]) + "\n三、工作要求\n各单位要抓好落实。\n")
    assert [(t.title, t.responsible) for t in found.tasks if t.responsible] == [
        (name, who.split("、")) for name, _, who in rows
    ]


def test_a_cell_that_says_but_the_deed_takes_the_thing_from_its_row() -> None:
    rows = (
        ("组建航标维护联盟", "组建4家"),
        ("航标图纸备案", "完成备案7件"),
        ("推行仪器共享许可", "达成许可90次以上"),
        ("培养航标管理人才", "年培训300人次"),
        ("普及航标知识", "办讲座培训80人次"),
        ("建立评议制度", "评议项目9个"),
    )
    head = "序号\n重点任务\n具体措施\n责任单位\n"
    table = head + "".join(
        f"{n}\n{title}\n{cell}\n市市场监管局\n" for n, (title, cell) in enumerate(rows, start=1)
    )
    names = [t.indicator for t in reading(table).targets if t.indicator != "发明专利拥有量"]
    assert names == [
        "组建航标维护联盟",
        "完成航标图纸备案",
        "达成仪器共享许可",
        "年培训航标管理人才",
        "办讲座培训",
        "评议项目",
    ]
