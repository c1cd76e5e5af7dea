"""Running declared procedures: from an act's declaration to a changed case and its event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date, datetime, time
from typing import Any, Literal

from django.db.models import Q, QuerySet

from zhichan.kernel.access.public import ANYONE, Actor, keeping
from zhichan.kernel.acts.public import (
    NOT_THERE,
    PROCESSES,
    SHANGHAI,
    Act,
    register_reaches_of,
    register_verbs_of,
)
from zhichan.kernel.casework import (
    boxes,
    clocks,
    editions,
    following,
    letters,
    nameless,
    parts,
    rows,
    standing,
    values,
)
from zhichan.kernel.casework.clocks import Running
from zhichan.kernel.casework.course import entered, last_of, stage_before, tracked
from zhichan.kernel.casework.editions import procedure_of
from zhichan.kernel.casework.expiring import require_expiry, settle
from zhichan.kernel.casework.folding import inverse, merge
from zhichan.kernel.casework.models import Case
from zhichan.kernel.casework.opening import OPENING, audience_of, opened, opening_envelope, set_audience
from zhichan.kernel.casework.permitting import (
    CLOCK,
    declared_act,
    not_taken,
    nothing_to_correct,
    permit,
    same_person,
    wrong_stage,
)
from zhichan.kernel.casework.sealing import (
    has_sealed,
    is_sealed,
    ordinary,
    seal,
    sealed_facts,
    sealed_payloads,
)
from zhichan.kernel.casework.timing import Timing, in_time
from zhichan.kernel.catalogue.given import check_given
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.catalogue.rulebook import Context
from zhichan.kernel.catalogue.shapes import Act as ActShape
from zhichan.kernel.catalogue.shapes import Procedure
from zhichan.kernel.ground.calendars import calendar as calendar_of
from zhichan.kernel.ground.public import (
    Reason,
    Refusal,
    Region,
    Unit,
    paper_bytes,
)
from zhichan.kernel.registry import dossiers
from zhichan.kernel.registry.public import Entry, exists, files_told, papers_of, with_papers


def register() -> None:
    """Register the declared verbs of procedures with the acts room."""
    register_verbs_of(_handler)
    register_reaches_of(_reach)


def _handler(verb: str) -> Any:
    # An act that only an earlier edition knows is judged when the case is known.
    stem, _, name = verb.partition(":")
    if declared_act(verb) or (name != "read" and current().procedure(stem) and editions.knows(stem, name)):
        return run
    return None


def _reach(verb: str) -> Any:
    stem, _, name = verb.partition(":")
    if name != "read" or current().procedure(stem) is None:
        return None

    def cases(_: Actor) -> QuerySet[Case]:
        return Case.objects.filter(procedure=stem)

    return cases


def _known(shape: ActShape | None, verb: str) -> ActShape:
    if shape is None:
        raise Refusal.one(
            "acts.unknown-verb", f"没有名为“{verb}”的办理动作", f"there is no verb {verb!r}", place="verb"
        )
    return shape


def run(act: Act) -> Mapping[str, Any]:
    """Perform a declared act: open or lock the case, check stage, facts, guards and clocks, fold, and hand on."""
    return _run(act, None)


def _run(act: Act, settled: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """``settled`` are the facts of what comes out of a box: they were checked and derived when it was put in."""
    slug, _, name = act.verb.partition(":")
    procedure = current().procedures[slug]
    declared = procedure.acts.get(name)
    opening = declared is not None and not declared.sources
    if opening:
        shape = _known(declared, act.verb)
        boxed = settled is None and shape.box is not None and shape.box.into is not None
        case = opened(act, procedure, shape, numbered=not boxed)
    else:
        boxed = False
        case, procedure, shape = _locked(act, slug, name)
    given = {name: value for name, value in act.facts.items() if not (opening and name in OPENING)}
    sealed = sealed_facts(case, procedure)
    permit(act, procedure, shape, case.region.path, {**case.facts, **sealed})
    # Whatever has run out before this act happens before it, however late the worker is.
    if not opening and act.actor.name != CLOCK and settle(case, at=act.at):
        case.apart = None
        sealed = sealed_facts(case, procedure)
    facts = {**case.facts, **sealed}
    reasons: list[Reason] = []
    if not opening and case.stage not in shape.sources:
        reasons.append(wrong_stage(procedure, shape, case.stage))
    if shape.corrects is not None and last_of(case.course, shape.corrects) is None:
        reasons.append(nothing_to_correct(procedure, shape.corrects))
    held = {*papers_of(procedure.fields, facts), *(each["sha256"] for each in case.letters), *act.papers}
    given, files, refused = with_papers(fields=procedure.fields, given=given, held=held)
    wanted = shape.needs if settled is None else ()
    needs = [each for each in wanted if each not in {reason.place for reason in refused}]
    # What an act may bring it may also take away, by giving null for it.
    blanked = dict.fromkeys(
        name for name, value in given.items()
        if value is None and name in shape.may and name not in shape.needs and name in facts
    )  # fmt: skip
    given, wrong = check_given(fields=procedure.fields, needs=needs, given=given, exists=exists)
    reasons.extend([*refused, *wrong])
    reasons.extend(not_taken(procedure, shape, given))
    reasons.extend(same_person(procedure, name, case, act.actor.name))
    if reasons:
        raise Refusal.of(reasons)
    given = {**given, **blanked}

    def rule(name: str, known: Mapping[str, Any] = facts) -> Any:
        return current().rule(folder=procedure.folder, name=name)(_context(act, case, known, given))

    for guard in shape.guards if settled is None else ():
        reasons.extend(rule(guard))
    if reasons:
        raise Refusal.of(reasons)
    derived = {fact: rule(name) for fact, name in shape.derive.items()} if settled is None else dict(settled)
    if boxed:
        return boxes.put(act, case, shape, given, derived)
    if shape.nameless is not None and settled is None:
        given = nameless.spend(act, procedure, shape.nameless, given)
    if shape.box is not None and shape.box.admits is not None:
        given = boxes.admit(case, shape.box.admits, given)
    patch = {**given, **derived} if shape.keep or not derived else derived
    known = merge(facts, patch)
    entry = _entry(act, procedure, shape, name, case, given, patch)
    calendar = calendar_of(case.region.path)
    timing = Timing(procedure, calendar, act.day)
    # What every reader of the case may see is all that clocks and letters are given.
    told, told_before = ordinary(procedure, known), ordinary(procedure, facts)
    late = entry["day"] < act.day.isoformat() or "fixes" in entry
    # What was due before is computed where somebody asks: the act itself, a served letter, acts that it may disturb.
    asked = late or timing.asked_before(shape, name) or any(each["served"] for each in case.letters)
    before = timing.runs(case.course, told_before) if procedure.clocks and asked else []
    in_time(timing, shape, name, case, entry, known, before)
    stage_before_it, facts_before = case.stage, inverse(case.facts, ordinary(procedure, patch))
    case.facts = merge(case.facts, ordinary(procedure, patch))
    case.title = str(case.facts.get("title") or case.title)[:300]
    case.stage = entry["stage"]
    case.version = entry["v"]
    moved = case.edition != procedure.edition
    if moved or not case.edition_kept:
        act.once_for_all(("edition", procedure.edition), lambda: editions.keep(procedure, at=act.at))
    case.edition = procedure.edition
    case.closed_at = act.at if procedure.stages[case.stage].last else None
    course_before = case.course
    case.course = entered(case.course, entry)
    after = timing.runs(case.course, told) if procedure.clocks else []
    changed = _letters(procedure, shape, case, entry, ordinary(procedure, given), told, after)
    unlike_before = letters.disagreeing(letters=case.letters, facts=told_before, runs=before)
    case.letters = letters.put(case.letters, changed)
    case.due_on, case.expires_on = clocks.due_on(procedure, after), clocks.expires_on(procedure, after)
    if case.closed_at is not None and not any(run.open for run in after):
        case.expires_on = None
    seal(case, procedure, patch)
    parts.keep(case, procedure, patch, known)
    following.keep(case, procedure, patch, known)
    apart = bool(sealed) or any(is_sealed(procedure, each) for each in patch)
    set_audience(case, procedure, known, anew=moved, apart=apart)
    if opening:
        case.save(force_insert=True)
    elif act.cause or shape.hands_on or shape.enters is not None or shape.box is not None:
        # What it hands on, or was handed on with, reads the case as it now stands.
        rows.write(case)
    else:
        act.closing.append(rows.written(case))
    begun = [run.as_json() for run in after if run.begun_at == case.version]
    act.event(
        subject_kind="case",
        subject_id=str(case.pk),
        version=case.version,
        audience=audience_of(case),
        content={
            "patch": ordinary(procedure, patch),
            "stage": case.stage,
            "before": {"facts": facts_before, "stage": stage_before_it},
            "edition": procedure.edition,
            "given": ordinary(procedure, given),
            "clause": shape.clause or "",
            "entry": entry,
            **files_told(files, ordinary(procedure, patch)),
            **({"letters": changed} if changed else {}),
            **({"clocks": begun} if begun else {}),
            **(opening_envelope(case, assigned=bool(act.facts.get("units"))) if opening else {}),
        },
        sealed=sealed_payloads(case, procedure, patch, files),
    )
    act.papers = act.papers | papers_of(procedure.fields, known)
    if shape.box is not None and shape.box.ends is not None:
        _end_box(act, case, shape.box.ends)
    handed: list[Mapping[str, Any]] = []
    further: Mapping[str, Any] = {}
    for hand_on in shape.hands_on:
        for facts_given in rule(hand_on.facts, known):
            if _is_step_of(procedure, hand_on.verb):
                further = act.hand_on(hand_on.verb, str(case.pk), facts_given)
            elif hand_on.target is not None:
                rest = {name: value for name, value in facts_given.items() if name != hand_on.target}
                handed.append(act.hand_on(hand_on.verb, facts_given[hand_on.target], rest))
            elif _enters(hand_on.verb):
                handed.append(act.hand_on(hand_on.verb, None, facts_given))
            else:
                handed.append(act.hand_on(hand_on.verb, None, {**facts_given, "parent": str(case.pk)}))
    if shape.enters is not None:
        register_ = current().registers[shape.enters.rpartition("/")[2]]
        entered_facts = {
            each: known[each]
            for each, field in register_.fields.items()
            if known.get(each) is not None and (field.readers or not is_sealed(procedure, each))
        }
        handed.append(
            act.hand_on(f"{register_.slug}:enter", None, {**entered_facts, "region": case.region.path})
        )
    unlike = letters.disagreeing(letters=case.letters, facts=told, runs=after)
    return {
        "case": str(case.pk),
        "number": case.number,
        "stage": case.stage,
        "version": case.version,
        "handed": handed,
        "clocks": [run.as_json() for run in after if run.open],
        "disturbed": (
            clocks.disturbed(procedure=procedure, before=before, after=after, course=course_before)
            if late
            else []
        ),
        "disagreeing": [each for each in unlike if each not in unlike_before],
        # What followed at once in this very case is how it stands now.
        **{name: further[name] for name in ("stage", "version", "clocks") if further},
    }


def _end_box(act: Act, case: Case, how: Literal["open", "destroy"]) -> None:
    nobody, morning = Actor(ANYONE, act.day), datetime.combine(act.day, time(), SHANGHAI)
    for verb, opening, facts in boxes.end(case, how):
        inner = Act(nobody, verb, None, opening, morning, act.preview, cause=act.verb, nameless=True)
        _run(inner, facts)
        act.events.extend(inner.events)


def _context(act: Act, case: Case, facts: Mapping[str, Any], given: Mapping[str, Any]) -> Context:
    return Context(
        facts=facts,
        given=given,
        day=act.day,
        region=(case.region.path, case.region.name),
        number=case.number,
        title=case.title,
        paper=paper_bytes,
        units=lambda: units_below(case.region),
        actor=act.actor.name,
        region_kind=case.region.kind,
        course=case.course,
        entries=lambda register: entries_at(register, case.region.path, act.day),
        below=lambda register: entries_below(register, case.region.path, act.day),
        linked=linked,
        acting=frozenset(act.actor.units),
        assigned=lambda: standing.units_of(case),
        cases=lambda procedure, day: standing.cases_at(procedure, case.region.path, day),
        right=lambda name: dossiers.right(name, act.day),
        party=lambda code: dossiers.party(code, act.day),
        signature=keeping.signature,
        value=values.value_of,
        body=lambda slug: dossiers.body(slug, act.day),
        admitted=boxes.said_of,
    )


def _is_step_of(procedure: Procedure, verb: str) -> bool:
    slug, _, name = verb.partition(":")
    return slug == procedure.slug and name in procedure.acts and bool(procedure.acts[name].sources)


def _enters(verb: str) -> bool:
    """Whether a verb makes an entry of a register, which knows no case."""
    slug, _, name = verb.partition(":")
    return name == "enter" and slug in current().registers


def entries_at(register: str, path: str, day: date) -> list[dict[str, Any]]:
    """The entries of a register in force on a day at a region or above it, the nearest first."""
    above = [path[: at + 1] for at, letter in enumerate(path) if letter == "/"]
    found = _in_force(register, Q(region__path__in=above), day)
    return sorted(found, key=lambda each: (-len(each["region"]), each["number"]))


def entries_below(register: str, path: str, day: date) -> list[dict[str, Any]]:
    """The entries of a register in force on a day in a region and below it, in order of their numbers."""
    found = _in_force(register, Q(region__path__startswith=path), day)
    return sorted(found, key=lambda each: str(each["number"]))


def _in_force(register: str, where: Q, day: date) -> list[dict[str, Any]]:
    found = Entry.objects.filter(Q(until=None) | Q(until__gt=day), where, register=register, since__lte=day)
    return [
        {
            **each.data, "id": str(each.pk), "number": each.number, "region": each.region.path,
            "since": each.since.isoformat(),
        }
        for each in found.select_related("region")
    ]


def linked(number: str) -> dict[str, Any] | None:
    """Procedure, stage and facts of the case with this number; None when there is none."""
    case = Case.objects.filter(number=number).first()
    return {"procedure": case.procedure, "stage": case.stage, "facts": case.facts} if case else None


def _locked(act: Act, slug: str, name: str) -> tuple[Case, Procedure, ActShape]:
    """The case, locked, with the edition under which the act is done and the act as that edition has it."""
    process = act.actor.name in PROCESSES
    key = rows.key(act.target)
    by = None if act.cause or process else act.actor
    apart = has_sealed(current().procedures[slug])
    if act.memory is None:
        case = rows.locked(key, seen_by=by, procedure=slug, apart=apart)
    else:
        # Acts that are only judged change copies of one case, which they do not lock.
        shared = ("case", slug, key)
        case = copy(act.once(shared, lambda: rows.read(key, seen_by=by, procedure=slug, apart=apart)))
    if case is None:
        raise Refusal(NOT_THERE)
    procedure = procedure_of(case)
    shape = _known(procedure.acts.get(name), act.verb)
    if process and not act.cause and act.actor.name not in shape.roles:
        raise Refusal(NOT_THERE)
    if act.actor.name == CLOCK:
        require_expiry(case, act)
    return case, procedure, shape


def _entry(
    act: Act,
    procedure: Procedure,
    shape: ActShape,
    name: str,
    case: Case,
    given: Mapping[str, Any],
    patch: Mapping[str, Any],
) -> dict[str, Any]:
    # Never the fact as it stood before: an earlier act's day is not this one's.
    told = (given.get(shape.on) or patch.get(shape.on)) if shape.on else None
    day = str(told or act.day.isoformat())
    if day > act.day.isoformat():
        raise Refusal.one(
            "casework.future-day", f"日期{day}还没有到", f"the day {day} has not come yet", place=shape.on or ""
        )
    stage = shape.to or case.stage
    if shape.back:
        stage = stage_before(case.course, case.stage) or case.stage
    entry: dict[str, Any] = {
        "v": case.version + 1, "act": name, "day": day, "at": act.at.isoformat(), "by": act.actor.name,
        "was": case.stage, "stage": stage,
    }  # fmt: skip
    if shape.back:
        entry["back"] = True
    named = sorted(each for each in tracked(procedure) if not is_sealed(procedure, each))
    kept = {each: given[each] for each in named if given.get(each) is not None}
    if kept:
        entry["given"] = kept
    corrected = last_of(case.course, shape.corrects) if shape.corrects else None
    if corrected is not None:
        entry["fixes"] = corrected["v"]
    return entry


def _letters(
    procedure: Procedure,
    shape: ActShape,
    case: Case,
    entry: Mapping[str, Any],
    given: Mapping[str, Any],
    known: Mapping[str, Any],
    runs: Sequence[Running],
) -> list[dict[str, Any]]:
    changed: list[dict[str, Any]] = []
    if shape.letter is not None:
        words = {
            "number": case.number, "day": entry["day"], "region": case.region.name, "title": case.title,
        }  # fmt: skip
        changed.append(
            letters.issued(
                procedure=procedure, name=shape.letter, version=entry["v"], words=words, facts=known, runs=runs
            )
        )
    if shape.serves is not None:
        noted = letters.served(
            letters=[*case.letters, *changed], name=shape.serves, version=entry["v"], day=entry["day"],
            given={**known, **given},
        )  # fmt: skip
        if isinstance(noted, Reason):
            raise Refusal(noted)
        changed = [each for each in changed if each["id"] != noted["id"]] + [noted]
    return changed


def units_below(region: Region) -> dict[str, str]:
    """Slug and name of every unit in ``region`` and below it."""
    return dict(Unit.objects.filter(region__path__startswith=region.path).values_list("slug", "name"))
