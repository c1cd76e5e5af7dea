"""Verbs of the measures room."""


def register() -> None:
    """Register the room's verbs."""
