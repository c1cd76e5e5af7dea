"""A checker of derivations that shares no logic with the engine: it accepts only what the record and the law bear out.

It rebuilds the record from the events with its own rules, checks each step against events, dates and law, checks that
no recorded fact which would defeat the conclusion was passed over, and that the answers assumed to open questions are
all the answers there are and each question was really open. A conclusion it cannot follow is a :class:`Problem`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from zhichan.instruments.clock import Calendar
from zhichan.instruments.status.laws import Law, Version, chinese_law
from zhichan.instruments.status.model import NOWHERE, Branch, Coverage, Event, Status, Step

_DAY: Final = timedelta(days=1)
_PATENT: Final = {"invention", "utility", "design", "pct"}
_MARK: Final = {"mark", "gi_mark"}
_WORK: Final = {"work", "software"}
_REFUSALS: Final = {"withdrawn", "refused", "rejected", "deemed_abandoned"}
_LATER: Final = {"renewed", "pledged", "transferred", "lapsed", "abandoned", "cancelled", "expired"}
_OF_A_RIGHT: Final = {"lapsed", "expired", "invalidated", "partly_invalidated", "renewed", "cancelled", "abandoned",
                      "revoked"}
_CODES: Final = {"lapsed": "ended_lapsed", "abandoned": "ended_abandoned", "cancelled": "ended_cancelled",
                 "revoked": "ended_revoked", "expired": "ended_expired"}
_TOLD: Final = {
    "author": (("created", "published", "registered"), ("natural", "legal")),
    "plants": (("granted", "filed"), ("woody", "other")), "as": (("entered",), ("invention", "utility")),
}
_FEE: Final = ("base", "limit", "number")
_TERM: Final = ("day", "base", "limit", "number")
_FIELDS: Final = {
    "filed": ("day", "events"), "begin": ("day", "events"), "not_yet": ("day", "events"),
    "entered": ("day", "events"), "not_begun": ("day",), "end": ("day", "events", "reason"),
    "application_end": ("day", "events", "reason"), "annulled": ("day", "base", "events", "reason"),
    "limited": ("day", "events", "reason"), "undone": ("day", "events", "reason"), "extended": ("day", "events"),
    "term": ("day", "base", "number", "events"), "fee_paid": (*_FEE, "events"), "fee_restored": (*_FEE, "events"),
    "fee_grace": _FEE, "fee_silent": _FEE, "fee_assumed": _FEE, "fee_lapse": (*_FEE, "day"),
    "renewed": (*_TERM, "events"), "renewal_implied": (*_TERM, "events"), "renewal_grace": _TERM,
    "renewal_assumed": _TERM, "renewal_lapse": _TERM, "examination": ("base", "limit", "events"),
    "examination_open": ("base", "limit"), "examination_missed": ("base", "limit", "day"),
    "entry_open": ("base", "limit"), "entry_missed": ("base", "limit", "day"), "after_record": ("limit",),
    "no_law": ("day",),
}
"""What each step may say; anything else would be shown without having been checked."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a derivation is not accepted; ``branch`` counts from 0, None for the derivation as a whole."""

    code: str
    text: str
    branch: int | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    root: str
    kind: str
    day: date | None
    known_on: date
    of: str
    data: Mapping[str, Any]
    ids: frozenset[str]

    @property
    def latest(self) -> date:
        return self.day or self.known_on


@dataclass(frozen=True)
class _World:
    """What holds under the answers given so far."""

    items: tuple[_Item, ...]
    disputes: Mapping[str, Mapping[str, _Item | None]]
    lost: tuple[Event, ...]
    answers: Mapping[str, str] = field(default_factory=dict)

    def named(self, *kinds: str) -> list[_Item]:
        return [item for item in self.items if item.kind in kinds]

    def item(self, root: str) -> _Item | None:
        return next((item for item in self.items if item.root == root), None)

    def day(self, kind: str) -> date | None:
        """The one day of a kind of fact, None if there is none or no day is told."""
        days = {item.day for item in self.named(kind) if item.day is not None}
        return min(days) if days else None


def check(status: Status, *, events: Iterable[Event], law: Law | None = None, coverage: Coverage | None = None,
          calendar: Calendar | None = None) -> tuple[Problem, ...]:
    """Return why a status is not borne out by the events under the law; empty when it is.

    Pass what :func:`status` was asked with. Nothing of the status is trusted but the question in it.
    """
    judge = _Judge(status, law or chinese_law(), coverage or Coverage(), calendar or Calendar())
    judge.run([event for event in events if event.known_on <= status.known_by])
    return tuple(judge.problems)


