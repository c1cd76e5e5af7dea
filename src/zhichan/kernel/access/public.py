"""Face of the access room.

``signing`` stands around passwords (attempts, second factors), ``totp`` computes one-time codes, ``keeping`` seals what
must be read again but not lie open in the database.
"""

from zhichan.kernel.access import keeping, signing, totp
from zhichan.kernel.access.actors import (
    ANYONE,
    PARTY,
    Actor,
    Role,
    actor_of,
    grant,
    readers_for,
    reading,
    system_actor,
)
from zhichan.kernel.access.models import Delegation, Factor, Grant, Protected, Recovery, Representative

__all__ = [
    "ANYONE",
    "PARTY",
    "Actor",
    "Delegation",
    "Factor",
    "Grant",
    "Protected",
    "Recovery",
    "Representative",
    "Role",
    "actor_of",
    "grant",
    "keeping",
    "readers_for",
    "reading",
    "signing",
    "system_actor",
    "totp",
]
