"""Verbs of the registry: loads and their rollback, and single facts, which are loads of one row.

Processes of set-up and import (``demo``, ``import``) may load without a role; nobody can log in as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zhichan.kernel.acts.public import Act, number_of, register_verb
from zhichan.kernel.ground.public import Reason, Refusal, Region, Text
from zhichan.kernel.ledger.public import Audience, NewEvent
from zhichan.kernel.registry import bulk, records
from zhichan.kernel.registry.bulk import Manifest
from zhichan.kernel.registry.models import Load

PROCESSES = frozenset({"demo", "import"})


def register() -> None:
    """Register the room's verbs."""
    for name, handler in (
        ("registry:load", load), ("registry:rollback", rollback), ("registry:enter", enter),
        ("registry:correct", correct), ("registry:lapse", lapse), ("registry:transfer", transfer),
    ):
        register_verb(name, handler)


def require(act: Act, path: str | None = None) -> None:
    """Refuse whoever may not do the act at ``path``, or without one at home; the processes may."""
    if act.actor.name not in PROCESSES:
        act.require(act.actor.home if path is None else path)


def _loaded(act: Act, load: int, content: Mapping[str, Any]) -> None:
    """Append the one event by which consumers learn of a load; they take its rows by set."""
    act.events.append(NewEvent(
        verb="registry:loaded", subject_kind="load", subject_id=str(load), at=act.at, actor=act.actor.name,
        on_behalf=act.on_behalf, cause=act.verb, unit=",".join(act.actor.units), content={"ordinary": content},
        audience=Audience(public=True)))


def load(act: Act) -> Mapping[str, Any]:
    """``facts``: ``manifest`` (Manifest), ``parts`` (pairs of source and rows), ``progress`` (optional)."""
    _given(act, "manifest", "parts")
    manifest: Manifest = act.facts["manifest"]
    require(act, manifest.within)
    return take_in(act, manifest, act.facts["parts"], act.facts.get("progress"))


def take_in(act: Act, manifest: Manifest, parts: Any, progress: Any = None) -> Mapping[str, Any]:
    """Load ``parts`` within an act and tell consumers; the load's id and the counts of each source."""
    number, counts = bulk.load(manifest=manifest, parts=parts, at=act.at, progress=progress)
    as_json = {name: each.as_json() for name, each in counts.items()}
    kept = Load.objects.get(id=number)
    _loaded(act, number, {
        "kind": kept.kind, "format": kept.format, "name": kept.name, "sha256": kept.sha256, "counts": as_json})
    return {"load": number, "counts": as_json}


def rollback(act: Act) -> Mapping[str, Any]:
    """``target``: the load's id; ``facts``: ``reason``. Only for those who may load everywhere it loaded."""
    reason = str(act.facts.get("reason") or "").strip()
    if not reason:
        raise Refusal.one("registry.no-reason", "请写明回退的理由", "a rollback needs a reason", place="reason")
    undone = number_of(act.target)
    if not undone:
        raise Refusal.one("registry.unknown-load", "没有这次导入", "there is no such load", place="load")
    if act.actor.name not in PROCESSES:
        act.require(act.actor.home)
        _stay_within(act, undone)
    number, counts = bulk.rollback(load=undone, name=reason, at=act.at)
    _loaded(act, number, {"kind": "rollback", "undoes": undone, "reason": reason, "counts": counts})
    return {"load": number, "counts": counts}


def _stay_within(act: Act, load: int) -> None:
    outside = bulk.regions_of(load) - set(
        Region.objects.filter(path__startswith=act.actor.home).values_list("id", flat=True))
    if outside:
        raise Refusal.one(
            "registry.outside", "该次导入涉及本地区以外的记录", "the load touches records outside your region",
            place="load")


def _one(
    act: Act, source: str, row: Mapping[str, Any], what: Mapping[str, Any], *, stated: Iterable[str] | None = None,
) -> Mapping[str, Any]:
    """Load one row as an act of its own, with an event on the record beside the load's.

    The act states only the fields ``stated``, by default all that the row fills: the others keep their origin, and
    what a licence keeps from the public stays closed.
    """
    key = str(row["key"])
    if stated is not None:
        row = {**row, "stated": sorted(stated)}
    act.event(
        subject_kind=source, subject_id=key, content=dict(what), audience=Audience(public=True),
        reason=str(act.facts.get("reason") or ""))
    manifest = Manifest(format=source, name=f"{act.verb} {key}", kind="act", whole=True)
    return take_in(act, manifest, [(source, [row])])


def _allow(act: Act, row: Mapping[str, Any]) -> None:
    slug = records.place(row, on=act.day)
    found = Region.objects.filter(slug=slug).first()
    require(act, found.path if found else "")


def _allow_all(act: Act, slugs: set[str]) -> None:
    """Refuse a row that would count, on whichever day, where the actor may not enter it."""
    paths = dict(Region.objects.filter(slug__in=slugs).values_list("slug", "path"))
    for slug in sorted(slugs):
        require(act, paths.get(slug, ""))


