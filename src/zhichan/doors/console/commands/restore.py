"""Restore a backup into this installation, whose database must be empty, and verify all of it before it opens.

Erasures and take-downs that came after the backup are repeated; they are read from the journal of the installation
that was backed up (var/erasures-*.jsonl). What interrupts a restore is mended by running it again.
"""

from __future__ import annotations

import argparse
import importlib
from datetime import UTC, datetime
from pathlib import Path

from zhichan.doors.console.frame import DONE, print_json

name = "restore"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the backup")
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--erasures", metavar="FILE", type=Path, help="the journal of erasures (this one's)")
    either.add_argument(
        "--no-erasures", action="store_true", help="nothing was erased or taken down after the backup"
    )


def run(args: argparse.Namespace) -> int:
    opening = importlib.import_module("zhichan.site.opening")
    database = importlib.import_module("zhichan.site.database")
    with database.available():
        opening.set_up()
        done = importlib.import_module("zhichan.site.backup").restore(
            args.file, at=datetime.now(UTC), erasures=args.erasures, no_erasures=args.no_erasures
        )
    if args.json:
        print_json({"rows": done.rows, "verified": done.counts, "repeated": done.repeated,
                    "without_subject": done.without_subject})  # fmt: skip
        return DONE
    print(
        f"已恢复 {done.rows:,} 行并全部校验。  Restored {done.rows:,} rows, and verified all of them.\n"
        f"再次执行的删除与撤下 erasures and take-downs repeated: {done.repeated}"
        f"（对象不在备份中 subject not in the backup: {done.without_subject}）\n"
        "所有人须重新登录。  Everyone has to log in again."
    )
    for what, count in done.counts.items():
        print(f"  {what}: {count:,}")
    return DONE
