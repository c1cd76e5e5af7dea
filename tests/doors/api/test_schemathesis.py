"""The whole document against the running API: made-up requests, right and wrong, find no fault and no surprise.

For every operation requests are drawn from its schema, half of them wrong on purpose, as several people and with the
identifiers of things that are there. What comes back must be in the document: status, media type, headers, shape.
"""

from __future__ import annotations

import base64
import random
from collections import Counter
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.doors.conftest import PLAN, City

from .conftest import EAST, Api, People, api_of, enter, lend
from .conftest import PLAN as PLAN_KEY
from .test_cases import SCAN

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip
REQUESTS, THOROUGH = 800, 12_000
"""About how many requests there are in all, and in the long proof; each operation gets its share, at least two that are
right (a stranger's first) and one that is wrong."""


@pytest.fixture
def there(people: People, city: City, promised: None) -> dict[str, list[str]]:
    """Identifiers of things that are there, by the name they have in an address."""
    planner = api_of("planner", "plan-officer", city.city)
    uploaded = planner.post("/cases/plan/upload", {"region": "/linjiang/", "paper": _base64(PLAN), "filename": "plan.txt"})
    assert uploaded.status_code == 201, uploaded.content.decode()
    lent, returned = lend(people.clerk, scan=SCAN, deposit="12.5", note="内部"), lend(people.clerk, "孟子")
    people.clerk.post(f"/cases/loan/{returned}/return", {})
    letter = people.clerk.get(f"/cases/loan/{lent}").json()["letters"][0]["id"]
    draft = people.clerk.post("/drafts", {"verb": "loan:lend", "facts": {"book": "论"}}).json()["id"]
    token = people.clerk.post("/tokens", {"name": "x", "until": "2026-01-01"}).json()["id"]
    return {
        "case": [lent, returned, uploaded.json()["result"]["case"]], "entry": [enter(people.clerk)], "draft": [draft],
        "token": [str(token)], "region": ["east", "linjiang"], "plan": [PLAN_KEY],
        "target": ["00000000-0000-0000-0000-000000000000"], "letter": [letter],
        "key": ["P0", "TEST00000000000001"],
        "name": ["management/toy/loan", "T01", "management/toy/toy_patents"],
    }  # fmt: skip


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _application(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The site, without the signals that close connections: the test's transaction lives in this one."""
    for signal in (request_started, request_finished):
        monkeypatch.setattr(signal, "send", lambda *_, **__: [])
    return get_wsgi_application()


@pytest.mark.parametrize("requests", [REQUESTS, pytest.param(THOROUGH, marks=pytest.mark.soak)])
def test_no_request_finds_a_fault_or_an_answer_that_is_not_in_the_document(
    people: People, city: City, there: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch, requests: int
) -> None:
    application = _application(monkeypatch)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    cast = [
        people.clerk, people.clerk, people.clerk, people.head, api_of("writer", "plan-officer", city.city), api_of("leader", "leader", city.city),
        people.nobody,
    ]  # fmt: skip
    dice, answers = random.Random(7), Counter[int]()
    operations = [found.ok() for found in schema.get_all_operations()]
    share = requests // (2 * len(operations))
    failures = []
    for operation in operations:
        for mode, least in ((GenerationMode.POSITIVE, 2), (GenerationMode.NEGATIVE, 1)):
            failures += _try(operation, mode, max(share, least), cast, there, dice, answers)
    assert failures == []
    assert answers[200] > 40
    assert {200, 201, 401, 403, 404, 422} <= set(answers)
    assert 500 not in answers


def _try(
    operation: Any, mode: GenerationMode, examples: int, cast: list[Api], there: dict[str, list[str]], dice: random.Random,
    answers: Counter[int],
) -> list[str]:
    asked: list[Api] = []
    stranger = cast[-1]

    @seed(1)
    @settings(
        max_examples=examples, database=None, deadline=None, phases=[Phase.generate], derandomize=False,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def tried(case: Any) -> None:
        for name, values in there.items():
            if name in case.path_parameters and dice.random() < 0.7:
                case.path_parameters[name] = dice.choice(values)
        if case.query and dice.random() < 0.8:
            # Every filter at once finds nothing; a few find something to look at.
            kept = {name: value for name, value in case.query.items() if dice.random() < 0.4}
            case.query = {name: "east" if name in {"region", "under"} else value for name, value in kept.items()}
        if case.query and "key" in case.query and dice.random() < 0.7:
            case.query["key"] = dice.choice(there["key"])
        if isinstance(case.body, dict) and "region" in case.body and dice.random() < 0.8:
            # A made-up region is never there: what is right otherwise should get further than that.
            case.body = {k: v for k, v in case.body.items() if k not in {"parent", "units", "branch"}} | {"region": EAST}
        if isinstance(case.body, dict) and "verb" in case.body and dice.random() < 0.8:
            case.body["verb"] = "loan:lend"
        if case.headers and dice.random() < 0.8:
            case.headers.pop("If-Match", None)
        # Whoever is not signed in asks each operation something that is right otherwise, before others do.
        who = dice.choice(cast) if asked or mode is GenerationMode.NEGATIVE else stranger
        asked.append(who)
        cookies = {name: each.value for name, each in who.client.cookies.items()} | {"csrftoken": "c" * 32}
        response = case.call(
            cookies=cookies, headers={**(case.headers or {}), "X-CSRFToken": "c" * 32})
        answers[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    try:
        tried()
    except Unsatisfiable:
        # An operation without parameters has nothing that could be wrong.
        assert mode is GenerationMode.NEGATIVE
    except FailureGroup as found:
        # Collected, so that one run shows them all.
        return [f"{operation.label} {mode.value}: {each}" for each in found.exceptions]
    return []
