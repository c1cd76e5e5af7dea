"""Rules of mediation: who mediates, what each room holds, whether two sealed figures meet, what goes to the court."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhichan.kernel.catalogue.rulebook import Context, Reason, Text, derive, guard, lets_in, listed

MEASURE = "专利纠纷行政裁决和调解办法"
ROUNDS = 3
"""Rounds of sealed figures in one case: each tells one bit, and more would let a side feel its way to the other's."""
LAST = frozenset({"not_filed", "revoked", "route_closed", "confirmed", "not_confirmed"})
SIDES = ("applicant", "respondent")


def _no(code: str, zh: str, en: str, place: str = "", clause: str = "") -> list[Reason]:
    return [Reason(f"mediation.{code}", Text(zh, en), place, clause)]


def _names(value: Any) -> list[str]:
    return [str(each.get("name") or "") for each in listed(value)]


# --- request ------------------------------------------------------------------------------------------------------


@guard
def parties_are_named(context: Context) -> list[Reason]:
    """Each side is named, nobody stands on both, and nobody says who reads for the other side."""
    sides = [_names(context.given[f"{each}s"]) for each in SIDES]
    if lets_in(context.given["respondents"], context.given["applicants"]):
        return _no(
            "opponent", "对方只写名称和代码，由对方自己登录或登记后参加",
            "name the other side by name and code alone; it joins by signing in itself", "respondents",
        )  # fmt: skip
    if all(names and all(names) for names in sides) and not set(sides[0]) & set(sides[1]):
        return []
    return _no("parties", "请逐一写明双方当事人", "name the parties of each side", "respondents")


@guard
def damages_rest_on_a_finding(context: Context) -> list[Reason]:
    """The amount of damages alone is mediated only once the infringement was found."""
    if context.given["dispute_type"] != "damages" or context.given.get("finding"):
        return []
    return _no(
        "no-finding", "仅就赔偿数额请求调解的，须有认定侵权的文书",
        "the amount alone is mediated once an infringement was found", "finding", "专利行政执法办法第二十二条",
    )  # fmt: skip


# --- the mediator -------------------------------------------------------------------------------------------------


def _gone(context: Context) -> list[Mapping[str, Any]]:
    """Everyone recused so far, with the mediator who now has to go."""
    return [*listed(context.facts.get("recused")), *listed(context.facts.get("mediators"))]


def _free(context: Context) -> list[Mapping[str, Any]]:
    """Mediators with the expertise and without a tie, by how many cases they have, then by name."""
    facts = context.facts
    parties = {name for each in SIDES for name in _names(facts[f"{each}s"])}
    accounts = {each.get("user") for side in SIDES for each in listed(facts[f"{side}s"])}
    accounts |= {each.get("user") for each in _gone(context)}
    busy = [
        one.get("user")
        for case in context.cases("mediation", context.day)
        if case["stage"] not in LAST
        for one in listed(case["facts"].get("mediators"))
    ]
    free = [
        one
        for one in context.entries("mediator")
        if facts["expertise"] in one["expertise"]
        and one["account"] not in accounts
        and one["name"] not in parties
        and not parties & set(one.get("ties") or ())
    ]
    return sorted(free, key=lambda one: (busy.count(one["account"]), str(one["name"]), one["account"]))


@guard
def a_mediator_is_free(context: Context) -> list[Reason]:
    """Somebody on the roster has the expertise and no tie to a party."""
    if _free(context):
        return []
    return _no(
        "no-mediator", "名册里没有相应领域且无利害关系的调解员",
        "nobody on the roster has this expertise and no tie to a party", "expertise", MEASURE + "第五条",
    )  # fmt: skip


@derive
def allotted(context: Context) -> list[dict[str, Any]]:
    """The mediator with the fewest running cases; of several, the first by name."""
    one = _free(context)[0]
    return [{"name": one["name"], "user": one["account"]}]


@derive
def recused(context: Context) -> list[Mapping[str, Any]]:
    """Those who no longer reach the case."""
    return _gone(context)


# --- rooms --------------------------------------------------------------------------------------------------------


def _said(context: Context, room: str, word: str) -> list[Mapping[str, Any]]:
    one = {"day": context.day.isoformat(), "by": context.actor, "said": context.given[word]}
    return [*listed(context.facts.get(room)), one]


@derive
def joint_room(context: Context) -> list[Mapping[str, Any]]:
    """What was said before both sides."""
    return _said(context, "joint_room", "joint_word")


@derive
def applicant_room(context: Context) -> list[Mapping[str, Any]]:
    """What was said between the mediator and the petitioner."""
    return _said(context, "applicant_room", "applicant_word")


@derive
def respondent_room(context: Context) -> list[Mapping[str, Any]]:
    """What was said between the mediator and the respondent."""
    return _said(context, "respondent_room", "respondent_word")


@guard
def not_left_yet(context: Context) -> list[Reason]:
    """A figure is left once in a round; who could change it would feel for the other's."""
    again = [each for each in ("floor", "ceiling") if each in context.given and each in context.facts]
    if not again:
        return []
    return _no("left", "本轮已密封，不能更改", "it is sealed for this round", again[0])


@derive
def overlap(context: Context) -> str:
    """The one bit that the mediator learns: whether the least one side takes is within what the other pays."""
    whole = context.whole
    if "floor" not in whole or "ceiling" not in whole:
        return "waiting"
    return "meet" if whole["floor"] <= whole["ceiling"] else "apart"


@guard
def a_round_is_left(context: Context) -> list[Reason]:
    """The round before is complete, and not all rounds are used."""
    if not {"floor", "ceiling"} <= set(context.facts):
        return _no("incomplete", "本轮尚未齐备", "this round is not complete", "round")
    if context.facts.get("round", 1) >= ROUNDS:
        return _no("no-round", f"至多密封{ROUNDS}轮", f"there are {ROUNDS} rounds at most", "round")
    return []


@derive
def round_(context: Context) -> int:
    """The number of the round that begins."""
    return int(context.facts.get("round", 1)) + 1


@derive
def nothing(context: Context) -> None:
    """Takes the fact away."""


# --- agreement and confirmation -----------------------------------------------------------------------------------


@guard
def terms_are_whole(context: Context) -> list[Reason]:
    """Each term has its words, numbered from one without a gap."""
    terms = listed(context.given["terms"])
    numbered = [each.get("no") for each in terms] == list(range(1, len(terms) + 1))
    if terms and numbered and all(each.get("text") for each in terms):
        return []
    return _no("terms", "条款须从一起连续编号，逐条有内容", "number the terms from one, each with its words", "terms")


@derive
def today(context: Context) -> str:
    """The day of the act."""
    return context.day.isoformat()


def _both(context: Context, fact: str, code: str, zh: str, en: str, clause: str) -> list[Reason]:
    missing = [each for each in SIDES if not context.facts.get(f"{each}_{fact}")]
    return _no(code, zh, en, f"{missing[0]}_{fact}", clause) if missing else []


@guard
def both_signed(context: Context) -> list[Reason]:
    """Both sides have signed the agreement as it stands."""
    return _both(context, "signed", "not-signed", "双方尚未全部签署", "not both have signed", MEASURE + "第六十九条")


@guard
def both_ask(context: Context) -> list[Reason]:
    """Confirmation is asked for by both: one side's request with the other's consent is a joint one."""
    return _both(
        context, "asks", "not-joint", "司法确认须由双方共同申请，或者一方申请、另一方同意",
        "confirmation is asked for by both, or by one with the other's consent", "民事诉讼法第二百零五条",
    )  # fmt: skip
