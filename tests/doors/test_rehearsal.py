"""Before a new edition is used, the administrator sees what it would change: on the desk and at the console."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.doors.conftest import City, person
from tests.doors.test_one_folder import PLOT, Cast, ask, case_of, garden, html, people, words

from zhichan.doors.console.commands import catalogue
from zhichan.doors.console.frame import main
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.ledger.public import Event

__all__ = ["garden", "people"]  # Fixtures of the garden.
pytestmark = pytest.mark.django_db
PAGE = "/desk/rehearsal/"
GROWN = PLOT.replace("working_days = 5", "working_days = 10") + """
[acts.refuse_politely]
title = { zh = "婉拒", en = "turn down" }
from = "asked"
to = "given"
who = ["keeper"]
"""


@pytest.fixture
def keeper_of_the_house(people: Cast, city: City) -> Client:
    client = Client()
    client.force_login(person("house", "administrator", city.city))
    return client


def send(client: Client, text: str, procedure: str = "garden_plot") -> Any:
    file = SimpleUploadedFile("garden_plot.procedure.toml", text.encode())
    return client.post(PAGE, {"procedure": procedure, "file": file})


def test_each_running_case_is_told_with_its_days_and_its_acts_and_nothing_changes(
    people: Cast, keeper_of_the_house: Client
) -> None:
    case = case_of(ask(people))
    with kernel():
        before = Event.objects.count()
    answer = send(keeper_of_the_house, GROWN)
    assert answer.status_code == 200
    said = words(answer)
    for told in (case.number, "转入新版", "分配时限：2025年10月14日 → 2025年10月21日", "婉拒", "在办 1"):
        assert told in said, said
    with kernel():
        assert Event.objects.count() == before
    assert "refuse_politely" not in current().procedures["garden_plot"].acts


def test_an_edition_that_changes_nothing_says_so(people: Cast, keeper_of_the_house: Client) -> None:
    ask(people)
    said = words(send(keeper_of_the_house, PLOT))
    assert "与正在使用的版本相同" in said
    assert "没有一件在办事项会因新版而变化" in said


def test_a_broken_edition_is_told_with_file_and_line(people: Cast, keeper_of_the_house: Client) -> None:
    broken = GROWN.replace('to = "given"', 'to = "givn"')
    answer = send(keeper_of_the_house, broken)
    assert (answer.status_code, "did you mean" in html(answer), "相近或可用的有" in html(answer)) == (422, False, True)
    assert "garden_plot.procedure.toml:" in html(answer)
    for files, procedure in (({}, "garden_plot"), ({"file": SimpleUploadedFile("a.toml", b"x" * 70000)}, "garden_plot")):
        assert keeper_of_the_house.post(PAGE, {"procedure": procedure, **files}).status_code == 422
    assert send(keeper_of_the_house, GROWN, "no_such_thing").status_code == 422


def test_it_is_there_for_whom_it_is_for(people: Cast, keeper_of_the_house: Client) -> None:
    assert 'href="/desk/rehearsal/"' in html(keeper_of_the_house.get("/desk/"))
    assert [client.get(PAGE).status_code for client in (people.gardener, people.keeper)] == [404, 404]
    assert 'href="/desk/rehearsal/"' not in html(people.gardener.get("/desk/"))


def test_who_keeps_a_county_alone_tries_no_edition_on_the_whole_city(people: Cast, city: City) -> None:
    county = Client()
    county.force_login(person("east_house", "administrator", city.east))
    assert county.get(PAGE).status_code == 404
    assert 'href="/desk/rehearsal/"' not in html(county.get("/desk/"))


def test_the_console_tells_the_same_of_every_procedure_that_a_folder_changes(
    people: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], garden: Path
) -> None:
    monkeypatch.setattr(catalogue, "opened", nullcontext)
    case = case_of(ask(people))
    overlay = tmp_path / "next"
    for file in garden.rglob("*"):
        if file.is_file() and overlay not in file.parents:
            place = overlay / file.relative_to(garden)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.read_bytes())
    (overlay / "service/garden/garden_plot.procedure.toml").write_text(GROWN, encoding="utf-8")
    assert main(["catalogue", "rehearse", "--overlay", str(overlay), "--on", "2025-09-30", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["garden_plot"]
    [one] = told["garden_plot"]["differences"]
    assert (one["number"], one["moves"], one["gained"], one["due"][0][1:]) == (
        case.number, True, ["refuse_politely"], ["2025-10-14", "2025-10-21"])  # fmt: skip
    assert main(["catalogue", "rehearse", "garden_plot", "--overlay", str(overlay), "--on", "2025-09-30"]) == 0
    printed = capsys.readouterr().out
    assert "在办1件，转入新版1件，沿用旧版0件" in printed
    assert "+ refuse_politely" in printed
    assert main(["catalogue", "rehearse", "nothing", "--overlay", str(overlay)]) == 1
