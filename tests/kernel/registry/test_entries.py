"""Entries of declared registers: entered, corrected, ended, searched, exclusive, and seen by whom they are for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import perform, reach
from zhichan.kernel.ground.public import Party, Refusal, Region, kernel
from zhichan.kernel.ledger.public import Event
from zhichan.kernel.registry.public import Entry, searched

AT = datetime(2025, 9, 30, 1, tzinfo=UTC)
DAY = date(2025, 9, 30)
SYSTEM = """
id = "T01"
title = { zh = "玩具", en = "Toy" }
chain = "management"
owner = { zh = "测试", en = "tests" }
[roles]
keeper = ["station:enter", "station:correct", "station:end", "station:read"]
inspector = ["station:read"]
"""
REGISTER = """
title = { zh = "工作站", en = "Station" }
audience = ["keeper", "inspector"]
label = ["name"]
exclusive = [{ fields = ["room"], since = "opened_on" }]
[fields.name]
title = { zh = "名称", en = "name" }
type = "text"
required = true
searched = true
[fields.room]
title = { zh = "房间", en = "room" }
type = "text"
required = true
[fields.opened_on]
title = { zh = "开放日", en = "opened on" }
type = "day"
searched = true
[fields.budget]
title = { zh = "经费", en = "budget" }
type = "money"
searched = true
[fields.level]
title = { zh = "级别", en = "level" }
type = "choice"
[fields.level.choices]
city = { zh = "市级", en = "city" }
county = { zh = "县级", en = "county" }
"""
KEEPER = Actor("user:1", DAY, (Role("keeper", "/tc/"),))
INSPECTOR = Actor("user:2", DAY, (Role("inspector", "/tc/"),))
STRANGER = Actor("anyone", DAY)
OWN, OTHER = "TEST00000000000001", "TEST00000000000002"


@pytest.fixture
def toy(declare: Callable[[dict[str, str]], None]) -> None:
    """One register."""
    declare({"system.toml": SYSTEM, "station.register.toml": REGISTER})


def found_city() -> None:
    with kernel():
        Region.objects.create(slug="tc", name="测试市", name_en="Test City", kind="city", path="/tc/")


@pytest.fixture
def city(db: None) -> None:
    found_city()


def enter(actor: Actor = KEEPER, **facts: Any) -> str:
    given = {"region": "/tc/", "name": "东站", "room": "101", **facts}
    return str(perform(actor=actor, verb="station:enter", facts=given, at=AT).result["entry"])


def codes(**facts: Any) -> tuple[str, ...]:
    with pytest.raises(Refusal) as refused:
        enter(**facts)
    return refused.value.codes


def names(actor: Actor = KEEPER, **fields: Any) -> list[str]:
    with reading(actor):
        return sorted(entry.data["name"] for entry in searched(actor, "station", **fields))


@pytest.mark.usefixtures("toy", "city")
class TestEntries:
    def test_an_entry_is_numbered_validated_and_kept(self) -> None:
        identity = enter(budget="1234.5", level="city", opened_on="2025-03-01")
        with reading(KEEPER):
            entry = reach(KEEPER, "station:read").get(pk=identity)
        assert (entry.number, entry.since) == ("station-2025-00001", DAY)
        assert entry.data == {
            "name": "东站", "room": "101", "budget": 123450, "level": "city", "opened_on": "2025-03-01",
        }

    @pytest.mark.parametrize(
        ("facts", "code"),
        [
            ({"name": ""}, "given.missing"),
            ({"colour": "red"}, "given.unknown"),
            ({"budget": "1.234"}, "given.wrong"),
            ({"budget": "NaN"}, "given.wrong"),
            ({"opened_on": "2025-02-30"}, "given.wrong"),
            ({"level": "state"}, "given.wrong"),
            ({"name": "坏\x00字"}, "given.wrong"),
            ({"region": "/nowhere/"}, "registry.region"),
            ({"until": "2025-01-01"}, "registry.dates"),
        ],
    )
    def test_unsound_facts_are_refused_and_leave_nothing(self, facts: dict[str, Any], code: str) -> None:
        assert codes(**facts) == (code,)
        with kernel():
            assert (Entry.objects.count(), Event.objects.count()) == (0, 0)

    def test_a_correction_keeps_what_was_and_why(self) -> None:
        identity = enter(budget=10)
        perform(actor=KEEPER, verb="station:correct", target=identity, facts={"budget": 20, "reason": "抄错"}, at=AT)
        with reading(KEEPER):
            entry = reach(KEEPER, "station:read").get(pk=identity)
            event = Event.objects.get(subject_id=identity, subject_version=2)
            content = event.payloads.get().content
        assert (entry.data["budget"], entry.version, event.reason) == (2000, 2, "")
        assert content["reason"] == "抄错"
        assert (content["data"], content["before"]) == ({"budget": 2000}, {"budget": 1000})

    @pytest.mark.parametrize("verb", ["station:correct", "station:end"])
    def test_a_change_needs_a_reason(self, verb: str) -> None:
        identity = enter()
        with pytest.raises(Refusal) as refused:
            perform(actor=KEEPER, verb=verb, target=identity, facts={}, at=AT)
        assert refused.value.codes == ("registry.no-reason",)

    def test_an_ended_entry_stays_and_frees_what_it_held(self) -> None:
        identity = enter(opened_on="2025-01-01")
        assert codes(name="西站", opened_on="2025-06-01") == ("registry.taken",)
        perform(
            actor=KEEPER, verb="station:end", target=identity, facts={"until": "2025-10-15", "reason": "迁址"}, at=AT
        )
        assert codes(name="西站", opened_on="2025-10-14") == ("registry.taken",)
        enter(name="西站", opened_on="2025-10-15")
        assert names() == ["东站", "西站"]

    def test_searched_fields_find_by_value_and_by_range(self) -> None:
        enter(name="甲", room="1", budget=10, opened_on="2025-01-01")
        enter(name="乙", room="2", budget=20, opened_on="2025-02-01")
        assert names(name="甲") == ["甲"]
        assert names(budget=(1500, None)) == ["乙"]
        assert names(opened_on=(date(2025, 1, 1), date(2025, 2, 1))) == ["甲"]
        assert names(name="甲", budget=2000) == []

    def test_entries_and_their_slots_are_seen_by_their_audience_alone(self) -> None:
        enter()
        assert names(INSPECTOR, name="东站") == ["东站"]
        assert names(STRANGER, name="东站") == []
        with reading(STRANGER), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM registry_slot")
            assert cursor.fetchone() == (0,)

    def test_a_party_sees_the_entries_that_name_it_where_the_audience_has_the_subject(
        self, declare: Callable[[dict[str, str]], None]
    ) -> None:
        field = """
