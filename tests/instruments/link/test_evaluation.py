"""On a made-up world that nothing was fitted on, links are right, and as often as they say."""

import random

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from tests.instruments.link import worlds

from zhichan.instruments.link import (
    Level,
    Linker,
    Names,
    compare,
    error,
    fold,
    linking,
    parse,
    register,
    valid_code,
)

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def held_out():
    given = worlds.given(31, organisations=20_000, records=30_000)
    return given, *worlds.linked(given)


def test_a_world_is_a_function_of_its_seed():
    one, again = (worlds.given(5, organisations=300, records=300) for _ in range(2))
    assert one.world == again.world
    assert worlds.given(6, organisations=300, records=300).world != one.world


def test_pairs_are_right_at_ninety_eight_and_more(held_out):
    given, _, found = held_out
    assert worlds.scored(found.best, found.probability, given.same).f1 >= 0.98
    assert worlds.parts_scored(found, given.part_of).f1 >= 0.98


def test_what_stands_without_review_is_right(held_out):
    given, _, found = held_out
    assert worlds.scored(found.best, found.probability, given.same, threshold=0.95).precision >= 0.995


def test_probabilities_are_calibrated(held_out):
    given, _, found = held_out
    has = found.best >= 0
    assert error(found.probability[has], (found.best == given.same)[has]) <= 0.02
    # Also where it matters: among those that wait for review alone, not diluted by the plain ones.
    unsure = has & (found.probability >= 0.05) & (found.probability < 0.95)
    # Chance alone makes some 0.05 of so few.
    assert error(found.probability[unsure], (found.best == given.same)[unsure]) <= 0.1


def test_no_two_valid_codes_that_differ_are_linked(held_out):
    given, linker, found = held_out
    for at, code in enumerate(given.names.code):
        known = linker.organisations[found.best[at]].code if found.best[at] >= 0 else ""
        assert not (code and known and code != known and valid_code(code))


def test_a_name_is_linked_alike_alone_and_among_others(held_out):
    given, linker, found = held_out
    for at in random.Random(3).sample(range(len(given.same)), 40):
        alone = linker.find(Names(*([getattr(given.names, column)[at]] for column in Names.__slots__)))
        assert (alone.best[0], alone.second[0], alone.head[0]) == (found.best[at], found.second[at], found.head[at])
        assert np.isclose(alone.probability[0], found.probability[at])


@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
def test_several_processes_find_what_one_finds(held_out, monkeypatch):
    given, linker, found = held_out
    monkeypatch.setattr(linking, "_WORTH_FORKING", 0)
    parted = linker.find(given.names, processes=2)
    for column in ("best", "probability", "second", "second_probability", "head", "head_probability"):
        assert np.array_equal(getattr(parted, column), getattr(found, column))


@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
def test_several_processes_take_a_register_apart_as_one_does(held_out, monkeypatch):
    given, linker, found = held_out
    monkeypatch.setattr(register, "_WORTH_PARSING_APART", 0)
    other = Linker(given.organisations, places=given.places, processes=2)
    assert other.register.parts == linker.register.parts
    assert np.array_equal(other.find(given.names).best, found.best)


def test_pairs_agree_as_comparing_them_one_by_one_says(held_out):
    given, linker, _ = held_out
    some = Names(given.names.text[:2_000])
    pairs = linker.pairs(some)
    names = [parse(text, given.places) for text in fold(list(some.text))]
    known = linker.register.parts
    aliases = {}
    for at, own in enumerate(linker.register.owner.tolist()):
        aliases.setdefault(own, []).append(at)
    seen = set()
    for record, own, level in zip(pairs.record.tolist(), pairs.organisation.tolist(), pairs.level.tolist(), strict=True):
        said = {compare(names[record], known[at]) for at in aliases[own]}
        seen.add(level)
        # A person registered as one is a person although the name alone might be a firm's, and the other way about.
        assert level in said or (level in {Level.FLAT, Level.PERSON} and said & {Level.FLAT, Level.PERSON}), (
            some.text[record], linker.organisations[own].name, level, said)  # fmt: skip
    assert len(seen) >= 12


def test_agreement_is_symmetric_among_neighbours(held_out):
    given, linker, _ = held_out
    texts = [one.name for one in linker.organisations[:60]] + list(given.names.text[:60])
    parts = [parse(text, given.places) for text in fold(texts)]
    assert all(compare(one, other) == compare(other, one) for one in parts for other in parts)


@settings(max_examples=40, deadline=None)
@drawn(st.lists(st.text(max_size=14), max_size=6))
def test_no_text_makes_it_fall_over(texts):
    given = worlds.given(5, organisations=60, records=1)
    found = Linker(given.organisations, places=given.places).find(Names(texts))
    assert len(found.best) == len(texts)
    assert ((found.probability >= 0) & (found.probability <= 1)).all()
