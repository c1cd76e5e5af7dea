"""Papers made of any plan: who does what, what its explanation says otherwise, which county serves which city target."""

from __future__ import annotations

import csv
import html
import json
import re
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook
from tests.doors.conftest import DAY, PLAN, Cast, City
from tests.instruments.papers.papermaking import as_docx, as_pdf
from tests.instruments.reader.test_explained import PLAN as EXPLAINED_PLAN
from tests.plans import adopt

from zhichan.instruments.reader.clean import fold
from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import perform, reach
from zhichan.kernel.ground.public import Region, kernel

NOW = datetime(2025, 9, 30, 2, tzinfo=UTC)
SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
PLANNER = Actor("user:901", DAY, (Role("plan-officer", "/linjiang/"),))
COUNTY_PLAN = """东岸县知识产权强县建设实施方案（2023—2027年）

一、工作目标

到2027年，有效注册商标总量达到1.2万件，地理标志商标达到5件。到2026年，每万人口发明专利拥有量达到4件。培育知识产权示范学校6所。

二、重点任务

（一）培育商标品牌。指导企业注册商标，完善品牌服务，建立商标品牌指导站。（责任单位：县市场监督管理局）
"""
EXPLANATION = """《临江市知识产权强市建设实施方案》解读

一、主要目标

到2027年，每万人口发明专利拥有量达到7件，有效注册商标总量达到3万件。
"""


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def taken(text_of_plan: str, path: str = "/linjiang/") -> str:
    """A plan that was uploaded; its id."""
    facts = {"region": path, "paper": text_of_plan.encode(), "filename": "plan.txt"}
    return str(perform(actor=PLANNER, verb="plan:upload", facts=facts, at=NOW).result["case"])


def adopted(text_of_plan: str, path: str = "/linjiang/") -> str:
    return adopt(text_of_plan.encode(), officer=PLANNER, at=NOW, path=path)[0]


def table_of(cast: Cast, plan: str) -> tuple[list[dict[str, str]], list[str]]:
    """The rows of a plan's division of tasks by the heads of their columns, and the headings between them."""
    [table] = division_of(cast, plan).tables
    heads, *rows = [[cell.text for cell in row.cells] for row in table.rows]
    tasks = [dict(zip(heads, row, strict=True)) for row in rows if len(set(row)) > 1]
    return tasks, [row[0] for row in rows if len(set(row)) == 1]


def division_of(cast: Cast, plan: str) -> Any:
    return docx.Document(BytesIO(cast.planner.get(f"/desk/plans/{plan}/division.docx").content))


def row_of(cast: Cast, plan: str, task: str) -> dict[str, str]:
    """The one row of a task."""
    [row] = [row for row in table_of(cast, plan)[0] if task in row["重点任务"].partition("\n")[0]]
    return row


def test_any_plan_gives_its_table_of_who_does_what_as_word(cast: Cast) -> None:
    plan = taken(PLAN)
    answer = cast.planner.get(f"/desk/plans/{plan}/division.docx")
    quality = row_of(cast, plan, "提高专利质量")
    assert list(quality) == ["序号", "重点任务", "牵头单位", "责任单位", "配合单位", "对应目标", "完成时限"]
    assert [quality[each] for each in ("牵头单位", "责任单位", "配合单位")] == ["市市场监督管理局", "", "市科技局"]
    marks = row_of(cast, plan, "做强地理标志")
    assert [marks[each] for each in ("牵头单位", "责任单位", "配合单位")] == ["", "市农业农村局", ""]
    assert "12件" in marks["对应目标"]
    assert answer.content == cast.planner.get(f"/desk/plans/{plan}/division.docx").content
    assert cast.stranger.get(f"/desk/plans/{plan}/division.docx").status_code == 404


@pytest.mark.parametrize(
    ("bearers", "columns"),
    [
        (("（县水务局牵头，县财政局配合）", "（县林业局）"), ["牵头单位", "责任单位", "配合单位"]),
        (("（县水务局牵头，县财政局配合）", "（县林业局牵头）"), ["牵头单位", "配合单位"]),
        (("（县水务局、县财政局）", "（县林业局）"), ["责任单位"]),
        (("", ""), ["责任单位"]),
    ],
)
def test_the_table_has_a_column_for_each_kind_of_bearer_that_the_plan_names(
    cast: Cast, bearers: tuple[str, str], columns: list[str]
) -> None:
    plan = taken(
        "临江市水源保护行动计划（2024—2026年）\n\n一、重点任务\n\n（一）治理河道。疏浚河道12公里，拆除旧闸。"
        f"{bearers[0]}\n\n（二）涵养水源。到2025年和2026年分别营造水源林300亩、500亩。{bearers[1]}\n"
    )
    [river, woods] = table_of(cast, plan)[0]
    assert list(river) == ["序号", "重点任务", *columns, "对应目标", "完成时限"]
    assert river["重点任务"] == "治理河道\n疏浚河道12公里，拆除旧闸。", "the words stand without the bearers"
    assert woods["对应目标"] == "到2025年和2026年分别营造水源林300亩、500亩", "a list of years is told once"


def sliced(text_of_plan: str, size: int) -> str:
    """A plan as a site that shares documents gives it: every so many characters with the number of their page."""
    pages = (text_of_plan[at : at + size] for at in range(0, len(text_of_plan), size))
    return "".join(f"{number}、{page}" for number, page in enumerate(pages, 1))


def test_no_page_mark_stands_in_the_table(cast: Cast) -> None:
    marked = sliced(EXPLAINED_PLAN, 200)
    assert "民事、3、刑事" in marked
    assert "责任4、单位" in marked
    rows = table_of(cast, taken(marked))[0]
    assert rows == table_of(cast, taken(EXPLAINED_PLAN))[0]
    assert any("推进民事、刑事、行政案件审判机制改革" in row["重点任务"] for row in rows)


