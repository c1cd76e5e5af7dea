"""The course of a target: where the value should be by now, where it is, and what that means in words.

A straight line runs from the baseline to the target, or through the yearly values the plan gives. *On course*:
the latest value is at or past the line; *achieved*: the target is met; *missed*: it is past due and unmet; *not
computable*: with the reason. A flow is judged by the last whole year, everything else on the day.

Where the plan gives a level no baseline, the rows do (the end of the year before the plan), with the source
shown. Growth without a baseline is not computable until a person has entered one or taken over the rows' offer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from django.db import connection

from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.catalogue.public import Measure
from zhichan.kernel.ground.public import Refusal, Text
from zhichan.kernel.measures.compiling import compile_measure
from zhichan.kernel.measures.models import Reported, Target
from zhichan.kernel.measures.targets import declared_measure, is_whole
from zhichan.kernel.measures.values import (
    Asked,
    Board,
    NotAssigned,
    NotComputable,
    NotKnown,
    Number,
    Period,
    Value,
    board,
    declared,
    divided,
    evaluate,
    needs,
    shown,
)
from zhichan.kernel.measures.viewing import open_to, viewer

State = Literal["on_course", "behind", "achieved", "missed", "not_computable", "not_assigned"]
ABOUT = Fraction(5)
"""How far *about* reaches when the bureau has set nothing else: points of a percentage, else per cent of the target."""

KIND = Target.Kind
WORDS: Mapping[str, Text] = {
    "on_course": Text("按进度", "on course"), "behind": Text("落后", "behind"), "achieved": Text("已达成", "achieved"),
    "missed": Text("未达成", "missed"), "not_computable": Text("不可计算", "not computable"),
    "not_assigned": Text("未分配", "not assigned"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A baseline that the rows give and a person may take over: its year, value in the measure's unit, and source."""

    year: int
    value: Decimal
    source: str
    text: Text


@dataclass(frozen=True, slots=True)
class Course:
    """Where a target stands.

    ``number`` is in the target's unit (per cent for growth and reduction); ``measured`` is the value it comes from
    and opens to rows; ``expected`` is where the line is on the day of ``number``; ``line`` its corners
    ``(year, value)``. ``share`` is the part of the way from baseline to target, above 1 past it.
    """

    target: Target
    state: State
    reason: Text
    number: Number
    period: Period | None = None
    measured: Value | None = None
    expected: Fraction | None = None
    line: tuple[tuple[int, Fraction], ...] = ()
    baseline: Fraction | None = None
    baseline_year: int | None = None
    baseline_source: str = ""
    share: Fraction | None = None
    past_range: bool = False
    offer: Offer | None = None

    @property
    def word(self) -> Text:
        """The state in words."""
        return WORDS[self.state]


@dataclass(slots=True)
class _Case:
    """One target under judgement."""

    target: Target
    measure: Measure | None
    as_of: date
    period: Period | None = None
    why_not: Text | None = None
    asks: dict[str, Asked] = field(default_factory=dict)

    @property
    def judged(self) -> date:
        due = self.target.due_year
        return min(self.as_of, date(due, 12, 31)) if due is not None else self.as_of

    @property
    def past_due(self) -> bool:
        return self.target.due_year is not None and self.as_of > date(self.target.due_year, 12, 31)


def course(target: Target, *, as_of: date, actor: Actor | None = None) -> Course:
    """The course of one target on a day."""
    return courses([target], as_of=as_of, actor=actor)[0]


def courses(of: Sequence[Target], *, as_of: date, actor: Actor | None = None) -> list[Course]:
    """The courses of many targets on a day, in their order, from one reading of the cells."""
    cases = [_prepare(one, as_of) for one in of]
    asked = [ask for case in cases for ask in case.asks.values()]
    held = board(asked, actor=actor) if asked else None
    reported = _reported(of, as_of, actor)
    return [_judge(case, held, reported, actor) for case in cases]


def offered_baseline(target: Target, *, as_of: date, actor: Actor | None = None) -> Offer | None:
    """The baseline the rows give for a target: its measure at the end of the year before the plan, or in it."""
    case = _prepare(target, as_of)
    if "base" not in case.asks:
        return None
    return _offer(case, board([case.asks["base"]], actor=actor))


