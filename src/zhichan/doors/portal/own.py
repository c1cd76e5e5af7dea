"""What the city already holds of whoever applies: for whom they act, the rights in that name, where to reach them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhichan.doors.desk.derived.fields import as_given
from zhichan.kernel.access.public import ANYONE, Actor, Representative, reading
from zhichan.kernel.casework.public import Case, Participant, facts_of
from zhichan.kernel.catalogue.public import Procedure
from zhichan.kernel.catalogue.shapes import FieldShape, Part
from zhichan.kernel.ground.public import Party, Text, kernel
from zhichan.kernel.registry.public import EVERY, Held, held_by

MOST_OFFERED = 60
"""So many of one's own rights can be ticked in a form; others are written by their number."""
NOWHERE = Text("", "")
CONTACT = frozenset(
    {"contact", "contacts", "phone", "telephone", "mobile", "email", "address", "postcode", "account", "bank"}
)
"""Words in a field's name by which what was given last time is likely to hold still."""


@dataclass(frozen=True)
class Applicant:
    """For whom someone applies: name, code and region as registered or last written, and from where that is known."""

    name: str = ""
    code: str = ""
    region: str = ""
    source: Text = NOWHERE


def firms(actor: Actor) -> list[Party]:
    """The parties that someone acts for."""
    with reading(actor):
        return list(
            Party.objects.on(actor.day).select_related("region").filter(code__in=actor.parties).order_by("name")
        )


def applicant(actor: Actor) -> Applicant:
    """For whom someone who signed in applies: the party they act for, else whom they last applied for."""
    if actor.name == ANYONE:
        return Applicant()
    found = firms(actor)
    if found:
        first = found[0]
        return Applicant(
            first.name,
            str(first.code),
            first.region.path,
            Text("您所代表的单位的登记", "as the party you act for is registered"),
        )
    with reading(actor):
        mine = (
            Participant.objects.filter(principal=actor.name, case__course__0__by=actor.name)
            .select_related("case")
            .order_by("-case__opened_at", "-pk")
            .first()
        )
        if mine is None:
            return Applicant()
        firm = Participant.objects.filter(
            case=mine.case, part=mine.part, rank=mine.rank, principal__startswith="party:"
        ).first()
    number = mine.case.number
    code = firm.principal.partition(":")[2] if firm else ""
    return Applicant(mine.name, code, source=Text(f"取自您的{number}", f"from your {number}"))


def rights(actor: Actor, *, limit: int = MOST_OFFERED) -> tuple[list[Held], int]:
    """The rights in the names of those that someone acts for, and how many there are."""
    if not actor.parties:
        return [], 0
    with reading(actor):
        return held_by(codes=actor.parties, on=actor.day, limit=limit)


def offered(
    actor: Actor, procedure: Procedure, fields: Mapping[str, FieldShape]
) -> dict[str, Sequence[tuple[str, Text]]]:
    """By field, one's own rights in force and the codes of those one acts for, to choose from."""
    lists = {follow.field for follow in procedure.follows}
    asked = [name for name, one in fields.items() if one.type == "right" or (name in lists and one.type == "data")]
    found: dict[str, Sequence[tuple[str, Text]]] = {}
    if asked:
        held = [one for one in rights(actor)[0] if one.in_force(actor.day)]
        said = [(one.right, called(one)) for one in held]
        found |= dict.fromkeys(asked, said) if said else {}
    parties = firms(actor)
    if len(parties) > 1:
        codes = [(str(one.code), Text(one.name, one.name)) for one in parties]
        found |= {name: codes for name, one in fields.items() if one.type == "party"}
    return found


def called(held: Held) -> Text:
    """A right in one line: what it is called, its kind and its number."""
    kind = EVERY[held.source]
    return Text(f"{held.title}（{kind.zh} {held.key}）", f"{held.title} ({kind.en.rstrip('s')} {held.key})")


def contact(
    actor: Actor, procedure: Procedure, part: Part, fields: Mapping[str, FieldShape]
) -> tuple[dict[str, Any], dict[str, Text]]:
    """How to reach the applicant: as their last case of this kind has it, else the address on their newest right."""
    wanted = {
        name: one for name, one in fields.items() if one.type in {"text", "words"} and CONTACT & set(name.split("_"))
    }  # fmt: skip
    if actor.name == ANYONE or not wanted:
        return {}, {}
    mine, openers = [actor.name, *(f"party:{code}" for code in actor.parties)], _openers(actor)
    known: dict[str, Any] = {}
    sources: dict[str, Text] = {}
    with reading(actor):
        last = (
            Case.objects.filter(
                procedure=procedure.slug, participants__principal__in=mine,
                participants__part=part_name(procedure, part), course__0__by__in=openers,
            )
            .order_by("-opened_at", "-pk")
            .first()
        )  # fmt: skip
    facts = facts_of(actor, last) if last is not None else {}
    for name, one in wanted.items():
        if last is not None and facts.get(name) not in (None, ""):
            known[name] = as_given(one, facts[name])
            sources[name] = Text(f"取自您的{last.number}", f"from your {last.number}")
    places = [one.address for one in rights(actor)[0] if one.address]
    for name in wanted:
        if places and name not in known and "address" in name.split("_"):
            known[name], sources[name] = places[0], Text("权利登记中的地址", "the address on a right in your name")
    return known, sources


def _openers(actor: Actor) -> list[str]:
    """Whose cases may fill a form: one's own, and those opened by others who act for the same parties.

    Anyone can open a case in which a party is named; what stands there is not what the party said.
    """
    with kernel():
        others = Representative.objects.on(actor.day).filter(party__code__in=actor.parties)
        return sorted({actor.name, *(f"user:{number}" for number in others.values_list("user_id", flat=True))})


def part_name(procedure: Procedure, part: Part) -> str:
    """The name of a part."""
    return next(name for name, one in procedure.parts.items() if one is part)
