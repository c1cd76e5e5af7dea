"""Erasing facts: content goes, digests and seals stay, the state is still the fold; publicity can end."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import drafts, perform, reach, save_draft
from zhichan.kernel.casework.public import Case, Sealed, fold
from zhichan.kernel.ground.public import Paper, Refusal, Region, kernel, paper_bytes
from zhichan.kernel.ledger import events, verifying
from zhichan.kernel.ledger.erasing import legible
from zhichan.kernel.ledger.public import Event, Payload, seal, sequence
from zhichan.kernel.registry.models import Claim, Slot
from zhichan.kernel.registry.public import Entry

AT = datetime(2025, 9, 30, 1, tzinfo=UTC)
DAY = date(2025, 9, 30)
CLERK = Actor("user:1", DAY, (Role("clerk", "/tc/"),))
KEEPER = Actor("user:2", DAY, (Role("keeper", "/tc/"),))
FAR_KEEPER = Actor("user:3", DAY, (Role("keeper", "/elsewhere/"),))
STRANGER = Actor("anyone", DAY)
WHY = {"reason": "当事人申请删除", "instrument": "测试决定〔2025〕1号"}

SYSTEM = """
id = "T01"
title = { zh = "玩具", en = "Toy" }
chain = "management"
owner = { zh = "测试", en = "tests" }
[roles]
clerk = ["member:enter", "member:correct", "member:read"]
keeper = ["ledger:erase", "ledger:take-down"]
"""
REPORT = """
title = { zh = "举报", en = "Report" }
number = "JB"
audience = ["clerk"]
public = ["open"]
[stages.open]
title = { zh = "未办", en = "Open" }
untimed = { zh = "无", en = "none" }
[stages.done]
title = { zh = "已办", en = "Done" }
last = true
[fields.name]
title = { zh = "姓名", en = "name" }
type = "text"
[fields.subject]
title = { zh = "事由", en = "subject" }
type = "text"
[fields.photo]
title = { zh = "照片", en = "photo" }
type = "paper"
[fields.phone]
title = { zh = "电话", en = "telephone" }
type = "text"
readers = ["clerk"]
[acts.write]
title = { zh = "写", en = "write" }
to = "open"
who = ["clerk"]
needs = ["name", "subject"]
[acts.amend]
title = { zh = "补", en = "amend" }
from = "open"
who = ["clerk"]
needs = ["name"]
[acts.finish]
title = { zh = "办结", en = "finish" }
from = "open"
to = "done"
who = ["clerk"]
needs = ["subject"]
"""
MEMBER = """
title = { zh = "成员", en = "Member" }
label = ["name"]
audience = ["public"]
exclusive = [{ fields = ["name"] }]
[fields.name]
title = { zh = "姓名", en = "name" }
type = "text"
required = true
searched = true
[fields.office]
title = { zh = "职务", en = "office" }
type = "text"
"""
PHOTO = b"\x89PNG a face"


@pytest.fixture(autouse=True)
def toy(declare: Callable[[dict[str, str]], None], db: None) -> None:
    declare({"system.toml": SYSTEM, "report.procedure.toml": REPORT, "member.register.toml": MEMBER})
    with kernel():
        Region.objects.create(slug="tc", name="测试市", name_en="Test City", kind="city", path="/tc/")


def written(**more: Any) -> str:
    facts = {"region": "/tc/", "name": "王某", "subject": "假冒", "photo": PHOTO, "phone": "12345"} | more
    made = perform(actor=CLERK, verb="report:write", facts=facts, at=AT)
    case = str(made.result["case"])
    perform(actor=CLERK, verb="report:amend", target=case, facts={"name": "王某某"}, at=AT)
    return case


def erase(case: str, *fields: str, actor: Actor = KEEPER, **more: Any) -> Any:
    return perform(
        actor=actor, verb="ledger:erase", target=f"case:{case}", facts={"fields": fields, **WHY, **more}, at=AT
    )


def everything() -> str:
    """The whole content of the tables, as text."""
    with kernel(), connection.cursor() as cursor:
        texts = []
        for table in ("ledger_payload", "ledger_event", "casework_case", "casework_sealed", "registry_entry",
                      "registry_slot", "registry_claim", "ground_paper"):  # fmt: skip
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} AS t")
            texts.append(cursor.fetchone()[0])
    return " ".join(texts)


def state(case: str) -> tuple[dict[str, Any], str, int]:
    with kernel():
        row = Case.objects.get(pk=case)
        return row.facts, row.stage, row.version


def folded(case: str) -> tuple[dict[str, Any], str, int]:
    with kernel():
        parts = Payload.objects.filter(
            event__subject_kind="case", event__subject_id=case, field_class="ordinary"
        ).select_related("event").order_by("event_id")  # fmt: skip
        found = fold(legible((part.event, part) for part in parts))
    return found["facts"], found["stage"], found["version"]


def test_an_erased_fact_is_gone_everywhere_and_the_state_is_still_the_fold() -> None:
    case = written()
    assert "王某" in everything()
    done = erase(case, "name")
    assert "王某" not in everything()
    assert done.result["parts"] == 2
    assert state(case) == folded(case) == (
        {"subject": "假冒", "photo": hashlib.sha256(PHOTO).hexdigest()}, "open", 2)  # fmt: skip


def test_after_an_erasure_digests_and_seals_still_verify_and_the_part_names_its_eraser() -> None:
    case = written()
    sequence()
    seal(at=AT)
    done = erase(case, "name")
    sequence()
    assert verifying.verify().faults == []
    with kernel():
        gone = list(Payload.objects.filter(content__isnull=True).values_list("erased_by", flat=True))
        assert gone == [done.events[0]] * 2
        event = Event.objects.get(pk=done.events[0])
        assert (event.reason, event.actor) == (WHY["reason"], "user:2")


def test_a_case_goes_on_after_an_erasure_and_can_be_erased_again() -> None:
    case = written()
    erase(case, "name")
    perform(actor=CLERK, verb="report:amend", target=case, facts={"name": "李某"}, at=AT)
    assert state(case) == folded(case)
    erase(case, "subject")
    erase(case, "name")
    assert state(case) == folded(case) == ({"photo": hashlib.sha256(PHOTO).hexdigest()}, "open", 3)
    assert not {"王某", "李某", "假冒"} & set(everything().replace('"', " ").split())
    assert verifying.verify().faults == []


def test_a_fact_under_seal_and_the_paper_of_a_fact_go_with_their_bytes() -> None:
    case = written()
    done = erase(case, "phone", "photo")
    assert done.result["papers"] == [hashlib.sha256(PHOTO).hexdigest()]
    assert "12345" not in everything()
    with kernel():
        assert (Sealed.objects.count(), Paper.objects.count()) == (0, 0)
        with pytest.raises(Refusal, match=r"paper\.erased"):
            paper_bytes(hashlib.sha256(PHOTO).hexdigest())


def test_a_paper_that_another_case_holds_too_stays() -> None:
    case = written()
    written()
    assert erase(case, "photo").result["papers"] == []
    with kernel():
        assert paper_bytes(hashlib.sha256(PHOTO).hexdigest()) == PHOTO


def test_a_draft_on_the_case_loses_the_fact_too() -> None:
    case, other = written(), written()
    for target in (case, other):
        save_draft(actor=CLERK, verb="report:amend", target=target, facts={"name": "王某", "subject": "x"}, at=AT)
    erase(case, "name")
    assert [each.facts for each in drafts(actor=CLERK, target=case)] == [{"subject": "x"}]
    assert [each.facts for each in drafts(actor=CLERK, target=other)] == [{"name": "王某", "subject": "x"}]


def test_a_field_class_names_the_facts_in_it() -> None:
    case = written()
    done = perform(actor=KEEPER, verb="ledger:erase", target=f"case:{case}", facts={"classes": ["sealed-0"], **WHY}, at=AT)
    assert done.result["fields"] == ["phone"]
    assert "12345" not in everything()


def test_what_is_kept_of_a_sealed_part_stays_under_its_own_audience() -> None:
    case = written()
    erase(case, "name")
    with reading(Actor("user:9", DAY)):
        kept = Payload.objects.filter(field_class__startswith="kept").count()
    with kernel():
        parts = list(Payload.objects.filter(field_class__startswith="kept").values_list("readers", "public"))
    assert kept == 1
    assert parts == [(["clerk@/tc/"], True)]


def test_the_preview_of_an_erasure_erases_nothing() -> None:
    case = written()
    before = everything()
    seen = perform(
        actor=KEEPER, verb="ledger:erase", target=f"case:{case}", facts={"fields": ["name"], **WHY}, at=AT, preview=True
    )
    assert seen.result["parts"] == 2
    assert everything() == before


@pytest.mark.parametrize(
    ("actor", "facts", "code"),
    [
        (KEEPER, {"reason": ""}, "ledger.no-reason"),
        (KEEPER, {"instrument": " "}, "ledger.no-instrument"),
        (KEEPER, {"fields": []}, "ledger.nothing-named"),
        (KEEPER, {"fields": ["shoe"]}, "ledger.nothing-there"),
        (CLERK, {}, "acts.forbidden"),
        (STRANGER, {}, "acts.forbidden"),
        (FAR_KEEPER, {}, "acts.not-there"),
    ],
)
def test_an_erasure_without_right_or_reason_is_refused_and_nothing_changed(
    actor: Actor, facts: dict[str, Any], code: str
) -> None:
    case = written()
    before = everything()
    with pytest.raises(Refusal) as refused:
        perform(actor=actor, verb="ledger:erase", target=f"case:{case}", facts={"fields": ["name"], **WHY, **facts}, at=AT)
    assert refused.value.codes == (code,)
    assert everything() == before


@pytest.mark.parametrize("target", ["case:nothing", "case:01890000-0000-7000-8000-000000000000", "shoe:1", "", None])
def test_a_subject_that_is_not_there_is_not_there(target: Any) -> None:
    with pytest.raises(Refusal) as refused:
        perform(actor=KEEPER, verb="ledger:erase", target=target, facts={"fields": ["name"], **WHY}, at=AT)
    assert refused.value.codes == ("acts.not-there",)


def test_an_entry_loses_the_fact_its_slot_and_the_text_of_its_claim_and_stays_exclusive() -> None:
    facts = {"region": "/tc/", "name": "赵某", "office": "主任"}
    entry = perform(actor=CLERK, verb="member:enter", facts=facts, at=AT).result["entry"]
    perform(actor=KEEPER, verb="ledger:erase", target=f"member:{entry}", facts={"fields": ["name"], **WHY}, at=AT)
    assert "赵某" not in everything()
    with kernel():
        assert Entry.objects.get(pk=entry).data == {"office": "主任"}
        assert not Slot.objects.exists()
        assert Claim.objects.get().key == []
    with pytest.raises(Refusal, match=r"registry\.taken"):
        perform(actor=CLERK, verb="member:enter", facts=facts, at=AT)
    assert verifying.verify().faults == []


def test_a_take_down_hides_case_and_events_from_the_public_the_same_day_and_for_good() -> None:
    case = written()
    with reading(STRANGER):
        assert reach(STRANGER, "report:read").count() == 1
        assert (Event.objects.count(), Payload.objects.count()) == (2, 2)
    perform(actor=KEEPER, verb="ledger:take-down", target=f"case:{case}", facts=WHY, at=AT)
    perform(actor=CLERK, verb="report:amend", target=case, facts={"name": "又"}, at=AT)
    with reading(STRANGER):
        assert reach(STRANGER, "report:read").count() == 0
        assert (Event.objects.count(), Payload.objects.count()) == (0, 0)
    with reading(CLERK):
        assert reach(CLERK, "report:read").count() == 1
        assert Event.objects.count() == 4
    with pytest.raises(Refusal, match=r"ledger\.not-public"):
        perform(actor=KEEPER, verb="ledger:take-down", target=f"case:{case}", facts=WHY, at=AT)
    assert verifying.verify().faults == []


def test_publicity_cannot_be_begun_or_prolonged_and_nothing_else_of_an_event_changed() -> None:
    case = written()
    perform(actor=KEEPER, verb="ledger:take-down", target=f"case:{case}", facts=WHY, at=AT)
    for table in ("ledger_event", "ledger_payload"):
        for change in ("public_until = NULL", "public_until = '2099-01-01'", "public = true", "readers = '{anyone}'"):
            with pytest.raises(ProgrammingError), kernel(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET {change}")


def test_a_number_is_sealed_as_it_will_be_read_back() -> None:
    """PostgreSQL writes 1e22 out and knows no negative zero; the digest must be of what it gives back."""
    with kernel():
        events.append([
            events.NewEvent("test:done", "thing", "1", AT, "user:1", {"ordinary": {"n": [1e22, -0.0, 1e-7, 2.50, 1e15]}}),
        ])  # fmt: skip
    assert verifying.verify().faults == []
