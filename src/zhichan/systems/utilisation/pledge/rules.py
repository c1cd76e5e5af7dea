"""Rules of loans against intellectual property, of their subsidy and of the compensation of losses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from zhichan.instruments import loan
from zhichan.instruments.clock import add_months
from zhichan.kernel.catalogue.rulebook import Context, Reason, Text, derive, guard, lasting, listed

REGISTRATION = "专利权质押登记办法第十三条"
ADJUSTABLE = "质押融资服务规范（本市参数）"
LOAN_TO_VALUE = Fraction(1)
"""The loan is at most this share of the value; a lender may keep to less."""
LENDERS = frozenset({"bank"})
"""Kinds of units that lend."""
DASH = "——"
UNKNOWN = {"zh": "未掌握", "en": "not known"}
LIVES = {"invention": 20, "utility": 10, "design": 15}
"""Years from filing (专利法第四十二条); a design filed before 2021-06-01 has ten."""
DESIGN_REFORM = "2021-06-01"


def _no(code: str, zh: str, en: str, place: str = "", clause: str = "") -> list[Reason]:
    return [Reason(f"pledge.{code}", Text(zh, en), place, clause)]


def _rights(facts: Mapping[str, Any]) -> list[str]:
    listed = facts.get("rights")
    found = (
        [each.get("right") if isinstance(each, Mapping) else each for each in listed]
        if isinstance(listed, list)
        else []
    )
    return [str(each) for each in found if each]


def _figure(fen: Any) -> str:
    """Yuan for programs, in columns of data."""
    return f"{Decimal(int(fen or 0)) / 100:.2f}"


def _money(fen: Any) -> str:
    """Yuan for readers, in sentences."""
    return f"{Decimal(int(fen or 0)) / 100:,.2f}"


def _borrowers(facts: Mapping[str, Any]) -> list[str]:
    return [str(each.get("party") or "") for each in listed(facts.get("borrowers"))]


def _names(value: Any) -> str:
    return "、".join(str(each.get("name")) for each in listed(value))


# --- application, valuation, approval ---------------------------------------------------------------------------


@guard
def sides_are_named(context: Context) -> list[Reason]:
    """A borrower that the registry knows by its code, and a lender: a unit of a kind that lends."""
    reasons: list[Reason] = []
    borrowers, lenders = listed(context.given.get("borrowers")), listed(context.given.get("lenders"))
    if not borrowers or not all(each.get("name") and each.get("party") for each in borrowers):
        reasons += _no(
            "borrower", "请写明借款人名称和统一社会信用代码", "name the borrower with its code", "borrowers"
        )
    elif unknown := [each["name"] for each in borrowers if context.party(str(each["party"])) is None]:
        reasons += _no(
            "unknown-borrower",
            f"没有“{'、'.join(unknown)}”的登记",
            f"no record of {', '.join(unknown)}",
            "borrowers",
        )
    if len(lenders) != 1 or not all(each.get("name") and each.get("unit") for each in lenders):
        reasons += _no("lender", "请写明一家贷款人及其代号", "name one lender with its unit", "lenders")
    elif (body := context.body(str(lenders[0]["unit"]))) is None or body["kind"] not in LENDERS:
        name = lenders[0]["name"]
        reasons += _no("not-a-lender", f"“{name}”不是登记的贷款机构", f"{name} is not known as a lender", "lenders")
    return reasons


@guard
def rights_are_on_record(context: Context) -> list[Reason]:
    """Each right is one on record, and named once."""
    named = _rights(context.given)
    if not named or len(set(named)) != len(named):
        return _no(
            "rights", "请逐一写明拟出质的专利或商标，且不重复", "name each right, and each once", "rights"
        )
    return [
        reason
        for right in named
        if context.right(right) is None
        for reason in _no("no-such-right", f"没有“{right}”的记录", f"there is no record of {right}", "rights")
    ]


@guard
def loan_is_possible(context: Context) -> list[Reason]:
    """An amount and a term that a loan can have."""
    amount, months = context.given.get("amount"), context.given.get("months")
    fine = isinstance(amount, int) and amount > 0 and isinstance(months, int) and 0 < months <= loan.LONGEST
    return [] if fine else _no("terms", "金额和期限应为正数", "amount and term must be positive", "amount")


@guard
def each_right_is_valued(context: Context) -> list[Reason]:
    """Each right has its value, and nothing else has."""
    values = _values(context.given)
    if sorted(values) == sorted(_rights(context.facts)) and all(value > 0 for value in values.values()):
        return []
    return _no(
        "valuation",
        "请为每项拟出质的权利各给一个正的评估值",
        "give each right one positive value",
        "valuations",
    )


def _values(facts: Mapping[str, Any]) -> dict[str, int]:
    """The valuations in 分."""
    found = {}
    for each in listed(facts.get("valuations")):
        try:
            found[str(each.get("right"))] = int(Decimal(str(each.get("value"))) * 100)
        except (InvalidOperation, OverflowError, ValueError):
            found[str(each.get("right"))] = 0
    return found


def _rate(facts: Mapping[str, Any]) -> Decimal:
    """The yearly rate as a share; 0 < rate ≤ 1, else ``InvalidOperation``."""
    rate = Decimal(str(facts.get("rate"))) / 100
    if not rate.is_finite() or not 0 <= rate <= 1 or int(rate.as_tuple().exponent) < -10:
        raise InvalidOperation
    return rate


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f}"


@guard
def terms_make_a_loan(context: Context) -> list[Reason]:
    """A rate in per cent."""
    try:
        _rate(context.given)
    except InvalidOperation:
        return _no(
            "rate",
            "年利率应为0至100之间的数，例如3.45",
            "the rate is a number from 0 to 100, such as 3.45",
            "rate",
        )
    return []


@guard
def value_covers_the_loan(context: Context) -> list[Reason]:
    """The loan is not above the value of the rights, nor above what was applied for."""
    credit, value = int(context.given["credit"]), sum(_values(context.facts).values())
    if 0 < credit <= min(value * LOAN_TO_VALUE, int(context.facts["amount"])):
        return []
    return _no(
        "beyond-value",
        f"授信应为正，且不超过评估值{_money(value)}元和申请金额{_money(context.facts['amount'])}元",
        f"the loan is positive and at most the value, {_money(value)}, and the amount applied for",
        "credit",
        ADJUSTABLE,
    )


@guard
def term_ends_before_the_rights(context: Context) -> list[Reason]:
    """The term does not go beyond the life of a right (a pledge beyond it is not registered)."""
    end = add_months(day=context.day, count=int(context.facts["months"])).isoformat()
    return [
        reason
        for right in _rights(context.facts)
        if (last := _life(context.right(right))) is not None and last < end
        for reason in _no(
            "beyond-life",
            f"质押期限超过{right}的存续期（至{last}）",
            f"the term goes beyond the life of {right} ({last})",
            "months",
            REGISTRATION,
        )
    ]


def _life(known: Mapping[str, Any] | None) -> str | None:
    """The last day a right can live, where that follows from what is known; a mark can be renewed."""
    row = known["row"] if known else {}
    years = LIVES.get(str(row.get("kind")))
    if years is None or not row.get("filed_on"):
        return None
    if row["kind"] == "design" and row["filed_on"] < DESIGN_REFORM:
        years = 10
    return add_months(day=date.fromisoformat(row["filed_on"]), count=years * 12).isoformat()


# --- registration -----------------------------------------------------------------------------------------------


@guard
def rights_are_in_force(context: Context) -> list[Reason]:
    """Granted or registered, and not ended."""
    return [
        reason
        for right in _rights(context.facts)
        if not (context.right(right) or {}).get("in_force")
        for reason in _no(
            "not-in-force",
            f"{right}尚未授权注册或已经失效",
            f"{right} is not in force",
            "rights",
            REGISTRATION,
        )
    ]


@guard
def rights_are_the_pledgors(context: Context) -> list[Reason]:
    """The pledgor is the registered holder."""
    parties, day = set(_borrowers(context.facts)), context.day.isoformat()
    return [
        reason
        for right in _rights(context.facts)
        if not parties & {each["party"] for each in lasting((context.right(right) or {"holders": ()})["holders"], day)}
        for reason in _no(
            "not-the-holder",
            f"借款人不是{right}的登记权利人",
            f"the borrower does not hold {right}",
            "rights",
            REGISTRATION,
        )
    ]


@guard
def co_owners_consent(context: Context) -> list[Reason]:
    """Every co-owner who does not pledge has consented."""
    agreed = set(_borrowers(context.facts)) | {
        str(each.get("party") if isinstance(each, Mapping) else each)
        for each in context.whole.get("consents") or ()
    }
    missing = [
        (right, str(each["name"] or each["party"]))
        for right in _rights(context.facts)
        for each in lasting((context.right(right) or {"holders": ()})["holders"], context.day.isoformat())
        if each["party"] not in agreed
    ]
    return [
        reason
        for right, name in missing
        for reason in _no(
            "no-consent",
            f"{right}的共有人{name}尚未同意",
            f"co-owner {name} of {right} has not consented",
            "consents",
            "专利权质押登记办法第四条",
        )
    ]


def _live(known: Mapping[str, Any], day: str) -> list[Mapping[str, Any]]:
    return lasting(known["pledges"], day, since="registered_on", until="released_on")


@guard
def rights_are_free(context: Context) -> list[Reason]:
    """No right is under a registered pledge; the database holds the same when the registration is entered."""
    day = context.day.isoformat()
    return [
        reason
        for right in _rights(context.facts)
        for held in _live(context.right(right) or {"pledges": ()}, day)
        for reason in _no(
            "already-pledged",
            f"{right}已质押给{held['lender']}（{held['key']}）",
            f"{right} is pledged to {held['lender']} ({held['key']})",
            "rights",
            REGISTRATION,
        )
    ]


@derive
def pledge_of_rights(context: Context) -> list[dict[str, Any]]:
    """The registration as the registry mirrors it: one secured amount, spread over the rights by their values."""
    facts = context.facts
    [party, *_] = _borrowers(facts)
    known = context.party(party) or {}
    return [
        {
            "key": facts["registration_no"],
            "registered_on": facts["registered_on"],
            "lender": _names(facts["lenders"]),
            "party": party,
            "region": known["region"],
            "rights": [
                {"right": right, "amount_fen": part}
                for right, part in _spread(int(facts["secured"]), _values(facts)).items()
            ],
        }
    ]


def _spread(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """``total`` over the names in proportion, whole 分 to the largest remainders, the first-named first."""
    whole = sum(weights.values())
    found = {name: total * weight // whole for name, weight in weights.items()}
    order = sorted(weights, key=lambda name: total * weights[name] % whole, reverse=True)
    for name in order[: total - sum(found.values())]:
        found[name] += 1
    return found


@derive
def release_of_rights(context: Context) -> list[dict[str, Any]]:
    """The discharge as the registry mirrors it; a loan that never came to a registration has none."""
    return [{"key": context.facts["registration_no"], "released_on": context.facts["released_on"]}]


# --- the pack ---------------------------------------------------------------------------------------------------


def _line(
    subject: str, item: tuple[str, str], finding: Any, said: Mapping[str, Any] | None, day: str
) -> dict[str, Any]:
    words = finding if isinstance(finding, Mapping) else {"zh": finding[0], "en": finding[1]}
    known = said or {}
    return {
        "subject": subject,
        "item": {"zh": item[0], "en": item[1]},
        "finding": dict(words),
        "source": known.get("source") or DASH,
        "as_of": known.get("as_of") or day,
    }


@derive
def pack(context: Context) -> list[dict[str, Any]]:
    """The due-diligence pack: each finding with its source and day; what the database does not know is *not known*."""
    day = context.day.isoformat()
    lines: list[dict[str, Any]] = []
    for right in _rights(context.facts):
        known = context.right(right)
        if known is None:
            lines.append(_line(right, ("权利", "right"), UNKNOWN, None, day))
            continue
        lines += _of_right(context, right, known, day)
    for borrower in listed(context.facts.get("borrowers")):
        lines += _of_borrower(context, borrower, day)
    return lines


def _of_right(context: Context, right: str, known: Mapping[str, Any], day: str) -> Iterable[dict[str, Any]]:
    row, loaded = known["row"], set(known["loaded"])
    subject = _called(context, right)

    def line(item: tuple[str, str], finding: Any, said: Mapping[str, Any] | None = known) -> dict[str, Any]:
        return _line(subject, item, finding, said, day)

    begun = row.get("granted_on") or row.get("registered_on")
    if known["in_force"]:
        state = (f"有效，自{begun}", f"in force since {begun}")
    elif row.get("ended_on"):
        state = (f"已于{row['ended_on']}终止", f"ended on {row['ended_on']}")
    else:
        state = ("尚未授权或注册", "not granted or registered yet")
    yield line(("权利状态", "status"), state)
    chain = " → ".join(
        f"{each['name'] or each['party']}（{each['since']}{'至' + each['until'] if each['until'] else '起'}）"
        for each in known["holders"]
        if each["rank"] == 1
    )
    yield line(("权属链", "title chain"), (chain, chain) if chain else UNKNOWN, known if chain else None)
    others = [each for each in lasting(known["holders"], day) if each["rank"] > 1]
    names = "、".join(str(each["name"] or each["party"]) for each in others)
    yield line(
        ("共有人", "co-owners"), (names, names) if others else ("登记簿上没有", "none in the register")
    )
    yield line(*_fees(known, loaded))
    live = _live(known, day)
    past = [
        each for each in known["pledges"]
        if each["registered_on"] <= day and each["released_on"] and each["released_on"] <= day
    ]  # fmt: skip
    if live or past:
        for each in [*live, *past]:
            end = f"，{each['released_on']}注销" if each["released_on"] else "，存续"
            yield line(
                ("质押", "pledge"),
                (
                    f"{each['key']}，质权人{each['lender']}，{_money(each['amount_fen'])}元，{each['registered_on']}登记{end}",
                    (
                        f"{each['key']} to {each['lender']}, {_money(each['amount_fen'])} yuan, "
                        f"registered {each['registered_on']}, "
                        f"{'discharged ' + each['released_on'] if each['released_on'] else 'live'}"
                    ),
                ),
                each,
            )
    elif "pledge" in loaded:
        yield line(("质押", "pledge"), ("已入库的质押登记中没有", "none among the registrations loaded"))
    else:
        yield line(("质押", "pledge"), UNKNOWN, None)
    yield from _disputes(context, known, line)
    family = row.get("overseas_family_on")
    if right.startswith("mark:"):
        yield line(("同族", "family"), ("不适用于商标", "not for marks"))
    else:
        yield line(
            ("同族", "family"),
            (f"境外同族授权，自{family}", f"granted abroad since {family}") if family else UNKNOWN,
            known if family else None,
        )
    yield from _deals(known, loaded, line)


def _fees(
    known: Mapping[str, Any], loaded: set[str]
) -> tuple[tuple[str, str], Any, Mapping[str, Any] | None]:
    item = ("年费或续展", "fees or renewal")
    row = known["row"]
    if row.get("end_reason") == "unpaid_fee":
        return item, (f"未缴年费，{row['ended_on']}终止", f"unpaid, ended on {row['ended_on']}"), known
    if row.get("renewed_on"):
        return item, (f"最近续展{row['renewed_on']}", f"last renewed on {row['renewed_on']}"), known
    paid = [each for each in known["events"] if each["kind"] == "fee_paid"] if "event" in loaded else []
    if paid:
        last = paid[-1]
        year = f"第{last['year']}年度" if last.get("year") else ""
        return (
            item,
            (f"{last['day']}缴纳{year}年费", f"paid on {last['day']} {last.get('year') or ''}".strip()),
            last,
        )
    return item, UNKNOWN, None


def _disputes(context: Context, known: Mapping[str, Any], line: Any) -> Iterable[dict[str, Any]]:
    found = [each for each in context.entries("invalidation_request") if each["right"] == known["right"]]
    for each in found:
        result = each.get("result") or "未结"
        yield line(
            ("无效宣告", "invalidation"),
            (
                f"{each['happened_on']}受理，{each['document_no']}，{result}",
                f"accepted {each['happened_on']}, {each['document_no']}, {each.get('result') or 'pending'}",
            ),
            {"source": each["source"], "as_of": each["since"]},
        )
    if not found:
        yield line(
            ("无效宣告", "invalidation"),
            ("本市登记册中没有；其他未掌握", "none in the city's register; otherwise not known"),
            {"source": "无效宣告请求登记册"},
        )
    item, told, own = ("诉讼与裁决", "litigation"), known["disputes"], {"source": "本平台办案记录"}
    for each in told["cases"]:
        procedure, stage = each["procedure"], each["stage"]
        yield line(
            item,
            (
                f"{procedure['zh']}{each['number']}，{each['accepted']}立案，{stage['zh']}",
                f"{procedure['en']} {each['number']}, accepted {each['accepted']}: {stage['en']}",
            ),
            own,
        )
    if told["asked"] and not told["cases"]:
        zh, en = ("、".join(each[language] for each in told["asked"]) for language in ("zh", "en"))
        yield line(item, (f"本平台的案件中没有（{zh}）", f"none among the platform's cases ({en})"), own)
    yield line(
        item,
        ("法院和其他机关的登记未入库", "the registers of courts and of other offices are not loaded"),
        {"source": "——"},
    )


def _deals(known: Mapping[str, Any], loaded: set[str], line: Any) -> Iterable[dict[str, Any]]:
    item = ("许可与转让", "licences and assignments")
    kinds = {
        "assignment": ("转让", "assigned"),
        "licence": ("许可", "licensed"),
        "open_licence": ("开放许可", "open licence"),
        "capital": ("作价入股", "contributed as capital"),
    }
    for each in known["deals"]:
        zh, en = kinds.get(each["kind"], (each["kind"], each["kind"]))
        yield line(
            item,
            (f"{each['recorded_on']}{zh}：{each['to']}", f"{en} on {each['recorded_on']}: {each['to']}"),
            each,
        )
    if not known["deals"]:
        if "deal" in loaded:
            yield line(item, ("已入库的备案中没有", "none among the records loaded"))
        else:
            yield line(item, UNKNOWN, None)


def _of_borrower(context: Context, borrower: Mapping[str, Any], day: str) -> Iterable[dict[str, Any]]:
    known = context.party(str(borrower.get("party")))
    name, item = str(borrower.get("name")), ("集中度", "concentration")
    if known is None:
        yield _line(name, item, UNKNOWN, None, day)
        return
    said = {"source": "质押登记与权利登记镜像", "as_of": day}
    total = sum(each["amount_fen"] for each in known["pledges"])
    held, pledged = known["rights"]["in_force"], known["rights"]["pledged"]
    new = len(_rights(context.facts))
    yield _line(
        name,
        item,
        (
            f"存续质押{len(known['pledges'])}笔，共{_money(total)}元；有效权利{held}项，其中已出质{pledged}项，本次{new}项",
            (
                f"{len(known['pledges'])} live pledges of {_money(total)} yuan; "
                f"{held} rights in force, {pledged} of them pledged, "
                f"{new} now"
            ),
        ),
        said if "pledge" in known["loaded"] else {**said, "source": "权利登记镜像；质押登记未入库"},
        day,
    )
    for each in known["pledges"]:
        yield _line(
            name,
            item,
            (
                f"{each['key']}：{each['lender']}，{_money(each['amount_fen'])}元",
                f"{each['key']}: {each['lender']}, {_money(each['amount_fen'])} yuan",
            ),
            each,
            day,
        )


# --- the loan ---------------------------------------------------------------------------------------------------


@guard
def no_more_than_granted(context: Context) -> list[Reason]:
    """What is drawn is not above what was granted, nor above what the registration secures."""
    most = min(int(context.facts["credit"]), int(context.facts["secured"]))
    if 0 < int(context.given["drawn"]) <= most:
        return []
    return _no(
        "beyond-credit",
        f"放款应为正，且不超过授信和登记金额（{_money(most)}元）",
        f"what is drawn is positive and at most {_money(most)} yuan",
        "drawn",
    )


def _schedule(context: Context) -> Sequence[loan.Instalment]:
    facts = context.whole
    return loan.schedule(
        principal_fen=int(facts["drawn"]),
        rate=_rate(facts),
        drawn_on=date.fromisoformat(str(facts["drawn_on"])),
        months=int(facts["months"]),
        method=facts["method"],
        count=facts["day_count"],
    )


@derive
def repayment_schedule(context: Context) -> list[dict[str, Any]]:
    """Every instalment with its days and its calculation."""
    return [
        {
            "number": one.number,
            "due_on": one.due_on.isoformat(),
            "days": one.days,
            "principal": _figure(one.principal_fen),
            "interest": _figure(one.interest_fen),
            "balance": _figure(one.balance_fen),
            "worked": {"zh": one.worked.zh, "en": one.worked.en},
        }
        for one in _schedule(context)
    ]


@derive
def no_payments(context: Context) -> list[dict[str, Any]]:
    """Nothing was paid yet."""
    return []


@derive
def all_outstanding(context: Context) -> int:
    """The whole loan, in 分."""
    return int(context.given["drawn"])


@guard
def something_is_paid(context: Context) -> list[Reason]:
    """Principal or interest, and neither negative."""
    principal, interest = (int(context.given.get(name) or 0) for name in ("principal", "interest"))
    if principal >= 0 and interest >= 0 and principal + interest > 0:
        return []
    return _no("nothing-paid", "请写明归还的本金或支付的利息", "say what was paid", "principal")


@guard
def no_more_than_owed(context: Context) -> list[Reason]:
    """No more principal is paid than is outstanding."""
    owed = int(context.facts["outstanding"])
    if int(context.given.get("principal") or 0) <= owed:
        return []
    return _no(
        "beyond-debt",
        f"本金余额只有{_money(owed)}元",
        f"only {_money(owed)} yuan are outstanding",
        "principal",
    )


@derive
def payments(context: Context) -> list[dict[str, Any]]:
    """The payments so far with this one."""
    given = context.given
    return [
        *listed(context.facts.get("payments")),
        {
            "paid_on": given["paid_on"],
            "principal": int(given.get("principal") or 0),
            "interest": int(given.get("interest") or 0),
            "principal_yuan": _figure(given.get("principal")),
            "interest_yuan": _figure(given.get("interest")),
        },
    ]


@derive
def outstanding(context: Context) -> int:
    """The balance of principal after this payment, in 分: a stock, never a sum of flows of a year."""
    return int(context.facts["outstanding"]) - int(context.given.get("principal") or 0)


def arrears(facts: Mapping[str, Any], day: str) -> int:
    """What fell due before ``day`` by the schedule and was not paid, in 分."""
    due = sum(
        int(Decimal(each["principal"]) * 100) + int(Decimal(each["interest"]) * 100)
        for each in listed(facts.get("schedule"))
        if each["due_on"] < day
    )
    return due - sum(each["principal"] + each["interest"] for each in listed(facts.get("payments")))


@guard
def something_is_in_arrears(context: Context) -> list[Reason]:
    """An instalment is past due and not wholly paid."""
    if arrears(context.facts, context.day.isoformat()) > 0:
        return []
    return _no("no-arrears", "按还款计划没有逾期", "by the schedule nothing is overdue", "schedule")


@guard
def nothing_is_in_arrears(context: Context) -> list[Reason]:
    """What was overdue has been paid."""
    left = arrears(context.facts, context.day.isoformat())
    if left <= 0:
        return []
    return _no(
        "in-arrears", f"还有{_money(left)}元逾期未还", f"{_money(left)} yuan are still overdue", "payments"
    )


@guard
def nothing_is_outstanding(context: Context) -> list[Reason]:
    """The principal is wholly repaid."""
    left = int(context.facts["outstanding"])
    if left == 0:
        return []
    return _no(
        "outstanding", f"本金还有{_money(left)}元未还", f"{_money(left)} yuan are outstanding", "outstanding"
    )


@guard
def no_more_proceeds_than_owed(context: Context) -> list[Reason]:
    """What is above the debt belongs to the pledgor (民法典第四百三十八条) and is not booked here."""
    owed = int(context.facts["outstanding"])
    if 0 <= int(context.given["proceeds"]) <= owed:
        return []
    return _no(
        "beyond-debt",
        f"所得超过本金余额{_money(owed)}元的部分归出质人",
        f"at most {_money(owed)} yuan; the rest is the pledgor's",
        "proceeds",
        "民法典第四百三十八条",
    )


@derive
def outstanding_after_proceeds(context: Context) -> int:
    """The balance of principal after the pledge was realised, in 分."""
    return int(context.facts["outstanding"]) - int(context.given["proceeds"])


OFFICES = ("fund-manager", "finance-officer", "pledge-officer", "leader")


def _booked(
    context: Context,
    day: str,
    memo: tuple[str, str],
    clause: str,
    lines: Sequence[tuple[str, str, str, int]],
    *,
    floor: Sequence[str] = (),
    roles: Sequence[str] = OFFICES,
) -> list[dict[str, Any]]:
    people = [*listed(context.facts.get("lenders")), *listed(context.facts.get("borrowers"))]
    return [
        {
            "region": context.region[0],
            "day": day,
            "memo": {"zh": memo[0], "en": memo[1]},
            "clause": clause,
            "roles": list(roles),
            "readers": [
                f"{kind}:{each[kind]}" for each in people for kind in ("unit", "party") if each.get(kind)
            ],
            "lines": [
                {"account": account, "zh": zh, "en": en, "amount": amount, "floor": account in floor}
                for account, zh, en, amount in lines
            ],
        }
    ]


def _principal(context: Context, amount: int) -> tuple[str, str, str, int]:
    return (f"loan:{context.number}", "贷款本金", "principal lent", amount)


@derive
def loan_drawn(context: Context) -> list[dict[str, Any]]:
    """The draw-down: the lender's money becomes principal lent."""
    amount = int(context.given["drawn"])
    return _booked(
        context,
        context.given["drawn_on"],
        ("放款", "draw-down"),
        "质押贷款合同",
        [_principal(context, amount), ("lender", "贷款人资金", "lender's money", -amount)],
        floor=[f"loan:{context.number}"],
    )


