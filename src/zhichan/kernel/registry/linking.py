"""Who is who: names on records, linked to the parties of the register by probability, with reason and decision.

``instruments.link`` proposes; what it is sure of stands at once, the rest waits for a person, the dearest doubt
first. A link gives holdings their party and, where the source told no region, the party's: that is a load like any
other, so every figure follows. Withdrawing it takes just those holdings back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Count

from zhichan.instruments import link as linker
from zhichan.instruments.link.words import PROVINCES
from zhichan.kernel.access.public import Actor, readers_for
from zhichan.kernel.acts.public import NOT_THERE, Act, number_of, register_verb
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Party, Refusal, Region, Text, kernel
from zhichan.kernel.ledger.public import Audience
from zhichan.kernel.registry import records, verbs
from zhichan.kernel.registry.bulk import Manifest
from zhichan.kernel.registry.models import Firm, Link, Linked
from zhichan.kernel.registry.sources import HOLDING_TABLE, RIGHTS, SOURCES, Source

BATCH = 1000
PLEDGED = 10
"""A right under a live pledge weighs as much as this many others: a wrong holder would mislead a lender."""
STATES = Link.State


@dataclass(frozen=True, slots=True)
class Waiting:
    """One name of the queue as the desk shows it."""

    link: Link
    party: str
    code: str
    second: str
    second_code: str


def register() -> None:
    """Register the verbs of identity."""
    for name, handler in (
        ("registry:match", match), ("registry:link", link), ("registry:refuse-link", refuse),
        ("registry:unlink", unlink),
    ):
        register_verb(name, handler)


def _held() -> list[Source]:
    return [SOURCES[name] for name in RIGHTS if SOURCES[name].region == "holding"]


# ------------------------------------------------------------------------------------------------- the register's side


def places() -> linker.Places:
    """The regions by which addresses and names are read: ours by slug, below the provinces by their codes."""
    regions = list(Region.objects.filter(until=None).select_related("parent"))
    coded = {region.code for region in regions if region.code}
    found = [
        linker.Place(region.slug, region.name, region.parent.slug if region.parent else _province(region.code))
        for region in regions]
    provinces = [
        linker.Place(f"{code}0000", name) for code, name in PROVINCES.items() if f"{code}0000" not in coded]
    return linker.Places([*found, *provinces])


def _province(code: str | None) -> str:
    return f"{code[:2]}0000" if code and code[2:] != "0000" else ""


def _organisations() -> list[linker.Organisation]:
    former: dict[str, set[str]] = {}
    earlier = Firm.objects.filter(closed_by__isnull=False).values_list("key", "name").distinct()
    for code, name in earlier.iterator(chunk_size=10_000):
        former.setdefault(code, set()).add(name)
    found = Party.objects.select_related("region").order_by("pk")
    return [
        linker.Organisation(
            str(party.pk), party.name, code=_code(party), region=party.region.slug,
            person=party.kind == Party.Kind.PERSON,
            aliases=tuple(
                linker.Alias(name) for name in sorted(former.get(party.code or "", set()) - {party.name})),
        )
        for party in found.iterator(chunk_size=10_000)]


def _code(party: Party) -> str:
    """The code of an organisation; that of a person may be the identity number and is nobody's to read."""
    return "" if party.kind == Party.Kind.PERSON else party.code or ""


@dataclass(frozen=True, slots=True)
class _Open:
    """A name that holds rights without a party: since when, how many, and what hangs on it."""

    name: str
    address: str
    since: Any
    rights: int
    stake: int


def _open_names() -> list[_Open]:
    each = " UNION ALL ".join(
        "SELECT held.name, held.address, held.since,"
        f" EXISTS (SELECT FROM registry_pledged AS pledged WHERE pledged.right_kind = '{source.name}'"
        " AND pledged.right_key = version.key AND pledged.closed_by IS NULL AND pledged.released_on IS NULL) AS pledged"
        f" FROM {source.table} AS version JOIN {HOLDING_TABLE} AS held ON held.right_id = version.id"
        f" AND held.right_kind = '{source.name}' WHERE version.closed_by IS NULL AND held.party_id IS NULL"
        " AND held.name <> ''"
        for source in _held())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT name, address, min(since), count(*), sum(CASE WHEN pledged THEN {PLEDGED} ELSE 1 END)"
            f" FROM ({each}) AS holding GROUP BY name, address ORDER BY name, address")
        return [
            _Open(name, address, since, int(rights), int(stake))
            for name, address, since, rights, stake in cursor.fetchall()]


