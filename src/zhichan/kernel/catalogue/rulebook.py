"""What a system's ``rules.py`` may import beside the instruments: the marks of its four kinds of function.

A rule is a named, pure function: facts and a day in, a value or reasons out. It reads no database, no clock and no
other system. A declaration names it; the mark says as what it may be named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

from zhichan.kernel.ground.glossary import terms
from zhichan.kernel.ground.refusal import Reason, Refusal, Text

__all__ = [
    "Candidate", "Context", "Hit", "Reason", "Refusal", "Text", "amount", "code_digest", "derive", "guard", "is_day",
    "lasting", "lets_in", "listed", "terms", "test",
]  # fmt: skip

RuleKind = Literal["guard", "derive", "test", "amount"]
Rule = TypeVar("Rule", bound=Callable[..., object])

MARK = "__rule__"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a rule of a procedure may know; it is the rule's one argument.

    ``facts``: the case's facts before the act (for ``hands_on``: after it); ``given``: the facts given with the
    act; ``day``: the act's day; ``region``: path and name of the case's region; ``number``: the case's number;
    ``paper``: bytes of a stored paper by its digest (hex SHA-256); ``units``: slug and name of the units in the
    case's region and below.

    ``actor``: who acts (``user:7``); ``region_kind``: city, county …; ``course``: what was done before, in order, each
    with ``act``, ``day`` (in law, ISO), ``by`` and ``stage``; ``entries``: the data of a register's entries in force
    on the act's day in the case's region or above, each with its ``id``, ``number`` and the ``region`` it is for;
    ``linked``: stage and facts of another case by its number, None when there is none; ``below``: as ``entries``,
    but of the case's region and those below it, in order of their numbers.

    ``body``: name, kind and region (path) of a unit by its slug, None when none of that slug is in force on the day.

    ``title``: the case's title; ``acting``: slugs of the units the actor works for; ``assigned``: the units
    with a part in the case, each with ``role``, ``as_written`` and ``unit`` (a slug, None when the words match
    none); ``cases``: the cases of a procedure in the case's region and below as they stood at the end of a day
    (see ``casework.standing.cases_at``); ``clocks``: for a rule of standing, the case's clocks, each with
    ``clock``, ``due``, ``overdue``, ``open`` and ``consequence``. ``right`` and ``party``: what the registry
    knows of a right (``patent:<key>``, ``mark:<key>``) or of a party (by its code) on the act's day, each piece
    with its source and day, None when there is no record. ``signature``: this installation's over some content, to be
    checked by others (Ed25519, the same for the same content).

    ``admitted``: what the box of a case (by its number) says of a one-time code, beside its digest; None where the box
    is not there or does not know the code.

    ``value``: a measure in a region (``region``, a path) for a year (``year``), perhaps as of a ledger position
    (``position``): ``number`` (exact, as text) or None with its ``reason``, with ``unit``, ``edition`` and
    ``position``; None when there is no such measure or region.
    """

    facts: Mapping[str, Any]
    given: Mapping[str, Any]
    day: date
    region: tuple[str, str]
    number: str
    paper: Callable[[str], bytes]
    units: Callable[[], Mapping[str, str]]
    actor: str = ""
    region_kind: str = ""
    course: Sequence[Mapping[str, Any]] = ()
    entries: Callable[[str], Sequence[Mapping[str, Any]]] = lambda _register: ()
    below: Callable[[str], Sequence[Mapping[str, Any]]] = lambda _register: ()
    linked: Callable[[str], Mapping[str, Any] | None] = lambda _number: None
    title: str = ""
    acting: frozenset[str] = frozenset()
    assigned: Callable[[], Sequence[Mapping[str, Any]]] = lambda: ()
    cases: Callable[[str, date], Sequence[Mapping[str, Any]]] = lambda _procedure, _day: ()
    clocks: Sequence[Mapping[str, Any]] = ()
    right: Callable[[str], Mapping[str, Any] | None] = lambda _name: None
    party: Callable[[str], Mapping[str, Any] | None] = lambda _code: None
    signature: Callable[[bytes], bytes] = lambda _content: b""
    value: Callable[..., Mapping[str, Any] | None] = lambda _measure, **_of: None
    body: Callable[[str], Mapping[str, Any] | None] = lambda _slug: None
    admitted: Callable[[str, str], Mapping[str, Any] | None] = lambda _number, _code: None

    @property
    def whole(self) -> dict[str, Any]:
        """The facts with what was just given laid over them."""
        return {**self.facts, **self.given}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A right of which a selection that tells asks; it is the one argument of its test.

    ``right``: ``patent:<key>``; ``title``: what it is called; ``row``: what is openly known of it; ``day``: the day
    asked about; ``watch``: what the saved search is called in which it is, empty where its holder is told.
    ``deadlines``: each with ``code`` (``annual_fee``, ``renewal``, ``opposition`` …), ``number``, ``title`` and
    ``clause`` (bilingual), ``opens``, ``due`` and ``late`` (days or None; ``late`` ends a grace period), ``steps``
    (bilingual, how the last day is computed), ``provisional``, ``settled`` and ``missed`` (Booleans).
    """

    right: str
    title: str
    row: Mapping[str, Any]
    day: date
    watch: str = ""
    deadlines: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a test has to tell of a right: ``mark`` tells it from what else it tells, now or later, of the same right.

    ``title`` is told in one line, ``said`` beneath it; ``due`` is the last day it is about.
    """

    mark: str
    title: Text
    said: Text
    due: date | None = None


def listed(value: Any) -> list[Mapping[str, Any]]:
    """The entries of a field of type data that should hold a list of tables; what is none of that is left out."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def is_day(value: Any) -> bool:
    """Whether a fact is a day as facts say days (ISO 8601, 2026-03-01)."""
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def lasting(
    rows: Iterable[Mapping[str, Any]], day: str, *, since: str = "since", until: str = "until"
) -> list[Mapping[str, Any]]:
    """The rows that hold on a day (ISO): begun by then, and not ended or ending later."""
    return [row for row in rows if row[since] <= day and (not row[until] or row[until] > day)]


def lets_in(opponents: Any, own: Any) -> bool:
    """Whether a list of opponents, as the other side gave it, opens the case to someone by more than a party's code.

    Nobody names the account, unit or access code of an opponent, or puts a party of the own side among them: whoever
    is named so would read what is kept for the opponent alone.
    """
    ours = {each.get("party") for each in listed(own)} - {None, ""}
    return any(
        each.get("user") or each.get("unit") or each.get("access") or each.get("party") in ours
        for each in listed(opponents)
    )


def code_digest(code: str) -> str:
    """What is kept of a one-time code: SHA-256 (hexadecimal) of its letters and digits, in capitals."""
    return hashlib.sha256("".join(each for each in code if each.isalnum()).upper().encode()).hexdigest()


def _mark(kind: RuleKind, rule: Rule) -> Rule:
    setattr(rule, MARK, kind)
    return rule


def guard(rule: Rule) -> Rule:
    """Mark a function that lets an act pass (no objections) or names its objections."""
    return _mark("guard", rule)


def derive(rule: Rule) -> Rule:
    """Mark a function that computes a field from facts."""
    return _mark("derive", rule)


def test(rule: Rule) -> Rule:
    """Mark a function that decides whether something belongs to a selection, with its reason."""
    return _mark("test", rule)


def amount(rule: Rule) -> Rule:
    """Mark a function that computes money in 分 or a count."""
    return _mark("amount", rule)
