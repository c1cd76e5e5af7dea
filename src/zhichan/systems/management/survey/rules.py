"""Rules of the survey: a stratified sample, who did not answer, a score with its margin, and codes that name nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from statistics import NormalDist
from typing import Any

from zhichan.kernel.catalogue.rulebook import Context, Reason, Text, derive, guard, listed

QUESTIONS = ("law", "enforcement", "service", "publicity")
ANSWERS = ("very_satisfied", "satisfied", "fair", "dissatisfied", "very_dissatisfied")
FEWEST = 3
"""Answers that a stratum needs: two give a variance, and of two each would know the other's from the mean."""
CODE = 12
"""Characters that a code has at least; shorter ones could be found by trying."""
DIGEST = 64


def _no(code: str, zh: str, en: str, place: str = "") -> list[Reason]:
    return [Reason(f"survey.{code}", Text(zh, en), place)]


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


# --- plan ---------------------------------------------------------------------------------------------------------


@guard
def frame_is_sound(context: Context) -> list[Reason]:
    """Each stratum once, with its population and how many of them were drawn."""
    rows = listed(context.given["frame"])
    names = [str(row.get("stratum") or "") for row in rows]
    sound = all(
        _whole(row.get("population")) and _whole(row.get("invited")) and FEWEST <= row["invited"] <= row["population"]
        for row in rows
    )
    if rows and sound and all(names) and len(set(names)) == len(names):
        return []
    return _no(
        "frame", f"每层写明名称、总体数和抽取数，抽取数不少于{FEWEST}、不多于总体数",
        f"name each stratum once, with its population and at least {FEWEST} drawn from it", "frame",
    )  # fmt: skip


@guard
def weights_are_sound(context: Context) -> list[Reason]:
    """Each question has a weight above zero, each answer its points from 0 to 100, and the confidence is one."""
    weights = {row.get("question"): row.get("weight") for row in listed(context.given["weights"])}
    points = {row.get("answer"): row.get("points") for row in listed(context.given["scale"])}
    if set(weights) != set(QUESTIONS) or not all(_whole(each) and each > 0 for each in weights.values()):
        return _no("weights", "每题须有正整数权重", "each question has a whole weight above zero", "weights")
    if set(points) != set(ANSWERS) or not all(_whole(each) and 0 <= each <= 100 for each in points.values()):
        return _no("scale", "每个选项须赋0到100分", "each answer has points from 0 to 100", "scale")
    if not 50 <= context.given["confidence"] < 100:
        return _no("confidence", "置信水平应在50%到100%之间", "confidence lies from 50 to below 100", "confidence")
    return []


@derive
def place(context: Context) -> str:
    """The path of the region that is surveyed."""
    return context.region[0]


# --- codes --------------------------------------------------------------------------------------------------------


@guard
def each_drawn_has_a_code(context: Context) -> list[Reason]:
    """As many different digests in each stratum as people were drawn."""
    rows = listed(context.given["codes"])
    digests = [str(row.get("digest") or "") for row in rows]
    counted = Counter(row.get("stratum") for row in rows)
    drawn = {row["stratum"]: row["invited"] for row in listed(context.facts["frame"])}
    if dict(counted) == drawn and len(set(digests)) == len(rows) and all(len(each) == DIGEST for each in digests):
        return []
    return _no(
        "codes", "每层的参与码摘要数须等于抽取数，且不重复",
        "each stratum has as many different digests as were drawn", "codes",
    )  # fmt: skip


@guard
def ends_later(context: Context) -> list[Reason]:
    """The last day is still to come."""
    if context.given["closes_on"] > context.day.isoformat():
        return []
    return _no("past", "截止日须晚于今天", "the last day has to be later than today", "closes_on")


# --- answers ------------------------------------------------------------------------------------------------------


def _stratum(context: Context) -> str | None:
    """The stratum of the code given, where an open survey of this very region, not of one above it, has it."""
    found, code = context.linked(str(context.given["survey"])), str(context.given["code"])
    if found is None or found["procedure"] != "survey" or found["stage"] != "open":
        return None
    if context.region[0] != found["facts"]["place"]:
        return None
    if found["facts"]["closes_on"] < context.day.isoformat() or sum(map(str.isalnum, code)) < CODE:
        return None
    said = context.admitted(str(context.given["survey"]), code)
    return str(said["stratum"]) if said is not None else None


