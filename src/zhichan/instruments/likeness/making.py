"""Makes the table of signs that look alike from their drawings: `python -m zhichan.instruments.likeness.making FONT`.

Every sign of GB 2312 is drawn in the font, fitted into one square, blurred a little and taken as a row of numbers less
the mean drawing; two look alike when the cosine between them reaches :data:`NEAR` and each is among the
:data:`MOST` likest of the other. The font itself is not kept.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

SIDE: Final = 32
NEAR: Final = 0.6
MOST: Final = 12
_WEIGHTS: Final = (1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16)


def signs() -> list[str]:
    """The Chinese signs of GB 2312, in the order of the standard."""
    found = []
    for first in range(0xB0, 0xF8):
        for second in range(0xA1, 0xFF):
            try:
                found.append(bytes([first, second]).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def _drawn(sign: str, font: ImageFont.FreeTypeFont) -> Image.Image:
    drawing = Image.new("L", (SIDE + 8, SIDE + 8), 0)
    pen = ImageDraw.Draw(drawing)
    left, top, right, bottom = pen.textbbox((0, 0), sign, font=font)
    corner = (4 - left + (SIDE - (right - left)) // 2, 4 - top + (SIDE - (bottom - top)) // 2)
    pen.text(corner, sign, fill=255, font=font)
    return drawing


def made(path: Path) -> dict[str, str]:
    """For each sign those that look like it in the font, the likest first; signs like no other are left out."""
    font = ImageFont.truetype(str(path), SIDE)
    row = signs()
    drawn = np.stack([np.asarray(_drawn(sign, font), dtype=np.float32) / 255 for sign in row])
    for axis in (1, 2):
        drawn = sum(
            (weight * np.roll(drawn, place - 2, axis=axis) for place, weight in enumerate(_WEIGHTS)),
            np.zeros_like(drawn),
        )
    flat = drawn.reshape(len(row), -1)
    flat = flat - flat.mean(axis=0)
    flat = flat / np.linalg.norm(flat, axis=1, keepdims=True)
    near = flat @ flat.T
    np.fill_diagonal(near, 0)
    # Simple signs look like everything a little: a pair is kept where each is among the other's likest.
    best = [set(np.argsort(-line, kind="stable")[:MOST].tolist()) for line in near]
    found = {}
    for at, sign in enumerate(row):
        others = [other for other in best[at] if near[at, other] >= NEAR and at in best[other]]
        if others:
            found[sign] = "".join(row[other] for other in sorted(others, key=lambda other: (-near[at, other], other)))
    return found


if __name__ == "__main__":
    lines = [sign + others for sign, others in made(Path(sys.argv[1])).items()]
    Path(__file__).with_name("alike.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
