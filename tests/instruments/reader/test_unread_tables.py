"""No table is left out silently: what was not understood is asked about, and no goal is named by figures."""

from __future__ import annotations

import re

import pytest

from zhichan.instruments.reader import Reading, read

TEXT = """岚溪市知识产权发展规划（2021—2025年）
一、发展目标
到2025年，全市发明专利拥有量达到8000件。
{}
二、重点任务
（一）夯实基础。健全工作机制，压实工作责任。
"""
PLACES = {"河东区": (1012, 85, 36), "湖西区": (937, 77, 31), "苇南县": (408, 52, 24), "石桥县": (376, 49, 18)}


def reading(table: str) -> Reading:
    return read(TEXT.format(table), glossary=())


def unread(found: Reading) -> list[str]:
    return [re.sub(r"\s+", " ", o.quotes[0]) for o in found.open if o.code == "table_unread"]


def goals(found: Reading) -> list[tuple[str, float]]:
    return [(t.indicator, t.value) for t in found.targets]


def test_figures_that_crowd_below_a_head_that_nobody_knows_are_asked_about() -> None:
    rows = "".join(f"{place}{''.join(map(str, values))}" for place, values in PLACES.items())
    found = reading(f"各地数据甲栏乙栏丙栏{rows}\n" + rows.replace("区", "乡"))
    assert goals(found) == [("发明专利拥有量", 8000)]
    (asked,) = unread(found)
    assert all("".join(map(str, values)) in asked for values in PLACES.values())


@pytest.mark.parametrize(
    "words",
    [
        "序号 项目名称 总投资（亿元）\n" + "\n".join(f"{n} {n}号厂房 {n * 7}.5" for n in range(1, 9)),
        "联系电话\n" + "\n".join(f"{place} 6{values[0]}" for place, values in PLACES.items()) + "\n8001 8002 8003 8004",
        "主要做法\n" + "\n".join(f"{n}\n加强第{n}类服务" for n in range(1, 12)),
        "到2022年达到6100件，2023年达到6700件，2024年达到7300件，2020年为5200件，2019年为4900件，2018年为4500件。",
    ],
)
def test_works_telephones_serial_numbers_and_sentences_are_no_table_of_goals(words: str) -> None:
    assert unread(reading(words)) == []


def test_a_table_that_is_read_is_not_asked_about() -> None:
    rows = "\n".join("\t".join([place, *map(str, values)]) for place, values in PLACES.items())
    found = reading(f"2025年各区县目标\n地区\t发明专利（件）\t商标品牌（个）\t高新技术企业（家）\n{rows}\n")
    assert len(goals(found)) == 13
    assert unread(found) == []


def test_rows_that_figures_name_are_no_goals_but_asked_about() -> None:
    rows = "".join(f"{a} {b}\t{c}\t{c + 40}\n" for a, b, c in PLACES.values())
    found = reading(f"2025年发明专利目标\n指标\t2024年目标值\t2025年目标值\n{rows}")
    assert goals(found) == [("发明专利拥有量", 8000)]
    assert len(unread(found)) == 1
