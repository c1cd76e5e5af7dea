"""Bringing the demo city into the database: places, offices and people by set-up, records and its plan by acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction

from zhichan.demo import figures
from zhichan.demo.adopting import adopt_county_plans, adopt_plan
from zhichan.demo.generating import SEED, Step, generate
from zhichan.demo.lending import lend
from zhichan.demo.offices import work
from zhichan.demo.places import OFFICES, PERSONAS, PLACES
from zhichan.demo.supervising import supervise
from zhichan.kernel.access.public import grant, system_actor
from zhichan.kernel.ground.public import Refusal, Region, Unit, kernel
from zhichan.kernel.registry.public import Load, Manifest, load_parts, rollback

Progress = Callable[[str, int], None]
ORIGIN = "演示数据，全部虚构 / demonstration data, entirely synthetic"


def load(
    *, size: float = 1.0, seed: int = SEED, through: date = figures.AS_OF, progress: Progress | None = None,
) -> bool:
    """Load the demo city with what was known by ``through``; return whether anything had to be done.

    Steps already there are left out, so that an interrupted load can be taken up again. Refuses when a demo
    with other arguments is there. ``progress(name, count)`` is told of each source's rows as they are read.
    """
    mark = f"demo {size:g} {seed} {through.isoformat()}"
    with kernel():
        there = set(Load.objects.filter(kind=Load.Kind.DEMO).values_list("format", flat=True))
    if there - {mark}:
        raise Refusal.one(
            "demo.other", "库中已有另一座演示城市", "another demo city is already there", place="size")
    make_places()
    make_people()
    done = False
    actor = system_actor("demo", day=through)
    for number, step in enumerate(generate(size=size, seed=seed, through=through)):
        with kernel():
            last = Load.objects.filter(format=mark).order_by("id").last()
            if _is_there(mark, step, last):
                continue
        at = datetime.combine(through, time(1 + number), UTC)
        if number == 0:
            at -= timedelta(days=90)
        done = True
        if step.undo:
            rollback(last.id if last else 0, reason=step.name, actor=actor, at=at)
        else:
            manifest = Manifest(format=mark, name=step.name, kind="demo", origin=ORIGIN, synthetic=True)
            load_parts(step.parts, manifest, actor=actor, at=at, progress=progress)
    done = adopt_plan() or done
    done = adopt_county_plans() or done
    done = supervise() or done
    done = lend() or done
    return work() or done


def _is_there(mark: str, step: Step, last: Load | None) -> bool:
    if step.undo:
        return Load.objects.filter(format=mark, kind=Load.Kind.ROLLBACK).exists()
    return last is not None and Load.objects.filter(format=mark, name=step.name).exists()


def make_places() -> None:
    """Make the regions and offices unless they are there; the city's names must not be taken by others."""
    with kernel():
        made: dict[str, Region] = {}
        for rank, place in enumerate(PLACES):
            parent = made.get(place.parent)
            path = f"{parent.path if parent else '/'}{place.slug}/"
            made[place.slug], _ = Region.objects.get_or_create(slug=place.slug, defaults={
                "name": place.name, "name_en": place.name_en, "kind": place.kind, "code": place.code, "parent": parent,
                "path": path, "rank": rank, "synthetic": True})
            if not made[place.slug].synthetic:
                raise Refusal.one(
                    "demo.real", f"地区代号“{place.slug}”已用于真实数据", f"the region {place.slug!r} holds real data",
                    place="region")
        for office in OFFICES:
            Unit.objects.get_or_create(slug=office.slug, defaults={
                "name": office.name, "name_en": office.name_en, "region": made[office.region], "kind": office.kind,
                "since": office.since, "until": office.until, "synthetic": True})


def make_people() -> None:
    """Make the personas: accounts that nobody can log in to by password, with dated grants."""
    users = get_user_model()
    with transaction.atomic():
        for persona in PERSONAS:
            user, new = users.objects.get_or_create(
                username=persona.username, defaults={"first_name": persona.name, "last_name": persona.name_en})
            if new:
                user.set_unusable_password()
                user.save(update_fields=["password"])
            for role, region, unit, since, until in persona.roles:
                with kernel():
                    place = Region.objects.get(slug=region)
                    office = Unit.objects.get(slug=unit) if unit else None
                grant(
                    user_id=user.pk, role=role, region=place, unit=office, since=since, until=until,
                    instrument="演示授权 / demonstration grant")
