"""M07: a change is tried before it is approved, both versions can be asked for, and an evaluation says by which test."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document
from tests.doors.conftest import DAY, Cast, City, cast, city, person
from tests.doors.test_targets import adopted, key_of, row, text

from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import perform, reach
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.measures.public import Target, targets
from zhichan.kernel.measures.public import target as one_target

__all__ = ["adopted", "cast", "city"]

# Pages record at the wall clock's time of this day: its last moment in Shanghai is behind them all.
NOW = datetime(2025, 9, 30, 15, 59, 59, 999999, tzinfo=UTC)
OCTOBER = datetime(2025, 10, 20, 6, tzinfo=UTC)
PLANNER = Actor("user:901", DAY, (Role("plan-officer", "/linjiang/"),))
MAYOR = Actor("user:902", DAY, (Role("leader", "/linjiang/"),))
OFFICE = Actor("user:903", DAY, (Role("supervision-officer", "/linjiang/"),))


def plan_number() -> str:
    with reading(PLANNER):
        return str(reach(PLANNER, "plan:read").get().number)


def short(key: object) -> str:
    """The part of a target's key that names its fields."""
    return str(key).rpartition("-")[2]


def section(page: str, key: str) -> str:
    found = re.search(rf'<section id="{key}">(.*?)</section>', page, re.DOTALL)
    assert found, key
    return found[1]


def test_a_trial_shows_what_would_move_above_the_form_and_its_address_holds_only_what_is_changed(adopted: Cast) -> None:
    one, other = short(key_of("t1")), short(key_of("t5"))
    answer = adopted.planner.get(f"/desk/revision/try/?value-{one}=35&due_year-{one}=&value-{other}=&due_year-{other}=+")
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/revision/try/?value-{one}=35")
    page = text(adopted.planner.get(answer["Location"]))
    assert page.index('<section id="scores">') < page.index("提出调整") < page.index("看看会变什么")
    empty = text(adopted.planner.get("/desk/revision/try/"))
    assert ("看看会变什么" in empty, "提出调整" in empty) == (True, False)


@pytest.mark.point("M07.1", without="management/revision/allocation.register.toml")
def test_a_trial_shows_which_scores_tasks_and_budgets_would_move_and_leaves_no_trace(adopted: Cast) -> None:
    for name, serves, amount in (("商标资助", "t1", "90000"), ("指导站", "k1", "30000"), ("满意度调查", "t5", "5000")):
        facts = {"region": "/linjiang/", "name": name, "amount": amount, "year": 2025, "plan": plan_number(), "serves": serves}
        perform(actor=PLANNER, verb="allocation:enter", facts=facts, at=NOW)
    with reading(PLANNER):
        task = reach(PLANNER, "task:read").get()
    with kernel():
        before = Target.objects.count()
    page = text(adopted.planner.get(f"/desk/revision/try/?value-{short(key_of('t1'))}=35"))
    score = row(section(page, "scores"), "有效注册商标总量")
    # On a phone each target stands whole below its name: before and after side by side, the states under them.
    assert 'class="wide stacks"' in section(page, "scores")
    told = re.findall(r'data-label="([^"]+)"', score)
    assert told[:4] == ["现值", "单位", "原目标", "新目标"]
    assert told[-2:] == ["原状态", "新状态"]
    # From 10 to 35 the line is at 33.74 on the day, and 34 is past it; to 40 it is at 38.49.
    assert 'value="38.4' in score
    assert 'value="33.7' in score
    assert score.index("落后") < score.index("按进度")
    assert "各地合计40" in section(page, "sums")
    assert task.number in section(page, "tasks")
    budgets = section(page, "budgets")
    # 25 of 30 more marks at the same cost for each.
    assert 'value="75000' in row(budgets, "商标资助")
    assert 'value="25000' in row(budgets, "指导站")
    assert "满意度调查" not in budgets
    with kernel():
        assert Target.objects.count() == before
    assert adopted.leader.get("/desk/revision/try/").status_code == 404


def test_an_earlier_due_year_shows_the_tasks_and_budgets_that_end_too_late(adopted: Cast) -> None:
    with reading(OFFICE):
        task = reach(OFFICE, "task:read").get()
    facts = {"region": "/linjiang/", "name": "商标资助", "amount": "1", "year": 2025, "plan": plan_number(), "serves": "t1"}
    perform(actor=PLANNER, verb="allocation:enter", facts=facts, at=NOW)
    perform(
        actor=OFFICE, verb="supervision:issue", at=NOW,
        facts={
            "region": "/linjiang/", "title": "x", "demand": "x", "due": "2025-12-20", "parent": str(task.pk),
            "units": [{"role": "lead", "as_written": "市市场监督管理局", "unit": "market"}],
        },
    )  # fmt: skip
    page = text(adopted.planner.get(f"/desk/revision/try/?due_year-{short(key_of('t1'))}=2024"))
    assert "督办期限晚于新的到期日" in section(page, "tasks")
    assert "年度晚于新的到期年份" in section(page, "budgets")
    assert "未达成" in section(page, "scores")


