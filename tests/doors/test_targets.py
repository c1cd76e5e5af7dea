"""From adoption to the scorecard: targets, courses, drill-down, cascade, register, through requests."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.doors.conftest import DAY, Cast, person

from zhichan.kernel.access.public import grant, system_actor
from zhichan.kernel.ground.public import Region, Unit, kernel
from zhichan.kernel.measures.public import Target, refresh
from zhichan.kernel.registry.public import Manifest, load_parts

NOW = datetime(2025, 9, 30, 4, tzinfo=UTC)
PARTIES = {"east": "TEST00000000000001", "west": "TEST00000000000002"}

PLAN = """临江市知识产权发展规划（2021—2025年）

一、发展目标

到2025年，有效注册商标总量达到40件，知识产权质押融资登记金额年均增长20%以上。

各县有效注册商标总量目标：东岸县25件，西岭县15件。

二、主要任务

（一）培育商标品牌

指导企业注册商标，完善服务。（牵头单位：市市场监督管理局；配合单位：市农业农村局）
"""

READING: dict[str, Any] = {
    "file": "plan.txt",
    "title": "临江市知识产权发展规划",
    "region": None,
    "issuer": "临江市人民政府",
    "date": "2021-11-01",
    "period": {"start": 2021, "end": 2025},
    "measures": [],
    "open": [],
}


def marks(county: str, count: int, first: int) -> list[dict[str, Any]]:
    """Trade marks in force since 2014 in a county."""
    return [
        {
            "key": f"TM{number:05}",
            "kind": "ordinary",
            "name": f"示例{number}",
            "nice": 30,
            "filed_on": "2013-01-01",
            "registered_on": "2014-01-01",
            "holdings": [
                {"party": PARTIES[county], "region": county, "rank": 1, "since": "2013-01-01", "until": None}
            ],
        }
        for number in range(first, first + count)
    ]


def target(key: str, value: float | None, scope: str, start: int, **more: Any) -> dict[str, Any]:
    """A target as the reader gives it."""
    quote = PLAN[start : start + 8]
    return {
        "id": key,
        "indicator": "有效注册商标总量",
        "canonical": "trademarks_in_force",
        "scope": scope,
        "baseline": {"year": 2020, "value": 10},
        "year": 2025,
        "comparator": ">=",
        "value": value,
        "value_max": None,
        "unit": "件",
        "kind": "level",
        "attribute": "预期性",
        "quote": quote,
        "span": [start, start + 8],
        "confidence": 0.9,
        "computable": True,
        **more,
    }


@pytest.fixture
def adopted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A plan adopted over a registry of 34 marks: 20 in the east, 14 in the west.

    The reading is given, so that these tests do not depend on how well the reader reads.
    """
    load_parts(
        [
            (
                "firm",
                [
                    {
                        "key": code,
                        "kind": "firm",
                        "name": f"{county}示例公司",
                        "region": county,
                        "established_on": "2001-01-01",
                    }
                    for county, code in PARTIES.items()
                ],
            ),
            ("mark", [*marks("east", 20, 1), *marks("west", 14, 100)]),
        ],
        Manifest(format="test", name="test", whole=True),
        actor=system_actor("import", day=date(2025, 9, 30)),
        at=NOW,
    )
    refresh()
    start = PLAN.index("有效注册商标总量达到")
    task = PLAN.index("指导企业")
    reading = {
        **READING,
        "targets": [
            target("t1", 40, "全市", start),
            target("t2", 25, "东岸县", start + 9, baseline=None),
            target("t3", 15, "西岭县", start + 10, baseline=None),
            target(
                "t4",
                20,
                "全市",
                PLAN.index("知识产权质押"),
                indicator="知识产权质押融资登记金额年均增长",
                canonical="ip_pledge_amount_registered",
                unit="%",
                kind="growth_rate_per_year",
                baseline=None,
                computable=False,
            ),
            target(
                "t5",
                90,
                "全市",
                start + 20,
                indicator="知识产权公共服务满意度",
                canonical=None,
                unit="分",
                baseline={"year": 2020, "value": 80},
            ),
        ],
        "tasks": [
            {
                "id": "k1",
                "path": ["二、主要任务", "（一）培育商标品牌"],
                "title": "培育商标品牌",
                "lead": ["市市场监督管理局"],
                "cooperating": ["市农业农村局"],
                "responsible": [],
                "due": None,
                "quote": PLAN[task : task + 12],
                "span": [task, task + 12],
                "targets": ["t1"],
                "confidence": 0.9,
            }
        ],
    }
    from zhichan.instruments import reader

    class Plain:
        """A plain-text document: nothing stands beside its reading."""

        @staticmethod
        def beside() -> dict[str, Any]:
            return {}

    class Given:
        title = READING["title"]
        not_a_plan = None

        def as_json(self) -> dict[str, Any]:
            return reading

    from zhichan.kernel.catalogue.public import current

    folder = current().procedures["plan"].folder
    rules = current().rule(folder=folder, name="reading").__globals__
    monkeypatch.setitem(rules, "_reading", lambda context: (Given(), Plain()))
    assert reader.decode(PLAN.encode())[0] == PLAN
    answer = cast.planner.post(
        "/desk/plans/upload/", {"file": SimpleUploadedFile("plan.txt", PLAN.encode()), "key": "u"}
    )
    assert answer.status_code == 302, html.unescape(answer.content.decode())
    address = answer["Location"]
    cast.planner.post(f"{address}rest/", {"items": ["t1", "t2", "t3", "t4", "t5", "k1"], "key": "r"})
    page = text(cast.planner.get(f"{address}adopt/"))
    assert "有效注册商标总量" in page
    answer = cast.planner.post(f"{address}adopt/", {"key": "a"})
    assert answer.status_code == 302, text(answer)
    return cast


