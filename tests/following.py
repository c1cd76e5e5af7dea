"""The worker's round, done by hand: what happened is told, and saved searches are brought up to date."""

from __future__ import annotations

from datetime import datetime

from zhichan.kernel.ledger.public import step
from zhichan.kernel.selections.public import settle


def follow(at: datetime) -> int:
    """Tell everything, settle the saved searches, and tell what came of it; how many were settled."""
    while step():
        pass
    done = settle(at=at)
    while step():
        pass
    return done