def _prepare(target: Target, as_of: date) -> _Case:
    measure = declared_measure(target.measure)
    case = _Case(target, measure, as_of)
    if target.value is None:
        return case
    if measure is None:
        name = target.measure or target.indicator
        case.why_not = (
            Text(f"尚无指标“{target.indicator}”的定义，可登记填报的数值",
                 f"no definition of {name!r} is loaded; a value may be reported"))
        return case
    if target.region is None or not is_whole(target):
        scope = target.scope or "—"
        case.why_not = Text(
            f"适用范围“{scope}”不是登记的地区，平台尚不能按此范围计算",
            f"its scope {scope!r} is not a region on record, and the platform cannot count within it")
        return case
    region = target.region
    base_year = target.baseline_year or (target.start_year - 1 if target.start_year else None)
    try:
        case.period = _period(target, measure, case.judged)
        if not (target.kind == KIND.COUNT_NEW and _is_stock(measure)):
            case.asks["now"] = Asked(measure.slug, region, case.period)
            declared(measure.slug, on=case.period.last)
        if base_year is not None and target.baseline_value is None and measure.computation is not None:
            period = _base_period(target, measure, base_year)
            declared(measure.slug, on=period.last)
            case.asks["base"] = Asked(measure.slug, region, period)
    except Refusal as refusal:
        case.asks.clear()
        case.why_not = refusal.reasons[0].text
    return case


def _is_stock(measure: Measure) -> bool:
    return needs(measure.slug) == "day"


def _yearly(target: Target, measure: Measure) -> bool:
    """Whether the target is judged by whole years: flows are, and growth of whatever can be taken for a year."""
    wanted = needs(measure.slug)
    if wanted == "period":
        return target.kind not in {KIND.CUMULATIVE, KIND.COUNT_NEW}
    if wanted == "either" and measure.computation is not None:
        return target.kind in {KIND.ANNUAL_FLOW, KIND.GROWTH_RATE, KIND.GROWTH_TOTAL, KIND.REDUCTION}
    return False


def _last_year(day: date) -> int:
    return day.year if (day.month, day.day) == (12, 31) else day.year - 1


def _period(target: Target, measure: Measure, judged: date) -> Period:
    if _yearly(target, measure):
        return Period.year(_last_year(judged))
    adds_up = target.kind in {KIND.CUMULATIVE, KIND.COUNT_NEW} and not _is_stock(measure)
    if not adds_up or measure.computation is None:
        return Period(on=judged)
    flow = needs(measure.slug) == "period"
    since = target.counted_from
    fresh = target.kind == KIND.COUNT_NEW or (flow and target.baseline_value is None)
    if since is None and target.start_year is not None and fresh:
        since = date(target.start_year, 1, 1)
    if since is None and flow:
        raise Refusal.one("target.no-start", "累计的起算日不明，无从累计", "it is not known from which day it adds up")
    if since is None or since == measure.counted_from:
        return Period(on=judged)
    return Period(since=since, until=max(judged, since) + timedelta(days=1))


def _base_period(target: Target, measure: Measure, year: int) -> Period:
    return Period.year(year) if _yearly(target, measure) else Period(on=date(year, 12, 31))


Found = Mapping[tuple[str, str], list[Reported]]


def _reported(of: Sequence[Target], as_of: date, actor: Actor | None) -> Found:
    found: dict[tuple[str, str], list[Reported]] = {}
    with reading(viewer(actor)):
        until = open_to(actor, Reported.objects.filter(day__lte=as_of)).order_by("day", "at", "id")
        for one in until.filter(target__in=[each.key for each in of]):
            found.setdefault(("target", str(one.target)), []).append(one)
        loose = {each.measure for each in of if each.measure and declared_measure(each.measure) is None}
        for one in until.filter(measure__in=loose):
            found.setdefault((one.measure, str(one.region_id)), []).append(one)
    return found


