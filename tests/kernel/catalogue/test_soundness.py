"""The proof of a procedure's rules: what holds is shown, what does not comes with the shortest course that breaks it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zhichan.kernel.catalogue.mutants import mutants, tally
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.catalogue.shapes import Procedure
from zhichan.kernel.catalogue.soundness import ABSTRACTED, prove, runs_alike

W = {"zh": "甲", "en": "a"}
TERM = [{"days": 15, "since": date(2020, 1, 1), "clause": "第一条"}]


def procedure(**changes: Any) -> Procedure:
    """Served, heard or expired, decided; suspended and back."""
    whole: dict[str, Any] = {
        "title": W, "number": "AB", "audience": ["clerk"],
        "stages": {
            "open": {"title": W}, "heard": {"title": W}, "suspended": {"title": W},
            "done": {"title": W, "last": True},
        },
        "acts": {
            "file": {"title": W, "to": "open", "who": ["anyone"]},
            "serve": {"title": W, "from": "open", "who": ["clerk"]},
            "answer": {"title": W, "from": "open", "who": ["clerk"]},
            "hear": {"title": W, "from": "open", "to": "heard", "who": ["clerk"], "waits": ["answer"]},
            "suspend": {"title": W, "from": ["open", "heard"], "to": "suspended", "who": ["clerk"]},
            "resume": {"title": W, "from": "suspended", "back": True, "who": ["clerk"]},
            "withdraw": {"title": W, "from": ["open", "heard", "suspended"], "to": "done", "who": ["clerk"]},
            "decide": {"title": W, "from": "heard", "to": "done", "who": ["head"]},
        },
        "clocks": {
            "answer": {"starts": ["serve"], "stops": ["answer", "done"], "term": TERM, "chosen": "step", "overdue": "warn"},
        },
        "before": [
            {"act": "decide", "after": ["hear"]},
            {"act": "hear", "after": ["serve"]},
            {"act": "hear", "after": ["answer"], "out": ["answer"]},
        ],
        "always": [{"act": "withdraw"}],
        "never": [{"who": ["anyone"], "acts": ["decide"]}],
    }  # fmt: skip
    return Procedure.model_validate({**whole, **changes})


def with_act(name: str, **changes: Any) -> Procedure:
    """The same with one act otherwise."""
    acts = {key: act.model_dump(by_alias=True, exclude_defaults=True) for key, act in procedure().acts.items()}
    acts[name] = {**acts[name], **changes}
    return procedure(acts=acts)


def test_a_sound_procedure_is_shown_to_be_sound_and_says_what_was_left_out() -> None:
    report = prove(procedure())
    assert (report.sound, report.rules) == (True, 6)
    assert report.abstracted == ABSTRACTED


@pytest.mark.parametrize(
    ("changed", "kind", "course"),
    [
        (with_act("hear", waits=[]), "before", ("file", "hear")),
        (with_act("decide", **{"from": ["open", "heard"]}), "before", ("file", "decide")),
        (with_act("withdraw", **{"from": ["open", "heard"]}), "always", ("file", "suspend")),
        (with_act("decide", who=["head", "anyone"]), "never", ("decide",)),
        (with_act("hear", to="suspended"), "unreachable", ()),
        (procedure(apart=[["file", "decide"]]), "apart", ("file",)),
    ],
    ids=["not waiting", "too early", "shut in", "anyone decides", "never heard", "nobody to compare"],
)
def test_a_rule_that_does_not_hold_comes_with_the_shortest_course(
    changed: Procedure, kind: str, course: tuple[str, ...]
) -> None:
    found = next(each for each in prove(changed).findings if each.kind == kind)
    assert found.course == course


def test_a_clock_that_runs_out_opens_the_way_and_its_course_says_so() -> None:
    changed = procedure(before=[{"act": "hear", "after": ["answer"]}])
    (found,) = prove(changed).findings
    assert found.course == ("file", "serve", "⌛answer", "hear")


def test_a_clock_that_runs_on_after_the_end_is_shown_with_its_course() -> None:
    clock = {**procedure().clocks["answer"].model_dump(by_alias=True, exclude_defaults=True), "stops": ["answer"]}
    (found,) = prove(procedure(clocks={"answer": clock})).findings
    assert (found.kind, found.course) == ("runs_on", ("file", "serve", "withdraw"))


def test_what_returns_from_a_suspension_returns_to_where_it_was() -> None:
    changed = with_act("suspend", **{"from": ["open"]})
    assert prove(changed).sound


@pytest.mark.parametrize("slug", sorted(current().procedures))
def test_every_shipped_procedure_keeps_its_rules(slug: str) -> None:
    assert prove(current().procedures[slug]).findings == ()


def test_each_mutant_has_one_mistake_and_survivors_are_named() -> None:
    made = list(mutants(procedure()))
    assert len({(each.operator, each.place) for each in made}) == len(made)
    assert all(each.procedure != procedure() for each in made)
    result = tally(procedure(), {"proof": lambda changed: not prove(changed).sound})
    assert result.made == result.noticed + len(result.survivors) == len(made) - len(result.alike)
    survivors = {(each.operator, each.place) for each in result.survivors}
    assert ("drop an act", "serve") not in survivors
    assert ("lengthen a term", "answer") in survivors


def test_a_change_without_consequence_is_counted_apart_with_the_reason() -> None:
    clock = {"starts": ["serve"], "stops": ["answer", "done", "heard"], "term": TERM, "chosen": "step", "overdue": "warn"}
    result = tally(procedure(clocks={"answer": clock}), {})
    assert {(operator, place) for operator, place, _ in result.alike} == {
        # Whoever gives a clerk's role what anyone may do lets nobody in.
        ("widen a role", "file.clerk"), ("widen a role", "file.head"),
    }  # fmt: skip
    clock = {**clock, "stops": ["answer", "done", "decide"]}
    result = tally(procedure(clocks={"answer": clock}), {})
    same = {place: reason.en for operator, place, reason in result.alike if operator == "drop a clock's end"}
    # To decide ends the case, so that either end alone would do; an answer stops it where nothing else does.
    assert set(same) == {"answer.decide"}
    assert same["answer.decide"].startswith("wherever decide comes")


NAMED = {
    "starts": ["serve"], "stops": ["answer", "done"], "term": TERM, "chosen": "step", "overdue": "warn", "until": "last_day",
}  # fmt: skip


def lengths_alike(**serving: Any) -> list[str]:
    changed = with_act("serve", **serving)
    whole = changed.model_copy(update={"clocks": procedure(clocks={"answer": NAMED}).clocks})
    return [place for operator, place, _ in tally(whole, {}).alike if operator == "lengthen a term"]


def test_a_length_is_without_consequence_where_the_case_always_names_the_last_day() -> None:
    assert lengths_alike(needs=["last_day"]) == ["answer"]


@pytest.mark.parametrize(
    "serving",
    [{}, {"may": ["last_day"]}, {"needs": ["last_day"], "derive": {"other": "other"}}, {"needs": ["last_day"], "may": ["last_day"]}],
    ids=["nobody names it", "it may be left out", "it is not kept", "it can be taken away"],
)  # fmt: skip
def test_a_length_counts_where_the_last_day_may_be_wanting(serving: dict[str, Any]) -> None:
    assert lengths_alike(**serving) == []


@pytest.mark.parametrize("stop", ["answer", "done"])
def test_an_end_that_matters_is_never_called_without_consequence(stop: str) -> None:
    whole = procedure()
    clock = whole.clocks["answer"]
    left = clock.model_copy(update={"stops": tuple(each for each in clock.stops if each != stop)})
    assert not runs_alike(whole, whole.model_copy(update={"clocks": {"answer": left}}), "answer")
