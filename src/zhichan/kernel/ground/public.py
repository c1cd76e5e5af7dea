"""Face of the ground room.

``generations`` keeps files that are made anew beside those that serve; ``processors`` says how many there are.
"""

from zhichan.kernel.ground import generations, processors
from zhichan.kernel.ground.models import Party, Region, Unit
from zhichan.kernel.ground.money import to_fen, to_yuan
from zhichan.kernel.ground.numbering import next_number
from zhichan.kernel.ground.papers import KINDS, NamedFile, Paper, keep_paper, kind_of, paper_bytes
from zhichan.kernel.ground.refusal import Reason, Refusal, Text
from zhichan.kernel.ground.regions import parts, region
from zhichan.kernel.ground.roles import kernel, reader, results, seen, where_seen

__all__ = [
    "KINDS",
    "NamedFile",
    "Paper",
    "Party",
    "Reason",
    "Refusal",
    "Region",
    "Text",
    "Unit",
    "generations",
    "keep_paper",
    "kernel",
    "kind_of",
    "next_number",
    "paper_bytes",
    "parts",
    "processors",
    "reader",
    "region",
    "results",
    "seen",
    "to_fen",
    "to_yuan",
    "where_seen",
]
