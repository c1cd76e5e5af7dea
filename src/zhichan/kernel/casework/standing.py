"""How cases stand: computed from course, clocks and facts whenever somebody looks, and stored nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects

from zhichan.kernel.casework import clocks
from zhichan.kernel.casework.editions import procedure_of
from zhichan.kernel.casework.models import Assignment, Case
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.catalogue.rulebook import Context
from zhichan.kernel.catalogue.shapes import Procedure
from zhichan.kernel.ground.calendars import calendar
from zhichan.kernel.ground.public import Text, kernel


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands on a day: the light's name, its title, how it is shown, and why it is this one."""

    light: str
    title: Text
    kind: str
    reason: Text

    def as_json(self) -> dict[str, Any]:
        """What rules are told of it."""
        return {"light": self.light, "title": self.title.as_json(), "reason": self.reason.as_json()}


def standing_of(case: Case, *, as_of: date, units: list[dict[str, Any]] | None = None) -> Standing | None:
    """How a case stands at the end of a day, with the reason; ``None`` where its procedure declares no standing.

    What was registered later is left out; facts that an act replaced since are not brought back. ``units`` saves
    asking for those with a part in the case.
    """
    procedure = procedure_of(case)
    if procedure.standing is None:
        return None
    course = [each for each in case.course if each["day"] <= as_of.isoformat()]
    runs = clocks.running(
        procedure=procedure, course=course, facts=case.facts, calendar=calendar(case.region.path), as_of=as_of,
        explain=False,
    ) if procedure.clocks and course else []  # fmt: skip
    told = [{**run.as_json(), "open": run.open, "consequence": run.consequence} for run in runs]
    answer = current().rule(folder=procedure.folder, name=procedure.standing.rule)(
        Context(
            facts=case.facts, given={}, day=as_of, region=(case.region.path, case.region.name), number=case.number,
            title=case.title, paper=_no_paper, units=dict, region_kind=case.region.kind, course=course, clocks=told,
            assigned=lambda: units_of(case) if units is None else units,
        )
    )  # fmt: skip
    light = procedure.standing.lights[answer["light"]]
    return Standing(
        answer["light"], Text(light.title.zh, light.title.en), light.kind,
        Text(answer["reason"]["zh"], answer["reason"]["en"]),
    )  # fmt: skip


def _no_paper(digest: str) -> bytes:
    raise LookupError(digest)


def units_of(case: Case) -> list[dict[str, Any]]:
    """The units with a part in a case: role, the words of the paper, slug and name; in order.

    Assignments that were fetched beforehand, with their units, are not asked for again.
    """
    fetched: dict[str, Any] = getattr(case, "_prefetched_objects_cache", {})
    if "assignments" in fetched:
        return [_unit(each) for each in sorted(fetched["assignments"], key=lambda each: each.rank)]
    return [_unit(each) for each in case.assignments.select_related("unit").order_by("rank")]


def standings_of(cases: Sequence[Case], *, as_of: date) -> list[Standing | None]:
    """How each of many cases stands, as ``standing_of`` says; their units are asked for together.

    It reads as the kernel, for rules.
    """
    if all(procedure_of(case).standing is None for case in cases):
        return [None] * len(cases)
    with kernel():
        prefetch_related_objects(cases, "assignments__unit")
        return [standing_of(case, as_of=as_of) for case in cases]


def _unit(one: Assignment) -> dict[str, Any]:
    unit, words = one.unit, one.as_written
    return {
        "role": one.role, "as_written": words, "unit": unit.slug if unit else None,
        "name": unit.name if unit else words, "name_en": (unit.name_en or unit.name) if unit else words,
    }  # fmt: skip


def cases_at(procedure: str, path: str, day: date) -> list[dict[str, Any]]:
    """The cases of a procedure in a region and below that had been opened by the end of a day, in order of number.

    Each has ``id``, ``number``, ``title``, ``region``, ``parent`` (a number), ``opened``, ``course`` up to the day,
    ``stage`` on it, ``facts`` (those every reader of the case may see), ``units`` and, where declared, ``standing``
    on the day. It reads as the kernel, for rules.
    """
    declared: Procedure | None = current().procedure(procedure)
    if declared is None:
        raise LookupError(procedure)
    with kernel():
        found = (
            Case.objects.filter(procedure=procedure, region__path__startswith=path)
            .select_related("region", "parent").prefetch_related("assignments__unit").order_by("opened_at", "number")
        )  # fmt: skip
        told = []
        for case in found:
            course = [each for each in case.course if each["day"] <= day.isoformat()]
            if not course:
                continue
            units = units_of(case)
            how = standing_of(case, as_of=day, units=units)
            told.append(
                {
                    "id": str(case.pk), "number": case.number, "title": case.title, "region": case.region.path,
                    "parent": case.parent.number if case.parent else None, "opened": course[0]["day"],
                    "stage": course[-1]["stage"], "course": course, "facts": case.facts, "units": units,
                    **({"standing": how.as_json()} if how is not None else {}),
                }
            )  # fmt: skip
    return told
