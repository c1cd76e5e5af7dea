"""Whatever happens to a declaration, the checker answers with problems or finds it sound; it never breaks."""

from __future__ import annotations

import json
import tempfile
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.catalogue.conftest import FILES, FOLDER, SOURCES, lay

from zhichan.kernel.catalogue.public import KINDS, Problem, check, load
from zhichan.kernel.ground.refusal import Refusal

pytestmark = pytest.mark.thorough

DECLARATIONS = sorted(path for path in FILES if path.endswith(".toml"))
GATES = {"shape", "names", "graph", "law"}

Value = Any
scalars = st.one_of(
    st.text(max_size=6),
    st.integers(-3, 3),
    st.integers(),
    st.booleans(),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.floats(allow_nan=False),
    st.datetimes().map(lambda value: value.replace(microsecond=0)),
    st.sampled_from(
        ["patent", "granted_on", "filed", "decided", "leader", "stock", "fees", "accept", "warn", "dispute"]
    ),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["zh", "en", "from", "until", "known", "x", "甲", "a b", ""]), inner, max_size=2
        ),
    ),
    max_leaves=4,
)


def written(value: Value) -> str:
    """A value as TOML."""
    if isinstance(value, dict):
        return (
            "{ "
            + ", ".join(
                f"{json.dumps(key, ensure_ascii=False)} = {written(item)}" for key, item in value.items()
            )
            + " }"
        )
    if isinstance(value, list):
        return "[" + ", ".join(written(item) for item in value) + "]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value) if "e" in repr(value) or "." in repr(value) else f"{value}"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def document(tables: dict[str, Value]) -> str:
    return "".join(
        f"{json.dumps(key, ensure_ascii=False)} = {written(value)}\n" for key, value in tables.items()
    )


def places(value: Value, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in items:
        yield (*above, key)
        yield from places(below, (*above, key))


def changed(
    tables: dict[str, Value], path: tuple[str | int, ...], how: str, value: Value, name: str
) -> dict[str, Value]:
    tables = deepcopy(tables)
    place: Any = tables
    for part in path[:-1]:
        place = place[part]
    last = path[-1]
    if how == "drop":
        del place[last]
    elif how == "set":
        place[last] = value
    elif isinstance(place, dict):
        place[name] = place[last] if how == "copy" else place.pop(last)
    else:
        place.append(deepcopy(place[last]))
    return tables


def judged(files: dict[str, str | bytes]) -> list[Problem]:
    """Check and load ``files``; what the two say of each other must agree."""
    with tempfile.TemporaryDirectory() as folder:
        root = lay(Path(folder), files)
        problems = check(roots=[root], sources=SOURCES)
        shapeless = [item for item in problems if item.gate == "shape"]
        if shapeless:
            with pytest.raises(Refusal):
                load(roots=[root])
        else:
            load(roots=[root])
        if not problems:
            assert load(roots=[root]).systems.keys() == {"P02"}
    for item in problems:
        text = files[item.file]
        last = (text if isinstance(text, bytes) else text.encode()).count(b"\n") + 1
        assert item.gate in GATES
        assert 1 <= item.line <= last, item
        assert item.text.zh
        assert item.text.en
        json.dumps(item.as_json())
    return problems


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_change_of_a_value_is_caught_or_still_sound(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(DECLARATIONS))
    tables: dict[str, Value] = tomllib.loads(FILES[path])
    for _ in range(data.draw(st.integers(1, 3))):
        where = list(places(tables))
        if not where:
            break
        tables = changed(
            tables,
            data.draw(st.sampled_from(where)),
            data.draw(st.sampled_from(["drop", "set", "set", "copy", "rename"])),
            data.draw(values),
            data.draw(st.sampled_from(["x", "zh", "since", "filed", "accept", "kind", "甲"])),
        )
    judged({**FILES, path: document(tables)})


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_change_of_bytes_is_caught_or_still_sound(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(FILES)))
    text = bytearray(FILES[path].encode())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        text[start:end] = data.draw(
            st.one_of(st.binary(max_size=4), st.sampled_from([b'"', b"[", b"{", b"\n", b"=", b"#"]))
        )
    judged({**FILES, path: bytes(text)})


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(sorted(KINDS)), tables=st.dictionaries(st.text(max_size=5), values, max_size=4))
def test_any_table_is_caught_or_sound(kind: str, tables: dict[str, Value]) -> None:
    name = "system.toml" if kind == "system" else f"anything.{kind}.toml"
    assert judged({**FILES, f"{FOLDER}/{name}": document(tables)}) != []


def required() -> Iterator[tuple[str, tuple[str, ...]]]:
    for path in DECLARATIONS:
        kind = "system" if path.endswith("system.toml") else path.split(".")[-2]
        for key, field in KINDS[kind].model_fields.items():
            if field.is_required():
                yield path, (key,)


@pytest.mark.parametrize(("path", "key"), list(required()), ids=lambda value: str(value).rpartition("/")[2])
def test_a_declaration_without_a_required_key_is_always_caught(path: str, key: tuple[str, ...]) -> None:
    tables = changed(tomllib.loads(FILES[path]), key, "drop", None, "")
    found = [item for item in judged({**FILES, path: document(tables)}) if item.code == "missing_key"]
    assert [(item.file, item.text.en) for item in found] == [(path, f"missing key {key[0]}")]


def test_the_writer_of_these_tests_writes_what_it_was_given() -> None:
    for path in DECLARATIONS:
        tables = tomllib.loads(FILES[path])
        assert tomllib.loads(document(tables)) == tables
    assert judged({**FILES, **{path: document(tomllib.loads(FILES[path])) for path in DECLARATIONS}}) == []
