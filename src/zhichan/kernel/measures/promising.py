"""Acts on targets: a promise, a new version of it, a reported value.

Nothing is overwritten. The acts are ``target:promise``, ``target:rebase`` and ``value:report``; ``cascade`` has
``target:reallocate``.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import connection

from zhichan.kernel.access.public import readers_for, reading
from zhichan.kernel.acts.public import NOT_THERE, Act
from zhichan.kernel.casework.public import Case
from zhichan.kernel.catalogue.public import Measure, current
from zhichan.kernel.ground.public import Reason, Refusal, Region, Text
from zhichan.kernel.ledger.public import Audience
from zhichan.kernel.measures.courses import offered_baseline
from zhichan.kernel.measures.models import Reported, Target
from zhichan.kernel.measures.quantities import converted, written
from zhichan.kernel.measures.targets import RATES, WHOLE, declared_measure, measures_it, target, uuid_of

_RANK = {"nation": 0, "province": 1, "city": 2, "county": 3, "zone": 3, "town": 4, "": 9}
READERS = ("plan-officer", "statistician", "county-officer", "liaison", "leader", "administrator")
COMPARATORS = frozenset({">=", "<=", "=", "~", "range"})
DIGITS = 17
"""Before the point of a number, as the tables of targets and of reported values take it."""
COPIED = tuple(
    field.attname for field in Target._meta.concrete_fields
    if field.attname not in {"id", "version", "reason", "at", "by"})


def _decimal(value: Any, place: str) -> Decimal:
    try:
        found = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found.adjusted() >= DIGITS or int(found.as_tuple().exponent) < -20:
        raise Refusal.one("target.number", "应当是数字", "must be a number", place=place)
    return found


def _optional(value: Any, place: str) -> Decimal | None:
    return None if value is None else _decimal(value, place)


def _converted(
    value: Decimal, *, written: str | None, unit: str, place: str, name: str = ""
) -> tuple[Decimal, str]:
    """``quantities.converted``; refuses a number that has more digits in that unit than are kept, with its ``name``."""
    found = converted(value, written=written, unit=unit)
    if found[0].adjusted() >= DIGITS:
        told = f"{value:f}{written or ''}"
        raise Refusal.one("target.number", f"{name}数值{told}太大", f"{name} {told} is too large".strip(), place=place)
    return found


def promise(act: Act) -> Mapping[str, Any]:
    """Enter one target of a plan.

    ``facts``: ``target`` (an item of a reading, see the reader's schema, perhaps with ``units``, ``yearly`` and
    ``tolerance``), ``region`` (path of the plan's region), ``parent`` (the plan's case, of that region or one above
    it), ``item``, ``period`` (``{start, end}``). A scope above the plan's region (全省 in a city's plan) is not
    entered: the result says so. A measure that counts something else is not taken. A target whose ``value`` is null
    is a region the plan leaves without one.
    """
    path = str(act.facts.get("region") or "")
    plan_region = act.once_for_all(("region", path), lambda: Region.objects.filter(path=path).first())
    if plan_region is None:
        raise Refusal.one("target.region", "没有指明规划的地区", "the plan's region is missing", place="region")
    act.require(plan_region.path)
    plan = _plan_of(act, plan_region)
    if not isinstance(act.facts.get("target"), Mapping):
        raise Refusal.one("target.item", "没有写明目标", "the target is missing", place="target")
    item = dict(act.facts["target"])
    scope = str(item.get("scope") or "").strip()
    level = WHOLE.get(scope)
    if level and _RANK[level] < _RANK[plan_region.kind] and not act.facts.get("even_above"):
        return {"target": None, "skipped": {
            "zh": f"“{scope}”的目标高于{plan_region.name}，没有列入登记册",
            "en": f"a target for {scope} is above {plan_region.name_en} and was not entered"}}
    region = _region_of(act, scope, plan_region)
    slug = str(item.get("canonical") or item.get("measure") or "")
    measure = declared_measure(slug)
    kind = str(item.get("kind") or "level")
    if measure is not None and not measures_it(slug, kind=kind, unit=item.get("unit")):
        # What counts something else would tell a wrong course: 60场次 is no number of 人次.
        slug, measure = "", None
    comparator = str(item.get("comparator") or ">=")
    reasons = []
    if kind not in Target.Kind.values:
        reasons.append(Reason(
            "target.kind", Text(f"没有“{kind}”这种目标", f"there is no kind of target {kind!r}"), "kind"))
    if comparator not in COMPARATORS:
        reasons.append(Reason(
            "target.comparator", Text(f"不认识的比较方式“{comparator}”", f"unknown comparator {comparator!r}"),
            "comparator"))
    if reasons:
        raise Refusal.of(reasons)
    value, value_max = _optional(item.get("value"), "value"), _optional(item.get("value_max"), "value_max")
    own_unit = measure.unit if measure is not None and kind not in RATES else ""
    unit = "%" if kind in RATES else converted(Decimal(0), written=item.get("unit"), unit=own_unit)[1]

    name = str(item.get("indicator") or "")[:300]

    def convert(number: Decimal | None, place: str) -> Decimal | None:
        if number is None:
            return None
        return _converted(number, written=item.get("unit"), unit=own_unit, place=place, name=name)[0]

    baseline = item.get("baseline") or {}
    baseline_value = _optional(baseline.get("value"), "baseline")
    if baseline_value is not None:
        baseline_unit = item.get("baseline_unit") or _baseline_unit(item, baseline_value, value, own_unit)
        base_in = measure.unit if measure is not None else ""
        baseline_value = _converted(
            baseline_value, written=baseline_unit, unit=base_in, place="baseline", name=name)[0]
    start = (act.facts.get("period") or {}).get("start")
    span = item.get("span") or [None, None]
    one = Target(
        key=uuid.uuid4(), version=1, plan=plan, item=str(act.facts.get("item") or ""),
        indicator=name, measure=slug, region=region, scope=scope[:120],
        units=[str(each) for each in act.facts.get("units") or item.get("units") or []], kind=kind,
        comparator=comparator,
        strict=bool(item.get("strict")), direction=_direction(measure, comparator),
        value=convert(value, "value"), value_max=convert(value_max, "value_max"),
        tolerance=_optional(item.get("tolerance"), "tolerance"), unit=unit,
        written=written(value, value_max, item.get("unit"))[:60], due_year=_year(item.get("year")),
        start_year=_year(start),
        baseline_year=_year(baseline.get("year")), baseline_value=baseline_value,
        baseline_source="plan" if baseline_value is not None else "",
        yearly={str(year): str(convert(_decimal(each, "yearly"), "yearly"))
                for year, each in (item.get("yearly") or {}).items()},
        attribute=str(item.get("attribute") or ""), quote=str(item.get("quote") or ""), span_start=span[0],
        span_end=span[1], part=str(item.get("part") or "")[:20], at=act.at, by=act.actor.name)
    if kind == Target.Kind.CUMULATIVE and measure is not None and measure.counted_from is not None:
        # Without a baseline the plan counts from its own first day; with one it goes on from the measure's, and so
        # do the shares of a whole that has one, or they would not add up to it.
        act.put()
        whole = Target.objects.filter(
            plan=one.plan, measure=slug, kind=kind, version=1, baseline_value__isnull=False).exists()
        fresh = baseline_value is None and one.start_year is not None and not whole
        one.counted_from = date(one.start_year or 0, 1, 1) if fresh else measure.counted_from
    _keep(act, one, region.path if region is not None else plan_region.path, {"promised": item})
    return {"target": str(one.key), "item": one.item}


def _plan_of(act: Act, region: Region) -> str:
    """The id of the plan's case, empty for a target of no plan; refuses a case that promises no targets here."""
    if not act.facts.get("parent"):
        return ""
    # A plan's facts hold the whole document, and each of its targets asks for its plan.
    parent = str(act.facts["parent"])
    plan: Case = act.once_for_all(
        ("plan", parent),
        lambda: act.reached(Case.objects.all(), without=("facts", "course", "letters"), pk=parent))
    procedure = current().procedure(plan.procedure)
    promises = {
        hand_on.verb for each in (procedure.acts.values() if procedure else ()) for hand_on in each.hands_on
    }
    if act.verb not in promises:
        raise Refusal.one("target.no-plan", "该事项不是规划", "that case is no plan", place="parent")
    if not region.path.startswith(plan.region.path):
        raise Refusal.one(
            "target.plan-region", f"规划属于{plan.region.name}，不能为{region.name}定目标",
            f"the plan is {plan.region.name_en}'s and sets no targets for {region.name_en}", place="parent")
    return str(plan.pk)


