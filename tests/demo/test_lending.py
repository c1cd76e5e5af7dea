"""The demo city's loans are done by its people's own acts, once, and change none of the city's figures."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import get_user_model

from zhichan.demo.lending import lend
from zhichan.demo.loading import make_people, make_places
from zhichan.demo.words import LENDERS
from zhichan.kernel.access.public import actor_of, system_actor
from zhichan.kernel.casework.public import Case
from zhichan.kernel.funds.public import balance
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.inbox.public import notices
from zhichan.kernel.ledger.public import Event, step
from zhichan.kernel.registry.public import Load, Manifest, Pledged, load_parts

DAY = date(2025, 9, 30)
FIRMS = [f"YSTEST{number:012d}" for number in range(1, 5)]


@pytest.fixture
def city(db: None) -> None:
    make_small_city()


def make_small_city() -> None:
    """The demo's places and people, four of its firms, and two live pledges to its bank."""
    make_places()
    make_people()
    held = [
        {"party": code, "region": "yunxi", "rank": 1, "since": "2016-01-01", "until": None} for code in FIRMS]
    load_parts(
        [
            ("firm", [{"key": code, "kind": "firm", "name": f"示例{number}号有限公司", "region": "yunxi",
                       "established_on": "2001-01-01"} for number, code in enumerate(FIRMS)]),
            ("patent", [{"key": f"P{number}", "kind": "invention", "title": "示例装置", "filed_on": "2016-01-01",
                         "granted_on": "2019-01-01", "holdings": [one]} for number, one in enumerate(held)]),
            ("mark", [{"key": f"M{number}", "kind": "ordinary", "name": "示例", "nice": 9, "filed_on": "2016-01-01",
                       "registered_on": "2017-01-01", "holdings": [one]} for number, one in enumerate(held)]),
            ("pledge", [{"key": f"ZY{number}", "kind": "trademark", "registered_on": f"2025-0{3 + number}-13",
                         "amount_fen": 50_000_000, "lender": LENDERS[0], "party": FIRMS[number], "region": "yunxi"}
                        for number in (0, 1)]),
            ("pledged", [{"key": f"ZY{number}/1", "pledge_key": f"ZY{number}", "right_kind": "mark",
                          "right_key": f"M{number}", "registered_on": f"2025-0{3 + number}-13",
                          "amount_fen": 50_000_000, "region": "yunxi"} for number in (0, 1)]),
        ],
        Manifest(format="test", name="test", kind="demo", synthetic=True, whole=True),
        actor=system_actor("demo", day=DAY), at=datetime(2025, 7, 2, tzinfo=UTC))


@pytest.mark.usefixtures("city")
def test_loans_run_wait_and_are_watched_and_the_records_stay_as_they_were_loaded() -> None:
    assert lend() is True
    with kernel():
        cases = list(Case.objects.select_related("region").order_by("number"))
        loans = [case for case in cases if case.procedure == "pledge_loan"]
        loads, pledged = Load.objects.count(), list(Pledged.objects.values_list("right_key", "closed_by").order_by("id"))
        actors = set(Event.objects.filter(subject_kind="case").values_list("actor", flat=True))
    assert Counter((case.procedure, case.stage) for case in cases) == {
        ("pledge_loan", "lent"): 2, ("pledge_loan", "lodged"): 1, ("pledge_loan", "applied"): 1,
        ("interest_subsidy", "noticed"): 1, ("compensation_pool", "active"): 1}
    assert (loads, pledged) == (1, [("M0", None), ("M1", None)])
    assert all(case.synthetic for case in cases)
    running = [case.facts for case in loans if case.stage == "lent"]
    assert [(one["registration_no"], one["drawn"], one["outstanding"]) for one in running] == [
        ("ZY1", 50_000_000, 50_000_000), ("ZY0", 50_000_000, 50_000_000)]
    waiting = [case.facts["rights"] for case in loans if case.stage in {"lodged", "applied"}]
    assert waiting == [[{"right": f"patent:P{n}"}, {"right": f"mark:M{n}"}] for n in (2, 3)]
    users = get_user_model().objects
    assert actors <= {f"user:{pk}" for pk in users.values_list("pk", flat=True)}
    while step():
        pass
    [told] = [one for one in notices(actor=actor_of(users.get(username="bank").pk, day=DAY)) if one.said.zh]
    assert told.said.zh.startswith("示例（M1）自2025-09-22被请求宣告无效。请：重新评估质物价值")
    fund = actor_of(users.get(username="fund").pk, day=DAY)
    path = loans[0].region.path
    assert balance(actor=fund, account="compensation-pool", region=path, on=DAY) == 1_000_000_000
    assert lend() is False
    with kernel():
        assert Case.objects.count() == len(cases)


@pytest.mark.django_db
def test_a_city_too_small_for_loans_has_none() -> None:
    make_places()
    make_people()
    assert lend() is False
