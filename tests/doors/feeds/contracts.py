"""What each adapter made of its recorded sample: run as a module, it records anew what the adapters make now."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from .given import SAMPLES, taken

RECORDED = Path(__file__).parent / "contracts.json"


def made(sample: Path) -> dict[str, object]:
    """The formats found, the counts, and a digest of every neutral record in its order."""
    records, report = taken(sample)
    told = json.dumps([record.as_json() for record in records], ensure_ascii=False, sort_keys=True)
    return {
        "formats": sorted(set(report.formats.values())),
        "records": len(records),
        "rejected": report.rejected,
        "digest": hashlib.sha256(told.encode()).hexdigest(),
    }


if __name__ == "__main__":
    found = {path.name: made(path) for path in sorted(SAMPLES.iterdir())}
    RECORDED.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
