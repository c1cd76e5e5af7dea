"""What cannot be read is refused in one sentence of each language that says what to do."""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import zipfile
from hashlib import md5
from zlib import compress, compressobj

import docx
import pypdfium2
import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher
from papermaking import as_html, as_pdf, rezipped, saved

from zhichan.instruments.papers import Limits, Unreadable, extract, pdf, text_of

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _docx(*lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


def _zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members.items():
            new.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def _body(xml, head=""):
    return rezipped(
        _docx("甲"), {"word/document.xml": f"{head}<w:document {W}><w:body>{xml}</w:body></w:document>"}
    )


def _pdf_of_pictures():
    document = pypdfium2.PdfDocument.new()
    for _ in range(2):
        page = document.new_page(500, 700)
        image = pypdfium2.PdfImage.new(document)
        image.set_bitmap(pypdfium2.PdfBitmap.new_native(8, 8, 2))
        image.set_matrix(pypdfium2.PdfMatrix().scale(500, 700))
        page.insert_obj(image)
        page.gen_content()
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()


def _empty_pdf():
    document = pypdfium2.PdfDocument.new()
    document.new_page(500, 700)
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()


def _locked_pdf():
    """A PDF of the standard handler, revision 2, whose password nobody knows (ISO 32000-1, 7.6.3)."""
    pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    owner, identity = bytes(range(32)), b"0123456789abcdef"
    key = md5(
        b"secret".ljust(6) + pad[:26] + owner + (-4).to_bytes(4, "little", signed=True) + identity
    ).digest()[:5]
    user = Cipher(ARC4(key), mode=None).encryptor().update(pad)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<" + owner.hex().encode() + b">/U<" + user.hex().encode() + b">>>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    name = identity.hex().encode()
    out += (
        b"trailer\n<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<"
        + name
        + b"><"
        + name
        + b">]>>\nstartxref\n%d\n%%%%EOF" % start
    )
    return out


def _unmapped_pdf():
    """Type 3 glyphs without a table of characters, named after nothing."""
    shown = bytes(range(1, 9)) * 8
    stream = b"BT /F 12 Tf 20 500 Td <" + shown.hex().encode() + b"> Tj ET"
    glyph = b"1000 0 d0 0 0 500 500 re f"
    names = b"".join(b"/g%d 6 0 R" % n for n in range(1, 9))
    differences = b"1 " + b"".join(b"/g%d" % n for n in range(1, 9))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 1/LastChar 8"
        b"/Widths[1000 1000 1000 1000 1000 1000 1000 1000]/CharProcs<<" + names + b">>/Encoding<</Type/Encoding/Differences["
        + differences + b"]>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(glyph), glyph),
    ]  # fmt: skip
    out = b"%PDF-1.4\n"
    for number, each in enumerate(objects, start=1):
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    return out + b"trailer\n<</Size 7/Root 1 0 R>>\n%%EOF"


