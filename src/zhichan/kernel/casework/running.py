"""Running declared procedures: from an act's declaration to a changed case and its event."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from zhichan.instruments.clock import Calendar, Term, Words, latest
from zhichan.kernel.access.public import Actor, readers_for, reading, system_actor
from zhichan.kernel.acts.public import (
    NOT_THERE,
    SHANGHAI,
    Act,
    perform,
    register_reaches_of,
    register_verbs_of,
)
from zhichan.kernel.casework import clocks, editions, following, letters, parts, standing
from zhichan.kernel.casework.clocks import Running
from zhichan.kernel.casework.course import entered, last_of, stage_before, tracked
from zhichan.kernel.casework.editions import procedure_of
from zhichan.kernel.casework.models import Assignment, Case, Sealed
from zhichan.kernel.catalogue.given import check_given
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.catalogue.rulebook import Context
from zhichan.kernel.catalogue.shapes import Act as ActShape
from zhichan.kernel.catalogue.shapes import Extension, Notice, Procedure
from zhichan.kernel.ground.calendars import calendar as calendar_of
from zhichan.kernel.ground.public import (
    Reason,
    Refusal,
    Region,
    Text,
    Unit,
    kernel,
    next_number,
    paper_bytes,
)
from zhichan.kernel.ledger.public import Audience, Event, Payload
from zhichan.kernel.registry import dossiers
from zhichan.kernel.registry.public import Entry, exists, files_told, papers_of, with_papers


def register() -> None:
    """Register the declared verbs of procedures with the acts room."""
    register_verbs_of(_handler)
    register_reaches_of(_reach)


def _declared(verb: str) -> tuple[Procedure, ActShape] | None:
    stem, _, name = verb.partition(":")
    procedure = current().procedure(stem)
    act = procedure.acts.get(name) if procedure else None
    return (procedure, act) if procedure and act else None


def _handler(verb: str) -> Any:
    # An act that only an earlier edition knows is judged when the case is known.
    stem, _, name = verb.partition(":")
    if _declared(verb) or (name != "read" and current().procedure(stem) and editions.knows(stem, name)):
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


def _edition(act: Act, procedure: Procedure) -> Procedure:
    """The edition under which an act on a case is done; of a case that is not there, the newest."""
    try:
        case = Case.objects.filter(procedure=procedure.slug, pk=act.target).first()
    except (ValueError, TypeError, ValidationError):
        return procedure
    return procedure_of(case) if case is not None else procedure


def merge(state: Any, patch: Any) -> Any:
    """RFC 7396 JSON merge patch: null removes a key, objects merge, everything else replaces."""
    if not isinstance(patch, Mapping):
        return patch
    merged = dict(state) if isinstance(state, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge(merged.get(key), value)
    return merged


def inverse(state: Any, patch: Mapping[str, Any]) -> dict[str, Any]:
    """The merge patch that undoes ``patch`` on ``state`` (what the event keeps as *before*)."""
    before: dict[str, Any] = {}
    for key, value in patch.items():
        old = state.get(key) if isinstance(state, Mapping) else None
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            before[key] = inverse(old, value)
        else:
            before[key] = old
    return before


def run(act: Act) -> Mapping[str, Any]:
    """Perform a declared act: open or lock the case, check stage, facts, guards and clocks, fold, and hand on."""
    slug, _, name = act.verb.partition(":")
    procedure = current().procedures[slug]
    declared = procedure.acts.get(name)
    opening = declared is not None and not declared.sources
    if opening:
        shape = _known(declared, act.verb)
    else:
        procedure = _edition(act, procedure)
        shape = _known(procedure.acts.get(name), act.verb)
    given = {name: value for name, value in act.facts.items() if not (opening and name in OPENING)}
    case = _opened(act, procedure, shape) if opening else _locked(act, procedure, shape)
    if not opening:
        # Read again under the lock: a rival's act may have moved it to another edition.
        procedure = procedure_of(case)
        shape = _known(procedure.acts.get(name), act.verb)
    sealed = sealed_facts(case, procedure)
    _permit(act, procedure, shape, case.region.path, {**case.facts, **sealed})
    if not opening and act.actor.name != CLOCK:
        # Whatever has run out before this act happens before it, however late the worker is.
        settle(case, at=act.at)
        sealed = sealed_facts(case, procedure)
    facts = {**case.facts, **sealed}
    reasons: list[Reason] = []
    if not opening and case.stage not in shape.sources:
        reasons.append(_wrong_stage(procedure, shape, case.stage))
    held = {*papers_of(procedure.fields, facts), *(each["sha256"] for each in case.letters), *act.papers}
    given, files, refused = with_papers(fields=procedure.fields, given=given, held=held)
    needs = [each for each in shape.needs if each not in {reason.place for reason in refused}]
    # What an act may bring it may also take away, by giving null for it.
    blanked = dict.fromkeys(
        name for name, value in given.items()
        if value is None and name in shape.may and name not in shape.needs and name in facts
    )  # fmt: skip
    given, wrong = check_given(fields=procedure.fields, needs=needs, given=given, exists=exists)
    reasons.extend([*refused, *wrong])
    reasons.extend(_not_taken(procedure, shape, given))
    reasons.extend(_same_person(procedure, name, case, act.actor.name))
    if reasons:
        raise Refusal.of(reasons)
    given = {**given, **blanked}

    def rule(name: str, known: Mapping[str, Any] = facts) -> Any:
        return current().rule(folder=procedure.folder, name=name)(_context(act, case, known, given))

    for guard in shape.guards:
        reasons.extend(rule(guard))
    if reasons:
        raise Refusal.of(reasons)
    derived = {fact: rule(name) for fact, name in shape.derive.items()}
    patch = {**given, **derived} if shape.keep or not derived else derived
    known = merge(facts, patch)
    entry = _entry(act, procedure, shape, name, case, given, patch)
    calendar = calendar_of(case.region.path)
    timing = Timing(procedure, calendar, act.day)
    # What every reader of the case may see is all that clocks and letters are given.
    told, told_before = _ordinary(procedure, known), _ordinary(procedure, facts)
    before = timing.runs(case.course, told_before) if procedure.clocks else []
    _in_time(timing, shape, name, case, entry, known, before)
    stage_before_it, facts_before = case.stage, inverse(case.facts, _ordinary(procedure, patch))
    case.facts = merge(case.facts, _ordinary(procedure, patch))
    case.title = str(case.facts.get("title") or case.title)[:300]
    case.stage = entry["stage"]
    case.version = entry["v"]
    case.edition = procedure.edition
    editions.keep(procedure, at=act.at)
    case.closed_at = act.at if procedure.stages[case.stage].last else None
    course_before = case.course
    case.course = entered(case.course, entry)
    after = timing.runs(case.course, told) if procedure.clocks else []
    changed = _letters(procedure, shape, case, entry, _ordinary(procedure, given), told, after)
    unlike_before = letters.disagreeing(letters=case.letters, facts=told_before, runs=before)
    case.letters = letters.put(case.letters, changed)
    case.due_on, case.expires_on = clocks.due_on(after), clocks.expires_on(procedure, after)
    if case.closed_at is not None and not any(run.open for run in after):
        case.expires_on = None
    _seal(case, procedure, patch)
    parts.keep(case, procedure, patch, known)
    following.keep(case, procedure, patch, known)
    _set_audience(case, procedure, known)
    case.save()
    begun = [run.as_json() for run in after if run.begun_at == case.version]
    act.event(
        subject_kind="case",
        subject_id=str(case.pk),
        version=case.version,
        audience=audience_of(case),
        content={
            "patch": _ordinary(procedure, patch),
            "stage": case.stage,
            "before": {"facts": facts_before, "stage": stage_before_it},
            "edition": procedure.edition,
            "given": _ordinary(procedure, given),
            "clause": shape.clause or "",
            "entry": entry,
            **files_told(files, _ordinary(procedure, patch)),
            **({"letters": changed} if changed else {}),
            **({"clocks": begun} if begun else {}),
            **(_envelope(case) if opening else {}),
        },
        sealed=_sealed_payloads(case, procedure, patch, files),
    )
    act.papers = act.papers | papers_of(procedure.fields, known)
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
            if known.get(each) is not None and (field.readers or not _is_sealed(procedure, each))
        }
        handed.append(
            act.hand_on(f"{register_.slug}:enter", None, {**entered_facts, "region": case.region.path})
        )
    late = entry["day"] < act.day.isoformat() or "fixes" in entry
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


CLOCK = "clock"
PROCESSES = frozenset({CLOCK, following.FOLLOWER})
"""Actors that are no people; they do the acts declared for them, each when its own cause comes."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What clocks of one act are computed with."""

    procedure: Procedure
    calendar: Calendar
    day: date

    def runs(self, course: Sequence[Mapping[str, Any]], facts: Mapping[str, Any]) -> list[Running]:
        """The runs as of the act's day, without their worked steps."""
        return clocks.running(
            procedure=self.procedure, course=course, facts=facts, calendar=self.calendar, as_of=self.day,
            explain=False,
        )  # fmt: skip


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
        linked=linked,
        acting=frozenset(act.actor.units),
        assigned=lambda: standing.units_of(case),
        cases=lambda procedure, day: standing.cases_at(procedure, case.region.path, day),
        right=lambda name: dossiers.right(name, act.day),
        party=lambda code: dossiers.party(code, act.day),
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
    found = Entry.objects.filter(Q(until=None) | Q(until__gt=day), register=register, since__lte=day)
    return sorted(
        (
            {
                **each.data, "id": str(each.pk), "number": each.number, "region": each.region.path,
                "since": each.since.isoformat(),
            }
            for each in found.select_related("region")
            if path.startswith(each.region.path)
        ),
        key=lambda each: (-len(each["region"]), each["number"]),
    )