# ------------------------------------------------------------------------------------------------------------- acts


def match(act: Act) -> Mapping[str, Any]:
    """Link every name that holds rights without a party; sure links stand at once, doubtful ones wait.

    A name on which a person has decided is never decided anew; its link serves rights that came since. Returns the
    counts ``standing``, ``waiting``, ``holdings`` and the ``load``, 0 when nothing was changed.
    """
    verbs.require(act)
    opened = {(one.name, one.address): one for one in _open_names()}
    known = {(one.name, one.address): one for one in Link.objects.filter(name__in={name for name, _ in opened})}
    for pair, one in known.items():
        if pair in opened and one.state == STATES.WAITING:
            one.rights, one.stake = opened[pair].rights, opened[pair].stake
            one.cost = linker.risk(one.probability, one.stake)
            one.save(update_fields=["rights", "stake", "cost"])
    fresh = [one for pair, one in opened.items() if pair not in known]
    made = _proposed(act, fresh) if fresh else []
    standing = [one for one in made if one.state == STATES.STANDING]
    standing += [one for pair, one in known.items() if pair in opened and one.state == STATES.STANDING]
    load, holdings = _apply(act, standing, name="registry:match")
    counts = {
        "standing": sum(one.state == STATES.STANDING for one in made),
        "waiting": sum(one.state == STATES.WAITING for one in made), "holdings": holdings}
    act.event(
        subject_kind="links", subject_id=str(load), content=counts, audience=_audience(act.actor.home))
    return {**counts, "load": load}


def _proposed(act: Act, fresh: Sequence[_Open]) -> list[Link]:
    found = linker.Linker(_organisations(), places=places()).link([
        linker.Name(str(at), one.name, address=one.address, day=one.since) for at, one in enumerate(fresh)])
    made = []
    for each in found:
        one = fresh[int(each.name)]
        # A branch is no person of its own in law, but whose rights they are is for a person to say.
        sure = each.decision == "accept" and each.relation == "same"
        made.append(Link(
            name=one.name, address=one.address, party_id=int(each.organisation), relation=each.relation,
            probability=each.probability, second_id=int(each.runner_up[0]) if each.runner_up else None,
            second_probability=each.runner_up[1] if each.runner_up else None, reason_zh=each.reason.zh,
            reason_en=each.reason.en, edition=each.edition[:120], rights=one.rights, stake=one.stake,
            state=STATES.STANDING if sure else STATES.WAITING, cost=linker.risk(each.probability, one.stake),
            decided_at=act.at))
    return Link.objects.bulk_create(made, batch_size=BATCH)


def link(act: Act) -> Mapping[str, Any]:
    """A person decides what a name means. ``target``: the link's id; ``facts``: ``party`` (a code; without it, the one
    proposed) and ``reason``, needed for another party than the one proposed. Refuses what already stands.
    """
    one = _link(act)
    if one.state == STATES.STANDING:
        raise Refusal.one(
            "link.standing", "该名称已经关联，请先撤销", "the name is linked; withdraw the link first", place="target")
    code, reason = str(act.facts.get("party") or ""), str(act.facts.get("reason") or "").strip()
    party = one.party if not code else Party.objects.select_related("region").filter(code=code).first()
    if party is None:
        raise Refusal.one(
            "registry.party", f"没有代码为“{code}”的单位", f"there is no party with the code {code!r}", place="party")
    _stay_within(act, party)
    if party.pk != one.party_id:
        if not reason:
            raise Refusal.one(
                "registry.no-reason", "改选另一单位，请写明理由", "another party needs a reason", place="reason")
        one.second, one.second_probability = one.party, one.probability
        # Chosen against the machine: it has no probability of its own.
        one.party, one.probability = party, 0.0
    before = one.state
    _decided(act, one, STATES.STANDING, reason)
    load, holdings = _apply(act, [one], name=f"registry:link {one.pk}")
    _told(act, one, {"party": _code(party), "before": before, "holdings": holdings, "load": load}, reason)
    return {"link": one.pk, "holdings": holdings, "load": load}


