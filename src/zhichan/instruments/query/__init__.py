"""The search language of the public search: words, fields, operators, ranges, nearness.

Face of the instrument::

    parse(text, fields) -> Query       the tree, or QueryError with place, reason and suggestion
    language(fields)                   the fields by their names, for reading many queries
    widen(node, synonyms) -> Node      declared synonyms taken in; taken(node, synonyms) says which
    write(node, fields) -> str         the canonical text
    atoms(text), grams(row)            what it means that a word stands in a text; the terms an index keeps
    learnt(rows, least), runs(row, known)  longer runs that many texts have, kept as terms of their own
    mark(text, words) -> [(start, end)] where words stand in a text, for highlighting
    lineage, symbol, identifier, period  values as searchers write them

Pure: nothing stored, no time asked. The operators are those Chinese patent searchers know (AND OR NOT, `TI= PA= IPC=
AD=[20200101 to 20201231]`, NEAR/n, ADJ/n, truncation with *).
"""

from .atoms import BREAK, atoms, fold, grams, stands_alone
from .marking import mark
from .model import All, Any, Between, Code, Everything, Field, Near, Node, Not, Query, QueryError, Word
from .parsing import LONGEST, WIDEST, Language, language, parse, taken, widen
from .runs import learnt, runs
from .values import identifier, lineage, period, symbol
from .writing import write

__all__ = [
    "BREAK", "LONGEST", "WIDEST", "All", "Any", "Between", "Code", "Everything", "Field", "Language", "Near", "Node",
    "Not", "Query", "QueryError", "Word", "atoms", "fold", "grams", "identifier", "language", "learnt", "lineage",
    "mark", "parse", "period", "runs", "stands_alone", "symbol", "taken", "widen", "write",
]
