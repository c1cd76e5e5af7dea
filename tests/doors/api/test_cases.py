"""Cases through the API: lists, details, acts, previews, retries, files; each allowed and refused."""

from __future__ import annotations

import base64
from functools import partial
from typing import Any

import pytest
from tests.statements import counted

from zhichan.doors.look import letters
from zhichan.kernel.access.public import Delegation, reading
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Paper, kernel
from zhichan.kernel.ledger.public import Event

from .conftest import EAST, Api, People, enter, lend

SCAN = base64.b64encode("扫描".encode()).decode()


def books(api: Api, **query: Any) -> list[str]:
    answer = api.get("/cases/loan", query)
    assert answer.status_code == 200, answer.content.decode()
    assert answer.json()["count"] == len(answer.json()["items"])
    return sorted(each["facts"]["book"] for each in answer.json()["items"])


def snapshot() -> tuple[int, int, int]:
    with kernel():
        return Case.objects.count(), Event.objects.count(), Paper.objects.count()


def refused(answer: Any) -> tuple[int, str]:
    found = answer.json()
    assert set(found) == {"code", "text", "place", "clause", "reasons"}
    assert set(found["text"]) == {"zh", "en"}
    assert found["reasons"][0] == {key: found[key] for key in ("code", "text", "place", "clause")}
    return answer.status_code, found["code"]


class TestLists:
    def test_each_filter_narrows_and_the_count_is_exact(self, people: People) -> None:
        lend(people.clerk, "论语", pages=100, deposit="12.50", due="2025-10-01", shelf="open", rare=True, branch=EAST)
        lend(people.clerk, "孟子", pages=200, deposit="30", due="2025-11-01", shelf="closed", rare=False,
             units=[{"role": "lead", "as_written": "市科技局", "unit": "science"}])
        both = ["孟子", "论语"]
        assert books(people.clerk) == both
        for query, found in (
            ({"facts.book": "论语"}, ["论语"]), ({"facts.pages.from": 200}, ["孟子"]), ({"facts.pages.until": 200}, ["论语"]),
            ({"facts.deposit.from": "12.50", "facts.deposit.until": "12.51"}, ["论语"]),
            ({"facts.due.until": "2025-11-01"}, ["论语"]), ({"facts.shelf": "closed"}, ["孟子"]),
            ({"facts.rare": "true"}, ["论语"]), ({"facts.branch": "/linjiang/"}, ["论语"]), ({"unit": "science"}, ["孟子"]),
            ({"stage": "lent"}, both), ({"stage": "returned"}, []), ({"region": "east"}, both), ({"region": "west"}, []),
            ({"q": "JY-2025-0001"}, ["论语"]), ({"opened_from": "2025-09-30", "opened_until": "2025-10-01"}, both),
            ({"opened_from": "2025-10-01"}, []),
        ):  # fmt: skip
            assert books(people.clerk, **query) == found, query

    def test_the_count_by_stage_and_region_reads_no_case(self, people: People) -> None:
        for book in ("论语", "孟子"):
            lend(people.clerk, book)
        asked: list[dict[str, str]] = [
            {}, {"stage": "lent"}, {"region": "east", "sort": "number"}, {"region": "east", "stage": "returned"},
        ]  # fmt: skip
        for query in asked:
            sent = counted(partial(people.clerk.get, "/cases/loan", query))
            assert not [sql for sql in sent if "COUNT(" in sql], query
        assert people.clerk.get("/cases/loan", {"stage": "lent"}).json()["count"] == 2
        assert people.neighbour.get("/cases/loan", {"stage": "lent"}).json()["count"] == 0

    def test_pages_follow_each_other_in_the_order_asked_for(self, people: People) -> None:
        for number in range(5):
            lend(people.clerk, f"第{number}册")
        seen, address = [], "/cases/loan?sort=number&size=2"
        while address:
            answer = people.clerk.get(address).json()
            seen += [each["number"] for each in answer["items"]]
            assert answer["count"] == 5
            address = (answer["next"] or "").removeprefix("/api")
        assert seen == [f"JY-2025-000{number}" for number in range(1, 6)]
        backwards = people.clerk.get("/cases/loan", {"sort": "-number"}).json()
        assert [each["number"] for each in backwards["items"]] == seen[::-1]

    @pytest.mark.parametrize(
        ("query", "code", "place"),
        [
            ({"bok": "论语"}, "query.unknown", "bok"), ({"page": 0}, "query.wrong", "page"),
            ({"size": 201}, "query.wrong", "size"), ({"page": "x"}, "query.wrong", "page"),
            ({"stage": "burnt"}, "query.wrong", "stage"), ({"facts.due.from": "2025-13-01"}, "query.wrong", "facts.due.from"),
            ({"facts.rare": "maybe"}, "query.wrong", "facts.rare"), ({"region": "atlantis"}, "region.unknown", "region"),
            ({"facts.deposit.from": "0.001"}, "query.wrong", "deposit"), ({"q": "a\x00b"}, "query.wrong", ""),
            ({"stage": ["lent", "returned"]}, "query.twice", "stage"), ({"facts.note": "x"}, "query.unknown", "facts.note"),
        ],
    )  # fmt: skip
    def test_a_wrong_question_is_refused_with_its_place(self, people: People, query: Any, code: str, place: str) -> None:
        answer = people.clerk.get("/cases/loan", query)
        assert refused(answer) == (422, code)
        assert answer.json()["place"] == place

    def test_a_stranger_sees_only_what_is_public(self, people: People) -> None:
        first = lend(people.clerk, "论语")
        lend(people.clerk, "孟子")
        for api in (people.stranger, people.nobody, people.neighbour):
            assert books(api) == []
        people.clerk.post(f"/cases/loan/{first}/return", {})
        for api in (people.stranger, people.nobody, people.neighbour):
            assert books(api) == ["论语"]
        assert books(people.head) == ["孟子", "论语"]


