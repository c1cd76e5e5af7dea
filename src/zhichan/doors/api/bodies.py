"""Bodies of requests: JSON, of a bounded size, with nothing in it that cannot be stored.

Files come as base64 text inside the JSON, not as multipart: an act's facts are then one typed object that can be
previewed, repeated under one key and kept as a draft; in a multipart form every number and flag would be text.
"""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Any

from django.http import HttpRequest

from zhichan.kernel.ground.public import Refusal

SMALL = 1024 * 1024
"""Bytes of a body without a file."""
LARGE = 28 * 1024 * 1024
"""Bytes of a body with one: 20 MB in base64, and room for the rest."""
DEEPEST = 60
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def _malformed(zh: str, en: str) -> Refusal:
    return Refusal.one("api.malformed", zh, en, place="body")


def read(request: HttpRequest, *, largest: int) -> dict[str, Any]:
    """The body as an object; an absent one is empty. Refuses what is too large, not JSON, or cannot be stored."""
    given = request.META.get("CONTENT_LENGTH") or "0"
    length = int(given) if given.isdigit() else 0
    # Read past Django's limit for forms, which knows no files in JSON, but never past our own.
    data = b"" if length > largest else request.read(largest + 1)
    if max(length, len(data)) > largest:
        raise Refusal.one(
            "api.too-large", f"内容超过{largest // 1024}KB的上限", f"the body is larger than {largest // 1024} KB",
            place="body")  # fmt: skip
    if not data:
        return {}
    if request.content_type != "application/json":
        raise Refusal.one(
            "api.media-type", "请求内容应当是application/json", "the body must be application/json",
            place="Content-Type")  # fmt: skip
    try:
        found = json.loads(data.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as wrong:
        raise _malformed("请求内容不是合法的JSON", "the body is not valid JSON") from wrong
    if not isinstance(found, dict):
        raise _malformed("请求内容应当是一个JSON对象", "the body must be a JSON object")
    _check(found, 0)
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _check(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise _malformed("请求内容嵌套太深", "the body is nested too deeply")
    if isinstance(value, str):
        if UNSTORABLE.search(value):
            raise _malformed("请求内容含有不能保存的字符", "the body holds a character that cannot be stored")
    elif isinstance(value, float):
        if not isfinite(value):
            raise _malformed("请求内容里有一个数字太大", "a number in the body is too large")
    elif isinstance(value, dict):
        for name, each in value.items():
            _check(name, depth + 1)
            _check(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            _check(each, depth + 1)
