"""Verbs of the registry, registered with the acts room at start."""

from __future__ import annotations


def register() -> None:
    """Register the room's verbs."""
