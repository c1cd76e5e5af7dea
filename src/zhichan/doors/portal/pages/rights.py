"""Around a right: who held it when, what burdens it, what rests on it, and where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from zhichan.doors.look import columns
from zhichan.doors.look.parts import Cell, Choice, Column, Row, Table
from zhichan.doors.portal import searching
from zhichan.doors.portal.pages import linked, profiles
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.ground.public import Party, Region, Text

MOST_WAYS = 12


def around(
    anyone: Actor, viewer: Actor, source: str, key: str, row: Mapping[str, Any]
) -> tuple[list[Table], list[Choice]]:
    """Tables to stand with a record, which to the public is ``row``, and ways from it to pages around it."""
    with reading(anyone):
        tables = [_owners(row), _pledges(source, key), _deals(source, key)]
    found = [one for one in tables if one]
    return [*found, *linked.tables(viewer, rights=[f"{source}:{key}"])], _ways(source, row)


def _owners(row: Mapping[str, Any]) -> Table | None:
    held = sorted(row.get("holdings", ()), key=lambda one: (one["since"], one["rank"]), reverse=True)
    if not held:
        return None
    codes = [str(one["party"]) for one in held if one["party"]]
    parties = Party.objects.filter(code__in=codes).values_list("code", "name", "kind")
    firms = {code: (name, kind) for code, name, kind in parties}
    slugs = [str(one["region"]) for one in held if one["region"]]
    regions = {
        slug: Text(name, english)
        for slug, name, english in Region.objects.filter(slug__in=slugs).values_list("slug", "name", "name_en")
    }

    def line(one: Mapping[str, Any]) -> Row:
        name, kind = firms.get(str(one["party"]), ("", Party.Kind.PERSON))
        own = "" if kind == Party.Kind.PERSON else reverse("portal:firm", kwargs={"code": one["party"]})
        place = regions.get(str(one["region"]))
        there = reverse("portal:region", kwargs={"slug": one["region"]}) if place else ""
        return Row([
            Cell(name or str(one.get("name") or ""), own),
            Cell(place or Text("不详", "not known"), there), Cell(int(one["rank"])), Cell(one["since"]),
            Cell(one["until"] or Text("至今", "now")),
        ])  # fmt: skip

    return Table(
        Text("历任权利人", "Holders through time"),
        [
            Column(Text("权利人", "Holder")), Column(Text("地区", "Region")),
            Column(Text("位次", "Rank"), numeric=True), Column(Text("自", "From")), Column(Text("至", "Until")),
        ],
        [line(one) for one in held[: linked.MOST]],
        quiet=True,
    )  # fmt: skip


def _pledges(source: str, key: str) -> Table | None:
    found = linked.open_rows("pledged", order="registered_on", right_kind=source, right_key=key)
    if not found:
        return None
    return Table(
        Text("质押", "Pledges"),
        [Column(columns.label(name)) for name in ("pledge_key", "registered_on", "released_on")],
        [
            Row([
                Cell(one.pledge_key), Cell(one.registered_on),
                Cell(one.released_on or Text("未解除", "not released")),
            ])
            for one in found
        ],
        quiet=True,
    )  # fmt: skip


def _deals(source: str, key: str) -> Table | None:
    found = linked.open_rows("deal", order="recorded_on", right_kind=source, right_key=key)
    if not found:
        return None
    names = dict(Party.objects.filter(pk__in=[one.party_id for one in found]).values_list("pk", "name"))
    return Table(
        Text("转让和许可备案", "Assignments and licences recorded"),
        [Column(columns.label("kind")), Column(columns.label("recorded_on")), Column(Text("受让人或被许可人", "To"))],
        [
            Row([
                Cell(columns.shown("deal", "kind", one.kind)), Cell(one.recorded_on), Cell(names.get(one.party_id, "")),
            ])
            for one in found
        ],
        quiet=True,
    )  # fmt: skip


def _ways(source: str, row: Mapping[str, Any]) -> list[Choice]:
    """Pages of its classes and field, and for a mark the search for those alike."""
    found = []
    if source == "patent":
        symbols = dict.fromkeys([*(row.get("ipcs") or ()), *([row["ipc"]] if row.get("ipc") else [])])
        found = [Choice(one, one, href=profiles.technology("ipc", one)) for one in list(symbols)[:MOST_WAYS]]
    if source == "mark":
        if row.get("nice"):
            number = str(int(row["nice"]))
            label = Text(f"第{number}类", f"class {number}")
            found.append(Choice(number, label, href=profiles.technology("nice", number)))
        if row.get("name") and '"' not in row["name"]:
            there = searching.address([("q", f'ALIKE="{row["name"]}"')])
            found.append(Choice("alike", Text("近似商标", "marks alike"), href=there))
    if row.get("field"):
        found.append(Choice("field", str(row["field"]), href=profiles.technology("field", str(row["field"]))))
    return found
