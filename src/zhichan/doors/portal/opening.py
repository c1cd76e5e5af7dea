"""Open data: what files there are, how they are made up, and one of them sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from zhichan.doors.feeds import publishing
from zhichan.doors.look.parts import Cell, Column, Figure, Row, Table
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


def file(name: str, wanted: str) -> HttpResponseBase:
    """One file, or the part of it that `Range` names, so that a broken download can be resumed."""
    edition = publishing.current()
    one = next((each for each in edition.files if each.name == name), None) if edition else None
    if edition is None or one is None:
        raise Refusal(NOT_THERE)
    place = edition.folder / name
    kind = TYPES[name.rpartition(".")[2]][1]
    match = re.fullmatch(r"bytes=(\d{1,15})-(\d{0,15})", wanted)
    response: HttpResponseBase
    if match is None:
        response = FileResponse(place.open("rb"), content_type=kind, as_attachment=True, filename=name)
    else:
        first, last = int(match[1]), min(int(match[2] or one.size - 1), one.size - 1)
        if first > last:
            response = HttpResponse(status=416)
            response["Content-Range"] = f"bytes */{one.size}"
            return response
        response = StreamingHttpResponse(_part(place, first, last), status=206, content_type=kind)
        response["Content-Range"] = f"bytes {first}-{last}/{one.size}"
        response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = f'"{one.sha256}"'
    return response


def _part(place: Path, first: int, last: int) -> Iterator[bytes]:
    with place.open("rb") as stream:
        stream.seek(first)
        left = last - first + 1
        while left > 0 and (piece := stream.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
