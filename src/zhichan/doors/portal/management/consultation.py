"""What is laid open for comment: clause by clause, with comments, what became of each, and the final text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from zhichan.doors.desk.derived.cases import stage_of
from zhichan.doors.desk.management.cards import Page, Section
from zhichan.doors.desk.management.tabs import declared
from zhichan.doors.look.frame import today
from zhichan.doors.look.parts import Cell, Choice, Column, Fact, Field, Happening, Problem, Row, State, Table
from zhichan.doors.look.words import day as in_words
from zhichan.instruments.reader import number_of
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE, perform, reach
from zhichan.kernel.casework.public import Case, clocks_of
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Refusal, Text, kernel

CHANGES = {
    "same": State("ok", Text("未改", "unchanged")),
    "changed": State("attention", Text("有修改", "changed")),
    "removed": State("refused", Text("已删去", "removed")),
    "new": State("attention", Text("新增", "new")),
}
LONGEST_CHOICE = 28
KINDS = {"adopted": "ok", "partly": "ok", "not_adopted": "refused", "noted": "unknown"}


@dataclass(frozen=True)
class Comment:
    """A comment as everyone sees it: its number, its words or why they are withheld, and what became of it."""

    number: str
    words: str
    withheld: Text | None
    state: State
    answer: str = ""
    effect: str = ""


@dataclass(frozen=True)
class Clause:
    """A clause of the draft with its comments and, once there is a final text, what it became."""

    key: str
    label: Text
    text: str
    comments: Sequence[Comment]
    change: State | None = None
    final: str = ""
    above: str = ""
    """Titles of chapters that begin with it."""


@dataclass(frozen=True)
class Consultation:
    """A draft laid open."""

    title: str
    state: State
    facts: Sequence[Fact]
    clauses: Sequence[Clause]
    added: Sequence[Clause]
    reach: Table
    outcome: Sequence[Fact]
    zero: Text | None
    form: Sequence[Field] | None
    address: str
    key: str
    problems: Sequence[Problem] = ()
    thanks: Text | None = None


def _open(anyone: Actor) -> QuerySet[Case]:
    """Everything laid open; inside a reading context."""
    found = reach(anyone, "consultation:read").filter(stage__in=declared("consultation").public)
    return found.select_related("region")


def recent(anyone: Actor, most: int) -> list[Happening]:
    """The drafts laid open last; none where the platform does without them."""
    if current().procedure("consultation") is None:
        return []
    with reading(anyone):
        found = list(_open(anyone).order_by("-opened_at", "-number")[:most])
    return [
        Happening(
            date.fromisoformat(case.facts["opened_on"]),
            Text(f"征求意见：{case.title}", f"Open for comment: {case.title}"),
            detail=Text(f"截止{case.facts['closes_on']}", f"closes {case.facts['closes_on']}"),
            href=reverse("portal:consultation", kwargs={"case": case.pk}),
        )
        for case in found
    ]


def _one(anyone: Actor, identity: UUID) -> Case:
    with reading(anyone):
        case = _open(anyone).filter(pk=identity).first()
    if case is None:
        raise Refusal(NOT_THERE)
    return case


def consultations(anyone: Actor) -> Page:
    """Everything laid open, the newest first."""
    procedure = declared("consultation")
    with reading(anyone):
        found = list(_open(anyone).order_by("-opened_at", "-number"))
        asked = reach(anyone, "comment:read").filter(facts__consultation__in=[case.number for case in found])
        numbers = Counter(asked.values_list("facts__consultation", flat=True))
    rows = [
        Row(
            [
                Cell(
                    case.title,
                    reverse("portal:consultation", kwargs={"case": case.pk}),
                    Text(case.number, case.number),
                ),
                Cell(stage_of(procedure, case.stage)),
                Cell(date.fromisoformat(case.facts["opened_on"])),
                Cell(date.fromisoformat(case.facts["closes_on"])),
                Cell(numbers[case.number]),
            ]
        )
        for case in found
    ]
    return Page(
        title=Text("征求意见", "Consultations"),
        tabs=(),
        about=Text(
            "逐条提意见，不用注册；每条意见都会公开答复。",
            "Comment clause by clause, without an account; every comment gets a public answer.",
        ),
        sections=[
            Section(
                Text("征求意见稿", "Drafts"),
                table=Table(
                    Text("征求意见稿", "Drafts"),
                    [
                        Column(Text("文件", "Draft")),
                        Column(Text("状态", "State")),
                        Column(Text("公开", "Opened")),
                        Column(Text("截止", "Closes")),
                        Column(Text("意见", "Comments"), numeric=True),
                    ],
                    rows,
                    Text("现在没有征求意见的文件。", "Nothing is laid open now."),
                    quiet=True,
                ),
            )
        ],
    )


def consultation(
    anyone: Actor,
    identity: UUID,
    *,
    key: str,
    given: Mapping[str, str] | None = None,
    problems: Sequence[Problem] = (),
    thanks: str = "",
) -> Consultation:
    """A draft with its clauses, its comments and, while it is open, the form."""
    case = _one(anyone, identity)
    facts, procedure = case.facts, declared("consultation")
    with reading(anyone):
        found = list(reach(anyone, "comment:read").filter(facts__consultation=case.number).order_by("number"))
    comments: dict[str, list[Comment]] = {}
    for one in found:
        comments.setdefault(one.facts["clause"], []).append(_comment(one))
    links = {one["draft"]: one for one in facts.get("links") or [] if one["draft"]}
    final = {one["key"]: one for one in facts.get("final_clauses") or []}
    reached = facts.get("reach") or []
    return Consultation(
        title=case.title,
        state=stage_of(procedure, case.stage),
        facts=[
            Fact(Text("编号", "Number"), case.number),
            Fact(Text("公开日期", "Opened"), in_words(date.fromisoformat(facts["opened_on"]), weekday=False)),
            Fact(
                Text("截止日", "Closes"),
                in_words(date.fromisoformat(facts["closes_on"])),
                note=_left(date.fromisoformat(facts["closes_on"])) if case.stage == "open" else None,
            ),
            Fact(Text("已审核的意见", "Comments looked at"), len(found)),
            *(
                [Fact(Text("期限说明", "Why this long"), facts["why_shorter"])]
                if facts.get("why_shorter")
                else []
            ),
        ],
        clauses=[_clause(one, comments, links.get(one["key"]), final) for one in facts["clauses"]],
        added=[
            Clause(
                final[one["final"]]["key"],
                called(final[one["final"]]),
                bare(final[one["final"]]),
                (),
                CHANGES["new"],
            )
            for one in facts.get("links") or []
            if one["change"] == "new"
        ],
        reach=_reach(reached),
        outcome=_outcome(facts.get("outcome")),
        zero=_zero(case, reached, found),
        form=_form(case, given or {}, problems) if case.stage == "open" else None,
        address=reverse("portal:consultation", kwargs={"case": case.pk}),
        key=key,
        problems=problems,
        thanks=_thanks(case, thanks) if thanks else None,
    )


def _left(last: date) -> Text:
    """How long one can still comment: calendar days, as the regulation counts them."""
    days = (last - today()).days
    if not days:
        return Text("今天截止", "closes today")
    return Text(f"还有{days}天", f"{days} day{'s' * (days > 1)} left")


def _thanks(case: Case, number: str) -> Text | None:
    """What happens to a comment and by when; nothing for a number that is none of this draft's."""
    with kernel():
        one = Case.objects.filter(
            procedure="comment", number=number, facts__consultation=case.number
        ).select_related("region").first()  # fmt: skip
        due = next((run.due.day for run in clocks_of(one, as_of=today()) if run.open), None) if one else None
    if one is None:
        return None
    by_zh, by_en = (f"{in_words(due)}前", f" by {in_words(due)}") if due else ("", "")
    return Text(
        f"已收到，编号{number}。{by_zh}审核后在本页公开，并在本页答复。",
        f"Received as {number}. It is looked at{by_en}, then shown and answered on this page.",
    )


