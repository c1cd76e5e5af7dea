"""Face of the selections room."""

from zhichan.kernel.selections.keeping import MOST, REASONS, changes, frozen, members
from zhichan.kernel.selections.models import Corpus, Member, Selection
from zhichan.kernel.selections.verbs import CHANGED, settle

__all__ = ["CHANGED", "MOST", "REASONS", "Corpus", "Member", "Selection", "changes", "frozen", "members", "settle"]
