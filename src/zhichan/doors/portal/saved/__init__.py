"""Saved searches and corpora: what is in them, what came and went, and what can be done with them."""
