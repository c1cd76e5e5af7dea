"""What an explanation says otherwise than its plan is found, each with both places; what it only rephrases is not."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest
from opencc import OpenCC

from zhichan.instruments.reader import Reading, explained, read

PLAN = """临江市知识产权强市建设实施方案（2023—2027年）

为做好全市知识产权工作，制定本方案。

一、工作目标

到2027年，每万人口发明专利拥有量达到6件，有效注册商标总量达到3万件，年度专利权质押融资登记金额年均增长15%以上。

二、重点任务
（一）提高专利质量。支持企业和高校联合申请发明专利，每年组织专利导航项目不少于5个。（牵头单位：市市场监督管理局；配合单位：市科技局）
（二）做强地理标志。到2027年，地理标志商标达到12件。指导产地建立标准和标识管理制度。（责任单位：市农业农村局）
（三）发展知识产权金融。健全质押融资风险补偿机制，设立规模3000万元的风险补偿资金池，开展入园惠企行动，2025年底前惠及企业200家。（牵头单位：市财政局；配合单位：市金融监管局、市市场监督管理局）
（四）加强行政执法和司法保护。开展铁拳专项行动，健全行政执法与刑事司法衔接机制，推进民事、刑事、行政案件审判机制改革，建立技术调查官制度。（牵头单位：市市场监督管理局、市中级人民法院；配合单位：市公安局）
（五）完善公共服务体系。建设知识产权公共服务网点，推广专利信息利用。（责任单位：市市场监督管理局）
（六）推进商标品牌建设。建设商标品牌指导站20个，培育区域公用品牌。（责任单位：市市场监督管理局）
（七）加强人才培养。培训知识产权实务人才2000人次，开展知识产权师职称评审。（责任单位：市人力资源社会保障局）

三、保障措施
（一）加强统筹。建立会商机制，每半年通报进展。
"""
EXPLANATION = """《临江市知识产权强市建设实施方案（2023—2027年）》解读

一、出台背景

为深入贯彻落实国家、省关于知识产权强国建设的决策部署，市政府印发了《临江市知识产权强市建设实施方案（2023—2027年）》（以下简称《方案》）。2022年底，全市每万人口发明专利拥有量4.1件，有效注册商标2.1万件。

二、主要内容

