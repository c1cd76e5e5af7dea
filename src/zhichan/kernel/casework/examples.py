"""Worked cases of a system, ``examples/*.toml``: dated acts in; stages, last days, refusals and facts out.

A file has ``title``, ``procedure``, ``people`` (name → ``user`` number with ``roles`` held in ``region``, perhaps for a
``unit``, ``party`` code or ``access`` code; none of them is somebody without an account), optional ``units`` (slug →
name, or ``name`` and ``kind``), ``entries`` of registers and ``rows`` (source → records known from the day before the
first act), and ``acts``.
An act with a ``case`` name is done to another case, opened under that name by an act with its ``procedure``; a fact
``#name`` stands for that case's number, ``{ key_of = name }`` for the public key of a partner by that name, which the
example makes itself, and ``{ signed = message }`` for the envelope in which the partner named in ``from`` sends it::

    [[acts]]
    act = "accept"            # or tick = true: the worker runs
    on = 2026-09-24           # the day it is entered
    by = "zhang"
    facts = { … }
    stage = "accepted"        # what must be so afterwards: any of stage, day (of the act, in law), due, due_on,
    due = { decide = 2026-12-24 }   # overdue, paused, open, done, facts_then, letters, served, sealed, disturbed,
                              # disagreeing, handed (how many things it made elsewhere), entered (register →
                              # entries the public sees); or refused
    opens = ["first"]         # names for the cases that it opened by handing on, in their order
    told = ["reason"]         # which of the facts given with it every reader of the case finds in its event
    found = { … }             # the case that this is done to has no name yet: one with these facts, out of a box

It is played in a transaction that is rolled back, in a city and a county of its own.
"""

from __future__ import annotations

import hmac
import secrets
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.db.models import Sum

from zhichan.instruments.courier import canonical, envelope
from zhichan.kernel.access.public import Actor, Role, reading, system_actor
from zhichan.kernel.acts.public import SHANGHAI, perform, reach
from zhichan.kernel.casework import parts
from zhichan.kernel.casework.expiring import clocks_of, tick
from zhichan.kernel.casework.models import Case
from zhichan.kernel.casework.sealing import sealed_facts
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.funds.public import Posting
from zhichan.kernel.ground.public import Refusal, Region, Unit, kernel
from zhichan.kernel.ledger.public import Payload
from zhichan.kernel.registry.public import Manifest, load_parts

CITY, COUNTY = "/example-city/", "/example-city/example-county/"
PLACES = {"city": CITY, "county": COUNTY}
HOUR = time(10)
_PARTNERS = secrets.token_bytes(32)


class _PlayedError(Exception):
    """Takes everything back once the example was played."""


