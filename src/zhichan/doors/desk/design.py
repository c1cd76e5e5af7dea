"""The design page: every component in every state, with sample words of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhichan.doors.look.charts import Comparison, Share, Spot, Trend
from zhichan.doors.look.parts import (
    Bar,
    Cell,
    Choice,
    Column,
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
from zhichan.doors.look.words import say
from zhichan.kernel.ground.public import Text


@dataclass(frozen=True)
class Receipt:
    """A number and a code as a receipt shows them."""

    number: str
    code: str


@dataclass(frozen=True)
class Sheet:
    """Samples of the components."""

    colours: Sequence[str]
    states: Sequence[State]
    figures: Sequence[Fact]
    bars: Sequence[tuple[Text, Bar]]
    points: tuple[Point, ...]
    table: Table
    empty: Table
    tabs: Sequence[Choice]
    fields: Sequence[Field]
    problems: Sequence[Problem]
    happenings: Sequence[Happening]
    kinds: Sequence[str]
    changes: Sequence[str]
    trend: Trend
    nothing: Trend
    comparison: Comparison
    filters: Sequence[Filter]
    pages: Pages
    track: Sequence[tuple[Text, str]]
    receipt: Receipt


COLOURS = (
    "paper",
    "ground",
    "ink",
    "ink-soft",
    "line",
    "line-strong",
    "accent",
    "accent-wash",
    "ok",
    "ok-wash",
    "attention",
    "attention-wash",
    "late",
    "late-wash",
    "refused",
    "refused-wash",
    "unknown",
    "unknown-wash",
)


def sheet() -> Sheet:
    """The samples."""
    unit = Text("件", "items")
    reason = Text("直线应达 38,600，现为 35,412", "the line asks 38,600, now 35,412")
    return Sheet(
        COLOURS,
        [
            State("ok", Text("按进度", "On course")),
            State("attention", Text("落后", "Behind"), reason),
            State("late", Text("已逾期", "Late")),
            State("refused", Text("不采用", "Rejected")),
            State("unknown", Text("不可计算", "Not computable"), Text("没有基线", "no baseline")),
        ],
        [
            Fact(Text("数", "Number"), Figure(35412, unit)),
            Fact(Text("至少", "At least"), Figure(50000, unit, mark="≥")),
            Fact(Text("零", "Zero"), Figure(0, unit)),
            Fact(Text("未分配", "Not assigned"), Figure(None, gap="unassigned")),
            Fact(Text("未知", "Not known"), Figure(None, gap="unknown")),
            Fact(
                Text("不可计算", "Not computable"),
                Figure(None, gap="incomputable", reason=Text("分母为零", "the denominator is zero")),
            ),
            Fact(Text("不公开", "Closed"), Figure(None, gap="closed")),
        ],
        [
            (Text("按进度", "on course"), Bar(1.91, 3.62, 5, 3.4)),
            (Text("落后", "behind"), Bar(21626, 35412, 50000, 38600)),
            (Text("超过目标", "past the target"), Bar(78, 212, 200, 170)),
            (Text("越低越好", "lower is better"), Bar(40, 28, 20, 26)),
            (Text("没有现值", "no value"), Bar(1, None, 10, 5)),
        ],
        tuple(
            Point(str(2016 + n), value) for n, value in enumerate((3.0, 4.0, 3.5, None, 5.0, 6.5, 7.0, 6.0))
        ),
        Table(
            Text("十五列的表", "A table of fifteen columns"),
            [Column(Text("指标", "Indicator")), *(Column(str(2010 + n), unit, True) for n in range(14))],
            [
                Row([Cell(Text("合计", "Sum")), *(Cell(Figure(n * 1370)) for n in range(14))], kind="sum"),
                *(
                    Row(
                        [
                            Cell(
                                Text(
                                    f"第 {r} 行，名称比较长的一项指标",
                                    f"Row {r}, an indicator with a longer name",
                                )
                            ),
                            *(Cell(Figure(n * r * 137)) for n in range(14)),
                        ]
                    )
                    for r in range(1, 4)
                ),
                Row(
                    [
                        Cell(Text("另有 3 行不对您公开", "3 more rows, closed to you")),
                        *(Cell(Figure(n)) for n in range(14)),
                    ],
                    kind="closed",
                ),
            ],
        ),
        Table(
            Text("空表", "Empty"),
            [Column(Text("指标", "Indicator"))],
            [],
            Text(
                "还没有内容。这里会列出什么、怎样才会有，都写在这句话里。",
                "Nothing yet. This sentence says what would be here and how it comes.",
            ),
        ),
        [
            Choice("a", Text("全部", "All"), True, 12, "?"),
            Choice("b", Text("目标", "Targets"), False, 8, "?"),
        ],
        [
            Field("name", Text("名称", "Name"), "", required=True),
            Field(
                "value",
                Text("新基线", "New baseline"),
                "abc",
                "number",
                Text("与原数同单位", "in the same unit"),
                wrong=Text("应当是数字", "must be a number"),
            ),
            Field(
                "kind",
                Text("种类", "Kind"),
                kind="select",
                choices=[Choice("1", Text("水平", "level")), Choice("2", Text("累计", "cumulative"))],
            ),
            Field(
                "units",
                Text("配合单位", "Cooperating units"),
                kind="several",
                choices=[
                    Choice("1", Text("科技局", "science office"), True),
                    Choice("2", Text("农业局", "farm office")),
                ],
            ),
            Field(
                "firm",
                Text("申请人", "Applicant"),
                str(say(Text("演示企业", "Sample firm"))),
                filled=Text("取自您上一次的申请", "from your last application"),
            ),
            Field("day", Text("申请日", "Filed"), "2026-03-12", "date"),
            Field(
                "scan",
                Text("扫描件", "Scan"),
                kind="file",
                help=Text("PDF或图片，不超过20MB", "PDF or picture, at most 20 MB"),
                wrong=Text("有25MB，超过20MB的上限", "25 MB is more than the 20 MB allowed"),
            ),
            Field("reason", Text("理由", "Reason"), kind="area"),
        ],
        [
            Problem(Text("应当是数字", "must be a number"), "", "value"),
            Problem(
                Text("目前处于“已采用”，不能再核对", "the plan is adopted and can no longer be checked"),
                "M01 §3",
            ),
        ],
        [
            Happening(date(2025, 6, 30), Text("规划上传", "Plan uploaded"), "P. Officer"),
            Happening(
                date(2025, 7, 2),
                Text("规划采用", "Plan adopted"),
                detail=Text("生成 88 项目标", "88 targets made"),
            ),
        ],
        ("target", "task", "unit", "open", "conflict"),
        ("added", "changed", "removed", "same"),
        Trend(
            Text("有效发明专利", "Invention patents in force"),
            unit,
            [
                Spot(year, str(year), Figure(value, href="#") if value is not None else Figure(None, gap="unknown"))
                for year, value in zip(
                    range(2018, 2026), (21626, 23480, 25910, None, 30105, 32660, 34070, 35412), strict=True
                )
            ],
            [(2020, 25910), (2027, 50000)],
            Text("来源：专利记录，逐条相加", "source: patents, counted row by row"),
        ),
        Trend(Text("没有数值的走势", "A trend without values"), unit, []),
        Comparison(
            Text("各区域", "By region"),
            unit,
            [
                Share(Text("青坪区", "Qingping District"), Figure(18204, href="#"), True),
                Share(Text("东河县", "Donghe County"), Figure(9112, href="#")),
                Share(Text("梅岭县", "Meiling County"), Figure(0)),
            ],
        ),
        [
            Filter("q", Text("编号或标题", "Number or title"), kind="text", value=""),
            Filter(
                "stage",
                Text("阶段", "Stage"),
                [Choice("", Text("全部", "all"), True), Choice("1", Text("待受理", "Asked"), count=12)],
            ),
            Filter("from", Text("发起不早于", "Opened from"), kind="day"),
            Filter("least", Text("金额不小于", "Amount at least"), kind="number"),
        ],
        Pages(51, 100, 1284, "#", "#"),
        [
            (Text("已受理", "Accepted"), "past"),
            (Text("审理中", "Under examination"), "here"),
            (Text("已裁决", "Decided"), "ahead"),
        ],
        Receipt("ZLCJ-2026-0001", "7KQM-2XHD-PW4R-9TBC"),
    )
