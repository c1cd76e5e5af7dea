"""The standing cast tries every act of every procedure: through the kernel, the desk, the API and the portal alike.

A case stands where the act could be done; who may is worked out here from the declaration alone.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from zhichan.kernel.access.public import actor_of, grant, readers_for, system_actor
from zhichan.kernel.acts.public import SHANGHAI, perform
from zhichan.kernel.casework.public import CLOCK, Case
from zhichan.kernel.catalogue.public import Procedure, current
from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.kernel.ledger.public import Event

from .conftest import DAY

AT = datetime(DAY.year, DAY.month, DAY.day, 10, tzinfo=SHANGHAI)
NOT_THERE, FORBIDDEN = "acts.not-there", "acts.forbidden"
STOPS = {"no_such_fact": 1}
"""Given with every act: it is asked for permission, and then refused before any rule is."""
REFUSED = "只能由以下角色在本地区办理"


@dataclass
class One:
    """One of the cast: the roles held, where, and with which client they ask."""

    name: str
    roles: frozenset[str] = frozenset()
    at: str = ""
    pk: int | None = None
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def may(self, names: set[str], path: str) -> bool:
        """Whether one of the roles is held at a region or above it."""
        return bool(self.roles & names) and bool(self.at) and path.startswith(self.at)


@pytest.fixture
def cast(regions: dict[str, Region]) -> list[One]:
    """A citizen without and one with an account, officers of the city and of its neighbour, a leader."""
    roles = sorted({role for system in current().systems.values() for role in system.roles})
    made = [One("citizen")]
    for name, held, place in (
        ("agent", [], ""), ("leader", ["leader"], "law-city"), ("officer", ["adjudicator", "plan-officer"], "law-city"),
        ("everyone's colleague", roles, "law-city"), ("stranger", roles, "law-other"),
    ):  # fmt: skip
        user = get_user_model().objects.create(username=name, password="!")
        for role in held:
            grant(user_id=user.pk, role=role, region=regions[place], since=date(2020, 1, 1), instrument="t")
        one = One(name, frozenset(held), regions[place].path if place else "", user.pk)
        one.client.force_login(user)
        made.append(one)
    return made


def stood(procedure: Procedure, stage: str, region: Region) -> str:
    """A case that stands in a stage, put there past all acts; its audience is the declared one."""
    opening = next(name for name, act in procedure.acts.items() if not act.sources)
    with kernel():
        case = Case.objects.create(
            id=uuid.uuid4(), procedure=procedure.slug, edition=procedure.edition, region=region, title="甲",
            number=f"X-{uuid.uuid4().hex[:12]}", stage=stage, opened_at=AT, version=1, synthetic=True,
            readers=readers_for(procedure.audience, region.path), public=stage in procedure.public,
            course=[{"v": 1, "act": opening, "day": DAY.isoformat(), "at": AT.isoformat(), "by": "user:0", "was": "",
                     "stage": stage}],
        )  # fmt: skip
    return str(case.pk)


def seen(one: One, procedure: Procedure, stage: str, path: str) -> bool:
    """Whether the case is open to this person."""
    return stage in procedure.public or one.may(set(procedure.audience), path)


def answered(one: One, verb: str, target: str | None, path: str) -> str:
    """What the kernel says of the permission alone: not there, forbidden, or that it went further."""
    try:
        perform(
            actor=actor_of(one.pk, day=DAY), verb=verb, target=target, at=AT, preview=True,
            facts=STOPS if target else {"region": path, **STOPS},
        )  # fmt: skip
    except Refusal as refusal:
        return refusal.codes[0] if refusal.codes[0] in {NOT_THERE, FORBIDDEN} else "further"
    return "further"


def tried(cast: list[One], procedure: Procedure, region: Region) -> int:
    """Everyone tries every act; returns how many attempts there were."""
    attempts = 0
    for name, act in procedure.acts.items():
        verb = f"{procedure.slug}:{name}"
        stage = act.sources[0] if act.sources else ""
        target = stood(procedure, stage, region) if stage else None
        allowed = current().roles_for(verb)
        for one in cast:
            anyone = "anyone" in act.roles
            if target is not None and not seen(one, procedure, stage, region.path):
                wanted = NOT_THERE
            elif anyone or one.may(set(allowed), region.path):
                wanted = "further"
            else:
                wanted = FORBIDDEN
            where = f"{verb} by {one.name}"
            attempts += 1
            assert answered(one, verb, target, region.path) == wanted, where
            base = f"/api/cases/{procedure.slug}"
            address = f"{base}/{target}/{name}" if target else f"{base}/{name}"
            body = json.dumps(STOPS if target else {"region": region.path, **STOPS})
            answer = one.client.post(f"{address}?preview=true", body, content_type="application/json")
            assert answer.status_code < 500, where
            code = answer.json().get("code", "") if answer.status_code >= 400 else ""
            told = code if code in {NOT_THERE, FORBIDDEN, "api.sign-in"} else "further"
            assert told in {wanted, "api.sign-in" if one.pk is None and wanted != "further" else wanted}, (where, code)
            if one.pk is not None and target is not None:
                page = one.client.post(f"/desk/cases/{procedure.slug}/{target}/acts/{name}/", {"do": "preview", "key": "k"})
                # A rule may fail on a case put there without its facts; it was asked only of someone who may.
                says = {404: NOT_THERE}.get(page.status_code, FORBIDDEN if REFUSED in page.content.decode() else "further")
                assert says == wanted, (where, page.status_code)
            elif one.pk is not None:
                # A form to open a case asks for the region itself: whoever may open one anywhere gets it.
                status = one.client.get(f"/desk/cases/{procedure.slug}/new/{name}/").status_code
                assert (status == 200) == (anyone or bool(one.roles & set(allowed))), (where, status)
            elif target is None:
                # The portal offers those without an account what anyone may begin.
                status = one.client.get(f"/apply/{procedure.slug}/{name}/").status_code
                assert (status == 200) == anyone, (where, status)
    return attempts


def changed() -> tuple[int, int]:
    """What a refused or merely tried act must leave as it was."""
    with kernel():
        return Event.objects.count(), Case.objects.exclude(number__startswith="X-").count()


@pytest.mark.parametrize("slug", ["task"])
def test_each_of_the_cast_may_do_what_is_declared_and_nothing_else(
    slug: str, cast: list[One], regions: dict[str, Region]
) -> None:
    before = changed()
    assert tried(cast, current().procedures[slug], regions["law-east"]) >= 2 * len(cast)
    assert changed() == before


@pytest.mark.soak
@pytest.mark.parametrize("slug", sorted(current().procedures))
def test_each_of_the_cast_tries_every_act_of_every_procedure(
    slug: str, cast: list[One], regions: dict[str, Region]
) -> None:
    procedure = current().procedures[slug]
    before = changed()
    assert tried(cast, procedure, regions["law-east"]) == len(procedure.acts) * len(cast)
    assert changed() == before


def test_the_clock_does_nothing_before_a_term_has_run_out(regions: dict[str, Region]) -> None:
    for procedure in current().procedures.values():
        for name, act in procedure.acts.items():
            if CLOCK not in act.roles:
                continue
            target = stood(procedure, act.sources[0], regions["law-east"])
            with pytest.raises(Refusal):
                perform(
                    actor=system_actor(CLOCK, day=DAY), verb=f"{procedure.slug}:{name}", target=target, facts={}, at=AT
                )
