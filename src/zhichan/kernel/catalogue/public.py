"""Face of the catalogue room: what is declared, whether it is sound, and what is in use. Needs no Django."""

from zhichan.kernel.catalogue.checks import check
from zhichan.kernel.catalogue.known import register_verb
from zhichan.kernel.catalogue.loading import (
    WITHOUT,
    Catalogue,
    current,
    default_root,
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
    Known,
    Measure,
    Procedure,
    Range,
    Register,
    System,
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
    "Known",
    "Measure",
    "Problem",
    "Procedure",
    "Range",
    "Register",
    "System",
    "Tally",
    "check",
    "current",
    "default_root",
    "installed_roots",
    "load",
    "proposed",
    "prove",
    "reference",
    "register_verb",
    "schema",
    "tally",
    "unproven",
    "use",
    "without",
]
