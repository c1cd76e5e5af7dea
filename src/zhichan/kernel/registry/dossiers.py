"""What the registry knows of one right or one party on a day, each piece with the load it came from.

What no load ever brought is not there: a rule that reports must say *not known* and never *none*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import F, Q

from zhichan.kernel.acts.public import SHANGHAI
from zhichan.kernel.ground.public import Party, Unit
from zhichan.kernel.registry import records
from zhichan.kernel.registry.models import (
    Deal,
    Firm,
    Holding,
    LegalEvent,
    Load,
    Mark,
    Patent,
    Pledge,
    Pledged,
)

RIGHTS = ("patent", "mark")
_disputes: list[Callable[[str, str, date], dict[str, Any]]] = [lambda _kind, _key, _day: {"asked": [], "cases": []}]


def right(name: str, day: date) -> dict[str, Any] | None:
    """A patent or mark (``patent:<key>``) on a day; None when there is no record of it.

    ``row``: the record's own columns; ``holders`` (each ``party``, ``name``, ``rank``, ``since``, ``until``), from the
    first on; ``pledges`` over it (``key``, ``lender``, ``amount_fen``, ``registered_on``, ``released_on``); ``deals``
    recorded (``kind``, ``recorded_on``, ``to``); ``prices`` (分) of deals in rights of this kind in the five years
    before; ``events`` of law (``kind``, ``text``, ``day``, ``to``). Days are ISO text;
    each piece has ``source`` (the load's name) and ``as_of`` (the day it came). ``loaded``: the sources of which
    anything was ever loaded; of the others nothing can be said. ``disputes``: what the platform's own cases say.
    """
    kind, _, key = name.partition(":")
    known = records.records(source=kind, keys=[key]).get(key) if kind in RIGHTS else None
    if known is None:
        return None
    said = {"source": known.origin, "as_of": known.opened_at.astimezone(SHANGHAI).date().isoformat()}
    row = {name: _plain(value) for name, value in known.row.items() if name != "holdings"}
    return {
        "right": name, "kind": kind, "key": key, "row": row, **said,
        "holders": [{**each, **said} for each in _holders(kind, known.version)],
        "pledges": _pledges(Q(right_kind=kind, right_key=key)),
        "deals": _deals(kind, key), "prices": _prices(kind, day), "events": _events(kind, key), "loaded": _loaded(),
        "in_force": _in_force(row, day), "disputes": _disputes[-1](kind, key, day),
    }  # fmt: skip


def register_disputes(tell: Callable[[str, str, date], dict[str, Any]]) -> None:
    """Register who knows the cases about a right (kind, key, day): a later room does this at start."""
    _disputes.append(tell)


def party(code: str, day: date) -> dict[str, Any] | None:
    """A party on a day; None when there is none.

    ``address`` and ``branches`` as its register shows them, ``region``: the slug of its seat; ``pledges``: its pledges
    that are live on the day; ``rights``: how many patents and marks it holds in force, and how many of them are under
    a live pledge; ``loaded`` as for a right.
    """
    found = Party.objects.select_related("region").filter(code=code).first()
    if found is None:
        return None
    live = Q(registered_on__lte=day) & (Q(released_on=None) | Q(released_on__gt=day))
    heads = Pledge.objects.current().filter(live, party=found).order_by("registered_on", "key")
    keys, said = [head.key for head in heads], _said(head.opened_by_id for head in heads)
    pledged = set(
        Pledged.objects.current().filter(pledge_key__in=keys).values_list("right_kind", "right_key")
    )
    firm = Firm.objects.current().filter(key=code)
    seat: tuple[str, list[str]] = firm.values_list("address", "branches").first() or ("", [])
    return {
        "name": found.name, "code": code, "address": seat[0], "branches": list(seat[1]), "region": found.region.slug,
        "pledges": [_head(head) | said.get(head.opened_by_id, {}) for head in heads], "loaded": _loaded(),
        "rights": {"in_force": _held(found.pk, day), "pledged": len(pledged)},
    }  # fmt: skip


def body(slug: str, day: date) -> dict[str, Any] | None:
    """A unit in force on a day by its slug: ``name``, ``kind`` and ``region`` (a path); None when there is none."""
    found = Unit.objects.on(day).select_related("region").filter(slug=slug).first()
    return {"name": found.name, "kind": found.kind, "region": found.region.path} if found is not None else None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _in_force(row: dict[str, Any], day: date) -> bool:
    begun, ended = row.get("granted_on") or row.get("registered_on"), row.get("ended_on")
    return begun is not None and begun <= day.isoformat() and (ended is None or ended > day.isoformat())


def _holders(kind: str, version: int) -> list[dict[str, Any]]:
    found = Holding.objects.filter(right_kind=kind, right_id=version).order_by("since", "rank")
    return [
        {"party": code, "name": name, "rank": rank, "since": _plain(since), "until": _plain(until)}
        for code, name, rank, since, until in found.values_list("party__code", "party__name", "rank", "since", "until")
    ]


def _said(loads: Iterable[int]) -> dict[int, dict[str, str]]:
    return {
        one.pk: {"source": one.name, "as_of": one.at.astimezone(SHANGHAI).date().isoformat()}
        for one in Load.objects.filter(pk__in=set(loads))
    }


def _head(head: Pledge) -> dict[str, Any]:
    return {
        "key": head.key, "lender": head.lender, "amount_fen": head.amount_fen,
        "registered_on": _plain(head.registered_on), "released_on": _plain(head.released_on),
    }  # fmt: skip


def _pledges(which: Q) -> list[dict[str, Any]]:
    parts = list(Pledged.objects.current().filter(which).order_by("registered_on", "key"))
    lenders = dict(
        Pledge.objects.current().filter(key__in=[one.pledge_key for one in parts]).values_list("key", "lender")
    )
    said = _said(one.opened_by_id for one in parts)
    return [
        {
            "key": one.pledge_key, "lender": lenders.get(one.pledge_key, ""), "amount_fen": one.amount_fen,
            "registered_on": _plain(one.registered_on), "released_on": _plain(one.released_on),
            **said.get(one.opened_by_id, {}),
        }
        for one in parts
    ]  # fmt: skip


def _deals(kind: str, key: str) -> list[dict[str, Any]]:
    deals = Deal.objects.current().filter(right_kind=kind, right_key=key).annotate(to=F("party__name"))
    found = list(deals.order_by("recorded_on", "key"))
    said = _said(one.opened_by_id for one in found)
    return [
        {"kind": one.kind, "recorded_on": _plain(one.recorded_on), "to": one.to or "", **said.get(one.opened_by_id, {})}
        for one in found
    ]


def _events(kind: str, key: str) -> list[dict[str, Any]]:
    events = LegalEvent.objects.current().filter(right_kind=kind, right_key=key)
    found = list(events.order_by(F("day").asc(nulls_first=True), "key"))
    said = _said(one.opened_by_id for one in found)
    return [
        {
            "kind": one.kind, "text": one.text, "day": _plain(one.effective_on or one.day), "year": one.year,
            "to": one.counterparty, **said.get(one.opened_by_id, {}),
        }
        for one in found
    ]  # fmt: skip


def _prices(kind: str, day: date) -> list[int]:
    """Prices stated in deals of the last five years in rights of this kind, up to a thousand of the latest."""
    since = day.replace(year=day.year - 5, day=min(day.day, 28))
    deals = Deal.objects.current().filter(right_kind=kind, recorded_on__gte=since, recorded_on__lte=day)
    return list(
        deals.exclude(amount_fen=None).order_by("-recorded_on", "key").values_list("amount_fen", flat=True)[:1000])


def _loaded() -> list[str]:
    """Sources of which there is any row; asked of small samples, so that a million rows cost nothing."""
    tables = {"patent": Patent, "mark": Mark, "pledge": Pledge, "deal": Deal, "event": LegalEvent}
    return sorted(name for name, model in tables.items() if model.objects.exists())


def _held(party_id: int, day: date) -> int:
    total = 0
    for kind, model, begun in (("patent", Patent, "granted_on"), ("mark", Mark, "registered_on")):
        holdings = Holding.objects.filter(
            Q(until=None) | Q(until__gt=day), right_kind=kind, party_id=party_id, rank=1, since__lte=day
        )
        standing = Q(ended_on=None) | Q(ended_on__gt=day)
        total += model.objects.current().filter(
            standing, pk__in=holdings.values("right_id"), **{f"{begun}__lte": day}
        ).count()
    return total
