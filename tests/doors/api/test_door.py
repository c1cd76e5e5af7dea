"""Who is asking, how often and with what; every refusal in the one shape."""

from __future__ import annotations

import json
import logging
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from zhichan.doors.api.models import Asked, Token
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.ledger.public import Event

from .conftest import EAST, Api, People
from .test_cases import refused

LEND = {"region": EAST, "book": "论语"}


def token_of(api: Api, **more: Any) -> Api:
    answer = api.post("/tokens", {"name": "报送程序", "until": "2026-09-30", **more})
    assert answer.status_code == 201, answer.content.decode()
    return Api(Client(enforce_csrf_checks=True), {"Authorization": f"Bearer {answer.json()['token']}"})


class TestShapes:
    def test_every_kind_of_refusal_has_the_one_shape_and_its_status(self, people: People) -> None:
        clerk = people.clerk
        for answer, expected in (
            (clerk.get("/nothing/here"), (404, "acts.not-there")), (clerk.get("/cases/loan/"), (404, "acts.not-there")),
            (clerk.get("/cases/%00"), (404, "acts.not-there")), (clerk.get("/regions/\n"), (404, "acts.not-there")),
            (clerk.send("DELETE", "/regions"), (405, "api.method")), (clerk.send("TRACE", "/me"), (405, "api.method")),
            (clerk.post("/openapi.json", {}), (405, "api.method")), (clerk.get("/cases/loan/lend"), (405, "api.method")),
            (clerk.post("/cases/loan/lend", "{"), (400, "api.malformed")), (clerk.post("/cases/loan/lend", "[]"), (400, "api.malformed")),
            (clerk.post("/cases/loan/lend", b"\xff\xfe"), (400, "api.malformed")),
            (clerk.post("/cases/loan/lend", '{"book": NaN}'), (400, "api.malformed")),
            (clerk.post("/cases/loan/lend", '{"pages": 1e999}'), (400, "api.malformed")),
            (clerk.post("/cases/loan/lend", '{"book": "a\\u0000b"}'), (400, "api.malformed")),
            (clerk.post("/cases/loan/lend", '{"book": "\\ud800"}'), (400, "api.malformed")),
            (clerk.post("/cases/loan/lend", '{"extra": ' + "[" * 5000 + "]" * 5000 + "}"), (400, "api.malformed")),
            (clerk.post("/drafts", "x" * (1024 * 1024 + 1)), (413, "api.too-large")),
            (clerk.client.post("/api/cases/loan/lend", LEND), (415, "api.media-type")),
            (clerk.get("/me", None, Authorization="Basic eDp5"), (401, "api.token")),
            (clerk.get("/me", None, Authorization="Bearer made-up"), (401, "api.token")),
        ):  # fmt: skip
            assert refused(answer) == expected
            assert answer["Content-Type"] == "application/json"

    def test_what_a_method_may_be_stands_in_the_header(self, people: People) -> None:
        assert people.clerk.send("DELETE", "/drafts")["Allow"] == "GET, POST"

    def test_a_fault_is_noted_and_answered_in_the_same_shape(
        self, people: People, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def broken(*_: Any, **__: Any) -> Any:
            raise RuntimeError("secret detail")

        monkeypatch.setattr("zhichan.doors.api.cases.reach", broken)
        with caplog.at_level(logging.ERROR, "zhichan.doors.api.door"):
            answer = people.clerk.get("/cases/loan")
        assert refused(answer) == (500, "api.fault")
        assert "secret detail" not in answer.content.decode()
        assert "secret detail" in caplog.text

    def test_both_languages_are_given_whatever_is_asked_for(self, people: People) -> None:
        answers = [people.clerk.get("/nothing", None, **{"Accept-Language": each}) for each in ("en", "zh-CN", "fr")]
        assert len({each.content for each in answers}) == 1
        assert json.loads(answers[0].content)["text"] == {
            "zh": "没有这一项，或者它不对您开放", "en": "there is no such item, or it is not open to you"}


class TestSessions:
    def test_a_session_that_writes_must_carry_the_csrf_token(self, people: People) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(get_user_model().objects.get(username="clerk"))
        api = Api(client)
        assert refused(api.post("/cases/loan/lend", LEND)) == (403, "api.csrf")
        assert api.get("/cases/loan").json()["count"] == 0
        client.cookies["csrftoken"] = "c" * 32
        assert api.post("/cases/loan/lend", LEND, X_CSRFToken="c" * 32).status_code == 201

    def test_answers_are_kept_by_no_shared_cache(self, people: People) -> None:
        answer = people.clerk.get("/cases/loan")
        assert answer["Cache-Control"] == "private, no-cache"
        assert {"Cookie", "Authorization"} <= {each.strip() for each in answer["Vary"].split(",")}


class TestTokens:
    def test_a_token_gives_what_its_owner_holds_and_is_kept_as_a_digest(self, people: People) -> None:
        program = token_of(people.clerk, writes=True)
        assert program.get("/me").json()["roles"] == people.clerk.get("/me").json()["roles"]
        assert program.post("/cases/loan/lend", LEND).status_code == 201
        with kernel():
            kept = Token.objects.get()
            events = [each.subject_kind for each in Event.objects.all()]
        assert len(kept.digest) == 64
        assert kept.digest not in program.headers["Authorization"]
        assert "api-token" in events

    def test_a_token_that_only_reads_does_not_write(self, people: People) -> None:
        program = token_of(people.clerk)
        assert program.get("/cases/loan").status_code == 200
        assert refused(program.post("/cases/loan/lend", LEND)) == (403, "api.read-only")

    def test_a_token_outside_its_days_taken_back_or_of_a_closed_account_opens_nothing(
        self, people: People, settings: Any
    ) -> None:
        later = token_of(people.clerk, since="2025-10-02", until="2025-10-05")
        assert refused(later.get("/me")) == (401, "api.token")
        settings.ZHICHAN_AS_OF = date(2025, 10, 2)
        assert later.get("/me").status_code == 200
        settings.ZHICHAN_AS_OF = date(2025, 10, 5)
        assert refused(later.get("/me")) == (401, "api.token")
        settings.ZHICHAN_AS_OF = date(2025, 10, 3)
        number = people.clerk.get("/tokens").json()["items"][0]["id"]
        assert refused(people.head.send("DELETE", f"/tokens/{number}")) == (404, "acts.not-there")
        assert later.get("/me").status_code == 200
        assert people.clerk.send("DELETE", f"/tokens/{number}").status_code == 204
        assert refused(later.get("/me")) == (401, "api.token")
        other = token_of(people.clerk)
        get_user_model().objects.filter(username="clerk").update(is_active=False)
        assert refused(other.get("/me")) == (401, "api.token")

    def test_a_token_makes_and_takes_back_no_token(self, people: People) -> None:
        program = token_of(people.clerk, writes=True)
        assert refused(program.post("/tokens", {"name": "x", "until": "2026-01-01"})) == (403, "api.session-only")
        number = people.clerk.get("/tokens").json()["items"][0]["id"]
        assert refused(program.send("DELETE", f"/tokens/{number}")) == (403, "api.session-only")

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"name": "x"}, "query.missing"), ({"name": "x", "until": "2025-09-30"}, "api.token-dates"),
            ({"name": "x", "until": "2027-09-30"}, "api.token-dates"), ({"name": " ", "until": "2026-01-01"}, "api.token-name"),
            ({"name": "x", "until": "2026-01-01", "writes": "yes"}, "query.wrong"), ({"name": "x", "until": 5}, "query.wrong"),
            ({"name": "x", "until": "2026-01-01", "user": 1}, "query.wrong"),
        ],
    )  # fmt: skip
    def test_a_token_is_refused_without_a_name_and_sound_days(self, people: People, body: Any, code: str) -> None:
        assert refused(people.clerk.post("/tokens", body)) == (422, code)
        assert people.clerk.get("/tokens").json() == {"items": []}

    def test_nobody_has_no_tokens(self, people: People) -> None:
        assert refused(people.nobody.get("/tokens")) == (401, "api.sign-in")


