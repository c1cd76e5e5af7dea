"""The search over rights: one operation, with the exact count and the facets of the whole result."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from pydantic import Field

from zhichan.doors.api.operations import Call, Operation, answered
from zhichan.doors.api.shapes import (
    TEXT,
    WHOLE,
    WORDS,
    Asked,
    both,
    many,
    or_null,
    parameter,
    question,
    shape,
)
from zhichan.doors.api.shared import LONGEST_FILTER, one_of
from zhichan.instruments.query import LONGEST, Query, taken, write
from zhichan.kernel.access.public import reading
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.ground.public import Refusal, Text
from zhichan.kernel.registry.public import RIGHTS
from zhichan.kernel.registry.searching import public as index

TAG = "records"
ALIKE = shape({
    "score": {"type": "integer", "minimum": 1, "maximum": 100},
    "reasons": many(shape({"code": TEXT, "text": WORDS, "score": {"type": "integer", "minimum": 1, "maximum": 100}})),
})  # fmt: skip
HIT = shape({"source": TEXT, "key": TEXT, "title": or_null(TEXT)}, {"alike": ALIKE, "members": WHOLE})
LIKE = shape({
    "source": TEXT, "key": TEXT, "title": or_null(TEXT), "words": many(TEXT), "classes": many(TEXT),
})  # fmt: skip
LAST = index.DEEPEST // index.PAGE


def operations() -> list[Operation]:
    """The search."""
    facets = {
        name: parameter(str, Text(f"{zh}等于", f"{en} is"), max_length=LONGEST_FILTER)
        for name, (zh, en) in index.FACETS.items()
    }
    return [
        Operation(
            method="GET", path="/search", name="search", tag=TAG,
            title=Text("检索权利", "Search rights"),
            text=Text(
                "一个检索式检索全部权利：词、字段（TI= PA= IPC= AD=[…]）、AND OR NOT、NEAR/n、截词*；"
                "近似=… 查音、形相近的商标，每件附理由。"
                "条数准确，分面统计全部结果。",
                "One query over all rights: words, fields (TI= PA= IPC= AD=[…]), AND OR NOT, NEAR/n, * for any ending;"
                " ALIKE=… finds marks alike in sound or look, each with why."
                " The count is exact and facets count the whole result.",
            ),
            query=question(
                "search", Asked,
                q=(str, Field(default="", title="检索式 · query", max_length=LONGEST)),
                sort=parameter(one_of(list(index.SORTS)), Text("排序", "order")),
                page=(int, Field(default=1, ge=1, le=LAST, title="第几页 · page")),
                families=(bool, Field(default=False, title="每族一行 · one row a family")),
                facets=(bool, Field(default=True, title="分面计数 · counts by facet")),
                plain=parameter(
                    str, Text("不按同义词检索的词，用分号分开", "words without synonyms, parted by semicolons"),
                    max_length=LONGEST_FILTER,
                ),
                **facets,
            ),
            run=_search,
            answers={200: shape({
                "count": {"type": "integer", "minimum": 0}, "page": WHOLE, "understood": TEXT, "items": many(HIT),
                "synonyms": {"type": "object", "additionalProperties": many(TEXT)},
                "facets": {
                    "type": "object",
                    "additionalProperties": many(shape({"value": TEXT, "count": {"type": "integer", "minimum": 1}})),
                },
            })},
        ),
        Operation(
            method="GET", path="/search/similar", name="similar", tag=TAG,
            title=Text("相似的权利", "Similar rights"),
            text=Text(
                "按名称、摘要、权利要求和分类最接近的权利，附共有的词和分类。",
                "The rights most like one by title, abstract, claims and classes, with what both share.",
            ),
            query=question(
                "similar", Asked,
                source=(one_of(list(RIGHTS)), Field(title="种类 · source")),
                key=(str, Field(title="编号 · key", max_length=LONGEST_FILTER)),
            ),
            run=_similar,
            answers={200: shape({"items": many(LIKE)})},
        ),
    ]  # fmt: skip


def _similar(call: Call) -> HttpResponse:
    source, key = call.query["source"], call.query["key"]
    with reading(call.actor):
        if not index.titled([f"{source}:{key}"]):
            raise Refusal(NOT_THERE)
        found = {one.key: one for one in index.similar(source=source, key=key)}
        titled = index.titled(list(found))
    items = [
        {
            "source": kind, "key": own, "title": title or None,
            "words": list(found[f"{kind}:{own}"].words), "classes": list(found[f"{kind}:{own}"].classes),
        }
        for kind, own, title in titled
    ]  # fmt: skip
    return answered(call, {"items": items})


def _search(call: Call) -> HttpResponse:
    asked = call.query
    query = index.understood(asked["q"])
    chosen = {name: [asked[name]] for name in index.FACETS if asked.get(name)}
    with reading(call.actor):
        synonyms = index.synonyms(on=call.actor.day, plain=re.split("[;；]", asked.get("plain") or ""))
        found = index.search(
            query, day=call.actor.day, chosen=chosen, sort=asked["sort"] or "best",
            start=(asked["page"] - 1) * index.PAGE, facets=tuple(index.FACETS) if asked["facets"] else (),
            synonyms=synonyms, families=asked["families"],
        )  # fmt: skip
        items = [_item(*one, query) for one in index.titled(found.keys)]
    if asked["families"]:
        members = dict(zip(found.keys, found.members, strict=True))
        items = [{**one, "members": members[f"{one['source']}:{one['key']}"]} for one in items]
    return answered(call, {
        "count": found.count, "page": asked["page"], "understood": write(query.node, index.FIELDS), "items": items,
        "synonyms": {word: list(others) for word, others in taken(query.node, synonyms).items()},
        "facets": {
            name: [{"value": value, "count": count} for value, count in pairs] for name, pairs in found.facets.items()
        },
    })  # fmt: skip


def _item(source: str, key: str, title: str | None, query: Query) -> dict[str, Any]:
    near = index.likeness_of(query.node, title) if source == "mark" and title else None
    found: dict[str, Any] = {"source": source, "key": key, "title": title or None}
    if near:
        reasons = [{"code": one.code, "text": both(one), "score": one.score} for one in near.reasons]
        found["alike"] = {"score": near.score, "reasons": reasons}
    return found
