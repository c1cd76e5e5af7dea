"""Face of the selections room."""

from zhichan.kernel.selections.keeping import REASONS, changes, frozen, members
from zhichan.kernel.selections.models import Corpus, Member, Selection
from zhichan.kernel.selections.verbs import CHANGED, settle

__all__ = ["CHANGED", "REASONS", "Corpus", "Member", "Selection", "changes", "frozen", "members", "settle"]
