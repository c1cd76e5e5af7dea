"""Sample cards for the templates: made-up people, places, plans and figures. They are never shipped."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from zhichan.doors.desk import cards as desk
from zhichan.doors.look.charts import Comparison, Share, Spot, Trend
from zhichan.doors.look.frame import Frame
from zhichan.doors.look.parts import (
    Bar,
    Cell,
    Choice,
    Column,
    Crumb,
    Fact,
    Field,
    Figure,
    Filter,
    Happening,
    Pages,
    Point,
    Problem,
    Row,
    State,
    Table,
)
from zhichan.doors.portal import cards as portal
from zhichan.kernel.ground.public import Text

LONG_UNIT = "横川市知识产权战略与创新驱动发展研究院（横川市知识产权保护中心）筹建工作领导小组办公室"
PLAN = "00000000-0000-7000-8000-000000000001"
OTHER = "00000000-0000-7000-8000-000000000002"
DAY = date(2025, 6, 30)
AT = datetime(2025, 6, 30, 9, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
PIECE = Text("件", "items")
REGIONS = [
    Text("青坪区", "Qingping District"),
    Text("石埠市", "Shibu City"),
    Text("云溪县", "Yunxi County"),
    Text("梅岭县", "Meiling County"),
    Text("东河县", "Donghe County"),
    Text("松源县", "Songyuan County"),
    Text("横川高新区", "Hengchuan High-tech Zone"),
]
COURSES = {
    "on": State(
        "ok", Text("按进度", "On course"), Text("应达 3.4，已达 3.62", "3.4 asked by now, 3.62 reached")
    ),
    "achieved": State(
        "ok", Text("已完成", "Achieved"), Text("目标 200，已达 212", "target 200, reached 212")
    ),
    "behind": State(
        "attention",
        Text("落后", "Behind"),
        Text("直线应达 38,600，现为 35,412，差 3,188", "the line asks 38,600, now 35,412: 3,188 short"),
    ),
    "missed": State("late", Text("未完成", "Missed"), Text("到期 2024 年，差 2", "due 2024, 2 short")),
    "none": State(
        "unknown",
        Text("不可计算", "Not computable"),
        Text("增长目标没有基线：请先登记基线", "a growth target without a baseline: enter one first"),
    ),
}
SERIES = tuple(
    Point(str(2015 + n), v) for n, v in enumerate((0.7, 0.9, 1.2, None, 1.6, 1.9, 2.2, 2.7, 3.2, 3.6))
)


PLANNER = Text("林知秋（规划处）", "Lin Zhiqiu (plan office)")


def frame(path: str = "/desk/", person: Text | None = PLANNER) -> Frame:
    """The frame of a synthetic city."""
    nav = [
        Choice(href, Text(zh, en), path == href, href=href)
        for href, zh, en in (
            ("/desk/", "工作台", "Desk"),
            ("/desk/plans/", "规划", "Plans"),
            ("/desk/scorecard/", "记分卡", "Scorecard"),
            ("/desk/targets/", "目标登记册", "Targets"),
            ("/desk/cascade/", "目标分解", "Cascade"),
            ("/desk/statistics/", "统计", "Statistics"),
        )
    ]
    public = [
        Choice(href, Text(zh, en), path == href, href=href)
        for href, zh, en in (
            ("/", "首页", "Home"),
            ("/scorecard/", "进展", "Progress"),
            ("/statistics/", "统计", "Statistics"),
            ("/plans/", "规划", "Plans"),
        )
    ]
    return Frame(Text("横川市", "Hengchuan"), DAY, True, person, True, nav, public)


def home(full: bool = True) -> desk.Home:
    """Desk home."""
    mine = [
        desk.Waiting(
            "横川市知识产权强市建设规划（2021—2025年）",
            Text("规划处 · 106 条待核对，3 处冲突", "plan office · 106 items to check, 3 conflicts"),
            Text("已等 2 天", "waiting for 2 days"),
            Text("继续核对", "Go on checking"),
            "#",
            None,
        ),
        desk.Waiting(
            Text(
                "增长目标缺基线：知识产权质押融资登记金额年均增长",
                "Growth target without a baseline: pledge financing",
            ),
            Text("统计科", "statistics"),
            Text("2025年7月3日（周四）到期，还有3个工作日", "due Thu 3 July 2025, 3 working days left"),
            Text("登记基线", "Enter a baseline"),
            "#",
            0.72,
            State("attention", Text("快到期", "Due soon")),
        ),
        desk.Waiting(
            LONG_UNIT + "报送二季度专利转化数量",
            Text(LONG_UNIT, "an office with a very long name"),
            Text("已逾期 4 个工作日", "4 working days late"),
            Text("催办", "Remind"),
            "#",
            1.2,
            State("late", Text("已逾期", "Late")),
        ),
    ]
    others = [
        desk.Waiting(
            "东河县报送有效注册商标量",
            Text("东河县市场监督管理局", "Donghe County"),
            Text("还有6个工作日", "6 working days left"),
            Text("查看", "Look"),
            "#",
            0.4,
        )
    ]
    changed = [
        Happening(
            AT,
            Text("记分卡更新：每万人口发明专利拥有量 3.58 → 3.62", "Scorecard: 3.58 → 3.62"),
            "每日计算",
            href="#",
        ),
        Happening(
            AT,
            Text("规划第 2 版上传", "Version 2 of the plan uploaded"),
            "林知秋",
            Text("与第 1 版相比：新增 4 项任务，改动 7 项", "4 tasks added, 7 changed"),
            "#",
        ),
    ]
    return desk.Home(mine if full else [], others if full else [], changed if full else [], date(2025, 6, 27))


def plans(count: int = 3) -> desk.PlanList:
    """The list of plans."""
    states = [
        State("attention", Text("核对中", "Under review")),
        State("ok", Text("已采用", "Adopted")),
        State("refused", Text("已撤回", "Withdrawn")),
    ]
    return desk.PlanList(
        [
            desk.PlanLine(
                "横川市知识产权强市建设规划"
                + ("（含知识产权服务业集聚发展与人才培养专项行动方案）" if n % 5 == 1 else ""),
                "#",
                n % 3 + 1,
                "横川市人民政府办公室",
                date(2021, 11, 8),
                "2021—2025",
                AT,
                states[n % 3],
                106 - n % 7,
                4,
                3,
                2,
            )
            for n in range(count)
        ],
        True,
    )


def upload(wrong: bool = False) -> desk.Upload:
    """The upload form, also with an error."""
    text = Text("文件是空的：请选择有正文的 txt 文件", "the file is empty: choose a txt file with text in it")
    return desk.Upload(
        [
            Field(
                "file",
                Text("规划文件", "Plan document"),
                kind="file",
                required=True,
                wrong=text if wrong else None,
                help=Text("txt 格式，UTF-8 或 GB18030，不超过 20 MB", "txt, UTF-8 or GB18030, at most 20 MB"),
            ),
            Field(
                "follows",
                Text("是哪份规划的新版本", "New version of"),
                kind="select",
                choices=[
                    Choice("", Text("不是，这是新的规划", "none, this is a new plan")),
                    Choice(PLAN, "横川市知识产权强市建设规划"),
                ],
            ),
        ],
        [Problem(text, "", "file")] if wrong else [],
        "k",
    )


NO_SUCH_WORDS = Text("原文中没有这句话，请从原文抄录", "the document has no such words: copy them from it")


def review(items: int = 6, edit: bool = False, state: str = "") -> desk.Review:
    """A plan under review."""
    pieces: list[desk.Segment] = []
    start = 0

    def put(text: str, *of: str, kinds: tuple[Any, ...] = (), first: tuple[str, ...] = ()) -> None:
        nonlocal start
        pieces.append(desk.Segment(text, start, of, kinds, first))
        start += len(text)

    put("横川市知识产权强市建设规划\n\n一、发展目标\n\n")
    put("到2025年，")
    put("每万人口发明专利拥有量达到5件", "t1", kinds=("target",), first=("t1",))
    put("，")
    put("有效注册商标总量达到5万件", "t2", kinds=("target",), first=("t2",))
    put("，")
    put("质押融资登记金额年均增长20%以上", "t3", kinds=("target",), first=("t3",))
    put("。")
    put("前文写“新增地理标志12件”，此处写11件", "c1", kinds=("conflict",), first=("c1",))
    put("。\n\n二、主要任务\n\n（一）培育高价值专利\n\n")
    put("围绕光电材料和智能装备，每年支持不少于十个专利导航项目", "k1", kinds=("task",), first=("k1",))
    put("，", "k1", kinds=("task",))
    put("由市市场监督管理局牵头，市科技局、市经信局配合", "k1", "u1", kinds=("task", "unit"), first=("u1",))
    put("。", "k1", kinds=("task",))
    put("\n\n（二）做强地理标志\n\n")
    put("表中一行丢失了指标名称：3 30 5", "o1", kinds=("open",), first=("o1",))
    put("。\n")
    for n in range(max(0, items - 6)):
        put("\n推动各县区结合本地产业实际，完善服务站点布局，")
        put(f"建设知识产权服务工作站{n + 2}个", f"t{n + 10}", kinds=("target",), first=(f"t{n + 10}",))
        put("，做到有人员、有场地、有制度。\n")

    def item(
        key: str, kind: Any, title: str, quote: str, read: State, decision: Any = "", **more: Any
    ) -> desk.Item:
        return desk.Item(key, kind, title, quote, read, decision=decision, may_decide=True, **more)

    ok = State("ok", Text("已读懂", "Read"))
    done = State("ok", Text("已确认", "Confirmed"))
    doubt = State("attention", Text("存疑", "Doubtful"))
    facts = [
        Fact(Text("目标值", "Target"), Figure(5, Text("件/万人", "per 10k"), mark="≥")),
        Fact(Text("到期", "Due"), "2025"),
        Fact(Text("性质", "Kind"), Text("存量", "level")),
        Fact(Text("基线", "Baseline"), "1.91 (2020)"),
    ]
    form = [
        Field("indicator", Text("指标", "Indicator"), "每万人口发明专利拥有量", required=True),
        Field("value", Text("目标值", "Target"), "5", "number", required=True),
        Field("unit", Text("单位", "Unit"), "件"),
        Field(
            "comparator",
            Text("比较", "Comparison"),
            kind="select",
            choices=[Choice(">=", Text("至少", "at least"), True), Choice("~", Text("约", "about"))],
        ),
        Field("year", Text("到期年", "Due year"), "2025", "number"),
        Field("reason", Text("更正理由", "Reason"), kind="area"),
    ]
    listed = [
        item(
            "t1",
            "target",
            "每万人口发明专利拥有量",
            "每万人口发明专利拥有量达到5件",
            ok,
            facts=facts,
            path=("一、发展目标",),
            fields=form if edit else (),
        ),
        item(
            "t2",
            "target",
            "有效注册商标总量",
            "有效注册商标总量达到5万件",
            done,
            "confirmed",
            facts=facts[:2],
            path=("一、发展目标",),
            decided=Text("林知秋 2025年6月30日确认", "confirmed by Lin Zhiqiu on 30 June 2025"),
        ),
        item(
            "t3",
            "target",
            "知识产权质押融资登记金额",
            "质押融资登记金额年均增长20%以上",
            doubt,
            facts=facts[1:3],
            path=("一、发展目标",),
            reason=Text(
                "增长目标没有基线，暂不可计算", "a growth target without a baseline cannot be computed yet"
            ),
        ),
        item(
            "k1",
            "task",
            "培育高价值专利",
            "围绕光电材料和智能装备，每年支持不少于十个专利导航项目，由市市场监督管理局牵头",
            ok,
            path=("二、主要任务", "（一）培育高价值专利"),
            facts=[
                Fact(Text("牵头", "Lead"), "市市场监督管理局"),
                Fact(Text("配合", "Cooperating"), "市科技局、市经信局"),
            ],
        ),
        item(
            "u1",
            "unit",
            LONG_UNIT,
            LONG_UNIT,
            State("refused", Text("不采用", "Rejected")),
            "rejected",
            path=("二、主要任务", "（一）培育高价值专利"),
        ),
    ]
    for n in range(max(0, items - 6)):
        listed += [
            item(
                f"t{n + 10}",
                "target",
                "知识产权服务工作站",
                f"建设知识产权服务工作站{n + 2}个",
                ok,
                path=("二、主要任务", "（三）服务站点"),
                facts=[Fact(Text("目标值", "Target"), Figure(n + 2, Text("个", "")))],
            )
        ]
    urgent = [
        item(
            "c1",
            "conflict",
            "新增地理标志：11件还是12件",
            "前文写“新增地理标志12件”，此处写11件",
            State("late", Text("冲突", "Conflict")),
            reason=Text("同一指标在两处数值不同", "one indicator, two values"),
        ),
        item(
            "o1",
            "open",
            "表格一行没有指标名称",
            "表中一行丢失了指标名称：3 30 5",
            State("attention", Text("未决", "Open")),
            reason=Text("行首标签缺失，不猜测", "the row lost its label; nothing is guessed"),
        ),
    ]
    if not items:
        listed, urgent = [], []
    return desk.Review(
        PLAN,
        "横川市知识产权强市建设规划",
        2,
        [
            Fact(Text("编号", "Number"), "GH-2025-0002"),
            Fact(Text("发文机关", "Issuer"), "横川市人民政府办公室"),
            Fact(Text("发文日期", "Issued"), date(2021, 11, 8)),
            Fact(Text("期间", "Period"), "2021—2025"),
        ],
        State("attention", Text("核对中", "Under review")),
        desk.Strip(98, 4, 1, 1, 2, 104),
        pieces,
        urgent,
        listed,
        [
            Choice("", Text("全部", "All"), True, len(listed), "?"),
            Choice("target", Text("目标", "Targets"), False, 3, "?show=target"),
            Choice("task", Text("任务", "Tasks"), False, 1, "?show=task"),
        ],
        [
            Choice("2", Text("第 2 版", "Version 2"), True, href="#"),
            Choice("1", Text("与第 1 版对比", "Compare with version 1"), href="#"),
        ],
        may_adopt=False,
        why_not_adopt=Text("还有 104 条没有处理", "104 items are undecided"),
        waiting=state == "waiting",
        rest=("t1", "k1"),
        additions=[
            desk.Addition("target", Text("补录遗漏的目标", "Add a goal that was not read"), form),
            desk.Addition(
                "task",
                Text("补录遗漏的任务", "Add a task that was not read"),
                [Field("words", Text("原文中的话", "Words of the document"), "设立站点", "area", required=True, wrong=NO_SUCH_WORDS)],
                [Problem(NO_SUCH_WORDS, field="words")],
            ),
        ]
        if edit
        else (),
        failed=Problem(
            Text(
                "文件不是文本：请另存为 txt 再上传", "the file is no text: save it as txt and upload it again"
            )
        )
        if state == "failed"
        else None,
        edit="t1" if edit else "",
        key="k",
    )


def table(rows: int, wide: int = 6) -> Table:
    """A table of any size."""
    head = [Column(Text("专利", "Patent"))] + [
        Column(Text(f"第{n}列指标", f"Column {n}"), PIECE, True) for n in range(1, wide)
    ]
    body = [
        Row(
            [
                Cell(f"ZL2019 1 04{n:05}.{n % 10}", "#"),
                *(Cell(Figure(n * 137 % (10 ** (c % 6 + 1)))) for c in range(1, wide)),
            ],
            f"r{n}",
        )
        for n in range(rows)
    ]
    return Table(
        Text(f"共 {rows} 行", f"{rows} rows"),
        head,
        body,
        Text("还没有专利。导入数据后这里会列出每一件。", "No patents yet. They appear here after a load."),
        Pages(1, 50, rows, later="?page=2") if rows > 50 else None,
    )


def adoption(problem: bool = False) -> desk.Adoption:
    """The confirmation page."""
    return desk.Adoption(
        PLAN,
        "横川市知识产权强市建设规划",
        [
            Fact(Text("目标", "Targets"), 88),
            Fact(Text("任务", "Tasks"), 42),
            Fact(
                Text("责任单位", "Units"),
                31,
                note=Text("另有 2 个单位名称未对应到机构", "2 more names match no body"),
            ),
        ],
        table(3),
        table(2),
        [Text("表格一行没有指标名称：3 30 5", "a row of a table names no indicator: 3 30 5")],
        [
            Problem(
                Text(
                    "还有1个目标、2个任务没有处理：请逐条确认、更正或不采用",
                    "1 target, 2 tasks are undecided",
                )
            )
        ]
        if problem
        else [],
        not problem,
        "k",
    )


def diff() -> desk.PlanDiff:
    """Two versions."""
    return desk.PlanDiff(
        "横川市知识产权强市建设规划",
        Text("第 1 版", "version 1"),
        Text("第 2 版", "version 2"),
        "#",
        [
            desk.Change(
                "changed",
                ("二、主要任务", "（一）培育高价值专利"),
                "培育高价值专利",
                [desk.Run("每年支持不少于"), desk.Run("八", only=True), desk.Run("个专利导航项目")],
                [desk.Run("每年支持不少于"), desk.Run("十", only=True), desk.Run("个专利导航项目")],
                [Fact(Text("配合", "Cooperating"), "市科技局 → 市科技局、市经信局")],
            ),
            desk.Change(
                "added", ("二、主要任务",), "建设商标品牌指导站",
                after=[desk.Run("每个县区至少建设一个商标品牌指导站。")],
            ),
            desk.Change("removed", ("三、保障措施",), "考核督查", before=[desk.Run("按季度通报进展情况。")]),
        ],
        [
            Choice("", Text("全部变化", "All changes"), True, 3, "?"),
            Choice("added", Text("新增", "Added"), False, 1, "?show=added"),
            Choice("same", Text("未变", "Unchanged"), False, 37, "?show=same"),
        ],
    )


def lines(count: int) -> list[desk.TargetLine]:
    """Targets of the scorecard."""
    names = [
        (
            Text("每万人口发明专利拥有量", "Invention patents per 10,000 people"),
            1.91,
            3.62,
            5,
            3.4,
            Text("件/万人", "per 10k"),
            "on",
        ),
        (
            Text("有效注册商标总量", "Registered trade marks in force"),
            21626,
            35412,
            50000,
            38600,
            PIECE,
            "behind",
        ),
        (
            Text("年度发明专利授权总量", "Invention patents granted in the year"),
            78,
            212,
            200,
            170,
            PIECE,
            "achieved",
        ),
        (
            Text("知识产权质押融资登记金额年均增长", "Yearly growth of registered pledge financing"),
            None,
            None,
            20,
            None,
            Text("%", "%"),
            "none",
        ),
        (
            Text("知识产权维权援助工作站", "Rights-protection aid stations"),
            3,
            8,
            10,
            10,
            Text("个", "stations"),
            "missed",
        ),
    ]
    made = []
    for n in range(count):
        name, base, now, goal, line, unit, course = names[n % 5]
        made.append(
            desk.TargetLine(
                f"t{n}",
                name,
                "#",
                Text("全市", "whole city") if n < 5 else REGIONS[n % 7],
                LONG_UNIT if n % 5 == 3 else "市市场监督管理局",
                Figure(base) if base is not None else Figure(None, gap="unknown"),
                2020 if base is not None else None,
                Figure(Decimal(str(now)), href="#") if now is not None else Figure(None, gap="incomputable"),
                DAY if now is not None else None,
                Figure(goal, mark="≥"),
                unit,
                2025 if n % 5 != 4 else 2024,
                COURSES[course],
                Bar(base, now, goal, line, unit) if now is not None and base is not None else None,
                SERIES if now is not None else (),
                (Text("预期性", "expected"),),
            )
        )
    return made


def filters() -> list[Filter]:
    """Filters of the scorecard."""
    return [
        Filter(
            "region",
            Text("区域", "Region"),
            [Choice("", Text("全市", "Whole city"), True)]
            + [Choice(str(n), one) for n, one in enumerate(REGIONS)],
        ),
        Filter(
            "unit", Text("责任单位", "Unit"), [Choice("", Text("全部", "All"), True), Choice("1", LONG_UNIT)]
        ),
        Filter(
            "course",
            Text("进度", "Course"),
            [Choice("", Text("全部", "All"), True), Choice("behind", Text("落后", "Behind"), count=3)],
        ),
        Filter(
            "group",
            Text("分组", "Group by"),
            [
                Choice("", Text("不分组", "none")),
                Choice("region", Text("区域", "region"), True),
                Choice("unit", Text("责任单位", "unit")),
            ],
        ),
    ]


def scorecard(count: int = 7) -> desk.Scorecard:
    """The scorecard."""
    made = lines(count)
    groups = (
        [desk.TargetGroup(Text("全市", "Whole city"), made[:5]), desk.TargetGroup(REGIONS[0], made[5:], "#")]
        if count > 5
        else [desk.TargetGroup("", made)]
        if count
        else []
    )
    return desk.Scorecard(
        Text("记分卡", "Scorecard"),
        "横川市知识产权强市建设规划",
        "#",
        DAY,
        [
            (State(COURSES[c].kind, COURSES[c].word), n, f"?course={c}")
            for c, n in (("on", 2), ("achieved", 1), ("behind", 2), ("missed", 1), ("none", 1))
        ],
        filters(),
        groups,
        "/desk/scorecard/",
    )


def drill(rows: int = 12, closed: bool = True) -> desk.Drill:
    """A number, opened."""
    body = [Row([Cell(Text("合计", "Sum")), Cell(""), Cell(""), Cell(""), Cell(Figure(1146))], kind="sum")]
    body += [
        Row(
            [
                Cell(f"ZL2016 1 03{n:05}.{n % 10}", "#"),
                Cell("横川光电材料有限公司" if n % 3 else LONG_UNIT),
                Cell(REGIONS[n % 7]),
                Cell(date(2016 + n % 9, 3, 12)),
                Cell(Figure(1)),
            ],
            f"{n}",
        )
        for n in range(rows)
    ]
    if closed:
        body.append(
            Row(
                [
                    Cell(Text("另有 14 行不对您公开", "14 more rows, closed to you")),
                    Cell(""),
                    Cell(""),
                    Cell(""),
                    Cell(Figure(14)),
                ],
                kind="closed",
            )
        )
    return desk.Drill(
        Text("每万人口发明专利拥有量", "Invention patents per 10,000 people"),
        Text("横川市", "Hengchuan"),
        Text("2025年6月30日", "on 30 June 2025"),
        Figure(Fraction(90500, 25000), Text("件/万人", "per 10k")),
        Text(
            "报告日有效、第一权利人地址在本地区的发明专利件数，除以上一年末常住人口（万人）。",
            "Invention patents in force on the day whose first holder has an address here, divided by the resident population (10,000) at the end of the year before.",
        ),
        [desk.Basis("国家知识产权局统计口径", Text("见到原文", "seen"), date(2021, 1, 1))],
        Text("1,146 件 ÷ 316.57 万人 = 3.62 件/万人", "1,146 items ÷ 316.57 × 10,000 people = 3.62 per 10k"),
        [
            Fact(Text("有效发明专利", "Patents in force"), Figure(1146, PIECE, href="#")),
            Fact(
                Text("常住人口（2024年末）", "Residents, end of 2024"),
                Figure(Decimal("316.57"), Text("万人", "×10k"), href="#"),
            ),
        ],
        [
            Table(
                Text(f"有效发明专利，共 {rows} 行", f"Patents in force, {rows} rows"),
                [
                    Column(Text("专利号", "Patent no.")),
                    Column(Text("权利人", "Holder")),
                    Column(Text("区域", "Region")),
                    Column(Text("授权日", "Granted")),
                    Column(Text("计数", "Amount"), PIECE, True),
                ],
                body,
                pages=Pages(1, 50, 1146, later="?page=2"),
            )
        ],
        [
            Fact(Text("截至", "As of"), DAY),
            Fact(Text("流水位置", "Ledger position"), 60412),
            Fact(Text("口径版本", "Edition of the definition"), "3f9a0c12b7de"),
        ],
        "/desk/scorecard/",
        "/desk/measures/x/",
        COURSES["on"],
        Bar(1.91, 3.62, 5, 3.4),
        SERIES,
        State("ok", Text("合计与上面的数一致", "The sum equals the number above")),
    )


def statistics() -> desk.Statistics:
    """Statistics."""
    years = range(2016, 2026)
    return desk.Statistics(
        Text("年度发明专利授权总量", "Invention patents granted in the year"),
        PIECE,
        [
            Filter(
                "measure",
                Text("指标", "Measure"),
                [Choice("a", Text("年度发明专利授权总量", "Invention patents granted"), True)],
            ),
            Filter(
                "period",
                Text("周期", "Period"),
                [Choice("year", Text("年", "year"), True), Choice("quarter", Text("季", "quarter"))],
            ),
        ],
        [
            Choice("flow", Text("当期", "In the period"), True, href="?view=flow"),
            Choice("same", Text("同期对比", "Same period"), href="?view=same"),
            Choice("cumulative", Text("累计", "Cumulative"), href="?view=cumulative"),
            Choice("per", Text("每万人口", "Per 10,000 people"), href="?view=per"),
        ],
        Table(
            Text("按区域和年份", "By region and year"),
            [
                Column(Text("区域", "Region")),
                *(Column(str(y), "", True) for y in years),
                Column(Text("走势", "Trend")),
            ],
            [
                Row(
                    [
                        Cell(Text("横川市", "Hengchuan")),
                        *(Cell(Figure(70 + 13 * n, href="#")) for n, _ in enumerate(years)),
                        Cell(SERIES),
                    ],
                    kind="sum",
                )
            ]
            + [
                Row(
                    [
                        Cell(one),
                        *(
                            Cell(
                                Figure(10 + n * (r + 1)) if (r, n) != (6, 0) else Figure(None, gap="unknown")
                            )
                            for n, _ in enumerate(years)
                        ),
                        Cell(SERIES),
                    ]
                )
                for r, one in enumerate(REGIONS)
            ],
        ),
        [
            desk.Check(
                Text("2025年各区域合计 = 全市", "Regions of 2025 sum to the city"),
                Figure(187),
                Figure(187),
                State("ok", Text("一致", "Agree")),
            ),
            desk.Check(
                Text("2016—2025 逐年相加 = 累计", "Years add up to the cumulative figure"),
                Figure(1285),
                Figure(1284),
                State("late", Text("不一致", "Differ"), Text("差 1 件", "1 apart")),
            ),
        ],
        [
            desk.Edition(
                Text(
                    "当年授权公告的发明专利，按第一权利人地址归属。",
                    "Invention patents whose grant was announced in the year, by first holder's address.",
                ),
                date(2021, 1, 1),
                None,
            ),
            desk.Edition(
                Text(
                    "当年授权的发明专利，按第一申请人地址归属。",
                    "Invention patents granted in the year, by first applicant's address.",
                ),
                date(2012, 1, 1),
                date(2021, 1, 1),
            ),
        ],
        "/desk/statistics/",
        DAY,
        (),
        trend(),
        Comparison(
            Text("2025年，发明专利授权", "2025, invention patents granted"),
            PIECE,
            [Share(one, Figure(300 - 41 * n, href="#"), n == 1) for n, one in enumerate(REGIONS)],
        ),
    )


def trend() -> Trend:
    """A trend with a hole, its straight line and its goal."""
    return Trend(
        Text("每万人口发明专利拥有量", "Invention patents per 10,000 people"),
        Text("件/万人", "per 10k"),
        [
            Spot(year, str(year), Figure(Decimal(str(value)), href="#") if value else Figure(None, gap="unknown"))
            for year, value in zip(range(2020, 2026), (1.91, 2.2, None, 2.7, 3.2, 3.62), strict=True)
        ],
        [(2020, 1.91), (2027, 5.0)],
        Text("截至2025年6月30日", "as of 2025-06-30"),
    )


def cascade(count: int = 5) -> desk.Cascade:
    """The cascade."""
    check = State("ok", Text("合计一致", "Sums agree"))
    off = State("late", Text("合计不一致", "Sums differ"), Text("多出 2 件", "2 too many"))
    names = [
        Text("年度发明专利授权总量", "Patents granted in the year"),
        Text("年度PCT国际专利申请量", "PCT applications"),
        Text("有效注册商标量", "Trade marks in force"),
        Text("有效地理标志商标总量", "GI marks"),
        Text("质押融资登记累计金额", "Pledge financing, cumulative"),
    ]
    made = []
    for n in range(count):
        shares: list[Figure] = [Figure(1000 * (r + n + 1)) for r in range(7)]
        if n % 5 == 1:
            shares[4] = shares[5] = Figure(None, gap="unassigned")
        total = sum(int(one.value) for one in shares if one.value is not None)
        made.append(
            desk.CascadeLine(
                names[n % 5],
                "#",
                PIECE,
                Figure(total + (2 if n % 5 == 3 else 0)),
                shares,
                Figure(total),
                off if n % 5 == 3 else check,
            )
        )
    return desk.Cascade("横川市知识产权强市建设规划", 2025, REGIONS, made)


def what_if(problem: bool = False) -> desk.WhatIf:
    """A trial."""
    shares = [
        desk.Share(
            one,
            f"r{n}",
            Figure(10000 - n * 1000),
            Figure(7000 - n * 500),
            Figure(10500 - n * 1000),
            Figure(500),
            "10500" if n == 0 else "",
            n == 1,
            Figure(3500 - n * 500),
            Text("若停在现值，全市少 3,500 件", "staying here leaves the city 3,500 short"),
            COURSES["behind"] if n % 2 else COURSES["on"],
        )
        for n, one in enumerate(REGIONS)
    ]
    return desk.WhatIf(
        Text("有效注册商标量", "Trade marks in force"),
        PIECE,
        Figure(50000, PIECE),
        shares,
        Figure(50000),
        Figure(50000),
        State("ok", Text("合计等于市级目标", "The sum equals the city's target")),
        Figure(35412, PIECE),
        COURSES["behind"],
        Text(
            "各区域都停在现值时，全市为 35,412 件，差 14,588 件。",
            "If every region stayed where it is, the city would have 35,412, 14,588 short.",
        ),
        "/desk/cascade/",
        [
            Problem(
                Text(
                    "固定和填写的数合计 52,000，超过市级目标 50,000",
                    "held and entered shares sum to 52,000, more than 50,000",
                )
            )
        ]
        if problem
        else [],
        True,
    )


def register(count: int = 8) -> desk.Register:
    """The register of targets."""
    columns = [
        Column(Text("目标", "Target")),
        Column(Text("区域", "Region")),
        Column(Text("性质", "Binding")),
        Column(Text("种类", "Kind")),
        Column(Text("方向", "Direction")),
        Column(Text("基线", "Baseline"), "", True),
        Column(Text("基线年", "Base year"), "", True),
        Column(Text("目标值", "Target"), "", True),
        Column(Text("单位", "Unit")),
        Column(Text("到期", "Due"), "", True),
        Column(Text("进度", "Course")),
        Column(Text("版本", "Version"), "", True),
    ]
    rows = [
        Row(
            [
                Cell(line.name, "#"),
                Cell(line.scope),
                Cell(Text("预期性", "expected")),
                Cell(Text("存量", "stock")),
                Cell(Text("越高越好", "higher")),
                Cell(line.baseline),
                Cell(str(line.baseline_year or "")),
                Cell(Figure(8, mark="8—") if n == 2 else line.target),
                Cell(line.unit),
                Cell(str(line.due)),
                Cell(State(line.course.kind, line.course.word)),
                Cell(1),
            ]
        )
        for n, line in enumerate(lines(count))
    ]
    return desk.Register(
        filters()[:3], Table(Text("目标", "Targets"), columns, rows), [conflict()], "/desk/targets/", count
    )


def conflict() -> desk.Conflict:
    """A conflict."""
    return desk.Conflict(
        Text(
            "新增地理标志：正文 12 件，说明 11 件",
            "New geographical indications: 12 in the text, 11 in the note",
        ),
        [("正文", "新增地理标志12件"), ("说明", "新增地理标志11件")],
        "#",
    )


def target(problem: bool = False) -> desk.TargetCard:
    """One target."""
    wrong = Text("请写明理由", "say why")
    return desk.TargetCard(
        "t1",
        Text("每万人口发明专利拥有量", "Invention patents per 10,000 people"),
        Text("全市", "whole city"),
        COURSES["on"],
        Bar(1.91, 3.62, 5, 3.4),
        [
            Fact(Text("目标值", "Target"), Figure(5, Text("件/万人", "per 10k"), mark="≥")),
            Fact(Text("基线", "Baseline"), Figure(Decimal("1.91"))),
            Fact(Text("性质", "Binding"), Text("预期性", "expected")),
        ],
        "每万人口发明专利拥有量达到5件",
        "#",
        table(2, 4),
        [Happening(AT, Text("重定基线 1.90 → 1.91", "Baseline 1.90 → 1.91"), "林知秋", "人口普查数据修订")],
        [conflict()],
        [
            desk.Form(
                "baseline",
                Text("重定基线", "New baseline"),
                Text("原基线和理由会一直保留。", "The old baseline and the reason are kept."),
                [
                    Field("value", Text("新基线", "New baseline"), "1.95", "number", required=True),
                    Field("year", Text("基线年", "Base year"), "2020", "number"),
                    Field(
                        "reason",
                        Text("理由", "Reason"),
                        kind="area",
                        required=True,
                        wrong=wrong if problem else None,
                    ),
                ],
                Text("登记新基线", "Enter"),
                "k",
                [Problem(wrong, "", "reason")] if problem else [],
            )
        ],
        trend=trend(),
    )


def record() -> desk.Record:
    """A record."""
    return desk.Record(
        "ZL2016 1 0312345.6",
        Text("发明专利", "Invention patent"),
        State("ok", Text("有效", "In force"), Text("授权后按期缴费至 2026 年", "fees paid until 2026")),
        Text("自2018年3月12日起有效。", "In force since 12 March 2018."),
        [
            Fact(Text("申请日", "Filed"), date(2016, 5, 4)),
            Fact(Text("权利人", "Holder"), LONG_UNIT),
            Fact(Text("分类号", "IPC"), "G02B 6/00"),
        ],
        [
            Happening(date(2018, 3, 12), Text("授权公告", "Granted")),
            Happening(
                date(2021, 9, 1),
                Text("质押登记", "Pledge registered"),
                detail=Text("金额 500 万元", "5 million yuan"),
            ),
        ],
        [Fact(Text("导入批次", "Load"), "#12"), Fact(Text("文件指纹", "File digest"), "3f9a0c12b7de")],
        "/desk/records/patent/x/",
    )


def portal_home() -> portal.Portal:
    """Portal home."""
    return portal.Portal(
        [
            portal.Door(
                Text("查", "Look up"),
                Text("看本市知识产权的进展和数字", "How this city is doing"),
                [
                    portal.Entry(
                        Text("规划进展", "Progress of the plan"),
                        Text("每项目标做到哪里，差多少", "where each target stands"),
                        "/scorecard/",
                    ),
                    portal.Entry(
                        Text("统计数字", "Statistics"),
                        Text("按区域和年份，附口径", "by region and year, with definitions"),
                        "/statistics/",
                    ),
                    portal.Entry(
                        Text("规划全文", "The plans"),
                        Text("已经采用的规划", "adopted plans in full"),
                        "/plans/",
                    ),
                ],
            )
        ],
        [
            portal.KeyNumber(
                Text("每万人口发明专利拥有量", "Invention patents per 10,000 people"),
                Figure(Decimal("3.62"), Text("件", ""), href="#"),
                Text("按专利登记逐件统计", "counted from the patent register"),
            ),
            portal.KeyNumber(
                Text("有效注册商标", "Trade marks in force"),
                Figure(35412, PIECE, href="#"),
                Text("按商标登记逐件统计", "counted from the register"),
            ),
            portal.KeyNumber(
                Text("地理标志", "Geographical indications"),
                Figure(28, PIECE, href="#"),
                Text("按认定公告", "from announcements"),
            ),
        ],
        [Happening(AT, Text("《横川市知识产权强市建设规划》已采用", "The plan was adopted"), href="#")],
    )


def portal_plan() -> portal.Plan:
    """A plan's text."""
    return portal.Plan(
        "横川市知识产权强市建设规划",
        [Fact(Text("发文机关", "Issuer"), "横川市人民政府办公室")],
        [
            portal.Passage("一、发展目标\n\n到2025年，"),
            portal.Passage("每万人口发明专利拥有量达到5件", "#"),
            portal.Passage("。\n"),
        ],
    )


