"""JSON Schemas of what is declared, and facts on their way in and out."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any, Protocol

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    create_model,
)
from pydantic.fields import FieldInfo

from zhichan.kernel.access.public import Actor
from zhichan.kernel.catalogue.given import LONGEST_TEXT
from zhichan.kernel.catalogue.shapes import FieldShape
from zhichan.kernel.ground.public import NamedFile, Reason, Refusal, Region, Text, to_yuan

Schema = dict[str, Any]
Fields = Mapping[str, FieldShape]

EARLIEST, LATEST = date(1949, 10, 1), date(2199, 12, 31)
LONGEST_NAME = 120
NAMELESS: Mapping[str, str] = MappingProxyType({})
LONGEST_BASE64 = 4 * -(-20 * 1024 * 1024 // 3)
UUID = {"type": "string", "format": "uuid"}
DAY = {"type": "string", "format": "date"}
INSTANT = {"type": "string", "format": "date-time"}
WORDS = {"$ref": "#/components/schemas/Words"}
REGION = {"$ref": "#/components/schemas/Region"}
TEXT = {"type": "string"}
FLAG = {"type": "boolean"}
WHOLE = {"type": "integer"}
ANY_OBJECT = {"type": "object"}


class Bilingual(Protocol):
    """Anything said in both languages: ``Words`` of a declaration, ``Text`` of the kernel."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


def both(words: Bilingual) -> dict[str, str]:
    """``{"zh", "en"}``."""
    return {"zh": words.zh, "en": words.en}


def line(words: Bilingual) -> str:
    """Both languages in one line, Chinese first."""
    return f"{words.zh} · {words.en}"


def shape(required: Schema, optional: Schema | None = None) -> Schema:
    """An object with these properties and no others."""
    return {
        "type": "object", "required": list(required), "additionalProperties": False,
        "properties": {**required, **(optional or {})},
    }  # fmt: skip


def or_null(schema: Schema) -> Schema:
    """The schema, or null where nothing is known."""
    return {"anyOf": [schema, {"type": "null"}]}


