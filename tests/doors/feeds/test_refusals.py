"""What is refused whole: files that are unknown, damaged, or meant to harm."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter

from zhichan.doors.feeds import containers
from zhichan.doors.feeds.containers import members
from zhichan.doors.feeds.formats import detect
from zhichan.doors.feeds.reading import Token
from zhichan.kernel.ground.refusal import Refusal

from .given import SAMPLES, Reading, taken

BODY = (
    '<exchange-documents><exchange-document country="CN" doc-number="1" kind="A"><bibliographic-data>'
    "<invention-title>%s</invention-title></bibliographic-data></exchange-document></exchange-documents>"
)


def refused(path: Path, **given: object) -> str:
    with pytest.raises(Refusal) as caught:
        taken(path, **given)
    return caught.value.codes[0]


@pytest.fixture
def file(tmp_path: Path):
    def write(content: bytes | str, name: str = "f") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY x PUBLIC "p" "http://example.org/x">',
        '<!ENTITY x "one">',
        '<!ENTITY % x SYSTEM "http://example.org/x.dtd"> %x;',
        '<!ENTITY\n x\n "one">',
        "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 10)),
        '<!ENTITY x "NDATA">',
    ],
)
def test_a_file_that_declares_entities_is_refused(file, declaration: str) -> None:
    path = file(f"<?xml version='1.0'?><!DOCTYPE exchange-documents [ {declaration} ]>" + BODY % "&x;")
    assert refused(path) == "feeds.entity"


def test_entities_declared_beyond_the_first_bytes_are_refused_too(file) -> None:
    padding = "<!-- " + "x" * 200_000 + " -->"
    path = file(
        f"<?xml version='1.0'?><!DOCTYPE exchange-documents [ {padding} <!ENTITY x SYSTEM 'file:///etc/passwd'> ]>"
        + BODY % "&x;"
    )
    assert refused(path, wanted="epo_docdb") == "feeds.entity"


def test_declared_images_and_a_foreign_dtd_are_neither_fetched_nor_refused(file) -> None:
    path = file(
        '<!DOCTYPE exchange-documents SYSTEM "http://127.0.0.1:9/never.dtd" [<!ENTITY fig SYSTEM "fig.tif" NDATA TIF>]>'
        + BODY % "plain"
    )
    assert taken(path)[0][0].as_json()["title"] == "plain"


def test_an_undeclared_entity_stays_as_it_is_written(file) -> None:
    assert taken(file(BODY % "a &nosuchname; b"))[0][0].as_json()["title"] == "a &nosuchname; b"


def test_a_document_type_within_a_record_is_no_way_in(file) -> None:
    path = file(BODY % "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;")
    assert refused(path) == "feeds.entity"
    _, report = taken(path, wanted="epo_docdb")
    assert [each.reason.code for each in report.rejections] == ["feeds.xml"]


def test_an_include_is_not_followed(file) -> None:
    [record] = taken(
        file(
            BODY
            % '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname" parse="text"/>'
        )
    )[0]
    assert "title" not in record.as_json()


def test_nesting_without_end_is_rejected(file) -> None:
    _, report = taken(file(BODY % ("<a>" * 5000 + "</a>" * 5000)))
    assert [each.reason.code for each in report.rejections] == ["feeds.xml"]


def test_json_nested_without_end_is_rejected(file) -> None:
    path = file('[{"regNo": "1", "intCls": ' + "[" * 200_000 + "]" * 200_000 + "}]")
    with pytest.raises(Refusal):
        taken(path)
    _, report = taken(path, wanted="qcc_marks")
    assert report.accepted == 0


def test_a_gz_bomb_is_stopped_while_it_unpacks(file) -> None:
    packer = zlib.compressobj(9, wbits=31)
    content = b"".join(
        [
            packer.compress(BODY.encode()),
            *(packer.compress(b" " * (1 << 20)) for _ in range(64)),
            packer.flush(),
        ]
    )
    assert len(content) < 100_000
    assert refused(file(content)) == "feeds.bomb"


def tar_header(name: str, *, kind: bytes, size: int = 0, real: int = 0) -> bytes:
    """A GNU header by hand: ``size`` bytes follow it, ``real`` is what a sparse entry claims to be."""
    header = bytearray(512)
    header[: len(name)] = name.encode()
    header[100:108] = header[108:116] = header[116:124] = b"0000644\0"
    header[124:136] = b"\x80" + size.to_bytes(11, "big")
    header[136:148] = b"0" * 11 + b"\0"
    header[156:157] = kind
    header[257:265] = b"ustar  \0"
    header[483:495] = b"\x80" + real.to_bytes(11, "big")
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


def test_a_sparse_entry_is_refused_before_its_holes_are_written(file, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tarfile.TarFile, "extractfile", lambda *_: pytest.fail("its holes are unpacked"))
    path = file(tar_header("a.csv", kind=tarfile.GNUTYPE_SPARSE, real=1 << 50) + bytes(1024))
    assert path.stat().st_size == 1536
    assert refused(path) == "feeds.sparse"


def test_an_extended_header_of_a_tar_that_would_fill_the_memory_is_refused_unread(file) -> None:
    for kind in (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME):
        assert refused(file(tar_header("a.csv", kind=kind, size=1 << 40) + bytes(1024))) == "feeds.bomb"


def test_a_tar_whose_headers_follow_each_other_without_end_is_refused(file) -> None:
    record = b"11 path=ab\n".ljust(512, b"\0")
    header = tar_header("a.csv", kind=tarfile.XHDTYPE, size=11)
    assert refused(file((header + record) * 3000 + bytes(1024))) == "feeds.damaged"


def tar_of(*contents: bytes, mode: str = "w") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as archive:
        for number, content in enumerate(contents):
            entry = tarfile.TarInfo(f"{number}.csv")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return held.getvalue()


def test_what_is_copied_out_of_a_tar_is_limited_over_all_its_entries_together(
    file, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file(tar_of(*[BODY.encode().ljust(1000)] * 4))
    monkeypatch.setattr(containers, "LARGEST", 4000)
    assert len(list(members(path))) == 4
    monkeypatch.setattr(containers, "LARGEST", 3999)
    with pytest.raises(Refusal) as caught:
        list(members(path))
    assert caught.value.codes == ("feeds.bomb",)


def test_packed_tars_within_a_zip_are_measured_against_the_file_that_came(
    file, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tar_of(*[bytes(50_000)] * 8, mode="w:gz")
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(8):
            archive.writestr(f"{number}.tgz", inner)
    path = file(held.getvalue())
    ratio = 8 * 400_000 / path.stat().st_size
    # Each layer alone stays far below what comes out of both.
    assert 420_000 / len(inner) < 0.7 * ratio
    monkeypatch.setattr(containers, "SMALL", 100_000)
    monkeypatch.setattr(containers, "RATIO", int(ratio) + 1)
    assert len(list(members(path))) == 64
    monkeypatch.setattr(containers, "RATIO", int(ratio) - 1)
    with pytest.raises(Refusal) as caught:
        list(members(path))
    assert caught.value.codes == ("feeds.bomb",)


def test_a_zip_bomb_is_refused_by_its_directory(file) -> None:
    held = io.BytesIO()
    with (
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.csv", "w", force_zip64=True) as entry,
    ):
        for _ in range(64):
            entry.write(b" " * (1 << 20))
    assert refused(file(held.getvalue())) == "feeds.bomb"


def test_a_spreadsheet_bomb_is_refused_before_it_is_opened(file) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/workbook.xml", "w", force_zip64=True) as entry:
            for _ in range(64):
                entry.write(b" " * (1 << 20))
    assert refused(file(held.getvalue())) == "feeds.bomb"


def test_too_many_members_and_too_deep_nesting_are_refused(file, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MOST_MEMBERS", 3)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for number in range(4):
            archive.writestr(f"{number}.csv", "x")
    assert refused(file(held.getvalue())) == "feeds.bomb"
    content = b"x"
    for _ in range(6):
        content = gzip.compress(content)
    assert refused(file(content)) == "feeds.too-deep"


def test_damaged_and_locked_archives_are_refused(file) -> None:
    whole = gzip.compress((SAMPLES / "cnipa_st36.xml").read_bytes() * 200)
    assert refused(file(whole[:-20])) == "feeds.damaged"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.csv", "x" * 1000)
    content = bytearray(held.getvalue())
    assert refused(file(bytes(content[:-30]))) == "feeds.damaged"
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refused(file(bytes(content))) == "feeds.locked"


def test_unknown_contents_are_refused_with_what_was_seen(file) -> None:
    assert refused(file("")) == "feeds.empty"
    assert refused(file("<html><body/></html>")) == "feeds.unknown-table"
    assert refused(file('{"some": "thing"}')) == "feeds.unknown-json"
    assert refused(file("a,b\n1,2\n")) == "feeds.unknown-table"
    assert refused(file(b"%PDF-1.7 \x00\x01\x02")) == "feeds.unknown-pdf"
    assert refused(file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)) == "feeds.workbook"
    assert refused(Path("/no/such/file")) == "feeds.no-file"


def test_an_unknown_format_or_token_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        Reading(SAMPLES / "google.csv", wanted="nothing")
    assert caught.value.codes == ("feeds.format",)
    with pytest.raises(Refusal):
        Token.parse("1:x:3")


def test_a_record_that_does_not_end_is_rejected_and_the_next_is_read(file) -> None:
    good = BODY.removeprefix("<exchange-documents>").removesuffix("</exchange-documents>") % "good"
    bad = '<exchange-document country="CN" doc-number="2" kind="A"><bibliographic-data>'
    records, report = taken(file("<exchange-documents>" + good + bad + good + "</exchange-documents>"))
    assert [record.as_json().get("title") for record in records] == ["good", "good"]
    assert [each.reason.code for each in report.rejections] == ["feeds.cut"]


def test_a_refused_file_is_detected_as_nothing(file) -> None:
    [member] = members(file("<html/>"))
    with pytest.raises(Refusal):
        detect(member)


def test_two_cells_at_the_ends_of_a_sheet_do_not_end_the_process(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "申请号")
        sheet.write(1_048_575, 16_383, "z")
    assert path.stat().st_size < 10_000
    assert refused(path) == "feeds.workbook"


def test_a_book_that_ends_its_reader_takes_no_other_with_it(tmp_path: Path) -> None:
    far, good = tmp_path / "far.xlsx", tmp_path / "good.xlsx"
    with xlsxwriter.Workbook(far) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "z")
    with xlsxwriter.Workbook(good) as book:
        sheet = book.add_worksheet()
        for column, text in enumerate(("申请号", "申请日", "名称")):
            sheet.write(0, column, text)
        sheet.write_row(1, 0, ("CN202110000001.6", "2021-01-04", "一种阀门"))
    first = Reading(good).records()
    assert next(first)
    assert refused(far) == "feeds.workbook"
    assert list(first) == []
    assert len(list(Reading(good).records())) == 1
