"""Fields of a register that only some may read stand apart: raw SQL as anyone else sees nothing of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import perform, reach
from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.kernel.ledger.public import Event, Payload
from zhichan.kernel.registry.public import Entry, SealedField, data_of
from zhichan.site.verifying import verify

AT = datetime(2025, 9, 30, 1, tzinfo=UTC)
DAY = date(2025, 9, 30)
SECRET = "13900000000"
SYSTEM = """
id = "T01"
title = { zh = "玩具", en = "Toy" }
chain = "management"
owner = { zh = "测试", en = "tests" }
[roles]
keeper = ["expert:enter", "expert:correct", "expert:end", "expert:read", "ledger:erase"]
caller = ["expert:read"]
"""
REGISTER = """
title = { zh = "专家", en = "Expert" }
audience = ["keeper", "caller", "public"]
label = ["name"]
exclusive = [{ fields = ["phone"] }]
[fields.name]
title = { zh = "姓名", en = "name" }
type = "text"
required = true
searched = true
[fields.office]
title = { zh = "职务", en = "office" }
type = "text"
searched = true
[fields.phone]
title = { zh = "电话", en = "telephone" }
type = "text"
readers = ["caller"]
[fields.scan]
title = { zh = "扫描件", en = "scan" }
type = "paper"
readers = ["caller"]
"""
KEEPER = Actor("user:1", DAY, (Role("keeper", "/tc/"),))
CALLER = Actor("user:2", DAY, (Role("caller", "/tc/"),))
FAR = Actor("user:3", DAY, (Role("caller", "/elsewhere/"),))
STRANGER = Actor("anyone", DAY)


@pytest.fixture(autouse=True)
def toy(declare: Callable[[dict[str, str]], None], db: None) -> None:
    declare({"system.toml": SYSTEM, "expert.register.toml": REGISTER})
    with kernel():
        Region.objects.create(slug="tc", name="测试市", name_en="Test City", kind="city", path="/tc/")


def enter(**facts: Any) -> str:
    given = {"region": "/tc/", "name": "甲", "phone": SECRET, **facts}
    return str(perform(actor=KEEPER, verb="expert:enter", facts=given, at=AT).result["entry"])


def correct(entry: str, **facts: Any) -> None:
    perform(actor=KEEPER, verb="expert:correct", target=entry, facts={"reason": "更正", **facts}, at=AT)


def seen(actor: Actor) -> str:
    """Everything that the reader role is given, by raw SQL."""
    with reading(actor), connection.cursor() as cursor:
        texts = []
        for table in ("registry_entry", "registry_slot", "registry_sealedfield", "ledger_event", "ledger_payload"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} AS t")
            texts.append(cursor.fetchone()[0])
    return " ".join(texts)


def held(actor: Actor, entry: str) -> dict[str, Any]:
    with reading(actor):
        found = reach(actor, "expert:read").select_related("region").get(pk=entry)
    return data_of(actor, found)


def test_a_sealed_field_is_in_nobodys_rows_but_its_readers() -> None:
    entry = enter()
    assert [SECRET in seen(each) for each in (CALLER, KEEPER, FAR, STRANGER)] == [True, False, False, False]
    assert held(CALLER, entry) == {"name": "甲", "phone": SECRET}
    assert held(KEEPER, entry) == held(STRANGER, entry) == {"name": "甲"}


def test_a_correction_of_it_keeps_what_was_apart_too_and_the_state_is_the_fold() -> None:
    entry = enter(scan=b"%PDF-1 x")
    correct(entry, phone="139", office="主任")
    assert [SECRET in seen(each) for each in (CALLER, KEEPER, STRANGER)] == [True, False, False]
    with kernel():
        event = Event.objects.get(subject_id=entry, subject_version=2)
        parts = dict(Payload.objects.filter(event=event).values_list("field_class", "content"))
        digest = SealedField.objects.get(field="scan").value
    assert parts["sealed-0"] == {"data": {"phone": "139"}, "before": {"phone": SECRET}}
    assert (parts["ordinary"]["data"], parts["ordinary"]["before"]) == ({"office": "主任"}, {"office": None})
    correct(entry, scan=digest)
    assert verify().faults == []


def test_a_correction_takes_away_what_is_given_as_nothing_unless_it_is_required() -> None:
    entry = enter(office="主任", scan=b"%PDF-1 x")
    correct(entry, phone=None, office="", scan=[])
    assert held(CALLER, entry) == {"name": "甲"}
    with kernel():
        assert Entry.objects.get().data == {"name": "甲"}
        assert not SealedField.objects.exists()
        ordinary = Payload.objects.get(event__subject_version=2, field_class="ordinary").content
    assert (ordinary["data"], ordinary["before"]) == ({"office": None}, {"office": "主任"})
    with reading(KEEPER), connection.cursor() as cursor:
        cursor.execute("SELECT field FROM registry_slot")
        assert cursor.fetchall() == [("name",)]
    with pytest.raises(Refusal) as refused:
        correct(entry, name=None)
    assert [(each.code, each.place) for each in refused.value.reasons] == [("given.missing", "name")]
    assert held(KEEPER, entry) == {"name": "甲"}
    assert verify().faults == []
    # What it held exclusively is free again.
    enter(name="乙")


def test_what_is_exclusive_is_held_though_it_stands_apart() -> None:
    enter()
    with pytest.raises(Refusal) as refused:
        enter(name="乙")
    assert refused.value.codes == ("registry.taken",)
    assert SECRET not in str(refused.value.as_json())


def test_an_erasure_takes_it_from_its_row_and_its_part() -> None:
    entry = enter()
    perform(actor=KEEPER, verb="ledger:erase", target=f"expert:{entry}", at=AT, facts={
        "fields": ["phone"], "reason": "本人申请", "instrument": "测试〔2025〕1号"})  # fmt: skip
    assert SECRET not in seen(CALLER)
    with kernel(), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM ledger_payload AS t")
        assert SECRET not in cursor.fetchone()[0]
    assert held(CALLER, entry) == {"name": "甲"}
    assert verify().faults == []


def test_a_house_whose_sealed_row_was_altered_is_told_so() -> None:
    enter()
    with kernel():
        SealedField.objects.update(value="别的")
    assert [fault.code for fault in verify().faults] == ["verify.entry"]
