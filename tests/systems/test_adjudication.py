"""Adjudication of patent-infringement disputes (P02), through ``perform`` and the worked examples of the system."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.test import Client

from zhichan.doors.desk.derived.limits import WIDTH, limits
from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import SHANGHAI, perform, reach
from zhichan.kernel.casework.public import (
    Case,
    clocks_of,
    code_hash,
    disagreements,
    facts_of,
    holder,
    letter_of,
    party,
    possible,
    run_example,
    tick,
)
from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.kernel.ledger.public import Event, Payload

FOLDER = "protection/adjudication"
PROCEDURE = f"{FOLDER}/infringement.procedure.toml"
RULES = f"{FOLDER}/rules.py"
EXAMPLES = Path(__file__).parents[2] / "src/zhichan/systems" / FOLDER / "examples"

PANEL = [
    {"name": "张一", "user": 1, "presiding": True},
    {"name": "李二", "user": 2},
    {"name": "王三", "user": 3},
]
CODE = "a long and random code"
MAKER = {"name": "甲光学有限公司", "access": code_hash(CODE)}
COPIER = {"name": "乙照明有限公司", "party": "91B"}
SELLER = {"name": "丙商贸有限公司", "party": "91C"}
EVIDENCE = [{"id": "E1", "what": "公证购买实物"}]


@pytest.mark.django_db
@pytest.mark.point("P02.1", without=f"{PROCEDURE}#acts.open_hearing")
@pytest.mark.point("P02.1", without=f"{PROCEDURE}#clocks.finality")
def test_a_case_runs_from_a_petition_filed_online_to_enforcement_by_the_court() -> None:
    assert run_example(EXAMPLES / "ordinary.toml") == []


@pytest.mark.django_db
@pytest.mark.point("P02.3", without=f"{RULES}#mandatory_stay")
@pytest.mark.point("P02.3", without=f"{PROCEDURE}#clocks.decision.pauses")
def test_an_accepted_invalidation_stays_the_case_at_once_and_stops_its_clock() -> None:
    assert run_example(EXAMPLES / "stay.toml") == []
    assert run_example(EXAMPLES / "no_stay.toml") == []


@pytest.mark.django_db
@pytest.mark.point("P02.4", without=f"{RULES}#fast_lane_test")
def test_the_fast_lane_says_which_criterion_is_not_met() -> None:
    assert run_example(EXAMPLES / "fast_lane.toml") == []


def _instant(on: str) -> datetime:
    return datetime.fromisoformat(f"{on}T10:00").replace(tzinfo=SHANGHAI)


@pytest.fixture
def city(db: None) -> Region:
    """A city with the power to adjudicate."""
    with kernel():
        return Region.objects.create(slug="mc", name="样例市", name_en="Sample City", kind="city", path="/mc/")


def officer(on: str, number: int = 1, role: str = "adjudicator") -> Actor:
    """An officer of the city."""
    return Actor(f"user:{number}", date.fromisoformat(on), (Role(role, "/mc/"),))


def do(case: str | None, act: str, on: str, actor: Actor | None = None, **facts: Any) -> dict[str, Any]:
    """Do an act on a day, as an adjudicator unless said otherwise."""
    if case is None:
        facts = {"region": "/mc/", **facts}
    outcome = perform(
        actor=actor or officer(on), verb=f"infringement:{act}", target=case, facts=facts, at=_instant(on)
    )
    return dict(outcome.result)


def petition(**more: Any) -> str:
    """A petition filed by its maker, who has no account."""
    facts = {
        "applicants": [MAKER], "respondents": [COPIER], "patent_no": "ZL202020000001.1", "patent_kind": "utility",
        "claims": [1], "grounds": "请求责令停止侵权", "validity_proof": "登记簿副本", "evidence": EVIDENCE,
    }  # fmt: skip
    return str(do(None, "file", "2026-03-02", Actor("anyone", date(2026, 3, 2)), **{**facts, **more})["case"])


def answering(**more: Any) -> str:
    """A case whose respondent was served on 2026-03-11."""
    case = petition(**more)
    do(case, "accept", "2026-03-06")
    do(case, "form_panel", "2026-03-09", officer("2026-03-09", 9, "adjudication-head"), panel=PANEL)
    do(case, "notify_respondent", "2026-03-10")
    serve(case, "2026-03-11")
    return case


def serve(case: str, on: str, recipient: str = "乙照明有限公司", entered: str = "") -> dict[str, Any]:
    """Serve the notice to answer."""
    return do(
        case, "serve", entered or on, served_on=on, served_how="direct", recipient=recipient, proof_of_service="送达回证"
    )


def row(case: str) -> Case:
    """The case's row."""
    with kernel():
        return Case.objects.select_related("region").get(pk=case)