BOMB = b"<w:p/>" * (64 << 16)
CASES = {
    "nothing at all": (lambda: b"", "empty"),
    "white space": (lambda: b" \r\n\t", "empty"),
    "a document without words": (_docx, "empty"),
    "a page without words": (lambda: b"<html><body><p> </p></body></html>", "empty"),
    "a PDF without anything": (_empty_pdf, "empty"),
    "a scan": (_pdf_of_pictures, "scanned"),
    "a PDF with a password": (_locked_pdf, "encrypted"),
    "a PDF whose fonts do not tell": (_unmapped_pdf, "unmapped"),
    "a document with a password": (lambda: OLD + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "an old document": (lambda: OLD + "WordDocument".encode("utf-16-le"), "old_format"),
    "an old sheet": (lambda: OLD + "Workbook".encode("utf-16-le"), "old_format"),
    "a file of WPS": (lambda: OLD + "WpsDocument".encode("utf-16-le"), "old_format"),
    "an unknown old file": (lambda: OLD, "old_format"),
    "rich text": (lambda: b"{\\rtf1\\ansi \\u35268}", "old_format"),
    "a document with macros": (lambda: rezipped(_docx("甲"), {"word/vbaProject.bin": b"x"}), "macro"),
    "a document that says it has macros": (
        lambda: rezipped(
            _docx("甲"),
            {
                "[Content_Types].xml": "<Types><Override PartName='/word/document.xml' ContentType="
                "'application/vnd.ms-word.document.macroEnabled.main+xml'/></Types>"
            },
        ),
        "macro",
    ),
    "a bomb of one part": (lambda: rezipped(_docx("甲"), {"word/media/a.xml": bytes(40 << 20)}), "bomb"),
    "a bomb in the body": (lambda: _body(BOMB.decode()), "bomb"),
    "a bomb of many files": (lambda: _zipped(**{f"a{n}": b"" for n in range(10_001)}), "bomb"),
    "an external entity": (
        lambda: _body(
            "<w:p><w:r><w:t>&amp;x;</w:t></w:r></w:p>".replace("&amp;", "&"),
            '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        ),
        "unsafe",
    ),
    "entities upon entities": (
        lambda: rezipped(
            _docx("甲"),
            {
                "word/styles.xml": '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>'.encode(
                    "utf-16"
                )
            },
        ),
        "unsafe",
    ),
    "a document cut short": (lambda: _docx("甲" * 500)[:-300], "broken"),
    "a document without its body": (lambda: rezipped(_docx("甲"), {"word/document.xml": None}), "broken"),
    "a document with a body of noise": (
        lambda: rezipped(_docx("甲"), {"word/document.xml": b"<w:p"}),
        "broken",
    ),
    "a PDF of noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 9, "broken"),
    "a page nested beyond reason": (lambda: b"<html>" + b"<div>" * 5000 + "甲".encode(), "broken"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(90), "image"),
    "a photograph": (lambda: b"\xff\xd8\xff\xe1" + bytes(90), "image"),
    "a picture of WebP": (lambda: b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(90), "image"),
    "an archive": (lambda: _zipped(plan_dot_txt="甲"), "archive"),
    "another archive": (lambda: b"Rar!\x1a\x07\x00" + bytes(90), "archive"),
    "a sheet": (
        lambda: _zipped(**{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}),
        "other_format",
    ),
    "slides": (
        lambda: _zipped(**{"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<x/>"}),
        "other_format",
    ),
    "an OFD without a document": (lambda: _zipped(**{"OFD.xml": "<x/>"}), "broken"),
    "an OpenDocument": (lambda: _zipped(mimetype="application/vnd.oasis.opendocument.text"), "other_format"),
    "a program": (lambda: b"MZ" + bytes(400) + bytes(range(256)) * 4, "binary"),
}


@pytest.mark.parametrize("case", CASES)
def test_refused_is(case):
    make, code = CASES[case]
    with pytest.raises(Unreadable) as refused:
        extract(make())
    told = refused.value
    assert told.code == code
    assert told.zh.endswith("。")
    assert told.en.endswith(".")
    assert len(told.zh) < 80


def test_a_file_of_two_hundred_megabytes_is_refused_unread():
    with pytest.raises(Unreadable) as refused:
        extract(b"%PDF-1.7\n" + bytes(200 << 20))
    assert refused.value.code == "too_large"
    assert refused.value.zh == "文件超过 64 MB 的上限。"


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (lambda: _docx("甲" * 900), Limits(characters=500), "too_long"),
        (lambda: as_html(["甲" * 900]).encode(), Limits(characters=500), "too_long"),
        (lambda: as_pdf(["甲" * 900]), Limits(characters=500), "too_long"),
        (lambda: as_pdf(["甲" * 9000]), Limits(pages=2), "too_large"),
        (lambda: as_pdf(["甲" * 900]), Limits(seconds=0.01), "too_slow"),
        (lambda: _docx("甲" * 900), Limits(part=500), "too_large"),
        (lambda: as_html([[["甲"] * 9] * 9]).encode(), Limits(cells=50), "too_large"),
    ],
    ids=["docx", "html", "pdf", "pages", "seconds", "part", "cells"],
)
def test_each_limit_holds(data, limits, code):
    with pytest.raises(Unreadable) as refused:
        extract(data(), limits=limits)
    assert refused.value.code == code


def test_nothing_outside_a_document_is_looked_at(tmp_path):
    secret = tmp_path / "secret.xml"
    secret.write_text(
        f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>秘密</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    data = rezipped(
        _body('<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p><w:altChunk/>'),
        {
            "word/_rels/document.xml.rels": "<Relationships><Relationship Id='a' Type='http://x/footnotes' "
            f"Target='{secret.as_uri()}' TargetMode='External'/><Relationship Id='b' Type='http://x/styles' "
            f"Target='{secret.as_uri()}'/><Relationship Id='c' Type='http://x/endnotes' Target='../../{secret}'/></Relationships>"
        },
    )
    found = extract(data)
    assert found.text == "正文\n"
    assert [note.code for note in found.notes] == ["outside"]


def test_a_page_fetches_nothing_and_resolves_no_entity(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body><p>正文&x;</p></body></html>'
    assert "秘密" not in text_of(page.encode(), "a.html")


def test_plain_text_costs_no_library_of_containers():
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            (
                "import sys; from zhichan.instruments.papers import extract; extract('规划'.encode());"
                "print([m for m in ('lxml', 'pypdfium2', 'zipfile', 'email') if m in sys.modules])"
            ),
        ],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert told.stdout.strip() == "[]"


def test_the_process_that_reads_a_pdf_brings_no_reader_of_plans():
    begun = pdf.START.removesuffix("main()\n")
    assert begun != pdf.START
    told = subprocess.run(
        [sys.executable, "-P", "-c", f"{begun}print([m for m in sys.modules if m.startswith('zhichan.')])"],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    found = ast.literal_eval(told.stdout)
    assert "zhichan.instruments.papers.pages" in found
    assert {name.split(".")[2] for name in found if name.count(".") > 1} == {"papers"}


@pytest.mark.thorough
def test_a_pdf_that_unpacks_beyond_its_memory_is_refused():
    packer = compressobj(9)
    packed = (
        b"".join(packer.compress(bytes(1 << 20).replace(b"\0", b" ")) for _ in range(600)) + packer.flush()
    )
    packed = compress(packed, 9)
    head = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    head += b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>\nendobj\n"
    head += b"4 0 obj\n<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n" % len(packed)
    data = head + packed + b"\nendstream\nendobj\ntrailer\n<</Size 5/Root 1 0 R>>\n%%EOF"
    assert len(data) < 10_000
    with pytest.raises(Unreadable) as refused:
        extract(data, limits=Limits(memory=256 << 20, seconds=10))
    assert refused.value.code in {"broken", "too_large", "too_slow", "empty"}


def test_a_pdf_is_read_without_the_modules_of_the_current_folder(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("open('ran', 'w')")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Unreadable):
        extract(_empty_pdf())
    assert not (tmp_path / "ran").exists()
