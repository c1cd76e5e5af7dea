"""Open data: what files there are, how they are made up, and one of them sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language

from zhichan.doors.feeds import exporting, publishing
from zhichan.doors.look.parts import Cell, Column, Figure, Row, Table
from zhichan.kernel.access.public import Actor
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.ground.public import Refusal, Text
from zhichan.kernel.registry.public import SOURCES

TYPES = {
    "csv": ("CSV", "text/csv; charset=utf-8"),
    "parquet": ("Parquet", "application/vnd.apache.parquet"),
    "json": ("CSVW", "application/csvm+json"),
}
PIECE = 1 << 16


@dataclass(frozen=True)
class OpenData:
    """The page of open data."""

    day: date | None
    at: datetime | None
    table: Table
    licences: Sequence[str]
    example: str


def page() -> OpenData:
    """The files of the present edition."""
    edition = publishing.current()
    rows = [
        Row([
            Cell(Text(SOURCES[one.source].zh, SOURCES[one.source].en)),
            Cell(TYPES[one.name.rpartition(".")[2]][0], href=reverse("portal:open-file", kwargs={"name": one.name})),
            Cell(Figure(one.rows) if one.rows or not one.name.endswith("json") else None),
            Cell(Figure(max(1, round(one.size / 1024)))),
            Cell(one.sha256),
        ])
        for one in (edition.files if edition else ())
    ]  # fmt: skip
    table = Table(
        Text("文件", "Files"),
        [
            Column(Text("内容", "Contents")), Column(Text("格式", "Format")),
            Column(Text("行数", "Rows"), numeric=True),
            Column(Text("大小", "Size"), unit="KB", numeric=True), Column("SHA-256"),
        ],
        rows,
        empty=Text("文件正在生成，几分钟后再来看。", "The files are being made; look again in a few minutes."),
    )  # fmt: skip
    licences = sorted({licence for one in (edition.files if edition else ()) for licence in one.licences if licence})
    return OpenData(
        edition.day if edition else None, edition.at if edition else None, table, licences, reverse("portal:open-data")
    )


def file(name: str, wanted: str, unless: str = "") -> HttpResponseBase:
    """One file of the present edition, or the part of it that `Range` names."""
    edition = publishing.current()
    one = next((each for each in edition.files if each.name == name), None) if edition else None
    if edition is None or one is None:
        raise Refusal(NOT_THERE)
    return sent(edition.folder / name, name, TYPES[name.rpartition(".")[2]][1], one.sha256, wanted, unless)


def sent(place: Path, name: str, media: str, digest: str, wanted: str, unless: str = "") -> HttpResponseBase:
    """A file, or the part of it that `Range` names, so that a broken download can be resumed.

    `unless` is what `If-Range` says: where the file is another than the one that was begun, all of it is sent.
    """
    tag = f'"{digest}"'
    size = place.stat().st_size
    match = re.fullmatch(r"bytes=(\d{1,15})-(\d{0,15})", wanted) if unless in ("", tag) else None
    response: HttpResponseBase
    if match is None:
        response = FileResponse(place.open("rb"), content_type=media, as_attachment=True, filename=name)
    else:
        first, last = int(match[1]), min(int(match[2] or size - 1), size - 1)
        if first > last:
            response = HttpResponse(status=416)
            response["Content-Range"] = f"bytes */{size}"
            return response
        response = StreamingHttpResponse(_Part(place, first, last), status=206, content_type=media)
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
        response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    return response


def taken(
    request: HttpRequest, actor: Actor, kind: str, result: Callable[[], exporting.Result]
) -> HttpResponseBase:
    """A whole result as a file of a kind, in parts where a part is asked for.

    :raises Refusal: for a kind that there is not, and for what `result` refuses; before the first byte.
    """
    if kind not in exporting.WRITERS:
        raise Refusal(NOT_THERE)
    asked = result()
    tries = 3
    while True:
        place = exporting.made(asked, kind, actor=actor, english=get_language() == "en")
        try:
            return sent(
                place, f"rights.{kind}", exporting.TYPES[kind], publishing.digest_of(place),
                request.headers.get("Range", ""), request.headers.get("If-Range", ""),
            )  # fmt: skip
        except FileNotFoundError:
            # Another process has just made room; once it is open, it can go without harm.
            tries -= 1
            if not tries:
                raise


class _Part:
    """Bytes of a file from one to another, in pieces. It is open from the start: who removes it takes nothing away."""

    def __init__(self, place: Path, first: int, last: int) -> None:
        self.stream = place.open("rb")
        self.stream.seek(first)
        self.left = last - first + 1

    def __iter__(self) -> Iterator[bytes]:
        with self.stream:
            while self.left > 0 and (piece := self.stream.read(min(PIECE, self.left))):
                self.left -= len(piece)
                yield piece

    def close(self) -> None:
        """Let the file go, read or not."""
        self.stream.close()
