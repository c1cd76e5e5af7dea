"""Status of a right on a day: what follows from the record under the law, for every way the record leaves open.

The conclusion is drawn as far as it can be; where it needs what the record does not tell, the question is asked and
every answer followed. The status is undetermined exactly when the answers lead to different states. What happens
after the day by which we are asked leaves nothing open: a fee that can still be paid is a condition, not a doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, NoReturn

from zhichan.instruments.clock import Calendar, Term, add_months, due
from zhichan.instruments.status.laws import Law, Version
from zhichan.instruments.status.model import Assumption, Condition, Coverage, RightKind, State, Step
from zhichan.instruments.status.record import HIDDEN_GRANT, Fact, Facts, Record, parse_day

PATENTS: Final = frozenset({"invention", "utility", "design", "pct"})
MARKS: Final = frozenset({"mark", "gi_mark"})
WORKS: Final = frozenset({"work", "software"})
BEFORE: Final = ("withdrawn", "refused", "rejected", "deemed_abandoned")
IMPLYING: Final = ("lapsed", "expired", "invalidated", "partly_invalidated", "renewed", "cancelled", "abandoned",
                   "revoked")
PRESUPPOSING: Final = ("renewed", "pledged", "transferred", "lapsed", "abandoned", "cancelled", "expired")
RESTORABLE: Final = ("lapsed", "withdrawn", "deemed_abandoned")
_MONTHS: Final = 12
_DAY: Final = timedelta(days=1)
_DAYS_OFF: Final = timedelta(days=15)
_LEAVES: Final = 256
_ENDS: Final = {"lapsed": "ended_lapsed", "expired": "ended_expired", "abandoned": "ended_abandoned",
                "cancelled": "ended_cancelled", "revoked": "ended_revoked"}


def family(kind: RightKind) -> str:
    """Return the prefix of the parameters of law that all rights of a family share."""
    return "patent" if kind in PATENTS else "mark" if kind in MARKS else kind


@dataclass(frozen=True, slots=True)
class Leaf:
    """One conclusion with the steps to it."""

    state: State
    code: str
    since: date | None
    steps: tuple[Step, ...]
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to an open question and the facts under it."""

    answer: str
    facts: Facts
    day: date | None = None


class Open(Exception):
    """The conclusion needs what the record does not tell."""

    def __init__(self, question: str, about: Sequence[str], options: Sequence[Option]) -> None:
        self.question = question
        self.about = tuple(about)
        self.options = tuple(options)
        super().__init__(question)


@dataclass(slots=True)
class Case:
    """What is asked, of which record. ``horizon`` collects later days on which time alone changes an answer."""

    kind: RightKind
    on: date
    known_by: date
    law: Law
    coverage: Coverage
    calendar: Calendar
    record: Record
    horizon: set[date] = field(default_factory=set)
    provisional: bool = False
    limits: dict[tuple[date, int], tuple[date, bool]] = field(default_factory=dict)

    def reached(self, day: date) -> bool:
        """Whether ``day`` is not later than the day asked."""
        if day <= self.on:
            return True
        self.horizon.add(day)
        return False

    def known(self, day: date, *, through: date | None = None) -> bool:
        """Whether ``day`` had come by the day by which we are asked, or by which the record is complete."""
        if through is not None and through < day:
            return False
        if day <= self.known_by:
            return True
        self.horizon.add(day)
        return False

    def limit(self, day: date, months: int, compared: date | None = None) -> date:
        """Return the last day of a term of months, over days off; note when an unannounced one might move it."""
        if (day, months) not in self.limits:
            found = due(start=day, term=Term(months, "month", roll="rest_day"), calendar=self.calendar, explain=False)
            self.limits[day, months] = found.day or add_months(day=day, count=months), found.provisional
        last, provisional = self.limits[day, months]
        nominal = add_months(day=day, count=months)
        if provisional and nominal < (compared or self.known_by) <= nominal + _DAYS_OFF:
            self.provisional = True
        return last


def explore(case: Case, facts: Facts) -> tuple[list[tuple[tuple[Assumption, ...], Leaf]], list[Open]]:
    """Return every conclusion with the answers that lead to it, and the questions on which the state depends."""
    found: list[tuple[tuple[Assumption, ...], Leaf]] = []
    matter: list[Open] = []
    _explore(case, facts, (), found, matter)
    return found, matter


