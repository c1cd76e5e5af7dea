"""Loans against patents and marks (U08; PROCEDURES L40, L41), through ``perform`` and the ledger's consumers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import SHANGHAI, perform, reach
from zhichan.kernel.casework.public import clocks_of, letter_of
from zhichan.kernel.funds.public import balance, turnover
from zhichan.kernel.ground.public import Refusal, kernel
from zhichan.kernel.inbox.public import notices
from zhichan.kernel.ledger.public import Event, step
from zhichan.kernel.measures.public import refresh, value
from zhichan.kernel.registry.public import Load, Pledge, Pledged

from .conftest import (
    BORROWER,
    FIRM,
    FOLDER,
    LOAN,
    OTHER_FIRM,
    RULES,
    VALUES,
    applied,
    approved,
    bank,
    do,
    lend,
    lent,
    patent,
    registered,
    repay,
    row,
    take,
    who,
    work,
)

pytestmark = pytest.mark.usefixtures("city")


def lines(case: str, item: str) -> list[tuple[str, str, str, str]]:
    return [
        (one["subject"], one["finding"]["zh"], one["source"], one["as_of"])
        for one in row(case).facts["pack"] if one["item"]["zh"] == item]


class TestPack:
    @pytest.mark.point("U08.1", without=f"{RULES}#pack")
    def test_each_line_has_its_source_and_day_and_what_is_not_known_is_said(self) -> None:
        case = applied()
        lend("examine", case, "2026-03-03")
        register = ("示例登记簿副本", "2026-03-01")
        lens, sign = "一种镜头（P1）", "示例（M1）"
        assert lines(case, "权利状态") == [(lens, "有效，自2021-03-01", *register), (sign, "有效，自2013-03-01", *register)]
        assert lines(case, "权属链") == [
            (lens, "甲光学有限公司（2018-03-01起）", *register), (sign, "甲光学有限公司（2012-03-01起）", *register)]
        assert lines(case, "年费或续展") == [
            (lens, "未掌握", "——", "2026-03-03"), (sign, "最近续展2023-03-01", *register)]
        assert lines(case, "质押")[0] == (lens, "未掌握", "——", "2026-03-03")
        courts = "法院和其他机关的登记未入库"
        assert lines(case, "诉讼与裁决") == [
            (lens, "本平台的案件中没有（专利侵权纠纷行政裁决）", "本平台办案记录", "2026-03-03"),
            (lens, courts, "——", "2026-03-03"), (sign, courts, "——", "2026-03-03")]
        assert lines(case, "同族") == [(lens, "未掌握", "——", "2026-03-03"), (sign, "不适用于商标", *register)]
        assert lines(case, "集中度")[0][:2] == (
            "甲光学有限公司", "存续质押0笔，共0.00元；有效权利3项，其中已出质0项，本次2项")
        assert all(one["source"] and one["as_of"] for one in row(case).facts["pack"])

    def test_it_tells_co_owners_pledges_disputes_licences_and_fees_that_are_known(self) -> None:
        take("patent", patent("P1", overseas_family_on="2022-05-01", holdings=[
            {"party": OTHER_FIRM, "region": "a1", "since": "2018-03-01", "until": "2020-01-01"},
            {"party": FIRM, "region": "a1", "since": "2020-01-01"},
            {"party": OTHER_FIRM, "region": "a1", "since": "2020-01-01", "rank": 2}]), name="更新")
        take("deal", {"key": "D1", "kind": "licence", "right_kind": "patent", "right_key": "P1", "recorded_on": "2024-06-01",
                      "party": OTHER_FIRM, "region": "a1"}, name="许可备案")
        take("event", {"key": "E1", "right_kind": "patent", "right_key": "P1", "kind": "fee_paid", "day": "2025-02-20",
                       "year": 8}, name="法律事件")
        do("invalidation_request:enter", None, "2026-03-02", who("pledge-officer"), right="patent:P1",
           happened_on="2026-02-11", document_no="4W100001", source="无效宣告请求受理通知书")
        other = registered(rights=[{"right": "mark:M1"}], values=[{"right": "mark:M1", "value": 2_000_000}])
        assert other
        case = applied()
        lend("examine", case, "2026-03-12")
        lens, sign = "一种镜头（P1）", "示例（M1）"
        assert lines(case, "权属链")[0] == (
            lens, "乙照明有限公司（2018-03-01至2020-01-01） → 甲光学有限公司（2020-01-01起）", "更新", "2026-03-01")
        assert lines(case, "共有人")[0][1] == "乙照明有限公司"
        assert lines(case, "年费或续展")[0] == (lens, "2025-02-20缴纳第8年度年费", "法律事件", "2026-03-01")
        assert lines(case, "无效宣告")[0] == (
            lens, "2026-02-11受理，4W100001，未结", "无效宣告请求受理通知书", "2026-03-02")
        assert lines(case, "许可与转让") == [
            (lens, "2024-06-01许可：乙照明有限公司", "许可备案", "2026-03-01"),
            (sign, "已入库的备案中没有", "示例登记簿副本", "2026-03-01")]
        assert lines(case, "同族")[0][1] == "境外同族授权，自2022-05-01"
        assert lines(case, "质押") == [
            (lens, "已入库的质押登记中没有", "更新", "2026-03-01"),
            (sign, "ZY2026-1，质权人示例银行，2,000,000.00元，2026-03-10登记，存续", "registry:pledge ZY2026-1", "2026-03-11")]
        assert [one[1] for one in lines(case, "集中度")] == [
            "存续质押1笔，共2,000,000.00元；有效权利3项，其中已出质1项，本次2项", "ZY2026-1：示例银行，2,000,000.00元"]

    def test_an_adjudication_of_the_patent_is_told_from_the_day_it_was_accepted(self) -> None:
        officer = Actor("user:5", date(2026, 3, 2), (Role("adjudicator", "/mc/"), Role("adjudication-head", "/mc/")))
        petition = {
            "applicants": [{"name": "甲光学有限公司"}], "respondents": [{"name": "乙照明有限公司"}], "patent_no": "ZL p1",
            "patent_kind": "invention", "claims": [1], "grounds": "停止", "validity_proof": "副本",
        }  # fmt: skip
        dispute = str(do("infringement:file", None, "2026-03-02", officer, **petition)["case"])
        first = applied()
        lend("examine", first, "2026-03-02")
        assert lines(first, "诉讼与裁决")[0][1] == "本平台的案件中没有（专利侵权纠纷行政裁决）"
        do("infringement:accept", dispute, "2026-03-03", officer)
        lend("examine_again", first, "2026-03-04")
        assert lines(first, "诉讼与裁决")[0] == (
            "一种镜头（P1）", f"专利侵权纠纷行政裁决{row(dispute).number}，2026-03-03立案，已立案", "本平台办案记录", "2026-03-04")
        told = str(row(first).facts["pack"])
        assert "乙照明" not in told

    def test_the_pack_goes_out_as_a_letter_with_a_line_for_each_finding(self) -> None:
        case = applied()
        lend("examine", case, "2026-03-03")
        [letter] = row(case).letters
        text = letter_of(bank("2026-03-03"), row(case).pk, letter["id"]).decode()
        assert "申请金额：2,000,000.00元；期限：12个月" in text
        assert "对象：一种镜头（P1）；事项：年费或续展；查得：未掌握；来源：——；数据日期：2026-03-03" in text


class TestCourse:
    @pytest.mark.point("U08.2", without=f"{LOAN}#acts.draw")
    @pytest.mark.point("U08.2", without=f"{LOAN}#acts.release")
    def test_a_mixed_loan_runs_from_the_application_to_the_discharge(self) -> None:
        case = lent()
        lend("monitor", case, "2026-06-10", finding="经营正常")
        repay(case, "2026-04-16", interest="6200")
        repay(case, "2026-05-16", interest="6000")
        repay(case, "2026-05-20", principal="2000000", interest="800")
        lend("settle", case, "2026-05-20")
        lend("release", case, "2026-06-01", released_on="2026-06-01", released_no="ZX-1")
        assert row(case).stage == "released"
        with kernel():
            [head] = Pledge.objects.current()
            parts = list(Pledged.objects.current().order_by("key").values_list("right_key", "amount_fen", "released_on"))
        assert (head.key, head.kind, head.amount_fen, head.lender) == ("ZY2026-1", "mixed", 200_000_000, "示例银行")
        assert parts == [("P1", 150_000_000, date(2026, 6, 1)), ("M1", 50_000_000, date(2026, 6, 1))]

    def test_the_schedule_names_its_day_count_and_shows_each_sum(self) -> None:
        plan = row(lent()).facts["schedule"]
        assert len(plan) == 12
        assert (plan[0]["due_on"], plan[0]["days"], plan[0]["interest"], plan[-1]["principal"], plan[-1]["balance"]) == (
            "2026-04-16", 31, "6200.00", "2000000.00", "0.00")
        assert plan[0]["worked"]["zh"].endswith("2000000.00 × 3.6% × 31 ÷ 360 = 6200.00元")
        assert "实际天数/360" in plan[0]["worked"]["zh"]

    def test_nothing_is_drawn_before_the_registration_and_no_more_than_it_secures(self) -> None:
        case = approved()
        with pytest.raises(Refusal) as early:
            lend("draw", case, "2026-03-06", drawn_on="2026-03-06", drawn="1")
        assert early.value.codes == ("casework.stage",)
        case = registered(rights=[{"right": "patent:P2"}], values=[{"right": "patent:P2", "value": 2_000_000}])
        with pytest.raises(Refusal) as much:
            lend("draw", case, "2026-03-16", drawn_on="2026-03-16", drawn="2000000.01")
        assert much.value.codes == ("pledge.beyond-credit",)

    def test_whoever_valued_does_not_approve(self) -> None:
        case = applied()
        lend("examine", case, "2026-03-03")
        lend("value", case, "2026-03-04", valuations=VALUES, valuer="x", valued_on="2026-03-01")
        with pytest.raises(Refusal) as refused:
            lend("approve", case, "2026-03-05", credit="1", rate="3", method="bullet", day_count="actual_365")
        assert refused.value.codes == ("casework.same-person",)

    def test_the_examination_of_an_online_filing_has_two_working_days_and_else_five(self) -> None:
        case = approved()
        lend("lodge", case, "2026-03-06", contract_no="HT-1", online=True)
        [clock] = [run for run in clocks_of(row(case), as_of=date(2026, 3, 6)) if run.name == "registration"]
        assert clock.due.day == date(2026, 3, 10)
        case = approved(rights=[{"right": "patent:P2"}], values=[{"right": "patent:P2", "value": 2_000_000}])
        lend("lodge", case, "2026-03-06", contract_no="HT-2")
        [clock] = [run for run in clocks_of(row(case), as_of=date(2026, 3, 6)) if run.name == "registration"]
        assert clock.due.day == date(2026, 3, 13)

    def test_a_loan_is_recorded_with_the_pool_within_thirty_days_or_not_at_all(self) -> None:
        case = registered()
        lend("draw", case, "2026-03-16", drawn_on="2026-03-16", drawn="2000000")
        with pytest.raises(Refusal) as late:
            lend("record_with_pool", case, "2026-04-16", recorded_on="2026-04-16")
        assert late.value.codes == ("casework.expired",)
        lend("record_with_pool", case, "2026-04-15", recorded_on="2026-04-15")


class TestRefusals:
    @pytest.mark.parametrize(("change", "code"), [
        ({"borrowers": [{"name": "无代码公司"}]}, "pledge.borrower"),
        ({"borrowers": [{"name": "没有这家", "party": "NOBODY"}]}, "pledge.unknown-borrower"),
        ({"lenders": [{"name": "没有这家", "unit": "nobody"}]}, "pledge.not-a-lender"),
        ({"lenders": [{"name": "市档案馆", "unit": "archive"}]}, "pledge.not-a-lender"),
        ({"lenders": [{"name": "没有代号的银行"}]}, "pledge.lender"),
        ({"rights": [{"right": "patent:none"}]}, "pledge.no-such-right"),
        ({"rights": [{"right": "patent:P1"}, {"right": "patent:P1"}]}, "pledge.rights"),
        ({"months": 0}, "pledge.terms"),
    ])
    def test_an_application_without_what_it_needs_is_refused(self, change: dict[str, Any], code: str) -> None:
        with kernel():
            before = Event.objects.count()
        with pytest.raises(Refusal) as refused:
            applied(**change)
        assert refused.value.codes == (code,)
        with kernel():
            assert Event.objects.count() == before

    @pytest.mark.parametrize(("facts", "code"), [
        ({"credit": "4000000.01"}, "pledge.beyond-value"), ({"rate": "三"}, "pledge.rate"), ({"rate": "1e9"}, "pledge.rate"),
        ({"rate": "NaN"}, "pledge.rate"), ({"credit": "0"}, "pledge.beyond-value"),
    ])
    def test_terms_that_make_no_loan_are_refused(self, facts: dict[str, Any], code: str) -> None:
        case = applied(amount="9000000")
        lend("examine", case, "2026-03-03")
        lend("value", case, "2026-03-04", valuations=VALUES, valuer="x", valued_on="2026-03-01")
        terms = {"credit": "2000000", "rate": "3.6", "method": "bullet", "day_count": "actual_360"}
        with pytest.raises(Refusal) as refused:
            lend("approve", case, "2026-03-05", 12, **terms | facts)
        assert refused.value.codes == (code,)

    def test_a_value_for_each_right_and_for_nothing_else(self) -> None:
        case = applied()
        lend("examine", case, "2026-03-03")
        for values in (VALUES[:1], [*VALUES, {"right": "patent:P2", "value": 1}], [{**VALUES[0], "value": "x"}, VALUES[1]]):
            with pytest.raises(Refusal) as refused:
                lend("value", case, "2026-03-04", valuations=values, valuer="x", valued_on="2026-03-01")
            assert refused.value.codes == ("pledge.valuation",)

    def lodge(self, case: str, on: str = "2026-03-06") -> tuple[str, ...]:
        with pytest.raises(Refusal) as refused:
            lend("lodge", case, on, contract_no="HT-1")
        return refused.value.codes

    def test_registration_is_not_applied_for_where_the_office_would_refuse(self) -> None:
        case = approved()
        take("patent", patent("P1", ended_on="2026-02-01", end_reason="unpaid_fee"), name="失效")
        assert self.lodge(case) == ("pledge.not-in-force",)
        take("patent", patent("P1", holdings=[{"party": OTHER_FIRM, "region": "a1", "since": "2018-03-01"}]), name="转让")
        assert self.lodge(case) == ("pledge.not-the-holder", "pledge.no-consent")

    def test_a_co_owner_has_to_consent(self) -> None:
        case = approved()
        holdings = [{"party": FIRM, "region": "a1", "since": "2018-03-01"},
                    {"party": OTHER_FIRM, "region": "a1", "since": "2018-03-01", "rank": 2}]
        take("patent", patent("P1", holdings=holdings), name="共有")
        assert self.lodge(case) == ("pledge.no-consent",)
        lend("lodge", case, "2026-03-06", contract_no="HT-1", consents=[{"party": OTHER_FIRM, "paper": "同意书"}])

    def test_the_term_does_not_outlive_a_right(self) -> None:
        take("patent", patent("P1", filed_on="2006-06-01", granted_on="2009-01-01"), name="旧")
        case = applied()
        lend("examine", case, "2026-03-03")
        lend("value", case, "2026-03-04", valuations=VALUES, valuer="x", valued_on="2026-03-01")
        with pytest.raises(Refusal) as refused:
            lend("approve", case, "2026-03-05", 12, credit="1", rate="3", method="bullet", day_count="actual_365")
        assert refused.value.codes == ("pledge.beyond-life",)

    def test_a_right_under_a_live_pledge_is_refused_before_the_application_and_by_the_database_after_it(self) -> None:
        first, second = approved(), approved()
        lend("lodge", first, "2026-03-06", contract_no="HT-1")
        lend("lodge", second, "2026-03-06", contract_no="HT-2")
        third = approved()
        facts = {"registered_on": "2026-03-10", "secured": "2000000"}
        lend("record_registration", first, "2026-03-11", registration_no="ZY-1", **facts)
        assert self.lodge(third, "2026-03-12") == ("pledge.already-pledged", "pledge.already-pledged")
        with kernel():
            before = (Event.objects.count(), Load.objects.count())
        with pytest.raises(Refusal) as refused:
            lend("record_registration", second, "2026-03-11", registration_no="ZY-2", **facts)
        assert set(refused.value.codes) == {"registry.already-pledged"}
        assert row(second).stage == "lodged"
        with kernel():
            assert (Event.objects.count(), Load.objects.count()) == before

    def test_another_bank_and_a_stranger_find_no_such_loan(self) -> None:
        case = applied()
        for actor in (bank("2026-03-03", 21, "bank-b"), Actor("user:99", date(2026, 3, 3))):
            with reading(actor):
                assert not reach(actor, "pledge_loan:read").exists()
            with pytest.raises(Refusal) as refused:
                do("pledge_loan:examine", case, "2026-03-03", actor)
            assert refused.value.codes == ("acts.not-there",)

    def test_a_firm_follows_its_loan_and_does_nothing_in_the_banks_place(self) -> None:
        case = applied()
        firm = Actor("user:50", date(2026, 3, 3), extra=frozenset({f"party:{FIRM}"}))
        with reading(firm):
            assert reach(firm, "pledge_loan:read").get().stage == "applied"
        with pytest.raises(Refusal):
            do("pledge_loan:examine", case, "2026-03-03", firm)
        assert do("pledge_loan:withdraw", case, "2026-03-03", firm)["stage"] == "withdrawn"


class TestMoney:
    def books(self, case: str, account: str, on: str) -> int:
        actor = who("pledge-officer", on)
        return balance(actor=actor, account=f"{account}:{row(case).number}", region="/mc/", on=date.fromisoformat(on))

    def test_principal_outstanding_is_a_stock_and_payments_are_flows(self) -> None:
        case = lent()
        repay(case, "2026-04-16", principal="500000", interest="6200")
        assert [self.books(case, "loan", day) for day in ("2026-03-15", "2026-03-16", "2026-04-16")] == [
            0, 200_000_000, 150_000_000]
        assert self.books(case, "interest", "2026-04-16") == -620_000
        assert turnover(actor=who("pledge-officer"), account=f"loan:{row(case).number}", region="/mc/",
                        since=date(2026, 1, 1), until=date(2027, 1, 1)) == (200_000_000, 50_000_000)
        assert row(case).facts["outstanding"] == 150_000_000

    def test_no_more_is_paid_than_is_owed_and_nothing_is_settled_before_it_is_paid(self) -> None:
        case = lent()
        for facts, code in (({"principal": "2000000.01"}, "pledge.beyond-debt"), ({}, "pledge.nothing-paid"),
                            ({"principal": "-1", "interest": "2"}, "pledge.nothing-paid")):
            with pytest.raises(Refusal) as refused:
                repay(case, "2026-04-16", **facts)
            assert refused.value.codes == (code,)
        with pytest.raises(Refusal) as early:
            lend("settle", case, "2026-04-16")
        assert early.value.codes == ("pledge.outstanding",)

    def test_overdue_is_what_the_schedule_says_and_ends_when_it_is_paid(self) -> None:
        case = lent()
        with pytest.raises(Refusal) as early:
            lend("declare_overdue", case, "2026-04-16")
        assert early.value.codes == ("pledge.no-arrears",)
        lend("declare_overdue", case, "2026-04-17")
        with pytest.raises(Refusal) as still:
            lend("cure", case, "2026-04-18")
        assert still.value.codes == ("pledge.in-arrears",)
        repay(case, "2026-04-18", interest="6200")
        assert lend("cure", case, "2026-04-18")["stage"] == "lent"

    @pytest.mark.point("U08.3", without="management/indicators/ip_pledge_amount_outstanding.measure.toml")
    @pytest.mark.point("U08.3", without="management/indicators/ip_pledge_amount_registered.measure.toml")
    def test_registered_in_a_year_registered_in_all_and_outstanding_are_three_numbers(self) -> None:
        take("pledge", {"key": "OLD", "party": FIRM, "region": "a1", "kind": "patent", "registered_on": "2024-05-01",
                        "released_on": "2025-05-01", "amount_fen": 50_000_000})
        case = lent()
        work()
        refresh()
        def asked(measure: str, period: dict[str, date]) -> Any:
            return value(measure=measure, region="a1", **period).number

        year, now = {"since": date(2026, 1, 1), "until": date(2027, 1, 1)}, {"on": date(2026, 12, 31)}
        assert [asked("ip_pledge_amount_registered", year), asked("ip_pledge_amount", now),
                asked("ip_pledge_amount_outstanding", now)] == [200, 250, 200]
        # A payment lowers the loan's balance and none of the registered amounts; a discharge only what is outstanding.
        repay(case, "2026-06-16", principal="2000000", interest="18000")
        lend("settle", case, "2026-06-16")
        lend("release", case, "2026-06-20", released_on="2026-06-20", released_no="ZX")
        work()
        refresh()
        assert [asked("ip_pledge_amount_registered", year), asked("ip_pledge_amount", now),
                asked("ip_pledge_amount_outstanding", now)] == [200, 250, 0]
        assert [asked(f"{kind}_pledge_amount", year) for kind in ("patent", "trademark", "mixed")] == [0, 0, 200]

    def test_realising_the_pledge_lowers_what_is_owed_and_what_is_above_belongs_to_the_pledgor(self) -> None:
        case = lent()
        lend("declare_overdue", case, "2026-04-17")
        with pytest.raises(Refusal) as refused:
            lend("realise", case, "2026-09-01", proceeds="2000000.01", reason="拍卖")
        assert refused.value.codes == ("pledge.beyond-debt",)
        lend("realise", case, "2026-09-01", proceeds="1200000", reason="拍卖")
        assert (row(case).facts["outstanding"], self.books(case, "loan", "2026-09-01")) == (80_000_000, 80_000_000)


class TestCollateral:
    def told(self, actor: Actor) -> list[str]:
        return [one.said.zh for one in notices(actor=actor)]

    def happen(self, verb: str, **facts: Any) -> None:
        at = datetime(2026, 4, 1, 10, tzinfo=SHANGHAI)
        perform(actor=who("pledge-officer", "2026-04-01", 5), verb=verb, facts=facts, at=at)

    @pytest.mark.point("U08.4", without=f"{LOAN}#follows")
    @pytest.mark.point("U08.4", without=f"{LOAN}#acts.hear_of_collateral.tells")
    def test_a_lapse_a_transfer_and_an_attack_reach_the_lender_with_the_reason_and_what_to_do(self) -> None:
        case = lent()
        work()
        self.happen("registry:lapse", source="patent", key="P1", ended_on="2026-03-31", end_reason="unpaid_fee")
        # Two rounds of the worker, which rests a fifth of a second between rounds: heard, then told.
        step()
        step()
        [lapse] = [said for said in self.told(bank("2026-04-01")) if said]
        assert lapse.startswith("一种镜头（P1）自2026-03-31终止（未缴年费）。请：核对年费缴纳；")
        self.happen("registry:transfer", source="mark", key="M1", party=OTHER_FIRM, region="a1", since="2026-03-30")
        self.happen("invalidation_request:enter", region="/mc/", right="patent:P1", happened_on="2026-03-29",
                    document_no="4W100002", source="受理通知书")
        work()
        said = [one for one in self.told(bank("2026-04-01")) if one]
        assert [one.partition("。")[0] for one in reversed(said)] == [
            "一种镜头（P1）自2026-03-31终止（未缴年费）", "示例（M1）自2026-03-30转让给乙照明有限公司", "一种镜头（P1）自2026-03-29被请求宣告无效"]
        assert [one["right"] for one in row(case).facts["alerts"]] == ["patent:P1", "mark:M1", "patent:P1"]
        reasons = {one.why.zh for one in notices(actor=bank("2026-04-01")) if one.said.zh}
        assert reasons == {"因为您是本事项的贷款人（质权人）"}

    def test_another_bank_hears_nothing_and_neither_does_the_lender_of_another_right(self) -> None:
        lent()
        work()
        self.happen("registry:lapse", source="patent", key="P2", ended_on="2026-03-31", end_reason="unpaid_fee")
        work()
        assert [one for one in self.told(bank("2026-04-01")) if one] == []
        self.happen("registry:lapse", source="patent", key="P1", ended_on="2026-03-31", end_reason="unpaid_fee")
        work()
        assert self.told(bank("2026-04-01", 21, "bank-b")) == []

    def test_after_the_discharge_nobody_is_disturbed(self) -> None:
        case = registered()
        lend("give_up", case, "2026-03-12", reason="借款人放弃")
        lend("release", case, "2026-03-13", released_on="2026-03-13", released_no="ZX")
        self.happen("registry:lapse", source="patent", key="P1", ended_on="2026-03-31", end_reason="unpaid_fee")
        work()
        assert "alerts" not in row(case).facts


def test_a_city_officer_watches_all_loans_and_a_leader_only_looks() -> None:
    case = applied()
    leader = Actor("user:7", date(2026, 3, 3), (Role("leader", "/mc/"),))
    with reading(leader):
        assert reach(leader, "pledge_loan:read").get().title
    with pytest.raises(Refusal) as refused:
        do("pledge_loan:examine", case, "2026-03-03", leader)
    assert refused.value.codes == ("acts.forbidden",)
    assert do("pledge_loan:examine", case, "2026-03-03", who("pledge-officer", "2026-03-03"))["stage"] == "examined"
    assert (BORROWER["party"], FOLDER) == (FIRM, "utilisation/pledge")
