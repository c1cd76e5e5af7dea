"""Supervision on the desk: the board of matters, one matter with its evidence, and the reports made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from zhichan.doors.desk.derived.casefile import clock, ending, possible
from zhichan.doors.desk.derived.cases import as_state, openings, stage_of, standings
from zhichan.doors.desk.derived.fields import leads_to, names_of, words
from zhichan.doors.desk.derived.limits import how_long
from zhichan.doors.desk.management import statement
from zhichan.doors.desk.management.cards import Link, Page, Section, documents
from zhichan.doors.desk.management.tabs import declared, tabs
from zhichan.doors.look.letters import Annex, Entry, Lead, Letter, headed, in_words, rank, typeset
from zhichan.doors.look.parts import Cell, Choice, Column, Fact, Filter, Row, State, Table
from zhichan.doors.look.words import day as as_day
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE, reach
from zhichan.kernel.casework.public import Case, Running, Standing, clocks_of, paper_of, reminds
from zhichan.kernel.ground.public import Refusal, Text

ORDER = ("red", "yellow", "waiting", "green", "closed", "withdrawn")
OVER = ("closed", "withdrawn")
WHOLE = "completion"
"""The limit of the matter as a whole."""
CLOCK = "clock"
OUTCOMES = {
    "accepted": State("ok", Text("核查通过", "accepted")),
    "sent_back": State("refused", Text("退回补报", "sent back")),
    "confirmed": State("ok", Text("核实完成", "confirmed")),
}


def _units(case: Case) -> dict[str, str]:
    """The units that answer for a matter: name → name in English."""
    parts = [each for each in case.assignments.all() if each.role in {"lead", "responsible"}]
    units = [(each.unit.name, each.unit.name_en) if each.unit else (each.as_written, "") for each in parts]
    return {zh: en or zh for zh, en in units}


def _listed(units: Mapping[str, str]) -> Text:
    return Text("、".join(units), ", ".join(units.values()))


def _matters(actor: Actor) -> QuerySet[Case]:
    return (
        reach(actor, "supervision:read")
        .select_related("region", "parent")
        .prefetch_related("assignments__unit")
    )


def board(actor: Actor, given: Mapping[str, str]) -> Page:
    """The matters one may see, the red ones first, with why each has its light."""
    lights = declared("supervision").standing
    if lights is None:
        raise Refusal(NOT_THERE)
    with reading(actor):
        found = list(_matters(actor).defer("letters").order_by("number"))
    told = [
        (one, how) for one, how in zip(found, standings(found, actor.day), strict=True) if how is not None
    ]
    counts = {light: sum(how.light == light for _, how in told) for light in ORDER}
    chosen = given.get("light", "")
    names = dict(sorted({zh: en for one, _ in told for zh, en in _units(one).items()}.items()))
    unit = given.get("unit", "") if given.get("unit", "") in names else ""
    shown = [
        (one, how)
        for one, how in told
        if (how.light == chosen if chosen in counts else how.light not in OVER)
        and (not unit or unit in _units(one))
    ]
    limits = {one.pk: _next(one, actor.day) for one, _ in shown}
    shown.sort(key=lambda pair: (ORDER.index(pair[1].light), limits[pair[0].pk] or date.max, pair[0].number))
    address = reverse("desk:supervision")
    open_ = sum(number for light, number in counts.items() if light not in OVER)
    choices = [
        Choice("", Text("在办", "open"), chosen not in counts, open_, address),
        *(
            Choice(
                light,
                Text(lights.lights[light].title.zh, lights.lights[light].title.en),
                chosen == light,
                counts[light],
                f"{address}?light={light}",
            )
            for light in ORDER
            if counts[light]
        ),
    ]
    everyone = Choice("", Text("全部", "all"), not unit)
    return Page(
        title=Text("督查督办", "Supervision"),
        about=Text(
            "灯由期限和佐证材料算出，不能填写；点开看依据。",
            "The lights follow from limits and evidence and cannot be typed in; open one to see why.",
        ),
        tabs=tabs("desk:supervision"),
        lights=choices,
        filters=[
            Filter(
                "unit",
                Text("责任单位", "Unit"),
                [everyone, *(Choice(zh, Text(zh, en), zh == unit) for zh, en in names.items())],
            )
        ]
        if len(names) > 1
        else (),
        address=address,
        actions=openings(actor, declared("supervision")),
        sections=[
            Section(
                Text("事项", "Matters"), note=statement.LIGHTS, table=_table(shown, limits, actor.day), key="matters"
            )
        ],
        listed=_ledger(shown, limits),
    )


def _next(case: Case, day: date) -> date | None:
    """The last day of the limit that was missed or else ends first; of a matter that is over there is none."""
    if case.closed_at is not None:
        return None
    missed = {name for name, act in declared("supervision").acts.items() if act.to == case.stage and CLOCK in act.roles}
    days = [
        one.due.day
        for one in (clocks_of(case, as_of=day, explain=False) if missed else ())
        if one.stopped_by in missed and one.due.day is not None
    ]
    return max(days, default=case.due_on)


Limits = Mapping[UUID, date | None]


def _limit(due: date | None, today: date) -> Cell:
    return Cell(due, note=how_long(due, today)[0] if due else None)


def _table(shown: Sequence[tuple[Case, Standing]], limits: Limits, today: date) -> Table:
    procedure = declared("supervision")
    return Table(
        Text("督查事项", "Matters under supervision"),
        [
            Column(Text("事项", "Matter")),
            Column(Text("亮灯", "Light")),
            Column(Text("责任单位", "Unit")),
            Column(Text("阶段", "Stage")),
            Column(Text("最近时限", "Next limit")),
            Column(Text("办结期限", "To be done by")),
            Column(Text("报告", "Reports"), numeric=True),
        ],
        [
            Row(
                [
                    Cell(
                        one.title,
                        reverse("desk:matter", kwargs={"case": one.pk}),
                        Text(one.number, one.number),
                    ),
                    Cell(as_state(how)),
                    Cell(_listed(_units(one))),
                    Cell(stage_of(procedure, one.stage).word),
                    _limit(limits[one.pk], today),
                    Cell(date.fromisoformat(one.facts["due"])),
                    Cell(len(one.facts.get("reports") or [])),
                ],
                key=str(one.pk),
            )
            for one, how in shown
        ],
        Text(
            "没有这样的督查事项。规划任务列入督办、会议形成议定事项后，会列在这里。",
            "No such matter. Tasks put under supervision and decisions of meetings stand here.",
        ),
        quiet=True,
    )


def _ledger(shown: Sequence[tuple[Case, Standing]], limits: Limits) -> Table:
    """The matters as an office keeps its book of them: what the board tells, and the last report in words."""
    procedure = declared("supervision")
    heads = (
        Text("编号", "Number"), Text("事项", "Matter"), Text("办理要求", "What is to be done"), Text("来源", "Origin"),
        Text("来源编号", "Number of the origin"), Text("责任单位", "Unit"), Text("亮灯", "Light"),
        Text("亮灯依据", "Why"), Text("阶段", "Stage"), Text("最近时限", "Next limit"),
        Text("办结期限", "To be done by"), Text("报告次数", "Reports"), Text("最近一次报告", "Last report"),
        Text("进展", "Progress"), Text("佐证", "Evidence"), Text("核查", "Finding"), Text("催办次数", "Times urged"),
    )  # fmt: skip

    def cells(one: Case, how: Standing) -> list[Cell]:
        facts = one.facts
        origin = procedure.fields["origin"].choices.get(str(facts.get("origin")))
        reports = facts.get("reports") or []
        last = reports[-1] if reports else {}
        finding = last.get("finding")
        return [
            Cell(one.number),
            Cell(one.title),
            Cell(facts["demand"]),
            Cell(words(origin) if origin else None),
            Cell(facts.get("source")),
            Cell(_listed(_units(one))),
            Cell(as_state(how)),
            Cell(how.reason),
            Cell(stage_of(procedure, one.stage).word),
            Cell(limits[one.pk]),
            Cell(date.fromisoformat(facts["due"])),
            Cell(len(reports)),
            Cell(date.fromisoformat(last["day"]) if last else None),
            Cell(last.get("progress")),
            Cell((Text("有", "yes") if last["evidence"] else Text("没有", "none")) if last else None),
            Cell(OUTCOMES[finding["outcome"]].word if finding else None),
            Cell(sum(of_unit for *_, of_unit in _urgings(one))),
        ]

    return Table(
        Text("督查台账", "Book of matters"),
        [Column(each) for each in heads],
        [Row(cells(one, how)) for one, how in shown],
    )


def _matter(actor: Actor, identity: UUID) -> Case:
    with reading(actor):
        found = _matters(actor).filter(pk=identity).first()
    if found is None:
        raise Refusal(NOT_THERE)
    return found


def matter(actor: Actor, identity: UUID, *, at: datetime) -> Page:
    """A matter: its light and why, its limits, every report with its evidence and finding, who was urged when."""
    case = _matter(actor, identity)
    (how,) = standings([case], actor.day)
    own = reverse("desk:case", kwargs={"procedure": "supervision", "case": case.pk})
    procedure = declared("supervision")
    origin = procedure.fields["origin"].choices.get(str(case.facts.get("origin")))
    source = case.facts.get("source")
    names = names_of(actor, {"source": procedure.fields["source"]}, [case.facts])
    facts = [
        Fact(Text("编号", "Number"), case.number),
        Fact(Text("责任单位", "Unit"), _listed(_units(case))),
        Fact(Text("办理要求", "What is to be done"), case.facts["demand"]),
        _until(case, actor.day),
        *(
            [
                Fact(
                    Text("来源", "Origin"),
                    Text(origin.zh, origin.en),
                    leads_to(procedure.fields["source"], source, names),
                    _plain(source),
                )
            ]
            if origin
            else []
        ),
        Fact(Text("阶段", "Stage"), stage_of(procedure, case.stage).word),
    ]
    return Page(
        title=case.title,
        state=as_state(how),
        tabs=tabs("desk:supervision"),
        facts=facts,
        actions=[*_acts(actor, case, at), Link(Text("办理与经过", "Act on it, and its story"), own)],
        sections=[
            Section(Text("报告与佐证", "Reports and evidence"), table=_reports(case)),
            Section(Text("时限", "Limits"), table=_limits(case, actor.day)),
            Section(Text("催办与批示", "Urged and instructed"), table=_urged(case)),
            Section(Text("延期", "Postponements"), table=_postponed(case)),
        ],
    )


def _until(case: Case, today: date) -> Fact:
    """The last day of a matter, and how long there is until it while the matter is open."""
    due = date.fromisoformat(case.facts["due"])
    note = None if case.closed_at else how_long(due, today)[0]
    return Fact(Text("办结期限", "To be done by"), due, note=note)


def _acts(actor: Actor, case: Case, at: datetime) -> list[Link]:
    return [Link(one.title, one.href) for one in possible(actor, case, at=at)]


def _urgings(case: Case) -> list[tuple[str, str, Cell, bool]]:
    """Whenever somebody was urged: the day, by which act, in which words, and whether the unit was the one to act."""
    acts = declared("supervision").acts
    by_clocks = [
        (entry["day"], entry["act"], Cell(""), entry["was"] in acts["urge"].sources)
        for entry in case.course
        if entry["act"].startswith(("remind_", "escalate_")) and entry["act"] in acts
    ]
    return by_clocks + [(one["day"], "urge", _as_urged(one), True) for one in case.facts.get("urgings") or []]


def _as_urged(one: Mapping[str, Any]) -> Cell:
    """The words of an urging; of one that was corrected, on which day and what it said before."""
    if "corrected" not in one:
        return Cell(one["urging"])
    on, first = as_day(date.fromisoformat(one["corrected"]), weekday=False), one["first"]
    return Cell(one["urging"], note=Text(f"{on}更正，原为：{first}", f"corrected on {on}; before: {first}"))


def _urged(case: Case) -> Table:
    """Who was urged when, by clocks and by officers, and what leaders wrote, in the order of their days."""
    acts = declared("supervision").acts
    rows = [(day, act, said) for day, act, said, _ in _urgings(case)] + [
        (one["day"], "instruct", Cell(one["instruction"]))
        for one in case.facts.get("instructions") or []
    ]
    return Table(
        Text("催办与批示", "Urged and instructed"),
        [Column(Text("日期", "Day")), Column(Text("事由", "What")), Column(Text("内容", "Words"))],
        [
            Row([Cell(date.fromisoformat(day)), Cell(words(acts[act].title)), said])
            for day, act, said in sorted(rows, key=lambda one: one[0])
        ],
        Text("没有催办过，也没有批示。", "Nobody was urged, and there is no instruction."),
        quiet=True,
        stack=True,
    )


def _plain(value: Any) -> Text | None:
    return Text(str(value), str(value)) if value else None


def _reports(case: Case) -> Table:
    rows = []
    for one in case.facts.get("reports") or []:
        finding = one.get("finding")
        rows.append(
            Row(
                [
                    Cell(Text(f"第{one['no']}次", f"No. {one['no']}")),
                    Cell(date.fromisoformat(one["day"])),
                    Cell(Text("报请办结", "done") if one["done"] else Text("进展", "progress")),
                    Cell(one["progress"]),
                    Cell(
                        Text("佐证材料", "evidence"),
                        reverse("desk:matter-evidence", kwargs={"case": case.pk, "number": one["no"]}),
                    )
                    if one["evidence"]
                    else Cell(State("attention", Text("没有材料", "none"))),
                    Cell(
                        State(
                            OUTCOMES[finding["outcome"]].kind,
                            OUTCOMES[finding["outcome"]].word,
                            Text(finding["words"], finding["words"]),
                        )
                        if finding
                        else State("unknown", Text("待核查", "to be checked"))
                    ),
                ]
            )
        )
    return Table(
        Text("历次报告", "Reports"),
        [
            Column(Text("报告", "Report")),
            Column(Text("日期", "Day")),
            Column(Text("性质", "Kind")),
            Column(Text("内容", "Words")),
            Column(Text("佐证", "Evidence")),
            Column(Text("核查", "Finding")),
        ],
        rows,
        Text("还没有报告。", "No report yet."),
        quiet=True,
    )


def _limits(case: Case, day: date) -> Table:
    procedure = declared(case.procedure)
    runs = [one for one in clocks_of(case, as_of=day, explain=False) if not reminds(one, procedure=procedure)]
    # Those that run stand first; those that ended follow in the order of their days.
    runs.sort(key=lambda one: (not one.open, one.stopped_on or date.max))
    return Table(
        Text("各环节时限", "Limits of each step"),
        [
            Column(Text("环节", "Step")),
            Column(Text("起算", "From")),
            Column(Text("到期", "Due")),
            Column(Text("结束", "Ended")),
            Column(Text("情况", "State")),
        ],
        [
            Row(
                [
                    Cell(one.title),
                    Cell(one.started),
                    _limit(_due_then(case, one), day) if one.open else Cell(_due_then(case, one)),
                    Cell(one.stopped_on),
                    Cell(
                        State("late", Text("超时", "late"))
                        if one.overdue
                        else clock(one, case, day).state
                        if one.open
                        else State("ok", Text("按时", "in time"))
                    ),
                ]
            )
            for one in runs
        ],
        quiet=True,
    )


def _due_then(case: Case, run: Running) -> date | None:
    """The last day of a limit; of one that ended before the matter was postponed, the day that held then."""
    if run.name == WHOLE and run.stopped_on is not None:
        for one in case.facts.get("postponed") or []:
            if run.started < date.fromisoformat(one["day"]) >= run.stopped_on:
                return date.fromisoformat(one["from"])
    return run.due.day


def _postponed(case: Case) -> Table:
    return Table(
        Text("延期记录", "Postponements"),
        [
            Column(Text("日期", "Day")),
            Column(Text("原期限", "Before")),
            Column(Text("新期限", "After")),
            Column(Text("理由", "Reason")),
        ],
        [
            Row(
                [
                    Cell(date.fromisoformat(one["day"])),
                    Cell(date.fromisoformat(one["from"])),
                    Cell(date.fromisoformat(one["to"])),
                    Cell(one["reason"]),
                ]
            )
            for one in case.facts.get("postponed") or []
        ],
        Text("没有延期。", "Never postponed."),
        quiet=True,
    )


def evidence(actor: Actor, identity: UUID, number: int) -> tuple[bytes, str]:
    """The evidence of a report, for whoever may see the matter, and a name for the file."""
    case = _matter(actor, identity)
    content = paper_of(actor, case.pk, f"reports__{number - 1}__evidence")
    return content, f"{case.number}-{number}.{ending(content)}"


# --- reports made of them -----------------------------------------------------------------------------------------


def circulars(actor: Actor) -> Page:
    """Reports, circulars and bulletins, the newest first."""
    procedure = declared("circular")
    with reading(actor):
        found = list(reach(actor, "circular:read").select_related("region").order_by("-opened_at", "-number"))
    kinds = procedure.fields["kind"].choices
    rows = [
        Row(
            [
                Cell(
                    statement.titled(one),
                    reverse("desk:circular", kwargs={"case": one.pk}),
                    Text(one.number, one.number),
                ),
                Cell(Text(kinds[one.facts["kind"]].zh, kinds[one.facts["kind"]].en)),
                Cell(date.fromisoformat(one.facts["until"])),
                Cell(stage_of(procedure, one.stage).word),
                Cell(len(one.facts["statement"]["items"])),
            ],
            key=str(one.pk),
        )
        for one in found
    ]
    return Page(
        title=Text("季报、通报与进展公布", "Reports, circulars and bulletins"),
        about=Text(
            "由督查记录生成，每句话注明依据的事项；不能手写。",
            "Made from the records of supervision; every sentence cites its matters, and none can be written by hand.",
        ),
        tabs=tabs("desk:circulars"),
        actions=openings(actor, procedure),
        sections=[
            Section(
                Text("已生成", "Drawn up"),
                table=Table(
                    Text("通报", "Reports"),
                    [
                        Column(Text("标题", "Title")),
                        Column(Text("种类", "Kind")),
                        Column(Text("截至", "Up to")),
                        Column(Text("阶段", "Stage")),
                        Column(Text("事项", "Matters"), numeric=True),
                    ],
                    rows,
                    Text(
                        "还没有生成过。督查室选择种类和截止日即可生成。",
                        "None yet: the office chooses kind and day.",
                    ),
                    quiet=True,
                ),
            )
        ],
    )


def found_circular(actor: Actor, identity: UUID) -> Case:
    """A report the actor may see."""
    with reading(actor):
        found = reach(actor, "circular:read").select_related("region").filter(pk=identity).first()
    if found is None:
        raise Refusal(NOT_THERE)
    return found  # type: ignore[no-any-return]


def circular(actor: Actor, identity: UUID, given: Mapping[str, str], *, at: datetime) -> Page:
    """A report as it was drawn up: each sentence leads to the matters it rests on, each figure to its rows."""
    case = found_circular(actor, identity)
    procedure = declared("circular")
    told = case.facts["statement"]
    with reading(actor):
        open_ = {
            str(each)
            for each in reach(actor, "supervision:read")
            .filter(pk__in=[one["id"] for one in told["items"]])
            .values_list("pk", flat=True)
        }
    hrefs = {
        one["number"]: reverse("desk:matter", kwargs={"case": one["id"]}) if one["id"] in open_ else ""
        for one in told["items"]
    }
    own = reverse("desk:case", kwargs={"procedure": "circular", "case": case.pk})
    figure = statement.figure(told, given.get("figure", ""))
    return Page(
        title=statement.titled(case),
        state=stage_of(procedure, case.stage),
        tabs=tabs("desk:circulars"),
        facts=[
            Fact(Text("编号", "Number"), case.number),
            Fact(Text("起", "From"), date.fromisoformat(told["since"])),
            Fact(Text("止", "Up to"), date.fromisoformat(told["until"])),
            Fact(Text("事项", "Matters"), len(told["items"])),
        ],
        actions=[
            *_acts(actor, case, at),
            Link(
                Text("经过", "Its story")
                if procedure.stages[case.stage].last
                else Text("审定、印发与经过", "Approve, issue, and its story"),
                own,
            ),
        ],
        files=documents(lambda kind: reverse("desk:circular-file", kwargs={"case": case.pk, "kind": kind})),
        sections=[
            *statement.sections(told, leads=lambda number: hrefs.get(number, "")),
            Section(
                statement.heading(figure),
                note=Text("截止日当天的情况。", "As it was on the last day."),
                table=_counted(statement.rows_of(told, figure), hrefs),
                key=statement.ROWS,
                links=[Link(Text("看全部事项", "all matters"), f"?#{statement.ROWS}")] if figure else (),
            ),
        ],
    )


COUNTED = {
    "reports": (Text("期内报告", "Reports"), Text("份", "")),
    "sent_back": (Text("退回", "Sent back"), Text("份", "")),
    "escalations": (Text("升级", "Escalated"), Text("次", "")),
    "evidence": (Text("佐证", "Evidence"), Text("份", "")),
}


def _counted(found: Sequence[Mapping[str, Any]], hrefs: Mapping[str, str]) -> Table:
    """Matters as a report tells of them, with the sums that its sentences give."""
    # A bulletin leaves out what only concerns the office, which is not the same as none.
    numbers = [
        name for name in COUNTED if name in {"reports", "evidence"} or any(name in one for one in found)
    ]
    rows = [
        Row(
            [
                *statement.cells(one, hrefs.get(one["number"], "")),
                *(Cell(one.get(name, 0)) for name in numbers),
            ]
        )
        for one in found
    ]
    return Table(
        Text("事项", "Matters"),
        [*statement.COLUMNS, *(Column(*COUNTED[name], numeric=True) for name in numbers)],
        [*rows, statement.sum_row(found, ("", "", "", "", *numbers))] if rows else [],
        Text("没有事项。", "No matter."),
        quiet=True,
    )


LONGEST_CITED = 6


def circular_letter(case: Case, *, base: str = "") -> Letter:
    """A report as an official document: each sentence ends with the numbers of the matters it rests on.

    The numbers lead to the annexed list of matters, and its entries and the figures to their pages below ``base``,
    the site's address without a path; without one they lead nowhere outside. The day is that of its approval.
    """
    told = case.facts["statement"]
    mark = {"drawn_up": "（待审定稿）", "discarded": "（已作废）"}.get(case.stage, "")
    own = f"{base}{reverse('desk:circular', kwargs={'case': case.pk})}"
    leads: list[Lead] = []
    sentences = [
        (each, f"{part}.{place}")
        for part, one in enumerate(told["sections"])
        for place, each in enumerate(one["sentences"])
    ]
    body = list(
        headed((one["title"]["zh"], [_cited(each) for each in one["sentences"]]) for one in told["sections"])
    )
    written = iter(number for number, text in enumerate(body) if not rank(text))
    for (each, place), number in zip(sentences, written, strict=True):
        leads += _leads(each, number, f"{own}?figure={place}" if base else "")
    approved = next((one["day"] for one in reversed(case.course) if one["act"] == "approve"), None)
    entries = [
        Entry(
            one["number"],
            f"{typeset(one['title'])}（{_named(one['units'])}），{in_words(date.fromisoformat(one['due']))}到期，"
            f"{statement.light_of(one['light']).word.zh}：{one['reason']['zh']}",
            f"{base}{reverse('desk:matter', kwargs={'case': one['id']})}" if base else "",
        )
        for one in told["items"]
    ]
    return Letter(
        f"{case.title}{mark}",
        case.number,
        "",
        tuple(map(typeset, body)),
        told.get("office") or case.region.name,
        date.fromisoformat(approved) if approved else None,
        tuple(leads),
        Annex("依据的督查事项清单", tuple(entries)) if entries else None,
    )


def _named(units: Sequence[Mapping[str, str]]) -> str:
    return "、".join(each["zh"] for each in units)


def _cited(one: Mapping[str, Any]) -> str:
    """A sentence with the numbers it cites."""
    numbers = one["cites"]
    if not numbers:
        return str(one["zh"])
    more = f"等{len(numbers)}件" if len(numbers) > LONGEST_CITED else ""
    return f"{one['zh']}（依据：{'、'.join(numbers[:LONGEST_CITED])}{more}）"


def _leads(one: Mapping[str, Any], paragraph: int, figures: str) -> list[Lead]:
    """What leads on from a written sentence: its figures to ``figures``, where given, its numbers to the annex."""
    text, own = _cited(one), str(one["zh"])
    found = [
        Lead(paragraph, start, end, f"{figures}.{number}#{statement.ROWS}")
        for number, (start, end) in statement.places(one, own)
        if figures
    ]
    at = len(own)
    for number in one["cites"][:LONGEST_CITED]:
        at = text.index(number, at)
        found.append(Lead(paragraph, at, at + len(number), number))
        at += len(number)
    return found
