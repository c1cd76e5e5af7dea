"""The reference of the catalogue in use, written from the declarations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from zhichan.doors.desk.derived import cards
from zhichan.doors.desk.derived.fields import YES, words
from zhichan.doors.look import offers
from zhichan.doors.look.parts import Cell, Column, Fact, Row, Table
from zhichan.doors.look.words import unit_text
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.catalogue.public import Measure, Procedure, Register, System, current
from zhichan.kernel.catalogue.shapes import FieldShape, Source, Span
from zhichan.kernel.ground.public import Refusal, Text

CHAINS = {
    "management": Text("管理", "Management"),
    "creation": Text("创造", "Creation"),
    "utilisation": Text("运用", "Utilisation"),
    "protection": Text("保护", "Protection"),
    "service": Text("服务", "Service"),
}
TYPES = {
    "text": Text("文字", "text"),
    "words": Text("双语文字", "words in two languages"),
    "number": Text("数字", "number"),
    "year": Text("年份", "year"),
    "money": Text("金额（元）", "amount (yuan)"),
    "day": Text("日期", "day"),
    "flag": Text("是否", "yes or no"),
    "choice": Text("选项", "choice"),
    "region": Text("地区", "region"),
    "unit": Text("单位", "unit"),
    "party": Text("当事单位", "party"),
    "paper": Text("文件", "file"),
    "right": Text("权利", "right"),
    "entry": Text("登记条目", "entry"),
    "data": Text("结构化内容", "structured content"),
}
UNITS = {
    "working_days": Text("个工作日", "working days"),
    "days": Text("日", "days"),
    "months": Text("个月", "months"),
    "hours": Text("小时", "hours"),
}
DUTIES = {
    "statutory": Text("法定", "statutory"),
    "promised": Text("承诺", "promised"),
    "targeted": Text("内部目标", "targeted"),
}
KINDS = {
    "stock": Text("存量", "stock"),
    "flow": Text("流量", "flow"),
    "cumulative": Text("累计", "cumulative"),
    "ratio": Text("比值", "ratio"),
    "growth": Text("增长", "growth"),
    "share": Text("占比", "share"),
    "index": Text("指数", "index"),
}
MODES = {
    "computed": Text("由行计算", "computed from rows"),
    "computed+external": Text("计算并与外部核对", "computed, checked outside"),
    "reported": Text("由单位报送", "reported by units"),
    "external": Text("取自外部公布", "published elsewhere"),
}
DIRECTIONS = {
    "higher": Text("越高越好", "higher is better"),
    "lower": Text("越低越好", "lower is better"),
    "neutral": Text("无所谓高低", "neither"),
}
MARKS = {
    "seen": Text("已核原文", "seen in its source"),
    "known": Text("待核原文", "known, still to be checked"),
}


def joined(parts: Sequence[Text]) -> Text:
    """Several words as a list."""
    return Text("、".join(one.zh for one in parts), ", ".join(one.en for one in parts))


def names(found: Sequence[str]) -> Text:
    """Several names as a list."""
    return Text("、".join(found), ", ".join(found))


def reference() -> cards.Reference:
    """All systems of the catalogue by chain, with what each declares."""
    catalogue = current()
    shelves = []
    for chain, title in CHAINS.items():
        systems = sorted(
            (one for one in catalogue.systems.values() if one.chain == chain), key=lambda one: one.id
        )
        rows = [
            Row(
                [
                    Cell(
                        words(one.title),
                        reverse("desk:reference-system", kwargs={"system": one.id}),
                        Text(one.id, one.id),
                    ),
                    Cell(words(one.owner)),
                    *(
                        Cell(sum(each.folder == one.folder for each in group.values()))
                        for group in (catalogue.procedures, catalogue.registers, catalogue.measures)
                    ),
                ]
            )
            for one in systems
        ]
        if rows:
            columns = [
                Column(Text("系统", "System")),
                Column(Text("主管", "Owner")),
                Column(Text("事项", "Procedures"), numeric=True),
                Column(Text("登记册", "Registers"), numeric=True),
                Column(Text("指标", "Measures"), numeric=True),
            ]
            shelves.append(cards.Shelf(title, "", "", Table(title, columns, rows, quiet=True)))
    return cards.Reference(
        Text("参考", "Reference"),
        Text(
            "由正在使用的声明自动写成：有哪些系统，每个系统办什么、登记什么、计量什么。",
            "Written from the declarations in use: which systems there are, what each handles, keeps and counts.",
        ),
        [],
        shelves,
        [],
    )


def system(identity: str) -> cards.Reference:
    """One system, whole."""
    catalogue = current()
    one = catalogue.systems.get(identity)
    if one is None:
        raise Refusal(NOT_THERE)

    def mine(group: Any) -> list[Any]:
        return [each for _, each in sorted(group.items()) if each.folder == one.folder]

    chapters: list[tuple[Text, Sequence[cards.Chapter]]] = [
        (Text("事项", "Procedures"), [procedure(each) for each in mine(catalogue.procedures)]),
        (Text("登记册", "Registers"), [register(each) for each in mine(catalogue.registers)]),
        (Text("指标", "Measures"), [measure(each) for each in mine(catalogue.measures)]),
    ]
    return cards.Reference(
        words(one.title), None, _system_facts(one), [], [(title, found) for title, found in chapters if found]
    )


def _system_facts(one: System) -> list[Fact]:
    return [
        Fact(Text("编号", "Id"), one.id),
        Fact(Text("链条", "Chain"), CHAINS[one.chain]),
        Fact(Text("主管", "Owner"), words(one.owner)),
        Fact(Text("位置", "Folder"), one.folder),
        *(Fact(Text("依据", "Basis"), each.clause, note=_span(each)) for each in one.bases),
    ]


def _span(dated: Any) -> Text | None:
    if dated.until:
        return Text(f"{dated.since}至{dated.until}（不含）", f"{dated.since} to {dated.until} (not included)")
    return Text(f"{dated.since}起", f"since {dated.since}") if dated.since else None


def _of(declared: Procedure | Register, what: Text) -> Text:
    """What of which declaration a table tells."""
    title = declared.title
    return Text(f"{title.zh}：{what.zh}", f"{title.en}: {what.en}")


def procedure(one: Procedure) -> cards.Chapter:
    """A procedure: stages, acts, clocks, fields."""
    stages = Table(
        _of(one, Text("阶段", "stages")),
        [Column(Text("阶段", "Stage")), Column(Text("时限", "Time")), Column(Text("向社会公开", "Public"))],
        [
            Row(
                [
                    Cell(words(stage.title), note=Text(name, name)),
                    Cell(Text("办结", "end") if stage.last else _timed(one, name)),
                    Cell(YES if name in one.public else ""),
                ]
            )
            for name, stage in one.stages.items()
        ],
    )
    acts = Table(
        _of(one, Text("动作", "acts")),
        [
            Column(Text("动作", "Act")),
            Column(Text("从", "From")),
            Column(Text("到", "To")),
            Column(Text("由谁", "Who")),
            Column(Text("须提供", "Needs")),
            Column(Text("依据", "Clause")),
        ],
        [
            Row(
                [
                    Cell(words(act.title), note=Text(f"{one.slug}:{name}", f"{one.slug}:{name}")),
                    Cell(
                        joined([words(one.stages[each].title) for each in act.sources])
                        if act.sources
                        else Text("新开", "opens a case")
                    ),
                    Cell(_goes_to(one, act)),
                    Cell(offers.role_titles(act.roles, one)),
                    Cell(joined([words(one.fields[each].title) for each in act.needs if each in one.fields])),
                    Cell(act.clause or ""),
                ]
            )
            for name, act in one.acts.items()
        ],
    )
    tables = [stages, acts]
    if one.clocks:
        tables.append(_clocks(one))
    if one.fields:
        tables.append(_fields(one, searched=False))
    return cards.Chapter(
        f"procedure-{one.slug}",
        words(one.title),
        one.name,
        None,
        [
            Fact(Text("编号前缀", "Number prefix"), one.number),
            Fact(Text("可查阅", "Readers"), offers.role_titles(one.audience)),
            Fact(Text("版本", "Edition"), one.edition[:12]),
            *(
                [Fact(Text("承担单位", "Units"), Text("承担单位可查阅", "units with a part may read it"))]
                if one.assigned
                else []
            ),
            *(Fact(Text("当事方", "Part"), words(part.title)) for part in one.parts.values()),
        ],
        tables,
    )


def _goes_to(one: Procedure, act: Any) -> Text:
    if act.back:
        return Text("回到原阶段", "back to where it was")
    return words(one.stages[act.to].title) if act.to else Text("不变", "unchanged")


def _timed(one: Procedure, stage: str) -> Text:
    untimed = one.stages[stage].untimed
    if untimed is not None:
        return Text(f"不计时：{untimed.zh}", f"untimed: {untimed.en}")
    return Text("", "")


def _length(span: Span) -> Text:
    unit, length = span.length
    said = _span(span)
    dates = Text(f"（{said.zh}）", f" ({said.en})") if said else Text("", "")
    return Text(f"{length}{UNITS[unit].zh}{dates.zh}", f"{length} {UNITS[unit].en}{dates.en}")


def _clocks(one: Procedure) -> Table:
    def point(name: str) -> Text:
        found = one.acts.get(name) or one.stages.get(name)
        return words(found.title) if found else Text(name, name)

    rows = []
    for name, clock in one.clocks.items():
        overdue = {"warn": Text("提醒", "a warning"), "escalate": Text("上报", "it is escalated")}.get(
            clock.overdue
        )
        rows.append(
            Row(
                [
                    Cell(words(clock.title) if clock.title else name, note=DUTIES[clock.duty]),
                    Cell(joined([_length(span) for span in clock.term])),
                    Cell(joined([point(each) for each in clock.starts])),
                    Cell(joined([point(each) for each in clock.stops])),
                    Cell(overdue or point(clock.overdue)),
                    Cell(names(list(dict.fromkeys(span.clause for span in clock.term)))),
                ]
            )
        )
    return Table(
        _of(one, Text("时限", "clocks")),
        [
            Column(Text("时限", "Clock")),
            Column(Text("长度", "Length")),
            Column(Text("起算", "Starts")),
            Column(Text("止算", "Stops")),
            Column(Text("逾期则", "When overdue")),
            Column(Text("依据", "Clause")),
        ],
        rows,
    )


def _fields(declared: Procedure | Register, *, searched: bool) -> Table:
    columns = [
        Column(Text("内容", "Field")),
        Column(Text("种类", "Kind")),
        Column(Text("必填", "Required")),
        *([Column(Text("可检索", "Searched"))] if searched else []),
        Column(Text("限查阅", "Only for")),
    ]
    return Table(
        _of(declared, Text("内容", "fields")),
        columns,
        [
            Row(
                [
                    Cell(words(one.title), note=Text(name, name)),
                    Cell(_type(one)),
                    Cell(YES if one.required else ""),
                    *([Cell(YES if one.searched else "")] if searched else []),
                    Cell(names(one.readers)),
                ]
            )
            for name, one in declared.fields.items()
        ],
    )


def _type(one: FieldShape) -> Text:
    if one.choices:
        found = joined([words(each) for each in one.choices.values()])
        return Text(f"{TYPES[one.type].zh}：{found.zh}", f"{TYPES[one.type].en}: {found.en}")
    return TYPES[one.type]


def register(one: Register) -> cards.Chapter:
    """A register: fields, what may be there only once, who may see it."""
    exclusive = [
        Fact(
            Text("不得重复", "Only once"),
            joined([words(one.fields[name].title) for name in each.fields if name in one.fields]),
        )
        for each in one.exclusive
    ]
    return cards.Chapter(
        f"register-{one.slug}",
        words(one.title),
        one.name,
        None,
        [
            Fact(Text("可查阅", "Readers"), offers.role_titles(one.audience)),
            Fact(
                Text("名称取自", "Named by"),
                joined([words(one.fields[name].title) for name in one.label if name in one.fields]),
            ),
            *exclusive,
            Fact(Text("版本", "Edition"), one.edition),
        ],
        [_fields(one, searched=True)],
    )


def measure(one: Measure) -> cards.Chapter:
    """A measure: definition, unit, how it is counted, where it comes from."""
    return cards.Chapter(
        f"measure-{one.slug}",
        words(one.title),
        one.name,
        words(one.definition),
        [
            Fact(Text("单位", "Unit"), unit_text(one.unit)),
            Fact(Text("种类", "Kind"), KINDS[one.kind]),
            Fact(Text("方向", "Direction"), DIRECTIONS[one.direction]),
            Fact(Text("取得方式", "Mode"), MODES[one.mode]),
            *(
                [Fact(Text("由其构成", "Made of"), joined([_measure_title(each) for each in one.parts]))]
                if one.parts
                else []
            ),
            _source(one.source),
        ],
        [],
    )


def _measure_title(slug: str) -> Text:
    found = current().measures.get(slug)
    return words(found.title) if found else Text(slug, slug)


def _source(source: Source) -> Fact:
    return Fact(Text("来源", "Source"), source.clause or source.reference, note=MARKS[source.mark])
