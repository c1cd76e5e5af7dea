"""Loans of the demo city against its patents and marks, done as its bank, its office and its pool would: by acts.

They rest on pledges that the records already hold, so no figure of the city changes; a city too small to have them
has no loans. Nothing here is thrown by dice: the same records give the same cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from zhichan.demo import acting
from zhichan.demo.acting import do
from zhichan.demo.figures import AS_OF
from zhichan.demo.places import BANK
from zhichan.demo.words import LENDERS
from zhichan.kernel.access.public import actor_of, reading, system_actor
from zhichan.kernel.acts.public import perform, reach
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Party, kernel
from zhichan.kernel.registry.public import Holding, Mark, Patent, Pledge, Pledged

LENDER = {"name": LENDERS[0], "unit": BANK}
RATE, VALUE_FOR_LOAN = "3.45", 2
POOL_YUAN = "10000000"


@dataclass(frozen=True, slots=True)
class Borrowing:
    """What a loan is made of: its borrower, its rights with their parts in 分, and its registration if it has one."""

    name: str
    code: str
    rights: tuple[tuple[str, int], ...]
    registration: str = ""
    registered_on: date = AS_OF

    @property
    def yuan(self) -> str:
        """The whole amount."""
        return str(sum(amount for _, amount in self.rights) // 100)


def lend() -> bool:
    """Do the loans of the demo city; return whether anything had to be done. Each act carries its key."""
    city = acting.city()
    with kernel():
        running, free = list(_registered()), list(_free())
    if not running or not free:
        return False
    if _there(city):
        return False
    do("fund", "compensation_pool:establish", None, date(2025, 1, 10), region=city, deposit=POOL_YUAN,
        decision_no="示例文号〔2025〕3号")
    first = [_run(city, number, each) for number, each in enumerate(running, start=1)]
    for number, each in enumerate(free, start=1):
        _wait(city, number, each)
    _attack(city, running[0])
    _claim(city, first[0], running[0])
    _entrust(running[0])
    return True


def _there(city: str) -> bool:
    officer = actor_of(get_user_model().objects.get(username="pledge").pk, day=AS_OF)
    with reading(officer):
        return bool(reach(officer, "pledge_loan:read").filter(region__path=city).exists())


def _registered() -> Iterator[Borrowing]:
    """The two latest live pledges of the demo's bank that were registered this year."""
    found = Pledge.objects.current().filter(
        lender=LENDERS[0], released_on=None, registered_on__range=(date(2025, 1, 1), date(2025, 7, 31)))
    for head in found.select_related("party").order_by("-registered_on", "key")[:2]:
        parts = Pledged.objects.current().filter(pledge_key=head.key).order_by("key")
        rights = tuple((f"{one.right_kind}:{one.right_key}", one.amount_fen) for one in parts)
        yield Borrowing(head.party.name, head.party.code, rights, head.key, head.registered_on)


def _free() -> Iterator[Borrowing]:
    """The first two firms that hold an invention and a mark, both in force and under no live pledge."""
    standing = Q(ended_on=None) | Q(ended_on__gt=AS_OF)
    taken = set(Pledged.objects.current().filter(released_on=None).values_list("right_kind", "right_key"))
    marks = dict(
        Holding.objects.filter(
            right_kind="mark", rank=1, until=None,
            right_id__in=Mark.objects.current().filter(standing, registered_on__lte=AS_OF).values("pk"),
        ).order_by("-right_id").values_list("party_id", "right_id"))
    patents = Patent.objects.current().filter(
        standing, kind="invention", filed_on__gte=date(2014, 1, 1), granted_on__lte=date(2024, 12, 31))
    held = Holding.objects.filter(right_kind="patent", rank=1, until=None, party_id__in=list(marks))
    keys = dict(patents.filter(pk__in=held.values("right_id")).order_by("key").values_list("pk", "key"))
    owners = dict(held.filter(right_id__in=list(keys)).values_list("right_id", "party_id"))
    used: set[int] = set()
    for patent, key in keys.items():
        mark = Mark.objects.get(pk=marks[owners[patent]])
        if owners[patent] in used or {("patent", key), ("mark", mark.key)} & taken:
            continue
        used.add(owners[patent])
        party = Party.objects.get(pk=owners[patent])
        yield Borrowing(party.name, str(party.code), ((f"patent:{key}", 60_000_000), (f"mark:{mark.key}", 20_000_000)))
        if len(used) == 2:
            return


