"""M15: a sample with its weights and silence, a score with its margin, answers that nobody can tie to a person."""

from __future__ import annotations

import math
import statistics
from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.db import connection
from tests.doors.conftest import DAY, Cast, City, cast, city
from tests.doors.pages import html

from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import SHANGHAI, perform, reach, save_draft
from zhichan.kernel.casework.public import Case, tick
from zhichan.kernel.catalogue.rulebook import code_digest
from zhichan.kernel.ground.public import Refusal, kernel
from zhichan.kernel.ledger.public import Event

__all__ = ["cast", "city"]

FOLDER = "management/survey"
NOW = datetime(2025, 9, 30, 2, 17, 45, 123456, tzinfo=UTC)
LATER = datetime(2025, 10, 25, 2, tzinfo=UTC)
OFFICER = Actor("user:911", DAY, (Role("survey-officer", "/linjiang/"),))
ANYONE = Actor("anyone", DAY)
ANSWERS = ("very_satisfied", "satisfied", "fair", "dissatisfied", "very_dissatisfied")
POINTS = dict(zip(ANSWERS, (100, 80, 60, 30, 0), strict=True))
WEIGHTS = {"law": 30, "enforcement": 30, "service": 25, "publicity": 15}
FRAME = {"权利人": 1000, "公众": 3000}
CODES = {name: [f"{letter}K7M-{n}WPR-4TRD-ZZ{n}Q" for n in range(2, 7)] for name, letter in (("权利人", "A"), ("公众", "B"))}


def act(verb: str, case: str | None, at: datetime = NOW, who: Actor = OFFICER, **facts: Any) -> dict[str, Any]:
    return dict(perform(actor=who, verb=verb, target=case, facts=facts, at=at).result)


def opened() -> tuple[str, str]:
    """The case and the number of a survey that is open."""
    made = act(
        "survey:plan", None, region="/linjiang/", plan_source="方案", frame_source="名录", confidence=95,
        frame=[{"stratum": name, "population": many, "invited": 5} for name, many in FRAME.items()],
        weights=[{"question": name, "weight": each} for name, each in WEIGHTS.items()],
        scale=[{"answer": name, "points": each} for name, each in POINTS.items()],
    )  # fmt: skip
    codes = [{"stratum": name, "digest": code_digest(each)} for name, all_ in CODES.items() for each in all_]
    act("survey:begin", made["case"], codes=codes, closes_on="2025-10-24")
    return made["case"], made["number"]


def answer(number: str, code: str, given: tuple[int, int, int, int], who: Actor = ANYONE, at: datetime = NOW) -> str:
    facts = {name: ANSWERS[each] for name, each in zip(WEIGHTS, given, strict=True)}
    return str(act("answer:answer", None, at, who, region="/linjiang/", survey=number, code=code, **facts)["case"])


GIVEN = {"权利人": [(0, 0, 1, 1), (1, 1, 1, 1), (0, 1, 2, 1)], "公众": [(2, 2, 1, 1), (3, 2, 1, 0), (4, 3, 2, 1), (0, 0, 0, 0)]}


@pytest.fixture
def published(city: City) -> dict[str, Any]:
    """The facts of a survey that seven of ten answered, one of which was set aside."""
    case, number = opened()
    for name, all_ in GIVEN.items():
        made = [answer(number, code, given) for code, given in zip(CODES[name], all_, strict=False)]
    act("answer:set_aside", made[-1], reason="邀请函误投")
    tick(at=LATER)
    act("survey:publish", case, LATER)
    with reading(ANYONE):
        return dict(reach(ANYONE, "survey:read").get(pk=case).facts)


@pytest.mark.point("M15.1", without=f"{FOLDER}/rules.py#response")
def test_frame_weights_and_silence_are_kept_by_stratum(published: dict[str, Any]) -> None:
    assert published["frame_source"] == "名录"
    assert published["response"] == [
        {"stratum": "权利人", "population": 1000, "invited": 5, "answered": 3, "set_aside": 0, "silent": 2, "weight": 333.33},
        {"stratum": "公众", "population": 3000, "invited": 5, "answered": 3, "set_aside": 1, "silent": 1, "weight": 1000.0},
    ]
    assert "codes" not in published, "what allowed to answer is destroyed with the last day"


@pytest.mark.point("M15.2", without=f"{FOLDER}/rules.py#margin")
def test_the_result_has_its_margin_of_error(published: dict[str, Any]) -> None:
    values = {
        name: [sum(POINTS[ANSWERS[one]] * weight for one, weight in zip(given, WEIGHTS.values(), strict=True)) / 100 for given in all_[:3]]
        for name, all_ in GIVEN.items()
    }  # fmt: skip
    share = {name: many / 4000 for name, many in FRAME.items()}
    assert published["score"] == round(sum(share[name] * statistics.mean(each) for name, each in values.items()), 2) == 62.58
    variance = sum(
        share[name] ** 2 * (1 - 3 / FRAME[name]) * statistics.variance(each) / 3 for name, each in values.items()
    )
    assert published["margin"] == round(1.959964 * math.sqrt(variance), 2) == 14.55


