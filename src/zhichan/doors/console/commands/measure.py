"""The value of a measure in a region, and the rows it comes from.

A stock needs --on, a flow --year or --from and --to (both days included); a cumulative amount takes either. A year
means the whole calendar year. The value is exact; where it is not a whole number, `exact` is the fraction.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from zhichan.doors.console.frame import DONE, WRONG_USAGE, opened, print_json

name = "measure"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} 不是日期 is not a day (YYYY-MM-DD)") from None


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 2200):
        raise argparse.ArgumentTypeError(f"{text!r} 不是年份 is not a year")
    return int(text)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("measure", metavar="SLUG", help="指标 the measure, such as trademarks_in_force")
    parser.add_argument("--region", required=True, metavar="SLUG|NAME", help="地区 the region")
    parser.add_argument("--on", type=_day, metavar="D", help="截至日 the day")
    parser.add_argument("--year", type=_year, metavar="Y", help="年份 the calendar year")
    parser.add_argument("--from", dest="first", type=_day, metavar="D", help="起 the first day")
    parser.add_argument("--to", dest="last", type=_day, metavar="D", help="止 the last day")
    parser.add_argument("--rows", action="store_true", help="列出记录 the rows behind the value")
    parser.set_defaults(usage=parser.print_usage)


def run(args: argparse.Namespace) -> int:
    span = args.first is not None or args.last is not None
    if (args.on is not None) + (args.year is not None) + span != 1:
        return _misused(args, "请只用其一 give one of --on, --year, --from with --to")
    if span and (args.first is None or args.last is None or args.last < args.first):
        return _misused(args, "--from 与 --to 须成对且先后有序 --from and --to go together, in order")
    with opened():
        document = _ask(args)
    if args.json:
        print_json(document)
    else:
        _print(document)
    return DONE


def _misused(args: argparse.Namespace, why: str) -> int:
    args.usage(sys.stderr)
    print(f"zhichan measure: {why}", file=sys.stderr)
    return WRONG_USAGE


def _ask(args: argparse.Namespace) -> dict[str, Any]:
    # Imported here: these modules need Django set up.
    from zhichan.kernel.measures.public import explain, refresh, rows

    refresh()
    first = date(args.year, 1, 1) if args.year is not None else args.first
    last = date(args.year, 12, 31) if args.year is not None else args.last
    period = {"on": args.on} if args.on else {"since": first, "until": last + timedelta(days=1)}
    asked = {"measure": args.measure, "region": args.region, **period}
    told = explain(**asked)
    found = told.value
    when = {"on": args.on.isoformat()} if args.on else {"from": first.isoformat(), "to": last.isoformat()}
    document: dict[str, Any] = {
        "measure": found.measure, "title": found.title.as_json(), "region": found.region,
        "region_name": found.region_name.as_json(), **when, "value": _plain(found.number), "unit": found.unit,
        "kind": found.kind, "definition": told.definition.as_json(), "formula": told.formula.as_json(),
        "edition": found.edition, "position": found.position, "synthetic": found.synthetic,
    }
    if not isinstance(found.number, Fraction):
        document["reason"] = {"kind": type(found.number).__name__, **found.number.reason.as_json()}
    elif found.number.denominator != 1:
        document["exact"] = str(found.number)
    if found.source:
        document["source"] = found.source
    if found.parts:
        document["parts"] = [
            {"role": part.role, "measure": part.measure, "value": _plain(part.number), "unit": part.unit}
            for part in found.parts
        ]
    if args.rows:
        opened_rows = rows(**asked)
        document["rows"] = [
            {"measure": one.measure, "source": row.source, "id": row.id, "key": row.key, "region": row.region,
             "amount": _plain(row.amount), **{k: v for k, v in row.label.items() if k != "key"}}
            for one in opened_rows for row in one.rows
        ]
        document["closed"] = [
            {"measure": one.measure, "rows": one.closed, "amount": _plain(one.closed_amount)} for one in opened_rows
        ]
    return document


def _plain(number: Any) -> int | float | None:
    if not isinstance(number, Fraction):
        return None
    return int(number) if number.denominator == 1 else float(number)


def _print(document: dict[str, Any]) -> None:
    when = document.get("on") or f"{document['from']} – {document['to']}"
    print(f"{document['title']['zh']}  {document['region_name']['zh']}  {when}")
    print(f"{document['formula']['zh']}\n{document['formula']['en']}")
    print(f"口径 {document['definition']['zh']}\nDefinition: {document['definition']['en']}")
    if document["synthetic"]:
        print("数据为合成数据 The data are synthetic.")
    for row in document.get("rows", ()):
        rest = "  ".join(str(row[key]) for key in row if key not in {"measure", "source", "id", "amount", "key"})
        print(f"{row['amount']:>14}  {row['key']}  {rest}")
    for closed in document.get("closed", ()):
        if closed["rows"]:
            print(f"另有{closed['rows']}条未对您开放 {closed['rows']} more rows are closed to you: {closed['amount']}")
