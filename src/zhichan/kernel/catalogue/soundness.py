"""Whether a procedure can go wrong: an explicit search of the courses its declaration allows. Pure.

What must hold is declared with the procedure: what comes *before* what, which acts the same person never does
(*apart*), what stays possible (*always*), who *never* does what. Beside that, no clock runs on when a case has ended.
Guards are free: each may pass or refuse, so a safety step that only a guard holds does not count. A clock is not
running, running, run out or over; it may run out at any time.

Each rule is searched on its own. First without clocks, which allows more courses than there are: what holds there
holds. Only where that finds a counterexample are the clocks that gate acts searched too, and the shortest course
that breaks the rule is shown.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from zhichan.kernel.catalogue.shapes import Act, Procedure
from zhichan.kernel.ground.refusal import Text

Kind = Literal["before", "apart", "always", "never", "unreachable", "runs_on"]
Standing = Literal["none", "running", "out", "over"]

ABSTRACTED = (
    "guards and the facts given: every guard may pass or refuse",
    "lengths of time: a running clock may run out at any moment, also while it is paused",
    "separate terms for each recipient: one term stands for all of them",
    "persons: whoever holds a role may be anyone; acts kept apart are refused to the same person at run time",
    "other cases: what an act hands on to another case is taken to happen there or not",
)
"""What the search leaves out, each time so that more courses are allowed and none is missed."""

LARGEST = 400_000
"""States after which a search gives up; the report then says so."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that does not hold, with the shortest course that breaks it (acts, and ``⌛clock`` where one runs out).

    ``place`` is where the rule stands in the declaration, such as ``("before", 2)``.
    """

    kind: Kind
    rule: str
    course: tuple[str, ...]
    text: Text
    place: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a proof found: nothing in ``findings`` means that every rule holds. ``complete`` is false if it gave up."""

    findings: tuple[Finding, ...]
    rules: int
    states: int
    complete: bool
    abstracted: tuple[str, ...] = ABSTRACTED

    @property
    def sound(self) -> bool:
        """Whether every rule was shown to hold."""
        return self.complete and not self.findings


@dataclass(frozen=True, slots=True)
class _State:
    stage: str
    origins: tuple[tuple[str, str], ...] = ()
    clocks: tuple[Standing, ...] = ()
    seen: bool = False


@dataclass(slots=True)
class _Search:
    procedure: Procedure
    clocks: tuple[str, ...]
    marks: frozenset[str] = frozenset()
    states: int = 0
    complete: bool = True
    parents: dict[_State, tuple[_State, str] | None] = field(default_factory=dict)
    returned: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        acts = self.procedure.acts.values()
        self.returned = frozenset(stage for act in acts if act.back for stage in act.sources)

    def states_reached(self) -> Iterator[_State]:
        """Every state that a course can reach, the nearest first."""
        idle: tuple[Standing, ...] = tuple("none" for _ in self.clocks)
        start = _State("", clocks=idle)
        self.parents = {start: None}
        waiting = deque([start])
        while waiting:
            state = waiting.popleft()
            self.states += 1
            yield state
            if self.states >= LARGEST:
                self.complete = False
                return
            for step, reached in self.steps(state):
                if reached not in self.parents:
                    self.parents[reached] = (state, step)
                    waiting.append(reached)

    def course(self, state: _State) -> tuple[str, ...]:
        """The shortest course to a state."""
        found: list[str] = []
        at: _State = state
        while (parent := self.parents[at]) is not None:
            at, step = parent
            found.append(step)
        return tuple(reversed(found))

    def steps(self, state: _State) -> Iterator[tuple[str, _State]]:
        """What can happen next."""
        if state.stage and self.procedure.stages[state.stage].last:
            return
        for name, act in self.procedure.acts.items():
            if self.enabled(state, name, act):
                yield name, self.after(state, name, act)
        for place, standing in enumerate(state.clocks):
            if standing == "running":
                clocks = (*state.clocks[:place], "out", *state.clocks[place + 1 :])
                step = f"⌛{self.clocks[place]}"
                yield step, _State(state.stage, state.origins, clocks, state.seen or step in self.marks)

    def enabled(self, state: _State, name: str, act: Act) -> bool:
        """Whether an act is possible; its guards may pass."""
        if (state.stage not in act.sources) if act.sources else bool(state.stage):
            return False
        standing = dict(zip(self.clocks, state.clocks, strict=True))
        if any(standing.get(clock, "over") in {"none", "running"} for clock in act.waits):
            return False
        if any(standing.get(clock, "running") != "running" for clock in act.within):
            return False
        if act.roles == ("clock",):
            mine = [clock for clock, each in self.procedure.clocks.items() if each.overdue == name]
            return any(standing.get(clock, "out") == "out" for clock in mine)
        return True

    def after(self, state: _State, name: str, act: Act) -> _State:
        """The state after an act."""
        origins = dict(state.origins)
        stage = act.to or state.stage
        if act.back:
            stage = origins.get(state.stage, state.stage)
        moved = stage != state.stage and not act.back
        names = {name, stage} if moved else {name}
        if moved and stage in self.returned:
            origins[stage] = state.stage
        clocks: list[Standing] = []
        for clock, standing in zip(self.clocks, state.clocks, strict=True):
            shape = self.procedure.clocks[clock]
            now: Standing = standing
            if now in {"running", "out"} and (names & set(shape.stops) or shape.overdue == name):
                now = "over"
            begins = shape.restarts if now in {"running", "out"} else shape.starts
            if names & set(begins):
                now = "running"
            clocks.append(now)
        seen = state.seen or bool(self.marks & names)
        return _State(stage, tuple(sorted(origins.items())), tuple(clocks), seen)


