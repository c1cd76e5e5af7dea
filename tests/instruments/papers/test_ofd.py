"""OFD, the fixed layout of official papers: characters by their places, templates, turned pages, what is left out."""

from __future__ import annotations

import pytest
from papermaking import OFD, ofd_file, ofd_line, ofd_text, rezipped

from zhichan.instruments.papers import Unreadable, extract


def _lines(*pages, **rest):
    return extract(ofd_file(pages, **rest)).text.splitlines()


def test_text_objects_become_lines_from_the_top_down_whatever_their_order():
    page = (
        ofd_text(25, 60, "二、重点任务")
        + ofd_text(25, 40, "一、总体目标")
        + ofd_text(25, 50, "到2025年达到300件。")
    )
    assert _lines(page) == ["一、总体目标", "到2025年达到300件。", "二、重点任务"]


def test_distances_told_once_for_many_characters_are_all_taken():
    page = (
        '<ofd:TextObject Boundary="25 30 100 8" Size="4.5"><ofd:TextCode X="0" Y="5" DeltaX="g 3 4.5 60 4.5">'
        "左边四字右边</ofd:TextCode></ofd:TextObject>" + ofd_text(25, 60, "第二行在这里写得更长一些好定边距")
    )
    assert _lines(page) == ["左边四字 右边第二行在这里写得更长一些好定边距"]


def test_letters_of_a_word_in_objects_of_their_own_are_one_word():
    page = "".join(ofd_text(25 + n * 2.25, 40, each) for n, each in enumerate("GDP")) + ofd_text(
        31.75, 40, "年均增长"
    )
    assert _lines(page) == ["GDP年均增长"]


def test_a_table_of_ruled_lines_is_a_table():
    rows = [["指标", "2020年", "2025年"], ["专利", "120", "300"], ["商标", "80", "150"]]
    page = "".join(ofd_line(25, 40 + 10 * n, 145, 40 + 10 * n) for n in range(4))
    page += "".join(ofd_line(25 + 40 * n, 40, 25 + 40 * n, 70) for n in range(4))
    page += "".join(
        ofd_text(28 + 40 * column, 47 + 10 * row, text)
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    )
    (table,) = extract(ofd_file([page])).tables
    assert table.grid() == rows


def test_a_page_set_across_is_turned_upright():
    upright = 'CTM="0 1 -1 0 0 0"'
    page = "".join(
        f'<ofd:TextObject Boundary="{x} 20 8 200" Size="4.5" {upright}><ofd:TextCode X="0" Y="0" DeltaX="g 7 4.5">'
        f"{text}</ofd:TextCode></ofd:TextObject>"
        for x, text in ((150, "先写的这一行在右"), (140, "后写的这一行在左"))
    )
    assert _lines(page) == ["先写的这一行在右后写的这一行在左"]


def test_words_of_a_template_stand_on_its_pages_and_those_on_every_page_are_left_out():
    document = (
        f'<ofd:Document {OFD}><ofd:CommonData><ofd:TemplatePage ID="9" BaseLoc="Tpls/T.xml"/></ofd:CommonData><ofd:Pages>'
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="/Doc_0/Pages/Page_{n}/Content.xml"/>' for n in range(3))
        + "</ofd:Pages></ofd:Document>"
    )
    pages = {
        f"Doc_0/Pages/Page_{n}/Content.xml": f'<ofd:Page {OFD}><ofd:Template TemplateID="9"/><ofd:Content><ofd:Layer>'
        + "".join(ofd_text(25, 60 + 8 * k, f"本页{word}写下的句子{k}在这里。") for k in range(5))
        + "</ofd:Layer></ofd:Content></ofd:Page>"
        for n, word in enumerate("一二三")
    }
    template = f"<ofd:Page {OFD}><ofd:Content><ofd:Layer>{ofd_text(60, 20, '内部资料注意保存')}</ofd:Layer></ofd:Content></ofd:Page>"
    data = rezipped(
        ofd_file(["", "", ""]), {"Doc_0/Document.xml": document, "Doc_0/Tpls/T.xml": template, **pages}
    )
    found = extract(data)
    assert "".join(found.text.split()) == "".join(
        f"本页{word}写下的句子{k}在这里。" for word in "一二三" for k in range(5)
    )
    assert [(note.code, note.zh) for note in found.notes] == [
        ("running_heads", "去掉了 3 行页眉、页脚和页码。")
    ]
    assert found.pages == 3


def test_marks_across_the_page_and_hidden_objects_are_left_out():
    page = (
        ofd_text(25, 40, "看得见的文字在这里")
        + ofd_text(25, 60, "斜着写的水印", attributes='CTM="0.7 0.7 -0.7 0.7 0 0"')
        + ofd_text(25, 80, "藏起来的", attributes='Visible="false"')
    )
    assert _lines(page) == ["看得见的文字在这里"]


IMAGE = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="1"/>'


def test_a_page_that_is_a_picture_is_told():
    found = extract(ofd_file([ofd_text(25, 40, "这一页是可以读的文字内容"), IMAGE]))
    assert found.text == "这一页是可以读的文字内容\n"
    assert [note.zh for note in found.notes] == ["第 2 页是图像，没有文字，没有读取。"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lambda: ofd_file([IMAGE]), "scanned"),
        (lambda: ofd_file([ofd_text(25, 40, "\ue001" * 30)]), "unmapped"),
        (lambda: ofd_file([""]), "empty"),
        (lambda: ofd_file([]), "broken"),
        (lambda: ofd_file(["甲"], root="<ofd:Encryption/>"), "encrypted"),
        (lambda: ofd_file(["甲"], parts=[("Encryptions.xml", "<x/>")]), "encrypted"),
        (lambda: rezipped(ofd_file([""]), {"Doc_0/Pages/Page_0/Content.xml": None}), "broken"),
        (lambda: rezipped(ofd_file([""]), {"Doc_0/Document.xml": "<ofd:Document"}), "broken"),
        (lambda: rezipped(ofd_file([""]), {"Doc_0/Document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'}), "unsafe"),
        (lambda: ofd_file(["<ofd:PageBlock>" * 60 + "</ofd:PageBlock>" * 60]), "broken"),
        (lambda: ofd_file([ofd_text(25, 40, "可以读的文字")])[:-60], "broken"),
    ],
    ids=[
        "scan", "glyphs alone", "no words", "no pages", "encrypted", "encrypted apart", "lost page", "noise", "entities",
        "blocks upon blocks", "cut short",
    ],
)  # fmt: skip
def test_an_ofd_that_cannot_be_read_is_refused_in_one_sentence(data, code):
    with pytest.raises(Unreadable) as refused:
        extract(data())
    assert refused.value.code == code
    assert refused.value.zh.endswith("。")
    assert refused.value.en.endswith(".")


def test_numbers_that_are_none_and_places_beyond_the_sheet_harm_nothing():
    page = (
        ofd_text(25, 40, "可以读的文字在这里")
        + '<ofd:TextObject Boundary="x y 1 1" Size="4"><ofd:TextCode X="0" Y="0">甲</ofd:TextCode></ofd:TextObject>'
        '<ofd:TextObject Boundary="0 0 9 9" Size="nan"><ofd:TextCode X="0" Y="0">乙</ofd:TextCode></ofd:TextObject>'
        '<ofd:TextObject Boundary="0 0 9 9" Size="4"><ofd:TextCode X="9e9" Y="0" DeltaX="g 5">丙</ofd:TextCode></ofd:TextObject>'
        '<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 L Z 9 9 C Q 1</ofd:AbbreviatedData></ofd:PathObject>'
    )
    assert _lines(page) == ["可以读的文字在这里"]
