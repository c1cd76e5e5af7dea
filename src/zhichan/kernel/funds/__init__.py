"""Funds: double-entry accounts; every yuan leads to a decision and a rule."""
