"""Where the files are, and reading them in one call."""

from __future__ import annotations

import os
from pathlib import Path

from zhichan.doors.feeds.reading import Reading, Report, Token
from zhichan.doors.feeds.records import Record

SAMPLES = Path(__file__).parent / "samples"
DATA = Path(os.environ.get("ZHICHAN_SHARED") or Path(__file__).parents[4] / "shared") / "data"


def taken(path: Path, **given: object) -> tuple[list[Record], Report]:
    reading = Reading(path, **given)  # type: ignore[arg-type]
    records = list(reading.records())
    assert reading.report.read == reading.report.accepted + sum(
        rejection.position.record > 0 for rejection in reading.report.rejections
    )
    return records, reading.report


def only(path: Path) -> list[Record]:
    records, report = taken(path)
    assert not report.rejections, report.rejections[:3]
    return records


__all__ = ["DATA", "SAMPLES", "Reading", "Record", "Token", "only", "taken"]