@derive
def loan_repaid(context: Context) -> list[dict[str, Any]]:
    """A payment: principal comes back, interest is income."""
    given = context.given
    principal, interest = int(given.get("principal") or 0), int(given.get("interest") or 0)
    return _booked(
        context,
        given["paid_on"],
        ("还款", "payment"),
        "质押贷款合同",
        [
            ("lender", "贷款人资金", "lender's money", principal + interest),
            _principal(context, -principal),
            (f"interest:{context.number}", "利息收入", "interest", -interest),
        ],
        floor=[f"loan:{context.number}"],
    )


@derive
def proceeds_booked(context: Context) -> list[dict[str, Any]]:
    """What realising the pledge brought, against the principal."""
    amount = int(context.given["proceeds"])
    if amount == 0:
        return []
    return _booked(
        context,
        context.day.isoformat(),
        ("质权实现", "pledge realised"),
        "民法典第四百三十六条",
        [("lender", "贷款人资金", "lender's money", amount), _principal(context, -amount)],
        floor=[f"loan:{context.number}"],
    )


@derive
def loan_title(context: Context) -> str:
    """Who borrows how much."""
    return f"{_names(context.given['borrowers'])}　{_money(context.given['amount'])}元"


@derive
def subsidy_title(context: Context) -> str:
    """Whose interest of which loan."""
    return f"{_names(context.given['borrowers'])}　{context.given['loan_no']}"


