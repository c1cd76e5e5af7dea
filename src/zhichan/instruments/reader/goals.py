"""The goals of a plan: what its stretches of text and its tables tell, each goal told once."""

from __future__ import annotations

import re
from collections import Counter

from .cells import Table
from .clean import View, squeeze
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
from .dueyears import lead_year
from .duties import Duties, Region
from .head import Head, titled_terms
from .model import Actual, Open, Reading, Target, Why
from .naming import of_row
from .outline import Outline, Section, aims_ahead
from .press import reported
from .quantities import years
from .rules import scored, without_rules
from .tabular import read_table
from .targets import TargetReader
from .tense import sums_up
from .wording import VERB_HEAD

CONDITIONS = re.compile(
    r"(?:申报|认定|创建|评定|准入|入选|遴选|评审|推荐|申请|支持|奖励|补助|资助|扶持|参评|享受|命名)[一-龥]{0,4}(?:条件|资格|对象|标准|额度)"
    r"(?:[和与及、][一-龥]{2,8})?$"
)
"""Headings of what one must have, and of what one gets: 申报条件, 奖励标准."""
SPENDING = re.compile(
    r"(?:资金|经费|预算|投资)(?:投入|使用|支出)?(?:安排|计划|分配|估算|概算|预算|测算|来源|筹措)"
)
"""A table of what is spent, which is nothing to be reached."""


class GoalReader:
    """Reads the goals of a plan, region by region and table by table."""

    def __init__(self, view: View, tree: Outline, top: Head, duties: Duties, tables: list[Table]) -> None:
        self.view, self.tree, self.top, self.duties, self.tables = view, tree, top, duties, tables
        self.titled = squeeze(top.title) if top.title else None
        self.place = _place(view, top)
        year = int(top.date[:4]) if top.date else None
        if year is not None and year > (top.end or year):
            year = None
        self.start = top.start
        if self.start is None and year is not None and top.end is not None and year <= top.end:
            self.start = year
        self.reader = TargetReader(
            view,
            period_start=self.start,
            period_end=top.end,
            doc_year=year or (None if self.start else top.written),
            now=top.written,
            reviewed=top.reviewed,
            place=self.place,
            default_year=top.due,
            pressed=reported(view.flat, tree),
            field="知识产权" if "知识产权" in (self.titled or "") else "",
        )
        self.taken = sorted([(t.start, t.end) for t in tables] + duties.taken)
        self.terms = [
            t
            for t in titled_terms(view.flat)
            if (t[1], t[2]) != (top.start, top.end) and (top.start or t[1] == t[2])
        ]
        """Terms of further plans within the text, and where these begin."""
        self.found = Found()
        self.frame = Frame()
        self.under: Section | None = None
        """The first heading above the goals read last, whose years hold on under it."""

    def read(self, terms: Glossary, result: Reading) -> None:
        """Tells the result its goals, figures of the past and what is open of them; the tasks learn their goals."""
        if scored(self.view.flat):
            result.open.append(
                Open(
                    "score_sheet",
                    "这是一份评分表，其中的数是计分标准，没有作为目标读取。",
                    "This is a sheet of points: its figures are steps of a scale and were not read as goals.",
                    [(0, min(len(self.view.raw), 40))],
                    [self.view.raw[:40]],
                )
            )
            return
        for region in sorted(self.duties.regions, key=lambda r: r.start):
            self._region(region)
        actuals = self.found.actuals
        targets = without_rules(self.view.flat, self.titled, self.found.targets)
        for table in self.tables:
            targets += self._table(table)
        named_by_the_whole(targets)
        every: list[Target | Actual] = [*targets, *actuals]
        for each in every:
            each.canonical = terms.slug(each.indicator, each.unit, each.kind)
        _units_from_neighbours(targets, actuals)
        kept = fold_restated(targets)
        number(kept)
        ids = {str(id(t)): t.id for t in kept}
        for task in self.duties.tasks + self.duties.measures:
            task.targets = [ids[k] for k in task.targets if k in ids]
        _baselines(kept, actuals)
        result.open += self.found.open
        result.open += find(kept)
        result.targets, result.actuals = _of_plan(kept), actuals
        result.open += sums(result.targets, self.place)
        result.open += histories(actuals)
        _claims(self.view, self.found, result.targets, result)

    def _region(self, region: Region) -> None:
        """Reads a stretch of text, if it tells something of the plan."""
        kind = self._kind(region)
        if kind is None or (region.part == "explanation" and kind != "goal"):
            return
        for at, first, last in self.terms:
            if at <= region.start:
                self.reader.period_start, self.reader.period_end = first, last
                self.reader.default_year = last
        frame = self._frame(region, kind)
        kind = "goal" if kind == "general" else kind
        self._settle_year(region, frame, aimed=kind == "goal")
        of_place = None if region.scope else place_headed(region.section)
        before = len(self.found.targets)
        self.reader.borne = region.task is not None and bool(region.task.lead or region.task.responsible)
        for a, b in (
            [(region.start, region.end)] if region.whole else _without(region.start, region.end, self.taken)
        ):
            self.reader.read(
                a,
                b,
                section=region.section,
                kind=kind,
                part=region.part,
                scope=region.scope or (of_place if of_place != self.top.region else None),
                frame=frame,
                found=self.found,
            )
        told = self.found.targets[before:]
        if region.kind == "step":
            told = self._of_stage(region, told)
            self.found.targets[before:] = told
        for t in told:
            t.table = region.table
            if of_place and len(t.indicator) > len(of_place) + 1:
                t.indicator = t.indicator.removeprefix(of_place)
            if region.task is not None:
                if region.table is not None:
                    t.indicator = _named_by_row(t.indicator, region.task.title)
                t.section = t.section or region.task.title
                region.task.targets.append(str(id(t)))

    def _kind(self, region: Region) -> str | None:
        """The purpose of a stretch: that of its section, unless what it says is aimed at for all its heading; None
        where it tells nothing of the plan.
        """
        section = region.section
        ahead = section is not None and aims_ahead(section, self.view, self.top.start or self.top.written)
        kind = "goal" if ahead else region.kind
        if kind in ("principle", "annex") or region.part in ("notice", "annex") or _on_conditions(region):
            return None
        if sums_up(self.titled, [squeeze(s.title) for s in _headings(section)]):
            return "background"
        return "task" if kind == "step" else kind

    def _frame(self, region: Region, kind: str) -> Frame:
        """What the sentences before have settled: goals under one first heading share it."""
        if kind != "goal":
            return Frame()
        above = region.section.path[0] if region.section else None
        if above is not self.under:
            self.frame, self.under = Frame(), above
        return self.frame

    def _settle_year(self, region: Region, frame: Frame, *, aimed: bool) -> None:
        """The year by which is due what a stretch tells without one: of its line, its headings, its task or stage."""
        lined = region.year or _line_year(self.view, region.start)
        headed = lined or self._headed_year(region.section)
        if headed is not None and aimed and (lined or not frame.year_told):
            frame.year, frame.year_told = headed, True
        due = _due_year(region.task.deadline) if region.task is not None else None
        due = region.year or due or headed
        self.reader.task_year = _stage_year(self.view, region) if region.kind == "step" else due

    def _headed_year(self, section: Section | None) -> int | None:
        """The year that the nearest heading above, or the lead of a list, gives to what stands below it: the lead one
        of the years of the plan.

        三、2025年工作安排; 2026年,重点抓好以下工作: and then (一), (二) ….
        """
        flat, top = self.view.flat, self.top
        while section is not None:
            title = squeeze(section.title)
            told = set() if PAST_HEADING.search(title) else _heading_years(title)
            if len(told) == 1:
                return told.pop()
            above = section.parent
            if above is not None:
                lead = lead_year(flat[above.body_start : above.body_end])
                first = max((y for y in (top.start, top.written) if y), default=lead)
                if lead is not None and (first or lead) <= lead <= (top.end or lead):
                    return lead
            section = above
        return None

    def _of_stage(self, region: Region, told: list[Target]) -> list[Target]:
        """The goals of a stage, which are due in a year that it tells."""
        dated = {w.year for w in years(self.view.flat[region.start : region.end])} | {self.reader.task_year}
        return [t for t in told if t.year is not None and t.year in dated and _built(t)]

    def _table(self, table: Table) -> list[Target]:
        """The goals of a table; its figures of the past and its open questions are noted."""
        section = _section_at(self.tree, table.start)
        title = squeeze(table.title)
        if SPENDING.search(title) or (
            section is not None and (section.part in ("annex", "notice") or _of_principles(section, table))
        ):
            return []
        goals, past, questions = read_table(
            self.view,
            table,
            period_end=self.top.end,
            period_start=self.start,
            place=self.place,
        )
        self.found.actuals += past
        self.found.open += questions
        if section is None or section.kind != "background" or "目标" in title:
            return goals
        self.found.actuals += [Actual.of(goal, Why("among_results", section.title)) for goal in goals]
        return []


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


