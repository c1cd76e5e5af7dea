"""A Word document gives what a reader sees on paper with all changes accepted."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from papermaking import numbered, rezipped, saved

from zhichan.instruments.papers import extract
from zhichan.instruments.papers.numbers import written
from zhichan.instruments.reader import read

W = nsdecls("w")
BODY = "word/document.xml"


def _lines(document):
    return extract(saved(document)).text.splitlines()


def _with(xml):
    """A document whose body is this XML between two plain paragraphs."""
    document = docx.Document()
    document.add_paragraph("开头")
    document.add_paragraph("结尾")
    data = saved(document)
    return rezipped(
        data,
        {
            BODY: f'<w:document {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
            'xmlns:v="urn:schemas-microsoft-com:vml" '
            'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><w:body>'
            f"<w:p><w:r><w:t>开头</w:t></w:r></w:p>{xml}<w:p><w:r><w:t>结尾</w:t></w:r></w:p></w:body></w:document>"
        },
    )


def _between(xml):
    return extract(_with(xml)).text.splitlines()[1:-1]


@pytest.mark.parametrize(
    ("form", "number", "expected"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("chineseCounting", 10, "十"),
        ("chineseCountingThousand", 11, "十一"),
        ("chineseCountingThousand", 20, "二十"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 2024, "二千零二十四"),
        ("chineseCountingThousand", 10203, "一万零二百零三"),
        ("japaneseCounting", 7, "七"),
        ("ideographDigital", 105, "一〇五"),
        ("chineseLegalSimplified", 15, "壹拾伍"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 12, "亥"),
        ("ideographZodiacTraditional", 13, "丙子"),
        ("decimalEnclosedCircleChinese", 4, "④"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("ideographParenthesis", 2, "㈡"),
        ("decimalFullWidth", 21, "\uff12\uff11"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 28, "bb"),
        ("numberInDash", 5, "- 5 -"),
        ("somethingNew", 6, "6"),
    ],
)
def test_a_number_is_written_as_word_shows_it(form, number, expected):
    assert written(number, form) == expected


def test_levels_count_on_and_begin_again_below_a_new_heading():
    document = docx.Document()
    number = numbered(
        document,
        [("chineseCounting", "第%1章", 1), ("chineseCounting", "(%2)", 1), ("decimal", "%1.%2.%3", 1)],
    )
    for level, text in (
        (0, "总则"),
        (1, "甲"),
        (1, "乙"),
        (2, "丙"),
        (0, "任务"),
        (1, "丁"),
        (2, "戊"),
        (2, "己"),
    ):
        number(document.add_paragraph(text), level)
    assert _lines(document) == [
        "第一章总则", "(一)甲", "(二)乙", "一.二.1 丙", "第二章任务", "(一)丁", "二.一.1 戊", "二.一.2 己",
    ]  # fmt: skip


def test_a_list_may_begin_with_another_number_and_a_style_may_carry_it():
    document = docx.Document()
    number = numbered(document, [("decimal", "%1、", 4)])
    number(document.add_paragraph("甲"), 0)
    style = document.styles.add_style("任务标题", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    key = document.paragraphs[0]._p.pPr.numPr.numId.val
    style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="{key}"/></w:numPr>'))
    document.add_paragraph("乙", style="任务标题")
    plain = document.add_paragraph("丙", style="任务标题")
    plain._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="0"/></w:numPr>'))
    assert _lines(document) == ["4、甲", "5、乙", "丙"]


def test_inserted_text_stays_and_deleted_text_goes():
    xml = (
        '<w:p><w:r><w:t>授权量达到</w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>200</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>210</w:t></w:r></w:ins><w:r><w:t>件</w:t></w:r></w:p>'
        '<w:p><w:moveFrom w:id="3" w:author="a"><w:r><w:t>移走</w:t></w:r></w:moveFrom>'
        '<w:moveTo w:id="4" w:author="a"><w:r><w:t>移来</w:t></w:r></w:moveTo></w:p>'
    )
    found = extract(_with(xml))
    assert found.text.splitlines()[1:-1] == ["授权量达到210件", "移来"]
    assert [note.code for note in found.notes] == ["changes"]


def test_a_deleted_paragraph_mark_joins_what_it_parted_and_a_deleted_row_is_gone():
    gone = '<w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>'
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    xml = (
        f"<w:p>{gone}<w:r><w:t>前半句</w:t></w:r></w:p><w:p><w:r><w:t>后半句</w:t></w:r></w:p>"
        f"<w:tbl><w:tr>{cell.format('甲')}{cell.format('乙')}</w:tr>"
        f'<w:tr><w:trPr><w:del w:id="2" w:author="a"/></w:trPr>{cell.format("丙")}{cell.format("丁")}</w:tr></w:tbl>'
    )
    assert _between(xml) == ["前半句后半句", "甲\t乙"]


def test_text_boxes_are_read_once_and_after_their_paragraph():
    box = "<w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent>"
    xml = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>继续</w:t></w:r></w:p>"
    )
    assert _between(xml) == ["正文继续", "框内文字"]


def test_heads_feet_contents_and_hidden_words_are_left_out():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    document.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("一、总则\t3", style="toc 1")
    paragraph = document.add_paragraph("看得见")
    paragraph.add_run("看不见").font.hidden = True
    assert _lines(document) == ["看得见"]
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>'
        "<w:p><w:r><w:t>一、总则 3</w:t></w:r></w:p><w:p><w:r><w:t>二、任务 5</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>控件里的正文</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert _between(contents) == ["控件里的正文"]


def test_footnotes_stand_at_the_end():
    xml = '<w:p><w:r><w:t>达到12件</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    data = rezipped(
        _with(xml),
        {
            "word/footnotes.xml": f'<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
            '<w:footnote w:id="2"><w:p><w:r><w:t>按申请日计。</w:t></w:r></w:p></w:footnote></w:footnotes>'
        },
    )
    assert extract(data).text.splitlines() == ["开头", "达到12件", "结尾", "注1:按申请日计。"]


def test_line_breaks_tabs_symbols_and_formulas_are_kept_as_characters():
    xml = (
        "<w:p><w:r><w:t>第一行</w:t><w:br/><w:t>第二行</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>1.</w:t><w:tab/><w:t>培育</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>指标</w:t><w:tab/><w:t>2020年</w:t><w:tab/><w:t>2025年</w:t></w:r></w:p>"
        '<w:p><w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>95</w:t></w:r><m:oMath><m:r><m:t>%</m:t></m:r></m:oMath></w:p>'
    )
    assert _between(xml) == ["第一行", "第二行", "1. 培育", "指标\t2020年\t2025年", "≥95%"]


def test_merged_words_stand_in_every_row_and_merged_numbers_once():
    document = docx.Document()
    rows = [
        ["类别", "指标", "单位", "目标"],
        ["创造", "甲", "件", "10"],
        ["", "乙", "", "20"],
        ["运用", "丙", "万元", ""],
        ["", "丁", "", "40"],
    ]
    table = document.add_table(rows=5, cols=4)
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    for column, first, last in ((0, 1, 2), (0, 3, 4), (2, 1, 2), (2, 3, 4)):
        merged = table.cell(first, column).merge(table.cell(last, column))
        merged.text = rows[first][column]
    found = extract(saved(document))
    assert found.text.splitlines() == [
        "类别\t指标\t单位\t目标",
        "创造\t甲\t件\t10",
        "创造\t乙\t件\t20",
        "运用\t丙\t万元\t-",
        "运用\t丁\t万元\t40",
    ]
    (grid,) = found.tables
    assert [(c.row, c.column, c.rows, c.columns, c.text) for c in grid.cells if c.rows > 1] == [
        (1, 0, 2, 1, "创造"), (1, 2, 2, 1, "件"), (3, 0, 2, 1, "运用"), (3, 2, 2, 1, "万元"),
    ]  # fmt: skip
    assert {note.code for note in found.notes} == {"merged_cells", "empty_cells"}
    assert grid.grid()[2] == ["创造", "乙", "件", "20"]


def test_a_number_merged_downwards_is_not_told_twice():
    document = docx.Document()
    table = document.add_table(rows=4, cols=2)
    for row, cells in zip(
        table.rows, [["指标", "目标"], ["甲", "10"], ["乙", ""], ["丙", "30"]], strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 1).merge(table.cell(2, 1)).text = "10"
    assert _lines(document) == ["指标\t目标", "甲\t10", "乙", "丙\t30"]


def test_heads_over_two_rows_stand_once_and_are_counted():
    document = docx.Document()
    table = document.add_table(rows=4, cols=3)
    rows = [["指标", "目标值", ""], ["", "2023年", "2025年"], ["甲", "1", "2"], ["乙", "3", "4"]]
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(0, 0).merge(table.cell(1, 0)).text = "指标"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "目标值"
    found = extract(saved(document))
    assert found.text.splitlines() == ["指标\t目标值", "\t2023年\t2025年", "甲\t1\t2", "乙\t3\t4"]
    assert found.tables[0].head == 2


def test_bodies_that_stand_one_a_paragraph_in_a_cell_are_bodies_apart():
    document = docx.Document()
    document.add_paragraph("重点任务分工表")
    table = document.add_table(rows=3, cols=4)
    rows = [
        ("序号", "重点任务", "责任单位", "完成时限"),
        ("1", "培育高价值专利组合", "市科技局\n市教育局\n市委宣传部（市版权局）", "2026年12月"),
        ("2", "完善维权\n援助网络", "市知识产\n权局", "2027年6月"),
    ]
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text.split("\n")[0]
            for more in text.split("\n")[1:]:
                cell.add_paragraph(more)
    found = extract(saved(document))
    assert "市科技局 市教育局 市委宣传部（市版权局）" in found.text
    assert [(t.title, t.responsible) for t in read(found.text, glossary=()).tasks] == [
        ("培育高价值专利组合", ["市科技局", "市教育局", "市委宣传部（市版权局）"]),
        ("完善维权援助网络", ["市知识产权局"]),
    ]


def test_a_box_of_one_cell_and_a_table_around_tables_are_paragraphs():
    document = docx.Document()
    box = document.add_table(rows=1, cols=1).cell(0, 0)
    box.text = "专栏1 重点工程"
    box.add_paragraph("建设示范园区3个。")
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "说明"
    inner = outer.cell(0, 1).add_table(rows=2, cols=2)
    for place, text in enumerate("甲乙丙丁"):
        inner.cell(place // 2, place % 2).text = text
    found = extract(saved(document))
    assert found.text.splitlines() == ["专栏1 重点工程", "建设示范园区3个。", "说明", "甲\t乙", "丙\t丁"]
    assert len(found.tables) == 1


def test_pictures_are_told():
    xml = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></w:drawing>'
        "</w:r></w:p>"
    )
    assert [note.code for note in extract(_with(xml)).notes] == ["pictures"]
