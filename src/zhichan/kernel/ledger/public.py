"""Face of the ledger.

``erasing`` says how facts are erased and publicity ends, ``verifying`` whether the ledger is whole, ``bundles``
makes what an outsider can verify.
"""

from zhichan.kernel.ledger import bundles, erasing, verifying
from zhichan.kernel.ledger.events import (
    Audience,
    NewEvent,
    append,
    canonical,
    catch_up,
    consume,
    followed,
    hold,
    position_of,
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
    "bundles",
    "canonical",
    "catch_up",
    "consume",
    "erasing",
    "followed",
    "hold",
    "position_of",
    "run_consumers",
    "seal",
    "sequence",
    "step",
    "verifying",
]
