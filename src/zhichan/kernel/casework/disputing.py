"""What the platform's own cases say of a right: which are about it, and which procedures were asked.

A fact called ``patent_no`` or ``mark_no`` names a right by its number, however it is written (``ZL 2018 1 0000001.X``).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from zhichan.kernel.casework.course import last_of
from zhichan.kernel.casework.editions import procedure_of
from zhichan.kernel.casework.models import Case
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.catalogue.shapes import Procedure
from zhichan.kernel.registry import dossiers

NUMBERS = {"patent": "patent_no", "mark": "mark_no"}
BESIDE = "^(ZL|CN)|[^0-9A-Z]"
"""What stands before and within a number and does not belong to it."""


def register() -> None:
    """Tell the registry's dossiers what cases say."""
    dossiers.register_disputes(disputes)


def disputes(kind: str, key: str, day: date) -> dict[str, Any]:
    """``asked``: titles of the procedures whose cases name rights of this kind; ``cases``: those about this one.

    A case is told from the day it was accepted, not from its filing, and without its parties: ``procedure`` and
    ``stage`` (zh, en), ``number``, ``accepted`` (ISO day). Call as the kernel role.
    """
    field = NUMBERS.get(kind, "")
    asked = [one for one in current().procedures.values() if _names(one, field)]
    found = []
    for procedure in asked:
        about = RawSQL(
            "regexp_replace(upper(facts ->> %s), %s, '', 'g') = %s", [field, BESIDE, number(key)],
            output_field=BooleanField(),
        )  # fmt: skip
        for case in Case.objects.filter(about, procedure=procedure.slug).order_by("opened_at", "number"):
            accepted = last_of(case.course, procedure.accepted) if procedure.accepted else case.course[0]
            if accepted is None or accepted["day"] > day.isoformat():
                continue
            stage = procedure_of(case).stages[case.stage].title
            found.append(
                {
                    "procedure": {"zh": procedure.title.zh, "en": procedure.title.en}, "number": case.number,
                    "stage": {"zh": stage.zh, "en": stage.en}, "accepted": accepted["day"],
                }
            )  # fmt: skip
    return {"asked": [{"zh": one.title.zh, "en": one.title.en} for one in asked], "cases": found}


def number(written: str) -> str:
    """A right's number without what is written around it."""
    return re.sub(BESIDE, "", written.upper())


def _names(procedure: Procedure, field: str) -> bool:
    one = procedure.fields.get(field)
    return one is not None and one.type == "text" and not one.readers
