"""M01: a policy text becomes a tree of tasks with units and spans, and a list of what stays open."""

from __future__ import annotations

import json
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhichan.doors.desk.builders.targets import owners_of
from zhichan.instruments.reader import annotation
from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts import performing
from zhichan.kernel.acts.public import perform, reach
from zhichan.kernel.casework.public import Assignment, Case, paper_of
from zhichan.kernel.ground.public import Paper, Refusal, Region, Unit, kernel
from zhichan.kernel.ledger.public import Event, Position, sequence
from zhichan.kernel.ledger.verifying import verify
from zhichan.kernel.measures.models import Target

AT = datetime(2025, 9, 30, 1, tzinfo=UTC)
DAY = date(2025, 9, 30)
SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
OFFICER = Actor("user:1", DAY, (Role("plan-officer", "/mc/"),))
LIAISON = Actor("user:2", DAY, (Role("liaison", "/mc/", "mc-science"),))
STRANGER = Actor("anyone", DAY)
FOLDER = "management/policy_text"

PLAN = """明川市知识产权强市建设实施方案（2023—2025年）

为推进知识产权强市建设，制定本方案。

一、工作目标
到2025年，全市有效注册商标总量达到60000件，每万人口高价值发明专利拥有量达到4件以上，专利质押融资金额年均增长15%以上。

二、重点任务
（一）提升创造质量
1．培育高价值专利。围绕光电产业开展专利布局，组建培育中心。（牵头单位：市市场监督管理局；配合单位：市科学技术局、财政局）
2．做强商标品牌。建设商标品牌指导站，指导企业注册商标。（责任单位：市市场监督管理局、各县区人民政府）
（二）加强保护
1．健全调解机制。设立知识产权纠纷调解组织。（市司法局负责）

三、保障措施
加强组织领导，各单位按职责抓好落实。
"""


def found_city() -> Region:
    """A city with its departments and two counties."""
    with kernel():
        region = Region.objects.create(
            slug="mc", name="明川市", name_en="Mingchuan", kind="city", path="/mc/"
        )
        for slug, name in (
            ("mc-market", "明川市市场监督管理局"),
            ("mc-science", "明川市科学技术局"),
            ("mc-finance", "明川市财政局"),
            ("mc-justice", "明川市司法局"),
        ):
            Unit.objects.create(slug=slug, name=name, region=region, kind="department")
        for slug, name in (("east", "东原县"), ("west", "西原县")):
            county = Region.objects.create(
                slug=slug, name=name, name_en=slug, kind="county", parent=region, path=f"/mc/{slug}/"
            )
            Unit.objects.create(slug=f"{slug}-gov", name=f"{name}人民政府", region=county, kind="government")
    return region


@pytest.fixture
def city(db: None) -> Region:
    """The city, for tests that are rolled back."""
    return found_city()


def upload(text: str | bytes = PLAN, name: str = "plan.txt", **more: Any) -> str:
    """Upload a document; return the plan's case."""
    content = text.encode() if isinstance(text, str) else text
    facts = {"region": "/mc/", "paper": content, "filename": name}
    return str(perform(actor=OFFICER, verb="plan:upload", facts=facts, at=AT, **more).result["case"])


def plan(case: str, actor: Actor = OFFICER) -> Case:
    """The plan's case as the actor sees it."""
    with reading(actor):
        return reach(actor, "plan:read").get(pk=case)


def decide(case: str, items: list[str], decision: str, **more: Any) -> None:
    """Decide on items."""
    perform(
        actor=OFFICER,
        verb="plan:decide",
        target=case,
        facts={"items": items, "decision": decision, **more},
        at=AT,
    )


def every_item(case: str) -> list[str]:
    """The ids of everything that wants a decision."""
    read = plan(case).facts["reading"]
    ids = [each["id"] for each in [*read["targets"], *read["tasks"], *read["measures"]]]
    return ids + [f"o{number + 1}" for number in range(len(read["open"]))]


def adopt(case: str) -> dict[str, Any]:
    """Confirm everything and adopt."""
    decide(case, every_item(case), "confirm")
    return dict(perform(actor=OFFICER, verb="plan:adopt", target=case, at=AT).result)


