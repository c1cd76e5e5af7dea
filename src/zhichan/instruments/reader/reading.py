"""The reader: a policy plan in, targets, tasks, owners and open questions out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from .by_cells import by_cells
from .cells import Table
from .certainty import settle
from .clean import View, clean, squeeze
from .columns import aside
from .conflicts import (
    Glossary,
    base,
    core,
    find,
    fold_restated,
    histories,
    likeness,
    named_by_the_whole,
    number,
    sums,
)
from .context import Found, Frame
from .decoding import Unreadable
from .dueyears import lead_year
from .duties import Duties, DutyReader, Region, members
from .duty_tables import DutyTable, duty_tables
from .fused import jumbled, rows, torn, unread, unseen
from .grids import grids
from .head import PAGED_AFTER, Head, head, judge, titled_terms
from .model import Actual, Node, Open, Reading, Target, Term
from .outline import Outline, Section, aims_ahead, outline
from .press import plan_begins, reported
from .quantities import UNIT, years
from .rules import scored, without_rules
from .sheets import Sheets, sheets
from .stages import milestones
from .tables import tables
from .tabular import read_table
from .targets import TargetReader
from .tense import aims, sums_up
from .unborne import unborne
from .wording import VERB_HEAD

BLANKED = re.compile(
    rf"(?:19|20)(?:\d[×✕xX*□○?_]|[×✕xX*□○?_]{{2}})年"
    rf"|(?<![\dA-Za-z×✕*□○_])\d*(?:[×✕□○]{{1,4}}|[xX*]{{2,4}}|_{{2,12}}|[xX*](?=%))(?:\.[×✕xX*□○]{{1,2}})?(?:万|亿|千|百)*(?:{UNIT})"
    rf"|[(](?:空白|待定|待填|待补充|此处空白)[)]|(?<=[为到达])(?:空白|待定)(?=[,。;])"
    rf"|(?<=[达到为约过有于设培建])[(]\s?[)](?:万|亿)?(?:{UNIT})"
    r"|(?<=(?:达到|突破|超过|少于|低于))(?:…{1,2}|N)?(?:万|亿)?(?:%|家|件|个|项|名|人|亿元|万元|户|所)(?=[,。;、\n]|以上|左右|$)"
)
ANNEX_TELLS = re.compile(r"(?:责任|牵头|配合)单位|(?:达到|不低于|不少于|超过|突破)\d")
SPENDING = re.compile(
    r"(?:资金|经费|预算|投资)(?:投入|使用|支出)?(?:安排|计划|分配|估算|概算|预算|测算|来源|筹措)"
)
"""A table of what is spent, which is nothing to be reached."""
CONDITIONS = re.compile(
    r"(?:申报|认定|创建|评定|准入|入选|遴选|评审|推荐|申请|支持|奖励|补助|资助|扶持|参评|享受|命名)[一-龥]{0,4}(?:条件|资格|对象|标准|额度)"
    r"(?:[和与及、][一-龥]{2,8})?$"
)
"""Headings of what one must have, and of what one gets: 申报条件, 奖励标准."""
MOST_CHARACTERS = 1_000_000
ONLY_DONE = re.compile(
    "(?:引进|举办|新建|完成|培育|开展|建设|建成|新增|组织|创建|发展|实现|达到|遴选|办理|办结)+"
)
"""A name in a cell that says but what is done: of what, the name of the row says."""
TABLE_OF_DUTIES = 3
"""A table of who does what weighs as much as so many goals when a text is told for a plan."""


def read(text: str, *, glossary: Sequence[Term], name: str = "", most: int = MOST_CHARACTERS) -> Reading:
    """Reads a policy plan.

    ``text`` is the raw text (line ends kept); every span of the result points into it. ``glossary`` gives the
    indicators that get a slug; others are read just the same. ``most`` bounds the length in characters.
    Raises ``Unreadable`` (``empty``, ``too_long``). A text that is no plan gives a reading with ``not_a_plan``.
    """
    if not text.strip("\ufeff\u3000 \t\r\n"):
        raise Unreadable(
            "empty", "文件是空的，没有可读的文字。", "The file is empty: there is no text to read."
        )
    if len(text) > most:
        raise Unreadable(
            "too_long",
            f"文本有 {len(text)} 字，超过 {most} 字的上限。",
            f"The text has {len(text)} characters; at most {most} can be read.",
        )
    whole_view = clean(text)
    begins = plan_begins(whole_view.flat)
    view = whole_view.behind(begins)
    result = Reading(name=name, text_length=len(text))
    if not view.flat:
        raise Unreadable(
            "empty", "文件是空的，没有可读的文字。", "The file is empty: there is no text to read."
        )
    result.script = _script(view)
    laid = grids(view)
    kept = sheets(view, [*laid, *by_cells(view, laid)])
    found_tables = _beside(tables(view), kept)
    lost = _clear(unread(view.flat), kept.taken)
    lost = sorted(
        lost + _clear(unseen(view.flat, [(t.start, t.end) for t in found_tables] + lost), kept.taken)
    )
    taken = sorted([(t.start, t.end) for t in found_tables] + kept.taken + lost)
    duty = duty_tables(view, taken)
    taken = sorted(taken + [(d.start, d.end) for d in duty])
    duty += kept.duties
    mixed = jumbled(view.flat, taken)
    mixed += torn(view.flat, taken + mixed)
    lost, taken = sorted(lost + mixed), sorted(taken + mixed)
    tree = outline(view, taken=taken)
    top = head(view, tree)
    result.title, result.issuer, result.doc_no, result.date = top.title, top.issuer, top.doc_no, top.date
    result.region = {"name": _in_script(view, top.region), "level": top.level}
    result.period_start, result.period_end = top.start, top.end
    duties = DutyReader(view, tree, taken).read()
    _add_duty_tables(duties, duty)
    terms = Glossary(glossary)
    duties.regions += [
        Region(w.start, w.end, None, "task", "plan", scope=_within(w.scope, top), whole=True, table=w.table)
        for w in kept.words
    ]
    whole = [(t.start, t.end) for t in found_tables] + kept.taken
    duties.taken = sorted(duties.taken + lost + kept.taken + aside(view, whole))
    _targets(view, tree, top, duties, found_tables, terms, result)
    result.tasks, result.measures = duties.tasks, duties.measures
    _name_tasks(result)
    result.milestones = milestones(view, tree)
    result.members = members(view)
    result.outline = [_node(view, s) for s in tree.root.children]
    result.units = _units(result)
    result.parts = _parts(view, tree)
    if begins:
        result.parts.insert(0, {"part": "explanation", "span": list(whole_view.span(0, begins))})
    for a, b in lost:
        span = view.span(a, b)
        result.open.append(
            Open(
                "table_fused",
                "此处的表格丢失了单元格边界，数字无法逐格辨认，未读取。",
                "This table has lost the borders of its cells; its numbers cannot be told apart and were not read.",
                [span],
                [view.raw[span[0] : span[1]]],
            )
        )
    _open_questions(view, tree, top, result)
    _rows_left(view, result)
    result.open += unborne([*result.tasks, *result.measures])
    settle(result.targets, [*result.tasks, *result.measures], joined=view.joined, last=result.period_end)
    borne = sum(1 for t in result.tasks if t.lead or t.responsible)
    result.not_a_plan = judge(
        view,
        tree,
        items=len(result.targets) + borne + (TABLE_OF_DUTIES if kept.duties else 0),
        goals=sum(
            1
            for t in result.targets
            if (t.asserted or not t.in_task) and t.year is not None and not t.year_inferred
        ),
        aims=sum(1 for t in result.targets if aims(view.flat, t.order)),
    )
    return result


PLACE_NAME = re.compile(r"[一-龥]{1,10}?(?:县|市|旗|区)")


def place_headed(section: Section | None) -> str | None:
    """The place that a heading names, where another of its kind beside it names one too: （一）甲县 … （二）乙区."""
    if section is None or section.parent is None or not _names_place(section):
        return None
    beside = sum(map(_names_place, section.parent.children))
    return squeeze(section.title) if beside > 1 else None


def _names_place(section: Section) -> bool:
    title = squeeze(section.title)
    return bool(PLACE_NAME.fullmatch(title)) and not VERB_HEAD.match(title)


def _within(scope: str | None, top: Head) -> str | None:
    """The place that a row of a table names, where it is not the plan's own."""
    return None if scope == top.region else scope