@pytest.mark.parametrize("wrong", ["很多", "1e999", "NaN"])
def test_what_is_no_number_is_said_beside_its_field(adopted: Cast, wrong: str) -> None:
    answer = adopted.planner.get(f"/desk/revision/try/?value-{short(key_of('t1'))}={wrong}")
    assert answer.status_code == 422
    assert f"“{wrong}”不是可用的数值" in text(answer)


def test_the_form_shows_one_region_at_a_time_and_keeps_what_was_filled_in_for_others(adopted: Cast) -> None:
    with reading(PLANNER):
        plan = str(reach(PLANNER, "plan:read").get().pk)
    held = targets(plan=plan, actor=PLANNER)
    names = list(dict.fromkeys(one.region.name for one in held if one.region is not None))
    assert len(names) > 1
    city = next(one for one in held if one.region and one.region.name == names[0] and one.value is not None)
    county = next(one for one in held if one.region and one.region.name == names[1] and one.value is not None)
    page = text(adopted.planner.get("/desk/revision/try/"))
    assert f'name="value-{short(city.key)}"' in page
    assert f'name="value-{short(county.key)}"' not in page
    other = text(adopted.planner.get(f"/desk/revision/try/?scope={names[1]}&value-{short(city.key)}=35"))
    assert f'<input type="hidden" name="value-{short(city.key)}" value="35">' in other
    assert re.search(rf'<input type="text"[^>]*name="value-{short(county.key)}"', other)
    assert "<h2>提出调整</h2>" in other
    wrong = text(adopted.planner.get(f"/desk/revision/try/?scope={names[0]}&value-{short(county.key)}=很多"))
    assert re.search(rf'name="value-{short(county.key)}" value="很多"[^>]*aria-invalid="true"', wrong)


def carried_out(cast: Cast) -> str:
    """Propose by the form, approve, carry out a month later."""
    key = key_of("t1")
    given = {f"value-{short(key)}": "35", "grounds": "统计口径调整", "key": "p"}
    answer = cast.planner.post("/desk/revision/try/", given)
    assert answer.status_code == 302, text(answer)
    case = str(answer["Location"]).rstrip("/").rpartition("/")[2]
    perform(actor=MAYOR, verb="revision:approve", target=case, facts={"opinion": "同意"}, at=OCTOBER)
    perform(actor=PLANNER, verb="revision:carry_out", target=case, at=OCTOBER)
    return key


@pytest.mark.point("M07.2", without="management/revision/revision.procedure.toml#acts.carry_out.hands_on")
def test_both_versions_can_be_asked_for_as_of_any_day(adopted: Cast, settings: Any) -> None:
    key = carried_out(adopted)
    settings.ZHICHAN_AS_OF = date(2025, 10, 31)
    then = row(text(adopted.planner.get("/desk/revision/as-of/?day=2025-10-19")), "统计口径调整")
    assert then.index("第1版") < then.index('value="40"') < then.index("第2版") < then.index('value="35"')
    now = row(text(adopted.planner.get("/desk/revision/as-of/?day=2025-10-20")), "临江市")
    assert "第1版" not in now
    for at, value in ((NOW, 40), (OCTOBER, 35)):
        assert one_target(key=key, actor=PLANNER, at=at).value == value
    for query, version, value in (("?in_force=2025-10-19", 1, "40"), ("?in_force=2025-10-20", 2, "35"), ("", 2, "35")):
        told = adopted.planner.get(f"/api/targets/{key}{query}").json()
        assert (told["version"], told["value"], len(told["versions"])) == (version, value, 2)
        card = adopted.planner.get(f"/api/plans/{told['plan']}/scorecard{query}").json()
        assert [each["value"] for each in card["items"] if each["key"] == key] == [value]
    assert adopted.planner.get(f"/api/targets/{key}?in_force=2025-01-01").status_code == 404
    with kernel():
        assert "统计口径调整" in Target.objects.get(key=key, version=2).reason


