"""Verify a bundle of ledger events: python3 verify.py BUNDLE.zip [--root HEX]

Needs Python 3.9 or later and nothing else. It shows that each event, with whatever content is enclosed, stood at
its position when the seal was made, and that the seals follow one another. Compare the printed root with the one
that the office has published: whoever knows no root elsewhere knows only that the bundle agrees with itself.
校验账本事件包：只需 Python 3.9 以上。请将打印的根与主管部门公布的根比对。
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from typing import Any, Callable  # noqa: UP035  # It runs on older Pythons than the rest.

FORMAT = "zhichan-bundle-1"
MEMBERS = {"manifest.json", "events.jsonl", "seals.jsonl", "verify.py"}


def say(sentence: str | None) -> None:
    """One line to the console."""
    sys.stdout.write(f"{sentence}\n")


def canonical(value: Any) -> bytes:
    """JSON bytes with sorted keys and no spaces, as digests are taken over them."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def sm3(data: bytes) -> bytes:
    """GB/T 32905-2016."""
    full = 0xFFFFFFFF

    def turn(x: int, n: int) -> int:
        n %= 32
        return ((x << n) | (x >> (32 - n))) & full if n else x

    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    padded = data + b"\x80" + b"\x00" * ((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8, "big")
    for start in range(0, len(padded), 64):
        w = [int.from_bytes(padded[start + 4 * n : start + 4 * n + 4], "big") for n in range(16)]
        for n in range(16, 68):
            x = w[n - 16] ^ w[n - 9] ^ turn(w[n - 3], 15)
            w.append(x ^ turn(x, 15) ^ turn(x, 23) ^ turn(w[n - 13], 7) ^ w[n - 6])
        a, b, c, d, e, f, g, h = state
        for n in range(64):
            early = n < 16
            s1 = turn((turn(a, 12) + e + turn(0x79CC4519 if early else 0x7A879D8A, n)) & full, 7)
            s2 = s1 ^ turn(a, 12)
            ff = a ^ b ^ c if early else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if early else (e & f) | (~e & full & g)
            t1 = (ff + d + s2 + (w[n] ^ w[n + 4])) & full
            t2 = (gg + h + s1 + w[n]) & full
            a, b, c, d = t1, a, turn(b, 9), c
            e, f, g, h = t2 ^ turn(t2, 9) ^ turn(t2, 17), e, turn(f, 19), g
        state = [x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h))]  # noqa: B905  # `strict` came later.
    return b"".join(x.to_bytes(4, "big") for x in state)


HASHES = {"sha256": sha256, "sm3": sm3}


def root_of(
    entry: bytes, index: int, size: int, path: list[bytes], hashed: Callable[[bytes], bytes]
) -> bytes | None:
    """The root to which an audit path leads (RFC 9162, 2.1.3.2); None when the path cannot be right."""
    if not 0 <= index < size:
        return None
    node, last = hashed(b"\x00" + entry), size - 1
    for sibling in path:
        if last == 0 or len(sibling) != 32:
            return None
        if index % 2 or index == last:
            node = hashed(b"\x01" + sibling + node)
            while index % 2 == 0 and index:
                index, last = index // 2, last // 2
        else:
            node = hashed(b"\x01" + node + sibling)
        index, last = index // 2, last // 2
    return node if last == 0 else None


def check_seals(seals: list[Any], wrong: list[str]) -> str:
    """Each seal follows the one before it and holds its root as the first leaf."""
    previous, last = "", 0
    for seal in seals:
        name = "seal {}-{}".format(seal["first"], seal["last"])
        hashed = HASHES[seal["algorithm"]]
        if seal["first"] != last + 1 or seal["last"] < seal["first"] or seal["previous"] != previous:
            wrong.append(f"{name} does not follow the seal before it")
        size = seal["last"] - seal["first"] + 2
        path = [bytes.fromhex(each) for each in seal["path"]]
        found = root_of(bytes.fromhex(seal["previous"]), 0, size, path, hashed)
        if found is None or found.hex() != seal["root"]:
            wrong.append(f"{name} does not hold the root of the seal before it")
        previous, last = seal["root"], seal["last"]
    return previous


