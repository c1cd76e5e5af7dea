"""A procedure changes while cases run: each moves or stays by rule, shown first, and old acts keep their edition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from zhichan.kernel.access.public import Actor, Role
from zhichan.kernel.acts.public import SHANGHAI, perform
from zhichan.kernel.casework.models import Edition
from zhichan.kernel.casework.public import Case, clocks_of, decided, possible, procedure_of, rehearse, tick
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.site.verifying import verify

Declare = Callable[[dict[str, str]], None]
SYSTEM = """
id = "T01"
title = { zh = "玩具", en = "Toy" }
chain = "management"
owner = { zh = "测试", en = "tests" }
"""
OLD = """
title = { zh = "申请", en = "Request" }
number = "SQ"
audience = ["clerk"]
[stages.asked]
title = { zh = "待审", en = "Asked" }
[stages.heard]
title = { zh = "已听取", en = "Heard" }
untimed = { zh = "无", en = "none" }
[stages.done]
title = { zh = "办结", en = "Done" }
last = true
[fields.note]
title = { zh = "备注", en = "note" }
type = "text"
[acts.ask]
title = { zh = "申请", en = "ask" }
to = "asked"
who = ["clerk"]
clause = "旧办法第一条"
[acts.hear]
title = { zh = "听取意见", en = "hear" }
from = "asked"
to = "heard"
who = ["clerk"]
[acts.close]
title = { zh = "办结", en = "close" }
from = ["asked", "heard"]
to = "done"
who = ["clerk"]
clause = "旧办法第九条"
[clocks.answer]
title = { zh = "时限", en = "time" }
starts = ["asked"]
stops = ["done"]
term = [{ working_days = 10, clause = "旧办法第二条", since = 2020-01-01 }]
chosen = "step"
overdue = "warn"
"""
# The new edition hears nobody, is quicker, and closes by another clause.
NEW = (
    OLD.replace('[stages.heard]\ntitle = { zh = "已听取", en = "Heard" }\nuntimed = { zh = "无", en = "none" }\n', "")
    .replace('[acts.hear]\ntitle = { zh = "听取意见", en = "hear" }\nfrom = "asked"\nto = "heard"\nwho = ["clerk"]\n', "")
    .replace('from = ["asked", "heard"]', 'from = "asked"').replace("working_days = 10", "working_days = 5")
    .replace("旧办法第二条", "新办法第二条").replace("旧办法第九条", "新办法第七条")
    .replace('zh = "办结", en = "close"', 'zh = "作出决定", en = "decide"')
)  # fmt: skip
STAY = NEW.replace('number = "SQ"', 'number = "SQ"\nrunning = "stay"')
DAY = date(2026, 3, 2)
CLERK = Actor("user:1", DAY, (Role("clerk", "/tc/"),))


def at(day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)


def do(case: str | None, act: str, **facts: Any) -> dict[str, Any]:
    given = {"region": "/tc/", **facts} if case is None else facts
    return dict(perform(actor=CLERK, verb=f"request:{act}", target=case, facts=given, at=at()).result)


def row(case: str) -> Case:
    with kernel():
        return Case.objects.select_related("region").get(pk=case)


def due(case: str) -> str:
    [run] = clocks_of(row(case), as_of=DAY)
    return str(run.due.day)


@pytest.fixture
def use(declare: Declare, db: None) -> Callable[[str], None]:
    """Take an edition into use."""
    with kernel():
        Region.objects.create(slug="tc", name="测试市", name_en="Test City", kind="city", path="/tc/")
    return lambda text: declare({"system.toml": SYSTEM, "request.procedure.toml": text})


def declared(use: Callable[[str], None], text: str, before: str) -> Any:
    """An edition without taking it into use."""
    use(text)
    found = current().procedures["request"]
    use(before)
    return found


def running(count: int) -> tuple[list[str], list[str]]:
    """Cases that stand asked, and cases that stand heard."""
    asked = [str(do(None, "ask")["case"]) for _ in range(count)]
    for case in asked[::3]:
        do(case, "hear")
    return [case for case in asked if case not in set(asked[::3])], asked[::3]


def change(use: Callable[[str], None], count: int) -> None:
    """A change under ``count`` running cases, rehearsed, taken into use, and acted under."""
    use(OLD)
    closed = str(do(None, "ask")["case"])
    do(closed, "close")
    asked, heard = running(count)
    new = declared(use, NEW, OLD)
    told = rehearse(new=new, as_of=DAY)
    assert (told.cases, told.moving, told.staying) == (count, len(asked), len(heard))
    by_number = {one.number: one for one in told.differences}
    assert len(by_number) == count
    for case in asked:
        one = by_number[row(case).number]
        assert (one.moves, one.due, one.gained, one.lost) == (
            True, (("answer", "2026-03-16", "2026-03-09"),), (), ("hear",))  # fmt: skip
    for case in heard:
        one = by_number[row(case).number]
        assert (one.moves, "heard" in one.reason.en) == (False, True)
    assert due(asked[0]) == "2026-03-16", "a rehearsal changes nothing"

    use(NEW)
    for case in asked:
        assert (due(case), [name for name, _ in possible(CLERK, row(case))]) == ("2026-03-09", ["close"])
        with pytest.raises(Refusal) as refused:
            do(case, "hear")
        assert refused.value.codes == ("acts.unknown-verb",)
        do(case, "close")
    for case in heard:
        # Its stage is unknown to the new edition: it goes to its end under the one it began with.
        assert procedure_of(row(case)).edition != new.edition
        assert do(case, "close")["stage"] == "done"
    for case, edition, title, clause in (
        (asked[0], new.edition, "作出决定", "新办法第七条"),
        (heard[0], row(closed).edition, "办结", "旧办法第九条"),
        (closed, row(closed).edition, "办结", "旧办法第九条"),
    ):
        last = list(decided(CLERK, row(case)))[-1]
        assert (last.edition, last.act.zh, last.clause, last.stage.zh) == (edition, title, clause, "办结")
    first = next(iter(decided(CLERK, row(asked[0]))))
    assert (first.clause, first.clocks[0]["chosen"]["clause"], first.clocks[0]["due"]) == (
        "旧办法第一条", "旧办法第二条", "2026-03-16")  # fmt: skip
    with kernel():
        assert Edition.objects.count() == 2
    assert verify().faults == []


def test_each_running_case_moves_or_stays_by_rule_and_old_acts_are_told_under_their_edition(
    use: Callable[[str], None],
) -> None:
    change(use, 30)


@pytest.mark.soak
def test_a_thousand_running_cases_move_or_stay_by_rule(use: Callable[[str], None]) -> None:
    change(use, 1000)


def test_where_the_new_edition_says_so_running_cases_stay_and_new_ones_begin_under_it(
    use: Callable[[str], None],
) -> None:
    use(OLD)
    case = str(do(None, "ask")["case"])
    told = rehearse(new=declared(use, STAY, OLD), as_of=DAY)
    assert (told.moving, told.staying, told.differences[0].reason.zh) == (0, 1, "新版规定在办案件沿用旧版")
    use(STAY)
    assert due(case) == "2026-03-16"
    # An act that only the old edition has is still done, by those to whom that edition gives it, and by nobody else.
    stranger = Actor("user:2", DAY, (Role("clerk", "/elsewhere/"),))
    with pytest.raises(Refusal) as refused:
        perform(actor=stranger, verb="request:hear", target=case, at=at())
    assert refused.value.codes == ("acts.not-there",)
    assert do(case, "hear")["stage"] == "heard"
    fresh = str(do(None, "ask")["case"])
    assert due(fresh) == "2026-03-09"
    with pytest.raises(Refusal) as refused:
        do(fresh, "hear")
    assert refused.value.codes == ("acts.unknown-verb",)
    do(case, "close")
    assert list(decided(CLERK, row(case)))[-1].clause == "旧办法第九条"
    assert verify().faults == []


def test_a_clock_that_acts_does_so_under_the_edition_of_its_case(use: Callable[[str], None]) -> None:
    lapse = '[acts.lapse]\ntitle = { zh = "视为撤回", en = "lapse" }\nfrom = "asked"\nto = "done"\nwho = ["clock"]\n'
    use(OLD.replace('overdue = "warn"', 'overdue = "lapse"').replace("[acts.close]", f"{lapse}[acts.close]"))
    case = str(do(None, "ask")["case"])
    use(STAY)
    assert tick(at=at(date(2026, 3, 10))).done == 0
    assert tick(at=at(date(2026, 3, 16) + timedelta(days=1))).done == 1
    assert row(case).stage == "done"


def test_nobody_else_is_told_what_was_decided(use: Callable[[str], None]) -> None:
    use(OLD)
    case = str(do(None, "ask")["case"])
    with pytest.raises(Refusal) as refused:
        list(decided(Actor("anyone", DAY), row(case)))
    assert refused.value.codes == ("acts.not-there",)
