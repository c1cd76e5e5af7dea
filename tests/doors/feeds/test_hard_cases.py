"""Files as systems and people really save them: encodings, packings, headers, and tables that are web pages."""

from __future__ import annotations

import gzip
import zipfile
from datetime import date
from pathlib import Path

import pytest

from zhichan.doors.feeds import happenings, markup
from zhichan.doors.feeds.records import Citation, Document, Event, FamilyMember, Patent, Position

from .given import SAMPLES, only, taken

INCOPAT = (
    "序号\t公开（公告）号\t标题\t标题 (英文)\t申请号\t申请日\t公开（公告）日\t申请人\t申请人(翻译)\t当前权利人\tIPC主分类\tIPC\t合享价值度\t链接到incoPat"
    "\t专利有效性\t简单同族\t引证专利\t权利要求数量\t首项权利要求\t中国申请人地市\t工商统一社会信用代码\t法律事件\n"
    "1\tCN112900001B\t一种阀门\tA valve\tCN202110000001.6\t20210104\t20230203\t虚构厂;甲大学\tXUGOU\t虚构厂\tF16K1/00"
    "\tF16K1/00; F16K3/00\t8\thttp://x\t有效\tCN112900001A; US1234567B2\tCN1234567A\t9\t一种阀门，其特征。\t横川市"
    "\t91990100MA00000001\t授权;转让\n"
)
PATSNAP = (
    "公开(公告)号,标题,[标]当前申请(专利权)人,发明人,申请日,公开(公告)日,申请号,IPC分类号,简单法律状态,当前申请(专利权)人地市,专利价值,权利要求数量,受理局\n"
    'CN112900001B,一种阀门,虚构厂 | 甲大学,"坦纳, 克里 | 李乙",2021-01-04,2023-02-03,CN202110000001.6,F16K1/00 | F16K3/00,有效,横川市,"$ 12,000",9,中国\n'
)


def written(tmp_path: Path, content: bytes, name: str) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_commercial_table_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    records, report = taken(written(tmp_path, INCOPAT.encode(encoding), "a.txt"))
    patent = next(each for each in records if isinstance(each, Patent))
    assert list(report.formats.values()) == ["incopat_list"]
    assert (patent.title, patent.titles, patent.claims) == ("一种阀门", (("en", "A valve"),), 9)
    assert [(each.name, each.code) for each in patent.named("applicant")] == [
        ("虚构厂", "91990100MA00000001"), ("甲大学", "")]
    assert sum(isinstance(each, FamilyMember) for each in records) == 2
    assert sum(isinstance(each, Citation) for each in records) == 1
    assert {why for account in report.accounts.values() for why in account.reasons.values()} <= {
        "order", "provider", "repeated"}


def test_bars_part_persons_and_the_comma_stays_within_a_name(tmp_path: Path) -> None:
    [patent] = only(written(tmp_path, PATSNAP.encode(), "a.csv"))
    assert [each.name for each in patent.named("holder")] == ["虚构厂", "甲大学"]
    assert [each.name for each in patent.named("inventor")] == ["坦纳, 克里", "李乙"]
    assert patent.ipcs == ("F16K1/00", "F16K3/00")


