"""Stage five: which quantities are goals, of what, by when, at least or at most.

A clause is read as *subject – verb – number – unit – object*. Nothing is concluded that the clause, its
sentence or its section does not say; what was concluded (a due year, a unit) is marked.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .clauses import (
    adjacent,
    clauses_of,
    paragraphs_of,
    sentences,
    without_ranks,
    without_sizes,
    without_whom,
)
from .clean import View, squeeze
from .context import Clause, Context, Found, Frame, Told
from .dueyears import (
    AFTERTHOUGHT,
    FAR,
    LISTED,
    Due,
    InForce,
    Passage,
    Turn,
    bases_in_brackets,
    by_the_way,
    lasting,
    lead_year,
    of_stage,
    relative_years,
    sets_out,
    year_of,
)
from .excluded import no_goal
from .in_turn import in_turn, marked, to_places
from .items import Item
from .kinds import comparator_of, in_one_year, kind_of
from .model import Actual, Open, Target, Why
from .naming import (
    NO_NOUN,
    STATE,
    alike,
    core_of,
    listed_names,
    quote_start,
    scope_of,
    share_heads,
    stem_of,
    thing_alone,
    tidied,
    topic_of,
    whole_name,
)
from .outline import Section
from .owners import owned
from .passing import SIZED_CASE, in_a_row
from .press import aimed, announces, goes_on, headline, result_between_stops, site_foot
from .quantities import PLAN_YEARS, Quantity, When, masked, quantities, years
from .rules import DAYS
from .standing import PROMISED, promised
from .subjects import NAMELESS, beyond_bracket, told_of_each
from .tense import (
    BARE_STOCK,
    HELD,
    STATE_IN_BRACKET,
    STRIVING,
    STRONG_AIM,
    begins_past,
    held_now,
    of_the_present,
    reached,
    so_far,
    stood,
)
from .wording import (
    CHANGE_RE,
    DEADLINE_UNIT,
    DOWN,
    GOAL_MARK,
    RANKS,
    RATE_END,
    SUFFIX,
    TO_WORDS,
    UP,
    VERB_HEAD,
    without_degree,
)

COUNTS = re.compile(
    r"\d|[前第][二三四五六七八九十]{1,2}(?:[位名,;。、)]|$)|分之|一半|半数|过半|翻|倍|亿元|[至到][一二两三四五六七八九十]{1,3}[家个件项名所处座场支款]|[一二两三四五六七八九十][百千]亿|[一二三四五六七八九]成|[一二两三四五六七八九十百千万]{1,5}(?:万|亿)?(?:家|件|个|项|名|人|支|所|处|场|条|套|台|户|座|款)|每[^,;。]{2,16}[一两][次期]"
)
"""That a sentence counts something at all."""
OVER_FROM = re.compile(
    r"^(?:截[至止]|“?十[一二三]五”?(?:期间|时期)|“?十[一二三四五]五”?以来|今年以来|(?:试点|创建|示范|启动|实施)以来|近[一二两三四五几]年来|目前|近年来|过去[一二三四五两]年|去年|上年|一年来)"
)
"""How a sentence begins that tells what was done in a time that is over."""
MERGED = re.compile(
    r"(?!左右|以[上内])([一-龥“”]{2,10}?)(?:整合|缩减|压减|精简|归并|压缩|减少|优化|合并|调整|撤并)(?:到|至|为)$"
)
"""What is made fewer by putting it together: 将12个|平台整合为|3个."""
FROM_BASE = re.compile(
    r"(?:由|从)(?:(?:(?:19|20)\d\d年(?:末|底)?|“?十[一二三四五]五”?(?:末|期末|初)?|目前|现在|现状|现行|"
    r"当前|基期|上年|去年|原来|法定)的?)?(?:平均|最长|最多|最少|最高|现有|约)*$|(?<=标准)(?:由|从)[一-龥]{4,14}$"
)
"""Words before the number that a change sets out from: 由2020年的."""
PAST = re.compile(
    r"已(?:有|建|设|经|累计|达|获|完成|培育|拥有|成为|形成|实现|认定|发展|连续|引进|超|突破|全部|"
    r"开展|设立|建成)|截[至止]|目前|曾|以来|期间共|(?<![较比])年初(?!步)|此前|累计已|"
    r"(?<![比较到至于是“])(?:(?<![比较到至于是])“)?十[一二三]五”?(?:期间|末|时期)|完成情况|取得了|连续[一二三四五六七八九十\d]+年|历年|"
    r"当前|近年来|过去[一二三四五两]年|(?<![比较])去年|[比较]去年同期|(?<![比较])上届|[一二三四五]年来|近[一二三四五\d]+年"
)
DEED_NEXT = re.compile(
    r",?(?:[全我][国省市州县区])?(?:要|将|力争|重点|计划|争取)*(?:形成|培育|建设|建成|打造|新增|实现|完成|引进|发展|推进|创建)(?!了)"
)
"""What begins with a deed and tells no result: 十一五期间,培育…."""
OVER = re.compile(r"了|已|累计|先后|成效|成就|成绩|显著|基本形成")
BEGINS = re.compile(r"^(?:从|自)?20\d\d年起,?")
BASED = re.compile(
    r"(?:在|从)(?:20\d\d年|现有|上年|去年)?[^,;。\d]{0,6}\d[\d.,]*[^,;。\d]{1,5}的?基础上"
    r"|(?:由|从)(?:20\d\d年)?[^,;。\d]{0,6}\d[\d.]*(?:个?(?:工作日|月)|天|日|小时)(?=(?:缩短|压缩|压减|减少)(?![到至为]))"
)
"""What a goal sets out from, which is no part of its name: 在2024年900处的基础上|翻一番, 由20天|缩短一半."""
FORETOLD = re.compile(r"(?<![健大])将(?:达到?|超过|突破|增至|提高到)$")
"""What those above will reach, told among the circumstances of a plan."""
AIM_OF_OTHERS = re.compile(
    r"(?:^|[,;。])(?:国家|省里|我省|全省|省委|省政府|自治区|国务院)[^,;。\d]{0,6}(?:提出|明确|要求|规定)[^;。]*$"
)
"""What those above aim at, told in the plan of a place."""
OF_OTHERS = re.compile(r"[中内]|(?:均|都|全部)?(?:保持|进入|位居|位列|位次|居|前进|领先|处于|优于|排名|跻身)")
"""What is said of indicators by which others judge, and not of the goals of the plan: 12项指标|位居前列."""
EXPLAIN_CLAIM = re.compile(r"(\d{1,3}|[一二三四五六七八九十]{1,3})(?:项|个|条)(?:[一-龥]{0,8})(?:指标|目标)")
RANK = re.compile(rf"(?:力争|确保|争取)?{RANKS}[前第]$")
AMONG = re.compile(r"[一-龥]{2,}(?:特别是|尤其是)")
"""Words of the thing before, and then a part of it: 200亩农田|特别是|150亩良田."""
MAKES = re.compile(
    rf".*(?:制定|修订|建设|开展|实施|培育|推广|举办|发布|组建){NO_NOUN}(?P<of>[一-龥“”、]{{4,22}})$"
)
"""What a long clause without a number makes at last: …参与制定|国际标准、国家标准."""
SUMMED_LIST = re.compile(r"、[^、,;]{2,12}等(?P<of>[一-龥]{3,12})$")
"""What sums up a long list: 发展甲、乙、丙等|特色种养."""
WITHIN_A_NAME = ("类", "级", "代", "型", "号", "期", "线", "公里", "分钟", "小时", "层")
"""Units of numbers that are no goals and stand within a name: 三年新获批|1类|新药15个."""
ALIKE_GOAL = re.compile(
    r"(?:在[^,;]{2,12}基础上)?(?:力争|努力|均|都)*(?:实现|完成)[“]?(?:双|大幅|快速|稳步)*(?:提升|增长|倍增|突破|翻番|跃升)?[”]?$|在[^,;]{2,12}基础上$"
)
"""What is said of several things before their numbers: 甲和乙|实现“双提升”,分别超过 …"""
BY_WHOM = re.compile(
    r"(?:由[^,;]{2,24}?(?:牵头|负责)|[^,;]{2,40}?[局委办厅府会院校学行](?:[、和][^,;]{2,24})*(?:配合|参与|参加|协助))"
)
"""A clause that only tells who does it."""
COVERS_ALL = re.compile(r"(?<=[一-龥]{3})(?:实现|达到)[^,;]{0,12}全覆盖$")
TAKEN_INTO = re.compile(r"(?P<of>[^,;]{3,16}?)(?:纳入|列入)(?P<among>[^,;]{3,24})")
"""What is put among others, which are no part of its name: 将高层次人才|纳入“英才计划”."""
STRAY = re.compile(r"(?<![A-Za-z\d.])[lISOo}{|](?=$)")
SURVEYED = re.compile(r"(?:普查|统计|调查|调研|测评|数据)(?:结果)?(?:显示|表明)|据[^,;。\d]{0,12}统计")
SHARE_OF = re.compile(rf"(?:率|比例|占比|比重|覆盖面|满意度)(?:{UP}|{DOWN}|{TO_WORDS}|为)*$")
TURN = re.compile(
    r"^(?:同时|并|但)?(?:力争|争取|确保|计划|力求|拟)?(?:到20(?:2[4-9]|[3-9]\d)年|力争|争取|确保|计划|下一步|未来|拟|应当|将(?!近))"
    r"|^20(?:2[4-9]|[3-9]\d)年(?:年?[底末])?(?:之?前)?(?:达到|增至|突破|超过|[增扩提升][一-龥]{0,2}[到至]\d)"
)
"""A clause that turns from what there is to what is aimed at."""

MECHANISM = re.compile(
    r"^.*?(?:建立|健全|完善){1,2}(?P<of>[^,;]{2,16}?)(?:工作)?(?:机制|制度)$|"
    r"^[^,;对]{0,8}(?:平台|窗口|大厅|中心|机构|部门)(?:对(?:(?:提交|收到|受理)的)?|实现)(?P<case>[^,;的]{4,})$"
)
"""What is set up for something, whose cases it is that are dealt with: 甲市建立|线索移送|机制; 窗口对|登记申请."""


SINCE_DAY = re.compile(r"^[自从]?[^,;自从]{1,5}之日起$|在[^,;在]{1,6}之?后$|(?:应当?)?在$")
"""From which day the time runs, where no case is told: 自立案之日起; and 裁决|应在."""
CASE_BEFORE = re.compile(
    r"(?:^|[,;:])(?:对(?:[^,;\d]*\d[^,;]*的)?(?P<of>[^,;\d]{2,24})|"
    r"[^,;对\d]{0,8}对(?:[^,;的\d]{2,8}的)?(?P<led>[^,;的\d]{2,16})开[辟通][^,;]*),[^,;]*$"
)
"""The cases that the clause before names: 对简单投诉,在3个工作日内处理."""


LIMIT = re.compile(r"目标时限[:为]")
"""A line that tells by when each case is dealt with that its heading names."""


class TargetReader:
    def __init__(
        self,
        view: View,
        *,
        period_start: int | None,
        period_end: int | None,
        doc_year: int | None,
        now: int | None,
        reviewed: int | None,
        place: str | None,
        default_year: int | None,
        pressed: bool = False,
        field: str = "",
    ) -> None:
        self.field = field
        self.default_year = default_year
        self.pressed = pressed
        self.aiming = False
        self.reached: frozenset[int] = frozenset()
        self.view = view
        self.period_start, self.period_end, self.doc_year, self.place = (
            period_start,
            period_end,
            doc_year,
            place,
        )
        self.told = Told()
        self.task_year: int | None = None
        self.borne = False
        """Whether bodies are named who do what is read."""
        self.dated, self.now = now, now or period_start
        self.foot = site_foot(view.flat)
        self.last_due: int | None = None
        self.as_of = self.reviewed = reviewed

    # -- stretches of text ---------------------------------------------------------------------------------

    def read(
        self,
        start: int,
        end: int,
        *,
        section: Section | None,
        kind: str,
        part: str,
        scope: str | None,
        frame: Frame,
        found: Found,
    ) -> None:
        """Reads sentences of [start, end) into ``found``; ``frame`` carries the due year from text before."""
        flat = self.view.flat
        passage = Passage()
        self.reached = (
            frozenset()
            if self.pressed or (kind == "goal" and section is not None and section.kind == "goal")
            else reached(
                flat,
                start,
                end,
                headed=section is not None,
                borne=self.borne,
                now=self.doc_year,
                last=None if self.doc_year or self.period_start else self.period_end,
            )
        )
        for a, b in paragraphs_of(flat, start, end):
            if headline(flat[a:b]) and (self.pressed or announces(flat[a:b]) or a > self.foot):
                self.aiming = False
                continue
            local = Frame(
                year=frame.year,
                year_told=frame.year_told,
                attribute=self._attribute(a, b),
                stage=frame.stage,
            )
            self.as_of = self.reviewed
            led = passage.year_at(flat, a)
            if led is not None and not (kind == "goal" and local.year_told and not passage.broken):
                local.year, local.year_told = led, True
            self.aiming = self.aiming and goes_on(flat[a:b])
            self.told = Told()
            turn = Turn(local)
            for x, y in sentences(flat, a, b):
                turn.enter(flat, x, local)
                if self.pressed:
                    self.aiming = aimed(flat[x:y], before=self.aiming, start=self.period_start)
                if y - x > 3000:
                    raw = self.view.span(x, min(y, x + 60))
                    found.open.append(
                        Open(
                            "too_long",
                            "句子过长，未分析。",
                            "The sentence is too long and was not analysed.",
                            [raw],
                            [self.view.raw[raw[0] : raw[1]]],
                        )
                    )
                    continue
                if not COUNTS.search(flat[x:y]):
                    self._note_year(flat[x:y], local, goals=kind == "goal")
                    continue
                told = Told(previous=self.told.names[-1][0] if self.told.names else "")
                self._sentence(x, y, here=Context(section, kind, part, scope, local, found, told, self.field))
            frame.stage = local.stage
            passage.leave(flat, a, b, local)
            own = frame.year_told and by_the_way(flat[a:b], last=self.period_end)
            if kind == "goal" and local.year_told and local.lasting and not own:
                frame.year, frame.year_told = self._carried(flat[a:b], local.year), True

    def _carried(self, text: str, last: int | None) -> int | None:
        told = [w.year for w in years(text) if w.role == "due"]
        lead = lead_year(text) if text.endswith(":") else None
        if lead is not None:
            return lead
        if self.period_end in told:
            return self.period_end
        return told[0] if told else last

    def _note_year(self, text: str, frame: Frame, *, goals: bool) -> None:
        for w in self._whens(text):
            if of_stage(text, w):
                frame.stage = w.year
            if goals and w.year and self._before_plan(w.year, strictly=True) and not text.endswith(":"):
                continue  # among goals a year that is over is told by the way
            if w.role == "due":
                frame.year, frame.year_told, frame.lasting = (
                    w.year,
                    True,
                    lasting(text, w, max(text.rfind(c, 0, w.start) for c in ",;:") + 1),
                )

    def _whens(self, text: str) -> list[When]:
        """The years that a sentence names, and those it tells by what they are called."""
        told = years(text)
        called = relative_years(
            text,
            now=self.now,
            dated=self.dated,
            last=self.last_due,
            term=self.period_end,
            first=self.period_start,
        )
        out = [replace(w, role="base") if sets_out(text, w) else w for w in [*told, *called]]
        out.sort(key=lambda w: w.start)
        due = [w.year for w in out if w.role in ("due", "span") and w.year]
        self.last_due = due[-1] if due else self.last_due
        past = [w.year for w in out if w.role == "past"]
        self.as_of = past[-1] if past else self.as_of
        return out

    def _attribute(self, a: int, b: int) -> str | None:
        text = self.view.flat[a:b]
        m = re.search(r"(?:均为|皆为|都是|为)(预期|约束)性", text)
        if m:
            return m.group(1) + "性"
        return None

    # -- sentences -----------------------------------------------------------------------------------------

    def _sentence(self, x: int, y: int, *, here: Context) -> None:
        text = self.view.flat[x:y]
        whens = self._whens(text)
        found = quantities(text, cover=masked(text))
        last = self.default_year
        far = last and (self.period_start or last) <= (here.frame.year or last) <= last - FAR
        kept = here.frame.lasting and (far or last is None or LISTED.match(text))
        if here.kind == "task" and x > here.frame.last_end and here.section is not None and not kept:
            here.frame.year_told = False
        if here.frame.stage is not None and not here.frame.year_told:
            here.frame.year, here.frame.year_told = here.frame.stage, True
        here.frame.last_end = x
        if not found:
            self._note_year(text, here.frame, goals=here.kind == "goal")
            return
        for m in EXPLAIN_CLAIM.finditer(text):
            n = m.group(1)
            if n.isdigit() and not OF_OTHERS.match(text, m.end()):
                here.found.claims.append((int(n), x + m.start(), x + m.end(), here.part))
        if here.section is not None and (limit := LIMIT.match(text)):
            self._limit(x, found, limit, here)
            return
        found = without_sizes(text, without_whom(text, without_ranks(text, found)))
        self.told = told = here.told
        begun = max(self.period_start or 0, self.doc_year or 0) or None
        told.based = bases_in_brackets(text, found, until=begun, last=self.period_end or 9999)
        whens = [
            replace(w, role="base") if any(w.start < at <= w.start + 20 for at in told.based) else w
            for w in whens
        ]
        force = InForce(
            text,
            whens,
            here.frame,
            goals=here.kind == "goal",
            last=self.period_end,
            before_plan=self._before_plan,
        )
        clauses = clauses_of(text, found)
        counted = [q for q in found if q.unit != "年" or not text.startswith(("内", "里"), q.end)]
        subject = verb = ""
        held = gone = False
        over = self._over(text, x, whens, found, here)
        line = self.view.flat[self.view.flat.rfind("\n", 0, x) + 1 : x]
        labelled = line.endswith(":") and not re.search("[,;。]", line)
        whole = Clause(text, x, 0, len(text), found, whens, here, over)
        shared = self._to_places(whole, line[:-1]) if labelled else []
        for a, b in clauses:
            inside = [q for q in counted if a <= q.start < b and q not in shared]
            if over and here.kind != "background" and TURN.match(text[a:b]):
                over = False
                force.forget()
            force.enter(a, b, counted=bool(inside))
            if not inside and any(a <= q.start < b for q in shared):
                continue
            if not inside:
                if about := subject_of(text, a, b):
                    subject = told.about = about
                if text[b : b + 1] == ":":
                    c = Clause(text, x, b + 1, len(text), found, whens, here, over)
                    shared += self._to_places(c, text[a:b])
                continue
            held = held_now(text, a, b, before=False) or (held and held_now(text, a, b, before=True))
            past = over or held or (self.pressed and result_between_stops(text, a, b))
            past = past or (here.kind != "goal" and stood(text[a:b], self.doc_year))
            past = past or (gone and goes_on_over(text, a, b))
            before = len(here.found.actuals)
            told.subject = subject
            clause = Clause(text, x, a, b, inside, whens, here, past)
            if self._transition(clause):
                subject = told.subject or subject
            elif not self._together(clause):
                subject, verb = self._one_by_one(clause, subject, verb)
            gone = here.kind != "goal" and len(here.found.actuals) > before
        if (self.pressed and not self.aiming) or (
            here.kind != "background"
            and here.frame.year
            and here.frame.year_told
            and self._before_plan(here.frame.year, strictly=True)
        ):
            force.forget()
        force.leave()

    def _limit(self, x: int, found: list[Quantity], limit: re.Match[str], here: Context) -> None:
        """The time within which what a heading names shall be done, told in a line of its own: 目标时限:3个工作日内."""
        text = limit.string
        c = Clause(text, x, 0, len(text), found, self._whens(text), here, past=False)
        for q in found[:1]:
            if here.section is not None and DAYS.search(q.unit or ""):
                due = self._year(c, q, 0)
                self._add(
                    c,
                    q,
                    0,
                    q.end,
                    squeeze(here.section.title),
                    words="以内",
                    due=due,
                    rule="service_promise",
                    past=False,
                )

    def _to_places(self, c: Clause, head: str) -> list[Quantity]:
        """Reads what the words before a colon share out; the numbers that fall to a place each."""
        name, parts = to_places(head, c.text, c.begin, c.inside)
        bare = of_the_present(c.text, c.inside, c.here.kind) and not re.search(
            "现[有存]|已|截至|目前", head + c.text
        )
        for part in parts:
            due = self._year(c, part.q, c.begin)
            there = replace(c, here=replace(c.here, scope=part.place))
            past = (c.past and not bare) or self._over_by(due)
            self._add(
                there,
                part.q,
                part.start,
                part.q.end,
                name,
                words=part.words,
                due=due,
                rule="each_place",
                past=past,
            )
        return [part.q for part in parts]

    def _over(self, text: str, x: int, whens: list[When], found: list[Quantity], here: Context) -> bool:
        """Whether a sentence tells what is over and done."""
        if here.kind == "background" or x in self.reached or (self.pressed and not self.aiming):
            return True
        if here.kind == "goal" and begins_past(text, now=self.doc_year, begun=self.period_start):
            return True
        of_plan = re.match(r"“?(十[一二三]五)”?(?:期间|时期)", text)
        to_come = of_plan and (
            PLAN_YEARS[of_plan.group(1)] >= (self.period_end or 9999)
            or (self.period_end is None and DEED_NEXT.match(text, of_plan.end()) and not OVER.search(text))
        )
        if OVER_FROM.search(text) and not to_come:
            return True
        five = re.match(r"“?(十[一二三四]五)”?(?:期?末|以来|收官)", text)
        if five and here.kind != "goal" and PLAN_YEARS[five.group(1)] < (self.period_end or 0):
            return True
        opening = (
            re.match(
                r"(?:[^,;\d]{4,30},)?(20\d\d)年(?:末|底)?(?:,|(?=[全我][市省县区州]|[^,;\d]{2,16}达到?\d))",
                text,
            )
            if here.section is None and len(whens) == 1
            else None
        )
        if (
            opening
            and self.doc_year is None
            and self.period_start is None
            and int(opening.group(1)) < (self.period_end or 0)
            and not re.search(r"力争|确保|计划|目标|(?<![健大])将", text)
        ):
            return True
        return of_the_present(text, found, here.kind)

    def _one_by_one(self, c: Clause, subject: str, verb: str) -> tuple[str, str]:
        """Reads the numbers of a clause; the subject and the verb that the next may lean on."""
        targets = c.here.found.targets
        left = c.begin
        based: Quantity | None = None
        for k, q in enumerate(c.inside):
            last = k + 1 == len(c.inside)
            right = c.end if last else c.inside[k + 1].start
            if right in c.here.told.based:
                right = max(q.end, c.text.rfind("(", q.end, right))
            item = self._item(c, q, left, right, subject=subject, verb_before=verb)
            if item is None and c.text.startswith(("基础上", "的基础上"), q.end):
                based = q
                continue
            if based is not None and targets and item is not None:
                at = [w.year for w in c.whens if w.role == "base" and c.begin <= w.start < based.start]
                targets[-1].baseline_value, targets[-1].baseline_year = based.value, at[-1] if at else None
                based = None
            if item is None:
                if c.here.told.subject.endswith("等") and last:
                    subject = c.here.told.subject
                if not (q.unit or "").endswith(("年", "月", "元", "亩", "平方米")) and (
                    q.unit not in WITHIN_A_NAME
                ):
                    left = q.end
                continue
            more = SUFFIX.match(c.text[q.end : right])
            left = q.end + (more.end() if more and c.text.startswith("、", q.end + more.end()) else 0)
            subject, verb = item[0] or subject, item[1]
        return subject, verb

    def _together(self, c: Clause) -> bool:
        """Several names with one number, or with a number each."""
        at = marked(c.words())
        if len(c.inside) == 1 and (at < 0 or c.begin + at < c.inside[0].start):
            return self._each(c)
        lot = in_turn(c, self.period_start, self.period_end)
        if lot is None:
            return False
        for n, (q, name) in enumerate(zip(lot.numbers, lot.names, strict=True)):
            if (
                not q.unit
                and q.value > 100
                and (RATE_END.search(name) or CHANGE_RE.search(without_degree(lot.words)))
            ):
                self._tell_damaged(c, q)
                continue
            due = Due(lot.due[n], inferred=False) if lot.due else self._year(c, q, c.begin)
            start = lot.begins[n] if lot.begins else c.begin
            self._add(c, q, start, q.end, name, words=lot.words, due=due, rule=lot.rule, past=c.past)
        if lot.kept:
            c.here.told.names += [
                (name, q.unit or "") for q, name in zip(lot.numbers, lot.names, strict=True)
            ]
        return True

    def _each(self, c: Clause) -> bool:
        """A率和B率均达到95%: one number for each of several names."""
        q = c.inside[0]
        pre = c.text[c.begin : q.start]
        unit = q.unit or ""
        each = told_of_each(
            pre,
            percent=unit.endswith("%"),
            fold=unit == "番",
            unit=bool(unit),
            before=c.here.told.subject,
        )
        if each is None or self._no_goal(c, q, c.begin, c.end, pre) == "skip":
            return False
        tail = SUFFIX.match(c.text[q.end :])
        due = self._year(c, q, c.begin)
        for (a, _), name in zip(each.places, each.names, strict=True):
            self._add(
                c,
                q,
                c.begin + a,
                q.end + (tail.end() if tail else 0),
                name,
                verb=each.deed,
                words=each.words,
                tail=tail.group() if tail else "",
                due=due,
                rule="each",
                past=c.past,
            )
        if unit in ("番", "倍"):
            c.here.told.names += [(name, unit) for name in each.names]
        return True

    def _transition(self, c: Clause) -> bool:
        """由(2020年的)甲提高到(2025年的)乙: a baseline and a goal, or two figures of the past."""
        if len(c.inside) == 4:
            return self._pairs(c)
        if len(c.inside) != 2:
            return False
        text, told, (first, second) = c.text, c.here.told, c.inside
        between = text[first.end : second.start]
        merged = MERGED.match(between)
        if merged and re.search(
            r"(?:将|把|由|从)(?:全[市省区县])?(?:现有|原有)?$", text[c.begin : first.start]
        ):
            told.subject = merged.group(1)
            due = self._year(c, second, c.begin)
            self._add(
                c,
                second,
                c.begin,
                second.end,
                merged.group(1),
                words="减少到",
                due=due,
                rule="from_to",
                past=c.past,
            )
            return True
        to = re.match(rf"(?:左右|以上|以下|以内)?,?(?:逐步|稳步|进一步|力争|阶段性)?(?:{TO_WORDS})", between)
        if not to or re.search("[、;]", between):
            return False
        cut = FROM_BASE.search(text[c.begin : first.start])
        from_ = c.begin + cut.start() if cut else first.start
        name = self._thing_that_changes(c, text[c.begin : from_], second)
        if not name:
            return False
        if self._no_goal(c, second, c.begin, c.end, text[c.begin : second.start]) == "skip":
            return True
        told.subject = name
        base_year, due = self._years_of_change(c, from_)
        start = text.find(name, c.begin, first.start) if name in text[c.begin : first.start] else c.begin
        if c.past or self._over_by(due):
            quote = (c.at + start, c.at + second.end)
            second_year = None if due.inferred else due.year
            for q, year in ((first, base_year), (second, second_year)):
                self._tell_past(c, q, name, quote, year, self._past_by(c, due))
            return True
        tail = SUFFIX.match(text[second.end :])
        self._add(
            c,
            second,
            start,
            second.end + (tail.end() if tail else 0),
            name,
            words=to.group(),
            tail=tail.group() if tail else "",
            due=due,
            rule="from_to",
            past=False,
            base=(first.value, base_year),
        )
        told.names.append((name, second.unit or ""))
        return True

    def _thing_that_changes(self, c: Clause, words: str, q: Quantity) -> str:
        """The name of what changes from one number to the other: in the words before, or told before these."""
        subject = c.here.told.subject
        name = re.sub("^[将把使](?=[一-龥]{4})", "", core_of(words)[0]) or subject
        if name != subject:
            name = alike(name, q, subject, c.here.told.names)
        if re.fullmatch("占比|比重|比例|平均用时", name):
            name = whole_name(name, subject)
        if name != subject:
            headed = c.here.section.title if c.here.section else ""
            name = owned(name, c.text[: c.begin], headed, c.here.field, of="", last="").name
        return stem_of(name) if name == subject and CHANGE_RE.search(name) else name

    def _years_of_change(self, c: Clause, from_: int) -> tuple[int | None, Due]:
        """The year of the first of two numbers and that of the second; words of the first begin at ``from_``."""
        first, second = c.inside
        before = [w for w in c.whens if w.start < first.start]
        based = next((w.year for w in before if w.start >= from_), None)
        if based is None:
            based = next((w.first for w in before if w.first is not None), None)
        if based is None and c.past:
            based = before[0].year if len(before) > 1 else None
        due = next((w.year for w in c.whens if first.end <= w.start < second.start), None)
        told = [w.year for w in before if w.role in ("due", "span", "past") and w.year != based]
        frame = c.here.frame
        if due is not None:
            return based, Due(due, inferred=False)
        if told:
            return based, Due(told[-1], inferred=False)
        if frame.year_told and frame.year != based:
            return based, Due(frame.year, inferred=False)
        return based, Due(self.task_year or self.default_year, inferred=True)

    def _pairs(self, c: Clause) -> bool:
        """甲、乙分别从a、b提高到c、d: two names with a baseline and a goal (or two figures of the past) each."""
        begins, ends = c.inside[:2], c.inside[2:]
        before = c.text[c.begin : begins[0].start]
        cut = re.search(r"分别(?:由|从)[^,;\d]{0,12}(?:(?:19|20)\d\d年?末?的?)?$", before)
        if (
            cut is None
            or not adjacent(c.text, begins)
            or not adjacent(c.text, ends)
            or not re.match(rf"(?:{TO_WORDS})", c.text[begins[1].end : ends[0].start])
        ):
            return False
        names = listed_names(before[: cut.start()], short=True)
        heads = share_heads([core_of(before[a:b])[0] for a, b in names])
        at = c.begin + cut.start()
        based = next((w.year for w in c.whens if at <= w.start < begins[0].start), None)
        told = next((w.year for w in c.whens if begins[1].end <= w.start < ends[0].start), None)
        due = Due(told, inferred=False) if told else self._year(c, begins[0], c.begin)
        for name, first, second in zip(heads, begins, ends, strict=True):
            if c.past or self._over_by(due):
                quote = (c.at + c.begin, c.at + ends[-1].end)
                for q, year in ((first, based), (second, due.year)):
                    self._tell_past(c, q, name, quote, year, self._past_by(c, due))
                continue
            self._add(
                c,
                second,
                c.begin,
                second.end,
                name,
                words="提高到",
                due=due,
                rule="from_to",
                past=False,
                base=(first.value, based),
            )
        c.here.told.names.extend((n, q.unit or "") for n, q in zip(heads, ends, strict=True))
        c.here.told.subject = heads[-1]
        return True

    def _over_by(self, due: Due) -> bool:
        """Whether a year that was told is over when the plan begins."""
        return due.year is not None and not due.inferred and self._before_plan(due.year, strictly=True)

    def _past_by(self, c: Clause, due: Due) -> Why:
        """What tells that a figure is past: its section, its year, or the words of its clause."""
        if c.here.kind == "background" and c.here.section is not None:
            return Why("among_results", c.here.section.title)
        if self._over_by(due):
            return Why("year_over", str(due.year))
        return Why("told_as_over", self.view.shown(c.at + c.begin, c.at + min(c.end, c.begin + 80)))

    def _tell_past(
        self, c: Clause, q: Quantity, name: str, quote: tuple[int, int], year: int | None, past: Why
    ) -> None:
        """One of two figures of the past that a change lies between."""
        span = self.view.span(*quote)
        shown, unit = self._shown(tidied(name), *quote), self._unit(q, c.at)
        scope, raw = scope_of("", c.here.scope, self.place), self.view.raw[slice(*span)]
        why = [Why("from_to", self.view.shown(*quote)), past]
        c.here.found.actuals.append(Actual(shown, q.value, unit, span, raw, year, scope, why=why))

    def _year(self, c: Clause, q: Quantity, left: int) -> Due:
        aside = [w for w in c.whens if w.start > q.end and AFTERTHOUGHT.search(c.text, q.start, w.start)]
        return year_of(
            c.text,
            left,
            q,
            [w for w in c.whens if w not in aside],
            c.here.frame,
            planned=self.task_year or self.default_year,
            doc_year=self.doc_year,
        )

    def _no_goal(self, c: Clause, q: Quantity, left: int, right: int, pre: str) -> str:
        if self.place in ("全市", "全县", "全区") and AIM_OF_OTHERS.search(c.text[: q.start]):
            return "skip"
        told = c.here.told
        if in_a_row(c.text, told.passed, q):
            why = "skip"
        elif DAYS.search(q.unit or "") and promised(pre, c.text[q.end :]):
            why = "skip" if re.search("原则上|可采用", pre) else ""
        else:
            why = no_goal(c.text, left, right, q, pre, c.text[q.end : right], here=c.here)
        told.passed = q if why == "skip" else None
        if why == "listed":
            told.subject = core_of(pre)[0]
        return "skip" if why == "listed" else why

    def _item(
        self, c: Clause, q: Quantity, left: int, right: int, *, subject: str, verb_before: str
    ) -> tuple[str, str] | None:
        """Reads one number; the name and the verb that the next may lean on, None where it is no goal."""
        text, told = c.text, c.here.told
        part = AMONG.match(text, left, q.start)
        left = part.end() if part else left
        pre, post = text[left : q.start], text[q.end : right]
        clause = max(text.rfind(each, 0, q.start) for each in ",;。") + 1
        if any(m.start() < q.start < m.end() for m in BASED.finditer(text, clause)):
            return None
        if based := BASED.search(text, clause, q.start):
            pre = text[clause : based.start()] + text[based.end() : q.start]
        if self._damaged(c, q, pre, post):
            return None
        tail = SUFFIX.match(post)
        end = q.end + (tail.end() if tail else 0)
        after = post[tail.end() :] if tail else post
        if beyond := beyond_bracket(text, end):
            end, after = beyond[0], beyond[1]
        reason = self._no_goal(c, q, left, right, pre)
        if reason == "skip" or q.start == told.swallowed:
            return None
        based_in = told.based.get(q.start)
        due = Due(based_in, inferred=False) if based_in else self._year(c, q, left)
        item = Item(
            text,
            q,
            left,
            right,
            RANK.sub("", pre) if placed(text, q) else pre,
            post,
            after,
            tail.group() if tail else "",
            end,
            subject,
            reason == "count",
            c.here,
        )
        past = self._past(c, item, due, pre)
        promise = promised(pre, post)
        if promise and DEADLINE_UNIT.match(q.unit or ""):
            return self._promise(c, item, promise, due, past=past)
        found = item.named()
        if found is None:
            return None
        name, rule, stop = found
        count = len(c.here.found.targets)
        told.names.append((name, q.unit or ""))
        if item.before not in ("、", "和"):
            told.head = told.names[-1]
        if q.unit and q.unit != "%":
            told.by_unit[q.unit] = name
        self._add(
            c,
            q,
            quote_start(text, left, q, item.core),
            stop,
            name,
            verb=item.verb or (verb_before if leans(item, rule) else ""),
            words=("累计" if item.subset and item.subject.startswith("累计") else "") + item.pre,
            tail=item.tail,
            due=due,
            rule=rule,
            past=past,
            base_year=next((w.year for w in c.whens if w.role == "base" and left <= w.start < q.start), None),
            place=item.place,
            owner=item.owner,
        )
        self._note_flow(c, item, count)
        own_verb = VERB_HEAD.match(item.core)
        carried = item.before in ("、", "和", "及", "与", ",", ":") and (
            without_degree(item.pre) == item.pre or not item.core
        )
        return name, item.verb or (own_verb.group() if own_verb else verb_before if carried else "")

    def _past(self, c: Clause, item: Item, due: Due, pre: str) -> bool:
        """Whether a number tells what is over."""
        text, here = c.text, c.here
        own = text[item.left : item.q.end] + STATE_IN_BRACKET.sub("", text[item.q.end : item.right])
        explained = here.part == "explanation"
        if (
            item.q.start in here.told.based
            or c.past
            or (
                (here.kind != "goal" or explained)
                and PAST.search(own)
                and not re.search("力争|确保|到20", pre)
            )
        ):
            return True
        if here.kind != "goal" and HELD.search(text[item.left : item.right]):
            return True
        if here.kind == "goal" and so_far(text, item.q.start):
            return True
        if (
            due.year is not None
            and not due.inferred
            and self._before_plan(due.year, strictly=here.kind == "goal")
            and not (self.pressed and re.search(rf"[到至]{due.year}年|[到至]“?十[一二三四]五", text))
            and not STRIVING.search(text, 0, item.q.start)
        ):
            return True
        surveyed = SURVEYED.search(text[: item.q.start])
        return surveyed is not None and (explained or "," not in text[surveyed.end() + 1 : item.q.start])

    def _promise(
        self, c: Clause, item: Item, promise: re.Match[str], due: Due, *, past: bool
    ) -> tuple[str, str] | None:
        """The time within which a service answers: 诉求24小时内|响应."""
        subject = SINCE_DAY.sub("", item.core)
        if len(subject) < 2 and (case := CASE_BEFORE.search(c.text, 0, item.q.start)):
            subject = (case["of"] or case["led"]) + item.core
        subject = subject or re.sub(rf"(?:{PROMISED})?时限$", "", item.subject)
        if subject.endswith("的") and re.search(r"(?:裁决|案件|纠纷|申请|登记|投诉)$", item.subject):
            subject += VERB_HEAD.sub("", item.subject)
        subject = MECHANISM.sub(lambda m: m["of"] or m["case"], subject)
        name = f"{subject.removesuffix(promise.group(1))}{promise.group(1)}时限"
        c.here.told.names.append((name, item.unit))
        self._add(
            c,
            item.q,
            quote_start(c.text, item.left, item.q, item.core),
            item.q.end + promise.end(),
            name,
            words="以内",
            tail="以内",
            due=due,
            rule="service_promise",
            past=past,
        )
        return name, ""

    def _note_flow(self, c: Clause, item: Item, count: int) -> None:
        """What is listed behind a number of each year is of each year too."""
        targets, told = c.here.found.targets, c.here.told
        if len(targets) <= count:
            return
        last = targets[-1]
        beside = item.before in ("、", "和")
        if (
            beside
            and told.flow
            and last.kind in ("count_new", "cumulative", "level")
            and last.comparator != "<="
        ):
            last.kind = "annual_flow"
        told.flow = last.kind == "annual_flow" and (
            (beside and told.flow) or bool(re.search(r"每年|全年|年度|年均", item.pre + told.names[-1][0]))
        )

    def _damaged(self, c: Clause, q: Quantity, pre: str, post: str) -> bool:
        """Whether a scanner has spoilt a number (6000 for 60%, S00), which is told and never guessed.

        Of letters that are digits beyond doubt (l0件) it is told that they were read so.
        """
        glued = STRAY.search(c.text[max(0, q.start - 3) : q.start]) or re.match(
            r"[lISOo}|](?=[%\d])", c.text[q.end :]
        )
        share = (
            not q.unit
            and q.shape == "number"
            and (q.value > 100 or len(c.text[q.start : q.end].partition(".")[2]) > 2)
            and re.match(r"$|[,;、)]|以[上下内]|左右", post)
            and (c.here.told.spoilt or SHARE_OF.search(pre) or CHANGE_RE.search(without_degree(pre)))
        )
        if glued or share:
            self._tell_damaged(c, q)
            return True
        if not set("OoIl").isdisjoint(self.view.shown(c.at + q.start, c.at + q.end)):
            en = "Letters in it were read as digits; see the original."
            self._ask(c, q, "number_restored", "数字中的字母按字形还原，请核对原文。", en)
        return False

    def _tell_damaged(self, c: Clause, q: Quantity) -> None:
        c.here.told.spoilt = True
        self._ask(
            c, q, "number_damaged", "数字残缺，请核对原文。", "The number is damaged; see the original."
        )

    def _ask(self, c: Clause, q: Quantity, code: str, zh: str, en: str) -> None:
        """Leaves a number open, with the words before it."""
        span = self.view.span(c.at + max(0, q.start - 12), c.at + q.end)
        c.here.found.open.append(Open(code, zh, en, [span], [self.view.raw[span[0] : span[1]]]))

    def _before_plan(self, year: int, *, strictly: bool = False) -> bool:
        if self.period_start is not None:
            return year < self.period_start
        if self.doc_year is not None and not strictly:
            return year < self.doc_year
        return False

    # -- a goal or a figure of the past --------------------------------------------------------------------

    def _add(
        self,
        c: Clause,
        q: Quantity,
        start: int,
        end: int,
        name: str,
        *,
        words: str,
        due: Due,
        rule: str,
        past: bool,
        verb: str = "",
        tail: str | None = None,
        base_year: int | None = None,
        base: tuple[float, int | None] | None = None,
        place: str = "",
        owner: str = "",
    ) -> None:
        """Adds a number as a goal or as a figure of the past, with what the words before and behind it say."""
        text, here = c.text, c.here
        name = BEGINS.sub("", SIZED_CASE.sub("", name))
        if tail is None:
            after = SUFFIX.match(text[q.end :])
            tail = after.group() if after else ""
        comparator, word, strict = comparator_of(words, tail, q)
        kind = kind_of(name, verb, words, q)
        if self.period_end is not None and self.period_start == self.period_end:
            kind = in_one_year(kind, name, text[start : q.start], q)
        if q.unit in ("水平", "行列", "方阵") and RANK.search(name):
            q = replace(q, unit=None)
        name, ranked, first = self._without_rank(c, q, name)
        name = tidied(name) if (q.unit or "").endswith("%") else thing_alone(tidied(name), q.unit or "")
        if ranked and re.fullmatch(r"(?:各项|主要|相关|多项|有关)+(?:工作|经济)?指标", name):
            return
        if not self._is_name(c, q, name, past=past):
            return
        a, b = c.at + start, c.at + max(end, q.end)
        while a < b and self.view.flat[a] in ",;、:。) 的":
            a += 1
        told_later = not due.inferred and (due.year or 0)
        foretold = FORETOLD.search(text[max(0, q.start - 8) : q.start])
        if past and here.kind == "background" and (told_later > (self.doc_year or 9999) or foretold):
            return
        span = self.view.span(a, b)
        goal = Target(
            indicator=self._shown(name, a, b),
            value=q.value,
            value_max=q.value_max,
            unit=self._unit(q, c.at),
            comparator="<=" if first else comparator,
            kind=kind,
            span=span,
            quote=self.view.raw[slice(*span)],
            year=due.year,
            scope=scope_of(place, here.scope, self.place),
            comparator_word=word,
            strict=strict,
            year_inferred=due.inferred,
            part=here.part,
            attribute=here.frame.attribute,
            baseline_value=base[0] if base else None,
            baseline_year=base[1] if base else None,
            section=here.section.title if here.section else "",
            order=a,
            in_task=here.kind != "goal",
            asserted=bool(GOAL_MARK.search(text[max(0, start - 2) : end + 4])),
            around=(text[: q.start], text[q.end :]),
            why=[Why(rule, self.view.shown(a, min(b, a + 80)))],
        )
        dated = here.section is not None and here.kind != "background" and self.doc_year is not None
        if past and not (dated and told_later > (self.doc_year or 0)):
            actual = Actual.of(goal, self._past_by(c, due))
            actual.year = self.as_of if due.inferred else due.year
            here.found.actuals.append(actual)
            return
        if owner:
            goal.why.append(Why("of_owner", owner))
        if due.inferred and due.year:
            goal.why.append(Why("year_of_plan", str(due.year)))
        if base_year is not None:
            goal.why.append(Why("compared_with", str(base_year)))
        here.found.targets.append(goal)

    def _without_rank(self, c: Clause, q: Quantity, name: str) -> tuple[str, bool, bool]:
        """A name without words of rank, whether a place in a ranking is told, and whether less is better by that."""
        in_order = placed(c.text, q)
        rank = RANK.search(name) if (q.unit or "") in ("位", "名", "强", "") else None
        if rank and not rank.start() and c.here.told.subject:
            name = c.here.told.subject + name
            rank = RANK.search(name)
        if rank and len(name) - len(rank.group()) >= 2:
            return name[: rank.start()], True, True
        return name, in_order or rank is not None, in_order

    def _is_name(self, c: Clause, q: Quantity, name: str, *, past: bool) -> bool:
        """Whether a name says what is counted; of a goal whose name says nothing it is told that it does not."""
        if not past and NAMELESS.fullmatch(name):
            en = "It is not told what the number counts; see the original."
            self._ask(c, q, "number_nameless", "数字所指不明，请核对原文。", en)
            return False
        return 2 <= len(name) <= 60 and re.search("[一-龥A-Za-z]{2}", name) is not None

    def _unit(self, q: Quantity, x: int) -> str | None:
        """The unit in the script of the source."""
        if q.unit is None or q.shape != "number" or q.unit.startswith(":"):
            return q.unit
        whole = self.view.shown(x + q.start, x + q.end)
        tail = whole[len(whole) - len(q.unit) :]
        return tail if squeeze(tail) == q.unit else q.unit

    def _shown(self, name: str, a: int, b: int) -> str:
        """The folded name in the script of the source, where its words stand near."""
        flat = self.view.flat
        at = flat.find(name, max(0, a - 80), b + 60)
        if at >= 0:
            return self.view.shown(at, at + len(name))
        out = []
        for piece in re.findall(r"[一-龥]+|[^一-龥]+", name):
            where = flat.find(piece, max(0, a - 200), b + 60)
            out.append(self.view.shown(where, where + len(piece)) if where >= 0 else self._chars(piece, a, b))
        return "".join(out)

    def _chars(self, piece: str, a: int, b: int) -> str:
        flat = self.view.flat
        out = []
        at = 0
        while at < len(piece):
            for size in range(len(piece) - at, 0, -1):
                where = flat.find(piece[at : at + size], max(0, a - 200), b + 60)
                if where >= 0 or size == 1:
                    out.append(self.view.shown(where, where + size) if where >= 0 else piece[at : at + size])
                    at += size
                    break
        return "".join(out)


def goes_on_over(text: str, a: int, b: int) -> bool:
    """Whether a clause behind one that is over tells a bare number too: 2021年受理案件520件,|办结率97%."""
    aimed = STRONG_AIM.search(text, a, b) or VERB_HEAD.match(text[a:b]) or text[a - 1 : a] == ";"
    return BARE_STOCK.fullmatch(text, a, b) is not None and not aimed


def subject_of(text: str, a: int, b: int) -> str:
    """What a clause without a number says that those behind it are about; empty where it says nothing."""
    words = COVERS_ALL.sub("", STATE.sub("", core_of(text[a:b])[0]))
    if text[a] in "将把" and (taken := TAKEN_INTO.fullmatch(words)):
        taught = re.search(r"课程|教学|课堂", taken.group("among"))
        return taken.group("of") + ("课程" if taught else "")
    if text[b : b + 3] == ",分别":
        words = ALIKE_GOAL.sub("", words)
    if re.match("面向|针对|对于", text[a:b]) or BY_WHOM.fullmatch(text, a, b):
        return ""
    if 2 <= len(words) <= 24 and "。" not in words:
        return words
    if 24 < len(words) <= 60 and (made := MAKES.search(words) or SUMMED_LIST.search(words)):
        return made.group("of")
    return topic_of(words) if 24 < len(words) <= 80 else ""


def placed(text: str, q: Quantity) -> bool:
    """Whether a number is a place in a ranking: 前三, 第2位."""
    return q.shape == "place" or (text[q.start - 1 : q.start] == "前" and q.unit in ("位", "名", "强"))


def leans(item: Item, rule: str) -> bool:
    """Whether a number without a verb of its own takes the verb before it."""
    if not item.core or item.before in ("、", "和", "及", "与", ":"):
        return True
    names = item.here.told.names
    return (
        item.before == ","
        and not VERB_HEAD.match(item.core)
        and (
            (rule == "subject_number" and without_degree(item.pre) == item.pre)
            or (rule == "part_of_subject" and bool(names) and names[-1][1] == item.q.unit)
        )
    )
