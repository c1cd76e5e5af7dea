"""One operation: what it is called in both languages, what it takes, what it answers, and the function that does it.

django-ninja routes it, reads and checks its parameters, and writes it into the document. Facts of acts are judged by
the kernel alone, which names every fault at once in both languages; here they are only described.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query
from pydantic import ValidationError

from zhichan.doors.api import bodies, errors
from zhichan.doors.api.shapes import FLAG, Asked, Schema, both, line
from zhichan.kernel.access.public import Actor
from zhichan.kernel.ground.public import Reason, Refusal, Text

LONGEST_KEY = 80
READS = (401, 404, 405, 422, 429, 500)
WRITES = (400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 429, 500)
CHANGES = frozenset({"POST", "PUT", "DELETE"})


@dataclass(slots=True)
class Call:
    """A request under way: who asks, the parts of its address, its question and its body."""

    request: HttpRequest
    actor: Actor
    path: Mapping[str, Any]
    query: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str | None:
        """The idempotency key, at most 80 characters."""
        key = self.request.headers.get("Idempotency-Key")
        if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
            raise Refusal.one(
                "api.key", "请求编号应当是1至80个可见的ASCII字符",
                "the idempotency key must be 1 to 80 printable ASCII characters", place="Idempotency-Key")  # fmt: skip
        return key

    @property
    def expected(self) -> int | None:
        """The version the caller has seen (``If-Match``); None when it asks for none."""
        given = self.request.headers.get("If-Match", "").strip()
        if given in {"", "*"}:
            return None
        found = re.fullmatch(r'"(\d{1,18})-[0-9a-f]{16}"', given, re.ASCII)
        if found is None:
            # What no answer of ours has ever carried matches nothing.
            raise changed()
        return int(found[1])


def changed() -> Refusal:
    """The refusal of an act on a version that is no longer the latest."""
    return Refusal.one(
        "api.changed", "在您查看之后已有改动，请重新查看后再办", "it was changed after you looked; look again first",
        place="If-Match")  # fmt: skip


Run = Callable[[Call], HttpResponse]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What the document says of one operation, and what does it.

    ``path`` has Django's converters; ``parts`` the schema of each part of it. ``body`` is the JSON Schema of the
    facts, ``previews`` whether the act can be tried out.
    """

    method: str
    path: str
    name: str
    tag: str
    title: Text
    text: Text | None = None
    run: Run
    parts: Mapping[str, Schema] = field(default_factory=dict)
    query: type[Asked] | None = None
    body: Schema | None = None
    largest: int = bodies.SMALL
    previews: bool = False
    keyed: bool = False
    versioned: bool = False
    answers: Mapping[int, Schema | None] = field(default_factory=dict)
    media: str = "application/json"
    clause: str = ""


def answered(call: Call, content: Any, *, version: int | None = None, status: int = 200) -> HttpResponse:
    """A JSON answer. What was asked carries an ETag (version and digest), and an unchanged one is not sent again."""
    data = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    response = HttpResponse(data, status=status, content_type="application/json")
    if call.request.method == "GET":
        tag = f'"{version or 0}-{hashlib.sha256(data).hexdigest()[:16]}"'
        response["ETag"] = tag
        held = call.request.headers.get("If-None-Match", "").split(",")
        if tag in [each.strip().removeprefix("W/") for each in held]:
            response = HttpResponse(status=304)
            response["ETag"] = tag
    return response


def paged(
    call: Call, found: QuerySet[Any] | Sequence[Any], show: Callable[[Any], Any], *, count: int | None = None
) -> dict[str, Any]:
    """The page asked for, with the exact count, which ``count`` gives where it is known already.

    Called inside a reading context.
    """
    page, size = call.query["page"], call.query["size"]
    if count is None:
        count = found.count() if isinstance(found, QuerySet) else len(found)
    items = [show(each) for each in found[(page - 1) * size : page * size]]
    following = None
    if page * size < count and page < 10_000:
        asked = call.request.GET.copy()
        asked["page"] = str(page + 1)
        following = f"{call.request.path}?{asked.urlencode()}"
    return {"count": count, "page": page, "size": size, "next": following, "items": items}


# --- into django-ninja ------------------------------------------------------------------------------------------


def mount(api: NinjaAPI, operation: Operation) -> None:
    """Give an operation its route and its place in the document."""
    api.api_operation(
        [operation.method], operation.path, operation_id=operation.name, tags=[operation.tag],
        summary=line(operation.title), description=_description(operation), openapi_extra=_document(operation),
    )(_view(operation))  # fmt: skip


_PARTS: Mapping[str, type] = {"uuid": uuid.UUID, "int": int}


def _view(operation: Operation) -> Callable[..., HttpResponse]:
    model = operation.query
    known = {info.alias or name for name, info in model.model_fields.items()} if model else set()
    parameters = [inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    parameters += [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=_PARTS.get(converter, str))
        for converter, name in re.findall(r"{(?:(\w+):)?(\w+)}", operation.path)
    ]
    if model is not None:
        parameters.append(
            inspect.Parameter("query", inspect.Parameter.KEYWORD_ONLY, annotation=model, default=Query(...))  # type: ignore[type-arg]
        )

    def view(request: HttpRequest, **given: Any) -> HttpResponse:
        asked = given.pop("query", None)
        _refuse_unknown(request, known | ({"preview"} if operation.previews else set()))
        call = Call(request, request.zhichan_caller, given)  # type: ignore[attr-defined]
        if asked is not None:
            call.query = {name: getattr(asked, name) for name in type(asked).model_fields}
        if operation.previews:
            call.query["preview"] = _preview(request)
        if operation.body is not None:
            call.body = bodies.read(request, largest=operation.largest)
        return operation.run(call)

    view.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    view.__name__ = operation.name.replace("-", "_").replace(".", "_")
    return view


