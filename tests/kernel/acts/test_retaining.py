"""What is kept how long: due by its clause, destroyed after its day and not before, under no hold, never while open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from tests.statements import counted

from zhichan.kernel.access.public import Actor, Role
from zhichan.kernel.acts.public import SHANGHAI, perform, retaining
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import NamedFile, Paper, Refusal, Region, kernel
from zhichan.kernel.ledger.public import Event, Payload, seal, sequence
from zhichan.kernel.registry.public import Entry
from zhichan.site.verifying import verify

SYSTEM = """
id = "T01"
title = { zh = "玩具", en = "Toy" }
chain = "management"
owner = { zh = "测试", en = "tests" }
[roles]
clerk = ["visitor:enter", "visitor:end", "visitor:read"]
archivist = ["retention:destroy", "retention:hold", "retention:release", "ledger:erase"]
"""
REPORT = """
title = { zh = "举报", en = "Report" }
number = "JB"
audience = ["clerk"]
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
[fields.scan]
title = { zh = "扫描件", en = "scan" }
type = "paper"
[fields.phone]
title = { zh = "电话", en = "telephone" }
type = "text"
readers = ["clerk"]
[parts.reporter]
title = { zh = "举报人", en = "reporter" }
field = "people"
[fields.people]
title = { zh = "举报人", en = "people" }
type = "data"
[acts.write]
title = { zh = "写", en = "write" }
to = "open"
who = ["clerk"]
letter = "receipt"
[acts.finish]
title = { zh = "办结", en = "finish" }
from = "open"
to = "done"
who = ["clerk"]
[retention.identity]
after = "done"
what = ["name", "phone", "scan", "people"]
term = [
  { months = 6, since = 2020-01-01, until = 2025-06-01, clause = "旧规定第一条" },
  { months = 1, since = 2025-06-01, clause = "规定第二条" },
]
[retention.whole]
after = "done"
term = [{ months = 60, since = 2020-01-01, clause = "规定第三条" }]
"""
RECEIPT = """
title = { zh = "回执", en = "receipt" }
to = ["reporter"]
text = "{name}：已收到。"
"""
VISITOR = """
title = { zh = "来访", en = "Visitor" }
label = ["desk"]
audience = ["clerk"]
[fields.name]
title = { zh = "姓名", en = "name" }
type = "text"
searched = true
[fields.desk]
title = { zh = "窗口", en = "desk" }
type = "text"
[retention.names]
after = "entered"
what = ["name"]
term = [{ days = 30, since = 2020-01-01, clause = "规定第四条" }]
[retention.all]
after = "ended"
term = [{ months = 12, since = 2020-01-01, clause = "规定第五条" }]
"""
SAY = {"instrument": "销毁清册〔2025〕1号"}


def archivist(day: str, path: str = "/tc/") -> Actor:
    return Actor("user:9", date.fromisoformat(day), (Role("archivist", path),))


def clerk(day: str) -> Actor:
    return Actor("user:1", date.fromisoformat(day), (Role("clerk", "/tc/"),))


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def toy(declare: Callable[[dict[str, str]], None], db: None) -> None:
    declare({
        "system.toml": SYSTEM, "report.procedure.toml": REPORT, "visitor.register.toml": VISITOR,
        "letters/receipt.toml": RECEIPT,
    })  # fmt: skip
    with kernel():
        Region.objects.create(slug="tc", name="测试市", name_en="Test City", kind="city", path="/tc/")


def report(written: str, finished: str | None) -> str:
    facts = {
        "region": "/tc/", "title": "王某的举报", "name": "王某", "subject": "假冒", "phone": "139",
        "scan": NamedFile(b"%PDF-1 x", name="王某.pdf"), "people": [{"name": "王某", "user": 5}],
    }  # fmt: skip
    case = str(perform(actor=clerk(written), verb="report:write", facts=facts, at=at(written)).result["case"])
    if finished:
        perform(actor=clerk(finished), verb="report:finish", target=case, at=at(finished))
    return case


def destroy(target: str, rule: str, day: str, *, actor: Actor | None = None, preview: bool = False) -> Any:
    return perform(
        actor=actor or archivist(day), verb="retention:destroy", target=target, facts={"rule": rule, **SAY},
        at=at(day), preview=preview,
    )  # fmt: skip


def listed(day: str, **more: Any) -> list[tuple[str, str, str, bool]]:
    found = retaining.due(actor=archivist(day, **more), on=date.fromisoformat(day))
    return [(one.number, one.rule, one.until.isoformat(), one.held) for one in found]


def everything() -> str:
    with kernel(), connection.cursor() as cursor:
        texts = []
        for table in ("ledger_event", "ledger_payload", "casework_case", "casework_sealed", "casework_participant",
                      "registry_entry", "registry_slot"):  # fmt: skip
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} AS t")
            texts.append(cursor.fetchone()[0])
    return " ".join(texts)


@pytest.mark.parametrize(
    ("finished", "until", "clause"),
    [
        ("2025-07-15", "2025-08-15", "规定第二条"), ("2026-01-31", "2026-02-28", "规定第二条"),
        ("2025-05-31", "2025-11-30", "旧规定第一条"), ("2025-06-01", "2025-07-01", "规定第二条"),
        ("2024-08-31", "2025-02-28", "旧规定第一条"), ("2027-12-31", "2028-01-31", "规定第二条"),
    ],
)  # fmt: skip
def test_the_last_day_is_counted_from_the_event_by_the_clause_then_in_force(
    finished: str, until: str, clause: str
) -> None:
    case = report("2024-07-01", finished)
    with pytest.raises(Refusal) as refused:
        destroy(f"case:{case}", "identity", until)
    reason = refused.value.reasons[0]
    assert (reason.code, reason.clause, until in reason.text.zh) == ("retention.too-early", clause, True)
    assert "王某" in everything()
    day = date.fromordinal(date.fromisoformat(until).toordinal() + 1).isoformat()
    assert [each[:3] for each in listed(day)] == [("JB-2024-0001", "identity", until)]
    assert destroy(f"case:{case}", "identity", day).result["until"] == until


def test_what_a_rule_names_goes_everywhere_and_the_rest_and_the_seals_stay() -> None:
    case = report("2025-07-01", "2025-07-15")
    sequence()
    seal(at=at("2025-07-16"))
    done = destroy(f"case:{case}", "identity", "2025-08-16")
    with kernel():
        row = Case.objects.get(pk=case)
        assert (row.facts, row.title, row.sealed.count(), row.participants.filter(name="王某").count()) == (
            {"subject": "假冒", "title": "王某的举报"} if "title" in row.facts else {"subject": "假冒"},
            "王某的举报", 0, 0,
        )  # fmt: skip
        event = Event.objects.get(pk=done.events[0])
        content = Payload.objects.get(event=event, field_class="ordinary").content
        assert Paper.objects.count() == 1, "the kept letter is the whole's, the scan is gone"
    assert (event.verb, event.cause, content["instrument"]) == ("ledger:erase", "retention:destroy", SAY["instrument"])
    assert content["retention"] == {
        "rule": "identity", "clause": "规定第二条", "since": "2025-07-15", "until": "2025-08-15",
    }  # fmt: skip
    assert "王某.pdf" not in everything()
    assert "139" not in everything().replace('"', " ").split()
    sequence()
    assert verify().faults == []
    assert listed("2025-08-17") == []
    with pytest.raises(Refusal) as again:
        destroy(f"case:{case}", "identity", "2025-08-17")
    assert again.value.codes == ("retention.not-begun",)


def test_the_whole_leaves_number_course_and_digests_and_no_word_of_what_was_said() -> None:
    case = report("2020-07-01", "2020-07-15")
    assert [each[1:3] for each in listed("2025-07-16")] == [("identity", "2021-01-15"), ("whole", "2025-07-15")]
    destroy(f"case:{case}", "whole", "2025-07-16")
    with kernel():
        row = Case.objects.get(pk=case)
        assert (row.number, row.facts, row.title, [each["act"] for each in row.course]) == (
            "JB-2020-0001", {}, "举报", ["write", "finish"])  # fmt: skip
        assert Paper.objects.count() == 0
    assert not {"王某", "假冒", "139"} & set(everything().replace('"', " ").replace(",", " ").split())
    assert "王某" not in everything()
    assert listed("2025-07-17") == []
    sequence()
    assert verify().faults == []


def test_what_is_due_is_found_in_statements_that_do_not_grow_with_the_cases() -> None:
    def asked() -> int:
        return len(counted(lambda: listed("2025-07-16")))

    report("2020-07-01", "2020-07-15")
    assert len(listed("2025-07-16")) == 2
    one = asked()
    for _ in range(3):
        report("2020-07-01", "2020-07-15")
    assert len(listed("2025-07-16")) == 8
    assert asked() == one


def test_nothing_goes_while_open_under_a_hold_or_by_who_may_not() -> None:
    open_one, case = report("2024-01-01", None), report("2024-01-01", "2024-01-02")
    with pytest.raises(Refusal) as refused:
        destroy(f"case:{open_one}", "identity", "2030-01-01")
    assert refused.value.codes == ("retention.open",)
    hold = {"reason": "诉讼", "instrument": "法院通知〔2024〕1号"}
    perform(actor=archivist("2024-02-01"), verb="retention:hold", target=f"case:{case}", facts=hold, at=at("2024-02-01"))
    assert listed("2024-09-01") == [("JB-2024-0002", "identity", "2024-07-02", True)]
    erasure = {"fields": ["name"], "reason": "x", "instrument": "y"}
    for work in (
        lambda: destroy(f"case:{case}", "identity", "2024-09-01"),
        lambda: perform(
            actor=archivist("2024-09-01"), verb="ledger:erase", target=f"case:{case}", facts=erasure, at=at("2024-09-01")
        ),
        lambda: perform(
            actor=archivist("2024-09-01"), verb="retention:hold", target=f"case:{case}", facts=hold, at=at("2024-09-01")
        ),
    ):
        with pytest.raises(Refusal) as refused:
            work()
        assert refused.value.codes == ("retention.held",)
    for stranger in (clerk("2024-09-01"), Actor("anyone", date(2024, 9, 1))):
        with pytest.raises(Refusal) as refused:
            destroy(f"case:{case}", "identity", "2024-09-01", actor=stranger)
        assert refused.value.codes == ("acts.forbidden",)
    with pytest.raises(Refusal) as refused:
        destroy(f"case:{case}", "identity", "2024-09-01", actor=archivist("2024-09-01", "/elsewhere/"))
    assert refused.value.codes == ("acts.not-there",)
    assert listed("2024-09-01", path="/elsewhere/") == []
    with kernel():
        assert Case.objects.get(pk=case).facts["name"] == "王某"
    release = {"reason": "诉讼已结"}
    who, when = archivist("2024-09-02"), at("2024-09-02")
    perform(actor=who, verb="retention:release", target=f"case:{case}", facts=release, at=when)
    with pytest.raises(Refusal) as refused:
        perform(actor=who, verb="retention:release", target=f"case:{case}", facts=release, at=when)
    assert refused.value.codes == ("acts.not-there",)
    destroy(f"case:{case}", "identity", "2024-09-03")
    with kernel():
        assert "name" not in Case.objects.get(pk=case).facts
    sequence()
    assert verify().faults == []


@pytest.mark.parametrize(
    ("facts", "code"), [({"rule": "identity"}, "ledger.no-instrument"), ({**SAY, "rule": "none"}, "retention.rule"),
                        (SAY, "retention.rule")])  # fmt: skip
def test_a_rule_and_an_instrument_are_needed(facts: dict[str, str], code: str) -> None:
    case = report("2024-01-01", "2024-01-02")
    with pytest.raises(Refusal) as refused:
        perform(actor=archivist("2030-01-01"), verb="retention:destroy", target=f"case:{case}", facts=facts,
                at=at("2030-01-01"))  # fmt: skip
    assert refused.value.codes == (code,)


def test_a_preview_destroys_nothing() -> None:
    case = report("2024-01-01", "2024-01-02")
    destroy(f"case:{case}", "identity", "2030-01-01", preview=True)
    assert "王某" in everything()
    assert len(listed("2030-01-01")) == 2


def test_an_entry_loses_by_its_entry_what_is_kept_from_then_and_all_of_it_only_after_its_end() -> None:
    made = perform(actor=clerk("2025-01-01"), verb="visitor:enter", at=at("2025-01-01"), facts={
        "region": "/tc/", "name": "李某", "desk": "3号"})  # fmt: skip
    entry = f"visitor:{made.result['entry']}"
    assert listed("2025-01-31") == []
    with pytest.raises(Refusal) as refused:
        destroy(entry, "all", "2030-01-01")
    assert refused.value.codes == ("retention.open",)
    destroy(entry, "names", "2025-02-01")
    assert "李某" not in everything()
    ending = {"until": "2025-03-01", "reason": "撤窗"}
    perform(actor=clerk("2025-03-01"), verb="visitor:end", target=made.result["entry"], facts=ending, at=at("2025-03-01"))
    assert listed("2026-03-02") == [("visitor-2025-00001", "all", "2026-03-01", False)]
    destroy(entry, "all", "2026-03-02")
    with kernel():
        assert Entry.objects.get().data == {}
    sequence()
    assert verify().faults == []