def test_a_page_mark_is_no_difference_between_two_versions(cast: Cast) -> None:
    plan = taken(EXPLAINED_PLAN)
    facts = {"region": "/linjiang/", "paper": sliced(EXPLAINED_PLAN, 200).encode(), "filename": "x.txt", "parent": plan}
    newer = str(perform(actor=PLANNER, verb="plan:upload", facts=facts, at=NOW).result["case"])
    assert "两个版本的任务和目标没有差别" in text(cast.planner.get(f"/desk/plans/{newer}/changes/{plan}/"))


def test_a_row_of_an_annexed_table_has_its_name_above_what_is_to_be_done(cast: Cast) -> None:
    plan = taken(
        "临江市水源保护行动计划（2024—2026年）\n\n一、总体要求\n\n坚持保护优先。\n\n附表：重点项目表\n"
        "序号\t项目名称\t建设内容\t责任单位\n1\t河道治理\t疏浚河道12公里\t县水务局\n2\t水源林\t营造水源林300亩\t县林业局\n"
    )
    assert [row["重点任务"] for row in table_of(cast, plan)[0]][-2:] == ["河道治理\n疏浚河道12公里", "水源林\n营造水源林300亩"]


@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
def test_each_real_plan_gives_its_table_with_every_task_and_every_unit(cast: Cast, seed: Path) -> None:
    facts = {"region": "/linjiang/", "paper": seed.read_bytes(), "filename": seed.name}
    plan = str(perform(actor=PLANNER, verb="plan:upload", facts=facts, at=NOW).result["case"])
    read = facts_of(plan)["reading"]
    tasks = [*read["tasks"], *read["measures"]]
    # In the table marks are wide, whatever they are in the plan, and heads in the plan's script.
    rows = [{fold(head): fold(words) for head, words in row.items()} for row in table_of(cast, plan)[0]]
    assert [row["序号"] for row in rows] == [str(number) for number in range(1, len(tasks) + 1)]
    goals = {one["id"]: one["indicator"] for one in read["targets"]}
    kinds = {"lead": "牵头单位", "responsible": "责任单位", "cooperating": "配合单位"}
    assert sorted([row.get(head, "") for head in kinds.values()] for row in rows) == sorted(
        [fold("、".join(one[kind])) for kind in kinds] for one in tasks
    )
    for one in tasks:
        assert any(row["重点任务"].startswith(fold(one["title"])) for row in rows)
    named = {name for row in rows for name in goals.values() if fold(name) in row["对应目标"]}
    assert named >= {goals[each] for one in tasks for each in one["targets"]}


def test_the_table_is_set_as_chinese_is_and_nothing_of_its_head_is_broken_within_a_word(cast: Cast) -> None:
    plan = taken(
        "临江市国家知识产权强市建设示范城市工作方案(2023—2027年)(征求意见稿)\n\n为做好全市知识产权保护和运用工作,推动高质量发展,结合我市实际,制定本方案。"
        "\n\n一、重点任务\n\n(一)做优服务,降低成本\n\n"
        "1.建设中心(TISC),发布数据1,200条;到2025年,覆盖率达到80%,其中县(市、区)全覆盖。(责任单位:市科技局(市外专局))\n"
        "2.举办AT&T(USA), Inc.专场。(责任单位:市商务局)\n"
    )
    [table] = (document := division_of(cast, plan)).tables
    assert document.paragraphs[1].text == (
        "《临江市国家知识产权强市建设示范城市工作方案\n（2023—2027年）（征求意见稿）》\n重点任务分工表"
    )
    words = "\n".join(cell.text for row in table.rows for cell in row.cells)
    assert "（一）做优服务，降低成本" in words
    assert "建设中心（TISC），发布数据1,200条；到2025年，覆盖率达到80%，其中县（市、区）全覆盖" in words
    assert "AT&T(USA), Inc." in words
    assert "市科技局（市外专局）" in words
    # The widest of the words that stand alone on a line, with the margins of a cell beside them.
    points = max(run.font.size.pt for cell in table.rows[0].cells for run in cell.paragraphs[0].runs)
    assert table.columns[0].width.pt >= points * len("序号") + 2 * 5.4


def test_a_plan_in_traditional_characters_has_the_heads_of_its_table_in_them(cast: Cast) -> None:
    plan = taken(
        "臨江市知識產權強市行動計劃（2023—2027年）\n\n為做好全市知識產權保護和運用工作，結合我市實際，制定本計劃。"
        "\n\n一、重點任務\n\n（一）完善專利資助政策。優化專利資助，明確質量導向。"
        "（市知識產權局牽頭，市財政局配合）\n\n（二）開展維權援助。建設維權援助中心。（市司法局負責）\n"
    )
    document = division_of(cast, plan)
    assert document.paragraphs[1].text.endswith("重點任務分工表")
    heads = [cell.text for cell in document.tables[0].rows[0].cells]
    assert heads == ["序號", "重點任務", "牽頭單位", "責任單位", "配合單位", "對應目標", "完成時限"]


def test_a_heading_that_is_a_task_s_own_first_words_is_no_band_above_it(cast: Cast) -> None:
    plan = taken(
        "临江市知识产权强市建设2023年推进计划\n\n一、完善制度\n\n1.开展公平竞争审查，强化反垄断执法。（市市场监督管理局负责）\n"
        "2.完善统计监测制度，开展产业增加值核算。（市统计局负责）\n\n二、加强保护\n\n3.推进检察职能集中统一履行。（市检察院负责）\n"
    )
    assert table_of(cast, plan)[1] == ["一、完善制度", "二、加强保护"]


def test_the_table_keeps_the_plan_s_words_of_a_goal_and_its_headings_above_the_tasks(cast: Cast) -> None:
    plan = taken(PLAN.replace("（一）提高专利质量\n", "（一）提升创造水平\n\n1.提高专利质量。"))
    rows, bands = table_of(cast, plan)
    assert row_of(cast, plan, "提高专利质量")["对应目标"] == "每年组织专利导航项目不少于5个"
    assert bands[:2] == ["二、重点任务", "（一）提升创造水平"]
    assert [row["序号"] for row in rows] == [str(one) for one in range(1, len(rows) + 1)]