class TestDrafts:
    def test_a_draft_is_saved_resumed_and_thrown_away_by_its_author_alone(self, people: People) -> None:
        saved = people.clerk.post("/drafts", {"verb": "loan:lend", "facts": {"book": "论"}})
        draft = saved.json()["id"]
        assert saved.status_code == 201
        changed = people.clerk.send("PUT", f"/drafts/{draft}", {"facts": {"book": "论语"}})
        assert (changed.status_code, changed.json()["facts"]) == (200, {"book": "论语"})
        for method, body in (("PUT", {"facts": {}}), ("DELETE", None)):
            assert refused(people.head.send(method, f"/drafts/{draft}", body)) == (404, "acts.not-there")
            assert refused(people.nobody.send(method, f"/drafts/{draft}", body)) == (401, "api.sign-in")
        assert people.head.get("/drafts").json() == {"items": []}
        assert [each["id"] for each in people.clerk.get("/drafts", {"verb": "loan:lend"}).json()["items"]] == [draft]
        assert people.clerk.send("DELETE", f"/drafts/{draft}").status_code == 204
        assert people.clerk.get("/drafts").json() == {"items": []}

    def test_a_draft_of_no_act_or_without_facts_is_refused(self, people: People) -> None:
        assert refused(people.clerk.post("/drafts", {"verb": "loan:burn", "facts": {}})) == (404, "acts.unknown-verb")
        assert refused(people.clerk.post("/drafts", {"verb": "loan:lend"})) == (422, "given.wrong")
        assert refused(people.clerk.post("/drafts", {"verb": "loan:lend", "facts": {}, "x": 1})) == (422, "given.unknown")


