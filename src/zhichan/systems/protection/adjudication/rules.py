"""Rules of the adjudication of patent-infringement disputes (令81 = 专利纠纷行政裁决和调解办法, from 2025-02-01)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zhichan.kernel.catalogue.rulebook import Context, Reason, Text, derive, guard, lets_in, listed

MEASURE = "专利纠纷行政裁决和调解办法"
POWERS = "专利法实施细则第九十五条"
SMALLEST_PANEL = 3
MET = frozenset({"identical", "equivalent"})
FINDINGS = MET | {"different", "absent"}


def _no(code: str, zh: str, en: str, place: str = "", clause: str = "") -> list[Reason]:
    return [Reason(f"infringement.{code}", Text(zh, en), place, clause)]


def _names(value: Any) -> list[str]:
    return [str(each.get("name") or "") for each in listed(value)]


# --- filing and acceptance --------------------------------------------------------------------------------------


@guard
def competent(context: Context) -> list[Reason]:
    """A county or zone needs a grant in force, by a local regulation or by delegation (PROCEDURES D, test D1)."""
    if context.region_kind in {"city", "province"}:
        return []
    grants = context.entries("authority_grant")
    if any(each["scope"] == "infringement" and each["region"] == context.region[0] for each in grants):
        return []
    return _no(
        "no-authority",
        f"{context.region[1]}没有专利侵权纠纷行政裁决权限：未登记在有效期内的授权文件",
        f"{context.region[1]} may not adjudicate: no grant in force is on record",
        "region",
        POWERS,
    )


@guard
def no_other_route(context: Context) -> list[Reason]:
    """Neither side has sued, and no other way of settling the dispute was agreed (art. 12)."""
    facts = context.whole
    clause = MEASURE + "第十二条第五项"
    if facts.get("court_case"):
        return _no(
            "before-a-court", "该纠纷已向法院起诉", "the dispute is before a court", "court_case", clause
        )
    if facts.get("other_route"):
        return _no(
            "other-route", "当事人约定了其他解决方式", "another route was agreed upon", "other_route", clause
        )
    return []


def _opponent() -> list[Reason]:
    return _no(
        "opponent",
        "对方只写名称和代码，由对方自己登录或登记后参加",
        "name the other side by name and code alone; it joins by signing in itself",
        "respondents",
    )


@guard
def parties_are_named(context: Context) -> list[Reason]:
    """Each side is named, nobody says who reads for the other, and an agent comes with an authority."""
    reasons: list[Reason] = []
    if lets_in(context.given.get("respondents"), context.given.get("applicants")):
        reasons += _opponent()
    for side in ("applicants", "respondents"):
        names = _names(context.given.get(side))
        if not names or not all(names) or len(set(names)) != len(names):
            reasons += _no("parties", "请逐一写明当事人，且不重复", "name each party, and each once", side)
    if any(not each.get("authority") for each in listed(context.given.get("agents"))):
        reasons += _no(
            "no-authority-of-agent",
            "代理人须有授权范围",
            "an agent needs an authority",
            "agents",
            MEASURE + "第十四条",
        )
    return reasons


@guard
def parties_stay_named(context: Context) -> list[Reason]:
    """A later change leaves nobody without a name, and lets nobody in as the other side."""
    if lets_in(context.given.get("respondents"), context.whole.get("applicants")):
        return _opponent()
    return [
        reason
        for side in ("applicants", "respondents")
        if side in context.given and not (_names(context.given[side]) and all(_names(context.given[side])))
        for reason in _no("parties", "请逐一写明当事人", "name each party", side)
    ]


@guard
def linked_cases_exist(context: Context) -> list[Reason]:
    """A linked case is one on record."""
    numbers = context.given.get("linked_cases") or []
    return [
        reason
        for number in numbers
        if context.linked(str(number)) is None
        for reason in _no("no-such-case", f"没有案件{number}", f"there is no case {number}", "linked_cases")
    ]


@guard
def asked_once(context: Context) -> list[Reason]:
    """What is missing is asked for at once, and only once."""
    if any(each["act"] == "ask_to_complete" for each in context.course):
        return _no(
            "asked-already",
            "补正内容应当一次告知",
            "what is missing is told once",
            "gaps",
            MEASURE + "第十五条",
        )
    return []


@guard
def claims_are_named(context: Context) -> list[Reason]:
    """The claims relied on are named before the examination begins, unless the patent is a design."""
    facts = context.whole
    if facts.get("patent_kind") == "design" or facts.get("claims"):
        return []
    return _no(
        "no-claims",
        "请求人尚未明确权利要求",
        "the petitioner has not named the claims",
        "claims",
        MEASURE + "第十五条",
    )


@derive
def copies(context: Context) -> int:
    """How many copies are needed: one for each respondent, and one for the file."""
    return len(listed(context.given.get("respondents"))) + 1


# --- the panel --------------------------------------------------------------------------------------------------


def _oddness(panel: Any) -> list[Reason]:
    members = listed(panel)
    clause = MEASURE + "第四条"
    if len(members) < SMALLEST_PANEL or len(members) % 2 == 0:
        return _no(
            "even-panel",
            "合议组应由三人以上单数组成",
            "a panel has an odd number of members, three at least",
            "panel",
            clause,
        )
    if sum(bool(each.get("presiding")) for each in members) != 1:
        return _no("presiding", "合议组须有且仅有一名组长", "exactly one member presides", "panel", clause)
    if len(set(_names(members))) != len(members):
        return _no("same-member", "合议组成员重复", "a member is named twice", "panel", clause)
    return []


@guard
def panel_is_odd(context: Context) -> list[Reason]:
    """Three or more members, an odd number, one of whom presides."""
    return _oddness(context.given.get("panel"))


@guard
def panel_is_whole(context: Context) -> list[Reason]:
    """After a recusal the panel must be filled up before it goes on."""
    return _oddness(context.facts.get("panel"))


def _conflicts(people: Iterable[Mapping[str, Any]], facts: Mapping[str, Any]) -> list[str]:
    """Those who are a party, an agent, an examiner of the patent, or recused already."""
    others = {
        name
        for side in ("applicants", "respondents", "agents", "recused")
        for name in _names(facts.get(side))
    }
    users = {
        each["user"]
        for side in ("agents", "recused")
        for each in listed(facts.get(side))
        if each.get("user")
    }
    return [
        str(each.get("name"))
        for each in people
        if each.get("name") in others or each.get("user") in users or each.get("examined_patent")
    ]


@guard
def panel_has_no_conflict(context: Context) -> list[Reason]:
    """No member is a party, an agent, or recused."""
    found = _conflicts(listed(context.given.get("panel")), context.facts)
    if not found:
        return []
    return _no(
        "conflict",
        f"{'、'.join(found)}与本案有利害关系",
        f"{', '.join(found)} must not sit",
        "panel",
        MEASURE + "第五条",
    )


@guard
def officer_has_no_conflict(context: Context) -> list[Reason]:
    """A technical officer is neither a party's agent nor an examiner of the patent (L31)."""
    found = _conflicts(listed(context.given.get("technical_officers")), context.facts)
    if not found:
        return []
    return _no(
        "conflict", f"{'、'.join(found)}与本案有利害关系", f"{', '.join(found)} must not be appointed",
        "technical_officers", MEASURE + "第五条、第五十二条",
    )  # fmt: skip


