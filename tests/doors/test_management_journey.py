"""Supervision and consultation in a real browser: plan officer, liaison, supervision office, a leader on a phone, a citizen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from tests.doors.conftest import DAY, PLAN, Cast, City, person
from tests.doors.test_journey import AXE, Walk, upload, violations, walk
from tests.plans import adopt

from zhichan.kernel.access.public import Actor, Role, grant, reading
from zhichan.kernel.acts.public import perform, reach
from zhichan.kernel.casework.public import tick
from zhichan.kernel.ground.public import Unit, kernel
from zhichan.kernel.ledger.public import step

__all__ = ["walk"]

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
EARLY = datetime(2025, 9, 1, 2, tzinfo=UTC)
NOW = datetime(2025, 9, 30, 2, tzinfo=UTC)
PHONE = {"width": 390, "height": 844}
DRAFT = "临江市知识产权资助办法（征求意见稿）\n第一条 对新获发明专利的企业给予一次性资助。\n第二条 资助申请每年三月受理。\n"


def acting(number: int, role: str, unit: str = "") -> Actor:
    return Actor(f"user:{number}", DAY, (Role(role, "/linjiang/", unit),))


OFFICE, HEAD, PLANNER = acting(901, "supervision-officer"), acting(902, "supervision-head"), acting(903, "plan-officer")


@pytest.fixture
def people(city: City) -> dict[str, Client]:
    """The supervision office, its head, and the liaison of the science bureau."""
    with kernel():
        science = Unit.objects.get(slug="science")
    made = {}
    for name, role in (("office", "supervision-officer"), ("head", "supervision-head")):
        made[name] = Client()
        made[name].force_login(person(name, role, city.city))
    user = person("science")
    grant(user_id=user.pk, role="liaison", region=city.city, unit=science, since=DAY, instrument="test")
    made["liaison"] = Client()
    made["liaison"].force_login(user)
    return made


@pytest.fixture(autouse=True)
def _connections_closed(walk: Walk) -> Iterator[None]:
    """What was asked of the database beside the browser's loop had a connection of its own, which ends with the test."""
    yield
    connections.close_all()


@pytest.fixture
def as_(walk: Walk) -> Callable[..., Any]:
    """Opens a page for a client (nobody without one); it notes errors and calls to others, as the walk does."""

    def opened(client: Client | None = None, **options: Any) -> Any:
        walk.cookies = (
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": walk.address}] if client else []
        )
        return walk.page(**options)

    return opened


def adopted() -> str:
    """A plan that was adopted; its id."""
    return adopt(PLAN.encode(), officer=PLANNER, at=EARLY, path="/linjiang/")[0]


def issued(at: datetime = NOW, due: str = "2025-12-31", title: str = "组织专利导航") -> str:
    facts = {
        "region": "/linjiang/", "title": title, "demand": f"{title}，不少于五个项目", "due": due, "origin": "plan",
        "units": [{"role": "lead", "as_written": "市科技局", "unit": "science"}],
    }  # fmt: skip
    return str(perform(actor=OFFICE, verb="supervision:issue", facts=facts, at=at).result["case"])


def act(page: Any, title: str, **fields: Any) -> None:
    """Open an act from the case's page, fill in its form and do it."""
    page.click(f".possible a:text-is('{title}')")
    for name, value in fields.items():
        if isinstance(value, bytes):
            page.set_input_files(
                f"input[name={name}]", {"name": "evidence.png", "mimeType": "image/png", "buffer": value}
            )
        else:
            page.fill(f"[name={name}]", value)
    page.click("button.primary[value=do]")
    page.wait_for_selector(".done")


