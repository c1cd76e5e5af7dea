"""Names to organisations: our linker and Splink on DuckDB, on the same made-up records, in the same run.

Splink is given what ours works out, each name already folded and taken apart and the city of each address; the time
of that is told apart, with and without. Its settings are those its guide recommends: several blocking rules,
Jaro-Winkler levels, term frequencies, u by random sampling, m by expectation maximisation over two rules. Its
threshold is the one that serves its F1 best, a favour ours does not get. A peer that is not installed is left out and
said so. Sizes are 10⁴, 10⁵ and 10⁶ names against 200 000 organisations; ``ZHICHAN_BENCH_LARGEST`` bounds them.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

SIZES = (10_000, 100_000, 1_000_000)
ORGANISATIONS = 200_000
SEED = 11
PROCESSES = 4


def _worked() -> float:
    """Processor seconds of this process and its children: on a shared machine they say more than the clock."""
    return sum(
        each.ru_utime + each.ru_stime
        for each in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _ours(given: Any, size: int) -> tuple[dict[str, float], Any]:
    from tests.instruments.link import worlds

    from zhichan.instruments.link import Linker, Names, error

    names = Names(*(column[:size] for column in (getattr(given.names, each) for each in Names.__slots__)))
    began, worked = time.perf_counter(), _worked()
    linker = Linker(given.organisations, places=given.places, processes=PROCESSES)
    indexed = time.perf_counter()
    found = linker.find(names, processes=PROCESSES)
    ended, worked = time.perf_counter(), _worked() - worked
    same = given.same[:size]
    score = worlds.scored(found.best, found.probability, same)
    sure = worlds.scored(found.best, found.probability, same, threshold=0.95)
    has = found.best >= 0
    return {
        "index_seconds": round(indexed - began, 2),
        "link_seconds": round(ended - indexed, 2),
        "seconds": round(ended - began, 2),
        "processor_seconds": round(worked, 2),
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "precision_without_review": round(sure.precision, 4),
        "calibration_error": round(error(found.probability[has], (found.best == same)[has]), 4),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "peak_child_mib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }, names


def _tables(given: Any, size: int) -> tuple[Any, Any]:
    """The records and the register's names (one row for each name it has) in columns, for the peer."""
    import pyarrow as pa

    from zhichan.instruments.link import fold, parse

    places = given.places

    def city(at: int) -> str | None:
        return places.codes[places.above[at][1]] if at >= 0 and len(places.above[at]) > 1 else None

    def table(texts: list[str], **columns: list[Any]) -> Any:
        parts = [parse(text, places) for text in fold(texts)]
        return pa.table(
            {
                "unique_id": list(range(len(texts))),
                "flat": [one.flat for one in parts],
                "core": [one.core for one in parts],
                "brand": [one.brand or None for one in parts],
                "stem": [one.core[:3] for one in parts],
                "tail": [one.flat[:6] for one in parts],
                **columns,
            }
        )

    named = [
        (at, text)
        for at, one in enumerate(given.organisations)
        for text in (one.name, *(alias.text for alias in one.aliases))
    ]
    left = table(
        list(given.names.text[:size]),
        code=[code or None for code in given.names.code[:size]],
        city=[city(places.of_address(address)) for address in given.names.address[:size]],
    )
    right = table(
        [text for _, text in named],
        code=[given.organisations[at].code or None for at, _ in named],
        city=[city(places.index[given.organisations[at].region]) for at, _ in named],
    )
    return left, right.append_column("organisation", pa.array([at for at, _ in named]))