FACTS = {
    "source": Text("数据来源", "the source"), "key": Text("编号", "the key"), "row": Text("记录", "the record"),
    "changes": Text("更正内容", "the changes"), "ended_on": Text("终止日", "the day it ended"),
    "end_reason": Text("终止原因", "why it ended"), "party": Text("受让人", "the new holder"),
    "region": Text("地区", "the region"), "since": Text("起始日", "the day from which it holds"),
    "manifest": Text("装载清单", "the manifest"), "parts": Text("各部分记录", "the parts"),
}  # fmt: skip


def _given(act: Act, *names: str) -> None:
    """Refuse what lacks one of these facts, naming each that is missing, and records or changes that are none."""
    reasons = [
        Reason("given.missing", Text(f"缺少{FACTS[name].zh}", f"{FACTS[name].en} is missing"), name)
        for name in names if act.facts.get(name) in (None, "")
    ]
    reasons += [
        Reason("given.wrong", Text(f"{FACTS[name].zh}应当是名称与值的对照", f"{FACTS[name].en} must name values"), name)
        for name in {"row", "changes"} & set(names)
        if act.facts.get(name) not in (None, "") and not isinstance(act.facts[name], Mapping)
    ]
    # Which fields an act states follows from what it changes: nobody says so beside it.
    reasons += [
        Reason("registry.unknown-field", Text("没有名为“stated”的字段", "there is no field 'stated'"), "stated")
        for name in {"row", "changes"} & set(names)
        if isinstance(act.facts.get(name), Mapping) and "stated" in act.facts[name]
    ]
    if reasons:
        raise Refusal.of(reasons)


def _known(act: Act) -> tuple[str, str, dict[str, Any]]:
    source, key = str(act.facts["source"]), str(act.facts["key"])
    row = records.record(source=source, key=key).row
    _allow(act, row)
    return source, key, row


def enter(act: Act) -> Mapping[str, Any]:
    """``facts``: ``source``, ``row``. Refuses a key that is already known: that is a correction."""
    _given(act, "source", "row")
    source, row = str(act.facts["source"]), dict(act.facts["row"])
    _allow(act, row)
    _allow_all(act, records.places(row))
    key = str(row.get("key") or "")
    if records.is_known(source=source, key=key):
        raise Refusal.one(
            "registry.known", f"编号“{key}”已有记录，请用更正",
            f"there is already a record {key!r}; correct it instead", place="key")
    return _one(act, source, row, {"row": row})


def correct(act: Act) -> Mapping[str, Any]:
    """``facts``: ``source``, ``key``, ``changes`` (fields and their new values), ``reason``."""
    if not str(act.facts.get("reason") or "").strip():
        raise Refusal.one("registry.no-reason", "请写明更正的理由", "a correction needs a reason", place="reason")
    _given(act, "source", "key", "changes")
    source, _, row = _known(act)
    changes = dict(act.facts["changes"])
    if "key" in changes:
        raise Refusal.one("registry.key", "编号不能更正", "a key cannot be corrected", place="key")
    _allow_all(act, records.places(row | changes) - records.places(row))
    return _one(
        act, source, row | changes,
        {"changes": changes, "before": {name: row.get(name) for name in changes}}, stated=changes)


def lapse(act: Act) -> Mapping[str, Any]:
    """``facts``: ``source`` (``patent`` or ``mark``), ``key``, ``ended_on``, ``end_reason``. Ends a right in force."""
    _given(act, "source", "key", "ended_on", "end_reason")
    source, key, row = _known(act)
    if row.get("ended_on") is not None:
        raise Refusal.one(
            "registry.ended", f"“{key}”已于{row['ended_on']}终止", f"{key!r} already ended on {row['ended_on']}",
            place="ended_on")
    changes = {"ended_on": act.facts["ended_on"], "end_reason": act.facts["end_reason"]}
    return _one(act, source, row | changes, {"changes": changes}, stated=changes)


def transfer(act: Act) -> Mapping[str, Any]:
    """``facts``: ``source``, ``key``, ``party`` (code), ``region`` (slug), ``since``: a new first-named holder."""
    _given(act, "source", "key", "party", "region", "since")
    source, key, row = _known(act)
    since = str(act.facts["since"])
    open_ones = [one for one in row.get("holdings", ()) if one["rank"] == 1 and one["until"] is None]
    if not open_ones or str(open_ones[0]["since"]) >= since:
        raise Refusal.one(
            "registry.transfer-day", f"“{key}”在该日之前没有可转出的权利人", f"{key!r} has no holder before that day",
            place="since")
    moved = {"party": act.facts["party"], "region": act.facts["region"], "rank": 1, "since": since, "until": None}
    holdings = [one | {"until": since} if one is open_ones[0] else one for one in row["holdings"]] + [moved]
    what = {"holder": moved, "from": open_ones[0]["party"]}
    return _one(act, source, row | {"holdings": holdings}, what, stated=["holdings"])
