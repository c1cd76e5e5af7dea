"""Declared fields on a page: as they are shown, asked for in a form, and read from one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from zhichan.doors.desk.derived import lines
from zhichan.doors.look.parts import Choice, Field, Figure
from zhichan.doors.look.words import number, say
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import reach
from zhichan.kernel.casework.public import Case
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.catalogue.shapes import FieldShape, Words
from zhichan.kernel.ground.papers import LARGEST_BYTES, USUAL
from zhichan.kernel.ground.public import KINDS as FILE_KINDS
from zhichan.kernel.ground.public import NamedFile, Party, Reason, Region, Text, Unit, to_yuan
from zhichan.kernel.registry.public import Entry

Fields = Mapping[str, FieldShape]
Value = Any

ENDINGS = ".pdf,.docx,.doc,.xlsx,.xls,.ofd,.wps,.et,.zip,.png,.jpg,.jpeg,.txt,.csv"
ACCEPTED: Mapping[str, str] = {
    "pdf": ".pdf",
    "word": ".docx,.doc,.wps",
    "excel": ".xlsx,.xls,.et",
    "slides": ".pptx,.ppt",
    "ofd": ".ofd",
    "picture": ".png,.jpg,.jpeg",
    "text": ".txt,.csv",
    "archive": ".zip",
    "web": ".html,.htm",
}
"""The endings that a browser offers for a declared kind of file."""
KINDS: Mapping[str, Text] = {
    "application/pdf": Text("PDF", "PDF"),
    "application/zip": Text("Word、Excel或压缩包", "Word, Excel or archive"),
    "application/x-ole-storage": Text("旧版Word或Excel", "older Word or Excel"),
    "image/png": Text("PNG图片", "PNG picture"),
    "image/jpeg": Text("JPEG图片", "JPEG picture"),
    "text/plain": Text("文本", "text"),
    "text/html": Text("网页", "web page"),
}
"""What a kept file is called, by its first bytes."""
ENDING_OF: Mapping[str, str] = {
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/x-ole-storage": "doc",
    "image/png": "png",
    "image/jpeg": "jpg",
    "text/plain": "txt",
    "text/html": "html",
}
YES, NO = Text("是", "yes"), Text("否", "no")
YUAN = Text("元", "yuan")
NOTHING = Choice("", Text("请选择", "please choose"))
LONGEST_SHOWN = 400
SUGGESTED = 200


def words(text: Words | Text) -> Text:
    """A declaration's words as they stand on their own, which in English begins with a capital."""
    return Text(text.zh, text.en[:1].upper() + text.en[1:])


def title_of(fields: Fields, name: str) -> Text:
    """What a fact is called; one that rules derive has only its name."""
    return words(fields[name].title) if name in fields else Text(name, name)


def hidden(fields: Fields, actor: Actor, path: str) -> frozenset[str]:
    """The fields that only some may read, and that no role of this actor opens in the region."""
    return frozenset(
        name for name, shape in fields.items() if shape.readers and not actor.held(shape.readers, path)
    )


# --- names --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Names:
    """What regions, units, parties and entries that facts refer to are called."""

    regions: Mapping[str, Text] = field(default_factory=dict)
    units: Mapping[str, Text] = field(default_factory=dict)
    parties: Mapping[str, Text] = field(default_factory=dict)
    entries: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    cases: Mapping[str, str] = field(default_factory=dict)
    """Number of a case → where it is."""


