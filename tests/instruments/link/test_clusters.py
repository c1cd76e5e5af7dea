"""Groups keep apart what must never meet, whatever leads round; review begins with the dearest mistake."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.instruments.clock import Words
from zhichan.instruments.link import Edge, Link, cluster, queue

MEMBERS = "abcdef"
EDGES = st.lists(
    st.builds(Edge, st.sampled_from(MEMBERS), st.sampled_from(MEMBERS), st.sampled_from([0.3, 0.5, 0.7, 0.9, 1.0])), max_size=12
)
CODES = st.dictionaries(st.sampled_from(MEMBERS), st.sampled_from(["1", "2"]), max_size=4)
HEADS = st.dictionaries(st.sampled_from("ab"), st.sampled_from("cd"), max_size=2)


def test_members_are_joined_through_one_another():
    assert cluster("abcd", [Edge("a", "b", 0.9), Edge("c", "b", 0.8)]) == [("a", "b", "c"), ("d",)]


def test_an_edge_below_the_threshold_joins_nothing():
    assert cluster("ab", [Edge("a", "b", 0.49)]) == [("a",), ("b",)]


def test_different_codes_never_meet_through_a_third():
    edges = [Edge("a", "b", 0.8), Edge("b", "c", 0.9)]
    assert cluster("abc", edges, codes={"a": "1", "c": "2"}) == [("a",), ("b", "c")]


def test_a_branch_never_meets_its_head_through_a_third():
    edges = [Edge("a", "b", 0.9), Edge("b", "c", 0.8)]
    assert cluster("abc", edges, heads={"c": "a"}) == [("a", "b"), ("c",)]


def test_an_edge_to_nobody_is_an_error():
    with pytest.raises(KeyError):
        cluster("ab", [Edge("a", "z", 0.9)])


@given(EDGES, CODES, HEADS, st.randoms())
def test_no_group_holds_what_must_be_apart_and_order_is_nothing(edges, codes, heads, random):
    groups = cluster(MEMBERS, edges, codes=codes, heads=heads)
    assert sorted(member for group in groups for member in group) == sorted(MEMBERS)
    for group in groups:
        assert len({codes[member] for member in group if member in codes}) <= 1
        assert not any(heads.get(member) in group for member in group)
    shuffled = [Edge(edge.other, edge.one, edge.probability) for edge in edges]
    random.shuffle(shuffled)
    assert cluster(reversed(MEMBERS), shuffled, codes=codes, heads=heads) == groups


def link(number: int, probability: float, decision: str = "review") -> Link:
    return Link(f"l{number}", f"n{number}", "o", "same", probability, decision, Words("", ""), "e")


def test_review_begins_with_what_a_mistake_would_cost_most():
    links = [link(1, 0.5), link(2, 0.9), link(3, 0.9), link(4, 0.99, "accept"), link(5, 0.1)]
    waiting = queue(links, stakes={"n3": 100.0})
    # Accepting at 0.9 risks 0.1 × 3; leaving out at 0.5 risks 0.5 × 1; at 0.1, 0.1 × 1.
    assert [(each.id, round(cost, 6)) for each, cost in waiting] == [("l3", 30.0), ("l1", 0.5), ("l2", 0.3), ("l5", 0.1)]
