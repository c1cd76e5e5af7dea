"""One case whole: its head, track, clocks, facts, papers, story, and what can be done now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from zhichan.doors.desk.derived import cards, data
from zhichan.doors.desk.derived.cases import PARTS, address, as_state, beside, stage_of, standings
from zhichan.doors.desk.derived.fields import (
    ENDING_OF,
    hidden,
    kind_words,
    leads_to,
    names_of,
    shown,
    size_words,
    title_of,
    words,
)
from zhichan.doors.desk.derived.limits import limits
from zhichan.doors.desk.derived.story import story
from zhichan.doors.look import letters, offers
from zhichan.doors.look.parts import Cell, Column, Fact, Problem, Row, State, Table
from zhichan.doors.look.words import SHANGHAI, late_by, say, time_left
from zhichan.doors.look.words import day as in_words
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE, drafts, reach, why_each
from zhichan.kernel.casework.public import (
    Assignment,
    Case,
    Running,
    clocks_of,
    disagreements,
    facts_of,
    letter_of,
    paper_of,
    reminds,
)
from zhichan.kernel.catalogue.public import Procedure, current
from zhichan.kernel.ground.calendars import calendar
from zhichan.kernel.ground.papers import sniff
from zhichan.kernel.ground.public import Paper, Reason, Refusal, Text, kernel
from zhichan.kernel.registry.public import file_names

LONGEST_TRACK = 8
PART_WORDS = {role: words(said) for role, _, said in PARTS}
LETTER_KINDS = {"docx": Text("Word", "Word"), "pdf": Text("PDF", "PDF")}
DUTIES = {
    "statutory": Text("法定时限", "statutory"),
    "promised": Text("承诺时限", "promised"),
    "targeted": Text("内部目标", "targeted"),
}


def found_case(actor: Actor, slug: str, identity: UUID) -> Case:
    """The case, if the actor may see it; else it is not there."""
    if current().procedure(slug) is None:
        raise Refusal(NOT_THERE)
    with reading(actor):
        case = (
            reach(actor, f"{slug}:read")
            .select_related("region", "parent__region")
            .filter(pk=identity)
            .first()
        )
    if case is None:
        raise Refusal(NOT_THERE)
    return case  # type: ignore[no-any-return]


def detail(
    actor: Actor, slug: str, identity: UUID, *, at: Any, done: str = "", printing: bool = False
) -> cards.Detail:
    """A case: where it stands, its clocks, its facts and papers, what happened, and what can be done now."""
    # What is read of the case is read in one transaction.
    with reading(actor):
        case = found_case(actor, slug, identity)
        procedure = current().procedures[slug]
        fields = procedure.fields
        unseen = _unseen(actor, procedure, case)
        facts = {name: value for name, value in facts_of(actor, case).items() if name not in unseen}
        names = names_of(actor, fields, [facts])
        called = file_names("case", str(case.pk)) if any(one.type == "paper" for one in fields.values()) else {}
        parts = list(case.assignments.select_related("unit"))
        people = list(case.participants.all()) if procedure.parts else []
        parent = Case.objects.filter(pk=case.parent_id).first() if case.parent_id else None
        children = list(
            Case.objects.filter(parent=case)
            .select_related("region")
            .defer("facts", "course", "letters")
            .order_by("number")[:500]
        )
    runs = clocks_of(case, as_of=actor.day) if procedure.clocks and case.course else []
    # What a reminder called to mind stands in the story; a past one is no limit that was missed.
    runs = [run for run in runs if not reminds(run, procedure=procedure)]
    told = story(
        actor,
        "case",
        case.pk,
        fields,
        unseen=unseen,
        title=lambda verb: _act_title(procedure, verb),
        stages={name: words(one.title) for name, one in procedure.stages.items()},
    )
    possible, impossible, later = _possibilities(actor, procedure, case, at)
    head = [
        Fact(Text("编号", "Number"), case.number),
        Fact(Text("地区", "Region"), Text(case.region.name, case.region.name_en)),
        *(
            Fact(PART_WORDS[role], _units([one for one in parts if one.role == role]))
            for role in dict.fromkeys(one.role for one in parts)
        ),
        *(
            Fact(
                words(procedure.parts[part].title),
                Text("、".join(names), ", ".join(names)),
            )
            for part in dict.fromkeys(one.part for one in people)
            if part in procedure.parts
            for names in [list(dict.fromkeys(one.name for one in people if one.part == part))]
        ),
        Fact(Text("发起", "Opened"), case.opened_at.astimezone(SHANGHAI).date()),
        *(
            [Fact(Text("办结", "Closed"), case.closed_at.astimezone(SHANGHAI).date())]
            if case.closed_at
            else []
        ),
    ]
    done_act = procedure.acts.get(done)
    title = case.title or procedure.title.zh
    if title == procedure.title.zh:
        title = f"{say(words(procedure.title))} {case.number}"
    return cards.Detail(
        title=title,
        number=case.number,
        kind=words(procedure.title),
        kind_href=reverse("desk:case-list", kwargs={"procedure": slug}),
        state=as_state(standings([case], actor.day)[0]),
        track=_track(procedure, case),
        head=head,
        clocks=[clock(run, case, actor.day) for run in runs],
        limits=limits(runs, day=actor.day),
        facts=[
            data.apart(
                Fact(
                    title_of(fields, name),
                    shown(fields.get(name), value, names),
                    leads_to(fields.get(name), value, names),
                ),
                value,
            )
            for name, value in _in_order(procedure, facts).items()
            if not (name in fields and (fields[name].type == "paper" or fields[name].columns))
        ],
        tables=data.tables(actor, fields, _in_order(procedure, facts)),
        files=_files(procedure, case, facts, called),
        story=told,
        possible=possible,
        impossible=impossible,
        later=later,
        parent=cards.Link(named(parent), address(parent)) if parent is not None else None,
        beside=beside(case),
        children=_children(children),
        warnings=_warnings(procedure, case, actor.day),
        done=Text(f"已办理“{done_act.title.zh}”", f"Done: {done_act.title.en}") if done_act else None,
        printing=printing,
        address=address(case),
    )


def _unseen(actor: Actor, procedure: Procedure, case: Case) -> frozenset[str]:
    """Fields under seal that this viewer reaches neither by a role nor by a part in the case."""
    closed = hidden(procedure.fields, actor, case.region.path)
    if not closed:
        return frozenset()
    with reading(actor):
        return frozenset(closed - set(case.sealed.values_list("field", flat=True)))


def _units(parts: Sequence[Assignment]) -> Text:
    units = [one.unit for one in parts]
    names = [unit.name if unit else one.as_written for one, unit in zip(parts, units, strict=True)]
    english = [(unit and unit.name_en) or name for unit, name in zip(units, names, strict=True)]
    return Text("、".join(names), ", ".join(english))


def _act_title(procedure: Procedure, verb: str) -> Text:
    act = procedure.acts.get(verb.partition(":")[2])
    return words(act.title) if act else Text(verb, verb)


def named(case: Case) -> str:
    """A case by its kind, its number and, where it has one, its own title."""
    procedure = current().procedure(case.procedure)
    kind = say(words(procedure.title)) if procedure else case.procedure
    own = procedure is None or case.title != procedure.title.zh
    return f"{kind} {case.number}{f' {case.title}' if own else ''}"


def _in_order(procedure: Procedure, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as they are declared, then those that rules derived; what a part lists stands in the head already."""
    listed = {one.field for one in procedure.parts.values()}
    order = [*procedure.fields, *(name for name in facts if name not in procedure.fields)]
    return {name: facts[name] for name in order if name in facts and name not in {"title", *listed}}


