"""Whether the worked examples of a system would notice that its procedure was changed."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path
from types import MappingProxyType

from zhichan.kernel.casework.examples import examples_of, run_example
from zhichan.kernel.catalogue.public import Procedure, current, use


def noticed_by(procedure: Procedure) -> str:
    """The file name of the first worked example that comes out otherwise under ``procedure``; empty when none does.

    ``procedure`` stands in the place of the one of its name while the examples are played; nothing they do is kept.
    What breaks an example breaks it noticeably. Needs a database, and must not run beside other work of the process.
    """
    before = current()
    use(
        dataclasses.replace(
            before, procedures=MappingProxyType({**before.procedures, procedure.slug: procedure})
        )
    )
    try:
        changed = _changed(before.procedures[procedure.slug], procedure)
        return next((path.name for path in _telling_first(procedure, changed) if _fails(path)), "")
    finally:
        use(before)


def _changed(one: Procedure, other: Procedure) -> set[str]:
    """The names of the acts, clocks, notices, parts and fields in which two procedures differ."""
    found: set[str] = set()
    for table in ("acts", "clocks", "notices", "parts", "fields"):
        mine, theirs = getattr(one, table), getattr(other, table)
        found |= {name for name in {*mine, *theirs} if mine.get(name) != theirs.get(name)}
    return found


def _telling_first(procedure: Procedure, names: set[str]) -> list[Path]:
    """The worked examples: those first in which the acts of these names are refused or done, and which expect most."""
    told: dict[Path, tuple[int, int]] = {}
    for path in examples_of(procedure.folder):
        steps = tomllib.loads(path.read_text(encoding="utf-8"))["acts"]
        done = [step for step in steps if step.get("act") in names]
        spoken = sum(name in str(step) for step in steps for name in names)
        told[path] = (2 * sum("refused" in step for step in done) + spoken, -len(steps))
    return sorted(told, key=lambda path: (told[path], path.name), reverse=True)


def _fails(path: Path) -> bool:
    try:
        return bool(run_example(path, whole=False))
    except Exception:  # noqa: BLE001  # A procedure that breaks the kernel is noticed, too.
        return True