def _headings(section: Section | None) -> list[Section]:
    """The headings that a section stands below, and its own."""
    return [*section.path, section] if section is not None else []


def _on_conditions(region: Region) -> bool:
    """Whether a stretch tells what one must have or what one gets, by a heading above it; what is borne is work."""
    borne = region.task is not None and (region.task.lead or region.task.responsible)
    return not borne and any(CONDITIONS.search(squeeze(s.title)) for s in _headings(region.section))


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


PAST_HEADING = re.compile(r"总结|回顾|情况|成效|成绩|完成|基础|现状|背景|以来")


def _heading_years(title: str) -> set[int]:
    return {w.year for w in years(title) if w.role in ("due", "span") and w.year and "年" in w.words}


def _due_year(due: str | None) -> int | None:
    m = re.search(r"20\d\d", squeeze(due or ""))
    return int(m.group()) if m else None


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


def _of_plan(targets: list[Target]) -> list[Target]:
    """The goals less what only an explanation behind the plan tells, but for a number that the plan gainsays."""
    planned = [t for t in targets if t.part != "explanation"]
    return [t for t in targets if t.part != "explanation" or t.conflict_with] if planned else targets


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


def _named_by_row(name: str, row: str) -> str:
    """A name from a cell with what its row lends, in the script of the source."""
    source = "".join((name + row).split())
    script = dict(zip(squeeze(source), source, strict=True))
    whole = of_row(bare := squeeze(name), squeeze(row))
    return "".join(script[c] for c in whole) if whole != bare else name


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