def many(items: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": items}


def pages(items: Schema) -> Schema:
    """One page of a list, with its exact count."""
    address = {"type": "string", "format": "uri-reference"}
    return shape({
        "count": {"type": "integer", "minimum": 0}, "page": WHOLE, "size": WHOLE, "next": or_null(address),
        "items": many(items),
    })  # fmt: skip


# --- facts given ------------------------------------------------------------------------------------------------

_GIVEN: Mapping[str, Schema] = {
    "text": {"type": "string", "maxLength": LONGEST_TEXT},
    "words": {
        "type": "object", "required": ["zh"], "additionalProperties": False,
        "properties": {"zh": {"type": "string", "minLength": 1}, "en": TEXT},
    },
    "number": {"type": "number"},
    "year": {"type": "integer", "minimum": 1900, "maximum": 2199},
    "money": {
        "description": "元 · yuan",
        "anyOf": [
            {"type": "string", "pattern": r"^-?[0-9]{1,13}(\.[0-9]{1,2})?$"},
            {"type": "integer", "minimum": -(10**13), "maximum": 10**13},
        ],
    },
    "day": DAY,
    "flag": FLAG,
    "region": {"type": "string", "description": "地区路径 · path of a region, such as /city/county/"},
    "unit": {"type": "string", "description": "单位标识 · slug of a unit"},
    "party": {"type": "string", "description": "统一社会信用代码 · unified social credit code"},
    "right": {"type": "string", "description": "权利，如patent:申请号 · a right, such as patent:<application no.>"},
    "entry": {"type": "string", "description": "条目编号 · number of a register's entry"},
    "paper": {
        "description": "文件内容，或文件名和内容，base64 · a file's bytes in base64, or its name and them",
    },
    "data": {},
}  # fmt: skip


def given_schema(field: FieldShape) -> Schema:
    """What may be given for a field."""
    schema = dict(_GIVEN[field.type]) if field.type != "choice" else _choice(field)
    if field.type == "paper":
        schema["anyOf"] = _file(field)
    if field.files:
        schema["x-files"] = list(field.files)
    return {**schema, "title": line(field.title), "x-title": both(field.title)}


def _file(field: FieldShape) -> list[Schema]:
    longest = LONGEST_BASE64 if field.megabytes is None else 4 * -(-field.megabytes * 1024 * 1024 // 3)
    content: Schema = {"type": "string", "contentEncoding": "base64", "minLength": 1, "maxLength": longest}
    named: Schema = {
        "type": "object", "required": ["content"], "additionalProperties": False,
        "properties": {"name": {"type": "string", "maxLength": LONGEST_NAME}, "content": content},
    }  # fmt: skip
    return [content, named]


def _choice(field: FieldShape) -> Schema:
    return {
        "type": "string", "enum": list(field.choices),
        "x-choices": {name: both(words) for name, words in field.choices.items()},
    }  # fmt: skip


def has_paper(fields: Fields) -> bool:
    """Whether a file can be given."""
    return any(field.type == "paper" for field in fields.values())


def files_decoded(fields: Fields, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with every file as bytes, with its name where one was given.

    A digest in a file's place is refused like any text that is no base64.
    """
    decoded, wrong = dict(facts), []
    for name, value in facts.items():
        if name in fields and fields[name].type == "paper" and value is not None:
            try:
                decoded[name] = _bytes(value)
            except (TypeError, ValueError, binascii.Error):
                title = fields[name].title
                text = Text(f"“{title.zh}”应当是base64编码的文件内容", f"{title.en} must be a file's bytes in base64")
                wrong.append(Reason("given.wrong", text, name))
    if wrong:
        raise Refusal.of(wrong)
    return decoded


def _bytes(value: Any) -> bytes:
    if not isinstance(value, Mapping):
        return base64.b64decode(value, validate=True)
    called = value.get("name", "")
    if not isinstance(called, str) or len(called) > LONGEST_NAME or set(value) - {"name", "content"}:
        raise ValueError
    return NamedFile(base64.b64decode(value.get("content", ()), validate=True), name=called)


# --- facts shown ------------------------------------------------------------------------------------------------


def hidden(fields: Fields, actor: Actor, path: str) -> frozenset[str]:
    """The fields that only some roles may read, and that this actor may not read in this region."""
    return frozenset(
        name for name, field in fields.items() if field.readers and not actor.held(field.readers, path)
    )


def shown(
    fields: Fields, facts: Mapping[str, Any], *, papers: str, without: frozenset[str] = frozenset(),
    called: Mapping[str, str] = NAMELESS,
) -> dict[str, Any]:
    """Facts as they are answered: money in yuan, a file as its digest and address, hidden fields left out.

    ``called`` has the names that those who gave them gave to files.
    """
    return {
        name: _shown(fields.get(name), name, value, papers, called.get(name))
        for name, value in facts.items()
        if name not in without
    }


def _shown(field: FieldShape | None, name: str, value: Any, papers: str, called: str | None) -> Any:
    if field is not None and field.type == "money" and isinstance(value, int):
        return f"{to_yuan(value):.2f}"
    if field is not None and field.type == "paper" and isinstance(value, str):
        return {"sha256": value, "href": f"{papers}{name}", **({"name": called} if called else {})}
    return value


REGIONS_SHAPE = shape({
    "path": TEXT, "slug": TEXT, "name": WORDS, "kind": {"type": "string", "enum": [each.value for each in Region.Kind]},
})  # fmt: skip


def region_shown(region: Region) -> dict[str, Any]:
    """A region as answers name it."""
    return {
        "path": region.path, "slug": region.slug, "name": {"zh": region.name, "en": region.name_en},
        "kind": region.kind,
    }  # fmt: skip


# --- questions --------------------------------------------------------------------------------------------------


def _day(value: Any) -> date:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        day = date.fromisoformat(value)
        if EARLIEST <= day <= LATEST:
            return day
    raise ValueError(f"a day between {EARLIEST} and {LATEST}")


def _flag(value: Any) -> bool:
    if value in {"true", "false"}:
        return bool(value == "true")
    raise ValueError("true or false")


Day = Annotated[
    date, BeforeValidator(_day), PlainSerializer(date.isoformat), WithJsonSchema(DAY)]  # fmt: skip
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema(FLAG)]
Number = Annotated[Decimal, Field(ge=-(10**15), le=10**15), WithJsonSchema(
    {"type": "number", "minimum": -(10**15), "maximum": 10**15})]  # fmt: skip
Size = Annotated[int, Field(ge=1, le=200)]
PageNumber = Annotated[int, Field(ge=1, le=10_000)]


class Asked(BaseModel):
    """A question's parameters; an unknown one is refused, so that a misspelt filter never shows everything."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)


class Paged(Asked):
    """Which page of a list."""

    page: PageNumber = Field(default=1, title="页 · page")
    size: Size = Field(default=50, title="每页条数 · items a page")


def parameter(annotation: Any, title: Text, *, name: str = "", **more: Any) -> tuple[Any, FieldInfo]:
    """An optional parameter for ``create_model``: absent is None, and null is nothing one can send."""

    def said(schema: Schema) -> None:
        schema.pop("default", None)
        schema["x-title"] = both(title)

    return (
        annotation,
        Field(default=None, alias=name or None, title=line(title), json_schema_extra=said, **more),
    )


def question(name: str, base: type[Asked] = Paged, **parameters: Any) -> type[Asked]:
    """A model of a question's parameters."""
    made: type[Asked] = create_model(name, __base__=base, **parameters)
    return made
