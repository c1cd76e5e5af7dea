"""A city with two banks and two firms that hold patents and marks, and the people who lend, borrow, watch and pay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from zhichan.kernel.access.public import Actor, Role, system_actor
from zhichan.kernel.acts.public import SHANGHAI, perform
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Region, Unit, kernel
from zhichan.kernel.ledger.public import step
from zhichan.kernel.registry.public import Manifest, load_parts

FOLDER = "utilisation/pledge"
LOAN = f"{FOLDER}/pledge_loan.procedure.toml"
RULES = f"{FOLDER}/rules.py"
FIRM, OTHER_FIRM = "TEST00000000000001", "TEST00000000000002"
BORROWER = {"name": "甲光学有限公司", "party": FIRM}
LENDER = {"name": "示例银行", "unit": "bank-a"}
RIGHTS = [{"right": "patent:P1"}, {"right": "mark:M1"}]
VALUES = [{"right": "patent:P1", "value": 3_000_000}, {"right": "mark:M1", "value": 1_000_000}]


def who(role: str, on: str = "2026-03-02", number: int = 1, unit: str = "") -> Actor:
    """Someone with one role in the city."""
    return Actor(f"user:{number}", date.fromisoformat(on), (Role(role, "/mc/", unit),))


def bank(on: str, number: int = 11, unit: str = "bank-a") -> Actor:
    """An officer of a bank."""
    return who("bank-officer", on, number, unit)


def do(verb: str, case: str | None, on: str, actor: Actor, **facts: Any) -> dict[str, Any]:
    """Do an act on a day."""
    if case is None:
        facts = {"region": "/mc/", **facts}
    at = datetime.fromisoformat(f"{on}T10:00").replace(tzinfo=SHANGHAI)
    return dict(perform(actor=actor, verb=verb, target=case, facts=facts, at=at).result)


def lend(act: str, case: str, on: str, number: int = 11, **facts: Any) -> dict[str, Any]:
    """An act of the bank on a loan."""
    return do(f"pledge_loan:{act}", case, on, bank(on, number), **facts)


def applied(**more: Any) -> str:
    """A loan applied for by a firm without an account."""
    facts = {"borrowers": [BORROWER], "lenders": [LENDER], "rights": RIGHTS, "amount": "2000000", "months": 12}
    return str(do("pledge_loan:apply", None, "2026-03-02", Actor("anyone", date(2026, 3, 2)), **facts | more)["case"])


def approved(values: list[Mapping[str, Any]] = VALUES, **more: Any) -> str:
    """A loan of two million at 3.6 per cent, approved by another than who valued."""
    case = applied(**more)
    lend("examine", case, "2026-03-03")
    lend("value", case, "2026-03-04", valuations=values, valuer="示例评估公司", valued_on="2026-03-01")
    lend("approve", case, "2026-03-05", 12, credit="2000000", rate="3.6", method="bullet", day_count="actual_360")
    return case


def registered(number: str = "ZY2026-1", **more: Any) -> str:
    """A loan whose pledge was registered on 10 March."""
    case = approved(**more)
    lend("lodge", case, "2026-03-06", contract_no="HT-1", online=True)
    lend("record_registration", case, "2026-03-11", registration_no=number, registered_on="2026-03-10", secured="2000000")
    return case


def lent(**more: Any) -> str:
    """A loan drawn on 16 March and recorded with the pool."""
    case = registered(**more)
    lend("draw", case, "2026-03-16", drawn_on="2026-03-16", drawn="2000000")
    lend("record_with_pool", case, "2026-03-20", recorded_on="2026-03-20")
    return case


def repay(case: str, on: str, **facts: Any) -> dict[str, Any]:
    """A payment on a day."""
    return lend("repay", case, on, paid_on=on, **facts)


def row(case: str) -> Case:
    """The case's row."""
    with kernel():
        return Case.objects.select_related("region").get(pk=case)


def work() -> None:
    """Let the worker do everything there is."""
    while step():
        pass


def take(source: str, *rows: Mapping[str, Any], name: str = "示例登记簿副本") -> None:
    """Load rows of one source on 1 March."""
    at = datetime(2026, 3, 1, 10, tzinfo=SHANGHAI)
    load_parts([(source, rows)], Manifest(format="test", name=name, whole=True),
               actor=system_actor("import", day=at.date()), at=at)


def patent(key: str, **more: Any) -> dict[str, Any]:
    """A patent of the first firm."""
    return {
        "key": key, "kind": "invention", "title": "一种镜头", "filed_on": "2018-03-01", "granted_on": "2021-03-01",
        "holdings": [{"party": FIRM, "region": "a1", "since": "2018-03-01"}], **more}


@pytest.fixture
def city(db: None) -> None:
    """The city and what its registry knows."""
    with kernel():
        place = Region.objects.create(slug="mc", name="明川市", name_en="Mingchuan", kind="city", path="/mc/")
        Region.objects.create(
            slug="a1", name="东原县", name_en="Dongyuan", kind="county", path="/mc/a1/", parent=place)
        for slug, name in (("bank-a", "示例银行"), ("bank-b", "另一银行")):
            Unit.objects.create(slug=slug, name=name, name_en=slug, region=place, kind="bank")
        Unit.objects.create(slug="archive", name="市档案馆", name_en="archive", region=place, kind="department")
    take("firm", *(
        {"key": code, "kind": "firm", "name": name, "region": "a1", "established_on": "2001-01-01"}
        for code, name in ((FIRM, "甲光学有限公司"), (OTHER_FIRM, "乙照明有限公司"))))
    take("patent", patent("P1"), patent("P2"))
    take("mark", {
        "key": "M1", "kind": "ordinary", "name": "示例", "nice": 9, "filed_on": "2012-03-01", "registered_on": "2013-03-01",
        "renewed_on": "2023-03-01", "holdings": [{"party": FIRM, "region": "a1", "since": "2012-03-01"}]})