def _refuse_unknown(request: HttpRequest, known: set[str]) -> None:
    reasons = [
        Reason("query.unknown", Text(f"不认识的参数“{name}”", f"unknown parameter {name!r}"), name)
        for name in sorted(set(request.GET) - known)
    ]
    reasons += [
        Reason("query.twice", Text(f"参数“{name}”给了两次", f"parameter {name!r} is given twice"), name)
        for name, values in request.GET.lists() if name in known and len(values) > 1
    ]  # fmt: skip
    if reasons:
        raise Refusal.of(reasons)


def _preview(request: HttpRequest) -> bool:
    given = request.GET.get("preview", "false")
    if given not in {"true", "false"}:
        raise Refusal.one("query.wrong", "“preview”只能是true或false", "preview must be true or false", place="preview")
    return given == "true"


_WRONG: Mapping[str, tuple[str, str]] = {
    "int": ("应当是整数", "must be a whole number"),
    "decimal": ("应当是数字", "must be a number"),
    "greater": ("太小", "is too small"),
    "less": ("太大", "is too large"),
    "string_too_long": ("太长", "is too long"),
    "string_too_short": ("太短", "is too short"),
    "literal": ("不在可选范围内", "is none of the choices"),
    "uuid": ("应当是UUID", "must be a UUID"),
}


def reasons_of(wrong: Sequence[Mapping[str, Any]]) -> Refusal:
    """What pydantic found wrong with the parameters, in the one shape and both languages."""
    return Refusal.of(_reason(each) for each in wrong)


def _reason(wrong: Mapping[str, Any]) -> Reason:
    name = str(wrong["loc"][-1]) if wrong.get("loc") else ""
    kind = str(wrong["type"])
    if kind == "missing":
        return Reason("query.missing", Text(f"缺少参数“{name}”", f"parameter {name!r} is missing"), name)
    if kind == "value_error":
        zh, en = "应当是1949-10-01至2199-12-31之间的日期（如2026-03-12），或true、false", str(wrong["msg"])
        return Reason("query.wrong", Text(f"“{name}”{zh}", f"{name}: {en}"), name)
    zh, en = next((said for begin, said in _WRONG.items() if kind.startswith(begin)), ("不对", "is wrong"))
    return Reason("query.wrong", Text(f"“{name}”{zh}", f"{name} {en}"), name)


def checked(model: type[Asked], given: Mapping[str, Any]) -> Asked:
    """A body of a fixed shape; refuses what is wrong with it as ``given.…`` reasons do."""
    try:
        return model.model_validate(given)
    except ValidationError as wrong:
        raise reasons_of(wrong.errors()) from wrong


def _description(operation: Operation) -> str:
    parts = [operation.text.zh, operation.text.en] if operation.text else []
    if operation.clause:
        parts.append(f"依据 · Clause: {operation.clause}")
    return "\n\n".join(part for part in parts if part)


def _header(name: str, text: Text, schema: Schema) -> Schema:
    return {"in": "header", "name": name, "required": False, "schema": schema, "description": line(text)}


def _document(operation: Operation) -> dict[str, Any]:
    extra: dict[str, Any] = {"x-title": both(operation.title), "responses": _responses(operation)}
    if operation.clause:
        extra["x-clause"] = operation.clause
    added: list[Schema] = []
    if operation.keyed:
        added.append(_header(
            "Idempotency-Key", Text("同一编号重复发送只办一次", "sent again with the same key, it is done once"),
            {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]([ -~]*[!-~])?$"},
        ))  # fmt: skip
    if operation.versioned and operation.method in CHANGES:
        added.append(_header(
            "If-Match", Text("查看时得到的ETag；已有改动则不办", "the ETag seen; refused when it has changed since"),
            {"type": "string", "pattern": '^"[0-9]{1,18}-[0-9a-f]{16}"$'}))  # fmt: skip
    if operation.previews:
        added.append({
            "in": "query", "name": "preview", "required": False, "schema": {**FLAG, "default": False},
            "description": line(Text("试办：说明结果，不留痕迹", "try it out: tells the result and leaves no trace")),
        })  # fmt: skip
    if added:
        extra["parameters"] = added
    if operation.body is not None:
        extra["requestBody"] = {
            "required": bool(operation.body.get("required")),
            "content": {"application/json": {"schema": operation.body}},
        }
    return extra


def _responses(operation: Operation) -> dict[int, Any]:
    made: dict[int, Any] = {}
    for status, schema in operation.answers.items():
        made[status] = {"description": "OK" if status == 200 else "Created" if status == 201 else "No Content"}
        if schema is not None:
            made[status]["content"] = {operation.media: {"schema": schema}}
    if operation.method == "GET" and operation.media == "application/json":
        made[304] = {"description": line(Text("没有改动", "not modified"))}
    for status in WRITES if operation.method in CHANGES else READS:
        made[status] = {"$ref": f"#/components/responses/Refused{status}"}
    return made


def components() -> dict[str, Any]:
    """What the operations refer to: words, regions and refusals."""
    return {
        "Words": {
            "type": "object", "required": ["zh", "en"], "additionalProperties": False,
            "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
        },
        "Refused": errors.schema(),
    }  # fmt: skip
