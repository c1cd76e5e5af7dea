"""Tasks, measures, milestones and members from the outline."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace

from .acting import OPENING, behind_bearers
from .assignments import Assigner, Assignment, charged_unit, duty_unit, lost_colon
from .clauses import paragraphs_of, sentences
from .clean import View, squeeze
from .duty_lines import duty_lines, unit_before_gap
from .model import Json, Task, Why
from .outline import BY_DATE, LEADS_WITH_VERB, ROLE_LINE, Outline, Section, annex_body
from .quantities import years
from .units import Unit, read_units

OF_THE_PLAN = re.compile(r"组织|协调|配合|资金|实施|措施|举措|手段|机制|工作|落实|领导|统筹|规划|计划|方案")
"""Words of a title that is about how the plan itself is carried out, not about work of its own."""
TASK_KINDS = ("task", "measure")
SET_APART = ("bracket", "label", "apart")
"""Rules of assignments that stand apart from the words of the task."""
BORNE_KINDS = ("goal", "general", "step")
"""Kinds of sections whose items are tasks as far as the text says who bears them."""
LIST_HEAD = re.compile(r"[。;\s]*[一-龥]{2,10}:\s*")
OF_DUTY = re.compile(r"的?(?:主要|工作|具体)?(?:职责|任务)(?:分工)?[:。]?$")
LONGEST_UNIT_TITLE = 30
LEAST_TEXT = 12
LEAST_ARTICLES = 5
NUMBERED = re.compile(
    r"[(][一二三四五六七八九十]{1,3}[)]|[一二三四五六七八九十]{1,3}、|\d{1,3}[.、](?!\d)|[①-⑳]"
)
CIRCUMSTANCE = re.compile(
    r"按照|根据|围绕|在.*(?:上|中|下|内|里|前|后|方面|领域|过程|时)$|以|依托|针对|对(?!.*(?:进行|实施|给予|予以|开展|逐))|结合|为(?!.*(?:提供|创造|搭建))|"
    rf"通过|聚焦|到|面向|{BY_DATE.pattern}$"
)
"""A first clause that tells under what circumstances something is done, so that it is no title."""
REMARK = re.compile(r"[(](?:括号[中内里]|注:|下同)[^()]*[)]\s*")
"""A remark on how brackets are to be read, before what is to be done."""
DATED_CLAUSE = re.compile(rf"({BY_DATE.pattern}),")
ISSUED = re.compile(
    r"(?:^|[,;。\n])(?:力争|确保|争取|计划|于)?(?P<day>20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?[底末])?(?:之?前|以前)),?"
    r"(?:全面|基本|率先)?(?:出台|印发|制定|修订|发布|编制|完成|建成|建立|设立|组建|上线|启动|开展|实现|形成|提交|报送)"
)
"""By when something is done, within the sentence of a task: 2026年9月底前|出台…."""
FIGURE_ALONE = re.compile(r"\s*(?:$|(?!(?:19|20)\d\d年)(?:达到?|[≥≤><约])?\d)")
"""The text of a heading that is the name of its figure, or is told by itself."""
CLOSES = re.compile(
    r"[。;]?(?:\n|(?=各(?:地区|地方|部门|级|县|市|区|乡镇|镇|成员|有关|责任|单位)[^。]{0,60}(?:要|应)))"
)
DATED = re.compile(r"(?:19|20)\d\d年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日")
ASIDE = re.compile(
    r"[(\[][^()\[\]]{0,12}(?:公开|印发|代章|盖章)[^()\[\]]{0,12}[)\]]|[(]?(?:联系(?:人|电话|方式)|抄送|抄报|主送|信息来源|来源|责任编辑|编辑)[:].{0,80}"
    r"|(?:上一篇|下一篇|相关(?:链接|附件|解读|阅读)|扫一扫|打印|关闭|分享到?|返回顶部)[^。]{0,60}"
)
SIGNS = re.compile(
    r"[一-龥、()]{2,40}(?:政府|办公室|办公厅|委员会|委|局|厅|部|领导小组|联席会议|院|海关|行|会)(?:[(][^()]{1,12}[)])?"
)
IN_FORCE = re.compile(
    r"本(?:实施)?(?:方案|计划|意见|规划|细则|办法|措施|要点|纲要|通知)自[^。]{2,30}(?:施行|执行|实施|生效)[^\n]{0,60}"
)


@dataclass
class Region:
    """A stretch of text with the task it belongs to and the scope its numbers have."""

    start: int
    end: int
    section: Section | None
    kind: str
    part: str
    task: Task | None = None
    scope: str | None = None
    whole: bool = False
    """Read in full although a table of duties stands there."""
    table: int | None = None
    """Where the table begins in whose row the stretch stands."""
    year: int | None = None
    """The year that the head of its column tells."""


@dataclass
class Duties:
    tasks: list[Task] = field(default_factory=list)
    measures: list[Task] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)
    """Places of tables of duties."""


class DutyReader:
    def __init__(self, view: View, tree: Outline, taken: list[tuple[int, int]]) -> None:
        self.view, self.tree, self.taken = view, tree, taken
        self.assigner = Assigner(view)
        self.out = Duties()
        self.of_units: dict[int, bool] = {}
        self.bearers: dict[int, Assignment] = {}
        self.items: dict[tuple[int, str], list[tuple[Task, Assignment | None]]] = {}
        """Items by the section that they stand in and their style, each with the line of bearers below it."""
        articles = sum(1 for s in tree.sections if s.style == "article")
        self.ruled = articles >= LEAST_ARTICLES
        """A text in articles says what each body is for in general; only what stands apart charges one."""
        self.after = {id(a): b for a, b in itertools.pairwise(tree.sections)}

    def read(self) -> Duties:
        root = self.tree.root
        for s in root.children:
            if s.kind == "measure" and self._works(s):
                _call(s, "task")
        if not any(s.kind in ("task", "goal", "general", "measure") for s in self.tree.sections):
            annexes = [s.start for s in self.tree.sections if self._annex(s)]
            stop = min(annexes, default=len(self.view.flat))
            self.out.regions.append(Region(0, stop, None, "task", "plan"))
            self._plain(stop)
            return self.out
        aimed = any(s.kind == "goal" and s.part == "plan" for s in self.tree.sections)
        self.out.regions.append(Region(0, root.body_end, None, "task" if aimed else "goal", "plan"))
        for a, b in self.tree.paragraphs:
            if b <= root.body_end:
                self._unheaded(a, b)
        for s in self.tree.sections:
            if s.part != "plan":
                self.out.regions.append(
                    Region(s.body_start if not s.derived else s.start, s.body_end, s, s.kind, s.part)
                )
                continue
            if s.kind in TASK_KINDS or (s.kind in BORNE_KINDS and self._borne(s)):
                self._section(s)
            elif self._annex(s):
                continue
            else:
                bare = (
                    s.kind == "goal"
                    and not s.children
                    and FIGURE_ALONE.match(self.view.flat, s.body_start, s.body_end)
                )
                start = s.start + len(s.mark) if s.derived or bare else s.body_start
                self.out.regions.append(Region(start, s.body_end, s, s.kind, s.part))
        self._reach_up()
        self.out.tasks.sort(key=lambda t: t.span)
        return self.out

    def _reach_up(self) -> None:
        """A line of bearers below several items is told for those before it that name nobody.

        Where nearly every item has its line, one that has none was left without.
        """
        families = [one for one in self.items.values() if any(line for _, line in one)]
        items = [item for one in families for item in one]
        if 4 * sum(1 for _, line in items if line) >= 3 * len(items):
            return
        for one in families:
            waiting: list[Task] = []
            for task, line in one:
                if line is not None:
                    for each in waiting:
                        self._give(each, line)
                    waiting = []
                elif not (task.lead or task.cooperating or task.responsible):
                    waiting.append(task)

    def _give(self, task: Task, line: Assignment) -> None:
        task.lead, task.cooperating, task.responsible = [*line.lead], [*line.cooperating], [*line.responsible]
        task.due, task.deadline = task.due or line.due, line.due
        task.units_span = self.view.span(line.start, line.end)
        task.quote_units = self.view.raw[slice(*task.units_span)]
        task.why = [Why(line.rule, line.words)]

    def _annex(self, s: Section) -> bool:
        """Reads an annex that tells duties line by line; whether it is one."""
        body = annex_body(s, self.view)
        lines = duty_lines(self.view, self.assigner, *body) if body is not None else []
        lines = [line for line in lines if not self._in_table(line.start)]
        if not lines:
            return False
        s.kind = "task"
        for line in lines:
            path = [*self._path(s), *([line.heading] if line.heading else []), line.title]
            task = self._task(line.start, line.end, path, line.title, line.told)
            self.out.tasks.append(task)
            self.out.regions.append(Region(line.start, line.end, s, "task", s.part, task))
        return True

    def _works(self, s: Section) -> bool:
        """Whether a section called after a verb holds tasks: most of its items tell who bears them."""
        if not s.children and s.parent is not None and self._has_bracket(s):
            like = [
                t for t in s.parent.children if t.style == s.style and t.kind == "task" and not t.children
            ]
            return sum(map(self._has_bracket, like)) >= 2
        title = squeeze(s.title)
        own = LEADS_WITH_VERB.match(title) and not OF_THE_PLAN.search(title)
        return bool(own and s.children) and sum(map(self._has_bracket, s.children)) * 2 >= len(s.children)

    def _borne(self, s: Section) -> bool:
        """Whether brackets or labels within a section's own text tell who bears it."""
        found = self.assigner.find(s.start + len(s.mark), s.body_end)
        return any(f.any and not self._in_table(f.start) for f in found)

    def _plain(self, stop: int) -> None:
        """A text without headings: each paragraph with units is a task."""
        for a, b in self.tree.paragraphs:
            if a < stop:
                self._unheaded(a, b)

    def _unheaded(self, a: int, b: int) -> None:
        """Tasks of a paragraph under no heading: each bracket closes the text before it."""
        if ROLE_LINE.match(self.view.flat, a, b):
            return  # who answers for the page, or for what stands above
        at = a
        for got in self.assigner.find(a, b):
            if self._in_table(got.start):
                continue
            start = at if self.view.flat[at : got.start].strip("。;,、 ") else a
            while start < got.start and self.view.flat[start] in "。;,、) ":
                start += 1
            if numbered := NUMBERED.match(self.view.flat, start, got.start):
                start = numbered.end()
            title = self._clause_title(start, max(start, got.start))
            self._add(
                start, got.end, [], title or self.view.shown(start, min(got.end, start + 40)), [got], "task"
            )
            at = got.end

    def _path(self, s: Section) -> list[str]:
        out = []
        for p in s.path:
            mark = self.view.shown(p.start, p.start + len(p.mark)) if p.style != "dash" else ""
            out.append(mark + p.title)
        return out

    def _leaf(self, s: Section) -> bool:
        return not any(c.kind in TASK_KINDS for c in s.children)

    def _section(self, s: Section) -> None:
        flat = self.view.flat
        start = s.start + len(s.mark) if s.derived else s.body_start
        end = signed(flat, start, s.body_end)
        if not self._leaf(s) and self._is_unit_title(s) and self._of_units(s.parent):
            a, b = self._unit_titled(s)
            names = self.assigner.names(_units(flat, a, b))
            self.bearers[id(s)] = Assignment(a, b, responsible=names, rule="duty_list", words=s.title)
            self.out.regions.append(Region(start, end, s, s.kind, s.part))
            return
        if self._duty_list(s, start, end):
            return
        subs = self._subheads(s, start, end) if self._leaf(s) else []
        if subs:
            return
        if self._leaf(s) and self._only_table(start, end):
            self.out.regions.append(Region(start, end, s, s.kind, s.part))
            return
        if self._leaf(s) and self._shared_out(s, start, end):
            return
        found = self._find(s.start + len(s.mark), end)
        if not any(f.any for f in found) and s.parent is not None and id(s.parent) in self.bearers:
            found = [*found, replace(self.bearers[id(s.parent)])]
        if not self._leaf(s):
            self.out.regions.append(Region(start, end, s, s.kind, s.part))
            whole = [f for f in found if f.any]
            if whole:
                stop = whole[-1].end if LIST_HEAD.fullmatch(flat, whole[-1].end, end) else end
                start, title = self._worded(s, start, stop, whole)
                self._add(start, stop, self._path(s), title, whole, s.kind)
            return
        if s.parent is not None and self._belongs_to_parent(s, found):
            self.out.regions.append(Region(start, end, s, s.kind, s.part))
            self._add(s.parent.children[0].start, end, self._path(s.parent), s.parent.title, found, s.kind)
            return
        withany = [f for f in found if f.any]
        if len(withany) > 2 and self._heads(s, withany[0]):
            first, *withany = withany
            self._add(s.start + len(s.mark), first.end, self._path(s), s.title, [first], s.kind)
            start = max(start, first.end)
        headed = len(withany) == 2 and (self._heads(s, withany[0]) or _complete(*withany))
        if len(withany) >= 2 and not headed and any(f.rule.startswith(SET_APART) for f in withany):
            self._several(s, start, end, withany, found)
            return
        if start >= end or not flat[start:end].strip():
            if s.kind == "measure" or s.rank <= 4:
                self.out.regions.append(Region(s.start + len(s.mark), s.title_end, s, s.kind, s.part))
            start, end = s.start + len(s.mark), max(s.title_end, s.body_end)
        if not flat[start:end].strip():
            return
        stop = self._closed(s, start, end, withany)
        start, title = self._worded(s, start, stop, withany)
        task = self._add(start, stop, self._path(s), title, found, s.kind)
        line = next((f for f in withany if f.rule == "label_line" and flat[f.start - 1] == "\n"), None)
        self.items.setdefault((id(s.parent), s.style), []).append((task, line))
        self.out.regions.append(Region(start, stop, s, s.kind, s.part, task))
        if stop < end:
            self.out.regions.append(Region(stop, end, s, s.kind, s.part))

    def _heads(self, s: Section, told: Assignment) -> bool:
        """Whether a bracket of bearers stands at the end of a heading, for all that follows."""
        flat, start = self.view.flat, s.start + len(s.mark)
        ends = told.end == s.body_start or flat[told.end : told.end + 1] in ("\n", ":")
        return ends and not re.search("[,。;:\n]", flat[start : told.start])

    def _shared_out(self, s: Section, start: int, end: int) -> bool:
        """Each body of a sentence that shares out the work has a task of its own, beside what stands around it."""
        parts = [] if self.ruled else self.assigner.shared_out(start, end)
        if not parts or any(f.any for f in self.assigner.find(start, end)):
            return False
        path = self._path(s)
        before, after = (start, parts[0][2].start), (parts[-1][1], end)
        while after[0] < end and self.view.flat[after[0]] in "。;\n ":
            after = after[0] + 1, end
        for a, b in (before, after):
            text = self.view.flat[a:b].strip("。;,:\n ")
            task = self._add(a, b, path, s.title, [], s.kind) if len(text) >= LEAST_TEXT else None
            self.out.regions.append(Region(a, b, s, s.kind, s.part, task))
        for work, stop, got in parts:
            task = self._add(got.start, stop, path, self.view.shown(work, stop), [got], s.kind)
            self.out.regions.append(Region(got.start, stop, s, s.kind, s.part, task))
        return True

    def _worded(self, s: Section, start: int, end: int, found: list[Assignment]) -> tuple[int, str]:
        """Where the text of a task begins and its title: one sentence and its units are text, not a heading."""
        first = s.start + len(s.mark)
        work = self._behind_subject(first, end, found)
        if work > first:
            return (start if s.derived else first), self._clause_title(work, end)
        if not found or s.derived or self._told(start, end, found):
            return start, s.title
        clause = self.view.flat[first : s.title_end].partition(",")[0]
        return first, self.view.shown(first, first + len(clause))

    def _behind_subject(self, start: int, end: int, found: list[Assignment]) -> int:
        """Where a task whose text opens with its bearers comes to what they do; else ``start``."""
        flat = self.view.flat
        if not found or found[0].rule != "subject":
            return start
        told = found[0]
        if told.start != start and OPENING.fullmatch(flat, start, told.start) is None:
            return start
        _, stop = next(iter(sentences(flat, told.end, end)), (end, end))
        work = behind_bearers(flat, told.end, stop)
        return work if work > told.end else start

    def _told(self, start: int, end: int, found: list[Assignment]) -> bool:
        """Whether a stretch tells anything beside who bears it."""
        at, text = start, ""
        for f in found:
            text += self.view.flat[at : max(at, f.start)]
            at = max(at, f.end)
        return bool((text + self.view.flat[at:end]).strip("。;,、\n "))

    def _closed(self, s: Section, start: int, end: int, found: list[Assignment]) -> int:
        """Where a task ends whose bracket of units is followed by what closes the text."""
        flat = self.view.flat
        told = [f for f in found if f.rule.startswith(SET_APART) and start < f.start < f.end <= end]
        if len(told) != 1:
            return end
        at = told[0].end
        after = self.after.get(id(s))
        closes = after is None or after.rank < s.rank or after.part != s.part
        parts = CLOSES.match(flat, at, end)
        if closes and parts and told[0].start - start >= LEAST_TEXT and flat[at:end].strip("。;\n "):
            return at
        return end

    def _find(self, start: int, end: int) -> list[Assignment]:
        found = [f for f in self.assigner.find(start, end) if not self._in_table(f.start)]
        if not any(f.any for f in found):
            apart = [f for f in self.assigner.apart(start, end) if not self._in_table(f.start)]
            found = found + (apart or ([] if self.ruled else self.assigner.running(start, end)))
        return found

    def _in_table(self, at: int) -> bool:
        return any(a <= at < b for a, b in self.taken)

    def _only_table(self, start: int, end: int) -> bool:
        """Whether a table fills the text of a section but for a title."""
        taken = {i for a, b in self.taken for i in range(max(a, start), min(b, end))}
        return bool(taken) and end - start - len(taken) <= 24

    def _belongs_to_parent(self, s: Section, found: list[Assignment]) -> bool:
        """Whether the bracket is the parent's: only the last item has one, on its own line or throughout."""
        parent = s.parent
        if (
            parent is None
            or parent.style == "root"
            or len(parent.children) < 2
            or parent.children[-1] is not s
        ):
            return False
        own = [f for f in found if f.any and f.rule.startswith(SET_APART)]
        if len(own) != 1:
            return False
        if any(self._has_bracket(c) for c in parent.children[:-1]):
            return False
        alone = self.view.flat[own[0].start - 1 : own[0].start] == "\n"
        families = [
            p
            for p in self.tree.sections
            if len(p.children) >= 2 and p.rank == parent.rank and p.kind in TASK_KINDS
        ]
        like = [
            p
            for p in families
            if self._has_bracket(p.children[-1]) and not any(self._has_bracket(c) for c in p.children[:-1])
        ]
        return (alone and len(like) * 2 >= len(families)) or (
            len(like) >= 2 and len(like) * 3 >= len(families) * 2
        )

    def _has_bracket(self, s: Section) -> bool:
        found = self.assigner.find(s.start, s.body_end)
        return any(f.any and f.rule.startswith(SET_APART) for f in found)

    def _several(
        self, s: Section, start: int, end: int, units: list[Assignment], found: list[Assignment]
    ) -> None:
        """Each bracket closes the task whose text stands before it."""
        at = start
        path = self._path(s)
        dates = [f for f in found if not f.any]
        for n, got in enumerate(units):
            stop = got.end
            if n == len(units) - 1:
                rest = self.view.flat[got.end : end].strip("。;,\n ")
                stop = end if len(rest) < 12 else got.end
            title = self._clause_title(at, max(at, got.start)) or s.title
            until = units[n + 1].start if n + 1 < len(units) else end
            extra = [f for f in dates if got.start <= f.start < until]
            task = self._add(at, stop, path, title, [got, *extra], s.kind)
            self.out.regions.append(Region(at, stop, s, s.kind, s.part, task))
            at = stop
        rest = self.view.flat[at:end].strip("。;,\n ")
        if len(rest) >= 12:
            task = self._add(at, end, path, self._clause_title(at, end) or s.title, [], s.kind)
            self.out.regions.append(Region(at, end, s, s.kind, s.part, task))

    def _clause_title(self, start: int, end: int) -> str:
        flat = self.view.flat
        while start < end and flat[start] in "。;,、\n )":
            start += 1
        remark = REMARK.match(flat, start, end)
        start = remark.end() if remark else start
        m = re.search(r"[,;。]", flat[start:end])
        stop = start + m.start() if m else end
        # A first clause of circumstance (按照…, 在…上, 围绕…) is no title.
        if m and CIRCUMSTANCE.match(flat[start:stop]):
            n = re.search(r"[,;。]", flat[stop + 1 : end])
            nxt = stop + 1 + n.start() if n else end
            if nxt - stop > 5:
                start, stop = stop + 1, nxt
        return self.view.shown(start, min(stop, start + 80))

    def _subheads(self, s: Section, start: int, end: int) -> list[Task]:
        """Paragraphs of a leaf that each begin with a short name and a colon are tasks of their own (农业:…)."""
        flat = self.view.flat
        heads: list[tuple[int, int]] = []
        for at, stop in paragraphs_of(flat, start, end):
            m = re.match(r"([^。;:,、\n()“”]{3,20}):(?=[^\n]{20,})", flat[at:stop])
            if m and not re.search(
                "单位|部门|时限|时间|领导|^(?:工作|任务|主要|具体)?(?:目标|内容|任务|举措|措施|要求)$",
                m.group(1),
            ):
                heads.append((at, at + m.end(1)))
        if len(heads) < 2 or flat[start : heads[0][0]].strip():
            return []
        out = []
        for n, (a, b) in enumerate(heads):
            last = heads[n + 1][0] if n + 1 < len(heads) else end
            finish = min([x for x, _ in self.taken if a < x < last] or [last])
            title = self.view.shown(a, b)
            found = self._find(b + 1, finish)
            task = self._add(b + 1, finish, [*self._path(s), title], title, found, s.kind)
            self.out.regions.append(Region(b + 1, finish, s, s.kind, s.part, task))
            out.append(task)
        return out

    def _duty_list(self, s: Section, start: int, end: int) -> bool:
        """Lines that begin with a unit and a colon: each is a task of that unit."""
        flat = self.view.flat
        lines = [(a, b, duty_unit(flat, a, b)) for a, b in paragraphs_of(flat, start, end)]
        hits = [x for x in lines if x[2]]
        if len(hits) < 3:
            charged = [(a, b, charged_unit(flat, a, b)) for a, b, _ in lines]
            if len(lines) >= 3 and not self.ruled and all(u for _, _, u in charged):
                lines = hits = charged
        if len(hits) < 3 or len(hits) * 2 < len(lines):
            return self._titled_duty(s, start, end)
        begin = next(i for i, x in enumerate(lines) if x[2])
        if begin:
            a, b = lines[0][0], lines[begin - 1][1]
            found = self._find(a, b)
            task = self._add(a, b, self._path(s), s.title, found, s.kind)
            self.out.regions.append(Region(a, b, s, s.kind, s.part, task))
        text = flat[start:end]
        for a, b, told in lines[begin:]:
            unit = told or lost_colon(flat, a, b)
            if unit is None:
                continue
            x, y = unit
            body = y + 1 if y < b and flat[y] in ":。" else y
            body += len("负责") if flat.startswith("负责", body) else 0
            name = self.view.shown(x, y)
            full = self._full_name(name, text)
            names = self.assigner.names(_units(flat, x, y)) or [name]
            names = [full if n == name else n for n in names]
            got = Assignment(
                x, y, responsible=names, rule="duty_list", words=self.view.shown(a, min(b, a + 30))
            )
            stop = min([t for t, _ in self.taken if body < t < b] or [b])
            task = self._task(body, stop, [*self._path(s), name], self._first_sentence(body, stop), got)
            self.out.tasks.append(task)
            self.out.regions.append(Region(body, stop, s, "task", s.part, task, full))
        return True

    def _titled_duty(self, s: Section, start: int, end: int) -> bool:
        """What a section tells whose heading names a unit, as others beside it do: the task of that unit."""
        if not (self._is_unit_title(s) and self._of_units(s.parent)):
            return False
        a, b = self._unit_titled(s)
        start = b if (a, b) == unit_before_gap(self.view, a, s.title_end) else start
        name = self.view.shown(a, b).rstrip(":。")
        names = self.assigner.names(_units(self.view.flat, a, b)) or [name]
        told = Assignment(a, b, responsible=names, rule="duty_list", words=name)
        path, title = [*self._path(s)[:-1], name], self._clause_title(start, end)
        task = self._task(start, end, path, title, told)
        self.out.tasks.append(task)
        self.out.regions.append(Region(start, end, s, "task", s.part, task, names[0]))
        return True

    def _of_units(self, parent: Section | None) -> bool:
        """Whether most headings under one name units."""
        if parent is not None and id(parent) not in self.of_units:
            like = [parent, *(p for p in self.tree.sections if p.style == parent.style and p is not parent)]
            kin = [c for p in like[: 1 if len(parent.children) > 2 else None] for c in p.children]
            whole = sum(1 for c in kin if self._is_unit_title(c))
            self.of_units[id(parent)] = whole >= 3 and whole * 2 >= len(kin)
        return self.of_units.get(id(parent), False)

    def _is_unit_title(self, s: Section) -> bool:
        a, b = self._unit_titled(s)
        text = self.view.flat[a:b]
        return duty_unit(text + ":", 0, len(text) + 1) is not None and b - a <= LONGEST_UNIT_TITLE

    def _unit_titled(self, s: Section) -> tuple[int, int]:
        """Where a heading may name a unit, without what it has to do or the word for it: 市水务局|职责."""
        a = s.start + len(s.mark)
        apart = unit_before_gap(self.view, a, s.title_end)
        if apart and not self.view.flat.startswith("负责", apart[1]):
            return apart
        duty = OF_DUTY.search(self.view.flat, a, s.title_end)
        return a, duty.start() if duty else s.title_end

    def _first_sentence(self, start: int, end: int) -> str:
        return self.view.shown(*next(iter(sentences(self.view.flat, start, end)), (start, end)))

    def _full_name(self, name: str, text: str) -> str:
        """The level that a line lost (中级人民法院) when the list above names it (市中级人民法院)."""
        bare = squeeze(name)
        m = re.search(rf"(?:^|[、,\n])([省市区县州旗]{re.escape(bare)})(?=[、,。(\n])", text)
        if m and not re.match(r"^[省市区县州旗]", bare):
            return m.group(1)[0] + name
        return name

    def _add(
        self,
        start: int,
        end: int,
        path: list[str],
        title: str,
        found: list[Assignment],
        kind: str,
    ) -> Task:
        merged = Assignment(start, start)
        first: Assignment | None = None
        for f in found:
            if f.any and first is None:
                first = f
            for name, values in (
                ("lead", f.lead),
                ("cooperating", f.cooperating),
                ("responsible", f.responsible),
            ):
                mine: list[str] = getattr(merged, name)
                mine.extend(v for v in values if v not in mine)
            merged.due = merged.due or f.due
        merged.responsible = [
            u for u in merged.responsible if u not in merged.lead and u not in merged.cooperating
        ]
        merged.cooperating = [u for u in merged.cooperating if u not in merged.lead]
        if first is not None:
            merged.start, merged.end, merged.rule, merged.words = (
                first.start,
                first.end,
                first.rule,
                first.words,
            )
        task = self._task(start, end, path, title, merged)
        (self.out.measures if kind == "measure" else self.out.tasks).append(task)
        return task

    def _task(self, start: int, end: int, path: list[str], title: str, got: Assignment) -> Task:
        span = self.view.span(start, end)
        due = re.sub(r"(?<=前|底|末|月|日)完成$", "", got.due) if got.due else None
        if due is None:
            told = [
                w
                for w in years(self.view.flat[start:end][:3000])
                if w.role == "due" and re.match(r"(?:到|力争到|至)", w.words)
            ]
            begun = DATED_CLAUSE.match(self.view.flat, start, end)
            due = told[0].words if told else (begun.group(1) if begun else self._issued(start, end))
        units_span = self.view.span(got.start, got.end) if got.any and got.end > got.start else None
        return Task(
            path=path,
            title=title,
            deadline=got.due,
            span=span,
            quote=self.view.raw[span[0] : span[1]],
            lead=got.lead,
            cooperating=got.cooperating,
            responsible=got.responsible,
            due=due,
            quote_units=self.view.raw[units_span[0] : units_span[1]] if units_span else None,
            units_span=units_span,
            why=[Why(got.rule or "leaf_heading", got.words or (path[-1] if path else title))],
        )

    def _issued(self, start: int, end: int) -> str | None:
        """By when a task's own sentence says that something is done, where no other date stands beside it."""
        text = self.view.flat[start:end][:3000]
        told = ISSUED.search(text)
        if told is None or any(w.start >= told.end() or w.end <= told.start("day") for w in years(text)):
            return None
        return self.view.shown(start + told.start("day"), start + told.end("day"))


