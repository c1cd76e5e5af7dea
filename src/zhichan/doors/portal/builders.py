"""Builders of the portal."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from zhichan.doors.desk.builders.figures import drill_address, number_of
from zhichan.doors.desk.builders.plans import day_of, one_case, period_of, segments
from zhichan.doors.look.frame import home_region, today
from zhichan.doors.look.parts import Cell, Column, Fact, Happening, Row, Table
from zhichan.doors.look.words import SHANGHAI
from zhichan.doors.portal import applying, cards
from zhichan.doors.portal.management import consultation, progress
from zhichan.instruments.reader import decode
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import reach
from zhichan.kernel.casework.public import paper_of
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Text
from zhichan.kernel.measures.public import Period, table
from zhichan.kernel.registry.public import SOURCES

KEY_NUMBERS = (
    "invention_patents_per_10k",
    "invention_patents_in_force",
    "trademarks_in_force",
    "gi_trademarks",
    "copyright_registrations",
)
NEWS = 5
MOST_OFFERED = 6


def home(anyone: Actor) -> cards.Portal:
    """What can be looked up, a few numbers with their sources, what is new."""
    with reading(anyone):
        adopted = list(reach(anyone, "plan:read").order_by("-closed_at")[:NEWS])
    entries = [
        cards.Entry(
            Text("权利检索", "Search rights"),
            Text(
                "专利、商标、地理标志、版权、植物新品种，一个框里查，无须登录",
                "patents, marks, indications, works and varieties in one box, without an account",
            ),
            reverse("portal:search"),
        ),
        *(
            [
                cards.Entry(
                    Text("规划进展", "Progress of the plan"),
                    Text(
                        "每项目标做到哪里、差多少、为什么",
                        "where each target stands, how far it is off, and why",
                    ),
                    reverse("portal:scorecard"),
                )
            ]
            if adopted
            else []
        ),
        cards.Entry(
            Text("统计数字", "Statistics"),
            Text(
                "按区域和年份，附口径；每个数都能点开看由哪些行构成",
                "by region and year, with definitions; every number opens to its rows",
            ),
            reverse("portal:statistics"),
        ),
        *(
            [
                cards.Entry(
                    Text("规划全文", "The plans"),
                    Text("已经采用的规划", "adopted plans in full"),
                    reverse("portal:plans"),
                )
            ]
            if adopted
            else []
        ),
        cards.Entry(
            Text("开放数据", "Open data"),
            Text("全部公开的权利数据，可整批下载", "all public data on rights, as files"),
            reverse("portal:open-data"),
        ),
    ]
    news = [
        Happening(
            (case.closed_at or case.opened_at).astimezone(SHANGHAI).date(),
            Text(f"《{case.title}》已采用", f"“{case.title}” was adopted"),
            href=reverse("portal:plan", kwargs={"plan": case.pk}),
        )
        for case in adopted
    ]
    news += [*progress.recent(anyone, NEWS), *consultation.recent(anyone, NEWS)]
    news.sort(key=lambda one: one.at, reverse=True)
    return cards.Portal(
        [
            cards.Door(
                Text("查", "Look up"),
                Text("看本市知识产权的进展和数字", "how the city is doing, in figures"),
                entries,
            ),
            cards.Door(
                Text("办", "Apply"),
                Text("不用注册，提交后凭编号和查询码查进度", "without an account; a number and a code to follow it by"),
                [
                    *[one for _, group in applying.menu().groups for one in group][:MOST_OFFERED],
                    cards.Entry(
                        Text("全部事项", "Everything one can apply for"),
                        Text("按领域列出", "by field"),
                        reverse("portal:apply"),
                    ),
                    cards.Entry(
                        Text("查进度", "Follow a case"),
                        Text("凭受理编号和查询码", "by its number and its code"),
                        reverse("portal:follow"),
                    ),
                ],
            ),
        ],
        _numbers(anyone),
        news[:NEWS],
    )


def _numbers(anyone: Actor) -> list[cards.KeyNumber]:
    region, at = home_region(), Period(on=today())
    slugs = [slug for slug in KEY_NUMBERS if slug in current().measures]
    if region is None or not slugs:
        return []
    found = table(measures=slugs, regions=[region], periods=[at], actor=anyone)
    numbers = []
    for slug in slugs:
        one = found[slug, region.slug, at]
        if one.known:
            numbers.append(
                cards.KeyNumber(
                    one.title,
                    number_of(one.number, one.unit, drill_address("portal", slug, region.slug, one.period)),
                    _source(slug),
                )
            )
    return numbers


def _source(slug: str) -> Text:
    """The register a number is counted from."""
    measure = current().measures[slug]
    if measure.parts:
        return _source(measure.parts[0])
    name = measure.each.source if measure.each else measure.cover.criteria[0].source if measure.cover else ""
    source = SOURCES.get(name)
    return (
        Text(f"来源：{source.zh}记录，逐条相加", f"source: {source.en}, counted row by row")
        if source
        else Text("来源：报送或公布", "source: reported or published")
    )


def plans(anyone: Actor) -> cards.Plans:
    """Adopted plans, newest first."""
    with reading(anyone):
        found = list(reach(anyone, "plan:read").order_by("-closed_at"))
    return cards.Plans(
        Table(
            Text("已采用的规划", "Adopted plans"),
            [
                Column(Text("规划", "Plan")),
                Column(Text("期间", "Period")),
                Column(Text("发文机关", "Issuer")),
                Column(Text("采用日", "Adopted")),
            ],
            [
                Row(
                    [
                        Cell(case.title, reverse("portal:plan", kwargs={"plan": case.pk})),
                        Cell(period_of(case.facts["reading"])),
                        Cell(case.facts["reading"].get("issuer") or ""),
                        Cell(day_of(case.facts.get("adopted_on"))),
                    ]
                )
                for case in found
            ],
            Text(
                "还没有采用的规划。规划采用以后，全文会在这里公开。",
                "No plan has been adopted yet. Adopted plans are published here in full.",
            ),
        )
    )


def plan(anyone: Actor, plan: UUID) -> cards.Plan:
    """The text of an adopted plan; each adopted target leads to where it stands."""
    case = one_case(anyone, plan)
    read, decisions = case.facts["reading"], case.facts.get("decisions") or {}
    text = read.get("text") or decode(paper_of(anyone, case.pk, "paper"))[0]
    taken = [
        each
        for each in read["targets"]
        if decisions.get(each["id"], {}).get("decision") in {"confirm", "correct"}
    ]
    spans = [(*each["span"], each["id"], "target") for each in taken]
    return cards.Plan(
        case.title,
        [
            *([Fact(Text("发文机关", "Issuer"), read["issuer"])] if read.get("issuer") else []),
            Fact(Text("期间", "Period"), period_of(read)),
            Fact(Text("采用日", "Adopted"), day_of(case.facts.get("adopted_on"))),
        ],
        [
            cards.Passage(
                one.text, f"{reverse('portal:scorecard')}?plan={case.pk}&item={one.item}" if one.items else ""
            )
            for one in segments(text, spans)
        ],
    )
