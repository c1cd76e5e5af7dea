"""Damaged inputs: whatever the bytes, reading ends with records, rejections or a refusal, and soon."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from zhichan.doors.feeds.reading import Reading
from zhichan.kernel.ground.refusal import Refusal

from .given import SAMPLES

SEEDS = [path.read_bytes() for path in sorted(SAMPLES.iterdir())]
PIECES = [
    b"<",
    b">",
    b"</",
    b"<!--",
    b"<![CDATA[",
    b"]]>",
    b"&",
    b"&#x0;",
    b"&amp",
    b'"',
    b"'",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"\r",
    b"\n",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\x81\x30",
    b";;",
    b"PATN\nWKU  1\n",
    b"<!ENTITY a 'b'>",
    b"<exchange-document ",
    b"\xe4\xb8",
    b"9" * 400,
    b"-" * 50,
    b"\t",
    b"\\",
    b"\\u",
    b"1e999",
    b"NaN",
]


def damaged(rng: random.Random) -> bytes:
    content = bytearray(rng.choice(SEEDS))
    for _ in range(rng.choice((1, 1, 2, 3, 8, 40))):
        at = rng.randrange(len(content) + 1)
        kind = rng.randrange(6)
        if kind == 0:
            content[at : at + rng.randrange(1, 40)] = b""
        elif kind == 1:
            content[at:at] = rng.choice(PIECES)
        elif kind == 2 and content:
            content[min(at, len(content) - 1)] = rng.randrange(256)
        elif kind == 3:
            content = content[:at]
        elif kind == 4:
            other = rng.choice(SEEDS)
            start = rng.randrange(len(other))
            content[at:at] = other[start : start + rng.randrange(1, 300)]
        else:
            start = rng.randrange(len(content) + 1)
            content[at:at] = content[start : start + rng.randrange(1, 200)]
    return bytes(content)


def run(tmp_path: Path, count: int, seed: int) -> None:
    path = tmp_path / "input"
    slowest = 0.0
    for number in range(count):
        rng = random.Random(seed * 1_000_003 + number)
        path.write_bytes(damaged(rng))
        begun = time.perf_counter()
        try:
            reading = Reading(path)
            for record in reading.records():
                record.as_json()
            reading.report.as_json()
        except Refusal:
            pass
        except Exception as error:
            raise AssertionError(f"seed {seed} number {number}: {error!r}") from error
        slowest = max(slowest, time.perf_counter() - begun)
    assert slowest < 20, "an input of a few kilobytes must not hold the reader up"


def test_a_thousand_damaged_inputs_neither_crash_nor_hang(tmp_path: Path) -> None:
    run(tmp_path, 1_000, 1)


@pytest.mark.soak
def test_a_hundred_thousand_damaged_inputs_neither_crash_nor_hang(tmp_path: Path) -> None:
    run(tmp_path, 100_000, 2)
