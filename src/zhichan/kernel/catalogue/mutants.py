"""Procedures with one mistake each, to see whether what guards a procedure would notice it. Pure.

A mistake is noticed when the checker, the proof of its rules, or a worked example says so. What nobody notices is a gap
in the rules or the examples, or a change without consequence; it is reported, never hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zhichan.kernel.catalogue.shapes import Act, Clock, Procedure, Span


@dataclass(frozen=True, slots=True)
class Mutant:
    """A procedure with one mistake: the operator that made it, and where."""

    operator: str
    place: str
    procedure: Procedure


@dataclass(frozen=True, slots=True)
class Tally:
    """How many mistakes were made and noticed, by operator (made, noticed) and by whom; and those that were not."""

    made: int
    noticed: int
    by_operator: Mapping[str, tuple[int, int]]
    by_whom: Mapping[str, int]
    survivors: tuple[tuple[str, str], ...]

    @property
    def rate(self) -> float:
        """The share that was noticed; 1.0 when nothing was made."""
        return self.noticed / self.made if self.made else 1.0


Watch = Callable[[Procedure], bool]


def tally(procedure: Procedure, watches: Mapping[str, Watch]) -> Tally:
    """Make every mutant and ask each watch in turn, the cheapest first, whether it notices."""
    operators: dict[str, tuple[int, int]] = {}
    whom = dict.fromkeys(watches, 0)
    survivors: list[tuple[str, str]] = []
    for mutant in mutants(procedure):
        who = next((name for name, notices in watches.items() if notices(mutant.procedure)), None)
        made, noticed = operators.get(mutant.operator, (0, 0))
        operators[mutant.operator] = (made + 1, noticed + (who is not None))
        if who is None:
            survivors.append((mutant.operator, mutant.place))
        else:
            whom[who] += 1
    made = sum(each for each, _ in operators.values())
    return Tally(made, made - len(survivors), operators, whom, tuple(survivors))


def mutants(procedure: Procedure) -> Iterator[Mutant]:
    """Every procedure that differs from this one by one mistake of the operators below."""
    for name, act in procedure.acts.items():
        yield from _of_act(procedure, name, act)
    for name, clock in procedure.clocks.items():
        yield from _of_clock(procedure, name, clock)
    yield from _swapped(procedure)
    for name in procedure.notices:
        yield Mutant("drop a notice", name, _put(procedure, notices=_less(procedure.notices, name)))
    for number, group in enumerate(procedure.apart):
        left = procedure.apart[:number] + procedure.apart[number + 1 :]
        yield Mutant("drop what is kept apart", "/".join(group), _put(procedure, apart=left))
    for name, part in procedure.parts.items():
        if part.bars:
            changed = {**procedure.parts, name: part.model_copy(update={"bars": False})}
            yield Mutant("drop a bar", name, _put(procedure, parts=changed))
    for name, field in procedure.fields.items():
        if field.readers:
            changed_fields = {**procedure.fields, name: field.model_copy(update={"readers": ()})}
            yield Mutant("break a seal", name, _put(procedure, fields=changed_fields))


def _put(procedure: Procedure, **changes: Any) -> Procedure:
    return procedure.model_copy(update=changes)


def _less(things: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in things.items() if key != name}


def _act(procedure: Procedure, name: str, act: Act, **changes: Any) -> Procedure:
    return _put(procedure, acts={**procedure.acts, name: act.model_copy(update=changes)})


def _of_act(procedure: Procedure, name: str, act: Act) -> Iterator[Mutant]:
    yield Mutant("drop an act", name, _put(procedure, acts=_less(procedure.acts, name)))
    for key in ("guards", "waits", "within"):
        for item in getattr(act, key):
            left = tuple(each for each in getattr(act, key) if each != item)
            yield Mutant(
                {"guards": "remove a guard", "waits": "do not wait", "within": "drop a limit"}[key],
                f"{name}.{item}", _act(procedure, name, act, **{key: left}),
            )  # fmt: skip
    if act.letter is not None:
        yield Mutant("drop a letter", name, _act(procedure, name, act, letter=None))
    if act.serves is not None:
        yield Mutant("drop a service", name, _act(procedure, name, act, serves=None))
    if act.on is not None:
        yield Mutant("forget the day in law", name, _act(procedure, name, act, on=None))
    if act.hands_on:
        yield Mutant("drop a hand-on", name, _act(procedure, name, act, hands_on=()))
    everyone = sorted({role for each in procedure.acts.values() for role in each.roles} - set(act.roles))
    for role in everyone:
        yield Mutant("widen a role", f"{name}.{role}", _act(procedure, name, act, who=(*act.roles, role)))
    if act.to is not None and act.sources:
        yield Mutant("stay where it is", name, _act(procedure, name, act, to=None))


def _of_clock(procedure: Procedure, name: str, clock: Clock) -> Iterator[Mutant]:
    def put(**changes: Any) -> Procedure:
        return _put(procedure, clocks={**procedure.clocks, name: clock.model_copy(update=changes)})

    yield Mutant("drop a clock", name, _put(procedure, clocks=_less(procedure.clocks, name)))
    for stop in clock.stops:
        left_stops = tuple(each for each in clock.stops if each != stop)
        yield Mutant("drop a clock's end", f"{name}.{stop}", put(stops=left_stops))
    for number, pause in enumerate(clock.pauses):
        left = clock.pauses[:number] + clock.pauses[number + 1 :]
        yield Mutant("drop a pause", f"{name}.{pause.from_}", put(pauses=left))
    if clock.restarts:
        yield Mutant("drop a restart", name, put(restarts=()))
    if clock.extend is not None:
        yield Mutant("drop an extension", name, put(extend=None))
    if clock.variants:
        yield Mutant("drop a variant", name, put(variants=()))
    if clock.overdue in procedure.acts:
        yield Mutant("drop a consequence", name, put(overdue="warn"))
    yield Mutant("lengthen a term", name, put(term=tuple(_longer(span) for span in clock.term)))


def _longer(span: Span) -> Span:
    unit, length = span.length
    return span.model_copy(update={unit: length + 1})


def _swapped(procedure: Procedure) -> Iterator[Mutant]:
    """Two acts of one stage that lead to different stages, with their ends exchanged."""
    acts = [(name, act) for name, act in procedure.acts.items() if act.to is not None and act.sources]
    for number, (name, act) in enumerate(acts):
        for other, rival in acts[number + 1 :]:
            if act.sources[0] == rival.sources[0] and act.to != rival.to:
                changed = {
                    **procedure.acts, name: act.model_copy(update={"to": rival.to}),
                    other: rival.model_copy(update={"to": act.to}),
                }  # fmt: skip
                yield Mutant("swap two acts", f"{name}/{other}", _put(procedure, acts=changed))
                break
