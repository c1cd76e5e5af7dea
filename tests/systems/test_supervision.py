"""M04: matters are chased by clocks, and the light can be typed nowhere; what is told is made of the records."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import perform, reach
from zhichan.kernel.casework.public import Case, Standing, standing_of, tick
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Refusal, Region, Unit, kernel
from zhichan.kernel.inbox.public import notices, waiting
from zhichan.kernel.ledger.public import step

DAY = date(2026, 3, 2)


def actor(number: int, role: str, unit: str = "") -> Actor:
    return Actor(f"user:{number}", DAY, (Role(role, "/mc/", unit),))


OFFICE, HEAD, PLAN = actor(1, "supervision-officer"), actor(2, "supervision-head"), actor(3, "plan-officer")
LEADER, ADMINISTRATOR = actor(4, "leader"), actor(5, "administrator")
SCIENCE, FINANCE = actor(6, "liaison", "mc-science"), actor(7, "liaison", "mc-finance")
STRANGER = Actor("anyone", DAY)
CAST = (OFFICE, HEAD, PLAN, LEADER, ADMINISTRATOR, SCIENCE, FINANCE, STRANGER)


def at(day: str) -> datetime:
    """Ten in the morning of a day in Shanghai."""
    return datetime.fromisoformat(f"{day}T02:00:00").replace(tzinfo=UTC)


@pytest.fixture(autouse=True)
def city(db: None) -> Region:
    """A city with two departments."""
    with kernel():
        region = Region.objects.create(slug="mc", name="明川市", name_en="Mingchuan", kind="city", path="/mc/")
        for slug, name in (("mc-science", "明川市科学技术局"), ("mc-finance", "明川市财政局")):
            Unit.objects.create(slug=slug, name=name, region=region, kind="department")
    return region


def issue(due: str = "2026-06-30", on: str = "2026-03-02", **more: Any) -> str:
    """Hand out a matter to the science bureau, with the finance bureau beside it."""
    facts = {
        "region": "/mc/", "title": "建成培育中心", "demand": "建成培育中心三家", "due": due, "origin": "plan",
        "units": [
            {"role": "lead", "as_written": "市科技局", "unit": "mc-science"},
            {"role": "cooperating", "as_written": "市财政局", "unit": "mc-finance"},
        ], **more,
    }  # fmt: skip
    return str(perform(actor=OFFICE, verb="supervision:issue", facts=facts, at=at(on)).result["case"])


def do(who: Actor, act: str, case: str, on: str, **facts: Any) -> Mapping[str, Any]:
    """Do an act on a matter."""
    return perform(actor=who, verb=f"supervision:{act}", target=case, facts=facts, at=at(on)).result


def row(case: str) -> Case:
    with kernel():
        return Case.objects.select_related("region").get(pk=case)


def light(case: str, on: str) -> Standing:
    """How a matter stands on a day."""
    with kernel():
        found = standing_of(row(case), as_of=date.fromisoformat(on))
    assert found is not None
    return found


def told(who: Actor) -> set[str]:
    """The acts one has been told of."""
    step()
    return {each.topic.partition(":")[2] for each in notices(actor=who)}


class TestChasing:
    @pytest.mark.point("M04.1", without="management/supervision/supervision.procedure.toml#clocks.signing")
    def test_signing_is_called_to_mind_before_its_limit_and_escalated_to_the_leader_after_it(self) -> None:
        case = issue()
        tick(at=at("2026-03-05"))
        assert "remind_signing" in told(SCIENCE)
        assert "escalate_signing" not in told(LEADER)
        tick(at=at("2026-03-06"))
        assert row(case).stage == "unsigned"
        assert {"escalate_signing"} <= told(LEADER) & told(OFFICE) & told(SCIENCE)
        assert [each.number for each in waiting(actor=LEADER)[0]] == [row(case).number]

    @pytest.mark.point("M04.1", without="management/supervision/supervision.procedure.toml#clocks.reporting")
    def test_a_report_is_called_to_mind_and_escalated(self) -> None:
        case = issue("2026-12-31")
        do(SCIENCE, "sign", case, "2026-03-03")
        tick(at=at("2026-05-23"))
        assert "remind_reporting" in told(SCIENCE)
        tick(at=at("2026-06-04"))
        assert (row(case).stage, light(case, "2026-06-04").light) == ("unreported", "red")
        assert "escalate_reporting" in told(LEADER)

    @pytest.mark.point("M04.1", without="management/supervision/supervision.procedure.toml#clocks.checking")
    def test_the_office_that_does_not_check_is_escalated_too(self) -> None:
        case = issue()
        do(SCIENCE, "sign", case, "2026-03-03")
        do(SCIENCE, "report", case, "2026-03-09", progress="动工")
        tick(at=at("2026-03-13"))
        assert "remind_checking" in told(OFFICE)
        tick(at=at("2026-03-17"))
        assert row(case).stage == "unchecked"
        assert {"escalate_checking"} <= told(LEADER) & told(HEAD)

    @pytest.mark.point("M04.1", without="management/supervision/supervision.procedure.toml#clocks.verifying")
    def test_what_is_reported_done_and_not_verified_is_escalated(self) -> None:
        case = issue()
        do(SCIENCE, "sign", case, "2026-03-03")
        do(SCIENCE, "report_done", case, "2026-03-09", progress="建成", evidence=b"photo")
        tick(at=at("2026-03-17"))
        assert row(case).stage == "unverified"
        assert {"escalate_verifying"} <= told(LEADER) & told(HEAD)

    @pytest.mark.point("M04.1", without="management/supervision/supervision.procedure.toml#clocks.closing")
    def test_what_is_confirmed_and_not_closed_is_escalated(self) -> None:
        case = issue()
        do(SCIENCE, "sign", case, "2026-03-03")
        do(SCIENCE, "report_done", case, "2026-03-09", progress="建成", evidence=b"photo")
        do(OFFICE, "confirm_done", case, "2026-03-10", finding="属实")
        tick(at=at("2026-03-18"))
        assert row(case).stage == "unclosed"
        assert "remind_closing" in told(HEAD)
        assert "escalate_closing" in told(LEADER)

    @pytest.mark.point("M04.1", without="management/supervision/supervision.procedure.toml#clocks.completion")
    def test_the_last_day_of_the_whole_is_the_day_it_names_however_often_it_was_reported_on(self) -> None:
        case = issue("2026-04-30")
        do(SCIENCE, "sign", case, "2026-03-03")
        do(SCIENCE, "report", case, "2026-04-27", progress="动工", evidence=b"photo")
        do(OFFICE, "accept_progress", case, "2026-04-28", finding="属实")
        tick(at=at("2026-05-01"))
        assert "escalate_completion" in told(LEADER)
        do(HEAD, "extend", case, "2026-05-06", due="2026-05-29", reason="场地变更")
        assert (light(case, "2026-05-06").light, row(case).facts["postponed"][0]["from"]) == ("yellow", "2026-04-30")

    def test_the_last_day_of_a_step_is_its_limit_and_not_the_day_of_its_reminder(self) -> None:
        case = issue("2026-12-31")
        assert str(row(case).due_on) == "2026-03-05"
        do(SCIENCE, "sign", case, "2026-03-03")
        assert str(row(case).due_on) == "2026-06-03"
        tick(at=at("2026-06-04"))
        assert (row(case).stage, str(row(case).due_on)) == ("unreported", "2026-12-31")

    def test_only_a_unit_that_answers_signs_and_reports(self) -> None:
        case = issue()
        for who, code in ((FINANCE, "supervision.other-unit"), (STRANGER, "acts.not-there"), (LEADER, "acts.forbidden")):
            with pytest.raises(Refusal) as refused:
                do(who, "sign", case, "2026-03-03")
            assert refused.value.codes == (code,)
        assert (row(case).stage, row(case).version) == ("issued", 1)


class TestLight:
    def test_it_is_red_or_yellow_or_green_for_what_dates_and_evidence_say(self) -> None:
        case = issue("2026-07-31")
        found = [light(case, "2026-03-02")]
        do(SCIENCE, "sign", case, "2026-03-03")
        do(SCIENCE, "report", case, "2026-03-20", progress="动工")
        do(OFFICE, "accept_progress", case, "2026-03-23", finding="属实")
        found.append(light(case, "2026-03-23"))
        do(SCIENCE, "report", case, "2026-04-20", progress="封顶", evidence=b"photo")
        do(OFFICE, "accept_progress", case, "2026-04-21", finding="属实")
        found += [light(case, "2026-04-21"), light(case, "2026-07-18"), light(case, "2026-08-01")]
        assert [(each.light, each.reason.zh) for each in found] == [
            ("yellow", "距“签收”还有3天"),
            ("yellow", "第1次报告没有佐证材料"),
            ("green", "第2次报告附佐证材料并经核查"),
            ("yellow", "距“报送进展”还有3天"),
            ("red", "超过办结期限1天"),
        ]

    def test_it_can_be_asked_for_as_of_any_day(self) -> None:
        case = issue("2026-12-31")
        do(SCIENCE, "sign", case, "2026-03-03")
        do(SCIENCE, "report", case, "2026-03-20", progress="动工", evidence=b"photo")
        do(OFFICE, "send_back", case, "2026-03-23", finding="没有数量")
        do(SCIENCE, "report", case, "2026-03-25", progress="三家动工", evidence=b"photos")
        do(OFFICE, "accept_progress", case, "2026-03-26", finding="属实")
        days = ("2026-03-20", "2026-03-23", "2026-03-26")
        assert [light(case, day).light for day in days] == ["waiting", "yellow", "green"]

    @pytest.mark.point("M04.2", without="management/supervision/rules.py#lamp")
    def test_no_act_and_no_field_takes_a_light_from_anyone(self) -> None:
        """Every act of the procedure is tried by the whole cast with the light under every likely name."""
        case = issue("2026-04-30")
        assert light(case, "2026-05-01").light == "red"
        procedure = current().procedures["supervision"]
        assert procedure.standing is not None
        names = {"standing", "light", "lamp", "state", "colour", "color", "status", "灯", procedure.standing.rule}
        assert not names & {*procedure.fields, *(each for act in procedure.acts.values() for each in act.derive)}
        tried = 0
        for act in procedure.acts:
            for who in CAST:
                for name in sorted(names):
                    with pytest.raises(Refusal) as refused:
                        do(who, act, case, "2026-05-01", **{name: "green"}) if procedure.acts[act].sources else issue(
                            **{name: "green"}
                        )
                    tried += "given.unknown" in refused.value.codes
        assert tried > 0
        assert light(case, "2026-05-01").light == "red"

    @pytest.mark.point("M04.2", without="management/supervision/supervision.procedure.toml#exact")
    def test_what_the_light_follows_from_is_taken_only_by_the_act_that_it_belongs_to(self) -> None:
        """A report cannot move the last day, and no act takes reports or findings as such."""
        case = issue("2026-04-30")
        do(SCIENCE, "sign", case, "2026-03-03")
        checked = {"no": 1, "day": "2026-03-03", "evidence": "x", "done": False, "finding": {"outcome": "accepted"}}
        for name, value in (("due", "2099-12-31"), ("remind_on", "2099-12-01"), ("reports", [checked]), ("finding", "好")):
            with pytest.raises(Refusal) as refused:
                do(SCIENCE, "report", case, "2026-03-09", progress="动工", **{name: value})
            assert (refused.value.codes, refused.value.reasons[0].place) == (("given.not-taken",), name)
        assert (light(case, "2026-05-01").light, row(case).stage, row(case).version) == ("red", "underway", 2)

    @pytest.mark.point("M04.2", without="management/supervision/supervision.procedure.toml#standing")
    def test_nothing_stored_holds_it(self) -> None:
        """Whatever is written into facts beside what the rule reads changes nothing, and no row keeps a light."""
        case = issue()
        do(SCIENCE, "sign", case, "2026-03-03")
        do(SCIENCE, "report", case, "2026-03-09", progress="绿灯", evidence=b"photo")
        do(OFFICE, "accept_progress", case, "2026-03-10", finding="红灯")
        before = light(case, "2026-03-10")
        stored = row(case)
        assert before.light == "green"
        assert "green" not in json.dumps([stored.facts, stored.course, stored.letters], ensure_ascii=False)
        stored.facts = {**stored.facts, "standing": "red", "light": "red", "lamp": {"light": "red"}}
        with kernel():
            assert standing_of(stored, as_of=date(2026, 3, 10)) == before

    def test_evidence_that_was_not_checked_makes_nothing_green(self) -> None:
        case = issue("2026-12-31")
        do(SCIENCE, "sign", case, "2026-03-03")
        do(SCIENCE, "report", case, "2026-03-09", progress="动工", evidence=b"photo")
        assert light(case, "2026-03-09").light == "waiting"

    def test_whoever_reported_confirms_nothing(self) -> None:
        both = Actor("user:6", DAY, (Role("liaison", "/mc/", "mc-science"), Role("supervision-officer", "/mc/")))
        case = issue()
        do(both, "sign", case, "2026-03-03")
        do(both, "report_done", case, "2026-03-09", progress="建成", evidence=b"photo")
        with pytest.raises(Refusal) as refused:
            do(both, "confirm_done", case, "2026-03-10", finding="属实")
        assert refused.value.codes == ("casework.same-person",)


def draw_up(kind: str, until: str, on: str) -> Case:
    facts = {"region": "/mc/", "kind": kind, "until": until}
    case = str(perform(actor=OFFICE, verb="circular:draw_up", facts=facts, at=at(on)).result["case"])
    return row(case)


class TestReports:
    def test_every_sentence_cites_matters_that_are_there(self) -> None:
        one, other = issue("2026-12-31"), issue("2026-03-20", title="编制名录", origin="meeting")
        do(SCIENCE, "sign", one, "2026-03-03")
        do(SCIENCE, "report", one, "2026-03-09", progress="动工", evidence=b"photo")
        do(OFFICE, "accept_progress", one, "2026-03-10", finding="属实")
        numbers = {row(one).number, row(other).number}
        for kind in ("quarterly", "half_year", "bulletin"):
            statement = draw_up(kind, "2026-03-31", "2026-04-01").facts["statement"]
            sentences = [each for part in statement["sections"] for each in part["sentences"]]
            assert sentences
            assert all(each["cites"] and set(each["cites"]) <= numbers for each in sentences)

    def test_every_figure_of_a_sentence_is_the_sum_of_the_matters_it_cites(self) -> None:
        """A number of a sentence is the number of the matters behind it, or the sum of what is counted of them."""
        one, other = issue("2026-12-31"), issue("2026-03-20", title="编制名录", origin="meeting")
        do(SCIENCE, "sign", one, "2026-03-03")
        do(SCIENCE, "report", one, "2026-03-09", progress="动工", evidence=b"photo")
        do(OFFICE, "send_back", one, "2026-03-10", finding="没有数量")
        do(SCIENCE, "report", one, "2026-03-11", progress="三家动工", evidence=b"photo")
        do(OFFICE, "accept_progress", one, "2026-03-12", finding="属实")
        tick(at=at("2026-03-31"))
        seen = set()
        for kind in ("quarterly", "half_year", "bulletin"):
            told = draw_up(kind, "2026-03-31", "2026-04-01").facts["statement"]
            items = {each["number"]: each for each in told["items"]}
            for sentence in (each for part in told["sections"] for each in part["sentences"]):
                for figure in sentence.get("figures", ()):
                    assert set(figure["cites"]) <= set(sentence["cites"])
                    counted = [items[number].get(figure.get("of"), 1) for number in figure["cites"]]
                    for language in ("zh", "en"):
                        assert re.findall(r"\d+", figure[language])[-1] == str(sum(counted))
                        assert figure[language] in sentence[language]
                    seen.add(figure["zh"])
        assert {"2件", "红灯1件", "绿灯1件", "2份", "1份报告被退回补报", "2次逾期升级", "承办2件"} <= seen
        assert {row(one).number, row(other).number} == set(items) | {row(other).number}

    def test_a_report_tells_how_it_was_on_its_last_day(self) -> None:
        case = issue("2026-03-31")
        do(SCIENCE, "sign", case, "2026-03-03")
        do(SCIENCE, "report_done", case, "2026-04-02", progress="建成", evidence=b"photo")
        do(OFFICE, "confirm_done", case, "2026-04-03", finding="属实")
        do(HEAD, "close", case, "2026-04-03", reason="完成")
        march = draw_up("quarterly", "2026-03-31", "2026-04-07").facts["statement"]["items"][0]
        april = draw_up("quarterly", "2026-04-06", "2026-04-07").facts["statement"]["items"][0]
        assert (march["light"], march["closed"], april["light"], april["closed"]) == (
            "yellow", None, "closed", "2026-04-03",
        )  # fmt: skip

    def test_the_bulletin_tells_only_of_plans_and_not_what_units_wrote(self) -> None:
        case = issue("2026-12-31")
        issue("2026-12-31", title="内部事项", origin="instruction")
        do(SCIENCE, "sign", case, "2026-03-03")
        do(SCIENCE, "report", case, "2026-03-09", progress="内部情况", evidence=b"photo")
        do(OFFICE, "accept_progress", case, "2026-03-10", finding="属实")
        said = json.dumps(draw_up("bulletin", "2026-03-31", "2026-04-01").facts["statement"], ensure_ascii=False)
        assert "建成培育中心" in said
        assert "内部事项" not in said
        assert "内部情况" not in said

    def test_no_act_takes_a_sentence(self) -> None:
        given = {"region": "/mc/", "kind": "quarterly", "until": "2026-03-31"}
        for name, value in (("statement", "一切顺利"), ("amendments", "一切顺利"), ("published_on", "2026-04-01")):
            with pytest.raises(Refusal) as refused:
                perform(actor=OFFICE, verb="circular:draw_up", facts={**given, name: value}, at=at("2026-04-01"))
            assert (refused.value.codes, refused.value.reasons[0].place) == (("given.not-taken",), name)
        facts = {**given, "title": "一切顺利"}
        outcome = perform(actor=OFFICE, verb="circular:draw_up", facts=facts, at=at("2026-04-01"))
        assert row(str(outcome.result["case"])).title == "明川市2026年第一季度督查报告"

    def test_whoever_drew_it_up_does_not_approve_it_and_internal_ones_are_never_published(self) -> None:
        case = str(draw_up("half_year", "2026-03-31", "2026-04-01").pk)
        perform(actor=HEAD, verb="circular:approve", target=case, at=at("2026-04-01"))
        with pytest.raises(Refusal) as refused:
            perform(actor=OFFICE, verb="circular:publish", target=case, at=at("2026-04-01"))
        assert refused.value.codes == ("supervision.for-offices",)
        with reading(STRANGER):
            assert not reach(STRANGER, "circular:read").exists()


class TestWhereMattersComeFrom:
    def test_a_task_of_a_plan_is_put_under_supervision_once_with_its_units(self) -> None:
        facts = {
            "region": "/mc/", "title": "培育高价值专利", "quote": "组建培育中心。",
            "units": [{"role": "responsible", "as_written": "市科技局", "unit": "mc-science"}],
        }  # fmt: skip
        task = str(perform(actor=PLAN, verb="task:assign", facts=facts, at=at("2026-03-02")).result["case"])
        given = {"supervise_by": "2026-09-30"}
        perform(actor=OFFICE, verb="task:supervise", target=task, facts=given, at=at("2026-03-03"))
        with reading(SCIENCE):
            matter = reach(SCIENCE, "supervision:read").select_related("parent").get()
        assert (matter.title, matter.facts["due"], matter.facts["origin"], str(matter.parent_id)) == (
            "培育高价值专利", "2026-09-30", "plan", task,
        )  # fmt: skip
        with pytest.raises(Refusal) as refused:
            perform(actor=OFFICE, verb="task:supervise", target=task, facts=given, at=at("2026-03-04"))
        assert refused.value.codes == ("task.supervised",)

    def test_a_task_whose_unit_is_not_on_record_cannot_be_supervised_and_stays_as_it_was(self) -> None:
        facts = {"region": "/mc/", "title": "x", "units": [{"role": "lead", "as_written": "有关部门", "unit": None}]}
        task = str(perform(actor=PLAN, verb="task:assign", facts=facts, at=at("2026-03-02")).result["case"])
        with pytest.raises(Refusal) as refused:
            perform(
                actor=OFFICE, verb="task:supervise", target=task, facts={"supervise_by": "2026-09-30"},
                at=at("2026-03-03"),
            )  # fmt: skip
        assert refused.value.codes == ("supervision.nobody",)
        assert row(task).version == 1