def test_a_zip_with_many_files_and_a_gz_give_every_record(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(4):
            archive.writestr(f"d/{number}.csv", PATSNAP.encode("gb18030"))
    assert len(only(path)) == 4
    assert len(only(written(tmp_path, gzip.compress(PATSNAP.encode("gb18030")), "a.csv.gz"))) == 1


def test_a_green_book_behind_a_mark_of_its_encoding_says_where_its_patents_begin(tmp_path: Path) -> None:
    content = (SAMPLES / "greenbook.txt").read_bytes()
    plain, marked = only(written(tmp_path, content, "a.txt")), only(written(tmp_path, b"\xef\xbb\xbf" + content, "b.txt"))
    assert [each.position.offset for each in marked] == [each.position.offset + 3 for each in plain]


def test_headers_in_traditional_characters_are_known(tmp_path: Path) -> None:
    content = "申請號,申請日,專利名稱,申請人,發明人\nCN202110000001.6,2021年1月4日,一種閥門,虛構廠,張甲\n"
    [patent] = only(written(tmp_path, content.encode(), "a.csv"))
    assert (patent.filed_on, patent.title) == (date(2021, 1, 4), "一種閥門")
    assert [each.name for each in patent.named("applicant")] == ["虛構廠"]


def test_a_legal_form_after_a_comma_belongs_to_the_firm(tmp_path: Path) -> None:
    content = (
        "search URL:,https://patents.example\n"
        "id,title,assignee,inventor/author,priority date,filing/creation date,publication date,grant date,result link\n"
        'US-9000001-B2,Vehicle ,"Kestrel, Inc., Heron Works Co., Ltd.","Ann A, Bob B",2015-06-10,2015-06-10,2017-12-05,2017-12-05,x\n'
    )
    [patent] = only(written(tmp_path, content.encode(), "gp.csv"))
    assert [each.name for each in patent.named("applicant")] == ["Kestrel, Inc.", "Heron Works Co., Ltd."]
    assert [each.name for each in patent.named("inventor")] == ["Ann A", "Bob B"]


def test_a_web_page_saved_as_a_spreadsheet_is_read_with_its_spanned_cells() -> None:
    first, second = only(SAMPLES / "web_page.xls")
    assert (first.title, second.title, second.filed_on) == ("一种虚构&阀门", "又一种 阀门", date(2021, 1, 5))
    assert [each.named("applicant")[0].name for each in (first, second)] == ["横川虚构阀门厂"] * 2
    assert (first.position.sheet, first.position.row) == ("table 1", 3)


def test_excels_xml_of_2003_is_read_with_its_skipped_cells_and_rows() -> None:
    [patent] = only(SAMPLES / "sheet_2003.xls")
    assert (patent.application_no, patent.filed_on, patent.title) == ("202110000001.6", None, "一种虚构阀门")
    assert (patent.position.sheet, patent.position.row) == ("专利", 3)


def test_spans_beyond_reason_stay_within_limits() -> None:
    page = '<table><tr><td colspan="999999999999">a</td></tr><tr><td colspan=400 rowspan=99999999>b</td></tr></table>'
    [first, second] = list(markup.rows([page]))
    assert (len(first[2]), len(second[2])) == (1, 400)


def test_the_whole_record_of_the_offices_own_xml_is_read() -> None:
    patent, citation = only(SAMPLES / "cnipa_business_full.xml")
    [applicant] = patent.named("applicant")
    assert (applicant.code, applicant.county, applicant.address) == (
        "91990100MA00000001", "滨海区", "虚构市滨海区一路30号")
    assert [each.name for each in patent.named("holder")] == ["虚构科技股份有限公司"]
    assert [each.name for each in patent.named("examiner")] == ["戊"]
    assert patent.priorities == (Document("KR", "10-2022-0100096", "", "2022-08-10"),)
    assert patent.related[0].number == "CN106307615A"
    assert (patent.claims, patent.claims_text.count("\n")) == (2, 1)
    assert isinstance(citation, Citation)


@pytest.mark.parametrize(("code", "text", "kind"), [
    ("GR01", "", "granted"),
    ("", "授权", "granted"),
    ("CF01", "", "lapsed"),
    ("", "未缴年费专利权终止", "lapsed"),
    ("", "专利权有效期届满终止", "expired"),
    ("", "避免重复授权放弃专利权", "abandoned"),
    ("", "专利申请权、专利权的转移", "transferred"),
    ("", "专利权质押合同登记的生效", "pledged"),
    ("", "专利权质押合同登记的注销", "released"),
    ("", "专利实施许可合同备案的生效", "licensed"),
    ("", "专利权的保全解除", "preservation_lifted"),
    ("", "实质审查的生效", "examination_requested"),
    ("", "商标注册申请受理通知书发文", ""),
    ("", "开放许可声明", ""),
])
def test_an_offices_words_have_their_neutral_kind(code: str, text: str, kind: str) -> None:
    assert happenings.kind(authority="CN", code=code, text=text) == kind


def test_codes_of_another_authority_say_nothing_here() -> None:
    assert happenings.kind(authority="EP", code="GR01", text="") == ""


def test_the_day_a_right_ended_is_taken_from_the_announcements_details() -> None:
    event = Event(Position("f", 1), text="终止", on=date(2020, 2, 4), detail=(("终止日期", "20190301"),))
    assert happenings.effective(event) == date(2019, 3, 1)


@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_a_marked_section_of_a_web_page_is_text_or_passed_over(size: int) -> None:
    page = (
        "<table><tr><td>a<![if !mso]>b<![endif]></td><td><![CDATA[c <1> & d]]></td>"
        "<td>e<![x cation [y]]>f</td></tr></table><![ 5"
    )
    pieces = [page[at : at + size] for at in range(0, len(page), size)]
    assert list(markup.rows(pieces)) == [("table 1", 1, ("ab", "c <1> & d", "ef"))]
