"""The made-up worlds in the shapes the linker takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from tests.instruments.link import noise

from zhichan.instruments.link import Alias, Found, Linker, Names, Organisation, Place, Places


@dataclass(slots=True)
class Given:
    """A register and names, with the truth as indices into ``linker.organisations`` (-1 for nobody)."""

    places: Places
    organisations: list[Organisation]
    names: Names
    same: NDArray[np.int64]
    part_of: NDArray[np.int64]
    rules: list[str]
    world: noise.World


def organisation(made: noise.Made) -> Organisation:
    aliases = [Alias(text, "former", made.founded, until) for text, until in made.former]
    if made.english:
        aliases.append(Alias(made.english, "foreign"))
    if made.short:
        aliases.append(Alias(made.short, "short"))
    since = made.founded if made.kind == "firm" else None
    if made.former:
        since = made.former[0][1] + timedelta(days=1)
    return Organisation(
        f"{made.id:08d}", made.name, tuple(aliases), made.code, made.region,
        made.kind == "person", since, frozenset(made.agents), frozenset(made.partners),
    )  # fmt: skip


def given(seed: int, *, organisations: int, records: int) -> Given:
    world = noise.world(seed, organisations=organisations, records=records)
    written = world.records
    return Given(
        Places(Place(place.code, place.name, place.parent) for place in world.places),
        [organisation(made) for made in world.organisations],
        Names(
            [one.text for one in written], [one.address for one in written], [one.code for one in written],
            [one.agent for one in written], [one.partners for one in written], [one.day for one in written],
        ),
        np.array([-1 if one.same is None or one.same >= organisations else one.same for one in written]),
        np.array([-1 if one.part_of is None or one.part_of >= organisations else one.part_of for one in written]),
        [one.rule for one in written], world,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scored:
    precision: float
    recall: float
    f1: float


def scored(best: NDArray[np.int64], probability: NDArray[np.float64], same: NDArray[np.int64], *, threshold: float = 0.5) -> Scored:
    said = (probability >= threshold) & (best >= 0)
    right = int((said & (best == same)).sum())
    precision, recall = right / max(1, int(said.sum())), right / max(1, int((same >= 0).sum()))
    return Scored(precision, recall, 2 * precision * recall / max(1e-12, precision + recall))


def parts_scored(found: Found, part_of: NDArray[np.int64]) -> Scored:
    return scored(found.head, found.head_probability, part_of)


def linked(one: Given, **options: int) -> tuple[Linker, Found]:
    linker = Linker(one.organisations, places=one.places)
    return linker, linker.find(one.names, **options)
