"""The search language, read by recursive descent.

::

    query    = any
    any      = all { OR all }
    all      = unit { [AND] unit }
    unit     = NOT unit | near
    near     = item { (NEAR/n | ADJ/n) item }
    item     = "(" any ")" | field compare value | word | "words in a row"
    compare  = "=" | ":" | ">=" | "<=" | ">" | "<"
    value    = word | "words" | "[" low TO high "]" | "(" any ")"

Operators are written in capitals (`and` is a word), or 并且 或者 不含 between spaces. Full-width signs count as their
half-width twins. Words beside each other must all be found. What cannot be read is refused with its place and, where
it can be guessed, the text that may have been meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from . import values
from .atoms import BREAK, atoms, fold, stands_alone
from .model import All, Any, Between, Code, Everything, Field, Near, Node, Not, Query, QueryError, Word

LONGEST = 4000
"""Characters a query may have."""
DEEPEST = 40
"""Parentheses within parentheses."""
WIDEST = 20
"""Atoms between two words that are still near."""
MOST = 500
"""Items a query may have."""
MENDED = 8
"""Mistakes that one suggestion mends."""

_TWINS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(twin): ord(sign)
    for twin, sign in zip("\u3000“”„‟「」『』〝〞【】［］", '  """"""""""[][]'[1:], strict=True)
}
_WORDS = {"AND": "AND", "OR": "OR", "NOT": "NOT", "并且": "AND", "或者": "OR", "不含": "NOT"}
_DISTANCE = re.compile(r"(NEAR|ADJ)(?:/(\d{1,4}))?")
_LEX = re.compile(
    r"""(?P<space>\s+)
      | (?P<open>\() | (?P<close>\))
      | (?P<quoted>"[^"]*"?)
      | (?P<range>\[[^\]]*\]?)
      | (?P<compare>>=|<=|=|>|<)
      | (?P<text>[^\s()"\[\]=<>]+)
      | (?P<stray>.)""",
    re.VERBOSE | re.DOTALL,
)
_TO = re.compile(r"\s+to\s+|\s*(?:~|至|\.\.)\s*|\s*,\s*", re.IGNORECASE)


class _Token(NamedTuple):
    sort: str
    text: str
    place: int
    distance: int = 0

    @property
    def end(self) -> int:
        return self.place + len(self.text)


Language = Mapping[str, Field]
"""What can be searched, by each of its names, folded."""


def language(fields: Sequence[Field]) -> Language:
    """What can be searched, ready for reading many queries against it."""
    return {fold(name): one for one in fields for name in (*one.names, one.slug)}


def parse(text: str, fields: Sequence[Field] | Language) -> Query:
    """Read a query against what can be searched; whoever reads many hands over the :func:`language` of the fields.

    :raises QueryError: with the place, the reason and, where there is one, a suggestion that can be read.
    """
    if len(text) > LONGEST:
        raise QueryError(
            "query.long", f"检索式太长：最多{LONGEST}个字符", f"the query is too long: {LONGEST} characters at most",
            place=LONGEST, length=len(text) - LONGEST,
        )  # fmt: skip
    names = fields if isinstance(fields, Mapping) else language(fields)
    try:
        return _read(text, names)
    except QueryError as error:
        error.suggestion = _mended(error.suggestion, names)
        raise


def _read(text: str, names: Language) -> Query:
    parser = _Parser(text, _lex(text, names), names)
    node = parser.whole()
    return Query(text, node, tuple(parser.remarks))


def _mended(text: str, names: Language) -> str:
    """A suggestion with what is still wrong in it mended in the same way; empty where that comes to no end soon."""
    for _ in range(MENDED):
        try:
            _read(text, names)
        except QueryError as error:
            text = error.suggestion
        else:
            return text if len(text) <= LONGEST else ""
    return ""


