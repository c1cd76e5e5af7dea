"""Every key of a TOML file has its line."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.kernel.catalogue.locate import line_of, lines

TEXT = '''\
# a comment with = and [brackets]
title = { zh = "甲 # 不是注释", en = 'x = "y"' }
a.b."c d" = 1
list = [
  "one", # two
  { k = 1, deep = [1, 2,
    3] },
]
long = """
[no.table]
key = "value" \\"""
"""

[table.inner]
x = 1979-05-27T07:32:00Z
"quoted key" = true

[[rows]]
n = 1
[rows.more]
m = 2
[[rows]]
n = 3
[rows.more]
m = 4
'''


def test_keys_positions_and_tables_have_their_lines() -> None:
    tomllib.loads(TEXT)
    found = lines(text=TEXT)
    assert {path: line for path, line in found.items() if path} == {
        ("title",): 2,
        ("title", "zh"): 2,
        ("title", "en"): 2,
        ("a",): 3,
        ("a", "b"): 3,
        ("a", "b", "c d"): 3,
        ("list",): 4,
        ("list", 0): 5,
        ("list", 1): 6,
        ("list", 1, "k"): 6,
        ("list", 1, "deep"): 6,
        ("list", 1, "deep", 0): 6,
        ("list", 1, "deep", 1): 6,
        ("list", 1, "deep", 2): 7,
        ("long",): 9,
        ("table",): 14,
        ("table", "inner"): 14,
        ("table", "inner", "x"): 15,
        ("table", "inner", "quoted key"): 16,
        ("rows",): 18,
        ("rows", 0): 18,
        ("rows", 0, "n"): 19,
        ("rows", 0, "more"): 20,
        ("rows", 0, "more", "m"): 21,
        ("rows", 1): 22,
        ("rows", 1, "n"): 23,
        ("rows", 1, "more"): 24,
        ("rows", 1, "more", "m"): 25,
    }


def test_a_key_that_is_not_there_has_the_line_of_its_table() -> None:
    found = lines(text=TEXT)
    assert line_of(found=found, path=("rows", 1, "none", "deeper")) == 22
    assert line_of(found=found, path=("none",)) == 1


def paths(value: Any, above: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {above} | {path for key, below in items for path in paths(below, (*above, key))}


WORD = st.text("ab", min_size=1, max_size=2)
SCALAR = st.sampled_from(
    ['"x"', "1", "true", "2026-01-01", "'''a\n'b'''", '"""\n"c" """', '"\\""', "[]", "{}"]
)
VALUE = st.recursive(
    SCALAR,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[\n" + ", # c\n".join(items) + "\n]"),
        st.dictionaries(WORD, inner.filter(lambda text: "\n" not in text), max_size=2).map(
            lambda table: "{ " + ", ".join(f"{key} = {value}" for key, value in table.items()) + " }"
        ),
    ),
    max_leaves=6,
)
LINE = st.one_of(
    st.tuples(st.lists(WORD, min_size=1, max_size=2), VALUE).map(
        lambda pair: f"{'.'.join(pair[0])} = {pair[1]}"
    ),
    st.lists(WORD, min_size=1, max_size=3).map(lambda words: f"[{'.'.join(words)}]"),
    st.lists(WORD, min_size=1, max_size=2).map(lambda words: f"[[{'.'.join(words)}]]"),
    st.just("# [x] = {"),
)


@given(st.lists(LINE, max_size=8).map("\n".join))
def test_whatever_toml_reads_is_located_whole(text: str) -> None:
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(lines(text=text)) == paths(value)


@pytest.mark.parametrize("text", ["", "\n\n# only a comment", "a=1", "a=[[],[]]"])
def test_small_files_are_located(text: str) -> None:
    assert set(lines(text=text)) == paths(tomllib.loads(text))