def everything() -> str:
    """All that the database keeps, as text: every row of every table."""
    with kernel(), connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        found = []
        for (name,) in cursor.fetchall():
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [name])
            if cursor.fetchone()[0]:
                cursor.execute(f'SELECT t::text FROM "{name}" AS t')
                found += [f"{name} {row}" for (row,) in cursor.fetchall()]
    return "\n".join(found)


@pytest.mark.point("M15.3", without=f"{FOLDER}/answer.procedure.toml#acts.answer.nameless")
def test_an_answer_tells_neither_who_gave_it_nor_when_nor_with_which_code(city: City) -> None:
    _, number = opened()
    before = everything()
    signed_in = Actor("user:731", DAY, (Role("leader", "/linjiang/", "science"),), "某人", frozenset({"party:P731"}))
    code = CODES["公众"][2]
    facts = dict.fromkeys(WEIGHTS, "fair")
    made = perform(
        actor=signed_in, verb="answer:answer", at=NOW, key="k" * 32,
        facts={"region": "/linjiang/", "survey": number, "code": code, **facts},
    )  # fmt: skip
    kept = "\n".join(line for line in everything().splitlines() if line not in before)
    for told in ("731", "某人", "science", code, code.replace("-", ""), code_digest(code), "k" * 32, "02:17", "10:17"):
        assert told not in kept, told
    with kernel():
        event, case = Event.objects.get(pk=made.events[0]), Case.objects.get(pk=made.result["case"])
    midnight = datetime.combine(DAY, time(), SHANGHAI)
    assert (event.actor, event.at, event.unit, event.on_behalf, event.id.version) == ("anyone", midnight, "", "", 7)
    assert event.id.int >> 80 == int(midnight.timestamp() * 1000), "an event made now would tell the millisecond"
    assert (case.opened_at, case.course[0]["at"], case.course[0]["by"]) == (midnight, midnight.isoformat(), "anyone")
    assert case.facts == {"survey": number, "stratum": "公众", "answers": facts}


def test_a_code_is_good_once_however_it_is_typed_and_a_refusal_leaves_it_good(city: City) -> None:
    _, number = opened()
    code = CODES["公众"][0]
    with pytest.raises(Refusal) as refused:
        act("answer:answer", None, who=ANYONE, region="/linjiang/", survey=number, code=code, law="fair")
    assert set(refused.value.codes) == {"given.missing"}
    answer(number, code.lower().replace("-", " "), (0, 0, 0, 0))
    before = everything()
    with pytest.raises(Refusal) as refused:
        answer(number, code, (4, 4, 4, 4))
    assert refused.value.codes == ("casework.spent",)
    assert everything() == before


def test_a_look_at_what_would_happen_spends_nothing(city: City) -> None:
    _, number = opened()
    facts = {"region": "/linjiang/", "survey": number, "code": CODES["公众"][0], **dict.fromkeys(WEIGHTS, "fair")}
    perform(actor=ANYONE, verb="answer:answer", facts=facts, at=NOW, preview=True)
    answer(number, CODES["公众"][0], (0, 0, 0, 0))


def test_no_draft_of_an_answer_is_kept_with_an_account_or_without(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        save_draft(actor=OFFICER, verb="answer:answer", facts={"law": "fair"}, at=NOW)
    assert refused.value.codes == ("drafts.nameless",)
    for client in (cast.nobody, cast.planner):
        page = html(client.get("/apply/answer/answer/"))
        assert 'value="do"' in page
        assert 'value="draft"' not in page
        said = client.post("/apply/answer/answer/", {"do": "draft", "code": "QQQQ-2222", "law": "fair", "region": "/linjiang/"})
        assert said.status_code >= 400
        assert "QQQQ-2222" not in str(dict(client.session))


def test_an_answer_on_the_portal_is_nobodys_though_its_author_is_signed_in(cast: Cast) -> None:
    _, number = opened()
    given = {"region": "/linjiang/", "survey": number, "code": CODES["权利人"][0], "do": "do", "key": "p" * 32, "seed": "s" * 32}
    said = cast.planner.post("/apply/answer/answer/", {**given, **dict.fromkeys(WEIGHTS, "satisfied")})
    assert said.status_code == 201
    with kernel():
        assert Event.objects.get(verb="answer:answer").actor == "anyone"
        assert Case.objects.get(procedure="answer").facts["stratum"] == "权利人"