def _explore(case: Case, facts: Facts, path: tuple[Assumption, ...],
             found: list[tuple[tuple[Assumption, ...], Leaf]], matter: list[Open]) -> set[State]:
    if len(found) > _LEAVES:
        raise OverflowError
    try:
        leaf = _conclude(case, facts)
    except Open as asked:
        states = [_explore(case, option.facts, (*path, Assumption(asked.question, option.answer, asked.about,
                                                                  option.day)), found, matter)
                  for option in asked.options]
        if any(each != states[0] for each in states[1:]):
            matter.append(asked)
        return set().union(*states)
    found.append((path, leaf))
    return {leaf.state}


def _conclude(case: Case, facts: Facts) -> Leaf:
    for root, found in sorted(case.record.disputed.items()):
        if f"correction:{root}" not in facts.answers:
            raise Open(f"correction:{root}", (root, *sorted(found)), [
                Option(name, (facts if fact is None else facts.plus(fact)).answered(f"correction:{root}", name))
                for name, fact in sorted(found.items())])
    if not facts.items and not case.record.dangling:
        return Leaf("undetermined", "undetermined", None, (Step("nothing_known"),))
    leaf = _work(case, facts) if case.kind in WORKS else _registrable(case, facts)
    return _silence(case, facts, leaf)


def _silence(case: Case, facts: Facts, leaf: Leaf) -> Leaf:
    """What holds need not hold any more where the record is known not to reach, or a correction is lost."""
    if leaf.state not in {"in_force", "pending"}:
        return leaf
    register = case.coverage.register
    if register is not None and case.reached(register + _DAY):
        answer = _ask(facts, "coverage", (), ("unchanged", "ended"))
        step = Step("after_record", limit=register)
        if answer == "ended":
            return _gone(leaf, step)
        leaf = replace(leaf, steps=(*leaf.steps, step))
    for event in case.record.dangling:
        if case.reached(event.day or date.min):
            answer = _ask(facts, f"dangling:{event.id}", (event.id,), ("unchanged", "ended"))
            if answer == "ended":
                return _gone(leaf, Step("after_record", limit=event.day))
    return leaf


def _gone(leaf: Leaf, step: Step) -> Leaf:
    state: State = "ended" if leaf.state == "in_force" else "never"
    return Leaf(state, state, None, (*leaf.steps, step))


def _ask(facts: Facts, question: str, about: Sequence[str], answers: Sequence[str]) -> str:
    """Return the answer given to a question, or ask it."""
    if (answer := facts.answers.get(question)) is not None:
        return answer
    raise Open(question, about, [Option(each, facts.answered(question, each)) for each in answers])


def _single(facts: Facts, kind: str) -> Fact | None:
    """Return the one fact of a kind that can only happen once, asking which of several days holds."""
    found = facts.of(kind)
    days = sorted({fact.day for fact in found if fact.day is not None})
    # One without a day may be any that had come when it was known; if none had, it is another.
    other = sorted(fact.root for fact in found if fact.day is None and days and days[0] > fact.known_on)
    if len(days) + bool(other) > 1:
        heads = {min(fact.root for fact in found if fact.day == day): day for day in days}
        options = [Option(head, facts.without({fact.root for fact in found if fact.day != day}), day)
                   for head, day in heads.items()]
        if other:
            options.append(Option(other[0], facts.without({fact.root for fact in found if fact.root != other[0]})))
        raise Open(f"which:{kind}", sorted(fact.root for fact in found), options)
    dated = [fact for fact in found if fact.day is not None] or list(found)
    return min(dated, key=lambda fact: (fact.known_on, fact.root)) if dated else None


def _when(case: Case, facts: Facts, fact: Fact, earliest: date | None) -> date:
    """Return a fact's day; for one not told, ask with the extreme days it can have."""
    if fact.day is not None:
        return fact.day
    last = max(fact.known_on, earliest or fact.known_on)
    days = [] if earliest is None else [earliest]
    if (now := min(last, case.on)) >= (earliest or now):
        days.append(now)
    if not case.reached(last):
        days.append(last)
    raise Open(f"when:{fact.root}", (fact.root,),
               [Option(day.isoformat(), facts.dated(fact.root, day), day) for day in sorted(set(days))])


def _clash(facts: Facts, first: Fact, second: Fact, *, also_second: Sequence[Fact] = ()) -> NoReturn:
    """Ask which of two facts that exclude each other holds."""
    about = tuple(sorted({first.root, second.root, *(fact.root for fact in also_second)} - {HIDDEN_GRANT}))
    raise Open(f"clash:{first.root}|{second.root}", about, [
        Option(first.root, facts.without({second.root, *(fact.root for fact in also_second)})),
        Option(second.root, facts.without({first.root}))])


