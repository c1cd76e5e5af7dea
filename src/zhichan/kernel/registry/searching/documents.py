"""The documents of the index, made from the current versions of rights; by set, never one by one.

A field that the licence of its source withholds is not indexed, nor is the code of a natural person, which may be the
number of an identity card. `readers` names who may find the document: rights are public, so it is `*`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from zhichan.instruments import likeness
from zhichan.instruments.query import BREAK, WIDEST, atoms, grams, identifier, lineage
from zhichan.kernel.registry.searching import groups, technologies
from zhichan.kernel.registry.sources import HOLDING_TABLE, SOURCES

NEVER = 99_999_999
"""The day of what has not ended."""
BATCH = 5000
GAP = f" {' '.join([BREAK] * (WIDEST + 1))} "
"""What stands between two texts: so much punctuation that no words on its two sides are near each other."""


@dataclass(frozen=True, slots=True)
class Document:
    """A right as the index keeps it: texts as index terms, values raw, days as YYYYMMDD."""

    key: str
    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, list[str]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)


class _Holder(NamedTuple):
    name: str
    place: int | None
    code: str | None


def number_of(day: date) -> int:
    """A day as the index keeps it."""
    return day.year * 10_000 + day.month * 100 + day.day


# For each source: the columns that are its title, kinds, classes, numbers, people, agency and days.
_SHAPES: dict[str, dict[str, tuple[str, ...]]] = {
    "patent": {
        "title": ("title", "title_en"), "class": ("ipc", "ipcs", "cpcs", "locarnos"), "person": ("inventors",),
        "agency": ("agency",), "number": ("key", "publication_no", "grant_no", "pct_application", "pct_publication"),
        "filed": ("filed_on",), "granted": ("granted_on",), "published": ("published_on",), "ended": ("ended_on",),
        "kind": ("kind",), "claim_count": ("claims",), "field": ("field",), "family": ("family",),
    },
    "mark": {
        "title": ("name",), "class": ("nice", "classes"), "goods": ("goods",), "agency": ("agency",),
        "number": ("key", "application_no", "registration_no"), "filed": ("filed_on",), "granted": ("registered_on",),
        "published": ("published_on",), "ended": ("ended_on",), "kind": ("kind",), "field": ("field",),
    },
    "gi_product": {"title": ("name",), "number": ("key",), "granted": ("recognised_on",), "ended": ("ended_on",)},
    "work": {"title": ("title",), "number": ("key",), "granted": ("registered_on",), "published": ("published_on",)},
    "software": {
        "title": ("title", "short_title"), "number": ("key",), "granted": ("registered_on",),
        "published": ("published_on",),
    },
    "variety": {
        "title": ("name", "species"), "number": ("key", "right_no"), "person": ("breeders",), "agency": ("agency",),
        "filed": ("filed_on",), "granted": ("granted_on",), "ended": ("ended_on",),
    },
}  # fmt: skip
_OWN_KINDS = ("patent", "mark")


def documents(
    source: str, *, ids: Sequence[int] | None = None, within: tuple[int, int] | None = None
) -> Iterator[Document]:
    """Documents of the current rows of a source, or of those of the given versions that are current; streamed.

    `within` are row numbers: from the first up to before the second.
    """
    shape = _SHAPES[source]
    columns = sorted({column for columns in shape.values() for column in columns})
    if ids is not None:
        for at in range(0, len(ids), BATCH):
            yield from _batch(source, columns, "one.id = ANY(%s)", [list(ids[at : at + BATCH])])
        return
    first, end = within or (0, last(source) + 1)
    for low in range(first, end, BATCH):
        yield from _batch(source, columns, "one.id >= %s AND one.id < %s", [low, min(low + BATCH, end)])


def last(source: str) -> int:
    """The last row number of a source; 0 where it has no rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {SOURCES[source].table}")
        return int(cursor.fetchone()[0] or 0)


def _batch(source: str, columns: Sequence[str], where: str, given: list[Any]) -> Iterator[Document]:
    table, held = SOURCES[source], SOURCES[source].region == "holding"
    region = "NULL" if held else "one.region_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT one.id, one.withheld, {region}, {', '.join(f'one.{column}' for column in columns)}"
            f" FROM {table.table} AS one WHERE {where} AND one.closed_by IS NULL ORDER BY one.id",
            given,
        )
        rows = cursor.fetchall()
        if not rows:
            return
        ids = [row[0] for row in rows]
        holders: dict[int, list[_Holder]] = {}
        if held:
            cursor.execute(
                "SELECT held.right_id, coalesce(party.name, held.name), held.region_id,"
                " CASE WHEN party.kind <> 'person' THEN party.code END"
                f" FROM {HOLDING_TABLE} AS held LEFT JOIN ground_party AS party ON party.id = held.party_id"
                " WHERE held.right_kind = %s AND held.right_id = ANY(%s) AND held.until IS NULL"
                " ORDER BY held.right_id, held.rank",
                [source, ids],
            )
            for right, name, place, code in cursor.fetchall():
                holders.setdefault(right, []).append(_Holder(name, place, code))
        places = _places(cursor)
        key = columns.index("key")
        keys = [row[3 + key] for row in rows]
    bodies, families = texts(source, keys), _families(source, keys)
    goods = [row[3 + columns.index("goods")] or "" for row in rows] if source == "mark" else []
    known = groups.table(goods)
    concordance = technologies.concordance() if source == "patent" else None
    for row in rows:
        hidden = table.named(row[1])
        values = {
            column: None if column in hidden else value for column, value in zip(columns, row[3:], strict=True)
        }
        if source == "mark":
            values["group"] = groups.groups_of(values["goods"] or "", values["nice"] or 0, known)
        if concordance is not None:
            values["wipo35"] = technologies.fields_of(values, concordance)
        names = [] if "holdings" in hidden else holders.get(row[0], [])
        region_id = row[2] if not held else next((one.place for one in names if one.place), None)
        yield _document(source, values, names, places.get(region_id, ""), bodies.get(row[3 + key], []), families)