def check_event(event: Any, seals: dict[int, Any], wrong: list[str]) -> None:
    """Content against its digest, the envelope against its digest, the digest against the seal."""
    name = "event {} at position {}".format(event["envelope"]["id"], event["position"])
    for part in event["parts"]:
        digest = event["envelope"]["parts"].get(part["class"])
        if digest is None:
            wrong.append("{}: the envelope knows no part {}".format(name, part["class"]))
        elif sha256(bytes.fromhex(part["salt"]) + canonical(part["content"])).hex() != digest:
            wrong.append("{}: the content of part {} differs from its digest".format(name, part["class"]))
    entry = sha256(canonical(event["envelope"]))
    if event["seal"] is None:
        return
    seal = seals.get(event["seal"])
    if seal is None or not seal["first"] <= event["position"] <= seal["last"]:
        wrong.append(f"{name}: its seal is not in the bundle")
        return
    index, size = event["position"] - seal["first"] + 1, seal["last"] - seal["first"] + 2
    path = [bytes.fromhex(each) for each in event["path"]]
    found = root_of(entry, index, size, path, HASHES[seal["algorithm"]])
    if found is None or found.hex() != seal["root"]:
        wrong.append(f"{name} differs from what was sealed there")


def lines(raw: bytes) -> list[Any]:
    return [json.loads(line) for line in raw.decode().splitlines()]


def verify(file: str, root: str | None = None) -> tuple[list[str], dict[str, Any]]:
    """What is wrong with the bundle (sentences, empty when nothing is) and a summary; never raises for its content."""
    wrong: list[str] = []
    summary: dict[str, Any] = {"events": 0, "open": 0, "closed": 0, "unsealed": 0, "seals": 0, "root": ""}
    try:
        with zipfile.ZipFile(file) as bundle:
            names = bundle.namelist()
            if sorted(names) != sorted(MEMBERS):
                return ["the bundle holds other files than it should: " + ", ".join(sorted(names))], summary
            raw = {name: bundle.read(name) for name in names}
        manifest = json.loads(raw["manifest.json"])
        if manifest["format"] != FORMAT:
            return [f"this is no bundle of the form {FORMAT}"], summary
        said = manifest.pop("digest")
        if sha256(canonical(manifest)).hex() != said:
            wrong.append("manifest.json differs from its own digest")
        wrong += [
            f"{name} differs from its digest in manifest.json"
            for name in sorted(MEMBERS - {"manifest.json"})
            if sha256(raw[name]).hex() != manifest["files"].get(name)
        ]
        seals, events = lines(raw["seals.jsonl"]), lines(raw["events.jsonl"])
        newest = check_seals(seals, wrong)
        by_last = {seal["last"]: seal for seal in seals}
        positions = [event["position"] for event in events]
        if positions != sorted(set(positions)):
            wrong.append("the events are not in the order of their positions")
        for event in events:
            check_event(event, by_last, wrong)
            opened = len(event["parts"])
            summary["open"] += opened
            summary["closed"] += len(event["envelope"]["parts"]) - opened
            summary["unsealed"] += event["seal"] is None
        summary.update(events=len(events), seals=len(seals), root=newest)
        if (manifest["events"], manifest["root"]) != (len(events), newest):
            wrong.append("manifest.json counts other events or another root")
        if root is not None and root.lower() not in {seal["root"] for seal in seals}:
            wrong.append(f"the published root {root} is not among the seals")
    except Exception as fault:  # noqa: BLE001  # Whatever is put into a bundle, the answer is a sentence.
        wrong.append(f"the bundle cannot be read: {type(fault).__name__}: {fault}")
    return wrong, summary


def main(words: list[str]) -> int:
    if len(words) not in (1, 3) or (len(words) == 3 and words[1] != "--root"):
        say(__doc__)
        return 2
    wrong, summary = verify(words[0], words[2] if len(words) == 3 else None)
    for sentence in wrong:
        say(f"WRONG 有误: {sentence}")
    say("events 事件 {events}, parts enclosed 附内容 {open}, parts closed 未附内容 {closed}, not sealed yet 尚未封印 "
          "{unsealed}, seals 封印 {seals}\nroot 根 {root}".format(**summary))
    say("NOT OK 未通过" if wrong else "OK 通过")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
