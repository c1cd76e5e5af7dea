"""What a person has to settle of a reading as a whole: what was left blank, unread, undated or without a base."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from .clean import View
from .fused import rows
from .grids import Grid
from .model import Open, Reading, Target, Task
from .outline import Outline
from .quantities import UNIT

BLANKED = re.compile(
    rf"(?:19|20)(?:\d[×✕xX*□○?_]|[×✕xX*□○?_]{{2}})年"
    rf"|(?<![\dA-Za-z×✕*□○_])\d*(?:[×✕□○]{{1,4}}|[xX*]{{2,4}}|_{{2,12}}|[xX*](?=%))(?:\.[×✕xX*□○]{{1,2}})?(?:万|亿|千|百)*(?:{UNIT})"
    rf"|[(](?:空白|待定|待填|待补充|此处空白)[)]|(?<=[为到达])(?:空白|待定)(?=[,。;])"
    rf"|(?<=[达到为约过有于设培建])[(]\s?[)](?:万|亿)?(?:{UNIT})"
    r"|(?<=(?:达到|突破|超过|少于|低于))(?:…{1,2}|N)?(?:万|亿)?(?:%|家|件|个|项|名|人|亿元|万元|户|所)(?=[,。;、\n]|以上|左右|$)"
)
CLOSING = re.compile(r"[（(〔\[［【﹝]([^（(〔\[［【﹝）)〕\]］】﹞。\n]{4,120})[）)〕\]］】﹞][。.；;\s]*\Z")
BODY = re.compile(
    r"(?:局|委|办|院|厅|署|政府|部门|单位|机构|机关|海关|银行|支行|分行|协会|管委会|督查室|研究室|办事处|镇街|县区|区县|乡镇)"
    r"(?:[、,，；;]|和|及|等|按|分工|共同|牵头|负责|配合|参加|落实|\Z)"
)
ASIDE = re.compile(r"以下|简称|下同|见附|其中|包括|例如|试点|20\d\d年[^、，,]*[至—-]")
BARE = re.compile(
    rf"(?<![\dA-Za-z.,〔\[(第×*/~—–-])(?!(?:19|20)\d\d(?![\d.,]))(?>\d[\d,]*(?:\.\d+)*)"
    rf"(?!\s*(?:[%‰、)）〕\]:：/~·—–-]|[.．]|个百分点|(?:{UNIT})|[万亿千百余多几年月日号时分周秒岁届条章款项期批次类至到]))"
)
"""A figure without its unit, and no date or number of an item."""
SUMS_OF_WORK = re.compile(r"投资|造价|项目名称|电话|传真|邮编|邮政编码|浏览|索引号|分值|权重|得分|工程名称")
"""What figures tell that are no goals, and their head says so."""
CROWD, APART, NEAR_HEAD = 6, 60, 80
"""How many bare figures, and how near to each other, are a table, and how near its head is."""
LEAST = 2
"""Tasks that have bearers; in a plan without them a bracket tells something else."""
ANNEX_TELLS = re.compile(r"(?:责任|牵头|配合)单位|(?:达到|不低于|不少于|超过|突破)\d")


def questions(
    view: View,
    tree: Outline,
    date: str | None,
    lost: list[tuple[int, int]],
    taken: list[tuple[int, int]],
    result: Reading,
) -> list[Open]:
    """What is open of a plan of a ``date``; ``taken`` are its tables, ``lost`` those with cells not told apart."""
    fused = [
        _at(
            view,
            *place,
            "table_fused",
            "此处的表格丢失了单元格边界，数字无法逐格辨认，未读取。",
            "This table has lost the borders of its cells; its numbers cannot be told apart and were not read.",
        )
        for place in lost
    ]
    out = fused + _blanks(view) + _numbering(view, tree) + _early(date, result)
    out += _annexes(view, tree, result, fused) + _of_goals(result.targets)
    out += _rows_left(view, result, out)
    out += _tables_left(view, tree, taken, result, out)
    return out + unborne([*result.tasks, *result.measures])


def guessed(view: View, tables: list[Grid], asked: list[Open]) -> list[Open]:
    """What is open of tables whose figures were parted by how large they are, or some of whose rows lack one.

    Nothing of a row about which something was ``asked`` already.
    """
    short = [
        _at(
            view,
            *place,
            "row_width",
            "表中有一行的数字比表头少，未读取。",
            "A row of a table has fewer figures than its header and was not read.",
        )
        for table in tables
        for place in table.short
    ]
    known = [span for each in asked for span in each.spans]
    return [each for each in short if not any(a <= each.spans[0][0] < b for a, b in known)] + [
        _at(
            view,
            table.start,
            table.end,
            "table_guessed",
            "此处表格的数字连在一起，是按大小分开读取的，请逐行核对。",
            "The figures of this table run into each other; they were parted by their size: please check each row.",
        )
        for table in tables
        if table.guessed
    ]


def _at(view: View, start: int, end: int, code: str, why: str, why_en: str) -> Open:
    """A question that a place of the view asks."""
    span = view.span(start, end)
    return Open(code, why, why_en, [span], [view.raw[span[0] : span[1]]])


def table_unread(view: View, start: int, end: int) -> Open:
    """That a place is a table of figures which was not understood."""
    return _at(
        view,
        start,
        end,
        "table_unread",
        "此处像是一张表，其中的数字没有读懂，未作为目标读取。",
        "This looks like a table; its figures were not understood and not read as goals.",
    )


def _blanks(view: View) -> list[Open]:
    return [
        _at(
            view,
            *blank.span(),
            "blank",
            "此处的数字或年份未填写，无法读取。",
            "A number or year was left blank here.",
        )
        for blank in BLANKED.finditer(view.flat)
    ]


def _numbering(view: View, tree: Outline) -> list[Open]:
    return [
        _at(
            view,
            s.start,
            s.start + len(s.mark) + min(12, len(s.title)),
            "numbering",
            f"章节编号从第 {last} 跳到第 {following}，中间可能缺失。",
            f"The numbering of sections jumps from {last} to {following}; something may be missing.",
        )
        for _, last, following, s in tree.skipped
        if s.part == "plan"
    ]


def _early(date: str | None, result: Reading) -> list[Open]:
    """Stages that are over before the plan was written."""
    return [
        Open(
            "conflict_date",
            f"阶段“{m['phase']}”的期限 {due} 早于文件日期 {date}。",
            f"The phase “{m['phase']}” is due {due}, before the document of {date}.",
            [tuple(m["span"])],
            [m["quote"]],
            conflict=True,
        )
        for m in result.milestones
        if date and len(due := str(m["due_date"])) >= 7 and due < date[: len(due)]
    ]


def _annexes(view: View, tree: Outline, result: Reading, fused: list[Open]) -> list[Open]:
    """Annexes with numbers or bearers of which nothing was told."""
    starts = [x.span[0] for x in result.targets] + [x.span[0] for x in (*result.tasks, *result.measures)]
    starts += [o.spans[0][0] for o in fused]
    out = []
    for s in tree.sections:
        if s.style != "annex" or s.kind != "annex" or s.part != "plan":
            continue
        end = max(s.end, s.body_end)
        span = view.span(s.start, end)
        if ANNEX_TELLS.search(view.flat, s.body_start, end) and not any(
            span[0] <= at < span[1] for at in starts
        ):
            out.append(
                Open(
                    "annex_unread",
                    "附件中有数字或责任单位，未作为目标或任务读取。",
                    "An annex tells numbers or responsible units that were not read as goals or tasks.",
                    [span],
                    [view.raw[span[0] : span[1]][:200]],
                )
            )
    return out


def _of_goals(targets: list[Target]) -> list[Open]:
    """Goals without a year, a unit, or a figure from which to grow."""
    out = []
    undated = [t for t in targets if t.year is None]
    if undated:
        out.append(
            _told(
                undated,
                "no_year",
                f"{len(undated)} 个目标没有写明期限。",
                f"{len(undated)} goals have no due year.",
            )
        )
    lost: dict[str, list[Target]] = {}
    for t in targets:
        if t.unit is None and t.cell is not None:
            lost.setdefault(t.indicator, []).append(t)
    out += [
        _told(cells, "unit_lost", f"“{indicator}”没有计量单位。", f"“{indicator}” has no unit.")
        for indicator, cells in lost.items()
    ]
    out += [
        _told(
            [t],
            "no_baseline",
            f"增长类目标“{t.indicator}”没有基数，暂不可计算。",
            f"The growth goal “{t.indicator}” has no baseline: not computable yet.",
        )
        for t in targets
        if t.kind in ("growth_rate_per_year", "growth_total", "reduction")
        and t.baseline_value is None
        and t.part == "plan"
    ]
    return out


def _told(targets: list[Target], code: str, why: str, why_en: str) -> Open:
    """A question that goals ask."""
    return Open(code, why, why_en, [t.span for t in targets], [t.quote for t in targets])


def _rows_left(view: View, result: Reading, opened: list[Open]) -> list[Open]:
    """Every row of a fused table of which nothing was told."""
    reached = _reached(view, result, opened)
    return [
        _at(
            view,
            *place,
            "row_fused",
            "表中有一行丢失了单元格边界，数字无法逐格辨认，未读取。",
            "A row of a table has lost the borders of its cells and was not read.",
        )
        for place in rows(view.flat)
        if not any(reached[slice(*view.span(*place))])
    ]


def _reached(view: View, result: Reading, opened: list[Open]) -> list[int]:
    """For each character of the raw text how many goals, figures of the past and questions it belongs to."""
    told = [t.span for t in result.targets] + [a.span for a in result.actuals]
    told += [s for o in (*result.open, *opened) for s in o.spans]
    return _covered(len(view.raw), told)


def _covered(size: int, spans: Sequence[tuple[int, int]]) -> list[int]:
    """For each place of so many how many spans hold it."""
    change = [0] * (size + 2)
    for a, b in spans:
        change[a] += 1
        change[min(max(a, b), size + 1)] -= 1
    return list(accumulate(change))


def _tables_left(
    view: View, tree: Outline, taken: list[tuple[int, int]], result: Reading, opened: list[Open]
) -> list[Open]:
    """Every place where bare figures crowd as in a table, of which nothing was told."""
    reached, known = _reached(view, result, opened), _covered(len(view.flat), taken)
    crowds: list[list[tuple[int, int]]] = []
    last = 0
    for found in BARE.finditer(view.flat):
        start, end = found.span()
        serial = found.group() in ("1", str(last + 1))
        last = int(found.group()) if serial else last
        if serial or known[start] or any(reached[slice(*view.span(start, end))]):
            continue
        if not crowds or start - crowds[-1][-1][1] > APART:
            crowds.append([])
        crowds[-1].append((start, end))
    return [
        table_unread(view, crowd[0][0], crowd[-1][1])
        for crowd in crowds
        if len(crowd) >= CROWD
        and _part(tree, crowd[0][0]) == "plan"
        and not SUMS_OF_WORK.search(view.flat, max(0, crowd[0][0] - NEAR_HEAD), crowd[0][1])
    ]


def _part(tree: Outline, at: int) -> str:
    """The part of the paper that a place belongs to."""
    return next((s.part for s in reversed(tree.sections) if s.start <= at), "plan")


def unborne(tasks: Sequence[Task]) -> list[Open]:
    """An open question for each task without bearers whose closing bracket seems to name some."""
    if sum(1 for one in tasks if one.quote_units) < LEAST:
        return []
    found = []
    for one in tasks:
        if one.lead or one.cooperating or one.responsible:
            continue
        bracket = CLOSING.search(one.quote)
        if bracket is None or not BODY.search(bracket[1]) or ASIDE.search(bracket[1]):
            continue
        start = one.span[0] + bracket.start()
        words = bracket[0].rstrip("。.；; \t\r\n")
        found.append(
            Open(
                "units_unread",
                f"任务“{one.title}”末尾的括号像是责任单位，没有读懂。",
                f"The bracket that closes the task “{one.title}” seems to name its bearers and was not understood.",
                [(start, start + len(words))],
                [words],
            )
        )
    return found