def text(answer: Any) -> str:
    """The page's words."""
    return html.unescape(answer.content.decode())


def row(page: str, words: str) -> str:
    """The table row that contains the words."""
    found = [one for one in re.findall(r"<tr\b.*?</tr>", page, re.DOTALL) if words in one]
    assert found, words
    return found[0]


def key_of(item: str) -> str:
    """The key of an adopted target."""
    with kernel():
        return str(Target.objects.get(item=item, version=1).key)


def test_the_scorecard_says_value_course_and_reason(adopted: Cast) -> None:
    page = text(adopted.planner.get("/desk/scorecard/?region=linjiang"))
    line = row(page, "有效注册商标总量")
    assert 'value="34"' in line
    assert 'value="40"' in line
    assert 'value="10"' in line
    # On the line from 10 at the end of 2020 to 40 at the end of 2025, 38.49 are asked on 30 September 2025.
    assert "落后" in line
    assert "38.4" in line
    assert "市市场监督管理局" in line


def test_a_growth_target_without_a_baseline_is_not_computable(adopted: Cast) -> None:
    line = row(text(adopted.planner.get("/desk/scorecard/?region=linjiang")), "年均增长")
    assert "不可计算" in line


def test_the_scorecard_turns_to_a_county_and_to_a_unit(adopted: Cast) -> None:
    page = text(adopted.planner.get("/desk/scorecard/?region=east"))
    assert 'value="20"' in row(page, "有效注册商标总量")
    assert "年均增长" not in re.sub(r"<select.*?</select>", "", page, flags=re.DOTALL)
    page = text(adopted.planner.get("/desk/scorecard/?region=linjiang&unit=市市场监督管理局"))
    table = page[page.index("<tbody>") :]
    assert "有效注册商标总量" in table
    assert "满意度" not in table


def test_a_county_officer_starts_with_the_own_county_and_sees_the_citys_figure(adopted: Cast) -> None:
    page = text(adopted.county.get("/desk/scorecard/"))
    assert 'value="20"' in row(page, "有效注册商标总量")
    assert row(page, "有效注册商标总量").count("<td") == row(
        text(adopted.planner.get("/desk/scorecard/?region=east")), "有效注册商标总量"
    ).count("<td")


@pytest.mark.parametrize("group", ["", "chain", "region", "unit", "course"])
def test_the_scorecard_groups_without_losing_a_target(adopted: Cast, group: str) -> None:
    page = text(adopted.leader.get(f"/desk/scorecard/?region=all&group={group}"))
    assert len(set(re.findall(r'<tr data-target="([^"]+)"', page))) == 5


@pytest.mark.parametrize("who", ["planner", "leader"])
def test_a_number_opens_to_the_rows_that_sum_to_it(adopted: Cast, who: str) -> None:
    client = getattr(adopted, who)
    line = row(text(client.get("/desk/scorecard/?region=linjiang")), "有效注册商标总量")
    address = re.search(r'href="(/desk/measures/[^"]+)"', line)
    assert address
    page = text(client.get(address[1]))
    assert "各行合计与上面的数一致" in page
    assert len(re.findall(r"/desk/records/mark/TM\d+/", page)) == 34
    assert 'value="34"' in row(page, "合计")
    assert "统计日" in page or "有效" in page