class TestLimits:
    def test_one_request_too_many_is_refused_and_the_next_minute_is_free(
        self, people: People, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.ZHICHAN_API_PER_MINUTE = {"actor": 3, "address": 100}
        instant = [1_700_000_000.0]

        class Clock:
            @staticmethod
            def now() -> datetime:
                return datetime.fromtimestamp(instant[0], tz=UTC)

        monkeypatch.setattr("zhichan.doors.api.door.timezone", Clock)
        left = [people.clerk.get("/me")["RateLimit-Remaining"] for _ in range(3)]
        assert left == ["2", "1", "0"]
        answer = people.clerk.get("/me")
        assert refused(answer) == (429, "api.too-many")
        assert 0 < int(answer["Retry-After"]) <= 60
        assert people.head.get("/me").status_code == 200
        instant[0] += 60
        assert people.clerk.get("/me").status_code == 200

    def test_an_address_is_counted_for_nobody_and_for_wrong_tokens(self, people: People, settings: Any) -> None:
        settings.ZHICHAN_API_PER_MINUTE = {"actor": 100, "address": 2}
        statuses = [people.nobody.client.get("/api/me", headers={"Authorization": "Bearer guess"}, REMOTE_ADDR="192.0.2.9").status_code for _ in range(3)]
        assert statuses == [401, 401, 429]
        assert people.nobody.client.get("/api/me", REMOTE_ADDR="192.0.2.10").status_code == 200

    def test_who_asks_is_kept_as_a_digest(self, people: People) -> None:
        people.clerk.get("/me")
        with kernel():
            assert all(len(who) == 64 for who in Asked.objects.values_list("who", flat=True))

    def test_the_address_before_a_proxy_is_believed_only_behind_tls(self, people: People, settings: Any) -> None:
        settings.ZHICHAN_API_PER_MINUTE = {"actor": 100, "address": 1}
        forwarded = [{"X-Forwarded-For": f"203.0.113.{number}"} for number in (1, 2)]
        settings.HTTPS = False
        assert [people.nobody.get("/me", None, **each).status_code for each in forwarded] == [200, 429]
        settings.HTTPS = True
        assert [people.nobody.get("/me", None, **each).status_code for each in forwarded] == [200, 200]


def test_me_tells_my_roles(people: People) -> None:
    assert people.clerk.get("/me").json()["roles"] == [
        {"name": "clerk", "region": EAST, "unit": None, "stands_for": None}]
    assert people.nobody.get("/me").json()["signed_in"] is False