def _baseline_unit(item: Mapping[str, Any], baseline: Decimal, value: Decimal | None, own: str) -> str | None:
    """The unit of a baseline that stands without one beside a target in 万: whichever is of the target's size."""
    unit = item.get("unit")
    factor, base = converted(Decimal(1), written=unit, unit="")
    if factor == 1 or value is None or base == "" or baseline < value:
        return unit if isinstance(unit, str) else None
    return own or base


def _direction(measure: Measure | None, comparator: str) -> str:
    if comparator == "<=":
        return "lower"
    if measure is not None and measure.direction == "lower":
        return "lower"
    return "higher"


def _year(value: Any) -> int | None:
    if value is None:
        return None
    year = int(value)
    if not 1949 <= year <= 2200:
        raise Refusal.one("target.year", f"年份“{value}”不合理", f"{value!r} is no sensible year", place="year")
    return year


def _region_of(act: Act, scope: str, plan_region: Region) -> Region | None:
    if not scope:
        return None
    if scope in WHOLE or scope == plan_region.name or scope[:2] in WHOLE:
        return plan_region
    below = act.once_for_all(
        ("below", plan_region.path), lambda: list(Region.objects.filter(path__startswith=plan_region.path)))
    named = [one for one in below if scope in {one.name, one.slug}]
    named = named or [one for one in below if one.name.endswith(scope)]
    return named[0] if len(named) == 1 else None


