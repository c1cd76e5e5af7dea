"""One way of timing seven steps, for every engine alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

STEPS = ("file", "accept", "form_panel", "notify", "serve", "answer", "forward")


def timed(run: Callable[[], str], rounds: int) -> dict[str, float]:
    """Acts a second by the median case, after a few that only warm up; this process's own time beside.

    ``run`` returns the step it ended in; an engine that does not end in the last one is not timed.
    """
    for _ in range(5):
        ended = run()
        if ended != STEPS[-1]:
            raise AssertionError(f"ended in {ended}")
    took: list[float] = []
    worked = time.process_time()
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        took.append(time.perf_counter() - began)
    worked = time.process_time() - worked
    return {
        "acts_per_second": round(len(STEPS) / statistics.median(took), 1),
        "milliseconds_per_act": round(1000 * statistics.median(took) / len(STEPS), 2),
        "processor_milliseconds_per_act": round(1000 * worked / rounds / len(STEPS), 2),
    }
