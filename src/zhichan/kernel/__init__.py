"""The rooms of the kernel; each imports only the rooms named before it in DESIGN order (see pyproject)."""
