"""M08: the leading group's members come from the plan's annex, its decisions become matters, owed work is in one place."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.plans import adopt

from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import perform, reach
from zhichan.kernel.ground.public import Refusal, Region, Unit, kernel
from zhichan.kernel.inbox.public import notices, owed
from zhichan.kernel.ledger.public import Payload, step

AT = datetime(2025, 9, 30, 1, tzinfo=UTC)
DAY = date(2025, 9, 30)
OFFICER = Actor("user:1", DAY, (Role("plan-officer", "/mc/", "mc-market"),))
LEADER = Actor("user:2", DAY, (Role("leader", "/mc/"),))
LIAISON = Actor("user:3", DAY, (Role("liaison", "/mc/", "mc-science"),))
STRANGER = Actor("anyone", DAY)
PLAN = """明川市知识产权强市建设实施方案（2023—2025年）

一、工作目标
到2025年，全市有效注册商标总量达到60000件。

二、重点任务
（一）培育高价值专利。组建培育中心。（市科学技术局负责）

附件

明川市知识产权工作领导小组成员名单

组　长：甲一一　市委副书记、市长
副组长：乙二二　市政府副市长
成　员：丙三三　市市场监督管理局局长
　　　　丁四四　市科学技术局局长
"""


@pytest.fixture(autouse=True)
def city(db: None) -> Region:
    """A city with two departments."""
    with kernel():
        region = Region.objects.create(slug="mc", name="明川市", name_en="Mingchuan", kind="city", path="/mc/")
        for slug, name in (("mc-market", "明川市市场监督管理局"), ("mc-science", "明川市科学技术局")):
            Unit.objects.create(slug=slug, name=name, region=region, kind="department")
    return region


def adopted() -> str:
    """The plan with its annex, adopted."""
    return adopt(PLAN.encode(), officer=OFFICER, at=AT, path="/mc/")[0]


def members(actor: Actor = LEADER) -> list[tuple[str, str, str, str | None]]:
    """Person, role, post and unit of everyone in the group."""
    with reading(actor):
        return [
            (one.data["person"], one.data["role"], one.data["post"], one.data.get("unit"))
            for one in reach(actor, "member:read").filter(until=None).order_by("number")
        ]


def meeting(**facts: Any) -> str:
    """Call a meeting."""
    given = {"region": "/mc/", "title": "第一次全体会议", "held_on": "2025-09-29", "agenda": "部署工作", **facts}
    return str(perform(actor=OFFICER, verb="meeting:call", facts=given, at=AT).result["case"])


def minute(case: str, *decisions: Any) -> None:
    """Write the minutes."""
    perform(actor=OFFICER, verb="meeting:minute", target=case, facts={"decisions": list(decisions)}, at=AT)


DECISION = {"title": "拟订质押融资方案", "unit": "mc-science", "due": "2025-12-31"}


class TestMembers:
    @pytest.mark.point("M08.1", without="management/joint_conference/member.register.toml")
    def test_members_with_posts_and_units_come_from_the_annex_of_the_adopted_plan(self) -> None:
        adopted()
        assert members() == [
            ("甲一一", "head", "市委副书记、市长", None),
            ("乙二二", "deputy", "市政府副市长", None),
            ("丙三三", "member", "市市场监督管理局局长", "mc-market"),
            ("丁四四", "member", "市科学技术局局长", "mc-science"),
        ]

    @pytest.mark.point("M08.1", without="management/policy_text/rules.py#named_members")
    def test_a_change_of_person_keeps_the_one_before(self) -> None:
        adopted()
        with reading(OFFICER):
            old = reach(OFFICER, "member:read").get(data__person="丁四四")
        perform(actor=OFFICER, verb="member:end", target=old.pk, facts={"reason": "调任"}, at=AT)
        given = {
            "region": "/mc/", "person": "戊五五", "role": "member", "post": "市科学技术局局长", "unit": "mc-science",
        }  # fmt: skip
        perform(actor=OFFICER, verb="member:enter", facts=given, at=AT)
        assert [person for person, *_ in members()] == ["甲一一", "乙二二", "丙三三", "戊五五"]
        with reading(OFFICER):
            kept = reach(OFFICER, "member:read").get(data__person="丁四四")
            contents = Payload.objects.filter(event__subject_id=str(old.pk)).values_list("content", flat=True)
            reasons = [each.get("reason", "") for each in contents]
        assert (kept.until, sorted(reasons)) == (DAY, ["", "调任"])

    def test_named_people_are_not_shown_to_the_public(self) -> None:
        adopted()
        assert members(STRANGER) == []


class TestMeetings:
    @pytest.mark.point("M08.2", without="management/joint_conference/rules.py#decided_matters")
    def test_a_decision_becomes_a_matter_under_supervision_with_owner_and_date(self) -> None:
        case = meeting()
        minute(case, DECISION)
        with reading(OFFICER):
            matter = reach(OFFICER, "supervision:read").get(parent_id=case)
            owners = [each.unit.slug for each in matter.assignments.select_related("unit")]
        assert (matter.title, matter.stage, matter.facts["due"], matter.facts["origin"], owners) == (
            "拟订质押融资方案", "issued", "2025-12-31", "meeting", ["mc-science"],
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("decision", "code"),
        [
            ({**DECISION, "unit": ""}, "meeting.incomplete"),
            ({**DECISION, "unit": "elsewhere"}, "meeting.unit"),
            ({**DECISION, "due": "年底"}, "meeting.due"),
            ({**DECISION, "due": "2025-09-30"}, "meeting.past"),
            ("口头决定", "meeting.incomplete"),
        ],
    )
    def test_a_decision_without_owner_or_date_is_refused_and_makes_no_matter(self, decision: Any, code: str) -> None:
        case = meeting()
        with pytest.raises(Refusal) as refused:
            minute(case, DECISION, decision)
        assert (refused.value.codes, refused.value.reasons[0].place) == ((code,), "decisions[2]")
        with reading(OFFICER):
            assert not reach(OFFICER, "supervision:read").exists()
            assert reach(OFFICER, "meeting:read").get().stage == "called"

    def test_minutes_are_not_written_before_the_meeting(self) -> None:
        case = meeting(held_on="2025-10-10")
        with pytest.raises(Refusal) as refused:
            minute(case, DECISION)
        assert refused.value.codes == ("meeting.not-held",)

    def test_only_the_office_calls_meetings(self) -> None:
        for actor in (LEADER, LIAISON, STRANGER):
            facts = {"region": "/mc/", "held_on": "2025-10-01", "agenda": "x"}
            with pytest.raises(Refusal) as refused:
                perform(actor=actor, verb="meeting:call", facts=facts, at=AT)
            assert refused.value.codes == ("acts.forbidden",)


@pytest.mark.point("M08.3", without="management/joint_conference/meeting.procedure.toml#acts.minute.hands_on")
def test_a_member_unit_finds_everything_it_owes_in_one_place() -> None:
    adopted()
    minute(meeting(), DECISION)
    step()
    mine, total = owed(actor=LIAISON)
    assert ([each.title for each in mine], total) == (["拟订质押融资方案", "培育高价值专利"], 2)
    assert [each.why.zh for each in notices(actor=LIAISON)] == ["因为明川市科学技术局负责此事"] * 2
    assert owed(actor=STRANGER) == ([], 0)