def place_of(one: Target) -> str:
    """The path of the region whose officers answer for a target: its own, else that of its plan.

    A target for an industry lies in no region; its readers still name the plan's.
    """
    if one.region is not None:
        return str(one.region.path)
    return max((each.partition("@")[2] for each in one.readers), key=len, default="")


def _keep(act: Act, one: Target, path: str, content: Mapping[str, Any]) -> None:
    audience = Audience(readers=tuple(readers_for(READERS, path)), public=True)
    for name, each in audience.columns().items():
        setattr(one, name, each)
    act.rows.append(one)
    act.event(
        subject_kind="target", subject_id=str(one.key), version=one.version, audience=audience, reason=one.reason,
        content={**content, "version": one.version, "value": str(one.value) if one.value is not None else None,
                 "unit": one.unit})


CHANGEABLE = frozenset({
    "baseline_year", "baseline_value", "baseline_source", "value", "value_max", "due_year", "start_year", "kind",
    "comparator", "measure", "tolerance", "yearly", "attribute", "units", "counted_from", "strict",
})
_NUMBERS = frozenset({"baseline_value", "value", "value_max", "tolerance"})


def given_reason(act: Act) -> str:
    reason = str(act.facts.get("reason") or "").strip()
    if not reason:
        raise Refusal.one("target.no-reason", "请写明理由", "a reason is needed", place="reason")
    return reason


def new_version(act: Act, before: Target, changes: Mapping[str, Any], reason: str) -> Target:
    """Append a version of ``before`` with ``changes``; the one before stays as it is."""
    act.put()
    latest = Target.objects.filter(key=before.key).order_by("-version").values_list("version", flat=True)[0]
    if latest != before.version:
        raise Refusal.one(
            "target.stale", "该目标刚被他人修改，请重新打开", "the target has just been changed; open it again",
            place="target")
    after = Target(
        **{name: getattr(before, name) for name in COPIED} | dict(changes), version=before.version + 1, reason=reason,
        at=act.at, by=act.actor.name)
    old = {name: _stored(getattr(before, name)) for name in changes}
    new = {name: _stored(each) for name, each in changes.items()}
    _keep(act, after, place_of(before), {"changes": new, "before": old})
    return after


def _stored(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal | date) else value


def _known(act: Act) -> Target:
    """Lock the target and check that the actor may change it."""
    act.put()
    key = uuid_of(act.target)
    with reading(act.actor):
        if not Target.objects.filter(key=key).exists():
            raise Refusal(NOT_THERE)
    with connection.cursor() as cursor:
        # Versions are only ever added, so there is no row to lock.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"target:{key}"])
    before = Target.objects.select_related("region").filter(key=key).order_by("-version")[0]
    act.require(place_of(before))
    return before