def test_a_task_goes_from_the_plan_officer_to_the_liaison_to_the_office_and_to_the_public(
    walk: Walk, cast: Cast, people: dict[str, Client], as_: Callable[..., Any]
) -> None:
    plan = adopted()
    with reading(PLANNER):
        task = next(
            one for one in reach(PLANNER, "task:read").filter(parent=plan) if "专利质量" in one.title
        )
    planner = as_(cast.planner)
    planner.goto(f"{walk.address}/desk/cases/task/{task.pk}/")
    act(planner, "列入督办", supervise_by="2025-12-31")
    planner.goto(f"{walk.address}/desk/supervision/")
    assert task.title in planner.inner_text("#matters")

    # The task is led by one bureau and supported by another: the liaison of the supporting one sees it and signs nothing.
    supporting = as_(people["liaison"])
    supporting.goto(f"{walk.address}/desk/supervision/")
    supporting.click(f"#matters a:text-is('{task.title}')")
    supporting.click("text=办理与经过")
    assert "只有牵头或负责单位的联络员才能办理" in supporting.inner_text(".possible")

    issued()
    liaison = as_(people["liaison"])
    liaison.goto(f"{walk.address}/desk/")
    assert "组织专利导航" in liaison.inner_text("main")
    liaison.goto(f"{walk.address}/desk/supervision/")
    liaison.click("#matters a:text-is('组织专利导航')")
    liaison.click("text=办理与经过")
    act(liaison, "签收")
    act(liaison, "报送进展", progress="已完成三个项目的导航报告", evidence=b"\x89PNG\r\n\x1a\n")

    office = as_(people["office"])
    office.goto(f"{walk.address}/desk/supervision/")
    office.click("#matters a:text-is('组织专利导航')")
    assert "已完成三个项目的导航报告" in office.inner_text("main")
    with office.expect_download() as evidence:
        office.click("a:text-is('佐证材料')")
    assert evidence.value.suggested_filename.endswith("-1.png")
    office.click("text=办理与经过")
    act(office, "核查通过，继续办理", finding="报告属实")
    office.goto(f"{walk.address}/desk/supervision/?light=green")
    assert "组织专利导航" in office.inner_text("#matters")

    office.goto(f"{walk.address}/desk/circulars/")
    office.click("text=生成通报")
    office.select_option("select[name=kind]", "bulletin")
    office.fill("input[name=until]", "2025-09-30")
    office.click("button.primary[value=do]")
    office.wait_for_selector(".possible")
    head = as_(people["head"])
    head.goto(office.url)
    act(head, "审定")
    office.reload()
    act(office, "向社会公布")

    citizen = as_()
    citizen.goto(f"{walk.address}/progress/")
    said = citizen.inner_text("main")
    assert "组织专利导航" in said
    assert "已完成三个项目的导航报告" not in said
    assert citizen.locator("a:text-is('订阅（Atom）')").count() == 1
    citizen.close()
    assert [words for words in walk.problems if "download" not in words.lower()] == []


def test_a_plan_officer_takes_a_document_to_targets_and_a_leader_approves_their_revision_on_a_phone(
    walk: Walk, cast: Cast, as_: Callable[..., Any]
) -> None:
    planner = as_(cast.planner)
    planner.goto(upload(planner, walk))
    with planner.expect_download() as division:
        planner.click("text=任务分工表（Word）")
    assert division.value.suggested_filename.endswith("-division.docx")
    planner.click("text=确认其余已读懂的")
    planner.wait_for_load_state()
    while (left := planner.locator("article.item:not(.is-confirmed) button[value=confirm]")).count():
        before = planner.inner_text("#strip")
        left.first.click()
        planner.wait_for_function("before => document.querySelector('#strip').innerText !== before", arg=before)
    planner.click("text=采用…")
    planner.click("text=确认采用")
    planner.wait_for_url("**/desk/scorecard/**")
    assert "有效注册商标总量" in planner.inner_text("main")

    planner.goto(f"{walk.address}/desk/revision/")
    planner.click("text=试调目标")
    phone = as_(cast.planner, viewport=PHONE, is_mobile=True, has_touch=True)
    phone.goto(planner.url)
    last = phone.locator("table.lines input >> nth=-1")
    assert last.bounding_box()["y"] > PHONE["height"], "there is more than one screen of targets"
    see = phone.locator("text=看看会变什么")
    assert see.bounding_box()["y"] + see.bounding_box()["height"] <= PHONE["height"], "the button is at hand"
    last.focus()
    assert last.bounding_box()["y"] + last.bounding_box()["height"] <= see.bounding_box()["y"], "and covers nothing"
    phone.close()
    planner.fill("tr:has-text('有效注册商标总量') input >> nth=0", "35000")
    planner.click("text=看看会变什么")
    assert "35,000" in planner.inner_text("#scores")
    planner.fill("[name=grounds]", "统计口径调整")
    planner.click("main button:text-is('提出调整')")
    planner.wait_for_selector(".possible")
    # A leader is asked by the plan's name, not by its number.
    assert "《临江市知识产权强市建设实施方案" in planner.inner_text("h1")
    assert "目标值30000件→35000件" in planner.inner_text("main")
    address = planner.url

    leader = as_(cast.leader, viewport=PHONE, is_mobile=True, has_touch=True)
    leader.goto(f"{walk.address}/desk/revision/")
    leader.tap("main table a >> nth=0")
    leader.tap(".possible a:text-is('批准调整')")
    leader.fill("[name=opinion]", "同意")
    leader.tap("button.primary[value=do]")
    leader.wait_for_selector(".done")
    assert leader.evaluate("document.documentElement.scrollWidth") <= 390

    planner = as_(cast.planner)
    planner.goto(address)
    act(planner, "执行调整")
    planner.goto(f"{walk.address}/desk/revision/as-of/")
    assert "第2版" in planner.inner_text("tr:has-text('有效注册商标总量')")
    assert [words for words in walk.problems if "download" not in words.lower()] == []


