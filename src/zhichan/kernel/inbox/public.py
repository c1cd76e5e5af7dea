"""Face of the inbox."""

from zhichan.kernel.inbox.notices import notices, see
from zhichan.kernel.inbox.waiting import Waiting, owed, waiting, waiting_for_others

__all__ = ["Waiting", "notices", "owed", "see", "waiting", "waiting_for_others"]
