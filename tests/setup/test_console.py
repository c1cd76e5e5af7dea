"""The console's contract: commands found by module, exit status 0, 1, 2, JSON on demand."""

from __future__ import annotations

import json
import subprocess
import sys
import types

import pytest

from zhichan.doors.console import commands, frame
from zhichan.kernel.ground.refusal import Refusal


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """A command of the test, present beside the real ones."""
    module = types.ModuleType(f"{commands.__name__}.trial")
    module.__doc__ = "Try something."
    module.name = "trial"
    module.add_arguments = lambda parser: parser.add_argument("--times", type=int, default=1)
    module.run = lambda args: 0
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(frame, "_found", lambda: {"trial": "trial"})
    return module


def test_a_module_in_the_folder_is_a_command(trial, capsys) -> None:
    trial.run = lambda args: print("times", args.times) or 0
    assert frame.main(["trial", "--times", "3"]) == 0
    assert capsys.readouterr().out == "times 3\n"


@pytest.mark.parametrize("words", [["nonsense"], ["trial", "--times", "many"], []])
def test_wrong_usage_is_exit_status_2(trial, words, capsys) -> None:
    assert frame.main(words) == 2
    assert "usage: zhichan" in capsys.readouterr().err


def refuse(args: object) -> int:
    raise Refusal.one("file.empty", "文件是空的。", "The file is empty.", place="plan.txt", clause="R1")


def test_a_refusal_is_exit_status_1_with_its_reasons_in_words(trial, capsys) -> None:
    trial.run = refuse
    assert frame.main(["trial"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "文件是空的。\nThe file is empty. [plan.txt] [R1] [file.empty]\n"


def test_a_refusal_as_json_has_code_text_place_and_clause(trial, capsys) -> None:
    trial.run = refuse
    assert frame.main(["trial", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    told.pop("reasons")
    assert told == {
        "code": "file.empty",
        "text": {"zh": "文件是空的。", "en": "The file is empty."},
        "place": "plan.txt",
        "clause": "R1",
    }


def test_a_fault_is_not_dressed_up_as_a_refusal(trial) -> None:
    def fail(args: object) -> int:
        raise ZeroDivisionError

    trial.run = fail
    with pytest.raises(ZeroDivisionError):
        frame.main(["trial"])


def test_the_list_of_commands_loads_neither_django_nor_the_database() -> None:
    code = (
        "import sys; from zhichan.doors.console import main; main(['--help']); "
        "sys.exit(any(name in sys.modules for name in ('django', 'psycopg', 'pyarrow')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert {"up", "setup", "demo"} <= set(done.stdout.split())
