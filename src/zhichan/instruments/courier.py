"""Messages between two installations: one form, signed with Ed25519, told apart by who sent them and their number.

A message is a mapping of the members in ``SCHEMA``; its envelope is JSON text with the message and the signature over
its canonical bytes (sorted keys, no spaces, UTF-8). Whoever has the sender's public key (hexadecimal) can open it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "zhichan-cooperation-1"
KINDS = ("request", "accept", "return", "reply")
LARGEST = 100_000
_LINE = {"type": "string", "minLength": 1, "maxLength": 200}
SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": FORMAT,
    "type": "object",
    "additionalProperties": False,
    "required": ["format", "kind", "from", "to", "number", "about", "sent_on", "body"],
    "properties": {
        "format": {"const": FORMAT},
        "kind": {"enum": list(KINDS)},
        "from": {**_LINE, "description": "name of the sending installation, as its partners have it on record"},
        "to": {**_LINE, "description": "name of the installation it is for"},
        "number": {**_LINE, "description": "number of the sender's case; with from and kind it is sent once"},
        "about": {"type": "string", "maxLength": 200, "description": "the receiver's number; empty in a request"},
        "sent_on": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "body": {"type": "object", "description": "what is asked or answered"},
    },
}

__all__ = ["FORMAT", "KINDS", "LARGEST", "SCHEMA", "EnvelopeError", "canonical", "envelope", "opened"]


class EnvelopeError(ValueError):
    """What is no message of this sender: ``code`` is ``form`` or ``signature``."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        super().__init__(sentence)


def canonical(message: Mapping[str, Any]) -> bytes:
    """The bytes that are signed. Raises ``EnvelopeError`` (``form``) for what is no message of the schema."""
    properties = SCHEMA["properties"]
    lines = {name for name, shape in properties.items() if shape.get("type") == "string"}
    sound = (
        set(message) == set(SCHEMA["required"])
        and message["format"] == FORMAT
        and message["kind"] in KINDS
        and isinstance(message["body"], Mapping)
        and all(isinstance(message[name], str) and len(message[name]) <= 200 for name in lines)
        and all(message[name] for name in ("from", "to", "number"))
        and re.fullmatch(properties["sent_on"]["pattern"], message["sent_on"]) is not None
        and (message["kind"] == "request") == (message["about"] == "")
    )
    if not sound:
        raise EnvelopeError("form", f"not a message of {FORMAT}")
    return json.dumps(message, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def envelope(message: Mapping[str, Any], signature: bytes) -> str:
    """The text that travels: the message with its signature (64 bytes, over ``canonical``)."""
    return json.dumps({"message": message, "signature": signature.hex()}, ensure_ascii=False, sort_keys=True)


def opened(text: str, *, keys: Mapping[str, str], to: str) -> dict[str, Any]:
    """The message in an envelope for ``to``, signed by its sender; ``keys`` has the public key of each sender known.

    Raises ``EnvelopeError``: ``form`` for what is no envelope of the schema, ``signature`` for a sender unknown, a
    signature that does not hold, or an envelope for somebody else.
    """
    if len(text) > LARGEST:
        raise EnvelopeError("form", "too large")
    try:
        found = json.loads(text)
        message, signature = found["message"], bytes.fromhex(found["signature"])
        signed = canonical(message)
    except EnvelopeError:
        raise
    except (ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise EnvelopeError("form", "not an envelope") from wrong
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(keys[message["from"]])).verify(signature, signed)
    except (InvalidSignature, KeyError, ValueError) as wrong:
        raise EnvelopeError("signature", "the signature does not hold") from wrong
    if message["to"] != to:
        raise EnvelopeError("signature", "it is for somebody else")
    return dict(message)
