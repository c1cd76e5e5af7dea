"""Stage five: which quantities are goals, of what, by when, at least or at most.

A clause is read as *subject – verb – number – unit – object*. Nothing is concluded that the clause, its
sentence or its section does not say; what was concluded (a due year, a unit) is marked.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from .clauses import (
    adjacent,
    clauses_of,
    object_behind,
    paragraphs_of,
    sentences,
    without_ranks,
    without_sizes,
    without_whom,
)
from .clean import View, squeeze
from .context import Context, Found, Frame
from .dueyears import (
    LISTED,
    YEARS_OF_PLAN,
    InForce,
    Passage,
    Turn,
    lasting,
    lead_year,
    of_stage,
    relative_years,
    sets_out,
    year_by_year,
    year_of,
)
from .excluded import PROMISE, SUBSIDY, no_goal
from .kinds import comparator_of, in_one_year, kind_of
from .model import Actual, Open, Target, Why
from .naming import (
    DROP_VERB,
    MEASURED,
    STATE,
    SUMMED,
    WHERE,
    added_deed,
    alike,
    by_measure,
    core_of,
    last_verb,
    listed_names,
    object_of_deed,
    of_another_size,
    only_verb,
    quote_start,
    scope_of,
    share_heads,
    stem_of,
    stock_of,
    thing_alone,
    tidied,
    topic_of,
    whole_name,
)
from .outline import Section
from .passing import SIZED_CASE, in_passing
from .press import aimed, announces, goes_on, headline, result_between_stops, site_foot
from .quantities import PLAN_YEARS, Quantity, When, masked, quantities, years
from .standing import GREW, GREW_TO, held_now, of_the_present
from .subjects import (
    NAMELESS,
    TOLD_ABOVE,
    beyond_bracket,
    deed_counted,
    deed_of_same,
    of_each_place,
    part_behind,
    part_told,
    per_head,
    restated,
    shared_by,
    sizes_in_turn,
    subject_carried,
    summed_up,
    thing_behind,
    told_of_each,
)
from .tense import HELD, STRIVING, reached
from .wording import (
    CHANGE_RE,
    DEADLINE_UNIT,
    DOWN,
    GOAL_MARK,
    GROWTH,
    NOUN_HEAD,
    RANKS,
    RATE_END,
    RATE_OR_INDEX,
    REACHES,
    SHRINK,
    SUFFIX,
    THRESHOLD,
    TO_WORDS,
    UP,
    VERB_END,
    VERB_HEAD,
    VERBS,
    after_suffix,
    without_degree,
)

PAST = re.compile(
    r"已(?:有|建|经|累计|达|获|完成|培育|拥有|成为|形成|实现|认定|发展|连续|引进|超|突破|全部|"
    r"开展|设立|建成)|截[至止]|目前|曾|以来|期间共|年初(?!步)|此前|累计已|"
    r"(?<![比较到至于是“])(?:(?<![比较到至于是])“)?十[一二三]五”?(?:期间|末|时期)|完成情况|取得了|连续[一二三四五六七八九十\d]+年|历年|"
    r"当前|近年来|过去[一二三四五两]年|(?<![比较])去年|[比较]去年同期|[一二三四五]年来|近[一二三四五\d]+年"
)
DEED_NEXT = re.compile(
    r",?(?:[全我][国省市州县区])?(?:要|将|力争|重点|计划|争取)*(?:形成|培育|建设|建成|打造|新增|实现|完成|引进|发展|推进|创建)(?!了)"
)
OVER = re.compile(r"了|已|累计|先后|成效|成就|成绩|显著|基本形成")
"""What begins with a deed and tells no result: 十一五期间,培育…."""
PLAN_AGAIN = re.compile(r"“?(十[一二三]五)”?(?:期间|时期|末)")
"""A five-year plan that is past today, and was to come where a text was written before."""
BARE_LEVEL = re.compile(
    r"[一两二三四五六七八九十百千万]{1,3}[万亿]元?级|(?:百|十|千)?[万亿][亩吨元](?:级)?|(?:新增)?(?:(?:国家|省|市|县|区|世界|国际)(?:级|部级)|[1-9]A级|A{3,5}级|[一二三四五]星级|[甲乙丙]级|[一二三]等)(?:以上)?"
)
BEGINS = re.compile(r"^(?:从|自)?20\d\d年起,?")
BASED = re.compile(r"(?:在|从)(?:20\d\d年|现有|上年|去年)?[^,;。\d]{0,6}\d[\d.,]*[^,;。\d]{1,5}的?基础上")
"""What a goal sets out from, which is no part of its name: 在2024年900处的基础上|翻一番."""
FORETOLD = re.compile(r"(?<![健大])将(?:达到?|超过|突破|增至|提高到)$")
"""What those above will reach, told among the circumstances of a plan."""
AIM_OF_OTHERS = re.compile(
    r"(?:^|[,;。])(?:国家|省里|我省|全省|省委|省政府|自治区|国务院)[^,;。\d]{0,6}(?:提出|明确|要求|规定)[^;。]*$"
)
"""What those above aim at, told in the plan of a place."""
OF_OTHERS = re.compile(r"[中内]|(?:均|都|全部)?(?:保持|进入|位居|位列|位次|居|前进|领先|处于|优于|排名|跻身)")
"""What is said of indicators by which others judge, and not of the goals of the plan: 12项指标|位居前列."""
EXPLAIN_CLAIM = re.compile(r"(\d{1,3}|[一二三四五六七八九十]{1,3})(?:项|个|条)(?:[一-龥]{0,8})(?:指标|目标)")
ADDED = re.compile(
    r"(?:每年|年均|年度|逐年)?(?:累计|共|再|合计)?(?:净增|新增|净增加|新增加|净增长)(?:数量?)?"
)
RANK = re.compile(rf"(?:力争|确保|争取)?{RANKS}[前第]$")


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
    ) -> None:
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
        self.by_unit: dict[str, str] = {}
        self.told: list[tuple[str, str]] = []
        self.task_year: int | None = None
        self.last_subject = ""
        self.previous = ""
        self.reach = ""
        self.shared = False
        self.topic = self.frame = ""
        self.swallowed = -1
        self.flow = False
        self.spoilt = False
        self.in_turn: list[When] = []
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
            else reached(flat, start, end, headed=section is not None, now=self.doc_year)
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
            self.told = []
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
                if not re.search(
                    r"\d|[前第][二三四五六七八九十]{1,2}(?:[位名,;。、)]|$)|分之|一半|半数|过半|翻|倍|亿元|[至到][一二两三四五六七八九十]{1,3}[家个件项名所处座场支款]|[一二两三四五六七八九十][百千]亿|[一二三四五六七八九]成|[一二两三四五六七八九十百千万]{1,5}(?:万|亿)?(?:家|件|个|项|名|人|支|所|处|场|条|套|台|户|座|款)|每[^,;。]{2,16}[一两][次期]",
                    flat[x:y],
                ):
                    self._note_year(flat[x:y], local, goals=kind == "goal")
                    continue
                self._sentence(x, y, here=Context(section, kind, part, scope, local, found))
            frame.stage = local.stage
            passage.leave(flat, a, b, local)
            if kind == "goal" and local.year_told and local.lasting:
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
            text, now=self.now, dated=self.dated, last=self.last_due, term=self.period_end
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

    def _sentence(
        self,
        x: int,
        y: int,
        *,
        here: Context,
    ) -> None:
        flat = self.view.flat
        text = flat[x:y]
        hidden = masked(text)
        whens = self._whens(text)
        found_here = quantities(text, cover=hidden)
        kept = here.frame.lasting and (self.default_year is None or LISTED.match(text))
        if here.kind == "task" and x > here.frame.last_end and here.section is not None and not kept:
            here.frame.year_told = False
        if here.frame.stage is not None and not here.frame.year_told:
            here.frame.year, here.frame.year_told = here.frame.stage, True
        here.frame.last_end = x
        if not found_here:
            self._note_year(text, here.frame, goals=here.kind == "goal")
            return
        for m in EXPLAIN_CLAIM.finditer(text):
            n = m.group(1)
            if n.isdigit() and not OF_OTHERS.match(text, m.end()):
                here.found.claims.append((int(n), x + m.start(), x + m.end(), here.part))
        found_here = without_sizes(text, without_whom(text, without_ranks(text, found_here)))
        clauses = clauses_of(text, found_here)
        subject_before = ""
        verb_before = ""
        self.by_unit = {}
        self.previous = self.told[-1][0] if self.told else ""
        self.told = []
        self.spoilt = False
        self.in_turn = []
        self.reach, self.shared, self.topic, self.frame = "", False, "", ""
        self.flow = False
        held = False
        force = InForce(
            text,
            whens,
            here.frame,
            goals=here.kind == "goal",
            last=self.period_end,
            before_plan=self._before_plan,
        )
        sentence_past = here.kind == "background" or bool(
            re.search(
                r"^(?:截[至止]|“?十[一二三]五”?(?:期间|时期)|“?十[一二三四五]五”?以来|今年以来|近[一二两三四五几]年来|目前|近年来|过去[一二三四五两]年|去年|上年|一年来)",
                text,
            )
        )
        of_plan = re.match(r"“?(十[一二三]五)”?(?:期间|时期)", text)
        if (
            of_plan
            and here.kind != "background"
            and (
                PLAN_YEARS[of_plan.group(1)] >= (self.period_end or 9999)
                or (
                    self.period_end is None and DEED_NEXT.match(text, of_plan.end()) and not OVER.search(text)
                )
            )
        ):
            sentence_past = False
        five = re.match(r"“?(十[一二三四]五)”?(?:期?末|以来|收官)", text)
        sentence_past = sentence_past or bool(
            five and here.kind != "goal" and PLAN_YEARS[five.group(1)] < (self.period_end or 0)
        )
        opening = (
            re.match(r"(?:[^,;\d]{4,30},)?(20\d\d)年(?:末|底)?(?:,|(?=[^,;\d]{2,16}达到?\d))", text)
            if here.section is None and len(whens) == 1
            else None
        )
        sentence_past = sentence_past or bool(
            opening
            and self.doc_year is None
            and self.period_start is None
            and int(opening.group(1)) < (self.period_end or 0)
            and not re.search(r"力争|确保|计划|目标|(?<![健大])将", text)
        )
        sentence_past = sentence_past or of_the_present(text, found_here, here.kind)
        sentence_past = sentence_past or x in self.reached
        sentence_past = sentence_past or (self.pressed and not self.aiming)
        for n, (ca, cb) in enumerate(clauses):
            inside = [q for q in found_here if ca <= q.start < cb]
            if sentence_past and here.kind != "background" and TURN.match(text[ca:cb]):
                sentence_past = False
            force.enter(ca, cb, counted=bool(inside))
            if not inside:
                plain_clause = STATE.sub("", core_of(text[ca:cb])[0])
                if text[cb : cb + 3] == ",分别":
                    plain_clause = ALIKE_GOAL.sub("", plain_clause)
                if re.match("面向|针对|对于", text[ca:cb]):
                    continue
                if 2 <= len(plain_clause) <= 24 and not re.search(r"[。]", plain_clause):
                    subject_before = plain_clause
                elif 24 < len(plain_clause) <= 60 and (
                    made := MAKES.search(plain_clause) or SUMMED_LIST.search(plain_clause)
                ):
                    subject_before = made.group("of")
                elif 24 < len(plain_clause) <= 80 and (topic := topic_of(plain_clause)):
                    subject_before = topic
                continue
            held = held_now(text, ca, cb, before=False) or (held and held_now(text, ca, cb, before=True))
            over = sentence_past or held or (self.pressed and result_between_stops(text, ca, cb))
            self.last_subject = subject_before
            if self._transition(
                text, ca, cb, inside, x, whens, past=over, subject_before=subject_before, here=here
            ):
                subject_before = self.last_subject or subject_before
                continue
            if self._together(text, ca, cb, inside, x, whens, past=over, here=here):
                continue
            left = ca
            based: Quantity | None = None
            for k, q in enumerate(inside):
                right = cb if k + 1 == len(inside) else inside[k + 1].start
                item = self._item(
                    text,
                    left,
                    right,
                    q,
                    x,
                    whens,
                    subject_before=subject_before,
                    verb_before=verb_before,
                    past=over,
                    next_clause=clauses[n + 1 :],
                    here=here,
                )
                if item is None and text.startswith(("基础上", "的基础上"), q.end):
                    based = q
                    continue
                if based is not None and here.found.targets and item is not None:
                    grown = here.found.targets[-1]
                    at = [w.year for w in whens if w.role == "base" and ca <= w.start < based.start]
                    grown.baseline_value, grown.baseline_year = based.value, at[-1] if at else None
                    based = None
                if item is None:
                    if self.last_subject.endswith("等") and k + 1 == len(inside):
                        subject_before = self.last_subject
                    if not (q.unit or "").endswith(("年", "月", "元", "亩", "平方米")) and (
                        q.unit not in WITHIN_A_NAME
                    ):
                        left = q.end
                    continue
                more = SUFFIX.match(text[q.end : right])
                left = q.end + (more.end() if more and text.startswith("、", q.end + more.end()) else 0)
                name, verb = item
                if name:
                    subject_before = name
                verb_before = verb
        if (self.pressed and not self.aiming) or (
            here.kind != "background"
            and here.frame.year
            and here.frame.year_told
            and self._before_plan(here.frame.year, strictly=True)
        ):
            force.forget()
        force.leave()

    def _together(
        self,
        text: str,
        ca: int,
        cb: int,
        inside: list[Quantity],
        x: int,
        whens: list[When],
        *,
        here: Context,
        past: bool,
    ) -> bool:
        """A、B和C分别达到1、2和3: names and numbers in the same order, or years and numbers."""
        clause = text[ca:cb]
        at = clause.find("分别")
        at = clause.find("依次") if at < 0 else at
        if len(inside) == 1 and (at < 0 or ca + at < inside[0].start):
            return self._each(text, ca, cb, inside[0], x, whens, past=past, here=here)
        if at < 0 and len(inside) >= 2 and adjacent(text, inside):
            at = len(without_degree(clause[: inside[0].start - ca]))
        if at < 0 or len(inside) < 2:
            return False
        if SUBSIDY.search(clause) and any((q.unit or "").endswith("元") for q in inside):
            return True
        before, rest = clause[:at], clause[at:]
        numbers = [q for q in inside if q.start >= ca + at]
        if not numbers:
            return False
        if all(in_passing(text, q, text[ca : q.start], text[q.end : cb]) for q in numbers):
            return True
        due = [w for w in whens if ca <= w.start < ca + at and w.role == "due"] or [
            w
            for w in whens
            if w.start < ca and w.role == "due" and not re.search(r"\d[^年\d、和及与到至,]", text[w.end : ca])
        ]
        behind = [w for w in whens if ca + at <= w.start < numbers[0].start and w.role == "due"]
        each_year: list[int] = []
        named, words = before, rest[: numbers[0].start - ca - at]
        if not due and len(behind) == len(numbers) > 1:
            each_year, words = [w.year for w in behind], rest[behind[-1].end - ca - at :]
        elif several := year_by_year(before, len(numbers), self.period_start, self.period_end):
            each_year, named = several, YEARS_OF_PLAN.sub("", before)
        if each_year and (whose := core_of(named)[0]):
            self._in_turn(
                text,
                numbers,
                [whose] * len(numbers),
                ca,
                x,
                whens,
                words=words,
                rule="respectively_years",
                due=each_year,
                past=past,
                here=here,
            )
            return True
        if at >= 0 and len(due) < len(numbers) == len(self.in_turn) and len(listed_names(before)) == 1:
            due = self.in_turn
        while len(due) > 1 and len(due) > len(numbers):
            due = due[1:]
        if due and re.search(r"\d", "".join(text[a.end : b.start] for a, b in itertools.pairwise(due))):
            due = due[-1:]
        if len(due) == len(numbers) and len(due) > 1:
            self.in_turn = due
            name = core_of(re.sub("^(?:[上下]半年|年?[底末])", "", clause[max(0, due[-1].end - ca) : at]))[
                0
            ] or (core_of(clause[: due[0].start - ca])[0] if due[0].start > ca else "")
            made = core_of(re.sub("^(?:分别|依次)", "", clause[at : numbers[0].start - ca]))[0]
            if not name and len(made) >= 4 and not only_verb(made):
                name = made
            if not name and not DONE_BY.search(clause[at : numbers[0].start - ca]):
                name = stem_of(self.last_subject)
            name = name or object_behind(after_suffix(clause[numbers[-1].end - ca :]))
            name = name or stem_of(self.last_subject)
            if not name:
                return False
            grows = re.match(rf"(?:分别|依次)?(?:同比|年均|平均)?(?:{GROWTH}|{SHRINK})(?!到|至|为)", rest)
            if grows and not CHANGE_RE.search(name):
                name += re.sub("^(?:分别|依次)", "", grows.group())
            self._in_turn(
                text,
                numbers,
                [name] * len(numbers),
                ca,
                x,
                whens,
                words=rest[: numbers[0].start - ca - at],
                rule="respectively_years",
                due=[w.year for w in due],
                past=past,
                here=here,
            )
            return True
        if sized := sizes_in_turn(before, len(numbers)):
            self._in_turn(
                text,
                numbers,
                sized,
                ca,
                x,
                whens,
                words=rest[: numbers[0].start - ca - at],
                rule="respectively",
                past=past,
                here=here,
            )
            return True
        names = listed_names(before)
        pace = re.search(r"(?:年均|每年|年平均|累计)$", before)
        risen = re.match(rf"(?:分别|依次)((?:{GROWTH}|{SHRINK})(?:率|幅度)?)(?!到|至|为)", rest)
        spread = pace.group() + risen.group(1) if pace and risen else ""
        paced = re.fullmatch(rf"(?:年均|每年|年平均|累计|同比)(?:{GROWTH}|{SHRINK})?", before.strip(",、"))
        summed = TOTAL.fullmatch(core_of(before)[0])
        if (not core_of(before)[0] or paced or summed) and len(self.told) >= len(numbers):
            earlier = self.told[-len(numbers) :]
            grown = re.match(rf"分别(?:{GROWTH}|{SHRINK})(?!到|至|为)", rest)
            if paced and (grown or paced.group()[-2:] not in ("年均", "每年", "平均", "累计", "同比")):
                tail = paced.group() + (grown.group().removeprefix("分别") if grown else "")
                self._in_turn(
                    text,
                    numbers,
                    [stem_of(name) + tail for name, _ in earlier],
                    ca,
                    x,
                    whens,
                    words=tail,
                    rule="respectively_again",
                    past=past,
                    here=here,
                )
                return True
            if all(u in ("番", "倍", q.unit or "") for (_, u), q in zip(earlier, numbers, strict=True)):
                self._in_turn(
                    text,
                    numbers,
                    [summed_up(name, summed.group()) if summed else name for name, _ in earlier],
                    ca,
                    x,
                    whens,
                    words=rest[: numbers[0].start - ca - at],
                    rule="respectively_again",
                    past=past,
                    here=here,
                )
                return True
        listed = self._listed(before, len(numbers), here.found.targets)
        if listed:
            self._in_turn(
                text,
                numbers,
                listed,
                ca,
                x,
                whens,
                words=before + rest[: numbers[0].start - ca - at],
                rule="respectively_listed",
                past=past,
                here=here,
            )
            self.told += [(name, q.unit or "") for q, name in zip(numbers, listed, strict=True)]
            return True
        if len(names) > len(numbers):
            grouped = by_measure(before, names)
            names = grouped if len(grouped) == len(numbers) else names
        if len(names) != len(numbers):
            names = listed_names(before, short=True)
        if len(names) != len(numbers):
            return False
        whole = numbers[-1].unit or ""
        numbers = [
            replace(q, unit=whole)
            if whole and (q.unit is None or (whole.startswith(q.unit) and q.unit != whole))
            else q
            for q in numbers
        ]
        if not all(core_of(before[na:nb])[0] for na, nb in names):
            return False
        grown = re.search(
            rf"(?:年均|年平均|每年|累计|分别|依次)?(?:{GROWTH}|{SHRINK})(?:幅度|率)?$",
            without_degree(before),
        )
        cores = [core_of(before[na:nb])[0] for na, nb in names]
        cores[0] = re.sub(r"^(?:实现|确保|推动|力争)(?=[一-龥]{2})", "", cores[0])
        if spread and pace:
            cores[-1] = cores[-1].removesuffix(pace.group())
        if grown and "分别" in clause:
            if not grown.group().startswith(("年", "每年")) or not cores[-1].endswith(grown.group()):
                grown = None
            else:
                cores[-1] = cores[-1].removesuffix(grown.group())
        head = share_heads(cores)
        if grown:
            head = [n if n.endswith(grown.group()) else n + grown.group() for n in head]
        elif spread:
            head = [n + spread for n in head]
        elif (gained := GAINS.match(rest)) and not only_verb(gained.group("gain") or gained.group("deed")):
            own = gained.group("gain") or gained.group("deed")
            head = [n if MEASURED.search(n) else n + own for n in head]
        elif part := PART_OF.match(rest):
            head = [n + part.group("of") for n in head]
        self._in_turn(
            text,
            numbers,
            head,
            ca,
            x,
            whens,
            words=(grown.group() if grown else spread) + rest[: numbers[0].start - ca - at],
            rule="respectively",
            begins=[ca + na for na, _ in names],
            past=past,
            here=here,
        )
        self.told += [(name, q.unit or "") for q, name in zip(numbers, head, strict=True)]
        return True

    def _in_turn(
        self,
        text: str,
        numbers: list[Quantity],
        names: list[str],
        ca: int,
        x: int,
        whens: list[When],
        *,
        words: str,
        rule: str,
        here: Context,
        past: bool,
        begins: list[int] | None = None,
        due: list[int] | None = None,
    ) -> None:
        """Adds a goal for each number and the name in the same place; ``due`` has their years where they were told."""
        for n, (q, name) in enumerate(zip(numbers, names, strict=True)):
            if (
                not q.unit
                and q.value > 100
                and (RATE_END.search(name) or CHANGE_RE.search(without_degree(words)))
            ):
                self._tell_damaged(q, x, here)
                continue
            year, inferred = (due[n], False) if due else self._year(text, ca, q, whens, here.frame)
            self._add(
                text,
                q,
                x,
                begins[n] if begins else ca,
                q.end,
                name,
                "",
                words,
                year=year,
                inferred=inferred,
                rule=rule,
                past=past,
                here=here,
            )

    def _listed(self, before: str, count: int, above: list[Target]) -> list[str]:
        """Names listed in the clause before, when this one has only a verb or a measure: 发展甲、乙,面积分别达到 …

        上述两项指标 are those of the goals told last.
        """
        own = core_of(before)[0]
        if TOLD_ABOVE.fullmatch(own) and len(above) >= count > 1:
            return [target.indicator for target in above[-count:]]
        measure = (
            own
            if re.fullmatch(r"[一-龥]{0,6}(?:面积|产值|规模|产量|数量|总量|总数|收入|占比|比例|余额)", own)
            else ""
        )
        if own and not measure and not only_verb(own) and not STAGE.fullmatch(own):
            return []
        subject = stem_of(SUMMED.sub("", re.sub(r"等(?:[一-龥]{2,10})?$", "", self.last_subject)))
        verb = MODAL_VERB.match(subject)
        subject = subject[verb.end() :] if verb else subject
        places = listed_names(subject, short=True)
        if len(places) != count or count < 2:
            return []
        names = share_heads([subject[a:b].strip("、和及与") for a, b in places])
        return [n + measure for n in names] if all(len(n) >= 2 for n in names) else []

    def _each(
        self,
        text: str,
        ca: int,
        cb: int,
        q: Quantity,
        x: int,
        whens: list[When],
        *,
        here: Context,
        past: bool,
    ) -> bool:
        """A率和B率均达到95%: one number for each of several names."""
        pre = text[ca : q.start]
        unit = q.unit or ""
        told = told_of_each(
            pre,
            percent=unit.endswith("%"),
            fold=unit == "番",
            unit=bool(unit),
            before=self.last_subject,
        )
        if told is None or self._no_goal(text, ca, cb, q, pre, text[q.end : cb], here=here) == "skip":
            return False
        tail = SUFFIX.match(text[q.end :])
        year, inferred = self._year(text, ca, q, whens, here.frame)
        end = q.end + (tail.end() if tail else 0)
        for (a, _), name in zip(told.places, told.names, strict=True):
            self._add(
                text,
                q,
                x,
                ca + a,
                end,
                name,
                told.deed,
                told.words + "|" + (tail.group() if tail else ""),
                year=year,
                inferred=inferred,
                rule="each",
                past=past,
                here=here,
            )
        if unit in ("番", "倍"):
            self.told += [(name, unit) for name in told.names]
        return True

    def _transition(
        self,
        text: str,
        ca: int,
        cb: int,
        inside: list[Quantity],
        x: int,
        whens: list[When],
        *,
        here: Context,
        past: bool,
        subject_before: str,
    ) -> bool:
        """由(2020年的)甲提高到(2025年的)乙: a baseline and a goal, or two figures of the past."""
        if len(inside) == 4:
            return self._pairs(text, ca, inside, x, whens, past=past, here=here)
        if len(inside) != 2:
            return False
        first, second = inside
        between = text[first.end : second.start]
        if not first.unit and second.unit and not second.unit.endswith("%"):
            between = between.removeprefix(second.unit)
        merged = re.match(
            r"([一-龥“”]{2,10}?)(?:整合|缩减|压减|精简|归并|压缩|减少|优化|合并|调整|撤并)(?:到|至|为)$",
            between,
        )
        if merged and re.search(r"(?:将|把|由|从)(?:全[市省区县])?(?:现有|原有)?$", text[ca : first.start]):
            self.last_subject = merged.group(1)
            year, inferred = self._year(text, ca, second, whens, here.frame)
            self._add(
                text,
                second,
                x,
                ca,
                second.end,
                merged.group(1),
                "",
                "减少到",
                year=year,
                inferred=inferred,
                rule="from_to",
                past=past,
                here=here,
            )
            return True
        m = re.match(rf"(?:左右|以上|以下|以内)?,?(?:逐步|稳步|进一步|力争)?(?:{TO_WORDS})", between)
        if not m or re.search("[、;]", between):
            return False
        before = text[ca : first.start]
        cut = re.search(
            r"(?:由|从)(?:(?:(?:19|20)\d\d年(?:末|底)?|“?十[一二三四五]五”?(?:末|期末|初)?|目前|现在|现状|现行|"
            r"当前|基期|上年|去年|原来|法定)的?)?(?:平均|最长|最多|最少|最高|现有|约)*$|(?<=标准)(?:由|从)[一-龥]{4,14}$",
            before,
        )
        subject = before[: cut.start()] if cut else before
        name = core_of(subject)[0] or subject_before
        if name != subject_before:
            name = alike(name, second, subject_before, self.told)
        if not name or only_verb(name):
            name = subject_before
        if name == subject_before and CHANGE_RE.search(name):
            name = stem_of(name)
        if not name:
            return False
        if (
            self._no_goal(text, ca, cb, second, text[ca : second.start], text[second.end : cb], here=here)
            == "skip"
        ):
            return True
        self.last_subject = name
        base_year = next(
            (
                w.year
                for w in whens
                if ca <= w.start < first.start and w.start >= ca + (cut.start() if cut else len(before))
            ),
            None,
        )
        if base_year is None:
            base_year = next((w.first for w in whens if w.first is not None and w.start < first.start), None)
        if base_year is None and past:
            near = [w for w in whens if w.start < first.start]
            base_year = near[0].year if len(near) > 1 else None
        due = next((w.year for w in whens if first.end <= w.start < second.start), None)
        told = [
            w.year
            for w in whens
            if w.start < first.start and w.role in ("due", "span", "past") and w.year != base_year
        ]
        year, inferred = (
            (due, False)
            if due is not None
            else (
                (told[-1], False)
                if told
                else (
                    (here.frame.year, False)
                    if here.frame.year_told and here.frame.year != base_year
                    else (self.task_year or self.default_year, True)
                )
            )
        )
        start = text.find(name, ca, first.start) if name in text[ca : first.start] else ca
        is_past = past or (year is not None and not inferred and self._before_plan(year, strictly=True))
        if is_past:
            span = self.view.span(x + start, x + second.end)
            quote = self.view.raw[span[0] : span[1]]
            shown = self._shown(tidied(name), x + start, x + second.end)
            for q, y in ((first, base_year), (second, year if not inferred else None)):
                here.found.actuals.append(
                    Actual(
                        shown, q.value, self._unit(q, x), span, quote, y, scope_of("", here.scope, self.place)
                    )
                )
            return True
        count = len(here.found.targets)
        tail = SUFFIX.match(text[second.end :])
        self._add(
            text,
            second,
            x,
            start,
            second.end + (tail.end() if tail else 0),
            name,
            "",
            m.group() + "|" + (tail.group() if tail else ""),
            year=year,
            inferred=inferred,
            rule="from_to",
            past=False,
            here=here,
        )
        self.told.append((name, second.unit or ""))
        if len(here.found.targets) > count:
            here.found.targets[-1].baseline_value, here.found.targets[-1].baseline_year = (
                first.value,
                base_year,
            )
        return True

    def _pairs(
        self,
        text: str,
        ca: int,
        inside: list[Quantity],
        x: int,
        whens: list[When],
        *,
        here: Context,
        past: bool,
    ) -> bool:
        """甲、乙分别从a、b提高到c、d: two names with a baseline and a goal (or two figures of the past) each."""
        begins, ends = inside[:2], inside[2:]
        before = text[ca : begins[0].start]
        cut = re.search(r"分别(?:由|从)[^,;\d]{0,12}(?:(?:19|20)\d\d年?末?的?)?$", before)
        if (
            cut is None
            or not adjacent(text, begins)
            or not adjacent(text, ends)
            or not re.match(rf"(?:{TO_WORDS})", text[begins[1].end : ends[0].start])
        ):
            return False
        names = listed_names(before[: cut.start()], short=True)
        if len(names) != len(begins):
            return False
        told = share_heads([core_of(before[a:b])[0] for a, b in names])
        at = ca + cut.start()
        based = next((w.year for w in whens if at <= w.start < begins[0].start), None)
        due = next((w.year for w in whens if begins[1].end <= w.start < ends[0].start), None)
        year, inferred = (due, False) if due else self._year(text, ca, begins[0], whens, here.frame)
        over = past or (year is not None and not inferred and self._before_plan(year, strictly=True))
        span = self.view.span(x + ca, x + ends[-1].end)
        for name, first, second in zip(told, begins, ends, strict=True):
            shown = self._shown(tidied(name), x + ca, x + ends[-1].end)
            if over:
                here.found.actuals.extend(
                    Actual(
                        shown,
                        q.value,
                        self._unit(q, x),
                        span,
                        self.view.raw[span[0] : span[1]],
                        y,
                        scope_of("", here.scope, self.place),
                    )
                    for q, y in ((first, based), (second, year))
                )
                continue
            count = len(here.found.targets)
            self._add(
                text,
                second,
                x,
                ca,
                second.end,
                name,
                "",
                "提高到",
                year=year,
                inferred=inferred,
                rule="from_to",
                past=False,
                here=here,
            )
            if len(here.found.targets) > count:
                here.found.targets[-1].baseline_value = first.value
                here.found.targets[-1].baseline_year = based
        self.told.extend((n, q.unit or "") for n, q in zip(told, ends, strict=True))
        self.last_subject = told[-1]
        return True

    def _year(
        self, text: str, ca: int, q: Quantity, whens: list[When], frame: Frame
    ) -> tuple[int | None, bool]:
        return year_of(
            text,
            ca,
            q,
            whens,
            frame,
            task_year=self.task_year,
            default_year=self.default_year,
            doc_year=self.doc_year,
        )

    def _no_goal(
        self, text: str, left: int, right: int, q: Quantity, pre: str, post: str, *, here: Context
    ) -> str:
        if self.place in ("全市", "全县", "全区") and AIM_OF_OTHERS.search(text[: q.start]):
            return "skip"
        why = no_goal(text, left, right, q, pre, post, here=here, subject=self.last_subject, told=self.told)
        if why == "listed":
            self.last_subject = core_of(pre)[0]
        return "skip" if why == "listed" else why

    def _item(
        self,
        text: str,
        left: int,
        right: int,
        q: Quantity,
        x: int,
        whens: list[When],
        *,
        here: Context,
        subject_before: str,
        verb_before: str,
        past: bool,
        next_clause: list[tuple[int, int]],
    ) -> tuple[str, str] | None:
        part = AMONG.match(text, left, q.start)
        left = part.end() if part else left
        pre, post = text[left : q.start], text[q.end : right]
        clause = max(text.rfind(c, 0, q.start) for c in ",;。") + 1
        based = BASED.search(text, clause, q.start)
        if based:
            if based.end() > q.end or "基础上" in text[q.end : q.end + 5]:
                return None
            pre = text[clause : based.start()] + text[based.end() : q.start]
        if self._damaged(text, q, pre, post, x, here):
            return None
        tail = SUFFIX.match(post)
        end = q.end + (tail.end() if tail else 0)
        after = post[tail.end() :] if tail else post
        if beyond := beyond_bracket(text, end):
            end, after = beyond[0], beyond[1]
        reason = self._no_goal(text, left, right, q, pre, post, here=here)
        if reason == "skip":
            return None
        year, inferred = self._year(text, left, q, whens, here.frame)
        pre = RANK.sub("", pre) if self._placed(text, q) else pre
        core, verb, words, place = core_of(pre)
        core = "" if core in ("全年", "年内", "年底") and self.told else core
        if not core and not verb and pre.endswith("完成"):
            verb = "完成"
        base_year = next((w.year for w in whens if w.role == "base" and left <= w.start < q.start), None)
        told_plan = PLAN_AGAIN.search(text, left, right)
        to_come = told_plan and PLAN_YEARS[told_plan.group(1)] >= (self.period_end or 9999)
        is_past = past or (
            (here.kind != "goal" or here.part == "explanation")
            and bool(
                PAST.search(
                    text[left : told_plan.start()] + text[told_plan.end() : right]
                    if to_come and told_plan
                    else text[left:right]
                )
            )
            and not re.search("力争|确保|到20", pre)
        )
        is_past = is_past or (here.kind != "goal" and bool(HELD.search(text[left:right])))
        if (
            year is not None
            and not inferred
            and self._before_plan(year, strictly=here.kind == "goal")
            and not (self.pressed and not past and re.search(rf"[到至]{year}年|[到至]“?十[一二三四]五", text))
            and not STRIVING.search(text, 0, q.start)
        ):
            is_past = True
        if GREW.search(pre) and not GREW_TO.search(text[: q.start]):
            is_past = True
        if here.part == "explanation" and re.search(r"(?:普查|统计|调查|数据)(?:结果)?显示", text[:left]):
            is_past = True
        name, quote_end, rule = "", end, ""
        subset = text[left : left + 2] == "其中"
        named = re.match(r"(?:为|是|属于|系)(?=[一-龥“]{3})", after) if subset and not core else None
        object_words = object_behind(after[named.end() :] if named else after)
        if q.start == self.swallowed:
            return None
        if (q.unit or "").endswith("%") and not core and OFFERS.search(object_words):
            rest = re.match(
                r"\d[\d.]*[一-龥]{1,2}(?:及)?(?:以上|左右)?(?:的)?([^,;。、\d]{3,24})", text[right:]
            )
            if rest and right < len(text) and text[right].isdigit():
                object_words += rest.group(1)
                self.swallowed = right
        promise = PROMISE.match(post)
        if promise and DEADLINE_UNIT.match(q.unit or ""):
            subject = core or re.sub(r"(?:响应|转办|反馈|办结|答复|回复)?时限$", "", subject_before)
            if len(subject) >= 2:
                stop = q.end + promise.end()
                self._add(
                    text,
                    q,
                    x,
                    quote_start(text, left, q, core),
                    stop,
                    f"{subject}{promise.group(1)}时限",
                    "",
                    "以内|以内",
                    year=year,
                    inferred=inferred,
                    rule="service_promise",
                    past=is_past,
                    here=here,
                )
                return f"{subject}{promise.group(1)}时限", ""
            return None
        if core and only_verb(core):
            verb = "新建" if core == "再建" else core
        if (
            core
            and object_words
            and len(core) <= 4
            and q.unit
            and not q.unit.endswith(("%", "元"))
            and not NOUN_HEAD.search(core)
        ):
            verb, core = core, core if only_verb(core) else ""
        if not subject_before and not object_words:
            subject_before = subject_carried(core, self.previous, here.section.title if here.section else "")
        unit_is_percent = (q.unit or "").endswith("%")
        grown = re.fullmatch(
            rf"(?:年均|年平均|每年|逐年|累计|平均|年度|年|同比)?(?:复合)?(?:{GROWTH}|{SHRINK})(?:率|幅度|速度)?了?",
            core,
        )
        pace = re.match(
            r"(?:以上|左右)?的?(?:速度|幅度|增速|比例)?(?:稳步|持续|逐年)?(增长|增速|增幅|提升|提高|递增|下降|递减)$",
            after_suffix(post).lstrip("的"),
        )
        paced = (
            re.fullmatch(r"(.{0,30}?)(?:保持|以|按|按照|每年以)?(每年|年均|年平均|年)", core)
            if pace
            else None
        )
        shared = (
            SHARED_LATER.match(text, q.end) if unit_is_percent and not core and not object_words else None
        )
        counted = (
            COUNTED_LATER.match(text, q.end)
            if only_verb(core or "无") and not object_words and not subject_before
            else None
        )
        of_part = part_told(core, after, subject_before, unit=q.unit or "", told=self.told) if subset else ""
        if of_part:
            name, rule = of_part, "part_of_subject"
        elif shared:
            name, rule = shared.group(1), "shared_thing"
        elif counted and q.unit == counted.group("unit"):
            name, rule = core + counted.group("thing"), "shared_thing"
        elif object_words and (
            pre.endswith("年产")
            or (not core and text[left - 1 : left] == "、" and subject_before.startswith("年产"))
        ):
            name, quote_end, rule = "年产" + object_words, end + len(object_words), "made_each_year"
        elif (
            subject_before
            and not object_words
            and STAGE.fullmatch(core)
            and (begun := MADE.match(subject_before) or re.match("", subject_before))
            and len(subject_before) - begun.end() <= 16
        ):
            made = self.by_unit.get(q.unit or "", subject_before)
            begun = MADE.match(made) or re.match("", made)
            name, rule = core + made[begun.end() if begun else 0 :], "stage_of_subject"
        elif (
            not object_words
            and (only_verb(core or "无") or core in ("接待", "招收", "销售", "生产", "处理", "吸引"))
            and len(self.by_unit.get(q.unit or "", "")) > len(core) + 1 >= 3
            and self.by_unit.get(q.unit or "", "").startswith(core)
        ):
            name, rule = self.by_unit[q.unit or ""], "same_deed"
        elif not object_words and deed_counted(core, subject_before, q.unit or "", self.by_unit):
            rhythm = re.match("每年|全年", subject_before)
            name, rule = (rhythm.group() if rhythm and len(core) == 2 else "") + core, "deed_number"
        elif (
            text[left - 1 : left] in ("、", "和")
            and (rhythm := re.match(r"每年|年度|全年|年均", subject_before))
            and not object_words
            and only_verb(core or "无")
            and rhythm.group() not in core
        ):
            name, rule = rhythm.group() + core, "yearly_deed"
        elif (
            again := re.fullmatch(r"(?:[三五]年)?(累计|每年|年均|全年)(?:完成|开展)?([一-龥]{2})", core)
        ) and (subject_before.endswith(again.group(2)) and len(subject_before) >= 5):
            name, rule = VERB_HEAD.sub("", subject_before) + again.group(1), "total_of_subject"
        elif pace and paced and (paced.group(1).strip("保持实现以按") or subject_before):
            grows = "增长" if pace.group(1) in ("增长", "增速", "增幅", "递增") else pace.group(1)
            stem = paced.group(1).strip("保持实现以按") or re.sub(
                r"占.{2,16}(?:比重|比例)$", "", stem_of(subject_before)
            )
            name, rule = stem + paced.group(2) + grows, "pace_of_subject"
            words = paced.group(2) + grows
            pre = pre + grows
        elif grown and subject_before and (unit_is_percent or len(object_words) < 3):
            stem = stem_of(subject_before)
            of_heading = here.section is not None and subject_before == here.section.title
            if "百分点" not in (q.unit or "") and not of_heading:
                stem = re.sub(r"(?<=.)占[^占]{2,16}(?:比重|比例)$", "", stem).rstrip("的")
            name = stem + core
            rule = "growth_of_subject"
        elif ADDED.fullmatch(core + words) and not object_words and subject_before:
            told_span = re.search(
                r"(?:[一二三四五六七八九十]|\d)年(?:内|来)?(?:累计)?$",
                pre[: pre.rfind(core)] if core else pre,
            )
            name = stock_of(subject_before) + (told_span.group() if told_span else "") + core + words
            rule = "added_to_subject"
        elif core in ("累计", "总计", "合计", "累计已") and subject_before:
            thing = re.sub(
                r"^(?:每年|年均|年度|全年)(?:新增|净增|新认定|新培育|培育|引进|新建|认定|建设)?",
                "",
                stem_of(subject_before),
            )
            name, rule = (thing or subject_before) + core, "total_of_subject"
        elif (
            re.match(r"(?:比|较)(?:上|去|基|同|“|十|20|19|.{0,4}期|全[国省市]|.{2,6}(?:水平|平均))", core)
            and subject_before
            and len(core) <= 16
        ):
            name, rule = stem_of(subject_before) + core, "compared_subject"
        elif core.startswith("占") and subject_before and len(core) <= 24:
            stem = re.sub("^(?:新增|新建)", "", stem_of(subject_before))
            again_told = [n for n, u in self.told if u == "%" and n.endswith(core) and len(n) > len(core) + 1]
            name, rule = again_told[-1] if again_told and len(core) <= 2 else stem + core, "share_of_subject"
        elif not object_words and unit_is_percent and part_behind(core)[0]:
            name, self.topic = part_behind(core)
            rule = "rate_of_place"
        elif not object_words and (
            told := restated(
                core,
                self.topic if self.topic and subject_before.endswith(self.topic) else subject_before,
                degree=without_degree(pre) != pre,
                same=(subject_before, q.unit or "") in self.told,
                bracket=text[left : left + 1] == "(",
                topic=bool(self.topic) or subject_before not in [n for n, _ in self.told],
                percent=unit_is_percent,
            )
        ):
            name, rule = told, "rate_of_place"
            if subject_before not in [n for n, _ in self.told]:
                self.topic = subject_before
        elif (
            self.reach
            and unit_is_percent
            and (
                (not core and text[left - 1 : left] in ("、", "和", "及"))
                or (self.shared and pre.endswith("、"))
            )
            and (re.match(r"(?:以上|左右)?的", post) or (self.shared and not tail))
            and object_words
        ):
            name, rule = self.reach.rstrip("“") + object_words.rstrip("”"), "share_of_object"
            quote_end = end + (len(after) - len(after.lstrip("的"))) + len(object_words)
        elif core and not only_verb(core):
            name, rule = core, "subject_number"
            if (
                unit_is_percent
                and object_words
                and re.match(r"(?:以上|左右)?的", post)
                and REACHES.search(core)
            ):
                self.reach = core
            if VERB_END.search(WHERE.sub("", core)) and object_words and len(object_words) >= 2:
                name, quote_end, rule = (
                    WHERE.sub("", core) + object_words,
                    end + (len(after) - len(after.lstrip("的"))) + len(object_words),
                    "subject_verb_number_object",
                )
            elif (
                re.match(r"每(?:个(?![季月])|家|名|所|村|县|乡|镇|条|一)", core)
                and object_words
                and len(core) <= 14
            ):
                name, quote_end, rule = (
                    core + object_words,
                    end + (len(after) - len(after.lstrip("的"))) + len(object_words),
                    "each_place",
                )
            elif told := of_each_place(core, subject_before):
                name, rule = told, "each_place_of_subject"
            elif object_words and (
                re.search(r"以[上下]的?$", core) or object_words.startswith(("产能", "装机", "能力"))
            ):
                name, quote_end, rule = core + object_words, end + len(object_words), "size_number_object"
            elif core.endswith(("与", "同")) and object_words:
                name, quote_end, rule = core + object_words, end + len(object_words), "with_others"
            elif (
                core.endswith("规模")
                and VERB_HEAD.match(core)
                and re.search("基金|资金|专项|信贷|贷款", object_words)
            ):
                name, quote_end, rule = (
                    object_words,
                    end + (len(after) - len(after.lstrip("的"))) + len(object_words),
                    "fund",
                )
            elif core.endswith("等") and object_words:
                name, quote_end, rule = core + object_words, end + len(object_words), "list_number_object"
            elif core.endswith("的") and object_words and (q.unit or "") == "%":
                name, quote_end, rule = core[:-1] + object_words, end + len(object_words), "share_of_object"
            elif (
                core.endswith("的")
                and (subset or (q.unit or "") in [u for _, u in self.told[-1:]])
                and not object_words
                and 2 <= len(core_of(subject_before)[0]) <= 16
            ):
                thing = re.sub(r"(?<=[一-龥]{3})新增$", "", subject_before)
                verb = verb or ("新增" if thing != subject_before else "")
                name, rule = core + VERB_HEAD.sub("", thing), "part_of_subject"
            elif core.endswith("的") and object_words:
                name, quote_end, rule = core + object_words, end + len(object_words), "modifier_number_object"
            elif (q.unit or "") == "%" and object_words and len(object_words) <= 10 and not tail:
                name, quote_end, rule = core + object_words, end + len(object_words), "subject_share_object"
                if without_degree(pre) == pre:
                    self.reach, self.shared = core, True
            elif (q.unit or "") == "%" and (told := shared_by(pre, core, object_words)):
                name, quote_end, rule = told, end + len(object_words), "subject_share_object"
                self.reach, self.shared = core, True
            elif object_words and (told := thing_behind(pre, core, object_words, q.unit or "")):
                name, quote_end, rule = told, end + len(object_words), "verb_number_object"
            elif told := per_head(core, subject_before):
                name, rule = told, "part_of_subject"
        elif object_words and (verb or not subject_before or reason == "count"):
            lead = last_verb(verb) if not DROP_VERB.match(verb + object_words) else ""
            name, rule = lead + object_words, "verb_number_object"
            cut = len(after) - len(after.lstrip("的"))
            quote_end = end + cut + len(object_words)
        elif object_words and not core:
            name, rule = object_words, "number_object"
            cut = len(after) - len(after.lstrip("的"))
            quote_end = end + cut + len(object_words)
        elif re.fullmatch(
            r"(?:每年|年均?|全年|年度)(?:组织|开展|完成)?(?:培训|轮训|服务|检查|巡查|举办|受理|处理|办理|宣讲|走访|惠及|接待)",
            core,
        ) or (
            len(core) >= 4
            and not (core.endswith("认定") and only_verb(core) and subject_before)
            and re.search(r"(?:培训|服务|宣传|招聘|改造|演练|活动|讲座|检查|登记|备案|认定|签约)$", core)
        ):
            name, rule = core, "deed_number"
        elif (
            subject_before
            and re.match(r"新(?:开工|竣工|签约|投产|增)$", core)
            and VERB_HEAD.match(re.sub(r"^每年", "", subject_before))
        ):
            name, rule = core + VERB_HEAD.sub("", re.sub(r"^每年", "", subject_before)), "verb_of_subject"
        elif subject_before and re.match(
            r"(?:每年|年度|全年|年均)[一-龥]{0,6}(?:认定|评定|遴选|选拔|择优|评选|选树|组建|建设|建成|创建)$",
            core,
        ):
            thing = object_of_deed(subject_before)
            thing = re.sub(r"^(?:支持|鼓励|引导|推动)(?:企业|单位|各地|机构)?", "", thing)
            done = re.search(rf"(?:{VERBS})$", core)
            name, rule = (
                core[:2] + (done.group() if done else "") + VERB_HEAD.sub("", thing),
                "yearly_deed_of_subject",
            )
        elif only_verb(core or "无") and (built := BUILT.fullmatch(subject_before)):
            name, rule = built.group(1), "thing_of_subject"
        elif subject_before and (added := added_deed(core, subject_before)):
            name, rule = added, "added_to_subject"
        elif subject_before:
            among = text[left : left + 2] == "其中" or (
                bool(words or without_degree(pre) != pre)
                and bool(self.told)
                and self.told[-1][1] != (q.unit or "")
                and self.told[-1][1] == "%"
                and bool(re.search(r"占|比重|比例|率$", self.told[-1][0]))
                and not CHANGE_RE.search(self.told[-1][0])
            )
            name = object_of_deed(self.by_unit.get(q.unit or "", subject_before) if among else subject_before)
            name, rule = name if words else stem_of(name), "subject_before"
            if core in ("每年", "年均", "全年") and LED.match(name):
                name = core + name[max(0, LED.match(name).end() - 2) :]  # type: ignore[union-attr]
            if words and CHANGE_RE.search(words):
                name = stem_of(subject_before) + words
        elif core:
            name, rule = core, "subject_number"
        if not name:
            return None
        rung = THRESHOLD.search(core)
        if rung and rung.end() == len(core) and not object_words and THRESHOLD.search(subject_before):
            name = THRESHOLD.sub(rung.group("size") + (rung.group("more") or ""), subject_before, count=1)
            rule = "shared_threshold"
        if not object_words and core and subject_before:
            name = of_another_size(core, subject_before) or name
        bare_size = BARE_SIZE.search(name)
        if bare_size and (sized := SIZED_NEXT.search(text, q.end)):
            name, rule = name + sized.group("thing"), "shared_head"
        done = DONE_WITH.match(text, q.end) if rule in ("verb_number_object", "number_object") else None
        if done and not TOLD_DEED.search(name) and re.search(r"(?:完成|开展|推进|启动|实施)$", pre):
            name, rule = name + done.group("deed"), "shared_deed"
        headed = here.section.title if here.section else ""
        if (
            not subject_before
            and here.kind == "task"
            and re.fullmatch(
                r"(?:累计|全面|分批|每年|[三五]年)?(?:完成|实施|推进|培育|遴选|打造)?(?:改造|建设|整治|治理|更新|创建|认定|任务|入库)?",
                name,
            )
            and 4 <= len(headed) <= 16
        ):
            deed = re.search(r"(?:改造|建设|整治|治理|更新|创建|认定)$", name)
            if deed is None or deed.group() in headed:
                chosen = re.search("遴选|培育|打造|认定", name)
                thing = re.sub(r"^(?:实施|推进|加快|开展)|(?:工程|行动|工作|计划)$", "", headed)
                lead = chosen.group() if chosen and len(thing) <= 8 and chosen.group() not in thing else ""
                name, rule = lead + thing, "thing_of_heading"
        level = BARE_LEVEL.search(core)
        if (
            level
            and level.end() == len(core)
            and not core_of(core[: level.start()])[0].strip("建成培育认定创设打造新增获批")
            and not object_words
        ):
            ahead = re.search(
                r"(?:国家|省|市|县|区)级(?:以上)?\d+(?:个|家|项|所|处|支|件)([一-龥]{2,14})", text[q.end :]
            )
            if ahead:
                name, rule = level.group() + ahead.group(1), "shared_head"
        elif BARE_LEVEL.fullmatch(VERB_HEAD.sub("", name)):
            ahead = re.search(
                rf"(?:\d+(?:个|片|处|条|家|所)|若干(?:个)?)(?:以上)?(?:{BARE_LEVEL.pattern})的?([一-龥]{{2,14}})",
                text[q.end :],
            )
            if ahead:
                name, rule = VERB_HEAD.sub("", name) + ahead.group(1), "shared_head"
        elif BARE_LEVEL.fullmatch(core) and object_words:
            name, rule = core + object_words, "level_number_object"
        if BARE_LEVEL.fullmatch(name) and subject_before:
            name = name + re.sub(
                r"^(?:新增|累计)?(?:(?:国家|省|市|县|区)级|[1-9]A级|A{3,5}级|[一二三四五]星级)(?:及)?(?:以上)?|(?:总数|总量|数量)$",
                "",
                VERB_HEAD.sub(
                    "", re.sub(r"^(?:累计|每年|年均|力争|三年|五年)+", "", object_of_deed(subject_before))
                )
                or subject_before,
            )
        if name in BARE_SIZES and here.kind == "task" and OF_A_FIELD.fullmatch(headed):
            name, rule = headed + name, "size_of_heading"
        within = (
            re.fullmatch(rf"([^,;]{{3,20}}?)((?:原则上)?(?:{UP}|{DOWN}))([^,;\d]{{2,24}}?)的?", core)
            if (q.unit or "") == "%"
            else None
        )
        if (
            within
            and name == core
            and (RATE_OR_INDEX.search(within.group(1)) or within.group(1).endswith("标准"))
            and re.search(r"[不超低高少多]", within.group(2))
        ):
            name, pre = within.group(1), within.group(1) + within.group(2)
        if (
            (within is None or not RATE_OR_INDEX.search(within.group(1)))
            and (q.unit or "") == "%"
            and (
                part := re.fullmatch(
                    rf"([^,;]{{3,20}}?)((?:{UP}|{DOWN}|占))([^,;\d]{{2,16}}?)的", pre.lstrip(",、")
                )
            )
            and not re.search(rf"(?:{UP}|{DOWN})$", part.group(1))
            and core_of(part.group(1))[0]
        ):
            name, pre = core_of(part.group(1))[0] + "占" + part.group(3), part.group(1) + part.group(2)
        led = LED.match(name)
        if led and len(name) - led.end() >= 3 and not RATE_END.search(name):
            verb = (
                verb
                or re.sub(r"^(?:带动|支持|推动|引导|鼓励|组织|帮助|指导|督促|依托)", "", led.group())[-2:]
            )
            at = AT_PLACES.match(name)
            name = name[at.end() :] if at else name[led.end() :]
        bare_verb = re.match(
            rf"(?:{VERBS})(?=[一-龥“]{{3,}}(?:(?:每|\d|[一二三四五])年)?(?:新增|净增|增加)$)", name
        )
        if bare_verb and not name.startswith("新增") and rule == "subject_number":
            name = name[bare_verb.end() :]
        steered = STEERED.fullmatch(name)
        if steered:
            if not subject_before or STEERED.match(subject_before):
                return None
            name, rule = stem_of(subject_before) + steered.group(1), "growth_of_subject"
        moved = re.fullmatch(
            r"[^,;]{0,24}?(?:逐步|稳步|进一步|力争|全面)?(?:将|把)((?:[一-龥A-Za-z“”()、]){3,24})", name
        )
        if (
            moved
            and re.search(rf"(?:{DOWN}|{TO_WORDS}|提高|降低|压缩)$", pre)
            and not re.search(r"[健大]将|将[来要]", name)
        ):
            name = moved.group(1)
        beside = text[left - 1 : left] in ("、", "和")
        back = re.match(
            r"(?:这一|该|上述|此|这个)(?:比例|比重|指标|数字|占比|数量|规模|占有率|覆盖率)(?=$|提|上|达|降)",
            name,
        )
        if back and subject_before:
            name, rule = stem_of(subject_before), "same_indicator"
        if rule in ("verb_number_object", "number_object") and not core and self.frame and beside:
            name, rule = self.frame + name, "each_place"
        framed = FRAME.match(core) if object_words else None
        self.frame = framed.group().replace("至少", "") if framed else (self.frame if beside else "")
        if rule == "subject_number" and name == core:
            name = (
                deed_of_same(core, subject_before)
                if beside and self.told[-1:] == [(subject_before, q.unit or "")]
                else ""
            )
            name = name or core
        if rule == "subject_number" and name == core:
            name = alike(name, q, subject_before, self.told, listed=text[left - 1 : left] == "、")
        name = whole_name(name, subject_before, listed=beside)
        start = quote_start(text, left, q, core)
        before_this = len(here.found.targets)
        self.told.append((name, q.unit or ""))
        if q.unit and q.unit != "%":
            self.by_unit[q.unit] = name
        self._add(
            text,
            q,
            x,
            start,
            quote_end,
            name,
            verb
            or (
                verb_before
                if text[left - 1 : left] in ("、", "和", "及", "与", ":")
                or not core
                or (
                    text[left - 1 : left] == ","
                    and (
                        (rule == "subject_number" and without_degree(pre) == pre)
                        or (rule == "part_of_subject" and self.told and self.told[-1][1] == q.unit)
                    )
                    and not VERB_HEAD.match(core)
                )
                else ""
            ),
            ("累计" if subset and subject_before.startswith("累计") else "")
            + pre
            + "|"
            + (tail.group() if tail else ""),
            year=year,
            inferred=inferred,
            rule=rule,
            past=is_past,
            base_year=base_year,
            place=place,
            here=here,
        )
        if len(here.found.targets) > before_this:
            last = here.found.targets[-1]
            if (
                beside
                and self.flow
                and last.kind in ("count_new", "cumulative", "level")
                and last.comparator != "<="
            ):
                last.kind = "annual_flow"
            self.flow = last.kind == "annual_flow" and (
                (beside and self.flow) or bool(re.search(r"每年|全年|年度|年均", pre + name))
            )
        own_verb = VERB_HEAD.match(core or "")
        carried = (
            verb_before
            if text[left - 1 : left] in ("、", "和", "及", "与", ",", ":")
            and (without_degree(pre) == pre or not core)
            else ""
        )
        return name, verb or (own_verb.group() if own_verb else carried)

    @staticmethod
    def _placed(text: str, q: Quantity) -> bool:
        """Whether a number is a place in a ranking: 前三, 第2位."""
        return q.shape == "place" or (text[q.start - 1 : q.start] == "前" and q.unit in ("位", "名", "强"))

    def _damaged(self, text: str, q: Quantity, pre: str, post: str, x: int, here: Context) -> bool:
        """Whether a scanner has spoilt a number (6000 for 60%, S00, l0), which is told and never guessed."""
        glued = STRAY.search(text[max(0, q.start - 3) : q.start]) or re.match(
            r"[lISOo}|](?=[%\d])", text[q.end :]
        )
        share = (
            not q.unit
            and q.shape == "number"
            and (q.value > 100 or len(text[q.start : q.end].partition(".")[2]) > 2)
            and re.match(r"$|[,;、)]|以[上下内]|左右", post)
            and (self.spoilt or SHARE_OF.search(pre) or CHANGE_RE.search(without_degree(pre)))
        )
        if not glued and not share:
            return False
        self._tell_damaged(q, x, here)
        return True

    def _tell_damaged(self, q: Quantity, x: int, here: Context) -> None:
        self.spoilt = True
        self._ask(
            "number_damaged", "数字残缺，请核对原文。", "The number is damaged; see the original.", q, x, here
        )

    def _ask(self, code: str, zh: str, en: str, q: Quantity, x: int, here: Context) -> None:
        """Leaves a number open, with the words before it."""
        span = self.view.span(x + max(0, q.start - 12), x + q.end)
        here.found.open.append(Open(code, zh, en, [span], [self.view.raw[span[0] : span[1]]]))

    def _before_plan(self, year: int, *, strictly: bool = False) -> bool:
        if self.period_start is not None:
            return year < self.period_start
        if self.doc_year is not None and not strictly:
            return year < self.doc_year
        return False

    # -- what is no goal -----------------------------------------------------------------------------------

    # -- a goal or a figure of the past --------------------------------------------------------------------

    def _add(
        self,
        text: str,
        q: Quantity,
        x: int,
        start: int,
        end: int,
        name: str,
        verb: str,
        words: str,
        *,
        here: Context,
        year: int | None,
        inferred: bool,
        rule: str,
        past: bool,
        base_year: int | None = None,
        place: str = "",
    ) -> None:
        pre_words, name = words.split("|", maxsplit=1)[0], BEGINS.sub("", SIZED_CASE.sub("", name))
        after = SUFFIX.match(text[q.end :])
        tail = words.split("|")[1] if "|" in words else (after.group() if after else "")
        comparator, word, strict = comparator_of(pre_words, tail, q)
        goal_kind = kind_of(name, verb, pre_words, q, here.frame)
        if self.period_end is not None and self.period_start == self.period_end:
            goal_kind = in_one_year(goal_kind, name, text[start : q.start], q)
        if goal_kind == "reduction" and comparator == "<=":
            comparator = ">="
        if q.unit in ("水平", "行列", "方阵") and RANK.search(name):
            q = replace(q, unit=None)
        rank = RANK.search(name) if (q.unit or "") in ("位", "名", "强", "") else None
        if rank and not rank.start() and self.last_subject:
            name = RANK.sub("", self.last_subject) + name
            rank = RANK.search(name)
        if rank and len(name) - len(rank.group()) >= 2:
            name, comparator = name[: rank.start()], "<="
        if self._placed(text, q):
            comparator = "<="
        clean_name = tidied(name) if (q.unit or "").endswith("%") else thing_alone(tidied(name))
        if (rank or self._placed(text, q)) and re.fullmatch(
            r"(?:各项|主要|相关|多项|有关)+(?:工作|经济)?指标", clean_name
        ):
            return
        if not past and NAMELESS.fullmatch(clean_name):
            self._ask(
                "number_nameless",
                "数字所指不明，请核对原文。",
                "It is not told what the number counts; see the original.",
                q,
                x,
                here,
            )
            return
        if len(clean_name) < 2 or len(clean_name) > 60 or not re.search("[一-龥A-Za-z]{2}", clean_name):
            return
        a, b = x + start, x + max(end, q.end)
        while a < b and self.view.flat[a] in ",;、:。) 的":
            a += 1
        span = self.view.span(a, b)
        quote = self.view.raw[span[0] : span[1]]
        shown = self._shown(clean_name, a, b)
        told = scope_of(place, here.scope, self.place)
        dated = here.section is not None and here.kind != "background" and self.doc_year is not None
        to_come = dated and not inferred and (year or 0) > (self.doc_year or 0)
        foretold = (
            past and not inferred and here.kind == "background" and (year or 0) > (self.doc_year or 9999)
        )
        if foretold or (
            past and here.kind == "background" and FORETOLD.search(text[max(0, q.start - 8) : q.start])
        ):
            return
        if past and not to_come:
            here.found.actuals.append(
                Actual(
                    shown,
                    q.value,
                    self._unit(q, x),
                    span,
                    quote,
                    year if not inferred else self.as_of,
                    told,
                    kind=goal_kind,
                )
            )
            return
        why = [Why(rule, self.view.shown(a, min(b, a + 80)))]
        if inferred:
            why.append(Why("year_of_plan", ""))
        here.found.targets.append(
            Target(
                indicator=shown,
                value=q.value,
                value_max=q.value_max,
                unit=self._unit(q, x),
                comparator=comparator,
                kind=goal_kind,
                span=span,
                quote=quote,
                year=year,
                scope=told,
                comparator_word=word,
                strict=strict,
                year_inferred=inferred,
                part=here.part,
                attribute=here.frame.attribute,
                baseline_year=None,
                section=here.section.title if here.section else "",
                order=a,
                in_task=here.kind != "goal",
                asserted=bool(GOAL_MARK.search(text[max(0, start - 2) : end + 4])),
                why=why,
            )
        )
        if base_year is not None:
            here.found.targets[-1].why.append(Why("compared_with", str(base_year)))

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


LED = re.compile(
    r"(?:支持|引导|鼓励|推动|帮助|指导|组织|带动|督促|依托|以|通过|采取)(?!创建|争创|申报|培育|打造)(?:[一-龥、()]{2,12}?|[一-龥、()]{2,24}?等[一-龥]{0,10}?)"
    r"(?:打造|盘活|培育|创建|新建|建设|建成|引进|组建|设立|承办|举办|发行|改造|开发|研发(?!机构|中心|人员|平台|团队|投入|经费)|共建|修订|制定|编制|推出|申报|投放|攻克|编制|布局|遴选|选树|招引|认定|开设|形成(?=[一-龥]{4})|实现(?!再?就业|增|全)|申请使用|使用|采用|"
    r"(?:联合)?招收|(?:联合)?培养)(?!的)(?=[一-龥“A-Z\d]{3,})|"
    r"(?:沿线|沿途|周边|就近|同步|配套|集中|统一)(?:设置|建设|布设|新建|配建|设立)(?=[一-龥“]{2,})|带动形成(?=[一-龥“]{3,})"
)
"""Who does it and the verb, glued to the thing that is counted."""
AT_PLACES = re.compile(
    r"(?:支持|引导|鼓励|推动|帮助|指导)(?=(?:高校|院校|学校|医院|园区|乡镇|村|社区|景区|市场|基地|科研机构|科研院所|、|和){1,8}(?:建设|设立|建立|开设|新建|布设))"
)
"""Those that are helped and are also where the thing stands: they stay in its name."""
AMONG = re.compile(r"[一-龥]{2,}(?:特别是|尤其是)")
"""Words of the thing before, and then a part of it: 200亩农田|特别是|150亩良田."""
MAKES = re.compile(r".*(?:制定|修订|建设|开展|实施|培育|推广|举办|发布)(?P<of>[一-龥“”、]{4,22})$")
"""What a long clause without a number makes at last: …参与制定|国际标准、国家标准."""
SUMMED_LIST = re.compile(r"、[^、,;]{2,12}等(?P<of>[一-龥]{3,12})$")
"""What sums up a long list: 发展甲、乙、丙等|特色种养."""
FRAME = re.compile(r"每(?:个|家|条|所|县|镇|村|区|街道)[^,;、]{2,14}?(?:每年|每季度)[一-龥]{2,6}$")
"""To whom each thing of a list falls, and how often: 每条产业链每年至少引进|1个甲、4家乙."""
WITHIN_A_NAME = ("类", "级", "代", "型", "号", "期", "线", "公里", "分钟", "小时", "层")
"""Units of numbers that are no goals and stand within a name: 三年新获批|1类|新药15个."""
ALIKE_GOAL = re.compile(
    r"(?:在[^,;]{2,12}基础上)?(?:力争|努力|均|都)*(?:实现|完成)[“]?(?:双|大幅|快速|稳步)*(?:提升|增长|倍增|突破|翻番|跃升)?[”]?$|在[^,;]{2,12}基础上$"
)
"""What is said of several things before their numbers: 甲和乙|实现“双提升”,分别超过 …"""
STRAY = re.compile(r"(?<![A-Za-z\d.])[lISOo}{|](?=$)")
SHARE_OF = re.compile(rf"(?:率|比例|占比|比重|覆盖面|满意度)(?:{UP}|{DOWN}|{TO_WORDS}|为)*$")
DEEDS = r"(?:规划|标准化|达标|提升|除险)*(?:编制|报批|审批|验收|确权|划定|普查|评估|改造|整治|治理|修复|加固|建设)"
DONE_WITH = re.compile(
    rf"(?:以上|左右)?[一-龥]{{2,10}}、\d[\d.]*(?:个|座|处|条|家|项|所|片|段)(?:以上|左右)?[一-龥]{{2,10}}?(?P<deed>(?:{DEEDS}){{1,3}}(?:工作|任务)?)(?=[,;。]|$)"
)
"""What is done with all things of a list stands behind the last: 完成10座水库、30处水源地|规划编制工作."""
TOLD_DEED = re.compile(rf"{DEEDS}(?:工作|任务|项目|工程)?$")
SHARED_LATER = re.compile(
    r"(?:以上|左右)?、(?:到)?20\d\d年(?:年?底|年?末)?(?:前)?\d[\d.]*%(?:以上|左右)?的?([一-龥()]{4,24}?)(?=[,;。]|$)"
)
"""Two years share what is told behind the second: 2024年50%以上、2026年80%以上|仓库达到要求."""
COUNTED_LATER = re.compile(
    r"(?:以上|左右)?、(?:到)?(?:20\d\d年(?:年?底|年?末)?(?:之?前)?)?[一-龥]{0,4}?\d[\d.]*(?P<unit>[家个件项名所支座处])(?:以上|左右)?(?P<thing>[一-龥“”]{3,20})(?=[,;。]|$)"
)
TOTAL = re.compile(r"总[数量]|总规模|总面积|累计(?:总[数量])?|数量|存量|保有量")
"""A sum without a word of what is summed: it is told of those before, in their order."""
SIZE = r"(?:[超达过于逾]|突破)(?:\d[\d.]*|[一二三五两十百千]+)?[万亿百千]*(?:美?元|亩|人次|[人件吨户])?(?:以上|级)?"
BARE_SIZE = re.compile(rf"{SIZE}(?<=[\d万亿百千元亩人件吨户上级])$")
SIZED_NEXT = re.compile(
    rf"(?:、|和|及)(?:\d[\d.]*(?:[-—至]\d+)?|若干)(?:[家个户名项件支所条款])(?:以上|左右)?[一-龥]{{0,14}}?{SIZE}"
    r"(?P<thing>的?(?![万亿百千元人亩件吨户]*(?:以上|级)?(?:[、,;]|$)|[万亿百千]+元)[一-龥“”]{2,24})"
)
BUILT = re.compile(
    r"(?:推行|推进|实施|加强|加快|加快推进|开展|推动|深化|大力推进|统筹推进|抓好)([一-龥“”A-Za-z\d()]{3,20}?)(?:建设|培育|创建|改造|认定)(?:工程|行动|计划|工作|力度)?"
)
STAGE = re.compile(
    r"(?:其中)?(?:新)?(?:开工|竣工|投用|建成|完工|交付|投产|启用|上线|验收|签约|通车|获批|立项|落地|投运|挂牌|建成投用|建成投产|竣工投用)"
)
MADE = re.compile(
    r"(?:每年|全年|年内|累计|力争)*(?:新开工|开工|竣工|打造|建设|新建|筹集|实施|推进|谋划|引进|签约|新增|推出|筹建|建成|完成|申报)(?=[一-龥“A-Z\d]{2,})"
)
MODAL_VERB = re.compile(
    r"(?:大力|加快|积极|重点|统筹|做优做强|做大做强|做强|做优)*(?:布局建设|布局|发展|建设|打造|培育|引进|推进|实施|开展|壮大|支持|组建|新建|种植|推广)(?=[一-龥“A-Z])"
)
OFFERS = re.compile(r"[一-龥]{3,}(?:提供|配备|拥有|建有|具备|开展|开设|设有|掌握)$")
BARE_SIZES = frozenset(
    (
        "产值",
        "总产值",
        "产业规模",
        "营业收入",
        "主营业务收入",
        "增加值",
        "销售收入",
        "产量",
        "产能",
        "市场规模",
        "集群产值",
        "产业产值",
    )
)
OF_A_FIELD = re.compile(r"[一-龥A-Za-z“”]{2,10}(?<![标务作程动划化设展进])")
"""A heading that names a field (新能源汽车) and no deed."""
STEERED = re.compile(
    r"[一-龥]{2,20}(?:领导小组|委员会|部门|政府|[局委办])(?:统筹|协调|牵头|组织|负责|推进|推动|落实|实施|抓好){1,3}((?:年均|每年|累计)?(?:增长|提高|提升|增加|下降))?"
)
"""Who sees to it, where the thing that grows stands elsewhere."""
TURN = re.compile(
    r"^(?:同时|并|但)?(?:力争|争取|确保|计划|力求|拟)?(?:到20(?:2[4-9]|[3-9]\d)年|力争|争取|确保|计划|下一步|未来|拟|将(?!近))"
    r"|^20(?:2[4-9]|[3-9]\d)年(?:年?[底末])?(?:之?前)?(?:达到|增至|增加到|扩大到|提高到|突破|超过)"
)
"""A clause that turns from what there is to what is aimed at."""
PART_OF = re.compile(r"(?:分别|依次)(?P<of>占[^,;\d]{2,14}?)的?(?:比重|比例)?的?(?=\d)")
"""Of what each of those told before is a share: 申请量和授权量分别|占全省总量|的10%和12%."""
DONE_BY = re.compile(r"(?:推动|支持|培育|引进|建设|新建|新增|完成|打造|认定|改造|组织|举办|开展|发布|遴选)$")
"""A deed before numbers in turn, whose thing stands behind the last: 2024年、2025年分别推动|8家、9家企业."""
GAINS = re.compile(
    r"(?:分别|依次)(?:要|将)?(?:(?P<gain>(?:新增|新建|新设|新认定|新培育|新引进|获批|引进)[一-龥]{2,10}?)"
    rf"|完成(?!{GROWTH}|{SHRINK})(?P<deed>[一-龥]{{2,10}}?)(?<!到)(?<!至)(?<!过)(?<!为))(?=\d)"
)
"""What each of those told before gets: 企业、高校分别|新增专利|160件、90件."""
