"""Opening files: plain, gz, zip and zips within zips, with limits against bombs.

A zip's directory states the unpacked sizes and ``zipfile`` never yields more, so it is judged before anything
is unpacked. A gz states nothing reliable, so it is judged while it is read. A tar is copied out, so all copies of a
file are counted together, and an entry with holes, whose size is a mere claim, is refused.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from zhichan.doors.feeds.faults import refuse
from zhichan.kernel.ground.refusal import Refusal

CHUNK = 1 << 20
HEAD = 1 << 16
DEEPEST = 3
MOST_MEMBERS = 50_000
LARGEST_BOOK = 512 << 20  # bytes of a spreadsheet, unpacked: it must be held whole
LARGEST = 64 << 30
RATIO = 250  # unpacked to packed; office data stay below 60, bombs above 1000
SMALL = 32 << 20  # below this a high ratio harms nobody
LONGEST_HEADER = 1 << 20  # bytes of what a tar says about one entry: they are held whole


@dataclass(frozen=True, slots=True)
class Member:
    """One file to read: itself, or one unpacked from an archive. ``opened`` may be called again."""

    name: str
    size: int | None
    opened: Callable[[], BinaryIO]
    seekable: bool = False
    path: Path | None = None

    def head(self) -> bytes:
        """The first 64 KiB."""
        with self.opened() as stream:
            return _read(stream, HEAD)

    def chunks(self, start: int = 0) -> Iterator[bytes]:
        """The bytes from ``start`` on."""
        with self.opened() as stream:
            if start and self.seekable:
                stream.seek(start)
            while start and not self.seekable:
                passed = _read(stream, min(start, CHUNK))
                start -= len(passed) if passed else start
            while piece := _read(stream, CHUNK):
                yield piece

    @contextmanager
    def on_disk(self, limit: int) -> Iterator[Path]:
        """A file with these bytes: itself, or a copy while it is in use; refuse more than ``limit``."""
        if self.path is not None:
            if self.path.stat().st_size > limit:
                raise self._too_large(limit)
            yield self.path
            return
        with tempfile.NamedTemporaryFile(prefix="zhichan-") as copy:
            copy.write(self.whole(limit))
            copy.flush()
            yield Path(copy.name)

    def whole(self, limit: int) -> bytes:
        """All bytes; refuse more than ``limit``."""
        with self.opened() as stream:
            # In pieces: a reading of ``limit`` bytes at once would reserve them all for a small file.
            held = bytearray()
            while len(held) <= limit and (piece := stream.read(CHUNK)):
                held += piece
        if len(held) > limit:
            raise self._too_large(limit)
        return bytes(held)

    def _too_large(self, limit: int) -> Refusal:
        return refuse(
            "too-large",
            f"文件展开后超过{limit >> 20}MB",
            f"the file is larger than {limit >> 20} MB",
            self.name,
        )


def _read(stream: BinaryIO, size: int) -> bytes:
    """Read up to ``size`` bytes; what is damaged or cut short in an archive ends the file with a refusal."""
    try:
        return stream.read(size)
    except (
        EOFError,
        zlib.error,
        zipfile.BadZipFile,
        gzip.BadGzipFile,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise refuse(
            "damaged", "压缩文件已损坏或不完整", "the archive is damaged or cut short", type(error).__name__
        ) from error


class _Watched(io.RawIOBase):
    """A gz stream that stops when it unpacks beyond reason."""

    def __init__(self, packed: BinaryIO, name: str) -> None:
        super().__init__()
        self._packed = packed
        self._stream = gzip.GzipFile(fileobj=packed)
        self._name = name
        self._out = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        self._out += len(piece)
        if (self._out > SMALL and self._out > RATIO * max(self._packed.tell(), 1)) or self._out > LARGEST:
            raise _bomb(self._name)
        return len(piece)

    def close(self) -> None:
        self._packed.close()
        super().close()


def _bomb(name: str) -> Exception:
    return refuse(
        "bomb", "压缩文件展开后大得不合理，已拒绝", "the archive unpacks beyond reason and is refused", name
    )


def kind(head: bytes) -> str:
    """What the first bytes say: gz, zip, tar, xls or '' (not packed)."""
    if head.startswith(b"\x1f\x8b"):
        return "gz"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head[257:262] == b"ustar":
        return "tar"
    return "xls" if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") else ""


def members(path: Path) -> Iterator[Member]:
    """The files to read in ``path``, in the order of their archive; spreadsheets are not taken apart."""
    if not path.is_file():
        raise refuse("no-file", f"没有文件“{path.name}”", f"there is no file {path.name!r}", path.name)
    yield from unpacked(_on_disk(path, path.name))


def _on_disk(path: Path, name: str) -> Member:
    return Member(name, path.stat().st_size, lambda: path.open("rb"), seekable=True, path=path)


class _Copied:
    """What was copied out of the tars of one file, at every depth, against the bytes of that file."""

    def __init__(self, packed: int, name: str) -> None:
        self._packed = packed
        self._name = name
        self._out = 0

    def count(self, size: int) -> None:
        """Take ``size`` more bytes; refuse what is beyond reason."""
        self._out += size
        if self._out > LARGEST or (self._out > SMALL and self._out > RATIO * max(self._packed, 1)):
            raise _bomb(self._name)


def unpacked(member: Member, depth: int = 0, copied: _Copied | None = None) -> Iterator[Member]:
    """The files to read in ``member``: itself, or what is packed in it; ``depth`` counts the archives around it."""
    copied = copied or _Copied(member.size or 0, member.name)
    if depth > DEEPEST:
        raise refuse("too-deep", "压缩文件嵌套过深", "archives are nested too deeply", member.name)
    found = kind(member.head())
    if found == "gz":
        name = member.name.removesuffix(".gz")

        def opened() -> BinaryIO:
            return io.BufferedReader(_Watched(member.opened(), member.name), CHUNK)

        yield from unpacked(Member(name, None, opened), depth + 1, copied)
    elif found == "zip":
        yield from _zipped(member, depth, copied)
    elif found == "tar":
        yield from _tarred(member, depth, copied)
    else:
        yield member


class _Entry(tarfile.TarInfo):
    """An entry whose extended header is not longer than can be held."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Entry:
        made = super().frombuf(buf, encoding, errors)
        extended = {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE}
        extended |= {tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
        if made.type in extended and made.size > LONGEST_HEADER:
            raise _bomb("tar")
        return made


def _tarred(member: Member, depth: int, copied: _Copied) -> Iterator[Member]:
    """The files of a tar, each copied out while it is read: a tar within a gz can only be passed through once."""
    count = 0
    try:
        with member.opened() as stream, tarfile.open(
            fileobj=stream, mode="r|", tarinfo=_Entry
        ) as archive:
            for entry in archive:
                count += 1
                if count > MOST_MEMBERS:
                    raise _bomb(member.name)
                if entry.issparse():
                    raise refuse(
                        "sparse",
                        "压缩文件中有带空洞的稀疏文件，已拒绝",
                        "the archive has a sparse file, one with holes, and is refused",
                        entry.name,
                    )
                content = archive.extractfile(entry) if entry.isfile() and not _hidden(entry.name) else None
                if content is None:
                    continue
                with tempfile.NamedTemporaryFile(prefix="zhichan-") as copy:
                    while piece := content.read(CHUNK):
                        copied.count(len(piece))
                        copy.write(piece)
                    copy.flush()
                    path = Path(copy.name)
                    inner = _on_disk(path, f"{member.name}/{entry.name.removeprefix('./')}")
                    yield from unpacked(inner, depth + 1, copied)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, ValueError, RecursionError) as error:
        raise refuse(
            "damaged", "压缩文件已损坏或不完整", "the archive is damaged or cut short", type(error).__name__
        ) from error


