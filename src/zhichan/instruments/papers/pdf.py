"""PDF with a text layer. The reading is done in a process of its own, bounded in time and memory.

PDFium is native code that meets files from anyone: a file that makes it run away or fall over ends that process alone
and is refused. What comes back is plain data.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from .kinds import encrypted
from .laying import Layer
from .model import PDF, Block, Extracted, Grid, GridCell, Limits, Note, broken, nothing, refuse, too_long

OUT_OF_TIME = 24
"""The signal that ends a process at its limit of processor time."""
START = f"""
import sys, types
sys.modules[{__package__!r}] = package = types.ModuleType({__package__!r})
package.__path__ = [{str(Path(__file__).parent)!r}]
from {__package__}.pages import main
main()
"""
"""What the process runs: this package without its face, which brings the reader of plans and takes longer to import
than most files take to read."""


def extract_pdf(data: bytes, *, limits: Limits) -> Extracted:
    """Text and tables of a PDF. Raises ``Unreadable``."""
    found = _told(data, limits=limits)
    match found.get("error"):
        case None:
            pass
        case "encrypted":
            raise encrypted("PDF 文件", "PDF")
        case "too_long":
            raise too_long(limits)
        case "pages":
            raise refuse(
                "too_large",
                f"PDF 文件超过 {limits.pages} 页的上限。",
                f"The PDF has more than {limits.pages} pages.",
            )
        case "scanned":
            raise refuse(
                "scanned",
                "这是扫描件（PDF 里只有图像，没有文字），请先做文字识别或上传 Word 原件。",
                "This is a scan (the PDF holds images and no text); have it recognised, or send the Word original.",
            )
        case "unmapped":
            raise refuse(
                "unmapped",
                "PDF 的字体没有文字对照表，读出来是乱码，请上传 Word 原件。",
                "The fonts of this PDF do not say which characters they show; send the Word original.",
            )
        case "empty":
            raise nothing("PDF 文件", "PDF")
        case "memory":
            raise refuse(
                "too_large",
                "PDF 文件解开后占用内存过大，已拒绝。",
                "The PDF needs too much memory to be read and is refused.",
            )
        case _:
            raise broken("PDF 文件", "PDF")
    layer = Layer(limits=limits)
    for block in found["blocks"]:
        layer.lay(_block(block))
    if layer.empty:
        raise nothing("PDF 文件", "PDF")
    notes = []
    if pages := found["pictures"]:
        told = "、".join(str(page) for page in pages[:20]) + ("等" if len(pages) > 20 else "")
        notes.append(
            Note(
                "scanned_pages",
                f"第 {told} 页是图像，没有文字，没有读取。",
                f"Pages {', '.join(str(page) for page in pages[:20])} are images without text and were not read.",
            )
        )
    if found["dropped"]:
        notes.append(
            Note(
                "running_heads",
                f"去掉了 {found['dropped']} 行页眉、页脚和页码。",
                f"{found['dropped']} running heads, feet and page numbers were left out.",
            )
        )
    return layer.extracted(PDF, pages=found["pages"], notes=notes)


def _block(told: Any) -> Block:
    if isinstance(told, str):
        return told
    grid = Grid(told["height"], told["width"], head=told["head"], page=told["page"])
    grid.cells = [
        GridCell(row, column, list(blocks), rows, columns)
        for row, column, rows, columns, blocks in told["cells"]
    ]
    return grid


def _too_slow(limits: Limits) -> Exception:
    return refuse(
        "too_slow",
        f"PDF 文件过于复杂，用了 {limits.seconds:.0f} 秒仍没有读完，已放弃。",
        f"The PDF is too complex: it was given up after {limits.seconds:.0f} seconds.",
    )


def _told(data: bytes, *, limits: Limits) -> dict[str, Any]:
    given = [str(limits.pages), str(limits.characters), str(limits.memory), str(int(limits.seconds) + 1)]
    # The process sees the packages and nothing else of this one's surroundings, which may hold secrets.
    seen = {key: value for key, value in os.environ.items() if key in {"SYSTEMROOT", "LD_LIBRARY_PATH"}}
    try:
        done = subprocess.run(
            # Without -P modules that lie in the current folder would be taken first.
            [sys.executable, "-P", "-c", START, *given],
            input=data,
            capture_output=True,
            timeout=limits.seconds * 3,
            check=False,
            env={**seen, "PYTHONPATH": os.pathsep.join(each for each in sys.path if each)},
        )
    except subprocess.TimeoutExpired:
        raise _too_slow(limits) from None
    if done.returncode == -OUT_OF_TIME:
        raise _too_slow(limits)
    try:
        found = json.loads(done.stdout)
    except ValueError:
        raise broken("PDF 文件", "PDF") from None
    return found if isinstance(found, dict) else {"error": "broken"}