def page(template: str, card: Any, path: str = "/desk/", **more: Any) -> dict[str, Any]:
    """The context of a page."""
    return {
        "card": card,
        "frame": frame(path),
        "csrf_token": "c" * 64,
        "crumbs": [Crumb(Text("规划", "Plans"), "/desk/plans/"), Crumb("这一页")]
        if "desk" in template
        else [],
        **more,
    }


def personas() -> list[desk.Persona]:
    """The demonstration's people."""
    return [
        desk.Persona(
            "plan",
            Text("林知秋 · 规划处", "Lin Zhiqiu · plan office"),
            Text("横川市知识产权局", "Hengchuan IP office"),
            Text("上传、核对和采用规划，登记基线", "uploads, checks and adopts plans, enters baselines"),
        ),
        desk.Persona(
            "leader",
            Text("周明远 · 局领导", "Zhou Mingyuan · leader"),
            Text("横川市知识产权局", "Hengchuan IP office"),
            Text("看全市进展", "sees the whole city"),
        ),
        desk.Persona(
            "county",
            Text("何雨晴 · 东河县", "He Yuqing · Donghe County"),
            Text("东河县市场监督管理局", "Donghe County"),
            Text("看本县目标和数字", "sees the county's targets and figures"),
        ),
    ]


def retention(rows: int = 3) -> dict[str, Any]:
    """What is due for destruction, and what became of two."""
    due = [
        Row(
            [
                Cell(f"JB-2025-{n:04}", href="#"), Cell(Text("举报", "Report")), Cell(Text("姓名、电话", "name, telephone")),
                Cell(date(2025, 6, 1)), Cell("某规定第二条"),
                Cell(State("attention", Text("可销毁", "may go")) if n else State("unknown", Text("暂停销毁", "held"))),
            ],
            key=f"case:{n}|identity|{n}",
        )
        for n in range(rows)
    ]
    names = ("编号", "Number"), ("事项", "What"), ("内容", "Content"), ("保管至", "Kept until"), ("依据", "Clause"), ("状态", "State")
    columns = [Column(Text(*each)) for each in names]
    told = Text("保管至2025-07-01，期满后才能销毁", "it is to be kept until 2025-07-01")
    outcomes = [
        Row([Cell("JB-2025-0001"), Cell(State("ok", Text("已销毁", "destroyed")))]),
        Row([Cell("JB-2025-0002"), Cell(State("refused", Text("没有办成", "not done")), note=told)]),
    ]
    return {
        "due": Table(Text("已过保管期限", "Past its term"), columns, due, pick="due"), "key": "x", "chosen": rows > 0,
        "empty": False,
        "outcomes": Table(Text("逐件结果", "One by one"), [columns[0], Column(Text("结果", "Outcome"))], outcomes),
        "fields": [
            Field("instrument", Text("依据的文书", "The paper it rests on"), ""),
            Field("reason", Text("理由（暂停或解除时填写）", "Reason (to hold or release)"), ""),
        ],
    }  # fmt: skip


PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "personas": ("desk/personas.html", {**page("", None), "personas": personas(), "next": "/desk/"}),
    "login": ("desk/login.html", {**page("", None), "next": "/desk/"}),
    "login-locked": (
        "desk/login.html",
        {
            **page("", None),
            "next": "/desk/",
            "problem": Text("尝试次数过多，请15分钟后再试", "too many attempts; try again in 15 minutes"),
        },
    ),
    "code": (
        "desk/code.html",
        {**page("", None), "next": "/desk/", "problem": Text("动态口令不对。", "The code is wrong.")},
    ),
    "factor": (
        "desk/factor.html",
        page("", {
            "there": False, "secret": "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ", "key": "x", "problems": [],
        }),
    ),
    "factor-there": ("desk/factor.html", page("", {"there": True, "key": "x", "problems": []})),
    "retention": ("desk/retention.html", page("desk", retention(), "/desk/retention/")),
    "retention-0": ("desk/retention.html", page("desk", retention(0), "/desk/retention/")),
    "home": ("desk/home.html", page("", home())),
    "home-empty": ("desk/home.html", page("", home(False))),
    "plans": ("desk/plans.html", page("", plans(), "/desk/plans/")),
    "plans-0": ("desk/plans.html", page("", plans(0), "/desk/plans/")),
    "upload": ("desk/upload.html", page("desk", upload(), "/desk/plans/")),
    "upload-wrong": ("desk/upload.html", page("desk", upload(True), "/desk/plans/")),
    "review": ("desk/review.html", page("desk", review(), "/desk/plans/")),
    "review-edit": ("desk/review.html", page("desk", review(edit=True), "/desk/plans/")),
    "review-100": ("desk/review.html", page("desk", review(106), "/desk/plans/")),
    "review-0": ("desk/review.html", page("desk", review(0), "/desk/plans/")),
    "review-waiting": ("desk/review.html", page("desk", review(0, state="waiting"), "/desk/plans/")),
    "review-failed": ("desk/review.html", page("desk", review(0, state="failed"), "/desk/plans/")),
    "adopt": ("desk/adopt.html", page("desk", adoption(), "/desk/plans/")),
    "adopt-refused": ("desk/adopt.html", page("desk", adoption(True), "/desk/plans/")),
    "diff": ("desk/diff.html", page("desk", diff(), "/desk/plans/")),
    "scorecard": ("desk/scorecard.html", page("", scorecard(), "/desk/scorecard/")),
    "scorecard-0": ("desk/scorecard.html", page("", scorecard(0), "/desk/scorecard/")),
    "scorecard-1": ("desk/scorecard.html", page("", scorecard(1), "/desk/scorecard/")),
    "drill": ("desk/drill.html", page("desk", drill(), "/desk/scorecard/")),
    "drill-1000": ("desk/drill.html", page("desk", drill(1000), "/desk/scorecard/")),
    "statistics": ("desk/statistics.html", page("", statistics(), "/desk/statistics/")),
    "cascade": ("desk/cascade.html", page("", cascade(), "/desk/cascade/")),
    "cascade-0": ("desk/cascade.html", page("", cascade(0), "/desk/cascade/")),
    "what-if": ("desk/what_if.html", page("desk", what_if(), "/desk/cascade/")),
    "what-if-wrong": ("desk/what_if.html", page("desk", what_if(True), "/desk/cascade/")),
    "targets": ("desk/targets.html", page("", register(15), "/desk/targets/")),
    "tasks": ("desk/tasks.html", page("", desk.Tasks(filters()[:2], table(60), "/desk/tasks/", 60))),
    "target": ("desk/target.html", page("desk", target(), "/desk/targets/")),
    "target-wrong": ("desk/target.html", page("desk", target(True), "/desk/targets/")),
    "record": ("desk/record.html", page("desk", record())),
    "portal-home": ("portal/home.html", page("", portal_home(), "/")),
    "portal-scorecard": ("portal/scorecard.html", page("", scorecard(), "/scorecard/")),
    "portal-statistics": ("portal/statistics.html", page("", statistics(), "/statistics/")),
    "portal-drill": ("portal/drill.html", page("", drill(), "/scorecard/")),
    "portal-plans": ("portal/plans.html", page("", portal.Plans(table(2, 3)), "/plans/")),
    "portal-plan": ("portal/plan.html", page("", portal_plan(), "/plans/")),
    "refused": (
        "desk/refused.html",
        {**page("", None), "problems": [Problem(Text("没有名为“x”的指标定义", "there is no measure x"))]},
    ),
    "portal-refused": (
        "portal/refused.html",
        {**page("", None), "problems": [Problem(Text("没有名为“x”的指标定义", "there is no measure x"))]},
    ),
    "error-404": ("404.html", {}),
    "error-403": ("403.html", {}),
    "error-500": ("500.html", {}),
}
