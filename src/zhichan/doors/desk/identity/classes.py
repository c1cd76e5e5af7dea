"""The tables the platform can use: what is loaded and what is not, look-up, and the way in for a new edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from zhichan.doors.desk.identity.tabs import tabs
from zhichan.doors.desk.management.cards import Form, Link, Page, Section, Sentence
from zhichan.doors.look.parts import Cell, Choice, Column, Fact, Field, Filter, Problem, Row, State, Table
from zhichan.instruments.classes import TEMPLATES, Template
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Refusal, Text
from zhichan.kernel.registry.public import (
    ClassNode,
    Edition,
    class_of,
    class_tables,
    classes_below,
    classes_found,
    edition,
    editions,
    not_loaded,
)

ADOPT, WITHDRAW, CLASSIFY = "registry:adopt-table", "registry:withdraw-table", "registry:classify"
APPLIED = ("ipc_sei", "awards")
"""The tables by which patents are marked."""
SHAPES = {
    "scheme": Text("分类", "classification"), "concordance": Text("对照表", "concordance"),
    "listing": Text("名单", "list"),
}  # fmt: skip
REMARKS = 50


def may(actor: Actor, verb: str) -> bool:
    """Whether someone may load or withdraw tables in the region they serve."""
    return bool(actor.home and actor.held(current().roles_for(verb), actor.home))


def _words(template: Template) -> Text:
    return Text(template.title.zh, template.title.en)


def _title(node: ClassNode) -> Text:
    return Text(node.zh or node.en, node.en or node.zh)


def overview(actor: Actor) -> Page:
    """Every table, with its edition in force, or what cannot be said without it."""
    with reading(actor):
        found = [(template, kept) for template, kept in class_tables(actor.day)]
    return Page(
        title=Text("分类表与对照表", "Classifications and concordances"),
        about=Text(
            "官方表格由数据岗导入；没有导入的，凡用到它的地方都写明“尚未导入”。",
            "A data officer loads the official tables; whatever needs one that is missing says that it is not loaded."),
        tabs=tabs("desk:classes"),
        sections=[Section(Text("表格", "Tables"), table=Table(
            Text("表格", "Tables"),
            [
                Column(Text("表格", "Table")), Column(Text("种类", "Kind")), Column(Text("现行版本", "In force")),
                Column(Text("启用日", "Since")), Column(Text("行数", "Rows"), numeric=True),
            ],
            [
                Row(
                    [
                        Cell(_words(template), reverse("desk:class-table", kwargs={"table": template.name}),
                             Text(template.issuer.zh, template.issuer.en)),
                        Cell(SHAPES[template.shape]),
                        Cell(kept.edition) if kept is not None else Cell(
                            State("unknown", Text("尚未导入", "not loaded")), note=Text(
                                f"不能判断：{template.serves.zh}", f"nothing is said of {template.serves.en}")),
                        Cell(kept.since if kept is not None else None),
                        Cell(kept.rows if kept is not None else None),
                    ],
                    key=template.name)
                for template, kept in found],
            quiet=True))])


def table(
    actor: Actor, name: str, given: Mapping[str, str], *, key: str, problems: Sequence[Problem] = (),
    checked: Mapping[str, int] | None = None,
) -> Page:
    """One table: look-up and tree of its edition in force, all its editions, and the form for a new one."""
    template = TEMPLATES.get(name)
    if template is None:
        raise Refusal(NOT_THERE)
    address = reverse("desk:class-table", kwargs={"table": name})
    with reading(actor):
        kept = edition(name, actor.day)
        sections = _shown(template, kept, given, address) if kept is not None else []
        sections.append(Section(Text("版本", "Editions"), table=_editions(editions(name))))
        if kept is not None and kept.remarks:
            sections.append(Section(
                Text("导入时的说明", "Remarks of the load"), sentences=[
                    Sentence(Text(f"第{one['row']}行：{one['zh']}", f"row {one['row']}: {one['en']}"), state=State(
                        "refused", Text("未导入", "left out")) if one["left_out"] else None)
                    for one in kept.remarks[:REMARKS]]))
    sections.append(Section(Text("模板", "Template"), table=_columns(template), note=Text(
        "表头可用中文或英文；CSV（UTF-8、GB18030）或XLSX。",
        "Headings in Chinese or English; CSV (UTF-8 or GB18030) or XLSX.")))
    state = State("ok", Text("已导入", "loaded")) if kept is not None else State(
        "unknown", Text("尚未导入", "not loaded"))
    return Page(
        title=_words(template), state=state, tabs=tabs("desk:classes"),
        about=None if kept is not None else not_loaded(name),
        facts=_facts(kept), problems=[*problems],
        filters=[Filter("q", Text("分类号或名称", "Symbol or title"), kind="text", value=given.get("q", ""))]
        if kept is not None else (),
        address=address,
        files=[Link(Text("下载空白模板", "Empty template"), reverse("desk:class-template", kwargs={"table": name}))],
        sections=sections, forms=_forms(actor, kept, given, key, address, checked))


def _facts(kept: Edition | None) -> list[Fact]:
    if kept is None:
        return []
    return [
        Fact(Text("版本", "Edition"), kept.edition), Fact(Text("启用日", "Since"), kept.since),
        Fact(Text("来源", "Source"), kept.origin, note=Text(kept.licence, kept.licence) if kept.licence else None),
        Fact(Text("文件", "File"), kept.name, note=Text(f"SHA-256 {kept.sha256}", f"SHA-256 {kept.sha256}")),
        Fact(Text("行数", "Rows"), kept.rows),
    ]


def _shown(template: Template, kept: Edition, given: Mapping[str, str], address: str) -> list[Section]:
    if template.shape == "concordance" and template.name != "wipo35":
        return [Section(Text("对照", "Rows"), table=_pairs(kept, given.get("q", "")))]
    asked, at = given.get("q", "").strip(), given.get("at", "")
    if asked:
        nodes, total = classes_found(kept, asked)
        return [Section(
            Text("查到的分类", "Classes found"), table=_nodes(nodes, address, Text("查到的分类", "Classes found")),
            note=Text(f"共{total}类，列出{len(nodes)}类", f"{total} classes, {len(nodes)} shown"))]
    found = class_of(kept, at) if at else None
    trail = [*reversed(found.above), found.node] if found is not None else []
    nodes = classes_below(kept, found.node.code if found is not None else "")
    here = Text("所在位置", "Where it stands")
    under = Text("下位分类", "Classes below") if trail else Text("最上层", "Topmost classes")
    return [
        *([Section(here, table=_nodes(trail, address, here))] if trail else []),
        Section(under, table=_nodes(nodes, address, under)),
    ]


def _nodes(nodes: Sequence[ClassNode], address: str, caption: Text) -> Table:
    return Table(
        caption,
        [Column(Text("分类号", "Class")), Column(Text("名称", "Title")), Column(Text("说明", "Note"))],
        [
            Row([
                Cell(node.code, f"{address}?at={node.code}"), Cell(_title(node)),
                Cell(node.day if node.day is not None else node.note)], key=str(node.pk))
            for node in nodes],
        Text("没有这样的分类。", "No such class."), quiet=True)


def _pairs(kept: Edition, asked: str) -> Table:
    found = kept.pairings.order_by("row")
    code = "".join(asked.split()).upper()
    if code:
        found = found.filter(source__startswith=code) | found.filter(target__startswith=code)
    return Table(
        Text("对照", "Rows"),
        [
            Column(Text("行", "Row"), numeric=True), Column(Text("从", "From")), Column(Text("到", "To")),
            Column(Text("说明", "Note")),
        ],
        [
            Row([Cell(one.row), Cell(one.source), Cell(one.target), Cell(one.note)], key=str(one.pk))
            for one in found[:REMARKS]],
        Text("没有这样的行。", "No such row."), quiet=True)


def _editions(found: Sequence[Edition]) -> Table:
    return Table(
        Text("版本", "Editions"),
        [
            Column(Text("编号", "No."), numeric=True), Column(Text("版本", "Edition")), Column(Text("启用日", "Since")),
            Column(Text("行数", "Rows"), numeric=True), Column(Text("来源", "Source")), Column(Text("情况", "State")),
        ],
        [
            Row([
                Cell(one.pk), Cell(one.edition), Cell(one.since), Cell(one.rows), Cell(one.origin),
                Cell(State("refused", Text("已撤回", "withdrawn"), Text(one.withdrawn, one.withdrawn)) if one.withdrawn
                     else State("ok", Text("有效", "kept"))),
            ], key=str(one.pk))
            for one in found],
        Text("还没有导入过。", "Never loaded."), quiet=True)


def _columns(template: Template) -> Table:
    return Table(
        Text("模板的列", "Columns of the template"),
        [
            Column(Text("列", "Column")), Column(Text("必填", "Needed")), Column(Text("要求", "Rule")),
            Column(Text("也可写作", "Also called")),
        ],
        [
            Row([
                Cell(Text(column.title.zh, column.title.en)),
                Cell(Text("是", "yes") if column.needed else Text("否", "no")),
                Cell(Text(column.rule.zh, column.rule.en) if column.rule.zh else None),
                Cell("、".join(column.headings)),
            ], key=column.name)
            for column in template.columns],
        quiet=True)


def _forms(
    actor: Actor, kept: Edition | None, given: Mapping[str, str], key: str, address: str,
    checked: Mapping[str, int] | None,
) -> list[Form]:
    forms = []
    if may(actor, ADOPT):
        leave = given.get("leave_out", "")
        forms.append(Form(
            Text("导入新版本", "Load a new edition"),
            [
                Field("file", Text("文件", "File"), kind="file", required=True, accept=".csv,.xlsx,.gz"),
                Field("edition", Text("版本", "Edition"), given.get("edition", ""), required=True),
                Field("since", Text("启用日", "Applies from"), given.get("since", ""), kind="date", required=True),
                Field("origin", Text("来源", "Source"), given.get("origin", ""), required=True),
                Field("licence", Text("许可", "Licence"), given.get("licence", "")),
                Field("leave_out", Text("有错的行", "Rows with faults"), kind="select", choices=[
                    Choice("", Text("整表退回", "refuse the table"), not leave),
                    Choice("yes", Text("略去并记录", "leave out and remember"), bool(leave))]),
                Field("do", Text("动作", "Act"), kind="select", choices=[
                    Choice("check", Text("只检查", "check only"), checked is None),
                    Choice("adopt", Text("导入", "load"), checked is not None)]),
            ],
            Text("提交", "Submit"), address, "post",
            None if checked is None else Text(
                f"检查通过：{checked['classes']}类、{checked['pairs']}对，略去{checked['left_out']}行，"
                f"说明{checked['remarks']}条。再次选择文件即可导入。",
                f"Checked: {checked['classes']} classes, {checked['pairs']} pairs, {checked['left_out']} rows left "
                f"out, {checked['remarks']} remarks. Choose the file again to load it."),
            f"{key}a", file=True))
    if kept is not None and kept.table in APPLIED and may(actor, CLASSIFY):
        forms.append(Form(
            Text("按现行版本标注专利", "Mark the patents by the edition in force"),
            [Field("do", Text("动作", "Act"), "classify", "hidden")], Text("标注", "Mark"), address, "post",
            Text("这是一次装载，可以回退；各项数字随之更新。",
                 "This is a load that can be taken back; every figure follows."), f"{key}c"))
    if kept is not None and may(actor, WITHDRAW):
        forms.append(Form(
            Text("撤回现行版本", "Withdraw the edition in force"),
            [
                Field("do", Text("动作", "Act"), "withdraw", "hidden"),
                Field("target", Text("编号", "No."), str(kept.pk), "hidden"),
                Field("reason", Text("理由", "Reason"), given.get("reason", "")),
            ],
            Text("撤回", "Withdraw"), address, "post", key=f"{key}w"))
    return forms
