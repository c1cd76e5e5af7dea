"""Targets of a city over its counties: the check of the sum, trial reallocation, and what a county's miss does.

What is not assigned stays not assigned: it is never added as zero and never receives a share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Literal

from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import Act
from zhichan.kernel.ground.public import Refusal, Region, Text, parts
from zhichan.kernel.measures.courses import Course, courses
from zhichan.kernel.measures.models import Target
from zhichan.kernel.measures.promising import given_reason, new_version
from zhichan.kernel.measures.targets import declared_measure, is_whole, plain, targets
from zhichan.kernel.measures.values import NotAssigned, shown
from zhichan.kernel.measures.viewing import viewer

Check = Literal["equal", "short", "over", "open", "not_additive"]


@dataclass(frozen=True, slots=True)
class Share:
    """A region's part: its target, or the fact that it was given none (``amount`` NotAssigned)."""

    region: Region
    amount: Fraction | NotAssigned
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator with the whole's target, the parts' and the check of the sum.

    ``equal``: the assigned parts add up; ``short`` and ``over``: all are assigned and do not; ``open``: they fall
    short and some part has no target, so ``difference`` may still be assigned; ``not_additive``: a ratio.
    """

    whole: Target
    shares: tuple[Share, ...]
    total: Fraction
    difference: Fraction
    check: Check
    text: Text


def reconcile(*, of: Sequence[Target], on: date, actor: Actor | None = None) -> list[Line]:
    """Check, for each target of a region whose parts have targets of the same indicator, that they add up."""
    wholes = [one for one in of if one.region is not None and one.value is not None and is_whole(one)]
    lines = []
    below: dict[int, list[Region]] = {}
    with reading(viewer(actor)):
        for one in wholes:
            if one.region is not None and one.region.pk not in below:
                below[one.region.pk] = parts(one.region, on=on)
    for whole in wholes:
        if whole.region is None:
            continue
        regions = below[whole.region.pk]
        same = {
            one.region_id: one for one in of
            if is_whole(one) and one.kind == whole.kind and one.due_year == whole.due_year and one.key != whole.key
            and (one.measure == whole.measure if whole.measure else one.indicator == whole.indicator)}
        shares = tuple(_share(region, same.get(region.pk)) for region in regions)
        if any(share.target is not None for share in shares):
            lines.append(_line(whole, shares))
    return lines


def _share(region: Region, target: Target | None) -> Share:
    if target is None or target.value is None:
        return Share(region, NotAssigned(), target)
    return Share(region, Fraction(target.value), target)


def _line(whole: Target, shares: tuple[Share, ...]) -> Line:
    goal = Fraction(whole.value or 0)
    total = sum((share.amount for share in shares if isinstance(share.amount, Fraction)), Fraction(0))
    missing = [share.region for share in shares if isinstance(share.amount, NotAssigned)]
    difference = goal - total
    measure = declared_measure(whole.measure)
    unit = whole.unit
    if whole.kind in {"growth_rate_per_year", "growth_total", "reduction", "share"} or (
            measure is not None and measure.aggregation != "sum"):
        return Line(whole, shares, total, difference, "not_additive", Text(
            "比率类目标不能相加，须按分子分母汇总", "a ratio does not add up; it is rolled up by its parts"))
    names_zh = "、".join(region.name for region in missing)
    names_en = ", ".join(region.name_en for region in missing)
    note_zh = f"（{names_zh}未分配，不计为零）" if missing else ""
    note_en = f" ({names_en}: not assigned, not counted as zero)" if missing else ""
    if difference == 0:
        return Line(whole, shares, total, difference, "equal", Text(
            f"各地合计{shown(total)}{unit}，等于全域目标{note_zh}",
            f"the parts add up to the whole, {shown(total)} {unit}{note_en}"))
    if difference > 0 and missing:
        return Line(whole, shares, total, difference, "open", Text(
            f"各地合计{shown(total)}{unit}，尚有{shown(difference)}{unit}未分解{note_zh}",
            f"the parts add up to {shown(total)} {unit}; {shown(difference)} {unit} not yet assigned{note_en}"))
    short = difference > 0
    return Line(whole, shares, total, difference, "short" if short else "over", Text(
        f"各地合计{shown(total)}{unit}，比全域目标{'少' if short else '多'}{shown(abs(difference))}{unit}{note_zh}",
        f"the parts add up to {shown(total)} {unit}, {shown(abs(difference))} {unit} "
        f"{'less' if short else 'more'} than the whole{note_en}"))


@dataclass(frozen=True, slots=True)
class Trial:
    """A reallocation on trial: each part before and after. Nothing is written; the total is held."""

    line: Line
    after: Mapping[str, Fraction]
    held: frozenset[str]

    @property
    def changed(self) -> dict[str, Fraction]:
        """The parts whose share would change."""
        before = {share.region.slug: share.amount for share in self.line.shares}
        return {slug: amount for slug, amount in self.after.items() if amount != before[slug]}


def what_if(*, line: Line, changes: Mapping[str, Decimal | int | str]) -> Trial:
    """Give the regions named in ``changes`` (by slug) new targets and spread the difference over the others.

    The others keep their proportions, in whole units by the largest remainder, and the total of the parts stays.
    Refuses a region without a target, a negative or broken number, a part beyond the total, and a change that
    leaves nobody to take up the difference.
    """
    if line.check == "not_additive":
        raise Refusal.one(
            "cascade.not-additive", "比率类目标不能重新分配", "a ratio cannot be reallocated", place="measure")
    given = {share.region.slug: share.amount for share in line.shares if isinstance(share.amount, Fraction)}
    after = dict(given)
    for slug, new in changes.items():
        if slug not in given:
            raise Refusal.one(
                "cascade.not-assigned", f"“{slug}”没有分配目标，不能调整", f"{slug!r} has no target to change",
                place=slug)
        after[slug] = _whole_number(new, slug)
    rest = [slug for slug in given if slug not in changes]
    left = line.total - sum((after[slug] for slug in changes), Fraction(0))
    if left < 0:
        raise Refusal.one(
            "cascade.beyond-total", f"调整后超出合计{shown(-left)}{line.whole.unit}",
            f"this is {shown(-left)} {line.whole.unit} beyond the total", place="changes")
    if not rest and left != 0:
        raise Refusal.one(
            "cascade.nobody-left", "没有其他地区承接差额，合计无法保持",
            "nobody is left to take up the difference, so the total would not hold", place="changes")
    after |= spread(left, {slug: given[slug] for slug in rest})
    return Trial(line, after, frozenset(changes))


def _whole_number(value: Any, place: str) -> Fraction:
    try:
        written = Decimal(str(value))
    except InvalidOperation:
        written = Decimal("NaN")
    # Asked by its exponent, before anything writes out the digits of 1e999999999.
    sound = written.is_finite() and written.adjusted() < 18
    number = Fraction(written) if sound and int(written.as_tuple().exponent) > -40 else Fraction(-1)
    if number < 0 or number.denominator != 1:
        raise Refusal.one("cascade.number", "应当是不小于零的整数", "must be a whole number, zero or more", place=place)
    return number


def spread(total: Fraction, weights: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Spread ``total`` in proportion to ``weights``: whole units to the largest remainders, first-named first.

    A total that is not whole keeps its fraction in the first part.
    """
    if not weights:
        return {}
    whole = total.numerator // total.denominator
    sum_of = sum(weights.values(), Fraction(0))
    exact = {
        slug: Fraction(whole) * (weight / sum_of if sum_of else Fraction(1, len(weights)))
        for slug, weight in weights.items()}
    floors = {slug: amount.numerator // amount.denominator for slug, amount in exact.items()}
    order = sorted(weights, key=lambda slug: exact[slug] - floors[slug], reverse=True)
    for slug in order[: whole - sum(floors.values())]:
        floors[slug] += 1
    found = {slug: Fraction(amount) for slug, amount in floors.items()}
    found[next(iter(found))] += total - whole
    return found


@dataclass(frozen=True, slots=True)
class Effect:
    """What a part's present value does to the whole: if every other part just meets its target, the whole reaches
    ``reaches`` and misses its own by ``shortfall`` (zero when it does not).
    """

    share: Share
    course: Course
    reaches: Fraction | None
    shortfall: Fraction | None
    text: Text


def effects(*, line: Line, as_of: date, actor: Actor | None = None) -> list[Effect]:
    """The effect of each assigned part on the whole, by its value on a day."""
    assigned = [share for share in line.shares if share.target is not None and isinstance(share.amount, Fraction)]
    found = courses([share.target for share in assigned if share.target is not None], as_of=as_of, actor=actor)
    return [_effect(line, share, course) for share, course in zip(assigned, found, strict=True)]


def _effect(line: Line, share: Share, course: Course) -> Effect:
    name, unit = share.region, line.whole.unit
    if not isinstance(course.number, Fraction) or not isinstance(share.amount, Fraction):
        return Effect(share, course, None, None, Text(
            f"{name.name}没有可比的数值，影响不可计算",
            f"{name.name_en} has no value to compare; its effect cannot be computed"))
    missing = max(share.amount - course.number, Fraction(0))
    reaches = line.total - missing
    shortfall = max(Fraction(line.whole.value or 0) - reaches, Fraction(0))
    if missing == 0:
        return Effect(share, course, reaches, shortfall, Text(
            f"{name.name}已达到其目标，不影响全域目标", f"{name.name_en} meets its target; the whole is not affected"))
    return Effect(share, course, reaches, shortfall, Text(
        f"{name.name}还差{shown(missing)}{unit}；"
        f"若其他地区恰好完成，全域为{shown(reaches)}{unit}，差{shown(shortfall)}{unit}",
        f"{name.name_en} lacks {shown(missing)} {unit}; if all others just meet theirs, the whole reaches "
        f"{shown(reaches)} {unit} and lacks {shown(shortfall)} {unit}"))


def reallocate(act: Act) -> Mapping[str, Any]:
    """Take over a reallocation: a new version of each part's target whose share changes, in one act.

    ``target``: the key of the whole's target; ``facts``: ``changes`` (slug of region → new target) and ``reason``.
    """
    reason = given_reason(act)
    everything = targets(actor=act.actor)
    whole = next((one for one in everything if str(one.key) == str(act.target)), None)
    if whole is None or whole.region is None:
        raise Refusal.one("cascade.whole", "没有这个全域目标", "there is no such target of the whole", place="target")
    act.require(whole.region.path)
    lines = reconcile(of=[one for one in everything if one.plan == whole.plan], on=act.day, actor=act.actor)
    line = next((one for one in lines if one.whole.key == whole.key), None)
    if line is None:
        raise Refusal.one("cascade.no-parts", "该目标没有分解到各地", "this target has no parts", place="target")
    trial = what_if(line=line, changes=dict(act.facts.get("changes") or {}))
    if not trial.changed:
        raise Refusal.one("cascade.nothing", "没有变化", "nothing changes", place="changes")
    before = {share.region.slug: share.target for share in line.shares}
    for slug, amount in trial.changed.items():
        one = before[slug]
        if one is not None:
            new_version(act, one, {"value": Decimal(amount.numerator) / Decimal(amount.denominator),
                                   "written": f"{shown(amount)}{one.unit}"}, reason)
    return {"target": str(whole.key), "changed": {slug: shown(amount) for slug, amount in trial.changed.items()},
            "total": plain(Decimal(line.total.numerator) / Decimal(line.total.denominator))}
