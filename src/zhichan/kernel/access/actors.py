"""Actors: who acts or reads, with the principals that grants give them on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from zhichan.kernel.access.models import Delegation, Grant, Representative
from zhichan.kernel.ground.public import Region, Unit, kernel, reader

ANYONE = "anyone"
PARTY = "party:"
"""By this and its code a party is named in ``readers``, and so is whoever acts for it."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role held at a region (by its path) and the slug of the unit it is held for, empty when none."""

    name: str
    path: str
    unit: str = ""
    stands_for: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who acts or reads on ``day``.

    ``name`` identifies in the ledger (``user:7``, ``clock``, ``anyone``). Principals are what ``readers``
    columns are compared with: ``anyone``, the name, ``unit:<slug>`` and ``<role>@<path>`` for each role.
    """

    name: str
    day: date
    roles: tuple[Role, ...] = ()
    label: str = ""
    extra: frozenset[str] = field(default_factory=frozenset)

    @property
    def principals(self) -> frozenset[str]:
        """Everything a ``readers`` column may name this actor by."""
        held = {f"{role.name}@{role.path}" for role in self.roles}
        units = {f"unit:{role.unit}" for role in self.roles if role.unit}
        return frozenset({ANYONE, self.name} | held | units) | self.extra

    def held(self, names: Iterable[str], path: str) -> list[Role]:
        """The roles among ``names`` that are held at ``path`` or above it, own ones first."""
        wanted = set(names)
        found = [role for role in self.roles if role.name in wanted and path.startswith(role.path)]
        return sorted(found, key=lambda role: bool(role.stands_for))

    @property
    def units(self) -> tuple[str, ...]:
        """Slugs of the units this actor works for."""
        return tuple(dict.fromkeys(role.unit for role in self.roles if role.unit))

    @property
    def parties(self) -> tuple[str, ...]:
        """Codes of the parties this actor acts for."""
        return tuple(sorted(one.removeprefix(PARTY) for one in self.extra if one.startswith(PARTY)))

    @property
    def home(self) -> str:
        """The path of the widest region a role is held at, empty for someone without a role."""
        return min((role.path for role in self.roles), key=len, default="")


def readers_for(roles: Iterable[str], path: str) -> list[str]:
    """Principals of ``roles`` held at ``path`` or at any region above it, for a ``readers`` column."""
    parts = [part for part in path.split("/") if part]
    paths = ["/" + "/".join(parts[:depth]) + "/" for depth in range(1, len(parts) + 1)]
    return [f"{role}@{above}" for role in roles for above in paths]


def actor_of(user_id: int | None, *, day: date, label: str = "") -> Actor:
    """The actor a user is on ``day``: by the grants then in force, those of absent colleagues they stand in for, and
    the parties they act for.

    Standing in is not handed further, nor does it cover acting for a party. Nobody logged in is ``anyone``.
    """
    if user_id is None:
        return Actor(name=ANYONE, day=day, label=label)
    with kernel():
        absent = (
            Delegation.objects.on(day)
            .filter(deputy_id=user_id, revoked_at=None)
            .values_list("user_id", flat=True)
        )
        grants = Grant.objects.on(day).filter(user_id__in=[user_id, *absent]).select_related("region", "unit")
        roles = tuple(
            Role(
                grant.role,
                grant.region.path,
                grant.unit.slug if grant.unit else "",
                "" if grant.user_id == user_id else f"user:{grant.user_id}",
            )
            for grant in grants
        )
        codes = Representative.objects.on(day).filter(user_id=user_id, party__code__isnull=False)
        parties = frozenset(f"{PARTY}{code}" for code in codes.values_list("party__code", flat=True))
    return Actor(name=f"user:{user_id}", day=day, roles=roles, label=label, extra=parties)


def system_actor(name: str, *, day: date) -> Actor:
    """A process acting for nobody (``clock``, ``demo``, ``import``): it holds no role and passes no reach by itself."""
    return Actor(name=name, day=day)


def grant(
    *,
    user_id: int,
    role: str,
    region: Region,
    unit: Unit | None = None,
    since: date,
    until: date | None = None,
    instrument: str,
) -> Grant:
    """Give ``role`` at ``region``; ``instrument`` names the paper that gives it. Call through an act or set-up."""
    with kernel():
        return Grant.objects.get_or_create(
            user_id=user_id,
            role=role,
            region=region,
            unit=unit,
            since=since,
            defaults={"until": until, "instrument": instrument},
        )[0]


@contextmanager
def reading(actor: Actor) -> Iterator[None]:
    """Read as ``actor``: row-level security applies; querysets must be evaluated inside."""
    with reader(principals=actor.principals, day=actor.day):
        yield
