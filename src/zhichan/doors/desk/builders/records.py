"""Records: one row of the registry, its life and where it came from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.urls import reverse

from zhichan.doors.desk import cards
from zhichan.doors.desk.builders.figures import region_names
from zhichan.doors.look import columns
from zhichan.doors.look.frame import today
from zhichan.doors.look.parts import Fact, Happening, State
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.ground.public import Party, Refusal, Text
from zhichan.kernel.registry.public import SOURCES, Known, history

# The column from which a record of the source counts as in force, and the one from which it no longer does.
IN_FORCE = {
    "patent": ("granted_on", "ended_on"),
    "mark": ("registered_on", "ended_on"),
    "gi_product": ("recognised_on", "ended_on"),
    "pledge": ("registered_on", "released_on"),
    "pledged": ("registered_on", "released_on"),
    "recognition": ("since", "until"),
    "firm": ("established_on", "ended_on"),
}


def record(actor: Actor, source: str, key: str, *, door: str = "desk") -> cards.Record:
    """A record as it is known now, its dates and owners through time, and the loads its versions came from.

    The portal shows nothing that the licence of its source keeps from the public.
    """
    if source not in SOURCES:
        raise Refusal(NOT_THERE)
    with reading(actor):
        versions = history(source=source, key=key)
        if door == "portal":
            versions = [replace(one, row=one.public()) for one in versions]
        codes = {
            str(one["party"])
            for version in versions
            for one in version.row.get("holdings", ())
            if one["party"]
        }
        codes |= {str(version.row["party"]) for version in versions if version.row.get("party")}
        names = dict(Party.objects.filter(code__in=codes).values_list("code", "name"))
    if not versions:
        raise Refusal(NOT_THERE)
    now = next((one for one in versions if one.closed_by is None), versions[-1])
    regions = region_names(actor)
    declared = SOURCES[source]
    facts = [
        Fact(columns.label(name), shown)
        for name in declared.loaded
        if (shown := columns.shown(source, name, now.row.get(name))) is not None
    ]
    if "region" in now.row:
        facts.append(Fact(columns.label("region"), regions.get(str(now.row["region"]))))
    if now.row.get("party"):
        facts.append(Fact(Text("单位", "Party"), names.get(str(now.row["party"]), str(now.row["party"]))))
    happenings = [
        Happening(value, columns.label(name))
        for name, kind in declared.columns.items()
        if kind == "day" and name in declared.loaded and isinstance(value := now.row.get(name), date)
    ]
    for held in now.row.get("holdings", ()):
        place = regions.get(str(held["region"]), Text(str(held["region"]), str(held["region"])))
        who = names.get(str(held["party"]), str(held["party"]))
        happenings.append(
            Happening(
                held["since"],
                Text(f"权利人第 {held['rank']} 位", f"Holder no. {held['rank']}"),
                detail=Text(f"{who}（{place.zh}）", f"{who} ({place.en})"),
            )
        )
    title = str(now.row.get("title") or now.row.get("name") or now.row.get("topic") or key)
    status, sentence = status_of(source, now, today())
    return cards.Record(
        title if title == key else f"{title}（{key}）",
        Text(declared.zh, declared.en),
        status,
        sentence,
        facts,
        sorted(happenings, key=lambda one: one.at, reverse=True),
        [
            Fact(
                Text(f"第 {number} 版", f"Version {number}"),
                one.opened_at,
                note=Text(f"导入批次 {one.opened_by}：{one.origin}", f"load {one.opened_by}: {one.origin}"),
            )
            for number, one in enumerate(versions, start=1)
        ],
        reverse(f"{door}:record", kwargs={"source": source, "row": key}),
    )


def status_of(source: str, known: Known, day: date) -> tuple[State, Text]:
    """A record's status on a day in one sentence, from its dates alone."""
    if known.closed_by is not None:
        return State("unknown", Text("已撤下", "Withdrawn")), Text(
            "这条记录已被后来的导入撤下。", "A later load took this record away."
        )
    if source not in IN_FORCE:
        return State("ok", Text("已登记", "On record")), Text(
            "这是一条已登记的事项。", "This is a fact on record."
        )
    start, end = (known.row.get(name) for name in IN_FORCE[source])
    reason = columns.VALUES.get(str(known.row.get("end_reason") or ""))
    if end is not None and end <= day:
        why = Text(f"原因：{reason.zh}", f"reason: {reason.en}") if reason else None
        return State("unknown", Text("已终止", "Ended"), why), Text(
            f"{end.year}年{end.month}月{end.day}日起不再有效。",
            f"No longer in force since {end.isoformat()}.",
        )
    if start is None or start > day:
        return State("attention", Text("未生效", "Not yet in force")), Text(
            "尚未授权或登记。", "Not granted or registered yet."
        )
    last = (
        Text(
            f"，至{end - timedelta(days=1):%Y年%m月%d日}", f", until {(end - timedelta(days=1)).isoformat()}"
        )
        if end
        else Text("", "")
    )
    return State("ok", Text("有效", "In force")), Text(
        f"{start.year}年{start.month}月{start.day}日起有效{last.zh}。",
        f"In force since {start.isoformat()}{last.en}.",
    )
