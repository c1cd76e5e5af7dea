"""Face of the access room."""

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
from zhichan.kernel.access.models import Delegation, Grant, Protected

__all__ = [
    "ANYONE",
    "Actor",
    "Delegation",
    "Grant",
    "Protected",
    "Role",
    "actor_of",
    "grant",
    "readers_for",
    "reading",
    "system_actor",
]
