"""From drafts to shapes: the gate *shape*, with pydantic's findings put into words and pointed at lines."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from zhichan.kernel.catalogue.files import Draft
from zhichan.kernel.catalogue.problems import Problem, nearest
from zhichan.kernel.catalogue.shapes import KINDS, Declaration
from zhichan.kernel.ground.refusal import Text

_TYPES: Mapping[str, tuple[str, str]] = {
    "string_type": ("文字", "text"),
    "int_type": ("整数", "a whole number"),
    "bool_type": ("true 或 false", "true or false"),
    "date_type": ("日期(如 2026-01-01)", "a day such as 2026-01-01"),
    "model_type": ("表", "a table"),
    "dict_type": ("表", "a table"),
    "tuple_type": ("列表", "a list"),
}


def shape(*, draft: Draft) -> Declaration | list[Problem]:
    """Give a draft its shape, or list what is wrong with it."""
    kind = KINDS[draft.kind]
    try:
        found = kind.model_validate(dict(draft.raw))
    except ValidationError as error:
        return _problems(draft, kind, error.errors(include_url=False, include_input=False))
    found.place(name=draft.name, file=draft.file.path)
    return found


def _problems(draft: Draft, kind: type[BaseModel], errors: Iterable[ErrorDetails]) -> list[Problem]:
    at: dict[tuple[str | int, ...], list[ErrorDetails]] = {}
    for error in errors:
        at.setdefault(_path(draft.raw, error), []).append(error)
    return [
        Problem(
            file=draft.file.path,
            line=draft.line(*path),
            gate="shape",
            code=_code(group[0]),
            text=_words(kind, path, group),
        )
        for path, group in at.items()
    ]


def _path(raw: Any, error: ErrorDetails) -> tuple[str | int, ...]:
    """Where in the file: pydantic also names alternatives of a union, which are not in the file."""
    path: list[str | int] = []
    place = raw
    for part in error["loc"]:
        try:
            place = place[part]
        except (KeyError, IndexError, TypeError):
            continue
        path.append(part)
    if error["type"] == "missing":
        path.append(error["loc"][-1])
    key = error.get("ctx", {}).get("key")
    if key is not None and isinstance(place, dict) and key in place:
        path.append(key)
    return tuple(path)


def _code(error: ErrorDetails) -> str:
    codes = {"extra_forbidden": "unknown_key", "missing": "missing_key", "literal_error": "not_one_of"}
    kind = error["type"]
    return codes.get(kind, "wrong_type" if kind in _TYPES else kind)


def _words(kind: type[BaseModel], path: tuple[str | int, ...], group: list[ErrorDetails]) -> Text:
    key = ".".join(str(part) for part in path) or "声明 (declaration)"
    error = group[0]
    context: dict[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            near = nearest(word=str(path[-1]), among=_keys(kind, path[:-1]))
            return Text(f"不认识的键 {key}{near.zh}", f"unknown key {key}{near.en}")
        case "missing":
            return Text(f"缺少键 {key}", f"missing key {key}")
        case "literal_error":
            return Text(
                f"{key} 应为其中之一:{context['expected']}", f"{key} must be one of {context['expected']}"
            )
        case "string_pattern_mismatch":
            return Text(
                f"{key} 应为小写名称(字母、数字、下划线),或规定的编号格式 {context['pattern']}",
                f"{key} must be a name of small letters, digits and underscores, or match {context['pattern']}",
            )
        case "greater_than_equal":
            return Text(f"{key} 不得小于 {context['ge']}", f"{key} must be at least {context['ge']}")
        case "less_than_equal":
            return Text(f"{key} 不得大于 {context['le']}", f"{key} must be at most {context['le']}")
        case "too_short" | "string_too_short":
            return Text(
                f"{key} 至少要有 {context['min_length']} 项(字)",
                f"{key} needs at least {context['min_length']}",
            )
        case "string_too_long":
            return Text(
                f"{key} 不得超过 {context['max_length']} 字", f"{key} is longer than {context['max_length']}"
            )
        case "one_of":
            return Text(
                f"{key} 须恰有其中之一(或一种组合):{context['keys']}",
                f"{key}: {error['msg']} ({context['keys']})",
            )
        case "dates_reversed":
            return Text(f"{key} 应晚于 since", f"{key} must be later than since")
        case "end_of_flow":
            return Text(f"{key} 只与 start 同用,不与 on 同用", f"{key} goes with start, not with on")
        case "mode_and_table":
            return Text(
                f"填报或外部发布的指标不应有计算表 {context['key']}",
                f"a reported or external measure has no computation, but {context['key']} is given",
            )
        case "stock_or_flow":
            return Text(
                f"{key}:存量(stock)用 start,流量用 on",
                f"{key}: a stock counts from start, everything else on a day",
            )
        case "counted_from":
            return Text(
                f"{key}:只有累计(cumulative)指标才有起算日",
                f"{key}: only a cumulative measure is counted from a day",
            )
        case "choices":
            return Text(
                f"{key}:choices 属于且仅属于 choice 类型,register 属于且仅属于 entry 类型",
                f"{key}: choices belong to the type choice and only there, register to the type entry",
            )
    wanted = [_TYPES[item["type"]] for item in group if item["type"] in _TYPES]
    if wanted:
        zh = "、".join(dict.fromkeys(item[0] for item in wanted))
        en = ", ".join(dict.fromkeys(item[1] for item in wanted))
        return Text(f"{key} 应为{zh}", f"{key} must be {en}")
    return Text(f"{key} 的值不合要求({error['type']})", f"{key}: {error['msg']}")


def _keys(kind: type[BaseModel], path: tuple[str | int, ...]) -> set[str]:
    """The keys allowed at a place of a shape; empty where the keys are free."""
    places: list[Any] = [kind]
    for part in path:
        places = [below for place in places for below in _below(place, part)]
    return {
        field.alias or name
        for place in places
        if isinstance(place, type) and issubclass(place, BaseModel)
        for name, field in place.model_fields.items()
    }


def _below(place: Any, part: str | int) -> list[Any]:
    if isinstance(place, type) and issubclass(place, BaseModel):
        return [
            option
            for name, field in place.model_fields.items()
            if part in (name, field.alias)
            for option in _options(field.annotation)
        ]
    arguments = get_args(place)
    if get_origin(place) is dict or get_origin(place) is tuple:
        return _options(arguments[1 if get_origin(place) is dict else 0])
    return []


def _options(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return _options(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return [option for item in get_args(annotation) for option in _options(item)]
    return [annotation]
