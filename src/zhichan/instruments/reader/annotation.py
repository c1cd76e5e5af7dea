"""What people decided about a reading, as an annotation: the shape of a reading, with what was confirmed or corrected.

Nothing learns from it by itself; it is a file that a person may lay beside the text and score a reader with, or read
back upon another reading of the same text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .model import Json

KEPT = ("file", "title", "region", "issuer", "doc_no", "date", "period")
LISTS = ("targets", "tasks", "measures")
MOST = 5000
"""Items of one kind that an annotation may have."""
QUOTED = 200
"""Characters quoted of what was not read; its span tells the rest."""
SHARED = 0.5
"""Of two spans together, the part that both have, from which they are taken for one place."""


@dataclass(frozen=True)
class Laid:
    """What an annotation says of a reading.

    ``decisions`` is id → ``{decision, correction?, reason?}``, ready for ``annotation``; ``unread`` what the annotation
    has and the reading lacks, as ``{list, quote, span}``, a long quote cut; ``read`` and ``known`` how many targets,
    tasks and measures the reading and the annotation have.
    """

    decisions: dict[str, Json]
    unread: list[Json]
    read: int
    known: int


def annotation(*, reading: Mapping[str, Any], decisions: Mapping[str, Mapping[str, Any]]) -> Json:
    """The annotation that decisions make of a reading.

    ``reading`` is ``Reading.as_json()``; ``decisions`` maps ids of items (``o1``, ``o2`` … for open questions) to
    ``decision`` (confirm, correct or reject), ``correction`` (fields and values) and ``reason``. A rejected target goes
    to ``not_targets``, a rejected task or measure to ``not_tasks``, and what nobody has decided to ``undecided`` by id,
    so that it counts for neither side. A corrected item keeps what was read under ``as_read``.
    """
    out: Json = {key: reading.get(key) for key in KEPT}
    if "text" in reading:
        # The text taken out of a document that is no plain text: the spans point into it.
        out["text"] = reading["text"]
    out |= {name: [] for name in LISTS} | {"not_targets": [], "not_tasks": [], "undecided": []}
    for name in LISTS:
        for item in reading.get(name) or ():
            told = decisions.get(item["id"])
            if told is None:
                out["undecided"].append(item["id"])
            elif told["decision"] == "reject":
                place = {"quote": item.get("quote"), "span": item.get("span"), "reason": told.get("reason")}
                out["not_targets" if name == "targets" else "not_tasks"].append(place)
            else:
                out[name].append(_settled(item, told.get("correction") or {}))
    out["open"] = [
        {**each, "settled": decisions.get(f"o{n}", {}).get("decision")}
        for n, each in enumerate(reading.get("open") or (), start=1)
    ]
    return out


def _settled(item: Mapping[str, Any], correction: Mapping[str, Any]) -> Json:
    told = {k: v for k, v in item.items() if k not in ("confidence", "signs", "why", "computable")}
    changed = {k: item.get(k) for k, v in correction.items() if item.get(k) != v}
    return {**told, **correction, **({"as_read": changed} if changed else {})}


class AnnotationError(ValueError):
    """An annotation that is none, or one of another text; ``zh`` and ``en`` say what is wrong."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(en)