def events() -> int:
    """How many events there are."""
    with kernel():
        return Event.objects.count()


@pytest.mark.usefixtures("city")
class TestParties:
    @pytest.mark.point("P02.5", without=f"{PROCEDURE}#clocks.answer")
    def test_a_party_sees_its_own_clock_and_what_is_awaited(self) -> None:
        case = answering()
        copier = party(user_id=77, code="91B", day=date(2026, 3, 12))
        with reading(copier):
            seen = reach(copier, "infringement:read").select_related("region").get(pk=case)
        mine = [run for run in clocks_of(seen, as_of=date(2026, 3, 12)) if run.open and run.awaits == "respondent"]
        assert [(run.title.zh, str(run.due.day)) for run in mine] == [("答辩期限", "2026-03-26")]
        assert [step.code for step in mine[0].due.steps] == ["start", "term", "due"]
        acts = [name for name, _ in possible(copier, seen)]
        assert "answer" in acts
        assert "accept" not in acts
        assert "decide" not in acts

    def test_a_petitioner_without_an_account_follows_the_case_by_a_code_and_a_stranger_does_not(self) -> None:
        case = petition()
        maker, other = (holder(code=code, day=date(2026, 3, 3)) for code in (CODE, "another code"))
        with reading(maker):
            assert reach(maker, "infringement:read").get(pk=case).stage == "requested"
        with reading(other):
            assert not reach(other, "infringement:read").exists()
        before = events()
        with pytest.raises(Refusal) as refused:
            do(case, "withdraw", "2026-03-03", other)
        assert refused.value.codes == ("acts.not-there",)
        assert events() == before
        assert do(case, "withdraw", "2026-03-03", maker)["stage"] == "revoked"

    def test_a_respondent_may_answer_but_not_for_the_office_nor_for_the_petitioner(self) -> None:
        case = answering()
        copier = party(user_id=77, code="91B", day=date(2026, 3, 16))
        before = events()
        for act, facts in (("examine", {}), ("withdraw", {}), ("amend", {"reason": "x"})):
            with pytest.raises(Refusal) as refused:
                do(case, act, "2026-03-16", copier, **facts)
            assert refused.value.codes == ("acts.forbidden",)
        assert events() == before
        do(case, "answer", "2026-03-16", copier, answer="不构成侵权")
        assert row(case).facts["answer"] == "不构成侵权"

    def test_each_respondent_has_a_term_to_answer_and_each_must_be_served(self) -> None:
        case = petition(respondents=[COPIER, SELLER])
        assert row(case).facts["copies"] == 3
        do(case, "accept", "2026-03-06")
        do(case, "form_panel", "2026-03-09", officer("2026-03-09", 9, "adjudication-head"), panel=PANEL)
        do(case, "notify_respondent", "2026-03-10")
        serve(case, "2026-03-11")
        do(case, "answer", "2026-03-16", answer="甲方权利要求不成立", recipient="乙照明有限公司")
        with pytest.raises(Refusal) as refused:
            do(case, "examine", "2026-03-30")
        assert refused.value.codes == ("infringement.not-served",)
        serve(case, "2026-03-31", "丙商贸有限公司")
        with pytest.raises(Refusal) as refused:
            do(case, "examine", "2026-04-15")
        assert refused.value.codes == ("casework.wait",)
        assert do(case, "examine", "2026-04-16")["stage"] == "examining"

    def test_a_recused_member_no_longer_reaches_the_case_whatever_role_is_held(self) -> None:
        case = answering()
        li = officer("2026-03-12", 2)
        with reading(li):
            assert reach(li, "infringement:read").count() == 1
            assert Event.objects.filter(subject_id=case).count() == Payload.objects.values("event").distinct().count() == 5
        maker = holder(code=CODE, day=date(2026, 3, 12))
        do(case, "challenge", "2026-03-12", maker, challenged=[{"name": "李二"}], reason="曾任顾问")
        head = officer("2026-03-13", 9, "adjudication-head")
        do(case, "rule_on_challenge", "2026-03-13", head, challenge_upheld=True, reason="属实")
        with reading(li):
            assert reach(li, "infringement:read").count() == 0
            # Nor what was recorded of it before.
            assert not Event.objects.filter(subject_id=case).exists()
            assert not Payload.objects.exists()
        with reading(officer("2026-03-13", 1)):
            assert Case.objects.get(pk=case).facts["panel"] == [PANEL[0], PANEL[2]]

    def test_a_technical_opinion_is_hidden_from_the_parties_and_an_appraisal_is_not(self) -> None:
        case = answering()
        head = officer("2026-03-12", 9, "adjudication-head")
        expert = Actor("user:50", date(2026, 3, 16))
        wrong = [{"name": "陈五", "user": 50, "examined_patent": True}]
        with pytest.raises(Refusal) as refused:
            do(case, "appoint_technical_officer", "2026-03-12", head,
               technical_officers=wrong, technical_field="照明", reason="比对复杂")  # fmt: skip
        assert refused.value.codes == ("infringement.conflict",)
        do(case, "appoint_technical_officer", "2026-03-12", head,
           technical_officers=[{"name": "陈五", "user": 50}], technical_field="照明", reason="比对复杂")  # fmt: skip
        do(case, "give_opinion", "2026-03-16", expert, technical_opinion="构成等同")
        do(case, "commission_appraisal", "2026-03-17", document_no="委〔2026〕1号")
        do(case, "receive_appraisal", "2026-03-24", document_no="鉴〔2026〕8号", appraisal="材料相同")
        copier = party(user_id=77, code="91B", day=date(2026, 3, 25))
        seen = facts_of(copier, row(case))
        assert ("technical_opinion" in seen, seen["appraisal"]) == (False, "材料相同")
        assert facts_of(officer("2026-03-25"), row(case))["technical_opinion"] == "构成等同"
        with reading(copier):
            told = " ".join(str(each) for each in Payload.objects.values_list("content", flat=True))
        assert "构成等同" not in told
        with kernel():
            kept = " ".join(str(each) for each in Payload.objects.values_list("content", flat=True))
        assert "构成等同" in kept


