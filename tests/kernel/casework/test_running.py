"""Declared procedures, run through ``perform``: stages, facts, guards, hand-ons, previews, retries and the fold."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import perform, reach, why
from zhichan.kernel.casework.public import Assignment, Case, fold, paper_of
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Paper, Refusal, Region, Unit, kernel, next_number
from zhichan.kernel.ledger.public import Event, Payload
from zhichan.site.verifying import verify

AT = datetime(2025, 9, 30, 1, tzinfo=UTC)
DAY = date(2025, 9, 30)

SYSTEM = """
id = "T01"
title = { zh = "玩具", en = "Toy" }
chain = "management"
owner = { zh = "测试", en = "tests" }
"""

PROCEDURE = """
title = { zh = "借阅", en = "Loan" }
number = "JY"
audience = ["clerk", "head"]
public = ["returned"]
assigned = true
[stages.lent]
title = { zh = "借出", en = "Lent" }
untimed = { zh = "无", en = "none" }
[stages.returned]
title = { zh = "归还", en = "Returned" }
last = true
[fields.book]
title = { zh = "书名", en = "book" }
type = "text"
[fields.pages]
title = { zh = "页数", en = "pages" }
type = "number"
[fields.scan]
title = { zh = "扫描件", en = "scan" }
type = "paper"
[acts.lend]
title = { zh = "借出", en = "lend" }
to = "lent"
who = ["clerk"]
needs = ["book"]
guards = ["not_forbidden"]
[acts.note]
title = { zh = "记录", en = "note" }
from = "lent"
who = ["clerk"]
needs = ["pages"]
derive = { read = "read" }
[acts.return]
title = { zh = "归还", en = "return" }
from = "lent"
to = "returned"
who = ["clerk"]
hands_on = [{ verb = "card:file", facts = "cards" }]
"""

CARD = """
title = { zh = "卡片", en = "Card" }
number = "KP"
audience = ["clerk"]
[stages.filed]
title = { zh = "归档", en = "Filed" }
untimed = { zh = "无", en = "none" }
[stages.shredded]
title = { zh = "销毁", en = "Shredded" }
last = true
[fields.text]
title = { zh = "内容", en = "text" }
type = "text"
[acts.file]
title = { zh = "归档", en = "file" }
to = "filed"
who = ["clerk"]
needs = ["text"]
[acts.shred]
title = { zh = "销毁", en = "shred" }
from = "filed"
to = "shredded"
who = ["clerk"]
"""

WISH = """
title = { zh = "心愿", en = "Wish" }
number = "XY"
audience = ["clerk"]
[stages.made]
title = { zh = "提出", en = "Made" }
untimed = { zh = "无", en = "none" }
[stages.met]
title = { zh = "满足", en = "Met" }
last = true
[fields.wish]
title = { zh = "心愿", en = "wish" }
type = "text"
[acts.make]
title = { zh = "提出", en = "make" }
to = "made"
who = ["anyone"]
[acts.meet]
title = { zh = "满足", en = "meet" }
from = "made"
to = "met"
who = ["clerk"]
"""

RULES = """
from zhichan.kernel.catalogue.rulebook import Context, Reason, Text, derive, guard

@guard
def not_forbidden(context):
    if context.given["book"] == "禁书":
        return [Reason("loan.forbidden", Text("此书不外借", "this book is not lent"), "book", "某规定第三条")]
    return []

@derive
def read(context):
    return context.facts.get("read", 0) + context.given["pages"]

@derive
def cards(context):
    return [{"key": str(n), "text": f"第{n}张"} for n in range(context.facts.get("read", 0))]