def _judge(case: _Case, held: Board | None, reported: Found, actor: Actor | None) -> Course:
    target = case.target
    if target.value is None:
        return Course(target, "not_assigned", Text(
            "规划没有给这里分配目标，不等于零", "the plan assigns no target here; that is not zero"), NotAssigned())
    entered = [
        one for key in (("target", str(target.key)), (target.measure, str(target.region_id)))
        for one in reported.get(key, ()) if one.day <= case.judged]
    base, base_source = _baseline(case)
    offer = _offer(case, held) if held is not None and "base" in case.asks and base is None else None
    measured: Value | None = None
    raw: Number
    period = case.period
    if entered:
        raw, period = Fraction(entered[-1].value), Period(on=entered[-1].day)
        base_source = base_source or ""
        if ("target", str(target.key)) in reported and target.kind in _RATES:
            # Entered for a rate target, the figure is the rate itself.
            return _finish(case, raw, period, None, base, base_source, offer)
    elif case.why_not is not None:
        return _cannot(case, case.why_not, None)
    elif target.kind == KIND.COUNT_NEW and case.measure is not None and _is_stock(case.measure):
        raw = _entered_since(case, actor)
    elif held is not None and "now" in case.asks:
        measured = evaluate(case.asks["now"], held)
        raw = measured.number
    else:
        return _cannot(case, Text("尚无数值", "there is no value"), None)
    if not isinstance(raw, Fraction):
        return _cannot(case, raw.reason, None, number=raw, measured=measured)
    if base is None and offer is not None and target.kind not in _RATES:
        base, base_source = Fraction(offer.value), offer.source
    if target.kind in _RATES:
        if base is None:
            why = Text("没有基期值，增长无从计算", "there is no baseline, so growth cannot be computed")
            return _cannot(case, why, offer, measured=measured)
        rate = _rate(case, raw, base, period)
        if not isinstance(rate, Fraction):
            return _cannot(case, rate.reason, offer, measured=measured)
        return _finish(case, rate, period, measured, base, base_source, offer, raw=raw)
    return _finish(case, raw, period, measured, base, base_source, offer)


_RATES = frozenset({KIND.GROWTH_RATE, KIND.GROWTH_TOTAL, KIND.REDUCTION})


def _baseline(case: _Case) -> tuple[Fraction | None, str]:
    target = case.target
    if target.baseline_value is not None:
        return Fraction(target.baseline_value), target.baseline_source
    from_zero = target.kind == KIND.COUNT_NEW or (
        target.kind == KIND.CUMULATIVE and case.period is not None and case.period.since is not None)
    if from_zero and target.start_year is not None:
        # What is counted from the plan's first day stands at zero before it, by its meaning.
        return Fraction(0), "start"
    return None, ""


def _offer(case: _Case, held: Board) -> Offer | None:
    found = evaluate(case.asks["base"], held)
    if not isinstance(found.number, Fraction):
        return None
    year = found.period.last.year
    value = Decimal(shown(found.number, places=6))
    return Offer(
        year, value, f"rows: {found.measure}@{found.edition} {year} position {found.position}",
        Text(f"按记录，{year}年为{shown(found.number)}{found.unit}，可采为基期值",
             f"the rows give {shown(found.number)} {found.unit} for {year}, which can be taken as the baseline"))


def _cannot(
    case: _Case, why: Text, offer: Offer | None, *, number: Number | None = None, measured: Value | None = None,
) -> Course:
    if offer is not None:
        why = Text(f"{why.zh}；{offer.text.zh}", f"{why.en}; {offer.text.en}")
    return Course(
        case.target, "not_computable", why, number if number is not None else NotComputable(why), period=case.period,
        measured=measured, offer=offer)


def _entered_since(case: _Case, actor: Actor | None) -> Number:
    """How many subjects are in a stock now that were not in it at the start of the plan."""
    target, measure = case.target, case.measure
    if target.start_year is None or measure is None or target.region is None:
        return NotComputable(Text(
            "规划起始年份不明，无从计新增", "the plan's first year is not known, so new ones cannot be told"))
    slugs = measure.parts if measure.sum else (measure.slug,)
    total = 0
    for slug in slugs:
        edition = declared(slug, on=case.judged)
        compiled = compile_measure(edition)
        if compiled is None:
            return NotComputable(Text("由比率构成的指标不能计新增", "what is made of a ratio has no new members"))
        held = board([Asked(slug, target.region, Period(on=case.judged))], actor=actor)
        if not held.known_sources.intersection(compiled.sources):
            return NotKnown(Text("尚未导入任何相关记录", "no records of this kind have been loaded"))
        with reading(held.actor), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM (SELECT row_id FROM measures_contribution WHERE definition_id = %s"
                " AND region_id = ANY(%s) AND day <= %s GROUP BY row_id HAVING sum(amount) > 0"
                " AND coalesce(sum(amount) FILTER (WHERE day < %s), 0) <= 0) AS entered",
                [held.definitions[compiled.slug, compiled.edition], held.places.below(target.region), case.judged,
                 date(target.start_year, 1, 1)])
            total += int(cursor.fetchone()[0])
    return Fraction(total)


