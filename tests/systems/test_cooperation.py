"""P13: a request goes from one installation to another and its answers come back, each signed and taken once.

Two namespaces stand for two installations: cities of their own in one database, each with its officers, its roster of
partners and its own secret. Nothing passes between them but the text of the envelopes.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zhichan.instruments import courier
from zhichan.kernel.access.public import Actor, Role, keeping, reading
from zhichan.kernel.acts.public import perform, reach
from zhichan.kernel.casework import examples
from zhichan.kernel.casework.public import Case, clocks_of
from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.kernel.ledger.public import Event
from zhichan.kernel.registry.public import Entry

FOLDER = "protection/cooperation"
START = date(2026, 3, 2)
SECRETS = {name: Fernet.generate_key().decode() for name in ("north", "south", "west")}


class Installation:
    """One side: its region, its officers, its secret."""

    def __init__(self, name: str, settings: Any) -> None:
        self.name, self.path, self.settings = name, f"/{name}/", settings
        with kernel():
            Region.objects.create(slug=name, name=name, name_en=name, kind="city", path=self.path, synthetic=True)

    @property
    def key(self) -> str:
        self.settings.ZHICHAN_CODES_KEY = SECRETS[self.name]
        return keeping.public_key()

    def act(self, verb: str, case: str | None = None, *, on: date = START, role: str = "cooperation-officer", **facts: Any) -> Any:
        self.settings.ZHICHAN_CODES_KEY = SECRETS[self.name]
        actor = Actor(f"user:{self.name}", on, (Role(role, self.path),))
        opens = {"region": self.path} if case is None else {}
        at = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
        return perform(actor=actor, verb=verb, target=case, facts={**opens, **facts}, at=at).result

    def knows(self, *others: Installation) -> None:
        for one in (self, *others):
            self.act("installation:enter", role="administrator", keeper=self.name, name=one.name, public_key=one.key, own=one is self)

    def case(self, case: str) -> Case:
        with kernel():
            return Case.objects.select_related("region").get(pk=case)

    def takes(self, envelope: str, on: date = START) -> str:
        """Take a message in; the case it was brought to."""
        return str(self.act("delivery:receive", on=on, role="courier", envelope=envelope)["handed"][0]["case"])


@pytest.fixture
def sides(db: None, settings: Any) -> tuple[Installation, Installation]:
    north, south = Installation("north", settings), Installation("south", settings)
    north.knows(south)
    south.knows(north)
    return north, south


ASKED = {
    "cooperation_kind": "recognition", "subject": "涉嫌假冒专利", "request": "请查明生产者",
    "evidence": [{"name": "公证书", "sha256": "a" * 64}],
}  # fmt: skip
FOUND = {
    "result": "已认定侵权", "issuing_body": "south局", "document_no": "裁决书九号", "effective_on": "2026-03-09",
    "evidence": [{"name": "现场笔录", "sha256": "b" * 64}],
}  # fmt: skip


def due(case: Case, on: date) -> dict[str, date | None]:
    return {run.name: run.due.day for run in clocks_of(case, as_of=on) if run.open}


def asked(north: Installation, south: Installation, on: date = START) -> tuple[str, str]:
    """The case that asks and the one that was opened by it there."""
    sent = str(north.act("cooperation:send", on=on, partner="south", **ASKED)["case"])
    return sent, south.takes(north.case(sent).facts["envelope"], on)


@pytest.mark.point("P13.1", without=f"{FOLDER}/cooperation.procedure.toml#clocks.reply_here")
def test_a_request_is_accepted_worked_on_and_replied_to_with_clocks_on_both_sides(sides: Any) -> None:
    north, south = sides
    mine, theirs = asked(north, south)
    assert due(north.case(mine), START) == {"acceptance_there": date(2026, 3, 5), "reply_there": date(2026, 3, 23)}
    assert due(south.case(theirs), START) == {"acceptance_here": date(2026, 3, 5), "reply_here": date(2026, 3, 23)}
    told = south.case(theirs).facts
    assert {name: told[name] for name in ASKED} == ASKED
    assert (told["partner"], told["remote_number"]) == ("north", north.case(mine).number)
    later = START + timedelta(days=2)
    south.act("cooperation:accept", theirs, on=later)
    assert north.takes(south.case(theirs).facts["envelope"], later) == mine
    assert north.case(mine).stage == "underway"
    later = date(2026, 3, 24)
    late = {run.name for side, one in ((north, mine), (south, theirs)) for run in clocks_of(side.case(one), as_of=later) if run.overdue}
    assert late == {"reply_there", "reply_here"}, "what is overdue shows on both sides"
    south.act("cooperation:reply", theirs, on=later, **FOUND)
    assert north.takes(south.case(theirs).facts["envelope"], later) == mine
    assert (north.case(mine).stage, south.case(theirs).stage) == ("replied", "answered")
    assert due(north.case(mine), later) == due(south.case(theirs), later) == {}


def test_a_request_sent_back_comes_back_with_its_reason(sides: Any) -> None:
    north, south = sides
    mine, theirs = asked(north, south)
    south.act("cooperation:send_back", theirs, reason="不属本地管辖")
    north.takes(south.case(theirs).facts["envelope"])
    assert (north.case(mine).stage, north.case(mine).facts["reason"]) == ("returned", "不属本地管辖")


def counts() -> tuple[int, int, int]:
    with kernel():
        return Event.objects.count(), Case.objects.count(), Entry.objects.count()


def refused(side: Installation, envelope: str) -> tuple[str, ...]:
    """Why an envelope is refused; nothing changes."""
    before = counts()
    with pytest.raises(Refusal) as reason:
        side.takes(envelope)
    assert counts() == before
    return reason.value.codes


@pytest.mark.point("P13.2", without=f"{FOLDER}/delivery.procedure.toml#acts.receive.guards")
def test_a_message_is_taken_once_and_only_as_its_sender_signed_it(sides: Any, settings: Any) -> None:
    north, south = sides
    sent = str(north.act("cooperation:send", partner="south", **ASKED)["case"])
    envelope = north.case(sent).facts["envelope"]
    opened = json.loads(envelope)
    for member, value in (("number", "XZ-2026-9999"), ("sent_on", "2026-03-01"), ("body", {**ASKED, "request": "另一事"})):
        changed = {**opened, "message": {**opened["message"], member: value}}
        assert refused(south, json.dumps(changed)) == ("cooperation.signature",), member
    assert refused(north, envelope) == ("cooperation.signature",), "it is not for its sender"
    for nothing in ("", "{}", "[1]", "null", "[" * 100_000, json.dumps({**opened, "signature": "zz"})):
        assert refused(south, nothing) in {("cooperation.form",), ("given.missing",), ("given.wrong",)}
    west = Installation("west", settings)
    west.knows(south)
    stranger = str(west.act("cooperation:send", partner="south", **ASKED)["case"])
    assert refused(south, west.case(stranger).facts["envelope"]) == ("cooperation.signature",), "not on record"
    theirs = south.takes(envelope)
    assert refused(south, envelope) == ("cooperation.repeated",)
    south.act("cooperation:accept", theirs)
    acceptance = south.case(theirs).facts["envelope"]
    north.takes(acceptance)
    assert set(refused(north, acceptance)) == {"cooperation.repeated", "cooperation.no-case"}
    assert json.loads(envelope)["message"].keys() == set(courier.SCHEMA["required"])


def test_the_register_itself_refuses_a_message_twice(sides: Any) -> None:
    north, south = sides
    asked(north, south)
    with kernel():
        known = dict(Entry.objects.get(register="received_message").data)
    assert known["sender"] == "north"
    assert known["message_kind"] == "request"


@pytest.mark.point("P13.3", without=f"{FOLDER}/cooperation.procedure.toml#acts.recognise.enters")
def test_a_result_is_recognised_as_it_came_and_nothing_is_collected_again(sides: Any) -> None:
    north, south = sides
    mine, theirs = asked(north, south)
    south.act("cooperation:accept", theirs)
    north.takes(south.case(theirs).facts["envelope"])
    later = date(2026, 3, 10)
    south.act("cooperation:reply", theirs, on=later, **FOUND)
    north.takes(south.case(theirs).facts["envelope"], later)
    with pytest.raises(Refusal) as again:
        north.act("cooperation:recognise", mine, on=later, basis="协议第五条", evidence=[{"name": "重新取证"}])
    assert again.value.codes == ("given.not-taken",)
    north.act("cooperation:recognise", mine, on=later, basis="协议第五条")
    officer = Actor("user:1", later, (Role("cooperation-officer", "/north/"),))
    with reading(officer):
        (kept,) = reach(officer, "recognition:read")
    assert {name: kept.data[name] for name in FOUND} == FOUND


@pytest.mark.point("P13.4", without=f"{FOLDER}/rules.py#rates")
def test_the_reply_rate_is_told_partner_by_partner(sides: Any, settings: Any) -> None:
    north, south = sides
    west = Installation("west", settings)
    north.act("installation:enter", role="administrator", keeper="north", name="west", public_key=west.key)
    for number in range(3):
        _, theirs = asked(north, south)
        if number < 2:
            south.act("cooperation:accept", theirs)
            north.takes(south.case(theirs).facts["envelope"])
            south.act("cooperation:reply", theirs, result="已查")
            north.takes(south.case(theirs).facts["envelope"])
    north.act("cooperation:send", partner="west", **ASKED)
    made = north.act("cooperation_report:draw_up", since="2026-03-01", until="2026-04-01")
    assert north.case(made["case"]).facts["rates"] == [
        {"partner": "south", "sent": 3, "replied": 2, "returned": 0, "rate": 66.7},
        {"partner": "west", "sent": 1, "replied": 0, "returned": 0, "rate": 0.0},
    ]


def test_nobody_can_make_the_key_of_an_examples_partner_from_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def public(key: Ed25519PrivateKey) -> bytes:
        return key.public_key().public_bytes_raw()

    name = "邻市系统"
    made = public(examples._partner(name))
    assert made == public(examples._partner(name)), "within an example the partner stays the same"
    assert made != public(Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest()))
    monkeypatch.setattr(examples, "_PARTNERS", bytes(32))
    assert made != public(examples._partner(name)), "it follows from what was drawn for the process"
