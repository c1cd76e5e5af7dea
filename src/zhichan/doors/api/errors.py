"""Every 'no' in one shape: ``{code, text: {zh, en}, place, clause, reasons: […]}``, and the status that fits it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse

from zhichan.doors.api.limits import TooMany
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.ground.public import Reason, Refusal, Text

OTHERWISE = 422
STATUS: Mapping[str, int] = {
    "api.malformed": 400,
    "api.sign-in": 401,
    "api.token": 401,
    "api.csrf": 403,
    "api.read-only": 403,
    "api.session-only": 403,
    "acts.forbidden": 403,
    "acts.not-there": 404,
    "acts.unknown-verb": 404,
    "api.method": 405,
    "acts.key-reused": 409,
    "casework.stage": 409,
    "registry.taken": 409,
    "registry.ended": 409,
    "api.changed": 412,
    "api.too-large": 413,
    "api.media-type": 415,
    "api.too-many": 429,
    "api.fault": 500,
}
"""Code of the first reason → status; every other reason is 422: understood, and not possible."""

MEANING: Mapping[int, Text] = {
    400: Text("请求读不懂", "the request cannot be read"),
    401: Text("没有登录，或令牌无效", "not signed in, or the token is not valid"),
    403: Text("没有这项权限", "not permitted"),
    404: Text("没有这一项，或者它不对您开放", "there is no such item, or it is not open to you"),
    405: Text("此地址不接受这种方法", "this address does not take this method"),
    409: Text("与现状冲突", "in conflict with how things stand"),
    412: Text("已被他人改动", "changed by someone else in the meantime"),
    413: Text("内容太大", "too large"),
    415: Text("内容类型不受支持", "the media type is not supported"),
    422: Text("读懂了，但办不成", "understood, and not possible"),
    429: Text("请求太频繁", "too many requests"),
    500: Text("平台出错，已记录", "a fault of the platform; it has been noted"),
}

FAULT = Refusal.one(
    "api.fault", "平台出错了，没有任何改动；已记录，请稍后再试",
    "the platform failed and nothing was changed; it has been noted, please try again later")  # fmt: skip
UNSTORABLE = Refusal.one(
    "given.unstorable", "有一项内容超出可以保存的范围", "a value lies outside what can be stored")
NOTHING_THERE = Refusal(NOT_THERE)


def reason(code: str, zh: str, en: str, place: str = "") -> Reason:
    """A reason without a clause."""
    return Reason(code, Text(zh, en), place)


def status_of(refusal: Refusal) -> int:
    """The status that fits a refusal's first reason."""
    return STATUS.get(refusal.reasons[0].code, OTHERWISE)


def answer(refusal: Refusal, *, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """The answer to a refused request."""
    status = status_of(refusal)
    response = JsonResponse(refusal.as_json(), status=status, json_dumps_params={"ensure_ascii": False})
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="zhichan"'
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.left.seconds)
        for name, value in refusal.left.headers().items():
            response[name] = value
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def schema() -> dict[str, Any]:
    """The JSON Schema of a refusal."""
    words = {"$ref": "#/components/schemas/Words"}
    one = {"code": {"type": "string"}, "text": words, "place": {"type": "string"}, "clause": {"type": "string"}}
    return {
        "type": "object",
        "required": ["code", "text", "place", "clause", "reasons"],
        "additionalProperties": False,
        "properties": {
            **one,
            "reasons": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object", "required": ["code", "text", "place", "clause"],
                    "additionalProperties": False, "properties": one,
                },
            },
        },
    }  # fmt: skip