@pytest.mark.usefixtures("city")
class TestIntake:
    @pytest.mark.point("M01.1", without=f"{FOLDER}/rules.py#reading")
    def test_an_uploaded_plan_yields_chapters_tasks_and_sentences_with_their_characters(self) -> None:
        case = plan(upload())
        text = paper_of(OFFICER, case.pk, "paper").decode()
        read = case.facts["reading"]
        assert [task["path"] for task in read["tasks"]] == [
            ["二、重点任务", "（一）提升创造质量", "1．培育高价值专利"],
            ["二、重点任务", "（一）提升创造质量", "2．做强商标品牌"],
            ["二、重点任务", "（二）加强保护", "1．健全调解机制"],
        ]
        for item in [*read["targets"], *read["tasks"]]:
            start, end = item["span"]
            assert text[start:end] == item["quote"]

    @pytest.mark.point("M01.1", without=f"{FOLDER}/plan.procedure.toml#acts.upload")
    @pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
    def test_each_seed_loads(self, seed: Path) -> None:
        case = plan(upload(seed.read_bytes(), seed.name))
        text = seed.read_bytes().decode("utf-8")
        read = case.facts["reading"]
        assert read["tasks"]
        for item in [*read["targets"], *read["tasks"], *read["measures"]]:
            start, end = item["span"]
            assert text[start:end] == item["quote"]

    @pytest.mark.point("M01.2", without=f"{FOLDER}/rules.py#assigned_tasks")
    def test_lead_cooperating_and_responsible_units_are_told_apart_and_resolved(self) -> None:
        case = upload()
        adopt(case)
        with reading(OFFICER):
            found = {
                (each.case.title, each.role, each.as_written, each.unit and each.unit.slug)
                for each in Assignment.objects.filter(case__parent_id=case).select_related("case", "unit")
            }
        assert found == {
            ("培育高价值专利", "lead", "市市场监督管理局", "mc-market"),
            ("培育高价值专利", "cooperating", "市科学技术局", "mc-science"),
            ("培育高价值专利", "cooperating", "市财政局", "mc-finance"),
            ("做强商标品牌", "responsible", "市市场监督管理局", "mc-market"),
            ("做强商标品牌", "responsible", "各县区人民政府", "east-gov"),
            ("做强商标品牌", "responsible", "各县区人民政府", "west-gov"),
            ("健全调解机制", "responsible", "市司法局", "mc-justice"),
        }

    @pytest.mark.point("M01.3", without=f"{FOLDER}/rules.py#everything_is_decided")
    def test_what_cannot_be_read_is_listed_as_open_and_adoption_waits_for_a_person(self) -> None:
        text = PLAN.replace("二、重点任务", "专利产业化率提升到××%。\n\n二、重点任务")
        case = upload(text)
        read = plan(case).facts["reading"]
        open_ = [each for each in read["open"] if "××" in str(each.get("quote"))]
        assert len(open_) == 1
        assert not [each for each in read["targets"] if "产业化率" in each["indicator"]]
        decide(case, [item for item in every_item(case) if not item.startswith("o")], "confirm")
        with pytest.raises(Refusal) as refused:
            perform(actor=OFFICER, verb="plan:adopt", target=case, at=AT)
        assert refused.value.codes == ("plan.undecided",)
        assert plan(case).stage == "reviewing"

    def test_adoption_makes_targets_tasks_and_units_in_one_act(self) -> None:
        case = upload()
        result = adopt(case)
        # Three targets, three tasks, and the safeguards as a task of their own.
        assert len(result["handed"]) == 3 + 4
        assert plan(case).stage == "adopted"
        with reading(STRANGER):
            assert reach(STRANGER, "task:read").filter(parent_id=case).count() == 4
        with reading(LIAISON):
            mine = reach(LIAISON, "task:read").filter(assignments__unit__slug="mc-science")
            assert [task.title for task in mine] == ["培育高价值专利"]

    def test_a_plan_with_many_goals_is_adopted_with_no_more_questions_to_the_database(self) -> None:
        asked = []
        for goals in (2, 42):
            told = "".join(
                f"到2025年，第{number}类产品拥有的有效注册商标总量达到{number + 100}件。\n" for number in range(goals)
            )
            case = upload(PLAN.replace("二、重点任务", f"{told}\n二、重点任务"))
            decide(case, every_item(case), "confirm")
            with CaptureQueriesContext(connection) as queries:
                perform(actor=OFFICER, verb="plan:adopt", target=case, at=AT)
            asked.append(len(queries))
            with kernel():
                assert Target.objects.filter(plan=case).count() == 3 + goals
                assert Event.objects.filter(verb="target:promise").count() == sum((3 + 2, 3 + 42)[: len(asked)])
        assert asked[1] <= asked[0]

    @pytest.mark.parametrize("at", ["_insert", "append"])
    def test_an_adoption_that_breaks_off_leaves_nothing_and_is_done_whole_when_tried_again(
        self, monkeypatch: pytest.MonkeyPatch, at: str
    ) -> None:
        goals = "".join(f"到2025年，第{number}类产品拥有的有效注册商标总量达到{number + 100}件。\n" for number in range(120))
        case = upload(PLAN.replace("二、重点任务", f"{goals}\n二、重点任务"))
        decide(case, every_item(case), "confirm")
        write = getattr(performing, at)

        def broken(*given: Any, **more: Any) -> None:
            write(*given, **more)
            raise RuntimeError("the process ended")

        def kept() -> list[int]:
            with kernel():
                return [each.objects.count() for each in (Target, Case, Assignment, Event)]

        before = kept()
        monkeypatch.setattr(performing, at, broken)
        with pytest.raises(RuntimeError):
            perform(actor=OFFICER, verb="plan:adopt", target=case, at=AT, key="k")
        assert kept() == before
        monkeypatch.setattr(performing, at, write)
        assert not perform(actor=OFFICER, verb="plan:adopt", target=case, at=AT, key="k").repeated
        assert perform(actor=OFFICER, verb="plan:adopt", target=case, at=AT, key="k").repeated
        sequence()
        assert verify().faults == []
        with kernel():
            targets = list(Target.objects.filter(plan=case).order_by("pk").values_list("key", flat=True))
            events = Position.objects.filter(event__verb="target:promise").order_by("position")
            assert list(events.values_list("event__subject_id", flat=True)) == [str(each) for each in targets]
            assert len(targets) == 123

    def test_no_page_mark_and_no_break_of_a_line_stands_in_what_is_adopted_and_its_place_is_that_of_the_document(
        self,
    ) -> None:
        marked = PLAN.replace("围绕光电产业开展专利布局", "围绕光电产\n\n—2—\n\n业开展  专利布局").replace(
            "注册商标总量达到60000件", "注册商标\n总量 达到60000件"
        )
        case = upload(marked)
        decide(case, every_item(case), "confirm")
        read = plan(case).facts["reading"]
        [task] = [one for one in read["tasks"] if one["title"] == "培育高价值专利"]
        assert "—2—" in task["quote"], "what was read is glued to its characters"
        perform(actor=OFFICER, verb="plan:adopt", target=case, at=AT)
        with reading(OFFICER):
            made = reach(OFFICER, "task:read").get(key=task["id"])
        assert "围绕光电产业开展专利布局，组建培育中心" in made.facts["quote"]
        assert marked[slice(*made.facts["span"])] == task["quote"]
        with kernel():
            [goal] = Target.objects.filter(plan=case, value=60000)
        assert "注册商标总量达到60000件" in goal.quote
        assert "注册商标\n总量 达到60000件" in marked[goal.span_start : goal.span_end]

    def test_a_number_that_no_register_takes_is_told_of_before_anything_is_adopted(self) -> None:
        case = upload()
        decide(case, every_item(case), "confirm")
        goal = plan(case).facts["reading"]["targets"][0]["id"]
        decide(case, [goal], "correct", correction={"value": 9e16, "unit": "亿件"})
        with pytest.raises(Refusal) as refused:
            perform(actor=OFFICER, verb="plan:adopt", target=case, at=AT)
        assert refused.value.codes == ("target.number",)
        assert "有效注册商标总量" in refused.value.reasons[0].text.zh
        assert plan(case).stage == "reviewing"

    def test_a_correction_reaches_what_is_adopted_and_a_rejected_item_does_not(self) -> None:
        case = upload()
        read = plan(case).facts["reading"]
        first, second = read["tasks"][0]["id"], read["tasks"][1]["id"]
        decide(case, every_item(case), "confirm")
        decide(case, [first], "correct", correction={"title": "培育高价值发明专利"}, reason="补全名称")
        decide(case, [second], "reject", reason="已单独立项")
        perform(actor=OFFICER, verb="plan:adopt", target=case, at=AT)
        with reading(OFFICER):
            titles = [
                task.title for task in reach(OFFICER, "task:read").filter(parent_id=case).order_by("number")
            ]
        assert titles == ["培育高价值发明专利", "健全调解机制", "保障措施"]

    def test_corrections_add_up_until_another_decision_drops_them(self) -> None:
        case = upload()
        target = plan(case).facts["reading"]["targets"][0]["id"]
        decide(case, [target], "correct", correction={"value": 61000})
        decide(case, [target], "correct", correction={"year": 2026})
        assert plan(case).facts["decisions"][target]["correction"] == {"value": 61000, "year": 2026}
        decide(case, [target], "confirm")
        assert "correction" not in plan(case).facts["decisions"][target]

    @pytest.mark.parametrize(
        ("items", "decision", "correction", "code"),
        [
            (["t999"], "confirm", None, "plan.no-such-item"),
            ([], "confirm", None, "given.missing"),
            (["t1"], "correct", None, "plan.correction"),
            (["t1"], "correct", {"colour": "red"}, "plan.correction"),
            (["t1"], "correct", {"value": "many"}, "plan.correction"),
            (["t1"], "correct", {"value": 1e300}, "plan.correction"),
            (["t1"], "correct", {"unit": {"a": 1}}, "plan.correction"),
            (["t1"], "correct", {"year": -5}, "plan.correction"),
            (["t1"], "correct", {"comparator": "evil"}, "plan.correction"),
            (["t1"], "correct", {"baseline": {"value": "many"}}, "plan.correction"),
            (["t1"], "correct", {"indicator": ""}, "plan.correction"),
            (["k1"], "correct", {"title": {"x": 1}}, "plan.correction"),
            (["k1"], "correct", {"title": "a\x00b"}, "plan.correction"),
            (["k1"], "correct", {"lead": "市科技局"}, "plan.correction"),
            (["k1"], "correct", {"lead": [1]}, "plan.correction"),
            (["t1"], "confirm", {"value": 1}, "plan.correction"),
            (["t1"], "perhaps", None, "given.wrong"),
        ],
    )
    def test_an_unsound_decision_changes_nothing(
        self, items: list[str], decision: str, correction: Any, code: str
    ) -> None:
        case = upload()
        with pytest.raises(Refusal) as refused:
            decide(case, items, decision, **({"correction": correction} if correction else {}))
        assert code in refused.value.codes
        assert "decisions" not in plan(case).facts

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "paper.empty"),
            (b" \n ", "reader.empty"),
            ("今天天气很好，我们去公园散步，看见了许多花。".encode(), "reader.no-plan"),
            (b"\x89PNG\r\n\x1a\n" + bytes(64), "reader.image"),
        ],
    )
    def test_what_is_no_plan_is_refused_and_nothing_is_stored(self, content: bytes, code: str) -> None:
        with pytest.raises(Refusal) as refused:
            upload(content)
        assert refused.value.codes == (code,)
        with kernel():
            assert (Case.objects.count(), Event.objects.count(), Paper.objects.count()) == (0, 0, 0)

    def test_a_gb18030_file_is_read(self) -> None:
        assert len(plan(upload(PLAN.encode("gb18030"))).facts["reading"]["targets"]) == 3

    def test_a_web_page_keeps_the_text_that_its_reading_points_into(self) -> None:
        page = "<html><body>" + "".join(f"<p>{line}</p>" for line in PLAN.splitlines()) + "</body></html>"
        read = plan(upload(page, "plan.html")).facts["reading"]
        assert read["media_type"] == "text/html"
        assert len(read["targets"]) == 3
        for item in [*read["targets"], *read["tasks"]]:
            start, end = item["span"]
            assert read["text"][start:end] == item["quote"]
        assert "text" not in plan(upload()).facts["reading"]

    def test_nobody_but_a_plan_officer_uploads(self) -> None:
        for actor in (LIAISON, STRANGER, Actor("user:5", DAY, (Role("plan-officer", "/mc/east/"),))):
            with pytest.raises(Refusal) as refused:
                perform(
                    actor=actor, verb="plan:upload", facts={"region": "/mc/", "paper": PLAN.encode()}, at=AT
                )
            assert refused.value.codes == ("acts.forbidden",)

    def test_a_plan_under_review_is_not_public_and_an_adopted_one_is(self) -> None:
        case = upload()
        with reading(STRANGER):
            assert not reach(STRANGER, "plan:read").exists()
        adopt(case)
        with reading(STRANGER):
            assert reach(STRANGER, "plan:read").get().number == "GH-2025-0001"

    def test_a_withdrawn_plan_keeps_its_reason_and_cannot_be_adopted(self) -> None:
        case = upload()
        perform(actor=OFFICER, verb="plan:withdraw", target=case, facts={"reason": "上传了草稿"}, at=AT)
        with pytest.raises(Refusal) as refused:
            perform(actor=OFFICER, verb="plan:adopt", target=case, at=AT)
        assert refused.value.codes == ("casework.stage",)
        assert plan(case).facts["reason"] == "上传了草稿"