"""


@pytest.fixture
def toy(declare: Callable[[dict[str, str]], None]) -> None:
    """Two procedures and their rules."""
    declare({
        "system.toml": SYSTEM, "loan.procedure.toml": PROCEDURE, "card.procedure.toml": CARD, "rules.py": RULES,
        "wish.procedure.toml": WISH,
    })  # fmt: skip


@pytest.fixture
def county(db: None) -> Region:
    """A county of the test city, with one unit."""
    with kernel():
        city = Region.objects.create(slug="tc", name="测试市", name_en="Test City", kind="city", path="/tc/")
        region = Region.objects.create(
            slug="tq", name="测试县", name_en="Test County", kind="county", parent=city, path="/tc/tq/"
        )
        Unit.objects.create(slug="tq-library", name="测试县图书馆", region=region, kind="library")
    return region


CLERK = Actor("user:1", DAY, (Role("clerk", "/tc/tq/"),))
HEAD = Actor("user:2", DAY, (Role("head", "/tc/"),))
NEIGHBOUR = Actor("user:3", DAY, (Role("clerk", "/tc/other/"),))
STRANGER = Actor("anyone", DAY)


def lend(book: str = "论语", **more: object) -> str:
    """Open a case and return its id."""
    facts = {"region": "/tc/tq/", "book": book, **more}
    return str(perform(actor=CLERK, verb="loan:lend", facts=facts, at=AT).result["case"])


def snapshot() -> tuple[int, int]:
    """Counts that must not move when something is refused."""
    with kernel():
        return Case.objects.count(), Event.objects.count()


@pytest.mark.usefixtures("toy", "county")
class TestActs:
    def test_an_opened_case_has_a_number_a_stage_and_its_facts(self) -> None:
        identity = lend()
        with reading(CLERK):
            case = reach(CLERK, "loan:read").get(pk=identity)
        assert (case.number, case.stage, case.facts, case.version) == (
            "JY-2025-0001",
            "lent",
            {"book": "论语"},
            1,
        )

    def test_a_guard_refuses_with_its_clause_and_nothing_is_left(self) -> None:
        lend()
        before = snapshot()
        with pytest.raises(Refusal) as refused:
            lend("禁书")
        assert refused.value.as_json()["clause"] == "某规定第三条"
        assert snapshot() == before
        # The refused act took no number either.
        second = lend("孟子")
        with reading(CLERK):
            assert reach(CLERK, "loan:read").get(pk=second).number == "JY-2025-0002"

    @pytest.mark.parametrize("actor", [HEAD, NEIGHBOUR, STRANGER])
    def test_whoever_lacks_the_role_in_the_region_may_not_open(self, actor: Actor) -> None:
        before = snapshot()
        with pytest.raises(Refusal) as refused:
            perform(actor=actor, verb="loan:lend", facts={"region": "/tc/tq/", "book": "论语"}, at=AT)
        assert refused.value.codes == ("acts.forbidden",)
        assert snapshot() == before

    def test_not_yours_and_not_there_look_alike(self) -> None:
        identity = lend()
        answers = []
        for target in (identity, "00000000-0000-0000-0000-000000000000"):
            with pytest.raises(Refusal) as refused:
                perform(actor=NEIGHBOUR, verb="loan:note", target=target, facts={"pages": 1}, at=AT)
            answers.append(refused.value.as_json())
        assert answers[0] == answers[1]

    def test_a_reader_without_the_role_sees_the_case_but_may_not_act(self) -> None:
        identity = lend()
        with reading(HEAD):
            assert reach(HEAD, "loan:read").count() == 1
        with pytest.raises(Refusal) as refused:
            perform(actor=HEAD, verb="loan:note", target=identity, facts={"pages": 1}, at=AT)
        assert refused.value.codes == ("acts.forbidden",)

    def test_an_assigned_unit_reads_its_case(self) -> None:
        lend(units=[{"role": "lead", "as_written": "县图书馆", "unit": "tq-library"}])
        librarian = Actor("user:9", DAY, (Role("liaison", "/tc/tq/", "tq-library"),))
        with reading(librarian):
            assert reach(librarian, "loan:read").count() == 1
            assert Assignment.objects.get().as_written == "县图书馆"

    def test_missing_unknown_and_wrong_facts_are_all_named_at_once(self) -> None:
        identity = lend()
        with pytest.raises(Refusal) as refused:
            perform(
                actor=CLERK, verb="loan:note", target=identity, facts={"pages": "十", "colour": "红"}, at=AT
            )
        assert [(each.code, each.place) for each in refused.value.reasons] == [
            ("given.unknown", "colour"),
            ("given.wrong", "pages"),
        ]
        with pytest.raises(Refusal) as refused:
            perform(actor=CLERK, verb="loan:note", target=identity, at=AT)
        assert [(each.code, each.place) for each in refused.value.reasons] == [
            ("given.missing", "pages")
        ]

    def test_an_act_out_of_its_stage_says_where_the_case_stands(self) -> None:
        identity = lend()
        perform(actor=CLERK, verb="loan:return", target=identity, at=AT)
        with pytest.raises(Refusal) as refused:
            perform(actor=CLERK, verb="loan:return", target=identity, at=AT)
        assert refused.value.codes == ("casework.stage",)
        assert "归还" in refused.value.reasons[0].text.zh

    def test_a_public_stage_opens_the_case_and_a_parent_hands_on(self) -> None:
        identity = lend()
        perform(actor=CLERK, verb="loan:note", target=identity, facts={"pages": 2}, at=AT)
        with reading(STRANGER):
            assert reach(STRANGER, "loan:read").count() == 0
        outcome = perform(actor=CLERK, verb="loan:return", target=identity, at=AT)
        with reading(STRANGER):
            assert reach(STRANGER, "loan:read").count() == 1
            assert reach(STRANGER, "card:read").count() == 0
        with reading(CLERK):
            cards = reach(CLERK, "card:read").filter(parent_id=identity).order_by("key")
            assert [(card.key, card.facts) for card in cards] == [
                ("0", {"text": "第0张"}),
                ("1", {"text": "第1张"}),
            ]
        assert len(outcome.events) == 3

    def test_a_preview_tells_and_leaves_no_trace(self) -> None:
        identity = lend()
        before = snapshot()
        outcome = perform(
            actor=CLERK, verb="loan:note", target=identity, facts={"pages": 3}, at=AT, preview=True
        )
        assert (outcome.preview, outcome.result["version"]) == (True, 2)
        assert snapshot() == before
        assert lend("孟子")

    def test_why_names_the_role_or_the_reasons(self) -> None:
        identity = lend()
        assert not why(actor=HEAD, verb="loan:return", target=identity, at=AT).allowed
        assert why(actor=CLERK, verb="loan:return", target=identity, at=AT).allowed
        with reading(CLERK):
            assert reach(CLERK, "loan:read").get(pk=identity).stage == "lent"

    def test_a_retry_with_the_same_key_does_it_once(self) -> None:
        facts = {"region": "/tc/tq/", "book": "论语"}
        first = perform(actor=CLERK, verb="loan:lend", facts=facts, at=AT, key="k1")
        again = perform(actor=CLERK, verb="loan:lend", facts=facts, at=AT, key="k1")
        assert (again.repeated, again.result["case"], again.events) == (
            True,
            first.result["case"],
            first.events,
        )
        assert snapshot()[0] == 1
        with pytest.raises(Refusal) as refused:
            perform(actor=CLERK, verb="loan:lend", facts={**facts, "book": "孟子"}, at=AT, key="k1")
        assert refused.value.codes == ("acts.key-reused",)

    def test_numbers_have_no_gap_after_refused_and_previewed_acts_and_a_missing_one_is_reported(self) -> None:
        lend()
        with pytest.raises(Refusal):
            lend("禁书")
        perform(actor=CLERK, verb="loan:lend", facts={"region": "/tc/tq/", "book": "x"}, at=AT, preview=True)
        lend("孟子")
        verdict = verify()
        assert (verdict.faults, verdict.counts["numbers"]) == ([], 2)
        with kernel():
            assert next_number("JY", year=2025) == "JY-2025-0003"
        assert [(each.code, each.place) for each in verify().faults] == [("verify.number", "JY-2025-3")]

    def test_one_strangers_key_neither_answers_nor_blocks_anothers(self) -> None:
        facts, key = {"region": "/tc/tq/", "wish": "论语"}, "3f0c9a52-2b7e-4a39"
        first = perform(actor=STRANGER, verb="wish:make", facts=facts, at=AT, key=key)
        again = perform(actor=STRANGER, verb="wish:make", facts=facts, at=AT, key=key)
        assert (again.repeated, again.result) == (True, first.result)
        other = perform(actor=STRANGER, verb="wish:make", facts={**facts, "wish": "孟子"}, at=AT, key=key)
        assert (other.repeated, other.result["case"] != first.result["case"]) == (False, True)
        before = snapshot()
        with pytest.raises(Refusal) as refused:
            perform(actor=STRANGER, verb="wish:make", facts=facts, at=AT, key="k1")
        assert (refused.value.codes, refused.value.reasons[0].place) == (("acts.key-short",), "key")
        assert snapshot() == before

    def test_a_refused_act_does_not_use_up_its_key(self) -> None:
        with pytest.raises(Refusal):
            perform(
                actor=CLERK, verb="loan:lend", facts={"region": "/tc/tq/", "book": "禁书"}, at=AT, key="k2"
            )
        done = perform(
            actor=CLERK, verb="loan:lend", facts={"region": "/tc/tq/", "book": "论语"}, at=AT, key="k2"
        )
        assert not done.repeated

    def test_the_state_is_the_fold_of_the_events(self) -> None:
        identity = lend()
        for pages in (3, 4):
            perform(actor=CLERK, verb="loan:note", target=identity, facts={"pages": pages}, at=AT)
        perform(actor=CLERK, verb="loan:return", target=identity, at=AT)
        with kernel():
            case = Case.objects.get(pk=identity)
            events = Event.objects.filter(subject_kind="case", subject_id=identity).order_by(
                "subject_version"
            )
            pairs = [(event, Payload.objects.get(event_id=event.pk)) for event in events]
        assert fold(pairs) == {
            "facts": case.facts,
            "stage": case.stage,
            "version": case.version,
            "course": case.course,
            "letters": case.letters,
        }
        assert case.facts == {"book": "论语", "read": 7}
        assert pairs[2][1].content["before"] == {"facts": {"read": 3}, "stage": "lent"}

    def test_a_file_is_kept_with_the_act_and_opened_only_by_readers_of_the_case(self) -> None:
        identity = uuid.UUID(lend(scan="扫描".encode()))
        assert paper_of(CLERK, identity, "scan").decode() == "扫描"
        with pytest.raises(Refusal) as refused:
            paper_of(STRANGER, identity, "scan")
        assert refused.value.codes == ("acts.not-there",)
        with pytest.raises(Refusal):
            lend("禁书", scan=b"refused with its act")
        with kernel():
            assert Paper.objects.count() == 1

    def test_an_empty_file_is_refused(self) -> None:
        with pytest.raises(Refusal) as refused:
            lend(scan=b"")
        assert refused.value.codes == ("paper.empty",)

    def test_an_unknown_verb_is_a_refusal(self) -> None:
        with pytest.raises(Refusal) as refused:
            perform(actor=CLERK, verb="loan:burn", at=AT)
        assert refused.value.codes == ("acts.unknown-verb",)

    def test_someone_cannot_hang_a_case_on_a_parent_they_cannot_see(self) -> None:
        parent = lend()
        with pytest.raises(Refusal) as refused:
            perform(actor=NEIGHBOUR, verb="card:file", facts={"parent": parent, "text": "x"}, at=AT)
        assert refused.value.codes == ("acts.not-there",)

    def test_the_catalogue_in_use_is_the_toys(self) -> None:
        assert {found.slug for found in current().procedures.values()} == {"loan", "card", "wish"}


@pytest.mark.usefixtures("toy")
@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_both_count_and_the_same_key_counts_once() -> None:
    with kernel():
        city = Region.objects.create(slug="tc", name="测试市", name_en="Test City", kind="city", path="/tc/")
        Region.objects.create(
            slug="tq", name="测试县", name_en="Test County", kind="county", parent=city, path="/tc/tq/"
        )
    identity = lend()
    start, repeated = threading.Barrier(6), []

    def note(number: int) -> None:
        start.wait(10)
        outcome = perform(
            actor=CLERK, verb="loan:note", target=identity, facts={"pages": 1}, at=AT, key=f"key-{number % 3}"
        )
        repeated.append(outcome.repeated)
        connection.close()

    threads = [threading.Thread(target=note, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with kernel():
        case = Case.objects.get(pk=identity)
    assert sorted(repeated) == [False, False, False, True, True, True]
    assert (case.facts["read"], case.version) == (3, 4)
