"""The proof of every procedure below some roots, as problems with file and line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zhichan.kernel.catalogue import files as reading
from zhichan.kernel.catalogue.loading import read
from zhichan.kernel.catalogue.problems import Problem
from zhichan.kernel.catalogue.shapes import Procedure
from zhichan.kernel.catalogue.soundness import prove
from zhichan.kernel.ground.refusal import Text


def unproven(*, roots: Sequence[Path]) -> list[Problem]:
    """Every rule of a procedure that some course breaks, with the shortest such course; empty when all are sound.

    What has no shape is passed over: that is the first gate's business. Raises ``FileNotFoundError`` when a root is
    missing.
    """
    shaped, _ = read(found=reading.collect(roots=roots))
    found: list[Problem] = []
    for draft, item in shaped:
        if not isinstance(item, Procedure):
            continue
        report = prove(item)
        for finding in report.findings:
            course = " → ".join(finding.course)
            told = Text(f"：{course}", f": {course}") if course else Text("", "")
            found.append(
                Problem(
                    file=draft.file.path, line=draft.line(*finding.place), gate="proof", code=finding.kind,
                    text=Text(finding.text.zh + told.zh, finding.text.en + told.en),
                )
            )  # fmt: skip
        if not report.complete:
            found.append(
                Problem(
                    file=draft.file.path, line=1, gate="proof", code="too_large",
                    text=Text("状态过多，未能查完", "too many states: the search was given up"),
                )
            )  # fmt: skip
    return sorted(found, key=lambda item: (item.file, item.line, item.code, item.text.en))