@pytest.mark.parametrize(
    ("correction", "said"),
    [
        ({"value": 6}, "专利导航项目不少于6个"),
        ({"comparator": "~"}, "专利导航项目5个左右"),
        ({"comparator": "range", "value_max": 8}, "专利导航项目5—8个"),
        ({"comparator": "="}, "专利导航项目5个"),
    ],
)
def test_a_corrected_goal_is_told_in_the_table_as_it_was_corrected(
    cast: Cast, correction: dict[str, Any], said: str
) -> None:
    plan = taken(PLAN)
    [goal] = [one["id"] for one in facts_of(plan)["reading"]["targets"] if "专利导航" in one["quote"]]
    decided(plan, [goal], "correct", correction=correction)
    assert row_of(cast, plan, "提高专利质量")["对应目标"].endswith(said)


def test_a_goal_that_was_rejected_is_not_in_the_table(cast: Cast) -> None:
    plan = taken(PLAN)
    [goal] = [one["id"] for one in facts_of(plan)["reading"]["targets"] if "专利导航" in one["quote"]]
    decided(plan, [goal], "reject")
    assert row_of(cast, plan, "提高专利质量")["对应目标"] == ""


def test_a_goal_of_the_table_tells_its_year_where_it_is_not_the_last_of_the_plan(cast: Cast) -> None:
    plan = taken(
        "临江市知识产权服务行动方案（2023—2027年）\n\n一、重点任务\n\n（一）开展专利导航。面向重点产业布局专利，"
        "建设专利导航基地3个。到2024年，组织专利导航项目不少于20个。（责任单位：市科技局）\n"
    )
    goals = row_of(cast, plan, "开展专利导航")["对应目标"].split("；")
    assert [each for each in goals if "20个" in each] == ["组织专利导航项目不少于20个（2024年）"]
    assert [each for each in goals if "3个" in each] == ["建设专利导航基地3个"]


def test_what_was_corrected_or_rejected_is_so_in_the_table(cast: Cast) -> None:
    plan = taken(PLAN)
    with reading(PLANNER):
        tasks = reach(PLANNER, "plan:read").get(pk=plan).facts["reading"]["tasks"]
    quality, marks = (next(one["id"] for one in tasks if words in one["title"]) for words in ("专利质量", "地理标志"))
    facts = {"items": [quality], "decision": "correct", "correction": {"lead": ["市科技局"]}}
    perform(actor=PLANNER, verb="plan:decide", target=plan, facts=facts, at=NOW)
    perform(actor=PLANNER, verb="plan:decide", target=plan, facts={"items": [marks], "decision": "reject"}, at=NOW)
    assert row_of(cast, plan, "提高专利质量")["牵头单位"] == "市科技局"
    assert not any("做强地理标志" in row["重点任务"] for row in table_of(cast, plan)[0])


def test_what_plan_and_explanation_say_differently_stands_side_by_side(cast: Cast) -> None:
    plan = taken(PLAN)
    address = f"/desk/plans/{plan}/explanation/"
    answer = cast.planner.post(address, {"file": SimpleUploadedFile("jiedu.txt", EXPLANATION.encode()), "key": "k"})
    assert answer.status_code == 302, text(answer)
    page = text(cast.planner.get(address))
    with reading(PLANNER):
        [found] = reach(PLANNER, "plan:read").get(pk=plan).facts["contradictions"]
    assert {each["in"] for each in found["sides"]} == {"plan", "explanation"}
    for each in found["sides"]:
        whole = PLAN if each["in"] == "plan" else EXPLANATION
        assert whole[each["span"][0] : each["span"][1]] == each["quote"]
    assert "6件" in page
    assert "7件" in page
    assert page.index("7件") < page.index("换一份解读"), "what was found stands above the form"
    assert "jiedu.txt" in page
    [side] = [each for each in found["sides"] if each["in"] == "plan"]
    place = re.search(rf'href="(/desk/plans/{plan}/)#(span-t\d+)">第{side["span"][0]}字<', page)
    assert place
    assert f'id="{place[2]}"' in text(cast.planner.get(place[1]))


def test_what_a_plan_says_differently_in_places_of_its_own_is_none_of_its_explanation(cast: Cast) -> None:
    plan = taken(PLAN.replace("三、保障措施", "到2027年，有效注册商标总量达到4万件。\n\n三、保障措施"))
    address = f"/desk/plans/{plan}/explanation/"
    cast.planner.post(address, {"file": SimpleUploadedFile("jiedu.txt", EXPLANATION.encode()), "key": "k"})
    [found] = facts_of(plan)["contradictions"]
    assert {each["in"] for each in found["sides"]} == {"plan", "explanation"}
    page = text(cast.planner.get(address))
    assert page.count("3万件 与 4万件") == 1
    assert "同一份文件里的矛盾" in page


def test_what_an_explanation_says_of_the_contents_of_its_plan_is_set_against_it_even_under_a_shorter_name(
    cast: Cast,
) -> None:
    plan = taken(PLAN)
    told = (
        "《临江市知识产权强市建设实施方案》解读\n\n一、出台背景\n\n2024年底，全市有效注册商标1.7万件。\n\n二、主要内容\n\n"
        "《方案》提出，到2027年，每万人口发明专利拥有量达到7件，注册商标总量达到2万件。\n"
    )
    file = SimpleUploadedFile("jiedu.txt", told.encode())
    cast.planner.post(f"/desk/plans/{plan}/explanation/", {"file": file, "key": "k"})
    found = facts_of(plan)["contradictions"]
    assert [[each["quote"] for each in one["sides"]] for one in found] == [
        ["每万人口发明专利拥有量达到6件", "每万人口发明专利拥有量达到7件"],
        ["有效注册商标总量达到3万件", "注册商标总量达到2万件"],
    ]
    assert found[1]["why"] == "同一指标“有效注册商标总量”（2027年）有两个不同的数：3万件 与 2万件。"
    for each in (one["sides"][1] for one in found):
        assert told[each["span"][0] : each["span"][1]] == each["quote"]