@derive
def claim_title(context: Context) -> str:
    """Who claims for which loan."""
    return f"{_names(context.given['lenders'])}　{context.given['loan_no']}"


# --- what happens to the collateral -----------------------------------------------------------------------------

ALERTS: Mapping[str, tuple[str, str, str, str]] = {
    "lapse": (
        "终止（{told}）",
        "ended ({told})",
        "核对年费缴纳；可恢复的，督促出质人在期限内请求恢复；不能恢复的，要求追加质物或提前还款，未放款的暂停放款",
        (
            "check the fees; have the pledgor ask for restoration in time; otherwise ask for other collateral, "
            "and hold a draw-down that is still to come"
        ),
    ),
    "restored": (
        "恢复",
        "was restored",
        "更新尽调报告并恢复正常监测",
        "renew the pack and watch as before",
    ),
    "transfer": (
        "转让给{told}",
        "was transferred to {told}",
        "核对是否经质权人同意（民法典第四百四十四条）；未同意的，提出异议并要求提前清偿或提存价款",
        "check whether the pledgee consented (Civil Code art. 444); if not, object and ask for early payment",
    ),
    "invalidation_request": (
        "被请求宣告无效",
        "is attacked: its invalidation was requested",
        "重新评估质物价值，跟进审查进程，必要时要求追加担保；未放款的暂停放款",
        "value the right again, follow the examination, ask for more security; hold a draw-down still to come",
    ),
}
ENDS = {
    "unpaid_fee": ("未缴年费", "unpaid fee"),
    "expired": ("期限届满", "expired"),
    "invalidated": ("被宣告无效", "invalidated"),
    "abandoned": ("放弃", "abandoned"),
    "cancelled_non_use": ("因不使用被撤销", "cancelled for non-use"),
    "surrendered": ("注销", "surrendered"),
}
OTHER = (
    "有变动（{what}：{told}）",
    "changed ({what}: {told})",
    "核对登记簿并更新尽调报告",
    "check the register and renew the pack",
)