def undoers(facts: Facts, fact: Fact) -> tuple[Fact, ...]:
    """Return the restorations and later decisions that undo an end."""
    found = [each for each in facts.of("set_aside", "restored") if each.of and each.of in fact.ids]
    for each in facts.of("restored"):
        if each.of:
            continue
        # Without a pointer a restoration undoes the last end before it that can be restored, a lapse first: once a
        # right has lapsed, it is no longer its application that can be restored.
        before = [end for end in facts.of(*RESTORABLE) if (end.day or date.min) <= each.latest]
        if before and max(before, key=lambda end: (end.kind == "lapsed", end.latest, end.root)).root == fact.root:
            found.append(each)
    return tuple(found)


def _split(facts: Facts, kinds: Sequence[str]) -> tuple[list[Fact], list[Step]]:
    """Return the facts of some kinds that stand, and the steps that say which were undone."""
    standing: list[Fact] = []
    steps: list[Step] = []
    for fact in sorted(facts.of(*kinds), key=lambda each: (each.latest, each.root)):
        if undoing := undoers(facts, fact):
            steps.append(Step("undone", day=fact.day, events=(fact.root, undoing[0].root), reason=fact.kind))
        else:
            standing.append(fact)
    return standing, steps


def annulling(kind: RightKind) -> tuple[str, ...]:
    """Return the kinds of decision by which a right is deemed never to have existed."""
    return ("invalidated", "revoked") if kind in PATENTS or kind == "layout" else ("invalidated",)


def ending(kind: RightKind) -> tuple[str, ...]:
    """Return the kinds of event that end a right from their day on."""
    return tuple(each for each in _ENDS if each not in annulling(kind))


def _cited(case: Case, parameter: str, day: date, step: Step) -> Step:
    """Return a step with the version of law that a day chooses, where one is loaded."""
    version = case.law.at(parameter, day)
    return step if version is None else replace(step, version=version.id, chosen=day, clause=version.clause)


def _begins(case: Case, facts: Facts) -> tuple[Fact | None, Fact | None]:
    """Return filing and beginning of a right, in an order that can be."""
    filed, begin = _single(facts, "filed"), _single(facts, "granted")
    if begin is None and (implying := facts.of(*IMPLYING)):
        latest = min(fact.latest for fact in implying)
        hidden = Fact("granted", None, latest, HIDDEN_GRANT, (HIDDEN_GRANT,))
        _when(case, facts.plus(hidden), hidden, filed.day if filed else None)
    if filed is not None and begin is not None and filed.day is not None and begin.day is not None \
            and begin.day < filed.day:
        # The same day told twice is wrong twice.
        raise Open("order", (filed.root, begin.root), [
            Option("filing_wrong", facts.undated("filed", filed.day)),
            Option("begin_wrong", facts.undated("granted", begin.day, known_on=filed.day))])
    return filed, begin


def _registrable(case: Case, facts: Facts) -> Leaf:
    filed, begin = _begins(case, facts)
    start = filed.day if filed is not None else None
    steps: list[Step] = []
    if filed is not None and start is not None:
        if not case.reached(start):
            return Leaf("never", "never_not_filed", None, (Step("not_yet", day=start, events=(filed.root,)),))
        steps.append(Step("filed", day=start, events=(filed.root,)))
    begun = None if begin is None else _when(case, facts, begin, start)
    started = begun is not None and case.reached(begun)
    standing, undone = _split(facts, BEFORE)
    steps += undone
    if begin is not None:
        for fact in standing:
            if started or fact.day is None or case.reached(fact.day):
                _clash(facts, fact, begin, also_second=facts.of(*IMPLYING))
    if begun is None or not started or begin is None:
        return _application(case, facts, filed, begun, standing, steps)
    step = Step("begin", day=begun, events=(begin.root,))
    steps.append(_cited(case, f"{family(case.kind)}.begin", begun, step))
    return _right(case, facts, filed, begin, begun, steps)


