"""Declared trees: which path of a source record goes to which neutral field, and why the others do not.

``declared/*.tree`` is a table of our own, one line for a path below the record, indented for nesting::

    bibliographic-data
      publication-reference    publications[]
        @data-format           format
        document-id/doc-number number
      invention-title          title
      abstract **              abstract
      drawings                 - figures

``name[]`` opens an item of a list, whose fields are those nested below. ``**`` takes the text of a whole subtree.
``- reason`` leaves the subtree out for a reason of ``declared/reasons.toml``. ``*`` stands for any name,
``a|b`` for either. A path that no line names is *unknown* and reported as such, never lost silently.
Attributes are ``@name``; the text of an element that also has nested lines is ``.``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree

Raw = dict[str, Any]
_MARKUP = frozenset(
    {
        "schemaLocation",
        "noNamespaceSchemaLocation",
        "id",
        "idref",
        "idrefs",
        "num",
        "href",
        "type",
        "space",
        "sequence",
        "sequenceNumber",
        "lvl",
        "languageCode",
        "lang",
        "format",
        "dataFormat",
        "nameType",
    }
)
_LINE = re.compile(
    r"(?P<indent> *)(?P<path>\S+)(?P<whole>\s+\*\*)?"
    r"(?:\s+(?P<leave>-)\s+(?P<reason>\w+)|\s+(?P<target>[\w.\[\]]+))?\s*\Z"
)
DEEPEST = 200
MOST_MET = 1_000  # tags that are remembered at one place


@dataclass(slots=True)
class Account:
    """What became of the source's fields: path → count, with the neutral field or the reason beside it.

    ``later`` tells what a reader of tables has counted meanwhile, while it is at work.
    """

    mapped: Counter[str] = field(default_factory=Counter)
    targets: dict[str, str] = field(default_factory=dict)
    unmapped: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, str] = field(default_factory=dict)
    later: Callable[[], None] | None = field(default=None, compare=False)

    def whole(self) -> Account:
        """A copy with all that was counted until now."""
        if self.later is not None:
            self.later()
        return Account(self.mapped.copy(), dict(self.targets), self.unmapped.copy(), dict(self.reasons))

    def add(self, other: Account) -> None:
        """Count what another has counted."""
        self.mapped.update(other.mapped)
        self.targets.update(other.targets)
        self.unmapped.update(other.unmapped)
        self.reasons.update(other.reasons)

    def leave(self, path: str, reason: str) -> None:
        """Count a field that is not mapped."""
        self.unmapped[path] += 1
        self.reasons[path] = reason

    def take(self, path: str, target: str) -> None:
        """Count a field that is mapped."""
        self.mapped[path] += 1
        self.targets[path] = target


@dataclass(slots=True, eq=False)
class Node:
    """One declared path. ``met`` is what each tag that was met below it leads to, None where nothing is declared."""

    path: str = ""
    children: dict[str, Node] = field(default_factory=dict)
    target: str = ""
    item: bool = False
    whole: bool = False
    reason: str = ""
    plain: bool = False
    met: dict[str, Node | None] = field(default_factory=dict)

    def child(self, name: str) -> Node:
        if name not in self.children:
            self.children[name] = Node(f"{self.path}/{name}" if self.path else name)
        return self.children[name]

    def below(self, tag: str) -> Node | None:
        """What a tag that was not met before leads to."""
        if len(self.met) > MOST_MET:
            self.met.clear()
        found = self.met[tag] = self.children.get(local(tag)) or self.children.get("*")
        return found


def _names(path: str) -> list[list[str]]:
    """The alternatives of each step; a slash within a name has a backslash before it."""
    steps = path.replace("\\/", "\0").split("/")
    return [[name.replace("\0", "/") for name in step.split("|")] for step in steps]


def parsed(text: str) -> Node:
    """Read the lines of a tree."""
    root = Node()
    open_nodes: list[tuple[int, list[Node]]] = [(-1, [root])]
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _LINE.match(line)
        if not found:
            raise ValueError(f"line {number} of a tree is not understood: {line!r}")
        indent = len(found["indent"])
        while open_nodes[-1][0] >= indent:
            open_nodes.pop()
        nodes = open_nodes[-1][1]
        for names in _names(found["path"]):
            nodes = [node.child(name) for node in nodes for name in names]
        for node in nodes:
            # A path may be named again to add lines below it; that takes nothing back.
            node.whole = node.whole or bool(found["whole"])
            node.reason = found["reason"] or node.reason
            if target := found["target"] or "":
                node.item = target.endswith("[]")
                node.target = target.removesuffix("[]")
        open_nodes.append((indent, nodes))
    _settle(root)
    return root


def _settle(node: Node) -> None:
    """Mark the nodes that only take an element's text."""
    node.plain = bool(node.target) and not (node.item or node.whole or node.reason or "." in node.children)
    for child in node.children.values():
        _settle(child)


@cache
def tree(name: str) -> Node:
    """The declared tree of this name."""
    return parsed((files("zhichan.doors.feeds") / "declared" / f"{name}.tree").read_text("utf-8"))


@cache
def local(tag: str) -> str:
    """A name without its namespace, whether the prefix was declared or not."""
    return tag.rpartition("}")[2].rpartition(":")[2]


def _put(into: Raw, name: str, value: Any) -> None:
    into.setdefault(name, []).append(value)