@guard
def code_is_good(context: Context) -> list[Reason]:
    """The survey is open and has the code. Which of them is wrong is not said."""
    if _stratum(context) is not None:
        return []
    return _no(
        "code", "调查编号、参与码与调查地区对不上，或者不在调查期内",
        "number, code and region surveyed do not belong together, or the survey is not open", "code",
    )  # fmt: skip


@derive
def survey(context: Context) -> str:
    """The survey's number."""
    return str(context.given["survey"])


@derive
def stratum(context: Context) -> str:
    """The stratum in which the code was drawn; the code is not kept."""
    return str(_stratum(context))


@derive
def answers(context: Context) -> dict[str, str]:
    """The answer to each question."""
    return {each: str(context.given[each]) for each in QUESTIONS}


# --- result -------------------------------------------------------------------------------------------------------


def _given(context: Context) -> list[Mapping[str, Any]]:
    """Every answer to this survey."""
    return [each for each in context.cases("answer", context.day) if each["facts"]["survey"] == context.number]


def _strata(context: Context) -> Iterator[tuple[Mapping[str, Any], list[Mapping[str, str]], int]]:
    """Each stratum with its answers that count and how many were set aside."""
    found = _given(context)
    for row in listed(context.facts["frame"]):
        here = [each for each in found if each["facts"]["stratum"] == row["stratum"]]
        count = [each["facts"]["answers"] for each in here if each["stage"] == "received"]
        yield row, count, len(here) - len(count)


@guard
def enough_answered(context: Context) -> list[Reason]:
    """Every stratum has answers enough for a margin."""
    few = [row["stratum"] for row, count, _ in _strata(context) if len(count) < FEWEST]
    if not few:
        return []
    names = "、".join(few)
    return _no("too-few", f"以下层有效答卷不足{FEWEST}份：{names}", f"fewer than {FEWEST} answers count in: {names}")


@derive
def response(context: Context) -> list[dict[str, Any]]:
    """The frame with who answered and who did not; ``weight`` is how many people an answer stands for."""
    return [
        {
            "stratum": row["stratum"], "population": row["population"], "invited": row["invited"],
            "answered": len(count), "set_aside": aside, "silent": row["invited"] - len(count) - aside,
            "weight": _two(Fraction(row["population"], len(count))),
        }
        for row, count, aside in _strata(context)
    ]  # fmt: skip


def _points(context: Context) -> dict[str, int]:
    return {row["answer"]: row["points"] for row in listed(context.facts["scale"])}


def _shares(context: Context, questions: Mapping[str, int]) -> list[tuple[Fraction, list[Fraction], int]]:
    """Each stratum's share of all people, the weighted points of each of its answers, and its population."""
    points, total = _points(context), sum(row["population"] for row in listed(context.facts["frame"]))
    weight = sum(questions.values())

    def value(answer: Mapping[str, str]) -> Fraction:
        return Fraction(sum(points[answer[name]] * each for name, each in questions.items()), weight)

    return [
        (Fraction(row["population"], total), [value(each) for each in count], row["population"])
        for row, count, _ in _strata(context)
    ]


def _mean(shares: list[tuple[Fraction, list[Fraction], int]]) -> Fraction:
    return sum((share * sum(values, Fraction()) / len(values) for share, values, _ in shares), Fraction())


def _weights(context: Context) -> dict[str, int]:
    return {row["question"]: row["weight"] for row in listed(context.facts["weights"])}


def _two(value: Fraction | float) -> float:
    return float(round(value, 2))


@derive
def score(context: Context) -> float:
    """The stratified mean, each stratum by its share of the population; out of 100, two decimals."""
    return _two(_mean(_shares(context, _weights(context))))


@derive
def questions(context: Context) -> list[dict[str, Any]]:
    """The stratified mean of each question."""
    return [{"question": each, "score": _two(_mean(_shares(context, {each: 1})))} for each in QUESTIONS]


@derive
def margin(context: Context) -> float:
    """Half the interval at the plan's confidence: normal quantile times the root of the stratified variance.

    In each stratum the sample variance counts by the squared share over the answers, less what was asked of them all.
    """
    variance = Fraction()
    for share, values, population in _shares(context, _weights(context)):
        number = len(values)
        mean = sum(values, Fraction()) / number
        spread = sum(((each - mean) ** 2 for each in values), Fraction()) / (number - 1)
        variance += share**2 * (1 - Fraction(number, population)) * spread / number
    quantile = NormalDist().inv_cdf(0.5 + float(context.facts["confidence"]) / 200)
    return _two(quantile * float(variance) ** 0.5)