@dataclass(slots=True)
class _Play:
    procedure: str
    people: Mapping[str, Mapping[str, Any]]
    cases: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def actor(self, name: str, day: date) -> Actor:
        person = self.people.get(name, {})
        path = PLACES[person.get("region", "city")]
        roles = tuple(Role(role, path, person.get("unit", "")) for role in person.get("roles", ()))
        extra = {f"party:{person['party']}"} if "party" in person else set()
        extra |= {f"code:{parts.code_hash(person['access'])}"} if "access" in person else set()
        known = f"user:{person['user']}" if "user" in person else "anyone"
        return Actor(known, day, roles, name, frozenset(extra))

    def play(self, number: int, step: Mapping[str, Any]) -> None:
        where = f"{number}. {step.get('act', 'tick')} {step['on']}"
        at = datetime.combine(step["on"], step.get("time", HOUR), SHANGHAI)
        try:
            result = self._do(step, at)
            codes: Sequence[str] = ()
        except Refusal as refusal:
            result, codes = {}, refusal.codes
        wanted = step.get("refused", [])
        if list(codes) != wanted:
            self.wrong.append(f"{where}: refused {list(codes)}, not {wanted}")
            return
        if step.get("case", "") in self.cases:
            self._compare(where, step, result)

    def _do(self, step: Mapping[str, Any], at: datetime) -> Mapping[str, Any]:
        if step.get("tick"):
            return {"done": tick(at=at).done}
        procedure, name = step.get("procedure", self.procedure), step.get("case", "")
        act = current().procedures[procedure].acts[step["act"]]
        facts = self._facts(procedure, step.get("facts", {}))
        if "found" in step:
            with kernel():
                same = Case.objects.filter(procedure=procedure, facts__contains=step["found"]).order_by("number")
                self.cases[name] = str(same.values_list("pk", flat=True).first())
        if not act.sources:
            facts = {"region": PLACES[step.get("region", "city")], **facts}
        outcome = perform(
            actor=self.actor(step["by"], at.date()), verb=f"{procedure}:{step['act']}",
            target=None if not act.sources else self.cases.get(name, ""), facts=facts, at=at,
        )  # fmt: skip
        if outcome.result["case"] is not None:
            self.cases.setdefault(name, str(outcome.result["case"]))
        made = [str(each["case"]) for each in outcome.result.get("handed", ()) if "case" in each]
        self.cases.update(zip(step.get("opens", ()), made, strict=False))
        return outcome.result

    def _facts(self, procedure: str, facts: Mapping[str, Any]) -> dict[str, Any]:
        fields = current().procedures[procedure].fields
        found: dict[str, Any] = {}
        for name, value in facts.items():
            if name in fields and fields[name].type == "paper" and isinstance(value, str):
                found[name] = value.encode()
            elif isinstance(value, Mapping) and set(value) == {"signed"}:
                message = {each: self._number(one) for each, one in value["signed"].items()}
                found[name] = envelope(message, _partner(message["from"]).sign(canonical(message)))
            else:
                found[name] = self._number(value)
        return found

    def _number(self, value: Any) -> Any:
        """A number for the name of a case; anything else as it is."""
        if isinstance(value, str) and value.startswith("#") and value[1:] in self.cases:
            with kernel():
                return Case.objects.get(pk=self.cases[value[1:]]).number
        return value

    def _compare(self, where: str, step: Mapping[str, Any], result: Mapping[str, Any]) -> None:
        with kernel():
            case = Case.objects.select_related("region").get(pk=self.cases[step.get("case", "")])
            facts = {**case.facts, **sealed_facts(case, current().procedures[case.procedure])}
        last = {run.name: run for run in clocks_of(case, as_of=step["on"])}
        found: dict[str, Any] = {
            "stage": case.stage,
            "day": next(
                (date.fromisoformat(each["day"]) for each in reversed(case.course) if each["act"] == step.get("act")),
                None,
            ),
            "due": {name: last[name].due.day if name in last else None for name in step.get("due", {})},
            "overdue": sorted(name for name, run in last.items() if run.overdue),
            "paused": sorted(name for name, run in last.items() if run.paused),
            "open": sorted(name for name, run in last.items() if run.open),
            "due_on": case.due_on,
            "facts": {name: facts.get(name) for name in step.get("facts_then", {})},
            "disturbed": sorted({each["act"] for each in result.get("disturbed", ())}),
            "disagreeing": sorted({f"{each['letter']}.{each['fact']}" for each in result.get("disagreeing", ())}),
            "done": result.get("done", 0),
            "handed": len(result.get("handed", ())),
            "letters": [each["name"] for each in case.letters],
            "served": [f"{each['name']} {one['to']}" for each in case.letters for one in each["served"]],
            "sealed": sorted(set(facts) - set(case.facts)),
            "told": _told(case) if "told" in step else [],
            "booked": {name: _booked(name) for name in step.get("booked", {})},
            "entered": {name: _seen_by_all(name, step["on"]) for name in step.get("entered", {})},
        }
        for key, wanted in step.items():
            name = "facts" if key == "facts_then" else key
            if name not in found or key == "facts":
                continue
            if found[name] != wanted:
                self.wrong.append(f"{where}: {key} is {found[name]}, not {wanted}")


