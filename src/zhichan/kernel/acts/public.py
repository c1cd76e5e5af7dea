"""Face of the acts room.

``retaining`` says what is kept how long, and lists what is due for destruction.
"""

from zhichan.kernel.acts import retaining
from zhichan.kernel.acts.drafts import Saved, discard_draft, drafts, save_draft
from zhichan.kernel.acts.performing import (
    NOT_THERE,
    PROCESSES,
    SHANGHAI,
    Act,
    Outcome,
    Why,
    is_nameless,
    keeps_drafts,
    number_of,
    perform,
    perform_each,
    reach,
    register_reach,
    register_reaches_of,
    register_verb,
    register_verbs_of,
    resolve,
    why,
    why_each,
)

__all__ = [
    "NOT_THERE",
    "PROCESSES",
    "SHANGHAI",
    "Act",
    "Outcome",
    "Saved",
    "Why",
    "discard_draft",
    "drafts",
    "is_nameless",
    "keeps_drafts",
    "number_of",
    "perform",
    "perform_each",
    "reach",
    "register_reach",
    "register_reaches_of",
    "register_verb",
    "register_verbs_of",
    "resolve",
    "retaining",
    "save_draft",
    "why",
    "why_each",
]