class TestDetails:
    def test_a_case_is_shown_with_its_timeline_and_money_in_yuan(self, people: People) -> None:
        case = lend(people.clerk, deposit="12.5")
        people.clerk.post(f"/cases/loan/{case}/count", {"pages": 7})
        found = people.clerk.get(f"/cases/loan/{case}").json()
        assert found["facts"] == {"book": "论语", "deposit": "12.50", "pages": 7}
        assert found["stage"] == {"name": "lent", "title": {"zh": "借出", "en": "Lent"}}
        assert [(each["verb"], each["version"], each["clause"], each["content"]) for each in found["timeline"]] == [
            ("loan:lend", 1, "某规定第三条", {"stage": "lent", "changed": ["book", "deposit"]}),
            ("loan:count", 2, "", {"stage": "lent", "changed": ["pages"]}),
        ]

    def test_clocks_and_letters_stand_with_the_case_and_a_letter_opens_as_it_was_sent(self, people: People) -> None:
        case = lend(people.clerk)
        found = people.head.get(f"/cases/loan/{case}").json()
        assert [(each["clock"], each["due"], each["stopped"]) for each in found["clocks"]] == [
            ("lending", "2025-10-30", None)]
        (letter,) = found["letters"]
        assert "今借出《论语》" in people.head.client.get(letter["href"]).content.decode()
        assert refused(people.neighbour.client.get(letter["href"])) == (404, "acts.not-there")
        for kind, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
            document = people.head.client.get(f"{letter['href']}/{kind}")
            assert document.content.startswith(begins)
            assert document["Content-Type"] == letters.KINDS[kind]
            assert refused(people.neighbour.client.get(f"{letter['href']}/{kind}")) == (404, "acts.not-there")
        assert refused(people.head.get(f"/cases/loan/{case}/letters/none")) == (404, "acts.not-there")
        assert people.head.get("/cases/loan", {"due_until": "2025-10-31"}).json()["count"] == 1
        assert people.head.get("/cases/loan", {"due_until": "2025-10-30"}).json()["count"] == 0

    def test_not_yours_and_not_there_look_alike_everywhere(self, people: People) -> None:
        case = lend(people.clerk, scan=SCAN)
        nowhere = "00000000-0000-0000-0000-000000000000"
        for method, rest in (
            ("GET", ""), ("GET", "/acts"), ("GET", "/papers/scan"), ("POST", "/count"), ("POST", "/return"),
        ):  # fmt: skip
            body = {"pages": 1} if rest == "/count" else {} if method == "POST" else None
            there, not_there = (people.neighbour.send(method, f"/cases/loan/{one}{rest}", body) for one in (case, nowhere))
            assert refused(there) == (404, "acts.not-there")
            assert there.content == not_there.content

    def test_a_field_kept_for_some_roles_stays_hidden_from_others(self, people: People) -> None:
        case = lend(people.clerk, note="只供内部")
        assert people.clerk.get(f"/cases/loan/{case}").json()["facts"]["note"] == "只供内部"
        seen = people.head.get(f"/cases/loan/{case}").content.decode()
        assert "只供内部" not in seen
        assert '"note"' not in seen
        assert "只供内部" not in people.head.get("/cases/loan").content.decode()

    def test_an_unchanged_case_is_not_sent_again(self, people: People) -> None:
        case = lend(people.clerk)
        tag = people.clerk.get(f"/cases/loan/{case}")["ETag"]
        assert people.clerk.get(f"/cases/loan/{case}", **{"If-None-Match": tag}).status_code == 304
        people.clerk.post(f"/cases/loan/{case}/count", {"pages": 1})
        assert people.clerk.get(f"/cases/loan/{case}", **{"If-None-Match": tag}).status_code == 200

    def test_a_file_keeps_the_name_it_was_given_and_has_none_without(self, people: People) -> None:
        named = lend(people.clerk, scan={"name": "../../借书证 正面.txt", "content": SCAN})
        plain = lend(people.clerk, book="孟子", scan=SCAN)
        told = [people.clerk.get(f"/cases/loan/{case}").json()["facts"]["scan"] for case in (named, plain)]
        assert [one.get("name") for one in told] == ["借书证 正面.txt", None]
        assert told[0]["sha256"] == told[1]["sha256"]

    def test_a_file_comes_back_as_it_was_given_and_as_a_download(self, people: People) -> None:
        case = lend(people.clerk, scan=SCAN)
        href = people.head.get(f"/cases/loan/{case}").json()["facts"]["scan"]["href"]
        answer = people.head.client.get(href)
        assert (answer.content.decode(), answer["Content-Type"]) == ("扫描", "application/octet-stream")
        assert answer["Content-Disposition"].startswith("attachment")
        assert refused(people.clerk.get(f"/cases/loan/{case}/papers/facts__book")) == (404, "acts.not-there")

    def test_who_acted_is_told_to_people_with_an_account_only(self, people: People) -> None:
        case = lend(people.clerk)
        people.clerk.post(f"/cases/loan/{case}/return", {})
        actors = [
            [each["actor"] for each in api.get(f"/cases/loan/{case}").json()["timeline"]]
            for api in (people.stranger, people.nobody)
        ]
        assert actors[0][0] is not None
        assert actors[1] == [None]