def test_an_explanation_that_counts_more_tasks_or_names_another_leader_is_told_and_one_that_rephrases_is_not(
    cast: Cast,
) -> None:
    plan = taken(PLAN)
    address = f"/desk/plans/{plan}/explanation/"
    told = (
        "《临江市知识产权强市建设实施方案（2023—2027年）》解读\n\n一、主要内容\n\n《方案》提出12项重点任务。提高专利质量，"
        "由市商务局牵头，每年组织专利导航项目不少于5个。到2027年，全市有效注册商标突破3万件。\n"
    )
    cast.planner.post(address, {"file": SimpleUploadedFile("jiedu.txt", told.encode()), "key": "k"})
    page = text(cast.planner.get(address))
    assert "解读说有12项重点任务，规划里读出的任务是2项" in page
    assert "规划由市市场监督管理局牵头，解读写的是市商务局牵头" in page
    assert len(facts_of(plan)["contradictions"]) == 2
    same = told.replace("12项", "两项").replace("市商务局牵头", "市市场监管局牵头")
    cast.planner.post(address, {"file": SimpleUploadedFile("jiedu.txt", same.encode()), "key": "k2"})
    page = text(cast.planner.get(address))
    assert "规划与解读没有矛盾：核对了数值、年份、上下限、任务项数" in page


def test_on_an_english_page_what_both_documents_say_stands_as_they_say_it(cast: Cast) -> None:
    plan = taken(PLAN)
    address = f"/desk/plans/{plan}/explanation/"
    cast.planner.post(address, {"file": SimpleUploadedFile("jiedu.txt", EXPLANATION.encode()), "key": "k1"})
    cast.planner.cookies["django_language"] = "en"
    page = text(cast.planner.get(address))
    assert "plan: “每万人口发明专利拥有量达到6件”" in page
    assert "explanation: “每万人口发明专利拥有量达到7件”" in page


def test_an_explanation_may_be_pasted_and_the_page_says_how_many_of_its_goals_were_compared(cast: Cast) -> None:
    plan = taken(PLAN)
    address = f"/desk/plans/{plan}/explanation/"
    goals = "《方案》提出，到2027年，每万人口发明专利拥有量达到7.6件，有效注册商标总量达到3万件。"
    assert cast.planner.post(address, {"words": f"解读\n{goals}\n", "key": "k1"}).status_code == 302
    page = text(cast.planner.get(address))
    assert "6件 与 7.6件" in page
    assert re.search(r"解读里读出的目标</dt><dd>.*?2", page)
    none = "《方案》出台的背景是全市知识产权事业快速发展，各部门要加强统筹，压实责任，做好宣传。"
    cast.planner.post(address, {"words": f"解读\n{none}\n", "key": "k2"})
    page = text(cast.planner.get(address))
    assert "解读里没有读出带数字的目标，数值没有可以核对的" in page
    assert "核对了数值" not in page
    both = {"words": goals, "file": SimpleUploadedFile("a.txt", goals.encode()), "key": "k3"}
    answer = cast.planner.post(address, both)
    assert answer.status_code == 422
    assert "选择文件或粘贴文字，只要一样" in text(answer)
    assert goals in text(answer), "what was pasted is kept"


def test_an_explanation_that_cannot_be_read_is_refused_in_words_and_nothing_changes(cast: Cast) -> None:
    plan = taken(PLAN)
    for content in (b"PK\x03\x04 broken", b"\x00\x01\x02", "解读".encode()):
        file = SimpleUploadedFile("x.docx", content)
        answer = cast.planner.post(f"/desk/plans/{plan}/explanation/", {"file": file, "key": "k"})
        assert answer.status_code == 422
    with reading(PLANNER):
        assert "contradictions" not in reach(PLANNER, "plan:read").get(pk=plan).facts
    assert cast.planner.post(f"/desk/plans/{plan}/explanation/", {"key": "k"}).status_code == 422


def test_which_county_target_serves_which_city_target_and_what_is_left_uncovered(cast: Cast, city: City) -> None:
    adopted(PLAN)
    adopted(COUNTY_PLAN, "/linjiang/east/")
    page = text(cast.planner.get("/desk/serving/"))
    rows = re.findall(r"<tr\b.*?</tr>", page, re.DOTALL)
    serving = [row for row in rows if "支撑" in row and "有效注册商标" in row]
    assert len(serving) == 1
    assert 'value="12000"' in serving[0]
    assert "合计差18,000" in next(row for row in rows if "合计" in row and "有效注册商标" in row)
    assert "没有此项" not in page, "a county whose target is told otherwise has one"
    differs = next(row for row in rows if "口径不同" in row)
    assert "每万人口发明专利拥有量" in differs
    assert "到期年份2026，上级2027" in differs
    assert any("没有着落" in row and "质押" in row for row in rows)
    assert ">件</td>" in serving[0]
    uncovered, served = (text(cast.planner.get(f"/desk/serving/?show={one}")) for one in ("uncovered", "served"))
    assert ("<span>支撑</span>" in uncovered, "<span>没有着落</span>" in uncovered) == (False, True)
    assert ("<span>支撑</span>" in served, "<span>没有着落</span>" in served) == (True, False)
    assert any("示范学校" in row for row in rows)
    assert "合计不含还没有采用规划的地区：西岭县。" in page
    adopted(COUNTY_PLAN.replace("东岸县", "西岭县"), "/linjiang/west/")
    assert "合计不含" not in text(cast.planner.get("/desk/serving/"))


def serving_file(cast: Cast, given: str = "", language: str = "") -> list[dict[str, str]]:
    """The rows of the file on city and county targets, by its heads."""
    if language:
        cast.planner.cookies["django_language"] = language
    answer = cast.planner.get(f"/desk/serving/?export=csv{given}")
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def workbook(cast: Cast, address: str) -> str:
    """The words of a workbook."""
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(cast.planner.get(address).streaming_content)))
    return str(book.get_sheet_by_index(0).to_python())


