"""Files given to cases and registers: of the kinds and sizes declared, by their content, kept with their own names."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import perform
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import NamedFile, Paper, Refusal, Region, kernel, kind_of
from zhichan.kernel.ledger.public import Payload
from zhichan.kernel.registry.public import Entry, file_names

AT = datetime(2025, 9, 30, 1, tzinfo=UTC)
DAY = date(2025, 9, 30)
CLERK = Actor("user:1", DAY, (Role("clerk", "/tc/"),))
HEAD = Actor("user:2", DAY, (Role("head", "/tc/"),))
SYSTEM = """
id = "T01"
title = { zh = "玩具", en = "Toy" }
chain = "management"
owner = { zh = "测试", en = "tests" }
[roles]
clerk = ["badge:enter", "badge:correct", "badge:read", "ledger:erase"]
head = []
"""
FIELDS = """
[fields.plan]
title = { zh = "方案", en = "plan" }
type = "paper"
files = ["pdf", "word"]
megabytes = 1
[fields.photo]
title = { zh = "照片", en = "photo" }
type = "paper"
files = ["picture"]
readers = ["head"]
[fields.other]
title = { zh = "其他", en = "other" }
type = "paper"
"""
REPORT = f"""
title = {{ zh = "报告", en = "Report" }}
number = "BG"
audience = ["clerk", "head"]
[stages.open]
title = {{ zh = "未办", en = "Open" }}
untimed = {{ zh = "无", en = "none" }}
[stages.done]
title = {{ zh = "已办", en = "Done" }}
last = true
{FIELDS}
[acts.write]
title = {{ zh = "写", en = "write" }}
to = "open"
who = ["clerk"]
[acts.amend]
title = {{ zh = "补", en = "amend" }}
from = "open"
who = ["clerk"]
[acts.finish]
title = {{ zh = "办结", en = "finish" }}
from = "open"
to = "done"
who = ["clerk"]
"""
BADGE = f"""
title = {{ zh = "证件", en = "Badge" }}
audience = ["clerk", "head"]
label = ["name"]
[fields.name]
title = {{ zh = "姓名", en = "name" }}
type = "text"
{FIELDS}
"""
PDF = b"%PDF-1.7 x"


def zipped(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


@pytest.fixture
def toy(declare: Callable[[dict[str, str]], None], db: None) -> None:
    declare({"system.toml": SYSTEM, "report.procedure.toml": REPORT, "badge.register.toml": BADGE})
    with kernel():
        Region.objects.create(slug="tc", name="测试市", name_en="Test City", kind="city", path="/tc/")


def give(what: str, target: str | None = None, **facts: Any) -> str:
    """Open, enter or amend; the case or entry."""
    verb = {"case": "report:write", "entry": "badge:enter"}[what] if target is None else {
        "case": "report:amend", "entry": "badge:correct"}[what]  # fmt: skip
    more = {"region": "/tc/"} if target is None else {"reason": "x"} if what == "entry" else {}
    return str(perform(actor=CLERK, verb=verb, target=target, facts={**more, **facts}, at=AT).result[what])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"), (b"\x89PNG x", "picture"), (b"\xff\xd8\xff x", "picture"), ("文字".encode(), "text"),
        (zipped("word/document.xml"), "word"), (zipped("a/b", "xl/workbook.xml"), "excel"), (zipped("OFD.xml"), "ofd"),
        (zipped("ppt/presentation.xml"), "slides"), (zipped("a.txt"), "archive"), (b"PK\x03\x04 cut", ""),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "word"),
        (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), "excel"), (b"\xd0\xcf\x11\xe0", ""),
        (b"<html>", "web"), (b"MZ\x00\x00", ""), (b"", "text"),
    ],
)  # fmt: skip
def test_a_files_kind_is_read_from_its_content(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("方案.pdf", "方案.pdf"), ("C:\\docs\\a.pdf", "a.pdf"), ("../../etc/passwd", "passwd"), ("a\nb\x00.pdf", "ab.pdf"),
        ("长" * 200 + ".pdf", "长" * 116 + ".pdf"), ("", ""), ("/", ""),
    ],
)  # fmt: skip
def test_of_a_name_is_kept_what_can_be_a_name(name: str, kept: str) -> None:
    assert NamedFile(PDF, name=name).name == kept


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize("what", ["case", "entry"])
class TestGiving:
    @pytest.mark.parametrize(
        ("facts", "code"),
        [
            ({"plan": b"\x89PNG"}, "paper.kind"), ({"plan": b"plan.pdf"}, "paper.kind"),
            ({"plan": PDF + b" " * 1048576}, "paper.too-large"), ({"plan": b""}, "paper.empty"),
            ({"photo": PDF}, "paper.kind"), ({"other": b" " * (20 * 1048576 + 1)}, "paper.too-large"),
        ],
    )
    def test_a_file_of_another_kind_or_size_is_refused_beside_its_field(
        self, what: str, facts: dict[str, bytes], code: str
    ) -> None:
        with pytest.raises(Refusal) as refused:
            give(what, **facts)
        assert [(each.code, each.place) for each in refused.value.reasons] == [(code, next(iter(facts)))]
        with kernel():
            assert (Paper.objects.count(), Case.objects.count() + Entry.objects.count()) == (0, 0)

    def test_two_faults_of_one_file_are_told_at_once(self, what: str) -> None:
        with pytest.raises(Refusal) as refused:
            give(what, plan=b" " * 1048577)
        assert [reason.text.zh for reason in refused.value.reasons] == [
            "“方案”有1.0MB，超过1MB的上限", "“方案”应当是PDF、Word",
        ]  # fmt: skip

    def test_files_keep_the_names_they_came_with_and_those_under_seal_tell_theirs_to_their_readers(
        self, what: str
    ) -> None:
        target = give(
            what, plan=NamedFile(PDF, name="实施方案.pdf"), photo=NamedFile(b"\x89PNG", name="王某.png"), other=b"x"
        )
        kind = "case" if what == "case" else "badge"
        with reading(CLERK):
            assert file_names(kind, target) == {"plan": "实施方案.pdf"}
        with reading(HEAD):
            assert file_names(kind, target) == {"plan": "实施方案.pdf", "photo": "王某.png"}
        give(what, target, plan=NamedFile(zipped("word/document.xml"), name="方案（修改）.docx"))
        with reading(CLERK):
            assert file_names(kind, target) == {"plan": "方案（修改）.docx"}

    def test_a_files_name_is_erased_with_its_file(self, what: str) -> None:
        target = give(what, plan=NamedFile(PDF, name="王某.pdf"), other=NamedFile(b"x", name="其他.txt"))
        kind = "case" if what == "case" else "badge"
        perform(actor=CLERK, verb="ledger:erase", target=f"{kind}:{target}", at=AT, facts={
            "fields": ["plan"], "reason": "x", "instrument": "y"})  # fmt: skip
        with kernel():
            assert "王某" not in "".join(str(each) for each in Payload.objects.values_list("content", flat=True))