def _application(case: Case, facts: Facts, filed: Fact | None, begun: date | None, standing: Sequence[Fact],
                 steps: list[Step]) -> Leaf:
    start = filed.day if filed is not None else None
    for fact in standing:
        day = _when(case, facts, fact, start)
        if case.reached(day):
            step = Step("application_end", day=day, events=(fact.root,), reason=fact.kind)
            steps.append(_cited(case, f"{family(case.kind)}.application_end", day, step))
            return Leaf("never", f"never_{fact.kind}", day, tuple(steps))
    if start is None:
        latest = min((fact.latest for fact in facts.items), default=case.on)
        if not case.reached(latest):
            about = tuple(fact.root for fact in facts.of("filed"))
            if _ask(facts, "filing", about, ("by", "after")) == "after":
                return Leaf("never", "never_not_filed", None, ())
        start_known: date = latest
    else:
        start_known = start
    steps.append(Step("not_begun", day=begun))
    base = earliest_priority(facts, start_known) or start_known
    kind: str = case.kind
    if kind == "pct" and begun is None:
        entered = _single(facts, "entered")
        if entered is None:
            return _entry(case, facts, start_known, base, steps)
        steps.append(Step("entered", day=entered.day, events=(entered.root,)))
        kind = _sought(facts, entered)
    if kind == "invention" and begun is None:
        return _examination(case, facts, start_known, base, steps)
    return Leaf("pending", "pending", start, tuple(steps))


def earliest_priority(facts: Facts, filed: date) -> date | None:
    """Return the earliest priority day claimed that is not later than the filing: of several the first counts.

    ``filed``: the day of filing, or the last it can have been. Source: 专利法实施细则 on priority days.
    """
    told = [parse_day(fact.data.get("priority")) for fact in facts.of("filed")]
    return min((day for day in told if day is not None and day <= filed), default=None)


def _sought(facts: Facts, entered: Fact | None) -> str:
    """Return whether a PCT application seeks an invention patent or a utility model."""
    return _told(facts, "as", ("entered",), ("invention", "utility"), () if entered is None else (entered.root,))


def _told(facts: Facts, name: str, kinds: Sequence[str], answers: Sequence[str], about: Sequence[str]) -> str:
    """Return the one answer that facts of some kinds tell; ask where they tell none, or contradict each other."""
    told = {str(fact.data.get(name)) for fact in facts.of(*kinds)} & set(answers)
    return told.pop() if len(told) == 1 else _ask(facts, name, about, answers)


def _duty(case: Case, facts: Facts, question: str, limit: date, announced: date) -> str:
    """Return ``open`` while a step can still be taken, ``missed`` when silence says it was not, or ask."""
    if not case.known(limit + _DAY):
        return "open"
    if case.known(announced, through=case.coverage.register):
        return "missed"
    return _ask(facts, question, (), ("done", "missed"))


def _entry(case: Case, facts: Facts, start: date, base: date, steps: list[Step]) -> Leaf:
    late, lag = case.law.at("pct.entry_late", start), case.law.at("pct.announcement", start)
    if late is None or lag is None:
        return _no_law(start, steps)
    limit = case.limit(base, late.value)
    step = Step("entry_open", base=base, limit=limit, version=late.id, chosen=start, clause=late.clause)
    if not case.reached(limit + _DAY):
        return Leaf("pending", "pending", None, (*steps, step))
    found = _duty(case, facts, "entry", limit, add_months(day=base, count=late.value + lag.value))
    if found == "missed":
        missed = replace(step, code="entry_missed", day=limit)
        return Leaf("never", "never_not_entered", limit + _DAY, (*steps, missed))
    conditions = (Condition("entry", 0, limit, limit),) if found == "open" else ()
    return Leaf("pending", "pending_conditional" if conditions else "pending", None, (*steps, step), conditions)


def _examination(case: Case, facts: Facts, start: date, base: date, steps: list[Step]) -> Leaf:
    version = case.law.at("invention.examination", start)
    if version is None:
        return _no_law(start, steps)
    limit = case.limit(base, version.value * _MONTHS)
    step = Step("examination_open", base=base, limit=limit, version=version.id, chosen=start, clause=version.clause)
    if requested := facts.of("examination_requested"):
        asked = replace(step, code="examination", events=(min(fact.root for fact in requested),))
        return Leaf("pending", "pending", None, (*steps, asked))
    if not case.reached(limit + _DAY):
        return Leaf("pending", "pending", None, (*steps, step))
    if not case.known(limit + _DAY):
        return Leaf("pending", "pending_conditional", None, (*steps, step),
                    (Condition("examination", 0, limit, limit),))
    # Both the request and the deemed withdrawal are announced, so silence on both speaks for neither.
    if _ask(facts, "examination", (), ("done", "missed")) == "missed":
        missed = replace(step, code="examination_missed", day=limit)
        return Leaf("never", "never_withdrawn", limit + _DAY, (*steps, missed))
    return Leaf("pending", "pending", None, (*steps, step))


def _no_law(day: date, steps: Sequence[Step]) -> Leaf:
    return Leaf("undetermined", "undetermined", None, (*steps, Step("no_law", day=day)))


