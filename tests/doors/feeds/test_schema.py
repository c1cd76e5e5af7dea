"""A document that has everything its published schema allows: no element and no attribute is without a place."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from lxml import etree

from zhichan.doors.feeds import trees

from .given import DATA

SCHEMA = DATA / "cn_patent_ipph_xml" / "schema" / "ipphdb-documents.xsd"
SPACE = "{http://www.w3.org/2001/XMLSchema}"
THROUGH = {
    "sequence",
    "choice",
    "all",
    "complexContent",
    "simpleContent",
    "complexType",
    "extension",
    "restriction",
}
INLINE = {
    "B",
    "I",
    "U",
    "O",
    "Sub",
    "Sup",
    "Smallcaps",
    "Table",
    "Maths",
    "Chemistry",
    "Figure",
    "Image",
    "OL",
    "UL",
    "DL",
}
DEEPEST = 9


class Whole:
    """Builds one element with all that the schema allows below it, each kind of place a few times."""

    def __init__(self, schema: Any) -> None:
        def named(kind: str) -> dict[str, Any]:
            return {one.get("name"): one for one in schema.findall(SPACE + kind)}

        self.elements, self.types = named("element"), named("complexType")
        self.groups, self.attributes = named("group"), named("attributeGroup")
        self.met: Counter[tuple[str, ...]] = Counter()

    def build(self, name: str, declared: Any, above: tuple[str, ...] = (), parent: Any = None) -> Any:
        path = (*above, name)
        self.met[path[-2:]] += 1
        if self.met[path[-2:]] > 6 or (name in INLINE and above and above[-1] in INLINE):
            return None
        made = etree.Element(name) if parent is None else etree.SubElement(parent, name)
        kind = self.types.get(_local(declared.get("type", "")), declared.find(SPACE + "complexType"))
        if kind is not None:
            self.fill(kind, made, path)
        else:
            made.text = "20200101"
        return made

    def fill(self, node: Any, made: Any, path: tuple[str, ...]) -> None:
        for each in node:
            kind = _local(each.tag) if isinstance(each.tag, str) else ""
            referred = _local(each.get("ref", ""))
            if kind == "element":
                name = each.get("name") or referred
                if name not in path and len(path) < DEEPEST and (name in self.elements or not referred):
                    self.build(name, self.elements[name] if referred else each, path, made)
            elif kind == "attribute":
                made.set(each.get("name") or referred, "1")
            elif kind == "attributeGroup":
                self.fill(self.attributes.get(referred, ()), made, path)
            elif kind == "group":
                self.fill(self.groups.get(referred, ()), made, path)
            elif kind in THROUGH:
                self.fill(self.types.get(_local(each.get("base", "")), ()), made, path)
                self.fill(each, made, path)


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


@pytest.mark.skipif(not SCHEMA.is_file(), reason="../shared/data is not beside the project")
def test_all_that_the_offices_schema_allows_is_mapped_or_left_for_a_reason() -> None:
    whole = Whole(etree.parse(SCHEMA).getroot())
    document = whole.build("PatentDocument", whole.elements["PatentDocument"])
    account = trees.Account()
    trees.element(document, trees.tree("cnipa_ipph"), account)
    assert len(account.mapped) > 100
    assert sorted(path for path, why in account.reasons.items() if why == "unknown") == []
