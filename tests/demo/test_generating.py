"""The generator gives the same rows everywhere, in bounded memory, and knows no measure."""

from __future__ import annotations

import subprocess
import sys
import weakref
from datetime import date

import pytest

from zhichan.demo import AS_OF, LAST_DAY, digest, generate, generating

pytestmark = pytest.mark.thorough


def stock(*, size: float = 1) -> dict[str, int]:
    """How many rows of each source the first load has."""
    first = next(iter(generate(size=size)))
    return {source: sum(1 for _ in rows) for source, rows in first.parts}


def test_the_same_arguments_give_the_same_bytes_on_every_machine() -> None:
    assert digest() == "8b80a6a32f3761e7a7141523bde8376b2d1ce55cb0a35578aba9ae9e0226da38"


def test_another_process_with_other_hashing_gives_the_same_bytes() -> None:
    code = "from zhichan.demo import digest; print(digest(size=0.05))"
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}, text=True,
            capture_output=True, check=True).stdout.strip()
        for seed in ("1", "2")
    }
    assert found == {digest(size=0.05)}


def test_another_seed_gives_another_city_with_the_same_figures() -> None:
    assert digest(seed=7, size=0.05) != digest(size=0.05)
    base = next(iter(generate(seed=7)))
    rows = {source: list(each) for source, each in base.parts if source in {"work", "pledge"}}
    assert sum(row["amount_fen"] for row in rows["pledge"] if row["registered_on"].year <= 2020) == 5060 * 1_000_000
    assert sum(row["registered_on"].year <= 2020 for row in rows["work"]) == 562


def test_the_default_city_has_about_sixty_thousand_records() -> None:
    counts = stock()
    assert 55_000 <= sum(counts.values()) <= 70_000
    assert counts["mark"] > sum(counts.values()) * 0.75


def test_size_multiplies_every_count_but_those_of_statistics() -> None:
    one, two, small = stock(), stock(size=2), stock(size=0.1)
    assert one["statistic"] == two["statistic"] == small["statistic"]
    for source in set(one) - {"statistic"}:
        assert 1.9 < two[source] / one[source] < 2.1, source
    assert 0.08 < small["mark"] / one["mark"] < 0.12


def test_keys_of_a_larger_city_stay_unique() -> None:
    for step in generate(size=2.5):
        for source, rows in step.parts:
            keys = [row["key"] for row in rows]
            assert len(keys) == len(set(keys)), source
        break


def test_however_large_the_city_only_one_replica_is_held_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[weakref.ref[generating.City]] = []

    class Watched(generating.City):
        def __init__(self, *, seed: int, replica: int) -> None:
            super().__init__(seed=seed, replica=replica)
            made.append(weakref.ref(self))

    monkeypatch.setattr(generating, "City", Watched)
    generating._city.cache_clear()
    for source, rows in next(iter(generate(size=4))).parts:
        for number, _ in enumerate(rows if source in {"firm", "mark"} else ()):
            if number % 5000 == 0:
                assert sum(one() is not None for one in made) <= 2
    assert len(made) == 8
    generating._city.cache_clear()


def test_what_lies_after_the_chosen_day_is_not_told() -> None:
    for through in (date(2020, 12, 31), AS_OF, LAST_DAY):
        for step in generate(through=through, size=0.05):
            for source, rows in step.parts:
                for row in rows:
                    told = {name: value for name, value in row.items() if isinstance(value, date)}
                    if source in {"recognition", "statistic"}:
                        told.pop("until", None)
                    assert all(value <= through for value in told.values()), (source, row)
                    for held in row.get("holdings", ()):
                        assert held["since"] <= through
                        assert held["until"] is None or held["until"] <= through


def test_a_city_without_size_is_refused() -> None:
    with pytest.raises(ValueError, match="size"):
        list(generate(size=0))


def test_the_generator_needs_neither_django_nor_a_measure() -> None:
    code = (
        "import sys, zhichan.demo; list(zhichan.demo.generate());"
        " print([name for name in sys.modules if name.startswith(('django', 'zhichan.kernel', 'zhichan.systems'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, text=True, capture_output=True, check=True)
    assert done.stdout.strip() == "[]"