CHART = {
    "features": [{"id": "A"}, {"id": "B"}],
    "products": [{"id": "P1"}, {"id": "P2"}],
    "rows": [
        {"feature": feature, "product": product, "evidence": ["E1"], "finding": finding}
        for feature, product, finding in (
            ("A", "P1", "identical"), ("B", "P1", "absent"), ("A", "P2", "identical"), ("B", "P2", "equivalent"),
        )
    ],
}  # fmt: skip


@pytest.mark.usefixtures("city")
class TestDecision:
    @pytest.mark.point("P02.2", without=f"{RULES}#chart_is_sound")
    @pytest.mark.parametrize(
        ("change", "codes"),
        [
            ({"rows": CHART["rows"][:3]}, ["chart-gap"]),
            ({"rows": [*CHART["rows"], CHART["rows"][0]]}, ["chart-pair"]),
            ({"rows": [{**row_, "evidence": ["E7"]} for row_ in CHART["rows"]]}, ["chart-evidence"] * 4),
            ({"rows": [{**row_, "finding": "similar"} for row_ in CHART["rows"]]}, ["chart-finding"] * 4),
            ({"products": []}, ["chart-list", *["chart-pair"] * 4]),
        ],
        ids=["a gap", "twice", "no evidence", "no finding", "no product"],
    )
    def test_a_claim_chart_compares_each_feature_with_each_product_by_listed_evidence(
        self, change: dict[str, Any], codes: list[str]
    ) -> None:
        case = answering()
        before = events()
        with pytest.raises(Refusal) as refused:
            do(case, "compare", "2026-03-16", claim_chart={**CHART, **change})
        assert refused.value.codes == tuple(f"infringement.{code}" for code in codes)
        assert events() == before
        do(case, "compare", "2026-03-16", claim_chart=CHART)
        assert row(case).facts["claim_chart"] == CHART

    def decided(self) -> str:
        """A case decided on 2026-04-09: infringement by P2."""
        case = answering()
        do(case, "answer", "2026-03-16", answer="不构成侵权")
        do(case, "forward_answer", "2026-03-17")
        do(case, "examine", "2026-03-18")
        do(case, "compare", "2026-03-20", claim_chart=CHART)
        votes = [{"name": each["name"], "vote": "infringement"} for each in PANEL]
        do(case, "deliberate", "2026-04-08", deliberation="合议笔录", votes=votes)
        do(case, "decide", "2026-04-09", outcome="infringement", order="责令立即停止销售P2", reasoning="P2具备全部特征")
        return case

    def served(self) -> str:
        """The same, with the decision served on both parties by 2026-04-13."""
        case = self.decided()
        for on, recipient in (("2026-04-10", "甲光学有限公司"), ("2026-04-13", "乙照明有限公司")):
            do(case, "serve_decision", on,
               served_on=on, served_how="post", recipient=recipient, proof_of_service="回执")  # fmt: skip
        return case

    def test_nothing_is_decided_before_the_panel_has_deliberated(self) -> None:
        case = answering()
        with pytest.raises(Refusal) as refused:
            do(case, "decide", "2026-04-09", outcome="infringement", order="停止", reasoning="无")
        assert refused.value.codes == ("casework.stage",)

    def test_a_later_change_of_a_fact_lists_the_served_letters_that_now_disagree(self) -> None:
        case = answering()
        right = [{**COPIER, "name": "乙照明股份有限公司"}]
        result = do(case, "amend", "2026-03-16", respondents=right, reason="名称有误")
        assert [(each["letter"], each["fact"], each["now"][0]["name"]) for each in result["disagreeing"]] == [
            ("answer_notice", "respondents", "乙照明股份有限公司")
        ]
        assert len(disagreements(row(case), as_of=date(2026, 3, 17))) == 1

    def test_a_letter_is_kept_as_it_was_sent_and_opened_only_by_readers_of_the_case(self) -> None:
        case = answering()
        letter = row(case).letters[-1]["id"]
        copier = party(user_id=77, code="91B", day=date(2026, 3, 12))
        text = letter_of(copier, row(case).pk, letter).decode()
        assert text.startswith("答辩通知书")
        assert "合议组：张一、李二、王三" in text
        with pytest.raises(Refusal) as refused:
            letter_of(party(user_id=78, code="91Z", day=date(2026, 3, 12)), row(case).pk, letter)
        assert refused.value.codes == ("acts.not-there",)

    def test_the_parties_never_see_how_the_panel_voted(self) -> None:
        case = self.decided()
        copier = party(user_id=77, code="91B", day=date(2026, 4, 10))
        seen = facts_of(copier, row(case))
        assert "order" in seen
        assert {"votes", "deliberation"} & set(seen) == set()

    def test_a_published_decision_shows_the_public_names_and_order_and_nothing_else(self) -> None:
        case = self.served()
        do(case, "publish", "2026-04-14")
        public = Actor("anyone", date(2026, 4, 15))
        with reading(public):
            entry = reach(public, "adjudication_publication:read").get()
            assert not reach(public, "infringement:read").exists()
        assert entry.data == {
            "case_number": row(case).number, "patent_no": "ZL202020000001.1", "decided_on": "2026-04-09",
            "parties": "甲光学有限公司、乙照明有限公司", "order": "责令立即停止销售P2",
        }  # fmt: skip
        with pytest.raises(Refusal) as refused:
            do(case, "publish", "2026-04-15")
        assert refused.value.codes == ("infringement.published",)

    def test_a_suit_in_time_keeps_the_decision_from_becoming_final_and_a_quashing_is_followed_up(self) -> None:
        case = self.served()
        copier = party(user_id=77, code="91B", day=date(2026, 4, 28))
        do(case, "sue", "2026-04-28", copier, court_no="（2026）例01行初1号", recipient="乙照明有限公司")
        assert tick(at=_instant("2026-05-20")).done == 0
        do(case, "court_quashes", "2026-09-16", court_no="（2026）例01行初1号")
        last = {run.name: run for run in clocks_of(row(case), as_of=date(2026, 9, 16))}
        assert str(last["withdrawal"].due.day) == "2026-09-20"  # A Sunday that is worked.
        assert do(case, "withdraw_publication", "2026-09-17")["stage"] == "cleared"
        assert do(case, "close_quashed", "2026-09-18", reason="专利权已终止")["stage"] == "closed"

    def test_a_suit_after_fifteen_days_is_refused_because_the_decision_is_final(self) -> None:
        case = self.served()
        copier = party(user_id=77, code="91B", day=date(2026, 4, 29))
        with pytest.raises(Refusal) as refused:
            do(case, "sue", "2026-04-29", copier, court_no="（2026）例01行初2号", recipient="乙照明有限公司")
        assert refused.value.codes == ("casework.stage",)
        assert tick(at=_instant("2026-04-29")).done == 1
        assert row(case).stage == "final"

    def test_a_settlement_takes_its_days_out_of_the_time_to_decide(self) -> None:
        case = answering()
        do(case, "begin_settlement", "2026-03-16", happened_on="2026-03-16")
        do(case, "end_settlement", "2026-03-25", happened_on="2026-03-25")
        last = {run.name: run for run in clocks_of(row(case), as_of=date(2026, 3, 26))}
        assert str(last["decision"].due.day) == "2026-06-16"
        assert do(case, "settle", "2026-03-27", agreement="停止销售并支付许可费")["stage"] == "mediated"

    def test_a_service_entered_with_another_day_disturbs_what_was_done_on_the_strength_of_it(self) -> None:
        case = answering()
        do(case, "examine", "2026-03-27")
        result = do(case, "correct_service", "2026-03-30", served_on="2026-03-16", reason="回证日期有误")
        assert [(each["act"], each["clock"], each["due_now"]) for each in result["disturbed"]] == [
            ("examine", "answer", "2026-03-31")
        ]
        assert row(case).stage == "examining"

    def test_a_petition_without_claims_may_be_closed_and_one_with_claims_not_on_that_ground(self) -> None:
        case = answering()
        with pytest.raises(Refusal) as refused:
            do(case, "close_without_decision", "2026-03-16", revocation_ground="claims_unclear", reason="未明确")
        assert refused.value.codes == ("infringement.ground",)

    def test_extension_by_the_head_and_then_by_the_next_level_within_their_limits(self) -> None:
        case = answering()
        superior = officer("2026-06-01", 20, "superior-office")
        with pytest.raises(Refusal) as refused:
            do(case, "extend_decision_further", "2026-06-01", superior, months_granted=1, reason="复杂")
        assert refused.value.codes == ("casework.extension-order",)
        do(case, "extend_decision", "2026-06-01", officer("2026-06-01", 9, "adjudication-head"), reason="复杂")
        with pytest.raises(Refusal) as refused:
            do(case, "extend_decision_further", "2026-06-02", superior, months_granted=3, reason="复杂")
        assert refused.value.codes == ("casework.extension-length",)
        do(case, "extend_decision_further", "2026-06-02", superior, months_granted=2, reason="复杂")
        assert row(case).due_on == date(2026, 9, 6)