def _track(procedure: Procedure, case: Case) -> list[cards.Step]:
    """Stages in declared order: those left behind, the one it is in, and those that can still be reached."""
    been = {str(one.get("stage")) for one in case.course}
    ahead = _reached(procedure, {case.stage})
    late = {name for name in ahead - been if _is_lateness(procedure, name, case.stage, ahead)}
    ahead -= late
    if len(been | ahead) > LONGEST_TRACK:
        # Where a procedure has many ends, only what can come next is told.
        ahead = _next(procedure, {case.stage}) - late
    # What it has been in and comes to again is ahead of it: a track that ends behind itself is read by nobody.
    past = been - ahead
    return [
        cards.Step(words(stage.title), "here" if name == case.stage else "past" if name in past else "ahead")
        for name, stage in procedure.stages.items()
        if name == case.stage or name in been or name in ahead
    ]


def _next(procedure: Procedure, stages: AbstractSet[str], without: str = "") -> set[str]:
    """The stages to which one act leads from any of these."""
    return {act.to for act in procedure.acts.values() if act.to and stages & set(act.sources)} - {*stages, without}


def _reached(procedure: Procedure, stages: AbstractSet[str], without: str = "") -> set[str]:
    """All stages that can still be reached, in whatever number of acts, never by way of ``without``."""
    found = _next(procedure, stages, without)
    while more := _next(procedure, found, without) - found:
        found |= more
    return found