def test_the_supervision_office_hands_out_a_matter_and_issues_a_report_whose_figures_open(
    walk: Walk, cast: Cast, people: dict[str, Client], as_: Callable[..., Any]
) -> None:
    office = as_(people["office"])
    office.goto(f"{walk.address}/desk/supervision/")
    office.click("text=派发督查事项")
    office.fill("[name=title]", "建设维权工作站")
    office.fill("[name=demand]", "建成两个维权工作站")
    office.fill("[name=due]", "2025-12-31")
    office.select_option("[name=origin]", "meeting")
    office.select_option("[name=units_lead]", "science")
    office.click("button.primary[value=do]")
    office.wait_for_selector(".possible")
    office.goto(f"{walk.address}/desk/circulars/")
    office.click("text=生成通报")
    office.select_option("select[name=kind]", "quarterly")
    office.fill("input[name=until]", "2025-09-30")
    office.click("button.primary[value=do]")
    office.wait_for_selector(".possible")
    case = office.url
    office.goto(f"{walk.address}/desk/circulars/")
    office.click("#main table a >> nth=0")
    office.click(".bullets a:text-is('1件') >> nth=0")
    assert "“1件”的明细" in office.inner_text("#items")
    assert "建设维权工作站" in office.inner_text("#items")
    for kind, ending in (("下载Word", ".docx"), ("下载PDF", ".pdf")):
        with office.expect_download() as file:
            office.click(f"text={kind}")
        assert file.value.suggested_filename.endswith(ending)
    head = as_(people["head"])
    head.goto(case)
    act(head, "审定")
    office = as_(people["office"])
    office.goto(case)
    act(office, "印发")
    assert "已印发" in office.inner_text("main")
    assert [words for words in walk.problems if "download" not in words.lower()] == []


def test_on_a_phone_the_box_of_a_task_stands_beside_it_and_both_boxes_of_a_goal_in_one_row(
    walk: Walk, cast: Cast, people: dict[str, Client], as_: Callable[..., Any]
) -> None:
    adopted()
    phone = as_(people["office"], viewport=PHONE, is_mobile=True, has_touch=True)
    phone.goto(f"{walk.address}/desk/tasks/")
    row = phone.locator("#tasks tbody th").first
    box, name = (row.locator(each).bounding_box() for each in ("input", "a"))
    assert box["x"] + box["width"] <= name["x"]
    assert abs(box["y"] + box["height"] / 2 - name["y"] - name["height"] / 2) < 12
    phone = as_(cast.planner, viewport=PHONE, is_mobile=True, has_touch=True)
    phone.goto(f"{walk.address}/desk/revision/try/")
    value, year = (phone.locator("tbody tr").first.locator("input").nth(n).bounding_box() for n in (0, 1))
    assert (value["y"], value["x"] < year["x"]) == (year["y"], True)


def test_a_leader_on_a_phone_sees_what_was_escalated_and_gives_an_instruction(
    walk: Walk, cast: Cast, as_: Callable[..., Any]
) -> None:
    case = issued(EARLY)
    tick(at=NOW)
    step()
    leader = as_(cast.leader, viewport=PHONE, is_mobile=True, has_touch=True)
    leader.goto(f"{walk.address}/desk/")
    assert "组织专利导航" in leader.inner_text("main")
    assert leader.evaluate("document.documentElement.scrollWidth") <= 390
    leader.goto(f"{walk.address}/desk/supervision/")
    assert "逾期未签收" in leader.inner_text("#matters")
    assert leader.evaluate("document.documentElement.scrollWidth") <= 390
    leader.tap("#matters a:text-is('组织专利导航')")
    assert "逾期未签收" in leader.inner_text(".head")
    leader.tap("text=办理与经过")
    leader.tap(".possible a:text-is('领导批示')")
    leader.fill("[name=instruction]", "请今日签收并报进度")
    leader.tap("button.primary[value=do]")
    leader.wait_for_selector(".done")
    assert leader.evaluate("document.documentElement.scrollWidth") <= 390
    with reading(OFFICE):
        told = reach(OFFICE, "supervision:read").get(pk=case).facts["instructions"]
    assert [(one["day"], one["instruction"]) for one in told] == [("2025-09-30", "请今日签收并报进度")]
    assert walk.problems == []


def laid_open() -> str:
    facts = {"region": "/linjiang/", "paper": DRAFT.encode(), "filename": "draft.txt"}
    case = str(perform(actor=PLANNER, verb="consultation:prepare", facts=facts, at=NOW).result["case"])
    perform(actor=PLANNER, verb="consultation:lay_open", target=case, facts={"closes_on": "2025-10-30"}, at=NOW)
    return case


