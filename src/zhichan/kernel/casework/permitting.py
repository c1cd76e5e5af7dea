"""Who may do an act, and with what: by role, by a part in the case, by the stage, never twice the same person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhichan.kernel.acts.public import (
    PROCESSES,
    Act,
)
from zhichan.kernel.casework import parts
from zhichan.kernel.casework.models import Case
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.catalogue.shapes import Act as ActShape
from zhichan.kernel.catalogue.shapes import Procedure
from zhichan.kernel.ground.public import (
    Reason,
    Text,
)


def declared_act(verb: str) -> tuple[Procedure, ActShape] | None:
    """The procedure and act of a verb as they are declared now; None for what is no act of one."""
    stem, _, name = verb.partition(":")
    procedure = current().procedure(stem)
    act = procedure.acts.get(name) if procedure else None
    return (procedure, act) if procedure and act else None


CLOCK = "clock"


def permit(act: Act, procedure: Procedure, shape: ActShape, path: str, facts: Mapping[str, Any]) -> None:
    """Let those act who may: by a part in the case, as anyone or the clock where declared, else by a role."""
    if act.cause and declared_act(act.cause):
        return
    if "anyone" in shape.roles or (act.actor.name in PROCESSES and act.actor.name in shape.roles):
        return
    if act.actor.principals & set(parts.principals_of(procedure, facts, shape.roles)):
        return
    act.require(path, roles=shape.roles)


def not_taken(procedure: Procedure, shape: ActShape, given: Mapping[str, Any]) -> list[Reason]:
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


def same_person(procedure: Procedure, name: str, case: Case, actor: str) -> list[Reason]:
    """A reason for each act that this person has done and that keeps them from this one."""
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


def nothing_to_correct(procedure: Procedure, corrected: str) -> Reason:
    """An act that corrects another needs it to have been done."""
    title = procedure.acts[corrected].title
    return Reason(
        "casework.nothing-to-correct",
        Text(
            f"还没有“{title.zh}”，无可更正",
            f"{title.en!r} was never done, so there is nothing to correct",
        ),
    )


def wrong_stage(procedure: Procedure, shape: ActShape, stage: str) -> Reason:
    """Where the case stands, and where it would have to."""
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