@derive
def alert(context: Context) -> dict[str, str]:
    """What happened to which right and when, and what to do."""
    given = context.given
    zh, en, todo_zh, todo_en = ALERTS.get(given["happening"], OTHER)
    told_zh, told_en = _told(context, str(given.get("told") or DASH))
    what, right = given["happening"], _called(context, given["right"])
    return {
        "zh": f"{right}自{given['happened_on']}{zh.format(told=told_zh, what=what)}。请：{todo_zh}。",
        "en": f"{right} {en.format(told=told_en, what=what)} on {given['happened_on']}. To do: {todo_en}.",
    }


def _called(context: Context, right: str) -> str:
    """A right by its title and number."""
    row = (context.right(right) or {"row": {}})["row"]
    name, number = row.get("title") or row.get("name"), right.partition(":")[2]
    return f"{name}（{number}）" if name else number


def _told(context: Context, told: str) -> tuple[str, str]:
    """A reason or a new holder in words."""
    party = context.party(told)
    return (party["name"], party["name"]) if party is not None else ENDS.get(told, (told, told))


@derive
def alerts(context: Context) -> list[dict[str, Any]]:
    """The alerts so far with this one."""
    new = {"heard_on": context.day.isoformat(), "right": context.given["right"], "words": alert(context)}
    return [*listed(context.facts.get("alerts")), new]