@guard
def something_is_challenged(context: Context) -> list[Reason]:
    """There is a challenge to rule on."""
    if context.facts.get("challenged"):
        return []
    return _no("no-challenge", "没有待决定的回避申请", "there is no challenge to rule on", "challenged")


@guard
def hearing_just_opened(context: Context) -> list[Reason]:
    """At a hearing the challenge comes at its opening, on the day."""
    opened = next((each for each in reversed(context.course) if each["act"] == "open_hearing"), None)
    if opened is not None and opened["day"] == context.day.isoformat():
        return []
    return _no(
        "too-late",
        "回避应在口审开始时提出",
        "a challenge comes at the opening",
        "challenged",
        MEASURE + "第五条",
    )


def _challenged(context: Context) -> set[str]:
    return set(_names(context.facts.get("challenged"))) if context.given["challenge_upheld"] else set()


def _without(context: Context, part: str) -> list[Mapping[str, Any]]:
    gone = _challenged(context)
    return [each for each in listed(context.facts.get(part)) if each.get("name") not in gone]


@derive
def recused(context: Context) -> list[Mapping[str, Any]]:
    """Everyone recused so far, and now those whose challenge is upheld; they no longer reach the case."""
    gone = _challenged(context)
    known = listed(context.facts.get("recused"))
    people = [*listed(context.facts.get("panel")), *listed(context.facts.get("technical_officers"))]
    return [*known, *(each for each in people if each.get("name") in gone)]


