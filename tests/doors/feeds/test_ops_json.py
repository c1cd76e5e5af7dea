"""Answers of the European office's service that were asked for in JSON: the same as in XML."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from zhichan.doors.feeds.records import Citation, Document, FamilyMember, Patent

from .given import Token, taken


def number(form: str, country: str, given: str, kind: str, day: str) -> dict[str, object]:
    return {"@document-id-type": form, "country": {"$": country}, "doc-number": {"$": given}, "kind": {"$": kind},
            "date": {"$": day}}


DOCUMENT = {
    "@system": "ops.epo.org", "@family-id": "59999999", "@country": "CN", "@doc-number": "109999999", "@kind": "A",
    "bibliographic-data": {
        "publication-reference": {"document-id": [
            number("docdb", "CN", "109999999", "A", "20190322"),
            {"@document-id-type": "epodoc", "doc-number": {"$": "CN109999999"}, "date": {"$": "20190322"}},
        ]},
        "application-reference": {"@doc-id": "1", "document-id": number("docdb", "CN", "201811999999", "A", "20181224")},
        "classifications-ipcr": {"classification-ipcr": [
            {"@sequence": "1", "text": {"$": "F16K   1/    00            A I                    "}}]},
        "parties": {"applicants": {"applicant": [
            {"@sequence": "1", "@data-format": "epodoc", "applicant-name": {"name": {"$": "LINJIANG FICTIVE [CN]"}}}]}},
        "invention-title": [{"@lang": "en", "$": "Invented valve"}, {"@lang": "zh", "$": "虚构阀门"}],
        "references-cited": {"citation": {"@cited-phase": "search", "@sequence": "1", "patcit": {
            "@num": "1", "document-id": number("docdb", "US", "9999999", "B2", "20180605")}}},
    },
    "abstract": {"@lang": "en", "p": {"$": "A valve."}},
}  # fmt: skip


@pytest.fixture
def answer(tmp_path: Path):
    def write(inner: dict[str, object]) -> Path:
        path = tmp_path / "answer.json"
        path.write_text(json.dumps({"ops:world-patent-data": {"@xmlns": {"ops": "urn:x"}, **inner}}), "utf-8")
        return path

    return write


def test_documents_in_json_are_those_of_xml(answer) -> None:
    path = answer({"exchange-documents": {"exchange-document": [DOCUMENT, DOCUMENT]}})
    records, report = taken(path)
    assert (set(report.formats.values()), report.read, report.rejected) == ({"epo_docdb"}, 2, 0)
    patent, citation, *_ = records
    assert isinstance(patent, Patent)
    assert isinstance(citation, Citation)
    assert (patent.publication_no, patent.published_on, patent.application_no, patent.filed_on) == (
        "CN109999999A", date(2019, 3, 22), "201811999999.X", date(2018, 12, 24))
    assert (patent.title, patent.titles, patent.abstract) == ("虚构阀门", (("en", "Invented valve"),), "A valve.")
    assert [(each.name, each.country) for each in patent.parties] == [("LINJIANG FICTIVE", "CN")]
    assert (patent.ipcs, patent.family) == (("F16K1/00",), "59999999")
    assert citation.cited == Document("US", "9999999", "B2", "2018-06-05")


def test_families_in_json_are_known(answer) -> None:
    member = {"@family-id": "1", "publication-reference": {"document-id": [
        number("docdb", "EP", "9990001", "A1", "20190322")]}}
    records, report = taken(answer({"ops:patent-family": {"ops:family-member": member}}))
    assert set(report.formats.values()) == {"ops_family"}
    [told] = records
    assert isinstance(told, FamilyMember)
    assert told.member == Document("EP", "9990001", "A1", "2019-03-22")


def test_a_reading_goes_on_and_a_named_format_reads_the_same(answer) -> None:
    path = answer({"exchange-documents": {"exchange-document": [DOCUMENT, DOCUMENT]}})
    whole, _ = taken(path)
    assert taken(path, wanted="epo_docdb")[0] == whole
    again, _ = taken(path, after=Token(0, 1, 0))
    assert again == whole[2:]


def test_odd_names_and_signs_in_json_end_nothing(answer) -> None:
    odd = {**DOCUMENT, "a b": {"$": "x"}, "@": "y", "abstract": {"p": {"$": "A\x00 \ud800valve\x0b."}}}
    records, report = taken(answer({"exchange-documents": {"exchange-document": odd}}))
    assert (report.rejected, records[0].abstract) == (0, "A valve.")
