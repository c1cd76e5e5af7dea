"""What the status of a right is asked from and answered with: events, coverage, derivation, burdens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from typing import Any, Final, Literal, get_args

from zhichan.instruments.clock import Words
from zhichan.instruments.status import wording
from zhichan.instruments.status.laws import StatusError

RightKind = Literal["invention", "utility", "design", "pct", "mark", "gi_mark", "gi_product", "work", "software",
                    "variety", "layout"]

EventKind = Literal[
    "filed", "published", "examination_requested", "entered", "granted", "registered", "created", "exploited",
    "author_died", "fee_paid", "lapsed", "restored", "abandoned", "deemed_abandoned", "withdrawn", "refused",
    "rejected", "set_aside", "invalidated", "partly_invalidated", "revoked", "cancelled", "expired", "renewed",
    "term_extended", "transferred", "licensed", "licence_ended", "pledged", "released", "preserved",
    "preservation_lifted", "corrected", "retracted",
]
"""Neutral kinds. ``granted`` and ``registered`` both mean that the right begins; for copyright ``registered`` is
evidence only and ``created`` begins it. ``refused`` and ``rejected`` (on reexamination) are final decisions,
``set_aside`` undoes the decision it points at, ``deemed_abandoned`` gives up the right to a grant."""

State = Literal["in_force", "pending", "ended", "never", "undetermined"]

NOWHERE: Final = Words("", "")
"""The clause of a step that rests on events alone."""

KINDS: Final = frozenset(get_args(RightKind))
EVENT_KINDS: Final = frozenset(get_args(EventKind))


@dataclass(frozen=True, slots=True)
class Event:
    """One dated event of one right.

    ``day``: when it has effect in law (the first day without the right for an end, 终止日); None: happened, day not
    told. ``known_on``: when our record learned of it. ``id`` names it within the right. ``of``: for ``corrected`` and
    ``retracted`` the event it concerns, for ``set_aside`` and ``restored`` the decision undone, for ``released``,
    ``licence_ended`` and ``preservation_lifted`` the burden ended.
    ``data``: ``year`` (fee_paid: patent year paid for), ``priority`` (filed: first filing day), ``until``
    (term_extended: new end; licensed, preserved: last day), ``holder`` (filed, granted), ``to`` and ``from``
    (transferred), ``party`` (burdens), ``author`` (created, registered: natural | legal), ``plants`` (woody | other),
    ``as`` (entered: invention | utility), ``kind`` (corrected: what the event really was).
    A ``corrected`` event replaces the day and adds its ``data`` to those of the event it points at.
    """

    kind: EventKind
    day: date | None
    known_on: date
    _: KW_ONLY
    id: str
    source: str = ""
    of: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse an event that cannot be one."""
        if self.kind not in EVENT_KINDS:
            raise StatusError("event_kind", f"没有事件种类 {self.kind}。", f"There is no event kind {self.kind}.")
        if self.kind in {"corrected", "retracted"} and not self.of:
            raise StatusError("event_points_nowhere", "更正或撤回须指明所涉事件。",
                              "A correction or retraction must point at an event.")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the record is complete, so that its silence says something.

    ``register``: through this day every registered or announced event is in the record (None: as far as the day by
    which we are asked). ``fees``: through this day every fee payment is (None: the source carries no payments).
    """

    register: date | None = None
    fees: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a derivation: what follows, from which events or which version of law.

    ``code`` names the step, ``day`` the day it arrives at, ``base`` the day it starts from, ``limit`` a second day
    (end of a grace period), ``events`` the ids it rests on, ``version`` the id of the law applied and ``chosen`` the
    day that chose this version. ``zh`` and ``en`` are written from these fields alone, so they cannot differ from
    what :func:`check` has checked.
    """

    code: str
    day: date | None = None
    base: date | None = None
    limit: date | None = None
    events: tuple[str, ...] = ()
    version: str = ""
    chosen: date | None = None
    clause: Words = NOWHERE
    reason: str = ""
    number: int | None = None

    @property
    def zh(self) -> str:
        return wording.step(self).zh

    @property
    def en(self) -> str:
        return wording.step(self).en


@dataclass(frozen=True, slots=True)
class Assumption:
    """An open question answered one way: ``question`` (kind and subject), ``answer``, the events concerned."""

    question: str
    answer: str
    about: tuple[str, ...] = ()
    day: date | None = None

    @property
    def zh(self) -> str:
        return wording.assumption(self).zh

    @property
    def en(self) -> str:
        return wording.assumption(self).en


@dataclass(frozen=True, slots=True)
class Branch:
    """What follows under some answers to the open questions (under none, when nothing is open)."""

    assumptions: tuple[Assumption, ...]
    steps: tuple[Step, ...]
    state: State
    code: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """What must still be done so that the answer stands: a duty due on ``due``, curable to ``limit``."""

    code: Literal["fee", "renewal", "examination", "entry"]
    number: int
    due: date
    limit: date

    @property
    def words(self) -> Words:
        return wording.condition(self)


@dataclass(frozen=True, slots=True)
class Burden:
    """A pledge, licence or preservation on the right on the day; ``certain`` False where its end is not known."""

    kind: Literal["pledge", "licence", "preservation"]
    event: str
    since: date | None
    until: date | None
    party: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the right on the day; ``name`` None and ``open`` filled where the record leaves it open."""

    name: str | None
    since: date | None
    events: tuple[str, ...]
    open: Words | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The status of a right on day ``on`` as known by day ``known_by``.

    ``code`` is finer than ``state`` (``in_force_grace``, ``ended_lapsed`` …) and gives ``label``. ``derivation`` has
    one branch when nothing is open, otherwise one for each set of answers; the state is undetermined exactly when
    the branches differ, and ``settle`` then says which facts would settle it. ``next_change`` is the first later day
    on which time alone, without further events, changes state or code (looked for 120 years
    ahead). ``provisional``: a day off not yet announced
    might move a limit that decided. ``notes`` name events that were left out of account, with the reason.
    """

    kind: RightKind
    on: date
    known_by: date
    state: State
    code: str
    since: date | None
    derivation: tuple[Branch, ...]
    settle: tuple[Words, ...]
    conditions: tuple[Condition, ...]
    holder: Holder
    burdens: tuple[Burden, ...]
    next_change: date | None
    provisional: bool
    notes: tuple[Words, ...] = ()

    @property
    def label(self) -> Words:
        """The status in words, Simplified Chinese first."""
        return wording.label(self.code)

    @property
    def reasons(self) -> tuple[Words, ...]:
        """The derivation in sentences: steps of the one branch, or each branch with its assumptions."""
        return wording.reasons(self.derivation)
