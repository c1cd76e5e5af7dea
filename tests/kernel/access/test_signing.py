"""Around the password: attempts past a limit are refused, and one-time codes are those of the standard."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet

from zhichan.kernel.access.models import Failure
from zhichan.kernel.access.public import Actor, Factor, keeping, reading, signing, system_actor, totp
from zhichan.kernel.acts.public import perform
from zhichan.kernel.ground.public import Refusal, kernel
from zhichan.kernel.ledger.public import Event, Payload

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
SECRET = base64.b32encode(b"12345678901234567890").decode()
"""The key of the test values of RFC 6238 for SHA-1."""


@pytest.mark.parametrize(
    ("seconds", "wanted"),
    [
        (59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
        (2000000000, "279037"), (20000000000, "353130"),
    ],
)  # fmt: skip
def test_codes_are_those_of_the_standard(seconds: int, wanted: str) -> None:
    assert totp.code(SECRET, totp.step_at(datetime.fromtimestamp(seconds, UTC))) == wanted


def test_a_code_is_good_for_a_step_either_way_and_once() -> None:
    now = totp.step_at(AT)
    assert [totp.matching(SECRET, totp.code(SECRET, now + late), at=AT, after=0) for late in (-2, -1, 0, 1, 2)] == [
        None, now - 1, now, now + 1, None,
    ]  # fmt: skip
    spaced = f" {totp.code(SECRET, now)[:3]} {totp.code(SECRET, now)[3:]} "
    assert totp.matching(SECRET, spaced, at=AT, after=now - 1) == now
    assert totp.matching(SECRET, spaced, at=AT, after=now) is None
    for wrong in ("", "000000", "１２３４５６", totp.code(SECRET, now) + "0"):
        assert totp.matching(SECRET, wrong, at=AT, after=0) is None


def test_a_secret_is_random_and_of_160_bits() -> None:
    assert len({totp.new_secret() for _ in range(50)}) == 50
    assert len(base64.b32decode(totp.new_secret())) == 20


@pytest.mark.django_db
class TestAttempts:
    def allowed(self, name: str = "wang", address: str = "10.0.0.1", *, after: int = 0) -> bool:
        try:
            signing.attempt(name=name, address=address, at=AT + timedelta(seconds=after))
        except Refusal as refusal:
            return "access.locked" not in refusal.codes
        return True

    def test_the_sixth_from_one_address_waits_a_quarter_of_an_hour_from_the_fifth(self) -> None:
        assert [self.allowed(after=second) for second in range(7)] == [True] * 5 + [False] * 2
        # Trying on while locked does not lengthen it, and others are not hindered.
        assert [self.allowed(after=second) for second in (600, 903)] == [False, False]
        assert self.allowed(address="10.0.0.2", after=10)
        assert self.allowed("li", after=10)
        assert self.allowed(after=905)

    def test_writing_a_name_otherwise_does_not_help(self) -> None:
        for written in ("wang", "WANG", " Wang ", "ｗａｎｇ", "wAng"):
            assert self.allowed(written)
        assert not self.allowed("wang")

    def test_an_account_tried_from_many_addresses_is_locked_for_all(self) -> None:
        for number in range(20):
            assert self.allowed(address=f"10.0.1.{number}")
        assert not self.allowed(address="10.0.2.1")

    def test_an_address_that_tries_many_accounts_is_locked_for_all_of_them(self) -> None:
        for number in range(50):
            assert self.allowed(f"person{number}")
        assert not self.allowed("another")

    def test_signing_in_forgets_the_attempts_on_the_account_but_not_from_the_address(self) -> None:
        for number in range(52):
            if not self.allowed():
                assert number == 50
                break
            signing.signed_in(name="wang", address="10.0.0.1")
        else:
            pytest.fail("an address may try for ever")

    def test_unlocking_lets_the_account_in_from_everywhere(self) -> None:
        for _ in range(6):
            self.allowed()
        signing.unlock(name="Wang")
        assert self.allowed()

    def test_what_no_longer_counts_is_swept_up_by_the_next_who_begins(self) -> None:
        self.allowed()
        self.allowed("li", "10.0.0.2", after=899)
        with kernel():
            assert Failure.objects.count() == 6
        self.allowed("zhao", "10.0.0.3", after=901)
        with kernel():
            assert Failure.objects.count() == 6


@pytest.mark.django_db
class TestFactors:
    WANG = Actor("user:7", date(2026, 3, 2))

    def code(self, after: int = 0) -> str:
        return totp.code(SECRET, totp.step_at(AT) + after)

    def add(self) -> None:
        perform(actor=self.WANG, verb="access:add-factor", facts={"secret": SECRET, "code": self.code()}, at=AT)

    def test_it_is_taken_on_with_a_code_and_the_ledger_never_knows_the_secret(self) -> None:
        self.add()
        assert signing.has_factor(7)
        with kernel():
            event = Event.objects.get(subject_kind="account", subject_id="7")
            assert list(Payload.objects.filter(event=event).values_list("content", flat=True)) == [{"factor": "added"}]

    def test_a_code_opens_once_and_only_its_owner(self) -> None:
        self.add()
        later = AT + timedelta(seconds=30)
        assert not signing.passes(7, self.code(), at=AT), "the code by which it was taken on is used up"
        assert not signing.passes(8, self.code(1), at=later)
        assert [signing.passes(7, self.code(1), at=later) for _ in range(2)] == [True, False]

    @pytest.mark.parametrize(
        ("actor", "facts", "code"),
        [
            (WANG, {}, "access.code"),
            (WANG, {"secret": SECRET, "code": "000000"}, "access.code"),
            (WANG, {"secret": "not base 32!", "code": "000000"}, "access.code"),
            (Actor("anyone", date(2026, 3, 2)), {"secret": SECRET, "code": "000000"}, "access.account"),
            (system_actor("console", day=date(2026, 3, 2)), {"secret": SECRET}, "access.account"),
        ],
    )
    def test_nothing_is_taken_on_without_a_right_code(self, actor: Actor, facts: dict[str, str], code: str) -> None:
        with pytest.raises(Refusal) as refused:
            perform(actor=actor, verb="access:add-factor", facts=facts, at=AT)
        assert refused.value.codes == (code,)
        with kernel():
            assert (Factor.objects.count(), Event.objects.count()) == (0, 0)

    def test_a_second_one_is_not_laid_over_the_first(self) -> None:
        self.add()
        with pytest.raises(Refusal) as refused:
            self.add()
        assert refused.value.codes == ("access.factor-there",)

    def test_it_is_given_up_with_a_code_of_its_own(self) -> None:
        with pytest.raises(Refusal) as nothing:
            perform(actor=self.WANG, verb="access:remove-factor", facts={"code": "000000"}, at=AT)
        assert nothing.value.codes == ("acts.not-there",)
        self.add()
        with pytest.raises(Refusal) as refused:
            perform(actor=self.WANG, verb="access:remove-factor", facts={"code": self.code()}, at=AT)
        assert (refused.value.codes, signing.has_factor(7)) == (("access.code",), True)
        perform(actor=self.WANG, verb="access:remove-factor", facts={"code": self.code(1)}, at=AT)
        assert not signing.has_factor(7)

    def test_a_lost_one_is_taken_away_by_the_console_alone_with_a_reason(self) -> None:
        self.add()
        console = system_actor("console", day=date(2026, 3, 2))
        for actor, facts, code in (
            (self.WANG, {"reason": "丢失"}, "acts.forbidden"), (console, {}, "access.no-reason"),
        ):  # fmt: skip
            with pytest.raises(Refusal) as refused:
                perform(actor=actor, verb="access:reset-factor", target="7", facts=facts, at=AT)
            assert (refused.value.codes, signing.has_factor(7)) == ((code,), True)
        perform(actor=console, verb="access:reset-factor", target="7", facts={"reason": "手机丢失"}, at=AT)
        assert not signing.has_factor(7)
        with reading(self.WANG):
            assert Event.objects.filter(verb="access:reset-factor").count() == 1

    def test_another_key_opens_no_secret_but_a_recovery_code_still_opens_the_account(self, settings: Any) -> None:
        facts = {"secret": SECRET, "code": self.code(), "recovery": ["AAAA-BBBB-CCCC-DDDD"]}
        perform(actor=self.WANG, verb="access:add-factor", facts=facts, at=AT)
        with kernel():
            kept = Factor.objects.get().secret
        assert (SECRET in kept, keeping.opened(kept), keeping.opened(kept[:-2] + "x=")) == (False, SECRET, None)
        settings.ZHICHAN_CODES_KEY = Fernet.generate_key().decode()
        later = AT + timedelta(seconds=30)
        assert not signing.passes(7, self.code(1), at=later)
        assert [signing.passes(7, "aaaa bbbb ccccdddd", at=later) for _ in range(2)] == [True, False]
