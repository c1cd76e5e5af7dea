"""Stage six: who carries which duty — brackets of units, label lines, duty lists and running text."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace

from .acting import OPENING, OPENS, cooperating
from .cells import Cell
from .clauses import paragraphs_of, sentences
from .clean import BODIES_BEGIN, View, fold
from .labels import BESIDE, LABEL, OF_NAME, OTHER_LABEL, TIMED
from .units import COLLECTIVE, PREFIX, STRONG, Unit, bodies_end, looks_like_list, read_units, split_list

ROLE_WORD = re.compile(
    r"牵头|负责|配合|责任|参与|参加|协助|协同|主办|协办|主责|落实|按职责|按照职责|会同|(?<=[局委办院厅部府司行])会商|组织实施|承办"
)
GUIDED = re.compile(
    r"(?:(?:具体|共同|分别|统筹|业务|加强|给予|进行)*指导)(?:落实|实施|(?:和|与|并)?(?:推进|督促|监督|协调))*(?=[,;。]|$)"
)
"""Bodies that guide carry the duty, as far as nothing but their names stands before the word."""
FINAL = re.compile(
    r"(?P<lead>负总责|(?:共同|联合|分别|统筹|双)?牵头(?!单位|部门|主体)(?:负责|落实|实施|推进|组织实施|会同)?|为牵头(?:单位|部门)|主办|主责|主抓|为主(?=[,;。)]|$)|总牵头)"
    r"|(?P<coop>为(?:配合|协办|参与|协助)(?:单位|部门)|(?:(?:等|等部门|等单位)?(?:按照?|根据|依据?)(?:各自)?职责(?:分工)?)?(?:共同|积极|予以|给予|做好|全力|密切|主动|"
    r"协同)?(?:配合|参与|参加|协助|协办|协同)(?:落实|实施|推进|配合|做好)?)"
    r"|(?P<resp>为(?:责任|负责|承办|实施)(?:单位|部门)|各负其责|各司其职|(?:依次|分别|共同)?负责(?:前述|上述|以上|相应|对应)[^,;。)]{2,40}?(?:工作|任务|事项|职责)"
    r"|(?:(?:等|等部门|等单位)?(?:按照?|根据|依[据照]?)(?:各自)?(?:职责|责任|职能|任务)(?:分工|"
    r"权限|职责)?)?(?:共同|分别|依次|具体|分头|协同|组织|抓好|分级|统筹)*(?:负责|落实|组织实施|"
    r"实施|推进|承担|承办|完成|(?:业务|加强|给予|进行)?指导)(?:落实|实施|组织|(?:和|与|并)?(?:指导|推进|督促|监督|协调))*|(?:按照?|根据|依据?)(?:各自)?职责(?:分工)?)"
)
DUE = re.compile(
    r"(?:20\d\d(?:年?[-—~至]20\d\d)?年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末|年底)?(?:之前|以前|前|底前)?(?:完成|"
    r"建成|取得.{0,6})?|长期坚持|长期|持续推进|持续|常态化(?:推进)?|每年(?:底前?)?(?:完成)?|"
    r"全年|“?十[三四五六]五”?(?:期间|末)|(?:规划|示范|建设|试点)期(?:间|内)|立即|"
    r"\d{1,2}月底?前)(?:完成)?"
)
FIRST_LEADS = re.compile(
    r"(?:排(?:在|名|序)?|列)(?:在)?(?:第一|首位|首|前)(?:位|个|名)?.{0,10}(?:牵头|主责|主办)|牵头(?:单位|部门)(?:排|列)(?:在)?(?:第一|首位|首|最前)|"
    r"第一(?:个|家)?(?:责任)?单位.{0,4}(?:为|是|即).{0,4}牵头|首个(?:责任)?单位.{0,6}牵头|"
    r"(?:责任单位|部门).{0,12}第一.{0,8}(?:牵头|负责)|首位(?:的)?(?:单位|部门)?(?:为|是)?牵头|"
    r"(?:第一|首)(?:个|位|家|名|列)(?:的)?(?:责任)?(?:单位|部门|者)?[,]?(?:即)?(?:为|是|作为|系|负责)?(?:总|第一)?(?:牵头|主责|主办)|"
    r"(?:最前(?:面)?|居首|居前)的?(?:责任)?(?:单位|部门)?(?:为|是)?(?:牵头|主责|主办)"
)
HELPS = re.compile(r"[^。\n]{0,20}?(?:其他|其余|其它|后面|后者)[^。\n]{0,12}?(?:配合|协办|参与|协助)")
"""What a remark on the first says of the others: 其他为配合单位; where it says nothing they are responsible too."""
ACROSS = re.compile(
    r"(?P<mark>分号|逗号|[“\"']?[;,][”\"']?)(?:之)?(?:前|左)(?:面|边|侧)?(?:所列)?(?:的)?(?:责任)?(?:单位|部门|者)?(?:为|是|系|即)?"
    r"(?P<before>牵头|主责|主办|责任|负责)(?:[^。\n分]{0,12}"
    r"(?:(?:分号|逗号|[“\"']?[;,][”\"']?)(?:之)?(?:后|右)(?:面|边|侧)?|后面|其后|后者|其余|其他)(?:所列)?(?:的)?(?:有关|相关)?(?:责任)?(?:单位|部门|者)?(?:均)?(?:按照?(?:各自)?职责(?:分工)?)?(?:为|是|系|即)?"
    r"(?P<after>配合|参与|参加|协办|责任|协助|负责))?"
)
"""A remark on which side of a semicolon or comma leads."""
BY_WHEN = re.compile(
    r"[,;。、 ]\s*(?:(?:完成|办结|实施|推进|落实)?(?:时限|时间|期限|节点|进度)(?:要求|安排)?[: ]|"
    r"(?=(?:20\d\d(?:年|[-—~至])|长期|持续|常态化|全年|每年|\d{1,2}月(?:底|\d{1,2}日)?(?:之?前|底)))(?=[^,;。、]{2,16}$))"
)
"""Where the units of a bracket end and the time by which they act begins."""
STARRED = re.compile(
    r"(?:标(?:有|注)?|加|带|打|注)[“\"']?(?P<mark>[*★☆▲△#※◆●])[”\"']?(?:号|者)?(?:的)?(?:单位|部门)?(?:为|是|表示|系)?(?:第一)?(?P<role>牵头|主责|主办)"
    r"|[“\"']?(?P<mark2>[*★☆▲△#※◆●])[”\"']?(?:号)?(?:的)?(?:单位|部门)?(?:为|是|表示|代表|系)(?:第一)?(?P<role2>牵头|主责|主办)"
)
IN_BRACKETS = re.compile(
    r"括号[中内里](?:的|所列|所注|标注)*(?:责任)?(?:单位|部门|处室|科室)?(?:为|是|系)(?:第一)?(?P<role>牵头|主责|主办|配合|协办)"
)
"""A remark on what the bodies that stand alone in brackets do."""
LONGEST_LINE = 500
"""Characters of a labelled line of bearers; what is longer is running text."""
MARKED = re.compile(r"(?:—{1,2}|-{1,2}|[●■◆★▲◇□○·]|\d{1,2}[.、]|[(]\d{1,2}[)]|[①-⑳])\Z")
JOINT = re.compile("会同|会商")
BY_WHOM = re.compile(r"[,;]由(?=[^。;:]{2,120}(?:负责|牵头|配合|落实|参与|参加|协助)$)")
BRACKET_TELLS = re.compile(
    r"[(][^()]{2,200}(?:负责|牵头|配合|落实|参与|参加|指导)[)]|[(](?:责任|牵头)(?:单位|部门):"
)
SHARED_OUT = re.compile(r"(?:明确)?(?:职责|责任|任务|工作)?分工(?:如下|为|是)?[:,]")
BEARS = re.compile(r"(?:牵头)?负责|牵头|承担")
"""Who bears what in a sentence of semicolons: 市文广局|负责|版权登记."""
EVERYBODY = re.compile(
    r"(?:(?:[省市县区州][直级])?各(?:级)?(?:各)?(?:有关|相关|责任|成员|牵头|实施|主管|市直|区直|县直)?(?:地区?|地方|部门|单位)(?:和单位)?)+|"
    r"(?:国务院|中央)?(?:有关|相关)(?:地区|地方|部门|单位)|(?:地方)?各级(?![一-龥]*(?:法院|检察院|(?:公安|检察|司法|审判|执法)机关)$)[一-龥]{2,8}|地方(?:人民)?政府"
)
"""Who is exhorted when a plan asks all to do their part (各地区、各部门要高度重视): nobody in particular."""
EXPLAINS = re.compile(r"^[^,;。、:由]{2,20}(?<!具体)(?<!统一)(?<!项)(?<!工作)由|作用$")
"""What tells in a bracket who runs something, not who bears the item: 站点内由甲负责."""
APART = re.compile(r"[。;!?|]|—{1,2}|-{2}|(?<!\d)[.]|(?<=\d)[.](?!\d)")
"""What parts the bodies behind an item from what they have to do."""
CLOSED = re.compile(
    r"\Z|[\n。;.]|[(]括号|[①-⑳]|[一二三四五六七八九]是|\d{1,2}[.、](?!\d)|[(][一二三四五六七八九十\d]{1,3}[)]"
)
"""What may follow a bracket of bodies that closes what stands before it."""
OF_A_PLACE = ("人民政府", "政府", "管委会", "办事处", "区人民政府", "区政府", "区管委会")
"""What never begins the name of a body: 各县(市) 人民政府."""
PERSON, TELEPHONE = re.compile("[一-龥]{2,4}"), re.compile(r"[\d-]{6,14}")
OPEN_TO_CLOSE = {"(": ")", "[": "]", "〔": "〕"}
UNCLOSED = re.compile(r"[(\[〔][^()\[\]〔〕\n。]{3,200}(?:负责|牵头|配合|落实|参与)(?=\n|\Z)")
"""A bracket of bodies that a line ends with and nobody closed."""


@dataclass
class Assignment:
    """Units by role as told at one place. Places are in the view."""

    start: int
    end: int
    lead: list[str] = field(default_factory=list)
    cooperating: list[str] = field(default_factory=list)
    responsible: list[str] = field(default_factory=list)
    due: str | None = None
    rule: str = ""
    words: str = ""

    @property
    def any(self) -> bool:
        return bool(self.lead or self.cooperating or self.responsible)

    def add(self, role: str | None, names: list[str]) -> None:
        """Adds names to those of a role, lead or coop; to the responsible ones by any other."""
        mine = {"lead": self.lead, "coop": self.cooperating}.get(role or "", self.responsible)
        mine.extend(n for n in names if n not in mine)

    def take(self, other: Assignment) -> None:
        self.lead += other.lead
        self.cooperating += other.cooperating
        self.responsible += other.responsible


def brackets(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Outermost matching brackets (round, square, tortoise) of [start, end), in one pass."""
    out: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for i in range(start, end):
        c = flat[i]
        if c in OPEN_TO_CLOSE:
            stack.append((OPEN_TO_CLOSE[c], i))
            if len(stack) > 50:
                stack.clear()
        elif c in ")]〕" and stack:
            while stack and stack[-1][0] != c:
                stack.pop()
            if stack:
                _, at = stack.pop()
                if not stack:
                    out.append((at, i + 1))
        elif c == "\n" and stack and i - stack[0][1] > 600:
            stack.clear()
    return out