def _world(events: Sequence[Event], kind: str) -> _World:
    """Rebuild the record: every event with the corrections that lead to it, the last known ones deciding."""
    by_id = {event.id: event for event in events}
    changes: dict[str, list[Event]] = {}
    lost: list[Event] = []
    items: list[_Item] = []

    def target(event: Event) -> str | None:
        trail = [event.id]
        while event.kind in {"corrected", "retracted"}:
            if event.of not in by_id or event.of in trail:
                return None
            trail.append(event.of)
            event = by_id[event.of]
        return event.id

    def name(given: str) -> str:
        return "granted" if given == "registered" and kind not in _WORK else given

    for event in events:
        if event.kind in {"corrected", "retracted"}:
            root = target(event)
            if root is not None:
                changes.setdefault(root, []).append(event)
            elif event.kind == "corrected" and isinstance(event.data.get("kind"), str):
                items.append(_Item(event.id, name(event.data["kind"]), event.day, event.known_on, "", event.data,
                                   frozenset({event.id})))
            elif event.kind == "corrected":
                lost.append(event)
    disputes: dict[str, dict[str, _Item | None]] = {}
    for event in events:
        if event.kind in {"corrected", "retracted"}:
            continue
        of = target(by_id[event.of]) or event.of if event.of in by_id else event.of
        item = _Item(event.id, name(event.kind), event.day, event.known_on, of, event.data, frozenset({event.id}))
        mine = changes.get(event.id, [])
        final = max((change.known_on for change in mine), default=None)
        outcomes: dict[str, _Item | None] = {}
        for change in sorted(mine, key=lambda each: (each.known_on, each.id)):
            data = {**item.data, **change.data}
            changed = replace(item, day=change.day or item.day, kind=name(data.pop("kind", item.kind)), data=data,
                              ids=item.ids | {change.id})
            if change.known_on == final:
                outcomes[change.id] = None if change.kind == "retracted" else changed
            elif change.kind == "corrected":
                item = changed
        contents = [None if each is None else (each.kind, each.day, dict(each.data)) for each in outcomes.values()]
        if not outcomes:
            items.append(item)
        elif any(content != contents[0] for content in contents):
            disputes[event.id] = outcomes
        elif (outcome := next(iter(outcomes.values()))) is not None:
            items.append(outcome)
    return _World(tuple(items), disputes, tuple(lost))


def _plus(day: date, months: int) -> date:
    number = day.year * 12 + (day.month - 1) + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


