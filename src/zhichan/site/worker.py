"""The worker process: runs the ledger's consumers, and what falls due, until it is told to stop."""

from __future__ import annotations

import os
import signal
import threading

from zhichan.site import lifeline


def main() -> None:
    """Consume until SIGTERM or SIGINT; what is under way is finished first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhichan.site.settings")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    lifeline.watch()

    from zhichan.site import opening

    opening.set_up()
    opening.check()
    ticking = threading.Thread(target=opening.run_expiries, args=(stop,), name="expiries")
    ticking.start()
    # Files half made are never offered, so nobody waits for them at the end.
    threading.Thread(target=opening.run_publishing, args=(stop,), name="open-data", daemon=True).start()
    # A load that is cut short leaves nothing behind and is taken up again.
    threading.Thread(target=opening.run_loads, args=(stop,), name="loads", daemon=True).start()
    try:
        opening.run_consumers(stop)
    finally:
        stop.set()
        ticking.join()


if __name__ == "__main__":
    main()
