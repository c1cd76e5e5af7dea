"""A saved page gives its words without the frame around them."""

from __future__ import annotations

import base64

import pytest
from papermaking import as_html

from zhichan.instruments.papers import extract

LONG = "全市知识产权工作要以企业需求为先,把政策、资金和服务送到园区和乡镇,做到事事有人管、件件有回音,让创新的人得到实惠。"


def _lines(page, name=""):
    return extract(page.encode(), name=name).text.splitlines()


def test_menus_scripts_footers_and_hidden_words_are_left_out():
    page = as_html(
        ["临河市知识产权发展规划", LONG, "一、目标", LONG],
        title="临河市知识产权发展规划_临河市人民政府",
        before='<script>var a="不是正文"</script><div class="top-nav"><a href="/">首页</a><a href="/xw">新闻</a>'
        '<a href="/zw">政务</a></div><div id="location">您现在的位置:首页 &gt; 规划</div>'
        '<p style="display:none">藏起来的</p><p>【字体:大 中 小】</p>',
        after='<div class="share">分享到:微信 微博</div><p>上一篇:别的</p><ul><li><a href=1>相关一的标题文字</a></li>'
        "<li><a href=2>相关二的标题文字</a></li><li><a href=3>相关三的标题文字</a></li><li><a href=4>相关四的标题文字</a></li></ul>"
        "<footer>主办:临河市人民政府 <a href=x>网站地图</a></footer>",
    )
    assert _lines(page) == ["临河市知识产权发展规划", LONG, "一、目标", LONG]


def test_a_page_that_lies_whole_in_an_oddly_named_element_is_read():
    assert _lines(f'<html><body><div class="footer"><p>{LONG}</p><p>{LONG}</p></div></body></html>') == [
        LONG,
        LONG,
    ]


def test_a_title_that_no_line_shows_is_put_first():
    page = as_html([LONG], title="临河市人才发展规划-临河市人民政府门户网站".replace("-", "_"))
    assert _lines(page) == ["临河市人才发展规划", LONG]


def test_breaks_entities_and_line_ends_of_the_source():
    page = "<html><body><p>第一行<br/>第二行&nbsp;&ge;95&#37;</p><p>源文件在这里\n  换行,PCT\n申请 and\nmore</p></body></html>"
    assert _lines(page) == ["第一行", "第二行\xa0≥95%", "源文件在这里换行,PCT申请 and more"]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("gb18030", "gb2312"),
        ("gb18030", ""),
        ("gb18030", "utf-8"),
        ("utf-8", "gb2312"),
        ("utf-8-sig", "big5"),
        ("utf-16", "utf-8"),
    ],
)
def test_the_encoding_is_found_whatever_the_page_says(encoding, said):
    page = as_html([LONG, "镕基"], charset=said)
    found = extract(page.encode(encoding), name="page.html")
    assert found.text.splitlines() == [LONG, "镕基"]


def test_traditional_pages_in_big5_are_read():
    page = as_html(["臺灣區域發展與專利保護計畫的說明文字"], title="說明", charset="big5")
    assert extract(page.encode("big5")).text == "臺灣區域發展與專利保護計畫的說明文字\n"


def test_ordered_lists_show_their_numbers():
    page = (
        "<html><body><ol><li>甲</li><li>乙<ol type=a><li>丙</li></ol></li></ol>"
        '<ol start=3 style="list-style-type: cjk-ideographic"><li>丁</li></ol><ol style="list-style:none"><li>戊</li></ol></body></html>'
    )
    assert _lines(page) == ["1.甲", "2.乙", "a.丙", "三、丁", "戊"]


def test_spans_of_rows_and_columns_keep_cells_in_their_place():
    page = (
        "<html><body><table><thead><tr><th rowspan=2>指标<th colspan=2>目标<th rowspan=2>单位</tr>"
        "<tr><th>2023年<th>2025年</tr></thead>"
        "<tr><td>甲<td>1<td>2<td rowspan=2>件</tr><tr><td>乙<td>3<td></tr><tr><td>丙<td>5<td>6<td>家</tr></table></body></html>"
    )
    found = extract(page.encode())
    assert found.text.splitlines() == [
        "指标\t目标\t\t单位",
        "\t2023年\t2025年",
        "甲\t1\t2\t件",
        "乙\t3\t-\t件",
        "丙\t5\t6\t家",
    ]
    (table,) = found.tables
    assert (table.height, table.width, table.head) == (5, 4, 2)
    assert table.grid()[3] == ["乙", "3", "", "件"]
    assert table.grid()[0] == ["指标", "目标", "目标", "单位"]


def test_layout_tables_are_paragraphs_and_tables_within_are_tables():
    page = (
        f"<html><body><table><tr><td><p>{LONG}</p><table><tr><td>甲<td>1</tr><tr><td>乙<td>2</tr></table><p>{LONG}</p>"
        "</td></tr></table></body></html>"
    )
    found = extract(page.encode())
    assert found.text.splitlines() == [LONG, "甲\t1", "乙\t2", LONG]
    assert len(found.tables) == 1


def test_absurd_spans_are_bounded():
    page = (
        "<html><body><table><tr><td rowspan=999999 colspan=900>甲</td><td>乙</td></tr></table></body></html>"
    )
    assert _lines(page) == ["甲\t乙"]


def test_a_web_archive_gives_its_page():
    page = base64.encodebytes(as_html([LONG], charset="gb2312").encode("gb18030")).decode()
    archive = (
        'From: <saved>\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="b"\n\n'
        f"--b\nContent-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: base64\n\n{page}\n--b\n"
        "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--\n"
    )
    assert _lines(archive) == [LONG]


def test_plain_text_with_stray_tags_stays_plain_text():
    text = "规划说明 <br> 第一段\n<p>第二段</p>\n"
    found = extract(text.encode())
    assert (found.text, found.plain) == (text, True)
