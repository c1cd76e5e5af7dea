"""Make the demo city, a synthetic prefecture with its counties, unless it is there."""

from __future__ import annotations

import argparse
import importlib

from zhichan.doors.console.frame import DONE, opened, print_json

name = "demo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", type=int, help="about how many records (60000; up to millions)")


def run(args: argparse.Namespace) -> int:
    with opened():
        made = importlib.import_module("zhichan.site.opening").load_demo(records=args.size)
    if args.json:
        print_json({"made": made})
    elif made:
        print("演示城市已生成，全部为虚构数据。  The demo city is made; all its data are synthetic.")
    else:
        print("演示城市已存在。  The demo city is there already.")
    return DONE
