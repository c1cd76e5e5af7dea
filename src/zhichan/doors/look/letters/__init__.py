"""Issued letters as documents: the kept words set out as an official letter, in Word and in PDF.

The kept text of a letter stays what was sent; these are copies of it, made anew each time and the same to the byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from zhichan.doors.look.letters.layout import (
    Annex,
    Entry,
    Lead,
    Letter,
    headed,
    in_words,
    rank,
    read,
    typeset,
)
from zhichan.doors.look.letters.pages import pdf
from zhichan.doors.look.letters.word import word

__all__ = [
    "KINDS", "Annex", "Entry", "Lead", "Letter", "headed", "in_words", "made", "pdf", "rank", "read", "typeset", "word",
    "written",
]  # fmt: skip

KINDS: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
"""Ending of a document's name → its media type."""


@lru_cache(maxsize=64)
def written(kind: str, content: bytes, *, number: str) -> bytes:
    """The kept copy ``content`` of a letter of the case ``number`` as a document of a ``kind`` in ``KINDS``.

    The same words give the same bytes. Refuses a PDF where the Chinese font is missing (``letter.font``) or lacks a
    character of the letter (``letter.character``).
    """
    return made(kind, read(content.decode(), number=number))


def made(kind: str, letter: Letter) -> bytes:
    """A letter as a document of a ``kind`` in ``KINDS``; refuses a PDF as ``written`` does."""
    return word(letter) if kind == "docx" else pdf(letter)