def refuse(act: Act) -> Mapping[str, Any]:
    """A person decides that a name does not mean the party proposed. ``facts``: ``reason``."""
    one = _link(act)
    reason = _reason(act)
    if one.state != STATES.WAITING:
        raise Refusal.one(
            "link.not-waiting", "该名称不在待核队列中", "the name does not wait for a decision", place="target")
    _decided(act, one, STATES.REFUSED, reason)
    _told(act, one, {"before": STATES.WAITING.value}, reason)
    return {"link": one.pk}


def unlink(act: Act) -> Mapping[str, Any]:
    """Withdraw a link that stands, with a ``reason``: each holding that has its party from it loses it again."""
    one = _link(act)
    reason = _reason(act)
    if one.state != STATES.STANDING:
        raise Refusal.one("link.not-standing", "该名称没有关联", "the name is not linked", place="target")
    load, holdings = _take_back(act, one)
    _decided(act, one, STATES.WITHDRAWN, reason)
    _told(act, one, {"party": _code(one.party), "holdings": holdings, "load": load}, reason)
    return {"link": one.pk, "holdings": holdings, "load": load}


def _reason(act: Act) -> str:
    reason = str(act.facts.get("reason") or "").strip()
    if not reason:
        raise Refusal.one("registry.no-reason", "请写明理由", "a reason is needed", place="reason")
    return reason


def _link(act: Act) -> Link:
    verbs.require(act)
    one = (
        Link.objects.select_for_update(of=("self",)).select_related("party__region")
        .filter(pk=number_of(act.target)).first()
    )  # fmt: skip
    if one is None:
        raise Refusal(NOT_THERE)
    _stay_within(act, one.party)
    return one


def _stay_within(act: Act, party: Party) -> None:
    if act.actor.name not in verbs.PROCESSES and not party.region.path.startswith(act.actor.home):
        raise Refusal.one(
            "registry.outside", "该单位不在本地区", "the party is outside your region", place="party")


def _decided(act: Act, one: Link, state: STATES, reason: str) -> None:
    one.state, one.decided_by, one.decided_at, one.why = state, act.actor.name, act.at, reason
    one.save()


def _audience(path: str) -> Audience:
    return Audience(tuple(readers_for(sorted(current().roles_for("registry:link")), path)))


def _told(act: Act, one: Link, content: Mapping[str, Any], reason: str) -> None:
    act.event(
        subject_kind="link", subject_id=str(one.pk), reason=reason, audience=_audience(one.party.region.path),
        content={"name": one.name, "address": one.address, "state": one.state, **content})


# ----------------------------------------------------------------------------------------- what a link does to holdings

Change = Mapping[tuple[int, Any, str, str], Mapping[str, Any]]
"""By rank, first day, name and address of a holding: what of it changes."""


def _apply(act: Act, links: Sequence[Link], *, name: str) -> tuple[int, int]:
    """Give every open holding under the names of ``links`` its party; the load's id and how many there were."""
    by_id = {one.pk: one for one in links}
    if not by_id:
        return 0, 0
    parties = {
        party.pk: (party.code, party.region.slug)
        for party in Party.objects.select_related("region").filter(pk__in={one.party_id for one in links})}
    wanted: dict[str, dict[str, dict[tuple[int, Any, str, str], Mapping[str, Any]]]] = {}
    kept = []
    with connection.cursor() as cursor:
        for source in _held():
            cursor.execute(
                "SELECT link.id, version.key, held.rank, held.since, held.name, held.address, held.region_id IS NULL"
                f" FROM {source.table} AS version JOIN {HOLDING_TABLE} AS held ON held.right_id = version.id"
                " AND held.right_kind = %s JOIN registry_link AS link ON link.name = held.name"
                " AND link.address = held.address WHERE version.closed_by IS NULL AND held.party_id IS NULL"
                " AND link.id = ANY(%s) ORDER BY version.key, held.rank, held.since", [source.name, list(by_id)])
            for number, key, rank, since, written, address, placed in cursor.fetchall():
                code, region = parties[by_id[number].party_id]
                change = {"party": code, **({"region": region} if placed else {})}
                wanted.setdefault(source.name, {}).setdefault(key, {})[rank, since, written, address] = change
                kept.append(Linked(
                    link_id=number, right_kind=source.name, right_key=key, rank=rank, since=since, placed=placed))
    if not kept:
        return 0, 0
    Linked.objects.bulk_create(kept, batch_size=BATCH, ignore_conflicts=True)
    return _loaded(act, wanted, name), len(kept)


