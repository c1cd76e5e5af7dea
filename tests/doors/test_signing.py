"""Signing in with account, password and, where there is one, a code; locked after too many attempts."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client

from zhichan.doors.desk import factor, signing
from zhichan.kernel.access.public import Factor, Recovery, totp
from zhichan.kernel.access.public import signing as kernel_signing
from zhichan.kernel.ground.public import kernel

PASSWORD = "correct horse battery"
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


class Clock:
    """What the time is, to the pages."""

    def __init__(self) -> None:
        self.at = AT

    def now(self) -> datetime:
        return self.at

    def on(self, seconds: int) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Clock:
    """A clock the test moves; no demonstration."""
    settings.ZHICHAN_DEMO = False
    made = Clock()
    for module in (signing, factor):
        monkeypatch.setattr(module, "timezone", made)
    return made


@pytest.fixture
def wang(db: None) -> Any:
    """Someone with an account."""
    return get_user_model().objects.create_user("wang", password=PASSWORD)


def send(client: Client, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/login/", {"username": "wang", "password": password, "next": "/desk/", **more})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def words(answer: Any) -> str:
    return re.sub(r"<[^>]+>", " ", answer.content.decode())


def test_the_right_password_opens_and_a_wrong_one_says_nothing_of_the_account(clock: Clock, wang: Any) -> None:
    client = Client()
    wrong = send(client, "wrong")
    unknown = client.post("/login/", {"username": "nobody", "password": "wrong", "next": "/desk/"})
    assert (wrong.status_code, signed_in(client)) == (422, False)
    told = [re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in (wrong, unknown)]
    assert told[0] == told[1]
    assert send(client)["Location"] == "/desk/"
    assert signed_in(client)


def test_after_five_wrong_ones_even_the_right_one_waits_and_then_opens(clock: Clock, wang: Any) -> None:
    client = Client()
    for _ in range(5):
        assert send(client, "wrong").status_code == 422
    locked = send(client)
    assert (locked.status_code, "15分钟后再试" in words(locked), signed_in(client)) == (429, True, False)
    other = Client(REMOTE_ADDR="10.9.9.9")
    assert send(other).status_code == 302, "an attacker elsewhere does not lock out the owner"
    clock.on(901)
    assert send(client).status_code == 302


class TestCode:
    @pytest.fixture
    def secret(self, clock: Clock, wang: Any) -> str:
        """Wang has taken on a second factor, by its page."""
        client = Client()
        send(client)
        page = words(client.get("/desk/factor/"))
        found = re.search(r"((?:[A-Z2-7]{4} ?){8})", page)
        assert found is not None
        secret = found[1].replace(" ", "")
        refused = client.post("/desk/factor/", {"code": "000000"})
        assert (refused.status_code, kernel_signing.has_factor(wang.pk)) == (422, False)
        taken = client.post("/desk/factor/", {"code": totp.code(secret, totp.step_at(clock.at)), "key": "k1"})
        assert (taken.status_code, kernel_signing.has_factor(wang.pk)) == (200, True)
        self.recovery = re.findall(r"(?:[A-Z2-7]{4}-){3}[A-Z2-7]{4}", taken.content.decode())
        assert (len(set(self.recovery)), taken["Cache-Control"]) == (10, "private, no-store")
        assert "已启用" in words(client.get("/desk/factor/"))
        clock.on(30)
        return secret

    def test_the_password_alone_opens_nothing_and_the_code_does_once(self, clock: Clock, wang: Any, secret: str) -> None:
        client = Client()
        asked = send(client)
        assert (asked.status_code, "六位数字" in words(asked), signed_in(client)) == (200, True, False)
        assert client.get("/desk/")["Location"].startswith("/login/")
        send(client)
        wrong = client.post("/login/", {"code": "000000", "next": "/desk/"})
        assert (wrong.status_code, signed_in(client)) == (422, False)
        code = totp.code(secret, totp.step_at(clock.at))
        assert client.post("/login/", {"code": code, "next": "/desk/"})["Location"] == "/desk/"
        assert signed_in(client)
        again = Client()
        send(again)
        assert again.post("/login/", {"code": code, "next": "/desk/"}).status_code == 422
        assert not signed_in(again)

    def test_a_code_without_the_password_before_it_or_too_long_after_opens_nothing(
        self, clock: Clock, wang: Any, secret: str
    ) -> None:
        client = Client()
        code = totp.code(secret, totp.step_at(clock.at))
        assert client.post("/login/", {"code": code, "next": "/desk/"}).status_code == 422
        send(client)
        clock.on(301)
        code = totp.code(secret, totp.step_at(clock.at))
        late = client.post("/login/", {"code": code, "next": "/desk/"})
        assert (late.status_code, "请重新输入" in words(late), signed_in(client)) == (422, True, False)

    def test_guessing_codes_is_locked_like_guessing_passwords(self, clock: Clock, wang: Any, secret: str) -> None:
        client = Client()
        send(client)
        answers = [client.post("/login/", {"code": "000000", "next": "/desk/"}).status_code for _ in range(5)]
        assert answers == [422] * 4 + [429]
        code = totp.code(secret, totp.step_at(clock.at))
        assert send(client).status_code == 429
        assert client.post("/login/", {"code": code, "next": "/desk/"}).status_code == 422
        assert not signed_in(client)

    def test_a_closed_account_is_not_let_in_by_its_code(self, clock: Clock, wang: Any, secret: str) -> None:
        client = Client()
        send(client)
        get_user_model().objects.update(is_active=False)
        code = totp.code(secret, totp.step_at(clock.at))
        assert client.post("/login/", {"code": code, "next": "/desk/"}).status_code == 422
        assert not signed_in(client)

    def test_it_is_given_up_with_a_code(self, clock: Clock, wang: Any, secret: str) -> None:
        client = Client()
        send(client)
        client.post("/login/", {"code": totp.code(secret, totp.step_at(clock.at)), "next": "/desk/"})
        clock.on(30)
        gone = client.post("/desk/factor/", {"code": totp.code(secret, totp.step_at(clock.at)), "key": "k2"})
        assert (gone.status_code, kernel_signing.has_factor(wang.pk)) == (302, False)

    def test_a_recovery_code_opens_once_instead_and_new_ones_end_the_old(self, clock: Clock, wang: Any, secret: str) -> None:
        old = self.recovery
        client = Client()
        send(client)
        typed = old[0].lower().replace("-", " ")
        assert client.post("/login/", {"code": typed, "next": "/desk/"})["Location"] == "/desk/"
        page = words(client.get("/desk/factor/"))
        assert ("还有9个备用码可用" in page, old[1] in page) == (True, False)
        again = Client()
        send(again)
        assert again.post("/login/", {"code": old[0], "next": "/desk/"}).status_code == 422
        code = totp.code(secret, totp.step_at(clock.at))
        renewed = client.post("/desk/factor/", {"code": code, "do": "renew", "key": "k3"})
        fresh = re.findall(r"(?:[A-Z2-7]{4}-){3}[A-Z2-7]{4}", renewed.content.decode())
        assert (renewed.status_code, len(set(fresh)), set(fresh) & set(old)) == (200, 10, set())
        third = Client()
        send(third)
        assert third.post("/login/", {"code": old[1], "next": "/desk/"}).status_code == 422
        assert third.post("/login/", {"code": fresh[1], "next": "/desk/"}).status_code == 302

    def test_neither_the_account_nor_the_session_holds_the_secret_in_the_open(
        self, clock: Clock, wang: Any, secret: str
    ) -> None:
        other = Client()
        other.force_login(get_user_model().objects.create_user("li", password=PASSWORD))
        offered = re.search(r"((?:[A-Z2-7]{4} ?){8})", words(other.get("/desk/factor/")))
        assert offered is not None
        with kernel():
            kept = str(list(Factor.objects.values())) + str(list(Recovery.objects.values()))
        kept += str([one.get_decoded() for one in Session.objects.all()])
        assert not [one for one in (secret, offered[1].replace(" ", ""), *self.recovery) if one in kept]