def element(root: Any, node: Node, account: Account) -> Raw:
    """Sort an element into a raw mapping: field → list of texts, list name → list of raw mappings."""
    into: Raw = {}
    _element(root, node, into, account, 0)
    return into


def _element(one: Any, node: Node, into: Raw, account: Account, depth: int) -> None:
    if depth > DEEPEST:
        return
    if node.reason:
        account.leave(node.path, node.reason)
        return
    children = node.children
    if node.item:
        inner: Raw = {}
        _put(into, node.target, inner)
        into = inner
    for given, value in one.items():  # Quicker than ``attrib``, which makes an object each time.
        name = local(given)
        below = children.get("@" + name) or children.get("@*")
        if below is None:
            account.leave(f"{node.path}@{name}", "markup" if node.whole or name in _MARKUP else "unknown")
        elif below.reason:
            account.unmapped[below.path] += 1
            account.reasons[below.path] = below.reason
        else:
            account.mapped[below.path] += 1
            account.targets[below.path] = below.target
            if value and not value.isspace():
                into.setdefault(below.target, []).append(value)
    if node.whole:
        account.take(node.path, node.target)
        text = "".join(one.itertext(etree.Element))  # Text of elements only, not of comments.
        if node.target and text.strip():
            _put(into, node.target, text)
        return
    own = children.get(".") or (node if node.target and not node.item else None)
    if own is not None:
        text = one.text or ""
        if len(one):
            text = "".join(_inner(one, children)) if own is not node else "".join(one.itertext())
        account.take(node.path, own.target)
        if text.strip():
            _put(into, own.target, text)
    elif one.text and one.text.strip() and node.path:
        account.leave(node.path, "unknown")
    met = node.met
    mapped, targets = account.mapped, account.targets
    for child in one:
        tag = child.tag
        below = met[tag] if tag in met else node.below(tag) if isinstance(tag, str) else _NOTHING
        if below is None:
            if own is not node:
                name = local(tag)
                account.leave(f"{node.path}/{name}" if node.path else name, "unknown")
        elif below.plain and not len(child) and not child.keys():
            # Most elements are leaves: they are taken here, without another call.
            path = below.path
            mapped[path] = mapped.get(path, 0) + 1
            target = targets[path] = below.target
            text = child.text
            if text and not text.isspace():
                if target in into:
                    into[target].append(text)
                else:
                    into[target] = [text]
        elif below.reason:
            account.unmapped[below.path] += 1
            account.reasons[below.path] = below.reason
        elif below is not _NOTHING:
            _element(child, below, into, account, depth + 1)


_NOTHING = Node()  # what an entity leads to, which is no element


def _inner(one: Any, children: Mapping[str, Node]) -> Iterator[str]:
    """The text of an element with that of its markup (``H<sub>2</sub>O``), but not of fields within it."""
    yield one.text or ""
    for child in one:
        below = children.get(local(child.tag)) or children.get("*") if isinstance(child.tag, str) else None
        if below is not None and below.reason == "markup":
            yield from child.itertext()
        yield child.tail or ""


def value(root: Any, node: Node, account: Account) -> Raw:
    """The same for a JSON value."""
    into: Raw = {}
    _value(root, node, into, account, 0)
    return into


def _value(one: Any, node: Node, into: Raw, account: Account, depth: int) -> None:
    if one is None or depth > DEEPEST:
        if depth <= DEEPEST and (node.target or node.reason):
            account.leave(node.path, node.reason) if node.reason else account.take(node.path, node.target)
        return
    if node.reason:
        account.leave(node.path, node.reason)
        return
    if isinstance(one, list):
        for each in one:
            _value(each, node, into, account, depth + 1)
        return
    if isinstance(one, dict):
        if node.item:
            inner: Raw = {}
            _put(into, node.target, inner)
            into = inner
        children, mapped, targets = node.children, account.mapped, account.targets
        others = children.get("*")
        for name, each in one.items():
            below = children.get(name) or others
            if below is None:
                account.leave(f"{node.path}/{name}" if node.path else name, "unknown")
            elif below.plain and type(each) is str:
                # Most values are texts: they are taken here, without another call.
                path = below.path
                mapped[path] = mapped.get(path, 0) + 1
                target = targets[path] = below.target
                if each and not each.isspace():
                    if target in into:
                        into[target].append(each)
                    else:
                        into[target] = [each]
            else:
                _value(each, below, into, account, depth + 1)
        return
    text = one if type(one) is str else ("true" if one else "false") if isinstance(one, bool) else str(one)
    own = node.children.get(".") if node.children else None
    target = own.target if own else node.target
    if not target:
        account.leave(node.path or "value", "unknown")
        return
    path = node.path
    account.mapped[path] = account.mapped.get(path, 0) + 1
    account.targets[path] = target
    if text and not text.isspace():
        if node.item:
            _put(into, node.target, {own.target if own else "value": [text]})
        elif target in into:
            into[target].append(text)
        else:
            into[target] = [text]


def one(raw: Raw, name: str) -> str:
    """The first text of a field, '' when there is none."""
    if found := raw.get(name):
        first = found[0]
        return first if isinstance(first, str) else ""
    return ""


def texts(raw: Raw, name: str) -> list[str]:
    """All texts of a field."""
    return [each for each in raw.get(name, ()) if isinstance(each, str)]


def items(raw: Raw, name: str) -> list[Raw]:
    """All items of a list."""
    return [each for each in raw.get(name, ()) if isinstance(each, dict)]
