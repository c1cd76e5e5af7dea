"""Records: one row of the registry, its life and where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from zhichan.doors.desk import cards
from zhichan.doors.desk.builders.figures import region_names
from zhichan.doors.look import columns
from zhichan.doors.look.frame import today
from zhichan.doors.look.parts import Cell, Column, Fact, Happening, Kind, Row, State, Table
from zhichan.instruments.status import Deadline, Status, StatusError
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.ground.public import Party, Refusal, Text
from zhichan.kernel.registry.public import (
    EVERY,
    RIGHTS,
    SOURCES,
    Known,
    Origin,
    annexed,
    history,
    history_of,
    provenance,
    untold,
)

# The column from which a record of the source counts as in force, and the one from which it no longer does.
IN_FORCE = {
    "patent": ("granted_on", "ended_on"),
    "mark": ("registered_on", "ended_on"),
    "gi_product": ("recognised_on", "ended_on"),
    "pledge": ("registered_on", "released_on"),
    "pledged": ("registered_on", "released_on"),
    "recognition": ("since", "until"),
    "firm": ("established_on", "ended_on"),
    "variety": ("granted_on", "ended_on"),
}


def record(actor: Actor, source: str, key: str, *, door: str = "desk") -> cards.Record:
    """A record as it is known now, its dates and owners through time, and the loads its versions came from.

    The portal shows nothing that the licence of its source keeps from the public.
    """
    if source not in SOURCES:
        raise Refusal(NOT_THERE)
    with reading(actor):
        versions = history(source=source, key=key)
        origins = provenance(source=source, key=key, known=versions)
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
        if (shown := _shown(source, name, now.row.get(name))) is not None
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
        slug = str(held["region"] or "")
        place = regions.get(slug) or Text(slug or "地区不明", slug or "place not known")
        who = names.get(str(held["party"]), "") or str(held.get("name") or held["party"])
        happenings.append(
            Happening(
                held["since"],
                Text(f"权利人第 {held['rank']} 位", f"Holder no. {held['rank']}"),
                detail=Text(f"{who}（{place.zh}）", f"{who} ({place.en})"),
            )
        )
    title = str(now.row.get("title") or now.row.get("name") or now.row.get("topic") or key)
    status, sentence = status_of(source, now, today())
    reasons: Sequence[Text] = ()
    settle: Sequence[Text] = ()
    tables: list[Table] = []
    if source in RIGHTS:
        found, reasons, settle, tables = derived(actor, source, key, today(), public=door == "portal")
        if found is not None and now.closed_by is None:
            status, sentence = _in_law(found, status, sentence)
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
        fields=_fields(source, origins, now, public=door == "portal"),
        reasons=reasons,
        settle=settle,
        tables=tables,
        row=now.row,
    )


def _shown(source: str, name: str, value: Any) -> Any:
    """A value as a page shows it; several texts one after the other."""
    if isinstance(value, (list, tuple)):
        return "；".join(str(each) for each in value) or None
    return columns.shown(source, name, value)


def _fields(source: str, origins: Mapping[str, Origin], now: Known, *, public: bool) -> Table | None:
    """Each field with its value, the load it came from, and on what terms; the public sees only what is open."""
    rows = []
    for name, origin in origins.items():
        if public and not origin.open:
            continue
        said = Text("见上", "see above") if name == "holdings" else _shown(source, name, now.row.get(name))
        note = None
        if origin.confirmed_by:
            note = Text(f"第{origin.confirmed_by}次装载再次确认", f"said again by load {origin.confirmed_by}")
        rows.append(
            Row(
                [
                    Cell(columns.label(name)),
                    Cell(said[:80] if isinstance(said, str) else said),
                    Cell(origin.name, note=Text(f"第{origin.load}次装载", f"load {origin.load}")),
                    Cell(origin.source or origin.feed or None),
                    Cell(origin.licence or None, note=None if origin.open else Text("不对外公开", "not public")),
                    Cell(origin.confirmed_as_of or origin.as_of),
                    Cell(origin.at, note=note),
                ]
            )
        )
    labels = (
        Text("字段", "Field"),
        Text("内容", "Value"),
        Text("文件或事由", "File or occasion"),
        Text("提供单位", "Supplier"),
        Text("许可条款", "Licence"),
        Text("数据截至日", "As of"),
        Text("装载时间", "Loaded"),
    )
    caption = Text("每个字段从哪里来、何时来", "Where each field is from, and when")
    return Table(caption, [Column(label) for label in labels], rows, quiet=True) if rows else None


ANNEXED = (
    ("event", ("day", "effective_on", "text", "code", "party", "counterparty")),
    ("text", ("part", "language", "body")),
    ("citation", ("citing", "cited", "literature", "phase", "category")),
    ("family", ("member", "scheme", "published_on", "application")),
)
MOST_ANNEXED = 200
LONGEST_SHOWN = 600


def derived(
    actor: Actor, source: str, key: str, day: date, *, public: bool
) -> tuple[Status | None, Sequence[Text], Sequence[Text], list[Table]]:
    """A right's status on a day with its derivation, what would settle it, its deadlines, events, texts, family.

    There is none where another country's law decides, or where the record contradicts itself beyond following, or where
    it would tell the ``public`` what a licence withholds.
    """
    found: Status | None = None
    reasons: Sequence[Text] = ()
    settle: Sequence[Text] = ()
    tables: list[Table] = []
    with reading(actor):
        try:
            if not (public and untold({source: [key]})):
                known = history_of(source, key)
                found = known.status(on=day)
                reasons = [Text(each.zh, each.en) for each in found.reasons]
                settle = [Text(each.zh, each.en) for each in found.settle]
                tables += _deadlines(known.deadlines(on=day), day)
        except Refusal as refusal:
            if "registry.unknown-record" not in refusal.codes:
                reasons = [reason.text for reason in refusal.reasons]
        except StatusError as error:
            reasons = [Text(error.words.zh, error.words.en)]
        for name, shown in ANNEXED:
            if found_rows := annexed(name, right=source, key=key):
                tables.append(_annex(name, shown, found_rows))
    return found, reasons, settle, tables


_LOOKS: Mapping[str, Kind] = {
    "in_force": "ok", "pending": "attention", "ended": "unknown", "never": "unknown", "undetermined": "attention",
}  # fmt: skip


def _in_law(found: Status, by_days: State, told: Text) -> tuple[State, Text]:
    """The status in law, in one sentence; what the register's days alone say is added where it is something else."""
    state, since = State(_LOOKS[found.state], Text(found.label.zh, found.label.en)), found.since
    if found.state == "undetermined":
        return state, Text(
            f"登记上{told.zh}法律状态尚缺什么，见下。",
            f"On the register: {told.en} What the status in law still lacks is below.",
        )
    if found.state == "pending":
        sentence = Text("尚未授权或登记。", "Not granted or registered yet.")
    elif since is None:
        sentence = Text("", "")
    elif found.state == "in_force":
        sentence = Text(
            f"{since.year}年{since.month}月{since.day}日起有效。", f"In force since {since.isoformat()}."
        )
    else:
        sentence = Text(
            f"{since.year}年{since.month}月{since.day}日起不再有效。",
            f"No longer in force since {since.isoformat()}.",
        )
    if state.kind != by_days.kind:
        sentence = Text(
            f"{sentence.zh}按登记的日期仍为“{by_days.word.zh}”，检索和统计以登记的日期为准。",
            f"{sentence.en} By the register's days it is still “{by_days.word.en}”; searches and figures go by these.",
        )
    return state, sentence