class Assigner:
    """Reads assignments of one document; knows whether its lists name the lead first."""

    def __init__(self, view: View) -> None:
        self.view = view
        remarks = [m.span() for m in FIRST_LEADS.finditer(view.flat)]
        self.rest_helps = any(HELPS.match(view.flat, b) for _, b in remarks)
        brackets = [self._bracket(a) for a, _ in remarks]
        # A remark behind the units of one bracket is of that bracket, unless it says 下同; elsewhere of the whole text.
        self.first_leads_in = [each for each in brackets if each]
        self.first_leads = len(self.first_leads_in) < len(remarks)
        told = ACROSS.search(view.flat)
        self.across = (told.group("before"), told.group("after") or "责任") if told else None
        self.parting = "," if told and ("逗" in told.group("mark") or "," in told.group("mark")) else ";"
        starred = STARRED.search(view.flat)
        self.star = (starred.group("mark") or starred.group("mark2")) if starred else None
        self.star_helps = starred is not None and HELPS.match(view.flat, starred.end()) is not None
        bracketed = IN_BRACKETS.search(view.flat)
        self.bracketed = bracketed.group("role") if bracketed else ""
        self.in_turn: set[int] = set()
        self.told_order = remarks + ([told.span()] if told else [])

    def _bracket(self, at: int) -> tuple[int, int] | None:
        """The bracket in which a place stands behind a list of units."""
        flat = self.view.flat
        start = flat.rfind("(", max(0, at - 300), at)
        end = flat.find(")", at, at + 300)
        if start < 0 or end < 0 or ")" in flat[start:at] or re.search("[下后]同", flat[at:end]):
            return None
        before = flat[start + 1 : at]
        listed = "、" in before and len(read_units(flat, start + 1, at, loose=True)) >= 2
        return (start, end) if listed and not before.startswith(("注", "说明", "备注")) else None

    def names(self, units: list[Unit], told: str | None = None) -> list[str]:
        """The names of units of the view, or of words that are ``told`` for themselves."""
        out: list[str] = []
        for u in units:
            own = told[u.start : u.end] if told else self.view.shown(u.start, u.end)
            name = (u.prefix if told else self._prefix(u)) + own + u.suffix
            name = re.sub("[‘’']", "", name).strip(" 、,。;")
            folded = fold(name)
            if folded.count("(") != folded.count(")"):
                name = name.strip("()（）")
            if name and name not in out:
                out.append(name)
        return out

    def units(self, a: int, b: int, *, loose: bool = True) -> list[Unit]:
        """The units of [a, b); where nothing else parts them gaps do, one alone before a body with its level."""
        flat = self.view.flat
        gaps = [] if "、" in flat[a:b] else self._gaps(a, b)
        levelled = len(gaps) > 1 or all(BODIES_BEGIN.match(flat, gap) for gap in gaps)
        return read_units(flat, a, b, loose=loose, gaps=gaps if levelled else ())

    def names_apart(self, a: int, b: int) -> list[str]:
        """The units of [a, b), also where nothing but gaps stand between them."""
        return self.names(read_units(self.view.flat, a, b, loose=True, gaps=self._gaps(a, b)))

    def names_of(self, cell: Cell) -> list[str]:
        """The units of a cell, also of one whose pieces other cells part."""
        if not cell.pieces:
            return self.names_apart(cell.start, cell.end)
        return self.names(read_units(cell.text, 0, len(cell.text), loose=True), cell.shown)

    def _gaps(self, a: int, b: int) -> list[int]:
        """The gaps of [a, b) that stand between two bodies."""
        flat = self.view.flat
        out: list[int] = []
        begun, at = a, self.view.gap_in(a, b)
        while at >= 0:
            begun = max(begun, *(flat.rfind(mark, a, at) + 1 for mark in "、,;。"))
            whole = looks_like_list(flat, begun, at) and not flat.startswith(OF_A_PLACE, at)
            if whole and looks_like_list(flat, at, b):
                out.append(at)
                begun = at
            at = self.view.gap_in(at, b)
        return out

    def _prefix(self, unit: Unit) -> str:
        """What is put before a body's name, as the text itself writes it: 區 where it writes 區."""
        at = self.view.flat.rfind(unit.prefix, 0, unit.start) if unit.prefix else -1
        return self.view.shown(at, at + len(unit.prefix)) if at >= 0 else unit.prefix

    def find(self, start: int, end: int) -> list[Assignment]:
        """All assignments of a stretch of text, in order."""
        flat = self.view.flat
        out: list[Assignment] = []
        taken: list[tuple[int, int]] = []
        spots = [(a, b) for a, b in brackets(flat, start, end) if 4 <= b - a <= 700]
        self.in_turn |= self._in_turn(spots)
        spots += [(m.start(), m.end() + 1) for m in UNCLOSED.finditer(flat, start, end)]
        for a, b in spots:
            got = self.of_bracket(a, b)
            if got is not None:
                got.end -= flat[b - 1 : b] not in OPEN_TO_CLOSE.values()
                out.append(got)
                taken.append((a, b))
        out.extend(self._label_lines(start, end, taken))
        out.sort(key=lambda x: x.start)
        return self._merged(out)

    def _in_turn(self, spots: list[tuple[int, int]]) -> set[int]:
        """The brackets of bodies of which each stands behind its own clause: …(甲),…(乙),…(丙)。"""
        flat = self.view.flat
        named = [(a, b) for a, b in spots if looks_like_list(flat, a + 1, b - 1)]
        if (
            len(named) < 2
            or not self._closes(*named[-1])
            or any(flat[b : b + 1] not in ",;。\n" for _, b in named)
        ):
            return set()
        parted = all(x - b > 4 and flat[b] in ",;。\n" for (_, b), (x, _) in itertools.pairwise(named))
        return {a for a, _ in named} if parted else set()

    def _merged(self, found: list[Assignment]) -> list[Assignment]:
        """Neighbouring brackets or label lines (lead in one, cooperating in the next) are one assignment."""
        out: list[Assignment] = []
        for a in found:
            if out:
                last = out[-1]
                between = self.view.flat[last.end : a.start].strip("\n。;,、 ")
                again = a.rule == "label_line" and last.rule == "label_line" and a.lead and last.lead
                if not between and not again:
                    last.take(a)
                    last.due = last.due or a.due
                    last.end = a.end
                    continue
            out.append(a)
        return [a for a in out if a.any or a.due]

    def of_bracket(self, a: int, b: int) -> Assignment | None:
        """A bracket read as a list of units with roles, or None when it holds something else."""
        flat = self.view.flat
        inside = flat[a + 1 : b - 1]
        if inside[-1:] == OPEN_TO_CLOSE.get(inside[:1], "none") and inside.count(inside[0]) == 1:
            if within := self.of_bracket(a + 1, b - 1):
                within.start, within.end = a, b
            return within
        label = LABEL.match(flat, a + 1, min(len(flat), b + 1))
        if label and label.end() >= b - 1:
            return None  # what the bracket labels stands behind it
        if inside.startswith(("括号中", "括号内")):
            return None  # it tells how the other brackets are to be read
        ordered = next((m for m in self.told_order if a < m[0] < b), None)
        if ordered and not LABEL.search(inside):
            cut = ordered[0]
            while cut > a + 1 and flat[cut - 1] not in ",;。、":
                cut -= 1
            if not looks_like_list(flat, a + 1, cut - 1):
                return None
            listed = self.names(read_units(flat, a + 1, cut - 1, loose=True))
            told = self.by_side(a + 1, cut - 1) or Assignment(a, b, responsible=listed)
            told.start, told.end, told.rule = a, b, "bracket_order"
            told.words = self.view.shown(a, min(b, a + 60))
            self.order(told)
            return told if told.any else None
        rule, got = self._told_in(a, b)
        if got is None or not (got.any or got.due):
            return None
        got.start, got.end, got.rule = a, b, rule
        got.words = self.view.shown(a, min(b, a + 60))
        if rule.startswith("bracket_units") and self.bracketed:
            helps = self.bracketed in ("配合", "协办")
            names, got.responsible = got.responsible, []
            (got.cooperating if helps else got.lead).extend(names)
        self.order(got)
        return got

    def _told_in(self, a: int, b: int) -> tuple[str, Assignment | None]:
        """By which rule a bracket tells who bears what, and who does."""
        flat, first, last = self.view.flat, a + 1, b - 1
        inside = flat[first:last]
        if self._labels(inside):
            return "bracket_label", self._labelled(first, last)
        if EXPLAINS.search(inside):
            return "", None
        if ROLE_WORD.search(inside) or self._guided(first, last):
            return "bracket_role", self._final(first, last)
        if self.star is not None and self.star in inside:
            return "bracket_star", self._starred(first, last)
        listed = looks_like_list(flat, first, last, closed=True)
        if listed and (sided := self.by_side(first, last)) is not None:
            return "bracket_across", sided
        if not self._closes(a, b):
            return "", None
        if listed and not self._signs(a, b):
            return "bracket_units", Assignment(a, b, responsible=self.names(self.units(first, last)))
        timed = BY_WHEN.search(inside)
        if timed and looks_like_list(flat, first, first + timed.start(), closed=True):
            due = self.view.shown(first + timed.end(), last).strip("。;,、") or None
            names = self.names(self.units(first, first + timed.start()))
            return "bracket_units_due", Assignment(a, b, responsible=names, due=due)
        return "bracket_units_due", self._behind_time(first, last)

    def _behind_time(self, start: int, end: int) -> Assignment | None:
        """Bodies beside the time by which they act, or before who answers and his number: 12月底前完成;甲、乙."""
        flat = self.view.flat
        clauses = _clauses(flat, start, end)
        timed = [TIMED.fullmatch(flat, *c) is not None for c in clauses]
        if (
            len(clauses) == 3
            and PERSON.fullmatch(flat, *clauses[1])
            and TELEPHONE.fullmatch(flat, *clauses[2])
        ):
            timed[1:] = [True, True]
        left = [c for c, time in zip(clauses, timed, strict=True) if not time]
        if (
            not any(timed)
            or not left
            or any(timed[timed.index(False) : len(timed) - timed[::-1].index(False)])
        ):
            return None
        first, last = left[0][0], left[-1][1]
        if not looks_like_list(flat, first, last, closed=True):
            return None
        told = self.names(self.units(first, last))
        when = next(
            (c for c, time in zip(clauses, timed, strict=True) if time and TIMED.fullmatch(flat, *c)), None
        )
        return Assignment(start, end, responsible=told, due=self.view.shown(*when) if when else None)

    @staticmethod
    def _labels(inside: str) -> bool:
        """Whether a bracket tells its bodies behind labels, which may stand behind the time by which they act."""
        label = LABEL.search(inside)
        if label is None:
            return False
        parted = label.group().endswith(":") and inside[label.start() - 1 : label.start()] in tuple(BESIDE)
        return not label.start() or parted or ROLE_WORD.search(inside[:12]) is not None

    def _guided(self, start: int, end: int) -> bool:
        """Whether a stretch names bodies and says that they guide: A、B指导."""
        flat = self.view.flat
        told = GUIDED.search(flat[start:end])
        first = start + len("由") if flat.startswith("由", start) else start
        return told is not None and looks_like_list(flat, first, start + told.start())

    def by_side(self, start: int, end: int) -> Assignment | None:
        """A;B、C where the text says that what stands before the semicolon (or comma) leads."""
        if self.across is None:
            return None
        at = next(
            (
                y
                for _, y in _clauses(self.view.flat, start, end)
                if self.view.flat.startswith(self.parting, y)
            ),
            -1,
        )
        sides = [(start, at), (at + 1, end)] if at >= 0 else [(start, end)]
        got = Assignment(start, end)
        for word, (a, b) in zip(self.across, sides, strict=False):
            leads, bears = word in ("牵头", "主责", "主办"), word in ("责任", "负责")
            got.add("lead" if leads else "resp" if bears else "coop", self.names(self.units(a, b)))
        return got if got.any and (at >= 0 or len(got.lead + got.responsible) == 1) else None

    def _by_name(self, start: int, end: int) -> Assignment | None:
        """甲(牵头)、乙、丙(配合): the bracket behind a name tells its role; the others are responsible.

        Where every group between commas ends with such a bracket, it tells the role of its whole group.
        """
        flat = self.view.flat
        if not OF_NAME.search(flat, start, end):
            return None
        got = Assignment(start, end)
        commas = [i for i in range(start, end) if flat[i] in ",;"]
        last = [flat.rfind("(", start, i) for i in (*commas, end)]
        marks = [OF_NAME.fullmatch(flat, a, i) if a >= 0 else None for a, i in zip(last, (*commas, end), strict=True)]
        shared = dict(zip((*commas, end), marks, strict=True)) if commas and all(marks) else {}
        for unit in read_units(flat, start, end, loose=True):
            told = OF_NAME.search(flat, unit.start, unit.end) or OF_NAME.match(flat, unit.end, end)
            mark = told or shared.get(next((i for i in commas if i >= unit.end), end))
            named = self.names([replace(unit, end=told.start()) if told else unit])
            got.add(mark.lastgroup if mark else None, named)
        return got if got.any else None

    def _starred(self, start: int, end: int) -> Assignment:
        """甲*、乙、丙: the text says that a mark behind a name (or before it) makes it the lead."""
        flat = self.view.flat
        got = Assignment(start, end)
        rest = got.cooperating if self.star_helps else got.responsible
        for group in split_list(flat, start, end):
            for start_at, stop_at in group:
                text = flat[start_at:stop_at]
                led = bool(self.star) and str(self.star) in text
                bare = text.strip(self.star)
                first = start_at + text.index(bare) if bare else stop_at
                read = read_units(flat, first, first + len(bare), loose=True)
                (got.lead if led else rest).extend(self.names(read))
        return got

    def of_cell(self, start: int, end: int) -> Assignment:
        """A cell that tells roles itself: 牵头:A;配合:B、C, or A牵头,B配合."""
        if LABEL.search(self.view.flat[start:end]):
            return self._labelled(start, end)
        return self._final(start, end)

    def order(self, got: Assignment) -> None:
        """Makes the first of several responsible units the lead, where the text says so."""
        told = self.first_leads or any(a <= got.end and got.start <= b for a, b in self.first_leads_in)
        if told and got.responsible and not got.lead and not got.cooperating:
            rest = got.responsible[1:]
            got.lead, got.responsible = got.responsible[:1], [] if self.rest_helps else rest
            got.cooperating = rest if self.rest_helps else []

    def _closes(self, a: int, b: int) -> bool:
        """A bare list of units counts only where a sentence, a paragraph or a numbered part ends."""
        flat = self.view.flat
        before = flat[a - 2 : a].rstrip("\n")[-1:]
        return (
            CLOSED.match(flat, b) is not None or before in tuple("。;") or a in self.in_turn
        ) and not STRONG.search(flat[max(0, a - 8) : a])

    def _signs(self, a: int, b: int) -> bool:
        """Whether one body in brackets at the very end of a text has written it, where others say 负责."""
        flat = self.view.flat
        single = not re.search("[、,;]", flat[a:b]) and flat[b - 2] in "办室科处"
        return single and not flat[b:].strip("。\n ") and BRACKET_TELLS.search(flat, 0, a) is not None

    def _labelled(self, start: int, end: int) -> Assignment:
        flat = self.view.flat
        got = Assignment(start, end)
        marks = list(LABEL.finditer(flat, start, end))
        marks = [
            m
            for m in marks
            if m.start() == start
            or flat[m.start() - 1] in BESIDE
            or self.view.gap_in(m.start() - 1, m.start() + 1) >= 0
            or flat[m.start() - 1] in "局委办厅府会部院行司区)关等位"
        ]
        marks = [m for m in marks if not any(a <= m.start() < b for a, b in self.told_order)]
        for i, m in enumerate(marks):
            stop = marks[i + 1].start() if i + 1 < len(marks) else end
            if m.lastgroup == "due":
                got.due = self.view.shown(m.end(), stop).rstrip("。;,、；，") or None
                continue
            if m.lastgroup in ("person", "other"):
                continue
            other = OTHER_LABEL.search(flat, m.end(), stop)
            body_end = stop = other.start() if other else stop - (flat[stop - 1] in "[〔")
            for x, _ in self.told_order:
                if m.end() < x < stop:
                    body_end = stop = x - 1
                    break
            due = self._trailing_due(m.end(), stop)
            if due:
                got.due, body_end = got.due or due[0], due[1]
            inner = self._told_within(m.end(), body_end) if m.lastgroup in ("resp", "unit") else None
            if inner is not None:
                got.take(inner)
                continue
            body_end = bodies_end(flat, m.end(), body_end)
            got.add(m.lastgroup, self.names(self.units(m.end(), body_end)))
        if marks and marks[0].start() > start + 3:
            first = flat[start : marks[0].start()].rstrip(",;。、 ")
            if all(TIMED.match(clause) for clause in re.split("[,;。]", first)):
                got.due = got.due or first
            else:
                got.take(self._final(start, marks[0].start()))
        return got

    def _told_within(self, start: int, end: int) -> Assignment | None:
        """A labelled list that tells roles itself: behind a name, by the side of a mark, or A牵头,B配合."""
        named = self._by_name(start, end)
        if named is not None:
            return named
        if self.star is not None and self.star in self.view.flat[start:end]:
            return self._starred(start, end)
        if re.search(r"牵头|配合", self.view.flat[start:end]):
            return self._final(start, end)
        return self.by_side(start, end)

    def _trailing_due(self, start: int, end: int) -> tuple[str, int] | None:
        flat = self.view.flat
        m = re.search(r"[,;。、]\s*(?=(?:20\d\d年|长期|持续|常态|每年|全年|\d{1,2}月))", flat[start:end])
        if m and DUE.match(flat, start + m.end()):
            return self.view.shown(start + m.end(), end).rstrip("。;,"), start + m.start()
        return None

    def _final(self, start: int, end: int) -> Assignment:
        """A、B牵头,C、D配合: each role word closes the list before it."""
        flat = self.view.flat
        got = Assignment(start, end)
        opened = OPENING.match(flat, start, end)
        at = start = opened.end() if opened else start
        pending: list[tuple[int, int]] = []
        for group_start, group_end in _clauses(flat, start, end):
            due = DUE.match(flat[group_start:group_end])
            if due and due.end() >= group_end - group_start - 3:
                got.due = got.due or self.view.shown(group_start, group_end)
                continue
            spots = [m for m in FINAL.finditer(flat, group_start, group_end) if self._is_role(flat, m, group_end)]
            told = JOINT.search(flat, group_start, group_end)
            if not spots and told and looks_like_list(flat, told.end(), group_end):
                got.add("lead", self.names(self.units(group_start, told.start())))
                got.add("coop", self.names(self.units(told.end(), group_end)))
                continue
            if not spots:
                pending.append((group_start, group_end))
                continue
            at = group_start
            for m in spots:
                units: list[Unit] = []
                for p in pending:
                    units += self.units(*p)
                pending = []
                joint = self._joint(at, m.start()) if m.lastgroup == "resp" else None
                if joint is not None:
                    got.lead.extend(self.names(units + self.units(at, joint[0])))
                    got.cooperating.extend(self.names(self.units(joint[1], m.start())))
                    at = m.end()
                    continue
                units += self.units(at, m.start())
                role = m.lastgroup
                if at == group_start and role == "resp" and flat.startswith(("会同", "会商", "联合"), at):
                    role = "coop"
                got.add(role, self.names(units))
                at = m.end()
            tail = flat[at:group_end].strip("。,;、 ")
            if tail and len(tail) > 2 and self.names(read_units(flat, at, group_end, loose=False)):
                pending.append((at, group_end))
        for p in pending:
            helps = got.lead and not got.responsible
            got.add("coop" if helps else "resp", self.names(self.units(*p, loose=False)))
        return got

    def _joint(self, start: int, end: int) -> tuple[int, int] | None:
        """A会同B, A会商B: where the first list ends and the second begins."""
        joint = JOINT.search(self.view.flat, start, end)
        return joint.span() if joint and joint.start() > start + 1 else None

    @staticmethod
    def _is_role(flat: str, m: re.Match[str], end: int) -> bool:
        if flat[m.start() - 1] == "的":
            return False  # 加粗的为牵头单位 tells of marks that are lost
        after = flat[m.end() : m.end() + 1]
        return (
            after in ("", ",", ";", "。", "、", ")", "]", "〕", ".", "\n")
            or m.end() == end
            or flat.startswith(("会同", "联合"), m.end())
            or (m.lastgroup == "lead" and m.end() < end)
        )

    def _label_lines(self, start: int, end: int, taken: list[tuple[int, int]]) -> list[Assignment]:
        """责任单位:… outside any bracket, to the end of its sentence."""
        flat = self.view.flat
        out: list[Assignment] = []
        for m in LABEL.finditer(flat, start, end):
            if any(a <= m.start() < b for a, b in taken) or m.lastgroup == "unit":
                continue
            if out and m.start() < out[-1].end:
                continue
            at = m.start()
            marked = MARKED.search(flat[max(start, at - 5) : at])
            if marked:
                at -= len(marked.group())
            before = flat[at - 1] if at > start else "\n"
            if before not in "\n。;)],([" and not (
                before in "局委办厅府会部院行司区关等位" and out and out[-1].end == m.start()
            ):
                continue
            if m.lastgroup in ("resp", "coop", "due", "person") and not re.search(
                "单位|部门|主体|处室|科室|时限|时间|期限|责任|领导|链长", m.group()
            ):
                continue
            if m.lastgroup in ("due", "person") and not out:
                nxt = LABEL.search(flat, m.end(), min(end, m.end() + 60))
                if not nxt or nxt.lastgroup not in ("lead", "resp", "coop"):
                    continue
            stop, most = m.end(), min(end, m.end() + LONGEST_LINE + 1)
            while stop < most and flat[stop] not in "\n。":
                stop += 1
            if stop - m.end() > LONGEST_LINE or stop == m.end():
                continue
            got = self._labelled(m.start(), stop)
            if got.any or got.due:
                framed = flat[m.start() - 1 : m.start()] in ("[", "〔") and flat[m.end() - 1] in "]〕:"
                got.start, got.end, got.rule = m.start() - framed, stop, "label_line"
                got.words = self.view.shown(m.start(), min(stop, m.start() + 60))
                self.order(got)
                out.append(got)
        return out

    def apart(self, start: int, end: int) -> list[Assignment]:
        """Bodies that stand apart behind what they have to do: alone on a line, or behind a stop, a dash or a bar.

        The last line of the stretch has to end with bodies, and its first must not be nothing else.
        """
        flat = self.view.flat
        out: list[Assignment] = []
        lines = [(a, b) for a, b in paragraphs_of(flat, start, end) if flat[a:b].strip("。;,|— ")]
        for n, (a, b) in enumerate(lines):
            stop = b
            while stop > a and flat[stop - 1] in "。;.| ":
                stop -= 1
            first = max((m.end() for m in APART.finditer(flat, a, stop)), default=a)
            named = first < stop and looks_like_list(flat, first, stop) and (first == a or first - a > 3)
            named = named and not any(x < b and a < y for x, y in self.told_order)
            if named and first == a and not n:
                return []
            if named:
                roles = ROLE_WORD.search(flat, first, stop)
                got = self._final(first, stop) if roles else Assignment(first, stop)
                if not roles:
                    got.responsible = self.names_apart(first, stop)
                got.start, got.end, got.rule = first, stop, "apart"
                got.words = self.view.shown(first, min(stop, first + 60))
                self.order(got)
                out.append(got)
            elif n == len(lines) - 1:
                return []
        return out

    def running(self, start: int, end: int) -> list[Assignment]:
        """Units as subjects of sentences: A、B要…, 由A牵头…, A会同B…; only at the head of a sentence."""
        flat = self.view.flat
        out: list[Assignment] = []
        for a, b in sentences(flat, start, end):
            if any(a <= x < b for x, _ in self.told_order):
                continue
            got = self._subject(a, b) or self._closing(a, b)
            if got is None:
                inner = re.search(r"(?:[,;]|明确)(?=由[^,;。]{2,60}(?:牵头|负责))", flat[a:b])
                got = self._subject(a + inner.end(), b) if inner else None
            if got:
                out.append(got)
                out += self._further(got.end, b)
        return out

    def _further(self, start: int, end: int) -> list[Assignment]:
        """The subjects of the clauses behind the first of a sentence: 甲要…;乙负责…, or 甲要…,乙要…"""
        flat = self.view.flat
        told = [self._subject(*part) for part in _clauses(flat, start, end)[1:] if flat[part[0] - 1] in ",;"]
        return [one for one in told if one and (flat[one.end] in "要应" or flat[one.start - 1] == ";")]

    def shared_out(self, start: int, end: int) -> list[tuple[int, int, Assignment]]:
        """The first sentence that shares out the work: 甲负责…;乙负责…; with the place of what each bears."""
        flat = self.view.flat
        for a, b in sentences(flat, start, end):
            head = SHARED_OUT.match(flat, a, b)
            at = head.end() if head else a
            out: list[tuple[int, int, Assignment]] = []
            for x, y in _parts(flat, at, b):
                got = self._subject(x, y)
                work = BEARS.match(flat, got.end, y) if got and got.any else None
                if got is None or work is None or y - work.end() < 2:
                    break
                out.append((work.end(), y, got))
            else:
                if len(out) > 1:
                    return out
        return []

    def _closing(self, a: int, b: int) -> Assignment | None:
        """…,由A牵头,B、C配合: what ends a sentence with nothing but bodies and their roles."""
        flat = self.view.flat
        told = BY_WHOM.search(flat, a, b)
        if told is None or not all(looks_like_list(flat, x, y) for x, y in _clauses(flat, told.end(), b)):
            return None
        got = self._final(told.end(), b)
        got.start, got.end, got.rule, got.words = told.end(), b, "subject", self.view.shown(told.end(), b)
        return got if got.any else None

    def _subject(self, a: int, b: int) -> Assignment | None:
        flat = self.view.flat
        text = flat[a:b]
        m = re.match(
            rf"({OPENS})?([^。;:!?“”]{{2,260}}?)(牵头|会同|要|应当|应|负责(?!人|同志))(?=[一-龥,]|$)",
            text[:300],
        )
        if not m:
            return None
        subject, word = m.group(2), m.group(3)
        if "," in subject and not all(
            looks_like_list(item, 0, len(item)) for item in subject.split(",") if item
        ):
            return None
        x = a + m.start(2)
        y = a + m.end(2)
        if word == "要" and flat[y - 1] in "重主需必只":
            return None
        shared = re.fullmatch(
            r"(各级|各|全市|市|区|县)?([一-龥]{2,4}(?:、[一-龥]{2,5}?)+)等?(机关|部门)", subject
        )
        if shared and not re.search("(?:局|委|办|部|厅|院|会)(?:、|$)|、(?:各|有关|相关)", shared.group(2)):
            lead, tail = shared.group(1) or "", shared.group(3)
            at = x + len(lead)
            names: list[str] = []
            for part in shared.group(2).split("、"):
                names.append(
                    self.view.shown(x, x + len(lead))
                    + self.view.shown(at, at + len(part))
                    + self.view.shown(y - len(tail), y)
                )
                at += len(part) + 1
            return Assignment(x, y, responsible=names, rule="subject_shared", words=self.view.shown(x, y + 1))
        if not looks_like_list(flat, x, y):
            return None
        told = read_units(flat, x, y, loose=False)
        names = self.names(told)
        bodies = [u.prefix + flat[u.start : u.end] + u.suffix for u in told]
        if not names or (word in ("要", "应", "应当") and _everybody(bodies)):
            return None
        if names[0].startswith("各级"):
            names = [n if n[0] in "各省市区县" else f"各级{n}" for n in names]
        got = Assignment(x, y, rule="subject", words=self.view.shown(x, min(b, y + 4)))
        if word in ("牵头", "会同"):
            got.lead = names
            begins = y if word == "会同" else y + 2
            helping, bearing = cooperating(flat, begins, b)
            for role, lists in (("coop", helping), ("resp", bearing)):
                for pair in lists:
                    got.add(role, self.names(read_units(flat, *pair, loose=False)))
        else:
            got.responsible = names
            got.cooperating = [
                n
                for pair in (cooperating(flat, y + len(word), b)[0] if word == "负责" else ())
                for n in self.names(read_units(flat, *pair, loose=False))
                if n not in names
            ]
        return got


