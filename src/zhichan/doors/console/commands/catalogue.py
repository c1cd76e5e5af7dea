"""Check, show and begin declarations.

catalogue check            every problem with file, line and what was expected; exit 1 when there is one
catalogue check --mutants  and which single mistakes neither the proof nor a worked case would notice
catalogue show [NAME]      all declarations, or one by slug, path or system id
catalogue schema [KIND]    JSON Schemas for editors; --write DIR puts them into a folder
catalogue reference        the reference of everything declared; --write DIR puts it into a folder
catalogue rehearse         what the procedures of --overlay would change for cases that run now; changes nothing
catalogue new CHAIN/NAME   the folder of a new system, sound from the first moment
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import get_args

from zhichan.doors.console.frame import DONE, REFUSED, opened, print_json
from zhichan.kernel.catalogue.public import (
    KINDS,
    Catalogue,
    Declaration,
    Problem,
    Tally,
    check,
    current,
    default_root,
    installed_roots,
    load,
    prove,
    reference,
    schema,
    tally,
    unproven,
    use,
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
    parts = parser.add_subparsers(dest="part", metavar="check|show|schema|reference|rehearse|new", required=True)
    checked = parts.add_parser("check", parents=[common], help="every problem, with file and line")
    checked.add_argument(
        "--mutants", nargs="*", metavar="PROCEDURE",
        help="play the worked cases against one mistake at a time (all procedures, or those named); takes minutes",
    )  # fmt: skip
    shown = parts.add_parser("show", parents=[common], help="what is declared")
    shown.add_argument("what", nargs="?", default="", metavar="NAME", help="a slug, a path or a system's id")
    schemas = parts.add_parser("schema", parents=[common], help="JSON Schemas for editors")
    schemas.add_argument("kind", nargs="?", choices=list(KINDS), help="one kind only")
    schemas.add_argument(
        "--write", type=Path, metavar="DIR", help="write one file for each kind into this folder"
    )
    told = parts.add_parser("reference", parents=[common], help="everything declared, as Markdown")
    told.add_argument("--write", type=Path, metavar="DIR", help="write one file for each system into this folder")
    rehearsed = parts.add_parser("rehearse", parents=[common], help="what new editions would change for running cases")
    rehearsed.add_argument("procedures", nargs="*", metavar="PROCEDURE", help="these alone")
    rehearsed.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="as of this day (today)")
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
    parts = {
        "check": _check, "show": _show, "schema": _schema, "reference": _reference, "rehearse": _rehearse, "new": _new,
    }  # fmt: skip
    return parts[args.part](args)


def _roots(args: argparse.Namespace) -> tuple[Path, ...]:
    return (default_root(), *args.overlay)


def _check(args: argparse.Namespace) -> int:
    # The rooms tell the catalogue their verbs when they are set up; no database is needed for that.
    importlib.import_module("zhichan.site.opening").set_up()
    problems = check(roots=_roots(args), sources=SOURCES)
    # What stands on names that are not there cannot be proven, nor played.
    can_be_proven = not problems
    if can_be_proven:
        problems = unproven(roots=_roots(args))
    tallies = _tallies(args) if args.mutants is not None and can_be_proven else {}
    ok = not problems and all(found.rate >= ENOUGH for found in tallies.values())
    if args.json:
        document = {"ok": ok, "problems": [problem.as_json() for problem in problems]}
        if args.mutants is not None:
            document["mutants"] = [_tally_as_json(slug, found) for slug, found in tallies.items()]
        print_json(document)
    else:
        _print_problems(problems)
        for slug, found in tallies.items():
            _print_tally(slug, found)
    return DONE if ok else REFUSED


ENOUGH = 0.95
"""The share of single mistakes that must be noticed."""


def _tallies(args: argparse.Namespace) -> dict[str, Tally]:
    """Procedure → what became of its mutants. The worked cases are played in a database and taken back.

    A procedure that breaks its own rules is left out: against it every mistake would seem to be noticed.
    """
    found = load(roots=_roots(args))
    unknown = sorted(set(args.mutants) - set(found.procedures))
    if unknown:
        raise Refusal.one(
            "catalogue.nothing-declared", f"没有名为“{'、'.join(unknown)}”的事项",
            f"there is no procedure {', '.join(unknown)}", place="--mutants",
        )  # fmt: skip
    with opened():
        before = current()
        use(found)
        try:
            noticed_by = importlib.import_module("zhichan.kernel.casework.public").noticed_by
            watches = {"proof": lambda each: not prove(each).sound, "examples": lambda each: bool(noticed_by(each))}
            chosen = args.mutants or sorted(found.procedures)
            sound = [slug for slug in chosen if prove(found.procedures[slug]).sound]
            return {slug: tally(found.procedures[slug], watches) for slug in sound}
        finally:
            use(before)


def _tally_as_json(slug: str, found: Tally) -> dict[str, object]:
    return {
        "procedure": slug, "made": found.made, "noticed": found.noticed, "rate": round(found.rate, 4),
        "by": dict(found.by_whom),
        "operators": {name: {"made": made, "noticed": seen} for name, (made, seen) in found.by_operator.items()},
        "survivors": [
            {"operator": each.operator, "place": each.place, "remedy": each.remedy.as_json()}
            for each in found.survivors
        ],
        "alike": [
            {"operator": operator, "place": place, "why": why.as_json()} for operator, place, why in found.alike
        ],
    }  # fmt: skip


def _print_problems(problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(f"{problem.file}:{problem.line}  {problem.text.zh}")
        print(f"    {problem.text.en}  [{problem.gate} {problem.code}]")
    print(f"问题 {len(problems)} 处。  {len(problems)} problem{'s' * (len(problems) != 1)}.")


def _print_tally(slug: str, found: Tally) -> None:
    share = f"{found.noticed}/{found.made} = {found.rate:.1%}"
    print(f"{slug}：单一错误被发现 {share}  single mistakes noticed; {len(found.alike)} without consequence")
    for each in found.survivors:
        print(f"  未发现 not noticed: {each.operator} {each.place}")
        print(f"    {each.remedy.zh}\n    {each.remedy.en}")


def _rehearse(args: argparse.Namespace) -> int:
    """Each procedure that the overlay changes, against the cases that run under its editions now."""
    new = load(roots=(*installed_roots(), *args.overlay))
    with opened():
        casework = importlib.import_module("zhichan.kernel.casework.public")
        frame = importlib.import_module("zhichan.doors.look.frame")
        now = current()
        changed = [
            slug
            for slug, one in sorted(new.procedures.items())
            if slug in now.procedures and one.edition != now.procedures[slug].edition
        ]
        unknown = sorted(set(args.procedures) - set(new.procedures))
        if unknown:
            raise Refusal.one(
                "catalogue.nothing-declared", f"没有名为“{'、'.join(unknown)}”的事项",
                f"there is no procedure {', '.join(unknown)}", place="PROCEDURE",
            )  # fmt: skip
        wanted = [slug for slug in changed if not args.procedures or slug in args.procedures]
        day = args.on or frame.today()
        found = {slug: casework.rehearse(new=new.procedures[slug], as_of=day) for slug in wanted}
    if args.json:
        print_json({slug: asdict(one) for slug, one in found.items()})
        return DONE
    if not found:
        print("没有改动的事项。  No procedure is changed.")
    for slug, one in found.items():
        print(f"{slug}：在办{one.cases}件，转入新版{one.moving}件，沿用旧版{one.staying}件")
        print(f"    {one.cases} running, {one.moving} move, {one.staying} stay")
        for each in one.differences:
            print(f"  {each.number}  {each.reason.zh}  {each.reason.en}")
            for clock, before, after in each.due:
                print(f"    {clock}: {before or '—'} → {after or '—'}")
            for sign, names in (("+", each.gained), ("-", each.lost)):
                for act in names:
                    print(f"    {sign} {act}")
    return DONE


def _reference(args: argparse.Namespace) -> int:
    """Written whole: a file of a system that is gone is taken away."""
    texts = reference(load(roots=_roots(args)))
    if args.write is None:
        print_json(texts) if args.json else print("\n".join(texts.values()))
        return DONE
    args.write.mkdir(parents=True, exist_ok=True)
    for old in args.write.glob("*.md"):
        if old.stem not in texts:
            old.unlink()
    for stem, text in texts.items():
        (args.write / f"{stem}.md").write_text(text, encoding="utf-8")
        print(args.write / f"{stem}.md")
    return DONE


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
