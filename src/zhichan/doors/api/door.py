"""The door itself: who is asking, how often, whether they may write; then the operation; then one shape of answer."""

from __future__ import annotations

import json
import logging
from collections import Counter
from typing import Any

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from ninja.utils import check_csrf

from zhichan.doors.api import errors, limits, tokens
from zhichan.doors.api.building import built
from zhichan.doors.api.operations import CHANGES, Call, answered
from zhichan.doors.look.frame import actor, name_of, today
from zhichan.doors.look.parts import Crumb
from zhichan.kernel.access.public import ANYONE, Actor, actor_of
from zhichan.kernel.acts.public import is_nameless
from zhichan.kernel.ground.public import Refusal, Text

API = Text("开放接口", "API")
logger = logging.getLogger(__name__)


# Exempt here because the check follows inside: a token carries no ambient right, and a refusal has our own shape.
@csrf_exempt
def door(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Every request below ``/api/``."""
    left: limits.Left | None = None
    try:
        nobodys = _is_nobodys(request, rest)
        address = limits.address_of(request)
        if nobodys:
            left = limits.try_nameless(address, at=timezone.now())
        else:
            left = limits.take("address", address, at=timezone.now())
        caller = _caller(request)
        if caller.name != ANYONE and not nobodys:
            left = limits.take("actor", caller.name, at=timezone.now())
        response = _answer(request, rest, caller)
        if nobodys and response.status_code == 201:
            limits.done_nameless(at=timezone.now())
    except Refusal as refusal:
        response = errors.answer(_fitting(request, refusal))
    except DataError:
        logger.warning("a value could not be stored", exc_info=True)
        response = errors.answer(errors.UNSTORABLE)
    except Exception:
        # The last wall: a fault is noted with its trace, and the asker gets the one shape instead of a page.
        logger.exception("a request failed at %s", request.path)
        response = errors.answer(errors.FAULT)
    if left is not None:
        for name, value in left.headers().items():
            response.setdefault(name, value)
    response.setdefault("Cache-Control", "private, no-cache")
    response["Content-Language"] = "zh-CN, en"
    patch_vary_headers(response, ("Cookie", "Authorization"))
    return response


def _is_nobodys(request: HttpRequest, rest: str) -> bool:
    """Whether a nameless act is asked for: then its address is noted nowhere."""
    room, _, place = rest.partition("/")
    return request.method == "POST" and room == "cases" and is_nameless(place.replace("/", ":"))


def _fitting(request: HttpRequest, refusal: Refusal) -> Refusal:
    """To someone not signed in, 'forbidden' is an invitation to sign in."""
    caller: Actor | None = getattr(request, "zhichan_caller", None)
    if refusal.codes[0] == "acts.forbidden" and (caller is None or caller.name == ANYONE):
        return Refusal(errors.reason("api.sign-in", "请先登录", "sign in first"), *refusal.reasons)
    return refusal


def _caller(request: HttpRequest) -> Actor:
    """Who is asking: by a token, by a session, or anyone. A session that writes must carry the CSRF token."""
    given = request.headers.get("Authorization")
    if given is None:
        caller = actor(request)
        if request.method in CHANGES and caller.name != ANYONE and check_csrf(request) is not None:
            raise Refusal.one(
                "api.csrf", "缺少CSRF令牌，或来源不符", "the CSRF token is missing, or the origin does not match",
                place="X-CSRFToken")  # fmt: skip
    else:
        scheme, _, secret = given.partition(" ")
        if scheme.lower() != "bearer":
            raise Refusal.one("api.token", "只接受Bearer令牌", "only Bearer tokens are taken", place="Authorization")
        found = tokens.bearer(secret.strip(), day=today())
        caller = actor_of(found.user.pk, day=today(), label=name_of(found.user).zh)
        request.zhichan_by_token = True  # type: ignore[attr-defined]
        if request.method in CHANGES and not found.writes:
            raise Refusal.one("api.read-only", "此令牌只能查阅", "this token only reads", place="Authorization")
    request.zhichan_caller = caller  # type: ignore[attr-defined]
    return caller


def _answer(request: HttpRequest, rest: str, caller: Actor) -> HttpResponse:
    if "\x00" in rest:
        raise errors.NOTHING_THERE
    if any("\x00" in text for name, values in request.GET.lists() for text in (name, *values)):
        raise Refusal.one(
            "query.wrong", "参数含有不能保存的字符", "a parameter holds a character that cannot be stored")
    if rest in {"", "openapi.json"}:
        if request.method != "GET":
            return _not_allowed(["GET"])
        if rest == "":
            asked = request.GET.get("area", "")
            document = _readable(built().document, area=asked)
            if asked and not document["area"]:
                raise errors.NOTHING_THERE
            crumbs = [Crumb(API, reverse("api:door")), Crumb(document["area"]["title"])] if asked else []
            return render(request, "api/reference.html", {"document": document, "crumbs": crumbs})
        return answered(Call(request, caller, {}), built().document)
    try:
        match = built().resolve(rest)
    except Resolver404:
        raise errors.NOTHING_THERE from None
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    if response.status_code == 405:
        return _not_allowed([each.strip() for each in response.headers.get("Allow", "").split(",")])
    return response


def _not_allowed(methods: list[str]) -> HttpResponse:
    allowed = ", ".join(sorted(methods))
    refusal = Refusal.one(
        "api.method", f"此地址只接受{allowed}", f"this address takes {allowed} only", place="method")
    return errors.answer(refusal, headers={"Allow": allowed})


def _readable(document: dict[str, Any], *, area: str) -> dict[str, Any]:
    """The document as the reference page reads it: its areas with how many operations each has, or one area in full."""
    titles = {each["name"]: _said(each) for each in document["tags"]}
    operations = [
        (said["tags"][0], method, path, said)
        for path, methods in document["paths"].items() for method, said in methods.items()
    ]  # fmt: skip
    if not area:
        counts = Counter(tag for tag, *_ in operations)
        areas = [{"name": name, "title": titles[name], "count": counts[name]} for name in titles if counts[name]]
        return {"info": document["info"], "area": None, "areas": areas}
    told = [
        {
            "id": said["operationId"], "method": method.upper(), "path": f"/api{path}", "title": _said(said),
            **_told(said),
        }
        for tag, method, path, said in operations if tag == area
    ]  # fmt: skip
    return {"info": document["info"], "area": {"title": titles[area], "operations": told} if told else None}


def _said(named: dict[str, Any]) -> Text:
    return Text(named["x-title"]["zh"], named["x-title"]["en"])


def _told(said: dict[str, Any]) -> dict[str, Any]:
    """An operation in full: its parameters, body and answers, schemas as indented JSON."""
    body = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return {
        "text": said.get("description", ""),
        "parameters": [_parameter(each) for each in said["parameters"]],
        "body": json.dumps(body, ensure_ascii=False, indent=1) if body else "",
        "answers": [{"status": status, "schema": _schema_text(answer)} for status, answer in said["responses"].items()],
    }


def _parameter(said: dict[str, Any]) -> dict[str, Any]:
    schema = said["schema"]
    return {
        "name": said["name"], "where": said["in"], "required": said["required"],
        "meaning": said.get("description") or schema.get("description") or schema.get("title", ""),
        "choices": schema.get("enum", []) if len(schema.get("enum", [])) <= 20 else [],
    }  # fmt: skip


def _schema_text(answer: dict[str, Any]) -> str:
    for media in answer.get("content", {}).values():
        return json.dumps(media["schema"], ensure_ascii=False, indent=1)
    return ""