def _rate(case: _Case, now: Fraction, base: Fraction, period: Period | None) -> Number:
    target = case.target
    if base == 0:
        return NotComputable(Text("基期值为零，增长无从计算", "the baseline is zero, so growth cannot be computed"))
    if target.kind == KIND.REDUCTION:
        return divided(base - now, base, per=100)
    if target.kind == KIND.GROWTH_TOTAL:
        return divided(now - base, base, per=100)
    years = _years(case, period)
    if years is None or years <= 0:
        return NotComputable(Text("基期以来还没有一个完整年度", "no whole year has passed since the baseline"))
    growth = divided(now, base)
    if not isinstance(growth, Fraction):
        return growth
    return (root(growth, years) - 1) * 100


def _years(case: _Case, period: Period | None) -> int | None:
    if case.target.baseline_year is None or period is None:
        return None
    return _last_year(period.last) - case.target.baseline_year


def root(number: Fraction, degree: int) -> Fraction:
    """The ``degree``-th root to 24 digits; comparisons use powers, which are exact."""
    if number == 0:
        return Fraction(0)
    exact = Context(prec=30)
    value = exact.divide(Decimal(number.numerator), Decimal(number.denominator))
    return Fraction(exact.exp(exact.divide(exact.ln(value), Decimal(degree)))).limit_denominator(10**24)


def _met(case: _Case, number: Fraction, raw: Fraction | None, base: Fraction | None, period: Period | None) -> bool:
    target = case.target
    goal = Fraction(target.value or 0)
    if target.kind == KIND.GROWTH_RATE and raw is not None and base is not None and (years := _years(case, period)):
        # A mean rate is met when the level is: no root is taken.
        level = base * (1 + goal / 100) ** years
        return raw > level if target.strict else raw >= level
    if target.comparator == "range":
        ends = sorted({goal, Fraction(target.value_max if target.value_max is not None else goal)})
        return number <= ends[-1] if target.direction == "lower" else number >= ends[0]
    if target.comparator == "=":
        return number == goal
    if target.comparator == "~":
        return abs(number - goal) <= _tolerance(target, goal)
    return _past(target, number, goal)


def _tolerance(target: Target, goal: Fraction) -> Fraction:
    if target.tolerance is not None:
        return Fraction(target.tolerance)
    return ABOUT if target.unit == "%" else abs(goal) * ABOUT / 100


def _past(target: Target, number: Fraction, goal: Fraction) -> bool:
    if target.direction == "lower" and target.kind not in _RATES:
        return number < goal if target.strict else number <= goal
    return number > goal if target.strict else number >= goal


def _line(case: _Case, base: Fraction | None) -> tuple[tuple[int, Fraction], ...]:
    """The corners of the line, at the ends of years."""
    target = case.target
    corners: dict[int, Fraction] = {}
    if target.kind in {KIND.GROWTH_TOTAL, KIND.REDUCTION}:
        start = target.baseline_year or (target.start_year - 1 if target.start_year else None)
        if start is not None and base is not None:
            corners[start] = Fraction(0)
    elif base is not None:
        corners[target.baseline_year or (target.start_year or 1) - 1] = base
    corners |= {int(year): Fraction(Decimal(value)) for year, value in target.yearly.items()}
    if target.due_year is not None:
        corners.setdefault(target.due_year, Fraction(target.value or 0))
    return tuple(sorted(corners.items()))


def expected_on(line: Sequence[tuple[int, Fraction]], day: date) -> Fraction | None:
    """Where the line is at the end of ``day``; ``None`` before its first corner and on a line of one corner."""
    if len(line) < 2:
        return None
    if day >= date(line[-1][0], 12, 31):
        return line[-1][1]
    for (year, value), (next_year, next_value) in pairwise(line):
        first, last = date(year, 12, 31), date(next_year, 12, 31)
        if first <= day <= last:
            return value + (next_value - value) * Fraction((day - first).days, (last - first).days)
    return line[0][1]


