"""Systems are declarations: nobody imports them, and their rules see only the rulebook and the instruments."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from zhichan.site import places

ALLOWED_IN_RULES = ("zhichan.instruments", "zhichan.kernel.catalogue.rulebook")


def imported(source: str) -> set[str]:
    """Every module a source text imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
            found |= {f"{node.module}.{name.name}" for name in node.names if node.module == "zhichan"}
    return found


def strays(source: str) -> set[str]:
    """Imports that a system's rules may not have."""
    return {
        name
        for name in imported(source) - {"zhichan"}
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not any(name == allowed or name.startswith(f"{allowed}.") for allowed in ALLOWED_IN_RULES)
    }


def names_a_system(source: str) -> bool:
    return any(name == "zhichan.systems" or name.startswith("zhichan.systems.") for name in imported(source))


def short(path: Path) -> str:
    return str(path.relative_to(places.PACKAGE))


SOURCES = sorted(places.PACKAGE.rglob("*.py"))
RULES = sorted(places.PACKAGE.glob("systems/*/*/rules.py"))


def test_no_module_imports_a_system() -> None:
    assert [short(path) for path in SOURCES if names_a_system(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("path", RULES, ids=short)
def test_rules_see_only_the_rulebook_and_the_instruments(path: Path) -> None:
    assert strays(path.read_text(encoding="utf-8")) == set()


def test_a_system_holds_no_other_python_than_its_rules() -> None:
    found = {short(path) for path in places.PACKAGE.glob("systems/**/*.py")}
    assert found - {short(path) for path in RULES} <= {"systems/__init__.py"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from zhichan.kernel.measures.public import value", {"zhichan.kernel.measures.public"}),
        ("def f():\n    import django.db", {"django.db"}),
        ("from . import other", {"."}),
        ("from zhichan import kernel", {"zhichan.kernel"}),
        ("import re\nfrom zhichan.instruments.clock import due", set()),
        ("from zhichan.kernel.catalogue.rulebook import guard", set()),
    ],
)
def test_a_planted_import_is_found(source: str, expected: set[str]) -> None:
    assert strays(source) == expected


@pytest.mark.parametrize(
    "source", ["import zhichan.systems.management", "from zhichan import systems", "from zhichan.systems import x"]
)
def test_a_planted_import_of_a_system_is_found(source: str) -> None:
    assert names_a_system(source)
