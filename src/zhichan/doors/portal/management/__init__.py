"""Public pages of the management side: what was published of progress, and what is laid open for comment."""
