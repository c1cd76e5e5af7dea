"""What the page of a saved search shows of judgements: recall, false alarms, what waits to be judged, and the forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zhichan.doors.desk.management.cards import Form, Section
from zhichan.doors.look.parts import Cell, Choice, Column, Fact, Field, Row, State, Table
from zhichan.doors.look.words import SHANGHAI
from zhichan.kernel.ground.public import Text
from zhichan.kernel.selections.public import Quality, Selection

SHOWN = 50
FITS, FALSE = State("ok", Text("属于", "belongs")), State("attention", Text("不属于（误报）", "does not belong"))
USUAL = 30
"""How many are drawn from either side unless something else is asked: a third of an hour of reading."""


def facts(good: Quality) -> list[Fact]:
    """Recall and false alarms in a line each, as far as there are judgements."""
    found = []
    if good.recall is not None:
        estimate = "—" if good.recall.estimate is None else _share(good.recall.estimate)
        found.append(Fact(
            Text("查全率（估计）", "Recall (estimated)"), estimate,
            note=Text(
                f"95%的把握在{_share(good.recall.low)}至{_share(good.recall.high)}之间",
                f"between {_share(good.recall.low)} and {_share(good.recall.high)} with 95% confidence",
            ),
        ))  # fmt: skip
    if good.alarms is not None:
        false, judged = good.alarms.found, good.alarms.judged
        found.append(Fact(
            Text("误报率", "False alarms"), _share(false / judged),
            note=Text(
                f"已判断{judged}件，其中误报{false}件；成员前后共{good.alarms.whole}件",
                f"{false} of {judged} judged; {good.alarms.whole} members so far",
            ),
        ))  # fmt: skip
    return found


def _share(value: float) -> str:
    return f"{100 * value:.1f}%"


def sections(good: Quality, right: Callable[[str], Cell]) -> list[Section]:
    """The last sample with what waits, and what was judged."""
    found = []
    if good.sample is not None:
        sample = good.sample
        found.append(Section(
            Text("抽样", "Sample"), table=_waiting(good.waiting, right),
            note=Text(
                f"{sample.day}抽取：成员{sample.inside}件中{len(sample.picked)}件，范围“{sample.frame}”内其余"
                f"{sample.outside}件中{len(sample.left)}件；种子{sample.seed[:16]}…；尚待判断{len(good.waiting)}件。"
                f"查全率只就这个范围而言。此前抽过{good.before}次，只有这一次计入。"
                + (
                    f"另有{good.closed}件抽出后不再公开，不列出；其中有未判断的，查全率就得不出，可重新抽样。"
                    if good.closed else ""
                ),
                f"Drawn on {sample.day}: {len(sample.picked)} of {sample.inside} members and {len(sample.left)} of the"
                f" {sample.outside} others that “{sample.frame}” finds; seed {sample.seed[:16]}…; {len(good.waiting)}"
                f" wait to be judged. Recall is told within this frame alone. Samples drawn before: {good.before};"
                " this one alone counts."
                + (
                    f" {good.closed} drawn are open no more and not listed; one of them unjudged leaves recall open"
                    " until a new sample is drawn." if good.closed else ""
                ),
            ),
        ))  # fmt: skip
    if good.judged:
        found.append(Section(Text("已判断", "Judged"), table=_judged(good, right)))
    return found


def _waiting(keys: Sequence[str], right: Callable[[str], Cell]) -> Table:
    return Table(
        Text("尚待判断", "To be judged"), [Column(Text("权利", "Right")), Column(Text("编号", "Key"))],
        [Row([right(key), Cell(key)], key=key) for key in keys[:SHOWN]],
        Text("抽出的都已判断。", "Everything drawn was judged."), quiet=True,
    )  # fmt: skip


def _judged(good: Quality, right: Callable[[str], Cell]) -> Table:
    return Table(
        Text("已判断", "Judged"),
        [
            Column(Text("权利", "Right")), Column(Text("判断", "Found")), Column(Text("理由", "Reason")),
            Column(Text("日期", "On")),
        ],
        [
            Row([
                right(key), Cell(FITS if one.fits else FALSE), Cell(one.reason),
                Cell(one.at.astimezone(SHANGHAI).date()),
            ], key=key)
            for key, one in list(good.judged.items())[:SHOWN]
        ],
        quiet=True,
    )  # fmt: skip


def forms(selection: Selection, good: Quality, address: str, key: str, *, owned: bool) -> list[Form]:
    """Judging, and for the owner drawing."""
    found = [Form(Text("判断一件", "Judge a right"), [
        Field("do", Text("动作", "Act"), "judge", "hidden"),
        Field(
            "right", Text("权利（种类:编号）", "Right (source:key)"), good.waiting[0] if good.waiting else "",
            required=True,
        ),
        Field("fits", Text("是否属于", "Does it belong"), kind="select", choices=[
            Choice("yes", FITS.word, False), Choice("no", FALSE.word, False),
        ]),
        Field("reason", Text("理由", "Reason"), required=True),
    ], Text("判断", "Judge"), address, "post", key=f"{key}e", after=True)]  # fmt: skip
    if owned:
        found.append(Form(Text("抽样估计查全率", "Draw a sample to estimate recall"), [
            Field("do", Text("动作", "Act"), "draw", "hidden"),
            Field("frame", Text("范围检索式", "Query of the frame"), selection.question["text"], required=True),
            Field("inside", Text("从成员中抽取", "From the members"), str(USUAL), required=True),
            Field("outside", Text("从范围内其余中抽取", "From the rest of the frame"), str(USUAL), required=True),
        ], Text("抽样", "Draw"), address, "post", Text(
            "范围应当比检索式宽，把可能遗漏的都包括在内；抽取结果由种子决定，可复算。",
            "The frame is wider than the query and takes in whatever may be missed. A seed decides what is drawn.",
        ), f"{key}f", after=True))  # fmt: skip
    return found