def _splink(left: Any, right: Any, same: Any) -> dict[str, float]:
    import logging

    import duckdb
    import splink.comparison_library as compared
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI
    from tests.instruments.link import worlds

    logging.disable(logging.WARNING)
    began, worked = time.perf_counter(), _worked()
    connection = duckdb.connect()
    connection.execute(f"SET threads = {PROCESSES}")
    api = DuckDBAPI(connection)
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            compared.JaroWinklerAtThresholds("flat", [0.96, 0.92, 0.85]).configure(
                term_frequency_adjustments=True
            ),
            compared.JaroWinklerAtThresholds("core", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            compared.ExactMatch("city").configure(term_frequency_adjustments=True),
            compared.LevenshteinAtThresholds("code", [1]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("flat"),
            block_on("core"),
            block_on("code"),
            block_on("brand", "city"),
            block_on("tail"),
        ],
        retain_matching_columns=False,
    )
    records, register = (
        api.register(left, dataset_display_name="a"),
        api.register(right, dataset_display_name="b"),
    )
    linker = Linker([records, register], settings)
    linker.training.estimate_probability_two_random_records_match([block_on("flat")], recall=0.75)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("flat"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("city", "brand"))
    trained = time.perf_counter()
    predicted = linker.inference.predict(threshold_match_probability=0.001)
    connection.register("register_names", right)
    best = connection.execute(
        f"""SELECT unique_id_l AS record, arg_max(organisation, match_probability) AS organisation,
            max(match_probability) AS probability
        FROM {predicted.physical_name} AS p JOIN register_names AS n ON n.unique_id = p.unique_id_r
        GROUP BY unique_id_l"""
    ).fetchnumpy()
    ended, worked = time.perf_counter(), _worked() - worked
    organisation, probability = np.full(len(same), -1), np.zeros(len(same))
    organisation[best["record"]] = best["organisation"]
    probability[best["record"]] = best["probability"]
    score, threshold = max(
        (
            (worlds.scored(organisation, probability, same, threshold=at), at)
            for at in (0.001, 0.01, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 0.999)
        ),
        key=lambda pair: pair[0].f1,
    )
    return {
        "train_seconds": round(trained - began, 2),
        "link_seconds": round(ended - trained, 2),
        "seconds": round(ended - began, 2),
        "processor_seconds": round(worked, 2),
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "threshold": threshold,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _peer(given: Any, size: int) -> dict[str, float]:
    began = time.perf_counter()
    left, right = _tables(given, size)
    prepared = time.perf_counter() - began
    figures = _splink(left, right, given.same[:size])
    return {
        "preparation_seconds": round(prepared, 2),
        "seconds_with_preparation": round(figures["seconds"] + prepared, 2),
        **figures,
    }


def _apart(work: Any, *arguments: Any) -> Any:
    """Run in a process of its own, so that one side's memory is not the other's."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)

    def told() -> None:
        theirs.send(work(*arguments))

    process = context.Process(target=told)
    process.start()
    theirs.close()
    try:
        return ours.recv()
    finally:
        process.join()


def run(results: Path) -> dict[str, Any]:
    """Figures by size."""
    from tests.instruments.link import worlds

    largest = int(os.environ.get("ZHICHAN_BENCH_LARGEST", SIZES[-1]))
    sizes = [size for size in SIZES if size <= largest]
    given = worlds.given(SEED, organisations=ORGANISATIONS, records=sizes[-1])
    given.world.records.clear()
    found: dict[str, Any] = {
        "organisations": ORGANISATIONS,
        "seed": SEED,
        "processes": PROCESSES,
        "sizes": {},
    }
    for size in sizes:
        one: dict[str, Any] = {
            "load": round(os.getloadavg()[0], 2),
            "ours": _apart(lambda size=size: _ours(given, size)[0]),
        }
        if find_spec("splink"):
            one["splink"] = _apart(lambda size=size: _peer(given, size))
            for what in ("seconds", "seconds_with_preparation"):
                one[f"times_as_fast, peer's {what}"] = round(one["splink"][what] / one["ours"]["seconds"], 2)
            one["times_as_little_work"] = round(
                one["splink"]["processor_seconds"] / one["ours"]["processor_seconds"], 2
            )
        else:
            one["splink"] = "not installed: requirements/bench.txt"
        found["sizes"][str(size)] = one
    return found
