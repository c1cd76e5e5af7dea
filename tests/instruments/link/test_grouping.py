"""Arrays in the place of dictionaries of lists hold what these would hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from zhichan.instruments.link.grouping import CROWD, Edits, Groups, deletions, spread

KEYS = ["b", "a", "b", "c", "a", "b"]


def numbers(*given):
    return np.array(given, np.int64)


def test_runs_are_laid_end_to_end():
    which, at = spread(numbers(10, 0, 7), numbers(2, 0, 3))
    assert which.tolist() == [0, 0, 2, 2, 2]
    assert at.tolist() == [10, 11, 7, 8, 9]


def test_a_group_has_its_members_in_rising_order_and_an_unknown_key_has_none():
    groups = Groups(KEYS, numbers(5, 4, 3, 2, 1, 0))
    which, members = groups.runs(groups.of(["a", "?", "b"]))
    assert which.tolist() == [0, 0, 2, 2, 2]
    assert members.tolist() == [1, 4, 0, 3, 5]
    assert groups.runs(groups.of(["b"]), most=2)[1].tolist() == [0, 3]


def test_of_an_owner_s_several_members_the_one_of_the_lowest_rank_stays():
    groups = Groups(KEYS, numbers(0, 1, 2, 3, 4, 5))
    groups.once(numbers(7, 8, 7, 9, 8, 6), numbers(2, 0, 1, 0, 0, 0))
    assert sorted(groups.runs(groups.of(["b"]))[1].tolist()) == [2, 5]
    assert groups.runs(groups.of(["a"]))[1].tolist() == [1]
    assert groups.runs(groups.of(["c"]))[1].tolist() == [3]


def test_of_a_crowd_only_those_of_the_same_city_are_looked_at():
    count = 3 * CROWD
    groups = Groups(["x"] * count + ["y"], np.arange(count + 1), within=np.append(np.arange(count) % 2, 1))
    groups_of = groups.of(["x", "x", "y", "?", "x"])
    which, members = groups.runs_within(groups_of, numbers(1, -1, 0, 0, 5))
    assert members[which == 0].tolist() == list(range(1, 2 * CROWD, 2))
    assert members[which == 1].tolist() == []
    assert members[which == 2].tolist() == [count]
    assert members[which > 2].tolist() == []


def test_nothing_is_grouped_from_nothing():
    groups = Groups([], numbers())
    groups.once(numbers(), numbers())
    assert groups.runs(groups.of(["a"]))[1].tolist() == []
    assert [each.tolist() for each in Edits([], numbers()).near(["abc"])] == [[], []]
    assert [each.tolist() for each in deletions([])] == [[], []]


@pytest.mark.parametrize(("one", "other"), [("天地人", "天地"), ("天地人", "天火人"), ("天地人", "地天人"), ("天地", "天地")])
def test_two_texts_one_edit_apart_agree_once_a_sign_of_each_is_left_out(one, other):
    assert set(deletions([one])[0].tolist()) & set(deletions([other])[0].tolist())


@given(st.lists(st.text("甲乙丙a", min_size=1, max_size=5), min_size=1, max_size=12), st.text("甲乙丙a", min_size=1, max_size=5))
def test_whatever_is_one_edit_away_is_found(texts, asked):
    _, found = Edits(texts, np.arange(len(texts))).near([asked])
    assert {at for at, text in enumerate(texts) if OSA.distance(text, asked) <= 1} <= set(found.tolist())