def _contradicted(case: Case, facts: Facts, end: Fact, *, from_day: bool) -> None:
    """Ask which holds where something later presupposes the right that had ended when it was already known."""
    for act in sorted(facts.of(*PRESUPPOSING), key=lambda fact: (fact.latest, fact.root)):
        if act.root != end.root and act.day is not None and act.day > end.known_on and not (
                from_day and act.day <= end.latest):
            _clash(facts, end, act)


def _right(case: Case, facts: Facts, filed: Fact | None, begin: Fact, begun: date, steps: list[Step]) -> Leaf:
    annulled, undone = _split(facts, annulling(case.kind))
    steps += undone
    for fact in annulled:
        _contradicted(case, facts, fact, from_day=False)
    if annulled:
        fact = annulled[0]
        step = Step("annulled", day=begun, base=fact.latest, events=(fact.root,), reason=fact.kind)
        steps.append(_cited(case, f"{family(case.kind)}.ab_initio", fact.latest, step))
        return Leaf("never", "never_annulled", None, tuple(steps))
    steps += [Step("limited", day=fact.day, events=(fact.root,), reason=fact.kind)
              for fact in _split(facts, ("partly_invalidated",))[0]]
    if case.kind in MARKS:
        return _mark(case, facts, begun, steps)
    if case.kind in PATENTS:
        return _patent(case, facts, filed, begun, steps)
    term: date | None = None
    if case.kind == "gi_product":
        steps.append(Step("no_term"))
    elif case.kind == "variety":
        group = _told(facts, "plants", ("granted", "filed"), ("woody", "other"), (begin.root,))
        version = case.law.at(f"variety.term_{group}", begun)
        if version is None:
            return _no_law(begun, steps)
        term = _years(begun, version)
        steps.append(_term_step(begun, version, begun, term, (begin.root,)))
    else:
        found = _layout_term(case, facts, filed, begun, steps)
        if isinstance(found, Leaf):
            return found
        term = found
    leaf = _ended(case, facts, begun, term, steps)
    return leaf or Leaf("in_force", "in_force", begun, tuple(steps))


def _years(day: date, version: Version) -> date:
    return add_months(day=day, count=version.value * _MONTHS)


def _term_step(base: date, version: Version, chosen: date, term: date, events: tuple[str, ...]) -> Step:
    return Step("term", day=term, base=base, events=events, version=version.id, chosen=chosen, clause=version.clause,
                number=version.value)


def _layout_term(case: Case, facts: Facts, filed: Fact | None, begun: date, steps: list[Step]) -> date | Leaf:
    """Ten years from filing or first commercial exploitation, at most fifteen from creation."""
    created, exploited = _single(facts, "created"), _single(facts, "exploited")
    start = filed.day if filed is not None else None
    chosen = start or begun
    term, cap = case.law.at("layout.term", chosen), case.law.at("layout.cap", chosen)
    if term is None or cap is None:
        return _no_law(chosen, steps)
    bases = [day for day in (start, exploited.day if exploited else None) if day is not None]
    ends = [(_years(min(bases), term), term, min(bases))] if bases else []
    if created is not None and created.day is not None:
        ends.append((_years(created.day, cap), cap, created.day))
    latest = min((end for end, _, _ in ends), default=_years(begun, term))
    if case.reached(latest) or (start is not None and created is not None and created.day is not None):
        end, version, base = min(ends, key=lambda each: each[0]) if ends else (latest, term, begun)
        steps.append(_term_step(base, version, chosen, end, ()))
        return end
    if _ask(facts, "term", (), ("running", "over")) == "over":
        return Leaf("ended", "ended_expired", None, tuple(steps))
    return latest


def _ended(case: Case, facts: Facts, begun: date, term: date | None, steps: list[Step]) -> Leaf | None:
    """Return the end of a right by an event or by its term, None while neither has come."""
    standing, undone = _split(facts, ending(case.kind))
    steps += undone
    if term is not None:
        expired = _single(facts.without({step.events[0] for step in undone}), "expired")
        standing = [fact for fact in standing if fact.kind != "expired" or fact == expired]
    ends: list[tuple[date, str, Step | None]] = []
    disputed = date.max
    for fact in standing:
        day = _when(case, facts, fact, begun)
        if fact.kind == "expired" and term is not None and day != term:
            if case.reached(day) and case.reached(term):
                # Over on either day; since which of them is not known.
                disputed = min(day, disputed)
                continue
            if not case.reached(day) and not case.reached(term):
                continue
            if _ask(facts, f"expiry:{fact.root}", (fact.root,), ("record", "law")) == "law":
                continue
            if day > case.on:
                # The record is right and the computation wrong: the term has not run out yet.
                term = day
                continue
        if not case.reached(day):
            continue
        if fact.kind == "lapsed":
            _paid_and_lapsed(case, facts, fact, day)
        _contradicted(case, facts, fact, from_day=True)
        step = Step("end", day=day, events=(fact.root,), reason=fact.kind)
        ends.append((day, _ENDS[fact.kind], _cited(case, f"{family(case.kind)}.end", day, step)))
    if term is not None and case.reached(term):
        ends.append((term, "ended_expired", None))
    if not ends:
        return None
    day, code, last = min(ends, key=lambda each: each[0])
    since = None if disputed <= day else day
    return Leaf("ended", code, since, tuple(steps) if last is None else (*steps, last))


