"""`zhichan account`: locks end and lost codes go, for someone who is there."""

from __future__ import annotations

import base64
import json
from contextlib import nullcontext
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import get_user_model

from zhichan.doors.console.commands import account
from zhichan.doors.console.frame import main
from zhichan.kernel.access.public import Factor, actor_of, signing
from zhichan.kernel.acts.public import SHANGHAI
from zhichan.kernel.ground.public import Party, Refusal, Region, kernel
from zhichan.kernel.ledger.public import Payload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wang(monkeypatch: pytest.MonkeyPatch) -> int:
    """Someone locked out, with a code."""
    monkeypatch.setattr(account, "opened", nullcontext)
    user = get_user_model().objects.create_user("wang", password="x")
    secret = base64.b32encode(b"12345678901234567890").decode()
    with kernel():
        Factor.objects.create(user_id=user.pk, secret=secret, step=1, at=datetime(2026, 3, 2, tzinfo=UTC))
    return int(user.pk)


def test_a_lock_ends(capsys: pytest.CaptureFixture[str]) -> None:
    at = datetime.now(UTC)
    for _ in range(5):
        signing.attempt(name="wang", address="10.0.0.1", at=at)
    with pytest.raises(Refusal):
        signing.attempt(name="wang", address="10.0.0.1", at=at)
    assert main(["account", "wang", "--unlock"]) == 0
    assert "已解除锁定" in capsys.readouterr().out
    signing.attempt(name="wang", address="10.0.0.1", at=at)


def test_a_lost_code_goes_with_its_reason_in_the_ledger(wang: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["account", "wang", "--reset-code", "手机丢失", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["account"] == "wang"
    assert not signing.has_factor(wang)
    with kernel():
        assert Payload.objects.get().content == {"factor": "reset", "reason": "手机丢失"}


def test_an_unknown_account_is_refused() -> None:
    assert main(["account", "li", "--unlock"]) == 1


def test_someone_acts_for_a_firm_on_a_paper_and_no_longer(wang: int, capsys: pytest.CaptureFixture[str]) -> None:
    code = "91990100MA00000000"
    with kernel():
        region = Region.objects.create(slug="rr", name="测试市", name_en="Test", kind="city", path="/rr/")
        Party.objects.create(kind="firm", name="甲公司", code=code, region=region, since=date(2001, 1, 1))
    day = datetime.now(SHANGHAI).date()
    assert main(["account", "wang", "--represents", code, "--on", "授权书1号"]) == 0
    assert f"已代表{code}" in capsys.readouterr().out
    assert actor_of(wang, day=day).parties == (code,)
    assert main(["account", "wang", "--no-longer", code]) == 1
    assert main(["account", "wang", "--no-longer", code, "--on", "离职"]) == 0
    assert actor_of(wang, day=day).parties == ()