def _beside(found: list[Table], kept: Sheets) -> list[Table]:
    """Tables read by their columns, and of the others those that stand elsewhere."""
    others = [t for t in found if not any(a < t.end and t.start < b for a, b in kept.taken)]
    return sorted(others + kept.tables, key=lambda t: t.start)


def _clear(places: list[tuple[int, int]], taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places that touch none that is taken."""
    return [(a, b) for a, b in places if not any(c < b and a < d for c, d in taken)]


def _rows_left(view: View, result: Reading) -> None:
    """Opens every row of a fused table of which nothing was told."""
    left = rows(view.flat)
    if not left:
        return
    told = [t.span for t in result.targets] + [a.span for a in result.actuals]
    told += [s for o in result.open for s in o.spans]
    covered = [0] * (len(view.raw) + 2)
    for a, b in told:
        covered[a] += 1
        covered[max(a, b)] -= 1
    reached = list(accumulate(covered))
    for start, end in left:
        span = view.span(start, end)
        if any(reached[span[0] : span[1]]):
            continue
        quote = view.raw[span[0] : span[1]]
        result.open.append(
            Open(
                "row_fused",
                "表中有一行丢失了单元格边界，数字无法逐格辨认，未读取。",
                "A row of a table has lost the borders of its cells and was not read.",
                [span],
                [quote],
            )
        )


def _add_duty_tables(duties: Duties, found: list[DutyTable]) -> None:
    """Rows of tables of duties; a row that repeats a task of the text gives it its units."""
    known = list(duties.tasks)
    for table in found:
        duties.taken.append((table.start, table.end))
        for task, texts in zip(table.tasks, table.texts, strict=True):
            same = next((t for t in known if likeness(t.title, task.title) >= 0.8), None)
            if same is not None:
                if not (same.lead or same.cooperating or same.responsible):
                    same.lead, same.cooperating, same.responsible = (
                        task.lead,
                        task.cooperating,
                        task.responsible,
                    )
                    same.quote_units, same.units_span, same.due = (
                        task.quote_units,
                        task.units_span,
                        same.due or task.due,
                    )
                    same.why += task.why
            else:
                duties.tasks.append(task)
            duties.regions += [
                Region(a, b, None, "task", "plan", same or task, whole=True, table=table.start)
                for a, b in texts
            ]
    duties.taken.sort()
    duties.tasks.sort(key=lambda t: t.span)


def _script(view: View) -> str:
    changed = sum(
        1
        for i in range(min(len(view.flat), 4000))
        if view.flat[i] != view.raw[view.at[i]] and "\u4e00" <= view.flat[i] <= "\u9fff"
    )
    return "traditional" if changed > min(len(view.flat), 4000) * 0.05 else "simplified"


def _in_script(view: View, name: str | None) -> str | None:
    if name is None:
        return None
    at = view.flat.find(name)
    return view.shown(at, at + len(name)) if at >= 0 else name


def _targets(
    view: View,
    tree: Outline,
    top: Head,
    duties: Duties,
    found_tables: list[Table],
    terms: Glossary,
    result: Reading,
) -> None:
    if scored(view.flat):
        result.open.append(
            Open(
                "score_sheet",
                "这是一份评分表，其中的数是计分标准，没有作为目标读取。",
                "This is a sheet of points: its figures are steps of a scale and were not read as goals.",
                [(0, min(len(view.raw), 40))],
                [view.raw[:40]],
            )
        )
        return
    year = int(top.date[:4]) if top.date else None
    if year is not None and year > (top.end or year) + PAGED_AFTER:
        year = None
    place = _place(view, top)
    titled = squeeze(top.title) if top.title else None
    start = top.start
    if start is None and year is not None and top.end is not None and year <= top.end:
        start = year
    reader = TargetReader(
        view,
        period_start=start,
        period_end=top.end,
        doc_year=year,
        now=top.written,
        reviewed=top.reviewed,
        place=place,
        default_year=top.due,
        pressed=reported(view.flat, tree),
    )
    found = Found()
    frame = Frame()
    last_goal: Section | None = None
    taken = sorted([(t.start, t.end) for t in found_tables])
    others = [
        t
        for t in titled_terms(view.flat)
        if (t[1], t[2]) != (top.start, top.end) and (top.start or t[1] == t[2])
    ]
    for region in sorted(duties.regions, key=lambda r: r.start):
        kind = _kind(view, region, top.start or top.written)
        if kind in ("principle", "annex") or region.part in ("notice", "annex"):
            continue
        if _on_conditions(region):
            continue
        later = next(((a, b) for at, a, b in reversed(others) if at <= region.start), None)
        if later is not None:
            reader.period_start, reader.period_end = later
            reader.default_year = reader.period_end
        staged = kind == "step"
        kind = "task" if staged else kind
        if sums_up(titled, [squeeze(s.title) for s in _headings(region.section)]):
            kind = "background"
        if region.part == "explanation" and kind != "goal":
            continue
        if kind == "goal":
            ancestor = region.section.path[0] if region.section else None
            if ancestor is not last_goal:
                frame, last_goal = Frame(), ancestor
            use = frame
        elif kind == "general":
            use, kind = Frame(), "goal"
        else:
            use = Frame()
        before = len(found.targets)
        of_place = None if region.scope else place_headed(region.section)
        scope = region.scope or (of_place if of_place != top.region else None)
        reader.task_year = _due_year(region.task.deadline) if region.task is not None else None
        lined = _line_year(view, region.start)
        headed = lined or _headed_year(view, top, region.section)
        if headed is not None and kind == "goal" and (lined or not use.year_told):
            use.year, use.year_told = headed, True
        reader.task_year = reader.task_year or headed
        if staged:
            reader.task_year = _stage_year(view, region)
        for a, b in (
            [(region.start, region.end)]
            if region.whole
            else _without(region.start, region.end, taken + duties.taken)
        ):
            reader.read(
                a,
                b,
                section=region.section,
                kind=kind,
                part=region.part,
                scope=scope,
                frame=use,
                found=found,
            )
        if staged:
            dated = {w.year for w in years(view.flat[region.start : region.end])}
            found.targets[before:] = [
                t
                for t in found.targets[before:]
                if t.year is not None and (t.year in dated or t.year == reader.task_year) and _built(t)
            ]
        for t in found.targets[before:]:
            t.table = region.table
            if of_place and len(t.indicator) > len(of_place) + 1:
                t.indicator = t.indicator.removeprefix(of_place)
            if (
                region.table is not None
                and region.task is not None
                and ONLY_DONE.fullmatch(squeeze(t.indicator))
            ):
                t.indicator = region.task.title
        if region.task is not None:
            for t in found.targets[before:]:
                t.section = t.section or region.task.title
                region.task.targets.append(str(id(t)))
    targets = without_rules(view.flat, titled, found.targets)
    actuals = found.actuals
    opened = found.open
    for table in found_tables:
        section = _section_at(tree, table.start)
        if section is not None and (section.part in ("annex", "notice") or _of_principles(section, table)):
            continue
        if SPENDING.search(squeeze(table.title)):
            continue
        goals, past, questions = read_table(
            view, table, period_end=top.end, period_start=start, place=place, region=top.region
        )
        if (
            section is not None
            and section.kind == "background"
            and not re.search("目标", squeeze(table.title))
        ):
            past += [
                Actual(
                    g.indicator, g.value, g.unit, g.span, g.quote, g.year, g.scope, kind=g.kind, cell=g.cell
                )
                for g in goals
            ]
            goals = []
        targets += goals
        actuals += past
        opened += questions
    named_by_the_whole(targets)
    for x in targets:
        x.canonical = terms.slug(x.indicator, x.unit, x.kind)
    for y in actuals:
        y.canonical = terms.slug(y.indicator, y.unit, y.kind)
    _units_from_neighbours(targets, actuals)
    kept = fold_restated(targets)
    number(kept)
    ids = {str(id(t)): t.id for t in kept}
    for task in duties.tasks + duties.measures:
        task.targets = [ids[k] for k in task.targets if k in ids]
    _baselines(kept, actuals)
    result.open += opened
    result.open += find(view, kept, actuals)
    kept = _of_plan(kept)
    result.targets, result.actuals = kept, actuals
    result.open += sums(kept, place)
    result.open += histories(view, actuals)
    _claims(view, found, kept, result)


def _kind(view: View, region: Region, since: int | None) -> str:
    """The purpose of a stretch: that of its section, unless what it says is aimed at for all its heading."""
    section = region.section
    return "goal" if section is not None and aims_ahead(section, view, since) else region.kind


def _on_conditions(region: Region) -> bool:
    """Whether a stretch tells what one must have or what one gets, by a heading above it; what is borne is work."""
    borne = region.task is not None and (region.task.lead or region.task.responsible)
    return not borne and any(CONDITIONS.search(squeeze(s.title)) for s in _headings(region.section))


def _of_plan(targets: list[Target]) -> list[Target]:
    """The goals less what only an explanation behind the plan tells, but for a number that the plan gainsays."""
    planned = [t for t in targets if t.part != "explanation"]
    return [t for t in targets if t.part != "explanation" or t.conflict_with] if planned else targets


def _headings(section: Section | None) -> list[Section]:
    """The headings that a section stands below, and its own."""
    return [*section.path, section] if section is not None else []


NUMBER = re.compile(r"^(?:[(]\d{1,2}[)]|\d{1,2}[、.](?=20\d\d年)|[①-⑳])")
"""The number of an item in Arabic digits."""


def _line_year(view: View, start: int) -> int | None:
    """The year that stands alone at the head of a line before its text: 2025年:新增 …"""
    lead = NUMBER.sub("", view.flat[view.flat.rfind("\n", 0, start) + 1 : start])
    told = re.fullmatch(
        r"[^\d,。;]{0,10}(?:20\d\d年?[-—~至到])?(20\d\d)年(?!.*(?:回顾|总结|成效|情况))[^\d,。;]{0,8}[:.、。]?",
        lead,
    )
    return int(told.group(1)) if told else None


def _stage_year(view: View, region: Region) -> int | None:
    """The last year that the heading of a stage tells: (二)提升阶段(2025—2026年)."""
    title = squeeze(region.section.title) if region.section is not None else ""
    told = re.findall(r"20\d\d", title)
    if not told:
        lead = re.match(r"[^。,;:\d]{2,20}[(]([^()]{4,30})[)]", view.flat[region.start : region.end])
        told = re.findall(r"20\d\d", lead.group(1)) if lead else []
    return int(told[-1]) if told else None


def _headed_year(view: View, top: Head, section: Section | None) -> int | None:
    """The year that the nearest heading above, or the lead of a list, gives to what stands below it: the lead one of
    the years of the plan.

    三、2025年工作安排; 2026年,重点抓好以下工作: and then (一), (二) ….
    """
    while section is not None:
        title = squeeze(section.title)
        told = set() if PAST_HEADING.search(title) else _heading_years(title)
        if len(told) == 1:
            return told.pop()
        above = section.parent
        if above is not None:
            lead = lead_year(view.flat[above.body_start : above.body_end])
            first = max((y for y in (top.start, top.written) if y), default=lead)
            if lead is not None and (first or lead) <= lead <= (top.end or lead):
                return lead
        section = above
    return None


PAST_HEADING = re.compile(r"总结|回顾|情况|成效|成绩|完成|基础|现状|背景|以来")


def _heading_years(title: str) -> set[int]:
    return {w.year for w in years(title) if w.role in ("due", "span") and w.year and "年" in w.words}


def _of_principles(section: Section, table: Table) -> bool:
    """Whether a table belongs to what a plan goes by; one of years only stands behind it."""
    return section.kind == "principle" and not re.search(r"20\d\d|目标", "".join(table.heads))


ORGANISED = re.compile(
    r"专班|小组|方案|计划|联络员|会议?$|动员|先进|台账|机制|办法|制度|名单|信息|简报|报告|总结|材料|经验|问题|督导|检查|评估|人员$"
)
"""How the work of a stage is organised, which is none of its goals."""


def _built(goal: Target) -> bool:
    """Whether a number of a stage is a goal: told in degrees, or of things that are made."""
    made = goal.kind in ("count_new", "cumulative", "annual_flow") and not ORGANISED.search(goal.indicator)
    return goal.asserted or bool(goal.comparator_word) or made


def _due_year(due: str | None) -> int | None:
    m = re.search(r"20\d\d", squeeze(due or ""))
    return int(m.group()) if m else None


CALLED = {"province": "省区", "city": "市州盟", "county": "县区"}
"""What the whole of a place is called: 全省, of an autonomous region 全区; 全市, 全州; 全县, 全区."""


def _place(view: View, top: Head) -> str | None:
    """What the text calls the whole of its place, most often and in doubt by the end of its name."""
    sorts = CALLED.get(top.level or "")
    if sorts is None:
        return top.place
    told = Counter(re.findall(rf"[全我]([{sorts}])(?!域|县)", view.flat))
    named = (top.region or "")[-1:]
    return "全" + max(sorts, key=lambda sort: (told[sort], sort == named))


def _without(start: int, end: int, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out = []
    at = start
    for a, b in taken:
        if b <= at or a >= end:
            continue
        if a > at:
            out.append((at, a))
        at = max(at, b)
    if at < end:
        out.append((at, end))
    return out


def _section_at(tree: Outline, at: int) -> Section | None:
    last = None
    for s in tree.sections:
        if s.start > at:
            break
        last = s
    return last


def _units_from_neighbours(targets: list[Target], actuals: list[Actual]) -> None:
    """A row of a table that lost its unit takes the one that the same document tells for the same figure of a like
    name, or else for the same indicator, unless that is a multiple or money.
    """
    told: list[Target | Actual] = [*targets, *actuals]
    measured: dict[tuple[float, int | None], list[Target | Actual]] = {}
    known: dict[str, str] = {}
    for item in told:
        if item.unit:
            measured.setdefault((item.value, item.year), []).append(item)
            if base(item)[0] == item.value and "元" not in item.unit:
                known.setdefault(core(item.indicator), base(item)[1])
    lost = [item for item in told if item.unit is None and item.cell is not None]
    rows: dict[tuple[str, object], set[str]] = {}
    for item in lost:
        alike = (i for i in measured.get((item.value, item.year), []) if _alike(i, item))
        rows.setdefault(_row_of(item), set()).update(squeeze(i.unit or "") for i in alike)
    for item in lost:
        units = rows[_row_of(item)]
        item.unit = known.get(core(item.indicator)) if len(units) != 1 else next(iter(units))
        if isinstance(item, Target):
            item.unit_inferred = item.unit is not None


LIKE, ROUGHLY_LIKE = 0.5, 0.3


def _alike(one: Target | Actual, other: Target | Actual) -> bool:
    """Whether two names of one figure are of one thing; a figure of three digits is hardly one by chance."""
    digits = len(f"{one.value:g}".replace(".", "").rstrip("0"))
    return likeness(core(one.indicator), core(other.indicator)) >= (ROUGHLY_LIKE if digits > 2 else LIKE)


def _row_of(item: Target | Actual) -> tuple[str, object]:
    """The name and the row of a figure of a table."""
    return item.indicator, (item.cell or {}).get("row")


def _baselines(targets: list[Target], actuals: list[Actual]) -> None:
    """A goal takes as baseline the one figure of the past told for the same indicator, unit and place."""
    for t in targets:
        if t.baseline_value is not None or t.kind in (
            "growth_rate_per_year",
            "growth_total",
            "reduction",
            "count_new",
        ):
            continue
        same = [
            a
            for a in actuals
            if core(a.indicator) == core(t.indicator)
            and a.scope == t.scope
            and base(a)[1] == base(t)[1]
            and a.year is not None
            and a.kind == t.kind
        ]
        if len({(a.year, base(a)[0]) for a in same}) == 1:
            t.baseline_year, t.baseline_value = same[0].year, same[0].value


def _claims(view: View, found: Found, targets: list[Target], result: Reading) -> None:
    """A count of indicators that the text states, against those that were read in its goals."""
    counted = [
        t
        for t in targets
        if t.part == "plan" and t.cell is None and t.scope and not any(w.rule == "duty" for w in t.why)
    ]
    tabled = [t for t in targets if t.cell is not None and any(w.rule == "table_indicator" for w in t.why)]
    goal_sections: dict[str, list[Target]] = {}
    for t in counted:
        goal_sections.setdefault(t.section, []).append(t)
    for n, a, b, _ in found.claims:
        if n < 3:
            continue
        sizes = [len(v) for v in goal_sections.values()]
        if n in {*sizes, len(tabled), sum(sizes)}:
            continue
        best = len(tabled) or max(sizes, default=0)
        if best == 0 or abs(best - n) > n:
            continue
        span = view.span(a, b)
        result.open.append(
            Open(
                "conflict_count",
                f"文中称有 {n} 项指标，实际读到 {best} 项。",
                f"The text speaks of {n} indicators; {best} were read.",
                [span],
                [view.raw[span[0] : span[1]]],
                conflict=True,
            )
        )


def _name_tasks(result: Reading) -> None:
    for n, t in enumerate(result.tasks, 1):
        t.id = f"k{n}"
    for n, m in enumerate(result.measures, 1):
        m.id = f"m{n}"


def _node(view: View, s: Section) -> Node:
    span = view.span(s.start, max(s.end, s.body_end))
    mark = view.shown(s.start, s.start + len(s.mark))
    return Node(mark, s.title, int(s.rank), span, s.kind, [_node(view, c) for c in s.children])


def _units(result: Reading) -> list[dict[str, object]]:
    """Index of units: name, times named, roles."""
    index: dict[str, dict[str, object]] = {}
    for t in [*result.tasks, *result.measures]:
        for role, names in (("lead", t.lead), ("cooperating", t.cooperating), ("responsible", t.responsible)):
            for n in names:
                entry = index.setdefault(
                    n, {"name": n, "mentions": 0, "lead": 0, "cooperating": 0, "responsible": 0}
                )
                entry["mentions"] = int(str(entry["mentions"])) + 1
                entry[role] = int(str(entry[role])) + 1
    return sorted(index.values(), key=lambda e: -int(str(e["mentions"])))


def _parts(view: View, tree: Outline) -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    for s in tree.root.children:
        if not out or out[-1]["part"] != s.part:
            span = view.span(s.start, max(s.end, s.body_end))
            out.append({"part": s.part, "span": list(span)})
        else:
            span = view.span(s.start, max(s.end, s.body_end))
            out[-1]["span"] = [out[-1]["span"][0], span[1]]  # type: ignore[index]
    return out


def _open_questions(view: View, tree: Outline, top: Head, result: Reading) -> None:
    for blank in BLANKED.finditer(view.flat):
        span = view.span(*blank.span())
        result.open.append(
            Open(
                "blank",
                "此处的数字或年份未填写，无法读取。",
                "A number or year was left blank here.",
                [span],
                [view.raw[span[0] : span[1]]],
            )
        )
    for _, last, nxt, s in tree.skipped:
        if s.part != "plan":
            continue
        span = view.span(s.start, s.start + len(s.mark) + min(12, len(s.title)))
        result.open.append(
            Open(
                "numbering",
                f"章节编号从第 {last} 跳到第 {nxt}，中间可能缺失。",
                f"The numbering of sections jumps from {last} to {nxt}; something may be missing.",
                [span],
                [view.raw[span[0] : span[1]]],
            )
        )
    if top.date:
        for m in result.milestones:
            due = str(m["due_date"])
            if len(due) >= 7 and due < top.date[: len(due)]:
                result.open.append(
                    Open(
                        "conflict_date",
                        f"阶段“{m['phase']}”的期限 {due} 早于文件日期 {top.date}。",
                        f"The phase “{m['phase']}” is due {due}, before the document of {top.date}.",
                        [tuple(m["span"])],
                        [m["quote"]],
                        conflict=True,
                    )
                )
    starts = [x.span[0] for x in result.targets]
    starts += [x.span[0] for x in (*result.tasks, *result.measures)]
    starts += [o.spans[0][0] for o in result.open if o.code == "table_fused"]
    for s in tree.sections:
        if s.style != "annex" or s.kind != "annex" or s.part != "plan":
            continue
        span = view.span(s.start, max(s.end, s.body_end))
        text = view.flat[s.body_start : max(s.end, s.body_end)]
        if ANNEX_TELLS.search(text) and not any(span[0] <= at < span[1] for at in starts):
            result.open.append(
                Open(
                    "annex_unread",
                    "附件中有数字或责任单位，未作为目标或任务读取。",
                    "An annex tells numbers or responsible units that were not read as goals or tasks.",
                    [span],
                    [view.raw[span[0] : span[1]][:200]],
                )
            )
    undated = [t for t in result.targets if t.year is None]
    if undated:
        result.open.append(
            Open(
                "no_year",
                f"{len(undated)} 个目标没有写明期限。",
                f"{len(undated)} goals have no due year.",
                [t.span for t in undated],
                [t.quote for t in undated],
            )
        )
    lost: dict[str, list[Target]] = {}
    for t in result.targets:
        if t.unit is None and t.cell is not None:
            lost.setdefault(t.indicator, []).append(t)
    for indicator, cells in lost.items():
        result.open.append(
            Open(
                "unit_lost",
                f"“{indicator}”没有计量单位。",
                f"“{indicator}” has no unit.",
                [t.span for t in cells],
                [t.quote for t in cells],
            )
        )
    for t in result.targets:
        if (
            t.kind in ("growth_rate_per_year", "growth_total", "reduction")
            and t.baseline_value is None
            and t.part == "plan"
        ):
            result.open.append(
                Open(
                    "no_baseline",
                    f"增长类目标“{t.indicator}”没有基数，暂不可计算。",
                    f"The growth goal “{t.indicator}” has no baseline: not computable yet.",
                    [t.span],
                    [t.quote],
                )
            )
