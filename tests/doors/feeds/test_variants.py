"""What another file of a known family may look like: other versions and kinds, other carriers, other headers."""

from __future__ import annotations

import codecs
import io
import tarfile
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from zhichan.doors.feeds.records import Citation, Document, Mark, Patent

from .given import SAMPLES, only, taken

HEADER = "申请号,申请日,公开（公告）号,公开（公告）日,名称,申请（专利权）人,地址,分类号,主权项\n"
ROW = "CN202110000001.6,2021-01-04,CN112900001A,2021-06-01,一种虚构阀门,临江虚构阀门厂,虚构省临江市,F16K1/00,一种阀门\n"
SEQUENCE = (
    '<?xml version="1.0"?>\n<!DOCTYPE sequence-cwu SYSTEM "none.dtd" [ <!ENTITY S1 SYSTEM "s.txt" NDATA TXT> ]>\n'
    "<sequence-cwu><publication-reference><document-id><country>US</country><doc-number>1</doc-number></document-id>"
    "</publication-reference></sequence-cwu>\n"
)


def ice(number: str, kind: str, more: str, *, form: str = "grant", applied: str = "utility", after: str = "") -> str:
    root, body = f"us-patent-{form}", f"us-bibliographic-data-{form}"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {root} SYSTEM "{root}-v47.dtd" [ ]>\n'
        f'<{root} lang="EN" country="US" date-publ="20130604"><{body}><publication-reference><document-id>'
        f"<country>US</country><doc-number>{number}</doc-number><kind>{kind}</kind><date>20130604</date></document-id>"
        f'</publication-reference><application-reference appl-type="{applied}"><document-id><country>US</country>'
        "<doc-number>29400123</doc-number><date>20120102</date></document-id></application-reference>"
        f"{more}</{body}>{after}</{root}>\n"
    )


DESIGN = ice(
    "D0683101",
    "S1",
    "<us-term-of-grant><length-of-grant>14</length-of-grant></us-term-of-grant><classification-locarno><edition>9</edition>"
    "<main-classification>0902</main-classification></classification-locarno><invention-title>Fictive widget"
    "</invention-title><us-sir-flag/><hague-agreement-data><international-registration-number>DM/000000"
    "</international-registration-number></hague-agreement-data>",
    applied="design",
    after="<us-claim-statement>CLAIM</us-claim-statement>",
)
PLANT = ice(
    "PP023456", "P2", "<us-botanic><latin-name>Rosa</latin-name><variety>Fict</variety></us-botanic><invention-title>Rose "
    "<i>Fict</i></invention-title>", applied="plant", after="<abstract><p>A ros&eacute; &nosuch; &lsqb;1&rsqb;.</p></abstract>"
)  # fmt: skip
REISSUE = ice("RE044000", "E1", "<invention-title>Again</invention-title>", applied="reissue")
OLD = ice(
    "6900001", "B1", "<classification-ipc><edition>7</edition><main-classification>F16K001/00</main-classification>"
    "</classification-ipc><invention-title>Old</invention-title><references-cited><citation><patcit><document-id><country>"
    "JP</country><doc-number>1-23456</doc-number><date>19890100</date></document-id></patcit></citation></references-cited>"
)  # fmt: skip


@pytest.fixture
def file(tmp_path: Path):
    def write(content: bytes | str, name: str = "upload") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def patents(path: Path) -> list[Patent]:
    return [each for each in only(path) if isinstance(each, Patent)]


def test_designs_plants_reissues_and_old_versions_are_read_from_one_weekly_file(file) -> None:
    path = file(DESIGN + PLANT + SEQUENCE + REISSUE + OLD)
    records, report = taken(path)
    assert [(each.publication_no, each.kind) for each in records if isinstance(each, Patent)] == [
        ("USD0683101S1", "design"),
        ("USPP023456P2", "plant"),
        ("USRE044000E1", "invention"),
        ("US6900001B1", "invention"),
    ]
    assert [each.cited.number for each in records if isinstance(each, Citation)] == ["1-23456"]
    reasons = {path: why for account in report.accounts.values() for path, why in account.reasons.items()}
    assert [path for path, why in reasons.items() if why == "unknown"] == []


