"""What happens to a right comes to the cases that rest on it, and tells whoever is to be told, with what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from zhichan.kernel.access.public import Actor, Role, system_actor
from zhichan.kernel.acts.public import SHANGHAI, perform
from zhichan.kernel.casework.public import Case
from zhichan.kernel.catalogue.public import check, current
from zhichan.kernel.ground.public import Refusal, Region, Unit, kernel
from zhichan.kernel.inbox.public import notices, waiting, waiting_for_others
from zhichan.kernel.ledger.public import Event, step
from zhichan.kernel.registry.public import Manifest, load_parts

SYSTEM = """
id = "T01"
title = { zh = "玩具", en = "Toy" }
chain = "management"
owner = { zh = "测试", en = "tests" }
[roles]
keeper = ["registry:lapse", "registry:transfer", "attack:enter", "attack:read"]
watcher = ["loan:read"]
"""
REGISTER = """
title = { zh = "无效请求", en = "Attack" }
audience = ["keeper"]
label = ["right"]
[fields.right]
title = { zh = "权利", en = "right" }
type = "right"
required = true
[fields.happened_on]
title = { zh = "日期", en = "day" }
type = "day"
"""
PROCEDURE = """
title = { zh = "贷款", en = "Loan" }
number = "DK"
audience = ["watcher"]
[[follows]]
field = "rights"
act = "hear"
[parts.lender]
title = { zh = "贷款人", en = "lender" }
field = "lenders"
[stages.open]
title = { zh = "在贷", en = "Open" }
untimed = { zh = "无", en = "none" }
[stages.closed]
title = { zh = "已结", en = "Closed" }
last = true
[fields.lenders]
title = { zh = "贷款人", en = "lenders" }
type = "data"
[fields.rights]
title = { zh = "质物", en = "rights" }
type = "data"
[fields.right]
title = { zh = "权利", en = "right" }
type = "right"
[fields.happening]
title = { zh = "事项", en = "happening" }
type = "text"
[fields.happened_on]
title = { zh = "日期", en = "day" }
type = "day"
[fields.told]
title = { zh = "说明", en = "told" }
type = "text"
[fields.alert]
title = { zh = "提示", en = "alert" }
type = "words"
[acts.lend]
title = { zh = "放款", en = "lend" }
to = "open"
who = ["watcher"]
needs = ["lenders", "rights"]
[acts.hear]
title = { zh = "质物变动", en = "hear" }
from = "open"
who = ["follower"]
needs = ["right", "happening", "happened_on"]
may = ["told"]
tells = ["lender", "watcher"]
saying = "alert"
derive = { alert = "alert" }
[acts.close]
title = { zh = "结清", en = "close" }
from = "open"
to = "closed"
who = ["watcher"]
"""
RULES = '''
"""Rules."""
from zhichan.kernel.catalogue.rulebook import Context, derive


@derive
def alert(context: Context) -> dict:
    """What happened and what to do."""
    given = context.given
    what = f"{given['right']} {given['happening']} {given['happened_on']}"
    return {"zh": what + "：请核查", "en": what + ": check"}
'''
DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
WATCHER = Actor("user:1", DAY, (Role("watcher", "/tc/"),))
KEEPER = Actor("user:2", DAY, (Role("keeper", "/tc/"),))
BANK = Actor("user:3", DAY, (Role("liaison", "/tc/", "bank"),))
OTHER = Actor("user:4", DAY, (Role("liaison", "/tc/", "other"),))
FIRM, BUYER = "TEST00000000000001", "TEST00000000000002"


def patent(key: str, **more: Any) -> dict[str, Any]:
    return {
        "key": key, "kind": "invention", "title": "装置", "filed_on": "2018-03-01", "granted_on": "2021-03-01",
        "holdings": [{"party": FIRM, "region": "tc", "since": "2018-03-01"}], **more}


def take(*rows: dict[str, Any], name: str = "test") -> None:
    load_parts([("patent", rows)], Manifest(format="test", name=name), actor=system_actor("import", day=DAY), at=AT)


@pytest.fixture(autouse=True)
def toy(declare: Callable[[dict[str, str]], None], db: None) -> None:
    declare({
        "system.toml": SYSTEM, "loan.procedure.toml": PROCEDURE, "attack.register.toml": REGISTER, "rules.py": RULES})
    with kernel():
        city = Region.objects.create(slug="tc", name="测试市", name_en="Test City", kind="city", path="/tc/")
        for slug in ("bank", "other"):
            Unit.objects.create(slug=slug, name=slug, name_en=slug, region=city, kind="bank")
    load_parts([("firm", [
        {"key": code, "kind": "firm", "name": code, "region": "tc", "established_on": "2001-01-01"}
        for code in (FIRM, BUYER)])], Manifest(format="test", name="firms"), actor=system_actor("import", day=DAY), at=AT)
    take(patent("P1"), patent("P2"))


@pytest.fixture
def loan() -> str:
    facts = {"region": "/tc/", "lenders": [{"name": "示例银行", "unit": "bank"}], "rights": [{"right": "patent:P1"}]}
    case = str(perform(actor=WATCHER, verb="loan:lend", facts=facts, at=AT).result["case"])
    work()
    return case


def work() -> None:
    while step():
        pass


def heard(case: str) -> list[str]:
    with kernel():
        return [each["act"] for each in Case.objects.get(pk=case).course]


def told(actor: Actor) -> list[tuple[str, str]]:
    return [(one.said.zh, one.why.zh) for one in notices(actor=actor)]


def lapse(key: str) -> None:
    perform(actor=KEEPER, verb="registry:lapse", at=AT, facts={
        "source": "patent", "key": key, "ended_on": "2026-03-01", "end_reason": "unpaid_fee"})


def test_a_lapse_reaches_the_lender_by_the_workers_next_rounds_with_the_reason_and_what_to_do(loan: str) -> None:
    lapse("P1")
    assert told(BANK) == []
    # The first round brings it to the case, the second tells of what was brought.
    step()
    assert heard(loan) == ["lend", "hear"]
    step()
    assert told(BANK) == [("patent:P1 lapse 2026-03-01：请核查", "因为您是本事项的贷款人")]
    assert told(WATCHER) == [("patent:P1 lapse 2026-03-01：请核查", "因为此事须告知您的岗位")]
    assert told(OTHER) == []


def test_a_transfer_and_an_entry_of_a_register_come_too(loan: str) -> None:
    perform(actor=KEEPER, verb="registry:transfer", at=AT, facts={
        "source": "patent", "key": "P1", "party": BUYER, "region": "tc", "since": "2026-02-01"})
    perform(actor=KEEPER, verb="attack:enter", at=AT, facts={
        "region": "/tc/", "right": "patent:P1", "happened_on": "2026-02-20"})
    work()
    assert [said for said, _ in reversed(told(BANK))] == [
        "patent:P1 transfer 2026-02-01：请核查", "patent:P1 attack 2026-02-20：请核查"]


def test_what_a_file_changes_comes_once_for_each_right_and_what_it_repeats_does_not(loan: str) -> None:
    take(patent("P1"), patent("P2", ended_on="2026-01-31"), name="nothing new of P1")
    work()
    assert heard(loan) == ["lend"]
    take(patent("P1", ended_on="2026-01-31", end_reason="unpaid_fee"), name="a file")
    work()
    assert heard(loan) == ["lend", "hear"]
    assert [said for said, _ in told(BANK)] == ["patent:P1 lapse 2026-01-31：请核查"]


def test_another_right_or_a_closed_case_hears_nothing(loan: str) -> None:
    lapse("P2")
    work()
    assert heard(loan) == ["lend"]
    perform(actor=WATCHER, verb="loan:close", target=loan, at=AT)
    lapse("P1")
    work()
    assert heard(loan) == ["lend", "close"]
    assert told(BANK) == []


def test_nobody_but_the_follower_says_what_has_happened(loan: str) -> None:
    with kernel():
        before = Event.objects.count()
    for actor in (WATCHER, BANK, OTHER):
        with pytest.raises(Refusal):
            perform(actor=actor, verb="loan:hear", target=loan, at=AT, facts={
                "right": "patent:P1", "happening": "lapse", "happened_on": "2026-03-01"})
    with kernel():
        assert Event.objects.count() == before


def test_an_act_that_could_refuse_what_has_happened_is_no_act_for_it(declare: Callable[[dict[str, str]], None]) -> None:
    declare({"loan.procedure.toml": PROCEDURE.replace('derive = { alert = "alert" }', 'guards = ["alert"]')})
    found = check(roots=current().roots)
    assert "followed_act" in {problem.code for problem in found}


def test_a_loan_waits_for_its_lender_by_the_part_it_has_and_for_no_other_bank(declare: Callable[[dict[str, str]], None]) -> None:
    declare({"loan.procedure.toml": PROCEDURE.replace('to = "closed"\nwho = ["watcher"]', 'to = "closed"\nwho = ["lender"]')})
    facts = {"region": "/tc/", "lenders": [{"name": "示例银行", "unit": "bank"}], "rights": [{"right": "patent:P1"}]}
    case = perform(actor=WATCHER, verb="loan:lend", facts=facts, at=AT).result["case"]
    mine, total = waiting(actor=BANK)
    assert ([(str(one.case), [name for name, _ in one.steps]) for one in mine], total) == ([(case, ["close"])], 1)
    assert waiting_for_others(actor=BANK)[1] == 0
    assert (waiting(actor=OTHER)[1], waiting(actor=WATCHER)[1], waiting_for_others(actor=WATCHER)[1]) == (0, 0, 1)
