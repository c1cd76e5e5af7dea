"""The console: `zhichan COMMAND`, one module of `commands` each.

Exit status 0 when done, 1 when refused with reasons, 2 when called wrongly. With `--json` a command prints
one JSON document on standard output, and nothing else there.
"""

from zhichan.doors.console.frame import main, opened, print_json

__all__ = ["main", "opened", "print_json"]
