"""By which year a number is due."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from .context import Frame
from .quantities import Quantity, When, chinese, quantities, years
from .wording import VERBS

THIS_YEAR = re.compile(
    r"(?<![比较与同去自从])今年(?:底|末|年底|年末)?内?(?!以来|来|[上前]|初|第?[一二三四1-4]季|\d|[一二三四五六七八九十]{1,2}月|春|夏|秋|冬|(?:是|为)[^,;。]{0,20}年)"
    r"|(?:^|(?<=[,;:。、)]))(?:力争|确保|争取|计划|拟|到|至|在|于){0,2}(?P<end>年内|本年度?|(?:当年|本年)?年?底(?:之?前)?(?=[,前完建实达新全基力各])|年末前)"
)
"""This year, said of what is to come: 今年计划…, 年底前…"""
NEXT_YEAR = re.compile(r"(?<![比较])明年(?:年?[底末])?(?:之?前)?")
THEN = re.compile(r"(?:^|(?<=[,;:。、)]))(?:届时|到时候?|到那时|至此)")
"""By the year that was told last."""
LAST_YEAR = re.compile(r"(?:^|(?<=[,;:。、]))(?:去年|上年|上一年)(?!同期|末?相比|的?基础|[一-龥]{0,3}水平)")
TERM = re.compile(r"(?:[到至]|(?<=[,;:。])|^)(?:规划|计划|方案|实施|行动|试点|创建|建设)期限?(?:内|间|末|满)")
"""The years of the plan itself."""
YEAR_OF_PLAN = re.compile(r"(?:^|(?<=[,;:。、(]))第([一二三四五])年(?![度级])")
AHEAD = re.compile(
    r"(?<!面向)(?<!着眼)未来([一二两三四五六十]|\d{1,2})年(?:内|里|间)?"
    r"|(?:^|(?<=[,;:。]))(?:力争|争取|确保|计划|拟|将|要|全[市省县区]|我[市省县区]){0,3}(?:用|在|经过|通过|利用|以|今后)?(?:[1-9一二两三四五](?:[-至到]|年至|年到))?"
    r"([一二两三四五六十]|\d{1,2})年(?:左右)?的?(?:时间|努力|之?内|里)(?:左右)?内?"
)
WITHIN = re.compile(r"[^\d今明届时]*(?:年内|本年度?|年[底末])[^\d]*")
"""A year without a number before whose end one deed is done."""
FROM_NOW = re.compile(
    r"(?:从|自)(?:现在|即日|本[意方办]?[见案法]?(?:印发|发布|实施)之日)起[,、]?[^,;。]{0,6}$"
)
"""What is said before so many years that begin with the document and not with the plan."""
AHEAD_YEARS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "十": 10}
"""未来三年: so many years from the year of the document."""
CLOSING = re.compile(
    r"[,;](?:力争|确保|均)?(?:于|在)?(20\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:上半年|下半年|年?底|末)?(?:之?前)?(?P<all>全部|基本|全面)?(?:完成|建成|到位|实现|投用)[^,;。\d]{0,4}$"
)
"""A due year told once, behind all that it holds for: of what stands before a semicolon only when it says so."""


DEADLINE = re.compile(r".{0,8}?年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:上半年|下半年)?年?[底末]?(?:之|以)?前")
"""A year before whose end one deed is done, and not a year that what follows is told for."""
OPENS = "到至力今明届规计方实行试创建"
"""How a year begins that is told for more than one deed: 到2027年, 今年, 届时, 规划期内."""
LEVEL = re.compile(
    r"(?:年?[底末])?(?:之?前)?[一-龥“”、()]{2,20}(?:达到?|[提增扩升降减控][^,;。\d]{0,3}到|稳定在|超过|突破|不低于)\d"
)
"""What stands at a level by a year, as what is told beside it does: 2027年前,面积扩大到6万亩."""
ANNOUNCES = re.compile(
    r"(?:之?前|以前)?(?:[一-龥“”]{0,24}的?)?(?:奋斗|发展|总体|主要|具体|工作|预期)*目标(?:任务)?(?:分别|初步)?[是为:]"
)
"""A year that says for what follows by when: 到2010年的奋斗目标是：…"""
STRIVES = re.compile(r"(?:并|且)?(?:力争|争取|确保|努力)(?:达到|突破|超过|实现|提高到|增加到)\d")
"""The same goal with a higher figure: 确保达到800万吨,|力争达到1000万吨."""
ATTAINS = re.compile(
    rf"(?!{VERBS})[^,;。\d]{{2,16}}(?:[率比量值数额度]|占比|比例)(?:达到|达|提高到|提升到|不低于)\d"
)
"""A state beside what is done by a year, which it is to have by then: 2025年前新增校医12名,|达标率达到90%."""
AT_HEAD = re.compile(
    r"(?:[(][^()]{1,8}[)])?(?:力争|确保|争取|计划|提出|要求|明确|目标是?|即|其中|如|全[国省市州县区])*[在于]?"
)
"""What may stand before a year that governs all that its clause begins."""
STAGE = re.compile(r"(?:阶段|时期|[一-龥]期|步)[(]$")


def relative_years(
    text: str, *, now: int | None, dated: int | None, last: int | None, term: int | None, first: int | None
) -> list[When]:
    """Years told by what they are called: this year, next year, by then, by the end of the plan (``term``), the second
    year of the plan, which begins in ``first``.

    ``now`` is the year of writing, the first of the plan where nothing tells it; ``dated`` the same where it is told,
    which 年内 needs; ``last`` the due year that was told last.
    """
    ahead = now + 1 if now is not None else None
    found = [(m, dated if m.group("end") else now) for m in THIS_YEAR.finditer(text)]
    found += [(m, ahead) for m in NEXT_YEAR.finditer(text)] + [(m, last) for m in THEN.finditer(text)]
    found += [(m, term) for m in TERM.finditer(text)]
    found += [(m, first and first + AHEAD_YEARS[m.group(1)] - 1) for m in YEAR_OF_PLAN.finditer(text)]
    due = [When(m.start(), m.end(), year, "due", m.group()) for m, year in found if year is not None]
    over = [(m, now - 1) for m in LAST_YEAR.finditer(text)] if now is not None else []
    return due + [When(m.start(), m.end(), year, "past", m.group()) for m, year in over]


YEARS_OF_PLAN = re.compile(r"([二两三四五]|[2-5])年(?:内|间|里)?$")


def year_by_year(before: str, several: int, first: int | None, last: int | None) -> list[int]:
    """The years of the plan in turn where words end with how many they are: 接待人次三年|分别达到5万、6万和8万."""
    told = YEARS_OF_PLAN.search(before)
    if told is None or first is None or last is None or last - first + 1 != several:
        return []
    named = told.group(1)
    return [*range(first, last + 1)] if int(chinese(named) or named) == several else []


def of_stage(text: str, when: When) -> bool:
    """Whether a year stands in brackets behind the name of a stage: 第一阶段(2024年), 提升期(2025—2026年)."""
    if when.role not in ("due", "span") or not re.match(r"年?(?:底|末)?[)]", text[when.end :]):
        return False
    return bool(STAGE.search(text[: when.start]))


def lasting(text: str, w: When, start: int) -> bool:
    """Whether a due year is told for all that follows, and not for one deed; ``start`` is where its clause begins."""
    heads = w.start - start <= 4 or AT_HEAD.fullmatch(text, start, w.start) or ANNOUNCES.match(text, w.end)
    part = text.endswith("其中", 0, w.start)
    return bool(heads) and not (part or DEADLINE.match(text, w.start) or WITHIN.fullmatch(w.words))


LISTED = re.compile(
    r"[(]?[一二三四五六七八九十]{1,3}(?:[)、.]|是|要)|[(]?\d{1,2}[)、.](?!\d)|[①-⑳]|第[一二三四五六七八九][,、]"
    r"|首先|其次|再次|最后|——|[-—●■◆▪·○※]|(?:其中|同时|此外|另外|具体|在[^,。;]{2,16}(?:方面|领域|上),)"
)
"""How a paragraph or a sentence begins that goes on with what the one before led in."""
UNENDED = re.compile(r"[;,、]$")
ENDED = re.compile(r"[。!?:”)]$")


@lru_cache(maxsize=16)
def lead_year(lead: str) -> int | None:
    """The year that the last sentence of a lead, which has no goal itself, gives to what is listed below it."""
    text = lead.rstrip("\n").rpartition("\n")[2]
    told = [w for w in years(text) if w.role == "due"]
    if not told or (quantities(text[told[-1].end :]) and not text.endswith(":")):
        return None
    begins = max(text.rfind(c, 0, told[-1].start) for c in ",;:。") + 1
    heads = AT_HEAD.fullmatch(text, begins, told[-1].start) and text[begins - 1 : begins] != ","
    heads = heads and "。" not in text[told[-1].end : -1] and not PREFACE.search(text)
    leads = heads or ANNOUNCES.match(text, told[-1].end) or LEADS_IN.match(text, told[-1].end)
    return told[-1].year or None if leads and lasting(text, told[-1], begins) else None


def by_the_way(text: str, *, last: int | None) -> bool:
    """Whether a paragraph of goals tells a year only behind a number of its own, and not that of the plan's end.

    ——作品登记量年均增长20%,到2023年底突破2000件: the paragraphs beside it keep the year that was told before.
    """
    told = [w for w in years(text) if w.role == "due"]
    if not told or last in {w.year for w in told}:
        return False
    begins = max(text.rfind(c, 0, told[0].start) for c in "。;:") + 1
    return "," in text[begins : told[0].start] and bool(quantities(text[begins : told[0].start]))


PREFACE = re.compile(r"(?:制定|编制|提出|形成)(?:了?本|如下|以下)[^。;:]{0,12}。$")
"""How a preface ends, which says on what a paper rests: 2022年9月,国家局批准我市…,制定本方案。"""
LEADS_IN = re.compile(r"[^,;。]{0,24}(?:以下|如下|下列)|[^。]*:$")
"""What a lead says of what stands below it."""
IN_TURN = re.compile(r"[一二三四五六七八九十]{1,2}(?:是|要)|第[一二三四五六七八九][,、]|[①-⑳]")
"""How the parts of a paragraph begin."""


class Turn:
    """The year with which each part of a paragraph begins: a year told in 二是 is over where 三是 begins."""

    def __init__(self, frame: Frame) -> None:
        self.before = (frame.year, frame.year_told, frame.lasting)
        self.begun = False

    def enter(self, flat: str, start: int, frame: Frame) -> None:
        """Takes the sentence in that begins at ``start``."""
        if not IN_TURN.match(flat, start):
            return
        if self.begun:
            frame.year, frame.year_told, frame.lasting = self.before
        else:
            self.before, self.begun = (frame.year, frame.year_told, frame.lasting), True


class Passage:
    """The year that a lead gives to the list below it, or a line to the one that goes on with it."""

    def __init__(self) -> None:
        self.lead: int | None = None
        self.broken: int | None = None

    def year_at(self, flat: str, start: int) -> int | None:
        """The year in force for a paragraph that begins at ``start``, if the text above told one for it."""
        return self.broken if self.broken is not None else self.lead if LISTED.match(flat, start) else None

    def leave(self, flat: str, start: int, end: int, frame: Frame) -> None:
        """Takes in what a paragraph settled."""
        told = frame.year if frame.year_told else None
        broken = UNENDED.search(flat, start, end) or (end - start > 30 and not ENDED.search(flat, start, end))
        self.broken = told if broken else None
        if not LISTED.match(flat, start):
            self.lead = told if frame.lasting else None


TIMES_OF = re.compile(
    r"(?:年?[底末])?的?(?:近|约)?(?:\d[\d.]*|[一二两三四五六七八九十]{1,3})(?:\.\d+)?(?:倍|%)"
)
"""A year that a number is so many times of: 是2015年|的2.8倍."""
BASE_OF_NUMBER = re.compile(r"[^,;。]{0,10}?\d[\d.,]*[^,;。\d]{1,4}的?基础上")


def sets_out(text: str, when: When) -> bool:
    """Whether a year tells what there was that a goal sets out from: 在2024年|900处的基础上翻一番."""
    if TIMES_OF.match(text, when.end) and text[: when.start].endswith(("是", "为", "达到", "相当于")):
        return True
    if re.match(r"以来[^,;。\d]{1,12}的(?![,;。])", text[when.end :]):
        return True
    return when.words.startswith("在") and bool(BASE_OF_NUMBER.match(text, when.end))


BASE_IN_BRACKET = re.compile(
    r"(?:\((?:其中)?(?P<by>截[至止])?到?(?P<within>20\d\d)年(?:年?[底末]|上半年)?(?:时|已|实际|现状|基数|基期|全[省市县区])*(?:[为是达有:,]到?)?(?:约|近)?"
    r"|[比较](?P<before>20\d\d)年(?:年?[底末])?(?:的|水平)?\((?:约|近)?)$"
)
"""What stands before a number of an earlier year that a bracket puts behind a goal: 达到18件|(2021年为|12件)."""


def bases_in_brackets(text: str, found: list[Quantity], *, until: int | None, last: int) -> dict[int, int]:
    """Where numbers begin that a bracket tells of an earlier year, and that year.

    Earlier is a year not after ``until`` and before the ``last`` of the plan; where the paper's own year is not known,
    or the bracket tells up to which year (截至), it need only be before the last.
    """
    out = {}
    for q in found:
        told = BASE_IN_BRACKET.search(text, max(0, q.start - 24), q.start)
        if told is None or not re.match(r"(?:左右|以上)?\)", text[q.end :]):
            continue
        year = int(told.group("within") or told.group("before"))
        if year < last and (until is None or year <= until or told.group("by")):
            out[q.start] = year
    return out


AFTERTHOUGHT = re.compile(r"\d[\d.]*[^,;。()\d]{1,8}\([^()]*$")
"""What stands before a year in a bracket behind a number, whose own it is not: 达到20亿元(|2027年26亿元)."""
SINCE = re.compile(r"起(?![草步点动])")
"""What begins with a year goes on to the end of the plan: 2026年|起每年新增 …"""


SINGLE = re.compile(
    r"(?:年?[底末])?(?:之?前)?(?:全面|基本|率先|力争)*(?:完成|启动|建成|出台|印发|制定|召开|举办|获批|通过|发布)"
)
"""A deed without a number that its year binds, and nothing behind the semicolon: 2023年|完成注册;每年参展5场."""


SAID = re.compile(r"(?:提出|指出|强调|要求|明确|表示|获悉|悉|了解到),$")
"""What stands before the words of somebody: 提出,|2025年全区要…,力争培育5家."""


FAR = 5
"""So many years before the end of a plan its tasks have a nearer end of their own."""


class InForce:
    """Which year is in force while a sentence is read clause by clause.

    A year at the head of a clause governs what follows, up to the next year; one that binds a single deed
    (2026年6月底前完成…) governs its clause alone; a semicolon ends the year of a task that is told within its sentence
    and not at the head.
    What is in force stands in ``frame``; ``goals`` says that the text is a list of goals, where a year governs more;
    ``last`` is the last year of the plan, which binds more than the deed it is told of.
    """

    def __init__(
        self,
        text: str,
        whens: list[When],
        frame: Frame,
        *,
        goals: bool,
        last: int | None,
        before_plan: Callable[[int], bool],
    ) -> None:
        self.text, self.whens, self.frame = text, whens, frame
        self.goals, self.last, self.before_plan = goals, last, before_plan
        self.lapsed: int | None = None
        self.entered = self.settled = self.whole = (frame.year, frame.year_told)
        self.lasts = frame.lasting
        self.own = self.bounded = self.alone = False
        self.in_turn: set[int] = set()

    def enter(self, start: int, end: int, *, counted: bool) -> None:
        """Takes the clause ``[start, end)`` in; ``counted`` is whether it has a number."""
        text, frame = self.text, self.frame
        ends = not self.goals and start and text[start - 1] == ";" and (self.own or len(self.in_turn) > 1)
        if ends and not (frame.year_told and frame.year and self.before_plan(frame.year)):
            self.settled = self.whole
            frame.year, frame.year_told = self.entered if len(self.in_turn) > 1 else self.settled
            self.own = False
            self.in_turn.clear()
        if (
            self.bounded
            and text[start - 1 : start] not in ("、", "和", "及")
            and not STRIVES.match(text, start)
            and not ATTAINS.match(text, start)
        ):
            self.lapsed = frame.year
            frame.year, frame.year_told = self.settled
            self.bounded = False
        if self.lapsed and not frame.year_told and text.startswith("其中", start):
            frame.year, frame.year_told = self.lapsed, True
        for w in self.whens:
            if not start <= w.start < end or AFTERTHOUGHT.search(text, start, w.start):
                continue
            if SINCE.match(text, w.end):
                frame.year, frame.year_told = self.last, self.last is not None
                self.bounded = False
                continue
            if of_stage(text, w):
                frame.stage = w.year
                self.settled, self.own, self.bounded = (w.year, True), False, False
            elif (
                self.goals
                and w.role == "due"
                and w.year
                and self.before_plan(w.year)
                and not AT_HEAD.fullmatch(text, start, w.start)
            ):
                continue  # among goals a year that is over and heads no clause is told by the way
            elif w.role == "due":
                self._due(w, start, counted=counted)
            elif w.role != "span" or w.first is None:
                continue
            frame.year, frame.year_told = w.year, True

    def _due(self, w: When, start: int, *, counted: bool) -> None:
        text, behind = self.text, self.text[w.end : w.end + 5]
        if WITHIN.fullmatch(w.words):
            self.bounded = True
            return
        alone = re.match(r"(?:年?[底末])?(?:之?前|以前)?,", behind)
        heads = (
            (w.words[0] in OPENS or "五" in w.words or alone)
            and behind[:1] not in ("、", "和", "及")
            and AT_HEAD.fullmatch(text, start, w.start)
        )
        announces = ANNOUNCES.match(text, w.end)
        single = not self.goals and not counted and SINGLE.match(text, w.end)
        begins = not start or text[start - 1] == ":" or SAID.search(text, 0, start)
        at_head = announces or w.start <= 4 or (heads and begins)
        near = 0 < (self.last or 0) - (w.year or 0) < FAR
        of_part = heads and not at_head and near and self.whole == self.entered
        self.own = self.own or bool(single or of_part) or not (heads or at_head)
        if (heads or at_head) and not single:
            self.settled = (w.year, True)
            self.whole = self.whole if of_part else self.settled
        self.frame.lasting = lasting(text, w, start)
        self.bounded = self._of_one_deed(w, start, counted=counted) and not announces
        if self.bounded and not counted and self.last is None and self.settled[0] is None:
            # Where nothing else tells a year, that of a deed without a number is its sentence's.
            self.bounded, self.alone = False, True
        opens = text[start - 1 : start] in (";", ":") or SAID.search(text, 0, start)
        if w.start - start <= 1 and start and opens and not counted:
            self.settled, self.bounded = (w.year, True), False
        if w.start - start <= 3 and counted:
            self.in_turn.add(w.year)

    def _of_one_deed(self, w: When, start: int, *, counted: bool) -> bool:
        """Whether a due year binds the task or the deed of its clause alone: …,2026年6月底前完成…"""
        text, behind = self.text, self.text[w.end : w.end + 5]
        if behind[:1] in (",", "、"):
            return False
        far = w.start - start
        if far > 4 and "前" in text[w.end - 1 : w.end + 6] and not re.match(r"[^一-龥]*,", behind):
            return True
        if self.goals or w.start <= 4 or w.words[0] in OPENS or (self.in_turn and counted and far <= 3):
            return False
        by_then = DEADLINE.match(text, w.start)
        if re.match(r"(?:年?[底末])?(?:之?前|以前),", behind) or (far <= 1 and LEVEL.match(text, w.end)):
            return False
        return by_then is not None or (counted and w.year != self.last)

    def leave(self) -> None:
        """Ends the sentence: a look beyond the plan that follows a year of the plan does not outlast it, nor does,
        among goals, the nearer year of one deed.
        """
        of_parts = not self.frame.lasting or self.text.startswith("其中")
        nearer = of_parts and (self.frame.year or 0) < (self.entered[0] or 0)
        if self.alone or (self.goals and self.lasts and self.entered[1] and nearer):
            self.forget()
        told = [w.year for w in self.whens if w.role == "due" and w.year]
        if self.last is not None and len(told) > 1 and told[0] <= self.last < told[-1] == self.frame.year:
            self.frame.year = max(y for y in told if y <= self.last)

    def forget(self) -> None:
        """What was in force before the sentence is in force again."""
        self.frame.year, self.frame.year_told = self.entered


class Due(NamedTuple):
    """A due year, and whether it was only concluded from the plan's own."""

    year: int | None
    inferred: bool


