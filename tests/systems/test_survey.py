"""M15: a sample with its weights and silence, a score with its margin, answers that nobody can tie to a person.

Whoever operates the database plays along: they read every table with its transactions and places, as often as they
like, and know every code by name.
"""

from __future__ import annotations

import hashlib
import json
import math
import secrets
import statistics
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.doors.conftest import DAY, Cast, City, cast, city
from tests.doors.pages import html

from zhichan.doors.api import limits
from zhichan.doors.api.models import Asked
from zhichan.kernel.access.public import Actor, Role, keeping, reading
from zhichan.kernel.acts.public import SHANGHAI, perform, reach, save_draft
from zhichan.kernel.casework.public import Case, tick
from zhichan.kernel.catalogue.public import default_root
from zhichan.kernel.catalogue.rulebook import code_digest
from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.kernel.ledger.models import Outbox
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


def answer(number: str, code: str, given: tuple[int, ...], who: Actor = ANYONE, at: datetime = NOW) -> dict[str, Any]:
    return act("answer:answer", None, at, who, region="/linjiang/", survey=number, code=code, **said(given))


def said(given: tuple[int, ...]) -> dict[str, str]:
    return {name: ANSWERS[each] for name, each in zip(WEIGHTS, given, strict=True)}


def came_out() -> list[Case]:
    """The answers that have become cases, in order of their numbers."""
    with kernel():
        return list(Case.objects.filter(procedure="answer").order_by("number"))


GIVEN = {"权利人": [(0, 0, 1, 1), (1, 1, 1, 1), (0, 1, 2, 1)], "公众": [(2, 2, 1, 1), (3, 2, 1, 0), (4, 3, 2, 1), (0, 0, 0, 0)]}


@pytest.fixture
def published(city: City) -> dict[str, Any]:
    """The facts of a survey that seven of ten answered, one of which was set aside."""
    case, number = opened()
    for name, all_ in GIVEN.items():
        for code, given in zip(CODES[name], all_, strict=False):
            answer(number, code, given)
    tick(at=LATER)
    stray = next(each for each in came_out() if each.facts["answers"] == said((0, 0, 0, 0)))
    act("answer:set_aside", str(stray.pk), LATER, reason="邀请函误投")
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


# --- the operator of the database -------------------------------------------------------------------------------------

Row = tuple[str, str, str, str]
"""Table, transaction that wrote the row (xmin), its place (ctid), and the row as text."""


