"""Face of the ledger."""

from zhichan.kernel.ledger.events import (
    Audience,
    NewEvent,
    append,
    canonical,
    catch_up,
    consume,
    last_position,
    run_consumers,
    seal,
    sequence,
    step,
)
from zhichan.kernel.ledger.models import Event, Payload, Position

__all__ = [
    "Audience",
    "Event",
    "NewEvent",
    "Payload",
    "Position",
    "append",
    "canonical",
    "catch_up",
    "consume",
    "last_position",
    "run_consumers",
    "seal",
    "sequence",
    "step",
]