《方案》共分三个部分。
（一）工作目标。到2027年，全市每万人口发明专利拥有量达到6件，有效注册商标总量达到3万件，年度专利权质押融资登记金额年均增长15%以上。
（二）重点任务。《方案》提出了7项重点任务。一是提高专利质量，每年组织专利导航项目5个以上。二是做强地理标志，地理标志商标达到12件。三是发展知识产权金融，设立3000万元风险补偿资金池，2025年底前惠及企业200家。四是加强行政执法和司法保护，由市市场监督管理局、市中级人民法院牵头。五是完善公共服务体系。六是推进商标品牌建设，建设商标品牌指导站20个。七是加强人才培养，培训实务人才2000人次。
（三）保障措施。建立会商机制，每半年通报一次进展。
"""


def said(*changes: tuple[str, str], plan: str = PLAN) -> list[tuple[str, str, str]]:
    """What is found of an explanation with these words in place of those: its code, and the words of both sides."""
    text = EXPLANATION
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    found = explained(plan, text)
    for one in found:
        for side in one["sides"]:
            start, end = side["span"]
            whole = plan if side["in"] == "plan" else text
            assert whole[start:end] == side["quote"]
    return [(one["code"], *(side["quote"] for side in one["sides"])) for one in found]


@pytest.mark.parametrize(
    "changes",
    [
        (),
        (("达到3万件", "将突破30000件"), ("每半年通报一次", "半年一通报")),
        (("7项重点任务", "七项任务"), ("由市市场监督管理局、市中级人民法院牵头", "由市市场监管局牵头")),
        (("7项重点任务", "8项任务和措施"), ("（2023—2027年）》解读", "》解读")),
        (("到2027年，全市", "全市"), ("2025年底前惠及", "惠及")),
        (("一、出台背景", "一、出台背景\n\n上级方案已完成15项重点任务。"),),
        (("二是做强地理标志", "到2025年，地理标志商标先达到8件。二是做强地理标志"),),
    ],
)
def test_what_only_rephrases_the_plan_or_says_less_is_no_contradiction(
    changes: tuple[tuple[str, str], ...],
) -> None:
    assert said(*changes) == []


def test_a_plan_does_not_contradict_itself_told_again() -> None:
    assert explained(PLAN, f"《方案》解读\n\n{PLAN}") == []


def test_more_tasks_than_the_plan_has_are_found() -> None:
    assert said(("7项重点任务", "12项重点任务")) == [("conflict_count", "二、重点任务", "12项重点任务")]
    [found] = explained(PLAN, EXPLANATION.replace("7项重点任务", "12项重点任务"))
    assert found["why"] == "解读说有12项重点任务，规划里读出的任务是7项。"


def test_another_year_of_a_goal_is_found_and_further_years_are_not() -> None:
    assert said(("2025年底前惠及", "2026年底前惠及")) == [("conflict_year", "惠及企业200家", "惠及企业200家")]
    found = said(("到2027年，全市", "到2026年，全市"))
    assert {one[0] for one in found} == {"conflict_year"}
    assert len(found) == 3


def test_another_bearer_of_a_task_is_found_under_whichever_name() -> (
    None
):
    led = "（牵头单位：市市场监督管理局、市中级人民法院；配合单位：市公安局）"
    assert said(("由市市场监督管理局、市中级人民法院牵头", "由市市场监管局、市司法局牵头")) == [
        ("conflict_bearer", led, "市市场监管局、市司法局牵头")
    ]
    other = "（牵头单位：市市场监督管理局；配合单位：市科技局）"
    assert said(("一是提高专利质量，", "一是提高专利质量，由市商务局牵头，")) == [
        ("conflict_bearer", other, "市商务局牵头")
    ]


def test_a_lower_bound_told_as_an_upper_one_is_found() -> None:
    assert said(("项目5个以上", "项目5个以内")) == [
        ("conflict_bound", "每年组织专利导航项目不少于5个", "每年组织专利导航项目5个以内")
    ]


def test_other_years_in_the_plan_s_title_are_found() -> None:
    other = "《临江市知识产权强市建设实施方案（2023—2025年）》"
    assert said(("《临江市知识产权强市建设实施方案（2023—2027年）》", other)) == [
        ("conflict_period", "临江市知识产权强市建设实施方案（2023—2027年）", other)
    ]


CONTRADICTED = (
    EXPLANATION.replace("7项重点任务", "12项重点任务")
    .replace("设立3000万元风险", "设立5000万元风险")
    .replace("到2027年，全市", "到2026年，全市")
    .replace("市市场监督管理局、市中级人民法院牵头", "市市场监督管理局、市司法局牵头")
)


@pytest.mark.parametrize("width", [18, 23, 28, 31, 37])
def test_lines_broken_within_words_hide_nothing_and_make_up_nothing(width: int) -> None:
    told = [_said_squeezed(text) for text in (CONTRADICTED, _broken(CONTRADICTED, width))]
    assert len(told[0]) == 5
    assert told[1] == told[0]
    assert explained(PLAN, _broken(EXPLANATION, width)) == []


def test_blanks_within_words_hide_nothing() -> None:
    spaced = re.sub("(?<=[重市5])(?=[点司0])", " ", CONTRADICTED)
    assert spaced != CONTRADICTED
    assert _said_squeezed(spaced) == _said_squeezed(CONTRADICTED)


def _broken(text: str, width: int) -> str:
    """The text in lines of so many characters, as a printed page has them."""
    return re.sub(f"(.{{{width}}})(?=.)", r"\1\n", text)


def _said_squeezed(text: str) -> list[tuple[str, ...]]:
    """What is found of an explanation, without the white space in the words; each place has the words told of it."""
    found = explained(PLAN, text)
    for one in found:
        assert all(
            (PLAN if side["in"] == "plan" else text)[slice(*side["span"])] == side["quote"] for side in one["sides"]
        )
    return [(one["code"], *("".join(side["quote"].split()) for side in one["sides"])) for one in found]


def test_an_explanation_is_compared_in_its_own_script() -> None:
    traditional = OpenCC("s2t").convert
    plan = traditional(PLAN.replace("建设商标品牌指导站20个", "建设省级商标品牌指导站20个"))
    told = traditional(EXPLANATION.replace("建设商标品牌指导站20个", "建设省级商标品牌指导站30个"))
    [found] = explained(plan, told)
    assert [side["quote"] for side in found["sides"]] == ["建設省級商標品牌指導站20個", "建設省級商標品牌指導站30個"]
    assert "30個" in found["why"]


def test_both_are_read_twice_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once as one text, and the explanation by itself."""
    counted: list[int] = []

    def reading(text: str, **options: Any) -> Reading:
        counted.append(len(text))
        return read(text, **options)

    monkeypatch.setattr(sys.modules[explained.__module__], "read", reading)
    explained(PLAN, EXPLANATION)
    assert sum(counted) < len(PLAN) + 2 * len(EXPLANATION) + 10


