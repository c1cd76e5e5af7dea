"""Face of the casework room."""

from zhichan.kernel.casework.models import Assignment, Case
from zhichan.kernel.casework.running import audience_of, fold, merge, paper_of

__all__ = ["Assignment", "Case", "audience_of", "fold", "merge", "paper_of"]
