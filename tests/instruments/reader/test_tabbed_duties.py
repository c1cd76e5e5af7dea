"""Tables of duties in plain text whose cells stand between tabs, with rows as long as paragraphs."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import Reading, read

Rows = list[tuple[str, ...]]
TITLE = "松浦市知识产权强市建设重点任务清单（2025—2027年）\n"
HEAD = "序号\t领域\t任务\t具体内容\t责任单位\t协同单位/配合单位\t完成时间\n"
LONG = (
    "面向制造业骨干企业建立专利导航工作机制，围绕智能装备、新材料、生物医药等重点产业开展专利导航项目，组织专家进企业服务，形成“一企一策”清单；"
    * 4
)
TOOLS = "完善快速预审机制，健全服务网络，推动创新主体提升管理水平，加强部门协同；" * 6
ROWS: Rows = [
    (
        "1",
        "创造",
        "推进专利导航",
        LONG + "编制专利导航报告12份。",
        "市市场监管局（市知识产权局）",
        "市财政局、市工业和信息化局",
        "2025年12月",
    ),
    (
        "2",
        "保护",
        "建设保护中心",
        "1.完善机制；2." + TOOLS + "设立维权援助工作站20个。",
        "市科技局",
        "无",
        "2026年6月",
    ),
    (
        "3",
        "保护",
        "规范行政裁决",
        "健全裁决程序，" + TOOLS + "建成裁决示范点5个。",
        "市司法局",
        "市市场监管局（市知识产权局）",
        "2026年6月",
    ),
    ("4", "运用", "推动转化运用", LONG + "培育运营机构8家。", "市教育局、市财政局", "市科技局", "持续推进"),
]
DUTIES = [
    ("推进专利导航", ["市市场监管局（市知识产权局）"], ["市财政局", "市工业和信息化局"], "2025年12月"),
    ("建设保护中心", ["市科技局"], [], "2026年6月"),
    ("规范行政裁决", ["市司法局"], ["市市场监管局（市知识产权局）"], "2026年6月"),
    ("推动转化运用", ["市教育局", "市财政局"], ["市科技局"], "持续推进"),
]
ITEMS = "".join(f"{n}.{LONG[:90]}；" for n in range(1, 12))
WRAPPED = (
    "为深入贯彻落实知识产权强市建设的决策部署，全面提升知识产权创造、运用、\n保护、管理和服务水平，结合我市实际，制定本清单。各责任单位要加强统筹协\n"
    "调，细化工作措施，明确时间节点，确保各项任务落到实处。市知识产权工作领\n导小组办公室要加强跟踪督促，定期通报进展情况，重要情况及时报告市人民政\n"
    "府。\n"
)


def rows(table: Rows = ROWS, between: str = "\t") -> str:
    return "".join(between.join(row) + "\n" for row in table)


def each(place: int, old: str, new: str) -> Rows:
    return [(*row[:place], row[place].replace(old, new), *row[place + 1 :]) for row in ROWS]


def without(empty: str) -> Rows:
    return [tuple(cell for cell in row if cell != empty) for row in ROWS]


def duties(found: Reading) -> list[tuple[str, list[str], list[str], str | None]]:
    return [(t.title, t.responsible, t.cooperating, t.due) for t in found.tasks if t.responsible]


PLAIN = TITLE + HEAD + rows()
SHAPES = {
    "as it is": PLAIN,
    "without a title": HEAD + rows(),
    "line ends of two characters": PLAIN.replace("\n", "\r\n"),
    "line ends of the old Macintosh": PLAIN.replace("\n", "\r"),
    "blank lines between": PLAIN.replace("\n", "\n\n"),
    "tabs behind": TITLE + HEAD.replace("\n", "\t\t\n") + rows().replace("\n", "\t\t\n"),
    "spaces round tabs": TITLE + HEAD.replace("\t", " \t ") + rows(between=" \t "),
    "the title in the head": TITLE.strip() + HEAD + rows(),
    "words before the head": TITLE + "任务清单\t" + HEAD + rows(),
    "two names of one head shortened": PLAIN.replace("协同单位/配合单位", "协同/配合单位"),
    "a name of the head in brackets": PLAIN.replace("协同单位/配合单位", "配合单位（协同单位）"),
    "a head over two lines": PLAIN.replace("协同单位/配合", "协同单位/\n配合"),
    "heads said otherwise": PLAIN.replace("领域\t任务\t具体内容", "任务领域\t所属重点任务\t任务细节").replace("完成时间", "时间节点"),
    "a head with one cell a line": TITLE + HEAD.replace("\t", "\n") + rows(),
    "quoted cells": TITLE + HEAD + rows(each(3, LONG, f'"{LONG}"')),
    "a detail over several lines": TITLE + HEAD + rows(each(3, "；", "；\n")),
    "names one a line": TITLE + HEAD + rows(each(5, "、", "\n")),
    "the same office at the head of many lines": TITLE + HEAD + rows(each(4, "市", "\n市")),
    "the date on a line of its own": TITLE + HEAD + rows(each(6, "2", "\n2")),
    "a date cut at its year": TITLE + HEAD + rows(each(6, "年", "年\n")),
    "an empty cell for none": TITLE + HEAD + rows(each(5, "无", "")),
    "no cell for none": TITLE + HEAD + rows(without("无")),
    "a group told once": TITLE + HEAD + rows([*ROWS[:2], ("3", "", *ROWS[2][2:]), ROWS[3]]),
    "a number told once": TITLE + HEAD + rows([*ROWS[:2], ("", "", *ROWS[2][2:]), ("3", *ROWS[3][1:])]),
    "numbers that begin elsewhere": TITLE + HEAD + rows([(str(int(r[0]) + 4), *r[1:]) for r in ROWS]),
    "numbers with a gap": TITLE + HEAD + rows([(str(int(r[0]) * 2), *r[1:]) for r in ROWS]),
    "numbers in characters": TITLE + HEAD + rows([("一二三四"[n], *r[1:]) for n, r in enumerate(ROWS)]),
    "numbers of two levels": TITLE + HEAD + rows([("1-" + r[0], *r[1:]) for r in ROWS]),
    "a number on a line of its own": TITLE + HEAD + rows([(r[0] + "\n" + r[1], *r[2:]) for r in ROWS]),
    "rows of many items": TITLE + HEAD + rows([(*r[:3], ITEMS + r[3], *r[4:]) for r in ROWS]),
    "headings between": TITLE
    + HEAD
    + "一、知识产权创造\n"
    + rows(ROWS[:1])
    + "二、保护运用\n"
    + rows(ROWS[1:]),
    "headings with tabs": TITLE + HEAD + rows(ROWS[:2]) + "（二）保护运用\t\t\t\t\t\t\n" + rows(ROWS[2:]),
    "two tables": TITLE + "表1\n" + HEAD + rows(ROWS[:2]) + "表2\n" + HEAD + rows(ROWS[2:]),
    "a page's number between": TITLE + HEAD + rows(ROWS[:2]) + "- 3 -\n" + rows(ROWS[2:]),
    "more cells than the head": TITLE + HEAD + rows([(*r, "按月调度") for r in ROWS]),
    "wrapped text before and behind": TITLE + WRAPPED + "附件\n" + HEAD + rows() + WRAPPED,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_row_is_a_task_with_its_units_and_its_date(shape: str) -> None:
    assert duties(read(SHAPES[shape], glossary=())) == DUTIES


@pytest.mark.parametrize(
    "shape", [s for s in SHAPES if s not in ("without a title", "the title in the head")]
)
def test_numbers_of_a_row_are_due_when_the_row_is(shape: str) -> None:
    found = {t.value: t.year for t in read(SHAPES[shape], glossary=()).targets}
    assert {value: found.get(value) for value in (12.0, 20.0, 5.0, 8.0)} == {
        12.0: 2025,
        20.0: 2026,
        5.0: 2026,
        8.0: 2027,
    }


def test_quotes_of_rows_are_the_source() -> None:
    text = TITLE + HEAD + rows(each(3, "；", "；\n"))
    for task in read(text, glossary=()).tasks:
        assert task.quote == text[slice(*task.span)]
        assert not task.quote.startswith("\t")


def test_text_with_tabs_beneath_no_head_is_left_alone() -> None:
    text = (
        "松浦市知识产权工作方案（2025—2027年）\n一、总体要求\n\t到2027年，发明专利拥有量达到500件。\n二、重点任务\n"
        "（一）加强保护。\t完善机制。（市司法局负责）\n（二）促进运用。\t建设平台。（市教育局负责）\n三、保障措施\n加强领导。\n"
    )
    found = read(text, glossary=())
    assert [(t.title, t.responsible) for t in found.tasks] == [
        ("加强保护", ["市司法局"]),
        ("促进运用", ["市教育局"]),
    ]
    assert [(t.value, t.year) for t in found.targets] == [(500.0, 2027)]