def test_whoever_decides_on_a_revision_sees_what_it_would_move_until_it_is_carried_out(adopted: Cast) -> None:
    adopted.planner.post("/desk/revision/try/", {f"value-{short(key_of('t1'))}": "35", "grounds": "x", "key": "p"})
    with reading(PLANNER):
        case = str(reach(PLANNER, "revision:read").get().pk)
    address = f"/desk/revision/{case}/"
    assert f'href="{address}"' in text(adopted.leader.get(f"/desk/cases/revision/{case}/"))
    assert f'href="{address}"' in text(adopted.leader.get("/desk/revision/"))
    page = text(adopted.leader.get(address))
    score = row(section(page, "scores"), "有效注册商标总量")
    assert score.index("落后") < score.index("按进度")
    assert "各地合计40" in section(page, "sums")
    assert adopted.stranger.get(address).status_code == 404
    perform(actor=MAYOR, verb="revision:approve", target=case, facts={"opinion": "同意"}, at=NOW)
    assert "各地合计40" in text(adopted.leader.get(address))
    perform(actor=PLANNER, verb="revision:carry_out", target=case, at=NOW)
    assert "已有结果，不再试算" in text(adopted.leader.get(address))


def test_what_was_changed_since_a_day_stands_first_with_how_many_they_are(
    adopted: Cast, settings: Any
) -> None:
    carried_out(adopted)
    settings.ZHICHAN_AS_OF = date(2025, 10, 31)
    page = text(adopted.planner.get("/desk/revision/as-of/?day=2025-10-19"))
    [first, *others] = re.findall(r"<tr>.*?</tr>", page.partition("<tbody>")[2], re.DOTALL)
    assert "第2版" in first
    assert not any("第2版" in one for one in others)
    assert re.search(r"此后调整过的</dt><dd>.*?1", page, re.DOTALL)


def test_nothing_changes_before_it_is_carried_out(adopted: Cast) -> None:
    key = key_of("t1")
    adopted.planner.post("/desk/revision/try/", {f"value-{short(key)}": "35", "grounds": "x", "key": "p"})
    with reading(PLANNER):
        case = str(reach(PLANNER, "revision:read").get().pk)
    perform(actor=MAYOR, verb="revision:approve", target=case, facts={"opinion": "同意"}, at=NOW)
    assert [one.version for one in targets(keys=[key], actor=PLANNER)] == [1]


def test_a_revision_without_grounds_is_refused_beside_the_field(adopted: Cast) -> None:
    answer = adopted.planner.post("/desk/revision/try/", {f"value-{short(key_of('t1'))}": "35", "key": "p"})
    assert answer.status_code == 422
    assert "缺少“调整理由”" in text(answer)


@pytest.mark.point("M07.3", without="management/indicators/trademarks_in_force.measure.toml")
def test_the_evaluation_lists_met_on_course_off_course_and_not_computable_with_the_test(adopted: Cast) -> None:
    perform(
        actor=PLANNER, verb="target:rebase", target=key_of("t3"), at=NOW,
        facts={"changes": {"value": "14"}, "reason": "核减"},
    )  # fmt: skip
    page = text(adopted.planner.get("/desk/evaluation/"))
    met, behind, unknown = (section(page, each) for each in ("achieved", "behind", "not_computable"))
    assert "达成判定" in row(met, "西岭县")
    assert "进度线判定：2020年10件、2025年40件之间的直线，当日应达38.49件" in row(behind, "临江市")
    assert "未作判断" in row(unknown, "年均增长")
    adopted.planner.cookies["django_language"] = "en"
    said = "line through 2020: 10 items, 2025: 40 items; asked for on the day: 38.49 items"
    assert said in text(adopted.planner.get("/desk/evaluation/"))
    adopted.planner.cookies["django_language"] = "zh-hans"
    word = adopted.planner.get("/desk/evaluation/file.docx")
    assert word.status_code == 200
    assert word.content == adopted.planner.get("/desk/evaluation/file.docx").content
    lines = [each.text for each in Document(BytesIO(word.content)).paragraphs]
    assert "判定方法" in lines[3]
    [marks] = [each for each in lines if each.startswith("有效注册商标总量：临江市")]
    assert "直线过2020年10、2025年40" in marks
    assert sum("未作判断（" in each and "知识产权质押融资登记金额年均增长" in each for each in lines) == 1
    assert adopted.planner.get("/desk/evaluation/file.pdf").content.startswith(b"%PDF")


def test_the_evaluation_of_an_earlier_day_uses_the_version_then_in_force(adopted: Cast, settings: Any) -> None:
    carried_out(adopted)
    settings.ZHICHAN_AS_OF = date(2025, 10, 31)
    assert "当日应达34.16" in text(adopted.planner.get("/desk/evaluation/"))
    assert "2025年40件之间" in text(adopted.planner.get("/desk/evaluation/?day=2025-10-19"))


def test_pages_are_for_those_who_may(cast: Cast, city: City) -> None:
    stranger = Client()
    stranger.force_login(person("nobody"))
    for path in ("/desk/revision/", "/desk/evaluation/", "/desk/revision/as-of/"):
        assert stranger.get(path).status_code == 200
        assert "有效注册商标" not in text(stranger.get(path))
