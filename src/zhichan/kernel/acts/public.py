"""Face of the acts room."""

from zhichan.kernel.acts.performing import (
    NOT_THERE,
    SHANGHAI,
    Act,
    Outcome,
    Why,
    after_commit,
    forbidden,
    perform,
    reach,
    register_reach,
    register_reaches_of,
    register_verb,
    register_verbs_of,
    resolve,
    why,
)

__all__ = [
    "NOT_THERE",
    "SHANGHAI",
    "Act",
    "Outcome",
    "Why",
    "after_commit",
    "forbidden",
    "perform",
    "reach",
    "register_reach",
    "register_reaches_of",
    "register_verb",
    "register_verbs_of",
    "resolve",
    "why",
]
