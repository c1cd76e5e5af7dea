"""The walk over the 108 systems and the note on declarations name what is there."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from zhichan.kernel.catalogue.shapes import (
    Act,
    Measure,
    Page,
    Procedure,
    Register,
    Selection,
    Shape,
    System,
)
from zhichan.site.places import CHECKOUT

PAPER = CHECKOUT / "docs/explanation/systems-on-paper.md"
NOTE = CHECKOUT / "docs/decisions/what-a-declaration-may-say.md"
SYSTEMS = CHECKOUT / "src/zhichan/systems"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAPER.read_text(encoding="utf-8").splitlines()
    if re.match(r"\| [MCUPS]\d\d ", line)
]


def test_each_system_has_one_row_under_its_name() -> None:
    points = tomllib.loads((SYSTEMS / "points.toml").read_text(encoding="utf-8"))
    assert [row[0] for row in ROWS] == [f"{name} {one['title']['zh']}" for name, one in points.items()]


def test_a_declaration_in_code_style_is_shipped() -> None:
    shipped = {each.name.removesuffix(".toml") for each in SYSTEMS.glob("*/*/*.*.toml")}
    named = {name for row in ROWS for name in re.findall(r"`(\w+\.(?:register|procedure|measure|selection|page))`", row[1])}
    assert named - shipped == set()


def test_points_are_those_that_tests_are_marked_with() -> None:
    marked = {
        point
        for file in (CHECKOUT / "tests").rglob("test_*.py")
        for point in re.findall(r'mark\.point\("([A-Z]\d\d\.\d)"', file.read_text(encoding="utf-8"))
    }
    for row in ROWS:
        for first, last in re.findall(r"points? (\d)(?:–(\d))?", row[4]):
            assert {f"{row[0][:3]}.{n}" for n in range(int(first), int(last or first) + 1)} <= marked, row[0]


def test_what_is_missing_is_counted_from_the_rows() -> None:
    text = PAPER.read_text(encoding="utf-8").partition("## What is missing")[2]
    told = dict(re.findall(r"^\| (\w+) \| (\d+) \|", text, re.MULTILINE))
    found = Counter(word.strip() for row in ROWS for word in row[5].split(",") if word.strip())
    assert {name: int(number) for name, number in told.items()} == found
    assert list(told.values()) == sorted(told.values(), key=int, reverse=True)
    free = sum(not row[5] for row in ROWS)
    assert re.search(rf"^{free} systems need nothing", text, re.MULTILINE)


@pytest.mark.parametrize("page", [PAPER, NOTE], ids=["walk", "note"])
def test_every_file_named_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = [*re.findall(r"`((?:src|tests|docs)/[\w./-]+)`", text), *re.findall(r"`((?:management|service)/\w+)`", text)]
    linked = re.findall(r"\]\(([\w./-]+)\)", text)
    assert [each for each in named if not any((at / each).exists() for at in (CHECKOUT, SYSTEMS))] == []
    assert [each for each in linked if not (page.parent / each).exists()] == []


@pytest.mark.parametrize("shape", [System, Register, Procedure, Measure, Selection, Page, Act], ids=lambda shape: shape.__name__)
def test_the_note_names_every_key(shape: type[Shape]) -> None:
    named = set(re.findall(r"`(\w+)`", NOTE.read_text(encoding="utf-8").partition("## What the kernel")[0]))
    keys = {field.alias or name for name, field in shape.model_fields.items()}
    assert keys - named - {"title", "chain", "definition", "since", "until", "counted_from"} == set()


def test_the_note_names_every_type_of_a_fact() -> None:
    from zhichan.kernel.catalogue.shapes import FieldShape

    text = NOTE.read_text(encoding="utf-8")
    sentence = re.search(r"A fact is (.+?);", text, re.DOTALL)
    assert sentence
    assert set(re.findall(r"\w+", sentence[1])) - {"or"} == set(get_args(FieldShape.model_fields["type"].annotation))