def fee_days(filed: date, begun: date, term: date) -> Iterator[tuple[int, date]]:
    """Yield patent years with the day their fee falls due: anniversaries of filing after the grant, within term."""
    year = 2
    while (day := add_months(day=filed, count=(year - 1) * _MONTHS)) < term:
        if day > begun:
            yield year, day
        year += 1


def _payments(facts: Facts, year: int) -> list[Fact]:
    return sorted((fact for fact in facts.of("fee_paid") if fact.data.get("year") == year),
                  key=lambda fact: (fact.latest, fact.root))


def _paid_and_lapsed(case: Case, facts: Facts, lapse: Fact, day: date) -> None:
    """Ask which holds where the fee for whose want a right lapsed was paid in time."""
    filed = next((fact.day for fact in facts.of("filed") if fact.day is not None), None)
    if filed is None or case.kind not in PATENTS:
        return
    year = day.year - filed.year + 1
    if add_months(day=filed, count=(year - 1) * _MONTHS) != day:
        return
    version = case.law.at("patent.fee_grace", day)
    for payment in _payments(facts, year):
        if version is not None and payment.latest <= case.limit(day, version.value, payment.latest):
            _clash(facts, lapse, payment)


def _patent(case: Case, facts: Facts, filed: Fact | None, begun: date, steps: list[Step]) -> Leaf:
    kind = _sought(facts, _single(facts, "entered")) if case.kind == "pct" else case.kind
    if filed is None or filed.day is None:
        return _patent_of_unknown_age(case, facts, kind, filed, begun, steps)
    version = case.law.at(f"{kind}.term", filed.day)
    if version is None:
        return _no_law(filed.day, steps)
    term = _years(filed.day, version)
    steps.append(_term_step(filed.day, version, filed.day, term, (filed.root,)))
    for fact in sorted(facts.of("term_extended"), key=lambda each: each.root):
        until = parse_day(fact.data.get("until"))
        if until is not None and until > term:
            term = until
            steps.append(Step("extended", day=term, events=(fact.root,)))
    ended = _ended(case, facts, begun, term, steps)
    if ended is None:
        # A recorded expiry taken to be right moves the term.
        term = max((fact.day for fact in facts.of("expired")
                    if fact.day and facts.answers.get(f"expiry:{fact.root}") == "record"), default=term)
    stop = case.on if ended is None or ended.since is None else min(case.on, ended.since - _DAY)
    conditions: list[Condition] = []
    for year, day in fee_days(filed.day, begun, term):
        if not case.reached(day):
            break
        if day > stop:
            break
        lapse = _fee(case, facts, year, day, steps, conditions, settled=ended is not None)
        if lapse is not None:
            # Where the day of expiry is disputed, so is the day since which the right is over.
            return replace(lapse, since=None) if ended is not None and ended.since is None else lapse
    if ended is not None:
        return replace(ended, steps=(*steps, *(step for step in ended.steps if step not in steps)))
    return _holding(case, begun, steps, conditions)


def _holding(case: Case, begun: date, steps: Sequence[Step], conditions: Sequence[Condition]) -> Leaf:
    code = "in_force"
    if conditions:
        overdue = [case.known(each.due) for each in conditions]
        code = "in_force_grace" if any(overdue) else "in_force_conditional"
    return Leaf("in_force", code, begun, tuple(steps), tuple(conditions))


