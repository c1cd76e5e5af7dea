"""Industry chains: the sheets of a plan, the rights that rules give to each chain, and totals against the city's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from zhichan.doors.desk.builders.targets import chosen_plan, goal, plan_choices, plans_of, target_name
from zhichan.doors.desk.management.cards import Link, Page, Section
from zhichan.doors.desk.management.tabs import tabs
from zhichan.doors.look.parts import Cell, Column, Figure, Filter, Row, State, Table
from zhichan.doors.look.words import unit_text
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import reach
from zhichan.kernel.casework.public import Case
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Text
from zhichan.kernel.measures.public import Target, is_called_a_place, is_whole, targets
from zhichan.kernel.registry.public import GIProduct, Holding, Mark, Patent

UNLABELLED = Text("缺行名", "label lost")
OTHERS = Text("按单位的目标", "Targets of organisations")
GI_MARKS = ("gi_collective", "gi_certification")


@dataclass(frozen=True)
class Chain:
    """A row of a sheet: its name (empty where the plan's label is lost), where it stands in the text, its targets."""

    name: str
    place: int
    targets: Mapping[str, Target]


@dataclass(frozen=True)
class Sheet:
    """One table of chains: what it is called, its indicators in order, its rows."""

    title: str
    indicators: Sequence[str]
    rows: Sequence[Chain]


def sheets(of: Sequence[Target]) -> list[Sheet]:
    """The sheets of a plan: targets whose scope is a table and a row of it, and rows that lost their labels.

    A row without a label belongs to the sheet whose rows stand nearest to it in the text. Places are no chains: a
    table whose rows are places for the greater part, or a place on its own.
    """
    named = _of_no_place([one for one in of if not is_whole(one) and one.region is None and one.scope])
    lost = [one for one in of if one.region is None and not one.scope and one.value is not None]
    groups: dict[str, dict[tuple[str, int], dict[str, Target]]] = {}
    for one in named:
        title, bar, name = one.scope.partition(":")
        key = (name, 0) if bar else (title, 0)
        groups.setdefault(title if bar else "", {}).setdefault(key, {})[one.indicator] = one
    for one in lost:
        place = one.span_start or 0
        near = [
            (abs((other.span_start or 0) - place), other.scope.partition(":")[0])
            for other in named
            if ":" in other.scope and other.measure == one.measure
        ]
        if near:
            groups[min(near)[1]].setdefault(("", place), {})[one.indicator] = one
    found = []
    for title, rows in groups.items():
        chains = [
            Chain(name, min(each.span_start or 0 for each in own.values()), own)
            for (name, _), own in rows.items()
        ]
        chains.sort(key=lambda each: each.place)
        indicators = list(dict.fromkeys(each for chain in chains for each in chain.targets))
        found.append(Sheet(title, indicators, chains))
    return sorted(found, key=lambda each: (not each.title, each.rows[0].place))


def _of_no_place(named: Sequence[Target]) -> list[Target]:
    tables: dict[str, list[bool]] = {}
    for one in named:
        title, bar, name = one.scope.partition(":")
        tables.setdefault(title, []).append(is_called_a_place(name if bar else title))
    places = {title for title, rows in tables.items() if sum(rows) * 2 > len(rows)}
    return [one for one in named if one.scope.partition(":")[0] not in places]


def page(actor: Actor, given: Mapping[str, str]) -> Page:
    """The sheets of a plan, what reconciles them with the city's targets, and the rules with their counts."""
    plans = plans_of(actor)
    plan = chosen_plan(plans, given)
    held = targets(plan=str(plan.pk), actor=actor) if plan is not None else []
    known = sheets(held)
    counted = rules(actor, plan)
    choices = plan_choices(plans, plan)
    return Page(
        title=Text("产业链指标", "Industry chains"),
        about=Text(
            "产业链表按规划原样列出；权利按规则归链，规则可改，件数随之变。",
            "The sheets stand as in the plan; rights belong to chains by rules that can be edited.",
        ),
        tabs=tabs("desk:chains"),
        filters=[Filter("plan", Text("规划", "Plan"), choices)] if len(plans) > 1 else (),
        address=reverse("desk:chains"),
        actions=[
            Link(Text("归链规则", "Rules"), reverse("desk:register", kwargs={"register": "chain_rule"})),
            Link(
                Text("产业链名单", "Chains"), reverse("desk:register", kwargs={"register": "industry_chain"})
            ),
        ]
        if "chain_rule" in current().registers
        else (),
        sections=[
            *(
                Section(
                    Text(one.title, one.title) if one.title else OTHERS,
                    table=_sheet(one, counted),
                    key=f"sheet-{number}",
                    note=_lost(one),
                )
                for number, one in enumerate(known, start=1)
            ),
            Section(
                Text("与全市目标对账", "Against the city's targets"),
                table=_reconciled(held, known),
                key="reconciled",
            ),
            Section(Text("归链规则与件数", "Rules and counts"), table=_rules(counted), key="rules"),
        ],
    )


def _lost(sheet: Sheet) -> Text | None:
    number = sum(not one.name for one in sheet.rows)
    if not number:
        return None
    return Text(
        f"有{number}行在原文中缺行名，照样标出，不推测。",
        f"{number} rows lost their labels in the text; they are marked, not guessed.",
    )


def _unit(sheet: Sheet, indicator: str) -> Text | str:
    """The unit of a column's numbers: theirs, where it is the same in every row."""
    units = {chain.targets[indicator].unit for chain in sheet.rows if indicator in chain.targets}
    return unit_text(units.pop()) if len(units) == 1 else ""


def _sheet(sheet: Sheet, counted: Sequence[Counted]) -> Table:
    by_chain = {one.chain: one for one in counted}
    rows = []
    for chain in sheet.rows:
        place = chain.place
        label = (
            Cell(chain.name)
            if chain.name
            else Cell(
                State("attention", UNLABELLED), note=Text(f"原文第{place}字处", f"at character {place}")
            )
        )
        own = by_chain.get(chain.name) if chain.name else None
        rows.append(
            Row(
                [
                    label,
                    *(
                        Cell(
                            goal(chain.targets[name]),
                            reverse("desk:target", kwargs={"target": chain.targets[name].key}),
                        )
                        if name in chain.targets
                        else Cell(Figure(None, gap="unassigned"))
                        for name in sheet.indicators
                    ),
                    Cell(
                        own.total
                        if own
                        else Figure(None, gap="unknown", reason=Text("没有归链规则", "no rule"))
                    ),
                ]
            )
        )
    totals = [
        sum(
            (each.targets[name].value or Decimal(0) for each in sheet.rows if name in each.targets),
            Decimal(0),
        )
        for name in sheet.indicators
    ]
    rows.append(
        Row([Cell(Text("合计", "total")), *(Cell(Figure(each)) for each in totals), Cell("")], kind="sum")
    )
    return Table(
        Text(sheet.title or OTHERS.zh, sheet.title or OTHERS.en),
        [
            Column(Text("产业链", "Chain")),
            *(Column(name, _unit(sheet, name), numeric=True) for name in sheet.indicators),
            Column(Text("归链权利", "Rights"), Text("件", ""), numeric=True),
        ],
        rows,
        quiet=True,
    )


# --- reconciliation -----------------------------------------------------------------------------------------


def _reconciled(held: Sequence[Target], known: Sequence[Sheet]) -> Table:
    groups: dict[str, list[tuple[Chain, Target]]] = {}
    for sheet in known:
        if not sheet.title:
            continue
        for chain in sheet.rows:
            for one in chain.targets.values():
                groups.setdefault(one.measure or one.indicator, []).append((chain, one))
    rows = [_line(slug, pairs, held) for slug, pairs in groups.items()]
    return Table(
        Text("产业链合计与全市目标", "Totals of chains and targets of the city"),
        [
            Column(Text("指标", "Indicator")),
            Column(Text("产业链合计", "Chains"), numeric=True),
            Column(Text("其中缺行名", "label lost"), numeric=True),
            Column(Text("全市目标", "City")),
            Column(Text("差额", "Gap"), numeric=True),
            Column(Text("说明", "Explanation")),
        ],
        rows,
        Text("规划里没有产业链表。", "The plan has no sheet of chains."),
        quiet=True,
    )


def _line(slug: str, pairs: Sequence[tuple[Chain, Target]], held: Sequence[Target]) -> Row:
    total = sum((one.value or Decimal(0) for _, one in pairs), Decimal(0))
    lost = sum((one.value or Decimal(0) for chain, one in pairs if not chain.name), Decimal(0))
    sample = pairs[0][1]
    measure = current().measures.get(slug)
    slugs = {slug, *(measure.parts if measure is not None and measure.sum else ())}
    wholes = [
        one
        for one in held
        if one.measure in slugs
        and is_whole(one)
        and one.value is not None
        and one.region is not None
        and one.region.kind in {"city", "province"}
    ]
    alike = [one for one in wholes if one.kind == sample.kind and one.due_year == sample.due_year]
    cells = [Cell(target_name(sample)), Cell(Figure(total)), Cell(Figure(lost))]
    if not alike:
        said = "、".join(f"{one.indicator}{one.written}" for one in wholes)
        why = (
            Text(
                f"全市只有口径不同的目标（{said}），不能相减",
                f"the city's targets are of another kind ({said}): no difference",
            )
            if wholes
            else Text("全市没有对应的目标", "the city has no such target")
        )
        return Row([*cells, Cell(said), Cell(Figure(None, gap="incomputable")), Cell(why)])
    whole = sum((one.value or Decimal(0) for one in alike), Decimal(0))
    said = "+".join(_plain(one.value or Decimal(0)) for one in alike)
    said = f"{said}={_plain(whole)}" if len(alike) > 1 else said
    return Row([*cells, Cell(said), Cell(Figure(whole - total)), Cell(_why(total, lost, whole, alike))])


def _why(total: Decimal, lost: Decimal, whole: Decimal, alike: Sequence[Target]) -> Text:
    if total == whole:
        return Text("相等", "equal")
    parts_zh = "、".join(f"{one.indicator}{_plain(one.value or Decimal(0))}" for one in alike)
    lost_zh = f"；合计中有{_plain(lost)}属于缺行名的行" if lost else ""
    lost_en = f"; {_plain(lost)} of the total stand in rows without a label" if lost else ""
    if total < whole:
        return Text(
            f"全市目标由{parts_zh}组成，产业链表少{_plain(whole - total)}，未分到任何产业链{lost_zh}；"
            "如实列出，不强行相等",
            f"the sheets hold {_plain(whole - total)} less than the city's {_plain(whole)}, given to no chain"
            f"{lost_en}; "
            "told, not forced",
        )
    return Text(
        f"产业链表比全市目标（{parts_zh}）多{_plain(total - whole)}{lost_zh}；同一权利可归多条链，或产业链目标高于全市",
        f"the sheets hold {_plain(total - whole)} more than the city's {_plain(whole)}{lost_en}; a right may belong to "
        "several chains, or the chains aim higher",
    )


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


# --- rights by rules ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counted:
    """A chain with its rules: how many rights fit each, and how many the chain has, each once."""

    chain: str
    rules: Sequence[tuple[Any, int]]
    total: int
    shared: int


def rules(actor: Actor, plan: Case | None) -> list[Counted]:
    """Every chain that has rules, with exact counts of rights in force in the plan's region on the actor's day."""
    if "chain_rule" not in current().registers or plan is None:
        return []
    with reading(actor):
        entries = list(
            reach(actor, "chain_rule:read").filter(until=None, region=plan.region).order_by("number")
        )
        groups: dict[str, list[Any]] = {}
        for one in entries:
            groups.setdefault(one.data["chain"], []).append(one)
        fits = {
            one.pk: set(_found(one.data, plan.region.path, actor.day).values_list("key", flat=True))
            for one in entries
        }
    own: dict[str, set[tuple[str, str]]] = {}
    for chain, mine in groups.items():
        kept = {
            (one.data["rights"], key)
            for one in mine
            if one.data["effect"] == "include"
            for key in fits[one.pk]
        }
        out = {
            (one.data["rights"], key)
            for one in mine
            if one.data["effect"] == "except"
            for key in fits[one.pk]
        }
        own[chain] = kept - out
    return [
        Counted(
            chain,
            [(one, len(fits[one.pk])) for one in mine],
            len(own[chain]),
            len(own[chain] & set().union(*(others for name, others in own.items() if name != chain))),
        )
        for chain, mine in groups.items()
    ]


def _found(rule: Mapping[str, str], path: str, day: date) -> Any:
    """The rights in force on a day, held first-named within the region, that fit a rule."""
    rights, by, pattern = rule["rights"], rule["by"], rule["pattern"].strip()
    open_ = Q(ended_on=None) | Q(ended_on__gt=day)
    if rights == "gi_product":
        found = GIProduct.objects.current().filter(
            open_, recognised_on__lte=day, region__path__startswith=path
        )
        return found.filter(name__icontains=pattern) if by == "words" else found.none()
    held = Holding.objects.filter(
        right_kind=rights, right_id=OuterRef("pk"), rank=1, until=None, region__path__startswith=path
    )
    if by == "holder":
        held = held.filter(party__code=pattern)
    if rights == "patent":
        patents = Patent.objects.current().filter(open_, Exists(held), granted_on__lte=day)
        named = {"class": Q(ipc__istartswith=pattern), "words": Q(title__icontains=pattern), "holder": Q()}[
            by
        ]
        return patents.filter(named)
    marks = Mark.objects.current().filter(open_, Exists(held), registered_on__lte=day)
    number = int(pattern) if pattern.isascii() and pattern.isdigit() and len(pattern) < 3 else 0
    return marks.filter({"class": Q(nice=number), "words": Q(name__icontains=pattern), "holder": Q()}[by])


def _rules(counted: Sequence[Counted]) -> Table:
    register = current().registers.get("chain_rule")
    fields = register.fields if register is not None else {}
    rows = []
    for chain in counted:
        for rule, number in chain.rules:
            said = [fields[name].choices[rule.data[name]] for name in ("rights", "by", "effect")]
            rows.append(
                Row(
                    [
                        Cell(
                            chain.chain,
                            reverse("desk:entry", kwargs={"register": "chain_rule", "entry": rule.pk}),
                        ),
                        *(Cell(Text(each.zh, each.en)) for each in said[:2]),
                        Cell(rule.data["pattern"]),
                        Cell(Text(said[2].zh, said[2].en)),
                        Cell(number),
                    ]
                )
            )
        rows.append(
            Row(
                [
                    Cell(chain.chain),
                    Cell(Text("合计（不重复）", "in all, each once")),
                    Cell(""),
                    Cell(""),
                    Cell(
                        Text(f"其中{chain.shared}件也归别的链", f"{chain.shared} of them in other chains too")
                    ),
                    Cell(chain.total),
                ],
                kind="sum",
            )
        )
    return Table(
        Text("归链规则", "Rules"),
        [
            Column(Text("产业链", "Chain")),
            Column(Text("权利", "Rights")),
            Column(Text("依据", "By")),
            Column(Text("内容", "Pattern")),
            Column(Text("作用", "Effect")),
            Column(Text("件数", "Count"), numeric=True),
        ],
        rows,
        Text(
            "还没有归链规则。登记规则后，每条规则的件数会列在这里。",
            "No rule yet. Each will stand here with its count.",
        ),
        quiet=True,
    )
