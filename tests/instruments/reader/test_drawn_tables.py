"""Tables that a converter drew in text: strokes, boxes and bars are told again as rows of cells."""

import pytest

from zhichan.instruments.reader import read
from zhichan.instruments.reader.clean import clean
from zhichan.instruments.reader.drawn import redrawn

MULTILINE = """\
  ------------------------------------------
  指标名称               单位     2025年目标
  ---------------------- -------- ----------
  每万人口高价值发明专   件       12.5
  利拥有量

  商标注册量             万件     6
  ------------------------------------------
"""
HEADLESS = """\
  ---------------------- -------- ----------
  指标名称               单位     2025年目标
  每万人口高价值发明专利 件       12.5
  商标注册量                      6
  ---------------------- -------- ----------
"""
SIMPLE = """\
  指标名称                  单位   2025年目标
  ----------------------- ------ ------------
  每万人口高价值发明专利      件         12.5
  商标注册量                万件            6

注：均为累计数。
"""
GRID = """\
+------------------+------+--------------------+
| 指标名称         | 单位 | 目标值             |
|                  |      +---------+----------+
|                  |      | 2023年  | 2025年   |
+==================+======+=========+==========+
| 每万人口高价值发 | 件   | 8       | 12.5     |
| 明专利拥有量     |      |         |          |
+------------------+------+---------+----------+
| 商标注册量       | 万件 | 5       | 6        |
+------------------+------+---------+----------+
"""
BOXES = """\
┌────────┬──────────────┬──────┬──────────┐
│ 类别   │ 指标名称     │ 单位 │ 2025年   │
├────────┼──────────────┼──────┼──────────┤
│        │ 发明专利拥有 │ 件   │ 125      │
│ 创造   │ 量           │      │          │
│        ├──────────────┼──────┼──────────┤
│        │ 商标注册量   │ 万件 │ 6        │
└────────┴──────────────┴──────┴──────────┘
"""
BARS = """\
|指标名称        |单位|2025年|
|每万人口高价值发|件  |12.5  |
|明专利拥有量    |    |      |
|商标注册量      |万件|6     |
|“护航”行动次数  |次  |1000（|
|                |    |累计）|
"""
PARAGRAPHS = """\
|序号|工作任务          |责任单位      |
|1   |摸清存量专利底数  |市科学技术局  |
|    |                  |市教育局      |
|2   |遴选高价值专利组合|市市场监督管理|
|    |，对接企业        |局            |
|二  |产业化                            |
|3   |培育样板企业      |市工信局      |
"""
RUNNING = """\
|地区   |专利转让（次）          |

 |2024年
实际 |2026年 | |城关镇 |120 |260 | |石桥
镇 |— |90 | |合计 |120 |350 | |附表2　重点任务清单
"""
UNITS_BELOW = """\
|地区  |合同成交额     |样板企业数   |
|      |（亿元）       |（家）       |
|北关区|9.5            |5            |
|南关县|3              |2            |
"""
NO_HEAD = """\
|            |      |            |
|------------|------|------------|
| 指标名称   | 单位 | 2025年目标 |
| 商标注册量 | 万件 | 6          |
"""


@pytest.mark.parametrize(
    ("drawn", "rows"),
    [
        (
            MULTILINE,
            ["指标名称\t单位\t2025年目标", "每万人口高价值发明专利拥有量\t件\t12.5", "商标注册量\t万件\t6"],
        ),
        (HEADLESS, ["指标名称\t单位\t2025年目标", "每万人口高价值发明专利\t件\t12.5", "商标注册量\t\t6"]),
        (SIMPLE, ["指标名称\t单位\t2025年目标", "每万人口高价值发明专利\t件\t12.5", "商标注册量\t万件\t6"]),
        (
            GRID,
            [
                "指标名称\t单位\t目标值\t",
                "\t\t2023年\t2025年",
                "每万人口高价值发明专利拥有量\t件\t8\t12.5",
                "商标注册量\t万件\t5\t6",
            ],
        ),
        (BOXES, ["类别\t指标名称\t单位\t2025年", "创造\t发明专利拥有量\t件\t125", "\t商标注册量\t万件\t6"]),
        (
            PARAGRAPHS,
            [
                "序号\t工作任务\t责任单位",
                "1\t摸清存量专利底数\t市科学技术局 市教育局",
                "2\t遴选高价值专利组合，对接企业\t市市场监督管理局",
                "二\t产业化\t",
                "3\t培育样板企业\t市工信局",
            ],
        ),
        (
            RUNNING,
            [
                "地区\t专利转让（次）",
                "\t2024年实际\t2026年",
                "城关镇\t120\t260",
                "石桥镇\t—\t90",
                "合计\t120\t350",
                "附表2　重点任务清单",
            ],
        ),
        (
            UNITS_BELOW,
            ["地区\t合同成交额 （亿元）\t样板企业数（家）", "北关区\t9.5\t5", "南关县\t3\t2"],
        ),
        (
            BARS,
            [
                "指标名称\t单位\t2025年",
                "每万人口高价值发明专利拥有量\t件\t12.5",
                "商标注册量\t万件\t6",
                "“护航”行动次数\t次\t1000（累计）",
            ],
        ),
    ],
)
def test_rows_of_a_drawn_table(drawn, rows):
    source = f"主要指标\n{drawn}二、重点任务\n"
    text, at = redrawn(source)
    told = [line for line in text.split("\n") if line]
    assert (told[0], told[-1]) == ("主要指标", "二、重点任务")
    assert told[1 : 1 + len(rows)] == rows
    assert at is not None
    assert all(source[p] == c for c, p in zip(text, at, strict=True) if not c.isspace())