def test_city_and_county_targets_leave_as_a_file_with_the_reasons(cast: Cast, city: City) -> None:
    adopted(PLAN)
    adopted(COUNTY_PLAN, "/linjiang/east/")
    rows = serving_file(cast)
    marks = [row for row in rows if row["上级目标"] == "有效注册商标总量"]
    assert [(row["下级地区"], row["下级目标值"], row["衔接"]) for row in marks] == [
        ("东岸县", "12000", "支撑"), ("合计", "12000", "合计差18,000"),
    ]  # fmt: skip
    [differs] = [row for row in rows if row["衔接"] == "口径不同"]
    assert differs["说明"] == "到期年份2026，上级2027"
    assert (differs["到期"], differs["下级到期"]) == ("2027", "2026")
    assert [row["说明"] for row in rows if row["衔接"] == "没有着落"] == ["下级规划都没有这项目标"] * 2
    [school] = [row for row in rows if row["衔接"] == "无对应"]
    assert (school["上级目标"], school["下级目标"], school["下级目标值"]) == ("", "知识产权示范学校", "6")
    assert "支撑" not in {row["衔接"] for row in serving_file(cast, "&show=uncovered")}
    assert "导出Excel" in text(cast.planner.get("/desk/serving/"))
    assert "合计差18,000" in workbook(cast, "/desk/serving/?export=xlsx")
    assert not [row for row in serving_file(cast, language="en") if re.search("[一-龥]", row["How"] + row["Why"] + row["Below"])]


def test_a_town_s_plan_is_told_of_and_not_added_to_its_county_s(cast: Cast, city: City) -> None:
    with kernel():
        Region.objects.create(
            slug="stone", name="石桥镇", name_en="Shiqiao Town", kind="town", parent=city.east, path="/linjiang/east/stone/",
            synthetic=True,
        )  # fmt: skip
    adopted(PLAN)
    county = adopted(COUNTY_PLAN, "/linjiang/east/")
    town = COUNTY_PLAN.replace("东岸县知识产权强县", "石桥镇知识产权强镇").replace("1.2万件", "900件")
    adopted(town, "/linjiang/east/stone/")
    page = text(cast.planner.get("/desk/serving/"))
    further = page[page.index('id="further"') :]
    assert "石桥镇：《石桥镇知识产权强镇建设实施方案（2023—2027年）》" in further
    assert f'href="/desk/serving/?plan={county}">东岸县</a>' in further
    assert "合计差18,000" in page
    assert [row["说明"] for row in serving_file(cast) if row["下级地区"] == "石桥镇"] == ["已在东岸县的目标里"]
    below = text(cast.planner.get(f"/desk/serving/?plan={county}"))
    assert "石桥镇" in below[below.index('id="serving"') : below.index('id="spare"')]
    assert 'id="further"' not in below


def compared(cast: Cast) -> str:
    """Where two versions of a plan are compared."""
    plan = taken(PLAN)
    newer = PLAN.replace("不少于5个", "不少于8个").replace(
        "建立会商机制，每半年通报进展。",
        "建立会商机制，每半年通报进展。\n\n（二）加强宣传\n\n每年四月开展集中宣传活动。",
    )
    newer = newer.replace("达到3万件", "不超过3万件").replace("市科技局", "市科学技术局")
    newer = newer.replace("（2023—2027年）", "（2023—2028年）", 1)
    facts = {"region": "/linjiang/", "paper": newer.encode(), "filename": "x.txt", "parent": plan}
    later = str(perform(actor=PLANNER, verb="plan:upload", facts=facts, at=NOW).result["case"])
    return f"/desk/plans/{later}/changes/{plan}/"


def test_two_versions_stand_side_by_side_as_word(cast: Cast) -> None:
    address = compared(cast)
    answer = cast.planner.get(f"{address}comparison.docx")
    assert answer.content == cast.planner.get(f"{address}comparison.docx").content
    assert cast.stranger.get(f"{address}comparison.docx").status_code == 404
    assert f'href="{address}comparison.docx"' in text(cast.planner.get(address))
    document = docx.Document(BytesIO(answer.content))
    lines = [one.text for one in document.paragraphs]
    assert lines[0] == "《临江市知识产权强市建设实施方案（2023—2028年）》\n版本对照表"
    assert re.fullmatch(r"第1版（.+）与第2版（.+）", lines[1])
    assert any(line.startswith("期间：2023—2027→2023—2028") for line in lines)
    [table] = document.tables
    heads, *rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert heads == ["序号", "变化", "任务或目标", "第1版", "第2版"]
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    [quality] = [row for row in rows if row[2].startswith("提高专利质量")]
    assert (quality[1], "不少于5个" in quality[3], "不少于8个" in quality[4]) == ("改动", True, True)
    [spread] = [row for row in rows if row[2].startswith("加强宣传")]
    assert (spread[1], spread[3]) == ("新增", "")
    marked = {run.text: run for row in table.rows for cell in row.cells for one in cell.paragraphs for run in one.runs}
    assert (marked["5"].font.strike, marked["8"].font.bold, marked["8"].font.underline) == (True, True, True)
    assert any("比较：至少 → 不超过" in row[2] for row in rows), "no code stands for a word"
    added = docx.Document(BytesIO(cast.planner.get(f"{address}comparison.docx?show=added").content))
    assert [row.cells[1].text for row in added.tables[0].rows[1:]] == ["新增"]