@derive
def panel_without_recused(context: Context) -> list[Mapping[str, Any]]:
    """The panel that remains."""
    return _without(context, "panel")


@derive
def officers_without_recused(context: Context) -> list[Mapping[str, Any]]:
    """The technical officers that remain."""
    return _without(context, "technical_officers")


@derive
def challenge_upheld(context: Context) -> bool:
    """Whether the last challenge was upheld."""
    return bool(context.given["challenge_upheld"])


@derive
def nothing(context: Context) -> None:
    """Takes the fact away."""


# --- service ----------------------------------------------------------------------------------------------------


@guard
def service_is_proven(context: Context) -> list[Reason]:
    """Electronic service needs the recipient's consent."""
    if context.given.get("served_how") == "electronic" and not context.whole.get("electronic_consent"):
        return _no(
            "no-consent", "电子送达须经受送达人同意", "electronic service needs the recipient's consent",
            "electronic_consent", "民事诉讼法第九十条",
        )  # fmt: skip
    return []


def _recipient(context: Context, sides: Iterable[str]) -> list[Reason]:
    names = {name for side in sides for name in _names(context.facts.get(side))}
    if context.given.get("recipient") in names:
        return []
    return _no(
        "recipient", "受送达人不是本案当事人", "the recipient is no such party of the case", "recipient"
    )


@guard
def recipient_is_a_respondent(context: Context) -> list[Reason]:
    """The notice to answer goes to a respondent."""
    return _recipient(context, ["respondents"])


@guard
def recipient_is_a_party(context: Context) -> list[Reason]:
    """A decision goes to a party."""
    return _recipient(context, ["applicants", "respondents"])


@guard
def everyone_was_served(context: Context) -> list[Reason]:
    """Every respondent was served, or deemed to be, before the examination begins."""
    served = {
        each.get("given", {}).get("recipient")
        for each in context.course
        if each["act"] in {"serve", "deem_served"}
    }
    missing = [name for name in _names(context.facts.get("respondents")) if name not in served]
    if not missing:
        return []
    return _no(
        "not-served",
        f"尚未向{'、'.join(missing)}送达",
        f"not yet served: {', '.join(missing)}",
        "recipient",
        MEASURE + "第二十二条",
    )


@derive
def deemed_served(context: Context) -> list[str]:
    """Those who count as served because the announcement's period is over."""
    return [*(context.facts.get("deemed_served") or []), str(context.given.get("recipient") or "")]


# --- hearing ----------------------------------------------------------------------------------------------------


@guard
def hearing_was_announced(context: Context) -> list[Reason]:
    """The hearing is held on the day announced."""
    if context.facts.get("hearing_on") == context.given.get("happened_on"):
        return []
    return _no(
        "not-the-day", "口审日与通知不符", "not the day announced", "happened_on", MEASURE + "第二十六条"
    )