# --- subsidy of interest (L43) ----------------------------------------------------------------------------------

SUBSIDY = "质押融资贴息办法（本市参数）"
SUBSIDY_SHARE = Fraction(1, 2)
"""The part of the interest that is subsidised: a parameter of the city."""
SUBSIDY_CAP = 20_000_000
"""The most for one loan and period, in 分: a parameter of the city."""


def _loan(context: Context) -> Mapping[str, Any] | None:
    found = context.linked(str(context.whole.get("loan_no") or ""))
    return found if found is not None and found["procedure"] == "pledge_loan" else None


@guard
def loan_is_the_applicants(context: Context) -> list[Reason]:
    """The loan is on record, and the applicant is its borrower."""
    found = _loan(context)
    if found is not None and set(_borrowers(context.given)) & set(_borrowers(found["facts"])) - {""}:
        return []
    return _no(
        "no-such-loan",
        "没有申请企业名下的这笔质押融资",
        "the applicant has no such pledge loan",
        "loan_no",
        SUBSIDY,
    )


@guard
def pledge_lives_in_the_period(context: Context) -> list[Reason]:
    """The pledge was registered before the period and not discharged within it."""
    found, given = _loan(context), context.given
    if not given["period_from"] < given["period_to"] <= context.day.isoformat():
        return _no("period", "贴息期应已结束，且起早于止", "the period must have ended", "period_to", SUBSIDY)
    facts = found["facts"] if found is not None else {}
    begun, ended = facts.get("registered_on") or "9", facts.get("released_on") or "9"
    if begun > given["period_from"] or ended < given["period_to"]:
        return _no(
            "pledge-not-live",
            "贴息期内质押登记不在存续期",
            "the pledge was not live in the period",
            "period_from",
            SUBSIDY,
        )
    return []