[fields.firm]
title = { zh = "企业", en = "firm" }
type = "party"
"""
        told = REGISTER.replace('audience = ["keeper", "inspector"]', 'audience = ["keeper", "subject"]') + field
        declare({"system.toml": SYSTEM, "station.register.toml": told})
        with kernel():
            region = Region.objects.get()
            for code in (OWN, OTHER):
                Party.objects.create(code=code, name=code, kind=Party.Kind.FIRM, region=region, since=DAY)
        firm, other = (Actor("user:7", DAY, extra=frozenset({f"party:{code}"})) for code in (OWN, OTHER))
        identity = enter(firm=OWN)
        enter(name="西站", room="102")
        assert (names(firm), names(other), names()) == (["东站"], [], ["东站", "西站"])
        facts = {"firm": OTHER, "reason": "登记有误"}
        perform(actor=KEEPER, verb="station:correct", target=identity, facts=facts, at=AT)
        assert (names(firm), names(other)) == ([], ["东站"])
        declare({"system.toml": SYSTEM, "station.register.toml": REGISTER + field})
        enter(name="南站", room="103", firm=OWN)
        assert names(firm) == []

    def test_whoever_may_read_may_not_enter(self) -> None:
        with pytest.raises(Refusal) as refused:
            enter(INSPECTOR)
        assert refused.value.codes == ("acts.forbidden",)


@pytest.mark.usefixtures("toy")
@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_cannot_both_take_what_is_exclusive() -> None:
    found_city()
    start, answers = threading.Barrier(4), []

    def take(number: int) -> None:
        start.wait(10)
        try:
            enter(name=f"站{number}")
            answers.append("entered")
        except Refusal as refusal:
            answers.append(refusal.codes[0])
        connection.close()

    threads = [threading.Thread(target=take, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["entered", "registry.taken", "registry.taken", "registry.taken"]
    with kernel():
        assert Entry.objects.count() == 1