@guard
def petitioner_is_absent(context: Context) -> list[Reason]:
    """Only an absent petitioner counts as withdrawing; without the respondent the hearing goes on."""
    if "applicant" not in (context.facts.get("present") or []):
        return []
    return _no("present", "请求人已到庭", "the petitioner is present", "present", MEASURE + "第二十六条")


# --- stays ------------------------------------------------------------------------------------------------------


def _must_stay(facts: Mapping[str, Any]) -> bool:
    """A utility model or design under accepted invalidation is stayed unless art. 29 lets the office go on."""
    accepted = facts.get("invalidation_no") and not facts.get("invalidation_result")
    excepted = facts.get("stay_exception") or facts.get("evaluation_report") == "no_defect"
    return bool(accepted and facts.get("patent_kind") in {"utility", "design"} and not excepted)


@derive
def mandatory_stay(context: Context) -> list[dict[str, Any]]:
    """The suspension that follows at once from an accepted invalidation, from the day it was accepted."""
    if not _must_stay(context.facts):
        return []
    return [
        {
            "stay_ground": "invalidation",
            "document_no": str(context.given["invalidation_no"]),
            "happened_on": str(context.given["happened_on"]),
        }
    ]


@guard
def cause_is_gone(context: Context) -> list[Reason]:
    """A stay for invalidation ends with its result, or with a ground of art. 29."""
    if not _must_stay(context.whole):
        return []
    return _no(
        "stay-continues",
        "无效宣告尚无结果，也没有可以不中止的情形",
        "the invalidation is undecided and no exception applies",

        "invalidation_result", MEASURE + "第二十八条、第二十九条",
    )  # fmt: skip


@guard
def no_stay_is_due(context: Context) -> list[Reason]:
    """Nothing is decided while the case must be stayed."""
    if not _must_stay(context.facts):
        return []
    return _no(
        "stay-due", "本案应当中止", "the case must be stayed", "invalidation_no", MEASURE + "第二十八条"
    )


# --- fast lane --------------------------------------------------------------------------------------------------

SUITED = Text("属于快办情形", "it is of a kind for the fast lane")
CLEAR = Text("事实清楚、比对简单", "the facts are clear and the comparison simple")
UNDISPUTED = Text("没有已受理的无效宣告", "no invalidation was accepted")
SINGLE = Text("只有一名被请求人", "there is one respondent")
CONSENT = Text("当事人同意", "the parties agree")


@derive
def fast_lane_test(context: Context) -> list[dict[str, Any]]:
    """Each criterion of the fast lane with its outcome; all must be met (L14)."""
    facts = context.whole
    reported = (
        facts.get("patent_kind") in {"utility", "design"} and facts.get("evaluation_report") == "no_defect"
    )
    suited = reported or facts.get("platform_or_fair") or facts.get("prior_decision")
    found = (
        ("suited", SUITED, bool(suited)),
        ("clear", CLEAR, bool(facts.get("single_comparison"))),
        ("undisputed", UNDISPUTED, not facts.get("invalidation_no")),
        ("single", SINGLE, len(listed(facts.get("respondents"))) == 1),
        ("consent", CONSENT, bool(facts.get("consents"))),
    )
    return [{"name": name, "title": title.as_json(), "met": met} for name, title, met in found]


@guard
def fast_lane_fits(context: Context) -> list[Reason]:
    """Every criterion that is not met is named."""
    criteria = context.facts.get("fast_lane_test")
    if not criteria:
        return _no("not-proposed", "尚未提出快办", "the fast lane was not proposed")
    if context.facts.get("track") == "ordinary":
        return _no("one-way", "已转普通程序，不再快办", "a case that left the fast lane does not return")
    return [
        Reason(
            "infringement.fast-lane",
            Text(f"不符合快办条件：{each['title']['zh']}", f"not for the fast lane: {each['title']['en']}"),
            each["name"],
            "简案快办工作规则",
        )
        for each in criteria
        if not each["met"]
    ]


