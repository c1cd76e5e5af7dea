"""Finding a command, reading its arguments, running it, and saying plainly why it was refused."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import os
import pkgutil
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from zhichan.doors.console import commands
from zhichan.kernel.ground.refusal import Reason, Refusal

DONE, REFUSED, WRONG_USAGE = 0, 1, 2


@contextmanager
def opened() -> Iterator[None]:
    """The house open for a command: Django set up, database running; what was started is stopped again.

    Asked for by name, because doors stand below the site.
    """
    site = importlib.import_module("zhichan.site.opening")
    before = signal.signal(signal.SIGTERM, _terminated)
    try:
        with site.opened():
            yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminated(number: int, frame: Any) -> None:
    """`kill` ends a command as Ctrl-C does: what it had started is stopped."""
    raise KeyboardInterrupt


def print_json(document: Any) -> None:
    """Print one JSON document, Chinese as it is."""
    print(json.dumps(document, ensure_ascii=False, indent=1, default=str))


def _found() -> dict[str, str]:
    """Command name → module; a module `plan_check` is the command `plan-check`."""
    return {module.name.replace("_", "-"): module.name for module in pkgutil.iter_modules(commands.__path__)}


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{commands.__name__}.{name}")


def _parser(wanted: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zhichan", description="知产 Zhichan: 知识产权强市平台 the platform of an IP-strong city"
    )
    parts = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    found = _found()
    # Only the command asked for is imported; all of them for the list.
    for name in [name for name in found if name in wanted] or list(found):
        module = _module(found[name])
        words = (module.__doc__ or "").strip()
        part = parts.add_parser(
            module.name,
            help=words.partition("\n")[0],
            description=words,
            conflict_handler="resolve",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        part.add_argument("--json", action="store_true", help="print JSON")
        module.add_arguments(part)
        part.set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (that of the process by default) and return the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        # A terminal in another encoding shows a question mark rather than ending the command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        given = _parser(words[:1]).parse_args(words)
    except SystemExit as end:
        return int(end.code or 0)
    try:
        return int(given.run(given))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing is left to say, not even at exit.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Refusal as refusal:
        if given.json:
            print_json(refusal.as_json())
        else:
            for reason in refusal.reasons:
                _print_reason(reason)
        return REFUSED


def _print_reason(reason: Reason) -> None:
    tail = " ".join(f"[{part}]" for part in (reason.place, reason.clause, reason.code) if part)
    print(f"{reason.text.zh}\n{reason.text.en} {tail}", file=sys.stderr)