def names_of(actor: Actor, fields: Fields, rows: Iterable[Mapping[str, Any]]) -> Names:
    """The names of everything the rows refer to. An entry or a case is led to only for whoever may see it."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        for name, shape in fields.items():
            if shape.type in {"region", "unit", "party", "entry"} and isinstance(row.get(name), str):
                key = f"entry:{shape.register_}" if shape.type == "entry" else shape.type
                wanted.setdefault(key, set()).add(row[name])
            elif shape.opens and isinstance(row.get(name), str):
                wanted.setdefault("case", set()).add(row[name])
    if not wanted:
        return Names()
    with reading(actor):
        entries: dict[str, tuple[str, str]] = {}
        for key, numbers in wanted.items():
            kind, _, register = key.partition(":")
            if kind == "entry" and register in current().registers:
                for entry in reach(actor, f"{register}:read").filter(number__in=numbers):
                    entries[entry.number] = (label_of(entry), address(entry))
        return Names(
            _texts(Region.objects.filter(path__in=wanted.get("region", ())), "path"),
            _texts(Unit.objects.filter(slug__in=wanted.get("unit", ())), "slug"),
            {
                code: Text(name, name)
                for code, name in Party.objects.filter(code__in=wanted.get("party", ())).values_list(
                    "code", "name"
                )
            },
            entries,
            cases_of(actor, wanted.get("case", ())),
        )


def cases_of(actor: Actor, numbers: Collection[str]) -> dict[str, str]:
    """Where the cases of these numbers are, of those the actor may see; inside a reading context."""
    if not numbers:
        return {}
    kinds = set(Case.objects.filter(number__in=numbers).values_list("procedure", flat=True))
    return {
        case.number: reverse("desk:case", kwargs={"procedure": procedure, "case": case.pk})
        for procedure in sorted(kinds & set(current().procedures))
        for case in reach(actor, f"{procedure}:read").filter(number__in=numbers).only("pk", "number")
    }


def _texts(found: Any, key: str) -> dict[str, Text]:
    return {one: Text(name, en or name) for one, name, en in found.values_list(key, "name", "name_en")}


def label_of(entry: Entry) -> str:
    """An entry by the fields that its register names it by."""
    register = current().registers.get(entry.register)
    parts = (
        [plain(register.fields.get(name), entry.data.get(name), Names()) for name in register.label]
        if register
        else []
    )
    return " ".join(str(part) for part in parts if part not in {None, ""}) or entry.number


def address(entry: Entry) -> str:
    """Where an entry is shown."""
    return reverse("desk:entry", kwargs={"register": entry.register, "entry": entry.pk})


# --- showing ------------------------------------------------------------------------------------------------


def shown(shape: FieldShape | None, value: Any, names: Names) -> Value:
    """A fact as a page shows it."""
    if value is None or value == "":
        return None
    kind = shape.type if shape is not None else "data"
    if kind == "money" and isinstance(value, int):
        return Figure(to_yuan(value), YUAN, places=2)
    if kind == "number" and isinstance(value, int | float) and not isinstance(value, bool):
        return Figure(value if isinstance(value, int) else _exact(value))
    if kind == "year":
        return str(value)
    if kind == "flag":
        return YES if value else NO
    if kind == "day":
        return _day(value)
    if kind == "choice" and shape is not None and value in shape.choices:
        return words(shape.choices[value])
    if kind == "words" and isinstance(value, Mapping):
        return Text(str(value.get("zh", "")), str(value.get("en") or value.get("zh", "")))
    if kind == "region":
        return names.regions.get(value, value)
    if kind == "unit":
        return names.units.get(value, value)
    if kind == "party":
        return names.parties.get(value, value)
    if kind == "entry" and value in names.entries:
        return names.entries[value][0]
    if kind == "paper":
        return Text("文件", "file")
    return _brief(value)


def leads_to(shape: FieldShape | None, value: Any, names: Names) -> str:
    """Where a fact's own page is, empty for none."""
    if shape is not None and shape.type == "entry" and value in names.entries:
        return names.entries[value][1]
    if shape is not None and shape.opens and isinstance(value, str):
        return names.cases.get(value, "")
    if shape is not None and shape.type == "right" and isinstance(value, str) and ":" in value:
        source, _, key = value.partition(":")
        return reverse("desk:record", kwargs={"source": source, "row": key}) if "/" not in key else ""
    return ""


def plain(shape: FieldShape | None, value: Any, names: Names) -> Any:
    """A fact as a cell of a file: text, number or day; a paper by its digest."""
    if shape is not None and shape.type == "paper":
        return value
    one = shown(shape, value, names)
    if isinstance(one, Figure):
        return one.value
    return say(one)


AMOUNT = re.compile(r"-?[0-9][0-9,]*(\.[0-9]+)?", re.ASCII)


def are_numbers(values: Iterable[Any]) -> bool:
    """Whether all values of a column are numbers, as numbers or as amounts written out."""
    known = [value for value in values if value not in (None, "")]
    return bool(known) and all(
        not isinstance(value, bool)
        and (isinstance(value, int | float) or (isinstance(value, str) and AMOUNT.fullmatch(value)))
        for value in known
    )


