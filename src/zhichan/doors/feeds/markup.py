"""Tables written as markup: web pages saved as spreadsheets, and Excel's XML of 2003.

Many Chinese systems export ``.xls`` files that are web pages. Both kinds are rows of cells within tags, so one reader
takes them as a stream of tags: it declares no entity, fetches nothing, and holds one row at a time. A cell that spans
rows or columns stands in each of its places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

MOST_CELLS = 2_000
MOST_ROWS_SPANNED = 20_000
LONGEST_CELL = 1 << 20
_PAGE = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|table|meta|style|head|body|div)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_SHEET = re.compile(r"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet", re.DOTALL)
_LINES = frozenset({"br", "p", "div", "li"})

Spanned = dict[int, tuple[int, str]]


def is_table(start: str) -> bool:
    """Whether a file beginning with this text is a table written as markup."""
    return bool(_PAGE.match(start) or _SHEET.search(start[:4_000]))


class _Reader(HTMLParser):
    """Collects finished rows: (table or sheet, row number, cells)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[tuple[str, int, tuple[str, ...]]] = []
        self._table = ""
        self._tables = 0
        self._row = 0
        self._cells: list[str] | None = None
        self._text: list[str] | None = None
        self._size = 0
        self._spans = (1, 1)
        self._index = 0
        self._open: Spanned = {}
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = tag.rpartition(":")[2]
        given = {key.rpartition(":")[2]: value or "" for key, value in attrs}
        if name in {"table", "worksheet"}:
            if name == "worksheet":
                self._start(given.get("name", ""))
            elif not self._table or self._table.startswith("table "):
                self._tables += 1
                self._start(f"table {self._tables}")
        elif name in {"tr", "row"}:
            self._finish()
            step = _whole(given.get("index"), self._row + 1, MOST_ROWS_SPANNED * 100)
            self._row = max(step, self._row + 1)
            self._cells = []
        elif name in {"td", "th", "cell"} and self._cells is not None:
            self._close()
            across = (_whole(given.get("colspan"), 1, 500) if name != "cell"
                      else _whole(given.get("mergeacross"), 0, 500) + 1)
            down = (_whole(given.get("rowspan"), 1, MOST_ROWS_SPANNED) if name != "cell"
                    else _whole(given.get("mergedown"), 0, MOST_ROWS_SPANNED) + 1)
            self._spans = (max(across, 1), max(down, 1))
            self._index = _whole(given.get("index"), 0, MOST_CELLS)
            self._text, self._size = [], 0
        elif name in _LINES and self._text:
            self._text.append("\n")
        elif name in {"script", "style"}:
            self._hidden += 1

    def handle_endtag(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in {"td", "th", "cell"}:
            self._close()
        elif name in {"tr", "row", "table"}:
            self._finish()
        elif name in {"script", "style"} and self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._hidden and self._size < LONGEST_CELL:
            self._text.append(data)
            self._size += len(data)

    def parse_html_declaration(self, i: int) -> int:
        """Where the declaration that begins at ``i`` ends, -1 when that is not yet here.

        The library fails on a section whose keyword it does not know, and passes over those that are text.
        """
        if not self.rawdata.startswith("<![", i):
            return super().parse_html_declaration(i)
        text = self.rawdata.startswith("<![CDATA[", i)
        mark = "]]>" if text else ">"
        end = self.rawdata.find(mark, i)
        if end >= 0 and text:
            self.handle_data(self.rawdata[i + 9 : end])
        return end + len(mark) if end >= 0 else -1

    def _start(self, name: str) -> None:
        self._finish()
        self._table, self._row, self._open = name, 0, {}

    def _filled(self) -> None:
        """Put the cells in that earlier rows reach down with."""
        cells = self._cells
        while cells is not None and len(cells) < MOST_CELLS and (held := self._open.get(len(cells))):
            left, text = held
            if left <= 1:
                del self._open[len(cells)]
            else:
                self._open[len(cells)] = (left - 1, text)
            cells.append(text)

    def _close(self) -> None:
        if self._text is None or self._cells is None:
            return
        text = "\n".join(" ".join(line.split()) for line in "".join(self._text).split("\n") if line.strip())
        self._filled()
        while self._index and len(self._cells) < min(self._index - 1, MOST_CELLS):
            self._cells.append("")
            self._filled()
        across, down = self._spans
        for _ in range(across):
            if len(self._cells) >= MOST_CELLS:
                break
            if down > 1:
                self._open[len(self._cells)] = (down - 1, text)
            self._cells.append(text)
        self._text = None

    def _finish(self) -> None:
        self._close()
        if self._cells is not None:
            self._filled()
            self.done.append((self._table, self._row, tuple(self._cells)))
            self._cells = None

    def close(self) -> None:
        """Read what is left and give out the last row."""
        super().close()
        self._finish()


def _whole(text: str | None, otherwise: int, most: int) -> int:
    return min(int(text), most) if text and text.isdecimal() and len(text) < 9 else otherwise


def rows(pieces: Iterable[str]) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Table or sheet, row number and cells of every row, as the pieces of text come."""
    reader = _Reader()
    for piece in pieces:
        reader.feed(piece)
        yield from reader.done
        reader.done.clear()
    reader.close()
    yield from reader.done
