"""The papers and letters of a case, for whoever may read it."""

from __future__ import annotations

import uuid

from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import (
    NOT_THERE,
)
from zhichan.kernel.casework.models import Case, Sealed
from zhichan.kernel.ground.public import (
    Refusal,
    kernel,
    paper_bytes,
)


def paper_of(actor: Actor, case_id: uuid.UUID, fact: str) -> bytes:
    """The bytes of the paper a case holds as ``fact``, for an actor who may read the case; refuses otherwise."""
    with reading(actor):
        digest = (
            Case.objects.filter(pk=case_id).values_list(f"facts__{fact}", flat=True).first()
            or Sealed.objects.filter(case_id=case_id, field=fact).values_list("value", flat=True).first()
        )
    if not isinstance(digest, str):
        raise Refusal(NOT_THERE)
    with kernel():
        return paper_bytes(digest)


def letter_of(actor: Actor, case_id: uuid.UUID, letter: str) -> bytes:
    """The kept copy of a letter of a case (by its id), for an actor who may read the case; refuses otherwise."""
    with reading(actor):
        found = Case.objects.filter(pk=case_id).values_list("letters", flat=True).first()
    digest = next((each["sha256"] for each in found or [] if each["id"] == letter), None)
    if digest is None:
        raise Refusal(NOT_THERE)
    with kernel():
        return paper_bytes(digest)
