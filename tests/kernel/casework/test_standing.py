"""How a case stands is computed; a clock runs to a day the case names; an exact act takes what is its own; offices are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from tests.statements import counted

from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import perform, reach
from zhichan.kernel.casework.public import Assignment, Case, clocks_of, standing_of, standings_of, tick
from zhichan.kernel.casework.standing import cases_at
from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.kernel.inbox.public import notices
from zhichan.kernel.ledger.public import step

DAY = date(2026, 3, 2)
SYSTEM = """
id = "T03"
title = { zh = "维修", en = "Repairs" }
chain = "management"
owner = { zh = "测试", en = "tests" }
[roles]
clerk = ["repair:read", "order:read"]
head = ["repair:read"]
"""
REPAIR = """
title = { zh = "维修", en = "Repair" }
number = "WX"
audience = ["clerk", "head"]
exact = true
[standing]
title = { zh = "情况", en = "standing" }
rule = "how"
[standing.lights.late]
title = { zh = "迟", en = "late" }
kind = "late"
[standing.lights.fine]
title = { zh = "好", en = "fine" }
kind = "ok"
[stages.asked]
title = { zh = "报修", en = "Asked" }
[stages.done]
title = { zh = "修好", en = "Done" }
last = true
[fields.what]
title = { zh = "部位", en = "what" }
type = "text"
[fields.by_day]
title = { zh = "限期", en = "by" }
type = "day"
[fields.note]
title = { zh = "备注", en = "note" }
type = "text"
[acts.ask]
title = { zh = "报修", en = "ask" }
to = "asked"
who = ["clerk"]
needs = ["what"]
may = ["by_day"]
[acts.remark]
title = { zh = "备注", en = "remark" }
from = "asked"
who = ["clerk"]
may = ["note"]
[acts.put_off]
title = { zh = "改期", en = "put it off" }
from = "asked"
who = ["clerk"]
needs = ["by_day"]
[acts.remind]
title = { zh = "催办", en = "remind" }
from = "asked"
who = ["clock"]
tells = ["head"]
[acts.finish]
title = { zh = "修好", en = "finish" }
from = "asked"
to = "done"
who = ["clerk"]
[clocks.repair]
title = { zh = "维修", en = "repair" }
starts = ["ask"]
stops = ["finish"]
term = [{ days = 10, clause = "某规定第一条", since = 2020-01-01 }]
chosen = "step"
duty = "targeted"
until = "by_day"
overdue = "remind"
"""
ORDER = """
title = { zh = "指令", en = "Order" }
number = "ZL"
audience = ["clerk"]
[stages.given]
title = { zh = "下达", en = "Given" }
untimed = { zh = "无", en = "none" }
[stages.filed]
title = { zh = "归档", en = "Filed" }
last = true
[fields.repair]
title = { zh = "维修", en = "repair" }
type = "text"
[acts.give]
title = { zh = "下达", en = "give" }
to = "given"
who = ["clerk"]
needs = ["repair"]
hands_on = [{ verb = "repair:remark", facts = "remarks", target = "which" }]
[acts.file]
title = { zh = "归档", en = "file" }
from = "given"
to = "filed"
who = ["clerk"]
"""
RULES = """
from zhichan.kernel.catalogue.rulebook import Context, derive

@derive
def how(context):
    late = any(each["overdue"] for each in context.clocks)
    light = "late" if late else "fine"
    named = context.assigned() if context.facts["what"] == "窗" else []
    offices = "".join(f" {each['as_written']}" for each in named)
    return {"light": light, "reason": {"zh": f"{len(context.course)}步", "en": f"{len(context.course)} steps{offices}"}}

@derive
def remarks(context):
    return [{"which": context.facts["repair"], "note": "已下达"}]
