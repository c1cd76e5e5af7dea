"""Firms, regions and technologies with their rights counted, as the pages of the portal show them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from pydantic import Field

from zhichan.doors.api.operations import Call, Operation, answered
from zhichan.doors.api.shapes import TEXT, WORDS, Asked, both, many, question, shape
from zhichan.doors.api.shared import LONGEST_FILTER
from zhichan.doors.portal.pages import fields, firms, regions
from zhichan.kernel.ground.public import Text
from zhichan.kernel.registry.searching import public as index

TAG = "records"
WHOLE = {"type": "integer", "minimum": 0}
COUNTED = many(shape({"value": TEXT, "count": {"type": "integer", "minimum": 1}}))
PROFILE = shape({
    "name": WORDS, "question": TEXT, "count": WHOLE, "counts": {"type": "object", "additionalProperties": COUNTED},
    "standings": {
        "type": "object", "additionalProperties": {"type": "object", "additionalProperties": WHOLE},
    },
    "newest": many(shape({"source": TEXT, "key": TEXT})),
})  # fmt: skip


def operations() -> list[Operation]:
    """One operation for each kind of page."""
    text = str
    return [
        _operation("firm", Text("权利人", "A holder"), _firm,
                   code=(text, Field(title="统一社会信用代码 · credit code", max_length=40))),
        _operation("region", Text("地区", "A region"), _region,
                   slug=(text, Field(title="地区 · region", max_length=40))),
        _operation("technologies", Text("全部权利", "All rights"), lambda call: _told(call, fields.OVERVIEW, "")),
        _operation("technology", Text("技术或商品领域", "A technology, class of goods"), _technology,
                   scheme=(text, Field(title="分类体系 · scheme (ipc, field, nice)", max_length=10)),
                   symbol=(text, Field(title="分类号 · symbol", max_length=LONGEST_FILTER))),
    ]  # fmt: skip


def _operation(name: str, title: Text, run: Callable[[Call], HttpResponse], **asked: Any) -> Operation:
    return Operation(
        method="GET", path=f"/profiles/{name}", name=f"profiles.{name}", tag=TAG,
        title=Text(f"{title.zh}：权利统计", f"{title.en}: rights counted"),
        text=Text(
            "全部权利按种类和状态、年份、地区、权利人、分类计数；每个数都等于检索同一检索式所得的条数。",
            "All rights counted by kind and standing, year, region, holder and class; each number is what the search"
            " finds with the same question.",
        ),
        query=question(f"{name}Profile", Asked, **asked) if asked else None, run=run, answers={200: PROFILE},
    )  # fmt: skip


def _told(call: Call, name: Text, question_: str) -> HttpResponse:
    found = index.profile(question_, day=call.actor.day)
    pairs = [one.partition(":") for one in found.newest]
    return answered(call, {
        "name": both(name), "question": found.question, "count": found.count,
        "counts": {
            facet: [{"value": value, "count": count} for value, count in values]
            for facet, values in found.counts.items()
        },
        "standings": found.standings, "newest": [{"source": source, "key": key} for source, _, key in pairs],
    })  # fmt: skip


def _firm(call: Call) -> HttpResponse:
    party = firms.party_of(call.actor, call.query["code"])
    return _told(call, Text(party.name, party.name), firms.question_of(party.code or ""))


def _region(call: Call) -> HttpResponse:
    region = regions.region_of(call.actor, call.query["slug"])
    return _told(call, Text(region.name, region.name_en), regions.question_of(region.slug))


def _technology(call: Call) -> HttpResponse:
    scheme, symbol = call.query["scheme"], call.query["symbol"]
    return _told(call, fields.name_of(call.actor, scheme, symbol), fields.question_of(scheme, symbol))
