"""Verify this installation against its ledger, or a backup or a bundle named FILE; or export a bundle of events.

Without FILE: positions, digests, seals, every case and entry against its events, every cell against its rows.
With FILE: a backup is read against its digests; a bundle is judged by this release's verifier, not by its own.
"""

from __future__ import annotations

import argparse
import importlib
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from zhichan.doors.console.frame import DONE, REFUSED, opened, print_json
from zhichan.kernel.ground.refusal import Refusal

name = "verify"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", type=Path, help="a backup or a bundle")
    parser.add_argument("--root", metavar="HEX", help="with a bundle: the published root that must be in it")
    parser.add_argument("--export", metavar="FILE", type=Path, help="write a bundle of events")
    parser.add_argument("--as", dest="viewer", metavar="NAME", help="with --export: what this person may see")
    parser.add_argument("--subject", action="append", metavar="KIND:ID", help="with --export: only this subject")


def run(args: argparse.Namespace) -> int:
    if args.export is not None:
        return _export(args)
    if args.file is not None:
        return _file(args)
    with opened():
        verdict = importlib.import_module("zhichan.site.verifying").verify()
    return _say(args, [each.as_json() for each in verdict.faults], verdict.counts)


def _file(args: argparse.Namespace) -> int:
    try:
        with zipfile.ZipFile(args.file) as zipped:
            is_bundle = "events.jsonl" in zipped.namelist()
    except (OSError, zipfile.BadZipFile):
        is_bundle = False
    if not is_bundle:
        manifest = importlib.import_module("zhichan.site.backup").inspect(args.file)
        rows = sum(table["rows"] for table in manifest["tables"].values())
        return _say(args, [], {"tables": len(manifest["tables"]), "rows": rows, "made": manifest["made"]})
    offline = importlib.import_module("zhichan.kernel.ledger.offline")
    wrong, summary = offline.verify(str(args.file), args.root)
    return _say(args, [{"text": {"zh": each, "en": each}} for each in wrong], summary)


def _say(args: argparse.Namespace, faults: list[Any], counts: dict[str, Any]) -> int:
    if args.json:
        print_json({"ok": not faults, "faults": faults, "counts": counts})
    else:
        for each in faults:
            print(f"有误 WRONG: {each['text']['zh']}  {each['text']['en']}")
        for what, count in counts.items():
            print(f"  {what}: {count:,}" if isinstance(count, int) else f"  {what}: {count}")
        print("未通过 NOT OK" if faults else "通过 OK")
    return REFUSED if faults else DONE


def _export(args: argparse.Namespace) -> int:
    at = datetime.now(UTC)
    subjects = [(kind, rest) for kind, _, rest in (each.partition(":") for each in args.subject or [])]
    with opened():
        from zhichan.doors.look.frame import now
        from zhichan.kernel.access.public import actor_of
        from zhichan.kernel.acts.public import SHANGHAI
        from zhichan.kernel.ledger import bundles

        day = now().astimezone(SHANGHAI).date()
        actor = actor_of(_account(args.viewer), day=day)
        made = bundles.export_bundle(
            file=args.export, principals=actor.principals, day=day, at=at, subjects=subjects or None
        )
    if args.json:
        print_json({"file": str(args.export), "events": made.events, "parts": made.parts, "root": made.root})
    else:
        print(
            f"已导出 {made.events:,} 个事件：{args.export}  Exported {made.events:,} events.\n"
            f"根 root {made.root or '-'}\n校验 verify: python3 verify.py {args.export.name}"
        )
    return DONE


def _account(viewer: str | None) -> int | None:
    if viewer is None:
        return None
    from django.contrib.auth import get_user_model

    found = get_user_model().objects.filter(username=viewer).values_list("pk", flat=True).first()
    if found is None:
        raise Refusal.one("verify.no-account", f"没有账号{viewer}", f"there is no account {viewer}", place="--as")
    return int(found)
