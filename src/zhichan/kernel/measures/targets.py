"""The register of targets: what was promised, in which version, and what contradicts what."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.catalogue.public import Measure, current
from zhichan.kernel.ground.public import Refusal, Region, Text
from zhichan.kernel.measures.models import Target
from zhichan.kernel.measures.quantities import alike
from zhichan.kernel.measures.viewing import open_to, viewer

WHOLE = {"全国": "nation", "全國": "nation", "全省": "province", "全市": "city", "全州": "city", "全盟": "city",
         "全县": "county", "全縣": "county", "全旗": "county", "全区": "county", "全區": "county", "全域": ""}
PLACE = re.compile(r".*(?:[县市区州盟旗镇乡]|县域|街道|新城|兵团|农场)(?:[(（].*[)）])?")
RATES = frozenset({"growth_rate_per_year", "growth_total", "reduction"})


# --- Reading ----------------------------------------------------------------------------------------------------

def targets(
    *, plan: str | None = None, region: Region | None = None, measure: str | None = None, keys: Iterable[Any] = (),
    actor: Actor | None = None, at: datetime | None = None,
) -> list[Target]:
    """The versions in force (at an instant, default: the latest) of the targets the actor may see, in plan order.

    ``region`` takes its parts in; ``keys`` limits to some targets.
    """
    found = Target.objects.select_related("region")
    if plan is not None:
        found = found.filter(plan=plan)
    if at is not None:
        found = found.filter(at__lte=at)
    if wanted := list(keys):
        found = found.filter(key__in=wanted)
    with reading(viewer(actor)):
        found = open_to(actor, found)
        # What may change between versions is asked of the version in force, not before it is chosen.
        latest = found.order_by("key", "-version").distinct("key")
        chosen = [
            one for one in latest
            if (measure is None or one.measure == measure)
            and (region is None or (one.region is not None and one.region.path.startswith(region.path)))
        ]
    return sorted(chosen, key=lambda one: (one.plan, one.span_start or 0, natural(one.item)))


def natural(item: str) -> tuple[str, int]:
    """Sorts t2 before t10."""
    digits = "".join(each for each in item if each.isdigit())
    return item.rstrip("0123456789"), int(digits or 0)


def target(*, key: Any, actor: Actor | None = None, at: datetime | None = None) -> Target:
    """The version in force of one target; refuses what is not there or not open to the actor."""
    found = targets(keys=[uuid_of(key)], actor=actor, at=at)
    if not found:
        raise Refusal(NOT_THERE)
    return found[0]


def versions(*, key: Any, actor: Actor | None = None) -> list[Target]:
    """Every version of a target, oldest first."""
    with reading(viewer(actor)):
        found = open_to(actor, Target.objects.filter(key=uuid_of(key)))
        return list(found.select_related("region").order_by("version"))


def uuid_of(key: Any) -> uuid.UUID:
    """The key of a target as it was given; what can be none is not there."""
    try:
        return key if isinstance(key, uuid.UUID) else uuid.UUID(str(key))
    except ValueError:
        raise Refusal(NOT_THERE) from None


def declared_measure(slug: str) -> Measure | None:
    """The latest edition of a measure, ``None`` when it is not declared."""
    return current().measures.get(slug) if slug else None


def measures_it(slug: str, *, kind: str, unit: str | None) -> bool:
    """Whether a goal of this kind in this unit is measured by the measure: a rate of growth is, whatever it counts."""
    measure = declared_measure(slug)
    return measure is not None and (kind in RATES or alike(unit, measure.unit))


def is_whole(one: Target) -> bool:
    """Whether the target is for the whole of its region, not for an industry or a kind of firm in it."""
    return one.region is not None and (
        not one.scope or one.scope in WHOLE or one.region.name.endswith(one.scope) or one.scope == one.region.slug)


def is_called_a_place(scope: str) -> bool:
    """Whether a scope that is no region on record has the name of one: a county of another city, a zone."""
    return bool(PLACE.fullmatch(scope))


# --- Contradictions -----------------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Side:
    """One of the statements that do not go together: the target and its words."""

    key: uuid.UUID
    text: str
    quote: str
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Statements of one plan that do not go together (``value``, ``increase``, ``parts``), or need a look.

    ``certain`` is false where both may be meant, such as industry chains that do not add up to the city's goal.
    """

    code: str
    text: Text
    sides: tuple[Side, ...]
    certain: bool = True


def _side(one: Target) -> Side:
    span = (one.span_start, one.span_end) if one.span_start is not None and one.span_end is not None else None
    return Side(one.key, f"{one.indicator} {one.written}", one.quote, span)


