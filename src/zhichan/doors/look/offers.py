"""What the catalogue in use offers to someone: the procedures and registers that they may read or act upon."""

from __future__ import annotations

from collections.abc import Iterable

from zhichan.kernel.access.public import Actor
from zhichan.kernel.catalogue.public import Procedure, Register, current
from zhichan.kernel.ground.public import Text

EVERYONE = "anyone"
PUBLIC = "public"


def roles_of(actor: Actor) -> frozenset[str]:
    """The names of the roles held, wherever they are held, with those that declarations give to everyone."""
    return frozenset(role.name for role in actor.roles) | {EVERYONE, PUBLIC}


CLOCK = "clock"
TITLES = {
    EVERYONE: Text("任何人", "anyone"),
    PUBLIC: Text("任何人", "anyone"),
    CLOCK: Text("期满时系统自动办理", "the platform when the time is up"),
}


def role_title(name: str, procedure: Procedure | None = None) -> Text:
    """What a role, or a part in a procedure's cases, is called; its name where nothing declares a title."""
    if name in TITLES:
        return TITLES[name]
    if procedure is not None and name in procedure.parts:
        said = procedure.parts[name].title
        return Text(said.zh, said.en)
    return current().role_title(name)


def role_titles(names: Iterable[str], procedure: Procedure | None = None) -> Text:
    """Several roles as a list, each title once, a dash for none."""
    said = list(dict.fromkeys(role_title(name, procedure) for name in sorted(names)))
    return Text("、".join(one.zh for one in said) or "—", ", ".join(one.en for one in said) or "—")


def procedures(actor: Actor) -> list[Procedure]:
    """Procedures that a role of theirs may read or act upon, or whose cases their unit can be given a part in."""
    held, units = roles_of(actor), bool(actor.units)
    return [
        each
        for slug, each in sorted(current().procedures.items())
        if _concerns(held, each.audience, [f"{slug}:read", *(f"{slug}:{act}" for act in each.acts)])
        or (units and each.assigned)
    ]


def registers(actor: Actor) -> list[Register]:
    """Registers that a role of theirs may read or enter into."""
    held = roles_of(actor)
    verbs = ("read", "enter", "correct", "end")
    return [
        each
        for slug, each in sorted(current().registers.items())
        if _concerns(held, each.audience, [f"{slug}:{verb}" for verb in verbs])
    ]


def is_open(procedure: Procedure, act: str) -> bool:
    """Whether anyone may do the act, so that its form is written for people who are no officers."""
    if EVERYONE in procedure.acts[act].roles:
        return True
    return not procedure.acts[act].sources and any(
        page.kind == "public" and {procedure.name, procedure.slug} & set(page.of)
        for page in current().pages.values()
    )


def _concerns(held: frozenset[str], audience: Iterable[str], verbs: Iterable[str]) -> bool:
    return bool(held & set(audience)) or any(held & current().roles_for(verb) for verb in verbs)
