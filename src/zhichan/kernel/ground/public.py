"""Face of the ground room."""

from zhichan.kernel.ground.models import Party, Region, Unit
from zhichan.kernel.ground.money import to_fen, to_yuan
from zhichan.kernel.ground.numbering import next_number
from zhichan.kernel.ground.papers import KINDS, NamedFile, Paper, keep_paper, kind_of, paper_bytes
from zhichan.kernel.ground.refusal import Reason, Refusal, Text
from zhichan.kernel.ground.regions import parts, region, subtree
from zhichan.kernel.ground.roles import KERNEL, READER, kernel, reader

__all__ = [
    "KERNEL",
    "KINDS",
    "READER",
    "NamedFile",
    "Paper",
    "Party",
    "Reason",
    "Refusal",
    "Region",
    "Text",
    "Unit",
    "keep_paper",
    "kernel",
    "kind_of",
    "next_number",
    "paper_bytes",
    "parts",
    "reader",
    "region",
    "subtree",
    "to_fen",
    "to_yuan",
]