def linked(number: str) -> dict[str, Any] | None:
    """Procedure, stage and facts of the case with this number; None when there is none."""
    case = Case.objects.filter(number=number).first()
    return {"procedure": case.procedure, "stage": case.stage, "facts": case.facts} if case else None


def _locked(act: Act, procedure: Procedure, shape: ActShape) -> Case:
    found = Case.objects.filter(procedure=procedure.slug)
    if act.cause or (act.actor.name in PROCESSES and act.actor.name in shape.roles):
        case = found.select_for_update().filter(pk=act.target).first()
        if case is None:
            raise Refusal(NOT_THERE)
    else:
        case = act.reached(found, pk=act.target)
    if act.actor.name == CLOCK:
        _require_expiry(case, act)
    return case


def _permit(act: Act, procedure: Procedure, shape: ActShape, path: str, facts: Mapping[str, Any]) -> None:
    """Let those act who may: by a part in the case, as anyone or the clock where declared, else by a role."""
    if act.cause and _declared(act.cause):
        return
    if "anyone" in shape.roles or (act.actor.name in PROCESSES and act.actor.name in shape.roles):
        return
    if act.actor.principals & set(parts.principals_of(procedure, facts, shape.roles)):
        return
    act.require(path, roles=shape.roles)


def _not_taken(procedure: Procedure, shape: ActShape, given: Mapping[str, Any]) -> list[Reason]:
    """In an exact procedure, the facts given that this act neither needs nor may bring."""
    if not procedure.exact:
        return []
    taken = {*shape.needs, *shape.may, shape.on}
    return [
        Reason(
            "given.not-taken",
            Text(
                f"“{shape.title.zh}”不接受“{procedure.fields[name].title.zh}”",
                f"{shape.title.en!r} does not take {procedure.fields[name].title.en!r}",
            ),
            name,
        )
        for name in given
        if name in procedure.fields and name not in taken
    ]


