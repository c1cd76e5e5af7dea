"""Who takes part in a case, read from its facts; and reaching a case by a code, without an account."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from zhichan.kernel.access.public import Actor
from zhichan.kernel.casework.models import Case, Participant
from zhichan.kernel.catalogue.shapes import Part, Procedure
from zhichan.kernel.ledger.public import erasing


def code_hash(code: str) -> str:
    """What is kept of an access code (SHA-256, hexadecimal); a code must be long and random, as doors make them."""
    return hashlib.sha256(code.strip().encode()).hexdigest()


def holder(*, code: str, day: date) -> Actor:
    """Whoever holds an access code: reaches the case that lists its hash, and may do there what its part may."""
    principal = f"code:{code_hash(code)}"
    return Actor(name=principal[:21], day=day, extra=frozenset({principal}))


def party(*, user_id: int, code: str, day: date, label: str = "") -> Actor:
    """A person who acts for the party of this code (a firm's representative or agent), as doors have verified."""
    return Actor(name=f"user:{user_id}", day=day, label=label, extra=frozenset({f"party:{code}"}))


def items(facts: Mapping[str, Any], part: Part) -> list[Mapping[str, Any]]:
    """What the facts list for a part."""
    value = facts.get(part.field)
    found = [value] if isinstance(value, Mapping) else value if isinstance(value, list) else []
    return [each for each in found if isinstance(each, Mapping)]


def principals(item: Mapping[str, Any]) -> list[str]:
    """By what someone listed reaches the case."""
    kinds = (("party", "party"), ("user", "user"), ("unit", "unit"), ("access", "code"))
    return [f"{kind}:{item[key]}" for key, kind in kinds if item.get(key) not in (None, "")]


def principals_of(procedure: Procedure, facts: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """The principals of everyone listed for these parts."""
    return sorted(
        {
            principal
            for name in names
            if name in procedure.parts
            for item in items(facts, procedure.parts[name])
            for principal in principals(item)
        }
    )


def readers(procedure: Procedure, facts: Mapping[str, Any]) -> list[str]:
    """The principals that may see the case because they take part in it."""
    names = (name for name, part in procedure.parts.items() if part.reads and not part.bars)
    return principals_of(procedure, facts, names)


def barred(procedure: Procedure, facts: Mapping[str, Any]) -> list[str]:
    """The principals that may not see it, whatever else they are (recusal)."""
    return principals_of(procedure, facts, (name for name, part in procedure.parts.items() if part.bars))


def keep(case: Case, procedure: Procedure, changed: Iterable[str], facts: Mapping[str, Any]) -> None:
    """Bring the index of participants up to date for the facts that changed."""
    fields = set(changed)
    moved = {name: part for name, part in procedure.parts.items() if part.field in fields}
    if not moved:
        return
    if not case._state.adding:
        case.participants.filter(part__in=moved).delete()
    Participant.objects.bulk_create(
        each for name, part in moved.items() for each in _rows(case, name, items(facts, part))
    )
    if any(part.bars for part in moved.values()):
        # Whoever must leave the case leaves what was recorded of it, too.
        erasing.bar_events(kind="case", subject_id=str(case.pk), barred=barred(procedure, facts))


def _rows(case: Case, name: str, listed: Iterable[Mapping[str, Any]]) -> Iterator[Participant]:
    for rank, item in enumerate(listed):
        for principal in principals(item) or [""]:
            yield Participant(
                case=case, part=name, name=str(item.get("name") or "")[:200], principal=principal, rank=rank
            )
