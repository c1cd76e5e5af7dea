"""Papers: files kept by content, hashed, size-limited.

The bytes stand in their own table, so that a list of papers never reads them. Who may open a paper is
decided by the case or entry that holds it: the bytes are reachable only through ``acts.reach``.
"""

from __future__ import annotations

import hashlib
import io
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from typing import Self

from django.db import models

from zhichan.kernel.ground.refusal import Refusal, Text

LARGEST_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 120


class NamedFile(bytes):
    """The bytes of a file with the name its owner gave it; nothing is concluded from the name."""

    name: str

    def __new__(cls, content: bytes, *, name: str) -> Self:
        """Keep of the name what can be a name: no folders, no control characters, at most 120 characters."""
        made = super().__new__(cls, content)
        plain = "".join(each for each in name.replace("\\", "/").rpartition("/")[2] if each.isprintable()).strip()
        made.name = plain[-LONGEST_NAME:]
        return made


class Paper(models.Model):
    """One stored file. ``sha256`` is the hex digest of its bytes; the same bytes are stored once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=80)
    content = models.BinaryField()

    class Meta:
        app_label = "ground"

    def __str__(self) -> str:
        return self.sha256[:12]


SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


def sniff(content: bytes) -> str:
    """The media type that the first bytes show; what nobody claims about a file is not asked."""
    head = content[:512]
    known = next((media_type for mark, media_type in SIGNATURES if head.startswith(mark)), None)
    if known is not None:
        return known
    if head.lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return "text/html"
    return (
        "application/octet-stream"
        if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))
        else "text/plain"
    )


KINDS: Mapping[str, Text] = {
    "pdf": Text("PDF", "PDF"),
    "word": Text("Word", "Word"),
    "excel": Text("Excel", "Excel"),
    "slides": Text("演示文稿", "slides"),
    "ofd": Text("OFD", "OFD"),
    "picture": Text("图片", "picture"),
    "text": Text("文本", "text"),
    "archive": Text("压缩包", "archive"),
    "web": Text("网页", "web page"),
}
"""The kinds of file that a declaration can ask for."""
USUAL: Sequence[str] = tuple(kind for kind in KINDS if kind != "web")
"""What is taken where it asks for none in particular: nothing that a browser would run, and nothing unknown."""
_IN_ARCHIVES = (("word/", "word"), ("xl/", "excel"), ("ppt/", "slides"), ("OFD.xml", "ofd"))
_IN_OLE = (("WordDocument", "word"), ("Workbook", "excel"), ("Book", "excel"), ("PowerPoint Document", "slides"))


def kind_of(content: bytes) -> str:
    """The kind of a file by its content (a key of ``KINDS``), empty for any other. An archive is not unpacked."""
    media_type = sniff(content)
    if media_type == "application/zip":
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                names = archive.namelist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            return ""
        return next((kind for mark, kind in _IN_ARCHIVES if any(name.startswith(mark) for name in names)), "archive")
    if media_type == "application/x-ole-storage":
        return next((kind for mark, kind in _IN_OLE if mark.encode("utf-16-le") in content), "")
    return {"application/pdf": "pdf", "text/plain": "text", "text/html": "web"}.get(
        media_type, "picture" if media_type.startswith("image/") else ""
    )


def keep_paper(content: bytes) -> Paper:
    """Store ``content`` (at most 20 MB) and return its paper; the same bytes give the same paper.

    Called as the kernel role, within an act: a refused act leaves no paper.
    """
    if not content:
        raise Refusal.one("paper.empty", "文件是空的", "the file is empty", place="file")
    if len(content) > LARGEST_BYTES:
        raise Refusal.one(
            "paper.too-large",
            f"文件有{len(content) / 1048576:.0f}MB，超过{LARGEST_BYTES // 1048576}MB的上限",
            f"the file has {len(content) / 1048576:.0f} MB; the limit is {LARGEST_BYTES // 1048576} MB",
            place="file",
        )
    digest = hashlib.sha256(content).hexdigest()
    paper = Paper(sha256=digest, content=content, size=len(content), media_type=sniff(content))
    Paper.objects.bulk_create([paper], ignore_conflicts=True)
    return paper


def paper_bytes(sha256: str) -> bytes:
    """Return the bytes of the paper with this digest; refuses one that was erased."""
    content = Paper.objects.filter(sha256=sha256).values_list("content", flat=True).first()
    if content is None:
        raise Refusal.one("paper.erased", "该文件已依法删除", "the paper was erased", place="file")
    return bytes(content)