def test_a_row_opens_to_its_record(adopted: Cast) -> None:
    page = text(adopted.planner.get("/desk/records/mark/TM00001/"))
    assert "示例1" in page
    assert "2024年1月1日起不再有效。按登记的日期仍为“有效”，检索和统计以登记的日期为准。" in page
    assert "东岸县" in page
    assert adopted.planner.get("/desk/records/mark/none/").status_code == 404
    assert adopted.planner.get("/desk/records/nothing/TM00001/").status_code == 404


def test_a_long_list_of_rows_has_pages(adopted: Cast) -> None:
    load_parts(
        [("mark", marks("east", 40, 1000))],
        Manifest(format="test", name="more", whole=True),
        actor=system_actor("import", day=date(2025, 9, 30)),
        at=NOW,
    )
    refresh()
    first = text(adopted.planner.get("/desk/measures/trademarks_in_force/?region=linjiang&on=2025-09-30"))
    second = text(
        adopted.planner.get("/desk/measures/trademarks_in_force/?region=linjiang&on=2025-09-30&page=2")
    )
    keys = [set(re.findall(r"records/mark/(TM\d+)/", page)) for page in (first, second)]
    assert [len(each) for each in keys] == [50, 24]
    assert not keys[0] & keys[1]
    assert 'value="74"' in row(first, "合计")
    assert 'value="74"' in row(second, "合计")


def test_an_unknown_measure_or_day_is_not_found_or_refused(adopted: Cast) -> None:
    assert adopted.nobody.get("/measures/no_such_measure/").status_code == 404
    assert (
        adopted.nobody.get("/measures/trademarks_in_force/?region=nowhere&on=2025-09-30").status_code == 404
    )
    assert adopted.nobody.get("/measures/trademarks_in_force/?on=yesterday").status_code == 404
    for address, words in (
        ("no_such_measure/", "no_such_measure"),
        ("trademarks_in_force/?on=yesterday", "不是日期"),
    ):
        answer = adopted.planner.get(f"/desk/measures/{address}")
        assert answer.status_code == 422
        assert words in text(answer)


def test_the_cascade_shows_that_the_counties_add_up(adopted: Cast) -> None:
    line = row(text(adopted.planner.get("/desk/cascade/")), "有效注册商标总量")
    assert re.findall(r'<data class="number" value="([^"]+)"', line) == [
        "25",
        "15",
        "40",
        "40",
    ]
    assert "合计一致" in line


def test_a_trial_holds_the_total_and_writes_nothing(adopted: Cast) -> None:
    key = key_of("t1")
    page = text(adopted.planner.get(f"/desk/cascade/{key}/?to-east=30"))
    assert re.findall(r'<strong><data class="number" value="([^"]+)"', row(page, "西岭县")) == ["10"]
    with kernel():
        assert Target.objects.filter(version__gt=1).count() == 0
    assert "还差5" in text(adopted.planner.get(f"/desk/cascade/{key}/"))


def test_a_trial_beyond_the_total_is_refused_in_words(adopted: Cast) -> None:
    answer = adopted.planner.get(f"/desk/cascade/{key_of('t1')}/?to-east=30&to-west=30")
    assert answer.status_code == 422
    assert "没有办成" in text(answer)


def test_a_split_is_taken_over_with_a_reason(adopted: Cast) -> None:
    key = key_of("t1")
    refused = adopted.planner.post(
        f"/desk/cascade/{key}/", {"to-east": "30", "to-west": "10", "reason": "", "key": "w1"}
    )
    assert refused.status_code == 422
    answer = adopted.planner.post(
        f"/desk/cascade/{key}/", {"to-east": "30", "to-west": "10", "reason": "按企业数量调整", "key": "w2"}
    )
    assert answer.status_code == 302, text(answer)
    line = row(text(adopted.planner.get("/desk/cascade/")), "有效注册商标总量")
    assert re.findall(r'<data class="number" value="([^"]+)"', line) == ["30", "10", "40", "40"]


