"""Files given to an act or an entry: kept as papers, and named only by whoever holds them already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zhichan.kernel.catalogue.given import EMPTY
from zhichan.kernel.catalogue.shapes import FieldShape
from zhichan.kernel.ground.papers import LARGEST_BYTES, USUAL
from zhichan.kernel.ground.public import KINDS, NamedFile, Reason, Text, keep_paper, kind_of
from zhichan.kernel.ledger.public import Payload


def papers_of(fields: Mapping[str, FieldShape], facts: Mapping[str, Any]) -> set[str]:
    """The digests of the papers that facts hold."""
    return {facts[name] for name, field in fields.items() if field.type == "paper" and isinstance(facts.get(name), str)}


def with_papers(
    *, fields: Mapping[str, FieldShape], given: Mapping[str, Any], held: Iterable[str]
) -> tuple[dict[str, Any], dict[str, str], list[Reason]]:
    """Keep files, which come as bytes; return the facts with digests, the files' own names, a reason for each refused.

    Called within an act, so that a refused act leaves no file behind, and after it was asked whether the actor may do
    it. A digest names a paper in ``held``, those of the case or entry already; any other is refused, whether such a
    paper is there or not. A file has to be of a kind and size that its field declares, by its content; see ``USUAL``.
    """
    mine = set(held)
    kept: dict[str, Any] = {}
    names: dict[str, str] = {}
    reasons: list[Reason] = []
    for name, value in given.items():
        field = fields.get(name)
        if field is None or field.type != "paper" or value in EMPTY:
            kept[name] = value
        elif isinstance(value, bytes):
            wrong = _unfit(name, field, value)
            reasons.extend(wrong)
            if not wrong:
                kept[name] = keep_paper(value).sha256
            if not wrong and isinstance(value, NamedFile) and value.name:
                names[name] = value.name
        elif isinstance(value, str) and value in mine:
            kept[name] = value
        else:
            text = Text(f"“{field.title.zh}”应当是文件", f"{field.title.en} must be a file's bytes")
            reasons.append(Reason("given.paper", text, name))
    return kept, names, reasons


def files_told(names: Mapping[str, str], facts: Iterable[str]) -> dict[str, dict[str, str]]:
    """What an event keeps of files' own names, for those among ``facts``: ``{"files": {fact: name}}`` or nothing."""
    told = {name: names[name] for name in facts if name in names}
    return {"files": told} if told else {}


def file_names(kind: str, subject_id: str) -> dict[str, str]:
    """What the files of a case or entry were called by those who gave them, by fact; inside a reading context."""
    found: dict[str, str] = {}
    parts = Payload.objects.filter(
        event__subject_kind=kind, event__subject_id=subject_id, content__isnull=False, content__has_key="files"
    ).order_by("event__subject_version", "event_id", "field_class")
    for content in parts.values_list("content", flat=True):
        found |= (content or {}).get("files", {})
    return found


def _unfit(name: str, field: FieldShape, content: bytes) -> list[Reason]:
    title, reasons = field.title, []
    most = min((field.megabytes or LARGEST_BYTES) * 1048576, LARGEST_BYTES)
    if not content:
        text = Text(f"“{title.zh}”是空文件", f"{title.en} is an empty file")
        return [Reason("paper.empty", text, name)]
    if len(content) > most:
        size = f"{len(content) / 1048576:.1f}"
        text = Text(
            f"“{title.zh}”有{size}MB，超过{most // 1048576}MB的上限",
            f"{title.en} has {size} MB; the limit is {most // 1048576} MB",
        )
        reasons.append(Reason("paper.too-large", text, name))
    if kind_of(content) not in (asked := field.files or USUAL):
        wanted = [KINDS[each] for each in asked]
        text = Text(
            f"“{title.zh}”应当是{'、'.join(each.zh for each in wanted)}",
            f"{title.en} must be {' or '.join(each.en for each in wanted)}",
        )
        reasons.append(Reason("paper.kind", text, name))
    return reasons
