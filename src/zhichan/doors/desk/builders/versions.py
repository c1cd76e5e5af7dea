"""Two versions of a plan, task by task: as a page, as a table for files, and side by side as a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.urls import reverse

from zhichan.doors.desk import cards
from zhichan.doors.desk.builders.marking import marked
from zhichan.doors.desk.builders.plans import (
    COMPARATORS,
    KINDS,
    LABELS,
    attribute,
    day_of,
    one_case,
    period_of,
    tasks_of,
    text_of,
    version_of,
    without_marks,
)
from zhichan.doors.look.letters import sheet
from zhichan.doors.look.letters.layout import typeset
from zhichan.doors.look.letters.word import BODY, HEADINGS
from zhichan.doors.look.parts import Cell, Choice, Column, Fact, Row, Table
from zhichan.instruments.reader import Difference as Differences
from zhichan.instruments.reader import Reading, Target, TargetChange, Task, TaskChange, worded
from zhichan.instruments.reader import diff as compared
from zhichan.kernel.access.public import Actor
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Text

Difference = TargetChange | TaskChange
NAMES = {
    "": Text("全部变化", "All changes"),
    "added": Text("新增", "Added"),
    "removed": Text("删去", "Removed"),
    "changed": Text("改动", "Changed"),
    "split": Text("拆出", "Split off"),
    "merged": Text("并入", "Merged"),
    "same": Text("未变", "Unchanged"),
}
"""What may have become of a task or a goal, as the page can be narrowed to it."""
SORTS = {"target": Text("目标", "Target"), "task": Text("任务", "Task")}
NOTHING = "—"
MOST = 10**9
"""Behind the end of any text."""
BREADTHS = (13, 16, 58, 80, 80)
"""Millimetres of the columns of the document."""
LONGEST_WHOLE = 500
"""Characters of a row that is kept on one page."""


def diff(actor: Actor, plan: UUID, before: UUID, *, show: str) -> cards.PlanDiff:
    """Two versions of a plan, task by task; unchanged ones only when asked for."""
    new, old = one_case(actor, plan), one_case(actor, before)
    texts = {one.pk: worded(text_of(actor, one)) for one in (old, new)}
    both = compared(*(_read_again(one.facts["reading"], texts[one.pk]) for one in (old, new)))
    found = [
        replace(one, change="same") if _was_added_by_hand(one, old, new, texts) else one
        for one in _in_order(both)
    ]

    def counted(kind: str) -> list[Difference]:
        return [one for one in found if (one.change == kind if kind else one.change != "same")]

    names = {kind: label for kind, label in NAMES.items() if kind not in {"split", "merged"} or counted(kind)}
    chosen = show if show in names else ""
    return cards.PlanDiff(
        new.title,
        _version(old),
        _version(new),
        reverse("desk:plan", kwargs={"plan": new.pk}),
        [_change(one) for one in counted(chosen)],
        [
            Choice(kind, label, kind == chosen, len(counted(kind)), f"?show={kind}" if kind else "?")
            for kind, label in names.items()
        ],
        _throughout(both, old, new),
        reverse("desk:plan-diff-file", kwargs={"plan": new.pk, "before": old.pk})
        + (f"?show={chosen}" if chosen else ""),
    )


def _version(case: Case) -> Text:
    number = version_of(case)
    return Text(f"第{number}版（{case.number}）", f"version {number} ({case.number})")


def diff_table(card: cards.PlanDiff) -> Table:
    """What the page tells, a difference a row, for a file."""
    labels = (
        Text("变化", "Change"), Text("类别", "Sort"), Text("名称", "Name"), Text("所在章节", "Section"), card.before,
        card.after, Text("要素变化", "What differs"),
    )  # fmt: skip
    whole = [
        (NAMES["changed"], Text("整体", "Whole plan"), one.label, "", one.before, one.after, one.note)
        for one in card.throughout
    ]
    single = [
        (
            NAMES[one.kind], SORTS[one.sort], one.title, " › ".join(one.path), _whole(one.before), _whole(one.after),
            Text("；".join(f"{fact.label.zh}：{told(fact).zh}" for fact in one.facts),
                 "; ".join(f"{fact.label.en}: {told(fact).en}" for fact in one.facts)),
        )
        for one in card.changes
    ]  # fmt: skip
    rows = [Row([Cell(each) for each in line]) for line in (*whole, *single)]
    return Table(Text("版本对比", "Versions compared"), [Column(each) for each in labels], rows)


def _whole(runs: Sequence[cards.Run]) -> str:
    return "".join(run.text for run in runs)


def told(fact: Fact) -> Text:
    """The words of what differs, in both languages."""
    return fact.value if isinstance(fact.value, Text) else Text(str(fact.value), str(fact.value))


def diff_document(actor: Actor, plan: UUID, before: UUID, *, show: str) -> tuple[bytes, str]:
    """Both versions side by side as a Word document and a name for the file; the same plans give the same bytes."""
    card, case = diff(actor, plan, before, show=show), one_case(actor, plan)
    document = sheet.wide(sheet.titled(case.title, table="版本对照表"))
    sheet.line(document, f"{card.before.zh}与{card.after.zh}", HEADINGS[2])
    marks = any(run.only for one in card.changes for run in (*one.before, *one.after))
    notes = [
        f"{one.label.zh}：{one.before}→{one.after}{f'（{one.note.zh}）' if one.note else ''}"
        for one in card.throughout
    ]
    if marks:
        notes.append("加删除线的是删去的文字，加粗并加下划线的是新增的文字。")
    if not card.changes:
        notes.append("两个版本的任务和目标没有差别。")
    for words in notes:
        sheet.write(document.add_paragraph(), typeset(words), BODY, sheet.SMALL)
    if card.changes:
        heads = (
            "序号",
            "变化",
            "任务或目标",
            card.before.zh.partition("（")[0],
            card.after.zh.partition("（")[0],
        )
        table = sheet.grid(document, list(zip(heads, BREADTHS, strict=True)))
        for number, one in enumerate(card.changes, 1):
            _side_by_side(table, number, one)
    return sheet.finished(document, f"{case.title} 版本对照表", _day(case)), f"{case.number}-comparison.docx"


def _day(case: Case) -> date | None:
    return day_of(case.facts["reading"].get("date"))


def _side_by_side(table: Any, number: int, one: cards.Change) -> None:
    """A row of the document: what became of a task or a goal, and its words before and after."""
    words = sum(len(run.text) for run in (*one.before, *one.after))
    cells = sheet.row(table, whole=words <= LONGEST_WHOLE)
    first = (str(number), NAMES[one.kind].zh, typeset(one.title))
    for place, (cell, breadth) in enumerate(zip(cells, BREADTHS, strict=True)):
        sheet.fill(
            cell, first[place] if place < len(first) else "", BODY, breadth, centred=place < len(first) - 1
        )
    name = cells[len(first) - 1]
    name.paragraphs[0].runs[0].bold = True
    if one.path:
        sheet.write(name.add_paragraph(), typeset(" › ".join(one.path)), HEADINGS[2], sheet.SMALL)
    for fact in one.facts:
        sheet.write(name.add_paragraph(), typeset(f"{fact.label.zh}：{told(fact).zh}"), BODY, sheet.SMALL)
    for cell, runs, is_new in ((cells[-2], one.before, False), (cells[-1], one.after, True)):
        whole, at = typeset(_whole(runs)), 0
        for each in runs:
            run = sheet.write(cell.paragraphs[0], whole[at : at + len(each.text)], BODY, sheet.SMALL)
            at += len(each.text)
            if each.only and is_new:
                run.bold = run.underline = True
            elif each.only:
                run.font.strike = True


def _throughout(both: Differences, old: Case, new: Case) -> list[cards.Turn]:
    """What changed in the whole plan: its name, its years, what its bearers are called."""
    found = []
    if old.title != new.title:
        found.append(cards.Turn(Text("名称", "Name"), f"《{old.title}》", f"《{new.title}》"))
    if both.period is not None:
        years = [period_of(each.facts["reading"]) or NOTHING for each in (old, new)]
        found.append(cards.Turn(Text("期间", "Period"), *years))
    return found + [
        cards.Turn(
            Text("单位改称", "Unit renamed"),
            one.old,
            one.new,
            Text(f"{one.tasks}项任务", f"in {one.tasks} tasks"),
        )
        for one in both.renamed
    ]


def _was_added_by_hand(
    one: Difference, old: Case, new: Case, texts: Mapping[UUID, Callable[[tuple[int, int]], str]]
) -> bool:
    """Whether a person found it in one version, and its words stand in the other, where nobody did."""
    side, here, there = (one.old, old, new) if one.new is None else (one.new, new, old)
    if side is None or (one.old is not None and one.new is not None):
        return False
    read = here.facts["reading"]
    by_hand = [tuple(each["span"]) for each in [*read["targets"], *read["tasks"]] if each.get("added")]
    return side.span in by_hand and "".join(side.quote.split()) in "".join(texts[there.pk]((0, MOST)).split())


def _in_order(both: Differences) -> list[Difference]:
    """Every target and task of both readings once, in the order of the later document; removed ones last."""

    def place(one: Difference) -> tuple[bool, int]:
        side = one.new or one.old
        return one.new is None, side.span[0] if side is not None else 0

    return sorted([*both.targets, *both.tasks], key=place)


def _read_again(kept: Mapping[str, Any], words: Callable[[tuple[int, int]], str]) -> Reading:
    """A kept reading as the reader knows it, as far as versions are compared, with the ``words`` of its places."""
    period = kept.get("period") or {}
    return Reading(
        "",
        0,
        period_start=period.get("start"),
        period_end=period.get("end"),
        targets=[
            Target(
                **{
                    name: one.get(name)
                    for name in ("indicator", "value", "unit", "comparator", "kind", "quote")
                },
                span=tuple(one["span"]),
                **{name: one.get(name) for name in ("value_max", "year", "scope", "canonical", "attribute")},
                year_inferred=bool(one.get("year_inferred")),
                baseline_year=(one.get("baseline") or {}).get("year"),
                baseline_value=(one.get("baseline") or {}).get("value"),
            )
            for one in (without_marks(each, words) for each in kept["targets"])
        ],
        tasks=[
            Task(
                list(one["path"]),
                one["title"],
                tuple(one["span"]),
                one.get("quote") or "",
                lead=list(one.get("lead") or []),
                cooperating=list(one.get("cooperating") or []),
                responsible=list(one.get("responsible") or []),
                due=one.get("due"),
                quote_units=one.get("quote_units"),
            )
            for one in (without_marks(each, words) for each in tasks_of(kept))
        ],
    )


def _change(one: Difference) -> cards.Change:
    def words(side: Target | Task | None) -> str:
        if isinstance(side, Target):
            # The cells of a row stand one below the other in the text of a page.
            return " ".join((side.quote or side.indicator).split())
        return "" if side is None else str(side.quote or side.title)

    facts = [
        Fact(LABELS[name], _turned(name, before, after))
        for name, (before, after) in one.fields.items()
        if name != "text"
    ]
    if isinstance(one, TaskChange) and one.of is not None:
        where = Text("拆自", "Split off from") if one.old is None else Text("并入", "Merged into")
        facts.append(Fact(where, one.of.title))
    side = one.new or one.old
    title = ""
    path: tuple[str, ...] = ()
    if isinstance(side, Task):
        title, path = side.title, tuple(side.path)
        if path and path[-1].endswith(title):
            # The task's own heading, which is its name.
            path = path[:-1]
    elif side is not None:
        title = f"{side.scope or ''} {side.indicator}".strip()
    shown = "text" in one.fields or one.old is None or one.new is None or isinstance(one, TargetChange)
    old, new = (words(one.old), words(one.new)) if shown else ("", "")
    before, after = (
        marked(old, new) if old and new else ([cards.Run(old)] * bool(old), [cards.Run(new)] * bool(new))
    )
    sort: Literal["target", "task"] = "target" if isinstance(one, TargetChange) else "task"
    return cards.Change(one.change, path, title, before, after, facts, sort)


def _turned(name: str, before: object, after: object) -> Text:
    """What an element was and what it is."""
    one, other = (_said(name, value) for value in (before, after))
    return Text(f"{one.zh} → {other.zh}", f"{one.en} → {other.en}")


def _said(name: str, value: object) -> Text:
    """An element's value in words."""
    known: Mapping[str, Mapping[str, Text]] = {"kind": KINDS, "comparator": COMPARATORS}
    found = attribute(str(value)) if name == "attribute" else known.get(name, {}).get(str(value))
    written = "、".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return found or Text(written or NOTHING, written or NOTHING)
