"""Who bears what where a plan says it in running text, and by when a task's own sentence is done."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import read

FRAME = (
    "松浦市版权强市建设行动计划（2024—2027年）\n一、总体目标\n创新环境持续优化。\n二、重点任务\n（一）推进协同创新。"
    "健全协同机制，加强平台建设。（责任单位：市科技局）\n（二）完善工作机制。{}\n三、保障措施\n（一）加强组织领导。明确责任。\n"
)


def told(text):
    """Title, leads, cooperating, responsible and due date of the tasks beside the first."""
    tasks = read(FRAME.format(text), glossary=()).tasks[1:]
    return [(t.title, t.lead, t.cooperating, t.responsible, t.due) for t in tasks]


def test_a_sentence_that_shares_out_the_work_gives_each_body_its_task():
    work = "市文广局负责版权登记；市司法局、市公安局负责公证调解；市财政局牵头负责经费保障。"
    expected = [
        ("版权登记", [], [], ["市文广局"], None),
        ("公证调解", [], [], ["市司法局", "市公安局"], None),
        ("经费保障", ["市财政局"], [], [], None),
    ]
    assert told(work) == told("职责分工：" + work) == told("明确职责分工，" + work) == expected


def test_what_stands_around_shared_work_is_a_task_of_its_own():
    work = "市文广局负责版权登记；市司法局负责公证调解。"
    assert told(f"建设版权交易服务平台并健全运行机制。{work}定期通报各部门工作进展情况和成效。") == [
        ("完善工作机制", [], [], [], None),
        ("版权登记", [], [], ["市文广局"], None),
        ("公证调解", [], [], ["市司法局"], None),
        ("完善工作机制", [], [], [], None),
    ]


def test_parts_of_one_body_s_work_share_out_nothing():
    text = "市文广局负责版权登记，建立平台；推动交易；市司法局负责公证调解。"
    assert [title for title, *_ in told(text)] == ["完善工作机制"]


@pytest.mark.parametrize("form", ["\n{}。", "（{}）", "，{}。", "。{}"])
def test_a_label_with_the_verb_instead_of_a_colon_names_the_bodies(form):
    [task] = told("建立联席会议制度" + form.format("牵头单位为市教育局，配合单位为市司法局、市财政局"))
    assert task[1:4] == (["市教育局"], ["市司法局", "市财政局"], [])
    [task] = told("建立联席会议制度" + form.format("责任单位为市教育局、市司法局"))
    assert task[1:4] == ([], [], ["市教育局", "市司法局"])


@pytest.mark.parametrize(
    "text", ["责任单位为完成任务的主体。", "责任部门为牵头部门。", "牵头单位为责任主体。"]
)
def test_a_label_before_no_name_names_nobody(text):
    assert all(task[1:4] == ([], [], []) for task in told("建立联席会议制度。" + text))


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2026年9月底前出台版权交易办法。（市文广局负责）", "2026年9月底前"),
        ("健全制度。2026年底前建成交易平台，推动交易。（市文广局负责）", "2026年底前"),
        ("健全制度，力争2026年6月30日前发布目录。（市文广局负责）", "2026年6月30日前"),
        ("2026年9月底前出台办法，2027年6月底前完成评估。（市文广局负责）", None),
        ("盘活2026年底前登记的作品。（市文广局负责）", None),
        ("2026年9月底前出台版权交易办法。（市文广局负责；完成时限：2027年3月）", "2027年3月"),
    ],
)
def test_the_only_day_by_which_something_is_done_is_when_a_task_is_due(text, due):
    [task] = told(text)
    assert task[4] == due
