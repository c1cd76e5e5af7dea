"""Letters as official documents: parts, measures, line breaks, the same bytes each time, and who may have them."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from zhichan.doors.look import letters
from zhichan.doors.look.letters import layout
from zhichan.doors.look.letters import pages as sheets
from zhichan.kernel.ground.public import Refusal

NUMBER = "JY-2026-000001"
KEPT = f"""借阅凭证

{NUMBER}
临江第一中学：
今借给你方《论语》，押金已收讫。
请妥善保管，按期归还；逾期未还的，依照某规定第五条处理。
临江市　2026-03-02
"""


def wide(text: str) -> float:
    """Chinese characters fill a place, others half of one."""
    return sum(layout.CHARACTER if ord(one) > 0x2000 else layout.CHARACTER / 2 for one in text)


def lines(text: str, **options: Any) -> list[str]:
    return list(layout.broken(text, wide, **options))


def pages(content: bytes) -> list[str]:
    """The text of each page of a PDF."""
    found = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in found]
    finally:
        found.close()


class TestParts:
    def test_a_kept_letter_has_its_title_number_addressee_body_and_closing(self) -> None:
        found = layout.read(KEPT, number=NUMBER)
        assert (found.title, found.number, found.addressee) == ("借阅凭证", NUMBER, "临江第一中学：")
        assert found.body == (
            "今借给你方《论语》，押金已收讫。", "请妥善保管，按期归还；逾期未还的，依照某规定第五条处理。")
        assert found.sender == "临江市"
        assert layout.in_words(found.day) == "2026年3月2日"  # type: ignore[arg-type]

    def test_a_letter_of_one_sentence_has_only_that(self) -> None:
        found = layout.read("借据\n\n今借出《论语》，2025-10-30前归还。\n", number=NUMBER)
        assert found == layout.Letter("借据", "", "", ("今借出《论语》，2025-10-30前归还。",), "", None)

    def test_a_day_inside_the_last_sentence_is_no_closing(self) -> None:
        assert layout.read("借据\n\n请于2025-10-30前归还。\n", number="").day is None


class TestLines:
    def test_a_line_holds_twenty_eight_characters_and_the_first_two_less(self) -> None:
        assert [len(line) for line in lines("字" * 60, indent=2 * layout.CHARACTER)] == [26, 28, 6]

    def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(self) -> None:
        assert lines("字" * 28 + "，后文") == ["字" * 28 + "，", "后文"]
        assert lines("字" * 27 + "《论语》") == ["字" * 27, "《论语》"]

    def test_a_number_is_not_broken_unless_it_is_longer_than_a_line(self) -> None:
        assert lines("字" * 25 + "ZL202110000001.0号") == ["字" * 25, "ZL202110000001.0号"]
        assert [len(line) for line in lines("7" * 60)] == [56, 4]

    def test_a_long_title_is_balanced(self) -> None:
        title = "临江市知识产权保护中心关于某某科技有限公司专利侵权纠纷一案的口头审理通知书"
        found = layout.balanced(title, wide)
        assert "".join(found) == title
        assert [len(line) for line in found] == [19, 18] or max(map(len, found)) - min(map(len, found)) <= 2

    def test_a_title_is_not_broken_within_a_day(self) -> None:
        title = "临江市截至2025年9月28日重点任务进展公布通报全文"
        found = layout.balanced(title, wide, width=15 * layout.CHARACTER)
        assert found == ["临江市截至2025年9月28日", "重点任务进展公布通报全文"]


class TestDocuments:
    def test_headings_stand_in_their_own_faces_and_sentences_in_that_of_the_text(self) -> None:
        body = ("一、总体情况", "（一）已办结", "一、本函自印发之日起执行。", "今有三件。")
        assert [layout.rank(each) for each in body] == [1, 2, 0, 0]
        letter = layout.Letter("通报", "", "", body, "", None)
        faces = [
            each.runs[0].element.rPr.rFonts.get(qn("w:eastAsia"))
            for each in Document(BytesIO(letters.word(letter))).paragraphs if each.text
        ]  # fmt: skip
        assert faces == ["方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312"]
        assert letters.pdf(letter).count(b"/FontFile2") == 2

    @pytest.mark.parametrize("kind", ["docx", "pdf"])
    def test_the_numbers_that_a_letter_cites_lead_to_its_annex_and_the_entries_to_their_pages(self, kind: str) -> None:
        annex = layout.Annex("依据的事项清单", (
            layout.Entry("DC-1", "甲事", "https://example.org/a/"), layout.Entry("DC-2", "乙事")))  # fmt: skip
        leads = (layout.Lead(0, 2, 4, "https://example.org/f/"), layout.Lead(0, 8, 12, "DC-2"))
        letter = layout.Letter("通报", "", "", ("共有2件（依据：DC-2）",), "甲市", date(2026, 3, 2), leads, annex)
        content = letters.made(kind, letter)
        if kind == "docx":
            document = Document(BytesIO(content))
            assert [each.text for each in document.paragraphs if each.text][-3:] == [
                "依据的事项清单", "DC-1　甲事", "DC-2　乙事"]  # fmt: skip
            links = [each for part in document.paragraphs for each in part.hyperlinks]
            [mark] = re.findall(r'w:name="(entry_DC_2\w+)"', ZipFile(BytesIO(content)).read("word/document.xml").decode())
            assert [(each.text, each.address or each.fragment) for each in links] == [
                ("2件", "https://example.org/f/"), ("DC-2", mark), ("DC-1", "https://example.org/a/")]  # fmt: skip
        else:
            first, last = pages(content)
            assert "附件：依据的事项清单" in first.split("\n")
            assert last.split("\n") == ["— 2 —", "附件", "依据的事项清单", "DC-1　甲事", "DC-2　乙事"]
            assert (content.count(b"/URI (https://example.org/"), content.count(b"/Dest [")) == (2, 1)
        assert letters.made(kind, letter) == content

    def test_entries_whose_numbers_are_alike_have_each_a_bookmark_of_its_own(self) -> None:
        long = "临江市知识产权督办事项二〇二六年第一季度第一批次"
        keys = ("DC-1", "DC_1", "dc-1", f"{long}之一一一一一一一一", f"{long}之一一一一一一一二")
        annex = layout.Annex("清单", tuple(layout.Entry(key, "事") for key in keys))
        leads, body = [], ""
        for key in keys:
            leads.append(layout.Lead(0, len(body), len(body) + len(key), key))
            body += f"{key}，"
        letter = layout.Letter("通报", "", "", (body,), "甲市", None, tuple(leads), annex)
        content = letters.word(letter)
        document = Document(BytesIO(content))
        links = [each for part in document.paragraphs for each in part.hyperlinks]
        marks = re.findall(
            r'<w:bookmarkStart [^>]*w:name="([^"]+)"', ZipFile(BytesIO(content)).read("word/document.xml").decode()
        )
        assert [(each.text, each.fragment) for each in links] == list(zip(keys, marks, strict=True))
        assert len({each.lower() for each in marks}) == len(keys)
        assert all(re.fullmatch(r"[A-Za-z]\w{,39}", each) for each in marks)

    def test_a_word_file_names_what_may_stand_for_a_face_that_is_missing(self) -> None:
        faces = ZipFile(BytesIO(letters.written("docx", KEPT.encode(), number=NUMBER))).read("word/fontTable.xml")
        assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,' in faces.decode()

    @pytest.mark.thorough
    @pytest.mark.parametrize("kind", ["docx", "pdf"])
    def test_the_same_words_give_the_same_bytes_and_others_give_others(self, kind: str) -> None:
        def digest(text: str) -> str:
            letters.written.cache_clear()
            return hashlib.sha256(letters.written(kind, text.encode(), number=NUMBER)).hexdigest()

        assert digest(KEPT) == digest(KEPT)
        assert digest(KEPT) != digest(KEPT.replace("论语", "孟子"))

    def test_a_pdf_says_every_word_and_brings_its_font(self) -> None:
        content = letters.written("pdf", KEPT.encode(), number=NUMBER)
        (page,) = pages(content)
        assert page.split("\n") == [
            "— 1 —", NUMBER, "借阅凭证", "临江第一中学：", "今借给你方《论语》，押金已收讫。",
            "请妥善保管，按期归还；逾期未还的，依照某规定第五条处", "理。", "（印章）", "临江市", "2026年3月2日",
        ]  # fmt: skip
        assert b"/FontFile2" in content
        assert len(content) < 60_000

    @pytest.mark.thorough
    def test_a_long_letter_goes_on_and_its_closing_never_stands_alone(self) -> None:
        for paragraphs in (1, 10, 11, 12, 13, 14, 15, 16, 19):
            body = "\n".join(f"第{number}条应当遵守。" for number in range(paragraphs))
            text = f"通知书\n\n临江第一中学：\n{body}\n临江市　2026-03-02\n"
            found = pages(letters.written("pdf", text.encode(), number=NUMBER))
            assert "2026年3月2日" in found[-1]
            assert "应当遵守" in found[-1], paragraphs
        assert len(found) == 2
        assert "— 2 —" in found[-1]

    def test_a_word_file_has_the_measures_of_an_official_letter(self) -> None:
        content = letters.written("docx", KEPT.encode(), number=NUMBER)
        document = Document(BytesIO(content))
        assert [each.text for each in document.paragraphs if each.text] == [
            NUMBER, "借阅凭证", "临江第一中学：", "今借给你方《论语》，押金已收讫。",
            "请妥善保管，按期归还；逾期未还的，依照某规定第五条处理。", "（印章）", "临江市", "2026年3月2日",
        ]  # fmt: skip
        section = document.sections[0]
        measures = (section.page_width, section.page_height, section.top_margin, section.left_margin)
        assert [round(each.mm) for each in measures if each is not None] == [210, 297, 37, 28]
        inside = ZipFile(BytesIO(content)).read("word/document.xml").decode()
        assert 'w:eastAsia="仿宋_GB2312"' in inside
        assert '<w:docGrid w:linePitch="580" w:type="lines"/>' in inside
        assert '<w:spacing w:val="-5"/>' in inside

    def test_without_its_font_a_pdf_is_refused_in_words_and_word_still_comes(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        letters.written.cache_clear()
        monkeypatch.setenv("ZHICHAN_FONT", str(tmp_path / "none.ttf"))
        with pytest.raises(Refusal) as refused:
            letters.written("pdf", KEPT.encode(), number=NUMBER)
        assert refused.value.codes == ("letter.font",)
        assert letters.written("docx", KEPT.encode(), number=NUMBER)

    def test_a_character_that_the_font_lacks_is_named_instead_of_left_out(self) -> None:
        with pytest.raises(Refusal) as refused:
            letters.written("pdf", KEPT.replace("第一", "\U0002a6d6").encode(), number=NUMBER)
        assert refused.value.codes == ("letter.character",)
        assert "\U0002a6d6" in refused.value.reasons[0].text.zh

    def test_the_font_comes_with_the_front_end_packages(self) -> None:
        found = sheets.font_file()
        assert found is not None
        assert found.stat().st_size > 10_000_000
