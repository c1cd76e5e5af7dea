"""Doors: where people and programmes come in. Each uses only the faces of the kernel rooms."""