LAYOUT = "围绕光电产业\n开展专利布局"
"""Words within the first task, of which the plan might have made one of its own."""


def add(case: str, actor: Actor = OFFICER, **facts: Any) -> None:
    """Add a goal or a task that was not read."""
    perform(actor=actor, verb="plan:add", target=case, facts=facts, at=AT)


def assigned(case: str, title: str) -> Case:
    """The task of this title that was made when the plan was adopted."""
    with reading(OFFICER):
        return reach(OFFICER, "task:read").get(parent_id=case, title=title)


@pytest.mark.usefixtures("city")
class TestAddition:
    def test_a_task_stands_below_its_headings_with_its_words_and_is_adopted_and_supervised(self) -> None:
        case = upload()
        add(
            case,
            words=LAYOUT,
            task={"title": "光电产业专利布局", "lead": ["市司法局"], "due": "2024年底"},
            reason="漏读",
        )
        kept = plan(case).facts
        added = kept["reading"]["tasks"][-1]
        assert PLAN[slice(*added["span"])] == added["quote"] == "围绕光电产业开展专利布局"
        assert (added["id"], added["added"], added["why"]) == ("a1", "2025-09-30", [])
        assert added["path"] == ["二、重点任务", "（一）提升创造质量", "1．培育高价值专利"]
        assert kept["decisions"] == {
            "a1": {"decision": "confirm", "on": "2025-09-30", "version": 2, "reason": "漏读"}
        }
        assert len(adopt(case)["handed"]) == 3 + 4 + 1
        task = assigned(case, "光电产业专利布局")
        assert (task.key, task.facts["due"], task.facts["quote"]) == ("a1", "2024年底", added["quote"])
        with reading(OFFICER):
            borne = [
                (each.role, each.unit and each.unit.slug) for each in Assignment.objects.filter(case=task)
            ]
        assert borne == [("lead", "mc-justice")]
        facts = {"supervise_by": "2025-12-31"}
        issued = perform(
            actor=OFFICER, verb="task:supervise", target=str(task.pk), facts=facts, at=AT
        ).result["handed"]
        with kernel():
            matter = Case.objects.get(pk=issued[0]["case"])
        assert (matter.title, matter.facts["due"]) == ("光电产业专利布局", "2025-12-31")

    def test_a_task_carries_the_goals_within_its_words_and_may_have_no_bearer(self) -> None:
        case = upload()
        add(
            case,
            words="全市有效注册商标总量达到60000件，每万人口高价值发明专利拥有量达到4件以上",
            task={"title": "壮大存量"},
        )
        assert plan(case).facts["reading"]["tasks"][-1]["targets"] == ["t1", "t2"]
        adopt(case)
        assert assigned(case, "壮大存量").facts["path"] == ["一、工作目标"]

    def test_words_that_a_table_of_contents_has_too_are_found_below_their_heading(self) -> None:
        lines = ["目录", "一、工作目标……1", "二、重点任务……2", "指导企业注册商标……3", "加强组织领导……4"]
        case = upload(PLAN.replace("为推进", "\n".join([*lines, "", "为推进"]), 1))
        add(case, words="指导企业注册商标", task={"title": "指导企业", "lead": ["市司法局"]})
        add(case, words="指导企业注册商标……3", task={"title": "目录"})
        first, second = (each for each in plan(case).facts["reading"]["tasks"] if each.get("added"))
        assert first["path"][-1] == "2．做强商标品牌"
        assert second["path"] == []

    def test_a_goal_is_carried_by_the_task_that_its_words_stand_in(self) -> None:
        case = upload()
        before = plan(case).facts["reading"]
        add(
            case, words="设立知识产权纠纷调解组织", target={"indicator": "调解组织", "value": 1, "unit": "个"}
        )
        add(case, words="加强组织领导", target={"indicator": "专题会议", "value": 2, "unit": "次"})
        read = plan(case).facts["reading"]
        assert [each["targets"] for each in read["tasks"]] == [
            *(each["targets"] for each in before["tasks"][:2]),
            ["a1"],
        ]
        assert [each["targets"] for each in read["measures"]] == [["a2"]]
        assert owners_of(plan(case)) == {"a1": ["市司法局"], "a2": []}

    def test_goals_and_tasks_that_were_added_are_numbered_in_one_order_and_can_be_left_out_again(
        self,
    ) -> None:
        case = upload()
        add(case, words=LAYOUT, task={"title": "光电产业专利布局", "lead": ["市司法局"]})
        add(
            case, words="设立知识产权纠纷调解组织", target={"indicator": "调解组织", "value": 1, "unit": "个"}
        )
        add(case, words="指导企业注册商标", task={"title": "指导企业", "responsible": ["市科学技术局"]})
        read = plan(case).facts["reading"]
        assert [each["id"] for each in (*read["targets"], *read["tasks"]) if each.get("added")] == [
            "a2",
            "a1",
            "a3",
        ]
        decide(case, every_item(case), "confirm")
        decide(case, ["a1"], "reject")
        decide(case, ["a3"], "correct", correction={"lead": ["市司法局"], "responsible": []})
        perform(actor=OFFICER, verb="plan:adopt", target=case, at=AT)
        with reading(OFFICER):
            made = {one.key: one.title for one in reach(OFFICER, "task:read").filter(parent_id=case)}
            roles = Assignment.objects.filter(case__parent_id=case, case__key="a3").values_list(
                "role", "unit__slug"
            )
            assert list(roles) == [("lead", "mc-justice")]
        assert "a1" not in made
        assert made["a3"] == "指导企业"

    @pytest.mark.parametrize(
        ("words", "told", "codes"),
        [
            ("围绕轨道产业开展专利布局", {"task": {"title": "布局"}}, {"plan.no-such-words"}),
            ("围", {"task": {"title": "布局"}}, {"plan.no-such-words"}),
            (LAYOUT, {"task": {}}, {"plan.correction"}),
            (LAYOUT, {"task": {"title": " "}}, {"plan.correction"}),
            (LAYOUT, {"task": {"title": "布局", "lead": "市司法局"}}, {"plan.correction"}),
            (LAYOUT, {"task": {"title": "布局", "lead": [["市司法局"]]}}, {"plan.correction"}),
            (LAYOUT, {"task": {"title": "布局", "lead": ["市司法局"], "value": 3}}, {"plan.correction"}),
            (LAYOUT, {"task": ["布局"]}, {"plan.correction"}),
            (LAYOUT, {"task": "布局"}, {"plan.correction"}),
            (LAYOUT, {}, {"plan.correction"}),
            (LAYOUT, {"task": {"title": "布局"}, "target": {"indicator": "布局", "value": 1}}, {"plan.correction"}),
            (["围绕光电产业"], {"task": {"title": "布局"}}, {"given.wrong"}),
            ("", {"task": {"title": "布局"}}, {"given.missing"}),
            # Half of what was read as a task, or part of it without a bearer of its own, is no task beside it.
            ("围绕光电产业开展专利布局，组建培育中心。（牵头单位：市市场监督管理局", {"task": {"title": "布局", "lead": ["市司法局"]}},
             {"plan.read-already"}),
            (LAYOUT, {"task": {"title": "布局"}}, {"plan.read-already"}),
            (LAYOUT, {"task": {"title": "布局", "lead": ["市科学技术局"]}}, {"plan.read-already"}),
            ("各单位按职责抓好落实", {"task": {"title": "抓好落实"}}, {"plan.read-already"}),
        ],
    )  # fmt: skip
    def test_what_is_no_task_of_the_document_or_was_read_is_not_added(
        self, words: Any, told: dict[str, Any], codes: set[str]
    ) -> None:
        case = upload()
        before = plan(case).facts
        with pytest.raises(Refusal) as refused:
            add(case, words=words, **told)
        assert set(refused.value.codes) == codes
        assert plan(case).facts == before

    def test_nobody_but_a_plan_officer_of_the_region_adds_and_only_under_review(self) -> None:
        case = upload()
        task = {"title": "布局", "lead": ["市司法局"]}
        for actor in (LIAISON, STRANGER, Actor("user:5", DAY, (Role("plan-officer", "/mc/east/"),))):
            with pytest.raises(Refusal) as refused:
                add(case, actor, words=LAYOUT, task=task)
            assert refused.value.codes in {("acts.forbidden",), ("acts.not-there",)}, actor
        adopt(case)
        with pytest.raises(Refusal) as refused:
            add(case, words=LAYOUT, task=task)
        assert refused.value.codes == ("casework.stage",)

    def test_what_was_added_leaves_with_the_annotation_and_fits_back(self) -> None:
        case = upload()
        add(case, words=LAYOUT, task={"title": "光电产业专利布局", "lead": ["市司法局"]})
        decide(case, [one for one in every_item(case) if one != "a1"], "confirm")
        kept = plan(case).facts
        made = annotation(reading=kept["reading"], decisions=kept["decisions"])
        assert [one["title"] for one in made["tasks"] if one.get("added")] == ["光电产业专利布局"]
        again = upload()
        file = json.dumps(made, ensure_ascii=False).encode()
        perform(actor=OFFICER, verb="plan:annotate", target=again, facts={"annotation": file}, at=AT)
        unread = plan(again).facts["annotated"]["unread"]
        assert [(one["list"], one["quote"]) for one in unread] == [("tasks", "围绕光电产业开展专利布局")]