def conflicts(of: Sequence[Target]) -> list[Conflict]:
    """What contradicts what among targets of one plan; nothing is forced to agree."""
    return [*_different_values(of), *_increases(of), *_chains(of), *_sums_of_chains(of)]


def _different_values(of: Sequence[Target]) -> list[Conflict]:
    groups: dict[tuple[Any, ...], list[Target]] = {}
    for one in of:
        if one.value is not None and (one.region_id or one.scope):
            name, scope = one.measure or one.indicator, "" if is_whole(one) else one.scope
            groups.setdefault((name, one.region_id, scope, one.due_year, one.kind), []).append(one)
    found = []
    for same in groups.values():
        values = {(one.value, one.value_max, one.comparator) for one in same}
        if len(values) > 1:
            said = [f"{one.written}" for one in same]
            found.append(Conflict(
                "value",
                Text(f"“{same[0].indicator}”有不同的目标值：{'、'.join(said)}",
                     f"different targets for {same[0].indicator!r}: {', '.join(said)}"),
                tuple(_side(one) for one in same)))
    return found


def _increases(of: Sequence[Target]) -> list[Conflict]:
    found = []
    for new in of:
        if new.kind != Target.Kind.COUNT_NEW or new.value is None or not is_whole(new):
            continue
        for level in of:
            if (level.kind == Target.Kind.LEVEL and level.measure and level.measure == new.measure and is_whole(level)
                    and level.region_id == new.region_id and level.due_year == new.due_year
                    and level.baseline_value is not None and level.value is not None
                    and level.baseline_value + new.value != level.value):
                base, plus, goal = (plain(each) for each in (level.baseline_value, new.value, level.value))
                found.append(Conflict(
                    "increase",
                    Text(f"“{new.indicator}”：基期{base}加新增{plus}不等于目标{goal}",
                         f"{new.indicator!r}: {base} at the start plus {plus} new is not {goal}"),
                    (_side(new), _side(level))))
    return found


def _chains(of: Sequence[Target]) -> list[Conflict]:
    """Goals of industries or organisations beside the region's own: told, never forced."""
    found = []
    for whole in of:
        if not whole.measure or whole.region is None or not is_whole(whole) or whole.value is None:
            continue
        if whole.kind in RATES:
            continue
        if any(other.region_id != whole.region_id and other.region is not None
               and whole.region.path.startswith(other.region.path) for other in of if is_whole(other)):
            continue
        narrow = [
            one for one in of
            if one.measure == whole.measure and one.kind == whole.kind and not is_whole(one) and one.value is not None]
        total = sum((one.value for one in narrow if one.value is not None), Decimal(0))
        if len(narrow) > 1 and total != whole.value:
            found.append(Conflict(
                "parts",
                Text(f"“{whole.indicator}”：各产业（单位）合计{plain(total)}，全域目标{plain(whole.value)}",
                     f"{whole.indicator!r}: industries or organisations add up to {plain(total)}, the whole is "
                     f"{plain(whole.value)}"),
                (_side(whole), *(_side(one) for one in narrow)), certain=False))
    return found


def _sums_of_chains(of: Sequence[Target]) -> list[Conflict]:
    """Goals of industries for a sum of measures, beside the region's own goals for its parts: told, never forced."""
    groups: dict[tuple[str, str, int | None], list[Target]] = {}
    for one in of:
        if one.value is not None and not is_whole(one) and one.kind not in RATES:
            groups.setdefault((one.measure, one.kind, one.due_year), []).append(one)
    found = []
    for (slug, kind, due), narrow in groups.items():
        measure = declared_measure(slug)
        if measure is None or measure.sum is None or len(narrow) < 2:
            continue
        wholes = [
            one for one in of
            if one.measure in measure.parts and (one.kind, one.due_year) == (kind, due) and is_whole(one)
            and one.value is not None]
        if {one.measure for one in wholes} != set(measure.parts) or len({one.region_id for one in wholes}) != 1:
            continue
        total, whole = (sum((one.value or Decimal(0) for one in each), Decimal(0)) for each in (narrow, wholes))
        if total != whole:
            parts = "+".join(plain(one.value or Decimal(0)) for one in wholes)
            found.append(Conflict(
                "parts",
                Text(f"“{measure.title.zh}”：各产业（单位）合计{plain(total)}，全域目标{parts}={plain(whole)}",
                     f"{measure.title.en!r}: industries or organisations add up to {plain(total)}, the whole is "
                     f"{parts}={plain(whole)}"),
                (*(_side(one) for one in wholes), *(_side(one) for one in narrow)), certain=False))
    return found


def plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
