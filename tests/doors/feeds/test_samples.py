"""Small files of our own: each format that has no real file, and what real files happen not to show."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from zhichan.doors.feeds.formats import all_formats
from zhichan.doors.feeds.reading import Token, why
from zhichan.doors.feeds.records import Citation, Event, Patent, Penalty

from .given import SAMPLES, Reading, only, taken

EXPECTED = {
    "assignments.json": ("us_assignment_json", 1, 0),
    "citations.txt": ("cnki_citations", 5, 1),
    "cnipa_business.xml": ("cnipa_business", 1, 0),
    "cnipa_business_full.xml": ("cnipa_business", 1, 0),
    "cnipa_ipph.xml": ("cnipa_ipph", 3, 1),
    "cnipa_st36.xml": ("cnipa_st36", 1, 0),
    "cnipr_api.json": ("cnipr_api", 1, 0),
    "cnipr_biblio.csv": ("cnipr_biblio", 1, 0),
    "cnipr_database.csv": ("cnipr_database", 1, 0),
    "derwent.txt": ("derwent_text", 1, 0),
    "derwent_table.csv": ("derwent_table", 1, 0),
    "docdb_prefix.xml": ("epo_docdb", 2, 0),
    "dossier_documents.json": ("us_dossier_documents", 1, 0),
    "ep_patent.xml": ("ep_patent", 1, 0),
    "espacenet_bare_cr.csv": ("espacenet", 1, 0),
    "espacenet_list.csv": ("espacenet_list", 1, 0),
    "google.csv": ("google_csv", 2, 0),
    "google.jsonl": ("google_jsonl", 4, 2),
    "greenbook.txt": ("us_greenbook", 2, 0),
    "incopat.csv": ("incopat_list", 1, 0),
    "jp_gazette.xml": ("jp_gazette", 1, 0),
    "lens_list.csv": ("lens_list", 1, 0),
    "mark_st96.xml": ("mark_st96", 1, 0),
    "odp_wrapper.json": ("us_odp_wrapper", 1, 0),
    "offers.csv": ("offer_table", 1, 0),
    "ops_search.xml": ("ops_search", 2, 0),
    "orbit_list.csv": ("orbit_list", 1, 0),
    "patent_st96.xml": ("patent_st96", 1, 0),
    "patentscope_list.csv": ("patentscope_list", 1, 0),
    "patsnap.csv": ("patsnap_list", 1, 0),
    "penalties.csv": ("penalty_table_zh", 1, 0),
    "penalty.json": ("penalty_json", 1, 0),
    "references.enw": ("endnote", 2, 1),
    "references.net": ("noteexpress", 2, 1),
    "references.ris": ("ris", 1, 0),
    "references_refworks.txt": ("refworks", 1, 0),
    "sheet_2003.xls": ("patent_table", 1, 0),
    "us_ice_two.xml": ("us_ice", 2, 0),
    "variety.csv": ("variety_notice", 1, 0),
    "web_page.xls": ("patent_table", 2, 0),
    "wide.csv": ("commercial_wide", 2, 1),
}


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_the_format_is_found_from_the_content_and_every_record_counted(name: str, tmp_path: Path) -> None:
    nameless = tmp_path / "upload.dat"
    nameless.write_bytes((SAMPLES / name).read_bytes())
    _, report = taken(nameless)
    assert (set(report.formats.values()), report.read, report.rejected) == (
        {EXPECTED[name][0]},
        *EXPECTED[name][1:],
    )


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_named_format_reads_the_same_as_a_detected_one(name: str) -> None:
    assert taken(SAMPLES / name, wanted=EXPECTED[name][0])[0] == taken(SAMPLES / name)[0]


def test_every_format_not_proven_on_a_real_file_has_a_sample() -> None:
    fields = {each.id for each in all_formats().values() if each.proof == "fields"}
    assert fields - {name for name, _, _ in EXPECTED.values()} == {"penalty_table"}


def test_the_business_xml_is_read_by_its_path_map() -> None:
    patent, citation = only(SAMPLES / "cnipa_business.xml")
    assert isinstance(patent, Patent)
    assert (patent.application_no, patent.publication_no, patent.kind) == (
        "202210000001.0",
        "CN119000001B",
        "invention",
    )
    assert (patent.granted_on, patent.claims, patent.ipcs) == (date(2025, 6, 10), 2, ("B01D5/00",))
    assert patent.named("applicant")[0].county == "清平县"
    assert [(party.name, party.code) for party in patent.named("agency")] == [("横川虚构代理所", "99999")]
    assert isinstance(citation, Citation)
    assert citation.cited.key == "CN100000002U"


def test_a_broken_record_costs_only_itself_and_says_where_it_stands() -> None:
    records, report = taken(SAMPLES / "cnipa_ipph.xml")
    assert [type(record).__name__ for record in records] == ["Patent", "Event"]
    [rejection] = report.rejections
    raw = (SAMPLES / "cnipa_ipph.xml").read_bytes()
    assert raw[rejection.position.offset :].startswith(b'<PatentDocument sequence="2"')
    assert rejection.reason.code == "feeds.xml"
    event = records[1]
    assert isinstance(event, Event)
    assert (event.of.number, event.code, event.influence, event.on) == (
        "202330000001.6",
        "CF01",
        "-",
        date(2025, 4, 1),
    )


def test_two_documents_in_one_file_are_two_records_and_entities_become_characters() -> None:
    first, second = only(SAMPLES / "us_ice_two.xml")
    assert first.title == "Invented sieve — rotating"
    assert (second.kind, second.locarnos) == ("design", ("0903",))


def test_markup_in_a_title_keeps_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text((SAMPLES / "us_ice_two.xml").read_text().replace("Invented box", "CO<sub>2</sub> box"))
    assert only(path)[1].title == "CO2 box"


def test_an_undeclared_prefix_and_a_record_in_a_comment_do_no_harm() -> None:
    patent, deleted = only(SAMPLES / "docdb_prefix.xml")
    assert (patent.title, patent.titles) == ("虚构的阀", (("en", "Invented valve"),))
    assert patent.named("applicant")[0].names == (("docdb", "INVENTED WORKS CO LTD"),)
    assert isinstance(deleted, Event)
    assert deleted.code == "DOCDB-D"


def test_a_penalty_is_in_fen_and_names_no_person() -> None:
    [penalty] = only(SAMPLES / "penalty.json")
    assert isinstance(penalty, Penalty)
    assert (penalty.fine_fen, penalty.kinds, penalty.decided_on) == (
        2_000_000,
        ("罚款", "没收违法所得"),
        date(2024, 5, 6),
    )
    assert "某人" not in json.dumps(penalty.as_json(), ensure_ascii=False)


def test_a_column_that_no_table_names_is_reported() -> None:
    _, report = taken(SAMPLES / "wide.csv")
    account = report.accounts["commercial_wide"]
    assert account.reasons["自定义列"] == "unknown"
    assert account.reasons["审查时长"] == "derived"
    assert account.targets["质押日期"] == "pledged_on"
    assert str(report.rejections[0].position) == "wide.csv#2 (row 3)"


def test_every_reason_for_leaving_a_field_out_is_in_both_languages() -> None:
    for name in EXPECTED:
        account = next(iter(taken(SAMPLES / name)[1].accounts.values()))
        for reason in account.reasons.values():
            assert why()[reason].zh
            assert why()[reason].en


# -- encodings and carriers -----------------------------------------------------------------------------------------

TABLE = "申请号,申请日,名称,申请（专利权）人,公开（公告）号\nCN202110000001.6,2021-01-04,一种虚构阀门,横川虚构阀门厂,CN112900001A\n"


def _table(tmp_path: Path, content: bytes, name: str = "t.csv") -> Patent:
    path = tmp_path / name
    path.write_bytes(content)
    records, report = taken(path)
    assert not report.rejections
    [patent] = records
    assert isinstance(patent, Patent)
    return patent


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_reads_the_same_in_every_encoding_and_with_every_line_end(
    tmp_path: Path, encoding: str, end: str
) -> None:
    content = TABLE.replace("\n", end).encode(encoding)
    if encoding == "utf-16-le":
        content = codecs.BOM_UTF16_LE + content
    if encoding == "utf-16-be":
        content = codecs.BOM_UTF16_BE + content
    patent = _table(tmp_path, content)
    assert (patent.title, patent.application_no) == ("一种虚构阀门", "202110000001.6")
    assert patent.named("applicant")[0].name == "横川虚构阀门厂"


def test_gb18030_xml_reads_like_utf8(tmp_path: Path) -> None:
    source = (SAMPLES / "cnipa_st36.xml").read_text("utf-8")
    path = tmp_path / "gb.xml"
    path.write_bytes(source.replace('encoding="UTF-8"', 'encoding="GBK"').encode("gb18030"))
    assert only(path)[0].as_json()["title"] == "一种虚构的润滑脂"
    path.write_bytes(source.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"))
    assert only(path)[0].as_json()["title"] == "一种虚构的润滑脂"


def test_rows_before_the_header_blank_rows_and_a_repeated_header_are_no_records(tmp_path: Path) -> None:
    header, row, _ = TABLE.split("\n")
    patent = _table(
        tmp_path, f"导出时间：2025-01-01\n检索式,(名称=阀)\n\n{header}\n,,,,\n{header}\n{row}\n\n".encode()
    )
    assert patent.position.row == 7


def test_tabs_and_semicolons_delimit_as_well(tmp_path: Path) -> None:
    for mark in ("\t", ";", "|"):
        assert _table(tmp_path, TABLE.replace(",", mark).encode()).title == "一种虚构阀门"


def test_full_width_numbers_double_separators_and_line_breaks_in_cells(tmp_path: Path) -> None:
    patent = _table(
        tmp_path,
        TABLE.replace("202110000001.6", "２０２１１００００００１．６")
        .replace("横川虚构阀门厂", '"甲厂;;乙厂；丙厂\n丁厂;;甲厂"')
        .encode(),
    )
    assert patent.application_no == "202110000001.6"
    assert [party.name for party in patent.named("applicant")] == ["甲厂", "乙厂", "丙厂", "丁厂"]


def test_broken_bytes_survive_in_a_name_and_reject_a_number(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(TABLE.encode().replace("横川".encode(), b"\xff\xfe"))
    records, report = taken(path)
    assert records[0].notes == ("broken",)
    assert not report.rejections
    path.write_bytes(TABLE.encode().replace(b"CN2021", b"CN\xff2021"))
    records, report = taken(path)
    assert (len(records), report.rejections[0].reason.code) == (0, "feeds.broken")


def test_chinese_that_begins_behind_the_first_pages_is_read_in_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    head = "application_no,application_date,title,applicant,publication_no"
    rows = [f"CN20211{n:07}.X,2021-01-04,title,owner,CN1129{n:05}A" for n in range(3_000)]
    rows.append("CN202110000001.6,2021-01-04,一种阀门,横川虚构阀门厂,CN112900001A")
    path.write_bytes("\n".join([head, *rows]).encode("gb18030"))
    records, report = taken(path)
    assert (report.read, records[-1].parties[0].name, records[-1].notes) == (3_001, "横川虚构阀门厂", ("repaired",))


@pytest.mark.thorough
def test_an_unclosed_quotation_mark_costs_one_row(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = [f"CN20211{n:07}.X,2021-01-04,名称{n},厂{n},CN1129{n:05}A" for n in range(30_000)]
    rows[100] = 'CN202110000001.6,2021-01-04,"一种,厂,CN112900001A'
    path.write_text(TABLE.split("\n", maxsplit=1)[0] + "\n" + "\n".join(rows) + "\n")
    _, report = taken(path)
    assert report.read == 30_000
    assert [(each.reason.code, each.position.row) for each in report.rejections] == [("feeds.row", 102)]


def test_a_row_with_more_cells_than_the_header_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(TABLE + "CN202110000002.0,2021-01-05,又一种,某厂,CN112900002A,多出,的\n")
    _, report = taken(path)
    assert [(each.reason.code, each.position.row) for each in report.rejections] == [("feeds.cells", 3)]


def test_a_wrong_check_digit_is_noted(tmp_path: Path) -> None:
    assert _table(tmp_path, TABLE.replace("001.6", "001.7").encode()).notes == ("check-digit",)


def _workbook(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        notes = book.add_worksheet("说明")
        notes.write_row(0, 0, ["本表由测试生成"])
        sheet = book.add_worksheet("数据")
        sheet.merge_range(0, 0, 0, 4, "专利清单")
        sheet.write_row(1, 0, ["申请号", "申请日", "名称", "申请（专利权）人", "页数"])
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for row, (number, title) in enumerate(
            [("202110000001.6", "一"), ("202110000002.0", "二"), ("202110000003.5", "三")], start=2
        ):
            sheet.write_string(row, 0, number)
            sheet.write_datetime(row, 1, __import__("datetime").datetime(2021, 1, row), days)
            sheet.write_string(row, 2, title)
            sheet.write_number(row, 4, 12)
        sheet.write_number(4, 1, 44203)  # An Excel day that lost its format.
        sheet.merge_range(2, 3, 3, 3, "横川虚构阀门厂")
        sheet.write_string(4, 3, "清平虚构阀门厂")


def test_a_spreadsheet_with_days_serial_numbers_and_merged_cells(tmp_path: Path) -> None:
    path = tmp_path / "book"
    _workbook(path)
    patents = only(path)
    assert [patent.filed_on for patent in patents] == [date(2021, 1, 2), date(2021, 1, 3), date(2021, 1, 7)]
    assert [patent.named("applicant")[0].name for patent in patents] == [
        "横川虚构阀门厂",
        "横川虚构阀门厂",
        "清平虚构阀门厂",
    ]
    assert [patent.pages for patent in patents] == [12, 12, 12]
    assert patents[0].position.sheet == "数据"


def test_archives_are_opened_and_their_members_named(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    _workbook(book)
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("deep/a.csv", TABLE)
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in.zip", inner.getvalue())
        archive.writestr("b.xml.gz", gzip.compress((SAMPLES / "cnipa_st36.xml").read_bytes()))
        archive.write(book, "book.xlsx")
        archive.writestr("readme.txt", "nothing of interest")
    records, report = taken(path)
    assert [record.position.member for record in records] == [
        "all.zip/in.zip/deep/a.csv",
        "all.zip/b.xml",
        *["all.zip/book.xlsx"] * 3,
    ]
    assert [each.reason.code for each in report.rejections] == ["feeds.unknown-table"]


# -- going on -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_reading_on_after_a_token_gives_the_rest(name: str) -> None:
    reading = Reading(SAMPLES / name)
    whole, tokens = [], []
    for record in reading.records():
        whole.append(record)
        if not tokens or whole[-1].position != whole[-2].position:
            tokens.append((reading.report.token, record.position.record))
    assert reading.report.token is not None
    rest = list(Reading(SAMPLES / name, after=reading.report.token).records())
    assert rest == []
    first = whole[0].position.record
    after = list(Reading(SAMPLES / name, after=Token(0, first, whole[0].position.offset)).records())
    assert after == [record for record in whole if record.position.record > first]


def test_a_token_reads_back_what_it_prints() -> None:
    assert Token.parse(str(Token(3, 17, 4096))) == Token(3, 17, 4096)
    assert Token.parse(str(Token(0, 5))) == Token(0, 5)