@pytest.mark.usefixtures("city")
def test_what_an_annotation_decided_since_the_plan_was_looked_at_is_not_overwritten_unseen() -> None:
    first = upload()
    decide(first, every_item(first), "confirm")
    kept = plan(first).facts
    made = annotation(reading=kept["reading"], decisions=kept["decisions"])
    case = upload()
    seen, item = plan(case).version, kept["reading"]["targets"][0]["id"]
    file = json.dumps(made, ensure_ascii=False).encode()
    perform(actor=OFFICER, verb="plan:annotate", target=case, facts={"annotation": file}, at=AT)
    with pytest.raises(Refusal) as refused:
        decide(case, [item], "reject", seen=seen)
    assert refused.value.codes == ("plan.decided-since",)
    decide(case, [item], "reject", seen=seen + 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_add_at_once_each_has_an_item_and_none_is_there_twice() -> None:
    found_city()
    case = upload()
    start, told = threading.Barrier(3), list[tuple[str, ...]]()

    def one(actor: Actor, words: str) -> None:
        start.wait(20)
        try:
            add(case, actor, words=words, task={"title": words, "lead": ["市司法局"]})
            told.append(())
        except Refusal as refusal:
            told.append(refusal.codes)
        connection.close()

    second = Actor("user:9", DAY, (Role("plan-officer", "/mc/"),))
    asked = (
        (OFFICER, "围绕光电产业开展专利布局"),
        (second, "围绕光电产业开展专利布局"),
        (second, "指导企业注册商标"),
    )
    threads = [threading.Thread(target=one, args=each) for each in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [(), (), ("plan.read-already",)]
    kept = plan(case).facts
    added = {each["id"]: each["title"] for each in kept["reading"]["tasks"] if each.get("added")}
    assert set(added) == set(kept["decisions"]) == {"a1", "a2"}
    assert set(added.values()) == {"围绕光电产业开展专利布局", "指导企业注册商标"}


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
def test_adoption_killed_between_any_two_steps_makes_nothing_or_everything(killing: Any) -> None:
    found_city()
    case = upload()
    decide(case, every_item(case), "confirm")

    def work() -> None:
        perform(actor=OFFICER, verb="plan:adopt", target=case, at=AT, key="adopt-once")

    def made() -> tuple[str, int, int, int]:
        with kernel():
            tasks = Case.objects.filter(parent_id=case)
            return (
                Case.objects.get(pk=case).stage, Target.objects.filter(plan=case).count(), tasks.count(),
                Assignment.objects.filter(case__in=tasks).count(),
            )  # fmt: skip

    nothing, everything = ("reviewing", 0, 0, 0), ("adopted", 3, 4, 7)
    assert made() == nothing
    step = 1
    while killing.before_statement(step, work):
        assert made() == nothing, step
        # Later statements lie closer together in what they could leave behind; the first ones are all tried.
        step += 1 if step < 20 else 7
    assert step > 40
    assert made() == everything
    assert perform(actor=OFFICER, verb="plan:adopt", target=case, at=AT, key="adopt-once").repeated
    assert made() == everything
