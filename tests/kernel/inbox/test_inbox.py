"""What waits for whom, and who is told of what, why, and until they stop it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import perform
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Refusal, Region, Unit, kernel
from zhichan.kernel.inbox.models import Notice
from zhichan.kernel.inbox.public import notices, see, waiting, waiting_for_others
from zhichan.kernel.ledger.public import step

AT = datetime(2025, 9, 30, 1, tzinfo=UTC)
DAY = date(2025, 9, 30)
SYSTEM = """
id = "T01"
title = { zh = "玩具", en = "Toy" }
chain = "management"
owner = { zh = "测试", en = "tests" }
[roles]
chief = ["ledger:erase"]
"""
PROCEDURE = """
title = { zh = "交办", en = "Errand" }
number = "JB"
audience = ["chief", "watcher"]
assigned = true
public = ["checked", "done"]
always = [{ act = "withdraw" }]
[stages.open]
title = { zh = "待办", en = "Open" }
untimed = { zh = "无", en = "none" }
[stages.checked]
title = { zh = "待核", en = "To be checked" }
untimed = { zh = "无", en = "none" }
[stages.done]
title = { zh = "已办", en = "Done" }
last = true
[fields.text]
title = { zh = "内容", en = "text" }
type = "text"
[acts.give]
title = { zh = "交办", en = "give" }
to = "open"
who = ["chief"]
[acts.report]
title = { zh = "回报", en = "report" }
from = "open"
to = "checked"
who = ["liaison"]
[acts.close]
title = { zh = "办结", en = "close" }
from = "checked"
to = "done"
who = ["chief"]
[acts.withdraw]
title = { zh = "撤回", en = "withdraw" }
from = ["open", "checked"]
to = "done"
who = ["chief", "liaison"]
"""
CHIEF = Actor("user:1", DAY, (Role("chief", "/tc/"),))
SCIENCE = Actor("user:2", DAY, (Role("liaison", "/tc/", "science"),))
FINANCE = Actor("user:3", DAY, (Role("liaison", "/tc/", "finance"),))
WATCHER = Actor("user:4", DAY, (Role("watcher", "/tc/"),))
STRANGER = Actor("anyone", DAY)


@pytest.fixture(autouse=True)
def toy(declare: Callable[[dict[str, str]], None], db: None) -> None:
    declare({"system.toml": SYSTEM, "errand.procedure.toml": PROCEDURE})
    with kernel():
        city = Region.objects.create(slug="tc", name="测试市", name_en="Test City", kind="city", path="/tc/")
        for slug, name in (("science", "市科技局"), ("finance", "市财政局")):
            Unit.objects.create(slug=slug, name=name, name_en=slug, region=city, kind="department")


def give(title: str = "修桥") -> str:
    units = [
        {"role": "lead", "as_written": "市科技局", "unit": "science"},
        {"role": "cooperating", "as_written": "财政局", "unit": "finance"},
    ]
    facts = {"region": "/tc/", "title": title, "units": units}
    return str(perform(actor=CHIEF, verb="errand:give", facts=facts, at=AT).result["case"])


def report(case: str) -> None:
    perform(actor=SCIENCE, verb="errand:report", target=case, at=AT)


def told(actor: Actor, **more: Any) -> list[tuple[str, str]]:
    return [(each.title.zh, each.why.zh) for each in notices(actor=actor, **more)]


class TestWaiting:
    def test_a_case_waits_for_whoever_can_take_its_next_step(self) -> None:
        case = give()
        mine, total = waiting(actor=SCIENCE)
        assert (total, str(mine[0].case), [name for name, _ in mine[0].steps]) == (1, case, ["report"])
        assert waiting(actor=CHIEF) == ([], 0)
        assert [str(each.case) for each in waiting_for_others(actor=CHIEF)[0]] == [case]
        report(case)
        assert [name for name, _ in waiting(actor=CHIEF)[0][0].steps] == ["close"]
        assert waiting(actor=SCIENCE) == ([], 0)

    def test_what_can_be_done_at_any_time_is_nothing_that_waits(self) -> None:
        case = give()
        assert waiting(actor=CHIEF) == ([], 0), "the chief could withdraw it, and need not"
        report(case)
        assert [str(each.case) for each in waiting_for_others(actor=SCIENCE)[0]] == [case]
        perform(actor=CHIEF, verb="errand:withdraw", target=case, at=AT)
        assert waiting(actor=CHIEF)[1] == waiting_for_others(actor=CHIEF)[1] == 0

    def test_a_finished_case_waits_for_nobody(self) -> None:
        case = give()
        report(case)
        perform(actor=CHIEF, verb="errand:close", target=case, at=AT)
        for actor in (CHIEF, SCIENCE):
            assert waiting(actor=actor)[1] == waiting_for_others(actor=actor)[1] == 0

    def test_a_public_case_waits_for_others_only_in_the_eyes_of_those_it_concerns(self) -> None:
        case = give()
        report(case)
        gardener = Actor("user:7", DAY, (Role("gardener", "/tc/"),))
        with reading(gardener):
            assert Case.objects.filter(pk=case).exists()
        assert waiting_for_others(actor=gardener) == ([], 0)
        assert [str(each.case) for each in waiting_for_others(actor=WATCHER)[0]] == [case]

    def test_someone_who_may_not_see_a_case_is_not_counted_in(self) -> None:
        give()
        for actor in (STRANGER, Actor("user:9", DAY, (Role("liaison", "/tc/", "health"),))):
            assert waiting(actor=actor) == ([], 0)
            assert waiting_for_others(actor=actor) == ([], 0)

    def test_the_number_is_exact_when_the_list_is_cut(self) -> None:
        for number in range(3):
            give(f"事{number}")
        mine, total = waiting(actor=SCIENCE, limit=2)
        assert (len(mine), total) == (2, 3)


class TestNotices:
    def test_the_units_in_a_case_are_told_why(self) -> None:
        give()
        step()
        assert told(SCIENCE) == [("交办“修桥”：交办", "因为市科技局牵头此事")]
        assert told(FINANCE) == [("交办“修桥”：交办", "因为市财政局配合此事")]
        assert told(WATCHER) == told(STRANGER) == []

    def test_a_unit_is_not_told_of_what_it_did_itself(self) -> None:
        report(give())
        step()
        assert [title for title, _ in told(SCIENCE)] == ["交办“修桥”：交办"]
        assert [title for title, _ in told(FINANCE)] == ["交办“修桥”：回报", "交办“修桥”：交办"]

    def test_nothing_is_told_twice(self) -> None:
        give()
        step()
        step()
        assert len(told(SCIENCE)) == 1

    def test_what_was_seen_is_seen_by_that_person_alone(self) -> None:
        give()
        step()
        colleague = Actor("user:8", DAY, SCIENCE.roles)
        [notice] = notices(actor=SCIENCE)
        assert see(actor=SCIENCE, ids=[notice.id], at=AT) == 1
        assert see(actor=FINANCE, ids=[notice.id], at=AT) == 0
        assert (len(told(SCIENCE, unseen=True)), len(told(colleague, unseen=True))) == (0, 1)

    @pytest.mark.parametrize("what", ["topic", "subject"])
    def test_one_step_stops_a_topic_or_a_subject(self, what: str) -> None:
        case = give()
        report(case)
        give("架桥")
        step()
        last = next(each for each in notices(actor=FINANCE) if each.topic == "errand:report")
        perform(actor=FINANCE, verb="inbox:stop", target=last.id, facts={"what": what}, at=AT)
        shown = [title for title, _ in told(FINANCE)]
        assert [title for title in shown if "架桥" in title] == ["交办“架桥”：交办"]
        assert [title for title in shown if "回报" in title] == []
        assert ("交办“修桥”：交办" in shown) == (what == "topic")
        assert len(told(SCIENCE)) == 2

    def test_a_recused_officer_is_not_told_though_the_unit_is(self) -> None:
        case = give()
        report(case)
        step()
        [last, _] = notices(actor=FINANCE)
        colleague = Actor("user:8", DAY, FINANCE.roles)
        with kernel():
            Case.objects.filter(pk=case).update(barred=[FINANCE.name])
        assert told(FINANCE) == []
        assert see(actor=FINANCE, ids=[last.id], at=AT) == 0
        with pytest.raises(Refusal) as refused:
            perform(actor=FINANCE, verb="inbox:stop", target=last.id, facts={"what": "topic"}, at=AT)
        assert refused.value.codes == ("acts.not-there",)
        assert (len(told(colleague)), len(told(colleague, unseen=True))) == (2, 2)

    def test_a_title_that_was_erased_is_not_told_any_more(self) -> None:
        case = give("王某某举报")
        step()
        facts = {"fields": ["title"], "reason": "当事人申请", "instrument": "测试决定〔2025〕1号"}
        perform(actor=CHIEF, verb="ledger:erase", target=f"case:{case}", facts=facts, at=AT)
        step()
        assert [title for title, _ in told(SCIENCE)] == ["交办“交办”：交办"]
        with kernel():
            assert [each.title_zh for each in Notice.objects.all() if "王某某" in each.title_zh + each.title_en] == []

    def test_nobody_stops_anothers_notices(self) -> None:
        give()
        step()
        [notice] = notices(actor=SCIENCE)
        for actor in (FINANCE, STRANGER):
            with pytest.raises(Refusal) as refused:
                perform(actor=actor, verb="inbox:stop", target=notice.id, facts={"what": "topic"}, at=AT)
            assert refused.value.codes == ("acts.not-there",)
        assert len(told(SCIENCE)) == 1
