"""Reads policy plans: targets, tasks, owners, open questions — each glued to its characters in the text.

Face: ``read``, ``decode``, ``diff`` and the values they give. Pure: no network, no model, nothing of the kernel.
"""
from .decoding import Unreadable, decode
from .model import Actual, Node, Open, Reading, Target, Task, Term, Why
from .reading import read

__all__ = ["Actual", "Node", "Open", "Reading", "Target", "Task", "Term", "Unreadable", "Why", "decode", "read"]
