"""Selections: saved questions over rights, their members through time, and frozen corpora."""
