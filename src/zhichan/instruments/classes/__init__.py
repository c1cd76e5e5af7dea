"""Classifications and the tables between them: templates, validation, hierarchy, look-up.

Face of the instrument::

    TEMPLATES["ipc"] -> Template                     what a table must hold, column by column, in two languages
    read(template, rows) -> Reading                  the classes and pairs of a table, and what is wrong with its rows
    symbol("H01M 10/0525", "ipc") -> "H01M10/0525"   a class as the tables write it; "" when it is none
    above("H01M10/0525", "ipc")                      the classes above it that its notation shows
    Concordance(pairs).of(symbols, above=…)          which classes of another scheme symbols lead to, by which row

No table is part of the project: a data officer loads the official ones. Pure: standard library only.
"""

from zhichan.instruments.classes.reading import Fault, Node, Pair, Reading, read
from zhichan.instruments.classes.symbols import above, symbol
from zhichan.instruments.classes.tables import TEMPLATES, Column, Template
from zhichan.instruments.classes.walking import Concordance, Hit

__all__ = [
    "TEMPLATES", "Column", "Concordance", "Fault", "Hit", "Node", "Pair", "Reading", "Template", "above",
    "read", "symbol",
]
