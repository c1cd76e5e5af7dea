"""Titles of tables that stand behind the whole text, where they are told one after the other, as the tables are.

Some converters tell all paragraphs of a paper first and then all its tables, so that none stands below its title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .cells import UNIT_NOTE, Table, told_units, without_note
from .clean import View
from .duty_heads import BEARERS
from .grids import Grid

TITLE = re.compile(r"^(?:附[件表]|表|专栏) ?\d{0,2}[-.\d]*:?\n?(?P<name>[^\n。;!?:]{4,50})$", re.MULTILINE)
OTHER = re.compile(r"评分|考核|评价|计分|打分|分工|清单|名单|项目|台账|责任|推进计划")
"""What a table is called that tells no goals."""
TEXT = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|备?注\d?:)", re.MULTILINE)
UNIT_LINE = re.compile(rf"\n{UNIT_NOTE.pattern}$", re.MULTILINE)
LEAST = 2


def entitled(view: View, tables: Sequence[Grid | Table]) -> None:
    """Gives tables at the end of a text the titles that stand in it without a table each."""
    flat, told = view.flat, sorted(tables, key=lambda table: table.start)
    first = told[0].start if told else 0
    titles = list({m["name"]: m for m in TITLE.finditer(flat, 0, first)}.values())
    if len(titles) < LEAST or any(p.search(flat, first) for p in (TITLE, TEXT)):
        return
    borne = any(isinstance(table, Grid) and table.places(*BEARERS) for table in told)
    aims = [m for m in titles if not (OTHER.search(m["name"]) or borne)]
    for some in (titles, aims):
        if len(some) == len(told):
            for table, title in zip(told, some, strict=True):
                note = UNIT_LINE.match(flat, title.end())
                table.title = without_note(view.shown(*title.span("name")))
                table.units = told_units(note.group()) if note else []
            return
