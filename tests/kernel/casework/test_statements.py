"""How often an act speaks with the database: a bound on statements, which no busy machine changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from zhichan.kernel.access.public import Actor, Role
from zhichan.kernel.acts.public import perform
from zhichan.kernel.ground.public import Refusal, Region, kernel

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)

SYSTEM = """
id = "T03"
title = { zh = "计数", en = "Counting" }
chain = "management"
owner = { zh = "测试", en = "tests" }
[roles]
teller = []
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
[clocks.whole]
starts = ["begin"]
stops = ["done"]
chosen = "step"
overdue = "warn"
term = [{ months = 3, since = 2020-01-01, clause = "甲1" }]
"""

TELLER = Actor("user:1", DAY, (Role("teller", "/counting/"),))
STRANGER = Actor("user:2", DAY, (Role("teller", "/elsewhere/"),))


def counted(work: Callable[[], Any]) -> list[str]:
    """The statements that work sends, one text for those that travel together."""
    sent: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        work()
    return sent


@pytest.mark.django_db(transaction=True)
def test_an_act_speaks_with_the_database_no_more_often_than_it_must(declare: Callable[[dict[str, str]], None]) -> None:
    declare({"system.toml": SYSTEM, "plain.procedure.toml": PLAIN})
    with kernel():
        Region.objects.create(slug="counting", name="计数市", kind="city", path="/counting/", synthetic=True)

    def act(name: str, case: str | None = None, actor: Actor = TELLER) -> str:
        facts = {"reason": "依申请", **({} if case else {"region": "/counting/"})}
        return str(perform(actor=actor, verb=f"plain:{name}", target=case, facts=facts, at=AT).result["case"])

    case = act("begin")
    # Role; reach as the reader; lock; case; event with its part and its place in the outbox.
    assert len(counted(lambda: act("begin"))) <= MOST["begin"]
    assert len(counted(lambda: act("go_on", case))) <= MOST["go_on"]
    assert len(counted(lambda: act("finish", case))) <= MOST["finish"]

    def refused() -> None:
        with pytest.raises(Refusal):
            act("go_on", case, STRANGER)

    assert len(counted(refused)) <= MOST["refused"]


MOST = {"begin": 6, "go_on": 5, "finish": 5, "refused": 2}