def test_the_differences_of_two_versions_leave_as_rows(cast: Cast) -> None:
    address = compared(cast)
    page = text(cast.planner.get(address))
    assert "至少 → 不超过" in page
    answer = cast.planner.get(f"{address}?export=csv")
    heads, *rows = csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert heads[:4] == ["变化", "类别", "名称", "所在章节"]
    assert [head.partition("（")[0] for head in heads[4:6]] == ["第1版", "第2版"]
    assert ["改动", "整体", "期间", "", "2023—2027", "2023—2028", ""] in rows
    [quality] = [row for row in rows if row[2] == "提高专利质量"]
    assert (quality[:2], quality[3]) == (["改动", "任务"], "二、重点任务"), "its own heading is its name"
    assert "不少于8个" in quality[5]
    [mark] = [row for row in rows if "有效注册商标" in row[2]]
    assert (mark[1], mark[6]) == ("目标", "比较：至少 → 不超过")
    cast.planner.cookies["django_language"] = "en"
    english = list(csv.reader(StringIO(b"".join(cast.planner.get(f"{address}?export=csv").streaming_content).decode())))
    assert "Comparison: at least → at most" in [row[6] for row in english]
    assert {row[0] for row in english[1:]} <= {"Added", "Changed", "Removed"}
    assert "at least → at most" in workbook(cast, f"{address}?export=xlsx")


def serving(cast: Cast, show: str = "") -> list[list[str]]:
    """The rows of the page on city and county targets, their cells in words."""
    page = text(cast.planner.get(f"/desk/serving/?show={show}"))
    table = page[page.index('id="serving"') : page.index('id="spare"')]
    found = re.findall(r"<tr\b.*?</tr>", table, re.DOTALL)
    cells = [re.findall(r"<t[hd]\b.*?</t[hd]>", row, re.DOTALL) for row in found[1:]]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


CITY_GOALS = (
    "每万人口发明专利拥有量达到6件，有效注册商标总量达到3万件，商标品牌指导站达到30个，"
    "知识产权民事案件平均审理周期压缩至60天以内，新增高价值发明专利300件"
)
COUNTY_GOALS = (
    "每万人口发明专利拥有量达到5件，注册商标有效量突破1.2万件，商标品牌指导站达到12家，"
    "知识产权民事案件平均审理周期压缩至70天以内，新增高价值发明专利120件"
)


def of_goals(place: str, goals: str) -> str:
    return f"{place}知识产权建设实施方案（2023—2027年）\n\n一、工作目标\n\n到2027年，{goals}。\n"


def test_the_file_on_city_and_county_targets_says_what_the_page_says(cast: Cast) -> None:
    for path, name, goals in (("/linjiang/", "临江市", CITY_GOALS), ("/linjiang/east/", "东岸县", COUNTY_GOALS)):
        more = "，培育知识产权服务机构8—10家" if path == "/linjiang/" else "，培育知识产权服务机构3—5家"
        adopted(f"{name}知识产权实施方案（2023—2027年）\n\n一、工作目标\n\n到2027年，{goals}{more}。\n", path)

    def bare(words: str) -> str:
        return words.replace(",", "").replace("≥", "").replace(" ", "")

    page, file = serving(cast), serving_file(cast)
    assert len(page) >= 10
    for shown, row in zip(page, file, strict=False):
        told = [row[name] for name in ("上级目标", "目标值", "单位", "到期", "下级地区", "下级目标值", "衔接")]
        assert [bare(each) for each in shown[:4]] == [bare(each) for each in told[:4]]
        # The page adds another name, another unit and the reason below these.
        assert all(bare(each).startswith(bare(words)) for each, words in zip(shown[4:], told[4:], strict=True))
        assert row["说明"] in shown[6]
    goals = {row["目标值"] for row in file} | {row["下级目标值"] for row in file}
    assert {"8—10", "3—5", "≤60", "≤70", "不可计算"} <= goals


def test_figures_that_make_no_sum_are_not_added_but_said_to_be_below_or_above_the_city_s(cast: Cast) -> None:
    adopted(of_goals("临江市", CITY_GOALS))
    adopted(of_goals("西岭县", COUNTY_GOALS.replace("达到5件", "达到5.5件")), "/linjiang/west/")
    adopted(of_goals("东岸县", COUNTY_GOALS), "/linjiang/east/")
    rows = serving(cast)
    sums = {row[0]: row[5:] for row in rows if row[4] == "合计"}
    assert sums["每万人口发明专利拥有量"][1] == "各地都低于上级目标"
    assert sums["知识产权民事案件平均审理周期"][1] == "各地都高于上级目标"
    assert sums["新增高价值发明专利"] == ["240", "合计差60"]
    assert sums["商标品牌指导站"] == ["24", "合计差6"], "家 and 个 count alike"
    # The counties stand in their order, whoever was first, and with the name they give it.
    marks = [row for row in rows if row[0] == "有效注册商标总量"]
    assert [row[4] for row in marks] == ["东岸县 注册商标有效量", "西岭县 注册商标有效量", "合计"]
    assert [row[6] for row in marks[:2]] == ["名称相近 请核对是不是同一指标"] * 2
    assert not any("没有着落" in row[6] for row in rows)


def test_unlike_units_and_intensities_make_no_sum_and_reports_on_an_index_do(cast: Cast) -> None:
    adopted(
        of_goals(
            "临江市",
            "知识产权服务机构达到60家，专利密集型产业增加值强度达到8万元，发布知识产权指数报告10份，"
            "知识产权投诉量控制在100件以内，知识产权服务评价达到90分",
        )
    )
    goals = (
        "知识产权服务机构达到30人，专利密集型产业增加值强度达到5万元，发布知识产权指数报告5份，"
        "知识产权投诉量控制在70件以内，知识产权服务评价达到50分"
    )
    adopted(of_goals("西岭县", goals), "/linjiang/west/")
    adopted(of_goals("东岸县", goals), "/linjiang/east/")
    rows = serving(cast)
    assert [row[6] for row in rows if "服务机构" in row[0] and row[4] != "合计"] == ["口径不同 范围或单位不同"] * 2
    sums = {row[0]: row[6] for row in rows if row[4] == "合计"}
    assert sums == {
        "知识产权服务机构": "没有口径一致的支撑",
        "专利密集型产业增加值强度": "各地都低于上级目标",
        "发布知识产权指数报告": "合计达到",
        "知识产权投诉量": "不能相加",
        "知识产权服务评价": "各地都低于上级目标",
    }