def test_a_new_baseline_needs_a_reason_and_keeps_the_old_one(adopted: Cast) -> None:
    address = f"/desk/targets/{key_of('t1')}/"
    form = {
        "form": "baseline",
        "baseline_value": "12",
        "baseline_year": "2020",
        "baseline_source": "普查",
        "reason": "",
        "key": "b1",
    }
    refused = adopted.planner.post(address, form)
    assert refused.status_code == 422
    assert "请写明理由" in text(refused)
    assert 'value="12"' in text(refused)
    answer = adopted.planner.post(address, {**form, "reason": "普查修订", "key": "b2"})
    assert answer.status_code == 302, text(answer)
    page = text(adopted.planner.get(address))
    assert "普查修订" in page
    assert 'value="12"' in row(page, "第 2 版")
    assert 'value="10"' in row(page, "第 1 版")


def test_a_reported_value_gives_a_target_its_course(adopted: Cast) -> None:
    address = f"/desk/targets/{key_of('t5')}/"
    assert "填报数值" in text(adopted.planner.get(address))
    answer = adopted.planner.post(
        address, {"form": "report", "value": "91", "day": "2025-09-01", "source": "第三方调查", "key": "v1"}
    )
    assert answer.status_code == 302, text(answer)
    line = row(text(adopted.planner.get("/desk/scorecard/?region=linjiang")), "满意度")
    assert 'value="91"' in line
    assert "已达成" in line


def test_a_leader_gets_no_forms_and_a_forged_one_is_refused(adopted: Cast) -> None:
    address = f"/desk/targets/{key_of('t1')}/"
    assert 'name="form"' not in text(adopted.leader.get(address))
    answer = adopted.leader.post(
        address,
        {
            "form": "baseline",
            "baseline_value": "1",
            "baseline_year": "2020",
            "baseline_source": "x",
            "reason": "y",
            "key": "b3",
        },
    )
    assert answer.status_code == 422
    with kernel():
        assert Target.objects.filter(version__gt=1).count() == 0


def test_the_register_lists_what_was_promised(adopted: Cast) -> None:
    line = row(text(adopted.planner.get("/desk/targets/")), "年均增长")
    assert "年均增长" in line
    assert "不可计算" in line
    assert "预期性" in line


@pytest.mark.parametrize("view", ["period", "same", "per"])
@pytest.mark.parametrize("step", ["year", "quarter", "month"])
def test_statistics_show_each_view(adopted: Cast, view: str, step: str) -> None:
    page = text(adopted.leader.get(f"/desk/statistics/?measure=trademarks_in_force&step={step}&view={view}"))
    assert "东岸县" in page
    if view == "period":
        assert 'value="34"' in row(page, "临江市")
        assert "一致" in row(page, "各区域相加")


def test_a_flow_agrees_with_its_cumulative_view(adopted: Cast) -> None:
    page = text(adopted.leader.get("/desk/statistics/?measure=trademark_registrations&step=year"))
    assert "一致" in row(page, "逐期相加")
    assert "一致" in row(page, "本年各季相加")
    assert "不一致" not in page


def test_the_public_sees_the_same_figure_and_the_plan(adopted: Cast) -> None:
    page = text(adopted.nobody.get("/scorecard/?region=linjiang"))
    assert 'value="34"' in row(page, "有效注册商标总量")
    assert "/desk/targets/" not in page
    assert "规划进展" in text(adopted.nobody.get("/"))
    plans = text(adopted.nobody.get("/plans/"))
    address = re.search(r'href="(/plans/[^"]+/)"', plans)
    assert address
    plan = text(adopted.nobody.get(address[1]))
    assert "指导企业注册商标" in plan
    linked = re.search(r'href="(/scorecard/\?plan=[^"]+)"', plan)
    assert linked
    assert "有效注册商标总量" in text(adopted.nobody.get(linked[1]))


def test_nothing_stands_on_the_public_home_that_leads_nowhere(cast: Cast) -> None:
    page = text(cast.nobody.get("/"))
    for address in set(re.findall(r'href="(/[^"]*)"', page)):
        if not address.startswith("/static/"):
            assert cast.nobody.get(address).status_code in {200, 302}, address
    assert "规划进展" not in page


def test_every_desk_page_opens_before_there_is_any_data(cast: Cast) -> None:
    for address in (
        "/desk/",
        "/desk/plans/",
        "/desk/plans/upload/",
        "/desk/scorecard/",
        "/desk/targets/",
        "/desk/tasks/",
        "/desk/cascade/",
        "/desk/statistics/",
        "/desk/design/",
    ):
        assert cast.planner.get(address).status_code == 200, address
        assert cast.stranger.get(address).status_code == 200, address