def _lex(text: str, names: Mapping[str, Field]) -> list[_Token]:
    found: list[_Token] = []
    for match in _LEX.finditer(text.translate(_TWINS)):
        sort, part, place = str(match.lastgroup), match[0], match.start()
        if sort in ("space", "stray"):
            continue
        if sort != "text":
            found.append(_Token(sort, part, place))
            continue
        distance = _DISTANCE.fullmatch(part)
        if part in _WORDS:
            found.append(_Token(_WORDS[part], part, place))
        elif distance and (distance[2] is not None or distance[1] == "NEAR"):
            found.append(_Token(distance[1], part, place, int(distance[2] or 5)))
        else:
            head, colon, tail = part.partition(":")
            if colon and fold(head) in names:
                found.append(_Token("text", head, place))
                found.append(_Token("compare", ":", place + len(head)))
                if tail:
                    found.append(_Token("text", tail, place + len(head) + 1))
            else:
                found.append(_Token("text", part, place))
    found.append(_Token("end", "", len(text)))
    return found


class _Parser:
    def __init__(self, text: str, tokens: list[_Token], names: Mapping[str, Field]) -> None:
        self.text, self.tokens, self.names = text, tokens, names
        self.at, self.token, self.depth, self.items = 0, tokens[0], 0, 0
        self.remarks: list[tuple[str, str, str]] = []

    def take(self) -> _Token:
        """Step over a token, behind which there always is another: the end is never taken."""
        token = self.token
        self.at += 1
        self.token = self.tokens[self.at]
        return token

    def without(self, token: _Token) -> str:
        """The text with a token taken out, as a suggestion."""
        return re.sub(r"\s+", " ", self.text[: token.place] + " " + self.text[token.end :]).strip()

    def whole(self) -> Node:
        if self.token.sort == "end":
            return Everything()
        node = self.any(None)
        if self.token.sort == "close":
            raise QueryError(
                "query.closed", "多了一个右括号", "one closing parenthesis too many",
                place=self.token.place, suggestion=self.without(self.token),
            )  # fmt: skip
        if self.token.sort != "end":
            self.unexpected()
        return node

    def any(self, within: Field | None) -> Node:
        parts = [self.all(within)]
        while self.token.sort == "OR":
            self.operator()
            parts.append(self.all(within))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def all(self, within: Field | None) -> Node:
        parts = [self.unit(within)]
        while self.token.sort not in ("OR", "close", "end"):
            if self.token.sort == "AND":
                self.operator()
            parts.append(self.unit(within))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def unit(self, within: Field | None) -> Node:
        if self.token.sort != "NOT":
            return self.near(within)
        self.deeper(self.token)
        self.operator()
        part = self.unit(within)
        self.depth -= 1
        return part.part if isinstance(part, Not) else Not(part)

    def operator(self) -> None:
        """Step over an operator that must have something after it."""
        token = self.take()
        if self.token.sort in ("end", "close", "AND", "OR"):
            raise QueryError(
                "query.operand", f"“{token.text}”后面缺少检索词", f"“{token.text}” has nothing after it",
                place=token.place, length=len(token.text), suggestion=self.without(token),
            )  # fmt: skip

    def near(self, within: Field | None) -> Node:
        node = self.item(within)
        found: list[Node] = []
        while self.token.sort in ("NEAR", "ADJ"):
            token = self.token
            self.operator()
            other = self.item(within)
            if isinstance(node, Word) and isinstance(other, Word) and not other.within:
                other = replace(other, within=node.within)
            if not isinstance(node, Word) or not isinstance(other, Word) or node.within != other.within:
                raise QueryError(
                    "query.near", f"“{token.text}”两边必须是同一字段里的词",
                    f"“{token.text}” stands between two words of one field",
                    place=token.place, length=len(token.text),
                    suggestion=f"{self.text[: token.place]}AND{self.text[token.end :]}",
                )  # fmt: skip
            if token.distance > WIDEST:
                raise QueryError(
                    "query.distance", f"间隔最多{WIDEST}个字", f"at most {WIDEST} characters apart",
                    place=token.place, length=len(token.text),
                    suggestion=f"{self.text[: token.place]}{token.sort}/{WIDEST}{self.text[token.end :]}",
                )  # fmt: skip
            if node.open or other.open:
                raise QueryError(
                    "query.near", "截词不能与位置算符同用", "a truncated word cannot be asked to be near",
                    place=token.place, length=len(token.text),
                    suggestion=f"{self.text[: token.place]}AND{self.text[token.end :]}",
                )  # fmt: skip
            found.append(Near(node, other, token.distance, token.sort == "ADJ"))
            node = other
        if not found:
            return node
        return found[0] if len(found) == 1 else All(tuple(found))

    def item(self, within: Field | None) -> Node:
        token = self.token
        self.items += 1
        if self.items > MOST:
            raise QueryError(
                "query.many", f"检索词太多：最多{MOST}个", f"too many items: {MOST} at most", place=token.place
            )
        if token.sort == "open":
            return self.group(within)
        if token.sort == "text" and self.tokens[self.at + 1].sort == "compare":
            return self.fielded()
        if token.sort in ("text", "quoted", "range"):
            return self.value(within, "=")
        return self.unexpected()

    def group(self, within: Field | None) -> Node:
        start = self.take()
        self.deeper(start)
        if self.token.sort == "close":
            raise QueryError(
                "query.empty", "括号里没有内容", "nothing between the parentheses",
                place=start.place, length=self.token.end - start.place,
                suggestion=re.sub(r"\s+", " ", self.text[: start.place] + " " + self.text[self.token.end :]).strip(),
            )  # fmt: skip
        node = self.any(within) if self.token.sort != "end" else Everything()
        if self.token.sort != "close":
            raise QueryError(
                "query.open", "左括号没有对应的右括号", "this parenthesis is not closed",
                place=start.place, suggestion=self.text.rstrip() + ")" if not isinstance(node, Everything) else "",
            )  # fmt: skip
        self.take()
        self.depth -= 1
        return node

    def deeper(self, token: _Token) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise QueryError(
                "query.deep", f"括号嵌套超过{DEEPEST}层", f"more than {DEEPEST} parentheses within each other",
                place=token.place,
            )  # fmt: skip

    def fielded(self) -> Node:
        name, compare = self.take(), self.take()
        field = self.names.get(fold(name.text))
        if field is None:
            near = get_close_matches(fold(name.text), list(self.names), 1, 0.5)
            usual = self.names[near[0]].names[0] if near else ""
            raise QueryError(
                "query.field", f"没有“{name.text}”这个检索字段", f"there is no field “{name.text}”",
                place=name.place, length=len(name.text),
                suggestion=f"{self.text[: name.place]}{usual}{self.text[name.end :]}" if usual else "",
            )  # fmt: skip
        if self.token.sort == "open" and compare.text in ("=", ":"):
            return self.group(field)
        if self.token.sort not in ("text", "quoted", "range"):
            raise QueryError(
                "query.value", f"“{name.text}”没有给出值", f"“{name.text}” has no value",
                place=name.place, length=compare.end - name.place,
                suggestion=re.sub(r"\s+", " ", self.text[: name.place] + self.text[compare.end :]).strip(),
            )  # fmt: skip
        return self.value(field, compare.text)

    def value(self, field: Field | None, compare: str) -> Node:
        token = self.take()
        given = token.text
        if token.sort == "quoted":
            if len(given) < 2 or not given.endswith('"'):
                raise QueryError(
                    "query.quote", "引号没有成对", "the quotation mark is not closed",
                    place=token.place, suggestion=self.text.rstrip() + '"' if len(given) > 1 else "",
                )  # fmt: skip
            given = given[1:-1]
        if token.sort == "range":
            return self.bracketed(field, token)
        if field is not None and field.kind in ("day", "number"):
            return self.valued(field, compare, given, token)
        if compare in (">", "<", ">=", "<="):
            title = (field.zh, field.en) if field else ("", "")
            raise QueryError(
                "query.compare", f"“{title[0]}”不能比较大小", f"“{title[1]}” has no order",
                place=token.place, length=len(token.text),
            )  # fmt: skip
        starred = token.sort == "text" and given.endswith("*")
        if field is not None and field.kind != "text":
            return self.coded(field, given, token, starred=starred)
        return self.worded(field, given, token, starred=starred)

    def worded(self, field: Field | None, given: str, token: _Token, *, starred: bool) -> Node:
        if token.sort == "text" and "*" in given.rstrip("*"):
            raise QueryError(
                "query.star", "截词符*只能放在词尾", "the sign * stands only at the end of a word",
                place=token.place + given.index("*"),
                suggestion=self.text[: token.place] + given.replace("*", "") + self.text[token.end :],
            )  # fmt: skip
        row = atoms(given)
        while row and row[0] == BREAK:
            row.pop(0)
        while row and row[-1] == BREAK:
            row.pop()
        if not row:
            raise QueryError(
                "query.word", f"“{token.text}”里没有可检索的字", f"there is nothing to search for in “{token.text}”",
                place=token.place, length=len(token.text), suggestion=self.without(token),
            )  # fmt: skip
        if given in ("and", "or", "not"):
            self.remarks.append(
                (
                    "query.capitals",
                    f"“{given}”按普通词检索；作运算符请写大写",
                    f"“{given}” is taken as a word; operators are in capitals",
                )
            )
        # A Chinese word may always be followed by more characters; only a run of letters can be cut short.
        return Word(tuple(row), field.slug if field else "", starred and not stands_alone(row[-1]))

    def coded(self, field: Field, given: str, token: _Token, *, starred: bool) -> Node:
        plain = given.rstrip("*") if starred else given
        if field.kind == "choice":
            value = field.choices.get(fold(plain).strip())
            if value is None:
                near = get_close_matches(fold(plain), list(field.choices), 1, 0.4)
                raise QueryError(
                    "query.choice", f"“{field.zh}”没有“{plain}”这个值", f"“{field.en}” is never “{plain}”",
                    place=token.place, length=len(token.text),
                    suggestion=self.text[: token.place] + near[0] + self.text[token.end :] if near else "",
                )  # fmt: skip
            return Code(field.slug, value)
        value = values.symbol(plain) if field.kind == "class" else values.identifier(plain)
        if not value:
            raise QueryError(
                "query.word", f"“{token.text}”里没有可检索的字", f"there is nothing to search for in “{token.text}”",
                place=token.place, length=len(token.text),
            )  # fmt: skip
        if field.kind == "as_written":
            return Code(field.slug, " ".join(plain.split()))
        return Code(field.slug, value, starred)

    def valued(self, field: Field, compare: str, given: str, token: _Token) -> Node:
        low, high = self.bounds(field, given, token)
        if compare == ">=":
            return Between(field.slug, low, None)
        if compare == "<=":
            return Between(field.slug, None, high)
        if compare == ">":
            return Between(field.slug, _next(high), None)
        if compare == "<":
            return Between(field.slug, None, _last(low))
        return Between(field.slug, low, high)

    def bounds(self, field: Field, given: str, token: _Token) -> tuple[date | int, date | int]:
        if field.kind == "day":
            found = values.period(given)
            if found is not None:
                return found
            raise QueryError(
                "query.day", f"“{given}”不是日期；可写2020、202003或2020-03-01",
                f"“{given}” is no date; write 2020, 202003 or 2020-03-01",
                place=token.place, length=len(token.text),
            )  # fmt: skip
        value = values.number(given)
        if value is None:
            raise QueryError(
                "query.number", f"“{given}”不是整数", f"“{given}” is no whole number",
                place=token.place, length=len(token.text),
            )  # fmt: skip
        return value, value

    def bracketed(self, field: Field | None, token: _Token) -> Node:
        inner = token.text[1:-1] if token.text.endswith("]") else None
        if inner is None:
            raise QueryError(
                "query.bracket", "方括号没有成对", "the square bracket is not closed",
                place=token.place, suggestion=self.text.rstrip() + "]",
            )  # fmt: skip
        if field is None or field.kind not in ("day", "number"):
            raise QueryError(
                "query.range", "方括号里的范围只能用于日期和数值字段", "a range in brackets is for days and numbers",
                place=token.place, length=len(token.text),
                suggestion=self.text[: token.place] + " " + inner + self.text[token.end :] if atoms(inner) else "",
            )  # fmt: skip
        ends = _TO.split(inner.strip())
        if len(ends) != 2 or not any(end.strip(" *") for end in ends):
            raise QueryError(
                "query.range", "范围要写成[起 to 止]，一端可写*", "a range is written [low to high]; one end may be *",
                place=token.place, length=len(token.text),
            )  # fmt: skip
        first, last = (end.strip() for end in ends)
        low = None if first in ("", "*") else self.bounds(field, first, token)[0]
        high = None if last in ("", "*") else self.bounds(field, last, token)[1]
        if low is not None and high is not None and low > high:  # type: ignore[operator]
            raise QueryError(
                "query.reversed", "范围的起点在终点之后", "the range ends before it begins",
                place=token.place, length=len(token.text),
                suggestion=f"{self.text[: token.place]}[{last} to {first}]{self.text[token.end :]}",
            )  # fmt: skip
        return Between(field.slug, low, high)

    def unexpected(self) -> Node:
        token = self.token
        if token.sort == "end":
            raise QueryError(
                "query.end", "检索式没有写完", "the query ends too early", place=max(0, token.place - 1)
            )
        raise QueryError(
            "query.unexpected", f"这里不应出现“{token.text}”", f"“{token.text}” is not expected here",
            place=token.place, length=len(token.text), suggestion=self.without(token),
        )  # fmt: skip