@pytest.mark.parametrize("script", [True, False])
def test_a_citizen_comments_on_a_clause_without_an_account_and_reads_the_answer(
    walk: Walk, cast: Cast, as_: Callable[..., Any], script: bool
) -> None:
    laid_open()
    citizen = as_(viewport=PHONE, java_script_enabled=script)
    citizen.goto(f"{walk.address}/consultations/")
    citizen.click("text=临江市知识产权资助办法")
    citizen.click("text=对第二条提意见")
    assert citizen.input_value("select[name=clause]") == "c2"
    citizen.fill("textarea[name=text]", "建议每年受理两次")
    citizen.click("text=提交意见")
    citizen.wait_for_selector(".done")
    assert "已收到，编号YJ" in citizen.inner_text(".done")
    address = citizen.url.partition("?")[0]

    planner = as_(cast.planner)
    with reading(PLANNER):
        comment = reach(PLANNER, "comment:read").get()
    planner.goto(f"{walk.address}/desk/cases/comment/{comment.pk}/")
    assert "建议每年受理两次" in planner.inner_text("main")
    act(planner, "公开原文")
    planner.click(".possible a:text-is('答复')")
    planner.select_option("select[name=disposition]", "adopted")
    planner.fill("[name=answer]", "采纳，增加九月受理")
    planner.fill("[name=effect]", "第二条改为三月和九月")
    planner.click("button.primary[value=do]")
    planner.wait_for_selector(".done")

    again = as_(viewport=PHONE, java_script_enabled=script)
    again.goto(address)
    said = again.inner_text("#c2")
    assert "建议每年受理两次" in said
    assert "采纳，增加九月受理" in said
    assert walk.problems == []


def drafted() -> str:
    """A scheme, which is one thing with parts."""
    item = {"key": "work", "title": "重点工作", "weight": 100, "rule": "points"}
    scheme = {"places": 1, "items": [item], "bonuses": [], "bonus_cap": 0, "vetoes": [], "grades": [[0, "合格"]]}
    facts = {"region": "/linjiang/", "year": 2025, "scheme": scheme, "instrument": "某办法"}
    assessor = acting(905, "assessment-officer")
    return str(perform(actor=assessor, verb="assessment_scheme:draft", facts=facts, at=NOW).result["case"])


def test_the_management_pages_pass_the_accessibility_rules_and_fit_a_phone(
    walk: Walk, cast: Cast, people: dict[str, Client], as_: Callable[..., Any]
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci")
    plan = adopted()
    late = issued(EARLY, "2025-09-20", "编制名录")
    case = issued()
    perform(actor=acting(904, "liaison", "science"), verb="supervision:sign", target=case, at=NOW)
    facts = {"progress": "完成三个项目", "evidence": b"photo"}
    perform(actor=acting(904, "liaison", "science"), verb="supervision:report", target=case, facts=facts, at=NOW)
    perform(actor=OFFICE, verb="supervision:accept_progress", target=case, facts={"finding": "属实"}, at=NOW)
    given = {"region": "/linjiang/", "kind": "bulletin", "until": "2025-09-30"}
    bulletin = str(perform(actor=OFFICE, verb="circular:draw_up", facts=given, at=NOW).result["case"])
    perform(actor=HEAD, verb="circular:approve", target=bulletin, at=NOW)
    perform(actor=OFFICE, verb="circular:publish", target=bulletin, at=NOW)
    consultation = laid_open()
    assessed = drafted()
    with reading(PLANNER):
        from zhichan.kernel.measures.public import targets

        key = next(str(one.key) for one in targets(plan=plan, actor=PLANNER) if one.measure == "trademarks_in_force")
    desk = [
        "/desk/supervision/", f"/desk/supervision/{late}/", f"/desk/supervision/{case}/", "/desk/circulars/",
        f"/desk/circulars/{bulletin}/", "/desk/revision/", f"/desk/revision/try/?value-{key.rpartition('-')[2]}=20000",
        f"/desk/revision/try/?value-{key.rpartition('-')[2]}=x", "/desk/revision/as-of/", "/desk/evaluation/", "/desk/chains/",
        "/desk/serving/", f"/desk/plans/{plan}/explanation/", f"/desk/plans/{plan}/annotation/", f"/desk/plans/{plan}/",
        f"/desk/circulars/{bulletin}/?figure=0.0.0",
    ]  # fmt: skip
    portal = [
        "/progress/", f"/progress/{bulletin}/", "/consultations/", f"/consultations/{consultation}/",
    ]  # fmt: skip
    leading = [f"/desk/cases/assessment_scheme/{assessed}/"]
    for client, addresses in ((cast.planner, desk), (cast.leader, leading), (None, portal)):
        page = as_(client, bypass_csp=True)
        for address in addresses:
            page.set_viewport_size({"width": 1440, "height": 900})
            page.goto(walk.address + address)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                assert violations(page) == [], (address, scheme)
            page.set_viewport_size(PHONE)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