def test_a_weekly_file_that_begins_with_a_sequence_listing_is_known_by_what_follows(file) -> None:
    [patent] = patents(file(SEQUENCE + DESIGN))
    assert (patent.title, patent.locarnos, patent.claims) == ("Fictive widget", ("0902",), None)


def test_entities_without_a_dtd_become_their_characters_and_unknown_ones_stay(file) -> None:
    [patent] = patents(file(PLANT))
    assert (patent.title, patent.abstract) == ("Rose Fict", "A rosé &nosuch; [1].")


def test_an_application_for_a_plant_is_no_grant(file) -> None:
    given = ice("20150000003", "P1", "<invention-title>Rose</invention-title>", form="application", applied="plant")
    [patent] = patents(file(given))
    assert (patent.kind, patent.grant_no, patent.granted_on) == ("plant", "", None)


@pytest.mark.parametrize("change", [
    lambda text: codecs.BOM_UTF16_LE + text.replace('"UTF-8"', '"UTF-16"').encode("utf-16-le"),
    lambda text: text.replace('"UTF-8"', '"ISO-8859-1"').replace("&eacute;", "é").encode("latin-1"),
    lambda text: codecs.BOM_UTF8 + text.replace("\n", "\r\n").encode(),
    lambda text: b"\n\n" + text.encode(),
    lambda text: text.replace("<us-", "<u:us-").replace("</us-", "</u:us-").encode(),
])  # fmt: skip
def test_encodings_line_ends_and_prefixes_change_nothing(file, change) -> None:
    [patent] = patents(file(change(PLANT)))
    assert (patent.publication_no, patent.abstract[:6]) == ("USPP023456P2", "A rosé")


def test_a_tar_and_a_packed_tar_and_an_archive_with_drawings_give_their_records(file, tmp_path: Path) -> None:
    for mode, name in (("w", "a.tar"), ("w:gz", "a.tgz")):
        with tarfile.open(tmp_path / name, mode) as archive:
            for inner, content in (("./DOC/a.xml", PLANT.encode()), ("./DOC/a.tif", b"II*\0")):
                entry = tarfile.TarInfo(inner)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
        records, report = taken(tmp_path / name)
        assert [each.position.member.partition("/")[2] for each in records] == ["DOC/a.xml"]
        assert (report.rejected, report.notes["beside"]) == (0, 1)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("a.xml", PLANT)
        packed.writestr("dtds/a.dtd", "<!ELEMENT a (b)>")
        packed.writestr("readme.txt", "hello")
    _, report = taken(tmp_path / "a.zip")
    assert [each.reason.code for each in report.rejections] == ["feeds.unknown-table"]


def test_a_tar_that_is_cut_short_is_refused(file, tmp_path: Path) -> None:
    from .test_refusals import refused

    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        entry = tarfile.TarInfo("a.xml")
        entry.size = len(PLANT) * 40
        archive.addfile(entry, io.BytesIO(PLANT.encode() * 41))
    assert refused(file((tmp_path / "a.tar").read_bytes()[:5_000])) == "feeds.damaged"


@pytest.mark.parametrize("change", [
    lambda text: text.replace(",", ";").encode(),
    lambda text: text.replace(",", "\t").encode("gb18030"),
    lambda text: ("sep=;\n" + text.replace(",", ";")).encode(),
    lambda text: text.encode("utf-16"),
    lambda text: "".join('"' + '","'.join(line.split(",")) + '"\n' for line in text.splitlines()).encode(),
    lambda text: text.replace("CN202110000001.6", '="CN202110000001.6"').encode(),
    lambda text: text.replace("-01-04", "年1月4日").replace("CN2021", "ＣＮ２０２１").encode(),
])  # fmt: skip
def test_separators_quotes_formulas_and_widths_change_nothing(file, change) -> None:
    [patent] = patents(file(change(HEADER + ROW)))
    assert (patent.application_no, patent.filed_on, patent.publication_no) == (
        "202110000001.6", date(2021, 1, 4), "CN112900001A")


def test_traditional_characters_in_big5_are_read(file) -> None:
    content = "申請號,申請日,專利名稱,申請人\nCN202110000001.6,2021-01-04,一種閥門,虛構廠\n"
    [patent] = patents(file(content.encode("big5")))
    assert (patent.title, patent.parties[0].name) == ("一種閥門", "虛構廠")