def _fee(case: Case, facts: Facts, year: int, day: date, steps: list[Step], conditions: list[Condition], *,
         settled: bool) -> Leaf | None:
    """Say how one annual fee stands; return the end of the right where it was certainly not paid."""
    grace, lag = case.law.at("patent.fee_grace", day), case.law.at("patent.fee_announcement", day)
    if grace is None or lag is None:
        return _no_law(day, steps)
    limit = case.limit(day, grace.value)
    payments = _payments(facts, year)
    step = Step("fee_paid", base=day, limit=limit, version=grace.id, chosen=day, clause=grace.clause, number=year)
    for payment in payments:
        if payment.latest <= case.limit(day, grace.value, payment.latest):
            steps.append(replace(step, events=(payment.root,)))
            return None
    lapse = Leaf("ended", "ended_lapsed", day, (*steps, replace(step, code="fee_lapse", day=day)))
    for fact in facts.of("restored"):
        if fact.latest >= day:
            steps.append(replace(step, code="fee_restored", events=(fact.root,)))
            return None
    if payments:
        if settled:
            return None
        answer = _ask(facts, f"late_fee:{year}", tuple(each.root for each in payments), ("restored", "without_effect"))
        steps.append(replace(step, code="fee_assumed"))
        return lapse if answer == "without_effect" else None
    if not case.known(limit + _DAY):
        conditions.append(Condition("fee", year, day, limit))
        steps.append(replace(step, code="fee_grace"))
        return None
    unassigned = any(not isinstance(fact.data.get("year"), int) for fact in facts.of("fee_paid"))
    if case.coverage.fees is not None and case.coverage.fees >= limit and not unassigned:
        return lapse
    announced = add_months(day=day, count=grace.value + lag.value)
    if case.known(announced, through=case.coverage.register):
        steps.append(replace(step, code="fee_silent", limit=announced, version=lag.id, clause=lag.clause))
        return None
    if settled:
        return None
    if _ask(facts, f"fee:{year}", (), ("paid", "unpaid")) == "unpaid":
        return lapse
    steps.append(replace(step, code="fee_assumed"))
    return None


def _patent_of_unknown_age(case: Case, facts: Facts, kind: str, filed: Fact | None, begun: date,
                           steps: list[Step]) -> Leaf:
    version = case.law.at(f"{kind}.term", begun)
    if version is None:
        return _no_law(begun, steps)
    latest = _years(begun, version)
    over = case.reached(latest)
    ended = _ended(case, facts, begun, latest if over else None, steps)
    if ended is not None:
        if over:
            steps.append(_term_step(begun, version, begun, latest, ()))
        return replace(ended, steps=(*steps, *(step for step in ended.steps if step not in steps)))
    if _ask(facts, "term", () if filed is None else (filed.root,), ("running", "over")) == "over":
        return Leaf("ended", "ended_expired", None, tuple(steps))
    return Leaf("in_force", "in_force", begun, tuple(steps))


def renewals(facts: Facts, begun: date, years: int) -> dict[int, Fact]:
    """Return the renewals on record by the number of the term that they follow: the one ending nearest."""
    found: dict[int, Fact] = {}
    for fact in sorted(facts.of("renewed"), key=lambda each: (each.latest, each.root)):
        number = max(1, round((fact.latest - begun).days / (years * 365.2425)))
        found.setdefault(number, fact)
    return found


def _mark(case: Case, facts: Facts, begun: date, steps: list[Step]) -> Leaf:
    first = case.law.at("mark.term", begun)
    if first is None:
        return _no_law(begun, steps)
    made = renewals(facts, begun, first.value)
    ends = _mark_ends(facts, begun, first.value)
    others = facts.without({fact.root for fact in ends.values()})
    mismatched = [fact.root for fact in others.of("expired") if facts.answers.get(f"expiry:{fact.root}") == "law"]
    ended = _ended(case, facts if not ends else others.without(mismatched), begun, None, steps) \
        if not others.of("expired") else _mark_expired(case, facts, others, begun, steps)
    conditions: list[Condition] = []
    term, number = begun, 0
    while True:
        version = case.law.at("mark.term", term)
        grace, lag = case.law.at("mark.renewal_grace", term), case.law.at("mark.renewal_announcement", term)
        if version is None or grace is None or lag is None:
            return _no_law(term, steps)
        base, term, number = term, _years(term, version), number + 1
        if number == 1:
            steps.append(_term_step(base, version, base, term, ()))
        if ended is not None and ended.since is not None and ended.since <= term:
            break
        if not case.reached(term):
            break
        grace, lag = case.law.at("mark.renewal_grace", term), case.law.at("mark.renewal_announcement", term)
        following = case.law.at("mark.term", term)
        if grace is None or lag is None or following is None:
            return _no_law(term, steps)
        # The term's last day is the one before its end: registered on 14 January, valid through 13 January.
        limit = case.limit(term - _DAY, grace.value)
        step = Step("renewed", day=_years(term, following), base=term, limit=limit, version=grace.id, chosen=term,
                    clause=grace.clause, number=number)
        lapse = Leaf("ended", "ended_not_renewed", term,
                     (*steps, replace(step, code="renewal_lapse", day=term)))
        if number in made:
            if number in ends:
                _clash(facts, ends[number], made[number])
            steps.append(replace(step, events=(made[number].root,)))
        elif number in ends:
            _contradicted(case, facts, ends[number], from_day=True)
            end = Step("end", day=term, events=(ends[number].root,), reason="expired")
            return Leaf("ended", "ended_not_renewed", term, (*steps, _cited(case, "mark.end", term, end)))
        elif later := [each for each in sorted(made) if each > number]:
            steps.append(replace(step, code="renewal_implied", events=(made[later[0]].root,)))
        elif not case.known(limit + _DAY):
            conditions.append(Condition("renewal", number, term, limit))
            steps.append(replace(step, code="renewal_grace"))
        elif case.known(add_months(day=term, count=grace.value + lag.value), through=case.coverage.register):
            return lapse
        elif ended is not None:
            break
        elif _ask(facts, f"renewal:{number}", (), ("done", "missed")) == "missed":
            return lapse
        else:
            steps.append(replace(step, code="renewal_assumed"))
    if ended is not None:
        return replace(ended, steps=(*steps, *(each for each in ended.steps if each not in steps)))
    return _holding(case, begun, steps, conditions)


