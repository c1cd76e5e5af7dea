"""Procedures with one mistake each, to see whether what guards a procedure would notice it. Pure.

A mistake is noticed when the checker, the proof of its rules, or a worked example says so. What nobody notices is a gap
in the rules or the examples; it is reported, never hidden. A change without consequence is no mistake: it is counted
apart, and only where that is shown, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zhichan.kernel.catalogue.shapes import Act, Clock, Procedure, Span
from zhichan.kernel.catalogue.soundness import runs_alike
from zhichan.kernel.ground.refusal import Text


@dataclass(frozen=True, slots=True)
class Mutant:
    """A procedure with one mistake: the operator that made it, and where."""

    operator: str
    place: str
    procedure: Procedure


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mistake that nobody noticed, with what would notice it."""

    operator: str
    place: str
    remedy: Text


@dataclass(frozen=True, slots=True)
class Tally:
    """How many mistakes were made and noticed, by operator (made, noticed) and by whom; and those that were not.

    ``alike`` are the changes without consequence (operator, place, why), which count as neither made nor noticed.
    """

    made: int
    noticed: int
    by_operator: Mapping[str, tuple[int, int]]
    by_whom: Mapping[str, int]
    survivors: tuple[Survivor, ...]
    alike: tuple[tuple[str, str, Text], ...]

    @property
    def rate(self) -> float:
        """The share that was noticed; 1.0 when nothing was made."""
        return self.noticed / self.made if self.made else 1.0


Watch = Callable[[Procedure], bool]


def tally(procedure: Procedure, watches: Mapping[str, Watch]) -> Tally:
    """Make every mutant and ask each watch in turn, the cheapest first, whether it notices."""
    operators: dict[str, tuple[int, int]] = {}
    whom = dict.fromkeys(watches, 0)
    survivors: list[Survivor] = []
    alike: list[tuple[str, str, Text]] = []
    for mutant in mutants(procedure):
        reason = without_consequence(procedure, mutant)
        if reason is not None:
            alike.append((mutant.operator, mutant.place, reason))
            continue
        who = next((name for name, notices in watches.items() if notices(mutant.procedure)), None)
        made, noticed = operators.get(mutant.operator, (0, 0))
        operators[mutant.operator] = (made + 1, noticed + (who is not None))
        if who is None:
            survivors.append(Survivor(mutant.operator, mutant.place, REMEDIES[mutant.operator]))
        else:
            whom[who] += 1
    made = sum(each for each, _ in operators.values())
    return Tally(made, made - len(survivors), operators, whom, tuple(survivors), tuple(alike))


def without_consequence(procedure: Procedure, mutant: Mutant) -> Text | None:
    """Why a mutant is the same procedure in other words; None when it is not shown to be.

    A role added to an act that anyone may do lets nobody in who was kept out. An end taken from a clock changes nothing
    when every course, searched in both, runs the clock alike. How long a term is changes nothing where the case itself
    names the last day whenever the clock starts.
    """
    name, _, rest = mutant.place.partition(".")
    if mutant.operator == "widen a role" and "anyone" in procedure.acts[name].roles:
        return Text("本来人人都可以办理", "anyone may do it anyway")
    if mutant.operator == "widen a role" and rest == "hand-on":
        return Text("其他动作本来就可以交办", "another act may hand it on anyway")
    if mutant.operator == "drop a clock's end" and runs_alike(procedure, mutant.procedure, name):
        return Text(
            f"凡到“{rest}”时，该期限已因别的事由停止，或尚未起算",
            f"wherever {rest} comes, the clock is stopped by something else at once, or does not run",
        )
    if mutant.operator == "lengthen a term" and _is_always_named(procedure, procedure.clocks[name]):
        return Text(
            f"届满日总是由“{procedure.clocks[name].until}”写明，期限长短从不用来计算",
            f"{procedure.clocks[name].until} always names the last day, so that the length is never counted",
        )
    return None


def _is_always_named(procedure: Procedure, clock: Clock) -> bool:
    """Whether each act that starts a clock brings its last day, and none can take that away or compute another."""
    fact, acts = clock.until, procedure.acts
    starting = [acts[name] for name in clock.starts if name in acts]
    return (
        fact is not None
        and len(starting) == len(clock.starts)
        and all(fact in act.needs and (act.keep or not act.derive) for act in starting)
        and not any(fact in act.may or fact in act.derive for act in acts.values())
    )


REMEDIES: Mapping[str, Text] = {
    "drop an act": Text(
        "用 before、always 说明它何时必须可以办理，或在样例中办理它",
        "say with before or always when it must be possible, or do it in a worked case",
    ),
    "remove a guard": Text(
        "在样例中写一次因此被拒的办理（refused）", "have a worked case in which it refuses (refused)"
    ),
    "do not wait": Text(
        "用 before 的 out 说明，或在样例中写一次过早办理被拒",
        "say so with before … out, or have a worked case that comes too early",
    ),
    "drop a limit": Text("在样例中写一次逾期办理被拒", "have a worked case that comes too late"),
    "drop a letter": Text(
        "在样例中用 letters 写明制发的文书", "say in a worked case which letters were issued (letters)"
    ),
    "drop a service": Text("在样例中用 served 写明送达", "say in a worked case what was served (served)"),
    "forget the day in law": Text(
        "在样例中写一次补录（happened_on 早于 on），并写明期限",
        "have a worked case entered later than it happened, with its last day",
    ),
    "drop a hand-on": Text("在样例中写明移交后的阶段或内容", "say in a worked case what came of the hand-on"),
    "widen a role": Text(
        "用 never 说明谁不得办理，或在样例中写一次无权办理被拒",
        "say with never who may not, or have a worked case in which such a person is refused",
    ),
    "stay where it is": Text(
        "在样例中写明办理后的阶段（stage）", "say in a worked case to which stage it leads (stage)"
    ),
    "drop a clock": Text("在样例中写明届满日（due）", "say its last day in a worked case (due)"),
    "drop a clock's end": Text(
        "在样例中写明此后仍在进行的期限（open）",
        "say in a worked case which clocks still run after it (open)",
    ),
    "drop a pause": Text(
        "在样例中写明暂停（paused）与恢复后的届满日",
        "say paused, and the last day afterwards, in a worked case",
    ),
    "drop a restart": Text(
        "在样例中写明重新起算后的届满日", "say the last day after the restart in a worked case"
    ),
    "drop an extension": Text(
        "在样例中写明延长后的届满日", "say the last day after the extension in a worked case"
    ),
    "drop a variant": Text(
        "在样例中办理一件适用该情形的案件", "have a worked case for which the variant holds"
    ),
    "drop a consequence": Text("在样例中用 tick 走到届满", "let it run out in a worked case (tick)"),
    "lengthen a term": Text("在样例中写明届满日（due）", "say its last day in a worked case (due)"),
    "swap two acts": Text(
        "在样例中写明办理后的阶段（stage）", "say in a worked case to which stage each leads (stage)"
    ),
    "drop a notice": Text("在样例中写一次通知过晚被拒", "have a worked case in which the notice is too late"),
    "drop what is kept apart": Text(
        "在样例中写一次同一人办理被拒", "have a worked case in which the same person is refused"
    ),
    "drop a bar": Text(
        "在样例中写一次回避后看不到案件", "have a worked case in which a recused person is kept out"
    ),
    "break a seal": Text(
        "在样例中用 sealed 写明封存内容", "say in a worked case which facts are sealed (sealed)"
    ),
}
"""What would notice a mistake, for the author of a procedure."""


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
