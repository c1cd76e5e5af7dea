"""Face of the selections room."""

from zhichan.kernel.selections.judging import MOST_DRAWN, Quality, quality
from zhichan.kernel.selections.keeping import REASONS, changes, frozen, members
from zhichan.kernel.selections.models import Corpus, Judgement, Member, Sample, Selection
from zhichan.kernel.selections.verbs import CHANGED, settle

__all__ = [
    "CHANGED", "MOST_DRAWN", "REASONS", "Corpus", "Judgement", "Member", "Quality", "Sample", "Selection", "changes",
    "frozen", "members", "quality", "settle",
]