@guard
def interest_was_paid(context: Context) -> list[Reason]:
    """No more interest is claimed than was paid within the period."""
    facts, found = context.whole, _loan(context)
    paid = sum(
        each["interest"]
        for each in listed((found["facts"] if found is not None else {}).get("payments"))
        if facts["period_from"] <= each["paid_on"] < facts["period_to"]
    )
    if 0 < int(facts["interest_paid"]) <= paid:
        return []
    return _no(
        "interest-not-paid",
        f"期内实付利息为{_money(paid)}元",
        f"{_money(paid)} yuan of interest were paid in the period",
        "interest_paid",
        SUBSIDY,
    )


@guard
def lpr_is_a_rate(context: Context) -> list[Reason]:
    """A rate in per cent above zero."""
    try:
        fine = _rate({"rate": context.given.get("lpr")}) > 0
    except InvalidOperation:
        fine = False
    return (
        [] if fine else _no("rate", "应为大于0的百分数，例如3.10", "a rate above zero, such as 3.10", "lpr")
    )


def _award(context: Context) -> tuple[int, Text]:
    facts, found = context.whole, _loan(context)
    rate = _rate(found["facts"]) if found is not None else Decimal(0)
    lpr = _rate({"rate": facts["lpr"]})
    part = Fraction(min(rate, lpr)) / Fraction(rate) if rate else Fraction(0)
    exact = int(facts["interest_paid"]) * part * SUBSIDY_SHARE
    found_fen = min(exact.numerator // exact.denominator, SUBSIDY_CAP)
    return found_fen, Text(
        f"实付利息{_money(facts['interest_paid'])}元 × min({_percent(rate)}%, LPR {_percent(lpr)}%) "
        f"÷ {_percent(rate)}% × "
        f"{SUBSIDY_SHARE}，不超过{_money(SUBSIDY_CAP)}元，舍去不足一分 = {_money(found_fen)}元",
        f"interest paid {_money(facts['interest_paid'])} × min({_percent(rate)} %, LPR {_percent(lpr)} %) "
        f"÷ {_percent(rate)} % × "
        f"{SUBSIDY_SHARE}, at most {_money(SUBSIDY_CAP)}, rounded down = {_money(found_fen)} yuan",
    )


@derive
def award(context: Context) -> int:
    """The subsidy in 分: half of the interest paid, as far as its rate is not above the loan prime rate."""
    return _award(context)[0]


@derive
def award_worked(context: Context) -> dict[str, str]:
    """How it was computed."""
    return _award(context)[1].as_json()


def _subsidy(context: Context, amount: int, memo: tuple[str, str]) -> list[dict[str, Any]]:
    return _booked(
        context,
        context.day.isoformat(),
        memo,
        SUBSIDY,
        [
            ("subsidy-paid", "已拨付贴息", "subsidies paid", amount),
            ("treasury", "财政专项资金", "treasury", -amount),
        ],
        roles=("finance-officer", "subsidy-reviewer", "leader"),
    )


@derive
def subsidy_paid(context: Context) -> list[dict[str, Any]]:
    """The subsidy leaves the treasury."""
    return _subsidy(context, int(context.facts["award"]), ("拨付贴息", "subsidy paid"))


@derive
def subsidy_clawed_back(context: Context) -> list[dict[str, Any]]:
    """The subsidy comes back to the treasury."""
    return _subsidy(context, -int(context.facts["award"]), ("追回贴息", "subsidy clawed back"))


# --- compensation of losses (L44) -------------------------------------------------------------------------------

COMPENSATION = "风险补偿资金管理办法（本市参数）"
OVERDUE_DAYS = 60
"""Days overdue before a claim without a judgment: a parameter of the city."""
POOL = ("compensation-pool", "风险补偿资金池", "compensation pool")
LENDER = ("lender", "贷款人资金", "lender's money")


@guard
def deposit_is_positive(context: Context) -> list[Reason]:
    """Money is put in."""
    if int(context.given["deposit"]) > 0:
        return []
    return _no("deposit", "拨入金额应为正", "the amount must be positive", "deposit")


@derive
def pool_endowed(context: Context) -> list[dict[str, Any]]:
    """The treasury puts money into the pool."""
    amount = int(context.given["deposit"])
    return _booked(
        context,
        context.day.isoformat(),
        (f"拨入（{context.given['decision_no']}）", f"put in ({context.given['decision_no']})"),
        COMPENSATION,
        [(*POOL, amount), ("treasury", "财政专项资金", "treasury", -amount)],
        floor=[POOL[0]],
    )


@guard
def loan_was_recorded_in_time(context: Context) -> list[Reason]:
    """A loan of this lender, recorded with the pool in time, now overdue or its pledge realised."""
    found = _loan(context)
    units = {each.get("unit") for each in listed(context.given.get("lenders"))}
    facts = found["facts"] if found is not None else {}
    if found is None or not units & {each.get("unit") for each in listed(facts.get("lenders"))}:
        return _no(
            "no-such-loan",
            "没有该银行的这笔质押融资",
            "the lender has no such pledge loan",
            "loan_no",
            COMPENSATION,
        )
    if not facts.get("recorded_on"):
        return _no(
            "not-recorded", "该贷款未按期备案", "the loan was not recorded in time", "loan_no", COMPENSATION
        )
    if found["stage"] not in {"overdue", "realised", "released"}:
        return _no("not-overdue", "该贷款没有逾期", "the loan is not overdue", "loan_no", COMPENSATION)
    return []


@guard
def overdue_long_enough(context: Context) -> list[Reason]:
    """Sixty days overdue, or a judgment."""
    days = (context.day - date.fromisoformat(context.given["overdue_since"])).days
    if days >= OVERDUE_DAYS or context.given.get("judgment"):
        return []
    return _no(
        "too-early",
        f"逾期{days}天，未满{OVERDUE_DAYS}天且没有生效裁判",
        f"{days} days overdue, fewer than {OVERDUE_DAYS}, and no judgment",
        "overdue_since",
        COMPENSATION,
    )


@guard
def loss_is_outstanding(context: Context) -> list[Reason]:
    """Principal only, and no more than is outstanding."""
    found = _loan(context)
    owed = int((found["facts"] if found is not None else {}).get("outstanding") or 0)
    if 0 < int(context.given["loss"]) <= owed:
        return []
    return _no(
        "beyond-debt",
        f"本金余额为{_money(owed)}元",
        f"{_money(owed)} yuan are outstanding",
        "loss",
        COMPENSATION,
    )


def _share(facts: Mapping[str, Any], name: str) -> Fraction:
    """A part given in per cent; 0 < part ≤ 1, else ``InvalidOperation``."""
    part = Decimal(str(facts.get(name)))
    if not part.is_finite() or not 0 < part <= 100 or int(part.as_tuple().exponent) < -6:
        raise InvalidOperation
    return Fraction(part) / 100


@guard
def shares_are_shares(context: Context) -> list[Reason]:
    """Both shares are parts of a whole."""
    reasons = []
    for name in ("ip_share", "pool_share"):
        try:
            _share(context.given, name)
        except InvalidOperation:
            reasons += _no(
                "share", "应为大于0、不超过100的百分数", "a part above 0 and at most 100 per cent", name
            )
    return reasons


def _payable(context: Context) -> tuple[int, Text]:
    facts = context.whole
    exact = int(facts["loss"]) * _share(facts, "ip_share") * _share(facts, "pool_share")
    fen = exact.numerator // exact.denominator
    sum_ = f"{_money(facts['loss'])} × {facts['ip_share']}% × {facts['pool_share']}% = {_money(fen)}"
    return fen, Text(
        f"本金损失 × 知识产权占担保比例 × 资金池分担比例：{sum_}元",
        f"principal lost × part that is intellectual property × the pool's share: {sum_} yuan",
    )


@derive
def payable(context: Context) -> int:
    """What the pool pays, in 分, rounded down."""
    return _payable(context)[0]


@derive
def payable_worked(context: Context) -> dict[str, str]:
    """How it was computed."""
    return _payable(context)[1].as_json()


@derive
def nothing_recovered(context: Context) -> int:
    """Nothing has come back yet."""
    return 0


@derive
def compensation_paid(context: Context) -> list[dict[str, Any]]:
    """The pool pays the lender; the database refuses more than it holds."""
    amount = int(context.facts["payable"])
    return _booked(
        context,
        context.day.isoformat(),
        ("代偿", "compensation"),
        COMPENSATION,
        [(*LENDER, amount), (*POOL, -amount)],
        floor=[POOL[0]],
    )


@guard
def no_more_than_the_loss(context: Context) -> list[Reason]:
    """In all no more is recovered than was lost; interest and costs are not booked here."""
    left = int(context.facts["loss"]) - int(context.facts["recovered_total"])
    if 0 < int(context.given["recovered"]) <= left:
        return []
    return _no(
        "beyond-loss", f"尚可追回{_money(left)}元", f"{_money(left)} yuan are left to recover", "recovered"
    )


@derive
def recovered_total(context: Context) -> int:
    """What has come back so far, in 分."""
    return int(context.facts["recovered_total"]) + int(context.given["recovered"])


@derive
def recovery_shared(context: Context) -> list[dict[str, Any]]:
    """What was recovered comes back to the pool in the proportion in which it had paid."""
    facts, given = context.facts, context.given
    before = int(facts["recovered_total"]) - int(given["recovered"])
    owed = lambda recovered: recovered * int(facts["payable"]) // int(facts["loss"])
    back = owed(before + int(given["recovered"])) - owed(before)
    if back == 0:
        return []
    return _booked(
        context,
        given["happened_on"],
        ("追回款归池", "recovery"),
        COMPENSATION,
        [(*POOL, back), (*LENDER, -back)],
        floor=[POOL[0]],
    )