def test_each_sheet_has_its_own_header_and_others_are_passed_over(tmp_path: Path) -> None:
    header, row = HEADER.strip().split(","), ROW.strip().split(",")
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name, lines in (
            ("说明", [["由系统导出"], ["联系"]]), ("空", []), ("发明", [["导出结果"], [], header, row]),
            ("倒", [header[::-1], row[::-1]]), ("统计", [["年份", "数量"], [2020, 3]]),
        ):  # fmt: skip
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
    assert [(each.position.sheet, each.position.row, each.title) for each in patents(tmp_path / "a.xlsx")] == [
        ("发明", 4, "一种虚构阀门"), ("倒", 2, "一种虚构阀门")]  # fmt: skip


def test_an_open_document_spreadsheet_is_read_and_not_taken_apart(tmp_path: Path) -> None:
    def line(cells: str) -> str:
        return "<table:table-row>" + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in cells.strip().split(",")) + "</table:table-row>"  # fmt: skip

    names = "office", "table", "text"
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:'
                        'xmlns:manifest:1.0"/>')  # fmt: skip
        packed.writestr("content.xml", f'<?xml version="1.0"?><office:document-content {spaces}><office:body>'
                        f'<office:spreadsheet><table:table table:name="一">{line(HEADER)}{line(ROW)}</table:table>'
                        "</office:spreadsheet></office:body></office:document-content>")  # fmt: skip
    [patent] = patents(tmp_path / "a.ods")
    assert (patent.title, patent.position.sheet) == ("一种虚构阀门", "一")


@pytest.mark.parametrize("name", ["espacenet_list", "lens_list", "orbit_list", "patentscope_list"])
def test_the_newer_lists_of_the_same_services_are_known(name: str) -> None:
    records, report = taken(SAMPLES / f"{name}.csv")
    [patent] = records
    assert list(report.formats.values()) == [name]
    assert "unknown" not in {why for account in report.accounts.values() for why in account.reasons.values()}
    assert (patent.publication_no, patent.title, patent.published_on) == ("US2015000001A1", "Widget", date(2015, 1, 8))
    assert patent.priorities[0].date == "2013-01-02"
    assert "FICTIVE" in {each.name for each in patent.parties}
    assert {"F16K1/00"} & {*patent.ipcs, *patent.cpcs}


def test_an_interfaces_answer_around_its_records_is_opened(file) -> None:
    mark = '{"RegNo":"90000001","IntCls":30,"Name":"虚构","AppDate":"2021-03-04","ApplicantCn":"临江虚构茶厂"}'
    for answer in (f'{{"Status":"200","Result":[{mark},{mark}]}}', f'{{"code":0,"data":{{"total":2,"items":[{mark},{mark}]}}}}'):
        records, report = taken(file(answer))
        assert [each.registration_no for each in records if isinstance(each, Mark)] == ["90000001"] * 2
        assert "unknown" not in {why for account in report.accounts.values() for why in account.reasons.values()}


def test_a_reference_with_the_number_of_an_application_names_that(file) -> None:
    [patent] = only(file("[1]王五, 赵六. 一种虚构阀门[P]. 虚构省: CN202110000001.6, 2021.06.01.\n"))
    assert (patent.application_no, patent.publication_no, patent.published_on) == (
        "202110000001.6", "", date(2021, 6, 1))  # fmt: skip


def test_a_deleted_document_of_docdb_is_an_event_and_a_design_has_its_kind(file) -> None:
    deleted = '<exch:exchange-document country="CN" doc-number="104000001" kind="A" date-publ="20150101" status="D"/>'
    design = (
        '<exch:exchange-document country="CN" doc-number="304000001" kind="S" date-publ="20150101" status="C">'
        '<exch:bibliographic-data><exch:publication-reference data-format="docdb"><document-id><country>CN</country>'
        "<doc-number>304000001</doc-number><kind>S</kind></document-id></exch:publication-reference>"
        "</exch:bibliographic-data></exch:exchange-document>"
    )
    event, patent = only(file(f"<exch:exchange-documents>{deleted}{design}</exch:exchange-documents>"))
    assert (event.code, event.of) == ("DOCDB-D", Document("CN", "104000001", "A", "2015-01-01"))
    assert (patent.kind, patent.publication_no) == ("design", "CN304000001S")
