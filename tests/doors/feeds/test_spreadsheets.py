"""Spreadsheets as people keep them: heads of two rows, totals and notes, hidden sheets, rounded numbers, other files."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from zhichan.doors.feeds.records import Patent
from zhichan.kernel.ground.public import Refusal

from .given import taken

HEAD = ["序号", "申请号", "申请日", "专利名称", "专利权人", "专利类型"]
ROW = [1, "CN202110000001.6", "2021-01-04", "一种虚构阀门", "临江虚构阀门厂", "发明"]


def book(path: Path, sheets: dict[str, list[list[object]]], *, hidden: str = "", merges=()) -> Path:
    with xlsxwriter.Workbook(path) as made:
        for name, lines in sheets.items():
            sheet = made.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
            for given in merges:
                sheet.merge_range(*given)
            if name == hidden:
                sheet.hide()
    return path


def read(path: Path) -> tuple[list[Patent], list[tuple[str, int | None]]]:
    records, report = taken(path)
    refused = [(each.reason.code, each.position.row) for each in report.rejections]
    return [each for each in records if isinstance(each, Patent)], refused


def test_a_head_of_two_merged_rows_is_one_head(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"专利": [
        ["某市有效专利明细表"], ["截至2024年12月31日", "", "", "", "单位：件"], [], ["", "", "", "", "名称", "地址"],
        [1, "CN202110000001.6", "2021-01-04", "一种虚构阀门", "临江虚构阀门厂", "虚构省临江市1号", "发明"],
    ]}, merges=[
        (2, 0, 3, 0, "序号"), (2, 1, 3, 1, "申请号"), (2, 2, 3, 2, "申请日"), (2, 3, 3, 3, "专利名称"),
        (2, 4, 2, 5, "权利人"), (2, 6, 3, 6, "专利类型"),
    ])  # fmt: skip
    [patent], refused = read(path)
    [holder] = patent.named("holder")
    assert (holder.name, holder.address, patent.kind, refused) == ("临江虚构阀门厂", "虚构省临江市1号", "invention", [])


@pytest.mark.parametrize("head", [
    "序号,申请号,申请日,专利名称,权利人,\n,,,,名称,地址\n",
    "序号,专利信息,,,权利人信息,\n,申请号,申请日,专利名称,名称,地址\n",
])
def test_a_head_of_two_rows_without_merges_is_one_head(head: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("某表,,,,,\n" + head + "1,CN202110000001.6,2021-01-04,一种虚构阀门,临江虚构阀门厂,虚构省1号\n", "utf-8")
    [patent], refused = read(path)
    [holder] = patent.named("holder")
    assert (patent.title, holder.name, holder.address, refused) == ("一种虚构阀门", "临江虚构阀门厂", "虚构省1号", [])


def test_a_first_record_is_not_taken_for_a_part_of_the_head(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("申请号,申请日,专利名称,权利人\n,,名称,\nCN202110000001.6,2021-01-04,地址,厂\n", "utf-8")
    patents, _ = read(path)
    assert [each.title for each in patents] == ["名称", "地址"]


def test_totals_and_notes_are_no_patents(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"专利": [
        HEAD, ROW, ["", "", "", "合计", "1件"], ["", "", "", "小 计"], ["制表人：某", "", "", "审核人：某"],
        ["", "", "", "说明：数据来源于系统"], ["", "", "", "合计算法及其装置"],
        ["合 计：", 39, "", ""], ["Total", 39, "", ""],
    ]})  # fmt: skip
    patents, refused = read(path)
    assert [each.title for each in patents] == ["一种虚构阀门", "合计算法及其装置"]
    assert refused == [("feeds.note", 3), ("feeds.note", 4), ("feeds.note", 5), ("feeds.note", 6), ("feeds.note", 8),
                       ("feeds.note", 9)]


def test_a_holder_whose_name_is_the_word_for_a_total_is_a_holder(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "权利人,申请号,申请日,专利名称\nTotal,CN202110000001.6,2021-01-04,阀门\n合计,CN202110000002.0,2021-01-04,泵\n"
        "合计,2,,\nTotal,,2件,50%\n", "utf-8")
    patents, refused = read(path)
    assert [[one.name for one in each.named("holder")] for each in patents] == [["Total"], ["合计"]]
    assert refused == [("feeds.note", 4), ("feeds.note", 5)]


def test_a_hidden_sheet_is_not_read_and_that_is_said(tmp_path: Path) -> None:
    old = ["2", "CN202110000002.0", "2021-01-05", "旧阀门", "旧厂", "发明"]
    path = book(tmp_path / "a.xlsx", {"专利": [HEAD, ROW], "旧数据": [HEAD, old]}, hidden="旧数据")
    patents, refused = read(path)
    assert [each.title for each in patents] == ["一种虚构阀门"]
    assert refused == [("feeds.sheet-hidden", 1)]


@pytest.mark.parametrize("text", ["2.0211E+12", "2.02110000E+11", "2e+12"])
def test_a_rounded_number_is_refused_and_not_guessed(text: str, tmp_path: Path) -> None:
    assert read(book(tmp_path / "a.xlsx", {"专利": [HEAD, [1, text, *ROW[2:]], ROW]}))[1] == [("feeds.rounded", 2)]


@pytest.mark.parametrize("given", [
    2021100000016, 202110000001.6, "'202110000001.6", "申请号：202110000001.6", "202110000001.6（发明）",
    "".join(chr(ord(each) + 0xFEE0) for each in "ZL202110000001.6"), " ZL 2021 1 0000001.6 ",
])
def test_a_number_kept_as_number_or_with_words_beside_it_is_the_same_right(given: object, tmp_path: Path) -> None:
    [patent], _ = read(book(tmp_path / "a.xlsx", {"专利": [HEAD, [1, given, *ROW[2:]]]}))
    assert patent.application_no == "202110000001.6"


@pytest.mark.parametrize("given", ["ZL20211000001.6", "CN2021100000001.6", "ZL202110000001.66"])
def test_a_chinese_number_of_another_length_is_refused(given: str, tmp_path: Path) -> None:
    assert read(book(tmp_path / "a.xlsx", {"专利": [HEAD, [1, given, *ROW[2:]]]})) == ([], [("feeds.number", 2)])


def test_a_publication_in_the_column_of_the_patents_number_is_one(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"专利": [["专利号", *HEAD[2:]], ["CN112900001B", *ROW[2:]]]})
    [patent], _ = read(path)
    assert (patent.application_no, patent.publication_no, patent.kind) == ("", "CN112900001B", "invention")


@pytest.mark.parametrize("given", ["申请中", "待受理", "未公开"])
def test_words_instead_of_a_number_name_no_right(given: str, tmp_path: Path) -> None:
    assert read(book(tmp_path / "a.xlsx", {"专利": [HEAD, [1, given, *ROW[2:]]]})) == ([], [("feeds.number", 2)])


@pytest.mark.parametrize("given", [
    "2021年1月4日", "二〇二一年一月四日", 44200, "44200", "2021/1/4 0:00:00", "20210104", 20210104, "2021.1.4",
    "2021-01-04T00:00:00", "4-Jan-21", "4 January 2021", "Jan 4, 2021", "４４２００",
])
def test_a_day_is_read_however_it_is_kept(given: object, tmp_path: Path) -> None:
    [patent], _ = read(book(tmp_path / "a.xlsx", {"专利": [HEAD, [*ROW[:2], given, *ROW[3:]]]}))
    assert patent.filed_on == date(2021, 1, 4)


@pytest.mark.parametrize(("text", "wanted"), [
    ("二○二一年十二月二十四日", date(2021, 12, 24)), ("一九八五年十月三十一日", date(1985, 10, 31)),
    ("二〇〇五年二月十日", date(2005, 2, 10)),
])
def test_chinese_numerals_are_days(text: str, wanted: date) -> None:
    from zhichan.doors.feeds import values

    assert values.day(text) == wanted


@pytest.mark.parametrize("given", ["2021年1月", "2021-13-04", "二〇二一年十三月一日", "二〇二一年一月三十二日", "4-Foo-21"])
def test_what_is_no_day_is_refused_with_its_place(given: str, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"专利": [HEAD, [*ROW[:2], given, *ROW[3:]]]})
    [refused] = taken(path)[1].rejections
    assert (refused.reason.code, refused.reason.place, refused.position.row) == ("feeds.day", "filed_on", 2)


def test_days_of_a_book_are_days(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("专利")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ROW)
        day = datetime(2021, 1, 4, tzinfo=UTC).replace(tzinfo=None)
        sheet.write_datetime(1, 2, day, made.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
    [patent], _ = read(path)
    assert patent.filed_on == date(2021, 1, 4)


@pytest.mark.parametrize(("days", "wanted"), [
    (("12/25/2021", "03/04/2021"), [date(2021, 12, 25), date(2021, 3, 4)]),
    (("25/12/2021", "03/04/2021"), [date(2021, 12, 25), date(2021, 4, 3)]),
    (("03/04/2021", "03/05/2021"), [date(2021, 4, 3), date(2021, 5, 3)]),
    (("12/25/2021", "25/12/2021"), [date(2021, 12, 25), date(2021, 12, 25)]),
])
def test_the_order_of_days_is_told_by_those_that_leave_no_choice(days, wanted, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,title,assignee,inventor/author,filing/creation date,publication date\n" + "".join(
        f"US-100000{number}-A1,W,F,A,,{day}\n" for number, day in enumerate(days)), "utf-8")
    assert [each.published_on for each in read(path)[0]] == wanted


def test_a_csv_of_a_spreadsheet_in_gb18030_with_tabs_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(("\t".join(HEAD) + "\r\n" + "\t".join(map(str, ROW)) + "\r\n").encode("gb18030"))
    [patent], refused = read(path)
    assert (patent.title, refused) == ("一种虚构阀门", [])


def packed(names: tuple[str, ...]):
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, "<a/>")

    return write


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(("write", "wanted"), [
    (lambda path: path.write_bytes(OLD + "EncryptedPackage".encode("utf-16-le") + bytes(900)), "feeds.locked"),
    (lambda path: path.write_bytes(OLD + "WordDocument".encode("utf-16-le") + bytes(900)), "feeds.unknown-document"),
    (lambda path: path.write_bytes(OLD + bytes(900)), "feeds.workbook"),
    (packed(("[Content_Types].xml", "word/document.xml")), "feeds.unknown-document"),
    (lambda path: path.write_bytes(b"%PDF-1.7\n" + b"1 0 obj\n" * 40), "feeds.unknown-pdf"),
    (lambda path: path.write_bytes(b"Rar!\x1a\x07\x01\x00" + bytes(90)), "feeds.unknown-rar"),
    (lambda path: path.write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(90)), "feeds.unknown-7z"),
    (lambda path: path.write_bytes(b"{\\rtf1\\ansi text}"), "feeds.unknown-rtf"),
])
def test_other_files_are_refused_with_what_they_are(write, wanted: str, tmp_path: Path) -> None:
    write(tmp_path / "upload.xlsx")
    with pytest.raises(Refusal) as refused:
        taken(tmp_path / "upload.xlsx")
    assert refused.value.codes == (wanted,)