def _applied(city: str, key: str, each: Borrowing, on: date) -> str:
    return str(do(
        "pledge", "pledge_loan:apply", None, on, region=city, key=key,
        borrowers=[{"name": each.name, "party": each.code}], lenders=[LENDER],
        rights=[{"right": right} for right, _ in each.rights], amount=each.yuan, months=12, purpose="流动资金")["case"])


def _approved(city: str, key: str, each: Borrowing, on: date) -> str:
    """A loan applied for and approved in a week; the rights are worth twice the loan, in its proportions."""
    case = _applied(city, key, each, on)
    do("bank", "pledge_loan:examine", case, on + timedelta(1))
    do("bank", "pledge_loan:value", case, on + timedelta(3), valuer="示例资产评估事务所", valued_on=on.isoformat(),
        valuations=[{"right": right, "value": VALUE_FOR_LOAN * amount // 100} for right, amount in each.rights])
    do("bank-risk", "pledge_loan:approve", case, on + timedelta(6), credit=each.yuan, rate=RATE, method="bullet",
        day_count="actual_360")
    return case


def _run(city: str, number: int, each: Borrowing) -> str:
    """A loan that is drawn, recorded, served and watched until today."""
    day = each.registered_on
    case = _approved(city, f"run{number}", each, day - timedelta(14))
    do("bank", "pledge_loan:lodge", case, day - timedelta(2), contract_no=f"示例质字2025第{number}号", online=True)
    do("bank", "pledge_loan:record_registration", case, day + timedelta(1), registration_no=each.registration,
        registered_on=day.isoformat(), secured=each.yuan)
    drawn = day + timedelta(3)
    do("bank", "pledge_loan:draw", case, drawn, drawn_on=drawn.isoformat(), drawn=each.yuan)
    recorded = drawn + timedelta(7)
    do("bank", "pledge_loan:record_with_pool", case, recorded, recorded_on=recorded.isoformat())
    with kernel():
        plan = _plan(case)
    for instalment in plan:
        due = date.fromisoformat(instalment["due_on"])
        if due <= AS_OF:
            do("bank", "pledge_loan:repay", case, due, paid_on=due.isoformat(), interest=instalment["interest"])
    do("bank", "pledge_loan:monitor", case, date(2025, 9, 10), finding="经营正常，质物有效")
    do("bank", "pledge_loan:examine_again", case, date(2025, 9, 12))
    return case


def _plan(case: str) -> list[Mapping[str, Any]]:
    return list(Case.objects.get(pk=case).facts["schedule"])


def _wait(city: str, number: int, each: Borrowing) -> None:
    """One loan waits for its registration, one for its pack."""
    if number == 1:
        case = _approved(city, "wait1", each, date(2025, 9, 18))
        do("bank", "pledge_loan:lodge", case, date(2025, 9, 28), contract_no="示例质字2025第9号", online=True)
    else:
        _applied(city, "wait2", each, date(2025, 9, 29))


def _attack(city: str, each: Borrowing) -> None:
    """A request that a pledged right be declared invalid is entered; the lender hears of it."""
    do("pledge", "invalidation_request:enter", None, date(2025, 9, 25), region=city, right=each.rights[0][0],
        happened_on="2025-09-22", document_no="示例无效2025第1号", source="示例受理通知书")


def _entrust(each: Borrowing) -> None:
    """The first borrower's manager has an account of their own."""
    user = get_user_model().objects.get(username="firm")
    perform(
        actor=system_actor("console", day=date(2025, 1, 2)), verb="access:represent", target=str(user.pk),
        facts={"code": each.code, "instrument": "演示授权 / demonstration grant"}, key="demo-represent",
        at=acting.at(date(2025, 1, 2)))


def _claim(city: str, case: str, each: Borrowing) -> None:
    """The borrower applies for the subsidy of the interest it has paid, and the office reviews it."""
    with kernel():
        loan = Case.objects.get(pk=case)
    paid = sum(one["interest"] for one in loan.facts["payments"])
    if paid == 0:
        return
    claim = str(do(
        "pledge", "interest_subsidy:apply", None, date(2025, 9, 26), region=city, key="subsidy",
        borrowers=[{"name": each.name, "party": each.code}], loan_no=loan.number,
        period_from=each.registered_on.isoformat(), period_to="2025-09-26", interest_paid=f"{paid / 100:.2f}")["case"])
    do("pledge", "interest_subsidy:review", claim, date(2025, 9, 28), lpr="3.00")
    do("pledge", "interest_subsidy:give_notice", claim, date(2025, 9, 29), noticed_on="2025-09-29")
