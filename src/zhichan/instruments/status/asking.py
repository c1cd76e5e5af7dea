"""The question and the answer: status of a right on a day, with holder, burdens and the next change by time alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, Literal

from zhichan.instruments.clock import Calendar, Words
from zhichan.instruments.status import wording
from zhichan.instruments.status.engine import Case, explore
from zhichan.instruments.status.laws import Law, StatusError, chinese_law
from zhichan.instruments.status.model import (
    KINDS,
    Branch,
    Burden,
    Condition,
    Coverage,
    Event,
    Holder,
    RightKind,
    Status,
)
from zhichan.instruments.status.record import Facts, Record, parse_day, resolve

_CHANGES_TRIED: Final = 100
_YEARS_AHEAD: Final = 120
_OPENINGS: Final[tuple[tuple[str, Literal["pledge", "licence", "preservation"], str], ...]] = (
    ("pledged", "pledge", "released"), ("licensed", "licence", "licence_ended"),
    ("preserved", "preservation", "preservation_lifted"))


def status(
    *,
    events: Iterable[Event],
    kind: RightKind,
    on: date,
    known_by: date | None = None,
    law: Law | None = None,
    coverage: Coverage | None = None,
    calendar: Calendar | None = None,
) -> Status:
    """Return the status of a right on a day, as known by a day, with its derivation.

    ``known_by`` None: the later of ``on`` and the last day on which our record learned anything. ``law`` None: the
    law this package carries. ``coverage`` says how far silence of the record counts. ``calendar`` moves last days
    over days off; without it only weekends are known and a result on which that matters is ``provisional``.

    Raises :class:`StatusError`: ``right_kind``, ``event_twice``, ``too_contradictory`` (more than 256 ways in which
    the record could be read).
    """
    case = _case(events, kind, on, known_by, law, coverage, calendar)
    found = _asked(case)
    return replace(found, next_change=_next_change(case, found))


def standing(
    *,
    events: Iterable[Event],
    kind: RightKind,
    on: date,
    known_by: date | None = None,
    law: Law | None = None,
    coverage: Coverage | None = None,
    calendar: Calendar | None = None,
) -> Status:
    """Return the same status as :func:`status` for many rights at a time: the next change is not looked for.

    ``next_change`` is instead the first later day on which time could matter at all, so that a status kept until
    then is right; None when no such day comes. Raises what :func:`status` raises.
    """
    case = _case(events, kind, on, known_by, law, coverage, calendar)
    found = _asked(case)
    return replace(found, next_change=min((day for day in case.horizon if day > on), default=None))


def _case(
    events: Iterable[Event], kind: RightKind, on: date, known_by: date | None, law: Law | None,
    coverage: Coverage | None, calendar: Calendar | None,
) -> Case:
    if kind not in KINDS:
        raise StatusError("right_kind", f"没有权利种类 {kind}。", f"There is no kind of right {kind}.")
    given = tuple(events)
    by = known_by or max([on, *(event.known_on for event in given)])
    record = resolve(events=given, kind=kind, known_by=by)
    return Case(kind=kind, on=on, known_by=by, law=law or chinese_law(), coverage=coverage or Coverage(),
                calendar=calendar or Calendar(), record=record)


def _asked(case: Case) -> Status:
    facts = Facts(case.record.facts)
    try:
        leaves, matter = explore(case, facts)
    except OverflowError:
        raise StatusError("too_contradictory", "记录中的矛盾过多，无法逐一推演。",
                          "The record contradicts itself in too many ways to follow each.") from None
    states = {leaf.state for _, leaf in leaves}
    codes = {leaf.code for _, leaf in leaves}
    sinces = {leaf.since for _, leaf in leaves}
    state = states.pop() if len(states) == 1 else "undetermined"
    code = codes.pop() if len(codes) == 1 else state
    if state == "undetermined":
        code = "undetermined"
    settle: dict[str, Words] = {}
    for asked in matter:
        settle.setdefault(asked.question, wording.settle(asked.question, asked.about))
    if state == "undetermined" and not settle:
        settle["law"] = Words("可由此确定：申请、授权等基本事件，或当时施行的法律参数。",
                              "It would be settled by the basic events (filing, grant), or by the law of that time.")
    conditions: list[Condition] = []
    for _, leaf in leaves:
        conditions.extend(each for each in leaf.conditions if each not in conditions)
    return Status(
        kind=case.kind, on=case.on, known_by=case.known_by, state=state, code=code,
        since=sinces.pop() if len(sinces) == 1 else None,
        derivation=tuple(Branch(path, leaf.steps, leaf.state, leaf.code, leaf.since) for path, leaf in leaves),
        settle=tuple(settle.values()), conditions=tuple(conditions), holder=holder(case.record, case.on),
        burdens=burdens(case.record, case.on), next_change=None, provisional=case.provisional,
        notes=case.record.notes)


def _next_change(case: Case, found: Status) -> date | None:
    """Walk from one day on which time could matter to the next until the status differs."""
    horizon = sorted(case.horizon)
    for _ in range(_CHANGES_TRIED):
        if not horizon:
            return None
        at = horizon[0]
        if at.year > case.on.year + _YEARS_AHEAD:
            return None
        later = replace(case, on=at, known_by=max(case.known_by, at), horizon=set(), provisional=False)
        then = _asked(later)
        if (then.state, then.code) != (found.state, found.code):
            return at
        horizon = sorted(day for day in later.horizon if day > at)
    return None


def holder(record: Record, on: date) -> Holder:
    """Return who holds the right on a day, by filing, grant and transfers; open where they leave it so."""
    name: str | None = None
    since: date | None = None
    proof: tuple[str, ...] = ()
    begins = sorted((fact for fact in record.facts if fact.kind in {"filed", "granted", "created", "registered"}
                     and fact.data.get("holder") and fact.latest <= on), key=lambda fact: (fact.latest, fact.root))
    for fact in begins:
        if name is None or not any(each.kind == "transferred" and each.latest < fact.latest
                                   for each in record.facts):
            name, since, proof = str(fact.data["holder"]), fact.day, (fact.root,)
    moves = sorted((fact for fact in record.facts if fact.kind == "transferred"),
                   key=lambda fact: (fact.latest, fact.root))
    for place, fact in enumerate(moves):
        if fact.day is None and fact.latest > on:
            return Holder(None, None, (fact.root,), Words(
                "转让已发生但日期不明，所问之日由谁持有不能确定。",
                "A transfer happened on a day not told, so the holder is open."))
        if fact.latest > on:
            break
        to = fact.data.get("to")
        rival = next((each for each in moves[place + 1:] if each.day == fact.day
                      and each.data.get("to") != to), None)
        if rival is not None and rival.data.get("from") != to and fact.data.get("from") != rival.data.get("to"):
            return Holder(None, None, (fact.root, rival.root), Words("同日有两项互相矛盾的转让。",
                                                                     "Two transfers of one day contradict each other."))
        if not to:
            name, since, proof = None, fact.day, (fact.root,)
            continue
        if name is not None and fact.data.get("from") not in {None, name}:
            return Holder(None, None, (*proof, fact.root),
                          Words("转让链不连续：出让人不是此前的权利人。",
                                "The chain of title is broken: the transferor was not the holder."))
        name, since, proof = str(to), fact.day, (fact.root,)
    if name is None:
        return Holder(None, since, proof, Words("记录未载明权利人。", "The record names no holder."))
    return Holder(name, since, proof)


def burdens(record: Record, on: date) -> tuple[Burden, ...]:
    """Return the pledges, licences and preservations that stand on a day."""
    found: list[Burden] = []
    for opening, kind, closing in _OPENINGS:
        closings = [fact for fact in record.facts if fact.kind == closing]
        for fact in sorted((each for each in record.facts if each.kind == opening),
                           key=lambda each: (each.latest, each.root)):
            ends = [each for each in closings if each.of in fact.ids]
            until = parse_day(fact.data.get("until")) if opening != "pledged" else None
            if _over(ends, until, on) or (fact.day is not None and fact.day > on):
                continue
            loose = any(not each.of or each.day is None for each in closings if not each.of or each in ends)
            certain = fact.day is not None and not loose and not (opening == "preserved" and until is None
                                                                  and not ends)
            last = min((each.day for each in ends if each.day is not None), default=until)
            found.append(Burden(kind, fact.root, fact.day, last, str(fact.data.get("party", "")), certain))
    return tuple(found)


def _over(ends: Sequence[object], until: date | None, on: date) -> bool:
    days = [day for each in ends if isinstance(day := getattr(each, "day", None), date)]
    return (until is not None and until < on) or any(day <= on for day in days)