def test_of_two_plans_of_one_county_the_newer_counts_and_of_two_versions_only_the_newer_is_there(
    cast: Cast,
) -> None:
    adopted(of_goals("临江市", CITY_GOALS))
    first = adopted(of_goals("东岸县", COUNTY_GOALS), "/linjiang/east/")
    adopted(of_goals("东岸县", COUNTY_GOALS.replace("120件", "150件")), "/linjiang/east/")
    news = [row for row in serving(cast) if row[0] == "新增高价值发明专利"]
    assert [row[4:] for row in news] == [
        ["东岸县", "≥ 150", "支撑"],
        ["东岸县", "≥ 120", "不计入 按较新的规划计"],
        ["合计", "150", "合计差150"],
    ]
    newer = of_goals("东岸县", COUNTY_GOALS.replace("120件", "180件")).encode()
    facts = {"region": "/linjiang/east/", "paper": newer, "filename": "plan.txt", "parent": first}
    plan = str(perform(actor=PLANNER, verb="plan:upload", facts=facts, at=NOW).result["case"])
    read = facts_of(plan)["reading"]
    decided(
        plan,
        [one["id"] for one in read["targets"]] + [f"o{n}" for n in range(1, len(read["open"]) + 1)],
        "confirm",
    )
    perform(actor=PLANNER, verb="plan:adopt", target=plan, at=NOW)
    told = [row[5] for row in serving(cast) if row[0] == "新增高价值发明专利"]
    assert "≥ 120" not in told
    assert "≥ 180" in told


def test_a_county_s_own_goal_below_its_share_in_the_plan_of_the_city_is_told(cast: Cast) -> None:
    adopted(
        of_goals("临江市", CITY_GOALS)
        + "\n专栏1 各县2027年分解指标\n县\n新增高价值发明专利(件)\n商标品牌指导站(个)\n东岸县\n150\n12\n西岭县\n150\n18\n"
    )
    adopted(of_goals("东岸县", COUNTY_GOALS), "/linjiang/east/")
    rows = {(row[0], row[4]): row[5:] for row in serving(cast)}
    assert rows["新增高价值发明专利", "东岸县"] == ["≥ 120", "达不到分解数 上级规划分给150"]
    assert rows["商标品牌指导站", "东岸县"] == ["≥ 12", "支撑"]


DUTIES = [
    ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"],
    ["1", "建设知识产权保护中心，开通快速维权通道", "市市场监督管理局", "市财政局", "2026年12月底"],
    ["2", "组织专利转化对接活动，服务中小企业", "市科技局", "市农业农村局", "2025年12月底"],
]


@pytest.mark.parametrize("made", [as_docx, as_pdf], ids=["docx", "pdf"])
def test_a_plan_read_from_word_or_pdf_with_tables_gives_its_table_too(cast: Cast, made: Any) -> None:
    paper = made([*(line for line in PLAN.splitlines() if line.strip()), "附件：重点任务分工表", DUTIES])
    facts = {"region": "/linjiang/", "paper": paper, "filename": "plan"}
    plan = str(perform(actor=PLANNER, verb="plan:upload", facts=facts, at=NOW).result["case"])
    answer = cast.planner.get(f"/desk/plans/{plan}/division.docx")
    [table] = docx.Document(BytesIO(answer.content)).tables
    for task, lead, cooperating, due in (
        ("建设知识产权保护中心", "市市场监督管理局", "市财政局", "2026"),
        ("组织专利转化对接活动", "市科技局", "市农业农村局", "2025"),
        ("提高专利质量", "市市场监督管理局", "市科技局", ""),
    ):
        row = row_of(cast, plan, task)
        assert (row["牵头单位"], row["配合单位"]) == (lead, cooperating)
        assert row["完成时限"].startswith(due)
    assert not {each.tag.rpartition("}")[2] for each in table._tbl} - {"tblPr", "tblGrid", "tr"}


def decided(plan: str, items: list[str], decision: str, **more: Any) -> None:
    facts = {"items": items, "decision": decision, **more}
    perform(actor=PLANNER, verb="plan:decide", target=plan, facts=facts, at=NOW)


def facts_of(plan: str) -> dict[str, Any]:
    with reading(PLANNER):
        return dict(reach(PLANNER, "plan:read").get(pk=plan).facts)


def annotated(plan: str) -> None:
    """A confirmed, a corrected and a rejected target, and a task moved to another unit."""
    read = facts_of(plan)["reading"]
    first, second, third = (each["id"] for each in read["targets"][:3])
    decided(plan, [first], "confirm")
    decided(plan, [second], "correct", correction={"value": 33})
    decided(plan, [third], "reject", reason="不属于本规划")
    decided(plan, [read["tasks"][0]["id"]], "correct", correction={"lead": ["市科技局"]})


def test_what_was_decided_is_read_back_upon_the_same_text_and_comes_out_the_same(cast: Cast) -> None:
    one = taken(PLAN)
    annotated(one)
    file = cast.planner.get(f"/desk/plans/{one}/?annotation=1").content
    other = taken(PLAN)
    assert facts_of(other)["reading"] == facts_of(one)["reading"], "corrections teach the reader nothing by themselves"
    address = f"/desk/plans/{other}/annotation/"
    answer = cast.planner.post(address, {"file": SimpleUploadedFile("a.json", file), "key": "k"})
    assert answer.status_code == 302, text(answer)
    kinds = {name: (each["decision"], each.get("correction")) for name, each in facts_of(one)["decisions"].items()}
    assert {n: (d["decision"], d.get("correction")) for n, d in facts_of(other)["decisions"].items()} == kinds
    assert cast.planner.get(f"/desk/plans/{other}/?annotation=1").content == file
    page = text(cast.planner.get(address))
    assert "标注里的条目都读出来了" in page
    assert "按标注更正" in page
    assert cast.stranger.get(address).status_code == 404
    assert "带入标注文件" not in text(cast.leader.get(address))