def all_rows() -> list[Row]:
    """Every row of every table, in the order in which they lie there."""
    found: list[Row] = []
    with kernel(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND has_table_privilege(oid, 'SELECT') ORDER BY relname"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT xmin::text, t.ctid::text, to_jsonb(t)::text FROM "{name}" AS t ORDER BY t.ctid')
            found += [(name, *row) for row in cursor.fetchall()]
    return found


def everything() -> str:
    return "\n".join(f"{name} {text}" for name, _, _, text in all_rows())


def forms(code: str) -> set[str]:
    """All that somebody who knows a code and this platform's source can reckon from it without the key in the file."""
    digest = code_digest(code)
    plain = {code, code.replace("-", ""), digest}
    plain |= {hashlib.sha256(f"{word}:{digest}".encode()).hexdigest() for word in ("answer", "admitted", "used", "survey")}
    with kernel(), connection.cursor() as cursor:
        cursor.execute("SELECT salt FROM casework_box")
        salts = [bytes(salt) for (salt,) in cursor.fetchall()]
    return plain | {hashlib.sha256(salt + digest.encode()).hexdigest() for salt in salts}


def ties(rows: list[Row], codes: list[str], answers: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    """For each code the answers whose rows the same transaction wrote as a row in which the code shows."""
    found = {}
    for code in codes:
        by = {xmin for _, xmin, _, text in rows if any(form in text for form in forms(code))}
        near = "\n".join(text for _, xmin, _, text in rows if xmin in by)
        found[code] = [each for each in answers if all(f'"{name}": "{value}"' in near for name, value in each.items())]
    return {code: tied for code, tied in found.items() if tied}


SENT = [(0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 0), (3, 4, 0, 1), (4, 0, 1, 2), (0, 2, 4, 1), (1, 3, 0, 2), (2, 4, 1, 3)]
BY = [*CODES["权利人"][:4], *CODES["公众"][:4]]


class Drawer:
    """Draws an order, and remembers it."""

    drawn: list[bytes]

    def shuffle(self, things: list[bytes]) -> None:
        things.sort(key=lambda each: hashlib.sha256(each).digest())
        Drawer.drawn = list(things)


@contextmanager
def watched(written: list[str]) -> Iterator[None]:
    """Every statement with its parameters, as a log of statements would have it; rows in the WAL come from no other."""

    def note(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        written.append(f"{sql} {params}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


def boxed(rows: list[Row]) -> list[str]:
    return [text for name, _, _, text in rows if name == "casework_boxed"]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.point("M15.3", without=f"{FOLDER}/answer.procedure.toml#acts.answer.box")
def test_whoever_reads_all_tables_all_the_time_ties_no_answer_to_a_code(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, number = opened()
    answers, seen = [said(each) for each in SENT], all_rows()
    for day, (code, given) in enumerate(zip(BY, SENT, strict=True)):
        written: list[str] = []
        with watched(written):
            answer(number, code, given, at=NOW + timedelta(days=day))
        rows = all_rows()
        assert ties(rows, BY, answers) == {}
        assert [row[0] for row in rows if row not in seen] == ["casework_boxed"], "one sealed row comes, and no more"
        log = "\n".join(written)
        for told in (*forms(code), *ANSWERS, "公众", "权利人"):
            assert told not in log, "not even what is asked or rolled back shows it"
        seen = rows
    assert len({len(text) for text in boxed(seen)}) == 1, "how long it is tells nothing"
    with kernel(), connection.cursor() as cursor:
        cursor.execute("SELECT salt FROM casework_box")
        lock = keeping.Lock(bytes(cursor.fetchone()[0]))
    monkeypatch.setattr(secrets, "SystemRandom", Drawer)
    tick(at=LATER)
    rows, out = all_rows(), came_out()
    assert ties(rows, BY, answers) == {}
    assert {name for name, _, _, _ in rows} & {"casework_box", "casework_admitted", "casework_boxed"} == set()
    drawn = [json.loads(str(lock.opened(each, about=case)))["facts"]["answers"] for each in Drawer.drawn]
    assert sorted(map(str, drawn)) == sorted(map(str, answers))
    assert [each.facts["answers"] for each in out] == drawn, "numbers follow what was drawn when the box was opened"
    for table in ("casework_case", "ledger_event"):
        kept = [xmin for name, xmin, _, text in rows if name == table and any(str(each.pk) in text for each in out)]
        assert (len(kept), len(set(kept))) == (8, 1), "one transaction wrote them all"
    with kernel():
        waiting = Outbox.objects.filter(event__verb="answer:answer").order_by("id")
        order = list(waiting.values_list("event__subject_id", flat=True))
    assert order == [str(each.pk) for each in out], "positions in the ledger will follow what was drawn, too"
    midnight = datetime(2025, 10, 25, tzinfo=SHANGHAI)
    with kernel():
        events = list(Event.objects.filter(verb="answer:answer"))
    assert {(one.actor, one.at, one.unit, one.on_behalf) for one in events} == {("anyone", midnight, "", "")}
    assert {one.id.int >> 80 for one in events} == {int(midnight.timestamp() * 1000)}, "no event tells a millisecond"
    told = {(each["at"], each["by"], each["day"]) for one in out for each in one.course}
    assert told == {(midnight.isoformat(), "anyone", "2025-10-25")}


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_same_reader_ties_every_answer_to_its_code_where_there_is_no_box(
    city: City, lay_over: Callable[..., Path]
) -> None:
    text = (default_root() / FOLDER / "answer.procedure.toml").read_text(encoding="utf-8")
    without = text.replace('box = { into = "survey" }\n', "")
    assert without != text
    lay_over({"answer.procedure.toml": without}, folder=FOLDER)
    _, number = opened()
    for code, given in zip(BY, SENT, strict=True):
        answer(number, code, given)
    answers = [said(each) for each in SENT]
    assert ties(all_rows(), BY, answers) == {code: [each] for code, each in zip(BY, answers, strict=True)}


def test_no_digest_of_a_code_is_kept_while_a_survey_is_open_nor_after_it(city: City) -> None:
    case, number = opened()
    codes = [each for all_ in CODES.values() for each in all_]
    answer(number, codes[0], (0, 0, 0, 0))
    for ended in (False, True):
        if ended:
            tick(at=LATER)
        kept = everything()
        assert not [each for each in codes for form in forms(each) if form in kept]
    with reading(OFFICER):
        assert "codes" not in reach(OFFICER, "survey:read").get(pk=case).facts


def test_a_cancelled_survey_destroys_its_box_unread(city: City) -> None:
    case, number = opened()
    answer(number, CODES["公众"][0], (0, 1, 2, 3))
    act("survey:cancel", case, reason="邀请函印错")
    assert {name for name, _, _, _ in all_rows()} & {"casework_box", "casework_admitted", "casework_boxed"} == set()
    assert '"law": "very_satisfied"' not in everything()
    assert came_out() == []


def test_the_officer_of_a_survey_does_not_answer_it_though_anyone_may(city: City) -> None:
    _, number = opened()
    before = everything()
    with pytest.raises(Refusal) as refused:
        answer(number, CODES["公众"][0], (0, 0, 0, 0), who=OFFICER)
    assert refused.value.codes == ("acts.never",)
    assert everything() == before


def test_somebody_signed_in_is_nobody_in_the_box_and_out_of_it(city: City) -> None:
    _, number = opened()
    before = everything()
    signed_in = Actor("user:whoever", DAY, (Role("leader", "/linjiang/", "science"),), "某人", frozenset({"party:WHOSE"}))
    facts = {"region": "/linjiang/", "survey": number, "code": CODES["公众"][2], **dict.fromkeys(WEIGHTS, "fair")}
    made = perform(actor=signed_in, verb="answer:answer", at=NOW.replace(hour=3, minute=48), key="k" * 32, facts=facts)
    assert made.events == ()
    tick(at=LATER)
    kept = "\n".join(line for line in everything().splitlines() if line not in before)
    for told in ("whoever", "WHOSE", "某人", "science", "k" * 32, "03:48", "11:48"):
        assert told not in kept, told
    assert [each.facts for each in came_out()] == [
        {"survey": number, "stratum": "公众", "answers": dict.fromkeys(WEIGHTS, "fair")}
    ]


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


def test_a_look_at_what_would_happen_spends_nothing_and_writes_nothing(city: City) -> None:
    _, number = opened()
    facts = {"region": "/linjiang/", "survey": number, "code": CODES["公众"][0], **said((0, 0, 0, 0))}
    before, written = everything(), list[str]()
    with watched(written):
        perform(actor=ANYONE, verb="answer:answer", facts=facts, at=NOW, preview=True)
    assert everything() == before
    assert not [each for each in written if each.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]
    answer(number, CODES["公众"][0], (0, 0, 0, 0))


def test_a_look_before_does_not_tell_who_holds_the_codes_whose_was_used(city: City) -> None:
    _, number = opened()
    answer(number, CODES["公众"][0], (0, 0, 0, 0))
    before, seen = everything(), list[Any]()
    for code in CODES["公众"][:2]:
        facts = {"region": "/linjiang/", "survey": number, "code": code, **said((0, 0, 0, 0))}
        seen.append(perform(actor=ANYONE, verb="answer:answer", facts=facts, at=NOW, preview=True).result)
    assert seen[0] == seen[1]
    assert everything() == before


def test_a_look_before_does_not_tell_it_where_there_is_no_box_either(
    city: City, lay_over: Callable[..., Path]
) -> None:
    text = (default_root() / FOLDER / "answer.procedure.toml").read_text(encoding="utf-8")
    lay_over({"answer.procedure.toml": text.replace('box = { into = "survey" }\n', "")}, folder=FOLDER)
    _, number = opened()
    facts = {"region": "/linjiang/", "survey": number, "code": CODES["公众"][0], **said((0, 0, 0, 0))}
    perform(actor=ANYONE, verb="answer:answer", facts=facts, at=NOW)
    before = everything()
    made = perform(actor=ANYONE, verb="answer:answer", facts=facts, at=NOW, preview=True)
    assert made.result["stage"] == "received"
    assert everything() == before
    with pytest.raises(Refusal) as refused:
        perform(actor=ANYONE, verb="answer:answer", facts=facts, at=NOW)
    assert refused.value.codes == ("casework.spent",)


def test_an_answer_goes_to_the_region_that_is_surveyed_and_nowhere_below_it(city: City) -> None:
    _, number = opened()
    with kernel():
        below = list(Region.objects.filter(path__startswith="/linjiang/").exclude(path="/linjiang/").values_list("path", flat=True))
    assert below
    before = everything()
    for path in below:
        with pytest.raises(Refusal) as refused:
            act(
                "answer:answer", None, who=ANYONE, region=path, survey=number, code=CODES["公众"][0],
                **said((0, 0, 0, 0)),
            )  # fmt: skip
        assert refused.value.codes == ("survey.code",)
    assert everything() == before


@pytest.mark.parametrize("boxed", [True, False])
@pytest.mark.parametrize("claimed", [True, False, None])
def test_whoever_answers_does_not_say_whether_the_answer_is_synthetic(
    city: City, lay_over: Callable[..., Path], boxed: bool, claimed: bool | None
) -> None:
    if not boxed:
        text = (default_root() / FOLDER / "answer.procedure.toml").read_text(encoding="utf-8")
        lay_over({"answer.procedure.toml": text.replace('box = { into = "survey" }\n', "")}, folder=FOLDER)
    _, number = opened()
    before = everything()
    with pytest.raises(Refusal) as refused:
        act(
            "answer:answer", None, who=ANYONE, region="/linjiang/", survey=number, code=CODES["公众"][0],
            synthetic=claimed, **said((0, 0, 0, 0)),
        )  # fmt: skip
    assert [(each.code, each.place) for each in refused.value.reasons] == [("casework.nameless", "synthetic")]
    assert everything() == before


@pytest.mark.parametrize("of_the_survey", [True, False])
def test_an_answer_is_synthetic_where_its_survey_is(city: City, of_the_survey: bool) -> None:
    case, number = opened()
    with kernel():
        Case.objects.filter(pk=case).update(synthetic=of_the_survey)
    answer(number, CODES["公众"][0], (0, 0, 0, 0))
    tick(at=LATER)
    assert [each.synthetic for each in came_out()] == [of_the_survey]


@pytest.mark.parametrize("more", [{"title": "我是某人"}, {"key": "k"}, {"parent": "p"}, {"units": [{"role": "lead"}]}])
def test_nothing_goes_into_a_box_beside_what_is_sealed(city: City, more: dict[str, Any]) -> None:
    _, number = opened()
    before = everything()
    with pytest.raises(Refusal):
        act(
            "answer:answer", None, who=ANYONE, region="/linjiang/", survey=number, code=CODES["公众"][0],
            **said((0, 0, 0, 0)), **more,
        )  # fmt: skip
    assert everything() == before


def test_a_box_that_another_key_sealed_stays_shut_until_the_key_is_back(city: City, settings: Any) -> None:
    _, number = opened()
    answer(number, CODES["公众"][0], (0, 0, 0, 0))
    before, key = everything(), settings.ZHICHAN_CODES_KEY
    settings.ZHICHAN_CODES_KEY = "x" * 43 + "="
    (_, verb, refusal) = tick(at=LATER).refused[0]
    assert (verb, refusal.codes) == ("survey:close", ("casework.box-key",))
    assert everything() == before
    settings.ZHICHAN_CODES_KEY = key
    assert tick(at=LATER).done == 1
    assert [each.facts["answers"] for each in came_out()] == [said((0, 0, 0, 0))]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_what_comes_while_the_box_is_being_opened_is_told_that_it_is_too_late(city: City) -> None:
    case, number = opened()
    answer(number, CODES["公众"][0], (0, 0, 0, 0))
    told: list[tuple[str, ...]] = []

    def late() -> None:
        try:
            answer(number, CODES["公众"][1], (1, 1, 1, 1))
        except Refusal as refusal:
            told.append(refusal.codes)
        finally:
            connection.close()

    thread = threading.Thread(target=late)
    with kernel():
        act("survey:cancel", case, reason="邀请函印错")
        thread.start()
        with connection.cursor() as cursor:
            waits = False
            while not waits and thread.is_alive():
                cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
                waits = cursor.fetchone()[0]
    thread.join()
    assert (waits, told) == (True, [("casework.box-shut",)])


def test_no_draft_of_an_answer_or_of_codes_is_kept_with_an_account_or_without(cast: Cast) -> None:
    for verb in ("answer:answer", "survey:begin"):
        with pytest.raises(Refusal) as refused:
            save_draft(actor=OFFICER, verb=verb, facts={"law": "fair"}, at=NOW)
        assert refused.value.codes == ("drafts.nameless",)
    for client in (cast.nobody, cast.planner):
        page = html(client.get("/apply/answer/answer/"))
        assert 'value="do"' in page
        assert 'value="draft"' not in page
        done = client.post("/apply/answer/answer/", {"do": "draft", "code": "QQQQ-2222", "law": "fair", "region": "/linjiang/"})
        assert done.status_code >= 400
        assert "QQQQ-2222" not in str(dict(client.session))


def test_an_answer_on_the_portal_gets_no_number_and_nobody_can_follow_it(cast: Cast) -> None:
    _, number = opened()
    given = {"region": "/linjiang/", "survey": number, "code": CODES["权利人"][0], "do": "do", "key": "p" * 32, "seed": "s" * 32}
    done = cast.planner.post("/apply/answer/answer/", {**given, **dict.fromkeys(WEIGHTS, "satisfied")})
    assert done.status_code == 201
    assert 'id="boxed"' in html(done)
    assert 'class="number"' not in html(done)
    tick(at=LATER)
    with kernel():
        assert Event.objects.get(verb="answer:answer").actor == "anyone"
        assert Case.objects.get(procedure="answer").facts["stratum"] == "权利人"


@pytest.mark.parametrize("door", ["portal", "api"])
def test_no_address_is_counted_when_somebody_answers(cast: Cast, door: str) -> None:
    _, number = opened()

    def asked(address: str, code: str) -> int:
        facts = {"region": "/linjiang/", "survey": number, "code": code, **dict.fromkeys(WEIGHTS, "fair")}
        client = Client(REMOTE_ADDR=address)
        if door == "portal":
            return client.post("/apply/answer/answer/", {"do": "do", "seed": "s" * 32, **facts}).status_code
        return client.post("/api/cases/answer/answer", facts, content_type="application/json").status_code

    for address, code in (("192.0.2.7", CODES["公众"][0]), ("198.51.100.9", CODES["公众"][1])):
        assert asked(address, code) == 201
    with kernel():
        assert len(set(Asked.objects.values_list("who", flat=True))) == 1, "one row for all, whoever asked"


class Minute:
    """A clock that stands still, so that no test runs from one minute into the next."""

    at = datetime(2025, 9, 30, 2, 17, 5, tzinfo=UTC)

    @classmethod
    def now(cls) -> datetime:
        return cls.at


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch, settings: Any) -> type[Minute]:
    """Three tries a minute for an address and two done for all, from nothing."""
    settings.ZHICHAN_API_PER_MINUTE = {"nameless-tries": 3, "nameless": 2}
    clock = type("Clock", (Minute,), {})
    monkeypatch.setattr(limits, "_TRIES", limits.Fleeting())
    for door in ("api.door", "portal.views"):
        monkeypatch.setattr(f"zhichan.doors.{door}.timezone", clock)
    return clock


def ask(door: str, address: str, number: str, code: str, *, preview: bool = False) -> int:
    facts = {"region": "/linjiang/", "survey": number, "code": code, **dict.fromkeys(WEIGHTS, "fair")}
    client = Client(REMOTE_ADDR=address)
    if door == "portal":
        do = "preview" if preview else "do"
        return client.post("/apply/answer/answer/", {"do": do, "seed": "s" * 32, **facts}).status_code
    query = "?preview=true" if preview else ""
    return client.post(f"/api/cases/answer/answer{query}", facts, content_type="application/json").status_code


@pytest.mark.parametrize("door", ["portal", "api"])
def test_one_machine_that_tries_codes_silences_itself_and_nobody_else(
    cast: Cast, door: str, counted: type[Minute]
) -> None:
    _, number = opened()
    before = everything()
    assert [ask(door, "192.0.2.7", number, "QQQQ-2222-QQQQ-2222") for _ in range(4)] == [422, 422, 422, 429]
    assert [ask(door, "198.51.100.9", number, CODES["公众"][0], preview=True) for _ in range(4)] == [200, 200, 200, 429]
    assert everything() == before, "neither what is refused nor a look before is counted in a table"
    assert ask(door, "203.0.113.4", number, CODES["公众"][0]) == 201
    assert ask(door, "192.0.2.7", number, CODES["公众"][1]) == 429
    counted.at += timedelta(minutes=1)
    assert ask(door, "192.0.2.7", number, CODES["公众"][1]) == 201


@pytest.mark.parametrize("door", ["portal", "api"])
def test_what_all_have_done_in_a_minute_has_a_limit(cast: Cast, door: str, counted: type[Minute]) -> None:
    _, number = opened()
    came = [ask(door, f"192.0.2.{each}", number, code) for each, code in enumerate(CODES["公众"][:3])]
    assert came == [201, 201, 429]
    counted.at += timedelta(minutes=1)
    assert ask(door, "192.0.2.2", number, CODES["公众"][2]) == 201


def test_tries_are_kept_as_digests_that_the_next_minute_forgets() -> None:
    tries = limits.Fleeting()
    assert [tries.count("2001:db8::1", at=NOW), tries.count("2001:db8::2", at=NOW), tries.count("192.0.2.7", at=NOW)] == [1, 2, 1]
    first, salt = set(tries._times), tries._salt
    assert tries.count("2001:db8::1", at=NOW + timedelta(minutes=1)) == 1
    assert set(tries._times).isdisjoint(first)
    assert (len(tries._times), tries._salt == salt) == (1, False)
