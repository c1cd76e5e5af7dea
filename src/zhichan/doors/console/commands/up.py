"""Serve the platform: database, web and worker in one command, until Ctrl-C."""

from __future__ import annotations

import argparse
import importlib

name = "up"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help="port to serve on (8000; the next free one when taken)")
    parser.add_argument("--address", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--no-demo", action="store_true", help="do not make the demo city")
    parser.add_argument("--size", type=int, help="records of the demo city when it is made now")


def run(args: argparse.Namespace) -> int:
    site = importlib.import_module("zhichan.site.supervisor")
    port = args.port if args.port is not None else site.port_wished()
    return int(
        site.Supervisor(port=port, address=args.address, demo=not args.no_demo, size=args.size).run()
    )
