"""`zhichan catalogue`: exit 0 done, 1 refused with reasons, 2 wrong usage."""

from __future__ import annotations

import json
import tomllib
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from zhichan.doors.console import main
from zhichan.doors.console.commands import catalogue as catalogue_command
from zhichan.kernel.catalogue.public import KINDS, check, current, default_root, load, schema
from zhichan.kernel.registry.sources import SOURCES


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
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


TOY = {
    "system.toml": """\
id = "X77"
title = { zh = "玩具", en = "toys" }
chain = "service"
owner = { zh = "甲", en = "a" }
[roles]
toymaker = ["toy:read"]
""",
    "toy.procedure.toml": """\
title = { zh = "玩具检验", en = "Toy test" }
number = "WJ"
audience = ["toymaker"]
before = [{ act = "pass", after = ["make"] }]
[[never]]
who = ["anyone"]
acts = ["pass"]
[stages.made]
title = { zh = "已制成", en = "Made" }
untimed = { zh = "不急", en = "no hurry" }
[stages.passed]
title = { zh = "已通过", en = "Passed" }
last = true
[fields.weight]
title = { zh = "重量", en = "weight" }
type = "number"
[acts.make]
title = { zh = "制成", en = "make" }
to = "made"
who = ["anyone"]
needs = ["weight"]
[acts.pass]
title = { zh = "通过", en = "pass" }
from = "made"
to = "passed"
who = ["toymaker"]
guards = ["not_heavy"]
""",
    "rules.py": '''\
from zhichan.kernel.catalogue.rulebook import Context, Reason, Text, guard


@guard
def not_heavy(context: Context) -> list[Reason]:
    """A toy weighs nine pounds at most."""
    return [] if context.facts["weight"] <= 9 else [Reason("toy.heavy", Text("过重", "too heavy"))]
''',
    "examples/light.toml": """\
title = { zh = "轻", en = "Light" }
procedure = "toy"
[people]
maker = { user = 9101, roles = ["toymaker"] }
[[acts]]
act = "make"
on = 2026-03-02
by = "somebody"
facts = { weight = 3 }
[[acts]]
act = "pass"
on = 2026-03-03
by = "maker"
stage = "passed"
""",
}
HEAVY = """\
title = { zh = "重", en = "Heavy" }
procedure = "toy"
[people]
maker = { user = 9101, roles = ["toymaker"] }
[[acts]]
act = "make"
on = 2026-03-02
by = "somebody"
facts = { weight = 12 }
[[acts]]
act = "pass"
on = 2026-03-03
by = "maker"
refused = ["toy.heavy"]
"""


@pytest.fixture
def toy(tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An overlay with one small procedure, its rule and a worked case that never meets the rule."""
    monkeypatch.setattr(catalogue_command, "opened", nullcontext)
    folder = tmp_path / "service" / "toys"
    for name, text in TOY.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder


def test_an_author_is_told_which_mistakes_nobody_would_notice_and_what_would(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["catalogue", "check", "--json", "--overlay", str(toy.parents[1]), "--mutants", "toy"]
    before = current()
    assert main(asked) == 1
    (found,) = printed(capsys)["mutants"]
    assert (found["procedure"], found["made"], found["noticed"]) == ("toy", 5, 4)
    assert found["survivors"] == [
        {
            "operator": "remove a guard",
            "place": "pass.not_heavy",
            "remedy": {
                "zh": "在样例中写一次因此被拒的办理（refused）",
                "en": "have a worked case in which it refuses (refused)",
            },
        }
    ]
    assert [(each["operator"], each["place"]) for each in found["alike"]] == [("widen a role", "make.toymaker")]
    assert current() is before
    (toy / "examples" / "heavy.toml").write_text(HEAVY, encoding="utf-8")
    assert main(asked) == 0
    document = printed(capsys)
    assert (document["ok"], document["mutants"][0]["rate"], document["mutants"][0]["survivors"]) == (True, 1.0, [])


def test_a_rule_that_some_course_breaks_is_a_problem_with_its_line_and_the_course(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = toy / "toy.procedure.toml"
    text = place.read_text(encoding="utf-8").replace('who = ["toymaker"]', 'who = ["toymaker", "anyone"]')
    place.write_text(text, encoding="utf-8")
    assert main(["catalogue", "check", "--json", "--overlay", str(toy.parents[1])]) == 1
    assert [each for each in printed(capsys)["problems"] if each["file"].startswith("service/toys")] == [
        {
            "file": "service/toys/toy.procedure.toml", "line": 5, "gate": "proof", "code": "never",
            "text": {"zh": "“pass”向anyone开放：pass", "en": "pass is open to anyone: pass"},
        }
    ]  # fmt: skip


def test_only_declared_procedures_have_mutants(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["catalogue", "check", "--json", "--overlay", str(toy.parents[1]), "--mutants", "no_such"]
    assert main(asked) == 1
    assert printed(capsys)["place"] == "--mutants"


def test_the_reference_tells_every_act_clock_role_field_and_measure_and_forgets_what_is_gone(
    toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "reference"
    target.mkdir()
    (target / "Z99.md").write_text("gone", encoding="utf-8")
    assert main(["catalogue", "reference", "--write", str(target), "--overlay", str(toy.parents[1])]) == 0
    capsys.readouterr()
    found = load(roots=(default_root(), toy.parents[1]))
    assert {path.stem for path in target.iterdir()} == {"README", *found.systems}
    written = {path.stem: path.read_text(encoding="utf-8") for path in target.iterdir()}
    for identity, system in found.systems.items():
        text = written[identity]
        assert identity in written["README"]
        assert {role for role in system.roles if f"- `{role}`: " not in text} == set()
        for group in (found.procedures, found.registers):
            for item in group.values():
                if item.folder == system.folder:
                    names = [*item.fields, *getattr(item, "acts", ()), *getattr(item, "clocks", ())]
                    assert [name for name in names if f"** `{name}`" not in text] == []
        slugs = [each.slug for each in found.measures.values() if each.folder == system.folder]
        assert [slug for slug in slugs if f"`{slug}`" not in text] == []
    assert "`not_heavy` — A toy weighs nine pounds at most." in written["X77"]
