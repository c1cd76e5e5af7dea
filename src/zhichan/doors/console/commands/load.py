"""Load files of other offices and providers, or show what loading them would do (--dry-run).

The format is found from the content. Printed are the counts, the rejected records with their positions and
reasons, and which fields of the source are mapped and which are not, with the reason.
"""

from __future__ import annotations

import argparse
import sys
from collections import deque
from pathlib import Path
from typing import Any

from zhichan.doors.console.frame import DONE, REFUSED, WRONG_USAGE, opened, print_json

name = "load"
_TAKEN = ("accepted", "updated", "unchanged")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", type=Path)
    parser.add_argument("--format", default="", help="the format, instead of finding it from the content")
    parser.add_argument("--dry-run", action="store_true", help="read and report only; nothing is written")
    parser.add_argument("--after", default="", help="go on after this token of an earlier report")
    parser.add_argument(
        "--rejections", type=int, default=20, help="how many rejected records to show (20; JSON: all)"
    )
    parser.add_argument("--records", type=int, default=0, help="with --dry-run, show so many neutral records")
    parser.add_argument("--rollback", type=int, metavar="ID", help="take back the load with this id")
    parser.add_argument("--formats", action="store_true", help="list the formats that are known")


def run(args: argparse.Namespace) -> int:
    if args.formats:
        return _formats(args)
    if args.rollback is not None and not args.files:
        return _rollback(args)
    if not args.files or args.rollback is not None:
        print("需要文件名，或 --rollback ID。  Name files, or --rollback ID.", file=sys.stderr)
        return WRONG_USAGE
    reports = [_one(path, args) for path in args.files]
    if args.json:
        print_json(reports[0] if len(reports) == 1 else reports)
    else:
        for report in reports:
            _print(report, args.rejections)
    nothing = all(report["read"] and not any(report[name] for name in _TAKEN) for report in reports)
    return REFUSED if nothing else DONE


def _one(path: Path, args: argparse.Namespace) -> dict[str, Any]:
    from zhichan.doors.feeds.reading import Reading, Report, Token
    from zhichan.doors.feeds.shares import shares

    def progress(report: Report) -> None:
        if sys.stderr.isatty():
            print(f"\r{path.name}: {report.read:,}", end="", file=sys.stderr)

    reading = Reading(
        path, wanted=args.format, after=Token.parse(args.after) if args.after else None, progress=progress
    )
    if args.dry_run:
        shown: list[dict[str, Any]] = []
        if args.records:
            for record in reading.records():
                if len(shown) < args.records:
                    shown.append(record.as_json())
        else:
            deque(shares(reading), maxlen=0)
        return {
            "file": path.name,
            "load": None,
            "updated": 0,
            "unchanged": 0,
            "dry_run": True,
            **reading.report.as_json(),
            **({"shown": shown} if shown else {}),
        }
    with opened():
        from zhichan.doors.feeds.loading import load

        return {"file": path.name, **load(reading)}


def _rollback(args: argparse.Namespace) -> int:
    with opened():
        from zhichan.doors.feeds.loading import take_back

        done = take_back(args.rollback)
    if args.json:
        print_json(done)
    else:
        print(
            f"第{args.rollback}次导入已回退（回退编号{done['load']}）。"
            f"  Load {args.rollback} is taken back (as load {done['load']})."
        )
        for source, counts in done["counts"].items():
            print(f"  {source}: " + ", ".join(f"{key} {value}" for key, value in counts.items()))
    return DONE


def _formats(args: argparse.Namespace) -> int:
    from zhichan.doors.feeds.formats import all_formats

    known: list[dict[str, Any]] = [
        {
            "format": each.id,
            "family": each.family,
            "title": {"zh": each.zh, "en": each.en},
            "proof": each.proof,
        }
        for each in all_formats().values()
    ]
    if args.json:
        print_json(known)
    else:
        for each in known:
            print(f"{each['format']:22} {each['title']['zh']}  {each['title']['en']}{_label(each['proof'])}")
    return DONE


def _label(proof: str) -> str:
    return "" if proof in {"real", "public"} else "  [尚未用真实文件验证 not yet proven on a real file]"


def _print(report: dict[str, Any], rejections: int) -> None:
    print(f"{report['file']}")
    kinds: dict[str, dict[str, Any]] = {each["format"]: each for each in report["formats"]}
    for each in kinds.values():
        print(
            f"  格式 format: {each['format']}  {each['title']['zh']}  {each['title']['en']}{_label(each['proof'])}"
        )
    print(
        "  读入 read {read:,}  接受 accepted {accepted:,}  更新 updated {updated:,}  未变 unchanged {unchanged:,}"
        "  拒绝 rejected {rejected:,}".format(**report)
    )
    print(
        "  记录 records: "
        + (", ".join(f"{key} {value:,}" for key, value in report["records"].items()) or "-")
    )
    if report["notes"]:
        print("  附注 notes: " + ", ".join(f"{key} {value:,}" for key, value in report["notes"].items()))
    for each in report["rejections"][:rejections]:
        print(f"  拒绝 {each['at']}: {each['text']['zh']}  {each['text']['en']}  {each['place']}")
    if len(report["rejections"]) > rejections:
        print(f"  … 另有 and {len(report['rejections']) - rejections:,} more")
    for fields in report["fields"].values():
        print(f"  已对应字段 mapped ({len(fields['mapped'])}):")
        for each in fields["mapped"]:
            print(f"    {each['field']} → {each['to']}  ×{each['count']:,}")
        print(f"  未对应字段 unmapped ({len(fields['unmapped'])}):")
        for each in fields["unmapped"]:
            print(f"    {each['field']}  ×{each['count']:,}: {each['text']['zh']}  {each['text']['en']}")
    for each in report.get("shown", ()):
        print(f"  {each}")
    if report.get("token"):
        print(f"  读到 read up to: {report['token']}")
    print(
        "  导入编号 load id: "
        + (str(report["load"]) if report["load"] is not None else "试运行，未写入 (dry run, nothing written)")
    )