def _hidden(name: str) -> bool:
    return name.rpartition("/")[2].startswith((".", "__MACOSX"))


_OFFICE = ("xl/", "word/", "ppt/")  # what an office program has packed is one file


def _zipped(member: Member, depth: int, copied: _Copied) -> Iterator[Member]:
    base = io.BytesIO(member.whole(LARGEST_BOOK)) if not member.seekable else None
    stream: BinaryIO = base or member.opened()
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            packed = sum(entry.compress_size for entry in entries)
            total = sum(entry.file_size for entry in entries)
            if (
                len(entries) > MOST_MEMBERS
                or total > LARGEST
                or (total > SMALL and total > RATIO * max(packed, 1))
            ):
                raise _bomb(member.name)
            names = {entry.filename for entry in entries}
            if ("[Content_Types].xml" in names and any(name.startswith(_OFFICE) for name in names)) or {
                "mimetype",
                "content.xml",
            } <= names:
                if total > LARGEST_BOOK:
                    raise _bomb(member.name)
                yield member
                return
            for entry in entries:
                if entry.is_dir() or _hidden(entry.filename):
                    continue
                if entry.flag_bits & 1:
                    raise refuse(
                        "locked", "压缩文件有密码", "the archive is locked by a password", entry.filename
                    )

                def opened(entry: zipfile.ZipInfo = entry) -> BinaryIO:
                    try:
                        return archive.open(entry)  # type: ignore[return-value]
                    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
                        raise refuse(
                            "damaged",
                            "压缩文件已损坏或不完整",
                            "the archive is damaged or cut short",
                            entry.filename,
                        ) from error

                yield from unpacked(
                    Member(f"{member.name}/{entry.filename}", entry.file_size, opened), depth + 1, copied
                )
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise refuse(
            "damaged", "压缩文件已损坏或不完整", "the archive is damaged or cut short", member.name
        ) from error
    finally:
        stream.close()
