"""Cards of the load pages: nothing here writes but through ``perform``; rejected rows are read for an officer only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from zhichan.doors.desk.identity.tabs import tabs
from zhichan.doors.desk.loads import uploads, work
from zhichan.doors.desk.management.cards import Form, Link, Page, Section
from zhichan.doors.feeds import formats, tables
from zhichan.doors.feeds.loading import Terms
from zhichan.doors.feeds.loading import load as load_reading
from zhichan.doors.feeds.reading import why
from zhichan.doors.look.parts import (
    Cell,
    Choice,
    Column,
    Fact,
    Field,
    Figure,
    Problem,
    Row,
    State,
    Table,
)
from zhichan.doors.look.tables import pages, sliced
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE, reach
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Refusal, Text, kernel
from zhichan.kernel.registry.public import EVERY, Entry, Load, Rejection, rollback

PREVIEWED = 2_000
SHOWN = 100
KINDS = {
    "file": Text("文件", "file"),
    "act": Text("单笔登记", "single entry"),
    "rollback": Text("撤回", "taken back"),
    "demo": Text("演示数据", "demonstration"),
}
NEW, CHANGED, SAME, REJECTED = (
    Text("新增", "New"),
    Text("变更", "Changed"),
    Text("未变", "Unchanged"),
    Text("退回", "Rejected"),
)


@dataclass(frozen=True)
class Progress:
    """The page of a file that the worker has in hand; ``address`` is asked again until it leads elsewhere."""

    title: Text
    tabs: Sequence[Choice]
    state: State
    name: str
    what: Text
    count: Figure
    address: str
    about: Text


def officer(actor: Actor) -> str:
    """The path within which the actor may load; for others the pages are not there."""
    held = actor.held(current().roles_for("registry:load"), actor.home) or [
        role for role in actor.roles if role.name in current().roles_for("registry:load")
    ]
    if not held:
        raise Refusal(NOT_THERE)
    return min((role.path for role in held), key=len)


def _counts(load: Load) -> dict[str, int]:
    found = dict.fromkeys(("read", "accepted", "updated", "unchanged", "rejected"), 0)
    for name, each in load.counts.items():
        if name in EVERY:
            for key, number in each.items():
                found[key] = found.get(key, 0) + int(number)
    return found


def _columns(*labels: Text, numeric: Sequence[int] = (), percent: Sequence[int] = ()) -> list[Column]:
    return [
        Column(label, "%" if number in percent else "", numeric=number in numeric)
        for number, label in enumerate(labels)
    ]


def loads(actor: Actor, given: Mapping[str, str]) -> Page:
    """Fifty loads at a time, newest first."""
    officer(actor)
    with reading(actor):
        query = Load.objects.select_related("undone_by")
        if feed := given.get("feed", ""):
            query = query.filter(feed=feed)
        if given.get("all") != "1":
            query = query.exclude(kind=Load.Kind.ACT)
        total = query.count()
        found = list(sliced(query.order_by("-id"), given, total))
    rows = []
    for one in found:
        counts = _counts(one)
        undone = getattr(one, "undone_by", None)
        state = State("unknown", Text("已撤回", "taken back")) if undone else State("ok", KINDS[one.kind])
        rows.append(
            Row(
                [
                    Cell(str(one.id), reverse("desk:load", kwargs={"load": one.id})),
                    Cell(one.name),
                    Cell(one.feed or None),
                    Cell(one.as_of),
                    Cell(one.at),
                    *(
                        Cell(Figure(counts[name]))
                        for name in ("accepted", "updated", "unchanged", "rejected")
                    ),
                    Cell(state),
                ],
                key=str(one.id),
            )
        )
    table = Table(
        Text("装载记录", "Loads"),
        _columns(
            Text("编号", "No."),
            Text("文件或事由", "File or occasion"),
            Text("数据来源", "Feed"),
            Text("截至日", "As of"),
            Text("装载时间", "Loaded"),
            NEW,
            CHANGED,
            SAME,
            REJECTED,
            Text("状态", "State"),
            numeric=(5, 6, 7, 8),
        ),
        rows,
        Text("还没有装载过文件。", "No file has been loaded yet."),
        pages(given, total),
        quiet=True,
    )
    return Page(
        Text("数据装载", "Loads"),
        tabs("desk:loads"),
        Text(
            "每次装载都是一笔可以撤回的事项；装载前先预览，退回的行可以改好再装。",
            "Every load can be taken back. Preview a file before it is loaded; rejected rows can be mended and loaded "
            "again.",
        ),
        actions=[Link(Text("上传文件", "Upload a file"), reverse("desk:load-new"))],
        sections=[Section(Text("装载记录", "Loads"), table=table)],
    )


def _feed_entries(actor: Actor) -> list[Entry]:
    try:
        with reading(actor):
            return list(reach(actor, "feed:read").order_by("data__name"))
    except Refusal:
        return []


def upload_form(
    actor: Actor,
    *,
    key: str,
    given: Mapping[str, str],
    problems: Sequence[Problem] = (),
) -> Page:
    """The form for a file and its terms."""
    officer(actor)
    wrong = {problem.field: problem.text for problem in problems}
    entries = _feed_entries(actor)
    feeds_ = [
        Choice("", Text("（不属于任何来源）", "(of no feed)")),
        *(
            Choice(str(one.data["name"]), str(one.data["name"]), given.get("feed") == one.data["name"])
            for one in entries
        ),
    ]
    fields = [
        Field(
            "file",
            Text("文件", "File"),
            kind="file",
            required=True,
            wrong=wrong.get("file"),
            accept=".xml,.xlsx,.xls,.csv,.tsv,.txt,.json,.jsonl,.zip,.gz",
            help=Text(
                "格式由内容判断；可以是压缩包。", "The format is found from the content; archives are opened."
            ),
        ),
        Field(
            "feed",
            Text("数据来源", "Feed"),
            kind="select",
            choices=feeds_,
            help=Text(
                "选定后沿用该来源的提供单位、许可条款和不公开字段。",
                "Its supplier, licence and withheld fields then apply.",
            ),
        ),
        Field(
            "as_of",
            Text("数据截至日", "The data speak for"),
            given.get("as_of", ""),
            kind="date",
            wrong=wrong.get("as_of"),
        ),
        Field(
            "origin",
            Text("提供单位", "Supplier"),
            given.get("origin", ""),
            help=Text("没有选数据来源时填写。", "When no feed is chosen."),
        ),
        Field("licence", Text("许可条款", "Terms of the licence"), given.get("licence", "")),
    ]
    form = Form(
        Text("上传文件", "Upload a file"),
        fields,
        Text("上传并预览", "Upload and preview"),
        reverse("desk:load-new"),
        "post",
        Text("上传只做预览，不写入登记库。", "An upload is only previewed; nothing is written yet."),
        key,
        file=True,
    )
    return Page(Text("上传文件", "Upload a file"), tabs("desk:loads"), forms=[form], problems=tuple(problems))


def keep(actor: Actor, file: UploadedFile[Any] | None, given: Mapping[str, str]) -> str:
    """Keep an uploaded file with its terms; return its token."""
    officer(actor)
    if file is None:
        raise Refusal.one("upload.no-file", "请选择文件", "choose a file", place="file")
    said: dict[str, Any] = {
        name: str(given.get(name, "")).strip() for name in ("feed", "origin", "licence", "as_of")
    }
    if said["as_of"]:
        try:
            date.fromisoformat(said["as_of"])
        except ValueError:
            raise Refusal.one("upload.day", "应为日期", "a day is expected", place="as_of") from None
    if said["feed"] and said["feed"] not in {one.data["name"] for one in _feed_entries(actor)}:
        raise Refusal.one("upload.feed", "没有这个数据来源", "there is no such feed", place="feed")
    return uploads.keep(file.chunks(), name=file.name or "file", owner=actor.name, said=said)


def mend(actor: Actor, token: str, given: Mapping[str, str]) -> None:
    """Keep the format and the columns that the officer chose; what is loaded already stays as it is."""
    officer(actor)
    kept = uploads.find(token, owner=actor.name)
    _refuse_under_way(found := work.asked(kept))
    if found is not None and found.load is not None:
        return
    columns = dict(kept.said.get("columns", {}))
    for number in range(200):
        name = given.get(f"name-{number}")
        if name is None:
            continue
        target = given.get(f"column-{number}", "")
        columns.pop(name, None)
        if target:
            columns[name] = target
    wanted = given.get("format", kept.said.get("format", ""))
    if wanted:
        formats.named(wanted)
    uploads.note(token, owner=actor.name, said={"columns": columns, "format": wanted})
    work.drop(kept)


def _terms(actor: Actor, kept: uploads.Upload) -> Terms:
    said = kept.said
    entry = next((one for one in _feed_entries(actor) if one.data["name"] == said.get("feed")), None)
    data = entry.data if entry else {}
    withheld = tuple(
        part for part in str(data.get("withheld", "")).replace("，", ",").replace(",", " ").split() if part
    )
    return Terms(
        feed=str(said.get("feed", "")),
        origin=str(data.get("supplier") or said.get("origin", "")),
        licence=str(data.get("licence") or said.get("licence", "")),
        as_of=date.fromisoformat(said["as_of"]) if said.get("as_of") else None,
        within=officer(actor),
        withheld=withheld,
    )


def load_file(actor: Actor, token: str, *, at: datetime) -> int | None:
    """Load the file as one act of the officer; return the load's id, None where the worker will do it.

    What the worker has loaded already is not loaded again: its load is the answer.
    """
    kept = uploads.find(token, owner=actor.name)
    terms = _terms(actor, kept)
    found = work.asked(kept)
    if found is not None and found.kind == work.LOAD and (found.load is not None or not found.ended):
        return found.load
    if work.is_large(kept):
        work.ask(kept, work.LOAD, by=int(actor.name.removeprefix("user:")), terms=terms)
        return None
    number = work.number_of(load_reading(work.reading_of(kept), at=at, actor=actor, terms=terms))
    uploads.forget(token)
    return number


def drop_file(actor: Actor, token: str) -> None:
    """Drop an upload, unless it is being loaded."""
    officer(actor)
    _refuse_under_way(work.asked(uploads.find(token, owner=actor.name)))
    uploads.forget(token)


def _refuse_under_way(found: work.Work | None) -> None:
    if found is not None and found.kind == work.LOAD and not found.ended:
        raise Refusal.one(
            "loads.under-way",
            "文件正在装载，完成后可以撤回",
            "the file is being loaded; the load can be taken back when it is done",
        )


def under_way(actor: Actor, token: str) -> work.Work | None:
    """What the worker does or has done about an upload; a large one is given to it to be read first."""
    officer(actor)
    kept = uploads.find(token, owner=actor.name)
    found = work.asked(kept)
    return found or (work.ask(kept, work.READ, by=None) if work.is_large(kept) else None)


def progress(actor: Actor, token: str, found: work.Work) -> Progress:
    """How far the worker is."""
    kept = uploads.find(token, owner=actor.name)
    states = {
        work.WAITING: State("unknown", Text("等待后台处理", "waiting for the worker")),
        work.RUNNING: State("attention", Text("后台正在处理", "the worker is at it")),
    }
    reading_now = found.what == work.READ
    return Progress(
        Text("正在装载", "Loading") if found.kind == work.LOAD else Text("正在读取", "Reading"),
        tabs("desk:loads"),
        states[found.state],
        kept.name,
        Text("已读入的记录", "Records read") if reading_now else Text("已登记的行", "Rows taken"),
        Figure(found.count),
        reverse("desk:load-preview", kwargs={"token": token}),
        Text(
            "文件较大，由后台读取，可以离开本页，稍后再来。后台中断后会自动接着处理。",
            "The file is large and is read in the background. You can leave this page and come back; work that is "
            "interrupted goes on by itself.",
        ),
    )


def preview(actor: Actor, token: str, *, key: str, problems: Sequence[Problem] = ()) -> Page:
    """What the file holds, which of its fields are taken, and what is refused."""
    officer(actor)
    kept = uploads.find(token, owner=actor.name)
    found = work.previewed(kept) or work.read(kept, PREVIEWED)
    report, sample = found.report, found.sample
    refused = [*problems, *(Problem.of(reason) for reason in found.reasons)]
    asked = work.asked(kept)
    if asked is not None and asked.state == work.REFUSED and (why_not := asked.refusal):
        refused += [Problem.of(reason) for reason in why_not.reasons]
    told = report.as_json()["fields"]
    unknown = [
        (path, count)
        for account in report.accounts.values()
        for path, count in account.unmapped.items()
        if account.reasons[path] == "unknown"
    ]
    facts = [
        Fact(Text("文件", "File"), kept.name),
        *(
            Fact(
                Text("格式", "Format"),
                Text(formats.named(name).zh, formats.named(name).en),
                note=PROOF[formats.named(name).proof],
            )
            for name in dict.fromkeys(report.formats.values())
        ),
        Fact(
            Text("读入", "Read"),
            Figure(report.read),
            note=Text(f"预览只读前{report.read:,}条", f"a preview reads the first {report.read:,}")
            if report.cut_short
            else None,
        ),
        Fact(Text("读得懂", "Understood"), Figure(report.accepted)),
        Fact(REJECTED, Figure(report.rejected)),
        *(Fact(Text("数据来源", "Feed"), str(kept.said[name])) for name in ("feed",) if kept.said.get(name)),
        *(
            Fact(Text("数据截至日", "As of"), str(kept.said[name]))
            for name in ("as_of",)
            if kept.said.get(name)
        ),
    ]
    choices = [
        Choice("", Text("由内容判断", "find it from the content")),
        *(
            Choice(each.id, Text(each.zh, each.en), kept.said.get("format") == each.id)
            for each in formats.all_formats().values()
        ),
    ]
    fields = [Field("format", Text("格式", "Format"), kind="select", choices=choices)]
    chosen = kept.said.get("columns", {})
    names = tables.fields("patent")
    for number, name in enumerate([*chosen, *(path for path, _ in unknown if path not in chosen)][:60]):
        fields.append(Field(f"name-{number}", Text("列", "column"), name, kind="hidden"))
        fields.append(
            Field(
                f"column-{number}",
                Text(f"列“{name}”是", f"column “{name}” is"),
                kind="select",
                choices=[
                    Choice("", Text("不采用", "not taken")),
                    *(Choice(one, one, chosen.get(name) == one) for one in names),
                ],
            )
        )
    address = reverse("desk:load-preview", kwargs={"token": token})
    do = Field("do", Text("", ""), "mend", kind="hidden")
    forms = [
        Form(
            Text("装载", "Load"),
            [Field("do", Text("", ""), "load", kind="hidden")],
            Text("装载这个文件", "Load this file"),
            address,
            "post",
            Text("装载后仍可撤回。", "A load can be taken back."),
            key,
        )
        if report.accepted
        else None,
        Form(
            Text("改正", "Mend"),
            [do, *fields],
            Text("按此重新预览", "Preview again"),
            address,
            "post",
            None,
            f"{key}-m",
        ),
        Form(
            Text("放弃", "Drop"),
            [Field("do", Text("", ""), "drop", kind="hidden")],
            Text("放弃这个文件", "Drop this file"),
            address,
            "post",
            None,
            f"{key}-d",
        ),
    ]
    return Page(
        Text("预览", "Preview"),
        tabs("desk:loads"),
        Text(
            "尚未写入登记库。核对字段去向和退回原因，再决定装载。",
            "Nothing has been written yet. Look at where the fields go and what is refused, then decide.",
        ),
        facts=facts,
        sections=[
            Section(Text("前几条", "The first records"), table=_sample(sample)),
            Section(
                Text("退回的记录", "Rejected records"),
                table=_rejections(
                    [
                        (str(one.position), one.reason.text, one.reason.place)
                        for one in report.rejections[:SHOWN]
                    ]
                ),
            ),
            Section(Text("采用的字段", "Fields that are taken"), table=_mapped(told)),
            Section(
                Text("不采用的字段", "Fields that are not taken"), table=_unmapped(told)
            ),
        ],
        forms=[form for form in forms if form is not None],
        problems=tuple(refused),
    )


PROOF = {
    "real": Text("已用真实文件验证", "proven on real files"),
    "public": Text("已用公开的真实文件验证", "proven on public files"),
    "fields": Text("尚未用真实文件验证", "not yet proven on a real file"),
}


def _sample(records: Sequence[Any]) -> Table:
    rows = []
    for record in records:
        plain = record.as_json()
        kind = plain.pop("record")
        plain.pop("position", None)
        said = "；".join(f"{name}：{_short(value)}" for name, value in list(plain.items())[:12])
        rows.append(Row([Cell(str(record.position)), Cell(kind), Cell(said)]))
    return Table(
        Text("前几条", "The first records"),
        _columns(Text("位置", "Place"), Text("类型", "Kind"), Text("内容", "Content")),
        rows,
        Text("没有读出记录。", "No record was read."),
        quiet=True,
    )


def _short(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(
            str(each.get("name", "…")) if isinstance(each, dict) else str(each) for each in value[:4]
        )
    return str(value)[:120]


def _rejections(found: Sequence[tuple[str, Text, str]]) -> Table:
    rows = [Row([Cell(at), Cell(text), Cell(place or None)]) for at, text, place in found]
    return Table(
        Text("退回的记录", "Rejected records"),
        _columns(Text("位置", "Place"), Text("原因", "Reason"), Text("字段", "Field")),
        rows,
        Text("没有退回的记录。", "Nothing was rejected."),
        quiet=True,
    )


def _mapped(fields: Mapping[str, Any]) -> Table:
    rows = [
        Row([Cell(each["field"]), Cell(each["to"]), Cell(Figure(each["count"]))])
        for account in fields.values()
        for each in account["mapped"]
    ]
    return Table(
        Text("采用的字段", "Fields that are taken"),
        _columns(
            Text("来源字段", "Field of the source"),
            Text("去向", "Goes to"),
            Text("次数", "Times"),
            numeric=(2,),
        ),
        rows,
        quiet=True,
    )


def _unmapped(fields: Mapping[str, Any]) -> Table:
    reasons = why()
    rows = [
        Row([Cell(each["field"]), Cell(reasons[each["reason"]]), Cell(Figure(each["count"]))])
        for account in fields.values()
        for each in account["unmapped"]
    ]
    return Table(
        Text("不采用的字段", "Fields that are not taken"),
        _columns(
            Text("来源字段", "Field of the source"),
            Text("原因", "Reason"),
            Text("次数", "Times"),
            numeric=(2,),
        ),
        rows,
        Text("全部字段都已采用。", "Every field is taken."),
        quiet=True,
    )


def _found(actor: Actor, number: int) -> Load:
    officer(actor)
    with reading(actor):
        one = Load.objects.select_related("undone_by", "undoes").filter(id=number).first()
    if one is None:
        raise Refusal(NOT_THERE)
    return one


def load(
    actor: Actor,
    number: int,
    *,
    key: str,
    given: Mapping[str, str],
    problems: Sequence[Problem] = (),
) -> Page:
    """One load: what it brought, what it refused, where it came from."""
    one = _found(actor, number)
    undone = getattr(one, "undone_by", None)
    with kernel():
        kept = list(Rejection.objects.filter(load_id=number).order_by("source", "line")[:SHOWN])
    rows = [
        Row(
            [
                Cell(Text(EVERY[name].zh, EVERY[name].en)),
                *(
                    Cell(Figure(int(each.get(part, 0))))
                    for part in ("read", "accepted", "updated", "unchanged", "rejected")
                ),
            ]
        )
        for name, each in one.counts.items()
        if name in EVERY
    ]
    facts = [
        Fact(Text("文件或事由", "File or occasion"), one.name),
        Fact(Text("方式", "How"), KINDS[one.kind]),
        Fact(Text("格式", "Format"), one.format),
        Fact(Text("装载时间", "Loaded"), one.at.date()),
        Fact(Text("数据来源", "Feed"), one.feed or None),
        Fact(Text("提供单位", "Supplier"), one.origin or None),
        Fact(Text("许可条款", "Terms of the licence"), one.licence or None),
        Fact(Text("数据截至日", "As of"), one.as_of),
        Fact(Text("文件摘要", "Digest of the file"), one.sha256 or None),
        *(
            [
                Fact(
                    Text("已被撤回，见", "Taken back by"),
                    str(undone.id),
                    reverse("desk:load", kwargs={"load": undone.id}),
                )
            ]
            if undone
            else []
        ),
        *(
            [
                Fact(
                    Text("撤回了", "Takes back"),
                    str(one.undoes_id),
                    reverse("desk:load", kwargs={"load": one.undoes_id}),
                )
            ]
            if one.undoes_id
            else []
        ),
    ]
    sections = [
        Section(
            Text("各类记录", "By kind of record"),
            table=Table(
                Text("各类记录", "By kind of record"),
                _columns(
                    Text("种类", "Kind"),
                    Text("读入", "Read"),
                    NEW,
                    CHANGED,
                    SAME,
                    REJECTED,
                    numeric=(1, 2, 3, 4, 5),
                ),
                rows,
                quiet=True,
            ),
        )
    ]
    found = [(f"{each.source}:{each.line}", Text(each.zh, each.en), each.place) for each in kept]
    found += [
        (each["at"], Text(each["text"]["zh"], each["text"]["en"]), each["place"])
        for each in one.report.get("rejections", [])[: SHOWN - len(found)]
    ]
    sections.append(Section(Text("退回的记录", "Rejected records"), table=_rejections(found)))
    if fields := one.report.get("fields"):
        sections += [
            Section(Text("采用的字段", "Fields that are taken"), table=_mapped(fields)),
            Section(Text("不采用的字段", "Fields that are not taken"), table=_unmapped(fields)),
        ]
    forms = []
    if one.kind != Load.Kind.ROLLBACK and undone is None:
        forms.append(
            Form(
                Text("撤回", "Take back"),
                [
                    Field(
                        "reason",
                        Text("理由", "Reason"),
                        given.get("reason", ""),
                        required=True,
                        wrong=next((problem.text for problem in problems if problem.field == "reason"), None),
                    )
                ],
                Text("撤回这次装载", "Take this load back"),
                reverse("desk:load", kwargs={"load": number}),
                "post",
                Text("后来装载的内容不受影响。", "What later loads brought stays."),
                key,
            )
        )
    files = (
        [Link(Text("下载退回的行", "Rejected rows"), reverse("desk:load-rejected", kwargs={"load": number}))]
        if kept
        else []
    )
    return Page(
        Text(f"第{number}次装载", f"Load {number}"),
        tabs("desk:loads"),
        state=State("unknown", Text("已撤回", "taken back")) if undone else None,
        facts=facts,
        sections=sections,
        forms=forms,
        files=files,
        problems=tuple(problems),
    )


def take_back(actor: Actor, number: int, given: Mapping[str, str], *, at: datetime) -> int:
    """Take a load back; return the id of the load that does it."""
    _found(actor, number)
    return rollback(number, reason=str(given.get("reason", "")), actor=actor, at=at).load


def rejected_rows(actor: Actor, number: int) -> tuple[list[str], Iterator[Sequence[Any]]]:
    """Headings and rows of what was rejected, the reason before each."""
    _found(actor, number)
    with kernel():
        kept = list(Rejection.objects.filter(load_id=number).order_by("source", "line")[:10_000])
    names = list(dict.fromkeys(name for each in kept for name in each.row))
    return ["source", "line", "reason", *names], (
        [each.source, each.line, each.zh, *(each.row.get(name) for name in names)] for each in kept
    )


def feeds(actor: Actor, *, on: date) -> Page:
    """Each feed with its last supply, how late it is, and how whole its fields came."""
    entries = _feed_entries(actor)
    if not entries and not current().roles_for("feed:read") & {role.name for role in actor.roles}:
        raise Refusal(NOT_THERE)
    names = [str(entry.data["name"]) for entry in entries]
    with reading(actor):
        standing = Load.objects.filter(feed__in=names, undone_by=None).exclude(kind=Load.Kind.ROLLBACK)
        last = {one.feed: one for one in standing.order_by("feed", "-id").distinct("feed")}
    rows = [
        _feed_row(name, entry, int(entry.data.get("interval") or 0), last.get(name), on)
        for name, entry in zip(names, entries, strict=True)
    ]
    table = Table(
        Text("数据来源", "Feeds"),
        _columns(
            Text("来源", "Feed"),
            Text("提供单位", "Supplier"),
            Text("最近装载", "Last load"),
            Text("截至日", "As of"),
            Text("滞后（天）", "Lag (days)"),
            Text("应当间隔（天）", "Due every (days)"),
            Text("接受的比例", "Accepted"),
            Text("字段完整度", "Fields filled"),
            Text("情况", "State"),
            numeric=(4, 5, 6, 7),
            percent=(6, 7),
        ),
        rows,
        Text("还没有登记数据来源。在“登记”中录入。", "No feed is on record. Enter one under Registers."),
        quiet=True,
    )
    return Page(
        Text("数据来源", "Feeds"),
        tabs("desk:feeds"),
        Text(
            "来源中断时，登记库照常可用，各页注明数据截至哪一天。",
            "While a feed is down the registry goes on answering, and says for which day its data speak.",
        ),
        sections=[Section(Text("滞后与完整度", "Lag and completeness"), table=table)],
    )


def _feed_row(name: str, entry: Entry, interval: int, last: Load | None, on: date) -> Row:
    supplier = Cell(str(entry.data.get("supplier", "")))
    if last is None:
        state = State("attention", Text("尚未装载", "nothing loaded yet"))
        return Row(
            [
                Cell(name),
                supplier,
                Cell(None),
                Cell(None),
                Cell(None),
                Cell(Figure(interval)),
                Cell(None),
                Cell(None),
                Cell(state),
            ]
        )
    speaks = last.as_of or last.at.date()
    lag = (on - speaks).days
    late = interval > 0 and lag > interval
    state = (
        State("late", Text(f"逾期{lag - interval}天", f"{lag - interval} days late"))
        if late
        else State("ok", Text("按期", "on time"))
    )
    read, accepted = int(last.report.get("read", 0)), int(last.report.get("accepted", 0))
    return Row(
        [
            Cell(name, f"{reverse('desk:loads')}?feed={name}"),
            supplier,
            Cell(str(last.id), reverse("desk:load", kwargs={"load": last.id})),
            Cell(speaks),
            Cell(Figure(lag)),
            Cell(Figure(interval)),
            Cell(_share(accepted, read)),
            Cell(_filled(last.report)),
            Cell(state),
        ]
    )


def _share(part: int, whole: int) -> Figure:
    if not whole:
        return Figure(None, gap="incomputable", reason=Text("没有读入记录", "nothing was read"))
    return Figure(part * 100 // whole, Text("%", "%"))


def _filled(report: Mapping[str, Any]) -> Figure:
    """Of the fields that the supply has at all, how often they were filled, over all its records."""
    read = int(report.get("accepted", 0))
    counts = [
        min(int(each["count"]), read)
        for account in report.get("fields", {}).values()
        for each in account["mapped"]
    ]
    return _share(sum(counts), read * len(counts))