def _comment(one: Case) -> Comment:
    fields, facts = declared("comment").fields, one.facts
    why = fields["moderation"].choices.get(str(facts.get("moderation") or ""))
    note = str(facts.get("moderation_note") or "")
    withheld = None
    if why is not None:
        part_zh, part_en = ("部分文字", "parts of it") if facts.get("shown") else ("原文", "the words")
        withheld = Text(f"{part_zh}未公开：{why.zh}。{note}", f"Not shown ({part_en}): {why.en}. {note}")
    said = facts.get("disposition")
    if said:
        word = fields["disposition"].choices[said]
        state = State(KINDS[said], Text(word.zh, word.en))  # type: ignore[arg-type]
    else:
        state = State("attention", Text("待答复", "to be answered"))
    return Comment(
        one.number,
        str(facts.get("shown") or ""),
        withheld,
        state,
        str(facts.get("answer") or ""),
        str(facts.get("effect") or ""),
    )


def _clause(
    one: Mapping[str, str],
    comments: Mapping[str, Sequence[Comment]],
    link: Mapping[str, Any] | None,
    final: Mapping[str, Mapping[str, str]],
) -> Clause:
    change = CHANGES[link["change"]] if link else None
    words = bare(final[link["final"]]) if link and link["change"] == "changed" else ""
    said = comments.get(one["key"], ())
    return Clause(one["key"], called(one), bare(one), said, change, words, one.get("above", ""))


def called(one: Mapping[str, str]) -> Text:
    """How one speaks of a clause; in English with the words by which the document has it."""
    zh = one.get("called", one["label"])
    en = _in_english(zh)
    return Text(zh, f"{en} ({zh})" if en else zh)


