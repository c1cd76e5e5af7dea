"""Acting for a party: from the day it is entered to the day it ends, on a paper, and seen by the party's own cases."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from zhichan.kernel.access.public import Actor, Representative, actor_of, system_actor
from zhichan.kernel.acts.public import perform
from zhichan.kernel.ground.public import Party, Refusal, Region, kernel
from zhichan.kernel.ledger.public import Event

pytestmark = pytest.mark.django_db
CODE, AT = "91990100MA00000000", datetime(2026, 3, 2, 4, tzinfo=UTC)
CONSOLE = system_actor("console", day=date(2026, 3, 2))


@pytest.fixture(autouse=True)
def firm() -> Party:
    with kernel():
        region = Region.objects.create(slug="rr", name="测试市", name_en="Test", kind="city", path="/rr/")
        return Party.objects.create(kind="firm", name="甲公司", code=CODE, region=region, since=date(2001, 1, 1))


def represent(**facts: str) -> None:
    perform(actor=CONSOLE, verb="access:represent", target="7", facts={"code": CODE, "instrument": "授权书1号", **facts}, at=AT)


def test_whoever_acts_for_a_party_is_known_by_its_code_from_that_day() -> None:
    represent()
    assert actor_of(7, day=date(2026, 3, 1)).parties == ()
    found = actor_of(7, day=date(2026, 3, 2))
    assert (found.parties, f"party:{CODE}" in found.principals) == ((CODE,), True)
    assert actor_of(8, day=date(2026, 3, 2)).parties == ()


def test_it_ends_with_a_reason_and_the_ledger_tells_of_both() -> None:
    represent()
    later = datetime(2026, 4, 1, 4, tzinfo=UTC)
    console = system_actor("console", day=date(2026, 4, 1))
    perform(actor=console, verb="access:stop-representing", target="7", facts={"code": CODE, "reason": "离职"}, at=later)
    assert actor_of(7, day=date(2026, 3, 31)).parties == (CODE,)
    assert actor_of(7, day=date(2026, 4, 1)).parties == ()
    with kernel():
        told = list(Event.objects.filter(subject_kind="account", subject_id="7").values_list("verb", flat=True).order_by("at"))
    assert told == ["access:represent", "access:stop-representing"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"code": "91990100MA99999999"}, "access.no-such-party"), ({"instrument": " "}, "access.no-instrument")],
)
def test_an_unknown_party_or_no_paper_is_refused_and_changes_nothing(facts: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        represent(**facts)
    assert refused.value.codes == (code,)
    with kernel():
        assert not Representative.objects.exists()


def test_it_is_entered_once_and_only_from_the_console() -> None:
    represent()
    with pytest.raises(Refusal) as refused:
        represent()
    assert refused.value.codes == ("access.represents",)
    with pytest.raises(Refusal) as refused:
        perform(actor=Actor("user:7", date(2026, 3, 2)), verb="access:represent", target="7", facts={"code": CODE, "instrument": "x"}, at=AT)
    assert refused.value.codes == ("acts.forbidden",)
    with kernel():
        assert Representative.objects.count() == 1
