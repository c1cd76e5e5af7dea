"""From the catalogue in use to routes and one OpenAPI document; built once for each catalogue and kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import count
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch, URLResolver
from django.urls.resolvers import RegexPattern
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from zhichan.doors.api import (
    accounts,
    cases,
    errors,
    figures,
    profiles,
    records,
    reference,
    registers,
    searching,
    selections,
)
from zhichan.doors.api.operations import Operation, components, mount, reasons_of
from zhichan.doors.api.shapes import REGIONS_SHAPE, both, line
from zhichan.kernel.catalogue.public import Catalogue, System, current
from zhichan.kernel.ground.public import Text

VERSION = "1"
_numbers = count(1)

TITLE = Text("知产开放接口", "Zhichan API")
ABOUT = Text(
    "由在用的声明生成：每个办理程序、登记簿和指标各有其操作。所有错误同一形状，并附中英文。\n\n"
    "登录：浏览器会话（写操作须带CSRF令牌），或个人令牌（Authorization: Bearer）。未登录只见公开内容。\n\n"
    "写操作可带Idempotency-Key，重复发送只办一次；可带preview=true先试办，不留痕迹。文件以base64写在JSON里。",
    "Generated from the declarations in use: every procedure, register and measure has its operations. Every refusal"
    " has one shape and both languages.\n\n"
    "Sign in by a browser session (writes carry the CSRF token) or by a personal token (Authorization: Bearer)."
    " Without either, only what is public is seen.\n\n"
    "Writes may carry an Idempotency-Key, so that sending again does nothing twice, and preview=true to try an act"
    " out without a trace. Files are base64 inside the JSON.",
)  # fmt: skip
TAGS = {
    "accounts": Text("本人", "One's own"),
    "reference": Text("地区、单位、词汇与目录", "Regions, units, glossary, catalogue"),
    "measures": Text("指标与目标", "Measures and targets"),
    "records": Text("权利与相关记录", "Rights and related records"),
    "selections": Text("保存的检索与语料", "Saved searches and corpora"),
}  # fmt: skip


class Built:
    """The routes and the document of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.operations = _operations(catalogue)
        # A namespace of its own for each, because django-ninja allows no two alike in a process.
        self._api = NinjaAPI(
            title=line(TITLE), version=VERSION, description=f"{ABOUT.zh}\n\n{ABOUT.en}", docs_url=None,
            openapi_url=None, urls_namespace=f"zhichan-api-{next(_numbers)}",
        )  # fmt: skip
        for operation in self.operations:
            mount(self._api, operation)
        for kind in (Exception, Http404, HttpError):
            self._api.add_exception_handler(kind, _raise)
        self._api.add_exception_handler(ValidationError, _refuse)
        self._resolver = URLResolver(RegexPattern(r"^"), self._api.urls[0])

    def resolve(self, path: str) -> ResolverMatch:
        """The operation at an address; ``Resolver404`` when there is none."""
        return self._resolver.resolve(path)

    @cached_property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document."""
        made = dict(self._api.get_openapi_schema(path_prefix=""))
        made["paths"] = _tidied(made["paths"], {each.name: each for each in self.operations})
        made["info"] |= {"x-title": both(TITLE), "x-catalogue": self.catalogue.digest}
        made["servers"] = [{"url": "/api"}]
        made["tags"] = [
            *({"name": name, "description": line(said), "x-title": both(said)} for name, said in TAGS.items()),
            *({"name": each.id, "description": f"{line(each.title)}\n\n{line(each.owner)}", "x-title": both(each.title),
               "x-clauses": [one.clause for one in each.bases]} for each in self.catalogue.systems.values()),
        ]  # fmt: skip
        refused = {"$ref": "#/components/schemas/Refused"}
        made["components"] = {
            "schemas": {
                **components(), "Region": REGIONS_SHAPE, "Reason": errors.schema()["properties"]["reasons"]["items"]},
            "responses": {
                f"Refused{status}": {
                    "description": line(said), "content": {"application/json": {"schema": refused}}}
                for status, said in errors.MEANING.items()
            },
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
                "token": {"type": "http", "scheme": "bearer"},
            },
        }  # fmt: skip
        made["security"] = [{}, {"session": []}, {"token": []}]
        return made


def _raise(request: HttpRequest, wrong: Any) -> HttpResponse:
    raise wrong


def _refuse(request: HttpRequest, wrong: Any) -> HttpResponse:
    raise reasons_of(wrong.errors)


def _operations(catalogue: Catalogue) -> list[Operation]:
    made = [
        *accounts.operations(), *reference.operations(), *figures.operations(catalogue), *records.operations(),
        *profiles.operations(),
        *searching.operations(), *selections.operations(),
    ]  # fmt: skip
    for procedure in catalogue.procedures.values():
        made += cases.operations(procedure, _tag(catalogue.folders, procedure.folder))
    for register in catalogue.registers.values():
        made += registers.operations(register, _tag(catalogue.folders, register.folder))
    return made


def _tag(folders: Mapping[str, System], folder: str) -> str:
    system = folders.get(folder)
    return system.id if system else folder


def _tidied(paths: Mapping[str, Any], operations: Mapping[str, Operation]) -> dict[str, Any]:
    """What django-ninja cannot know: the shape of the address's parts, and answers it would add by itself."""
    for methods in paths.values():
        for said in methods.values():
            operation = operations[said["operationId"]]
            for parameter in said["parameters"]:
                if parameter["in"] == "path":
                    parameter["schema"] = dict(operation.parts.get(parameter["name"], parameter["schema"]))
            said["responses"] = {
                str(status): answer for status, answer in said["responses"].items()
                if status != 200 or 200 in operation.answers
            }  # fmt: skip
    return dict(paths)


_kept: dict[str, Built] = {}
_lock = Lock()
MOST_KEPT = 4


def built() -> Built:
    """Routes and document of the catalogue in use; built when it is first asked for."""
    catalogue = current()
    with _lock:
        if catalogue.digest not in _kept:
            while len(_kept) >= MOST_KEPT:
                del _kept[next(iter(_kept))]
            _kept[catalogue.digest] = Built(catalogue)
        return _kept[catalogue.digest]