def rebase(act: Act) -> Mapping[str, Any]:
    """Change a target in a new version.

    ``target``: its key; ``facts``: ``changes`` (of ``CHANGEABLE``; numbers in the target's unit, a baseline in
    the measure's) and ``reason``; or ``baseline: "rows"`` to take the baseline the rows give (``as_of`` the act's
    day), kept with its source.
    """
    before, reason = _known(act), given_reason(act)
    changes = dict(act.facts.get("changes") or {})
    if act.facts.get("baseline") == "rows":
        offer = offered_baseline(before, as_of=act.day, actor=act.actor)
        if offer is None:
            raise Refusal.one(
                "target.no-baseline", "记录中得不出基期值", "the rows give no baseline", place="baseline")
        changes |= {"baseline_year": offer.year, "baseline_value": offer.value, "baseline_source": offer.source}
    unknown = set(changes) - CHANGEABLE
    if unknown or not changes:
        name = min(unknown, default="")
        raise Refusal.one(
            "target.changes", f"不能更改“{name}”" if name else "没有写明要更改什么",
            f"{name!r} cannot be changed" if name else "nothing is to be changed", place=name or "changes")
    for name in _NUMBERS & set(changes):
        changes[name] = _optional(changes[name], name)
    for name in {"baseline_year", "due_year", "start_year"} & set(changes):
        changes[name] = _year(changes[name])
    if changes.get("baseline_value") is not None and not str(changes.get("baseline_source") or "").strip():
        raise Refusal.one(
            "target.no-source", "基期值须写明来源", "a baseline needs its source", place="baseline_source")
    if changes.get("baseline_value") is not None and changes.get("baseline_year", before.baseline_year) is None:
        raise Refusal.one("target.no-year", "基期值须写明年份", "a baseline needs its year", place="baseline_year")
    if changes.get("kind", before.kind) not in Target.Kind.values:
        raise Refusal.one("target.kind", "没有这种目标", "there is no such kind of target", place="kind")
    if changes.get("comparator", before.comparator) not in COMPARATORS:
        raise Refusal.one("target.comparator", "不认识的比较方式", "unknown comparator", place="comparator")
    after = new_version(act, before, changes, reason)
    return {"target": str(after.key), "version": after.version}


def report(act: Act) -> Mapping[str, Any]:
    """Enter a reported or published value; a later one for the same day takes its place, both stay.

    ``facts``: ``day``, ``value``, ``unit`` (default: the measure's), ``source``, and either ``target`` (its key) or
    ``measure`` and ``region`` (slug).
    """
    facts = act.facts
    source = str(facts.get("source") or "").strip()
    if not source:
        raise Refusal.one("value.no-source", "请写明数值的来源", "a value needs its source", place="source")
    key, slug, region = None, "", None
    if facts.get("target"):
        one = target(key=facts["target"], actor=act.actor)
        key, slug, region, unit = one.key, "", one.region, one.unit
        if region is None:
            region = Region.objects.filter(path=place_of(one)).first()
    else:
        slug = str(facts.get("measure") or "")
        region = Region.objects.filter(slug=str(facts.get("region") or "")).first()
        measure = declared_measure(slug)
        if measure is not None and measure.computation is not None:
            raise Refusal.one(
                "value.computed", "该指标由记录算出，不能填报", "this measure is computed from rows, not reported",
                place="measure")
        unit = measure.unit if measure is not None else str(facts.get("unit") or "")
        if not slug:
            raise Refusal.one("value.measure", "请指明指标", "name the measure", place="measure")
    if region is None:
        raise Refusal.one("value.region", "没有这个地区", "there is no such region", place="region")
    act.require(region.path)
    day = facts.get("day")
    try:
        when = day if isinstance(day, date) else date.fromisoformat(str(day))
    except ValueError:
        raise Refusal.one("value.day", "请给出日期", "give a day", place="day") from None
    if when > act.day:
        raise Refusal.one("value.future", "不能填报将来的数值", "a value cannot lie in the future", place="day")
    number, unit = _converted(
        _decimal(facts.get("value"), "value"), written=str(facts.get("unit") or unit), unit=unit, place="value")
    audience = Audience(readers=tuple(readers_for(READERS, region.path)), public=True)
    kept = Reported.objects.create(
        measure=slug, target=key, region=region, day=when, value=number, unit=unit, source=source[:300], at=act.at,
        by=act.actor.name, **audience.columns())
    act.event(
        subject_kind="target" if key else "measure", subject_id=str(key or slug), audience=audience,
        content={"region": region.slug, "day": when.isoformat(), "value": str(number), "unit": unit, "source": source})
    return {"reported": kept.pk}
