"""The web process: granian serving the WSGI application on 127.0.0.1."""

from __future__ import annotations

import argparse
import os

from zhichan.site import lifeline


def main() -> None:
    """Serve on the port of `--port` with `--threads` requests at a time, until SIGTERM."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=4)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhichan.site.settings")

    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    lifeline.watch()
    Server(
        "zhichan.site.wsgi:application",
        address=given.address,
        port=given.port,
        interface=Interfaces.WSGI,
        workers=given.workers,
        blocking_threads=given.threads,
        log_level=LogLevels.warning,
        workers_kill_timeout=8,
    ).serve()


if __name__ == "__main__":
    main()
