"""Documents of other offices: the European office's full texts, the Japanese gazette, WIPO ST.96."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhichan.doors.feeds.records import Citation, Document, Event, Mark, Patent, Transfer

from .given import SAMPLES, taken


def unknown(report) -> set[str]:
    return {path for account in report.accounts.values() for path, why in account.reasons.items() if why == "unknown"}


def read(name: str):
    records, report = taken(SAMPLES / name)
    assert unknown(report) == set()
    [patent] = [each for each in records if isinstance(each, Patent)]
    return patent, records


def test_a_european_patent_is_read_with_its_numbers_days_and_parties() -> None:
    patent, _ = read("ep_patent.xml")
    assert (patent.publication_no, patent.grant_no, patent.application_no, patent.application_original) == (
        "EP9990001B1", "9990001", "19999999", "19999999.1")
    assert (patent.filed_on, patent.published_on, patent.granted_on) == (
        date(2019, 2, 28), date(2022, 7, 6), date(2022, 7, 6))
    assert (patent.title, patent.titles) == (
        "INVENTED VALVE", (("de", "ERFUNDENES VENTIL"), ("fr", "SOUPAPE INVENTÉE")))
    assert [(each.name, each.role, each.country) for each in patent.parties] == [
        ("Linjiang Copp & Valve Works", "holder", "CN"), ("Nobody, Anna", "inventor", "DE"),
        ("Invented Attorneys", "agent", "GB")]
    assert patent.priorities == (
        Document("CN", "201810099999", "", "2018-03-01"), Document("US", "62999999 P", "", "2018-04-02"))
    assert (patent.ipcs, patent.cpcs, patent.pct_publication) == (("F16K1/00",), ("F16K1/02",), "WO2019999999")
    assert patent.notes == ("repaired",)  # The bare ampersand of the holder's name.


def test_a_european_patents_claims_are_those_of_its_language() -> None:
    patent, _ = read("ep_patent.xml")
    assert (patent.claims, patent.first_claim) == (2, "A valve (1) with a seat.")


def test_citations_divisions_and_oppositions_of_a_european_patent_are_told() -> None:
    patent, records = read("ep_patent.xml")
    cited = [each for each in records if isinstance(each, Citation)]
    assert [each.cited for each in cited if each.cited] == [
        Document("CN", "202999998", "U"), Document("WO", "2014999999", "A1")]
    assert [each.text for each in cited if each.text] == ['NOBODY A: "Valves", INVENTED JOURNAL, 2001']
    assert patent.related == (Document("EP", "9990002", "", "2022-06-01"),)
    assert [(each.code, each.text, each.on) for each in records if isinstance(each, Event)] == [
        ("B781", "opposition by Rival GmbH", date(2023, 3, 1))]


def test_an_application_is_no_grant(tmp_path: Path) -> None:
    given = (SAMPLES / "ep_patent.xml").read_text("utf-8").replace(">B1<", ">A1<").replace('"B1"', '"A1"')
    path = tmp_path / "a1.xml"
    path.write_text(given, "utf-8")
    [patent] = [each for each in taken(path)[0] if isinstance(each, Patent)]
    assert (patent.publication_no, patent.grant_no, patent.granted_on) == ("EP9990001A1", "", None)


def test_priorities_of_which_one_day_is_missing_are_given_no_days(tmp_path: Path) -> None:
    given = (SAMPLES / "ep_patent.xml").read_text("utf-8").replace("<B320><date>20180301</date></B320>", "")
    path = tmp_path / "gap.xml"
    path.write_text(given, "utf-8")
    [patent] = [each for each in taken(path)[0] if isinstance(each, Patent)]
    assert patent.priorities == (Document(number="201810099999"), Document(number="62999999 P"))


def test_the_japanese_gazette_is_read() -> None:
    patent, _ = read("jp_gazette.xml")
    assert (patent.office, patent.kind, patent.publication_no, patent.application_no, patent.grant_no) == (
        "JP", "invention", "JP2021999999A", "2020999999", "6999999")
    assert (patent.filed_on, patent.published_on, patent.granted_on) == (
        date(2020, 11, 6), date(2021, 3, 18), date(2021, 2, 10))
    assert [(each.name, each.role) for each in patent.parties] == [
        ("架空弁株式会社", "applicant"), ("無名 花子", "inventor"), ("架空 太郎", "agent")]
    assert (patent.ipcs, patent.nationals) == (("F16K1/00", "F16K1/02"), ("F16K1/00 A", "3H052AA01"))
    assert (patent.claims, patent.pages, patent.first_claim) == (2, 7, "弁座を有する弁。")
    assert patent.priorities == (Document("CN", "201910099999.1", "", "2019-11-07"),)


def test_st96_patents_are_read_in_parts_and_as_text() -> None:
    patent, records = read("patent_st96.xml")
    assert (patent.office, patent.kind, patent.application_no, patent.publication_no, patent.granted_on) == (
        "CN", "invention", "201810099999.5", "CN999999999B", date(2021, 3, 18))
    assert (patent.title, patent.titles) == ("虚构阀门", (("en", "Invented valve"),))
    assert (patent.ipcs, patent.cpcs) == (("F16K1/00", "F16K1/02"), ("F16K1/04",))
    assert [(each.name, each.role, each.country) for each in patent.parties] == [
        ("临江虚构阀门厂", "applicant", ""), ("Fictive Holdings", "holder", "JP"), ("Anna Nobody", "inventor", "")]
    assert (patent.abstract, patent.first_claim) == ("一种H2O阀门。", "一种阀门有座。")
    assert [(each.cited, each.text) for each in records if isinstance(each, Citation)] == [
        (Document("US", "9999999", "A", "2000-04"), ""), (None, "Nobody, Valves, 2001")]


def test_st96_marks_within_a_transaction_of_the_draft_are_known(tmp_path: Path) -> None:
    path = tmp_path / "draft.xml"
    path.write_text(
        '<?xml version="1.0"?><tmk:Transaction xmlns:com="urn:c" xmlns:tmk="urn:t"><tmk:TrademarkTransactionBody>'
        "<tmk:TransactionContentBag><tmk:TransactionData><tmk:TrademarkBag><tmk:Trademark>"
        "<com:RegistrationOfficeCode>US</com:RegistrationOfficeCode><com:ApplicationNumber>"
        "<com:ApplicationNumberText>79999999</com:ApplicationNumberText></com:ApplicationNumber>"
        "</tmk:Trademark></tmk:TrademarkBag></tmk:TransactionData></tmk:TransactionContentBag>"
        "</tmk:TrademarkTransactionBody></tmk:Transaction>", "utf-8")
    records, report = taken(path)
    assert set(report.formats.values()) == {"mark_st96"}
    assert [each.application_no for each in records if isinstance(each, Mark)] == ["79999999"]


def test_recorded_assignments_in_json_are_transfers() -> None:
    records, report = taken(SAMPLES / "assignments.json")
    [transfer] = records
    assert isinstance(transfer, Transfer)
    assert set(report.formats.values()) == {"us_assignment_json"}


@pytest.mark.parametrize("text", [
    '{"response": {"numFound": 1, "docs": [{"id": "x", "officeActionDate": "2020-01-01"}]}}',
    '{"numFound": 500, "docs": [{"guid": "US-1-B1"}]}',
])
def test_other_answers_with_documents_in_them_are_no_dossier(text: str, tmp_path: Path) -> None:
    from zhichan.kernel.ground.public import Refusal

    path = tmp_path / "other.json"
    path.write_text(text, "utf-8")
    with pytest.raises(Refusal) as refused:
        taken(path)
    assert refused.value.codes == ("feeds.unknown-json",)


@pytest.mark.parametrize(("given", "wanted"), [
    ("A & B", "A & B"), ("A &B; Co", "A &B; Co"), ("A &amp; B", "A & B"), ("<![CDATA[A & B]]>", "A & B"),
])
def test_a_bare_ampersand_means_itself(given: str, wanted: str, tmp_path: Path) -> None:
    text = (SAMPLES / "ep_patent.xml").read_text("utf-8").replace("Linjiang Copp & Valve Works", given)
    path = tmp_path / "name.xml"
    path.write_text(text, "utf-8")
    [patent] = [each for each in taken(path)[0] if isinstance(each, Patent)]
    assert patent.named("holder")[0].name == wanted