def _families(source: str, keys: Sequence[str]) -> dict[str, str]:
    """The family that a register of families names for each right, the first of several schemes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT right_key, min(scheme || ' ' || family) FROM registry_family WHERE closed_by IS NULL"
            " AND right_kind = %s AND right_key = ANY(%s) AND withheld = 0 AND family <> '' GROUP BY right_key",
            [source, list(keys)],
        )
        return {key: family.partition(" ")[2] for key, family in cursor.fetchall()}


def texts(source: str, keys: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """The texts of rights that are open to all, by key: part and body."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT right_key, part, body FROM registry_text WHERE closed_by IS NULL AND right_kind = %s"
            " AND right_key = ANY(%s) AND withheld = 0 ORDER BY right_key, part, language, id",
            [source, list(keys)],
        )
        found: dict[str, list[tuple[str, str]]] = {}
        for right_key, part, body in cursor.fetchall():
            found.setdefault(right_key, []).append((part, body))
    return found


def _places(cursor: Any) -> dict[int | None, str]:
    cursor.execute("SELECT id, path FROM ground_region")
    return {region: str(path) for region, path in cursor.fetchall()}


def _document(
    source: str, row: dict[str, Any], holders: list[_Holder], place: str, bodies: list[tuple[str, str]],
    families: Mapping[str, str],
) -> Document:  # fmt: skip
    shape = _SHAPES[source]

    def given(name: str) -> list[str]:
        found: list[str] = []
        for column in shape.get(name, ()):
            value = row[column]
            found += [str(one) for one in (value if isinstance(value, list) else [value]) if one not in (None, "")]
        return found

    names = list(dict.fromkeys(one.name for one in holders if one.name))
    numbers = given("number")
    texts = {
        "title": given("title"), "holder": names, "person": given("person"), "agency": given("agency"),
        "goods": given("goods"), "numbers": [*numbers, *(identifier(one) for one in numbers)],
        "abstract": [body for part, body in bodies if part == "abstract"],
        "claims": [body for part, body in bodies if part in ("claims", "first_claim")],
    }  # fmt: skip
    classes = {above for one in given("class") for above in lineage(one)}
    values = {
        "readers": ["*"],
        "kind": [f"{source}:{row['kind']}" if source in _OWN_KINDS else source],
        "class": sorted(classes),
        "section": sorted({one for one in classes if len(one) == 1 and one.isalpha()}) if source == "patent" else [],
        "nice": sorted({str(int(one)) for one in given("class") if one.isdigit()}) if source == "mark" else [],
        "number": sorted({identifier(one) for one in numbers}),
        "region": [*(place[: at + 1] for at, letter in enumerate(place) if letter == "/" and at),
                   *(slug for slug in place.split("/") if slug)],
        "party": list(dict.fromkeys(one.code for one in holders if one.code)),
        "area": [place] if place else [],
        "owner": names,
        "field": given("field"),
        "group": list(row.get("group", ())),
        "wipo35": list(row.get("wipo35", ())),
        "mark": given("title") if source == "mark" else [],
        "alike": sorted(key for one in given("title") for key in likeness.kept(likeness.cut(one)))
        if source == "mark" else [],
    }  # fmt: skip
    days: dict[str, int] = {
        name: number_of(row[shape[name][0]])
        for name in ("filed", "granted", "published", "ended")
        if name in shape and row[shape[name][0]] is not None
    }
    begun = days.get("filed", days.get("granted", 0))
    name = f"{source}:{row['key']}"
    family = next(iter(given("family")), "") or families.get(row["key"], "")
    numeric = {
        "granted": NEVER, "ended": NEVER, **days, "year": begun // 10_000, "order": order_of(name, begun),
        "family": family_of(family or name),
    }  # fmt: skip
    if row.get("claims") is not None:
        numeric["claim_count"] = int(row["claims"])
    return Document(name, {name: terms(parts) for name, parts in texts.items() if parts}, values, numeric)


def family_of(name: str) -> int:
    """A family as the index keeps it: a number of 63 bits. Two of ten million families meet once in 200 000 times."""
    return _hashed(name, 63)


def order_of(key: str, begun: int) -> int:
    """Where a right stands by age: the day on which it began (YYYYMMDD, 0 when not known), then the key's hash.

    So each right has a place of its own, whatever the index merges; two of one day that share a hash of 36 bits are
    told apart by their keys.
    """
    return begun << 36 | _hashed(key, 36)


def _hashed(name: str, bits: int) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) >> (64 - bits)


def terms(parts: Sequence[str]) -> str:
    """Texts as one row of index terms; nothing is found across two of them."""
    return GAP.join(" ".join(grams(atoms(part))) for part in parts)
