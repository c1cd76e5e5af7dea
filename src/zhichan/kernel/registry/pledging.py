"""Pledges over rights, mirrored from the national registers: at most one live pledge on a right (DECISIONS 3).

Nothing here registers a pledge: the national office does, and what it registered or discharged is entered. That a
right is under one pledge at a time is held by an exclusion constraint on ``registry_pledged``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhichan.kernel.acts.public import Act, register_verb
from zhichan.kernel.ground.public import Refusal, Region
from zhichan.kernel.ledger.public import Audience
from zhichan.kernel.registry import records, verbs
from zhichan.kernel.registry.bulk import Manifest
from zhichan.kernel.registry.models import Pledged

KINDS = {frozenset({"patent"}): "patent", frozenset({"mark"}): "trademark"}


def register() -> None:
    """Register the room's verbs for pledges."""
    register_verb("registry:pledge", pledge)
    register_verb("registry:release", release)


def pledge(act: Act) -> Mapping[str, Any]:
    """Enter a registered pledge: one secured amount over one or more rights, whole or not at all.

    ``facts``: ``key`` (registration number), ``registered_on``, ``lender``, ``party`` (the pledgor's code), ``region``
    (slug) and ``rights``, each ``right`` (``patent:…`` or ``mark:…``) and ``amount_fen``, its part of the amount.
    Handed on by a case's act it needs no role of its own. A registration that a file of the register brought before
    is taken as it is. Refuses a number entered with another content (``registry.known``) and a right under a live
    pledge (``registry.already-pledged``).
    """
    key, rights = str(act.facts["key"]), list(act.facts["rights"])
    region = Region.objects.get(slug=act.facts["region"])
    if not act.cause:
        act.require(region.path)
    if records.is_known(source="pledge", key=key):
        _agrees(key, act.facts, rights)
        return {"load": None, "pledge": key}
    days = {"registered_on": act.facts["registered_on"], "released_on": None, "region": region.slug}
    kinds = frozenset(each["right"].partition(":")[0] for each in rights)
    head = {
        "key": key, "kind": KINDS.get(kinds, "mixed"), "amount_fen": sum(each["amount_fen"] for each in rights),
        "lender": act.facts["lender"], "party": act.facts["party"], **days}
    parts = [_pledged(key, number, each, days) for number, each in enumerate(rights, start=1)]
    return _taken(act, key, head, parts, {"row": head, "rights": [each["right"] for each in rights]})


def _agrees(key: str, facts: Mapping[str, Any], rights: Sequence[Mapping[str, Any]]) -> None:
    """Refuse a registration number that is on record with another day, lender, pledgor, amount or other rights."""
    known = records.record(source="pledge", key=key).row
    over = {f"{one.right_kind}:{one.right_key}" for one in Pledged.objects.current().filter(pledge_key=key)}
    told = (
        date.fromisoformat(str(facts["registered_on"])), facts["lender"], facts["party"],
        sum(each["amount_fen"] for each in rights), {each["right"] for each in rights}, None)
    kept = (
        known["registered_on"], known["lender"], known["party"], known["amount_fen"], over, known["released_on"])
    if told != kept:
        raise Refusal.one(
            "registry.known", f"登记号“{key}”已有记录，内容不同",
            f"registration {key!r} is on record and says otherwise",
            place="registration_no")


def _pledged(key: str, number: int, each: Mapping[str, Any], days: Mapping[str, Any]) -> dict[str, Any]:
    kind, _, right = each["right"].partition(":")
    return {
        "key": f"{key}/{number}", "pledge_key": key, "right_kind": kind, "right_key": right,
        "amount_fen": each["amount_fen"], **days}


def release(act: Act) -> Mapping[str, Any]:
    """Enter that a pledge was discharged: ``key``, ``released_on`` (the first day on which it burdens nothing)."""
    key, day = str(act.facts["key"]), date.fromisoformat(str(act.facts["released_on"]))
    head = records.record(source="pledge", key=key).row
    if not act.cause:
        act.require(Region.objects.get(slug=head["region"]).path)
    if head["released_on"] is not None:
        raise Refusal.one(
            "registry.ended", f"该质押已于{head['released_on']}注销", f"it was discharged on {head['released_on']}",
            place="released_on")
    if day < head["registered_on"]:
        raise Refusal.one(
            "registry.dates", "注销日早于登记日", "the discharge is before the registration", place="released_on")
    change = {"released_on": day, "stated": ["released_on"]}
    parts = [records.record(source="pledged", key=each).row | change for each in _parts(key)]
    return _taken(act, key, head | change, parts, {"changes": {"released_on": day.isoformat()}})


def _parts(key: str) -> list[str]:
    return sorted(Pledged.objects.current().filter(pledge_key=key).values_list("key", flat=True))


def _taken(
    act: Act, key: str, head: Mapping[str, Any], parts: Sequence[Mapping[str, Any]], what: Mapping[str, Any],
) -> Mapping[str, Any]:
    act.event(subject_kind="pledge", subject_id=key, content=dict(what), audience=Audience(public=True))
    manifest = Manifest(format="pledge", name=f"{act.verb} {key}", kind="act", whole=True)
    done = verbs.take_in(act, manifest, [("pledge", [head]), ("pledged", parts)])
    return {"load": done["load"], "pledge": key}
