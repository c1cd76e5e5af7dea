"""Bundles: verified with nothing but Python, open as far as the viewer may see, betrayed by any changed byte."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from hypothesis import given
from hypothesis import strategies as st

from zhichan.kernel.ground.public import Refusal, kernel
from zhichan.kernel.ledger import offline
from zhichan.kernel.ledger.bundles import export_bundle, verify_bundle
from zhichan.kernel.ledger.public import Audience, NewEvent, Payload, append, seal, sequence

AT = datetime(2025, 9, 30, 8, tzinfo=UTC)
DAY = date(2025, 9, 30)
OPEN, SEALED = Audience(("role:clerk", "anyone")), Audience(("role:head",))


def happen(number: int) -> None:
    with kernel():
        append([
            NewEvent(
                "test:done", "thing", str(number % 3), AT, "user:1",
                {"ordinary": {"n": number, "名": "事"}, "secret": {"who": "王某"}},
                audience=OPEN, audiences={"secret": SEALED}, reason="理由",
            )
        ])  # fmt: skip
    sequence()


@pytest.fixture
def told(db: None) -> None:
    """Two seals, the second by SM3, over 4 and 2 events; one event not sealed yet."""
    for count, algorithm in ((4, "sha256"), (2, "sm3")):
        for number in range(count):
            happen(number)
        seal(at=AT, algorithm=algorithm)
    happen(9)


def bundle(tmp_path: Path, *principals: str, **more: Any) -> Path:
    file = tmp_path / "bundle.zip"
    export_bundle(file=file, principals=principals or ("anyone",), day=DAY, at=AT, **more)
    return file


def rows(file: Path, member: str) -> list[Any]:
    with zipfile.ZipFile(file) as zipped:
        return [json.loads(line) for line in zipped.read(member).decode().splitlines()]


def test_whoever_has_only_python_and_the_two_files_verifies_a_bundle(told: None, tmp_path: Path) -> None:
    file = bundle(tmp_path)
    with zipfile.ZipFile(file) as zipped:
        zipped.extract("verify.py", tmp_path)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", str(file)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "OK 通过"), done.stdout + done.stderr
    assert "events 事件 7, parts enclosed 附内容 7, parts closed 未附内容 7, not sealed yet 尚未封印 1" in done.stdout


def test_content_not_open_to_the_viewer_is_neither_in_the_bundle_nor_to_be_guessed(told: None, tmp_path: Path) -> None:
    file = bundle(tmp_path)
    assert [[part["class"] for part in row["parts"]] for row in rows(file, "events.jsonl")] == [["ordinary"]] * 7
    with zipfile.ZipFile(file) as zipped:
        text = zipped.read("events.jsonl").decode()
    with kernel():
        salts = [bytes(each).hex() for each in Payload.objects.filter(field_class="secret").values_list("salt", flat=True)]
    assert "王某" not in text
    assert not [salt for salt in salts if salt in text]


def test_the_head_gets_what_is_sealed_for_the_head(told: None, tmp_path: Path) -> None:
    file = bundle(tmp_path, "anyone", "role:head")
    assert verify_bundle(file=file) == ([], {
        "events": 7, "open": 14, "closed": 0, "unsealed": 1, "seals": 2, "root": rows(file, "seals.jsonl")[1]["root"],
    })  # fmt: skip


def test_a_bundle_of_one_subject_verifies_alone(told: None, tmp_path: Path) -> None:
    file = bundle(tmp_path, subjects=[("thing", "1")])
    assert [row["envelope"]["subject"] for row in rows(file, "events.jsonl")] == [["thing", "1"]] * 2
    assert verify_bundle(file=file)[0] == []


def test_what_was_erased_is_enclosed_as_its_digest_alone_and_verifies(told: None, tmp_path: Path) -> None:
    with kernel():
        [by] = append([NewEvent("test:done", "thing", "1", AT, "user:1")])
        Payload.objects.filter(field_class="ordinary").update(content=None, erased_by=by)
    file = bundle(tmp_path)
    assert verify_bundle(file=file)[0] == []
    assert verify_bundle(file=file)[1]["open"] == 0


def test_a_viewer_to_whom_nothing_is_open_and_a_file_that_is_there_are_refused(told: None, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"ledger\.nothing-open"):
        bundle(tmp_path, "user:99")
    assert list(tmp_path.iterdir()) == []
    file = bundle(tmp_path)
    before = file.read_bytes()
    with pytest.raises(Refusal, match=r"ledger\.file-there"):
        bundle(tmp_path)
    assert file.read_bytes() == before


def test_a_root_published_elsewhere_is_asked_for(told: None, tmp_path: Path) -> None:
    file = bundle(tmp_path)
    assert verify_bundle(file=file, root=rows(file, "seals.jsonl")[0]["root"].upper())[0] == []
    assert verify_bundle(file=file, root="00" * 32)[0] == [f"the published root {'00' * 32} is not among the seals"]


def packed(file: Path, members: dict[str, bytes], *, honest: bool) -> Path:
    """Pack a forged bundle; an ``honest`` manifest is made to agree with the forgery."""
    manifest: dict[str, Any] = {}
    if honest:
        manifest = json.loads(members["manifest.json"])
        manifest.pop("digest")
        manifest["files"] = {
            name: hashlib.sha256(raw).hexdigest() for name, raw in members.items() if name != "manifest.json"
        }
        manifest["digest"] = hashlib.sha256(offline.canonical(manifest)).hexdigest()
    with zipfile.ZipFile(file, "w") as zipped:
        for name, raw in members.items():
            zipped.writestr(name, json.dumps(manifest) if name == "manifest.json" and honest else raw)
    return file


def test_any_changed_byte_of_any_row_or_file_is_detected(told: None, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle(tmp_path)) as zipped:
        members = {name: zipped.read(name) for name in zipped.namelist()}
    chance = random.Random(7)
    for name, raw in members.items():
        start = 0
        for line in raw.splitlines(keepends=True):
            for at in chance.sample(range(len(line)), min(8, len(line))):
                forged = bytearray(raw)
                forged[start + at] ^= 1 << chance.randrange(7)
                if name == "manifest.json" and same_json(bytes(forged), raw):
                    continue
                file = packed(tmp_path / "forged.zip", {**members, name: bytes(forged)}, honest=False)
                assert verify_bundle(file=file)[0], (name, start + at)
            start += len(line)


def same_json(one: bytes, other: bytes) -> bool:
    """White space of the manifest says nothing."""
    try:
        return bool(json.loads(one) == json.loads(other))
    except ValueError:
        return False


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [found for key, each in value.items() for found in leaves(each, (*path, key))]
    if isinstance(value, list):
        return [found for key, each in enumerate(value) for found in leaves(each, (*path, key))]
    return [path]


def forge(value: Any, path: tuple[Any, ...]) -> Any:
    changed = json.loads(json.dumps(value))
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    old = holder[path[-1]]
    holder[path[-1]] = old + 1 if isinstance(old, int) else ("0" if str(old)[:1] != "0" else "1") + str(old)[1:]
    return changed


def test_a_forger_who_sets_the_manifest_right_is_betrayed_by_every_field_of_every_sealed_row(
    told: None, tmp_path: Path
) -> None:
    """The instant of a seal alone is no part of its root, which the office publishes with its day."""
    with zipfile.ZipFile(bundle(tmp_path, "anyone", "role:head")) as zipped:
        members = {name: zipped.read(name) for name in zipped.namelist()}
    tried = 0
    for member in ("events.jsonl", "seals.jsonl"):
        known = [json.loads(line) for line in members[member].splitlines()]
        for number, row in enumerate(known):
            if row.get("seal", 0) is None:
                continue
            for path in leaves(row):
                if path == ("at",):
                    continue
                forged = [forge(row, path) if number == n else each for n, each in enumerate(known)]
                raw = b"".join(offline.canonical(each) + b"\n" for each in forged)
                file = packed(tmp_path / "forged.zip", {**members, member: raw}, honest=True)
                assert verify_bundle(file=file)[0], (member, number, path)
                tried += 1
    assert tried > 100


def test_a_removed_seal_or_file_is_detected(told: None, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle(tmp_path)) as zipped:
        members = {name: zipped.read(name) for name in zipped.namelist()}
    first = members["seals.jsonl"].splitlines(keepends=True)[1]
    assert verify_bundle(file=packed(tmp_path / "one.zip", {**members, "seals.jsonl": first}, honest=True))[0]
    less = {name: raw for name, raw in members.items() if name != "verify.py"}
    assert verify_bundle(file=packed(tmp_path / "two.zip", less, honest=True))[0]
    (tmp_path / "none.zip").write_bytes(b"no zip")
    assert verify_bundle(file=tmp_path / "none.zip")[0] == ["the bundle cannot be read: BadZipFile: File is not a zip file"]


@given(st.binary(max_size=300))
def test_the_verifiers_own_sm3_is_sm3(data: bytes) -> None:
    context = hashes.Hash(hashes.SM3())
    context.update(data)
    assert offline.sm3(data) == context.finalize()


