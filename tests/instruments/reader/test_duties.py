"""Who carries a task is read from every make of bracket, line and note that plans use."""

from __future__ import annotations

import re
from pathlib import Path

import judging
import pytest

from zhichan.instruments.reader import read

FRAME = (
    "松浦市知识产权保护和运用行动方案（2024—2026年）\n一、总体要求\n坚持问题导向，推进协同保护，完善工作体系。\n二、重点任务\n{}"
    "三、保障措施\n（一）加强组织领导。压实责任，抓好落实。\n"
)
CASES = [
    piece.split("\n", 1)
    for piece in (Path(__file__).parent / "duties.txt").read_text(encoding="utf-8").split("=== ")[1:]
]
ROLES = {"L": "lead", "C": "cooperating", "R": "responsible"}


def wrong(text: str) -> list[str]:
    tasks, expected = text.split("---\n")
    told = [
        t for t in read(FRAME.format(tasks), glossary=()).tasks if t.lead or t.cooperating or t.responsible
    ]
    out = []
    for line in expected.strip().split("\n"):
        title, _, roles = line.partition(" => ")
        wanted: dict[str, list[str]] = {"lead": [], "cooperating": [], "responsible": []}
        due = None
        for part in roles.split("; "):
            if part[0] == "D":
                due = part[2:]
            else:
                wanted[ROLES[part[0]]] = re.split("、(?![^（]*）)", part[2:])
        task = next((t for t in told if judging.like(title, t.title) >= 0.6), None)
        if task is None:
            out.append(f"{title}: no task")
            continue
        told.remove(task)
        out += [
            f"{title}: {role} {names} was read as {getattr(task, role)}"
            for role, names in wanted.items()
            if [judging.plain(n) for n in names] != [judging.plain(n) for n in getattr(task, role)]
        ]
        if due is not None and task.due != due:
            out.append(f"{title}: due {due} was read as {task.due}")
    return out + [f"{t.title}: not expected" for t in told]


@pytest.mark.parametrize(("name", "text"), CASES, ids=[c[0] for c in CASES])
def test_the_carriers_of_a_task_are_read_with_their_roles(name, text):
    assert wrong(text) == []
