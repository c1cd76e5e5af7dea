"""A message of the published form, signed; whatever was altered is not opened."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zhichan.instruments.courier import FORMAT, EnvelopeError, canonical, envelope, opened

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEYS = {"north": KEY.public_key().public_bytes_raw().hex()}
MESSAGE: dict[str, Any] = {
    "format": FORMAT, "kind": "request", "from": "north", "to": "south", "number": "XZ-1", "about": "",
    "sent_on": "2026-03-02", "body": {"subject": "假冒专利"},
}  # fmt: skip


def test_what_was_signed_is_opened() -> None:
    assert opened(envelope(MESSAGE, KEY.sign(canonical(MESSAGE))), keys=KEYS, to="south") == MESSAGE


@pytest.mark.parametrize(
    "wrong",
    [{"format": "other"}, {"kind": "order"}, {"from": ""}, {"number": 1}, {"sent_on": "today"}, {"about": "XZ-2"},
     {"kind": "reply"}, {"body": []}, {"more": 1}, {"to": "x" * 201}],
)  # fmt: skip
def test_another_form_is_no_message(wrong: dict[str, Any]) -> None:
    with pytest.raises(EnvelopeError) as refused:
        canonical({**MESSAGE, **wrong})
    assert refused.value.code == "form"


@pytest.mark.parametrize(
    ("keys", "to", "changed"),
    [({}, "south", {}), (KEYS, "west", {}), (KEYS, "south", {"number": "XZ-2"}), ({"north": "zz"}, "south", {})],
    ids=["a sender unknown", "for somebody else", "altered", "a key that is none"],
)
def test_what_does_not_hold_is_not_opened(keys: dict[str, str], to: str, changed: dict[str, Any]) -> None:
    text = envelope({**MESSAGE, **changed}, KEY.sign(canonical(MESSAGE)))
    with pytest.raises(EnvelopeError) as refused:
        opened(text, keys=keys, to=to)
    assert refused.value.code == "signature"