def test_the_demonstrations_people_are_chosen_without_a_password(cast: Cast) -> None:
    page = text(cast.nobody.get("/login/"))
    assert "planner（演示）" in page
    answer = cast.nobody.post("/login/", {"persona": "planner", "next": "/desk/plans/"})
    assert answer["Location"] == "/desk/plans/"
    assert cast.nobody.get("/desk/plans/").status_code == 200


def test_the_login_sends_nobody_elsewhere(cast: Cast) -> None:
    answer = cast.nobody.post("/login/", {"persona": "planner", "next": "https://example.org/"})
    assert answer["Location"] == "/desk/"


def test_where_no_demonstration_was_loaded_nobody_is_chosen_instead_of_signing_in(cast: Cast, settings: Any) -> None:
    settings.ZHICHAN_DEMO = False
    page = cast.nobody.get("/login/").content.decode()
    assert ('name="password"' in page, 'value="planner"' in page) == (True, False)
    cast.nobody.post("/login/", {"persona": "planner", "username": "planner", "password": ""})
    assert "_auth_user_id" not in cast.nobody.session


def test_an_account_with_a_password_is_no_persona(cast: Cast) -> None:
    from django.contrib.auth import get_user_model

    get_user_model().objects.create_user("real", password="a long secret")
    assert cast.nobody.post("/login/", {"persona": "real"}).status_code == 404


def test_the_chosen_entry_of_the_navigation_is_the_page_one_is_on(adopted: Cast) -> None:
    def chosen(address: str) -> list[str]:
        navigation = re.search(r'<nav class="nav".*?</nav>', text(adopted.planner.get(address)), re.DOTALL)
        assert navigation
        return re.findall(r'href="([^"]+)" aria-current="page"', navigation[0])

    assert chosen("/desk/") == ["/desk/"]
    assert chosen("/desk/plans/upload/") == ["/desk/plans/"]
    assert chosen("/desk/records/mark/TM00001/") == []
    for beside in ("supervision", "circulars", "revision", "revision/try", "evaluation", "chains", "serving"):
        assert chosen(f"/desk/{beside}/") == ["/desk/supervision/"], beside


def test_a_page_has_each_id_once_however_it_is_grouped(adopted: Cast) -> None:
    page = text(adopted.planner.get("/desk/scorecard/?region=all&group=unit"))
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_tasks_stand_with_their_units_and_an_unknown_name_says_so(adopted: Cast) -> None:
    page = text(adopted.planner.get("/desk/tasks/"))
    line = row(page, "培育商标品牌")
    assert "市市场监督管理局" in line
    assert "市农业农村局" in line
    assert "未对应到机构" not in line
    adopted.planner.cookies["django_language"] = "en"
    page = text(adopted.planner.get("/desk/tasks/"))
    assert re.search(r">market<|>market, |, farm<|>farm<", row(page, "培育商标品牌"))
    assert ">farm</option>" in page


def test_whoever_works_for_a_unit_begins_with_its_tasks(adopted: Cast) -> None:
    with kernel():
        units = {each.slug: each for each in Unit.objects.all()}
        region = Region.objects.get(slug="linjiang")
    farm, science, planning = Client(), Client(), Client()
    for slug, role, client in (
        ("farm", "liaison", farm), ("science", "liaison", science), ("farm", "plan-officer", planning)
    ):  # fmt: skip
        user = person(f"{role}-{slug}")
        grant(user_id=user.pk, role=role, region=region, unit=units[slug], since=DAY, instrument="test")
        client.force_login(user)
    name = units["farm"].name
    assert f'<option value="{name}" selected>' in text(farm.get("/desk/tasks/"))
    assert "培育商标品牌" in text(farm.get("/desk/tasks/"))
    assert f'<option value="{name}" selected>' not in text(farm.get("/desk/tasks/?unit="))
    assert "selected>市" not in text(science.get("/desk/tasks/")), "a unit without a task begins with all"
    assert f'<option value="{name}" selected>' not in text(planning.get("/desk/tasks/")), "who looks after all, too"


def test_a_task_is_found_under_each_of_its_units(adopted: Cast) -> None:
    for unit in ("市市场监督管理局", "市农业农村局"):
        assert "培育商标品牌" in text(adopted.planner.get(f"/desk/tasks/?unit={unit}"))
