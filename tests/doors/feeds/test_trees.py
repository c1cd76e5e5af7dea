"""The declared trees tell the truth: a field called mapped matters to the record, and the language of trees works."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from zhichan.doors.feeds import formats, reading, trees, xmls
from zhichan.doors.feeds.builders import BUILDERS, Context
from zhichan.doors.feeds.containers import members
from zhichan.doors.feeds.faults import Unreadable
from zhichan.doors.feeds.formats import Format
from zhichan.doors.feeds.records import Position

from .given import DATA, SAMPLES

# Fields that stand in for another that says the same: leaving out one alone changes nothing.
STAND_INS = {
    "cnipa_ipph": {
        "ipc_items.text",
        "ipc_items.section",
        "applicants.postcode",
        "publications.country",
        "applications.country",
        "titles.lang",
        "applications.format",
        "publications.format",
    },
    "cnipa_business": {
        "publications.format",
        "country",
        "doc_number",
        "doc_kind",
        "doc_date",
        "publications.country",
        "publications.number",
        "publications.kind",
        "publications.date",
        "ipc_items.text",
        "ipc_items.section",
        "applications.country",
        "applications.type",
        "agency_code",
        "agents.agency",
        "applicants.postcode",
    },
    "cnipa_st36": {
        "country",
        "language",
        "publications.country",
        "applications.country",
        "applications.type",
    },
    "cpc_master": {"country"},
    "derwent_text": {"sort"},
    "refworks": {"sort"},
    "ris": {"sort"},
    "ep_patent": {"related.application", "country", "number", "kind", "date", "doc_number", "doc_kind", "doc_date"},
    "jp_gazette": {"country", "claims_number", "publications.country"},
    "patent_st96": {"applications.country", "applications.type"},
    "epo_docdb": {
        "country",
        "number",
        "kind",
        "date",
        "status",
        "ipcs",
        "abstracts.lang",
        "applications.format",
        "applications.ids.country",
        "applications.ids.format",
        "applications.ids.kind",
        "citations.by",
        "citations.cited.dnum",
        "citations.cited.ids.format",
        "members.applications.format",
        "members.publications.format",
        "publications.format",
        "publications.ids.country",
        "publications.ids.kind",
        "publications.ids.number",
        "publications.ids.date",
        "publications.ids.format",
        "priorities.format",
        "applicants.sequence",
        "inventors.sequence",
        "titles.lang",
        "applications.ids.date",
    },
    "google_jsonl": {
        "applicants",
        "country",
        "kind",
        "abstracts.lang",
        "harmonized.country",
        "harmonized.name",
        "citations.number",
    },
    "mark_st66": {"applicants.country", "applicants.incorporated"},
    "mark_st96": {
        "applicants.country",
        "applicants.incorporated",
        "groups.classifications.kind",
        "groups.classifications.number",
    },
    "ops_family": {"applications.ids.format", "priorities.ids.format", "publications.ids.format"},
    "ops_fulltext": set(),
    "qcc_patents": {"kind"},
    "qcc_marks": {"applicant_en"},
    "cnipr_api": {"kind"},
    "us_assignment_json": {"reel", "frame", "identifier", "patents"},
    "us_assignment_xml": {"reel", "frame", "identifier", "countries", "pcts"},
    "us_greenbook": {"claims_number", "claim_numbers", "type", "pct.date"},
    "us_ice": {"country", "claims_number", "applications.type", "applications.country"},
    "us_odp": {"adjustment", "parents.child", "first_applicant", "inventors.country"},
    "us_pap": {"filing_type"},
    "us_st32": {"country", "claims_number"},
}


def _drop(raw: dict[str, Any], path: list[str]) -> None:
    if len(path) == 1:
        raw.pop(path[0], None)
    else:
        for each in raw.get(path[0], ()):
            if isinstance(each, dict):
                _drop(each, path[1:])


def _paths(raw: dict[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, values in raw.items():
        inner = [each for each in values if isinstance(each, dict)]
        if inner:
            yield from {path for each in inner for path in _paths(each, (*before, name))}
        else:
            yield (*before, name)


def _built(found: Format, raw: dict[str, Any], record: str) -> Any:
    try:
        return [each.as_json() for each in BUILDERS[found.build](raw, Context(Position("m", 1), (), record))]
    except Unreadable as unreadable:
        return unreadable.reason


def _files() -> list[Path]:
    real = [
        path
        for folder in ("cn_patent_*", "credit_json", "epo_*", "registry*", "trademark_xml", "uspto_*")
        for path in DATA.glob(f"{folder}/**/*")
        if path.suffix in {".xml", ".XML", ".json", ".gz", ".ZIP", ".greenbook"}
        and "schema" not in path.parts
        and path.name not in {"cpc_selected_labels.json", "cnki_patent_rows.csv.gz"}
    ]
    return sorted(real) + sorted(
        path for path in SAMPLES.iterdir() if path.suffix in {".xml", ".json", ".jsonl"}
    )


@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not beside the project")
def test_every_field_called_mapped_changes_the_record() -> None:
    matters: dict[str, dict[str, bool]] = defaultdict(dict)
    for path in _files():
        for member in members(path):
            found = formats.detect(member)
            if found.id == "cpc_scheme":
                continue
            for number, taken in enumerate(reading._cut(member, found, trees.Account(), None)):
                if number >= 5:
                    break
                if taken.raw is None or taken.context is None:
                    continue
                whole = _built(found, copy.deepcopy(taken.raw), taken.context.record)
                for steps in _paths(taken.raw):
                    name = ".".join(steps)
                    if matters[found.id].get(name):
                        continue
                    without = copy.deepcopy(taken.raw)
                    _drop(without, list(steps))
                    matters[found.id][name] = _built(found, without, taken.context.record) != whole
    idle = {
        f"{name}: {each}"
        for name, fields in matters.items()
        for each, does in fields.items()
        if not does and each not in STAND_INS.get(name, set())
    }
    assert idle == set()
    assert sum(map(len, matters.values())) > 600


def test_a_tree_sorts_into_fields_lists_and_reasons() -> None:
    tree = trees.parsed(
        """
        # a comment
        a|b
          @x  mark
          c   first
        list/item  items[]
          .   text
          @n  number
          sub ** inner
        gone  - office
        *     - figures
    """.replace("\n        ", "\n")
    )
    root = etree.fromstring(
        '<r><a x="1" y="2"><c>one</c></a><b><c>two</c><d/></b><list><item n="7">t<sub>i<s>j</s></sub></item></list><gone><c/></gone><z/></r>'
    )
    account = trees.Account()
    raw = trees.element(root, tree, account)
    assert raw == {
        "mark": ["1"],
        "first": ["one", "two"],
        "items": [{"number": ["7"], "text": ["t"], "inner": ["ij"]}],
    }
    assert account.reasons == {"a@y": "unknown", "b/d": "unknown", "gone": "office", "*": "figures"}


def test_a_line_that_is_no_line_of_a_tree_is_refused() -> None:
    with pytest.raises(ValueError, match="line 1"):
        trees.parsed("a b c d")


@pytest.mark.parametrize(
    "name",
    sorted(each.tree for each in formats.all_formats().values() if each.tree and each.carrier != "lines"),
)
def test_every_reason_in_a_tree_is_declared(name: str) -> None:
    def reasons(node: trees.Node) -> Iterator[str]:
        if node.reason:
            yield node.reason
        for child in node.children.values():
            yield from reasons(child)

    assert set(reasons(trees.tree(name))) <= set(reading.why())


def test_what_stands_around_records_is_named_once_however_long_its_values_are() -> None:
    long = b"A" * 1_000_000
    body = b'<w:all list="' + long + b"\" x:odd = 'not=this' xmlns:w=\"u\"><inner/></w:all>"
    assert list(xmls.envelope(body)) == ["all", "all@list", "all@odd", "inner"]
    within = b"""<a b="<a c='" d="' e='"  """ * 20_000
    assert list(xmls.envelope(within)) == []
