"""What a file is, by its bytes; its name decides only between a web page and plain text."""

from __future__ import annotations

import io
import re
from typing import Literal

from .model import refuse

Kind = Literal["docx", "ofd", "pdf", "html", "mht", "text"]

PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*|<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
MIME = re.compile(
    rb"\s*(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related", re.IGNORECASE
)
IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"8BPS")
ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(data: bytes, *, name: str = "") -> Kind:
    """The kind of a file that can be read. Raises ``Unreadable`` for kinds that cannot."""
    start = data[:1024]
    if b"%PDF-" in start and start.lstrip()[:1] != b"<":
        return "pdf"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "ofd" if _holds(data, "OFD.xml") else "docx"
    if start.startswith(OLD):
        raise _old(data)
    if start.lstrip().startswith(b"{\\rtf"):
        raise refuse(
            "old_format",
            "这是 RTF 文件，请在 Word 或 WPS 中另存为 docx 后再上传。",
            "This is an RTF file; save it as docx in Word or WPS and try again.",
        )
    if start.startswith(IMAGES[:3]) or _image(start):
        raise refuse(
            "image",
            "这是图片，不含可读的文字，请先识别成文字（docx 或 txt）再上传。",
            "This is a picture without readable text; have its text recognised (docx or txt) first.",
        )
    if start.startswith(ARCHIVES):
        raise refuse(
            "archive",
            "这是压缩包，请解压后上传其中的文件。",
            "This is an archive; unpack it and send the file.",
        )
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if suffix in {"mht", "mhtml"} or MIME.match(data[:4096]):
        return "mht"
    if suffix in {"htm", "html", "xhtml", "shtml"} or PAGE.match(_loosely(start)):
        return "html"
    return "text"


def _holds(data: bytes, name: str) -> bool:
    """Whether a zip has a member of this name."""
    import zipfile  # Plain text needs none of it.

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return name in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, IndexError):
        return False


def _image(start: bytes) -> bool:
    if start.startswith((b"II*\x00", b"MM\x00*", b"8BPS")):
        return True
    if start.startswith(b"BM"):
        return len(start) > 18 and start[14:18] in {
            b"\x28\0\0\0",
            b"\x0c\0\0\0",
            b"\x6c\0\0\0",
            b"\x7c\0\0\0",
        }
    if start.startswith(b"RIFF"):
        return start[8:12] == b"WEBP"
    return start[4:8] == b"ftyp" and start[8:12] in {b"heic", b"heix", b"mif1", b"avif", b"msf1"}


def _loosely(start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", "ignore")
    return start.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _named(data: bytes, stream: str) -> bool:
    """Whether an old compound file holds a stream of this name."""
    return stream.encode("utf-16-le") in data


def _old(data: bytes) -> Exception:
    if _named(data, "EncryptedPackage"):
        return encrypted("文档", "document")
    for stream, what, english in (
        ("WordDocument", "旧版 Word 文档(doc)", "an old Word document (doc)"),
        ("WpsDocument", "WPS 文字文档(wps)", "a WPS document (wps)"),
    ):
        if _named(data, stream):
            return refuse(
                "old_format",
                f"这是{what},请用 Word 或 WPS 另存为 docx 后再上传。",
                f"This is {english}; save it as docx in Word or WPS and try again.",
            )
    if _named(data, "Workbook") or _named(data, "Book"):
        return refuse(
            "old_format",
            "这是旧版表格文件（xls），规划正文请以 docx、pdf、html 或 txt 上传。",
            "This is an old spreadsheet (xls); send the plan itself as docx, pdf, html or txt.",
        )
    return refuse(
        "old_format",
        "这是旧版办公文档，请另存为 docx 后再上传。",
        "This is an old office document; save it as docx and try again.",
    )


def encrypted(zh: str, en: str) -> Exception:
    """A file that opens with a password only."""
    return refuse(
        "encrypted",
        f"{zh}设有打开密码，请去掉密码后再上传。",
        f"The {en} opens with a password only; remove the password and try again.",
    )