def test_another_figure_of_a_goal_is_found() -> None:
    assert said(("设立3000万元风险", "设立5000万元风险"), ("商标品牌指导站20个", "商标品牌指导站30个")) == [
        ("conflict_value", "设立规模3000万元的风险补偿资金池", "设立5000万元风险补偿资金池"),
        ("conflict_value", "建设商标品牌指导站20个", "建设商标品牌指导站30个"),
    ]


@pytest.mark.parametrize(("old", "new"), [("拥有量达到6件", "拥有量达到7.6件"), ("总量达到3万件", "总量达到13万件")])
def test_a_figure_that_ends_as_the_plan_s_does_is_another(old: str, new: str) -> None:
    [(code, *_)] = said((old, new))
    assert code == "conflict_value"


@pytest.mark.parametrize(
    "words",
    [
        "到2027年，有效注册商标总量达到3万件，其中企业有效注册商标总量达到2万件。",
        "到2027年，高校地理标志商标达到5件，东湖区商标品牌指导站30个，县域商标品牌指导站12个。",
        "《“十四五”国家知识产权保护规划》提出，到2027年，每万人口发明专利拥有量达到14件。我市提出达到6件。",
        "到2027年，商标品牌指导站达到20个，力争建设商标品牌指导站25个。",
        "《知识产权强省建设纲要》提出18项重点任务。",
        "省政府印发的方案明确了12项重点任务，我市承担9项重点任务。",
        "《方案》共四大行动、12项重点任务。",
        "《方案》提出10项重点任务，分解为25项工作任务。",
        "《方案》围绕四个方面提出了17条政策措施。",
        "《方案》包括15条具体措施。",
        "做强地理标志和发展知识产权金融，由市农业农村局牵头。",
        "发展知识产权金融，由市商务局负责引进机构。",
        "发展知识产权金融，市商务局负责，市财政局牵头抓总。",
        "发展知识产权金融，由市金融监管局负责。",
        "发展知识产权金融，明确由各县区政府负责。",
        "做强地理标志，市知识产权局牵头。",
        "2024年，全市建设商标品牌指导站20个。",
    ],
)
def test_parts_other_documents_other_countings_and_further_bodies_are_no_contradiction(words: str) -> None:
    assert explained(PLAN, f"《临江市知识产权强市建设实施方案》解读\n{words}\n") == []


def test_a_plan_before_or_behind_this_one_is_another_plan() -> None:
    for years in ("2020—2023", "2028—2030"):
        words = f"为接续《临江市知识产权强市建设实施方案（{years}年）》，制定本方案。"
        assert explained(PLAN, words) == []


def test_what_the_plan_says_is_shown_as_it_stands_there() -> None:
    plan = PLAN.replace("知识产权强市建设实施方案", "知识产权强市建设\n实施方案", 1).replace("二、重点任务", "二、 重点 任务")
    told = "《临江市知识产权强市建设实施方案（2023—2025年）》解读\n《方案》提出12项重点任务。\n"
    found = {one["code"]: one["sides"][0] for one in explained(plan, told)}
    assert set(found) == {"conflict_count", "conflict_period"}
    for side in found.values():
        assert plan[slice(*side["span"])] == side["quote"]
    assert found["conflict_count"]["quote"] == "二、 重点 任务"
    assert found["conflict_period"]["quote"].startswith("临江市知识产权强市建设\n实施方案")
