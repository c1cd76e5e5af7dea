"""The processors of this machine."""

from __future__ import annotations

import os


def allowed() -> int:
    """How many processors this process may use, which can be fewer than the machine has; at least one."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:  # Not every system can say it.
        return os.cpu_count() or 1
