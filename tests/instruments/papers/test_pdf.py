"""A PDF gives paragraphs and tables, not lines."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from papermaking import SHEET, as_html, as_pdf, printed

from zhichan.instruments.papers import extract

TEXT = (
    "加强知识产权保护要从源头做起,企业在立项时就要查清已有的专利,避免重复投入;执法部门要公开办案的时限和结果,让当事人知道事情办到哪一步;"
    "服务机构要把收费和范围写在明处,不得夸大效果。各单位每半年向社会公布一次进展,接受群众的监督和评议,发现问题及时改正。"
)


def as_sheet(blocks, style=SHEET):
    return printed(as_html(blocks, style=style))


def test_lines_become_paragraphs_and_pages_join():
    found = extract(as_pdf([TEXT * 3] * 12))
    assert found.text.splitlines() == [TEXT * 3] * 12
    assert found.pages > 2
    assert [note.code for note in found.notes] == ["running_heads"]


def test_paragraphs_without_indent_are_told_by_their_last_line_and_their_distance():
    style = SHEET.replace("text-indent:2em", "text-indent:0;margin-bottom:1em")
    assert extract(as_sheet([TEXT, TEXT[:40], TEXT], style)).text.splitlines() == [TEXT, TEXT[:40], TEXT]


def test_full_last_lines_end_paragraphs_that_stand_a_little_apart_and_a_last_character_begins_none():
    full = "查处侵权案件要快，公开办案时限和结果，当事人知道事情办到哪一步了。" * 2
    assert len(full) == 66
    style = SHEET + "p{text-indent:0;width:33em;line-height:1.6;margin:0 0 .6em} p:last-child{width:27em}"
    tail = "服务机构要把收费和服务范围都写在明处，不得夸大其效果了。"
    assert extract(as_sheet([full, full, tail], style)).text.splitlines() == [full, full, tail]
    uncut = full[:30] + "（2024680元）。" + full
    assert extract(as_sheet([full, uncut, tail], style)).text.splitlines() == [full, uncut, tail]


def test_short_lines_stay_apart_even_where_all_lines_of_a_page_are_short():
    cells = ["指标名称", "单位", "2025年", "专利拥有量", "件", "12", "产业链营业收入", "亿元", "-"]
    assert extract(as_sheet([TEXT * 2] * 8 + cells * 9)).text.splitlines() == [TEXT * 2] * 8 + cells * 9


def test_rows_set_with_spaces_stay_rows():
    rows = [f"{n} 有效发明专利拥有量 件 2150 2500 3400 预期性 由市市场监督管理局每季度核" for n in (1, 2, 3)]
    assert extract(as_sheet(rows)).text.splitlines() == rows


def test_two_columns_are_read_one_after_the_other():
    parts = [f"{n}.{TEXT}" for n in range(1, 7)]
    page = as_html(parts, style=SHEET + "body{column-count:2;column-gap:2em;font-size:13px}")
    assert extract(printed(page)).text.splitlines() == parts


def test_merged_cells_of_ruled_tables_keep_their_place():
    table = (
        "<table><tr><th rowspan=2>指标</th><th colspan=2>目标值</th></tr><tr><th>2023年</th><th>2025年</th></tr>"
        "<tr><td>甲项指标</td><td>1</td><td>2</td></tr><tr><td>乙项指标</td><td>3</td><td>4</td></tr></table>"
    )
    found = extract(printed(as_html([TEXT], style=SHEET, after=table)))
    assert found.text.splitlines() == [
        TEXT,
        "指标\t目标值",
        "\t2023年\t2025年",
        "甲项指标\t1\t2",
        "乙项指标\t3\t4",
    ]
    assert found.tables[0].grid()[1] == ["指标", "2023年", "2025年"]


def test_a_table_over_two_pages_is_one_and_its_head_is_told_once():
    rows = "".join(f"<tr><td>指标{n}号</td><td>件</td><td>{n * 3}</td></tr>" for n in range(1, 61))
    table = f"<table><thead><tr><th>指标名称</th><th>单位</th><th>2025年</th></tr></thead>{rows}</table>"
    found = extract(printed(as_html(["表1"], style=SHEET, after=table)))
    (grid,) = found.tables
    assert (grid.height, grid.width) == (61, 3)
    assert found.text.splitlines()[1:4] == ["指标名称\t单位\t2025年", "指标1号\t件\t3", "指标2号\t件\t6"]


def test_a_row_and_a_merged_cell_that_a_page_break_cuts_are_whole():
    head = "<tr><th>序号<th>领域<th>任务<th>责任单位</tr>"
    first = "<tr><td>1<td rowspan=2>供水<td>新建水厂3座。<td>市水务局</tr><tr><td>2<td>更换管网，<td>市住建局、市交通</tr>"
    rest = "<tr><td><td rowspan=2><td>共40公里。<td>局</tr><tr><td>3<td>建成泵站6座。<td>市水务局</tr>"
    last = "<tr><td>4<td>排水<td>清淤河道9条。<td>市环保局</tr>"
    turn = '<div style="break-before:page"></div>'
    tables = f"<table>{head}{first}</table>{turn}<table>{head}{rest}{last}</table>"
    style = SHEET + "table{table-layout:fixed;width:100%}"
    found = extract(printed(as_html([], style=style, after=tables)))
    assert found.text.splitlines() == [
        "序号\t领域\t任务\t责任单位",
        "1\t供水\t新建水厂3座。\t市水务局",
        "2\t供水\t更换管网，共40公里。\t市住建局、市交通局",
        "3\t供水\t建成泵站6座。\t市水务局",
        "4\t排水\t清淤河道9条。\t市环保局",
    ]


def test_a_numbered_task_at_the_head_of_a_page_is_a_row_of_its_own():
    head = "<tr><th>领域<th>任务<th>责任单位</tr>"
    first = "<tr><td rowspan=2>供水<td>1.新建水厂。<td>市水务局</tr><tr><td>2.更换管网<td>市住建局</tr>"
    rest = "<tr><td><td>3.普查管井<td>市城管局</tr><tr><td>排水<td>4.清淤河道。<td>市环保局</tr>"
    turn = '<div style="break-before:page"></div>'
    style = SHEET + "table{table-layout:fixed;width:100%}"
    tables = f"<table>{head}{first}</table>{turn}<table>{head}{rest}</table>"
    found = extract(printed(as_html([], style=style, after=tables)))
    assert found.text.splitlines()[2:] == [
        "供水\t2.更换管网\t市住建局",
        "供水\t3.普查管井\t市城管局",
        "排水\t4.清淤河道。\t市环保局",
    ]


def test_cells_without_ruled_lines_are_whole_though_they_break_over_lines():
    cells = [
        ("类别", "序号", "名称", "基期值（2023年）", "2025年"),
        ("供水", 1, "沿江新建泵站及取水口数量（座）", 7.1, 12),
        ("供水", 2, "老旧管网更换长度（公里）", 26, 41),
        ("排水", 3, "清淤河道（条）", 8, "—"),
        ("排水", 4, "雨污分流改造面积占建成区面积比重（%）", 61, 75),
    ]
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    style = SHEET + "td{border:0;padding:3px 5px} table{table-layout:fixed;width:11cm}"
    found = extract(printed(as_html([TEXT], style=style, after=f"<table>{rows}</table><p>三、保障措施</p>")))
    assert found.text.splitlines()[1:] == ["\t".join(map(str, row)) for row in cells] + ["三、保障措施"]


def test_tables_without_ruled_lines_are_found_by_their_gaps():
    rows = "".join(
        f"<tr><td>{name}</td><td>{a}</td><td>{b}</td></tr>"
        for name, a, b in (("地区", "授权量", "申请量"), ("甲县", 12, 5), ("乙县", 7, 30), ("丙县", 105, 9))
    )
    style = SHEET + "td{border:0;padding:4px 40px}"
    found = extract(printed(as_html([TEXT], style=style, after=f"<table>{rows}</table>")))
    assert found.text.splitlines()[1:] == [
        "地区\t授权量\t申请量",
        "甲县\t12\t5",
        "乙县\t7\t30",
        "丙县\t105\t9",
    ]


def unruled(cells, style):
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    told = as_html([TEXT], style=SHEET + "td{border:0;padding:2px}" + style, after=f"<table>{rows}</table>")
    return extract(printed(told)).text.splitlines()[1:]


def test_full_cells_without_ruled_lines_that_nearly_touch_stay_apart():
    figures = [
        ("类别", "指标", "2022年", "2024年", "2026年"),
        ("供水", "老旧管网更换长度（公里）", 26, 41, 55),
        ("排水", "清淤河道（条）", 3107, 3890, 12000),
        ("绿化", "新增口袋公园（个）", 8, 10, 14),
    ]
    assert unruled(figures, "") == ["\t".join(map(str, row)) for row in figures]
    headed = [
        ("序号", "指标", "2022年", "2024年"),
        ("一", "供水和排水", "-", "-"),
        (1, "老旧管网更换长度（公里）", 26, 41),
        (2, "清淤河道（条）", 31, 38),
        ("二", "绿化", "-", "-"),
        (3, "新增口袋公园（个）", 8, 10),
        (4, "补种行道树（千株）", 3, 5),
    ]
    told = [tuple("" if cell == "-" else cell for cell in row) for row in headed]
    assert unruled(told, "") == ["\t".join(map(str, row)) for row in headed]
    duties = [
        ("序号", "重点任务", "牵头单位", "参加单位"),
        (
            1,
            "更换老旧管网，同步改造沿街泵站和取水口",
            "市城市管理和综合执法局",
            "市财政局、市水务局、市自然资源局",
        ),
        (2, "清淤河道", "市水务局", "各区人民政府"),
        (3, "补种行道树，建设口袋公园", "市园林绿化和林业事务局", "市财政局"),
    ]
    narrow = "table{table-layout:fixed;width:12.4cm} td:first-child{width:1cm} td:nth-child(3){width:10em}"
    assert unruled(duties, narrow) == ["\t".join(map(str, row)) for row in duties]


BARE = SHEET + "td{border:0;padding:3px 5px;vertical-align:middle} table{border-collapse:collapse}"
HEADS = (
    "<tr><td rowspan=2>类别<td rowspan=2>指标<td rowspan=2>单位<td colspan=3>年度安排<td>现状</tr>"
    "<tr><td>2024年<td>2025年<td>2026年<td>2022年</tr>"
)


def rows_of(*rows):
    return "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) + "</tr>" for row in rows)


def test_heads_and_labels_that_span_cells_without_ruled_lines_are_told():
    body = (
        "<tr><td rowspan=2>供水<td>老旧管网更换长度<td>公里<td>26<td>41<td>55<td>9</tr>"
        + rows_of(("新建泵站", "座", 3, 5, 7, 1))
        + "<tr><td rowspan=3>排水<td>清淤河道<td>条<td>31<td>38<td>44<td>12</tr>"
        + rows_of(("雨污分流覆盖面", "—", "主城区", "建成区", "全覆盖", "—"), ("窨井改造", "口", 80, 90, "95以上", 60))
    )
    found = extract(printed(as_html([TEXT], style=BARE, after=f"<table>{HEADS}{body}</table>")))
    assert found.text.splitlines()[1:] == [
        "类别\t指标\t单位\t年度安排\t\t\t现状",
        "\t\t\t2024年\t2025年\t2026年\t2022年",
        "供水\t老旧管网更换长度\t公里\t26\t41\t55\t9",
        "供水\t新建泵站\t座\t3\t5\t7\t1",
        "排水\t清淤河道\t条\t31\t38\t44\t12",
        "排水\t雨污分流覆盖面\t—\t主城区\t建成区\t全覆盖\t—",
        "排水\t窨井改造\t口\t80\t90\t95以上\t60",
    ]


@pytest.mark.parametrize("left", ["head", "row", "foot"])
def test_a_table_without_ruled_lines_is_whole_though_few_of_its_lines_stand_beyond_the_break(left):
    head = rows_of(("指标", "单位", "2024年", "2026年"))
    rows = [("更换管网", "公里", 26, 55), ("新建泵站", "座", 3, 7), ("清淤河道", "条", 31, 44), ("改造窨井", "口", 80, 95)]
    cut = {"head": 0, "row": 1, "foot": 3}[left]
    turn = '<div style="break-before:page"></div>'
    style = BARE + "table{table-layout:fixed;width:11cm}"
    tables = f"<p>各类设施安排如下：</p><table>{head}{rows_of(*rows[:cut])}</table>{turn}<table>{rows_of(*rows[cut:])}</table>"
    found = extract(printed(as_html([], style=style, after=tables + "<p>三、保障措施</p>")))
    told = ["\t".join(map(str, row)) for row in [("指标", "单位", "2024年", "2026年"), *rows]]
    assert found.text.splitlines() == ["各类设施安排如下：", *told, "三、保障措施"]


def test_a_numbered_row_under_an_empty_label_at_the_head_of_a_page_is_its_own():
    head = "<tr><th rowspan=2>领域<th rowspan=2>序号<th colspan=2>安排</tr><tr><th>任务<th>责任单位</tr>"
    first = (
        "<tr><td>供水<td>1<td>新建水厂<td>市水务局、市住建局</tr><tr><td><td>2<td>更换管网<td>市水务局</tr>"
    )
    rest = "<tr><td><td>3<td>普查管井<td>市城管局</tr><tr><td>排水<td>4<td>清淤河道<td>市环保局</tr>"
    turn = '<div style="break-before:page"></div>'
    style = SHEET + "table{table-layout:fixed;width:100%}"
    tables = f"<table>{head}{first}</table>{turn}<table>{head}{rest}</table>"
    found = extract(printed(as_html([], style=style, after=tables)))
    assert found.text.splitlines()[3:] == [
        "\t2\t更换管网\t市水务局",
        "\t3\t普查管井\t市城管局",
        "排水\t4\t清淤河道\t市环保局",
    ]


def test_marks_aslant_across_the_page_are_left_out():
    mark = '<div style="position:absolute;top:9cm;left:4cm;transform:rotate(-40deg);font-size:60px">内部资料</div>'
    assert extract(printed(as_html([TEXT], style=SHEET, before=mark))).text == TEXT + "\n"


def test_a_page_that_is_turned_is_read():
    document = pypdfium2.PdfDocument(as_sheet([TEXT, TEXT]))
    document[0].set_rotation(90)
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    assert extract(stream.getvalue()).text.splitlines() == [TEXT, TEXT]


def test_text_that_is_printed_sideways_is_read():
    sideways = (
        '<div style="position:absolute;top:12cm;left:-4cm;width:20cm;transform:rotate(-90deg)">{}</div>'
    )
    found = extract(printed(as_html([], style=SHEET, before=sideways.format(TEXT))))
    assert found.text.splitlines()[0][:40] == TEXT[:40]


def test_pages_without_text_are_told():
    document = pypdfium2.PdfDocument(as_sheet([TEXT]))
    page = document.new_page(500, 700)
    image = pypdfium2.PdfImage.new(document)
    image.set_bitmap(pypdfium2.PdfBitmap.new_native(8, 8, 2))
    image.set_matrix(pypdfium2.PdfMatrix().scale(500, 700))
    page.insert_obj(image)
    page.gen_content()
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    found = extract(stream.getvalue())
    assert found.text == TEXT + "\n"
    assert [note.zh for note in found.notes if note.code == "scanned_pages"] == [
        "第 2 页是图像，没有文字，没有读取。"
    ]
