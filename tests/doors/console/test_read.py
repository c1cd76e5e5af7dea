"""`zhichan read`: a plan in words or JSON, one clear sentence otherwise, without Django or a database."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from zhichan.doors.console.frame import main

PLAN = Path(__file__).parents[3] / "src" / "zhichan" / "demo" / "plan" / "example_plan.txt"


def test_a_plan_is_told_in_words_with_open_questions_before_targets(capsys):
    assert main(["read", str(PLAN)]) == 0
    told = capsys.readouterr().out
    assert told.index("相互矛盾") < told.index("待人确认") < told.index("\n目标 (") < told.index("\n任务 (")
    assert "每万人口发明专利拥有量" in told
    assert "牵头: 市市场监督管理局(知识产权局)" in told


def test_the_words_are_english_on_request(capsys):
    assert main(["read", str(PLAN), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "Contradictions (1)" in told
    assert "Targets (" in told


def test_json_is_one_document_whose_quotes_are_the_text(capsys):
    assert main(["read", str(PLAN), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    with PLAN.open(encoding="utf-8", newline="") as stream:
        raw = stream.read()
    assert told["file"] == "example_plan.txt"
    assert {
        "title",
        "region",
        "period",
        "targets",
        "tasks",
        "measures",
        "milestones",
        "actuals",
        "open",
    } <= set(told)
    assert all(raw[t["span"][0] : t["span"][1]] == t["quote"] for t in told["targets"] + told["tasks"])
    assert (
        next(t for t in told["targets"] if t["indicator"] == "有效注册商标总量")["canonical"]
        == "trademarks_in_force"
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "reader.empty"),
        (b"\x00\x01\x02\x03" * 600, "reader.binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(90), "reader.image"),
        (b"%PDF-1.7\n" + bytes(90), "reader.broken"),
        ("今天天气很好,我们去公园散步,看见许多花。".encode() * 20, "reader.no-plan"),
    ],
)
def test_what_cannot_be_read_is_refused_with_one_reason(tmp_path, capsys, content, code):
    file = tmp_path / "a file.txt"
    file.write_bytes(content)
    assert main(["read", str(file), "--json"]) == 1
    refusal = json.loads(capsys.readouterr().out)
    assert refusal["code"] == code
    assert refusal["text"]["zh"].endswith("。")
    assert refusal["text"]["en"].endswith(".")
    assert {"place", "clause"} <= set(refusal)


def test_a_missing_file_is_refused_and_a_missing_argument_is_wrong_usage(tmp_path, capsys):
    assert main(["read", str(tmp_path / "none.txt")]) == 1
    assert "找不到文件" in capsys.readouterr().err
    assert main(["read"]) == 2


def test_a_plan_in_gb18030_is_read(tmp_path, capsys):
    file = tmp_path / "plan.txt"
    file.write_bytes(PLAN.read_text(encoding="utf-8").encode("gb18030"))
    assert main(["read", str(file), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["tasks"]) == 25


def test_a_web_page_is_read_and_its_json_carries_the_text_that_the_spans_point_into(tmp_path, capsys):
    file = tmp_path / "plan.html"
    lines = PLAN.read_text(encoding="utf-8").splitlines()
    file.write_text("<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>", encoding="utf-8")
    assert main(["read", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["media_type"] == "text/html"
    assert len(told["tasks"]) == 25
    for item in told["targets"] + told["tasks"] + told["measures"]:
        assert told["text"][item["span"][0] : item["span"][1]] == item["quote"]
    assert main(["read", str(PLAN), "--json"]) == 0
    assert "text" not in json.loads(capsys.readouterr().out)


def test_reading_starts_neither_django_nor_a_database():
    code = (
        "import sys; from zhichan.doors.console.frame import main; "
        f"main(['read', {str(PLAN)!r}]); "
        "bad = [m for m in sys.modules if m.split('.')[0] in ('django', 'psycopg')]; sys.exit(len(bad))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, env={"PYTHONPATH": ":".join(sys.path)}
    )
    assert done.returncode == 0, done.stderr