@pytest.mark.usefixtures("city")
class TestWorkedDays:
    """Every last day is explained in words: its start, each pause with its papers, each extension, the roll-over."""

    def steps(self, case: str, clock: str, on: str, english: bool = False) -> list[str]:
        run = next(each for each in clocks_of(row(case), as_of=date.fromisoformat(on)) if each.name == clock)
        return [step.en if english else step.zh for step in run.due.steps]

    def paused_and_extended(self) -> str:
        case = answering()
        do(case, "commission_appraisal", "2026-03-16", document_no="委〔2026〕1号")
        do(case, "begin_settlement", "2026-03-20", happened_on="2026-03-20")
        do(case, "receive_appraisal", "2026-03-25", document_no="鉴〔2026〕8号", appraisal="相同")
        do(case, "end_settlement", "2026-03-31", happened_on="2026-03-31")
        head = officer("2026-05-29", 9, "adjudication-head")
        do(case, "extend_decision", "2026-05-29", head, reason="案情复杂")
        return case

    def test_the_time_to_decide_tells_start_papers_of_pauses_their_union_and_the_extension(self) -> None:
        assert self.steps(self.paused_and_extended(), "decision", "2026-06-01") == [
            "起算：立案，2026年3月6日（周五）；当日不计入，自2026年3月7日（周六）起算。",
            "法定时限：3 个月；不计停算届满于2026年6月6日（周六）。",
            (
                "停算：2026年3月16日（周一）至2026年3月25日（周三），由“委托鉴定、委〔2026〕1号”开始、"
                "由“收到鉴定意见、鉴〔2026〕8号”结束；扣除2026-03-16至2026-03-25中的 10 日。"
            ),
            (
                "停算：2026年3月20日（周五）至2026年3月31日（周二），由“开始和解”开始、由“和解未成”结束；"
                "扣除2026-03-20至2026-03-31中的 12 日。"
            ),
            "停算合计 16 日（2026-03-16至2026-03-31），重叠的日子只扣一次，扣除后届满于2026年6月22日（周一）。",
            (
                "延长 1 个月：裁决处负责人于2026年5月29日（周五）决定，不晚于届满日2026年6月22日（周一），"
                "延至2026年7月22日（周三）。"
            ),
            "届满：2026年7月22日（周三）。",
        ]

    def test_the_same_stands_in_english_with_the_papers_in_english_words(self) -> None:
        said = self.steps(self.paused_and_extended(), "decision", "2026-06-01", english=True)
        assert "opened by “commission an appraisal, 委〔2026〕1号”, closed by “receive the appraisal, 鉴〔2026〕8号”" in said[2]
        assert said[5].startswith("Extended by 1 month: decided by head of adjudication on 2026-05-29")

    def test_a_last_day_on_a_day_off_tells_that_it_rolls_and_by_which_clause(self) -> None:
        case = TestDecision().decided()
        do(case, "serve_decision", "2026-04-17",
           served_on="2026-04-17", served_how="post", recipient="乙照明有限公司", proof_of_service="回执")  # fmt: skip
        assert self.steps(case, "sue", "2026-04-20")[-2:] == [
            "届满日2026年5月2日（周六）为法定休假日，顺延至2026年5月6日（周三）。",
            "届满：2026年5月6日（周三）。",
        ]

    def test_a_pause_that_came_after_a_clock_had_ended_is_not_told_with_it(self) -> None:
        case = petition()
        do(case, "accept", "2026-03-06")
        do(case, "form_panel", "2026-03-09", officer("2026-03-09", 9, "adjudication-head"), panel=PANEL)
        do(case, "notify_respondent", "2026-03-10")
        serve(case, "2026-03-11")
        do(case, "suspend", "2026-03-16", stay_ground="death", document_no="中〔2026〕1号")
        do(case, "resume", "2026-03-23", document_no="恢〔2026〕1号")
        assert len(self.steps(case, "serve_copy", "2026-03-24")) == 3
        assert len(self.steps(case, "decision", "2026-03-24")) == 5

    def test_each_announcement_pauses_until_its_own_recipient_is_served(self) -> None:
        case = petition(respondents=[COPIER, SELLER])
        do(case, "accept", "2026-03-06")
        do(case, "form_panel", "2026-03-09", officer("2026-03-09", 9, "adjudication-head"), panel=PANEL)
        do(case, "notify_respondent", "2026-03-10")
        for on, name in (("2026-03-11", "乙照明有限公司"), ("2026-03-13", "丙商贸有限公司")):
            do(case, "announce", on, announced_on=on, recipient=name, tried="邮寄被退回")
        serve(case, "2026-03-20")
        run = next(each for each in clocks_of(row(case), as_of=date(2026, 3, 21)) if each.name == "decision")
        assert run.paused
        assert run.paused_days == ((date(2026, 3, 11), date(2026, 3, 20)), (date(2026, 3, 13), None))
        serve(case, "2026-03-24", "丙商贸有限公司")
        run = next(each for each in clocks_of(row(case), as_of=date(2026, 3, 25)) if each.name == "decision")
        # Fourteen days after 2026-06-06 lie in the Dragon Boat holiday.
        assert (run.paused, str(run.due.day)) == (False, "2026-06-22")

    def test_statutory_promised_and_targeted_limits_stand_on_one_axis(self) -> None:
        case = TestDecision().served()
        runs = clocks_of(row(case), as_of=date(2026, 4, 13))
        found = limits(runs, day=date(2026, 4, 13))
        assert found is not None
        assert {each.kind for each in found.rows} == {"statutory", "promised"}
        assert [each.due for each in found.rows] == sorted(each.due for each in found.rows if each.due)
        assert (found.first, found.rows[0].title.en) == (date(2026, 3, 2), "time to accept")
        assert all(each.bar.x >= 0 and each.bar.x + each.bar.width <= WIDTH + 1 for each in found.rows)
        assert 0 < found.today < WIDTH