def _mark_ends(facts: Facts, begun: date, years: int) -> dict[int, Fact]:
    """Return recorded expiries that fall on the end of a term, by the number of the term."""
    found: dict[int, Fact] = {}
    for fact in sorted(facts.of("expired"), key=lambda each: each.root):
        if fact.day is None or undoers(facts, fact):
            continue
        number = max(1, round((fact.day - begun).days / (years * 365.2425)))
        if add_months(day=begun, count=number * years * _MONTHS) == fact.day:
            found.setdefault(number, fact)
    return found


def _mark_expired(case: Case, facts: Facts, others: Facts, begun: date, steps: list[Step]) -> Leaf | None:
    """Weigh a recorded expiry that falls on no end of a term: the record, or the computation."""
    dropped = set()
    for fact in others.of("expired"):
        if undoers(others, fact):
            continue
        day = _when(case, facts, fact, begun)
        if not case.reached(day) or _ask(facts, f"expiry:{fact.root}", (fact.root,), ("record", "law")) == "law":
            dropped.add(fact.root)
    return _ended(case, others.without(dropped), begun, None, steps)


def _work(case: Case, facts: Facts) -> Leaf:
    created, published = _single(facts, "created"), _single(facts, "published")
    died = _single(facts, "author_died")
    steps: list[Step] = []
    made = created.day if created is not None else None
    if created is not None and made is not None:
        if not case.reached(made):
            return Leaf("never", "never_not_filed", None, (Step("not_yet", day=made, events=(created.root,)),))
        steps.append(_cited(case, f"{case.kind}.begin", made, Step("begin", day=made, events=(created.root,))))
    else:
        latest = min((fact.latest for fact in facts.items), default=case.on)
        about = tuple(fact.root for fact in facts.of("created"))
        if not case.reached(latest) and _ask(facts, "copyright:begin", about, ("by", "after")) == "after":
            return Leaf("never", "never_not_filed", None, ())
    begun = made or case.on
    if (ended := _ended(case, facts, begun, None, steps)) is not None:
        return ended
    author = _told(facts, "author", ("created", "published", "registered"), ("natural", "legal"), ())
    version = case.law.at(f"{case.kind}.term_{author}", begun)
    if version is None:
        return _no_law(begun, steps)
    key = died if author == "natural" else published
    shown = None if key is None else _when(case, facts, key, made)
    least = None if made is None else date(made.year + version.value + 1, 1, 1)
    base, events = (shown, (key.root,)) if key is not None and shown is not None else (made, ())
    if author == "legal" and shown is not None and least is not None and shown >= least:
        base, events = made, ()
    if base is not None:
        term = date(base.year + version.value + 1, 1, 1)
        steps.append(_term_step(base, version, begun, term, events))
        if not case.reached(term):
            return Leaf("in_force", "in_force", made, tuple(steps))
        if shown is not None:
            return Leaf("ended", "ended_expired", term, tuple(steps))
    # Publication and death are on no register, so silence about them proves nothing.
    if _ask(facts, "copyright:term", (), ("running", "over")) == "over":
        return Leaf("ended", "ended_expired", None, tuple(steps))
    return Leaf("in_force", "in_force", made, tuple(steps))
