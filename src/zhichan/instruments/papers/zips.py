"""A container that is a zip, opened with limits: nothing is unpacked before its directory was judged."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from .model import Limits, broken, refuse

SMALL = 4 << 20  # Below this a high ratio harms nobody.


class Parts:
    """The parts of an office document by name. Raises ``Unreadable`` (``broken``, ``bomb``, ``encrypted``)."""

    def __init__(self, data: bytes, *, limits: Limits) -> None:
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, IndexError) as error:
            raise broken("文档", "document") from error
        if len(infos) > limits.members or sum(info.file_size for info in infos) > limits.unpacked:
            raise _bomb()
        self._infos = {info.filename.replace("\\", "/").lstrip("/"): info for info in infos}
        for info in infos:
            if info.file_size > SMALL and info.file_size > limits.ratio * max(info.compress_size, 1):
                raise _bomb()

    @property
    def names(self) -> list[str]:
        return list(self._infos)

    def has(self, name: str) -> bool:
        return name in self._infos

    def read(self, name: str) -> bytes:
        """The bytes of a part; empty when there is no such part."""
        info = self._infos.get(name)
        if info is None:
            return b""
        if info.flag_bits & 1:
            raise refuse(
                "encrypted",
                "文档设有打开密码，请去掉密码后再上传。",
                "The document opens with a password only; remove the password and try again.",
            )
        if info.file_size > self._limits.part:
            raise refuse(
                "too_large",
                f"文档正文展开后超过 {self._limits.part >> 20} MB 的上限。",
                f"The document unpacks to more than {self._limits.part >> 20} MB.",
            )
        try:
            with self._zip.open(info) as stream:
                return stream.read(info.file_size + 1)
        except (
            zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError,
            LookupError,
        ) as error:  # fmt: skip
            raise broken("文档", "document") from error

    def tree(self, name: str) -> etree._Element | None:
        """The root element of a part; None when there is no such part."""
        data = self.read(name)
        if not data:
            return None
        innocent(data)
        try:
            root: etree._Element | None = etree.fromstring(data, parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            raise broken("文档", "document") from error
        if root is None:
            raise broken("文档", "document")
        return root


def parser() -> etree.XMLParser:
    """Reads XML alone: no entity is resolved, no definition and nothing from outside is loaded."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def innocent(data: bytes) -> None:
    """Office documents have no document type; one that has may want to read other files, and is refused."""
    if b"<!DOCTYPE" in data or any("<!DOCTYPE".encode(each) in data for each in ("utf-16-le", "utf-16-be")):
        raise refuse(
            "unsafe",
            "文档内含外部实体定义，不是正常的 Word 文档，已拒绝。",
            "The document declares external entities, which no sound Word document does; it is refused.",
        )


def _bomb() -> Exception:
    return refuse(
        "bomb",
        "压缩内容展开后大得不合理，已拒绝。",
        "The file unpacks beyond reason and is refused.",
    )
