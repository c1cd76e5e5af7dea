"""A text drawn from a page row by row, its rows broken again behind marks, reads as the text in paragraphs."""

from __future__ import annotations

import re

import pytest

from zhichan.instruments.reader import Reading, read
from zhichan.instruments.reader.ragged import in_bracket, row_width

PLAN = """南屏市知识产权服务提升实施方案（2026—2028年）
为补齐全市知识产权服务短板，提高服务机构承接能力，结合南屏实际，制定本方案。
一、主要目标
到2028年，全市知识产权服务机构达到46家以上，其中具备涉外服务能力的机构达到9家，服务业年营业收入突破3.8亿元，服务对象满意度稳定在91%以上，形成布局合理、分工清楚、链条完整的服务格局。
二、重点任务
（一）充实服务力量
1．引进涉外服务机构。围绕木材加工、钟表制造、海产养殖等产业，引进精通国外规则的代理机构，三年内引进7家以上，对落户机构给予办公用房支持。（市市场监管局、商务局、财政局，各县（市、区）人民政府负责）
2．培养检索分析队伍。依托南屏学院设立检索实训基地，面向企业、园区、乡镇的技术骨干开设夜校，每年培训检索分析人员320人次，推动重点企业设立专职岗位。（市人力资源社会保障局、教育局、南屏学院、国网南屏供电公司负责）
（二）延伸服务触角
3．建好乡镇服务窗口。在木材集散地、渔港、边贸口岸设立服务窗口，提供咨询、检索、登记、维权一站办理，到2027年底窗口达到28个，覆盖全部重点乡镇。（市市场监管局牵头，市农业农村局、海洋渔业局、口岸办配合）
4．推行巡回服务制度。组织代理师、律师、评估师定期到山区县开展巡回服务，每年巡回不少于36场次，形成问题清单，逐条反馈办理结果。（市司法局、市市场监管局、市工商联负责）
（三）规范服务秩序
5．整治无资质代理行为。开展代理行业专项整治，严查非正常申请、以不正当手段招揽业务、伪造变造文件等行为，公布典型案例，畅通投诉渠道，压实机构主体责任。（市市场监管局、公安局、网信办负责）
6．建立服务质量评价办法。由服务对象打分、行业协会核验、主管部门复核，评价结果与补贴挂钩，连续两年末位的机构不再列入推荐名录，推荐名录向社会公开。（市市场监管局、财政局负责）
三、保障措施
（一）加强组织协调。建立部门会商机制，每半年会商一次，研究解决服务供给不足、人才外流、资金分散等问题，重大事项报市政府研究。
（二）强化资金保障。市级财政统筹安排专项资金，向山区县倾斜，鼓励社会资本投入服务业，完善资金监管办法，提高资金使用效益。
"""


def drawn(text: str, *, width: int = 40, every: int = 2, page: int = 0) -> str:
    """The text as rows of a page; every n-th mark ends a line, and after ``page`` lines stands a page number."""
    out: list[str] = []
    for n, paragraph in enumerate(text.strip().split("\n")):
        first = paragraph if not n else "　　" + paragraph
        for row in (first[i : i + width] for i in range(0, len(first), width)):
            piece = ""
            for i, c in enumerate(row):
                piece += c
                if c in "，、。" and i % every == 0:
                    out.append(piece)
                    piece = ""
            out.append(piece)
    lines = [line.strip("　") for line in out if line.strip("　")]
    if not page:
        return "\n".join(lines) + "\n"
    numbered = [
        line if (i + 1) % page else f"{line}\n\n{211 + (i + 1) // page}" for i, line in enumerate(lines)
    ]
    return "\n".join(numbered) + "\n"


def lone_marks(text: str) -> str:
    return re.sub(r"(?m)^(（[一二三]）|\d．)", r"\1\n", text)


def goals(found: Reading) -> list[tuple[str, object, str, int | None]]:
    return sorted((t.indicator, t.value, t.unit, t.year) for t in found.targets)


def bearers(found: Reading) -> list[tuple[str, list[str], list[str], list[str]]]:
    return [(t.title, t.lead, t.cooperating, t.responsible) for t in found.tasks]


@pytest.mark.parametrize("every", [2])
@pytest.mark.parametrize("page", [0, 17])
def test_rows_and_pieces_of_rows_are_joined_to_the_text_they_were(every: int, page: int) -> None:
    whole, rows = read(PLAN, glossary=()), read(drawn(PLAN, every=every, page=page), glossary=())
    assert len(goals(whole)) == 8
    assert goals(rows) == goals(whole)
    assert bearers(rows) == bearers(whole)


def test_a_mark_alone_on_its_line_belongs_to_the_heading_below() -> None:
    whole, rows = read(PLAN, glossary=()), read(lone_marks(drawn(PLAN)), glossary=())
    assert bearers(rows) == bearers(whole)
    assert [t.path for t in rows.tasks] == [t.path for t in whole.tasks]


def test_text_in_paragraphs_has_no_width_of_rows() -> None:
    assert row_width(PLAN.split("\n")) == 0
    assert row_width([line[:60] for line in PLAN.split("\n")]) == 0


@pytest.mark.parametrize(
    ("before", "below", "open_"),
    [
        ("开展夜校培训。(市教育局、市", ["人社局负责)"], True),
        ("开展夜校培训。(市教育局、市人力资源社会", ["保障局、市", "财政局)"], True),
        ("开展夜校培训(分春秋两季、", ["各镇报名)"], False),
        ("开展夜校培训。(市教育局负责)", ["推广线上课程。"], False),
        ("开展夜校培训。(市教育局、", ["推广线上课程。", "市财政局负责)"], False),
    ],
)
def test_within_a_bracket_of_bodies_a_line_end_parts_nothing(
    before: str, below: list[str], open_: bool
) -> None:
    assert in_bracket(before, below) is open_
