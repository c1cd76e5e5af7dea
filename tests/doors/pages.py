"""What an answer shows."""

from __future__ import annotations

import re
from html import unescape
from typing import Any


def html(answer: Any) -> str:
    """The page as it was sent, its entities as characters."""
    return unescape(answer.content.decode())


def words(answer: Any) -> str:
    """The page's text without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html(answer)))