def _gating(procedure: Procedure) -> tuple[str, ...]:
    """The clocks that decide whether some act is possible."""
    named = {clock for act in procedure.acts.values() for clock in (*act.waits, *act.within)}
    named |= {name for name, clock in procedure.clocks.items() if clock.overdue in procedure.acts}
    return tuple(sorted(named & set(procedure.clocks)))


@dataclass(slots=True)
class _Proof:
    procedure: Procedure
    findings: list[Finding] = field(default_factory=list)
    states: int = 0
    complete: bool = True
    rules: int = 0

    def breaks(
        self,
        wrong: Callable[[_Search, _State], str | None],
        marks: frozenset[str] = frozenset(),
        clock: tuple[str, ...] = (),
    ) -> tuple[tuple[str, ...], str] | None:
        """The shortest course to a state in which ``wrong`` names something, None where there is none.

        ``clock`` is searched in any case.
        """
        found: tuple[tuple[str, ...], str] | None = None
        for clocks in (clock, tuple(dict.fromkeys((*clock, *_gating(self.procedure))))):
            search = _Search(self.procedure, clocks, marks)
            found = None
            for state in search.states_reached():
                if (what := wrong(search, state)) is not None:
                    found = ((*search.course(state), what), what)
                    break
            self.states += search.states
            self.complete &= search.complete
            if found is None:
                return None
        return found

    def possible(self) -> frozenset[str]:
        """The acts that some course performs."""
        search = _Search(self.procedure, _gating(self.procedure))
        found: set[str] = set()
        for state in search.states_reached():
            found |= {name for name, act in self.procedure.acts.items() if search.enabled(state, name, act)}
        self.states += search.states
        return frozenset(found)

    def say(
        self, kind: Kind, rule: str, course: tuple[str, ...], place: tuple[str | int, ...], zh: str, en: str
    ) -> None:
        self.findings.append(Finding(kind, rule, course, Text(zh, en), place))


@dataclass(frozen=True, slots=True)
class _Skeleton:
    """What a search depends on, so that procedures that differ elsewhere share one."""

    key: str
    procedure: Procedure = field(compare=False)


def _skeleton(procedure: Procedure) -> _Skeleton:
    acts = {
        name: (act.sources, act.to, act.back, act.waits, act.within, act.roles == ("clock",))
        for name, act in procedure.acts.items()
    }
    clocks = {
        name: (clock.starts, clock.stops, clock.restarts, clock.overdue)
        for name, clock in procedure.clocks.items()
    }
    last = sorted(name for name, stage in procedure.stages.items() if stage.last)
    rules = (procedure.before, procedure.always, procedure.apart, procedure.never)
    return _Skeleton(repr((procedure.name, acts, clocks, last, rules)), procedure)


def prove(procedure: Procedure) -> Report:
    """Search the courses of a procedure for one that breaks a declared rule."""
    searched = _searched(_skeleton(procedure))
    proof = _Proof(procedure, findings=list(searched.findings), rules=searched.rules)
    _who(proof, procedure)
    return Report(tuple(proof.findings), proof.rules, searched.states, searched.complete)


def runs_alike(one: Procedure, other: Procedure, clock: str) -> bool:
    """Whether every course of two procedures that have the same acts and stages runs a clock alike.

    Both are searched step by step together, with the clocks that gate acts. False when that takes too long.
    """
    clocks = tuple(dict.fromkeys((clock, *_gating(one))))
    first, second = _Search(one, clocks), _Search(other, clocks)
    for state in first.states_reached():
        if dict(first.steps(state)) != dict(second.steps(state)):
            return False
    return first.complete


