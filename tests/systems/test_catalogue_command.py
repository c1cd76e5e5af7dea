"""`zhichan catalogue`: exit 0 done, 1 refused with reasons, 2 wrong usage."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from zhichan.doors.console import main
from zhichan.kernel.catalogue.public import KINDS, check, default_root, schema
from zhichan.kernel.registry.sources import SOURCES


def printed(capsys: pytest.CaptureFixture[str]) -> object:
    return json.loads(capsys.readouterr().out)


def test_the_declarations_of_the_platform_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "check", "--json"]) == 0, capsys.readouterr().out
    assert printed(capsys) == {"ok": True, "problems": []}


def test_an_overlay_with_a_mistake_is_refused_with_file_line_and_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "management" / "cascade"
    place.mkdir(parents=True)
    text = (default_root() / "management/cascade/system.toml").read_text(encoding="utf-8")
    (place / "system.toml").write_text(text.replace("owner =", "ownre ="), encoding="utf-8")
    assert main(["catalogue", "--json", "check", "--overlay", str(tmp_path)]) == 1
    document = printed(capsys)
    assert isinstance(document, dict)
    assert document["ok"] is False
    assert next(item for item in document["problems"] if item["code"] == "unknown_key") == {
        "file": "management/cascade/system.toml",
        "line": 4,
        "gate": "shape",
        "code": "unknown_key",
        "text": {
            "zh": "不认识的键 ownre;相近或可用的有:owner",
            "en": "unknown key ownre; did you mean: owner",
        },
    }
    assert main(["catalogue", "check", "--overlay", str(tmp_path)]) == 1
    assert "management/cascade/system.toml:4  不认识的键 ownre" in capsys.readouterr().out


def test_a_missing_overlay_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "check", "--json", "--overlay", str(tmp_path / "none")]) == 1
    document = printed(capsys)
    assert isinstance(document, dict)
    assert (document["code"], document["place"]) == ("catalogue.no-overlay", "--overlay")


def test_other_words_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue"]) == 2
    assert main(["catalogue", "chekc"]) == 2
    assert main(["catalogue", "schema", "letter"]) == 2


def test_one_declaration_is_shown_by_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "show", "M18", "--json"]) == 0
    document = printed(capsys)
    assert isinstance(document, list)
    assert [(item["kind"], item["name"], item["declared"]["id"]) for item in document] == [
        ("system", "management/cascade/system", "M18"),
    ]


def test_what_is_not_declared_cannot_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "show", "no_such_thing", "--json"]) == 1
    document = printed(capsys)
    assert isinstance(document, dict)
    assert document["code"] == "catalogue.nothing-declared"


def test_a_new_system_is_sound_from_the_first_moment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = ["catalogue", "new", "protection/toys", "--id", "X01", "--zh", "玩具“甲”", "--en", 'toys "a"']
    assert main([*new, "--overlay", str(tmp_path)]) == 0
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.toml")) == [
        "protection/toys/desk.page.toml",
        "protection/toys/system.toml",
        "protection/toys/toys.register.toml",
    ]
    assert check(roots=[tmp_path], sources=SOURCES) == []
    assert tomllib.loads((tmp_path / "protection/toys/system.toml").read_text(encoding="utf-8"))["title"] == {
        "zh": "玩具“甲”",
        "en": 'toys "a"',
    }


@pytest.mark.parametrize(
    ("path", "identity", "code"),
    [
        ("nowhere/toys", "X01", "catalogue.path"),
        ("protection", "X01", "catalogue.path"),
        ("protection/../x", "X01", "catalogue.path"),
        ("protection/Toys", "X01", "catalogue.path"),
        ("protection/toys", "x", "catalogue.id"),
        ("protection/toys", "M02", "catalogue.taken"),
        ("management/cascade", "X01", "catalogue.taken"),
    ],
)
def test_a_new_system_that_cannot_be_leaves_no_trace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], path: str, identity: str, code: str
) -> None:
    assert main(["catalogue", "new", path, "--id", identity, "--json", "--overlay", str(tmp_path)]) == 1
    document = printed(capsys)
    assert isinstance(document, dict)
    assert document["code"] == code
    assert list(tmp_path.iterdir()) == []


def test_schemas_are_written_for_every_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "schema", "--write", str(tmp_path / "schemas")]) == 0
    written = {
        path.name: json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "schemas").iterdir()
    }
    assert written == {f"{kind}.schema.json": schema(kind=kind) for kind in KINDS}
    capsys.readouterr()
    assert main(["catalogue", "schema", "measure"]) == 0
    assert printed(capsys) == schema(kind="measure")


def test_what_the_checker_accepts_the_schema_accepts_and_unknown_keys_neither() -> None:
    for kind in KINDS:
        validator = jsonschema.Draft202012Validator(schema(kind=kind))
        validator.check_schema(validator.schema)
        name = "system.toml" if kind == "system" else f"*.{kind}.toml"
        for path in default_root().glob(f"*/*/{name}"):
            declared = json.loads(json.dumps(tomllib.loads(path.read_text(encoding="utf-8")), default=str))
            assert list(validator.iter_errors(declared)) == [], path
            assert list(validator.iter_errors({**declared, "no_such_key": 1})) != [], path
