"""Fits the weights of the linker on made-up worlds and calibrates them on others.

``python -m benchmarks.link_fit`` writes them beside the linker. No seed used here is used by a test or a benchmark.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
from tests.instruments.link import worlds

from zhichan.instruments import link
from zhichan.instruments.link import Linker, linking, weighing

FITTING = ((101, 20_000, 60_000), (102, 60_000, 60_000), (103, 150_000, 80_000))
CALIBRATING = ((201, 20_000, 60_000), (202, 60_000, 60_000), (203, 150_000, 80_000))
EDITION = "synthetic worlds 101-103, calibrated on 201-203"


def _pairs(seed: int, organisations: int, records: int) -> tuple[linking.Pairs, np.ndarray, worlds.Given]:
    given = worlds.given(seed, organisations=organisations, records=records)
    pairs = Linker(given.organisations, places=given.places).pairs(given.names)
    return pairs, given.same[pairs.record] == pairs.organisation, given


def main() -> None:
    began = time.perf_counter()
    fields, right, records, offset = [], [], [], 0
    for seed, organisations, count in FITTING:
        pairs, truth, given = _pairs(seed, organisations, count)
        reachable = np.bincount(pairs.record[truth], minlength=count).sum() / (given.same >= 0).sum()
        print(
            f"{seed}: {len(truth)} pairs, {reachable:.4f} of the true ones, {time.perf_counter() - began:.0f} s"
        )
        fields.append(pairs.fields)
        right.append(truth)
        records.append(pairs.record + offset)
        offset += count
    record = np.concatenate(records)
    weights = np.round(
        weighing.fit(
            np.concatenate(fields), np.flatnonzero(np.diff(record, prepend=-1)), np.concatenate(right)
        ),
        4,
    )
    print(f"fitted, {time.perf_counter() - began:.0f} s")
    predicted, happened = [], []
    for seed, organisations, count in CALIBRATING:
        pairs, truth, _ = _pairs(seed, organisations, count)
        starts = np.flatnonzero(np.diff(pairs.record, prepend=-1))
        raw = weighing.choose(starts, weighing.scores(pairs.fields, weights))
        firsts = np.lexsort((pairs.organisation, -np.round(raw, 12), pairs.record))[starts]
        predicted.append(raw[firsts])
        happened.append(truth[firsts])
    knots = weighing.isotonic(np.concatenate(predicted), np.concatenate(happened), least=200)
    model = weighing.Model(EDITION, tuple(weights.tolist()), knots)
    path = Path(link.__file__).with_name("fitted.json")
    path.write_text(json.dumps(weighing.as_json(model), ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(knots)} knots, {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
