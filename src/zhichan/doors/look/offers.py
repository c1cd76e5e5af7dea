"""What the catalogue in use offers to someone: the procedures and registers that they may read or act upon."""

from __future__ import annotations

from collections.abc import Iterable

from zhichan.kernel.access.public import Actor
from zhichan.kernel.catalogue.public import Procedure, Register, current

EVERYONE = "anyone"
PUBLIC = "public"


def roles_of(actor: Actor) -> frozenset[str]:
    """The names of the roles held, wherever they are held, with those that declarations give to everyone."""
    return frozenset(role.name for role in actor.roles) | {EVERYONE, PUBLIC}


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
