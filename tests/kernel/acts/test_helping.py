"""What every system has without asking: drafts, batches with an outcome for each item, and standing in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from zhichan.kernel.access.public import Actor, Role, actor_of, grant, reading
from zhichan.kernel.acts.public import discard_draft, drafts, perform, perform_each, reach, save_draft
from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.kernel.ledger.public import Event

AT = datetime(2025, 9, 30, 1, tzinfo=UTC)
DAY = date(2025, 9, 30)
SYSTEM = """
id = "T01"
title = { zh = "玩具", en = "Toy" }
chain = "management"
owner = { zh = "测试", en = "tests" }
"""
PROCEDURE = """
title = { zh = "便条", en = "Note" }
number = "BT"
audience = ["clerk"]
[stages.open]
title = { zh = "未办", en = "Open" }
untimed = { zh = "无", en = "none" }
[stages.done]
title = { zh = "已办", en = "Done" }
last = true
[fields.text]
title = { zh = "内容", en = "text" }
type = "text"
[acts.write]
title = { zh = "写", en = "write" }
to = "open"
who = ["clerk"]
needs = ["text"]
[acts.finish]
title = { zh = "办结", en = "finish" }
from = "open"
to = "done"
who = ["clerk"]
"""
CLERK = Actor("user:1", DAY, (Role("clerk", "/tc/"),))
OTHER = Actor("user:2", DAY, (Role("clerk", "/tc/"),))


@pytest.fixture(autouse=True)
def toy(declare: Callable[[dict[str, str]], None], db: None) -> None:
    declare({"system.toml": SYSTEM, "note.procedure.toml": PROCEDURE})
    with kernel():
        Region.objects.create(slug="tc", name="测试市", name_en="Test City", kind="city", path="/tc/")


def write(actor: Actor = CLERK) -> str:
    facts = {"region": "/tc/", "text": "买笔"}
    return str(perform(actor=actor, verb="note:write", facts=facts, at=AT).result["case"])


class TestDrafts:
    def test_a_draft_is_resumed_by_its_author_and_unknown_to_the_ledger(self) -> None:
        saved = save_draft(actor=CLERK, verb="note:write", facts={"text": "买"}, at=AT)
        save_draft(actor=CLERK, verb="note:write", facts={"text": "买笔"}, at=AT, draft=saved.id)
        assert [(each.id, each.facts) for each in drafts(actor=CLERK)] == [(saved.id, {"text": "买笔"})]
        with kernel():
            assert Event.objects.count() == 0

    def test_another_officer_neither_sees_nor_changes_nor_discards_it(self) -> None:
        saved = save_draft(actor=CLERK, verb="note:write", facts={"text": "买"}, at=AT)
        assert drafts(actor=OTHER) == []
        for attempt in (
            lambda: save_draft(actor=OTHER, verb="note:write", facts={}, at=AT, draft=saved.id),
            lambda: discard_draft(actor=OTHER, draft=saved.id),
        ):
            with pytest.raises(Refusal) as refused:
                attempt()
            assert refused.value.codes == ("acts.not-there",)
        assert [each.facts for each in drafts(actor=CLERK)] == [{"text": "买"}]

    def test_discarding_leaves_none(self) -> None:
        discard_draft(actor=CLERK, draft=save_draft(actor=CLERK, verb="note:write", facts={}, at=AT).id)
        assert drafts(actor=CLERK) == []

    def test_nobody_drafts_without_an_account_an_unknown_verb_or_without_bound(self) -> None:
        for actor, verb, facts, code in (
            (Actor("anyone", DAY), "note:write", {}, "drafts.account"),
            (CLERK, "note:burn", {}, "acts.unknown-verb"),
            (CLERK, "note:write", {"text": "长" * 200_001}, "drafts.too-large"),
        ):
            with pytest.raises(Refusal) as refused:
                save_draft(actor=actor, verb=verb, facts=facts, at=AT)
            assert refused.value.codes == (code,)
        assert drafts(actor=CLERK) == []


class TestBatches:
    def test_each_item_has_its_outcome_and_a_refused_one_stops_no_other(self) -> None:
        first, second = write(), write()
        perform(actor=CLERK, verb="note:finish", target=first, at=AT)
        done = perform_each(actor=CLERK, verb="note:finish", targets=[first, second, "0" * 32], facts={}, at=AT)
        assert [each.refusal.codes if each.refusal else "done" for each in done] == [
            ("casework.stage",),
            "done",
            ("acts.not-there",),
        ]
        with reading(CLERK):
            assert set(reach(CLERK, "note:read").values_list("stage", flat=True)) == {"done"}

    def test_what_is_said_of_one_item_is_said_of_no_other(self) -> None:
        first, second = write(), write()
        told = {second: {"text": "买纸"}}
        perform_each(actor=CLERK, verb="note:finish", targets=[first, second], facts={}, each=told, at=AT)
        with reading(CLERK):
            found = {str(one.pk): one.facts["text"] for one in reach(CLERK, "note:read")}
        assert found == {first: "买笔", second: "买纸"}

    def test_the_longest_key_still_tells_the_items_apart(self) -> None:
        targets = [write(), write(), write()]
        for repeated in (False, True):
            items = perform_each(actor=CLERK, verb="note:finish", targets=targets, facts={}, at=AT, key="k" * 80)
            assert [each.outcome and each.outcome.repeated for each in items] == [repeated] * 3

    def test_a_repeated_batch_does_nothing_twice(self) -> None:
        targets = [write(), write()]
        for repeated in (False, True):
            done = perform_each(actor=CLERK, verb="note:finish", targets=targets, facts={}, at=AT, key="b1")
            assert [each.outcome.repeated for each in done] == [repeated, repeated]


class TestStandingIn:
    @pytest.fixture
    def staff(self, django_user_model: Any) -> tuple[int, int]:
        """An officer with the clerk's role, and a colleague without any."""
        region = self.region()
        officer, colleague = (django_user_model.objects.create(username=name).pk for name in ("officer", "colleague"))
        grant(user_id=officer, role="clerk", region=region, since=date(2020, 1, 1), instrument="任命文件")
        return officer, colleague

    @staticmethod
    def region() -> Region:
        with kernel():
            return Region.objects.get(slug="tc")

    @staticmethod
    def delegate(officer: int, colleague: int, **facts: Any) -> Any:
        given = {"deputy": colleague, "since": "2025-10-01", "until": "2025-10-08", "reason": "休假", **facts}
        return perform(actor=actor_of(officer, day=DAY), verb="access:delegate", facts=given, at=AT).result["delegation"]

    def test_a_deputy_acts_within_the_days_and_the_ledger_says_for_whom(self, staff: tuple[int, int]) -> None:
        officer, colleague = staff
        self.delegate(officer, colleague)
        assert actor_of(colleague, day=date(2025, 9, 30)).roles == ()
        assert actor_of(colleague, day=date(2025, 10, 8)).roles == ()
        deputy = actor_of(colleague, day=date(2025, 10, 1))
        case = write(deputy)
        with kernel():
            event = Event.objects.get(subject_id=case)
        assert (event.actor, event.on_behalf) == (f"user:{colleague}", f"user:{officer}")

    def test_ones_own_role_comes_first(self, staff: tuple[int, int]) -> None:
        officer, colleague = staff
        grant(user_id=colleague, role="clerk", region=self.region(), since=date(2020, 1, 1), instrument="任命文件")
        self.delegate(officer, colleague)
        case = write(actor_of(colleague, day=date(2025, 10, 1)))
        with kernel():
            assert Event.objects.get(subject_id=case).on_behalf == ""

    def test_what_was_taken_over_is_not_handed_further(self, staff: tuple[int, int], django_user_model: Any) -> None:
        officer, colleague = staff
        third = django_user_model.objects.create(username="third").pk
        self.delegate(officer, colleague)
        self.delegate(colleague, third)
        assert actor_of(third, day=date(2025, 10, 1)).roles == ()

    def test_taking_back_ends_it_and_only_its_giver_can(self, staff: tuple[int, int]) -> None:
        officer, colleague = staff
        number = self.delegate(officer, colleague)
        with pytest.raises(Refusal) as refused:
            perform(actor=actor_of(colleague, day=DAY), verb="access:take-back", target=number, at=AT)
        assert refused.value.codes == ("acts.not-there",)
        perform(actor=actor_of(officer, day=DAY), verb="access:take-back", target=number, at=AT)
        assert actor_of(colleague, day=date(2025, 10, 1)).roles == ()

    @pytest.mark.parametrize(
        ("facts", "code"),
        [
            ({"reason": " "}, "access.no-reason"),
            ({"until": "2025-10-01"}, "access.dates"),
            ({"until": "2027-10-01"}, "access.dates"),
            ({"since": "2025-09-01", "until": "2025-09-30"}, "access.dates"),
            ({"since": "昨天"}, "access.day"),
        ],
    )
    def test_an_unsound_delegation_is_refused(self, staff: tuple[int, int], facts: dict[str, Any], code: str) -> None:
        officer, colleague = staff
        with pytest.raises(Refusal) as refused:
            self.delegate(officer, colleague, **facts)
        assert refused.value.codes == (code,)
        assert actor_of(colleague, day=date(2025, 10, 1)).roles == ()

    def test_nobody_stands_in_for_oneself(self, staff: tuple[int, int]) -> None:
        officer, _ = staff
        with pytest.raises(Refusal) as refused:
            self.delegate(officer, officer)
        assert refused.value.codes == ("access.self",)

    @pytest.mark.parametrize("deputy", [None, "", "x", "1e3", "²", 2**70, {}])
    def test_who_stands_in_must_be_an_account(self, staff: tuple[int, int], deputy: Any) -> None:
        facts = {"deputy": deputy, "since": "2025-10-01", "until": "2025-10-08", "reason": "公差"}
        with pytest.raises(Refusal) as refused:
            perform(actor=actor_of(staff[0], day=DAY), verb="access:delegate", facts=facts, at=AT)
        assert refused.value.codes == ("access.deputy",)

    @pytest.mark.parametrize("target", [None, "x", -1, 2**70])
    def test_what_can_be_no_delegation_is_not_there(self, staff: tuple[int, int], target: Any) -> None:
        with pytest.raises(Refusal) as refused:
            perform(actor=actor_of(staff[0], day=DAY), verb="access:take-back", target=target, at=AT)
        assert refused.value.codes == ("acts.not-there",)


@pytest.mark.parametrize("target", [None, "x", 7, "\x00", [], {}])
def test_what_can_be_no_case_looks_like_one_that_is_not_there(target: Any) -> None:
    with pytest.raises(Refusal) as refused:
        perform(actor=CLERK, verb="note:finish", target=target, at=AT)
    assert refused.value.codes == ("acts.not-there",)
