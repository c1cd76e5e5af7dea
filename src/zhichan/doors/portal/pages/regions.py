"""A region: its figures, its rights, its firms, and what the plan promises for it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from zhichan.doors.desk.builders.figures import drill_address, number_of
from zhichan.doors.desk.builders.targets import UNJUDGED, chosen_plan, line_of, plans_of
from zhichan.doors.look.parts import Cell, Choice, Column, Fact, Row, Table
from zhichan.doors.portal.builders import KEY_NUMBERS
from zhichan.doors.portal.pages import profiles
from zhichan.doors.portal.pages.cards import Profile
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Refusal, Region, Text
from zhichan.kernel.measures.public import Period, courses, table, targets
from zhichan.kernel.registry.searching import public as index

KIND = Text("地区", "Region")
MOST_TARGETS = 12
"""Targets that are shown; all of them are on the scorecard."""


def question_of(slug: str) -> str:
    """The search that finds the rights of a region and those below it."""
    return f'RG="{slug}"'


def region_of(actor: Actor, slug: str) -> Region:
    """A region by its slug.

    :raises Refusal: acts.not-there.
    """
    with reading(actor):
        found: Region | None = Region.objects.select_related("parent").filter(slug=slug).order_by("-pk").first()
    if found is None:
        raise Refusal(NOT_THERE)
    return found


def region(actor: Actor, slug: str) -> Profile:
    """The page of a region."""
    found = region_of(actor, slug)
    counted = index.profile(question_of(slug), day=actor.day)
    name = Text(found.name, found.name_en)
    with reading(actor):
        below = list(Region.objects.filter(parent=found).order_by("rank", "pk"))
    facts = [
        *(
            [Fact(Text("上级地区", "Within"), Text(found.parent.name, found.parent.name_en), _address(found.parent))]
            if found.parent
            else []
        ),
        *([Fact(Text("官方代码", "Official code"), found.code)] if found.code else []),
    ]
    ranks = [
        profiles.areas(counted, actor), profiles.holders(counted, actor), profiles.classes_below(counted, "", {}),
        profiles.fields(counted), profiles.nice(counted),
    ]  # fmt: skip
    return Profile(
        name, KIND,
        Text(f"{name.zh}在册权利{counted.count:,}件（按第一权利人所在地）。",
             f"{name.en} has {counted.count:,} rights on record, by the place of the first-named holder."),
        counted, profiles.at(counted.question), facts,
        [Choice(one.slug, Text(one.name, one.name_en), href=_address(one)) for one in below],
        profiles.kinds_of(counted), profiles.trend_of(counted), [one for one in ranks if one],
        profiles.newest(counted, actor), (),
        profiles.addresses("region", slug=slug),
        first=[one for one in (_figures(found, actor), _targets(found, actor)) if one],
    )  # fmt: skip


def _address(found: Region) -> str:
    return reverse("portal:region", kwargs={"slug": found.slug})


def _figures(found: Region, actor: Actor) -> Table | None:
    """The key numbers of the region, each opening to its rows."""
    on = Period(on=actor.day)
    slugs = [slug for slug in KEY_NUMBERS if slug in current().measures]
    if not slugs:
        return None
    values = table(measures=slugs, regions=[found], periods=[on], actor=actor)
    rows = []
    for slug in slugs:
        one = values[slug, found.slug, on]
        shown = number_of(one.number, one.unit, drill_address("portal", slug, found.slug, one.period))
        rows.append(Row([Cell(one.title), Cell(shown), Cell(shown.unit)]))
    return Table(
        Text("主要指标", "Key figures"),
        [Column(Text("指标", "Figure")), Column(Text("数值", "Value"), numeric=True), Column(Text("单位", "Unit"))],
        rows,
        quiet=True,
    )


def _targets(found: Region, actor: Actor) -> Table | None:
    """What the adopted plan promises for this region, with where it stands."""
    plan = chosen_plan(plans_of(actor), {})
    if plan is None:
        return None
    own = [one for one in targets(plan=str(plan.pk), region=found, actor=actor) if one.region_id == found.pk]
    if not own:
        return None
    standing = courses(own, as_of=actor.day, actor=actor)
    judged = [one for one in standing if one.state not in UNJUDGED] or standing
    lines = [line_of(one, door="portal", owner="", points=()) for one in judged[:MOST_TARGETS]]
    all_of_them = Text(f"全部{len(own)}项目标", f"all {len(own)} targets")
    there = f"{reverse('portal:scorecard')}?{urlencode({'region': found.slug})}"
    return Table(
        Text("规划目标", "Targets of the plan"),
        [
            Column(Text("目标", "Target")), Column(Text("现值", "Now"), numeric=True),
            Column(Text("目标值", "Goal"), numeric=True), Column(Text("单位", "Unit")),
            Column(Text("到期", "Due")), Column(Text("进度", "Course")),
        ],
        [
            Row([
                Cell(line.name, line.href), Cell(line.now), Cell(line.target), Cell(line.unit),
                Cell(str(line.due or "")), Cell(line.course),
            ])
            for line in lines
        ]
        + [Row([Cell(all_of_them, there), *(Cell() for _ in range(5))], kind="sum")],
        quiet=True,
    )  # fmt: skip