def cell_of(value: Any) -> Any:
    """A value within a row of data, as a cell of a table: words in both languages, days, numbers, or in brief."""
    if isinstance(value, Mapping) and "zh" in value:
        return Text(str(value["zh"]), str(value.get("en") or value["zh"]))
    if value is None or value == "":
        return None
    return _day(value) if isinstance(value, str) else _brief(value)


def _exact(value: float) -> Decimal:
    return Decimal(str(value))


def _day(value: Any) -> Any:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return str(value)


def _brief(value: Any) -> str:
    """Structured content in a few words: people by their names, items by what they hold."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(say(YES if value else NO))
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, Mapping):
        text = str(value["name"]) if value.get("name") else " ".join(_brief(one) for one in value.values())
    elif isinstance(value, list):
        joint = "、" if all(isinstance(one, str | int | float) or _is_named(one) for one in value) else "；"
        text = joint.join(_brief(one) for one in value)
    else:
        text = ""
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _is_named(one: Any) -> bool:
    return isinstance(one, Mapping) and bool(one.get("name"))


# --- asking -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lists:
    """What can be chosen in a form."""

    regions: Sequence[tuple[str, Text]] = ()
    units: Sequence[tuple[str, Text]] = ()
    entries: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    own: Mapping[str, Sequence[tuple[str, Text]]] = field(default_factory=dict)
    """By field, what whoever fills in the form already has: ticked in a field of lines, suggested in any other."""


OWN = ".own"
"""What is ticked in a field of lines is sent under its name and this."""


def lists_for(actor: Actor, fields: Fields, *, under: str = "/") -> Lists:
    """Regions and units at or below a path, and entries of the registers that fields refer to."""
    kinds = {shape.type for shape in fields.values()}
    registers = {shape.register_ for shape in fields.values() if shape.register_}
    with reading(actor):
        regions = Region.objects.on(actor.day).filter(path__startswith=under).order_by("path")
        units = (
            Unit.objects.on(actor.day).filter(region__path__startswith=under).order_by("region__path", "name")
        )
        return Lists(
            [(one.path, Text(one.name, one.name_en)) for one in regions] if "region" in kinds else (),
            [(one.slug, Text(one.name, one.name_en or one.name)) for one in units] if "unit" in kinds else (),
            {
                register: [
                    (entry.number, label_of(entry))
                    for entry in reach(actor, f"{register}:read").order_by("number")[:SUGGESTED]
                ]
                for register in registers
                if register in current().registers
            },
        )


HELP: Mapping[str, Text] = {
    "party": Text("填统一社会信用代码（18位）", "the unified social credit code (18 characters)"),
    "right": Text(
        "填“种类:编号”，例如patent:202510000001.0", "kind and number, such as patent:202510000001.0"
    ),
    "entry": Text("填登记编号，可从建议中选", "the entry's number; choose from the suggestions"),
    "data": Text(
        "一行一项；一项有几样时写成“名目=内容；名目=内容”",
        "one item a line; several things of one as “key=value; key=value”",
    ),
}
PEOPLE = Text(
    "一行一人：个人写姓名；单位写名称、逗号和统一社会信用代码；本平台的用户可写用户编号",
    "one a line: a person's name; a body's name, a comma and its credit code; a user's number where there is one",
)


def _lines_asked(shape: FieldShape) -> Text:
    """How the rows of a table are written, each value by its key."""
    zh = "；".join(f"{key}={one.zh}" for key, one in shape.columns.items())
    en = "; ".join(f"{key}={one.en}" for key, one in shape.columns.items())
    return Text(f"一行一项，写成“名目=内容”：{zh}", f"one item a line, as key=value: {en}")


CONTROLS: Mapping[str, Any] = {
    "number": "number",
    "year": "number",
    "money": "number",
    "day": "date",
    "data": "area",
    "paper": "file",
}


def _files_asked(shape: FieldShape) -> Text:
    """Which files a field takes, and how large they may be."""
    most = shape.megabytes or LARGEST_BYTES // 1048576
    kinds = [FILE_KINDS[one] for one in shape.files or USUAL]
    zh, en = "、".join(one.zh for one in kinds), ", ".join(one.en for one in kinds)
    return Text(f"{zh}，不超过{most}MB", f"{en[:1].upper() + en[1:]}, at most {most} MB")


def _bounds_asked(shape: FieldShape) -> Text | None:
    """How small and how large a number may be, where that is declared."""
    least, most = (None if one is None else number(one) for one in (shape.least, shape.most))
    if least is not None and most is not None:
        return Text(f"{least}至{most}", f"{least} to {most}")
    if least is not None:
        return Text(f"不小于{least}", f"at least {least}")
    return None if most is None else Text(f"不大于{most}", f"at most {most}")


def _help(shape: FieldShape) -> Text | None:
    """What stands beside the control: the field's own hint, and what is taken there."""
    taken = (
        _files_asked(shape)
        if shape.type == "paper"
        else _lines_asked(shape)
        if shape.columns
        else _bounds_asked(shape) or HELP.get(shape.type)
    )
    if shape.hint is None or taken is None:
        return words(shape.hint) if shape.hint else taken
    return Text(f"{shape.hint.zh}{taken.zh}", f"{shape.hint.en} {taken.en}")