class TestActs:
    def test_opening_answers_with_the_address_of_what_it_opened(self, people: People) -> None:
        answer = people.clerk.post("/cases/loan/lend", {"region": EAST, "book": "论语"})
        assert (answer.status_code, answer["Location"]) == (201, f"/api/cases/loan/{answer.json()['result']['case']}")
        assert people.clerk.client.get(answer["Location"]).status_code == 200

    def test_forbidden_is_told_to_accounts_and_nobody_is_asked_to_sign_in(self, people: People) -> None:
        before = snapshot()
        body = {"region": EAST, "book": "论语"}
        for api, expected in (
            (people.head, (403, "acts.forbidden")), (people.neighbour, (403, "acts.forbidden")),
            (people.stranger, (403, "acts.forbidden")), (people.nobody, (401, "api.sign-in")),
        ):  # fmt: skip
            assert refused(api.post("/cases/loan/lend", body)) == expected
        assert snapshot() == before

    def test_a_guard_refuses_with_its_clause_and_nothing_is_left(self, people: People) -> None:
        before = snapshot()
        answer = people.clerk.post("/cases/loan/lend", {"region": EAST, "book": "禁书", "scan": SCAN})
        assert refused(answer) == (422, "loan.forbidden")
        assert answer.json()["clause"] == "某规定第三条"
        assert snapshot() == before

    def test_every_wrong_fact_is_named_at_once_in_both_languages(self, people: People) -> None:
        answer = people.clerk.post(
            "/cases/loan/lend",
            {"region": EAST, "pages": "十", "shelf": {"open": 1}, "due": "31/12", "deposit": "1.234", "colour": "红"})
        assert answer.status_code == 422
        assert sorted((each["code"], each["place"]) for each in answer.json()["reasons"]) == [
            ("given.missing", "book"), ("given.unknown", "colour"), ("given.wrong", "deposit"), ("given.wrong", "due"),
            ("given.wrong", "pages"), ("given.wrong", "shelf"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("facts", "place"),
        [
            ({"scan": "不是base64"}, "scan"), ({"scan": 5}, "scan"), ({"scan": {"name": "a.pdf"}}, "scan"),
            ({"scan": {"name": 7, "content": SCAN}}, "scan"), ({"scan": {"content": SCAN, "more": "x"}}, "scan"), ({"parent": "x"}, "parent"), ({"parent": 7}, "parent"),
            ({"title": "长" * 301}, "title"), ({"key": "k" * 61}, "key"), ({"units": "市科技局"}, "units"),
            ({"units": [{"role": "boss", "as_written": "x"}]}, "units"),
            ({"units": [{"role": "lead", "as_written": "x", "unit": "nowhere"}]}, "units"), ({"synthetic": True}, "synthetic"),
            ({"region": "/nowhere/"}, "region"), ({"region": 7}, "region"),
        ],
    )  # fmt: skip
    def test_wrong_opening_facts_are_refused_and_nothing_is_left(self, people: People, facts: Any, place: str) -> None:
        before = snapshot()
        answer = people.clerk.post("/cases/loan/lend", {"region": EAST, "book": "论语", **facts})
        assert refused(answer)[0] == 422
        assert answer.json()["place"] == place
        assert snapshot() == before

    def test_a_digest_does_not_stand_for_a_file(self, people: People) -> None:
        case = lend(people.clerk, scan=SCAN)
        digest = people.clerk.get(f"/cases/loan/{case}").json()["facts"]["scan"]["sha256"]
        other = people.clerk.post("/cases/loan/lend", {"region": EAST, "book": "孟子", "scan": digest}).json()["result"]["case"]
        # Sixty-four hexadecimal digits are base64 too: they are a file of their own, not the other's content.
        assert people.clerk.get(f"/cases/loan/{other}/papers/scan").content != "扫描".encode()

    def test_an_act_out_of_its_stage_conflicts(self, people: People) -> None:
        case = lend(people.clerk)
        people.clerk.post(f"/cases/loan/{case}/return", {})
        assert refused(people.clerk.post(f"/cases/loan/{case}/return", {})) == (409, "casework.stage")

    def test_a_preview_tells_the_result_and_leaves_no_trace(self, people: People) -> None:
        case = lend(people.clerk)
        before = snapshot()
        answer = people.clerk.post(f"/cases/loan/{case}/return?preview=true", {})
        assert (answer.status_code, answer.json()["preview"], answer.json()["result"]["stage"]) == (200, True, "returned")
        opening = people.clerk.post("/cases/loan/lend?preview=true", {"region": EAST, "book": "论语", "scan": SCAN})
        assert (opening.status_code, opening.headers.get("Location")) == (200, None)
        assert snapshot() == before

    def test_a_retry_with_the_same_key_does_it_once(self, people: People) -> None:
        body = {"region": EAST, "book": "论语"}
        first, again = (people.clerk.post("/cases/loan/lend", body, Idempotency_Key="k1") for _ in range(2))
        assert (first.status_code, again.status_code, again.json()["repeated"]) == (201, 200, True)
        assert first.json()["result"] == again.json()["result"]
        assert books(people.clerk) == ["论语"]
        other = people.clerk.post("/cases/loan/lend", {**body, "book": "孟子"}, Idempotency_Key="k1")
        assert refused(other) == (409, "acts.key-reused")
        assert refused(people.clerk.post("/cases/loan/lend", body, Idempotency_Key="k" * 81)) == (422, "api.key")

    def test_an_act_on_what_has_changed_since_is_refused_and_a_retry_is_not(self, people: People) -> None:
        case = lend(people.clerk)
        tag = people.clerk.get(f"/cases/loan/{case}")["ETag"]
        first = people.clerk.post(f"/cases/loan/{case}/count", {"pages": 1}, If_Match=tag, Idempotency_Key="once")
        assert first.status_code == 200
        before = snapshot()
        assert refused(people.clerk.post(f"/cases/loan/{case}/count", {"pages": 2}, If_Match=tag)) == (412, "api.changed")
        assert refused(people.clerk.post(f"/cases/loan/{case}/return", {}, If_Match='"made up"')) == (412, "api.changed")
        again = people.clerk.post(f"/cases/loan/{case}/count", {"pages": 1}, If_Match=tag, Idempotency_Key="once")
        assert (again.status_code, again.json()["repeated"]) == (200, True)
        assert snapshot() == before
        assert people.clerk.get(f"/cases/loan/{case}").json()["facts"]["pages"] == 1

    def test_a_deputy_acts_on_behalf_and_the_timeline_says_so(self, people: People, city: Any) -> None:
        me = people.clerk.get("/me").json()["name"]
        deputy = int(people.stranger.get("/me").json()["name"].partition(":")[2])
        with kernel():
            Delegation.objects.create(
                user_id=int(me.partition(":")[2]), deputy_id=deputy, since="2025-09-01", until="2025-10-30",
                reason="休假", at="2025-09-01T00:00Z")
        case = lend(people.stranger)
        assert people.clerk.get(f"/cases/loan/{case}").json()["timeline"][0]["on_behalf"] == me


class TestWhy:
    def test_what_can_be_done_now_is_told_with_the_reasons_against_the_rest(self, people: People) -> None:
        case = lend(people.clerk)

        def states(api: Api) -> dict[str, Any]:
            return {each["act"]: each for each in api.get(f"/cases/loan/{case}/acts").json()["acts"]}

        mine, heads = states(people.clerk), states(people.head)
        assert {name: each["state"] for name, each in mine.items()} == {"count": "needs_facts", "return": "possible"}
        assert [each["place"] for each in mine["count"]["reasons"]] == ["pages"]
        assert {each["state"] for each in heads.values()} == {"closed"}
        assert heads["return"]["reasons"][0]["code"] == "acts.forbidden"
        people.clerk.post(f"/cases/loan/{case}/return", {})
        after = states(people.clerk)
        assert {each["state"] for each in after.values()} == {"closed"}
        assert after["return"]["reasons"][0]["code"] == "casework.stage"

    def test_whether_one_may_open_a_case_depends_on_the_region(self, people: People) -> None:
        def state(api: Api, **query: str) -> str:
            return str(api.get("/cases/loan/acts", query).json()["acts"][0]["state"])

        assert (state(people.clerk), state(people.clerk, region="west"), state(people.head)) == (
            "needs_facts", "closed", "closed")  # fmt: skip
        with kernel():
            assert Case.objects.count() == 0


def test_reading_as_the_kernel_is_never_needed_to_answer_a_list(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    lend(people.clerk)
    roles: list[str] = []

    def watched(actor: Any) -> Any:
        roles.append(actor.name)
        return reading(actor)

    monkeypatch.setattr("zhichan.doors.api.cases.reading", watched)
    books(people.head)
    assert roles == [people.head.get("/me").json()["name"]]


def test_entries_and_cases_do_not_mix(people: People) -> None:
    entry = enter(people.clerk)
    assert refused(people.clerk.get(f"/cases/loan/{entry}")) == (404, "acts.not-there")