NUMBER = re.compile(
    r"第(?P<n>[一二三四五六七八九十百零〇\d]+)(?P<part>部分|[编章节条段项])"
    r"|[（(](?P<below>[一二三四五六七八九十百零〇\d]+)[）)]|前言"
)
PARTS = {
    one.zh: one.en
    for one in (
        Text("部分", "part"), Text("编", "part"), Text("章", "chapter"), Text("节", "section"),
        Text("条", "article"), Text("段", "paragraph"), Text("项", "item"),
    )
}  # fmt: skip


def _in_english(zh: str) -> str:
    """第二部分（一）第3项 as “Part 2 (1), item 3”; nothing where something else is in it."""
    if NUMBER.sub("", zh):
        return ""
    told = ""
    for found in NUMBER.finditer(zh):
        if found["below"]:
            told += f" ({number_of(found['below'])})"
        else:
            part = f"{PARTS[found['part']]} {number_of(found['n'])}" if found["part"] else "preamble"
            told += f", {part}" if told else part
    return told.strip().capitalize()


def shortened(one: Mapping[str, str]) -> Text:
    """The beginning of a clause with its number, for a list of choices."""
    name, words = called(one), bare(one)
    return Text(f"{name.zh} {words}"[:LONGEST_CHOICE], f"{name.en} {words}"[:LONGEST_CHOICE])


def bare(one: Mapping[str, str]) -> str:
    """The words of a clause without the number that stands above them."""
    return one["text"].removeprefix(one["label"]).strip()


def _reach(reached: Sequence[Mapping[str, Any]]) -> Table:
    return Table(
        Text("触达情况", "Reach"),
        [
            Column(Text("渠道", "Channel")),
            Column(Text("触达数", "Reached"), numeric=True),
            Column(Text("数字来源", "Source")),
            Column(Text("登记日", "Entered")),
        ],
        [
            Row(
                [
                    Cell(one["channel"]),
                    Cell(one["figure"]),
                    Cell(one["counted"]),
                    Cell(date.fromisoformat(one["day"])),
                ]
            )
            for one in reached
        ],
        Text("还没有登记触达数。", "No figure of reach yet."),
        quiet=True,
    )


def _outcome(outcome: Mapping[str, Any] | None) -> list[Fact]:
    if outcome is None:
        return []
    choices = declared("comment").fields["disposition"].choices
    return [
        Fact(Text("收到意见", "Comments"), outcome["comments"]),
        *(
            Fact(Text(choices[name].zh, choices[name].en), number)
            for name, number in outcome["dispositions"].items()
        ),
        Fact(Text("未公开原文", "Words withheld"), outcome["withheld"]),
        Fact(Text("公开天数", "Days open"), outcome["days"]),
        Fact(Text("触达数合计", "Reached in all"), outcome["reached"]),
    ]


def _zero(case: Case, reached: Sequence[Mapping[str, Any]], found: Sequence[Case]) -> Text | None:
    """That nobody commented is said as such, with how many could have."""
    if found or case.stage != "concluded":
        return None
    total = sum(one["figure"] for one in reached)
    return Text(
        f"公开{case.facts['outcome']['days']}天，通过{len(reached)}个渠道触达{total}人次，收到意见0条。",
        f"Open for {case.facts['outcome']['days']} days, {total} reached through {len(reached)} channels, no comment.",
    )


def _form(case: Case, given: Mapping[str, str], problems: Sequence[Problem]) -> list[Field]:
    wrong = {one.field: one.text for one in problems}
    chosen = given.get("clause", "")
    choices = [
        Choice("", Text("请选择", "Choose one"), not chosen),
        *(Choice(one["key"], shortened(one), one["key"] == chosen) for one in case.facts["clauses"]),
    ]
    return [
        Field(
            "clause",
            Text("针对哪一条", "Clause"),
            chosen,
            "select",
            choices=choices,
            required=True,
            wrong=wrong.get("clause"),
        ),
        Field(
            "text",
            Text("您的意见", "Your comment"),
            given.get("text", ""),
            "area",
            required=True,
            wrong=wrong.get("text"),
            help=Text("审核后公开原文。", "It is shown after moderation."),
        ),
        Field(
            "author",
            Text("姓名或单位", "Name or organisation"),
            given.get("author", ""),
            "text",
            help=Text("可以不填，不会公开。", "May be left out; never shown."),
        ),
        Field(
            "contact",
            Text("联系方式", "Contact"),
            given.get("contact", ""),
            "text",
            help=Text("可以不填，不会公开。", "May be left out; never shown."),
        ),
    ]


def comment(anyone: Actor, identity: UUID, given: Mapping[str, str], *, at: datetime, key: str | None) -> str:
    """Hand in a comment; the number it got."""
    case = _one(anyone, identity)
    facts = {name: given.get(name, "").strip() for name in ("clause", "text", "author", "contact")}
    outcome = perform(
        actor=anyone,
        verb="comment:submit",
        at=at,
        key=key,
        facts={
            "region": case.facts["place"],
            "consultation": case.number,
            **{name: value for name, value in facts.items() if value},
        },
    )
    return str(outcome.result["number"])