def _same_person(procedure: Procedure, name: str, case: Case, actor: str) -> list[Reason]:
    done = {each["act"] for each in case.course if each["by"] == actor}
    other = {each for group in procedure.apart if name in group for each in group} - {name}
    return [
        Reason(
            "casework.same-person",
            Text(
                f"“{procedure.acts[each].title.zh}”的人不能再“{procedure.acts[name].title.zh}”",
                f"whoever did {procedure.acts[each].title.en!r} may not do {procedure.acts[name].title.en!r}",
            ),
            "actor",
        )
        for each in sorted(done & other)
    ]


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
    named = sorted(each for each in tracked(procedure) if not _is_sealed(procedure, each))
    kept = {each: given[each] for each in named if given.get(each) is not None}
    if kept:
        entry["given"] = kept
    if shape.corrects is not None:
        corrected = last_of(case.course, shape.corrects)
        if corrected is None:
            title = procedure.acts[shape.corrects].title
            raise Refusal.one(
                "casework.nothing-to-correct",
                f"还没有“{title.zh}”，无可更正",
                f"{title.en!r} was never done, so there is nothing to correct",
            )
        entry["fixes"] = corrected["v"]
    return entry


def _in_time(
    timing: Timing,
    shape: ActShape,
    name: str,
    case: Case,
    entry: Mapping[str, Any],
    known: Mapping[str, Any],
    before: Sequence[Running],
) -> None:
    """Refuse an act that comes before a clock has run out, after it had, or too close to what it announces."""
    day = date.fromisoformat(entry["day"])
    reasons: list[Reason] = []
    for clock in shape.waits:
        runs = [run for run in before if run.name == clock]
        reasons.extend(_waits(run) for run in runs if run.open and not run.passed(day))
        if not runs:
            title = timing.procedure.clocks[clock].title
            zh, en = (title.zh, title.en) if title else (clock, clock)
            reasons.append(
                Reason("casework.wait", Text(f"“{zh}”尚未起算", f"{en!r} has not begun yet"), clock)
            )
    for clock in shape.within:
        key = str(entry.get("given", {}).get(timing.procedure.clocks[clock].per or "") or "")
        runs = [run for run in before if run.name == clock and run.key in {key, ""}]
        if not any(run.open and not run.passed(day) for run in runs):
            reasons.append(_expired(timing.procedure, clock, runs))
    for clock_name, clock_shape in timing.procedure.clocks.items():
        for number, extension in enumerate(clock_shape.extensions):
            if extension.act == name:
                earlier = clock_shape.extensions[:number]
                runs = [run for run in before if run.name == clock_name and run.open]
                reasons.extend(_extension(clock_name, extension, earlier, runs, case, known, day))
    for notice in timing.procedure.notices.values():
        if notice.act == name:
            reasons.extend(_notice(timing, notice, known, day))
    if reasons:
        raise Refusal.of(reasons)


