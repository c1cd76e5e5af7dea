"""Back up the whole installation (database with all papers) into one file, which must not be there yet.

The file holds personal data and password digests, is not encrypted, and is readable by its owner alone. Not in it:
the keys in var/secrets, database passwords, login sessions. Keep var/erasures-*.jsonl beside it: a restore needs it.
"""

from __future__ import annotations

import argparse
import importlib
from datetime import UTC, datetime
from pathlib import Path

from zhichan.doors.console.frame import DONE, opened, print_json

name = "backup"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the file to write, ending in .zip")


def run(args: argparse.Namespace) -> int:
    file = args.file.absolute()
    with opened():
        manifest = importlib.import_module("zhichan.site.backup").create(file, at=datetime.now(UTC))
        kept = importlib.import_module("zhichan.site.journal").path()
    rows = sum(table["rows"] for table in manifest["tables"].values())
    if args.json:
        print_json({"file": str(file), "size": file.stat().st_size, "rows": rows, "journal": str(kept),
                    "manifest": manifest})  # fmt: skip
        return DONE
    ledger = manifest["ledger"]
    root = ledger["seal"]["root"] if ledger["seal"] else "-"
    print(
        f"已备份：{file}（{file.stat().st_size:,} 字节，{rows:,} 行）  Backed up: {rows:,} rows.\n"
        f"账本 ledger: {ledger['events']:,} 个事件 events, 位置 position {ledger['last']:,}, 封印 seal {root}\n"
        "内含个人信息和口令摘要，未加密，请妥善保管；不含密钥、数据库口令和登录会话。\n"
        "It holds personal data and password digests and is not encrypted: keep it safe. Not in it: keys, database "
        "passwords, login sessions.\n"
        f"请同时保存删除记录（恢复时需要）Keep the journal of erasures too (a restore needs it): {kept}"
    )
    return DONE