@lru_cache(maxsize=64)
def _searched(skeleton: _Skeleton) -> Report:
    procedure = skeleton.procedure
    proof = _Proof(procedure)
    possible = proof.possible()
    for name in sorted(set(procedure.acts) - possible):
        proof.say(
            "unreachable", name, (), ("acts", name),
            f"没有任何办理过程能走到“{name}”", f"no course performs {name}",
        )  # fmt: skip
    for place, name in _named(procedure):
        if name not in procedure.acts:
            proof.say(
                "unreachable", name, (), place,
                f"规则中的“{name}”不是动作", f"a rule speaks of {name}, which is no act",
            )  # fmt: skip
    _before(proof, procedure)
    _always(proof, procedure)
    _ends(proof, procedure)
    return Report(tuple(proof.findings), proof.rules, proof.states, proof.complete)


def _named(procedure: Procedure) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The acts that rules speak of, with the place of the rule."""
    for number, before in enumerate(procedure.before):
        yield ("before", number), before.act
    for number, always in enumerate(procedure.always):
        yield ("always", number), always.act
    for number, group in enumerate(procedure.apart):
        yield from ((("apart", number), name) for name in group)
    for number, never in enumerate(procedure.never):
        yield from ((("never", number), name) for name in (*never.acts, *never.but))


def _before(proof: _Proof, procedure: Procedure) -> None:
    for number, rule in enumerate(procedure.before):
        proof.rules += 1
        act = procedure.acts.get(rule.act)
        if act is None:
            continue

        def too_early(search: _Search, state: _State, name: str = rule.act, act: Act = act) -> str | None:
            return name if not state.seen and search.enabled(state, name, act) else None

        broken = proof.breaks(too_early, frozenset((*rule.after, *(f"⌛{clock}" for clock in rule.out))))
        if broken is not None:
            proof.say(
                "before", rule.act, broken[0], ("before", number),
                f"“{rule.act}”可以在“{'”或“'.join(rule.after)}”之前办理",
                f"{rule.act} is possible before {' or '.join(rule.after)}",
            )  # fmt: skip


def _always(proof: _Proof, procedure: Procedure) -> None:
    for number, rule in enumerate(procedure.always):
        proof.rules += 1
        act = procedure.acts.get(rule.act)
        if act is None:
            continue

        def shut(search: _Search, state: _State, act: Act = act, name: str = rule.act) -> str | None:
            if not state.stage or state.seen or procedure.stages[state.stage].last:
                return None
            return None if search.enabled(state, name, act) else state.stage

        broken = proof.breaks(shut, frozenset(rule.until))
        if broken is not None:
            proof.say(
                "always", rule.act, broken[0][:-1], ("always", number),
                f"在“{broken[1]}”不能“{rule.act}”", f"{rule.act} is not possible in {broken[1]}",
            )  # fmt: skip


def _ends(proof: _Proof, procedure: Procedure) -> None:
    for name in procedure.clocks:
        proof.rules += 1

        def runs_on(search: _Search, state: _State) -> str | None:
            ended = bool(state.stage) and procedure.stages[state.stage].last
            return state.stage if ended and state.clocks[0] == "running" else None

        broken = proof.breaks(runs_on, clock=(name,))
        if broken is not None:
            proof.say(
                "runs_on", name, broken[0][:-1], ("clocks", name, "stops"),
                f"到“{broken[1]}”时期限“{name}”仍在进行", f"the clock {name} still runs in {broken[1]}",
            )  # fmt: skip


def _who(proof: _Proof, procedure: Procedure) -> None:
    for number, group in enumerate(procedure.apart):
        proof.rules += 1
        for name in group:
            roles: Mapping[str, Act] = procedure.acts
            if name in roles and {"anyone", "clock"} & set(roles[name].roles):
                proof.say(
                    "apart", name, (name,), ("apart", number),
                    f"办理“{name}”的人可能无法辨认", f"{name} can be done by someone who cannot be told apart",
                )  # fmt: skip
    for number, rule in enumerate(procedure.never):
        proof.rules += 1
        for name, act in procedure.acts.items():
            forbidden = name in rule.acts if rule.acts else name not in rule.but
            both = sorted(set(rule.who) & set(act.roles)) if forbidden else []
            if both:
                proof.say(
                    "never", name, (name,), ("never", number),
                    f"“{name}”向{'、'.join(both)}开放", f"{name} is open to {', '.join(both)}",
                )  # fmt: skip
