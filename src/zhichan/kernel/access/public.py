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
from zhichan.kernel.access.models import Grant, Protected

__all__ = [
    "ANYONE",
    "Actor",
    "Grant",
    "Protected",
    "Role",
    "actor_of",
    "grant",
    "readers_for",
    "reading",
    "system_actor",
]