def _call(section: Section, kind: str) -> None:
    section.kind = kind
    for c in section.children:
        _call(c, kind)


def _complete(first: Assignment, second: Assignment) -> bool:
    """Whether of two brackets one tells who leads and the other only who helps: they are of one task."""
    leads = first.lead and not (first.cooperating or first.responsible)
    return bool(leads and second.cooperating and not (second.lead or second.responsible))


def signed(flat: str, start: int, end: int) -> int:
    """Where the text of a section ends before who signed it, when, and the notes below."""
    stop = end
    dated = False
    while stop > start:
        text = flat[start:stop].rstrip("\n ")
        at = start + text.rfind("\n") + 1
        line = text[at - start :].strip(" 。")
        if at == start or not line:
            break
        if DATED.fullmatch(line):
            dated = True
        elif not (ASIDE.fullmatch(line) or IN_FORCE.fullmatch(line) or (dated and SIGNS.fullmatch(line))):
            break
        stop = at
    return stop


def _units(flat: str, a: int, b: int) -> list[Unit]:
    return read_units(flat, a, b, loose=True)


def members(view: View) -> list[Json]:
    """Members of a leading group as listed in an annex: role, name, post."""
    flat = view.flat
    out: list[Json] = []
    start = re.search(r"(?:^|\n)组长:", flat)
    if not start:
        return out
    role = "组长"
    at = start.start()
    misses = 0
    while at < len(flat) and misses < 2:
        end = flat.find("\n", at + 1)
        end = len(flat) if end < 0 else end
        a = at + (1 if flat[at] == "\n" else 0)
        line = flat[a:end]
        m = re.match(r"((?:第一)?组长|常务副组长|副组长|成员|办公室主任|召集人|副召集人)[:]?", line)
        offset = 0
        if m:
            role = m.group(1)
            offset = m.end()
        gap = view.gap_in(a + offset, end)
        cut = -1
        probe = gap
        while probe > 0 and probe - (a + offset) < 2:
            probe = view.gap_in(probe, end)
        cut = probe
        if 0 < cut - (a + offset) <= 4 and end - cut >= 2:
            span = view.span(a, end)
            out.append(
                {
                    "role": role,
                    "name": view.shown(a + offset, cut),
                    "post": view.shown(cut, end),
                    "quote": view.raw[span[0] : span[1]],
                    "span": list(span),
                }
            )
            misses = 0
        else:
            misses += 1
        at = end
    return out
