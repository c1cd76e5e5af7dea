"""The catalogue in use: what is declared, by which name, and what is left when something is left out."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from tests.kernel.catalogue.conftest import FILES, FOLDER, lay

from zhichan.kernel.catalogue.public import WITHOUT, Known, Range, current, default_root, load, without
from zhichan.kernel.ground.refusal import Refusal


def test_declarations_are_found_by_slug_name_and_id(sound: Path) -> None:
    found = load(roots=[sound])
    assert found.systems["P02"].folder == FOLDER
    assert found.folders[FOLDER].owner.en == "enforcement office"
    assert set(found.measures) == {"patents", "fees", "fee_share", "covered"}
    assert found.measures["patents"].name == f"{FOLDER}/patents"
    assert found.measures["patents"].file == f"{FOLDER}/patents.measure.toml"
    assert set(found.procedures) == {"dispute"}
    assert set(found.registers) == {"penalties"}
    assert set(found.pages) == {f"{FOLDER}/desk"}
    assert set(found.selections) == {f"{FOLDER}/overdue"}
    assert found.measures["fee_share"].parts == ("fees", "patents")


def test_conditions_keep_their_kinds(sound: Path) -> None:
    cover = load(roots=[sound]).measures["covered"].cover
    assert cover is not None
    assert cover.criteria[0].where == {"sei": True}
    assert cover.criteria[1].where == {
        "fee_fen": Range.model_validate({"from": 100000}),
        "ended_on": Known(known=False),
    }


def test_roles_come_from_systems_and_from_declared_acts(sound: Path) -> None:
    found = load(roots=[sound])
    assert found.roles_for("dispute:accept") == {"adjudicator", "leader"}
    assert found.roles_for("dispute:read") == {"adjudicator"}
    assert found.roles_for("no:such") == frozenset()


def test_what_has_no_shape_is_refused_with_its_place(sound: Path) -> None:
    lay(sound, {f"{FOLDER}/bad.page.toml": "title = 1\nof = ['x']\nkind = 'desk'\n"})
    with pytest.raises(Refusal) as refused:
        load(roots=[sound])
    assert refused.value.codes == ("catalogue.wrong_type",)
    assert refused.value.reasons[0].place == f"{FOLDER}/bad.page.toml:1"


def test_the_same_files_give_the_same_catalogue_and_other_files_another(sound: Path) -> None:
    first = load(roots=[sound])
    assert load(roots=[sound]) is first
    lay(sound, {f"{FOLDER}/fees.measure.toml": FILES[f"{FOLDER}/fees.measure.toml"].replace("当年", "本年")})
    second = load(roots=[sound])
    assert second.digest != first.digest
    assert second.measures["fees"].edition != first.measures["fees"].edition
    assert second.measures["patents"].edition == first.measures["patents"].edition


def test_a_comment_makes_no_new_edition(sound: Path) -> None:
    before = load(roots=[sound]).measures["fees"].edition
    lay(sound, {f"{FOLDER}/fees.measure.toml": "# why\n" + FILES[f"{FOLDER}/fees.measure.toml"]})
    assert load(roots=[sound]).measures["fees"].edition == before


def test_the_edition_in_force_on_a_day_is_given(sound: Path) -> None:
    text = FILES[f"{FOLDER}/fees.measure.toml"]
    lay(
        sound,
        {
            f"{FOLDER}/fees.measure.toml": f"until = 2020-01-01\n{text}",
            f"{FOLDER}/fees.second.measure.toml": f"since = 2020-01-01\nuntil = 2025-01-01\n{text}",
        },
    )
    found = load(roots=[sound])
    assert found.measure(slug="fees", on=date(2019, 12, 31)).file.endswith("/fees.measure.toml")
    assert found.measure(slug="fees", on=date(2020, 1, 1)).file.endswith("/fees.second.measure.toml")
    assert found.measures["fees"].file.endswith("/fees.second.measure.toml")
    with pytest.raises(KeyError):
        found.measure(slug="fees", on=date(2025, 1, 1))


def test_rules_are_found_by_name(sound: Path) -> None:
    found = load(roots=[sound])
    assert found.rule(folder=FOLDER, name="title_is_in_force")(None) == []
    with pytest.raises(KeyError):
        found.rule(folder=FOLDER, name="no_such_rule")
    with pytest.raises(KeyError):
        found.rule(folder="protection/none", name="title_is_in_force")


def test_a_declaration_left_out_is_gone_and_comes_back(in_use: Path) -> None:
    with without(f"{FOLDER}/fees.measure.toml"):
        assert "fees" not in current().measures
    assert "fees" in current().measures


def test_a_key_left_out_is_gone(in_use: Path) -> None:
    with without(f"{FOLDER}/patents.measure.toml#each.where.kind"):
        each = current().measures["patents"].each
        assert each is not None
        assert each.where == {}
    with without(f"{FOLDER}/covered.measure.toml#cover.criteria.0"):
        cover = current().measures["covered"].cover
        assert cover is not None
        assert [item.name for item in cover.criteria] == ["costly"]


def test_a_declaration_that_needs_the_key_goes_with_it(in_use: Path) -> None:
    with without(f"{FOLDER}/patents.measure.toml#unit"):
        assert "patents" not in current().measures


def test_a_rule_left_out_is_not_found(in_use: Path) -> None:
    with without(f"{FOLDER}/rules.py#title_is_in_force"), pytest.raises(KeyError):
        current().rule(folder=FOLDER, name="title_is_in_force")
    with without(f"{FOLDER}/rules.py"), pytest.raises(KeyError):
        current().rule(folder=FOLDER, name="title_is_in_force")


@pytest.mark.parametrize(
    "what", ["none.measure.toml", "patents.measure.toml#each.nothing", "rules.py#nothing"]
)
def test_what_is_not_there_cannot_be_left_out(in_use: Path, what: str) -> None:
    before = current()
    with pytest.raises(LookupError), without(f"{FOLDER}/{what}"):
        pass
    assert current() is before


def test_child_processes_lack_it_too() -> None:
    program = "from zhichan.kernel.catalogue.public import current; print('M18' in current().systems, 'M02' in current().systems)"

    def child() -> str:
        path = os.pathsep.join([str(default_root().parents[1]), *sys.path])
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    assert child() == "True True"
    with without("management/cascade/system.toml"):
        assert child() == "False True"
    assert WITHOUT not in os.environ