def _take_back(act: Act, one: Link) -> tuple[int, int]:
    wanted: dict[str, dict[str, dict[tuple[int, Any, str, str], Mapping[str, Any]]]] = {}
    for each in one.holdings.order_by("right_kind", "right_key", "rank", "since"):
        change = {"party": None, "was": one.party.code, **({"region": None} if each.placed else {})}
        keys = wanted.setdefault(each.right_kind, {}).setdefault(each.right_key, {})
        keys[each.rank, each.since, one.name, one.address] = change
    number = one.holdings.count()
    load = _loaded(act, wanted, f"registry:unlink {one.pk}") if number else 0
    one.holdings.all().delete()
    return load, number


def _loaded(act: Act, wanted: Mapping[str, Mapping[str, Change]], name: str) -> int:
    parts = [(source, _rows(source, changes)) for source, changes in wanted.items()]
    done = verbs.take_in(act, Manifest(format="link", name=name, kind="act", whole=True), parts)
    return int(done["load"])


def _rows(source: str, wanted: Mapping[str, Change]) -> Iterator[Mapping[str, Any]]:
    keys = iter(wanted)
    while batch := list(islice(keys, BATCH)):
        for key, row in records.rows_of(source=source, keys=batch).items():
            changes = wanted[key]
            yield {**row, "holdings": [_changed(held, changes) for held in row["holdings"]], "stated": ["holdings"]}


def _changed(held: Mapping[str, Any], changes: Change) -> Mapping[str, Any]:
    change = changes.get((held["rank"], held["since"], held.get("name", ""), held.get("address", "")))
    if change is None or held["party"] != change.get("was"):
        # Another load has since said who it is: that stays.
        return held
    return {**held, **{name: value for name, value in change.items() if name != "was"}}


# ---------------------------------------------------------------------------------------------------------- the queue


def links(actor: Actor, *, state: str = STATES.WAITING, limit: int = 50, offset: int = 0) -> tuple[list[Waiting], int]:
    """The names in a state whose party is in the actor's region, the dearest doubt first, and how many there are.

    Only for those who may decide; to others the queue is not there.
    """
    home = _home(actor)
    with kernel():
        found = Link.objects.filter(state=state, party__region__path__startswith=home)
        rows = list(found.select_related("party__region", "second").order_by("-cost", "pk")[offset:offset + limit])
        return [_shown(one) for one in rows], found.count()


def link_of(actor: Actor, number: int) -> Waiting:
    """One name with its present state, for those who may decide on it."""
    home = _home(actor)
    with kernel():
        found = Link.objects.filter(pk=number, party__region__path__startswith=home)
        one = found.select_related("party__region", "second").first()
        if one is None:
            raise Refusal(NOT_THERE)
        return _shown(one)


def _home(actor: Actor) -> str:
    home = actor.home
    if not home or not actor.held(current().roles_for("registry:link"), home):
        raise Refusal(NOT_THERE)
    return home


def _shown(one: Link) -> Waiting:
    second = one.second
    return Waiting(
        one, one.party.name, _code(one.party), second.name if second else "", _code(second) if second else "")


def counted(actor: Actor) -> dict[str, int]:
    """How many names there are in each state, for those who may decide."""
    home = _home(actor)
    with kernel():
        found = Link.objects.filter(party__region__path__startswith=home).order_by().values_list("state")
        return {**dict.fromkeys(STATES.values, 0), **dict(found.annotate(count=Count("id")))}


def reason(one: Link) -> Text:
    """Why the machine proposed it."""
    return Text(one.reason_zh, one.reason_en)
