"""Clocks of a case as of a day, and the expiries that the clock itself performs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from zhichan.kernel.access.public import Actor, system_actor
from zhichan.kernel.acts.public import (
    SHANGHAI,
    Act,
    perform,
)
from zhichan.kernel.casework import clocks, letters, parts, tallying
from zhichan.kernel.casework.clocks import Running
from zhichan.kernel.casework.editions import procedure_of
from zhichan.kernel.casework.models import Case
from zhichan.kernel.casework.permitting import CLOCK
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.calendars import calendar as calendar_of
from zhichan.kernel.ground.public import (
    Refusal,
    Text,
    kernel,
)


def clocks_of(case: Case, *, as_of: date, explain: bool = True) -> list[Running]:
    """Every clock of a case as of a day: last days with their worked calculation, pauses, extensions, choices.

    It needs only the case's row, so it shows the same to everyone who may see the case.
    """
    procedure = procedure_of(case)
    return clocks.running(
        procedure=procedure, course=case.course, facts=case.facts, calendar=calendar_of(case.region.path),
        as_of=as_of, explain=explain,
    )  # fmt: skip


def disagreements(case: Case, *, as_of: date) -> list[dict[str, Any]]:
    """Every statement of a served letter of the case that is no longer so."""
    return letters.disagreeing(
        letters=case.letters, facts=case.facts, runs=clocks_of(case, as_of=as_of, explain=False)
    )


def possible(actor: Actor, case: Case) -> list[tuple[str, Text]]:
    """The acts open to an actor at the stage where the case stands: names and titles. Guards are not asked."""
    procedure = procedure_of(case)
    found = []
    for name, act in procedure.acts.items():
        mine = actor.principals & set(parts.principals_of(procedure, case.facts, act.roles))
        if case.stage in act.sources and (mine or "anyone" in act.roles or actor.held(act.roles, case.region.path)):
            found.append((name, Text(act.title.zh, act.title.en)))
    return found


def _expiries(case: Case, at: datetime) -> list[tuple[datetime, Running]]:
    """Runs whose expiry the clock has still to act upon by ``at``, the earliest first."""
    if case.expires_on is None or case.expires_on >= at.astimezone(SHANGHAI).date() + timedelta(days=1):
        return []
    if current().procedure(case.procedure) is None:
        return []
    procedure = procedure_of(case)
    found = []
    for run_ in clocks_of(case, as_of=at.astimezone(SHANGHAI).date(), explain=False):
        instant = clocks.scheduled(run_)
        if run_.consequence in procedure.acts and instant is not None and instant <= at:
            found.append((instant, run_))
    return sorted(found, key=lambda pair: (pair[0], pair[1].identity))


def _facts_of_expiry(run_: Running, case: Case) -> dict[str, Any]:
    """For whom it has run out, where separate terms run."""
    per = procedure_of(case).clocks[run_.name].per
    return {per: run_.key} if per is not None and run_.key else {}


def require_expiry(case: Case, act: Act) -> None:
    """Refuse the clock an act for which no term has run out."""
    name = act.verb.partition(":")[2]
    if not any(run_.consequence == name for _, run_ in _expiries(case, act.at)):
        raise Refusal.one(
            "casework.not-expired", "没有届满的期限，不能到期办理", "no term has run out, so nothing expires"
        )


def settle(case: Case, *, at: datetime) -> list[tuple[str, Refusal | None]]:
    """Let the clock act upon every term of a locked case that has run out by ``at``, at the instants it was due.

    Returns each verb with the refusal that stopped it, if one did; the case is read again from its row.
    """
    done: list[tuple[str, Refusal | None]] = []
    stopped: set[tuple[str, str, int]] = set()
    while True:
        waiting = [pair for pair in _expiries(case, at) if pair[1].identity not in stopped]
        if not waiting:
            return done
        instant, run_ = waiting[0]
        verb = f"{case.procedure}:{run_.consequence}"
        refused = None
        actor = system_actor(CLOCK, day=instant.astimezone(SHANGHAI).date())
        try:
            with transaction.atomic():
                perform(actor=actor, verb=verb, target=str(case.pk), facts=_facts_of_expiry(run_, case), at=instant)
        except Refusal as refusal:
            refused = refusal
            stopped.add(run_.identity)
        done.append((verb, refused))
        case.refresh_from_db()


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a tick did: how many expiries, and those that a guard refused (case, verb, refusal)."""

    done: int
    refused: tuple[tuple[str, str, Refusal], ...]


def tick(*, at: datetime, limit: int | None = None) -> Ticked:
    """Perform every declared expiry that has come by ``at``, each at its scheduled instant.

    Harmless when repeated, late, or run by several workers at once: a case that another one holds is left to it.
    A case on which a rule breaks keeps no other waiting: the first such error is raised when all had their turn.
    """
    done, refused = 0, []
    broken: Exception | None = None
    day = at.astimezone(SHANGHAI).date()
    with kernel():
        tallying.fold()
        waiting = list(
            Case.objects.filter(expires_on__lte=day).order_by("expires_on", "id").values_list("pk", flat=True)[:limit]
        )
    for identity in waiting:
        try:
            with kernel():
                case = (
                    Case.objects.select_for_update(skip_locked=True, of=("self",))
                    .select_related("region").filter(pk=identity).first()
                )  # fmt: skip
                settled = settle(case, at=at) if case is not None else []
        except Exception as error:  # noqa: BLE001  # It is raised below.
            broken = broken or error
            continue
        for verb, refusal in settled:
            if refusal is None:
                done += 1
            else:
                refused.append((str(identity), verb, refusal))
    if broken is not None:
        raise broken
    return Ticked(done, tuple(refused))


def reindex(*, as_of: date) -> int:
    """Compute the last days of all open cases anew (a year's holidays were announced); returns how many moved."""
    moved = 0
    with kernel():
        waiting = list(Case.objects.filter(closed_at=None).exclude(course=[]).values_list("pk", flat=True))
    for identity in waiting:
        with kernel():
            case = Case.objects.select_for_update(of=("self",)).select_related("region").get(pk=identity)
            if current().procedure(case.procedure) is None:
                continue
            procedure = procedure_of(case)
            runs = clocks_of(case, as_of=as_of, explain=False)
            found = (clocks.due_on(procedure, runs), clocks.expires_on(procedure, runs))
            if found != (case.due_on, case.expires_on):
                case.due_on, case.expires_on = found
                case.save(update_fields=["due_on", "expires_on"])
                moved += 1
    return moved