def test_an_empty_head_is_left_out():
    text, _ = redrawn(f"主要指标\n{NO_HEAD}")
    assert text.split("\n")[:3] == ["主要指标", "", "| 指标名称   | 单位 | 2025年目标 |"]


@pytest.mark.parametrize(
    "text",
    [
        "一、总体要求\n-----\n到2025年，发明专利达到3000件。\n-----\n二、重点任务\n",
        "--- 第1页 ---\n首页 | 政务公开 | 互动交流\n--- 第2页 ---\n",
        "目  录\n---- ----\n",
        "| 指标 | 单位 |\n|------|------|\n| 专利 | 件   |\n",
        "|指标|单位|目标|\n|专利|件|30|\n|商标|件|60|\n",
        "|指标|单位|目标|\n|专利|件|30|\n|商标||60|\n",
        "| 指标 | 单位 | 目标 |\n| 发明专利 | 件 | 30 |\n|  | 件 | 60 |\n",
        "首页 | 政务公开 | 互动交流 |\n某市规划 | |\n打印 | 关闭 | 收藏 |\n",
        "甲镇 | 12 |  | 30\n乙镇 | 15 |  | 40\n丙镇 | 16 |  | 50\n丁镇 | 18 |  | 60\n",
        "| 甲 | 12 | 30 |\n| 乙 | 15 | 40 |\n| 丙 | 16 | 50 |\n| 丁 | 18 | 60 |\n",
        "电话 0371-6000 ---- 传真 0371-6001\n",
        "+86-371-6000\n| 咨询 |\n+86-371-6001\n",
        "━━━━━━━━━━━━\n某市人民政府文件\n━━━━━━━━━━━━\n",
    ],
)
def test_what_is_no_drawn_table_stays_as_it_is(text):
    assert redrawn(text) == (text, None)


@pytest.mark.parametrize("drawn", [MULTILINE, SIMPLE, GRID, BOXES, BARS])
def test_goals_of_a_drawn_table_and_their_places(drawn):
    text = f"某市知识产权“十四五”规划（2021—2025年）\n\n一、主要指标\n\n{drawn}\n二、重点任务\n\n加强保护。\n"
    told = read(text, glossary=()).targets
    last = [t for t in told if t.year == 2025]
    assert {t.value for t in last} >= {6.0}
    assert len(last) == (3 if drawn is BARS else 2)
    assert all(t.quote == text[t.span[0] : t.span[1]] and t.quote.strip() for t in told)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("规划期为2021---2025年", "规划期为2021—2025年"),
        ("三步走------迈上新台阶", "三步走——迈上新台阶"),
        ("第一---第三产业", "第一—第三产业"),
    ],
)
def test_dashes_of_three_strokes(written, meant):
    assert clean(written).flat == meant


@pytest.mark.parametrize(
    "text", ["a---|---|---", "---", "--- 第2页", "A-1", "2021--2025", "表一 ---", "----甲"]
)
def test_strokes_that_are_no_dashes(text):
    assert "—" not in clean(f"文\n{text}\n字").shown(0, 40)


def test_a_text_may_begin_with_empty_cells_of_a_drawn_table():
    table = "+------+--------+--------+\n|      |        | 2025年 |\n+======+========+========+\n|      | 12     | 15     |\n+------+--------+--------+\n"
    assert read(table, glossary=()).text_length == len(table)


@pytest.mark.parametrize("before", ["", "表1\n"])
def test_a_table_that_runs_on_may_begin_the_text(before):
    table = "地区 |2024年\n实际 |2026年 | |城关镇 |120 |260 | |石桥\n镇 |— |90 | |合计 |120 |350 | |\n---\n"
    rows = ["地区\t2024年实际\t2026年", "城关镇\t120\t260", "石桥镇\t—\t90", "合计\t120\t350", "---", ""]
    assert redrawn(before + table)[0] == before + "\n".join(rows)
