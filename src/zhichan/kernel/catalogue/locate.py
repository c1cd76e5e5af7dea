"""The line on which each key of a TOML file stands, so that an error can point at it.

The text is one that ``tomllib`` has accepted; this scanner only follows keys, brackets and strings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Path = tuple[str | int, ...]

DEEPEST: Final = 32
"""Keys below this depth have the line of the key above them; no shape is half as deep."""

_BLANK: Final = " \t\r\n"
_ENDS_BARE: Final = " \t\r\n,]}#"


def lines(*, text: str) -> Mapping[Path, int]:
    """Path of keys and list positions → line, counted from 1; the empty path is line 1."""
    return _Scanner(text).scan()


def line_of(*, found: Mapping[Path, int], path: Path) -> int:
    """The line of ``path``, or of its nearest table when the key itself is not in the file."""
    for length in range(len(path), -1, -1):
        if path[:length] in found:
            return found[path[:length]]
    return 1


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.found: dict[Path, int] = {(): 1}
        self.tables: dict[Path, int] = {}

    def scan(self) -> dict[Path, int]:
        base: Path = ()
        while self._skip():
            if self._peek() == "[":
                base = self._header()
            else:
                self._pair(base)
        return self.found

    def _peek(self, ahead: int = 0) -> str:
        return self.text[self.at + ahead : self.at + ahead + 1]

    def _step(self) -> str:
        char = self.text[self.at]
        self.at += 1
        if char == "\n":
            self.line += 1
        return char

    def _skip(self) -> bool:
        """Pass blanks and comments; false at the end of the text."""
        while self.at < len(self.text):
            if self._peek() in _BLANK:
                self._step()
            elif self._peek() == "#":
                while self.at < len(self.text) and self._peek() != "\n":
                    self._step()
            else:
                return True
        return False

    def _note(self, path: Path, line: int) -> None:
        # A key of thousands of dots must not cost their square.
        for length in range(1, min(len(path), DEEPEST) + 1):
            self.found.setdefault(path[:length], line)

    def _header(self) -> Path:
        self._step()
        several = self._peek() == "["
        if several:
            self._step()
        line = self.line
        keys = self._keys("]")
        self._step()
        if several:
            self._step()
        path: Path = ()
        for position, key in enumerate(keys):
            path = (*path, key)
            if several and position == len(keys) - 1:
                self.tables[path] = self.tables.get(path, -1) + 1
            if path in self.tables:
                self._note(path, line)
                path = (*path, self.tables[path])
        self._note(path, line)
        return path

    def _keys(self, stop: str) -> list[str]:
        keys: list[str] = []
        while self._skip() and self._peek() != stop:
            if self._peek() == ".":
                self._step()
            elif self._peek() in "\"'":
                keys.append(self._string())
            else:
                start = self.at
                while self._peek() not in ("", stop, ".", " ", "\t", "\n"):
                    self._step()
                keys.append(self.text[start : self.at])
        return keys

    def _pair(self, base: Path) -> None:
        line = self.line
        path = (*base, *self._keys("="))
        self._note(path, line)
        self._step()
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip()
        char = self._peek()
        if char in "\"'":
            self._string()
        elif char == "[":
            self._array(path)
        elif char == "{":
            self._inline(path)
        else:
            while self.at < len(self.text) and self._peek() not in _ENDS_BARE:
                self._step()

    def _array(self, path: Path) -> None:
        self._step()
        position = 0
        while self._skip() and self._peek() != "]":
            if self._peek() == ",":
                self._step()
                continue
            item = (*path, position)
            self._note(item, self.line)
            self._value(item)
            position += 1
        self._step()

    def _inline(self, path: Path) -> None:
        self._step()
        while self._skip() and self._peek() != "}":
            if self._peek() == ",":
                self._step()
            else:
                self._pair(path)
        self._step()

    def _string(self) -> str:
        quote = self._peek()
        if self.text.startswith(quote * 3, self.at):
            return self._long_string(quote * 3)
        self._step()
        start = self.at
        while self._peek() != quote:
            if self._step() == "\\" and quote == '"':
                self._step()
        value = self.text[start : self.at]
        self._step()
        return value

    def _long_string(self, quote: str) -> str:
        for _ in quote:
            self._step()
        start = self.at
        while not self.text.startswith(quote, self.at):
            if self._step() == "\\" and quote[0] == '"':
                self._step()
        # Up to two quotation marks may stand directly before the closing three.
        while self.text.startswith(quote[0], self.at + 3):
            self._step()
        value = self.text[start : self.at]
        for _ in quote:
            self._step()
        return value
