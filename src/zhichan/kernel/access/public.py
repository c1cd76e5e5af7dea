"""Face of the access room.

``signing`` stands around passwords (attempts, second factors), ``totp`` computes one-time codes.
"""

from zhichan.kernel.access import signing, totp
from zhichan.kernel.access.actors import (
    ANYONE,
    Actor,
    Role,
    actor_of,
    grant,
    readers_for,
    reading,
    system_actor,
)
from zhichan.kernel.access.models import Delegation, Factor, Grant, Protected, Representative

__all__ = [
    "ANYONE",
    "Actor",
    "Delegation",
    "Factor",
    "Grant",
    "Protected",
    "Representative",
    "Role",
    "actor_of",
    "grant",
    "readers_for",
    "reading",
    "signing",
    "system_actor",
    "totp",
]