def asked(
    name: str,
    shape: FieldShape,
    *,
    lists: Lists,
    value: Any = None,
    required: bool = False,
    wrong: Text | None = None,
    filled: Text | None = None,
    people: bool = False,
) -> list[Field]:
    """The controls for one field: one, or two for words in two languages. ``value`` is a fact as it is given.

    With ``people`` it lists those who take part in a case.
    """
    label, kind = words(shape.title), shape.type
    common: dict[str, Any] = {
        "required": required,
        "wrong": wrong,
        "filled": filled,
        "help": PEOPLE if people else _help(shape),
    }
    text = "" if value is None else value if isinstance(value, str) else _as_text(kind, value, people=people)
    if kind == "words":
        given = value if isinstance(value, Mapping) else {"zh": text}
        return [
            Field(
                f"{name}.zh",
                Text(f"{label.zh}（中文）", f"{label.en} (Chinese)"),
                str(given.get("zh") or ""),
                **common,
            ),
            Field(
                f"{name}.en", Text(f"{label.zh}（英文）", f"{label.en} (English)"), str(given.get("en") or "")
            ),
        ]
    choices = choices_of(shape, lists)
    if choices is not None and kind != "entry":
        found = [Choice(key, one, key == text) for key, one in choices]
        if text and not any(one.chosen for one in found):
            found.append(Choice(text, text, True))
        lone = required and len(found) == 1
        return [Field(name, label, text, "select", choices=found if lone else [NOTHING, *found], **common)]
    own = lists.own.get(name, ())
    if own and kind == "data":
        ticked, rest = _ticked(value, [one for one, _ in own])
        picks = [Choice(one, said, one in ticked) for one, said in own]
        rest_text = "" if not rest else rest if isinstance(rest, str) else _as_text(kind, rest, people=people)
        common["help"] = HELP_OTHERS
        return [Field(name, label, rest_text, "area", picks=picks, picks_title=PICKS, **common)]
    if kind == "text" and ("\n" in text or len(text) > 60 or is_long(name)):
        return [Field(name, label, text, "area", **common)]
    return [
        Field(
            name,
            label,
            text,
            CONTROLS.get(kind, "text"),
            choices=[Choice(*one) for one in choices or own],
            accept=",".join(ACCEPTED[one] for one in shape.files) or ENDINGS,
            unit=YUAN if kind == "money" else None,
            **common,
        )
    ]


HELP_OTHERS = Text(
    "其他的写在下面，一行一项，例如patent:202510000001.0",
    "write others below, one a line, such as patent:202510000001.0",
)
PICKS = Text("从您名下的权利中选择", "choose from the rights in your name")


def _ticked(value: Any, own: Sequence[str]) -> tuple[frozenset[str], Any]:
    """Of what a field of lines holds, what stands among ``own``, and the rest."""
    if not isinstance(value, list):
        return frozenset(), value
    ticked = frozenset(one for one in value if isinstance(one, str) and one in own)
    return ticked, [one for one in value if not isinstance(one, str) or one not in ticked]


LONG = (
    "answer",
    "demand",
    "effect",
    "finding",
    "instruction",
    "objection",
    "progress",
    "reason",
    "opinion",
    "note",
    "description",
    "summary",
    "content",
    "facts",
    "text",
    "grounds",
    "explanation",
    "urging",
)