@guard
def is_fast(context: Context) -> list[Reason]:
    """Only a case in the fast lane leaves it."""
    return (
        []
        if context.facts.get("track") == "fast"
        else _no("not-fast", "本案不在快办程序", "not in the fast lane")
    )


@derive
def fast(context: Context) -> str:
    """The fast lane."""
    return "fast"


@derive
def ordinary(context: Context) -> str:
    """The ordinary track."""
    return "ordinary"


# --- claim chart, deliberation, decision ------------------------------------------------------------------------


@guard
def chart_is_sound(context: Context) -> list[Reason]:
    """Feature × product × evidence: each pair once, with a finding and with evidence that is on the list."""
    chart = context.given.get("claim_chart")
    if not isinstance(chart, Mapping):
        return _no(
            "chart",
            "比对表应有特征、产品和比对结果",
            "a chart has features, products and findings",
            "claim_chart",
        )
    features = [str(each.get("id")) for each in listed(chart.get("features"))]
    products = [str(each.get("id")) for each in listed(chart.get("products"))]
    evidence = {str(each.get("id")) for each in listed(context.whole.get("evidence"))}
    rows = listed(chart.get("rows"))
    reasons: list[Reason] = []
    for kind, ids in (("features", features), ("products", products)):
        if not ids or len(set(ids)) != len(ids):
            reasons += _no(
                "chart-list", "特征和产品不能为空或重复", "features and products are listed once each", kind
            )
    pairs = [(str(row.get("feature")), str(row.get("product"))) for row in rows]
    wanted = {(feature, product) for feature in features for product in products}
    for pair in sorted(wanted - set(pairs)):
        reasons += _no(
            "chart-gap", f"缺少比对：{pair[0]}×{pair[1]}", f"not compared: {pair[0]} × {pair[1]}", "rows"
        )
    for pair in sorted({pair for pair in pairs if pair not in wanted or pairs.count(pair) > 1}):
        reasons += _no(
            "chart-pair",
            f"多余或重复的比对：{pair[0]}×{pair[1]}",
            f"out of place: {pair[0]} × {pair[1]}",
            "rows",
        )
    for number, row in enumerate(rows, start=1):
        if row.get("finding") not in FINDINGS:
            reasons += _no(
                "chart-finding", f"第{number}行没有比对结论", f"row {number} has no finding", f"rows.{number}"
            )
        cited = {str(each) for each in row.get("evidence") or []}
        if not cited or not cited <= evidence:
            reasons += _no(
                "chart-evidence", f"第{number}行引用的证据不在目录中", f"row {number} cites no listed evidence",
                f"rows.{number}",
            )  # fmt: skip
    return reasons


def _infringes(chart: Mapping[str, Any]) -> bool:
    """All-elements rule: some product has every feature, the same or equivalent."""
    features = {str(each.get("id")) for each in listed(chart.get("features"))}
    met: dict[str, set[str]] = {}
    for row in listed(chart.get("rows")):
        if row.get("finding") in MET:
            met.setdefault(str(row.get("product")), set()).add(str(row.get("feature")))
    return any(found >= features for found in met.values())


@guard
def every_member_votes(context: Context) -> list[Reason]:
    """Each member of the panel has one vote on record."""
    voted = sorted(_names(context.given.get("votes")))
    if voted == sorted(_names(context.facts.get("panel"))):
        return []
    return _no("votes", "合议组每名成员应各有一次表决", "each member of the panel votes once", "votes")


@guard
def outcome_fits_the_chart(context: Context) -> list[Reason]:
    """The outcome is what the claim chart bears out."""
    chart = context.facts.get("claim_chart")
    if not chart:
        return _no("no-chart", "尚未填写比对表", "there is no claim chart", "claim_chart")
    if (context.given.get("outcome") == "infringement") == _infringes(chart):
        return []
    return _no("outcome", "裁决结果与比对表不符", "the outcome is not borne out by the chart", "outcome")


