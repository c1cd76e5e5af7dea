"""What was published of the progress of key tasks: what, when, and what has changed since; as a page and as a feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from zhichan.doors.desk.management import statement
from zhichan.doors.desk.management.cards import Link, Page, Section
from zhichan.doors.desk.management.tabs import declared
from zhichan.doors.look.frame import home_region
from zhichan.doors.look.parts import Cell, Column, Fact, Happening, Row, Table
from zhichan.doors.look.words import SHANGHAI
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE, reach
from zhichan.kernel.casework.public import Case
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Refusal, Text

FIRST = Text("首次公布", "the first one published")


def _published(anyone: Actor, most: int | None = None) -> list[Case]:
    """Bulletins open to all, the latest told-of day first; the first ``most`` of them."""
    declared("circular")
    latest = ("-facts__until", "-facts__published_on", "-number")
    with reading(anyone):
        found = reach(anyone, "circular:read").filter(stage="published").select_related("region")
        return list(found.order_by(*latest)[:most])


def bulletins(anyone: Actor, given: Mapping[str, str]) -> Page:
    """The latest bulletin in full, and all of them with their days."""
    found = _published(anyone)
    history = Section(
        Text("历次公布", "Everything published"),
        happenings=[each for one in found for each in (*_corrected(one), _happened(one))],
        empty=None
        if found
        else Text(
            "还没有公布过进展。公布后可在此查看，也可订阅。",
            "Nothing has been published yet. It will stand here, and in the feed.",
        ),
    )
    latest = [*_sections(found[0], found, given)] if found else []
    return Page(
        title=Text("重点任务进展", "Progress of key tasks"),
        tabs=(),
        about=Text(
            "公布内容由督办记录生成，公布后不改动；更正另行列出。",
            "Made from the records of supervision; once published it stays, and corrections stand beside it.",
        ),
        facts=_facts(found[0]) if found else (),
        files=[Link(Text("订阅（Atom）", "Subscribe (Atom)"), reverse("portal:progress-feed"))],
        sections=[*latest, history],
    )


def recent(anyone: Actor, most: int) -> list[Happening]:
    """The last bulletins; none where the platform does without them."""
    if current().procedure("circular") is None:
        return []
    return [_happened(one) for one in _published(anyone, most)]


def bulletin(anyone: Actor, identity: UUID, given: Mapping[str, str]) -> Page:
    """One bulletin, what it changed, and what has changed since."""
    found = _published(anyone)
    case = next((one for one in found if one.pk == identity), None)
    if case is None:
        raise Refusal(NOT_THERE)
    return Page(title=statement.titled(case), tabs=(), facts=_facts(case), sections=list(_sections(case, found, given)))


def _facts(case: Case) -> list[Fact]:
    return [
        Fact(Text("编号", "Number"), case.number),
        Fact(Text("公布日期", "Published"), date.fromisoformat(case.facts["published_on"])),
        Fact(Text("数据截至", "As of"), date.fromisoformat(case.facts["until"])),
    ]


def _sections(case: Case, found: Sequence[Case], given: Mapping[str, str]) -> Sequence[Section]:
    told = case.facts["statement"]
    figure = statement.figure(told, given.get("figure", ""))
    later = [one for one in reversed(found) if one.facts["until"] > case.facts["until"]]
    since = [each for one in later for each in _later(one, case)]
    parts = statement.sections(told, leads=lambda number: f"{'?' if figure else ''}#item-{number}")
    return [
        *(replace(each, note=statement.LIGHTS) for each in parts[:1]),
        *parts[1:],
        Section(
            statement.heading(figure),
            table=_items(statement.rows_of(told, figure)),
            key=statement.ROWS,
            links=[Link(Text("看全部事项", "all matters"), f"?#{statement.ROWS}")] if figure else (),
        ),
        Section(
            Text("与上一次公布相比", "Against the bulletin before"),
            table=_changes(told["changes"]) if told["changes"] else None,
            empty=None if told["changes"] else FIRST if told.get("first") else Text("没有变化。", "No change."),
        ),
        Section(
            Text("公布后的变化", "What has changed since"),
            happenings=[*_corrected(case), *since],
            empty=None if case.facts.get("amendments") or since else Text("没有变化。", "No change."),
        ),
    ]


def _items(items: Sequence[Mapping[str, Any]]) -> Table:
    return Table(
        Text("公布的事项", "Matters told of"),
        [
            *statement.COLUMNS,
            Column(Text("佐证", "Evidence"), Text("份", "papers"), numeric=True),
        ],
        [
            Row(
                [
                    *statement.cells(one),
                    Cell(one["evidence"]),
                ],
                anchor=f"item-{one['number']}",
            )
            for one in items
        ]
        + ([statement.sum_row(items, ("", "", "", "", "evidence"))] if items else []),
        Text("没有来自规划的督办事项。", "No matter that comes from a plan."),
        quiet=True,
    )


def _changes(changes: Sequence[Mapping[str, Any]]) -> Table:
    return Table(
        Text("变化", "Changes"),
        [
            Column(Text("事项", "Matter")),
            Column(Text("原来", "Before")),
            Column(Text("现在", "Now")),
            Column(Text("原期限", "Due before")),
            Column(Text("现期限", "Due now")),
        ],
        [
            Row(
                [
                    Cell(one["title"], note=Text(one["number"], one["number"])),
                    Cell(statement.light_of(one["before"]) if one["before"] else Text("未列入", "not told of")),
                    Cell(statement.light_of(one["after"]) if one["after"] else Text("不再列入", "no longer told of")),
                    Cell(one["due_before"] and date.fromisoformat(one["due_before"])),
                    Cell(one["due_after"] and date.fromisoformat(one["due_after"])),
                ]
            )
            for one in changes
        ],
        quiet=True,
    )


def _later(after: Case, case: Case) -> Sequence[Happening]:
    """What a later bulletin says of the matters of this one that it tells otherwise than the one before it."""
    mine = {one["number"] for one in case.facts["statement"]["items"]}
    found = []
    for one in after.facts["statement"]["changes"]:
        if one["number"] not in mine:
            continue
        now = statement.light_of(one["after"]).word if one["after"] else Text("不再列入", "no longer told of")
        found.append(
            Happening(
                date.fromisoformat(after.facts["published_on"]),
                Text(
                    f"“{one['title']}”（{one['number']}）：{now.zh}",
                    f"“{one['title']}” ({one['number']}): {now.en}",
                ),
                href=reverse("portal:bulletin", kwargs={"case": after.pk}),
            )
        )
    return found


def _corrected(case: Case) -> list[Happening]:
    return [
        Happening(
            date.fromisoformat(one["day"]),
            Text(
                f"更正{one['item']}：{one['correction']}", f"Correction of {one['item']}: {one['correction']}"
            ),
            detail=Text(f"理由：{one['reason']}", f"Reason: {one['reason']}"),
            href=reverse("portal:bulletin", kwargs={"case": case.pk}),
        )
        for one in reversed(case.facts.get("amendments") or [])
    ]


def _happened(case: Case) -> Happening:
    told = case.facts["statement"]
    number = len(told["changes"])
    return Happening(
        date.fromisoformat(case.facts["published_on"]),
        statement.titled(case),
        detail=FIRST
        if told.get("first")
        else Text(f"较上次{number}项变化", f"{number} changes since the one before"),
        href=reverse("portal:bulletin", kwargs={"case": case.pk}),
    )


def feed(anyone: Actor, *, base: str) -> str:
    """The bulletins and their corrections as an Atom feed in Chinese; ``base`` is the site's address without a path."""
    found = _published(anyone)
    home_ = home_region()
    # A feed without entries, or whose entries have no author, has to name one itself (RFC 4287 4.1.1).
    region = found[0].region.name if found else home_.name if home_ is not None else ""
    home, own = f"{base}{reverse('portal:progress')}", f"{base}{reverse('portal:progress-feed')}"
    atom = Atom1Feed(
        title=f"{region}重点任务进展",
        link=home,
        description="",
        feed_url=own,
        feed_guid=own,
        language="zh-CN",
        author_name=region or "知产平台",
    )
    for case in found:
        address = f"{base}{reverse('portal:bulletin', kwargs={'case': case.pk})}"
        for number, one in reversed(list(enumerate(case.facts.get("amendments") or [], start=1))):
            atom.add_item(
                title=f"更正：{case.title}（{one['item']}）",
                link=address,
                description=one["correction"],
                unique_id=f"urn:uuid:{case.pk}#amendment-{number}",
                updateddate=_noon(one["day"]),
            )
        sentences = [each["zh"] for part in case.facts["statement"]["sections"] for each in part["sentences"]]
        atom.add_item(
            title=case.title,
            link=address,
            description="".join(sentences),
            unique_id=f"urn:uuid:{case.pk}",
            updateddate=_noon(case.facts["published_on"]),
        )
    return atom.writeString("utf-8")


def _noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(12), SHANGHAI)
