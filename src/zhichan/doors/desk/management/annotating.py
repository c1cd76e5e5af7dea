"""An annotation read back upon a plan: what it decides, how it compares with the reading, and what was not read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from zhichan.doors.desk.builders.plans import may, one_case
from zhichan.doors.desk.management.cards import Link, Page, Section, one_file
from zhichan.doors.look.parts import Cell, Column, Fact, Problem, Row, Table
from zhichan.kernel.access.public import Actor
from zhichan.kernel.acts.public import perform
from zhichan.kernel.ground.public import Refusal, Text

LISTS = {
    "targets": Text("目标", "target"),
    "tasks": Text("任务", "task"),
    "measures": Text("保障措施", "supporting measure"),
}
COUNTS = (
    ("read", Text("平台读出", "Read")), ("known", Text("标注里有", "In the annotation")),
    ("confirm", Text("两者一致", "The same in both")), ("correct", Text("按标注更正", "Corrected by it")),
    ("reject", Text("按标注不采用", "Rejected by it")),
    ("kept", Text("人已处理、照旧的", "Decided by people, and kept")),
)  # fmt: skip
LARGEST = 5 * 1024 * 1024
SHORTENED = 80


def annotation(actor: Actor, plan: UUID, *, key: str, problems: Sequence[Problem] = ()) -> Page:
    """What the last annotation brought, and the form that brings one."""
    case = one_case(actor, plan)
    found = case.facts.get("annotated")
    sections = []
    if found is not None:
        sections.append(
            Section(Text("标注里有、平台没有读出的", "In the annotation, and not read"), table=_unread(found["unread"]))
        )
    forms = []
    if case.stage == "reviewing" and may(actor, "plan:annotate", case.region.path):
        forms.append(
            one_file(
                Text("带入标注文件", "Take in an annotation"),
                Text("标注文件", "annotation"),
                Text("带入", "Take it in"),
                reverse("desk:plan-annotation", kwargs={"plan": case.pk}),
                key=key,
                endings=".json",
                place="annotation",
                problems=problems,
                hint=Text("JSON，不超过5 MB。", "JSON, at most 5 MB."),
                note=Text(
                    "标注须是同一份原文的；每条引文与原文对不上时整份不收。相同的确认，不同的更正，标为“不是”的不采用。"
                    "人已经处理过的条目照旧，标注不改动。",
                    "It has to be one of the same text; if a quote does not stand where it says, none of it is taken. "
                    "What agrees is confirmed, what differs corrected, what is marked as none rejected. "
                    "What a person has decided stays as it is.",
                ),
            )
        )
    own = reverse("desk:plan", kwargs={"plan": case.pk})
    return Page(
        title=Text("标注文件", "Annotation"),
        about=Text(f"《{case.title}》", f"“{case.title}”"),
        tabs=(),
        facts=[Fact(label, found.get(name, 0)) for name, label in COUNTS] if found is not None else (),
        actions=[Link(Text("回到核对", "Back to the review"), own)],
        files=[Link(Text("导出核对结果", "Export what was decided"), f"{own}?annotation=1")]
        if case.facts.get("decisions")
        else (),
        sections=sections,
        forms=forms,
        problems=problems,
    )


def _unread(found: Sequence[dict[str, object]]) -> Table:
    return Table(
        Text("没有读出的条目", "Items that were not read"),
        [
            Column(Text("种类", "Kind")),
            Column(Text("位置", "Place")),
            Column(Text("原文", "Words")),
        ],
        [
            Row(
                [
                    Cell(LISTS[str(one["list"])]),
                    Cell(Text(f"第{one['span'][0]}字", f"character {one['span'][0]}")),  # type: ignore[index]
                    Cell(" ".join(str(one["quote"]).split())[:SHORTENED]),
                ]
            )
            for one in found
        ],
        Text("标注里的条目都读出来了。", "Everything in the annotation was read."),
        quiet=True,
    )


def take_in(actor: Actor, plan: UUID, file: UploadedFile[bytes] | None, *, at: datetime, key: str | None) -> None:
    """Decide about a plan's items as an annotation does."""
    if file is None:
        raise Refusal.one("given.missing", "请选择文件", "choose a file", place="annotation")
    if (file.size or 0) > LARGEST:
        raise Refusal.one("paper.too-large", "文件超过5MB", "the file has more than 5 MB", place="annotation")
    perform(
        actor=actor, verb="plan:annotate", target=str(plan), facts={"annotation": file.read()}, at=at, key=key
    )