def year_of(
    text: str,
    ca: int,
    q: Quantity,
    whens: list[When],
    frame: Frame,
    *,
    planned: int | None,
    doc_year: int | None,
) -> Due:
    """The year by which a number is due: from the clause, the text before, what closes the sentence, the year of the
    document, that ``planned`` for the task or the whole.
    """
    ahead = AHEAD.search(text, 0, q.start)
    if ahead and not any(w.start < q.start and w.role in ("due", "span") for w in whens):
        named = ahead.group(1) or ahead.group(2)
        ends = doc_year + (AHEAD_YEARS.get(named) or int(named)) if doc_year else None
        if ends is not None and FROM_NOW.search(text, 0, ahead.start()):
            return Due(ends, inferred=True)
        of_plan = ahead.group(2) or ends is None or (planned is not None and planned <= ends)
        return Due((planned or ends) if of_plan else ends, inferred=True)
    near = [w for w in whens if w.role in ("due", "span", "past") and ca <= w.start < q.start]
    if near:
        return Due(near[-1].year or None, inferred=False)
    if frame.year_told:
        return Due(frame.year or None, inferred=False)
    later = [w for w in whens if w.role == "due" and q.end <= w.start <= q.end + 24]
    if (
        later
        and re.match(r"[^,;。(]{0,16}于?$", text[q.end : later[0].start])
        and re.match(
            r"年?(?:底|末)?(?:前|之前)?(?:落地|建成|投用|完成|到位|达到|实现|投产|竣工|运营|设立)",
            text[later[0].end :],
        )
    ):
        return Due(later[0].year or None, inferred=False)
    closing = CLOSING.search(text)
    if closing and closing.start() >= q.end and (closing["all"] or ";" not in text[q.end : closing.start()]):
        return Due(int(closing.group(1)), inferred=False)
    return Due(planned, inferred=True)
