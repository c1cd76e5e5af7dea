"""What people of the plan side stumble over: a plan of elsewhere, an explanation in the same file, a draft and its days."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from io import BytesIO

import docx
import pytest
from django.test import Client
from tests.doors.conftest import DAY, PLAN, Cast
from tests.doors.test_plans import text, uploaded
from tests.plans import adopt

from zhichan.doors.look.words import late_by, time_left
from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import perform, reach

NOW = datetime(2025, 9, 30, 2, tzinfo=UTC)
PLANNER = Actor("user:903", DAY, (Role("plan-officer", "/linjiang/"),))
ELSEWHERE = """远山市知识产权发展规划（2021—2025年）

一、发展目标

到2025年，有效注册商标总量达到500件。

专栏1 各县2025年分解指标
县
有效注册商标(件)
商标品牌指导站(个)
远河县
300
6
远岭县
200
4
"""
TWO_IN_ONE = """临江市知识产权服务行动方案（2023—2025年）

一、工作目标

到2025年，建成商标品牌指导站11个，有效注册商标总量达到3万件。

《临江市知识产权服务行动方案（2023—2025年）》解读

方案提出，到2025年建成商标品牌指导站12个，有效注册商标总量达到3万件。
"""


def adopted(paper: str) -> str:
    return adopt(paper.encode(), officer=PLANNER, at=NOW, path="/linjiang/")[0]


def test_a_plan_without_counties_of_the_city_says_so_and_leads_to_the_other_plans(cast: Cast) -> None:
    own, other = adopted(PLAN), adopted(ELSEWHERE)
    page = text(cast.planner.get(f"/desk/cascade/?plan={other}"))
    assert "远河县、远岭县" in page
    assert "不是临江市的区域" in page
    assert f'value="{own}"' in page


def test_a_column_of_goals_by_chain_tells_its_unit_and_places_are_no_chains(cast: Cast) -> None:
    page = text(cast.planner.get(f"/desk/chains/?plan={adopted(ELSEWHERE)}"))
    assert "远河县" not in page
    chains = {"各县": "各产业链", "\n县\n": "\n产业链\n", "远河县": "光电", "远岭县": "茶叶"}
    by_chain = ELSEWHERE
    for place, chain in chains.items():
        by_chain = by_chain.replace(place, chain)
    page = text(cast.planner.get(f"/desk/chains/?plan={adopted(by_chain)}"))
    assert "光电" in page
    assert re.search(r"有效注册商标[^<]*<span class=\"unit\">件</span>", page)


def test_a_trial_opens_on_the_goals_of_the_city_not_on_those_whose_place_is_left_open(cast: Cast) -> None:
    plan = uploaded(cast.planner).rstrip("/").rpartition("/")[2]
    facts = {"words": "每半年通报进展", "target": {"indicator": "通报", "value": 2, "comparator": ">=", "kind": "level"}}
    perform(actor=PLANNER, verb="plan:add", target=plan, facts=facts, at=NOW)
    with reading(PLANNER):
        read = reach(PLANNER, "plan:read").get(pk=plan).facts["reading"]
    items = [one["id"] for kind in ("targets", "tasks", "measures") for one in read[kind] if not one.get("added")]
    items += [f"o{number}" for number in range(1, len(read["open"]) + 1)]
    perform(actor=PLANNER, verb="plan:decide", target=plan, facts={"items": items, "decision": "confirm"}, at=NOW)
    # A goal that a person adds is of the whole place; whoever leaves its place open says so.
    left_open = {"items": ["a1"], "decision": "correct", "correction": {"scope": ""}, "reason": "原文没有写明范围"}
    perform(actor=PLANNER, verb="plan:decide", target=plan, facts=left_open, at=NOW)
    perform(actor=PLANNER, verb="plan:adopt", target=plan, at=NOW)
    page = text(cast.planner.get("/desk/revision/try/"))
    assert re.search(r'<option value="临江市" selected', page)
    assert "有效注册商标总量" in page
    assert re.search(r'<option value="" selected', text(cast.planner.get("/desk/revision/try/?scope=")))


def test_what_a_plan_and_its_explanation_in_one_file_say_differently_stands_beside_the_form(cast: Cast) -> None:
    address = uploaded(cast.planner, TWO_IN_ONE)
    page = text(cast.planner.get(f"{address}explanation/"))
    assert "同一份文件里的矛盾" in page
    assert "11个 与 12个" in page
    found = re.search(rf'href="{address}#(item-o\d+)"', page)
    assert found
    assert f'id="{found[1]}"' in text(cast.planner.get(address))
    # The page has one act, and it is not the way back.
    assert len(re.findall(r'<(?:button|a) class="(?:button )?primary', page)) == 1


def test_a_plan_that_names_another_place_says_so_before_it_is_adopted(cast: Cast) -> None:
    page = text(cast.planner.get(uploaded(cast.planner, ELSEWHERE)))
    assert "文中写的是远山市，目标和任务会算作临江市的" in page
    assert "文中写的是" not in text(cast.planner.get(uploaded(cast.planner, PLAN, key="k2")))


def test_the_name_of_a_plan_that_was_misread_is_corrected_before_it_is_adopted(cast: Cast) -> None:
    address = uploaded(cast.planner, PLAN)
    page = text(cast.planner.get(address))
    form = re.search(r'href="([^"]+)">更正名称<', page)
    assert form
    assert "规划名称" in text(cast.planner.get(form[1]))
    refused = cast.planner.post(form[1], {"name": " ", "do": "do", "key": "k3"})
    assert refused.status_code == 422
    done = cast.planner.post(form[1], {"name": "临江市 知识产权建设实施方案\n（修订）", "do": "do", "key": "k4"})
    assert done.status_code in {302, 303}, text(done)
    assert "<h1>临江市 知识产权建设实施方案 （修订）</h1>" in text(cast.planner.get(address))


def test_the_form_that_corrects_a_name_begins_with_it(cast: Cast) -> None:
    case = uploaded(cast.planner, PLAN).split("/")[3]
    page = text(cast.planner.get(f"/desk/cases/plan/{case}/acts/rename/"))
    assert re.search(r'name="name" value="临江市知识产权强市建设实施方案', page)


def test_a_refused_correction_names_the_field_in_its_list_of_problems(cast: Cast) -> None:
    address = uploaded(cast.planner)
    given = {"words": "有效注册商标总量达到3万件", "indicator": "商标", "value": "很多", "unit": "件", "key": "k2"}
    page = text(cast.planner.post(f"{address}add/target/", given))
    assert re.search(r'<li><a href="#field-targetvalue">目标值：应当是数字</a></li>', page)


def test_numbers_of_the_scorecard_leave_as_people_write_them_and_counts_open_to_their_goals(cast: Cast) -> None:
    plan = adopted(PLAN)
    csv = cast.planner.get(f"/desk/scorecard/?plan={plan}&export=csv").getvalue().decode("utf-8-sig")
    assert ",30000,件," in csv
    assert not re.search(r"\.\d*0,", csv)
    page = text(cast.planner.get(f"/desk/evaluation/?plan={plan}"))
    for state in re.findall(r'<section id="(\w+)"', page):
        assert f'href="#{state}"' in page


def test_money_that_no_measure_counts_is_shown_as_people_tell_it_and_leaves_in_yuan(cast: Cast) -> None:
    plan = adopted(f"{PLAN}\n（二）做强产业\n\n到2027年，地理标志产品年产值达到25亿元。（责任单位：市农业农村局）\n")
    for address in (f"/desk/scorecard/?plan={plan}", f"/desk/targets/?plan={plan}", f"/desk/evaluation/?plan={plan}"):
        assert re.search(r'<data class="number" value="2500000000">25亿</data>', text(cast.planner.get(address)))
    cast.planner.cookies["django_language"] = "en"
    assert ">2.5 billion</data>" in text(cast.planner.get(f"/desk/scorecard/?plan={plan}"))
    csv = cast.planner.get(f"/desk/scorecard/?plan={plan}&export=csv").getvalue().decode("utf-8-sig")
    assert ",2500000000,yuan," in csv

    cast.planner.cookies["django_language"] = "zh-hans"
    page = text(cast.planner.get(f"/desk/scorecard/?plan={plan}"))
    [address] = re.findall(r'<a href="(/desk/targets/[^"]+/)">地理标志产品年产值</a>', page)
    assert "单位：元，也可写成1.2亿、3000万" in text(cast.planner.get(address))
    given = {"form": "report", "value": "很多亿", "day": "2025-09-01", "source": "统计年报", "key": "v1"}
    assert cast.planner.post(address, given).status_code == 422
    assert cast.planner.post(address, given | {"value": "1.2亿元", "key": "v2"}).status_code == 302
    page = text(cast.planner.get(f"/desk/scorecard/?plan={plan}"))
    assert "2025年9月1日为1.2亿元，目标≥25亿元" in page
    # The value that was entered opens to where it was.
    assert f'<a class="opens" href="{address}"><data class="number" value="120000000">1.2亿</data>' in page
    assert f'href="{address}"><data' not in text(cast.planner.get(address))
    page = text(cast.planner.get(f"/desk/revision/try/?plan={plan}"))
    [row] = [one for one in re.findall(r"<tr\b.*?</tr>", page, re.DOTALL) if "地理标志产品年产值" in one]
    assert 'placeholder="现为25亿"' in row
    [name] = re.findall(r'name="(value-[^"]+)"', row)
    page = text(cast.planner.get(f"/desk/revision/try/?plan={plan}&{name}=30亿"))
    assert '<data class="number" value="3000000000">30亿</data>' in page


def test_the_evaluation_document_is_chinese_on_an_english_page_too(cast: Cast) -> None:
    plan = adopted(PLAN)
    address = f"/desk/evaluation/file.docx?plan={plan}"
    chinese = cast.planner.get(address).content
    cast.planner.cookies["django_language"] = "en"
    english = cast.planner.get(address).content
    told = "\n".join(one.text for one in docx.Document(BytesIO(english)).paragraphs)
    assert re.search(r"共有目标\d+项：", told)
    assert "yuan" not in told
    assert english == chinese


@pytest.fixture
def draft(cast: Cast) -> tuple[str, str]:
    """A draft that is laid open, as its case and number."""
    words = "临江市转化支持办法（征求意见稿）\n第一条 支持已经转化的专利。\n第二条 每年三月受理。\n"
    facts = {"region": "/linjiang/", "paper": words.encode(), "filename": "draft.txt"}
    case = str(perform(actor=PLANNER, verb="consultation:prepare", facts=facts, at=NOW).result["case"])
    perform(actor=PLANNER, verb="consultation:lay_open", target=case, facts={"closes_on": "2025-10-30"}, at=NOW)
    with reading(PLANNER):
        return case, reach(PLANNER, "consultation:read").get(pk=case).number


def test_a_citizen_is_told_how_long_there_is_and_by_when_a_comment_is_looked_at(draft: tuple[str, str]) -> None:
    case, _ = draft
    address = f"/consultations/{case}/"
    citizen = Client()
    page = text(citizen.get(address))
    assert "2025年10月30日（周四）" in page
    assert "还有30天" in page
    clause = re.search(r"\?clause=(c\d+)#form", page)
    assert clause
    sent = citizen.post(address, {"clause": clause[1], "text": "建议全年受理。", "key": "0123456789abcdef"})
    assert sent.status_code == 302, text(sent)
    told = text(citizen.get(sent["Location"]))
    # Three working days after 30 September 2025, the holiday and its make-up Saturday counted.
    assert "2025年10月11日（周六）前审核" in told
    assert "已收到" not in text(citizen.get(f"{address}?received=YJ-2025-9999"))


@pytest.mark.parametrize(
    ("today", "due", "working", "said"),
    [
        (date(2025, 9, 30), date(2025, 9, 30), 0, "今天到期"),
        (date(2025, 10, 3), date(2025, 10, 5), 0, "还有2天，都不是工作日"),
        (date(2025, 9, 30), date(2025, 10, 14), 5, "还有5个工作日"),
    ],
)
def test_the_time_left_is_said_as_one_says_it(today: date, due: date, working: int, said: str) -> None:
    assert time_left(today, due, working).zh == said


def test_a_day_that_passed_on_a_holiday_is_late_by_days() -> None:
    assert late_by(date(2025, 10, 3), date(2025, 10, 5), 0).zh == "已逾期2天"
    assert late_by(date(2025, 9, 29), date(2025, 9, 30), 1).en == "1 working day late"