def laid(
    *, reading: Mapping[str, Any], annotation: Any, text: str, fields: Mapping[str, frozenset[str]]
) -> Laid:
    """What an annotation decides about another reading of the same text.

    ``annotation`` is its file, in bytes, or what that says; ``text`` is what both point into; ``fields`` names what can
    be corrected of ``targets``, ``tasks`` and ``measures``. An item that both have, at one place, is confirmed or,
    where a field says otherwise, corrected; what stands under ``not_targets`` or ``not_tasks`` at its very place is
    rejected; of the rest nothing is said. Raises ``AnnotationError`` when it has not the shape of one, or a quote does
    not stand at its span.
    """
    if isinstance(annotation, bytes):
        try:
            annotation = json.loads(annotation, parse_constant=_no_number)
        except (ValueError, RecursionError) as wrong:
            raise AnnotationError("标注文件不是JSON", "the annotation is not JSON") from wrong
        if not _writable(annotation):
            raise AnnotationError(
                "标注文件含有不能保存的字符", "the annotation has characters that cannot be kept"
            )
    known = {name: _items(annotation, name) for name in (*LISTS, "not_targets", "not_tasks", "open")}
    for one in (each for name in LISTS for each in known[name]):
        _stands(one, text)
    decisions: dict[str, Json] = {}
    unread: list[Json] = []
    rejected = {_span(one): one.get("reason") for name in ("not_targets", "not_tasks") for one in known[name]}
    for name in LISTS:
        read = list(reading.get(name) or ())
        pairs = dict(_paired(known[name], read, fields[name]))
        unread += [
            {"list": name, "quote": text[slice(*_span(one))][:QUOTED], "span": list(_span(one))}
            for place, one in enumerate(known[name]) if place not in pairs
        ]  # fmt: skip
        for place, number in pairs.items():
            item, one = read[number], known[name][place]
            changed = {
                field: one[field] for field in sorted(fields[name])
                if one.get(field) is not None and one[field] != item.get(field)
            }  # fmt: skip
            decisions[item["id"]] = (
                {"decision": "correct", "correction": changed} if changed else {"decision": "confirm"}
            )
        for item in read:
            if item["id"] not in decisions and tuple(item["span"]) in rejected:
                reason = rejected[tuple(item["span"])]
                decisions[item["id"]] = {"decision": "reject", **({"reason": reason} if reason else {})}
    settled = {
        _span(one): one["settled"] for one in known["open"] if one.get("settled") in ("confirm", "correct", "reject")
    }  # fmt: skip
    for number, one in enumerate(reading.get("open") or (), start=1):
        if one.get("span") and tuple(one["span"]) in settled:
            decisions[f"o{number}"] = {"decision": settled[tuple(one["span"])]}
    counts = [sum(len(each) for each in lists) for lists in (
        [reading.get(name) or () for name in LISTS], [known[name] for name in LISTS],
    )]  # fmt: skip
    return Laid(decisions, unread, *counts)


def _no_number(written: str) -> None:
    raise ValueError(written)


def _writable(value: Any) -> bool:
    """Whether no text in it has a NUL or half of a pair, which neither a page nor a database takes."""
    left = [value]
    while left:
        match left.pop():
            case str(text) if "\x00" in text or any("\ud800" <= each <= "\udfff" for each in text):
                return False
            case dict(pairs):
                left += [*pairs, *pairs.values()]
            case list(values):
                left += values
    return True


def _items(annotation: Any, name: str) -> list[Mapping[str, Any]]:
    if not isinstance(annotation, Mapping) or not isinstance(annotation.get("targets"), list):
        raise AnnotationError("这不是标注文件：缺少targets", "this is no annotation: it has no targets")
    found = annotation.get(name) or []
    if isinstance(found, list) and len(found) > MOST:
        raise AnnotationError(f"标注里的{name}超过{MOST}条", f"more than {MOST} items of {name}")
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise AnnotationError(f"标注里的{name}不是列表", f"{name} of the annotation is no list of items")
    return found


def _span(one: Mapping[str, Any]) -> tuple[int, int]:
    match one.get("span"):
        case [int(start), int(end)] if 0 <= start <= end:
            return start, end
        case _:
            return 0, 0


def _stands(one: Mapping[str, Any], text: str) -> None:
    start, end = _span(one)
    quote, begins = one.get("quote"), one.get("quote_start")
    there = text[start:end]
    if end == 0 or (isinstance(quote, str) and quote != there) or (
        not isinstance(quote, str) and isinstance(begins, str) and begins not in there
    ):  # fmt: skip
        raise AnnotationError(
            f"标注与原文对不上：第{start}字处不是“{str(quote or begins or '')[:20]}”，可能是另一份文件的标注",
            f"the annotation does not fit the text: {str(quote or begins or '')[:20]!r} does not stand at {start}",
        )


def _paired(
    known: Sequence[Mapping[str, Any]], read: Sequence[Mapping[str, Any]], fields: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Places of items that stand at one place, those that agree most first; each is in one pair."""
    candidates = sorted(
        (
            (-shared, -sum(field in one and one[field] == item.get(field) for field in fields), place, number)
            for place, one in enumerate(known)
            for number, item in enumerate(read)
            if (shared := _shared(_span(one), _span(item))) >= SHARED
        ),
    )
    taken: set[int] = set()
    used: set[int] = set()
    for *_, place, number in candidates:
        if place not in taken and number not in used:
            taken.add(place)
            used.add(number)
            yield place, number


def _shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    both = min(one[1], other[1]) - max(one[0], other[0])
    return both / (max(one[1], other[1]) - min(one[0], other[0])) if both > 0 else 0.0
