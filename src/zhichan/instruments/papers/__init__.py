"""Papers: any container a plan arrives in, to plain text with its tables.

Face: ``extract``, ``text_of`` and the values they give. Plain text, saved web pages, Word documents (docx), OFD
and PDF with a text layer are read; everything else is refused in one sentence that says what to do. Nothing is
fetched, no macro is run, no picture is guessed at. What is slow to import is imported only when it is needed.
"""

from __future__ import annotations

from zhichan.instruments.reader import Unreadable, decode

from .kinds import kind_of
from .model import PLAIN, Cell, Extracted, Limits, Note, Table, refuse

__all__ = ["PLAIN", "Cell", "Extracted", "Limits", "Note", "Table", "Unreadable", "extract", "text_of"]

STANDARD = Limits()


def extract(data: bytes, *, name: str = "", limits: Limits = STANDARD) -> Extracted:
    """The plain text of a file with its tables.

    ``name`` is the file's name; it only helps to tell a web page from plain text. Raises ``Unreadable`` with
    one of the codes ``empty``, ``too_large``, ``too_long``, ``too_slow``, ``binary``, ``encoding``, ``broken``,
    ``bomb``, ``unsafe``, ``macro``, ``encrypted``, ``scanned``, ``unmapped``, ``image``, ``archive``,
    ``old_format``, ``other_format``.
    """
    if len(data) > limits.file:
        raise refuse(
            "too_large",
            f"文件超过 {limits.file / 1048576:.0f} MB 的上限。",
            f"The file has more than the {limits.file / 1048576:.0f} MB that can be read.",
        )
    kind = kind_of(data, name=name)
    if kind == "docx":
        from .word import extract_word

        return extract_word(data, limits=limits)
    if kind == "ofd":
        from .ofd import extract_ofd

        return extract_ofd(data, limits=limits)
    if kind == "pdf":
        from .pdf import extract_pdf

        return extract_pdf(data, limits=limits)
    if kind in {"html", "mht"}:
        from .web import extract_web

        return extract_web(data, archived=kind == "mht", limits=limits)
    text, _ = decode(data)
    return Extracted(text, PLAIN)


def text_of(data: bytes, name: str = "") -> str:
    """The characters that spans of a reading of this file point into. Raises ``Unreadable`` like ``extract``."""
    return extract(data, name=name).text
