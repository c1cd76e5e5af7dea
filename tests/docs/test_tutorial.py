"""The tutorial is done as it is written: its files, its commands, and what it says one will see."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from zhichan.doors.console import main
from zhichan.kernel.access.public import ANYONE, Actor, Role, reading
from zhichan.kernel.acts.public import perform, reach
from zhichan.kernel.catalogue.loading import OVERLAY, installed_roots
from zhichan.kernel.catalogue.public import current, load, use
from zhichan.kernel.ground.public import Refusal, Region, kernel

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "a-new-system.md"
FILE = re.compile(r"^`(\S+/\S+)`\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\.venv/bin/zhichan (.+)$", re.MULTILINE)
FOLDER = re.compile(r"^mkdir -p (\S+)$", re.MULTILINE)
AT = datetime(2025, 9, 30, 1, tzinfo=UTC)
DAY = date(2025, 9, 30)
OFFICER = Actor("user:1", DAY, (Role("county-officer", "/tc/"),))
LEADER = Actor("user:2", DAY, (Role("leader", "/tc/"),))
CITIZEN = Actor(ANYONE, DAY)


@pytest.fixture
def my_city(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[str]:
    """Follow the page up to the check; give what the check printed."""
    text = PAGE.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    [folder] = FOLDER.findall(text)
    Path(folder).mkdir(parents=True)
    [check] = (shlex.split(found) for found in COMMAND.findall(text))
    files = FILE.findall(text)
    assert [name.rpartition("/")[2] for name, _ in files] == [
        "system.toml", "station.register.toml", "visit.procedure.toml", "rules.py",
    ]  # fmt: skip
    for name, content in files:
        (Path("my-city") / name).write_text(content, encoding="utf-8")
    capsys.readouterr()
    status = main(check)
    printed = capsys.readouterr().out
    assert status == 0, printed
    monkeypatch.setenv(OVERLAY, "my-city")
    before = current()
    use(load(roots=installed_roots()))
    yield printed
    use(before)


@pytest.mark.django_db
def test_the_page_leads_where_it_says(my_city: str) -> None:
    assert "问题 0 处" in my_city
    with kernel():
        Region.objects.create(slug="tc", name="测试县", name_en="Test County", kind="county", path="/tc/")
    given = {"region": "/tc/", "name": "东街指导站", "address": "东街1号", "budget": "50000"}
    station = perform(actor=OFFICER, verb="station:enter", facts=given, at=AT).result["number"]
    facts = {"region": "/tc/", "station": station, "firm": "某茶业有限公司"}
    visit = perform(actor=OFFICER, verb="visit:plan", facts=facts, at=AT).result["case"]
    with pytest.raises(Refusal) as refused:
        perform(
            actor=OFFICER, verb="visit:record", target=visit,
            facts={"visited_on": "2025-10-07", "advice": "尽早注册"}, at=AT,
        )  # fmt: skip
    assert [(each.code, each.place) for each in refused.value.reasons] == [("visit.future", "visited_on")]
    with reading(LEADER):
        assert reach(LEADER, "visit:read").get().stage == "planned"
    with pytest.raises(Refusal):
        perform(
            actor=LEADER, verb="visit:record", target=visit,
            facts={"visited_on": "2025-09-29", "advice": "尽早注册"}, at=AT,
        )  # fmt: skip
    with reading(CITIZEN):
        assert reach(CITIZEN, "station:read").get().data["name"] == "东街指导站"
        assert not reach(CITIZEN, "visit:read").exists()


@pytest.mark.django_db
def test_the_operations_it_promises_are_in_the_api(my_city: str, client: object) -> None:
    document = client.get("/api/openapi.json").json()  # type: ignore[attr-defined]
    assert {"/registers/station", "/cases/visit"} <= set(document["paths"])


def test_a_misspelt_key_is_named_with_its_line_and_what_was_meant(
    my_city: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path("my-city/service/guidance/station.register.toml")
    path.write_text(path.read_text(encoding="utf-8").replace("searched", "serched"), encoding="utf-8")
    assert main(["catalogue", "check", "--overlay", "my-city"]) == 1
    printed = capsys.readouterr().out
    assert "station.register.toml:10" in printed
    assert "searched" in printed
