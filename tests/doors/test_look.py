"""The look keeps its promises: contrast, two languages, no request to anyone else, nothing inline."""

from __future__ import annotations

import ast
import re
import tomllib
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from tests.doors import samples

import zhichan.doors.look
from zhichan.doors.look.parts import Cell, Column, Row, State, Table
from zhichan.kernel.ground.public import Text

DOORS = Path(zhichan.doors.look.__file__).parent.parent
LOOK = DOORS / "look"
CHINESE = re.compile(r"[㐀-鿿]")
PAGE_DOORS = ("look", "desk", "portal")
TEMPLATES = sorted(path for door in PAGE_DOORS for path in (DOORS / door / "templates").rglob("*.html"))
# Official letters are written in Chinese, whatever language the page is read in.
MODULES = sorted(
    path for door in PAGE_DOORS for path in (DOORS / door).rglob("*.py") if path.parent.name != "letters"
)


def tokens() -> dict[str, dict[str, str]]:
    """Colours by theme, from tokens.css."""
    text = (LOOK / "static/look/tokens.css").read_text("utf-8")
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    dark = dark.split("@media print")[0]
    return {
        name: dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part))
        for name, part in (("light", light), ("dark", dark))
    }


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


STATES = ("ok", "attention", "late", "refused", "unknown")
TEXT_PAIRS = [
    *((ink, paper) for ink in ("ink", "ink-soft", "accent") for paper in ("paper", "ground", "accent-wash")),
    *((state, paper) for state in STATES for paper in (f"{state}-wash", "paper", "ground")),
    *(("ink", f"{state}-wash") for state in STATES),
    ("accent-ink", "accent"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), TEXT_PAIRS)
