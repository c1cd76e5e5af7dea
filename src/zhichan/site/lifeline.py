"""A child process ends when the process that started it is gone, however it went.

The parent keeps the writing end of a pipe, the child reads: nothing is ever written, and the end of the
file is the parent's death, also by kill -9.
"""

from __future__ import annotations

import os
import signal
import threading
import time

VARIABLE = "ZHICHAN_LIFELINE"
SECONDS_TO_FINISH = 10


def watch() -> None:
    """Ask this process to end (SIGTERM, then at once) when the starter dies; no effect without a starter."""
    given = os.environ.get(VARIABLE)
    if not given:
        return
    try:
        handle = os.dup(int(given))
    except OSError:
        return

    def wait() -> None:
        while os.read(handle, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(SECONDS_TO_FINISH)
        os._exit(1)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()