def _annex(name: str, fields: Sequence[str], found: Sequence[Known]) -> Table:
    declared = EVERY[name]
    shown = [(one.public(), one) for one in found]
    used = [field for field in fields if any(row.get(field) for row, _ in shown)]
    rows = [
        Row(
            [
                *(Cell(_cut(row.get(field))) for field in used),
                Cell(Text(f"第{one.opened_by}次装载", f"load {one.opened_by}")),
            ]
        )
        for row, one in sorted(shown[:MOST_ANNEXED], key=lambda pair: str(pair[1].row.get("day") or ""))
    ]
    labels = [*(columns.label(field) for field in used), Text("来源", "From")]
    return Table(
        Text(declared.zh, declared.en), [Column(label) for label in labels], rows, quiet=True
    )


def _cut(value: Any) -> Any:
    return value[:LONGEST_SHOWN] if isinstance(value, str) else value


def _deadlines(found: Sequence[Deadline], day: date) -> list[Table]:
    """The deadlines that run or were missed of late, each with its worked calculation."""
    rows = []
    for one in found:
        last = (one.late or one.due).day
        if one.settled or (last is not None and last < day - timedelta(days=400)):
            continue
        state = (
            State("late", Text("已过期", "missed"))
            if one.missed
            else State("attention", Text("未届满", "running"))
        )
        counted = Text(
            "".join(step.zh for step in one.due.steps), " ".join(step.en for step in one.due.steps)
        )
        rows.append(
            Row(
                [
                    Cell(Text(one.title.zh, one.title.en)),
                    Cell(one.due.day, note=Text("暂定", "provisional") if one.due.provisional else None),
                    Cell(one.late.day if one.late else None),
                    Cell(state),
                    Cell(counted),
                    Cell(Text(one.clause.zh, one.clause.en)),
                ]
            )
        )
    labels = (
        Text("事项", "What"),
        Text("最后一日", "Last day"),
        Text("宽限至", "Grace until"),
        Text("情况", "State"),
        Text("算法", "How it is counted"),
        Text("依据", "Clause"),
    )
    caption = Text("期限", "Deadlines")
    return [Table(caption, [Column(label) for label in labels], rows, quiet=True)] if rows else []


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