def _waits(run: Running) -> Reason:
    until = run.due.day.isoformat() if run.due.day else "——"
    return Reason(
        "casework.wait",
        Text(
            f"“{run.title.zh}”尚在进行，届满日：{until}",
            f"{run.title.en!r} is still running; its last day: {until}",
        ),
        run.name,
        run.chosen.clause,
    )


def _expired(procedure: Procedure, clock: str, runs: Sequence[Running]) -> Reason:
    title = procedure.clocks[clock].title
    zh, en = (title.zh, title.en) if title else (clock, clock)
    last = runs[-1].due.day if runs else None
    return Reason(
        "casework.expired" if runs else "casework.not-running",
        Text(f"“{zh}”已于{last}届满或结束", f"{en!r} ran out or ended ({last})")
        if runs
        else Text(f"“{zh}”尚未起算", f"{en!r} has not begun yet"),
        clock,
        runs[-1].chosen.clause if runs else "",
    )


def _extension(
    clock: str,
    extension: Extension,
    earlier: Sequence[Extension],
    runs: Sequence[Running],
    case: Case,
    known: Mapping[str, Any],
    day: date,
) -> list[Reason]:
    span = clocks.in_force(extension.term, day)
    if not runs:
        return [
            Reason(
                "casework.not-running",
                Text("期限没有在计算，不能延长", "the term is not running, so it cannot be extended"),
                clock,
                span.clause,
            )
        ]
    begun = min(run.begun_at for run in runs)
    done = [each["act"] for each in case.course if each["v"] > begun]
    reasons: list[Reason] = []
    if done.count(str(extension.act)) >= extension.times:
        reasons.append(
            Reason(
                "casework.extended-enough",
                Text(f"最多延长{extension.times}次", f"it can be extended {extension.times} time(s) at most"),
                clock,
                span.clause,
            )
        )
    if any(each.act not in done for each in earlier):
        reasons.append(
            Reason(
                "casework.extension-order",
                Text("须先按前一级延长", "the extension of the level below comes first"),
                clock,
                span.clause,
            )
        )
    longest = span.length[1]
    granted = clocks.granted_length(extension, known, longest)
    if not 1 <= granted <= longest:
        reasons.append(
            Reason(
                "casework.extension-length",
                Text(f"延长不得超过{longest}", f"it can be extended by {longest} at most"),
                extension.granted or clock,
                span.clause,
            )
        )
    return reasons