def test_words_stand_out_from_what_is_behind_them(theme: str, ink: str, paper: str) -> None:
    colours = tokens()[theme]
    assert contrast(colours[ink], colours[paper]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_borders_of_controls_and_bars_stand_out(theme: str) -> None:
    colours = tokens()[theme]
    assert contrast(colours["line-strong"], colours["paper"]) >= 3
    assert contrast(colours["accent"], colours["unknown-wash"]) >= 3


def test_both_themes_give_values_to_the_same_names() -> None:
    themes = tokens()
    assert themes["light"].keys() == themes["dark"].keys()
    assert len(themes["light"]) >= 18


def test_colours_are_chosen_in_the_tokens_alone() -> None:
    assert not re.findall(
        r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsl", (LOOK / "static/look/look.css").read_text("utf-8")
    )


TAG = re.compile(r"\{%\s*t\s+(?:\"([^\"]*)\"|'([^']*)')\s+(?:\"([^\"]*)\"|'([^']*)')(.*?)%\}", re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_chinese_word_of_a_template_has_its_english(path: Path) -> None:
    source = path.read_text("utf-8")
    outside = TAG.sub("", re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", source, flags=re.DOTALL))
    assert not CHINESE.findall(outside)
    for one in TAG.finditer(source):
        chinese, english = one[1] or one[2], one[3] or one[4]
        assert english, chinese
        # The name of a language is written in that language.
        assert not CHINESE.search(english) or english == "中文"
        assert (
            set(re.findall(r"\{(\w+)\}", chinese)) == set(re.findall(r"\{(\w+)\}", english)) or "|" in english
        ), chinese


def chinese_strings(tree: ast.AST) -> list[tuple[int, str]]:
    """Chinese string constants that are not the first part of a ``Text``, a refusal or another pair."""
    allowed: set[int] = set()
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in DOCUMENTS:
            allowed.update(id(part) for part in ast.walk(node))
        if isinstance(node, documented) and ast.get_docstring(node):
            allowed.update(id(part) for part in ast.walk(node.body[0]))
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"compile", "maketrans"}:
                # What is looked for in documents, and letters for letters, are no words of a page.
                allowed.update(id(part) for part in ast.walk(node))
            first = {"Text": 0, "choose": 0, "one": 1}.get(name)
            if first is not None and len(node.args) > first + 1:
                allowed.update(id(part) for part in ast.walk(node.args[first]))
                english = node.args[first + 1]
                assert not any(
                    isinstance(part, ast.Constant)
                    and CHINESE.search(str(part.value))
                    and part.value not in NAMES
                    for part in ast.walk(english)
                ), ast.unparse(english)
        if isinstance(node, ast.FunctionDef):
            allowed.update(_paired(node))
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
        and id(node) not in allowed
        and node.value not in NAMES
    ]


def _paired(function: ast.FunctionDef) -> set[int]:
    """What is assigned to a name ending in ``zh`` where one ending in ``en`` is assigned beside it."""
    assigned: dict[str, list[ast.AST]] = {}
    for node in ast.walk(function):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            for name in names:
                if isinstance(name, ast.Name):
                    assigned.setdefault(name.id, []).append(node.value)
    return {
        id(part)
        for name, values in assigned.items()
        if re.search(r"(^|_)zh$", name) and re.sub("zh$", "en", name) in assigned
        for value in values
        for part in ast.walk(value)
    }


DOCUMENTS = frozenset(
    {
        "circular_letter", "division_document", "evaluation_letter", "_cited", "_promised", "_dated", "_told",
        "_called", "_judgement", "feed", "diff_document", "_side_by_side",
    }
)  # fmt: skip
"""What writes an official document or a feed whose language is Chinese, for whoever reads it."""


# Names and codes that are Chinese in the data itself.
NAMES = {
    "预期性",
    "约束性",
    "件",
    "件/万人",
    "万元",
    "亿元",
    "元",
    "人",
    "人次",
    "家",
    "个",
    "项",
    "次",
    "所",
    "场",
    "名",
    "万件",
    "亩",
    "万人",
    "家/所",
    "例",
    "分",
    "期",
    "天",
    "小时",
    "分钟",
    "户",
    "家次",
    "种",
    "条",
    "处",
    "/万人",
    "/年",
    "倍",
    "位",
    "名次",
    "日",
    "工作日",
    "个工作日",
    "个月",
    "一二三四五六七八九十",
    "仿宋_GB2312",
    "黑体",
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_chinese_word_of_a_module_has_its_english(path: Path) -> None:
    assert chinese_strings(ast.parse(path.read_text("utf-8"))) == []


class Page(HTMLParser):
    """Collects what a page must not have, and its ids."""

    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []
        self.inline: list[str] = []
        self.ids: list[str] = []
        self.unlabelled: list[str] = []
        self.labels: set[str] = set()
        self.controls: list[tuple[str, bool]] = []
        self.headings = 0

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        """Note addresses, inline style and script, ids, labels."""
        found = dict(attributes)
        for name in ("src", "href", "action", "hx-get", "hx-post", "poster", "data"):
            if re.match(r"[a-z]+:|//", found.get(name) or ""):
                self.outside.append(f"{tag} {name}={found[name]}")
        if tag == "style" or "style" in found or (tag == "script" and "src" not in found):
            self.inline.append(tag)
        self.inline.extend(name for name in found if name.startswith("on"))
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "label" and "for" in found:
            self.labels.add(found["for"])
        if tag in {"input", "select", "textarea"} and found.get("type") != "hidden":
            self.controls.append((found.get("id", ""), "aria-label" in found))
        self.headings += tag == "h1"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", samples.PAGES)
def test_a_page_stands_alone(name: str, language: str) -> None:
    template, context = samples.PAGES[name]
    with translation.override(language):
        html = render_to_string(template, {**context, "LANGUAGE_CODE": language})
    page = Page()
    page.feed(html)
    assert page.outside == []
    assert page.inline == []
    assert page.headings == 1
    assert len(page.ids) == len(set(page.ids)), [one for one in page.ids if page.ids.count(one) > 1]
    assert [key for key, named in page.controls if not named and key not in page.labels] == []
    if not name.startswith("error"):
        assert ("演示数据" if language == "zh-hans" else "Synthetic data") in html


def test_style_and_script_ask_nobody_else() -> None:
    for path in (LOOK / "static/look").iterdir():
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|//[a-z]|@import|eval\(", text), path.name


def declared_words() -> list[tuple[str, str, str]]:
    """Every pair of words in the declarations that are shipped: where it stands, Chinese, English."""
    found: list[tuple[str, str, str]] = []

    def walk(value: Any, place: str) -> None:
        if isinstance(value, dict):
            if set(value) == {"zh", "en"}:
                found.append((place, str(value["zh"]), str(value["en"])))
            else:
                for name, inner in value.items():
                    walk(inner, f"{place}.{name}")
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                walk(inner, f"{place}[{number}]")

    root = DOORS.parent / "systems"
    for path in sorted(root.rglob("*.toml")):
        if "examples" not in path.parts:
            walk(tomllib.loads(path.read_text("utf-8")), str(path.relative_to(root)))
    return found


def test_every_declared_word_is_said_in_both_languages() -> None:
    pairs = declared_words()
    assert len(pairs) > 500
    # What is a code, a formula or a Latin name may be the same in both.
    assert [place for place, zh, en in pairs if not zh.strip() or not en.strip()] == []
    assert [place for place, _, en in pairs if CHINESE.search(en) and en not in NAMES] == []
    assert [place for place, zh, en in pairs if zh == en and CHINESE.search(zh)] == []
    assert [place for place, zh, _ in pairs if not CHINESE.search(zh) and re.search("[a-z]{4}", zh)] == []


def test_on_a_phone_tables_of_words_stand_row_below_row_and_those_of_numbers_stay_tables() -> None:
    def shown(*numeric: bool) -> str:
        columns = [Column(Text(f"列{n}", f"column {n}"), Text("件", "items") if one else "", one) for n, one in enumerate(numeric)]
        rows = [Row([Cell(str(n)) for n, _ in enumerate(numeric)])]
        return render_to_string("look/parts/table.html", {"table": Table(Text("表", "Table"), columns, rows)})

    words = shown(False, False, True, False)
    assert 'class="wide stacks"' in words
    assert re.findall(r'data-label="([^"]+)"', words) == ["列1", "列2（件）", "列3"]
    long = Cell(State("ok", Text("绿灯", "green"), Text("第2次报告附佐证材料并经核查", "the second report has its evidence")))
    rows = [Row([Cell("甲"), long, Cell(Text("市科技局", "science bureau")), Cell("办理中")])]
    columns = [Column(Text(each, each)) for each in "甲乙丙丁"]
    page = render_to_string("look/parts/table.html", {"table": Table(Text("表", "Table"), columns, rows)})
    assert re.findall(r'<td class="long" data-label="([^"]+)"', page) == ["乙"]
    # A value that would be torn from its label has the whole width, too.
    day = [Row([Cell("甲"), Cell(date(2025, 9, 18)), Cell("办理中"), Cell("市科技局")])]
    heads = [Text("事项", "Matter"), Text("最近时限", "Next limit"), Text("阶段", "Stage"), Text("责任单位", "Unit")]
    page = render_to_string("look/parts/table.html", {"table": Table(heads[0], [Column(each) for each in heads], day)})
    assert re.findall(r'<td class="long" data-label="([^"]+)"', page) == ["最近时限"]
    # What belongs together in a row stands together, where its page says so.
    columns = [Column(Text(each, each), numeric=True) for each in "甲乙丙丁"]
    page = render_to_string("look/parts/table.html", {"table": Table(heads[0], columns, rows, stack=True)})
    assert 'class="wide stacks"' in page
    for numbers in (shown(False, True, True, True), shown(False, False, True)):
        assert 'class="wide"' in numbers
        assert "data-label" not in numbers