def _everybody(bodies: list[str]) -> bool:
    """Whether all are exhorted: the offices of all kinds, and beside them the places (各县(区)、各部门)."""
    return any(map(EVERYBODY.fullmatch, bodies)) and all(b[0] == "各" or EVERYBODY.fullmatch(b) for b in bodies)


def _clauses(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    out, depth, at = [], 0, start
    for i in range(start, end):
        c = flat[i]
        if c in "([《":
            depth += 1
        elif c in ")]》":
            depth = max(0, depth - 1)
        elif depth == 0 and c in ",;。\n" and not (c == "," and flat.startswith("、", i + 1)):
            if i > at:
                out.append((at, i))
            at = i + 1
    if end > at:
        out.append((at, end))
    return out


def _parts(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches between the semicolons of a sentence."""
    cuts = [i for i in range(start, end) if flat[i] == ";"]
    ends = zip([start, *(i + 1 for i in cuts)], [*cuts, end], strict=True)
    return [(a, b) for a, b in ends if b > a]


DUTY_LINE = re.compile(
    r"(?:[(]?[一二三四五六七八九十\d]{1,3}[)、.]+)?([^。;:,\n]{2,40}?)(?:[:]|。(?=[一-龥]))"
)


def duty_unit(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """The unit at the head of a line of a duty list (市X局:…), or None."""
    m = DUTY_LINE.match(flat, start, min(end, start + 60))
    if not m:
        return None
    a, b = m.span(1)
    named = COLLECTIVE.match(flat[a:b]) or PREFIX.match(flat[a:b]) or STRONG.search(flat[a:b])
    return (a, b) if named and looks_like_list(flat, a, b) else None


CHARGED = re.compile(r"[^。;:,、\n负]{2,30}(?:、[^。;:,、\n负]{2,20}){0,3}(?=负责(?!人)|牵头负责)")


def charged_unit(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """The unit that begins a line and is in charge of what the line tells (市X局负责…), or None."""
    m = CHARGED.match(flat, start, min(end, start + 100))
    return m.span() if m and looks_like_list(flat, *m.span()) else None


def lost_colon(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """The unit that begins a line of a duty list whose colon is lost: 市X局指导开展…"""
    m = re.match(
        r"((?:市|区|县|省|州|旗)[一-龥]{1,14}?(?:局|委|办|部|院|会|厅))(?=(?:负责|指导|组织|开展|"
        r"推进|加强|建立|制定|牵头|统筹|协调|做好|落实|引导|支持|推动|配合))",
        flat[start : min(end, start + 40)],
    )
    return (start, start + m.end(1)) if m else None


__all__ = [
    "Assigner",
    "Assignment",
    "brackets",
    "charged_unit",
    "duty_unit",
    "lost_colon",
    "sentences",
    "split_list",
]
