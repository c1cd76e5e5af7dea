"""Brackets whose word of duty is 指导: the bodies named are responsible, as for 负责."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import Reading, read

PLAN = (
    "松浦市知识产权工作方案（2025—2027年）\n一、总体要求\n到2027年，全市知识产权创造质量明显提升。\n二、重点任务\n"
    "（一）加强源头保护。完善快速预审机制，健全服务网络，推动创新主体提升管理水平{}\n"
    "（二）强化转化运用。建设运营平台，推动专利转化。（市财政局负责）\n三、保障措施\n加强组织领导。压实责任。\n"
)


def reading(bracket: str) -> Reading:
    return read(PLAN.format(bracket), glossary=())


@pytest.mark.parametrize(
    ("bracket", "lead", "responsible", "cooperating"),
    [
        ("。（市科技局、市教育局指导）", [], ["市科技局", "市教育局"], []),
        ("（市科技局指导）。", [], ["市科技局"], []),
        ("。（科技部、教育部指导）", [], ["科技部", "教育部"], []),
        ("。（由市科技局、市教育局等部门负责指导）", [], ["市科技局", "市教育局"], []),
        ("。（市科技局、市教育局按职责分工指导）", [], ["市科技局", "市教育局"], []),
        ("。（市科技局、市教育局按职责分工负责指导）", [], ["市科技局", "市教育局"], []),
        ("。（市科技局统筹指导，市教育局参与）", [], ["市科技局"], ["市教育局"]),
        ("。（省知识产权局指导，市科技局负责）", [], ["省知识产权局", "市科技局"], []),
        ("。（市科技局、市教育局指导督促）", [], ["市科技局", "市教育局"], []),
        ("。（市科技局会同市教育局指导）", ["市科技局"], [], ["市教育局"]),
        ("。（指导单位：市科技局、市教育局）", [], ["市科技局", "市教育局"], []),
        ("。（各有关部门指导，各县（市、区）实施）", [], ["各有关部门", "各县（市、区）"], []),
    ],
)
def test_bodies_that_guide_are_responsible(
    bracket: str, lead: list[str], responsible: list[str], cooperating: list[str]
) -> None:
    first, second = reading(bracket).tasks
    assert (first.lead, first.responsible, first.cooperating) == (lead, responsible, cooperating)
    assert second.responsible == ["市财政局"]


@pytest.mark.parametrize(
    "bracket",
    [
        "（含业务指导）。",
        "（在市科技局指导下）。",
        "（行政指导）。",
        "（加强分类指导）。",
        "（见《市科技局专利导航工作指导》）。",
        "（包括市教育局指导意见）。",
    ],
)
def test_a_bracket_that_speaks_of_guidance_names_nobody(bracket: str) -> None:
    first, second = reading(bracket).tasks
    assert (first.lead, first.responsible, first.cooperating) == ([], [], [])
    assert second.responsible == ["市财政局"]
