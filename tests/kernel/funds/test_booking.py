"""Money is booked whole, balanced and by a decision only; stock and flow are two questions."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection

from zhichan.kernel.access.public import Actor, Role
from zhichan.kernel.acts.public import SHANGHAI, perform
from zhichan.kernel.funds.public import Account, Booking, Posting, balance, statement, turnover
from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.kernel.ledger.public import Event

SYSTEM = """
id = "T01"
title = { zh = "玩具资金", en = "Toy fund" }
chain = "management"
owner = { zh = "测试", en = "tests" }
[roles]
treasurer = ["fund:read"]
"""
PROCEDURE = """
title = { zh = "资金池", en = "Fund" }
number = "ZJC"
audience = ["treasurer"]
[stages.open]
title = { zh = "开立", en = "Open" }
untimed = { zh = "无", en = "none" }
[stages.closed]
title = { zh = "关闭", en = "Closed" }
last = true
[fields.amount]
title = { zh = "金额", en = "amount" }
type = "money"
[fields.off]
title = { zh = "差额", en = "off" }
type = "money"
[acts.endow]
title = { zh = "拨入", en = "endow" }
to = "open"
who = ["treasurer"]
needs = ["amount"]
hands_on = [{ verb = "funds:post", facts = "endowed" }]
[acts.pay]
title = { zh = "支付", en = "pay" }
from = "open"
who = ["treasurer"]
needs = ["amount"]
hands_on = [{ verb = "funds:post", facts = "paid" }]
[acts.close]
title = { zh = "关闭", en = "close" }
from = "open"
to = "closed"
who = ["treasurer"]
"""
RULES = '''
"""Rules."""
from zhichan.kernel.catalogue.rulebook import Context, derive

POOL = {"account": "pool", "zh": "资金池", "en": "pool", "floor": True}
OUTSIDE = {"account": "outside", "zh": "外部", "en": "outside"}


def _post(context, amount):
    return [{
        "region": context.region[0], "day": context.day.isoformat(), "clause": "示例办法第一条",
        "memo": {"zh": "示例", "en": "example"}, "roles": ["treasurer"],
        "lines": [{**POOL, "amount": amount}, {**OUTSIDE, "amount": -amount + context.given.get("off", 0)}],
    }]


@derive
def endowed(context: Context) -> list:
    """Money comes in."""
    return _post(context, context.given["amount"])


@derive
def paid(context: Context) -> list:
    """Money goes out."""
    return _post(context, -context.given["amount"])
'''
DAY = date(2026, 3, 2)
TREASURER = Actor("user:1", DAY, (Role("treasurer", "/tc/"),))
STRANGER = Actor("user:2", DAY)


@pytest.fixture(autouse=True)
def toy(declare: Callable[[dict[str, str]], None], db: None) -> None:
    declare({"system.toml": SYSTEM, "fund.procedure.toml": PROCEDURE, "rules.py": RULES})
    with kernel():
        Region.objects.create(slug="tc", name="测试市", name_en="Test City", kind="city", path="/tc/")


def do(act: str, on: str, case: str | None = None, **facts: Any) -> str:
    if case is None:
        facts["region"] = "/tc/"
    at = datetime.fromisoformat(f"{on}T10:00").replace(tzinfo=SHANGHAI)
    return str(perform(actor=TREASURER, verb=f"fund:{act}", target=case, facts=facts, at=at).result["case"])


def held(on: date, actor: Actor = TREASURER) -> int:
    return balance(actor=actor, account="pool", region="/tc/", on=on)


def test_a_stock_is_asked_on_a_day_and_a_flow_over_a_span() -> None:
    case = do("endow", "2026-03-02", amount="1000")
    do("pay", "2026-03-05", case, amount="300.50")
    do("pay", "2026-04-01", case, amount="99.50")
    assert [held(date(2026, 3, day)) for day in (1, 2, 5)] == [0, 100_000, 69_950]
    assert turnover(
        actor=TREASURER, account="pool", region="/tc/", since=date(2026, 3, 1), until=date(2026, 4, 1)
    ) == (100_000, 30_050)
    assert [(line.amount_fen, line.balance_fen, line.clause, line.case) for line in statement(
        actor=TREASURER, account="pool", region="/tc/", until=date(2027, 1, 1))] == [
        (100_000, 100_000, "示例办法第一条", case), (-30_050, 69_950, "示例办法第一条", case),
        (-9_950, 60_000, "示例办法第一条", case)]


def test_what_is_not_yours_is_not_in_the_sum() -> None:
    do("endow", "2026-03-02", amount="1000")
    assert held(DAY, STRANGER) == 0
    assert held(DAY) == 100_000


def test_an_account_with_a_floor_is_not_overdrawn_and_the_act_leaves_nothing() -> None:
    case = do("endow", "2026-03-02", amount="10")
    with kernel():
        before = Event.objects.count()
    with pytest.raises(Refusal) as refused:
        do("pay", "2026-03-03", case, amount="10.01")
    assert refused.value.codes == ("funds.overdrawn",)
    with kernel():
        assert (Event.objects.count(), Booking.objects.count(), Posting.objects.count()) == (before, 1, 2)
    do("pay", "2026-03-03", case, amount="10")
    assert held(date(2026, 3, 3)) == 0


def test_postings_that_do_not_balance_are_refused_with_the_difference() -> None:
    with pytest.raises(Refusal) as refused:
        do("endow", "2026-03-02", amount="10", off="0.01")
    assert refused.value.codes == ("funds.unbalanced",)
    assert "差1分" in refused.value.reasons[0].text.zh
    with kernel():
        assert not Booking.objects.exists()


def test_nobody_books_money_without_a_decision() -> None:
    with pytest.raises(Refusal) as refused:
        perform(actor=TREASURER, verb="funds:post", facts={}, at=datetime(2026, 3, 2, 10, tzinfo=SHANGHAI))
    assert refused.value.codes == ("funds.no-decision",)


def _accounts() -> tuple[Account, Account, Booking]:
    with kernel():
        one, two = Account.objects.get(code="pool"), Account.objects.get(code="outside")
        booking = Booking.objects.create(
            id=uuid.uuid4(), day=DAY, at=datetime(2026, 3, 2, tzinfo=SHANGHAI), cause="x", case="x", clause="x",
            memo_zh="x", memo_en="x")
    return one, two, booking


@pytest.mark.parametrize(("amounts", "state"), [((5, -4), "ZF001"), ((5,), "ZF001"), ((-100_001, 100_001), "ZF002")])
def test_the_database_itself_holds_balance_and_floor(amounts: tuple[int, ...], state: str) -> None:
    do("endow", "2026-03-02", amount="1000")
    one, two, booking = _accounts()
    with pytest.raises(DatabaseError) as refused, kernel():
        Posting.objects.bulk_create([
            Posting(booking=booking, account=account, amount_fen=amount)
            for account, amount in zip((one, two), amounts, strict=False)])
    assert refused.value.__cause__.sqlstate == state  # type: ignore[union-attr]


@pytest.mark.parametrize("statement", [
    "UPDATE funds_posting SET amount_fen = 1", "DELETE FROM funds_posting", "DELETE FROM funds_booking",
    "UPDATE funds_booking SET day = day + 1", "DELETE FROM funds_account",
])
def test_what_was_booked_stays(statement: str) -> None:
    do("endow", "2026-03-02", amount="1000")
    with pytest.raises(DatabaseError), kernel(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert held(DAY) == 100_000
