"""Tables of indicators, of places or industries and of duties in every combination of layout, with their gold."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

INDICATORS = (
    ("每万人口高价值发明专利拥有量", "件", 2.4, 6.5),
    ("有效注册商标量", "件", 12600, 21000),
    ("地理标志商标和保护产品数量", "件", 14, 22),
    ("作品著作权年登记量", "件", 860, 2000),
    ("知识产权质押融资登记金额", "亿元", 3.2, 10),
    ("专利密集型产业增加值占GDP比重", "%", 9.6, 12.5),
    ("知识产权保护社会满意度", "分", 79.5, 83),
    ("国家知识产权示范企业和优势企业", "家", 12, 30),
    ("专利侵权纠纷行政裁决案件结案率", "%", 88, 95),
    ("知识产权信息公共服务网点", "个", 3, 9),
    ("执业专利代理师", "人", 18, 45),
    ("知识产权使用费年进出口总额", "万元", 650, 3000),
)
YEARS = (
    ("2020年", "2025年"),
    ("2020年基数", "2025年目标"),
    ("2020年(基期)", "2025年(目标)"),
    ("基期值", "目标值"),
    ("2020", "2025"),
    ("2020年", "2023年", "2025年"),
    ("2025年目标值",),
    ("2020年实际", "2025年目标", "年均增长"),
)
LAYOUTS = {"lines": "\n", "parted": "\n\n", "tabs": "\t", "bars": "|", "spaces": " "}
"""What stands between the cells of a row; where it is a line break, a row is no line of its own."""
RUNNING = "running"
"""All cells of a table in one line, parted by spaces."""
GROUPS = ("", "", "{}、", "({})", "plain", "1.", "column")
TITLES = (
    "“十四五”时期知识产权发展主要指标",
    "表1 知识产权发展主要指标",
    "专栏1 “十四五”知识产权发展主要指标",
    "主要指标",
)
WORK = (
    "全面贯彻新发展理念,围绕高质量发展主题,打通知识产权创造、运用、保护、管理和服务全链条,健全体制机制,优化资源配置,"
    "完善政策体系,努力建设特色鲜明的知识产权强市,为现代化建设提供有力支撑。"
)
PARTS = {
    "地区": ("章台区", "南溪区", "赣岭县", "石坳县", "瑞岗市", "崇溪县", "经开区", "高新区"),
    "县区": ("东城区", "西湖县", "白水县", "青山区", "临江县", "河口市"),
    "县(市、区)": ("东城区", "西湖县", "白水县", "青山区", "临江县"),
    "单位": ("东城区", "西湖县", "白水县", "市高新区管委会"),
    "产业链": ("电子信息", "生物医药", "现代家居", "新能源汽车", "纺织服装", "节能环保", "装备制造"),
    "行业": ("电子信息", "机电制造", "纺织服装", "生物医药"),
    "园区": ("高新区", "经开区", "临港工业园", "东部产业园"),
}
"""Whose goals the rows of a table tell, by the head of its first column."""
Pair = tuple[str, str, str]
Answered = tuple[str, str]
"""A part, and a body that answers for its goals."""
Goal = tuple[str, float, str, int | str]
"""A name, a value, its unit, and the year or the part of the city that it is for."""


@dataclass
class Tabled:
    recipe: str
    text: str
    goals: list[Goal]
    pairs: list[Answered] = field(default_factory=list)
    """Of the parts of which a table tells who leads them."""


def parted(seed: int, *, running: bool = False) -> Tabled:
    """A plan of two tasks whose goals stand in a table by places, industries or parks."""
    die = random.Random(seed)
    label, layout = die.choice([*PARTS]), die.choice([*LAYOUTS])
    layout = RUNNING if running else layout
    serial, sort, dashed, noted = (die.random() < share for share in (0.4, 0.4, 0.5, 0.25))
    total = die.choice(["", "", "合计", "全市"])
    columns = [(name, "件" if noted else unit) for name, unit, *_ in die.sample(INDICATORS, die.randint(2, 5))]
    heads = [name if noted else f"{name}({unit})" for name, unit in columns]
    rows = [["序号"] * serial + [label, *heads, *(["属性"] * sort)]]
    goals: list[Goal] = []
    parts = die.sample(PARTS[label], die.randint(3, len(PARTS[label])))
    for n, part in enumerate(parts):
        values = [str(die.choice([die.randint(2, 900), round(die.uniform(1, 20), 1)])) for _ in columns]
        if dashed:
            values[(3 - n) % 7 :: 7] = ["-"] * len(values[(3 - n) % 7 :: 7])
        told = [(name, float(v), unit, part) for (name, unit), v in zip(columns, values, strict=True) if v != "-"]
        goals += told
        rows.append([str(n + 1)] * serial + [part, *values, *(["预期性"] * sort)])
    if total:
        rows.append([total, *(str(die.randint(99_999, 999_999)) for _ in columns), *(["预期性"] * sort)])
    title = die.choice(["各地知识产权发展目标", "表2 知识产权发展目标任务分解表", "专栏3 “十四五”时期知识产权发展目标"])
    between = "\n\n" if layout == "parted" else "\n"
    title += f"{between}单位:件" * noted
    return Tabled(
        f"{seed}: {layout} {label} {total} serial={serial} noted={noted}",
        _plan(_laid(rows, layout), title, between, noted=False),
        goals,
    )


def tabled(seed: int, *, running: bool = False) -> Tabled:
    """A plan of two tasks whose goals stand in one table."""
    die = random.Random(seed)
    layout, heads, grouped = die.choice([*LAYOUTS]), die.choice(YEARS), die.choice(GROUPS)
    layout = RUNNING if running else layout
    serial, in_column, sort = die.random() < 0.6, die.random() < 0.6, die.choice(["", "属性", "指标属性", "指标性质"])
    chosen = die.sample(INDICATORS, die.randint(4, 9))
    dashed = die.random() < 0.3
    goals: list[Goal] = []
    head = ["序号"] * serial + ["类别"] * (grouped == "column") + [die.choice(["指标", "指标名称", "主要指标"])]
    rows = [[*head, *(["单位"] * in_column), *heads, *([sort] if sort else [])]]
    part = max(2, len(chosen) // 3)
    names = die.choice([("创造", "运用", "保护", "服务"), ("知识产权创造", "知识产权运用", "知识产权保护", "知识产权服务")])
    for n, (name, unit, base, goal) in enumerate(chosen):
        group, begins = min(n // part, 3), n % part == 0
        if begins and grouped not in ("", "column"):
            number = {"plain": "", "1.": f"{group + 1}."}.get(grouped, grouped.format("一二三四"[group]))
            rows.append([number + names[group]])
        row = [str(n + 1)] * serial
        if grouped == "column" and (begins or layout in ("tabs", "bars")):
            row.append(names[group] if begins else "")
        row += [name, unit] if in_column else [f"{name}({unit})"]
        values, told = _values(heads, "-" if dashed and n == 2 else base, base, goal)
        rows.append([*row, *values, *(["预期性" if n % 4 else "约束性"] if sort else [])])
        goals += [(name, value, "%" if value == GROWN else unit, year) for year, value in told]
    return Tabled(
        f"{seed}: {layout} {heads} {grouped!r} serial={serial} unit column={in_column} {sort}",
        _plan(_laid(rows, layout), die.choice(TITLES), "\n\n" if layout == "parted" else "\n", noted=die.random() < 0.3),
        goals,
    )


FORMS = ("years", "noted", "two", "page", "borne", "regions", "nameless", "ordered", "chains", "measured")
"""Goals of two years; units beside a note; two tables; a head told again on a new page; bodies in the last column;
places under heads with units; groups and no numbers; columns in other orders; chains with those who lead them; places or
industries over years, where the title tells what is counted.
"""
Years = tuple[tuple[str, int | None], ...]
LATER = (
    (("2020年", None), ("2025年目标", 2025), ("2030年目标", 2030)),
    (("基期值(2020年)", None), ("2025年目标值", 2025), ("2030年目标值", 2030)),
    (("2020年(基期)", None), ("2023年(中期)", 2023), ("2025年(末期)", 2025)),
)


def formed(seed: int) -> Tabled:
    """A plan of two tasks with goals in tables of other forms; the year of a goal of a place is that place."""
    die = random.Random(seed)
    layout, form = die.choice([*LAYOUTS, RUNNING]), die.choice(FORMS)
    between = "\n\n" if layout == "parted" else "\n"
    goals: list[Goal] = []
    pairs: list[Answered] = []
    if form in OTHER_FORMS:
        rows, title = OTHER_FORMS[form](die, goals, pairs)
        table = _laid(rows, layout)
    elif form == "regions":
        table, title = _laid(_of_places(die, goals), layout), "表2 各地知识产权发展目标(2025年)"
    else:
        rows, title = _formed(die, form, layout, goals), "表1 知识产权发展主要指标"
        if form == "page":
            rows.insert(die.randint(2, len(rows) - 2), rows[0])
        table = _laid(rows, layout)
    if form == "two":
        table = between.join([table, "表2 各地知识产权主要目标", _laid(_of_places(die, goals), layout)])
    text = _plan(table, title, between, noted=die.random() < 0.5)
    return Tabled(f"{seed}: {layout} {form} {title}", text, goals, pairs)


def _ordered(die: random.Random, goals: list[Goal], _pairs: list[Answered]) -> tuple[list[list[str]], str]:
    """Sorts before the figures or at the end, units behind them or in the names, a column of notes that may be empty."""
    years = die.choice(ORDERED_YEARS)
    unit, sort = die.choice(["before", "after", "named"]), die.choice(["", "before", "after", "after"])
    serial, noted = die.random() < 0.5, die.choice(["", "", "empty", "filled"])
    named = sort if sort != "before" or unit == "before" else "after"
    rows = [
        [*["序号"] * serial, die.choice(["指标名称", "主要指标"]), *(["单位"] if unit == "before" else [])]
    ]
    rows[0] += ["属性"] * (named == "before") + [head for head, _ in years] + ["单位"] * (unit == "after")
    rows[0] += ["属性"] * (named == "after") + ["备注"] * bool(noted)
    for n, (name, told, base, goal) in enumerate(die.sample(INDICATORS, die.randint(5, 9))):
        kind = "预期性" if n % 4 else "约束性"
        row = [
            *[str(n + 1)] * serial,
            f"{name}({told})" if unit == "named" else name,
            *([told] * (unit == "before")),
        ]
        row += [kind] * (named == "before")
        for _, year in years:
            value = {None: base, 2023: round((base + goal) / 2, 1), 2025: goal}[year]
            row.append(str(value))
            goals += [(name, float(value), told, year)] if year else []
        row += [told] * (unit == "after") + [kind] * (named == "after") + ["市级统计"] * (noted == "filled")
        rows.append([*row, *([""] * (noted == "empty"))])
    return rows, "表1 知识产权发展主要指标"


def _chains(die: random.Random, goals: list[Goal], pairs: list[Answered]) -> tuple[list[list[str]], str]:
    label, role = die.choice(["产业链", "行业"]), die.choice(["牵头单位", "牵头部门", "责任单位"])
    columns = die.sample(INDICATORS, die.randint(2, 4))
    bare, early, serial = (die.random() < share for share in (0.4, 0.3, 0.3))
    heads = [name if bare else f"{name}({unit})" for name, unit, *_ in columns]
    rows = [
        [
            *["序号"] * serial,
            label,
            *([role, *heads] if early else [*heads, role]),
            *["备注"] * die.randint(0, 1),
        ]
    ]
    for n, part in enumerate(die.sample(PARTS[label], 4)):
        values = [str(die.choice([die.randint(2, 900), round(die.uniform(1, 20), 1)])) for _ in columns]
        goals += [(name, float(v), unit, part) for (name, unit, *_), v in zip(columns, values, strict=True)]
        bodies = die.sample(BODIES[:12], die.choice([1, 1, 2]))
        pairs += [(part, body) for body in bodies]
        told = ["、".join(bodies), *values] if early else [*values, "、".join(bodies)]
        rows.append([*[str(n + 1)] * serial, part, *told])
    note = f"(单位:{'、'.join(unit for _, unit, *_ in columns)})" if bare else ""
    return rows, f"表2 2025年知识产权重点目标分解{note}"


def _measured(die: random.Random, goals: list[Goal], _pairs: list[Answered]) -> tuple[list[list[str]], str]:
    label = die.choice(["产业链", "行业", "园区", "县区"])
    what, unit = die.choice([("营业收入", "亿元"), ("高新技术企业数量", "家"), ("发明专利授权量", "件")])
    years = die.choice([(2023, 2024, 2025), (2024, 2025)])
    rows = [[label, *(f"{year}年" for year in years)]]
    for part in die.sample(PARTS[label], 4):
        row = [part, *(str(die.randint(10, 900)) for _ in years)]
        for year, value in zip(years, row[1:], strict=True):
            placed = label in ("园区", "县区")
            goals.append(
                (what, float(value), unit, part) if placed else (part + what, float(value), unit, year)
            )
        rows.append(row)
    return rows, f"表2 各{label}{what}目标({unit})"


OTHER_FORMS = {"ordered": _ordered, "chains": _chains, "measured": _measured}
ORDERED_YEARS: tuple[Years, ...] = (
    (("2020年", None), ("2023年", 2023), ("2025年", 2025)),
    (("基期", None), ("目标值", 2025)),
    (("2025年目标值", 2025),),
    (("2020年完成", None), ("2025年预期", 2025)),
)


def _formed(die: random.Random, form: str, layout: str, goals: list[Goal]) -> list[list[str]]:
    serial, sort, column = (die.random() < 0.6 and form != "nameless"), die.random() < 0.5, die.random() < 0.5
    years: Years = die.choice(LATER) if form in ("years", "noted") else (("2020年", None), ("2025年", 2025))
    column = column and form != "noted"
    head = ["序号"] * serial + ["类别"] * (form == "nameless") + ["指标", *(["单位"] * column)]
    rows = [[*head, *(head for head, _ in years), *(["属性"] * sort), *(["责任单位"] * (form == "borne"))]]
    for n, (name, unit, base, goal) in enumerate(die.sample(INDICATORS, die.randint(6, 9))):
        row = [str(n + 1)] * serial
        if form == "nameless" and (n % 3 == 0 or layout in ("tabs", "bars")):
            row.append(("创造", "运用", "保护")[n // 3] * (n % 3 == 0))
        noted, told = name, [name, unit] if column else [f"{name}({unit})"]
        if form == "noted":
            noted = f"{name}(累计)"
            told = [die.choice([f"{name}(累计,{unit})", f"{name}({unit},累计)"])]
        row += told
        for _, year in years:
            value = {None: base, 2025: goal, 2023: round((base + goal) / 2, 1), 2030: round(goal * 1.5, 1)}[year]
            row.append(str(value))
            goals += [(noted, float(value), unit, year)] if year else []
        row += [*(["预期性"] * sort), *(["、".join(die.sample(BODIES, 2))] * (form == "borne"))]
        rows.append(row)
    return rows


def _of_places(die: random.Random, goals: list[Goal]) -> list[list[str]]:
    label = die.choice([each for each in PARTS if each != "单位"])
    columns = die.sample(INDICATORS, die.randint(2, 4))
    rows = [[label, *(f"{name}({unit})" for name, unit, *_ in columns)]]
    for place in die.sample(PARTS[label], die.randint(3, len(PARTS[label]))):
        values = [str(die.choice([die.randint(2, 900), round(die.uniform(1, 20), 1)])) for _ in columns]
        goals += [(name, float(v), unit, place) for (name, unit, *_), v in zip(columns, values, strict=True)]
        rows.append([place, *values])
    return rows


TASKS = (
    "完善知识产权政策体系",
    "实施高价值专利培育计划",
    "加强商标品牌培育",
    "推动版权精品创作",
    "强化知识产权行政执法",
    "健全纠纷多元化解机制",
    "推进专利转化运用",
    "发展知识产权金融",
    "实施地理标志富农工程",
    "优化知识产权公共服务",
)
STEPS = (
    "修订专利资助和奖励办法,突出质量导向。",
    "组织龙头企业与高校院所共建培育中心,形成高质量专利组合。",
    "引导企业加强商标注册、运用和保护。",
    "加大重点领域执法力度,严厉打击侵权假冒行为。",
)
LEADERS = ("林知远", "贺青", "欧阳明", "沈望舒")
BODIES = (
    *("市市场监管局", "市科技局", "市工业和信息化局", "市财政局", "市教育局", "市农业农村局", "市商务局", "市司法局"),
    *("市中级人民法院", "市文化和旅游局", "市委宣传部", "市国资委", "人民银行市分行", "金融监管分局", "市贸促会"),
    *("各县(市、区)人民政府", "高新区管委会"),
)
ROLES = {
    ("牵头单位", "配合单位"): ("lead", "cooperating"),
    ("责任单位",): ("responsible",),
    ("牵头单位", "责任单位"): ("lead", "responsible"),
    ("牵头方", "协同方"): ("lead", "cooperating"),
}


@dataclass
class Shared:
    recipe: str
    text: str
    pairs: list[Pair]
    """A task, a body and its role."""


def shared(seed: int, *, running: bool = False, narrow: bool = False) -> Shared:
    """A plan that shares its work out in an annexed table; where it is ``narrow`` each cell breaks over lines."""
    die = random.Random(seed)
    layout, heads, grouped = die.choice([*LAYOUTS]), die.choice([*ROLES]), die.choice(["", "", "{}、", "({})", "column"])
    layout = RUNNING if running else layout
    serial, detailed, dated, led, named = (die.random() < part for part in (0.6, 0.35, 0.35, 0.2, 0.15))
    grouped = "plain" if named and not running else grouped
    if narrow:
        layout, serial, grouped = "narrow", True, die.choice(["", "column", "{}、"])
    led = led and serial
    between = "、" if layout in ("spaces", "narrow", RUNNING) else die.choice(["、", "、", "、", "\u3000", " "])
    tasks = die.sample(TASKS, die.randint(4, 10))
    task = die.choice(["重点任务", "主要任务", "工作任务", "任务", "工作内容"])
    head = ["序号"] * serial + ["类别"] * (grouped == "column") + [task] + ["具体措施"] * detailed
    rows, pairs = [[*head, *["牵头领导"] * led, *heads, *(["完成时限"] * dated)]], []
    part = max(2, len(tasks) // 3)
    for n, title in enumerate(tasks):
        group, begins = ("强化创造", "促进运用", "加强保护", "优化服务")[min(n // part, 3)], n % part == 0
        if begins and grouped not in ("", "column"):
            rows.append([grouped.replace("plain", "").format("一二三四"[min(n // part, 3)]) + group])
        row = [str(n + 1)] * serial
        if grouped == "column" and (begins or layout in ("tabs", "bars", "narrow")):
            row.append(group * begins)
        row += [title, *([STEPS[n % len(STEPS)]] * detailed), *([LEADERS[n % len(LEADERS)]] * led)]
        free = die.sample(BODIES, len(BODIES))
        for role in ROLES[heads]:
            bodies = [free.pop() for _ in range(die.randint(1, 2 if role == "lead" else 4))]
            row.append(between.join(bodies))
            pairs += [(title, body, role) for body in bodies]
        rows.append([*row, *([die.choice(["2024年12月", "2025年底", "长期坚持"])] * dated)])
    line = "\n\n" if layout == "parted" else "\n"
    text = [
        "临川市知识产权强市建设实施方案(2024—2026年)",
        f"一、总体要求{line}(一)指导思想。{WORK}",
        "(二)基本原则。坚持质量优先,坚持改革创新,坚持协同推进。",
        f"二、组织实施{line}各级各部门要切实提高认识,结合实际抓好落实。",
        die.choice([f"附件{line}临川市知识产权强市建设重点任务分工表", "附件1 重点任务分工表", "重点任务分工表"]),
        _in_columns(rows, die) if narrow else _laid(rows, layout),
    ]
    recipe = f"{seed}: {layout} {heads} {grouped!r} serial={serial} detailed={detailed} dated={dated} led={led} {between!r}"
    return Shared(recipe, line.join(text), pairs)


GROWN = 8.0


def _values(heads: tuple[str, ...], first: Any, base: float, goal: float) -> tuple[list[str], list[tuple[int, float]]]:
    if len(heads) == 1:
        return [str(goal)], [(2025, float(goal))]
    if len(heads) == 2:
        return [str(first), str(goal)], [(2025, float(goal))]
    if heads[1] == "2023年":
        between = round((base + goal) / 2, 1) if isinstance(base, float) else int(base + goal) // 2
        return [str(first), str(between), str(goal)], [(2023, float(between)), (2025, float(goal))]
    return [str(first), str(goal), f"{GROWN:g}%"], [(2025, float(goal)), (2025, GROWN)]


def _laid(rows: list[list[str]], layout: str) -> str:
    between = LAYOUTS.get(layout, " ")
    if "\n" in between or layout == RUNNING:
        return between.join(cell for row in rows for cell in row if cell)
    if layout == "bars":
        return "\n".join("|" + "|".join(row) + "|" for row in rows)
    return "\n".join(between.join(cell for cell in row if cell or layout == "tabs") for row in rows)


MARKS = ("", "", "— {} —", "# Page {}:", "第{}页")
CLOSING, OPENING = "、，。；：）》”,;:)", "（《“("


def _in_columns(rows: list[list[str]], die: random.Random) -> str:
    """A table as pages have it whose columns are narrow: the lines of a cell one below the other, cell after cell.

    A page ends where so many lines are full, in mid-row too, and the next may begin with the head.
    """
    widths = [_width(head, [row[n] for row in rows[1:] if n < len(row)], die) for n, head in enumerate(rows[0])]
    widths = [w + 2 * (rows[0][max(0, n - 1)] == "类别") for n, w in enumerate(widths)]
    broken = [[_lines(cell, width) for cell, width in zip(row, widths, strict=False)] for row in rows]
    broken = [cells if len(row) > 1 else [row] for row, cells in zip(rows, broken, strict=True)]
    height, mark = die.randint(14, 40), die.choice(MARKS)
    again = not mark or die.random() < 0.8
    head = [line for cell in broken[0] for line in cell]
    out, left, page = [*head], height, 1
    for cells in broken[1:]:
        row = cells
        while any(row):
            size = max(map(len, row))
            if left < min(size, 2) or (left < size and die.random() < 0.4):
                page += 1
                out += [mark.format(page)] * bool(mark) + head * again
                left = max(height, 2)
                continue
            out += [line for cell in row for line in cell[:left]]
            row = [cell[left:] for cell in row]
            left -= min(size, left)
    return "\n".join(out)


def _width(head: str, cells: list[str], die: random.Random) -> int:
    """How many characters a column takes: few where its cells are short."""
    longest = max(map(len, [head, *cells]))
    if longest <= 4:
        return 4
    return die.randint(10, 14) if longest > 20 else die.randint(3, 9)


def _lines(cell: str, width: int) -> list[str]:
    """A cell broken into lines as a page sets it: no line begins with a closing mark or ends with an opening one."""
    out: list[str] = []
    while cell:
        end = next((n for n in range(1, len(cell)) if _wide(cell[: n + 1]) > 2 * width), len(cell))
        while end < len(cell) and cell[end] in CLOSING:
            end += 1
        while end > 1 and end < len(cell) and cell[end - 1] in OPENING:
            end -= 1
        out.append(cell[:end])
        cell = cell[end:]
    return out


def _wide(text: str) -> int:
    """Half widths that a text takes: a Chinese character is two."""
    return sum(1 if c.isascii() and c.isalnum() else 2 for c in text)


def _plan(table: str, title: str, between: str, *, noted: bool) -> str:
    return between.join(
        [
            "临川市知识产权发展“十四五”规划",
            "一、总体要求",
            f"(一)指导思想。{WORK}",
            "(二)发展目标。到2025年,知识产权综合实力明显增强,保护更加严格,运用更加充分,服务更加便捷。",
            title,
            table,
            *(["注:部分指标为累计数。"] if noted else []),
            "二、主要任务",
            f"(一)提升创造质量。{WORK}(市市场监管局、市科技局负责)",
            f"(二)强化保护。{WORK}(市法院负责)",
            "三、保障措施",
            f"(一)加强组织领导。{WORK}",
        ]
    )
