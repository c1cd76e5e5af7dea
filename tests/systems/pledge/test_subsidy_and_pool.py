"""Subsidy of interest (PROCEDURES L43) and compensation of losses (L44): computed, paid from books that balance."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.models import Sum

from zhichan.kernel.access.public import Actor
from zhichan.kernel.funds.public import Booking, Posting, balance
from zhichan.kernel.ground.public import Refusal, kernel
from zhichan.kernel.ledger.public import Event
from zhichan.kernel.registry.public import Entry

from .conftest import BORROWER, FIRM, LENDER, bank, do, lend, lent, repay, row, who

pytestmark = pytest.mark.usefixtures("city")


def number(case: str) -> str:
    return row(case).number


def held(account: str, on: str = "2027-12-31") -> int:
    return balance(actor=who("finance-officer", on), account=account, region="/mc/", on=date.fromisoformat(on))


def balanced() -> bool:
    with kernel():
        sums = Posting.objects.values("booking").annotate(sum=Sum("amount_fen")).values_list("sum", flat=True)
        return set(sums) <= {0} and Booking.objects.count() == len(sums)


def with_interest() -> str:
    """A loan on which two months of interest were paid."""
    case = lent()
    repay(case, "2026-04-16", interest="6200")
    repay(case, "2026-05-16", interest="6000")
    return case


def subsidise(loan: str, **more: Any) -> str:
    facts = {"borrowers": [BORROWER], "loan_no": number(loan), "period_from": "2026-03-16", "period_to": "2026-06-01",
             "interest_paid": "12200"}
    firm = Actor("user:50", date(2026, 6, 1), extra=frozenset({f"party:{FIRM}"}))
    return str(do("interest_subsidy:apply", None, "2026-06-01", firm, **facts | more)["case"])


def approved_subsidy(loan: str, on: str = "2026-06-10") -> str:
    case = subsidise(loan)
    do("interest_subsidy:review", case, "2026-06-02", who("subsidy-reviewer", "2026-06-02", 31), lpr="3.0")
    do("interest_subsidy:give_notice", case, "2026-06-02", who("subsidy-reviewer", "2026-06-02", 31), noticed_on="2026-06-02")
    do("interest_subsidy:approve", case, on, who("finance-officer", on, 32))
    return case


class TestSubsidy:
    def test_half_of_the_interest_at_no_more_than_the_prime_rate_with_the_sum_in_words(self) -> None:
        case = approved_subsidy(with_interest())
        facts = row(case).facts
        # 12 200 × 3.0/3.6 × ½ = 5 083.33
        assert facts["award"] == 508_333
        assert facts["worked"]["zh"].startswith("实付利息12,200.00元 × min(3.6%, LPR 3%) ÷ 3.6% × 1/2")
        do("interest_subsidy:pay", case, "2026-06-12", who("finance-officer", "2026-06-12", 32))
        assert (held("subsidy-paid"), held("treasury"), balanced()) == (508_333, -508_333, True)
        do("interest_subsidy:claw_back", case, "2026-09-01", who("finance-officer", "2026-09-01", 32), reason="抽查不符")
        assert (held("subsidy-paid"), held("subsidy-paid", "2026-08-31"), balanced()) == (0, 508_333, True)

    def test_the_same_interest_is_not_subsidised_twice(self) -> None:
        loan = with_interest()
        approved_subsidy(loan)
        case = subsidise(loan, period_from="2026-05-01", interest_paid="6000")
        do("interest_subsidy:review", case, "2026-06-11", who("subsidy-reviewer", "2026-06-11", 31), lpr="3.0")
        do("interest_subsidy:give_notice", case, "2026-06-11", who("subsidy-reviewer", "2026-06-11", 31),
           noticed_on="2026-06-11")
        with kernel():
            before = (Event.objects.count(), Entry.objects.count())
        with pytest.raises(Refusal) as refused:
            do("interest_subsidy:approve", case, "2026-06-23", who("finance-officer", "2026-06-23", 32))
        assert refused.value.codes == ("registry.taken",)
        with kernel():
            assert (Event.objects.count(), Entry.objects.count()) == before

    def test_the_notice_runs_its_days_before_anyone_approves_and_an_objection_sends_it_back(self) -> None:
        loan = with_interest()
        with pytest.raises(Refusal) as early:
            approved_subsidy(loan, "2026-06-09")
        assert early.value.codes == ("casework.wait",)
        case = subsidise(loan)
        do("interest_subsidy:review", case, "2026-06-02", who("subsidy-reviewer", "2026-06-02", 31), lpr="3.0")
        do("interest_subsidy:give_notice", case, "2026-06-02", who("subsidy-reviewer", "2026-06-02", 31),
           noticed_on="2026-06-02")
        do("interest_subsidy:object", case, "2026-06-03", Actor("anyone", date(2026, 6, 3)), reason="重复申报")
        assert row(case).stage == "applied"

    @pytest.mark.parametrize(("change", "code"), [
        ({"loan_no": "ZYRZ-2026-9999"}, {"pledge.no-such-loan", "pledge.pledge-not-live", "pledge.interest-not-paid"}),
        ({"borrowers": [{"name": "别家", "party": "X"}]}, {"pledge.no-such-loan"}),
        ({"period_from": "2026-03-01"}, {"pledge.pledge-not-live"}),
        ({"period_to": "2026-06-02"}, {"pledge.period"}),
        ({"interest_paid": "12200.01"}, {"pledge.interest-not-paid"}),
        ({"period_to": "2026-05-16"}, {"pledge.interest-not-paid"}),
    ])
    def test_what_was_not_paid_or_not_pledged_is_not_subsidised(self, change: dict[str, Any], code: set[str]) -> None:
        loan = with_interest()
        with pytest.raises(Refusal) as refused:
            subsidise(loan, **change)
        assert set(refused.value.codes) == code

    def test_whoever_reviewed_does_not_approve(self) -> None:
        case = subsidise(with_interest())
        both = Actor("user:31", date(2026, 6, 10), who("subsidy-reviewer").roles + who("finance-officer").roles)
        do("interest_subsidy:review", case, "2026-06-02", both, lpr="3.0")
        do("interest_subsidy:give_notice", case, "2026-06-02", both, noticed_on="2026-06-02")
        with pytest.raises(Refusal) as refused:
            do("interest_subsidy:approve", case, "2026-06-10", both)
        assert refused.value.codes == ("casework.same-person",)


def overdue() -> str:
    case = lent()
    lend("declare_overdue", case, "2026-04-17")
    return case


def pool(amount: str = "1000000") -> str:
    facts = {"deposit": amount, "decision_no": "示例文号〔2026〕1号"}
    return str(do("compensation_pool:establish", None, "2026-01-05", who("fund-manager", "2026-01-05", 41), **facts)["case"])


def claim(loan: str, on: str = "2026-07-01", **more: Any) -> str:
    facts = {"lenders": [LENDER], "loan_no": number(loan), "overdue_since": "2026-04-17", "loss": "2000000", "dunning": "三次"}
    return str(do("loss_compensation:claim", None, on, bank(on), **facts | more)["case"])


def approved_claim(loan: str) -> str:
    case = claim(loan)
    do("loss_compensation:verify", case, "2026-07-10", who("fund-manager", "2026-07-10", 41), ip_share="60", pool_share="40")
    do("loss_compensation:approve", case, "2026-07-20", who("finance-officer", "2026-07-20", 42))
    return case


class TestCompensation:
    def test_the_pool_pays_its_share_and_gets_its_share_of_what_is_recovered_back(self) -> None:
        pool()
        loan = overdue()
        case = approved_claim(loan)
        facts = row(case).facts
        assert (facts["payable"], facts["worked"]["zh"]) == (
            48_000_000, "本金损失 × 知识产权占担保比例 × 资金池分担比例：2,000,000.00 × 60% × 40% = 480,000.00元")
        do("loss_compensation:pay", case, "2026-07-22", who("finance-officer", "2026-07-22", 42))
        assert (held("compensation-pool", "2026-07-21"), held("compensation-pool", "2026-07-22")) == (100_000_000, 52_000_000)
        do("loss_compensation:recover", case, "2026-10-01", bank("2026-10-01"), recovered="500000.01", happened_on="2026-10-01")
        do("loss_compensation:recover", case, "2026-11-01", bank("2026-11-01"), recovered="1499999.99", happened_on="2026-11-01")
        # Rounding leaves nothing behind: whole recovery brings back exactly what was paid.
        assert (held("compensation-pool", "2026-10-31"), held("compensation-pool")) == (64_000_000, 100_000_000)
        with pytest.raises(Refusal) as more:
            do("loss_compensation:recover", case, "2026-12-01", bank("2026-12-01"), recovered="0.01", happened_on="2026-12-01")
        assert more.value.codes == ("pledge.beyond-loss",)
        assert balanced()

    def test_the_pool_never_pays_more_than_it_holds(self) -> None:
        pool("479999.99")
        case = approved_claim(overdue())
        with kernel():
            before = (Event.objects.count(), Booking.objects.count())
        with pytest.raises(Refusal) as refused:
            do("loss_compensation:pay", case, "2026-07-22", who("finance-officer", "2026-07-22", 42))
        assert refused.value.codes == ("funds.overdrawn",)
        assert row(case).stage == "approved"
        with kernel():
            assert (Event.objects.count(), Booking.objects.count()) == before

    @pytest.mark.parametrize(("change", "code"), [
        ({"overdue_since": "2026-05-03"}, "pledge.too-early"), ({"loss": "2000000.01"}, "pledge.beyond-debt"),
        ({"lenders": [{"name": "另一银行", "unit": "bank-b"}]}, "pledge.no-such-loan"),
    ])
    def test_a_claim_needs_its_loan_its_days_and_its_loss(self, change: dict[str, Any], code: str) -> None:
        with pytest.raises(Refusal) as refused:
            claim(overdue(), **change)
        assert refused.value.codes == (code,)

    def test_a_judgment_takes_the_place_of_the_days(self) -> None:
        assert claim(overdue(), overdue_since="2026-06-20", judgment=True)

    def test_a_loan_that_is_paid_as_agreed_or_was_never_recorded_is_not_compensated(self) -> None:
        fine = lent()
        with pytest.raises(Refusal) as paid:
            claim(fine)
        assert paid.value.codes == ("pledge.not-overdue",)

    @pytest.mark.parametrize("share", ["0", "100.1", "x", "NaN", "1e-9"])
    def test_a_share_is_a_part_of_a_whole(self, share: str) -> None:
        case = claim(overdue())
        with pytest.raises(Refusal) as refused:
            do("loss_compensation:verify", case, "2026-07-10", who("fund-manager", "2026-07-10", 41),
               ip_share=share, pool_share="40")
        assert refused.value.codes == ("pledge.share",)

    def test_money_is_put_in_by_a_decision_while_the_pool_is_not_wound_up(self) -> None:
        case = pool()
        manager = who("fund-manager", "2026-02-02", 41)
        do("compensation_pool:suspend", case, "2026-02-02", manager, reason="代偿率达上限")
        do("compensation_pool:endow", case, "2026-02-02", manager, deposit="1", decision_no="2号")
        do("compensation_pool:resume", case, "2026-02-02", manager, reason="回落")
        with pytest.raises(Refusal) as nothing:
            do("compensation_pool:endow", case, "2026-02-02", manager, deposit="0", decision_no="3号")
        assert nothing.value.codes == ("pledge.deposit",)
        do("compensation_pool:wind_up", case, "2026-02-03", who("fund-manager", "2026-02-03", 41), reason="期满")
        assert held("compensation-pool") == 100_000_100