def _next(value: date | int) -> date | int:
    if isinstance(value, int):
        return value + 1
    return date.fromordinal(min(value.toordinal() + 1, date.max.toordinal()))


def _last(value: date | int) -> date | int:
    if isinstance(value, int):
        return value - 1
    return date.fromordinal(max(value.toordinal() - 1, 1))


def widen(node: Node, synonyms: Mapping[str, Sequence[str]]) -> Node:
    """Let each word also be found under the names declared to mean the same, however either is written.

    Words that are cut short or must be near another are taken as they stand.
    """
    return _widen(node, _table(synonyms)) if synonyms else node


def taken(node: Node, synonyms: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The words of a tree that :func:`widen` would widen, as declared, with the names it would take in."""
    table = {tuple(atoms(word)): word for word in synonyms}
    found = (table.get(word.atoms) for word in _wide(node)) if synonyms else ()
    return {word: synonyms[word] for word in found if word is not None}


def _table(synonyms: Mapping[str, Sequence[str]]) -> dict[tuple[str, ...], Sequence[str]]:
    return {tuple(atoms(word)): others for word, others in synonyms.items()}


def _wide(node: Node) -> Iterator[Word]:
    if isinstance(node, Word) and not node.open:
        yield node
    elif isinstance(node, Not):
        yield from _wide(node.part)
    elif isinstance(node, All | Any):
        for part in node.parts:
            yield from _wide(part)


def _widen(node: Node, table: Mapping[tuple[str, ...], Sequence[str]]) -> Node:
    if isinstance(node, Word) and not node.open:
        others = [tuple(atoms(other)) for other in table.get(node.atoms, ())]
        parts = dict.fromkeys((node, *(replace(node, atoms=other) for other in others if other)))
        return node if len(parts) == 1 else Any(tuple(parts))
    if isinstance(node, Not):
        return Not(_widen(node.part, table))
    if isinstance(node, All):
        return All(tuple(_widen(part, table) for part in node.parts))
    if isinstance(node, Any):
        return Any(tuple(_widen(part, table) for part in node.parts))
    return node