def _finish(
    case: _Case, number: Fraction, period: Period | None, measured: Value | None, base: Fraction | None,
    base_source: str, offer: Offer | None, raw: Fraction | None = None,
) -> Course:
    target = case.target
    goal = Fraction(target.value or 0)
    day = period.last if period is not None else case.judged
    met = _met(case, number, raw, base, period)
    rate = target.kind == KIND.GROWTH_RATE
    line = () if rate else _line(case, base)
    expected = goal if rate else expected_on(line, day)
    share = None
    start = line[0][1] if line and not rate and len(line) > 1 else None
    if start is not None and goal != start:
        share = (number - start) / (goal - start)
    top = Fraction(target.value_max) if target.value_max is not None else None
    past_range = met and target.comparator == "range" and top is not None and number > max(goal, top)
    now, aim, unit = shown(number), _aim(target), target.unit
    taken = offer is not None and base_source == offer.source
    when_zh, when_en = _when(period)
    on_line = f"{shown(expected)}{unit}" if expected is not None else ""
    facts_zh, facts_en = f"{when_zh}为{now}{unit}，目标{aim}", f"{now} {unit} {when_en}, target {aim}"
    from_rows = Text("", "")
    if taken and base is not None:
        from_rows = Text(f"（基期{shown(base)}{unit}取自记录）", f" (baseline {shown(base)} {unit} taken from rows)")
    state: State
    if met and not (rate and target.due_year is not None and day < date(target.due_year, 12, 31)):
        state = "achieved"
        more_zh, more_en = ("，高于目标区间", ", above the range") if past_range else ("", "")
        reason = Text(f"{facts_zh}，已达到{more_zh}", f"{facts_en}: reached{more_en}")
    elif case.past_due:
        state, reason = "missed", Text(
            f"{facts_zh}，{target.due_year}年底到期未达到",
            f"{facts_en}: not reached when due at the end of {target.due_year}")
    elif rate:
        state = "on_course" if met else "behind"
        reason = Text(
            f"自{target.baseline_year}年起{facts_zh}，{'不低于' if met else '低于'}要求",
            f"since {target.baseline_year}, {facts_en}: {'at or above' if met else 'below'} what is asked")
    elif expected is None:
        why = Text("没有到期年份，画不出进度线", "there is no due year, so there is no line to compare with")
        if base is None:
            why = Text("没有基期值，画不出进度线", "there is no baseline, so there is no line to compare with")
        why = Text(f"{facts_zh}；{why.zh}", f"{facts_en}; {why.en}")
        return replace(_cannot(case, why, offer, number=number, measured=measured), period=period)
    else:
        ahead = number <= expected if target.direction == "lower" and target.kind not in _RATES else number >= expected
        state = "on_course" if ahead else "behind"
        reason = Text(
            f"{facts_zh}；按进度应为{on_line}，{'不落后' if ahead else '落后'}{from_rows.zh}",
            f"{facts_en}; the line is at {shown(expected)} {unit}: {'at or past it' if ahead else 'behind it'}"
            f"{from_rows.en}")
    base_year = target.baseline_year or (offer.year if offer is not None and taken else None)
    if base_year is None and base is not None and target.start_year is not None:
        base_year = target.start_year - 1
    return Course(
        target, state, reason, number, period=period, measured=measured, expected=expected, line=line, baseline=base,
        baseline_year=base_year,
        baseline_source=base_source, share=share, past_range=past_range, offer=None if taken else offer)


def _aim(target: Target) -> str:
    goal = Fraction(target.value or 0)
    if target.comparator == "range" and target.value_max is not None:
        return f"{shown(goal)}–{shown(target.value_max)}{target.unit}"
    sign = {">=": ">" if target.strict else "≥", "<=": "<" if target.strict else "≤", "~": "≈", "=": "="}
    return f"{sign.get(target.comparator, '≥')}{shown(goal)}{target.unit}"


def _when(period: Period | None) -> tuple[str, str]:
    if period is None:
        return "目前", "now"
    first, after = period.span
    if period.on is not None:
        return f"{period.on}", f"on {period.on}"
    if (first.month, first.day, after.month, after.day) == (1, 1, 1, 1) and after.year == first.year + 1:
        return f"{first.year}年", f"in {first.year}"
    return f"{first}至{period.last}", f"from {first} to {period.last}"


def tally(of: Iterable[Course]) -> dict[State, int]:
    """How many courses are in each state."""
    return dict(Counter(one.state for one in of))
