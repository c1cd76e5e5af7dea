"""What only another act hands on; what the clock hands on; what is kept below a region; names for what was opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from zhichan.kernel.access.public import Actor, Role
from zhichan.kernel.acts.public import SHANGHAI, perform
from zhichan.kernel.casework.public import Case, run_example, tick
from zhichan.kernel.catalogue.public import check, current, tally
from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.kernel.ledger.public import Event
from zhichan.kernel.registry.public import Entry

SYSTEM = """
id = "T01"
title = { zh = "玩具", en = "Toy" }
chain = "management"
owner = { zh = "测试", en = "tests" }
[roles]
keeper = ["shown:enter", "shown:read", "round:read", "visit:read"]
"""
REGISTER = """
title = { zh = "在公示", en = "Shown" }
audience = ["keeper"]
label = ["name"]
[fields.name]
title = { zh = "名称", en = "name" }
type = "text"
required = true
"""
ROUND = """
title = { zh = "一轮", en = "Round" }
number = "LL"
audience = ["keeper"]
[stages.open]
title = { zh = "进行中", en = "Open" }
untimed = { zh = "无", en = "none" }
[stages.closed]
title = { zh = "已结", en = "Closed" }
last = true
[fields.names]
title = { zh = "名称", en = "names" }
type = "data"
[acts.begin]
title = { zh = "开始", en = "begin" }
to = "open"
who = ["keeper"]
derive = { names = "names" }
hands_on = [{ verb = "visit:send", facts = "visits" }]
[acts.close]
title = { zh = "结束", en = "close" }
from = "open"
to = "closed"
who = ["keeper"]
"""
VISIT = """
title = { zh = "走访", en = "Visit" }
number = "ZF"
audience = ["keeper"]
[stages.sent]
title = { zh = "已派出", en = "Sent" }
[stages.over]
title = { zh = "已过", en = "Over" }
last = true
[fields.name]
title = { zh = "名称", en = "name" }
type = "text"
[acts.send]
title = { zh = "派出", en = "send" }
to = "sent"
who = ["hand-on"]
needs = ["name"]
[acts.pass]
title = { zh = "期满", en = "pass" }
from = "sent"
to = "over"
who = ["clock"]
hands_on = [{ verb = "shown:end", facts = "ended", target = "entry" }]
[clocks.stay]
starts = ["send"]
stops = ["over"]
chosen = "step"
overdue = "pass"
term = [{ days = 10, clause = "x", since = 2020-01-01 }]
"""
RULES = '''
"""Rules."""
from zhichan.kernel.catalogue.rulebook import Context, derive


@derive
def names(context: Context) -> list:
    """What is shown here and below."""
    return [each["name"] for each in context.below("shown")]


@derive
def visits(context: Context) -> list:
    """One for each."""
    return [{"name": each} for each in context.facts["names"]]


@derive
def ended(context: Context) -> list:
    """What is shown no longer."""
    found = [each for each in context.below("shown") if each["name"] == context.facts["name"]]
    return [{"entry": each["id"], "until": context.day.isoformat(), "reason": "期满"} for each in found]
'''
FILES = {
    "system.toml": SYSTEM, "shown.register.toml": REGISTER, "round.procedure.toml": ROUND,
    "visit.procedure.toml": VISIT, "rules.py": RULES,
}  # fmt: skip
DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
LATER = datetime(2026, 3, 13, 10, tzinfo=SHANGHAI)
KEEPER = Actor("user:1", DAY, (Role("keeper", "/tc/"),))


@pytest.fixture
def places(declare: Callable[[dict[str, str]], Path], db: None) -> Path:
    root = declare(FILES)
    with kernel():
        city = Region.objects.create(slug="tc", name="测试市", kind="city", path="/tc/")
        for slug in ("a", "b"):
            Region.objects.create(slug=slug, name=slug, kind="county", parent=city, path=f"/tc/{slug}/")
        Region.objects.create(slug="tcx", name="别处", kind="city", path="/tcx/")
    for name, path in (("乙", "/tc/b/"), ("甲", "/tc/a/"), ("市", "/tc/")):
        perform(actor=KEEPER, verb="shown:enter", facts={"region": path, "name": name}, at=AT)
    other = Actor("user:2", DAY, (Role("keeper", "/tcx/"),))
    perform(actor=other, verb="shown:enter", facts={"region": "/tcx/", "name": "别处"}, at=AT)
    return root


def begun(path: str = "/tc/") -> str:
    return str(perform(actor=KEEPER, verb="round:begin", facts={"region": path}, at=AT).result["case"])


def names_of(case: str) -> list[str]:
    with kernel():
        return list(Case.objects.get(pk=case).facts["names"])


@pytest.mark.usefixtures("places")
def test_a_rule_sees_the_entries_of_its_region_and_below_in_order_of_their_numbers() -> None:
    assert names_of(begun()) == ["乙", "甲", "市"]
    assert names_of(begun("/tc/a/")) == ["甲"]


@pytest.mark.usefixtures("places")
def test_what_is_only_handed_on_is_done_by_nobody_themselves() -> None:
    with kernel():
        before = Event.objects.count()
    for who in (KEEPER, Actor("anyone", DAY), Actor("clock", DAY)):
        with pytest.raises(Refusal) as refused:
            perform(actor=who, verb="visit:send", facts={"region": "/tc/", "name": "甲"}, at=AT)
        assert refused.value.codes == ("acts.forbidden",)
    with kernel():
        assert (Event.objects.count(), Case.objects.count()) == (before, 0)
    case = begun()
    with kernel():
        assert Case.objects.filter(procedure="visit", parent_id=case).count() == 3


def test_nobody_is_granted_the_name_of_what_is_handed_on() -> None:
    assert "hand-on" not in {role for system in current().systems.values() for role in system.roles}
    assert current().role_title("hand-on").en == "another act that hands it on"


@pytest.mark.usefixtures("places")
def test_what_the_clock_hands_on_needs_no_role_and_what_it_does_alone_is_refused() -> None:
    begun("/tc/a/")
    with kernel():
        entry = Entry.objects.get(data__name="甲")
    with pytest.raises(Refusal) as refused:
        perform(actor=Actor("clock", DAY), verb="shown:end", target=str(entry.pk), facts={"reason": "x"}, at=AT)
    assert refused.value.codes == ("acts.not-there",)
    told = tick(at=LATER)
    assert (told.done, told.refused) == (1, ())
    with kernel():
        until = {each.data["name"]: each.until for each in Entry.objects.filter(register="shown")}
    assert until == {"甲": date(2026, 3, 13), "乙": None, "市": None, "别处": None}


@pytest.mark.usefixtures("places")
def test_a_role_beside_a_hand_on_is_a_mistake_and_a_hand_on_beside_a_role_is_none() -> None:
    result = tally(current().procedures["visit"], {"nobody": lambda _: False})
    assert ("widen a role", "send.clock") in {(each.operator, each.place) for each in result.survivors}
    assert ("widen a role", "pass.hand-on") in {(operator, place) for operator, place, _ in result.alike}


def test_the_checker_knows_who_hands_on(places: Path) -> None:
    assert check(roots=(places,)) == []


@pytest.mark.usefixtures("places")
def test_a_worked_case_goes_on_with_what_was_handed_on(tmp_path: Path) -> None:
    example = tmp_path / "one.toml"
    text = """
title = { zh = "甲", en = "A" }
procedure = "round"
[people]
keeper = { user = 1, roles = ["keeper"] }
[[entries]]
register = "shown"
on = 2026-03-02
by = "keeper"
facts = { name = "甲" }
[[acts]]
act = "begin"
on = 2026-03-02
by = "keeper"
handed = 1
opens = ["first"]
[[acts]]
tick = true
on = 2026-03-13
case = "first"
procedure = "visit"
stage = "over"
"""
    example.write_text(text, encoding="utf-8")
    assert run_example(example) == []
    example.write_text(text.replace('stage = "over"', 'stage = "sent"'), encoding="utf-8")
    assert run_example(example) == ["2. tick 2026-03-13: stage is over, not sent"]
