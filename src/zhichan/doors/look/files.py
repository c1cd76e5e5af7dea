"""Files that doors hand out: a document to be kept; a whole list as CSV or Excel, neither of them ever held whole."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from zhichan.doors.look.words import SHANGHAI

KINDS = ("csv", "xlsx")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BINARY = "application/octet-stream"
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""With what a cell begins that a spreadsheet runs, some of them only where Chinese is written."""
MOST_ROWS = 1_048_575
LONGEST = 32_767

Line = Sequence[Any]


class _Echo:
    """What a csv writer writes to, handing each line on."""

    def write(self, line: str) -> str:
        return line


def download(content: bytes, name: str, *, media: str = BINARY) -> HttpResponse:
    """A file to be kept, never one that the browser would run in our own name."""
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def exported(kind: str, name: str, heads: Sequence[str], rows: Iterable[Line]) -> HttpResponseBase:
    """The rows as a file called ``name``. They are read while it is sent, within their own transaction."""
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(delimited(heads, rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = content_disposition_header(True, f"{name}.csv") or "attachment"
        return response
    return FileResponse(workbook(heads, rows), as_attachment=True, filename=f"{name}.xlsx", content_type=EXCEL)


def delimited(heads: Sequence[str], rows: Iterable[Line]) -> Iterator[str]:
    """The rows as CSV, line by line, the headings first. No cell begins what a spreadsheet would run."""
    writer = csv.writer(_Echo())
    # Excel takes a file for UTF-8 only when it says so at its beginning.
    yield "\N{ZERO WIDTH NO-BREAK SPACE}"
    yield writer.writerow([_safe(one) for one in heads])
    for row in rows:
        yield writer.writerow([_safe(one) for one in row])


def _safe(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is marked as a text."""
    if isinstance(value, datetime):
        return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    if isinstance(value, str) and FORMULA & {value[:1], value.lstrip()[:1]}:
        return f"'{value}"
    return "" if value is None else value


def workbook(heads: Sequence[str], rows: Iterable[Line], *, notes: Sequence[Line] = ()) -> Any:
    """The rows as an open temporary file, which goes when it is closed; `notes` stand on a sheet of their own."""
    file = TemporaryFile()  # noqa: SIM115
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    day, moment, bold = (
        book.add_format({"num_format": "yyyy-mm-dd"}),
        book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        book.add_format({"bold": True}),
    )
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(heads) - 1, 0), 18)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    last = 0
    for row in rows:
        last += 1
        if last > MOST_ROWS:
            # A sheet has an end; the rest stands on the next one.
            sheet, last = book.add_worksheet(), 0
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(last, column, value.astimezone(SHANGHAI).replace(tzinfo=None), moment)
            elif isinstance(value, date):
                sheet.write_datetime(last, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                sheet.write_number(last, column, value)
            elif value is not None:
                sheet.write_string(last, column, str(value)[:LONGEST])
    if notes:
        about = book.add_worksheet()
        about.set_column(0, 3, 30)
        for place, line in enumerate(notes):
            for column, value in enumerate(line):
                about.write_string(place, column, str(value)[:LONGEST])
    book.close()
    file.seek(0)
    return file
