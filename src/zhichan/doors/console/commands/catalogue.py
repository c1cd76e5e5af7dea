"""Check, show and begin declarations.

catalogue check            every problem with file, line and what was expected; exit 1 when there is one
catalogue show [NAME]      all declarations, or one by slug, path or system id
catalogue schema [KIND]    JSON Schemas for editors; --write DIR puts them into a folder
catalogue new CHAIN/NAME   the folder of a new system, sound from the first moment
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from zhichan.doors.console.frame import DONE, REFUSED, print_json
from zhichan.kernel.catalogue.public import (
    KINDS,
    Catalogue,
    Declaration,
    check,
    default_root,
    load,
    schema,
    sources,
)
from zhichan.kernel.catalogue.shapes import Chain, System
from zhichan.kernel.ground.refusal import Refusal
from zhichan.kernel.registry.sources import SOURCES

name = "catalogue"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    common = argparse.ArgumentParser(add_help=False)
    # Without a default of its own, so that `catalogue --json check` means the same as `catalogue check --json`.
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")
    common.add_argument(
        "--overlay", type=Path, action="append", default=[], metavar="DIR", help="a folder laid over systems/"
    )
    parts = parser.add_subparsers(dest="part", metavar="check|show|schema|new", required=True)
    parts.add_parser("check", parents=[common], help="every problem, with file and line")
    shown = parts.add_parser("show", parents=[common], help="what is declared")
    shown.add_argument("what", nargs="?", default="", metavar="NAME", help="a slug, a path or a system's id")
    schemas = parts.add_parser("schema", parents=[common], help="JSON Schemas for editors")
    schemas.add_argument("kind", nargs="?", choices=list(KINDS), help="one kind only")
    schemas.add_argument(
        "--write", type=Path, metavar="DIR", help="write one file for each kind into this folder"
    )
    new = parts.add_parser("new", parents=[common], help="the folder of a new system")
    new.add_argument("path", metavar="CHAIN/NAME", help="such as protection/adjudication")
    new.add_argument("--id", default="X01", help="the system's id (X01)")
    new.add_argument("--zh", default="", help="its title in Chinese")
    new.add_argument("--en", default="", help="its title in English")


def run(args: argparse.Namespace) -> int:
    for folder in args.overlay:
        if not folder.is_dir():
            raise Refusal.one(
                "catalogue.no-overlay",
                f"没有文件夹 {folder}",
                f"there is no folder {folder}",
                place="--overlay",
            )
    parts = {"check": _check, "show": _show, "schema": _schema, "new": _new}
    return parts[args.part](args)


def _roots(args: argparse.Namespace) -> tuple[Path, ...]:
    return (default_root(), *args.overlay)


def _check(args: argparse.Namespace) -> int:
    # The rooms tell the catalogue their verbs when they are set up; no database is needed for that.
    importlib.import_module("zhichan.site.opening").set_up()
    problems = check(roots=_roots(args), sources={**SOURCES, **sources()})
    if args.json:
        print_json({"ok": not problems, "problems": [problem.as_json() for problem in problems]})
    else:
        for problem in problems:
            print(f"{problem.file}:{problem.line}  {problem.text.zh}")
            print(f"    {problem.text.en}  [{problem.gate} {problem.code}]")
        print(f"问题 {len(problems)} 处。  {len(problems)} problem{'s' * (len(problems) != 1)}.")
    return REFUSED if problems else DONE


def _all(found: Catalogue) -> Iterator[Declaration]:
    yield from found.systems.values()
    for editions in found.editions.values():
        yield from editions
    for kind in (found.registers, found.procedures, found.selections, found.pages):
        yield from kind.values()


def _show(args: argparse.Namespace) -> int:
    declarations = sorted(
        _all(load(roots=_roots(args))), key=lambda item: (item.folder, item.kind_of_file, item.file)
    )
    wanted = args.what
    chosen = [
        item
        for item in declarations
        if not wanted
        or wanted in {item.slug, item.name, item.file}
        or (isinstance(item, System) and wanted in {item.id, item.folder})
    ]
    if not chosen:
        raise Refusal.one(
            "catalogue.nothing-declared",
            f"没有名为“{wanted}”的声明",
            f"nothing is declared as {wanted!r}",
            place="NAME",
        )
    if args.json:
        print_json([_as_json(item) for item in chosen])
    elif wanted:
        for item in chosen:
            print(json.dumps(_as_json(item), ensure_ascii=False, indent=1))
    else:
        for item in chosen:
            print(f"{item.kind_of_file:10} {item.name}  {item.title.zh}  {item.title.en}")
    return DONE


def _as_json(item: Declaration) -> dict[str, object]:
    said = item.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return {
        "kind": item.kind_of_file,
        "name": item.name,
        "file": item.file,
        "edition": item.edition,
        "declared": said,
    }


def _schema(args: argparse.Namespace) -> int:
    found = {kind: schema(kind=kind) for kind in ([args.kind] if args.kind else KINDS)}
    if args.write is None:
        print_json(found[args.kind] if args.kind else found)
        return DONE
    args.write.mkdir(parents=True, exist_ok=True)
    for kind, document in found.items():
        path = args.write / f"{kind}.schema.json"
        path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(path)
    return DONE


def _new(args: argparse.Namespace) -> int:
    chain, _, folder = args.path.strip("/").partition("/")
    if chain not in get_args(Chain) or not re.fullmatch(r"[a-z][a-z0-9_]*", folder):
        raise Refusal.one(
            "catalogue.path",
            f"应为 <链条>/<名称>,链条为 {'、'.join(get_args(Chain))} 之一,名称用小写字母、数字和下划线",
            f"give <chain>/<name>, one of {', '.join(get_args(Chain))}, and a name of letters, digits, underscores",
            place="CHAIN/NAME",
        )
    if not re.fullmatch(r"[A-Z]{1,3}[0-9]{2,3}", args.id):
        raise Refusal.one("catalogue.id", "编号应如 X01", "an id looks like X01", place="--id")
    taken = load(roots=_roots(args))
    if args.id in taken.systems or args.path.strip("/") in taken.folders:
        raise Refusal.one(
            "catalogue.taken",
            f"编号 {args.id} 或文件夹 {args.path} 已被使用",
            f"the id {args.id} or the folder {args.path} is taken",
            place="--id",
        )
    root = args.overlay[-1] if args.overlay else default_root()
    place = root / chain / folder
    if place.exists():
        raise Refusal.one(
            "catalogue.taken",
            f"文件夹 {args.path} 已存在",
            f"the folder {args.path} is there already",
            place="CHAIN/NAME",
        )
    place.mkdir(parents=True)
    words = {
        "id": args.id,
        "chain": chain,
        "zh": _quoted(args.zh or folder),
        "en": _quoted(args.en or folder),
        "slug": folder,
    }
    for file, text in SKELETON.items():
        path = place / file.format(**words)
        path.write_text(text.format(**words), encoding="utf-8")
        print(path)
    return DONE


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


SKELETON = {
    "system.toml": """\
id = "{id}"
title = {{ zh = {zh}, en = {en} }}
chain = "{chain}"
owner = {{ zh = "承办处室", en = "office in charge" }}
# bases = [{{ clause = "…", since = 2021-06-01 }}]

# Roles and the verbs they may do; a role without verbs only reads what names it.
[roles]
officer = []
""",
    "{slug}.register.toml": """\
title = {{ zh = {zh}, en = {en} }}
audience = ["officer"]
label = ["number"]
exclusive = [{{ fields = ["number"] }}]

[fields.number]
title = {{ zh = "编号", en = "number" }}
type = "text"
required = true
searched = true

[fields.since]
title = {{ zh = "起始日", en = "since" }}
type = "day"
required = true
""",
    "desk.page.toml": """\
title = {{ zh = {zh}, en = {en} }}
kind = "desk"
of = ["{slug}"]
columns = ["number", "since"]
""",
}
