"""What stands under seal is copied nowhere, papers are taken from whoever may give them, reasons can be erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import perform
from zhichan.kernel.casework.public import Case, letter_of
from zhichan.kernel.ground.public import Paper, Refusal, Region, kernel
from zhichan.kernel.ledger.public import Event, Payload
from zhichan.kernel.registry.public import Entry
from zhichan.site.verifying import verify

AT = datetime(2025, 9, 30, 1, tzinfo=UTC)
DAY = date(2025, 9, 30)
CLERK = Actor("user:1", DAY, (Role("clerk", "/tc/"), Role("keeper", "/tc/")))
STRANGER = Actor("anyone", DAY)
WHY = {"reason": "当事人申请", "instrument": "测试决定〔2025〕1号"}
SECRET = "绝密线索"

SYSTEM = """
id = "T01"
title = { zh = "玩具", en = "Toy" }
chain = "management"
owner = { zh = "测试", en = "tests" }
[roles]
clerk = ["note:read"]
head = []
keeper = ["ledger:erase", "note:enter"]
"""
REPORT = """
title = { zh = "举报", en = "Report" }
number = "JB"
audience = ["clerk", "head"]
[stages.open]
title = { zh = "未办", en = "Open" }
untimed = { zh = "无", en = "none" }
[stages.done]
title = { zh = "已办", en = "Done" }
last = true
[fields.subject]
title = { zh = "事由", en = "subject" }
type = "text"
[fields.secret]
title = { zh = "线索", en = "lead" }
type = "text"
readers = ["head"]
[fields.to_whom]
title = { zh = "受送达人", en = "recipient" }
type = "text"
readers = ["head"]
[fields.scan]
title = { zh = "扫描件", en = "scan" }
type = "paper"
[fields.more]
title = { zh = "其他", en = "more" }
type = "data"
[fields.reason]
title = { zh = "理由", en = "reason" }
type = "text"
[acts.write]
title = { zh = "写", en = "write" }
to = "open"
who = ["clerk"]
letter = "receipt"
[acts.amend]
title = { zh = "补", en = "amend" }
from = "open"
who = ["clerk"]
needs = ["reason"]
may = ["subject", "secret", "more"]
[acts.summon]
title = { zh = "通知", en = "summon" }
from = "open"
who = ["clerk"]
[acts.finish]
title = { zh = "办结", en = "finish" }
from = "open"
to = "done"
who = ["clerk"]
enters = "note"
[clocks.coming]
starts = ["summon"]
stops = ["done"]
chosen = "step"
per = "to_whom"
overdue = "warn"
term = [{ days = 5, since = 2020-01-01, clause = "办法第一条" }]
"""
NOTE = """
title = { zh = "记录", en = "Note" }
audience = ["clerk"]
label = ["subject"]
[fields.subject]
title = { zh = "事由", en = "subject" }
type = "text"
[fields.secret]
title = { zh = "线索", en = "lead" }
type = "text"
[fields.scan]
title = { zh = "扫描件", en = "scan" }
type = "paper"
"""
RECEIPT = """
title = { zh = "回执", en = "receipt" }
to = []
text = "事由：{subject}；线索：{secret}。"
"""


@pytest.fixture(autouse=True)
def toy(declare: Callable[[dict[str, str]], None], db: None) -> None:
    declare({
        "system.toml": SYSTEM, "report.procedure.toml": REPORT, "note.register.toml": NOTE,
        "letters/receipt.toml": RECEIPT.replace("to = []", 'to = ["nobody"]'),
    })  # fmt: skip
    with kernel():
        Region.objects.create(slug="tc", name="测试市", name_en="Test City", kind="city", path="/tc/")


def write(**facts: Any) -> str:
    given = {"region": "/tc/", "subject": "假冒", **facts}
    return str(perform(actor=CLERK, verb="report:write", facts=given, at=AT).result["case"])


def amend(case: str, **facts: Any) -> None:
    perform(actor=CLERK, verb="report:amend", target=case, facts={"reason": "补充", **facts}, at=AT)


def row(case: str) -> Case:
    with kernel():
        return Case.objects.get(pk=case)


def seen_by_clerk() -> str:
    """Everything that the reader role is given, by raw SQL as the clerk."""
    with reading(CLERK), connection.cursor() as cursor:
        texts = []
        for table in ("casework_case", "casework_sealed", "casework_participant", "ledger_event", "ledger_payload",
                      "registry_entry", "registry_slot"):  # fmt: skip
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} AS t")
            texts.append(cursor.fetchone()[0])
    return " ".join(texts)


def test_a_sealed_fact_reaches_neither_letter_nor_course_nor_register_even_where_the_check_was_not_asked() -> None:
    case = write(secret=SECRET)
    perform(actor=CLERK, verb="report:summon", target=case, facts={"to_whom": SECRET}, at=AT)
    perform(actor=CLERK, verb="report:finish", target=case, at=AT)
    assert row(case).letters[0]["stated"] == {"subject": "假冒", "secret": None}
    assert letter_of(CLERK, row(case).pk, "receipt#1").decode() == "回执\n\n事由：假冒；线索：——。\n"
    assert [each.get("given") for each in row(case).course] == [None, None, None]
    with kernel():
        assert Entry.objects.get().data == {"subject": "假冒"}
        assert Payload.objects.filter(field_class__startswith="sealed", content__patch__secret=SECRET).count() == 1
    assert SECRET not in seen_by_clerk()


def test_a_reason_stands_in_the_payload_alone_and_goes_with_its_erasure() -> None:
    case = write()
    amend(case, reason="当事人王某来电")
    with kernel():
        assert set(Event.objects.values_list("reason", flat=True)) == {""}
    assert "王某" in seen_by_clerk()
    perform(actor=CLERK, verb="ledger:erase", target=f"case:{case}", facts={"fields": ["reason"], **WHY}, at=AT)
    with kernel(), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM ledger_event AS t")
        assert "王某" not in cursor.fetchone()[0]
    assert "王某" not in seen_by_clerk()


def test_a_paper_of_another_case_cannot_be_had_by_naming_its_digest() -> None:
    other = row(write(scan=b"%PDF-1 not yours"))
    digest = other.facts["scan"]
    case = write()
    before = row(case).version
    answers = []
    for name in (digest, "0" * 64):
        with pytest.raises(Refusal) as refused:
            amend(case, scan=name)
        answers.append(refused.value.as_json())
    # There or not there, the answer is the same.
    assert answers[0] == answers[1]
    assert (answers[0]["code"], answers[0]["place"], row(case).version) == ("given.paper", "scan", before)
    with pytest.raises(Refusal) as opening:
        write(scan=digest)
    assert opening.value.codes == ("given.paper",)


def test_a_case_may_name_its_own_paper_again_and_hand_it_on() -> None:
    case = write(scan=b"%PDF-1 mine")
    amend(case, scan=row(case).facts["scan"])
    perform(actor=CLERK, verb="report:finish", target=case, at=AT)
    with kernel():
        entry = Entry.objects.get()
    assert entry.data["scan"] == row(case).facts["scan"]


def test_an_entry_takes_bytes_and_its_own_paper_and_no_other_digest() -> None:
    digest = row(write(scan=b"%PDF-1 not yours")).facts["scan"]
    keeper = Actor("user:9", DAY, (Role("noter", "/tc/"),))
    with pytest.raises(Refusal) as forbidden:
        perform(actor=keeper, verb="note:enter", facts={"region": "/tc/", "scan": b"x"}, at=AT)
    assert forbidden.value.codes == ("acts.forbidden",)
    finished = write(scan=b"%PDF-2 own")
    perform(actor=CLERK, verb="report:finish", target=finished, at=AT)
    with kernel():
        assert Paper.objects.filter(sha256=digest).exists()
        assert Paper.objects.count() == 3  # two scans and one receipt, equal for both cases


def test_a_stranger_leaves_no_paper_and_a_file_in_a_place_for_words_is_refused() -> None:
    case = write()
    with kernel():
        before = Paper.objects.count()
    reader = Actor("user:5", DAY, (Role("head", "/tc/"),))
    for act, facts in (("write", {"region": "/tc/", "scan": b"huge"}), ("amend", {"reason": "x", "scan": b""})):
        target = case if act == "amend" else None
        with pytest.raises(Refusal) as refused:
            # An empty file would be refused as empty, were it looked at before the role is asked.
            perform(actor=reader, verb=f"report:{act}", target=target, facts=facts, at=AT)
        assert refused.value.codes == ("acts.forbidden",)
    for name in ("subject", "more"):
        with pytest.raises(Refusal) as refused:
            amend(case, **{name: b"a file"})
        assert [(each.code, each.place) for each in refused.value.reasons] == [("given.wrong", name)]
    with kernel():
        assert Paper.objects.count() == before


def test_an_act_takes_away_what_it_may_bring_when_null_is_given_and_nothing_else() -> None:
    case = write(secret=SECRET, more=[1], scan=b"%PDF-1 x")
    amend(case, subject=None, secret=None, scan=None, more="")
    found = row(case)
    # An empty text is nothing said, a null says that there is nothing; a paper was not the act's to take away.
    assert (sorted(found.facts), found.facts["more"], found.version) == (["more", "reason", "scan"], [1], 2)
    with kernel():
        assert not found.sealed.exists()
        part = Payload.objects.get(event__subject_version=2, field_class="ordinary").content
    assert (part["patch"], part["before"]["facts"]) == (
        {"reason": "补充", "subject": None}, {"reason": None, "subject": "假冒"},
    )  # fmt: skip
    assert verify().faults == []
    with pytest.raises(Refusal) as refused:
        perform(actor=CLERK, verb="report:amend", target=case, facts={"reason": None}, at=AT)
    assert [(each.code, each.place) for each in refused.value.reasons] == [("given.missing", "reason")]