def _is_lateness(procedure: Procedure, name: str, here: str, ahead: AbstractSet[str]) -> bool:
    """Whether only the clock brings a case there, and everything else is reached without it: nobody plans that."""
    entered = {role for act in procedure.acts.values() if act.to == name for role in act.roles}
    return (
        not procedure.stages[name].last
        and entered == {"clock"}
        and ahead - {name, here} <= _reached(procedure, {here}, name)
    )


def clock(run: Running, case: Case, day: date) -> cards.Clock:
    due = run.due.day
    title = run.title
    if run.key:
        title = Text(f"{title.zh}（{run.key}）", f"{title.en} ({run.key})")
    if run.stopped_on is not None:
        when = in_words(run.stopped_on, weekday=False)
        state = State("unknown", Text("已结束", "ended"))
        if run.overdue:
            undone = run.stopped_by == run.consequence
            state = State("late", Text("到期未办", "not done in time") if undone else Text("逾期结束", "ended late"))
        said = Text(f"{run.stopped_on}结束", f"ended on {when}")
    elif run.paused:
        state, said = State("attention", Text("停算中", "paused")), Text("停算期间不计", "time stands still")
    elif due is None:
        state, said = (
            State("attention", Text("未定", "not determined")),
            Text("到期日未定", "no last day yet"),
        )
    elif run.overdue or due < day:
        over = calendar(case.region.path).working_days(after=due, through=day)
        state = State("late", Text("已逾期", "late"))
        said = late_by(due, day, over)
    else:
        left = calendar(case.region.path).working_days(after=day, through=due)
        state = (
            State("attention", Text("快到期", "due soon"))
            if left <= 3
            else State("ok", Text("进行中", "running"))
        )
        said = time_left(day, due, left)
    share = None
    if due is not None and run.open and due > run.started:
        share = (day - run.started).days / (due - run.started).days
    return cards.Clock(
        title,
        state,
        due,
        said,
        share,
        run.due.provisional,
        DUTIES[run.kind],
        run.awaits,
        run.chosen.clause,
        run.chosen.reason,
        [(Text(step.zh, step.en), step.clause) for step in run.due.steps],
        run.open,
    )


def _files(
    procedure: Procedure, case: Case, facts: Mapping[str, Any], called: Mapping[str, str]
) -> list[cards.File]:
    papers = {
        name: facts[name]
        for name, one in procedure.fields.items()
        if one.type == "paper" and isinstance(facts.get(name), str)
    }
    digests = {*papers.values(), *(one["sha256"] for one in case.letters)}
    if not digests:
        return []
    with kernel():
        known = {
            one.sha256: one
            for one in Paper.objects.filter(sha256__in=digests).only("sha256", "size", "media_type")
        }
    place = {"procedure": case.procedure, "case": case.pk}
    found = [
        cards.File(
            title_of(procedure.fields, name),
            reverse("desk:case-paper", kwargs={**place, "field": name}),
            kind_words(known[digest].media_type),
            size_words(known[digest].size),
            Text(called[name], called[name]) if name in called else None,
        )
        for name, digest in papers.items()
        if digest in known
    ]
    for one in case.letters:
        if one["sha256"] not in known:
            continue
        letter = current().letter(folder=procedure.folder, name=one["name"])
        served = [each["day"] for each in one["served"]]
        found.append(
            cards.File(
                words(letter.title),
                reverse("desk:case-letter", kwargs={**place, "letter": one["id"]}),
                Text("文书", "letter"),
                size_words(known[one["sha256"]].size),
                Text(
                    f"{one['day']}制发，{'、'.join(served)}送达",
                    f"issued {one['day']}, served {', '.join(served)}",
                )
                if served
                else Text(f"{one['day']}制发", f"issued {one['day']}"),
                [
                    cards.Link(
                        said, reverse("desk:case-letter-as", kwargs={**place, "letter": one["id"], "kind": kind})
                    )
                    for kind, said in LETTER_KINDS.items()
                ],
            )
        )
    return found


def _warnings(procedure: Procedure, case: Case, day: date) -> list[Text]:
    """What served letters state that is no longer so."""
    if not case.letters:
        return []
    found = []
    for one in disagreements(case, as_of=day):
        letter = current().letter(folder=procedure.folder, name=one["letter"]).title
        fact = title_of(procedure.fields, one["fact"])
        found.append(
            Text(
                f"已送达的“{letter.zh}”写明{fact.zh}为{one['stated']}，现为{one['now']}",
                f"The served {letter.en!r} states {fact.en} as {one['stated']}; it is now {one['now']}",
            )
        )
    return found