@guard
def no_damages(context: Context) -> list[Reason]:
    """The office orders to stop; damages are a matter for mediation or the court."""
    if "赔偿" in str(context.given.get("order")):
        return _no(
            "damages", "行政裁决不得判令赔偿，赔偿数额可以调解", "no damages by adjudication; they can be mediated",
            "order", "专利法第六十五条",
        )  # fmt: skip
    return []


@derive
def today(context: Context) -> str:
    """The day of the act."""
    return context.day.isoformat()


@derive
def absent(context: Context) -> str:
    """Closed because the petitioner was absent."""
    return "absent"


@derive
def withdrawn(context: Context) -> str:
    """Closed because the petitioner withdrew."""
    return "withdrawn"


@guard
def ground_is_borne_out(context: Context) -> list[Reason]:
    """A ground for closing is on record: claims still unnamed after they were asked for, or an invalidity."""
    facts = context.whole
    ground = facts.get("revocation_ground")
    asked = any(each["act"] == "clarify" for each in context.course)
    wrong = (ground == "claims_unclear" and (facts.get("claims") or not asked)) or (
        ground == "invalid" and facts.get("invalidation_result") != "invalid"
    )
    if not wrong:
        return []
    return _no(
        "ground",
        "案卷中没有该撤销事由",
        "the file does not bear out this ground",
        "revocation_ground",
        MEASURE + "第三十六条",
    )


# --- after the decision -----------------------------------------------------------------------------------------


@guard
def infringement_was_found(context: Context) -> list[Reason]:
    """Only a decision that found an infringement is published and enforced."""
    if context.facts.get("outcome") == "infringement":
        return []
    return _no(
        "no-infringement",
        "本案未认定侵权",
        "no infringement was found",
        "outcome",
        "专利行政执法办法第四十六条",
    )


@guard
def request_was_dismissed(context: Context) -> list[Reason]:
    """A decision that found an infringement is closed by compliance."""
    return (
        []
        if context.facts.get("outcome") == "no_infringement"
        else _no("not-dismissed", "本案已认定侵权", "an infringement was found", "outcome")
    )


@guard
def not_yet_published(context: Context) -> list[Reason]:
    """A decision is published once."""
    if context.facts.get("published_on"):
        return _no("published", "已经公开", "it is published already", "published_on")
    return []


@guard
def is_published(context: Context) -> list[Reason]:
    """A case with an infringement is closed when its decision has been published."""
    if context.facts.get("published_on"):
        return []
    return _no("not-published", "裁决尚未公开", "the decision was not published", "published_on")


def _publications(context: Context) -> list[str]:
    """The entries by which the public is shown this case."""
    entries = context.entries("adjudication_publication")
    return [str(each["id"]) for each in entries if each["case_number"] == context.number]


@derive
def publications_ended(context: Context) -> list[dict[str, Any]]:
    """What was published of a quashed decision no longer holds."""
    day = context.day.isoformat()
    return [
        {"entry": each, "until": day, "reason": "裁决已被法院撤销"} for each in _publications(context)
    ]


@derive
def publications_taken_down(context: Context) -> list[dict[str, Any]]:
    """And is no longer shown."""
    return [
        {
            "entry": f"adjudication_publication:{each}",
            "reason": "裁决已被法院撤销",
            "instrument": str(context.facts.get("court_no")),
        }
        for each in _publications(context)
    ]


@derive
def public_extract(context: Context) -> list[dict[str, Any]]:
    """What the public is shown: names, number, day and order, nothing of the reasons or the chart."""
    facts = context.facts
    sides = [*_names(facts.get("applicants")), *_names(facts.get("respondents"))]
    return [
        {
            "region": context.region[0],
            "case_number": context.number,
            "patent_no": str(facts.get("patent_no")),
            "parties": "、".join(sides),
            "decided_on": str(facts.get("decided_on")),
            "order": str(facts.get("order")),
        }
    ]
