"""Face of the registry.

Acts (through ``acts.perform``): ``registry:load``, ``registry:rollback``, ``registry:enter``,
``registry:correct``, ``registry:lapse``, ``registry:transfer``. Each ends with an event ``registry:loaded``
(subject kind ``load``, its id): affected versions are those with ``opened_by`` or ``closed_by`` = that id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from zhichan.kernel.access.public import Actor
from zhichan.kernel.acts.public import perform
from zhichan.kernel.registry.apart import data_of, whole
from zhichan.kernel.registry.branding import brands
from zhichan.kernel.registry.bulk import Manifest, Progress, model_of
from zhichan.kernel.registry.classifying import below as classes_below
from zhichan.kernel.registry.classifying import (
    class_of,
    edition,
    editions,
    evidence,
    leads,
    not_loaded,
    titles_of,
)
from zhichan.kernel.registry.classifying import search as classes_found
from zhichan.kernel.registry.classifying import tables as class_tables
from zhichan.kernel.registry.entries import exists, searched
from zhichan.kernel.registry.holdings import Held, held_by
from zhichan.kernel.registry.linking import Waiting, link_of, links
from zhichan.kernel.registry.linking import counted as link_counts
from zhichan.kernel.registry.linking import reason as links_reason
from zhichan.kernel.registry.models import (
    ClassNode,
    Edition,
    Entry,
    GIProduct,
    Holding,
    Link,
    Linked,
    Load,
    Mark,
    Patent,
    Pledge,
    Pledged,
    Rejection,
    SealedField,
    Standing,
    Work,
)
from zhichan.kernel.registry.papers import file_names, files_told, papers_of, with_papers
from zhichan.kernel.registry.records import Known, Origin, annexed, history, provenance, record
from zhichan.kernel.registry.rows import Row
from zhichan.kernel.registry.sources import (
    EVERY,
    HOLDING_TABLE,
    OPEN_TABLES,
    RIGHTS,
    SOURCES,
    Source,
)
from zhichan.kernel.registry.standings import (
    deadlines_for,
    history_of,
    settle,
    states_on,
    status_of,
    untold,
)

__all__ = [
    "EVERY", "HOLDING_TABLE", "OPEN_TABLES", "RIGHTS", "SOURCES", "ClassNode", "Edition", "Entry", "GIProduct", "Held",
    "Holding", "Known", "Link", "Linked", "Load", "Loaded", "Manifest", "Mark", "Origin", "Patent", "Pledge",
    "Pledged", "Rejection", "SealedField", "Source", "Standing", "Waiting", "Work", "annexed", "brands", "class_of",
    "class_tables", "classes_below", "classes_found", "data_of", "deadlines_for", "edition", "editions", "evidence",
    "exists", "file_names", "files_told", "held_by", "history", "history_of", "leads", "link_counts", "link_of",
    "links", "links_reason", "load_parts", "model_of", "not_loaded", "papers_of", "provenance", "record", "rollback",
    "searched", "settle", "states_on", "status_of", "titles_of", "untold", "whole", "with_papers",
]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: its id and, for each source, the counts of ``Load.counts``."""

    load: int
    counts: Mapping[str, Mapping[str, int]]


def load_parts(
    parts: Iterable[tuple[str, Iterable[Row]]], manifest: Manifest, *, actor: Actor, at: datetime,
    progress: Progress | None = None,
) -> Loaded:
    """Load rows of several sources as one act, in their order (firms before the rights they hold).

    Their shape is said in ``rows``; they are streamed, never held whole.
    """
    outcome = perform(
        actor=actor, verb="registry:load", at=at,
        facts={"manifest": manifest, "parts": parts, "progress": progress})
    return Loaded(int(outcome.result["load"]), outcome.result["counts"])


def rollback(load: int, *, reason: str, actor: Actor, at: datetime) -> Loaded:
    """Take back a load as one act, keeping what later loads brought; see ``bulk.rollback``."""
    outcome = perform(actor=actor, verb="registry:rollback", target=load, facts={"reason": reason}, at=at)
    return Loaded(int(outcome.result["load"]), outcome.result["counts"])
