"""Prepare the database: roles, tables, grants, declarations. Harmless when repeated."""

from __future__ import annotations

import argparse
import importlib

from zhichan.doors.console.frame import DONE, opened, print_json

name = "setup"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(args: argparse.Namespace) -> int:
    with opened():
        importlib.import_module("zhichan.site.opening").check_declarations()
    if args.json:
        print_json({"ready": True})
    else:
        print("数据库已就绪。  The database is ready.")
    return DONE
