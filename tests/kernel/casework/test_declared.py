"""What the checker says about clocks, letters, parts and acts of a procedure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from zhichan.kernel.catalogue.public import check


@pytest.fixture
def found(tmp_path: Path, petition_files: dict[str, str]) -> Callable[[str, str], list[str]]:
    """Codes of what is wrong with the toy once some of its text is replaced."""

    def _found(old: str, new: str) -> list[str]:
        folder = tmp_path / "management" / "petitions"
        seen = False
        for name, text in petition_files.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            seen = seen or old in text
            place.write_text(text.replace(old, new, 1), encoding="utf-8")
        assert seen, old
        return sorted({problem.code for problem in check(roots=(tmp_path,))})

    return _found


def test_the_toy_is_sound(found: Callable[[str, str], list[str]]) -> None:
    assert found("title", "title") == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('title = { zh = "立案", en = "accept" }', 'title = { zh = "准予登记", en = "accept" }', "not_the_citys"),
        ('en = "accept" }\nfrom', 'en = "grant the registration" }\nfrom', "not_the_citys"),
        ('serves = "notice"', 'serves = "noticed"', "unknown_name"),
        ('letter = "notice"\n', "", "never_issued"),
        ("{subject}", "{opinion}", "sealed_in_letter"),
        ("{subject}", "{subjekt}", "unknown_name"),
        ('to = ["respondent"]', 'to = ["respondant"]', "unknown_name"),
        ("text =", "txt =", "letter"),
        ('waits = ["answer"]', 'waits = ["answers"]', "unknown_name"),
        ('within = ["answer"]', 'within = ["answers"]', "unknown_name"),
        ('corrects = "serve"', 'corrects = "service"', "unknown_name"),
        ('on = "served_on"', 'on = "served"', "unknown_name"),
        ('by = "head"\nact = "extend_acceptance"', 'by = "superior"\nact = "extend_acceptance"', "not_the_approver"),
        ('chosen = "step"', 'chosen = "lighter"', "no_judged_day"),
        ('per = "recipient"', 'per = "recipients"', "unknown_name"),
        ('before = "hearing_on"', 'before = "hearing"', "unknown_name"),
        ('field = "panel"', 'field = "panels"', "unknown_name"),
        ('awaits = "respondent"', 'awaits = "respondents"', "unknown_name"),
        ('awaits = "respondent"', 'awaits = "respondent"\nuntil = "agreed"', "unknown_name"),
        ('awaits = "respondent"', 'awaits = "respondent"\nuntil = "opinion"', "sealed_in_the_open"),
        ("when = { abroad = true }", "when = { foreign = true }", "unknown_name"),
        ("[acts.review]", "[acts.open]", "ambiguous"),
        ("back = true\nwho", 'back = true\nto = "open"\nwho', "one_of"),
        ('"day it happened" }\ntype = "day"', '"day it happened" }\ntype = "day"\nreaders = ["head"]', "sealed_in_the_open"),
        ('"how served" }\ntype = "text"', '"how served" }\ntype = "text"\nreaders = ["head"]', "sealed_in_the_open"),
        ('en = "abroad" }\ntype = "flag"', 'en = "abroad" }\ntype = "flag"\nreaders = ["head"]', "sealed_in_the_open"),
        ('en = "panel" }\ntype = "data"', 'en = "panel" }\ntype = "data"\nreaders = ["head"]', "sealed_in_the_open"),
        ('of the paper" }\ntype = "text"', 'of the paper" }\ntype = "text"\nreaders = ["head"]', "sealed_in_the_open"),
        ('granted" }\ntype = "number"', 'granted" }\ntype = "number"\nreaders = ["head"]', "sealed_in_the_open"),
        ('hearing" }\ntype = "day"', 'hearing" }\ntype = "day"\nreaders = ["head"]', "sealed_in_the_open"),
        ('"subject" }\ntype = "text"', '"subject" }\ntype = "text"\nmegabytes = 1', "choices"),
        ('"subject" }\ntype = "text"', '"subject" }\ntype = "text"\nfiles = ["pdf"]', "choices"),
        ('apart = [["accept", "review"]]', 'apart = [["accept", "reviews"]]', "unknown_name"),
    ],
)
def test_a_mistake_is_named(found: Callable[[str, str], list[str]], old: str, new: str, code: str) -> None:
    assert code in found(old, new)


RULE = '\n[retention.all]\nafter = "closed"\nterm = [{ months = 12, since = 2020-01-01, clause = "x" }]\n'


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("", "", []),
        ('after = "closed"', 'after = "close"', ["unknown_name"]),
        ('after = "closed"', 'after = "closed"\nwhat = ["subjekt"]', ["unknown_name"]),
        ("months", "hours", ["unit"]),
        ("months", "working_days", ["unit"]),
        (', clause = "x"', "", ["missing_key", "too_short"]),
        ("since = 2020-01-01", "since = 2020-01-01, until = 2021-01-01", ["ends"]),
    ],
)
def test_how_long_is_kept_is_checked_like_any_term(
    found: Callable[[str, str], list[str]], old: str, new: str, codes: list[str]
) -> None:
    assert found("\n[clocks.acceptance]", RULE.replace(old, new) + "\n[clocks.acceptance]") == codes
