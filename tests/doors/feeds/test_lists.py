"""Result lists as the services export them now, and numbers as people write them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhichan.doors.feeds import values
from zhichan.doors.feeds.records import Citation, Document, FamilyMember, Patent, Record

from .given import taken

LENS = (
    '"#",Jurisdiction,Kind,Display Key,Lens ID,Publication Date,Publication Year,Application Number,Application Date,'
    "Priority Numbers,Earliest Priority Date,Title,Applicants,Inventors,Owners,URL,Document Type,Cites Patent Count,"
    "Cited by Patent Count,Simple Family Size,Simple Family Members,Simple Family Member Jurisdictions,"
    "Extended Family Size,Extended Family Members,Extended Family Member Jurisdictions,NPL Citations,Legal Status\n"
)


def table(tmp_path: Path, text: str, name: str = "list.csv"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    records, report = taken(path)
    unknown = [path for each in report.accounts.values() for path, why in each.reasons.items() if why == "unknown"]
    return records, report, unknown


def listed(tmp_path: Path, wanted: str, text: str) -> list[Record]:
    """The records of a list that is known as ``wanted`` with all its columns."""
    records, report, unknown = table(tmp_path, text)
    assert (set(report.formats.values()), unknown) == ({wanted}, [])
    return records


def lens(tmp_path: Path, *, application: str, priorities: str, office: str = "US", owners: str = "") -> Patent:
    row = (
        f"1,{office},A1,{office} 2021/0000001 A1,000-000-000-000-001,2021-06-03,2021,{application},2020-02-03,"
        f"{priorities},2019-01-02,Widget,FICTIVE VALVES INC,NOBODY ANNA,{owners},https://example.org,Application,0,3,2,"
        "000-000-000-000-001;;000-000-000-000-002,US,4,000-000-000-000-003,US,,ACTIVE\n"
    )
    records, _, unknown = table(tmp_path, LENS + row)
    assert unknown == []
    assert not [each for each in records if isinstance(each, FamilyMember)]  # The service's own ids name no documents.
    [patent] = records
    return patent


def test_the_earliest_day_beside_several_priorities_is_put_on_none_of_them(tmp_path: Path) -> None:
    patent = lens(tmp_path, application="US 202016700001 A", priorities="US 202016700001 A;;US 201962700001 P")
    assert patent.priorities == (
        Document("US", "202016700001", "A"), Document("US", "201962700001", "P"), Document(date="2019-01-02"))


def test_the_earliest_day_beside_one_priority_is_its_own(tmp_path: Path) -> None:
    patent = lens(tmp_path, application="US 202016700001 A", priorities="US 201962700001 P")
    assert patent.priorities == (Document("US", "201962700001", "P", "2019-01-02"),)


def test_an_application_with_office_and_kind_has_the_number_of_the_exchange_data(tmp_path: Path) -> None:
    patent = lens(tmp_path, application="US 202016700001 A", priorities="")
    assert (patent.application_no, patent.application_original) == ("202016700001", "US 202016700001 A")


def test_a_chinese_application_with_its_kind_gets_its_check_digit(tmp_path: Path) -> None:
    patent = lens(tmp_path, application="CN 202110000001 A", priorities="", office="CN")
    assert (patent.application_no, patent.kind) == ("202110000001.6", "invention")


def test_an_owners_day_is_no_part_of_its_name(tmp_path: Path) -> None:
    patent = lens(tmp_path, application="US 1 A", priorities="", owners="FICTIVE HOLDINGS (2021-01-05)")
    assert [each.name for each in patent.named("holder")] == ["FICTIVE HOLDINGS"]
    assert dict(patent.counts) == {"cited": 3, "simple_family": 2, "inpadoc_family": 4}


def test_the_older_export_with_newer_columns_is_read_whole(tmp_path: Path) -> None:
    records = listed(tmp_path, "lens", (
        '"#",Jurisdiction,Kind,Publication Number,Lens ID,Publication Date,Title,Owners (US),Cites Patent Count,'
        "Cited by Patent Count,Simple Family Size,CPC Classifications,NPL Citation Count,NPL Resolved Lens ID(s),"
        "NPL Citations\n"
        "1,US,B2,US 8999999 B2,1-2,2011-08-23,Widget,FICTIVE INC,1,8,1,F02C7/055,1,3-4,Nobody: On widgets\n"))
    [patent] = [each for each in records if isinstance(each, Patent)]
    assert [each.name for each in patent.named("holder")] == ["FICTIVE INC"]
    assert [each.text for each in records if isinstance(each, Citation)] == ["Nobody: On widgets"]


def test_a_list_of_few_chosen_columns_is_known_by_its_numbers(tmp_path: Path) -> None:
    first, second = listed(tmp_path, "patentscope_list", (
        "Time:,30.09.2025 22:45:13,,,,\nQuery:,FP:(valve),,,,\nOffices:,all,,,,\n,,,,,\n"
        "Application Id,Application Number,Application Date,Country,Title,I P C\n"
        "WO2013999999,PCT/CN2013/000001,27.03.2013,WO,VALVE,F16K 1/00; F16K 3/00\n"
        "CN128999999,202110000001.6,04.01.2021,CN,阀门,F16K 1/00\n"))
    assert (first.publication_no, first.pct, first.filed_on) == ("WO2013999999", True, date(2013, 3, 27))
    # For other offices the service's identifier is none of theirs.
    assert (second.publication_no, second.application_no) == ("", "202110000001.6")


def test_a_publication_number_without_its_office_takes_that_of_its_column(tmp_path: Path) -> None:
    [patent], _, _ = table(tmp_path, (
        "Application Id,Application Number,Publication Number,Country,Title\n"
        "CN128999999,202110000001.6,112900001,CN,阀门\n"))
    assert patent.publication_no == "CN112900001"


@pytest.mark.parametrize(("text", "wanted"), [
    ("mxMX/a/2008/013315", Document("MX", "A2008013315")),
    ("mxPA/a/2005/003863", Document("MX", "PAA2005003863")),
    ("US-2019198156-A1", Document("US", "2019198156", "A1")),
])
def test_publications_are_read_as_the_services_write_them(text: str, wanted: Document) -> None:
    assert values.publication(text) == wanted


@pytest.mark.parametrize("text", [
    "CN202110000001.6", "ZL202110000001.6", "ZL 2021 1 0000001.6", "ZL：202110000001.6", "202110000001．6",
    "２０２１１００００００１．６", "CNZL202110000001.6", "CN 202110000001 A", "202110000001", "2021100000016",
    "202110000001。6", "CN-202110000001-A", "ZL 202110000001.6",
])
def test_one_chinese_application_is_known_however_it_is_written(text: str) -> None:
    assert values.cn_application(text) == ("202110000001.6", True)


@pytest.mark.parametrize("text", ["2.02110000001E+12", "CN112900001A", "20211000001", "202110000001.66", "PCT/CN2021/000001"])
def test_what_is_no_chinese_application_is_not_taken_for_one(text: str) -> None:
    assert values.cn_application(text) is None


@pytest.mark.parametrize("text", ["NA", "NaN", "NaT", "<NA>", "#N/A", "#REF!", "nan", "暂无"])
def test_what_programs_write_for_nothing_says_nothing(text: str) -> None:
    assert (values.day(text), values.many(text)) == (None, ())


@pytest.mark.parametrize(("text", "wanted"), [
    ("TW200808187 (A)", Document("TW", "200808187", "A")),
    ("US7234567B2", Document("US", "7234567", "B2")),
    ("CN112900001", Document("CN", "112900001")),
    ("CN112900001 A1", Document("CN", "112900001", "A1")),
    ("JPH0812345A", Document("JP", "H0812345", "A")),
    ("CN112900001A12", Document("CN", "112900001A12")),
    ("US1234", Document("US", "1234")),
])
def test_a_publication_is_its_country_number_and_kind_however_it_is_joined(text: str, wanted: Document) -> None:
    assert values.publication(text) == wanted