def run_example(path: Path, *, whole: bool = True) -> list[str]:
    """Play a worked case; returns what came out otherwise than it says, empty when it holds.

    Unless ``whole``, it is played only up to the first thing that does. Raises ``KeyError`` or ``ValueError`` for a
    file that is no example.
    """
    example = tomllib.loads(path.read_text(encoding="utf-8"))
    play = _Play(example["procedure"], example["people"])
    try:
        with kernel():
            _places()
            _units(example.get("units", {}))
            _records(example.get("rows", {}), min(step["on"] for step in example["acts"]) - timedelta(days=1))
            for entry in example.get("entries", ()):
                _enter(play, entry)
            for number, step in enumerate(example["acts"], start=1):
                with transaction.atomic():
                    play.play(number, step)
                if play.wrong and not whole:
                    break
            raise _PlayedError
    except _PlayedError:
        return play.wrong


def _partner(name: str) -> Ed25519PrivateKey:
    """The key of an installation that there is only in examples; it is another one in each process.

    From a name alone anybody could make it, and sign for a partner whose key was copied from an example.
    """
    return Ed25519PrivateKey.from_private_bytes(hmac.digest(_PARTNERS, name.encode(), "sha256"))


def _places() -> None:
    if Region.objects.filter(path=CITY).exists():
        return
    city = Region.objects.create(
        slug="example-city", name="示例市", name_en="Example City", kind="city", path=CITY, synthetic=True
    )
    Region.objects.create(
        slug="example-county", name="示例县", name_en="Example County", kind="county", parent=city, path=COUNTY,
        synthetic=True,
    )  # fmt: skip


def _units(names: Mapping[str, str | Mapping[str, str]]) -> None:
    city = Region.objects.get(path=CITY)
    for slug, said in names.items():
        told = {"name": said} if isinstance(said, str) else said
        Unit.objects.create(**{"kind": "department", **told}, slug=slug, region=city, synthetic=True)


def _records(rows: Mapping[str, Sequence[Mapping[str, Any]]], day: date) -> None:
    if rows:
        load_parts(
            list(rows.items()), Manifest(format="example", name="example", whole=True, synthetic=True),
            actor=system_actor("import", day=day), at=datetime.combine(day, HOUR, SHANGHAI),
        )  # fmt: skip


def _enter(play: _Play, entry: Mapping[str, Any]) -> None:
    at = datetime.combine(entry["on"], HOUR, SHANGHAI)
    told = {
        name: _partner(value["key_of"]).public_key().public_bytes_raw().hex()
        if isinstance(value, Mapping) and set(value) == {"key_of"} else value
        for name, value in entry["facts"].items()
    }  # fmt: skip
    facts = {"region": PLACES[entry.get("region", "city")], **told}
    perform(actor=play.actor(entry["by"], at.date()), verb=f"{entry['register']}:enter", facts=facts, at=at)


def _told(case: Case) -> list[str]:
    """The facts given with the latest act of a case that its event tells every reader of the case."""
    with kernel():
        payload = Payload.objects.get(
            event__subject_kind="case", event__subject_id=str(case.pk), event__subject_version=case.version,
            field_class="ordinary",
        )  # fmt: skip
    return sorted((payload.content or {})["given"])


def _booked(account: str) -> int:
    """What an account of the example's city holds, in 分."""
    with kernel():
        found = Posting.objects.filter(account__code=account, account__region__path=CITY)
        return int(found.aggregate(sum=Sum("amount_fen"))["sum"] or 0)


def _seen_by_all(register: str, day: date) -> int:
    """How many entries of a register in force on a day somebody without an account sees."""
    anyone = Actor("anyone", day)
    with reading(anyone):
        found = reach(anyone, f"{register}:read").filter(since__lte=day).exclude(until__lte=day)
        return int(found.count())


def examples_of(folder: str) -> Iterator[Path]:
    """The example files of a system's folder (``protection/adjudication``), over all roots in use."""
    for root in current().roots:
        yield from sorted((root / folder / "examples").glob("*.toml"))

