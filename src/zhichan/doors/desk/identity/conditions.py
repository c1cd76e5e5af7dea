"""One patent and the five conditions of high value: which hold, since when, and by which row."""

from __future__ import annotations

from django.urls import reverse

from zhichan.doors.desk.identity.tabs import tabs
from zhichan.doors.desk.management.cards import Link, Page, Section
from zhichan.doors.look.parts import Cell, Column, Fact, Row, State, Table
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.ground.public import Refusal, Text
from zhichan.kernel.registry.public import evidence, leads, not_loaded, record

STATES = {
    True: State("ok", Text("符合", "met")), False: State("unknown", Text("不符合", "not met")),
    None: State("attention", Text("不能判断", "cannot be said")),
}  # fmt: skip
WHOLE = {
    True: State("ok", Text("高价值发明专利", "a high-value patent")),
    False: State("unknown", Text("不是高价值发明专利", "no high-value patent")),
    None: State("attention", Text("不能判断", "cannot be said")),
}  # fmt: skip
TABLES = {
    "wipo35": Text("技术领域", "Field of technology"), "ipc_sei": Text("战略性新兴产业", "Strategic emerging industry"),
    "ipc_gbt4754": Text("国民经济行业", "Industry"),
}  # fmt: skip


def high_value(actor: Actor, key: str) -> Page:
    """A patent's conditions with their evidence, and the classes that its symbols lead to."""
    try:
        with reading(actor):
            row = record(source="patent", key=key).row
            holds, found = evidence(key, actor.day)
            classes = {name: leads(name, row, actor.day) for name in TABLES}
    except Refusal as refusal:
        raise Refusal(NOT_THERE) from refusal
    facts = [
        Fact(
            title, "、".join(hit.target for hit in hits) or None if hits is not None else
            State("unknown", Text("尚未导入", "not loaded")),
            note=not_loaded(name) if hits is None else Text(
                "；".join(f"{hit.symbol} → {hit.target}（第{hit.row}行）" for hit in hits),
                "; ".join(f"{hit.symbol} → {hit.target} (row {hit.row})" for hit in hits)) if hits else None)
        for (name, hits), title in zip(classes.items(), TABLES.values(), strict=True)]
    return Page(
        title=f"{row['title']}（{key}）", state=WHOLE[holds], tabs=tabs("desk:classes"), facts=facts,
        about=Text(
            "有效发明专利符合五项条件之一即计入，每件只计一次。",
            "An invention patent in force counts when it meets one of five conditions, and it counts once."),
        actions=[Link(Text("专利记录", "The record"), reverse("desk:record", kwargs={"source": "patent", "row": key}))],
        sections=[Section(Text("五项条件", "Five conditions"), table=Table(
            Text("条件", "Conditions"),
            [
                Column(Text("条件", "Condition")), Column(Text("结论", "Finding")), Column(Text("自", "Since")),
                Column(Text("依据", "Evidence")),
            ],
            [
                Row([Cell(one.title), Cell(STATES[one.holds]), Cell(one.since), Cell(one.why)], key=one.condition)
                for one in found],
            quiet=True))])
