"""Whole plans that lost their line breaks, or were cut in slices, say what they said before."""

from __future__ import annotations

import re
from pathlib import Path

import judging
import pytest

from zhichan.instruments.reader import read
from zhichan.instruments.reader.paging import slice_marks, wrapped_at

PLANS = Path(__file__).parent / "plans"
NAMES = sorted(p.stem for p in PLANS.glob("*.gold"))
SLICE = 430


def one_block(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text)


def spaced(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text)


def sliced(text: str) -> str:
    """Numbered slices of one length, and a space where each line of a page ended."""
    whole = one_block(text)
    marked = " ".join(f"{n + 1}、{whole[a : a + SLICE]}" for n, a in enumerate(range(0, len(whole), SLICE)))
    return " ".join(marked[a : a + 31] for a in range(0, len(marked), 31))


@pytest.mark.parametrize("form", [one_block, spaced, sliced])
def test_plans_without_line_breaks_are_read_as_those_with_them(form):
    targets = tasks = judging.Score(0, 0, 0, (), ())
    for name in NAMES:
        gold_targets, gold_tasks = judging.load(PLANS / f"{name}.gold")
        reading = read(form((PLANS / f"{name}.txt").read_text(encoding="utf-8")), glossary=())
        targets += judging.judge_targets(gold_targets, reading)
        tasks += judging.judge_tasks(gold_tasks, reading)
    assert targets.f1 >= 0.92, (targets.missed, targets.extra)
    assert tasks.f1 >= 0.9, (tasks.missed, tasks.extra)


def test_numbers_of_slices_are_found_by_their_even_distance():
    text = "甲" * 300
    cut = "".join(f"{n + 1}、{text[:297]}" for n in range(4))
    assert slice_marks(cut) == [(0, 2), (299, 301), (598, 600), (897, 899)]


@pytest.mark.parametrize(
    "text",
    [
        # A list of whole sentences, however even.
        "".join(f"{n + 1}、{'抓好巡查' * 70}。" for n in range(4)),
        # Uneven pieces.
        "1、" + "甲" * 300 + "2、" + "乙" * 480 + "3、" + "丙" * 310,
        # The numbers stop before the text does.
        "1、" + "甲" * 300 + "2、" + "乙" * 1200,
        # The first number is not at the head.
        "工作要点1、" + "甲" * 300 + "2、" + "乙" * 300,
    ],
)
def test_a_list_of_the_text_itself_is_no_row_of_slices(text):
    assert slice_marks(text) == []


def test_spaces_at_the_ends_of_lines_of_one_width_are_told_from_those_that_somebody_set():
    line = "甲" * 29
    text = " ".join([line] * 8)
    assert wrapped_at(text) == {29 + 30 * n for n in range(7)}
    told = wrapped_at(text.replace("甲" * 12, "甲" * 5 + " " + "甲" * 6, 1))
    assert 5 not in told
    assert len(told) >= 6
    assert wrapped_at(" ".join("甲" * n for n in (9, 31, 4, 22, 15, 40, 7, 27, 12, 35, 19, 3, 44))) == set()
