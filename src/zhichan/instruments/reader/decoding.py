"""Bytes of a plain-text file to characters, or one clear reason why not."""

from __future__ import annotations

import codecs

DEFAULT_LIMIT = 20 * 1024 * 1024
COMMON = frozenset(
    "的一是和在了有不为市各发展工作加强推进建设单位目标实施服务年到区县知识产权国业高全中新企人政府部门机制"
    "為發與業設務實護權產國會達標據關動開單點對應專強導總項負責辦縣區識條術經濟創質進體構機門級廣東"
)


class Unreadable(ValueError):
    """A file the reader refuses. ``code`` is stable; ``zh`` and ``en`` are one sentence each."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.code, self.zh, self.en = code, zh, en


def decode(data: bytes, *, limit: int = DEFAULT_LIMIT) -> tuple[str, str]:
    """Characters and encoding name of a text file (UTF-8, UTF-16, GB18030 or Big5).

    Line ends are kept. ``limit`` is in bytes. Raises ``Unreadable`` with code ``empty``, ``too_large``,
    ``binary`` or ``encoding``.
    """
    if len(data) > limit:
        size, most = len(data) / 1048576, limit / 1048576
        raise Unreadable(
            "too_large",
            f"文件有 {size:.1f} MB，超过 {most:.0f} MB 的上限。",
            f"The file has {size:.1f} MB; at most {most:.0f} MB can be read.",
        )
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise empty()
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            try:
                return _told(
                    data[len(mark) :].decode(encoding), encoding + ("-sig" if encoding == "utf-8" else "")
                )
            except UnicodeDecodeError:
                raise _encoding() from None
    if data[:4] == b"%PDF":
        raise Unreadable(
            "binary", "这是 PDF 文件，请用 PDF 入口读取。", "This is a PDF file, not plain text."
        )
    if data[:2] == b"PK" or data[:4] in (b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff\xe0", b"GIF8"):
        raise _binary()
    try:
        return _told(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    sample = data[:4096]
    wide = sample.count(0) > len(sample) // 50
    best = _likeliest(data, ("utf-16-le", "utf-16-be") if wide else ("gb18030", "big5"))
    if wide and (best is None or best[0] <= 0.02):
        raise _binary()
    if best is None or best[0] < 0.005:
        raise _encoding()
    return _told(best[1], best[2])


def _likeliest(data: bytes, encodings: tuple[str, str]) -> tuple[float, str, str] | None:
    """Of two encodings the one whose text is more like a Chinese plan: its likeness, the text, the encoding."""
    best: tuple[float, str, str] | None = None
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = _likeness(text)
        if best is None or score > best[0]:
            best = (score, text, encoding)
    return best


def _told(text: str, encoding: str) -> tuple[str, str]:
    sample = text[:20000]
    control = sum(1 for c in sample if ord(c) < 32 and c not in "\t\r\n\f\v\x1e")
    if control > 4 and control > len(sample) // 50:
        raise _binary()
    if not text.strip("\ufeff\u3000\x00 \t\r\n"):
        raise empty()
    return text, encoding


def empty() -> Unreadable:
    return Unreadable("empty", "文件是空的，没有可读的文字。", "The file is empty: there is no text to read.")


def _binary() -> Unreadable:
    return Unreadable(
        "binary", "这不是文本文件（二进制内容）。", "This is not a text file but binary content."
    )


def _encoding() -> Unreadable:
    return Unreadable(
        "encoding",
        "文件的文字编码无法识别(可用 UTF-8、GB18030、UTF-16 或 Big5)。",
        "The text encoding is not recognised (UTF-8, GB18030, UTF-16 and Big5 can be read).",
    )


def _likeness(text: str) -> float:
    """Share of everyday characters of Chinese plans in the first part of the text."""
    sample = text[:20000]
    return sum(1 for c in sample if c in COMMON) / max(1, len(sample))
