"""How often an act speaks with the database: a bound on statements, which no busy machine changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.statements import counted

from zhichan.kernel.access.public import Actor, Role
from zhichan.kernel.acts.public import perform, why, why_each
from zhichan.kernel.casework import editions
from zhichan.kernel.casework.public import Case, procedure_of
from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.kernel.ledger.public import Event

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)

SYSTEM = """
id = "T03"
title = { zh = "计数", en = "Counting" }
chain = "management"
owner = { zh = "测试", en = "tests" }
[roles]
teller = []
auditor = []
"""

PLAIN = """
title = { zh = "简单", en = "Plain" }
number = "JD"
audience = ["teller"]
[stages.begun]
title = { zh = "开始", en = "Begun" }
[stages.done]
title = { zh = "完成", en = "Done" }
last = true
[fields.reason]
title = { zh = "理由", en = "reason" }
type = "text"
[acts.begin]
title = { zh = "开始", en = "begin" }
to = "begun"
who = ["teller"]
needs = ["reason"]
[acts.go_on]
title = { zh = "继续", en = "go on" }
from = "begun"
who = ["teller"]
needs = ["reason"]
[acts.finish]
title = { zh = "完成", en = "finish" }
from = "begun"
to = "done"
who = ["teller"]
needs = ["reason"]
[acts.stop]
title = { zh = "停办", en = "stop" }
from = "begun"
to = "done"
who = ["teller"]
[acts.withdraw]
title = { zh = "撤回", en = "withdraw" }
from = "begun"
to = "done"
who = ["teller"]
[acts.reopen]
title = { zh = "恢复", en = "reopen" }
from = "done"
to = "begun"
who = ["teller"]
[acts.audit]
title = { zh = "审计", en = "audit" }
from = "begun"
who = ["auditor"]
[clocks.whole]
starts = ["begin"]
stops = ["done"]
chosen = "step"
overdue = "warn"
term = [{ months = 3, since = 2020-01-01, clause = "甲1" }]
"""

TELLER = Actor("user:1", DAY, (Role("teller", "/counting/"),))
STRANGER = Actor("user:2", DAY, (Role("teller", "/elsewhere/"),))


@pytest.mark.django_db(transaction=True)
def test_an_act_speaks_with_the_database_no_more_often_than_it_must(declare: Callable[[dict[str, str]], None]) -> None:
    declare({"system.toml": SYSTEM, "plain.procedure.toml": PLAIN})
    with kernel():
        Region.objects.create(slug="counting", name="计数市", kind="city", path="/counting/", synthetic=True)

    def act(name: str, case: str | None = None, actor: Actor = TELLER) -> str:
        facts = {"reason": "依申请", **({} if case else {"region": "/counting/"})}
        return str(perform(actor=actor, verb=f"plain:{name}", target=case, facts=facts, at=AT).result["case"])

    case = act("begin")
    # Begin and role; reach as the reader and the locked case; what was changed with the event, its part and its place
    # in the outbox.
    assert len(counted(lambda: act("begin"))) <= MOST["begin"]
    assert len(counted(lambda: act("go_on", case))) <= MOST["go_on"]
    assert len(counted(lambda: act("finish", case))) <= MOST["finish"]

    def refused() -> None:
        with pytest.raises(Refusal):
            act("go_on", case, STRANGER)

    assert len(counted(refused)) <= MOST["refused"]


MOST = {"begin": 6, "go_on": 3, "finish": 3, "refused": 2}


@pytest.fixture
def begun(declare: Callable[[dict[str, str]], None]) -> str:
    """A case of the plain procedure that has begun."""
    declare({"system.toml": SYSTEM, "plain.procedure.toml": PLAIN})
    with kernel():
        Region.objects.create(slug="counting", name="计数市", kind="city", path="/counting/", synthetic=True)
    facts = {"reason": "依申请", "region": "/counting/"}
    return str(perform(actor=TELLER, verb="plain:begin", facts=facts, at=AT).result["case"])


VERBS = [f"plain:{name}" for name in ("go_on", "finish", "stop", "withdraw", "reopen", "audit", "nothing")]


@pytest.mark.django_db
@pytest.mark.parametrize("actor", [TELLER, STRANGER, Actor("anyone", DAY)], ids=["teller", "stranger", "anyone"])
def test_acts_judged_together_are_told_what_each_is_told_alone_and_nothing_is_left(begun: str, actor: Actor) -> None:
    def left() -> tuple[Any, ...]:
        with kernel():
            return *Case.objects.values_list("version", "stage", "course").get(pk=begun), Event.objects.count()

    before = left()
    together = why_each(actor=actor, verbs=VERBS, target=begun, at=AT)
    assert together == {verb: why(actor=actor, verb=verb, target=begun, at=AT) for verb in VERBS}
    for verb, told in together.items():
        try:
            perform(actor=actor, verb=verb, target=begun, at=AT, preview=True)
            alone = None
        except Refusal as refusal:
            alone = refusal.reasons
        assert (told.allowed, None if told.allowed else told.reasons) == (alone is None, alone), verb
    assert left() == before


@pytest.mark.django_db
def test_acts_on_one_case_are_judged_in_statements_that_do_not_grow_with_their_number(begun: str) -> None:
    refused = ["plain:go_on", "plain:finish", "plain:reopen", "plain:audit"]
    one = counted(lambda: why_each(actor=TELLER, verbs=refused[:1], target=begun, at=AT))
    all_ = counted(lambda: why_each(actor=TELLER, verbs=refused, target=begun, at=AT))
    assert len(all_) == len(one)
    # Only what an act writes is sent again for each: the case, the event, and that both are taken back.
    written = counted(lambda: why_each(actor=TELLER, verbs=[*refused, "plain:stop"], target=begun, at=AT))
    assert len(written) <= len(one) + 2


@pytest.mark.django_db
def test_looking_at_what_can_be_done_locks_nothing(begun: str) -> None:
    sent = counted(lambda: why_each(actor=TELLER, verbs=VERBS, target=begun, at=AT))
    assert not [sql for sql in sent if "FOR UPDATE" in sql]


@pytest.mark.django_db
def test_an_earlier_edition_is_read_once_and_not_for_each_case(
    begun: str, declare: Callable[[dict[str, str]], None]
) -> None:
    stays = PLAIN.replace('number = "JD"', 'number = "JD"\nrunning = "stay"')
    declare({"system.toml": SYSTEM, "plain.procedure.toml": stays})
    with kernel():
        case = Case.objects.get(pk=begun)
    assert procedure_of(case).running == "move", "it stands under the edition in which it was begun"
    assert counted(lambda: procedure_of(case)) == []
    assert editions.edition("never kept") is None