"""
CLERK = Actor("user:1", DAY, (Role("clerk", "/tc/"),))
HEAD = Actor("user:2", DAY, (Role("head", "/tc/"),))


@pytest.fixture(autouse=True)
def toy(db: None, declare: Callable[[dict[str, str]], None]) -> None:
    """A procedure with a standing, one that hands on to it, and a city."""
    declare({
        "system.toml": SYSTEM, "repair.procedure.toml": REPAIR, "order.procedure.toml": ORDER, "rules.py": RULES,
    })  # fmt: skip
    with kernel():
        Region.objects.create(slug="tc", name="测试市", name_en="Test City", kind="city", path="/tc/")


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T02:00:00").replace(tzinfo=UTC)


def ask(**more: str) -> str:
    facts = {"region": "/tc/", "what": "门", **more}
    return str(perform(actor=CLERK, verb="repair:ask", facts=facts, at=at("2026-03-02")).result["case"])


def row(case: str) -> Case:
    with kernel():
        return Case.objects.select_related("region").get(pk=case)


def due(case: str) -> date | None:
    [run] = clocks_of(row(case), as_of=DAY)
    return run.due.day


def test_a_case_stands_as_its_rule_says_on_the_day_asked_for() -> None:
    case = row(ask())
    found = [standing_of(case, as_of=date(2026, 3, day)) for day in (12, 13)]
    assert [(one.light, one.kind, one.reason.zh) for one in found if one is not None] == [
        ("fine", "ok", "1步"), ("late", "late", "1步"),
    ]  # fmt: skip


def test_many_cases_stand_as_each_alone_and_their_offices_are_asked_for_together() -> None:
    identities = [ask(what="窗") for _ in range(4)]
    with kernel():
        for number, case in enumerate(identities):
            for rank in (1, 0):
                Assignment.objects.create(
                    case_id=case, role="lead", as_written=f"{number}-{rank}", rank=rank, since=DAY
                )
        alone = [standing_of(row(each), as_of=DAY) for each in identities]
    assert standings_of([row(each) for each in identities], as_of=DAY) == alone
    assert [one.reason.en for one in alone if one is not None] == [f"1 steps {n}-0 {n}-1" for n in range(4)]
    few, many = ([row(each) for each in identities[:number]] for number in (1, 4))
    assert len(counted(lambda: standings_of(many, as_of=DAY))) == len(counted(lambda: standings_of(few, as_of=DAY)))


def test_a_clock_runs_to_the_day_that_the_case_names_and_says_so() -> None:
    assert due(ask()) == date(2026, 3, 12)
    case = ask(by_day="2026-04-30")
    assert due(case) == date(2026, 4, 30)
    perform(actor=CLERK, verb="repair:put_off", target=case, facts={"by_day": "2026-05-06"}, at=at("2026-03-03"))
    assert due(case) == date(2026, 5, 6)
    [run] = clocks_of(row(case), as_of=DAY)
    assert "由本件确定" in run.due.steps[0].zh


def test_what_is_only_targeted_is_shown_as_due_where_nothing_is_statutory() -> None:
    assert row(ask()).due_on == date(2026, 3, 12)


def test_an_exact_act_refuses_what_belongs_to_another_and_changes_nothing() -> None:
    case = ask()
    with pytest.raises(Refusal) as refused:
        perform(
            actor=CLERK, verb="repair:remark", target=case, facts={"note": "x", "by_day": "2099-01-01"},
            at=at("2026-03-03"),
        )  # fmt: skip
    assert (refused.value.codes, refused.value.reasons[0].place) == (("given.not-taken",), "by_day")
    assert (row(case).version, due(case)) == (1, date(2026, 3, 12))


def test_the_offices_that_an_act_tells_get_a_notice_and_no_others() -> None:
    ask()
    assert tick(at=at("2026-03-13")).done == 1
    step()
    assert [each.topic for each in notices(actor=HEAD)] == ["repair:remind"]
    assert notices(actor=CLERK) == []


def test_an_act_hands_on_to_the_case_that_its_facts_name() -> None:
    case, other = ask(), ask()
    perform(actor=CLERK, verb="order:give", facts={"region": "/tc/", "repair": case}, at=at("2026-03-03"))
    assert (row(case).facts.get("note"), row(other).facts.get("note")) == ("已下达", None)


def test_rules_are_told_of_the_cases_of_a_region_as_they_stood_on_a_day() -> None:
    case = ask()
    perform(actor=CLERK, verb="repair:finish", target=case, at=at("2026-03-05"))
    found = [cases_at("repair", "/tc/", date(2026, 3, day)) for day in (1, 4, 5)]
    assert [[(one["stage"], one["standing"]["light"]) for one in each] for each in found] == [
        [], [("asked", "fine")], [("done", "fine")],
    ]  # fmt: skip
    assert cases_at("repair", "/elsewhere/", date(2026, 3, 5)) == []
    with reading(CLERK):
        assert reach(CLERK, "repair:read").count() == 1