def _notice(timing: Timing, notice: Notice, known: Mapping[str, Any], day: date) -> list[Reason]:
    value = known.get(notice.before)
    if not value:
        return []
    span = clocks.in_force(notice.term, day)
    unit, length = span.length
    last = latest(
        before=date.fromisoformat(str(value)), calendar=timing.calendar, clear=notice.clear,
        term=Term(length, clocks.UNITS[unit], clause=span.clause), event=Words(notice.before, notice.before),
    ).day  # fmt: skip
    if last is None or day <= last:
        return []
    return [
        Reason(
            "casework.too-short-notice",
            Text(f"通知过晚：最迟应在{last}通知", f"the notice is too late: it had to be given by {last}"),
            notice.before,
            span.clause,
        )
    ]


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


# --- facts under seal -------------------------------------------------------------------------------------------


def _ordinary(procedure: Procedure, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that every reader of the case may see."""
    return {name: value for name, value in facts.items() if not _is_sealed(procedure, name)}


def _is_sealed(procedure: Procedure, name: str) -> bool:
    field = procedure.fields.get(name)
    return field is not None and bool(field.readers)


def sealed_facts(case: Case, procedure: Procedure) -> dict[str, Any]:
    """The facts of a case that stand apart, as the current database role may see them."""
    if not any(field.readers for field in procedure.fields.values()) or case._state.adding:
        return {}
    return dict(case.sealed.values_list("field", "value"))


def _seal(case: Case, procedure: Procedure, patch: Mapping[str, Any]) -> None:
    for name, value in patch.items():
        if not _is_sealed(procedure, name):
            continue
        if value is None:
            case.sealed.filter(field=name).delete()
        else:
            old = case.sealed.filter(field=name).values_list("value", flat=True).first()
            Sealed.objects.update_or_create(case=case, field=name, defaults={"value": merge(old, value)})


def _sealed_audience(case: Case, procedure: Procedure, name: str, facts: Mapping[str, Any]) -> Audience:
    who = procedure.fields[name].readers
    roles = [each for each in who if each not in procedure.parts]
    readers = readers_for(roles, case.region.path) + parts.principals_of(procedure, facts, who)
    return Audience(tuple(readers), tuple(case.barred))


def _sealed_payloads(
    case: Case, procedure: Procedure, patch: Mapping[str, Any], files: Mapping[str, str]
) -> dict[str, tuple[Mapping[str, Any], Audience]]:
    found: dict[str, tuple[Mapping[str, Any], Audience]] = {}
    for number, name in enumerate(sorted(each for each in patch if _is_sealed(procedure, each))):
        audience = _sealed_audience(case, procedure, name, case.facts)
        found[f"sealed-{number}"] = ({"patch": {name: patch[name]}, **files_told(files, [name])}, audience)
    return found


def facts_of(actor: Actor, case: Case) -> dict[str, Any]:
    """The facts of a case that an actor may see, those under seal included where they are open to the actor."""
    procedure = procedure_of(case)
    with reading(actor):
        return {**case.facts, **sealed_facts(case, procedure)}


# --- clocks -----------------------------------------------------------------------------------------------------


def clocks_of(case: Case, *, as_of: date, explain: bool = True) -> list[Running]:
    """Every clock of a case as of a day: last days with their worked calculation, pauses, extensions, choices.

    It needs only the case's row, so it shows the same to everyone who may see the case.
    """
    procedure = procedure_of(case)
    return clocks.running(
        procedure=procedure, course=case.course, facts=case.facts, calendar=calendar_of(case.region.path),
        as_of=as_of, explain=explain,
    )  # fmt: skip


def disagreements(case: Case, *, as_of: date) -> list[dict[str, Any]]:
    """Every statement of a served letter of the case that is no longer so."""
    return letters.disagreeing(
        letters=case.letters, facts=case.facts, runs=clocks_of(case, as_of=as_of, explain=False)
    )


def possible(actor: Actor, case: Case) -> list[tuple[str, Text]]:
    """The acts open to an actor at the stage where the case stands: names and titles. Guards are not asked."""
    procedure = procedure_of(case)
    found = []
    for name, act in procedure.acts.items():
        mine = actor.principals & set(parts.principals_of(procedure, case.facts, act.roles))
        if case.stage in act.sources and (mine or "anyone" in act.roles or actor.held(act.roles, case.region.path)):
            found.append((name, Text(act.title.zh, act.title.en)))
    return found


def _expiries(case: Case, at: datetime) -> list[tuple[datetime, Running]]:
    """Runs whose expiry the clock has still to act upon by ``at``, the earliest first."""
    if case.expires_on is None or case.expires_on >= at.astimezone(SHANGHAI).date() + timedelta(days=1):
        return []
    if current().procedure(case.procedure) is None:
        return []
    procedure = procedure_of(case)
    found = []
    for run_ in clocks_of(case, as_of=at.astimezone(SHANGHAI).date(), explain=False):
        instant = clocks.scheduled(run_)
        if run_.consequence in procedure.acts and instant is not None and instant <= at:
            found.append((instant, run_))
    return sorted(found, key=lambda pair: (pair[0], pair[1].identity))


def _facts_of_expiry(run_: Running, case: Case) -> dict[str, Any]:
    """For whom it has run out, where separate terms run."""
    per = procedure_of(case).clocks[run_.name].per
    return {per: run_.key} if per is not None and run_.key else {}


def _require_expiry(case: Case, act: Act) -> None:
    name = act.verb.partition(":")[2]
    if not any(run_.consequence == name for _, run_ in _expiries(case, act.at)):
        raise Refusal.one(
            "casework.not-expired", "没有届满的期限，不能到期办理", "no term has run out, so nothing expires"
        )


def settle(case: Case, *, at: datetime) -> list[tuple[str, Refusal | None]]:
    """Let the clock act upon every term of a locked case that has run out by ``at``, at the instants it was due.

    Returns each verb with the refusal that stopped it, if one did; the case is read again from its row.
    """
    done: list[tuple[str, Refusal | None]] = []
    stopped: set[tuple[str, str, int]] = set()
    while True:
        waiting = [pair for pair in _expiries(case, at) if pair[1].identity not in stopped]
        if not waiting:
            return done
        instant, run_ = waiting[0]
        verb = f"{case.procedure}:{run_.consequence}"
        refused = None
        actor = system_actor(CLOCK, day=instant.astimezone(SHANGHAI).date())
        try:
            with transaction.atomic():
                perform(actor=actor, verb=verb, target=str(case.pk), facts=_facts_of_expiry(run_, case), at=instant)
        except Refusal as refusal:
            refused = refusal
            stopped.add(run_.identity)
        done.append((verb, refused))
        case.refresh_from_db()


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a tick did: how many expiries, and those that a guard refused (case, verb, refusal)."""

    done: int
    refused: tuple[tuple[str, str, Refusal], ...]


def tick(*, at: datetime, limit: int | None = None) -> Ticked:
    """Perform every declared expiry that has come by ``at``, each at its scheduled instant.

    Harmless when repeated, late, or run by several workers at once: a case that another one holds is left to it.
    """
    done, refused = 0, []
    day = at.astimezone(SHANGHAI).date()
    with kernel():
        waiting = list(
            Case.objects.filter(expires_on__lte=day).order_by("expires_on", "id").values_list("pk", flat=True)[:limit]
        )
    for identity in waiting:
        with kernel():
            case = (
                Case.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("region").filter(pk=identity).first()
            )  # fmt: skip
            for verb, refusal in settle(case, at=at) if case is not None else []:
                if refusal is None:
                    done += 1
                else:
                    refused.append((str(identity), verb, refusal))
    return Ticked(done, tuple(refused))


def reindex(*, as_of: date) -> int:
    """Compute the last days of all open cases anew (a year's holidays were announced); returns how many moved."""
    moved = 0
    with kernel():
        waiting = list(Case.objects.filter(closed_at=None).exclude(course=[]).values_list("pk", flat=True))
    for identity in waiting:
        with kernel():
            case = Case.objects.select_for_update(of=("self",)).select_related("region").get(pk=identity)
            if current().procedure(case.procedure) is None:
                continue
            procedure = procedure_of(case)
            runs = clocks_of(case, as_of=as_of, explain=False)
            found = (clocks.due_on(runs), clocks.expires_on(procedure, runs))
            if found != (case.due_on, case.expires_on):
                case.due_on, case.expires_on = found
                case.save(update_fields=["due_on", "expires_on"])
                moved += 1
    return moved


def paper_of(actor: Actor, case_id: uuid.UUID, fact: str) -> bytes:
    """The bytes of the paper a case holds as ``fact``, for an actor who may read the case; refuses otherwise."""
    with reading(actor):
        digest = (
            Case.objects.filter(pk=case_id).values_list(f"facts__{fact}", flat=True).first()
            or Sealed.objects.filter(case_id=case_id, field=fact).values_list("value", flat=True).first()
        )
    if not isinstance(digest, str):
        raise Refusal(NOT_THERE)
    with kernel():
        return paper_bytes(digest)


def letter_of(actor: Actor, case_id: uuid.UUID, letter: str) -> bytes:
    """The kept copy of a letter of a case (by its id), for an actor who may read the case; refuses otherwise."""
    with reading(actor):
        found = Case.objects.filter(pk=case_id).values_list("letters", flat=True).first()
    digest = next((each["sha256"] for each in found or [] if each["id"] == letter), None)
    if digest is None:
        raise Refusal(NOT_THERE)
    with kernel():
        return paper_bytes(digest)


def _wrong_stage(procedure: Procedure, shape: ActShape, stage: str) -> Reason:
    here = procedure.stages[stage].title
    there = [procedure.stages[name].title for name in shape.sources]
    return Reason(
        "casework.stage",
        Text(
            f"目前处于“{here.zh}”，只有在“{'”或“'.join(each.zh for each in there)}”时才能“{shape.title.zh}”",
            f"the case is {here.en!r}; {shape.title.en!r} is possible only when it is "
            f"{' or '.join(repr(each.en) for each in there)}",
        ),
        "stage",
    )


def units_below(region: Region) -> dict[str, str]:
    """Slug and name of every unit in ``region`` and below it."""
    return dict(Unit.objects.filter(region__path__startswith=region.path).values_list("slug", "name"))


OPENING = ("region", "title", "parent", "key", "units", "synthetic")
"""Facts every opening act takes: region path, title, parent case, key among siblings, assigned units."""


def _opened(act: Act, procedure: Procedure, shape: ActShape) -> Case:
    parent = None
    if act.facts.get("parent"):
        parent = act.reached(Case.objects.all(), pk=act.facts["parent"])
    path = str(act.facts.get("region") or (parent.region.path if parent else ""))
    region = Region.objects.filter(path=path).first()
    if region is None:
        raise Refusal.one(
            "casework.region",
            "没有指明地区，或者没有这个地区",
            "no region was given, or there is none such",
            place="region",
        )
    # Asked again by ``run``; here it keeps strangers from taking a number.
    _permit(act, procedure, shape, region.path, {})
    case = Case(
        id=uuid.uuid4(),
        procedure=procedure.slug,
        edition=procedure.edition,
        region=region,
        parent=parent,
        number=next_number(procedure.number, year=act.day.year),
        title=str(act.facts.get("title") or procedure.title.zh)[:300],
        key=str(act.facts.get("key") or ""),
        stage="",
        opened_at=act.at,
        synthetic=bool(act.facts.get("synthetic", parent.synthetic if parent else region.synthetic)),
    )
    _set_audience(case, procedure, {})
    case.save(force_insert=True)
    for rank, given in enumerate(act.facts.get("units") or []):
        assign(
            case,
            role=given["role"],
            as_written=given["as_written"],
            slug=given.get("unit"),
            rank=rank,
            since=act.day,
        )
    if act.facts.get("units"):
        _set_audience(case, procedure, {})
    return case


def assign(case: Case, *, role: str, as_written: str, slug: str | None, rank: int, since: date) -> Assignment:
    """Give a unit a part in a case; ``slug`` is None when the words could not be resolved to a unit."""
    unit = Unit.objects.get(slug=slug) if slug else None
    return Assignment.objects.create(
        case=case,
        role=role,
        as_written=as_written[:120],
        unit=unit,
        rank=rank,
        since=since,
        **audience_of(case).columns(),
    )


def _set_audience(case: Case, procedure: Procedure, facts: Mapping[str, Any]) -> None:
    readers = readers_for(procedure.audience, case.region.path) + parts.readers(procedure, facts)
    if procedure.assigned:
        slugs = case.assignments.filter(unit__isnull=False).values_list("unit__slug", flat=True)
        readers += [f"unit:{slug}" for slug in sorted(set(slugs))]
    case.readers = readers
    case.barred = parts.barred(procedure, facts)
    case.public = case.stage in procedure.public
    if not case._state.adding:
        for each in case.sealed.all():
            if each.field in procedure.fields:
                audience = _sealed_audience(case, procedure, each.field, facts)
                case.sealed.filter(pk=each.pk).update(**audience.columns())
    case.assignments.update(readers=case.readers, barred=case.barred, public=case.public)


def audience_of(case: Case) -> Audience:
    """The audience of a case, for its events and assignments."""
    return Audience(tuple(case.readers), tuple(case.barred), case.public, case.public_from, case.public_until)


def _envelope(case: Case) -> dict[str, Any]:
    """What an opening event keeps of the case beside its facts, so that the fold needs nothing else."""
    return {
        "opened": {
            "procedure": case.procedure,
            "number": case.number,
            "title": case.title,
            "region": case.region.path,
            "parent": str(case.parent_id) if case.parent_id else None,
            "key": case.key,
            "synthetic": case.synthetic,
            "units": list(case.assignments.order_by("rank").values("role", "as_written", "unit__slug")),
        }
    }


def fold(events: Iterable[tuple[Event, Payload]]) -> dict[str, Any]:
    """The state a case must have after ``events`` (with their ordinary payloads).

    ``{facts, stage, version, course, letters}``; facts under seal have payloads of their own.
    """
    state: dict[str, Any] = {"facts": {}, "stage": "", "version": 0, "course": [], "letters": []}
    for event, payload in events:
        content = payload.content or {}
        entry = content.get("entry")
        state = {
            "course": entered(state["course"], entry) if entry else state["course"],
            "letters": letters.put(state["letters"], content.get("letters", [])),
            "facts": merge(state["facts"], content.get("patch", {})),
            "stage": content.get("stage", state["stage"]),
            "version": event.subject_version,
        }
    return state
