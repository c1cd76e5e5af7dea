"""Operations on what everyone shares: regions, units, the glossary, and the catalogue itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.http import HttpResponse

from zhichan.doors.api import errors
from zhichan.doors.api.operations import Call, Operation, answered, paged
from zhichan.doors.api.shapes import (
    ANY_OBJECT,
    DAY,
    FLAG,
    TEXT,
    WORDS,
    Day,
    both,
    many,
    or_null,
    pages,
    parameter,
    question,
    region_shown,
    shape,
)
from zhichan.doors.api.shared import LONGEST_FILTER, REGION_ASKED, one_of, region_path
from zhichan.doors.look import typed
from zhichan.doors.look.frame import today
from zhichan.kernel.access.public import reading
from zhichan.kernel.catalogue.public import KINDS, Catalogue, Declaration, current
from zhichan.kernel.catalogue.rulebook import terms
from zhichan.kernel.ground.public import Region, Text, Unit

TAG = "reference"
REGION_ROW = {
    "path": TEXT, "slug": TEXT, "name": WORDS, "kind": TEXT, "code": or_null(TEXT), "parent": or_null(TEXT),
    "since": DAY, "until": or_null(DAY), "synthetic": FLAG,
}  # fmt: skip
UNIT_ROW = shape({
    "slug": TEXT, "name": WORDS, "kind": TEXT, "region": TEXT, "since": DAY, "until": or_null(DAY), "synthetic": FLAG,
})  # fmt: skip
TERM = shape({
    "slug": TEXT, "group": TEXT, "names": many(TEXT), "title": WORDS, "definition": WORDS, "unit": TEXT, "kind": TEXT,
    "direction": TEXT, "aggregation": TEXT, "mode": TEXT, "sources": many(shape({"mark": TEXT, "reference": TEXT})),
})  # fmt: skip
DECLARED = shape({"kind": TEXT, "name": TEXT, "slug": TEXT, "title": WORDS, "edition": TEXT})
BASIS = shape({"clause": TEXT, "since": DAY, "until": or_null(DAY)})
SYSTEM = shape({
    "id": TEXT, "folder": TEXT, "title": WORDS, "chain": TEXT, "owner": WORDS, "bases": many(BASIS),
    "roles": {"type": "object", "additionalProperties": many(TEXT)}, "declarations": many(DECLARED),
})  # fmt: skip


def operations() -> list[Operation]:
    """Operations that are the same whatever is declared."""
    on = parameter(Day, Text("这一天存在的", "there on this day"))
    return [
        Operation(
            method="GET", path="/regions", name="regions.list", tag=TAG, title=Text("地区", "Regions"),
            query=question(
                "Regions", on=on, under=parameter(str, REGION_ASKED, max_length=LONGEST_FILTER),
                kind=parameter(one_of([each.value for each in Region.Kind]), Text("级别", "kind"))),
            run=_regions, answers={200: pages(shape(REGION_ROW))},
        ),
        Operation(
            method="GET", path="/regions/{region}", name="regions.detail", tag=TAG, parts={"region": TEXT},
            title=Text("一个地区及其下级", "A region and its parts"), run=_region,
            answers={200: shape({**REGION_ROW, "parts": many(shape(REGION_ROW))})},
        ),
        Operation(
            method="GET", path="/units", name="units.list", tag=TAG, title=Text("单位", "Units"),
            query=question(
                "Units", on=on, region=parameter(str, REGION_ASKED, max_length=LONGEST_FILTER),
                kind=parameter(str, Text("类别", "kind"), max_length=20)),
            run=_units, answers={200: pages(UNIT_ROW)},
        ),
        Operation(
            method="GET", path="/glossary", name="glossary.list", tag=TAG,
            title=Text("指标词汇", "Glossary of indicators"),
            query=question(
                "Glossary", q=parameter(str, Text("名称中的字", "words of a name"), min_length=1, max_length=100)),
            run=_glossary, answers={200: pages(TERM)},
        ),
        Operation(
            method="GET", path="/catalogue", name="catalogue.list", tag=TAG,
            title=Text("在用的系统和声明", "Systems and declarations in use"), run=_catalogue,
            answers={200: shape({"digest": TEXT, "systems": many(SYSTEM)})},
        ),
        Operation(
            method="GET", path="/catalogue/{kind}/{path:name}", name="catalogue.detail", tag=TAG,
            parts={"kind": {"type": "string", "enum": list(KINDS)}, "name": TEXT},
            title=Text("一份声明的全文", "One declaration in full"), run=_declaration,
            answers={200: shape({
                "kind": TEXT, "name": TEXT, "title": WORDS, "editions": many(shape({
                    "edition": TEXT, "file": TEXT, "declared": ANY_OBJECT}))})},
        ),
    ]  # fmt: skip


def _region_row(region: Region) -> dict[str, Any]:
    return {
        **region_shown(region), "code": region.code or None, "parent": region.parent.path if region.parent else None,
        "since": region.since, "until": region.until, "synthetic": region.synthetic,
    }  # fmt: skip


def _regions(call: Call) -> HttpResponse:
    query = call.query
    with reading(call.actor):
        found = Region.objects.select_related("parent").order_by("path")
        if query["on"]:
            found = found.on(query["on"])
        if query["under"]:
            found = found.filter(path__startswith=region_path(query["under"]))
        if query["kind"]:
            found = found.filter(kind=query["kind"])
        return answered(call, paged(call, found, _region_row))


def _region(call: Call) -> HttpResponse:
    with reading(call.actor):
        found = Region.objects.select_related("parent").filter(slug=call.path["region"]).first()
        if found is None:
            raise errors.NOTHING_THERE
        below = Region.objects.on(today()).filter(parent=found).select_related("parent").order_by("rank", "path")
        return answered(call, {**_region_row(found), "parts": [_region_row(each) for each in below]})


def _units(call: Call) -> HttpResponse:
    query = call.query
    with reading(call.actor):
        found = Unit.objects.select_related("region").order_by("region__path", "slug")
        if query["on"]:
            found = found.on(query["on"])
        if query["region"]:
            found = found.filter(region__path__startswith=region_path(query["region"]))
        if query["kind"]:
            found = found.filter(Q(kind=query["kind"]))
        return answered(call, paged(call, found, _unit_row))


def _unit_row(unit: Unit) -> dict[str, Any]:
    return {
        "slug": unit.slug, "name": {"zh": unit.name, "en": unit.name_en or unit.name}, "kind": unit.kind,
        "region": unit.region.path, "since": unit.since, "until": unit.until, "synthetic": unit.synthetic,
    }  # fmt: skip


def _glossary(call: Call) -> HttpResponse:
    words = call.query["q"]
    wanted = typed.forms(words or "")
    found = [
        each for each in terms()
        if not words or words == each.slug or any(
            form in name for form in wanted for name in (*each.names, each.en.lower()))
    ]  # fmt: skip
    return answered(call, paged(call, found, lambda each: {
        "slug": each.slug, "group": each.group, "names": list(each.names), "title": {"zh": each.zh, "en": each.en},
        "definition": {"zh": each.definition_zh, "en": each.definition_en}, "unit": each.unit, "kind": each.kind,
        "direction": each.direction, "aggregation": each.aggregation, "mode": each.mode,
        "sources": [{"mark": source.mark, "reference": source.reference} for source in each.sources],
    }))  # fmt: skip


def _everything(catalogue: Catalogue) -> list[Declaration]:
    """Every declaration but the systems themselves, the latest edition of each."""
    kinds: list[Mapping[str, Declaration]] = [
        catalogue.registers, catalogue.procedures, catalogue.selections, catalogue.measures, catalogue.pages]
    return [each for kind in kinds for each in kind.values()]


def _catalogue(call: Call) -> HttpResponse:
    catalogue = current()
    declared: dict[str, list[dict[str, Any]]] = {}
    for each in _everything(catalogue):
        declared.setdefault(each.folder, []).append({
            "kind": each.kind_of_file, "name": each.name, "slug": each.slug, "title": both(each.title),
            "edition": each.edition,
        })  # fmt: skip
    return answered(call, {
        "digest": catalogue.digest,
        "systems": [
            {
                "id": each.id, "folder": each.folder, "title": both(each.title), "chain": each.chain,
                "owner": both(each.owner),
                "bases": [{"clause": one.clause, "since": one.since, "until": one.until} for one in each.bases],
                "roles": {role: list(verbs) for role, verbs in each.roles.items()},
                "declarations": sorted(declared.get(each.folder, []), key=lambda one: (one["kind"], one["name"])),
            }
            for each in sorted(catalogue.systems.values(), key=lambda one: one.id)
        ],
    })  # fmt: skip


def _declaration(call: Call) -> HttpResponse:
    kind, name, catalogue = call.path["kind"], str(call.path["name"]), current()
    found: list[Declaration] = [
        each for each in [*catalogue.systems.values(), *_everything(catalogue)]
        if each.kind_of_file == kind and name in {each.name, each.slug}
    ]  # fmt: skip
    if kind == "measure" and found:
        found = list(catalogue.editions[found[0].slug])
    if not found:
        raise errors.NOTHING_THERE
    return answered(call, {
        "kind": kind, "name": found[-1].name, "title": both(found[-1].title),
        "editions": [
            {"edition": each.edition, "file": each.file, "declared": each.model_dump(mode="json", by_alias=True)}
            for each in found
        ],
    })  # fmt: skip


