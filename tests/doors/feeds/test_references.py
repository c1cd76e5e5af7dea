"""References of reference programs, and Derwent's index as text and as a table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhichan.doors.feeds.records import Citation, Document, FamilyMember, Patent

from .given import SAMPLES, taken


def read(name: str):
    records, report = taken(SAMPLES / name)
    reasons = {path: why for account in report.accounts.values() for path, why in account.reasons.items()}
    assert "unknown" not in reasons.values(), reasons
    [patent] = [each for each in records if isinstance(each, Patent)]
    return patent, records, [each.reason.code for each in report.rejections]


@pytest.mark.parametrize(("name", "refused"), [
    ("references.net", ["feeds.other"]), ("references.enw", ["feeds.other"]), ("references_refworks.txt", []),
])
def test_references_of_chinese_patents_are_read_and_other_works_refused(name: str, refused: list[str]) -> None:
    patent, _, codes = read(name)
    assert codes == refused
    assert (patent.publication_no, patent.kind, patent.published_on) == ("CN108999999A", "invention", date(2018, 11, 2))
    assert (patent.title, patent.abstract) == ("一种虚构阀门", "本发明公开了一种阀门。")
    assert [each.name for each in patent.named("inventor")] == ["王五", "赵六"]


def test_applicants_claims_and_applications_are_taken_where_they_stand() -> None:
    patent, _, _ = read("references.net")
    first, second = patent.named("applicant")
    assert (first.name, first.address, first.postcode, second.name) == (
        "临江虚构阀门厂", "虚构省临江市一号", "241000", "虚构大学")
    assert patent.first_claim == "1.一种阀门,其特征在于:有座。"
    assert read("references.enw")[0].application_no == "201810000001.8"


def test_ris_is_read_by_the_form_of_its_numbers() -> None:
    patent, _, _ = read("references.ris")
    assert (patent.office, patent.publication_no, patent.published_on) == ("US", "US20190999999A1", date(2019, 6, 27))
    assert [(each.name, each.role) for each in patent.parties] == [
        ("Fictive Valves Inc.", "applicant"), ("Nobody, Anna", "inventor")]


@pytest.mark.parametrize("name", ["derwent.txt", "derwent_table.csv"])
def test_a_family_of_derwents_index_stands_under_its_first_publication(name: str) -> None:
    patent, records, _ = read(name)
    assert (patent.publication_no, patent.published_on, patent.filed_on, patent.granted_on) == (
        "CN109999999A", date(2019, 3, 22), date(2018, 12, 24), None)
    # The index writes applications without their year: that is no number of the office.
    assert (patent.application_no, patent.family) == ("", "2019999999")
    assert [(each.name, each.role) for each in patent.parties] == [
        ("LINJIANG FICTIVE VALVE WORKS", "applicant"), ("WANG W", "inventor"), ("ZHAO L", "inventor")]
    assert patent.ipcs == ("F16K1/00", "F16K3/02")
    assert patent.priorities == (Document("CN", "11999999", "", "2018-12-24"),)
    assert [each.member for each in records if isinstance(each, FamilyMember)] == [Document("CN", "209999998", "U")]


def test_cited_patents_of_derwents_index_are_those_of_others() -> None:
    _, records, _ = read("derwent.txt")
    assert [each.cited for each in records if isinstance(each, Citation)] == [Document("US", "9999999", "B2")]


def test_line_ends_and_encodings_of_references_change_nothing(tmp_path: Path) -> None:
    text = (SAMPLES / "references.net").read_text("utf-8")
    for number, body in enumerate((
        text.replace("\n", "\r\n").encode("gb18030"), b"\xef\xbb\xbf" + text.encode(), text.replace("\n", "\r").encode(),
    )):
        path = tmp_path / str(number)
        path.write_bytes(body)
        [patent] = [each for each in taken(path)[0] if isinstance(each, Patent)]
        assert (patent.title, patent.publication_no) == ("一种虚构阀门", "CN108999999A")