SAID_EACH_TIME = ("finding", "instruction", "note", "objection", "opinion", "progress", "reason", "urging")
"""Texts that belong to one act: the words of the act before are no beginning for those of the next."""


def is_said_each_time(name: str) -> bool:
    """Whether a text by its name is said anew with each act."""
    return any(part in SAID_EACH_TIME for part in name.split("_"))


def is_long(name: str) -> bool:
    """Whether a text by its name is likely to run over a line."""
    return any(part in LONG for part in name.split("_"))


def choices_of(shape: FieldShape, lists: Lists) -> Sequence[tuple[str, Text | str]] | None:
    """What can be chosen for a field; None where one writes."""
    if shape.type == "choice":
        return [(name, words(one)) for name, one in shape.choices.items()]
    if shape.type == "flag":
        return [("true", YES), ("false", NO)]
    if shape.type == "region":
        return list(lists.regions)
    if shape.type == "unit":
        return list(lists.units)
    return list(lists.entries.get(shape.register_ or "", ())) if shape.type == "entry" else None


def _as_text(kind: str, value: Any, *, people: bool) -> str:
    if kind == "flag":
        return "true" if value else "false"
    if kind == "data":
        return lines.written(value, people=people)
    return str(value)


def as_given(shape: FieldShape, value: Any) -> Any:
    """A stored fact as it would be given again: money in yuan."""
    if shape.type == "money" and isinstance(value, int):
        return format(to_yuan(value).normalize(), "f")
    return value


# --- reading a form -----------------------------------------------------------------------------------------


def given(
    fields: Fields, names: Iterable[str], post: Any, files: Any, *, people: Collection[str] = ()
) -> tuple[dict[str, Any], list[Reason]]:
    """The facts a form gives, and reasons for what cannot be taken at all. What is empty is not given."""
    found: dict[str, Any] = {}
    reasons: list[Reason] = []
    for name in names:
        shape = fields[name]
        value: Any
        if shape.type == "paper":
            value = _file(name, shape, files.get(name), reasons)
        elif shape.type == "words":
            both = {one: str(post.get(f"{name}.{one}", "")).strip() for one in ("zh", "en")}
            value = {one: text for one, text in both.items() if text}
        else:
            value = _text(name, shape, str(post.get(name, "")).strip(), reasons, people=name in people)
            picked = post.getlist(f"{name}{OWN}") if shape.type == "data" and f"{name}{OWN}" in post else []
            if picked and (isinstance(value, list) or not value):
                value = list(dict.fromkeys(picked)) + [one for one in value or () if one not in picked]
        if value not in (None, "", {}):
            found[name] = value
    return found, reasons


def _text(name: str, shape: FieldShape, text: str, reasons: list[Reason], *, people: bool) -> Any:
    if shape.type == "flag" and text in {"true", "false"}:
        return text == "true"
    if shape.type == "money":
        return text.replace(",", "").replace("，", "")
    if shape.type == "data" and text:
        try:
            return lines.read(text, people=people)
        except ValueError:
            title = shape.title
            reasons.append(
                Reason("given.wrong", Text(f"“{title.zh}”不是JSON", f"{title.en} is not JSON"), name)
            )
            return text
    return text


def _file(name: str, shape: FieldShape, file: Any, reasons: list[Reason]) -> bytes | None:
    if file is None:
        return None
    title = shape.title
    if file.size > LARGEST_BYTES:
        most = LARGEST_BYTES // 1048576
        reasons.append(
            Reason(
                "paper.too-large",
                Text(
                    f"“{title.zh}”有{file.size / 1048576:.0f}MB，超过{most}MB的上限",
                    f"{title.en} has {file.size / 1048576:.0f} MB; the limit is {most} MB",
                ),
                name,
            )
        )
        return None
    return NamedFile(bytes(file.read()), name=file.name or "")


def size_words(size: int) -> str:
    """A file's size in words."""
    return f"{size / 1048576:.1f} MB" if size >= 1048576 else f"{max(size / 1024, 0.1):.1f} KB"


def kind_words(media_type: str) -> Text:
    """What a file is, by its first bytes."""
    return KINDS.get(media_type, Text("其他文件", "other file"))