def _children(children: Sequence[Case]) -> Table | None:
    if not children:
        return None
    rows = []
    for case in children:
        procedure = current().procedure(case.procedure)
        kind = words(procedure.title) if procedure else Text(case.procedure, case.procedure)
        state = (
            stage_of(procedure, case.stage) if procedure else State("unknown", Text(case.stage, case.stage))
        )
        rows.append(
            Row([Cell(case.title, address(case), Text(case.number, case.number)), Cell(kind), Cell(state)])
        )
    return Table(
        Text("由本件办出的事项", "Cases that came of this one"),
        [Column(Text("事项", "Case")), Column(Text("种类", "Kind")), Column(Text("阶段", "Stage"))],
        rows,
        quiet=True,
    )


def possible(actor: Actor, case: Case, *, at: Any) -> list[cards.Possibility]:
    """The acts on a case that the actor can begin now."""
    return _possibilities(actor, current().procedures[case.procedure], case, at)[0]


def _possibilities(
    actor: Actor, procedure: Procedure, case: Case, at: Any
) -> tuple[list[cards.Possibility], list[cards.Possibility], list[cards.Possibility]]:
    """The acts that can be begun now, those that the stage allows but something else forbids, and those of later."""
    yes: list[cards.Possibility] = []
    no: list[cards.Possibility] = []
    later: list[cards.Possibility] = []
    kept = set()
    if actor.name != offers.EVERYONE:
        kept = {one.verb for one in drafts(actor=actor, target=str(case.pk))}
    offered = {
        name: act
        for name, act in procedure.acts.items()
        if act.sources and act.roles not in {("clock",), ("hand-on",)}
    }
    verbs = [f"{procedure.slug}:{name}" for name, act in offered.items() if case.stage in act.sources]
    answers = why_each(actor=actor, verbs=verbs, target=str(case.pk), at=at) if verbs else {}
    for name, act in offered.items():
        verb, clause = f"{procedure.slug}:{name}", act.clause or ""
        if case.stage not in act.sources:
            there = [words(procedure.stages[stage].title) for stage in act.sources]
            when = Text(
                f"在“{'”“'.join(one.zh for one in there)}”时才能办",
                f"only when {' or '.join(one.en for one in there)}",
            )
            later.append(cards.Possibility(words(act.title), "", clause, [Problem(when)]))
            continue
        answer = answers[verb]
        against = [reason for reason in answer.reasons if reason.code != "given.missing"]
        if answer.allowed or not against:
            place = {"procedure": procedure.slug, "case": case.pk, "act": name}
            href = reverse("desk:case-act", kwargs=place)
            yes.append(cards.Possibility(words(act.title), href, clause, [], verb in kept))
        else:
            found = [_against(procedure, verb, reason) for reason in against]
            no.append(cards.Possibility(words(act.title), "", clause, found))
    return yes, no, later


def _against(procedure: Procedure, verb: str, reason: Reason) -> Problem:
    """A reason against an act; who may do it instead is said in the words of the page it stands on."""
    if reason.code != "acts.forbidden":
        return Problem(reason.text, reason.clause)
    roles = offers.role_titles(current().roles_for(verb), procedure)
    return Problem(
        Text(f"由{roles.zh}在本地区办理", f"for {roles.en} in this region"), reason.clause
    )


def paper(actor: Actor, slug: str, identity: UUID, name: str) -> tuple[bytes, str]:
    """The bytes of a case's paper and a name for the file."""
    case = found_case(actor, slug, identity)
    procedure = current().procedures[slug]
    field = procedure.fields.get(name)
    if field is None or field.type != "paper" or name in _unseen(actor, procedure, case):
        raise Refusal(NOT_THERE)
    content = paper_of(actor, case.pk, name)
    return content, f"{case.number}-{name}.{ending(content)}"


def letter(actor: Actor, slug: str, identity: UUID, name: str) -> tuple[bytes, str]:
    """The kept copy of a letter and a name for the file."""
    case = found_case(actor, slug, identity)
    return letter_of(actor, case.pk, name), f"{case.number}-{name.replace('#', '-')}.txt"


def letter_as(actor: Actor, slug: str, identity: UUID, name: str, kind: str) -> tuple[bytes, str]:
    """A letter as an official document of a kind (``docx``, ``pdf``), and a name for the file."""
    case = found_case(actor, slug, identity)
    content = letters.written(kind, letter_of(actor, case.pk, name), number=case.number)
    return content, f"{case.number}-{name.replace('#', '-')}.{kind}"


def ending(content: bytes) -> str:
    """The ending that a file's first bytes deserve."""
    return ENDING_OF.get(sniff(content), "bin")