class _Judge:
    def __init__(self, status: Status, law: Law, coverage: Coverage, calendar: Calendar) -> None:
        self.status, self.law, self.coverage, self.calendar = status, law, coverage, calendar
        self.kind, self.on, self.by = status.kind, status.on, status.known_by
        self.family = "patent" if self.kind in _PATENT else "mark" if self.kind in _MARK else str(self.kind)
        self.problems: list[Problem] = []
        self.number: int | None = None
        register = coverage.register or self.by
        self.silent_to = min(register, self.by)

    def bad(self, code: str, text: str) -> None:
        self.problems.append(Problem(code, text, self.number))

    def run(self, events: Sequence[Event]) -> None:
        branches = self.status.derivation
        states = {branch.state for branch in branches}
        if not branches:
            self.bad("empty", "There is no derivation.")
            return
        claimed = states.pop() if len(states) == 1 else "undetermined"
        if claimed != self.status.state:
            self.bad("state", f"The branches say {claimed}, the status says {self.status.state}.")
        if not self.status.code.startswith(self.status.state):
            self.bad("code", f"The code {self.status.code} does not belong to {self.status.state}.")
        self.tree(_world(events, self.kind), list(enumerate(branches)), 0)

    # ------------------------------------------------------------------ answers to open questions

    def tree(self, world: _World, branches: list[tuple[int, Branch]], depth: int) -> None:
        if len(branches) == 1 and len(branches[0][1].assumptions) == depth:
            self.number = branches[0][0]
            self.leaf(world, branches[0][1])
            self.number = None
            return
        if any(len(branch.assumptions) <= depth for _, branch in branches):
            self.bad("answers", "Two branches make the same assumptions.")
            return
        question = branches[0][1].assumptions[depth].question
        groups: dict[str, list[tuple[int, Branch]]] = {}
        for place, branch in branches:
            assumed = branch.assumptions[depth]
            if assumed.question != question:
                self.bad("answers", "Branches ask different questions at one place.")
                return
            groups.setdefault(assumed.answer, []).append((place, branch))
        try:
            needed = self.answers_to(world, question, set(groups))
        except (LookupError, ValueError):
            needed = None  # A question that cannot even be put is not open.
        if needed is None or needed != set(groups):
            self.bad("answers", f"{question} was answered {sorted(groups)}, open are "
                                f"{'none' if needed is None else sorted(needed)}.")
            return
        for answer, group in groups.items():
            self.tree(self.under(world, question, answer), group, depth + 1)

    def under(self, world: _World, question: str, answer: str) -> _World:
        name, _, subject = question.partition(":")
        items = world.items
        if name == "correction":
            outcome = world.disputes[subject][answer]
            items = items if outcome is None else (*items, outcome)
        elif name == "which":
            held = world.item(answer)
            items = tuple(each for each in items if each.kind != subject or (held and each.day == held.day and (
                held.day is not None or each.root == answer)))
        elif name == "order":
            filed, begun = world.day("filed"), world.day("granted")
            wrong = ("filed", filed) if answer == "filing_wrong" else ("granted", begun)
            items = tuple(replace(each, day=None, known_on=max(each.known_on, filed or each.known_on)
                                  if each.kind == "granted" else each.known_on)
                          if (each.kind, each.day) == wrong else each for each in items)
        elif name == "clash":
            one, _, two = subject.partition("|")
            out = {two if answer == one else one}
            other = world.item(two)
            if other is not None and other.kind == "granted" and answer == one:
                out |= {each.root for each in world.named(*_OF_A_RIGHT)}
            items = tuple(each for each in items if each.root not in out)
        elif name == "when":
            day = date.fromisoformat(answer)
            if subject == "?granted":
                items = (*items, _Item("?granted", "granted", day, day, "", {}, frozenset({"?granted"})))
            items = tuple(replace(each, day=day) if each.root == subject else each for each in items)
        return _World(items, world.disputes, world.lost, {**world.answers, question: answer})

    def answers_to(self, world: _World, question: str, given: set[str]) -> set[str] | None:
        """Return every answer there is to a question, None when it is not open."""
        name, _, subject = question.partition(":")
        if question in world.answers:
            return None
        match name:
            case "correction":
                return set(world.disputes[subject]) if subject in world.disputes else None
            case "which":
                heads: dict[date, str] = {}
                for item in world.named(subject):
                    if item.day is not None:
                        heads[item.day] = min(item.root, heads.get(item.day, item.root))
                others = self.earlier_without_day(world, subject)
                return {*heads.values(), *others[:1]} if len(heads) + bool(others) > 1 else None
            case "order":
                filed, begun = world.day("filed"), world.day("granted")
                return {"filing_wrong", "begin_wrong"} if filed and begun and begun < filed else None
            case "clash":
                one, two = (world.item(each) for each in subject.split("|"))
                return {one.root, two.root} if one and two and self.exclude(world, one, two) else None
            case "when":
                return given if self.possible_days(world, subject, given) else None
            case "coverage":
                register = self.coverage.register
                return {"unchanged", "ended"} if register is not None and self.on > register else None
            case "dangling":
                return {"unchanged", "ended"} if any(each.id == subject for each in world.lost) else None
            case "author" | "plants" | "as":
                return None if self.told(world, name) else set(_TOLD[name][1])
            case "filing":
                return {"by", "after"} if world.day("filed") is None and self.on < min(
                    each.latest for each in world.items) else None
            case "term":
                unknown = world.day("filed") is None or (self.kind == "layout" and world.day("created") is None)
                return {"running", "over"} if unknown else None
            case "expiry":
                recorded = world.item(subject)
                odd = recorded is not None and recorded.kind == "expired" and not self.undone(world, recorded) \
                    and recorded.day not in self.terms(world)
                return {"record", "law"} if odd else None
            case "copyright":
                return self.copyright_open(world, subject)
            case "fee" | "late_fee":
                return self.fee_open(world, name, int(subject))
            case "renewal":
                term, limit, announced = self.renewal(world, int(subject))
                made = self.renewed(world)
                open_still = self.by > limit and self.silent_to < announced and not any(n >= int(subject) for n in made)
                return {"done", "missed"} if term <= self.on and open_still else None
            case "examination":
                last = self.examination_limit(world)
                return {"done", "missed"} if last and last < self.on and last < self.by and not world.named(
                    "examination_requested") else None
            case "entry":
                last = self.entry_limit(world)
                return {"done", "missed"} if last and last < self.on and last < self.by and not world.named(
                    "entered") else None
        return None

    def told(self, world: _World, name: str) -> str | None:
        """Return what the record says where it says one thing: nothing told, or two things, leaves it open."""
        kinds, values = _TOLD[name]
        said = {value for item in world.named(*kinds) for value in values if item.data.get(name) == value}
        return next(iter(said)) if len(said) == 1 else None

    def earlier_without_day(self, world: _World, kind: str) -> list[str]:
        """Return the facts of a kind without a day that were known before any told day of that kind had come."""
        first = world.day(kind)
        return sorted(each.root for each in world.named(kind) if each.day is None and first and each.known_on < first)

    def exclude(self, world: _World, one: _Item, two: _Item) -> bool:
        """Whether two facts cannot both hold."""
        if self.undone(world, one):
            return False
        if one.kind in _REFUSALS:
            return two.kind == "granted"
        if one.kind == "expired" and two.kind == "renewed":
            numbers = [number for number, item in self.renewed(world).items() if item.root == two.root]
            if any(self.renewal(world, number)[0] == one.day for number in numbers):
                return True
        if one.kind == "lapsed" and two.kind == "fee_paid":
            year = two.data.get("year")
            if isinstance(year, int) and self.fee_due(world, year) == one.day and one.day is not None:
                return two.latest <= self.fee_limit(one.day)
        if one.kind not in self.annulling() | self.ending() or two.kind not in _LATER or two.day is None:
            return False
        return two.day > one.known_on and (one.kind in self.annulling() or two.day > one.latest)

    def possible_days(self, world: _World, root: str, given: set[str]) -> bool:
        days = {date.fromisoformat(each) for each in given}
        first: date | None
        if root == "?granted":
            proof = world.named(*_OF_A_RIGHT)
            if world.named("granted") or not proof:
                return False
            last, first = min(each.latest for each in proof), world.day("filed")
        else:
            found = world.item(root)
            if found is None or found.day is not None:
                return False
            last = found.known_on
            first = world.day("filed") if found.kind in _REFUSALS | {"granted"} else world.day("granted")
            if self.kind in _WORK:
                first = world.day("created")
                first = first or (self.on if found.kind in self.ending() else None)
        last = max(last, first or last)
        inside = all((first is None or day >= first) and day <= max(last, self.on) for day in days)
        early = first is None or first in days
        late = last in days or (last > self.on and self.on in days and last in days)
        now = last >= self.on and (first is None or first <= self.on)
        return inside and early and late and (not now or self.on in days)

    # ------------------------------------------------------------------ law and dates, computed here once more

    def version(self, parameter: str, day: date) -> Version:
        found = [each for each in self.law.versions if each.parameter == parameter and each.since <= day
                 and (each.until is None or each.until > day)]
        if len(found) != 1:
            raise LookupError(parameter)
        return found[0]

    def working(self, day: date) -> date:
        while not self.calendar.is_working(day):
            day += _DAY
        return day

    def fee_due(self, world: _World, year: int) -> date | None:
        filed = world.day("filed")
        return _plus(filed, 12 * (year - 1)) if filed else None

    def fee_limit(self, due: date) -> date:
        return self.working(_plus(due, self.version("patent.fee_grace", due).value))

    def fee_announced(self, due: date) -> date:
        return _plus(due, self.version("patent.fee_grace", due).value
                     + self.version("patent.fee_announcement", due).value)

    def sought(self, world: _World) -> str:
        if self.kind != "pct":
            return str(self.kind)
        return self.told(world, "as") or world.answers.get("as", "")

    def terms(self, world: _World) -> set[date]:
        """Return the days on which the right ends by its term; every term's end for a mark."""
        begun, filed = world.day("granted"), world.day("filed")
        if self.kind in _MARK and begun:
            return {self.renewal(world, number)[0] for number in range(1, 30)}
        if self.kind in _PATENT and filed:
            ends = [_plus(filed, 12 * self.version(f"{self.sought(world)}.term", filed).value)]
            ends += [until for each in world.named("term_extended")
                     if (until := _as_day(each.data.get("until"))) is not None]
            return {max(ends + self.recorded_ends(world))}
        if self.kind in _PATENT and begun:
            return {_plus(begun, 12 * self.version(f"{self.sought(world)}.term", begun).value)}
        if self.kind == "variety" and begun:
            group = self.told(world, "plants") or world.answers.get("plants")
            end = _plus(begun, 12 * self.version(f"variety.term_{group}", begun).value)
            return {max([end, *self.recorded_ends(world)])}
        if self.kind == "layout" and begun:
            chosen = filed or begun
            starts = [day for day in (filed, world.day("exploited")) if day]
            ends = [_plus(min(starts), 12 * self.version("layout.term", chosen).value)] if starts else []
            if created := world.day("created"):
                ends.append(_plus(created, 12 * self.version("layout.cap", chosen).value))
            end = min(ends) if ends else _plus(begun, 12 * self.version("layout.term", chosen).value)
            return {max([end, *self.recorded_ends(world)])}
        return set()

    def recorded_ends(self, world: _World) -> list[date]:
        """Return later days of expiry on record that are taken to be right against the computation."""
        return [each.day for each in world.named("expired") if each.day and each.day > self.on
                and world.answers.get(f"expiry:{each.root}") == "record"]

    def renewal(self, world: _World, number: int) -> tuple[date, date, date]:
        """Return the end of a mark's n-th term, the last day to renew it, and when silence says it was not."""
        term = world.day("granted")
        if term is None:
            raise LookupError("granted")
        for _ in range(number):
            term = _plus(term, 12 * self.version("mark.term", term).value)
        grace = self.version("mark.renewal_grace", term).value
        return (term, self.working(_plus(term - _DAY, grace)),
                _plus(term, grace + self.version("mark.renewal_announcement", term).value))

    def renewed(self, world: _World) -> dict[int, _Item]:
        found: dict[int, _Item] = {}
        if world.day("granted") is None:
            return found
        for item in sorted(world.named("renewed"), key=lambda each: (each.latest, each.root)):
            near = min(range(1, 30), key=lambda number: abs((self.renewal(world, number)[0] - item.latest).days))
            found.setdefault(near, item)
        return found

    def applied(self, world: _World) -> date | None:
        """Return the day of filing, or the last it can have been: by then something was on record."""
        return world.day("filed") or min((each.latest for each in world.items), default=None)

    def base(self, world: _World) -> date | None:
        applied = self.applied(world)
        claimed = {_as_day(each.data.get("priority")) for each in world.named("filed")}
        return min((day for day in claimed if day is not None and applied and day <= applied), default=applied)

    def examination_limit(self, world: _World) -> date | None:
        base, chosen = self.base(world), self.applied(world)
        if base is None or chosen is None or self.sought(world) != "invention" or world.day("granted") is not None:
            return None
        return self.working(_plus(base, 12 * self.version("invention.examination", chosen).value))

    def entry_limit(self, world: _World) -> date | None:
        base, chosen = self.base(world), self.applied(world)
        unfit = self.kind != "pct" or world.day("granted") is not None or world.named("entered")
        if base is None or chosen is None or unfit:
            return None
        return self.working(_plus(base, self.version("pct.entry_late", chosen).value))

    def annulling(self) -> set[str]:
        return {"invalidated", "revoked"} if self.family in {"patent", "layout"} else {"invalidated"}

    def ending(self) -> set[str]:
        return {"lapsed", "expired", "abandoned", "cancelled", "revoked"} - self.annulling()

    def undone(self, world: _World, item: _Item) -> bool:
        for each in world.named("set_aside", "restored"):
            if each.of and each.of in item.ids:
                return True
            earlier = [end for end in world.named("lapsed", "withdrawn", "deemed_abandoned")
                       if end.day is None or end.day <= each.latest]
            if each.kind == "restored" and not each.of and earlier and item.root == max(
                    (end.kind == "lapsed", end.latest, end.root) for end in earlier)[2]:
                return True
        return False

    def standing(self, world: _World, kinds: set[str]) -> list[_Item]:
        return [item for item in world.named(*kinds) if not self.undone(world, item)]

    # ------------------------------------------------------------------ what follows under the answers

    def leaf(self, world: _World, branch: Branch) -> None:
        try:
            self.facts_are_single(world)
            for step in branch.steps:
                self.step(world, step)
            self.conclusion(world, branch)
        except LookupError as missing:
            if branch.state != "undetermined" or not any(step.code == "no_law" for step in branch.steps):
                self.bad("law", f"No version of law is loaded for {missing}.")

    def facts_are_single(self, world: _World) -> None:
        if open_still := sorted(set(world.disputes) - {q.partition(":")[2] for q in world.answers
                                                       if q.startswith("correction:")}):
            self.bad("passed_over", f"Contradicting corrections of {open_still} were passed over.")
        kinds = ("created", "published", "author_died") if self.kind in _WORK else ("filed", "granted")
        for kind in kinds:
            if len({each.day for each in world.named(kind) if each.day}) > 1 or self.earlier_without_day(world, kind):
                self.bad("passed_over", f"Several days of {kind} were passed over.")

    def cites(self, world: _World, step: Step, *kinds: str) -> _Item | None:
        item = world.item(step.events[0]) if step.events else None
        if item is None or item.kind not in kinds:
            self.bad("cites", f"{step.code} rests on {step.events}, which is no such fact on record.")
            return None
        return item

    def expect(self, step: Step, what: str, ok: bool) -> None:
        if not ok:
            self.bad("step", f"{step.code}: {what} is not so.")

    def law_of(self, world: _World, step: Step) -> tuple[str, date | None]:
        """Return the parameter of law that a step may apply and the day that chooses its version."""
        applied = self.applied(world)
        return {
            "begin": (f"{self.kind if self.kind in _WORK else self.family}.begin", step.day),
            "end": (f"{self.family}.end", step.day),
            "application_end": (f"{self.family}.application_end", step.day),
            "annulled": (f"{self.family}.ab_initio", step.base),
            "fee_silent": ("patent.fee_announcement", step.base),
            "examination": ("invention.examination", applied),
            "examination_open": ("invention.examination", applied),
            "examination_missed": ("invention.examination", applied),
            "entry_open": ("pct.entry_late", applied), "entry_missed": ("pct.entry_late", applied),
        }.get(step.code, ("patent.fee_grace" if step.code.startswith("fee_") else
                          "mark.renewal_grace" if step.code.startswith("renew") else "", step.base))

    def step(self, world: _World, step: Step) -> None:
        if step.code != "term":
            parameter, chosen = self.law_of(world, step)
            lawful = self.law.at(parameter, chosen) if chosen is not None else None
            shown = (step.version, step.chosen, step.clause)
            self.expect(step, "the law", shown == (("", None, NOWHERE) if lawful is None else
                                                   (lawful.id, chosen, lawful.clause)))
        used = {"day": step.day, "base": step.base, "limit": step.limit, "number": step.number,
                "reason": step.reason or None, "events": step.events or None}
        odd = [name for name, value in used.items() if value is not None and name not in _FIELDS.get(step.code, ())]
        self.expect(step, f"that it says {odd}", not odd)
        begun = world.day("granted")
        match step.code:
            case "filed" | "entered" | "begin" | "not_yet":
                kinds = {"filed": ("filed",), "entered": ("entered",), "begin": ("granted", "created"),
                         "not_yet": ("filed", "created")}[step.code]
                item = self.cites(world, step, *kinds)
                self.expect(step, "the day", item is not None and item.day == step.day)
                if step.code in {"filed", "begin"}:
                    self.expect(step, "that it was reached", step.day is not None and step.day <= self.on)
                if step.code == "not_yet":
                    self.expect(step, "that it was not reached", step.day is not None and step.day > self.on)
                self.expect(step, "that one event shows it", len(step.events) == 1)
            case "not_begun":
                self.expect(step, "that nothing began", begun == step.day and (begun is None or begun > self.on))
            case "end" | "application_end":
                kinds_of = _REFUSALS if step.code == "application_end" else self.ending()
                item = self.cites(world, step, *kinds_of)
                self.expect(step, "the end", item is not None and item.day == step.day and step.day is not None
                            and step.day <= self.on and item.kind == step.reason and not self.undone(world, item))
            case "annulled":
                item = self.cites(world, step, *self.annulling())
                self.expect(step, "that it stands", item is not None and not self.undone(world, item) and
                            (step.reason, step.base, step.day) == (item.kind, item.latest, begun))
            case "limited":
                item = self.cites(world, step, "partly_invalidated")
                self.expect(step, "that it stands", item is not None and not self.undone(world, item) and
                            (step.reason, step.day) == (item.kind, item.day))
            case "undone":
                item = world.item(step.events[0])
                self.expect(step, "that it was undone", item is not None and self.undone(world, item)
                            and (item.kind, item.day) == (step.reason, step.day) and len(step.events) == 2 and
                            step.events[1] in {each.root for each in world.named("set_aside", "restored")})
            case "extended":
                item = self.cites(world, step, "term_extended")
                self.expect(step, "until when", item is not None and _as_day(item.data.get("until")) == step.day)
            case "term":
                self.term_step(world, step)
            case "renewed" | "renewal_implied" | "renewal_grace" | "renewal_assumed" | "renewal_lapse":
                self.renewal_step(world, step)
            case "examination" | "examination_open" | "examination_missed":
                self.expect(step, "the limit", step.limit == self.examination_limit(world)
                            and step.base == self.base(world))
                if step.code == "examination":
                    self.cites(world, step, "examination_requested")
                if step.code == "examination_missed":
                    self.expect(step, "that it was assumed", world.answers.get("examination") == "missed")
            case "entry_open" | "entry_missed":
                limit = self.entry_limit(world)
                self.expect(step, "the limit", step.limit == limit and step.base == self.base(world)
                            and step.day in {None, limit})
                if step.code == "entry_missed":
                    base = self.base(world)
                    applied = self.applied(world) or self.on
                    lag = self.version("pct.announcement", applied).value
                    late = self.version("pct.entry_late", applied).value
                    silent = base is not None and self.silent_to >= _plus(base, late + lag)
                    self.expect(step, "that it was missed", not world.named("entered") and limit is not None
                                and limit < self.on and (silent or world.answers.get("entry") == "missed"))
            case "no_term":
                self.expect(step, "that there is no term", self.kind == "gi_product")
            case "after_record":
                ends = {each.day for each in world.lost} | {self.coverage.register}
                self.expect(step, "the end of the record", step.limit in ends)
            case "no_law":
                names = (f"{self.family}.", f"{self.sought(world)}.", f"{self.kind}.")
                self.expect(step, "that the law says nothing", step.day is not None and any(
                    version.since > step.day for version in self.law.versions if version.parameter.startswith(names)))
            case "nothing_known":
                pass
            case _ if step.code.startswith("fee_"):
                self.fee_step(world, step)
            case _:
                self.bad("step", f"No such step: {step.code}.")

    def term_step(self, world: _World, step: Step) -> None:
        version = self.law.version(step.version)
        if version is None or step.base is None or step.day is None or step.chosen is None or \
                version.clause != step.clause or not version.holds(step.chosen):
            self.bad("step", "term: without law or days.")
            return
        self.expect(step, "what it rests on", all(world.item(each) is not None for each in step.events)
                    and len(step.events) <= 1)
        if self.kind in _WORK:
            right = step.day == date(step.base.year + version.value + 1, 1, 1) and version.parameter.startswith(
                f"{self.kind}.term_")
            known = {each.day for each in world.named("created", "published", "author_died")}
            self.expect(step, "the computation", right and step.base in known and version.unit == "year"
                        and step.number == version.value and step.chosen == (world.day("created") or self.on))
            return
        self.expect(step, "the computation", step.day == _plus(step.base, 12 * version.value)
                    and step.number == version.value)
        chosen = {"mark": world.day("granted"), "variety": world.day("granted"),
                  "layout": world.day("filed") or world.day("granted")}.get(self.family,
                                                                          world.day("filed") or world.day("granted"))
        self.expect(step, "the day that chooses the law", step.chosen == chosen)
        known_bases = {world.day(each) for each in ("filed", "granted", "created", "exploited")}
        self.expect(step, "the day it runs from", step.base in known_bases)
        prefix = {"patent": f"{self.sought(world)}.term", "mark": "mark.term"}.get(self.family, f"{self.family}.")
        self.expect(step, "the parameter", version.parameter.startswith(prefix))

    def fee_facts(self, world: _World, year: int) -> tuple[list[_Item], bool, bool]:
        """Return the payments for a year, whether one cannot be assigned, whether a restoration covers the year."""
        due = self.fee_due(world, year)
        payments = [each for each in world.named("fee_paid") if each.data.get("year") == year]
        stray = any(not isinstance(each.data.get("year"), int) for each in world.named("fee_paid"))
        restored = due is not None and any(each.latest >= due for each in world.named("restored"))
        return payments, stray, restored

    def fee_open(self, world: _World, name: str, year: int) -> set[str] | None:
        due = self.fee_due(world, year)
        payments, stray, restored = self.fee_facts(world, year)
        if due is None or due > self.on or restored:
            return None
        limit = self.fee_limit(due)
        if any(each.latest <= limit for each in payments):
            return None
        if name == "late_fee":
            return {"restored", "without_effect"} if payments else None
        told = self.coverage.fees is not None and self.coverage.fees >= limit and not stray
        still = self.by > limit and self.silent_to < self.fee_announced(due)
        return {"paid", "unpaid"} if still and not told and not payments else None

    def fee_step(self, world: _World, step: Step) -> None:
        year = step.number or 0
        due = self.fee_due(world, year)
        if due is None or due != step.base or due > self.on:
            self.bad("step", f"{step.code}: the fee of year {year} is not due on {step.base}.")
            return
        limit = self.fee_limit(due)
        payments, stray, restored = self.fee_facts(world, year)
        late = world.answers.get(f"late_fee:{year}")
        answer = world.answers.get(f"fee:{year}")
        told = self.coverage.fees is not None and self.coverage.fees >= limit and not stray
        announced = self.fee_announced(due)
        unpaid = not payments and not restored
        if step.limit != (announced if step.code == "fee_silent" else limit):
            self.bad("step", f"{step.code}: the limit is not {step.limit}.")
        match step.code:
            case "fee_paid":
                item = self.cites(world, step, "fee_paid")
                self.expect(step, "that it was paid in time", item is not None and item in payments
                            and item.latest <= limit == step.limit)
            case "fee_grace":
                self.expect(step, "that it can still be paid", self.by <= limit == step.limit)
            case "fee_silent":
                self.expect(step, "the silence", unpaid and not told and step.limit == announced
                            and self.silent_to >= announced)
            case "fee_restored":
                item = self.cites(world, step, "restored")
                self.expect(step, "the restoration", item is not None and item.latest >= due)
            case "fee_assumed":
                self.expect(step, "that it was assumed", answer == "paid" or late == "restored")
            case "fee_lapse":
                proven = unpaid and told and self.by > limit
                self.expect(step, "that it was not paid", step.day == due and (
                    proven or answer == "unpaid" or late == "without_effect"))
            case _:
                self.bad("step", f"No such step: {step.code}.")

    def renewal_step(self, world: _World, step: Step) -> None:
        number = step.number or 0
        term, limit, announced = self.renewal(world, number)
        made = self.renewed(world)
        self.expect(step, "the term", step.base == term and term <= self.on and step.limit == limit)
        if step.code != "renewal_lapse":
            self.expect(step, "the new term", step.day == self.renewal(world, number + 1)[0])
        if step.code in {"renewal_grace", "renewal_assumed", "renewal_lapse"}:
            self.expect(step, "that it rests on no event", not step.events)
        answer = world.answers.get(f"renewal:{number}")
        match step.code:
            case "renewed":
                self.expect(step, "the renewal", number in made and step.events == (made[number].root,))
            case "renewal_implied":
                later = {item.root for each, item in made.items() if each > number}
                self.expect(step, "the later renewal", bool(later & set(step.events)))
            case "renewal_grace":
                self.expect(step, "that it can still be renewed", self.by <= limit)
            case "renewal_assumed":
                self.expect(step, "that it was assumed", answer == "done")
            case _:
                proven = self.silent_to >= announced and not any(each >= number for each in made)
                self.expect(step, "that it was not renewed", step.day == term and (proven or answer == "missed"))

    def conclusion(self, world: _World, branch: Branch) -> None:
        steps, answers = branch.steps, world.answers
        last = steps[-1] if steps else Step("none")
        begun = world.day("created" if self.kind in _WORK else "granted")
        codes = {step.code for step in steps}
        lost = [each.id for each in world.lost if each.day is None or each.day <= self.on]
        cut = answers.get("coverage") == "ended" or any(answers.get(f"dangling:{each}") == "ended" for each in lost)
        if not branch.code.startswith(branch.state):
            self.bad("code", f"The code {branch.code} does not belong to {branch.state}.")
        if branch.state in {"in_force", "pending"}:
            register = self.coverage.register
            if (register is not None and self.on > register and answers.get("coverage") != "unchanged") or any(
                    answers.get(f"dangling:{each}") != "unchanged" for each in lost):
                self.bad("passed_over", "The record does not reach to the day asked.")
        self.nothing_left_out(world, branch, begun, codes)
        annulled = self.standing(world, self.annulling()) if self.kind not in _WORK else []
        refused = [] if self.kind in _WORK else [each for each in self.standing(world, _REFUSALS)
                                                 if each.latest <= self.on]
        match branch.state:
            case "in_force":
                self.in_force(world, branch, begun, annulled, refused)
            case "pending":
                self.pending(world, begun, refused, codes)
            case "ended":
                if (begun is None and not answers.get("copyright:begin") and self.kind not in _WORK) \
                        or (begun is not None and begun > self.on):
                    self.bad("conclusion", "Nothing had begun that could have ended.")
                if annulled and not cut:
                    self.bad("passed_over", "An annulment was passed over.")
                over = answers.get("term") == "over" or answers.get("copyright:term") == "over"
                if not (over or cut or self.ends(world, branch, last)):
                    self.bad("conclusion", "No step ends the right by the day asked.")
            case "never":
                after = "after" in {answers.get("filing"), answers.get("copyright:begin")}
                before = last.code in {"application_end", "examination_missed", "entry_missed"}
                if before and begun is not None and begun <= self.on:
                    self.bad("passed_over", "A grant was passed over.")
                if last.code == "annulled" and (begun is None or begun > self.on):
                    self.bad("conclusion", "Nothing had begun that could be annulled.")
                if not (after or cut or before or last.code in {"annulled", "not_yet"}):
                    self.bad("conclusion", "No step says that the right never existed.")
            case _:
                law_missing = last.code == "no_law"
                if not law_missing and (last.code != "nothing_known" or world.items or world.lost):
                    self.bad("conclusion", "The record leaves nothing open here.")

    def nothing_left_out(self, world: _World, branch: Branch, begun: date | None, codes: set[str]) -> None:
        """Ask for the steps without which a reader could not follow the conclusion."""
        needed: set[str] = set()
        filed = world.day("filed")
        if begun is not None and begun <= self.on and branch.state in {"in_force", "ended"}:
            needed.add("begin")
        if self.kind not in _WORK and filed is not None and filed <= self.on:
            needed.add("filed")
        if branch.state == "pending" or ((branch.state == "never" and not codes & {
                "annulled", "application_end", "not_yet"}) and codes):
            needed.add("not_begun")
        if branch.state == "in_force" and self.kind != "gi_product" and self.kind not in _WORK and \
                world.answers.get("term") != "running":
            needed.add("term")
        if self.kind == "gi_product" and branch.state == "in_force":
            needed.add("no_term")
        if branch.state == "in_force" and self.kind not in _WORK and self.standing(world, {"partly_invalidated"}):
            needed.add("limited")
        if self.kind == "pct" and branch.state == "pending" and world.named("entered") and begun is None:
            needed.add("entered")
        limited = self.examination_limit(world)
        if branch.state == "pending" and limited and begun is None and not codes & {
                "examination", "examination_open", "entry_open"} and self.sought(world) == "invention":
            needed.add("examination_open")
        if missing := sorted(needed - codes):
            self.bad("left_out", f"The steps {missing} are left out.")
        shown = {step.events[0] for step in branch.steps if step.code == "undone" and step.events}
        relevant = self.ending() if self.kind in _WORK else {*_REFUSALS, *self.annulling(), *self.ending()}
        undone = [each.root for each in world.named(*relevant)
                  if self.undone(world, each)]
        if branch.state == "in_force" and (hidden := sorted(set(undone) - shown)):
            self.bad("left_out", f"It is not said why {hidden} have no effect.")

    def in_force(self, world: _World, branch: Branch, begun: date | None, annulled: list[_Item],
                 refused: list[_Item]) -> None:
        answers = world.answers
        if (begun is None and self.kind not in _WORK) or (begun is not None and begun > self.on):
            self.bad("conclusion", "The right had not begun.")
            return
        ended = [each.root for each in self.standing(world, self.ending()) if each.latest <= self.on
                 and answers.get(f"expiry:{each.root}") != "law" and not (
                     each.kind == "expired" and each.day is None)]
        if passed := [*(each.root for each in (*annulled, *refused)), *ended]:
            self.bad("passed_over", f"{passed} would defeat the conclusion.")
        shown = {(step.code, step.base): step for step in branch.steps}
        if self.kind in _PATENT:
            filed = world.day("filed")
            if filed is None:
                if answers.get("term") != "running":
                    self.bad("conclusion", "Without the filing day the term is open.")
                return
            term = max(self.terms(world))
            if term <= self.on:
                self.bad("conclusion", "The term was over.")
            year = 1
            while begun is not None and (due := _plus(filed, 12 * year)) < term and due <= self.on:
                year += 1
                kept = {"fee_paid", "fee_grace", "fee_silent", "fee_restored", "fee_assumed"}
                if due > begun and not any((code, due) in shown for code in kept):
                    self.bad("passed_over", f"The fee due on {due} was passed over.")
        elif self.kind in _MARK:
            number = 1
            while (term := self.renewal(world, number)[0]) <= self.on:
                kept = {"renewed", "renewal_implied", "renewal_grace", "renewal_assumed"}
                if not any((code, term) in shown for code in kept):
                    self.bad("passed_over", f"The term ending on {term} was passed over.")
                number += 1
        elif self.kind in _WORK:
            proven = any(step.code == "term" and step.day is not None and step.day > self.on for step in branch.steps)
            if not proven and answers.get("copyright:term") != "running":
                self.bad("conclusion", "No step shows that the term is running.")
        elif self.kind in {"variety", "layout"} and max(self.terms(world)) <= self.on:
            self.bad("conclusion", "The term was over.")
        overdue = {step.code for step in branch.steps} & {"fee_grace", "renewal_grace"}
        if bool(overdue) != (branch.code in {"in_force_grace", "in_force_conditional"}):
            self.bad("code", "What is still to be paid or renewed does not match the code.")

    def pending(self, world: _World, begun: date | None, refused: list[_Item], codes: set[str]) -> None:
        if begun is not None and begun <= self.on:
            self.bad("passed_over", "A grant was passed over.")
        if refused:
            self.bad("passed_over", "An end of the application was passed over.")
        filed = world.day("filed")
        if (filed or min((each.latest for each in world.items), default=self.on)) > self.on and \
                world.answers.get("filing") != "by":
            self.bad("conclusion", "Nothing had been filed.")
        limit = self.examination_limit(world)
        if limit and limit < self.on and self.by > limit and not world.named("examination_requested") and \
                world.answers.get("examination") != "done" and not (self.kind == "pct" and "entry_open" in codes):
            self.bad("passed_over", "The limit for requesting examination was passed over.")
        entry = self.entry_limit(world)
        if entry and entry < self.on and self.by > entry and begun is None and not world.named("entered") and \
                world.answers.get("entry") != "done":
            self.bad("passed_over", "The limit for entering the national phase was passed over.")

    def ends(self, world: _World, branch: Branch, last: Step) -> bool:
        """Whether a step of the branch ends the right by the day asked, with the code and day that it claims."""
        for step in branch.steps:
            if step.day is None or step.day > self.on:
                continue
            code = {"fee_lapse": "ended_lapsed", "renewal_lapse": "ended_not_renewed", "term": "ended_expired",
                    "end": _CODES.get(step.reason, "")}.get(step.code)
            if code == "ended_expired" and self.kind in _MARK:
                code = "ended_not_renewed" if step.code == "end" and branch.code == "ended_not_renewed" else code
                if step.code == "term":
                    continue
            if step.code == "term" and self.kind not in _WORK and step.day < max(self.terms(world)):
                continue
            earlier = [each for each in self.standing(world, self.ending()) if each.latest <= self.on
                       and each.latest < step.day and world.answers.get(f"expiry:{each.root}") != "law"]
            if code == branch.code and (branch.since is None or (branch.since == step.day and not earlier)):
                return True
            if step.code == "extended" and branch.code == "ended_expired" and branch.since in {None, step.day} \
                    and step.day in self.terms(world):
                return True
        return False

    def copyright_open(self, world: _World, subject: str) -> set[str] | None:
        created = world.day("created")
        if subject == "begin":
            early = min((each.latest for each in world.items), default=self.on)
            return {"by", "after"} if created is None and early > self.on else None
        author = world.answers.get("author", self.told(world, "author"))
        if world.day("author_died" if author == "natural" else "published") is not None:
            return None
        value = self.version(f"{self.kind}.term_{author}", created or self.on).value
        return None if created is not None and self.on < date(created.year + value + 1, 1, 1) else {"running", "over"}


def _as_day(value: object) -> date | None:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) else None

