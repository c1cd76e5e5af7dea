"""What rows, columns and title of a table each say: any of them may tell the name, the unit, the year or the place."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import Reading, read

HEAD = "松浦市水利强市建设实施方案（2024—2026年）\n为推进水利强市建设，制定本方案。\n一、总体要求\n坚持系统治理。\n"
WORK = "二、重点任务\n建设节水城市。\n"
Goal = tuple[str, float, str | None, int | None, str | None]
LENGTH, SHARE = "新建渠道长度", "灌区测水率"

TABLES: dict[str, tuple[str, list[str], set[Goal]]] = {
    "places over indicators over years": (
        "附表1 各县区水利目标任务分解表",
        [
            "县区|新建渠道长度（公里）||灌区测水率（%）|",
            "|2024年目标|2026年目标|2024年目标|2026年目标",
            "东滩县|12|30|41|80",
            "西渡区|9|25|52|90",
        ],
        {
            (LENGTH, 12, "公里", 2024, "东滩县"), (LENGTH, 30, "公里", 2026, "东滩县"),
            (SHARE, 41, "%", 2024, "东滩县"), (SHARE, 80, "%", 2026, "东滩县"),
            (LENGTH, 9, "公里", 2024, "西渡区"), (LENGTH, 25, "公里", 2026, "西渡区"),
            (SHARE, 52, "%", 2024, "西渡区"), (SHARE, 90, "%", 2026, "西渡区"),
        },
    ),
    "years over indicators": (
        "附表1 各县区水利目标任务分解表",
        [
            "县区|2025年||2026年|",
            "|新建渠道长度（公里）|灌区测水率（%）|新建渠道长度（公里）|灌区测水率（%）",
            "东滩县|12|41|30|80",
            "西渡区|9|52|25|90",
        ],
        {
            (LENGTH, 12, "公里", 2025, "东滩县"), (LENGTH, 30, "公里", 2026, "东滩县"),
            (SHARE, 41, "%", 2025, "东滩县"), (SHARE, 80, "%", 2026, "东滩县"),
            (LENGTH, 9, "公里", 2025, "西渡区"), (LENGTH, 25, "公里", 2026, "西渡区"),
            (SHARE, 52, "%", 2025, "西渡区"), (SHARE, 90, "%", 2026, "西渡区"),
        },
    ),
    "units in a row of their own, under heads that no other table has": (
        "附表2 2025年水产养殖目标",
        ["品种|养殖水面|出塘|良种池", "|亩|吨|个", "青背鲈|300|52|6", "沙塘鳖|140|8|—"],
        {
            ("养殖水面", 300, "亩", 2025, "青背鲈"), ("出塘", 52, "吨", 2025, "青背鲈"),
            ("良种池", 6, "个", 2025, "青背鲈"), ("养殖水面", 140, "亩", 2025, "沙塘鳖"), ("出塘", 8, "吨", 2025, "沙塘鳖"),
        },
    ),
    "years as rows and places as columns": (
        "附表3 灌区测水率分年度任务",
        ["年度|全市|东滩县|西渡区|北汀县", "2024年|40%|41%|52%|38%", "2025年|60%|58%|66%|55%"],
        {
            (SHARE, 40, "%", 2024, "全市"), (SHARE, 41, "%", 2024, "东滩县"), (SHARE, 52, "%", 2024, "西渡区"),
            (SHARE, 38, "%", 2024, "北汀县"), (SHARE, 60, "%", 2025, "全市"), (SHARE, 58, "%", 2025, "东滩县"),
            (SHARE, 66, "%", 2025, "西渡区"), (SHARE, 55, "%", 2025, "北汀县"),
        },
    ),
    "places as columns under a head that only gathers them": (
        "附表4 2025年水利主要指标区域分解表",
        [
            "序号|指标名称|单位|全市目标|其中||",
            "||||东滩县|西渡区|北汀县",
            f"1|{LENGTH}|公里|60|20|25|15",
            f"2|{SHARE}|%|58|60|60|/",
        ],
        {
            (LENGTH, 60, "公里", 2025, "全市"), (LENGTH, 20, "公里", 2025, "东滩县"), (LENGTH, 25, "公里", 2025, "西渡区"),
            (LENGTH, 15, "公里", 2025, "北汀县"), (SHARE, 58, "%", 2025, "全市"), (SHARE, 60, "%", 2025, "东滩县"),
            (SHARE, 60, "%", 2025, "西渡区"),
        },
    ),
    "years as rows and indicators over places": (
        "附表5 分年度任务",
        [
            "年度|新建渠道长度（公里）||灌区测水率（%）|",
            "|东滩县|西渡区|东滩县|西渡区",
            "2025年|12|9|41|52",
            "2026年|30|25|80|90",
        ],
        {
            (LENGTH, 12, "公里", 2025, "东滩县"), (LENGTH, 9, "公里", 2025, "西渡区"), (SHARE, 41, "%", 2025, "东滩县"),
            (SHARE, 52, "%", 2025, "西渡区"), (LENGTH, 30, "公里", 2026, "东滩县"), (LENGTH, 25, "公里", 2026, "西渡区"),
            (SHARE, 80, "%", 2026, "东滩县"), (SHARE, 90, "%", 2026, "西渡区"),
        },
    ),
    "a column of years beside that of indicators": (
        "附表6 主要指标分地区分年度目标",
        [
            "指标|年度|东滩县|西渡区",
            "新建渠道长度（公里）|2025年|12|9",
            "|2026年|30|25",
            "灌区测水率（%）|2025年|41|52",
            "|2026年|80|90",
        ],
        {
            (LENGTH, 12, "公里", 2025, "东滩县"), (LENGTH, 9, "公里", 2025, "西渡区"), (SHARE, 41, "%", 2025, "东滩县"),
            (SHARE, 52, "%", 2025, "西渡区"), (LENGTH, 30, "公里", 2026, "东滩县"), (LENGTH, 25, "公里", 2026, "西渡区"),
            (SHARE, 80, "%", 2026, "东滩县"), (SHARE, 90, "%", 2026, "西渡区"),
        },
    ),
    "a column of years beside that of places": (
        "附表7 各地分年度任务",
        [
            "地区|年度|新建渠道长度（公里）|灌区测水率（%）",
            "东滩县|2025年|12|41",
            "|2026年|30|80",
            "西渡区|2025年|9|52",
            "|2026年|25|90",
        ],
        {
            (LENGTH, 12, "公里", 2025, "东滩县"), (LENGTH, 30, "公里", 2026, "东滩县"), (LENGTH, 9, "公里", 2025, "西渡区"),
            (LENGTH, 25, "公里", 2026, "西渡区"), (SHARE, 41, "%", 2025, "东滩县"), (SHARE, 80, "%", 2026, "东滩县"),
            (SHARE, 52, "%", 2025, "西渡区"), (SHARE, 90, "%", 2026, "西渡区"),
        },
    ),
    "a measure and its unit in the middle of the title": (
        "附表8 各乡镇（园区）清淤河段（处）分年度任务",
        ["乡镇（园区）|2025年|2026年", "白沙镇|12|30", "青云镇|9|25", "合计|21|55"],
        {
            ("清淤河段", 12, "处", 2025, "白沙镇"), ("清淤河段", 30, "处", 2026, "白沙镇"), ("清淤河段", 9, "处", 2025, "青云镇"),
            ("清淤河段", 25, "处", 2026, "青云镇"), ("清淤河段", 21, "处", 2025, "全市"), ("清淤河段", 55, "处", 2026, "全市"),
        },
    ),
    "indicators that end as places do": (
        "附表9 2026年创建任务",
        ["县区|节水示范县（个）|幸福河湖示范区（个）", "东滩县|1|3", "西渡区|2|4"],
        {
            ("节水示范县", 1, "个", 2026, "东滩县"), ("幸福河湖示范区", 3, "个", 2026, "东滩县"),
            ("节水示范县", 2, "个", 2026, "西渡区"), ("幸福河湖示范区", 4, "个", 2026, "西渡区"),
        },
    ),
}  # fmt: skip


def reading(title: str, rows: list[str]) -> Reading:
    told = "\n".join(row.replace("|", "\t") for row in rows)
    return read(HEAD + WORK + f"{title}\n{told}\n", glossary=())


@pytest.mark.parametrize(("title", "rows", "goals"), TABLES.values(), ids=TABLES)
def test_each_axis_says_its_part_of_every_figure(title: str, rows: list[str], goals: set[Goal]) -> None:
    found = reading(title, rows).targets
    assert {(t.indicator, t.value, t.unit, t.year, t.scope) for t in found} == goals


def test_each_indicator_of_a_row_has_its_own_figure_of_the_past() -> None:
    found = reading(
        "表1 特色水产发展目标",
        [
            "产品名称|养殖水面（亩）||年产值（亿元）|",
            "|2023年实际|2026年目标|2023年实际|2026年目标",
            "青背鲈|300|420|9.8|15",
            "沙塘鳖|—|—|2.6|4.2",
        ],
    )
    told = {(t.indicator, t.scope): (t.value, t.comparator, t.baseline_value) for t in found.targets}
    assert told == {
        ("养殖水面", "青背鲈"): (420, ">=", 300),
        ("年产值", "青背鲈"): (15, ">=", 9.8),
        ("年产值", "沙塘鳖"): (4.2, ">=", 2.6),
    }
    assert {(a.indicator, a.value, a.year, a.scope) for a in found.actuals} == {
        ("养殖水面", 300, 2023, "青背鲈"), ("年产值", 9.8, 2023, "青背鲈"), ("年产值", 2.6, 2023, "沙塘鳖")
    }  # fmt: skip
