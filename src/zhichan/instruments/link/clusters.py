"""Names that mean one another, with what must never meet kept apart; and the order in which people should look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .model import Link


@dataclass(frozen=True, slots=True)
class Edge:
    """Two members that may be one, with the probability of it."""

    one: str
    other: str
    probability: float


def cluster(
    members: Iterable[str],
    edges: Iterable[Edge],
    *,
    threshold: float = 0.5,
    codes: Mapping[str, str] | None = None,
    heads: Mapping[str, str] | None = None,
) -> list[tuple[str, ...]]:
    """Groups of members, each sorted, in order of their first: the most probable edges are joined first.

    An edge below ``threshold`` joins nothing. Members with different ``codes`` never come into one group, nor does a
    branch with its head (``heads``: from branch to head), however many edges lead round. The order of the arguments
    does not matter. Raises ``KeyError`` for an edge to somebody who is not a member.
    """
    codes, heads = codes or {}, heads or {}
    group = {member: member for member in sorted(members)}
    inside = {member: {member} for member in group}
    code = {member: codes.get(member, "") for member in group}
    apart: dict[str, set[str]] = {member: set() for member in group}
    for branch, head in heads.items():
        if branch in group and head in group:
            apart[branch].add(head)
            apart[head].add(branch)

    def allowed(one: str, other: str) -> bool:
        if code[one] and code[other] and code[one] != code[other]:
            return False
        return not any(apart[member] & inside[other] for member in inside[one])

    ordered = sorted(
        (edge for edge in edges if edge.probability >= threshold),
        key=lambda edge: (-edge.probability, *sorted((edge.one, edge.other))),
    )
    for edge in ordered:
        one, other = sorted((group[edge.one], group[edge.other]))
        if one == other or not allowed(one, other):
            continue
        for member in inside[other]:
            group[member] = one
        inside[one] |= inside.pop(other)
        code[one] = code[one] or code[other]
    return [tuple(sorted(each)) for _, each in sorted(inside.items())]


def risk(probability: float, stake: float, *, wrong: float = 3.0, missed: float = 1.0) -> float:
    """The expected cost of leaving a link to the machine, which takes the cheaper of a wrong link and a missed one."""
    return min((1 - probability) * wrong, probability * missed) * stake


def queue(
    links: Sequence[Link],
    *,
    stakes: Mapping[str, float] | None = None,
    wrong: float = 3.0,
    missed: float = 1.0,
) -> list[tuple[Link, float]]:
    """The links that wait for review, the dearest first, each with the expected cost of leaving it to the machine.

    A wrong link costs ``wrong`` and a missed one ``missed`` for each unit of the name's stake (``stakes`` by name id,
    1 where absent); the machine would take the cheaper of the two, so what it risks is the lesser expectation.
    """
    stakes = stakes or {}
    costs = [
        (link, risk(link.probability, stakes.get(link.name, 1.0), wrong=wrong, missed=missed))
        for link in links
        if link.decision == "review"
    ]
    return sorted(costs, key=lambda pair: (-pair[1], pair[0].id))