@pytest.mark.usefixtures("city")
class TestPortal:
    FORM = "/apply/infringement/file/"
    PETITION: ClassVar[dict[str, str]] = {
        "region": "/mc/", "applicants": "甲光学有限公司", "respondents": "乙照明有限公司，91330000MA0000002X",
        "agents": "丁律师，authority=特别授权", "patent_no": "ZL202020000001.1", "patent_kind": "utility", "claims": "1",
        "grounds": "请求责令停止侵权", "validity_proof": "登记簿副本", "evidence": "id=E1；what=公证购买实物",
        "seed": "s" * 32, "do": "do",
    }  # fmt: skip

    @pytest.fixture(autouse=True)
    def _on_that_day(self, settings: Any) -> None:
        settings.ZHICHAN_AS_OF = date(2026, 3, 2)

    @pytest.mark.point("P02.1", without=f"{PROCEDURE}#acts.file")
    def test_a_petition_is_filed_on_the_portal_without_an_account_and_followed_by_its_code(self) -> None:
        citizen, other = Client(), Client()
        answer = citizen.post(self.FORM, self.PETITION)
        assert answer.status_code == 201, answer.content.decode()
        number, code = re.findall(r'<dd class="number"[^>]*>([^<]+)</dd>', answer.content.decode())
        with kernel():
            case = Case.objects.get()
        assert (case.number, case.stage, case.facts["claims"]) == (number, "requested", [1])
        assert case.facts["evidence"] == [{"id": "E1", "what": "公证购买实物"}]
        assert case.facts["respondents"] == [{"name": "乙照明有限公司", "party": "91330000MA0000002X"}]
        followed = other.post("/follow/", {"number": number, "code": code}, follow=True).content.decode()
        assert "已收到请求" in followed
        assert "2026-03-09" in followed or "2026年3月9日" in followed
        wrong = Client().post("/follow/", {"number": number, "code": "AAAA-AAAA-AAAA-AAAA"}, follow=True)
        assert "已收到请求" not in wrong.content.decode()

    def test_a_petition_before_a_court_or_without_parties_is_refused_beside_its_fields_and_leaves_nothing(self) -> None:
        before = events()
        for change, words in (
            ({"court_case": "true"}, "该纠纷已向法院起诉"), ({"applicants": ""}, "缺少“请求人”"),
            ({"agents": "丁律师"}, "代理人须有授权范围"),
        ):  # fmt: skip
            answer = Client().post(self.FORM, {**self.PETITION, **change})
            assert answer.status_code == 422
            assert words in answer.content.decode()
        assert events() == before

    def test_a_county_without_a_grant_takes_no_petition(self) -> None:
        with kernel():
            city = Region.objects.get(slug="mc")
            Region.objects.create(
                slug="mx", name="样例县", name_en="Sample County", kind="county", path="/mc/mx/", parent=city
            )
        answer = Client().post(self.FORM, {**self.PETITION, "region": "/mc/mx/"})
        assert answer.status_code == 422
        assert "样例县没有专利侵权纠纷行政裁决权限" in answer.content.decode()


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("fact", ["panel", "outcome", "invalidation_result", "respondents", "track"])
def test_a_party_s_act_brings_nothing_that_is_not_its_own(fact: str) -> None:
    case = answering()
    copier = party(user_id=77, code="91B", day=date(2026, 3, 16))
    before, facts = events(), row(case).facts
    given: dict[str, Any] = {
        "panel": [{"name": "乙"}], "outcome": "no_infringement", "invalidation_result": "invalid",
        "respondents": [{"name": "丙"}], "track": "fast",
    }  # fmt: skip
    with pytest.raises(Refusal) as refused:
        do(case, "answer", "2026-03-16", copier, answer="不构成侵权", **{fact: given[fact]})
    assert refused.value.codes == ("given.not-taken",)
    assert (events(), row(case).facts) == (before, facts)