def test_an_annotation_of_another_text_or_none_is_refused_whole(cast: Cast) -> None:
    one = taken(PLAN)
    annotated(one)
    file = cast.planner.get(f"/desk/plans/{one}/?annotation=1").content
    other = taken(PLAN.replace("临江市", "临江市人民政府", 1))
    address = f"/desk/plans/{other}/annotation/"
    for content in (file, b"{", b"[1, 2]", b'{"targets": []}'):
        answer = cast.planner.post(address, {"file": SimpleUploadedFile("a.json", content), "key": "k"})
        assert answer.status_code == 422
    assert cast.planner.post(address, {"key": "k"}).status_code == 422
    assert "decisions" not in facts_of(other)


def test_what_a_person_has_decided_stays_when_an_annotation_says_otherwise_and_is_counted(cast: Cast) -> None:
    one = taken(PLAN)
    annotated(one)
    file = cast.planner.get(f"/desk/plans/{one}/?annotation=1").content
    other = taken(PLAN)
    read = facts_of(other)["reading"]
    first, second, third, *_ = (each["id"] for each in read["targets"])
    decided(other, [first], "reject", reason="领导不同意")
    decided(other, [second], "correct", correction={"year": 2030})
    decided(other, [third], "confirm")
    before = facts_of(other)["decisions"]
    address = f"/desk/plans/{other}/annotation/"
    assert "人已经处理过的条目照旧" in text(cast.planner.get(address))
    cast.planner.post(address, {"file": SimpleUploadedFile("a.json", file), "key": "k"})
    facts = facts_of(other)
    assert {name: facts["decisions"][name] for name in (first, second, third)} == before
    assert facts["decisions"][read["tasks"][0]["id"]]["correction"] == {"lead": ["市科技局"]}
    counts = {name: facts["annotated"][name] for name in ("kept", "confirm", "correct", "reject")}
    assert counts == {"kept": 3, "confirm": 0, "correct": 1, "reject": 0}
    page = re.sub(r"<[^>]*>", " ", text(cast.planner.get(address)))
    assert re.search(r"人已处理、照旧的\s+3\s", page)


def test_an_annotation_gives_way_to_the_next_one_until_a_person_decides(cast: Cast) -> None:
    plan = taken(PLAN)
    target = facts_of(plan)["reading"]["targets"][0]
    address = f"/desk/plans/{plan}/annotation/"

    def take(key: str, **change: Any) -> dict[str, Any]:
        file = json.dumps({"targets": [{"span": target["span"], **change}]}).encode()
        assert cast.planner.post(address, {"file": SimpleUploadedFile("a.json", file), "key": key}).status_code == 302
        return dict(facts_of(plan)["decisions"][target["id"]])

    assert take("1", value=7)["correction"] == {"value": 7}
    assert take("2", year=2026)["correction"] == {"year": 2026}
    decided(plan, [target["id"]], "correct", correction={"unit": "项"}, reason="原文如此")
    by_person = facts_of(plan)["decisions"][target["id"]]
    assert "annotated" not in by_person
    assert take("3", value=9) == by_person


UNSOUND = [
    ("targets", {"value": float("nan")}),
    ("targets", {"value": float("inf")}),
    ("targets", {"value": 1e300}),
    ("targets", {"value": True}),
    ("targets", {"unit": {"a": 1}}),
    ("targets", {"indicator": {"a": 1}}),
    ("targets", {"comparator": "evil"}),
    ("targets", {"kind": ["level"]}),
    ("targets", {"attribute": "随意"}),
    ("targets", {"baseline": 5}),
    ("targets", {"baseline": {"value": "many"}}),
    ("targets", {"year": -5}),
    ("targets", {"year": 2027.5}),
    ("tasks", {"lead": "市科技局"}),
    ("tasks", {"lead": [1, {"x": 2}]}),
    ("tasks", {"cooperating": ["市" * 121]}),
    ("tasks", {"title": {"x": 1}}),
    ("tasks", {"title": " "}),
    ("tasks", {"title": "a\x00b"}),
    ("tasks", {"title": "a\ud800b"}),
    ("tasks", {"due": 20270101}),
    ("not_targets", {"reason": {"x": 1}}),
]


@pytest.mark.parametrize(("where", "change"), UNSOUND, ids=[f"{w}-{c!a}" for w, c in UNSOUND])
def test_an_annotation_with_a_value_that_its_field_does_not_take_changes_nothing(
    cast: Cast, where: str, change: dict[str, Any]
) -> None:
    plan = taken(PLAN)
    before = facts_of(plan)
    targets = before["reading"]["targets"]
    item = before["reading"]["tasks"][0] if where == "tasks" else targets[0]
    # One item is sound: of a file with a fault nothing is taken.
    made: dict[str, Any] = {"targets": [{"span": targets[1]["span"]}]}
    made.setdefault(where, []).append({"span": item["span"], **change})
    file = SimpleUploadedFile("a.json", json.dumps(made).encode())
    answer = cast.planner.post(f"/desk/plans/{plan}/annotation/", {"file": file, "key": "k"})
    assert answer.status_code == 422, text(answer)
    assert facts_of(plan) == before


def test_the_words_in_which_a_plan_says_when_a_task_is_due_can_be_corrected_and_are_adopted(cast: Cast) -> None:
    plan = taken(PLAN)
    read = facts_of(plan)["reading"]
    task = read["tasks"][0]
    file = json.dumps({"targets": [], "tasks": [{"span": task["span"], "due": "2026年底前"}]}).encode()
    address = f"/desk/plans/{plan}/annotation/"
    assert cast.planner.post(address, {"file": SimpleUploadedFile("a.json", file), "key": "k"}).status_code == 302
    assert "2026年底前" in text(cast.planner.get(f"/desk/plans/{plan}/"))
    rest = [each["id"] for name in ("targets", "tasks", "measures") for each in read[name] if each["id"] != task["id"]]
    decided(plan, [*rest, *(f"o{number}" for number in range(1, len(read["open"]) + 1))], "confirm")
    perform(actor=PLANNER, verb="plan:adopt", target=plan, at=NOW)
    with reading(PLANNER):
        assert reach(PLANNER, "task:read").get(parent_id=plan, title=task["title"]).facts["due"] == "2026年底前"
