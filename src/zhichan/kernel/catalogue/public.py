"""Face of the catalogue room: what is declared, whether it is sound, and what is in use. Needs no Django."""

from zhichan.kernel.catalogue.checks import check
from zhichan.kernel.catalogue.known import register_source, register_verb, sources, verbs
from zhichan.kernel.catalogue.loading import (
    WITHOUT,
    Catalogue,
    current,
    default_root,
    inherited,
    installed_roots,
    load,
    use,
    without,
)
from zhichan.kernel.catalogue.mutants import Tally, tally
from zhichan.kernel.catalogue.problems import Problem
from zhichan.kernel.catalogue.proposing import proposed
from zhichan.kernel.catalogue.proving import unproven
from zhichan.kernel.catalogue.reference import reference
from zhichan.kernel.catalogue.schema import schema
from zhichan.kernel.catalogue.shapes import (
    KINDS,
    Condition,
    Cover,
    Criterion,
    Declaration,
    Each,
    Growth,
    Known,
    Measure,
    Page,
    Procedure,
    Range,
    Ratio,
    Register,
    Selection,
    Sum,
    System,
    Words,
)
from zhichan.kernel.catalogue.soundness import prove

__all__ = [
    "KINDS",
    "WITHOUT",
    "Catalogue",
    "Condition",
    "Cover",
    "Criterion",
    "Declaration",
    "Each",
    "Growth",
    "Known",
    "Measure",
    "Page",
    "Problem",
    "Procedure",
    "Range",
    "Ratio",
    "Register",
    "Selection",
    "Sum",
    "System",
    "Tally",
    "Words",
    "check",
    "current",
    "default_root",
    "inherited",
    "installed_roots",
    "load",
    "proposed",
    "prove",
    "reference",
    "register_source",
    "register_verb",
    "schema",
    "sources",
    "tally",
    "unproven",
    "use",
    "verbs",
    "without",
]
