"""Face of the inbox."""

from zhichan.kernel.inbox.notices import notices, see
from zhichan.kernel.inbox.reminding import remind_all
from zhichan.kernel.inbox.reminding import state as reminder_state
from zhichan.kernel.inbox.using import Use, measured, opened
from zhichan.kernel.inbox.waiting import Waiting, owed, waiting, waiting_for_others

__all__ = [
    "Use", "Waiting", "measured", "notices", "opened", "owed", "remind_all", "reminder_state", "see", "waiting",
    "waiting_for_others",
]
